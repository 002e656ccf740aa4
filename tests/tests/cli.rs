//! The command line, as a person or a script uses it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a test fails"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use daozhang_tests::clock::{Moment, minutes, moment, seconds};
use daozhang_tests::package::sums_agree;
use daozhang_tests::{App, order, pictures};
use serde_json::{Value, json};

const PAID_AT: &str = "2026-11-20 21:03:45";

/// Far more than any field takes, and as much as Windows lets a call hold, which is 32,767 letters.
const ENDLESS: usize = 20_000;

fn paid() -> Moment {
    moment("2026-11-20T21:03:45+08:00")
}

/// The app a minute after the payment.
fn app() -> App {
    App::fresh().at(paid() + minutes(1))
}

fn add<'a>(more: &[&'a str]) -> Vec<&'a str> {
    add_with(&[], more)
}

/// A good order, with some of its values replaced and others added.
fn add_with<'a>(replaced: &[(&str, &'a str)], more: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = order::add(&["--paid-at", PAID_AT]);
    for (name, value) in replaced {
        if let Some(at) = arguments.iter().position(|argument| argument == name) {
            arguments[at + 1] = value;
        }
    }
    arguments.extend(more);
    arguments
}

#[track_caller]
fn id(order: &Value) -> String {
    order["id"].as_i64().expect("an order has a number").to_string()
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a path is UTF-8")
}

/// A time the app printed, whatever its offset.
#[track_caller]
fn at(printed: &Value) -> Moment {
    moment(printed.as_str().unwrap_or_else(|| panic!("{printed} is no time")))
}

fn kinds(order: &Value) -> Vec<&str> {
    order["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["kind"].as_str().unwrap())
        .collect()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path))
        } else {
            files.push(path)
        }
    }
    files.sort();
    files
}

/// What a person runs to check a package without this app.
fn sha256sum_agrees(package: &Path) -> bool {
    let sums: Vec<_> = files_below(package)
        .into_iter()
        .filter(|file| file.file_name().unwrap() == "SHA256SUMS")
        .collect();
    assert!(
        !sums.is_empty(),
        "there is no SHA256SUMS in {}",
        package.display()
    );
    sums.iter().all(|sums| sums_agree(sums.parent().unwrap()))
}

#[test]
fn an_order_keeps_exactly_what_was_entered() {
    let app = app();
    let order = app.json(add(&[
        "--account",
        "10086123",
        "--order-no",
        "0020261120000123456789",
        "--window",
        "30m",
        "--channel",
        "wechat",
        "--payment-no",
        "4200001234202611200000000001",
        "--merchant-order-no",
        "M-0001",
        "--merchant",
        "某某网络科技有限公司",
    ]));
    let expected = json!({
        "platform": "星辰卡盟", "product": "Q币 100 个", "kind": "q-coin", "account": "10086123",
        "order_no": "0020261120000123456789", "amount_fen": 9850, "refunded_fen": 0, "channel": "wechat",
        "payment_no": "4200001234202611200000000001", "merchant_order_no": "M-0001",
        "merchant": "某某网络科技有限公司", "status": "awaiting", "stage": "waiting",
    });
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(&order[key], value, "{key}");
    }
    assert_eq!(at(&order["paid_at"]), paid());
    assert_eq!(at(&order["due_at"]), paid() + minutes(30));
    assert_eq!(at(&order["next_alert_at"]), paid() + minutes(30));
    assert_eq!(kinds(&order), ["logged"]);
    assert_eq!(order["shots"], json!([]));
    assert_eq!(app.json(["show", &id(&order)]), order);
}

#[test]
fn the_list_has_all_orders_without_their_long_parts() {
    let app = app();
    assert_eq!(app.json(["list"]), json!([]));
    let first = app.json(add(&[]));
    let second = app.json(add_with(
        &[("--product", "话费 50 元"), ("--kind", "phone-credit-fast")],
        &[],
    ));
    let list = app.json(["list"]);
    let listed: BTreeSet<_> = list.as_array().unwrap().iter().map(id).collect();
    assert_eq!(listed, BTreeSet::from([id(&first), id(&second)]));
    for order in list.as_array().unwrap() {
        assert!(
            order.get("events").is_none() && order.get("shots").is_none(),
            "{order}"
        );
    }
    assert_eq!(app.json(["list", "--limit", "1"]).as_array().unwrap().len(), 1);
    assert_eq!(app.json(["list", "--status", "arrived"]), json!([]));
    app.json(["arrived", &id(&first)]);
    assert_eq!(app.json(["list", "--status", "arrived"])[0]["id"], first["id"]);
    assert_eq!(app.json(["list", "--status", "awaiting"])[0]["id"], second["id"]);
}

#[test]
fn search_finds_short_and_long_words_and_takes_signs_as_they_are() {
    let app = app();
    let coins = app.json(add(&["--order-no", "AB_100%99"]));
    let credit = app.json(add_with(
        &[
            ("--platform", "晨光充值"),
            ("--product", "话费慢充 50 元"),
            ("--kind", "phone-credit-slow"),
        ],
        &["--order-no", "ABX1000099"],
    ));
    let found = |text: &str| -> Vec<Value> {
        let list = app.json(["list", "--search", text]);
        list.as_array()
            .unwrap()
            .iter()
            .map(|order| order["id"].clone())
            .collect()
    };
    assert_eq!(found("卡盟"), [coins["id"].clone()]);
    assert_eq!(found("星"), [coins["id"].clone()]);
    assert_eq!(found("话费慢充"), [credit["id"].clone()]);
    assert_eq!(found("晨光 话费"), [credit["id"].clone()]);
    assert_eq!(found("_100%"), [coins["id"].clone()]);
    assert_eq!(found("星辰 话费"), [] as [Value; 0]);
    assert_eq!(found("\" OR 1"), [] as [Value; 0]);
    assert_eq!(found("").len(), 2);
}

#[test]
fn search_finds_amounts_tags_and_notes_in_any_width_and_case() {
    let app = app();
    let coins = app.json(add(&["--note", "给弟弟充的 Steam"]));
    let credit = app.json(add_with(
        &[
            ("--platform", "晨光充值"),
            ("--product", "话费（慢充）100 元"),
            ("--kind", "phone-credit-slow"),
            ("--amount", "1098"),
        ],
        &["--order-no", "ABX1000099"],
    ));
    app.json([
        "event",
        &id(&credit),
        "--kind",
        "note",
        "--text",
        "客服说换了渠道",
    ]);
    app.json(["tag", &id(&credit), "--add", "给妈妈"]);
    let (coins, credit) = (&coins["id"], &credit["id"]);
    for (text, ids) in [
        ("９８．５", &[coins][..]),
        ("98.5元", &[coins]),
        ("￥98.50", &[coins]),
        ("¥ 98.5", &[coins]),
        ("98.50 元", &[coins]),
        ("8.50元", &[]),
        ("1,098.00", &[credit]),
        ("¥1,098", &[credit]),
        ("RMB 1098", &[credit]),
        ("100 元", &[credit]),
        ("ＳＴＥＡＭ", &[coins]),
        ("steam 弟弟", &[coins]),
        ("话费(慢充)", &[credit]),
        ("ａｂｘ１０", &[credit]),
        ("妈妈", &[credit]),
        ("换了渠道　话费 1098元 abx 晨光 慢充 妈妈 100 客服 元", &[credit]),
        ("换了渠道　话费 1098元 abx 晨光 慢充 妈妈 100 客服 元 弟弟", &[]),
    ] {
        let list = app.json(["list", "--search", text]);
        let found: Vec<&Value> = list
            .as_array()
            .unwrap()
            .iter()
            .map(|order| &order["id"])
            .collect();
        assert_eq!(found, ids, "{text}");
    }
}

#[test]
fn amounts_are_exact_to_the_fen() {
    let app = app();
    for (amount, fen) in [
        ("19.8", 1980),
        ("0.1", 10),
        ("99.99", 9999),
        ("0.07", 7),
        ("1.15", 115),
        ("8.2", 820),
        ("64.1", 6410),
        ("1098.35", 109_835),
        ("4503599627.37", 0),
    ] {
        let arguments = add_with(&[("--amount", amount)], &["--force"]);
        if fen == 0 {
            app.refused(arguments);
            continue;
        }
        let order = app.json(arguments);
        assert_eq!(order["amount_fen"], fen, "{amount}");
        app.json(["refunded", &id(&order), "--amount", amount]);
        let order = app.json(["show", &id(&order)]);
        assert_eq!(
            (&order["refunded_fen"], &order["status"]),
            (&json!(fen), &json!("refunded")),
            "{amount}"
        );
    }
}

#[test]
fn an_hour_that_a_clock_repeats_is_the_first_and_spans_are_counted_through_it() {
    // New York sets its clocks back from 02:00 to 01:00 on the first of November.
    let app = App::fresh()
        .with("TZ", "America/New_York")
        .at(moment("2026-11-01T01:45:00-05:00"));
    let paid = ["--paid-at", "2026-11-01T01:30:00-04:00", "--window", "2h"];
    let order = app.json(order::add(&paid));
    assert_eq!(order["paid_at"], "2026-11-01T01:30:00-04:00");
    assert_eq!(order["due_at"], "2026-11-01T02:30:00-05:00");
    let told = app.json([
        "event",
        &id(&order),
        "--kind",
        "contacted",
        "--at",
        "2026-11-01 01:40",
    ]);
    let events = told["events"].as_array().unwrap();
    assert_eq!(events.last().unwrap()["at"], "2026-11-01T01:40:00-04:00");
    let put_off = app.json([
        "event",
        &id(&order),
        "--kind",
        "snoozed",
        "--at",
        "2026-11-01 01:40",
        "--until",
        "2小时",
    ]);
    let events = put_off["events"].as_array().unwrap();
    assert_eq!(events.last().unwrap()["until"], "2026-11-01T02:40:00-05:00");
    // An hour that it skipped does not exist.
    let refused = app.at(moment("2027-03-14T12:00:00-04:00")).refused([
        "event",
        &id(&order),
        "--kind",
        "contacted",
        "--at",
        "2027-03-14 02:30",
    ]);
    assert!(refused.contains("这个钟点不存在"), "{refused}");
}

#[test]
fn a_matter_goes_from_payment_to_a_package_that_can_be_checked() {
    let app = app();
    let shot = app.file("付款 截图.png", &pictures::payment_page_bytes());
    let chat = app.file("chat.jpg", &pictures::jpeg(9));
    let order = app.json(add(&[
        "--window",
        "30m",
        "--order-no",
        "NO-1",
        "--shot",
        path(&shot),
    ]));
    let order_id = id(&order);
    assert_eq!(order["shots"][0]["role"], "payment");
    assert_eq!(order["shots"][0]["name"], "付款 截图.png");

    let late = app.at(paid() + minutes(40));
    let letter = late.text(["letter", &order_id, "--to", "platform"]);
    for needed in ["98.50", "NO-1", "Q币 100 个"] {
        assert!(
            letter.contains(needed),
            "{needed} is missing from the letter: {letter}"
        );
    }
    for left_over in ["{{", "{%", "undefined", "None"] {
        assert!(
            !letter.contains(left_over),
            "{left_over} is left in the letter: {letter}"
        );
    }
    assert_eq!(
        late.json(["letter", &order_id, "--to", "platform"])["text"],
        letter.trim_end()
    );

    let chat_argument = format!("{}:chat", path(&chat));
    let asked = late.json([
        "event",
        &order_id,
        "--kind",
        "demanded",
        "--text",
        "发给客服了",
        "--shot",
        &chat_argument,
    ]);
    assert_eq!(
        asked["events"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|e| e["kind"] == "demanded")
            .count(),
        1
    );
    assert_eq!(asked["shots"][1]["role"], "chat");
    let promised = late.json([
        "event",
        &order_id,
        "--kind",
        "promised",
        "--text",
        "今晚到",
        "--until",
        "2026-11-20 23:00:00",
    ]);
    let promise = promised["events"]
        .as_array()
        .unwrap()
        .iter()
        .find(|e| e["kind"] == "promised")
        .unwrap();
    assert_eq!(at(&promise["until"]), moment("2026-11-20T23:00:00+08:00"));

    let out = app.beside("out");
    let exported = late.json(["export", &order_id, "--out", path(&out)]);
    let package = PathBuf::from(exported["dir"].as_str().unwrap());
    assert!(package.starts_with(&out), "{exported}");
    assert!(sha256sum_agrees(&package));
    let files = files_below(&package);
    for original in [&shot, &chat] {
        let bytes = fs::read(original).unwrap();
        assert!(
            files.iter().any(|file| fs::read(file).unwrap() == bytes),
            "{} is not in the package as it was",
            original.display()
        );
    }
    let verified = late.json(["verify", path(&package)]);
    assert_eq!(verified["ok"], true);
    assert_eq!(verified["problems"], json!([]));

    let settled = late.json(["arrived", &order_id]);
    assert_eq!(settled["status"], "arrived");
    assert_eq!(settled["stage"], "closed");
    assert_eq!(settled["next_alert_at"], Value::Null);
}

#[test]
fn a_package_with_one_changed_missing_or_added_file_is_not_right() {
    let app = app();
    let shot = app.file("a.png", &pictures::png(1));
    let order = app.json(add(&["--shot", path(&shot)]));
    let export = |name: &str| {
        let exported = app.json(["export", &id(&order), "--out", path(&app.beside(name))]);
        PathBuf::from(exported["dir"].as_str().unwrap())
    };
    let original = |package: &Path| {
        let bytes = pictures::png(1);
        files_below(package)
            .into_iter()
            .find(|file| fs::read(file).unwrap() == bytes)
            .unwrap()
    };
    let problems = |package: &Path| {
        let ended = app.run(["--json", "verify", path(package)]);
        assert_eq!(ended.code, Some(1), "{ended:?}");
        let answer: Value = serde_json::from_str(&ended.out).unwrap();
        assert_eq!(answer["ok"], false);
        answer["problems"].to_string()
    };

    let changed = export("changed");
    let victim = original(&changed);
    let mut bytes = fs::read(&victim).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&victim, bytes).unwrap();
    assert!(!sha256sum_agrees(&changed));
    let name = victim.file_name().unwrap().to_str().unwrap();
    assert!(problems(&changed).contains(name), "the changed file is not named");

    let missing = export("missing");
    let victim = original(&missing);
    fs::remove_file(&victim).unwrap();
    assert!(problems(&missing).contains(victim.file_name().unwrap().to_str().unwrap()));

    let added = export("added");
    fs::write(original(&added).with_file_name("later.png"), pictures::png(2)).unwrap();
    assert!(problems(&added).contains("later.png"));
}

#[test]
fn a_second_export_never_overwrites_the_first() {
    let app = app();
    let order = app.json(add(&[]));
    let out = app.beside("out");
    let first = app.json(["export", &id(&order), "--out", path(&out)]);
    let first = PathBuf::from(first["dir"].as_str().unwrap());
    let before: Vec<_> = files_below(&first)
        .into_iter()
        .map(|file| (fs::read(&file).unwrap(), file))
        .collect();
    let later = app.at(paid() + minutes(5));
    later.json(["event", &id(&order), "--kind", "note", "--text", "后来"]);
    let second = later.json(["export", &id(&order), "--out", path(&out)]);
    assert_ne!(Path::new(second["dir"].as_str().unwrap()), first);
    for (bytes, file) in before {
        assert_eq!(fs::read(&file).unwrap(), bytes, "{}", file.display());
    }
}

#[test]
fn what_came_back_as_no_money_says_what_makes_it_count() {
    let app = app();
    let order_id = id(&app.json(add(&[])));
    for (to, asks) in [
        ("original", None),
        ("card", None),
        ("voucher", Some("--accepted")),
        ("credit", Some("--accepted")),
    ] {
        let refund = ["refunded", &order_id, "--amount", "0.01", "--to", to];
        let said = app.text(refund);
        assert_eq!(said.contains("--accepted"), asks.is_some(), "{to}: {said}");
        assert_eq!(said.contains("账单确实少了"), to == "credit", "{to}: {said}");
        let taken = app.text([&refund[..], &["--accepted"]].concat());
        assert!(!taken.contains("--accepted"), "{to}: {taken}");
    }
}

#[test]
fn refunds_add_up_and_the_last_one_ends_the_matter() {
    let app = app();
    let order = app.json(add(&[]));
    let order_id = id(&order);
    let part = app.json(["refunded", &order_id, "--amount", "48.49"]);
    assert_eq!(part["refunded_fen"], 4849);
    assert_eq!(part["status"], "awaiting");
    let before = app.json(["show", &order_id]);
    app.refused(["refunded", &order_id, "--amount", "50.02"]);
    assert_eq!(
        app.json(["show", &order_id]),
        before,
        "a refund over the rest changed something"
    );
    let rest = app.json(["refunded", &order_id, "--amount", "50.01"]);
    assert_eq!(rest["refunded_fen"], 9850);
    assert_eq!(rest["status"], "refunded");
    assert_eq!(rest["next_alert_at"], Value::Null);
}

/// A sum that cannot be read is refused under the name of its field, and a field that was given but left empty is left empty.
#[test]
fn each_sum_is_refused_by_its_name_and_what_is_empty_is_left_empty() {
    let app = app();
    let refused = app.refused(add_with(&[("--amount", "98.50")], &["--requested", "约一百"]));
    assert!(refused.contains("应付金额“约一百”"), "{refused}");
    let refused = app.refused(add_with(&[("--amount", "约一百")], &["--requested", "98.50"]));
    assert!(refused.contains("看不懂金额“约一百”"), "{refused}");
    let refused = app.refused(add_with(&[("--amount", "98.50")], &["--quantity", "几张"]));
    assert!(refused.contains("几张"), "{refused}");
    assert_eq!(app.json(["list"]), json!([]));
    let order = app.json(add_with(
        &[("--amount", "98.50")],
        &["--quantity", " ", "--requested", "\u{3000}"],
    ));
    assert_eq!(
        (&order["quantity"], &order["requested_fen"]),
        (&json!(1), &Value::Null)
    );
    let refused = app.refused(["refunded", &id(&order), "--amount", "约一百"]);
    assert!(refused.contains("退款金额“约一百”"), "{refused}");
    let refused = app.refused(["refunded", &id(&order), "--amount", "1", "--to", "purse"]);
    assert!(
        refused.contains("purse") && refused.contains("balance"),
        "{refused}"
    );
    assert_eq!(app.json(["show", &id(&order)])["refunded_fen"], 0);
}

#[test]
fn of_ten_keys_of_which_eight_are_right_two_are_claimed() {
    let app = app();
    let order = app.json(add_with(&[("--amount", "100.00")], &["--quantity", "10"]));
    let order_id = id(&order);
    assert_eq!((&order["quantity"], &order["claim_fen"]), (&json!(10), &json!(0)));
    let short = app.json([
        "problem",
        &order_id,
        "--type",
        "short",
        "--received",
        "8",
        "--text",
        "少发两张",
    ]);
    assert_eq!(short["status"], "disputed");
    assert_eq!(
        (&short["problem"], &short["received"]),
        (&json!("short"), &json!(8))
    );
    assert_eq!(short["claim_fen"], 2000);
    let letter = app.json(["letter", &order_id, "--to", "12315"]);
    let text = letter["text"].as_str().unwrap();
    assert!(
        text.contains("其余 2 份至今未交付") && text.contains("20.00 元"),
        "{text}"
    );
    for untrue in ["商家至今未交付", "没有到账", "仍未到账", "已逾期"] {
        assert!(!text.contains(untrue), "{untrue}: {text}");
    }
    let exported = app.json(["export", &order_id, "--out", path(&app.beside("out"))]);
    let verified = app.json(["verify", exported["dir"].as_str().unwrap()]);
    assert_eq!(verified["problems"], json!([]));
    app.refused(["problem", &order_id, "--type", "short", "--received", "11"]);
    app.refused(["problem", &order_id, "--type", "broken"]);
    let back = app.json(["refunded", &order_id, "--amount", "20"]);
    assert_eq!(
        (&back["status"], &back["claim_fen"]),
        (&json!("refunded"), &json!(0))
    );
}

#[test]
fn trouble_after_the_arrival_opens_the_matter_again() {
    let app = app();
    let order_id = id(&app.json(add(&[])));
    let said = app.refused(["problem", &order_id, "--type", "lost-after"]);
    assert!(said.contains("已到账"), "{said}");
    app.json(["arrived", &order_id]);
    let lost = app.json([
        "problem",
        &order_id,
        "--type",
        "lost-after",
        "--text",
        "第二天被冻结",
    ]);
    assert_eq!(lost["status"], "disputed");
    assert_eq!(kinds(&lost), ["logged", "arrived", "problem"]);
    let balance = app.json(["refunded", &order_id, "--amount", "98.50", "--to", "balance"]);
    assert_eq!(
        (&balance["refunded_fen"], &balance["claim_fen"]),
        (&json!(0), &json!(9850))
    );
    let taken = app.json([
        "refunded",
        &order_id,
        "--amount",
        "98.50",
        "--to",
        "balance",
        "--accepted",
    ]);
    assert_eq!(
        (&taken["status"], &taken["refunded_fen"]),
        (&json!("refunded"), &json!(9850))
    );
}

#[test]
fn a_closed_order_says_why_and_keeps_quiet() {
    let app = app();
    let order_id = id(&app.json(add(&["--window", "30m"])));
    let closed = app.json(["close", &order_id, "--reason", "自己填错了账号"]);
    assert_eq!(closed["status"], "closed");
    assert_eq!(closed["closed_reason"], "自己填错了账号");
    assert_eq!(
        app.at(paid() + minutes(31)).json(["check", "--no-notify"]),
        json!([])
    );
}

#[test]
fn an_order_is_overdue_from_the_moment_on_and_alerts_once() {
    let app = app();
    let order = app.json(add(&["--window", "30m"]));
    let before = app.at(paid() + minutes(30) - seconds(1));
    assert_eq!(before.json(["check"]), json!([]));
    assert_eq!(before.json(["show", &id(&order)])["status"], "awaiting");

    let after = app.at(paid() + minutes(31));
    assert_eq!(
        after.json(["show", &id(&order)])["status"],
        "overdue",
        "without a sweep"
    );
    let alerts = after.json(["check", "--no-notify"]);
    let alerts = alerts.as_array().unwrap();
    assert_eq!(alerts.len(), 1, "{alerts:?}");
    assert_eq!(alerts[0]["order_id"], order["id"]);
    assert_eq!(alerts[0]["stage"], "demand");
    assert_eq!(at(&alerts[0]["due_at"]), paid() + minutes(30));
    assert_eq!(alerts[0]["delivered"], false);
    for text in ["title", "body"] {
        assert!(
            !alerts[0][text].as_str().unwrap().trim().is_empty(),
            "{text} is empty"
        );
    }
    let order = after.json(["show", &id(&order)]);
    assert_eq!(order["status"], "overdue");
    assert_eq!(order["stage"], "demand");
}

#[test]
fn without_a_desktop_an_alert_is_printed_and_kept_for_later() {
    let app = app();
    app.json(add(&["--window", "30m"]));
    let after = app.at(paid() + minutes(31));
    for _ in 0..2 {
        let alerts = after.json(["check"]);
        assert_eq!(alerts.as_array().unwrap().len(), 1, "{alerts}");
        assert_eq!(alerts[0]["delivered"], false);
    }
}

#[test]
fn an_order_entered_when_already_late_gives_no_alert() {
    let app = App::fresh().at(paid() + minutes(90));
    let order = app.json(add(&["--window", "30m"]));
    assert_eq!(order["status"], "overdue");
    assert_eq!(app.at(paid() + minutes(91)).json(["check"]), json!([]));
}

#[cfg(target_os = "linux")]
#[test]
fn on_a_desktop_the_bubble_is_shown_exactly_once() {
    use daozhang_tests::Desk;
    use daozhang_tests::waiting::until_seen;

    let desk = Desk::open();
    let app = app();
    app.json(add(&["--window", "30m"]));
    let after = app.at(paid() + minutes(31));
    let alerts = after.run_on(&desk, ["--json", "check"]).json();
    assert_eq!(alerts.as_array().unwrap().len(), 1, "{alerts}");
    assert_eq!(alerts[0]["delivered"], true);
    until_seen("the bubble", || desk.bubbles(), |seen| !seen.is_empty());
    assert_eq!(after.run_on(&desk, ["--json", "check"]).json(), json!([]));
    let bubbles = desk.bubbles();
    assert_eq!(bubbles.len(), 1, "{bubbles:?}");
    assert_eq!(bubbles[0].title, alerts[0]["title"].as_str().unwrap());
    assert_eq!(bubbles[0].body, alerts[0]["body"].as_str().unwrap());
}

#[cfg(target_os = "linux")]
#[test]
fn what_could_not_be_shown_is_shown_when_a_desktop_is_there() {
    use daozhang_tests::Desk;
    use daozhang_tests::waiting::until_seen;

    let app = app();
    app.json(add(&["--window", "30m"]));
    let after = app.at(paid() + minutes(31));
    assert_eq!(after.json(["check"])[0]["delivered"], false);
    let desk = Desk::open();
    assert_eq!(
        after.run_on(&desk, ["--json", "check"]).json()[0]["delivered"],
        true
    );
    until_seen("the bubble", || desk.bubbles(), |seen| seen.len() == 1);
}

/// What must be refused with one line, and the order it would have made.
fn bad_orders(app: &App) -> Vec<(&'static str, Vec<String>)> {
    let long = "l".repeat(ENDLESS);
    let mut large = pictures::png(1);
    large.resize(30 * 1024 * 1024 + 1, 0);
    let shots = [
        ("an empty file", app.file("empty.png", b"")),
        (
            "text that is called a picture",
            app.file("text.png", "这不是图片".as_bytes()),
        ),
        (
            "HTML that is called a picture",
            app.file("page.png", b"<html><script>1</script></html>"),
        ),
        (
            "a picture cut short in its head",
            app.file("cut.png", &pictures::png(1)[..20]),
        ),
        ("a file over 30 MB", app.file("large.png", &large)),
        ("a file that is not there", app.beside("missing.png")),
        ("a folder", app.beside("")),
        (
            "a HEIC picture",
            app.file("phone.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\0"),
        ),
        (
            "a HEIC picture called PNG",
            app.file("heic.png", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\0"),
        ),
    ];
    let mut bad: Vec<(&'static str, Vec<&str>)> = vec![
        ("no money", add_with(&[("--amount", "0")], &[])),
        ("less than no money", add_with(&[("--amount", "-5")], &[])),
        (
            "more than a million",
            add_with(&[("--amount", "1000000.01")], &[]),
        ),
        ("a tenth of a fen", add_with(&[("--amount", "9.999")], &[])),
        ("an amount in words", add_with(&[("--amount", "很多")], &[])),
        (
            "an amount with an exponent",
            add_with(&[("--amount", "1e3")], &[]),
        ),
        ("no number", add_with(&[("--amount", "NaN")], &[])),
        ("an empty amount", add_with(&[("--amount", "")], &[])),
        (
            "a payment in two days",
            add_with(&[("--paid-at", "2026-11-22 21:05:00")], &[]),
        ),
        (
            "a payment on no day",
            add_with(&[("--paid-at", "2026-02-30 10:00:00")], &[]),
        ),
        ("a payment some day", add_with(&[("--paid-at", "昨天晚上")], &[])),
        ("an unknown kind", add_with(&[("--kind", "gold")], &[])),
        ("no platform", add_with(&[("--platform", "  ")], &[])),
        ("no product", add_with(&[("--product", "")], &[])),
        ("an endless product", add_with(&[("--product", &long)], &[])),
        ("an endless platform", add_with(&[("--platform", &long)], &[])),
        ("an endless order number", add(&["--order-no", &long])),
        ("an unknown channel", add(&["--channel", "cowrie"])),
        ("no window", add(&["--window", "0m"])),
        ("a window before the payment", add(&["--window", "-3m"])),
        ("an unreadable window", add(&["--window", "soon"])),
        ("a window of a thousand years", add(&["--window", "365000d"])),
    ];
    for (what, shot) in &shots {
        bad.push((what, add(&["--shot", path(shot)])));
    }
    let unknown_role = format!("{}:selfie", path(&app.file("good.png", &pictures::png(1))));
    bad.push(("an unknown role", add(&["--shot", &unknown_role])));
    bad.into_iter()
        .map(|(what, call)| (what, call.into_iter().map(str::to_owned).collect()))
        .collect()
}

#[test]
fn a_bad_order_is_refused_in_one_line_and_leaves_nothing_behind() {
    let app = app();
    app.json(add(&["--order-no", "GOOD"]));
    let before = app.json(["list"]);
    let mut lines = BTreeSet::new();
    for (what, call) in bad_orders(&app) {
        let ended = app.run(&call);
        assert_eq!(ended.code, Some(1), "{what}: {ended:?}");
        assert_eq!(ended.out, "", "{what}");
        assert_eq!(
            ended.complaint.lines().count(),
            1,
            "{what}: {:?}",
            ended.complaint
        );
        assert!(
            ended.complaint.chars().count() < 300,
            "{what} is answered at length: {}",
            ended.complaint
        );
        assert_eq!(app.json(["list"]), before, "{what} changed something");
        lines.insert(ended.complaint);
    }
    assert!(
        lines.len() > 10,
        "different mistakes get the same few answers: {lines:#?}"
    );
}

#[test]
fn a_good_picture_beside_a_bad_one_is_not_kept_alone() {
    let app = app();
    let good = app.file("good.png", &pictures::png(1));
    let bad = app.file("bad.png", b"no picture");
    let order = app.json(add(&[]));
    app.refused([
        "event",
        &id(&order),
        "--kind",
        "note",
        "--text",
        "x",
        "--shot",
        path(&good),
        "--shot",
        path(&bad),
    ]);
    assert_eq!(app.json(["show", &id(&order)]), order);
}

#[test]
fn the_amounts_at_the_edges_are_good() {
    for (typed, fen) in [
        ("0.01", 1),
        ("98", 9800),
        ("98.5", 9850),
        ("1000000", 100_000_000),
    ] {
        let order = app().json(add_with(&[("--amount", typed)], &[]));
        assert_eq!(order["amount_fen"], fen, "{typed}");
    }
}

#[test]
fn what_happens_to_an_order_that_is_not_there_is_refused() {
    let app = app();
    let out = app.beside("out");
    for call in [
        vec!["show", "7"],
        vec!["event", "7", "--kind", "note", "--text", "x"],
        vec!["arrived", "7"],
        vec!["refunded", "7", "--amount", "1"],
        vec!["close", "7", "--reason", "x"],
        vec!["letter", "7", "--to", "platform"],
        vec!["export", "7", "--out", path(&out)],
    ] {
        let line = app.refused(&call);
        assert!(line.contains('7'), "{call:?}: {line}");
    }
    assert!(!out.exists(), "a refused export left a folder behind");
}

#[test]
fn a_bad_event_is_refused_and_leaves_nothing_behind() {
    let app = app();
    let order = app.json(add(&[]));
    let order_id = id(&order);
    let long = "l".repeat(ENDLESS);
    for call in [
        vec!["event", &order_id, "--kind", "sung", "--text", "x"],
        vec!["event", &order_id, "--kind", "note", "--text", &long],
        vec![
            "event",
            &order_id,
            "--kind",
            "promised",
            "--text",
            "x",
            "--until",
            "不知道",
        ],
        vec![
            "event",
            &order_id,
            "--kind",
            "note",
            "--text",
            "x",
            "--at",
            "2026-11-25 10:00:00",
        ],
        vec!["arrived", &order_id, "--at", "2026-11-19 10:00:00"],
        vec!["refunded", &order_id, "--amount", "0"],
        vec!["refunded", &order_id, "--amount", "98.51"],
        vec!["close", &order_id, "--reason", " "],
    ] {
        let ended = app.run(&call);
        assert_eq!(ended.code, Some(1), "{:?}: {ended:?}", &call[..call.len().min(4)]);
        assert_eq!(ended.complaint.lines().count(), 1, "{:?}", ended.complaint);
        assert_eq!(
            app.json(["show", &order_id]),
            order,
            "{:?} changed something",
            &call[..2]
        );
    }
}

#[test]
fn wrong_calls_are_told_from_wrong_values() {
    let app = app();
    for call in [
        vec!["frobnicate"],
        vec!["add"],
        vec!["show"],
        vec!["show", "one"],
        vec!["list", "--colour", "red"],
        vec!["event", "1"],
        vec!["list", "--limit", "many"],
    ] {
        let complaint = app.run(&call).misused();
        assert!(!complaint.is_empty(), "{call:?}");
    }
    assert!(!app.data().exists(), "a wrong call made a data folder");
}

#[test]
fn the_same_order_twice_is_taken_only_on_request() {
    let app = app();
    let call = add(&["--order-no", "TWICE"]);
    let first = app.json(&call);
    let line = app.refused(&call);
    assert!(
        line.contains(&id(&first)),
        "the refusal does not name the order it looks like: {line}"
    );
    assert_eq!(app.json(["list"]).as_array().unwrap().len(), 1);
    app.json(add(&["--order-no", "TWICE", "--force"]));
    assert_eq!(app.json(["list"]).as_array().unwrap().len(), 2);
}

#[test]
fn the_same_picture_twice_is_kept_once() {
    let app = app();
    let one = app.file("one.png", &pictures::png(1));
    let two = app.file("two.png", &pictures::png(1));
    let order = app.json(add(&["--shot", path(&one), "--shot", path(&two)]));
    let hashes: BTreeSet<_> = order["shots"]
        .as_array()
        .unwrap()
        .iter()
        .map(|shot| shot["sha256"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(hashes.len(), 1);
}

#[test]
fn markup_and_template_signs_are_text_like_any_other() {
    let app = app();
    let platform = "<script>alert(1)</script> & \"星辰\"";
    let product = "{{ 7 * 7 }} {% for x in y %} ${HOME} `id` %s";
    let order = app.json(add_with(
        &[("--platform", platform), ("--product", product)],
        &["--order-no", "#show[*]"],
    ));
    assert_eq!(order["platform"], platform);
    assert_eq!(order["product"], product);
    let letter = app.text(["letter", &id(&order), "--to", "platform"]);
    assert!(letter.contains("{{ 7 * 7 }} {% for x in y %}"), "{letter}");
    let out = app.beside("out");
    let exported = app.json(["export", &id(&order), "--out", path(&out)]);
    let package = PathBuf::from(exported["dir"].as_str().unwrap());
    assert!(sha256sum_agrees(&package));
    let files = files_below(&package);
    assert!(files.iter().all(|file| file.starts_with(&out)));
    let written: String = files
        .iter()
        .filter_map(|file| fs::read_to_string(file).ok())
        .collect::<Vec<_>>()
        .join("\n");
    assert!(
        written.contains("7 * 7"),
        "the product is in no text of the package"
    );
    for file in files
        .iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "html"))
    {
        let page = fs::read_to_string(file).unwrap();
        assert!(
            !page.contains("<script>alert"),
            "{} would run the platform's name",
            file.display()
        );
    }
}

#[test]
fn a_platform_named_like_a_path_does_not_lead_the_export_astray() {
    let app = app();
    let order = app.json(add_with(
        &[("--platform", "../../etc/卡盟")],
        &["--order-no", "/abs/../x"],
    ));
    let out = app.beside("out");
    let exported = app.json(["export", &id(&order), "--out", path(&out)]);
    let package = fs::canonicalize(exported["dir"].as_str().unwrap()).unwrap();
    assert!(
        package.starts_with(fs::canonicalize(&out).unwrap()),
        "{}",
        package.display()
    );
    assert!(sha256sum_agrees(&package));
}

#[test]
fn a_data_folder_that_cannot_be_made_is_named() {
    let app = App::fresh();
    let file = app.file("file", b"");
    let line = App::on(file.join("data"))
        .at(paid() + minutes(1))
        .refused(["list"]);
    assert!(line.contains("file"), "{line}");
    assert_eq!(fs::read(file).unwrap(), b"");
}

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    let app = app();
    fs::create_dir_all(app.data()).unwrap();
    let database = app.data().join("daozhang.db");
    let foreign = "这是别的程序的文件\n".repeat(1000);
    fs::write(&database, &foreign).unwrap();
    app.refused(["list"]);
    app.refused(add(&[]));
    assert_eq!(fs::read_to_string(&database).unwrap(), foreign);
}

#[test]
fn a_database_of_a_newer_app_is_left_alone() {
    let app = app();
    app.json(add(&[]));
    let database = app.data().join("daozhang.db");
    let connection = rusqlite::Connection::open(&database).unwrap();
    connection.pragma_update(None, "user_version", 9999).unwrap();
    connection
        .pragma_update(None, "wal_checkpoint", "TRUNCATE")
        .unwrap();
    drop(connection);
    let before = fs::read(&database).unwrap();
    let line = app.refused(["list"]);
    assert!(
        line.contains("新"),
        "it does not say that the data is newer: {line}"
    );
    app.refused(add(&["--order-no", "other"]));
    assert_eq!(fs::read(&database).unwrap(), before);
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_the_data() {
    use std::os::unix::fs::PermissionsExt;

    let app = app();
    let shot = app.file("a.png", &pictures::png(1));
    app.json(add(&["--shot", path(&shot)]));
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(app.data()), 0o700);
    for file in files_below(app.data()) {
        assert_eq!(mode(&file) & 0o077, 0, "{}", file.display());
    }
}

#[test]
fn the_folder_on_the_command_line_wins_over_the_one_in_the_environment() {
    let app = app();
    let other = app.beside("other");
    let mut call = vec!["--data", path(&other)];
    let add = add(&[]);
    call.extend(&add);
    app.json(&call);
    assert!(other.join("daozhang.db").is_file());
    assert!(!app.data().exists());
}

#[test]
fn many_at_once_lose_nothing() {
    let app = app();
    app.json(["list"]);
    let data = app.data().to_owned();
    let writers: Vec<_> = (0..8)
        .map(|number| {
            let data = data.clone();
            thread::spawn(move || {
                let app = App::on(data).at(paid() + minutes(1));
                app.json(add(&["--order-no", &format!("N{number}"), "--force"]));
            })
        })
        .collect();
    for writer in writers {
        writer.join().unwrap();
    }
    let list = app.json(["list"]);
    let numbers: BTreeSet<_> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|order| order["order_no"].to_string())
        .collect();
    assert_eq!(numbers.len(), 8);
}

#[test]
fn every_command_says_how_it_is_used() {
    let app = app();
    let help = app.text(["--help"]);
    for command in [
        "add", "list", "show", "event", "arrived", "refunded", "close", "letter", "check", "export", "verify",
    ] {
        assert!(help.contains(command), "{command} is not in the help");
        assert!(!app.text([command, "--help"]).is_empty());
    }
    assert!(app.text(["--version"]).contains(env!("CARGO_PKG_VERSION")));
    assert!(!app.data().exists(), "help made a data folder");
}
