//! The data file as a file: locking it with a passphrase, backing it up, putting another one in its place, rescuing it.
//!
//! What takes the file's place is written apart, checked, and renamed while no other process has it open; what was there
//! before is kept wherever it could be missed.

mod backups;
mod contents;
mod everything;
mod location;
mod marker;
mod passphrase;
mod protect;
mod rebuild;
mod replace;
mod rescue;
mod restore;
mod sound;
mod traces;

pub use backups::{BackedUp, BackupFile, BackupTask, backup_files};
pub use contents::BackupLook;
pub use everything::Everything;
pub(super) use everything::write as write_everything;
pub use location::{carried_away, is_synced};
pub(super) use marker::{Cipher, begins_as_plain, mark};
pub use passphrase::Passphrase;
pub use protect::{is_protected, protect};
pub(super) use replace::{lock_shared, settle};
pub use rescue::{Rescued, rescue};
pub use restore::{Restored, begin_anew, look_into, restore};
pub use sound::{LostFile, left_out};
pub(super) use sound::{leave_out, lost_files};
pub use traces::{backup_folders, backups_of, remember_folder, usual_folder};
pub(super) use traces::{has_stood, no_fresh_start};
