//! 微信支付: CSV until July 2025, a workbook since.

use super::{App, Column, Format, Said, Sums};
use crate::record::bill::Direction;
use crate::text;

const TELLING: &[&str] = &["交易时间", "交易类型", "收/支", "金额", "当前状态", "交易单号"];

pub const APP: App = App {
    key: "wechat",
    name: "微信",
    shown: || text!(bill_app_wechat),
    channel: Some("wechat"),
    help: Some("我→服务→钱包→账单→常见问题→下载账单→用于个人对账"),
    formats: &[
        Format {
            key: "wechat-csv",
            name: || text!(bill_format_wechat_csv),
            workbook: Some(false),
            telling: TELLING,
            direction_optional: true,
            neutral: "中性交易",
            sums: Sums::PLAIN,
        },
        Format {
            key: "wechat-xlsx",
            name: || text!(bill_format_wechat),
            workbook: Some(true),
            telling: TELLING,
            direction_optional: true,
            neutral: "中性交易",
            sums: Sums::PLAIN,
        },
    ],
    columns: &[
        ("交易时间", Column::At),
        ("交易类型", Column::Category),
        ("交易对方", Column::Counterparty),
        ("商品", Column::Item),
        ("收/支", Column::Direction),
        ("金额", Column::Amount),
        ("支付方式", Column::Method),
        ("当前状态", Column::Status),
        ("交易单号", Column::PaymentNo),
        ("商户单号", Column::MerchantOrderNo),
        ("备注", Column::Note),
    ],
    directions: &[
        ("支出", Direction::Out),
        ("收入", Direction::In),
        ("中性交易", Direction::Neutral),
    ],
    statuses: &[
        ("支付成功", Said::Paid),
        ("已转账", Said::Paid),
        ("对方已收钱", Said::Paid),
        ("朋友已收钱", Said::Paid),
        ("已收钱", Said::Paid),
        ("已收款", Said::Paid),
        ("已存入零钱", Said::Paid),
        ("已转入零钱通", Said::Paid),
        ("已到账", Said::Paid),
        ("充值完成", Said::Paid),
        ("充值成功", Said::Paid),
        ("提现已到账", Said::Paid),
        ("提现成功", Said::Paid),
        ("提现处理中", Said::Pending),
        ("待对方收款", Said::Pending),
        ("已全额退款", Said::RefundedWhole),
        ("全额退款", Said::RefundedWhole),
        ("对方已退还", Said::RefundedWhole),
        ("已退还", Said::RefundedWhole),
        ("已退款", Said::Refunded),
    ],
    by_category: &[],
    funds: &[],
    shop_title: None,
    not_bought: &[],
    preamble: &["微信昵称", "微信支付账单", "中性交易"],
    mistaken: None,
};
