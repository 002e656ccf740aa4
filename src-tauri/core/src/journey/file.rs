//! Complaints that were filed somewhere, with the deadlines that begin with them, and how they were answered.

use super::Journey;
use super::settle::still_open;
use crate::escalate::{FilingView, filing_view, filing_warnings};
use crate::order::{
    AnsweredFacts, EventKind, FiledFacts, FilingAnswer, Happening, History, Moment, OrderId, Word,
    answer_words, excerpt,
};
use crate::record::{check_filing_number, read_at};
use crate::store::Change;
use crate::{Failure, Outcome};

/// A filing that was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// The filing, with what begins with it.
    pub filing: FilingView,
    /// What to know of it: bodies that exclude each other.
    pub warnings: Vec<String>,
}

impl Journey {
    /// Writes down a complaint that was filed with a step of the ladder, and gives back its deadlines. `at` as typed;
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
        let step = self
            .works
            .rules
            .steps
            .iter()
            .find(|step| step.key == to && step.files)
            .ok_or_else(|| {
                let known: Vec<&str> = self
                    .works
                    .rules
                    .steps
                    .iter()
                    .filter(|step| step.files)
                    .map(|step| step.key.as_str())
                    .collect();
                Failure::failed(format!(
                    "不能记录提交给“{}”的投诉，可以记的是：{}。",
                    excerpt(to),
                    known.join("、")
                ))
            })?;
        let named_step = step.name.clone();
        let number = check_filing_number(number)?;
        let warnings = {
            let file = self.case_file(id)?;
            filing_warnings(&file.case(self, &self.works.rules, now), to)
        };
        let zone = self.works.zone;
        self.change(id, &[], now, |order, _| {
            still_open(order)?;
            let filed_at = read_at(at, order.facts.paid_at, now, zone)?;
            let facts = FiledFacts {
                to: to.to_owned(),
                channel: order.facts.channel.clone().filter(|_| to == "payment"),
                number: number.clone(),
            };
            let named = number
                .as_deref()
                .map(|number| format!("，编号 {number}"))
                .unwrap_or_default();
            let event = Happening {
                facts: Some(serde_json::to_string(&facts).unwrap_or_default()),
                ..Happening::new(EventKind::Filed, filed_at)
            };
            Ok(Change::of(event.saying(format!("{named_step}{named}"))))
        })?;
        let file = self.case_file(id)?;
        let history = History::of(&file.events);
        let filing = history
            .filings
            .last()
            .ok_or_else(|| Failure::failed("没有找到刚记下的投诉，请重新打开订单看看。"))?;
        Ok(Filed {
            filing: filing_view(&file.case(self, &self.works.rules, now), filing),
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
            Failure::failed(format!(
                "没有“{}”这种答复，可以记的是：{}。",
                excerpt(answer),
                answer_words().join("、")
            ))
        })?;
        let zone = self.works.zone;
        let rules = self.works.rules.clone();
        self.change(id, &[], now, |order, events| {
            still_open(order)?;
            let history = History::of(events);
            let filed = history
                .filings
                .iter()
                .find(|one| one.seq == filing)
                .ok_or_else(|| Failure::failed("这笔订单没有这次投诉，可能已经撤销了。"))?;
            let at = read_at(at, filed.filed_at, now, zone)?;
            let name = rules.step(&filed.to).map_or("投诉", |step| step.name.as_str());
            let facts = AnsweredFacts { filing, answer };
            Ok(Change::of(Happening {
                facts: Some(serde_json::to_string(&facts).unwrap_or_default()),
                ..Happening::new(EventKind::Answered, at).saying(format!("{name}：{}", answer.name()))
            }))
        })
    }
}
