//! Measures what an evidence package costs: time, memory and the size of the files for 12315, for a few large
//! photographs and for very many.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a bench fails"
)]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use daozhang_tests::pictures::photograph;
use daozhang_tests::{App, app};
use serde_json::{Value, json};

/// The largest file that 12315 takes, in bytes.
const LARGEST_UPLOAD: u64 = 5_000_000;
/// So many photographs are made; more are the same picture under other hashes.
const DIFFERENT: u32 = 5;
const AT_ONCE: usize = 20;

struct Case {
    name: &'static str,
    photographs: u32,
    size: (u32, u32),
    bytes: usize,
}

const CASES: [Case; 7] = [
    case("50 张 400 KB", 50, (1080, 2400), 400_000),
    case("1 张 3 MB", 1, (2160, 3840), 3_000_000),
    case("10 张 3 MB", 10, (2160, 3840), 3_000_000),
    case("60 张 3 MB", 60, (2160, 3840), 3_000_000),
    case("100 张 2 MB", 100, (1800, 3200), 2_000_000),
    case("500 张 2 MB", 500, (1800, 3200), 2_000_000),
    case("1000 张 2 MB", 1000, (1800, 3200), 2_000_000),
];

const fn case(name: &'static str, photographs: u32, size: (u32, u32), bytes: usize) -> Case {
    Case {
        name,
        photographs,
        size,
        bytes,
    }
}

fn main() -> ExitCode {
    let quick = env::args().any(|argument| argument == "--quick");
    let only: Vec<u32> = env::args().filter_map(|argument| argument.parse().ok()).collect();
    let results = app::target_dir().join("bench");
    fs::create_dir_all(&results).unwrap();
    let rows: Vec<Value> = CASES
        .iter()
        .filter(|case| !quick || case.photographs <= 60)
        .filter(|case| only.is_empty() || only.contains(&case.photographs))
        .map(measured)
        .collect();
    fs::write(results.join("packages.json"), format!("{:#}\n", json!(rows))).unwrap();
    ExitCode::SUCCESS
}

fn measured(case: &Case) -> Value {
    let app = App::fresh();
    let id = logged(&app, case);
    let out = app.beside("out");
    let whole = exported(&app, &id, &out, &[]);
    let archive = exported(&app, &id, &app.beside("archive"), &["--archive-only"]);
    let largest = largest_upload(&whole.folder);
    let sums = Command::new("sha256sum")
        .args(["--check", "--quiet", "SHA256SUMS"])
        .current_dir(&whole.folder)
        .status();
    assert!(sums.unwrap().success(), "the sums of {} do not hold", case.name);
    assert!(largest <= LARGEST_UPLOAD, "{}: {largest} bytes", case.name);
    println!(
        "  {}：全部 {:.1} 秒、内存峰值 {} MiB；只要留存版 {:.1} 秒、{} MiB；提交版最大的文件 {largest} 字节",
        case.name, whole.seconds, whole.memory_mib, archive.seconds, archive.memory_mib
    );
    json!({
        "photographs": case.photographs,
        "bytes_each": case.bytes,
        "seconds": whole.seconds,
        "memory_mib": whole.memory_mib,
        "archive_seconds": archive.seconds,
        "archive_memory_mib": archive.memory_mib,
        "largest_upload_bytes": largest,
        "warnings": whole.warnings,
    })
}

/// Logs an order with the case's photographs and gives its number.
fn logged(app: &App, case: &Case) -> String {
    let different: Vec<Vec<u8>> = (0..case.photographs.min(DIFFERENT))
        .map(|seed| photograph(seed, case.size.0, case.size.1, case.bytes))
        .collect();
    let order = app.json([
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
        "刚刚",
        "--account",
        "10001",
        "--channel",
        "wechat",
    ]);
    let id = order["id"].to_string();
    let files: Vec<PathBuf> = (0..case.photographs)
        .map(|number| {
            let mut bytes = different[(number % DIFFERENT) as usize].clone();
            // What follows the end of a JPEG is not looked at, but counts for its hash.
            bytes.extend(number.to_be_bytes());
            app.file(&format!("{number}.jpg"), &bytes)
        })
        .collect();
    for (at, part) in files.chunks(AT_ONCE).enumerate() {
        let role = ["payment", "chat"][at % 2];
        let mut arguments = vec![
            "event".to_owned(),
            id.clone(),
            "--kind".to_owned(),
            "checked".to_owned(),
        ];
        for file in part {
            arguments.extend(["--shot".to_owned(), format!("{}:{role}", file.display())]);
        }
        app.json(arguments);
    }
    id
}

struct Exported {
    folder: PathBuf,
    seconds: f64,
    memory_mib: u64,
    warnings: usize,
}

fn exported(app: &App, id: &str, out: &Path, more: &[&str]) -> Exported {
    fs::create_dir_all(out).unwrap();
    let printed = app.beside("printed.json");
    let mut command = Command::new(app::binary());
    command
        .args(["--json", "export", id, "--out"])
        .arg(out)
        .args(more);
    app.equip(&mut command);
    command.stdout(Stdio::from(fs::File::create(&printed).unwrap()));
    let begun = Instant::now();
    let mut child = command.spawn().unwrap();
    let mut peak = 0;
    let ended = loop {
        peak = peak.max(peak_kib(child.id()));
        match child.try_wait().unwrap() {
            Some(ended) => break ended,
            None => thread::sleep(Duration::from_millis(5)),
        }
    };
    let seconds = begun.elapsed().as_secs_f64();
    assert!(ended.success());
    let printed: Value = serde_json::from_slice(&fs::read(printed).unwrap()).unwrap();
    Exported {
        folder: PathBuf::from(printed["dir"].as_str().unwrap()),
        seconds: (seconds * 100.0).round() / 100.0,
        memory_mib: peak / 1024,
        warnings: printed["warnings"].as_array().unwrap().len(),
    }
}

/// The most memory that a process has held so far, in KiB.
fn peak_kib(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok())
        .unwrap_or_default()
}

fn largest_upload(folder: &Path) -> u64 {
    let files = fs::read_dir(folder.join("提交版")).unwrap().flatten();
    files
        .map(|file| file.metadata().unwrap().len())
        .max()
        .unwrap_or_default()
}
