//! 中国建设银行 个人活期账户全部交易明细: days without a time; a minus is 支出, no sign is 收入.

use super::bank::bank;
use super::{App, Format};
use crate::record::bill::paper::{Body, Holds, PaperForm, column, may};
use crate::text;

pub const APP: App = bank(
    "ccb",
    "建设银行",
    || text!(bill_app_ccb),
    &[Format::paper(
        "ccb-statement",
        || text!(bill_format_ccb),
        "其他",
        &PAPER,
    )],
);

const PAPER: PaperForm = PaperForm {
    titles: &["中国建设银行个人活期账户全部交易明细"],
    body: Body::Table {
        columns: &[
            column(&["序号"], Holds::Other),
            column(&["摘要"], Holds::Category),
            may(&["币别"], Holds::Other),
            may(&["钞汇"], Holds::Other),
            column(&["交易日期"], Holds::At),
            column(&["交易金额"], Holds::Amount),
            column(&["账户余额"], Holds::Balance),
            may(&["交易地点/附言"], Holds::Note),
            may(&["对方账号与户名"], Holds::Counterparty),
        ],
        begins: 4,
        centred: false,
    },
};
