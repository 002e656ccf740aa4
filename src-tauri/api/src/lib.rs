//! 到账 (Daozhang): the application. Each function takes what the person gave, has the rooms of the core decide, and has
//! the store write it in one transaction. The shells, window and command line, stand on this and only translate.

mod backups;
mod bills;
mod bulk;
mod check;
mod dump;
mod filings;
mod journey;
mod letters;
mod orders;
mod package;
mod platforms;
mod rules;
mod samples;
mod settings;
mod settle;
mod sheet;
#[cfg(test)]
mod tests;
mod todo;
mod watch;

pub use backups::{BackupView, Backups, stamp};
pub use bills::{
    BillCandidate, Candidate, CandidateStanding, Imported, LARGEST_IMPORT, OpenedBill, too_large_to_import,
};
pub use bulk::{BulkAct, Bulked, Done};
pub use check::{DraftCheck, LikelyDuplicate};
pub use daozhang_core::order::Attachment;
pub use dump::ExportFormat;
pub use filings::Filed;
pub use journey::Journey;
pub use letters::LetterWish;
pub use package::{ExportWish, Exported, Preflight};
pub use platforms::{Overview, PlatformSummary, PlatformView, Renamed};
pub use rules::{HolidayYearView, RuleBook, RuleView};
pub use settings::Settings;
pub use sheet::{FileFault, OpenedSheet};
pub use todo::{Todo, TodoCard};
pub use watch::{Checked, Swept};
