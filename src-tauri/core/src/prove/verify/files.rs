//! The files of a package as they lie there: which there are, and what is in them. Only plain files below the folder are
//! ever opened, and none beyond a length.

use crate::disk::plain_reason;
use crate::order::Sha256;
use crate::text;
use crate::words::Text;
use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

/// The longest file of a package, in bytes: eight times what the app takes for one piece of evidence.
const LARGEST: u64 = 256 * 1024 * 1024;

/// The longest text that is read into memory.
pub(super) const LONGEST_TEXT: u64 = 64 * 1024 * 1024;

/// How many files and folders are looked at, and how deep they lie; a package has three levels.
const MOST: usize = 200_000;
const DEEPEST: usize = 8;

/// Opens a listed file.
///
/// # Errors
/// What stands in the way, as a sentence: a path that leaves the folder, a link, what is no plain file, what is too long.
fn open(folder: &Path, path: &str, longest: u64) -> Result<fs::File, Text> {
    let unopened = |error: &io::Error| text!(verify_unopened, path = path, why = plain_reason(error));
    let mut whole = folder.to_owned();
    for part in parts(path)? {
        whole.push(part);
        let metadata = fs::symlink_metadata(&whole).map_err(|error| unopened(&error))?;
        if metadata.file_type().is_symlink() {
            return Err(text!(verify_link, path = path));
        }
    }
    // Looked at before it is opened: opening a pipe waits for whoever writes into it.
    let metadata = fs::symlink_metadata(&whole).map_err(|error| unopened(&error))?;
    if !metadata.is_file() {
        return Err(text!(verify_no_file, path = path));
    }
    if metadata.len() > longest {
        return Err(text!(verify_too_long, path = path));
    }
    fs::File::open(&whole).map_err(|error| unopened(&error))
}

/// The parts of a path as this app writes it: below the folder, with `/`, each part there for something.
fn parts(path: &str) -> Result<Vec<&str>, Text> {
    let relative = Path::new(path);
    let leaves = path.contains('\\')
        || relative
            .components()
            .any(|part| !matches!(part, Component::Normal(_) | Component::CurDir));
    if leaves {
        return Err(text!(verify_outside, path = path));
    }
    let parts: Vec<&str> = path.split('/').collect();
    let odd =
        |part: &&str| part.is_empty() || *part == "." || part.contains(|c: char| c.is_control() || c == ':');
    if parts.iter().any(odd) {
        return Err(text!(verify_path, path = path));
    }
    Ok(parts)
}

/// The SHA-256 of a listed file and its length in bytes.
pub(super) fn hash(folder: &Path, path: &str) -> Result<(Sha256, u64), Text> {
    use sha2::Digest;
    let mut file = open(folder, path, LARGEST)?.take(LARGEST + 1);
    let mut digest = sha2::Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    let mut length = 0;
    loop {
        let read = file
            .read(&mut buffer)
            .map_err(|error| text!(verify_unopened, path = path, why = plain_reason(&error)))?;
        if read == 0 {
            return Ok((Sha256(digest.finalize().into()), length));
        }
        length += read as u64;
        digest.update(&buffer[..read]);
    }
}

/// What is in a file, as long as it is at most `longest` bytes.
pub(super) fn read(folder: &Path, path: &str, longest: u64) -> Result<Vec<u8>, Text> {
    let mut bytes = Vec::new();
    open(folder, path, longest)?
        .take(longest + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| text!(verify_unopened, path = path, why = plain_reason(&error)))?;
    if bytes.len() as u64 > longest {
        return Err(text!(verify_too_long, path = path));
    }
    Ok(bytes)
}

/// What lies in a folder.
#[derive(Default)]
pub(super) struct Found {
    /// All files below it, with `/`; links, pipes and folders without anything in them too.
    pub paths: Vec<String>,
    /// The files that a file manager leaves wherever it looks.
    pub dropped: Vec<String>,
    /// Whether there is more, deeper or in number, than a package holds.
    pub more: bool,
}

/// Looks through a folder. Links are named, not followed.
pub(super) fn found(root: &Path) -> Found {
    let mut found = Found::default();
    let mut folders: Vec<(PathBuf, String, usize)> = vec![(root.to_owned(), String::new(), 0)];
    let mut seen = 0;
    while let Some((folder, prefix, depth)) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            found.paths.push(prefix);
            continue;
        };
        let mut is_empty = true;
        for entry in entries.flatten() {
            is_empty = false;
            seen += 1;
            if seen > MOST {
                found.more = true;
                return found;
            }
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            let kind = entry.file_type().ok();
            if kind.is_some_and(|kind| kind.is_dir()) {
                if depth < DEEPEST {
                    folders.push((entry.path(), format!("{path}/"), depth + 1));
                } else {
                    found.more = true;
                }
            } else if kind.is_some_and(|kind| kind.is_file()) && is_dropped(&name) {
                found.dropped.push(path);
            } else {
                found.paths.push(path);
            }
        }
        if is_empty && depth > 0 {
            found.paths.push(prefix);
        }
    }
    found.paths.sort();
    found.dropped.sort();
    found
}

/// Whether a file is one of those that Finder, Explorer or Dolphin put into a folder that somebody looks into, or that
/// macOS packs along with each file.
fn is_dropped(name: &str) -> bool {
    let is_explorers = ["thumbs.db", "ehthumbs.db", "desktop.ini"]
        .iter()
        .any(|own| name.eq_ignore_ascii_case(own));
    is_explorers
        || name.starts_with("._")
        || [".DS_Store", ".localized", ".directory", "Icon\r"].contains(&name)
}
