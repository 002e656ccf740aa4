//! The card keys of orders: secrets in a table of their own, written with the event that names them and never changed.

use crate::order::{CardKey, KeptKey, OrderId};
use rusqlite::{Connection, params};

pub(super) fn write(connection: &Connection, id: OrderId, keys: &[KeptKey]) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO card_keys (order_id, seq, place, number, key) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for KeptKey { seq, place, key } in keys {
        insert.execute(params![id, seq, place, key.number, key.key])?;
    }
    Ok(())
}

pub(super) fn read(connection: &Connection, id: OrderId) -> rusqlite::Result<Vec<KeptKey>> {
    let mut select = connection.prepare_cached(
        "SELECT seq, place, number, key FROM card_keys WHERE order_id = ?1 ORDER BY seq, place",
    )?;
    let keys = select.query_map([id], |row| {
        Ok(KeptKey {
            seq: row.get(0)?,
            place: row.get(1)?,
            key: CardKey {
                number: row.get(2)?,
                key: row.get(3)?,
            },
        })
    })?;
    keys.collect()
}

/// Puts the keys of lost events behind others, each `(from, to)`.
pub(super) fn move_to(connection: &Connection, id: OrderId, moves: &[(u32, u32)]) -> rusqlite::Result<()> {
    // By way of places that none has: one that is left may be taken by another at once.
    for (from, to) in moves {
        connection.execute(
            "UPDATE card_keys SET seq = -?3 WHERE order_id = ?1 AND seq = ?2",
            params![id, from, to],
        )?;
    }
    connection.execute(
        "UPDATE card_keys SET seq = -seq WHERE order_id = ?1 AND seq < 0",
        [id],
    )?;
    Ok(())
}
