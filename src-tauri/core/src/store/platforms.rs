//! Platforms: when they issue, who is behind them, and the windows taken over from them.

use super::{Store, Tx};
use crate::Outcome;
use crate::order::{OrderId, Platform, Seller, Span, named};
use rusqlite::{OptionalExtension, params};
use std::collections::HashMap;

impl Store {
    /// A platform by its name; an unknown one issues at any time, and its seller is unknown. Nothing is known of what only
    /// stands for one, whatever an earlier version let be noted of it.
    pub fn platform(&self, name: &str) -> Outcome<Platform> {
        if named(name).is_none() {
            return Ok(Platform::unknown(name));
        }
        let found = self
            .connection
            .prepare_cached(
                "SELECT name, seller_kind, vanished, legal_name, address, phone, marketplace, contact, icp, notes,
                     release_times
                 FROM platforms WHERE name = ?1",
            )?
            .query_row([name], |row| {
                Ok(Platform {
                    seller: Seller {
                        platform: row.get(0)?,
                        kind: row.get(1)?,
                        vanished: row.get(2)?,
                        legal_name: row.get(3)?,
                        address: row.get(4)?,
                        phone: row.get(5)?,
                        marketplace: row.get(6)?,
                        contact: row.get(7)?,
                        icp: row.get(8)?,
                        notes: row.get(9)?,
                    },
                    release_times: row.get(10)?,
                })
            })
            .optional()?;
        Ok(found.unwrap_or_else(|| Platform::unknown(name)))
    }

    /// The window that the person took over for a kind at a platform.
    pub fn platform_window(&self, platform: &str, kind: &str) -> Outcome<Option<Span>> {
        if named(platform).is_none() {
            return Ok(None);
        }
        Ok(self
            .connection
            .prepare_cached(
                "SELECT window_ms FROM platform_windows JOIN platforms ON platforms.id = platform_id
                 WHERE name = ?1 AND kind = ?2",
            )?
            .query_row([platform, kind], |row| row.get(0))
            .optional()?)
    }

    /// All windows that the person took over, by platform and kind.
    pub fn platform_windows(&self) -> Outcome<HashMap<(String, String), Span>> {
        Ok(self.connection
                .prepare_cached(
                    "SELECT name, kind, window_ms FROM platform_windows JOIN platforms ON platforms.id = platform_id",
                )?
                .query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?
                .collect::<rusqlite::Result<_>>()?)
    }

    /// Whether a platform has any order, and how many of them are overdue now.
    pub fn platform_standing(&self, platform: &str) -> Outcome<(bool, i64)> {
        let found = self
            .connection
            .prepare_cached(
                "SELECT count(*) > 0, coalesce(sum(status = 'overdue'), 0)
                 FROM orders JOIN platforms ON platforms.id = platform_id WHERE name = ?1",
            )?
            .query_row([platform], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(found)
    }

    /// The numbers of all orders of a platform.
    pub fn ids_of(&self, platform: &str) -> Outcome<Vec<OrderId>> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT orders.id FROM orders JOIN platforms ON platforms.id = platform_id WHERE name = ?1
                     ORDER BY orders.id",
            )?
            .query_map([platform], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }

    /// The open orders: those of one platform, or all; first of which something comes next.
    pub fn open_ids(&self, platform: Option<&str>) -> Outcome<Vec<OrderId>> {
        Ok(self
            .connection
            .prepare(
                "SELECT orders.id FROM orders JOIN platforms ON platforms.id = platform_id
                 WHERE (name = ?1 OR ?1 IS NULL) AND status IN ('awaiting', 'overdue', 'disputed')
                 ORDER BY alert_after IS NULL, alert_after, orders.id",
            )?
            .query_map([platform], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    /// Writes down at which times of day a platform issues.
    pub fn set_release_times(&self, platform: &str, times: &str) -> Outcome<()> {
        let platform = self.platform_id(platform)?;
        self.connection
            .prepare_cached("UPDATE platforms SET release_times = ?2 WHERE id = ?1")?
            .execute(params![platform, times])?;
        Ok(())
    }

    /// Writes down who is behind a platform.
    pub fn set_seller(&self, seller: &Seller) -> Outcome<()> {
        let platform = self.platform_id(&seller.platform)?;
        self.connection
            .prepare_cached(
                "UPDATE platforms SET seller_kind = ?2, vanished = ?3, legal_name = ?4, address = ?5, phone = ?6,
                     marketplace = ?7, contact = ?8, icp = ?9, notes = ?10 WHERE id = ?1",
            )?
            .execute(params![
                platform,
                seller.kind,
                seller.vanished,
                seller.legal_name,
                seller.address,
                seller.phone,
                seller.marketplace,
                seller.contact,
                seller.icp,
                seller.notes
            ])?;
        Ok(())
    }

    /// Takes a window over for a kind at a platform, for orders logged from now on; none goes back to the kind's own.
    pub fn set_platform_window(&self, platform: &str, kind: &str, window: Option<Span>) -> Outcome<()> {
        let platform = self.platform_id(platform)?;
        match window {
            Some(window) => self.connection.execute(
                "INSERT INTO platform_windows (platform_id, kind, window_ms) VALUES (?1, ?2, ?3)
                 ON CONFLICT (platform_id, kind) DO UPDATE SET window_ms = ?3",
                params![platform, kind, window],
            )?,
            None => self.connection.execute(
                "DELETE FROM platform_windows WHERE platform_id = ?1 AND kind = ?2",
                params![platform, kind],
            )?,
        };
        Ok(())
    }

    /// Hands what is known of a platform on to another name: what the other lacks.
    pub fn hand_on_platform(&self, from: &str, to: &str) -> Outcome<()> {
        let to = self.platform_id(to)?;
        self.connection.execute(
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
        self.connection.execute(
            "INSERT OR IGNORE INTO platform_windows (platform_id, kind, window_ms)
                 SELECT ?2, kind, window_ms FROM platform_windows JOIN platforms ON platforms.id = platform_id
                 WHERE name = ?1",
            params![from, to],
        )?;
        Ok(())
    }
}
