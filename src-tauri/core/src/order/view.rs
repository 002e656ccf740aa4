//! How orders are shown outside of the core: the JSON of the command line and of the page, which is also what an
//! evidence package holds. Times are RFC 3339 with offset, money is integer 分.

use super::{
    Event, EventKind, KeyState, Ledger, Order, Problem, Shot, ShotRole, Stage, Status, Topic, Word, Zone,
    undone,
};
use crate::words::Text;
use serde::Serialize;
use ts_rs::TS;

/// An order as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct OrderView {
    pub id: i64,
    pub platform: String,
    pub product: String,
    pub kind: String,
    pub account: Option<String>,
    pub order_no: Option<String>,
    /// How many equal things were ordered; `amount_fen` is for all of them.
    pub quantity: u32,
    pub amount_fen: i64,
    /// What the page asked for, where it is not what was paid.
    pub requested_fen: Option<i64>,
    /// Money that came back, and what was accepted in its place.
    pub refunded_fen: i64,
    /// What came back in another form and was not accepted.
    pub credited_fen: i64,
    /// What is wrong, as far as it was said.
    pub problem: Option<Problem>,
    /// How many came as they should.
    pub received: u32,
    /// What is asked for: 0 where nothing is yet, or any more.
    pub claim_fen: i64,
    /// What is owed, whether it is asked for already or may still come in time; 0 once it is settled.
    pub open_fen: i64,
    pub channel: Option<String>,
    /// Of several payments that of the first.
    pub payment_no: Option<String>,
    /// What it was paid by; nearly always one.
    pub payments: Vec<PaymentView>,
    pub merchant_order_no: Option<String>,
    pub merchant: Option<String>,
    pub note: Option<String>,
    pub paid_at: String,
    pub window_seconds: i64,
    pub window_promised: bool,
    /// From when the window counts: the payment, or the platform's next release after it.
    pub counted_from: String,
    /// When the person is first asked whether it came.
    pub remind_at: Option<String>,
    pub due_at: String,
    pub status: Status,
    pub stage: Stage,
    /// What needs the person now; none while there is only waiting to do.
    pub topic: Option<Topic>,
    /// What is waited for since the person last did something.
    pub deadlines: Vec<DeadlineView>,
    pub snoozed_until: Option<String>,
    pub next_alert_at: Option<String>,
    pub settled_at: Option<String>,
    pub closed_reason: Option<String>,
    /// The person's own words on it.
    pub tags: Vec<String>,
    pub sample: bool,
    pub created_at: String,
}

/// A payment, as far as it went to the order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PaymentView {
    /// The key of the payment channel.
    pub app: Option<String>,
    pub payment_no: Option<String>,
    /// What of it went to this order.
    pub amount_fen: i64,
    pub paid_at: String,
}

/// A moment at which something that is waited for is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct DeadlineView {
    /// When.
    pub at: String,
    /// What is over then.
    pub topic: Topic,
}

/// An event as a timeline shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct EventView {
    pub seq: u32,
    pub kind: EventKind,
    /// What happened, as a timeline calls it.
    pub name: Text,
    pub at: String,
    pub recorded_at: String,
    pub text: Option<String>,
    pub until: Option<String>,
    pub amount_fen: Option<i64>,
    pub shot_sha256: Option<String>,
    pub undoes: Option<u32>,
    /// Whether a later event takes this one back.
    pub undone: bool,
    /// Whether the person may take it back.
    pub undoable: bool,
    /// The facts as logged, or what was corrected: the text of a JSON object.
    pub facts: Option<String>,
    pub hash: String,
    /// `at`, `recorded_at` and `until` in milliseconds UTC, as the hash covers them.
    pub hashed_ms: (i64, i64, Option<i64>),
}

/// An attached file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ShotView {
    pub sha256: String,
    pub role: ShotRole,
    pub name: String,
    pub media: String,
    pub bytes: u64,
    pub width: Option<u32>,
    pub height: Option<u32>,
    pub added_at: String,
}

/// A card key as everybody may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct KeyView {
    /// Its number in the ledger.
    pub n: u32,
    /// The end of the key, or of the card's number where it has one; none of a short one.
    pub last4: Option<String>,
    pub state: KeyState,
    /// When it was tried first.
    pub tried_at: Option<String>,
    /// The exact words of the page.
    pub says: Option<String>,
    /// The hash of a picture of the page.
    pub piece: Option<String>,
}

/// An order with its timeline, oldest event first, and its files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct OrderDetail {
    /// The order.
    #[serde(flatten)]
    pub order: OrderView,
    /// What happened.
    pub events: Vec<EventView>,
    /// What is attached.
    pub shots: Vec<ShotView>,
    /// Its card keys, as far as they were written down.
    pub keys: Vec<KeyView>,
    /// Whether nobody said yet whether those are all that came, so that nothing can be said of the rest.
    pub keys_open: bool,
    /// The order that has the same payment, where an earlier version let two have it: most likely they are one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub double_of: Option<i64>,
}

impl OrderView {
    /// Shows an order in a zone.
    pub fn new(order: &Order, zone: Zone) -> Self {
        let facts = &order.facts;
        Self {
            id: order.id.0,
            platform: facts.platform.clone(),
            product: facts.product.clone(),
            kind: facts.kind.clone(),
            account: facts.account.clone(),
            order_no: facts.order_no.clone(),
            quantity: facts.quantity,
            amount_fen: facts.amount.0,
            requested_fen: facts.requested.map(|fen| fen.0),
            refunded_fen: order.standing.refunded.0,
            credited_fen: order.standing.credited.0,
            problem: order.standing.problem,
            received: order.standing.received,
            claim_fen: order.claim().0,
            open_fen: order.open().0,
            channel: facts.channel.clone(),
            payment_no: facts.payment_no.clone(),
            payments: facts
                .paid()
                .into_iter()
                .map(|payment| PaymentView {
                    app: payment.app,
                    payment_no: payment.payment_no,
                    amount_fen: payment.amount.0,
                    paid_at: payment.paid_at.rfc3339(zone),
                })
                .collect(),
            merchant_order_no: facts.merchant_order_no.clone(),
            merchant: facts.merchant.clone(),
            note: facts.note.clone(),
            paid_at: facts.paid_at.rfc3339(zone),
            window_seconds: facts.window.0 / 1000,
            window_promised: facts.window_promised,
            counted_from: order.clock.counted_from.rfc3339(zone),
            remind_at: order.clock.remind_at.map(|at| at.rfc3339(zone)),
            due_at: order.clock.due_at.rfc3339(zone),
            status: order.status,
            stage: order.stage,
            topic: order.topic,
            deadlines: order
                .course
                .deadlines
                .iter()
                .map(|one| DeadlineView {
                    at: one.at.rfc3339(zone),
                    topic: one.topic,
                })
                .collect(),
            snoozed_until: order.course.snoozed_until.map(|at| at.rfc3339(zone)),
            next_alert_at: order.alert_after.map(|at| at.rfc3339(zone)),
            settled_at: order.standing.settled.map(|(_, at)| at.rfc3339(zone)),
            closed_reason: order.standing.closed_reason.clone(),
            tags: order.tags.clone(),
            sample: order.sample,
            created_at: order.created_at.rfc3339(zone),
        }
    }
}

impl EventView {
    /// Shows a whole timeline in a zone.
    pub fn all(events: &[Event], zone: Zone) -> Vec<Self> {
        let undone = undone(events);
        events
            .iter()
            .map(|event| Self {
                seq: event.seq,
                kind: event.what.kind,
                name: event.what.kind.name(),
                at: event.what.at.rfc3339(zone),
                recorded_at: event.recorded_at.rfc3339(zone),
                text: event.what.text.clone(),
                until: event.what.until.map(|at| at.rfc3339(zone)),
                amount_fen: event.what.amount.map(|fen| fen.0),
                shot_sha256: event.what.shot.map(|hash| hash.to_string()),
                undoes: event.what.undoes,
                undone: undone.contains(&event.seq),
                undoable: event.what.kind.can_be_undone() && !undone.contains(&event.seq),
                facts: event.what.facts.clone(),
                hash: event.hash.to_string(),
                hashed_ms: (
                    event.what.at.0,
                    event.recorded_at.0,
                    event.what.until.map(|at| at.0),
                ),
            })
            .collect()
    }
}

impl KeyView {
    /// Shows the keys that a timeline tells, with those pictures that the order still has.
    pub fn all(events: &[Event], shots: &[Shot], zone: Zone) -> Vec<Self> {
        let has = |sha256: &super::Sha256| shots.iter().any(|shot| shot.sha256 == *sha256);
        Ledger::of(events)
            .keys
            .into_iter()
            .map(|key| Self {
                n: key.n,
                last4: key.last4,
                state: key.state,
                tried_at: key.tried_at.map(|at| at.rfc3339(zone)),
                says: key.says,
                piece: key
                    .piece
                    .filter(|piece| has(piece))
                    .map(|piece| piece.to_string()),
            })
            .collect()
    }
}

impl ShotView {
    /// Shows an attached file in a zone.
    pub fn new(shot: &Shot, zone: Zone) -> Self {
        Self {
            sha256: shot.sha256.to_string(),
            role: shot.role,
            name: shot.name.clone(),
            media: shot.media.word().to_owned(),
            bytes: shot.bytes,
            width: shot.pixels.map(|(width, _)| width),
            height: shot.pixels.map(|(_, height)| height),
            added_at: shot.added_at.rfc3339(zone),
        }
    }
}
