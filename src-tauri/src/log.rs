//! The log: on standard error as much as `DAOZHANG_LOG` asks for, and a file in the data folder that a bug report can
//! take along. The file names no order, account or key: failures stand in it by their code, key and cause.

use chrono::{NaiveDate, Utc};
use daozhang_api::lock;
use daozhang_core::disk::private_folder;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::filter::{EnvFilter, LevelFilter, Targets};
use tracing_subscriber::fmt::{MakeWriter, layer};
use tracing_subscriber::prelude::*;

/// One file a day, of so many bytes at most: a fault that repeats must not fill the disk.
const LARGEST: usize = 2_000_000;
const DAYS: usize = 7;

pub fn folder(data: &Path) -> PathBuf {
    data.join("logs")
}

/// Starts both logs. A folder that cannot be written has no log.
pub fn start(data: &Path) {
    let folder = folder(data);
    let file = private_folder(&folder).ok().and_then(|()| {
        RollingFileAppender::builder()
            .rotation(Rotation::DAILY)
            .filename_prefix("daozhang")
            .filename_suffix("log")
            .max_log_files(DAYS)
            .build(&folder)
            .ok()
    });
    // Fixed, so that no setting makes a library tell the file what passes through it.
    let plain = Targets::new()
        .with_default(LevelFilter::WARN)
        .with_target("daozhang", LevelFilter::INFO);
    let file = file.map(|file| {
        layer()
            .with_ansi(false)
            .with_writer(Bounded::new(file))
            .with_filter(plain)
    });
    let wanted = EnvFilter::try_from_env("DAOZHANG_LOG").unwrap_or_else(|_| "warn".into());
    tracing_subscriber::registry()
        .with(layer().with_writer(io::stderr).with_filter(wanted))
        .with(file)
        .init();
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        // What it says may hold anything.
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "the program failed");
        usual(panic);
    }));
}

/// A file that takes only so much a day.
struct Bounded<W>(Arc<Mutex<Today<W>>>);

struct Today<W> {
    file: W,
    day: NaiveDate,
    left: usize,
}

impl<W> Bounded<W> {
    fn new(file: W) -> Self {
        let (day, left) = (NaiveDate::MIN, LARGEST);
        Self(Arc::new(Mutex::new(Today { file, day, left })))
    }
}

impl<W> Clone for Bounded<W> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<'a, W: Write + 'a> MakeWriter<'a> for Bounded<W> {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl<W: Write> Write for Bounded<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let mut today = lock(&self.0);
        let day = Utc::now().date_naive();
        if today.day != day {
            (today.day, today.left) = (day, LARGEST);
        }
        if let Some(left) = today.left.checked_sub(line.len()) {
            today.left = left;
            today.file.write_all(line)?;
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        lock(&self.0).file.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_takes_only_so_much() {
        let mut log = Bounded::new(Vec::new());
        let line = [b'x'; 1_000];
        for _ in 0..3_000 {
            assert!(log.write(&line).is_ok_and(|taken| taken == line.len()));
        }
        assert_eq!(lock(&log.0).file.len(), LARGEST);
        lock(&log.0).day = NaiveDate::MIN;
        assert!(log.write_all(&line).is_ok());
        assert_eq!(lock(&log.0).file.len(), LARGEST + line.len());
    }
}
