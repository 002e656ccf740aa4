//! What the person wrote in place of shipped rules.

use super::Store;
use crate::Outcome;
use crate::order::Moment;
use rusqlite::params;

/// A rule in the person's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// What kind of rule: `letter`, `window`, `limit` or `holidays`.
    pub group: String,
    pub key: String,
    pub text: String,
    pub shipped: String,
}

impl Store {
    pub fn corrections(&self) -> Outcome<Vec<Correction>> {
        let mut select = self.connection.prepare_cached(
            "SELECT rule_group, key, text, shipped FROM corrections ORDER BY rule_group, key",
        )?;
        let rows = select.query_map([], |row| {
            Ok(Correction {
                group: row.get(0)?,
                key: row.get(1)?,
                text: row.get(2)?,
                shipped: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Writes a correction down, in place of an earlier one.
    pub fn correct(&mut self, correction: &Correction, now: Moment) -> Outcome<()> {
        self.write(|tx| {
            tx.connection.execute(
                "INSERT INTO corrections (rule_group, key, text, shipped, at) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (rule_group, key) DO UPDATE
                     SET text = excluded.text, shipped = excluded.shipped, at = excluded.at",
                params![
                    correction.group,
                    correction.key,
                    correction.text,
                    correction.shipped,
                    now
                ],
            )?;
            Ok(())
        })
    }

    /// Goes back to the shipped rule.
    pub fn uncorrect(&mut self, group: &str, key: &str) -> Outcome<()> {
        self.write(|tx| {
            tx.connection.execute(
                "DELETE FROM corrections WHERE rule_group = ?1 AND key = ?2",
                params![group, key],
            )?;
            Ok(())
        })
    }
}
