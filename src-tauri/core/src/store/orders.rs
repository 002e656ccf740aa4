//! Writing orders and what happened to them.

use super::{Clockwork, Store, StoreError};
use crate::Outcome;
use crate::order::{
    Clock, Event, EventKind, Facts, Happening, Moment, NewShot, Order, OrderId, Plan, Sha256, ShotRole, Span,
    Standing, Watched, Word, standing,
};
use rusqlite::{OptionalExtension, Transaction, named_params, params};

/// A file to attach, with what it shows.
pub type Attached<'a> = (&'a NewShot, ShotRole);

/// Lists sort open orders by their due moment, and settled ones behind all of them, the latest first.
const BEHIND_ALL_OPEN: i64 = 1 << 62;

fn urgency(due_at: Moment, settled_at: Option<Moment>) -> i64 {
    settled_at.map_or(due_at.0, |at| BEHIND_ALL_OPEN - at.0)
}

/// Several writes that are done together or not at all.
pub struct Batch<'a> {
    pub(super) transaction: &'a Transaction<'a>,
}

impl Store {
    /// Does several writes in one transaction: all of them or, where one is refused, none.
    pub fn together<T>(&mut self, work: impl FnOnce(&Batch<'_>) -> Outcome<T>) -> Outcome<T> {
        self.write(|transaction| Ok(work(&Batch { transaction })?))
    }

    /// Writes a new order; see [`Batch::insert`].
    pub fn insert(
        &mut self,
        facts: &Facts,
        shots: &[Attached<'_>],
        happenings: Vec<Happening>,
        sample: bool,
        now: Moment,
        clockwork: &impl Clockwork,
    ) -> Outcome<OrderId> {
        self.together(|batch| batch.insert(facts, shots, happenings, sample, now, clockwork))
    }

    /// Writes what happened to an order; see [`Batch::change`].
    pub fn change(
        &mut self,
        id: OrderId,
        shots: &[Attached<'_>],
        now: Moment,
        change: impl FnOnce(&Order, &[Event]) -> Outcome<Change>,
        clockwork: &impl Clockwork,
    ) -> Outcome<()> {
        self.together(|batch| batch.change(id, shots, now, change, clockwork).map(drop))
    }
}

impl Batch<'_> {
    /// Writes a new order with its files, its first events and its plan.
    ///
    /// An order that is already late gets no alert for that: its owner is sitting in front of it.
    pub fn insert(
        &self,
        facts: &Facts,
        shots: &[Attached<'_>],
        happenings: Vec<Happening>,
        sample: bool,
        now: Moment,
        clockwork: &impl Clockwork,
    ) -> Outcome<OrderId> {
        Ok(insert(
            self.transaction,
            facts,
            shots,
            happenings,
            sample,
            now,
            clockwork,
        )?)
    }

    /// Appends what happened, attaches files, replaces the facts where new ones are given, and plans anew; `change` sees
    /// the order and its timeline inside of the transaction and may refuse. Gives the place of the last event.
    ///
    /// The alert of a moment that no longer holds is withdrawn. What falls due only by what is written here raises no
    /// alert, for the same reason as in [`Batch::insert`].
    pub fn change(
        &self,
        id: OrderId,
        shots: &[Attached<'_>],
        now: Moment,
        change: impl FnOnce(&Order, &[Event]) -> Outcome<Change>,
        clockwork: &impl Clockwork,
    ) -> Outcome<u32> {
        Ok(self.changed(id, shots, now, change, clockwork)?)
    }

    fn changed(
        &self,
        id: OrderId,
        shots: &[Attached<'_>],
        now: Moment,
        change: impl FnOnce(&Order, &[Event]) -> Outcome<Change>,
        clockwork: &impl Clockwork,
    ) -> Result<u32, StoreError> {
        let transaction = self.transaction;
        let order = super::read::order(transaction, id)?.ok_or_else(|| super::read::not_found(id))?;
        let mut events = super::read::events(transaction, id)?;
        let change = change(&order, &events)?;
        let facts = change.facts.as_ref().unwrap_or(&order.facts);
        let clock = match &change.facts {
            Some(facts) => write_facts(transaction, id, facts, clockwork)?,
            None => order.clock,
        };
        let added = append(transaction, id, &events, change.happenings, now)?;
        events.extend(added);
        let added = attach(transaction, id, shots, events.last(), now)?;
        events.extend(added);
        let planned = plan_anew(transaction, id, facts, clock, &events, now, clockwork)?;
        super::alerts::withdraw_outdated(transaction, id, &planned, now)?;
        Ok(events.last().map_or(0, |event| event.seq))
    }
}

fn insert(
    transaction: &Transaction<'_>,
    facts: &Facts,
    shots: &[Attached<'_>],
    happenings: Vec<Happening>,
    sample: bool,
    now: Moment,
    clockwork: &impl Clockwork,
) -> Result<OrderId, StoreError> {
    let platform = platform_id(transaction, &facts.platform)?;
    let clock = clock_of(transaction, platform, facts, clockwork)?;
    let mut insert = transaction.prepare_cached(
        "INSERT INTO orders (platform_id, product, kind, account, order_no, amount_fen, channel, payment_no,
             merchant_order_no, merchant, note, paid_at, window_ms, window_promised, counted_from, remind_at,
             due_at, confirm, status, stage, sample, created_at, urgency, search_text)
         VALUES (:platform, :product, :kind, :account, :order_no, :amount, :channel, :payment_no,
             :merchant_order_no, :merchant, :note, :paid_at, :window, :promised, :counted_from, :remind_at,
             :due_at, :confirm, 'awaiting', 'waiting', :sample, :now, :urgency, :search_text)",
    )?;
    let text = search_text(facts);
    insert.execute(named_params! {
        ":platform": platform,
        ":product": facts.product,
        ":kind": facts.kind,
        ":account": facts.account,
        ":order_no": facts.order_no,
        ":amount": facts.amount.0,
        ":channel": facts.channel,
        ":payment_no": facts.payment_no,
        ":merchant_order_no": facts.merchant_order_no,
        ":merchant": facts.merchant,
        ":note": facts.note,
        ":paid_at": facts.paid_at.0,
        ":window": facts.window.0,
        ":promised": facts.window_promised,
        ":counted_from": clock.counted_from.0,
        ":remind_at": clock.remind_at.map(|at| at.0),
        ":due_at": clock.due_at.0,
        ":confirm": clock.confirm,
        ":sample": sample,
        ":now": now.0,
        ":urgency": urgency(clock.due_at, None),
        ":search_text": text,
    })?;
    let id = OrderId(transaction.last_insert_rowid());
    super::search::index(transaction, id.0, &text)?;
    let mut events = append(transaction, id, &[], happenings, now)?;
    let added = attach(transaction, id, shots, events.last(), now)?;
    events.extend(added);
    plan_anew(transaction, id, facts, clock, &events, now, clockwork)?;
    Ok(id)
}

impl Store {
    /// An order of the same platform with the same order number, other than `except`.
    pub fn duplicate(&self, facts: &Facts, except: Option<OrderId>) -> Outcome<Option<OrderId>> {
        let Some(order_no) = &facts.order_no else {
            return Ok(None);
        };
        let found = self
            .connection
            .prepare_cached(
                "SELECT orders.id FROM orders JOIN platforms ON platforms.id = platform_id
                 WHERE order_no = ?1 AND name = ?2 AND orders.id IS NOT ?3 LIMIT 1",
            )
            .and_then(|mut select| {
                select
                    .query_row(params![order_no, facts.platform, except.map(|id| id.0)], |row| {
                        row.get(0)
                    })
                    .optional()
            })
            .map_err(StoreError::Sql)?;
        Ok(found.map(OrderId))
    }
}

impl Store {
    /// Whether another order of the same thing at the same platform was paid within a span before or after.
    pub fn repeated(&self, order: &Order, within: Span) -> Outcome<bool> {
        let facts = &order.facts;
        let found = self
            .connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM orders JOIN platforms ON platforms.id = platform_id
                     WHERE orders.id <> ?1 AND name = ?2 AND product = ?3 AND account IS ?4
                         AND paid_at BETWEEN ?5 AND ?6)",
            )
            .and_then(|mut select| {
                select.query_row(
                    params![
                        order.id.0,
                        facts.platform,
                        facts.product,
                        facts.account,
                        (facts.paid_at - within).0,
                        (facts.paid_at + within).0
                    ],
                    |row| row.get(0),
                )
            })
            .map_err(StoreError::Sql)?;
        Ok(found)
    }
}

/// What is to be written of an order besides files.
#[derive(Default)]
pub struct Change {
    /// New facts, where they were corrected.
    pub facts: Option<Facts>,
    /// What happened, in order.
    pub happenings: Vec<Happening>,
}

impl Change {
    /// One thing that happened.
    pub fn of(happening: Happening) -> Self {
        Self {
            happenings: vec![happening],
            ..Self::default()
        }
    }
}

pub(super) fn platform_id(transaction: &Transaction<'_>, name: &str) -> Result<i64, StoreError> {
    let mut select = transaction.prepare_cached("SELECT id FROM platforms WHERE name = ?1")?;
    if let Some(id) = select.query_row([name], |row| row.get(0)).optional()? {
        return Ok(id);
    }
    transaction
        .prepare_cached("INSERT INTO platforms (name) VALUES (?1)")?
        .execute([name])?;
    Ok(transaction.last_insert_rowid())
}

pub(super) fn clock_of(
    transaction: &Transaction<'_>,
    platform: i64,
    facts: &Facts,
    clockwork: &impl Clockwork,
) -> Result<Clock, StoreError> {
    let releases: String = transaction
        .prepare_cached("SELECT release_times FROM platforms WHERE id = ?1")?
        .query_row([platform], |row| row.get(0))?;
    Ok(clockwork.clock(facts, &releases)?)
}

fn search_text(facts: &Facts) -> String {
    let optional = [
        &facts.account,
        &facts.order_no,
        &facts.payment_no,
        &facts.merchant_order_no,
        &facts.merchant,
        &facts.note,
    ];
    let mut text = format!("{}\n{}", facts.platform, facts.product);
    for part in optional.into_iter().flatten() {
        text.push('\n');
        text.push_str(part);
    }
    text.to_lowercase()
}

fn write_facts(
    transaction: &Transaction<'_>,
    id: OrderId,
    facts: &Facts,
    clockwork: &impl Clockwork,
) -> Result<Clock, StoreError> {
    let platform = platform_id(transaction, &facts.platform)?;
    let clock = clock_of(transaction, platform, facts, clockwork)?;
    let text = search_text(facts);
    transaction
        .prepare_cached(
            "UPDATE orders SET platform_id = :platform, product = :product, kind = :kind, account = :account,
                 order_no = :order_no, amount_fen = :amount, channel = :channel, payment_no = :payment_no,
                 merchant_order_no = :merchant_order_no, merchant = :merchant, note = :note, paid_at = :paid_at,
                 window_ms = :window, window_promised = :promised, search_text = :search_text
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": id.0,
            ":platform": platform,
            ":product": facts.product,
            ":kind": facts.kind,
            ":account": facts.account,
            ":order_no": facts.order_no,
            ":amount": facts.amount.0,
            ":channel": facts.channel,
            ":payment_no": facts.payment_no,
            ":merchant_order_no": facts.merchant_order_no,
            ":merchant": facts.merchant,
            ":note": facts.note,
            ":paid_at": facts.paid_at.0,
            ":window": facts.window.0,
            ":promised": facts.window_promised,
            ":search_text": text,
        })?;
    super::search::index(transaction, id.0, &text)?;
    write_clock(transaction, id, clock)?;
    Ok(clock)
}

pub(super) fn write_clock(
    transaction: &Transaction<'_>,
    id: OrderId,
    clock: Clock,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "UPDATE orders SET counted_from = ?2, remind_at = ?3, due_at = ?4, confirm = ?5
             WHERE id = ?1",
        )?
        .execute(params![
            id.0,
            clock.counted_from.0,
            clock.remind_at.map(|at| at.0),
            clock.due_at.0,
            clock.confirm,
        ])?;
    Ok(())
}

/// Reads the order's standing and course out of its events, plans it, and writes all of that.
pub(super) fn plan_anew(
    transaction: &Transaction<'_>,
    id: OrderId,
    facts: &Facts,
    clock: Clock,
    events: &[Event],
    now: Moment,
    clockwork: &impl Clockwork,
) -> Result<Plan, StoreError> {
    let Standing {
        refunded,
        settled,
        closed_reason,
    } = standing(facts.amount, events);
    let seller = super::platforms::seller_of(transaction, id)?;
    let course = clockwork.course(facts, &clock, &seller, events);
    let settled_at = settled.map(|(_, at)| at);
    let watched = Watched {
        clock,
        course,
        settled: settled.map(|(status, _)| status),
    };
    let planned = clockwork.plan(&watched, now);
    transaction
        .prepare_cached(
            "UPDATE orders SET refunded_fen = :refunded, status = :status, stage = :stage, topic = :topic,
                 alert_after = :alert_after, course = :course, limits = :limits, snoozed_until = :snoozed_until, confirmed = :confirmed,
                 settled_at = :settled_at, closed_reason = :closed_reason, urgency = :urgency
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": id.0,
            ":refunded": refunded.0,
            ":status": planned.status.word(),
            ":stage": planned.stage.word(),
            ":topic": planned.topic.map(Word::word),
            ":alert_after": planned.alert_after.map(|at| at.0),
            ":course": watched.course.written(),
            ":limits": watched.course.written_limits(),
            ":snoozed_until": watched.course.snoozed_until.map(|at| at.0),
            ":confirmed": watched.course.confirmed,
            ":settled_at": settled_at.map(|at| at.0),
            ":closed_reason": closed_reason,
            ":urgency": urgency(clock.due_at, settled_at),
        })?;
    Ok(planned)
}

fn append(
    transaction: &Transaction<'_>,
    id: OrderId,
    before: &[Event],
    happenings: Vec<Happening>,
    now: Moment,
) -> Result<Vec<Event>, StoreError> {
    let mut insert = transaction.prepare_cached(
        "INSERT INTO events (order_id, seq, kind, at, recorded_at, text, until, amount_fen, shot, undoes, facts, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?;
    let mut added: Vec<Event> = Vec::with_capacity(happenings.len());
    for what in happenings {
        let event = Event::chained(added.last().or(before.last()), what, now);
        let what = &event.what;
        insert.execute(params![
            id.0,
            event.seq,
            what.kind.word(),
            what.at.0,
            event.recorded_at.0,
            what.text,
            what.until.map(|at| at.0),
            what.amount.map(|fen| fen.0),
            what.shot.map(|hash| hash.0),
            what.undoes,
            what.facts,
            event.hash.0,
        ])?;
        added.push(event);
    }
    Ok(added)
}

/// Attaches files that the order does not have yet; each is an event. Bytes are stored once per hash.
fn attach(
    transaction: &Transaction<'_>,
    id: OrderId,
    shots: &[Attached<'_>],
    before: Option<&Event>,
    now: Moment,
) -> Result<Vec<Event>, StoreError> {
    let mut happenings = Vec::new();
    for (shot, role) in shots {
        super::files::keep(transaction, shot)?;
        let new = transaction
            .prepare_cached(
                "INSERT INTO shots (order_id, sha256, role, name, added_at) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (order_id, sha256) DO NOTHING",
            )?
            .execute(params![id.0, shot.sha256.0, role.word(), shot.name, now.0])?;
        if new == 1 {
            happenings.push(added_event(shot.sha256, *role, &shot.name, now));
        }
    }
    append(
        transaction,
        id,
        before.map_or(&[], std::slice::from_ref),
        happenings,
        now,
    )
}

fn added_event(sha256: Sha256, role: ShotRole, name: &str, now: Moment) -> Happening {
    let text = format!("{}：{name}", role.name());
    Happening {
        shot: Some(sha256),
        ..Happening::new(EventKind::ShotAdded, now).saying(text)
    }
}
