//! The app as it lives on a desktop: hidden, raised, reminding, answered.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a test fails"
)]

use std::process::Command;

use daozhang_tests::app::{binary, target_dir};
use daozhang_tests::clock::{now, seconds};
use daozhang_tests::fault::names_in;
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

/// The system reads the entry by its own rules, and starts what it says: the same program, hidden, on the same data.
#[test]
fn what_starts_at_login_watches_the_folder_it_was_turned_on_for() {
    let desk = Desk::open();
    let around = tempfile::Builder::new()
        .prefix("daozhang 到账-")
        .tempdir_in(target_dir())
        .unwrap();
    let (program, data) = (
        around.path().join("我的 程序"),
        around.path().join(r#"a b$c"d\e%f"#),
    );
    std::fs::hard_link(binary(), &program).unwrap();
    let app = App::on(&data).awake();
    starts_at_login(&app);
    let from = |arguments: &[&str]| {
        let mut command = Command::new(&program);
        app.equip(&mut command);
        desk.equip(&mut command);
        command
            .env_remove("DAOZHANG_DATA")
            .args(["--data".as_ref(), data.as_os_str()])
            .args(arguments);
        command
    };
    let entries = desk.home().join(".config/autostart");
    let entry = || {
        let mut names = names_in(&entries);
        assert!(names.len() < 2, "{names:?}");
        names.pop().map(|name| entries.join(name))
    };
    // One that no longer fits is written anew.
    let first = Running::start(from(&["--hidden"]), &desk.logs());
    let written = until("the start entry", || entry().ok_or_else(|| first.said()));
    drop(first);
    std::fs::write(&written, "[Desktop Entry]\nExec=/gone/daozhang --hidden\n").unwrap();
    let second = Running::start(from(&["--hidden"]), &desk.logs());
    until_seen(
        "the program in the entry",
        || std::fs::read_to_string(&written).unwrap(),
        |seen| seen.contains("我的 程序"),
    );
    drop(second);

    // A trial on another folder has its own way and leaves this one alone.
    let trial = App::fresh();
    let tried = start(&desk, &trial, &["--hidden"]);
    launch(&desk, &trial, &["--hidden"]).wait_for_end();
    drop(tried);
    assert_eq!(entry().as_ref(), Some(&written));

    add_due_at(&app, now() - seconds(1), "Q币 100 个", &[]);
    let mut login = Command::new("gio");
    desk.equip(&mut login);
    login.arg("launch").arg(&written);
    let _ends = EndsBelow(around.path().file_name().unwrap().to_string_lossy().into_owned());
    let _login = Running::start(login, &desk.logs());
    until_seen("the bubble", || desk.bubbles(), |seen| !seen.is_empty());
    assert!(!desk.sees_window(TITLE), "nobody asked for it");
    // It is the one app on its folder: another start finds it, and one on another folder does not.
    let mut again = Running::start(from(&["--hidden"]), &desk.logs());
    again.wait_for_end();
    let mut other = start(&desk, &trial, &["--hidden"]);
    assert!(!other.has_ended());
}

/// As the window's switch leaves it; the command line has none.
fn starts_at_login(app: &App) {
    let data = rusqlite::Connection::open(app.data().join("daozhang.db")).unwrap();
    data.execute("UPDATE settings SET value = '1' WHERE key = 'start-at-login'", [])
        .unwrap();
}

/// Ends what the system started by itself, of the programs below a folder.
struct EndsBelow(String);

impl Drop for EndsBelow {
    fn drop(&mut self) {
        let _ = Command::new("pkill")
            .args(["-KILL", "-f", "--", &self.0])
            .status();
    }
}
