//! Everything in open formats: a ZIP with one JSON line for each row of each table, and every attached file as it is.
//! Built from it, a data file has bit for bit the same orders.

use super::super::open::{self, unreachable_folder};
use super::super::{payments, search};
use super::contents::BackupLook;
use super::passphrase::Passphrase;
use super::sound::{LostFile, disagreeing, lost_file};
use crate::order::{Moment, OrderId, Sha256};
use crate::{Failure, Outcome, text};
use rusqlite::types::{Value as Sql, ValueRef};
use rusqlite::{Connection, OpenFlags, params_from_iter};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

const SCHEMA: &str = "daozhang-everything-1";
const HEAD: &str = "daozhang.json";
/// The longest line of a table that is read; a longer one is none of ours.
const LONGEST_LINE: u64 = 64 * 1_024 * 1_024;

/// What can be made again from the rest.
const DERIVED: &[&str] = &["thumbnails"];

const README: &str = "这里是到账里的全部内容，用开放的格式写成，不用到账也能读：\r\n\
    - tables/*.jsonl：每张表一个文件，每行一条记录（JSON）。金额以分为单位，时间是 1970 年以来的毫秒数（UTC）。\r\n\
    - files/：截图和其他凭证的原件，文件名是它的 SHA-256。\r\n\
    - daozhang.json：版本和每张表的行数。\r\n\
    要放回到账：设置 → 备份 → 从文件恢复，或 daozhang restore 这个文件.zip。\r\n\
    这个文件没有加锁，请放在别人拿不到的地方。\r\n";

#[derive(Serialize, Deserialize)]
struct Head {
    schema: String,
    /// The version of the tables.
    version: usize,
    tables: Vec<Table>,
    /// When the first and the last order was paid, milliseconds UTC.
    oldest: Option<i64>,
    newest: Option<i64>,
    open_orders: u64,
    /// The highest number that an order ever had: none is given twice.
    #[serde(default)]
    highest: i64,
    /// The orders whose timeline did not hold any more, or said something else than they do.
    #[serde(default)]
    disagreeing: Vec<OrderId>,
    /// The files whose bytes were lost before.
    #[serde(default)]
    lost: Vec<String>,
}

/// What was written.
pub struct Everything {
    pub orders: u64,
    /// The files that could not be written, because their bytes are not theirs any more.
    pub lost: Vec<LostFile>,
}

#[derive(Serialize, Deserialize)]
struct Table {
    name: String,
    rows: u64,
}

/// Whether a file is a ZIP, and so not a data file.
pub fn is_one(path: &Path) -> bool {
    let mut head = [0; 4];
    File::open(path)
        .and_then(|mut file| file.read_exact(&mut head))
        .is_ok_and(|()| &head == b"PK\x03\x04")
}

/// Writes everything. The same data give the same bytes.
pub fn write(connection: &Connection, out: impl Write + Seek) -> Outcome<Everything> {
    // One transaction, so that all tables are of one moment.
    let reading = connection.unchecked_transaction()?;
    let unwritable = |_| Failure::failed(text!(export_unwritable));
    let mut zip = ZipWriter::new(out);
    let deflated = SimpleFileOptions::default()
        .large_file(true)
        .last_modified_time(zip::DateTime::default());
    let stored = deflated.compression_method(CompressionMethod::Stored);
    let mut tables = Vec::new();
    for name in tables_of(&reading)? {
        zip.start_file(format!("tables/{name}.jsonl"), deflated)
            .map_err(|error| unwritable(error.into()))?;
        let rows = write_table(&reading, &name, &mut zip)?;
        tables.push(Table { name, rows });
    }
    let orders = tables
        .iter()
        .find(|table| table.name == "orders")
        .map_or(0, |table| table.rows);
    let mut hashes = reading.prepare("SELECT sha256, bytes FROM files ORDER BY sha256")?;
    let mut rows = hashes.query([])?;
    let mut lost = Vec::new();
    while let Some(row) = rows.next()? {
        let (sha256, bytes): (Sha256, Vec<u8>) = (row.get(0)?, row.get(1)?);
        if Sha256::of(&bytes) != sha256 {
            lost.push(lost_file(&reading, sha256)?);
            continue;
        }
        zip.start_file(format!("files/{sha256}"), stored)
            .map_err(|error| unwritable(error.into()))?;
        zip.write_all(&bytes).map_err(unwritable)?;
    }
    drop(rows);
    drop(hashes);
    let (oldest, newest, open_orders) = reading
        .query_row(
            "SELECT min(paid_at), max(paid_at), count(*) FILTER (WHERE status IN ('awaiting', 'overdue', 'disputed')) FROM orders",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, i64>(2)?.unsigned_abs())),
        )?;
    let head = Head {
        schema: SCHEMA.to_owned(),
        version: reading
            .pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))
            .map(|version| usize::try_from(version).unwrap_or_default())?,
        tables,
        oldest,
        newest,
        open_orders,
        highest: highest(&reading)?,
        disagreeing: disagreeing(&reading)?,
        lost: lost.iter().map(|file| file.sha256.to_string()).collect(),
    };
    let head = serde_json::to_string_pretty(&head).map_err(|error| damaged().because(error))?;
    for (name, text) in [(HEAD, head.as_str()), ("README.txt", README)] {
        zip.start_file(name, deflated)
            .map_err(|error| unwritable(error.into()))?;
        zip.write_all(text.as_bytes()).map_err(unwritable)?;
    }
    zip.finish().map_err(|error| unwritable(error.into()))?;
    Ok(Everything { orders, lost })
}

/// The highest number that an order ever had.
pub(super) fn highest(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row(
        "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'orders'",
        [],
        |row| row.get(0),
    )
}

/// Lets the next order have a higher number than this one.
pub(super) fn number_above(connection: &Connection, highest: i64) -> rusqlite::Result<()> {
    let known = "UPDATE sqlite_sequence SET seq = max(seq, ?1) WHERE name = 'orders'";
    if connection.execute(known, [highest])? == 0 {
        connection.execute(
            "INSERT INTO sqlite_sequence (name, seq) VALUES ('orders', ?1)",
            [highest],
        )?;
    }
    Ok(())
}

/// The tables that hold what stands nowhere else.
fn tables_of(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let names: Vec<String> = connection
        .prepare(
            "SELECT name FROM pragma_table_list
             WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(names
        .into_iter()
        .filter(|name| !DERIVED.contains(&name.as_str()))
        .collect())
}

fn write_table(connection: &Connection, name: &str, out: &mut impl Write) -> Outcome<u64> {
    let unwritable = |_| Failure::failed(text!(export_unwritable));
    let key: String = connection.query_row(
        "SELECT group_concat(quoted) FROM (SELECT '\"' || name || '\"' AS quoted FROM pragma_table_info(?1)
             WHERE pk > 0 ORDER BY pk)",
        [name],
        |row| row.get(0),
    )?;
    let mut select = connection.prepare(&format!("SELECT * FROM \"{name}\" ORDER BY {key}"))?;
    let columns: Vec<String> = select
        .column_names()
        .iter()
        .map(|&column| column.to_owned())
        .collect();
    let mut rows = select.query([])?;
    let mut written = 0;
    while let Some(row) = rows.next()? {
        let mut line = Map::new();
        for (at, column) in columns.iter().enumerate() {
            if name == "files" && column == "bytes" {
                continue;
            }
            let value = match row.get_ref(at)? {
                ValueRef::Null => Json::Null,
                ValueRef::Integer(number) => number.into(),
                ValueRef::Real(number) => number.into(),
                ValueRef::Text(text) => std::str::from_utf8(text)
                    .map_err(|error| damaged().because(error))?
                    .into(),
                ValueRef::Blob(bytes) => serde_json::json!({ "hex": hex::encode(bytes) }),
            };
            line.insert(column.clone(), value);
        }
        let mut line = serde_json::to_vec(&line).map_err(|error| damaged().because(error))?;
        line.push(b'\n');
        out.write_all(&line).map_err(unwritable)?;
        written += 1;
    }
    Ok(written)
}

fn damaged() -> Failure {
    Failure::failed(text!(export_damaged))
}

fn opened(path: &Path) -> Outcome<(ZipArchive<BufReader<File>>, Head)> {
    let file = File::open(path).map_err(|error| unreachable_folder(path, &error))?;
    let foreign = || {
        Failure::failed(text!(
            export_foreign,
            name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned()
        ))
    };
    let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|error| foreign().because(error))?;
    let head: Head = zip
        .by_name(HEAD)
        .ok()
        .and_then(|entry| serde_json::from_reader(entry.take(LONGEST_LINE)).ok())
        .ok_or_else(foreign)?;
    if head.schema != SCHEMA || head.version > open::latest() {
        return Err(Failure::failed(text!(export_newer)));
    }
    if head.version == 0 {
        return Err(damaged());
    }
    Ok((zip, head))
}

/// What is in an export of everything.
pub fn look_into(path: &Path) -> Outcome<BackupLook> {
    let (_, head) = opened(path)?;
    let rows = |name: &str| {
        head.tables
            .iter()
            .find(|table| table.name == name)
            .map_or(0, |table| table.rows)
    };
    Ok(BackupLook {
        locked: false,
        orders: rows("orders"),
        open_orders: head.open_orders,
        files: rows("files"),
        oldest: head.oldest.map(Moment),
        newest: head.newest.map(Moment),
    })
}

/// Builds a data file from an export of everything in an empty one, locked from its first byte where there is a passphrase, and
/// checks every file's hash, and every order against its timeline.
///
/// # Errors
/// An export that was changed, is cut off, lacks a table, or is of a later version. What was lost already when it was written is no
/// reason to refuse the rest.
pub fn build(from: &Path, to: &Path, passphrase: Option<&Passphrase>) -> Outcome<()> {
    let (mut zip, head) = opened(from)?;
    let mut connection = open::connect(to, OpenFlags::default(), passphrase)?;
    open::begin(&mut connection, head.version)?;
    connection.pragma_update(None, "foreign_keys", false)?;
    let writing = connection.transaction()?;
    let known = tables_of(&writing)?;
    // All of them, and each once: a table that is missing is not one that is empty.
    let mut told: Vec<&String> = head.tables.iter().map(|table| &table.name).collect();
    told.sort();
    if told.into_iter().ne(&known) {
        return Err(damaged().because("tables"));
    }
    for table in &head.tables {
        if read_table(&mut zip, &writing, &table.name, &head.lost)? != table.rows {
            return Err(damaged().because(format!("rows of {}", table.name)));
        }
    }
    number_above(&writing, head.highest)?;
    let broken: bool = writing.query_row(
        "SELECT EXISTS (SELECT 1 FROM pragma_foreign_key_check)",
        [],
        |row| row.get(0),
    )?;
    if broken || payments::exceeded(&writing)? {
        return Err(damaged());
    }
    writing.commit()?;
    open::bring_up_to_date(&mut connection)?;
    // The last step upwards has done it for an older export.
    if head.version == open::latest() {
        let indexing = connection.transaction()?;
        search::index_all(&indexing)?;
        indexing.commit()?;
    }
    let told: HashSet<OrderId> = head.disagreeing.into_iter().collect();
    match disagreeing(&connection)?.iter().find(|id| !told.contains(id)) {
        Some(id) => Err(damaged().because(format!("order {}", id.0))),
        None => Ok(()),
    }
}

/// `lost`: the files of which no bytes are to be had.
fn read_table(
    zip: &mut ZipArchive<BufReader<File>>,
    to: &Connection,
    name: &str,
    lost: &[String],
) -> Outcome<u64> {
    let mut columns: Vec<String> = to
        .prepare(&format!("SELECT * FROM \"{name}\" LIMIT 0"))?
        .column_names()
        .iter()
        .map(|&column| column.to_owned())
        .collect();
    // The largest of all values lie in files of their own.
    let with_bytes = name == "files";
    columns.retain(|column| !(with_bytes && column == "bytes"));
    let mut all = columns.clone();
    if with_bytes {
        all.push("bytes".to_owned());
    }
    let insert = format!(
        "INSERT INTO \"{name}\" (\"{}\") VALUES ({})",
        all.join("\", \""),
        vec!["?"; all.len()].join(", ")
    );
    let mut read = 0;
    let mut lines: Vec<Vec<Sql>> = Vec::new();
    let mut insert = to.prepare(&insert)?;
    let entry = zip
        .by_name(&format!("tables/{name}.jsonl"))
        .map_err(|error| damaged().because(error))?;
    let mut reader = BufReader::new(entry);
    let mut line = Vec::new();
    loop {
        line.clear();
        let length = (&mut reader)
            .take(LONGEST_LINE)
            .read_until(b'\n', &mut line)
            .map_err(|error| damaged().because(error))?;
        if length == 0 {
            break;
        }
        let row: Map<String, Json> = serde_json::from_slice(&line)
            .map_err(|error| damaged().because(format!("{:?}", error.classify())))?;
        if row.len() != columns.len() {
            return Err(damaged());
        }
        let values = columns
            .iter()
            .map(|column| row.get(column).and_then(to_sql).ok_or_else(damaged))
            .collect::<Outcome<Vec<Sql>>>()?;
        read += 1;
        if with_bytes {
            lines.push(values);
        } else {
            insert
                .execute(params_from_iter(values))
                .map_err(|error| damaged().because(error))?;
        }
    }
    drop(reader);
    let place = |wanted: &str| columns.iter().position(|column| column == wanted);
    for mut values in lines {
        let value = |wanted| place(wanted).and_then(|at| values.get(at));
        let (Some(Sql::Blob(sha256)), Some(Sql::Integer(length))) = (value("sha256"), value("length")) else {
            return Err(damaged());
        };
        let sha256 = sha256.clone();
        let mut bytes = Vec::new();
        if lost.contains(&hex::encode(&sha256)) {
            values.push(Sql::Blob(bytes));
            insert
                .execute(params_from_iter(values))
                .map_err(|error| damaged().because(error))?;
            continue;
        }
        zip.by_name(&format!("files/{}", hex::encode(&sha256)))
            .map_err(|error| damaged().because(error))?
            // A packed file that unfolds to more than it says is refused by its hash, not by a full memory.
            .take(length.unsigned_abs())
            .read_to_end(&mut bytes)
            .map_err(|error| damaged().because(error))?;
        if Sha256::of(&bytes).0.as_slice() != sha256 {
            return Err(damaged());
        }
        values.push(Sql::Blob(bytes));
        insert
            .execute(params_from_iter(values))
            .map_err(|error| damaged().because(error))?;
    }
    Ok(read)
}

fn to_sql(json: &Json) -> Option<Sql> {
    Some(match json {
        Json::Null => Sql::Null,
        Json::Number(number) => match number.as_i64() {
            Some(number) => Sql::Integer(number),
            None => Sql::Real(number.as_f64()?),
        },
        Json::String(text) => Sql::Text(text.clone()),
        Json::Object(object) => Sql::Blob(hex::decode(object.get("hex")?.as_str()?).ok()?),
        Json::Bool(_) | Json::Array(_) => return None,
    })
}
