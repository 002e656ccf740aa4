//! What the parts of the window's process share beside the session.

use super::place::Place;
use crate::watcher::Wake;
use daozhang_api::Session;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

/// The shared state.
pub struct State {
    pub place: Place,
    pub session: Arc<Session>,
    /// What the page does once it listens.
    pub page: Mutex<Page>,
    /// Whether closing the window leaves the app in the tray. Kept here because the window's thread asks, and must not
    /// wait for the data file.
    pub close_to_tray: AtomicBool,
    /// Wakes the ticking thread.
    pub wake: Arc<Wake>,
}

/// How far the page is.
#[derive(Default)]
pub struct Page {
    /// Whether it has painted, and so listens to events.
    pub ready: bool,
    /// The order that it was asked to show before it listened.
    pub order: Option<i64>,
    /// Whether it was asked to log an order from the clipboard before it listened.
    pub record: bool,
}

impl State {
    pub fn new(session: Arc<Session>, place: Place) -> Self {
        Self {
            place,
            session,
            page: Mutex::default(),
            close_to_tray: AtomicBool::new(true),
            wake: Arc::default(),
        }
    }
}
