//! Files that were pasted, dropped or chosen and wait to be attached. They are checked on the way in and live in memory
//! only, so that a form that is never saved leaves nothing behind.

use crate::session::lock;
use crate::{Attachment, OpenedBill, OpenedSheet, Session};
use daozhang_core::order::{NewShot, Sha256, Word};
use daozhang_core::record::{DraftShot, LARGEST_FILE, inspect, staged, too_large};
use daozhang_core::words::Text;
use daozhang_core::{Code, Failure, Outcome, text};
use serde::Serialize;
use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};
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
}

/// The waiting files by hash.
#[derive(Default)]
pub(crate) struct Staging {
    shots: HashMap<Sha256, NewShot>,
}

impl Staging {
    /// Lets a file wait.
    fn stage(&mut self, shot: NewShot) -> Outcome<StagedShot> {
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
    fn get(&self, sha256: Sha256) -> Option<&NewShot> {
        self.shots.get(&sha256)
    }

    /// The files that a form names, each with its role.
    fn attachments(&self, shots: &[DraftShot]) -> Outcome<Vec<Attachment>> {
        shots
            .iter()
            .map(|shot| {
                let (sha256, role) = staged(shot)?;
                let shot = self
                    .shots
                    .get(&sha256)
                    .ok_or_else(|| Failure::new(Code::Shot, text!(shots_gone)))?;
                Ok((shot.clone(), role))
            })
            .collect()
    }

    /// Lets go of files.
    fn discard<'a>(&mut self, shots: impl IntoIterator<Item = &'a str>) {
        for shot in shots {
            if let Some(sha256) = Sha256::from_hex(shot) {
                self.shots.remove(&sha256);
            }
        }
    }
}

/// Reads a file that the person named, not more of it than may be attached.
pub fn read_file(path: &Path) -> Outcome<(String, Vec<u8>)> {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let unreadable = |why: Text| {
        Failure::new(
            Code::Shot,
            text!(shot_unopened, file = path.display().to_string(), why = why),
        )
    };
    let metadata = std::fs::metadata(path).map_err(|error| {
        unreadable(if error.kind() == std::io::ErrorKind::NotFound {
            text!(reason_missing)
        } else {
            text!(reason_no_permission)
        })
    })?;
    if !metadata.is_file() {
        return Err(unreadable(text!(reason_no_file)));
    }
    if metadata.len() > LARGEST_FILE {
        return Err(too_large(&name));
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(LARGEST_FILE + 1).read_to_end(&mut bytes))
        .map_err(|error| unreadable(text!(reason_unread)).because(error))?;
    Ok((name, bytes))
}

impl Session {
    /// A waiting file.
    pub(crate) fn staged(&self, sha256: Sha256) -> Option<NewShot> {
        lock(&self.staging).get(sha256).cloned()
    }

    /// The files that a form names, each with its role.
    pub(crate) fn attachments(&self, shots: &[DraftShot]) -> Outcome<Vec<Attachment>> {
        lock(&self.staging).attachments(shots)
    }

    /// Lets go of files that were attached.
    pub(crate) fn discard(&self, shots: &[DraftShot]) {
        lock(&self.staging).discard(shots.iter().map(|shot| shot.sha256.as_str()));
    }

    /// Lets go of a file.
    pub(crate) fn discard_one(&self, sha256: &str) {
        lock(&self.staging).discard([sha256]);
    }

    /// Stages a file that came as bytes, under the name it came with.
    pub fn stage_bytes(&self, name: &str, bytes: Vec<u8>) -> StagedShots {
        self.stage_all([Ok((name.to_owned(), bytes))])
    }

    /// Reads and stages files that the person dropped or chose.
    pub(crate) fn stage_files(&self, paths: &[PathBuf]) -> StagedShots {
        self.stage_all(paths.iter().map(|path| read_file(path)))
    }

    fn stage_all(&self, files: impl IntoIterator<Item = Outcome<(String, Vec<u8>)>>) -> StagedShots {
        let mut shots = StagedShots::default();
        for file in files {
            let shot = file.and_then(|(name, bytes)| inspect(&name, bytes));
            match shot.and_then(|shot| lock(&self.staging).stage(shot)) {
                Ok(shot) => shots.staged.push(shot),
                Err(failure) => shots.refused.push(failure.text),
            }
        }
        shots
    }
}

/// A file that the person is about to import.
#[derive(Default)]
pub(crate) struct Importing {
    /// Its name and bytes, while it waits for its password.
    pub(crate) locked: Option<(String, Vec<u8>)>,
    pub(crate) bill: Option<Arc<OpenedBill>>,
    /// A spreadsheet, and the name and bytes of its file, to read it again.
    pub(crate) sheet: Option<(Arc<(String, Vec<u8>)>, Arc<OpenedSheet>)>,
}
