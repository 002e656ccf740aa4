//! What a person paid for.

use super::{Event, EventKind, Fen, Moment, Payment, Span};
use crate::{Failure, Outcome, text};
use serde::{Deserialize, Serialize};

/// What a person paid for: the facts that they logged, already checked.
///
/// They stand in the chained timeline as JSON. A test freezes its bytes: the fields are declared in its order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The account to be charged, exactly as ordered.
    pub account: Option<String>,
    #[serde(rename = "amount_fen")]
    pub amount: Fen,
    /// The key of the payment channel in the rules.
    pub channel: Option<String>,
    /// The key of the product kind in the rules.
    pub kind: String,
    /// The merchant's legal name as the payment bill shows it (商户全称).
    pub merchant: Option<String>,
    /// The merchant's number in the payment bill (商户单号), exact text.
    pub merchant_order_no: Option<String>,
    pub note: Option<String>,
    /// The platform's order number, exact text.
    pub order_no: Option<String>,
    pub paid_at: Moment,
    /// The payment channel's number (支付单号), exact text; of several payments that of the first.
    pub payment_no: Option<String>,
    /// The payments of an order that was not paid by one alone, or by one that paid for more; else empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payments: Vec<Payment>,
    pub platform: String,
    /// What was bought, in the platform's words.
    pub product: String,
    /// How many equal things were ordered, from 1; `amount` is for all of them.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub quantity: u32,
    /// What the page asked for, where it is not what was paid.
    #[serde(rename = "requested_fen", default, skip_serializing_if = "Option::is_none")]
    pub requested: Option<Fen>,
    /// How long arrival may take, counted from `paid_at`.
    #[serde(rename = "window_ms")]
    pub window: Span,
    /// Whether the window is what the platform promised for this order; otherwise it is the kind's default.
    pub window_promised: bool,
}

fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_one(quantity: &u32) -> bool {
    *quantity == 1
}

impl Facts {
    /// As they stand in the timeline.
    pub fn written(&self) -> Outcome<String> {
        written(self)
    }

    /// Reads facts as they stand in a timeline; none if they are not what this app writes.
    pub fn read(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }

    /// The same without what is told of several payments.
    pub fn with_no_payments(self) -> Self {
        Self {
            payments: Vec::new(),
            ..self
        }
    }

    /// Everything in words, as search looks for it: a line each.
    pub fn texts(&self) -> String {
        let optional = [
            &self.account,
            &self.order_no,
            &self.payment_no,
            &self.merchant_order_no,
            &self.merchant,
            &self.note,
        ];
        let mut text = format!("{}\n{}", self.platform, self.product);
        let further = self.payments.iter().skip(1).map(|payment| &payment.payment_no);
        for part in optional.into_iter().chain(further).flatten() {
            text.push('\n');
            text.push_str(part);
        }
        text
    }
}

/// The facts of an order as its timeline says them last; none where it tells none that this app reads.
pub fn facts_told(events: &[Event]) -> Option<Facts> {
    events
        .iter()
        .rev()
        .filter(|event| matches!(event.what.kind, EventKind::Logged | EventKind::Edited))
        .find_map(|event| Facts::read(event.what.facts.as_deref()?))
}

/// What an event holds besides its words, as it stands in the timeline: compact JSON, times in milliseconds UTC, money in 分.
pub fn written(facts: &impl Serialize) -> Outcome<String> {
    serde_json::to_string(facts).map_err(|error| Failure::failed(text!(timeline_unwritten)).because(error))
}

#[cfg(test)]
impl Facts {
    /// Facts of which nothing matters but what a test names.
    pub fn sample() -> Self {
        Self {
            account: None,
            amount: Fen(1),
            channel: None,
            kind: "other".into(),
            merchant: None,
            merchant_order_no: None,
            note: None,
            order_no: None,
            paid_at: Moment(0),
            payment_no: None,
            payments: Vec::new(),
            platform: "甲".into(),
            product: "乙".into(),
            quantity: 1,
            requested: None,
            window: Span::DAY,
            window_promised: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes under the hashes of every timeline: what they are never changes.
    #[test]
    fn the_bytes_in_a_timeline_are_frozen() {
        let facts = Facts {
            account: Some("10086123".into()),
            amount: Fen(9850),
            note: Some("“给弟弟”\n/".into()),
            paid_at: Moment(1_795_179_825_000),
            window: Span(1_800_000),
            ..Facts::sample()
        };
        let frozen = concat!(
            r#"{"account":"10086123","amount_fen":9850,"channel":null,"kind":"other","merchant":null,"#,
            r#""merchant_order_no":null,"note":"“给弟弟”\n/","order_no":null,"paid_at":1795179825000,"payment_no":null,"#,
            r#""platform":"甲","product":"乙","window_ms":1800000,"window_promised":false}"#
        );
        assert_eq!(facts.written().unwrap(), frozen);
        assert_eq!(Facts::read(frozen), Some(facts));
        assert_eq!(Facts::read(r#"{"platform":"甲"}"#), None);
    }
}
