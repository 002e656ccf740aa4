//! Sealed papers of payment companies and banks on the command line: read, matched, kept as proofs, or refused.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a test fails"
)]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use daozhang_tests::clock::moment;
use daozhang_tests::{App, package};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

fn app() -> App {
    App::fresh().at(moment("2026-10-01T10:00:00+08:00"))
}

fn paper(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../src-tauri/core/tests/fixtures/papers")
        .join(format!("{name}.pdf"))
}

fn import(app: &App, name: &str, more: &[&str]) -> Value {
    let file = paper(name);
    let arguments = ["import", file.to_str().unwrap()]
        .into_iter()
        .chain(more.iter().copied());
    app.json(arguments)
}

fn add(app: &App, amount: &str, paid_at: &str, more: &[&str]) -> i64 {
    let usual = [
        "add",
        "--platform",
        "样例平台",
        "--product",
        "点卡",
        "--kind",
        "card-key",
        "--amount",
        amount,
        "--paid-at",
        paid_at,
    ];
    app.json(usual.into_iter().chain(more.iter().copied()))["id"]
        .as_i64()
        .unwrap()
}

/// The payment of 50.00 that the list and the receipt of 支付宝 tell of.
fn add_fifty(app: &App) -> i64 {
    let number = "20260920220014000000000007";
    let more = ["--channel", "alipay", "--payment-no", number];
    add(app, "50.00", "2026-09-20 10:30:00", &more)
}

/// The hashes of the proofs of the payment that an order has.
fn proofs(app: &App, id: i64) -> Vec<String> {
    let shots = app.json(["show", &id.to_string()])["shots"]
        .as_array()
        .unwrap()
        .clone();
    let proofs = shots.iter().filter(|shot| shot["role"] == "payment");
    proofs
        .map(|shot| shot["sha256"].as_str().unwrap().to_owned())
        .collect()
}

fn sum(name: &str) -> String {
    package::sum(&fs::read(paper(name)).unwrap())
}

#[test]
fn a_paper_of_wechat_is_matched_by_number_and_kept_whole() {
    let app = app();
    let id = add(
        &app,
        "481.00",
        "2026-09-25 09:20:31",
        &[
            "--channel",
            "wechat",
            "--payment-no",
            "4200000999202609250000000001",
        ],
    );
    let rehearsed = import(&app, "wechat-proof", &["--dry-run"]);
    assert_eq!(proofs(&app, id), [""; 0]);
    let imported = import(&app, "wechat-proof", &[]);
    assert_eq!(imported, rehearsed);
    assert_eq!(
        [
            &imported["format"],
            &imported["rows"],
            &imported["read"],
            &imported["matched"],
            &imported["refunds"]
        ],
        [&json!("wechat-proof"), &json!(4), &json!(4), &json!(1), &json!(1)],
        "{imported}"
    );
    assert_eq!(imported["orders_created"], 0, "{imported}");
    assert_eq!(
        imported["paper"],
        json!({
            "number": "2026010100000000000000000000012",
            "period": ["2026-09-01T00:00:00+08:00", "2026-09-30T23:59:59+08:00"],
            "pages": 2,
            "signature": "none",
            "unreadable": [],
        })
    );
    assert_eq!(proofs(&app, id), [sum("wechat-proof")]);
    let shown = app.json(["show", &id.to_string()]);
    assert_eq!(shown["refunded_fen"], 10_000, "{shown}");
    assert_eq!(shown["merchant_order_no"], "SH20260925092031000001");
    // A second time nothing is news.
    let again = import(&app, "wechat-proof", &[]);
    assert_eq!(
        [&again["matched"], &again["refunds"]],
        [&json!(0), &json!(0)],
        "{again}"
    );
    assert_eq!(app.json(["show", &id.to_string()]), shown);
}

#[test]
fn one_payment_in_two_papers_is_counted_once() {
    let app = app();
    let id = add(
        &app,
        "481.00",
        "2026-09-25 09:20:33",
        &[
            "--channel",
            "alipay",
            "--payment-no",
            "20260925220014000000000001",
        ],
    );
    let imported = import(&app, "bocom-statement", &[]);
    assert_eq!(
        [&imported["matched"], &imported["orders_created"]],
        [&json!(1), &json!(0)],
        "{imported}"
    );
    assert_eq!(imported["totals_agree"], true, "{imported}");
    let shown = app.json(["show", &id.to_string()]);
    assert_eq!(shown["payment_no"], "20260925220014000000000001");
    assert_eq!(shown["amount_fen"], 48_100);
    assert_eq!(proofs(&app, id), [sum("bocom-statement")]);
}

#[test]
fn a_receipt_and_the_list_that_has_the_same_payment_are_two_proofs_of_it() {
    let app = app();
    let id = add_fifty(&app);
    assert_eq!(import(&app, "alipay-receipt", &[])["matched"], 1);
    let list = import(&app, "alipay-proof", &[]);
    assert_eq!(
        [&list["matched"], &list["refunds"]],
        [&json!(1), &json!(1)],
        "{list}"
    );
    let mut both = [sum("alipay-receipt"), sum("alipay-proof")];
    both.sort();
    let mut kept = proofs(&app, id);
    kept.sort();
    assert_eq!(kept, both);
    assert_eq!(app.json(["show", &id.to_string()])["refunded_fen"], 5_000);
}

#[test]
fn what_a_bank_tells_under_no_number_is_proposed_and_not_taken() {
    for (name, line) in [
        ("cmb-statement", 2),
        ("icbc-statement", 2),
        ("boc-statement", 1),
        ("abc-statement", 1),
        ("ccb-statement", 1),
    ] {
        let app = app();
        let id = add(&app, "481.00", "2026-09-25 09:20:31", &[]);
        let imported = import(&app, name, &[]);
        assert_eq!(
            [
                &imported["matched"],
                &imported["orders_created"],
                &imported["refunds"]
            ],
            [&json!(0), &json!(0), &json!(0)],
            "{imported}"
        );
        assert_eq!(imported["format"], name);
        let offered = imported["offered"].as_array().unwrap();
        let proposed = offered.iter().find(|row| row["line"] == line);
        let why = proposed.unwrap_or_else(|| panic!("{imported}"))["why"]
            .as_str()
            .unwrap();
        assert!(
            why.contains(&format!("#{id}")) || why.contains(&id.to_string()),
            "{why}"
        );
        assert_eq!(proofs(&app, id), [""; 0]);
        let taken = import(&app, name, &["--line", &line.to_string()]);
        assert_eq!(taken["matched"], 1, "{taken}");
        assert_eq!(proofs(&app, id), [sum(name)]);
    }
}

#[test]
fn a_locked_paper_asks_for_its_password() {
    let app = app();
    let file = paper("locked");
    let file = file.to_str().unwrap();
    let refused = app.refused(["import", file]);
    assert!(
        refused.contains("打开密码") && refused.contains("申请记录"),
        "{refused}"
    );
    assert!(
        app.refused(["import", file, "--password", "000000"])
            .contains("不对")
    );
    assert_eq!(
        import(&app, "locked", &["--password", "482913"])["format"],
        "boc-statement"
    );
    let english = app.refused(["--lang", "en", "import", file]);
    assert!(
        english.contains("password") && english.is_ascii() || english.contains("password"),
        "{english}"
    );
}

#[test]
fn a_signature_is_said_and_never_called_good() {
    let app = app();
    for (name, signature) in [
        ("signed", "found"),
        ("changed", "changed-after"),
        ("wechat-proof", "none"),
    ] {
        let imported = import(&app, name, &["--dry-run"]);
        assert_eq!(imported["paper"]["signature"], signature, "{name}");
        assert!(!imported.to_string().contains("有效"));
    }
}

/// A mail with these files.
fn mail(files: &[(&str, Vec<u8>)], body: &str) -> Vec<u8> {
    let encoded = |text: &str| format!("=?UTF-8?B?{}?=", STANDARD.encode(text));
    let mut mail = format!(
        "From: <a@example.com>\r\nTo: <b@example.com>\r\nSubject: {}\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=\"part\"\r\n\r\n--part\r\nContent-Type: text/html; charset=utf-8\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{}\r\n",
        encoded("测试的流水"),
        STANDARD.encode(body)
    );
    for (name, bytes) in files {
        mail.push_str(&format!(
            "--part\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"{}\"\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n{}\r\n",
            encoded(name),
            STANDARD.encode(bytes)
        ));
    }
    mail.push_str("--part--\r\n");
    mail.into_bytes()
}

#[test]
fn a_mail_gives_what_is_attached_to_it() {
    let app = app();
    let id = add_fifty(&app);
    let attached = |name: &str| (name.to_owned(), fs::read(paper(name)).unwrap());
    let one = attached("alipay-proof");
    let file = app.file("一封.eml", &mail(&[("流水.pdf", one.1.clone())], "附件"));
    let imported = app.json(["import", file.to_str().unwrap()]);
    assert_eq!(
        [&imported["format"], &imported["matched"]],
        [&json!("alipay-proof"), &json!(1)],
        "{imported}"
    );
    assert_eq!(proofs(&app, id), [sum("alipay-proof")]);
    let timeline = app.json(["show", &id.to_string()])["events"].to_string();
    assert!(timeline.contains("测试的流水"), "{timeline}");
    let two = mail(
        &[("流水.pdf", one.1), ("回单.pdf", attached("alipay-receipt").1)],
        "附件",
    );
    let file = app.file("两份.eml", &two);
    let imported = app.json(["import", file.to_str().unwrap(), "--dry-run"]);
    let formats: Vec<&Value> = imported
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["format"])
        .collect();
    assert_eq!(formats, ["alipay-proof", "alipay-receipt"]);
    for (name, bytes, word) in [
        (
            "链接.eml",
            mail(&[], "<a href=\"https://example.com/x\">下载</a>"),
            "下载链接",
        ),
        ("空的.eml", mail(&[], "没有别的"), "没有可以导入的附件"),
        (
            "图片.eml",
            mail(&[("a.png", b"\x89PNG\r\n\x1a\n....".to_vec())], ""),
            "图片",
        ),
        ("乱的.eml", b"\0\x01\x02".to_vec(), "信"),
    ] {
        let file = app.file(name, &bytes);
        let refused = app.refused(["import", file.to_str().unwrap()]);
        assert!(refused.contains(word), "{name}: {refused}");
    }
}

#[test]
fn what_is_no_paper_is_refused_in_one_sentence_and_nothing_is_changed() {
    let app = app();
    add(&app, "481.00", "2026-09-25 09:20:31", &[]);
    let before = app.json(["list"]);
    let whole = fs::read(paper("wechat-proof")).unwrap();
    for (name, bytes, word) in [
        ("半份.pdf", whole[..whole.len() / 2].to_vec(), "不完整"),
        ("网页.pdf", b"<html>".to_vec(), "不是 PDF"),
        ("坏的.pdf", b"%PDF-1.7 x".to_vec(), "PDF"),
        ("扫描.pdf", fs::read(paper("scan")).unwrap(), "扫描件"),
    ] {
        let file = app.file(name, &bytes);
        let refused = app.refused(["import", file.to_str().unwrap()]);
        assert!(refused.contains(word), "{name}: {refused}");
        let english = app.refused(["--lang", "en", "import", file.to_str().unwrap()]);
        assert!(english.ends_with('.') && !english.contains('。'), "{english}");
    }
    assert_eq!(app.json(["list"]), before);
}

#[test]
fn a_paper_that_takes_too_long_ends_its_reader_and_nothing_else() {
    let app = app();
    add(&app, "481.00", "2026-09-25 09:20:31", &[]);
    let before = app.json(["list"]);
    for (name, most) in [("endless", 10), ("deep", 60)] {
        let begun = Instant::now();
        let refused = app.refused(["import", paper(name).to_str().unwrap()]);
        assert!(refused.contains("时间或内存太多"), "{refused}");
        assert!(begun.elapsed() < Duration::from_secs(most), "{name}");
    }
    assert_eq!(app.json(["list"]), before);
}

#[test]
fn a_package_says_what_else_a_paper_holds() {
    let app = app();
    let id = add_fifty(&app).to_string();
    import(&app, "alipay-receipt", &[]);
    let out = app.beside("packages");
    let warned = |more: &[&str]| {
        let all = ["export", &id, "--out", out.to_str().unwrap()];
        let done = app.json(all.into_iter().chain(more.iter().copied()));
        done["warnings"]
            .to_string()
            .contains("还有您其他的付款和证件号码")
    };
    assert!(warned(&[]));
    assert!(!warned(&["--masked"]), "there it is left out");
}
