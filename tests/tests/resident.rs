//! The app as it lives on a desktop: hidden, raised, reminding, answered.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a test fails"
)]

use std::process::Command;

use daozhang_tests::app::binary;
use daozhang_tests::clock::{now, seconds};
use daozhang_tests::order::add_due_at;
use daozhang_tests::running::Running;
use daozhang_tests::waiting::{until, until_seen};
use daozhang_tests::{App, Desk};
use serde_json::Value;

const TITLE: &str = "到账";

#[test]
fn closing_leaves_it_in_the_tray_and_a_second_start_brings_it_back() {
    let desk = Desk::open();
    let app = App::fresh().awake();
    let mut first = start(&desk, &app, &[]);
    desk.wait_for_window(TITLE);
    desk.close_window(TITLE);
    until_seen("a word about the tray", || desk.bubbles(), |seen| seen.len() == 1);
    assert!(
        desk.bubbles()[0].title.contains("还在盯着"),
        "{:?}",
        desk.bubbles()
    );
    assert!(!first.has_ended());

    let mut second = launch(&desk, &app, &[]);
    desk.wait_for_window(TITLE);
    second.wait_for_end();
    assert!(!first.has_ended());
    desk.close_window(TITLE);
    assert_eq!(desk.bubbles().len(), 1, "it is said once");
}

#[test]
fn with_the_tray_turned_off_closing_ends_it() {
    let desk = Desk::open();
    let app = App::fresh().awake();
    app.text(["settings", "--close-to-tray", "false"]);
    let mut running = start(&desk, &app, &[]);
    desk.wait_for_window(TITLE);
    desk.close_window(TITLE);
    running.wait_for_end();
}

/// Another process, the command line, sets the language of the running app.
#[test]
fn its_title_and_its_bubbles_follow_the_language() {
    let desk = Desk::open();
    let app = App::fresh().awake();
    let _running = start(&desk, &app, &[]);
    desk.wait_for_window(TITLE);
    app.text(["settings", "--language", "en"]);
    // A second start raises the window and wakes the ticking thread.
    launch(&desk, &app, &[]).wait_for_end();
    desk.wait_for_window("Daozhang");
    add_due_at(&app, now() + seconds(6), "Q币 100 个", &[]);
    launch(&desk, &app, &[]).wait_for_end();
    until_seen(
        "the bubble",
        || {
            desk.bubbles()
                .into_iter()
                .map(|one| one.title)
                .collect::<Vec<_>>()
        },
        |seen| seen.iter().any(|title| title.starts_with("Overdue: ")),
    );
}

#[test]
fn started_hidden_it_shows_itself_only_when_its_bubble_is_clicked() {
    let desk = Desk::open();
    let app = App::fresh().awake();
    add_due_at(&app, now() + seconds(6), "Q币 100 个", &[]);
    let _running = start(&desk, &app, &["--hidden"]);
    until_seen("the bubble", || desk.bubbles(), |seen| seen.len() == 1);
    assert!(!desk.sees_window(TITLE), "nobody asked for it");
    until("the window", || {
        desk.click_bubble();
        desk.sees_window(TITLE)
            .then_some(())
            .ok_or("it is not on the screen")
    });
}

#[test]
fn the_buttons_of_a_bubble_do_what_they_say() {
    let desk = Desk::open();
    let app = App::fresh().awake();
    let _running = start(&desk, &app, &["--hidden"]);
    for (button, kind, status) in [
        ("已到账", "arrived", "arrived"),
        ("还没到", "checked", "overdue"),
        ("复制催单话术", "demanded", "overdue"),
    ] {
        let shown = desk.bubbles().len();
        let id = add_due_at(&app, now() + seconds(2), &format!("按钮-{kind}"), &[]);
        // The window learns of an order that another process logged at its next tick; a second start wakes it now.
        let mut second = launch(&desk, &app, &["--hidden"]);
        second.wait_for_end();
        until_seen("the bubble", || desk.bubbles().len(), |seen| *seen > shown);
        let order = || app.json(["show", &id]);
        let has = |order: &Value| {
            order["events"]
                .as_array()
                .unwrap()
                .iter()
                .any(|event| event["kind"] == kind)
        };
        // The bubble is on the screen a moment before the app listens to it; a person is never that fast.
        until(kind, || {
            desk.press_button(button);
            let order = order();
            if has(&order) {
                Ok(())
            } else {
                Err(order["events"].to_string())
            }
        });
        assert_eq!(order()["status"], status);
        if kind == "demanded" {
            until_seen(
                "the letter on the clipboard",
                || desk.clipboard_text(),
                |seen| seen.as_ref().is_some_and(|text| text.contains("按钮-demanded")),
            );
        }
        desk.close_bubbles();
    }
    assert!(!desk.sees_window(TITLE), "none of them needs the window");
}

#[test]
fn a_look_from_the_command_line_leaves_the_bubble_to_the_running_app() {
    let desk = Desk::open();
    let app = App::fresh().awake();
    let _running = start(&desk, &app, &["--hidden"]);
    add_due_at(&app, now() - seconds(1), "Q币 100 个", &[]);
    let looked = app.run_on(&desk, ["--json", "check"]).json();
    for one in looked.as_array().unwrap() {
        assert_eq!(
            (&one["delivered"], &one["handed_over"]),
            (&false.into(), &true.into())
        );
    }
    // A second start wakes the ticking thread.
    launch(&desk, &app, &["--hidden"]).wait_for_end();
    until_seen("the bubble", || desk.bubbles(), |seen| !seen.is_empty());
    let id = add_due_at(&app, now() - seconds(1), "Q币 200 个", &[]);
    launch(&desk, &app, &["--hidden"]).wait_for_end();
    until_seen("the next bubble", || desk.bubbles().len(), |seen| *seen > 1);
    assert_eq!(desk.bubbles().len(), 2, "{:?}", desk.bubbles());
    assert_eq!(app.json(["show", &id])["status"], "overdue");
}

fn launch(desk: &Desk, app: &App, arguments: &[&str]) -> Running {
    Running::start(command(desk, app, arguments), &desk.logs())
}

fn start(desk: &Desk, app: &App, arguments: &[&str]) -> Running {
    let mut command = command(desk, app, arguments);
    command.env("DAOZHANG_TRACE_READY", "1");
    Running::start_until(command, &desk.logs(), "ready").0
}

fn command(desk: &Desk, app: &App, arguments: &[&str]) -> Command {
    let mut command = Command::new(binary());
    app.equip(&mut command);
    desk.equip(&mut command);
    command.args(arguments);
    command
}
