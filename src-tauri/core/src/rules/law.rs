//! The form of the rows of the law.

use super::{Certainty, Provenance};
use crate::text;
use crate::words::{RowText, Text};
use serde::Deserialize;

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Article {
    pub key: String,
    /// The law's full name.
    pub law: String,
    /// The name under which a letter cites it.
    pub short: RowText,
    /// Its number: `第五十三条`.
    pub article: RowText,
    /// What it says, in a sentence.
    pub gist: RowText,
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
    pub fn cited(&self) -> Text {
        text!(article_cited, law = &self.short, article = &self.article)
    }
}
