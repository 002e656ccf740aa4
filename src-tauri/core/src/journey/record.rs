//! record (记) on the store: logging, correcting, attaching, telling.

use super::facts::facts_json;
use super::settle::still_open;
use super::{Attachment, Journey};
use crate::order::{EventKind, Facts, Happening, Moment, OrderId};
use crate::record::{self, Draft, Told};
use crate::store::Change;
use crate::{Code, Failure, Outcome};

impl Journey {
    /// Logs an order with its files.
    pub fn log(&mut self, draft: &Draft, shots: &[Attachment], now: Moment) -> Outcome<OrderId> {
        let facts = record::check(draft, &self.works.rules, now, self.works.zone)?.facts;
        let facts = self.with_learned_window(facts)?;
        if !draft.force {
            self.refuse_duplicate(&facts, None)?;
        }
        self.insert(&facts, shots, Vec::new(), false, now)
    }

    /// Logs made-up orders, for trying the app out. `told` is what happened to them since.
    pub(crate) fn insert(
        &mut self,
        facts: &Facts,
        shots: &[Attachment],
        told: Vec<Happening>,
        sample: bool,
        now: Moment,
    ) -> Outcome<OrderId> {
        let logged = Happening {
            facts: Some(facts_json(facts)),
            ..Happening::new(EventKind::Logged, now)
        };
        let happenings = std::iter::once(logged).chain(told).collect();
        let shots: Vec<_> = shots.iter().map(|(shot, role)| (shot, *role)).collect();
        self.store
            .insert(facts, &shots, happenings, sample, now, &self.works)
    }

    /// Corrects the facts of an order; the old ones stay in the timeline.
    pub fn edit(&mut self, id: OrderId, draft: &Draft, now: Moment) -> Outcome<()> {
        let facts = record::check(draft, &self.works.rules, now, self.works.zone)?.facts;
        if !draft.force {
            self.refuse_duplicate(&facts, Some(id))?;
        }
        let learned = self.with_learned_window(facts.clone())?;
        self.change(id, &[], now, |order, _| {
            let same = !order.facts.window_promised
                && order.facts.platform == facts.platform
                && order.facts.kind == facts.kind;
            let facts = match (facts.window_promised, same) {
                (true, _) => facts,
                // Correcting a note is no reason to count another window.
                (false, true) => Facts {
                    window: order.facts.window,
                    ..facts
                },
                (false, false) => learned,
            };
            if order.facts == facts {
                return Ok(Change::default());
            }
            if order.standing.refunded > facts.amount {
                return Err(Failure::new(
                    Code::Amount,
                    format!(
                        "金额比已退款的 {} 元还少，请核对。",
                        order.standing.refunded.yuan()
                    ),
                ));
            }
            let corrected = Happening {
                facts: Some(facts_json(&facts)),
                ..Happening::new(EventKind::Edited, now)
            };
            Ok(Change {
                facts: Some(facts.clone()),
                ..Change::of(corrected)
            })
        })
    }

    /// Attaches files to an order; those it has already change nothing.
    pub fn attach(&mut self, id: OrderId, shots: &[Attachment], now: Moment) -> Outcome<()> {
        self.change(id, shots, now, |_, _| Ok(Change::default()))
    }

    /// Writes down what the person tells, with files.
    pub fn tell(&mut self, id: OrderId, told: &Told, shots: &[Attachment], now: Moment) -> Outcome<()> {
        let zone = self.works.zone;
        self.change(id, shots, now, |order, _| {
            let happening = record::check_told(told, order.facts.paid_at, now, zone)?;
            if happening.kind != EventKind::Note {
                still_open(order)?;
            }
            Ok(Change::of(happening))
        })
    }

    fn refuse_duplicate(&self, facts: &Facts, except: Option<OrderId>) -> Outcome<()> {
        match self.store.duplicate(facts, except)? {
            None => Ok(()),
            Some(id) => Err(Failure::new(
                Code::Duplicate,
                format!(
                    "这个平台的同一个订单号已经记过了（编号 {}）；确实是另一笔的话，可以选择仍要记下。",
                    id.0
                ),
            )),
        }
    }
}
