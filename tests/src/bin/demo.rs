//! The main job, done for real on a virtual desktop: orders, a bubble, a letter, a package that can be
//! checked. Pictures of it stay in `target/demo`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how the demo fails"
)]

use std::fs;
use std::panic;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use daozhang_tests::clock::{Moment, minutes, now, seconds, typed};
use daozhang_tests::corpus::Page;
use daozhang_tests::desk::Setup;
use daozhang_tests::waiting::{until, until_seen};
use daozhang_tests::window::keys;
use daozhang_tests::{App, Desk, Window, app, pictures};
use serde_json::Value;

/// From the payment to the moment at which it should have arrived, for the order that falls due meanwhile.
const SHORT_WINDOW: &str = "75s";

fn main() -> ExitCode {
    panic::set_hook(Box::new(|reason| eprintln!("✗ 演示没有做完：{reason}")));
    if panic::catch_unwind(demonstrate).is_ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn demonstrate() {
    let stage = app::target_dir().join("demo");
    let _ = fs::remove_dir_all(&stage);
    fs::create_dir_all(&stage).unwrap();
    // The demo may run at night, when no bubble would come up.
    let app = App::on(stage.join("data")).awake();

    let case = log_samples(&app);
    say("记下 5 笔虚构的订单，其中一笔带付款截图");

    let desk = Desk::with(Setup {
        size: (1440, 900),
        ..Setup::default()
    });
    let falling_due = log_one_falling_due(&app);
    say("又记一笔，十几秒后到时限");
    let window = Window::open(&desk, &app);
    window.find("todo-card");
    window.picture(&stage.join("todo.png"));
    say("窗口打开，待办列出已经逾期的");

    until_seen("the bubble", || desk.bubbles(), |seen| !seen.is_empty());
    let bubbles = desk.bubbles();
    assert_eq!(bubbles.len(), 1, "one order fell due: {bubbles:?}");
    until_seen(
        "the order to be among what has to be done",
        || window.all("todo-card").len(),
        |seen| *seen == 3,
    );
    window.settle();
    desk.picture(&stage.join("bubble.png"));
    say(format_args!(
        "到时限的那一刻弹出通知：{}｜{}",
        bubbles[0].title,
        bubbles[0].body.replace('\n', " ")
    ));
    until_seen(
        "the order to be overdue",
        || app.json(["show", &falling_due]),
        |seen| seen["status"] == "overdue",
    );

    window.click("rail-orders");
    window.find_by(&row(&case));
    window.picture(&stage.join("orders.png"));
    say("订单列表");

    open_case(&window, &case);
    window.picture(&stage.join("case.png"));
    let letter = copy_letter(&desk, &app, &window, &case);
    window.picture(&stage.join("case-after.png"));
    say(format_args!(
        "话术已复制（{} 字），并记在时间线上",
        letter.chars().count()
    ));

    window.click("rail-todo");
    window.find("todo-card");
    window.click("new-order");
    let page = Page::all()
        .into_iter()
        .find(|page| page.name == "tune-wechat-00.png")
        .unwrap();
    desk.copy_picture(&page.picture);
    window.chord(keys::CONTROL, "v");
    window.find("staged-shot");
    until_seen(
        "the screenshot to be read",
        || window.filled("form-amount"),
        |seen| !seen.is_empty(),
    );
    // What was said about the letter is gone by then, and not in the picture.
    window.wait_gone("toast");
    window.settle();
    window.picture(&stage.join("form.png"));
    say("记一单的表单，截图是粘贴进来的，字段是从它读出来的");
    drop(window);
    drop(desk);

    let desk = Desk::with(Setup {
        size: (1440, 900),
        dark: true,
        ..Setup::default()
    });
    let window = Window::open(&desk, &app);
    window.find("todo-card");
    assert_eq!(
        window.script("return matchMedia('(prefers-color-scheme: dark)').matches"),
        true
    );
    window.picture(&stage.join("todo-dark.png"));
    window.click("rail-orders");
    open_case(&window, &case);
    window.picture(&stage.join("case-dark.png"));
    drop(window);
    say("深色界面");

    let package = export(&app, &case, &stage.join("package"));
    say(format_args!("证据包：{}", package.display()));
    say("sha256sum 逐个核对无误，daozhang verify 也认");

    let mut pictures: Vec<_> = fs::read_dir(&stage)
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "png"))
        .collect();
    pictures.sort();
    println!("\n截图：");
    for picture in pictures {
        println!("  {}", picture.display());
    }
    println!("数据：{}", app.data().display());
}

fn say(line: impl std::fmt::Display) {
    println!("✓ {line}");
}

/// Logs made-up orders in every state and says which one the demonstration follows.
fn log_samples(app: &App) -> String {
    let start = now();
    let shot = pictures::payment_page();
    let case = log(
        app,
        "星辰卡盟",
        "Q币 100 个",
        "q-coin",
        "98.50",
        start - minutes(320),
        &[
            "--account",
            "10000123",
            "--order-no",
            "XC20261120210345000017",
            "--window",
            "2h",
            "--channel",
            "wechat",
            "--payment-no",
            "4200009999202611200000000001",
            "--merchant",
            "示例星辰网络科技有限公司",
            "--shot",
            shot.to_str().unwrap(),
        ],
    );
    log(
        app,
        "晨光充值",
        "话费慢充 50 元",
        "phone-credit-slow",
        "47.90",
        start - minutes(600),
        &["--account", "13800000000"],
    );
    let member = log(
        app,
        "会员小铺",
        "视频会员 一个月",
        "membership",
        "15.00",
        start - minutes(2000),
        &[],
    );
    app.json(["arrived", &member]);
    let cards = log(
        app,
        "云海卡券",
        "卡密 2 张",
        "card-key",
        "60.00",
        start - minutes(1500),
        &["--window", "10m"],
    );
    app.json(["refunded", &cards, "--amount", "30.00"]);
    let points = log(
        app,
        "点卡之家",
        "点券 1000 点",
        "game-points",
        "88.00",
        start - minutes(4000),
        &[],
    );
    app.json(["refunded", &points, "--amount", "88.00"]);
    case
}

fn log_one_falling_due(app: &App) -> String {
    let paid_at = now() - seconds(60);
    log(
        app,
        "云海卡券",
        "卡密 1 张",
        "card-key",
        "30.00",
        paid_at,
        &["--window", SHORT_WINDOW],
    )
}

fn log(
    app: &App,
    platform: &str,
    product: &str,
    kind: &str,
    amount: &str,
    paid_at: Moment,
    more: &[&str],
) -> String {
    let paid_at = typed(paid_at);
    let mut call = vec![
        "add",
        "--platform",
        platform,
        "--product",
        product,
        "--kind",
        kind,
    ];
    call.extend(["--amount", amount, "--paid-at", &paid_at]);
    call.extend(more);
    app.json(call)["id"]
        .as_i64()
        .expect("an order has a number")
        .to_string()
}

fn open_case(window: &Window, id: &str) {
    window.click_by(&row(id));
    window.find("case-title");
}

fn copy_letter(desk: &Desk, app: &App, window: &Window, id: &str) -> String {
    window.click("diagnose-open");
    for answer in ["processing", "paid", "same", "smooth"] {
        window.click(&format!("diagnose-option-{answer}"));
    }
    window.click("diagnose-next");
    window.filled("letter-text");
    window.click("letter-copy");
    let letter = until("the letter on the clipboard", || {
        desk.clipboard_text().ok_or("it is empty")
    });
    assert!(
        letter.contains("98.50"),
        "the letter does not name the amount: {letter}"
    );
    until_seen(
        "the event",
        || app.json(["show", id]),
        |order| {
            order["events"]
                .as_array()
                .unwrap()
                .iter()
                .any(|event| event["kind"] == "demanded")
        },
    );
    letter
}

fn export(app: &App, id: &str, out: &Path) -> PathBuf {
    let exported = app.json(["export", id, "--out", out.to_str().unwrap()]);
    let package = PathBuf::from(exported["dir"].as_str().expect("an export says where it is"));
    let sums = find(&package, "SHA256SUMS").expect("a package has checksums");
    let mut check = Command::new("sha256sum");
    check
        .args(["--check", "--strict", "--quiet", "SHA256SUMS"])
        .current_dir(sums.parent().unwrap());
    assert!(
        check.status().expect("sha256sum runs").success(),
        "the package does not match its checksums"
    );
    let verified: Value = app.json(["verify", package.to_str().unwrap()]);
    assert_eq!(verified["ok"], true, "{verified}");
    package
}

fn find(folder: &Path, name: &str) -> Option<PathBuf> {
    let entries: Vec<_> = fs::read_dir(folder)
        .ok()?
        .flatten()
        .map(|entry| entry.path())
        .collect();
    let here = entries
        .iter()
        .find(|path| path.file_name().is_some_and(|found| found == name))
        .cloned();
    here.or_else(|| entries.iter().find_map(|path| find(path, name)))
}

fn row(id: &str) -> String {
    format!("[data-testid=\"order-row\"][data-order-id=\"{id}\"]")
}
