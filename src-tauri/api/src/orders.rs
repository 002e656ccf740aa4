//! record (记) on the store: logging, correcting, attaching, telling.

use crate::data_file::{DataFile, changed, logged};
use crate::settle::still_open;
use daozhang_core::order::{
    Attachment, Change, Event, EventKind, Facts, Happening, Moment, OrderId, Payment, Sha256, ShotRole,
    Status, Tie, adding_of, most_received,
};
use daozhang_core::record::{self, Draft, Likeness, Told, tells};
use daozhang_core::store::{Same, SameBy, Store};
use daozhang_core::{Code, Failure, Outcome, text};

impl DataFile {
    /// Logs an order with its files.
    pub fn log(&mut self, draft: &Draft, shots: &[Attachment], now: Moment) -> Outcome<OrderId> {
        let facts = record::check(draft, &self.works.rules, now)?.facts;
        let clockwork = self.works.at(now);
        self.store.write(|tx| {
            let facts = with_learned_window(tx, facts)?;
            refuse_same(tx, &facts, None, draft.force)?;
            logged(tx, facts, Vec::new(), shots, &clockwork)
        })
    }

    /// Corrects the facts of an order; the old ones stay in the timeline.
    pub fn edit(&mut self, id: OrderId, draft: &Draft, now: Moment) -> Outcome<()> {
        let facts = record::check(draft, &self.works.rules, now)?.facts;
        let clockwork = self.works.at(now);
        self.store.write(|tx| {
            let case = tx.case(id)?;
            let known = &case.order.facts;
            let facts = facts.with_payments_of(known);
            refuse_same(tx, &facts, Some((id, known)), draft.force)?;
            let same = !known.window_promised && known.platform == facts.platform && known.kind == facts.kind;
            let facts = match (facts.window_promised, same) {
                (true, _) => facts,
                // Correcting a note is no reason to count another window.
                (false, true) => Facts {
                    window: known.window,
                    ..facts
                },
                (false, false) => with_learned_window(tx, facts)?,
            };
            let refunded = case.order.standing.refunded;
            let noted = most_received(&case.events);
            let change = if *known == facts {
                Change::default()
            } else if facts.quantity <= noted {
                return Err(Failure::new(
                    Code::Quantity,
                    text!(quantity_below_received, received = noted),
                ));
            } else if let Err(failure) = record::check_quantity(facts.quantity, &case) {
                return Err(failure);
            } else if refunded > facts.amount {
                return Err(Failure::new(
                    Code::Amount,
                    text!(refund_above_amount, refunded = refunded),
                ));
            } else {
                Change::correcting(facts)
            };
            changed(tx, &case, change, &clockwork).map(drop)
        })
    }

    /// Attaches files to an order; one that it has already gets the role that is named now.
    pub fn attach(&mut self, id: OrderId, shots: &[Attachment], now: Moment) -> Outcome<()> {
        self.change(id, now, |_| {
            Ok(Change {
                shots,
                ..Change::default()
            })
        })
    }

    /// Gives a file of an order another role, or takes it off (`None`). A role puts back one that was taken off; the bytes
    /// of each are kept, and the timeline tells of all that.
    ///
    /// # Errors
    /// A file that the order never had, or has no more and is to be taken off.
    pub fn set_role(
        &mut self,
        id: OrderId,
        sha256: &str,
        role: Option<ShotRole>,
        now: Moment,
    ) -> Outcome<()> {
        let missing = || Failure::new(Code::Shot, text!(shot_of_another));
        let sha256 = Sha256::from_hex(sha256).ok_or_else(missing)?;
        let clockwork = self.works.at(now);
        self.store.write(|tx| {
            let case = tx.case(id)?;
            let change = if let Some(role) = role {
                let has = case.shots.iter().find(|shot| shot.sha256 == sha256);
                let name = match has {
                    Some(shot) => Some(shot.name.clone()),
                    None if tx.has_file(sha256)? => name_before(&case.events, sha256),
                    None => None,
                };
                let name = name.ok_or_else(missing)?;
                Change {
                    ties: vec![Tie { sha256, role, name }],
                    ..Change::default()
                }
            } else {
                let adding = adding_of(&case.events, sha256).ok_or_else(missing)?;
                Change::of(Happening::undoing(adding.seq, now))
            };
            changed(tx, &case, change, &clockwork).map(drop)
        })
    }

    /// Writes down what the person tells, with files.
    pub fn tell(&mut self, id: OrderId, told: &Told, shots: &[Attachment], now: Moment) -> Outcome<()> {
        let works = self.works.clone();
        self.change(id, now, |case| {
            let happening =
                record::check_told(told, case.order.facts.paid_at, &works.rules, now, works.zone)?;
            // What holds after an arrival may be told after it.
            if !matches!(happening.kind, EventKind::Note | EventKind::Guarantee) {
                still_open(&case.order)?;
            }
            if happening.kind == EventKind::Checked && case.order.status == Status::Disputed {
                return Err(Failure::failed(text!(checked_of_disputed)));
            }
            Ok(Change {
                shots,
                ..Change::of(happening)
            })
        })
    }
}

/// The name of a file that was taken off: only the timeline still has it.
fn name_before(events: &[Event], shot: Sha256) -> Option<String> {
    let mut ties = events.iter().rev().filter_map(|event| event.what.tie());
    ties.find(|tie| tie.sha256 == shot).map(|tie| tie.name)
}

/// The facts with the window that the person took over for the kind at the platform, unless one was promised.
pub(crate) fn with_learned_window(store: &Store, mut facts: Facts) -> Outcome<Facts> {
    if !facts.window_promised
        && let Some(window) = store.platform_window(&facts.platform, &facts.kind)?
    {
        facts.window = window;
    }
    Ok(facts)
}

/// Refuses an order whose numbers say that it is logged already. That is the person's to overrule where it is no payment, or
/// one of which so much is left. `before` is the order with what was known of it, where it is being corrected.
fn refuse_same(store: &Store, facts: &Facts, before: Option<(OrderId, &Facts)>, force: bool) -> Outcome<()> {
    let except = before.map(|(id, _)| id);
    let had = before.map_or_else(Vec::new, |(_, known)| known.paid());
    let payments = facts.paid();
    let mut same = None;
    for (at, payment) in payments.iter().enumerate() {
        let is = |other: &Payment| (&other.app, &other.payment_no) == (&payment.app, &payment.payment_no);
        if let Some(id) = except
            && payment.payment_no.as_deref().is_some_and(tells)
            && payments[..at].iter().any(is)
        {
            return Err(Failure::new(Code::PaymentNo, text!(order_paid_twice, id = id.0)));
        }
        // What two orders have had in common since earlier is no reason to refuse another correction.
        if had
            .iter()
            .any(|known| is(known) && payment.amount <= known.amount)
        {
            continue;
        }
        same = same.or(store.same_payment(payment, except)?);
    }
    let same = match same {
        Some(same) => Some(same),
        None => store.same_number(&Likeness::of(facts), except)?,
    };
    let Some(Same { of, by }) = same else {
        return Ok(());
    };
    if by == SameBy::Payment {
        return Err(Failure::new(Code::PaymentNo, text!(order_paid_twice, id = of.0)));
    }
    if force {
        return Ok(());
    }
    let said = match by {
        SameBy::Payment | SameBy::PartOfPayment => text!(order_paid_together, id = of.0),
        SameBy::MerchantNumber => text!(order_of_merchant_twice, id = of.0),
        SameBy::OrderNumber => text!(order_twice, id = of.0),
    };
    Err(Failure::new(Code::Duplicate, said))
}
