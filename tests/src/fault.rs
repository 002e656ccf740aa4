//! What goes wrong around the app: it is killed, its disk is full, its folder may not be written. And what its files hold
//! after that, read by SQLite itself.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsStr;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use tempfile::TempDir;

/// Says how often each kind of work is killed.
const KILLS: &str = "DAOZHANG_KILLS";
/// Enough to see that killing works; more are asked for by `DAOZHANG_KILLS`.
const FEW: usize = 12;

/// Set in a test that runs in namespaces of its own.
const APART: &str = "DAOZHANG_TEST_APART";

/// How often each kind of work is killed.
pub fn kills() -> usize {
    env::var(KILLS)
        .ok()
        .map_or(FEW, |text| text.parse().expect("DAOZHANG_KILLS is a number"))
}

/// Whether more is asked for than what keeps the suite quick.
pub fn thorough() -> bool {
    kills() > FEW
}

/// Numbers that look random and are the same in every run, so that a failure can be had again.
pub struct Chance(u64);

impl Chance {
    /// The row of numbers of a seed.
    pub fn of(seed: u64) -> Chance {
        Chance(seed)
    }

    /// The next number, from 0 up to but not including 1.
    pub fn part(&mut self) -> f64 {
        f64::from(self.next()) / (f64::from(u32::MAX) + 1.0)
    }

    /// So many bytes that nothing can compress.
    pub fn bytes(&mut self, length: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(length + 4);
        while bytes.len() < length {
            bytes.extend(self.next().to_le_bytes());
        }
        bytes.truncate(length);
        bytes
    }

    fn next(&mut self) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 32) as u32
    }
}

/// Lets time pass exactly: sleeping is too coarse to meet moments of a few milliseconds.
pub fn spin(delay: Duration) {
    let start = Instant::now();
    while start.elapsed() < delay {
        std::hint::spin_loop();
    }
}

/// What a killed program left behind of its own words.
#[derive(Debug)]
pub struct Struck {
    /// Whether the kill met it; otherwise it had already ended by itself.
    pub met: bool,
    /// What it had printed until then.
    pub out: String,
    /// What it had complained about until then.
    pub complaint: String,
}

/// Starts a program, and kills it after a while with the signal that it cannot catch.
///
/// What it prints must fit into a pipe: it is read only after its end.
#[track_caller]
pub fn strike(command: &mut Command, after: Duration) -> Struck {
    let mut child = piped(command);
    spin(after);
    // Failing means that it has ended.
    let _ = child.kill();
    struck(child)
}

/// The calls by which a program changes what lies on the disk, or prints.
const WRITES: &str = "write,writev,pwrite64,ftruncate,fallocate,fsync,fdatasync,copy_file_range,sendfile,\
                      rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,rmdir";

/// Starts a program, and lets it come to its end.
#[track_caller]
pub fn left_alone(command: &mut Command) -> Struck {
    struck(piped(command))
}

/// One of the [`WRITES`] of a program: which call, and the how manieth of its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    call: String,
    nth: usize,
}

/// Runs a program to its end, and gives its [`WRITES`] in their order; none where the system lets nobody look.
#[track_caller]
pub fn writes(command: &Command) -> Vec<Write> {
    let log = tempfile::NamedTempFile::new().expect("a file");
    let path = log.path().to_str().expect("the path is text").to_owned();
    let done = traced(command, &[], &path).stdin(Stdio::null()).output();
    if !done.is_ok_and(|done| done.status.success()) {
        return Vec::new();
    }
    let mut counted = BTreeMap::new();
    let log = fs::read_to_string(log.path()).expect("a log");
    log.lines()
        .filter_map(|line| {
            let (thread, rest) = line.split_once(' ')?;
            let (call, _) = rest.trim_start().split_once('(')?;
            // Each thread is counted by itself, and so are the kills.
            let nth = counted.entry((thread.to_owned(), call.to_owned())).or_insert(0);
            *nth += 1;
            Some(Write {
                call: call.to_owned(),
                nth: *nth,
            })
        })
        .collect()
}

/// Starts a program, and kills it as it is about to do one of its [`WRITES`], with the signal that it cannot catch.
#[track_caller]
pub fn strike_before(command: &Command, write: &Write) -> Struck {
    let inject = format!("--inject={}:signal=KILL:when={}", write.call, write.nth);
    struck(piped(&mut traced(command, &[&inject], "/dev/null")))
}

fn traced(command: &Command, more: &[&str], log: &str) -> Command {
    let trace = format!("--trace={WRITES}");
    let how = ["--follow-forks", "--quiet=all", &trace, "--output", log];
    let mut traced = wrapped("strace", [&how, more, &["--"]].concat(), command);
    traced.env_remove("STRACE_OPTS");
    traced
}

#[track_caller]
fn piped(command: &mut Command) -> Child {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it can be started")
}

#[track_caller]
fn struck(mut child: Child) -> Struck {
    let met = child.wait().expect("a killed process ends").code().is_none();
    let (mut out, mut complaint) = (Vec::new(), Vec::new());
    for (pipe, into) in [
        (child.stdout.as_mut().map(|pipe| pipe as &mut dyn Read), &mut out),
        (
            child.stderr.as_mut().map(|pipe| pipe as &mut dyn Read),
            &mut complaint,
        ),
    ] {
        pipe.expect("it is piped")
            .read_to_end(into)
            .expect("a pipe can be read");
    }
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Struck {
        met,
        out: text(out),
        complaint: text(complaint),
    }
}

/// What the data files of tests are locked with.
pub const PASSPHRASE: &str = "正确的 口令 一";

/// A data file as it lies there, opened on a copy: SQLite's recovery is then not done in the app's stead.
pub struct Found {
    /// The copy, which can be asked anything.
    pub connection: Connection,
    _folder: TempDir,
}

impl Found {
    /// The data file of a folder, with its log, which must be sound.
    #[track_caller]
    pub fn in_folder(folder: &Path) -> Found {
        let copy = tempfile::Builder::new()
            .prefix("daozhang-found-")
            .tempdir()
            .expect("a folder");
        for name in ["daozhang.db", "daozhang.db-wal"] {
            let from = folder.join(name);
            if from.exists() {
                fs::copy(&from, copy.path().join(name)).expect("a file can be copied");
            }
        }
        Found::opened(copy.path().join("daozhang.db"), copy)
    }

    /// A data file of any name, which must be sound by itself.
    #[track_caller]
    pub fn file(file: &Path) -> Found {
        let copy = tempfile::Builder::new()
            .prefix("daozhang-found-")
            .tempdir()
            .expect("a folder");
        let path = copy.path().join("copy.db");
        fs::copy(file, &path).expect("a file can be copied");
        Found::opened(path, copy)
    }

    #[track_caller]
    fn opened(path: PathBuf, folder: TempDir) -> Found {
        let locked = !fs::read(&path)
            .expect("the data file")
            .starts_with(b"SQLite format 3\0");
        let connection = Connection::open(path).expect("the data file opens");
        if locked {
            connection
                .pragma_update(None, "key", PASSPHRASE)
                .expect("a passphrase can be given");
        }
        let found = Found {
            connection,
            _folder: folder,
        };
        assert_eq!(found.text("PRAGMA integrity_check"), "ok");
        assert_eq!(found.number("SELECT count(*) FROM pragma_foreign_key_check"), 0);
        found
    }

    /// The one number that a query gives.
    #[track_caller]
    pub fn number(&self, sql: &str) -> i64 {
        self.connection
            .query_row(sql, [], |row| row.get(0))
            .unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// The one text that a query gives.
    #[track_caller]
    pub fn text(&self, sql: &str) -> String {
        self.connection
            .query_row(sql, [], |row| row.get(0))
            .unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// Everything that a person wrote, row by row: two data files that say the same hold the same.
    #[track_caller]
    pub fn everything(&self) -> Vec<String> {
        const TABLES: [&str; 6] = ["orders", "events", "shots", "files", "alerts", "platforms"];
        let mut rows = Vec::new();
        for table in TABLES {
            let mut select = self
                .connection
                .prepare(&format!("SELECT * FROM {table}"))
                .expect("a table of the app");
            let columns = select.column_count();
            let mut found = select.query([]).expect("rows");
            while let Some(row) = found.next().expect("a row") {
                let values: Vec<String> = (0..columns)
                    .map(|at| match row.get_ref(at).expect("a value") {
                        ValueRef::Blob(bytes) => format!("{} bytes {:x}", bytes.len(), fingerprint(bytes)),
                        value => format!("{value:?}"),
                    })
                    .collect();
                rows.push(format!("{table}: {}", values.join(" | ")));
            }
        }
        rows
    }
}

fn fingerprint(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

/// Copies a folder with all that is in it.
#[track_caller]
pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("a folder can be read").flatten() {
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy_folder(&source, &target);
        } else {
            fs::copy(source, target).expect("a file can be copied");
        }
    }
}

/// The names in a folder, sorted; no names for a missing folder.
pub fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder).map_or(Vec::new(), |entries| {
        entries
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect()
    });
    names.sort();
    names
}

/// Whether the calling test runs where it may mount: alone, with mounts of its own that end with it, and without asking
/// for any rights that the person who tests does not have.
///
/// Elsewhere it starts the test of that name there, by this function, and answers no when that has passed. Where the
/// system allows no namespaces it says so, and nothing is tested.
#[track_caller]
pub fn may_mount(test: &str) -> bool {
    if env::var_os(APART).is_some() {
        return true;
    }
    if let Some(reason) = refused_namespace("--mount") {
        println!("略过 {test}：这里不能挂载文件系统（{reason}）");
        return false;
    }
    let output = Command::new("unshare")
        .args(["--map-root-user", "--mount", "--"])
        .arg(env::current_exe().expect("a program knows where it is"))
        .args([test, "--exact", "--nocapture", "--include-ignored"])
        .env(APART, "1")
        .output()
        .expect("unshare was there a moment ago");
    let said = String::from_utf8_lossy(&output.stdout);
    println!("{said}");
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{test}, apart:\n{said}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    false
}

/// Makes a command run on a machine that has no network at all, not even one to itself; or says why it cannot be.
pub fn without_network(command: &Command) -> Result<Command, String> {
    if let Some(reason) = refused_namespace("--net") {
        return Err(reason);
    }
    Ok(wrapped("unshare", ["--map-root-user", "--net", "--"], command))
}

/// The same command, started by another program that takes it as its last arguments.
pub fn wrapped<S: AsRef<OsStr>>(
    by: &str,
    arguments: impl IntoIterator<Item = S>,
    command: &Command,
) -> Command {
    let mut wrapped = Command::new(by);
    wrapped
        .args(arguments)
        .arg(command.get_program())
        .args(command.get_args());
    for (key, value) in command.get_envs() {
        match value {
            Some(value) => wrapped.env(key, value),
            None => wrapped.env_remove(key),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        wrapped.current_dir(folder);
    }
    wrapped
}

/// Why the system does not give this kind of namespace; none when it does.
fn refused_namespace(kind: &str) -> Option<String> {
    let tried = Command::new("unshare")
        .args(["--map-root-user", kind, "--", "true"])
        .output();
    match tried {
        Ok(output) if output.status.success() => None,
        Ok(output) => Some(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
        Err(error) => Some(format!("unshare: {error}")),
    }
}
