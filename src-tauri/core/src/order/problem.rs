//! What is wrong with an order (问题类型), and in what form money came back.

use super::event::told;
use super::{EventKind, Facts, Fen, Happening};
use crate::text;
use crate::words::Text;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};
use ts_rs::TS;

/// What is wrong.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Problem {
    /// 没到账: nothing came.
    NotDelivered,
    /// 少到: a part of it came.
    Short,
    /// 卡密无效、已使用.
    BadKey,
    /// 发错商品.
    WrongItem,
    /// 充错账号: it went to another account than the one that was ordered.
    WrongAccount,
    /// 到账后失效、被封.
    LostAfter,
    /// 退到余额: what came back is no money, and was not accepted in its place.
    ToBalance,
    /// 重复扣款: paid a second time for what was ordered once.
    DoubleCharge,
}

impl Problem {
    pub fn name(self) -> Text {
        match self {
            Self::NotDelivered => text!(problem_not_delivered),
            Self::Short => text!(problem_short),
            Self::BadKey => text!(problem_bad_key),
            Self::WrongItem => text!(problem_wrong_item),
            Self::WrongAccount => text!(problem_wrong_account),
            Self::LostAfter => text!(problem_lost_after),
            Self::ToBalance => text!(problem_to_balance),
            Self::DoubleCharge => text!(problem_double_charge),
        }
    }

    /// Whether something came or was done, so that the order is neither waited for nor arrived.
    pub fn is_disputed(self) -> bool {
        self != Self::NotDelivered
    }

    /// Whether the goods are the trouble, and not money that came back wrongly or was taken twice.
    pub fn is_of_goods(self) -> bool {
        !matches!(self, Self::ToBalance | Self::DoubleCharge)
    }

    /// Whether a part of what was ordered may have come as it should.
    pub fn leaves_a_part(self) -> bool {
        matches!(
            self,
            Self::Short | Self::BadKey | Self::WrongItem | Self::LostAfter
        )
    }
}

/// What an event of a problem holds besides its time and its words, as the text of its `facts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemFacts {
    #[serde(rename = "type")]
    pub problem: Problem,
    /// How many came as they should.
    pub received: u32,
}

/// In what form something came back.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum RefundTo {
    /// 原路退回.
    #[default]
    Original,
    /// 平台余额.
    Balance,
    /// Another card or account of the person.
    Card,
    /// 优惠券、代金券.
    Voucher,
    /// A lower bill of a credit that it was paid by.
    Credit,
    /// Money in another way.
    Other,
}

impl RefundTo {
    pub fn name(self) -> Text {
        match self {
            Self::Original => text!(refund_to_original),
            Self::Balance => text!(refund_to_balance),
            Self::Card => text!(refund_to_card),
            Self::Voucher => text!(refund_to_voucher),
            Self::Credit => text!(refund_to_credit),
            Self::Other => text!(refund_to_other),
        }
    }

    /// Whether it is money without anybody having to agree to that.
    pub fn is_money(self) -> bool {
        matches!(self, Self::Original | Self::Card | Self::Other)
    }
}

/// What an event of a refund holds besides its time and its amount, as the text of its `facts`; an event without any is money
/// that came back the way it was paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundedFacts {
    pub to: RefundTo,
    /// Whether the person accepted it in place of the money.
    pub accepted: bool,
}

impl RefundedFacts {
    /// What a refund says of where it went; none of an event that is no refund, or says nothing.
    pub fn of(what: &Happening) -> Option<Self> {
        told(what).filter(|_| what.kind == EventKind::Refunded)
    }

    /// Whether it lowers what is owed.
    pub fn counts(self) -> bool {
        self.accepted || self.to.is_money()
    }
}

impl Facts {
    /// What so many of the ordered things cost, in whole 分: never more than what was paid.
    pub fn worth(&self, received: u32) -> Fen {
        let share = i128::from(self.amount.0) * i128::from(received.min(self.quantity))
            / i128::from(self.quantity.max(1));
        Fen(i64::try_from(share).unwrap_or(self.amount.0))
    }
}
