//! Orders as matching sees them, and which rows of bills they have.

use super::{Store, Tx};
use crate::Outcome;
use crate::order::{Moment, OrderId};
use crate::record::{Logged, Paid, Returned, RowKey};
use rusqlite::params;
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
            rows.entry(row.get(0)?).or_default().push(RowKey {
                source: row.get(1)?,
                kind: row.get(2)?,
                payment_no: row.get(3)?,
                at: row.get(4)?,
                amount: row.get(5)?,
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
            let (channel, amount, paid_at) = (row.get::<_, Option<String>>(4)?, row.get(8)?, row.get(10)?);
            let number: Option<String> = row.get(6)?;
            orders.push(Logged {
                id,
                platform: row.get(1)?,
                product: row.get(2)?,
                merchant: row.get(3)?,
                order_no: row.get(5)?,
                merchant_order_no: row.get(7)?,
                payments: Vec::from_iter(number.map(|number| Paid {
                    app: channel.clone(),
                    number,
                    amount,
                    at: paid_at,
                })),
                channel,
                amount,
                refunded: row.get(9)?,
                paid_at,
                rows: rows.remove(&id).unwrap_or_default(),
                returned: returned.remove(&id).unwrap_or_default(),
            });
        }
        Ok(orders)
    }

    /// What came back of the orders that were paid in a span of time, and the rows of bills that told of it.
    fn returned(&self, from: Moment, until: Moment) -> Outcome<HashMap<OrderId, Vec<Returned>>> {
        let mut returned: HashMap<OrderId, Vec<Returned>> = HashMap::new();
        let mut select = self.connection.prepare_cached(
            "SELECT back.order_id, back.amount_fen, back.at, source, own.kind, own.payment_no, own.at, own.amount_fen
             FROM orders JOIN events AS back ON back.order_id = orders.id
                 LEFT JOIN bill_rows AS own ON own.order_id = back.order_id AND own.seq = back.seq
             WHERE paid_at BETWEEN ?1 AND ?2 AND refunded_fen > 0 AND back.kind = 'refunded'
                 AND back.amount_fen IS NOT NULL AND NOT EXISTS
                     (SELECT 1 FROM events WHERE events.order_id = back.order_id AND events.undoes = back.seq)",
        )?;
        let mut found = select.query(params![from, until])?;
        while let Some(row) = found.next()? {
            let source: Option<String> = row.get(3)?;
            let key = match source {
                Some(source) => Some(RowKey {
                    source,
                    kind: row.get(4)?,
                    payment_no: row.get(5)?,
                    at: row.get(6)?,
                    amount: row.get(7)?,
                }),
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

    /// The names of all platforms and merchants that were paid before.
    pub fn sellers_paid(&self) -> Outcome<std::collections::HashSet<String>> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT name FROM platforms WHERE id IN (SELECT platform_id FROM orders)
                     UNION SELECT merchant FROM orders WHERE merchant IS NOT NULL",
            )?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    /// Writes down that an order has a row of a bill, in its event `seq`.
    pub fn keep_row(&self, id: OrderId, seq: u32, key: &RowKey) -> Outcome<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO bill_rows (order_id, seq, source, kind, payment_no, at, amount_fen)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                id,
                seq,
                key.source,
                key.kind,
                key.payment_no,
                key.at,
                key.amount
            ])?;
        Ok(())
    }
}
