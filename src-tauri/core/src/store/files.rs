//! The bytes of attached files, once per hash, and their small pictures.

use super::{Store, StoreError};
use crate::Outcome;
use crate::order::{Media, NewShot, Sha256, Word};
use rusqlite::{OptionalExtension, Transaction, params};

/// A file's bytes and what kind of file it is.
pub type FileBytes = (Media, Vec<u8>);

/// Keeps a file's bytes unless they are kept already.
pub(super) fn keep(transaction: &Transaction<'_>, shot: &NewShot) -> Result<(), StoreError> {
    let kept = transaction
        .prepare_cached("SELECT 1 FROM files WHERE sha256 = ?1")?
        .query_row([shot.sha256.0], |_| Ok(()))
        .optional()?;
    if kept.is_none() {
        transaction
            .prepare_cached(
                "INSERT INTO files (sha256, media, width, height, length, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                shot.sha256.0,
                shot.media.word(),
                shot.pixels.map(|(width, _)| width),
                shot.pixels.map(|(_, height)| height),
                shot.bytes.len() as i64,
                shot.bytes,
            ])?;
    }
    Ok(())
}

impl Store {
    /// A file's bytes by hash; none where there is no such file.
    pub fn file(&self, sha256: Sha256) -> Outcome<Option<FileBytes>> {
        let found: Option<(String, Vec<u8>)> = self
            .connection
            .prepare_cached("SELECT media, bytes FROM files WHERE sha256 = ?1")
            .and_then(|mut select| {
                select
                    .query_row([sha256.0], |row| Ok((row.get(0)?, row.get(1)?)))
                    .optional()
            })
            .map_err(StoreError::Sql)?;
        found
            .map(|(media, bytes)| {
                let media = Media::from_word(&media).ok_or(StoreError::Damaged("截图类型"))?;
                Ok((media, bytes))
            })
            .transpose()
    }

    /// The small picture of a file, as JPEG, if it was made already.
    pub fn thumbnail(&self, sha256: Sha256) -> Outcome<Option<Vec<u8>>> {
        Ok(self
            .connection
            .prepare_cached("SELECT jpeg FROM thumbnails WHERE sha256 = ?1")
            .and_then(|mut select| select.query_row([sha256.0], |row| row.get(0)).optional())
            .map_err(StoreError::Sql)?)
    }

    /// Keeps the small picture of a file.
    pub fn keep_thumbnail(&mut self, sha256: Sha256, jpeg: &[u8]) -> Outcome<()> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT OR IGNORE INTO thumbnails (sha256, jpeg) SELECT sha256, ?2 FROM files WHERE sha256 = ?1",
                params![sha256.0, jpeg],
            )?;
            Ok(())
        })
    }
}
