//! What is private: it stands in no log, lies in no temporary file, and is readable by its owner alone.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a test fails"
)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use daozhang_tests::app::ended;
use daozhang_tests::clock::{minutes, now, seconds, typed};
use daozhang_tests::corpus::Page;
use daozhang_tests::fault::{names_in, wrapped};
use daozhang_tests::order::add_due_at;
use daozhang_tests::running::Running;
use daozhang_tests::waiting::until_seen;
use daozhang_tests::window::keys;
use daozhang_tests::{App, Desk, Window, pictures};

/// What stands in an order and must stand nowhere else.
const SECRETS: [&str; 7] = [
    "10001987654",
    "QWER-7788-TYUI-9900",
    "NO-20261120-SECRET",
    "4200009999202611200000007777",
    "110101199001019876",
    "pass-phrase-of-mine",
    "私下说的一句话",
];

/// A shot that is found again wherever its bytes are written.
fn shot() -> Vec<u8> {
    let mut shot = pictures::png(77);
    shot.extend(b"bytes-of-the-shot-that-nobody-else-has");
    shot
}

const IN_SHOT: &str = "bytes-of-the-shot-that-nobody-else-has";

const ENTERING: usize = 3;

/// The commands in which all of it is typed or read, with the files that they need.
///
/// The first [`ENTERING`] of them put it all into the data file.
fn commands(app: &App) -> Vec<Vec<String>> {
    let owned = |arguments: &[&str]| arguments.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
    let [account, key, order_no, payment_no, id_number, passphrase, words] = SECRETS;
    let picture = app.file("支付.png", &shot());
    let page = Page::all().into_iter().find(|page| page.split == "tune").unwrap();
    let bill = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../src-tauri/core/tests/fixtures/bills/alipay-app-2026.csv");
    let beside = |name: &str| app.beside(name).to_str().unwrap().to_owned();
    vec![
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
            &typed(now() - minutes(60)),
            "--window",
            "30m",
            "--account",
            account,
            "--order-no",
            order_no,
            "--payment-no",
            payment_no,
            "--note",
            &format!("卡密 {key}"),
            "--shot",
            picture.to_str().unwrap(),
        ]),
        owned(&["person", "--name", "王小明", "--id-number", id_number]),
        owned(&["event", "1", "--kind", "contacted", "--text", words]),
        owned(&["check", "--no-notify"]),
        owned(&["list", "--search", order_no]),
        owned(&["show", "1"]),
        owned(&["letter", "1", "--to", "platform"]),
        owned(&["import", bill.to_str().unwrap(), "--password", passphrase]),
        owned(&["read", page.picture.to_str().unwrap()]),
        owned(&["export", "1", "--out", &beside("out")]),
        owned(&["dump", "--format", "json", "--out", &beside("全部.json")]),
        owned(&["calendar", "--out", &beside("期限.ics")]),
        owned(&["backup", &beside("备份.db")]),
    ]
}

#[test]
fn the_command_line_says_nothing_private_however_much_it_says() {
    let app = App::fresh()
        .with("DAOZHANG_LOG", "trace")
        .with("RUST_LOG", "trace");
    for arguments in commands(&app) {
        // What it prints is for the person who asked; what it says beside that goes into logs.
        app.run(&arguments).done();
    }
    let refused = app.run(
        [
            "add",
            "--platform",
            "甲",
            "--product",
            SECRETS[1],
            "--kind",
            "q-coin",
            "--amount",
            "0",
        ]
        .into_iter()
        .chain(["--paid-at", "刚刚", "--account", SECRETS[0], "--note", SECRETS[6]]),
    );
    let said = refused.refused();
    assert!(SECRETS.iter().all(|secret| !said.contains(secret)), "{said}");
}

#[test]
fn the_window_says_nothing_private_however_much_it_says() {
    let desk = Desk::open();
    let app = App::fresh().awake();
    for arguments in &commands(&app)[..ENTERING] {
        app.json(arguments);
    }
    // A second order falls due a moment from now, so that a bubble is shown too.
    let more = ["--order-no", SECRETS[2], "--account", SECRETS[0], "--force"];
    add_due_at(&app, now() + seconds(10), SECRETS[6], &more);
    let loud = app.with("DAOZHANG_LOG", "trace").with("RUST_LOG", "trace");
    let window = Window::open(&desk, &loud);
    until_seen(
        "the bubble",
        || desk.bubbles(),
        |seen| {
            seen.iter()
                .any(|bubble| bubble.title.contains(SECRETS[6]) || bubble.body.contains(SECRETS[6]))
        },
    );
    // Every way in which what is private goes between the page and the shell.
    window.click("rail-orders");
    window.find("order-row");
    window.fill("order-search", SECRETS[2]);
    window.click_by("[data-testid=order-row][data-order-id=\"1\"]");
    window.find("shot-thumb");
    window.click("shot-thumb");
    window.find("shot-viewer");
    window.type_keys(keys::ESCAPE);
    window.wait_gone("shot-viewer");
    window.click("step-toggle-platform");
    assert!(window.filled("letter-text").contains(SECRETS[2]));
    window.click("letter-copy");
    until_seen(
        "the letter on the clipboard",
        || desk.clipboard_text(),
        |seen| seen.as_ref().is_some_and(|text| text.contains(SECRETS[2])),
    );
    window.click("new-order");
    window.find("form-platform");
    window.fill("form-account", SECRETS[0]);
    window.fill("form-order-no", SECRETS[2]);
    window.settle();
    let logs = app.data().join("logs");
    let kept: String = files_below(&logs)
        .iter()
        .map(|file| fs::read_to_string(file).unwrap())
        .collect();
    assert!(kept.contains("started"), "{kept}");
    for secret in SECRETS.into_iter().chain(["星辰卡盟", "Q币 100 个"]) {
        assert!(!kept.contains(secret), "{secret} is kept in the log: {kept}");
    }
    assert_eq!(mode(&logs), 0o700);
    let said = window.said();
    assert!(
        said.contains("TRACE") || said.contains("DEBUG"),
        "it says much: {said}"
    );
    let told: Vec<&str> = said
        .lines()
        .filter(|line| SECRETS.iter().any(|secret| line.contains(secret)))
        .collect();
    assert!(told.is_empty(), "{} lines, as {:.600}", told.len(), told[0]);
}

#[test]
fn the_web_view_keeps_nothing_of_what_it_showed() {
    let desk = Desk::open();
    let temporary = desk.home().join("temporary");
    fs::create_dir(&temporary).unwrap();
    let app = App::fresh();
    for arguments in &commands(&app)[..ENTERING] {
        app.json(arguments);
    }
    {
        let window = Window::open(&desk, &app.with("TMPDIR", &temporary));
        window.click("rail-orders");
        window.click_by("[data-testid=order-row][data-order-id=\"1\"]");
        window.click("shot-thumb");
        window.find("shot-viewer");
        window.settle();
        window.type_keys(keys::ESCAPE);
        window.wait_gone("shot-viewer");
        window.wait_for_text(SECRETS[2]);
    }
    let mut looked_at = 0;
    for file in files_below(&desk.home()) {
        let bytes = fs::read(&file).unwrap_or_default();
        looked_at += 1;
        for secret in SECRETS.into_iter().chain([IN_SHOT]) {
            let wide: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert!(
                !holds(&bytes, secret.as_bytes()) && !holds(&bytes, &wide),
                "{secret} in {}",
                file.display()
            );
        }
    }
    println!("{looked_at} files below the home folder");
    assert_eq!(names_in(&temporary), [""; 0], "temporary files of the window");
}

#[test]
fn no_temporary_file_outlives_its_command() {
    let plain = App::fresh();
    let temporary = plain.beside("temporary");
    fs::create_dir(&temporary).unwrap();
    let app = plain.with("TMPDIR", &temporary);
    let (here, home) = (plain.beside("here"), plain.beside("home"));
    fs::create_dir(&here).unwrap();
    for arguments in commands(&app) {
        let mut command = app.away(&arguments);
        command.current_dir(&here);
        ended(&mut command).done();
        for folder in [&temporary, &here, &home] {
            assert_eq!(
                files_below(folder),
                [""; 0].map(PathBuf::from),
                "after {arguments:?}"
            );
        }
    }
    assert_eq!(app.run(["export", "1", "--out", "/proc/nowhere"]).code, Some(1));
    assert_eq!(names_in(&temporary), [""; 0]);
}

#[test]
fn only_its_owner_can_read_the_data_whatever_the_umask_is() {
    // The most careless one there is.
    let app = App::fresh();
    for arguments in commands(&app) {
        let script = "umask 000; exec \"$@\"";
        ended(&mut wrapped("sh", ["-c", script, "sh"], &app.away(&arguments))).done();
    }
    assert_eq!(mode(app.data()), 0o700);
    for file in files_below(app.data()) {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    assert_eq!(mode(&app.beside("备份.db")), 0o600);
}

#[test]
fn the_log_of_a_running_app_is_private_too() {
    let app = App::fresh().at(now());
    let arguments = &commands(&app)[0];
    let script = "umask 000; exec \"$@\"";
    ended(&mut wrapped("sh", ["-c", script, "sh"], &app.away(arguments))).done();
    let mut command = wrapped(
        "sh",
        ["-c", script, "sh"],
        &app.at(now() + minutes(60)).away(["check"]),
    );
    command.env("DAOZHANG_STOP_AT", "claimed");
    let logs = app.beside("logs");
    fs::create_dir(&logs).unwrap();
    let _held = Running::start_until(command, &logs, "stopped at claimed");
    let names = names_in(app.data());
    assert!(names.iter().any(|name| name.ends_with("-wal")), "{names:?}");
    for name in names {
        assert_eq!(mode(&app.data().join(&name)), 0o600, "{name}");
    }
}

#[test]
fn only_their_owner_can_read_what_is_exported() {
    let app = App::fresh();
    for arguments in commands(&app) {
        let script = "umask 022; exec \"$@\"";
        ended(&mut wrapped("sh", ["-c", script, "sh"], &app.away(&arguments))).done();
    }
    let mut open = Vec::new();
    for path in ["全部.json", "期限.ics"]
        .map(|name| app.beside(name))
        .into_iter()
        .chain(files_below(&app.beside("out")))
    {
        if mode(&path) != 0o600 {
            open.push(format!("{:o} {}", mode(&path), path.display()));
        }
    }
    assert!(open.is_empty(), "{open:#?}");
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else {
        return found;
    };
    for entry in entries.flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => found.extend(files_below(&entry.path())),
            Ok(kind) if kind.is_file() => found.push(entry.path()),
            _ => {}
        }
    }
    found
}
