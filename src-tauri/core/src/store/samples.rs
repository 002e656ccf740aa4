//! Removing the made-up sample orders.

use super::Store;
use crate::Outcome;
use rusqlite::Connection;

impl Store {
    /// How many sample orders there are.
    pub fn samples(&self) -> Outcome<i64> {
        Ok(count(&self.connection)?)
    }

    /// Removes the sample orders with their timelines, and the files and platforms that no other order has. Returns
    /// the number of orders removed.
    pub fn remove_samples(&mut self) -> Outcome<i64> {
        self.write(|tx| {
            let gone = count(&tx.connection)?;
            tx.connection.execute("DELETE FROM orders WHERE sample", [])?;
            tx.connection.execute(
                "DELETE FROM files WHERE sha256 NOT IN (SELECT sha256 FROM shots)",
                [],
            )?;
            tx.connection.execute(
                "DELETE FROM platforms WHERE id NOT IN (SELECT platform_id FROM orders)",
                [],
            )?;
            Ok(gone)
        })
    }
}

fn count(connection: &Connection) -> Result<i64, rusqlite::Error> {
    connection.query_row("SELECT count(*) FROM orders WHERE sample", [], |row| row.get(0))
}
