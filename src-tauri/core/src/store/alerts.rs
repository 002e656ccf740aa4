//! The sweep and the alert outbox.
//!
//! An alert is raised in the transaction that changes its order's standing, claimed before it is shown, and done only
//! when the desktop accepted it. What was claimed and is not done, because the app died in between, is shown again.

use super::{Clockwork, Store, StoreError};
use crate::Outcome;
use crate::order::{
    Clock, Course, Due, Fen, Moment, OrderId, PEACE, Plan, Span, Stage, Status, Topic, Watched, Word,
};
use rusqlite::{Row, Transaction, params};

/// How long a claim holds. One that is older is of a process that died or of a desktop that never answered.
pub const LEASE: Span = Span(15 * Span::SECOND.0);

/// How many orders one transaction of a sweep takes, so that other writers get their turn.
const BATCH: i64 = 20_000;

/// What a sweep did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// How many orders were looked at.
    pub seen: usize,
    /// How many alerts were raised.
    pub raised: usize,
    /// The orders whose rows could not be understood. Each is looked at again an hour later and stops no other.
    pub failed: Vec<OrderId>,
}

const RAISE: &str = "INSERT INTO alerts (order_id, stage, due_at, raised_at, topic) VALUES (?1, ?2, ?3, ?4, ?5)
         -- What was withdrawn before anybody was shown it comes when its moment really comes.
         ON CONFLICT (order_id, stage, due_at) DO UPDATE SET raised_at = excluded.raised_at, topic = excluded.topic,
             claimed_at = NULL, attempts = 0, done_at = NULL, outcome = NULL WHERE outcome = 'withdrawn'";

const WATCHED: &str =
    "id, counted_from, remind_at, due_at, limits, confirm, confirmed, course, snoozed_until, status";

impl Store {
    /// Plans every order anew whose `alert_after` has passed, and those that an earlier, later clock called overdue too
    /// soon, and writes state and alerts, each batch in one transaction.
    pub fn sweep(&mut self, now: Moment, clockwork: &impl Clockwork) -> Outcome<Swept> {
        let mut swept = Swept::default();
        if self.any_too_soon(now)? {
            swept.seen += self.write(|transaction| take_back(transaction, now, clockwork))?;
        }
        if !self.any_due(now)? {
            return Ok(swept);
        }
        loop {
            let batch = self.write(|transaction| sweep_batch(transaction, now, clockwork))?;
            let done = batch.seen < BATCH as usize;
            swept.seen += batch.seen;
            swept.raised += batch.raised;
            swept.failed.extend(batch.failed);
            if done {
                return Ok(swept);
            }
        }
    }

    /// Whether a sweep at `now` would find anything due: one look into the index, without a write lock.
    fn any_due(&self, now: Moment) -> Outcome<bool> {
        let any = self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM orders WHERE alert_after <= ?1)")
            .and_then(|mut select| select.query_row([now.0], |row| row.get(0)))
            .map_err(StoreError::Sql)?;
        Ok(any)
    }

    /// Whether a sweep has taken place at a later time than this: the clock was set back since.
    fn any_too_soon(&self, now: Moment) -> Outcome<bool> {
        // The urgency of an open order is its due moment, so both are one look into an index.
        let any = self
            .connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM orders WHERE status = 'overdue' AND urgency > ?1)
                     OR coalesce((SELECT raised_at FROM alerts ORDER BY id DESC LIMIT 1), ?1) > ?1",
            )
            .and_then(|mut select| select.query_row([now.0], |row| row.get(0)))
            .map_err(StoreError::Sql)?;
        Ok(any)
    }

    /// The next moment after which a sweep or the outbox could have something; none when nothing is waited for.
    pub fn next_wake(&self, now: Moment) -> Outcome<Option<Moment>> {
        let at: Option<i64> = self
            .connection
            .prepare_cached(
                "SELECT min(at) FROM (
                     SELECT min(alert_after) AS at FROM orders WHERE alert_after IS NOT NULL
                     UNION ALL SELECT min(claimed_at) + ?1 FROM alerts
                         WHERE done_at IS NULL AND claimed_at + ?1 > ?2)",
            )
            .and_then(|mut select| select.query_row([LEASE.0, now.0], |row| row.get(0)))
            .map_err(StoreError::Sql)?;
        Ok(at.map(Moment))
    }

    /// Alerts in the outbox that nobody is showing, oldest moment first. With `claim`, those for which a bubble may come
    /// up are claimed for the caller.
    pub fn outbox(&mut self, now: Moment, claim: bool) -> Outcome<Vec<Due>> {
        if self.waiting()? == 0 {
            return Ok(Vec::new());
        }
        self.write(|transaction| {
            let due = unclaimed(transaction, now)?;
            if claim {
                let mut update = transaction.prepare_cached(
                    "UPDATE alerts SET claimed_at = ?2, attempts = attempts + 1 WHERE id = ?1",
                )?;
                for one in due.iter().filter(|one| one.bubble) {
                    update.execute(params![one.alert, now.0])?;
                }
            }
            Ok(due)
        })
    }

    /// How many alerts are in the outbox, claimed or not.
    pub fn waiting(&self) -> Outcome<i64> {
        let waiting = self
            .connection
            .prepare_cached("SELECT count(*) FROM alerts WHERE done_at IS NULL")
            .and_then(|mut select| select.query_row([], |row| row.get(0)))
            .map_err(StoreError::Sql)?;
        Ok(waiting)
    }

    /// The desktop accepted these alerts.
    pub fn delivered(&mut self, alerts: &[i64], now: Moment) -> Outcome<()> {
        self.write(|transaction| {
            let mut update = transaction.prepare_cached(
                "UPDATE alerts SET done_at = ?2, outcome = 'delivered' WHERE id = ?1 AND done_at IS NULL",
            )?;
            for alert in alerts {
                update.execute(params![alert, now.0])?;
            }
            Ok(())
        })
    }

    /// The desktop did not accept these alerts: they wait in the outbox for the next try.
    pub fn released(&mut self, alerts: &[i64]) -> Outcome<()> {
        self.write(|transaction| {
            let mut update = transaction.prepare_cached(
                "UPDATE alerts SET claimed_at = NULL, attempts = attempts - 1 WHERE id = ?1 AND done_at IS NULL",
            )?;
            for alert in alerts {
                update.execute([alert])?;
            }
            Ok(())
        })
    }
}

fn sweep_batch(
    transaction: &Transaction<'_>,
    now: Moment,
    clockwork: &impl Clockwork,
) -> Result<Swept, StoreError> {
    let mut swept = Swept::default();
    let before: i64 =
        transaction.query_row("SELECT coalesce(max(id), 0) FROM alerts", [], |row| row.get(0))?;
    let mut select = transaction.prepare_cached(&format!(
        "SELECT {WATCHED} FROM orders WHERE alert_after <= ?1 ORDER BY alert_after LIMIT ?2"
    ))?;
    let mut rows = select.query(params![now.0, BATCH])?;
    let mut due = Vec::new();
    while let Some(row) = rows.next()? {
        due.push((OrderId(row.get(0)?), read_watched(row)?));
    }
    drop(rows);
    let mut raise = transaction.prepare_cached(RAISE)?;
    let mut postpone = transaction.prepare_cached("UPDATE orders SET alert_after = ?2 WHERE id = ?1")?;
    swept.seen = due.len();
    for (id, watched) in due {
        let Some(watched) = watched else {
            postpone.execute(params![id.0, (now + Span::HOUR).0])?;
            swept.failed.push(id);
            continue;
        };
        let planned = clockwork.plan(&watched, now);
        write_plan(transaction, id, &planned)?;
        if let Some(alert) = planned.alert {
            swept.raised += raise.execute(params![
                id.0,
                alert.stage.word(),
                alert.at.0,
                now.0,
                alert.topic.word()
            ])?;
        }
    }
    // What a newer alert of the same order has overtaken would only repeat it.
    transaction
        .prepare_cached(
            "UPDATE alerts SET done_at = ?2, outcome = 'superseded' WHERE done_at IS NULL AND id <= ?1
                 AND EXISTS (SELECT 1 FROM alerts AS newer WHERE newer.order_id = alerts.order_id AND newer.id > ?1)",
        )?
        .execute([before, now.0])?;
    Ok(swept)
}

/// Plans every open order anew after the clock was set back: what a later time decided does not hold. Alerts that do not
/// belong to the new plans are withdrawn, and those that do are raised; those that were shown are not shown again.
fn take_back(
    transaction: &Transaction<'_>,
    now: Moment,
    clockwork: &impl Clockwork,
) -> Result<usize, StoreError> {
    let mut select = transaction.prepare_cached(&format!(
        "SELECT {WATCHED} FROM orders WHERE status IN ('awaiting', 'overdue')"
    ))?;
    let mut rows = select.query([])?;
    let mut seen = 0;
    while let Some(row) = rows.next()? {
        let id = OrderId(row.get(0)?);
        let Some(watched) = read_watched(row)? else {
            continue;
        };
        let planned = clockwork.plan(&watched, now);
        write_plan(transaction, id, &planned)?;
        withdraw_outdated(transaction, id, &planned, now)?;
        if let Some(alert) = planned.alert {
            transaction.prepare_cached(RAISE)?.execute(params![
                id.0,
                alert.stage.word(),
                alert.at.0,
                now.0,
                alert.topic.word()
            ])?;
        }
        seen += 1;
    }
    transaction.execute("UPDATE alerts SET raised_at = ?1 WHERE raised_at > ?1", [now.0])?;
    Ok(seen)
}

fn write_plan(transaction: &Transaction<'_>, id: OrderId, planned: &Plan) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "UPDATE orders SET status = ?2, stage = ?3, topic = ?4, alert_after = ?5 WHERE id = ?1",
        )?
        .execute(params![
            id.0,
            planned.status.word(),
            planned.stage.word(),
            planned.topic.map(Word::word),
            planned.alert_after.map(|at| at.0)
        ])?;
    Ok(())
}

/// Reads the columns of [`WATCHED`]; none where they hold what this app never writes.
fn read_watched(row: &Row<'_>) -> Result<Option<Watched>, StoreError> {
    let moment = |at: Option<i64>| at.map(Moment);
    let clock = Clock {
        counted_from: Moment(row.get(1)?),
        remind_at: moment(row.get(2)?),
        due_at: Moment(row.get(3)?),
        confirm: row.get(5)?,
    };
    let deadlines = match row.get_ref(7)?.as_str_or_null().unwrap_or(Some("")) {
        None => Some(Vec::new()),
        Some(text) => Course::read_deadlines(text),
    };
    let limits = match row.get_ref(4)?.as_str_or_null().unwrap_or(Some("")) {
        None => Some(Vec::new()),
        Some(text) => Course::read_limits(text),
    };
    let status = row.get_ref(9)?.as_str().ok().and_then(Status::from_word);
    let (Some(deadlines), Some(limits), Some(status)) = (deadlines, limits, status) else {
        return Ok(None);
    };
    let course = Course {
        deadlines,
        limits,
        snoozed_until: moment(row.get(8)?),
        confirmed: row.get(6)?,
    };
    Ok(Some(Watched {
        clock,
        course,
        settled: (!status.is_open()).then_some(status),
    }))
}

fn unclaimed(transaction: &Transaction<'_>, now: Moment) -> Result<Vec<Due>, StoreError> {
    // A claim from the future is from before the clock was set back: it does not hold.
    let mut select = transaction.prepare_cached(
        "SELECT alerts.id, order_id, alerts.stage, alerts.topic, alerts.due_at, orders.due_at, name, product,
             amount_fen - refunded_fen, attempts > 0,
             NOT EXISTS (SELECT 1 FROM alerts AS shown WHERE shown.order_id = alerts.order_id
                 AND shown.outcome = 'delivered' AND shown.done_at > ?3 AND shown.done_at <= ?2)
         FROM alerts JOIN orders ON orders.id = order_id JOIN platforms ON platforms.id = platform_id
         WHERE alerts.done_at IS NULL AND (claimed_at IS NULL OR claimed_at <= ?1 OR claimed_at > ?2)
         ORDER BY alerts.due_at, alerts.id",
    )?;
    let mut rows = select.query([(now - LEASE).0, now.0, (now - PEACE).0])?;
    let mut due = Vec::new();
    while let Some(row) = rows.next()? {
        let (stage, topic): (String, String) = (row.get(2)?, row.get(3)?);
        due.push(Due {
            alert: row.get(0)?,
            order: OrderId(row.get(1)?),
            stage: Stage::from_word(&stage).ok_or(StoreError::Damaged("催办阶段"))?,
            topic: Topic::from_word(&topic).ok_or(StoreError::Damaged("提醒"))?,
            due_at: Moment(row.get(4)?),
            order_due_at: Moment(row.get(5)?),
            platform: row.get(6)?,
            product: row.get(7)?,
            open: Fen(row.get(8)?),
            again: row.get(9)?,
            bubble: row.get(10)?,
        });
    }
    Ok(due)
}

/// Withdraws the alerts of an order that its new plan does not name: it was settled, or its moments moved.
pub(super) fn withdraw_outdated(
    transaction: &Transaction<'_>,
    id: OrderId,
    planned: &Plan,
    now: Moment,
) -> Result<(), StoreError> {
    let (stage, at) = planned
        .alert
        .map_or((None, None), |one| (Some(one.stage.word()), Some(one.at.0)));
    transaction
        .prepare_cached(
            "UPDATE alerts SET done_at = ?4, outcome = 'withdrawn' WHERE order_id = ?1 AND done_at IS NULL
                 AND NOT (stage IS ?2 AND due_at IS ?3)",
        )?
        .execute(params![id.0, stage, at, now.0])?;
    Ok(())
}
