//! Times: a day, a time of day, or both, as they are written. Which moment is meant is not decided here.

use super::Style;
use super::span::{self, Measured, Side};
use super::tokens::{Cursor, Token, folded, tokens};
use super::words::{Part, Unit, Word};
use crate::order::{BEIJING, Moment, Span};
use chrono::{
    DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Weekday,
};

/// The serials of 2000-01-01 and 2100-01-01 in a workbook.
const SERIALS: std::ops::Range<f64> = 36_526.0..73_051.0;

/// Why a text is no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unclear {
    Unreadable,
    /// `1/2/23`: which is the year, and which the month?
    WhichDate,
    /// `晚上1点`, `上午12:30`: which hour of the day?
    WhichHour,
}

/// A time as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    Now,
    /// At a moment with its zone.
    Exactly(Moment),
    /// So long before or after now.
    Away(Span, Side),
    At(Stated),
}

/// A day, a time of day, or both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stated {
    pub day: Option<Day>,
    pub clock: Option<Clock>,
    /// The weekday that stands beside the date.
    pub weekday: Option<Weekday>,
    pub offset: Option<FixedOffset>,
    pub bound: Option<Bound>,
    /// 今晚 and nothing more.
    pub evening: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    On(NaiveDate),
    OfAnyYear {
        month: u32,
        day: u32,
    },
    /// Of a year that is so many years from this one.
    OfYear {
        from_this: i32,
        month: u32,
        day: u32,
    },
    OfAnyMonth(u32),
    /// Of a month that is so many months from this one.
    OfMonth {
        from_this: i32,
        day: u32,
    },
    FromToday(i64),
    /// Of any week, or of one that is so many weeks from this one.
    Weekday {
        day: Weekday,
        from_this: Option<i64>,
    },
    /// Three numbers with a year of two digits among them.
    Short([u32; 3]),
}

impl Day {
    /// Whether its words look back: `昨天`, `上周五`, `上个月25日`.
    pub fn was_before(self) -> bool {
        match self {
            Self::FromToday(away) => away < 0,
            Self::OfYear { from_this, .. } | Self::OfMonth { from_this, .. } => from_this < 0,
            Self::Weekday { from_this, .. } => from_this.is_some_and(|weeks| weeks < 0),
            Self::On(_) | Self::OfAnyYear { .. } | Self::OfAnyMonth(_) | Self::Short(_) => false,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub time: NaiveTime,
    /// Whether it is the midnight that ends the day.
    pub ends_day: bool,
    /// Whether seconds are written.
    pub seconds: bool,
}

/// How a time bounds what is promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// `明天之前`
    Before,
    /// `明天之内`
    Within,
}

/// Reads a time as a person writes it.
pub(super) fn written(text: &str) -> Result<Written, Unclear> {
    let plain = text.trim();
    if let Ok(at) = DateTime::parse_from_rfc3339(plain).or_else(|_| DateTime::parse_from_rfc2822(plain)) {
        return Ok(Written::Exactly(at.into()));
    }
    let folded = folded(text);
    if let Some(stated) = compact(folded.trim()) {
        return Ok(Written::At(stated));
    }
    let tokens = without_blanks(&folded);
    let mut cursor = Cursor::new(&tokens);
    if cursor.is_word(Word::Now) && cursor.at_end() {
        return Ok(Written::Now);
    }
    let mut cursor = Cursor::new(&tokens);
    if let Some(away) = span::at_cursor(&mut cursor)
        && cursor.at_end()
        && let Measured::Exactly(span) = away.measured
        && match away.side {
            Side::Before => !away.may_be_a_time && !away.ranged,
            Side::Ahead => true,
            Side::Unsaid => false,
        }
    {
        // Three days ago leaves the hour open.
        return Ok(if away.in_days && away.side == Side::Before {
            Written::At(Stated {
                day: Some(Day::FromToday(-(span.0 / Span::DAY.0))),
                ..Stated::default()
            })
        } else {
            Written::Away(span, away.side)
        });
    }
    Grammar {
        cursor: Cursor::new(&tokens),
        style: Style::Person,
    }
    .whole()
    .map(Written::At)
}

/// A time of day alone, to the minute: `22:00`, `晚上10点半`, `10 PM`.
pub(super) fn of_day(text: &str) -> Option<NaiveTime> {
    match written(text).ok()? {
        Written::At(Stated {
            day: None,
            clock: Some(clock),
            weekday: None,
            offset: None,
            bound: None,
            ..
        }) if !clock.seconds => Some(clock.time),
        _ => None,
    }
}

fn without_blanks(folded: &str) -> Vec<Token<'_>> {
    tokens(folded)
        .into_iter()
        .filter(|token| *token != Token::Blank)
        .collect()
}

/// Why a cell says no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoTime {
    Empty,
    /// It is a day without a time of day.
    DayOnly(NaiveDate),
    Unreadable,
}

/// Reads the wall clock time of a bill's cell, which is Beijing's, and whether its seconds are there: `2026-09-28 17:20:33`,
/// `2026/9/28 下午5:20`, `2026年9月28日 17:20`, `9/28/2026 5:20 PM`, or the serial of a workbook, `46293.96523148148`, rounded to
/// the second. A serial without a fraction is a day.
pub fn wall_clock(text: &str) -> Result<(NaiveDateTime, bool), NoTime> {
    if let Some(at) = plain(text.trim()) {
        return Ok((at, true));
    }
    let folded = folded(text);
    let text = folded.trim().trim_matches(['[', ']']);
    if text.is_empty() {
        return Err(NoTime::Empty);
    }
    if let Some(at) = serial(text) {
        return at;
    }
    let stated = match compact(text) {
        Some(stated) => stated,
        None => {
            let tokens = without_blanks(text);
            let grammar = Grammar {
                cursor: Cursor::new(&tokens),
                style: Style::Program,
            };
            grammar.whole().map_err(|_| NoTime::Unreadable)?
        }
    };
    let date = match stated.day {
        Some(Day::On(date)) if (2000..2100).contains(&date.year()) => date,
        _ => return Err(NoTime::Unreadable),
    };
    if stated.bound.is_some() || stated.weekday.is_some_and(|day| day != date.weekday()) {
        return Err(NoTime::Unreadable);
    }
    let Some(clock) = stated.clock else {
        return Err(NoTime::DayOnly(date));
    };
    let at = clock.on(date).ok_or(NoTime::Unreadable)?;
    let at = match stated.offset {
        Some(offset) => at
            .and_local_timezone(offset)
            .single()
            .ok_or(NoTime::Unreadable)?
            .with_timezone(&BEIJING)
            .naive_local(),
        None => at,
    };
    Ok((at.with_nanosecond(0).unwrap_or(at), clock.seconds))
}

/// `20261120210345`, `202611202103`
fn compact(text: &str) -> Option<Stated> {
    let seconds = match text.len() {
        12 => false,
        14 => true,
        _ => return None,
    };
    let format = if seconds { "%Y%m%d%H%M%S" } else { "%Y%m%d%H%M" };
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let at = NaiveDateTime::parse_from_str(text, format)
        .ok()
        .filter(|_| digits)?;
    Some(Stated {
        day: Some(Day::On(at.date())),
        clock: Some(Clock {
            time: at.time(),
            ends_day: false,
            seconds,
        }),
        ..Stated::default()
    })
}

/// What nearly every cell says: `2026-09-28 17:20:33`.
fn plain(text: &str) -> Option<NaiveDateTime> {
    let bytes: &[u8; 19] = text.as_bytes().try_into().ok()?;
    let number = |from: usize, to: usize| {
        bytes.get(from..to)?.iter().try_fold(0u32, |sum, byte| {
            byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0'))
        })
    };
    let marks = [bytes[4], bytes[7], bytes[10], bytes[13], bytes[16]];
    if !matches!(
        marks,
        [b'-', b'-', b' ', b':', b':'] | [b'/', b'/', b' ', b':', b':']
    ) {
        return None;
    }
    let year = number(0, 4).filter(|year| (2000..2100).contains(year))?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, number(5, 7)?, number(8, 10)?)?.and_hms_opt(
        number(11, 13)?,
        number(14, 16)?,
        number(17, 19)?,
    )
}

fn serial(text: &str) -> Option<Result<(NaiveDateTime, bool), NoTime>> {
    if !text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return None;
    }
    let days: f64 = text.parse().ok().filter(|days| SERIALS.contains(days))?;
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30)?.and_time(NaiveTime::MIN);
    // At most 73051 days: no more than 6.4e9 seconds.
    let at = epoch.checked_add_signed(TimeDelta::seconds((days * 86_400.0).round() as i64))?;
    Some(if days.fract() == 0.0 {
        Err(NoTime::DayOnly(at.date()))
    } else {
        Ok((at, true))
    })
}

impl Clock {
    /// The wall clock time on a date.
    pub fn on(self, date: NaiveDate) -> Option<NaiveDateTime> {
        let date = if self.ends_day { date.succ_opt()? } else { date };
        Some(date.and_time(self.time))
    }
}

struct Grammar<'t> {
    cursor: Cursor<'t>,
    style: Style,
}

type Read<T> = Result<T, Unclear>;

impl Grammar<'_> {
    /// `[until] [zone] [day] [weekday] [at] [time of day] [zone] [before]`
    fn whole(mut self) -> Read<Stated> {
        let mut stated = Stated::default();
        let person = self.style == Style::Person;
        if person {
            while let Some(word) = self.cursor.word(|word| {
                matches!(word, Word::At | Word::AtMost | Word::Until | Word::Before).then_some(word)
            }) {
                if word == Word::Before {
                    stated.bound = Some(Bound::Before);
                }
            }
        }
        stated.offset = self.zone(false);
        let (day, part) = self.day(&mut stated)?;
        stated.day = day;
        if stated.weekday.is_none() {
            stated.weekday = self.weekday_beside();
        }
        if stated.day.is_some() {
            self.cursor.mark(&['-', ',']);
            self.cursor.is_word(Word::T);
            self.cursor.is_word(Word::At);
        }
        stated.evening = part == Some(Part::Evening);
        stated.clock = self.clock(part)?;
        if stated.offset.is_none() {
            stated.offset = self.zone(true);
        }
        if person && stated.bound.is_none() {
            stated.bound = self.cursor.word(|word| match word {
                Word::Before | Word::Until => Some(Bound::Before),
                Word::Within => Some(Bound::Within),
                _ => None,
            });
            while self
                .cursor
                .word(|word| matches!(word, Word::Around).then_some(()))
                .is_some()
            {}
        }
        let said = stated.day.is_some() || stated.clock.is_some();
        if !said || !self.cursor.at_end() {
            return Err(Unclear::Unreadable);
        }
        Ok(stated)
    }

    fn day(&mut self, stated: &mut Stated) -> Read<(Option<Day>, Option<Part>)> {
        if self.style == Style::Person
            && let Some(day) = self.relative_day()
        {
            return Ok(day);
        }
        // `Fri, 20 Nov 2026`: the weekday stands before the date it belongs to.
        let before = self.cursor;
        if let Some(weekday) = self.weekday() {
            self.cursor.mark(&[',']);
            let date = self.date()?;
            if date.is_some() {
                stated.weekday = Some(weekday);
                return Ok((date, None));
            }
            self.cursor = before;
            if self.style == Style::Person {
                self.weekday();
                let day = Day::Weekday {
                    day: weekday,
                    from_this: None,
                };
                return Ok((Some(day), None));
            }
        }
        Ok((self.date()?, None))
    }

    /// `昨天`, `今晚`, `上周五`, `3天前`, `上个月25号`
    fn relative_day(&mut self) -> Option<(Option<Day>, Option<Part>)> {
        if let Some(days) = self.cursor.word(|word| match word {
            Word::FromToday(days) => Some(days),
            _ => None,
        }) {
            return Some((Some(Day::FromToday(days.into())), None));
        }
        if let Some((days, part)) = self.cursor.word(|word| match word {
            Word::PartFromToday(days, part) => Some((days, part)),
            _ => None,
        }) {
            return Some((Some(Day::FromToday(days.into())), Some(part)));
        }
        let from_this = |cursor: &mut Cursor<'_>| {
            let from = cursor.word(|word| match word {
                Word::From(from) => Some(from),
                _ => None,
            })?;
            cursor.is_word(Word::Measure);
            Some(from)
        };
        let weekday = self.cursor.attempt(|cursor| {
            let from_this = from_this(cursor)?;
            let day = cursor.word(|word| match word {
                Word::Weekday(day) => Some(day),
                _ => None,
            })?;
            Some(Day::Weekday {
                day,
                from_this: Some(from_this.into()),
            })
        });
        let of_month = || {
            self.cursor.attempt(|cursor| {
                let from_this = from_this(cursor)?.into();
                cursor.is_word(Word::Month).then_some(())?;
                let day = day_of_month(cursor)?;
                Some(Day::OfMonth { from_this, day })
            })
        };
        if let Some(day) = weekday.or_else(of_month) {
            return Some((Some(day), None));
        }
        // 3天前 21:03, 三天前晚上9点
        let away = self.cursor.attempt(|cursor| {
            let days = i64::try_from(cursor.number()?.value)
                .ok()
                .filter(|days| *days <= 366)?;
            cursor.is_word(Word::Unit(Unit::Day)).then_some(())?;
            let (days, part) = cursor.word(|word| match word {
                Word::Before => Some((-days, None)),
                Word::After => Some((days, None)),
                // 前晚 by itself is the evening before the last.
                Word::PartFromToday(-2, part) => Some((-days, Some(part))),
                _ => None,
            })?;
            (!cursor.at_end()).then_some((Day::FromToday(days), part))
        })?;
        Some((Some(away.0), away.1))
    }

    fn weekday(&mut self) -> Option<Weekday> {
        self.cursor.word(|word| match word {
            Word::Weekday(day) => Some(day),
            _ => None,
        })
    }

    /// `2026-11-20(周五) 21:03`
    fn weekday_beside(&mut self) -> Option<Weekday> {
        self.cursor.attempt(|cursor| {
            let bracket = cursor.mark(&['(', '[']).is_some();
            let day = cursor.word(|word| match word {
                Word::Weekday(day) => Some(day),
                _ => None,
            })?;
            (!bracket || cursor.mark(&[')', ']']).is_some()).then_some(day)
        })
    }

    fn date(&mut self) -> Read<Option<Day>> {
        if let Some(day) = self.cursor.attempt(english_date) {
            return Ok(Some(day));
        }
        if let Some(day) = self.cursor.attempt(compact_date) {
            return Ok(Some(day));
        }
        if let Some(day) = self.cursor.attempt(chinese_date) {
            return Ok(Some(day));
        }
        let numbers = self.cursor.attempt(numbers_of_date);
        match numbers {
            None => Ok(None),
            Some(numbers) => of_numbers(&numbers).map(Some),
        }
    }

    /// The time of day, where one is written. `part` was said with the day: 今晚.
    fn clock(&mut self, part: Option<Part>) -> Read<Option<Clock>> {
        let before = self.cursor;
        let said = self.part();
        if part.is_some() && said.is_some() {
            return Err(Unclear::Unreadable);
        }
        let named = part.or(said);
        let Some((hour, minute, second)) = self.cursor.attempt(|cursor| face(cursor, named)) else {
            // 今晚 may stand alone; 下午 leaves open when.
            self.cursor = before;
            return match named {
                None => Ok(None),
                Some(Part::Evening) if said.is_none() => Ok(None),
                Some(_) => Err(Unclear::WhichHour),
            };
        };
        let named = named.or_else(|| self.part());
        let (time, seconds) = match second {
            None => (NaiveTime::from_hms_opt(0, minute, 0), false),
            Some((second, millisecond)) => (
                NaiveTime::from_hms_milli_opt(0, minute, second, millisecond),
                true,
            ),
        };
        let time = time.ok_or(Unclear::Unreadable)?;
        let (hour, ends_day) = match named {
            None if hour == 24 => (0, true),
            None => (hour, false),
            Some(part) => hour_of_day(part, hour, self.style)?,
        };
        if ends_day && named.is_none() && time != NaiveTime::MIN {
            return Err(Unclear::Unreadable);
        }
        let time = time.with_hour(hour).ok_or(Unclear::Unreadable)?;
        Ok(Some(Clock {
            time,
            ends_day,
            seconds,
        }))
    }

    fn part(&mut self) -> Option<Part> {
        self.cursor.word(|word| match word {
            Word::Part(part) => Some(part),
            _ => None,
        })
    }

    /// `Z`, `UTC+8`, `GMT+0800 (中国标准时间)`, `北京时间`, and where it may be, `+08:00` and `+0800`. A lone minus is no zone: it
    /// would make one of the end of `9:00-10:00`.
    fn zone(&mut self, unnamed: bool) -> Option<FixedOffset> {
        let bracketed = |cursor: &mut Cursor<'_>| {
            cursor.attempt(|cursor| {
                cursor.mark(&['('])?;
                let zone = named_zone(cursor)?;
                cursor.mark(&[')']).map(|_| zone)
            })
        };
        let named = self
            .cursor
            .attempt(named_zone)
            .or_else(|| bracketed(&mut self.cursor));
        let signed = self.cursor.attempt(|cursor| {
            let ahead = match cursor.mark(&['+', '-'])? {
                '+' if unnamed || named.is_some() => 1,
                '-' if named.is_some() => -1,
                _ => return None,
            };
            let digits = cursor
                .digits()
                .filter(|digits| named.is_some() || digits.len() > 1)?;
            let (hours, minutes) = match digits.len() {
                1 | 2 => {
                    let minutes = cursor.attempt(|cursor| {
                        cursor.mark(&[':'])?;
                        cursor.digits().filter(|minutes| minutes.len() == 2)
                    });
                    (digits, minutes.unwrap_or("0"))
                }
                4 => digits.split_at(2),
                _ => return None,
            };
            let minutes = hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?;
            (minutes <= 14 * 60).then_some(ahead * minutes)
        });
        if signed.is_some() {
            bracketed(&mut self.cursor);
        }
        // Only what is named after Greenwich counts from there.
        let minutes = match (named, signed) {
            (None, None) => return None,
            (Some(named), Some(_)) if named != 0 => return None,
            (_, Some(signed)) => signed,
            (Some(named), None) => named,
        };
        FixedOffset::east_opt(minutes * 60)
    }
}

fn named_zone(cursor: &mut Cursor<'_>) -> Option<i32> {
    cursor.word(|word| match word {
        Word::Zone(minutes) => Some(minutes.into()),
        _ => None,
    })
}

/// The hour as it is written, the minute, and the second with its milliseconds.
type Face = (u32, u32, Option<(u32, u32)>);

/// `21:03:45.120`, `21点03分`, `9点半`, `210345`
fn face(cursor: &mut Cursor<'_>, part: Option<Part>) -> Option<Face> {
    if let Some(Token::Digits(digits)) = cursor.peek()
        && digits.len() == 6
        && part.is_none()
    {
        cursor.skip();
        let number = |from: usize| digits.get(from..from + 2)?.parse::<u32>().ok();
        return Some((number(0)?, number(2)?, Some((number(4)?, 0))));
    }
    let hour = cursor.small().filter(|hour| *hour <= 24)?;
    if cursor.mark(&[':']).is_some() {
        let minute = two_digits(cursor)?;
        let second = cursor.attempt(|cursor| {
            cursor.mark(&[':'])?;
            let second = two_digits(cursor)?;
            Some((second, fraction(cursor).unwrap_or(0)))
        });
        if second.is_none() {
            cursor.is_word(Word::Fen);
        }
        return Some((hour, minute, second));
    }
    let spoken = cursor.word(|word| match word {
        Word::Hour | Word::HourOrHours => Some(()),
        _ => None,
    });
    if spoken.is_none() {
        // 9pm
        let named = matches!(cursor.peek(), Some(Token::Word(Word::Part(Part::Am | Part::Pm))));
        return named.then_some((hour, 0, None));
    }
    if cursor.is_word(Word::Half) {
        return Some((hour, 30, None));
    }
    if cursor
        .word(|word| matches!(word, Word::Whole | Word::Bell).then_some(()))
        .is_some()
    {
        return Some((hour, 0, None));
    }
    if let Some(quarters) = cursor.attempt(|cursor| {
        let quarters = cursor.small()?;
        cursor.is_word(Word::Quarter).then_some(quarters)
    }) {
        return (1..=3).contains(&quarters).then_some((hour, quarters * 15, None));
    }
    let apart = cursor.is_word(Word::And);
    let two_digits = apart || matches!(cursor.peek(), Some(Token::Digits(digits)) if digits.len() == 2);
    let Some(minute) = cursor.small() else {
        return (!apart).then_some((hour, 0, None));
    };
    if !cursor.is_word(Word::Fen) {
        // 9点5 is five past to some, and half of the next hour to others.
        return (two_digits || minute >= 10).then_some((hour, minute, None));
    }
    let second = cursor.attempt(|cursor| {
        cursor.is_word(Word::And);
        let second = cursor.small()?;
        cursor.is_word(Word::Second);
        Some((second, 0))
    });
    cursor.is_word(Word::Whole);
    Some((hour, minute, second))
}

fn two_digits(cursor: &mut Cursor<'_>) -> Option<u32> {
    cursor.digits().filter(|digits| digits.len() <= 2)?.parse().ok()
}

/// The milliseconds of `.120` or `,120`.
fn fraction(cursor: &mut Cursor<'_>) -> Option<u32> {
    cursor.attempt(|cursor| {
        cursor.mark(&['.', ','])?;
        let digits = cursor.digits().filter(|digits| digits.len() <= 9)?;
        format!("{digits:0<3}").get(..3)?.parse().ok()
    })
}

/// The hour of 24 and whether it is after the midnight that ends the day.
fn hour_of_day(part: Part, hour: u32, style: Style) -> Read<(u32, bool)> {
    let same = Ok((hour, false));
    match (part, hour) {
        // What a program writes behind or before twelve hours, 上午12:30, is half past midnight; a person may mean noon.
        (Part::Am, 12) => Ok((0, false)),
        (Part::Morning, 12) if style == Style::Program => Ok((0, false)),
        (Part::Night, 12) => Ok((0, false)),
        (Part::Night | Part::Am, 0..=11) | (Part::Morning, 0..=11) | (Part::Noon, 11..=13) => same,
        (Part::Noon, 1..=2) | (Part::Afternoon | Part::Pm, 1..=11) | (Part::Evening, 5..=11) => {
            Ok((hour + 12, false))
        }
        (Part::Afternoon | Part::Pm, 12..=23) | (Part::Evening, 17..=23) => same,
        // Midnight ends the evening. One to four "in the evening" could be either day.
        (Part::Evening, 0 | 12 | 24) => Ok((0, true)),
        (Part::Midnight, 22..=23) => same,
        (Part::Midnight, 24) => Ok((0, true)),
        (Part::Midnight, 10..=11) => Ok((hour + 12, false)),
        (Part::Morning, 12) | (Part::Noon | Part::Afternoon, _) | (Part::Midnight, 0..=12) => {
            Err(Unclear::WhichHour)
        }
        (Part::Evening, 1..=4) => Err(Unclear::WhichHour),
        _ => Err(Unclear::Unreadable),
    }
}

/// `25日`, `25号`
fn day_of_month(cursor: &mut Cursor<'_>) -> Option<u32> {
    let day = cursor.small().filter(|day| (1..=31).contains(day))?;
    cursor.word(|word| matches!(word, Word::Day | Word::DayNumber).then_some(day))
}

/// `2026年11月20日`, `二〇二六年十一月二十日`, `26年11月20日`, `去年11月20日`, `11月20日`, `25日`
fn chinese_date(cursor: &mut Cursor<'_>) -> Option<Day> {
    if let Some(day) = cursor.attempt(day_of_month) {
        return Some(Day::OfAnyMonth(day));
    }
    let from_this = cursor.word(|word| match word {
        Word::FromThisYear(years) => Some(i32::from(years)),
        _ => None,
    });
    let year = match from_this {
        Some(_) => None,
        None => cursor.attempt(|cursor| {
            let year = cursor.number()?;
            cursor.is_word(Word::Year).then_some(())?;
            let year = i32::try_from(year.value).ok()?;
            Some(if year < 100 { year + 2000 } else { year })
        }),
    };
    let month = cursor.small()?;
    let spoken = cursor.is_word(Word::Month);
    // 2026年11-20
    if !spoken && (year.is_none() || cursor.mark(&['-', '/', '.']).is_none()) {
        return None;
    }
    let day = cursor.small()?;
    cursor.word(|word| matches!(word, Word::Day | Word::DayNumber).then_some(()));
    match (from_this, year) {
        (Some(from_this), _) => {
            NaiveDate::from_ymd_opt(2000, month, day)?;
            Some(Day::OfYear {
                from_this,
                month,
                day,
            })
        }
        (None, Some(year)) => NaiveDate::from_ymd_opt(year, month, day).map(Day::On),
        (None, None) => {
            NaiveDate::from_ymd_opt(2000, month, day)?;
            Some(Day::OfAnyYear { month, day })
        }
    }
}

/// `20261120`, and the day of `20261120210345`, whose time of day stays.
fn compact_date(cursor: &mut Cursor<'_>) -> Option<Day> {
    let digits = cursor.digits().filter(|digits| digits.len() == 8)?;
    NaiveDate::parse_from_str(digits, "%Y%m%d").ok().map(Day::On)
}

/// `20 Nov 2026`, `Nov 20, 2026`, `21-Nov-26`, `20 Nov`
fn english_date(cursor: &mut Cursor<'_>) -> Option<Day> {
    let month = |cursor: &mut Cursor<'_>| {
        cursor.word(|word| match word {
            Word::MonthName(month) => Some(u32::from(month)),
            _ => None,
        })
    };
    let dashed;
    let (day, month) = match cursor.attempt(month) {
        Some(month) => {
            cursor.mark(&['.']);
            dashed = false;
            (two_digits(cursor)?, month)
        }
        None => {
            let day = two_digits(cursor)?;
            dashed = cursor.mark(&['-', '/']).is_some();
            let month = month(cursor)?;
            cursor.mark(&['.']);
            (day, month)
        }
    };
    let year = cursor.attempt(|cursor| {
        if dashed {
            cursor.mark(&['-', '/'])?;
        } else {
            cursor.mark(&[',']);
        }
        // `20 Nov, 21:03` has no year.
        let year = cursor.digits()?;
        let clock = matches!(
            cursor.peek(),
            Some(Token::Mark(':') | Token::Word(Word::Hour | Word::Part(_)))
        );
        match year.len() {
            4 => year.parse::<i32>().ok(),
            2 if dashed && !clock => year.parse::<i32>().ok().map(|year| year + 2000),
            _ => None,
        }
    });
    match year {
        Some(year) => NaiveDate::from_ymd_opt(year, month, day).map(Day::On),
        None if dashed => None,
        None => {
            NaiveDate::from_ymd_opt(2000, month, day)?;
            Some(Day::OfAnyYear { month, day })
        }
    }
}

/// Two or three numbers with one kind of mark between them: `2026-11-20`, `11/20`, each with its digits.
fn numbers_of_date<'t>(cursor: &mut Cursor<'t>) -> Option<Vec<&'t str>> {
    let first = cursor.digits()?;
    let mark = cursor.mark(&['-', '/', '.'])?;
    let mut numbers = vec![first, cursor.digits()?];
    let third = cursor.attempt(|cursor| {
        cursor.mark(&[mark])?;
        let third = cursor.digits()?;
        // The hour of `11-20-21:03`.
        let hour = matches!(cursor.peek(), Some(Token::Mark(':')));
        (!hour).then_some(third)
    });
    numbers.extend(third);
    cursor.word(|word| matches!(word, Word::Day | Word::DayNumber).then_some(()));
    Some(numbers)
}

fn of_numbers(numbers: &[&str]) -> Read<Day> {
    let value = |digits: &str| digits.parse::<u32>().map_err(|_| Unclear::Unreadable);
    let lengths: Vec<usize> = numbers.iter().map(|digits| digits.len()).collect();
    let unreadable = Unclear::Unreadable;
    match lengths[..] {
        [1..=2, 1..=2] => {
            let (month, day) = (value(numbers[0])?, value(numbers[1])?);
            NaiveDate::from_ymd_opt(2000, month, day).ok_or(unreadable)?;
            Ok(Day::OfAnyYear { month, day })
        }
        [4, 1..=2, 1..=2] => {
            let year = i32::try_from(value(numbers[0])?).map_err(|_| unreadable)?;
            let date = NaiveDate::from_ymd_opt(year, value(numbers[1])?, value(numbers[2])?);
            date.map(Day::On).ok_or(unreadable)
        }
        // 11/20/2026: which is the month is clear only where one cannot be.
        [1..=2, 1..=2, 4] => {
            let year = i32::try_from(value(numbers[2])?).map_err(|_| unreadable)?;
            let (one, other) = (value(numbers[0])?, value(numbers[1])?);
            let month_first = NaiveDate::from_ymd_opt(year, one, other);
            let day_first = NaiveDate::from_ymd_opt(year, other, one);
            match (month_first, day_first) {
                (Some(date), None) | (None, Some(date)) => Ok(Day::On(date)),
                (Some(date), Some(other)) if date == other => Ok(Day::On(date)),
                (Some(_), Some(_)) => Err(Unclear::WhichDate),
                (None, None) => Err(unreadable),
            }
        }
        [1..=2, 1..=2, 1..=2] => Ok(Day::Short([
            value(numbers[0])?,
            value(numbers[1])?,
            value(numbers[2])?,
        ])),
        _ => Err(unreadable),
    }
}

#[cfg(test)]
mod tests;
