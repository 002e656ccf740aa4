//! Made-up orders, for trying the app out without any of one's own.

use crate::data_file::{DataFile, logged};
use daozhang_core::order::{Attachment, EventKind, Fen, Happening, Moment, ShotRole};
use daozhang_core::record::{self, Draft};
use daozhang_core::{Failure, Outcome, text};
use serde::Deserialize;

const ORDERS: &str = include_str!("../samples/orders.toml");
const PAYMENT_PAGE: &[u8] = include_bytes!("../samples/payment-page.png");

#[derive(Deserialize)]
struct SampleFile {
    order: Vec<Sample>,
}

#[derive(Deserialize)]
struct Sample {
    /// All of it but when it was paid.
    #[serde(flatten)]
    draft: Draft,
    paid_before: String,
    demanded_before: Option<String>,
    arrived_before: Option<String>,
    refunded_before: Option<String>,
    #[serde(default)]
    payment_page: bool,
}

impl DataFile {
    /// Loads the made-up orders, unless they are loaded already. Returns the number of orders added.
    pub fn load_samples(&mut self, now: Moment) -> Outcome<i64> {
        if self.store.samples()? > 0 {
            return Ok(0);
        }
        let file: SampleFile = toml::from_str(ORDERS)
            .map_err(|error| Failure::failed(text!(samples_unread, error = error.message())))?;
        for sample in &file.order {
            self.load(sample, now)?;
        }
        self.store.samples()
    }

    /// Removes the made-up orders with everything that only they had. Returns the number of orders removed.
    pub fn remove_samples(&mut self) -> Outcome<i64> {
        self.store.remove_samples()
    }

    fn load(&mut self, sample: &Sample, now: Moment) -> Outcome<()> {
        let before = |text: &str| record::read_window(text).map(|span| now - span);
        let draft = Draft {
            paid_at: before(&sample.paid_before)?.rfc3339(self.works.zone),
            ..sample.draft.clone()
        };
        let facts = record::check(&draft, &self.works.rules, now)?.facts;
        let mut told = Vec::new();
        if let Some(span) = &sample.demanded_before {
            told.push(Happening::new(EventKind::Demanded, before(span)?).saying("发给平台客服（示例）"));
        }
        if let Some(span) = &sample.arrived_before {
            told.push(Happening::new(EventKind::Arrived, before(span)?));
        }
        if let Some(span) = &sample.refunded_before {
            let all = Happening::new(EventKind::Refunded, before(span)?);
            told.push(Happening {
                amount: Some(Fen(facts.amount.0)),
                ..all
            });
        }
        let shots: Vec<Attachment> = if sample.payment_page {
            vec![(
                record::inspect("支付页面（示例）.png", PAYMENT_PAGE.to_vec())?,
                Some(ShotRole::Payment),
            )]
        } else {
            Vec::new()
        };
        let clockwork = self.works.at(now);
        self.store.write(|tx| {
            let id = logged(tx, facts, told, &shots, &clockwork)?;
            tx.mark_as_sample(id)
        })
    }
}
