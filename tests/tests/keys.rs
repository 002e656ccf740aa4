//! The ledger of card keys by the command line, and somebody who wants the keys: they are looked for in every byte that leaves
//! the app.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a test fails"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use daozhang_tests::clock::moment;
use daozhang_tests::package::{out, sum, verdict};
use daozhang_tests::{App, pictures};
use serde_json::{Value, json};

/// A key alone, one with its number, a short one, and one that only the timeline of another order would tell.
const KEYS: [&str; 3] = [
    "QWXK-8841-ZTRM-5273",
    "BNVC-6602-LPKJ-9938",
    "HGTR-1157-YUIO-4406",
];
const NUMBER: &str = "917283645528374";
const PASSWORD: &str = "ROSE77LAKE";
const SHORT: &str = "MNB7Q2";

fn app() -> App {
    App::fresh().at(moment("2026-11-20T21:03:45+08:00"))
}

/// An order of so many keys, paid the day before.
fn ordered(app: &App, quantity: u32) {
    app.json([
        "add",
        "--platform",
        "星河卡盟（示例）",
        "--product",
        "视频月卡",
        "--kind",
        "card-key",
        "--amount",
        "100.00",
        "--quantity",
        &quantity.to_string(),
        "--paid-at",
        "2026-11-19 20:00:00",
        "--order-no",
        "NO20261119K1",
    ]);
}

#[test]
fn a_ledger_is_written_tried_and_listed() {
    let app = app();
    ordered(&app, 10);
    let block: Vec<String> = (1..=10)
        .map(|n| format!("{n}. QX{n:02}-ABCD-EF{n:02}-99{n:02}"))
        .collect();
    let file = app.file("卡密.txt", block.join("\r\n").as_bytes());
    let added = app.json(["key", "1", "add", "--file", file.to_str().unwrap()]);
    assert_eq!(
        (&added["added"], &added["doubled"], &added["left_out"]),
        (&json!(10), &json!(0), &json!([]))
    );
    app.json(["key", "1", "state", "1-8", "--state", "works"]);
    app.json([
        "key",
        "1",
        "state",
        "9909",
        "--state",
        "used",
        "--at",
        "2026-11-20 20:30:00",
        "--says",
        "该卡已被使用",
    ]);
    let order = app.json(["key", "1", "state", "10", "--state", "invalid"]);
    assert_eq!(
        (
            &order["status"],
            &order["problem"],
            &order["received"],
            &order["claim_fen"]
        ),
        (&json!("disputed"), &json!("bad-key"), &json!(8), &json!(2_000))
    );
    assert_eq!(
        order["keys"][8],
        json!({
            "n": 9, "last4": "9909", "state": "used", "tried_at": "2026-11-20T20:30:00+08:00",
            "says": "该卡已被使用", "piece": null,
        })
    );
    let list = app.json(["key", "1", "list"]);
    assert_eq!(list, order["keys"]);
    let shown = app.text(["key", "1", "list"]);
    assert!(shown.contains("****9909") && !shown.contains("QX09"), "{shown}");
    let full = app.json(["key", "1", "list", "--secrets"]);
    assert_eq!(
        full[8],
        json!({ "n": 9, "number": null, "key": "QX09-ABCD-EF09-9909" })
    );
    let english = app.text(["--lang", "en", "key", "1", "list"]);
    assert!(english.contains("Already used"), "{english}");
}

#[test]
fn what_cannot_be_is_refused_and_changes_nothing() {
    let app = app();
    ordered(&app, 2);
    let before = app.json(["show", "1"]);
    for arguments in [
        vec![
            "key",
            "1",
            "add",
            "--text",
            "AAAA1111BBBB\nCCCC2222DDDD\nEEEE3333FFFF",
        ],
        vec!["key", "1", "add", "--text", "没有"],
        vec!["key", "1", "add"],
        vec!["key", "1", "add", "--all"],
        vec!["key", "1", "add", "--file", "/nowhere/keys.txt"],
        vec!["key", "1", "state", "1", "--state", "used"],
        vec!["key", "1", "list", "--secrets", "--lang", "xx"],
        vec!["key", "7", "list"],
    ] {
        let ended = app.run(&arguments);
        assert!(matches!(ended.code, Some(1 | 2)), "{arguments:?}: {ended:?}");
    }
    assert_eq!(app.json(["show", "1"]), before);
    app.run(["key", "1", "frob"]).misused();
    app.run(["key", "1", "state", "1"]).misused();
}

/// What a reader makes of a text: letters small and half as wide, nothing between them.
fn understood(text: &str) -> String {
    text.chars()
        .map(|c| match u32::from(c) {
            code @ 0xff01..=0xff5e => char::from_u32(code - 0xfee0).unwrap(),
            _ => c,
        })
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// What of the keys can be read in a text: more than the last four of one in a row, or its hash under any of the usual ones.
fn found(place: &str, text: &str, shows_ends: bool) -> Vec<String> {
    let plain = understood(text);
    let mut found = Vec::new();
    for secret in KEYS.iter().copied().chain([NUMBER, PASSWORD, SHORT]) {
        let own = understood(secret);
        let chars: Vec<char> = own.chars().collect();
        // A document is numbered through in digits of its own.
        let least = if place.ends_with(".pdf") { 9 } else { 5 };
        let mut forms: Vec<String> = chars
            .windows(least)
            .map(|window| window.iter().collect())
            .collect();
        if !shows_ends && least == 5 && chars.len() >= 12 {
            forms.extend(chars.windows(4).map(|window| window.iter().collect::<String>()));
        }
        let spelled = [
            secret.to_owned(),
            own.clone(),
            own.to_uppercase(),
            secret.replace('-', ""),
        ];
        for spelling in &spelled {
            forms.push(understood(&STANDARD.encode(spelling)));
            forms.push(spelling.bytes().map(|byte| format!("{byte:02x}")).collect());
            // Whoever has the hash tries what it may be of.
            forms.push(sum(spelling.as_bytes()));
            forms.push(sum(format!("{spelling}\n").as_bytes()));
        }
        forms.push(own.chars().rev().collect());
        found.extend(
            forms
                .into_iter()
                .filter(|form| !form.is_empty() && plain.contains(form.as_str()))
                .map(|form| format!("{form} of {secret} in {place}")),
        );
    }
    found
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        if entry.file_type().unwrap().is_dir() {
            found.extend(files(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found
}

/// An order with keys of every kind, told in every way in which a person may tell them afterwards.
fn with_keys() -> App {
    let app = app();
    ordered(&app, 5);
    let block = format!(
        "{}\n{}\n{}\n{NUMBER}----{PASSWORD}\n{SHORT}",
        KEYS[0], KEYS[1], KEYS[2]
    );
    app.json(["key", "1", "add", "--text", &block]);
    let picture = app.file("兑换页.png", &pictures::payment_page_bytes());
    app.json([
        "event",
        "1",
        "--kind",
        "note",
        "--text",
        "试用的页面",
        "--shot",
        &format!("{}:arrival-check", picture.display()),
    ]);
    let piece = app.json(["show", "1"])["shots"][0]["sha256"]
        .as_str()
        .unwrap()
        .to_owned();
    app.json([
        "key",
        "1",
        "state",
        "2",
        "4",
        "5",
        "--state",
        "used",
        "--at",
        "2026-11-20 20:30:00",
        "--says",
        &format!(
            "卡密 {}（{}）已被使用，卡号 {NUMBER}，密码 {PASSWORD}",
            KEYS[1],
            KEYS[1].to_lowercase().replace('-', " ")
        ),
        "--piece",
        &piece,
    ]);
    app.json([
        "event",
        "1",
        "--kind",
        "refused",
        "--text",
        &format!("客服说 {} 和 {SHORT} 是好的", KEYS[1]),
    ]);
    app.json([
        "event",
        "1",
        "--kind",
        "demanded",
        "--text",
        &format!("请更换 {}，{NUMBER}/{PASSWORD}", KEYS[1].replace('-', "")),
    ]);
    app
}

#[test]
fn no_key_is_in_anything_that_is_shown_written_or_sent() {
    let app = with_keys().with("DAOZHANG_LOG", "debug");
    let mut seen = Vec::new();
    let mut look = |place: &str, text: &str| seen.extend(found(place, text, true));
    for arguments in [
        vec!["show", "1"],
        vec!["list"],
        vec!["key", "1", "list"],
        vec!["ladder", "1"],
        vec!["evidence", "1"],
        vec!["fill", "1", "--form", "12315"],
        vec!["fill", "1", "--form", "heimao"],
        vec!["fill", "1", "--form", "payment"],
        vec!["platforms"],
        vec!["overview"],
        vec!["check", "--no-notify"],
    ] {
        for json in [true, false] {
            let flags: Vec<&str> = if json { vec!["--json"] } else { vec![] };
            let ended = app.run(flags.into_iter().chain(arguments.iter().copied()));
            look(
                &format!("{arguments:?}"),
                &format!("{}{}", ended.out, ended.complaint),
            );
        }
    }
    let mut written = 0;
    for to in [
        "platform",
        "platform-final",
        "platform-reply",
        "marketplace",
        "payment",
        "12315",
        "12315-form",
        "12315-long",
        "heimao",
        "consumer-association",
        "court",
        "police",
        "telecom",
    ] {
        let ended = app.run(["letter", "1", "--to", to]);
        written += usize::from(ended.code == Some(0));
        look(
            &format!("the letter {to}"),
            &format!("{}{}", ended.out, ended.complaint),
        );
        if to == "platform" {
            assert!(ended.out.contains("尾号 9938"), "{ended:?}");
            assert!(ended.out.contains("已被使用"), "{ended:?}");
        }
    }
    assert!(written >= 8, "{written} letters");
    let calendar = app.beside("期限.ics");
    app.run(["calendar", "--out", calendar.to_str().unwrap()]);
    for name in ["orders.csv", "orders.json"] {
        let file = app.beside(name);
        app.json(["dump", "--format", &name[7..], "--out", file.to_str().unwrap()]);
    }
    let whole = out(&app, &["1"]);
    let (code, said) = verdict(&app, &whole);
    assert_eq!(code, Some(0), "{said}");
    let logs = app.data().join("logs");
    let beside = app.data().parent().unwrap().to_owned();
    let mut read = 0;
    for file in files(&beside) {
        // The data file is where they are, and the block was typed there.
        let is_data = file.starts_with(app.data()) && !file.starts_with(&logs);
        if is_data || file.extension().is_some_and(|ending| ending == "png") {
            continue;
        }
        read += 1;
        let bytes = fs::read(&file).unwrap();
        look(&file.display().to_string(), &String::from_utf8_lossy(&bytes));
        look("a name", file.to_str().unwrap());
    }
    assert!(read > 8, "{read} files");
    assert!(seen.is_empty(), "{seen:#?}");
    // They are in the package by their last four, and what the page says is there.
    let list = fs::read_to_string(whole.join("证据清单.txt")).unwrap();
    assert!(
        list.contains("2 | ****9938 | 已使用 | 2026-11-20 20:30:00 |"),
        "{list}"
    );
    assert!(list.contains("5 | **** | 已使用"), "{list}");
    let order: Value = serde_json::from_slice(&fs::read(whole.join("order.json")).unwrap()).unwrap();
    assert_eq!(order["order"]["keys"].as_array().unwrap().len(), 5);
}

#[test]
fn a_masked_edition_shows_nothing_of_a_key() {
    let app = with_keys();
    // What was told before the keys were written down is there as it was told.
    let early = app.elsewhere();
    ordered(&early, 2);
    early.json([
        "event",
        "1",
        "--kind",
        "note",
        "--text",
        &format!("卖家发来 {} 和 {}", KEYS[0], KEYS[1].to_lowercase()),
    ]);
    early.json(["key", "1", "add", "--text", &format!("{}\n{}", KEYS[0], KEYS[1])]);
    early.json([
        "key",
        "1",
        "state",
        "1",
        "--state",
        "invalid",
        "--says",
        "卡密错误",
    ]);
    for app in [&app, &early] {
        let folder = out(app, &["1", "--masked"]);
        let (code, said) = verdict(app, &folder);
        assert_eq!(code, Some(0), "{said}");
        let mut seen = BTreeSet::new();
        for file in files(&folder) {
            let name = file.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
            if name.ends_with(".png") {
                continue;
            }
            let bytes = fs::read(&file).unwrap();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            // A sum of a file is of no key, and made of the same letters.
            let is_sums =
                name.ends_with("SHA256SUMS") || name.ends_with("manifest.json") || name.ends_with(".tsq");
            seen.extend(found(&name, &text, is_sums));
            seen.extend(found("a name", &name, false));
            let runs = text.split(|c: char| !(c.is_ascii_alphanumeric() || "+/=".contains(c)));
            for run in runs.filter(|run| run.len() >= 8) {
                for decoded in STANDARD.decode(run).into_iter().flat_map(String::from_utf8) {
                    seen.extend(found(&format!("{name}, decoded"), &decoded, is_sums));
                }
            }
        }
        assert!(seen.is_empty(), "{seen:#?}");
        let order: Value = serde_json::from_slice(&fs::read(folder.join("order.json")).unwrap()).unwrap();
        for key in order["order"]["keys"].as_array().unwrap() {
            assert_eq!(key["last4"], Value::Null);
            assert!(key.get("piece").is_none() && key["state"].is_string());
        }
    }
}

/// A change to the list of keys.
type Change = fn(&mut Value);

/// What somebody may change about the keys of a package, and what a check says to it.
#[test]
fn a_changed_ledger_in_a_package_is_found() {
    let app = with_keys();
    let folder = out(&app, &["1"]);
    let changes: [(&str, Change); 8] = [
        ("another state", |keys| keys[1]["state"] = json!("works")),
        ("other words", |keys| keys[1]["says"] = json!("充值成功")),
        ("another time", |keys| {
            keys[1]["tried_at"] = json!("2026-11-20T20:31:00+08:00")
        }),
        ("another end", |keys| keys[1]["last4"] = json!("1111")),
        ("another number", |keys| keys[1]["n"] = json!(7)),
        ("no picture", |keys| keys[1]["piece"] = Value::Null),
        ("one key less", |keys| {
            keys.as_array_mut().unwrap().pop();
        }),
        ("a key in full", |keys| keys[1]["key"] = json!(KEYS[1])),
    ];
    for (what, change) in changes {
        let package = daozhang_tests::package::Package::of(&folder);
        package.json("order.json", |json| change(&mut json["order"]["keys"]));
        package.seal();
        let (code, said) = verdict(&app, package.folder());
        assert_eq!(code, Some(1), "{what}: {said}");
    }
}
