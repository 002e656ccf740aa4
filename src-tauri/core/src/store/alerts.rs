//! The sweep and the alert outbox.
//!
//! An alert is raised in the transaction that makes its order overdue, claimed before it is shown, and done only when
//! the desktop accepted it. What was claimed and is not done, because the app died in between, is shown again.

use super::{Store, StoreError};
use crate::Outcome;
use crate::order::{Due, Fen, Moment, OrderId, Plan, Span, Stage, Status, Watched, Word};
use rusqlite::{Transaction, params};

/// How long a claim holds. One that is older is of a process that died or of a desktop that never answered.
pub const LEASE: Span = Span(30 * Span::SECOND.0);

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

impl Store {
    /// Takes every order whose `alert_after` has passed, has `decide` plan it anew, and writes state and alerts, each
    /// batch in one transaction.
    pub fn sweep(&mut self, now: Moment, decide: impl Fn(Watched) -> Plan) -> Outcome<Swept> {
        let mut swept = Swept::default();
        if !self.any_due(now)? {
            return Ok(swept);
        }
        loop {
            let batch = self.write(|transaction| sweep_batch(transaction, now, &decide))?;
            let done = batch.seen < BATCH as usize;
            swept.seen += batch.seen;
            swept.raised += batch.raised;
            swept.failed.extend(batch.failed);
            if done {
                return Ok(swept);
            }
        }
    }

    /// Whether a sweep at `now` would find anything: one look into the index, without a write lock.
    fn any_due(&self, now: Moment) -> Outcome<bool> {
        let any = self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM orders WHERE alert_after <= ?1)")
            .and_then(|mut select| select.query_row([now.0], |row| row.get(0)))
            .map_err(StoreError::Sql)?;
        Ok(any)
    }

    /// The next moment at which a sweep could find something; none when nothing is waited for.
    pub fn next_alert_after(&self) -> Outcome<Option<Moment>> {
        let at: Option<i64> = self
            .connection
            .prepare_cached("SELECT min(alert_after) FROM orders WHERE alert_after IS NOT NULL")
            .and_then(|mut select| select.query_row([], |row| row.get(0)))
            .map_err(StoreError::Sql)?;
        Ok(at.map(Moment))
    }

    /// Alerts in the outbox that nobody is showing, oldest due moment first. Claims them for the caller, unless
    /// `claim` is false: then they are only looked at.
    pub fn outbox(&mut self, now: Moment, claim: bool) -> Outcome<Vec<Due>> {
        // A look without the write lock first: the outbox is empty nearly always.
        let waiting: bool = self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM alerts WHERE done_at IS NULL)")
            .and_then(|mut select| select.query_row([], |row| row.get(0)))
            .map_err(StoreError::Sql)?;
        if !waiting {
            return Ok(Vec::new());
        }
        self.write(|transaction| {
            let due = unclaimed(transaction, now)?;
            if claim {
                let mut update =
                    transaction.prepare_cached("UPDATE alerts SET claimed_at = ?2 WHERE id = ?1")?;
                for one in &due {
                    update.execute(params![one.alert, now.0])?;
                }
            }
            Ok(due)
        })
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
            let mut update = transaction
                .prepare_cached("UPDATE alerts SET claimed_at = NULL WHERE id = ?1 AND done_at IS NULL")?;
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
    decide: &impl Fn(Watched) -> Plan,
) -> Result<Swept, StoreError> {
    let mut swept = Swept::default();
    let mut select = transaction.prepare_cached(
        "SELECT id, due_at, status FROM orders WHERE alert_after <= ?1 ORDER BY alert_after LIMIT ?2",
    )?;
    let due: Vec<(i64, i64, String)> = select
        .query_map(params![now.0, BATCH], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?
        .collect::<Result<_, _>>()?;
    let mut update = transaction
        .prepare_cached("UPDATE orders SET status = ?2, stage = ?3, alert_after = ?4 WHERE id = ?1")?;
    let mut raise = transaction.prepare_cached(
        "INSERT INTO alerts (order_id, stage, due_at, raised_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (order_id, stage, due_at) DO NOTHING",
    )?;
    let mut postpone = transaction.prepare_cached("UPDATE orders SET alert_after = ?2 WHERE id = ?1")?;
    swept.seen = due.len();
    for (id, due_at, status) in due {
        let Some(status) = Status::from_word(&status) else {
            postpone.execute(params![id, (now + Span::HOUR).0])?;
            swept.failed.push(OrderId(id));
            continue;
        };
        let settled = (!status.is_open()).then_some(status);
        let planned = decide(Watched {
            due_at: Moment(due_at),
            settled,
        });
        update.execute(params![
            id,
            planned.status.word(),
            planned.stage.word(),
            planned.alert_after.map(|at| at.0)
        ])?;
        if let Some((stage, due_at)) = planned.alert {
            swept.raised += raise.execute(params![id, stage.word(), due_at.0, now.0])?;
        }
    }
    Ok(swept)
}

fn unclaimed(transaction: &Transaction<'_>, now: Moment) -> Result<Vec<Due>, StoreError> {
    // A claim from the future is from before the clock was set back: it does not hold.
    let mut select = transaction.prepare_cached(
        "SELECT alerts.id, order_id, alerts.stage, alerts.due_at, name, product, amount_fen - refunded_fen
         FROM alerts JOIN orders ON orders.id = order_id JOIN platforms ON platforms.id = platform_id
         WHERE done_at IS NULL AND (claimed_at IS NULL OR claimed_at <= ?1 OR claimed_at > ?2)
         ORDER BY alerts.due_at, alerts.id",
    )?;
    let mut rows = select.query([(now - LEASE).0, now.0])?;
    let mut due = Vec::new();
    while let Some(row) = rows.next()? {
        let stage: String = row.get(2)?;
        due.push(Due {
            alert: row.get(0)?,
            order: OrderId(row.get(1)?),
            stage: Stage::from_word(&stage).ok_or(StoreError::Damaged("催办阶段"))?,
            due_at: Moment(row.get(3)?),
            platform: row.get(4)?,
            product: row.get(5)?,
            open: Fen(row.get(6)?),
        });
    }
    Ok(due)
}

/// Withdraws the alerts of an order that its new plan does not name: it was settled, or its due moment moved.
pub(super) fn withdraw_outdated(
    transaction: &Transaction<'_>,
    id: OrderId,
    planned: &Plan,
    now: Moment,
) -> Result<(), StoreError> {
    let (stage, due_at) = planned
        .alert
        .map_or((None, None), |(stage, due)| (Some(stage.word()), Some(due.0)));
    transaction
        .prepare_cached(
            "UPDATE alerts SET done_at = ?4, outcome = 'withdrawn' WHERE order_id = ?1 AND done_at IS NULL
                 AND NOT (stage IS ?2 AND due_at IS ?3)",
        )?
        .execute(params![id.0, stage, due_at, now.0])?;
    Ok(())
}
