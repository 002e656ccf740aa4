//! The bubble a person sees, from the window that watches in the background.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a test fails"
)]

use daozhang_tests::clock::{now, seconds};
use daozhang_tests::desk::Setup;
use daozhang_tests::order::add_due_at;
use daozhang_tests::waiting::{until, until_seen};
use daozhang_tests::{App, Desk, Window};
use serde_json::json;

#[test]
fn an_order_that_falls_due_is_shown_once_and_never_again() {
    let desk = Desk::open();
    let app = App::fresh().awake();
    let due = now() + seconds(8);
    let id = add_due_at(&app, due, "Q币 100 个", &[]);
    let window = Window::open(&desk, &app);
    let early = desk.bubbles();
    assert!(early.is_empty() || now() >= due, "it is not due yet: {early:?}");
    until_seen("the bubble", || desk.bubbles(), |seen| !seen.is_empty());
    let order = app.json(["show", &id]);
    assert_eq!(order["status"], "overdue");
    let bubble = desk.bubbles()[0].clone();
    assert!(
        bubble.title.contains("星辰卡盟") || bubble.body.contains("星辰卡盟"),
        "{bubble:?}"
    );
    window.find("todo-card");

    // The bubble is on the screen a moment before it is written down that it is.
    until_seen(
        "the bubble to be written down",
        || window.all("todo-unseen").len(),
        |unseen| *unseen == 0,
    );
    drop(window);
    // A second order gives the sweep something to show: when its bubble is there, a repeated one would be too.
    add_due_at(&app, now() + seconds(2), "Q币 100 个", &[]);
    let _again = Window::open(&desk, &app);
    until_seen("the second bubble", || desk.bubbles(), |seen| seen.len() > 1);
    assert_eq!(desk.bubbles().len(), 2, "{:?}", desk.bubbles());
    assert_eq!(desk.bubbles()[0], bubble);
    assert_eq!(app.run_on(&desk, ["--json", "check"]).json(), json!([]));
}

#[test]
fn what_fell_due_while_the_app_was_closed_is_shown_when_it_starts() {
    let desk = Desk::open();
    let app = App::fresh().awake();
    add_due_at(&app, now() - seconds(1), "Q币 100 个", &[]);
    assert!(desk.bubbles().is_empty(), "nothing watches: {:?}", desk.bubbles());
    let _window = Window::open(&desk, &app);
    until_seen("the bubble", || desk.bubbles(), |seen| !seen.is_empty());
    assert_eq!(desk.bubbles().len(), 1, "{:?}", desk.bubbles());
}

#[test]
fn without_a_notification_daemon_the_window_works_and_the_bubble_comes_later() {
    let mut desk = Desk::with(Setup {
        bubbles: false,
        ..Setup::default()
    });
    let app = App::fresh().awake();
    add_due_at(&app, now() - seconds(1), "Q币 100 个", &[]);
    let window = Window::open(&desk, &app);
    window.find("todo-card");
    drop(window);
    desk.start_bubbles();
    let _window = Window::open(&desk, &app);
    until_seen("the bubble", || desk.bubbles(), |seen| !seen.is_empty());
    assert_eq!(desk.bubbles().len(), 1, "{:?}", desk.bubbles());
}

#[test]
fn a_click_on_the_bubble_opens_the_order() {
    let desk = Desk::open();
    let app = App::fresh().awake();
    add_due_at(&app, now() + seconds(3), "Q币 100 个", &[]);
    let window = Window::open(&desk, &app);
    until_seen("the bubble", || desk.bubbles(), |seen| !seen.is_empty());
    // The bubble is on the screen a moment before the app listens to it; a person is never that fast.
    until("the order's page", || {
        desk.click_bubble();
        let titles: Vec<_> = window
            .all("case-title")
            .iter()
            .map(|title| title.text())
            .collect();
        match titles.first() {
            Some(title) if title.contains("Q币 100 个") => Ok(()),
            _ => Err(format!("the titles are {titles:?}")),
        }
    });
}

/// A daemon that hangs shows what it was sent when it goes on.
#[test]
fn a_daemon_that_answers_late_is_believed_and_was_sent_one_bubble() {
    let desk = Desk::open();
    let app = App::fresh().awake();
    add_due_at(&app, now() - seconds(1), "Q币 100 个", &[]);
    desk.hold_bubbles();
    let window = Window::open(&desk, &app);
    let unseen = || window.all("todo-unseen").len();
    until_seen("the order", unseen, |unseen| *unseen > 0);
    // Longer than a claim holds.
    let over = now() + seconds(20);
    until_seen("the claim to run out", now, |now| *now > over);
    desk.release_bubbles();
    until_seen("the late answer", unseen, |unseen| *unseen == 0);
    // What comes next shows that nothing else was sent meanwhile.
    add_due_at(&app, now() + seconds(2), "Q币 200 个", &[]);
    let shown = || {
        let all = desk.bubbles().into_iter();
        all.map(|one| format!("{} {}", one.title, one.body).contains("Q币 200 个"))
            .collect::<Vec<_>>()
    };
    until_seen("the next bubble", shown, |seen| seen.contains(&true));
    assert_eq!(shown(), [false, true], "{:?}", desk.bubbles());
}

#[test]
fn a_bubble_for_a_locked_screen_names_nothing_private() {
    let desk = Desk::open();
    let app = App::fresh().awake();
    app.text(["settings", "--discreet-bubbles", "true"]);
    add_due_at(&app, now() - seconds(1), "Q币 100 个", &[]);
    let _window = Window::open(&desk, &app);
    until_seen("the bubble", || desk.bubbles(), |seen| !seen.is_empty());
    let said = format!("{} {}", desk.bubbles()[0].title, desk.bubbles()[0].body);
    for private in ["Q币", "星辰卡盟", "98.50"] {
        assert!(!said.contains(private), "{said}");
    }
    assert!(said.contains("1 笔订单逾期"), "{said}");
}
