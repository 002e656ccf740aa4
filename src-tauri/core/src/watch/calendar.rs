//! Deadlines for the person's own calendar (RFC 5545).

use super::course::waited_for;
use crate::order::{BEIJING, Case, Moment, OrderId, Span, Status, Topic, Word, named};
use crate::rules::Rules;
use crate::text;
use chrono::DateTime;
use std::collections::BTreeMap;

/// How long an entry that was cancelled is still said to be, so that a calendar that looks now and then takes it out.
const CANCELLED_FOR: Span = Span::days(30);

/// How long an entry is.
const LENGTH: Span = Span::minutes(15);

/// What an entry is about: calendars know it again by that, whenever it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Matter {
    pub order: OrderId,
    /// Its topic, by its word.
    pub topic: &'static str,
    /// Its place among those of the same topic, from 0.
    pub part: u32,
}

/// A moment that is ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ahead {
    pub topic: Topic,
    pub part: u32,
    /// When the calendar rings.
    pub at: Moment,
    /// The last moment of the limit of which it tells beforehand.
    pub ends: Option<Moment>,
}

/// What was handed to the person's calendar of a matter, and how often it changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handed {
    pub at: Moment,
    pub sequence: u32,
    pub changed_at: Moment,
    pub cancelled: bool,
}

impl Handed {
    /// Whether the calendar file says it: not what has rung, nor what was cancelled a while ago.
    pub fn is_said(&self, now: Moment) -> bool {
        if self.cancelled {
            now - self.changed_at <= CANCELLED_FOR
        } else {
            self.at > now
        }
    }
}

/// An entry of the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarEntry {
    pub matter: Matter,
    pub handed: Handed,
    pub ends: Option<Moment>,
    pub product: String,
    pub platform: String,
    /// When the order was logged: the same number in another data file is another order.
    pub logged_at: Moment,
}

/// The moments of an open order that are ahead, each topic on its own. Of a limit the calendar tells when the app does, and once
/// that is over a day and at last an hour before the end.
pub fn ahead(case: &Case, rules: &Rules, now: Moment) -> Vec<Ahead> {
    let order = &case.order;
    if !order.status.is_open() {
        return Vec::new();
    }
    let waited = &order.course.deadlines;
    let mut moments: Vec<(Topic, Moment, Option<Moment>)> =
        waited.iter().map(|one| (one.topic, one.at, None)).collect();
    let due = if order.watched().is_unconfirmed() {
        Topic::Confirm
    } else {
        Topic::Overdue
    };
    // What came is not late.
    if order.status != Status::Disputed && waited.iter().all(|one| one.topic != due) {
        moments.push((due, order.clock.due_at, None));
    }
    let events = (&case.events[..], &case.set_right[..]);
    for limit in waited_for(
        &order.facts,
        &order.clock,
        &case.platform.seller,
        events,
        rules,
        now,
    )
    .limits
    {
        if limit.told_at == limit.at {
            moments.push((limit.topic, limit.at, None));
            continue;
        }
        if !rules.topic(limit.topic).before.is_empty() {
            moments.push((limit.topic, limit.told_at, Some(limit.at)));
            continue;
        }
        let rings = [limit.told_at, limit.at - Span::DAY, limit.at - Span::HOUR];
        let at = rings.into_iter().find(|at| *at > now).unwrap_or(limit.at);
        moments.push((limit.topic, at, Some(limit.at)));
    }
    moments.sort_by_key(|(_, at, _)| *at);
    let mut parts: BTreeMap<&str, u32> = BTreeMap::new();
    let mut ahead: Vec<Ahead> = Vec::with_capacity(moments.len());
    for (topic, at, ends) in moments {
        let next = parts.entry(topic.word()).or_default();
        let part = *next;
        *next += 1;
        if at > now && ends.is_none_or(|ends| at < ends) {
            ahead.push(Ahead {
                topic,
                part,
                at,
                ends,
            });
        }
    }
    ahead
}

/// What is to be handed of a matter next, after what was handed of it before; `at` is when it rings, none where it is not ahead
/// any more. None where nothing is to be said.
pub fn hand(before: Option<Handed>, at: Option<Moment>, now: Moment) -> Option<Handed> {
    let changed = |before: Handed, at, cancelled| Handed {
        at,
        sequence: before.sequence + 1,
        changed_at: now,
        cancelled,
    };
    Some(match (before, at) {
        (None, None) => return None,
        (None, Some(at)) => Handed {
            at,
            sequence: 0,
            changed_at: now,
            cancelled: false,
        },
        (Some(before), Some(at)) if before.cancelled || before.at != at => changed(before, at, false),
        (Some(before), Some(_)) => before,
        // It has rung, or is cancelled already.
        (Some(before), None) if before.cancelled || before.at <= now => before,
        (Some(before), None) => changed(before, before.at, true),
    })
}

/// Writes entries as an iCalendar file, in the language that is spoken. An entry keeps its identifier as long as its order and topic stay the same, whatever its moment: read in once more
/// it moves, and makes nothing double.
pub fn calendar(entries: &[CalendarEntry], now: Moment) -> String {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//daozhang//daozhang//ZH".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
    ];
    for entry in entries.iter().filter(|entry| entry.handed.is_said(now)) {
        lines.extend(event(entry));
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

fn event(entry: &CalendarEntry) -> Vec<String> {
    let Matter { order, topic, part } = entry.matter;
    let handed = entry.handed;
    let name = Topic::from_word(topic).map(Topic::name).unwrap_or_default();
    let product = &entry.product;
    let summary = match named(&entry.platform) {
        Some(platform) => text!(
            calendar_entry,
            product = product,
            platform = platform,
            topic = name
        ),
        None => text!(calendar_entry_unnamed, product = product, topic = name),
    }
    .to_string();
    let part = if part == 0 {
        String::new()
    } else {
        format!("-{}", part + 1)
    };
    let mut lines = vec![
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}-{topic}-{}{part}@daozhang", order.0, entry.logged_at.0),
        format!("DTSTAMP:{}", utc(handed.changed_at)),
        format!("LAST-MODIFIED:{}", utc(handed.changed_at)),
        format!("SEQUENCE:{}", handed.sequence),
        format!("DTSTART:{}", utc(handed.at)),
        format!("DTEND:{}", utc(handed.at + LENGTH)),
        format!("SUMMARY:{}", escaped(&summary)),
    ];
    if let Some(ends) = entry.ends {
        let description = text!(calendar_ends, at = ends.spoken(BEIJING)).to_string();
        lines.push(format!("DESCRIPTION:{}", escaped(&description)));
    }
    if handed.cancelled {
        lines.push("STATUS:CANCELLED".to_owned());
    } else {
        lines.extend([
            "STATUS:CONFIRMED".to_owned(),
            "BEGIN:VALARM".to_owned(),
            "ACTION:DISPLAY".to_owned(),
            "TRIGGER:PT0M".to_owned(),
            format!("DESCRIPTION:{}", escaped(&summary)),
            "END:VALARM".to_owned(),
        ]);
    }
    lines.push("END:VEVENT".to_owned());
    lines
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
    use crate::order::NO_SELLER;

    const NOW: Moment = Moment(1_795_179_825_000);

    fn entry(topic: Topic, handed: Handed) -> CalendarEntry {
        CalendarEntry {
            matter: Matter {
                order: OrderId(3),
                topic: topic.word(),
                part: 0,
            },
            handed,
            ends: None,
            product: "100 Q币;直充,\n很长很长很长很长很长很长很长很长很长很长很长".into(),
            platform: "甲".into(),
            logged_at: Moment(17),
        }
    }

    #[test]
    fn a_calendar_is_well_formed() {
        let handed = hand(None, Some(NOW), Moment(0)).unwrap();
        let limit = CalendarEntry {
            ends: Some(NOW),
            ..entry(Topic::AfterSale, handed)
        };
        let text = calendar(&[entry(Topic::Overdue, handed), limit], Moment(0));
        assert!(text.lines().all(|line| line.len() <= 75), "{text}");
        let unfolded = text.replace("\r\n ", "");
        for line in [
            "UID:3-overdue-17@daozhang",
            "DTSTAMP:19700101T000000Z",
            "LAST-MODIFIED:19700101T000000Z",
            "SEQUENCE:0",
            "DTSTART:20261120T130345Z",
            "DTEND:20261120T131845Z",
            "DESCRIPTION:截止：2026年11月20日 21:03（北京时间）",
        ] {
            assert!(unfolded.contains(&format!("{line}\r\n")), "{line}: {unfolded}");
        }
        assert!(unfolded.contains("100 Q币\\;直充\\,\\n很长"));
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
        let unnamed = CalendarEntry {
            platform: NO_SELLER.into(),
            product: "100 Q币".into(),
            ..entry(Topic::Overdue, handed)
        };
        let text = calendar(&[unnamed], Moment(0));
        assert!(text.contains("SUMMARY:到账：100 Q币，到账时限已到\r\n"), "{text}");
    }

    #[test]
    fn what_was_handed_is_moved_cancelled_and_taken_up_again() {
        let at = |hours| NOW + Span::hours(hours);
        let told = |handed: Handed| (handed.at, handed.sequence, handed.changed_at, handed.cancelled);
        let first = hand(None, Some(at(5)), at(0)).unwrap();
        assert_eq!(told(first), (at(5), 0, at(0), false));
        assert_eq!(
            hand(Some(first), Some(at(5)), at(1)),
            Some(first),
            "nothing changed"
        );
        let moved = hand(Some(first), Some(at(8)), at(1)).unwrap();
        assert_eq!(told(moved), (at(8), 1, at(1), false));
        let gone = hand(Some(moved), None, at(2)).unwrap();
        assert_eq!(told(gone), (at(8), 2, at(2), true));
        assert_eq!(hand(Some(gone), None, at(3)), Some(gone), "said once");
        assert_eq!(
            told(hand(Some(gone), Some(at(8)), at(4)).unwrap()),
            (at(8), 3, at(4), false)
        );
        assert_eq!(hand(Some(moved), None, at(8)), Some(moved), "it has rung");
        assert_eq!(hand(None, None, at(0)), None);

        let shown = |handed, now| calendar(&[entry(Topic::Overdue, handed)], now);
        assert!(shown(gone, at(3)).contains("STATUS:CANCELLED\r\n"));
        assert!(!shown(gone, at(3)).contains("VALARM"));
        assert!(!shown(gone, at(2) + CANCELLED_FOR + Span(1)).contains("VEVENT"));
        assert!(!shown(moved, at(8)).contains("VEVENT"));
    }
}
