//! The real process, killed at random moments of all that it writes: what it acknowledged is there, what it did not is
//! whole or absent, the data file is sound, and the app goes on.
//!
//! `DAOZHANG_KILLS=200` kills each kind of work so often; without it a few kills keep the suite quick.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a test fails"
)]

mod backing_up;
mod exporting;
mod importing;
mod logging;
mod migrating;
mod replacing;

use std::collections::BTreeMap;
use std::process::Command;
use std::time::{Duration, Instant};

use daozhang_tests::app::ended;
use daozhang_tests::clock::moment;
use daozhang_tests::fault::{
    self, Chance, Struck, Write, copy_folder, left_alone, strike, strike_before, writes,
};
use daozhang_tests::{App, order, pictures};
use serde_json::Value;

use backing_up::BackingUp;
use exporting::Exporting;
use importing::Importing;
use logging::Logging;
use migrating::Migrating;
use replacing::{Protecting, Rescuing, Restoring};

const NOW: &str = "2026-11-20T12:00:00+08:00";

/// A prime, so that leaps of it come by every piece once.
const LEAP: usize = 7919;

/// What a killed run left of its work. Anything between the two is a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Left {
    Whole,
    Absent,
}

/// A kind of work that is killed, each time under another number.
trait Work {
    /// What it is called in the table.
    fn name(&self) -> &'static str;
    /// Makes the ground for a run, and gives the command that works on it.
    fn ready(&mut self, number: usize) -> Command;
    /// Looks at what a killed run left; panics when that is neither whole nor absent.
    fn left(&self, number: usize) -> Left;
    /// The app opens again, and the same work can be done now; panics when it cannot.
    fn go_on(&self, number: usize, left: Left);
    /// Looks at everything once more, after the last kill.
    fn close(&self, _acknowledged: &[usize]) {}
}

/// Whether the data file is locked with a passphrase.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lock {
    Open,
    Locked,
}

impl Lock {
    fn on(self, app: App) -> App {
        match self {
            Lock::Open => app,
            Lock::Locked => app.locked(),
        }
    }
}

#[test]
fn killed_at_any_moment_nothing_acknowledged_is_lost_and_nothing_is_half_done() {
    kill_all(Lock::Open);
}

#[test]
fn killed_at_any_moment_a_locked_file_holds_the_same_and_tells_nothing() {
    kill_all(Lock::Locked);
}

fn kill_all(lock: Lock) {
    let mut work: [Box<dyn Work>; 8] = [
        Box::new(Logging::new(lock)),
        Box::new(Importing::new(lock)),
        Box::new(Exporting::new(lock)),
        Box::new(Migrating::new(lock)),
        Box::new(BackingUp::new(lock)),
        Box::new(Restoring::new(lock)),
        Box::new(Rescuing::new(lock)),
        Box::new(Protecting::new(lock)),
    ];
    // Each start on a locked file stretches its passphrase anew: the suite is kept quick by fewer of them.
    let kills = match lock {
        Lock::Locked if !fault::thorough() => fault::kills() / 3,
        _ => fault::kills(),
    };
    let lines: Vec<String> = work.iter_mut().map(|work| killed(work.as_mut(), kills)).collect();
    println!(
        "{:<10}{:>8}{:>8}{:>8}{:>8}{:>8}{:>8}",
        if lock == Lock::Locked { "locked" } else { "work" },
        "kills",
        "met it",
        "acked",
        "whole",
        "absent",
        "lost"
    );
    for line in lines {
        println!("{line}");
    }
}

/// The length of a piece of work: its writes, or where the system lets nobody count them, its time.
enum Length {
    Writes(Vec<Write>),
    Time(Duration),
}

impl Length {
    /// Kills it when a part of it is done; one that is beyond its end comes too late.
    fn strike(&self, command: &mut Command, part: f64) -> Struck {
        match self {
            Length::Writes(all) => match all.get((all.len() as f64 * part) as usize) {
                Some(write) => strike_before(command, write),
                None => left_alone(command),
            },
            Length::Time(whole) => strike(command, whole.mul_f64(part)),
        }
    }
}

/// Kills a kind of work at places spread over its whole length, and gives its line of the table.
fn killed(work: &mut dyn Work, kills: usize) -> String {
    let started = Instant::now();
    let length = a_whole_run(work);
    let mut chance = Chance::of(0x2026_1123);
    let (mut met, mut wholes, mut acknowledged) = (0, 0, Vec::new());
    for number in 0..kills {
        let mut command = work.ready(number);
        // Each kill has its own piece of the whole length, and a place in it by chance; the last comes after the end. The
        // pieces are taken in leaps, so that early and late ones take turns.
        let piece = (number * LEAP) % kills;
        let part = if piece + 1 == kills {
            1.1
        } else {
            (piece as f64 + chance.part()) / kills as f64 * 1.1
        };
        let struck = length.strike(&mut command, part);
        let what = format!(
            "{}, kill {number} at {:.1} %: {struck:?}",
            work.name(),
            part * 100.0
        );
        assert_eq!(struck.complaint, "", "{what}");
        let left = work.left(number);
        met += usize::from(struck.met);
        wholes += usize::from(left == Left::Whole);
        if told_so(&struck) {
            assert_eq!(left, Left::Whole, "acknowledged and lost: {what}");
            acknowledged.push(number);
        }
        assert!(struck.met || told_so(&struck), "it ended without a word: {what}");
        work.go_on(number, left);
    }
    work.close(&acknowledged);
    let name = work.name();
    assert!(met > kills / 3, "{name}: only {met} of {kills} kills met it");
    if let Length::Writes(_) = length {
        // The last kill comes after the last write, and the first before anything was written that counts.
        assert!(
            wholes > 0 && wholes < kills,
            "{name}: {wholes} of {kills} are whole"
        );
    }
    format!(
        "{name:<10}{kills:>8}{met:>8}{:>8}{wholes:>8}{:>8}{:>8}  {:>6.1} s, {}",
        acknowledged.len(),
        kills - wholes,
        0,
        started.elapsed().as_secs_f64(),
        match length {
            Length::Writes(all) => format!("{} writes", all.len()),
            Length::Time(whole) => format!("{whole:?}"),
        }
    )
}

/// How long the work is when it is left alone.
fn a_whole_run(work: &mut dyn Work) -> Length {
    // Numbers that no kill has.
    let mut number = 900_000;
    let all = writes(&work.ready(number));
    let length = if all.is_empty() {
        number += 1;
        let mut command = work.ready(number);
        let start = Instant::now();
        ended(&mut command).json();
        Length::Time(start.elapsed())
    } else {
        Length::Writes(all)
    };
    assert_eq!(work.left(number), Left::Whole, "{}, undisturbed", work.name());
    length
}

/// Whether it said what it had done, whole.
fn told_so(struck: &Struck) -> bool {
    serde_json::from_str::<Value>(&struck.out).is_ok()
}

/// An app at a fixed moment, with some orders that have a picture each.
fn app_with_orders(orders: usize, bytes_each: usize, lock: Lock) -> App {
    let app = lock.on(App::fresh().at(moment(NOW)));
    for number in 0..orders {
        let shot = picture(&app, &format!("早先-{number}"), number as u64, bytes_each);
        app.json(add(&format!("早先-{number}"), &shot));
    }
    app
}

fn add<'a>(product: &'a str, shot: &'a str) -> Vec<&'a str> {
    let (window, number) = (["--window", "30m"], ["--order-no", product]);
    let more = [["--product", product], window, number, ["--shot", shot]];
    order::add(more.as_flattened())
}

/// A picture of so many bytes that is like no other; gives its path.
fn picture(app: &App, name: &str, seed: u64, bytes: usize) -> String {
    let mut picture = pictures::jpeg(9);
    picture.extend(Chance::of(seed.wrapping_mul(7919)).bytes(bytes));
    app.file(&format!("{name}.jpg"), &picture)
        .to_str()
        .unwrap()
        .to_owned()
}

/// Data folders that are made anew from a model for every run.
struct Folders {
    model: App,
    made: BTreeMap<usize, App>,
}

impl Folders {
    fn like(model: App) -> Self {
        Self {
            model,
            made: BTreeMap::new(),
        }
    }

    fn make(&mut self, number: usize) -> &App {
        // Only the last one is still looked at.
        self.made.clear();
        let app = self.model.elsewhere();
        copy_folder(self.model.data(), app.data());
        self.made.entry(number).or_insert(app)
    }

    fn of(&self, number: usize) -> &App {
        &self.made[&number]
    }
}
