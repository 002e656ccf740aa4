//! Facts as they stand in a timeline.

use crate::order::{Facts, Fen, Moment, Span};

/// The facts as they stand in the chained timeline: compact JSON, times in milliseconds UTC, money in 分.
pub(super) fn facts_json(facts: &Facts) -> String {
    serde_json::json!({
        "platform": facts.platform,
        "product": facts.product,
        "kind": facts.kind,
        "account": facts.account,
        "order_no": facts.order_no,
        "amount_fen": facts.amount.0,
        "channel": facts.channel,
        "payment_no": facts.payment_no,
        "merchant_order_no": facts.merchant_order_no,
        "merchant": facts.merchant,
        "note": facts.note,
        "paid_at": facts.paid_at.0,
        "window_ms": facts.window.0,
        "window_promised": facts.window_promised,
    })
    .to_string()
}

/// Reads facts as they stand in a timeline; none if they are not what this app writes.
pub(super) fn read_facts(json: &str) -> Option<Facts> {
    let value: serde_json::Value = serde_json::from_str(json).ok()?;
    let text = |key: &str| value[key].as_str().map(str::to_owned);
    Some(Facts {
        platform: text("platform")?,
        product: text("product")?,
        kind: text("kind")?,
        account: text("account"),
        order_no: text("order_no"),
        amount: Fen(value["amount_fen"].as_i64()?),
        channel: text("channel"),
        payment_no: text("payment_no"),
        merchant_order_no: text("merchant_order_no"),
        merchant: text("merchant"),
        note: text("note"),
        paid_at: Moment(value["paid_at"].as_i64()?),
        window: Span(value["window_ms"].as_i64()?),
        window_promised: value["window_promised"].as_bool()?,
    })
}
