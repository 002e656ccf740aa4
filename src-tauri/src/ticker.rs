//! The ticking thread: sleeps until the next moment at which an order could need attention, at most a minute, and
//! compares wall clocks, so that sleep and clock jumps are caught up with by one sweep.

use crate::bubble::{self, Answer};
use crate::state::{self, State};
use crate::window::{self, emit};
use crate::{clock, stop, tray};
use daozhang_core::journey::LetterWish;
use daozhang_core::order::{Due, OrderId, Span};
use daozhang_core::record::Told;
use daozhang_core::watch::notice;
use daozhang_core::{Failure, Outcome};
use serde_json::json;
use std::time::Duration;
use tauri::{AppHandle, Manager};
use tauri_plugin_clipboard_manager::ClipboardExt;

/// The shortest sleep: whatever goes wrong, the thread does not spin.
const SHORTEST: Span = Span(250);

/// The longest sleep.
const LONGEST: Span = Span::MINUTE;

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
        // Nobody is shown anything in the quiet hours; what falls due meanwhile waits in the outbox.
        let quiet = journey.quiet_until(now)?.is_some();
        Ok((journey.check(now, !quiet)?, quiet, elsewhere))
    });
    match checked {
        Ok((checked, quiet, elsewhere)) => {
            for id in &checked.swept.failed {
                tracing::error!(
                    order = id.0,
                    "an order could not be understood and was put off for an hour"
                );
            }
            if checked.swept.seen > 0 || elsewhere {
                emit(app, state::ORDERS_CHANGED, ());
            }
            if !quiet {
                deliver(
                    app,
                    &state,
                    checked.due.into_iter().filter(|one| one.bubble).collect(),
                );
            }
        }
        Err(failure) => {
            // A full disk or a locked file is not better a millisecond later.
            tracing::error!(%failure, "the sweep failed");
            return Duration::from_millis(LONGEST.0.unsigned_abs());
        }
    }
    tray::refresh(app);
    if window::is_visible(app) {
        let now = clock::now().rfc3339(clock::zone());
        emit(app, "watch://tick", json!({ "now": now }));
    }
    let next = state.with_journey(|journey, now| {
        let next = journey.next_wake(now)?;
        Ok(next.map_or(LONGEST, |at| (at - now).clamp(SHORTEST, LONGEST)))
    });
    // One millisecond more, so that the moment has passed when the thread looks.
    Duration::from_millis(next.unwrap_or(LONGEST).0.unsigned_abs() + 1)
}

fn deliver(app: &AppHandle, state: &State, due: Vec<Due>) {
    stop::here(stop::CLAIMED);
    let Some(notice) = notice(&due, clock::now()) else {
        return;
    };
    let order = match &due[..] {
        [one] => Some(one.order),
        _ => None,
    };
    let answering = app.clone();
    let shown = bubble::show(&notice, order.is_some(), move |answer| {
        answered(&answering, order, answer)
    });
    stop::here(stop::SHOWN);
    let written = state.with_journey(|journey, now| bubble::write_down(journey, &due, shown, now));
    stop::here(stop::DELIVERED);
    // The page says how many alerts nobody has seen.
    emit(app, state::ORDERS_CHANGED, ());
    if let Err(failure) = written {
        tracing::error!(%failure, "the outcome of a notice could not be written");
    }
}

/// Does what the person asked for in a notification. What cannot be done is shown in the window instead.
fn answered(app: &AppHandle, order: Option<OrderId>, answer: Answer) {
    let Some(id) = order else {
        return window::open_order(app, None);
    };
    let state = app.state::<State>();
    let done = match answer {
        Answer::Open => {
            window::open_order(app, Some(id.0));
            return;
        }
        Answer::Arrived => state.with_journey(|journey, now| journey.arrived(id, "", now)),
        Answer::NotYet => state.with_journey(|journey, now| {
            journey.tell(
                id,
                &Told {
                    kind: "checked".to_owned(),
                    ..Told::default()
                },
                &[],
                now,
            )
        }),
        Answer::Copy => copy(app, &state, id),
    };
    if let Err(failure) = done {
        tracing::warn!(%failure, "an answer to a notification could not be carried out");
        window::open_order(app, Some(id.0));
    }
    state::changed(app, &state);
}

fn copy(app: &AppHandle, state: &State, id: OrderId) -> Outcome<()> {
    state.with_journey(|journey, now| {
        let wish = LetterWish::default();
        let to = journey.next_words(id, now)?;
        let text = journey.letter(id, &to, &wish, now)?.text;
        app.clipboard()
            .write_text(text.clone())
            .map_err(|error| Failure::failed(error.to_string()))?;
        journey.sent(id, &to, &text, &wish, now)
    })
}
