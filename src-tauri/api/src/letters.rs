//! escalate (催) on the store: the diagnosis, the ladder, letters, and that they were sent.

use crate::Session;
use crate::corrections::is_of;
use crate::data_file::{DataFile, Works, changed, plan_anew};
use crate::settle::still_open;
use daozhang_core::escalate::{
    self, Answers, DiagnosisTurn, Escalation, Form, Letter, Matter, Wish, WrittenDiagnosis, letter_key,
    open_blanks,
};
use daozhang_core::order::view::OrderDetail;
use daozhang_core::order::{
    self, BEIJING, Change, EventKind, Happening, History, Moment, OrderId, Seller, ShotRole, Span, Zone,
    written,
};
use daozhang_core::record;
use daozhang_core::rules::{Records, Rules, Sign};
use daozhang_core::store::{Store, Tx};
use daozhang_core::words::Text;
use daozhang_core::{Code, Failure, Outcome, text};
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

/// An order with what its events say, as the room looks at it.
pub(crate) struct CaseFile {
    pub(crate) case: order::Case,
    pub(crate) history: History,
    shots: Vec<ShotRole>,
}

impl CaseFile {
    pub(crate) fn of(case: order::Case) -> Self {
        Self {
            history: History::of(&case.order.facts, &case.events),
            shots: case.shots.iter().map(|shot| shot.role).collect(),
            case,
        }
    }

    /// `home` is where the person's own clock is.
    pub(crate) fn matter<'a>(&'a self, rules: &'a Rules, now: Moment, home: Zone) -> Matter<'a> {
        Matter {
            order: &self.case.order,
            history: &self.history,
            seller: &self.case.platform.seller,
            shots: &self.shots,
            keys: &self.case.keys,
            rules,
            now,
            // Letters are read in China, beside payment pages and bills.
            zone: BEIJING,
            home,
        }
    }
}

impl DataFile {
    pub(crate) fn case_file(&self, id: OrderId) -> Outcome<CaseFile> {
        Ok(CaseFile::of(self.store.case(id)?))
    }

    /// All that is said of a matter: the ladder, the one thing to do, filings, limits.
    pub fn escalation(&self, id: OrderId, now: Moment) -> Outcome<Escalation> {
        let file = self.case_file(id)?;
        escalate::escalation(&file.matter(&self.works.rules, now, self.works.zone))
    }

    /// One turn of the conversation on whose problem it is; nothing is written.
    ///
    /// # Errors
    /// An answer that does not exist; a settled order.
    pub fn diagnosis(&self, id: OrderId, answers: &Answers, now: Moment) -> Outcome<DiagnosisTurn> {
        Ok(diagnosed(
            &self.store,
            &self.works,
            &self.store.case(id)?,
            answers,
            None,
            now,
        )?
        .0)
    }

    /// The same, and a finding is written into the timeline.
    pub fn diagnose(&mut self, id: OrderId, answers: &Answers, now: Moment) -> Outcome<DiagnosisTurn> {
        let works = &self.works;
        self.store.write(|tx| {
            let case = tx.case(id)?;
            let (turn, found) = diagnosed(tx, works, &case, answers, Some(now), now)?;
            if let Some(found) = found {
                changed(tx, &case, Change::of(found), &works.at(now))?;
            }
            Ok(turn)
        })
    }

    /// The letter about an order to a recipient. Where the person's own template cannot be used, the shipped one is, and
    /// the letter says why.
    pub fn letter(&self, id: OrderId, to: &str, wish: &LetterWish, now: Moment) -> Outcome<Letter> {
        self.written(id, to, self.works.read_wish(wish, now)?, now)
    }

    /// The form that is handed in with a step, with what goes into each of its fields.
    pub fn form(&self, id: OrderId, to: &str, now: Moment) -> Outcome<Form> {
        let file = self.case_file(id)?;
        let matter = file.matter(&self.works.rules, now, self.works.zone);
        let write = |key: &str| self.works.letter(&file, key, Wish::default(), now);
        escalate::form(&matter, to, &self.person()?.unwrap_or_default(), write)
    }

    pub(crate) fn written(&self, id: OrderId, to: &str, wish: Wish, now: Moment) -> Outcome<Letter> {
        self.works.letter(&self.case_file(id)?, to, wish, now)
    }

    /// The letter to the platform that fits now, by its key and with its text, for those who send it unseen.
    ///
    /// # Errors
    /// A settled order.
    pub fn next_letter(&self, id: OrderId, now: Moment) -> Outcome<(String, String)> {
        let file = self.case_file(id)?;
        let to = self.works.next_words(&file, now)?;
        let text = self.works.letter(&file, &to, Wish::default(), now)?.text;
        Ok((to, text))
    }

    /// The key of the letter to the platform that fits now.
    pub fn next_words(&self, id: OrderId, now: Moment) -> Outcome<String> {
        self.works.next_words(&self.case_file(id)?, now)
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
        let matter = file.matter(&self.works.rules, now, self.works.zone);
        let rule = self.works.rules.letter(&letter_key(&matter, to))?;
        let text = record::check_letter(text)?;
        let open = open_blanks(rule, &text);
        if !open.is_empty() && !with_blanks {
            return Err(Failure::new(
                Code::Blanks,
                text!(
                    letter_blanks_open,
                    places = open.len(),
                    what = Text::list(open.iter().map(|words| self.works.rules.blank(words)))
                ),
            ));
        }
        Ok(text)
    }

    /// Writes down that a letter was sent, as the person sent it. A letter that goes with a filing is not written down:
    /// the filing will be.
    pub fn sent(&mut self, id: OrderId, to: &str, text: &str, wish: &LetterWish, now: Moment) -> Outcome<()> {
        let works = &self.works;
        let wish = works.read_wish(wish, now)?;
        self.store
            .write(|tx| works.sent(tx, &CaseFile::of(tx.case(id)?), to, text, wish, now))
    }

    pub fn seller(&self, platform: &str) -> Outcome<Seller> {
        Ok(self.store.platform(platform)?.seller)
    }

    /// Writes down who is behind a platform, and plans its open orders anew.
    pub fn set_seller(&mut self, seller: &Seller, now: Moment) -> Outcome<Seller> {
        let seller = record::check_seller(seller)?;
        let clockwork = self.works.at(now);
        self.store.write(|tx| {
            tx.set_seller(&seller)?;
            plan_anew(tx, Some(&seller.platform), &clockwork)
        })?;
        Ok(seller)
    }
}

impl Session {
    /// Copies a letter, and writes down that it was sent.
    pub(crate) fn letter_copied(
        &self,
        id: OrderId,
        to: &str,
        text: &str,
        wish: &LetterWish,
        with_blanks: bool,
    ) -> Outcome<OrderDetail> {
        let text = self.read(|data, now| data.check_letter(id, to, text, with_blanks, now))?;
        // Outside of both: a clipboard that does not answer holds up nobody who reads or writes.
        self.machine.copy(&text)?;
        let shown = self.write(|data, now| {
            data.sent(id, to, &text, wish, now)?;
            data.show(id)
        })?;
        self.changed();
        Ok(shown)
    }

    /// Copies the letter to the platform that fits now, and writes down that it was sent.
    pub fn copy_next_letter(&self, id: OrderId) -> Outcome<()> {
        let (to, text) = self.read(|data, now| data.next_letter(id, now))?;
        self.machine.copy(&text)?;
        self.write(|data, now| data.sent(id, &to, &text, &LetterWish::default(), now))
    }
}

impl Works {
    fn letter(&self, file: &CaseFile, to: &str, wish: Wish, now: Moment) -> Outcome<Letter> {
        let matter = file.matter(&self.rules, now, self.zone);
        let written = escalate::letter(&matter, to, wish);
        let key = letter_key(&matter, to);
        let trouble = self
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
                if failure.code == Code::Text && self.own.iter().any(|own| is_of(own, "letter", &key)) =>
            {
                let shipped = Rules::shipped()?;
                let letter = escalate::letter(&file.matter(&shipped, now, self.zone), to, wish)?;
                Ok(Letter {
                    broken: Some(failure.text),
                    ..letter
                })
            }
            written => written,
        }
    }

    /// The key of the letter to the platform that fits now: the ladder's, as long as it goes to the platform; after a demand
    /// the answer to 请耐心等待, else the first demand.
    fn next_words(&self, file: &CaseFile, now: Moment) -> Outcome<String> {
        let matter = file.matter(&self.rules, now, self.zone);
        let main = escalate::escalation(&matter)?.main.and_then(|main| main.letter);
        let fits = |key: &String| {
            let rule = self
                .rules
                .letter(key)
                .and_then(|letter| self.rules.step(&letter.step));
            rule.is_ok_and(|step| !step.files())
        };
        Ok(main.filter(fits).unwrap_or_else(|| {
            let asked = file.history.demanded_at().is_some();
            if asked { "platform-reply" } else { "platform" }.to_owned()
        }))
    }

    fn sent(
        &self,
        tx: &Tx<'_>,
        file: &CaseFile,
        to: &str,
        text: &str,
        wish: Wish,
        now: Moment,
    ) -> Outcome<()> {
        let rule = self
            .rules
            .letter(&letter_key(&file.matter(&self.rules, now, self.zone), to))?;
        let text = record::check_letter(text)?;
        let until = match self.rules.step(&rule.step)?.records {
            Records::Demand => None,
            Records::FinalDemand => Some(wish.answer_by.unwrap_or(now + rule.answer_within)),
            Records::Filing => return Ok(()),
        };
        still_open(&file.case.order)?;
        let sent = Happening {
            until,
            ..Happening::new(EventKind::Demanded, now)
                .saying(format!("发给{}：\n{text}", rule.recipient.chinese()))
        };
        changed(tx, &file.case, Change::of(sent), &self.at(now)).map(drop)
    }

    fn read_wish(&self, wish: &LetterWish, now: Moment) -> Outcome<Wish> {
        let answer_by = match wish.answer_by.trim() {
            "" => None,
            text => Some(record::read_deadline(text, &self.rules, now)?),
        };
        Ok(Wish {
            answer_by,
            fraud: wish.fraud,
            own_use: false,
        })
    }
}

/// One turn of the conversation on whose problem it is, and what the timeline says of a finding, where it is written down at a
/// moment.
fn diagnosed(
    store: &Store,
    works: &Works,
    case: &order::Case,
    answers: &Answers,
    recorded_at: Option<Moment>,
    now: Moment,
) -> Outcome<(DiagnosisTurn, Option<Happening>)> {
    let order = &case.order;
    still_open(order)?;
    let table = &works.rules.diagnosis;
    let within = Span(i64::from(table.repeat_minutes) * Span::MINUTE.0);
    let repeated = store.repeated(order, within)?;
    let signs = escalate::seen(order, repeated, &works.rules, now)?;
    let time = signs.get(&Sign::Time).cloned().unwrap_or_default();
    let mut turn = escalate::diagnose(table, &signs, answers, works.zone, recorded_at)?;
    let Some((found, at)) = turn.found.as_mut().zip(recorded_at) else {
        return Ok((turn, None));
    };
    // What the app saw by itself is an answer too, once it stands in the timeline.
    if repeated && found.answers.paying.is_none() {
        found.answers.paying = Some("twice".to_owned());
    }
    let diagnosis = WrittenDiagnosis {
        row: found.row.clone(),
        time,
        answers: found.answers.clone(),
    };
    let text = format!(
        "{}，由{}处理。{}\n先查：{}\n下一步：{}",
        found.cause_name.chinese(),
        found.who_name.chinese(),
        Text::clauses(found.reasons.clone()).chinese(),
        found.check.chinese(),
        found.next.chinese()
    );
    let happening = Happening {
        facts: Some(written(&diagnosis)?),
        ..Happening::new(EventKind::Diagnosed, at).saying(text)
    };
    Ok((turn, Some(happening)))
}
