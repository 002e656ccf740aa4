//! The sweep and the alert outbox.
//!
//! An alert is raised in the transaction that changes its order's standing, claimed before it is shown, and done only
//! when the desktop accepted it. What was claimed and is not done, because the app died in between, is shown again.

use super::sums::OWED;
use super::{Store, Tx, deadlines};
use crate::Outcome;
use crate::order::{
    Alert, Clock, Course, Due, MIN_BUBBLE_GAP, Moment, Next, OrderId, Span, Status, Topic, Watched, Word,
};
use rusqlite::{Row, params};

/// How long a claim holds. One that is older is of a process that died or of a desktop that never answered.
pub const LEASE: Span = Span::seconds(15);

/// How many orders one transaction of a sweep takes, so that other writers get their turn.
pub const BATCH: usize = 20_000;

/// The setting with the latest moment under which something was written: a clock that shows an earlier one was set back.
const CLOCK: &str = "clock";

/// The setting with the moment at which all timelines are read again, because a clock that was set back read them.
const READ_AGAIN: &str = "read-again-at";

/// What is told less than this too early was told, and a clock that is set back by less is none that was wrong.
const EARLY: Span = Span::MINUTE;

const RAISE: &str = "INSERT INTO alerts (order_id, topic, due_at, stage, raised_at, ends_at)
         -- A topic that was told of a later moment has nothing to say of an earlier one, whose name it may get back
         -- when the snooze that gave it the later one is over.
         SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE NOT EXISTS (
             SELECT 1 FROM alerts WHERE order_id = ?1 AND topic = ?2 AND due_at > ?3
                 AND outcome IN ('delivered', 'seen'))
         -- What was taken back or overtaken before anybody was shown it, and stands again, is told.
         ON CONFLICT (order_id, topic, due_at) DO UPDATE SET raised_at = excluded.raised_at, stage = excluded.stage,
             ends_at = excluded.ends_at,
             claimed_at = NULL, attempts = 0, done_at = NULL, outcome = NULL
             WHERE outcome IN ('withdrawn', 'superseded')";

impl Store {
    /// Whether a sweep at `now` would find anything due: one look into the index, without a write lock.
    pub fn any_due(&self, now: Moment) -> Outcome<bool> {
        Ok(self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM orders WHERE alert_after <= ?1)")?
            .query_row([now], |row| row.get(0))?)
    }

    /// Whether something was written at a later time than this: the clock was set back since.
    pub fn any_too_soon(&self, now: Moment) -> Outcome<bool> {
        Ok(self.clock()?.is_some_and(|clock| clock > now + EARLY))
    }

    /// Whether all timelines have to be read again, as the clock shows the later time now; see [`Tx::set_clock_back`].
    pub fn reads_again(&self, now: Moment) -> Outcome<bool> {
        let at = self.setting(READ_AGAIN)?.and_then(|text| text.parse().ok());
        Ok(at.is_some_and(|at| Moment(at) <= now))
    }

    /// The latest moment under which something was written; none in a file of an earlier version.
    fn clock(&self) -> Outcome<Option<Moment>> {
        Ok(self
            .setting(CLOCK)?
            .and_then(|text| text.parse().ok())
            .map(Moment))
    }

    /// The open orders with something in their timelines that was written under a later time than this, and that the clock was not
    /// set right of yet; with the last of their events. See [`Store::watched_open`].
    pub fn told_too_soon(&self, now: Moment) -> Outcome<Vec<(OrderId, u32)>> {
        if self.clock()?.is_none_or(|clock| clock <= now + EARLY) {
            return Ok(Vec::new());
        }
        let mut select = self.connection.prepare_cached(
            "SELECT order_id, max(seq) FROM events JOIN orders ON orders.id = order_id
             WHERE recorded_at > ?1 AND created_at <= ?1 AND status IN ('awaiting', 'overdue', 'disputed') AND NOT EXISTS (
                 SELECT 1 FROM clock_set_right AS known WHERE known.order_id = events.order_id AND known.seq >= events.seq)
             GROUP BY order_id",
        )?;
        let ids = select.query_map([now + EARLY], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
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

    /// How many alerts wait for the person: those in the outbox but what they put off.
    pub fn unseen(&self, now: Moment) -> Outcome<i64> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT count(*) FROM alerts JOIN orders ON orders.id = order_id
                 WHERE done_at IS NULL AND (snoozed_until IS NULL OR snoozed_until <= ?1)",
            )?
            .query_row([now], |row| row.get(0))?)
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

    /// The open orders but those that were logged at a later time than `now`: of them a clock that is that far behind tells
    /// nothing.
    pub fn watched_open(&self, now: Moment) -> Outcome<Vec<Seen>> {
        self.watched(
            "status IN ('awaiting', 'overdue', 'disputed') AND created_at <= ?1",
            params![now + EARLY],
        )
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
        let mut select = self.connection.prepare_cached(&format!(
            "SELECT alerts.id, order_id, alerts.stage, alerts.topic, alerts.due_at, ends_at, orders.due_at, name, product,
                 {OWED}, attempts > 0,
                 NOT EXISTS (SELECT 1 FROM alerts AS shown WHERE shown.order_id = alerts.order_id
                     AND shown.outcome = 'delivered' AND shown.done_at > ?3 AND shown.done_at <= ?2)
             FROM alerts JOIN orders ON orders.id = order_id JOIN platforms ON platforms.id = platform_id
             WHERE alerts.done_at IS NULL AND (claimed_at IS NULL OR claimed_at <= ?1 OR claimed_at > ?2)
                 AND (snoozed_until IS NULL OR snoozed_until <= ?2)
             ORDER BY alerts.due_at, alerts.id"
        ))?;
        let due = select.query_map([now - LEASE, now, now - MIN_BUBBLE_GAP], |row| {
            Ok(Due {
                alert: row.get(0)?,
                order: row.get(1)?,
                stage: row.get(2)?,
                topic: row.get(3)?,
                due_at: row.get(4)?,
                ends: row.get(5)?,
                order_due_at: row.get(6)?,
                platform: row.get(7)?,
                product: row.get(8)?,
                open: row.get(9)?,
                again: row.get(10)?,
                bubble: row.get(11)?,
            })
        })?;
        Ok(due.collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    /// Raises an alert; whether it is one that was not raised before.
    pub fn raise(&self, id: OrderId, alert: &Alert, now: Moment) -> Outcome<bool> {
        let raised = self.connection.prepare_cached(RAISE)?.execute(params![
            id,
            alert.topic,
            alert.at,
            alert.stage,
            now,
            alert.ends
        ])?;
        Ok(raised > 0)
    }

    /// Brings the alerts of an order in line with what became of it. What waits of a topic goes on waiting under the moment
    /// that the topic has now; what was taken back unseen and stands again waits again; what the plan does not name is
    /// withdrawn.
    pub(super) fn settle_alerts(&self, id: OrderId, next: &Next<'_>) -> Outcome<()> {
        let now = next.at;
        for alert in &next.due {
            self.raise(id, alert, now)?;
        }
        let mut waiting = self.waiting_of(id)?;
        for alert in &next.plan.alerts {
            let waits = waiting.iter().any(|(_, topic, _)| *topic == alert.topic.word());
            // Only what is the matter itself stands before the eyes of whoever changes the order.
            if alert.topic.is_aside() || waits || self.was_unseen(id, alert)? {
                self.raise(id, alert, now)?;
            } else if next.seen {
                self.saw(id, alert, now)?;
            }
        }
        for topic in &next.beside {
            if next.plan.alerts.iter().all(|alert| alert.topic != *topic) {
                self.owe_again(id, *topic, now)?;
            }
        }
        waiting.retain(|(_, topic, at)| {
            let named = next.plan.alerts.iter().find(|alert| alert.topic.word() == topic);
            match named {
                Some(alert) => alert.at != *at,
                None => !next.beside.iter().any(|beside| beside.word() == topic),
            }
        });
        self.withdraw(&waiting, now)
    }

    /// Writes down that the person has a topic before their eyes and needs no word of it.
    pub(super) fn saw(&self, id: OrderId, alert: &Alert, now: Moment) -> Outcome<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO alerts (order_id, topic, due_at, stage, raised_at, done_at, outcome)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?5, 'seen') ON CONFLICT DO NOTHING",
            )?
            .execute(params![id, alert.topic, alert.at, alert.stage, now])?;
        Ok(())
    }

    /// Puts the last alert of a topic back into the outbox that was taken back before anybody was shown it: what took it back,
    /// an arrival or an answer, was a mistake.
    fn owe_again(&self, id: OrderId, topic: Topic, now: Moment) -> Outcome<()> {
        self.connection
            .prepare_cached(
                "UPDATE alerts SET claimed_at = NULL, attempts = 0, done_at = NULL, outcome = NULL
                 WHERE outcome = 'withdrawn' AND id = (SELECT id FROM alerts
                     WHERE order_id = ?1 AND topic = ?2 AND due_at <= ?3 ORDER BY due_at DESC LIMIT 1)",
            )?
            .execute(params![id, topic, now])?;
        Ok(())
    }

    /// The alerts of an order in the outbox, with their topics, as they are written, and moments.
    fn waiting_of(&self, id: OrderId) -> Outcome<Vec<Waiting>> {
        let mut select = self
            .connection
            .prepare_cached("SELECT id, topic, due_at FROM alerts WHERE order_id = ?1 AND done_at IS NULL")?;
        let rows = select.query_map([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn was_unseen(&self, id: OrderId, alert: &Alert) -> Outcome<bool> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM alerts WHERE order_id = ?1 AND topic = ?2 AND due_at = ?3
                     AND outcome IN ('withdrawn', 'superseded'))",
            )?
            .query_row(params![id, alert.topic, alert.at], |row| row.get(0))?)
    }

    fn withdraw(&self, waiting: &[Waiting], now: Moment) -> Outcome<()> {
        let mut update = self
            .connection
            .prepare_cached("UPDATE alerts SET done_at = ?2, outcome = 'withdrawn' WHERE id = ?1")?;
        for (alert, ..) in waiting {
            update.execute(params![alert, now])?;
        }
        Ok(())
    }

    /// Takes back the alerts of an order that a clock raised which was ahead, told or not, and raises those that stand.
    pub fn take_back(&self, id: OrderId, alerts: &[Alert], now: Moment) -> Outcome<()> {
        self.connection
            .prepare_cached(
                "UPDATE alerts SET done_at = ?2, outcome = 'withdrawn'
                 WHERE order_id = ?1 AND due_at > ?2 AND (done_at IS NULL OR outcome IN ('delivered', 'seen') AND due_at > ?3)",
            )?
            .execute(params![id, now, now + EARLY])?;
        let mut overtaken = self.waiting_of(id)?;
        for alert in alerts {
            self.raise(id, alert, now)?;
        }
        overtaken.retain(
            |(_, topic, at)| match alerts.iter().find(|alert| alert.topic.word() == topic) {
                Some(alert) => alert.at > *at,
                None => topic == Topic::Remind.word(),
            },
        );
        self.withdraw(&overtaken, now)
    }

    /// Looks at an order again at a later moment.
    pub fn postpone(&self, id: OrderId, until: Moment) -> Outcome<()> {
        self.connection
            .prepare_cached("UPDATE orders SET alert_after = ?2 WHERE id = ?1")?
            .execute(params![id, until])?;
        Ok(())
    }

    /// Settles the alerts up to one that newer ones of the same order and topic have overtaken: they would only repeat it. Whether
    /// it came is not asked any more once it is late.
    pub fn supersede(&self, up_to: i64, now: Moment) -> Outcome<()> {
        self.connection
            .prepare_cached(
                // From the newer ones, of which there are as many as were just raised: the outbox may hold far more.
                "UPDATE alerts SET done_at = ?2, outcome = 'superseded' WHERE id IN (
                     SELECT older.id FROM alerts AS newer CROSS JOIN alerts AS older ON older.order_id = newer.order_id
                         AND (older.topic = newer.topic OR older.topic = ?3 AND newer.topic IN (?4, ?5))
                     WHERE newer.id > ?1 AND older.id <= ?1 AND older.done_at IS NULL)",
            )?
            .execute(params![up_to, now, Topic::Remind, Topic::Overdue, Topic::Confirm])?;
        Ok(())
    }

    /// Keeps in mind that something was written at a moment.
    pub fn keep_clock(&self, now: Moment) -> Outcome<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE
                 SET value = excluded.value WHERE CAST(value AS INTEGER) < CAST(excluded.value AS INTEGER)",
            )?
            .execute(params![CLOCK, now.0.to_string()])?;
        Ok(())
    }

    /// After the clock was set back, nothing was written later than now. Where timelines say otherwise, it may be this clock
    /// that is wrong, and they are read again when it shows the later time.
    pub fn set_clock_back(&self, now: Moment, again: bool) -> Outcome<()> {
        let mut set = self.connection.prepare_cached(
            "INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        )?;
        if let Some(clock) = self.clock()?.filter(|_| again) {
            set.execute(params![READ_AGAIN, clock.0.to_string()])?;
        }
        set.execute(params![CLOCK, now.0.to_string()])?;
        Ok(())
    }

    /// Keeps in mind that the events of an order up to one were written at the latest now.
    pub fn set_right(&self, id: OrderId, seq: u32, now: Moment) -> Outcome<()> {
        self.connection
            .prepare_cached("INSERT OR IGNORE INTO clock_set_right (order_id, seq, at) VALUES (?1, ?2, ?3)")?
            .execute(params![id, seq, now])?;
        Ok(())
    }

    /// All timelines were read again.
    pub fn read_again(&self) -> Outcome<()> {
        self.connection
            .prepare_cached("DELETE FROM settings WHERE key = ?1")?
            .execute([READ_AGAIN])?;
        Ok(())
    }
}

/// An alert in the outbox: its number, its topic as it is written, and its moment.
type Waiting = (i64, String, Moment);

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
        disputed: status == Status::Disputed,
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
