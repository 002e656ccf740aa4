//! Who is behind a platform, as far as the person knows.

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};
use ts_rs::TS;

/// What stands for a platform where neither a bill's row nor the bill names one.
pub const NO_SELLER: &str = "账单没写商户";
/// What stands for a platform whose name could not be read out of a damaged data file.
pub const LOST_PLATFORM: &str = "（读不出的平台）";
/// What others read in the place of a platform that nobody has named: something to fill in.
pub const PLATFORM_BLANK: &str = "平台名称";

/// A platform's name, unless it only stands for one that nobody has named. Nobody is behind such a one: it is not judged,
/// nothing is learned of it, and its orders may be of different shops.
pub fn named(platform: &str) -> Option<&str> {
    (![NO_SELLER, LOST_PLATFORM].contains(&platform)).then_some(platform)
}

/// A platform as others read of it.
pub fn named_or_blank(platform: &str) -> String {
    named(platform).map_or_else(|| format!("【{PLATFORM_BLANK}】"), str::to_owned)
}

/// What kind of seller it is: it decides who can be turned to.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum SellerKind {
    /// Not known yet.
    #[default]
    #[serde(rename = "")]
    #[strum(serialize = "")]
    Unknown,
    /// A company's own site or app.
    Company,
    /// A shop on a marketplace.
    Shop,
    /// A telecom operator itself.
    Operator,
    /// A private person, on a marketplace for used goods or elsewhere.
    Individual,
    /// Somebody in a chat group or among one's contacts, paid by a transfer.
    ChatGroup,
    /// Cannot be named.
    Nobody,
}

/// Who is behind a platform.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Seller {
    /// The platform, by the name under which it is logged.
    pub platform: String,
    /// What kind of seller it is.
    pub kind: SellerKind,
    /// Whether it can't be reached any more.
    pub vanished: bool,
    /// The company's full name; empty where it is not known.
    pub legal_name: String,
    /// Its address; empty where it is not known.
    pub address: String,
    /// Its telephone number; empty where it is not known.
    pub phone: String,
    /// The marketplace on which the shop is; empty for none.
    pub marketplace: String,
    /// How customer service is reached; empty where it is not known.
    pub contact: String,
    /// The number under which its site is on file with the authority (ICP 备案号); empty where it is not known.
    pub icp: String,
    /// The person's own notes on it.
    pub notes: String,
}

impl Seller {
    /// Whether an authority could find it: it has a name and an address.
    pub fn is_named(&self) -> bool {
        !self.legal_name.is_empty() && !self.address.is_empty()
    }

    /// Whether it sells privately as far as is known: the law for consumers binds it only if it trades as a business.
    pub fn is_private(&self) -> bool {
        matches!(self.kind, SellerKind::Individual | SellerKind::ChatGroup)
    }

    /// Whether a marketplace stands between, which can be asked to step in.
    pub fn is_on_marketplace(&self) -> bool {
        self.kind == SellerKind::Shop || !self.marketplace.is_empty()
    }

    /// Whether there is no one to turn to.
    pub fn is_gone(&self) -> bool {
        self.kind == SellerKind::Nobody || (self.vanished && !self.is_named())
    }
}
