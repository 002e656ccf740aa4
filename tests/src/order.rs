//! The order that most tests begin with.

use crate::App;
use crate::clock::{Moment, now, seconds, typed};

const USUAL: [(&str, &str); 5] = [
    ("--platform", "星辰卡盟"),
    ("--product", "Q币 100 个"),
    ("--kind", "q-coin"),
    ("--amount", "98.50"),
    ("--paid-at", "2026-11-20 11:58:00"),
];

/// The arguments that log the usual order; what `more` names takes the place of its value or is added.
pub fn add<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let usual = USUAL.iter().filter(|(name, _)| !more.contains(name));
    let mut arguments = vec!["add"];
    arguments.extend(usual.flat_map(|(name, value)| [name, value]));
    arguments.extend(more);
    arguments
}

/// Logs an order that falls due at a moment, and gives its number.
///
/// It is logged before that moment by the clock that the app is given, however slow the machine is: an order that is late when it
/// is logged gets no alert. Nor is that clock behind what was written before: what a clock that was ahead told comes again.
#[track_caller]
pub fn add_due_at(app: &App, due: Moment, product: &str, more: &[&str]) -> String {
    let paid = due - seconds(120);
    let paid_at = typed(paid);
    let mut arguments = add(&["--product", product, "--paid-at", &paid_at, "--window", "2m"]);
    arguments.extend(more);
    let logged = app.at(now().min(due - seconds(1))).json(arguments);
    logged["id"].to_string()
}
