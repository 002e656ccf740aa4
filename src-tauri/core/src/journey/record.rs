//! record (记) on the store: logging, correcting, attaching, telling.

use super::settle::still_open;
use super::{Attachment, Journey};
use crate::order::{EventKind, Facts, Fen, Happening, Moment, OrderId, Span};
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

/// The facts as they stand in the chained timeline: compact JSON, times in milliseconds UTC, money in 分.
pub(super) fn facts_json(facts: &Facts) -> String {
    serde_json::json!({
        "platform": facts.platform,
        "product": facts.product,
        "kind": facts.kind,
        "account": facts.account,
        "order_no": facts.order_no,
        "amount_fen": facts.amount.0,
        "channel": facts.channel,
        "payment_no": facts.payment_no,
        "merchant_order_no": facts.merchant_order_no,
        "merchant": facts.merchant,
        "note": facts.note,
        "paid_at": facts.paid_at.0,
        "window_ms": facts.window.0,
        "window_promised": facts.window_promised,
    })
    .to_string()
}

/// Reads facts as they stand in a timeline; none if they are not what this app writes.
pub(super) fn read_facts(json: &str) -> Option<Facts> {
    let value: serde_json::Value = serde_json::from_str(json).ok()?;
    let text = |key: &str| value[key].as_str().map(str::to_owned);
    Some(Facts {
        platform: text("platform")?,
        product: text("product")?,
        kind: text("kind")?,
        account: text("account"),
        order_no: text("order_no"),
        amount: Fen(value["amount_fen"].as_i64()?),
        channel: text("channel"),
        payment_no: text("payment_no"),
        merchant_order_no: text("merchant_order_no"),
        merchant: text("merchant"),
        note: text("note"),
        paid_at: Moment(value["paid_at"].as_i64()?),
        window: Span(value["window_ms"].as_i64()?),
        window_promised: value["window_promised"].as_bool()?,
    })
}
