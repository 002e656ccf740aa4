//! What the person blacked out of pictures for sharing.

use super::Store;
use crate::Outcome;
use crate::order::{OrderId, Sha256};
use rusqlite::params;

impl Store {
    /// The masks of an order's files, as JSON by hash.
    pub fn masks(&self, id: OrderId) -> Outcome<Vec<(Sha256, String)>> {
        let mut select = self
            .connection
            .prepare_cached("SELECT sha256, boxes FROM masks WHERE order_id = ?1")?;
        let rows = select.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Writes down what is blacked out of a file, in place of what was before; `None` removes it. Returns whether the
    /// order has that file.
    pub fn set_mask(&mut self, id: OrderId, sha256: Sha256, boxes: Option<&str>) -> Outcome<bool> {
        self.write(|tx| {
            let attached: bool = tx.connection.query_row(
                "SELECT EXISTS (SELECT 1 FROM shots WHERE order_id = ?1 AND sha256 = ?2)",
                params![id, sha256],
                |row| row.get(0),
            )?;
            if !attached {
                return Ok(false);
            }
            match boxes {
                Some(boxes) => tx.connection.execute(
                    "INSERT INTO masks (order_id, sha256, boxes) VALUES (?1, ?2, ?3)
                     ON CONFLICT (order_id, sha256) DO UPDATE SET boxes = excluded.boxes",
                    params![id, sha256, boxes],
                )?,
                None => tx.connection.execute(
                    "DELETE FROM masks WHERE order_id = ?1 AND sha256 = ?2",
                    params![id, sha256],
                )?,
            };
            Ok(true)
        })
    }
}
