//! Backing up: a whole copy or none.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use daozhang_tests::App;
use daozhang_tests::app::ended;
use daozhang_tests::fault::{Found, names_in};

use super::{Left, Lock, Work, app_with_orders};

pub struct BackingUp {
    app: App,
}

impl BackingUp {
    const ORDERS: usize = 12;

    /// Makes the ground for it.
    pub fn new(lock: Lock) -> Self {
        Self {
            app: app_with_orders(Self::ORDERS, 1_000_000, lock),
        }
    }

    fn file(&self, number: usize) -> PathBuf {
        self.app.beside(&format!("备份-{number:06}.db"))
    }

    fn command(&self, number: usize) -> Command {
        let file = self.file(number);
        self.app.away(["--json", "backup", file.to_str().unwrap()])
    }
}

impl Work for BackingUp {
    fn name(&self) -> &'static str {
        "backup"
    }

    fn ready(&mut self, number: usize) -> Command {
        self.command(number)
    }

    fn left(&self, number: usize) -> Left {
        let original = Found::in_folder(self.app.data());
        let file = self.file(number);
        if !file.exists() {
            return Left::Absent;
        }
        assert!(
            original.everything() == Found::file(&file).everything(),
            "a backup holds something else"
        );
        Left::Whole
    }

    fn go_on(&self, number: usize, left: Left) {
        if left == Left::Absent {
            ended(&mut self.command(number)).json();
            assert_eq!(self.left(number), Left::Whole);
        }
        let file = self.file(number);
        let stem = file.file_stem().unwrap().to_str().unwrap().to_owned();
        fs::remove_file(&file).unwrap();
        let parts: Vec<String> = names_in(file.parent().unwrap())
            .into_iter()
            .filter(|name| name.contains(&stem))
            .collect();
        assert!(parts.is_empty(), "a part of a backup was left: {parts:?}");
        assert_eq!(self.app.json(["list"]).as_array().unwrap().len(), Self::ORDERS);
    }
}
