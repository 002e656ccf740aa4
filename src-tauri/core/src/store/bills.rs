//! Orders as matching sees them, and which rows of bills they have.

use super::{Store, Tx};
use crate::order::{Moment, OrderId, Payment};
use crate::record::{Logged, RowKey, tells};
use crate::{Failure, Outcome, text};
use rusqlite::params;
use std::collections::HashMap;

impl Store {
    /// The orders that were paid in a span of time, as matching sees them. Rows whose event was taken back do not count.
    pub fn logged(&self, from: Moment, until: Moment) -> Outcome<Vec<Logged>> {
        let mut rows: HashMap<OrderId, Vec<RowKey>> = HashMap::new();
        let mut select = self.connection.prepare_cached(
            "SELECT order_id, source, own.kind, own.payment_no, at, own.amount_fen
             FROM orders JOIN bill_rows AS own ON order_id = orders.id
             WHERE paid_at BETWEEN ?1 AND ?2 AND NOT EXISTS
                 (SELECT 1 FROM events WHERE events.order_id = own.order_id AND events.undoes = own.seq)",
        )?;
        let mut found = select.query(params![from, until])?;
        while let Some(row) = found.next()? {
            rows.entry(row.get(0)?).or_default().push(RowKey {
                source: row.get(1)?,
                kind: row.get(2)?,
                payment_no: row.get(3)?,
                at: row.get(4)?,
                amount: row.get(5)?,
            });
        }
        let mut paid: HashMap<OrderId, Vec<Payment>> = HashMap::new();
        // Most orders have one payment of their whole amount, of which their own columns tell.
        let mut select = self.connection.prepare_cached(
            "SELECT order_id, tie.amount_fen, app, payments.paid_at, payments.payment_no, whole_fen
             FROM orders JOIN payment_ties AS tie ON order_id = orders.id JOIN payments ON payments.id = payment_id
             WHERE orders.paid_at BETWEEN ?1 AND ?2
                 AND (place > 0 OR tie.amount_fen < orders.amount_fen OR whole_fen IS NOT NULL)
             ORDER BY order_id, place",
        )?;
        let mut found = select.query(params![from, until])?;
        while let Some(row) = found.next()? {
            paid.entry(row.get(0)?).or_default().push(Payment {
                amount: row.get(1)?,
                app: Some(row.get::<_, String>(2)?).filter(|app| !app.is_empty()),
                paid_at: row.get(3)?,
                payment_no: row.get(4)?,
                whole: row.get(5)?,
            });
        }
        let mut select = self.connection.prepare_cached(
            "SELECT orders.id, platforms.name, product, merchant, channel, order_no, payment_no, merchant_order_no,
                 amount_fen, refunded_fen, paid_at
             FROM orders JOIN platforms ON platforms.id = platform_id WHERE paid_at BETWEEN ?1 AND ?2",
        )?;
        let mut found = select.query(params![from, until])?;
        let mut orders = Vec::new();
        while let Some(row) = found.next()? {
            let id: OrderId = row.get(0)?;
            let rows = rows.remove(&id).unwrap_or_default();
            let (mut order_no, mut payment_no): (Option<String>, Option<String>) = (row.get(5)?, row.get(6)?);
            // Earlier versions took the number in a shop's bill for that of the payment.
            if rows.iter().any(|key| {
                key.is_of_shop()
                    && payment_no
                        .as_ref()
                        .is_some_and(|number| *number == key.payment_no)
            }) {
                order_no = order_no.or(payment_no.take());
            }
            orders.push(Logged {
                id,
                platform: row.get(1)?,
                product: row.get(2)?,
                merchant: row.get(3)?,
                channel: row.get(4)?,
                order_no,
                payment_no,
                payments: paid.remove(&id).unwrap_or_default(),
                merchant_order_no: row.get(7)?,
                amount: row.get(8)?,
                refunded: row.get(9)?,
                paid_at: row.get(10)?,
                rows,
            });
        }
        Ok(orders)
    }
}

impl Tx<'_> {
    /// Writes down that an order has a row of a bill, in its event `seq`.
    ///
    /// # Errors
    /// A row that another order has, unless one payment paid for both.
    pub fn keep_row(&self, id: OrderId, seq: u32, key: &RowKey) -> Outcome<()> {
        let kept = self
            .connection
            .prepare_cached(
                "INSERT INTO bill_rows (order_id, seq, source, kind, payment_no, at, amount_fen, stands)
                     SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 AND NOT EXISTS
                         (SELECT 1 FROM bill_rows AS known JOIN payment_ties AS its ON its.order_id = known.order_id
                              JOIN payment_ties AS own ON own.payment_id = its.payment_id
                          WHERE known.stands AND known.source = ?3 AND known.kind = ?4 AND known.payment_no = ?5
                              AND known.amount_fen = ?7 AND known.at = ?6
                              AND own.order_id = ?1 AND known.order_id <> ?1)",
            )?
            .execute(params![
                id,
                seq,
                key.source,
                key.kind,
                key.payment_no,
                key.at,
                key.amount,
                tells(&key.payment_no)
            ]);
        match kept {
            Err(error)
                if error.sqlite_error().map(|error| error.extended_code)
                    == Some(rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE) =>
            {
                Err(Failure::failed(text!(bill_row_kept)).because(error))
            }
            kept => Ok(kept.map(drop)?),
        }
    }
}
