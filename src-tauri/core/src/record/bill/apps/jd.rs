//! 京东.

use super::{App, Column, Format, Said, Sums};
use crate::record::bill::Direction;
use crate::text;

pub const APP: App = App {
    key: "jd",
    name: "京东",
    shown: || text!(bill_app_jd),
    channel: None,
    bank: false,
    help: None,
    formats: &[Format {
        key: "jd",
        name: || text!(bill_format_jd),
        workbook: None,
        telling: &[
            "交易时间",
            "商户名称",
            "交易说明",
            "金额",
            "收/支",
            "交易状态",
            "交易订单号",
        ],
        direction_optional: false,
        neutral: "不计收支",
        // Its notes say that partly refunded payments count without what came back, and those that came back whole as
        // 不计收支; there they add nothing, and neither does what is only promised to be paid later.
        sums: Sums {
            net: true,
            unsummed_methods: &["先享后付"],
            ..Sums::PLAIN
        },
        paper: None,
    }],
    columns: &[
        ("交易时间", Column::At),
        ("商户名称", Column::Counterparty),
        ("交易说明", Column::Item),
        ("金额", Column::Amount),
        ("收/付款方式", Column::Method),
        ("交易状态", Column::Status),
        ("收/支", Column::Direction),
        ("交易分类", Column::Category),
        ("交易订单号", Column::PaymentNo),
        ("商家订单号", Column::MerchantOrderNo),
        ("备注", Column::Note),
    ],
    directions: &[
        ("支出", Direction::Out),
        ("收入", Direction::In),
        ("不计收支", Direction::Neutral),
    ],
    statuses: &[
        ("交易成功", Said::Paid),
        ("交易完成", Said::Paid),
        ("已完成", Said::Paid),
        ("等待发货", Said::Pending),
        ("待发货", Said::Pending),
        ("待收货", Said::Pending),
        ("待付款", Said::AwaitsPayment),
        ("已关闭", Said::Closed),
        ("交易取消", Said::Closed),
        ("已取消", Said::Closed),
        ("退款成功", Said::Refunded),
    ],
    by_category: &[],
    funds: &[],
    shop_title: None,
    not_bought: &[],
    preamble: &["京东账号名", "申请时间", "日期区间"],
    mistaken: None,
};
