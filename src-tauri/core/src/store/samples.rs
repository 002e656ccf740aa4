//! Removing the made-up sample orders.

use super::Store;
use crate::Outcome;
use crate::order::Sha256;
use rusqlite::Connection;
use rusqlite::types::FromSql;

impl Store {
    /// How many sample orders there are.
    pub fn samples(&self) -> Outcome<i64> {
        Ok(count(&self.connection)?)
    }

    /// Removes the sample orders with their timelines, and those of their files and platforms that no other order has or had. A
    /// platform of which the person wrote something down stays. Returns the number of orders removed.
    pub fn remove_samples(&mut self) -> Outcome<i64> {
        self.write(|tx| {
            let connection = &tx.connection;
            let gone = count(connection)?;
            let files = of_samples::<Sha256>(
                connection,
                "SELECT sha256 FROM shots JOIN orders ON orders.id = order_id WHERE sample
                 UNION SELECT shot FROM events JOIN orders ON orders.id = order_id WHERE sample AND shot IS NOT NULL",
            )?;
            let platforms =
                of_samples::<i64>(connection, "SELECT DISTINCT platform_id FROM orders WHERE sample")?;
            connection.execute("DELETE FROM orders WHERE sample", [])?;
            for file in files {
                // One that was taken off an order still stands in its timeline.
                connection.execute(
                    "DELETE FROM files WHERE sha256 = ?1 AND NOT EXISTS (SELECT 1 FROM shots WHERE sha256 = ?1)
                         AND NOT EXISTS (SELECT 1 FROM events WHERE shot = ?1)",
                    [file],
                )?;
            }
            for platform in platforms {
                connection.execute(
                    "DELETE FROM platforms WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM orders WHERE platform_id = ?1)
                         AND NOT EXISTS (SELECT 1 FROM platform_windows WHERE platform_id = ?1)
                         AND NOT vanished
                         AND seller_kind || legal_name || address || phone || marketplace || contact || icp || notes
                             || release_times = ''",
                    [platform],
                )?;
            }
            Ok(gone)
        })
    }
}

fn of_samples<T: FromSql>(connection: &Connection, select: &str) -> rusqlite::Result<Vec<T>> {
    connection
        .prepare(select)?
        .query_map([], |row| row.get(0))?
        .collect()
}

fn count(connection: &Connection) -> Result<i64, rusqlite::Error> {
    connection.query_row("SELECT count(*) FROM orders WHERE sample", [], |row| row.get(0))
}
