//! One file with all figures of a bench and the machine's facts, and the growth of the work as a picture for the README.

use crate::steps::{Step, root, say, stop, target_dir};
use serde_json::{Map, Value, json};
use std::fmt::Write;
use std::fs;

/// What the parts of the bench write.
const PARTS: [&str; 4] = ["core", "start", "packages", "reading"];

/// Gathers what the parts of the bench wrote, and draws the curves.
pub fn gather() -> Step {
    let folder = target_dir().join("bench");
    let mut results = Map::new();
    results.insert("machine".to_owned(), machine());
    for part in PARTS {
        let file = folder.join(format!("{part}.json"));
        let Some(value) = fs::read_to_string(&file)
            .ok()
            .and_then(|text| serde_json::from_str(&text).ok())
        else {
            continue;
        };
        results.insert(part.to_owned(), value);
    }
    let results = Value::Object(results);
    let file = folder.join("results.json");
    fs::write(&file, format!("{results:#}\n"))
        .or_else(|error| stop(format!("{}：{error}", file.display())))?;
    let curves = curves(&results);
    if curves.iter().any(|curve| curve.points.len() > 2) {
        let picture = root().join("ui/screenshots/growth.svg");
        fs::write(&picture, drawn(&curves))
            .or_else(|error| stop(format!("{}：{error}", picture.display())))?;
        say(format_args!("曲线画在 {}", picture.display()));
    }
    Ok(())
}

/// What a figure depends on: processor, memory, system. Nothing that tells whose machine it is.
fn machine() -> Value {
    let line_of = |file: &str, start: &str| {
        let text = fs::read_to_string(file).ok()?;
        let line = text.lines().find(|line| line.starts_with(start))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    json!({
        "processor": line_of("/proc/cpuinfo", "model name"),
        "cores": std::thread::available_parallelism().map_or(0, usize::from),
        "memory": line_of("/proc/meminfo", "MemTotal"),
        "kernel": fs::read_to_string("/proc/sys/kernel/osrelease").ok().map(|text| text.trim().to_owned()),
    })
}

struct Curve {
    name: String,
    /// Number of orders, and milliseconds.
    points: Vec<(f64, f64)>,
}

fn curves(results: &Value) -> Vec<Curve> {
    let points = |points: &Value| -> Vec<(f64, f64)> {
        let pairs = points.as_array().map(Vec::as_slice).unwrap_or_default();
        pairs
            .iter()
            .filter_map(|pair| Some((pair.get(0)?.as_f64()?, pair.get(1)?.as_f64()?)))
            .collect()
    };
    let growth = &results["core"]["growth"];
    let mut curves: Vec<Curve> = growth
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
        .iter()
        .map(|curve| Curve {
            name: curve["name"].as_str().unwrap_or_default().to_owned(),
            points: points(&curve["points"]),
        })
        .collect();
    curves.push(Curve {
        name: "start to a usable window".to_owned(),
        points: points(&results["start"]["growth"]),
    });
    curves.retain(|curve| !curve.points.is_empty());
    curves.sort_by(|a, b| last(b).total_cmp(&last(a)));
    curves
}

fn last(curve: &Curve) -> f64 {
    curve.points.last().map_or(0.0, |(_, took)| *took)
}

const WIDTH: f64 = 860.0;
const HEIGHT: f64 = 430.0;
/// Where the curves are: left, top, right, bottom.
const FIELD: (f64, f64, f64, f64) = (70.0, 20.0, 560.0, 380.0);
/// From a thousandth of a millisecond to ten seconds and more, by powers of ten.
const POWERS: (i32, i32) = (-3, 5);
const COLOURS: [&str; 8] = [
    "#0b7a75", "#c2410c", "#4f46e5", "#b45309", "#be185d", "#15803d", "#0369a1", "#6b7280",
];

/// Both axes by powers of ten: a straight line of slope one is work that grows with the number.
fn drawn(curves: &[Curve]) -> String {
    let (left, top, right, bottom) = FIELD;
    let across = |orders: f64| left + (orders.log10() - 3.0) / 3.0 * (right - left);
    let up = |took: f64| {
        let share = (took.max(1e-3).log10() - f64::from(POWERS.0)) / f64::from(POWERS.1 - POWERS.0);
        bottom - share * (bottom - top)
    };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" \
         font-size=\"12\"><title>How the work grows with the number of orders</title>\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\"/>\n"
    );
    // Writing to a text cannot fail.
    for power in POWERS.0..=POWERS.1 {
        let y = up(10f64.powi(power));
        let label = match power {
            ..0 => format!("{} µs", 10i64.pow((power + 3).unsigned_abs())),
            0..3 => format!("{} ms", 10i64.pow(power.unsigned_abs())),
            _ => format!("{} s", 10i64.pow((power - 3).unsigned_abs())),
        };
        let _ = writeln!(
            svg,
            "<line x1=\"{left}\" y1=\"{y:.1}\" x2=\"{right}\" y2=\"{y:.1}\" stroke=\"#e5e7eb\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"#6b7280\">{label}</text>",
            left - 8.0,
            y + 4.0
        );
    }
    for (orders, label) in [
        (1e3, "1,000"),
        (1e4, "10,000"),
        (1e5, "100,000"),
        (1e6, "1,000,000 orders"),
    ] {
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"#6b7280\">{label}</text>",
            across(orders),
            bottom + 22.0
        );
    }
    let mut below = f64::MIN;
    for (curve, colour) in curves.iter().zip(COLOURS.iter().cycle()) {
        let path: Vec<String> = curve
            .points
            .iter()
            .map(|(orders, took)| format!("{:.1},{:.1}", across(*orders), up(*took)))
            .collect();
        let end = up(last(curve));
        // Names keep their distance from each other.
        let label = end.max(below + 17.0);
        below = label;
        let _ = writeln!(
            svg,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>\
             <line x1=\"{right}\" y1=\"{end:.1}\" x2=\"{:.1}\" y2=\"{label:.1}\" stroke=\"{colour}\" opacity=\"0.4\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" fill=\"{colour}\">{}, {}</text>",
            path.join(" "),
            right + 14.0,
            right + 18.0,
            label + 4.0,
            curve.name,
            spoken(last(curve))
        );
    }
    svg.push_str("</svg>\n");
    svg
}

fn spoken(took: f64) -> String {
    if took < 0.1 {
        format!("{:.0} µs", took * 1000.0)
    } else if took < 10.0 {
        format!("{took:.1} ms")
    } else if took < 1000.0 {
        format!("{took:.0} ms")
    } else {
        format!("{:.1} s", took / 1000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_curve_is_drawn_with_its_name_and_its_last_figure() {
        let results = json!({
            "core": { "growth": [{ "name": "idle sweep", "points": [[1000, 0.006], [1000000, 0.007]] }] },
            "start": { "growth": [[1000, 300.0], [1000000, 412.0]] },
        });
        let curves = curves(&results);
        assert_eq!(curves.len(), 2);
        let svg = drawn(&curves);
        assert!(
            svg.contains("idle sweep, 7 µs") && svg.contains("start to a usable window, 412 ms"),
            "{svg}"
        );
        assert_eq!(svg.matches("<polyline").count(), 2);
    }
}
