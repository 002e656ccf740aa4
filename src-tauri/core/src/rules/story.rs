//! What went wrong and what is asked for, in the words that all letters share.

use super::Provenance;
use crate::order::{Fen, History, Moment, Order, Problem, Status};
use serde::{Deserialize, Serialize};

/// The words for one kind of trouble; Chinese, because letters are. In all of them `{quantity}`, `{received}` and `{missing}`
/// stand for how many were ordered, came as they should, and did not; `{came}` and `{bad}` for how many card keys came at all
/// and cannot be used; `{sum}` for what is claimed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct StoryRule {
    /// The word of the problem; with `-part` behind it where a part came as it should, and `-counted` where card keys came in
    /// another number than was ordered and some of them are bad.
    pub key: String,
    /// The key of the [`NatureRule`] that says what the law says of it.
    pub nature: String,
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
    /// What ends when the last deadline passes; empty where only money is asked back.
    ends: String,
    /// What is asked for while nothing came back.
    request_whole: String,
    /// What is asked for after a part came back.
    request_rest: String,
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// What letters argue from for stories of one nature. All words but `proof` are templates over a letter's fields.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct NatureRule {
    pub key: String,
    /// What the seller has to do and answers for.
    pub duty: String,
    /// What counts as its time; empty where time is not the trouble.
    pub time: String,
    /// When the contract can be ended; empty where nothing is to be ended.
    pub ending: String,
    /// What the law gives the buyer.
    pub remedy: String,
    /// What the seller can show that it did it.
    pub proof: String,
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// What is said of what the platform promised last.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PromiseWords {
    /// What it would do.
    pub to: String,
    /// Once its time is over.
    unkept: String,
    /// The same where money came back since, but not all of it.
    in_part: String,
}

impl PromiseWords {
    /// What is said once its time is over.
    pub fn unkept(&self, in_part: bool) -> &str {
        if in_part { &self.in_part } else { &self.unkept }
    }
}

/// The words for the two kinds of promises.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct PromisesWords {
    pub anything: PromiseWords,
    pub refund: PromiseWords,
}

/// What is said of the time until which the shop answers for what it sold. `{until}` stands for that time, `{still}` for the
/// words of the trouble.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct GuaranteeWords {
    /// The trouble showed within it.
    within: String,
    /// The same, and it has passed meanwhile.
    over: String,
    /// It passed, and nothing had come.
    undelivered: String,
}

impl GuaranteeWords {
    /// What holds of an order and is worth saying; none where the guarantee tells nothing of the trouble.
    pub(super) fn of(&self, order: &Order, history: &History, until: Moment, now: Moment) -> Option<&str> {
        let over = until <= now;
        match order.status {
            Status::Disputed => {
                let showed = history.found.as_ref()?.at;
                let of_goods = order.standing.problem.is_some_and(Problem::is_of_goods);
                (of_goods && showed <= until).then_some(if over { &self.over } else { &self.within })
            }
            Status::Overdue => (over && order.clock.due_at <= until).then_some(&self.undelivered),
            _ => None,
        }
        .map(String::as_str)
    }
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
    pub ends: String,
    pub request: String,
    pub duty: String,
    pub time: String,
    pub ending: String,
    pub remedy: String,
    pub proof: String,
    /// Whether the goods are the trouble: then money is what is asked for in their place.
    pub of_goods: bool,
}

impl StoryRule {
    /// The story of an order, argued as its nature is.
    pub fn say(&self, nature: &NatureRule, order: &Order) -> Say {
        let Order { facts, standing, .. } = order;
        let (quantity, received) = (facts.quantity, standing.received);
        let claim = standing.claim(facts);
        let came_back = standing.refunded > Fen(0);
        let said = |words: &String| {
            words
                .replace("{sum}", &claim.yuan())
                .replace("{quantity}", &quantity.to_string())
                .replace("{received}", &received.to_string())
                .replace("{came}", &standing.keys.came.to_string())
                .replace("{bad}", &standing.keys.came.saturating_sub(received).to_string())
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
            ends: said(&self.ends),
            duty: nature.duty.clone(),
            time: nature.time.clone(),
            ending: nature.ending.clone(),
            remedy: nature.remedy.clone(),
            proof: nature.proof.clone(),
            request: said(if came_back {
                &self.request_rest
            } else {
                &self.request_whole
            }),
            of_goods: standing.problem.is_none_or(Problem::is_of_goods),
        }
    }
}

/// What 消费者权益保护法 55 adds for fraud: three times the price, 500 元 at least.
pub fn three_times(price: Fen) -> Fen {
    Fen(price.0.saturating_mul(3).max(50_000))
}
