use super::*;
use proptest::prelude::*;

#[test]
fn cells_of_bills_by_the_wall_clock() {
    for (text, shown, seconds) in [
        ("2026-09-28 17:20:33", "2026-09-28 17:20:33", true),
        ("2026/09/28 17:20:33", "2026-09-28 17:20:33", true),
        ("2026-09-28 17:20", "2026-09-28 17:20:00", false),
        ("2026/9/28 17:20", "2026-09-28 17:20:00", false),
        ("2026/9/28  7:05:09", "2026-09-28 07:05:09", true),
        ("2026.9.28 7:05", "2026-09-28 07:05:00", false),
        ("2026年9月28日 17:20", "2026-09-28 17:20:00", false),
        ("2026年9月28日17:20", "2026-09-28 17:20:00", false),
        ("2026年9月28日 17时20分33秒", "2026-09-28 17:20:33", true),
        ("2026年09月28日 17点20分", "2026-09-28 17:20:00", false),
        ("2026-09-28T17:20:33", "2026-09-28 17:20:33", true),
        ("2026-09-28T17:20:33.120", "2026-09-28 17:20:33", true),
        ("2026-09-28 17:20:33.120", "2026-09-28 17:20:33", true),
        ("2026-09-28T17:20:33+08:00", "2026-09-28 17:20:33", true),
        ("2026-09-28 09:20:33 UTC", "2026-09-28 17:20:33", true),
        ("2026-09-28T09:20:33Z", "2026-09-28 17:20:33", true),
        ("[2026-09-28 17:20:33]", "2026-09-28 17:20:33", true),
        ("２０２６-０９-２８　１７：２０", "2026-09-28 17:20:00", false),
        ("20260928172033", "2026-09-28 17:20:33", true),
        ("20260928 17:20:33", "2026-09-28 17:20:33", true),
        // How spreadsheets with clocks of twelve hours save them.
        ("2026/11/21 下午9:31", "2026-11-21 21:31:00", false),
        ("2026/11/21 下午 09:31:32", "2026-11-21 21:31:32", true),
        ("2026/11/21 上午9:31", "2026-11-21 09:31:00", false),
        ("2026/11/21 上午12:31", "2026-11-21 00:31:00", false),
        ("2026/11/21 下午12:31", "2026-11-21 12:31:00", false),
        ("2026/11/21 9:31:32 PM", "2026-11-21 21:31:32", true),
        ("2026/11/21 9:31:32\u{202f}PM", "2026-11-21 21:31:32", true),
        ("2026/11/21 9:31 p.m.", "2026-11-21 21:31:00", false),
        ("2026/11/21 PM 9:31", "2026-11-21 21:31:00", false),
        ("2026/11/21 12:31 AM", "2026-11-21 00:31:00", false),
        ("2026/11/21 12:31 PM", "2026-11-21 12:31:00", false),
        ("11/21/2026 21:31", "2026-11-21 21:31:00", false),
        ("21/11/2026 21:31", "2026-11-21 21:31:00", false),
        ("11/11/2026 21:31", "2026-11-11 21:31:00", false),
        ("21-Nov-26 21:31", "2026-11-21 21:31:00", false),
        ("21-Nov-2026 21:31:32", "2026-11-21 21:31:32", true),
        ("Nov 21, 2026 9:31 PM", "2026-11-21 21:31:00", false),
        ("2026-11-21 星期六 21:31", "2026-11-21 21:31:00", false),
        ("2026-11-21 24:00", "2026-11-22 00:00:00", false),
        // A hair under the second: cutting it off would slip a second, and sometimes a minute.
        ("46293.96523148148", "2026-09-28 23:09:56", true),
        ("46293.965277777774", "2026-09-28 23:10:00", true),
    ] {
        let (at, with_seconds) = wall_clock(text).unwrap_or_else(|why| panic!("{text}: {why:?}"));
        assert_eq!(
            (at.to_string().as_str(), with_seconds),
            (shown, seconds),
            "{text}"
        );
    }
}

#[test]
fn what_is_no_whole_time_is_none_in_a_cell() {
    let day = NaiveDate::from_ymd_opt(2026, 9, 28).unwrap();
    for (text, why) in [
        ("", NoTime::Empty),
        (" ", NoTime::Empty),
        ("2026-09-28", NoTime::DayOnly(day)),
        ("2026年9月28日", NoTime::DayOnly(day)),
        ("2026/9/28", NoTime::DayOnly(day)),
        ("20260928", NoTime::DayOnly(day)),
        // A serial without a fraction is a date cell.
        ("46293", NoTime::DayOnly(day)),
        ("46293.0", NoTime::DayOnly(day)),
        ("2026-09-28 17", NoTime::Unreadable),
        ("2026-02-30 10:00", NoTime::Unreadable),
        ("2026-13-01 10:00", NoTime::Unreadable),
        ("1999-01-01 10:00", NoTime::Unreadable),
        ("2100-01-01 10:00", NoTime::Unreadable),
        ("2026-09-28 25:00", NoTime::Unreadable),
        ("2026-09-28 17:60", NoTime::Unreadable),
        ("2026-09-28 24:01", NoTime::Unreadable),
        ("2026-11-21 上午13:31", NoTime::Unreadable),
        ("2026-11-21 星期五 21:31", NoTime::Unreadable),
        // Month first or day first?
        ("11/12/2026 21:31", NoTime::Unreadable),
        ("11/12/26 21:31", NoTime::Unreadable),
        ("26-11-20 21:31", NoTime::Unreadable),
        // What leans on today says nothing in a file.
        ("11-20 21:31", NoTime::Unreadable),
        ("11月20日 21:31", NoTime::Unreadable),
        ("昨天 21:31", NoTime::Unreadable),
        ("周五 21:31", NoTime::Unreadable),
        ("刚刚", NoTime::Unreadable),
        ("21:31", NoTime::Unreadable),
        ("10分钟前", NoTime::Unreadable),
        ("2026-09-28 21:31 之前", NoTime::Unreadable),
        ("123456", NoTime::Unreadable),
        ("12345", NoTime::Unreadable),
        ("99999.5", NoTime::Unreadable),
        ("支出", NoTime::Unreadable),
        ("2026-09-28 17:20:33 付款", NoTime::Unreadable),
        ("2026-09-28 17:20:33 2026-09-28 17:20:33", NoTime::Unreadable),
    ] {
        assert_eq!(wall_clock(text), Err(why), "{text}");
    }
}

proptest! {
    #[test]
    fn every_second_survives_its_serial(second in 946_684_800i64..4_102_444_800) {
        let at = chrono::DateTime::from_timestamp(second, 0).unwrap().naive_utc();
        let serial = second as f64 / 86_400.0 + 25_569.0;
        let read = wall_clock(&format!("{serial:.10}"));
        if second % 86_400 == 0 {
            prop_assert_eq!(read, Err(NoTime::DayOnly(at.date())));
        } else {
            prop_assert_eq!(read, Ok((at, true)));
        }
    }

    /// The short way for the plainest cells says what the grammar says.
    #[test]
    fn the_short_way_agrees(text in "2[01][0-9]{2}-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-6][0-9]:[0-6][0-9]") {
        let grammar = wall_clock(&text.replace(' ', "  "));
        // The end of a day is the one thing that only the grammar knows.
        if !text.contains(" 24:") {
            prop_assert_eq!(wall_clock(&text), grammar);
        }
    }

    #[test]
    fn no_cell_makes_it_panic(text in "\\PC{0,40}") {
        let _ = (wall_clock(&text), written(&text));
    }

    #[test]
    fn no_pieces_of_times_make_it_panic(
        text in "([0-9]{1,15}|[-/.:+()\\[\\], T]|[年月日号时点分秒半刻整周上下前后内零一二十廿]|今天|昨晚|凌晨|下午|星期五|PM|Nov|UTC|之前){0,14}"
    ) {
        let _ = (wall_clock(&text), written(&text));
    }
}
