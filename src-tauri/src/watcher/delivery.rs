//! How a notice gets to the person: claimed, shown, and written down as done only when the desktop accepted it.

use super::bubble::{self, Answer, Shown};
use super::desk::Desk;
use super::{stop, watch};
use daozhang_api::{Checked, Session};
use daozhang_core::Outcome;
use daozhang_core::order::{Due, OrderId, Topic};
use daozhang_core::record;
use daozhang_core::watch::{Notice, discreet_notice, notice};
use std::sync::Arc;

/// What became of what is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    Shown,
    /// The desktop did not take it, or may not have kept it, or nobody asked for it to be shown.
    Waits,
    /// The running app shows it.
    HandedOver,
}

/// One sweep for a process that ends right after, and so can answer no click; with `notify` what is due is shown in one
/// bubble, or left to the app where that runs.
pub fn check(session: &Session, notify: bool) -> Outcome<(Vec<Due>, Told)> {
    stop::here(stop::BEFORE_SWEEP);
    let is_watched = notify && watch::is_watched(session.folder());
    let notify = notify && !is_watched;
    let Checked { due, .. } = session.write(|data, now| data.check(now, notify))?;
    stop::here(stop::CLAIMED);
    let to_show: Vec<Due> = due.iter().filter(|one| one.bubble).cloned().collect();
    let mut told = if is_watched { Told::HandedOver } else { Told::Waits };
    if notify && let Some(merged) = words(session, &to_show, is_discreet(session)) {
        let shown = bubble::show_and_leave(&merged);
        stop::here(stop::SHOWN);
        write_down(session, &to_show, shown)?;
        stop::here(stop::DELIVERED);
        if shown == Shown::Accepted {
            told = Told::Shown;
        }
    }
    Ok((due, told))
}

/// Shows what is due, and does what the person asks for in the bubble.
pub fn deliver(session: &Arc<Session>, desk: &Arc<dyn Desk>, due: &[Due]) {
    stop::here(stop::CLAIMED);
    let discreet = is_discreet(session);
    let Some(notice) = words(session, due, discreet) else {
        return;
    };
    // Nobody says of an order that is not named what became of it.
    let order = match due {
        [one] => Some(one.order),
        _ => None,
    };
    let (answering, before) = (Arc::clone(session), Arc::clone(desk));
    let (writing, alerts) = (Arc::clone(session), due.to_vec());
    // Late or not, what the desktop did is written down as soon as it says so.
    let took = move |shown, asking| {
        stop::here(stop::SHOWN);
        let written = write_down(&writing, &alerts, shown);
        stop::here(stop::DELIVERED);
        if let Err(failure) = written {
            tracing::error!(
                failure = failure.logged(),
                "the outcome of a notice could not be written"
            );
        }
        drop(asking);
        // The page and the tray say how many alerts nobody has seen; and what waited behind this one can be shown.
        writing.changed();
    };
    // Whether something came is no question where it did.
    let asks = order.is_some() && due.iter().all(|one| one.topic != Topic::Disputed);
    bubble::show(&notice, asks && !discreet, took, move |answer| {
        answered(&answering, before.as_ref(), order, answer)
    });
}

/// Whether the person wants bubbles that anybody may read. Where that cannot be read they are.
fn is_discreet(session: &Session) -> bool {
    let settings = session.read(|data, _| data.settings());
    settings.map_or(true, |settings| settings.discreet_bubbles)
}

fn words(session: &Session, due: &[Due], discreet: bool) -> Option<Notice> {
    if discreet {
        discreet_notice(due)
    } else {
        notice(due, session.now())
    }
}

fn write_down(session: &Session, due: &[Due], shown: Shown) -> Outcome<()> {
    session.write(|data, now| match shown {
        Shown::Accepted => data.delivered(due, now),
        Shown::Refused => data.released(due),
        // It may still come up; what comes of it is written down then.
        Shown::Unanswered => Ok(()),
    })
}

/// What cannot be done is shown in the window instead.
fn answered(session: &Session, desk: &dyn Desk, order: Option<OrderId>, answer: Answer) {
    let Some(id) = order else {
        return desk.open(None);
    };
    let done = match answer {
        Answer::Open => return desk.open(Some(id)),
        Answer::Arrived => session.write(|data, now| data.arrived(id, "", now)),
        Answer::NotYet => session.write(|data, now| {
            let told = record::Told {
                kind: "checked".to_owned(),
                ..record::Told::default()
            };
            data.tell(id, &told, &[], now)
        }),
        Answer::Copy => session.copy_next_letter(id),
    };
    if let Err(failure) = done {
        tracing::warn!(
            failure = failure.logged(),
            "an answer to a notification could not be carried out"
        );
        desk.open(Some(id));
    }
    session.changed();
}
