//! An order with all that decides what becomes of it, and what it becomes. `watch` makes the one out of the other.

use super::{
    Alert, CardKey, Clock, Course, Event, Facts, Happening, KeptKey, Moment, NewShot, Order, Plan, Seller,
    Sha256, Shot, ShotRole, Standing, Tie, Topic,
};

/// A file to attach, with what it shows. Where that is not said, it is what the order has or had the file as, and else the
/// payment.
pub type Attachment = (NewShot, Option<ShotRole>);

/// A platform, as far as its orders' clock asks for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Platform {
    /// Who is behind it, under its name.
    pub seller: Seller,
    /// The times of day at which it issues, as they were typed; empty for any time.
    pub release_times: String,
}

/// An order as it stands in the data file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    pub order: Order,
    /// Its timeline, oldest first.
    pub events: Vec<Event>,
    pub shots: Vec<Shot>,
    /// Its card keys, also those of events that were taken back.
    pub keys: Vec<KeptKey>,
    pub platform: Platform,
    pub set_right: Vec<SetRight>,
}

/// When the clock was found to have been ahead: the events up to `seq` were written then at the latest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetRight {
    pub seq: u32,
    pub at: Moment,
}

/// What is to happen to an order.
#[derive(Clone, Debug, Default)]
pub struct Change<'a> {
    /// New facts, where they are corrected: the timeline says so behind the rest.
    pub facts: Option<Facts>,
    /// What the timeline says of the correction.
    pub why: Option<String>,
    /// What happened, in order.
    pub happenings: Vec<Happening>,
    /// Files; of those that the order has already only another role is news.
    pub shots: &'a [Attachment],
    /// The same of files whose bytes are kept already.
    pub ties: Vec<Tie>,
    /// The card keys that the happening among them is about which wrote them down.
    pub keys: Vec<CardKey>,
}

/// What an order becomes, all of it: the store writes this down and decides nothing.
#[derive(Clone, Debug)]
pub struct Next<'a> {
    pub facts: Facts,
    /// Whether the facts are other than those in the data file.
    pub corrected: bool,
    /// The moments that follow from them.
    pub clock: Clock,
    /// The events that are new, chained to those before.
    pub events: Vec<Event>,
    /// The files that it has no more, or only under another role.
    pub taken_off: Vec<Sha256>,
    /// The files that are new, or have a new role.
    pub ties: Vec<Tie>,
    /// Those of them that came with their bytes.
    pub files: Vec<&'a NewShot>,
    /// The card keys that are new.
    pub keys: Vec<KeptKey>,
    pub standing: Standing,
    pub course: Course,
    pub plan: Plan,
    /// What fell due before the change, and no sweep has raised yet.
    pub due: Vec<Alert>,
    /// The topics beside the matter that have begun: what waits of them goes on waiting, whatever else was done.
    pub beside: Vec<Topic>,
    /// Whether the person is looking at it: what falls due only by the change need not be told.
    pub seen: bool,
    /// The moment for which all of that holds.
    pub at: Moment,
}

impl Platform {
    /// One of which nothing is known but its name.
    pub fn unknown(name: &str) -> Self {
        Self {
            seller: Seller {
                platform: name.to_owned(),
                ..Seller::default()
            },
            release_times: String::new(),
        }
    }
}

impl Change<'_> {
    pub fn of(happening: Happening) -> Self {
        Self {
            happenings: vec![happening],
            ..Self::default()
        }
    }

    pub fn correcting(facts: Facts) -> Self {
        Self {
            facts: Some(facts),
            ..Self::default()
        }
    }
}
