//! Complaints that were filed somewhere, with the deadlines that begin with them, and how they were answered.

use crate::data_file::{DataFile, changed};
use crate::letters::CaseFile;
use crate::settle::still_open;
use daozhang_core::escalate::{FilingView, filing_view, filing_warnings};
use daozhang_core::order::view::OrderDetail;
use daozhang_core::order::{
    AnsweredFacts, Change, EventKind, FiledFacts, FilingAnswer, Happening, History, Moment, OrderId, Word,
    answer_words, excerpt, written,
};
use daozhang_core::record::{check_filing_number, read_at};
use daozhang_core::words::Text;
use daozhang_core::{Failure, Outcome, text};
use serde::Serialize;
use ts_rs::TS;

/// A complaint that was written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Filed {
    /// The order as it stands now.
    pub order: OrderDetail,
    /// The filing, with what begins with it.
    pub filing: FilingView,
    /// What to know of it: bodies that exclude each other.
    pub warnings: Vec<Text>,
}

impl DataFile {
    /// Writes down a complaint that was filed with a step of the ladder, and returns its deadlines. `at` as typed;
    /// empty for now.
    ///
    /// # Errors
    /// A step that takes no filings, a moment before the payment or in the future, a settled order.
    pub fn file_complaint(
        &mut self,
        id: OrderId,
        to: &str,
        number: &str,
        at: &str,
        now: Moment,
    ) -> Outcome<Filed> {
        let works = &self.works;
        let files = || works.rules.steps.iter().filter(|step| step.files());
        let step = files().find(|step| step.key == to).ok_or_else(|| {
            let known = Text::list(files().map(|step| Text::as_it_is(&*step.key)));
            Failure::failed(text!(filing_refused, to = excerpt(to), known = known))
        })?;
        let number = check_filing_number(number)?;
        let (filing, warnings) = self.store.write(|tx| {
            let file = CaseFile::of(tx.case(id)?);
            let order = &file.case.order;
            let warnings = filing_warnings(&file.matter(&works.rules, now, works.zone), to);
            still_open(order)?;
            let filed_at = read_at(at, order.facts.paid_at, now, works.zone)?;
            let named = number
                .as_deref()
                .map(|number| format!("，编号 {number}"))
                .unwrap_or_default();
            let facts = FiledFacts {
                to: to.to_owned(),
                channel: order.facts.channel.clone().filter(|_| to == "payment"),
                number,
            };
            let event = Happening {
                facts: Some(written(&facts)?),
                ..Happening::new(EventKind::Filed, filed_at)
            };
            let event = event.saying(format!("{}{named}", step.name.chinese()));
            changed(tx, &file.case, Change::of(event), &works.at(now))?;
            let file = CaseFile::of(tx.case(id)?);
            let filing = file
                .history
                .filings
                .last()
                .ok_or_else(|| Failure::failed(text!(filing_lost)))?;
            Ok((
                filing_view(&file.matter(&works.rules, now, works.zone), filing),
                warnings,
            ))
        })?;
        Ok(Filed {
            order: self.show(id)?,
            filing,
            warnings,
        })
    }

    /// Writes down how a filing was answered. `at` as typed; empty for now.
    ///
    /// # Errors
    /// A filing that the order does not have, an unknown answer, a moment before the filing.
    pub fn answer_filing(
        &mut self,
        id: OrderId,
        filing: u32,
        answer: &str,
        at: &str,
        now: Moment,
    ) -> Outcome<()> {
        let answer = FilingAnswer::from_word(answer.trim()).ok_or_else(|| {
            let known = Text::list(answer_words().into_iter().map(Text::as_it_is));
            Failure::failed(text!(
                filing_answer_unknown,
                answer = excerpt(answer),
                known = known
            ))
        })?;
        let works = &self.works;
        self.store.write(|tx| {
            let case = tx.case(id)?;
            still_open(&case.order)?;
            let history = History::of(&case.order.facts, &case.events);
            let filed = history
                .filings
                .iter()
                .find(|one| one.seq == filing)
                .ok_or_else(|| Failure::failed(text!(filing_gone)))?;
            let at = read_at(at, filed.filed_at, now, works.zone)?;
            let name = works
                .rules
                .step(&filed.to)
                .map_or("投诉", |step| step.name.chinese());
            let facts = AnsweredFacts { filing, answer };
            let answered = Happening {
                facts: Some(written(&facts)?),
                ..Happening::new(EventKind::Answered, at)
                    .saying(format!("{name}：{}", answer.name().chinese()))
            };
            changed(tx, &case, Change::of(answered), &works.at(now)).map(drop)
        })
    }
}
