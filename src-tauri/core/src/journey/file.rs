//! Complaints that were filed somewhere, with the deadlines that begin with them.

use super::Journey;
use super::settle::still_open;
use crate::order::{EventKind, Happening, Moment, OrderId};
use crate::record::{check_filing_number, read_at};
use crate::store::Change;
use crate::{Failure, Outcome};

/// A filing that was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// The order.
    pub order: OrderId,
    /// Whom it was filed with: `payment`.
    pub to: String,
    /// Its number, if there is one.
    pub number: Option<String>,
    /// When it was filed.
    pub filed_at: Moment,
    /// What begins with it.
    pub deadlines: Vec<DeadlineSet>,
}

/// A deadline that begins with a filing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadlineSet {
    /// What is due then.
    pub name: String,
    /// When.
    pub due_at: Moment,
    /// Where it comes from.
    pub basis: String,
}

impl Journey {
    /// Writes down a complaint that was filed with the payment channel, and gives back its deadlines. `at` as typed;
    /// empty for now.
    pub fn file_complaint(
        &mut self,
        id: OrderId,
        to: &str,
        number: &str,
        at: &str,
        now: Moment,
    ) -> Outcome<Filed> {
        if to != "payment" {
            return Err(Failure::failed(format!(
                "还不能记录提交给“{}”的投诉，现在可以记的是：payment（支付渠道）。",
                crate::order::excerpt(to)
            )));
        }
        let number = check_filing_number(number)?;
        let zone = self.works.zone;
        let mut filed_at = now;
        self.change(id, &[], now, |order, _| {
            still_open(order)?;
            filed_at = read_at(at, order.facts.paid_at, now, zone)?;
            let channel = order.facts.channel.clone();
            let facts = serde_json::json!({ "to": to, "channel": channel, "number": number });
            let named = number
                .as_deref()
                .map(|number| format!("，编号 {number}"))
                .unwrap_or_default();
            let event = Happening {
                facts: Some(facts.to_string()),
                ..Happening::new(EventKind::Filed, filed_at)
            };
            Ok(Change {
                filing: Some((to.to_owned(), number.clone(), filed_at)),
                ..Change::of(event.saying(format!("向支付渠道投诉{named}")))
            })
        })?;
        let (order, _, _) = self.store.order(id)?;
        let deadlines = order.course.deadlines.iter().map(|one| DeadlineSet {
            name: one.topic.name().to_owned(),
            due_at: one.at,
            basis: self.works.rules.topic(one.topic).provenance.source.clone(),
        });
        Ok(Filed {
            order: id,
            to: to.to_owned(),
            number,
            filed_at,
            deadlines: deadlines.collect(),
        })
    }
}
