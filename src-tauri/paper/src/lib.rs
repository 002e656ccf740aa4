//! The pages of sealed papers (证明、回单、流水), read as tables.
//!
//! A PDF is a program that strangers wrote: [`Apart`] reads it in a process of its own, which may take so much time and memory
//! and no more, so that one that is damaged or hostile ends that process and nothing else. Nothing of a PDF is run, opened or
//! fetched; its pages are gone through, and nothing is drawn.

mod apart;
mod forms;
mod labels;
mod letters;
mod limits;
mod signature;
mod table;
#[cfg(test)]
mod tests;

pub use apart::{Apart, is_asked, serve};

use daozhang_core::record::{
    Body, MOST_PAGES, MOST_PAPER_ROWS, PaperForm, PaperReader, ReadPaper, Unread, forms,
};
use hayro_interpret::InterpreterCache;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use letters::Page;
use table::{Form, Table};

/// The largest side of a page, in points.
const LARGEST_SIDE: f32 = 5_000.0;
/// Of how many letters one may have no meaning, before nothing is believed of the others.
const READABLE: usize = 20;
/// Among how many lines a title stands, and among how many where the text comes late.
const TITLE: usize = 14;
const LATE_TITLE: usize = 160;
/// How many lines outside of the table are kept of a page, and of how many letters.
const MOST_LINES: usize = 120;
const LONGEST_LINE: usize = 300;

/// Reads papers in this process: for tests and for what already is a process of its own.
pub struct Here;

impl PaperReader for Here {
    fn read(&self, pdf: &[u8], password: Option<&str>) -> Result<ReadPaper, Unread> {
        read(pdf, password)
    }
}

/// Opens a file with a password or, if that does not fit, without one: what only forbids copying needs none.
fn open(bytes: &[u8], password: Option<&str>) -> Result<Pdf, Unread> {
    let password = password.map(str::trim).unwrap_or_default();
    let opened = |password: &str| {
        Pdf::new_with_password(bytes.to_vec(), password).map_err(|error| match error {
            LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Unread::Locked,
            LoadPdfError::Decryption(_) => Unread::OtherLock,
            LoadPdfError::Invalid => Unread::Broken,
        })
    };
    match opened(password) {
        Err(Unread::Locked) if !password.is_empty() => opened("").map_err(|why| match why {
            Unread::Locked => Unread::WrongPassword,
            why => why,
        }),
        opened => opened,
    }
}

fn read(bytes: &[u8], password: Option<&str>) -> Result<ReadPaper, Unread> {
    limits::check(bytes)?;
    let pdf = open(bytes, password)?;
    let pages = pdf.pages();
    if pages.is_empty() {
        return Err(Unread::Broken);
    }
    if pages.len() > MOST_PAGES {
        return Err(Unread::TooManyPages);
    }
    let small = |side: f32| side > 0.0 && side <= LARGEST_SIDE;
    if pages.iter().any(|page| {
        let (width, height) = page.render_dimensions();
        !small(width) || !small(height)
    }) {
        return Err(Unread::TooWide);
    }
    if forms::draws_itself(&pdf) {
        return Err(Unread::TooMuch);
    }
    let (cache, settings) = (InterpreterCache::new(), letters::settings());
    let mut read = ReadPaper {
        pages: pages.len() as u32,
        signature: signature::find(&pdf, bytes),
        ..ReadPaper::default()
    };
    let mut table: Option<Table> = None;
    let (mut known, mut unknown) = (0, 0);
    for (number, page) in (1..).zip(pages.iter()) {
        let page = letters::read(page, &cache, &settings);
        known += page.letters.len();
        unknown += page.unknown;
        if number == 1 {
            let (key, form) = form_of(&page)?;
            key.clone_into(&mut read.form);
            match form.body {
                Body::Labels(labels) => {
                    read.lines = kept(&page, number, None);
                    read.rows.extend(labels::read(&page, labels));
                    return finished(read, known, unknown);
                }
                Body::Table {
                    columns,
                    begins,
                    centred,
                } => {
                    table = Some(Table::new(Form {
                        columns,
                        begins,
                        centred,
                    }));
                }
            }
        }
        if page.unknown > 0 {
            read.unknown.push((number, page.unknown as u32));
        }
        let Some(table) = &mut table else {
            return Err(Unread::Unknown);
        };
        let of_page = table.page(number, &page);
        if of_page.headed && of_page.rows == 0 {
            read.rowless.push(number);
        }
        read.lines.extend(kept(&page, number, of_page.span));
        if table.rows.len() > MOST_PAPER_ROWS {
            return Err(Unread::TooManyRows);
        }
    }
    let table = table.ok_or(Unread::Unknown)?;
    if !table.is_headed() {
        return Err(Unread::Columns);
    }
    read.rows = table.rows;
    finished(read, known, unknown)
}

fn finished(read: ReadPaper, known: usize, unknown: usize) -> Result<ReadPaper, Unread> {
    if unknown * READABLE > known + unknown {
        return Err(Unread::Letters);
    }
    if read.rows.is_empty() {
        return Err(Unread::Rowless);
    }
    Ok(read)
}

/// Which paper a first page is of: by its first lines alone, because the company that a paper is of is a counterparty too.
fn form_of(page: &Page) -> Result<(&'static str, &'static PaperForm), Unread> {
    if page.unknown * READABLE > page.letters.len() + page.unknown {
        return Err(Unread::Letters);
    }
    if page.letters.is_empty() {
        return Err(if page.pictures > 0 {
            Unread::Scan
        } else {
            Unread::Unknown
        });
    }
    let lines: Vec<String> = page
        .lines()
        .into_iter()
        .map(|(_, line)| line.replace(' ', ""))
        .collect();
    let titled = |lines: &[String], whole: bool| {
        let is = |line: &String, title: &str| {
            if whole {
                line == title
            } else {
                line.contains(title)
            }
        };
        // The longest title is the one that says most.
        forms()
            .filter_map(|(key, form)| {
                let said = form
                    .titles
                    .iter()
                    .filter(|title| lines.iter().any(|line| is(line, title)));
                Some((said.map(|title| title.len()).max()?, key, form))
            })
            .max_by_key(|(length, ..)| *length)
            .map(|(_, key, form)| (key, form))
    };
    titled(&lines[..lines.len().min(TITLE)], false)
        .or_else(|| titled(&lines[..lines.len().min(LATE_TITLE)], true))
        .ok_or(Unread::Unknown)
}

/// The lines of a page that are no rows.
fn kept(page: &Page, number: u32, table: Option<(f64, f64)>) -> Vec<(u32, String)> {
    let outside = |y: f64| table.is_none_or(|(top, bottom)| y < top || y > bottom);
    page.lines()
        .into_iter()
        .filter(|(y, _)| outside(*y))
        .take(MOST_LINES)
        .map(|(_, line)| (number, line.chars().take(LONGEST_LINE).collect()))
        .collect()
}
