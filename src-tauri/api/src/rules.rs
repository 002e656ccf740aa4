//! Rules in the person's own words: kept beside the shipped ones, used instead of them as long as they can be.

use crate::corrections::{HOLIDAYS, LETTER, LIMIT, WINDOW, is_of, put_over};
use crate::data_file::{DataFile, plan_anew};
use daozhang_core::order::Moment;
use daozhang_core::rules::{Certainty, HolidayYear, LetterRule, Provenance, Rules};
use daozhang_core::store::Correction;
use daozhang_core::words::{RowText, Text};
use daozhang_core::{Failure, Outcome, text};
use serde::Serialize;
use ts_rs::TS;

/// A rule that a person may correct.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct RuleView {
    /// What kind of rule: `letter`, `window` or `limit`.
    pub group: String,
    /// Its key.
    pub key: String,
    pub name: Text,
    /// The shipped one, as a person writes it.
    pub shipped: String,
    /// The person's own, if there is one.
    pub own: Option<String>,
    /// Whether the shipped one is another than when the person wrote theirs.
    pub shipped_changed: bool,
    /// What it was then, where it is another.
    pub shipped_before: Option<String>,
    /// Why the own one is not used.
    pub trouble: Option<Text>,
    /// Where the shipped one comes from.
    pub source: Text,
    /// The day on which it was checked.
    pub checked: String,
    /// How sure it is.
    pub certainty: Certainty,
    /// How it is written.
    pub hint: Text,
}

/// A year of the calendar of working days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export, rename = "HolidayYear")]
pub struct HolidayYearView {
    /// The year.
    pub year: i32,
    /// Whether its holidays are announced; otherwise its working days are counted by weekends.
    pub announced: bool,
    /// Where it comes from; empty for a year that is not announced.
    pub source: Text,
    /// Whether the person brought it in.
    pub own: bool,
}

/// All rules that a person may correct.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct RuleBook {
    /// Letters, windows and limits.
    pub rules: Vec<RuleView>,
    /// The years of the calendar of working days.
    pub holidays: Vec<HolidayYearView>,
}

/// The shipped rule as a person writes it.
fn shipped_text(rules: &Rules, group: &str, key: &str) -> Option<String> {
    match group {
        LETTER => rules.letter(key).ok().map(LetterRule::written),
        WINDOW => rules.kind(key).ok().map(|kind| {
            format!(
                "{} / {}",
                kind.remind.spoken().chinese(),
                kind.window.spoken().chinese()
            )
        }),
        LIMIT => rules
            .limits
            .iter()
            .find(|limit| limit.key == key)
            .map(|limit| limit.length.spoken().chinese()),
        _ => None,
    }
}

impl DataFile {
    /// All rules that a person may correct, with their corrections. `now` says which year has to be announced by now.
    pub fn rule_book(&self, now: Moment) -> Outcome<RuleBook> {
        let shipped = Rules::shipped()?;
        let hint = |group: &str| match group {
            LETTER => text!(rule_hint_letter),
            WINDOW => text!(rule_hint_window),
            _ => text!(rule_hint_limit),
        };
        let view = |group: &'static str, key: &str, name: &RowText, provenance: &Provenance| {
            let text = shipped_text(&shipped, group, key).unwrap_or_default();
            let own = self.works.own.iter().find(|own| is_of(own, group, key));
            let trouble = self
                .works
                .troubles
                .iter()
                .find(|one| one.group == group && one.key == key);
            let before = own
                .map(|own| own.shipped.clone())
                .filter(|before| *before != text);
            RuleView {
                group: group.to_owned(),
                key: key.to_owned(),
                name: name.into(),
                own: own.map(|own| own.text.clone()),
                shipped_changed: before.is_some(),
                shipped_before: before,
                trouble: trouble.map(|one| one.message.clone()),
                source: (&provenance.source).into(),
                checked: provenance.checked.to_string(),
                certainty: provenance.certainty,
                hint: hint(group),
                shipped: text,
            }
        };
        let letters = shipped
            .letters
            .iter()
            .map(|letter| view(LETTER, &letter.key, &letter.name, &letter.provenance));
        let windows = shipped
            .kinds
            .iter()
            .map(|kind| view(WINDOW, &kind.key, &kind.name, &kind.provenance));
        let limits = shipped
            .limits
            .iter()
            .map(|limit| view(LIMIT, &limit.key, &limit.name, &limit.provenance));
        let rules = letters.chain(windows).chain(limits).collect();
        Ok(RuleBook {
            rules,
            holidays: self.holiday_years(now),
        })
    }

    fn holiday_years(&self, now: Moment) -> Vec<HolidayYearView> {
        use chrono::Datelike;
        let known = &self.works.rules.holidays;
        let this_year = now.in_zone(self.works.zone).year();
        let last = known.years().map(|year| year.year).max().unwrap_or(this_year);
        let first = known
            .years()
            .map(|year| year.year)
            .min()
            .unwrap_or(this_year)
            .min(this_year);
        (first..=last.max(this_year + 1))
            .map(|year| {
                let announced = known.years().find(|known| known.year == year);
                HolidayYearView {
                    year,
                    announced: announced.is_some(),
                    source: announced.map(|year| year.source.clone()).unwrap_or_default(),
                    own: announced.is_some_and(|year| year.own),
                }
            })
            .collect()
    }

    /// Corrects a rule; an empty text goes back to the shipped one. Open orders are planned anew.
    ///
    /// # Errors
    /// A rule that there is not, and a text that cannot be used, with its line; nothing is changed then.
    pub fn set_rule(&mut self, group: &str, key: &str, text: &str, now: Moment) -> Outcome<RuleView> {
        let shipped = Rules::shipped()?;
        let was = shipped_text(&shipped, group, key)
            .ok_or_else(|| Failure::failed(text!(rule_unknown, key = daozhang_core::order::excerpt(key))))?;
        let text = text.trim();
        if text.is_empty() || text == was {
            self.store.uncorrect(group, key)?;
        } else {
            let correction = Correction {
                group: group.to_owned(),
                key: key.to_owned(),
                text: text.to_owned(),
                shipped: was,
            };
            put_over(&mut shipped.clone(), &correction)?;
            self.store.correct(&correction, now)?;
        }
        self.rules_changed(now)?;
        self.rule(group, key, now)
    }

    /// Keeps the person's own rule although the shipped one has changed since.
    pub fn keep_rule(&mut self, group: &str, key: &str, now: Moment) -> Outcome<RuleView> {
        let shipped = Rules::shipped()?;
        let own = self.works.own.iter().find(|own| is_of(own, group, key)).cloned();
        if let (Some(own), Some(now_shipped)) = (own, shipped_text(&shipped, group, key)) {
            let kept = Correction {
                shipped: now_shipped,
                ..own
            };
            self.store.correct(&kept, now)?;
            self.rules_changed(now)?;
        }
        self.rule(group, key, now)
    }

    /// Takes in a newer calendar of working days, as the public JSON of the announcements. Open orders are planned anew.
    ///
    /// # Errors
    /// A file that is damaged, empty or of something else; nothing is changed then.
    pub fn import_holidays(&mut self, text: &str, now: Moment) -> Outcome<HolidayYearView> {
        let year = HolidayYear::read(text)?.year;
        let correction = Correction {
            group: HOLIDAYS.to_owned(),
            key: year.to_string(),
            text: text.to_owned(),
            shipped: String::new(),
        };
        self.store.correct(&correction, now)?;
        self.rules_changed(now)?;
        self.holiday_years(now)
            .into_iter()
            .find(|one| one.year == year)
            .ok_or_else(|| Failure::failed(text!(holidays_lost)))
    }

    fn rule(&self, group: &str, key: &str, now: Moment) -> Outcome<RuleView> {
        self.rule_book(now)?
            .rules
            .into_iter()
            .find(|rule| rule.group == group && rule.key == key)
            .ok_or_else(|| Failure::failed(text!(rule_missing)))
    }

    fn rules_changed(&mut self, now: Moment) -> Outcome<()> {
        self.follow_rules()?;
        self.plan_under_rules(now)
    }

    /// Plans the open orders anew where they were planned under other rules: of an earlier version of the app, before a
    /// correction, or by a process that did not know of one yet.
    pub(crate) fn plan_under_rules(&mut self, now: Moment) -> Outcome<()> {
        if self.store.planned_with()?.as_ref() == Some(&self.works.digest) {
            return Ok(());
        }
        let clockwork = self.works.at(now);
        self.store.write(|tx| {
            plan_anew(tx, None, &clockwork)?;
            tx.planned_with(&self.works.digest)
        })
    }
}
