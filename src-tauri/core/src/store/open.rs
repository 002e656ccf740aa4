//! Opening the data file: checks before anything is touched, then settings and migrations.

use super::{Store, StoreError, search};
use crate::{Failure, Outcome};
use rusqlite::{Connection, OpenFlags};
use rusqlite_migration::{M, Migrations};
use std::path::Path;
use std::sync::LazyLock;
use std::time::Duration;

/// The name of the data file in the data folder.
pub const FILE_NAME: &str = "daozhang.db";

/// `DZHG`: tells this app's data files from other SQLite files.
const APPLICATION_ID: i32 = 0x445a_4847;

/// How long a writer waits for another one.
const BUSY: Duration = Duration::from_secs(5);

/// Released steps are never edited; a change is a new step. Nothing that stands nowhere else is ever dropped.
static STEPS: LazyLock<Vec<M<'static>>> = LazyLock::new(|| {
    vec![
        M::up(include_str!("migrations/0001_orders.sql")),
        M::up(include_str!("migrations/0002_watch.sql")),
        M::up(include_str!("migrations/0003_escalate.sql")),
        M::up(include_str!("migrations/0004_prove.sql")),
        M::up_with_hook(include_str!("migrations/0005_record.sql"), |transaction| {
            Ok(search::index_all(transaction)?)
        }),
    ]
});
static MIGRATIONS: LazyLock<Migrations<'static>> = LazyLock::new(|| Migrations::from_slice(&STEPS));

/// What stands at the path before it is opened for writing.
enum Found {
    Nothing,
    Ours { version: usize },
}

impl Store {
    /// Opens the data file in a folder, and makes both where they are missing, private to the user.
    ///
    /// A file that is no data file of this app, or that a newer version wrote, is refused untouched. Before a
    /// migration a copy is put beside it.
    pub fn open(folder: &Path) -> Outcome<Self> {
        make_private_folder(folder)?;
        // Two processes that start at once on a new folder, or on one of an older version, take turns.
        let _turn = take_turn(folder)?;
        let path = folder.join(FILE_NAME);
        let version = match look(&path)? {
            Found::Nothing => {
                make_private_file(&path)?;
                0
            }
            Found::Ours { version } => version,
        };
        let mut connection = Connection::open(&path).map_err(StoreError::Sql)?;
        prepare(&connection).map_err(StoreError::Sql)?;
        if version > 0 && version < STEPS.len() {
            let copy = folder.join(format!("daozhang.before-v{}.db", STEPS.len()));
            if !copy.exists() {
                write_copy(&connection, &copy)?;
            }
        }
        MIGRATIONS.to_latest(&mut connection).map_err(|_| {
            Failure::failed("数据文件升级失败，没有改动它；请关掉别的到账窗口，检查磁盘空间后再试。")
        })?;
        if version < STEPS.len() {
            // So that the file itself, and not only its log, holds what the app needs to know it by.
            connection
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
                .map_err(StoreError::Sql)?;
        }
        if version == 0 {
            connection
                .pragma_update(None, "application_id", APPLICATION_ID)
                .map_err(StoreError::Sql)?;
        }
        let data_version = connection
            .pragma_query_value(None, "data_version", |row| row.get(0))
            .map_err(StoreError::Sql)?;
        Ok(Self {
            connection,
            path,
            data_version,
        })
    }
}

impl Store {
    /// Writes a whole copy of the data file to a file that is not there yet, also while other processes work on it.
    pub fn backup(&self, copy: &Path) -> Outcome<()> {
        if copy.exists() {
            return Err(Failure::failed(format!(
                "{} 已经存在，没有覆盖它；请换一个文件名。",
                copy.display()
            )));
        }
        write_copy(&self.connection, copy)
    }
}

/// Looks at the file without changing a byte of it.
fn look(path: &Path) -> Outcome<Found> {
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.len() == 0 => return Ok(Found::Nothing),
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(unreachable_folder(path, &error)),
    }
    let foreign = || {
        Failure::failed(format!(
            "{} 不是到账的数据文件，没有改动它；请把它移走，或用 --data 换一个文件夹。",
            path.display()
        ))
    };
    let read = || -> Result<(usize, i32), rusqlite::Error> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        connection.busy_timeout(BUSY)?;
        let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
        Ok((usize::try_from(version).unwrap_or(usize::MAX), application))
    };
    let (version, application) = match read() {
        Ok(read) => read,
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => {
            return Err(foreign());
        }
        Err(error) => return Err(StoreError::Sql(error).into()),
    };
    let ours = application == APPLICATION_ID;
    if application == 0 && version == 0 && is_empty(path)? {
        // A crash at the very first start leaves a file with nothing in it.
        return Ok(Found::Nothing);
    }
    if !ours && (version == 0 || application != 0) {
        return Err(foreign());
    }
    if version > STEPS.len() {
        return Err(Failure::failed(
            "这个数据文件是更新版本的到账写的，没有改动它；请安装最新版本再打开。",
        ));
    }
    if !ours && !is_first_version(path)? {
        return Err(foreign());
    }
    Ok(Found::Ours { version })
}

/// Whether a file without the app's mark was left by a crash just after the first migration.
fn is_first_version(path: &Path) -> Outcome<bool> {
    Ok(count_named(path, "name IN ('orders', 'events', 'files', 'alerts')")? == 4)
}

fn is_empty(path: &Path) -> Outcome<bool> {
    Ok(count_named(path, "true")? == 0)
}

fn count_named(path: &Path, condition: &str) -> Outcome<i64> {
    let count = || -> Result<i64, rusqlite::Error> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        connection.busy_timeout(BUSY)?;
        connection.query_row(
            &format!("SELECT count(*) FROM sqlite_schema WHERE {condition}"),
            [],
            |row| row.get(0),
        )
    };
    Ok(count().map_err(StoreError::Sql)?)
}

/// Waits until no other process is opening the data file; the lock ends with the file that is given back.
fn take_turn(folder: &Path) -> Outcome<std::fs::File> {
    let path = folder.join("daozhang.lock");
    make_private_file(&path)?;
    let file = std::fs::OpenOptions::new()
        .write(true)
        .open(&path)
        .map_err(|error| unreachable_folder(&path, &error))?;
    // A file system without locks is no reason to refuse: SQLite's own still hold.
    let _ = file.lock();
    Ok(file)
}

fn prepare(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.busy_timeout(BUSY)?;
    // On network and shared folders WAL may not take; SQLite then keeps its rollback journal, which is as safe and
    // only slower.
    let _mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cache_size", -16_000)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// Writes a whole copy of the data file, private to the user: beside its place first, then renamed.
fn write_copy(connection: &Connection, copy: &Path) -> Outcome<()> {
    let partial = copy.with_extension("partial");
    let _ = std::fs::remove_file(&partial);
    make_private_file(&partial)?;
    let written = connection
        .execute("VACUUM INTO ?1", [partial.to_string_lossy()])
        .map_err(|error| Failure::from(StoreError::Sql(error)))
        .and_then(|_| std::fs::rename(&partial, copy).map_err(|error| unreachable_folder(copy, &error)));
    if written.is_err() {
        let _ = std::fs::remove_file(&partial);
    }
    written
}

fn unreachable_folder(path: &Path, error: &std::io::Error) -> Failure {
    Failure::failed(format!(
        "数据文件夹写不进去（{}：{}），请检查权限或用 --data 换一个文件夹。",
        path.display(),
        plain_reason(error)
    ))
}

/// What the system said, in words that a person knows.
pub(crate) fn plain_reason(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::PermissionDenied => "没有权限".to_owned(),
        ErrorKind::NotFound => "不存在".to_owned(),
        ErrorKind::AlreadyExists => "已经存在".to_owned(),
        ErrorKind::NotADirectory => "路径中有一段不是文件夹".to_owned(),
        ErrorKind::IsADirectory => "是一个文件夹".to_owned(),
        ErrorKind::StorageFull => "磁盘已满".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "磁盘是只读的".to_owned(),
        _ => error.to_string(),
    }
}

fn make_private_folder(folder: &Path) -> Outcome<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        .map_err(|error| unreachable_folder(folder, &error))
}

fn make_private_file(path: &Path) -> Outcome<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .map(drop)
        .map_err(|error| unreachable_folder(path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_migrations_hold_together() {
        MIGRATIONS.validate().unwrap();
    }

    /// An edit to a released step shows here: add a new step instead.
    #[test]
    fn released_steps_are_frozen() {
        use crate::order::Sha256;
        let hashes: Vec<String> = [
            include_str!("migrations/0001_orders.sql"),
            include_str!("migrations/0002_watch.sql"),
            include_str!("migrations/0003_escalate.sql"),
            include_str!("migrations/0004_prove.sql"),
            include_str!("migrations/0005_record.sql"),
        ]
        .iter()
        .map(|sql| Sha256::of(sql.as_bytes()).to_string())
        .collect();
        insta::assert_debug_snapshot!("released_migrations", hashes);
    }
}
