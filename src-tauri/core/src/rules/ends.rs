//! When the limits of an order end.

use super::{Certainty, From, Holidays, Length, LimitRule, Rules};
use crate::order::{BEIJING, Clock, Facts, Filing, History, Limit, Moment, Problem, Seller, Span, Topic};
use crate::text;
use crate::words::Text;
use chrono::{Days, Months, NaiveDate, NaiveTime, TimeZone};

/// A limit of an order, with where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitSet {
    /// The key of its rule.
    pub key: String,
    pub topic: Topic,
    pub name: Text,
    /// Its last moment.
    pub at: Moment,
    pub told_at: Moment,
    pub basis: Text,
    pub certainty: Certainty,
    /// Whether it was counted by weekends, because a year that it touches is not announced.
    pub guessed: bool,
}

/// The limits that begin with a filing; with its acceptance, those that begin then take their place.
pub fn filing_limits(facts: &Facts, filing: &Filing, rules: &Rules) -> Vec<LimitSet> {
    let channel = filing.channel.as_deref().or(facts.channel.as_deref());
    let (from, at) = match filing.accepted_at {
        Some(at) => (From::Accepted, at),
        None => (From::Filed, filing.filed_at),
    };
    let of = |from: From, at: Moment| -> Vec<LimitSet> {
        let fitting = rules.limits.iter().filter(|rule| {
            rule.from == from
                && rule.to.contains(&filing.to)
                && (rule.channels.is_empty()
                    || rule.channels.iter().any(|key| key == channel.unwrap_or("other")))
        });
        fitting.map(|rule| set(rule, at, &rules.holidays)).collect()
    };
    let mut limits = of(from, at);
    if limits.is_empty() && from == From::Accepted {
        limits = of(From::Filed, filing.filed_at);
    }
    limits.sort_by_key(|one| one.at);
    limits
}

/// The limits that run beside the matter, in order of their ends.
pub fn standing_limits(
    facts: &Facts,
    clock: &Clock,
    seller: &Seller,
    history: &History,
    rules: &Rules,
) -> Vec<LimitSet> {
    let begins = |from: From| match from {
        From::Paid => Some(facts.paid_at),
        From::Due => Some(clock.due_at),
        From::RefundDue => history.refund_demanded_at(&rules.refund_words).map(|asked| {
            if facts.window_promised {
                asked.max(clock.due_at)
            } else {
                asked
            }
        }),
        From::Ground if history.final_demands().any(|said| rules.ends_contract(said)) => None,
        From::Ground => history
            .final_demands()
            .next()
            .and_then(|said| said.until)
            .or(Some(clock.due_at)),
        From::Filed | From::Accepted => None,
    };
    let fits = |rule: &&LimitRule| {
        (rule.channels.is_empty()
            || facts
                .channel
                .as_ref()
                .is_some_and(|key| rule.channels.contains(key)))
            && (rule.kinds.is_empty() || rule.kinds.contains(&facts.kind))
            && (rule.seller.is_empty() || rule.seller.contains(&seller.kind))
            && (!rule.of_goods || history.problem.is_none_or(Problem::is_of_goods))
    };
    let mut limits: Vec<LimitSet> = rules
        .limits
        .iter()
        .filter(fits)
        .filter_map(|rule| Some(set(rule, begins(rule.from)?, &rules.holidays)))
        .collect();
    limits.extend(after_sale(facts, rules));
    limits.extend(history.auto_confirm.map(|at| auto_confirm(at, rules)));
    limits.sort_by_key(|one| one.at);
    limits
}

fn after_sale(facts: &Facts, rules: &Rules) -> Option<LimitSet> {
    let kind = rules.kind(&facts.kind).ok()?;
    let after_sale = kind.after_sale.as_ref()?;
    Some(LimitSet {
        key: "after-sale".to_owned(),
        topic: Topic::AfterSale,
        name: text!(after_sale_closes),
        at: facts.paid_at + after_sale.closes,
        told_at: facts.paid_at + after_sale.warn,
        basis: (&after_sale.basis).into(),
        certainty: kind.provenance.certainty,
        guessed: false,
    })
}

/// What the person typed of the page: no rule knows how long a marketplace waits.
fn auto_confirm(at: Moment, rules: &Rules) -> LimitSet {
    let rule = rules.topic(Topic::AutoConfirm);
    let earliest = rule.before.last().copied().unwrap_or(Span(0));
    LimitSet {
        key: "auto-confirm".to_owned(),
        topic: Topic::AutoConfirm,
        name: text!(auto_confirm_name),
        at,
        told_at: at - earliest,
        basis: text!(auto_confirm_basis),
        certainty: rule.provenance.certainty,
        guessed: false,
    }
}

fn set(rule: &LimitRule, from: Moment, holidays: &Holidays) -> LimitSet {
    let (at, guessed) = end(from, rule.length, rule.moves_on, holidays);
    LimitSet {
        key: rule.key.clone(),
        topic: rule.topic,
        name: (&rule.name).into(),
        at,
        told_at: at - Span(i64::from(rule.warn_days) * Span::DAY.0),
        basis: (&rule.basis).into(),
        certainty: rule.provenance.certainty,
        guessed,
    }
}

/// The last second of a limit that counts from a moment, and whether it was counted by weekends for want of an announced
/// calendar. The day of the event is not counted (民法典 201); a last day that is a day off moves on where `moves_on`
/// says so (民法典 203).
pub fn end(from: Moment, length: Length, moves_on: bool, holidays: &Holidays) -> (Moment, bool) {
    let day = from.in_zone(BEIJING).date_naive();
    let mut guessed = false;
    let last = match length {
        Length::Hours(hours) => return (from + Span(i64::from(hours) * Span::HOUR.0), false),
        Length::Days(days) => day.checked_add_days(Days::new(days.into())),
        Length::Months(months) => day.checked_add_months(Months::new(months)),
        Length::Years(years) => day.checked_add_months(Months::new(years.saturating_mul(12))),
        Length::WorkingDays(days) => {
            worked_days(day, holidays, &mut guessed).nth(days.saturating_sub(1) as usize)
        }
    };
    let mut last = last.unwrap_or(NaiveDate::MAX);
    if moves_on && !matches!(length, Length::WorkingDays(_)) {
        let (worked, by_weekday) = holidays.is_worked(last);
        guessed |= by_weekday;
        if !worked {
            last = worked_days(last, holidays, &mut guessed).next().unwrap_or(last);
        }
    }
    (end_of(last), guessed)
}

/// The working days after a day.
fn worked_days<'a>(
    day: NaiveDate,
    holidays: &'a Holidays,
    guessed: &'a mut bool,
) -> impl Iterator<Item = NaiveDate> + 'a {
    day.iter_days().skip(1).filter(move |day| {
        let (worked, by_weekday) = holidays.is_worked(*day);
        *guessed |= by_weekday;
        worked
    })
}

fn end_of(day: NaiveDate) -> Moment {
    let last_second = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default();
    BEIJING
        .from_local_datetime(&day.and_time(last_second))
        .latest()
        .map_or(Moment(i64::MAX), Moment::from)
}

/// The limits as the clockwork keeps them: one for each time that it tells of an end, as each is told by itself.
pub fn kept(limits: &[LimitSet], rules: &Rules) -> Vec<Limit> {
    let all = limits.iter().flat_map(|one| {
        let before = &rules.topic(one.topic).before;
        let told = before.iter().rev().map(|before| one.at - *before);
        let alone = before.is_empty().then_some(one.told_at);
        told.chain(alone).map(|told_at| Limit {
            told_at,
            at: one.at,
            topic: one.topic,
        })
    });
    all.collect()
}

/// How a limit's length is written by a person who corrects it: `7 个工作日`, `60 天`, `3 个月`, `72 小时`.
pub fn read_length(text: &str) -> Option<Length> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let digits = plain.find(|c: char| !c.is_ascii_digit())?;
    let n: u32 = plain[..digits]
        .parse()
        .ok()
        .filter(|n| (1..=10_000).contains(n))?;
    Some(match &plain[digits..] {
        "小时" => Length::Hours(n),
        "天" | "日" | "个自然日" => Length::Days(n),
        "个工作日" | "工作日" => Length::WorkingDays(n),
        "个月" | "月" => Length::Months(n),
        "年" => Length::Years(n),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Moment {
        chrono::DateTime::parse_from_rfc3339(&format!("{}+08:00", text.replace(' ', "T")))
            .unwrap()
            .into()
    }

    fn holidays() -> Holidays {
        Rules::shipped().unwrap().holidays
    }

    #[test]
    fn working_days_follow_the_announced_calendar() {
        for (filed, last) in [
            ("2026-04-28", "2026-05-11"),
            ("2026-09-18", "2026-09-29"),
            ("2026-09-24", "2026-10-12"),
            ("2026-09-30", "2026-10-15"),
            // A worked Saturday counts: the 20th of September is one.
            ("2026-09-17", "2026-09-28"),
        ] {
            let filed_at = at(&format!("{filed} 15:30:00"));
            let (end, guessed) = end(filed_at, Length::WorkingDays(7), false, &holidays());
            assert_eq!(end.local(BEIJING), format!("{last} 23:59:59"), "{filed}");
            assert!(!guessed);
        }
    }

    #[test]
    fn a_year_that_is_not_announced_is_counted_by_the_law_and_by_weekends_and_says_so() {
        for (filed, days, last) in [
            ("2026-12-24", 5, "2026-12-31"),
            ("2026-12-25", 7, "2027-01-06"),
            ("2026-12-30", 7, "2027-01-11"),
            // 春节 from 除夕 on, Friday to Monday.
            ("2027-02-03", 3, "2027-02-10"),
            ("2027-04-02", 1, "2027-04-06"),
            ("2041-04-30", 1, "2041-05-03"),
        ] {
            let filed_at = at(&format!("{filed} 10:00:00"));
            let (end, guessed) = end(filed_at, Length::WorkingDays(days), false, &holidays());
            assert_eq!(end.local(BEIJING), format!("{last} 23:59:59"), "{filed}");
            assert_eq!(guessed, !last.starts_with("2026"), "{filed}");
        }
    }

    #[test]
    fn a_last_day_off_moves_on_where_the_law_says_so() {
        for (from, length, moves_on, last) in [
            // 60 days after the 3rd of August is the 2nd of October, a holiday; the 8th is the next working day.
            (
                "2026-08-03 09:00:00",
                Length::Days(60),
                true,
                "2026-10-08 23:59:59",
            ),
            (
                "2026-08-03 09:00:00",
                Length::Days(60),
                false,
                "2026-10-02 23:59:59",
            ),
            (
                "2026-08-05 23:59:59",
                Length::Days(15),
                true,
                "2026-08-20 23:59:59",
            ),
            // The corresponding day, or the last of its month.
            (
                "2026-08-31 09:00:00",
                Length::Months(6),
                false,
                "2027-02-28 23:59:59",
            ),
            (
                "2024-02-29 09:00:00",
                Length::Years(3),
                false,
                "2027-02-28 23:59:59",
            ),
            (
                "2026-11-20 21:03:45",
                Length::Days(365),
                false,
                "2027-11-20 23:59:59",
            ),
        ] {
            assert_eq!(
                end(at(from), length, moves_on, &holidays()).0.local(BEIJING),
                last,
                "{from}"
            );
        }
    }

    proptest! {
        /// Counting by hand, day by day, gives the same.
        #[test]
        fn the_last_working_day_has_as_many_working_days_before_it(start in 0u64..340, n in 1u32..30) {
            let holidays = holidays();
            let from = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(start);
            let (end, _) = end(end_of(from), Length::WorkingDays(n), false, &holidays);
            let last = end.in_zone(BEIJING).date_naive();
            let counted = from.iter_days().skip(1).take_while(|day| *day <= last)
                .filter(|day| holidays.is_worked(*day).0).count();
            prop_assert_eq!(counted as u32, n);
            prop_assert!(holidays.is_worked(last).0);
        }

        #[test]
        fn a_length_that_is_written_is_read_again(n in 1u32..5000, unit in 0usize..5) {
            let length = [Length::Hours(n), Length::Days(n), Length::WorkingDays(n), Length::Months(n), Length::Years(n)][unit];
            prop_assert_eq!(read_length(&length.spoken().chinese()), Some(length));
        }
    }
}
