//! Opening the data file: checks before anything is touched, then settings and migrations.

use super::file::{
    Cipher, Everything, LostFile, Passphrase, begins_as_plain, has_stood, leave_out, lock_shared, lost_files,
    mark, no_fresh_start, settle,
};
use super::{Store, deadlines, payments, search};
use crate::disk::{plain_reason, private_file_kept, private_folder, write_atomically};
use crate::{Code, Failure, Outcome, text};
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
        M::up(include_str!("migrations/0005_record.sql")),
        M::up(include_str!("migrations/0006_sums.sql")),
        M::up_with_hook(include_str!("migrations/0007_deadlines.sql"), |transaction| {
            Ok(deadlines::unpack(transaction)?)
        }),
        M::up(include_str!("migrations/0008_search.sql")),
        M::up_with_hook(include_str!("migrations/0009_payments.sql"), |transaction| {
            Ok(payments::fill(transaction)?)
        }),
        M::up(include_str!("migrations/0010_upright.sql")),
        M::up(include_str!("migrations/0011_alerts.sql")),
        M::up(include_str!("migrations/0012_clock_set_right.sql")),
        M::up(include_str!("migrations/0013_problems.sql")),
        // Reads orders by the columns of today, so that only the last step may fill the search: a further one takes that over.
        M::up_with_hook(include_str!("migrations/0014_card_keys.sql"), |transaction| {
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
    /// Opens the data file in a folder; makes both if they are missing, private to the user.
    ///
    /// A file that is no data file of this app, or that a newer version wrote, is refused untouched; so is one that is missing or
    /// empty beside backups or whatever else a data file leaves behind ([`Code::Missing`]). Before a
    /// migration a copy is put beside it.
    /// A locked one needs its passphrase; for one that is not locked it is ignored.
    pub fn open(folder: &Path, passphrase: Option<&Passphrase>) -> Outcome<Self> {
        make_private_folder(folder)?;
        // Two processes that start at once on a new folder, or on one of an older version, take turns.
        let (_turn, is_ours) = lock_for_open(folder)?;
        if is_ours {
            settle(folder);
        }
        let path = folder.join(FILE_NAME);
        let passphrase = passphrase.filter(|_| Cipher::of(&path).is_possible());
        let version = match look(&path, passphrase)? {
            Found::Nothing => {
                make_private_file(&path)?;
                0
            }
            Found::Ours { version } => version,
        };
        let mut connection = connect(&path, OpenFlags::default(), passphrase)?;
        prepare(&connection)?;
        if version > 0 && version < STEPS.len() {
            let copy = folder.join(format!("daozhang.before-v{}.db", STEPS.len()));
            if !copy.exists() {
                mark(&copy, passphrase.is_some()).map_err(|error| unreachable_folder(&copy, &error))?;
                write_copy(&connection, &copy, |_| Ok(()))?;
            }
        }
        bring_up_to_date(&mut connection)?;
        if version < STEPS.len() {
            // So that the file itself, and not only its log, holds what the app needs to know it by.
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        }
        if version == 0 {
            connection.pragma_update(None, "application_id", APPLICATION_ID)?;
        }
        // Only now, so that what it leaves behind says that there was a data file. Whoever replaces one waits for its turn.
        let held = lock_shared(folder)?;
        // On a disk that cannot be written the file is known by its first bytes.
        let _ = mark(&path, passphrase.is_some());
        let data_version = connection.pragma_query_value(None, "data_version", |row| row.get(0))?;
        Ok(Self {
            connection,
            path,
            data_version,
            locked: passphrase.is_some(),
            decides_under: None,
            _held: held,
        })
    }

    /// Another connection to this open data file, for work that takes long: nothing waits for it, and it waits for nothing
    /// but another writer. The file is not looked at again: to open it beside SQLite takes SQLite's locks away.
    pub fn beside(&self, passphrase: Option<&Passphrase>) -> Outcome<Self> {
        let held = lock_shared(self.path.parent().unwrap_or(&self.path))?;
        let connection = connect(
            &self.path,
            OpenFlags::default(),
            passphrase.filter(|_| self.locked),
        )?;
        prepare(&connection)?;
        let data_version = connection.pragma_query_value(None, "data_version", |row| row.get(0))?;
        Ok(Self {
            connection,
            path: self.path.clone(),
            data_version,
            locked: self.locked,
            decides_under: None,
            _held: held,
        })
    }

    /// Another connection to a data file that this process has open, which can only read. With SQLite's log, which a network
    /// folder may not take, it waits for no writer, and no writer waits for it. The passphrase is that of a locked file, and none for one that is not.
    pub fn reader(path: &Path, passphrase: Option<&Passphrase>) -> Outcome<Self> {
        let held = lock_shared(path.parent().unwrap_or(path))?;
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY, passphrase)?;
        connection.pragma_update(None, "query_only", true)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        connection.pragma_update(None, "cache_size", -8_000)?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        connection.set_prepared_statement_cache_capacity(64);
        let data_version = connection.pragma_query_value(None, "data_version", |row| row.get(0))?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            data_version,
            locked: passphrase.is_some(),
            decides_under: None,
            _held: held,
        })
    }

    /// A setting of a data file that this process does not have open; no byte of it is changed. `None` also where it cannot
    /// be read.
    pub fn peek(folder: &Path, passphrase: Option<&Passphrase>, key: &str) -> Option<String> {
        let path = folder.join(FILE_NAME);
        // Opening a pipe would wait for its other end.
        if !path
            .metadata()
            .is_ok_and(|found| found.is_file() && found.len() > 0)
        {
            return None;
        }
        let _held = lock_shared(folder).ok()?;
        let connection = read_with(&path, passphrase).ok()?;
        let select = "SELECT value FROM settings WHERE key = ?1";
        connection.query_row(select, [key], |row| row.get(0)).ok()
    }

    /// Does work for which the data file stands still: all that it reads is of one moment.
    pub fn at_one_moment<T>(&self, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
        let _snapshot = self.connection.unchecked_transaction()?;
        work()
    }

    /// Writes a whole copy of the data file, in place of an older one of that name, also while other processes work on it.
    /// Returns the attached files whose bytes are not theirs any more: they are left out of it.
    pub fn write_backup(&self, copy: &Path) -> Outcome<Vec<LostFile>> {
        let lost = lost_files(&self.connection)?;
        write_copy(&self.connection, copy, |made| {
            if lost.is_empty() {
                return Ok(());
            }
            // With the key of this connection.
            self.connection
                .execute("ATTACH ?1 AS made", [made.to_string_lossy()])?;
            let done = leave_out(&self.connection, "made.", &lost);
            self.connection.execute_batch("DETACH made")?;
            Ok(done?)
        })?;
        Ok(lost)
    }

    /// The same to a file that is not there yet.
    pub fn backup(&self, copy: &Path) -> Outcome<Vec<LostFile>> {
        if copy.exists() {
            return Err(Failure::failed(text!(
                store_exists,
                file = copy.display().to_string()
            )));
        }
        self.write_backup(copy)
    }

    /// Writes everything in open formats.
    pub fn write_everything(&self, out: impl std::io::Write + std::io::Seek) -> Outcome<Everything> {
        super::file::write_everything(&self.connection, out)
    }

    pub fn count_all(&self) -> Outcome<u64> {
        let count: i64 = self
            .connection
            .query_row("SELECT count(*) FROM orders", [], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }
}

/// A connection to a data file, before its settings.
pub(super) fn connect(
    path: &Path,
    flags: OpenFlags,
    passphrase: Option<&Passphrase>,
) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, flags)?;
    // SQLCipher would tell standard error of every wrong passphrase.
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    if let Some(passphrase) = passphrase {
        connection.pragma_update(None, "key", passphrase.expose())?;
    }
    connection.busy_timeout(BUSY)?;
    Ok(connection)
}

/// Opens a data file for reading.
///
/// # Errors
/// [`Code::Locked`] or [`Code::Passphrase`] if it is or may be locked, and the passphrase is missing or wrong.
pub(super) fn read_with(path: &Path, passphrase: Option<&Passphrase>) -> Outcome<Connection> {
    let cipher = Cipher::of(path);
    let key = passphrase.filter(|_| cipher.is_possible());
    match (cipher, key) {
        (Cipher::Marked, None) => {
            return Err(Failure::new(Code::Locked, text!(store_locked)));
        }
        (Cipher::Possible, None) => {
            return Err(Failure::new(
                Code::Locked,
                text!(store_unmarked, file = path.display().to_string()),
            ));
        }
        _ => {}
    }
    let opened = |flags| -> rusqlite::Result<(Connection, rusqlite::Result<()>)> {
        let connection = connect(path, flags, key)?;
        let readable = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()));
        Ok((connection, readable))
    };
    let (mut connection, mut readable) = opened(OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let read_only =
        |error: &rusqlite::Error| error.sqlite_error_code() == Some(rusqlite::ErrorCode::ReadOnly);
    if readable.as_ref().is_err_and(read_only) {
        // A crash in the midst of a change left a journal: what was half-done is taken back before anything can be read.
        (connection, readable) = opened(OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    }
    match readable {
        Err(error)
            if key.is_some() && error.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) =>
        {
            Err(Failure::new(
                Code::Passphrase,
                if cipher == Cipher::Marked {
                    text!(passphrase_wrong)
                } else {
                    text!(passphrase_wrong_or_damaged)
                },
            ))
        }
        Err(error) => Err(error.into()),
        Ok(()) => Ok(connection),
    }
}

/// Runs the steps that a data file lacks.
pub(super) fn bring_up_to_date(connection: &mut Connection) -> Outcome<()> {
    MIGRATIONS
        .to_latest(connection)
        .map_err(|error| Failure::failed(text!(store_upgrade_failed)).because(error))
}

/// Makes an empty file one of this app's, of a certain version of its data.
pub(super) fn begin(connection: &mut Connection, version: usize) -> Outcome<()> {
    MIGRATIONS
        .to_version(connection, version)
        .map_err(|error| Failure::failed(text!(store_unmade)).because(error))?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    Ok(())
}

/// The version of the data that this app writes.
pub(super) fn latest() -> usize {
    STEPS.len()
}

/// The copies beside the data file: from before migrations, and what was replaced or is damaged.
pub(super) fn copies(folder: &Path) -> Vec<std::path::PathBuf> {
    const KINDS: [&str; 3] = ["daozhang.before-", "daozhang.replaced-", "daozhang.damaged-"];
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            name.ends_with(".db") && KINDS.iter().any(|kind| name.starts_with(kind))
        })
        .map(|entry| entry.path())
        .collect()
}

/// Looks at the file without changing a byte of it.
fn look(path: &Path, passphrase: Option<&Passphrase>) -> Outcome<Found> {
    let folder = path.parent().unwrap_or(path);
    let nothing = |is_there| no_fresh_start(folder, is_there).map(|()| Found::Nothing);
    match std::fs::metadata(path) {
        // Opening a pipe would wait for its other end.
        Ok(metadata) if !metadata.is_file() => return Err(foreign(path)),
        Ok(metadata) if metadata.len() == 0 => return nothing(false),
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return nothing(false),
        Err(error) => return Err(unreachable_folder(path, &error)),
    }
    let connection = read_with(path, passphrase).map_err(|failure| match failure.code {
        // Neither a SQLite file nor one that is encrypted; where a data file has stood it was one.
        Code::Damaged if !begins_as_plain(path) && !has_stood(folder) => foreign(path),
        _ => failure,
    })?;
    match version_of(&connection, path)? {
        None => nothing(true),
        Some(version) => Ok(Found::Ours { version }),
    }
}

/// Whether there is a data file that can be used; none, or one with nothing in it, cannot.
pub(super) fn is_usable(path: &Path, passphrase: Option<&Passphrase>) -> Outcome<bool> {
    let empty = |metadata: std::fs::Metadata| metadata.is_file() && metadata.len() == 0;
    if !path.exists() || std::fs::metadata(path).is_ok_and(empty) {
        return Ok(false);
    }
    let connection = read_with(path, passphrase)?;
    if version_of(&connection, path)?.is_none() {
        return Ok(false);
    }
    let sound: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    Ok(sound == "ok")
}

/// The version of the data in one of this app's files; `None` for a file with nothing in it yet.
///
/// # Errors
/// A file of another program, or of a later version of this app.
pub(super) fn version_of(connection: &Connection, path: &Path) -> Outcome<Option<usize>> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version = usize::try_from(version).unwrap_or(usize::MAX);
    let ours = application == APPLICATION_ID;
    if application == 0 && version == 0 && count_named(connection, "true")? == 0 {
        // A crash at the very first start leaves a file with nothing in it.
        return Ok(None);
    }
    if !ours && (version == 0 || application != 0) {
        return Err(foreign(path));
    }
    if version > STEPS.len() {
        return Err(Failure::failed(text!(store_newer)));
    }
    // A crash just after the first migration leaves a file without the app's mark.
    let first = "name IN ('orders', 'events', 'files', 'alerts')";
    if !ours && count_named(connection, first)? != 4 {
        return Err(foreign(path));
    }
    Ok(Some(version))
}

fn foreign(path: &Path) -> Failure {
    Failure::failed(text!(store_foreign, file = path.display().to_string()))
}

/// What is said of a damaged data file.
pub(super) fn damaged() -> Failure {
    Failure::new(Code::Damaged, text!(store_damaged))
}

fn count_named(connection: &Connection, condition: &str) -> Outcome<i64> {
    let select = format!("SELECT count(*) FROM sqlite_schema WHERE {condition}");
    Ok(connection.query_row(&select, [], |row| row.get(0))?)
}

/// Waits until no other process is opening or replacing the data file. The lock ends when the returned file is dropped; whether
/// there is one at all is said beside it.
pub(super) fn lock_for_open(folder: &Path) -> Outcome<(std::fs::File, bool)> {
    let path = folder.join("daozhang.lock");
    make_private_file(&path)?;
    let file = std::fs::OpenOptions::new()
        .write(true)
        .open(&path)
        .map_err(|error| unreachable_folder(&path, &error))?;
    // A file system without locks is no reason to refuse: SQLite's own still hold.
    let locked = file.lock().is_ok();
    Ok((file, locked))
}

fn prepare(connection: &Connection) -> Result<(), rusqlite::Error> {
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

/// Writes a whole copy of the data file, private to the user, in place of an older one of that name.
/// `finish` does what is left to do before it takes its name.
pub(super) fn write_copy(
    connection: &Connection,
    copy: &Path,
    finish: impl FnOnce(&Path) -> Outcome<()>,
) -> Outcome<()> {
    write_atomically(
        copy,
        |error| unreachable_folder(copy, &error),
        |_, partial| {
            connection.execute("VACUUM INTO ?1", [partial.to_string_lossy()])?;
            finish(partial)
        },
    )
}

pub(super) fn unreachable_folder(path: &Path, error: &std::io::Error) -> Failure {
    Failure::failed(text!(
        store_folder_unwritable,
        file = path.display().to_string(),
        why = plain_reason(error)
    ))
}

pub(super) fn make_private_folder(folder: &Path) -> Outcome<()> {
    private_folder(folder).map_err(|error| unreachable_folder(folder, &error))
}

pub(super) fn make_private_file(path: &Path) -> Outcome<()> {
    private_file_kept(path)
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
            include_str!("migrations/0006_sums.sql"),
            include_str!("migrations/0007_deadlines.sql"),
            include_str!("migrations/0008_search.sql"),
            include_str!("migrations/0009_payments.sql"),
            include_str!("migrations/0010_upright.sql"),
            include_str!("migrations/0011_alerts.sql"),
            include_str!("migrations/0012_clock_set_right.sql"),
            include_str!("migrations/0013_problems.sql"),
            include_str!("migrations/0014_card_keys.sql"),
        ]
        .iter()
        .map(|sql| Sha256::of(sql.as_bytes()).to_string())
        .collect();
        insta::assert_debug_snapshot!("released_migrations", hashes);
    }
}
