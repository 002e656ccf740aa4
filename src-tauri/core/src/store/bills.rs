//! Orders as matching sees them, and which rows of bills they have.

use super::sums::counts;
use super::{Store, Tx};
use crate::order::{Facts, Fen, Moment, OrderId, Payment};
use crate::record::{Logged, Returned, RowKey, tells};
use crate::{Failure, Outcome, text};
use rusqlite::{Connection, Row, params};
use std::collections::HashMap;

impl Store {
    /// The orders that were paid in a span of time, as matching sees them. Rows whose event was taken back do not count.
    pub fn logged(&self, from: Moment, until: Moment) -> Outcome<Vec<Logged>> {
        let mut returned = self.returned(from, until)?;
        let mut rows: HashMap<OrderId, Vec<RowKey>> = HashMap::new();
        let mut select = self.connection.prepare_cached(
            "SELECT order_id, source, own.kind, own.payment_no, at, own.amount_fen
             FROM orders JOIN bill_rows AS own ON order_id = orders.id
             WHERE paid_at BETWEEN ?1 AND ?2 AND NOT EXISTS
                 (SELECT 1 FROM events WHERE events.order_id = own.order_id AND events.undoes = own.seq)",
        )?;
        let mut found = select.query(params![from, until])?;
        while let Some(row) = found.next()? {
            rows.entry(row.get(0)?).or_default().push(row_key(row, 1)?);
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
            if payment_no
                .as_deref()
                .is_some_and(|number| is_of_shop(number, &rows))
            {
                order_no = order_no.or(payment_no.take());
            }
            let (channel, amount, paid_at): (Option<String>, Fen, Moment) =
                (row.get(4)?, row.get(8)?, row.get(10)?);
            let payments = paid.remove(&id).unwrap_or_else(|| {
                vec![Payment {
                    amount,
                    app: channel.clone(),
                    paid_at,
                    payment_no,
                    whole: None,
                }]
            });
            orders.push(Logged {
                id,
                platform: row.get(1)?,
                product: row.get(2)?,
                merchant: row.get(3)?,
                order_no,
                payments,
                merchant_order_no: row.get(7)?,
                channel,
                amount,
                refunded: row.get(9)?,
                paid_at,
                rows,
                returned: returned.remove(&id).unwrap_or_default(),
            });
        }
        Ok(orders)
    }

    /// The rows of bills that an order has. Those whose event was taken back do not count.
    pub fn bill_rows(&self, id: OrderId) -> Outcome<Vec<RowKey>> {
        Ok(rows_of(&self.connection, id)?)
    }

    /// What came back of the orders that were paid in a span of time, and the rows of bills that told of it.
    fn returned(&self, from: Moment, until: Moment) -> Outcome<HashMap<OrderId, Vec<Returned>>> {
        let mut returned: HashMap<OrderId, Vec<Returned>> = HashMap::new();
        let mut select = self.connection.prepare_cached(
            "SELECT back.order_id, back.amount_fen, back.at, source, own.kind, own.payment_no, own.at, own.amount_fen,
                 back.facts
             FROM orders JOIN events AS back ON back.order_id = orders.id
                 LEFT JOIN bill_rows AS own ON own.order_id = back.order_id AND own.seq = back.seq
             WHERE paid_at BETWEEN ?1 AND ?2 AND refunded_fen > 0 AND back.kind = 'refunded'
                 AND back.amount_fen IS NOT NULL AND NOT EXISTS
                     (SELECT 1 FROM events WHERE events.order_id = back.order_id AND events.undoes = back.seq)",
        )?;
        let mut found = select.query(params![from, until])?;
        while let Some(row) = found.next()? {
            let facts: Option<String> = row.get(8)?;
            // What nobody accepted in place of the money stands for no row of a bill.
            if !counts(facts.as_deref()) {
                continue;
            }
            let source: Option<String> = row.get(3)?;
            let key = match source {
                Some(_) => Some(row_key(row, 3)?),
                None => None,
            };
            returned.entry(row.get(0)?).or_default().push(Returned {
                amount: row.get(1)?,
                at: row.get(2)?,
                row: key,
            });
        }
        Ok(returned)
    }
}

/// The rows of bills that an order has. Those whose event was taken back do not count.
pub(super) fn rows_of(connection: &Connection, id: OrderId) -> rusqlite::Result<Vec<RowKey>> {
    connection
        .prepare_cached(
            "SELECT source, kind, payment_no, at, amount_fen FROM bill_rows AS own WHERE order_id = ?1 AND NOT EXISTS
                 (SELECT 1 FROM events WHERE events.order_id = own.order_id AND events.undoes = own.seq)",
        )?
        .query_map([id], |row| row_key(row, 0))?
        .collect()
}

/// The key that stands in the columns from `first` on.
fn row_key(row: &Row<'_>, first: usize) -> rusqlite::Result<RowKey> {
    Ok(RowKey {
        source: row.get(first)?,
        kind: row.get(first + 1)?,
        payment_no: row.get(first + 2)?,
        at: row.get(first + 3)?,
        amount: row.get(first + 4)?,
    })
}

/// Whether a number is that of an order's row in a shop's bill. Earlier versions took it for the payment's.
pub(super) fn is_of_shop(number: &str, rows: &[RowKey]) -> bool {
    rows.iter()
        .any(|key| key.payment_no == number && key.is_of_shop())
}

impl Tx<'_> {
    /// What is known of an order, without a shop's number in place of its payment's.
    pub fn without_shop_number(&self, id: OrderId, facts: &Facts) -> Outcome<Facts> {
        let facts = facts.clone();
        match &facts.payment_no {
            Some(number) if is_of_shop(number, &rows_of(&self.connection, id)?) => Ok(Facts {
                order_no: facts.order_no.clone().or_else(|| facts.payment_no.clone()),
                payment_no: None,
                ..facts
            }),
            _ => Ok(facts),
        }
    }

    /// The row of a bill in an event that was taken back stands for itself no longer. Where an older file has an equal one,
    /// that takes its place.
    pub(super) fn drop_row(&self, id: OrderId, seq: u32) -> rusqlite::Result<()> {
        let stood = self
            .connection
            .prepare_cached("UPDATE bill_rows SET stands = 0 WHERE order_id = ?1 AND seq = ?2 AND stands")?
            .execute(params![id, seq])?;
        if stood > 0 {
            self.connection
                .prepare_cached(
                    "UPDATE bill_rows SET stands = 1 WHERE (order_id, seq) =
                         (SELECT next.order_id, next.seq FROM bill_rows AS gone JOIN bill_rows AS next
                              ON (next.source, next.kind, next.payment_no, next.amount_fen, next.at)
                                  = (gone.source, gone.kind, gone.payment_no, gone.amount_fen, gone.at)
                          WHERE (gone.order_id, gone.seq) = (?1, ?2) AND (next.order_id, next.seq) <> (?1, ?2)
                              AND NOT EXISTS
                                  (SELECT 1 FROM events WHERE order_id = next.order_id AND undoes = next.seq)
                          ORDER BY next.order_id, next.seq LIMIT 1)",
                )?
                .execute(params![id, seq])?;
        }
        Ok(())
    }

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
