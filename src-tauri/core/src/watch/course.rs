//! What is waited for, as the events say.

use crate::order::{
    AnsweredFacts, Clock, Course, Deadline, Event, EventKind, Facts, FiledFacts, FilingAnswer, Happening,
    History, Limit, Moment, PromisedFacts, Seller, SetRight, Span, Stage, Topic, dispute, undone,
};
use crate::rules::{Rules, filing_limits, kept, standing_limits};

/// Reads out of an order's events what is waited for since the person last did something, and the limits that run beside;
/// undone events do not count.
///
/// What happened counts in the order in which it happened, whenever it was written down. In the talk with the platform each
/// act replaces what was waited for before it: a demand gives the platform its time to answer, a promise its own time. A
/// filing ends the talk and waits beside other filings until it is answered. The stage never goes back.
pub fn course(
    facts: &Facts,
    clock: &Clock,
    seller: &Seller,
    events: &[Event],
    rules: &Rules,
    now: Moment,
) -> Course {
    waited_for(facts, clock, seller, (events, &[]), rules, now).course
}

/// What is waited for.
pub(super) struct Waits {
    pub course: Course,
    /// The limits beside the matter but those for which the person did what is asked for: whatever else they did meanwhile,
    /// they are told of them.
    pub limits: Vec<Limit>,
}

/// The [`course`], and what stands beside it.
pub(super) fn waited_for(
    facts: &Facts,
    clock: &Clock,
    seller: &Seller,
    (events, set_right): (&[Event], &[SetRight]),
    rules: &Rules,
    now: Moment,
) -> Waits {
    let undone = undone(events);
    let events = under_one_clock(events, set_right, now);
    let history = History::of(facts, &events);
    let dispute = dispute(facts, &events);
    let mut happened: Vec<&Event> = events
        .iter()
        .filter(|event| !undone.contains(&event.seq))
        .collect();
    // Putting off is done to the app: the last one holds.
    happened.sort_by_key(|event| match event.what.kind {
        EventKind::Snoozed => event.recorded_at,
        _ => event.what.at,
    });
    let mut course = Course {
        limits: kept(&standing_limits(facts, clock, seller, &history, rules), rules),
        ..Course::default()
    };
    let mut stage = Stage::Waiting;
    let mut talk: Vec<Waited> = Vec::new();
    let mut filed: Vec<(u32, Waited)> = Vec::new();
    let due_at = clock.due_at;
    let mut acted_at = Moment(i64::MIN);
    let disputed = dispute.is_some();
    for event in &happened {
        let what = &event.what;
        let after = |topic: Topic| what.at + rules.topic(topic).after;
        // What came is not right: from here on nothing of it is late, and it is to be said to the platform.
        if let Some((began, had_arrived)) = dispute
            && began.seq == event.seq
        {
            if had_arrived {
                filed.clear();
                stage = Stage::Waiting;
            }
            stage = stage.max(Stage::Demand);
            talk = vec![Waited {
                at: after(Topic::Disputed),
                topic: Topic::Disputed,
            }];
        }
        match what.kind {
            EventKind::Contacted | EventKind::Demanded => {
                let (at, topic, reached) = match what.until {
                    Some(deadline) => (deadline, Topic::FinalDeadline, Stage::FinalDemand),
                    None => (after(Topic::NoReply), Topic::NoReply, Stage::Demand),
                };
                stage = stage.max(reached);
                talk = vec![Waited { at, topic }];
            }
            EventKind::Promised => {
                stage = stage.max(Stage::Demand);
                talk = vec![match what.until {
                    Some(at) => Waited {
                        at,
                        topic: if PromisedFacts::is_refund(what) {
                            Topic::RefundPromised
                        } else {
                            Topic::PromiseBroken
                        },
                    },
                    None => Waited {
                        at: after(Topic::NoReply),
                        topic: Topic::NoReply,
                    },
                }];
            }
            EventKind::Refused => {
                stage = stage.max(Stage::Demand);
                talk = vec![Waited {
                    at: after(Topic::Refused),
                    topic: Topic::Refused,
                }];
            }
            // That nothing came after all leaves everything to the clock.
            EventKind::Problem if dispute.is_none() => talk.clear(),
            EventKind::Problem => {}
            EventKind::Refunded | EventKind::KeysAdded | EventKind::KeyTried
                if dispute.is_some_and(|(began, _)| began.seq == event.seq) => {}
            EventKind::Filed => {
                let Some(filing) = history.filings.iter().find(|filing| filing.seq == event.seq) else {
                    continue;
                };
                stage = stage.max(
                    rules
                        .step(&filing.to)
                        .map_or(Stage::PaymentDispute, |step| step.stage),
                );
                talk.clear();
                // Turning elsewhere means that what was waited for came to nothing.
                filed.retain(|(_, one)| one.at > what.at);
                // What was accepted meanwhile counts from there; what was refused or ended waits for nothing.
                if !matches!(
                    filing.answer,
                    Some((FilingAnswer::Refused | FilingAnswer::Ended, _))
                ) {
                    let limits = filing_limits(facts, filing, rules);
                    filed.extend(limits.iter().map(|one| {
                        (
                            filing.seq,
                            Waited {
                                at: one.at,
                                topic: one.topic,
                            },
                        )
                    }));
                }
            }
            EventKind::Answered => {
                let answer = answer_of(what);
                // Taking a filing back takes what was answered to it with it.
                let stands = answer
                    .as_ref()
                    .is_none_or(|answer| history.filings.iter().any(|filing| filing.seq == answer.filing));
                if !stands {
                    continue;
                }
                if answer.is_none_or(|answer| answer.answer != FilingAnswer::Accepted) {
                    talk = vec![Waited {
                        at: after(Topic::Answered),
                        topic: Topic::Answered,
                    }];
                }
            }
            // Having looked is no step forward, but it earns the pause after which the topic comes again.
            EventKind::Checked => {
                let late = what.at >= due_at;
                course.confirmed |= late;
                let all = || talk.iter().chain(filed.iter().map(|(_, one)| one));
                let begun = all()
                    .filter(|one| one.at <= what.at)
                    .max_by_key(|one| one.at)
                    .map(|one| one.topic)
                    // What was to be confirmed is.
                    .map(|topic| {
                        if topic == Topic::Confirm {
                            Topic::Overdue
                        } else {
                            topic
                        }
                    });
                let looked_at = begun.or((late && all().next().is_none()).then_some(Topic::Overdue));
                if let Some(topic) = looked_at {
                    if topic == Topic::Overdue {
                        stage = stage.max(Stage::Demand);
                    }
                    let pause = rules.topic(topic).again.first().copied().unwrap_or(Span::DAY);
                    talk.retain(|one| one.at > what.at);
                    filed.retain(|(_, one)| one.at > what.at);
                    let at = what.at + pause;
                    talk.insert(0, Waited { at, topic });
                }
            }
            // The last one holds, also where it is shorter.
            EventKind::Snoozed => course.snoozed_until = what.until,
            _ => continue,
        }
        // Asking early does not take away the word on the due moment itself, and who looked early is not asked again before.
        let early = match what.kind {
            EventKind::Contacted | EventKind::Demanded | EventKind::Refused => what.until.is_none(),
            EventKind::Checked => talk.is_empty() && filed.is_empty(),
            _ => false,
        };
        if early && !disputed && what.at < due_at && talk.iter().all(|one| one.at > due_at) {
            let topic = if clock.confirm {
                Topic::Confirm
            } else {
                Topic::Overdue
            };
            talk.insert(0, Waited { at: due_at, topic });
        }
        if what.kind != EventKind::Snoozed {
            course.snoozed_until = None;
            acted_at = acted_at.max(event.recorded_at);
        }
    }
    let unanswered = |one: &&Limit| !is_answered(one.topic, one.told_at, &happened, rules);
    let limits = course.limits.iter().filter(unanswered).copied().collect();
    // Whoever acts after that moment does not need it on the first page any more.
    course.limits.retain(|one| one.told_at > acted_at);
    course.deadlines = talk
        .into_iter()
        .chain(filed.into_iter().map(|(_, one)| one))
        .map(|one| Deadline {
            at: one.at,
            stage,
            topic: one.topic,
        })
        .collect();
    course.deadlines.sort_by_key(|one| one.at);
    Waits { course, limits }
}

/// Whether one of the events is what a topic beside the matter asks for, done since it was told.
fn is_answered(topic: Topic, told_at: Moment, events: &[&Event], rules: &Rules) -> bool {
    let mut since = events.iter().filter(|event| event.recorded_at >= told_at);
    since.any(|event| answers(event, topic, rules))
}

/// Whether an act is what a topic beside the matter asks for.
fn answers(event: &Event, topic: Topic, rules: &Rules) -> bool {
    let what = &event.what;
    let filed = || serde_json::from_str::<FiledFacts>(what.facts.as_deref()?).ok();
    let step = match what.kind {
        EventKind::Demanded => "platform".to_owned(),
        EventKind::Filed => filed().map(|facts| facts.to).unwrap_or_default(),
        _ => return false,
    };
    rules.topic(topic).steps.contains(&step)
}

/// The events as they count at `now`. What was written down under a clock that was ahead, by more than a day, happened at the
/// latest when something was written down after it, when the clock was set right, or now: its moments are moved there. What is
/// earlier than the order itself tells nothing, as a clock that lost its time begins anew in some other year; and where the clock
/// shows the later moment again, it may be the earlier one that was wrong.
pub(super) fn under_one_clock(events: &[Event], set_right: &[SetRight], now: Moment) -> Vec<Event> {
    let mut events = events.to_vec();
    let logged_at = events.first().map_or(now, |event| event.recorded_at);
    let mut latest = if now < logged_at { Moment(i64::MAX) } else { now };
    for event in events.iter_mut().rev() {
        if event.recorded_at >= logged_at {
            latest = latest.min(event.recorded_at);
        }
        let rights = set_right
            .iter()
            .filter(|right| right.seq >= event.seq && right.at >= logged_at);
        let right = rights.map(|right| right.at).min();
        let stands = event.recorded_at <= now && event.what.kind != EventKind::Snoozed;
        let bound = right
            .filter(|_| !stands)
            .map_or(latest, |right| right.min(latest));
        let ahead = event.recorded_at - bound;
        if ahead > Span::DAY {
            event.recorded_at = bound;
            event.what.at = event.what.at - ahead;
            event.what.until = event.what.until.map(|until| until - ahead);
        }
    }
    events
}

/// A moment at which something that is waited for is over.
#[derive(Clone, Copy)]
struct Waited {
    at: Moment,
    topic: Topic,
}

fn answer_of(what: &Happening) -> Option<AnsweredFacts> {
    serde_json::from_str(what.facts.as_deref()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::Zone;

    const ZONE: Zone = Zone::Asia__Shanghai;
    const NOW: Moment = Moment(1_795_392_000_000);

    fn chain(whats: &[(EventKind, Moment, Option<Moment>)]) -> Vec<Event> {
        let mut events: Vec<Event> = Vec::new();
        for (kind, at, until) in whats {
            let facts = Some(r#"{"to":"payment","channel":"wechat"}"#.to_owned());
            let what = Happening {
                until: *until,
                facts,
                ..Happening::new(*kind, *at)
            };
            events.push(Event::chained(events.last(), what, *at));
        }
        events
    }

    /// What is waited for on an order that was due at `NOW`.
    fn course_of(events: &[Event]) -> Course {
        let facts = Facts {
            paid_at: NOW - Span::DAY,
            ..Facts::sample()
        };
        let clock = Clock {
            counted_from: NOW - Span::DAY,
            remind_at: None,
            due_at: NOW,
            confirm: false,
        };
        course(
            &facts,
            &clock,
            &Seller::default(),
            events,
            &Rules::shipped().unwrap(),
            NOW + Span::days(2_000),
        )
    }

    fn read(whats: &[(EventKind, Moment, Option<Moment>)]) -> Vec<(String, Stage, Topic)> {
        course_of(&chain(whats))
            .deadlines
            .iter()
            .map(|one| (one.at.local(ZONE), one.stage, one.topic))
            .collect()
    }

    #[test]
    fn each_act_sets_its_own_deadline() {
        use EventKind::*;
        let until = Some(NOW + Span::hours(5));
        let text = |at: Moment| at.local(ZONE);
        for (acts, deadlines) in [
            (vec![], vec![]),
            (vec![(Note, NOW, None)], vec![]),
            (
                vec![(Demanded, NOW, None)],
                vec![(text(NOW + Span::DAY), Stage::Demand, Topic::NoReply)],
            ),
            (
                vec![(Promised, NOW, until)],
                vec![(text(NOW + Span::hours(5)), Stage::Demand, Topic::PromiseBroken)],
            ),
            (
                vec![(Demanded, NOW, until)],
                vec![(
                    text(NOW + Span::hours(5)),
                    Stage::FinalDemand,
                    Topic::FinalDeadline,
                )],
            ),
            (
                vec![(Refused, NOW, None)],
                vec![(text(NOW), Stage::Demand, Topic::Refused)],
            ),
            // Filed on the 23rd: an answer by the end of the 24th, settled by the end of the 26th.
            (
                vec![(Demanded, NOW, None), (Filed, NOW, None)],
                vec![
                    (
                        "2026-11-24 23:59:59".into(),
                        Stage::PaymentDispute,
                        Topic::DisputeReply,
                    ),
                    (
                        "2026-11-26 23:59:59".into(),
                        Stage::PaymentDispute,
                        Topic::DisputeFinish,
                    ),
                ],
            ),
            // A promise after the dispute does not take the matter back to the platform, and the dispute goes on.
            (
                vec![(Filed, NOW, None), (Promised, NOW, until)],
                vec![
                    (
                        text(NOW + Span::hours(5)),
                        Stage::PaymentDispute,
                        Topic::PromiseBroken,
                    ),
                    (
                        "2026-11-24 23:59:59".into(),
                        Stage::PaymentDispute,
                        Topic::DisputeReply,
                    ),
                    (
                        "2026-11-26 23:59:59".into(),
                        Stage::PaymentDispute,
                        Topic::DisputeFinish,
                    ),
                ],
            ),
            // Who looked early is not asked again before the due moment.
            (
                vec![(Checked, NOW - Span::HOUR, None)],
                vec![(text(NOW), Stage::Waiting, Topic::Overdue)],
            ),
            (
                vec![(Checked, NOW, None)],
                vec![(text(NOW + Span::hours(4)), Stage::Demand, Topic::Overdue)],
            ),
        ] {
            assert_eq!(read(&acts), deadlines, "{acts:?}");
        }
    }

    #[test]
    fn a_channel_without_published_times_is_followed_up_by_the_apps_own() {
        let what = Happening {
            facts: Some(r#"{"to":"payment"}"#.to_owned()),
            ..Happening::new(EventKind::Filed, NOW)
        };
        let course = course_of(&[Event::chained(None, what, NOW)]);
        let expected = Deadline {
            at: NOW + Span::days(3),
            stage: Stage::PaymentDispute,
            topic: Topic::DisputeFollowUp,
        };
        assert_eq!(course.deadlines, [expected]);
    }

    #[test]
    fn an_undone_act_does_not_count_and_an_act_ends_a_snooze() {
        let mut events = chain(&[(EventKind::Demanded, NOW, None)]);
        let undo = Happening {
            undoes: Some(1),
            ..Happening::new(EventKind::Undone, NOW)
        };
        events.push(Event::chained(events.last(), undo, NOW));
        assert_eq!(course_of(&events).deadlines, []);
        let until = Some(NOW + Span::DAY);
        let snoozed = chain(&[(EventKind::Snoozed, NOW, until)]);
        assert_eq!(course_of(&snoozed).snoozed_until, until);
        let acted = chain(&[(EventKind::Snoozed, NOW, until), (EventKind::Demanded, NOW, None)]);
        assert_eq!(course_of(&acted).snoozed_until, None);
    }

    fn filed(to: &str, at: Moment) -> Happening {
        Happening {
            facts: Some(format!(r#"{{"to":"{to}"}}"#)),
            ..Happening::new(EventKind::Filed, at)
        }
    }

    fn answered(filing: u32, answer: &str, at: Moment) -> Happening {
        Happening {
            facts: Some(format!(r#"{{"filing":{filing},"answer":"{answer}"}}"#)),
            ..Happening::new(EventKind::Answered, at)
        }
    }

    fn waits(whats: Vec<Happening>) -> Vec<(String, Topic)> {
        let mut events: Vec<Event> = Vec::new();
        for what in whats {
            let at = what.at;
            events.push(Event::chained(events.last(), what, at));
        }
        let course = course_of(&events);
        course
            .deadlines
            .iter()
            .map(|one| (one.at.local(ZONE), one.topic))
            .collect()
    }

    /// Filed on the 23rd of November 2026: seven working days later is the 2nd of December, sixty days after the 1st of
    /// December the 30th of January, a Saturday, so that it moves on to the Monday.
    #[test]
    fn a_filing_waits_for_its_acceptance_then_for_its_end() {
        let later = NOW + Span::days(8);
        assert_eq!(
            waits(vec![filed("12315", NOW)]),
            [("2026-12-02 23:59:59".to_owned(), Topic::Acceptance)]
        );
        assert_eq!(
            waits(vec![filed("12315", NOW), answered(1, "accepted", later)]),
            [("2027-02-01 23:59:59".to_owned(), Topic::Mediation)]
        );
        let refused = waits(vec![filed("12315", NOW), answered(1, "refused", later)]);
        assert_eq!(refused, [(later.local(ZONE), Topic::Answered)]);
        // What was answered to a filing goes with it when that is taken back.
        let undone = |seq: u32| Happening {
            undoes: Some(seq),
            ..Happening::new(EventKind::Undone, later)
        };
        let filing = filed("12315", NOW);
        let answer = answered(1, "refused", later);
        assert_eq!(waits(vec![filing.clone(), answer.clone(), undone(1)]), []);
        let again = filed("12315", later);
        assert_eq!(
            waits(vec![filing, answer, undone(1), again.clone()]),
            waits(vec![again])
        );
        // Two filings wait beside each other.
        let both = waits(vec![filed("payment", NOW), filed("12315", NOW)]);
        assert_eq!(
            both.iter().map(|one| one.1).collect::<Vec<_>>(),
            [Topic::DisputeFollowUp, Topic::Acceptance]
        );
    }

    #[test]
    fn whoever_acts_has_been_told_of_the_limits_before() {
        let limits = |events: &[Event]| course_of(events).limits;
        let first = limits(&[]);
        assert_eq!(
            first.iter().map(|one| one.topic).collect::<Vec<_>>(),
            [Topic::Rescission, Topic::Limitation]
        );
        let after = first[1].told_at + Span::HOUR;
        assert_eq!(limits(&chain(&[(EventKind::Contacted, after, None)])), []);
    }
}
