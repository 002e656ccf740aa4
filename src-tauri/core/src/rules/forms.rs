//! The form of a form's data file (填表): what a page asks for, field by field.

use super::Provenance;
use crate::words::RowText;
use serde::Deserialize;

/// A form that a person fills in on a page.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct FormRule {
    /// The name of its file.
    #[serde(skip)]
    pub key: String,
    pub name: RowText,
    /// The letter whose text goes into it, and whose step it is filed with.
    pub letter: String,
    /// Where the page is found.
    #[serde(deserialize_with = "RowText::of_document")]
    pub page: RowText,
    /// In the order of the page.
    #[serde(rename = "field")]
    pub fields: Vec<FieldRule>,
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldRule {
    pub name: RowText,
    /// A template over what letters can name; empty where only the page has what to choose from.
    #[serde(default)]
    pub text: String,
    /// Whether the text of the form's own letter goes into it.
    #[serde(default)]
    pub letter: bool,
    /// The words of the letter behind which that text begins.
    pub after: Option<String>,
    /// How much it takes, in UTF-16 units.
    pub limit: Option<usize>,
    /// Whether what is longer may be cut.
    #[serde(default)]
    pub cut: bool,
    /// Whether the page asks for it in any case.
    #[serde(default)]
    pub needed: bool,
    /// What to say while there is nothing to put in.
    pub missing: Option<RowText>,
    /// What to know of it.
    pub note: Option<RowText>,
    /// Whether it was seen on the page itself.
    pub seen: bool,
}
