//! What the status words of the bills mean.

use super::super::table::money;
use super::RowStatus;
use crate::order::Fen;

/// Status words that are complete.
const WORDS: [(&str, RowStatus); 54] = [
    ("交易成功", RowStatus::Paid),
    ("支付成功", RowStatus::Paid),
    ("付款成功", RowStatus::Paid),
    ("支付完成", RowStatus::Paid),
    ("交易完成", RowStatus::Paid),
    ("已完成", RowStatus::Paid),
    ("已支付", RowStatus::Paid),
    ("缴费成功", RowStatus::Paid),
    ("转账成功", RowStatus::Paid),
    ("已转账", RowStatus::Paid),
    ("对方已收钱", RowStatus::Paid),
    ("朋友已收钱", RowStatus::Paid),
    ("已收钱", RowStatus::Paid),
    ("已收款", RowStatus::Paid),
    ("已存入零钱", RowStatus::Paid),
    ("已转入零钱通", RowStatus::Paid),
    ("已到账", RowStatus::Paid),
    ("充值完成", RowStatus::Paid),
    ("充值成功", RowStatus::Paid),
    ("提现已到账", RowStatus::Paid),
    ("提现成功", RowStatus::Paid),
    ("还款成功", RowStatus::Paid),
    ("代付成功", RowStatus::Paid),
    ("亲情卡付款成功", RowStatus::Paid),
    ("解冻成功", RowStatus::Paid),
    ("冻结成功", RowStatus::Paid),
    ("自动扣款成功", RowStatus::Paid),
    ("放款成功", RowStatus::Paid),
    ("等待确认收货", RowStatus::Pending),
    ("等待对方确认收货", RowStatus::Pending),
    ("等待对方发货", RowStatus::Pending),
    ("等待卖家发货", RowStatus::Pending),
    ("等待发货", RowStatus::Pending),
    ("待发货", RowStatus::Pending),
    ("待收货", RowStatus::Pending),
    ("等待付款", RowStatus::Pending),
    ("等待买家付款", RowStatus::Pending),
    ("等待对方付款", RowStatus::Pending),
    ("待付款", RowStatus::Pending),
    ("待对方收款", RowStatus::Pending),
    ("交易处理中", RowStatus::Pending),
    ("处理中", RowStatus::Pending),
    ("提现处理中", RowStatus::Pending),
    ("退款处理中", RowStatus::Pending),
    ("交易关闭", RowStatus::Closed),
    ("已关闭", RowStatus::Closed),
    ("交易取消", RowStatus::Closed),
    ("已取消", RowStatus::Closed),
    ("退款成功", RowStatus::Refunded),
    ("已全额退款", RowStatus::Refunded),
    ("全额退款", RowStatus::Refunded),
    ("对方已退还", RowStatus::Refunded),
    ("已退还", RowStatus::Refunded),
    ("已退款", RowStatus::Refunded),
];

/// The status words of orders that nobody has paid yet.
const NOT_PAID_YET: [&str; 4] = ["等待付款", "等待买家付款", "等待对方付款", "待付款"];

/// Whether an order still waits for its payer.
pub(super) fn waits_for_payment(text: &str) -> bool {
    NOT_PAID_YET.contains(&text)
}

/// What a status means for a row of this amount, and how much the status itself says came back.
pub(super) fn read(text: &str, amount: Fen) -> (RowStatus, Option<Fen>) {
    if let Some((_, status)) = WORDS.iter().find(|(word, _)| *word == text) {
        let all = matches!(text, "已全额退款" | "全额退款" | "对方已退还" | "已退还");
        return (*status, all.then_some(amount));
    }
    if let Some(back) = part_refunded(text) {
        let status = if back >= amount {
            RowStatus::Refunded
        } else {
            RowStatus::PartlyRefunded
        };
        return (status, Some(back));
    }
    let status = if text.contains("失败") {
        RowStatus::Failed
    } else if text.contains("全额退款") {
        return (RowStatus::Refunded, Some(amount));
    } else if text.contains("有退款") || text.contains("部分退款") {
        RowStatus::PartlyRefunded
    } else {
        RowStatus::Unknown
    };
    (status, None)
}

/// The amount in `已退款(￥5.00)`, `已退款（￥5.00）`, `已退款￥742.00` and `已退款89.84`.
pub(super) fn part_refunded(text: &str) -> Option<Fen> {
    let (_, said) = text.split_once("已退款")?;
    money(said.trim_matches(|c: char| matches!(c, '(' | ')' | '（' | '）') || c.is_whitespace()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_word_says_what_happened() {
        use RowStatus::{Closed, Failed, Paid, PartlyRefunded, Pending, Refunded, Unknown};
        for (text, status, back) in [
            ("交易成功", Paid, None),
            ("等待对方发货", Pending, None),
            ("交易关闭", Closed, None),
            ("退款成功", Refunded, None),
            ("有退款", PartlyRefunded, None),
            ("已全额退款", Refunded, Some(1000)),
            ("对方已退还", Refunded, Some(1000)),
            ("已退款(￥5.00)", PartlyRefunded, Some(500)),
            ("已退款（￥5.00）", PartlyRefunded, Some(500)),
            ("已退款(¥10.00)", Refunded, Some(1000)),
            ("已退款￥2.00", PartlyRefunded, Some(200)),
            ("提现失败，已退回零钱", Failed, None),
            ("对方正在思考", Unknown, None),
            ("", Unknown, None),
        ] {
            assert_eq!(read(text, Fen(1000)), (status, back.map(Fen)), "{text}");
        }
    }

    #[test]
    fn no_word_stands_twice() {
        for (place, (word, _)) in WORDS.iter().enumerate() {
            assert!(
                !WORDS[..place].iter().any(|(earlier, _)| earlier == word),
                "{word}"
            );
        }
    }
}
