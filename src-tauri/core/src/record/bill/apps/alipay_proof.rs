//! 支付宝 交易流水证明: no status; a refund is a row of its own under the payment's number with an ending.

use super::Format;
use crate::record::bill::paper::{Body, Holds, PaperForm, column};
use crate::text;

pub const FORMAT: Format = Format::paper(
    "alipay-proof",
    || text!(bill_format_alipay_proof),
    "不计收支",
    &PAPER,
);

const PAPER: PaperForm = PaperForm {
    titles: &["交易流水证明"],
    body: Body::Table {
        columns: &[
            column(&["收/支"], Holds::Direction),
            column(&["交易对方"], Holds::Counterparty),
            column(&["商品说明"], Holds::Item),
            column(&["收/付款方式"], Holds::Method),
            column(&["金额"], Holds::Amount),
            column(&["交易订单号"], Holds::PaymentNo),
            column(&["商家订单号"], Holds::MerchantOrderNo),
            column(&["交易时间"], Holds::At),
        ],
        begins: 7,
        centred: false,
    },
};
