//! What the person blacked out of pictures for sharing.

use super::{Store, StoreError};
use crate::Outcome;
use crate::order::{OrderId, Sha256};
use rusqlite::params;

impl Store {
    /// The masks of an order's files, as JSON by hash.
    pub fn masks(&self, id: OrderId) -> Outcome<Vec<(Sha256, String)>> {
        let read = || {
            let mut select = self
                .connection
                .prepare_cached("SELECT sha256, boxes FROM masks WHERE order_id = ?1")?;
            let rows = select.query_map([id.0], |row| Ok((Sha256(row.get(0)?), row.get(1)?)))?;
            rows.collect::<Result<Vec<_>, _>>()
        };
        Ok(read().map_err(StoreError::Sql)?)
    }

    /// Writes down what is blacked out of a file, in place of what was before; none takes it away. Gives back whether the
    /// order has that file.
    pub fn set_mask(&mut self, id: OrderId, sha256: Sha256, boxes: Option<&str>) -> Outcome<bool> {
        self.write(|transaction| {
            let attached: bool = transaction.query_row(
                "SELECT EXISTS (SELECT 1 FROM shots WHERE order_id = ?1 AND sha256 = ?2)",
                params![id.0, sha256.0],
                |row| row.get(0),
            )?;
            if !attached {
                return Ok(false);
            }
            match boxes {
                Some(boxes) => transaction.execute(
                    "INSERT INTO masks (order_id, sha256, boxes) VALUES (?1, ?2, ?3)
                     ON CONFLICT (order_id, sha256) DO UPDATE SET boxes = excluded.boxes",
                    params![id.0, sha256.0, boxes],
                )?,
                None => transaction.execute(
                    "DELETE FROM masks WHERE order_id = ?1 AND sha256 = ?2",
                    params![id.0, sha256.0],
                )?,
            };
            Ok(true)
        })
    }
}
