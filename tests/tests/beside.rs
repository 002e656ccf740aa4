//! Two programs that write at once: every writing command beside every other, and beside the window's core. Nothing is doubled,
//! nothing acknowledged is lost, nobody is refused because of the other, and nobody waits for longer than five seconds.
//!
//! The riskiest pairs run by themselves; `DAOZHANG_PAIRS=all` runs all of them, five seconds each, and prints the table.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a test fails"
)]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use daozhang_tests::App;
use daozhang_tests::app::{Ended, built};
use daozhang_tests::fault::Found;
use serde_json::{Value, json};

/// How long a command may take beside another one.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long a pair works side by side.
const TOGETHER: Duration = Duration::from_secs(5);

/// Rows in the bill, and in the own list.
const ROWS: usize = 40;

/// A writing command: what it does the nth time, and what must be in the data file for each time that it was acknowledged.
struct Writer {
    name: &'static str,
    act: fn(&Scene, &str) -> Vec<Step>,
    /// A query that gives how often what a mark stands for is there.
    found: fn(&str) -> String,
    expected: Expected,
}

enum Step {
    Console(Vec<String>),
    Window(&'static str, Value),
}

/// How often something is there after so many acknowledgements.
type Expected = fn(usize) -> i64;

/// Each acknowledgement stands for one thing.
fn each(acknowledged: usize) -> i64 {
    acknowledged as i64
}

/// However often it was acknowledged, there is one.
fn once(acknowledged: usize) -> i64 {
    acknowledged.min(1) as i64
}

fn console(arguments: &[&str]) -> Step {
    Step::Console(arguments.iter().map(|&argument| argument.to_owned()).collect())
}

fn add(product: &str, number: &str) -> Step {
    console(&[
        "add",
        "--platform",
        "星辰卡盟",
        "--product",
        product,
        "--kind",
        "q-coin",
        "--amount",
        "98.50",
        "--paid-at",
        "刚刚",
        "--order-no",
        number,
    ])
}

fn draft(product: &str, number: &str) -> Value {
    json!({ "draft": {
        "platform": "星辰卡盟", "product": product, "kind": "q-coin", "amount": "98.50", "paid_at": "刚刚",
        "order_no": number,
    } })
}

/// The number at the end of a mark, `WRITER-SIDE-NUMBER`: the same on both sides.
fn number(mark: &str) -> &str {
    mark.rsplit_once('-').map_or(mark, |(_, number)| number)
}

fn writers() -> Vec<Writer> {
    let products = |mark: &str| -> String { format!("SELECT count(*) FROM orders WHERE product = '{mark}'") };
    let events = |mark: &str| -> String { format!("SELECT count(*) FROM events WHERE text = '{mark}'") };
    vec![
        Writer {
            name: "add",
            act: |_, mark| vec![add(mark, mark)],
            found: products,
            expected: each,
        },
        Writer {
            name: "add-same",
            act: |_, mark| vec![add("同一笔", &format!("SAME{}", number(mark)))],
            found: |mark| {
                format!(
                    "SELECT count(*) FROM orders WHERE order_no = 'SAME{}'",
                    number(mark)
                )
            },
            expected: once,
        },
        Writer {
            name: "window-add",
            act: |_, mark| vec![Step::Window("log_order", draft(mark, mark))],
            found: products,
            expected: each,
        },
        Writer {
            name: "window-same",
            act: |_, mark| {
                vec![Step::Window(
                    "log_order",
                    draft("同一笔", &format!("SAME{}", number(mark))),
                )]
            },
            found: |mark| {
                format!(
                    "SELECT count(*) FROM orders WHERE order_no = 'SAME{}'",
                    number(mark)
                )
            },
            expected: once,
        },
        Writer {
            name: "event",
            act: |_, mark| vec![console(&["event", "1", "--kind", "note", "--text", mark])],
            found: events,
            expected: each,
        },
        Writer {
            name: "window-event",
            act: |_, mark| {
                let told = json!({ "kind": "note", "text": mark, "at": "", "until": "" });
                vec![Step::Window("add_event", json!({ "id": 1, "event": told }))]
            },
            found: events,
            expected: each,
        },
        Writer {
            name: "refunded",
            act: |_, _| vec![console(&["refunded", "2", "--amount", "0.01"])],
            found: |_| {
                "SELECT refunded_fen FROM orders WHERE id = 2 AND refunded_fen =
                     (SELECT count(*) FROM events WHERE order_id = 2 AND kind = 'refunded')"
                    .to_owned()
            },
            expected: each,
        },
        Writer {
            name: "arrived",
            act: |_, mark| vec![add(mark, mark), console(&["arrived", "{id}"])],
            found: |mark| {
                format!(
                    "SELECT count(*) FROM orders JOIN events ON order_id = orders.id
                     WHERE product = '{mark}' AND status = 'arrived' AND events.kind = 'arrived'"
                )
            },
            expected: each,
        },
        Writer {
            name: "import",
            act: |scene, _| vec![console(&["import", &scene.bill])],
            found: |_| format!("SELECT count(*) / {ROWS} FROM orders WHERE product LIKE '话费充值10元%'"),
            expected: once,
        },
        Writer {
            name: "sheet",
            act: |scene, _| vec![console(&["import", &scene.sheet])],
            found: |_| format!("SELECT count(*) / {ROWS} FROM orders WHERE product LIKE '自己的表%'"),
            expected: once,
        },
        Writer {
            name: "tag",
            act: |_, mark| vec![console(&["tag", "1", "--add", mark])],
            found: |mark| format!("SELECT count(*) FROM tags WHERE tag = '{mark}'"),
            expected: each,
        },
        Writer {
            name: "rename",
            act: |_, mark| {
                vec![
                    add(mark, mark),
                    console(&["rename", "星辰卡盟", "星辰卡盟二"]),
                    console(&["rename", "星辰卡盟二", "星辰卡盟"]),
                ]
            },
            found: products,
            expected: each,
        },
        Writer {
            name: "seller",
            act: |_, mark| vec![console(&["seller", "星辰卡盟", "--name", mark])],
            found: |_| "SELECT 1".to_owned(),
            expected: |_| 1,
        },
        Writer {
            name: "rules",
            act: |_, _| {
                vec![console(&[
                    "rules",
                    "--set",
                    "window:q-coin",
                    "--text",
                    "10分钟 / 70分钟",
                ])]
            },
            found: |_| "SELECT count(*) FROM corrections".to_owned(),
            expected: |_| 1,
        },
        Writer {
            name: "settings",
            act: |_, _| vec![console(&["settings", "--quiet-hours", "23:00-08:00"])],
            found: |_| "SELECT 1".to_owned(),
            expected: |_| 1,
        },
        Writer {
            name: "check",
            act: |_, _| vec![console(&["check"])],
            found: |_| {
                "SELECT 1 - EXISTS (SELECT 1 FROM alerts GROUP BY order_id, stage, due_at HAVING count(*) > 1)".to_owned()
            },
            expected: |_| 1,
        },
        Writer {
            name: "backup",
            act: |scene, mark| {
                let file = scene.app.beside(&format!("{mark}.db"));
                vec![console(&["backup", file.to_str().unwrap()])]
            },
            found: |_| "SELECT 1".to_owned(),
            expected: |_| 1,
        },
        Writer {
            name: "everything",
            act: |scene, mark| {
                let file = scene.app.beside(&format!("{mark}.zip"));
                vec![console(&["everything", file.to_str().unwrap()])]
            },
            found: |_| "SELECT 1".to_owned(),
            expected: |_| 1,
        },
        Writer {
            name: "export",
            act: |scene, mark| {
                let folder = scene.app.beside(&format!("{mark}-包"));
                vec![console(&["export", "1", "--out", folder.to_str().unwrap()])]
            },
            found: |_| "SELECT count(*) FROM events WHERE kind = 'exported'".to_owned(),
            expected: each,
        },
    ]
}

/// The pairs that have gone wrong before, or would do the most harm.
const RISKIEST: [(&str, &str); 10] = [
    ("import", "import"),
    ("sheet", "sheet"),
    ("add-same", "add-same"),
    ("window-same", "add-same"),
    ("window-same", "window-same"),
    ("refunded", "refunded"),
    ("rules", "window-add"),
    ("rename", "add"),
    ("import", "window-add"),
    ("check", "check"),
];

/// One data folder with the window's core open on it.
struct Scene {
    app: App,
    bill: String,
    sheet: String,
    host: Child,
    port: u16,
}

impl Scene {
    fn new() -> Self {
        let app = App::fresh();
        for (product, amount) in [("先有的", "98.50"), ("退一点点的", "9000.00")] {
            app.json([
                "add",
                "--platform",
                "星辰卡盟",
                "--product",
                product,
                "--kind",
                "q-coin",
                "--amount",
                amount,
                "--paid-at",
                "刚刚",
            ]);
        }
        let text = |file: std::path::PathBuf| file.to_str().unwrap().to_owned();
        let bill = text(app.file("账单.csv", bill().as_bytes()));
        let sheet = text(app.file("表格.csv", sheet().as_bytes()));
        let mut host = Command::new(built("daozhang-host"))
            .arg("--data")
            .arg(app.data())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the host can be started");
        let mut line = String::new();
        BufReader::new(host.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let port = line.trim().parse().expect("a port");
        Self {
            app,
            bill,
            sheet,
            host,
            port,
        }
    }

    /// What came of an operation of the window: its answer, or the sentence with which it refused.
    fn window(&self, name: &str, payload: &Value) -> Result<Value, String> {
        let address = format!("http://127.0.0.1:{}/world/0/call/{name}", self.port);
        let mut answer = ureq::post(address).send_json(payload).expect("the host answers");
        let body = answer.body_mut().read_to_string().expect("lines");
        let last: Value = serde_json::from_str(body.lines().last().expect("a line")).expect("JSON");
        match last.get("answer") {
            Some(answer) => Ok(answer.clone()),
            None => Err(last["failure"]["message"].to_string()),
        }
    }

    /// Does the steps one after the other; whether all were done, and which sentence refused.
    fn perform(&self, steps: Vec<Step>) -> Result<(), String> {
        let mut id = String::new();
        for step in steps {
            let started = Instant::now();
            let done = match &step {
                Step::Window(name, payload) => self.window(name, payload),
                Step::Console(arguments) => {
                    let arguments = arguments.iter().map(|one| one.replace("{id}", &id));
                    let arguments: Vec<String> =
                        std::iter::once("--json".to_owned()).chain(arguments).collect();
                    match self.app.run(&arguments) {
                        Ended {
                            code: Some(0), out, ..
                        } => Ok(serde_json::from_str(&out).unwrap_or(Value::Null)),
                        Ended {
                            code: Some(1),
                            complaint,
                            ..
                        } => Err(complaint),
                        other => panic!("{arguments:?}: {other:?}"),
                    }
                }
            };
            let took = started.elapsed();
            assert!(took < PATIENCE, "it took {took:?}: {done:?}");
            id = done?["id"].to_string();
        }
        Ok(())
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        drop(self.host.stdin.take());
        let _ = self.host.wait();
    }
}

/// As 支付宝 writes it.
fn bill() -> String {
    let mut lines = vec![
        "导出信息：".to_owned(),
        "姓名：某人".to_owned(),
        format!("共{ROWS}笔记录"),
        "收入：0笔 0.00元".to_owned(),
        format!("支出：{ROWS}笔 {ROWS}0.00元"),
        "不计收支：0笔 0.00元".to_owned(),
        String::new(),
        "交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,"
            .to_owned(),
    ];
    for row in 0..ROWS {
        lines.push(format!(
            "2026-10-{:02} 12:{row:02}:00,充值缴费,甲充值店,jia***@example.com,话费充值10元第{row}笔,支出,10.00,余额,交易成功,20261020220014{row:014}\t,APP{row:013}\t,,",
            1 + row % 28
        ));
    }
    lines.join("\r\n") + "\r\n"
}

fn sheet() -> String {
    let mut lines = vec!["平台,商品,品类,金额,付款时间,订单号".to_owned()];
    for row in 0..ROWS {
        lines.push(format!(
            "乙充值店,自己的表{row},话费快充,20.00,2026-10-{:02} 13:{row:02}:00,SHEET{row:012}",
            1 + row % 28
        ));
    }
    lines.join("\n") + "\n"
}

/// What refuses a purchase that is there already, or a change that the other one has made already.
fn is_right(refusal: &str) -> bool {
    ["已经记过", "同一", "没有这个平台", "没有叫"]
        .iter()
        .any(|words| refusal.contains(words))
}

/// Lets two work side by side; says how often each was acknowledged and refused.
fn side_by_side(left: &Writer, right: &Writer) -> String {
    let scene = Scene::new();
    let until = Instant::now() + TOGETHER;
    let work = |writer: &Writer, side: &str| -> (Vec<String>, usize) {
        let (mut done, mut refused) = (Vec::new(), 0);
        for number in 0.. {
            if Instant::now() > until {
                break;
            }
            let mark = format!("{}-{side}-{number}", writer.name);
            match scene.perform((writer.act)(&scene, &mark)) {
                Ok(()) => done.push(mark),
                Err(refusal) if is_right(&refusal) => {
                    refused += 1;
                    // What is there already counts like what was written.
                    if (writer.expected)(2) == 1 {
                        done.push(mark);
                    }
                }
                Err(refusal) => panic!("{} beside {}: {refusal}", left.name, right.name),
            }
        }
        (done, refused)
    };
    let (first, second) = thread::scope(|scope| {
        let first = scope.spawn(|| work(left, "甲"));
        let second = scope.spawn(|| work(right, "乙"));
        (first.join(), second.join())
    });
    let (first, second) = (first.expect("the first one"), second.expect("the second one"));
    let found = Found::in_folder(scene.app.data());
    // How often each query's answer was acknowledged, by both.
    let mut expected: BTreeMap<String, (usize, Expected)> = BTreeMap::new();
    for (writer, (done, _)) in [(left, &first), (right, &second)] {
        for mark in done {
            expected
                .entry((writer.found)(mark))
                .or_insert((0, writer.expected))
                .0 += 1;
        }
    }
    for (query, (acknowledged, expected)) in expected {
        assert_eq!(
            found.number(&query),
            expected(acknowledged),
            "{} beside {}: {query}",
            left.name,
            right.name
        );
    }
    let doubled = found.number(
        "SELECT count(*) FROM (SELECT 1 FROM orders WHERE order_no IS NOT NULL GROUP BY order_no HAVING count(*) > 1)",
    );
    assert_eq!(doubled, 0, "{} beside {}", left.name, right.name);
    assert_eq!(
        found.number("SELECT count(*) FROM payments WHERE probable_double"),
        0
    );
    format!(
        "{:<14}{:<14}{:>8}{:>8}{:>8}{:>8}",
        left.name,
        right.name,
        first.0.len(),
        first.1,
        second.0.len(),
        second.1
    )
}

#[test]
fn two_that_write_at_once_double_nothing_and_refuse_nothing() {
    let writers = writers();
    let of = |name: &str| {
        writers
            .iter()
            .find(|writer| writer.name == name)
            .expect("a writer")
    };
    let all = std::env::var_os("DAOZHANG_PAIRS").is_some_and(|pairs| pairs == "all");
    let pairs: Vec<(&Writer, &Writer)> = if all {
        let from = |at: usize| writers[at..].iter().map(move |right| (at, right));
        (0..writers.len())
            .flat_map(from)
            .map(|(at, right)| (&writers[at], right))
            .collect()
    } else {
        RISKIEST
            .iter()
            .map(|(left, right)| (of(left), of(right)))
            .collect()
    };
    println!(
        "{:<14}{:<14}{:>8}{:>8}{:>8}{:>8}",
        "one", "other", "done", "there", "done", "there"
    );
    for (left, right) in pairs {
        println!("{}", side_by_side(left, right));
    }
}
