//! 交通银行 个人客户交易清单: its 摘要 carries the numbers of the order and of the payment.

use super::bank::bank;
use super::{App, Format};
use crate::record::bill::paper::{Body, Holds, PaperForm, column, may};
use crate::text;

pub const APP: App = bank(
    "bocom",
    "交通银行",
    || text!(bill_app_bocom),
    &[Format::paper(
        "bocom-statement",
        || text!(bill_format_bocom),
        "其他",
        &PAPER,
    )],
);

const PAPER: PaperForm = PaperForm {
    titles: &["交通银行个人客户交易清单"],
    body: Body::Table {
        columns: &[
            column(&["序号"], Holds::Other),
            column(&["交易日期"], Holds::At),
            column(&["交易时间"], Holds::Clock),
            column(&["交易类型"], Holds::Category),
            column(&["借贷", "借贷状态"], Holds::Side),
            column(&["交易金额"], Holds::Amount),
            column(&["余额"], Holds::Balance),
            may(&["对方账号"], Holds::CounterpartyAccount),
            may(&["对方户名"], Holds::Counterparty),
            may(&["交易地点"], Holds::Other),
            may(&["摘要"], Holds::Note),
        ],
        begins: 1,
        centred: false,
    },
};
