//! By what recharges are found in bills, and what is a payment of another kind; the file says how.

use super::Provenance;
use crate::words::RowText;
use serde::Deserialize;
use strum::{IntoStaticStr, VariantArray};

/// What `recharges.toml` says.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct RechargeRules {
    #[serde(rename = "category")]
    pub categories: Vec<CategoryRule>,
    #[serde(rename = "word")]
    pub words: Vec<WordRule>,
    #[serde(rename = "seller")]
    pub sellers: Vec<SellerRule>,
    /// Phrases in which a word means something else.
    #[serde(rename = "otherwise")]
    pub otherwise: Vec<PhraseRule>,
    #[serde(rename = "against")]
    pub against: Vec<AgainstRule>,
    #[serde(rename = "doubt")]
    pub doubts: Vec<DoubtRule>,
    #[serde(rename = "aside")]
    pub asides: Vec<AsideRule>,
}

/// What a hint says where no other one stands beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alone {
    /// The row is a recharge.
    Sure,
    /// The row is offered.
    Offered,
    /// Nothing.
    Nothing,
}

/// Categories of the bills that hold recharges.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct CategoryRule {
    /// Their whole names.
    pub names: Vec<String>,
    pub alone: Alone,
    /// The keys of the product kinds that they hold.
    pub kinds: Vec<String>,
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// Words of a product.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct WordRule {
    pub words: Vec<String>,
    /// The key of the product kind that they tell; none if they agree with every kind.
    pub kind: Option<String>,
    pub alone: Alone,
    /// Whether they count in a title too, within 《》.
    #[serde(default)]
    pub titles: bool,
    /// Whether they mean a recharge at every seller and in every category.
    #[serde(default)]
    pub anywhere: bool,
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// Names of sellers, or parts of them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SellerRule {
    pub names: Vec<String>,
    pub alone: Alone,
    /// The key of the product kind where no word tells one.
    pub kind: Option<String>,
    /// The keys of the product kinds that they sell; empty if it may be any.
    #[serde(default)]
    pub kinds: Vec<String>,
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// Phrases in which a word means something else.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PhraseRule {
    pub words: Vec<String>,
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// What speaks for goods, meals and services on the spot.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AgainstRule {
    /// How many hints it takes away.
    pub takes: u32,
    /// Words of a product.
    #[serde(default)]
    pub item: Vec<String>,
    /// Names of sellers, or parts of them.
    #[serde(default)]
    pub seller: Vec<String>,
    /// Whole names of categories.
    #[serde(default)]
    pub category: Vec<String>,
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// Words of a product that leave it open whether a recharge is an order of its own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct DoubtRule {
    pub words: Vec<String>,
    /// What to ask oneself, in one sentence.
    pub why: RowText,
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// Which kind of payment is no order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, IntoStaticStr, VariantArray)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum AsideKind {
    /// 自动续费.
    Renewal,
    /// A bill for what was used already.
    AfterUse,
    /// 亲情卡, 亲属卡, 代付: somebody else bought.
    Family,
    /// To a person.
    Transfer,
    RedPacket,
    /// Of credit: 花呗, 白条, 月付.
    Repayment,
    Instalment,
    /// 定金.
    Deposit,
}

/// Payments that are no orders. A row is one if each column that is named has one of its words.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AsideRule {
    pub key: AsideKind,
    #[serde(default)]
    pub item: Vec<String>,
    #[serde(default)]
    pub category: Vec<String>,
    #[serde(default)]
    pub status: Vec<String>,
    #[serde(default)]
    pub method: Vec<String>,
    /// Phrases in which a word does not count.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Whether it is about rows only that the bill counts neither as spent nor as received.
    #[serde(default)]
    pub neutral: bool,
    /// The keys of the product kinds that it is about; empty if it is about all.
    #[serde(default)]
    pub kinds: Vec<String>,
    #[serde(flatten)]
    pub provenance: Provenance,
}
