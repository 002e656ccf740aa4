//! Orders that look like one that is being logged.

use super::Store;
use super::payments::at_platform;
use crate::Outcome;
use crate::order::{Facts, OrderId, Span};
use crate::record::Likeness;
use rusqlite::{OptionalExtension, params};

impl Store {
    /// Whether an order with just these facts is logged: the same platform, by the name that it has or had, order number,
    /// product, amount and time.
    pub fn is_logged(&self, facts: &Facts) -> Outcome<bool> {
        Ok(self
            .connection
            .prepare_cached(&format!(
                "SELECT EXISTS (SELECT 1 FROM orders WHERE paid_at = ?2 AND product = ?3 AND amount_fen = ?4
                     AND order_no IS ?5 AND account IS ?6 AND {})",
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
            )?)
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
}
