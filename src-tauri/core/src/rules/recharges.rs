//! The words by which recharges are found in bills.

use chrono::NaiveDate;
use serde::Deserialize;

/// The words by which recharges are found, beside those of the product kinds.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RechargeWords {
    /// Categories of the bills that hold recharges.
    #[serde(rename = "category")]
    pub categories: Vec<CategoryRule>,
    /// Words that tell of a recharge of a kind that they leave open.
    #[serde(rename = "word")]
    pub words: Vec<WordRule>,
    /// Words that tell that nothing has to arrive.
    #[serde(rename = "exclude")]
    pub excludes: Vec<ExcludeRule>,
}

/// A category of a bill that holds recharges.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryRule {
    /// Its name in the bill.
    pub name: String,
    /// The key of the product kind where no word says more.
    pub kind: String,
    pub source: String,
    /// The day on which it was last checked.
    pub checked: NaiveDate,
    /// How sure it is: `A`, `B`, `C` or `own`.
    pub certainty: String,
}

/// Words of a product that tell of a recharge and not of its kind.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordRule {
    pub words: Vec<String>,
    pub source: String,
    /// The day on which it was last checked.
    pub checked: NaiveDate,
    /// How sure it is: `A`, `B`, `C` or `own`.
    pub certainty: String,
}

/// Words that tell that nothing has to arrive.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExcludeRule {
    /// The words; one of them stands in the category, the product or the name of the counterparty.
    pub words: Vec<String>,
    pub source: String,
    /// The day on which it was last checked.
    pub checked: NaiveDate,
    /// How sure it is: `A`, `B`, `C` or `own`.
    pub certainty: String,
}
