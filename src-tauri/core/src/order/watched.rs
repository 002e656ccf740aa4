//! What passes between the clockwork and the store: what the clock acts on, what it decides, and what falls due.

use super::{Fen, Moment, OrderId, Span, Stage, Status};
use crate::text;
use crate::words::Text;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};
use ts_rs::TS;

/// What an alert is about.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Topic {
    /// 快到账了吗: the usual time is over, the window is not.
    Remind,
    /// Something has to be confirmed before the order can count as overdue (圈存).
    Confirm,
    /// The window is over.
    Overdue,
    /// Something came, and it is not right.
    Disputed,
    /// The platform has not answered in time.
    NoReply,
    /// The platform refused.
    Refused,
    /// What the platform promised is over.
    PromiseBroken,
    /// The day of a promised refund has come.
    RefundPromised,
    /// The deadline that the person named is over.
    FinalDeadline,
    /// The merchant should have answered the payment channel's dispute.
    DisputeReply,
    /// The merchant should have settled the payment channel's dispute.
    DisputeFinish,
    /// A dispute with a payment channel that names no time of its own should have come to something.
    DisputeFollowUp,
    /// The page soon confirms receipt by itself.
    AutoConfirm,
    /// The seller's after-sale service closes soon.
    AfterSale,
    /// 12315 should have said whether it takes the complaint.
    Acceptance,
    /// The time for 12315's mediation is over.
    Mediation,
    /// The telecom authority should have said whether it takes the complaint.
    TelecomDecision,
    /// The telecom authority should have answered.
    TelecomAnswer,
    /// A filing that names no time of its own should have come to something.
    FilingFollowUp,
    /// A filing was answered, and the matter is not settled by that.
    Answered,
    /// The days are over after which not refunding counts as stalling.
    Stalling,
    /// The payment channel soon takes no refund the same way any more.
    RefundRoute,
    /// The telecom authority soon takes no complaint any more.
    TelecomWindow,
    /// The three years are over soon.
    Limitation,
    /// The year in which the contract can be ended is over soon.
    Rescission,
}

impl Topic {
    /// What begins then, as a calendar says it.
    pub fn name(self) -> Text {
        match self {
            Self::Remind => text!(topic_remind),
            Self::Confirm => text!(topic_confirm),
            Self::Overdue => text!(topic_overdue),
            Self::Disputed => text!(topic_disputed),
            Self::NoReply => text!(topic_no_reply),
            Self::Refused => text!(topic_refused),
            Self::PromiseBroken => text!(topic_promise_broken),
            Self::RefundPromised => text!(topic_refund_promised),
            Self::FinalDeadline => text!(topic_final_deadline),
            Self::DisputeReply => text!(topic_dispute_reply),
            Self::DisputeFinish => text!(topic_dispute_finish),
            Self::DisputeFollowUp => text!(topic_dispute_follow_up),
            Self::AutoConfirm => text!(topic_auto_confirm),
            Self::AfterSale => text!(topic_after_sale),
            Self::Acceptance => text!(topic_acceptance),
            Self::Mediation => text!(topic_mediation),
            Self::TelecomDecision => text!(topic_telecom_decision),
            Self::TelecomAnswer => text!(topic_telecom_answer),
            Self::FilingFollowUp => text!(topic_filing_follow_up),
            Self::Answered => text!(topic_answered),
            Self::Stalling => text!(topic_stalling),
            Self::RefundRoute => text!(topic_refund_route),
            Self::TelecomWindow => text!(topic_telecom_window),
            Self::Limitation => text!(topic_limitation),
            Self::Rescission => text!(topic_rescission),
        }
    }

    /// Whether it stands beside the matter: it neither ends what is waited for nor is ended by it.
    pub fn is_aside(self) -> bool {
        matches!(
            self,
            Self::AutoConfirm
                | Self::AfterSale
                | Self::Stalling
                | Self::RefundRoute
                | Self::TelecomWindow
                | Self::Limitation
                | Self::Rescission
        )
    }
}

/// The moments of an order that follow from its payment, its window and its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// From when the window counts: the payment, or the platform's next release after it.
    pub counted_from: Moment,
    /// When the person is first asked whether it came; `None` if that would not be before the due moment.
    pub remind_at: Option<Moment>,
    pub due_at: Moment,
    /// Whether the kind asks for a confirmation before an order counts as overdue.
    pub confirm: bool,
}

/// What is waited for since the person last did something, as the events say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// The moments at which what is waited for is over, in order; empty while only the [`Clock`] counts.
    pub deadlines: Vec<Deadline>,
    /// The limits that run beside the matter, in order.
    pub limits: Vec<Limit>,
    /// Until when the person wants to hear nothing.
    pub snoozed_until: Option<Moment>,
    /// Whether the person confirmed what [`Clock::confirm`] asks for.
    pub confirmed: bool,
}

/// A moment at which a topic begins, at a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    pub at: Moment,
    pub stage: Stage,
    pub topic: Topic,
}

/// A limit that runs from a fact of the order, whatever is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    pub told_at: Moment,
    /// Its last moment.
    pub at: Moment,
    pub topic: Topic,
}

/// The facts of an order on which the clock acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    pub clock: Clock,
    pub course: Course,
    /// Whether something came that is not right: then nothing of it is late.
    pub disputed: bool,
    /// How it was settled; none while it is open.
    pub settled: Option<Status>,
}

impl Watched {
    /// Whether something has to be confirmed yet before the order can count as overdue.
    pub fn is_unconfirmed(&self) -> bool {
        self.clock.confirm && !self.course.confirmed
    }
}

/// What `watch` decides about an order at one moment; the store writes it in one transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub status: Status,
    /// How far the matter has gone.
    pub stage: Stage,
    /// What needs the person now; none while there is only waiting to do.
    pub topic: Option<Topic>,
    /// The next instant at which anything could need attention; none when nothing can.
    pub alert_after: Option<Moment>,
    /// The alerts that belong to this standing: one for each topic that has begun.
    pub alerts: Vec<Alert>,
}

/// What the person is told once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alert {
    /// The moment for which it is raised.
    pub at: Moment,
    pub stage: Stage,
    pub topic: Topic,
    /// The last moment of the limit that it tells of beforehand.
    pub ends: Option<Moment>,
}

/// An alert that is due, with what its notice needs to know of the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub alert: i64,
    pub order: OrderId,
    /// The stage for which it is raised.
    pub stage: Stage,
    pub topic: Topic,
    /// The moment for which it is raised.
    pub due_at: Moment,
    /// The last moment of the limit that it tells of beforehand.
    pub ends: Option<Moment>,
    pub order_due_at: Moment,
    pub platform: String,
    pub product: String,
    /// What was paid and has not come back.
    pub open: Fen,
    /// Whether it was claimed before, and may have been seen.
    pub again: bool,
    /// Whether a bubble may come up for it now: the order had none within the last hour.
    pub bubble: bool,
}

/// How long an order has peace after a bubble.
pub const MIN_BUBBLE_GAP: Span = Span::HOUR;
