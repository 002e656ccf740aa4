//! Which process watches a data folder: the one that stays tells what falls due.

use daozhang_core::disk::private_file_kept;
use std::fs::{File, TryLockError};
use std::path::Path;

/// The process whose thread ticks holds a lock on it.
const WATCHED: &str = "daozhang.watch";

/// Says that this process watches the folder, until what it gives is dropped. A file system without locks is no reason not to
/// watch: then nobody hands anything over.
pub fn begin(folder: &Path) -> Option<File> {
    file(folder).filter(|file| file.try_lock().is_ok())
}

/// Whether another process watches the folder.
pub fn is_watched(folder: &Path) -> bool {
    file(folder).is_some_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
}

fn file(folder: &Path) -> Option<File> {
    private_file_kept(&folder.join(WATCHED)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_watched_as_long_as_a_process_says_so() {
        let folder = std::env::temp_dir().join(format!("daozhang-watched-{}", std::process::id()));
        assert!(!is_watched(&folder), "there is none");
        std::fs::create_dir(&folder).unwrap();
        assert!(!is_watched(&folder));
        let held = begin(&folder).unwrap();
        assert!(is_watched(&folder));
        assert!(begin(&folder).is_none());
        drop(held);
        assert!(!is_watched(&folder));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
