//! prove (证): what an evidence package would hold and what is missing, and the packages of this session.

mod write;

pub use write::{ExportWish, Exported, FoundView, Preflight};

use crate::Session;
use crate::events::{Event, ExportProgress};
use crate::files::shown;
use crate::lock::lock;
use daozhang_core::order::OrderId;
use daozhang_core::prove::{TOKEN_ENDINGS, Verification, add_token, verify};
use daozhang_core::words::Text;
use daozhang_core::{Failure, Outcome, text};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use ts_rs::TS;

/// A package that was written.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ExportView {
    pub dir: String,
    pub files: usize,
    pub bytes: u64,
    /// Which edition of these orders' package it is, from 1.
    pub edition: u32,
    /// The names of the files that go to 12315.
    pub submission: Vec<String>,
    /// What the preflight finds, for whoever did not look at it before.
    pub findings: Vec<FoundView>,
    /// What else the package could not hold, and what to know of it, one sentence each.
    pub warnings: Vec<Text>,
}

/// A timestamp that was added to a package.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct TimestampView {
    pub file: String,
    /// When, by its issuer's clock, in RFC 3339.
    pub at: String,
    /// By whom it is signed, as far as that can be told.
    pub signature: Text,
}

impl Session {
    /// Writes a package among the person's documents, or where the person says.
    pub(crate) fn package_exported(
        &self,
        ids: &[OrderId],
        choose: bool,
        wish: &ExportWish,
    ) -> Outcome<Option<ExportView>> {
        let target = if choose {
            match self.chosen_folder(text!(dialog_package)) {
                Some(folder) => folder,
                None => return Ok(None),
            }
        } else {
            self.document("到账证据包")?
        };
        let exported = self.export_to(ids, &target, wish)?;
        let name = |path: &PathBuf| {
            path.file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned()
        };
        let folder = exported.written.folder;
        lock(&self.packages).insert(folder.clone());
        Ok(Some(ExportView {
            dir: shown(&folder),
            files: exported.written.files,
            bytes: exported.written.bytes,
            edition: exported.edition,
            submission: exported.submission.iter().map(name).collect(),
            findings: exported.findings,
            warnings: exported.warnings,
        }))
    }

    /// Writes a package into a new folder below `target`; see [`export`](crate::DataFile::export).
    pub fn export_to(&self, ids: &[OrderId], target: &Path, wish: &ExportWish) -> Outcome<Exported> {
        let typesetter = self.machine.typesetter();
        let stopped = Arc::new(AtomicBool::new(false));
        let mut exports = lock(&self.exports);
        exports.retain(|one| one.strong_count() > 0);
        exports.push(Arc::downgrade(&stopped));
        drop(exports);
        let exported = self.beside(|data, now| {
            data.export(ids, target, wish, typesetter.as_ref(), now, |done, total| {
                self.tell(Event::ExportProgress(ExportProgress { done, total }));
                !stopped.load(Ordering::Relaxed)
            })
        })?;
        self.changed();
        Ok(exported)
    }

    /// Stops the exports that are running; one that begins later goes on.
    pub(crate) fn exports_stopped(&self) {
        for stopped in lock(&self.exports).drain(..).filter_map(|one| one.upgrade()) {
            stopped.store(true, Ordering::Relaxed);
        }
    }

    /// Asks for a timestamp token and adds it to a package that was written in this session.
    pub(crate) fn timestamp_added(&self, dir: String) -> Outcome<Option<TimestampView>> {
        let folder = PathBuf::from(dir);
        if !lock(&self.packages).contains(&folder) {
            return Err(Failure::failed(text!(package_not_stamped)));
        }
        let Some(token) = self.chosen_file(
            text!(dialog_timestamp),
            text!(dialog_timestamp_files),
            &TOKEN_ENDINGS,
        ) else {
            return Ok(None);
        };
        self.stamp_package(&folder, &token).map(Some)
    }

    /// Adds a timestamp token to a package.
    pub fn stamp_package(&self, folder: &Path, token: &Path) -> Outcome<TimestampView> {
        let stamped = add_token(folder, token)?;
        Ok(TimestampView {
            file: shown(&stamped.file),
            at: stamped.at,
            signature: stamped.signature,
        })
    }

    /// Checks a package; nothing of the data file is needed for that.
    pub fn verify_package(&self, folder: &Path) -> Outcome<Verification> {
        verify(folder)
    }

    /// Shows a package in the file manager; only one that was written in this session.
    pub(crate) fn package_opened(&self, dir: String) -> Outcome<()> {
        let folder = PathBuf::from(dir);
        if !lock(&self.packages).contains(&folder) {
            return Err(Failure::failed(text!(package_not_opened)));
        }
        self.machine.open_folder(&folder)
    }
}
