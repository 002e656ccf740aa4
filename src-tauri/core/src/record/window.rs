//! Reading a window: how long arrival may take.

use super::half_width;
use crate::order::Span;
use crate::order::excerpt;
use crate::words::Text;
use crate::{Code, Failure, Outcome, text};

/// The longest window: one year.
const LONGEST: Span = Span::days(365);

/// Reads a window as people write it: `30m`, `30分钟`, `2h`, `2 小时`, `1小时30分`, `3天`, `75s`, `半小时`. A number
/// alone is refused: it could mean anything.
pub fn read_window(text: &str) -> Outcome<Span> {
    let refused = |why: Text| Failure::new(Code::Window, why);
    let unreadable = || refused(text!(window_unreadable, typed = excerpt(text.trim())));
    let plain = half_width(text)
        .to_lowercase()
        .replace("半小时", "30分钟")
        .replace("半天", "12小时");
    let plain: String = plain
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '个')
        .collect();
    if plain.starts_with('-') {
        return Err(refused(text!(window_negative)));
    }
    let mut rest = plain.as_str();
    let mut total = Span(0);
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).ok_or_else(unreadable)?;
        let number: i64 = rest[..digits].parse().map_err(|_| unreadable())?;
        rest = &rest[digits..];
        let letters = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let unit = match &rest[..letters] {
            "s" | "sec" | "秒" | "秒钟" => Span::SECOND,
            "m" | "min" | "mins" | "分" | "分钟" => Span::MINUTE,
            "h" | "hour" | "hours" | "时" | "小时" | "钟头" => Span::HOUR,
            "d" | "day" | "days" | "天" | "日" => Span::DAY,
            "w" | "周" | "星期" => Span::days(7),
            _ => return Err(unreadable()),
        };
        rest = &rest[letters..];
        total = Span(
            number
                .checked_mul(unit.0)
                .and_then(|ms| total.0.checked_add(ms))
                .unwrap_or(i64::MAX),
        );
    }
    if total.0 == 0 {
        return Err(refused(text!(window_zero)));
    }
    if total > LONGEST {
        return Err(refused(text!(window_too_long)));
    }
    Ok(total)
}

/// Reads the two windows of a product kind: when the person is asked whether it came, and when it counts as overdue, as
/// `30分钟 / 24小时`.
///
/// # Errors
/// Anything else, and an asking after the end.
pub fn read_windows(text: &str) -> Outcome<(Span, Span)> {
    let refused = |why: Text| Failure::new(Code::Text, why);
    let plain = half_width(text);
    let (remind, window) = plain
        .split_once('/')
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn windows_as_people_write_them() {
        for (text, span) in [
            ("30m", Span::minutes(30)),
            ("30 分钟", Span::minutes(30)),
            ("３０分", Span::minutes(30)),
            ("2h", Span::hours(2)),
            ("2个小时", Span::hours(2)),
            ("1小时30分", Span::minutes(90)),
            ("半小时", Span::minutes(30)),
            ("3天", Span::days(3)),
            ("75s", Span(75_000)),
            ("365d", LONGEST),
        ] {
            assert_eq!(read_window(text), Ok(span), "{text}");
        }
    }

    #[test]
    fn what_is_no_window_is_refused() {
        for text in [
            "",
            "0",
            "0m",
            "30",
            "-30m",
            "400d",
            "366天",
            "很快",
            "m30",
            "9999999999999999999h",
            "1.5h",
        ] {
            let refused = read_window(text).unwrap_err();
            assert_eq!(refused.code, Code::Window, "{text}");
            assert!(refused.message().ends_with('。'));
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(text in "\\PC{0,40}") {
            let _ = read_window(&text);
        }
    }
}
