//! What went wrong and what is asked for, in the words that all letters share.

use super::Provenance;
use crate::order::Fen;
use serde::{Deserialize, Serialize};

/// The words for one kind of trouble; Chinese, because letters are.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct StoryRule {
    pub key: String,
    /// What the seller did, after the payment was told.
    pub trouble: String,
    /// The same of the goods, after a time.
    pub still: String,
    /// The same without a time.
    pub so_far: String,
    /// What follows for the delivery, as a reason.
    pub not_delivered: String,
    /// For a headline.
    pub title: String,
    /// What the seller was asked for.
    pub asked: String,
    /// What the seller still can do.
    pub perform: String,
    /// What is asked for while nothing came back.
    request_whole: String,
    /// What is asked for after a part came back.
    request_rest: String,
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// A story as a letter says it of a sum.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Say {
    pub trouble: String,
    pub still: String,
    pub so_far: String,
    pub not_delivered: String,
    pub title: String,
    pub asked: String,
    pub perform: String,
    pub request: String,
}

impl StoryRule {
    /// The story of `paid`, of which `refunded` came back.
    pub fn say(&self, paid: Fen, refunded: Fen) -> Say {
        let request = if refunded.0 > 0 {
            &self.request_rest
        } else {
            &self.request_whole
        };
        Say {
            trouble: self.trouble.clone(),
            still: self.still.clone(),
            so_far: self.so_far.clone(),
            not_delivered: self.not_delivered.clone(),
            title: self.title.clone(),
            asked: self.asked.clone(),
            perform: self.perform.clone(),
            request: request.replace("{sum}", &(paid - refunded).yuan()),
        }
    }
}

/// What 消费者权益保护法 55 adds for fraud: three times the price, 500 元 at least.
pub fn three_times(price: Fen) -> Fen {
    Fen(price.0.saturating_mul(3).max(50_000))
}
