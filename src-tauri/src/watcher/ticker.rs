//! The ticking thread: sleeps until the next moment at which an order could need attention, at most a minute, and
//! compares wall clocks, so that sleep and clock jumps are caught up with by one sweep.

use super::bubble::{self, Shown};
use super::delivery::deliver;
use super::desk::Desk;
use super::wake::Wake;
use super::watch;
use daozhang_api::{Event, Session, Tick};
use daozhang_core::order::Span;
use daozhang_core::watch::Notice;
use daozhang_core::words::speaking;
use daozhang_core::{Code, Outcome, text};
use std::fs::File;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// The shortest sleep: whatever goes wrong, the thread does not spin.
const SHORTEST: Span = Span(250);

/// The longest sleep.
const LONGEST: Span = Span::MINUTE;

/// No daily backup is begun sooner: the start belongs to the person.
const SETTLED: Duration = Duration::from_secs(30);

/// Starts the thread, whose sleep `wake` ends.
pub fn start(session: Arc<Session>, wake: Arc<Wake>, desk: Arc<dyn Desk>) {
    let mut ticker = Ticker {
        session,
        desk,
        said_locked: Arc::default(),
        watches: None,
    };
    std::thread::spawn(move || {
        let started = Instant::now();
        loop {
            // The language of the settings may change at any time.
            let next = speaking(ticker.session.language(), || ticker.tick());
            if started.elapsed() > SETTLED {
                ticker.back_up();
            }
            wake.sleep(Duration::from_millis(next.0.unsigned_abs()));
        }
    });
}

struct Ticker {
    session: Arc<Session>,
    desk: Arc<dyn Desk>,
    /// Whether the person was told that nothing is watched while the data file is locked.
    said_locked: Arc<AtomicBool>,
    /// Held while it can watch the folder.
    watches: Option<File>,
}

impl Ticker {
    /// One sweep with its notices; how long nothing can happen after it.
    fn tick(&mut self) -> Span {
        if let Err(failure) = self.sweep() {
            self.watches = None;
            if failure.code == Code::Locked {
                self.say_locked();
            } else {
                tracing::error!(failure = failure.logged(), "the sweep failed");
            }
            // A full disk or a locked file is not better a millisecond later.
            return LONGEST;
        }
        let held = self.watches.take();
        self.watches = held.or_else(|| watch::begin(self.session.folder()));
        self.said_locked.store(false, Ordering::Release);
        self.desk.refresh();
        if self.desk.is_visible() {
            let now = self.session.now().rfc3339(self.session.zone());
            self.desk.tell_page(&Event::Tick(Tick { now }));
        }
        let next = self.session.read(|data, now| {
            let next = data.next_wake(now)?;
            Ok(next.map_or(LONGEST, |at| (at - now).clamp(SHORTEST, LONGEST)))
        });
        // One millisecond more, so that the moment has passed when the thread looks.
        Span(next.unwrap_or(LONGEST).0 + 1)
    }

    fn sweep(&self) -> Outcome<()> {
        // What falls due in the quiet hours, or while the desktop has not answered to the last notice, waits in the outbox.
        let (checked, shows, elsewhere) = self.session.write(|data, now| {
            let elsewhere = data.changed_elsewhere()?;
            let shows = data.quiet_until(now)?.is_none() && bubble::is_free();
            Ok((data.check(now, shows)?, shows, elsewhere))
        })?;
        for id in &checked.swept.failed {
            tracing::error!(
                order = id.0,
                "an order could not be understood and was put off for an hour"
            );
        }
        if elsewhere {
            self.session.forget_language();
        }
        if checked.swept.seen > 0 || elsewhere {
            self.desk.tell_page(&Event::OrdersChanged(()));
        }
        if shows {
            let due: Vec<_> = checked.due.into_iter().filter(|one| one.bubble).collect();
            // Another process may just have set another language.
            speaking(self.session.language(), || {
                deliver(&self.session, &self.desk, &due)
            });
        }
        Ok(())
    }

    /// Says once, to somebody who does not see the window, that nothing is watched while the data file is locked.
    fn say_locked(&self) {
        if self.said_locked.load(Ordering::Acquire) || self.desk.is_visible() || !bubble::is_free() {
            return;
        }
        let notice = Notice {
            title: text!(locked_title),
            body: text!(locked_body),
        };
        let (said, desk) = (Arc::clone(&self.said_locked), Arc::clone(&self.desk));
        let took = move |shown, _| said.store(shown == Shown::Accepted, Ordering::Release);
        bubble::show(&notice, false, took, move |_| desk.open(None));
    }

    /// Makes the daily backup where one is due, on a thread of its own: neither a notice nor the person waits for it.
    fn back_up(&self) {
        let session = Arc::clone(&self.session);
        if session.backs_up_today() {
            std::thread::spawn(move || session.back_up_daily());
        }
    }
}
