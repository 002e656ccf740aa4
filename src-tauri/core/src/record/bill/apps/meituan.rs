//! 美团. Its bill has no column for the status: the category says what became of a row.

use super::{App, Column, Format, Said, Sums};
use crate::record::bill::Direction;
use crate::text;

pub const APP: App = App {
    key: "meituan",
    name: "美团",
    shown: || text!(bill_app_meituan),
    channel: None,
    bank: false,
    help: None,
    formats: &[Format {
        key: "meituan",
        name: || text!(bill_format_meituan),
        workbook: None,
        telling: &[
            "交易类型",
            "订单标题",
            "实付金额",
            "收/支",
            "交易单号",
            "交易创建时间",
        ],
        direction_optional: true,
        neutral: "不计收支",
        sums: Sums {
            unsummed_categories: &["还款"],
            ..Sums::PLAIN
        },
        paper: None,
    }],
    columns: &[
        ("交易创建时间", Column::CreatedAt),
        ("交易成功时间", Column::PaidAt),
        ("交易类型", Column::Category),
        ("订单标题", Column::Item),
        ("收/支", Column::Direction),
        ("支付方式", Column::Method),
        ("订单金额", Column::ListPrice),
        ("实付金额", Column::Amount),
        ("交易单号", Column::PaymentNo),
        ("商家单号", Column::MerchantOrderNo),
        ("备注", Column::Note),
    ],
    directions: &[
        ("支出", Direction::Out),
        ("收入", Direction::In),
        ("不计收支", Direction::Neutral),
    ],
    statuses: &[("支付完成", Said::Paid), ("已支付", Said::Paid)],
    by_category: &[
        ("支付", Said::Paid),
        ("还款", Said::Paid),
        ("退款", Said::Refunded),
    ],
    funds: &[],
    shop_title: Some("订单详情"),
    not_bought: &["还款"],
    preamble: &["美团用户名", "【美团"],
    mistaken: None,
};
