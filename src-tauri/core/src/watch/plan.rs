//! What the clock does to an order.

use crate::order::{Deadline, Moment, Plan, Span, Stage, Status, Topic, Watched};
use crate::rules::Rules;

/// Where an order stands at `now`, when it could next need attention, and the alert that belongs to its standing.
///
/// The last moment that has passed names the alert, so that whatever was missed meanwhile is caught up with by one. That
/// it is raised once is the store's part, where (order, stage, moment) is unique. A moment that the person put off comes
/// when the snooze ends; the status does not wait for it.
pub fn plan(order: &Watched, rules: &Rules, now: Moment) -> Plan {
    if let Some(status) = order.settled {
        return Plan {
            status,
            stage: Stage::Closed,
            topic: None,
            alert_after: None,
            alert: None,
        };
    }
    let unconfirmed = order.clock.confirm && !order.course.confirmed;
    let due_at = order.clock.due_at;
    let overdue = now >= due_at && !unconfirmed;
    let series = series(order, unconfirmed);
    let latest = latest(&series, rules, now);
    let next = series.iter().filter_map(|one| next(one, rules, now)).min();

    let snoozed_until = order.course.snoozed_until;
    let (alert, wakes) = match (latest, snoozed_until) {
        // Still put off: what has passed and what would come waits for the snooze's end.
        (_, Some(until)) if now < until => (None, Some(until)),
        // The snooze is over: what it held back comes now, named by its end.
        (Some(latest), Some(until)) if latest.at < until => (Some(Deadline { at: until, ..latest }), next),
        _ => (latest, next),
    };
    let due_is_ahead = (now < due_at).then_some(due_at);
    let reached = series
        .iter()
        .filter(|one| !one.topic.is_aside())
        .map(|one| one.stage);
    let course_stage = order.course.deadlines.first().map(|one| one.stage);
    let stage = course_stage
        .or_else(|| if overdue { reached.max() } else { None })
        .unwrap_or(Stage::Waiting);
    Plan {
        status: if overdue {
            Status::Overdue
        } else {
            Status::Awaiting
        },
        stage,
        topic: alert.map(|alert| alert.topic),
        alert_after: [wakes, due_is_ahead].into_iter().flatten().min(),
        alert,
    }
}

/// The beginnings of all topics of an order, each of which may come again.
fn series(order: &Watched, unconfirmed: bool) -> Vec<Deadline> {
    let clock = &order.clock;
    let mut series = Vec::with_capacity(4);
    let mut begin = |at, stage, topic| series.push(Deadline { at, stage, topic });
    if order.course.deadlines.is_empty() {
        if let Some(at) = clock.remind_at.filter(|_| !order.course.confirmed) {
            begin(at, Stage::Waiting, Topic::Remind);
        }
        if unconfirmed {
            begin(clock.due_at, Stage::Waiting, Topic::Confirm);
        } else {
            begin(clock.due_at, Stage::Demand, Topic::Overdue);
        }
    }
    for one in &order.course.deadlines {
        begin(one.at, one.stage, one.topic);
    }
    let stage = order
        .course
        .deadlines
        .first()
        .map_or(Stage::Demand, |one| one.stage);
    for one in &order.course.limits {
        begin(one.told_at, stage, one.topic);
    }
    series
}

/// The last moment of any series that has passed. Topics come again only until a later one begins.
fn latest(series: &[Deadline], rules: &Rules, now: Moment) -> Option<Deadline> {
    let last = |one: &Deadline| Deadline {
        at: last_repeat(one.at, &rules.topic(one.topic).again, now),
        ..*one
    };
    let (aside, main): (Vec<&Deadline>, Vec<&Deadline>) = series
        .iter()
        .filter(|one| one.at <= now)
        .partition(|one| one.topic.is_aside());
    let main = main.into_iter().max_by_key(|one| one.at).map(last);
    // A limit stands beside the matter: neither ends the other.
    aside.into_iter().map(last).chain(main).max_by_key(|one| one.at)
}

/// The next moment of a series after `now`.
fn next(one: &Deadline, rules: &Rules, now: Moment) -> Option<Moment> {
    if one.at > now {
        return Some(one.at);
    }
    let again = &rules.topic(one.topic).again;
    let step = again.last()?;
    let passed = now - one.at;
    let at = again.iter().find(|span| **span > passed).map_or_else(
        || {
            let beyond = (passed.0 - step.0) / step.0 + 1;
            Span(step.0.saturating_add(beyond.saturating_mul(step.0)))
        },
        |span| *span,
    );
    Some(one.at + at)
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
    use crate::order::{Clock, Course, Limit};
    use proptest::prelude::*;

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
            plan.alert.map(|one| hours(one.at)),
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

    proptest! {
        /// Going from wake-up to wake-up meets every alert once, and none twice; the clock never stands still.
        #[test]
        fn every_wake_up_is_in_the_future_and_has_its_reason(
            remind in prop::option::of(1i64..100), due in 1i64..200, deadlines in prop::collection::vec((1i64..400, 0usize..4), 0..3),
            snooze in prop::option::of(1i64..300), after_sale in prop::option::of(1i64..300), confirm: bool, start in 0i64..100,
        ) {
            let rules = Rules::shipped().unwrap();
            let topics = [Topic::NoReply, Topic::PromiseBroken, Topic::DisputeReply, Topic::FinalDeadline];
            let mut order = watched(remind.filter(|remind| *remind < due).map(|hours| hours * HOUR), due * HOUR);
            order.course.deadlines = deadlines.iter()
                .map(|(hours, topic)| Deadline { at: Moment(hours * HOUR), stage: Stage::Demand, topic: topics[*topic] }).collect();
            order.course.snoozed_until = snooze.map(|hours| Moment(hours * HOUR));
            order.course.limits = after_sale.map(|hours| Limit { told_at: Moment(hours * HOUR), at: Moment(hours * HOUR), topic: Topic::AfterSale }).into_iter().collect();
            order.clock.confirm = confirm;
            let mut now = Moment(start * HOUR);
            let mut seen = std::collections::HashSet::new();
            let mut last = plan(&order, &rules, now).alert;
            for _ in 0..40 {
                let planned = plan(&order, &rules, now);
                prop_assert_eq!(planned.status == Status::Overdue, now >= order.clock.due_at && !confirm);
                if let Some(alert) = planned.alert {
                    prop_assert!(alert.at <= now, "an alert is never for the future");
                    if Some(alert) != last {
                        prop_assert!(seen.insert((alert.stage, alert.at)), "an alert comes once");
                    }
                }
                last = planned.alert;
                let Some(next) = planned.alert_after else {
                    prop_assert!(order.course.deadlines.iter().any(|one| one.topic == Topic::DisputeReply), "only a series without repeats ends");
                    break;
                };
                prop_assert!(next > now, "a plan never asks to be looked at in the past");
                // Nothing happens between two wake-ups.
                let before = plan(&order, &rules, next - Span(1));
                prop_assert_eq!((before.status, before.alert), (planned.status, planned.alert));
                now = next;
            }
        }
    }
}
