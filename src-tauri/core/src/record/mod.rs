//! record (记): turns what a person has into an order.
//!
//! Everything that comes in is hostile or broken until it is checked here; what is refused gets one clear sentence
//! that says what is wrong and what to do.

mod account;
mod bill;
mod damage;
mod draft;
mod field;
mod guess;
mod identity;
mod keys;
mod matching;
mod notation;
mod number;
#[cfg(test)]
mod read_alike;
mod reading;
mod reputation;
mod sheet;
mod shot;
mod table;
mod thumbnail;
mod trouble;

pub use account::{AccountCheck, check_account, operator, same_account};
pub use bill::paper::{
    Body, Holds, MOST_PAGES, MOST_PAPER_ROWS, Paper, PaperColumn, PaperForm, PaperReader, Place, ReadPaper,
    ReadRow, Signature, Unread, forms, read_paper,
};
pub use bill::{
    Aside, Bill, BillFormat, BillRow, Direction, Judged, Reason, Recharge, Recharges, RowFault, RowFlag,
    RowKind, RowStatus, TotalsAgree, agree, read_bill,
};
pub use damage::damage;
pub use draft::{
    Draft, DraftShot, NewOrder, Told, check, check_filing_number, check_letter, check_named, check_person,
    check_platform, check_reason, check_seller, check_tag, check_told, read_at, read_deadline, staged,
    trimmed_field,
};
pub use field::Field;
pub use guess::guess_kind;
pub use identity::{FieldValues, Identity, identity};
pub use keys::{
    Added, KeyTold, KeysTold, Pasted, check_arrived, check_keys, check_quantity, check_tried, chosen,
    read_keys,
};
pub use matching::{
    KnownBack, Logged, Matched, Purpose, Refunded, Returned, RowKey, Standing, match_bill, news_of,
    told_refund,
};
pub use notation::{
    LARGEST_AMOUNT, Toward, read_amount, read_moment, read_release_times, read_window, read_windows,
};
pub use number::{SeveralNumbers, is_whole, read_number, tells};
pub use reading::{
    Doubt, Engine, Layout, Looks, PageStatus, ReadField, Reading, RgbImage, Seen, Wanted, read_page,
    read_picture, read_text,
};
pub use reputation::{
    KindFigures, Likeness, Past, Verdict, VerdictLevel, answer_time, kind_figures, quantile, unjudged,
    verdict,
};
pub use sheet::{Chosen, ListColumn, Sheet, SheetRow, exported, read_sheet, sheet_template};
pub use shot::{LARGEST_FILE, inspect, too_large};
pub use table::{FileKind, kind_of, paper_in};
pub use thumbnail::thumbnail;
pub use trouble::{RefundTold, Trouble, check_refund, check_trouble};

use notation::money;

/// Full-width digits, letters and punctuation become half-width, so that a number typed with a Chinese keyboard reads
/// the same; the wide blank becomes a plain one.
pub(crate) fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{3000}' | '\u{a0}' => ' ',
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            _ => c,
        })
        .collect()
}

/// Half-width and without blanks: numbers are exact text, but blanks come along when one is pasted.
fn squeezed(text: &str) -> String {
    half_width(text).chars().filter(|c| !c.is_whitespace()).collect()
}
