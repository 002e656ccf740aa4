//! What the data file remembers of platforms, and of all money together.

use super::Store;
use crate::Outcome;
use crate::order::{EventKind, Fen, Happening, Moment, RefundedFacts, Span, Status, Word};
use crate::record::Past;
use rusqlite::params;
use std::collections::BTreeMap;

/// What is owed of an open order: what was paid for what did not come as it should, less what came back.
pub(super) const OWED: &str =
    "max(amount_fen - amount_fen * min(received, quantity) / max(quantity, 1) - refunded_fen, 0)";

/// A platform with what its orders come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlatformSums {
    pub name: String,
    /// The company's full name; empty if unknown.
    pub legal_name: String,
    pub orders: i64,
    pub open: i64,
    pub open_fen: Fen,
    /// When the last was paid.
    pub last_paid: Option<Moment>,
}

/// All money together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// How many orders are open, and what of their money has not come back.
    pub open: (i64, Fen),
    pub overdue: (i64, Fen),
    /// How many arrived, and what was paid for them.
    pub arrived: (i64, Fen),
    pub refunded: Fen,
}

impl Store {
    /// All platforms that have orders, those with the most open money first.
    pub fn platform_sums(&self) -> Outcome<Vec<PlatformSums>> {
        Ok(self.connection
                .prepare_cached(&format!(
                    "SELECT name, legal_name, count(*), sum(open), sum(open * owed), max(paid_at)
                     FROM (SELECT platform_id, paid_at, status IN ('awaiting', 'overdue', 'disputed') AS open, {OWED} AS owed
                           FROM orders)
                     JOIN platforms ON platforms.id = platform_id
                     GROUP BY platform_id ORDER BY 5 DESC, 6 DESC"
                ))?
                .query_map([], |row| {
                    Ok(PlatformSums {
                        name: row.get(0)?,
                        legal_name: row.get(1)?,
                        orders: row.get(2)?,
                        open: row.get(3)?,
                        open_fen: row.get(4)?,
                        last_paid: row.get(5)?,
                    })
                })?
                .collect::<rusqlite::Result<_>>()?)
    }

    /// The orders of a platform, or of all, that its reputation rests on, the newest first; at most `most`. Samples count too.
    pub fn past(&self, platform: Option<&str>, most: usize) -> Outcome<Vec<(String, Past)>> {
        let which = match platform {
            Some(_) => "name = ?1",
            None => "?1 IS NULL",
        };
        let mut select = self.connection.prepare_cached(&format!(
            "SELECT name, orders.id, kind, paid_at, counted_from, due_at, status, settled_at, amount_fen, refunded_fen
             FROM orders JOIN platforms ON platforms.id = platform_id WHERE {which} ORDER BY paid_at DESC LIMIT ?2"
        ))?;
        let past = select.query_map(params![platform, most as i64], |row| {
            Ok((
                row.get(0)?,
                Past {
                    id: row.get(1)?,
                    kind: row.get(2)?,
                    paid_at: row.get(3)?,
                    counted_from: row.get(4)?,
                    due_at: row.get(5)?,
                    status: row.get(6)?,
                    settled_at: row.get(7)?,
                    amount: row.get(8)?,
                    refunded: row.get(9)?,
                },
            ))
        })?;
        Ok(past.collect::<rusqlite::Result<_>>()?)
    }

    /// How long a platform took to answer each time that the person wrote to it.
    pub fn answers(&self, platform: &str) -> Outcome<Vec<Span>> {
        Ok(self.connection
                .prepare_cached(
                    "SELECT min(answer.at) - asked.at
                     FROM orders JOIN platforms ON platforms.id = platform_id
                     JOIN events AS asked ON asked.order_id = orders.id AND asked.kind IN ('contacted', 'demanded')
                     JOIN events AS answer ON answer.order_id = orders.id AND answer.kind IN ('promised', 'refused')
                         AND answer.at >= asked.at
                     WHERE name = ?1
                         AND NOT EXISTS (SELECT 1 FROM events AS undo WHERE undo.order_id = orders.id
                                         AND undo.undoes IN (asked.seq, answer.seq))
                     GROUP BY orders.id, asked.seq",
                )?
                .query_map([platform], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?)
    }

    /// The refusals of a platform that stand: what was said, and the facts of the event.
    pub fn refusals(&self, platform: &str) -> Outcome<Vec<Happening>> {
        let mut select = self.connection.prepare_cached(
            "SELECT at, text, facts FROM events JOIN orders ON orders.id = order_id
             JOIN platforms ON platforms.id = platform_id
             WHERE name = ?1 AND events.kind = 'refused' AND NOT EXISTS
                 (SELECT 1 FROM events AS undo WHERE undo.order_id = orders.id AND undo.undoes = events.seq)
             ORDER BY orders.id, events.seq",
        )?;
        let refusals = select.query_map([platform], |row| {
            Ok(Happening {
                text: row.get(1)?,
                facts: row.get(2)?,
                ..Happening::new(EventKind::Refused, row.get(0)?)
            })
        })?;
        Ok(refusals.collect::<rusqlite::Result<_>>()?)
    }

    /// All money together.
    pub fn sums(&self) -> Outcome<Sums> {
        let mut sums = Sums::default();
        let mut select = self.connection.prepare_cached(&format!(
            "SELECT status, count(*), sum(amount_fen), sum({OWED}), sum(refunded_fen) FROM orders GROUP BY status"
        ))?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let (status, count): (String, i64) = (row.get(0)?, row.get(1)?);
            let (paid, owed, back): (Fen, Fen, Fen) = (row.get(2)?, row.get(3)?, row.get(4)?);
            sums.refunded = sums.refunded + back;
            let add = |sum: &mut (i64, Fen), fen: Fen| *sum = (sum.0 + count, sum.1 + fen);
            match Status::from_word(&status) {
                Some(Status::Awaiting | Status::Disputed) => add(&mut sums.open, owed),
                Some(Status::Overdue) => {
                    add(&mut sums.open, owed);
                    add(&mut sums.overdue, owed);
                }
                Some(Status::Arrived) => add(&mut sums.arrived, paid),
                _ => {}
            }
        }
        Ok(sums)
    }

    /// By how much the open money rose and fell on each day, as days since 1970 in a zone that is so far ahead of UTC.
    pub fn risk_changes(&self, ahead: Span) -> Outcome<Vec<(i64, Fen)>> {
        let day_of = |at: Moment| (at + ahead).0.div_euclid(Span::DAY.0);
        let mut days: BTreeMap<i64, Fen> = BTreeMap::new();
        let mut select = self.connection.prepare_cached(&format!(
            "SELECT day, sum(fen) FROM (
                 SELECT (paid_at + ?1) / 86400000 AS day, amount_fen AS fen FROM orders
                 UNION ALL
                 SELECT (settled_at + ?1) / 86400000, -amount_fen FROM orders WHERE settled_at IS NOT NULL
                 UNION ALL
                 -- What came as it should of an open order leaves on the day on which the rest was told of.
                 SELECT ((SELECT max(at) FROM events WHERE order_id = orders.id AND kind = 'problem') + ?1) / 86400000,
                     {OWED} + refunded_fen - amount_fen
                 FROM orders WHERE settled_at IS NULL AND received > 0 AND {OWED} > 0)
             GROUP BY day"
        ))?;
        let mut rows = select.query([ahead])?;
        while let Some(row) = rows.next()? {
            days.insert(row.get(0)?, row.get(1)?);
        }
        // What came back in part leaves an open order's money on the day on which it came.
        let mut select = self.connection.prepare_cached(
            "SELECT at, events.amount_fen, facts FROM orders JOIN events ON order_id = orders.id
             WHERE refunded_fen > 0 AND settled_at IS NULL AND events.kind = 'refunded' AND NOT EXISTS
                 (SELECT 1 FROM events AS undo WHERE undo.order_id = orders.id AND undo.undoes = events.seq)",
        )?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let facts: Option<String> = row.get(2)?;
            if counts(facts.as_deref()) {
                let (at, back): (Moment, Option<Fen>) = (row.get(0)?, row.get(1)?);
                let day = days.entry(day_of(at)).or_default();
                *day = *day - back.unwrap_or_default();
            }
        }
        Ok(days.into_iter().collect())
    }
}

/// Whether a refund lowers what is owed, by the facts of its event.
pub(super) fn counts(facts: Option<&str>) -> bool {
    let told: Option<RefundedFacts> = facts.and_then(|facts| serde_json::from_str(facts).ok());
    told.unwrap_or_default().counts()
}
