//! Bills, spreadsheets, screenshots, pasted text, platforms and tags on the command line.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a test fails"
)]

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use daozhang_tests::App;
use daozhang_tests::clock::{Moment, minutes, moment};
use daozhang_tests::corpus::{Mark, Page};
use serde_json::Value;
use zip::unstable::write::FileOptionsExt;
use zip::write::SimpleFileOptions;
use zip::{AesMode, ZipWriter};

fn now() -> Moment {
    moment("2026-10-01T10:00:00+08:00")
}

fn app() -> App {
    App::fresh().at(now())
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../src-tauri/core/tests/fixtures/bills")
        .join(name)
}

fn import(app: &App, file: &Path, more: &[&str]) -> Value {
    let mut arguments = vec!["import", file.to_str().unwrap()];
    arguments.extend(more);
    app.json(arguments)
}

fn counts(imported: &Value) -> [u64; 6] {
    ["rows", "read", "orders_created", "matched", "refunds", "skipped"]
        .map(|key| imported[key].as_u64().unwrap())
}

fn add(app: &App, more: &[&str]) -> Value {
    let usual = [
        ("--platform", "乙充值"),
        ("--product", "加油卡500"),
        ("--kind", "fuel-card"),
        ("--amount", "481.00"),
        ("--paid-at", "2026-09-25 09:20:00"),
        ("--channel", "alipay"),
    ];
    let mut arguments = vec!["add"];
    for (name, value) in usual {
        if !more.contains(&name) {
            arguments.extend([name, value]);
        }
    }
    arguments.extend(more);
    app.json(arguments)
}

#[test]
fn a_bill_becomes_orders_and_nothing_the_second_time() {
    let app = app();
    let bill = fixture("alipay-app-2026.csv");
    let rehearsed = import(&app, &bill, &["--dry-run"]);
    assert_eq!(app.json(["list"]).as_array().unwrap().len(), 0);
    let imported = import(&app, &bill, &[]);
    assert_eq!(rehearsed, imported);
    assert_eq!(imported["format"], "alipay-app");
    assert_eq!(imported["totals_agree"], true);
    // Of nine rows five are recharges and one gives money back; the goods, the fund and what was never paid stay out.
    assert_eq!(counts(&imported), [9, 9, 5, 0, 1, 3]);
    let orders = app.json(["list"]);
    let fuel = find(&orders, "加油卡充值500元");
    assert_eq!(
        (
            &fuel["amount_fen"],
            &fuel["refunded_fen"],
            &fuel["payment_no"],
            &fuel["merchant"]
        ),
        (
            &48_100.into(),
            &10_000.into(),
            &"2026092522001400000000000044".into(),
            &"乙充值店".into()
        )
    );
    let again = import(&app, &bill, &[]);
    assert_eq!(counts(&again), [9, 9, 0, 0, 0, 9]);
    assert_eq!(app.json(["list"]), orders);
}

#[test]
fn a_bill_proves_a_logged_order_and_says_what_disagrees() {
    let app = app();
    let id = add(
        &app,
        &[
            "--amount",
            "500.00",
            "--payment-no",
            "2026092522001400000000000044",
        ],
    )["id"]
        .to_string();
    // One number on two sums is the person's to tell.
    let imported = import(&app, &fixture("alipay-app-2026.csv"), &[]);
    assert_eq!(counts(&imported), [9, 9, 4, 0, 1, 4]);
    assert!(imported["flagged"].to_string().contains("481.00"), "{imported}");
    assert_eq!(app.json(["show", &id])["merchant"], Value::Null);
    let imported = import(&app, &fixture("alipay-app-2026.csv"), &["--line", "29"]);
    assert_eq!(counts(&imported), [9, 9, 0, 1, 0, 8]);
    let order = app.json(["show", &id]);
    assert_eq!(order["merchant"], "乙充值店");
    assert_eq!(order["merchant_order_no"], "APP2600000000044");
    assert_eq!(order["refunded_fen"], 10_000);
    let kinds: Vec<&str> = order["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["logged", "refunded", "billed", "edited"]);
    // The row goes into the package, with its file's hash.
    let out = app.beside("out");
    let exported = app.json(["export", &id, "--out", out.to_str().unwrap(), "--archive-only"]);
    let rows = fs::read_to_string(Path::new(exported["dir"].as_str().unwrap()).join("账单记录.txt")).unwrap();
    assert!(
        rows.contains("2026092522001400000000000044") && rows.contains("alipay-app-2026.csv"),
        "{rows}"
    );
    let evidence = app.json(["evidence", &id]).to_string();
    assert!(evidence.contains("支付账单记录"), "{evidence}");
}

#[test]
fn only_the_lines_that_are_asked_for_are_stored() {
    let app = app();
    let imported = import(&app, &fixture("wechat-2024.csv"), &["--line", "18"]);
    assert_eq!(imported["orders_created"], 1);
    let orders = app.json(["list"]);
    assert_eq!(orders.as_array().unwrap().len(), 1);
    assert_eq!(orders[0]["product"], "话费充值100元");
    // Nothing of the other rows is in the data file.
    let kept = fs::read(app.data().join("daozhang.db")).unwrap();
    let holds = |text: &str| kept.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("甲话费店") && !holds("甲点卡店"));
}

#[test]
fn wechat_refunds_find_their_payment_and_those_told_by_the_payment_alone_count_too() {
    let app = app();
    let imported = import(&app, &fixture("wechat-2024.csv"), &[]);
    let orders = app.json(["list"]);
    assert_eq!(find(&orders, "点券300")["refunded_fen"], 3_000);
    assert_eq!(find(&orders, "会员月卡")["status"], "refunded");
    assert_eq!(imported["refunds"], 2);
    assert_eq!(
        counts(&import(&app, &fixture("wechat-2024.csv"), &[]))[2..5],
        [0, 0, 0]
    );
}

#[test]
fn an_archive_is_opened_with_its_password() {
    let app = app();
    let bill = fs::read(fixture("alipay-app-2026.csv")).unwrap();
    let name = "支付宝交易明细(20260901-20260930).csv";
    let aes = SimpleFileOptions::default().with_aes_encryption(AesMode::Aes256, "123456");
    let old = SimpleFileOptions::default()
        .with_deprecated_encryption(b"123456")
        .unwrap();
    for (at, options) in [aes, old].into_iter().enumerate() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(name, options).unwrap();
        zip.write_all(&bill).unwrap();
        let file = app.file(&format!("{at}.zip"), &zip.finish().unwrap().into_inner());
        for (password, word) in [(None, "密码"), (Some("654321"), "密码")] {
            let mut arguments = vec!["import", file.to_str().unwrap()];
            arguments.extend(password.iter().flat_map(|password| ["--password", *password]));
            let refused = app.refused(arguments);
            assert!(refused.contains(word), "{refused}");
        }
        let imported = import(&app, &file, &["--password", "123456", "--dry-run"]);
        assert_eq!(imported["orders_created"], 5);
    }
}

#[test]
fn files_that_are_no_bill_are_refused_and_say_what_to_do() {
    let app = app();
    add(&app, &[]);
    let before = app.json(["list"]);
    let cut = fs::read(fixture("alipay-app-2026.csv")).unwrap();
    for (name, bytes, word) in [
        (
            "cashbook.csv",
            fs::read(fixture("cashbook.csv")).unwrap(),
            "开具交易流水证明",
        ),
        ("bank.csv", fs::read(fixture("bank.csv")).unwrap(), "支付宝"),
        ("账单.pdf", b"%PDF-1.7 x".to_vec(), "PDF"),
        ("空.csv", Vec::new(), "空"),
        ("图.csv", b"\x89PNG\r\n\x1a\n....".to_vec(), "图片"),
        ("程序.csv", b"MZ\0\0\0\0\0\0".to_vec(), "账单"),
    ] {
        let file = app.file(name, &bytes);
        let refused = app.refused(["import", file.to_str().unwrap()]);
        assert!(refused.contains(word), "{name}: {refused}");
    }
    assert!(app.refused(["import", "/nowhere/bill.csv"]).contains("打不开"));
    // A bill that was cut off in the middle is read as far as it goes, and says that something is missing.
    let file = app.file("半份.csv", &cut[..cut.len() - 400]);
    let imported = import(&app, &file, &["--dry-run"]);
    assert_eq!(imported["totals_agree"], false);
    assert!(imported["flagged"].to_string().contains("9 笔"), "{imported}");
    assert_eq!(app.json(["list"]), before);
}

#[test]
fn a_spreadsheet_is_taken_whole_or_not_at_all() {
    let app = app();
    let template = app.beside("模板.csv");
    app.json(["template", "--out", template.to_str().unwrap()]);
    let head = fs::read_to_string(&template).unwrap();
    let head = head.lines().next().unwrap().to_owned();
    assert!(head.contains("平台,商品,品类,金额,付款时间"), "{head}");
    let row = |platform: &str, amount: &str, at: &str| {
        format!("{platform},100 Q币,Q币,{amount},{at},10001,,微信支付,,,,30分钟,\r\n")
    };
    let good = format!(
        "{head}\r\n{}{}",
        row("星河卡盟", "98.50", "2026-09-30 21:03"),
        row("青禾点卡", "1,098.50", "2026/9/29 08:00:05").replace("1,098.50", "\"1,098.50\"")
    );
    let file = app.file("我的订单.csv", good.as_bytes());
    let imported = import(&app, &file, &[]);
    assert_eq!(
        (imported["format"].as_str(), counts(&imported)),
        (Some("sheet"), [2, 2, 2, 0, 0, 0])
    );
    let orders = app.json(["list"]);
    assert_eq!(find(&orders, "100 Q币")["channel"], "wechat");
    assert_eq!(counts(&import(&app, &file, &[]))[2], 0);
    // One wrong cell, and nothing is taken.
    let bad = format!(
        "{head}\r\n{}{}",
        row("新平台", "98.50", "2026-09-30 21:03"),
        row("新平台", "九十八", "2027-09-30 21:03")
    );
    let file = app.file("有错.csv", bad.as_bytes());
    let refused = app.refused(["import", file.to_str().unwrap()]);
    assert!(refused.contains("第 3 行“金额”"), "{refused}");
    assert_eq!(app.json(["list"]), orders);
}

/// What is bought as a card, a balance, an account or a licence is logged as that, by its key and in a list by its name.
#[test]
fn gift_cards_balances_accounts_and_licences_are_kinds_of_their_own() {
    const KINDS: [(&str, &str, &str, &str); 5] = [
        ("gift-card", "礼品卡", "京东礼品卡 500 元", "绑定或查余额"),
        ("api-balance", "API 余额", "Claude API 余额 20 美元", "控制台"),
        ("shop-balance", "平台余额", "储值卡 200 元", "充值明细"),
        ("account", "账号", "某游戏成品号", "登录"),
        ("software-licence", "软件授权", "办公软件授权码", "激活"),
    ];
    let app = app();
    let mut list = "平台,商品,品类,金额,付款时间\n".to_owned();
    for (at, (key, name, product, proof)) in KINDS.into_iter().enumerate() {
        let order = add(
            &app,
            &[
                "--kind",
                key,
                "--product",
                product,
                "--amount",
                &format!("{}.00", at + 11),
            ],
        );
        assert_eq!(order["kind"], key);
        let groups = app.json(["evidence", &order["id"].to_string()])["groups"].clone();
        let missing = groups
            .as_array()
            .unwrap()
            .iter()
            .find(|group| group["key"] == "not-arrived")
            .unwrap()["missing"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(missing.contains(proof), "{key}: {missing}");
        let name = if key == "api-balance" { "API余额" } else { name };
        list.push_str(&format!(
            "另一家,{product},{name},{}.00,2026-09-25 09:20\n",
            at + 51
        ));
    }
    let imported = import(&app, &app.file("几种.csv", list.as_bytes()), &[]);
    assert_eq!(counts(&imported)[..3], [5, 5, 5]);
    let orders = app.json(["list"]);
    for (key, ..) in KINDS {
        let of_kind = orders
            .as_array()
            .unwrap()
            .iter()
            .filter(|order| order["kind"] == key);
        assert_eq!(of_kind.count(), 2, "{key}");
    }
    let refused = app.refused([
        "add",
        "--platform",
        "某店",
        "--product",
        "x",
        "--kind",
        "giftcard",
        "--amount",
        "1",
        "--paid-at",
        "2026-09-25 09:20",
    ]);
    assert!(
        refused.contains("gift-card") && refused.contains("software-licence"),
        "{refused}"
    );
}

#[test]
fn a_list_with_names_of_its_own_is_matched_and_corrected() {
    let app = app();
    let row = "星河卡盟,100 Q币,Q币,98。50,2026/9/30 下午9:03,送人\r\n";
    let text = format!("店铺,宝贝,类别,花了,下单时间,用途\r\n{row}{row}");
    let file = app.file("我的.csv", text.as_bytes());
    let path = file.to_str().unwrap();
    let refused = app.refused(["import", path]);
    assert!(refused.contains("缺少“金额”列"), "{refused}");
    assert!(
        app.refused(["import", path, "--column", "花了"])
            .contains("实付=金额")
    );
    assert!(
        app.refused(["import", path, "--column", "没有=金额"])
            .contains("没有“没有”这一列")
    );
    let imported = import(&app, &file, &["--column", "花了=金额", "--column", "用途=备注"]);
    assert_eq!(counts(&imported)[2], 1, "{imported}");
    let flagged = imported["flagged"].to_string();
    assert!(
        flagged.contains("“宝贝”当作商品") && flagged.contains("第 3 行和第 2 行完全一样"),
        "{flagged}"
    );
    let again = import(&app, &file, &["--column", "花了=金额", "--line", "3"]);
    assert_eq!(counts(&again)[2], 1, "{again}");
    let orders = app.json(["list"]);
    assert_eq!(find(&orders, "100 Q币")["amount_fen"], 9850);
}

#[test]
fn a_platform_is_renamed_and_merged_and_learns_its_window() {
    let app = app();
    for day in 10..22 {
        let id = app.json([
            "add",
            "--platform",
            "星河卡盟",
            "--product",
            "100 Q币",
            "--kind",
            "q-coin",
            "--amount",
            "98.50",
            "--paid-at",
            &format!("2026-09-{day} 12:00:00"),
            "--order-no",
            &format!("N{day}"),
        ])["id"]
            .to_string();
        app.json([
            "arrived",
            &id,
            "--at",
            &format!("2026-09-{day} 12:{:02}:00", day - 5),
        ]);
    }
    let view = app.json(["platforms", "星河卡盟"]);
    assert_eq!(view["summary"]["verdict"]["level"], "good");
    assert_eq!(view["summary"]["verdict"]["orders"], 12);
    assert_eq!(view["kinds"][0]["median_seconds"], 10 * 60);
    assert_eq!(view["kinds"][0]["suggested_seconds"], 16 * 60);
    app.json(["window", "星河卡盟", "q-coin", "16分钟"]);
    let order = app.json([
        "add",
        "--platform",
        "星河卡盟",
        "--product",
        "50 Q币",
        "--kind",
        "q-coin",
        "--amount",
        "49",
        "--paid-at",
        "刚刚",
    ]);
    assert_eq!(
        (&order["window_seconds"], &order["window_promised"]),
        (&960.into(), &false.into())
    );
    let renamed = app.json(["rename", "星河卡盟", "星河"]);
    assert_eq!(
        (renamed["moved"].as_array().unwrap().len(), &renamed["merged"]),
        (13, &false.into())
    );
    assert_eq!(app.json(["platforms", "星河"])["kinds"][0]["window_seconds"], 960);
    add(&app, &["--platform", "星河 2"]);
    let merged = app.json(["rename", "星河 2", "星河"]);
    assert_eq!(merged["merged"], true);
    let names: Vec<String> = app
        .json(["platforms"])
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].to_string())
        .collect();
    assert_eq!(names, ["\"星河\""]);
    // The timeline says so, and its chain holds.
    let order = app.json(["show", "1"]);
    let said = order["events"].as_array().unwrap().last().unwrap();
    assert!(said["text"].as_str().unwrap().contains("星河卡盟"), "{said}");
    assert!(app.refused(["rename", "没有的平台", "甲"]).contains("没有"));
    assert!(app.refused(["platforms", "没有的平台"]).contains("没有"));
}

#[test]
fn tags_and_open_formats() {
    let app = app();
    let id = add(
        &app,
        &[
            "--note",
            "=HYPERLINK(\"http://x\")",
            "--order-no",
            "202609250000000001234",
        ],
    )["id"]
        .to_string();
    app.json(["tag", &id, "--add", "代买", "--add", "急"]);
    app.json(["tag", &id, "--remove", "急"]);
    assert_eq!(app.json(["show", &id])["tags"], serde_json::json!(["代买"]));
    let csv = app.beside("全部.csv");
    app.json(["dump", "--format", "csv", "--out", csv.to_str().unwrap()]);
    let table = fs::read_to_string(&csv).unwrap();
    assert!(
        table.starts_with('\u{feff}') && table.contains("\"'=HYPERLINK(\"\"http://x\"\")\""),
        "{table}"
    );
    assert!(
        table.contains("202609250000000001234\t") && table.contains("代买"),
        "{table}"
    );
    let json = app.beside("全部.json");
    app.json(["dump", "--format", "json", "--out", json.to_str().unwrap()]);
    let all: Value = serde_json::from_slice(&fs::read(&json).unwrap()).unwrap();
    assert_eq!(all["orders"][0], app.json(["show", &id]));
    assert!(app.refused(["tag", &id, "--add", "  "]).contains("空"));
    assert!(app.refused(["tag", "99", "--add", "甲"]).contains("99"));
}

#[test]
fn the_overview_adds_up() {
    let app = app();
    let first = add(&app, &["--kind", "q-coin", "--window", "1h"])["id"].to_string();
    let second = add(&app, &["--order-no", "B", "--paid-at", "2026-10-01 09:55:00"])["id"].to_string();
    app.json(["refunded", &first, "--amount", "81.00"]);
    let overview = app.json(["overview"]);
    assert_eq!(overview["owed_fen"], 48_100 + 40_000);
    assert_eq!((&overview["open"], &overview["overdue"]), (&2.into(), &1.into()));
    app.at(now() + minutes(60)).json(["arrived", &second]);
    let overview = app.at(now() + minutes(120)).json(["overview"]);
    assert_eq!(
        (&overview["owed_fen"], &overview["arrived"]),
        (&40_000.into(), &1.into())
    );
    let days = overview["at_risk"].as_array().unwrap();
    assert_eq!(days.last().unwrap()["day"], "2026-10-01");
}

#[test]
fn a_pasted_text_tells_of_each_of_its_orders() {
    let app = app();
    let text = "订单号：XH20260930001\n商品：100 Q币\n实付：￥９８.５０\n付款时间：2026-09-30 21:03:45\n充值账号：10001\n\n\
                订单号：XH20260930002\n商品：话费充值100元\n实付款 ¥99.00\n付款时间 2026-09-30 22:00:01\n";
    let file = app.file("订单.txt", text.as_bytes());
    let read = app.json(["read", file.to_str().unwrap()]);
    let of = |at: usize, name: &str| {
        let fields = read[at]["fields"].as_array().unwrap();
        fields
            .iter()
            .find(|field| field["field"] == name)
            .map(|field| field["value"].as_str().unwrap().to_owned())
    };
    assert_eq!(read.as_array().unwrap().len(), 2);
    assert_eq!(of(0, "order_no").as_deref(), Some("XH20260930001"));
    assert_eq!(of(0, "amount").as_deref(), Some("98.50"));
    assert_eq!(of(1, "amount").as_deref(), Some("99.00"));
    let draft = &read[0]["draft"];
    assert_eq!(
        (&draft["amount_fen"], &draft["paid_at"], &draft["payment_no"]),
        (&9850.into(), &"2026-09-30T21:03:45+08:00".into(), &Value::Null)
    );
    assert_eq!(of(1, "paid_at").as_deref(), Some("2026-09-30 22:00:01"));
    assert_eq!(app.json(["list"]).as_array().unwrap().len(), 0);
}

#[test]
fn screenshots_are_read_and_no_wrong_figure_is_without_a_doubt() {
    let app = App::fresh().at(moment("2026-12-01T08:00:00+08:00"));
    // Every fourth page of each half: all of them take minutes, and are for `cargo xtask bench`.
    let mut marks = Vec::new();
    for page in Page::all().into_iter().step_by(4) {
        let read = app.json(["read".as_ref(), page.picture.as_os_str()]);
        marks.extend(
            page.marks(&read)
                .into_iter()
                .map(|(field, mark)| (page.name.clone(), field, mark)),
        );
    }
    let all = marks.len();
    marks.retain(|(.., mark)| *mark > Mark::RightMarked);
    assert!(all >= 140, "{all}");
    assert!(marks.len() * 100 <= all * 5, "of {all}: {marks:?}");
    let silent = |name: &str| {
        marks
            .iter()
            .any(|(_, field, mark)| *field == name && *mark == Mark::WrongUnmarked)
    };
    assert!(!silent("amount") && !silent("paid_at"), "{marks:?}");
}

#[test]
fn a_photograph_that_lies_in_its_file_is_read_as_it_stands() {
    let app = App::fresh().at(moment("2026-12-01T08:00:00+08:00"));
    let lying = app.file("照片.jpg", &daozhang_tests::pictures::payment_page_lying());
    for picture in [daozhang_tests::pictures::payment_page(), lying] {
        let read = app.json(["read", picture.to_str().unwrap()]);
        let draft = &read["draft"];
        assert_eq!(
            (&draft["amount_fen"], &draft["paid_at"], &draft["payment_no"]),
            (
                &9850.into(),
                &"2026-11-20T21:03:45+08:00".into(),
                &"4200009999202611200000000001".into()
            ),
            "{read}"
        );
        for field in read["fields"].as_array().unwrap() {
            let is_told = ["amount", "paid_at", "payment_no"].contains(&field["field"].as_str().unwrap());
            assert!(!is_told || field["doubt"].is_null(), "{field}");
        }
    }
}

#[test]
fn a_picture_that_cannot_be_read_says_why() {
    let app = app();
    let bomb = {
        let mut png = daozhang_tests::pictures::png(1);
        png[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
        app.file("bomb.png", &png)
    };
    for (file, word) in [
        (app.file("a.png", b"no picture"), "不是"),
        (app.file("a.pdf", b"%PDF-1.7 x"), "不是图片"),
        (bomb, "图片"),
    ] {
        let refused = app.refused(["read", file.to_str().unwrap()]);
        assert!(refused.contains(word) && !refused.contains('\n'), "{refused}");
    }
}

#[test]
fn a_picture_is_read_where_nothing_is_installed() {
    let picture = daozhang_tests::pictures::payment_page();
    let read = app().without_programs().json(["read", picture.to_str().unwrap()]);
    assert_eq!(read["draft"]["amount_fen"], 9850, "{read}");
}

fn find<'a>(orders: &'a Value, product: &str) -> &'a Value {
    let orders = orders.as_array().unwrap();
    orders
        .iter()
        .find(|order| order["product"].as_str().unwrap().contains(product))
        .unwrap_or_else(|| panic!("no {product} in {orders:?}"))
}

/// Starts all of these commands before it waits for any; says how many did as told.
fn at_once(app: &App, commands: &[Vec<&str>]) -> usize {
    let start = |arguments: &Vec<&str>| {
        let mut command = app.away(arguments);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command.spawn().unwrap()
    };
    let mut running: Vec<Child> = commands.iter().map(start).collect();
    let ended = running.iter_mut().map(|child| child.wait().unwrap());
    ended.filter(|ended| ended.success()).count()
}

#[test]
fn what_two_processes_take_over_at_once_is_there_once() {
    let payment = |at: usize| {
        format!(
            "2026-09-{:02} 10:{:02}:{:02},商户消费,星河充值,话费充值100元,支出,¥80.00,零钱,支付成功,\
             4200000000202609200000000{at:03},/,/",
            10 + at % 10,
            at % 60,
            at / 60
        )
    };
    let heading = "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注";
    let bill: Vec<String> = std::iter::once(heading.to_owned())
        .chain((100..400).map(payment))
        .collect();
    let list: Vec<String> = std::iter::once("平台,商品,品类,金额,付款时间,订单号".to_owned())
        .chain((100..400).map(|at| format!("某店,话费{at},话费快充,50.00,2026-09-20 10:00,S20260920{at}")))
        .collect();
    for lines in [bill, list] {
        let app = app();
        let file = app.file("a.csv", lines.join("\n").as_bytes());
        let import = vec!["import", file.to_str().unwrap()];
        assert_eq!(at_once(&app, &[import.clone(), import.clone(), import]), 3);
        assert_eq!(
            app.json(["list", "--limit", "1000"]).as_array().unwrap().len(),
            300
        );
    }
    let app = app();
    let add = vec![
        "add",
        "--platform",
        "某店",
        "--product",
        "话费",
        "--kind",
        "phone-credit-fast",
        "--amount",
        "50",
        "--paid-at",
        "2026-09-20 10:00",
        "--order-no",
        "S2026092001",
    ];
    assert_eq!(at_once(&app, &vec![add; 6]), 1);
    assert_eq!(app.json(["list"]).as_array().unwrap().len(), 1);
}

/// A bill of 微信 with these rows: kind, seller, item, direction and status; its first row is in line 2.
fn wechat_bill(rows: &[[&str; 5]]) -> String {
    let mut bill =
        "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注\n"
            .to_owned();
    for (at, [kind, seller, item, way, status]) in rows.iter().enumerate() {
        bill.push_str(&format!(
            "2026-09-{:02} 10:00:00,{kind},{seller},{item},{way},¥{}0.00,零钱,{status},42000000002026092000000000{at:02},/,/\n",
            at + 1,
            at + 1
        ));
    }
    bill
}

fn lines(rows: &Value) -> Vec<u64> {
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| row["line"].as_u64().unwrap()).collect()
}

#[test]
fn what_is_not_sure_is_offered_and_taken_by_its_line() {
    let app = app();
    let bill = wechat_bill(&[
        ["商户消费", "某店", "话费充值100元", "支出", "支付成功"],
        ["商户消费", "某发卡", "订单 20260901", "支出", "支付成功"],
        ["商户消费", "某店", "会员", "支出", "支付成功"],
        ["商户消费", "某店", "元宝馄饨", "支出", "支付成功"],
        [
            "商户消费",
            "某视频",
            "某视频会员1个月自动续费",
            "支出",
            "支付成功",
        ],
        ["转账", "某昵称", "转账备注:Q币500", "支出", "对方已收钱"],
        ["微信红包（单发）", "发给某昵称", "/", "支出", "支付成功"],
    ]);
    let file = app.file("账单.csv", bill.as_bytes());
    let imported = import(&app, &file, &[]);
    assert_eq!(counts(&imported), [7, 7, 1, 0, 0, 6]);
    assert_eq!(lines(&imported["offered"]), [3, 4]);
    assert!(imported["offered"][0]["why"].as_str().unwrap().contains("发卡"));
    assert_eq!(lines(&imported["aside"]), [6, 7, 8]);
    let kinds: Vec<&str> = imported["aside"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["renewal", "transfer", "red-packet"]);
    assert_eq!(app.json(["list"]).as_array().unwrap().len(), 1);
    // A line is taken whatever it looks like, and then offered no more.
    let taken = import(&app, &file, &["--line", "3,6-7", "--line", "4"]);
    assert_eq!(taken["orders_created"], 4);
    assert_eq!(lines(&taken["offered"]), [0u64; 0]);
    let again = import(&app, &file, &[]);
    assert_eq!(
        (
            &again["orders_created"],
            lines(&again["offered"]),
            lines(&again["aside"])
        ),
        (&0.into(), vec![], vec![8])
    );
    for wrong in ["1", "99", "9-99"] {
        let refused = app.refused(["import", file.to_str().unwrap(), "--line", wrong]);
        assert!(refused.contains("行"), "{refused}");
    }
}

#[test]
fn a_line_brings_its_refund_along() {
    let heading = "交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注";
    let refund = "2026-09-20 20:08:02,退款,某皮具维修充值卡,/,充值卡退卡,不计收支,100.00,余额,退款成功,20261120300002008100481201000001,2026112000392001894804000001_0,";
    let payment = "2026-09-20 20:05:57,充值缴费,某皮具维修充值卡,/,某皮具维修充值卡,支出,100.00,余额,交易成功,20261120020070011570480000000001,2026112066104801400036000001,";
    let app = app();
    let file = app.file("账单.csv", [heading, refund, payment].join("\n").as_bytes());
    assert_eq!(lines(&import(&app, &file, &[])["offered"]), [3]);
    // Alone it has nowhere to go, and that is said.
    let left = import(&app, &file, &["--line", "2"]);
    assert_eq!(counts(&left), [2, 2, 0, 0, 0, 2]);
    let said = left["flagged"].to_string();
    assert!(said.contains("第 2 行是第 3 行的退款"), "{said}");
    let taken = import(&app, &file, &["--line", "3"]);
    assert_eq!(counts(&taken), [2, 2, 1, 0, 1, 0]);
    let said = taken["flagged"].to_string();
    assert!(said.contains("按商户、商品和金额对上"), "{said}");
    let settled = app.json(["list"]);
    assert_eq!(settled[0]["status"], "refunded");
    // Again, in whichever way, it is the same.
    for lines in [&[][..], &["--line", "3"], &["--line", "2-3"]] {
        assert_eq!(counts(&import(&app, &file, lines)), [2, 2, 0, 0, 0, 2]);
        assert_eq!(app.json(["list"]), settled);
    }
}

#[test]
fn a_shop_where_something_was_charged_once_sells_other_things_too() {
    let app = app();
    let first = wechat_bill(&[[
        "商户消费",
        "京东商城平台商户",
        "话费充值100元",
        "支出",
        "支付成功",
    ]]);
    let second = wechat_bill(&[
        [
            "商户消费",
            "京东商城平台商户",
            "话费充值100元",
            "支出",
            "支付成功",
        ],
        ["商户消费", "京东商城平台商户", "卫生纸", "支出", "支付成功"],
        ["商户消费", "京东商城平台商户", "苹果 5斤", "支出", "支付成功"],
    ]);
    import(&app, &app.file("1.csv", first.as_bytes()), &[]);
    let imported = import(&app, &app.file("2.csv", second.as_bytes()), &[]);
    assert_eq!(
        (counts(&imported), lines(&imported["offered"])),
        ([3, 3, 0, 0, 0, 3], vec![])
    );
}

#[test]
fn a_list_as_text_says_what_was_left_and_how_to_take_it() {
    let app = app();
    let bill = wechat_bill(&[
        ["商户消费", "某发卡", "订单 20260901", "支出", "支付成功"],
        ["转账", "某昵称", "转账", "支出", "对方已收钱"],
    ]);
    let file = app.file("账单.csv", bill.as_bytes());
    let said = app.text(["import", file.to_str().unwrap()]);
    assert!(
        said.contains("第 2 行") && said.contains("--line") && said.contains("转账 1 行"),
        "{said}"
    );
}

/// The day of a promised refund is told on that day, and the bill's own row of the refund ends it.
#[test]
fn a_promised_refund_has_its_day_and_the_bill_settles_it() {
    let logged = || {
        let app = app().at(moment("2026-09-25T10:00:00+08:00"));
        add(
            &app,
            &["--payment-no", "2026092522001400000000000044", "--window", "24h"],
        );
        app.json([
            "event",
            "1",
            "--kind",
            "promised",
            "--refund",
            "--text",
            "原路退",
            "--until",
            "2026-09-28 18:00",
        ]);
        app
    };
    let topics = |app: &App, now: &str| -> Vec<String> {
        let told = app.at(moment(now)).json(["check", "--no-notify"]);
        let told = told.as_array().unwrap().iter();
        told.map(|one| one["topic"].as_str().unwrap().to_owned())
            .collect()
    };
    let app = logged();
    assert_eq!(topics(&app, "2026-09-28T17:59:00+08:00"), [""; 0]);
    assert_eq!(topics(&app, "2026-09-28T18:00:00+08:00"), ["refund-promised"]);
    let order = app.at(moment("2026-09-28T18:01:00+08:00")).json(["show", "1"]);
    assert_eq!(order["topic"], "refund-promised");
    assert_eq!(order["deadlines"][0]["topic"], "refund-promised");
    let app = logged();
    // All that was paid is back, as the bill has it.
    let bill = "交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注\n\
        2026-09-25 09:20:00,充值缴费,乙充值店,/,加油卡充值500元,支出,481.00,余额宝,交易关闭,2026092522001400000000000044,M1,\n\
        2026-09-27 09:20:00,退款,乙充值店,/,退款-加油卡充值500元,不计收支,481.00,余额宝,退款成功,2026092522001400000000000044_1,M1,\n";
    let later = app.at(moment("2026-09-27T12:00:00+08:00"));
    let file = later.file("支付宝.csv", bill.as_bytes());
    let imported = later.json(["import", file.to_str().unwrap()]);
    assert_eq!(imported["refunds"], 1, "{imported}");
    let order = later.json(["show", "1"]);
    assert_eq!(
        (&order["status"], &order["next_alert_at"]),
        (&"refunded".into(), &Value::Null)
    );
    assert_eq!(topics(&app, "2026-09-28T18:00:00+08:00"), [""; 0]);
}

#[test]
fn how_many_were_ordered_goes_in_and_out_of_a_list() {
    let app = app();
    let list = "平台,商品,品类,金额,付款时间,数量\n\
        某店,卡密甲,卡密,100,2026-09-25 09:20,10\n\
        某店,卡密乙,卡密,50.00,2026-09-25 09:21,\n\
        某店,卡密丙,卡密,30,2026-09-25 09:22,３ 张\n";
    let imported = import(&app, &app.file("清单.csv", list.as_bytes()), &[]);
    assert_eq!(counts(&imported), [3, 3, 3, 0, 0, 0]);
    let quantities = |app: &App| {
        let orders = app.json(["list"]);
        ["卡密甲", "卡密乙", "卡密丙"].map(|product| find(&orders, product)["quantity"].as_u64().unwrap())
    };
    assert_eq!(quantities(&app), [10, 1, 3]);
    let out = app.beside("全部.csv");
    app.json(["dump", "--format", "csv", "--out", out.to_str().unwrap()]);
    let dumped = fs::read_to_string(&out).unwrap();
    let head: Vec<&str> = dumped
        .trim_start_matches('\u{feff}')
        .lines()
        .next()
        .unwrap()
        .split(',')
        .collect();
    let column = head.iter().position(|name| *name == "数量").unwrap();
    let cells = |product: &str| -> Vec<&str> {
        let row = dumped.lines().find(|line| line.contains(product)).unwrap();
        row.split(',').collect()
    };
    let of = |product: &str| cells(product)[column];
    assert_eq!((of("卡密甲"), of("卡密乙"), of("卡密丙")), ("10", "1", "3"));
    // The columns that a list may have, copied out of the table into one.
    let elsewhere = app.elsewhere();
    let copied: String = ["商品", "卡密甲", "卡密乙", "卡密丙"]
        .map(|product| {
            let kept = head.iter().zip(if product == "商品" {
                head.clone()
            } else {
                cells(product)
            });
            let kept =
                kept.filter(|(name, _)| ["平台", "商品", "品类", "金额", "付款时间", "数量"].contains(name));
            kept.map(|(_, cell)| cell).collect::<Vec<_>>().join(",") + "\n"
        })
        .concat();
    import(&elsewhere, &elsewhere.file("抄出来.csv", copied.as_bytes()), &[]);
    assert_eq!(quantities(&elsewhere), [10, 1, 3]);
    for wrong in ["0", "很多", "1.5"] {
        let list =
            format!("平台,商品,品类,金额,付款时间,数量\n某店,卡密丁,卡密,30,2026-09-25 09:23,{wrong}\n");
        let refused = app.refused(["import", app.file("错.csv", list.as_bytes()).to_str().unwrap()]);
        assert!(refused.contains("第 2 行“数量”"), "{refused}");
    }
}
