//! The whole journey in the real window, with the keyboard, the clipboard and the mouse a person has.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a test fails"
)]

use daozhang_tests::clock::{minutes, now, typed};
use daozhang_tests::corpus::Page;
use daozhang_tests::fault::names_in;
use daozhang_tests::waiting::{until, until_seen};
use daozhang_tests::window::keys;
use daozhang_tests::{App, Desk, Window, app, order, pictures};
use serde_json::Value;

fn row(id: &Value) -> String {
    format!("[data-testid=\"order-row\"][data-order-id=\"{id}\"]")
}

fn orders(app: &App) -> Vec<Value> {
    app.json(["list"]).as_array().unwrap().clone()
}

fn shown(app: &App, id: &Value) -> Value {
    app.json(["show", &id.to_string()])
}

fn has_event(order: &Value, kind: &str) -> bool {
    order["events"]
        .as_array()
        .unwrap()
        .iter()
        .any(|event| event["kind"] == kind)
}

/// An order by the command line, as the ground of a test about something else.
fn add(app: &App, platform: &str, product: &str, paid: chrono::Duration, window: &str) -> Value {
    let paid_at = typed(now() - paid);
    let more = [
        ["--platform", platform],
        ["--product", product],
        ["--paid-at", &paid_at],
        ["--window", window],
        ["--order-no", "NO-1"],
    ];
    app.json(order::add(more.as_flattened()))["id"].clone()
}

#[test]
fn the_first_page_is_kind_and_samples_come_and_go() {
    let desk = Desk::open();
    let app = App::fresh();
    let window = Window::open(&desk, &app);
    window.find("load-samples");
    assert!(window.all("todo-card").is_empty());
    assert!(orders(&app).is_empty());

    window.click("load-samples");
    window.find("todo-card");
    let samples = orders(&app);
    assert!(samples.len() >= 3, "{samples:?}");
    assert!(
        desk.bubbles().is_empty(),
        "samples raise no alarm: {:?}",
        desk.bubbles()
    );

    window.click("remove-samples");
    window.find("load-samples");
    until_seen("the samples to go", || orders(&app), |seen| seen.is_empty());
}

#[test]
fn a_missing_data_file_is_missed_and_begun_anew_by_keyboard_alone() {
    let desk = Desk::open();
    let app = App::fresh();
    add(&app, "星河卡盟", "Q币", minutes(5), "30m");
    app.json(["backup", "--daily"]);
    std::fs::remove_file(app.data().join("daozhang.db")).unwrap();
    // Of the pages beside the rail none may be there.
    let window = Window::open_program(&desk, &app, &app::binary(), &[]);
    window.find("missing-page");
    assert_eq!(window.all("backup-file").len(), 1);
    // Behind the backup and the choosing of a file; asked once more.
    let tabs = keys::TAB.repeat(3);
    window.type_keys(&tabs);
    window.type_keys(keys::ENTER);
    window.find("anew-sure");
    window.type_keys(keys::ENTER);
    window.find("load-samples");
    assert!(orders(&app).is_empty());
    assert_eq!(names_in(&app.data().join("backups")).len(), 1);
}

#[test]
fn an_order_is_logged_by_keyboard_with_a_pasted_screenshot_and_followed_to_its_end() {
    let desk = Desk::open();
    let app = App::fresh();
    let window = Window::open(&desk, &app);

    window.find("load-samples");
    window.chord(keys::CONTROL, "n");
    window.find("form-platform");
    window.fill("form-platform", "星辰卡盟");
    window.fill("form-product", "Q币 100 个");
    window.choose("form-kind", "q-coin");
    window.fill("form-amount", "98.50");
    let paid_at = now() - minutes(50);
    window.fill("form-paid-at", &typed(paid_at));
    window.fill("form-account", "10000123");
    window.fill("form-order-no", "XC-0001");
    window.fill("form-window", "30m");
    window.choose("form-channel", "wechat");
    desk.copy_picture(&pictures::payment_page());
    window.chord(keys::CONTROL, "v");
    window.find("staged-shot");
    assert_eq!(window.all("staged-shot").len(), 1);
    window.chord(keys::CONTROL, keys::ENTER);
    window.wait_gone("form-save");

    let logged = until("the order", || orders(&app).pop().ok_or("none is logged"));
    let id = logged["id"].clone();
    let order = shown(&app, &id);
    assert_eq!(order["amount_fen"], 9850);
    assert_eq!(order["kind"], "q-coin");
    assert_eq!(order["channel"], "wechat");
    assert_eq!(order["order_no"], "XC-0001");
    assert_eq!(order["shots"].as_array().unwrap().len(), 1);
    assert_eq!(order["shots"][0]["role"], "payment");

    window.click("rail-orders");
    let text = window.find_by(&row(&id)).text();
    assert!(text.contains("星辰卡盟") && text.contains("98.50"), "{text}");
    assert!(text.contains("逾期"), "twenty minutes late: {text}");

    window.click_by(&row(&id));
    assert!(window.find("case-title").text().contains("Q币 100 个"));
    assert!(
        window.find("case-countdown").text().contains("20 分"),
        "{}",
        window.find("case-countdown").text()
    );
    window.find("shot-thumb");
    window.click("shot-thumb");
    window.find("shot-viewer");
    let size = window.script(
        "const p = document.querySelector('[data-testid=shot-viewer] img, img[data-testid=shot-viewer]');
         return p.decode().then(() => [p.naturalWidth, p.naturalHeight]);",
    );
    assert_eq!(
        size,
        serde_json::json!([720, 1440]),
        "the screenshot is not shown as it was taken"
    );
    window.type_keys(keys::ESCAPE);
    window.wait_gone("shot-viewer");

    // Four questions, each answered by one click, lead to the letter.
    window.click("diagnose-open");
    for answer in ["processing", "paid", "same", "smooth"] {
        window.click(&format!("diagnose-option-{answer}"));
    }
    window.find("diagnose-result");
    until_seen(
        "the diagnosis",
        || shown(&app, &id),
        |seen| has_event(seen, "diagnosed"),
    );
    window.click("diagnose-next");
    let letter = window.filled("letter-text");
    assert!(letter.contains("XC-0001"), "{letter}");
    window.click("letter-copy");
    until_seen(
        "the letter on the clipboard",
        || (desk.clipboard_text(), window.filled("letter-text")),
        |(copied, written)| copied.as_deref() == Some(written.trim()),
    );
    until_seen(
        "the event",
        || shown(&app, &id),
        |seen| has_event(seen, "demanded"),
    );

    window.click("mark-arrived");
    until_seen(
        "the arrival",
        || shown(&app, &id),
        |seen| seen["status"] == "arrived",
    );
    until_seen(
        "the answer",
        || window.all("toast").last().map(|toast| toast.text()),
        |toast| toast.as_ref().is_some_and(|text| text.contains("已记为到账")),
    );
    window.click_by("[data-testid=toast]:last-child [data-testid=undo]");
    until_seen(
        "the arrival taken back",
        || shown(&app, &id),
        |seen| seen["status"] == "overdue",
    );
    assert!(
        has_event(&shown(&app, &id), "undone"),
        "what was undone stays on the timeline"
    );

    window.click("mark-refunded");
    window.fill("refund-amount", "40.50");
    window.click("refund-confirm");
    until_seen(
        "the refund",
        || shown(&app, &id),
        |seen| seen["refunded_fen"] == 4050,
    );
    let order = shown(&app, &id);
    assert_eq!(order["status"], "overdue", "the rest is still owed");

    window.click("close-order");
    window.fill("close-reason", "平台已经跑路，转去投诉");
    window.click("close-confirm");
    until_seen(
        "the order to be closed",
        || shown(&app, &id),
        |seen| seen["status"] == "closed",
    );
    assert_eq!(shown(&app, &id)["closed_reason"], "平台已经跑路，转去投诉");
}

#[test]
fn a_wrong_value_is_shown_at_its_field_and_nothing_typed_is_lost() {
    let desk = Desk::open();
    let app = App::fresh();
    let window = Window::open(&desk, &app);
    window.click("new-order");
    window.fill("form-platform", "星辰卡盟");
    window.fill("form-product", "Q币 100 个");
    window.choose("form-kind", "q-coin");
    window.fill("form-amount", "0");
    window.fill("form-paid-at", &typed(now() - minutes(1)));
    window.click("form-save");
    window.find("form-error");
    assert!(orders(&app).is_empty());
    assert_eq!(window.find("form-platform").value(), "星辰卡盟");
    window.fill("form-amount", "98.50");
    window.click("form-save");
    until_seen("the order", || orders(&app).len(), |seen| *seen == 1);
}

#[test]
fn what_the_command_line_writes_appears_in_the_open_window() {
    let desk = Desk::open();
    let app = App::fresh();
    let window = Window::open(&desk, &app);
    window.click("rail-orders");
    assert!(window.all("order-row").is_empty());
    let id = add(&app, "晨光充值", "话费 50 元", minutes(5), "2h");
    until_seen(
        "the order in the list",
        || window.all("order-row").len(),
        |seen| *seen == 1,
    );
    let text = window.find_by(&row(&id)).text();
    assert!(text.contains("晨光充值"), "{text}");
}

#[test]
fn markup_in_an_order_is_text() {
    let desk = Desk::open();
    let app = App::fresh();
    let hostile = "<img src=x onerror=\"window.__hacked=1\"><script>window.__hacked=1</script>{{ 7*7 }}";
    let id = add(
        &app,
        hostile,
        "<b>Q币</b> <iframe src=javascript:alert(1)>",
        minutes(90),
        "1h",
    );
    app.json([
        "event",
        &id.to_string(),
        "--kind",
        "note",
        "--text",
        "<svg onload=window.__hacked=1>",
    ]);
    let window = Window::open(&desk, &app);
    let title = window.script("return document.title");
    window.wait_for_text("<script>window.__hacked=1</script>{{ 7*7 }}");
    window.click("rail-orders");
    window.click_by(&row(&id));
    window.find("case-title");
    window.click("step-toggle-platform");
    window.filled("letter-text");
    window.wait_for_text("<svg onload=window.__hacked=1>");
    assert_eq!(window.script("return typeof window.__hacked"), "undefined");
    assert_eq!(window.script("return document.title"), title);
    assert_eq!(
        window.script("return document.querySelectorAll('iframe, img[src=x]').length"),
        0
    );
}

#[test]
fn the_list_is_searched_and_filtered() {
    let desk = Desk::open();
    let app = App::fresh();
    let late = add(&app, "星辰卡盟", "Q币 100 个", minutes(90), "1h");
    let waiting = add(&app, "晨光充值", "话费 50 元", minutes(5), "2h");
    let window = Window::open(&desk, &app);
    window.click("rail-orders");
    window.find_by(&row(&late));
    window.find_by(&row(&waiting));
    window.click("filter-overdue");
    until_seen(
        "only the late one",
        || window.all("order-row").len(),
        |seen| *seen == 1,
    );
    window.find_by(&row(&late));
    window.click("filter-all");
    window.find_by(&row(&waiting));
    window.fill("order-search", "晨光");
    until_seen(
        "only the one found",
        || window.all("order-row").len(),
        |seen| *seen == 1,
    );
    window.find_by(&row(&waiting));
}

#[test]
fn the_window_loads_nothing_from_elsewhere() {
    let desk = Desk::open();
    let app = App::fresh();
    let window = Window::open(&desk, &app);
    window.find("load-samples");
    let elsewhere = window.script(
        "return performance.getEntriesByType('resource').map(entry => entry.name)
             .filter(name => !/^(tauri|ipc|shot|asset|data|blob):|^https?:\\/\\/(tauri|ipc|shot|asset)\\.localhost/.test(name));",
    );
    assert_eq!(elsewhere, serde_json::json!([]));
    let blocked =
        window.script("return fetch('https://example.com/').then(() => 'reached', error => 'blocked')");
    assert_eq!(blocked, "blocked");
}

#[test]
fn the_global_shortcut_logs_the_picture_in_the_clipboard() {
    let desk = Desk::open();
    let app = App::fresh();
    let window = Window::open(&desk, &app);
    window.find("load-samples");
    desk.copy_picture(&pictures::payment_page());
    until("the form with the picture", || {
        desk.press("ctrl+alt+d");
        window
            .all("staged-shot")
            .pop()
            .map(drop)
            .ok_or("no picture waits to be attached")
    });
    window.find("form-platform");
}

#[test]
fn a_case_is_put_off_and_taken_back_from_the_first_page() {
    let desk = Desk::open();
    let app = App::fresh();
    let id = add(&app, "星辰卡盟", "Q币 100 个", minutes(120), "30m");
    let window = Window::open(&desk, &app);
    window.find("todo-card");
    window.click("todo-snooze");
    window.click("todo-snooze-hour");
    window.wait_gone("todo-card");
    assert!(has_event(&shown(&app, &id), "snoozed"));
    window.click("undo");
    window.find("todo-card");
    window.click("todo-done");
    window.wait_gone("todo-card");
    let order = shown(&app, &id);
    assert!(has_event(&order, "contacted"));
    assert_eq!(
        order["deadlines"][0]["topic"], "no-reply",
        "now the platform has its time to answer"
    );
}

#[test]
fn a_setting_holds_at_once() {
    let desk = Desk::open();
    let app = App::fresh();
    let window = Window::open(&desk, &app);
    window.find("load-samples");
    window.click("rail-settings");
    window.click("settings-tray");
    until_seen(
        "the setting",
        || app.json(["settings"]),
        |seen| seen["close_to_tray"] == false,
    );
    window.click("settings-login");
    let entry = desk.home().join(".config/autostart");
    until_seen("the start entry", || names_in(&entry), |names| !names.is_empty());
    window.click("settings-login");
    until_seen("no start entry", || names_in(&entry), |names| names.is_empty());
}

#[test]
fn a_pasted_screenshot_fills_the_form_and_enter_logs_it() {
    let desk = Desk::open();
    let app = App::fresh();
    let window = Window::open(&desk, &app);
    let page = Page::all()
        .into_iter()
        .find(|page| page.name == "tune-wechat-00.png")
        .unwrap();
    window.find("load-samples");
    desk.copy_picture(&page.picture);
    window.chord(keys::CONTROL, "v");
    window.find("form-amount");
    // The engine takes its seconds; nothing else fills the field.
    until_seen(
        "the amount to be read",
        || window.filled("form-amount"),
        |seen| !seen.is_empty(),
    );
    assert_eq!(window.filled("form-amount"), page.truth("amount").unwrap());
    assert_eq!(window.filled("form-paid-at"), page.truth("paid_at").unwrap());
    window.chord(keys::CONTROL, keys::ENTER);
    window.wait_gone("form-save");
    let order = until("the order", || orders(&app).pop().ok_or("none is logged"));
    assert_eq!(order["payment_no"], page.truth("payment_no").unwrap());
    assert_eq!(order["merchant"], page.truth("merchant").unwrap());
    assert_eq!(shown(&app, &order["id"])["shots"][0]["role"], "payment");
}

#[test]
fn platforms_the_overview_and_tags_in_the_window() {
    let desk = Desk::open();
    let app = App::fresh();
    for nth in 0..6 {
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
            &typed(now() - minutes(60 * (nth + 2))),
            "--window",
            "30m",
            "--force",
        ])["id"]
            .to_string();
        if nth > 0 {
            app.json([
                "arrived",
                &id,
                "--at",
                &typed(now() - minutes(60 * (nth + 2) - 10)),
            ]);
        }
    }
    let window = Window::open(&desk, &app);
    window.click("rail-platforms");
    window.wait_for_text("星河卡盟");
    window.click("platform-row");
    // A verdict, and a chart that was really drawn: its canvas is not of one colour.
    window.wait_for_text("6 笔里 5 笔按时到账");
    let drawn = "const canvas = document.querySelector('canvas'); if (!canvas) return 0;
                 const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                 const seen = new Set(); for (let i = 0; i < data.length; i += 4) seen.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
                 return seen.size;";
    until_seen(
        "the chart",
        || window.script(drawn).as_u64(),
        |colours| *colours > Some(3),
    );
    window.click("rail-overview");
    window.wait_for_text("98.50");
    until_seen(
        "the chart",
        || window.script(drawn).as_u64(),
        |colours| *colours > Some(3),
    );
    // Nothing was refused by the content policy.
    assert!(
        !window.said().contains("Content Security Policy"),
        "{}",
        window.said()
    );

    app.json(["tag", "1", "--add", "代买"]);
    window.click("rail-orders");
    window.wait_for_text("代买");
}

#[test]
fn the_settings_leave_the_data_file_to_sqlite_while_others_come_and_go() {
    let desk = Desk::open();
    let app = App::fresh();
    add(&app, "星辰卡盟", "Q币 100 个", minutes(1), "30m");
    let window = Window::open(&desk, &app);
    window.find("rail-todo");
    window.script("location.hash = '#/settings'; return null");
    window.find("protect-state");
    // The command line leaves; were it the last one on the data file, it would take the log along.
    add(&app, "青橙话费", "Q币 200 个", minutes(1), "30m");
    assert!(
        app.data().join("daozhang.db-wal").exists(),
        "the window's writes go into a log that nobody removed"
    );
    drop(window);
    assert_eq!(orders(&app).len(), 2);
}
