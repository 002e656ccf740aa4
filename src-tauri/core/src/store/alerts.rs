//! The sweep and the alert outbox.
//!
//! An alert is raised in the transaction that changes its order's standing, claimed before it is shown, and done only
//! when the desktop accepted it. What was claimed and is not done, because the app died in between, is shown again.

use super::{Store, Tx, deadlines};
use crate::Outcome;
use crate::order::{Clock, Course, Deadline, Due, MIN_BUBBLE_GAP, Moment, OrderId, Span, Status, Watched};
use rusqlite::{Row, params};

/// How long a claim holds. One that is older is of a process that died or of a desktop that never answered.
pub const LEASE: Span = Span::seconds(15);

/// How many orders one transaction of a sweep takes, so that other writers get their turn.
pub const BATCH: usize = 20_000;

const RAISE: &str = "INSERT INTO alerts (order_id, stage, due_at, raised_at, topic) VALUES (?1, ?2, ?3, ?4, ?5)
         -- What was withdrawn before anybody was shown it comes when its moment really comes.
         ON CONFLICT (order_id, stage, due_at) DO UPDATE SET raised_at = excluded.raised_at, topic = excluded.topic,
             claimed_at = NULL, attempts = 0, done_at = NULL, outcome = NULL WHERE outcome = 'withdrawn'";

impl Store {
    /// Whether a sweep at `now` would find anything due: one look into the index, without a write lock.
    pub fn any_due(&self, now: Moment) -> Outcome<bool> {
        Ok(self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM orders WHERE alert_after <= ?1)")?
            .query_row([now], |row| row.get(0))?)
    }

    /// Whether a sweep has taken place at a later time than this: the clock was set back since.
    pub fn any_too_soon(&self, now: Moment) -> Outcome<bool> {
        // The urgency of an open order is its due moment, so both are one look into an index.
        Ok(self
            .connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM orders WHERE status = 'overdue' AND urgency > ?1)
                     OR coalesce((SELECT raised_at FROM alerts ORDER BY id DESC LIMIT 1), ?1) > ?1",
            )?
            .query_row([now], |row| row.get(0))?)
    }

    /// The next moment after which a sweep or the outbox could have something; none when nothing is waited for.
    pub fn next_wake(&self, now: Moment) -> Outcome<Option<Moment>> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT min(at) FROM (
                     SELECT min(alert_after) AS at FROM orders WHERE alert_after IS NOT NULL
                     UNION ALL SELECT min(claimed_at) + ?1 FROM alerts
                         WHERE done_at IS NULL AND claimed_at + ?1 > ?2)",
            )?
            .query_row([LEASE.0, now.0], |row| row.get(0))?)
    }

    /// Alerts in the outbox without a claim, oldest moment first. With `claim`, those for which a bubble may come
    /// up are claimed for the caller.
    pub fn outbox(&mut self, now: Moment, claim: bool) -> Outcome<Vec<Due>> {
        if self.waiting()? == 0 {
            return Ok(Vec::new());
        }
        self.write(|tx| {
            let due = tx.unclaimed(now)?;
            if claim {
                let mut update = tx.connection.prepare_cached(
                    "UPDATE alerts SET claimed_at = ?2, attempts = attempts + 1 WHERE id = ?1",
                )?;
                for one in due.iter().filter(|one| one.bubble) {
                    update.execute(params![one.alert, now])?;
                }
            }
            Ok(due)
        })
    }

    /// How many alerts are in the outbox, claimed or not.
    pub fn waiting(&self) -> Outcome<i64> {
        Ok(self
            .connection
            .prepare_cached("SELECT count(*) FROM alerts WHERE done_at IS NULL")?
            .query_row([], |row| row.get(0))?)
    }

    /// The desktop accepted these alerts.
    pub fn delivered(&mut self, alerts: &[i64], now: Moment) -> Outcome<()> {
        self.write(|tx| {
            let mut update = tx.connection.prepare_cached(
                "UPDATE alerts SET done_at = ?2, outcome = 'delivered' WHERE id = ?1 AND done_at IS NULL",
            )?;
            for alert in alerts {
                update.execute(params![alert, now])?;
            }
            Ok(())
        })
    }

    /// The desktop did not accept these alerts: they wait in the outbox for the next try.
    pub fn released(&mut self, alerts: &[i64]) -> Outcome<()> {
        self.write(|tx| {
            let mut update = tx.connection.prepare_cached(
                "UPDATE alerts SET claimed_at = NULL, attempts = attempts - 1 WHERE id = ?1 AND done_at IS NULL",
            )?;
            for alert in alerts {
                update.execute([alert])?;
            }
            Ok(())
        })
    }
}

/// An order that a sweep looks at; `None` for a row that this app did not write.
pub type Seen = (OrderId, Option<Watched>);

impl Store {
    /// Up to [`BATCH`] orders whose `alert_after` has passed, the longest overdue of all, by number.
    pub fn watched_due(&self, now: Moment) -> Outcome<Vec<Seen>> {
        self.watched(
            "id IN (SELECT id FROM orders WHERE alert_after <= ?1 ORDER BY alert_after LIMIT ?2)",
            params![now, BATCH as i64],
        )
    }

    pub fn watched_open(&self) -> Outcome<Vec<Seen>> {
        self.watched("status IN ('awaiting', 'overdue')", params![])
    }

    /// The number of the last alert; 0 before the first.
    pub fn last_alert(&self) -> Outcome<i64> {
        Ok(self
            .connection
            .prepare_cached("SELECT coalesce(max(id), 0) FROM alerts")?
            .query_row([], |row| row.get(0))?)
    }

    fn watched(&self, which: &str, values: impl rusqlite::Params) -> Outcome<Vec<Seen>> {
        let mut select = self.connection.prepare_cached(&format!(
            "SELECT id, counted_from, remind_at, due_at, confirm, confirmed, snoozed_until, status, {}
             FROM orders LEFT JOIN deadlines ON order_id = id WHERE {which} ORDER BY id, place",
            deadlines::COLUMNS
        ))?;
        let mut rows = select.query(values)?;
        let mut seen: Vec<Seen> = Vec::new();
        while let Some(row) = rows.next()? {
            let id = row.get(0)?;
            // The rows of an order follow each other, those of its deadlines in their order.
            if seen.last().is_none_or(|(last, _)| *last != id) {
                seen.push((id, readable(read_watched(row))?));
            }
            let Some((_, entry)) = seen.last_mut() else {
                continue;
            };
            if let Some(watched) = entry
                && row.get_ref(8)? != rusqlite::types::ValueRef::Null
                && readable(deadlines::add(&mut watched.course, row, 8))?.is_none()
            {
                *entry = None;
            }
        }
        Ok(seen)
    }

    /// Alerts without a claim.
    fn unclaimed(&self, now: Moment) -> Outcome<Vec<Due>> {
        // A claim from the future is from before the clock was set back: it does not hold.
        let mut select = self.connection.prepare_cached(
            "SELECT alerts.id, order_id, alerts.stage, alerts.topic, alerts.due_at, orders.due_at, name, product,
                 amount_fen - refunded_fen, attempts > 0,
                 NOT EXISTS (SELECT 1 FROM alerts AS shown WHERE shown.order_id = alerts.order_id
                     AND shown.outcome = 'delivered' AND shown.done_at > ?3 AND shown.done_at <= ?2)
             FROM alerts JOIN orders ON orders.id = order_id JOIN platforms ON platforms.id = platform_id
             WHERE alerts.done_at IS NULL AND (claimed_at IS NULL OR claimed_at <= ?1 OR claimed_at > ?2)
             ORDER BY alerts.due_at, alerts.id",
        )?;
        let due = select.query_map([now - LEASE, now, now - MIN_BUBBLE_GAP], |row| {
            Ok(Due {
                alert: row.get(0)?,
                order: row.get(1)?,
                stage: row.get(2)?,
                topic: row.get(3)?,
                due_at: row.get(4)?,
                order_due_at: row.get(5)?,
                platform: row.get(6)?,
                product: row.get(7)?,
                open: row.get(8)?,
                again: row.get(9)?,
                bubble: row.get(10)?,
            })
        })?;
        Ok(due.collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    /// Raises an alert; whether it is one that was not raised before.
    pub fn raise(&self, id: OrderId, alert: &Deadline, now: Moment) -> Outcome<bool> {
        let raised = self.connection.prepare_cached(RAISE)?.execute(params![
            id,
            alert.stage,
            alert.at,
            now,
            alert.topic
        ])?;
        Ok(raised > 0)
    }

    /// Looks at an order again at a later moment.
    pub fn postpone(&self, id: OrderId, until: Moment) -> Outcome<()> {
        self.connection
            .prepare_cached("UPDATE orders SET alert_after = ?2 WHERE id = ?1")?
            .execute(params![id, until])?;
        Ok(())
    }

    /// Settles the alerts up to one that newer ones of the same order have overtaken: they would only repeat it.
    pub fn supersede(&self, up_to: i64, now: Moment) -> Outcome<()> {
        self.connection
            .prepare_cached(
                // From the newer ones, of which there are as many as were just raised: the outbox may hold far more.
                "UPDATE alerts SET done_at = ?2, outcome = 'superseded' WHERE id IN (
                     SELECT older.id FROM alerts AS newer CROSS JOIN alerts AS older ON older.order_id = newer.order_id
                     WHERE newer.id > ?1 AND older.id <= ?1 AND older.done_at IS NULL)",
            )?
            .execute(params![up_to, now])?;
        Ok(())
    }

    /// After the clock was set back, no alert was raised later than now.
    pub fn none_raised_after(&self, now: Moment) -> Outcome<()> {
        self.connection
            .prepare_cached("UPDATE alerts SET raised_at = ?1 WHERE raised_at > ?1")?
            .execute([now])?;
        Ok(())
    }
}

/// An order's row as [`Store::watched`] selects it, its deadlines still missing.
fn read_watched(row: &Row<'_>) -> rusqlite::Result<Watched> {
    let status: Status = row.get(7)?;
    Ok(Watched {
        clock: Clock {
            counted_from: row.get(1)?,
            remind_at: row.get(2)?,
            due_at: row.get(3)?,
            confirm: row.get(4)?,
        },
        course: Course {
            confirmed: row.get(5)?,
            snoozed_until: row.get(6)?,
            ..Course::default()
        },
        settled: (!status.is_open()).then_some(status),
    })
}

/// `None` for a cell that this app did not write.
fn readable<T>(read: rusqlite::Result<T>) -> rusqlite::Result<Option<T>> {
    match read {
        Err(rusqlite::Error::FromSqlConversionFailure(..)) => Ok(None),
        read => read.map(Some),
    }
}
