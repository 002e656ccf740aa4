//! What the data file remembers of platforms, and of all money together.

use super::orders::{Batch, platform_id};
use super::platforms::replan;
use super::{Clockwork, Store, StoreError};
use crate::Outcome;
use crate::order::{Facts, Fen, Moment, OrderId, Span, Status, Word};
use crate::record::{Likeness, Past};
use rusqlite::{OptionalExtension, params};
use std::collections::HashMap;

/// A platform with what its orders come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlatformSums {
    /// Its name.
    pub name: String,
    /// The company's full name; empty where it is not known.
    pub legal_name: String,
    /// How many orders it has.
    pub orders: i64,
    /// How many of them are open.
    pub open: i64,
    /// What is open of their money.
    pub open_fen: Fen,
    /// When the last was paid.
    pub last_paid: Option<Moment>,
}

/// All money together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// How many orders are open, and what of their money has not come back.
    pub open: (i64, Fen),
    /// The same of those that are overdue.
    pub overdue: (i64, Fen),
    /// How many arrived, and what was paid for them.
    pub arrived: (i64, Fen),
    /// What came back in all.
    pub refunded: Fen,
}

impl Store {
    /// All platforms that have orders, those with the most open money first.
    pub fn platform_sums(&self) -> Outcome<Vec<PlatformSums>> {
        let read = || -> rusqlite::Result<Vec<PlatformSums>> {
            self.connection
                .prepare_cached(
                    "SELECT name, legal_name, count(*), sum(open), sum(open * (amount_fen - refunded_fen)), max(paid_at)
                     FROM (SELECT platform_id, amount_fen, refunded_fen, paid_at,
                               status IN ('awaiting', 'overdue') AS open FROM orders)
                     JOIN platforms ON platforms.id = platform_id
                     GROUP BY platform_id ORDER BY 5 DESC, 6 DESC",
                )?
                .query_map([], |row| {
                    Ok(PlatformSums {
                        name: row.get(0)?,
                        legal_name: row.get(1)?,
                        orders: row.get(2)?,
                        open: row.get(3)?,
                        open_fen: Fen(row.get(4)?),
                        last_paid: row.get::<_, Option<i64>>(5)?.map(Moment),
                    })
                })?
                .collect()
        };
        Ok(read().map_err(StoreError::Sql)?)
    }

    /// The orders of a platform, or of all, as the memory sees them, the newest first; at most `most`. Samples count too.
    pub fn past(&self, platform: Option<&str>, most: usize) -> Outcome<Vec<(String, Past)>> {
        let read = || -> Result<Vec<(String, Past)>, StoreError> {
            let mut select = self.connection.prepare_cached(
                match platform {
                    Some(_) => {
                        "SELECT name, orders.id, kind, paid_at, counted_from, due_at, status, settled_at, amount_fen,
                             refunded_fen
                         FROM orders JOIN platforms ON platforms.id = platform_id
                         WHERE name = ?1 ORDER BY paid_at DESC LIMIT ?2"
                    }
                    None => {
                        "SELECT name, orders.id, kind, paid_at, counted_from, due_at, status, settled_at, amount_fen,
                             refunded_fen
                         FROM orders JOIN platforms ON platforms.id = platform_id
                         WHERE ?1 IS NULL ORDER BY paid_at DESC LIMIT ?2"
                    }
                },
            )?;
            let mut rows = select.query(params![platform, most as i64])?;
            let mut past = Vec::new();
            while let Some(row) = rows.next()? {
                let status: String = row.get(6)?;
                past.push((
                    row.get(0)?,
                    Past {
                        id: row.get(1)?,
                        kind: row.get(2)?,
                        paid_at: Moment(row.get(3)?),
                        counted_from: Moment(row.get(4)?),
                        due_at: Moment(row.get(5)?),
                        status: Status::from_word(&status).ok_or(StoreError::Damaged("订单状态"))?,
                        settled_at: row.get::<_, Option<i64>>(7)?.map(Moment),
                        amount: Fen(row.get(8)?),
                        refunded: Fen(row.get(9)?),
                    },
                ));
            }
            Ok(past)
        };
        Ok(read()?)
    }

    /// How long a platform took to answer each time that the person wrote to it.
    pub fn answers(&self, platform: &str) -> Outcome<Vec<Span>> {
        let read = || -> rusqlite::Result<Vec<Span>> {
            self.connection
                .prepare_cached(
                    "SELECT min(answer.at) - asked.at
                     FROM orders JOIN platforms ON platforms.id = platform_id
                     JOIN events AS asked ON asked.order_id = orders.id AND asked.kind IN ('contacted', 'demanded')
                     JOIN events AS answer ON answer.order_id = orders.id AND answer.kind IN ('promised', 'refused')
                         AND answer.at >= asked.at
                     WHERE name = ?1
                         AND NOT EXISTS (SELECT 1 FROM events AS undo WHERE undo.order_id = orders.id
                                         AND undo.undoes IN (asked.seq, answer.seq))
                     GROUP BY orders.id, asked.seq",
                )?
                .query_map([platform], |row| Ok(Span(row.get(0)?)))?
                .collect()
        };
        Ok(read().map_err(StoreError::Sql)?)
    }

    /// All money together.
    pub fn sums(&self) -> Outcome<Sums> {
        let mut sums = Sums::default();
        let mut read = || -> rusqlite::Result<()> {
            let mut select = self.connection.prepare_cached(
                "SELECT status, count(*), sum(amount_fen), sum(refunded_fen) FROM orders GROUP BY status",
            )?;
            let mut rows = select.query([])?;
            while let Some(row) = rows.next()? {
                let (status, count): (String, i64) = (row.get(0)?, row.get(1)?);
                let (paid, back) = (Fen(row.get(2)?), Fen(row.get(3)?));
                sums.refunded = sums.refunded + back;
                let add = |sum: &mut (i64, Fen), fen: Fen| *sum = (sum.0 + count, sum.1 + fen);
                match Status::from_word(&status) {
                    Some(Status::Awaiting) => add(&mut sums.open, paid - back),
                    Some(Status::Overdue) => {
                        add(&mut sums.open, paid - back);
                        add(&mut sums.overdue, paid - back);
                    }
                    Some(Status::Arrived) => add(&mut sums.arrived, paid),
                    _ => {}
                }
            }
            Ok(())
        };
        read().map_err(StoreError::Sql)?;
        Ok(sums)
    }

    /// By how much the open money rose and fell on each day, as days since 1970 in a zone that is so far ahead of UTC.
    pub fn risk_changes(&self, ahead: Span) -> Outcome<Vec<(i64, Fen)>> {
        let read = || -> rusqlite::Result<Vec<(i64, Fen)>> {
            self.connection
                .prepare_cached(
                    "SELECT day, sum(fen) FROM (
                         SELECT (paid_at + ?1) / 86400000 AS day, amount_fen AS fen FROM orders
                         UNION ALL
                         SELECT (settled_at + ?1) / 86400000, -amount_fen FROM orders WHERE settled_at IS NOT NULL
                         UNION ALL
                         -- What came back in part leaves an open order's money on the day on which it came.
                         SELECT (at + ?1) / 86400000, -events.amount_fen FROM orders JOIN events ON order_id = orders.id
                         WHERE refunded_fen > 0 AND settled_at IS NULL AND events.kind = 'refunded' AND NOT EXISTS
                             (SELECT 1 FROM events AS undo WHERE undo.order_id = orders.id AND undo.undoes = events.seq))
                     GROUP BY day ORDER BY day",
                )?
                .query_map([ahead.0], |row| Ok((row.get(0)?, Fen(row.get(1)?))))?
                .collect()
        };
        Ok(read().map_err(StoreError::Sql)?)
    }

    /// The window that the person took over for a kind at a platform.
    pub fn platform_window(&self, platform: &str, kind: &str) -> Outcome<Option<Span>> {
        let window: Option<i64> = self
            .connection
            .prepare_cached(
                "SELECT window_ms FROM platform_windows JOIN platforms ON platforms.id = platform_id
                 WHERE name = ?1 AND kind = ?2",
            )
            .and_then(|mut select| select.query_row([platform, kind], |row| row.get(0)).optional())
            .map_err(StoreError::Sql)?;
        Ok(window.map(Span))
    }

    /// All windows that the person took over, by platform and kind.
    pub fn platform_windows(&self) -> Outcome<HashMap<(String, String), Span>> {
        let read = || -> rusqlite::Result<HashMap<(String, String), Span>> {
            self.connection
                .prepare_cached(
                    "SELECT name, kind, window_ms FROM platform_windows JOIN platforms ON platforms.id = platform_id",
                )?
                .query_map([], |row| Ok(((row.get(0)?, row.get(1)?), Span(row.get(2)?))))?
                .collect()
        };
        Ok(read().map_err(StoreError::Sql)?)
    }

    /// Takes a window over for a kind at a platform, for orders logged from now on; none goes back to the kind's own.
    pub fn set_platform_window(&mut self, platform: &str, kind: &str, window: Option<Span>) -> Outcome<()> {
        self.write(|transaction| {
            let platform = platform_id(transaction, platform)?;
            match window {
                Some(window) => transaction.execute(
                    "INSERT INTO platform_windows (platform_id, kind, window_ms) VALUES (?1, ?2, ?3)
                     ON CONFLICT (platform_id, kind) DO UPDATE SET window_ms = ?3",
                    params![platform, kind, window.0],
                )?,
                None => transaction.execute(
                    "DELETE FROM platform_windows WHERE platform_id = ?1 AND kind = ?2",
                    params![platform, kind],
                )?,
            };
            Ok(())
        })
    }

    /// Whether a platform has any order, and how many of them are overdue now.
    pub fn platform_standing(&self, platform: &str) -> Outcome<(bool, i64)> {
        let found = self
            .connection
            .prepare_cached(
                "SELECT count(*) > 0, coalesce(sum(status = 'overdue'), 0)
                 FROM orders JOIN platforms ON platforms.id = platform_id WHERE name = ?1",
            )
            .and_then(|mut select| select.query_row([platform], |row| Ok((row.get(0)?, row.get(1)?))))
            .map_err(StoreError::Sql)?;
        Ok(found)
    }

    /// The numbers of the orders after one, in their order; at most `most`.
    pub fn ids_after(&self, after: OrderId, most: usize) -> Outcome<Vec<OrderId>> {
        let read = || -> rusqlite::Result<Vec<OrderId>> {
            self.connection
                .prepare_cached("SELECT id FROM orders WHERE id > ?1 ORDER BY id LIMIT ?2")?
                .query_map(params![after.0, most as i64], |row| Ok(OrderId(row.get(0)?)))?
                .collect()
        };
        Ok(read().map_err(StoreError::Sql)?)
    }

    /// Whether an order with just these facts is logged: the same platform, order number, product, amount and time.
    pub fn is_logged(&self, facts: &Facts) -> Outcome<bool> {
        let read = || -> rusqlite::Result<bool> {
            self.connection
                .prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM orders JOIN platforms ON platforms.id = platform_id
                         WHERE name = ?1 AND paid_at = ?2 AND product = ?3 AND amount_fen = ?4 AND order_no IS ?5
                             AND account IS ?6)",
                )?
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
                )
        };
        Ok(read().map_err(StoreError::Sql)?)
    }

    /// The numbers of all orders of a platform.
    pub fn ids_of(&self, platform: &str) -> Outcome<Vec<OrderId>> {
        let read = || -> rusqlite::Result<Vec<OrderId>> {
            self.connection
                .prepare_cached(
                    "SELECT orders.id FROM orders JOIN platforms ON platforms.id = platform_id WHERE name = ?1
                     ORDER BY orders.id",
                )?
                .query_map([platform], |row| Ok(OrderId(row.get(0)?)))?
                .collect()
        };
        Ok(read().map_err(StoreError::Sql)?)
    }
}

impl Store {
    /// An open or just paid order that looks like the one being logged: by its order number (then true), or by platform,
    /// time, and product or amount.
    pub fn alike(&self, like: &Likeness, within: Span) -> Outcome<Option<(OrderId, bool)>> {
        let read = || -> rusqlite::Result<Option<(OrderId, bool)>> {
            self.connection
                .prepare_cached(
                    "SELECT orders.id, order_no IS ?2 AND ?2 IS NOT NULL AS numbered
                     FROM orders JOIN platforms ON platforms.id = platform_id
                     WHERE name = ?1 AND (
                         (?2 IS NOT NULL AND order_no = ?2)
                         OR (paid_at BETWEEN ?3 AND ?4 AND (?2 IS NULL OR order_no IS NULL)
                             AND (product = ?5 OR amount_fen = ?6)
                             AND (?7 IS NULL OR account IS NULL OR account = ?7)))
                     ORDER BY numbered DESC, abs(paid_at - ?8) LIMIT 1",
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
                    |row| Ok((OrderId(row.get(0)?), row.get(1)?)),
                )
                .optional()
        };
        Ok(read().map_err(StoreError::Sql)?)
    }
}

impl Batch<'_> {
    /// Hands what is known of a platform on to another name, what the other lacks, and plans the other's open orders anew.
    pub fn hand_on_platform(
        &self,
        from: &str,
        to: &str,
        now: Moment,
        clockwork: &impl Clockwork,
    ) -> Outcome<()> {
        let transaction = self.transaction;
        let handed = || -> Result<(), StoreError> {
            let to = platform_id(transaction, to)?;
            transaction.execute(
                "UPDATE platforms SET
                     seller_kind = iif(own.seller_kind = '', other.seller_kind, own.seller_kind),
                     vanished = own.vanished OR other.vanished,
                     legal_name = iif(own.legal_name = '', other.legal_name, own.legal_name),
                     address = iif(own.address = '', other.address, own.address),
                     phone = iif(own.phone = '', other.phone, own.phone),
                     marketplace = iif(own.marketplace = '', other.marketplace, own.marketplace),
                     contact = iif(own.contact = '', other.contact, own.contact),
                     icp = iif(own.icp = '', other.icp, own.icp),
                     notes = iif(own.notes = '', other.notes, own.notes),
                     release_times = iif(own.release_times = '', other.release_times, own.release_times)
                 FROM platforms AS own, platforms AS other
                 WHERE platforms.id = ?2 AND own.id = ?2 AND other.name = ?1",
                params![from, to],
            )?;
            transaction.execute(
                "INSERT OR IGNORE INTO platform_windows (platform_id, kind, window_ms)
                 SELECT ?2, kind, window_ms FROM platform_windows JOIN platforms ON platforms.id = platform_id
                 WHERE name = ?1",
                params![from, to],
            )?;
            replan(transaction, Some(to), now, clockwork)
        };
        Ok(handed()?)
    }
}
