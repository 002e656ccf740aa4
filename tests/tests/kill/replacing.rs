//! Putting another file in the data file's place: the one before or the new one is there, whole, and where either is locked no
//! file tells anything.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use daozhang_tests::App;
use daozhang_tests::app::ended;
use daozhang_tests::fault::{Found, PASSPHRASE, names_in};

use super::{Folders, Left, Lock, Work, app_with_orders};

/// What stands in every order, and in no locked file.
const SECRET: &str = "早先-";

/// The files below a folder in which something of the orders can be read.
fn telling(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(telling(&path));
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        if bytes
            .windows(SECRET.len())
            .any(|window| window == SECRET.as_bytes())
        {
            found.push(path);
        }
    }
    found
}

fn orders_in(folder: &Path) -> i64 {
    Found::in_folder(folder).number("SELECT count(*) FROM orders")
}

fn nothing_half_done(folder: &Path) {
    let left: Vec<String> = names_in(folder)
        .into_iter()
        .filter(|name| name.starts_with("daozhang.new") || name.contains(".old-") || name.contains("partial"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

pub struct Restoring {
    folders: Folders,
    from: PathBuf,
    lock: Lock,
}

impl Restoring {
    const BEFORE: i64 = 2;
    const AFTER: i64 = 5;

    /// Makes the ground for it.
    pub fn new(lock: Lock) -> Self {
        let other = app_with_orders(5, 300_000, Lock::Open);
        let model = app_with_orders(2, 300_000, lock);
        let from = model.beside("all.zip");
        other.json(["everything".as_ref(), from.as_os_str()]);
        Self {
            folders: Folders::like(model),
            from,
            lock,
        }
    }

    fn command(&self, app: &App) -> Command {
        app.away(["--json".as_ref(), "restore".as_ref(), self.from.as_os_str()])
    }
}

impl Work for Restoring {
    fn name(&self) -> &'static str {
        "restore"
    }

    fn ready(&mut self, number: usize) -> Command {
        let app = self.folders.make(number).clone();
        self.command(&app)
    }

    fn left(&self, number: usize) -> Left {
        let data = self.folders.of(number).data();
        if self.lock == Lock::Locked {
            assert_eq!(telling(data), Vec::<PathBuf>::new());
        }
        match orders_in(data) {
            Self::BEFORE => Left::Absent,
            Self::AFTER => Left::Whole,
            other => panic!("{other} orders"),
        }
    }

    fn go_on(&self, number: usize, left: Left) {
        let app = self.folders.of(number);
        let orders = app.json(["list"]).as_array().unwrap().len() as i64;
        assert_eq!(
            orders,
            if left == Left::Whole {
                Self::AFTER
            } else {
                Self::BEFORE
            }
        );
        nothing_half_done(app.data());
        ended(&mut self.command(app)).json();
        assert_eq!(self.left(number), Left::Whole);
    }
}

pub struct Rescuing {
    folders: Folders,
    lock: Lock,
    before: Vec<u8>,
}

impl Rescuing {
    const ORDERS: i64 = 4;

    /// Makes the ground for it.
    pub fn new(lock: Lock) -> Self {
        let model = app_with_orders(4, 300_000, lock);
        let before = fs::read(model.data().join("daozhang.db")).unwrap();
        Self {
            folders: Folders::like(model),
            lock,
            before,
        }
    }
}

impl Work for Rescuing {
    fn name(&self) -> &'static str {
        "rescue"
    }

    fn ready(&mut self, number: usize) -> Command {
        self.folders.make(number).away(["--json", "rescue"])
    }

    fn left(&self, number: usize) -> Left {
        let data = self.folders.of(number).data();
        if self.lock == Lock::Locked {
            assert_eq!(telling(data), Vec::<PathBuf>::new());
        }
        assert_eq!(orders_in(data), Self::ORDERS);
        if fs::read(data.join("daozhang.db")).unwrap() == self.before {
            Left::Absent
        } else {
            Left::Whole
        }
    }

    fn go_on(&self, number: usize, _left: Left) {
        let app = self.folders.of(number);
        assert_eq!(app.json(["list"]).as_array().unwrap().len() as i64, Self::ORDERS);
        nothing_half_done(app.data());
        let rescued = app.json(["rescue"]);
        assert_eq!(
            (&rescued["orders"], &rescued["files"]),
            (&4.into(), &4.into()),
            "{rescued}"
        );
        assert_eq!(rescued["lost"], serde_json::json!([]), "{rescued}");
        assert_eq!(self.left(number), Left::Whole);
    }
}

/// Locking where the file is open, and another passphrase where it is locked.
pub struct Protecting {
    folders: Folders,
    lock: Lock,
    words: PathBuf,
}

impl Protecting {
    const ORDERS: i64 = 3;
    const NEW: &str = "another passphrase";

    /// Makes the ground for it.
    pub fn new(lock: Lock) -> Self {
        let model = app_with_orders(3, 300_000, lock);
        model.json(["backup", "--daily"]);
        let words = match lock {
            Lock::Open => PASSPHRASE,
            Lock::Locked => Self::NEW,
        };
        let words = model.file("new.txt", words.as_bytes());
        Self {
            folders: Folders::like(model),
            lock,
            words,
        }
    }

    fn command(&self, app: &App) -> Command {
        app.away([
            "--json".as_ref(),
            "protect".as_ref(),
            "--new-passphrase-file".as_ref(),
            self.words.as_os_str(),
        ])
    }

    /// The same app with the passphrase that is to be.
    fn after(&self, app: &App) -> App {
        app.with(
            "DAOZHANG_PASSPHRASE",
            match self.lock {
                Lock::Open => PASSPHRASE,
                Lock::Locked => Self::NEW,
            },
        )
    }

    fn orders(app: &App) -> Option<i64> {
        let ended = app.run(["--json", "list"]);
        (ended.code == Some(0)).then(|| ended.json().as_array().unwrap().len() as i64)
    }
}

impl Work for Protecting {
    fn name(&self) -> &'static str {
        "protect"
    }

    fn ready(&mut self, number: usize) -> Command {
        let app = self.folders.make(number).clone();
        self.command(&app)
    }

    fn left(&self, number: usize) -> Left {
        let app = self.folders.of(number);
        // It opens with what was, or with what is to be; an open one with either.
        let data = fs::read(app.data().join("daozhang.db")).unwrap();
        let is_open = data.starts_with(b"SQLite format 3\0");
        let (before, after) = (Self::orders(app), Self::orders(&self.after(app)));
        let left = match (self.lock, is_open, before, after) {
            (Lock::Open, true, Some(_), _) | (Lock::Locked, false, Some(_), None) => Left::Absent,
            (Lock::Open, false, None, Some(_)) | (Lock::Locked, false, None, Some(_)) => Left::Whole,
            other => panic!("{:?}", (other.1, other.2, other.3)),
        };
        assert_eq!(before.or(after), Some(Self::ORDERS));
        // Whenever the file is locked no copy tells more.
        if !is_open {
            assert_eq!(telling(app.data()), Vec::<PathBuf>::new());
        }
        left
    }

    fn go_on(&self, number: usize, left: Left) {
        let app = self.folders.of(number);
        nothing_half_done(app.data());
        if left == Left::Absent {
            ended(&mut self.command(app)).json();
            assert_eq!(self.left(number), Left::Whole);
        }
        let after = self.after(app);
        let backups = app.data().join("backups");
        let copies: Vec<String> = names_in(&backups)
            .into_iter()
            .filter(|name| name.ends_with(".db"))
            .collect();
        assert_eq!(copies.len(), 1, "{copies:?}");
        let copy = backups.join(&copies[0]);
        let look = after.json(["restore".as_ref(), copy.as_os_str(), "--look".as_ref()]);
        assert_eq!(look["orders"], Self::ORDERS);
    }
}
