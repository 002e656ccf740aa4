//! The facts of an order as columns: each is named here, and nowhere else in SQL.

use crate::order::Facts;
use rusqlite::{Connection, Row, ToSql, params_from_iter};

/// A column with its value.
pub(super) type Column<'a> = (&'static str, &'a dyn ToSql);

macro_rules! columns {
    ($($fact:ident = $column:literal),+ $(,)?) => {
        /// The columns of the facts besides their platform's.
        pub(super) const FACTS: &str = concat!("platforms.name", $(", ", $column),+);

        pub(super) fn bind<'a>(facts: &'a Facts, platform: &'a i64) -> Vec<Column<'a>> {
            vec![("platform_id", platform), $(($column, &facts.$fact)),+]
        }

        /// The facts out of a row with [`FACTS`]; several payments have rows of their own.
        pub(super) fn from_row(row: &Row<'_>) -> rusqlite::Result<Facts> {
            Ok(Facts { platform: row.get("name")?, payments: Vec::new(), $($fact: row.get($column)?),+ })
        }
    };
}
columns!(
    product = "product",
    kind = "kind",
    account = "account",
    order_no = "order_no",
    amount = "amount_fen",
    channel = "channel",
    payment_no = "payment_no",
    merchant_order_no = "merchant_order_no",
    merchant = "merchant",
    note = "note",
    quantity = "quantity",
    requested = "requested_fen",
    paid_at = "paid_at",
    window = "window_ms",
    window_promised = "window_promised",
);

/// Inserts an order with these columns; returns its number.
pub(super) fn insert(connection: &Connection, columns: &[Column<'_>]) -> rusqlite::Result<i64> {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let sql = format!(
        "INSERT INTO orders ({}) VALUES ({})",
        names.join(", "),
        vec!["?"; names.len()].join(", ")
    );
    connection.prepare_cached(&sql)?.insert(values(columns))
}

/// Writes these columns of an order.
pub(super) fn update(
    connection: &Connection,
    id: &dyn ToSql,
    columns: &[Column<'_>],
) -> rusqlite::Result<()> {
    let set: Vec<String> = columns.iter().map(|(name, _)| format!("{name} = ?")).collect();
    let sql = format!("UPDATE orders SET {} WHERE id = ?", set.join(", "));
    let all = columns.iter().map(|(_, value)| *value).chain([id]);
    connection.prepare_cached(&sql)?.execute(params_from_iter(all))?;
    Ok(())
}

fn values<'a>(columns: &'a [Column<'a>]) -> impl rusqlite::Params + 'a {
    params_from_iter(columns.iter().map(|(_, value)| *value))
}
