//! Spans: how long arrival may take, or how long somebody promised to need.

use super::numerals::Numeral;
use super::tokens::{Cursor, Token, folded, tokens};
use super::words::{Unit, Word};
use crate::order::{Moment, Span, excerpt};
use crate::rules::{Length, Rules, end};
use crate::words::Text;
use crate::{Code, Failure, Outcome, text};

/// The longest window: one year.
const LONGEST: Span = Span::days(365);
/// How many working days a year has at most.
const MOST_WORKING_DAYS: u64 = 260;

/// Why a text is no span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoSpan {
    Unreadable,
    Negative,
    Zero,
    TooLong,
    /// A number without its unit.
    NoUnit,
    /// `约10分钟`, `24小时以上`: it has no end.
    NoEnd,
    /// Months and years, whose lengths differ.
    Uneven,
}

/// How long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measured {
    Exactly(Span),
    WorkingDays(u32),
}

/// Where the span lies from the moment at which it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// `10分钟前`
    Before,
    /// `24小时内`, `2小时后`
    Ahead,
    /// It is not said.
    Unsaid,
}

/// A span as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub measured: Measured,
    pub side: Side,
    /// Whether it may as well be a date or a time of day: `25日`, `8时`.
    pub may_be_a_time: bool,
    /// Whether it is told in days or longer, so that it leaves the hour open.
    pub in_days: bool,
    /// Whether it is the longer end of a range.
    pub ranged: bool,
}

/// Reads a window as people write it: `30m`, `30分钟`, `2 小时`, `1小时30分`, `一个半小时`, `24小时内到账`, `3天`. Of a range,
/// `1-10分钟`, the longer counts. A number alone is refused, and so is what has no end (`约10分钟`), whose length depends on
/// the month or on the calendar (`3个工作日`).
pub fn read_window(text: &str) -> Outcome<Span> {
    let refused = |why: Text| Failure::new(Code::Window, why);
    match written(text) {
        Ok(Written {
            side: Side::Before, ..
        }) => Err(refusal(text, NoSpan::Unreadable)),
        Ok(Written {
            measured: Measured::Exactly(span),
            ..
        }) => Ok(span),
        Ok(_) => Err(refused(text!(
            window_in_working_days,
            typed = excerpt(text.trim())
        ))),
        Err(why) => Err(refusal(text, why)),
    }
}

/// Reads a window that was promised for a payment: as [`read_window`], and `3个工作日` by the calendar of the offices, to the
/// end of the last day.
///
/// # Errors
/// Also working days of a year whose holidays are not announced yet.
pub(in crate::record) fn read_promise(text: &str, paid_at: Moment, rules: &Rules) -> Outcome<Span> {
    match written(text) {
        Ok(Written {
            measured: Measured::WorkingDays(days),
            side: Side::Ahead | Side::Unsaid,
            ..
        }) => Ok(worked(days, paid_at, rules, text, Code::Window)? - paid_at),
        _ => read_window(text),
    }
}

/// The last second of so many working days after a moment.
pub(super) fn worked(days: u32, from: Moment, rules: &Rules, text: &str, code: Code) -> Outcome<Moment> {
    let (at, guessed) = end(from, Length::WorkingDays(days), false, &rules.holidays);
    if guessed {
        return Err(Failure::new(
            code,
            text!(working_days_unknown, typed = excerpt(text.trim())),
        ));
    }
    // Spans are whole seconds, whatever the moment from which they count.
    Ok(Moment(at.0 - (at.0 - from.0).rem_euclid(1000)))
}

fn refusal(text: &str, why: NoSpan) -> Failure {
    let typed = excerpt(text.trim());
    Failure::new(
        Code::Window,
        match why {
            NoSpan::Unreadable => text!(window_unreadable, typed = typed),
            NoSpan::Negative => text!(window_negative),
            NoSpan::Zero => text!(window_zero),
            NoSpan::TooLong => text!(window_too_long),
            NoSpan::NoUnit => text!(window_without_unit, typed = typed),
            NoSpan::NoEnd => text!(window_without_end, typed = typed),
            NoSpan::Uneven => text!(window_uneven, typed = typed),
        },
    )
}

/// Reads the two windows of a product kind: when the person is asked whether it came, and when it counts as overdue, as
/// `30分钟 / 24小时`.
///
/// # Errors
/// Anything else, and an asking after the end.
pub fn read_windows(text: &str) -> Outcome<(Span, Span)> {
    let refused = |why: Text| Failure::new(Code::Text, why);
    let (remind, window) = text
        .split_once(['/', '／'])
        .ok_or_else(|| refused(text!(windows_not_two)))?;
    let read = |text: &str| {
        read_window(text).map_err(|failure| Failure {
            code: Code::Text,
            ..failure
        })
    };
    let (remind, window) = (read(remind)?, read(window)?);
    if remind > window {
        return Err(refused(text!(windows_turned)));
    }
    Ok((remind, window))
}

pub(super) fn written(text: &str) -> Result<Written, NoSpan> {
    let folded = folded(text);
    let tokens: Vec<Token<'_>> = tokens(&folded)
        .into_iter()
        .filter(|token| *token != Token::Blank)
        .collect();
    let mut cursor = Cursor::new(&tokens);
    let written = Grammar::default().whole(&mut cursor)?;
    if !cursor.at_end() {
        return Err(NoSpan::Unreadable);
    }
    Ok(written)
}

/// Reads a span at the cursor, together with what says on which side of now it lies: the `10分钟前` of a time.
pub(super) fn at_cursor(cursor: &mut Cursor<'_>) -> Option<Written> {
    cursor.attempt(|cursor| Grammar::default().whole(cursor).ok())
}

/// So many parts of a unit are counted, so that `1.25小时` and `半小时` stay whole numbers.
const PARTS: u64 = 10_000;

/// A part of a span: how many units, in [`PARTS`] of one, and the longer end of a range.
#[derive(Clone, Copy)]
struct Part {
    unit: Unit,
    count: u64,
    longer_end: Option<u64>,
}

#[derive(Default)]
struct Grammar {
    may_be_a_time: bool,
    in_days: bool,
    ranged: bool,
}

impl Grammar {
    /// `[what goes before] part {part} [to part] [what goes behind]`
    fn whole(mut self, cursor: &mut Cursor<'_>) -> Result<Written, NoSpan> {
        let mut side = Side::Unsaid;
        let mut open = false;
        if cursor.mark(&['-']).is_some() {
            return Err(NoSpan::Negative);
        }
        while let Some(word) = cursor.word(|word| {
            matches!(
                word,
                Word::AtMost | Word::Around | Word::Within | Word::After | Word::About | Word::AtLeast
            )
            .then_some(word)
        }) {
            match word {
                Word::Within | Word::After => side = Side::Ahead,
                Word::About | Word::AtLeast => open = true,
                _ => {}
            }
        }
        let mut total = self.sum(cursor)?;
        if cursor.attempt(|cursor| to(cursor)).is_some() {
            let longer = self.sum(cursor)?;
            self.ranged = true;
            match (total, longer) {
                (Measured::Exactly(from), Measured::Exactly(to)) if from < to => total = longer,
                (Measured::WorkingDays(from), Measured::WorkingDays(to)) if from < to => total = longer,
                _ => return Err(NoSpan::Unreadable),
            }
        }
        while let Some(word) = cursor.word(|word| {
            matches!(
                word,
                Word::Around | Word::Within | Word::After | Word::Before | Word::About | Word::AtLeast
            )
            .then_some(word)
        }) {
            match word {
                Word::Within | Word::After if side != Side::Before => side = Side::Ahead,
                Word::Before if side == Side::Unsaid => side = Side::Before,
                Word::About | Word::AtLeast => open = true,
                Word::Around => {}
                _ => return Err(NoSpan::Unreadable),
            }
        }
        open |= cursor.mark(&['+']).is_some();
        if open {
            return Err(NoSpan::NoEnd);
        }
        match total {
            Measured::Exactly(Span(0)) | Measured::WorkingDays(0) => Err(NoSpan::Zero),
            Measured::Exactly(span) if span > LONGEST => Err(NoSpan::TooLong),
            measured => Ok(Written {
                measured,
                side,
                may_be_a_time: self.may_be_a_time,
                in_days: self.in_days,
                ranged: self.ranged,
            }),
        }
    }

    fn sum(&mut self, cursor: &mut Cursor<'_>) -> Result<Measured, NoSpan> {
        let first = self.part(cursor)?;
        if first.unit == Unit::WorkingDay {
            if first.count % PARTS != 0 {
                return Err(NoSpan::Unreadable);
            }
            let days = first.longer_end.unwrap_or(first.count) / PARTS;
            let days = u32::try_from(days.min(MOST_WORKING_DAYS + 1)).unwrap_or(u32::MAX);
            if u64::from(days) > MOST_WORKING_DAYS {
                return Err(NoSpan::TooLong);
            }
            return Ok(Measured::WorkingDays(days));
        }
        let mut last = first.unit;
        let mut total = milliseconds(first)?;
        loop {
            let next = cursor.attempt(|cursor| {
                cursor.mark(&[',']);
                cursor.is_word(Word::And);
                let part = self.part(cursor).ok()?;
                (worth(part.unit)? < worth(last)? && part.longer_end.is_none()).then_some(part)
            });
            let Some(part) = next else { break };
            last = part.unit;
            total = total.saturating_add(milliseconds(part)?);
        }
        // A window is kept in whole seconds.
        if total % 1000 != 0 {
            return Err(NoSpan::Unreadable);
        }
        Ok(Measured::Exactly(Span(i64::try_from(total).unwrap_or(i64::MAX))))
    }

    /// `30分钟`, `1.5小时`, `半小时`, `一个半小时`, `1小时半`, `1-10分钟`, `两三天`, `一刻钟`
    fn part(&mut self, cursor: &mut Cursor<'_>) -> Result<Part, NoSpan> {
        if cursor.is_word(Word::Half) {
            cursor.is_word(Word::Measure);
            let unit = self.unit(cursor).ok_or(NoSpan::Unreadable)?;
            return whole(unit, PARTS / 2, None);
        }
        let (mut count, mut longer) = count(cursor)?;
        if cursor.is_word(Word::Quarter) {
            return whole(
                Unit::Minute,
                count.saturating_mul(15),
                longer.map(|end| end.saturating_mul(15)),
            );
        }
        // 1-10分钟; between two spans the unit stands before.
        if longer.is_none()
            && let Some(end) = cursor.attempt(|cursor| {
                to(cursor)?;
                self::count(cursor).ok().filter(|(_, longer)| longer.is_none())
            })
        {
            if end.0 <= count {
                return Err(NoSpan::Unreadable);
            }
            longer = Some(end.0);
        }
        self.ranged |= longer.is_some();
        let measured = cursor.is_word(Word::Measure);
        let half = measured && cursor.is_word(Word::Half);
        let Some(unit) = self.unit(cursor) else {
            return Err(if cursor.at_end() && !measured {
                NoSpan::NoUnit
            } else {
                NoSpan::Unreadable
            });
        };
        if half || cursor.attempt(|cursor| half_behind(cursor, unit)).is_some() {
            if longer.is_some() {
                return Err(NoSpan::Unreadable);
            }
            count = count.saturating_add(PARTS / 2);
        }
        whole(unit, count, longer)
    }

    fn unit(&mut self, cursor: &mut Cursor<'_>) -> Option<Unit> {
        let unit = cursor.word(|word| match word {
            Word::Unit(unit) => Some(unit),
            Word::Fen => Some(Unit::Minute),
            Word::Second => Some(Unit::Second),
            Word::HourOrHours => {
                self.may_be_a_time = true;
                Some(Unit::Hour)
            }
            Word::Day => {
                self.may_be_a_time = true;
                Some(Unit::Day)
            }
            Word::Month | Word::Year => Some(Unit::Uneven),
            _ => None,
        })?;
        self.in_days |= matches!(unit, Unit::Day | Unit::Week | Unit::WorkingDay);
        Some(unit)
    }
}

fn to(cursor: &mut Cursor<'_>) -> Option<()> {
    let mark = cursor.mark(&['-', '~']).is_some();
    (mark || cursor.is_word(Word::To)).then_some(())
}

/// 1小时半, 一天半; but not the half of a next part.
fn half_behind(cursor: &mut Cursor<'_>, unit: Unit) -> Option<()> {
    let fits = matches!(unit, Unit::Minute | Unit::Hour | Unit::Day | Unit::Week);
    (fits
        && cursor.is_word(Word::Half)
        && !matches!(cursor.peek(), Some(Token::Word(Word::Unit(_) | Word::Measure))))
    .then_some(())
}

/// A number in parts of one, and the longer end of `两三`.
fn count(cursor: &mut Cursor<'_>) -> Result<(u64, Option<u64>), NoSpan> {
    let between = cursor.take(|token| match token {
        Token::Numeral(Numeral::Between(from, to)) => Some((from * PARTS, Some(to * PARTS))),
        _ => None,
    });
    if let Some(between) = between {
        return Ok(between);
    }
    if let Some(Token::Digits(digits)) = cursor.peek()
        && digits.len() > 9
    {
        return Err(NoSpan::TooLong);
    }
    let whole = cursor.number().ok_or(NoSpan::Unreadable)?;
    let decimals = cursor.attempt(|cursor| {
        cursor.mark(&['.', '。']).filter(|_| whole.digits > 0)?;
        cursor.digits()
    });
    let decimals = decimals.unwrap_or_default();
    if decimals.len() > 4 {
        return Err(NoSpan::Unreadable);
    }
    let fraction: u64 = format!("{decimals:0<4}").parse().unwrap_or(0);
    Ok((whole.value.saturating_mul(PARTS).saturating_add(fraction), None))
}

/// A part, unless its unit has no fixed length.
fn whole(unit: Unit, count: u64, longer_end: Option<u64>) -> Result<Part, NoSpan> {
    if unit == Unit::Uneven {
        return Err(NoSpan::Uneven);
    }
    Ok(Part {
        unit,
        count,
        longer_end,
    })
}

fn worth(unit: Unit) -> Option<u64> {
    let span = match unit {
        Unit::Second => Span::SECOND,
        Unit::Minute => Span::MINUTE,
        Unit::Hour => Span::HOUR,
        // 半天 is twelve hours.
        Unit::Day => Span::DAY,
        Unit::Week => Span::days(7),
        Unit::WorkingDay | Unit::Uneven => return None,
    };
    u64::try_from(span.0).ok()
}

fn milliseconds(part: Part) -> Result<u64, NoSpan> {
    let worth = worth(part.unit).ok_or(NoSpan::Unreadable)?;
    let count = part.longer_end.unwrap_or(part.count);
    count
        .checked_mul(worth)
        .map(|parts| parts / PARTS)
        .ok_or(NoSpan::TooLong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::Zone;
    use crate::words::Language;
    use proptest::prelude::*;

    const SECOND: i64 = 1;
    const MINUTE: i64 = 60;
    const HOUR: i64 = 3_600;
    const DAY: i64 = 86_400;

    #[test]
    fn each_written_form_is_as_long_as_it_says() {
        for (text, seconds) in [
            ("30m", 30 * MINUTE),
            ("30min", 30 * MINUTE),
            ("30 mins", 30 * MINUTE),
            ("30 minutes", 30 * MINUTE),
            ("30分", 30 * MINUTE),
            ("30分钟", 30 * MINUTE),
            ("30 分钟", 30 * MINUTE),
            ("３０分", 30 * MINUTE),
            ("30分鐘", 30 * MINUTE),
            ("三十分钟", 30 * MINUTE),
            ("75s", 75 * SECOND),
            ("75秒", 75 * SECOND),
            ("75秒钟", 75 * SECOND),
            ("2h", 2 * HOUR),
            ("2H", 2 * HOUR),
            ("24h", 24 * HOUR),
            ("24 hours", 24 * HOUR),
            ("1 hour", HOUR),
            ("2 小时", 2 * HOUR),
            ("2个小时", 2 * HOUR),
            ("2個小時", 2 * HOUR),
            ("两小时", 2 * HOUR),
            ("两个小时", 2 * HOUR),
            ("二十四小时", 24 * HOUR),
            ("二十四个小时", 24 * HOUR),
            ("2钟头", 2 * HOUR),
            ("两个钟头", 2 * HOUR),
            ("24时", 24 * HOUR),
            ("半小时", 30 * MINUTE),
            ("半个小时", 30 * MINUTE),
            ("半个钟头", 30 * MINUTE),
            ("半分钟", 30 * SECOND),
            ("半天", 12 * HOUR),
            ("一个半小时", 90 * MINUTE),
            ("1个半小时", 90 * MINUTE),
            ("两个半小时", 150 * MINUTE),
            ("一小时半", 90 * MINUTE),
            ("1小时半", 90 * MINUTE),
            ("一天半", 36 * HOUR),
            ("1.5小时", 90 * MINUTE),
            ("1.5h", 90 * MINUTE),
            ("0.5小时", 30 * MINUTE),
            ("0.25h", 15 * MINUTE),
            ("1。5小时", 90 * MINUTE),
            ("一刻钟", 15 * MINUTE),
            ("三刻钟", 45 * MINUTE),
            ("1小时30分", 90 * MINUTE),
            ("1小时30分钟", 90 * MINUTE),
            ("1 小时 30 分钟", 90 * MINUTE),
            ("1h30m", 90 * MINUTE),
            ("1h 30min", 90 * MINUTE),
            ("1小时零5分", 65 * MINUTE),
            ("一小时零五分钟", 65 * MINUTE),
            ("1天12小时", 36 * HOUR),
            ("1天又2小时", 26 * HOUR),
            ("1 day, 2 hours", 26 * HOUR),
            ("1 day and 2 hours", 26 * HOUR),
            ("1天2小时3分4秒", DAY + 2 * HOUR + 3 * MINUTE + 4),
            ("3天", 3 * DAY),
            ("3日", 3 * DAY),
            ("3d", 3 * DAY),
            ("3 days", 3 * DAY),
            ("三天", 3 * DAY),
            ("十天", 10 * DAY),
            ("3个自然日", 3 * DAY),
            ("1周", 7 * DAY),
            ("一个星期", 7 * DAY),
            ("两周", 14 * DAY),
            ("1个礼拜", 7 * DAY),
            ("2 weeks", 14 * DAY),
            ("365d", 365 * DAY),
            ("24小时内", DAY),
            ("24小时以内", DAY),
            ("24小时之内", DAY),
            ("24小时內", DAY),
            ("24h内", DAY),
            ("3日内", 3 * DAY),
            ("within 24 hours", DAY),
            ("up to 2 days", 2 * DAY),
            ("48小时内到账", 2 * DAY),
            ("10分钟内发货", 10 * MINUTE),
            ("24小时到账", DAY),
            ("付款后30分钟内到账", 30 * MINUTE),
            ("下单后24小时内发货", DAY),
            ("预计10分钟内到账", 10 * MINUTE),
            ("最迟24小时", DAY),
            ("最晚 3 天内", 3 * DAY),
            ("不超过24小时", DAY),
            ("≤24h", DAY),
            ("<24小时", DAY),
            // Of a range the longer end.
            ("1-10分钟", 10 * MINUTE),
            ("1~10分钟", 10 * MINUTE),
            ("1～10分钟", 10 * MINUTE),
            ("1—10分钟", 10 * MINUTE),
            ("1到3天", 3 * DAY),
            ("1至3天内", 3 * DAY),
            ("24-48小时", 48 * HOUR),
            ("30分钟-2小时", 2 * HOUR),
            ("30分钟到2小时", 2 * HOUR),
            ("一到三天", 3 * DAY),
            ("两三天", 3 * DAY),
            ("三五分钟内", 5 * MINUTE),
            ("0.5-24小时", 24 * HOUR),
        ] {
            assert_eq!(read_window(text), Ok(Span::seconds(seconds)), "{text}");
        }
    }

    #[test]
    fn what_is_no_window_is_refused() {
        for (text, why) in [
            ("", NoSpan::Unreadable),
            ("很快", NoSpan::Unreadable),
            ("秒到", NoSpan::Unreadable),
            ("立即到账", NoSpan::Unreadable),
            ("m30", NoSpan::Unreadable),
            ("小时", NoSpan::Unreadable),
            ("1h30", NoSpan::Unreadable),
            ("00:30:00", NoSpan::Unreadable),
            ("30分2小时", NoSpan::Unreadable),
            ("1小时1小时", NoSpan::Unreadable),
            ("十七八天", NoSpan::Unreadable),
            ("几天", NoSpan::Unreadable),
            ("10多分钟", NoSpan::Unreadable),
            ("3-1天", NoSpan::Unreadable),
            ("2小时-30分钟", NoSpan::Unreadable),
            ("0.0001秒", NoSpan::Zero),
            ("0.3秒", NoSpan::Unreadable),
            ("10分钟.", NoSpan::Unreadable),
            ("{{1h}}", NoSpan::Unreadable),
            ("0", NoSpan::NoUnit),
            ("30", NoSpan::NoUnit),
            ("三十", NoSpan::NoUnit),
            ("-30m", NoSpan::Negative),
            ("-30分钟", NoSpan::Negative),
            ("0m", NoSpan::Zero),
            ("0小时0分", NoSpan::Zero),
            ("零分钟", NoSpan::Zero),
            ("366天", NoSpan::TooLong),
            ("400d", NoSpan::TooLong),
            ("365天1秒", NoSpan::TooLong),
            ("9999999999999999999h", NoSpan::TooLong),
            ("999999999h", NoSpan::TooLong),
            ("约10分钟", NoSpan::NoEnd),
            ("大概半小时", NoSpan::NoEnd),
            ("10分钟左右", NoSpan::NoEnd),
            ("24小时以上", NoSpan::NoEnd),
            ("至少3天", NoSpan::NoEnd),
            ("最快10分钟", NoSpan::NoEnd),
            ("24小时+", NoSpan::NoEnd),
            ("1个月", NoSpan::Uneven),
            ("半个月", NoSpan::Uneven),
            ("2月", NoSpan::Uneven),
            ("1年", NoSpan::Uneven),
            ("3 months", NoSpan::Uneven),
        ] {
            assert_eq!(written(text), Err(why), "{text}");
            let refused = read_window(text).unwrap_err();
            assert_eq!(refused.code, Code::Window, "{text}");
            assert!(refused.message().ends_with('。'), "{}", refused.message());
            let english = refused.text.said_in(Language::of("en").unwrap());
            assert!(english.ends_with('.'), "{english}");
        }
        assert!(read_window("10分钟前").is_err());
        assert!(read_window(&"1天".repeat(100_000)).is_err());
    }

    #[test]
    fn working_days_count_by_the_calendar_of_the_offices() {
        let rules = Rules::shipped().unwrap();
        let at = |text: &str| -> Moment {
            chrono::DateTime::parse_from_rfc3339(&format!("{}+08:00", text.replace(' ', "T")))
                .unwrap()
                .into()
        };
        for (text, paid_at, end) in [
            // A Friday; then over the holidays of October.
            ("3个工作日", "2026-11-20 21:03:45", "2026-11-25 23:59:59"),
            ("3个工作日内到账", "2026-11-20 21:03:45", "2026-11-25 23:59:59"),
            ("1-3个工作日", "2026-11-20 21:03:45", "2026-11-25 23:59:59"),
            ("三个工作日", "2026-11-20 21:03:45", "2026-11-25 23:59:59"),
            ("1 working day", "2026-11-20 21:03:45", "2026-11-23 23:59:59"),
            ("24小时", "2026-11-20 21:03:45", "2026-11-21 21:03:45"),
        ] {
            let paid_at = at(paid_at);
            let window = read_promise(text, paid_at, &rules).unwrap();
            assert_eq!((paid_at + window).local(Zone::Asia__Shanghai), end, "{text}");
        }
        // A window that is kept for all payments has no calendar to count by.
        let refused = read_window("3个工作日").unwrap_err();
        assert!(refused.message().contains("“3个工作日”"), "{}", refused.message());
        // Whose holidays nobody has announced yet.
        assert!(read_promise("200个工作日", at("2026-11-20 21:03:45"), &rules).is_err());
        // A payment that is known to the millisecond.
        let paid_at = Moment(at("2026-11-20 21:03:45").0 + 120);
        assert_eq!(read_promise("1个工作日", paid_at, &rules).unwrap().0 % 1000, 0);
    }

    #[test]
    fn two_windows_stand_on_both_sides_of_a_stroke() {
        assert_eq!(
            read_windows("30分钟 / 24小时"),
            Ok((Span::minutes(30), Span::DAY))
        );
        assert_eq!(read_windows("半小时／1天"), Ok((Span::minutes(30), Span::DAY)));
        for text in ["30分钟", "24小时 / 30分钟", "30 / 24小时", ""] {
            assert_eq!(read_windows(text).unwrap_err().code, Code::Text, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_said_is_read_back(count in 1i64..100_000, unit in 0usize..4) {
            let span = Span([1_000, 60_000, 3_600_000, 86_400_000][unit] * count);
            if span <= LONGEST {
                // Two units at most, and none below the smaller of them.
                for language in ["zh-CN", "en"] {
                    let said = span.spoken().said_in(Language::of(language).unwrap());
                    let read = read_window(&said).unwrap();
                    let smaller = if span >= Span::DAY { Span::HOUR } else if span >= Span::HOUR { Span::MINUTE } else { Span::SECOND };
                    prop_assert!(read <= span && span.0 - read.0 < smaller.0, "{} {:?}", said, read);
                }
            }
        }

        #[test]
        fn nothing_makes_it_panic(text in "\\PC{0,40}") {
            let _ = (read_window(&text), read_windows(&text));
        }

        #[test]
        fn no_pieces_of_spans_make_it_panic(text in "([0-9]{1,21}|[.,~-]|[零一两三十百万半个刻又到至]|小时|分钟?|天|日|时|周|个月|工作日|内|后|前|约|以上| ){0,12}") {
            let _ = (read_window(&text), read_windows(&text));
        }
    }
}
