//! Evidence packages on the command line: what goes to 12315, the archive, and checking it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a test fails"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use daozhang_tests::app::Ended;
use daozhang_tests::clock::{Moment, minutes, moment};
use daozhang_tests::package::{sum, sums_agree};
use daozhang_tests::{App, pictures};
use serde_json::Value;

const LARGEST: u64 = 5_000_000;

fn paid() -> Moment {
    moment("2026-11-10T21:03:00+08:00")
}

struct Case<'a> {
    platform: &'a str,
    product: &'a str,
    kind: &'a str,
    amount: &'a str,
    window: &'a str,
    channel: &'a str,
    account: &'a str,
}

/// Q币 at a 卡盟 whose company is known; 慢充话费 that is late; a site that vanished.
const CASES: [Case<'_>; 3] = [
    Case {
        platform: "星河卡盟（示例）",
        product: "100 Q币直充",
        kind: "q-coin",
        amount: "98.50",
        window: "30m",
        channel: "wechat",
        account: "10001",
    },
    Case {
        platform: "慢充小铺（示例）",
        product: "移动话费 200 元慢充",
        kind: "phone-credit-slow",
        amount: "186.00",
        window: "72h",
        channel: "alipay",
        account: "13800000000",
    },
    Case {
        platform: "极速点券网（示例）",
        product: "点券 500",
        kind: "game-points",
        amount: "500.00",
        window: "2h",
        channel: "wechat",
        account: "player-one",
    },
];

fn app() -> App {
    App::fresh().at(paid() + minutes(10))
}

fn log(app: &App, case: &Case<'_>, more: &[&str]) -> String {
    let mut arguments = vec![
        "add",
        "--platform",
        case.platform,
        "--product",
        case.product,
        "--kind",
        case.kind,
        "--amount",
        case.amount,
        "--paid-at",
        "2026-11-10 21:03:00",
        "--window",
        case.window,
        "--channel",
        case.channel,
        "--account",
        case.account,
        "--order-no",
        "NO-20261110-1",
    ];
    // A payment is logged once, so that a second order needs a number of its own.
    if !more.contains(&"--payment-no") {
        arguments.extend(["--payment-no", "4200000000202611100000000001"]);
    }
    arguments.extend(more);
    app.json(arguments)["id"].to_string()
}

fn export(app: &App, ids: &[&str], more: &[&str]) -> Value {
    let out = app.beside("packages");
    let mut arguments = vec!["export"];
    arguments.extend(ids);
    arguments.extend(["--out", out.to_str().unwrap()]);
    arguments.extend(more);
    app.json(arguments)
}

fn folder(exported: &Value) -> PathBuf {
    PathBuf::from(exported["dir"].as_str().unwrap())
}

fn submission(exported: &Value, name: &str) -> PathBuf {
    exported["submission"]
        .as_array()
        .unwrap()
        .iter()
        .map(|path| PathBuf::from(path.as_str().unwrap()))
        .find(|path| path.file_name().unwrap().to_str().unwrap().contains(name))
        .unwrap_or_else(|| panic!("no {name} in {exported}"))
}

/// The text of a PDF without blanks, which line ends put everywhere.
fn text_of(pdf: &Path) -> String {
    let output = Command::new("pdftotext")
        .args(["-raw".as_ref(), pdf.as_os_str(), "-".as_ref()])
        .output();
    let text = String::from_utf8(output.expect("pdftotext is there").stdout).unwrap();
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    found
}

#[test]
#[cfg_attr(
    windows,
    ignore = "reads PDFs back with pdftotext, which Windows does not have"
)]
fn every_fact_of_a_case_is_in_the_files_for_12315() {
    for case in &CASES {
        let app = app();
        let payment = pictures::payment_page();
        let shot = format!("{}:payment", payment.to_str().unwrap());
        let id = log(&app, case, &["--shot", &shot]);
        let app = app.at(paid() + minutes(10_000));
        app.json([
            "event",
            &id,
            "--kind",
            "demanded",
            "--text",
            "请今天之内到账或退款",
        ]);
        app.json([
            "seller",
            case.platform,
            "--kind",
            "company",
            "--name",
            "示例网络科技有限公司",
            "--address",
            "示例市示例路 1 号",
        ]);
        app.json([
            "person",
            "--name",
            "王小明",
            "--phone",
            "13900000000",
            "--id-number",
            "110101199001011234",
        ]);
        let exported = export(&app, &[&id], &[]);
        let complaint = text_of(&submission(&exported, "1-投诉材料.pdf"));
        for fact in [
            case.platform,
            case.product,
            case.amount,
            case.account,
            "NO-20261110-1",
            "4200000000202611100000000001",
            "2026年11月10日21:03",
            "示例网络科技有限公司",
            "示例市示例路1号",
            "王小明",
            "110101199001011234",
            "消费者权益保护法",
            "证据目录",
            "时间线",
        ] {
            let fact: String = fact.chars().filter(|c| !c.is_whitespace()).collect();
            assert!(complaint.contains(&fact), "{fact} is not in: {complaint}");
        }
        assert!(complaint.contains("文件2第1页"), "a page reference: {complaint}");
        let payment = text_of(&submission(&exported, "2-交易与支付凭证.pdf"));
        assert!(
            payment.contains("3-1") && payment.contains("SHA-256"),
            "{payment}"
        );
        let talk = text_of(&submission(&exported, "3-沟通与催告记录.pdf"));
        assert!(talk.contains("请今天之内到账或退款"), "{talk}");
        assert!(
            !payment.contains("110101199001011234") && !talk.contains("王小明"),
            "identity only in the form"
        );
        let field = fs::read_to_string(submission(&exported, "投诉内容.txt")).unwrap();
        assert!(field.trim().encode_utf16().count() <= 400 && field.contains(case.amount));
        for file in exported["submission"].as_array().unwrap() {
            assert!(fs::metadata(file.as_str().unwrap()).unwrap().len() <= LARGEST);
        }
    }
}

#[test]
fn a_changed_byte_in_any_file_is_named() {
    let app = app();
    let payment = pictures::payment_page();
    let id = log(&app, &CASES[0], &["--shot", payment.to_str().unwrap()]);
    let exported = export(&app, &[&id], &[]);
    let package = folder(&exported);
    assert!(sums_agree(&package));
    assert_eq!(app.json(["verify", package.to_str().unwrap()])["ok"], true);
    let all = files(&package);
    assert!(all.len() > 8, "{all:?}");
    for file in all
        .iter()
        .filter(|file| !file.ends_with("SHA256SUMS") && !file.ends_with("SHA256SUMS.tsq"))
    {
        let bytes = fs::read(file).unwrap();
        let mut changed = bytes.clone();
        let middle = changed.len() / 2;
        changed[middle] ^= 1;
        fs::write(file, &changed).unwrap();
        let ended = app.run(["verify", package.to_str().unwrap(), "--json"]);
        let name = file.strip_prefix(&package).unwrap().to_str().unwrap();
        // The list has the names as every system writes them.
        let name = &name.replace(std::path::MAIN_SEPARATOR, "/");
        let verdict: Value = serde_json::from_str(&ended.out).unwrap();
        assert_eq!(verdict["ok"], false);
        assert!(
            verdict["problems"][0].as_str().unwrap().contains(name.as_str()),
            "{name}: {verdict}"
        );
        fs::write(file, &bytes).unwrap();
    }
    // A timeline that was rewritten together with its sums still does not hold.
    let order = package.join("order.json");
    let text = fs::read_to_string(&order)
        .unwrap()
        .replace("记下订单", "记下")
        .replace("\"kind\": \"logged\"", "\"kind\": \"note\"");
    fs::write(&order, &text).unwrap();
    let line = format!("{}  order.json", sum(text.as_bytes()));
    let sums = fs::read_to_string(package.join("SHA256SUMS")).unwrap();
    let sums: String = sums
        .lines()
        .map(|old| if old.ends_with("  order.json") { line.clone() } else { old.to_owned() } + "\n")
        .collect();
    fs::write(package.join("SHA256SUMS"), sums).unwrap();
    let ended = app.run(["verify", package.to_str().unwrap()]);
    assert!(ended.out.contains("时间线从第 1 条起"), "{ended:?}");
}

#[test]
fn an_archive_for_sharing_tells_nobody_who_somebody_is() {
    let app = app();
    let payment = pictures::payment_page();
    let case = Case {
        account: "13800001234",
        ..CASES[0]
    };
    let id = log(
        &app,
        &case,
        &[
            "--shot",
            payment.to_str().unwrap(),
            "--note",
            "卡密 ABCD-1234-EFGH-5678",
        ],
    );
    app.json([
        "person",
        "--name",
        "王小明",
        "--phone",
        "13900000000",
        "--id-number",
        "110101199001011234",
    ]);
    let sha = app.json(["show", &id])["shots"][0]["sha256"]
        .as_str()
        .unwrap()
        .to_owned();
    app.json(["mask", &id, &sha, "--box", "10,10,200,60"]);
    assert!(
        app.refused(["mask", &id, &sha, "--box", "10,10"])
            .contains("左,上,宽,高")
    );
    assert!(
        app.refused(["mask", &id, &"0".repeat(64), "--box", "1,1,1,1"])
            .contains("没有这张截图")
    );
    let package = folder(&export(&app, &[&id], &["--masked"]));
    for file in files(&package) {
        let bytes = fs::read(&file).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        for secret in [
            "13800001234",
            "4200000000202611100000000001",
            "1234-EFGH",
            "王小明",
            "110101199001011234",
        ] {
            assert!(!text.contains(secret), "{secret} in {}", file.display());
        }
    }
    assert!(!package.join("提交版").exists());
    assert_eq!(app.json(["verify", package.to_str().unwrap()])["ok"], true);
    assert_eq!(
        app.json(["show", &id])["shots"][0]["sha256"],
        sha,
        "the original stays"
    );
    app.json(["person", "--forget"]);
    assert!(app.json(["person"])["person"].is_null());
}

/// Letters and digits alone, half as wide and small: what is left of a secret however it is written.
fn squeezed(text: &str) -> String {
    text.chars()
        .map(|c| match u32::from(c) {
            code @ 0xff01..=0xff5e => char::from_u32(code - 0xfee0).unwrap(),
            _ => c,
        })
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Somebody who has the masked package, and time: what is hidden does not come back from any byte of it.
#[test]
fn an_archive_for_sharing_gives_nothing_back() {
    let app = app();
    let picture = app.file(
        "zhang.san@example.com-13812345678-王小明.png",
        &fs::read(pictures::payment_page()).unwrap(),
    );
    let damaged = fs::read(pictures::payment_page()).unwrap();
    let damaged = app.file("damaged.png", &damaged[..damaged.len() / 2]);
    app.json([
        "person",
        "--name",
        "王小明",
        "--phone",
        "13912345678",
        "--id-number",
        "110101199001011234",
        "--address",
        "示例市示例路 1 号 302 室",
    ]);
    let case = Case {
        account: "zhang.san@example.com",
        platform: "星河卡盟（示例）13687654321",
        ..CASES[0]
    };
    let note = "手机 138 1234 5678，卡号 6222 0200 0000 1234 567，全角１３８１２３４５６７８，卡密 ABCD EFGH 1234 5678，\
                AB12CD34EF，QQRS-TUVW-XYZA-BCDE，1234-56-7890123456，邮箱 li.si@example.com，卡密*9876543210987654，\
                ZHANG.SAN@EXAMPLE.COM，我是王 小 明，住示例市示例路1号302室";
    let shot = format!("{}:payment", picture.display());
    let id = log(&app, &case, &["--shot", &shot, "--note", note]);
    let damaged = format!("{}:chat", damaged.display());
    let ended = app.run([
        "event",
        &id,
        "--kind",
        "demanded",
        "--text",
        "充到 zhang san @ example.com，单号 NO 20261110 1",
        "--shot",
        &damaged,
    ]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    app.json([
        "event",
        &id,
        "--kind",
        "note",
        "--text",
        "旧账号是 7654321a，微信 wxid_abc123",
    ]);
    app.json(["tag", &id, "--add", "13812345678"]);
    let exported = export(&app, &[&id], &["--masked"]);
    let package = folder(&exported);
    assert!(exported["warnings"].to_string().contains("打不开"), "{exported}");
    let secrets = [
        "13812345678",
        "6222020000001234567",
        "ABCDEFGH12345678",
        "AB12CD34EF",
        "QQRSTUVWXYZABCDE",
        "1234567890123456",
        "li.si@example.com",
        "9876543210987654",
        "zhang.san@example.com",
        "王小明",
        "13912345678",
        "110101199001011234",
        "示例路1号302室",
        "13687654321",
        "4200000000202611100000000001",
        "NO-20261110-1",
        "7654321a",
        "abc123",
    ];
    let hashes: Vec<String> = files(&package)
        .iter()
        .map(|file| sum(&fs::read(file).unwrap()))
        .collect();
    let mut names = vec![package.file_name().unwrap().to_str().unwrap().to_owned()];
    for file in files(&package) {
        let name = file.strip_prefix(&package).unwrap().to_str().unwrap();
        let name = name.replace(std::path::MAIN_SEPARATOR, "/");
        let legal = |c: char| !c.is_control() && !"<>:\"\\|?*".contains(c);
        assert!(
            name.chars().all(legal) && !name.ends_with(['.', ' ']),
            "no name on Windows: {name}"
        );
        names.push(name);
        let bytes = fs::read(&file).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        // Every hash is one of a file that lies there, and so of nothing that is hidden.
        let runs = text
            .split(|c: char| !c.is_ascii_hexdigit())
            .filter(|run| run.len() >= 32);
        for run in runs.filter(|_| file.extension().is_none_or(|ending| ending != "png")) {
            assert!(
                hashes.iter().any(|hash| hash == run),
                "{run} in {}",
                file.display()
            );
        }
        for secret in secrets {
            assert!(
                !squeezed(&text).contains(&squeezed(secret)),
                "{secret} in {}: {text}",
                file.display()
            );
        }
    }
    for secret in secrets {
        assert!(
            !squeezed(&names.concat()).contains(&squeezed(secret)),
            "{secret} in {names:?}"
        );
    }
    let order: Value = serde_json::from_slice(&fs::read(package.join("order.json")).unwrap()).unwrap();
    let manifest: Value = serde_json::from_slice(&fs::read(package.join("manifest.json")).unwrap()).unwrap();
    for json in [&order, &manifest] {
        for key in [
            "\"hash\"",
            "\"hashed_ms\"",
            "\"facts\"",
            "\"chain_head\"",
            "\"shot_sha256\"",
        ] {
            assert!(!json.to_string().contains(key), "{key} in {json}");
        }
    }
    // The damaged picture stopped nothing else, and no list names it as there.
    let originals = fs::read_dir(package.join("原件")).unwrap();
    assert_eq!(originals.count(), 1);
    let list = fs::read_to_string(package.join("证据清单.txt")).unwrap();
    assert!(
        list.contains("没有放进遮盖版") && !list.contains("SHA-256"),
        "{list}"
    );
    let verdict = app.json(["verify", package.to_str().unwrap()]);
    assert_eq!(verdict["ok"], true, "{verdict}");
    assert!(verdict["notes"].to_string().contains("遮盖版"), "{verdict}");
}

#[test]
#[cfg_attr(
    windows,
    ignore = "reads PDFs back with pdftotext, which Windows does not have"
)]
fn what_is_settled_is_kept_and_claims_nothing() {
    let app = app();
    let shot = format!("{}:payment", pictures::payment_page().display());
    let open = log(&app, &CASES[0], &["--shot", &shot]);
    let number = ["--force", "--payment-no", "4200000000202611100000000002"];
    let settled = log(
        &app,
        &Case {
            amount: "195.00",
            product: "200 Q币直充",
            ..CASES[0]
        },
        &number,
    );
    app.json(["arrived", &settled]);
    let app = app.at(paid() + minutes(10_000));
    let both = export(&app, &[&open, &settled], &[]);
    let complaint = text_of(&submission(&both, "1-投诉材料.pdf"));
    assert!(
        complaint.contains("98.50元") && !complaint.contains("195.00") && !complaint.contains("293.50"),
        "{complaint}"
    );
    assert!(!complaint.contains("200Q币"), "{complaint}");
    let field = fs::read_to_string(submission(&both, "投诉内容.txt")).unwrap();
    assert!(field.contains("98.50") && !field.contains("195.00"), "{field}");
    let guide = fs::read_to_string(submission(&both, "填写指南.txt")).unwrap();
    assert!(!guide.contains("200 Q币"), "{guide}");
    assert!(both["warnings"].to_string().contains("已经了结"), "{both}");
    let list = folder(&both).join(format!("订单-{settled}/证据清单.txt"));
    let list = fs::read_to_string(list).unwrap();
    assert!(
        list.contains("已到账") && list.contains("不提出请求") && !list.contains("没有到账"),
        "{list}"
    );
    assert_eq!(app.json(["verify", folder(&both).to_str().unwrap()])["ok"], true);

    let alone = export(&app, &[&settled], &[]);
    assert!(!folder(&alone).join("提交版").exists());
    assert_eq!(alone["submission"].as_array().unwrap().len(), 0);
    assert!(
        alone["warnings"].to_string().contains("只导出了留存版"),
        "{alone}"
    );
    let how = fs::read_to_string(folder(&alone).join("怎么核对.txt")).unwrap();
    assert!(!how.contains("提交版"), "{how}");
    assert_eq!(
        app.json(["evidence", &settled])["findings"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
}

#[test]
#[cfg_attr(
    windows,
    ignore = "reads PDFs back with pdftotext, which Windows does not have"
)]
fn who_made_a_picture_is_not_claimed_and_told_pieces_are_where_they_lie() {
    let app = app();
    let shot = format!("{}:payment", pictures::payment_page().display());
    let first = log(&app, &CASES[0], &["--shot", &shot]);
    let second = log(
        &app,
        &CASES[0],
        &["--force", "--payment-no", "4200000000202611100000000002"],
    );
    app.json(["event", &first, "--kind", "demanded", "--text", "请处理"]);
    let exported = export(&app, &[&first, &second], &[]);
    for name in ["1-投诉材料.pdf", "2-交易与支付凭证.pdf"] {
        let text = text_of(&submission(&exported, name));
        assert!(
            text.contains("本人保存") && !text.contains("由支付机构生成"),
            "{text}"
        );
    }
    let talk = text_of(&submission(&exported, "3-沟通与催告记录.pdf"));
    assert!(talk.contains(&format!("订单-{first}/时间线.txt")), "{talk}");
    // One order's screenshot proves no other's payment.
    let found = app.json(["evidence", &first, &second])["findings"].to_string();
    assert!(found.contains("payment-proof"), "{found}");
}

#[test]
fn only_what_the_office_steps_back_for_is_warned_of() {
    let app = app();
    let id = log(&app, &CASES[0], &[]);
    let warned = |app: &App| {
        app.json(["evidence", &id])["findings"]
            .to_string()
            .contains("accepted-elsewhere")
    };
    let file = |to: &str| {
        app.json(["file", &id, "--to", to]);
        app.json(["answer", &id, "--to", to, "--answer", "accepted"]);
    };
    file("heimao");
    file("police");
    assert!(!warned(&app));
    file("consumer-association");
    assert!(warned(&app));
}

#[test]
#[cfg_attr(
    windows,
    ignore = "reads PDFs back with pdftotext, which Windows does not have"
)]
fn what_leaves_is_in_the_time_of_beijing_and_says_so_abroad() {
    let app = App::fresh()
        .at(moment("2026-11-21T04:00:00+08:00"))
        .with("TZ", "America/New_York");
    let shot = format!("{}:payment", pictures::payment_page().display());
    let mut arguments = vec![
        "add",
        "--platform",
        "星河卡盟（示例）",
        "--product",
        "100 Q币",
        "--kind",
        "q-coin",
    ];
    // As the bill says it: in New York it is the afternoon of the 20th.
    arguments.extend([
        "--amount",
        "98.50",
        "--paid-at",
        "2026-11-21 03:05",
        "--window",
        "30m",
        "--shot",
        &shot,
    ]);
    let id = app.json(arguments)["id"].to_string();
    let letter = app.text(["letter", &id, "--to", "12315"]);
    assert!(
        letter.contains("2026年11月21日") && !letter.contains("2026年11月20日"),
        "{letter}"
    );
    assert_eq!(letter.matches("北京时间").count(), 1, "{letter}");
    let exported = export(&app, &[&id], &[]);
    let complaint = text_of(&submission(&exported, "1-投诉材料.pdf"));
    assert!(complaint.contains("2026年11月21日03:05（北京时间"), "{complaint}");
    assert!(
        !complaint.contains("11-20") && !complaint.contains("11月20日"),
        "{complaint}"
    );
    assert!(text_of(&submission(&exported, "2-交易与支付凭证.pdf")).contains("北京时间"));
    for name in ["时间线.txt", "证据清单.txt"] {
        let text = fs::read_to_string(folder(&exported).join(name)).unwrap();
        assert!(
            text.contains("2026-11-21 03:05:00") && text.contains("北京时间"),
            "{text}"
        );
    }
    assert_eq!(
        app.json(["verify", folder(&exported).to_str().unwrap()])["ok"],
        true
    );
    // At home nobody has to be told.
    let home = app.with("TZ", "Asia/Shanghai");
    assert!(!home.text(["letter", &id, "--to", "12315"]).contains("北京时间"));
}

#[test]
#[cfg_attr(
    windows,
    ignore = "reads PDFs back with pdftotext, which Windows does not have"
)]
fn several_orders_of_one_platform_go_together_and_of_two_do_not() {
    let app = app();
    let first = log(&app, &CASES[0], &[]);
    let second = log(
        &app,
        &CASES[0],
        &["--force", "--payment-no", "4200000000202611100000000002"],
    );
    let other = log(&app, &CASES[1], &[]);
    let exported = export(&app, &[&first, &second], &[]);
    let complaint = text_of(&submission(&exported, "1-投诉材料.pdf"));
    assert!(
        complaint.contains("涉及订单") && complaint.contains("197.00元"),
        "{complaint}"
    );
    assert_eq!(
        app.json(["verify", folder(&exported).to_str().unwrap()])["ok"],
        true
    );
    let out = app.beside("packages");
    let said = app.refused(["export", &first, &other, "--out", out.to_str().unwrap()]);
    assert!(said.contains("同一个平台"), "{said}");
}

/// Each order with its own problem and its own sum, in one package: every text of it comes to the same sum.
#[test]
fn a_package_of_different_problems_verifies_and_its_sums_agree() {
    let app = app();
    let problems: [(&str, &[&str], i64, &str); 5] = [
        ("short", &["--received", "8"], 1_970, "退还其余2份的价款19.70元"),
        (
            "bad-key",
            &["--received", "5", "--text", "该卡密已被使用"],
            4_925,
            "退还无法使用的5张的价款49.25元",
        ),
        ("wrong-account", &[], 9_850, "退款98.50元"),
        ("to-balance", &[], 9_850, "原路退还98.50元"),
        ("double-charge", &[], 9_850, "退还重复扣的98.50元"),
    ];
    let mut ids = Vec::new();
    for (at, (problem, more, claim, _)) in problems.iter().enumerate() {
        let number = format!("420000000020261110000000000{}", at + 1);
        let id = log(
            &app,
            &CASES[0],
            &["--force", "--payment-no", &number, "--quantity", "10"],
        );
        let mut told = vec!["problem", &id, "--type", problem];
        told.extend(*more);
        assert_eq!(app.json(told)["claim_fen"], *claim, "{problem}");
        ids.push(id);
    }
    let exported = export(&app, &ids.iter().map(String::as_str).collect::<Vec<_>>(), &[]);
    let verified = app.json(["verify", folder(&exported).to_str().unwrap()]);
    assert_eq!(
        (&verified["ok"], &verified["problems"]),
        (&true.into(), &serde_json::json!([]))
    );
    let complaint = text_of(&submission(&exported, "1-投诉材料.pdf"));
    // 19.70 + 49.25 + three times 98.50.
    assert!(complaint.contains("共364.45元"), "{complaint}");
    for (nth, (.., request)) in problems.iter().enumerate() {
        let said = format!("第{}笔{request}", nth + 1);
        assert!(complaint.contains(&said), "{said}: {complaint}");
    }
    let told: Vec<Value> = files(&folder(&exported))
        .iter()
        .filter(|file| file.file_name().unwrap() == "order.json")
        .map(|file| serde_json::from_slice(&fs::read(file).unwrap()).unwrap())
        .collect();
    assert_eq!(told.len(), problems.len());
    let mut of_each: Vec<(String, i64)> = told
        .iter()
        .map(|order| order.get("order").unwrap_or(order))
        .map(|order| {
            (
                order["problem"].as_str().unwrap().to_owned(),
                order["claim_fen"].as_i64().unwrap(),
            )
        })
        .collect();
    let mut expected: Vec<(String, i64)> = problems
        .iter()
        .map(|(problem, _, claim, _)| ((*problem).to_owned(), *claim))
        .collect();
    of_each.sort();
    expected.sort();
    assert_eq!(of_each, expected);
}

#[test]
fn a_second_edition_says_what_is_new() {
    let app = app();
    let id = log(&app, &CASES[0], &[]);
    assert_eq!(export(&app, &[&id], &[])["edition"], 1);
    app.json(["event", &id, "--kind", "contacted", "--text", "打过电话"]);
    let exported = export(&app, &[&id], &[]);
    assert_eq!(exported["edition"], 2);
    let manifest: Value =
        serde_json::from_slice(&fs::read(folder(&exported).join("manifest.json")).unwrap()).unwrap();
    assert!(
        manifest["changed"][0].as_str().unwrap().contains("新增 1 条记录"),
        "{manifest}"
    );
}

#[test]
fn a_file_under_another_role_is_no_new_file_of_the_next_edition() {
    let app = app();
    let id = log(&app, &CASES[0], &[]);
    let page = daozhang_tests::pictures::payment_page();
    let attached = |file: &str| {
        app.json(["event", &id, "--kind", "contacted", "--shot", file]);
    };
    attached(&format!("{}:chat", page.to_str().unwrap()));
    export(&app, &[&id], &[]);
    let of_next = || {
        let exported = export(&app, &[&id], &[]);
        let bytes = fs::read(folder(&exported).join("manifest.json")).unwrap();
        let manifest: Value = serde_json::from_slice(&bytes).unwrap();
        manifest["changed"][0].as_str().unwrap().to_owned()
    };
    let sha256 = app.json(["show", &id])["shots"][0]["sha256"]
        .as_str()
        .unwrap()
        .to_owned();
    app.json(["shot", &id, &sha256, "--role", "order-page"]);
    let said = of_next();
    assert!(said.contains("新增 2 条记录、0 个文件"), "{said}");
    attached(
        app.file("新.png", &daozhang_tests::pictures::png(7))
            .to_str()
            .unwrap(),
    );
    let said = of_next();
    assert!(said.contains("新增 1 条记录、1 个文件"), "{said}");
    // One that is taken off and put back between the same two editions is none either; one that the edition did not have is.
    app.json(["shot", &id, &sha256, "--off"]);
    app.json(["shot", &id, &sha256, "--role", "chat"]);
    assert!(of_next().contains("、0 个文件"));
    app.json(["shot", &id, &sha256, "--off"]);
    export(&app, &[&id], &[]);
    app.json(["shot", &id, &sha256, "--role", "chat"]);
    assert!(of_next().contains("、1 个文件"));
}

#[test]
fn bad_places_and_bad_tokens_are_refused_and_nothing_is_left() {
    let app = app();
    let id = log(&app, &CASES[0], &[]);
    let file = app.file("不是文件夹", b"x");
    app.refused(["export", &id, "--out", file.to_str().unwrap()]);
    let package = folder(&export(&app, &[&id], &[]));
    let token = app.file("甲.tsr", b"not a token");
    assert!(
        app.refused(["stamp", package.to_str().unwrap(), token.to_str().unwrap()])
            .contains("RFC 3161")
    );
    let wrong = app.file("甲.txt", b"x");
    assert!(
        app.refused(["stamp", package.to_str().unwrap(), wrong.to_str().unwrap()])
            .contains(".tsr")
    );
    fs::write(package.join("SHA256SUMS.tsr"), b"not a token").unwrap();
    assert_eq!(app.run(["verify", package.to_str().unwrap()]).code, Some(1));
}

#[test]
fn what_is_missing_is_said_before_the_complaint_goes_out() {
    let app = app();
    let id = log(&app, &CASES[0], &[]);
    let found = app.json(["evidence", &id]);
    let keys = |found: &Value| -> Vec<String> {
        found["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["key"].as_str().unwrap().to_owned())
            .collect()
    };
    for key in [
        "own-use",
        "seller-named",
        "demanded",
        "payment-proof",
        "two-sources-not-arrived",
    ] {
        assert!(keys(&found).contains(&key.to_owned()), "{key}: {found}");
    }
    let groups = found["groups"].as_array().unwrap();
    assert_eq!(groups.len(), 6);
    assert_eq!(
        groups.iter().filter(|group| group["filled"] == true).count(),
        1,
        "only the optional one"
    );
    app.json(["event", &id, "--kind", "demanded", "--text", "请处理"]);
    assert!(!keys(&app.json(["evidence", &id])).contains(&"demanded".to_owned()));
}

/// Only these take the place of 12315: an accepted complaint in public does not.
#[test]
fn a_public_complaint_keeps_nobody_from_12315() {
    let app = app();
    let id = log(&app, &CASES[0], &[]);
    let elsewhere = |app: &App, to: &str| {
        app.json(["file", &id, "--to", to]);
        app.json(["answer", &id, "--to", to, "--answer", "accepted"]);
        app.json(["evidence", &id])["findings"]
            .to_string()
            .contains("accepted-elsewhere")
    };
    assert!(!elsewhere(&app, "heimao"));
    assert!(!elsewhere(&app, "police"));
    assert!(elsewhere(&app, "consumer-association"));
}

#[test]
#[cfg_attr(
    windows,
    ignore = "reads PDFs back with pdftotext, which Windows does not have"
)]
fn the_payee_is_no_respondent_a_screenshot_is_one_and_the_claim_of_fraud_goes_along() {
    let app = app();
    let payment = pictures::payment_page();
    let shot = format!("{}:payment", payment.to_str().unwrap());
    let payee = "示例代收科技有限公司";
    let id = log(&app, &CASES[0], &["--shot", &shot, "--merchant", payee]);
    let app = app.at(paid() + minutes(10_000));
    let exported = export(&app, &[&id], &["--claim-fraud"]);
    let complaint = text_of(&submission(&exported, "1-投诉材料.pdf"));
    let (_, respondent) = complaint.split_once("被投诉人").unwrap();
    let (respondent, rest) = respondent.split_once("争议事实依据").unwrap();
    assert!(!respondent.contains(payee), "{respondent}");
    assert!(rest.contains(payee), "{rest}");
    assert!(complaint.contains("按价款的三倍增加赔偿500.00元"), "{complaint}");
    assert!(
        complaint.contains("本人保存") && !complaint.contains("由支付机构生成"),
        "{complaint}"
    );
    assert!(complaint.contains("全额退款98.50元"), "{complaint}");
    let guide = fs::read_to_string(submission(&exported, "填写指南.txt")).unwrap();
    for part in [
        "还没有商家全称",
        "gsxt.gov.cn",
        "beian.miit.gov.cn",
        payee,
        "处理单位：",
        "写在一个投诉里",
    ] {
        assert!(guide.contains(part), "{part}: {guide}");
    }
    assert!(!guide.contains("逐笔投诉") && !guide.contains("搜索“"), "{guide}");
    let plain = export(&app, &[&id], &[]);
    assert!(!text_of(&submission(&plain, "1-投诉材料.pdf")).contains("三倍"));
}

#[test]
#[cfg_attr(
    windows,
    ignore = "reads PDFs back with pdftotext, which Windows does not have"
)]
fn more_than_anybody_reads_stays_in_the_archive_and_is_said() {
    let app = app();
    let id = log(&app, &CASES[0], &[]);
    let mut arguments = vec![
        "event".to_owned(),
        id.clone(),
        "--kind".to_owned(),
        "checked".to_owned(),
    ];
    for nth in 0..310u32 {
        let file = app.file(
            &format!("{nth}.jpg"),
            &[pictures::jpeg(9), nth.to_be_bytes().to_vec()].concat(),
        );
        arguments.extend(["--shot".to_owned(), format!("{}:payment", file.display())]);
    }
    app.json(arguments);
    let exported = export(&app, &[&id], &[]);
    let warnings = exported["warnings"].to_string();
    assert!(warnings.contains("另有 10 项没有排进提交版"), "{warnings}");
    for name in ["2-交易与支付凭证.pdf", "4-补充材料.pdf"] {
        assert!(fs::metadata(submission(&exported, name)).unwrap().len() <= LARGEST);
    }
    // The list names what is shown one by one, and the rest in one line; the archive's own list has them all.
    let printed = text_of(&submission(&exported, "1-投诉材料.pdf"));
    assert!(
        printed.contains("3-300") && printed.contains("3-301～3-310"),
        "{printed}"
    );
    assert!(printed.contains("等310份"), "{printed}");
    let list = fs::read_to_string(folder(&exported).join("证据清单.txt")).unwrap();
    assert_eq!(list.matches("SHA-256").count(), 310);
    let originals = fs::read_dir(folder(&exported).join("原件")).unwrap();
    assert_eq!(originals.count(), 310);
}

#[test]
#[cfg_attr(
    windows,
    ignore = "reads PDFs back with pdftotext, which Windows does not have"
)]
fn a_recording_goes_along_and_a_camera_does_not_say_where() {
    let app = app();
    let id = log(&app, &CASES[0], &[]);
    // Whole ones: a box that says how to play, and the sound or film.
    let recorded = |head: &[u8], length: u32| {
        let boxes = b"\0\0\0\x0cmoov\0\0\0\0";
        let played = [
            &(length + 8).to_be_bytes(),
            b"mdat".as_slice(),
            &vec![7; length as usize],
        ]
        .concat();
        [head, boxes, &played].concat()
    };
    let recording = recorded(b"\0\0\0\x1cftypM4A \0\0\0\0M4A mp42isom", 2000);
    let call = app.file("电话.m4a", &recording);
    let long = app.file("录屏.mp4", &recorded(b"\0\0\0\x10ftypmp42\0\0\0\0", 5_000_001));
    let photo = pictures::photograph(1, 300, 400, 30_000);
    let photo = app.file("照片.jpg", &photo);
    let mut arguments = vec![
        "event".to_owned(),
        id.clone(),
        "--kind".to_owned(),
        "checked".to_owned(),
    ];
    for (file, role) in [(&call, "chat"), (&long, "chat"), (&photo, "payment")] {
        arguments.extend(["--shot".to_owned(), format!("{}:{role}", file.display())]);
    }
    app.json(arguments);
    let exported = export(&app, &[&id], &[]);
    // 12315 takes mp4 and not m4a; the bytes are the same.
    assert_eq!(fs::read(submission(&exported, "4-录音.mp4")).unwrap(), recording);
    let warnings = exported["warnings"].to_string();
    assert!(
        warnings.contains("录像") && warnings.contains("5,000,000"),
        "{warnings}"
    );
    let guide = fs::read_to_string(submission(&exported, "填写指南.txt")).unwrap();
    assert!(guide.contains("4-录音.mp4"), "{guide}");
    assert!(text_of(&submission(&exported, "1-投诉材料.pdf")).contains("4-录音.mp4"));
    let place = pictures::PLACE.as_bytes();
    let holds = |path: PathBuf| {
        fs::read(path)
            .unwrap()
            .windows(place.len())
            .any(|window| window == place)
    };
    assert!(!holds(submission(&exported, "2-交易与支付凭证.pdf")));
    // The original stays as it came.
    let originals = fs::read_dir(folder(&exported).join("原件")).unwrap().flatten();
    assert_eq!(originals.filter(|file| holds(file.path())).count(), 1);
    let verdict = app.json(["verify".as_ref(), folder(&exported).as_os_str()]);
    assert_eq!(verdict["ok"], true);
}

#[test]
fn two_exports_of_one_moment_are_both_whole() {
    let app = app();
    let payment = pictures::payment_page();
    let shot = format!("{}:payment", payment.to_str().unwrap());
    let ids: Vec<String> = (1..=3)
        .map(|nth| {
            let payment_no = format!("420000000020261110000000000{nth}");
            let more = ["--force", "--shot", &shot, "--payment-no", &payment_no];
            log(&app, &CASES[0], &more)
        })
        .collect();
    let out = app.beside("packages");
    for _ in 0..5 {
        let running: Vec<_> = (0..2)
            .map(|_| {
                let mut command = app.away(["--json", "export", "--archive-only", "--out"]);
                command.arg(&out).args(&ids);
                command
                    .stdout(Stdio::piped())
                    .stderr(Stdio::piped())
                    .spawn()
                    .unwrap()
            })
            .collect();
        for one in running {
            let ended = one.wait_with_output().unwrap();
            if !ended.status.success() {
                continue;
            }
            let exported: Value = serde_json::from_slice(&ended.stdout).unwrap();
            let verdict = app.json(["verify".as_ref(), folder(&exported).as_os_str()]);
            assert_eq!(verdict["ok"], true, "it was said to be exported: {verdict}");
        }
    }
}

fn originals(package: &Path) -> Vec<String> {
    let names = files(&package.join("原件"));
    names
        .iter()
        .map(|file| file.file_name().unwrap().to_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_file_under_the_wrong_role_gets_another_and_one_added_by_mistake_comes_off() {
    let app = app();
    let payment = app.file("付款.png", &pictures::jpeg(9));
    let mistaken = app.file("别人的.png", &pictures::png(3));
    let id = log(
        &app,
        &CASES[0],
        &[
            "--shot",
            &format!("{}:chat", payment.to_str().unwrap()),
            "--shot",
            mistaken.to_str().unwrap(),
        ],
    );
    let shots = app.json(["show", &id])["shots"].clone();
    let sha = |place: usize| shots[place]["sha256"].as_str().unwrap().to_owned();
    assert!(
        app.text(["show", &id]).contains(&sha(1)),
        "the hash that is asked for is shown"
    );

    let moved = app.json(["shot", &id, &sha(0), "--role", "payment"]);
    assert_eq!(moved["shots"][0]["role"], "payment", "{moved}");
    let off = app.json(["shot", &id, &sha(1), "--off"]);
    assert_eq!(off["shots"].as_array().unwrap().len(), 1);
    assert_eq!(off["events"].as_array().unwrap().len(), 3 + 3, "{off}");
    // The bytes are a JPEG, whatever the name says.
    let package = folder(&export(&app, &[&id], &["--archive-only"]));
    assert_eq!(originals(&package), ["01-支付凭证-付款.jpg"]);
    assert_eq!(
        fs::read(package.join("原件").join("01-支付凭证-付款.jpg")).unwrap(),
        pictures::jpeg(9)
    );
    assert_eq!(app.json(["verify", package.to_str().unwrap()])["ok"], true);

    for (arguments, why) in [
        (["shot", &id, &sha(1), "--off", "--json"].to_vec(), "没有这张截图"),
        (
            ["shot", &id, &"0".repeat(64), "--role", "chat"].to_vec(),
            "没有这张截图",
        ),
        (["shot", &id, &sha(1), "--role", "支付"].to_vec(), "payment"),
        (["shot", "99", &sha(1), "--off"].to_vec(), "99"),
    ] {
        let said = app.refused(arguments);
        assert!(said.contains(why), "{said}");
    }
    for misused in [
        ["shot", &id, &sha(1)].to_vec(),
        ["shot", &id, &sha(1), "--off", "--role", "chat"].to_vec(),
    ] {
        app.run(misused).misused();
    }
    let back = app.json(["shot", &id, &sha(1), "--role", "order-page"]);
    assert_eq!(back["shots"][1]["name"], "别人的.png", "{back}");
    let package = folder(&export(&app, &[&id], &["--archive-only"]));
    assert_eq!(
        originals(&package),
        ["01-支付凭证-付款.jpg", "02-订单页面-别人的.png"]
    );
    assert!(app.text(["--lang", "en", "shot", "--help"]).contains("put back"));
}

/// Adds a file to an order by a note, whatever is said about it.
fn add(app: &App, id: &str, file: &Path) -> Ended {
    let file = file.to_str().unwrap();
    app.run([
        "event",
        id,
        "--kind",
        "note",
        "--text",
        "补一个文件",
        "--shot",
        file,
    ])
}

#[test]
fn damage_and_a_password_are_said_when_a_file_is_added_and_it_is_kept() {
    let app = app();
    let whole = pictures::jpeg(9);
    let half = app.file("半张.jpg", &whole[..whole.len() / 2]);
    let id = log(&app, &CASES[0], &[]);
    for (file, what) in [(half, "不完整"), (app.file("锁.pdf", &locked_pdf()), "密码")] {
        let ended = add(&app, &id, &file);
        assert!(ended.complaint.contains(what), "{ended:?}");
        assert_eq!(ended.code, Some(0));
    }
    assert_eq!(app.json(["show", &id])["shots"].as_array().unwrap().len(), 2);
}

#[test]
fn a_damaged_picture_stays_out_of_the_masked_edition_and_the_others_go() {
    let app = app();
    let whole = app.file("整张.png", &pictures::payment_page_bytes());
    let cut = pictures::payment_page_bytes();
    let cut = app.file("半张.png", &cut[..cut.len() / 2]);
    let id = log(&app, &CASES[0], &[]);
    for file in [&whole, &cut] {
        let ended = add(&app, &id, file);
        assert_eq!(ended.code, Some(0), "{ended:?}");
    }
    let exported = export(&app, &[&id], &["--masked"]);
    let package = folder(&exported);
    assert_eq!(originals(&package).len(), 1);
    // The person's own name for it may tell who they are.
    assert_eq!(originals(&package), ["01-支付凭证.png"]);
    let said = exported["warnings"].to_string();
    assert!(said.contains("半张.png") && said.contains("打不开"), "{exported}");
    assert_eq!(app.json(["verify", package.to_str().unwrap()])["ok"], true);
    // The plain edition has both, byte for byte.
    let package = folder(&export(&app, &[&id], &["--archive-only"]));
    assert_eq!(originals(&package).len(), 2);
}

#[test]
fn several_packages_are_checked_each_whatever_the_others_are() {
    let app = App::fresh();
    let id = log(&app, &CASES[0], &[]);
    let packages = [
        folder(&export(&app, &[&id], &["--archive-only"])),
        folder(&export(&app, &[&id], &["--masked"])),
    ];
    let nothing = app.beside("没有这个");
    let named = [&packages[0], &nothing, &packages[1]].map(|path| path.to_str().unwrap());
    let verify = |named: &[&str]| app.run([&["verify", "--json"], named].concat());

    let both = verify(&[named[0], named[2]]);
    assert_eq!(both.code, Some(0), "{both:?}");
    std::fs::write(packages[1].join("order.json"), "{}").unwrap();
    let all = verify(&named);
    assert_eq!(all.code, Some(1), "{all:?}");
    let said: Value = serde_json::from_str(&all.out).unwrap();
    let said = said.as_array().unwrap();
    let right: Vec<(&str, bool)> = said
        .iter()
        .map(|one| (one["dir"].as_str().unwrap(), one["ok"].as_bool().unwrap()))
        .collect();
    assert_eq!(right, [(named[0], true), (named[1], false), (named[2], false)]);
    assert!(
        said[1]["problems"][0].as_str().unwrap().contains("没有这个"),
        "{all:?}"
    );
    assert_eq!(verify(&[]).code, Some(2));
}

/// A PDF whose key nobody knows.
fn locked_pdf() -> Vec<u8> {
    let zeros = "0".repeat(64);
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [] /Count 0 >>".to_owned(),
        format!("<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{zeros}> /U <{zeros}> >>"),
    ];
    let mut pdf = "%PDF-1.7\n".to_owned();
    let mut places = String::new();
    for (at, object) in objects.iter().enumerate() {
        places.push_str(&format!("{:010} 00000 n \n", pdf.len()));
        pdf.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let table = pdf.len();
    let id = "1".repeat(32);
    pdf.push_str(&format!(
        "xref\n0 4\n0000000000 65535 f \n{places}trailer\n\
         << /Size 4 /Root 1 0 R /Encrypt 3 0 R /ID [<{id}> <{id}>] >>\nstartxref\n{table}\n%%EOF\n"
    ));
    pdf.into_bytes()
}
