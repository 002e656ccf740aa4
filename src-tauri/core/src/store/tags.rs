//! Tags: the person's own words on orders.

use super::{Store, Tx, search};
use crate::Outcome;
use crate::order::OrderId;
use rusqlite::params;

impl Store {
    /// All tags with how many orders have them, the most used first.
    pub fn tags(&self) -> Outcome<Vec<(String, i64)>> {
        Ok(self
            .connection
            .prepare_cached("SELECT tag, count(*) FROM tags GROUP BY tag ORDER BY 2 DESC, 1 LIMIT 100")?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    /// Puts tags on an order and takes others off; what it has or lacks already changes nothing.
    pub fn tag(&self, id: OrderId, add: &[String], remove: &[String]) -> Outcome<()> {
        for tag in remove {
            self.connection
                .prepare_cached("DELETE FROM tags WHERE order_id = ?1 AND tag = ?2")?
                .execute(params![id, tag])?;
        }
        for tag in add {
            self.connection
                .prepare_cached(
                    "INSERT OR IGNORE INTO tags (order_id, tag) SELECT id, ?2 FROM orders WHERE id = ?1",
                )?
                .execute(params![id, tag])?;
        }
        Ok(search::find_anew(&self.connection, id)?)
    }
}
