//! How an order ends, and taking that back.

use crate::bills::FILLED;
use crate::data_file::DataFile;
use daozhang_core::order::{Change, Event, EventKind, Facts, Fen, Happening, Moment, Order, OrderId};
use daozhang_core::record::{check_reason, read_amount, read_at};
use daozhang_core::{Code, Failure, Outcome, text};

impl DataFile {
    /// It arrived. `at` as typed; empty for now.
    pub fn arrived(&mut self, id: OrderId, at: &str, now: Moment) -> Outcome<()> {
        let zone = self.works.zone;
        self.change(id, now, |case| {
            still_open(&case.order)?;
            let at = read_at(at, case.order.facts.paid_at, now, zone)?;
            Ok(Change::of(Happening::new(EventKind::Arrived, at)))
        })
    }

    /// Money came back, in part or in full. `amount` and `at` as typed; an empty `at` for now. A refund may still come
    /// for an order that arrived or was closed.
    pub fn refunded(&mut self, id: OrderId, amount: &str, at: &str, now: Moment) -> Outcome<()> {
        let amount = read_amount(amount, Code::RefundAmount)?;
        let zone = self.works.zone;
        self.change(id, now, |case| {
            let order = &case.order;
            let open = order.facts.amount - order.standing.refunded;
            if amount > open {
                return Err(Failure::new(
                    Code::RefundAmount,
                    if open == Fen(0) {
                        text!(refund_done)
                    } else {
                        text!(refund_too_much, amount = amount, open = open)
                    },
                ));
            }
            let at = read_at(at, order.facts.paid_at, now, zone)?;
            let refund = Happening {
                amount: Some(amount),
                ..Happening::new(EventKind::Refunded, at)
            };
            Ok(Change::of(refund))
        })
    }

    /// The person ends the matter, with a reason.
    pub fn close(&mut self, id: OrderId, reason: &str, now: Moment) -> Outcome<()> {
        let reason = check_reason(reason)?;
        self.change(id, now, |case| {
            still_open(&case.order)?;
            let closed = Happening::new(EventKind::Closed, now).saying(reason);
            Ok(Change::of(closed))
        })
    }

    /// Takes an event back: the timeline keeps both.
    pub fn undo(&mut self, id: OrderId, seq: u32, now: Moment) -> Outcome<()> {
        self.change(id, now, |case| undoing(&case.events, seq, now))
    }
}

/// What takes an event of a timeline back.
pub(crate) fn undoing(events: &[Event], seq: u32, now: Moment) -> Outcome<Change<'static>> {
    let event = events
        .iter()
        .find(|event| event.seq == seq)
        .ok_or_else(|| Failure::failed(text!(entry_missing, seq = seq)))?;
    if !event.what.kind.can_be_undone() {
        return Err(Failure::failed(text!(
            event_stays,
            event = event.what.kind.name()
        )));
    }
    if events.iter().any(|event| event.what.undoes == Some(seq)) {
        return Err(Failure::failed(text!(entry_undone)));
    }
    let undone = Happening {
        undoes: Some(seq),
        ..Happening::new(EventKind::Undone, now)
    };
    let mut change = Change::of(undone);
    // What a bill's row had filled in goes with it, unless the person has corrected the facts since.
    let edits = events
        .iter()
        .filter(|event| event.what.kind == EventKind::Edited && event.seq > seq);
    if event.what.kind == EventKind::Billed
        && let [edit] = edits.collect::<Vec<_>>().as_slice()
        && edit.seq == seq + 1
        && edit.what.text.as_deref() == Some(FILLED)
    {
        let before = events.iter().rev().find(|event| {
            event.seq < seq && matches!(event.what.kind, EventKind::Logged | EventKind::Edited)
        });
        change.facts = before.and_then(|event| Facts::read(event.what.facts.as_deref()?));
        change.why = change.facts.is_some().then(|| "撤销按账单补全".to_owned());
    }
    Ok(change)
}

pub(crate) fn still_open(order: &Order) -> Outcome<()> {
    if order.status.is_open() {
        return Ok(());
    }
    Err(Failure::failed(text!(
        order_settled,
        status = order.status.name()
    )))
}
