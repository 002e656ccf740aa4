//! Bills and spreadsheets.

use crate::importing::Importing;
use crate::lock::lock;
use crate::state::{State, off_thread, write};
use crate::{clock, files};
use daozhang_api::{BillCandidate, FileFault, Imported, OpenedBill, OpenedSheet};
use daozhang_core::record::{FileKind, TotalsAgree, agree, kind_of, sheet_template};
use daozhang_core::{Code, Failure, Outcome};
use serde::Serialize;
use std::path::Path;
use tauri::{AppHandle, Emitter, Manager};
use tauri_plugin_dialog::DialogExt;
use ts_rs::TS;

/// How many of the other rows are shown at a time.
const PAGE: usize = 100;
/// More proposals than this are no list that a person goes through.
const MOST_PROPOSED: usize = 2_000;

/// Whether the totals that a bill states are those of its rows.
#[derive(Serialize, TS)]
#[ts(export)]
pub struct TotalsView {
    agree: Agreement,
    /// What to say of it.
    sentences: Vec<String>,
}

/// Whether two totals agree.
#[derive(Serialize, TS)]
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
#[derive(Serialize, TS)]
#[ts(export)]
pub struct BillView {
    /// The name of its file.
    name: String,
    /// Who wrote it.
    format: String,
    /// How many rows it has.
    rows: usize,
    /// How many of them could be read.
    read: usize,
    totals: TotalsView,
    /// The rows that could not be read.
    faults: Vec<FileFault>,
    /// The rows that are proposed for something.
    candidates: Vec<BillCandidate>,
    /// How many others there are.
    others: usize,
}

/// An order of a spreadsheet.
#[derive(Serialize, TS)]
#[ts(export)]
pub struct SheetOrder {
    line: u32,
    platform: String,
    product: String,
    amount_fen: i64,
    paid_at: String,
}

/// A spreadsheet of orders that was opened.
#[derive(Serialize, TS)]
#[ts(export)]
pub struct SheetView {
    /// The name of its file.
    name: String,
    /// How many rows it has.
    rows: usize,
    /// What is wrong; while there is anything nothing can be imported.
    faults: Vec<FileFault>,
    /// Its orders.
    orders: Vec<SheetOrder>,
}

/// A file that was opened: one of the two.
#[derive(Serialize, TS)]
#[ts(export)]
pub struct OpenedFile {
    bill: Option<BillView>,
    sheet: Option<SheetView>,
}

/// Some of the other rows of a bill.
#[derive(Serialize, TS)]
#[ts(export)]
pub struct BillRows {
    rows: Vec<BillCandidate>,
    /// From where to go on; none at the end.
    next: Option<usize>,
}

/// A bill or a spreadsheet was dropped on the window.
#[derive(Serialize, TS)]
#[ts(export)]
struct BillDropped {
    opened: Option<OpenedFile>,
    failure: Option<Failure>,
}

/// Whether a dropped file is one to import rather than to attach.
pub fn is_import(path: &Path) -> bool {
    const ENDINGS: [&str; 6] = ["csv", "xlsx", "xlsm", "xls", "zip", "txt"];
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

/// Opens a file that was dropped on the window and tells the page.
pub fn dropped(app: &AppHandle, path: &Path) {
    let opened = files::read_to_import(path).and_then(|(name, bytes)| open(app, name, bytes, None));
    let told = match opened {
        Ok(opened) => BillDropped {
            opened: Some(opened),
            failure: None,
        },
        Err(failure) => BillDropped {
            opened: None,
            failure: Some(failure),
        },
    };
    if let Err(error) = app.emit("bill://dropped", serde_json::json!(told)) {
        tracing::warn!(%error, "the page could not be told of a dropped file");
    }
}

/// Opens the system's dialog for a bill or a spreadsheet and reads what the person chooses. None when that was cancelled.
#[tauri::command]
pub async fn choose_bill(app: AppHandle) -> Outcome<Option<OpenedFile>> {
    off_thread(app, |app, _| {
        let chosen = app
            .dialog()
            .file()
            .set_title("选择账单或订单表格")
            .add_filter("账单、表格", &["csv", "xlsx", "xlsm", "xls", "zip", "txt"])
            .blocking_pick_file();
        let Some(path) = chosen.and_then(|file| file.into_path().ok()) else {
            return Ok(None);
        };
        let (name, bytes) = files::read_to_import(&path)?;
        open(app, name, bytes, None).map(Some)
    })
    .await
}

/// Opens the archive that waits for its password.
#[tauri::command]
pub async fn unlock_bill(app: AppHandle, password: String) -> Outcome<OpenedFile> {
    off_thread(app, move |app, state| {
        let locked = lock(&state.importing).locked.take();
        let (name, bytes) = locked.ok_or_else(|| Failure::failed("没有等着密码的文件，请重新选择账单。"))?;
        open(app, name, bytes, Some(&password))
    })
    .await
}

fn open(app: &AppHandle, name: String, bytes: Vec<u8>, password: Option<&str>) -> Outcome<OpenedFile> {
    let state = app.state::<State>();
    let kind = match kind_of(&name, &bytes, password) {
        Ok(kind) => kind,
        Err(failure) => {
            *lock(&state.importing) = Importing::default();
            if failure.code == Code::Password {
                lock(&state.importing).locked = Some((name, bytes));
            }
            return Err(failure);
        }
    };
    state.with_journey(|journey, now| {
        let mut importing = Importing::default();
        let opened = match kind {
            FileKind::Bill => {
                let opened = journey.open_bill(&name, &bytes, password)?;
                let candidates = journey.bill_rows(&opened, false, "", 0, MOST_PROPOSED, now);
                let view = bill_view(&opened, candidates);
                importing.bill = Some(opened);
                OpenedFile {
                    bill: Some(view),
                    sheet: None,
                }
            }
            FileKind::Sheet => {
                let opened = journey.open_sheet(&name, &bytes, now)?;
                let view = sheet_view(&opened, journey.zone());
                importing.sheet = Some(opened);
                OpenedFile {
                    bill: None,
                    sheet: Some(view),
                }
            }
        };
        *lock(&state.importing) = importing;
        Ok(opened)
    })
}

fn bill_view(opened: &OpenedBill, candidates: Vec<BillCandidate>) -> BillView {
    let bill = &opened.bill;
    let count = format!("读到 {} 笔", bill.rows.len());
    let totals = match agree(bill) {
        TotalsAgree::Agree => TotalsView {
            agree: Agreement::Agree,
            sentences: vec![format!("应 {} 笔，{count}。", bill.rows.len())],
        },
        TotalsAgree::Differ(sentences) => TotalsView {
            agree: Agreement::Differ,
            sentences,
        },
        TotalsAgree::NotStated => TotalsView {
            agree: Agreement::NotStated,
            sentences: vec![format!("{count}；这份账单没有写合计，没法核对。")],
        },
    };
    BillView {
        name: opened.name.clone(),
        format: bill.format.name().to_owned(),
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
        others: opened.others(),
        candidates,
    }
}

fn sheet_view(opened: &OpenedSheet, zone: daozhang_core::order::Zone) -> SheetView {
    SheetView {
        name: opened.name.clone(),
        rows: opened.rows,
        faults: opened.faults.clone(),
        orders: opened
            .orders
            .iter()
            .map(|(line, facts)| SheetOrder {
                line: *line,
                platform: facts.platform.clone(),
                product: facts.product.clone(),
                amount_fen: facts.amount.0,
                paid_at: facts.paid_at.rfc3339(zone),
            })
            .collect(),
    }
}

/// The other rows of the opened bill, a hundred at a time.
#[tauri::command]
pub async fn bill_rows(app: AppHandle, search: String, from: usize) -> Outcome<BillRows> {
    off_thread(app, move |_, state| {
        state.with_journey(|journey, now| {
            let importing = lock(&state.importing);
            let opened = importing.bill.as_ref().ok_or_else(no_bill)?;
            let mut rows = journey.bill_rows(opened, true, &search, from, PAGE + 1, now);
            let next = rows.get(PAGE).map(|row| row.row);
            rows.truncate(PAGE);
            Ok(BillRows { rows, next })
        })
    })
    .await
}

/// Takes rows of the opened bill over.
#[tauri::command]
pub async fn import_bill(app: AppHandle, rows: Vec<usize>) -> Outcome<Imported> {
    write(app, move |state, journey, now| {
        let mut importing = lock(&state.importing);
        let opened = importing.bill.as_ref().ok_or_else(no_bill)?;
        let imported = journey.import_bill(opened, Some(&rows), now)?;
        *importing = Importing::default();
        Ok(imported)
    })
    .await
}

/// Logs all orders of the opened spreadsheet; says how many.
#[tauri::command]
pub async fn import_sheet(app: AppHandle) -> Outcome<usize> {
    write(app, |state, journey, now| {
        let mut importing = lock(&state.importing);
        let opened = importing.sheet.as_ref().ok_or_else(no_bill)?;
        let imported = journey.import_sheet(opened, false, now)?;
        *importing = Importing::default();
        Ok(imported.orders_created)
    })
    .await
}

fn no_bill() -> Failure {
    Failure::failed("这个文件已经关掉了，请重新选择。")
}

/// Lets go of the opened file.
#[tauri::command]
pub async fn forget_bill(app: AppHandle) -> Outcome<()> {
    *lock(&app.state::<State>().importing) = Importing::default();
    Ok(())
}

/// Writes an empty spreadsheet of orders among the person's documents and says where.
#[tauri::command]
pub async fn save_sheet_template(app: AppHandle) -> Outcome<String> {
    off_thread(app, |_, _| {
        let place = clock::document("到账-订单表格.csv")?;
        files::write_file(&place, &sheet_template())?;
        Ok(place.to_string_lossy().into_owned())
    })
    .await
}
