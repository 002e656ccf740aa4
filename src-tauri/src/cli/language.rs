//! In which language a call is answered.

use super::passphrase;
use crate::env::{self, DATA};
use clap::builder::PossibleValuesParser;
use daozhang_api::language_of;
use daozhang_core::words::Language;
use std::ffi::OsString;
use std::path::PathBuf;

/// The tags that may be typed.
pub fn tags() -> PossibleValuesParser {
    PossibleValuesParser::new(Language::all().iter().map(Language::tag))
}

/// The language in which to speak of a call that could not be read, or that asks for help.
pub fn of_call(given: &[OsString]) -> &'static Language {
    let value = |name: &str| {
        let mut rest = given.iter().skip_while(|argument| *argument != name).skip(1);
        rest.next().cloned().or_else(|| {
            let joined = given.iter().filter_map(|argument| argument.to_str());
            let mut values = joined.filter_map(|argument| argument.strip_prefix(name)?.strip_prefix('='));
            values.next().map(OsString::from)
        })
    };
    let asked = value("--lang").and_then(|tag| Language::of(tag.to_str()?));
    asked.unwrap_or_else(|| {
        let folder = value("--data")
            .or_else(|| std::env::var_os(DATA))
            .map(PathBuf::from);
        let file = value("--passphrase-file").map(PathBuf::from);
        let passphrase = passphrase::given(file.as_deref()).ok().flatten();
        env::data_folder(folder.as_deref()).map_or_else(
            |_| Language::chinese(),
            |folder| language_of(&folder, passphrase.as_ref()),
        )
    })
}
