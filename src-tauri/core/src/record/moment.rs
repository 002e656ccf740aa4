//! Reading a time as people paste it.

use super::half_width;
use crate::order::excerpt;
use crate::order::{Moment, Span, Zone};
use crate::words::Text;
use crate::{Code, Failure, Outcome, text};
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeZone};

/// The earliest year that can be meant: online payment is younger than this.
const EARLIEST_YEAR: i32 = 2000;

/// Which of the days that a time without a full date could mean is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toward {
    /// The latest that has been: when something happened.
    Past,
    /// The next that will be: until when something was promised.
    Future,
}

/// Reads a time in the person's zone: `2026-11-20 21:03:45`, `2026/11/20 21:03`, `2026年11月20日 21:03`,
/// `11月20日 21:03`, `今天 21:03`, `昨天晚上9:03`, `21:03`, `刚刚`, `20261120210345`, or RFC 3339 with an offset. `toward`
/// says which day a time without one means. A day without a time is refused: the countdown needs the minute. `code` says
/// which field it stands in.
pub fn read_moment(text: &str, now: Moment, zone: Zone, toward: Toward, code: Code) -> Outcome<Moment> {
    let refused = |why: Text| Failure::new(code, why);
    let plain = half_width(text);
    let plain = plain.trim();
    if plain.is_empty() {
        return Err(refused(text!(time_missing)));
    }
    if let Ok(at) = DateTime::parse_from_rfc3339(plain) {
        return Ok(at.into());
    }
    if matches!(plain, "刚刚" | "现在" | "now") {
        return Ok(now);
    }
    let unreadable = || refused(text!(time_unreadable, typed = excerpt(text.trim())));
    let today = now.in_zone(zone).date_naive();
    let (day, rest) = read_day(plain, today).ok_or_else(unreadable)?;
    let (time, over_midnight) = match read_time(rest) {
        Some(time) => time,
        None if rest.trim().is_empty() => {
            return Err(refused(text!(time_without_hour)));
        }
        None => return Err(unreadable()),
    };
    // A time that a clock change skips does not exist; one that it repeats is taken as the first.
    let moment = |date: NaiveDate| {
        let date = date.checked_add_days(Days::new(u64::from(over_midnight)))?;
        zone.from_local_datetime(&date.and_time(time))
            .earliest()
            .map(Moment::from)
    };
    let fits = |at: &Moment| match toward {
        Toward::Past => *at <= now,
        Toward::Future => *at > now,
    };
    let days: Vec<NaiveDate> = match day {
        Day::On(date) => vec![date],
        Day::Open => match toward {
            Toward::Past => vec![today, today.pred_opt().unwrap_or(today)],
            Toward::Future => vec![today, today.succ_opt().unwrap_or(today)],
        },
        Day::OfAnyYear(month, day) => {
            let years = match toward {
                Toward::Past => [today.year(), today.year() - 1],
                Toward::Future => [today.year(), today.year() + 1],
            };
            let dates = years
                .into_iter()
                .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day));
            // Today is meant by today's date, whatever the hour.
            dates
                .filter(|date| *date == today || moment(*date).is_some_and(|at| fits(&at)))
                .collect()
        }
    };
    let moments: Vec<Moment> = days.into_iter().filter_map(moment).collect();
    let at = moments
        .iter()
        .find(|at| fits(at))
        .or(moments.first())
        .copied()
        .ok_or_else(unreadable)?;
    if at.in_zone(zone).year() < EARLIEST_YEAR {
        return Err(refused(text!(time_typed_too_early, typed = excerpt(plain))));
    }
    Ok(at)
}

/// Refuses a moment more than a day after `now`: a payment cannot be in the future, but clocks differ.
pub(super) fn not_in_the_future(at: Moment, now: Moment, zone: Zone, code: Code) -> Outcome<Moment> {
    if at > now + Span::DAY {
        return Err(Failure::new(
            code,
            text!(time_to_come, at = at.local(zone), now = now.local(zone)),
        ));
    }
    if at.in_zone(zone).year() < EARLIEST_YEAR {
        return Err(Failure::new(code, text!(time_too_early, at = at.local(zone))));
    }
    Ok(at)
}

enum Day {
    On(NaiveDate),
    /// Only a time was given.
    Open,
    OfAnyYear(u32, u32),
}

/// Reads the day at the start of the text, and returns what follows it.
fn read_day(text: &str, today: NaiveDate) -> Option<(Day, &str)> {
    for (word, days) in [("今天", 0), ("昨天", 1), ("前天", 2), ("今日", 0), ("昨日", 1)] {
        if let Some(rest) = text.strip_prefix(word) {
            return Some((Day::On(today.checked_sub_days(Days::new(days))?), rest));
        }
    }
    if text.len() == 14 && text.bytes().all(|b| b.is_ascii_digit()) {
        let date = NaiveDate::parse_from_str(&text[..8], "%Y%m%d").ok()?;
        return Some((Day::On(date), &text[8..]));
    }
    let mut numbers = Vec::new();
    let mut rest = text;
    while numbers.len() < 3 {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > 4 {
            break;
        }
        let after = &rest[digits..];
        let Some(mark) = after.chars().next() else {
            numbers.push(rest[..digits].parse::<u32>().ok()?);
            rest = after;
            break;
        };
        match mark {
            '年' | '月' | '-' | '/' | '.' => {
                numbers.push(rest[..digits].parse().ok()?);
                rest = &after[mark.len_utf8()..];
            }
            '日' | '号' => {
                numbers.push(rest[..digits].parse().ok()?);
                rest = &after[mark.len_utf8()..];
                break;
            }
            ' ' | 'T' if !numbers.is_empty() => {
                numbers.push(rest[..digits].parse().ok()?);
                rest = &after[1..];
                break;
            }
            _ => break,
        }
    }
    match numbers[..] {
        [] => Some((Day::Open, text)),
        [year, month, day] => {
            let year = if year < 100 { year + 2000 } else { year };
            Some((
                Day::On(NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?),
                rest,
            ))
        }
        [month, day] => {
            NaiveDate::from_ymd_opt(2000, month, day)?;
            Some((Day::OfAnyYear(month, day), rest))
        }
        _ => None,
    }
}

/// Reads a time of day, and whether it is after the midnight that ends the day: `21:03:45`, `21:03`, `21点03分`,
/// `下午9:03`, `晚上9点`, `210345`.
fn read_time(text: &str) -> Option<(NaiveTime, bool)> {
    let text = text.trim().trim_end_matches('整');
    let (part, text) = PARTS
        .iter()
        .find_map(|(word, part)| Some((Some(*part), text.strip_prefix(word)?)))
        .unwrap_or((None, text));
    let text = text.trim();
    if text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit()) {
        return NaiveTime::parse_from_str(text, "%H%M%S")
            .ok()
            .map(|time| (time, false));
    }
    let marks = text.replace(['点', '时', '分'], ":").replace('秒', "");
    let marks = marks.trim_end_matches(':');
    let seconds = marks.split_once('.').map_or(marks, |(whole, _)| whole);
    let mut numbers = Vec::new();
    for number in seconds.split(':') {
        let number = number.trim();
        if number.is_empty() || number.len() > 2 || !number.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        numbers.push(number.parse::<u32>().ok()?);
    }
    let (hour, minute, second) = match numbers[..] {
        [hour] if text.contains(['点', '时']) => (hour, 0, 0),
        [hour, minute] => (hour, minute, 0),
        [hour, minute, second] => (hour, minute, second),
        _ => return None,
    };
    let (hour, over_midnight) = part.map_or(Some((hour, false)), |part| part.hour(hour))?;
    NaiveTime::from_hms_opt(hour, minute, second).map(|time| (time, over_midnight))
}

/// The part of a day that an hour belongs to.
#[derive(Clone, Copy)]
enum DayPart {
    Night,
    Morning,
    Noon,
    Afternoon,
    Evening,
}

const PARTS: [(&str, DayPart); 12] = [
    ("凌晨", DayPart::Night),
    ("早上", DayPart::Morning),
    ("上午", DayPart::Morning),
    ("中午", DayPart::Noon),
    ("下午", DayPart::Afternoon),
    ("傍晚", DayPart::Evening),
    ("晚上", DayPart::Evening),
    ("夜里", DayPart::Evening),
    ("AM", DayPart::Night),
    ("am", DayPart::Night),
    ("PM", DayPart::Afternoon),
    ("pm", DayPart::Afternoon),
];

impl DayPart {
    /// The hour of 24 and whether it is after midnight; `None` if the words do not say which is meant.
    fn hour(self, hour: u32) -> Option<(u32, bool)> {
        match (self, hour) {
            (_, 13..) => Some((hour, false)),
            (Self::Night, 12) => Some((0, false)),
            (Self::Night | Self::Morning, _) | (Self::Noon, 10..=12) | (Self::Afternoon, 12) => {
                Some((hour, false))
            }
            (Self::Noon, 1..=2) | (Self::Afternoon, _) | (Self::Evening, 5..=11) => Some((hour + 12, false)),
            // Midnight ends the evening. One to four "in the evening" could be either day.
            (Self::Evening, 12) => Some((0, true)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;
    use proptest::prelude::*;

    const ZONE: Zone = Zone::Asia__Shanghai;

    fn now() -> Moment {
        DateTime::parse_from_rfc3339("2026-11-23T08:00:00+08:00")
            .unwrap()
            .into()
    }

    #[test]
    fn times_as_people_paste_them() {
        for (text, local) in [
            ("2026-11-20 21:03:45", "2026-11-20 21:03:45"),
            ("2026-11-20T21:03:45+08:00", "2026-11-20 21:03:45"),
            ("2026-11-20T13:03:45Z", "2026-11-20 21:03:45"),
            ("2026-11-20T21:03:45", "2026-11-20 21:03:45"),
            ("2026/11/20 21:03", "2026-11-20 21:03:00"),
            ("2026.11.20 21:03:45.123", "2026-11-20 21:03:45"),
            ("2026年11月20日 21:03:45", "2026-11-20 21:03:45"),
            ("2026年11月20日21时03分45秒", "2026-11-20 21:03:45"),
            ("２０２６－１１－２０　２１：０３", "2026-11-20 21:03:00"),
            ("26-11-20 9:03", "2026-11-20 09:03:00"),
            ("11-20 21:03", "2026-11-20 21:03:00"),
            ("11月20日 下午9:03", "2026-11-20 21:03:00"),
            ("12-31 21:03", "2025-12-31 21:03:00"),
            ("今天 07:03", "2026-11-23 07:03:00"),
            ("昨天晚上9点", "2026-11-22 21:00:00"),
            ("前天 21:03:45", "2026-11-21 21:03:45"),
            ("07:03", "2026-11-23 07:03:00"),
            ("21:03", "2026-11-22 21:03:00"),
            ("昨天晚上12点", "2026-11-23 00:00:00"),
            ("今天凌晨12:30", "2026-11-23 00:30:00"),
            ("昨天中午1点", "2026-11-22 13:00:00"),
            ("昨天下午12:05", "2026-11-22 12:05:00"),
            ("20261120210345", "2026-11-20 21:03:45"),
            ("刚刚", "2026-11-23 08:00:00"),
        ] {
            let read = read_moment(text, now(), ZONE, Toward::Past, Code::PaidAt).map(|at| at.local(ZONE));
            assert_eq!(read.as_deref(), Ok(local), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        let long = "1".repeat(100_000);
        for text in [
            "",
            "很久以前",
            "2026-13-20 21:03",
            "2026-02-30 21:03",
            "2026-11-20",
            "11月20日",
            "25:00",
            "21:60",
            "1999-01-01 00:00",
            "210",
            "昨天晚上1点",
            "{{now}}",
            &long,
        ] {
            let refused = read_moment(text, now(), ZONE, Toward::Past, Code::PaidAt).unwrap_err();
            assert_eq!(refused.code, Code::PaidAt, "{text}");
            assert!(
                refused.message().contains('。') && refused.message().chars().count() < 90,
                "{}",
                refused.message()
            );
        }
    }

    #[test]
    fn a_promise_without_a_full_date_is_for_the_future() {
        for (text, local) in [
            ("18:00", "2026-11-23 18:00:00"),
            ("07:00", "2026-11-24 07:00:00"),
            ("11月25日 18:00", "2026-11-25 18:00:00"),
            ("1月2日 18:00", "2027-01-02 18:00:00"),
        ] {
            let read = read_moment(text, now(), ZONE, Toward::Future, Code::Until).map(|at| at.local(ZONE));
            assert_eq!(read.as_deref(), Ok(local), "{text}");
        }
    }

    #[test]
    fn more_than_a_day_ahead_is_refused() {
        assert!(not_in_the_future(now() + Span::DAY, now(), ZONE, Code::PaidAt).is_ok());
        let refused = not_in_the_future(now() + Span::DAY + Span(1), now(), ZONE, Code::PaidAt).unwrap_err();
        assert_eq!(
            refused.text.chinese(),
            "时间 2026-11-24 08:00:00 还没有到，请核对日期（现在是 2026-11-23 08:00:00）。"
        );
        assert_eq!(
            refused.text.said_in(Language::of("en").unwrap()),
            "The time 2026-11-24 08:00:00 is still to come. Check the date (it is now 2026-11-23 08:00:00)."
        );
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(seconds in 946_684_800i64..4_000_000_000) {
            let at = Moment(seconds * 1000);
            prop_assert_eq!(read_moment(&at.local(ZONE), now(), ZONE, Toward::Past, Code::PaidAt), Ok(at));
            prop_assert_eq!(read_moment(&at.rfc3339(ZONE), now(), ZONE, Toward::Past, Code::PaidAt), Ok(at));
        }

        #[test]
        fn nothing_makes_it_panic(text in "[0-9年月日时分秒点:/. TZ+今昨天下午-]{0,30}") {
            let _ = read_moment(&text, now(), ZONE, Toward::Past, Code::PaidAt);
        }
    }
}
