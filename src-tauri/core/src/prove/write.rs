//! Writing a package: beside its place first, then renamed, so that nothing half-written is ever seen.

use super::manifest::{MANIFEST, Manifest, ManifestFile};
use super::mask::mask_picture;
use super::timestamp::{REQUEST, request};
use super::{Body, Entry, SUMS, safe_name};
use crate::disk::{plain_reason, private_file, private_folder};
use crate::order::Sha256;
use crate::{Code, Failure, Outcome, text};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub folder: PathBuf,
    /// How many files it holds, the list of sums included.
    pub files: usize,
    /// Their length together in bytes.
    pub bytes: u64,
}

/// Writes a package into a new folder called `name` (or `name-2` …) below `target`, which is made where it is missing.
/// `manifest` is written with it, and names the files with their sums.
///
/// `fetch` gives an original's bytes by hash; bytes that do not have that hash stop the export. `progress` is told how
/// many of how many files are written, and says whether to go on. A failure or a stop leaves nothing behind.
pub fn write(
    target: &Path,
    name: &str,
    entries: &[Entry],
    manifest: Manifest,
    fetch: impl Fn(Sha256) -> Outcome<Vec<u8>>,
    mut progress: impl FnMut(usize, usize) -> bool,
) -> Outcome<Written> {
    fs::create_dir_all(target).map_err(|error| unwritable(target, &error))?;
    clear_leftovers(target);
    let (marker, partial) = begin(target).map_err(|error| unwritable(target, &error))?;
    let result = fill(&partial, entries, manifest, fetch, &mut progress).and_then(|bytes| {
        let finished = rename_to_free(&partial, target, name);
        Ok(Written {
            folder: finished.map_err(|error| unwritable(target, &error))?,
            files: entries.len() + 3,
            bytes,
        })
    });
    if result.is_err() {
        let _ = fs::remove_dir_all(&partial);
    }
    drop(marker);
    result
}

/// What the name of an unfinished package ends in.
const PARTIAL: &str = "partial";
/// What the name of the marker beside it ends in. The writer holds a lock on it for as long as the folder is unfinished.
const WRITING: &str = "writing";

/// Makes a folder to write in, private to the user, that no other export writes in, and the marker beside it. The marker comes
/// before the folder and goes after it, so that a killed export never leaves a folder that seems to have a writer.
fn begin(target: &Path) -> std::io::Result<(NamedTempFile, PathBuf)> {
    loop {
        let marker = tempfile::Builder::new()
            .prefix(".daozhang-")
            .suffix(&format!(".{WRITING}"))
            .tempfile_in(target)?;
        // Where there are no locks, nobody clears away either. Who does may have taken the marker for an abandoned one.
        let taken = matches!(marker.as_file().try_lock(), Err(fs::TryLockError::WouldBlock));
        if !taken && marker.path().exists() {
            let partial = marker.path().with_extension(PARTIAL);
            private_folder(&partial)?;
            return Ok((marker, partial));
        }
    }
}

/// Removes what exports that were killed left behind: folders and markers without a writer.
fn clear_leftovers(target: &Path) {
    let Ok(entries) = fs::read_dir(target) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let is = |ending| path.extension().is_some_and(|own| own == ending);
        if !entry.file_name().to_string_lossy().starts_with('.') || !(is(PARTIAL) || is(WRITING)) {
            continue;
        }
        let marker = path.with_extension(WRITING);
        let lock = match fs::File::options().write(true).open(&marker) {
            Ok(file) if file.try_lock().is_ok() => Some(file),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            _ => continue,
        };
        // What cannot be removed now is tried again at the next export.
        let _ = fs::remove_dir_all(path.with_extension(PARTIAL));
        if lock.is_some() {
            let _ = fs::remove_file(&marker);
        }
    }
}

fn fill(
    partial: &Path,
    entries: &[Entry],
    mut manifest: Manifest,
    fetch: impl Fn(Sha256) -> Outcome<Vec<u8>>,
    progress: &mut impl FnMut(usize, usize) -> bool,
) -> Outcome<u64> {
    let mut sums = String::new();
    let mut length = 0;
    // The manifest is a file too.
    let total = entries.len() + 1;
    for (i, entry) in entries.iter().enumerate() {
        if !progress(i, total) {
            return Err(cancelled());
        }
        let made;
        let bytes = match &entry.body {
            Body::Text(text) => text.as_bytes(),
            Body::Json(json) => {
                made = format!("{json:#}\n").into_bytes();
                &made
            }
            Body::Bytes(bytes) => bytes,
            Body::Original(sha256) => {
                made = original(*sha256, &entry.path, &fetch)?;
                &made
            }
            Body::Masked { of, boxes } => {
                made = mask_picture(&original(*of, &entry.path, &fetch)?, boxes)?;
                &made
            }
        };
        put(partial, &entry.path, bytes)?;
        length += bytes.len() as u64;
        let file = ManifestFile::of(entry, bytes);
        sums.push_str(&format!(
            "{}  {}\n",
            file.sha256.as_deref().unwrap_or_default(),
            file.path
        ));
        manifest.files.push(file);
    }
    let json = serde_json::to_string_pretty(&manifest)
        .map_err(|error| Failure::failed(text!(prove_unwritten)).because(error))?
        + "\n";
    put(partial, MANIFEST, json.as_bytes())?;
    length += json.len() as u64;
    sums.push_str(&format!("{}  {MANIFEST}\n", Sha256::of(json.as_bytes())));
    put(partial, SUMS, sums.as_bytes())?;
    let request = request(sums.as_bytes())?;
    put(partial, REQUEST, &request)?;
    progress(total, total);
    Ok(length + (sums.len() + request.len()) as u64)
}

/// What an export that the person stopped says.
pub fn cancelled() -> Failure {
    Failure::new(Code::Cancelled, text!(export_cancelled))
}

/// An original's bytes, which must still have the hash under which they were kept.
pub fn original(sha256: Sha256, name: &str, fetch: impl Fn(Sha256) -> Outcome<Vec<u8>>) -> Outcome<Vec<u8>> {
    let bytes = fetch(sha256)?;
    if Sha256::of(&bytes) != sha256 {
        return Err(Failure::failed(text!(export_original_changed, name = name)));
    }
    Ok(bytes)
}

fn put(folder: &Path, path: &str, bytes: &[u8]) -> Outcome<()> {
    let path = folder.join(path);
    let write = || {
        if let Some(parent) = path.parent() {
            private_folder(parent)?;
        }
        let mut file = private_file(&path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|error| unwritable(&path, &error))
}

/// Gives a finished folder its name, with a number where that is taken.
fn rename_to_free(partial: &Path, target: &Path, name: &str) -> std::io::Result<PathBuf> {
    let name = safe_name(name);
    let mut folder = target.join(&name);
    let mut number = 2;
    loop {
        if !folder.exists() {
            match fs::rename(partial, &folder) {
                // Another export took the name in between.
                Err(_) if folder.exists() => {}
                renamed => return renamed.map(|()| folder),
            }
        }
        folder = target.join(format!("{name}-{number}"));
        number += 1;
    }
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::failed(text!(
        export_unwritten,
        path = path.display().to_string(),
        why = plain_reason(error)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        crate::prove::manifest(&[], false, crate::order::Moment(0))
    }

    fn entries() -> Vec<Entry> {
        vec![
            Entry {
                path: "a.txt".into(),
                body: Body::Text("甲\n".into()),
            },
            Entry {
                path: "原件/1.png".into(),
                body: Body::Original(Sha256::of(b"png")),
            },
        ]
    }

    #[test]
    fn a_second_package_does_not_touch_the_first() {
        let target = tempfile::tempdir().unwrap();
        let fetch = |_| Ok(b"png".to_vec());
        let first = write(target.path(), "包", &entries(), manifest(), fetch, |_, _| true).unwrap();
        let second = write(target.path(), "包", &entries(), manifest(), fetch, |_, _| true).unwrap();
        assert_eq!((first.files, first.bytes > 0), (5, true));
        assert!(first.folder.ends_with("包") && second.folder.ends_with("包-2"));
        let sums = fs::read_to_string(first.folder.join(SUMS)).unwrap();
        assert!(
            sums.contains(&format!("{}  原件/1.png", Sha256::of(b"png"))),
            "{sums}"
        );
    }

    #[test]
    fn a_changed_original_stops_the_export_and_leaves_nothing() {
        let target = tempfile::tempdir().unwrap();
        let refused = write(
            target.path(),
            "包",
            &entries(),
            manifest(),
            |_| Ok(b"PNG".to_vec()),
            |_, _| true,
        )
        .unwrap_err();
        assert!(refused.message().contains("原件/1.png"));
        assert_eq!(fs::read_dir(target.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_stop_leaves_nothing() {
        let target = tempfile::tempdir().unwrap();
        let fetch = |_| Ok(b"png".to_vec());
        let stopped = write(target.path(), "包", &entries(), manifest(), fetch, |done, _| {
            done < 1
        })
        .unwrap_err();
        assert_eq!(stopped.code, Code::Cancelled);
        assert_eq!(fs::read_dir(target.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_a_killed_export_left_is_cleared_and_what_another_writes_is_not() {
        let target = tempfile::tempdir().unwrap();
        let here = |name: &str| target.path().join(name);
        // Killed before the folder was made, while it was filled, and after it had its name; and an older release's.
        fs::write(here(".daozhang-aaaaaa.writing"), "").unwrap();
        fs::write(here(".daozhang-bbbbbb.writing"), "").unwrap();
        fs::create_dir_all(here(".daozhang-bbbbbb.partial/原件")).unwrap();
        fs::create_dir(here(".包-1.partial")).unwrap();
        fs::write(here(".别的.txt"), "").unwrap();
        let (other, others_folder) = begin(target.path()).unwrap();
        let fetch = |_| Ok(b"png".to_vec());
        write(target.path(), "包", &entries(), manifest(), fetch, |_, _| true).unwrap();
        let mut left: Vec<PathBuf> = fs::read_dir(target.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        left.sort();
        let mut expected = vec![
            here(".别的.txt"),
            here("包"),
            others_folder,
            other.path().to_owned(),
        ];
        expected.sort();
        assert_eq!(left, expected);
    }

    #[test]
    fn a_target_that_is_a_file_is_refused() {
        let target = tempfile::NamedTempFile::new().unwrap();
        assert!(
            write(
                target.path(),
                "包",
                &entries(),
                manifest(),
                |_| Ok(vec![]),
                |_, _| true
            )
            .is_err()
        );
    }
}
