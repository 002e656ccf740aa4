//! From a screenshot or pasted text to the fields of an order.
//!
//! The machine's own engine sees words with places; what they mean is found out here. Every value that is not sure says
//! why, and none counts until the person confirms it.

mod check;
mod gathered;
mod head;
mod looks;
mod opened;
mod page;
mod rows;
mod text;
mod value;
mod words;

#[cfg(test)]
mod corpus;
#[cfg(test)]
mod tests;

pub use check::read_page;
pub use image::RgbImage;
pub use looks::{Engine, Looks, Wanted, read_picture};
pub use opened::Place;
pub(super) use opened::opened;
pub use text::read_text;
#[cfg(test)]
pub(super) use value::{amount as read_amount_of_page, time as read_time_of_page};

use super::{Field, half_width};
use crate::order::excerpt;
use crate::text;
use crate::words::Text;
use serde::Deserialize;
use strum::{IntoStaticStr, VariantArray};

/// What an engine saw: one word or piece of a line with its place in pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// The characters, without blanks.
    pub text: String,
    pub left: u32,
    pub top: u32,
    pub width: u32,
    pub height: u32,
    /// How sure the engine is, 0–100.
    pub confidence: f32,
    /// Block, paragraph and line: words of one line follow each other.
    pub line: (u32, u32, u32),
}

/// What kind of page it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// A bill of 微信支付.
    Wechat,
    /// A bill of 支付宝.
    Alipay,
    /// A payment of 云闪付.
    Unionpay,
    /// The order page of a shop.
    OrderPage,
    Text,
}

impl Layout {
    pub fn name(self) -> Text {
        match self {
            Self::Wechat => text!(page_wechat),
            Self::Alipay => text!(page_alipay),
            Self::Unionpay => text!(page_unionpay),
            Self::OrderPage => text!(page_order),
            Self::Text => text!(page_text),
        }
    }
}

/// The state that a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum PageStatus {
    /// 待付款.
    Unpaid,
    /// 处理中, 待发货.
    Processing,
    /// 支付成功, 交易成功, 充值成功: of the payment on a bill, of the order on an order page.
    Success,
    /// 失败.
    Failed,
    /// 已关闭.
    Closed,
    /// 已全额退款.
    Refunded,
    /// 部分退款.
    PartlyRefunded,
    /// 异常: paid, and the shop's own program says that something is wrong.
    Abnormal,
    /// 已冻结.
    Frozen,
    /// A part was given, the rest not.
    Partly,
    /// Said to be sent, but what was given is a sentence: sold out, please wait.
    WithoutGoods,
}

impl PageStatus {
    /// Its word, as in the rules.
    pub fn word(self) -> &'static str {
        self.into()
    }

    pub fn name(self) -> Text {
        match self {
            Self::Unpaid => text!(page_unpaid),
            Self::Processing => text!(page_processing),
            Self::Success => text!(page_success),
            Self::Failed => text!(page_failed),
            Self::Closed => text!(page_closed),
            Self::Refunded => text!(page_refunded),
            Self::PartlyRefunded => text!(page_partly_refunded),
            Self::Abnormal => text!(page_abnormal),
            Self::Frozen => text!(page_frozen),
            Self::Partly => text!(page_partly),
            Self::WithoutGoods => text!(page_without_goods),
        }
    }
}

/// Why a value is not sure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The engine was not sure of the characters, or saw it only once.
    Faint,
    /// Another look at it gave another value.
    Differs(String),
    /// Characters had to be mended.
    Mended,
    /// The number of digits or decimals is unusual.
    Shape,
    /// There is no point in the amount: it may be lost.
    NoPoint,
    /// Another amount on the page does not fit.
    Amounts(String),
    /// The date does not fit that in a number or another time.
    Dates,
    /// The form would not take it, and says why: it is still to come.
    Refused(Text),
    /// Only the time of the order stands there, not that of the payment.
    Ordered,
    /// No label says that this is it.
    NoLabel,
    /// The page gives another value, too, that is as likely.
    Another(String),
    /// It stands in several lines, which may be one number or not.
    Wrapped,
    /// Some of it is hidden by stars.
    Starred,
    /// It was taken out of a sentence and may go on or end elsewhere.
    Sentence,
    /// The rows of a table were added up, and nothing outside it says the same.
    Summed,
}

impl Doubt {
    /// What it was read as on another look, or what else the page gives.
    pub fn other(&self) -> Option<&str> {
        match self {
            Self::Differs(other) | Self::Another(other) => Some(other),
            _ => None,
        }
    }

    /// What the person should compare, in one sentence.
    pub fn text(&self) -> Text {
        match self {
            Self::Faint => text!(doubt_faint),
            Self::Differs(other) => text!(doubt_differs, other = excerpt(other)),
            Self::Mended => text!(doubt_mended),
            Self::Shape => text!(doubt_shape),
            Self::NoPoint => text!(doubt_no_point),
            Self::Amounts(other) => text!(doubt_amounts, other = excerpt(other)),
            Self::Dates => text!(doubt_dates),
            Self::Refused(why) => why.clone(),
            Self::Ordered => text!(doubt_ordered),
            Self::NoLabel => text!(doubt_no_label),
            Self::Another(other) => text!(doubt_another, other = excerpt(other)),
            Self::Wrapped => text!(doubt_wrapped),
            Self::Starred => text!(doubt_starred),
            Self::Sentence => text!(doubt_sentence),
            Self::Summed => text!(doubt_summed),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct ReadField {
    pub field: Field,
    /// The value in the form in which the order form takes it.
    pub value: String,
    /// Why it is not sure; none if nothing speaks against it.
    pub doubt: Option<Doubt>,
    /// Where it stands in the picture, one place a line; empty for pasted text and what was concluded.
    pub places: Vec<Place>,
    /// How sure the engine is of its least sure word, 0–100; 100 for pasted text.
    pub confidence: f32,
}

/// What was read of one order.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What kind of page it is.
    pub layout: Layout,
    /// The fields that were found, each once, in the order of the form.
    pub fields: Vec<ReadField>,
    /// The state that the page shows.
    pub status: Option<PageStatus>,
}

impl Reading {
    /// A field, if it was found.
    pub fn field(&self, field: Field) -> Option<&ReadField> {
        self.fields.iter().find(|read| read.field == field)
    }
}
