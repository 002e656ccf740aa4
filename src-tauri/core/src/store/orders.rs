//! Writing orders and what happened to them.

use super::{Store, StoreError};
use crate::order::{
    Event, EventKind, Facts, Happening, Moment, NewShot, Order, OrderId, Plan, Sha256, ShotRole, Standing,
    Watched, Word, standing,
};
use crate::{Code, Failure, Outcome};
use rusqlite::{OptionalExtension, Transaction, named_params, params};

/// A file to attach, with what it shows.
pub type Attached<'a> = (&'a NewShot, ShotRole);

/// Lists sort open orders by their due moment, and settled ones behind all of them, the latest first.
const BEHIND_ALL_OPEN: i64 = 1 << 62;

fn urgency(due_at: Moment, settled_at: Option<Moment>) -> i64 {
    settled_at.map_or(due_at.0, |at| BEHIND_ALL_OPEN - at.0)
}

impl Store {
    /// Writes a new order with its files, its first events and its plan, all or nothing.
    ///
    /// An order that is already late gets no alert: its owner is sitting in front of it.
    pub fn insert(
        &mut self,
        facts: &Facts,
        shots: &[Attached<'_>],
        happenings: Vec<Happening>,
        sample: bool,
        now: Moment,
        decide: impl Fn(Watched) -> Plan,
    ) -> Outcome<OrderId> {
        self.write(|transaction| {
            let open = Watched { due_at: facts.due_at(), settled: None };
            let planned = decide(open);
            let platform = platform_id(transaction, &facts.platform)?;
            let mut insert = transaction.prepare_cached(
                "INSERT INTO orders (platform_id, product, kind, account, order_no, amount_fen, channel, payment_no,
                     merchant_order_no, merchant, note, paid_at, window_ms, window_promised, due_at, status, stage,
                     alert_after, sample, created_at, urgency, search_text)
                 VALUES (:platform, :product, :kind, :account, :order_no, :amount, :channel, :payment_no,
                     :merchant_order_no, :merchant, :note, :paid_at, :window, :promised, :due_at, :status, :stage,
                     :alert_after, :sample, :now, :urgency, :search_text)",
            )?;
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
                ":due_at": facts.due_at().0,
                ":status": planned.status.word(),
                ":stage": planned.stage.word(),
                ":alert_after": planned.alert_after.map(|at| at.0),
                ":sample": sample,
                ":now": now.0,
                ":urgency": urgency(facts.due_at(), None),
                ":search_text": search_text(facts),
            })?;
            let id = OrderId(transaction.last_insert_rowid());
            let mut events = append(transaction, id, &[], happenings, now)?;
            let added = attach(transaction, id, shots, events.last(), now)?;
            events.extend(added);
            let standing = standing(facts.amount, &events);
            if standing.settled.is_some() {
                let settled = standing.settled.map(|(status, _)| status);
                let planned = decide(Watched { settled, ..open });
                write_plan(transaction, id, facts, &standing, &planned)?;
            }
            Ok(id)
        })
    }

    /// Appends what happened, attaches files, replaces the facts where new ones are given, and has
    /// `decide` plan anew; `change` sees the order and its timeline inside of the transaction and may refuse.
    ///
    /// The alert of a due moment that no longer holds is withdrawn. An order that is late only by what is written here
    /// gets no alert, for the same reason as in [`Store::insert`].
    pub fn change(
        &mut self,
        id: OrderId,
        shots: &[Attached<'_>],
        now: Moment,
        change: impl FnOnce(&Order, &[Event]) -> Outcome<Change>,
        decide: impl Fn(Watched) -> Plan,
    ) -> Outcome<()> {
        self.write(|transaction| {
            let order = super::read::order(transaction, id)?.ok_or_else(|| not_found(id))?;
            let mut events = super::read::events(transaction, id)?;
            let change = change(&order, &events)?;
            let facts = change.facts.as_ref().unwrap_or(&order.facts);
            if change.facts.is_some() {
                write_facts(transaction, id, facts)?;
            }
            let added = append(transaction, id, &events, change.happenings, now)?;
            events.extend(added);
            let added = attach(transaction, id, shots, events.last(), now)?;
            events.extend(added);
            let standing = standing(facts.amount, &events);
            let watched = Watched {
                due_at: facts.due_at(),
                settled: standing.settled.map(|(status, _)| status),
            };
            let planned = decide(watched);
            write_plan(transaction, id, facts, &standing, &planned)?;
            super::alerts::withdraw_outdated(transaction, id, &planned, now)?;
            Ok(())
        })
    }

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

/// What is to be written of an order besides files.
#[derive(Default)]
pub struct Change {
    /// New facts, where they were corrected.
    pub facts: Option<Facts>,
    /// What happened, in order.
    pub happenings: Vec<Happening>,
}

pub(super) fn not_found(id: OrderId) -> Failure {
    Failure::new(
        Code::NotFound,
        format!("没有编号为 {} 的订单，请用 daozhang list 查看有哪些。", id.0),
    )
}

fn platform_id(transaction: &Transaction<'_>, name: &str) -> Result<i64, StoreError> {
    let mut select = transaction.prepare_cached("SELECT id FROM platforms WHERE name = ?1")?;
    if let Some(id) = select.query_row([name], |row| row.get(0)).optional()? {
        return Ok(id);
    }
    transaction
        .prepare_cached("INSERT INTO platforms (name) VALUES (?1)")?
        .execute([name])?;
    Ok(transaction.last_insert_rowid())
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

fn write_facts(transaction: &Transaction<'_>, id: OrderId, facts: &Facts) -> Result<(), StoreError> {
    let platform = platform_id(transaction, &facts.platform)?;
    transaction
        .prepare_cached(
            "UPDATE orders SET platform_id = :platform, product = :product, kind = :kind, account = :account,
                 order_no = :order_no, amount_fen = :amount, channel = :channel, payment_no = :payment_no,
                 merchant_order_no = :merchant_order_no, merchant = :merchant, note = :note, paid_at = :paid_at,
                 window_ms = :window, window_promised = :promised, due_at = :due_at, search_text = :search_text
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
            ":due_at": facts.due_at().0,
            ":search_text": search_text(facts),
        })?;
    Ok(())
}

fn write_plan(
    transaction: &Transaction<'_>,
    id: OrderId,
    facts: &Facts,
    standing: &Standing,
    planned: &Plan,
) -> Result<(), StoreError> {
    let settled_at = standing.settled.map(|(_, at)| at);
    transaction
        .prepare_cached(
            "UPDATE orders SET refunded_fen = :refunded, status = :status, stage = :stage, alert_after = :alert_after,
                 settled_at = :settled_at, closed_reason = :closed_reason, urgency = :urgency WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": id.0,
            ":refunded": standing.refunded.0,
            ":status": planned.status.word(),
            ":stage": planned.stage.word(),
            ":alert_after": planned.alert_after.map(|at| at.0),
            ":settled_at": settled_at.map(|at| at.0),
            ":closed_reason": standing.closed_reason,
            ":urgency": urgency(facts.due_at(), settled_at),
        })?;
    Ok(())
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
