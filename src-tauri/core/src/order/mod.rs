//! The floor under all rooms: what an order is, what happened to it, and the files attached to it.
//!
//! Plain values only. Nothing here reads input (that is `record`), decides (`watch`, `escalate`) or stores.

mod amount;
mod case;
mod event;
mod facts;
mod history;
mod keys;
mod moment;
mod payment;
mod person;
mod problem;
mod seller;
mod shot;
pub mod view;
mod watched;

pub use amount::Fen;
pub use case::{Attachment, Case, Change, Next, Platform, SetRight};
pub use event::{
    ChainFault, Event, EventKind, Happening, Standing, adding_of, arrival, before_other_role, check_chain,
    dispute, follows, most_received, standing, undone,
};
pub use facts::{Facts, facts_told, written};
pub use history::{
    AnsweredFacts, FiledFacts, Filing, FilingAnswer, History, PromisedFacts, RefusedFacts, Said, answer_words,
};
pub use keys::{
    CardKey, KeptKey, KeyState, KeyTally, KeysFacts, Ledger, LedgerKey, TriedFacts, shown, without_keys,
};
pub use moment::{BEIJING, Moment, Span, Zone};
pub use payment::Payment;
pub use person::Person;
pub use problem::{Problem, ProblemFacts, RefundTo, RefundedFacts};
pub use seller::{LOST_PLATFORM, NO_SELLER, PLATFORM_BLANK, Seller, SellerKind, named, named_or_blank};
pub use shot::{Media, NewShot, Sha256, Shot, ShotRole, Tie};
pub use watched::{Alert, Clock, Course, Deadline, Due, Limit, MIN_BUBBLE_GAP, Plan, Topic, Watched};

use crate::text;
use crate::words::Text;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};
use ts_rs::TS;

/// The number of an order in its data file, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OrderId(pub i64);

/// Where an order stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Status {
    /// 待到账: paid, within its window.
    Awaiting,
    /// 已逾期: its window has passed.
    Overdue,
    /// 有争议: something came or was done, and it is not right.
    Disputed,
    /// 已到账.
    Arrived,
    /// 已退款, in full.
    Refunded,
    /// 已关闭, with a reason.
    Closed,
}

/// How far the matter has gone.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    TS,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Stage {
    /// Within the window.
    Waiting,
    /// 催平台.
    Demand,
    /// 平台介入: the marketplace on which the shop is.
    Marketplace,
    /// 限期催告.
    FinalDemand,
    /// The payment channel's dispute.
    PaymentDispute,
    /// 12315 and the other authorities.
    Authority,
    /// Nothing more to do.
    Closed,
}

/// The word that stands in the database and in JSON for a value of an enum. Words are never changed.
pub trait Word: Sized + Copy + PartialEq + 'static {
    /// Every value.
    const ALL: &'static [Self];

    fn word(self) -> &'static str;

    /// The value of a word, if there is one.
    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.word() == word)
    }
}

impl<T: Copy + PartialEq + Into<&'static str> + VariantArray + 'static> Word for T {
    const ALL: &'static [Self] = Self::VARIANTS;

    fn word(self) -> &'static str {
        self.into()
    }
}

macro_rules! words {
    ($type:ty, $($value:ident => $word:literal),+ $(,)?) => {
        impl $crate::order::Word for $type {
            const ALL: &'static [Self] = &[$(<$type>::$value),+];
            fn word(self) -> &'static str {
                match self { $(<$type>::$value => $word),+ }
            }
        }
    };
}
pub(crate) use words;

impl Status {
    /// Whether something is still owed.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Awaiting | Self::Overdue | Self::Disputed)
    }

    pub fn name(self) -> Text {
        match self {
            Self::Awaiting => text!(status_awaiting),
            Self::Overdue => text!(status_overdue),
            Self::Disputed => text!(status_disputed),
            Self::Arrived => text!(status_arrived),
            Self::Refunded => text!(status_refunded),
            Self::Closed => text!(status_closed),
        }
    }
}

/// One payment for one thing that has to arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    pub id: OrderId,
    pub facts: Facts,
    /// The moments that follow from it.
    pub clock: Clock,
    /// What is waited for, as the events say.
    pub course: Course,
    /// What the events say of it.
    pub standing: Standing,
    pub status: Status,
    /// How far the matter has gone.
    pub stage: Stage,
    /// What needs the person now.
    pub topic: Option<Topic>,
    /// The next instant at which anything could need attention.
    pub alert_after: Option<Moment>,
    /// The person's own words on it.
    pub tags: Vec<String>,
    /// Whether it is one of the made-up samples.
    pub sample: bool,
    pub created_at: Moment,
}

impl Order {
    /// What the clock acts on.
    pub fn watched(&self) -> Watched {
        Watched {
            clock: self.clock,
            course: self.course.clone(),
            disputed: self.status == Status::Disputed,
            settled: (!self.status.is_open()).then_some(self.status),
        }
    }

    /// What is asked for: the part that did not come as it should, less what came back. Nothing while it may still come in
    /// time, and nothing any more once it is settled.
    pub fn claim(&self) -> Fen {
        match self.status {
            Status::Awaiting => Fen(0),
            _ => self.open(),
        }
    }

    /// What is owed, whether it is asked for already or may still come in time.
    pub fn open(&self) -> Fen {
        if self.status.is_open() {
            self.standing.claim(&self.facts)
        } else {
            Fen(0)
        }
    }
}

/// What was typed into a field, or nothing.
pub fn given(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The start of what a person typed, for showing it back in a sentence of one line.
pub fn excerpt(text: &str) -> String {
    const SHOWN: usize = 20;
    let mut shown: String = text
        .chars()
        .take(SHOWN)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}
