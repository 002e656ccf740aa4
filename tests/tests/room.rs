//! No room on the disk, at every write: the app says so in one sentence, nothing is half done, and with room again the same
//! command works.
//!
//! With `DAOZHANG_KILLS=200` the room grows by single pieces, so that each write fails once; without it by three at a time.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a test fails"
)]

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use daozhang_tests::app::{Ended, ended};
use daozhang_tests::clock::moment;
use daozhang_tests::fault::{Chance, Found, copy_folder, may_mount, names_in, thorough, wrapped};
use daozhang_tests::{App, order, pictures};

/// Room is given and taken by the piece that the kernel and SQLite write in.
const PIECE: u64 = 4096;
/// More than any of the commands needs.
const PLENTY: u64 = 1000;

/// A command that writes, and how it is seen that it is done.
struct Wish {
    name: &'static str,
    arguments: fn(&Scene) -> Vec<String>,
    done: fn(&Scene) -> bool,
}

const ADD: Wish = Wish {
    name: "add",
    arguments: |scene| {
        let shot = scene.input("新单.jpg");
        let mut arguments = add("新单");
        arguments.extend(["--shot".to_owned(), shot]);
        arguments
    },
    done: |scene| {
        let found = scene.found();
        found.number("SELECT count(*) FROM orders") == 2
            && found.number("SELECT count(*) FROM shots") == 2
            && found.number("SELECT min(length(bytes)) FROM files") > 20_000
    },
};
const IMPORT: Wish = Wish {
    name: "import",
    arguments: |scene| vec!["import".to_owned(), scene.input("账单.csv")],
    done: |scene| scene.found().number("SELECT count(*) FROM bill_rows") == BILL_ROWS as i64,
};
const EXPORT: Wish = Wish {
    name: "export",
    arguments: |scene| {
        let out = scene.output();
        ["export", "1", "--archive-only", "--out", out.to_str().unwrap()]
            .map(str::to_owned)
            .to_vec()
    },
    done: |scene| {
        let packages = names_in(&scene.output());
        let package = scene.output().join(&packages[0]);
        let verdict = scene.app.json(["verify".as_ref(), package.as_os_str()]);
        packages.len() == 1
            && verdict["ok"] == true
            && scene
                .found()
                .number("SELECT count(*) FROM events WHERE kind = 'exported'")
                == 1
    },
};
const BACKUP: Wish = Wish {
    name: "backup",
    arguments: |scene| {
        fs::create_dir_all(scene.output()).unwrap();
        vec!["backup".to_owned(), scene.backup().to_str().unwrap().to_owned()]
    },
    done: |scene| {
        names_in(&scene.output()) == ["备份.db"]
            && Found::file(&scene.backup()).everything() == scene.found().everything()
    },
};

const BILL_ROWS: usize = 8;

/// An app whose data, and all that it writes, lies in a place where room can run out.
struct Scene {
    app: App,
    /// Lies elsewhere: the model of the data, and the files that are read.
    model: App,
    place: PathBuf,
}

impl Scene {
    fn at(place: PathBuf) -> Self {
        let now = moment("2026-11-20T12:00:00+08:00");
        let model = App::fresh().at(now);
        let shot = model.file("早先.jpg", &picture(1, 60_000));
        let mut arguments = add("早先");
        arguments.extend(["--shot".to_owned(), shot.to_str().unwrap().to_owned()]);
        model.json(arguments);
        model.file("新单.jpg", &picture(2, 20_000));
        model.file("账单.csv", bill().as_bytes());
        Self {
            app: App::on(place.join("data")).at(now),
            model,
            place,
        }
    }

    fn input(&self, name: &str) -> String {
        self.model.beside(name).to_str().unwrap().to_owned()
    }

    fn output(&self) -> PathBuf {
        self.place.join("out")
    }

    fn backup(&self) -> PathBuf {
        self.output().join("备份.db")
    }

    fn found(&self) -> Found {
        Found::in_folder(self.app.data())
    }

    /// Everything as it was before the first command.
    fn begin(&self) {
        for name in names_in(&self.place) {
            let path = self.place.join(name);
            if path.is_dir() {
                fs::remove_dir_all(path).unwrap();
            } else {
                fs::remove_file(path).unwrap();
            }
        }
        copy_folder(self.model.data(), self.app.data());
    }

    fn command(&self, wish: &Wish) -> Command {
        self.app
            .away(["--json".to_owned()].into_iter().chain((wish.arguments)(self)))
    }

    /// Does a wish with more and more room, until there is enough; `cramped` runs the command with so many pieces.
    fn with_growing_room(&self, wish: &Wish, cramped: impl Fn(&Scene, u64, Command) -> Ended) {
        let before = Found::in_folder(self.model.data()).everything();
        let mut sentences: Vec<String> = Vec::new();
        let step = if thorough() { 1 } else { 3 };
        for (refused, pieces) in (0..PLENTY).step_by(step).enumerate() {
            self.begin();
            let command = self.command(wish);
            let tried = cramped(self, pieces, command);
            let what = format!("{} with room for {pieces} pieces: {tried:?}", wish.name);
            if tried.code == Some(0) {
                assert!((wish.done)(self), "it said that it had done it: {what}");
                assert!(refused > 3, "it never ran out of room: {what}");
                println!("{}: refused {refused} times: {sentences:#?}", wish.name);
                return;
            }
            let said = tried.refused();
            assert!(
                said.ends_with('。') && said.contains(|c: char| ('一'..='鿿').contains(&c)),
                "one Chinese sentence: {what}"
            );
            assert_eq!(names_in(&self.output()), [""; 0], "something was left: {what}");
            let strange: Vec<String> = names_in(self.app.data())
                .into_iter()
                .filter(|name| {
                    !name.starts_with("daozhang.") || name.contains("partial") || name.contains("before")
                })
                .collect();
            assert!(strange.is_empty(), "{strange:?} was left: {what}");
            assert!(
                self.found().everything() == before,
                "it changed something: {what}"
            );
            ended(&mut self.command(wish)).json();
            assert!((wish.done)(self), "not done with room again: {what}");
            let plain = said.replace(self.place.to_str().unwrap(), "");
            if !sentences.contains(&plain) {
                sentences.push(plain);
            }
        }
        panic!("{} never had enough room", wish.name);
    }
}

fn picture(seed: u64, bytes: usize) -> Vec<u8> {
    let mut picture = pictures::jpeg(9);
    picture.extend(Chance::of(seed).bytes(bytes));
    picture
}

fn add(product: &str) -> Vec<String> {
    order::add(&["--product", product, "--window", "30m", "--order-no", product])
        .into_iter()
        .map(str::to_owned)
        .collect()
}

fn bill() -> String {
    let mut lines = vec![
        "交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,"
            .to_owned(),
    ];
    for row in 0..BILL_ROWS {
        lines.push(format!(
            "2026-11-1{row} 08:00:00,充值缴费,甲充值店,jia***@example.com,话费充值10元第{row}笔,支出,10.00,余额,交易成功,20261110220014{row:014}\t,APP{row:013}\t,,"
        ));
    }
    lines.join("\r\n") + "\r\n"
}

#[test]
fn a_full_disk_stops_every_write_and_breaks_nothing() {
    if may_mount("a_full_disk_stops_every_write_and_breaks_nothing") {
        on_a_full_disk(&[ADD, IMPORT, BACKUP]);
    }
}

#[test]
fn a_full_disk_stops_an_export_and_leaves_nothing() {
    if may_mount("a_full_disk_stops_an_export_and_leaves_nothing") {
        on_a_full_disk(&[EXPORT]);
    }
}

#[test]
fn a_file_that_may_not_grow_stops_every_write_and_breaks_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let scene = Scene::at(folder.path().join("place"));
    for wish in [ADD, IMPORT, EXPORT, BACKUP] {
        scene.with_growing_room(&wish, |_, pieces, command| {
            // The signal would end the process; without it the write fails, as on a disk.
            let script = r#"trap "" XFSZ; limit=$1; shift; exec prlimit --fsize="$limit" -- "$@""#;
            let limit = (pieces * PIECE).to_string();
            ended(&mut wrapped("sh", ["-c", script, "sh", &limit], &command))
        });
    }
}

fn on_a_full_disk(wishes: &[Wish]) {
    let folder = tempfile::tempdir().unwrap();
    let disk = folder.path().join("disk");
    fs::create_dir(&disk).unwrap();
    mount(&["-t", "tmpfs", "-o", "size=16m,mode=0755", "tmpfs"], &disk);
    let scene = Scene::at(disk);
    for wish in wishes {
        scene.with_growing_room(wish, |scene, pieces, mut command| {
            let ballast = scene.place.join("ballast");
            let file = filled(&ballast);
            let full = file.metadata().unwrap().len();
            file.set_len(full.saturating_sub(pieces * PIECE)).unwrap();
            let tried = ended(&mut command);
            fs::remove_file(ballast).unwrap();
            tried
        });
    }
}

/// A file that takes all the room there is.
fn filled(path: &Path) -> File {
    let mut file = OpenOptions::new()
        .create_new(true)
        .write(true)
        .open(path)
        .unwrap();
    let piece = [0; PIECE as usize];
    while file.write_all(&piece).is_ok() {}
    file
}

fn mount(arguments: &[&str], at: &Path) {
    let output = Command::new("mount").args(arguments).arg(at).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
