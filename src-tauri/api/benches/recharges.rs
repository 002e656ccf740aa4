//! Which rows of bills are told right, of a corpus of made-up ones: counts, no times.

use daozhang_core::record::{Judged, Recharges, read_bill};
use serde_json::{Value, json};

#[path = "../../core/src/record/bill/recharge/tests/corpus.rs"]
mod corpus;

/// Prints a table for each part of the corpus.
pub fn tables() -> Value {
    let parts = corpus::PARTS.map(|part| {
        let figures = corpus::Figures::of(part);
        println!("rows of bills, {part}:\n{figures}");
        let kinds: Vec<Value> = figures
            .kinds
            .iter()
            .map(|(what, told)| {
                json!({ "what": what, "rows": told.rows, "written": told.sure, "offered": told.offered, "no_order": told.aside })
            })
            .collect();
        json!({
            "part": part,
            "precision": figures.precision(),
            "precision_with_offered": figures.precision_with_offered(),
            "recall": figures.recall(),
            "kinds": kinds,
        })
    });
    json!(parts)
}
