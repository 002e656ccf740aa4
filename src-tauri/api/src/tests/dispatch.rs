//! Operations by name and JSON, as the page calls them, on a real data file and a machine that a test answers for.

use crate::{Choose, Dialog, Event, Machine, OPERATIONS, Session, Settings, dispatch, respond};
use daozhang_core::order::{Moment, OrderId, Span, Zone};
use daozhang_core::prove::pages::Typesetter;
use daozhang_core::record::{Draft, Engine, Looks, PaperReader, RgbImage, Wanted};
use daozhang_core::store::Store;
use daozhang_core::words::{Language, Text};
use daozhang_core::{Failure, Outcome, text};
use daozhang_typeset::Typst;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;

/// What the test says instead of a person and a desktop, and what it heard.
struct Stage {
    now: Mutex<Moment>,
    documents: PathBuf,
    chosen: Mutex<Vec<PathBuf>>,
    copied: Mutex<Vec<String>>,
    told: Mutex<Vec<&'static str>>,
    /// What the system refuses of the settings.
    refusals: Mutex<Vec<Text>>,
    applied: Mutex<Vec<Settings>>,
    /// Done once, while a package is being written or a text copied.
    meanwhile: Mutex<Option<Box<dyn FnOnce() + Send>>>,
    /// What reads the next picture; else there is no engine.
    looking: Mutex<Option<Looking>>,
}

/// An engine that sees nothing; what it holds is done each time before it asks whether anybody waits.
struct Looking(Box<dyn Fn() + Send>);

impl Engine for Looking {
    fn name(&self) -> &str {
        "looking"
    }

    fn look(&self, _: &RgbImage, wanted: Wanted) -> Outcome<Looks> {
        (self.0)();
        if wanted() {
            return Ok(Looks::default());
        }
        Err(Failure::failed(Text::as_it_is("停了。")))
    }
}

impl Machine for Stage {
    fn now(&self) -> Moment {
        *self.now.lock().unwrap()
    }

    fn zone(&self) -> Zone {
        Zone::Asia__Shanghai
    }

    fn documents(&self) -> Outcome<PathBuf> {
        Ok(self.documents.clone())
    }

    fn engine(&self) -> Outcome<Box<dyn Engine>> {
        match self.looking.lock().unwrap().take() {
            Some(looking) => Ok(Box::new(looking)),
            None => Err(Failure::failed(Text::as_it_is("没有识别引擎。"))),
        }
    }

    fn papers(&self) -> Box<dyn PaperReader> {
        Box::new(daozhang_paper::Here)
    }

    fn typesetter(&self) -> Box<dyn Typesetter> {
        Box::new(Typst::default())
    }

    fn tell(&self, event: &Event) {
        self.told.lock().unwrap().push(event.name());
        if matches!(event, Event::ExportProgress(_)) {
            self.meanwhile();
        }
    }

    fn choose(&self, dialog: &Dialog) -> Vec<PathBuf> {
        let mut chosen = self.chosen.lock().unwrap();
        if dialog.choose == Choose::Files {
            return std::mem::take(&mut chosen);
        }
        chosen.pop().into_iter().collect()
    }

    fn apply_settings(&self, settings: &Settings) -> Vec<String> {
        self.applied.lock().unwrap().push(settings.clone());
        self.refusals
            .lock()
            .unwrap()
            .iter()
            .map(Text::to_string)
            .collect()
    }

    fn copy(&self, text: &str) -> Outcome<()> {
        self.meanwhile();
        self.copied.lock().unwrap().push(text.to_owned());
        Ok(())
    }
}

impl Stage {
    fn meanwhile(&self) {
        let work = self.meanwhile.lock().unwrap().take();
        if let Some(work) = work {
            work();
        }
    }
}

pub(super) struct App {
    pub(super) folder: TempDir,
    stage: Arc<Stage>,
    pub(super) session: Arc<Session>,
}

impl App {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let stage = Arc::new(Stage {
            now: Mutex::new(super::NOW),
            documents: folder.path().join("documents"),
            chosen: Mutex::default(),
            copied: Mutex::default(),
            told: Mutex::default(),
            refusals: Mutex::default(),
            applied: Mutex::default(),
            meanwhile: Mutex::default(),
            looking: Mutex::default(),
        });
        let session = Arc::new(Session::new(
            folder.path().join("data"),
            Arc::clone(&stage) as Arc<dyn Machine>,
            None,
        ));
        Self {
            folder,
            stage,
            session,
        }
    }

    pub(super) fn call(&self, name: &str, payload: Value) -> Outcome<Value> {
        dispatch(&self.session, name, payload)
    }

    pub(super) fn done(&self, name: &str, payload: Value) -> Value {
        self.call(name, payload).unwrap()
    }

    /// What an operation answers the page, in the person's language.
    pub(super) fn asked(&self, name: &str, payload: Value) -> Value {
        respond(&self.session, name, payload).unwrap_or_else(|why| panic!("{name}: {why}"))
    }

    pub(super) fn copied(&self) -> Vec<String> {
        self.stage.copied.lock().unwrap().clone()
    }

    pub(super) fn documents(&self) -> &Path {
        &self.stage.documents
    }

    /// What the person chooses in the next dialog.
    pub(super) fn chooses(&self, file: PathBuf) {
        self.stage.chosen.lock().unwrap().push(file);
    }

    pub(super) fn passes(&self, span: Span) {
        let mut now = self.stage.now.lock().unwrap();
        *now = *now + span;
    }

    pub(super) fn told(&self) -> Vec<&'static str> {
        std::mem::take(&mut *self.stage.told.lock().unwrap())
    }

    fn log(&self, product: &str) -> i64 {
        let draft = json!({
            "platform": "星河卡盟", "product": product, "kind": "q-coin", "amount": "98.50",
            "paid_at": "刚刚", "window": "30m", "account": "10001",
        });
        self.done("log_order", json!({ "draft": draft }))["id"]
            .as_i64()
            .unwrap()
    }
}

#[test]
fn an_order_goes_through_the_rooms_by_name() {
    let app = App::new();
    let id = app.log("100 Q币");
    assert_eq!(app.told(), ["orders://changed"]);
    assert_eq!(app.done("todo", json!({}))["awaiting"], 1);
    let page = app.done(
        "list_orders",
        json!({ "query": { "status": null, "tag": null, "search": "Q币", "after": null, "limit": 10 } }),
    );
    assert_eq!(page["orders"][0]["id"], id);
    let event = json!({ "kind": "promised", "text": "24 小时内补发", "at": "", "until": "24小时" });
    app.done("add_event", json!({ "id": id, "event": event }));
    assert_eq!(
        app.done("seller", json!({ "platform": "星河卡盟" }))["platform"],
        "星河卡盟"
    );
    let wish = json!({ "answer_by": "", "fraud": false });
    let letter = app.done("letter", json!({ "id": id, "to": "platform", "wish": wish }));
    let text = letter["text"].as_str().unwrap();
    app.done(
        "copy_letter",
        json!({ "id": id, "to": "platform", "text": text, "wish": wish, "withBlanks": true }),
    );
    assert_eq!(app.stage.copied.lock().unwrap().len(), 1);
    let package = app.done(
        "export_package",
        json!({ "ids": [id], "choose": false, "wish": { "archive_only": true } }),
    );
    assert!(PathBuf::from(package["dir"].as_str().unwrap()).starts_with(&app.stage.documents));
    let kinds: Vec<Value> = app.done("show_order", json!({ "id": id }))["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["kind"].clone())
        .collect();
    assert_eq!(kinds, ["logged", "promised", "demanded", "exported"]);
    let overview = app.done("overview", json!({}));
    assert_eq!(overview["owed_fen"], 9850);
}

#[test]
fn while_a_package_is_written_clicks_are_answered_and_reminders_come() {
    let app = App::new();
    let exported = app.log("甲");
    let due = app.log("乙");
    let (session, stage) = (Arc::clone(&app.session), Arc::clone(&app.stage));
    let (done, came) = std::sync::mpsc::channel();
    *app.stage.meanwhile.lock().unwrap() = Some(Box::new(move || {
        let (answer, answered) = std::sync::mpsc::channel();
        // On a thread of its own, as the window and the ticking thread are: the writing waits here until all is answered.
        std::thread::spawn(move || {
            let shown = dispatch(&session, "show_order", json!({ "id": due })).unwrap();
            let note = json!({ "kind": "note", "text": "问过了", "at": "", "until": "" });
            let noted = dispatch(&session, "add_event", json!({ "id": due, "event": note })).unwrap();
            stage.now.lock().unwrap().0 += 31 * 60 * 1000;
            let checked = session.write(|data, now| data.check(now, true)).unwrap();
            answer.send((shown, noted, checked.due.len())).unwrap();
        });
        let answered = answered.recv_timeout(Duration::from_secs(120));
        done.send(answered.expect("the writing holds up everything else"))
            .unwrap();
    }));
    app.done(
        "export_package",
        json!({ "ids": [exported], "choose": false, "wish": { "archive_only": true } }),
    );
    let (shown, noted, reminders) = came.try_recv().unwrap();
    assert_eq!(shown["product"], "乙");
    assert_eq!(noted["events"][1]["kind"], "note");
    assert_eq!(reminders, 2);
    let events = app.done("show_order", json!({ "id": exported }))["events"].clone();
    assert_eq!(events[1]["kind"], "exported");
}

#[test]
fn while_something_is_written_what_only_reads_is_answered() {
    let app = App::new();
    let id = app.log("甲");
    app.session
        .write(|data, _| {
            data.store.write(|tx| {
                tx.postpone(OrderId(id), Moment(0))?;
                let session = Arc::clone(&app.session);
                let (answer, answered) = std::sync::mpsc::channel();
                // On threads of their own, as the page's questions come.
                let asking = std::thread::spawn(move || {
                    for name in ["todo", "options", "settings", "overview", "protection", "backups"] {
                        answer.send(respond(&session, name, json!({}))).unwrap();
                    }
                    let shown = respond(&session, "show_order", json!({ "id": id }));
                    answer.send(shown).unwrap();
                });
                for _ in 0..7 {
                    let came = answered.recv_timeout(Duration::from_secs(60));
                    came.expect("a question waits for the writer").unwrap();
                }
                asking.join().unwrap();
                Ok(())
            })
        })
        .unwrap();
}

#[test]
fn a_reader_cannot_write_and_sees_one_moment() {
    let app = App::new();
    let id = app.log("甲");
    app.session
        .read(|data, _| {
            let mut own = Store::reader(data.path(), None)?;
            assert!(own.write(|tx| tx.postpone(OrderId(id), Moment(0))).is_err());
            let before = data.count()?;
            app.log("乙");
            assert_eq!(data.count()?, before);
            Ok(())
        })
        .unwrap();
    assert_eq!(app.session.read(|data, _| data.count()), Ok(2));
}

#[test]
fn a_reader_goes_by_a_rule_as_soon_as_it_is_corrected() {
    let app = App::new();
    app.done("todo", json!({}));
    let window = json!({ "group": "window", "key": "q-coin", "text": "11分钟 / 22分钟" });
    app.done("set_rule", window);
    let own = app
        .session
        .read(|data, _| Ok(data.rules().kind("q-coin")?.window));
    assert_eq!(own, Ok(Span::minutes(22)));
}

#[test]
fn stopping_an_export_does_not_stop_one_that_begins_later() {
    let app = App::new();
    let (first, second) = (app.log("甲"), app.log("乙"));
    let export = |id: i64| json!({ "ids": [id], "choose": false, "wish": { "archive_only": true } });
    let (session, wish) = (Arc::clone(&app.session), export(second));
    *app.stage.meanwhile.lock().unwrap() = Some(Box::new(move || {
        dispatch(&session, "cancel_export", json!({})).unwrap();
        let other = std::thread::spawn(move || dispatch(&session, "export_package", wish));
        other.join().unwrap().unwrap();
    }));
    let stopped = app.call("export_package", export(first)).unwrap_err();
    assert_eq!(json!(stopped)["code"], "cancelled");
    let kinds = |id: i64| {
        app.done("show_order", json!({ "id": id }))["events"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!((kinds(first), kinds(second)), (1, 2));
}

#[test]
fn a_picture_that_nobody_waits_for_is_not_read_on() {
    let app = App::new();
    let staged = json!(app.session.stage_bytes("付款.png", super::spoken::picture()));
    let one = staged["staged"][0]["sha256"].clone();
    let read = |stopping: Value| {
        let session = Arc::clone(&app.session);
        let stop = move || drop(dispatch(&session, "cancel_reading", json!({ "sha256": stopping })).unwrap());
        *app.stage.looking.lock().unwrap() = Some(Looking(Box::new(stop)));
        app.call("read_shot", json!({ "sha256": one }))
    };
    assert!(read(json!("ab".repeat(32))).is_ok(), "another one was stopped");
    assert_eq!(read(one.clone()).unwrap_err().message(), "停了。");
    assert!(read(json!("")).is_ok(), "one that begins later goes on");
}

#[test]
fn a_clipboard_that_does_not_answer_holds_up_nobody() {
    let app = App::new();
    let id = app.log("甲");
    let session = Arc::clone(&app.session);
    *app.stage.meanwhile.lock().unwrap() = Some(Box::new(move || {
        let (answer, answered) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let note = json!({ "kind": "note", "text": "问过了", "at": "", "until": "" });
            answer.send(dispatch(
                &session,
                "add_event",
                json!({ "id": id, "event": note }),
            ))
        });
        let noted = answered.recv_timeout(Duration::from_secs(120));
        noted.expect("the clipboard holds up a writer").unwrap();
    }));
    app.session.copy_next_letter(OrderId(id)).unwrap();
    assert_eq!(app.stage.copied.lock().unwrap().len(), 1);
    let events = app.done("show_order", json!({ "id": id }))["events"].clone();
    assert_eq!(
        (&events[1]["kind"], &events[2]["kind"]),
        (&json!("note"), &json!("demanded"))
    );
}

#[test]
fn what_only_reads_and_what_is_quiet_tells_nobody() {
    let app = App::new();
    let id = app.log("甲");
    app.told();
    app.done("options", json!({}));
    app.done("escalation", json!({ "id": id }));
    app.done("keep_person", json!({ "person": { "name": "张三" } }));
    assert!(app.told().is_empty());
    app.done("pause_reminders", json!({ "pause": "hour" }));
    app.done("mark_arrived", json!({ "id": id, "at": "" }));
    assert_eq!(app.told(), ["orders://changed", "orders://changed"]);
}

#[test]
fn what_the_person_chooses_never_comes_from_the_page() {
    let app = App::new();
    assert_eq!(app.done("choose_bill", json!({})), Value::Null);
    assert_eq!(app.done("backup_now", json!({})), Value::Null);
    app.log("甲");
    let backup = app.folder.path().join("mine.db");
    app.stage.chosen.lock().unwrap().push(backup.clone());
    assert_eq!(
        app.done("backup_now", json!({})),
        json!({ "path": backup, "lost": null })
    );
    let named = app.call("look_into", json!({ "path": backup, "passphrase": "" }));
    assert!(named.is_err(), "{named:?}");
    app.stage.chosen.lock().unwrap().push(backup);
    let look = app.done("look_into", json!({ "path": null, "passphrase": "" }));
    assert_eq!((&look["orders"], &look["current_orders"]), (&json!(1), &json!(1)));
    app.log("乙");
    assert_eq!(app.done("restore_backup", json!({}))["orders"], 1);
    assert_eq!(app.done("todo", json!({}))["total"], 1);
}

/// A payment of 微信 for one recharge.
pub(super) const BILL: &str = "微信支付账单明细,,,,,,,,,,
交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注
2026-11-20 10:00:00,商户消费,星河充值,话费充值100元,支出,¥98.50,零钱,支付成功,4200000000202611200000000001\t,/\t,/
";

/// What was found out about the rows when the bill was opened does not hold any more, whoever wrote meanwhile.
#[test]
fn what_was_logged_since_a_bill_was_opened_is_not_logged_again() {
    for elsewhere in [false, true] {
        let app = App::new();
        let bill = app.folder.path().join("bill.csv");
        std::fs::write(&bill, BILL).unwrap();
        app.stage.chosen.lock().unwrap().push(bill);
        app.done("choose_bill", json!({}));
        let draft = Draft {
            paid_at: "2026-11-20 10:00:00".into(),
            channel: "wechat".into(),
            payment_no: "4200000000202611200000000001".into(),
            ..super::draft("话费充值100元")
        };
        if elsewhere {
            let mut other = super::open(&app.folder.path().join("data"));
            other.log(&draft, &[], super::NOW).unwrap();
        } else {
            app.session.write(|data, now| data.log(&draft, &[], now)).unwrap();
        }
        let imported = app.done("import_bill", json!({ "rows": [0] }));
        assert_eq!(
            (&imported["orders_created"], &imported["matched"]),
            (&json!(0), &json!(1)),
            "elsewhere: {elsewhere}"
        );
        assert_eq!(app.done("todo", json!({}))["total"], 1);
    }
}

/// To close the data file would take away the locks that SQLite holds for the connection that still writes the package.
#[test]
fn the_data_file_is_not_closed_while_a_package_is_written() {
    let app = App::new();
    let id = app.log("甲");
    app.done("protect", json!({ "current": "", "wanted": "correct horse" }));
    let backup = app.folder.path().join("mine.db");
    app.stage.chosen.lock().unwrap().push(backup.clone());
    app.done("backup_now", json!({}));
    app.stage.chosen.lock().unwrap().push(backup);
    app.done("look_into", json!({ "path": null, "passphrase": "" }));
    let session = Arc::clone(&app.session);
    let refused = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&refused);
    *app.stage.meanwhile.lock().unwrap() = Some(Box::new(move || {
        for name in ["lock", "restore_backup"] {
            let came = dispatch(&session, name, json!({}));
            heard.lock().unwrap().push(came.unwrap_err().message());
        }
    }));
    let wish = json!({ "ids": [id], "choose": false, "wish": { "archive_only": true } });
    app.done("export_package", wish);
    let refused = refused.lock().unwrap().clone();
    assert_eq!(refused.len(), 2);
    assert!(
        refused.iter().all(|why| why.contains("正在导出或备份")),
        "{refused:?}"
    );
    assert_eq!(app.done("todo", json!({}))["total"], 1, "it is open as before");
    app.done("lock", json!({}));
    assert!(app.call("todo", json!({})).is_err());
}

#[test]
fn a_locked_file_answers_again_once_it_is_unlocked() {
    let app = App::new();
    app.log("甲");
    let on = app.done("protect", json!({ "current": "", "wanted": "correct horse" }));
    assert_eq!(on, json!({ "on": true, "left": [], "left_text": null }));
    app.done("lock", json!({}));
    let refused = app.call("todo", json!({})).unwrap_err();
    assert_eq!(json!(refused)["code"], "locked");
    let wrong = app
        .call("unlock", json!({ "passphrase": "wrong horse" }))
        .unwrap_err();
    assert_eq!(json!(wrong)["code"], "passphrase");
    app.done("unlock", json!({ "passphrase": "correct horse" }));
    assert_eq!(app.done("todo", json!({}))["total"], 1);
}

#[test]
fn the_system_agrees_with_the_settings_of_whatever_file_is_open() {
    let app = App::new();
    let starts = || {
        let applied = std::mem::take(&mut *app.stage.applied.lock().unwrap());
        applied.iter().map(|set| set.start_at_login).collect::<Vec<_>>()
    };
    let set = |on: bool| {
        let mut settings = app.done("settings", json!({}));
        settings["start_at_login"] = json!(on);
        app.done("set_settings", json!({ "settings": settings }));
    };
    app.log("甲");
    set(true);
    let backup = app.folder.path().join("mine.db");
    app.chooses(backup.clone());
    app.done("backup_now", json!({}));
    set(false);
    assert_eq!(starts(), [true, false]);
    app.chooses(backup);
    app.done("look_into", json!({ "path": null, "passphrase": "" }));
    app.done("restore_backup", json!({}));
    assert_eq!(starts(), [true], "the backup's own");
    app.done("protect", json!({ "current": "", "wanted": "correct horse" }));
    app.done("lock", json!({}));
    assert!(starts().is_empty());
    app.done("unlock", json!({ "passphrase": "correct horse" }));
    assert_eq!(starts(), [true]);
}

#[test]
fn what_does_not_fit_is_refused() {
    let app = App::new();
    for (name, payload) in [
        ("drop_everything", json!({})),
        ("show_order", json!({})),
        ("show_order", json!({ "id": "1" })),
        ("todo", json!(null)),
    ] {
        assert!(app.call(name, payload).is_err(), "{name}");
    }
    let unknown = app.call("show_order", json!({ "id": 7 })).unwrap_err();
    assert_eq!(json!(unknown)["code"], "not-found");
}

#[test]
fn what_comes_of_an_operation_is_said_in_the_language_of_the_settings() {
    let app = App::new();
    let refused = || respond(&app.session, "show_order", json!({ "id": 7 })).unwrap_err()["message"].clone();
    assert_eq!(refused(), "没有编号为 7 的订单，请用 daozhang list 查看有哪些。");
    let mut settings = app.done("settings", json!({}));
    settings["language"] = json!("en");
    *app.stage.refusals.lock().unwrap() = vec![text!(order_not_found, number = 7)];
    // Also what the system refuses of the change itself.
    let told = respond(&app.session, "set_settings", json!({ "settings": settings })).unwrap();
    assert_eq!(
        told,
        json!(["There is no order 7. See which there are with daozhang list."])
    );
    assert_eq!(
        refused(),
        "There is no order 7. See which there are with daozhang list."
    );
}

#[test]
fn each_name_stands_once() {
    let names: BTreeSet<&str> = OPERATIONS.iter().copied().collect();
    assert_eq!(names.len(), OPERATIONS.len());
}

#[test]
fn a_language_that_was_asked_for_holds_until_the_person_sets_something() {
    let app = App::new();
    let english = Language::of("en").unwrap();
    app.session.ask_for(english);
    assert_eq!(app.session.language(), english);
    assert_eq!(app.done("speak_as_before", json!({ "language": "zh-CN" })), "en");
    let mut settings = app.done("settings", json!({}));
    assert_eq!(settings["language"], "en");
    settings["language"] = json!("zh-CN");
    app.done("set_settings", json!({ "settings": settings }));
    assert_eq!(app.session.language(), Language::chinese());
    assert_eq!(app.done("settings", json!({}))["language"], "zh-CN");
    assert_eq!(app.done("speak_as_before", json!({ "language": "en" })), "en");
}

#[test]
fn rules_that_the_command_line_changes_are_in_force_in_the_open_window() {
    let app = App::new();
    let draft = |product: &str| {
        json!({ "draft": {
            "platform": "星河卡盟", "product": product, "kind": "q-coin", "amount": "98.50", "paid_at": "刚刚",
        } })
    };
    let due_at = |logged: Value| app.done("show_order", json!({ "id": logged["id"] }))["due_at"].clone();
    let before = app.done("log_order", draft("甲"));
    assert_eq!(due_at(before), "2026-11-24T08:00:00+08:00");
    // Another process, with a connection of its own.
    let mut elsewhere = crate::DataFile::open(app.session.folder(), Zone::Asia__Shanghai).unwrap();
    elsewhere
        .set_rule("window", "q-coin", "10分钟 / 2小时", super::NOW)
        .unwrap();
    let after = app.done("log_order", draft("乙"));
    assert_eq!(
        due_at(after),
        "2026-11-23T10:00:00+08:00",
        "planned under the rules in force"
    );
    let book = app.done("rules", json!({}));
    let rules = book["rules"].as_array().unwrap().clone();
    let window = rules
        .into_iter()
        .find(|rule| rule["group"] == "window" && rule["key"] == "q-coin");
    assert_eq!(window.unwrap()["own"], "10分钟 / 2小时");
}

impl App {
    /// Another program on the same data.
    fn beside(&self) -> Self {
        let stage = Arc::clone(&self.stage) as Arc<dyn Machine>;
        let session = Session::new(self.session.folder().to_owned(), stage, None);
        Self {
            folder: tempfile::tempdir().unwrap(),
            stage: Arc::clone(&self.stage),
            session: Arc::new(session),
        }
    }

    fn q_coin_window(&self) -> i64 {
        let draft = json!({
            "platform": "星河卡盟", "product": "Q币", "kind": "q-coin", "amount": "10", "paid_at": "刚刚", "account": "10001",
            "force": true,
        });
        self.done("log_order", json!({ "draft": draft }))["window_seconds"]
            .as_i64()
            .unwrap()
    }
}

#[test]
fn rules_that_one_program_changes_are_known_to_the_other() {
    let window = App::new();
    let before = window.q_coin_window();
    let console = window.beside();
    console.session.open().unwrap();
    let rule = json!({ "group": "window", "key": "q-coin", "text": "10分钟 / 77分钟" });
    console.done("set_rule", rule);
    assert_ne!(before, 77 * 60);
    // Read before anything else is written, and written by.
    let book = window.done("rules", json!({}));
    let own = |book: &Value| {
        let rules = book["rules"].as_array().unwrap().clone();
        rules
            .iter()
            .any(|rule| rule["key"] == "q-coin" && rule["group"] == "window" && rule["own"].is_string())
    };
    assert!(own(&book), "{book}");
    assert_eq!(window.q_coin_window(), 77 * 60);
    // And back.
    window.done(
        "set_rule",
        json!({ "group": "window", "key": "q-coin", "text": "" }),
    );
    assert!(!own(&console.done("rules", json!({}))));
    assert_eq!(console.q_coin_window(), before);
}

/// What is decided under rules that another program changes at that moment is planned anew.
#[test]
fn what_was_planned_under_rules_that_hold_no_more_is_planned_anew() {
    use crate::DataFile;
    let folder = tempfile::tempdir().unwrap();
    let ends = |data: &DataFile, id: OrderId| data.show(id).unwrap().order.deadlines[0].at.clone();
    let filed = |data: &mut DataFile, product: &str| {
        let id = data.log(&super::draft(product), &[], super::NOW).unwrap();
        data.file_complaint(id, "12315", "", "", super::later(1)).unwrap();
        id
    };
    let mut one = DataFile::open(folder.path(), Zone::Asia__Shanghai).unwrap();
    let known = filed(&mut one, "甲");
    let before = ends(&one, known);
    let mut other = DataFile::open(folder.path(), Zone::Asia__Shanghai).unwrap();
    one.set_rule("limit", "12315-acceptance", "3 个工作日", super::later(1))
        .unwrap();
    let after = ends(&one, known);
    assert_ne!(after, before);
    // The other one has not looked since.
    let late = filed(&mut other, "乙");
    assert_eq!(ends(&one, late), before);
    one.sweep(super::later(2)).unwrap();
    assert_eq!(ends(&one, late), after);
}
