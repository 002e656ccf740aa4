//! What one cell says: trimmed text, a time by the wall clock.

use super::super::half_width;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use std::borrow::Cow;

/// The serials of 2000-01-01 and 2100-01-01 in a workbook.
const SERIALS: std::ops::Range<f64> = 36_526.0..73_051.0;
/// How many digits of a number a spreadsheet keeps.
const KEPT_DIGITS: usize = 15;

/// The cell without blanks, TAB, BOM and stray quotes around it.
pub(super) fn trimmed(cell: &str) -> &str {
    let blank = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}');
    let mut text = cell.trim_matches(blank);
    // `="123"` and `'123` are how people keep a spreadsheet from rounding a number.
    if let Some(kept) = text.strip_prefix("=\"").and_then(|text| text.strip_suffix('"')) {
        return kept.trim_matches(blank);
    }
    if let Some(kept) = text.strip_prefix('\'')
        && kept.starts_with(|c: char| c.is_ascii_digit())
    {
        text = kept;
    }
    if let Some(inner) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
        return inner.trim_matches(blank);
    }
    if text.bytes().filter(|b| *b == b'"').count() == 1 {
        return text.trim_matches('"').trim_matches(blank);
    }
    text
}

/// Half-width text without blanks around it.
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        Cow::Borrowed(text.trim())
    } else {
        Cow::Owned(half_width(text).trim().to_owned())
    }
}

/// The text, or nothing where it is one of the marks that bills write for "nothing".
pub fn blank_mark(text: &str) -> &str {
    match text {
        "/" | "-" | "--" | "null" | "NULL" => "",
        _ => text,
    }
}

/// Why a cell says no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoTime {
    Empty,
    /// It is a day without a time of day.
    DayOnly(NaiveDate),
    Unreadable,
}

/// Reads a wall clock time and whether its seconds are there: `2026-09-28 17:20:33`, `2026/9/28 17:20`,
/// `2026年9月28日 17:20`, or the serial of a workbook, `46293.96523148148`, rounded to the second.
pub fn wall_clock(text: &str) -> Result<(NaiveDateTime, bool), NoTime> {
    let text = plain(text);
    let text = text.trim_matches(['[', ']']);
    if text.is_empty() {
        return Err(NoTime::Empty);
    }
    if let Some(at) = serial(text) {
        // A whole number is how a workbook writes a day alone.
        return match text.contains('.') {
            true => Ok((at, true)),
            false => Err(NoTime::DayOnly(at.date())),
        };
    }
    let (date, rest) = day(text).ok_or(NoTime::Unreadable)?;
    if rest.is_empty() {
        return Err(NoTime::DayOnly(date));
    }
    let (time, seconds) = time_of_day(rest).ok_or(NoTime::Unreadable)?;
    Ok((date.and_time(time), seconds))
}

fn serial(text: &str) -> Option<NaiveDateTime> {
    if !text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return None;
    }
    let days: f64 = text.parse().ok().filter(|days| SERIALS.contains(days))?;
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30)?.and_time(NaiveTime::MIN);
    // At most 73051 days: no more than 6.4e9 seconds.
    epoch.checked_add_signed(TimeDelta::seconds((days * 86_400.0).round() as i64))
}

/// The day at the start, and what follows it without blanks.
fn day(text: &str) -> Option<(NaiveDate, &str)> {
    let (year, rest) = number(text, 4..=4)?;
    let rest = rest.strip_prefix(['-', '/', '.', '年'])?;
    let (month, rest) = number(rest, 1..=2)?;
    let rest = rest.strip_prefix(['-', '/', '.', '月'])?;
    let (day, rest) = number(rest, 1..=2)?;
    let rest = rest.strip_prefix('日').unwrap_or(rest);
    let rest = rest.strip_prefix('T').unwrap_or(rest).trim_start();
    if !(2000..2100).contains(&year) {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    Some((date, rest))
}

fn time_of_day(text: &str) -> Option<(NaiveTime, bool)> {
    let (hour, rest) = number(text, 1..=2)?;
    let rest = rest.strip_prefix([':', '时', '点'])?;
    let (minute, rest) = number(rest, 1..=2)?;
    let rest = rest.strip_prefix('分').unwrap_or(rest);
    if rest.is_empty() {
        return Some((NaiveTime::from_hms_opt(hour, minute, 0)?, false));
    }
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    let (second, rest) = number(rest, 1..=2)?;
    let rest = rest.strip_prefix('秒').unwrap_or(rest);
    let fraction = rest.strip_prefix('.').unwrap_or(rest);
    if !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some((NaiveTime::from_hms_opt(hour, minute, second)?, true))
}

fn number(text: &str, lengths: std::ops::RangeInclusive<usize>) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if !lengths.contains(&digits) {
        return None;
    }
    Some((text.get(..digits)?.parse().ok()?, text.get(digits..)?))
}

/// Whether a number has gone through a spreadsheet that kept its first fifteen digits: `2.02609E+27`,
/// `2026092822001410000000000000`.
pub fn has_lost_digits(text: &str) -> bool {
    if let Some((number, power)) = text.split_once(['E', 'e']) {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        return digits(power.trim_start_matches('+')) && digits(&number.replacen('.', "", 1));
    }
    text.len() >= KEPT_DIGITS + 3
        && text.bytes().all(|b| b.is_ascii_digit())
        && text
            .get(KEPT_DIGITS..)
            .is_some_and(|rest| rest.bytes().all(|b| b == b'0'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cells_lose_what_stands_around_them() {
        for (cell, text) in [
            (" 3985734\t", "3985734"),
            ("\u{a0}支出\u{3000}", "支出"),
            ("\"3985734\"\t", "3985734"),
            ("\"半个引号", "半个引号"),
            ("\"爆款\"手机壳", "\"爆款\"手机壳"),
            ("=\"2026092822001414\"", "2026092822001414"),
            ("'2026092822001414", "2026092822001414"),
            ("\u{feff}交易时间", "交易时间"),
            ("\"", ""),
            ("\"\"", ""),
        ] {
            assert_eq!(trimmed(cell), text, "{cell:?}");
        }
    }

    #[test]
    fn times_by_the_wall_clock() {
        for (text, shown, seconds) in [
            ("2026-09-28 17:20:33", "2026-09-28 17:20:33", true),
            ("2026/9/28 17:20", "2026-09-28 17:20:00", false),
            ("2026/9/28  7:05:09", "2026-09-28 07:05:09", true),
            ("2026年9月28日 17时20分33秒", "2026-09-28 17:20:33", true),
            ("2026-09-28T17:20:33.120", "2026-09-28 17:20:33", true),
            ("[2026-09-28 17:20:33]", "2026-09-28 17:20:33", true),
            // A hair under the second: cutting it off would slip a second, and sometimes a minute.
            ("46293.96523148148", "2026-09-28 23:09:56", true),
            ("46293.965277777774", "2026-09-28 23:10:00", true),
        ] {
            let (at, with_seconds) = wall_clock(text).unwrap();
            assert_eq!(
                (at.to_string().as_str(), with_seconds),
                (shown, seconds),
                "{text}"
            );
        }
        let day = NaiveDate::from_ymd_opt(2026, 9, 28).unwrap();
        for (text, why) in [
            ("", NoTime::Empty),
            ("2026-09-28", NoTime::DayOnly(day)),
            ("46293", NoTime::DayOnly(day)),
            ("2026-09-28 17", NoTime::Unreadable),
            ("2026-02-30 10:00", NoTime::Unreadable),
            ("1999-01-01 10:00", NoTime::Unreadable),
            ("2026-09-28 24:00:00", NoTime::Unreadable),
            ("123456", NoTime::Unreadable),
            ("支出", NoTime::Unreadable),
        ] {
            assert_eq!(wall_clock(text), Err(why), "{text}");
        }
    }

    #[test]
    fn a_number_that_a_spreadsheet_rounded_is_noticed() {
        for text in [
            "2.02609E+27",
            "2.02609282200141E27",
            "2026092822001410000000000000",
        ] {
            assert!(has_lost_digits(text), "{text}");
        }
        for text in [
            "2026092822001414871400000001",
            "CP0232671700000000000001",
            "E27",
            "1000000",
            "",
            "100E",
            "T2E5",
        ] {
            assert!(!has_lost_digits(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_second_survives_its_serial(second in 946_684_800i64..4_102_444_800) {
            let at = chrono::DateTime::from_timestamp(second, 0).unwrap().naive_utc();
            let serial = second as f64 / 86_400.0 + 25_569.0;
            prop_assert_eq!(wall_clock(&format!("{serial:.10}")), Ok((at, true)));
        }

        #[test]
        fn no_cell_makes_it_panic(text in "\\PC{0,40}") {
            let _ = (wall_clock(&text), has_lost_digits(&text), trimmed(&text));
        }
    }
}
