//! The bytes of attached files, once per hash, and their small pictures.

use super::{Store, Tx};
use crate::Outcome;
use crate::order::{Media, NewShot, Sha256};
use rusqlite::{OptionalExtension, params};

/// A file's bytes and what kind of file it is.
pub type FileBytes = (Media, Vec<u8>);

impl Tx<'_> {
    /// Keeps a file's bytes unless they are kept already.
    pub(super) fn keep(&self, shot: &NewShot) -> rusqlite::Result<()> {
        if self.has_file(shot.sha256)? {
            // One whose bytes were lost has them again.
            self.connection
                .prepare_cached("UPDATE files SET bytes = ?2 WHERE sha256 = ?1 AND length(bytes) <> length")?
                .execute(params![shot.sha256, shot.bytes])?;
        } else {
            self.connection
                .prepare_cached(
                    "INSERT INTO files (sha256, media, width, height, length, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )?
                .execute(params![
                    shot.sha256,
                    shot.media,
                    shot.pixels.map(|(width, _)| width),
                    shot.pixels.map(|(_, height)| height),
                    shot.bytes.len() as i64,
                    shot.bytes,
                ])?;
        }
        Ok(())
    }
}

impl Store {
    /// Whether a file's bytes are kept.
    ///
    /// # Errors
    /// A data file that cannot be read.
    pub fn has_file(&self, sha256: Sha256) -> rusqlite::Result<bool> {
        self.connection
            .prepare_cached("SELECT 1 FROM files WHERE sha256 = ?1")?
            .exists([sha256])
    }

    /// A file's bytes by hash, if there is such a file.
    pub fn file(&self, sha256: Sha256) -> Outcome<Option<FileBytes>> {
        Ok(self
            .connection
            .prepare_cached("SELECT media, bytes FROM files WHERE sha256 = ?1")?
            .query_row([sha256], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?)
    }

    /// The small picture of a file, as JPEG, if it was made already.
    pub fn thumbnail(&self, sha256: Sha256) -> Outcome<Option<Vec<u8>>> {
        Ok(self
            .connection
            .prepare_cached("SELECT jpeg FROM thumbnails WHERE sha256 = ?1")?
            .query_row([sha256], |row| row.get(0))
            .optional()?)
    }

    /// Keeps the small picture of a file.
    pub fn keep_thumbnail(&mut self, sha256: Sha256, jpeg: &[u8]) -> Outcome<()> {
        self.write(|tx| {
            tx.connection.execute(
                "INSERT OR IGNORE INTO thumbnails (sha256, jpeg) SELECT sha256, ?2 FROM files WHERE sha256 = ?1",
                params![sha256, jpeg],
            )?;
            Ok(())
        })
    }
}
