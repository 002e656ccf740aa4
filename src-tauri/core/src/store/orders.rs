//! Writing orders: what `watch` made of them, as it is.

use super::facts::{self, Column};
use super::{Store, Tx, deadlines, keys, payments, search};
use crate::Outcome;
use crate::order::{Event, EventKind, Moment, Next, Order, OrderId, Plan, Sha256, Span};
use rusqlite::{Connection, OptionalExtension, params};

/// Lists sort open orders by their due moment, and settled ones behind all of them, the latest first.
const BEHIND_ALL_OPEN: i64 = 1 << 62;

pub(super) fn urgency(due_at: Moment, settled_at: Option<Moment>) -> i64 {
    settled_at.map_or(due_at.0, |at| BEHIND_ALL_OPEN - at.0)
}

/// The place in the list, and when it was settled.
fn place(next: &Next<'_>) -> (i64, Option<Moment>) {
    let settled_at = next.standing.settled.map(|(_, at)| at);
    (urgency(next.clock.due_at, settled_at), settled_at)
}

impl Tx<'_> {
    /// Writes a new order with its files, its first events and its plan.
    pub fn insert(&self, next: &Next<'_>) -> Outcome<OrderId> {
        let platform = self.platform_id(&next.facts.platform)?;
        let text = search::text_of(&next.facts, &next.events, &[]);
        let (urgency, settled_at) = place(next);
        let mut columns = facts::bind(&next.facts, &platform);
        columns.extend(standing(next, &urgency, &settled_at));
        columns.push(("created_at", &next.at));
        columns.push(("search_text", &text));
        let id = OrderId(facts::insert(&self.connection, &columns)?);
        search::index(&self.connection, id, &text)?;
        deadlines::write(&self.connection, id, &next.course)?;
        payments::write(&self.connection, id, &next.facts)?;
        self.append(id, next)?;
        // What is late when it is logged is no news.
        for alert in &next.plan.alerts {
            self.saw(id, alert, next.at)?;
        }
        self.keep_clock(next.at)?;
        Ok(id)
    }

    /// Writes what became of an order and of its alerts.
    pub fn save(&self, id: OrderId, next: &Next<'_>) -> Outcome<()> {
        let (urgency, settled_at) = place(next);
        let mut columns = standing(next, &urgency, &settled_at);
        let platform;
        if next.corrected {
            platform = self.platform_id(&next.facts.platform)?;
            columns.extend(facts::bind(&next.facts, &platform));
        }
        facts::update(&self.connection, &id, &columns)?;
        if next.corrected {
            payments::write(&self.connection, id, &next.facts)?;
        }
        deadlines::replace(&self.connection, id, &next.course)?;
        self.append(id, next)?;
        let tells = |event: &Event| {
            event.what.kind.tells_of_the_matter() && event.what.text.is_some()
                || event.what.kind == EventKind::Undone
        };
        if next.corrected || next.events.iter().any(tells) {
            search::find_anew(&self.connection, id)?;
        }
        self.settle_alerts(id, next)?;
        self.keep_clock(next.at)
    }

    /// Writes where an order stands, where nothing else has changed.
    pub fn save_plan(&self, id: OrderId, plan: &Plan) -> Outcome<()> {
        self.connection
            .prepare_cached(
                "UPDATE orders SET status = ?2, stage = ?3, topic = ?4, alert_after = ?5 WHERE id = ?1",
            )?
            .execute(params![id, plan.status, plan.stage, plan.topic, plan.alert_after])?;
        Ok(())
    }

    /// Says that an order is one of the made-up samples.
    pub fn mark_as_sample(&self, id: OrderId) -> Outcome<()> {
        self.connection
            .prepare_cached("UPDATE orders SET sample = 1 WHERE id = ?1")?
            .execute([id])?;
        Ok(())
    }

    pub(super) fn platform_id(&self, name: &str) -> rusqlite::Result<i64> {
        let mut select = self
            .connection
            .prepare_cached("SELECT id FROM platforms WHERE name = ?1")?;
        if let Some(id) = select.query_row([name], |row| row.get(0)).optional()? {
            return Ok(id);
        }
        self.connection
            .prepare_cached("INSERT INTO platforms (name) VALUES (?1)")?
            .insert([name])
    }

    /// The new files, and the new events. Bytes are kept once per hash, also those of files that are taken off: the timeline
    /// names them, and they can be put back.
    fn append(&self, id: OrderId, next: &Next<'_>) -> rusqlite::Result<()> {
        let kept = |sha256: &Sha256| next.ties.iter().any(|tie| tie.sha256 == *sha256);
        for sha256 in next.taken_off.iter().filter(|sha256| !kept(sha256)) {
            self.connection
                .prepare_cached("DELETE FROM shots WHERE order_id = ?1 AND sha256 = ?2")?
                .execute(params![id, sha256])?;
        }
        for file in &next.files {
            self.keep(file)?;
        }
        for tie in &next.ties {
            // Under another role it stays where it stood among the others.
            self.connection
                .prepare_cached(
                    "INSERT INTO shots (order_id, sha256, role, name, added_at) VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT (order_id, sha256) DO UPDATE SET role = excluded.role, name = excluded.name",
                )?
                .execute(params![id, tie.sha256, tie.role, tie.name, next.at])?;
        }
        for event in &next.events {
            insert_event(&self.connection, id, event)?;
            if let Some(undone) = event.what.undoes {
                self.drop_row(id, undone)?;
            }
        }
        keys::write(&self.connection, id, &next.keys)
    }
}

/// Appends an event to the timeline of an order.
pub(super) fn insert_event(connection: &Connection, id: OrderId, event: &Event) -> rusqlite::Result<()> {
    let Event {
        seq,
        what,
        recorded_at,
        hash,
    } = event;
    connection
        .prepare_cached(
            "INSERT INTO events (order_id, seq, kind, at, recorded_at, text, until, amount_fen, shot, undoes, facts, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            id,
            seq,
            what.kind,
            what.at,
            recorded_at,
            what.text,
            what.until,
            what.amount,
            what.shot,
            what.undoes,
            what.facts,
            hash,
        ])?;
    Ok(())
}

/// The columns of everything that follows from facts and events.
fn standing<'a>(next: &'a Next<'_>, urgency: &'a i64, settled_at: &'a Option<Moment>) -> Vec<Column<'a>> {
    let Next {
        clock, course, plan, ..
    } = next;
    vec![
        ("counted_from", &clock.counted_from),
        ("remind_at", &clock.remind_at),
        ("due_at", &clock.due_at),
        ("confirm", &clock.confirm),
        ("snoozed_until", &course.snoozed_until),
        ("confirmed", &course.confirmed),
        ("status", &plan.status),
        ("stage", &plan.stage),
        ("topic", &plan.topic),
        ("alert_after", &plan.alert_after),
        ("refunded_fen", &next.standing.refunded),
        ("credited_fen", &next.standing.credited),
        ("problem", &next.standing.problem),
        ("received", &next.standing.received),
        ("keys_came", &next.standing.keys.came),
        ("keys_work", &next.standing.keys.works),
        ("keys_bad", &next.standing.keys.bad),
        ("keys_all", &next.standing.keys.all),
        ("closed_reason", &next.standing.closed_reason),
        ("settled_at", settled_at),
        ("urgency", urgency),
    ]
}

impl Store {
    /// Whether another order of the same thing at the same platform was paid within a span before or after.
    pub fn repeated(&self, order: &Order, within: Span) -> Outcome<bool> {
        let facts = &order.facts;
        Ok(self
            .connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM orders JOIN platforms ON platforms.id = platform_id
                     WHERE orders.id <> ?1 AND name = ?2 AND product = ?3 AND account IS ?4
                         AND paid_at BETWEEN ?5 AND ?6)",
            )?
            .query_row(
                params![
                    order.id,
                    facts.platform,
                    facts.product,
                    facts.account,
                    facts.paid_at - within,
                    facts.paid_at + within
                ],
                |row| row.get(0),
            )?)
    }
}
