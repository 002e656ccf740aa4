//! What passes between the clockwork and the store: what the clock acts on, what it decides, and what falls due.

use super::{Fen, Moment, OrderId, Stage, Status};

/// The facts of an order on which the clock acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watched {
    /// When it should have arrived.
    pub due_at: Moment,
    /// How it was settled; none while it is open.
    pub settled: Option<Status>,
}

/// What `watch` decides about an order at one moment; the store writes it in one transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Where the order stands.
    pub status: Status,
    /// How far the matter has gone.
    pub stage: Stage,
    /// The next instant at which anything could need attention; none when nothing can.
    pub alert_after: Option<Moment>,
    /// The alert that the decision raises, as (stage, due moment).
    pub alert: Option<(Stage, Moment)>,
}

/// An alert that is due, with what its notice needs to know of the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The alert's row.
    pub alert: i64,
    /// The order.
    pub order: OrderId,
    /// The stage for which it is raised.
    pub stage: Stage,
    /// The due moment for which it is raised.
    pub due_at: Moment,
    /// Who sold it.
    pub platform: String,
    /// What was bought.
    pub product: String,
    /// What was paid and has not come back.
    pub open: Fen,
}
