//! How an order ends, and taking that back.

use crate::bills::FILLED;
use crate::data_file::DataFile;
use crate::keys::check_undone;
use daozhang_core::order::{
    Change, Event, EventKind, Facts, Happening, Moment, Order, OrderId, Payment, before_other_role,
};
use daozhang_core::record::{
    RefundTold, Trouble, check_arrived, check_reason, check_refund, check_trouble, read_at,
};
use daozhang_core::{Failure, Outcome, text};

impl DataFile {
    /// It arrived. `at` as typed; empty for now.
    pub fn arrived(&mut self, id: OrderId, at: &str, now: Moment) -> Outcome<()> {
        let zone = self.works.zone;
        self.change(id, now, |case| {
            still_open(&case.order)?;
            check_arrived(case)?;
            let at = read_at(at, case.order.facts.paid_at, now, zone)?;
            Ok(Change::of(Happening::new(EventKind::Arrived, at)))
        })
    }

    /// Something is wrong with what came, or nothing did after all: an order that arrived or was closed is open again.
    pub fn trouble(&mut self, id: OrderId, trouble: &Trouble, now: Moment) -> Outcome<()> {
        let zone = self.works.zone;
        self.change(id, now, |case| {
            Ok(Change::of(check_trouble(trouble, case, now, zone)?))
        })
    }

    /// Money came back, in part or in full, or something in its place. A refund may still come for an order that arrived or
    /// was closed.
    pub fn refunded(&mut self, id: OrderId, told: &RefundTold, now: Moment) -> Outcome<()> {
        let zone = self.works.zone;
        self.change(id, now, |case| {
            Ok(Change::of(check_refund(told, case, now, zone)?))
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
        self.change(id, now, |case| {
            check_undone(case, seq)?;
            undoing(&case.events, seq, now)
        })
    }
}

/// What takes an event of a timeline back. A file that had got another role by it has its former one again.
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
    let mut change = Change::of(Happening::undoing(seq, now));
    change.ties.extend(before_other_role(events, event));
    if event.what.kind == EventKind::Billed
        && let Some(left) = without_what_was_filled_in(events, seq)
    {
        change.facts = Some(left);
        change.why = Some("撤销按账单补全".to_owned());
    }
    Ok(change)
}

/// The facts of an order without what a bill's row had filled in and what still stands as it was filled in; none where that
/// is nothing. What the person corrected since, or another row filled in, stays.
fn without_what_was_filled_in(events: &[Event], seq: u32) -> Option<Facts> {
    let told = |event: &Event| {
        matches!(event.what.kind, EventKind::Logged | EventKind::Edited)
            .then(|| Facts::read(event.what.facts.as_deref()?))
            .flatten()
    };
    let edit = events.iter().find(|event| event.seq == seq + 1)?;
    if edit.what.text.as_deref() != Some(FILLED) {
        return None;
    }
    let filled = told(edit)?;
    let before = events
        .iter()
        .rev()
        .filter(|event| event.seq < seq)
        .find_map(told)?;
    let now = events.iter().rev().find_map(told)?;
    let mut left = now.clone();
    let mut first_stays = false;
    // A payment that the row had brought.
    let brought = |payment: &Payment| {
        let number = &payment.payment_no;
        number.is_some() && before.paid().iter().all(|known| known.payment_no != *number)
    };
    if before.payments != filled.payments {
        let mut payments = if now.payments == filled.payments {
            before.payments.clone()
        } else {
            now.paid()
        };
        // How much of it the order has may have been corrected since.
        let was_filled_in = |payment: &Payment| {
            let same = |one: &Payment| (&one.app, &one.payment_no) == (&payment.app, &payment.payment_no);
            filled.paid().iter().any(same)
        };
        payments.retain(|payment| !(was_filled_in(payment) && brought(payment)));
        first_stays = !payments.is_empty();
        left = left.paid_by(payments);
    }
    macro_rules! take_back {
        ($($field:ident),+) => {$(
            if before.$field != filled.$field && now.$field == filled.$field {
                left.$field.clone_from(&before.$field);
            }
        )+};
    }
    take_back!(order_no, merchant_order_no, merchant);
    // Of several payments they say what the first one says.
    if !first_stays {
        take_back!(payment_no, channel, paid_at);
    }
    (left != now).then_some(left)
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
