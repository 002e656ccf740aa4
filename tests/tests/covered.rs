//! Every place of a package that tells something is told a second time: whatever one of them says otherwise, `verify` names
//! it, although manifest, list and request were made to fit again.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a test fails"
)]

use std::path::Path;

use daozhang_tests::package::{Package, logged, out, sum, verdict, verdicts};
use daozhang_tests::{App, pictures};
use serde_json::{Value, json};

const ORDER: &str = "order.json";
const MANIFEST: &str = "manifest.json";
const TIMELINE: &str = "时间线.txt";
const LIST: &str = "证据清单.txt";
const HOW: &str = "怎么核对.txt";
const GUIDE: &str = "提交版/填写指南.txt";
const FIELD: &str = "提交版/投诉内容.txt";
const ROWS: &str = "账单记录.txt";

/// What the app itself plans from its rules, and the person's own tags: the timeline holds none of it, and no text of the
/// package repeats it.
const PLANNED: [&str; 8] = [
    "remind_at",
    "stage",
    "topic",
    "deadlines",
    "snoozed_until",
    "next_alert_at",
    "tags",
    "sample",
];

/// Every place of a document, as a JSON pointer, innermost first.
fn places(json: &Value, at: &str, into: &mut Vec<String>) {
    match json {
        Value::Object(all) => {
            for (key, value) in all {
                places(
                    value,
                    &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")),
                    into,
                );
            }
        }
        Value::Array(all) => {
            for (i, value) in all.iter().enumerate() {
                places(value, &format!("{at}/{i}"), into);
            }
        }
        _ => {}
    }
    if !at.is_empty() {
        into.push(at.to_owned());
    }
}

/// The value as somebody might change it so that it still looks like one.
fn changed(value: &Value) -> Option<Value> {
    Some(match value {
        Value::Null => json!("x"),
        Value::Bool(is) => json!(!is),
        Value::Number(number) => json!(number.as_i64()? + 1),
        Value::String(text) if text.len() == 64 => json!("0".repeat(64)),
        Value::String(text) if text.starts_with("2026-11-1") => {
            json!(text.replacen("2026-11-1", "2026-10-1", 1))
        }
        Value::String(text) => json!(format!("{text}x")),
        Value::Array(_) | Value::Object(_) => return None,
    })
}

fn remove(json: &mut Value, pointer: &str) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match json.pointer_mut(parent).unwrap() {
        Value::Object(all) => drop(all.remove(key)),
        Value::Array(all) => drop(all.remove(key.parse().unwrap())),
        _ => panic!("{pointer}"),
    }
}

/// Logs a third order: of three things, of which one did not come and for one a balance was given.
fn disputed(app: &App) {
    app.json([
        "add",
        "--platform",
        "星河二店（示例）",
        "--product",
        "10 Q币卡密",
        "--kind",
        "card-key",
        "--quantity",
        "3",
        "--amount",
        "30.00",
        "--requested",
        "33.00",
        "--paid-at",
        "2026-11-10 21:05:00",
        "--window",
        "30m",
        "--force",
    ]);
    app.json(["problem", "3", "--type", "short", "--received", "1"]);
    app.json(["refunded", "3", "--amount", "5.00", "--to", "balance"]);
}

/// How many packages are checked by one start of the app: most of a check of one is the start.
const AT_ONCE: usize = 50;

/// Checks packages of which one place was changed, and gives back the places that went unnoticed.
fn unnoticed(app: &App, honest: &Path, changes: &[NamedChange]) -> Vec<String> {
    let mut missed = Vec::new();
    for some in changes.chunks(AT_ONCE) {
        let packages: Vec<Package> = some
            .iter()
            .map(|(_, change)| {
                let package = Package::of(honest);
                change(&package);
                package
            })
            .collect();
        let said = verdicts(app, packages.iter().map(Package::folder));
        for ((what, _), said) in some.iter().zip(said) {
            if said["ok"] != json!(false) {
                missed.push(format!("{what}: {said}"));
            }
        }
    }
    missed
}

fn document(honest: &Path, path: &str) -> Value {
    serde_json::from_slice(&std::fs::read(honest.join(path)).unwrap()).unwrap()
}

type NamedChange = (String, Box<dyn Fn(&Package)>);
type Changes = Vec<NamedChange>;

/// Each value of a document changed, and each key or element taken out.
fn of_document(honest: &Path, path: &'static str, is_free: impl Fn(&str) -> bool) -> Changes {
    let json = document(honest, path);
    let mut pointers = Vec::new();
    places(&json, "", &mut pointers);
    let mut changes: Changes = Vec::new();
    for pointer in pointers.into_iter().filter(|pointer| !is_free(pointer)) {
        let value = json.pointer(&pointer).unwrap();
        let fit = move |package: &Package| {
            if path == MANIFEST {
                package.sum_up();
                package.ask_anew();
            } else {
                package.seal();
            }
        };
        if let Some(value) = changed(value) {
            let pointer = pointer.clone();
            changes.push((
                format!("{path}{pointer} = {value}"),
                Box::new(move |package| {
                    package.json(path, |json| *json.pointer_mut(&pointer).unwrap() = value.clone());
                    fit(package);
                }),
            ));
        }
        // Without a null there is as little as with it.
        if !value.is_null() {
            changes.push((
                format!("{path}{pointer} taken out"),
                Box::new(move |package| {
                    package.json(path, |json| remove(json, &pointer));
                    fit(package);
                }),
            ));
        }
    }
    changes
}

#[test]
fn every_value_of_the_documents_is_compared() {
    let app = logged();
    let honest = out(&app, &["1", "--archive-only"]);
    let mut changes = of_document(&honest, ORDER, |pointer| {
        PLANNED.iter().any(|key| pointer.starts_with(&format!("/order/{key}")))
            // Whether the window offers to take it back, and what is to be seen in the picture itself.
            || ["/undoable", "/width", "/height"].iter().any(|end| pointer.ends_with(end))
    });
    changes.extend(of_document(&honest, MANIFEST, |_| false));
    // What is said only of an order of several things, of which something is wrong.
    disputed(&app);
    let of_several = out(&app, &["3", "--archive-only"]);
    let more = of_document(&of_several, ORDER, |pointer| {
        let told = [
            "quantity",
            "requested_fen",
            "credited_fen",
            "problem",
            "received",
            "claim_fen",
            "open_fen",
            "status",
        ];
        !told.iter().any(|key| pointer == format!("/order/{key}"))
    });
    assert_eq!(more.len(), 16);
    let missed = unnoticed(&app, &of_several, &more);
    assert!(missed.is_empty(), "{}", missed.join("\n"));
    assert!(changes.len() > 300, "{}", changes.len());
    let missed = unnoticed(&app, &honest, &changes);
    assert!(
        missed.is_empty(),
        "{} of {}:\n{}",
        missed.len(),
        changes.len(),
        missed.join("\n")
    );
    println!("{} changes of values, all of them found", changes.len());
}

/// Each line of a text taken out, doubled, and with something behind it, and each digit changed.
fn of_text(honest: &Path, path: &str, is_free: impl Fn(&str) -> bool) -> Changes {
    let text = std::fs::read_to_string(honest.join(path)).unwrap();
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut changes: Changes = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| !is_free(line)) {
        let mut ways: Vec<Vec<String>> = vec![
            Vec::new(),
            vec![line.clone(), line.clone()],
            vec![format!("{line}x")],
        ];
        for (place, digit) in line.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
            let other = if digit == '9' { "8" } else { "9" };
            ways.push(vec![format!("{}{other}{}", &line[..place], &line[place + 1..])]);
        }
        for way in ways {
            let mut forged = lines.clone();
            forged.splice(at..=at, way.clone());
            let (path, forged) = (path.to_owned(), forged.join("\n") + "\n");
            changes.push((
                format!("{path}: {line} -> {way:?}"),
                Box::new(move |package| {
                    package.put(&path, &forged);
                    package.seal();
                }),
            ));
        }
    }
    changes
}

#[test]
fn every_line_for_people_is_compared() {
    let app = logged();
    let honest = out(&app, &["1"]);
    let mut changes = of_text(&honest, TIMELINE, |_| false);
    // The rules call the app so, and a person may have corrected them.
    let is_named = |line: &str| line.starts_with("支付渠道");
    changes.extend(of_text(&honest, LIST, is_named));
    changes.extend(of_text(&honest, "已发话术/03-催告.txt", |_| false));
    // The rest of it tells how to fill the form in.
    changes.extend(of_text(&honest, GUIDE, |line| {
        !["商品或服务名称", "订单号"]
            .iter()
            .any(|begins| line.starts_with(begins))
    }));
    let missed = unnoticed(&app, &honest, &changes);
    assert!(
        missed.is_empty(),
        "{} of {}:\n{}",
        missed.len(),
        changes.len(),
        missed.join("\n")
    );
    println!("{} changes of lines, all of them found", changes.len());

    let masked = out(&app, &["1", "--masked"]);
    assert_eq!(verdict(&app, &masked).0, Some(0), "{:?}", verdict(&app, &masked));
    let mut changes = of_text(&masked, TIMELINE, |_| false);
    changes.extend(of_text(&masked, LIST, is_named));
    let missed = unnoticed(&app, &masked, &changes);
    assert!(
        missed.is_empty(),
        "{} of {}:\n{}",
        missed.len(),
        changes.len(),
        missed.join("\n")
    );
    println!("{} changes of masked lines, all of them found", changes.len());
}

#[test]
fn every_line_of_a_bill_is_compared() {
    let app = App::fresh().at(daozhang_tests::clock::moment("2026-11-10T21:13:00+08:00"));
    app.json([
        "add",
        "--platform",
        "星河卡盟（示例）",
        "--product",
        "点券",
        "--kind",
        "game-points",
        "--amount",
        "500.00",
        "--paid-at",
        "2026-09-25 20:00:00",
        "--channel",
        "alipay",
        "--payment-no",
        "2026092522001400000000000044",
    ]);
    let bill = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../src-tauri/core/tests/fixtures/bills/alipay-app-2026.csv");
    app.json(["import", bill.to_str().unwrap(), "--line", "29"]);
    let honest = out(&app, &["1", "--archive-only"]);
    assert_eq!(verdict(&app, &honest).0, Some(0), "{:?}", verdict(&app, &honest));
    let mut changes = of_text(&honest, ROWS, |_| false);
    changes.push((
        "the rows taken out".to_owned(),
        Box::new(|package| {
            package.forget(ROWS);
            package.seal();
        }),
    ));
    assert!(changes.len() > 50, "{}", changes.len());
    let missed = unnoticed(&app, &honest, &changes);
    assert!(
        missed.is_empty(),
        "{} of {}:\n{}",
        missed.len(),
        changes.len(),
        missed.join("\n")
    );
    println!("{} changes of rows, all of them found", changes.len());
}

#[test]
fn every_file_is_compared() {
    let app = logged();
    let honest = out(&app, &["1"]);
    let package = Package::of(&honest);
    let mut changes: Changes = Vec::new();
    // Without its manifest a package is none; `forged.rs` takes it out.
    for path in package.listed().into_iter().filter(|path| path != MANIFEST) {
        let forgotten = path.clone();
        changes.push((
            format!("{path} taken out everywhere"),
            Box::new(move |package| {
                package.forget(&forgotten);
                package.seal();
            }),
        ));
        let moved = format!("{path}.old");
        let renamed = path.clone();
        changes.push((
            format!("{path} under another name"),
            Box::new(move |package| {
                let bytes = package.bytes(&renamed);
                package.forget(&renamed);
                package.slip_in(&moved, "written", &bytes);
                package.seal();
            }),
        ));
        // What is printed can only be read by people; `verify` says so.
        if path.ends_with(".pdf") || path == FIELD {
            continue;
        }
        let emptied = path.clone();
        changes.push((
            format!("{path} emptied"),
            Box::new(move |package| {
                package.put(&emptied, b"\n");
                package.seal();
            }),
        ));
    }
    let missed = unnoticed(&app, &honest, &changes);
    assert!(
        missed.is_empty(),
        "{} of {}:\n{}",
        missed.len(),
        changes.len(),
        missed.join("\n")
    );
    let (_, said) = verdict(&app, &honest);
    assert!(said["notes"].to_string().contains("PDF"), "{said}");
    println!("{} changes of files, all of them found", changes.len());
}

type Change = fn(&Package);

fn order(package: &Package, change: impl FnOnce(&mut Value)) {
    package.json(ORDER, |json| change(&mut json["order"]));
}

/// Renames an original everywhere but in what people read.
fn rename(package: &Package, from: &str, to: &str) {
    let path = package.path(from);
    std::fs::rename(package.at(&path), package.at(to)).unwrap();
    package.replace(MANIFEST, &path, to);
    package.replace("SHA256SUMS", &path, to);
}

/// Changes that somebody makes who knows the app; manifest, list and request are made to fit, and this is named.
const FORGERIES: &[(&str, &str, Change)] = &[
    ("a usual time told as a promise's", TIMELINE, |p| {
        p.replace(TIMELINE, "平台承诺的时限", "常见时限，供参考")
    }),
    ("a shorter window", TIMELINE, |p| {
        p.replace(TIMELINE, "30 分钟", "3 分钟")
    }),
    ("another product in the title", TIMELINE, |p| {
        p.replace(TIMELINE, "时间线：100 Q币直充", "时间线：1000 Q币直充")
    }),
    ("another platform in the title", TIMELINE, |p| {
        p.replace(TIMELINE, "（星河二店（示例））", "（星河总店）")
    }),
    ("the platform's record instead of one's own", TIMELINE, |p| {
        p.replace(TIMELINE, "以下为本人记录", "以下为平台记录")
    }),
    ("an admission before the entries", TIMELINE, |p| {
        p.replace(
            TIMELINE,
            "\n\n以下为",
            "\n2026-11-11 10:00:00  平台承认没有发货\n\n以下为",
        )
    }),
    ("a line more under an entry", TIMELINE, |p| {
        p.replace(TIMELINE, "   今晚补发", "   今晚补发\n   并赔偿三倍")
    }),
    ("a notary at the end", TIMELINE, |p| {
        p.put(TIMELINE, format!("{}公证处核对无误。\n", p.text(TIMELINE)))
    }),
    ("a time told as Beijing's that is not", TIMELINE, |p| {
        p.replace(
            TIMELINE,
            "括号内为记录时间。",
            "括号内为记录时间。\n时间均为纽约时间。",
        )
    }),
    ("another last sentence", TIMELINE, |p| {
        p.replace(TIMELINE, "用于核对导出之后没有", "证明从来没有")
    }),
    ("another account in the list", LIST, |p| {
        p.replace(LIST, "10001", "10002")
    }),
    ("another number in the list", LIST, |p| {
        p.replace(LIST, "NO-1", "NO-2")
    }),
    ("another payment in the list", LIST, |p| {
        p.replace(
            LIST,
            "4200000000202611100000000001",
            "4200000000202611100000000009",
        )
    }),
    ("another product in the list", LIST, |p| {
        p.replace(LIST, "100 Q币直充", "1000 Q币直充")
    }),
    ("a kind as long as a story", LIST, |p| {
        p.replace(LIST, "（Q币）", &format!("（{}）", "平台已承认欠款".repeat(20)))
    }),
    ("a payee that is not known", LIST, |p| {
        p.replace(LIST, "商品：", "收款商户：某公司\n商品：")
    }),
    ("another name of a file in the list", LIST, |p| {
        p.replace(LIST, "原文件名 付款.png", "原文件名 银行回单.png")
    }),
    ("another maker of a file", LIST, |p| {
        p.replace(LIST, "来源：本人保存", "来源：支付机构出具")
    }),
    ("what a piece proves", LIST, |p| {
        p.replace(LIST, "本人已付款，及", "平台已确认收款，及")
    }),
    ("the role of a piece", LIST, |p| {
        p.replace(LIST, "1. 支付凭证", "1. 商家身份")
    }),
    ("where a piece lies", LIST, |p| {
        p.replace(LIST, "文件：原件/01", "文件：原件/02")
    }),
    ("more demands than there were", LIST, |p| {
        p.replace(LIST, "催告记录：1 次", "催告记录：9 次")
    }),
    ("a line more in the list", LIST, |p| {
        p.replace(LIST, "提交人签名", "已由公证处保全\n提交人签名")
    }),
    ("settled in the list", LIST, |p| {
        p.replace(
            LIST,
            "\n\n1. ",
            "\n状态：已退款，本清单只作留存，不提出请求。\n\n1. ",
        )
    }),
    ("when a file was added", "shots", |p| {
        order(p, |order| {
            order["shots"][0]["added_at"] = json!("2026-11-09T21:13:00+08:00")
        })
    }),
    ("what a file is", LIST, |p| {
        order(p, |order| order["shots"][0]["media"] = json!("application/pdf"))
    }),
    ("files in another order", LIST, |p| {
        order(p, |order| order["shots"].as_array_mut().unwrap().swap(0, 1))
    }),
    ("two originals under each other's names", LIST, |p| {
        let (one, two) = (p.path("原件/01"), p.path("原件/02"));
        let (first, second) = (p.bytes(&one), p.bytes(&two));
        p.put(&one, &second);
        p.put(&two, &first);
        p.json(MANIFEST, |json| {
            for file in json["files"].as_array_mut().unwrap() {
                let path = file["path"].as_str().unwrap().to_owned();
                if path == one || path == two {
                    file["original_sha256"] = sum(&p.bytes(&path)).into();
                }
            }
        });
    }),
    ("an original under another role", LIST, |p| {
        rename(p, "原件/01", "原件/01-商家身份-付款.png")
    }),
    ("an original as another kind of file", LIST, |p| {
        rename(p, "原件/01", "原件/01-支付凭证-付款.pdf")
    }),
    ("when it was logged", "created_at", |p| {
        order(p, |order| {
            order["created_at"] = json!("2026-11-09T21:13:00+08:00")
        })
    }),
    ("a promise that no key knows", "refund_promised", |p| {
        order(p, |order| order["refund_promised"] = json!(true))
    }),
    ("a verdict beside the order", "verdict", |p| {
        p.json(ORDER, |json| json["verdict"] = json!("商家违约"))
    }),
    ("a confirmation in an entry", "events.confirmed_by", |p| {
        order(p, |order| order["events"][2]["confirmed_by"] = json!("平台"))
    }),
    ("a source of a file", "shots.made_by", |p| {
        order(p, |order| order["shots"][0]["made_by"] = json!("支付机构"))
    }),
    ("a receipt of a payment", "payments.receipt", |p| {
        order(p, |order| order["payments"][0]["receipt"] = json!("已核"))
    }),
    ("a stage that is a sentence", "stage", |p| {
        order(p, |order| order["stage"] = json!("平台已认错"))
    }),
    ("a topic that is a sentence", "topic", |p| {
        order(p, |order| order["topic"] = json!("平台已认错"))
    }),
    ("a limit that is no time", "deadlines", |p| {
        order(p, |order| {
            order["deadlines"] = json!([{"at": "明天", "topic": "overdue"}])
        })
    }),
    ("no payments at all", "payments", |p| {
        order(p, |order| drop(order.as_object_mut().unwrap().remove("payments")))
    }),
    ("an amount with a point", "amount_fen", |p| {
        order(p, |order| order["amount_fen"] = json!(9850.0))
    }),
    ("a bank's statement beside the order", "银行流水.pdf", |p| {
        p.slip_in("银行流水.pdf", "written", b"%PDF-1.7")
    }),
    (
        "an explanation in a folder of its own",
        "补充材料/说明.txt",
        |p| p.slip_in("补充材料/说明.txt", "written", "平台认错\n".as_bytes()),
    ),
    ("a text more for the form", "补充说明.txt", |p| {
        p.slip_in("提交版/补充说明.txt", "written", "平台认错\n".as_bytes())
    }),
    (
        "a letter in a folder below",
        "已发话术/旧/01-催告.txt",
        |p| p.slip_in("已发话术/旧/01-催告.txt", "written", "x\n".as_bytes()),
    ),
    ("an original in a folder below", "原件/旧/01.jpg", |p| {
        p.slip_in("原件/旧/01.jpg", "written", &pictures::jpeg(7))
    }),
    ("rows of a bill that nobody imported", ROWS, |p| {
        p.slip_in(ROWS, "written", "账单记录\n".as_bytes())
    }),
    ("another product for the form", GUIDE, |p| {
        p.replace(GUIDE, "100 Q币直充", "1000 Q币直充")
    }),
    ("another number for the form", GUIDE, |p| {
        p.replace(GUIDE, "订单号：NO-1", "订单号：NO-2")
    }),
    ("no number for the form", GUIDE, |p| {
        p.replace(GUIDE, "订单号：NO-1\n", "")
    }),
    ("two numbers for the form", GUIDE, |p| {
        p.replace(GUIDE, "订单号：NO-1\n", "订单号：NO-1\n订单号：NO-2\n")
    }),
    ("a sentence about the edition", HOW, |p| {
        p.replace(HOW, "\n\n里面有什么", "\n本版已由公证处核对。\n\n里面有什么")
    }),
    ("a key more in the manifest", MANIFEST, |p| {
        p.json(MANIFEST, |json| json["certified"] = json!(true))
    }),
    ("a key more of a file in the manifest", MANIFEST, |p| {
        p.json(MANIFEST, |json| json["files"][0]["certified"] = json!(true))
    }),
    ("a key more of an order in the manifest", MANIFEST, |p| {
        p.json(MANIFEST, |json| json["orders"][0]["certified"] = json!(true))
    }),
];

/// What the words of a complaint say otherwise than the orders. They are the person's own, so that it is told and not judged.
const SAID: &[(&str, &str, Change)] = &[
    ("another sum for the form", FIELD, |p| {
        p.replace(FIELD, "98.50 元", "985.00 元")
    }),
    ("another rest for the form", FIELD, |p| {
        p.replace(FIELD, "78.50 元", "98.60 元")
    }),
    ("another day for the form", FIELD, |p| {
        p.replace(FIELD, "2026年11月10日 21:03", "2026年11月1日 21:03")
    }),
    ("a sum more for the form", FIELD, |p| {
        p.put(FIELD, format!("{}另赔偿 700.00 元。\n", p.text(FIELD)))
    }),
];

/// The same of a masked edition.
const MASKED: &[(&str, &str, Change)] = &[
    ("the amount of a masked one", TIMELINE, |p| {
        order(p, |order| order["amount_fen"] = json!(1))
    }),
    ("the words of a masked one", TIMELINE, |p| {
        p.replace(TIMELINE, "今晚补发", "今晚退款")
    }),
    ("the sum in the list of a masked one", LIST, |p| {
        p.replace(LIST, "实付：98.50", "实付：985.00")
    }),
    (
        "a file that a masked one does not have",
        "银行流水.pdf",
        |p| p.slip_in("银行流水.pdf", "written", b"%PDF-1.7"),
    ),
    ("a picture taken out of a masked one", LIST, |p| {
        p.forget(&p.path("原件/01"))
    }),
    ("a picture more in a masked one", "原件/03-其他.png", |p| {
        p.slip_in("原件/03-其他.png", "masked", &pictures::png(3))
    }),
    ("a hash in a masked one", ORDER, |p| {
        order(p, |order| order["events"][0]["hash"] = json!("0".repeat(64)))
    }),
    ("when a masked one was paid", TIMELINE, |p| {
        order(p, |order| order["paid_at"] = json!("2026-11-01T21:03:00+08:00"))
    }),
];

#[test]
fn what_somebody_forges_who_knows_the_app_is_named() {
    let app = logged();
    let editions = [
        (out(&app, &["1"]), FORGERIES),
        (out(&app, &["1", "--masked"]), MASKED),
    ];
    let mut missed = Vec::new();
    for (honest, forgeries) in &editions {
        for (what, named, change) in *forgeries {
            let package = Package::of(honest);
            change(&package);
            package.seal();
            let (code, said) = verdict(&app, package.folder());
            let problems = said["problems"].to_string();
            if code != Some(1) || !problems.contains(named) {
                missed.push(format!("{what}: {code:?}, {named} in {problems}"));
            }
        }
    }
    assert!(
        missed.is_empty(),
        "{} of them:\n{}",
        missed.len(),
        missed.join("\n")
    );
}

#[test]
fn what_a_complaint_says_beyond_the_orders_is_told() {
    let app = logged();
    let honest = out(&app, &["1"]);
    let (_, said) = verdict(&app, &honest);
    assert!(!said.to_string().contains(FIELD), "{said}");
    disputed(&app);
    for orders in [&["3"][..], &["1", "2", "3"]] {
        let (_, said) = verdict(&app, &out(&app, orders));
        assert!(!said.to_string().contains(FIELD), "{said}");
    }
    for (what, named, change) in SAID {
        let package = Package::of(&honest);
        change(&package);
        package.seal();
        let (_, said) = verdict(&app, package.folder());
        assert!(said.to_string().contains(named), "{what}: {said}");
    }
}

/// What changed since the edition before is told in two places too.
#[test]
fn what_is_new_in_an_edition_is_compared() {
    let app = logged();
    out(&app, &["1"]);
    let honest = out(&app, &["1", "--archive-only"]);
    assert_eq!(verdict(&app, &honest).0, Some(0));
    let changes: Changes = vec![
        (
            "nothing is new".to_owned(),
            Box::new(|package| {
                package.json(MANIFEST, |json| json["changed"] = json!([]));
                package.seal();
            }),
        ),
        (
            "more is new".to_owned(),
            Box::new(|package| {
                package.replace(HOW, "新增 0 条记录", "新增 9 条记录");
                package.seal();
            }),
        ),
    ];
    assert_eq!(unnoticed(&app, &honest, &changes), Vec::<String>::new());
}

/// Somebody else's package costs no more than its length.
#[test]
fn what_is_very_long_is_looked_through_in_time() {
    const MANY: usize = 20_000;
    let app = logged();
    let package = Package::of(&out(&app, &["1", "--archive-only"]));
    let hash = |nth: usize| format!("{nth:064x}");
    order(&package, |order| {
        let (event, shot) = (order["events"][1].clone(), order["shots"][0].clone());
        for nth in 0..MANY {
            let mut event = event.clone();
            event["seq"] = json!(nth + 100);
            event["shot_sha256"] = json!(hash(nth));
            order["events"].as_array_mut().unwrap().push(event);
            let mut shot = shot.clone();
            shot["sha256"] = json!(hash(nth));
            order["shots"].as_array_mut().unwrap().push(shot);
        }
    });
    package.json(MANIFEST, |json| {
        let one = json["orders"][0].clone();
        for nth in 0..MANY {
            let path = format!("原件/{nth}.png");
            let file = json!({"path": path, "kind": "original", "original_sha256": hash(nth), "sha256": hash(nth), "bytes": 1});
            json["files"].as_array_mut().unwrap().push(file);
            let mut order = one.clone();
            order["id"] = json!(nth + 100);
            order["path"] = json!(format!("订单-{nth}/order.json"));
            json["orders"].as_array_mut().unwrap().push(order);
        }
    });
    package.sum_up();
    package.ask_anew();
    let begun = std::time::Instant::now();
    assert_eq!(verdict(&app, package.folder()).0, Some(1));
    let took = begun.elapsed();
    assert!(took < std::time::Duration::from_secs(60), "{took:?}");
    println!("{MANY} entries, files and orders looked through in {took:?}");
}
