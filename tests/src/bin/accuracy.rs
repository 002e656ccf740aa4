//! Measures how well screenshots are read: a table by field and by kind of page, and the time a page takes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a bench fails"
)]

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::process::ExitCode;
use std::time::Instant;

use daozhang_tests::corpus::{Mark, Page};
use daozhang_tests::{App, app};
use serde_json::json;

fn main() -> ExitCode {
    let only: Vec<String> = env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let app = App::fresh();
    let results = app::target_dir().join("bench");
    fs::create_dir_all(&results).unwrap();
    let mut halves = Vec::new();
    for split in ["tune", "hold"] {
        if only.is_empty() || only.iter().any(|name| name == split) {
            halves.push(measured(&app, split));
        }
    }
    fs::write(results.join("reading.json"), format!("{:#}\n", json!(halves))).unwrap();
    ExitCode::SUCCESS
}

fn measured(app: &App, split: &str) -> serde_json::Value {
    let mut counts: BTreeMap<String, BTreeMap<Mark, usize>> = BTreeMap::new();
    let mut seconds = Vec::new();
    for page in Page::all().into_iter().filter(|page| page.split == split) {
        let begun = Instant::now();
        let read = app.json(["read".as_ref(), page.picture.as_os_str()]);
        seconds.push(begun.elapsed().as_secs_f64());
        for (field, mark) in page.marks(&read) {
            if mark > Mark::RightMarked {
                println!("    {}：{field} {mark:?}", page.name);
            }
            for key in [
                field.to_owned(),
                format!("（{}）", page.layout),
                "（合计）".to_owned(),
            ] {
                *counts.entry(key).or_default().entry(mark).or_default() += 1;
            }
        }
    }
    seconds.sort_by(f64::total_cmp);
    let (median, longest) = (seconds[seconds.len() / 2], seconds[seconds.len() - 1]);
    println!(
        "  {split}：{} 页，每页中位 {median:.2} 秒，最长 {longest:.2} 秒",
        seconds.len()
    );
    println!(
        "  {:<22}{:>6}{:>8}{:>8}{:>8}{:>10}{:>10}",
        "字段", "共", "对", "其中存疑", "没读到", "错且存疑", "错没存疑"
    );
    let mut rows = Vec::new();
    for (key, marks) in &counts {
        let of = |mark| marks.get(&mark).copied().unwrap_or_default();
        let right = of(Mark::Right) + of(Mark::RightMarked);
        let all: usize = marks.values().sum();
        let share = (1000.0 * right as f64 / all as f64).round() / 10.0;
        println!(
            "  {key:<22}{all:>6}{right:>8}{:>8}{:>8}{:>10}{:>10}{share:>8}%",
            of(Mark::RightMarked),
            of(Mark::Missing),
            of(Mark::WrongMarked),
            of(Mark::WrongUnmarked)
        );
        rows.push(json!({
            "what": key,
            "all": all,
            "right": right,
            "right_marked": of(Mark::RightMarked),
            "missing": of(Mark::Missing),
            "wrong_marked": of(Mark::WrongMarked),
            "wrong_unmarked": of(Mark::WrongUnmarked),
            "share": share,
        }));
    }
    json!({ "split": split, "median_seconds": median, "longest_seconds": longest, "rows": rows })
}
