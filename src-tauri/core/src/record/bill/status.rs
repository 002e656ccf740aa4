//! What the status words of the bills mean.

use super::super::money::money;
use super::RowStatus;
use super::apps::{BillFormat, Said};
use crate::order::Fen;

/// What a status means for a row of this amount, and how much the status itself says came back.
pub(super) fn read(format: BillFormat, text: &str, amount: Fen) -> (RowStatus, Option<Fen>) {
    if let Some(said) = format.known(|app| app.statuses, text) {
        return (meaning(said), (said == Said::RefundedWhole).then_some(amount));
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

pub(super) fn meaning(said: Said) -> RowStatus {
    match said {
        Said::Paid => RowStatus::Paid,
        Said::Pending | Said::AwaitsPayment => RowStatus::Pending,
        Said::Closed => RowStatus::Closed,
        Said::Refunded | Said::RefundedWhole => RowStatus::Refunded,
    }
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
            for format in BillFormat::all() {
                assert_eq!(
                    read(format, text, Fen(1000)),
                    (status, back.map(Fen)),
                    "{format:?} {text}"
                );
            }
        }
    }
}
