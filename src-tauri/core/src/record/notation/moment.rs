//! Which moment is meant by a time as it was written.

use super::span::{self, Measured, NoSpan, Side};
use super::time::{self, Bound, Clock, Day, Stated, Unclear, Written};
use crate::order::{Moment, Span, Zone, excerpt};
use crate::rules::Rules;
use crate::words::Text;
use crate::{Code, Failure, Outcome, text};
use chrono::{DateTime, Datelike, LocalResult, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};

/// The earliest year that can be meant: online payment is younger than this.
const EARLIEST_YEAR: i32 = 2000;
/// How far a clock may be behind the one that wrote down when something happened.
const CLOCKS_DIFFER: Span = Span::HOUR;
/// The same where no day is written, and the day before would do as well.
const CLOCKS_DIFFER_IN_A_DAY: Span = Span::minutes(10);
/// A date that is still to come, or is over, by no more days than these is rather a slip than a date of another year or
/// month: then it is asked.
const NEAR_YEAR: i64 = 31;
const NEAR_MONTH: i64 = 7;
/// A promise that is over by no more days than these was not given for the next year.
const LONG_OVER: i64 = 183;

/// Which of the days that a time without a full date could mean is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toward {
    /// The latest that has been: when something happened.
    Past,
    /// The next that will be: until when something was promised.
    Future,
}

/// Reads a time in a zone: `2026-11-20 21:03:45`, `2026年11月20日 21:03`, `11月20日 下午9:03`, `昨晚9点`, `周五 21:03`, `25日 9点半`, `21:03`,
/// `10分钟前`, `刚刚`, `20261120210345`, `20 Nov, 21:03`, or any time with its own zone. `toward` says which day a time without
/// one means. What could mean two moments is refused, and so is what happened and is still to come, or is promised and over.
/// A day without a time is refused: the countdown needs the minute. `code` says which field it stands in.
pub fn read_moment(text: &str, now: Moment, zone: Zone, toward: Toward, code: Code) -> Outcome<Moment> {
    let asked = Asked {
        now,
        zone,
        toward,
        said: now,
        whole_days: false,
    };
    asked.read(text).map_err(|why| asked.refusal(text, why, code))
}

/// Reads until when something is promised or put off, said at `at`: a span from then (`24小时`, `3个工作日`), or a moment
/// (`明天 18:00`, `今晚12点`). Its days count from then too, and only one that was before (`昨天18:00`) is told from `now`. A day
/// that ends something ends with its last second, where `whole_days` says that a day will do; `明天之前` ends as tomorrow
/// begins, as people mean it.
pub(in crate::record) fn read_until(
    text: &str,
    at: Moment,
    now: Moment,
    zone: Zone,
    whole_days: bool,
    rules: &Rules,
) -> Outcome<Moment> {
    let span = span::written(text);
    if let Ok(span) = span
        && (span.side == Side::Ahead || span.side == Side::Unsaid && !span.may_be_a_time)
    {
        return match span.measured {
            Measured::Exactly(span) => Ok(at + span),
            Measured::WorkingDays(days) => span::worked(days, at, rules, text, Code::Until),
        };
    }
    let asked = Asked {
        now,
        zone,
        toward: Toward::Future,
        said: at,
        whole_days,
    };
    asked.read(text).map_err(|why| match (why, span) {
        (Why::Unclear(Unclear::Unreadable), Err(NoSpan::NoEnd | NoSpan::Uneven)) => {
            let typed = excerpt(text.trim());
            Failure::new(Code::Until, text!(until_without_end, typed = typed))
        }
        _ => asked.refusal(text, why, Code::Until),
    })
}

/// Reads the times of day at which a platform issues, in their order: `10:00`, `10点、晚上10点`, `10:00,22:00`; empty for none.
pub fn read_release_times(text: &str) -> Outcome<Vec<NaiveTime>> {
    const MOST: usize = 24;
    let refused = |why| Failure::new(Code::Text, why);
    let unreadable = |part: &str| refused(text!(release_time_unreadable, time = excerpt(part)));
    let mut times = Vec::new();
    let parts = text.split([',', '，', '、', ';', '；', '\n']);
    for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
        // 10:00 22:00, but 晚上 10点 is one.
        match time::of_day(part) {
            Some(time) => times.push(time),
            None => {
                for word in part.split_whitespace() {
                    times.push(time::of_day(word).ok_or_else(|| unreadable(part))?);
                }
            }
        }
    }
    times.sort_unstable();
    times.dedup();
    if times.len() > MOST {
        return Err(refused(text!(release_times_too_many, most = MOST)));
    }
    Ok(times)
}

/// Refuses a moment that is still to come: what happened cannot lie ahead, but clocks differ.
pub(in crate::record) fn not_in_the_future(
    at: Moment,
    now: Moment,
    zone: Zone,
    code: Code,
) -> Outcome<Moment> {
    if at > now + CLOCKS_DIFFER {
        return Err(Failure::new(code, to_come(at, now, zone)));
    }
    if at.in_zone(zone).year() < EARLIEST_YEAR {
        return Err(Failure::new(code, text!(time_too_early, at = at.local(zone))));
    }
    Ok(at)
}

fn to_come(at: Moment, now: Moment, zone: Zone) -> Text {
    text!(time_to_come, at = at.local(zone), now = now.local(zone))
}

/// Why no moment is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    Empty,
    Unclear(Unclear),
    /// A day without a time of day.
    NoHour,
    TooEarly,
    /// It happened, and is still to come.
    ToCome(Moment),
    /// It is promised, and over.
    Over,
    /// The date is near in another year or month than the one it would be taken for.
    WhichYear,
    WhichMonth,
    /// The weekday beside the date is not that of the date.
    OtherWeekday,
    /// A clock was set forward over it.
    Skipped,
}

/// What is asked: towards which side of now, and from when on.
#[derive(Clone, Copy)]
struct Asked {
    now: Moment,
    zone: Zone,
    toward: Toward,
    /// When it was said: what is promised lies after it, and its days count from it.
    said: Moment,
    /// Whether a day without a time of day will do: its end.
    whole_days: bool,
}

impl Asked {
    fn read(&self, text: &str) -> Result<Moment, Why> {
        if text.trim().is_empty() {
            return Err(Why::Empty);
        }
        let at = match time::written(text).map_err(Why::Unclear)? {
            Written::Now => self.now,
            Written::Exactly(at) => at,
            Written::Away(span, Side::Before) => self.now - span,
            Written::Away(span, _) => self.said + span,
            Written::At(stated) => return self.meant(stated),
        };
        self.fitting(at)
    }

    /// The moment, if it lies on the side that is asked for.
    fn fitting(&self, at: Moment) -> Result<Moment, Why> {
        match self.toward {
            Toward::Past if at > self.now + CLOCKS_DIFFER => Err(Why::ToCome(at)),
            Toward::Future if at <= self.said => Err(Why::Over),
            _ if at.in_zone(self.zone).year() < EARLIEST_YEAR => Err(Why::TooEarly),
            _ => Ok(at),
        }
    }

    fn meant(&self, stated: Stated) -> Result<Moment, Why> {
        if stated.bound.is_some() && self.toward == Toward::Past {
            return Err(Why::Unclear(Unclear::Unreadable));
        }
        let clock = match stated.clock {
            Some(clock) => clock,
            None => self.whole_day(&stated)?,
        };
        // Nobody promises yesterday.
        let is_looking_back = stated.day.is_some_and(Day::was_before);
        let told = if is_looking_back { self.now } else { self.said };
        let today = match stated.offset {
            Some(offset) => DateTime::from_timestamp_millis(told.0)
                .unwrap_or_default()
                .with_timezone(&offset)
                .date_naive(),
            None => told.in_zone(self.zone).date_naive(),
        };
        let place = Place {
            clock,
            stated,
            zone: self.zone,
        };
        let (date, at) = match stated.day {
            None => return self.open(today, &place),
            Some(day) => {
                let date = self.date(day, today, &place)?;
                (date, place.at(date)?)
            }
        };
        if stated.weekday.is_some_and(|weekday| weekday != date.weekday()) {
            return Err(Why::OtherWeekday);
        }
        self.fitting(at)
    }

    /// The time of day at which a day without one bounds something.
    fn whole_day(&self, stated: &Stated) -> Result<Clock, Why> {
        let (hour, minute, second) = match stated.bound {
            Some(Bound::Before) if !stated.evening => (0, 0, 0),
            Some(Bound::Within) | None => (23, 59, 59),
            Some(Bound::Before) => return Err(Why::Unclear(Unclear::WhichHour)),
        };
        let time = NaiveTime::from_hms_opt(hour, minute, second).filter(|_| self.whole_days);
        time.map(|time| Clock {
            time,
            ends_day: false,
            seconds: true,
        })
        .ok_or(Why::NoHour)
    }

    /// Only a time of day: of today, or of the day beside it.
    fn open(&self, today: NaiveDate, place: &Place) -> Result<Moment, Why> {
        let at = place.at(today);
        let other = match self.toward {
            Toward::Past => today.pred_opt(),
            Toward::Future => today.succ_opt(),
        };
        let fits = at.is_ok_and(|at| match self.toward {
            Toward::Past => at <= self.now + CLOCKS_DIFFER_IN_A_DAY,
            Toward::Future => at > self.said,
        });
        match other {
            Some(other) if !fits => self.fitting(place.at(other)?),
            _ => at,
        }
    }

    /// The date that is meant. Today is meant by today's date, whatever the hour.
    fn date(&self, day: Day, today: NaiveDate, place: &Place) -> Result<NaiveDate, Why> {
        let unreadable = Why::Unclear(Unclear::Unreadable);
        let days = |days: i64| today.checked_add_signed(chrono::TimeDelta::try_days(days)?);
        let found = match day {
            Day::On(date) => Some(date),
            Day::FromToday(away) => days(away),
            Day::OfYear {
                from_this,
                month,
                day,
            } => NaiveDate::from_ymd_opt(today.year() + from_this, month, day),
            Day::OfAnyYear { month, day } => {
                let of = |year| NaiveDate::from_ymd_opt(year, month, day);
                // The 29th of February of a year that has none is another year's: which one is asked.
                let date = of(today.year()).ok_or(Why::WhichYear)?;
                let away = (date - today).num_days();
                match self.toward {
                    Toward::Past if away <= 0 || self.fitting(place.at(date)?).is_ok() => Some(date),
                    Toward::Past if away <= NEAR_YEAR => return Err(Why::WhichYear),
                    Toward::Past => of(today.year() - 1),
                    Toward::Future if away >= 0 || self.fitting(place.at(date)?).is_ok() => Some(date),
                    Toward::Future if -away <= LONG_OVER => return Err(Why::Over),
                    Toward::Future => of(today.year() + 1),
                }
            }
            Day::OfMonth { from_this, day } => {
                month_from(today, from_this).and_then(|month| month.with_day(day))
            }
            Day::OfAnyMonth(day) => {
                let of = |from_this| month_from(today, from_this).and_then(|month| month.with_day(day));
                let away = i64::from(day) - i64::from(today.day());
                match self.toward {
                    Toward::Past if away <= 0 => of(0),
                    Toward::Past if away <= NEAR_MONTH && of(0).is_some() => return Err(Why::WhichMonth),
                    Toward::Past => of(-1).or_else(|| of(-2)),
                    Toward::Future if away >= 0 => of(0).or_else(|| of(1)),
                    Toward::Future if -away <= NEAR_MONTH => return Err(Why::WhichMonth),
                    Toward::Future => of(1).or_else(|| of(2)),
                }
            }
            Day::Weekday {
                day,
                from_this: Some(weeks),
            } => {
                let monday = -i64::from(today.weekday().num_days_from_monday());
                days(monday + weeks * 7 + i64::from(day.num_days_from_monday()))
            }
            Day::Weekday { day, from_this: None } => {
                let ahead = (7 + i64::from(day.num_days_from_monday())
                    - i64::from(today.weekday().num_days_from_monday()))
                    % 7;
                match self.toward {
                    Toward::Past if ahead > 0 => days(ahead - 7),
                    _ => days(ahead),
                }
            }
            Day::Short(numbers) => return short(numbers, today).ok_or(Why::Unclear(Unclear::WhichDate)),
        };
        found.ok_or(unreadable)
    }

    fn refusal(&self, text: &str, why: Why, code: Code) -> Failure {
        let typed = excerpt(text.trim());
        let past = self.toward == Toward::Past;
        let said = match why {
            Why::Empty => text!(time_missing),
            Why::Unclear(Unclear::Unreadable) if past => text!(time_unreadable, typed = typed),
            Why::Unclear(Unclear::Unreadable) => text!(until_unreadable, typed = typed),
            Why::Unclear(Unclear::WhichDate) => text!(time_which_date, typed = typed),
            Why::Unclear(Unclear::WhichHour) if past => text!(time_which_hour, typed = typed),
            Why::Unclear(Unclear::WhichHour) => text!(until_which_hour, typed = typed),
            Why::NoHour if past => text!(time_without_hour),
            Why::NoHour => text!(until_without_hour, typed = typed),
            Why::TooEarly => text!(time_typed_too_early, typed = typed),
            Why::ToCome(at) => to_come(at, self.now, self.zone),
            Why::Over => text!(until_over, typed = typed),
            Why::WhichYear => text!(time_which_year, typed = typed),
            Why::WhichMonth => text!(time_which_month, typed = typed),
            Why::OtherWeekday => text!(time_other_weekday, typed = typed),
            Why::Skipped => text!(time_skipped, typed = typed),
        };
        Failure::new(code, said)
    }
}

/// A time of day, and the zone in which it is told.
struct Place {
    clock: Clock,
    stated: Stated,
    zone: Zone,
}

impl Place {
    /// The moment on a date. A time that a clock change repeats is taken as the first.
    fn at(&self, date: NaiveDate) -> Result<Moment, Why> {
        fn moment<Z: TimeZone>(zone: &Z, at: &NaiveDateTime) -> Result<Moment, Why> {
            match zone.from_local_datetime(at) {
                LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Ok(at.into()),
                LocalResult::None => Err(Why::Skipped),
            }
        }
        let at = self.clock.on(date).ok_or(Why::Unclear(Unclear::Unreadable))?;
        match self.stated.offset {
            Some(offset) => moment(&offset, &at),
            None => moment(&self.zone, &at),
        }
    }
}

/// The first day of a month that is so many months from that of a day.
fn month_from(day: NaiveDate, from_this: i32) -> Option<NaiveDate> {
    let first = day.with_day(1)?;
    let months = Months::new(from_this.unsigned_abs());
    if from_this < 0 {
        first.checked_sub_months(months)
    } else {
        first.checked_add_months(months)
    }
}

/// A date of three numbers of two digits, if only one way to read them gives one near today: `26-11-20`, but neither
/// `1/2/23` nor `11/12/26`.
fn short([one, two, three]: [u32; 3], today: NaiveDate) -> Option<NaiveDate> {
    let of = |year: u32, month, day| NaiveDate::from_ymd_opt(2000 + i32::try_from(year).ok()?, month, day);
    let near = |date: &NaiveDate| (date.year() - today.year()).abs() <= 1;
    let year_first = of(one, two, three);
    let readings = [year_first, of(three, one, two), of(three, two, one)];
    let mut fitting: Vec<NaiveDate> = readings.into_iter().flatten().filter(near).collect();
    fitting.dedup();
    match fitting[..] {
        // A year in front is how dates are written here; where it is not near today, nothing is sure.
        [date] if year_first.is_none_or(|first| first == date) => Some(date),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
