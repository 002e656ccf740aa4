//! What all parts of the window's process share.

use crate::clock;
use crate::importing::Importing;
use crate::lock::lock;
use crate::staging::Staging;
use crate::wake::Wake;
use daozhang_api::Journey;
use daozhang_core::order::Moment;
use daozhang_core::store::file::{Passphrase, is_protected};
use daozhang_core::{Code, Failure, Outcome};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tauri::{AppHandle, Emitter, Manager};

/// Tells the page that something was written: it fetches anew what it shows.
pub const ORDERS_CHANGED: &str = "orders://changed";

pub struct State {
    folder: PathBuf,
    /// Opened at the first use, so that the window's thread does not wait for it. One that could not be opened is
    /// tried again: it may be whole, free or unlocked by then.
    journey: Mutex<Option<Journey>>,
    /// What the person unlocked the data file with.
    passphrase: Mutex<Option<Passphrase>>,
    /// How often in a row a wrong one was typed.
    wrong: AtomicU32,
    /// The backup that was looked into last, with its passphrase: this one alone can be restored.
    pub looked: Mutex<Option<(PathBuf, Option<Passphrase>)>>,
    /// Files that wait to be attached.
    pub staging: Mutex<Staging>,
    /// The bill or spreadsheet that is about to be imported.
    pub importing: Mutex<Importing>,
    /// Folders of packages that were written in this session: only these may be opened.
    pub packages: Mutex<HashSet<PathBuf>>,
    /// Whether the person has stopped the export that is running.
    pub export_stopped: AtomicBool,
    /// Whether a daily backup is being made.
    pub backing_up: AtomicBool,
    /// What the page does once it listens.
    pub page: Mutex<Page>,
    /// Whether closing the window leaves the app in the tray. Kept here because the window's thread asks, and must not
    /// wait for the data file.
    pub close_to_tray: AtomicBool,
    pub wake: Arc<Wake>,
}

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
            passphrase: Mutex::default(),
            wrong: AtomicU32::new(0),
            looked: Mutex::default(),
            staging: Mutex::default(),
            importing: Mutex::default(),
            packages: Mutex::default(),
            export_stopped: AtomicBool::new(false),
            backing_up: AtomicBool::new(false),
            page: Mutex::default(),
            close_to_tray: AtomicBool::new(true),
            wake: Arc::default(),
        }
    }

    /// The folder of the data file.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What the person unlocked the data file with.
    pub fn passphrase(&self) -> Option<Passphrase> {
        lock(&self.passphrase).clone()
    }

    /// Whether the data file is locked with a passphrase. One that is open is not looked at: that would take SQLite's locks
    /// away.
    pub fn is_protected(&self) -> bool {
        let open = lock(&self.journey);
        open.as_ref()
            .map_or_else(|| is_protected(&self.folder), Journey::is_locked)
    }

    /// Works on the data file, one caller at a time.
    pub fn with_journey<T>(&self, work: impl FnOnce(&mut Journey, Moment) -> Outcome<T>) -> Outcome<T> {
        let mut open = lock(&self.journey);
        let journey = match &mut *open {
            Some(journey) => journey,
            none => {
                let opened = Journey::unlock(&self.folder, clock::zone(), self.passphrase().as_ref());
                none.insert(opened.map_err(|failure| self.asked_anew(failure))?)
            }
        };
        // The computer may have been carried to another zone since.
        journey.set_zone(clock::zone());
        work(journey, clock::now())
    }

    /// A passphrase that no longer fits, because another process changed it or a change stopped half-way, is asked for.
    fn asked_anew(&self, failure: Failure) -> Failure {
        if failure.code != Code::Passphrase {
            return failure;
        }
        *lock(&self.passphrase) = None;
        Failure::new(Code::Locked, "数据文件加了锁，请先输入口令。")
    }

    pub fn unlock(&self, passphrase: Passphrase) -> Outcome<()> {
        let mut open = lock(&self.journey);
        match Journey::unlock(&self.folder, clock::zone(), Some(&passphrase)) {
            Ok(journey) => {
                *open = Some(journey);
                *lock(&self.passphrase) = Some(passphrase);
                self.wrong.store(0, Ordering::Relaxed);
                Ok(())
            }
            Err(failure) if failure.code == Code::Passphrase => {
                drop(open);
                Err(self.wrong_passphrase())
            }
            Err(failure) => Err(failure),
        }
    }

    /// What is said of a wrong passphrase: at once for the first few, then later and later, so that trying many is no way.
    pub fn wrong_passphrase(&self) -> Failure {
        const AT_ONCE: u32 = 3;
        const LONGEST: u64 = 30;
        let wrong = self.wrong.fetch_add(1, Ordering::Relaxed);
        if let Some(more) = wrong.checked_sub(AT_ONCE) {
            let seconds = 1u64.checked_shl(more).unwrap_or(LONGEST).min(LONGEST);
            std::thread::sleep(Duration::from_secs(seconds));
        }
        Failure::new(Code::Passphrase, "口令不对，请再试一次；口令分大小写。")
    }

    /// Locks the data file again: closes it, and forgets the passphrase.
    pub fn forget_passphrase(&self) {
        let mut open = lock(&self.journey);
        *open = None;
        *lock(&self.passphrase) = None;
    }

    /// Closes the data file while something takes its place; `work` says what it is unlocked with from then on.
    pub fn replace<T>(
        &self,
        work: impl FnOnce(&Path, Option<&Passphrase>) -> Outcome<(T, Option<Passphrase>)>,
    ) -> Outcome<T> {
        let mut open = lock(&self.journey);
        *open = None;
        let (done, passphrase) = work(&self.folder, self.passphrase().as_ref())?;
        *lock(&self.passphrase) = passphrase;
        Ok(done)
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
