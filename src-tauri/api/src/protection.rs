//! Locking the data file with a passphrase, and unlocking it.

use crate::Session;
use crate::files::shown;
use daozhang_core::store::file::{self, Passphrase};
use daozhang_core::words::Text;
use daozhang_core::{Code, Failure, Outcome, text};
use serde::Serialize;
use std::path::PathBuf;
use ts_rs::TS;

/// Whether the data file is locked with a passphrase.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Protection {
    pub on: bool,
    /// Copies that could not be written anew, and may still tell what the data file does not.
    pub left: Vec<String>,
    /// The same as a sentence.
    pub left_text: Option<Text>,
}

/// What is said of copies that could not be written anew; none where there are none.
fn left_over(copies: &[PathBuf]) -> Option<Text> {
    let names = copies.iter().map(|copy| Text::as_it_is(shown(copy)));
    (!copies.is_empty()).then(|| text!(copies_left, files = Text::list(names)))
}

impl Session {
    /// Locks the data file, changes its passphrase, or takes it away where `wanted` is empty.
    pub(crate) fn protected(&self, current: &str, wanted: &str) -> Outcome<Protection> {
        let current = Passphrase::typed(current);
        let wanted = match wanted {
            "" => None,
            wanted => Some(Passphrase::chosen(wanted)?),
        };
        if self.is_protected() && current != self.passphrase() {
            return Err(self.wrong_passphrase());
        }
        self.protect_with(wanted)
    }

    /// Locks the data file with another passphrase than it was opened with, or with none.
    pub fn protect_with(&self, wanted: Option<Passphrase>) -> Outcome<Protection> {
        let backups = self.read(|data, _| data.backup_folder())?;
        let left = self.replace(|folder, current| {
            let left = file::protect(folder, &backups, current, wanted.as_ref())?;
            Ok((left, wanted.clone()))
        })?;
        self.changed();
        Ok(Protection {
            on: wanted.is_some(),
            left_text: left_over(&left),
            left: left.iter().map(|copy| shown(copy)).collect(),
        })
    }

    pub(crate) fn protection_now(&self) -> Protection {
        Protection {
            on: self.is_protected(),
            left: Vec::new(),
            left_text: None,
        }
    }

    pub(crate) fn unlocked(&self, passphrase: &str) -> Outcome<()> {
        let Some(passphrase) = Passphrase::typed(passphrase) else {
            return Err(Failure::new(Code::Passphrase, text!(passphrase_missing)));
        };
        self.open_with(passphrase)?;
        self.opened_another();
        Ok(())
    }

    pub(crate) fn locked(&self) -> Outcome<()> {
        if self.is_protected() {
            self.forget_passphrase()?;
            self.changed();
        }
        Ok(())
    }
}
