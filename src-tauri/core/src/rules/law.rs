//! The form of the rows of the law and of the ladder.

use super::{Certainty, Provenance};
use crate::order::Stage;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Article {
    pub key: String,
    /// The law's full name.
    pub law: String,
    /// The name under which a letter cites it.
    pub short: String,
    /// Its number: `第五十三条`.
    pub article: String,
    /// What it says, in a sentence.
    pub gist: String,
    /// When it applies here.
    pub applies: String,
    /// Whether it belongs to the default claims for what was paid and not delivered.
    #[serde(default)]
    pub claim: bool,
    /// How the wording is careful where the primary text was not read; without it such a row is never cited.
    pub careful: Option<String>,
    #[serde(flatten)]
    pub provenance: Provenance,
}

impl Article {
    /// Whether a letter may cite it.
    pub fn can_be_cited(&self) -> bool {
        match self.provenance.certainty {
            Certainty::A => true,
            Certainty::B => self.careful.is_some(),
            Certainty::C | Certainty::Own => false,
        }
    }

    /// As a letter cites it: `《消费者权益保护法》第五十三条`.
    pub fn cited(&self) -> String {
        format!("《{}》{}", self.short, self.article)
    }
}

/// A step of the ladder.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct StepRule {
    pub key: String,
    pub name: String,
    pub act: String,
    /// How far the matter has gone with it.
    pub stage: Stage,
    /// The letters for it, the usual one first.
    pub letters: Vec<String>,
    /// Whether a complaint is filed there.
    pub files: bool,
    pub how: String,
    /// The way there by payment channel, where it differs.
    #[serde(default)]
    pub ways: BTreeMap<String, String>,
    /// Its official address or telephone number.
    pub official: Option<String>,
    /// The steps that exclude it once they were taken.
    #[serde(default)]
    pub excludes: Vec<String>,
    /// What is said then.
    pub warning: Option<String>,
    /// Why it fits or does not, by reason.
    pub why: BTreeMap<String, String>,
    #[serde(flatten)]
    pub provenance: Provenance,
}

impl StepRule {
    /// The sentence of a reason.
    pub fn why(&self, reason: &str) -> &str {
        self.why.get(reason).map_or("", String::as_str)
    }
}
