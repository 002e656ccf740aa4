//! 到账 (Daozhang): the application. Each function takes what the person gave, has the rooms of the core decide, and has
//! the store write it in one transaction. The shells, window and command line, stand on this and only translate.

mod backups;
mod bills;
mod bulk;
mod check;
mod complainant;
mod data_file;
mod dialogs;
mod everything;
pub mod files;
mod filings;
pub mod inbox;
mod letters;
mod lists;
mod machine;
mod masks;
mod operations;
mod orders;
mod orders_file;
mod package;
mod pictures;
mod platforms;
mod protection;
mod readers;
mod reading;
mod restore;
mod rules;
mod samples;
#[cfg(test)]
mod schema;
mod session;
mod settings;
mod settle;
mod sheet;
mod table;
#[cfg(test)]
mod tests;
mod todo;
mod watch;

pub use backups::{BackupView, Backups, stamp};
pub use bills::{
    Agreement, BillCandidate, BillDropped, BillRows, BillView, Candidate, CandidateStanding, ColumnChoice,
    Imported, LARGEST_IMPORT, OpenedBill, OpenedFile, SheetColumn, SheetOrder, SheetTwin, SheetView, TotalsView,
    too_large_to_import,
};
pub use bulk::{BulkAct, Bulked, Done};
pub use check::{DraftCheck, LikelyDuplicate};
pub use daozhang_core::order::Attachment;
pub use data_file::DataFile;
pub use filings::Filed;
pub use inbox::{StagedShot, StagedShots};
pub use letters::LetterWish;
pub use lists::{ChannelOption, FormOptions, KindOption, OrderPage, OrderQuery, RoleOption};
pub use machine::{Choose, Dialog, Machine};
pub use operations::{About, Event, Hover, OPERATIONS, Pause, ShownOrder, Tick, dispatch};
pub use orders_file::ExportFormat;
pub use package::{ExportProgress, ExportView, ExportWish, Exported, Preflight, TimestampView};
pub use platforms::{Overview, PlatformSummary, PlatformView, Renamed};
pub use protection::Protection;
pub use reading::{PageStanding, ReadFieldView, ReadingView, read_a_file};
pub use restore::{BackupLook, Rescued, Restored};
pub use rules::{HolidayYearView, RuleBook, RuleView};
pub use session::Session;
pub use settings::{Settings, language_of};
pub use sheet::{FileFault, OpenedSheet};
pub use table::respond;
pub use todo::{Todo, TodoCard};
pub use watch::{Checked, Swept};
