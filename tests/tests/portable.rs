//! What differs from system to system and must not differ for the person: names of files, zones, two processes at once, one
//! that is killed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a test fails"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use daozhang_tests::App;
use daozhang_tests::clock::moment;
use daozhang_tests::fault::{Found, PASSPHRASE, spin};
use daozhang_tests::order::add;
use daozhang_tests::package::Package;
use daozhang_tests::pictures;
use serde_json::Value;

/// Names that Windows keeps for devices, whatever their ending.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com1", "lpt9"];

fn app() -> App {
    App::fresh().at(moment("2026-11-23T21:03:45+08:00"))
}

/// The same app on a folder of another name.
fn in_folder(app: &App, name: &str) -> App {
    App::on(app.beside(name)).at(moment("2026-11-23T21:03:45+08:00"))
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn folder(exported: &Value) -> PathBuf {
    PathBuf::from(exported["dir"].as_str().unwrap())
}

fn orders(app: &App) -> usize {
    app.json(["list"]).as_array().unwrap().len()
}

/// Every name below a folder, of files and of folders.
fn names(below: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(below).unwrap() {
        let entry = entry.unwrap();
        names.push(entry.file_name().into_string().unwrap());
        if entry.path().is_dir() {
            names.extend(self::names(&entry.path()));
        }
    }
    names
}

#[track_caller]
fn every_system_takes(names: &[String]) {
    for name in names {
        let stem = name.split('.').next().unwrap().to_lowercase();
        assert!(!DEVICES.contains(&stem.as_str()), "{name} is a device");
        assert!(!name.ends_with(['.', ' ']), "{name:?} ends badly");
        let bad = |c: char| c.is_control() || r#"<>:"/\|?*"#.contains(c);
        assert!(
            !name.contains(bad),
            "{name:?} has a character that is none of a name"
        );
    }
}

#[test]
fn the_whole_matter_goes_through_folders_with_blanks_and_chinese_names() {
    let around = app();
    let app = in_folder(&around, "我的 文档/到账 数据（一）");
    let picture = around.file("支付 截图 1.png", &pictures::payment_page_bytes());
    app.json(add(&["--shot", &format!("{}:payment", text(&picture))]));
    let bill = around.file(
        "支付宝 账单.csv",
        &fs::read(
            Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("../src-tauri/core/tests/fixtures/bills/alipay-app-2026.csv"),
        )
        .unwrap(),
    );
    assert_eq!(app.json(["import", text(&bill)])["orders_created"], 5);
    let diagnosis = app.json(["diagnose", "1", "--page", "processing", "--bill", "paid"]);
    assert_eq!(diagnosis["who"], "supplier", "{diagnosis}");
    assert!(app.text(["letter", "1", "--to", "platform"]).contains("98.50"));

    let out = around.beside("桌面 文件/给 12315");
    for more in [&[][..], &["--masked"]] {
        let exported = app.json([&["export", "1", "--out", text(&out)], more].concat());
        let package = folder(&exported);
        assert!(package.starts_with(&out), "{exported}");
        every_system_takes(&names(&package));
        assert_eq!(app.json(["verify", text(&package)])["ok"], true);
    }

    let backup = around.beside("备份 文件.db");
    app.json(["backup", text(&backup)]);
    app.json(add(&["--product", "记在备份之后", "--order-no", "9"]));
    assert_eq!(orders(&app), 7);
    app.json(["restore", text(&backup)]);
    assert_eq!(orders(&app), 6);
    let everything = around.beside("全部 数据.zip");
    app.json(["everything", text(&everything)]);
    assert!(everything.metadata().unwrap().len() > 0);
}

#[test]
fn names_that_a_system_keeps_for_itself_become_others() {
    let app = app();
    for (number, (platform, product)) in [
        ("CON", "nul"),
        ("aux.", "尾点..."),
        ("LPT9.txt", "a:b*c?<d>|\"e\""),
        ("COM1 ", "..\\..\\x"),
        ("PRN", &"很".repeat(60)),
    ]
    .into_iter()
    .enumerate()
    {
        // The file's own name is kept, and the package has one that every system takes.
        let picture = app.file(&format!("_{number} 图.png"), &pictures::png(number as u8));
        let order = number.to_string();
        app.json(add(&[
            "--platform",
            platform,
            "--product",
            product,
            "--order-no",
            &order,
            "--shot",
            &format!("{}:payment", text(&picture)),
        ]));
        let id = (number + 1).to_string();
        let out = app.beside("packages");
        let package = folder(&app.json(["export", &id, "--out", text(&out)]));
        every_system_takes(&names(&out));
        assert_eq!(
            app.json(["verify", text(&package)])["ok"],
            true,
            "{platform} {product}"
        );
        // What somebody gets is the archive, and it is unpacked by whatever they have.
        let archive = names(&out)
            .into_iter()
            .map(|name| out.join(name))
            .find(|path| path.extension().is_some_and(|ending| ending == "zip"));
        if let Some(archive) = archive {
            every_system_takes(&names(Package::unzipped(&archive).folder()));
        }
    }
}

#[test]
fn a_path_longer_than_windows_once_took_is_used_or_refused_in_one_line() {
    let around = app();
    let mut out = around.beside("深");
    for _ in 0..6 {
        out.push("一层又一层的文件夹".repeat(5));
    }
    assert!(text(&out).chars().count() > 260);
    let app = around.clone();
    app.json(add(&[]));
    let package = folder(&app.json(["export", "1", "--out", text(&out)]));
    assert_eq!(app.json(["verify", text(&package)])["ok"], true);

    let deep = App::on(out.join("数据")).at(moment("2026-11-23T21:03:45+08:00"));
    let ended = deep.run(add(&[]));
    match ended.code {
        Some(0) => assert_eq!(orders(&deep), 1),
        _ => assert!(!ended.refused().is_empty()),
    }
}

#[test]
fn the_zone_of_the_machine_changes_no_moment() {
    let at_home = app().with("TZ", "Asia/Shanghai");
    let abroad = app().with("TZ", "America/New_York");
    let unsaid = app().with("TZ", "");
    let paid: Vec<Value> = [&at_home, &abroad, &unsaid]
        .into_iter()
        .map(|app| {
            app.json(add(&[
                "--paid-at",
                "2026-11-20T11:58:00+08:00",
                "--window",
                "30m",
            ]));
            let order = app.json(["show", "1"]);
            assert_eq!(
                moment(order["paid_at"].as_str().unwrap()),
                moment("2026-11-20T11:58:00+08:00")
            );
            assert_eq!(
                moment(order["due_at"].as_str().unwrap()),
                moment("2026-11-20T12:28:00+08:00")
            );
            app.json(["export", "1", "--out", text(&app.beside("out"))])["dir"].clone()
        })
        .collect();
    // What leaves is in Beijing's time wherever it is written.
    let named: Vec<_> = paid
        .iter()
        .map(|dir| Path::new(dir.as_str().unwrap()).file_name().unwrap().to_owned())
        .collect();
    assert!(named.iter().all(|name| name == &named[0]), "{named:?}");
}

/// One kind of work, done for the how manieth time.
type Work = Box<dyn Fn(&App, usize) + Send>;

#[test]
fn two_processes_at_once_take_turns_at_every_kind_of_work() {
    let app = app();
    app.json(add(&[]));
    let (exports, backups) = (app.beside("packages"), app.beside("backups"));
    fs::create_dir(&backups).unwrap();
    let works: Vec<Work> = vec![
        Box::new(|app, turn| {
            let number = format!("N{turn}");
            app.json(add(&["--order-no", &number, "--force"]));
        }),
        Box::new(move |app, _| {
            app.json(["export", "1", "--out", text(&exports)]);
        }),
        Box::new(move |app, turn| {
            app.json(["backup", text(&backups.join(format!("{turn}.db")))]);
        }),
        Box::new(|app, _| {
            app.json(["check"]);
        }),
    ];
    let threads: Vec<_> = works
        .into_iter()
        .map(|work| {
            let app = app.clone();
            thread::spawn(move || (0..4).for_each(|turn| work(&app, turn)))
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!(orders(&app), 5);
    for package in fs::read_dir(app.beside("packages")).unwrap() {
        let path = package.unwrap().path();
        if path.is_dir() {
            assert_eq!(app.json(["verify", text(&path)])["ok"], true);
        }
    }
    for backup in fs::read_dir(app.beside("backups")).unwrap() {
        assert!(Found::file(&backup.unwrap().path()).number("SELECT count(*) FROM orders") >= 1);
    }
}

/// Starts a program, and ends it after a while as the task manager does; whether it had done all by then.
fn killed_after(command: &mut Command, delay: Duration) -> bool {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    spin(delay);
    let ended = child.try_wait().unwrap();
    let _ = child.kill();
    child.wait().unwrap();
    ended.is_some_and(|status| status.success())
}

#[test]
fn what_a_killed_process_left_is_whole_and_the_next_one_goes_on() {
    for app in [app(), app().locked()] {
        app.json(add(&["--order-no", "first"]));
        let started = std::time::Instant::now();
        app.json(["list"]);
        // How long one call takes here; the kills fall into all of it.
        let call = started.elapsed();
        let (mut done, mut at_most) = (1, 1);
        for turn in 0..12u32 {
            let number = format!("K{turn}");
            let mut command = app.away(add(&["--order-no", &number, "--force"]));
            let whole = killed_after(&mut command, call * (turn + 1) / 8);
            done += usize::from(whole);
            at_most += 1;
            let found = orders(&app);
            assert!(
                (done..=at_most).contains(&found),
                "{found} orders after {done} were written and {at_most} begun"
            );
            let mut backup = app.away(["backup", text(&app.beside(&format!("{turn}.db")))]);
            killed_after(&mut backup, call * (turn + 1) / 8);
        }
        let held = Found::in_folder(app.data()).number("SELECT count(*) FROM orders");
        assert_eq!(held as usize, orders(&app));
        let whole = app.beside("whole.db");
        app.json(["backup", text(&whole)]);
        assert_eq!(
            Found::file(&whole).number("SELECT count(*) FROM orders"),
            held,
            "locked with {PASSPHRASE}"
        );
    }
}
