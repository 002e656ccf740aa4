//! The bill or spreadsheet that is about to be imported, as it is shown.

use super::incoming::{IncomingKind, incoming, several};
use crate::events::Event;
use crate::lock::lock;
use crate::machine::{Choose, Dialog};
use crate::staging::{Importing, NamedFile};
use crate::{BillCandidate, DataFile, FileFault, Imported, OpenedBill, OpenedSheet, Session, files};
use daozhang_core::order::{Facts, Moment};
use daozhang_core::record::{Bill, Chosen, Field, ListColumn, Signature, TotalsAgree, agree, sheet_template};
use daozhang_core::words::Text;
use daozhang_core::{Code, Failure, Outcome, text};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use ts_rs::TS;

/// How the names of files end that are bills or spreadsheets.
const ENDINGS: [&str; 8] = ["csv", "xlsx", "xlsm", "xls", "zip", "txt", "pdf", "eml"];
/// How many of the other rows are shown at a time.
const PAGE: usize = 100;
/// How many proposals are shown at a time.
const PROPOSED: usize = 2_000;

/// Whether the totals that a bill states are those of its rows.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct TotalsView {
    agree: Agreement,
    /// What to say of it.
    sentences: Vec<Text>,
}

/// Whether two totals agree.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Agreement {
    /// They do.
    Agree,
    /// They do not.
    Differ,
    /// The bill states none.
    NotStated,
}

/// A bill that was opened.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct BillView {
    /// The name of its file.
    name: String,
    /// Who wrote it.
    format: Text,
    /// How many rows it has.
    rows: usize,
    /// How many of them could be read.
    read: usize,
    totals: TotalsView,
    /// The rows that could not be read.
    faults: Vec<FileFault>,
    /// What to look at before anything is taken over, one sentence each.
    said: Vec<Text>,
    /// The rows that are proposed for something, as far as they are shown.
    candidates: Vec<BillCandidate>,
    /// How many of them there are.
    proposed: usize,
    /// How many others there are.
    others: usize,
}

/// An order of a spreadsheet.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct SheetOrder {
    line: u32,
    platform: String,
    product: String,
    /// The name of its product kind.
    kind: Text,
    amount_fen: i64,
    paid_at: String,
}

/// A column of a spreadsheet, and what it is taken for.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct SheetColumn {
    /// Its name in the file.
    name: String,
    field: Option<Field>,
    /// What stands in its first row.
    example: String,
}

/// A row that is the same as one above it: one payment told twice, or two.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct SheetTwin {
    line: u32,
    /// The line of the first.
    of: u32,
}

/// What the person takes a column of a spreadsheet for.
#[derive(Clone, Debug, Deserialize, TS)]
#[ts(export)]
pub struct ColumnChoice {
    /// The column's name in the file.
    pub name: String,
    /// None for a column that is left out.
    pub field: Option<Field>,
}

/// A spreadsheet of orders that was opened.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct SheetView {
    /// The name of its file.
    name: String,
    /// How many rows it has.
    rows: usize,
    columns: Vec<SheetColumn>,
    /// Whether all columns are called as in the template.
    exact: bool,
    /// What it lacks; until a column is taken for that nothing can be imported.
    incomplete: Option<Text>,
    /// What is wrong; while there is anything nothing can be imported.
    faults: Vec<FileFault>,
    /// What to look at before importing it, one sentence each.
    flagged: Vec<Text>,
    /// Its orders.
    orders: Vec<SheetOrder>,
    /// How many of them importing it logs, unless a row that is the same as another one is a payment of its own; the others
    /// are logged already.
    fresh: usize,
    /// The rows that are the same as one above them, and not logged already.
    twins: Vec<SheetTwin>,
}

/// A file that was opened: one of the two.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct OpenedFile {
    bill: Option<BillView>,
    sheet: Option<SheetView>,
}

/// Some of the rows of a bill that look like no order.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct BillRows {
    rows: Vec<BillCandidate>,
    /// The row from which to go on; none at the end.
    next: Option<usize>,
}

/// A bill or a spreadsheet was dropped on the window.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct BillDropped {
    opened: Option<OpenedFile>,
    failure: Option<Failure>,
}

/// Whether a dropped file is one to import rather than to attach.
fn is_import(path: &Path) -> bool {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

fn is_pdf(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"))
}

fn no_bill() -> Failure {
    Failure::failed(text!(bill_closed))
}

impl Session {
    /// Takes in what was dropped on the window and tells the page: it never learns a path.
    pub fn dropped(&self, paths: &[PathBuf]) {
        let [path] = paths else {
            return self.tell(Event::ShotsStaged(self.stage_files(paths)));
        };
        if !is_import(path) {
            return self.tell(Event::ShotsStaged(self.stage_files(paths)));
        }
        let opened =
            files::read_to_import(path).and_then(|(name, bytes)| self.open_import(name, bytes, None));
        let (opened, failure) = match opened {
            Ok(opened) => (Some(opened), None),
            // A PDF that is no paper is a proof like a picture.
            Err(failure) if is_pdf(path) && failure.code != Code::Password => {
                return self.tell(Event::ShotsStaged(self.stage_files(paths)));
            }
            Err(failure) => (None, Some(failure)),
        };
        self.tell(Event::BillDropped(BillDropped { opened, failure }));
    }

    pub(crate) fn choose_import(&self) -> Outcome<Option<OpenedFile>> {
        let chosen = self.machine.choose(&Dialog {
            choose: Choose::File,
            title: text!(dialog_bill),
            filter: Some((text!(dialog_bill_files), &ENDINGS)),
        });
        let Some(path) = chosen.first() else {
            return Ok(None);
        };
        let (name, bytes) = files::read_to_import(path)?;
        self.open_import(name, bytes, None).map(Some)
    }

    /// Opens the archive that waits for its password.
    pub(crate) fn unlock_import(&self, password: &str) -> Outcome<OpenedFile> {
        let locked = lock(&self.importing).locked.take();
        let (name, bytes) = locked.ok_or_else(|| Failure::failed(text!(bill_none_locked)))?;
        self.open_import(name, bytes, Some(password))
    }

    fn open_import(&self, name: String, bytes: Vec<u8>, password: Option<&str>) -> Outcome<OpenedFile> {
        let papers = self.machine.papers();
        let mut found = match incoming(&name, bytes.clone(), password, papers.as_ref()) {
            Ok(found) => found,
            Err(failure) => {
                // Where the new file is none, the one that is looked at stays open.
                if failure.code == Code::Password {
                    *lock(&self.importing) = Importing {
                        locked: Some((name, bytes)),
                        ..Importing::default()
                    };
                }
                return Err(failure);
            }
        };
        let one = found.pop().ok_or_else(no_bill)?;
        if !found.is_empty() {
            return Err(Failure::failed(several(found.len() + 1)));
        }
        let (importing, view) = self.read(|data, now| match &one.kind {
            IncomingKind::Bill(bill) => {
                let opened = data.match_incoming(&one, bill)?;
                let candidates = data.bill_rows(&opened, false, "", 0, PROPOSED, now);
                let view = OpenedFile {
                    bill: Some(bill_view(&opened, candidates)),
                    sheet: None,
                };
                let importing = Importing {
                    bill: Some(Arc::new(opened)),
                    ..Importing::default()
                };
                Ok((importing, view))
            }
            IncomingKind::Sheet => {
                let file = Arc::new((one.name.clone(), one.bytes.to_vec()));
                open_list(file, &Chosen::new(), data, now)
            }
        })?;
        *lock(&self.importing) = importing;
        Ok(view)
    }

    /// Reads the opened spreadsheet again, with what the person takes its columns for.
    pub(crate) fn take_columns(&self, columns: Vec<ColumnChoice>) -> Outcome<OpenedFile> {
        let opened = lock(&self.importing).sheet.clone();
        let (file, _) = opened.ok_or_else(no_bill)?;
        let chosen = columns.into_iter().map(|column| (column.name, column.field));
        let chosen = chosen.collect();
        let (importing, view) = self.read(|data, now| open_list(Arc::clone(&file), &chosen, data, now))?;
        *lock(&self.importing) = importing;
        Ok(view)
    }

    /// The opened file once more, in the language that is spoken now.
    pub(crate) fn opened_anew(&self, data: &DataFile, now: Moment) -> Outcome<Option<OpenedFile>> {
        let importing = lock(&self.importing);
        let (bill, sheet) = (importing.bill.clone(), importing.sheet.clone());
        drop(importing);
        let bill = bill.map(|opened| {
            let candidates = data.bill_rows(&opened, false, "", 0, PROPOSED, now);
            bill_view(&opened, candidates)
        });
        let sheet = sheet.map(|(_, opened)| sheet_view(&opened, data)).transpose()?;
        Ok((bill.is_some() || sheet.is_some()).then_some(OpenedFile { bill, sheet }))
    }

    /// Further proposals of the opened bill, without the first `from`.
    pub(crate) fn more_proposals(
        &self,
        from: usize,
        data: &DataFile,
        now: Moment,
    ) -> Outcome<Vec<BillCandidate>> {
        let opened = self.opened_bill()?;
        Ok(data.bill_rows(&opened, false, "", from, PROPOSED, now))
    }

    /// The other rows of the opened bill, a hundred at a time.
    pub(crate) fn other_rows(
        &self,
        search: &str,
        from: usize,
        data: &DataFile,
        now: Moment,
    ) -> Outcome<BillRows> {
        let opened = self.opened_bill()?;
        let mut rows = data.bill_rows(&opened, true, search, from, PAGE + 1, now);
        let next = rows.get(PAGE).map(|row| row.row);
        rows.truncate(PAGE);
        Ok(BillRows { rows, next })
    }

    fn opened_bill(&self) -> Outcome<Arc<OpenedBill>> {
        lock(&self.importing).bill.clone().ok_or_else(no_bill)
    }

    /// Takes rows of the opened bill over. What they go to is found out before anybody is kept from writing, and within that
    /// time only if something was written in between.
    pub(crate) fn take_rows(&self, rows: &[usize]) -> Outcome<Imported> {
        let bill = self.opened_bill()?;
        let mut opened = Arc::clone(&bill);
        if opened.as_of.is_none() || opened.as_of != self.readers.as_of() {
            let anew = |data: &DataFile, _| {
                data.match_bill(
                    &opened.name,
                    opened.sha256,
                    Arc::clone(&opened.bill),
                    Arc::clone(&opened.paper),
                )
            };
            opened = Arc::new(self.read(anew)?);
        }
        let imported = self.write(|data, now| data.import_bill(&opened, Some(rows), now))?;
        // Another file may have been opened meanwhile.
        let mut importing = lock(&self.importing);
        if importing.bill.as_ref().is_some_and(|now| Arc::ptr_eq(now, &bill)) {
            *importing = Importing::default();
        }
        drop(importing);
        self.changed();
        Ok(imported)
    }

    /// Logs all orders of the opened spreadsheet; of rows that are the same the first, and those that the person says are
    /// payments of their own.
    pub(crate) fn take_sheet(&self, twins: &[u32], data: &mut DataFile, now: Moment) -> Outcome<Imported> {
        let opened = lock(&self.importing).sheet.clone();
        let (_, opened) = opened.ok_or_else(no_bill)?;
        let imported = data.import_sheet(&opened, twins, false, now)?;
        self.forget_import();
        Ok(imported)
    }

    /// Lets go of the opened file.
    pub(crate) fn forget_import(&self) {
        *lock(&self.importing) = Importing::default();
    }

    /// Writes an empty spreadsheet of orders; gives back where.
    pub fn write_template(&self, place: &Path) -> Outcome<String> {
        files::write_file(place, &sheet_template()).map(|file| files::shown(&file))
    }
}

fn bill_view(opened: &OpenedBill, candidates: Vec<BillCandidate>) -> BillView {
    let bill = &opened.bill;
    let rows = bill.rows.len();
    let totals = match agree(bill) {
        TotalsAgree::Agree => TotalsView {
            agree: Agreement::Agree,
            sentences: vec![text!(bill_all_read, rows = rows)],
        },
        TotalsAgree::Differ(sentences) => TotalsView {
            agree: Agreement::Differ,
            sentences,
        },
        TotalsAgree::NotStated => TotalsView {
            agree: Agreement::NotStated,
            sentences: vec![text!(bill_read_without_totals, rows = rows)],
        },
    };
    BillView {
        name: opened.name.clone(),
        format: bill.format.name(),
        rows: bill.rows.len() + bill.faults.len(),
        read: bill.rows.len(),
        totals,
        faults: bill
            .faults
            .iter()
            .map(|fault| FileFault {
                line: fault.line,
                column: fault.column.clone(),
                message: fault.message.clone(),
            })
            .collect(),
        said: opened.said().cloned().chain(said_of_paper(bill)).collect(),
        others: opened.others(),
        proposed: rows - opened.others(),
        candidates,
    }
}

/// What is to be known of a paper before its rows are taken over.
fn said_of_paper(bill: &Bill) -> Vec<Text> {
    let Some(paper) = &bill.paper else {
        return Vec::new();
    };
    let signature = (paper.signature != Signature::None).then(|| paper.signature.text());
    paper.unreadable.iter().cloned().chain(signature).collect()
}

fn open_list(
    file: Arc<NamedFile>,
    chosen: &Chosen,
    data: &DataFile,
    now: Moment,
) -> Outcome<(Importing, OpenedFile)> {
    let opened = data.open_sheet(&file.0, &file.1, chosen, now)?;
    let view = OpenedFile {
        bill: None,
        sheet: Some(sheet_view(&opened, data)?),
    };
    let importing = Importing {
        sheet: Some((file, Arc::new(opened))),
        ..Importing::default()
    };
    Ok((importing, view))
}

fn sheet_view(opened: &OpenedSheet, data: &DataFile) -> Outcome<SheetView> {
    let foreseen = data.foresee(opened)?;
    let twin = |(line, of): (u32, u32)| SheetTwin { line, of };
    let shown = |(line, facts): &(u32, Facts)| {
        Ok(SheetOrder {
            line: *line,
            platform: facts.platform.clone(),
            product: facts.product.clone(),
            kind: (&data.works.rules.kind(&facts.kind)?.name).into(),
            amount_fen: facts.amount.0,
            paid_at: facts.paid_at.rfc3339(data.zone()),
        })
    };
    let column = |column: &ListColumn| SheetColumn {
        name: column.name.clone(),
        field: column.field,
        example: column.example.clone(),
    };
    let mut columns = opened.columns.iter();
    Ok(SheetView {
        name: opened.name.clone(),
        rows: opened.rows,
        exact: columns.all(|column| column.exact || column.field.is_none()),
        columns: opened.columns.iter().map(column).collect(),
        incomplete: opened.incomplete.as_ref().map(|failure| failure.text.clone()),
        faults: opened.faults.clone(),
        flagged: foreseen.flagged,
        orders: opened.orders.iter().map(shown).collect::<Outcome<_>>()?,
        fresh: foreseen.fresh,
        twins: foreseen.twins.into_iter().map(twin).collect(),
    })
}
