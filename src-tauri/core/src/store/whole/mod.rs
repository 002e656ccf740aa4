//! The data file as a whole: locking it, backing it up, putting another one in its place, saving what can be saved.
//!
//! Whatever takes the file's place is written beside it, checked, and renamed, while no other process has it open; what
//! was there before is kept wherever it could be missed.

mod backups;
mod everything;
mod look;
mod passphrase;
mod place;
mod protect;
mod rescue;
mod restore;
mod swap;
#[cfg(test)]
mod tests;

pub use backups::{BackupFile, BackupTask, backup_files};
pub(super) use everything::write as write_everything;
pub use look::BackupLook;
pub use passphrase::Passphrase;
pub use place::{carried_away, is_synced};
pub use protect::{is_protected, protect};
pub use rescue::{Rescued, rescue};
pub use restore::{Restored, look_into, restore};
pub(super) use swap::{beside, hold};
