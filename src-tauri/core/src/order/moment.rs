//! Instants and spans: milliseconds UTC inside, local time only where a person reads it.

use crate::text;
use crate::words::Text;
use chrono::{DateTime, Datelike, SecondsFormat, TimeZone, Utc};
use serde::{Deserialize, Serialize};

/// The time zone in which a person reads times.
pub type Zone = chrono_tz::Tz;

/// The zone of China's shops, payment pages, bills and offices, wherever the person's computer stands.
pub const BEIJING: Zone = Zone::Asia__Shanghai;

/// An instant in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Moment(pub i64);

/// A length of time in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span(pub i64);

impl Moment {
    /// The instant in a zone. An instant beyond the calendar becomes 1970, so that a damaged row can still be shown.
    pub fn in_zone(self, zone: Zone) -> DateTime<Zone> {
        DateTime::<Utc>::from_timestamp_millis(self.0)
            .unwrap_or_default()
            .with_timezone(&zone)
    }

    /// RFC 3339 with the zone's offset; milliseconds only where there are any.
    pub fn rfc3339(self, zone: Zone) -> String {
        self.in_zone(zone).to_rfc3339_opts(SecondsFormat::AutoSi, false)
    }

    /// Whether a clock in this zone shows another time than Beijing's, so that it has to be said whose time it is.
    pub fn is_abroad(self, zone: Zone) -> bool {
        self.in_zone(zone).naive_local() != self.in_zone(BEIJING).naive_local()
    }

    /// As a person reads it: `2026-11-20 21:03:45`.
    pub fn local(self, zone: Zone) -> String {
        self.in_zone(zone).format("%Y-%m-%d %H:%M:%S").to_string()
    }

    /// Whether a clock in this zone shows the same then as one in Beijing.
    pub fn is_as_in_beijing(self, zone: Zone) -> bool {
        self.in_zone(zone).naive_local() == self.in_zone(BEIJING).naive_local()
    }

    /// As a person reads it in a sentence: `2026年11月20日 21:03`.
    pub fn spoken(self, zone: Zone) -> Text {
        let at = self.in_zone(zone);
        text!(
            moment_spoken,
            year = at.format("%Y").to_string(),
            month = at.month(),
            day = at.day(),
            time = at.format("%H:%M").to_string()
        )
    }
}

impl<Z: TimeZone> From<DateTime<Z>> for Moment {
    fn from(at: DateTime<Z>) -> Self {
        Self(at.timestamp_millis())
    }
}

impl Span {
    pub const SECOND: Self = Self(1_000);
    pub const MINUTE: Self = Self(60 * Self::SECOND.0);
    pub const HOUR: Self = Self(60 * Self::MINUTE.0);
    pub const DAY: Self = Self(24 * Self::HOUR.0);

    pub const fn seconds(count: i64) -> Self {
        Self(count * Self::SECOND.0)
    }

    pub const fn minutes(count: i64) -> Self {
        Self(count * Self::MINUTE.0)
    }

    pub const fn hours(count: i64) -> Self {
        Self(count * Self::HOUR.0)
    }

    pub const fn days(count: i64) -> Self {
        Self(count * Self::DAY.0)
    }

    /// As a person says it, in its two largest units and rounded down: `3 小时 5 分钟`, `2 天`, `40 秒`.
    pub fn spoken(self) -> Text {
        const UNITS: [Span; 4] = [Span::DAY, Span::HOUR, Span::MINUTE, Span::SECOND];
        let said = |unit: usize, count: i64| match unit {
            0 => text!(span_days, count = count),
            1 => text!(span_hours, count = count),
            2 => text!(span_minutes, count = count),
            _ => text!(span_seconds, count = count),
        };
        let Some(largest) = UNITS.iter().position(|unit| self.0 >= unit.0) else {
            return text!(span_seconds, count = 0);
        };
        let larger = said(largest, self.0 / UNITS[largest].0);
        let rest = UNITS
            .get(largest + 1)
            .map_or(0, |next| self.0 % UNITS[largest].0 / next.0);
        if rest == 0 {
            return larger;
        }
        text!(span_two, larger = larger, smaller = said(largest + 1, rest))
    }

    /// The same, unless something would be rounded away.
    pub fn spoken_whole(self) -> Option<Text> {
        let smallest = match self {
            span if span >= Self::DAY => Self::HOUR,
            span if span >= Self::HOUR => Self::MINUTE,
            _ => Self::SECOND,
        };
        (self.0 % smallest.0 == 0).then(|| self.spoken())
    }

    /// A usual time or a deadline as a person says it: `24 小时` rather than `1 天`, as long as it is whole hours and at most
    /// `most` of them.
    pub fn in_hours(self, most: i64) -> Text {
        let hours = self.0 / Self::HOUR.0;
        if (1..=most).contains(&hours) && self.0 % Self::HOUR.0 == 0 {
            return text!(span_hours, count = hours);
        }
        self.spoken()
    }
}

impl std::ops::Add<Span> for Moment {
    type Output = Self;
    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl std::ops::Sub<Span> for Moment {
    type Output = Self;
    fn sub(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}

impl std::ops::Sub for Moment {
    type Output = Span;
    fn sub(self, other: Self) -> Span {
        Span(self.0.saturating_sub(other.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn a_moment_is_shown_in_the_persons_zone() {
        let at = Moment(1_795_179_825_000);
        assert_eq!(at.rfc3339(Zone::Asia__Shanghai), "2026-11-20T21:03:45+08:00");
        assert_eq!(at.local(Zone::Asia__Shanghai), "2026-11-20 21:03:45");
        assert_eq!(at.rfc3339(Zone::Europe__Berlin), "2026-11-20T14:03:45+01:00");
        assert_eq!(Moment(i64::MAX).local(Zone::UTC), "1970-01-01 00:00:00");
    }

    #[test]
    fn a_span_is_said_in_its_two_largest_units() {
        for (span, text) in [
            (Span(0), "0 秒"),
            (Span(-5), "0 秒"),
            (Span(40_999), "40 秒"),
            (Span::MINUTE, "1 分钟"),
            (Span(Span::MINUTE.0 * 90), "1 小时 30 分钟"),
            (Span(Span::HOUR.0 * 3), "3 小时"),
            (Span(Span::HOUR.0 * 49 + 1), "2 天 1 小时"),
        ] {
            assert_eq!(span.spoken().chinese(), text);
        }
    }

    #[test]
    fn a_span_is_said_whole_or_not_at_all() {
        for (span, said) in [
            (Span::minutes(90), Some("1 小时 30 分钟")),
            (Span::seconds(75), Some("1 分钟 15 秒")),
            (Span::hours(50), Some("2 天 2 小时")),
            (Span::minutes(24 * 60 + 1), None),
            (Span::seconds(3_601), None),
        ] {
            let whole = span.spoken_whole().map(|text| text.chinese());
            assert_eq!(whole.as_deref(), said);
        }
    }

    #[test]
    fn a_span_is_said_in_english_with_its_plurals() {
        let english = Language::of("en").unwrap();
        for (span, text) in [
            (Span(0), "0 seconds"),
            (Span::minutes(181), "3 hours 1 minute"),
            (Span::days(2), "2 days"),
            (Span::hours(25), "1 day 1 hour"),
        ] {
            assert_eq!(span.spoken().said_in(english), text);
        }
    }

    #[test]
    fn a_day_may_be_said_in_hours() {
        for (minutes, text) in [
            (24 * 60, "24 小时"),
            (72 * 60, "72 小时"),
            (73 * 60, "3 天 1 小时"),
            (90, "1 小时 30 分钟"),
            (30, "30 分钟"),
            (0, "0 秒"),
        ] {
            assert_eq!(Span::minutes(minutes).in_hours(72).chinese(), text);
        }
    }
}
