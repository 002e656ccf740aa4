//! 中国农业银行 账户活期交易明细清单: days and times in bare digits; its letters may be radicals.

use super::bank::bank;
use super::{App, Format};
use crate::record::bill::paper::{Body, Holds, PaperForm, column, may};
use crate::text;

pub const APP: App = bank(
    "abc",
    "农业银行",
    || text!(bill_app_abc),
    &[Format::paper(
        "abc-statement",
        || text!(bill_format_abc),
        "其他",
        &PAPER,
    )],
);

const PAPER: PaperForm = PaperForm {
    titles: &["中国农业银行账户活期交易明细清单"],
    body: Body::Table {
        columns: &[
            column(&["交易日期"], Holds::At),
            column(&["交易时间"], Holds::Clock),
            column(&["交易摘要"], Holds::Category),
            column(&["交易金额"], Holds::Amount),
            column(&["本次余额"], Holds::Balance),
            may(&["对手信息"], Holds::Counterparty),
            may(&["日志号"], Holds::Other),
            may(&["交易渠道"], Holds::Method),
            may(&["交易附言"], Holds::Note),
        ],
        begins: 0,
        centred: false,
    },
};
