//! The page may speak any language; what is kept and what leaves the app is Chinese, because Chinese offices read it.

use super::dispatch::{App, BILL};
use daozhang_core::order::Span;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::path::{Path, PathBuf};

/// What is left of a matter, and what the page was told on the way.
#[derive(Default)]
struct Life {
    /// Each answer with its operation.
    shown: Vec<(String, String)>,
    /// The texts of letters, and what was put on the clipboard.
    letters: Vec<String>,
    /// The orders with their timelines, which are chained: one word in another language changes every hash after it.
    orders: Vec<Value>,
    /// The packages and whatever else was written, by its place.
    files: BTreeMap<PathBuf, Vec<u8>>,
}

fn collect(folder: &Path, root: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, root, files);
        } else {
            let place = path.strip_prefix(root).unwrap().to_owned();
            files.insert(place, std::fs::read(&path).unwrap());
        }
    }
}

pub(super) fn picture() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::RgbImage::new(64, 48)
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

/// A matter from the payment to the second package, by the same steps in every language.
fn life(language: &str) -> Life {
    let app = App::new();
    let mut life = Life::default();
    let mut settings = app.done("settings", json!({}));
    settings["language"] = json!(language);
    app.asked("set_settings", json!({ "settings": settings }));
    let mut ask = |name: &str, payload: Value| {
        let answer = app.asked(name, payload);
        // Each life has a folder of its own, which says nothing of the language.
        let folder = json!(app.folder.path()).to_string();
        let folder = folder.trim_matches('"');
        life.shown
            .push((name.to_owned(), answer.to_string().replace(folder, "…")));
        answer
    };

    let staged = app.session.stage_bytes("付款.png", picture());
    let sha256 = json!(staged)["staged"][0]["sha256"].clone();
    let draft = json!({
        "platform": "星河卡盟", "product": "100 Q币", "kind": "q-coin", "amount": "98.50", "channel": "wechat",
        "paid_at": "刚刚", "window": "30m", "account": "10001", "order_no": "X1", "payment_no": "4200000000202611230000000009",
        "shots": [{ "sha256": sha256, "role": "payment" }],
    });
    let id = ask("log_order", json!({ "draft": draft }))["id"].clone();
    let draft = json!({ "platform": "星河卡盟", "product": "话费充值100元", "kind": "phone-credit-fast", "amount": "98.50", "paid_at": "昨天 10:00", "account": "13800138000" });
    let other = ask("log_order", json!({ "draft": draft }))["id"].clone();
    app.passes(Span::hours(26));

    for answers in [
        json!({ "page": "processing", "bill": "paid", "account": "same", "paying": "smooth" }),
        json!({ "page": "processing", "bill": "paid", "account": "same", "paying": "identity" }),
    ] {
        ask(
            "diagnose",
            json!({ "id": id, "answers": answers, "record": true }),
        );
    }
    let seller = json!({
        "platform": "星河卡盟", "kind": "company", "vanished": false, "legal_name": "星河科技有限公司", "address": "某市某路 1 号",
        "phone": "", "marketplace": "", "contact": "", "icp": "", "notes": "",
    });
    ask("set_seller", json!({ "seller": seller }));
    for (kind, text, until) in [
        ("contacted", "还没到账", ""),
        ("promised", "24 小时内补发", "24小时"),
        ("refused", "不退", ""),
        ("checked", "", ""),
        ("snoozed", "", "2小时"),
    ] {
        let event = json!({ "kind": kind, "text": text, "at": "", "until": until });
        ask("add_event", json!({ "id": id, "event": event }));
    }
    let wish = json!({ "answer_by": "", "fraud": false });
    let escalation = ask("escalation", json!({ "id": id }));
    let written: Vec<Value> = escalation["steps"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|step| step["letters"].as_array().unwrap().clone())
        .map(|letter| letter["key"].clone())
        .collect();
    assert!(written.len() > 5, "{written:?}");
    let mut texts = Vec::new();
    for to in &written {
        let letter = ask("letter", json!({ "id": id, "to": to, "wish": wish }));
        texts.push(letter["text"].as_str().unwrap().to_owned());
    }
    for to in ["platform", "platform-final"] {
        let letter = ask("letter", json!({ "id": id, "to": to, "wish": wish }));
        let copied = json!({ "id": id, "to": to, "text": letter["text"], "wish": wish, "withBlanks": true });
        ask("copy_letter", copied);
    }
    for to in ["payment", "12315"] {
        let filed = json!({ "id": id, "to": to, "number": "Z 1", "at": "" });
        let filing = ask("file_complaint", filed)["filing"]["id"].clone();
        let answered = json!({ "id": id, "filing": filing, "answer": "accepted", "at": "" });
        ask("answer_filing", answered);
    }
    let mut draft = draft;
    draft["account"] = json!("13800138001");
    ask("edit_order", json!({ "id": other, "draft": draft }));
    ask(
        "mark_refunded",
        json!({ "id": id, "refund": { "amount": "10.00" } }),
    );
    let last = ask("show_order", json!({ "id": id }))["events"]
        .as_array()
        .unwrap()
        .len();
    ask("undo_event", json!({ "id": id, "seq": last }));
    ask("rename_platform", json!({ "from": "星河卡盟", "to": "星河" }));

    let bill = app.folder.path().join("bill.csv");
    std::fs::write(&bill, BILL).unwrap();
    app.chooses(bill);
    ask("choose_bill", json!({}));
    ask("import_bill", json!({ "rows": [0] }));

    let declared = json!({ "own_use": true, "real_identity": true, "not_elsewhere": true });
    ask("preflight", json!({ "ids": [id, other], "declared": declared }));
    for masked in [false, true] {
        let wish = json!({ "masked": masked, "declared": declared });
        ask(
            "export_package",
            json!({ "ids": [id, other], "choose": false, "wish": wish }),
        );
    }
    ask("export_calendar", json!({}));
    ask("save_sheet_template", json!({}));
    for format in ["csv", "json"] {
        ask("export_all", json!({ "format": format }));
    }
    let closed = json!({ "ids": [other], "act": "close", "text": "算了" });
    ask("bulk", closed);
    let orders = ask("todo", json!({}))["total"].as_i64().unwrap();
    let orders = (1..=orders)
        .map(|id| app.done("show_order", json!({ "id": id })))
        .collect();
    collect(app.documents(), app.documents(), &mut life.files);
    Life {
        letters: texts.into_iter().chain(app.copied()).collect(),
        orders,
        ..life
    }
}

#[test]
fn what_is_kept_and_what_leaves_the_app_is_the_same_whatever_is_spoken() {
    let (chinese, english) = (life("zh-CN"), life("en"));
    let both = || chinese.shown.iter().zip(&english.shown);
    let differing: BTreeSet<&str> = both()
        .filter(|(said, other)| said != other)
        .map(|((name, _), _)| name.as_str())
        .collect();
    let alike: BTreeSet<&str> = both()
        .map(|((name, _), _)| name.as_str())
        .filter(|name| !differing.contains(name))
        .collect();
    assert_eq!(
        alike,
        BTreeSet::from([
            "bulk",
            "export_all",
            "export_calendar",
            "import_bill",
            "rename_platform",
            "save_sheet_template",
            "set_seller",
            "todo",
        ]),
        "what holds no words of the app's own"
    );
    assert_eq!(chinese.letters, english.letters);
    assert_eq!(chinese.orders, english.orders);
    assert!(chinese.orders[0].to_string().contains("发给") && chinese.orders.len() >= 2);
    let places: Vec<_> = chinese.files.keys().collect();
    assert_eq!(places, english.files.keys().collect::<Vec<_>>());
    for (place, bytes) in &chinese.files {
        // The calendar is the person's own.
        let own = place.extension().is_some_and(|one| one == "ics");
        assert_eq!(english.files[place] != *bytes, own, "{}", place.display());
    }
    for ending in ["pdf", "txt", "ics", "csv", "json"] {
        let is_one = |place: &&PathBuf| place.extension().is_some_and(|one| one == ending);
        assert!(
            chinese.files.keys().any(|place| is_one(&place)),
            "no .{ending} was written"
        );
    }
}
