//! Places on the machine: where the person wants something, in the system's dialogs or among their documents.

use crate::machine::{Choose, Dialog};
use crate::{Session, stamp};
use daozhang_core::Outcome;
use daozhang_core::words::Text;
use std::path::PathBuf;

impl Session {
    /// Local time for the name of a file.
    pub(crate) fn stamp(&self) -> String {
        stamp(self.now(), self.zone())
    }

    /// A file among the person's documents.
    pub(crate) fn document(&self, name: &str) -> Outcome<PathBuf> {
        Ok(self.machine.documents()?.join(name))
    }

    /// Asks where to put a file; none when that was cancelled.
    pub(crate) fn place(
        &self,
        title: Text,
        name: String,
        endings: &'static [&'static str],
    ) -> Option<PathBuf> {
        let dialog = Dialog {
            choose: Choose::Place(name),
            title: title.clone(),
            filter: Some((title, endings)),
        };
        self.machine.choose(&dialog).into_iter().next()
    }

    /// Asks for a folder; none when that was cancelled.
    pub(crate) fn chosen_folder(&self, title: Text) -> Option<PathBuf> {
        let dialog = Dialog {
            choose: Choose::Folder,
            title,
            filter: None,
        };
        self.machine.choose(&dialog).into_iter().next()
    }

    /// Asks for a file; none when that was cancelled.
    pub(crate) fn chosen_file(
        &self,
        title: Text,
        name: Text,
        endings: &'static [&'static str],
    ) -> Option<PathBuf> {
        let dialog = Dialog {
            choose: Choose::File,
            title,
            filter: Some((name, endings)),
        };
        self.machine.choose(&dialog).into_iter().next()
    }
}
