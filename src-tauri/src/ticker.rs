//! The ticking thread: sleeps until the next moment at which an order could need attention, at most a minute, and
//! compares wall clocks, so that sleep and clock jumps are caught up with by one sweep.

use crate::bubble::{self, Answer};
use crate::state::State;
use crate::window::{self, emit};
use crate::{clock, stop, tray};
use daozhang_api::{Event, Tick};
use daozhang_core::order::{Due, OrderId, Span};
use daozhang_core::record::Told;
use daozhang_core::watch::{Notice, notice};
use daozhang_core::words::speaking;
use daozhang_core::{Code, Outcome, text};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tauri::{AppHandle, Manager};

/// The shortest sleep: whatever goes wrong, the thread does not spin.
const SHORTEST: Span = Span(250);

/// The longest sleep.
const LONGEST: Span = Span::MINUTE;

/// No daily backup is begun sooner: the start belongs to the person.
const SETTLED: Duration = Duration::from_secs(30);

/// Starts the thread.
pub fn start(app: AppHandle) {
    std::thread::spawn(move || {
        let wake = app.state::<State>().wake.clone();
        let started = Instant::now();
        loop {
            // The language of the settings may change at any time.
            let language = app.state::<State>().session.language();
            let longest = speaking(language, || tick(&app));
            if started.elapsed() > SETTLED {
                back_up(&app);
            }
            wake.sleep(longest);
        }
    });
}

/// Makes the daily backup where one is due, on a thread of its own: neither a notice nor the person waits for it.
fn back_up(app: &AppHandle) {
    let session = Arc::clone(&app.state::<State>().session);
    if session.backs_up_today() {
        std::thread::spawn(move || session.back_up_daily());
    }
}

/// Says once, to somebody who does not see the window, that nothing is watched while the data file is locked.
fn say_locked(app: &AppHandle) {
    static SAID: AtomicBool = AtomicBool::new(false);
    if window::is_visible(app) || SAID.swap(true, Ordering::Relaxed) {
        return;
    }
    let notice = Notice {
        title: text!(locked_title),
        body: text!(locked_body),
    };
    let opener = app.clone();
    bubble::show(&notice, false, move |_| window::open_order(&opener, None));
}

/// One sweep with its notices; gives back how long nothing can happen.
fn tick(app: &AppHandle) -> Duration {
    let state = app.state::<State>();
    let checked = state.session.write(|data, now| {
        let elsewhere = data.changed_elsewhere()?;
        // Nobody is shown anything in the quiet hours; what falls due meanwhile waits in the outbox.
        let quiet = data.quiet_until(now)?.is_some();
        Ok((data.check(now, !quiet)?, quiet, elsewhere))
    });
    match checked {
        Ok((checked, quiet, elsewhere)) => {
            for id in &checked.swept.failed {
                tracing::error!(
                    order = id.0,
                    "an order could not be understood and was put off for an hour"
                );
            }
            if elsewhere {
                state.session.forget_language();
            }
            if checked.swept.seen > 0 || elsewhere {
                emit(app, &Event::OrdersChanged(()));
            }
            if !quiet {
                let due = checked.due.into_iter().filter(|one| one.bubble).collect();
                // Another process may just have set another language.
                speaking(state.session.language(), || deliver(app, &state, due));
            }
        }
        Err(failure) => {
            if failure.code == Code::Locked {
                say_locked(app);
                return Duration::from_millis(LONGEST.0.unsigned_abs());
            }
            // A full disk or a locked file is not better a millisecond later.
            tracing::error!(failure = failure.logged(), "the sweep failed");
            return Duration::from_millis(LONGEST.0.unsigned_abs());
        }
    }
    tray::refresh(app);
    window::set_title(app);
    if window::is_visible(app) {
        let now = clock::now().rfc3339(clock::zone());
        emit(app, &Event::Tick(Tick { now }));
    }
    let next = state.session.read(|data, now| {
        let next = data.next_wake(now)?;
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
    let written = state
        .session
        .write(|data, now| bubble::write_down(data, &due, shown, now));
    stop::here(stop::DELIVERED);
    // The page says how many alerts nobody has seen.
    emit(app, &Event::OrdersChanged(()));
    if let Err(failure) = written {
        tracing::error!(
            failure = failure.logged(),
            "the outcome of a notice could not be written"
        );
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
        Answer::Arrived => state.session.write(|data, now| data.arrived(id, "", now)),
        Answer::NotYet => state.session.write(|data, now| {
            data.tell(
                id,
                &Told {
                    kind: "checked".to_owned(),
                    ..Told::default()
                },
                &[],
                now,
            )
        }),
        Answer::Copy => copy(&state, id),
    };
    if let Err(failure) = done {
        tracing::warn!(
            failure = failure.logged(),
            "an answer to a notification could not be carried out"
        );
        window::open_order(app, Some(id.0));
    }
    state.session.changed();
}

fn copy(state: &State, id: OrderId) -> Outcome<()> {
    state.session.copy_next_letter(id)
}
