//! What is waited for of each order, and the limits that run beside: a row each, so that SQL can ask what is due.

use super::settings;
use crate::order::{Course, Deadline, Limit, OrderId};
use rusqlite::{Connection, Row, Transaction, params};

/// The columns of a row behind those of its order.
pub(super) const COLUMNS: &str = "deadlines.topic, deadlines.stage, deadlines.told_at, deadlines.at";

/// Writes what is waited for of a new order.
pub(super) fn write(connection: &Connection, id: OrderId, course: &Course) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO deadlines (order_id, place, topic, stage, told_at, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let mut place = 0;
    for one in &course.deadlines {
        insert.execute(params![id, place, one.topic, one.stage, None::<i64>, one.at])?;
        place += 1;
    }
    for one in &course.limits {
        insert.execute(params![id, place, one.topic, None::<&str>, one.told_at, one.at])?;
        place += 1;
    }
    Ok(())
}

/// Writes it in place of what was waited for before.
pub(super) fn replace(connection: &Connection, id: OrderId, course: &Course) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM deadlines WHERE order_id = ?1")?
        .execute([id])?;
    write(connection, id, course)
}

/// Adds a row with [`COLUMNS`], which begin at `first`, to what is waited for.
pub(super) fn add(course: &mut Course, row: &Row<'_>, first: usize) -> rusqlite::Result<()> {
    let (topic, at) = (row.get(first)?, row.get(first + 3)?);
    match row.get(first + 1)? {
        Some(stage) => course.deadlines.push(Deadline { at, stage, topic }),
        None => course.limits.push(Limit {
            told_at: row.get(first + 2)?,
            at,
            topic,
        }),
    }
    Ok(())
}

/// Reads what is waited for of an order into its course.
pub(super) fn read(connection: &Connection, id: OrderId, course: &mut Course) -> rusqlite::Result<()> {
    let sql = format!("SELECT {COLUMNS} FROM deadlines WHERE order_id = ?1 ORDER BY place");
    let mut select = connection.prepare_cached(&sql)?;
    let mut rows = select.query([id])?;
    while let Some(row) = rows.next()? {
        add(course, row, 0)?;
    }
    Ok(())
}

/// Carries over what the first versions kept as packed text: `stage:topic:milliseconds` in `course`,
/// `topic:told:last` in `limits`, joined by `;`. Where a text is not that, all open orders are planned anew.
pub(super) fn unpack(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let mut select = transaction
        .prepare("SELECT id, course, limits FROM orders WHERE course IS NOT NULL OR limits IS NOT NULL")?;
    let mut insert = transaction.prepare(
        "INSERT INTO deadlines (order_id, place, topic, stage, told_at, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let mut write = |id: i64, place: usize, one: &str, is_limit: bool| -> rusqlite::Result<bool> {
        let [first, second, last] = one.split(':').collect::<Vec<_>>()[..] else {
            return Ok(false);
        };
        let Ok(at) = last.parse::<i64>() else {
            return Ok(false);
        };
        if is_limit {
            let Ok(told_at) = second.parse::<i64>() else {
                return Ok(false);
            };
            insert.execute(params![id, place as i64, first, None::<&str>, told_at, at])?;
        } else {
            insert.execute(params![id, place as i64, second, first, None::<i64>, at])?;
        }
        Ok(true)
    };
    let mut whole = true;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let (id, course, limits): (i64, Option<String>, Option<String>) =
            (row.get(0)?, row.get(1)?, row.get(2)?);
        let (course, limits) = (course.unwrap_or_default(), limits.unwrap_or_default());
        let waits = course.split(';').map(|one| (one, false));
        let beside = limits.split(';').map(|one| (one, true));
        for (place, (one, is_limit)) in waits.chain(beside).filter(|(one, _)| !one.is_empty()).enumerate() {
            whole &= write(id, place, one, is_limit)?;
        }
    }
    if !whole {
        settings::not_planned(transaction)?;
    }
    Ok(())
}
