//! What a person tells when something is wrong, and where money went that came back.

use super::draft::{count, limited, read_at};
use super::keys::check_against_keys;
use super::read_amount;
use crate::order::{
    Case, EventKind, Fen, Happening, Moment, Problem, ProblemFacts, RefundTo, RefundedFacts, Word, Zone,
    arrival, excerpt, given, written,
};
use crate::words::Text;
use crate::{Code, Failure, Outcome, text};
use serde::Deserialize;
use ts_rs::TS;

/// What is wrong, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Trouble {
    /// The word of the problem.
    pub problem: String,
    /// How many came as they should; empty for none.
    pub received: String,
    /// What the platform or the redeeming page said of it.
    pub text: String,
    /// When it showed; empty for now.
    pub at: String,
}

/// Checks what a person says is wrong with an order.
///
/// # Errors
/// A problem that is none or contradicts the timeline, a count that the order or the problem does not have, a moment that is not.
pub fn check_trouble(trouble: &Trouble, case: &Case, now: Moment, zone: Zone) -> Outcome<Happening> {
    let problem = problem_of(trouble.problem.trim())?;
    let order = &case.order;
    let quantity = order.facts.quantity;
    // Of what came back whole nothing can be wrong any more.
    if order.standing.refunded >= order.facts.amount {
        return Err(Failure::failed(text!(refund_done)));
    }
    let arrived = arrival(&order.facts, &case.events);
    match (problem, arrived) {
        (Problem::NotDelivered, Some(_)) => return Err(Failure::failed(text!(problem_arrived_already))),
        (Problem::LostAfter, None) => return Err(Failure::failed(text!(problem_before_arrival))),
        _ => {}
    }
    let received = received(trouble.received.trim(), problem, quantity)?;
    check_against_keys(problem, received, case)?;
    let at = read_at(&trouble.at, order.facts.paid_at, now, zone)?;
    if problem == Problem::LostAfter
        && let Some(arrived) = arrived.filter(|arrived| at < arrived.what.at)
    {
        let arrived = arrived.what.at.local(zone);
        return Err(Failure::new(
            Code::At,
            text!(problem_earlier_than_arrival, arrived = arrived),
        ));
    }
    let said = limited(
        &trouble.text,
        Code::Text,
        text!(name_text),
        super::draft::LONGEST_TEXT,
    )?;
    // It stands in the timeline, which is Chinese.
    let mut words = problem.name().chinese();
    if problem.leaves_a_part() && quantity > 1 {
        words += &text!(problem_of_so_many, quantity = quantity, received = received).chinese();
    }
    if let Some(said) = said {
        words = format!("{words}：{said}");
    }
    Ok(Happening {
        facts: Some(written(&ProblemFacts { problem, received })?),
        ..Happening::new(EventKind::Problem, at).saying(words)
    })
}

fn problem_of(word: &str) -> Outcome<Problem> {
    Problem::from_word(word).ok_or_else(|| {
        let known = Problem::ALL
            .iter()
            .map(|problem| Text::as_it_is(format!("{}（{}）", problem.word(), problem.name())));
        let known = Text::list(known);
        Failure::failed(text!(problem_unknown, typed = excerpt(word), known = known))
    })
}

fn received(typed: &str, problem: Problem, quantity: u32) -> Outcome<u32> {
    let refused = |text| Err(Failure::new(Code::Received, text));
    if problem == Problem::Short && quantity == 1 {
        return Err(Failure::new(Code::Received, text!(problem_of_one)));
    }
    let received = match typed {
        "" if problem == Problem::Short => return refused(text!(received_missing, quantity = quantity)),
        "" => return Ok(0),
        typed => count(typed)
            .ok_or_else(|| Failure::new(Code::Received, text!(received_wrong, typed = excerpt(typed))))?,
    };
    if received > quantity {
        return refused(text!(received_too_many, received = received, quantity = quantity));
    }
    if received == quantity {
        return refused(text!(received_all, quantity = quantity));
    }
    if received > 0 && !problem.leaves_a_part() {
        return refused(text!(received_none, problem = problem.name()));
    }
    if received == 0 && problem == Problem::Short {
        return refused(text!(received_zero));
    }
    Ok(received)
}

/// A refund, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct RefundTold {
    /// In 元.
    pub amount: String,
    /// When it came; empty for now.
    pub at: String,
    /// The word of where it went; empty for the way it was paid.
    pub to: String,
    /// Whether the person accepted it in place of the money.
    pub accepted: bool,
}

impl RefundTold {
    /// So much came back the way it was paid, now.
    pub fn of(amount: &str) -> Self {
        Self {
            amount: amount.to_owned(),
            ..Self::default()
        }
    }

    /// Where it went.
    ///
    /// # Errors
    /// A way that is none, with those that are.
    pub fn way(&self) -> Outcome<RefundTo> {
        let Some(word) = given(&self.to) else {
            return Ok(RefundTo::Original);
        };
        RefundTo::from_word(&word).ok_or_else(|| {
            let known = RefundTo::ALL
                .iter()
                .map(|to| Text::as_it_is(format!("{}（{}）", to.word(), to.name())));
            let known = Text::list(known);
            Failure::failed(text!(refund_to_unknown, typed = excerpt(&word), known = known))
        })
    }
}

/// Checks a refund: no more of it than was paid.
///
/// # Errors
/// More than is left, a way that is none, a moment that is not.
pub fn check_refund(told: &RefundTold, case: &Case, now: Moment, zone: Zone) -> Outcome<Happening> {
    let amount = read_amount(&told.amount, Code::RefundAmount)?;
    let to = told.way()?;
    let facts = RefundedFacts {
        to,
        accepted: told.accepted && !to.is_money(),
    };
    let order = &case.order;
    let before = if facts.counts() {
        order.standing.refunded
    } else {
        order.standing.refunded + order.standing.credited
    };
    let open = order.facts.amount - before;
    if amount > open {
        return Err(Failure::new(
            Code::RefundAmount,
            if open <= Fen(0) {
                text!(refund_done)
            } else {
                text!(refund_too_much, amount = amount, open = open)
            },
        ));
    }
    let at = read_at(&told.at, order.facts.paid_at, now, zone)?;
    let refund = Happening {
        amount: Some(amount),
        ..Happening::new(EventKind::Refunded, at)
    };
    if to == RefundTo::Original {
        return Ok(refund);
    }
    // It stands in the timeline, which is Chinese.
    let way = to.name().chinese();
    let words = match (to, facts.accepted) {
        (to, _) if to.is_money() => way,
        (RefundTo::Credit, true) => text!(refund_credit_accepted).chinese(),
        (RefundTo::Credit, false) => text!(refund_credit_not_accepted).chinese(),
        (_, true) => text!(refund_accepted, way = way).chinese(),
        (_, false) => text!(refund_not_accepted, way = way).chinese(),
    };
    Ok(Happening {
        facts: Some(written(&facts)?),
        ..refund.saying(words)
    })
}
