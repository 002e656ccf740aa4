//! The form of a letter's data file.

use super::{Provenance, minutes};
use crate::order::Span;
use serde::Deserialize;

/// A letter to one recipient, as a list of parts.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct LetterRule {
    /// Its key: whom it goes to.
    pub key: String,
    /// The recipient's Chinese name.
    pub recipient: String,
    /// The recipient's limit in characters, if there is one.
    pub limit: Option<usize>,
    /// How long the recipient is given to answer, counted from the moment of writing.
    #[serde(rename = "answer_within_minutes", deserialize_with = "minutes")]
    pub answer_within: Span,
    /// The parts in order; each becomes a line, or a sentence where the recipient has a limit.
    #[serde(rename = "part")]
    pub parts: Vec<Part>,
    /// Where the letter comes from.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// A part of a letter.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Part {
    /// How easily the letter can do without it: the highest goes first, 0 never.
    pub spare: u8,
    /// A minijinja template over the order's fields; what comes out empty is left out.
    pub text: String,
}
