//! What stands before the person while the thread ticks.

use daozhang_api::Event;
use daozhang_core::order::OrderId;

/// A window and a tray, which may both be missing. Nothing here waits for the data file.
pub trait Desk: Send + Sync {
    /// Whether the person can see the window.
    fn is_visible(&self) -> bool;

    /// Tells the page, and nobody else.
    fn tell_page(&self, event: &Event);

    /// Brings the window up, and shows an order in it where one is named.
    fn open(&self, order: Option<OrderId>);

    /// Shows how things stand now.
    fn refresh(&self);
}
