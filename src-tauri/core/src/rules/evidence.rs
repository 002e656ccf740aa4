//! The form of the evidence list's groups, and of what is checked before a complaint is handed in.

use super::Provenance;
use crate::order::{Problem, ShotRole};
use crate::words::RowText;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where something that is missing can be given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Place {
    /// Who is behind the platform.
    Seller,
    /// The order's facts.
    Facts,
    /// Its files.
    Shots,
    /// A letter that has to be sent before.
    Letter,
    /// Nowhere in the app.
    #[default]
    Nowhere,
}

/// A fact to be proved.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct GroupRule {
    pub key: String,
    pub name: RowText,
    /// The roles of files that belong to it.
    pub roles: Vec<ShotRole>,
    /// Whether the rows of a bill belong to it.
    #[serde(default)]
    pub bill: bool,
    /// Whether the table of the card keys that were tried belongs to it.
    #[serde(default)]
    pub keys: bool,
    /// What its pieces prove.
    pub proves: RowText,
    /// What they prove where it arrived, as far as that is another thing.
    pub proves_of_arrived: Option<RowText>,
    /// What to say while there is nothing.
    pub missing: RowText,
    /// Whether a product kind may say what is missing in its own words.
    #[serde(default)]
    pub by_kind: bool,
    /// Where the person can add it.
    pub place: Place,
    /// Whether a case can do without it.
    #[serde(default)]
    pub optional: bool,
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// What one problem brings of its own to be proved: its words stand in the place of the group's.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct FactRule {
    pub problem: Problem,
    /// The key of the group.
    pub group: String,
    /// What the group's pieces prove then.
    pub proves: RowText,
    /// What to say while there is nothing.
    pub missing: RowText,
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// How something is found out before a complaint is handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// Only the person knows.
    Ask,
    /// The app can see it.
    Check,
}

/// What would make 12315 refuse a complaint, or weaken it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct FindingRule {
    pub key: String,
    /// How it is found out.
    pub kind: FindingKind,
    /// What is found, or what the person confirms.
    pub text: RowText,
    pub mend: RowText,
    /// Of which problems it is a matter; empty for all.
    #[serde(default)]
    pub problems: Vec<Problem>,
    #[serde(default)]
    pub place: Place,
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// The data file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct EvidenceRules {
    /// The facts to be proved, in order.
    #[serde(rename = "group")]
    pub groups: Vec<GroupRule>,
    /// What the problems bring of their own.
    #[serde(rename = "fact")]
    pub facts: Vec<FactRule>,
    /// What is checked before.
    #[serde(rename = "finding")]
    pub findings: Vec<FindingRule>,
}

impl EvidenceRules {
    /// What a problem brings of its own to a group, if it does.
    pub fn fact(&self, problem: Problem, group: &GroupRule) -> Option<&FactRule> {
        self.facts
            .iter()
            .find(|fact| fact.problem == problem && fact.group == group.key)
    }
}
