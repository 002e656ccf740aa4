//! How the work grows with the number of orders: each measured at 1,000, 10,000, 100,000 and 1,000,000.

use super::bills::alipay;
use super::data::{Mix, NOW, fill, other_platform};
use super::{Failed, median, milliseconds};
use daozhang_api::DataFile;
use daozhang_core::order::{Moment, Span, Zone};
use daozhang_core::store::Query;
use serde_json::{Value, json};
use std::path::Path;
use std::time::Instant;

const COUNTS: [i64; 4] = [1_000, 10_000, 100_000, 1_000_000];
/// How many rows the imported bill has; one in twenty is a recharge.
const ROWS: i64 = 1_000;

/// A curve: what was done, and the median at each number of orders, in milliseconds.
struct Curve {
    name: &'static str,
    points: Vec<(i64, f64)>,
}

/// Measures all curves; prints them and gives them back as JSON.
pub fn curves(folder: &Path, quick: bool) -> Result<Value, Failed> {
    let counts = if quick { &COUNTS[..2] } else { &COUNTS[..] };
    let mut curves: Vec<Curve> = Vec::new();
    let mut put = |name, count, took| match curves.iter_mut().find(|curve| curve.name == name) {
        Some(curve) => curve.points.push((count, took)),
        None => curves.push(Curve {
            name,
            points: vec![(count, took)],
        }),
    };
    for &count in counts {
        let made = folder.join("growing");
        fill(&made, count, Mix::Ordinary)?;
        let mut data = DataFile::open(&made, Zone::Asia__Shanghai)?;
        put(
            "idle sweep",
            count,
            typical(50, || Ok(data.sweep(NOW).map(drop)?))?,
        );
        put("first page of the list", count, typical(50, || page(&data, ""))?);
        let words: Vec<String> = (0..50).map(|i| other_platform(i * 13 % 2_000)).collect();
        for (name, length) in [("search for 2 characters", 2), ("search for 4 characters", 4)] {
            let mut words = words.iter().cycle();
            put(
                name,
                count,
                typical(50, || {
                    let word: String = words
                        .next()
                        .into_iter()
                        .flat_map(|word| word.chars().take(length))
                        .collect();
                    page(&data, &word)
                })?,
            );
        }
        put(
            "first page of the app (待办)",
            count,
            typical(20, || Ok(data.todo(NOW).map(drop)?))?,
        );
        let bill = alipay(ROWS, 20);
        let start = Instant::now();
        let opened = data.open_bill("账单.csv", &bill, None)?;
        data.import_bill(&opened, None, Moment(NOW.0 + Span::HOUR.0))?;
        put(
            "import of a bill of 1,000 rows",
            count,
            milliseconds(start.elapsed()),
        );
        drop(data);
        std::fs::remove_dir_all(&made)?;

        fill(&made, count, Mix::AllDue)?;
        let mut data = DataFile::open(&made, Zone::Asia__Shanghai)?;
        data.sweep(Moment(0))?;
        let start = Instant::now();
        data.sweep(NOW)?;
        put("sweep, all due", count, milliseconds(start.elapsed()));
        drop(data);
        std::fs::remove_dir_all(&made)?;
    }
    println!(
        "{:<32} {:>12} {:>12} {:>12} {:>12}",
        "growth, median ms", "1,000", "10,000", "100,000", "1,000,000"
    );
    for curve in &curves {
        let points: Vec<String> = curve
            .points
            .iter()
            .map(|(_, took)| format!("{took:>12.3}"))
            .collect();
        println!("{:<32} {}", curve.name, points.join(" "));
    }
    Ok(curves
        .iter()
        .map(|curve| json!({ "name": curve.name, "points": curve.points }))
        .collect())
}

fn typical(runs: usize, mut work: impl FnMut() -> Result<(), Failed>) -> Result<f64, Failed> {
    let mut times = Vec::new();
    for _ in 0..runs {
        let start = Instant::now();
        work()?;
        times.push(milliseconds(start.elapsed()));
    }
    Ok(median(&times))
}

fn page(data: &DataFile, search: &str) -> Result<(), Failed> {
    data.page(&Query {
        limit: 50,
        search: search.to_owned(),
        ..Query::default()
    })?;
    Ok(())
}
