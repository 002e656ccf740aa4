//! The moments that follow from an order's payment.

use crate::order::{BEIJING, Clock, Facts, Moment, Span, excerpt};
use crate::rules::KindRule;
use crate::{Code, Failure, Outcome, text};
use chrono::{Datelike, Days, NaiveTime, TimeZone};

/// The moments of an order of a kind, at a platform that issues at fixed times of day or, with none, at any time.
///
/// What the platform promised for the order wins over the kind's window and its grace; the release counts in any case,
/// because a platform cannot deliver between two of them. Shops issue and operators bill by Beijing's clock.
pub fn clock(facts: &Facts, kind: &KindRule, releases: &[NaiveTime]) -> Clock {
    let counted_from = next_release(facts.paid_at, releases);
    let grace = if !facts.window_promised && is_month_edge(facts.paid_at) {
        kind.month_edge_grace
    } else {
        None
    };
    let due_at = counted_from + facts.window + grace.unwrap_or(Span(0));
    let remind_at = counted_from + kind.remind;
    Clock {
        counted_from,
        remind_at: (remind_at < due_at).then_some(remind_at),
        due_at,
        confirm: kind.confirm.is_some(),
    }
}

/// The first release at or after a moment; the moment itself where there are no fixed times.
fn next_release(at: Moment, releases: &[NaiveTime]) -> Moment {
    let today = at.in_zone(BEIJING).date_naive();
    [Some(today), today.checked_add_days(Days::new(1))]
        .into_iter()
        .flatten()
        .flat_map(|day| {
            releases
                .iter()
                .filter_map(move |time| BEIJING.from_local_datetime(&day.and_time(*time)).earliest())
        })
        .map(Moment::from)
        .filter(|release| *release >= at)
        .min()
        .unwrap_or(at)
}

/// Whether a moment is on the last day of a month or on its first three.
fn is_month_edge(at: Moment) -> bool {
    let day = at.in_zone(BEIJING).date_naive();
    let tomorrow = day.checked_add_days(Days::new(1));
    day.day() <= 3 || tomorrow.is_some_and(|tomorrow| tomorrow.day() == 1)
}

/// A platform's release times as they are kept: `10:00、22:00`, in their order; empty for none.
pub fn release_times(kept: &str) -> Outcome<Vec<NaiveTime>> {
    kept.split('、')
        .filter(|time| !time.is_empty())
        .map(|time| {
            NaiveTime::parse_from_str(time, "%H:%M")
                .map_err(|_| Failure::new(Code::Text, text!(release_time_unreadable, time = excerpt(time))))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rules;

    fn at(text: &str) -> Moment {
        chrono::DateTime::parse_from_rfc3339(&format!("{}+08:00", text.replace(' ', "T")))
            .unwrap()
            .into()
    }

    fn clocked(kind: &str, paid_at: &str, promised: Option<Span>, releases: &str) -> Clock {
        let rules = Rules::shipped().unwrap();
        let kind = rules.kind(kind).unwrap();
        let facts = Facts {
            kind: kind.key.clone(),
            paid_at: at(paid_at),
            window: promised.unwrap_or(kind.window),
            window_promised: promised.is_some(),
            ..Facts::sample()
        };
        clock(&facts, kind, &release_times(releases).unwrap())
    }

    #[test]
    fn windows_by_kind_and_day() {
        let half_hour = Some(Span::minutes(30));
        for (kind, paid_at, promised, releases, remind_at, due_at) in [
            (
                "q-coin",
                "2026-11-20 21:00:00",
                None,
                "",
                Some("2026-11-20 21:30:00"),
                "2026-11-21 21:00:00",
            ),
            (
                "q-coin",
                "2026-11-20 21:00:00",
                half_hour,
                "",
                None,
                "2026-11-20 21:30:00",
            ),
            (
                "card-key",
                "2026-11-20 21:00:00",
                half_hour,
                "",
                Some("2026-11-20 21:10:00"),
                "2026-11-20 21:30:00",
            ),
            (
                "phone-credit-slow",
                "2026-11-20 21:00:00",
                None,
                "",
                None,
                "2026-11-23 21:00:00",
            ),
            // The last day of a month and the first three have twelve hours of grace, unless there was a promise.
            (
                "phone-credit-fast",
                "2026-11-30 10:00:00",
                None,
                "",
                Some("2026-11-30 10:30:00"),
                "2026-12-01 22:00:00",
            ),
            (
                "phone-credit-fast",
                "2026-12-03 23:59:59",
                None,
                "",
                Some("2026-12-04 00:29:59"),
                "2026-12-05 11:59:59",
            ),
            (
                "phone-credit-fast",
                "2026-12-04 00:00:00",
                None,
                "",
                Some("2026-12-04 00:30:00"),
                "2026-12-05 00:00:00",
            ),
            (
                "phone-credit-fast",
                "2026-11-30 10:00:00",
                half_hour,
                "",
                None,
                "2026-11-30 10:30:00",
            ),
            (
                "q-coin",
                "2026-11-30 10:00:00",
                None,
                "",
                Some("2026-11-30 10:30:00"),
                "2026-12-01 10:00:00",
            ),
            // A platform that issues in batches counts from its next release.
            (
                "q-coin",
                "2026-11-20 21:00:00",
                half_hour,
                "10:00、22:00",
                None,
                "2026-11-20 22:30:00",
            ),
            (
                "q-coin",
                "2026-11-20 22:00:00",
                half_hour,
                "10:00、22:00",
                None,
                "2026-11-20 22:30:00",
            ),
            (
                "q-coin",
                "2026-11-20 22:00:01",
                half_hour,
                "10:00、22:00",
                None,
                "2026-11-21 10:30:00",
            ),
        ] {
            let clock = clocked(kind, paid_at, promised, releases);
            let context = format!("{kind} {paid_at} {releases}");
            assert_eq!(
                clock.remind_at.map(|at| at.local(BEIJING)).as_deref(),
                remind_at,
                "{context}"
            );
            assert_eq!(clock.due_at.local(BEIJING), due_at, "{context}");
        }
    }
}
