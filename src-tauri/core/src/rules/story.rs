//! What went wrong and what is asked for, in the words that all letters share.

use super::Provenance;
use crate::order::Fen;
use serde::{Deserialize, Serialize};

/// The words for one kind of trouble; Chinese, because letters are. In all of them `{quantity}`, `{received}` and `{missing}`
/// stand for how many were ordered, came as they should, and did not; `{sum}` for what is claimed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct StoryRule {
    /// The word of the problem; with `-part` behind it where a part came as it should.
    pub key: String,
    /// What the seller did, after the payment was told.
    trouble: String,
    /// The same of the goods, after a time.
    still: String,
    /// The same without a time.
    so_far: String,
    /// What follows for the delivery, as a reason.
    follows: String,
    /// For a headline.
    title: String,
    /// What the seller was asked for.
    asked: String,
    /// What the seller still can do.
    perform: String,
    /// What the seller has to explain, in a first message.
    explain: String,
    /// The same, where an answer is answered.
    cause: String,
    /// What is asked for while nothing came back.
    request_whole: String,
    /// What is asked for after a part came back.
    request_rest: String,
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// A story as a letter says it of an order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Say {
    pub trouble: String,
    pub still: String,
    pub so_far: String,
    pub follows: String,
    pub title: String,
    pub asked: String,
    pub perform: String,
    pub explain: String,
    pub cause: String,
    pub request: String,
}

impl StoryRule {
    /// The story of `claim`, of which it is said whether something came back before; `quantity` was ordered and `received`
    /// of it came as it should.
    pub fn say(&self, claim: Fen, came_back: bool, quantity: u32, received: u32) -> Say {
        let said = |words: &String| {
            words
                .replace("{sum}", &claim.yuan())
                .replace("{quantity}", &quantity.to_string())
                .replace("{received}", &received.to_string())
                .replace("{missing}", &quantity.saturating_sub(received).to_string())
        };
        Say {
            trouble: said(&self.trouble),
            still: said(&self.still),
            so_far: said(&self.so_far),
            follows: said(&self.follows),
            title: said(&self.title),
            asked: said(&self.asked),
            perform: said(&self.perform),
            explain: said(&self.explain),
            cause: said(&self.cause),
            request: said(if came_back {
                &self.request_rest
            } else {
                &self.request_whole
            }),
        }
    }
}

/// What 消费者权益保护法 55 adds for fraud: three times the price, 500 元 at least.
pub fn three_times(price: Fen) -> Fen {
    Fen(price.0.saturating_mul(3).max(50_000))
}
