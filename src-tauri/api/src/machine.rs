//! What the app asks of the machine that it runs on. Nothing below this knows a clock, a window or a dialog; the window
//! implements all of it, and a test answers as it likes.

use crate::Settings;
use crate::events::Event;
use daozhang_core::order::{Moment, Zone};
use daozhang_core::prove::pages::Typesetter;
use daozhang_core::record::{Engine, PaperReader};
use daozhang_core::words::Text;
use daozhang_core::{Failure, Outcome, text};
use std::path::{Path, PathBuf};

/// What is asked for in one of the system's dialogs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choose {
    /// A file that is there.
    File,
    /// Any number of them.
    Files,
    /// A folder.
    Folder,
    /// Where to put a file; the name is a proposal.
    Place(String),
}

/// One of the system's dialogs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialog {
    pub choose: Choose,
    pub title: Text,
    /// What the files are called, and how their names may end; none for any.
    pub filter: Option<(Text, &'static [&'static str])>,
}

/// The machine. Where there is no desktop, every dialog is as good as cancelled.
pub trait Machine: Send + Sync {
    /// The present moment.
    fn now(&self) -> Moment;

    /// The person's time zone.
    fn zone(&self) -> Zone;

    /// The folder of the person's documents.
    fn documents(&self) -> Outcome<PathBuf>;

    /// What reads pictures; the failure says how to get one.
    fn engine(&self) -> Outcome<Box<dyn Engine>>;

    /// What reads sealed papers.
    fn papers(&self) -> Box<dyn PaperReader>;

    /// What sets the pages of a complaint.
    fn typesetter(&self) -> Box<dyn Typesetter>;

    /// Passes on what the app tells without being asked.
    fn tell(&self, _event: &Event) {}

    /// Shows a dialog and waits; empty when it was cancelled.
    fn choose(&self, _dialog: &Dialog) -> Vec<PathBuf> {
        Vec::new()
    }

    /// Puts a text on the clipboard.
    fn copy(&self, _text: &str) -> Outcome<()> {
        Err(Failure::failed(text!(clipboard_missing)))
    }

    /// The picture on the clipboard as a file; none where there is none.
    fn clipboard_picture(&self) -> Outcome<Option<Vec<u8>>> {
        Ok(None)
    }

    /// Shows a folder in the file manager.
    fn open_folder(&self, folder: &Path) -> Outcome<()> {
        Err(Failure::failed(text!(
            folder_by_hand,
            folder = folder.display().to_string()
        )))
    }

    /// Makes the system agree with the settings; one sentence for each thing that it refused.
    fn apply_settings(&self, _settings: &Settings) -> Vec<String> {
        Vec::new()
    }

    /// The page has painted and listens.
    fn page_is_ready(&self) {}
}
