//! The one error of the core: a code that a caller may branch on and one clear sentence.

use crate::words::Text;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use std::fmt;
use ts_rs::TS;

/// What a caller does differently about a failure. A code exists only if a caller branches on it: the page puts
/// the message of a field's code under that field, and offers to log a `duplicate` anyway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Code {
    /// The platform's name.
    Platform,
    /// What was bought.
    Product,
    /// The product kind.
    Kind,
    /// The amount paid.
    Amount,
    /// How many were ordered.
    Quantity,
    /// What the page asked for.
    Requested,
    /// How many came as they should.
    Received,
    /// When it was paid.
    #[serde(rename = "paid_at")]
    PaidAt,
    /// The account to be charged.
    Account,
    /// The platform's order number.
    #[serde(rename = "order_no")]
    OrderNo,
    /// How long arrival may take.
    Window,
    /// The payment channel.
    Channel,
    /// The payment channel's number.
    #[serde(rename = "payment_no")]
    PaymentNo,
    /// The merchant's number in the payment bill.
    #[serde(rename = "merchant_order_no")]
    MerchantOrderNo,
    /// The merchant's legal name.
    Merchant,
    /// The note.
    Note,
    /// The text of an event.
    Text,
    /// When something happened.
    At,
    /// Until when something was promised.
    Until,
    /// Fields that a letter leaves open.
    Blanks,
    /// The seller's full name.
    #[serde(rename = "legal_name")]
    LegalName,
    /// The seller's address.
    Address,
    /// The seller's telephone number.
    Phone,
    /// How customer service is reached.
    Contact,
    /// The number under which a site is on file.
    Icp,
    /// The person's notes on a platform.
    Notes,
    /// The marketplace on which a shop is.
    Marketplace,
    /// Why an order is closed.
    Reason,
    /// The amount refunded.
    #[serde(rename = "refund_amount")]
    RefundAmount,
    /// A screenshot or another attached file.
    Shot,
    /// The password of an archive is missing or wrong.
    Password,
    /// It looks like an order that is already logged.
    Duplicate,
    /// The data file is locked, and no passphrase was given yet.
    Locked,
    /// A passphrase that is wrong or cannot be used.
    Passphrase,
    /// The data file is damaged.
    Damaged,
    /// The data file is missing or empty where there has been one.
    Missing,
    /// The person stopped it.
    Cancelled,
    /// There is no such order.
    NotFound,
    /// Anything else.
    Failed,
}

/// Why something was refused or could not be done. Nothing has been changed when a caller sees one.
#[derive(Clone, Debug, TS)]
#[ts(export)]
pub struct Failure {
    /// What the caller may branch on.
    pub code: Code,
    /// One clear sentence: what is wrong and what to do.
    #[ts(rename = "message")]
    pub text: Text,
    /// What lies behind it, for the log alone.
    #[ts(skip)]
    pub cause: Option<String>,
}

/// The result of everything in the core that can go wrong.
pub type Outcome<T> = Result<T, Failure>;

impl Failure {
    /// A failure with the given code and sentence.
    pub fn new(code: Code, text: Text) -> Self {
        Self {
            code,
            text,
            cause: None,
        }
    }

    /// A failure on which no caller branches.
    pub fn failed(text: Text) -> Self {
        Self::new(Code::Failed, text)
    }

    /// The same, remembering what lies behind it.
    #[must_use]
    pub fn because(mut self, cause: impl fmt::Display) -> Self {
        self.cause = Some(cause.to_string());
        self
    }

    /// What a log says of it, in no language: its code, the key of its sentence, and its cause. The sentence itself may hold what
    /// the person typed.
    pub fn logged(&self) -> String {
        let key = self.text.key().unwrap_or("a sentence of no catalogue");
        let cause = self.cause.as_deref().unwrap_or("no cause known");
        format!("{:?}: {key}: {cause}", self.code)
    }

    /// The sentence in the language that is spoken here.
    pub fn message(&self) -> String {
        self.text.to_string()
    }
}

/// Two failures are the same if they say the same; the cause is for the log.
impl PartialEq for Failure {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code && self.text == other.text
    }
}

impl Eq for Failure {}

impl Serialize for Failure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Failure", 2)?;
        fields.serialize_field("code", &self.code)?;
        fields.serialize_field("message", &self.text)?;
        fields.end()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl std::error::Error for Failure {}
