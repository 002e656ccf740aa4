//! No alert is lost and none comes twice, by the command line: what is told when, and what the calendar says.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a test fails"
)]

use daozhang_tests::clock::{Moment, minutes, moment};
use daozhang_tests::order::add;
use daozhang_tests::{App, Desk};
use serde_json::json;
use std::collections::BTreeSet;

const PAID: &str = "2026-11-20T12:00:00+08:00";

/// A moment of 2026 in China: `11-20 12:00`.
fn at(text: &str) -> Moment {
    moment(&format!("2026-{}:00+08:00", text.replace(' ', "T")))
}

/// An order that was logged right after it was paid, at noon on the 20th of November, with the usual arguments and these.
fn logged(more: &[&str]) -> App {
    let app = App::fresh();
    let paid = ["--paid-at", "2026-11-20 12:00:00"];
    let arguments = add(&[&paid, more].concat());
    app.at(moment(PAID) + minutes(1)).json(arguments);
    app
}

/// What one look tells that the desktop takes: topics and moments.
fn told(app: &App, desk: &Desk, now: &str) -> Vec<String> {
    let alerts = app.at(at(now)).run_on(desk, ["--json", "check"]).json();
    let delivered = alerts
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["delivered"] == true);
    delivered
        .map(|one| {
            let due = one["due_at"].as_str().unwrap();
            format!(
                "{} {} {}",
                one["topic"].as_str().unwrap(),
                &due[5..10],
                &due[11..16]
            )
        })
        .collect()
}

fn main_act(app: &App, now: &str) -> String {
    let main = &app.at(at(now)).json(["ladder", "1"])["main"];
    format!(
        "{} {}",
        main["act"].as_str().unwrap(),
        main["step"].as_str().unwrap_or("-")
    )
}

#[test]
fn each_topic_is_an_alert_of_its_own() {
    let desk = Desk::open();
    let app = logged(&["--kind", "phone-credit-slow", "--window", "24h"]);
    // Both begin while the machine is off.
    assert_eq!(told(&app, &desk, "11-21 12:00"), ["overdue 11-21 12:00"]);
    assert_eq!(
        told(&app, &desk, "12-16 09:00"),
        ["after-sale 12-15 12:00", "overdue 12-15 12:00"]
    );
    assert_eq!(told(&app, &desk, "12-16 12:00"), [""; 0], "none comes twice");
    assert_eq!(told(&app, &desk, "12-18 12:00"), ["overdue 12-18 12:00"]);

    // The same with a look every four hours: after-sale begins together with a repeat.
    let app = logged(&["--kind", "phone-credit-slow", "--window", "24h"]);
    let mut topics: Vec<String> = Vec::new();
    for hours in (0..)
        .map(|look: i64| minutes(240 * look))
        .take_while(|span| *span < minutes(35 * 1440))
    {
        // Where nothing is due the desktop is not asked: most looks are cheap.
        let now = at("11-20 12:01") + hours;
        if app.at(now).json(["check", "--no-notify"]) == json!([]) {
            continue;
        }
        let text = now.format("%m-%d %H:%M").to_string();
        topics.extend(told(&app, &desk, &text));
        desk.close_bubbles();
    }
    // Of the window after 4 hours, one day and three days, then every three days.
    for (topic, times) in [("after-sale", 1), ("overdue", 14)] {
        let count = topics.iter().filter(|one| one.starts_with(topic)).count();
        assert_eq!(count, times, "{topic} in {topics:?}");
    }
    let moments: BTreeSet<&String> = topics.iter().collect();
    assert_eq!(moments.len(), topics.len(), "none comes twice: {topics:?}");
}

#[test]
fn a_limit_is_told_although_something_else_was_done_and_is_not_called_near_when_it_is_over() {
    let desk = Desk::open();
    let app = logged(&["--kind", "phone-credit-slow", "--window", "72h"]);
    app.at(at("12-15 18:00"))
        .text(["event", "1", "--kind", "contacted"]);
    assert_eq!(told(&app, &desk, "12-15 18:01"), ["after-sale 12-15 12:00"]);
    let late = logged(&["--kind", "phone-credit-slow", "--window", "72h"]);
    let alerts = late.at(at("12-30 12:00")).json(["check", "--no-notify"]);
    let after_sale = alerts
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["topic"] == "after-sale")
        .unwrap();
    assert!(
        after_sale["title"].as_str().unwrap().starts_with("期限已过"),
        "{after_sale}"
    );
    assert!(
        after_sale["body"]
            .as_str()
            .unwrap()
            .contains("2026年12月21日 12:00（北京时间）")
    );
}

#[test]
fn a_clock_that_was_ahead_does_not_take_the_real_moment() {
    let desk = Desk::open();
    for wrong in ["11-20 18:30", "12-25 18:30"] {
        let app = logged(&["--window", "30m"]);
        assert!(!told(&app, &desk, wrong).is_empty());
        assert_eq!(
            told(&app, &desk, "11-20 12:10"),
            [""; 0],
            "the clock is right again"
        );
        assert_eq!(
            told(&app, &desk, "11-20 12:30"),
            ["overdue 11-20 12:30"],
            "after {wrong}"
        );
        assert_eq!(told(&app, &desk, "11-20 12:40"), [""; 0]);
        // A machine whose clock has lost its time looks before it is set again: nothing is told once more for that.
        let lost = moment("2020-01-01T00:00:00+08:00");
        assert_eq!(app.at(lost).run_on(&desk, ["--json", "check"]).json(), json!([]));
        assert_eq!(told(&app, &desk, "11-20 12:41"), [""; 0]);
        assert_eq!(told(&app, &desk, "11-20 16:30"), ["overdue 11-20 16:30"]);
    }
}

#[test]
fn what_is_written_down_later_does_not_erase_what_happened_after_it() {
    let desk = Desk::open();
    let app = logged(&["--window", "30m"]);
    told(&app, &desk, "11-20 12:30");
    app.at(at("11-20 14:00"))
        .text(["event", "1", "--kind", "promised", "--until", "2026-11-23 18:00"]);
    app.at(at("11-20 15:00"))
        .text(["event", "1", "--kind", "contacted", "--at", "2026-11-20 13:10:00"]);
    let order = app.at(at("11-20 15:00")).json(["show", "1"]);
    assert_eq!(
        order["deadlines"],
        json!([{ "at": "2026-11-23T18:00:00+08:00", "topic": "promise-broken" }])
    );
    assert_eq!(told(&app, &desk, "11-22 12:00"), [""; 0]);
    assert_eq!(told(&app, &desk, "11-23 18:00"), ["promise-broken 11-23 18:00"]);
}

#[test]
fn not_yet_before_the_time_is_no_confirmation() {
    let desk = Desk::open();
    let app = logged(&["--kind", "fuel-card", "--window", "24h"]);
    app.at(at("11-20 14:30"))
        .text(["event", "1", "--kind", "checked"]);
    assert_eq!(told(&app, &desk, "11-21 12:00"), ["confirm 11-21 12:00"]);
    assert_eq!(
        app.at(at("11-21 12:00")).json(["show", "1"])["status"],
        "awaiting"
    );
    app.at(at("11-21 12:10"))
        .text(["event", "1", "--kind", "checked"]);
    assert_eq!(app.at(at("11-21 12:10")).json(["show", "1"])["status"], "overdue");
}

#[test]
fn the_last_snooze_wins_and_one_under_a_wrong_clock_does_not_last() {
    let desk = Desk::open();
    let snooze = |app: &App, now: &str, until: &str| {
        app.at(at(now))
            .text(["event", "1", "--kind", "snoozed", "--until", until]);
    };
    let app = logged(&["--window", "30m"]);
    snooze(&app, "11-20 12:10", "3天");
    snooze(&app, "11-20 12:20", "1小时");
    assert_eq!(told(&app, &desk, "11-20 13:19"), [""; 0]);
    assert_eq!(told(&app, &desk, "11-20 13:20"), ["overdue 11-20 13:20"]);
    let app = logged(&["--window", "30m"]);
    snooze(&app, "11-20 12:10", "1小时");
    snooze(&app, "11-20 12:20", "3天");
    assert_eq!(told(&app, &desk, "11-20 13:20"), [""; 0]);
    assert_eq!(told(&app, &desk, "11-23 12:19"), [""; 0]);
    assert_eq!(told(&app, &desk, "11-23 12:20"), ["overdue 11-23 12:20"]);

    let app = logged(&["--window", "30m"]);
    let wrong = moment("2029-01-01T08:00:00+08:00");
    app.at(wrong)
        .text(["event", "1", "--kind", "snoozed", "--until", "2小时"]);
    assert_eq!(told(&app, &desk, "11-20 12:10"), [""; 0]);
    // Whatever is written down meanwhile, it began when the clock was set right.
    app.at(at("11-20 13:40"))
        .text(["event", "1", "--kind", "note", "--text", "记一笔"]);
    assert_eq!(told(&app, &desk, "11-20 14:09"), [""; 0]);
    assert_eq!(told(&app, &desk, "11-20 14:10"), ["overdue 11-20 14:10"]);
    // Nor does it begin anew when the clock gets there.
    assert!(!told(&app, &desk, "12-20 12:00").is_empty());
    let at_last = app.at(wrong + minutes(5)).json(["show", "1"]);
    assert_eq!(at_last["snoozed_until"], json!("2026-11-20T14:10:00+08:00"));
}

#[test]
fn an_answer_asks_for_the_next_step_at_once_and_never_back_to_the_first() {
    let desk = Desk::open();
    let app = logged(&["--window", "30m", "--channel", "wechat"]);
    told(&app, &desk, "11-20 12:30");
    app.at(at("11-20 13:00"))
        .text(["event", "1", "--kind", "refused", "--text", "不退"]);
    let main = main_act(&app, "11-20 13:00");
    assert!(main.starts_with("letter"), "no hour of waiting: {main}");
    assert_eq!(
        told(&app, &desk, "11-20 14:30"),
        [""; 0],
        "what was just written down is not told"
    );
    assert_eq!(told(&app, &desk, "11-21 13:00"), ["refused 11-21 13:00"]);

    for (to, answer) in [
        ("12315", "refused"),
        ("payment", "ended"),
        ("consumer-association", "ended"),
    ] {
        let app = logged(&["--window", "30m", "--channel", "wechat"]);
        told(&app, &desk, "11-20 12:30");
        app.at(at("11-20 13:00")).text(["file", "1", "--to", to]);
        app.at(at("11-24 13:00"))
            .text(["answer", "1", "--to", to, "--answer", answer]);
        for now in ["11-24 13:00", "11-24 14:30"] {
            let main = main_act(&app, now);
            assert!(
                !main.contains("platform") && !main.starts_with("wait"),
                "{to}: {main}"
            );
            let card = app.at(at(now)).json(["show", "1"]);
            assert_eq!(card["topic"], "answered", "{to}");
        }
        let alerts = told(&app, &desk, "11-24 14:30");
        assert!(
            alerts.iter().all(|one| !one.starts_with("answered")),
            "{to}: {alerts:?}"
        );
        let alerts = told(&app, &desk, "11-25 16:00");
        assert!(
            alerts.contains(&"answered 11-25 13:00".to_owned()),
            "{to}: {alerts:?}"
        );
    }
}

/// The events of a calendar file: the lines of each, unfolded.
fn calendar(app: &App, now: &str) -> Vec<Vec<String>> {
    let file = app.beside("期限.ics");
    app.at(at(now))
        .text(["calendar", "--out", file.to_str().unwrap()]);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.lines().all(|line| line.len() <= 75));
    let unfolded = text.replace("\r\n ", "");
    let events = unfolded.split("BEGIN:VEVENT").skip(1);
    events
        .map(|event| event.split("\r\n").map(str::to_owned).collect())
        .collect()
}

/// A line of the event about a topic.
#[track_caller]
fn line<'a>(events: &'a [Vec<String>], topic: &str, name: &str) -> &'a str {
    let of_topic = |event: &&Vec<String>| {
        event
            .iter()
            .any(|line| line.starts_with(&format!("UID:1-{topic}-")))
    };
    let found: Vec<&Vec<String>> = events.iter().filter(of_topic).collect();
    assert_eq!(found.len(), 1, "one entry for {topic}: {events:?}");
    let name = format!("{name}:");
    found[0]
        .iter()
        .find_map(|line| line.strip_prefix(&name))
        .unwrap_or_default()
}

#[test]
fn the_calendar_moves_an_entry_and_doubles_none() {
    let app = logged(&["--kind", "phone-credit-slow", "--window", "24h"]);
    let first = calendar(&app, "11-20 12:05");
    assert_eq!(line(&first, "overdue", "DTSTART"), "20261121T040000Z");
    assert_eq!(line(&first, "overdue", "DTEND"), "20261121T041500Z");
    assert_eq!(line(&first, "overdue", "SEQUENCE"), "0");
    // It rings before the limit ends, and says when that is.
    assert_eq!(line(&first, "after-sale", "DTSTART"), "20261215T040000Z");
    assert!(line(&first, "after-sale", "DESCRIPTION").contains("2026年12月21日 12:00"));
    assert_eq!(
        calendar(&app, "11-20 13:00"),
        first,
        "nothing changed: the same file"
    );

    app.at(at("11-20 14:00"))
        .text(["releases", "星辰卡盟", "--set", "22:00"]);
    let moved = calendar(&app, "11-20 14:05");
    let uid = line(&first, "overdue", "UID");
    assert_eq!(line(&moved, "overdue", "UID"), uid);
    assert_eq!(line(&moved, "overdue", "DTSTART"), "20261121T140000Z");
    assert_eq!(line(&moved, "overdue", "SEQUENCE"), "1");
    assert_eq!(line(&moved, "overdue", "LAST-MODIFIED"), "20261120T060500Z");

    // The second time a limit rings the day before its end, under the same name.
    let later = calendar(&app, "12-16 12:00");
    assert_eq!(
        line(&later, "after-sale", "UID"),
        line(&first, "after-sale", "UID")
    );
    assert_eq!(line(&later, "after-sale", "DTSTART"), "20261220T040000Z");
    assert_eq!(line(&later, "after-sale", "SEQUENCE"), "1");

    app.at(at("12-16 13:00")).text(["arrived", "1"]);
    let done = calendar(&app, "12-16 13:05");
    for topic in ["after-sale", "limitation"] {
        assert_eq!(line(&done, topic, "STATUS"), "CANCELLED", "{topic}");
    }
    assert!(done.iter().flatten().all(|line| line != "BEGIN:VALARM"));
    assert_eq!(calendar(&app, "12-17 12:00"), done);
}

#[test]
fn days_off_by_law_are_no_working_days_in_a_year_that_is_not_announced() {
    let app = logged(&[]);
    for (filed, due, guessed) in [
        ("2026-12-16 10:00:00", "2026-12-25T23:59:59+08:00", false),
        ("2026-12-25 10:00:00", "2027-01-06T23:59:59+08:00", true),
        ("2026-12-30 10:00:00", "2027-01-11T23:59:59+08:00", true),
    ] {
        let filed = app
            .at(moment("2027-01-02T12:00:00+08:00"))
            .json(["file", "1", "--to", "12315", "--at", filed]);
        assert_eq!(filed["deadlines"][0]["due_at"], due);
        assert_eq!(filed["deadlines"][0]["guessed"], guessed);
    }
}

#[test]
fn release_times_and_month_edges_are_beijings_and_say_so_abroad() {
    let due = |zone: &str, more: &[&str]| {
        let app = App::fresh().with("TZ", zone).at(at("11-30 10:01"));
        app.text(["releases", "星辰卡盟", "--set", "10:00、22:00"]);
        let paid = ["--paid-at", "2026-11-30T10:00:30+08:00"];
        let logged = app.json(add(&[&paid, more].concat()));
        let seller = app.text(["seller", "星辰卡盟", "--kind", "company"]);
        assert!(!seller.is_empty());
        let shown = app.json(["show", "1"])["due_at"].as_str().unwrap().to_owned();
        assert_eq!(
            moment(&shown),
            moment(logged["due_at"].as_str().unwrap()),
            "planned anew"
        );
        (moment(&shown), app.text(["releases", "星辰卡盟"]))
    };
    for zone in [
        "Asia/Shanghai",
        "America/New_York",
        "Europe/Berlin",
        "Pacific/Kiritimati",
    ] {
        let (promised, said) = due(zone, &["--window", "30m"]);
        assert_eq!(promised, at("11-30 22:30"), "{zone}");
        assert_eq!(
            said.contains("北京时间"),
            zone != "Asia/Shanghai",
            "{zone}: {said}"
        );
        // The last day of the month in Beijing: twelve hours of grace.
        let (usual, _) = due(zone, &["--kind", "phone-credit-fast"]);
        assert_eq!(usual, at("12-02 10:00"), "{zone}");
    }
}

/// Two days, one day and two hours before the page confirms receipt by itself, once each, whatever else is done and however
/// seldom anybody looks; and nothing any more once the order is settled.
#[test]
fn a_page_that_confirms_receipt_by_itself_is_told_three_times_before() {
    let desk = Desk::open();
    let type_time = |app: &App, now: &str, until: &str| {
        app.at(at(now))
            .json(["event", "1", "--kind", "auto-confirm", "--until", until])
    };
    let of_it = |told: Vec<String>| -> Vec<String> {
        desk.close_bubbles();
        told.into_iter()
            .filter(|one| one.starts_with("auto-confirm"))
            .collect()
    };
    let app = logged(&["--kind", "phone-credit-slow", "--window", "240h"]);
    type_time(&app, "11-20 13:00", "2026-11-27 18:00");
    let mut seen = Vec::new();
    for hours in (0..).step_by(4).take_while(|hours| *hours < 8 * 24) {
        let now = at("11-20 14:00") + minutes(60 * hours);
        if app.at(now).json(["check", "--no-notify"]) == json!([]) {
            continue;
        }
        seen.extend(of_it(told(&app, &desk, &now.format("%m-%d %H:%M").to_string())));
        // Asking the shop in between takes none of the next away.
        if seen.len() == 1 && app.at(now).json(["show", "1"])["stage"] == "waiting" {
            app.at(now)
                .json(["event", "1", "--kind", "demanded", "--text", "请处理"]);
        }
    }
    assert_eq!(
        seen,
        [
            "auto-confirm 11-25 18:00",
            "auto-confirm 11-26 18:00",
            "auto-confirm 11-27 16:00"
        ]
    );

    // A later time replaces the earlier one, in the calendar too, and what was taken back leaves the one before.
    let app = logged(&["--kind", "phone-credit-slow", "--window", "240h"]);
    type_time(&app, "11-20 13:00", "2026-11-27 18:00");
    let order = type_time(&app, "11-21 13:00", "2026-11-29 18:00");
    assert_eq!(of_it(told(&app, &desk, "11-25 18:30")), [""; 0]);
    assert_eq!(
        of_it(told(&app, &desk, "11-27 18:30")),
        ["auto-confirm 11-27 18:00"]
    );
    let calendar = app.beside("期限.ics");
    app.at(at("11-27 19:00"))
        .json(["calendar", "--out", calendar.to_str().unwrap()]);
    let text = std::fs::read_to_string(&calendar).unwrap().replace("\r\n ", "");
    assert_eq!(text.matches("UID:1-auto-confirm-").count(), 2, "{text}");
    assert_eq!(order["topic"], json!(null));
    app.at(at("11-27 19:00")).json(["arrived", "1"]);
    for now in ["11-28 18:30", "11-29 16:30", "11-30 12:00"] {
        assert_eq!(of_it(told(&app, &desk, now)), [""; 0], "{now}");
    }

    // A guarantee may be told of what arrived, and alerts nobody.
    let arrived =
        app.at(at("11-30 12:00"))
            .json(["event", "1", "--kind", "guarantee", "--until", "2027-11-30 12:00"]);
    assert_eq!(
        (&arrived["status"], &arrived["next_alert_at"]),
        (&json!("arrived"), &json!(null))
    );
    for (kind, until) in [
        ("auto-confirm", "2026-12-05 12:00"),
        ("guarantee", "2026-11-29 12:00"),
        ("guarantee", "2026-11-19 12:00"),
        ("guarantee", ""),
    ] {
        let refused = app
            .at(at("11-30 13:00"))
            .refused(["event", "1", "--kind", kind, "--until", until]);
        assert_eq!(refused.trim().matches('。').count(), 1, "{refused}");
    }
}
