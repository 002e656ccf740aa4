//! The ticking thread: sleeps until the next moment at which an order could need attention, at most a minute, and
//! compares wall clocks, so that sleep and clock jumps are caught up with by one sweep.

use crate::bubble::{self, Shown};
use crate::state::{self, State};
use crate::{app, clock};
use daozhang_core::order::{Due, Span};
use daozhang_core::watch::notice;
use serde_json::json;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;
use tauri::{AppHandle, Emitter, Manager};

/// The longest sleep.
const LONGEST: Span = Span::MINUTE;

/// Lets others end the thread's sleep early.
#[derive(Default)]
pub struct Wake {
    called: Mutex<bool>,
    condition: Condvar,
}

impl Wake {
    /// Ends the sleep.
    pub fn wake(&self) {
        *self.called.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.condition.notify_all();
    }

    fn sleep(&self, longest: Duration) {
        let called = self.called.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut called, _) = self
            .condition
            .wait_timeout_while(called, longest, |called| !*called)
            .unwrap_or_else(PoisonError::into_inner);
        *called = false;
    }
}

/// Starts the thread.
pub fn start(app: AppHandle) {
    std::thread::spawn(move || {
        let wake = app.state::<State>().wake.clone();
        loop {
            let longest = tick(&app);
            wake.sleep(longest);
        }
    });
}

/// One sweep with its notices; gives back how long nothing can happen.
fn tick(app: &AppHandle) -> Duration {
    let state = app.state::<State>();
    let checked = state.with_journey(|journey, now| {
        let elsewhere = journey.changed_elsewhere()?;
        Ok((journey.check(now, true)?, elsewhere))
    });
    match checked {
        Ok((checked, elsewhere)) => {
            for id in &checked.swept.failed {
                tracing::error!(
                    order = id.0,
                    "an order could not be understood and was put off for an hour"
                );
            }
            if checked.swept.seen > 0 || elsewhere {
                emit(app, state::ORDERS_CHANGED, ());
            }
            deliver(app, &state, checked.due);
        }
        Err(failure) => tracing::error!(%failure, "the sweep failed"),
    }
    let visible = app
        .get_webview_window(app::WINDOW)
        .is_some_and(|window| window.is_visible().unwrap_or(true));
    if visible {
        let now = clock::now().rfc3339(clock::zone());
        emit(app, "watch://tick", json!({ "now": now }));
    }
    let next = state.with_journey(|journey, now| {
        let next = journey.next_alert_after()?;
        Ok(next.map_or(LONGEST, |at| (at - now).clamp(Span(0), LONGEST)))
    });
    // One millisecond more, so that the moment has passed when the thread looks.
    Duration::from_millis(next.unwrap_or(LONGEST).0.unsigned_abs() + 1)
}

fn deliver(app: &AppHandle, state: &State, due: Vec<Due>) {
    let Some(notice) = notice(&due, clock::now()) else {
        return;
    };
    let order = match &due[..] {
        [one] => Some(one.order.0),
        _ => None,
    };
    let opener = app.clone();
    let shown = bubble::show(&notice, move || app::open_order(&opener, order));
    let written = state.with_journey(|journey, now| match shown {
        Shown::Accepted => journey.delivered(&due, now),
        Shown::Refused => journey.released(&due),
        // It may still come up: the claim runs out by itself, and then it is tried again.
        Shown::Unanswered => Ok(()),
    });
    if let Err(failure) = written {
        tracing::error!(%failure, "the outcome of a notice could not be written");
    }
}

fn emit(app: &AppHandle, event: &str, payload: impl serde::Serialize + Clone) {
    if let Err(error) = app.emit(event, payload) {
        tracing::warn!(%error, event, "the page could not be told");
    }
}
