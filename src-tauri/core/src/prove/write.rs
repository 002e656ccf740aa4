//! Writing a package: beside its place first, then renamed, so that nothing half-written is ever seen.

use super::mask::mask_picture;
use super::timestamp::{REQUEST, request};
use super::{Body, Entry, SUMS, safe_name};
use crate::order::Sha256;
use crate::store::plain_reason;
use crate::{Code, Failure, Outcome};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A package that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its folder.
    pub folder: PathBuf,
    /// How many files it holds, the list of sums included.
    pub files: usize,
    /// Their length together in bytes.
    pub bytes: u64,
}

/// Writes a package into a new folder called `name` (or `name-2` …) below `target`, which is made where it is missing.
///
/// `fetch` gives an original's bytes by hash; bytes that do not have that hash stop the export. `progress` is told how
/// many of how many files are written, and says whether to go on. A failure or a stop leaves nothing behind.
pub fn write(
    target: &Path,
    name: &str,
    entries: &[Entry],
    fetch: impl Fn(Sha256) -> Outcome<Vec<u8>>,
    mut progress: impl FnMut(usize, usize) -> bool,
) -> Outcome<Written> {
    fs::create_dir_all(target).map_err(|error| unwritable(target, &error))?;
    let partial = target.join(format!(".{}.partial", safe_name(name)));
    // What an export that was killed left behind.
    let _ = fs::remove_dir_all(&partial);
    fs::create_dir(&partial).map_err(|error| unwritable(target, &error))?;
    let result = fill(&partial, entries, fetch, &mut progress).and_then(|bytes| {
        let folder = free_folder(target, name);
        fs::rename(&partial, &folder).map_err(|error| unwritable(target, &error))?;
        Ok(Written {
            folder,
            files: entries.len() + 2,
            bytes,
        })
    });
    if result.is_err() {
        let _ = fs::remove_dir_all(&partial);
    }
    result
}

fn fill(
    partial: &Path,
    entries: &[Entry],
    fetch: impl Fn(Sha256) -> Outcome<Vec<u8>>,
    progress: &mut impl FnMut(usize, usize) -> bool,
) -> Outcome<u64> {
    let mut sums = String::new();
    let mut length = 0;
    for (i, entry) in entries.iter().enumerate() {
        if !progress(i, entries.len()) {
            return Err(cancelled());
        }
        let made;
        let bytes = match &entry.body {
            Body::Text(text) => text.as_bytes(),
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
        sums.push_str(&format!("{}  {}\n", Sha256::of(bytes), entry.path));
    }
    put(partial, SUMS, sums.as_bytes())?;
    let request = request(sums.as_bytes())?;
    put(partial, REQUEST, &request)?;
    progress(entries.len(), entries.len());
    Ok(length + (sums.len() + request.len()) as u64)
}

/// What an export that the person stopped says.
pub fn cancelled() -> Failure {
    Failure::new(Code::Cancelled, "已取消导出，没有留下半成品。")
}

/// An original's bytes, which must still have the hash under which they were kept.
pub fn original(sha256: Sha256, name: &str, fetch: impl Fn(Sha256) -> Outcome<Vec<u8>>) -> Outcome<Vec<u8>> {
    let bytes = fetch(sha256)?;
    if Sha256::of(&bytes) != sha256 {
        return Err(Failure::failed(format!(
            "原件“{name}”与保存时的哈希不一致，已停止导出；请从备份恢复数据文件。"
        )));
    }
    Ok(bytes)
}

fn put(folder: &Path, path: &str, bytes: &[u8]) -> Outcome<()> {
    let path = folder.join(path);
    let write = || {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut file = fs::File::create(&path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|error| unwritable(&path, &error))
}

fn free_folder(target: &Path, name: &str) -> PathBuf {
    let name = safe_name(name);
    let mut folder = target.join(&name);
    let mut number = 2;
    while folder.exists() {
        folder = target.join(format!("{name}-{number}"));
        number += 1;
    }
    folder
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::failed(format!(
        "证据包写不进去（{}：{}），没有留下半成品；请换一个文件夹。",
        path.display(),
        plain_reason(error)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let first = write(target.path(), "包", &entries(), fetch, |_, _| true).unwrap();
        let second = write(target.path(), "包", &entries(), fetch, |_, _| true).unwrap();
        assert_eq!((first.files, first.bytes > 0), (4, true));
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
            |_| Ok(b"PNG".to_vec()),
            |_, _| true,
        )
        .unwrap_err();
        assert!(refused.message.contains("原件/1.png"));
        assert_eq!(fs::read_dir(target.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_stop_leaves_nothing() {
        let target = tempfile::tempdir().unwrap();
        let fetch = |_| Ok(b"png".to_vec());
        let stopped = write(target.path(), "包", &entries(), fetch, |done, _| done < 1).unwrap_err();
        assert_eq!(stopped.code, Code::Cancelled);
        assert_eq!(fs::read_dir(target.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_target_that_is_a_file_is_refused() {
        let target = tempfile::NamedTempFile::new().unwrap();
        assert!(write(target.path(), "包", &entries(), |_| Ok(vec![]), |_, _| true).is_err());
    }
}
