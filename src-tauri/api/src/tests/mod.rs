//! Operations on real data files.

mod abroad;
mod alerts;
mod bills;
mod data_file;
mod dispatch;
mod histories;
mod how_to_add;
mod keys;
mod lists;
mod packages;
mod papers;
mod payments;
mod problems;
mod rooms;
mod sellers;
mod shots;
mod spoken;
mod store;

use crate::DataFile;
use daozhang_core::order::{Moment, Span, Zone};
use daozhang_core::record::Draft;
use daozhang_core::store::FILE_NAME;
use std::path::Path;
use tempfile::TempDir;

/// The 23rd of November 2026, 8 o'clock in Shanghai.
const NOW: Moment = Moment(1_795_392_000_000);

fn open(folder: &Path) -> DataFile {
    DataFile::open(folder, Zone::Asia__Shanghai).unwrap()
}

/// An empty data file, and the folder that is gone with the test.
fn fresh() -> (TempDir, DataFile) {
    let folder = tempfile::tempdir().unwrap();
    let data = open(folder.path());
    (folder, data)
}

/// A data file as a version with so many migrations left it, with the platform 甲.
fn file_of_version(version: usize, folder: &Path) -> rusqlite::Connection {
    const STEPS: [&str; 9] = [
        include_str!("../../../core/src/store/migrations/0001_orders.sql"),
        include_str!("../../../core/src/store/migrations/0002_watch.sql"),
        include_str!("../../../core/src/store/migrations/0003_escalate.sql"),
        include_str!("../../../core/src/store/migrations/0004_prove.sql"),
        include_str!("../../../core/src/store/migrations/0005_record.sql"),
        include_str!("../../../core/src/store/migrations/0006_sums.sql"),
        include_str!("../../../core/src/store/migrations/0007_deadlines.sql"),
        include_str!("../../../core/src/store/migrations/0008_search.sql"),
        include_str!("../../../core/src/store/migrations/0009_payments.sql"),
    ];
    let raw = rusqlite::Connection::open(folder.join(FILE_NAME)).unwrap();
    for step in &STEPS[..version] {
        raw.execute_batch(step).unwrap();
    }
    raw.execute_batch(&format!(
        "PRAGMA user_version = {version}; PRAGMA application_id = 0x445a4847;
         INSERT INTO platforms (id, name) VALUES (1, '甲');"
    ))
    .unwrap();
    raw
}

fn later(minutes: i64) -> Moment {
    NOW + Span::minutes(minutes)
}

/// An order that has just been paid and should have arrived in half an hour.
fn draft(product: &str) -> Draft {
    Draft {
        platform: "星河卡盟".into(),
        product: product.into(),
        kind: "q-coin".into(),
        amount: "98.50".into(),
        paid_at: "刚刚".into(),
        window: "30m".into(),
        ..Draft::default()
    }
}
