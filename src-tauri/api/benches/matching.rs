//! Matching alone: as many rows as orders, by how many there are and by what tells them apart. Each in a process of its own,
//! so that its memory is nobody else's.

use super::bills::alipay;
use super::data::NOW;
use super::{Failed, Figure, median, milliseconds};
use daozhang_core::order::{Fen, Moment, OrderId, Payment, Span, Zone};
use daozhang_core::record::{Bill, Logged, Purpose, RowKey, RowKind, Standing, match_bill, read_bill};
use daozhang_core::rules::Rules;
use serde_json::{Value, json};
use std::process::Command;
use std::time::Instant;

const COUNTS: [i64; 3] = [1_000, 10_000, 100_000];
/// The name of this work among the arguments.
const ALONE: &str = "--match";
/// How much of n log n the work may grow by from one count to the next: what does not fit the caches any more takes longer.
const SLACK: f64 = 2.0;

/// What the rows and the orders have in common; no number.
#[derive(Clone, Copy)]
enum Case {
    /// One seller, and every price once.
    Prices,
    /// One seller and one price.
    OnePrice,
    /// One price and the time, at sellers of other names.
    OnlyTime,
    /// One seller and one price, and a spreadsheet has rounded the numbers of what was imported before.
    Again,
    /// One seller and one price; every other row is a refund that no number leads anywhere.
    Refunds,
}

const CASES: [(Case, &str); 5] = [
    (Case::Prices, "distinct prices"),
    (Case::OnePrice, "one price"),
    (Case::OnlyTime, "one price, other sellers"),
    (Case::Again, "one price, imported before"),
    (Case::Refunds, "one price, half refunds"),
];

/// Does what a process of its own was asked for, if this is one.
pub fn alone(arguments: &[String]) -> Option<Result<(), Failed>> {
    let asked = arguments.iter().position(|argument| argument == ALONE)?;
    Some(match arguments.get(asked + 1..) {
        Some([case, count]) => measure(case, count),
        _ => Err("which case, and how many rows?".into()),
    })
}

/// Prints how long the matching took, in milliseconds, and how much more memory it needed at most, in KiB.
fn measure(case: &str, count: &str) -> Result<(), Failed> {
    let (case, _) = *CASES.get(case.parse::<usize>()?).ok_or("no such case")?;
    let count: i64 = count.parse()?;
    let rules = Rules::shipped()?;
    let (bill, orders) = made(case, count)?;
    let purposes = vec![Purpose::Recharge; bill.rows.len()];
    let before = memory("VmRSS:")?;
    // The most from here on.
    std::fs::write("/proc/self/clear_refs", "5")?;
    let start = Instant::now();
    let matched = match_bill(&bill, &purposes, &orders, &rules.sellers, Zone::Asia__Shanghai);
    let took = milliseconds(start.elapsed());
    let more = memory("VmHWM:")?.saturating_sub(before);
    let found = matched
        .iter()
        .filter(|matched| match case {
            Case::Again => matches!(matched.standing, Standing::Known(_)),
            Case::Refunds => !matches!(matched.standing, Standing::Alone),
            _ => matches!(matched.standing, Standing::Payment { .. }),
        })
        .count();
    if (found as i64) < count * 9 / 10 {
        return Err(format!("only {found} of {count} rows found an order").into());
    }
    println!("{took} {more}");
    Ok(())
}

fn made(case: Case, count: i64) -> Result<(Bill, Vec<Logged>), Failed> {
    let mut bill = read_bill("账单.csv", &alipay(count, 1), None)?;
    if bill.rows.len() as i64 != count {
        return Err("the bill was not read whole".into());
    }
    let mut orders = Vec::new();
    for (number, row) in (0i64..).zip(&mut bill.rows) {
        // All of them within ten days.
        let at = NOW - Span(number * (10 * Span::DAY.0 / count));
        let amount = match case {
            Case::Prices => Fen(100 + number),
            _ => Fen(9_850),
        };
        let seller = match case {
            Case::OnlyTime => "深圳市某某有限公司",
            _ => "星河充值店",
        };
        (row.at, row.amount, row.counterparty) = (at, amount, seller.to_owned());
        match case {
            Case::Again => {
                row.payment_no = "2.02611E+27".to_owned();
                row.merchant_order_no = String::new();
                orders.push(Logged {
                    rows: vec![RowKey::of(bill.format, row)],
                    ..by_hand(number, amount, at)
                });
            }
            Case::Refunds if number % 2 == 1 => {
                row.kind = RowKind::Refund;
                row.payment_no = format!("5030000000{number:012}7");
                row.merchant_order_no = String::new();
                row.at = at + Span::HOUR;
            }
            _ => orders.push(by_hand(number, amount, at + Span((number * 7_919) % 240_000))),
        }
    }
    Ok((bill, orders))
}

/// An order without a number.
fn by_hand(number: i64, amount: Fen, paid_at: Moment) -> Logged {
    Logged {
        id: OrderId(number + 1),
        platform: "星河充值店".to_owned(),
        product: "话费充值100元".to_owned(),
        merchant: None,
        channel: Some("alipay".to_owned()),
        order_no: None,
        merchant_order_no: None,
        payments: vec![Payment {
            amount,
            app: Some("alipay".to_owned()),
            paid_at,
            payment_no: None,
            whole: None,
        }],
        amount,
        refunded: Fen(0),
        paid_at,
        rows: Vec::new(),
        returned: Vec::new(),
    }
}

/// A line of what Linux says of this process' memory, in KiB.
fn memory(line: &str) -> Result<u64, Failed> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let said = status.lines().find_map(|said| said.strip_prefix(line));
    let said = said.and_then(|said| said.trim().strip_suffix("kB"));
    Ok(said.ok_or("no such line")?.trim().parse()?)
}

/// Measures all cases; prints a table, and gives back the figures of the largest and all as JSON.
pub fn figures(runs: usize) -> Result<(Vec<Figure>, Value), Failed> {
    let (mut figures, mut table) = (Vec::new(), Vec::new());
    println!(
        "{:<28} {:>9} {:>10} {:>14} {:>12} {:>14}",
        "matching", "rows", "median ms", "ns/(n log2 n)", "memory MB", "bytes a row"
    );
    for (place, (_, name)) in CASES.iter().enumerate() {
        let mut units: Vec<f64> = Vec::new();
        let (mut last, mut memories) = (Vec::new(), Vec::new());
        for count in COUNTS {
            let (mut times, mut most) = (Vec::new(), Vec::new());
            for _ in 0..runs {
                let (took, more) = in_its_own_process(place, count)?;
                times.push(took);
                most.push(more * 1_024.0);
            }
            let unit = median(&times) * 1e6 / (count as f64 * (count as f64).log2());
            let bytes = median(&most) / count as f64;
            println!(
                "{name:<28} {count:>9} {:>10.2} {unit:>14.1} {:>12.1} {bytes:>14.0}",
                median(&times),
                median(&most) / 1e6,
            );
            table.push(json!({
                "case": name,
                "rows": count,
                "median_ms": median(&times),
                "ns_per_n_log_n": unit,
                "memory_bytes": median(&most),
            }));
            units.push(unit);
            memories.push(bytes);
            last = times;
        }
        let steady = |values: &[f64]| values.windows(2).all(|pair| pair[1] <= pair[0] * SLACK);
        figures.push(Figure {
            name: [
                "match 100,000 rows, distinct prices",
                "match 100,000 rows of one price",
                "match 100,000 rows by price and time",
                "match 100,000 rows of one price again",
                "match 100,000 rows, half refunds",
            ][place],
            reached: median(&last) < 500.0 && steady(&units) && steady(&memories),
            ours: last,
            bare: Vec::new(),
            reach: "< 0.5 s, n log n",
        });
    }
    Ok((figures, Value::Array(table)))
}

fn in_its_own_process(case: usize, count: i64) -> Result<(f64, f64), Failed> {
    let ran = Command::new(std::env::current_exe()?)
        .args([ALONE, &case.to_string(), &count.to_string()])
        .output()?;
    let said = String::from_utf8_lossy(&ran.stdout);
    let mut numbers = said.split_whitespace().map(str::parse::<f64>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(took)), Some(Ok(more))) if ran.status.success() => Ok((took, more)),
        _ => Err(String::from_utf8_lossy(&ran.stderr).into()),
    }
}
