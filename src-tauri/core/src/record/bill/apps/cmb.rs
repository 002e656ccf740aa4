//! 招商银行 交易流水: days without a time, signed amounts, no numbers; the person picks the last columns.

use super::bank::bank;
use super::{App, Format};
use crate::record::bill::paper::{Body, Holds, PaperForm, column, may};
use crate::text;

pub const APP: App = bank(
    "cmb",
    "招商银行",
    || text!(bill_app_cmb),
    &[Format::paper(
        "cmb-statement",
        || text!(bill_format_cmb),
        "其他",
        &PAPER,
    )],
);

const PAPER: PaperForm = PaperForm {
    titles: &["招商银行交易流水"],
    body: Body::Table {
        columns: &[
            column(&["记账日期"], Holds::At),
            column(&["货币"], Holds::Other),
            column(&["交易金额"], Holds::Amount),
            column(&["联机余额"], Holds::Balance),
            column(&["交易摘要"], Holds::Category),
            may(&["对手信息"], Holds::Counterparty),
            may(&["客户摘要"], Holds::Note),
        ],
        begins: 0,
        centred: false,
    },
};
