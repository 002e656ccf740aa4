//! The person's corrections, put over the shipped rules.

use daozhang_core::escalate::try_letter;
use daozhang_core::order::Sha256;
use daozhang_core::record::read_windows;
use daozhang_core::rules::{Certainty, HolidayYear, LetterRule, Rules, read_length, read_parts};
use daozhang_core::store::Correction;
use daozhang_core::words::Text;
use daozhang_core::{Code, Failure, Outcome, text};

pub(crate) const LETTER: &str = "letter";
pub(crate) const WINDOW: &str = "window";
pub(crate) const LIMIT: &str = "limit";
pub(crate) const HOLIDAYS: &str = "holidays";

/// Why a correction cannot be used.
#[derive(Clone)]
pub(crate) struct Trouble {
    pub(crate) group: String,
    pub(crate) key: String,
    pub(crate) message: Text,
}

/// The rules in force, the corrections behind them, and those of them that cannot be used.
pub(crate) struct InForce {
    pub(crate) rules: Rules,
    pub(crate) own: Vec<Correction>,
    pub(crate) troubles: Vec<Trouble>,
}

/// Whether a correction is of a rule.
pub(crate) fn is_of(correction: &Correction, group: &str, key: &str) -> bool {
    correction.group == group && correction.key == key
}

/// Puts corrections over the shipped rules; one that cannot be used leaves the shipped one in force.
pub(crate) fn in_force(own: Vec<Correction>) -> Outcome<InForce> {
    let mut rules = Rules::shipped()?;
    let mut troubles = Vec::new();
    for correction in &own {
        if let Err(failure) = put_over(&mut rules, correction) {
            troubles.push(Trouble {
                group: correction.group.clone(),
                key: correction.key.clone(),
                message: failure.text,
            });
        }
    }
    Ok(InForce { rules, own, troubles })
}

/// A digest of the rules in force.
pub(crate) fn digest(own: &[Correction]) -> String {
    let own: Vec<String> = own
        .iter()
        .map(|own| format!("{}\u{0}{}\u{0}{}", own.group, own.key, own.text))
        .collect();
    let all = format!("{}\u{0}{}", Rules::shipped_text(), own.join("\u{0}"));
    Sha256::of(all.as_bytes()).to_string()
}

/// Puts one over the shipped rules; refuses one that cannot be used.
pub(crate) fn put_over(rules: &mut Rules, correction: &Correction) -> Outcome<()> {
    let Correction { group, key, text, .. } = correction;
    match group.as_str() {
        LETTER => {
            let corrected = LetterRule {
                parts: read_parts(text)?,
                ..rules.letter(key)?.clone()
            };
            try_letter(&corrected, rules)?;
            if let Some(letter) = rules.letters.iter_mut().find(|letter| letter.key == *key) {
                *letter = corrected;
            }
        }
        WINDOW => {
            let (remind, window) = read_windows(text)?;
            rules.kind(key)?;
            if let Some(kind) = rules.kinds.iter_mut().find(|kind| kind.key == *key) {
                kind.remind = remind;
                kind.window = window;
                kind.provenance.certainty = Certainty::Own;
            }
        }
        LIMIT => {
            let length = read_length(text).ok_or_else(|| Failure::new(Code::Text, text!(limit_unread)))?;
            let limit = rules
                .limits
                .iter_mut()
                .find(|limit| limit.key == *key)
                .ok_or_else(|| Failure::failed(text!(limit_missing)))?;
            limit.length = length;
            limit.provenance.certainty = Certainty::Own;
        }
        HOLIDAYS => rules.holidays.add(HolidayYear::read(text)?),
        _ => return Err(Failure::failed(text!(rule_group_missing))),
    }
    Ok(())
}
