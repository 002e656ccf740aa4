//! Small files: written where the person asked for it, read where they pointed to.

use crate::{LARGEST_IMPORT, too_large_to_import};
use daozhang_core::disk::{folder_of, plain_reason, write_atomically};
use daozhang_core::record::{LARGEST_FILE, too_large};
use daozhang_core::words::Text;
use daozhang_core::{Code, Failure, Outcome, text};
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// Writes a file where the person asked for it; see [`write_with`].
pub fn write_file(path: &Path, bytes: &[u8]) -> Outcome<PathBuf> {
    write_with(path, |mut file| {
        file.write_all(bytes).map_err(|error| unwritable(path, &error))
    })?;
    Ok(path.to_owned())
}

/// A path as it is shown.
pub(crate) fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::failed(text!(
        file_unwritable,
        file = path.display().to_string(),
        why = plain_reason(error)
    ))
}

/// Writes a file by a function that fills it, in place of an older one of that name; makes the folders that are missing.
pub fn write_with<T>(path: &Path, fill: impl FnOnce(&File) -> Outcome<T>) -> Outcome<T> {
    let unwritable = |error: std::io::Error| unwritable(path, &error);
    std::fs::create_dir_all(folder_of(path)).map_err(unwritable)?;
    write_atomically(path, unwritable, |file, _| fill(file))
}

/// Reads a file that the person wants to attach, with its name; not more of it than may be attached.
pub fn read_to_attach(path: &Path) -> Outcome<(String, Vec<u8>)> {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let unreadable = |why: Text| {
        Failure::new(
            Code::Shot,
            text!(shot_unopened, file = path.display().to_string(), why = why),
        )
    };
    let metadata = std::fs::metadata(path).map_err(|error| {
        unreadable(if error.kind() == std::io::ErrorKind::NotFound {
            text!(reason_missing)
        } else {
            text!(reason_no_permission)
        })
    })?;
    if !metadata.is_file() {
        return Err(unreadable(text!(reason_no_file)));
    }
    if metadata.len() > LARGEST_FILE {
        return Err(too_large(&name));
    }
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(LARGEST_FILE + 1).read_to_end(&mut bytes))
        .map_err(|error| unreadable(text!(reason_unread)).because(error))?;
    Ok((name, bytes))
}

/// Reads a file that the person wants to import, with its name.
///
/// # Errors
/// A file that cannot be read, or is too large to be a bill.
pub fn read_to_import(path: &Path) -> Outcome<(String, Vec<u8>)> {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let unreadable = |_| Failure::failed(text!(file_unopened, name = &name));
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(Failure::failed(text!(file_no_bill, name = &name)));
    }
    if metadata.len() > LARGEST_IMPORT {
        return Err(too_large_to_import(&name));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    Ok((name, bytes))
}

/// Reads a text file that the person pointed to.
///
/// # Errors
/// A file that cannot be read, is larger than a megabyte, or is not UTF-8.
pub fn read_text(path: &Path) -> Outcome<String> {
    const LARGEST: u64 = 1_000_000;
    let file = || path.display().to_string();
    let unopened =
        |error: std::io::Error| Failure::failed(text!(text_unopened, file = file())).because(error);
    let length = std::fs::metadata(path).map_err(unopened)?.len();
    if length > LARGEST {
        return Err(Failure::failed(text!(text_too_large, file = file())));
    }
    let bytes = std::fs::read(path).map_err(unopened)?;
    String::from_utf8(bytes)
        .map_err(|error| Failure::failed(text!(text_no_text, file = file())).because(error))
}
