//! 中国银行 交易流水明细清单: names and cells in the middle of their columns, runs of dashes for nothing.

use super::bank::bank;
use super::{App, Format};
use crate::record::bill::paper::{Body, Holds, PaperForm, column, may};
use crate::text;

pub const APP: App = bank(
    "boc",
    "中国银行",
    || text!(bill_app_boc),
    &[Format::paper(
        "boc-statement",
        || text!(bill_format_boc),
        "其他",
        &PAPER,
    )],
);

const PAPER: PaperForm = PaperForm {
    titles: &["中国银行交易流水明细清单"],
    body: Body::Table {
        columns: &[
            column(&["记账日期"], Holds::At),
            column(&["记账时间"], Holds::Clock),
            column(&["币别"], Holds::Other),
            column(&["金额"], Holds::Amount),
            column(&["余额"], Holds::Balance),
            column(&["交易名称"], Holds::Category),
            column(&["渠道"], Holds::Method),
            column(&["网点名称"], Holds::Other),
            column(&["附言"], Holds::Note),
            may(&["对方账户名"], Holds::Counterparty),
            may(&["对方卡号/账号"], Holds::CounterpartyAccount),
            may(&["对方开户行"], Holds::Other),
        ],
        begins: 0,
        centred: true,
    },
};
