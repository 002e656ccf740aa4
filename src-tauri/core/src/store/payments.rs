//! Payments, and the orders that they are tied to. All of it follows from the facts of the orders.

use super::Store;
use super::alike::{Same, SameBy};
use super::bills::{is_of_shop, rows_of};
use crate::Outcome;
use crate::order::{Facts, Fen, OrderId, Payment, facts_told};
use crate::record::tells;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

/// A payment as it is kept, with what of it is tied to orders.
struct Kept {
    id: i64,
    app: String,
    amount: Fen,
    tied: Fen,
}

/// Writes the payments of an order in place of those before.
///
/// A payment that another order has already, and of which so much is not left, is written as one of its own and marked as a
/// probable double: nothing that is known is refused here.
pub(super) fn write(connection: &Connection, id: OrderId, facts: &Facts) -> rusqlite::Result<()> {
    let before = clear(connection, id)?;
    for (place, payment) in facts.paid().iter().enumerate() {
        let app = payment.app.as_deref().unwrap_or_default();
        let whole = payment.whole.unwrap_or(payment.amount);
        let number = payment.payment_no.as_deref().filter(|number| tells(number));
        let kept = match number {
            Some(number) => numbered(connection, number, app)?,
            None => None,
        };
        let (payment_id, double) = match kept {
            Some(kept) if kept.tied + payment.amount <= kept.amount.max(whole) => {
                connection
                    .prepare_cached("UPDATE payments SET amount_fen = ?2, app = ?3 WHERE id = ?1")?
                    .execute(params![
                        kept.id,
                        kept.amount.max(whole),
                        if kept.app.is_empty() {
                            app
                        } else {
                            kept.app.as_str()
                        }
                    ])?;
                (Some(kept.id), false)
            }
            kept => (None, kept.is_some()),
        };
        let payment_id = match payment_id {
            Some(known) => known,
            None => connection
                .prepare_cached(
                    "INSERT INTO payments (app, payment_no, amount_fen, paid_at, probable_double)
                         VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .insert(params![app, number, whole, payment.paid_at, double])?,
        };
        connection
            .prepare_cached(
                "INSERT INTO payment_ties (order_id, place, payment_id, amount_fen, whole_fen)
                     VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                id,
                place as i64,
                payment_id,
                payment.amount,
                payment.whole
            ])?;
    }
    for number in before {
        left_alone(connection, &number)?;
    }
    Ok(())
}

/// Takes the ties of an order away; what remains of a payment is as much as the other orders know of it. Returns the numbers
/// of the payments.
fn clear(connection: &Connection, id: OrderId) -> rusqlite::Result<Vec<String>> {
    let before: Vec<(i64, Option<String>)> = connection
        .prepare_cached(
            "SELECT payments.id, payment_no FROM payment_ties
             JOIN payments ON payments.id = payment_id WHERE order_id = ?1",
        )?
        .query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    if before.is_empty() {
        return Ok(Vec::new());
    }
    connection
        .prepare_cached("DELETE FROM payment_ties WHERE order_id = ?1")?
        .execute([id])?;
    let mut numbers = Vec::new();
    for (payment, number) in before {
        connection
            .prepare_cached(
                "UPDATE payments SET amount_fen =
                     (SELECT max(max(max(coalesce(whole_fen, 0), amount_fen)), sum(amount_fen))
                      FROM payment_ties WHERE payment_id = ?1)
                 WHERE id = ?1",
            )?
            .execute([payment])?;
        numbers.extend(number);
    }
    Ok(numbers)
}

/// A double of a payment that is gone is none any more.
fn left_alone(connection: &Connection, number: &str) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE payments SET probable_double = 0 WHERE id =
                 (SELECT min(id) FROM payments AS own WHERE payment_no = ?1 AND probable_double AND NOT EXISTS
                      (SELECT 1 FROM payments AS other WHERE other.payment_no = ?1 AND NOT other.probable_double
                           AND (other.app = own.app OR other.app = '' OR own.app = '')))",
        )?
        .execute([number])?;
    Ok(())
}

/// The payment of a number, at this app or where one of the two apps is not known.
fn numbered(connection: &Connection, number: &str, app: &str) -> rusqlite::Result<Option<Kept>> {
    connection
        .prepare_cached(
            "SELECT id, app, amount_fen,
                 (SELECT coalesce(sum(amount_fen), 0) FROM payment_ties WHERE payment_id = payments.id)
             FROM payments WHERE payment_no = ?1 AND payment_no IS NOT NULL AND NOT probable_double
                 AND (app = ?2 OR app = '' OR ?2 = '')
             ORDER BY app = ?2 DESC LIMIT 1",
        )?
        .query_row(params![number, app], |row| {
            Ok(Kept {
                id: row.get(0)?,
                app: row.get(1)?,
                amount: row.get(2)?,
                tied: row.get(3)?,
            })
        })
        .optional()
}

/// Reads the payments of an order into its facts.
pub(super) fn read(connection: &Connection, id: OrderId, facts: &mut Facts) -> rusqlite::Result<()> {
    let mut select = connection.prepare_cached(
        "SELECT tie.amount_fen, app, payments.paid_at, payment_no, whole_fen FROM payment_ties AS tie
         JOIN payments ON payments.id = payment_id WHERE order_id = ?1 ORDER BY place",
    )?;
    let mut payments = select
        .query_map([id], |row| {
            Ok(Payment {
                amount: row.get(0)?,
                app: Some(row.get::<_, String>(1)?).filter(|app| !app.is_empty()),
                paid_at: row.get(2)?,
                payment_no: row.get(3)?,
                whole: row.get(4)?,
            })
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let is_ordinary = match payments.as_slice() {
        [] => true,
        [one] => one.amount == facts.amount && one.whole.is_none(),
        _ => false,
    };
    if !is_ordinary {
        // Its columns say of the first one what the order knows of it.
        if let Some(first) = payments.first_mut() {
            first.app.clone_from(&facts.channel);
            first.payment_no.clone_from(&facts.payment_no);
            first.paid_at = facts.paid_at;
        }
        facts.payments = payments;
    }
    Ok(())
}

/// Fills the table from the orders that a file has, and marks the rows of bills that stand for themselves.
pub(super) fn fill(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute_batch(
        "INSERT INTO payments (id, app, amount_fen, paid_at)
             SELECT id, coalesce(channel, ''), amount_fen, paid_at FROM orders;
         INSERT INTO payment_ties (order_id, place, payment_id, amount_fen)
             SELECT id, 0, id, amount_fen FROM orders ORDER BY id;",
    )?;
    let mut numbered = transaction.prepare(
        "SELECT id, payment_no, coalesce(channel, '') FROM orders WHERE payment_no IS NOT NULL ORDER BY id",
    )?;
    let mut set =
        transaction.prepare("UPDATE payments SET payment_no = ?2, probable_double = ?3 WHERE id = ?1")?;
    let mut rows = numbered.query([])?;
    while let Some(row) = rows.next()? {
        let (id, number, app): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if tells(&number) && !is_of_shop(&number, &rows_of(transaction, OrderId(id))?) {
            let double = self::numbered(transaction, &number, &app)?.is_some();
            set.execute(params![id, number, double])?;
        }
    }
    let mut rows = transaction.prepare(
        "SELECT order_id, seq, payment_no FROM bill_rows WHERE NOT EXISTS (SELECT 1 FROM events
             WHERE events.order_id = bill_rows.order_id AND events.undoes = bill_rows.seq) ORDER BY order_id, seq",
    )?;
    // A row that the file has twice stands for itself once.
    let mut stand =
        transaction.prepare("UPDATE OR IGNORE bill_rows SET stands = 1 WHERE order_id = ?1 AND seq = ?2")?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        if tells(&row.get::<_, String>(2)?) {
            stand.execute(params![row.get::<_, i64>(0)?, row.get::<_, i64>(1)?])?;
        }
    }
    Ok(())
}

/// Whether more of a payment is tied to orders than was paid.
pub(super) fn exceeded(connection: &Connection) -> rusqlite::Result<bool> {
    let known = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'payment_ties')";
    // A file of an earlier version has none yet.
    if !connection.query_row(known, [], |row| row.get(0))? {
        return Ok(false);
    }
    connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM payments WHERE amount_fen <
             (SELECT sum(tie.amount_fen) FROM payment_ties AS tie WHERE payment_id = payments.id))",
        [],
        |row| row.get(0),
    )
}

/// Writes the payments anew of orders that lack one: what a damaged file lost of them follows from the orders.
pub(super) fn mend(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute(
        "DELETE FROM payments WHERE id NOT IN (SELECT payment_id FROM payment_ties)",
        [],
    )?;
    let ids: Vec<OrderId> = connection
        .prepare("SELECT id FROM orders ORDER BY id")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for id in ids {
        let (Ok(Some(order)), Ok(events)) = (
            super::read::order(connection, id),
            super::read::events(connection, id),
        ) else {
            continue;
        };
        let ties: i64 = connection
            .prepare_cached("SELECT count(*) FROM payment_ties WHERE order_id = ?1")?
            .query_row([id], |row| row.get(0))?;
        let facts = facts_told(&events).filter(|facts| facts.amount == order.facts.amount);
        let facts = facts.unwrap_or(order.facts);
        if ties != facts.paid().len() as i64 {
            write(connection, id, &facts)?;
        }
    }
    Ok(())
}

impl Store {
    /// The order that has the same payment, where one is marked as a probable double of it.
    pub fn double_of(&self, id: OrderId) -> Outcome<Option<OrderId>> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT other_tie.order_id FROM payment_ties AS tie JOIN payments AS own ON own.id = tie.payment_id
                 JOIN payments AS other ON other.payment_no = own.payment_no AND other.id <> own.id
                 JOIN payment_ties AS other_tie ON other_tie.payment_id = other.id
                 WHERE tie.order_id = ?1 AND own.probable_double AND NOT other.probable_double
                     AND (other.app = own.app OR other.app = '' OR own.app = '') AND other_tie.order_id <> ?1 LIMIT 1",
            )?
            .query_row([id], |row| row.get(0))
            .optional()?)
    }

    /// Another order than `except` that a payment is known from by its number, and whether so much of the payment is left.
    pub fn same_payment(&self, payment: &Payment, except: Option<OrderId>) -> Outcome<Option<Same>> {
        let Some(number) = payment.payment_no.as_deref().filter(|number| tells(number)) else {
            return Ok(None);
        };
        let found: Option<(OrderId, Fen, Fen)> = self
            .connection
            .prepare_cached(
                "SELECT min(order_id), payments.amount_fen, sum(tie.amount_fen)
                 FROM payments JOIN payment_ties AS tie ON payment_id = payments.id
                 WHERE payment_no = ?1 AND (app = ?2 OR app = '' OR ?2 = '') AND order_id IS NOT ?3
                 GROUP BY payments.id ORDER BY probable_double, payments.id LIMIT 1",
            )?
            .query_row(
                params![number, payment.app.as_deref().unwrap_or_default(), except],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .optional()?;
        Ok(found.map(|(of, whole, tied)| Same {
            of,
            by: if tied + payment.amount <= whole {
                SameBy::PartOfPayment
            } else {
                SameBy::Payment
            },
        }))
    }
}
