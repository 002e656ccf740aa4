//! From a problem to the letter and the deadlines, on the command line.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a test fails"
)]

use std::fs;
use std::path::Path;

use daozhang_tests::App;
use daozhang_tests::clock::{Moment, minutes, moment};
use serde_json::Value;

fn paid() -> Moment {
    moment("2026-04-10T10:00:00+08:00")
}

/// The app with one order that is late by two hours.
fn late(more: &[&str]) -> App {
    let app = App::fresh().at(paid() + minutes(1));
    let mut arguments = vec![
        "add",
        "--platform",
        "星河卡盟（示例）",
        "--product",
        "100 Q币",
        "--kind",
        "q-coin",
        "--amount",
        "98.50",
        "--paid-at",
        "2026-04-10 10:00:00",
        "--window",
        "30m",
        "--account",
        "10001",
        "--order-no",
        "XH-1",
    ];
    arguments.extend(more);
    app.json(arguments);
    app.at(paid() + minutes(150))
}

fn day(limit: &Value) -> String {
    limit["due_at"].as_str().unwrap()[..10].to_owned()
}

#[test]
fn what_the_person_sees_says_whose_problem_it_is() {
    let app = late(&["--channel", "wechat"]);
    for (page, bill, more, cause, who, act) in [
        (
            "processing",
            "paid",
            vec![],
            "supplier-short",
            "supplier",
            "letter",
        ),
        (
            "processing",
            "paid",
            vec!["--identity-check"],
            "risk-control",
            "payment",
            "verify",
        ),
        (
            "processing",
            "paid",
            vec!["--left-early"],
            "callback-late",
            "platform",
            "letter",
        ),
        (
            "processing",
            "paid",
            vec!["--repeat"],
            "repeat",
            "platform",
            "letter",
        ),
        (
            "processing",
            "paid",
            vec!["--account-shown", "10002"],
            "wrong-account",
            "person",
            "letter",
        ),
        (
            "success",
            "paid",
            vec!["--account-shown", "１０００１"],
            "database-fault",
            "platform",
            "letter",
        ),
        ("success", "missing", vec![], "contradiction", "person", "look"),
        (
            "missing",
            "missing",
            vec!["--left-early"],
            "interrupted",
            "person",
            "look",
        ),
        ("processing", "pending", vec![], "payment-slow", "payment", "wait"),
        ("failed", "refunded", vec![], "refunded", "person", "refund"),
    ] {
        let mut arguments = vec!["diagnose", "1", "--page", page, "--bill", bill, "--dry-run"];
        arguments.extend(more);
        let found = app.json(arguments.clone());
        assert_eq!(
            (&found["cause"], &found["who"], &found["act"]),
            (&cause.into(), &who.into(), &act.into()),
            "{arguments:?}"
        );
        assert!(found["next"].as_str().unwrap().len() > 10 && found["check"].as_str().unwrap().len() > 10);
        assert!(!found["reasons"].as_array().unwrap().is_empty());
    }
    assert!(
        app.json(["show", "1"])["events"].as_array().unwrap().len() == 1,
        "a dry run writes nothing"
    );
    app.json(["diagnose", "1", "--page", "processing", "--bill", "paid"]);
    let events = app.json(["show", "1"])["events"].clone();
    assert_eq!(events[1]["kind"], "diagnosed");
    assert_eq!(app.json(["ladder", "1"])["main"]["letter"], "platform");
}

/// The page's states as shops print them, and what was paid against what the page asked for.
#[test]
fn what_a_page_prints_says_whose_problem_it_is() {
    let app = late(&[
        "--channel",
        "wechat",
        "--requested",
        "98.52",
        "--payment-no",
        "42000012345678901234",
    ]);
    for (page, row) in [
        ("unpaid", "unpaid-sum"),
        ("expired", "unpaid-sum"),
        ("abnormal", "abnormal-sum"),
        ("frozen", "frozen-paid"),
        ("partly", "partly-paid"),
        ("without-goods", "without-goods-paid"),
        ("refunded", "refunded-page"),
    ] {
        let found = app.json(["diagnose", "1", "--page", page, "--bill", "paid", "--dry-run"]);
        assert_eq!(found["row"], row, "{page}");
    }
    app.json(["diagnose", "1", "--page", "unpaid", "--bill", "paid"]);
    let text = app.text(["letter", "1", "--to", "platform"]);
    for words in ["补单", "XH-1", "42000012345678901234", "98.50", "98.52"] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

/// Without --page the newest picture of the page says it; without one the person is asked to.
#[test]
fn the_newest_picture_of_the_page_answers_for_it() {
    let app = late(&["--channel", "wechat"]);
    let said = app.refused(["diagnose", "1", "--bill", "paid"]);
    assert!(said.contains("--page"), "{said}");
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages");
    for (file, state) in [
        ("tune-order-page-03.png", "failed"),
        ("tune-order-page-05.png", "expired"),
    ] {
        let shot = format!("{}:order-page", pages.join(file).display());
        app.json(["event", "1", "--kind", "note", "--text", "页面", "--shot", &shot]);
        let found = app.json(["diagnose", "1", "--bill", "paid", "--dry-run"]);
        assert_eq!(found["answers"]["page"], state, "{file}");
        assert_eq!(found["page_read"]["name"], file);
    }
}

#[test]
fn an_answer_that_does_not_exist_is_refused_with_those_that_do() {
    let app = late(&[]);
    let said = app.refused(["diagnose", "1", "--page", "loading", "--bill", "paid"]);
    assert!(said.contains("processing") && said.contains("missing"), "{said}");
    let said = app.refused(["diagnose", "1", "--page", "success", "--bill", "{{ 7*7 }}"]);
    assert!(said.contains("refunded"), "{said}");
    let said = app.refused(["diagnose", "9", "--page", "success", "--bill", "paid"]);
    assert!(said.contains('9'), "{said}");
}

#[test]
fn every_letter_prints_its_text_and_nothing_else_within_its_limit() {
    let app = late(&[
        "--channel",
        "wechat",
        "--payment-no",
        "4200000000202604100000000001",
    ]);
    for to in [
        "platform",
        "platform-reply",
        "platform-final",
        "payment",
        "12315",
        "12315-long",
        "12315-form",
        "telecom",
        "consumer-association",
        "heimao",
        "police",
        "marketplace",
        "court",
    ] {
        let letter = app.json(["letter", "1", "--to", to]);
        let text = letter["text"].as_str().unwrap();
        assert_eq!(app.text(["letter", "1", "--to", to]).trim_end(), text.trim_end());
        if let Some(limit) = letter["limit"].as_u64() {
            assert!(letter["chars"].as_u64().unwrap() <= limit, "{to}");
        }
        assert!(text.contains("98.50"), "{to}: {text}");
        for forbidden in [
            "举报",
            "欺诈",
            "暂行办法",
            "45个工作日",
            "45 个工作日",
            "{{",
            "None",
        ] {
            assert!(!text.contains(forbidden), "{forbidden} in {to}: {text}");
        }
    }
    assert_eq!(
        app.json(["letter", "1", "--to", "payment"])["to"],
        "payment-wechat"
    );
    let claimed = app.json(["letter", "1", "--to", "12315", "--claim-fraud"]);
    assert!(claimed["text"].as_str().unwrap().contains("欺诈") && claimed["fraud"] == "on");
    assert!(
        !claimed["blanks"].as_array().unwrap().is_empty(),
        "the facts of it are asked for"
    );
    let said = app.refused(["letter", "1", "--to", "president"]);
    assert!(said.contains("12315-long"), "{said}");
}

#[test]
fn a_final_demand_names_the_deadline_that_the_person_sets() {
    let app = late(&[]);
    let letter = app.json(["letter", "1", "--to", "platform-final", "--answer-by", "24小时"]);
    assert_eq!(letter["answer_by"], "2026-04-11T12:30:00+08:00");
    assert!(letter["text"].as_str().unwrap().contains("2026年4月11日 12:30"));
    for bad in ["昨天", "-3小时", "400天", "0小时", "{{}}"] {
        let said = app.refused(["letter", "1", "--to", "platform-final", "--answer-by", bad]);
        assert!(!said.is_empty(), "{bad}");
    }
}

#[test]
fn a_filing_with_12315_has_seven_working_days_then_sixty_days() {
    let app = late(&[]);
    for (filed, last) in [
        ("2026-04-28", "2026-05-11"),
        ("2026-09-18", "2026-09-29"),
        ("2026-09-24", "2026-10-12"),
        ("2026-09-30", "2026-10-15"),
    ] {
        let app = app.at(moment(&format!("{filed}T16:00:00+08:00")));
        let done = app.json(["file", "1", "--to", "12315", "--number", "Z 2026 001"]);
        assert_eq!(done["filing"]["number"], "Z2026001");
        let deadlines = done["deadlines"].as_array().unwrap();
        assert_eq!(deadlines.len(), 1);
        assert_eq!(day(&deadlines[0]), last, "filed on {filed}");
        assert!(deadlines[0]["basis"].as_str().unwrap().contains("七个工作日"));
        assert_eq!(deadlines[0]["guessed"], false);
    }
    let app = app.at(moment("2026-10-20T09:00:00+08:00"));
    app.json([
        "answer",
        "1",
        "--to",
        "12315",
        "--answer",
        "accepted",
        "--at",
        "2026-10-16 10:00:00",
    ]);
    let all = app.json(["ladder", "1"]);
    let filing = all["filings"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(filing["answer"], "accepted");
    assert_eq!(day(&filing["deadlines"][0]), "2026-12-15");
    // December's seven working days run into a year that is not announced.
    let app = app.at(moment("2026-12-30T09:00:00+08:00"));
    let done = app.json(["file", "1", "--to", "12315"]);
    assert_eq!(
        (
            day(&done["deadlines"][0]).as_str(),
            &done["deadlines"][0]["guessed"]
        ),
        ("2027-01-11", &Value::Bool(true))
    );
    assert!(app.text(["ladder", "1"]).contains("按周末推算"));
}

#[test]
fn a_payment_dispute_has_the_channels_own_deadlines() {
    let app = late(&["--channel", "wechat"]);
    let done = app.json(["file", "1", "--to", "payment", "--number", "P1"]);
    let days: Vec<String> = done["deadlines"].as_array().unwrap().iter().map(day).collect();
    assert_eq!(days, ["2026-04-11", "2026-04-13"]);
    let app = app.at(paid() + minutes(4 * 24 * 60));
    let alerts = app.json(["check", "--no-notify"]);
    assert_eq!(alerts[0]["stage"], "payment-dispute");
}

#[test]
fn a_bad_filing_is_refused_and_leaves_nothing_behind() {
    let app = late(&[]);
    for (to, at) in [
        ("12315", "2026-04-09 10:00:00"),
        ("12315", "2026-04-12 10:00:00"),
        ("12315", "昨天傍晚"),
        ("platform", ""),
        ("president", ""),
        ("", ""),
    ] {
        let said = app.refused(["file", "1", "--to", to, "--at", at]);
        assert!(!said.contains('\n') && !said.is_empty(), "{said}");
    }
    let long = "9".repeat(201);
    app.refused(["file", "1", "--to", "12315", "--number", &long]);
    assert_eq!(app.json(["show", "1"])["events"].as_array().unwrap().len(), 1);
    assert!(
        app.refused(["answer", "1", "--to", "12315", "--answer", "accepted"])
            .contains("没有记过")
    );
}

#[test]
fn the_consumer_association_and_12315_warn_of_each_other() {
    let app = late(&[]);
    app.json([
        "seller",
        "星河卡盟（示例）",
        "--kind",
        "company",
        "--name",
        "星河（示例）有限公司",
        "--address",
        "示例路 1 号",
    ]);
    app.json(["file", "1", "--to", "consumer-association"]);
    let done = app.json(["file", "1", "--to", "12315"]);
    assert_eq!(done["warnings"].as_array().unwrap().len(), 1);
    app.json(["answer", "1", "--to", "12315", "--answer", "refused"]);
    app.json([
        "answer",
        "1",
        "--to",
        "consumer-association",
        "--answer",
        "accepted",
    ]);
    let all = app.json(["ladder", "1"]);
    let step = |key: &str| {
        all["steps"]
            .as_array()
            .unwrap()
            .iter()
            .find(|step| step["key"] == key)
            .unwrap()
            .clone()
    };
    assert_eq!(step("consumer-association")["state"], "done");
    assert!(step("12315")["warning"].is_string());
}

#[test]
fn a_refusal_has_a_reason_and_the_next_letter_answers_it() {
    let app = late(&["--channel", "wechat"]);
    let refused = |app: &App, more: &[&str]| {
        let mut arguments = vec!["event", "1", "--kind", "refused"];
        arguments.extend(more);
        app.json(arguments)
    };
    // The text says it.
    refused(&app, &["--text", "虚拟商品一经售出，概不退换"]);
    let letter = app.json(["letter", "1", "--to", "platform-final"]);
    let text = letter["text"].as_str().unwrap();
    assert!(text.contains("以不支持退款为由拒绝了我的要求"), "{text}");
    assert!(text.contains("《消费者权益保护法》第二十六条"), "{text}");
    // The person names it.
    let app = app.at(paid() + minutes(200));
    let told = refused(&app, &["--text", "上面在修", "--reason", "maintenance"]);
    let event = told["events"].as_array().unwrap().last().unwrap();
    assert_eq!(event["text"], "系统维护或者上游通道的问题：上面在修");
    for to in ["platform-reply", "12315-long"] {
        let letter = app.json(["letter", "1", "--to", to]);
        let text = letter["text"].as_str().unwrap();
        assert!(text.contains("《民法典》第五百九十三条"), "{to}: {text}");
    }
    let platform = app.json(["platforms", "星河卡盟（示例）"]);
    let counts: Vec<(&str, i64)> = platform["excuses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["key"].as_str().unwrap(), one["count"].as_i64().unwrap()))
        .collect();
    assert_eq!(
        (counts, platform["refusals"].as_i64()),
        (vec![("no-refund", 1), ("maintenance", 1)], Some(2))
    );

    let before = app.json(["show", "1"]);
    for (arguments, says) in [
        (
            ["event", "1", "--kind", "refused", "--reason", "tired"],
            "out-of-stock",
        ),
        (
            ["event", "1", "--kind", "promised", "--reason", "used"],
            "只有商家的拒绝",
        ),
        (["event", "1", "--kind", "refused", "--reason", "已使用"], "used"),
    ] {
        let said = app.refused(arguments);
        assert!(said.contains(says) && said.trim().lines().count() == 1, "{said}");
    }
    assert_eq!(app.json(["show", "1"]), before);
}

#[test]
fn who_the_seller_is_decides_which_way_fits() {
    let app = late(&[]);
    let state = |key: &str| {
        let all = app.json(["ladder", "1"]);
        let steps = all["steps"].as_array().unwrap().clone();
        steps.into_iter().find(|step| step["key"] == key).unwrap()["state"].clone()
    };
    assert_eq!(state("12315"), "later");
    app.json([
        "seller",
        "星河卡盟（示例）",
        "--name",
        "星河（示例）有限公司",
        "--address",
        "示例路 1 号",
        "--kind",
        "company",
    ]);
    assert_eq!((state("12315"), state("police")), ("open".into(), "open".into()));
    app.json([
        "seller",
        "星河卡盟（示例）",
        "--kind",
        "nobody",
        "--vanished",
        "true",
    ]);
    // Its name and address are known, so that an authority can still find it.
    assert_eq!(
        (state("12315"), state("platform"), state("police")),
        ("open".into(), "unfit".into(), "now".into())
    );
    assert!(
        app.refused(["seller", "星河卡盟（示例）", "--kind", "friend"])
            .contains("company")
    );
}

#[test]
fn a_person_corrects_a_letter_a_window_and_a_limit_and_takes_it_back() {
    let app = late(&[]);
    app.json([
        "rules",
        "--set",
        "letter:platform",
        "--text",
        "0|您好，{{ product }}（{{ platform }}）没到账。",
    ]);
    assert_eq!(
        app.text(["letter", "1", "--to", "platform"]).trim(),
        "您好，100 Q币（星河卡盟（示例））没到账。"
    );
    let said = app.refused([
        "rules",
        "--set",
        "letter:platform",
        "--text",
        "0|您好\n0|{{ product ",
    ]);
    assert!(said.contains("第 2 行"), "{said}");
    assert!(
        app.text(["letter", "1", "--to", "platform"]).contains("没到账。"),
        "the last good one stays"
    );
    app.json(["rules", "--set", "letter:platform", "--text", ""]);
    assert!(
        app.text(["letter", "1", "--to", "platform"])
            .contains("订单号：XH-1")
    );

    app.json(["file", "1", "--to", "12315"]);
    app.json(["rules", "--set", "limit:12315-acceptance", "--text", "3 个工作日"]);
    let all = app.json(["ladder", "1"]);
    assert_eq!(day(&all["filings"][0]["deadlines"][0]), "2026-04-15");
    assert!(
        app.refused(["rules", "--set", "limit:12315-acceptance", "--text", "很快"])
            .contains("7 个工作日")
    );
    assert!(
        app.refused(["rules", "--set", "law:consumer-53", "--text", "x"])
            .contains("没有")
    );
    assert!(
        app.refused(["rules", "--set", "platform", "--text", "x"])
            .contains("letter:platform")
    );
}

#[test]
fn a_newer_calendar_is_taken_and_a_damaged_one_is_not() {
    let app = late(&[]).at(moment("2026-12-30T09:00:00+08:00"));
    let days: Vec<Value> = (1..=20)
        .map(|n| serde_json::json!({ "name": "节", "date": format!("2027-01-{n:02}"), "isOffDay": true }))
        .collect();
    let good = serde_json::json!({ "year": 2027, "papers": ["公告"], "days": days }).to_string();
    let file = |name: &str, text: &str| app.file(name, text.as_bytes());
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    for (name, content) in [
        ("empty.json", r#"{"year":2027,"papers":[],"days":[]}"#),
        ("cut.json", &good[..good.len() / 2]),
        ("other.json", "[1,2,3]"),
        ("picture.json", "\u{89}PNG"),
    ] {
        let said = app.refused(["rules", "--holidays", &text(&file(name, content))]);
        assert!(
            said.contains("放假安排") || said.contains("文件"),
            "{name}: {said}"
        );
    }
    app.refused(["rules", "--holidays", "/nowhere/2027.json"]);
    fs::metadata(app.data()).unwrap();
    app.json(["rules", "--holidays", &text(&file("2027.json", &good))]);
    let done = app.json(["file", "1", "--to", "12315"]);
    assert_eq!(day(&done["deadlines"][0]), "2027-01-28");
    assert_eq!(done["deadlines"][0]["guessed"], false);
}

#[test]
fn limits_beside_the_matter_raise_their_alerts() {
    let app = late(&["--channel", "wechat"]);
    app.json(["check", "--no-notify"]);
    app.json([
        "event",
        "1",
        "--kind",
        "demanded",
        "--text",
        "请处理，不能到账请退款",
    ]);
    // The fifteenth day after the due moment is the 25th of April, a Saturday; it moves on to the Monday.
    let due = app.json(["ladder", "1"])["limits"][0].clone();
    assert_eq!(
        (due["key"].as_str(), day(&due).as_str()),
        (Some("stalling"), "2026-04-27")
    );
    let app = app.at(moment("2026-04-28T00:00:00+08:00") + minutes(60));
    let alerts = app.json(["check", "--no-notify"]);
    let titles: Vec<&str> = alerts
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["title"].as_str())
        .collect();
    assert!(titles.iter().any(|title| title.contains("十五天")), "{titles:?}");
}

/// The rule that was repealed on 2026-04-15 must not be named anywhere in the product, nor its time limit.
#[test]
fn the_repealed_rule_is_named_nowhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let forbidden = [
        format!("{}办法", "暂行"),
        format!("45{}", "个工作日"),
        format!("45 {}", "个工作日"),
        format!("四十五{}", "个工作日"),
        format!("四十五{}", "日内"),
    ];
    let mut read = 0;
    let mut folders = vec![root.join("src-tauri"), root.join("ui/src"), root.join("icons")];
    let mut files = vec![root.join("README.md")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().flatten() {
            match entry.file_type().unwrap() {
                kind if kind.is_dir() => folders.push(entry.path()),
                _ => files.push(entry.path()),
            }
        }
    }
    for file in files {
        let Ok(text) = fs::read_to_string(&file) else {
            continue;
        };
        read += 1;
        for words in &forbidden {
            assert!(!text.contains(words.as_str()), "{words} in {}", file.display());
        }
    }
    assert!(read > 200, "only {read} files were looked at");
}

/// The fields of a form by their names.
fn filled(app: &App, id: &str, form: &str) -> Vec<(String, Value)> {
    let fields = app.json(["fill", id, "--form", form]);
    let fields = fields.as_array().unwrap().iter();
    fields
        .map(|field| (field["field"].as_str().unwrap().to_owned(), field.clone()))
        .collect()
}

fn field<'a>(fields: &'a [(String, Value)], name: &str) -> &'a Value {
    let found = fields.iter().find(|(field, _)| field == name);
    &found.unwrap_or_else(|| panic!("{name} in {fields:?}")).1
}

#[test]
fn a_form_is_filled_in_field_by_field_as_its_page_asks() {
    let app = App::fresh().at(moment("2026-11-20T12:00:00+08:00"));
    let product = "一张点卡".repeat(20);
    let id = app.json([
        "add",
        "--platform",
        "星辰卡盟",
        "--product",
        &product,
        "--kind",
        "q-coin",
        "--amount",
        "98.50",
        "--paid-at",
        "2026-11-18 21:03",
        "--window",
        "30m",
        "--order-no",
        "XC20261118001",
        "--channel",
        "wechat",
    ])["id"]
        .to_string();
    let order = [
        "被投诉企业",
        "企业地址",
        "投诉人姓名",
        "联系电话",
        "证件号码",
        "投诉人地址",
        "商品或服务名称",
        "商品类别",
        "销售方式",
        "电商平台",
        "入驻商户",
        "订单号",
        "问题类别",
        "处理单位",
        "内容",
        "附件",
    ];
    let fields = filled(&app, &id, "12315");
    assert_eq!(
        fields.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        order
    );
    for (name, limit) in [
        ("商品或服务名称", 49),
        ("投诉人地址", 40),
        ("电商平台", 20),
        ("内容", 400),
    ] {
        assert_eq!(field(&fields, name)["limit"], limit, "{name}");
    }
    assert_eq!(field(&fields, "被投诉企业")["value"], "");
    assert_eq!(field(&fields, "被投诉企业")["missing"], true);
    assert_eq!(
        field(&fields, "商品或服务名称")["value"],
        product.chars().take(49).collect::<String>()
    );
    assert_eq!(field(&fields, "电商平台")["value"], "星辰卡盟");
    assert_eq!(field(&fields, "订单号")["value"], "XC20261118001");
    assert_eq!(
        field(&fields, "内容")["value"],
        app.json(["letter", &id, "--to", "12315"])["text"]
    );

    let home = "浙江省杭州市".repeat(7);
    app.json([
        "seller",
        "星辰卡盟",
        "--name",
        "杭州星辰网络科技有限公司",
        "--address",
        "杭州市西湖区一号",
    ]);
    app.json([
        "person",
        "--name",
        "张三",
        "--phone",
        "13900001111",
        "--address",
        &home,
    ]);
    let fields = filled(&app, &id, "12315");
    for (name, value) in [
        ("被投诉企业", "杭州星辰网络科技有限公司"),
        ("企业地址", "杭州市西湖区一号"),
        ("投诉人姓名", "张三"),
        ("联系电话", "13900001111"),
    ] {
        assert_eq!(field(&fields, name)["value"], value);
        assert_eq!(field(&fields, name)["missing"], false, "{name}");
    }
    // Half an address would be another one.
    let home = field(&fields, "投诉人地址");
    assert_eq!((&home["value"], &home["missing"]), (&"".into(), &true.into()));
    assert!(home["note"].as_str().unwrap().contains("40"), "{home}");
    // What only the page can offer stays open.
    assert_eq!(field(&fields, "商品类别")["missing"], true);

    // What is public names no number of the payment, and does not say the title twice.
    let public = filled(&app, &id, "heimao");
    let told = field(&public, "问题说明")["value"].as_str().unwrap();
    assert!(told.starts_with("本人于") && !told.contains("诉求："), "{told}");
    // The word for a step is the form for the order's own channel.
    assert_eq!(
        field(&filled(&app, &id, "payment"), "申请退款金额")["value"],
        "98.50"
    );

    let unknown = app.run(["fill", &id, "--form", "court"]);
    assert_eq!(unknown.code, Some(1), "{unknown:?}");
    assert!(unknown.complaint.contains("12315、heimao"), "{unknown:?}");
    app.json(["arrived", &id]);
    assert_eq!(app.run(["fill", &id, "--form", "12315"]).code, Some(1));
}
