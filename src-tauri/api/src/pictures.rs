//! Pictures as they are shown.

use crate::Session;
use daozhang_core::Outcome;
use daozhang_core::order::{Media, Sha256};
use daozhang_core::record::thumbnail;

impl Session {
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
