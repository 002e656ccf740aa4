//! What the person set.

use super::Store;
use crate::Outcome;
use rusqlite::{OptionalExtension, params};

impl Store {
    /// The value of a setting; none while the person never set it.
    pub fn setting(&self, key: &str) -> Outcome<Option<String>> {
        Ok(self
            .connection
            .prepare_cached("SELECT value FROM settings WHERE key = ?1")?
            .query_row([key], |row| row.get(0))
            .optional()?)
    }

    /// Writes settings down, all or none.
    pub fn set(&mut self, settings: &[(&str, String)]) -> Outcome<()> {
        self.write(|tx| {
            for (key, value) in settings {
                tx.connection.execute(
                    "INSERT INTO settings (key, value) VALUES (?1, ?2)
                     ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                    params![key, value],
                )?;
            }
            Ok(())
        })
    }
}
