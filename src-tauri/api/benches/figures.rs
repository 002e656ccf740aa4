//! The figures of the core, each beside the same work by bare SQLite in the same run, on disk and durable.
//!
//! Prints a table and writes all figures as JSON to the file named by `DAOZHANG_FIGURES`, by default
//! `target/bench/core.json`. `--quick` takes fewer runs.
#![allow(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

mod bills;
mod data;
mod growth;
mod matching;
mod recharges;

use daozhang_api::{DataFile, ExportWish};
use daozhang_core::order::{Moment, NewShot, ShotRole, Zone};
use daozhang_core::record::{Draft, inspect};
use daozhang_core::store::{FILE_NAME, Query};
use daozhang_typeset::Typst;
use data::{Mix, NOW, fill};
use rusqlite::{Connection, TransactionBehavior, params};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

type Failed = Box<dyn std::error::Error>;

/// A figure: how long it took in milliseconds, what it is compared with, and what it should reach.
struct Figure {
    name: &'static str,
    ours: Vec<f64>,
    bare: Vec<f64>,
    reach: &'static str,
    reached: bool,
}

fn main() -> Result<(), Failed> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(wanted) = matching::alone(&arguments) {
        return wanted;
    }
    let quick = std::env::args().any(|argument| argument == "--quick");
    let named: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let wanted = |name: &str| named.is_empty() || named.iter().any(|wanted| wanted == name);
    let folder = tempfile::tempdir_in(std::env::current_dir()?)?;
    let mut figures = Vec::new();
    if wanted("save") {
        figures.push(save_with_screenshot(folder.path(), if quick { 10 } else { 60 })?);
    }
    if wanted("sweep") {
        figures.push(sweep(folder.path(), if quick { 3 } else { 7 })?);
    }
    if wanted("page") {
        figures.push(first_page(folder.path(), if quick { 50 } else { 300 })?);
    }
    if wanted("packages") {
        figures.extend(packages(folder.path(), if quick { 2 } else { 5 })?);
    }
    if wanted("bills") {
        figures.extend(bills::figures(folder.path(), if quick { 2 } else { 5 })?);
    }
    let matching = if wanted("matching") {
        let (of_matching, table) = matching::figures(if quick { 2 } else { 5 })?;
        figures.extend(of_matching);
        table
    } else {
        Value::Null
    };
    if wanted("million") && !quick {
        figures.extend(million(folder.path(), 1000)?);
    }
    let growth = if wanted("growth") {
        growth::curves(folder.path(), quick)?
    } else {
        Value::Null
    };
    let told = if wanted("recharges") {
        recharges::tables()
    } else {
        Value::Null
    };
    println!(
        "{:<44} {:>10} {:>10} {:>10} {:>7}  reach",
        "figure", "median ms", "p99 ms", "bare ms", "ratio"
    );
    let mut json = Vec::new();
    for figure in &figures {
        let (ours, bare) = (median(&figure.ours), median(&figure.bare));
        let ratio = if figure.bare.is_empty() {
            f64::NAN
        } else {
            ours / bare
        };
        println!(
            "{:<44} {ours:>10.3} {:>10.3} {bare:>10.3} {ratio:>7.2}  {} {}",
            figure.name,
            percentile(&figure.ours, 0.99),
            figure.reach,
            if figure.reached { "ok" } else { "MISSED" },
        );
        json.push(json!({
            "name": figure.name,
            "runs": figure.ours.len(),
            "median_ms": ours,
            "min_ms": percentile(&figure.ours, 0.0),
            "p99_ms": percentile(&figure.ours, 0.99),
            "bare_median_ms": number(bare),
            "ratio": number(ratio),
            "reach": figure.reach,
            "reached": figure.reached,
        }));
    }
    let file = std::env::var_os("DAOZHANG_FIGURES").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/bench/core.json"),
        PathBuf::from,
    );
    if let Some(parent) = file.parent() {
        std::fs::create_dir_all(parent)?;
    }
    std::fs::write(
        &file,
        format!(
            "{:#}\n",
            json!({ "figures": json, "growth": growth, "recharges": told, "matching": matching })
        ),
    )?;
    println!("figures: {}", file.display());
    Ok(())
}

fn number(figure: f64) -> Value {
    if figure.is_finite() {
        json!(figure)
    } else {
        Value::Null
    }
}

/// Saving an order with a 2 MB screenshot, from the bytes to the acknowledged commit, against one transaction that
/// inserts a row and the same bytes.
fn save_with_screenshot(folder: &Path, runs: usize) -> Result<Figure, Failed> {
    let ours_folder = folder.join("save");
    let mut data = DataFile::open(&ours_folder, Zone::Asia__Shanghai)?;
    let mut bare = bare_file(&folder.join("save-bare.db"))?;
    bare.execute_batch(
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, product TEXT, amount INTEGER, paid_at INTEGER);
         CREATE TABLE files (sha256 BLOB PRIMARY KEY, bytes BLOB);",
    )?;
    let (mut ours, mut bares) = (Vec::new(), Vec::new());
    for run in 0..runs + 2 {
        let picture = screenshot(run as u32)?;
        let start = Instant::now();
        let shot: NewShot = inspect("支付.png", picture.clone())?;
        let draft = Draft {
            platform: "星辰卡盟".into(),
            product: format!("第 {run} 单"),
            kind: "q-coin".into(),
            amount: "98.50".into(),
            paid_at: "刚刚".into(),
            order_no: format!("N{run}"),
            ..Draft::default()
        };
        data.log(&draft, &[(shot, Some(ShotRole::Payment))], NOW)?;
        let our_time = start.elapsed();
        let start = Instant::now();
        let transaction = bare.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute(
            "INSERT INTO orders (product, amount, paid_at) VALUES (?1, 9850, ?2)",
            params!["x", NOW.0],
        )?;
        transaction.execute(
            "INSERT INTO files VALUES (?1, ?2)",
            params![(run as u64).to_le_bytes(), picture],
        )?;
        transaction.commit()?;
        // The first runs fill caches.
        if run >= 2 {
            ours.push(milliseconds(our_time));
            bares.push(milliseconds(start.elapsed()));
        }
    }
    let reached = median(&ours) <= 1.3 * median(&bares);
    Ok(Figure {
        name: "save an order with a 2 MB screenshot",
        ours,
        bare: bares,
        reach: "<= 1.3 x bare",
        reached,
    })
}

/// A package of 50 screenshots of 400 KB: the archive alone against `zip -0` and `sha256sum` over the same files, and with
/// all PDFs.
fn packages(folder: &Path, runs: usize) -> Result<Vec<Figure>, Failed> {
    const SCREENSHOTS: u32 = 50;
    let mut data = DataFile::open(&folder.join("packages"), Zone::Asia__Shanghai)?;
    let draft = Draft {
        platform: "星辰卡盟".into(),
        product: "100 Q币".into(),
        kind: "q-coin".into(),
        amount: "98.50".into(),
        paid_at: "刚刚".into(),
        ..Draft::default()
    };
    let mut shots = Vec::new();
    for seed in 0..SCREENSHOTS {
        let role = [ShotRole::Payment, ShotRole::OrderPage, ShotRole::Chat][seed as usize % 3];
        shots.push((
            inspect(&format!("截图{seed}.png"), picture(seed, 240, 560)?)?,
            Some(role),
        ));
    }
    let size = shots.iter().map(|(shot, _)| shot.bytes.len()).sum::<usize>() / shots.len();
    let id = data.log(&draft, &shots, NOW)?;
    let (mut archive, mut bare, mut whole) = (Vec::new(), Vec::new(), Vec::new());
    for run in 0..runs {
        let target = folder.join(format!("package-{run}"));
        let only = ExportWish {
            archive_only: true,
            ..ExportWish::default()
        };
        let start = Instant::now();
        let written = data
            .export(&[id], &target, &only, &Typst::default(), NOW, |_, _| true)?
            .written;
        archive.push(milliseconds(start.elapsed()));

        let zip = folder.join("bare.zip");
        let start = Instant::now();
        let zipped = Command::new("zip")
            .args(["-0", "-q", "-r"])
            .arg(&zip)
            .arg(&written.folder)
            .status();
        let summed = Command::new("sh")
            .args(["-c", "find . -type f -exec sha256sum {} + > /dev/null"])
            .current_dir(&written.folder)
            .status()?;
        if !zipped?.success() || !summed.success() {
            return Err("zip and sha256sum are needed for the comparison".into());
        }
        // What the package has promised to be on the disk, the zip has to be too.
        std::fs::File::open(&zip)?.sync_all()?;
        bare.push(milliseconds(start.elapsed()));
        std::fs::remove_file(&zip)?;

        let start = Instant::now();
        let exported = data.export(
            &[id],
            &target,
            &ExportWish::default(),
            &Typst::default(),
            NOW,
            |_, _| true,
        )?;
        whole.push(milliseconds(start.elapsed()));
        if exported.submission.len() < 5 {
            return Err(format!("no PDFs were set: {:?}", exported.warnings).into());
        }
        std::fs::remove_dir_all(&target)?;
    }
    println!("{SCREENSHOTS} screenshots of {} KB", size / 1000);
    Ok(vec![
        Figure {
            name: "package of 50 screenshots, archive",
            reached: median(&archive) <= 2.0 * median(&bare),
            ours: archive,
            bare,
            reach: "<= 2 x zip -0 + sha256sum",
        },
        Figure {
            name: "package of 50 screenshots, with all PDFs",
            reached: median(&whole) < 5000.0,
            ours: whole,
            bare: Vec::new(),
            reach: "< 5 s",
        },
    ])
}

/// A sweep of 100,000 orders that all fall due, against two statements that change the same rows of an identical file.
fn sweep(folder: &Path, runs: usize) -> Result<Figure, Failed> {
    let made = folder.join("sweep");
    fill(&made, 100_000, Mix::AllDue)?;
    // The first sweep under new rules plans every open order anew out of its events; that happens once after an update.
    DataFile::open(&made, Zone::Asia__Shanghai)?.sweep(Moment(0))?;
    let (mut ours, mut bares) = (Vec::new(), Vec::new());
    for run in 0..runs {
        let copy = folder.join(format!("sweep-{run}"));
        std::fs::create_dir(&copy)?;
        std::fs::copy(made.join(FILE_NAME), copy.join(FILE_NAME))?;
        let mut data = DataFile::open(&copy, Zone::Asia__Shanghai)?;
        let start = Instant::now();
        let swept = data.sweep(NOW)?;
        ours.push(milliseconds(start.elapsed()));
        if swept.raised != 100_000 {
            return Err(format!("{} alerts instead of 100,000", swept.raised).into());
        }
        drop(data);
        std::fs::remove_dir_all(&copy)?;

        let copy = folder.join("sweep-bare.db");
        std::fs::copy(made.join(FILE_NAME), &copy)?;
        let mut bare = bare_file(&copy)?;
        let start = Instant::now();
        let transaction = bare.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute(
            "INSERT INTO alerts (order_id, stage, due_at, raised_at, topic)
             SELECT id, 'demand', due_at, ?1, 'overdue' FROM orders WHERE alert_after <= ?1",
            [NOW.0],
        )?;
        transaction.execute(
            "UPDATE orders SET status = 'overdue', stage = 'demand', topic = 'overdue', alert_after = due_at + 14400000
             WHERE alert_after <= ?1",
            [NOW.0],
        )?;
        transaction.commit()?;
        bares.push(milliseconds(start.elapsed()));
        drop(bare);
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(folder.join(format!("sweep-bare.db{ending}")));
        }
    }
    let reached = median(&ours) < 1000.0 && median(&ours) <= 1.5 * median(&bares);
    Ok(Figure {
        name: "sweep of 100,000 due orders",
        ours,
        bare: bares,
        reach: "< 1 s, <= 1.5 x bare",
        reached,
    })
}

/// The first page of the list at 100,000 orders, as the page asks for it.
fn first_page(folder: &Path, runs: usize) -> Result<Figure, Failed> {
    let made = folder.join("page");
    fill(&made, 100_000, Mix::Ordinary)?;
    let data = DataFile::open(&made, Zone::Asia__Shanghai)?;
    let mut ours = Vec::new();
    for _ in 0..runs {
        let start = Instant::now();
        let page = data.page(&Query {
            limit: 50,
            ..Query::default()
        })?;
        let shown: Vec<_> = page.orders.iter().map(|order| json!(data.view(order))).collect();
        ours.push(milliseconds(start.elapsed()));
        if shown.len() != 50 {
            return Err("the first page is not full".into());
        }
    }
    let reached = percentile(&ours, 0.99) < 10.0;
    Ok(Figure {
        name: "first list page at 100,000 orders",
        ours,
        bare: Vec::new(),
        reach: "< 10 ms",
        reached,
    })
}

/// At 1,000,000 orders: a sweep of which none is due, the first page, and search for two and for four Chinese characters,
/// common ones, rare ones, and such as do not occur.
fn million(folder: &Path, runs: usize) -> Result<Vec<Figure>, Failed> {
    let made = folder.join("million");
    fill(&made, 1_000_000, Mix::Ordinary)?;
    let mut data = DataFile::open(&made, Zone::Asia__Shanghai)?;
    let mut ours = Vec::new();
    for _ in 0..runs {
        let start = Instant::now();
        let swept = data.sweep(NOW)?;
        ours.push(milliseconds(start.elapsed()));
        if swept.seen != 0 {
            return Err("an order was due".into());
        }
    }
    let mut figures = vec![Figure {
        name: "idle sweep of 1,000,000 orders",
        reached: percentile(&ours, 0.99) < 1.0,
        ours,
        bare: Vec::new(),
        reach: "< 1 ms",
    }];
    let words = |length: usize| -> Vec<String> {
        (0..300)
            .map(|i| match i % 10 {
                0 => ["星辰卡盟", "话费慢充", "视频会员", "蓝鲸充值"][i / 10 % 4].to_owned(),
                1 => ["天地玄黄", "无此商家"][i / 10 % 2].to_owned(),
                _ => data::other_platform(i * 13 % 2_000),
            })
            .map(|name| name.chars().take(length).collect())
            .collect()
    };
    let searches = [
        ("first page of 1,000,000 orders", vec![String::new(); 300]),
        ("search for 2 characters, 1,000,000 orders", words(2)),
        ("search for 4 characters, 1,000,000 orders", words(4)),
    ];
    for (name, searches) in searches {
        let mut ours = Vec::new();
        for search in searches {
            let start = Instant::now();
            let page = data.page(&Query {
                limit: 50,
                search: search.clone(),
                ..Query::default()
            })?;
            ours.push(milliseconds(start.elapsed()));
            if std::env::var_os("DAOZHANG_SLOW").is_some() && ours.last().is_some_and(|took| *took > 10.0) {
                println!(
                    "{search}: {:.1} ms, {} found",
                    milliseconds(start.elapsed()),
                    page.orders.len()
                );
            }
        }
        figures.push(Figure {
            name,
            reached: percentile(&ours, 0.99) < 10.0,
            ours,
            bare: Vec::new(),
            reach: "< 10 ms",
        });
    }
    Ok(figures)
}

fn bare_file(path: &Path) -> Result<Connection, Failed> {
    let connection = Connection::open(path)?;
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    connection
        .execute_batch("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16000;")?;
    Ok(connection)
}

/// A PNG of 2 MB that differs for every seed: noise, so that it does not shrink.
fn screenshot(seed: u32) -> Result<Vec<u8>, Failed> {
    picture(seed, 620, 1100)
}

/// A picture of noise, which no encoding makes smaller: three bytes a pixel.
fn picture(seed: u32, width: u32, height: u32) -> Result<Vec<u8>, Failed> {
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(1);
    let picture = image::RgbImage::from_fn(width, height, |_, _| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        let [a, b, c, _] = state.to_le_bytes();
        image::Rgb([a, b, c])
    });
    let mut png = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut png, image::ImageFormat::Png)?;
    Ok(png.into_inner())
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn median(times: &[f64]) -> f64 {
    percentile(times, 0.5)
}

fn percentile(times: &[f64], share: f64) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = ((sorted.len() as f64 - 1.0) * share).round().max(0.0) as usize;
    sorted.get(at).copied().unwrap_or(f64::NAN)
}
