//! Where a passphrase is taken from: never from an argument, which other processes could read.

use daozhang_api::files;
use daozhang_core::Outcome;
use daozhang_core::store::file::Passphrase;
use std::path::Path;

/// Where the passphrase of a locked data file is taken from when no file names it.
const PASSPHRASE: &str = "DAOZHANG_PASSPHRASE";

/// The passphrase that was given for the data file; none where none was.
pub fn given(file: Option<&Path>) -> Outcome<Option<Passphrase>> {
    match file {
        Some(file) => Ok(Passphrase::typed(&line_of(file)?)),
        None => Ok(std::env::var(PASSPHRASE)
            .ok()
            .as_deref()
            .and_then(Passphrase::typed)),
    }
}

/// The first line of a file, without its end.
pub fn line_of(file: &Path) -> Outcome<String> {
    let text = files::read_text(file)?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}
