//! 到账 (Daozhang): the application. Each function takes what the person gave, has the rooms of the core decide, and has
//! the store write it in one transaction. The shells, window and command line, stand on this and only translate.

mod backups;
mod bills;
mod bulk;
mod complainant;
mod corrections;
mod data_file;
mod dialogs;
mod draft_check;
mod events;
mod everything;
pub mod files;
mod filings;
mod keys;
mod letters;
mod lists;
mod lock;
mod machine;
mod masks;
mod operations;
mod orders;
mod orders_file;
mod package;
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
mod shots;
mod staging;
mod table;
#[cfg(test)]
mod tests;
mod todo;
mod watch;

pub use backups::{BackupView, Backups, WrittenCopy, stamp};
pub use bills::{
    Agreement, BillCandidate, BillDropped, BillRows, BillView, Candidate, CandidateStanding, ColumnChoice,
    Imported, Incoming, IncomingKind, LARGEST_IMPORT, LeftRow, OpenedBill, OpenedFile, PaperView,
    SheetColumn, SheetOrder, SheetTwin, SheetView, TotalsView, incoming, too_large_to_import,
};
pub use bulk::{BulkAct, Bulked, Done};
pub use daozhang_core::order::Attachment;
pub use data_file::DataFile;
pub use draft_check::{DraftCheck, LikelyDuplicate};
pub use events::{Event, ExportProgress, Hover, ShownOrder, Tick};
pub use filings::Filed;
pub use keys::{KeysAdded, RevealedKey};
pub use letters::LetterWish;
pub use lists::{ChannelOption, FormOptions, KindOption, OrderPage, OrderQuery, RoleOption};
pub use lock::lock;
pub use machine::{Choose, Dialog, Machine};
pub use operations::{About, OPERATIONS, Pause, dispatch};
pub use orders_file::ExportFormat;
pub use package::{ExportView, ExportWish, Exported, FoundView, Preflight, TimestampView};
pub use platforms::{Overview, PlatformSummary, PlatformView, Renamed};
pub use protection::Protection;
pub use reading::{PageStanding, PageState, ReadFieldView, ReadingView, read_a_file};
pub use restore::{BackupLook, Rescued, Restored};
pub use rules::{HolidayYearView, RuleBook, RuleView};
pub use session::Session;
pub use settings::{Settings, language_of};
pub use sheet::{FileFault, OpenedSheet};
pub use staging::{StagedShot, StagedShots};
pub use table::respond;
pub use todo::{Todo, TodoCard};
pub use watch::{Checked, Swept};
