//! Measures what the window costs: from the start of the process to a list that can be used, and memory,
//! each beside a bare window of the same web view.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a bench fails"
)]

use std::collections::HashMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::thread;
use std::time::Duration;

use daozhang_tests::running::Running;
use daozhang_tests::{App, Desk, app};
use serde_json::{Value, json};

const ORDERS: u32 = 100_000;
/// How many orders the start is measured with besides, to see how it grows.
const GROWTH: [u32; 4] = [1_000, 10_000, ORDERS, 1_000_000];
const READY: &str = "ready";
const IDLE: Duration = Duration::from_secs(10);
const SETTLED: Duration = Duration::from_secs(15);

/// Units of `utime` and `stime`; the kernel reports hundredths of a second to programs.
const MILLISECONDS_A_TICK: u64 = 10;

struct Figures {
    start_ms: f64,
    memory_kib: u64,
}

fn main() -> ExitCode {
    let quick = env::args().any(|argument| argument == "--quick");
    let runs = if quick { 3 } else { 7 };
    let (real, bare) = (app::binary(), app::built("examples/bare-window"));
    let results = app::target_dir().join("bench");
    fs::create_dir_all(&results).unwrap();
    let data = results.join("data");
    fill(&data, ORDERS);

    let desk = Desk::open();
    let app = App::on(&data);
    let measure = |program: &Path| one_run(&desk, &app, program).1;
    measure(&real);
    measure(&bare);
    let (mut of_real, mut of_bare) = (Vec::new(), Vec::new());
    for run in 1..=runs {
        of_real.push(measure(&real));
        of_bare.push(measure(&bare));
        println!(
            "  第 {run} 轮：程序 {:.0} ms，空窗口 {:.0} ms",
            of_real[run - 1].start_ms,
            of_bare[run - 1].start_ms
        );
    }
    let (idle_ms, wake_ups) = hidden_and_idle(&desk, &app, &real);

    let growth = if quick {
        Vec::new()
    } else {
        growth(&desk, &data, &real)
    };
    let start = compared(&of_real, &of_bare, |figures| figures.start_ms);
    let memory = compared(&of_real, &of_bare, |figures| figures.memory_kib as f64 / 1024.0);
    let report = json!({
        "orders": ORDERS,
        "runs": runs,
        "start_ms": start,
        "memory_mib": memory,
        "growth": growth,
        "hidden_processor_ms_in_10_s": idle_ms,
        "hidden_wake_ups_in_10_s": wake_ups,
        "reach": {"start_ratio": 1.5, "memory_ratio": 1.25},
    });
    fs::write(results.join("start.json"), format!("{report:#}\n")).unwrap();
    println!(
        "  启动到可用：{} ms，空窗口 {} ms，{} 倍（目标 1.5）",
        start["app"], start["bare"], start["ratio"]
    );
    println!(
        "  内存：{} MiB，空窗口 {} MiB，{} 倍（目标 1.25）",
        memory["app"], memory["bare"], memory["ratio"]
    );
    println!("  收在托盘里 10 秒：处理器时间 {idle_ms} ms（目标 0），各进程被唤醒 {wake_ups} 次");
    ExitCode::SUCCESS
}

/// The start to a usable window with each number of orders, in milliseconds, the median of three.
fn growth(desk: &Desk, data: &Path, real: &Path) -> Vec<(u32, f64)> {
    let mut points = Vec::new();
    for orders in GROWTH {
        fill(data, orders);
        let app = App::on(data);
        // The first one after a change plans every open order anew.
        one_run(desk, &app, real);
        let mut times: Vec<f64> = (0..3).map(|_| one_run(desk, &app, real).1.start_ms).collect();
        times.sort_by(f64::total_cmp);
        println!("  {orders} 单：启动到可用 {:.0} ms", times[1]);
        points.push((orders, times[1]));
    }
    points
}

fn fill(data: &Path, orders: u32) {
    let _ = fs::remove_dir_all(data);
    println!("  写入 {orders} 单");
    let status = Command::new(app::built("examples/fill"))
        .arg(data)
        .arg(orders.to_string())
        .status();
    assert!(
        status.expect("the filler can be started").success(),
        "the data folder was not filled"
    );
}

fn one_run(desk: &Desk, app: &App, program: &Path) -> (Running, Figures) {
    started(desk, app, program, &[])
}

fn started(desk: &Desk, app: &App, program: &Path, arguments: &[&str]) -> (Running, Figures) {
    let mut command = Command::new(program);
    command.args(arguments);
    desk.equip(&mut command);
    app.equip(&mut command);
    command.env("DAOZHANG_TRACE_READY", "1");
    let (window, took) = Running::start_until(command, &desk.logs(), READY);
    let memory_kib = steady_memory(window.pid());
    (
        window,
        Figures {
            start_ms: took.as_secs_f64() * 1000.0,
            memory_kib,
        },
    )
}

/// The memory of a process and all below it, once it no longer changes by more than a hundredth.
fn steady_memory(root: u32) -> u64 {
    let mut before = 0;
    for _ in 0..40 {
        thread::sleep(Duration::from_millis(250));
        let now = tree(root).into_iter().map(proportional_kib).sum();
        if before > 0 && u64::abs_diff(now, before) * 100 < before {
            return now;
        }
        before = now;
    }
    before
}

/// Processor time in milliseconds and wake-ups of all processes together over ten seconds in the tray.
fn hidden_and_idle(desk: &Desk, app: &App, program: &Path) -> (u64, u64) {
    let (window, _) = started(desk, app, program, &["--hidden"]);
    // The web view still tidies up for a few seconds after its page has painted.
    thread::sleep(SETTLED);
    let used = || -> (u64, u64) {
        let all = tree(window.pid());
        (
            all.iter().copied().map(ticks).sum(),
            all.into_iter().map(wake_ups).sum(),
        )
    };
    let before = used();
    thread::sleep(IDLE);
    let after = used();
    ((after.0 - before.0) * MILLISECONDS_A_TICK, after.1 - before.1)
}

/// How often all threads of a process have gone to sleep by themselves so far.
fn wake_ups(pid: u32) -> u64 {
    let threads = fs::read_dir(format!("/proc/{pid}/task"))
        .into_iter()
        .flatten()
        .flatten();
    threads
        .filter_map(|thread| {
            let status = fs::read_to_string(thread.path().join("status")).ok()?;
            let line = status
                .lines()
                .find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))?;
            line.trim().parse::<u64>().ok()
        })
        .sum()
}

/// A process and all that descend from it.
fn tree(root: u32) -> Vec<u32> {
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    for pid in processes() {
        if let Some(parent) = stat(pid, 1) {
            children.entry(parent as u32).or_default().push(pid);
        }
    }
    let mut found = vec![root];
    let mut looked_at = 0;
    while let Some(pid) = found.get(looked_at) {
        found.extend(children.remove(pid).unwrap_or_default());
        looked_at += 1;
    }
    found
}

fn processes() -> Vec<u32> {
    let entries = fs::read_dir("/proc").unwrap().flatten();
    entries
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect()
}

/// A numeric field of `/proc/PID/stat`, counted from the state, which follows the program's name.
fn stat(pid: u32, field: usize) -> Option<u64> {
    let stat = fs::read_to_string(PathBuf::from(format!("/proc/{pid}/stat"))).ok()?;
    let (_, after_name) = stat.rsplit_once(')')?;
    after_name.split_whitespace().nth(field)?.parse().ok()
}

fn ticks(pid: u32) -> u64 {
    stat(pid, 11).unwrap_or_default() + stat(pid, 12).unwrap_or_default()
}

fn proportional_kib(pid: u32) -> u64 {
    let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok())
        .unwrap_or_default()
}

fn compared(real: &[Figures], bare: &[Figures], of: impl Fn(&Figures) -> f64) -> Value {
    let (real, bare) = (median(real.iter().map(&of)), median(bare.iter().map(&of)));
    json!({"app": tenths(real), "bare": tenths(bare), "ratio": (real / bare * 100.0).round() / 100.0})
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
