//! Orders that look like one that is being logged, or are the same purchase by their numbers.

use super::Store;
use crate::Outcome;
use crate::order::{Facts, OrderId, Payment, Span, named};
use crate::record::{LARGEST_AMOUNT, Likeness, is_whole, tells};
use rusqlite::{OptionalExtension, params};

impl Store {
    /// How many orders with just these facts are logged: the same platform, by the name that it has or had, order number,
    /// product, amount and time.
    pub fn logged_times(&self, facts: &Facts) -> Outcome<usize> {
        let times: i64 = self
            .connection
            .prepare_cached(&format!(
                "SELECT count(*) FROM orders WHERE paid_at = ?2 AND product = ?3 AND amount_fen = ?4
                     AND order_no IS ?5 AND account IS ?6 AND {}",
                at_platform(1)
            ))?
            .query_row(
                params![
                    facts.platform,
                    facts.paid_at.0,
                    facts.product,
                    facts.amount.0,
                    facts.order_no,
                    facts.account
                ],
                |row| row.get(0),
            )?;
        Ok(usize::try_from(times).unwrap_or_default())
    }

    /// An open or just paid order that looks like the one being logged, by platform, time, and product or amount.
    pub fn alike(&self, like: &Likeness, within: Span) -> Outcome<Option<OrderId>> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT orders.id
                     FROM orders JOIN platforms ON platforms.id = platform_id
                     WHERE name = ?1 AND paid_at BETWEEN ?3 AND ?4 AND (?2 IS NULL OR order_no IS NULL)
                         AND (product = ?5 OR amount_fen = ?6)
                         AND (?7 IS NULL OR account IS NULL OR account = ?7)
                     ORDER BY abs(paid_at - ?8) LIMIT 1",
            )?
            .query_row(
                params![
                    like.platform,
                    like.order_no,
                    (like.paid_at - within).0,
                    (like.paid_at + within).0,
                    like.product,
                    like.amount.map(|amount| amount.0),
                    like.account,
                    like.paid_at.0
                ],
                |row| row.get(0),
            )
            .optional()?)
    }

    /// Another order than `except` that numbers say is the same purchase.
    pub fn same_purchase(&self, like: &Likeness, except: Option<OrderId>) -> Outcome<Option<Same>> {
        let payment = Payment {
            amount: like.amount.unwrap_or(LARGEST_AMOUNT),
            app: like.channel.clone(),
            paid_at: like.paid_at,
            payment_no: like.payment_no.clone(),
            whole: None,
        };
        match self.same_payment(&payment, except)? {
            Some(same) => Ok(Some(same)),
            None => self.same_number(like, except),
        }
    }

    /// The same by the other numbers, whatever the payment's says.
    pub fn same_number(&self, like: &Likeness, except: Option<OrderId>) -> Outcome<Option<Same>> {
        if let Some(of) = self.of_merchant_number(like, except)? {
            let by = SameBy::MerchantNumber;
            return Ok(Some(Same { of, by }));
        }
        let of = self.of_order_number(like, except)?;
        Ok(of.map(|of| Same {
            of,
            by: SameBy::OrderNumber,
        }))
    }

    /// An order of the same amount within less than a day with the merchant's number, which a page may call the order's. What
    /// is charged daily at one time is not the same. Two payments with
    /// numbers of their own under one of the merchant's are two.
    fn of_merchant_number(&self, like: &Likeness, except: Option<OrderId>) -> Outcome<Option<OrderId>> {
        let Some(amount) = like.amount else {
            return Ok(None);
        };
        let mut select = self.connection.prepare_cached(
            "SELECT id, payment_no, channel FROM orders
             WHERE (merchant_order_no = ?1 OR order_no = ?1 AND ?2) AND amount_fen = ?3
                 AND paid_at BETWEEN ?4 AND ?5 AND id IS NOT ?6 ORDER BY id",
        )?;
        let merchants = like.merchant_order_no.as_deref().map(|number| (number, true));
        let orders = like.order_no.as_deref().map(|number| (number, false));
        for (number, of_merchant) in merchants.into_iter().chain(orders) {
            if !tells(number) {
                continue;
            }
            let within = Span(Span::DAY.0 - 1);
            let (from, until) = (like.paid_at - within, like.paid_at + within);
            let mut rows = select.query(params![number, of_merchant, amount, from, until, except])?;
            while let Some(row) = rows.next()? {
                let (payment_no, channel): (Option<String>, Option<String>) = (row.get(1)?, row.get(2)?);
                let other_payment = channel == like.channel
                    && payment_no
                        .zip(like.payment_no.as_ref())
                        .is_some_and(|(theirs, ours)| theirs != *ours && tells(&theirs) && tells(ours));
                if !other_payment {
                    return Ok(Some(row.get(0)?));
                }
            }
        }
        Ok(None)
    }

    /// An order with the order number at the platform, by the name that it has or had.
    fn of_order_number(&self, like: &Likeness, except: Option<OrderId>) -> Outcome<Option<OrderId>> {
        let order_no = like.order_no.as_deref().filter(|number| is_whole(number));
        let Some((order_no, platform)) = order_no.zip(named(&like.platform)) else {
            return Ok(None);
        };
        Ok(self
            .connection
            .prepare_cached(&format!(
                "SELECT orders.id FROM orders WHERE order_no = ?1 AND orders.id IS NOT ?3 AND {} LIMIT 1",
                at_platform(2)
            ))?
            .query_row(params![order_no, platform, except], |row| row.get(0))
            .optional()?)
    }
}

/// The condition that an order stands or stood under the platform that is the parameter of this number.
fn at_platform(parameter: u8) -> String {
    format!(
        "(platform_id = (SELECT id FROM platforms WHERE name = ?{parameter}) OR EXISTS
             (SELECT 1 FROM events WHERE order_id = orders.id AND kind IN ('logged', 'edited')
                  AND iif(json_valid(facts), json_extract(facts, '$.platform'), NULL) = ?{parameter}))"
    )
}

/// Another order that is the same purchase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Same {
    pub of: OrderId,
    pub by: SameBy,
}

/// What says that two orders are one purchase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SameBy {
    /// One payment.
    Payment,
    /// One payment, of which so much is left that it may have paid for both.
    PartOfPayment,
    /// The merchant's number, with the same amount within a day.
    MerchantNumber,
    /// The order number of one platform, whatever it was called when.
    OrderNumber,
}
