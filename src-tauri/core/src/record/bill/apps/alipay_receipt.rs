//! 支付宝 电子回单: one payment on one page, labels and values.

use super::Format;
use crate::record::bill::paper::{Body, Holds, PaperForm};
use crate::text;

pub const FORMAT: Format = Format::paper(
    "alipay-receipt",
    || text!(bill_format_alipay_receipt),
    "不计收支",
    &PAPER,
);

const PAPER: PaperForm = PaperForm {
    titles: &["电子回单"],
    body: Body::Labels(&[
        ("支付宝流水号", Holds::PaymentNo),
        ("付款时间", Holds::At),
        ("小写", Holds::Amount),
        ("摘要", Holds::Item),
        // The payer's stands above the payee's.
        ("账户名", Holds::Counterparty),
    ]),
};
