//! When the app keeps quiet.

use crate::order::{Moment, Span, Zone};
use crate::{Code, Failure, Outcome, text};
use chrono::{Days, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Timelike};

/// The hours of the day in which no bubble comes up; from a time on until a later one, over midnight where the end is
/// before the beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietHours {
    from: NaiveTime,
    until: NaiveTime,
}

impl QuietHours {
    /// From 23:00 to 8:00: the app's own starting value.
    pub fn usual() -> Self {
        let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        Self {
            from: at(23),
            until: at(8),
        }
    }

    /// Reads `23:00-08:00`; empty for none.
    pub fn read(text: &str) -> Outcome<Option<Self>> {
        let plain: String = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
            .replace('：', ":")
            .replace(['–', '—', '~', '～', '至'], "-");
        if plain.is_empty() {
            return Ok(None);
        }
        let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").ok();
        let read = plain
            .split_once('-')
            .and_then(|(from, until)| Some((time(from)?, time(until)?)));
        match read {
            Some((from, until)) if from != until => Ok(Some(Self { from, until })),
            _ => Err(Failure::new(Code::Text, text!(quiet_hours_unreadable))),
        }
    }

    /// As [`QuietHours::read`] reads it.
    pub fn written(self) -> String {
        format!("{}-{}", self.from.format("%H:%M"), self.until.format("%H:%M"))
    }

    /// When the quiet that holds at `now` ends; none when it does not hold.
    pub fn end(self, now: Moment, zone: Zone) -> Option<Moment> {
        let local = now.in_zone(zone);
        let time = local.time();
        let today = local.date_naive();
        let day = if self.from < self.until {
            (self.from <= time && time < self.until).then_some(today)
        } else if time >= self.from {
            today.checked_add_days(Days::new(1))
        } else {
            (time < self.until).then_some(today)
        }?;
        Some(clock_shows(day.and_time(self.until), zone, now))
    }
}

/// The first moment after `now` at which a person's clock shows a time of day, or a later one where it is put ahead over it. A
/// clock that is put back shows it twice.
fn clock_shows(time: NaiveDateTime, zone: Zone, now: Moment) -> Moment {
    let shown = |time: NaiveDateTime| {
        let shown = zone.from_local_datetime(&time);
        [shown.earliest(), shown.latest()]
            .into_iter()
            .flatten()
            .map(Moment::from)
    };
    // No clock is put ahead by more than a day.
    let quarters = (0..=96).map(|quarter| time + TimeDelta::minutes(15 * quarter));
    quarters.flat_map(shown).find(|at| *at > now).unwrap_or(now)
}

/// The next 8 o'clock in the morning: what "until tomorrow morning" means. Before 8 o'clock that is today's.
pub fn until_morning(now: Moment, zone: Zone) -> Moment {
    let local = now.in_zone(zone);
    let morning = NaiveTime::from_hms_opt(8, 0, 0).unwrap_or_default();
    let days = u64::from(local.hour() >= 8);
    local
        .date_naive()
        .checked_add_days(Days::new(days))
        .map_or(now + Span::DAY, |day| {
            clock_shows(day.and_time(morning), zone, now)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZONE: Zone = Zone::Asia__Shanghai;

    fn at(text: &str) -> Moment {
        chrono::DateTime::parse_from_rfc3339(&format!("2026-11-{}+08:00", text.replace(' ', "T")))
            .unwrap()
            .into()
    }

    #[test]
    fn quiet_hours_hold_over_midnight() {
        let night = QuietHours::read("23:00 - 08:00").unwrap().unwrap();
        assert_eq!(night, QuietHours::usual());
        for (now, end) in [
            ("20 22:59:59", None),
            ("20 23:00:00", Some("21 08:00:00")),
            ("21 07:59:59", Some("21 08:00:00")),
            ("21 08:00:00", None),
        ] {
            assert_eq!(night.end(at(now), ZONE), end.map(at), "{now}");
        }
        let noon = QuietHours::read("12:00-14:00").unwrap().unwrap();
        assert_eq!(noon.end(at("20 13:00:00"), ZONE), Some(at("20 14:00:00")));
        assert_eq!(noon.end(at("20 15:00:00"), ZONE), None);
    }

    /// In Berlin the clock goes from 2 to 3 o'clock on the 29th of March 2026, and from 3 back to 2 on the 25th of October.
    #[test]
    fn quiet_hours_hold_also_where_their_end_is_skipped_or_comes_twice() {
        let utc = |text: &str| Moment::from(chrono::DateTime::parse_from_rfc3339(text).unwrap());
        let berlin = Zone::Europe__Berlin;
        let night = QuietHours::read("23:00-02:30").unwrap().unwrap();
        for (now, end) in [
            ("2026-03-28T23:30:00Z", Some("2026-03-29T01:00:00Z")),
            ("2026-03-29T00:59:59Z", Some("2026-03-29T01:00:00Z")),
            ("2026-03-29T01:00:00Z", None),
            ("2026-10-25T00:10:00Z", Some("2026-10-25T00:30:00Z")),
            ("2026-10-25T00:40:00Z", None),
            ("2026-10-25T01:10:00Z", Some("2026-10-25T01:30:00Z")),
            ("2026-10-25T01:30:00Z", None),
        ] {
            assert_eq!(night.end(utc(now), berlin), end.map(utc), "{now}");
        }
    }

    #[test]
    fn what_is_no_span_of_the_day_is_refused() {
        assert_eq!(QuietHours::read("").unwrap(), None);
        for text in ["23", "25:00-08:00", "08:00-08:00", "晚上"] {
            assert!(QuietHours::read(text).is_err(), "{text}");
        }
        assert_eq!(QuietHours::usual().written(), "23:00-08:00");
    }

    #[test]
    fn tomorrow_morning_is_the_next_eight_o_clock() {
        assert_eq!(until_morning(at("20 02:00:00"), ZONE), at("20 08:00:00"));
        assert_eq!(until_morning(at("20 21:00:00"), ZONE), at("21 08:00:00"));
    }
}
