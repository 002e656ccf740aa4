//! What it takes to say something about a platform.

use chrono::NaiveDate;
use serde::Deserialize;

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReputationRules {
    /// How much is enough to say something.
    pub enough: Enough,
    /// What makes a verdict.
    pub verdict: VerdictRule,
    /// When to buy a little first.
    pub first_order: FirstOrder,
}

/// How much is enough to say something.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enough {
    /// Orders behind a verdict.
    pub orders_for_a_verdict: usize,
    /// Arrivals of a kind behind a proposed window.
    pub arrivals_for_a_window: usize,
    pub source: String,
    /// The day on which it was last checked.
    pub checked: NaiveDate,
    pub certainty: String,
}

/// What makes a verdict: shares of the orders that came in time, from 0 to 1.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerdictRule {
    /// From this share on it is good, while nothing is overdue.
    pub good_share: f64,
    /// Below this share it is bad.
    pub bad_share: f64,
    /// With so many overdue now it is bad.
    pub bad_overdue: usize,
    pub source: String,
    /// The day on which it was last checked.
    pub checked: NaiveDate,
    pub certainty: String,
}

/// When to buy a little first.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirstOrder {
    /// Up to this amount, in 分, an order is small.
    pub small_fen: i64,
    pub source: String,
    /// The day on which it was last checked.
    pub checked: NaiveDate,
    pub certainty: String,
}
