//! What the banks' papers have in common: they tell of payments that an app or a shop made, under no number of their own.

use super::{App, Format};
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
