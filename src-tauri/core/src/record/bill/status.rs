//! What the status words of the bills mean.

use super::super::money::money;
use super::RowStatus;
use super::apps::{BillFormat, Said};
use crate::order::Fen;

/// How words begin and end that say one thing, whatever stands between: the apps coin new ones of these every year.
/// The first that fits counts.
const SHAPES: &[(&str, &str, Said)] = &[
    // What failed is the refund, not the payment.
    ("", "退款失败", Said::Paid),
    ("", "退回失败", Said::Paid),
    ("等待", "付款", Said::AwaitsPayment),
    ("等待", "支付", Said::AwaitsPayment),
    ("待", "付款", Said::AwaitsPayment),
    ("待", "支付", Said::AwaitsPayment),
    ("", "付款中", Said::AwaitsPayment),
    ("", "支付中", Said::AwaitsPayment),
    ("", "退款成功", Said::Refunded),
    ("", "退回成功", Said::Refunded),
    ("", "支付成功", Said::Paid),
    ("", "付款成功", Said::Paid),
    ("", "扣款成功", Said::Paid),
    ("", "续费成功", Said::Paid),
    ("", "缴费成功", Said::Paid),
    ("", "还款成功", Said::Paid),
    ("", "充值成功", Said::Paid),
    ("", "转账成功", Said::Paid),
    ("", "赔付成功", Said::Paid),
    ("等待", "", Said::Pending),
    ("", "中", Said::Pending),
];
/// What takes the meaning out of such a word.
const DENIALS: &[&str] = &["未", "不", "失败", "关闭", "取消", "撤销"];
/// The longest word that has a shape, in letters; a sentence has none.
const LONGEST_WORD: usize = 12;
/// The same for a word with another in brackets behind it.
const LONGEST_PAIR: usize = 30;

/// What a word says, by itself or by its shape.
pub(super) fn said(format: BillFormat, text: &str) -> Option<Said> {
    if let Some(said) = format.known(|app| app.statuses, text) {
        return Some(said);
    }
    if text.chars().nth(LONGEST_PAIR).is_some() {
        return None;
    }
    // `交易成功(代付成功)`: of the two words, the one that is not plain success says more.
    if let Some((word, aside)) = text
        .split_once(['(', '（'])
        .and_then(|(word, aside)| Some((word, aside.strip_suffix([')', '）'])?)))
    {
        return match (said(format, word)?, said(format, aside)?) {
            (Said::Paid, aside) => Some(aside),
            (word, Said::Paid) => Some(word),
            _ => None,
        };
    }
    if text.chars().count() > LONGEST_WORD {
        return None;
    }
    let shape = SHAPES
        .iter()
        .find(|(start, end, _)| text.starts_with(start) && text.ends_with(end))?;
    let rest = text.strip_suffix(shape.1).unwrap_or(text);
    (!DENIALS.iter().any(|denial| rest.contains(denial))).then_some(shape.2)
}

/// What a status means for a row of this amount, and how much the status itself says came back.
pub(super) fn read(format: BillFormat, text: &str, amount: Fen) -> (RowStatus, Option<Fen>) {
    if let Some(said) = said(format, text) {
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
    fn a_word_says_whether_anybody_has_paid_yet() {
        let format = BillFormat::of("alipay-app");
        for (text, awaits) in [
            ("等待付款", true),
            ("等待买家付款", true),
            ("待支付", true),
            ("付款中", true),
            ("等待商家接单", false),
            ("缴费中", false),
            ("已付款", false),
        ] {
            assert_eq!(said(format, text) == Some(Said::AwaitsPayment), awaits, "{text}");
        }
    }

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
            ("免密支付成功", Paid, None),
            ("自动续费成功", Paid, None),
            ("支付宝小荷包付款成功", Paid, None),
            ("亲情卡付款成功", Paid, None),
            ("交易成功(代付成功)", Paid, None),
            ("支付成功（代付成功）", Paid, None),
            ("赔付成功", Paid, None),
            ("已付款", Paid, None),
            ("缴费中", Pending, None),
            ("派送中", Pending, None),
            ("领取中", Pending, None),
            ("退款中", Pending, None),
            ("等待商家接单", Pending, None),
            ("等待对方付款", Pending, None),
            ("退回成功", Refunded, None),
            ("支付成功(已全额退款)", Refunded, Some(1000)),
            ("交易成功(已关闭)", Closed, None),
            ("退款失败", Paid, None),
            ("支付失败", Failed, None),
            ("未支付成功", Unknown, None),
            ("交易成功(从没见过)", Unknown, None),
            ("我们正在为您把这笔钱退回的路途中", Unknown, None),
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
