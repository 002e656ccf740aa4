//! The form of a letter's data file.

use super::{Provenance, minutes};
use crate::order::Span;
use crate::text;
use crate::words::RowText;
use crate::{Code, Failure, Outcome};
use serde::{Deserialize, Deserializer, Serialize};
use ts_rs::TS;

/// A letter to one recipient, as a list of parts.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct LetterRule {
    /// The name of its file.
    #[serde(skip)]
    pub key: String,
    pub name: RowText,
    pub recipient: RowText,
    /// The step of the ladder to which it belongs.
    pub step: String,
    /// Its place among the letters of the step, the usual one first.
    #[serde(default)]
    pub place: u8,
    /// The payment channel of the orders that it is for; `other` is for those of a channel without a letter of its own.
    pub channel: Option<String>,
    /// Where an evidence package prints it.
    pub package: Option<InPackage>,
    /// The words by which it ends the contract by itself when its deadline passes: a demand that was sent with them did so.
    pub ends_contract: Option<String>,
    /// The recipient's limit, if there is one.
    pub limit: Option<usize>,
    #[serde(default)]
    pub count: Count,
    /// How the parts are put together.
    pub join: Join,
    /// How long the recipient is given to answer, counted from the moment of writing.
    #[serde(rename = "answer_within_minutes", deserialize_with = "minutes")]
    pub answer_within: Span,
    #[serde(rename = "text", deserialize_with = "parts")]
    pub parts: Vec<Part>,
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// Where an evidence package prints a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InPackage {
    /// As the facts of the complaint form.
    Facts,
    /// As the text to paste into the complaint's field.
    Field,
}

/// What the timeline holds once a step was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Records {
    /// A demand.
    Demand,
    /// A demand with a deadline.
    FinalDemand,
    /// Nothing: a complaint is filed with a number of its own.
    Filing,
}

/// How a recipient counts the length of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Count {
    /// As web pages do: UTF-16 units, in which rare characters and emoji count twice.
    #[default]
    Utf16,
    /// Characters.
    Chars,
}

impl Count {
    pub fn of(self, text: &str) -> usize {
        match self {
            Self::Utf16 => text.encode_utf16().count(),
            Self::Chars => text.chars().count(),
        }
    }
}

/// How parts are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Join {
    /// Under each other.
    Lines,
    /// Side by side, for a field.
    Sentences,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// How easily the letter can do without it: the highest goes first, 0 never.
    pub spare: u8,
    /// A minijinja template over the order's fields; what comes out empty is left out.
    pub text: String,
    /// Its line in the file's text, from 1.
    pub line: usize,
}

/// Reads the parts of a letter as a person writes them: one a line, with `2|` before it where the letter can do without
/// it. An empty line is none; `~` alone becomes an empty line.
///
/// # Errors
/// A text without any part.
pub fn read_parts(text: &str) -> Outcome<Vec<Part>> {
    let parts: Vec<Part> = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            let (spare, text) = match line.split_once('|') {
                Some((digits, rest)) if digits.len() == 1 => match digits.parse() {
                    Ok(spare) => (spare, rest),
                    Err(_) => (0, line),
                },
                _ => (0, line),
            };
            Part {
                spare,
                text: text.to_owned(),
                line: at + 1,
            }
        })
        .collect();
    if parts.is_empty() {
        return Err(Failure::new(Code::Text, text!(letter_empty)));
    }
    Ok(parts)
}

impl LetterRule {
    /// Whether it has words for 欺诈, for where the person opts in.
    pub fn may_claim_fraud(&self) -> bool {
        self.parts.iter().any(|part| part.text.contains("fraud"))
    }

    /// The parts as a person writes them.
    pub fn written(&self) -> String {
        let lines: Vec<String> = self
            .parts
            .iter()
            .map(|part| format!("{}|{}", part.spare, part.text))
            .collect();
        lines.join("\n")
    }
}

fn parts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Part>, D::Error> {
    read_parts(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
}
