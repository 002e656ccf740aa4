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
    let sums = Command::new("sha256sum")
        .args(["--check", "--strict", "--quiet", "SHA256SUMS"])
        .current_dir(&package)
        .status();
    assert!(sums.unwrap().success());
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
        let verdict: Value = serde_json::from_str(&ended.out).unwrap();
        assert_eq!(verdict["ok"], false);
        assert!(
            verdict["problems"][0].as_str().unwrap().contains(name),
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
    let list = Command::new("sha256sum")
        .arg("order.json")
        .current_dir(&package)
        .output()
        .unwrap();
    let line = String::from_utf8(list.stdout).unwrap();
    let sums = fs::read_to_string(package.join("SHA256SUMS")).unwrap();
    let sums: String = sums
        .lines()
        .map(|old| if old.ends_with("  order.json") { line.trim().to_owned() } else { old.to_owned() } + "\n")
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

#[test]
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

#[test]
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
    assert!(originals(&package)[0].contains("整张"));
    let said = exported["warnings"].to_string();
    assert!(said.contains("半张.png") && said.contains("打不开"), "{exported}");
    assert_eq!(app.json(["verify", package.to_str().unwrap()])["ok"], true);
    // The plain edition has both, byte for byte.
    let package = folder(&export(&app, &[&id], &["--archive-only"]));
    assert_eq!(originals(&package).len(), 2);
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
