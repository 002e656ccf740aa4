//! 微信支付交易明细证明: no status, no goods, no balance; its header stands on the first page only.

use super::Format;
use crate::record::bill::paper::{Body, Holds, PaperForm, column};
use crate::text;

pub const FORMAT: Format = Format::paper("wechat-proof", || text!(bill_format_wechat_proof), "其他", &PAPER);

const PAPER: PaperForm = PaperForm {
    titles: &["微信支付交易明细证明"],
    body: Body::Table {
        columns: &[
            column(&["交易单号", "交易订单号"], Holds::PaymentNo),
            column(&["交易时间"], Holds::At),
            column(&["交易类型"], Holds::Category),
            column(&["收/支/其他"], Holds::Direction),
            column(&["交易方式"], Holds::Method),
            column(&["金额(元)"], Holds::Amount),
            column(&["交易对方"], Holds::Counterparty),
            column(&["商户单号", "商家单号"], Holds::MerchantOrderNo),
        ],
        begins: 1,
        centred: false,
    },
};
