//! Filling in a form (填表): each field of a page, in the page's order, with what goes into it.

use super::Matter;
use super::fields::{PersonFields, fields};
use super::letter::{Letter, Wish, environment, letter_key};
use crate::order::{Person, excerpt, without_keys};
use crate::rules::{Count, FieldRule, FormRule};
use crate::words::Text;
use crate::{Failure, Outcome, text};
use serde::Serialize;
use std::sync::Arc;
use ts_rs::TS;

/// A form, filled in as far as the order tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export, rename = "FormView")]
pub struct Form {
    /// The key of its rule.
    pub form: String,
    pub name: Text,
    /// Where the page is found.
    pub page: Text,
    /// The step that is filed with it.
    pub step: String,
    pub fields: Vec<FormField>,
    /// Where its fields are known from.
    pub source: Text,
    /// The day they were checked on, YYYY-MM-DD.
    pub checked: String,
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FormField {
    /// What the page calls it.
    pub field: Text,
    /// What goes into it; empty where the page itself has what to choose from, or the order does not tell.
    pub value: String,
    /// How much it takes, in UTF-16 units.
    pub limit: Option<usize>,
    /// Whether the page asks for it and there is nothing to put in, or only part of it.
    pub missing: bool,
    /// What to do, or to know.
    pub note: Option<Text>,
    /// Whether it was seen on the page itself; otherwise it is expected there.
    pub seen: bool,
}

/// Fills in a form about a matter. A word like `payment`, of a step, is the form for the order's own channel; `write` writes
/// a letter by its key.
///
/// # Errors
/// A form that is not known, a settled order, card keys of which nobody said whether they are all, and a template that cannot be rendered.
pub fn form(
    matter: &Matter<'_>,
    word: &str,
    person: &Person,
    write: impl FnOnce(&str) -> Outcome<Letter>,
) -> Outcome<Form> {
    let rules = matter.rules;
    let rule = rules.form(&letter_key(matter, word))?;
    let to = rules.letter(&rule.letter)?;
    matter.keys_are_told()?;
    // A letter that cannot be written leaves its field open, and says why; of a settled order there is none at all.
    let (text, unwritten) = match write(&rule.letter) {
        Ok(letter) => (letter.text, None),
        Err(failure) if matter.order.status.is_open() => (String::new(), Some(failure.text)),
        Err(failure) => return Err(failure),
    };
    let mut known = fields(matter, to, matter.now + to.answer_within, Wish::default())?;
    let environment = environment(rules, Arc::default());
    known
        .argue(|words, fields| environment.render_str(words, minijinja::value::Serde(fields)))
        .map_err(|error| Failure::failed(text!(letter_unfilled)).because(error))?;
    known.person = PersonFields::of(person);
    let written = |field: &FieldRule| -> Outcome<String> {
        if field.letter {
            let begins = field.after.as_deref().and_then(|after| text.split_once(after));
            return Ok(begins.map_or(text.as_str(), |(_, rest)| rest).to_owned());
        }
        let value = environment.render_str(&field.text, minijinja::value::Serde(&known));
        value.map_err(|error| {
            let (form, field) = (&rule.name, &field.name);
            Failure::failed(text!(form_field_unfilled, form = form, field = field)).because(error)
        })
    };
    let fields = rule
        .fields
        .iter()
        .map(|field| {
            let why = unwritten.as_ref().filter(|_| field.letter);
            let keys = matter.keys.iter().map(|kept| &kept.key);
            Ok(filled(field, without_keys(&written(field)?, keys).trim(), why))
        })
        .collect::<Outcome<_>>()?;
    Ok(Form {
        form: rule.key.clone(),
        name: (&rule.name).into(),
        page: (&rule.page).into(),
        step: to.step.clone(),
        fields,
        source: (&rule.provenance.source).into(),
        checked: rule.provenance.checked.to_string(),
    })
}

/// `why` says why there is nothing to put in, where that is known better than the rule knows it.
fn filled(rule: &FieldRule, value: &str, why: Option<&Text>) -> FormField {
    let long = rule.limit.filter(|limit| Count::Utf16.of(value) > *limit);
    let (value, too_long) = match long {
        None => (value.to_owned(), None),
        Some(limit) if rule.cut => (cut(value, limit), None),
        // Half an address, or half a story, would be another one.
        Some(limit) => (String::new(), Some(text!(form_field_long, limit = limit))),
    };
    // What stands open in a text stands in these.
    let missing = too_long.is_some() || value.contains('【') || (rule.needed && value.is_empty());
    let hint = rule.missing.as_ref().filter(|_| value.is_empty());
    let note = too_long
        .or_else(|| why.cloned())
        .or_else(|| hint.or(rule.note.as_ref()).map(Text::from));
    FormField {
        field: (&rule.name).into(),
        value,
        limit: rule.limit,
        missing,
        note,
        seen: rule.seen,
    }
}

/// As much of a text as fits, whole characters.
fn cut(text: &str, limit: usize) -> String {
    let mut length = 0;
    text.chars()
        .take_while(|c| {
            length += c.len_utf16();
            length <= limit
        })
        .collect()
}

impl crate::rules::Rules {
    /// The form of a key.
    fn form(&self, key: &str) -> Outcome<&FormRule> {
        self.forms.iter().find(|form| form.key == key).ok_or_else(|| {
            let known = Text::list(self.forms.iter().map(|form| Text::as_it_is(&form.key)));
            Failure::failed(text!(form_unknown, form = excerpt(key), known = known))
        })
    }
}
