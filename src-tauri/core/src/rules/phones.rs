//! Mobile number ranges.

use crate::words::RowText;
use chrono::NaiveDate;
use serde::Deserialize;

/// The numbers that begin in these ways were first given to one operator.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhoneRange {
    pub operator: RowText,
    /// The first three digits.
    pub prefixes: Vec<String>,
    pub source: String,
    /// The day on which it was last checked.
    pub checked: NaiveDate,
    pub certainty: String,
}
