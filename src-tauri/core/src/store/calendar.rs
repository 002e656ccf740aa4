//! What was handed to the person's calendar.

use super::{Store, Tx};
use crate::Outcome;
use crate::order::{OrderId, Topic, Word};
use crate::watch::{Handed, Matter};
use rusqlite::params;

impl Store {
    /// All that was ever handed, by matter. A row with a topic that this version does not know is left out.
    pub fn handed(&self) -> Outcome<Vec<(Matter, Handed)>> {
        let mut select = self.connection.prepare_cached(
            "SELECT order_id, topic, part, at, sequence, changed_at, cancelled FROM calendar_entries
             ORDER BY order_id, topic, part",
        )?;
        let mut rows = select.query([])?;
        let mut handed = Vec::new();
        while let Some(row) = rows.next()? {
            let (order, topic): (OrderId, String) = (row.get(0)?, row.get(1)?);
            let Some(topic) = Topic::from_word(&topic).map(Word::word) else {
                continue;
            };
            let matter = Matter {
                order,
                topic,
                part: row.get(2)?,
            };
            let one = Handed {
                at: row.get(3)?,
                sequence: row.get(4)?,
                changed_at: row.get(5)?,
                cancelled: row.get(6)?,
            };
            handed.push((matter, one));
        }
        Ok(handed)
    }
}

impl Tx<'_> {
    /// Writes down what is handed of a matter.
    pub fn hand(&self, matter: Matter, handed: Handed) -> Outcome<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO calendar_entries (order_id, topic, part, at, sequence, changed_at, cancelled)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (order_id, topic, part) DO UPDATE SET at = excluded.at, sequence = excluded.sequence,
                     changed_at = excluded.changed_at, cancelled = excluded.cancelled",
            )?
            .execute(params![
                matter.order,
                matter.topic,
                matter.part,
                handed.at,
                handed.sequence,
                handed.changed_at,
                handed.cancelled
            ])?;
        Ok(())
    }
}
