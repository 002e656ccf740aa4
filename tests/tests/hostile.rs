//! Texts that are made to be taken for something else: markup, scripts, templates, formulas, paths, signs that turn the
//! direction of writing. Wherever they come from they are text, or they are refused in a sentence.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a test fails"
)]

use std::fs;

use daozhang_tests::clock::{minutes, now, typed};
use daozhang_tests::waiting::{until, until_seen};
use daozhang_tests::window::keys;
use daozhang_tests::{App, Desk, Window, pictures};
use serde_json::Value;

/// What an attacker might write to have it run, filled in, opened or obeyed.
const TEXTS: [&str; 18] = [
    "<img src=x onerror=window.__hacked=1>",
    "<script>window.__hacked=1</script>",
    "<svg onload=window.__hacked=1>",
    "<iframe src=javascript:window.__hacked=1>",
    "a\"><b onmouseover='window.__hacked=1'>",
    "{{constructor.constructor('window.__hacked=1')()}}",
    "{{7*7}} ${7*7} #{7*7} <%= 7*7 %>",
    "javascript:window.__hacked=1",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "+1+1",
    "-2+3",
    "＝1+1",
    "../../../../etc/passwd",
    "%00 \\0 ␀ %s%n",
    "'; DROP TABLE orders; --",
    "\u{202e}gnp.exe\u{202c} \u{2066}abc\u{2069} \u{200f}\u{feff}x",
    "#panic(\"x\") #eval(\"1+1\") $x$ @ref *b* \\u{1}",
];

/// Every text field of an order, but the numbers: those are kept without blanks.
const FIELDS: [&str; 5] = ["platform", "product", "account", "merchant", "note"];

/// A text as a field of one line keeps it: without the characters that nobody sees, which make two names of one.
fn in_one_line(text: &str) -> String {
    let unseen = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    let seen: String = text.chars().filter(|c| !unseen(*c)).collect();
    seen.trim().to_owned()
}

fn add(fields: &[(&str, &str)], more: &[&str]) -> Vec<String> {
    let paid_at = typed(now() - minutes(90));
    let usual = [
        ("platform", "星辰卡盟"),
        ("product", "Q币 100 个"),
        ("kind", "q-coin"),
        ("amount", "98.50"),
        ("paid-at", &paid_at),
        ("window", "30m"),
    ];
    let mut arguments = vec!["add".to_owned(), "--force".to_owned()];
    for (name, value) in usual
        .iter()
        .filter(|(name, _)| fields.iter().all(|(other, _)| other != name))
        .chain(fields)
    {
        arguments.push(format!("--{name}={value}"));
    }
    arguments.extend(more.iter().map(|one| (*one).to_owned()));
    arguments
}

#[test]
fn hostile_texts_are_kept_to_the_letter() {
    let app = App::fresh();
    for text in TEXTS {
        let order = app.json(add(&FIELDS.map(|field| (field, text)), &[]));
        for field in FIELDS {
            let kept = match field {
                "note" => text.trim().to_owned(),
                _ => in_one_line(text),
            };
            assert_eq!(order[field], kept.as_str(), "{field}");
        }
        let id = order["id"].to_string();
        let told = app.json(["event", &id, "--kind", "note", "--text", text]);
        assert_eq!(
            told["events"].as_array().unwrap().last().unwrap()["text"],
            text.trim()
        );
        let found = app.json(["list".to_owned(), format!("--search={text}")]);
        assert!(
            found
                .as_array()
                .unwrap()
                .iter()
                .any(|one| one["id"] == order["id"]),
            "{text} is not found"
        );
    }
    assert_eq!(app.json(["list"]).as_array().unwrap().len(), TEXTS.len());
}

#[test]
fn control_characters_go_and_what_is_too_long_is_refused_in_a_sentence() {
    let app = App::fresh();
    let controls: String = (1..32_u8)
        .map(char::from)
        .chain(['\u{7f}', '\u{85}', '\u{9b}'])
        .collect();
    let text = format!("前{controls}后");
    let order = app.json(add(&FIELDS.map(|field| (field, text.as_str())), &[]));
    for field in FIELDS {
        let kept = order[field].as_str().unwrap();
        assert!(kept.starts_with('前') && kept.ends_with('后'), "{kept:?}");
        let strange: Vec<char> = kept
            .chars()
            .filter(|c| c.is_control() && !(field == "note" && matches!(c, '\n' | '\t')))
            .collect();
        assert!(strange.is_empty(), "{field} keeps {strange:?}");
    }
    let long = "长".repeat(10_000);
    for field in FIELDS
        .into_iter()
        .chain(["order-no", "payment-no", "merchant-order-no"])
    {
        let said = app.refused(add(&[(field, &long)], &[]));
        assert!(
            said.contains("太长") && said.chars().count() < 150,
            "{field}: {said}"
        );
    }
    for field in ["kind", "amount", "paid-at", "window", "channel"] {
        let said = app.refused(add(&[(field, &long)], &[]));
        // It may name what there is to choose from, fifteen kinds, but never all that was typed.
        assert!(said.chars().count() < 260, "{field}: {said}");
    }
    assert_eq!(app.json(["list"]).as_array().unwrap().len(), 1);
}

#[test]
fn no_spreadsheet_runs_what_was_exported() {
    let app = App::fresh();
    for text in TEXTS {
        app.json(add(&FIELDS.map(|field| (field, text)), &[]));
    }
    app.json(["import".as_ref(), bill(&app).as_os_str()]);
    let (csv, json) = (app.beside("全部.csv"), app.beside("全部.json"));
    for (format, out) in [("csv", &csv), ("json", &json)] {
        app.json(["dump", "--format", format, "--out", out.to_str().unwrap()]);
    }
    let table = cells(&fs::read_to_string(&csv).unwrap());
    let all = app.json(["list", "--limit", "1000"]).as_array().unwrap().len();
    assert_eq!(table.len(), all + 1, "a row for each, and the header");
    for row in &table {
        assert_eq!(row.len(), table[0].len(), "{row:?}");
        for cell in row {
            let first = cell
                .trim_start_matches(['\u{feff}', '\u{200f}', '\u{202e}', ' '])
                .chars()
                .next();
            assert!(
                !first.is_some_and(|first| "=+-@＝＋－＠\t\r".contains(first)),
                "a spreadsheet runs {cell:?}"
            );
        }
    }
    let said = table.concat().concat();
    for text in TEXTS {
        assert!(said.contains(text.trim()), "{text} is in the table");
    }
    let document: Value = serde_json::from_slice(&fs::read(&json).unwrap()).unwrap();
    let texts = document["orders"].to_string();
    assert!(texts.contains("onerror=window.__hacked=1"));
    // What sets the pages of a package knows signs of its own, and takes these for none.
    let export = app.beside("out");
    let exported = app.json(["export", "1", "--out", export.to_str().unwrap()]);
    let verdict = app.json(["verify", exported["dir"].as_str().unwrap()]);
    assert_eq!(verdict["ok"], true, "{verdict}");
}

/// The cells of a CSV file, as a spreadsheet takes them apart.
fn cells(csv: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = csv.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(c) = chars.next() {
        match (c, quoted) {
            ('"', true) if chars.peek() == Some(&'"') => cell.extend(chars.next()),
            ('"', _) => quoted = !quoted,
            (',', false) => row.push(std::mem::take(&mut cell)),
            ('\n', false) => {
                row.push(std::mem::take(&mut cell).trim_end_matches('\r').to_owned());
                rows.push(std::mem::take(&mut row));
            }
            _ => cell.push(c),
        }
    }
    rows
}

/// A bill whose texts are hostile.
fn bill(app: &App) -> std::path::PathBuf {
    let mut lines = vec![
        "交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,"
            .to_owned(),
    ];
    for (row, text) in TEXTS.iter().enumerate() {
        let at = (now() - minutes(60 * (row as i64 + 2))).format("%Y-%m-%d %H:%M:%S");
        let text = text.replace('"', "\"\"");
        lines.push(format!(
            "{at},充值缴费,\"{text}\",\"{text}\",\"充值 {text}\",支出,10.00,\"{text}\",交易成功,20261110220014{row:014}\t,\"{text}\",\"{text}\","
        ));
    }
    app.file(
        "<img src=x onerror=window.__hacked=1>.csv",
        (lines.join("\r\n") + "\r\n").as_bytes(),
    )
}

#[test]
fn a_hostile_bill_and_a_hostile_message_are_read_as_text() {
    let app = App::fresh();
    let imported = app.json(["import".as_ref(), bill(&app).as_os_str()]);
    assert_eq!(imported["orders_created"], TEXTS.len(), "{imported}");
    let orders = app.json(["list"]);
    for (row, text) in TEXTS.iter().enumerate() {
        let product = in_one_line(&format!("充值 {text}"));
        let order = orders
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["product"] == product.as_str());
        let order = order.unwrap_or_else(|| panic!("row {row}: no {product:?} in {orders:#}"));
        assert_eq!(order["merchant"], in_one_line(text).as_str());
    }
    for text in TEXTS {
        let message = format!(
            "订单号：XH20260930001\n商品：{text}\n实付：98.50\n付款时间：2026-09-30 21:03:45\n充值账号：{text}\n"
        );
        let file = app.file("消息.txt", message.as_bytes());
        let read = app.json(["read".as_ref(), file.as_os_str()]);
        assert_eq!(read["draft"]["amount_fen"], 9850, "{text}: {read}");
        assert!(!read.to_string().contains("49\""), "nothing was reckoned: {read}");
    }
    assert_eq!(app.json(["list"]), orders, "reading logs nothing");
}

#[test]
fn the_window_shows_hostile_texts_and_runs_none() {
    let desk = Desk::open();
    let app = App::fresh();
    let name = app.file("<img src=x onerror=window.__hacked=1>.png", &pictures::png(3));
    for text in TEXTS.iter().rev() {
        let shot = name.to_str().unwrap();
        let id = app.json(add(&FIELDS.map(|field| (field, *text)), &["--shot", shot]))["id"].to_string();
        app.json(["event", &id, "--kind", "note", "--text", text]);
    }
    app.json(["tag", "1", "--add", "<b onclick=a>", "--add", "{{7*7}}"]);
    app.json(["import".as_ref(), bill(&app).as_os_str()]);
    let window = Window::open(&desk, &app);
    let title = window.script("return document.title");
    let elements = window.script(INJECTED);
    let harmless = |place: &str| {
        // A dialog that a script opened would make this fail too.
        assert_eq!(
            window.script("return typeof window.__hacked"),
            "undefined",
            "{place}"
        );
        assert_eq!(window.script("return document.title"), title, "{place}");
        assert_eq!(window.script(INJECTED), elements, "{place}");
        assert!(!window.page_text().contains("49 49"), "{place}");
    };
    window.find("todo-card");
    harmless("first page");

    window.click("rail-orders");
    window.find("order-row");
    harmless("list");
    for text in TEXTS {
        window.fill("order-search", text.trim());
        until_seen(
            &format!("{text:?} in the list"),
            || {
                window
                    .all("order-row")
                    .iter()
                    .map(|row| row.text())
                    .collect::<Vec<_>>()
            },
            |rows| !rows.is_empty() && rows.iter().all(|row| row.contains(&in_one_line(text))),
        );
        harmless(text);
    }
    let ids: Vec<String> = app
        .json(["list", "--search", "window.__hacked"])
        .as_array()
        .unwrap()
        .iter()
        .map(|order| order["id"].to_string())
        .collect();
    assert!(ids.len() > 6);
    for id in &ids[..6] {
        window.click("rail-orders");
        window.fill("order-search", "window.__hacked");
        window.click_by(&format!("[data-testid=order-row][data-order-id=\"{id}\"]"));
        let product = app.json(["show", id])["product"].as_str().unwrap().to_owned();
        until_seen(
            &format!("the case {product:?}"),
            || window.find("case-title").text(),
            |title| title.contains(&product),
        );
        window.settle();
        harmless(&product);
    }
    window.click("step-toggle-platform");
    window.filled("letter-text");
    harmless("letter");

    window.click("mark-arrived");
    window.find("toast");
    harmless("toast");

    window.click("rail-platforms");
    window.find("platform-row");
    harmless("platforms");
    window.click("platform-row");
    window.settle();
    harmless("platform");
    window.click("rail-overview");
    window.settle();
    harmless("overview");

    // A received message, read into the form.
    window.click("new-order");
    window.find("form-platform");
    window.click("paste-open");
    window.find("paste-text");
    // The driver types no line breaks.
    window.script(
        "const box = document.querySelector('[data-testid=paste-text]');
         box.value = '商品：Q币<img src=x onerror=window.__hacked=1>{{7*7}}\\n实付：98.50\\n订单号：XH20260930001';
         box.dispatchEvent(new Event('input'));",
    );
    window.click("paste-read");
    let read = "Q币<img src=x onerror=window.__hacked=1>{{7*7}}";
    until("what was read", || match window.filled("form-product") {
        product if product == read => Ok(()),
        other => Err(format!("the form holds {other:?}")),
    });
    window.settle();
    harmless("message");
    window.fill("form-amount", "=1+1");
    window.chord(keys::CONTROL, keys::ENTER);
    window.find("form-error");
    harmless("form");
    assert!(
        !window.said().contains("Content Security Policy"),
        "not even the policy had to step in: {}",
        window.said()
    );
}

/// How much is on the page that no page of the app has: what markup in a text would have made.
const INJECTED: &str = "return document.querySelectorAll(
    'iframe, object, embed, img[src=x], svg[onload], b[onclick], b[onmouseover], body script, a[href^=\"javascript:\"]').length";
