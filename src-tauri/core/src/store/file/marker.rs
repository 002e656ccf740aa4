//! Whether a file is locked with a passphrase. Its first bytes say when it is not; a marker beside it says when it is.
//!
//! The bytes win: a marker that a crash left beside a plain file means nothing. A locked file whose marker is missing, as
//! earlier versions wrote it, is tried with the passphrase that is given.

use super::super::FILE_NAME;
use crate::disk::{private_file_kept, with_suffix};
use std::fs::{File, remove_file};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

/// The first bytes of every SQLite file that is not encrypted. An encrypted one begins with random ones.
const PLAIN: &[u8] = b"SQLite format 3\0";

/// Bytes of a page, of which an encrypted file has at least one, and only whole ones.
const PAGE: u64 = 4_096;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Cipher {
    /// Not encrypted: a SQLite file, or none at all.
    None,
    /// Encrypted, as its marker says.
    Marked,
    /// Encrypted without a marker, or no data file.
    Possible,
}

impl Cipher {
    /// Reads the first bytes of a file. Not to be asked of one that this process has open: closing any file handle takes
    /// SQLite's locks away (POSIX).
    pub fn of(path: &Path) -> Self {
        // Opening a pipe would wait for its other end.
        let length = match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_file() => metadata.len(),
            _ => return Self::None,
        };
        if length < PAGE || begins_as_plain(path) {
            return Self::None;
        }
        if is_marked(path) {
            return Self::Marked;
        }
        // The data file may have been cut off anywhere.
        let own = path.file_name().is_some_and(|name| name == FILE_NAME);
        if own || length.is_multiple_of(PAGE) {
            Self::Possible
        } else {
            Self::None
        }
    }

    /// Whether a passphrase has to be tried.
    pub fn is_possible(self) -> bool {
        self != Self::None
    }
}

pub(in crate::store) fn begins_as_plain(path: &Path) -> bool {
    let mut head = [0; PLAIN.len()];
    File::open(path)
        .and_then(|mut file| file.read_exact(&mut head))
        .is_ok_and(|()| head == PLAIN)
}

/// Whether a marker says that a file is locked, also one that is not there.
pub(super) fn is_marked(path: &Path) -> bool {
    marker(path).exists()
}

fn marker(path: &Path) -> PathBuf {
    with_suffix(path, ".locked")
}

/// Sets or removes the marker of a file. Before a locked file takes its name the marker is set, and after a plain one has
/// taken it the marker is removed: so a crash in between leaves one too many, which means nothing.
pub(in crate::store) fn mark(path: &Path, locked: bool) -> io::Result<()> {
    let marker = marker(path);
    if locked && marker.exists() {
        return Ok(());
    }
    if locked {
        return private_file_kept(&marker).and_then(|marker| marker.sync_all());
    }
    match remove_file(marker) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
