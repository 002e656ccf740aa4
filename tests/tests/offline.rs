//! No network: the whole journey on a machine that has none, and no process of the app so much as asks for a connection.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a test fails"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use daozhang_tests::app::{binary, ended};
use daozhang_tests::clock::{minutes, now, seconds, typed};
use daozhang_tests::corpus::Page;
use daozhang_tests::fault::{without_network, wrapped};
use daozhang_tests::order::add_due_at;
use daozhang_tests::running::Running;
use daozhang_tests::waiting::until_seen;
use daozhang_tests::{App, Desk, pictures};
use serde_json::Value;

/// Every step of a matter from the screenshot to the package, as a person would type them.
fn journey(app: &App) -> Vec<Vec<String>> {
    let owned = |arguments: &[&str]| arguments.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
    let page = Page::all().into_iter().find(|page| page.split == "tune").unwrap();
    let bill = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../src-tauri/core/tests/fixtures/bills/alipay-app-2026.csv");
    let shot = format!("{}:payment", pictures::payment_page().to_str().unwrap());
    let (out, backup) = (app.beside("out"), app.beside("备份.db"));
    let (csv, calendar) = (app.beside("全部.csv"), app.beside("期限.ics"));
    let paid_at = typed(now() - minutes(60));
    vec![
        owned(&["read", page.picture.to_str().unwrap()]),
        owned(&[
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
            "30m",
            "--channel",
            "wechat",
            "--shot",
            &shot,
        ]),
        owned(&["import", bill.to_str().unwrap()]),
        owned(&["check", "--no-notify"]),
        owned(&["diagnose", "1", "--page", "processing", "--bill", "paid"]),
        owned(&["letter", "1", "--to", "platform"]),
        owned(&["event", "1", "--kind", "demanded", "--text", "请今天之内到账"]),
        owned(&["file", "1", "--to", "12315", "--number", "1234"]),
        owned(&["evidence", "1"]),
        owned(&["export", "1", "--out", out.to_str().unwrap()]),
        owned(&["calendar", "--out", calendar.to_str().unwrap()]),
        owned(&["dump", "--format", "csv", "--out", csv.to_str().unwrap()]),
        owned(&["overview"]),
        owned(&["platforms"]),
        owned(&["list", "--search", "星辰"]),
        owned(&["backup", backup.to_str().unwrap()]),
    ]
}

/// Goes the whole way, each command as `by` would run it.
fn walk(app: &App, by: impl Fn(&Command) -> Command) {
    let json = |arguments: Vec<String>| -> Value {
        let command = app.away(["--json".to_owned()].into_iter().chain(arguments));
        ended(&mut by(&command)).json()
    };
    for arguments in journey(app) {
        let did = json(arguments.clone());
        if arguments[0] == "read" {
            assert!(!did["draft"]["amount_fen"].is_null(), "the engine read it: {did}");
        }
        if arguments[0] == "export" {
            let verdict = json(vec!["verify".to_owned(), did["dir"].as_str().unwrap().to_owned()]);
            assert_eq!(verdict["ok"], true, "{verdict}");
            assert_eq!(did["submission"].as_array().unwrap().len(), 5, "{did}");
        }
    }
    assert!(app.beside("备份.db").is_file() && app.beside("全部.csv").is_file());
}

#[test]
fn the_whole_journey_needs_no_network() {
    let app = App::fresh();
    let reason = without_network(&app.away(["list"])).err();
    if let Some(reason) = reason {
        println!("略过：这里不能断开网络（{reason}）");
        return;
    }
    walk(&app, |command| without_network(command).unwrap());
}

#[test]
fn no_command_asks_for_a_connection() {
    if cannot_trace() {
        return;
    }
    let app = App::fresh();
    let calls = app.beside("calls");
    fs::create_dir(&calls).unwrap();
    walk(&app, |command| traced(command, &calls));
    let asked = asked_for_connections(&calls);
    assert!(asked.is_empty(), "{asked:#?}");
}

#[test]
fn the_window_asks_for_no_connection() {
    if cannot_trace() {
        return;
    }
    let desk = Desk::open();
    let app = App::fresh().awake();
    let shot = pictures::payment_page();
    let more = ["--shot", shot.to_str().unwrap()];
    add_due_at(&app, now() + seconds(20), "Q币 100 个", &more);
    let calls = app.beside("calls");
    fs::create_dir(&calls).unwrap();
    let mut command = Command::new(binary());
    desk.equip(&mut command);
    app.equip(&mut command);
    command.env("DAOZHANG_TRACE_READY", "1");
    let (window, _) = Running::start_until(traced(&command, &calls), &desk.logs(), "ready");
    desk.wait_for_window("到账");
    until_seen(
        "the bubble of what fell due",
        || desk.bubbles(),
        |seen| !seen.is_empty(),
    );
    // The form, by the keyboard; and the case, by a second start that names the running one.
    desk.focus_window("到账");
    desk.press("ctrl+n");
    desk.copy_picture(&shot);
    desk.press("ctrl+v");
    desk.click_bubble();
    desk.close_window("到账");
    drop(window);
    let log = fs::read_to_string(calls.join("000.txt")).unwrap();
    for process in [
        binary().file_name().unwrap().to_str().unwrap(),
        "WebKitWebProcess",
        "WebKitNetworkProcess",
    ] {
        // The kernel keeps the first fifteen letters of a name.
        let kept: String = process.chars().take(15).collect();
        assert!(log.contains(&format!("<{kept}>")), "{process} was watched");
    }
    let asked = asked_for_connections(&calls);
    assert!(asked.is_empty(), "{asked:#?}");
}

/// Writes down every socket that a command and all it starts ask for.
fn traced(command: &Command, calls: &Path) -> Command {
    let number = fs::read_dir(calls).unwrap().count();
    let log: PathBuf = calls.join(format!("{number:03}.txt"));
    let mut traced = wrapped(
        "strace",
        [
            "--follow-forks",
            "--quiet=all",
            "--seccomp-bpf",
            "--decode-pids=comm",
            // A program that asks for nothing leaves at least its own start.
            "--trace=execve,socket,connect",
            "--output",
            log.to_str().unwrap(),
            "--",
        ],
        command,
    );
    // What the app says is its own, not the tracer's.
    traced.env_remove("STRACE_OPTS");
    traced
}

/// The calls that could lead out of the machine: every family of addresses of the Internet.
fn asked_for_connections(calls: &Path) -> Vec<String> {
    let mut asked = Vec::new();
    let mut seen = 0;
    for entry in fs::read_dir(calls).unwrap().flatten() {
        let log = fs::read_to_string(entry.path()).unwrap();
        seen += log.lines().count();
        asked.extend(
            log.lines()
                .filter(|line| line.contains("AF_INET") || line.contains("AF_PACKET"))
                .map(str::to_owned),
        );
    }
    assert!(seen > 0, "the tracer saw what was asked for");
    asked
}

/// Whether the system lets nobody look; where it does, what asks for a connection is seen to be found out.
fn cannot_trace() -> bool {
    let calls = tempfile::tempdir().unwrap();
    let mut asking = Command::new("bash");
    asking.args(["-c", "true | (exec 3<>/dev/tcp/127.0.0.1/9) 2>/dev/null; true"]);
    let tried = traced(&asking, calls.path()).output();
    let reason = match tried {
        Ok(output) if output.status.success() => {
            assert_eq!(
                asked_for_connections(calls.path()).len(),
                2,
                "a socket, and its way out"
            );
            return false;
        }
        Ok(output) => String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        Err(error) => error.to_string(),
    };
    println!("略过：这里不能查看系统调用（strace：{reason}）");
    true
}
