//! Where the data lies: a folder that may not be written, a file that another program holds, a log that is lost, and names
//! that nobody expects.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a test fails"
)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use daozhang_tests::app::{binary, ended};
use daozhang_tests::clock::{Moment, minutes, moment};
use daozhang_tests::fault::{Found, copy_folder, may_mount, names_in, wrapped};
use daozhang_tests::running::Running;
use daozhang_tests::{App, order, pictures};
use rusqlite::Connection;

/// How long the app waits for another writer, and a busy machine on top.
const WAITS: Duration = Duration::from_secs(5);

/// Who has no rights of their own on any system.
const NOBODY: &str = "65534";

fn now() -> Moment {
    moment("2026-11-20T12:00:00+08:00")
}

fn add(product: &str) -> Vec<&str> {
    order::add(&["--product", product, "--window", "30m"])
}

/// Every command that writes into the data folder, and that can be refused.
fn writing(app: &App) -> Vec<Vec<String>> {
    let owned = |arguments: Vec<&str>| arguments.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let out = app.beside("out");
    vec![
        owned(add("新单")),
        owned(vec!["event", "1", "--kind", "note", "--text", "记一笔"]),
        owned(vec!["arrived", "1"]),
        owned(vec!["tag", "1", "--add", "代买"]),
        owned(vec!["settings", "--quiet-hours", ""]),
        owned(vec![
            "export",
            "1",
            "--archive-only",
            "--out",
            out.to_str().unwrap(),
        ]),
    ]
}

fn one_sentence(said: &str) {
    assert!(
        said.ends_with('。') && said.contains(|c: char| ('一'..='鿿').contains(&c)),
        "{said}"
    );
}

#[test]
fn a_read_only_disk_is_said_and_left_as_it_is() {
    if !may_mount("a_read_only_disk_is_said_and_left_as_it_is") {
        return;
    }
    let app = App::fresh().at(now());
    app.json(add("早先"));
    let before = Found::in_folder(app.data()).everything();
    let data = app.data().to_str().unwrap();
    for arguments in [vec!["--bind", data, data], vec!["-o", "remount,bind,ro", data]] {
        assert!(Command::new("mount").args(&arguments).status().unwrap().success());
    }
    for arguments in writing(&app) {
        one_sentence(&app.refused(&arguments));
    }
    assert!(Found::in_folder(app.data()).everything() == before);
    assert!(!app.beside("out").exists() || names_in(&app.beside("out")).is_empty());
    assert!(Command::new("umount").arg(data).status().unwrap().success());
    app.json(add("新单"));
}

#[test]
fn a_folder_that_may_not_be_written_is_said_and_left_as_it_is() {
    let app = App::fresh().at(now());
    app.json(add("早先"));
    let before = Found::in_folder(app.data()).everything();
    // Root is not refused anything: the app is then run by another user.
    let root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    let program = app.beside("daozhang");
    if root {
        // Other users may not look where it was built.
        fs::copy(binary(), &program).unwrap();
        for path in [app.data().parent().unwrap(), &program] {
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        give(app.data(), NOBODY);
    }
    set_modes(app.data(), 0o500, 0o400);
    for arguments in writing(&app) {
        let mut command = app.away(&arguments);
        if root {
            command = as_nobody(&program, &command);
        }
        one_sentence(&ended(&mut command).refused());
    }
    set_modes(app.data(), 0o700, 0o600);
    assert!(Found::in_folder(app.data()).everything() == before);
    assert!(!app.beside("out").exists() || names_in(&app.beside("out")).is_empty());
    let mut command = app.away(add("新单"));
    if root {
        command = as_nobody(&program, &command);
    }
    ended(&mut command).done();
}

fn set_modes(folder: &Path, of_folder: u32, of_files: u32) {
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).unwrap();
    for name in names_in(folder) {
        fs::set_permissions(folder.join(name), fs::Permissions::from_mode(of_files)).unwrap();
    }
    fs::set_permissions(folder, fs::Permissions::from_mode(of_folder)).unwrap();
}

fn give(folder: &Path, to: &str) {
    let status = Command::new("chown").args(["-R", to]).arg(folder).status();
    assert!(status.unwrap().success());
}

fn as_nobody(program: &Path, command: &Command) -> Command {
    let mut same = Command::new(program);
    same.args(command.get_args());
    for (key, value) in command.get_envs() {
        match value {
            Some(value) => same.env(key, value),
            None => same.env_remove(key),
        };
    }
    let mut by_nobody = wrapped(
        "setpriv",
        ["--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--"],
        &same,
    );
    by_nobody.current_dir("/");
    by_nobody
}

#[test]
fn a_file_that_another_program_holds_is_waited_for_and_then_left_alone() {
    let app = App::fresh().at(now());
    app.json(add("早先"));
    let before = Found::in_folder(app.data()).everything();
    let other = Connection::open(app.data().join("daozhang.db")).unwrap();
    other
        .execute_batch("BEGIN IMMEDIATE; UPDATE orders SET note = '还没定'")
        .unwrap();
    for arguments in [add("新单"), vec!["arrived", "1"]] {
        let start = Instant::now();
        let said = app.refused(&arguments);
        assert!(said.contains("占用"), "{said}");
        one_sentence(&said);
        // How long it took beyond that is the machine's affair.
        assert!(
            start.elapsed() > WAITS - Duration::from_millis(500),
            "it waited {:?}",
            start.elapsed()
        );
    }
    // Reading is not held up by a writer that still has the file, or this would be refused like the others.
    assert_eq!(app.json(["list"]).as_array().unwrap().len(), 1);
    other.execute_batch("ROLLBACK").unwrap();
    assert!(Found::in_folder(app.data()).everything() == before);
    app.json(add("新单"));
}

#[test]
fn a_lost_log_takes_only_what_stood_in_it_alone() {
    let app = App::fresh().at(now());
    let shot = pictures::payment_page();
    let mut arguments = add("早先");
    arguments.extend(["--shot", shot.to_str().unwrap()]);
    app.json(arguments);
    let before = Found::in_folder(app.data()).everything();
    // Killed with its sweep committed and its alert claimed: both stand in the log alone.
    let late = app.at(now() + minutes(60));
    let mut command = late.away(["check"]);
    command.env("DAOZHANG_STOP_AT", "claimed");
    let logs = app.beside("logs");
    fs::create_dir(&logs).unwrap();
    drop(Running::start_until(command, &logs, "stopped at claimed"));
    let log = app.data().join("daozhang.db-wal");
    assert!(fs::metadata(&log).unwrap().len() > 0, "the log held something");
    assert!(Found::in_folder(app.data()).everything() != before);
    for name in ["daozhang.db-wal", "daozhang.db-shm"] {
        fs::remove_file(app.data().join(name)).unwrap();
    }
    assert!(Found::in_folder(app.data()).everything() == before);
    assert_eq!(app.json(["show", "1"])["shots"].as_array().unwrap().len(), 1);
    let due = late.json(["check", "--no-notify"]);
    assert_eq!(
        due.as_array().unwrap().len(),
        1,
        "the alert is raised again: {due}"
    );
    app.json(add("新单"));
    drop(Found::in_folder(app.data()));
}

#[test]
fn a_log_that_is_damaged_or_of_another_file_takes_nothing_with_it() {
    let app = App::fresh().at(now());
    app.json(add("早先"));
    let kept = app.beside("kept");
    copy_folder(app.data(), &kept);
    let before = Found::in_folder(app.data()).everything();
    // While another connection reads, closing leaves the log as it is.
    let reader = Connection::open(app.data().join("daozhang.db")).unwrap();
    reader
        .query_row("SELECT count(*) FROM orders", [], |row| row.get::<_, i64>(0))
        .unwrap();
    for number in 0..4 {
        app.json(add(&format!("新单-{number}")));
    }
    let log = fs::read(app.data().join("daozhang.db-wal")).unwrap();
    assert!(log.len() > 20_000, "the log held something");
    drop(reader);
    for cut in [1, 31, 32, 33, 4000, log.len() / 2, log.len() - 1] {
        let damaged = App::on(app.beside(&format!("cut-{cut}"))).at(now());
        copy_folder(&kept, damaged.data());
        fs::write(damaged.data().join("daozhang.db-wal"), &log[..cut]).unwrap();
        let orders = damaged.json(["list"]).as_array().unwrap().len();
        assert!((1..=4).contains(&orders), "cut at {cut}: {orders}");
        let found = Found::in_folder(damaged.data()).everything();
        assert!(
            before
                .iter()
                .all(|row| !row.contains("早先") || found.contains(row))
        );
        damaged.json(add("又一单"));
    }
    let mut wrong = log.clone();
    for at in (40..wrong.len()).step_by(997) {
        wrong[at] ^= 0xff;
    }
    let damaged = App::on(app.beside("wrong")).at(now());
    copy_folder(&kept, damaged.data());
    fs::write(damaged.data().join("daozhang.db-wal"), wrong).unwrap();
    assert_eq!(damaged.json(["list"]).as_array().unwrap().len(), 1);
    drop(Found::in_folder(damaged.data()));
}

#[test]
fn a_folder_of_any_name_holds_the_data() {
    let app = App::fresh().at(now());
    let long = "长".repeat(85);
    assert_eq!(long.len(), 255, "as long as a name may be");
    let names = [
        "📦 数据 👨‍👩‍👧‍👦",
        "with blank and ' and \" and \\ and ;",
        "-rf",
        "file:data?mode=ro#x",
        "%2e%2e",
        "新\n行",
        &long,
    ];
    for name in names {
        let here = App::on(app.beside(name)).at(now());
        here.json(add("早先"));
        assert_eq!(here.json(["list"]).as_array().unwrap().len(), 1, "{name:?}");
        assert!(here.data().join("daozhang.db").is_file(), "{name:?}");
        let copy = here.data().join("备份.db");
        here.json(["backup".as_ref(), copy.as_os_str()]);
        assert!(Found::file(&copy).everything() == Found::in_folder(here.data()).everything());
    }
    // Deeper than any path may be is refused like any other folder that cannot be made.
    let deep: PathBuf = app
        .data()
        .join((0..20).map(|_| long.clone()).collect::<Vec<_>>().join("/"));
    one_sentence(&App::on(deep).at(now()).refused(["list"]));
}

#[test]
fn a_folder_elsewhere_is_followed_and_what_is_no_folder_is_refused() {
    let app = App::fresh().at(now());
    let real = app.beside("elsewhere");
    fs::create_dir(&real).unwrap();
    let link = app.beside("link");
    symlink(&real, &link).unwrap();
    let linked = App::on(&link).at(now());
    linked.json(add("早先"));
    assert!(real.join("daozhang.db").is_file());
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(App::on(&real).json(["list"]).as_array().unwrap().len(), 1);

    let dangling = app.beside("dangling");
    symlink(app.beside("nowhere"), &dangling).unwrap();
    one_sentence(&App::on(&dangling).refused(["list"]));
    assert!(
        !app.beside("nowhere").exists(),
        "nothing was made where it points to"
    );

    let file = app.file("file", "不是文件夹".as_bytes());
    one_sentence(&App::on(&file).refused(["list"]));
    one_sentence(&App::on(file.join("below")).refused(["list"]));
    assert_eq!(fs::read(&file).unwrap(), "不是文件夹".as_bytes());

    let odd = app.beside("odd");
    fs::create_dir_all(odd.join("daozhang.db")).unwrap();
    one_sentence(&App::on(&odd).refused(["list"]));
}

#[test]
fn a_data_file_that_is_a_pipe_is_refused() {
    let app = App::fresh();
    fs::create_dir(app.data()).unwrap();
    let made = Command::new("mkfifo")
        .arg(app.data().join("daozhang.db"))
        .status();
    assert!(made.unwrap().success());
    let tried = ended(&mut wrapped("timeout", ["10"], &app.away(["list"])));
    assert_ne!(tried.code, Some(124), "it waits for ever");
    one_sentence(&tried.refused());
}
