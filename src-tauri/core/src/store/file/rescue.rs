//! Saving what can be read of a damaged data file: row by row, around what cannot be read.

use super::super::open::{self, FILE_NAME, connect};
use super::super::{payments, search};
use super::everything::{highest, number_above};
use super::marker::Cipher;
use super::passphrase::Passphrase;
use super::rebuild::{numbers, orders_of_timelines, platforms_of_timelines, timelines_of_orders};
use super::replace::replace;
use super::restore::finish;
use super::sound::{LostFile, leave_out, lost_files};
use crate::order::{LOST_PLATFORM, Moment, OrderId};
use crate::words::Text;
use crate::{Code, Failure, Outcome, text};
use rusqlite::types::Value;
use rusqlite::{Connection, ErrorCode, OpenFlags, params_from_iter};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rescued {
    pub orders: u64,
    pub files: u64,
    /// What could not be read, a sentence each.
    pub lost: Vec<Text>,
    /// Where the damaged file is kept, untouched.
    pub kept: PathBuf,
}

/// What a person calls the rows of a table.
type Rows = fn() -> Text;

/// The tables in the order in which they depend on each other.
const TABLES: &[(&str, Rows)] = &[
    ("platforms", || text!(rows_platforms)),
    ("settings", || text!(rows_settings)),
    ("corrections", || text!(rows_corrections)),
    ("orders", || text!(rows_orders)),
    ("deadlines", || text!(rows_deadlines)),
    ("payments", || text!(rows_payments)),
    ("payment_ties", || text!(rows_payment_ties)),
    ("files", || text!(rows_files)),
    ("shots", || text!(rows_shots)),
    ("events", || text!(rows_events)),
    ("card_keys", || text!(rows_keys)),
    ("clock_set_right", || text!(rows_clock)),
    ("alerts", || text!(rows_alerts)),
    ("calendar_entries", || text!(rows_calendar)),
    ("masks", || text!(rows_masks)),
    ("platform_windows", || text!(rows_windows)),
    ("bill_rows", || text!(rows_bills)),
    ("tags", || text!(rows_tags)),
];

/// Builds a new data file from what can be read of the one in a folder, and puts it in its place. The damaged one is only
/// read, and is kept beside it under a name with `stamp` (`YYYYMMDD-HHMMSS`, the time of `now`).
///
/// Orders whose own rows are gone are made anew out of their timelines; no number of an order is given twice.
///
/// # Errors
/// A file of which nothing can be read; a wrong passphrase; another process that has it open; a full disk.
pub fn rescue(folder: &Path, passphrase: Option<&Passphrase>, stamp: &str, now: Moment) -> Outcome<Rescued> {
    let kept = format!("daozhang.damaged-{stamp}");
    let ((orders, files, lost), kept) = replace(folder, Some(&kept), |data, made| {
        let cipher = Cipher::of(data);
        let passphrase = passphrase.filter(|_| cipher.is_possible());
        if cipher == Cipher::Marked && passphrase.is_none() {
            return Err(Failure::new(Code::Locked, text!(store_locked)));
        }
        let (files, lost) = save(&open_damaged(data, passphrase)?, made, passphrase, now)?;
        Ok((finish(made, passphrase)?, files, lost))
    })?;
    Ok(Rescued {
        orders,
        files,
        lost,
        kept: kept.unwrap_or_else(|| folder.join(FILE_NAME)),
    })
}

/// Opens a damaged file for reading alone.
fn open_damaged(path: &Path, passphrase: Option<&Passphrase>) -> Outcome<Connection> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY, passphrase)?;
    // Otherwise SQLite refuses the whole of a file that was cut off.
    connection.pragma_update(None, "writable_schema", true)?;
    let tables = "SELECT count(*) FROM sqlite_schema WHERE name IN ('orders', 'events', 'tags')";
    match connection.query_row(tables, [], |row| row.get::<_, i64>(0)) {
        Ok(3) => Ok(connection),
        _ => Err(Failure::failed(text!(rescue_hopeless))),
    }
}

/// Copies every row that can be read into a new file; returns the number of files, and what is missing.
fn save(
    source: &Connection,
    to: &Path,
    passphrase: Option<&Passphrase>,
    now: Moment,
) -> Outcome<(u64, Vec<Text>)> {
    let mut made = connect(to, OpenFlags::default(), passphrase)?;
    let version = source
        .pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))
        .ok()
        .and_then(|version| usize::try_from(version).ok())
        .filter(|version| (1..=open::latest()).contains(version))
        .unwrap_or_else(open::latest);
    open::begin(&mut made, version)?;
    made.pragma_update(None, "foreign_keys", false)?;
    let given = highest(source)
        .ok()
        .filter(|given| (0..=MOST_ORDERS).contains(given));
    let mut lost = Vec::new();
    let mut unread = Vec::new();
    let writing = made.transaction()?;
    for (table, rows) in TABLES {
        let gaps = copy_table(source, &writing, table, &unread, given)?;
        if !gaps.is_empty() {
            lost.push(text!(rescue_gaps, rows = rows(), count = gaps.len()));
        }
        if *table == "orders" {
            unread = gaps;
        }
    }
    writing.commit()?;
    open::bring_up_to_date(&mut made)?;
    let writing = made.transaction()?;
    orders_of_timelines(&writing, &mut lost)?;
    platforms_of_timelines(&writing)?;
    number_on(&writing, &unread, given, &mut lost)?;
    mend(&writing, &mut lost)?;
    payments::mend(&writing)?;
    timelines_of_orders(&writing, now, &mut lost)?;
    search::index_all(&writing)?;
    let rotten = lost_files(&writing)?;
    leave_out(&writing, "", &rotten)?;
    if !rotten.is_empty() {
        let files = Text::list(rotten.iter().map(LostFile::named));
        lost.push(text!(rescue_files, count = rotten.len(), files = files));
    }
    writing.commit()?;
    let files: i64 = made.query_row(
        "SELECT count(*) FROM files WHERE length(bytes) = length",
        [],
        |row| row.get(0),
    )?;
    Ok((files.unsigned_abs(), lost))
}

/// Says which orders are gone, and sees to it that none of their numbers is given again. `unread`: the stretches of numbers that
/// could not be read; `given`: the highest number that was ever given, where that can be read.
fn number_on(made: &Connection, unread: &[Stretch], given: Option<i64>, lost: &mut Vec<Text>) -> Outcome<()> {
    let seen: i64 = made.query_row(
        "SELECT max(coalesce((SELECT max(id) FROM orders), 0), coalesce((SELECT max(order_id) FROM events), 0),
                    coalesce((SELECT max(order_id) FROM shots), 0))",
        [],
        |row| row.get(0),
    )?;
    let highest = given.unwrap_or_default().max(seen);
    let mut gone = Vec::new();
    let mut there = made.prepare("SELECT 1 FROM orders WHERE id = ?1")?;
    for (low, high) in unread {
        for id in *low..=(*high).min(highest) {
            if !there.exists([id])? {
                gone.push(OrderId(id));
            }
        }
    }
    if !gone.is_empty() {
        lost.push(text!(
            rescue_lost_orders,
            count = gone.len(),
            numbers = numbers(&gone)
        ));
    }
    let unknown = given.is_none() && unread.iter().any(|(_, high)| *high == HIGHEST);
    if unknown {
        lost.push(text!(rescue_lost_behind, number = highest));
    }
    number_above(made, if unknown { highest + LEAP } else { highest })?;
    Ok(())
}

/// Rows refer to others that are gone: those without an order or a file go, orders without a platform get one.
fn mend(made: &Connection, lost: &mut Vec<Text>) -> rusqlite::Result<()> {
    let orphans = "platform_id NOT IN (SELECT id FROM platforms)";
    let without: i64 = made.query_row(
        &format!("SELECT count(*) FROM orders WHERE {orphans}"),
        [],
        |row| row.get(0),
    )?;
    if without > 0 {
        made.execute(
            "INSERT OR IGNORE INTO platforms (name) VALUES (?1)",
            [LOST_PLATFORM],
        )?;
        made.execute(
            &format!(
                "UPDATE orders SET platform_id = (SELECT id FROM platforms WHERE name = ?1) WHERE {orphans}"
            ),
            [LOST_PLATFORM],
        )?;
        lost.push(text!(rescue_platforms, count = without, platform = LOST_PLATFORM));
    }
    for (table, rows) in TABLES {
        let conditions: Vec<String> = made
            .prepare("SELECT \"from\", \"table\", \"to\" FROM pragma_foreign_key_list(?1)")?
            .query_map([table], |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, String>(2)?,
                ))
            })?
            .map(|row| {
                let (from, parent, to) = row?;
                Ok(format!("\"{from}\" NOT IN (SELECT \"{to}\" FROM \"{parent}\")"))
            })
            .collect::<rusqlite::Result<_>>()?;
        if conditions.is_empty() {
            continue;
        }
        let deleted = made.execute(
            &format!("DELETE FROM \"{table}\" WHERE {}", conditions.join(" OR ")),
            [],
        )?;
        if deleted > 0 {
            lost.push(text!(rescue_orphans, rows = rows(), count = deleted));
        }
    }
    Ok(())
}

/// Numbers of rows from one to another, both among them.
type Stretch = (i64, i64);

/// A higher number of an order is none that was given, but one that was misread.
const MOST_ORDERS: i64 = 100_000_000;

/// How many numbers are left out where nobody can know how many were given.
const LEAP: i64 = 1_000;

/// Copies the readable rows of a table; returns the stretches that could not be read. `unread` are those of the orders, and `given` the
/// highest number of one: what lies by order is looked for there too.
fn copy_table(
    source: &Connection,
    to: &Connection,
    table: &str,
    unread: &[Stretch],
    given: Option<i64>,
) -> Outcome<Vec<Stretch>> {
    let columns = |connection: &Connection| -> rusqlite::Result<Vec<String>> {
        connection
            .prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?
            .query_map([table], |row| row.get(0))?
            .collect()
    };
    let has = columns(to)?;
    let Ok(shared) = columns(source)
        .map(|there| -> Vec<String> { there.into_iter().filter(|column| has.contains(column)).collect() })
    else {
        return Ok(vec![(1, HIGHEST)]);
    };
    if shared.is_empty() {
        return Ok(if has.is_empty() {
            Vec::new()
        } else {
            vec![(1, HIGHEST)]
        });
    }
    let mut copying = Copying {
        source,
        to,
        table,
        list: format!("\"{}\"", shared.join("\", \"")),
        marks: vec!["?"; shared.len()].join(", "),
        probes: 0,
        unread,
        given,
        gaps: Vec::new(),
    };
    match key(source, table).as_slice() {
        // Keyed by its row number, or by another key beside it: whole ranges can be gone around.
        [] => copying.range(1, HIGHEST)?,
        key => copying.keyed(key)?,
    }
    Ok(copying.gaps)
}

/// The columns by which a table without row numbers is stored; empty for a table with row numbers.
fn key(source: &Connection, table: &str) -> Vec<String> {
    let without_rowid: bool = source
        .query_row(
            "SELECT wr FROM pragma_table_list WHERE name = ?1",
            [table],
            |row| row.get(0),
        )
        .unwrap_or(false);
    if !without_rowid {
        return Vec::new();
    }
    source
        .prepare("SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk")
        .and_then(|mut select| select.query_map([table], |row| row.get(0))?.collect())
        .unwrap_or_default()
}

struct Copying<'a> {
    source: &'a Connection,
    to: &'a Connection,
    table: &'a str,
    /// The columns, quoted.
    list: String,
    /// A place for each value.
    marks: String,
    /// How often a stretch was tried after a first fault in it.
    probes: u32,
    /// The stretches of orders that could not be read.
    unread: &'a [Stretch],
    /// The highest number that an order was given, where it can be read.
    given: Option<i64>,
    gaps: Vec<Stretch>,
}

/// No row has a higher number: each costs more than a byte.
const HIGHEST: i64 = 1 << 40;

/// More tries than this say that the rest is gone.
const MOST_PROBES: u32 = 20_000;

/// How far reading rows came.
enum Read {
    All,
    /// A fault behind the row of this number, or at once.
    UpTo(Option<i64>),
}

impl Copying<'_> {
    /// Copies the rows from one number to another, both among them: upwards to the first fault, downwards to the last, and
    /// what lies between in halves.
    fn range(&mut self, low: i64, high: i64) -> Outcome<()> {
        let numbered = |low: i64, high: i64, order: &str| {
            let condition = format!("rowid BETWEEN {low} AND {high} ORDER BY rowid {order}");
            self.copy("rowid", &condition, &[])
        };
        let Read::UpTo(up) = numbered(low, high, "ASC")? else {
            return Ok(());
        };
        let low = up.map_or(low, |row| row.saturating_add(1));
        let Read::UpTo(down) = numbered(low, high, "DESC")? else {
            return Ok(());
        };
        let high = down.map_or(high, |row| row.saturating_sub(1));
        self.probes += 1;
        if low > high {
            // A fault between two rows took none along.
            return Ok(());
        }
        if low == high || self.probes > MOST_PROBES {
            self.gap(low, high);
            return Ok(());
        }
        let middle = low + (high - low) / 2;
        self.range(low, middle)?;
        self.range(middle + 1, high)
    }

    /// Neighbours that are gone are one place to a person.
    fn gap(&mut self, low: i64, high: i64) {
        match self.gaps.last_mut() {
            Some((_, last)) if *last + 1 == low => *last = high,
            _ => self.gaps.push((low, high)),
        }
    }

    /// The orders that may have rows in a table: those that were saved, and those that were not.
    fn orders(&self) -> Outcome<BTreeSet<i64>> {
        let select = format!(
            "SELECT id FROM orders UNION SELECT order_id FROM events UNION SELECT order_id FROM \"{}\"",
            self.table
        );
        let mut orders: BTreeSet<i64> = self
            .to
            .prepare(&select)
            .and_then(|mut select| select.query_map([], |row| row.get(0))?.collect())?;
        let highest = orders.last().copied().max(self.given).unwrap_or_default();
        for (low, high) in self.unread {
            orders.extend(*low..=(*high).min(highest));
        }
        Ok(orders)
    }

    /// Copies a table that is stored by its key: from both ends, and if the key begins with the order, for each order that
    /// was saved, so that a fault costs that order's rows alone.
    fn keyed(&mut self, key: &[String]) -> Outcome<()> {
        let all = |copying: &Self, condition: &str, values: &[Value]| -> Outcome<bool> {
            Ok(matches!(copying.copy("0", condition, values)?, Read::All))
        };
        if all(self, "true", &[])? {
            return Ok(());
        }
        let downwards: Vec<String> = key.iter().map(|column| format!("\"{column}\" DESC")).collect();
        let downwards = downwards.join(", ");
        all(self, &format!("true ORDER BY {downwards}"), &[])?;
        if key.first().is_none_or(|first| first != "order_id") {
            self.gap(1, HIGHEST);
            return Ok(());
        }
        for id in self.orders()? {
            let order = [Value::Integer(id)];
            if !all(self, "order_id = ?1", &order)? {
                all(self, &format!("order_id = ?1 ORDER BY {downwards}"), &order)?;
                self.gaps.push((id, id));
            }
        }
        Ok(())
    }

    /// Copies the rows that meet a condition, up to the first that cannot be read.
    fn copy(&self, number: &str, condition: &str, values: &[Value]) -> Outcome<Read> {
        let select = format!(
            "SELECT {number}, {} FROM \"{}\" NOT INDEXED WHERE {condition}",
            self.list, self.table
        );
        let Ok(mut select) = self.source.prepare_cached(&select) else {
            return Ok(Read::UpTo(None));
        };
        let columns = select.column_count();
        let Ok(mut rows) = select.query(params_from_iter(values)) else {
            return Ok(Read::UpTo(None));
        };
        let mut last = None;
        loop {
            let row = match rows.next() {
                Ok(Some(row)) => row,
                Ok(None) => return Ok(Read::All),
                Err(_) => return Ok(Read::UpTo(last)),
            };
            let read = || -> rusqlite::Result<(i64, Vec<Value>)> {
                let values = (1..columns)
                    .map(|at| row.get(at))
                    .collect::<rusqlite::Result<_>>()?;
                Ok((row.get(0)?, values))
            };
            let Ok((number, values)) = read() else {
                return Ok(Read::UpTo(last));
            };
            self.put(values)?;
            last = Some(number);
        }
    }

    /// Writes a row. One that was there already, or that no table of ours would take, is left out.
    fn put(&self, values: Vec<Value>) -> Outcome<()> {
        let insert = format!(
            "INSERT OR IGNORE INTO \"{}\" ({}) VALUES ({})",
            self.table, self.list, self.marks
        );
        let put = self
            .to
            .prepare_cached(&insert)
            .and_then(|mut insert| insert.execute(params_from_iter(values)));
        match put {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DiskFull) => Err(error.into()),
            _ => Ok(()),
        }
    }
}
