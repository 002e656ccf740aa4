//! Who delivers: what a platform's past orders say.

use crate::order::{Facts, Fen, Moment, Span, Status, named};
use crate::rules::ReputationRules;
use crate::text;
use crate::words::Text;
use serde::Serialize;
use ts_rs::TS;

/// An order of the past, as far as its platform's reputation rests on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    pub id: i64,
    /// The key of its product kind.
    pub kind: String,
    pub paid_at: Moment,
    /// From when its window counts.
    pub counted_from: Moment,
    pub due_at: Moment,
    pub status: Status,
    pub settled_at: Option<Moment>,
    pub amount: Fen,
    pub refunded: Fen,
}

impl Past {
    /// How long it took to arrive, counted from where its window counts; none if it did not arrive.
    pub fn took(&self) -> Option<Span> {
        let at = self.settled_at.filter(|_| self.status == Status::Arrived)?;
        Some(Span((at - self.counted_from).0.max(0)))
    }

    /// Whether it came within its window; none while that is open, where what came is not right, and where the person closed
    /// it without saying.
    pub fn in_time(&self) -> Option<bool> {
        match self.status {
            Status::Arrived => Some(self.settled_at.is_some_and(|at| at <= self.due_at)),
            Status::Overdue | Status::Refunded => Some(false),
            Status::Awaiting | Status::Disputed | Status::Closed => None,
        }
    }
}

/// What an order that is being logged is compared with others by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likeness {
    pub platform: String,
    pub product: String,
    pub account: Option<String>,
    pub order_no: Option<String>,
    /// The key of the payment channel.
    pub channel: Option<String>,
    pub payment_no: Option<String>,
    pub merchant_order_no: Option<String>,
    pub amount: Option<Fen>,
    pub paid_at: Moment,
}

impl Likeness {
    pub fn of(facts: &Facts) -> Self {
        Self {
            platform: facts.platform.clone(),
            product: facts.product.clone(),
            account: facts.account.clone(),
            order_no: facts.order_no.clone(),
            channel: facts.channel.clone(),
            payment_no: facts.payment_no.clone(),
            merchant_order_no: facts.merchant_order_no.clone(),
            amount: Some(facts.amount),
            paid_at: facts.paid_at,
        }
    }
}

/// What is known of a kind at a platform.
#[derive(Clone, Debug, PartialEq)]
pub struct KindFigures {
    /// The key of the kind.
    pub kind: String,
    pub arrived: usize,
    /// The share, 0 to 1, that came within their window, of those of which it is known.
    pub on_time: Option<f64>,
    /// Half of the arrivals took no longer.
    pub median: Option<Span>,
    /// Nine in ten of the arrivals took no longer.
    pub ninetieth: Option<Span>,
    /// The window to propose: what 95 in 100 arrivals kept, in whole minutes; none before there are enough.
    pub proposed: Option<Span>,
}

/// What is known of each kind at a platform, the most used first.
pub fn kind_figures(past: &[Past], rules: &ReputationRules) -> Vec<KindFigures> {
    let mut kinds: Vec<(&str, Vec<&Past>)> = Vec::new();
    for order in past {
        match kinds.iter_mut().find(|(kind, _)| *kind == order.kind) {
            Some((_, orders)) => orders.push(order),
            None => kinds.push((&order.kind, vec![order])),
        }
    }
    kinds.sort_by_key(|(_, orders)| std::cmp::Reverse(orders.len()));
    kinds
        .into_iter()
        .map(|(kind, orders)| {
            let mut took: Vec<Span> = orders.iter().filter_map(|order| order.took()).collect();
            took.sort_unstable();
            let enough = took.len() >= rules.enough.arrivals_for_a_window;
            KindFigures {
                kind: kind.to_owned(),
                arrived: took.len(),
                on_time: share(&orders),
                median: quantile(&took, 50),
                ninetieth: quantile(&took, 90),
                proposed: quantile(&took, 95).filter(|_| enough).map(whole_minutes),
            }
        })
        .collect()
}

/// A window is no shorter than a minute, and is said in minutes.
fn whole_minutes(span: Span) -> Span {
    let minutes = (span.0 + Span::MINUTE.0 - 1) / Span::MINUTE.0;
    Span(minutes.max(1) * Span::MINUTE.0)
}

fn share(orders: &[&Past]) -> Option<f64> {
    let known: Vec<bool> = orders.iter().filter_map(|order| order.in_time()).collect();
    let kept = known.iter().filter(|kept| **kept).count();
    (!known.is_empty()).then(|| kept as f64 / known.len() as f64)
}

/// The smallest of the sorted spans that so many in a hundred of them do not exceed.
pub fn quantile(sorted: &[Span], percent: usize) -> Option<Span> {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

/// How good a platform has been.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum VerdictLevel {
    /// It delivers in time.
    Good,
    /// Sometimes it does.
    Mixed,
    /// It often does not.
    Bad,
}

/// A plain word on a platform, with its reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Verdict {
    /// How good it has been.
    pub level: VerdictLevel,
    /// The same in one sentence.
    pub sentence: Text,
    /// Why, one sentence each.
    pub reasons: Vec<Text>,
    /// How many orders stand behind it.
    pub orders: usize,
}

/// Why nothing is ever said of a platform: it only stands for one that is not known.
pub fn unjudged(platform: &str) -> Option<Text> {
    named(platform).is_none().then(|| text!(verdict_of_nobody))
}

/// What a platform's past says of it; none before there are enough orders of which it is known how they went.
pub fn verdict(platform: &str, past: &[Past], rules: &ReputationRules) -> Option<Verdict> {
    if unjudged(platform).is_some() {
        return None;
    }
    let known = past.iter().filter(|order| order.in_time().is_some()).count();
    if known < rules.enough.orders_for_a_verdict {
        return None;
    }
    let kept = past.iter().filter(|order| order.in_time() == Some(true)).count();
    let count = |status| past.iter().filter(|order| order.status == status).count();
    let (overdue, refunded) = (count(Status::Overdue), count(Status::Refunded));
    let disputed = count(Status::Disputed);
    let share = kept as f64 / known as f64;
    let level = if share < rules.verdict.bad_share || overdue + disputed >= rules.verdict.bad_overdue {
        VerdictLevel::Bad
    } else if share >= rules.verdict.good_share && overdue + disputed == 0 {
        VerdictLevel::Good
    } else {
        VerdictLevel::Mixed
    };
    let mut reasons = vec![text!(verdict_kept, known = known, kept = kept)];
    let late = past
        .iter()
        .filter(|order| order.status == Status::Arrived && order.in_time() == Some(false))
        .count();
    if late > 0 {
        reasons.push(text!(verdict_late, count = late));
    }
    if overdue > 0 {
        reasons.push(text!(verdict_overdue, count = overdue));
    }
    if disputed > 0 {
        reasons.push(text!(verdict_disputed, count = disputed));
    }
    if refunded > 0 {
        reasons.push(text!(verdict_refunded, count = refunded));
    }
    Some(Verdict {
        level,
        sentence: match level {
            VerdictLevel::Good => text!(verdict_good),
            VerdictLevel::Mixed => text!(verdict_mixed),
            VerdictLevel::Bad => text!(verdict_bad),
        },
        reasons,
        orders: known,
    })
}

/// The median of how long customer service took to answer, out of each time that the person wrote and the answer that
/// followed.
pub fn answer_time(answers: &[Span]) -> Option<Span> {
    let mut sorted = answers.to_vec();
    sorted.sort_unstable();
    quantile(&sorted, 50)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::{LOST_PLATFORM, NO_SELLER};
    use crate::rules::Rules;
    use crate::words::Language;
    use proptest::prelude::*;

    fn rules() -> ReputationRules {
        Rules::shipped().unwrap().reputation
    }

    fn past(status: Status, took: i64) -> Past {
        let paid_at = Moment(1_000_000);
        Past {
            id: 1,
            kind: "q-coin".into(),
            paid_at,
            counted_from: paid_at,
            due_at: paid_at + Span::minutes(30),
            status,
            settled_at: (!status.is_open()).then_some(paid_at + Span::minutes(took)),
            amount: Fen(100),
            refunded: Fen(0),
        }
    }

    #[test]
    fn a_window_is_proposed_after_ten_arrivals_and_not_before() {
        let arrivals: Vec<Past> = (1..=20).map(|took| past(Status::Arrived, took)).collect();
        assert_eq!(kind_figures(&arrivals[..9], &rules())[0].proposed, None);
        let figures = &kind_figures(&arrivals, &rules())[0];
        assert_eq!(figures.median, Some(Span::minutes(10)));
        assert_eq!(figures.ninetieth, Some(Span::minutes(18)));
        assert_eq!(figures.proposed, Some(Span::minutes(19)));
        assert_eq!(figures.on_time, Some(1.0));
    }

    #[test]
    fn no_verdict_is_given_on_less_than_five_orders() {
        let four = vec![past(Status::Overdue, 0); 4];
        assert_eq!(verdict("某店", &four, &rules()), None);
        // What is still within its window, and what was closed without a word, say nothing.
        let mut more = four;
        more.extend([past(Status::Awaiting, 0), past(Status::Closed, 5)]);
        assert_eq!(verdict("某店", &more, &rules()), None);
    }

    #[test]
    fn a_verdict_goes_by_what_came_in_time() {
        use Status::{Arrived, Overdue, Refunded};
        for (orders, level) in [
            (vec![past(Arrived, 5); 10], VerdictLevel::Good),
            (
                [vec![past(Arrived, 5); 9], vec![past(Arrived, 90)]].concat(),
                VerdictLevel::Good,
            ),
            (
                [vec![past(Arrived, 5); 9], vec![past(Overdue, 0)]].concat(),
                VerdictLevel::Mixed,
            ),
            (
                [vec![past(Arrived, 5); 30], vec![past(Overdue, 0); 3]].concat(),
                VerdictLevel::Bad,
            ),
            (
                [vec![past(Arrived, 5); 5], vec![past(Refunded, 9); 5]].concat(),
                VerdictLevel::Bad,
            ),
        ] {
            let given = verdict("某店", &orders, &rules()).unwrap();
            assert_eq!((given.level, given.orders), (level, orders.len()));
        }
    }

    #[test]
    fn a_verdict_says_why_in_every_language() {
        use Status::{Arrived, Overdue, Refunded};
        let orders = [
            vec![past(Arrived, 5); 4],
            vec![past(Arrived, 90)],
            vec![past(Overdue, 0); 3],
            vec![past(Refunded, 9)],
        ]
        .concat();
        let why = Text::sentences(verdict("某店", &orders, &rules()).unwrap().reasons);
        assert_eq!(
            why.chinese(),
            "9 笔里 4 笔按时到账。1 笔晚到。3 笔现在还没有到账。1 笔最后退了款。"
        );
        assert_eq!(
            why.said_in(Language::of("en").unwrap()),
            "4 of 9 orders arrived on time. 1 arrived late. 3 have not arrived yet. 1 was refunded in the end."
        );
    }

    #[test]
    fn a_name_that_stands_for_nobody_is_not_judged() {
        let late = vec![past(Status::Overdue, 0); 20];
        assert!(verdict("某店", &late, &rules()).is_some());
        for nobody in [NO_SELLER, LOST_PLATFORM] {
            assert_eq!(verdict(nobody, &late, &rules()), None);
            assert!(unjudged(nobody).is_some());
        }
        assert_eq!(unjudged("某店"), None);
    }

    proptest! {
        #[test]
        fn a_quantile_is_one_of_the_values_and_enough_do_not_exceed_it(
            mut values in prop::collection::vec(0i64..1000, 1..60), percent in 1usize..=100
        ) {
            values.sort_unstable();
            let spans: Vec<Span> = values.iter().map(|value| Span(*value)).collect();
            let found = quantile(&spans, percent).unwrap();
            let kept = spans.iter().filter(|span| **span <= found).count();
            prop_assert!(kept * 100 >= spans.len() * percent);
            prop_assert!(spans.contains(&found));
        }
    }
}
