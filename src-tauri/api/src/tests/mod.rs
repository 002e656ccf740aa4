//! Operations on real data files.

mod bills;
mod data_file;
mod dispatch;
mod how_to_add;
mod rooms;
mod spoken;
mod store;

use crate::DataFile;
use daozhang_core::order::{Moment, Span, Zone};
use daozhang_core::record::Draft;
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
