//! 中国工商银行 借记账户历史明细: the day over the time, letters of a watermark between the rows, sums on every page.

use super::bank::bank;
use super::{App, Format};
use crate::record::bill::paper::{Body, Holds, PaperForm, column, may};
use crate::text;

pub const APP: App = bank(
    "icbc",
    "工商银行",
    || text!(bill_app_icbc),
    &[Format::paper(
        "icbc-statement",
        || text!(bill_format_icbc),
        "其他",
        &PAPER,
    )],
);

const PAPER: PaperForm = PaperForm {
    titles: &["中国工商银行借记账户历史明细"],
    body: Body::Table {
        columns: &[
            column(&["交易日期"], Holds::At),
            column(&["账号"], Holds::Other),
            column(&["储种"], Holds::Other),
            column(&["序号"], Holds::Other),
            column(&["币种"], Holds::Other),
            column(&["钞汇"], Holds::Other),
            column(&["摘要"], Holds::Category),
            column(&["地区"], Holds::Other),
            column(&["收入/支出金额"], Holds::Amount),
            column(&["余额"], Holds::Balance),
            may(&["对方户名"], Holds::Counterparty),
            may(&["对方账号"], Holds::CounterpartyAccount),
            may(&["渠道"], Holds::Method),
        ],
        begins: 0,
        centred: false,
    },
};
