//! What the banks' papers have in common: they tell of payments that an app or a shop made, under no number of their own.

use super::{App, Format, Sums};
use crate::record::bill::paper::PaperForm;
use crate::words::Text;

pub const fn bank(
    key: &'static str,
    name: &'static str,
    shown: fn() -> Text,
    formats: &'static [Format],
) -> App {
    App {
        key,
        name,
        shown,
        channel: None,
        bank: true,
        help: None,
        formats,
        columns: &[],
        directions: &[],
        statuses: &[],
        by_category: &[],
        funds: &[],
        shop_title: None,
        not_bought: &[],
        preamble: &[],
        mistaken: None,
    }
}

pub const fn form(key: &'static str, name: fn() -> Text, paper: &'static PaperForm) -> Format {
    Format {
        key,
        name,
        workbook: None,
        telling: &[],
        direction_optional: true,
        neutral: "其他",
        sums: Sums::PLAIN,
        paper: Some(paper),
    }
}
