//! Payments: money that left once, and how much of it went to an order.

use super::{Facts, Fen, Moment};
use serde::{Deserialize, Serialize};

/// A payment as far as it went to one order.
///
/// It can stand in the chained timeline, as JSON: the fields are declared in its order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// What of it went to the order.
    #[serde(rename = "amount_fen")]
    pub amount: Fen,
    /// The key of the payment channel in the rules.
    pub app: Option<String>,
    pub paid_at: Moment,
    /// The channel's number, exact text.
    pub payment_no: Option<String>,
    /// What left in all, where it paid for more than this order.
    #[serde(rename = "whole_fen", default, skip_serializing_if = "Option::is_none")]
    pub whole: Option<Fen>,
}

impl Facts {
    /// The payments of the order, the first one first; nearly always one, of its whole amount.
    pub fn paid(&self) -> Vec<Payment> {
        if self.payments.is_empty() {
            vec![Payment {
                amount: self.amount,
                app: self.channel.clone(),
                paid_at: self.paid_at,
                payment_no: self.payment_no.clone(),
                whole: None,
            }]
        } else {
            self.payments.clone()
        }
    }

    /// The same order, paid by these payments. What they come to beyond its amount is none of its own.
    pub fn paid_by(self, mut payments: Vec<Payment>) -> Self {
        let mut open = self.amount;
        for payment in &mut payments {
            let own = payment.amount.min(open);
            if own < payment.amount {
                payment.whole = payment.whole.or(Some(payment.amount));
                payment.amount = own;
            }
            payment.whole = payment.whole.filter(|whole| *whole > own);
            open = open - own;
        }
        payments.retain(|payment| payment.amount > Fen(0));
        let Some(first) = payments.first() else {
            return Self {
                payments: Vec::new(),
                ..self
            };
        };
        let ordinary = payments.len() == 1 && first.amount == self.amount && first.whole.is_none();
        Self {
            channel: first.app.clone(),
            payment_no: first.payment_no.clone(),
            paid_at: first.paid_at,
            payments: if ordinary { Vec::new() } else { payments },
            ..self
        }
    }

    /// The facts of a form, which shows the first payment alone, with the others that are known.
    pub fn with_payments_of(self, known: &Self) -> Self {
        if known.payments.is_empty() {
            return self;
        }
        let mut payments = known.payments.clone();
        // How much of each is the order's follows from its amount, which may be another now.
        for payment in &mut payments {
            payment.amount = payment.whole.unwrap_or(payment.amount);
        }
        if let Some(first) = payments.first_mut() {
            first.app.clone_from(&self.channel);
            first.payment_no.clone_from(&self.payment_no);
            first.paid_at = self.paid_at;
        }
        self.paid_by(payments)
    }

    /// What no payment is known for.
    pub fn unpaid(&self) -> Fen {
        let known = self
            .paid()
            .iter()
            .fold(Fen(0), |sum, payment| sum + payment.amount);
        self.amount - known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payment(number: &str, fen: i64) -> Payment {
        Payment {
            amount: Fen(fen),
            app: Some("wechat".into()),
            paid_at: Moment(7),
            payment_no: Some(number.into()),
            whole: None,
        }
    }

    #[test]
    fn one_payment_of_the_whole_amount_is_said_by_the_order_alone() {
        let facts = Facts {
            amount: Fen(100),
            ..Facts::sample()
        };
        assert_eq!(facts.paid().len(), 1);
        let paid = facts.clone().paid_by(vec![payment("P1", 100)]);
        assert_eq!(paid.payments, []);
        assert_eq!(
            (paid.payment_no.as_deref(), paid.paid_at),
            (Some("P1"), Moment(7))
        );
        assert_eq!(paid.paid(), [payment("P1", 100)]);
        assert!(!paid.written().unwrap().contains("payments"));
    }

    #[test]
    fn an_order_may_be_paid_in_two_and_never_for_more_than_its_amount() {
        let facts = Facts {
            amount: Fen(100),
            ..Facts::sample()
        };
        let half = facts.clone().paid_by(vec![payment("P1", 30)]);
        assert_eq!((half.unpaid(), half.payments.len()), (Fen(70), 1));
        let both = half.paid_by(vec![payment("P1", 30), payment("P2", 90)]);
        let shares: Vec<_> = both
            .payments
            .iter()
            .map(|one| (one.amount.0, one.whole.map(|all| all.0)))
            .collect();
        assert_eq!(shares, [(30, None), (70, Some(90))]);
        assert_eq!(both.unpaid(), Fen(0));
        assert_eq!(Facts::read(&both.written().unwrap()), Some(both.clone()));

        let typed = Facts {
            amount: Fen(40),
            payment_no: Some("P9".into()),
            ..facts
        }
        .with_payments_of(&both);
        let shares: Vec<_> = typed
            .payments
            .iter()
            .map(|one| (one.payment_no.as_deref(), one.amount.0))
            .collect();
        assert_eq!(shares, [(Some("P9"), 30), (Some("P2"), 10)]);
    }

    #[test]
    fn a_corrected_amount_takes_as_much_of_its_payments_as_it_needs() {
        let facts = Facts {
            amount: Fen(100),
            ..Facts::sample()
        };
        let of = |facts: Facts, fen: i64, known: &Facts| {
            Facts {
                amount: Fen(fen),
                ..facts
            }
            .with_payments_of(known)
        };
        let part = facts.clone().paid_by(vec![payment("P1", 150)]);
        let all = of(part.clone(), 150, &part);
        assert_eq!((all.unpaid(), all.paid()), (Fen(0), vec![payment("P1", 150)]));
        let both = facts.paid_by(vec![payment("P1", 30), payment("P2", 70)]);
        let typo = of(both.clone(), 90, &both);
        assert_eq!(typo.payments[1].amount, Fen(60));
        assert_eq!(of(typo.clone(), 100, &typo), both);
    }

    #[test]
    fn one_payment_may_have_paid_for_more_than_the_order() {
        let facts = Facts {
            amount: Fen(100),
            ..Facts::sample()
        };
        let paid = facts.paid_by(vec![payment("P1", 150)]);
        assert_eq!(
            (paid.payments[0].amount, paid.payments[0].whole),
            (Fen(100), Some(Fen(150)))
        );
    }
}
