//! What all parts of the window's process share.

use crate::clock;
use crate::importing::Importing;
use crate::lock::lock;
use crate::staging::Staging;
use crate::wake::Wake;
use daozhang_core::journey::Journey;
use daozhang_core::order::Moment;
use daozhang_core::{Failure, Outcome};
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use tauri::{AppHandle, Emitter, Manager};

/// Tells the page that something was written: it fetches anew what it shows.
pub const ORDERS_CHANGED: &str = "orders://changed";

/// The shared state.
pub struct State {
    folder: PathBuf,
    /// Opened by whoever needs it first, so that the window's thread does not wait for it.
    journey: Mutex<Option<Outcome<Journey>>>,
    /// Files that wait to be attached.
    pub staging: Mutex<Staging>,
    /// The bill or spreadsheet that is about to be imported.
    pub importing: Mutex<Importing>,
    /// Folders of packages that were written in this session: only these may be opened.
    pub packages: Mutex<HashSet<PathBuf>>,
    /// Whether the person has stopped the export that is running.
    pub export_stopped: AtomicBool,
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
    /// The state over a data folder. A folder that cannot be opened is no reason to show no window: every command then
    /// says why.
    pub fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            journey: Mutex::default(),
            staging: Mutex::default(),
            importing: Mutex::default(),
            packages: Mutex::default(),
            export_stopped: AtomicBool::new(false),
            page: Mutex::default(),
            close_to_tray: AtomicBool::new(true),
            wake: Arc::default(),
        }
    }

    /// Works on the data file, one caller at a time.
    pub fn with_journey<T>(&self, work: impl FnOnce(&mut Journey, Moment) -> Outcome<T>) -> Outcome<T> {
        let mut journey = lock(&self.journey);
        match journey.get_or_insert_with(|| Journey::open(&self.folder, clock::zone())) {
            Ok(journey) => {
                // The computer may have been carried to another zone since.
                journey.set_zone(clock::zone());
                work(journey, clock::now())
            }
            Err(failure) => Err(failure.clone()),
        }
    }
}

/// Runs blocking work off the window's thread.
pub async fn off_thread<T: Send + 'static>(
    app: AppHandle,
    work: impl FnOnce(&AppHandle, &State) -> Outcome<T> + Send + 'static,
) -> Outcome<T> {
    tauri::async_runtime::spawn_blocking(move || {
        let state = app.state::<State>();
        work(&app, &state)
    })
    .await
    .unwrap_or_else(|error| {
        tracing::error!(%error, "a command panicked");
        Err(Failure::failed(
            "程序内部出错，这一步没有完成；请重试，仍不行请重启到账。",
        ))
    })
}

/// Reads from the data file, off the window's thread.
pub async fn read<T: Send + 'static>(
    app: AppHandle,
    work: impl FnOnce(&mut Journey, Moment) -> Outcome<T> + Send + 'static,
) -> Outcome<T> {
    off_thread(app, |_, state| state.with_journey(work)).await
}

/// Writes to the data file, off the window's thread; then tells the page and wakes the ticking thread.
pub async fn write<T: Send + 'static>(
    app: AppHandle,
    work: impl FnOnce(&State, &mut Journey, Moment) -> Outcome<T> + Send + 'static,
) -> Outcome<T> {
    off_thread(app, |app, state| {
        let done = state.with_journey(|journey, now| work(state, journey, now))?;
        changed(app, state);
        Ok(done)
    })
    .await
}

/// Tells the page that something was written, and wakes the ticking thread.
pub fn changed(app: &AppHandle, state: &State) {
    if let Err(error) = app.emit(ORDERS_CHANGED, ()) {
        tracing::warn!(%error, "the page could not be told of a change");
    }
    state.wake.wake();
}
