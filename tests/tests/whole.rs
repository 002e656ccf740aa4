//! The data file as a whole, through the command line: backups, restoring, locking, rescuing, everything in open formats.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a test fails"
)]

use std::fs;
use std::path::{Path, PathBuf};

use daozhang_tests::app::App;
use serde_json::Value;

const SECRETS: [&str; 3] = ["星河卡盟", "13800001234", "DD20261123000042"];

fn with_order() -> App {
    let app = App::fresh();
    add(&app, "话费 100 元");
    app
}

fn add(app: &App, product: &str) {
    app.json([
        "add",
        "--platform",
        SECRETS[0],
        "--product",
        product,
        "--kind",
        "phone-credit-fast",
        "--amount",
        "98.50",
        "--paid-at",
        "刚刚",
        "--account",
        SECRETS[1],
        "--order-no",
        SECRETS[2],
        "--force",
    ]);
}

/// Logs an order for several equal things, and gives its number.
fn add_many(app: &App, product: &str, quantity: &str) -> String {
    let order = app.json([
        "add",
        "--platform",
        SECRETS[0],
        "--product",
        product,
        "--kind",
        "card-key",
        "--amount",
        "100.00",
        "--paid-at",
        "刚刚",
        "--quantity",
        quantity,
        "--force",
    ]);
    order["id"].to_string()
}

fn text(path: &Path) -> String {
    path.to_str().expect("a plain path").to_owned()
}

/// A file that holds a passphrase, as an editor leaves it.
fn passphrase(app: &App, name: &str, words: &str) -> String {
    text(&app.file(name, format!("{words}\n").as_bytes()))
}

/// The files below a folder in which something of the orders can be read.
fn telling(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(telling(&path));
        } else {
            let bytes = fs::read(&path).expect("a file");
            let holds = |secret: &str| {
                bytes
                    .windows(secret.len())
                    .any(|window| window == secret.as_bytes())
            };
            if SECRETS.iter().any(|secret| holds(secret)) {
                found.push(path);
            }
        }
    }
    found
}

fn orders(app: &App) -> usize {
    app.json(["list"]).as_array().expect("orders").len()
}

#[test]
fn a_backup_is_looked_into_and_comes_back_and_what_it_replaced_is_kept() {
    let app = with_order();
    let backup = text(&app.beside("mine.db"));
    app.json(["backup", &backup]);
    add(&app, "话费 200 元");
    let look = app.json(["restore", &backup, "--look"]);
    assert_eq!((&look["orders"], &look["open_orders"]), (&1.into(), &1.into()));
    assert!(
        app.text(["restore", &backup, "--look"])
            .contains("里面有 1 笔订单")
    );
    assert_eq!(orders(&app), 2, "a look changes nothing");

    let restored = app.json(["restore", &backup]);
    assert_eq!(restored["orders"], 1);
    assert_eq!(orders(&app), 1);
    let kept = restored["kept"].as_str().expect("what was replaced").to_owned();
    app.json(["restore", &kept]);
    assert_eq!(orders(&app), 2, "and back again");

    let text = text(&app.file("letter.db", "只是一封信".as_bytes()));
    assert!(app.refused(["restore", &text]).contains("不是到账的备份"));
    assert_eq!(orders(&app), 2);
}

#[test]
fn a_day_with_a_change_has_one_backup() {
    let app = with_order();
    let made = app.json(["backup", "--daily"]);
    let file = PathBuf::from(made["file"].as_str().expect("a backup"));
    assert!(file.starts_with(app.data().join("backups")), "{file:?}");
    assert_eq!(app.json(["backup", "--daily"])["file"], Value::Null, "once a day");
    assert_eq!(app.json(["restore", &text(&file), "--look"])["orders"], 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&file).expect("a file").permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "a backup is as private as the data file");
    }
}

#[test]
fn a_locked_data_file_opens_with_its_passphrase_alone_and_no_file_tells_anything() {
    let app = with_order();
    app.json(["backup", "--daily"]);
    assert_eq!(telling(app.data()).len(), 2, "the file and its backup");
    let first = passphrase(&app, "first.txt", "正确的 口令 一");
    let second = passphrase(&app, "second.txt", "another passphrase");

    let on = app.json(["protect", "--new-passphrase-file", &first]);
    assert_eq!(on["on"], true);
    assert_eq!(telling(app.data()), Vec::<PathBuf>::new());
    assert!(app.refused(["list"]).contains("加了锁"));
    let wrong = app.refused(["--passphrase-file", &second, "list"]);
    assert!(wrong.contains("口令不对"), "{wrong}");
    let unlocked = app.with("DAOZHANG_PASSPHRASE", "正确的 口令 一");
    assert_eq!(orders(&unlocked), 1);
    add(&unlocked, "话费 200 元");
    assert_eq!(telling(app.data()), Vec::<PathBuf>::new());
    assert!(app.refused(["protect", "--off"]).contains("加了锁"));

    app.json([
        "--passphrase-file",
        &first,
        "protect",
        "--new-passphrase-file",
        &second,
    ]);
    assert!(unlocked.refused(["list"]).contains("口令不对"));
    let off = app.json(["--passphrase-file", &second, "protect", "--off"]);
    assert_eq!(off["on"], false);
    assert_eq!(orders(&app), 2);
    assert!(
        app.refused([
            "protect",
            "--new-passphrase-file",
            &passphrase(&app, "short.txt", "123")
        ])
        .contains("太短")
    );
    assert_eq!(orders(&app), 2);
}

#[test]
fn everything_goes_out_in_open_formats_and_comes_back_bit_for_bit() {
    let app = with_order();
    add(&app, "话费 200 元");
    app.json(["event", "1", "--kind", "note", "--text", "客服说等一会儿"]);
    let all = text(&app.beside("all.zip"));
    assert_eq!(app.json(["everything", &all])["orders"], 2);
    let empty = App::fresh();
    empty.json(["restore", &all]);
    for id in ["1", "2"] {
        assert_eq!(empty.json(["show", id]), app.json(["show", id]));
    }
    let again = text(&app.beside("again.zip"));
    empty.json(["everything", &again]);
    assert!(fs::read(&all).expect("a file") == fs::read(&again).expect("a file"));
}

/// What is wrong, how many came as they should and what is claimed go along, also of what was promised and typed from a page.
#[test]
fn everything_that_is_wrong_goes_out_and_comes_back() {
    let app = with_order();
    for (product, problem, received) in [
        ("卡密 10 张", "short", "8"),
        ("卡密 5 张", "bad-key", "2"),
        ("话费 100 元", "wrong-account", ""),
    ] {
        let id = add_many(&app, product, "10");
        let mut told = vec!["problem", &id, "--type", problem, "--text", "页面的原话"];
        if !received.is_empty() {
            told.extend(["--received", received]);
        }
        app.json(told);
    }
    app.json(["refunded", "2", "--amount", "1.00"]);
    app.json(["refunded", "3", "--amount", "2.00", "--to", "balance"]);
    app.json(["event", "4", "--kind", "promised", "--refund", "--until", "2天"]);
    app.json(["event", "4", "--kind", "auto-confirm", "--until", "5天"]);
    app.json(["event", "2", "--kind", "guarantee", "--until", "30天"]);
    let all = text(&app.beside("all.zip"));
    assert_eq!(app.json(["everything", &all])["orders"], 4);
    let empty = app.elsewhere();
    empty.json(["restore", &all]);
    for (id, problem, received) in [("2", "short", 8), ("3", "bad-key", 2), ("4", "wrong-account", 0)] {
        let (was, is) = (app.json(["show", id]), empty.json(["show", id]));
        assert_eq!(was, is, "{id}");
        assert_eq!(
            (&is["problem"], &is["received"]),
            (&problem.into(), &received.into())
        );
        assert!(is["claim_fen"].as_i64().expect("a sum") > 0, "{is}");
        assert_eq!(
            app.json(["letter", id, "--to", "12315"]),
            empty.json(["letter", id, "--to", "12315"])
        );
    }
}

#[test]
fn a_damaged_data_file_is_known_kept_and_rescued() {
    let app = with_order();
    for number in 0..60 {
        add(&app, &format!("话费 {number}"));
    }
    let file = app.data().join("daozhang.db");
    let whole = fs::read(&file).expect("the data file");
    let cut = &whole[..whole.len() * 9 / 10];
    fs::write(&file, cut).expect("a file can be cut off");
    let refused = app.refused(["list"]);
    assert!(
        refused.contains("已损坏") && refused.contains("抢救"),
        "{refused}"
    );
    let rescued = app.json(["rescue"]);
    let saved = rescued["orders"].as_u64().expect("a number");
    assert!(saved > 0, "{rescued}");
    assert_eq!(
        app.json(["list", "--limit", "1000"])
            .as_array()
            .expect("orders")
            .len() as u64,
        saved
    );
    let kept = rescued["kept"].as_str().expect("the damaged file");
    assert!(
        fs::read(kept).expect("the damaged file") == cut,
        "it is kept as it was"
    );
    assert!(!rescued["lost"].as_array().expect("sentences").is_empty());
}

#[test]
fn a_data_file_that_is_gone_is_missed_and_comes_back_or_is_begun_anew() {
    for bytes in [None, Some(b"")] {
        let app = with_order();
        app.json(["backup", "--daily"]);
        let file = app.data().join("daozhang.db");
        fs::remove_file(&file).expect("the data file");
        if let Some(bytes) = bytes {
            fs::write(&file, bytes).expect("an empty file");
        }
        for command in [&["list"][..], &["check"], &["backup", "--daily"], &["overview"]] {
            let refused = app.refused(command);
            assert!(refused.contains("1 份备份"), "{refused}");
        }
        let refused = app.refused(["--lang", "en", "list"]);
        assert!(refused.contains("there is 1 backup of it"), "{refused}");
        assert!(
            fs::metadata(&file).map_or(0, |found| found.len()) == 0,
            "nothing was made"
        );

        app.run(["restore", "--fresh", "--look"]).misused();
        app.run(["restore"]).misused();
        let begun = app.json(["restore", "--fresh"]);
        assert_eq!(begun["orders"], 0);
        assert_eq!(orders(&app), 0);
        assert!(app.refused(["restore", "--fresh"]).contains("好好的"));
        let backup = fs::read_dir(app.data().join("backups")).expect("backups").next();
        let backup = backup.expect("a backup").expect("an entry").path();
        app.json(["restore", &text(&backup)]);
        assert_eq!(orders(&app), 1);
    }
}

#[test]
fn what_could_not_be_locked_with_the_file_is_named() {
    let app = with_order();
    app.json(["backup", "--daily"]);
    let damaged = app.data().join("backups").join("daozhang-20260101-090000.db");
    fs::write(&damaged, SECRETS[0]).expect("a file");
    let words = passphrase(&app, "words.txt", "正确的 口令 一");
    // The file itself is locked: that is no refusal, after which nothing would have changed.
    let done = app.json(["protect", "--new-passphrase-file", &words]);
    assert_eq!(done["on"], true);
    assert_eq!(done["left"], serde_json::json!([text(&damaged)]));
    assert_eq!(telling(app.data()), [damaged]);
    let said = app.text([
        "--passphrase-file",
        &words,
        "protect",
        "--new-passphrase-file",
        &words,
    ]);
    assert!(said.contains("daozhang-20260101-090000.db"), "{said}");
}
