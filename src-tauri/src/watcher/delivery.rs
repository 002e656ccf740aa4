//! How a notice gets to the person: claimed, shown, and written down as done only when the desktop accepted it.

use super::bubble::{self, Answer, Shown};
use super::desk::Desk;
use super::stop;
use daozhang_api::{Checked, Session};
use daozhang_core::Outcome;
use daozhang_core::order::{Due, OrderId};
use daozhang_core::record::Told;
use daozhang_core::watch::notice;
use std::sync::Arc;

/// One sweep for a process that ends right after, and so can answer no click; with `notify` what is due is shown in one
/// bubble. What is due, and whether the desktop took the bubble.
pub fn check(session: &Session, notify: bool) -> Outcome<(Vec<Due>, bool)> {
    stop::here(stop::BEFORE_SWEEP);
    let Checked { due, .. } = session.write(|data, now| data.check(now, notify))?;
    stop::here(stop::CLAIMED);
    let to_show: Vec<Due> = due.iter().filter(|one| one.bubble).cloned().collect();
    let mut accepted = false;
    if notify && let Some(merged) = notice(&to_show, session.now()) {
        let shown = bubble::show(&merged, false, |_, _| (), |_| ());
        stop::here(stop::SHOWN);
        write_down(session, &to_show, shown)?;
        stop::here(stop::DELIVERED);
        accepted = shown == Shown::Accepted;
    }
    Ok((due, accepted))
}

/// Shows what is due, and does what the person asks for in the bubble.
pub fn deliver(session: &Arc<Session>, desk: &Arc<dyn Desk>, due: &[Due]) {
    stop::here(stop::CLAIMED);
    let Some(notice) = notice(due, session.now()) else {
        return;
    };
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
    bubble::show(&notice, order.is_some(), took, move |answer| {
        answered(&answering, before.as_ref(), order, answer)
    });
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
            let told = Told {
                kind: "checked".to_owned(),
                ..Told::default()
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
