//! Whose problem it is: the decision table over what the person can see.

use crate::order::{Moment, Order, Span, Zone, excerpt};
use crate::rules::{Act, Certainty, DiagnosisRow, DiagnosisTable, QuestionRule, Rules, Sign, SignValue, Who};
use crate::words::{RowText, Text};
use crate::{Code, Failure, Outcome, text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// What the person answered so far, by key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Answers {
    pub page: Option<String>,
    pub bill: Option<String>,
    pub account: Option<String>,
    pub paying: Option<String>,
}

/// A question to ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Question {
    /// The sign that it asks for, which is the answer's field.
    pub key: Sign,
    /// The question.
    pub text: Text,
    /// Where to look; empty where it goes without saying.
    pub hint: Text,
    /// What may be answered.
    pub options: Vec<Choice>,
}

/// What may be answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Choice {
    /// Its key.
    pub key: String,
    /// In words.
    pub text: Text,
}

/// Whose problem it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Diagnosis {
    /// The key of the row.
    pub row: String,
    /// The key of the cause.
    pub cause: String,
    /// The cause.
    pub cause_name: Text,
    /// Who has to act.
    pub who: Who,
    /// Who has to act, in words.
    pub who_name: Text,
    /// Why: the signs, and what follows from them.
    pub reasons: Vec<Text>,
    /// What to check first.
    pub check: Text,
    /// The next step.
    pub next: Text,
    /// What the button for it does.
    pub act: Act,
    /// What was answered.
    pub answers: Answers,
    /// Where the row comes from.
    pub source: Text,
    /// How sure it is.
    pub certainty: Certainty,
    /// When it was written down, RFC 3339, if it was.
    pub at: Option<String>,
}

/// One turn of the conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct DiagnosisTurn {
    /// What was answered.
    pub answers: Answers,
    /// What the app sees by itself, in words.
    pub known: Vec<Text>,
    /// What to ask next; none when it is found.
    pub question: Option<Question>,
    /// What it is; none while something has to be asked.
    pub found: Option<Diagnosis>,
}

/// Signs that are known, by the key of their value.
pub type Signs = BTreeMap<Sign, String>;

impl Answers {
    fn field(&mut self, sign: Sign) -> Option<&mut Option<String>> {
        Some(match sign {
            Sign::Page => &mut self.page,
            Sign::Bill => &mut self.bill,
            Sign::Account => &mut self.account,
            Sign::Paying => &mut self.paying,
            Sign::Time | Sign::Release | Sign::Confirm | Sign::Sum | Sign::Payee => return None,
        })
    }

    /// The answers as signs.
    ///
    /// # Errors
    /// An answer that the question does not have, with those that it has.
    fn signs(&self, table: &DiagnosisTable) -> Outcome<Signs> {
        let mut signs = Signs::new();
        let mut answers = self.clone();
        for question in &table.questions {
            let Some(Some(answer)) = answers.field(question.key).map(Option::take) else {
                continue;
            };
            if !offered(question).any(|option| option.key == answer) {
                let known = offered(question).map(|option| Text::as_it_is(&option.key));
                return Err(Failure::new(
                    Code::Text,
                    text!(
                        diagnosis_answer_unknown,
                        question = said(question.text.as_ref()),
                        answer = excerpt(&answer),
                        known = Text::list(known)
                    ),
                ));
            }
            signs.insert(question.key, answer);
        }
        Ok(signs)
    }
}

/// What the app sees by itself of an order. `repeated` says whether another order of the same thing was logged within
/// minutes of it.
///
/// # Errors
/// A product kind that the rules do not have.
pub fn seen(order: &Order, repeated: bool, rules: &Rules, now: Moment) -> Outcome<Signs> {
    let (facts, due_at) = (&order.facts, order.clock.due_at);
    let long = Span(i64::from(rules.diagnosis.long_past_hours) * Span::HOUR.0);
    let time = if now < due_at {
        "within"
    } else if now < due_at + long {
        "past"
    } else {
        "long-past"
    };
    let release = if now < order.clock.counted_from {
        "ahead"
    } else {
        "none"
    };
    let confirm = if order.clock.confirm && !order.course.confirmed {
        "open"
    } else {
        "none"
    };
    let sum = if facts.requested.is_some_and(|asked| asked != facts.amount) {
        "differs"
    } else {
        "same"
    };
    let payee = rules.sellers.payee(facts.merchant.as_deref().unwrap_or_default());
    let mut signs = Signs::from([
        (Sign::Time, time.to_owned()),
        (Sign::Release, release.to_owned()),
        (Sign::Confirm, confirm.to_owned()),
        (Sign::Sum, sum.to_owned()),
        (Sign::Payee, payee.word().to_owned()),
    ]);
    if repeated {
        signs.insert(Sign::Paying, "twice".to_owned());
    }
    if !rules.kind(&facts.kind)?.account.is_charged() {
        signs.insert(Sign::Account, "none".to_owned());
    } else if facts.account.is_none() {
        // An account that was never ordered cannot be compared.
        signs.insert(Sign::Account, "unseen".to_owned());
    }
    Ok(signs)
}

/// What the person may answer; the other values are seen by the app.
fn offered(question: &QuestionRule) -> impl Iterator<Item = &SignValue> {
    question.options.iter().filter(|option| option.text.is_some())
}

/// Goes one turn further: asks what still matters, or says what it is.
///
/// # Errors
/// An answer that the question does not have.
pub fn diagnose(
    table: &DiagnosisTable,
    seen: &Signs,
    answers: &Answers,
    zone: Zone,
    written_at: Option<Moment>,
) -> Outcome<DiagnosisTurn> {
    let mut signs = seen.clone();
    // What the person says of the page wins over what the app infers.
    signs.extend(answers.signs(table)?);
    let known = seen
        .iter()
        .filter(|(sign, _)| **sign != Sign::Account)
        .filter_map(|(sign, value)| Some(value_of(table, *sign, value)?.says.as_ref()?.into()))
        .collect();
    let candidates: Vec<&DiagnosisRow> = table.rows.iter().filter(|row| may_be(row, &signs)).collect();
    let question = match candidates.as_slice() {
        [] => {
            return Err(Failure::failed(text!(diagnosis_row_missing)));
        }
        [_] => None,
        _ => next_question(table, &candidates, &signs),
    };
    let found = match (&question, candidates.first()) {
        (None, Some(row)) => Some(diagnosis(table, row, &signs, answers, zone, written_at)),
        _ => None,
    };
    Ok(DiagnosisTurn {
        answers: answers.clone(),
        known,
        question,
        found,
    })
}

/// Whether a row may still be it.
fn may_be(row: &DiagnosisRow, signs: &Signs) -> bool {
    row.when
        .iter()
        .all(|(sign, values)| signs.get(sign).is_none_or(|value| values.contains(value)))
}

/// The first question whose answer still tells the candidates apart.
fn next_question(table: &DiagnosisTable, candidates: &[&DiagnosisRow], signs: &Signs) -> Option<Question> {
    let question = table.questions.iter().find(|question| {
        !signs.contains_key(&question.key)
            && candidates.iter().any(|row| row.when.contains_key(&question.key))
    })?;
    Some(Question {
        key: question.key,
        text: said(question.text.as_ref()),
        hint: said(question.hint.as_ref()),
        options: offered(question)
            .map(|option| Choice {
                key: option.key.clone(),
                text: said(option.text.as_ref()),
            })
            .collect(),
    })
}

fn said(words: Option<&RowText>) -> Text {
    words.map(Text::from).unwrap_or_default()
}

fn value_of<'a>(table: &'a DiagnosisTable, sign: Sign, key: &str) -> Option<&'a SignValue> {
    table.sign(sign)?.options.iter().find(|option| option.key == key)
}

fn diagnosis(
    table: &DiagnosisTable,
    row: &DiagnosisRow,
    signs: &Signs,
    answers: &Answers,
    zone: Zone,
    written_at: Option<Moment>,
) -> Diagnosis {
    // Only what the row looks at is a reason.
    let mut reasons: Vec<Text> = Sign::ALL
        .iter()
        .filter(|sign| row.when.contains_key(sign))
        .filter_map(|sign| Some(value_of(table, *sign, signs.get(sign)?)?.says.as_ref()?.into()))
        .collect();
    reasons.push((&row.because).into());
    let cause_name = table.causes.iter().find(|cause| cause.key == row.cause);
    let who_name = table.whos.iter().find(|who| who.key == row.who);
    Diagnosis {
        row: row.key.clone(),
        cause: row.cause.clone(),
        cause_name: said(cause_name.map(|cause| &cause.name)),
        who: row.who,
        who_name: said(who_name.map(|who| &who.name)),
        reasons,
        check: (&row.check).into(),
        next: (&row.next).into(),
        act: row.act,
        answers: answers.clone(),
        source: (&table.provenance.source).into(),
        certainty: table.provenance.certainty,
        at: written_at.map(|at| at.rfc3339(zone)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every combination of every value of every sign.
    fn combinations(table: &DiagnosisTable) -> Vec<Signs> {
        let mut all = vec![Signs::new()];
        for sign in Sign::ALL {
            let values = &table.sign(sign).unwrap().options;
            all = all
                .iter()
                .flat_map(|signs| {
                    values.iter().map(move |value| {
                        let mut signs = signs.clone();
                        signs.insert(sign, value.key.clone());
                        signs
                    })
                })
                .collect();
        }
        all
    }

    #[test]
    fn every_combination_meets_exactly_one_row() {
        let rules = Rules::shipped().unwrap();
        let table = &rules.diagnosis;
        let all = combinations(table);
        assert_eq!(all.len(), 11 * 5 * 4 * 4 * 3 * 2 * 2 * 2 * 3);
        let mut met = std::collections::BTreeSet::new();
        for signs in &all {
            let rows: Vec<&str> = table
                .rows
                .iter()
                .filter(|row| may_be(row, signs))
                .map(|row| row.key.as_str())
                .collect();
            assert_eq!(rows.len(), 1, "{signs:?} meets {rows:?}");
            met.insert(rows[0].to_owned());
        }
        assert_eq!(met.len(), table.rows.len(), "a row that nothing meets");
    }

    #[test]
    fn no_row_is_without_a_cause_and_a_next_step() {
        let rules = Rules::shipped().unwrap();
        let table = &rules.diagnosis;
        for row in &table.rows {
            for text in [&row.because, &row.check, &row.next].map(RowText::chinese) {
                assert!(
                    text.chars().count() >= 8 && text.ends_with('。'),
                    "{}: {text}",
                    row.key
                );
            }
            assert!(
                table.causes.iter().any(|cause| cause.key == row.cause),
                "{}",
                row.key
            );
            assert!(table.whos.iter().any(|who| who.key == row.who), "{}", row.key);
            for (sign, values) in &row.when {
                for value in values {
                    assert!(
                        value_of(table, *sign, value).is_some(),
                        "{}: {sign:?} {value}",
                        row.key
                    );
                }
            }
        }
        for cause in &table.causes {
            assert!(
                table.rows.iter().any(|row| row.cause == cause.key),
                "{} is no row's",
                cause.key
            );
        }
    }

    /// Answering question by question ends at the row that all signs together meet, after few questions.
    #[test]
    fn the_conversation_ends_where_the_table_does() {
        let rules = Rules::shipped().unwrap();
        let table = &rules.diagnosis;
        let mut longest = 0;
        for signs in combinations(table) {
            let seen: Signs = signs
                .iter()
                .filter(|(sign, value)| match sign {
                    Sign::Page | Sign::Bill | Sign::Paying => false,
                    Sign::Account => *value == "none",
                    Sign::Time | Sign::Release | Sign::Confirm | Sign::Sum | Sign::Payee => true,
                })
                .map(|(sign, value)| (*sign, value.clone()))
                .collect();
            let mut answers = Answers::default();
            let mut asked = 0;
            let found = loop {
                let turn = diagnose(table, &seen, &answers, Zone::Asia__Shanghai, None).unwrap();
                let Some(question) = turn.question else {
                    break turn.found.unwrap();
                };
                *answers.field(question.key).unwrap() = signs.get(&question.key).cloned();
                asked += 1;
            };
            let row = table.rows.iter().find(|row| may_be(row, &signs)).unwrap();
            assert_eq!(found.row, row.key, "{signs:?}");
            longest = longest.max(asked);
        }
        assert!(longest <= 4, "{longest} questions");
    }

    /// The whole table, as a lawyer could read it.
    #[test]
    fn the_table_as_it_is_read() {
        let rules = Rules::shipped().unwrap();
        let table = &rules.diagnosis;
        let text: Vec<String> = table
            .rows
            .iter()
            .map(|row| {
                let when: Vec<String> = row
                    .when
                    .iter()
                    .map(|(sign, values)| {
                        let says: Vec<&str> = values
                            .iter()
                            .filter_map(|value| value_of(table, *sign, value))
                            .map(|value| value.says.as_ref().map_or("（无）", RowText::chinese))
                            .collect();
                        says.join("／")
                    })
                    .collect();
                let cause = table.causes.iter().find(|cause| cause.key == row.cause).unwrap();
                let who = table.whos.iter().find(|who| who.key == row.who).unwrap();
                format!(
                    "[{}]\n情形：{}\n原因：{}　谁来处理：{}\n因为：{}\n先查：{}\n下一步：{}（{:?}）\n",
                    row.key,
                    when.join("；"),
                    cause.name.chinese(),
                    who.name.chinese(),
                    row.because.chinese(),
                    row.check.chinese(),
                    row.next.chinese(),
                    row.act
                )
            })
            .collect();
        insta::assert_snapshot!(text.join("\n"));
    }

    #[test]
    fn an_answer_that_does_not_exist_is_refused_with_those_that_do() {
        let rules = Rules::shipped().unwrap();
        let answers = Answers {
            page: Some("loading".into()),
            ..Answers::default()
        };
        let refused = diagnose(&rules.diagnosis, &Signs::new(), &answers, Zone::UTC, None).unwrap_err();
        assert!(refused.message().contains("processing"), "{}", refused.message());
    }
}
