//! Fingerprints of files, kept from one run to the next so that nothing is done twice.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

/// The fingerprint of these files' names and contents, in any order, or of every file below a folder.
/// A path that does not exist counts as empty.
pub fn of(paths: &[PathBuf]) -> io::Result<String> {
    let mut files = Vec::new();
    for path in paths {
        collect(path, &mut files)?;
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        fs::read(&file)?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Whether the stamp at `at` says that `fingerprint` was the last one dealt with.
pub fn is(at: &Path, fingerprint: &str) -> bool {
    fs::read_to_string(at).is_ok_and(|last| last == fingerprint)
}

/// Remembers a fingerprint as dealt with.
pub fn set(at: &Path, fingerprint: &str) -> io::Result<()> {
    fs::write(at, fingerprint)
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    } else if path.is_file() {
        files.push(path.to_path_buf());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> PathBuf {
        let dir = std::env::temp_dir().join(format!("xtask-stamp-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(dir.join("src")).unwrap();
        dir
    }

    #[test]
    fn a_fingerprint_follows_contents_names_and_new_files() {
        let dir = scratch("follows");
        fs::write(dir.join("src/a.ts"), "1").unwrap();
        let first = of(&[dir.join("src")]).unwrap();
        assert_eq!(of(&[dir.join("src")]).unwrap(), first);

        fs::write(dir.join("src/a.ts"), "2").unwrap();
        let changed = of(&[dir.join("src")]).unwrap();
        assert_ne!(changed, first);

        fs::write(dir.join("src/b.ts"), "").unwrap();
        let added = of(&[dir.join("src")]).unwrap();
        assert_ne!(added, changed);

        fs::rename(dir.join("src/b.ts"), dir.join("src/c.ts")).unwrap();
        assert_ne!(of(&[dir.join("src")]).unwrap(), added);
        fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn the_order_of_the_paths_does_not_matter_and_a_missing_one_is_empty() {
        let dir = scratch("order");
        fs::write(dir.join("src/a.ts"), "1").unwrap();
        fs::write(dir.join("lock"), "2").unwrap();
        let one = of(&[dir.join("src"), dir.join("lock"), dir.join("none")]).unwrap();
        assert_eq!(of(&[dir.join("lock"), dir.join("src")]).unwrap(), one);
        fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn a_stamp_holds_until_the_fingerprint_changes() {
        let dir = scratch("holds");
        let at = dir.join("stamp");
        assert!(!is(&at, "x"));
        set(&at, "x").unwrap();
        assert!(is(&at, "x"));
        assert!(!is(&at, "y"));
        fs::remove_dir_all(dir).unwrap();
    }
}
