//! The bubble a person sees, from the window that watches in the background.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a test fails"
)]

use std::time::Duration;

use daozhang_tests::clock::{now, seconds, typed};
use daozhang_tests::desk::Setup;
use daozhang_tests::waiting::{SOON, until_true};
use daozhang_tests::{App, Desk, Window};
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(30);

/// An alert that a killed window was about to show is tried again at the next tick, at most a minute later.
const NEXT_TICK: Duration = Duration::from_secs(75);

/// Logs an order that falls due in some seconds from now.
fn add_due_in(app: &App, wait: i64) -> Value {
    let paid_at = typed(now() - seconds(60));
    let window = format!("{}s", 60 + wait);
    app.json([
        "add",
        "--platform",
        "星辰卡盟",
        "--product",
        "Q币 100 个",
        "--kind",
        "q-coin",
        "--amount",
        "98.50",
        "--paid-at",
        &paid_at,
        "--window",
        &window,
    ])["id"]
        .clone()
}

#[test]
fn an_order_that_falls_due_is_shown_once_and_never_again() {
    let desk = Desk::open();
    let app = App::fresh().awake();
    let id = add_due_in(&app, 8);
    let window = Window::open(&desk, &app);
    assert!(
        desk.bubbles().is_empty(),
        "it is not due yet: {:?}",
        desk.bubbles()
    );
    until_true("the bubble", PATIENCE, || !desk.bubbles().is_empty());
    let order = app.json(["show", &id.to_string()]);
    assert_eq!(order["status"], "overdue");
    let bubble = desk.bubbles()[0].clone();
    assert!(
        bubble.title.contains("星辰卡盟") || bubble.body.contains("星辰卡盟"),
        "{bubble:?}"
    );
    window.find("todo-card");

    drop(window);
    // A second order gives the sweep something to show: when its bubble is there, a repeated one would be too.
    add_due_in(&app, 2);
    let _again = Window::open(&desk, &app);
    until_true("the second bubble", PATIENCE, || desk.bubbles().len() > 1);
    assert_eq!(desk.bubbles().len(), 2, "{:?}", desk.bubbles());
    assert_eq!(desk.bubbles()[0], bubble);
    assert_eq!(app.run_on(&desk, ["--json", "check"]).json(), json!([]));
}

#[test]
fn what_fell_due_while_the_app_was_closed_is_shown_when_it_starts() {
    let desk = Desk::open();
    let app = App::fresh().awake();
    add_due_in(&app, 1);
    let due = now() + seconds(1);
    until_true("the order to fall due", PATIENCE, || now() > due);
    assert!(desk.bubbles().is_empty(), "nothing watches: {:?}", desk.bubbles());
    let _window = Window::open(&desk, &app);
    until_true("the bubble", PATIENCE, || !desk.bubbles().is_empty());
    assert_eq!(desk.bubbles().len(), 1, "{:?}", desk.bubbles());
}

#[test]
fn without_a_notification_daemon_the_window_works_and_the_bubble_comes_later() {
    let mut desk = Desk::with(Setup {
        bubbles: false,
        ..Setup::default()
    });
    let app = App::fresh().awake();
    add_due_in(&app, 1);
    let window = Window::open(&desk, &app);
    window.find("todo-card");
    drop(window);
    desk.start_bubbles();
    let _window = Window::open(&desk, &app);
    until_true("the bubble", NEXT_TICK, || !desk.bubbles().is_empty());
    assert_eq!(desk.bubbles().len(), 1, "{:?}", desk.bubbles());
}

#[test]
fn a_click_on_the_bubble_opens_the_order() {
    let desk = Desk::open();
    let app = App::fresh().awake();
    add_due_in(&app, 3);
    let window = Window::open(&desk, &app);
    until_true("the bubble", PATIENCE, || !desk.bubbles().is_empty());
    // The bubble is on the screen a moment before the app listens to it; a person is never that fast.
    until_true("the order's page", SOON, || {
        desk.click_bubble();
        window
            .all("case-title")
            .first()
            .is_some_and(|title| title.text().contains("Q币 100 个"))
    });
}
