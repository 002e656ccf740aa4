//! Removing the made-up sample orders.

use super::Store;
use crate::Outcome;
use rusqlite::Connection;
use rusqlite::types::Value;

impl Store {
    /// How many sample orders there are.
    pub fn samples(&self) -> Outcome<i64> {
        Ok(count(&self.connection)?)
    }

    /// Removes the sample orders with their timelines, and those of their files and platforms that no other order names.
    /// Returns the number of orders removed.
    pub fn remove_samples(&mut self) -> Outcome<i64> {
        self.write(|tx| {
            let gone = count(&tx.connection)?;
            // What orders of the person's own name too stays, also a file that was taken off again.
            let own = |ids: &str| -> rusqlite::Result<Vec<Value>> {
                let mut select = tx.connection.prepare(ids)?;
                select.query_map([], |row| row.get(0))?.collect()
            };
            let files = own(
                "SELECT shot FROM events JOIN orders ON id = order_id WHERE sample AND shot IS NOT NULL
                 EXCEPT SELECT shot FROM events JOIN orders ON id = order_id WHERE NOT sample",
            )?;
            let platforms = own(
                "SELECT platform_id FROM orders WHERE sample EXCEPT SELECT platform_id FROM orders WHERE NOT sample",
            )?;
            tx.connection.execute("DELETE FROM orders WHERE sample", [])?;
            for file in files {
                tx.connection.execute("DELETE FROM files WHERE sha256 = ?1", [file])?;
            }
            for platform in platforms {
                tx.connection.execute("DELETE FROM platforms WHERE id = ?1", [platform])?;
            }
            Ok(gone)
        })
    }
}

fn count(connection: &Connection) -> Result<i64, rusqlite::Error> {
    connection.query_row("SELECT count(*) FROM orders WHERE sample", [], |row| row.get(0))
}
