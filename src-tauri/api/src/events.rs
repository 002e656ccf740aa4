//! What the app tells the page without being asked, once each.

use crate::table::events;
use crate::{BillDropped, StagedShots};
use serde::Serialize;
use ts_rs::TS;

/// Whether files are held over the window.
#[derive(Clone, Copy, Debug, Serialize, TS)]
#[ts(export)]
pub struct Hover {
    pub over: bool,
}

/// An order that the page has to show.
#[derive(Clone, Copy, Debug, Serialize, TS)]
#[ts(export)]
pub struct ShownOrder {
    pub id: i64,
}

/// The present moment, RFC 3339.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct Tick {
    pub now: String,
}

/// How many of how many steps of something long are done.
#[derive(Clone, Copy, Debug, Serialize, TS)]
#[ts(export)]
pub struct Progress {
    pub done: usize,
    pub total: usize,
}

events! {
    OrdersChanged(()) = "orders://changed";
    Tick(Tick) = "watch://tick";
    ShotsStaged(StagedShots) = "shots://staged";
    ShotsHover(Hover) = "shots://hover";
    OpenOrder(ShownOrder) = "app://open-order";
    RecordFromClipboard(()) = "app://record-from-clipboard";
    BillDropped(BillDropped) = "bill://dropped";
    ExportProgress(Progress) = "export://progress";
    BillProgress(Progress) = "bill://progress";
}
