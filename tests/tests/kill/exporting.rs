//! Exporting a package: a whole folder or none.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use daozhang_tests::App;
use daozhang_tests::app::ended;
use daozhang_tests::fault::{Found, names_in};

use super::{Left, Lock, Work, app_with_orders, picture};

pub struct Exporting {
    app: App,
}

impl Exporting {
    /// Makes the ground for it.
    pub fn new(lock: Lock) -> Self {
        let app = app_with_orders(1, 1000, lock);
        for nth in 0..3 {
            let shot = picture(&app, &format!("聊天-{nth}"), 5_000 + nth, 400_000);
            app.json([
                "event",
                "1",
                "--kind",
                "contacted",
                "--text",
                "催过",
                "--shot",
                &shot,
            ]);
        }
        Self { app }
    }

    fn out(&self, number: usize) -> PathBuf {
        self.app.beside(&format!("导出-{number:06}"))
    }

    fn command(&self, number: usize) -> Command {
        let out = self.out(number);
        self.app
            .away(["--json", "export", "1", "--out", out.to_str().unwrap()])
    }

    /// The packages that a person sees in the folder.
    fn packages(&self, number: usize) -> Vec<PathBuf> {
        let out = self.out(number);
        names_in(&out)
            .into_iter()
            .filter(|name| !name.starts_with('.'))
            .inspect(|name| assert!(!name.contains("partial"), "{name}"))
            .map(|name| out.join(name))
            .collect()
    }

    fn verify(&self, package: &Path) {
        let verdict = self.app.json(["verify", package.to_str().unwrap()]);
        assert_eq!(verdict["ok"], true, "{verdict}");
    }
}

impl Work for Exporting {
    fn name(&self) -> &'static str {
        "export"
    }

    fn ready(&mut self, number: usize) -> Command {
        self.command(number)
    }

    fn left(&self, number: usize) -> Left {
        drop(Found::in_folder(self.app.data()));
        match &self.packages(number)[..] {
            [] => Left::Absent,
            [package] => {
                self.verify(package);
                Left::Whole
            }
            several => panic!("one export made several packages: {several:?}"),
        }
    }

    fn go_on(&self, number: usize, left: Left) {
        let before = self.packages(number).len();
        let exported = ended(&mut self.command(number)).json();
        self.verify(Path::new(exported["dir"].as_str().unwrap()));
        assert_eq!(self.packages(number).len(), before + 1, "{left:?}");
        assert_eq!(
            names_in(&self.out(number)).len(),
            before + 1,
            "what the killed export had begun was put away"
        );
        fs::remove_dir_all(self.out(number)).unwrap();
    }
}
