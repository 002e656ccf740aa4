//! The form of a limit's row, and of the calendar by which working days are counted.

use super::Provenance;
use crate::order::{SellerKind, Topic};
use crate::text;
use crate::words::{RowText, Text};
use crate::{Failure, Outcome};
use chrono::{Datelike, NaiveDate, Weekday};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// How long the other side has, and what the person may do with it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct LimitRule {
    pub key: String,
    pub topic: Topic,
    pub name: RowText,
    /// From what it counts.
    pub from: From,
    /// The steps to which it belongs, where it counts from a filing.
    #[serde(default)]
    pub to: Vec<String>,
    /// Only for orders paid through these channels; empty for all.
    #[serde(default)]
    pub channels: Vec<String>,
    /// Only for these product kinds; empty for all.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// Only for these kinds of sellers; empty for all.
    #[serde(default)]
    pub seller: Vec<SellerKind>,
    /// Only where the goods are the trouble, and not money that came back wrongly or was taken twice.
    #[serde(default)]
    pub of_goods: bool,
    #[serde(flatten)]
    pub length: Length,
    /// How many days before its end the person is told.
    #[serde(default)]
    pub warn_days: u32,
    /// Whether a last day that is a day off moves on to the next working day (民法典 203).
    #[serde(default)]
    pub moves_on: bool,
    pub basis: RowText,
    /// The article's key in `law.toml`.
    pub law: Option<String>,
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// From what a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum From {
    Filed,
    Accepted,
    /// The first demand that asks for the money back, or the end of a promised window where that is later.
    RefundDue,
    Paid,
    Due,
    /// When the contract could first be ended: the end of the first demand with a deadline, or the due moment. Never where such
    /// a demand said that the contract ends with its deadline.
    Ground,
}

/// How long a limit is. The day from which it counts is not counted (民法典 201); all but hours end with their last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Length {
    /// So many hours to the minute.
    Hours(u32),
    /// Calendar days.
    Days(u32),
    /// Working days by the announced calendar.
    WorkingDays(u32),
    /// Months; the last day is the corresponding one, or the last of its month.
    Months(u32),
    /// Years, like months.
    Years(u32),
}

impl Length {
    /// As a person writes it: `7 个工作日`.
    pub fn spoken(self) -> Text {
        match self {
            Self::Hours(count) => text!(span_hours, count = count),
            Self::Days(count) => text!(span_days, count = count),
            Self::WorkingDays(count) => text!(length_working_days, count = count),
            Self::Months(count) => text!(length_months, count = count),
            Self::Years(count) => text!(length_years, count = count),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HolidayYear {
    pub year: i32,
    pub source: Text,
    /// Whether the person brought it in.
    pub own: bool,
    /// Days off and worked weekend days; a few may lie in the year before.
    days: BTreeMap<NaiveDate, bool>,
}

/// The announced holidays and working days, and the days that are off by law in any year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holidays {
    years: BTreeMap<i32, HolidayYear>,
    by_law: BTreeSet<NaiveDate>,
    /// Month and day of those that fall on the same day every year.
    every_year: BTreeSet<(u32, u32)>,
}

#[derive(Deserialize)]
struct YearRow {
    year: i32,
    off: Vec<String>,
    work: Vec<String>,
    #[serde(flatten)]
    provenance: Provenance,
}

/// The file that comes with the app.
#[derive(Deserialize)]
pub(super) struct HolidayFile {
    by_law: ByLaw,
    year: Vec<YearRow>,
}

#[derive(Deserialize)]
struct ByLaw {
    every_year: Vec<String>,
    days: Vec<String>,
}

/// A year as the public JSON files of the announcements hold it.
#[derive(Deserialize)]
struct PublicYear {
    year: i32,
    #[serde(default)]
    papers: Vec<String>,
    days: Vec<PublicDay>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PublicDay {
    date: NaiveDate,
    is_off_day: bool,
}

impl Holidays {
    pub(super) fn shipped(file: HolidayFile) -> Outcome<Self> {
        let damaged = || Failure::failed(text!(rule_dates_unread));
        // A day, or `a..b`: both and all between.
        let days_of = |range: &str| -> Outcome<Vec<NaiveDate>> {
            let (from, until) = range.split_once("..").unwrap_or((range, range));
            let day = |text: &str| text.parse::<NaiveDate>().map_err(|_| damaged());
            let until = day(until)?;
            Ok(day(from)?.iter_days().take_while(|day| *day <= until).collect())
        };
        let mut holidays = Self::default();
        for range in &file.by_law.days {
            holidays.by_law.extend(days_of(range)?);
        }
        for day in &file.by_law.every_year {
            let read = day
                .split_once('-')
                .and_then(|(month, day)| Some((month.parse().ok()?, day.parse().ok()?)));
            holidays.every_year.insert(read.ok_or_else(damaged)?);
        }
        for row in file.year {
            let mut days = BTreeMap::new();
            for range in &row.off {
                days.extend(days_of(range)?.into_iter().map(|day| (day, true)));
            }
            for day in &row.work {
                days.insert(day.parse().map_err(|_| damaged())?, false);
            }
            holidays.add(HolidayYear {
                year: row.year,
                source: (&row.provenance.source).into(),
                own: false,
                days,
            });
        }
        Ok(holidays)
    }

    /// Puts a year in, in place of one that was there.
    pub fn add(&mut self, year: HolidayYear) {
        self.years.insert(year.year, year);
    }

    /// The years that were announced.
    pub fn years(&self) -> impl Iterator<Item = &HolidayYear> {
        self.years.values()
    }

    /// Whether a day is off by law, announced or not.
    fn is_off_by_law(&self, day: NaiveDate) -> bool {
        self.every_year.contains(&(day.month(), day.day())) || self.by_law.contains(&day)
    }

    /// Whether a day is worked, and whether that is a guess by the weekday because its year is not announced.
    pub fn is_worked(&self, day: NaiveDate) -> (bool, bool) {
        // An announcement may reach back into December of the year before, and its own year's rows win there.
        let said = [day.year() + 1, day.year()]
            .iter()
            .find_map(|year| self.years.get(year)?.days.get(&day));
        let announced = self.years.contains_key(&day.year());
        match said {
            Some(off) => (!off, false),
            None if self.is_off_by_law(day) => (false, false),
            None => (!matches!(day.weekday(), Weekday::Sat | Weekday::Sun), !announced),
        }
    }
}

impl HolidayYear {
    /// Reads a year out of the public JSON of the announcements: `{year, papers, days: [{name, date, isOffDay}]}`.
    ///
    /// # Errors
    /// A text that is not that, a year without days (which is one that is not announced yet), days of other years, and
    /// a year that cannot be right are refused, with what to do.
    pub fn read(text: &str) -> Outcome<Self> {
        let damaged = |why: Text| Failure::failed(text!(holidays_unusable, why = why));
        let read: PublicYear = serde_json::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|error| damaged(text!(holidays_line, line = error.line())))?;
        if !(2007..=2100).contains(&read.year) {
            return Err(damaged(text!(holidays_year, year = read.year)));
        }
        if read.days.is_empty() {
            return Err(Failure::failed(text!(holidays_none, year = read.year)));
        }
        let odd = read
            .days
            .iter()
            .find(|day| !(read.year - 1..=read.year).contains(&day.date.year()));
        if let Some(day) = odd {
            return Err(damaged(text!(
                holidays_of_another_year,
                day = day.date.to_string(),
                year = read.year
            )));
        }
        let dates: BTreeSet<NaiveDate> = read.days.iter().map(|day| day.date).collect();
        if dates.len() != read.days.len() {
            return Err(damaged(text!(holidays_day_twice)));
        }
        // A year has some thirty days off; far fewer is a file that was cut off, far more is none of these.
        let off = read.days.iter().filter(|day| day.is_off_day).count();
        if !(11..=60).contains(&off) {
            return Err(damaged(text!(holidays_few, days = off)));
        }
        Ok(Self {
            year: read.year,
            source: read
                .papers
                .into_iter()
                .next()
                .map_or_else(|| text!(holidays_own), Text::as_it_is),
            own: true,
            days: read
                .days
                .into_iter()
                .map(|day| (day.date, day.is_off_day))
                .collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rules;

    fn file(days: &str) -> String {
        format!(r#"{{"year":2027,"papers":["公告"],"days":[{days}]}}"#)
    }

    #[test]
    fn an_imported_year_is_announced_and_may_reach_into_december() {
        let mut holidays = Rules::shipped().unwrap().holidays;
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(holidays.is_worked(day("2026-12-31")), (true, false));
        assert_eq!(
            holidays.is_worked(day("2027-01-01")),
            (false, false),
            "off by law, announced or not"
        );
        assert_eq!(
            holidays.is_worked(day("2027-01-04")),
            (true, true),
            "not announced: by the weekday"
        );
        let mut days: Vec<String> = (1..=15)
            .map(|n| format!(r#"{{"name":"节","date":"2027-02-{n:02}","isOffDay":true}}"#))
            .collect();
        days.push(r#"{"name":"节","date":"2026-12-31","isOffDay":true}"#.into());
        days.push(r#"{"name":"节","date":"2027-02-20","isOffDay":false}"#.into());
        holidays.add(HolidayYear::read(&file(&days.join(","))).unwrap());
        assert_eq!(holidays.is_worked(day("2026-12-31")), (false, false));
        assert_eq!(holidays.is_worked(day("2027-02-01")), (false, false));
        assert_eq!(
            holidays.is_worked(day("2027-02-20")),
            (true, false),
            "a worked Saturday"
        );
        assert_eq!(holidays.is_worked(day("2027-02-21")), (false, false));
    }

    /// The thirteen days of the law: 元旦 1, 春节 4, 清明 1, 劳动节 2, 端午 1, 中秋 1, 国庆 3, fewer where two fall on one.
    #[test]
    fn the_days_off_by_law_are_known_for_years_that_nobody_announced() {
        let holidays = Rules::shipped().unwrap().holidays;
        let off = |year: i32| -> Vec<String> {
            NaiveDate::from_ymd_opt(year, 1, 1)
                .unwrap()
                .iter_days()
                .take_while(|day| day.year() == year)
                .filter(|day| holidays.is_off_by_law(*day))
                .map(|day| day.format("%m-%d").to_string())
                .collect()
        };
        assert_eq!(
            off(2027).join(" "),
            "01-01 02-05 02-06 02-07 02-08 04-05 05-01 05-02 06-09 09-15 10-01 10-02 10-03"
        );
        for year in 2027..=2040 {
            // 中秋 falls into the three days of 国庆 then.
            let both = [2028, 2031, 2039].contains(&year);
            assert_eq!(off(year).len(), if both { 12 } else { 13 }, "{year}");
        }
        assert_eq!(off(2041).len(), 6, "the lunar ones are not known");
        for year in [2025, 2026] {
            let announced = holidays.years.get(&year).unwrap();
            assert!(off(year).iter().all(|day| {
                let day = format!("{year}-{day}").parse().unwrap();
                announced.days.get(&day) == Some(&true)
            }));
        }
    }

    #[test]
    fn a_damaged_or_empty_year_is_refused() {
        for (text, says) in [
            ("", "读不出来"),
            ("{\"year\":2027}", "读不出来"),
            ("{\n\"year\":2027,\n\"days\":[{\"date\":\"2027-13-01\"", "第 3 行"),
            (&file(""), "还是空的"),
            (&file(r#"{"date":"2027-01-01","isOffDay":true}"#), "不像一整年"),
            (&file(r#"{"date":"2029-01-01","isOffDay":true}"#), "2029-01-01"),
            (
                &file(r#"{"date":"2027-01-01","isOffDay":true},{"date":"2027-01-01","isOffDay":true}"#),
                "两次",
            ),
            (r#"{"year":20270,"days":[]}"#, "年份"),
        ] {
            let refused = HolidayYear::read(text).unwrap_err();
            assert!(refused.message().contains(says), "{text}: {}", refused.message());
        }
    }
}
