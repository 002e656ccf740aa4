//! escalate (催) on the store: the diagnosis, the ladder, letters, and that they were sent.

use super::Journey;
use super::settle::still_open;
use crate::escalate::{
    self, Answers, Case, DiagnosisTurn, Escalation, Letter, Wish, WrittenDiagnosis, letter_key, open_blanks,
};
use crate::order::{Event, EventKind, Happening, History, Moment, Order, OrderId, Seller, ShotRole};
use crate::record;
use crate::rules::{Records, Rules};
use crate::store::Change;
use crate::{Code, Failure, Outcome};
use serde::Deserialize;
use ts_rs::TS;

/// What the person wants of a letter besides its recipient, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct LetterWish {
    /// The deadline to name: `24小时`, `明天 18:00`; empty for the letter's own.
    pub answer_by: String,
    /// Whether to claim 欺诈.
    pub fraud: bool,
}

/// An order with all that a case is made of.
pub(super) struct CaseFile {
    pub(super) order: Order,
    pub(super) events: Vec<Event>,
    history: History,
    seller: Seller,
    shots: Vec<ShotRole>,
}

impl CaseFile {
    pub(super) fn case<'a>(&'a self, journey: &'a Journey, rules: &'a Rules, now: Moment) -> Case<'a> {
        Case {
            order: &self.order,
            history: &self.history,
            seller: &self.seller,
            shots: &self.shots,
            rules,
            now,
            zone: journey.works.zone,
        }
    }
}

impl Journey {
    pub(super) fn case_file(&self, id: OrderId) -> Outcome<CaseFile> {
        let (order, events, shots) = self.store.order(id)?;
        Ok(CaseFile {
            history: History::of(&events),
            seller: self.store.seller(&order.facts.platform)?,
            shots: shots.iter().map(|shot| shot.role).collect(),
            order,
            events,
        })
    }

    /// All that is said of a case: the ladder, the one thing to do, filings, limits.
    pub fn escalation(&self, id: OrderId, now: Moment) -> Outcome<Escalation> {
        let file = self.case_file(id)?;
        escalate::escalation(&file.case(self, &self.works.rules, now))
    }

    /// One turn of the conversation on whose problem it is. With `record` a finding is written into the timeline.
    ///
    /// # Errors
    /// An answer that does not exist; a settled order.
    pub fn diagnose(
        &mut self,
        id: OrderId,
        answers: &Answers,
        record: bool,
        now: Moment,
    ) -> Outcome<DiagnosisTurn> {
        let (order, _, _) = self.store.order(id)?;
        still_open(&order)?;
        let table = &self.works.rules.diagnosis;
        let within = crate::order::Span(i64::from(table.repeat_minutes) * crate::order::Span::MINUTE.0);
        let repeated = self.store.repeated(&order, within)?;
        let signs = escalate::seen(&order, repeated, table, now);
        let time = signs.get(&crate::rules::Sign::Time).cloned().unwrap_or_default();
        let zone = self.works.zone;
        let mut turn = escalate::diagnose(table, &signs, answers, zone, record.then_some(now))?;
        let Some(found) = turn.found.as_mut().filter(|_| record) else {
            return Ok(turn);
        };
        // What the app saw by itself is an answer too, once it stands in the timeline.
        if repeated && found.answers.paying.is_none() {
            found.answers.paying = Some("twice".to_owned());
        }
        let written = WrittenDiagnosis {
            row: found.row.clone(),
            time,
            answers: found.answers.clone(),
        };
        let facts = serde_json::to_string(&written).unwrap_or_default();
        let text = format!(
            "{}，由{}处理。{}\n先查：{}\n下一步：{}",
            found.cause_name,
            found.who_name,
            found.reasons.join("；"),
            found.check,
            found.next
        );
        self.change(id, &[], now, |order, _| {
            still_open(order)?;
            Ok(Change::of(Happening {
                facts: Some(facts),
                ..Happening::new(EventKind::Diagnosed, now).saying(text)
            }))
        })?;
        Ok(turn)
    }

    /// The letter about an order to a recipient. Where the person's own template cannot be used, the shipped one is, and
    /// the letter says why.
    pub fn letter(&self, id: OrderId, to: &str, wish: &LetterWish, now: Moment) -> Outcome<Letter> {
        let file = self.case_file(id)?;
        let wish = self.read_wish(wish, now)?;
        let case = file.case(self, &self.works.rules, now);
        let written = escalate::letter(&case, to, wish);
        let key = letter_key(&case, to);
        let trouble = self
            .works
            .troubles
            .iter()
            .find(|one| one.group == "letter" && one.key == key);
        if let Some(trouble) = trouble {
            return written.map(|letter| Letter {
                broken: Some(trouble.message.clone()),
                ..letter
            });
        }
        match written {
            Err(failure)
                if failure.code == Code::Text && self.works.own.iter().any(|own| own.is("letter", &key)) =>
            {
                let shipped = Rules::shipped()?;
                let letter = escalate::letter(&file.case(self, &shipped, now), to, wish)?;
                Ok(Letter {
                    broken: Some(failure.message),
                    ..letter
                })
            }
            written => written,
        }
    }

    /// The key of the letter to the platform that fits now, for whoever copies it without looking: the ladder's, as long as
    /// it goes to the platform; after a demand the answer to 请耐心等待, else the first demand.
    pub fn next_words(&self, id: OrderId, now: Moment) -> Outcome<String> {
        let file = self.case_file(id)?;
        let case = file.case(self, &self.works.rules, now);
        let main = escalate::escalation(&case)?.main.and_then(|main| main.letter);
        let fits = |key: &String| {
            let rule = self.works.rules.letter(key);
            rule.is_ok_and(|rule| rule.records != Records::Filing)
        };
        Ok(main.filter(fits).unwrap_or_else(|| {
            let asked = file.history.demanded_at().is_some();
            if asked { "platform-reply" } else { "platform" }.to_owned()
        }))
    }

    /// Checks the text of a letter that is about to be copied, and gives it back as it is sent.
    ///
    /// # Errors
    /// [`Code::Blanks`] while fields stand open in it and `with_blanks` does not say that they may.
    pub fn check_letter(
        &self,
        id: OrderId,
        to: &str,
        text: &str,
        with_blanks: bool,
        now: Moment,
    ) -> Outcome<String> {
        let file = self.case_file(id)?;
        let case = file.case(self, &self.works.rules, now);
        let rule = self.works.rules.letter(&letter_key(&case, to))?;
        let text = record::check_letter(text)?;
        let open = open_blanks(rule, &text);
        if !open.is_empty() && !with_blanks {
            return Err(Failure::new(
                Code::Blanks,
                format!("还有 {} 处没填：{}。", open.len(), open.join("、")),
            ));
        }
        Ok(text)
    }

    /// Writes down that a letter was sent, as the person sent it. A letter that goes with a filing is not written down:
    /// the filing will be.
    pub fn sent(&mut self, id: OrderId, to: &str, text: &str, wish: &LetterWish, now: Moment) -> Outcome<()> {
        let file = self.case_file(id)?;
        let case = file.case(self, &self.works.rules, now);
        let rule = self.works.rules.letter(&letter_key(&case, to))?;
        let text = record::check_letter(text)?;
        let until = match rule.records {
            Records::Demand => None,
            Records::FinalDemand => {
                let wish = self.read_wish(wish, now)?;
                Some(wish.answer_by.unwrap_or(now + rule.answer_within))
            }
            Records::Filing => return Ok(()),
        };
        let sent = Happening {
            until,
            ..Happening::new(EventKind::Demanded, now).saying(format!("发给{}：\n{text}", rule.recipient))
        };
        self.change(id, &[], now, |order, _| {
            still_open(order)?;
            Ok(Change::of(sent))
        })
    }

    /// Who is behind a platform.
    pub fn seller(&self, platform: &str) -> Outcome<Seller> {
        self.store.seller(platform)
    }

    /// Writes down who is behind a platform.
    pub fn set_seller(&mut self, seller: &Seller, now: Moment) -> Outcome<Seller> {
        let seller = record::check_seller(seller)?;
        self.store.set_seller(&seller, now, &self.works)?;
        Ok(seller)
    }

    fn read_wish(&self, wish: &LetterWish, now: Moment) -> Outcome<Wish> {
        let answer_by = match wish.answer_by.trim() {
            "" => None,
            text => Some(record::read_deadline(text, now, self.works.zone)?),
        };
        Ok(Wish {
            answer_by,
            fraud: wish.fraud,
        })
    }
}
