//! Files that were pasted, dropped or chosen and wait to be attached. They are checked on the way in and live in memory
//! only, so that a form that is never saved leaves nothing behind.

use crate::{Attachment, OpenedBill, OpenedSheet};
use daozhang_core::order::{NewShot, Sha256, Word};
use daozhang_core::record::{DraftShot, staged};
use daozhang_core::words::Text;
use daozhang_core::{Code, Failure, Outcome, text};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::Arc;
use ts_rs::TS;

/// How much waits at most, in bytes: enough for any form, and no way to fill the memory by dropping a folder.
const MOST: u64 = 300 * 1024 * 1024;

/// A file that waits.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct StagedShot {
    /// The hash of its bytes.
    pub sha256: String,
    /// The name it came with.
    pub name: String,
    /// What kind of file it is.
    pub media: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// In pixels; `None` for a PDF.
    pub width: Option<u32>,
    /// In pixels; `None` for a PDF.
    pub height: Option<u32>,
}

/// What came of a handful of files.
#[derive(Clone, Debug, Default, Serialize, TS)]
#[ts(export)]
pub struct StagedShots {
    /// Those that wait now.
    pub staged: Vec<StagedShot>,
    /// One sentence for each of the others.
    pub refused: Vec<Text>,
    /// One sentence for each that waits, of which not all can be seen, or not by everybody.
    pub damaged: Vec<Text>,
}

/// The waiting files by hash.
#[derive(Default)]
pub(crate) struct Staging {
    shots: HashMap<Sha256, NewShot>,
}

impl Staging {
    /// Lets a file wait.
    pub(crate) fn stage(&mut self, shot: NewShot) -> Outcome<StagedShot> {
        let waiting: u64 = self.shots.values().map(|shot| shot.bytes.len() as u64).sum();
        if waiting + shot.bytes.len() as u64 > MOST {
            return Err(Failure::new(Code::Shot, text!(shots_too_many)));
        }
        let view = StagedShot {
            sha256: shot.sha256.to_string(),
            name: shot.name.clone(),
            media: shot.media.word().to_owned(),
            bytes: shot.bytes.len() as u64,
            width: shot.pixels.map(|(width, _)| width),
            height: shot.pixels.map(|(_, height)| height),
        };
        self.shots.insert(shot.sha256, shot);
        Ok(view)
    }

    /// A waiting file.
    pub(crate) fn get(&self, sha256: Sha256) -> Option<&NewShot> {
        self.shots.get(&sha256)
    }

    /// The files that a form names, each with its role.
    pub(crate) fn attachments(&self, shots: &[DraftShot]) -> Outcome<Vec<Attachment>> {
        shots
            .iter()
            .map(|shot| {
                let (sha256, role) = staged(shot)?;
                let shot = self
                    .shots
                    .get(&sha256)
                    .ok_or_else(|| Failure::new(Code::Shot, text!(shots_gone)))?;
                Ok((shot.clone(), Some(role)))
            })
            .collect()
    }

    /// Lets go of files.
    pub(crate) fn discard<'a>(&mut self, shots: impl IntoIterator<Item = &'a str>) {
        for shot in shots {
            if let Some(sha256) = Sha256::from_hex(shot) {
                self.shots.remove(&sha256);
            }
        }
    }
}

/// The name of a file and its bytes.
pub(crate) type NamedFile = (String, Vec<u8>);

/// A file that the person is about to import.
#[derive(Default)]
pub(crate) struct Importing {
    /// Its name and bytes, while it waits for its password.
    pub(crate) locked: Option<NamedFile>,
    pub(crate) bill: Option<Arc<OpenedBill>>,
    /// A spreadsheet, and the name and bytes of its file, to read it again.
    pub(crate) sheet: Option<(Arc<NamedFile>, Arc<OpenedSheet>)>,
}
