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
mod replace;
mod rescue;
mod restore;

pub use backups::{BackupFile, BackupTask, backup_files};
pub use contents::BackupLook;
pub(super) use everything::write as write_everything;
pub use location::{carried_away, is_synced};
pub(super) use marker::{Cipher, begins_as_plain, mark};
pub use passphrase::Passphrase;
pub use protect::{is_protected, protect};
pub(super) use replace::lock_shared;
pub use rescue::{Rescued, rescue};
pub use restore::{Restored, look_into, restore};
