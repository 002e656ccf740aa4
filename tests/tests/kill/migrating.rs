//! Opening a data file of the first version.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use daozhang_tests::App;
use daozhang_tests::clock::moment;
use daozhang_tests::fault::{Found, PASSPHRASE, names_in};
use rusqlite::{Connection, params};

use super::{Folders, Left, Lock, NOW, Work};

pub struct Migrating {
    folders: Folders,
    latest: i64,
}

impl Migrating {
    const ORDERS: i64 = 4000;

    /// Makes the ground for it.
    pub fn new(lock: Lock) -> Self {
        let latest = {
            let app = App::fresh();
            app.json(["list"]);
            Found::in_folder(app.data()).number("PRAGMA user_version")
        };
        let mut model = App::fresh().at(moment(NOW));
        first_version(model.data(), Self::ORDERS, lock);
        if lock == Lock::Locked {
            model = model.with("DAOZHANG_PASSPHRASE", PASSPHRASE);
        }
        Self {
            folders: Folders::like(model),
            latest,
        }
    }

    fn copies(app: &App) -> Vec<PathBuf> {
        names_in(app.data())
            .iter()
            .filter(|name| name.contains("before") && name.ends_with(".db"))
            .map(|name| app.data().join(name))
            .collect()
    }
}

/// Writes a data file as the first version of the app left it.
fn first_version(folder: &Path, orders: i64, lock: Lock) {
    fs::create_dir_all(folder).unwrap();
    let mut connection = Connection::open(folder.join("daozhang.db")).unwrap();
    if lock == Lock::Locked {
        connection.pragma_update(None, "key", PASSPHRASE).unwrap();
        fs::write(folder.join("daozhang.db.locked"), b"").unwrap();
    }
    connection
        .execute_batch(include_str!(
            "../../../src-tauri/core/src/store/migrations/0001_orders.sql"
        ))
        .unwrap();
    connection
        .execute_batch(
            "PRAGMA user_version = 1; PRAGMA application_id = 0x445a4847;
             INSERT INTO platforms (name) VALUES ('星辰卡盟')",
        )
        .unwrap();
    let transaction = connection.transaction().unwrap();
    let paid = moment(NOW).timestamp_millis();
    for number in 0..orders {
        let product = format!("旧单-{number:05}");
        let paid_at = paid - number * 60_000;
        transaction
            .execute(
                "INSERT INTO orders (platform_id, product, kind, amount_fen, paid_at, window_ms, window_promised,
                     due_at, status, stage, created_at, urgency, search_text, settled_at)
                 VALUES (1, ?1, 'q-coin', 9850, ?2, 1800000, 1, ?3, 'arrived', 'closed', ?2, ?4, ?5, ?3)",
                params![
                    product,
                    paid_at,
                    paid_at + 1_800_000,
                    (1_i64 << 62) - paid_at,
                    format!("星辰卡盟\n{product}")
                ],
            )
            .unwrap();
        for (seq, kind) in [(1, "logged"), (2, "arrived")] {
            transaction
                .execute(
                    "INSERT INTO events (order_id, seq, kind, at, recorded_at, hash)
                     VALUES (?1, ?2, ?3, ?4, ?4, zeroblob(32))",
                    params![number + 1, seq, kind, paid_at],
                )
                .unwrap();
        }
    }
    transaction.commit().unwrap();
}

impl Work for Migrating {
    fn name(&self) -> &'static str {
        "migrate"
    }

    fn ready(&mut self, number: usize) -> Command {
        self.folders
            .make(number)
            .away(["--json", "list", "--search", "旧单-00042"])
    }

    fn left(&self, number: usize) -> Left {
        let app = self.folders.of(number);
        let found = Found::in_folder(app.data());
        assert_eq!(found.number("SELECT count(*) FROM orders"), Self::ORDERS);
        assert_eq!(found.number("SELECT count(*) FROM events"), 2 * Self::ORDERS);
        let copies = Self::copies(app);
        for copy in &copies {
            let copy = Found::file(copy);
            assert_eq!(copy.number("PRAGMA user_version"), 1);
            assert_eq!(copy.number("SELECT count(*) FROM orders"), Self::ORDERS);
        }
        let version = found.number("PRAGMA user_version");
        if version == 1 {
            return Left::Absent;
        }
        assert_eq!(version, self.latest, "a migration stopped half-way");
        assert_eq!(copies.len(), 1, "a copy was put beside it first");
        Left::Whole
    }

    fn go_on(&self, number: usize, _left: Left) {
        let app = self.folders.of(number);
        let orders = app.json(["list", "--search", "旧单-03999"]);
        assert_eq!(orders.as_array().unwrap().len(), 1, "{orders}");
        assert_eq!(self.left(number), Left::Whole);
    }
}
