//! record (记) on the store: logging, correcting, attaching, telling.

use crate::data_file::{DataFile, changed, logged};
use crate::settle::still_open;
use daozhang_core::order::{Attachment, Change, EventKind, Facts, Moment, OrderId};
use daozhang_core::record::{self, Draft, Told};
use daozhang_core::store::Store;
use daozhang_core::{Code, Failure, Outcome, text};

impl DataFile {
    /// Logs an order with its files.
    pub fn log(&mut self, draft: &Draft, shots: &[Attachment], now: Moment) -> Outcome<OrderId> {
        let facts = record::check(draft, &self.works.rules, now)?.facts;
        let clockwork = self.works.at(now);
        self.store.write(|tx| {
            let facts = with_learned_window(tx, facts)?;
            if !draft.force {
                refuse_duplicate(tx, &facts, None)?;
            }
            logged(tx, facts, Vec::new(), shots, &clockwork)
        })
    }

    /// Corrects the facts of an order; the old ones stay in the timeline.
    pub fn edit(&mut self, id: OrderId, draft: &Draft, now: Moment) -> Outcome<()> {
        let facts = record::check(draft, &self.works.rules, now)?.facts;
        let clockwork = self.works.at(now);
        self.store.write(|tx| {
            if !draft.force {
                refuse_duplicate(tx, &facts, Some(id))?;
            }
            let case = tx.case(id)?;
            let known = &case.order.facts;
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
            let change = if *known == facts {
                Change::default()
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

    /// Attaches files to an order; those it has already change nothing.
    pub fn attach(&mut self, id: OrderId, shots: &[Attachment], now: Moment) -> Outcome<()> {
        self.change(id, now, |_| {
            Ok(Change {
                shots,
                ..Change::default()
            })
        })
    }

    /// Writes down what the person tells, with files.
    pub fn tell(&mut self, id: OrderId, told: &Told, shots: &[Attachment], now: Moment) -> Outcome<()> {
        let works = self.works.clone();
        self.change(id, now, |case| {
            let happening =
                record::check_told(told, case.order.facts.paid_at, &works.rules, now, works.zone)?;
            if happening.kind != EventKind::Note {
                still_open(&case.order)?;
            }
            Ok(Change {
                shots,
                ..Change::of(happening)
            })
        })
    }
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

fn refuse_duplicate(store: &Store, facts: &Facts, except: Option<OrderId>) -> Outcome<()> {
    match store.duplicate(facts, except)? {
        None => Ok(()),
        Some(id) => Err(Failure::new(Code::Duplicate, text!(order_twice, id = id.0))),
    }
}
