//! What the clock does to an order.

use crate::order::{Alert, Deadline, Moment, Plan, Span, Stage, Status, Topic, Watched};
use crate::rules::Rules;

/// Where an order stands at `now`, when it could next need attention, and the alerts that belong to its standing: one for
/// each topic that has begun.
///
/// The last moment of a topic that has passed names its alert, so that whatever was missed of it meanwhile is caught up with
/// by one. That it is raised once is the store's part, where (order, topic, moment) is unique. What the person put off comes
/// when the snooze ends; the status does not wait for it.
pub fn plan(order: &Watched, rules: &Rules, now: Moment) -> Plan {
    if let Some(status) = order.settled {
        return Plan {
            status,
            stage: Stage::Closed,
            topic: None,
            alert_after: None,
            alerts: Vec::new(),
        };
    }
    let unconfirmed = order.is_unconfirmed();
    let due_at = order.clock.due_at;
    let overdue = now >= due_at && !unconfirmed && !order.disputed;
    let series = series(order, unconfirmed, now);
    let next = series.iter().filter_map(|one| one.next(rules, now)).min();

    let (alerts, topic, wakes) = match order.course.snoozed_until {
        // Still put off: what has passed and what would come waits for the snooze's end.
        Some(until) if now < until => (Vec::new(), None, Some(until)),
        // The snooze is over: what it held back comes now, named by its end.
        snoozed_until => {
            let begun = begun(&series, rules, now);
            let alerts: Vec<Alert> = begun
                .iter()
                .map(|(one, stands)| Alert {
                    at: snoozed_until
                        .filter(|_| *stands)
                        .map_or(one.at, |until| one.at.max(until)),
                    ..*one
                })
                .collect();
            let standing = begun.iter().zip(&alerts).filter(|((_, stands), _)| *stands);
            let latest = standing.map(|(_, alert)| alert).max_by_key(|alert| alert.at);
            let topic = latest.map(|alert| alert.topic);
            (alerts, topic, next)
        }
    };
    let due_is_ahead = (now < due_at && !order.disputed).then_some(due_at);
    let stage = order
        .course
        .deadlines
        .first()
        .map_or(Stage::Waiting, |one| one.stage);
    Plan {
        status: if order.disputed {
            Status::Disputed
        } else if overdue {
            Status::Overdue
        } else {
            Status::Awaiting
        },
        stage: stage.max(if overdue || order.disputed {
            Stage::Demand
        } else {
            Stage::Waiting
        }),
        topic,
        alert_after: [wakes, due_is_ahead].into_iter().flatten().min(),
        alerts,
    }
}

/// A topic from its beginning on.
struct Series {
    begins: Deadline,
    /// Its last moment: it comes again until then.
    ends: Option<Moment>,
}

/// All topics of an order, those of the matter itself behind those that stand beside it. A topic of the matter ends when a
/// later one begins; a limit stands beside the matter, and neither ends the other.
fn series(order: &Watched, unconfirmed: bool, now: Moment) -> Vec<Series> {
    let clock = &order.clock;
    let deadlines = &order.course.deadlines;
    let mut matter: Vec<Deadline> = Vec::with_capacity(2);
    let mut begin = |at, stage, topic| matter.push(Deadline { at, stage, topic });
    if deadlines.is_empty() && !order.disputed {
        if let Some(at) = clock.remind_at {
            begin(at, Stage::Waiting, Topic::Remind);
        }
        if unconfirmed {
            begin(clock.due_at, Stage::Waiting, Topic::Confirm);
        } else {
            begin(clock.due_at, Stage::Demand, Topic::Overdue);
        }
    }
    for one in deadlines {
        let stage = match one.topic {
            Topic::Overdue => one.stage.max(Stage::Demand),
            _ => one.stage,
        };
        begin(one.at, stage, one.topic);
    }
    let stage = deadlines.first().map_or(Stage::Demand, |one| one.stage);
    let limits = order.course.limits.iter().map(|one| Series {
        begins: Deadline {
            at: one.told_at,
            stage,
            topic: one.topic,
        },
        ends: (one.told_at < one.at).then_some(one.at),
    });
    let matter_itself = matter.iter().map(|one| Series {
        begins: *one,
        ends: matter
            .iter()
            .map(|later| later.at)
            .filter(|at| one.at < *at && *at <= now)
            .min()
            .map(|at| at - Span(1)),
    });
    limits.chain(matter_itself).collect()
}

impl Series {
    /// Its last moment that has passed, and whether it stands still; none before its beginning.
    fn last(&self, rules: &Rules, now: Moment) -> Option<(Alert, bool)> {
        let begun = self.begins;
        let over = self.ends.is_some_and(|ends| ends < now);
        // Whether it came is asked only as long as it is not late.
        if begun.at > now || over && begun.topic == Topic::Remind {
            return None;
        }
        let until = self.ends.map_or(now, |ends| ends.min(now));
        let at = last_repeat(begun.at, &rules.topic(begun.topic).again, until);
        let alert = Alert {
            at,
            stage: begun.stage,
            topic: begun.topic,
            ends: self.ends.filter(|_| begun.topic.is_aside()),
        };
        Some((alert, !over))
    }

    /// The next moment after `now` at which something of it changes.
    fn next(&self, rules: &Rules, now: Moment) -> Option<Moment> {
        let begun = self.begins;
        if begun.at > now {
            return Some(begun.at);
        }
        let again = next_repeat(begun.at, &rules.topic(begun.topic).again, now);
        match self.ends {
            Some(ends) if ends < now => None,
            // When it is over it does not stand any more.
            Some(ends) => Some(again.filter(|again| *again <= ends).unwrap_or(ends + Span(1))),
            None => again,
        }
    }
}

/// The last moment of each topic that has passed, and whether it stands still. What does not, somebody who was away may not
/// have heard of yet.
fn begun(series: &[Series], rules: &Rules, now: Moment) -> Vec<(Alert, bool)> {
    let mut begun: Vec<(Alert, bool)> = Vec::with_capacity(2);
    for last in series.iter().filter_map(|one| one.last(rules, now)) {
        match begun.iter_mut().find(|(known, _)| known.topic == last.0.topic) {
            Some(known) if known.0.at <= last.0.at => *known = last,
            Some(_) => {}
            None => begun.push(last),
        }
    }
    begun
}

/// The next moment after `now` of a series that began at `begun`.
fn next_repeat(begun: Moment, again: &[Span], now: Moment) -> Option<Moment> {
    let step = again.last()?;
    let passed = now - begun;
    let at = again.iter().find(|span| **span > passed).map_or_else(
        || {
            let beyond = (passed.0 - step.0) / step.0 + 1;
            Span(step.0.saturating_add(beyond.saturating_mul(step.0)))
        },
        |span| *span,
    );
    Some(begun + at)
}

/// The last moment of a series that has passed, where it began at `begun`.
fn last_repeat(begun: Moment, again: &[Span], now: Moment) -> Moment {
    let passed = now - begun;
    let Some(step) = again.last() else { return begun };
    if passed < *step {
        let last = again.iter().rfind(|span| **span <= passed);
        return begun + last.copied().unwrap_or(Span(0));
    }
    begun + Span(step.0 + (passed.0 - step.0) / step.0 * step.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::{Clock, Course, Limit, Word};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    const HOUR: i64 = Span::HOUR.0;

    fn watched(remind: Option<i64>, due: i64) -> Watched {
        Watched {
            clock: Clock {
                counted_from: Moment(0),
                remind_at: remind.map(Moment),
                due_at: Moment(due),
                confirm: false,
            },
            course: Course::default(),
            disputed: false,
            settled: None,
        }
    }

    fn at(order: &Watched, hours: i64) -> (Status, Stage, Option<Topic>, Option<i64>, Option<i64>) {
        let plan = plan(order, &Rules::shipped().unwrap(), Moment(hours * HOUR));
        let hours = |at: Moment| at.0 / HOUR;
        (
            plan.status,
            plan.stage,
            plan.topic,
            plan.alerts.last().map(|one| hours(one.at)),
            plan.alert_after.map(hours),
        )
    }

    #[test]
    fn an_order_nobody_acts_on_is_asked_about_then_demanded_again_and_again() {
        let order = watched(Some(HOUR), 24 * HOUR);
        for (hours, expected) in [
            (0, (Status::Awaiting, Stage::Waiting, None, None, Some(1))),
            (
                1,
                (
                    Status::Awaiting,
                    Stage::Waiting,
                    Some(Topic::Remind),
                    Some(1),
                    Some(24),
                ),
            ),
            (
                23,
                (
                    Status::Awaiting,
                    Stage::Waiting,
                    Some(Topic::Remind),
                    Some(1),
                    Some(24),
                ),
            ),
            (
                24,
                (
                    Status::Overdue,
                    Stage::Demand,
                    Some(Topic::Overdue),
                    Some(24),
                    Some(28),
                ),
            ),
            (
                30,
                (
                    Status::Overdue,
                    Stage::Demand,
                    Some(Topic::Overdue),
                    Some(28),
                    Some(48),
                ),
            ),
            (
                50,
                (
                    Status::Overdue,
                    Stage::Demand,
                    Some(Topic::Overdue),
                    Some(48),
                    Some(96),
                ),
            ),
            (
                96,
                (
                    Status::Overdue,
                    Stage::Demand,
                    Some(Topic::Overdue),
                    Some(96),
                    Some(168),
                ),
            ),
            // After a week switched off one alert, for the last of the moments that were missed.
            (
                250,
                (
                    Status::Overdue,
                    Stage::Demand,
                    Some(Topic::Overdue),
                    Some(240),
                    Some(312),
                ),
            ),
        ] {
            assert_eq!(at(&order, hours), expected, "at {hours} h");
        }
    }

    #[test]
    fn a_promise_is_waited_for_and_its_end_is_an_alert_of_its_own() {
        let mut order = watched(None, 24 * HOUR);
        let promise = Deadline {
            at: Moment(40 * HOUR),
            stage: Stage::Demand,
            topic: Topic::PromiseBroken,
        };
        order.course.deadlines = vec![promise];
        assert_eq!(
            at(&order, 30),
            (Status::Overdue, Stage::Demand, None, None, Some(40))
        );
        assert_eq!(
            at(&order, 40),
            (
                Status::Overdue,
                Stage::Demand,
                Some(Topic::PromiseBroken),
                Some(40),
                Some(64)
            )
        );
        // A promise given before the window is over keeps the status honest.
        assert_eq!(
            at(&order, 20),
            (Status::Awaiting, Stage::Demand, None, None, Some(24))
        );
    }

    #[test]
    fn a_snooze_holds_the_alert_back_but_not_the_status() {
        let mut order = watched(None, 24 * HOUR);
        order.course.snoozed_until = Some(Moment(30 * HOUR));
        assert_eq!(
            at(&order, 23),
            (Status::Awaiting, Stage::Waiting, None, None, Some(24))
        );
        assert_eq!(
            at(&order, 24),
            (Status::Overdue, Stage::Demand, None, None, Some(30))
        );
        assert_eq!(
            at(&order, 30),
            (
                Status::Overdue,
                Stage::Demand,
                Some(Topic::Overdue),
                Some(30),
                Some(48)
            )
        );
    }

    #[test]
    fn what_asks_for_a_confirmation_is_not_overdue_before_it() {
        let mut order = watched(None, 24 * HOUR);
        order.clock.confirm = true;
        assert_eq!(
            at(&order, 24),
            (
                Status::Awaiting,
                Stage::Waiting,
                Some(Topic::Confirm),
                Some(24),
                Some(48)
            )
        );
        order.course.confirmed = true;
        assert_eq!(
            at(&order, 24),
            (
                Status::Overdue,
                Stage::Demand,
                Some(Topic::Overdue),
                Some(24),
                Some(28)
            )
        );
    }

    #[test]
    fn what_is_settled_is_left_alone() {
        let mut order = watched(Some(HOUR), 24 * HOUR);
        order.settled = Some(Status::Arrived);
        assert_eq!(at(&order, 99), (Status::Arrived, Stage::Closed, None, None, None));
    }

    /// What there is to tell at a moment, by topic: counted step by step.
    fn to_tell(order: &Watched, rules: &Rules, now: Moment) -> BTreeMap<&'static str, Moment> {
        let snooze = order.course.snoozed_until;
        if snooze.is_some_and(|until| now < until) {
            return BTreeMap::new();
        }
        let deadlines = order.course.deadlines.iter();
        let mut matter: Vec<(Topic, Moment)> = deadlines.map(|one| (one.topic, one.at)).collect();
        if matter.is_empty() {
            let due = if order.is_unconfirmed() {
                Topic::Confirm
            } else {
                Topic::Overdue
            };
            matter.extend(order.clock.remind_at.map(|at| (Topic::Remind, at)));
            matter.push((due, order.clock.due_at));
        }
        // What begins later ends what began before it.
        let ended = |begins: Moment| matter.iter().map(|one| one.1).filter(|at| begins < *at).min();
        let matter_itself = matter
            .iter()
            .map(|(topic, begins)| (*topic, *begins, ended(*begins)));
        let limits = order.course.limits.iter();
        let limits = limits.map(|one| (one.topic, one.told_at, Some(one.at + Span(1))));
        let mut to_tell: BTreeMap<&str, Moment> = BTreeMap::new();
        for (topic, begins, ended) in limits.chain(matter_itself).filter(|one| one.1 <= now) {
            let over = ended.filter(|at| *at <= now);
            if topic == Topic::Remind && over.is_some() {
                continue;
            }
            let again = &rules.topic(topic).again;
            let mut last = begins;
            let mut span = Span(0);
            for n in 0.. {
                let Some(step) = again.last() else { break };
                span = again.get(n).copied().unwrap_or(Span(span.0 + step.0));
                if begins + span > now || over.is_some_and(|over| begins + span >= over) {
                    break;
                }
                last = begins + span;
            }
            let held_back = snooze.filter(|_| over.is_none()).unwrap_or(last);
            let known = to_tell.entry(topic.word()).or_insert(last.max(held_back));
            *known = last.max(held_back).max(*known);
        }
        to_tell
    }

    proptest! {
        /// Going from wake-up to wake-up meets every moment of every topic once; the clock never stands still.
        #[test]
        fn every_wake_up_is_in_the_future_and_has_its_reason(
            remind in prop::option::of(1i64..100), due in 1i64..200, deadlines in prop::collection::vec((1i64..400, 0usize..4), 0..3),
            snooze in prop::option::of(1i64..300), limit in prop::option::of((1i64..300, 1i64..200)), confirm: bool, start in 0i64..100,
            looks in prop::collection::vec(0i64..900, 0..4),
        ) {
            let rules = Rules::shipped().unwrap();
            let topics = [Topic::NoReply, Topic::PromiseBroken, Topic::DisputeReply, Topic::FinalDeadline];
            let mut order = watched(remind.filter(|remind| *remind < due).map(|hours| hours * HOUR), due * HOUR);
            order.course.deadlines = deadlines.iter()
                .map(|(hours, topic)| Deadline { at: Moment(hours * HOUR), stage: Stage::Demand, topic: topics[*topic] }).collect();
            order.course.snoozed_until = snooze.map(|hours| Moment(hours * HOUR));
            order.course.limits = limit.map(|(told, length)| Limit {
                told_at: Moment(told * HOUR), at: Moment((told + length) * HOUR), topic: Topic::AfterSale,
            }).into_iter().collect();
            order.clock.confirm = confirm;
            let told = |now: Moment| {
                let alerts = plan(&order, &rules, now).alerts;
                let by_topic: BTreeMap<&str, Moment> = alerts.iter().map(|one| (one.topic.word(), one.at)).collect();
                assert_eq!(by_topic.len(), alerts.len(), "one for each topic");
                by_topic
            };
            for hours in looks {
                let now = Moment(hours * HOUR + 1);
                prop_assert_eq!(told(now), to_tell(&order, &rules, now));
            }
            let mut now = Moment(start * HOUR);
            for _ in 0..40 {
                let planned = plan(&order, &rules, now);
                prop_assert_eq!(planned.status == Status::Overdue, now >= order.clock.due_at && !confirm);
                prop_assert_eq!(told(now), to_tell(&order, &rules, now));
                let Some(next) = planned.alert_after else {
                    prop_assert!(order.course.deadlines.iter().any(|one| one.topic == Topic::DisputeReply), "only a series without repeats ends");
                    break;
                };
                prop_assert!(next > now, "a plan never asks to be looked at in the past");
                // Nothing happens between two wake-ups.
                let before = plan(&order, &rules, next - Span(1));
                prop_assert_eq!((before.status, before.alerts), (planned.status, planned.alerts));
                now = next;
            }
        }
    }
}
