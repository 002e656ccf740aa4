//! What is waited for, as the events say.

use crate::order::{Course, Deadline, Event, EventKind, Happening, Moment, Span, Stage, Topic, Zone, undone};
use crate::rules::{Rules, TopicRule};
use chrono::{Days, NaiveTime, TimeZone};

/// Reads out of an order's events what is waited for since the person last did something; undone events do not count.
///
/// Each act replaces what was waited for before it: a demand gives the platform its time to answer, a promise its own
/// time, a dispute the channel's. The stage never goes back.
pub fn course(events: &[Event], due_at: Moment, rules: &Rules, zone: Zone) -> Course {
    let undone = undone(events);
    let mut course = Course::default();
    let mut stage = Stage::Waiting;
    for event in events.iter().filter(|event| !undone.contains(&event.seq)) {
        let what = &event.what;
        let after = |topic: Topic| what.at + rules.topic(topic).after;
        let one = |at, stage, topic| vec![Deadline { at, stage, topic }];
        match what.kind {
            EventKind::Contacted | EventKind::Demanded => {
                let (at, topic, reached) = match what.until {
                    Some(deadline) => (deadline, Topic::FinalDeadline, Stage::FinalDemand),
                    None => (after(Topic::NoReply), Topic::NoReply, Stage::Demand),
                };
                stage = stage.max(reached);
                course.deadlines = one(at, stage, topic);
            }
            EventKind::Promised => {
                stage = stage.max(Stage::Demand);
                course.deadlines = match what.until {
                    Some(until) => one(until, stage, Topic::PromiseBroken),
                    None => one(after(Topic::NoReply), stage, Topic::NoReply),
                };
            }
            EventKind::Refused => {
                stage = stage.max(Stage::Demand);
                course.deadlines = one(after(Topic::Refused), stage, Topic::Refused);
            }
            EventKind::Filed => {
                stage = stage.max(Stage::PaymentDispute);
                course.deadlines = if is_wechat(what) {
                    [Topic::DisputeReply, Topic::DisputeFinish]
                        .map(|topic| Deadline {
                            at: end_of_day(what.at, rules.topic(topic), zone),
                            stage,
                            topic,
                        })
                        .to_vec()
                } else {
                    one(after(Topic::DisputeFollowUp), stage, Topic::DisputeFollowUp)
                };
            }
            // Having looked is no step forward, but it earns the pause after which the topic comes again.
            EventKind::Checked => {
                course.confirmed = true;
                let begun = course.deadlines.iter().rfind(|one| one.at <= what.at).copied();
                let overdue = (course.deadlines.is_empty() && what.at >= due_at).then_some(Deadline {
                    at: due_at,
                    stage: Stage::Demand,
                    topic: Topic::Overdue,
                });
                if let Some(looked_at) = begun.or(overdue) {
                    let pause = rules
                        .topic(looked_at.topic)
                        .again
                        .first()
                        .copied()
                        .unwrap_or(Span::DAY);
                    course.deadlines.retain(|one| one.at > what.at);
                    course.deadlines.insert(
                        0,
                        Deadline {
                            at: what.at + pause,
                            ..looked_at
                        },
                    );
                }
            }
            EventKind::Snoozed => course.snoozed_until = what.until.max(course.snoozed_until),
            _ => continue,
        }
        // Asking early does not take away the word on the due moment itself.
        let early = matches!(
            what.kind,
            EventKind::Contacted | EventKind::Demanded | EventKind::Refused
        );
        if early
            && what.until.is_none()
            && what.at < due_at
            && course.deadlines.iter().all(|one| one.at > due_at)
        {
            course.deadlines.insert(
                0,
                Deadline {
                    at: due_at,
                    stage,
                    topic: Topic::Overdue,
                },
            );
        }
        if what.kind != EventKind::Snoozed {
            course.snoozed_until = None;
        }
    }
    course
}

/// Only WeChat's times are known.
fn is_wechat(filed: &Happening) -> bool {
    let facts = filed
        .facts
        .as_deref()
        .and_then(|facts| serde_json::from_str::<serde_json::Value>(facts).ok());
    facts.is_some_and(|facts| facts["channel"] == "wechat")
}

/// The end of the n-th day after a filing, local time: its last millisecond is still in time.
fn end_of_day(filed_at: Moment, rule: &TopicRule, zone: Zone) -> Moment {
    let day = filed_at.in_zone(zone).date_naive();
    day.checked_add_days(Days::new(u64::from(rule.after_days) + 1))
        .and_then(|day| zone.from_local_datetime(&day.and_time(NaiveTime::MIN)).earliest())
        .map_or(
            filed_at + Span(i64::from(rule.after_days) * Span::DAY.0),
            Moment::from,
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZONE: Zone = Zone::Asia__Shanghai;
    const NOW: Moment = Moment(1_795_392_000_000);

    fn chain(whats: &[(EventKind, Moment, Option<Moment>)]) -> Vec<Event> {
        let mut events: Vec<Event> = Vec::new();
        for (kind, at, until) in whats {
            let facts = Some(r#"{"channel":"wechat"}"#.to_owned());
            let what = Happening {
                until: *until,
                facts,
                ..Happening::new(*kind, *at)
            };
            events.push(Event::chained(events.last(), what, *at));
        }
        events
    }

    fn read(whats: &[(EventKind, Moment, Option<Moment>)]) -> Vec<(String, Stage, Topic)> {
        let course = course(&chain(whats), NOW, &Rules::shipped().unwrap(), ZONE);
        course
            .deadlines
            .iter()
            .map(|one| (one.at.local(ZONE), one.stage, one.topic))
            .collect()
    }

    #[test]
    fn each_act_sets_its_own_deadline() {
        use EventKind::*;
        let until = Some(NOW + Span(5 * Span::HOUR.0));
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
                vec![(
                    text(NOW + Span(5 * Span::HOUR.0)),
                    Stage::Demand,
                    Topic::PromiseBroken,
                )],
            ),
            (
                vec![(Demanded, NOW, until)],
                vec![(
                    text(NOW + Span(5 * Span::HOUR.0)),
                    Stage::FinalDemand,
                    Topic::FinalDeadline,
                )],
            ),
            (
                vec![(Refused, NOW, None)],
                vec![(text(NOW + Span::HOUR), Stage::Demand, Topic::Refused)],
            ),
            // Filed on the 23rd: an answer by the end of the 24th, settled by the end of the 26th.
            (
                vec![(Demanded, NOW, None), (Filed, NOW, None)],
                vec![
                    (
                        "2026-11-25 00:00:00".into(),
                        Stage::PaymentDispute,
                        Topic::DisputeReply,
                    ),
                    (
                        "2026-11-27 00:00:00".into(),
                        Stage::PaymentDispute,
                        Topic::DisputeFinish,
                    ),
                ],
            ),
            // A promise after the dispute does not take the matter back to the platform.
            (
                vec![(Filed, NOW, None), (Promised, NOW, until)],
                vec![(
                    text(NOW + Span(5 * Span::HOUR.0)),
                    Stage::PaymentDispute,
                    Topic::PromiseBroken,
                )],
            ),
            (vec![(Checked, NOW - Span::HOUR, None)], vec![]),
            (
                vec![(Checked, NOW, None)],
                vec![(text(NOW + Span(4 * Span::HOUR.0)), Stage::Demand, Topic::Overdue)],
            ),
        ] {
            assert_eq!(read(&acts), deadlines, "{acts:?}");
        }
    }

    #[test]
    fn a_channel_without_published_times_is_followed_up_by_the_apps_own() {
        let filed = Event::chained(None, Happening::new(EventKind::Filed, NOW), NOW);
        let course = course(&[filed], NOW, &Rules::shipped().unwrap(), ZONE);
        let expected = Deadline {
            at: NOW + Span(3 * Span::DAY.0),
            stage: Stage::PaymentDispute,
            topic: Topic::DisputeFollowUp,
        };
        assert_eq!(course.deadlines, [expected]);
    }

    #[test]
    fn an_undone_act_does_not_count_and_an_act_ends_a_snooze() {
        let rules = Rules::shipped().unwrap();
        let mut events = chain(&[(EventKind::Demanded, NOW, None)]);
        let undo = Happening {
            undoes: Some(1),
            ..Happening::new(EventKind::Undone, NOW)
        };
        events.push(Event::chained(events.last(), undo, NOW));
        assert_eq!(course(&events, NOW, &rules, ZONE), Course::default());
        let until = Some(NOW + Span::DAY);
        let snoozed = chain(&[(EventKind::Snoozed, NOW, until)]);
        assert_eq!(course(&snoozed, NOW, &rules, ZONE).snoozed_until, until);
        let acted = chain(&[(EventKind::Snoozed, NOW, until), (EventKind::Demanded, NOW, None)]);
        assert_eq!(course(&acted, NOW, &rules, ZONE).snoozed_until, None);
    }
}
