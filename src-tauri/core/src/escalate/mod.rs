//! escalate (催): whose problem it is, which step comes next, and the letter for it. Pure functions over a matter.

mod diagnosis;
mod fields;
mod form;
mod ladder;
mod letter;
mod matter;

pub use diagnosis::{Answers, Choice, Diagnosis, DiagnosisTurn, Question, Signs, diagnose, seen};
pub use form::{Form, FormField, form};
pub use ladder::{
    Escalation, FilingView, LadderStep, LetterName, LimitView, MainAct, MainKind, Need, StepState,
    escalation, filing_view, filing_warnings, limit_views,
};
pub use letter::{Cited, FraudClaim, Letter, Wish, letter, letter_key, open_blanks, try_letter};
pub use matter::{Matter, WrittenDiagnosis};

#[cfg(test)]
mod tests;
