//! The form of the diagnosis table.

use super::Provenance;
use crate::words::RowText;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// What the person can see, or the app sees by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Sign {
    /// What the platform's order page shows.
    Page,
    /// What the payment bill shows.
    Bill,
    /// Whether the page shows the account that was meant.
    Account,
    /// What happened while paying.
    Paying,
    /// The time against the window.
    Time,
    /// Whether the platform's next release is still ahead.
    Release,
    /// Whether what the kind asks to be confirmed is still open.
    Confirm,
    /// Whether what was paid is what the page asked for.
    Sum,
    /// Whom the bill names as paid.
    Payee,
}

impl Sign {
    pub const ALL: [Self; 9] = [
        Self::Page,
        Self::Bill,
        Self::Account,
        Self::Paying,
        Self::Time,
        Self::Release,
        Self::Confirm,
        Self::Sum,
        Self::Payee,
    ];
}

/// Who has to act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Who {
    /// The platform.
    Platform,
    /// The payment channel.
    Payment,
    /// The person.
    Person,
    /// The supplier, for whom the platform answers.
    Supplier,
}

/// What the person does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Act {
    /// Wait.
    Wait,
    /// Go and look.
    Look,
    /// Write to the platform.
    Letter,
    /// Turn to the payment channel.
    Dispute,
    /// Write down the refund.
    Refund,
    /// Finish the identity check.
    Verify,
    /// Do what the kind asks to be confirmed.
    Confirm,
    /// Write down what is wrong with what came.
    Problem,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SignValue {
    pub key: String,
    /// The words of the states of a page that was read for which this is the answer.
    #[serde(default)]
    pub read: Vec<String>,
    /// The answer as the person reads it; none for what the app sees by itself.
    pub text: Option<RowText>,
    /// The sign in words, as a reason; none where it goes without saying.
    pub says: Option<RowText>,
    /// The state in a word, as a letter names it.
    pub name: Option<String>,
}

/// A question, with what may be answered.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct QuestionRule {
    /// The sign that it asks for.
    pub key: Sign,
    /// The question; none for what the app sees by itself.
    pub text: Option<RowText>,
    pub hint: Option<RowText>,
    pub options: Vec<SignValue>,
}

/// A row of the decision table.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct DiagnosisRow {
    pub key: String,
    /// Which values of which signs it is for; a sign that is not named may be anything.
    pub when: BTreeMap<Sign, Vec<String>>,
    /// The key of the cause.
    pub cause: String,
    pub who: Who,
    pub because: RowText,
    pub check: RowText,
    pub next: RowText,
    /// What the button for it does.
    pub act: Act,
}

/// A key with its name.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Named<K = String> {
    pub key: K,
    pub name: RowText,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct DiagnosisTable {
    /// From when an order counts as long past its due moment.
    pub long_past_hours: u32,
    /// Within how many minutes a second order of the same thing counts as a repeat.
    pub repeat_minutes: u32,
    /// The questions, in the order in which they are asked.
    #[serde(rename = "question")]
    pub questions: Vec<QuestionRule>,
    /// What the app sees by itself.
    pub seen: Vec<QuestionRule>,
    #[serde(rename = "row")]
    pub rows: Vec<DiagnosisRow>,
    #[serde(rename = "cause")]
    pub causes: Vec<Named>,
    /// The names of who acts.
    #[serde(rename = "who")]
    pub whos: Vec<Named<Who>>,
    #[serde(flatten)]
    pub provenance: Provenance,
}

impl DiagnosisTable {
    /// The answer to what the page shows, for a state that was read from it; none where the state leaves it open.
    pub fn page_answer(&self, state: &str) -> Option<&SignValue> {
        let mut options = self.sign(Sign::Page)?.options.iter();
        options.find(|option| option.read.iter().any(|read| read == state))
    }

    /// What is known of a sign: its question, or what the app sees by itself.
    pub fn sign(&self, sign: Sign) -> Option<&QuestionRule> {
        self.questions
            .iter()
            .chain(&self.seen)
            .find(|one| one.key == sign)
    }
}
