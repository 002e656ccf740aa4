//! Platforms: when they issue, who is behind them, and the windows taken over from them.

use super::orders::{Batch, clock_of, plan_anew, platform_id, write_clock};
use super::{Clockwork, Store, StoreError};
use crate::Outcome;
use crate::order::{Moment, OrderId, Seller, SellerKind, Span, Word};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use std::collections::HashMap;

const SELLER: &str =
    "platforms.name, seller_kind, vanished, legal_name, address, phone, marketplace, contact, icp, notes";

impl Store {
    /// The times of day at which a platform issues, as they were typed; empty for none or an unknown platform.
    pub fn release_times(&self, platform: &str) -> Outcome<String> {
        let times: Option<String> = self
            .connection
            .query_row(
                "SELECT release_times FROM platforms WHERE name = ?1",
                [platform],
                |row| row.get(0),
            )
            .optional()
            .map_err(StoreError::Sql)?;
        Ok(times.unwrap_or_default())
    }

    /// Writes down at which times of day a platform issues, and plans its open orders anew.
    pub fn set_release_times(
        &mut self,
        platform: &str,
        times: &str,
        now: Moment,
        clockwork: &impl Clockwork,
    ) -> Outcome<()> {
        self.write(|transaction| {
            let platform = platform_id(transaction, platform)?;
            transaction.execute(
                "UPDATE platforms SET release_times = ?2 WHERE id = ?1",
                params![platform, times],
            )?;
            replan(transaction, Some(platform), now, clockwork)
        })
    }

    /// Who is behind a platform; an unknown platform has nobody yet.
    pub fn seller(&self, platform: &str) -> Outcome<Seller> {
        let seller = self
            .connection
            .query_row(
                &format!("SELECT {SELLER} FROM platforms WHERE name = ?1"),
                [platform],
                read_seller,
            )
            .optional()
            .map_err(StoreError::Sql)?;
        Ok(seller.unwrap_or_else(|| Seller {
            platform: platform.to_owned(),
            ..Seller::default()
        }))
    }

    /// Writes down who is behind a platform, and plans its open orders anew.
    pub fn set_seller(&mut self, seller: &Seller, now: Moment, clockwork: &impl Clockwork) -> Outcome<()> {
        self.write(|transaction| {
            let platform = platform_id(transaction, &seller.platform)?;
            transaction.execute(
                "UPDATE platforms SET seller_kind = ?2, vanished = ?3, legal_name = ?4, address = ?5, phone = ?6,
                     marketplace = ?7, contact = ?8, icp = ?9, notes = ?10 WHERE id = ?1",
                params![
                    platform,
                    seller.kind.word(),
                    seller.vanished,
                    seller.legal_name,
                    seller.address,
                    seller.phone,
                    seller.marketplace,
                    seller.contact,
                    seller.icp,
                    seller.notes
                ],
            )?;
            replan(transaction, Some(platform), now, clockwork)
        })
    }

    /// Plans every open order anew out of its events: after the rules have changed.
    pub fn replan_all(&mut self, now: Moment, clockwork: &impl Clockwork) -> Outcome<()> {
        self.write(|transaction| replan(transaction, None, now, clockwork))
    }
}

impl Store {
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

/// Who is behind an order's platform.
pub(super) fn seller_of(transaction: &Transaction<'_>, id: OrderId) -> Result<Seller, StoreError> {
    let mut select = transaction.prepare_cached(&format!(
        "SELECT {SELLER} FROM orders JOIN platforms ON platforms.id = platform_id WHERE orders.id = ?1"
    ))?;
    Ok(select.query_row([id.0], read_seller)?)
}

fn read_seller(row: &Row<'_>) -> rusqlite::Result<Seller> {
    let kind: String = row.get(1)?;
    Ok(Seller {
        platform: row.get(0)?,
        kind: SellerKind::from_word(&kind).unwrap_or_default(),
        vanished: row.get(2)?,
        legal_name: row.get(3)?,
        address: row.get(4)?,
        phone: row.get(5)?,
        marketplace: row.get(6)?,
        contact: row.get(7)?,
        icp: row.get(8)?,
        notes: row.get(9)?,
    })
}

/// Plans open orders anew out of their facts and events: those of one platform, or all.
fn replan(
    transaction: &Transaction<'_>,
    platform: Option<i64>,
    now: Moment,
    clockwork: &impl Clockwork,
) -> Result<(), StoreError> {
    let mut select = transaction.prepare(
        "SELECT id, platform_id FROM orders
         WHERE (platform_id = ?1 OR ?1 IS NULL) AND status IN ('awaiting', 'overdue')",
    )?;
    let open: Vec<(i64, i64)> = select
        .query_map([platform], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (id, platform) in open {
        let id = OrderId(id);
        let Some(order) = super::read::order(transaction, id)? else {
            continue;
        };
        let clock = clock_of(transaction, platform, &order.facts, clockwork)?;
        write_clock(transaction, id, clock)?;
        let events = super::read::events(transaction, id)?;
        let planned = plan_anew(transaction, id, &order.facts, clock, &events, now, clockwork)?;
        super::alerts::withdraw_outdated(transaction, id, &planned, now)?;
        // What was due before and is due still waits for the sweep, which is what raises alerts.
        if let (Some(due), Some(_)) = (order.alert_after.filter(|at| *at <= now), planned.alert) {
            transaction
                .prepare_cached("UPDATE orders SET alert_after = ?2 WHERE id = ?1")?
                .execute(params![id.0, due.0])?;
        }
    }
    Ok(())
}
