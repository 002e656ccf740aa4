//! What the person set.

use super::{Correction, Store, Tx};
use crate::Outcome;
use rusqlite::{Connection, OptionalExtension, params};
use std::sync::Arc;

/// Holds under which rules all open orders were planned.
const PLANNED_WITH: &str = "planned-with";

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
                set(&tx.connection, key, value)?;
            }
            Ok(())
        })
    }

    /// Under which rules all open orders were planned, as [`Tx::planned_with`] wrote it; none where some may not have been.
    pub fn planned_with(&self) -> Outcome<Option<String>> {
        self.setting(PLANNED_WITH)
    }

    /// Says by which corrections of rules this process decides what it writes. Where another process has changed them
    /// meanwhile, what is written is kept, and all open orders count as not planned.
    pub fn decide_under(&mut self, own: Arc<Vec<Correction>>) {
        self.decides_under = Some(own);
    }
}

impl Tx<'_> {
    /// Keeps in mind under which rules all open orders are planned now.
    pub fn planned_with(&self, rules: &str) -> Outcome<()> {
        Ok(set(&self.connection, PLANNED_WITH, rules)?)
    }

    /// See [`Store::decide_under`].
    pub(super) fn mind_other_rules(&self) -> Outcome<()> {
        if let Some(own) = &self.decides_under
            && self.corrections()? != **own
        {
            not_planned(&self.connection)?;
        }
        Ok(())
    }
}

fn set(connection: &Connection, key: &str, value: &str) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO settings (key, value) VALUES (?1, ?2)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        )?
        .execute(params![key, value])?;
    Ok(())
}

/// Has all open orders planned anew when the file is next worked on.
pub(super) fn not_planned(connection: &Connection) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM settings WHERE key = ?1")?
        .execute([PLANNED_WITH])?;
    Ok(())
}
