//! Sealed papers (证明、回单、流水): the PDFs that payment companies and banks make on request. They say the same as a bill, in
//! a table that is drawn and not written.
//!
//! Who reads the pages stands outside of the core (a [`PaperReader`]); what the forms are called, which columns they have
//! and what their rows mean stands here and beside the bills, one file a form.

mod rows;
mod said;
#[cfg(test)]
mod tests;

pub use rows::read_paper;

use super::BillFormat;
use crate::order::words;
use crate::text;
use crate::words::Text;
use crate::{Code, Failure};
use serde::{Deserialize, Serialize};

/// The most pages of a paper that is read.
pub const MOST_PAGES: usize = 1_000;
/// The most rows of a paper that are read.
pub const MOST_PAPER_ROWS: usize = 20_000;

/// What reads the pages of a PDF: nothing of it is run, opened or fetched.
pub trait PaperReader {
    /// Reads a paper of one of the [`forms`].
    ///
    /// # Errors
    /// Why no row of it is read.
    fn read(&self, pdf: &[u8], password: Option<&str>) -> Result<ReadPaper, Unread>;
}

/// How one form of a paper is laid out.
#[derive(Debug)]
pub struct PaperForm {
    /// Its title without blanks, which stands among its first lines; one of them is enough.
    pub titles: &'static [&'static str],
    pub body: Body,
}

#[derive(Debug)]
pub enum Body {
    /// Rows under a header.
    Table {
        /// The columns from left to right.
        columns: &'static [PaperColumn],
        /// The place of the column whose day begins a row.
        begins: usize,
        /// Whether names and cells stand in the middle of their columns.
        centred: bool,
    },
    /// One payment: a label, and its value beside it.
    Labels(&'static [(&'static str, Holds)]),
}

/// A column of a paper.
#[derive(Debug)]
pub struct PaperColumn {
    /// Its name without blanks, and others that it had.
    pub names: &'static [&'static str],
    pub holds: Holds,
    /// Whether the person may leave it out.
    pub optional: bool,
}

/// A column that is always there.
pub(super) const fn column(names: &'static [&'static str], holds: Holds) -> PaperColumn {
    PaperColumn {
        names,
        holds,
        optional: false,
    }
}

/// A column that the person may leave out.
pub(super) const fn may(names: &'static [&'static str], holds: Holds) -> PaperColumn {
    PaperColumn {
        names,
        holds,
        optional: true,
    }
}

/// What a column of a paper holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// The day, or the day and the time of day.
    At,
    /// The time of day, where it stands by itself.
    Clock,
    /// 收/支.
    Direction,
    /// 借/贷.
    Side,
    Amount,
    Balance,
    Category,
    Counterparty,
    CounterpartyAccount,
    Item,
    Method,
    PaymentNo,
    MerchantOrderNo,
    Note,
    /// Nothing that is used.
    Other,
}

/// A form of a paper, with the key of its format.
pub fn forms() -> impl Iterator<Item = (&'static str, &'static PaperForm)> {
    BillFormat::all().filter_map(|format| Some((format.key(), format.form.paper?)))
}

/// What was read of the pages of a paper.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReadPaper {
    /// The key of its format.
    pub form: String,
    /// How many pages it has.
    pub pages: u32,
    /// The lines that stand outside of its table, each with its page, from 1.
    pub lines: Vec<(u32, String)>,
    pub rows: Vec<ReadRow>,
    pub signature: Signature,
    /// Pages on which letters have no meaning, and how many of them.
    pub unknown: Vec<(u32, u32)>,
    /// Pages with a table of which no row was read.
    pub rowless: Vec<u32>,
}

/// A row of a paper as it was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReadRow {
    pub place: Place,
    /// The text of each column of the form, in their order; empty where the paper has no such column.
    pub cells: Vec<String>,
}

/// Where a row stands in a paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// From 1.
    pub page: u32,
    /// Among the rows of its page, from 1.
    pub nth: u32,
    /// In points from the page's top.
    pub top: f64,
    pub bottom: f64,
    /// Whether it ends on the next page.
    pub goes_on: bool,
}

impl Eq for Place {}

/// What is found of a signature in a paper. Whether it holds is not checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Signature {
    #[default]
    None,
    /// One that covers the file up to its end.
    Found,
    /// One, and bytes that follow it.
    ChangedAfter,
}

words!(Signature, None => "none", Found => "found", ChangedAfter => "changed-after");

impl Signature {
    /// What is said of it.
    pub fn text(self) -> Text {
        match self {
            Self::None => text!(paper_signature_none),
            Self::Found => text!(paper_signature_found),
            Self::ChangedAfter => text!(paper_signature_changed),
        }
    }
}

/// Why no row of a paper was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unread {
    /// There is no PDF inside.
    NoPdf,
    /// Its end is missing.
    Cut,
    Broken,
    /// It opens with a password only.
    Locked,
    WrongPassword,
    /// It is locked in another way than by a password.
    OtherLock,
    /// It has pictures and no text.
    Scan,
    /// Its letters can be drawn and not read.
    Letters,
    /// It is none of the papers that are known.
    Unknown,
    /// It is one of them, and its columns are others.
    Columns,
    /// It has its columns, and no row under them.
    Rowless,
    TooLarge,
    TooManyPages,
    TooManyRows,
    /// Its pages are larger than any paper.
    TooWide,
    /// It took too long, or too much memory.
    TooMuch,
}

impl From<Unread> for Failure {
    fn from(why: Unread) -> Self {
        match why {
            Unread::NoPdf => Self::failed(text!(paper_no_pdf)),
            Unread::Cut => Self::failed(text!(paper_cut)),
            Unread::Broken => Self::failed(text!(paper_broken)),
            Unread::Locked => Self::new(Code::Password, text!(paper_locked)),
            Unread::WrongPassword => Self::new(Code::Password, text!(paper_wrong_password)),
            Unread::OtherLock => Self::failed(text!(paper_other_lock)),
            Unread::Scan => Self::failed(text!(paper_scan)),
            Unread::Letters => Self::failed(text!(paper_letters)),
            Unread::Unknown => Self::failed(text!(paper_unknown)),
            Unread::Columns => Self::failed(text!(paper_columns)),
            Unread::Rowless => Self::failed(text!(paper_rowless)),
            Unread::TooLarge => Self::failed(text!(paper_too_large)),
            Unread::TooManyPages => Self::failed(text!(paper_too_many_pages, most = MOST_PAGES)),
            Unread::TooManyRows => Self::failed(text!(paper_too_many_rows, most = MOST_PAPER_ROWS)),
            Unread::TooWide => Self::failed(text!(paper_too_wide)),
            Unread::TooMuch => Self::failed(text!(paper_too_much)),
        }
    }
}

/// What a bill that is a paper says of itself beyond its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// 编号; empty where it has none.
    pub number: String,
    pub pages: u32,
    pub signature: Signature,
    /// What of it could not be read, one sentence each.
    pub unreadable: Vec<Text>,
    /// Whether what it states of its rows is what was read.
    pub(super) agree: super::TotalsAgree,
}
