//! Files that wait to be attached, and those that are, as they are shown.

use crate::files::read_to_attach;
use crate::lock::lock;
use crate::{Attachment, Session, StagedShots};
use daozhang_core::Outcome;
use daozhang_core::order::{Media, NewShot, Sha256};
use daozhang_core::record::{DraftShot, damage, inspect, thumbnail};
use std::path::PathBuf;

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
        self.stage_all(paths.iter().map(|path| read_to_attach(path)))
    }

    fn stage_all(&self, files: impl IntoIterator<Item = Outcome<(String, Vec<u8>)>>) -> StagedShots {
        let mut shots = StagedShots::default();
        for file in files {
            let shot = file.and_then(|(name, bytes)| inspect(&name, bytes));
            let damaged = shot.as_ref().ok().and_then(damage);
            match shot.and_then(|shot| lock(&self.staging).stage(shot)) {
                Ok(shot) => {
                    shots.staged.push(shot);
                    shots.damaged.extend(damaged);
                }
                Err(failure) => shots.refused.push(failure.text),
            }
        }
        shots
    }

    /// A waiting or attached file.
    pub fn picture(&self, hash: Sha256) -> Outcome<Option<(Media, Vec<u8>)>> {
        if let Some(shot) = self.staged(hash) {
            return Ok(Some((shot.media, shot.bytes)));
        }
        self.read(|data, _| data.file(hash))
    }

    /// The small picture of a waiting or attached file, as JPEG; `None` where it has no picture.
    pub fn small_picture(&self, hash: Sha256) -> Outcome<Option<Vec<u8>>> {
        match self.staged(hash) {
            Some(shot) => Ok(thumbnail(&shot.bytes).ok()),
            None => self.kept_small_picture(hash),
        }
    }

    /// The small picture of an attached file; made and kept when it is first asked for.
    fn kept_small_picture(&self, hash: Sha256) -> Outcome<Option<Vec<u8>>> {
        if let Some(kept) = self.read(|data, _| data.thumbnail(hash))? {
            return Ok(Some(kept));
        }
        let Some((media, bytes)) = self.read(|data, _| data.file(hash))? else {
            return Ok(None);
        };
        let Some(jpeg) = media.is_picture().then(|| thumbnail(&bytes).ok()).flatten() else {
            return Ok(None);
        };
        self.write(|data, _| data.keep_thumbnail(hash, &jpeg))?;
        Ok(Some(jpeg))
    }
}
