//! Deadlines for the person's own calendar (RFC 5545).

use crate::order::{Moment, OrderId, Topic, Word};
use crate::text;
use chrono::DateTime;

/// A moment for the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarEntry {
    pub order: OrderId,
    pub at: Moment,
    pub topic: Topic,
    pub product: String,
    pub platform: String,
}

/// Writes entries as an iCalendar file, made at `now`, in the language that is spoken. An entry keeps its identifier as long as its order, topic and
/// moment stay the same, so that importing twice makes nothing double.
pub fn calendar(entries: &[CalendarEntry], now: Moment) -> String {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//daozhang//daozhang//ZH".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
    ];
    for entry in entries {
        let summary = text!(
            calendar_entry,
            product = &entry.product,
            platform = &entry.platform,
            topic = entry.topic.name()
        )
        .to_string();
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!(
                "UID:{}-{}-{}@daozhang",
                entry.order.0,
                entry.topic.word(),
                entry.at.0
            ),
            format!("DTSTAMP:{}", utc(now)),
            format!("DTSTART:{}", utc(entry.at)),
            format!("SUMMARY:{}", escaped(&summary)),
            "BEGIN:VALARM".to_owned(),
            "ACTION:DISPLAY".to_owned(),
            "TRIGGER:PT0M".to_owned(),
            format!("DESCRIPTION:{}", escaped(&summary)),
            "END:VALARM".to_owned(),
            "END:VEVENT".to_owned(),
        ]);
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

fn utc(at: Moment) -> String {
    DateTime::from_timestamp_millis(at.0)
        .unwrap_or_default()
        .format("%Y%m%dT%H%M%SZ")
        .to_string()
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,")
        .replace('\n', "\\n")
        .replace('\r', "")
}

/// Lines are at most 75 octets long and continue after a blank.
fn folded(line: &str) -> String {
    const LONGEST: usize = 73;
    let mut out = String::with_capacity(line.len() + 8);
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > LONGEST {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_calendar_is_well_formed() {
        let entry = CalendarEntry {
            order: OrderId(3),
            at: Moment(1_795_179_825_000),
            topic: Topic::Overdue,
            product: "100 Q币;直充,\n很长很长很长很长很长很长很长很长很长很长很长".into(),
            platform: "甲".into(),
        };
        let text = calendar(&[entry], Moment(0));
        assert!(text.lines().all(|line| line.len() <= 75), "{text}");
        assert!(text.contains("DTSTART:20261120T130345Z\r\n"));
        let unfolded = text.replace("\r\n ", "");
        assert!(unfolded.contains("100 Q币\\;直充\\,\\n很长"));
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    }
}
