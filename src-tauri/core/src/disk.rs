//! Files and folders that only their owner may look into, and what the system says of them in a person's words.

use crate::words::Text;
use crate::{Failure, Outcome, text};
use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// Makes a folder and those above it that are missing, each new one private to the user.
pub fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Makes a file private to the user, empty for writing.
pub fn private_file(path: &Path) -> io::Result<File> {
    private().write(true).create(true).truncate(true).open(path)
}

/// Opens a file for writing, made private to the user if it is missing; what is in it stays.
pub fn private_file_kept(path: &Path) -> io::Result<File> {
    private().write(true).create(true).truncate(false).open(path)
}

/// What the name of an unfinished file ends in.
pub const PARTIAL: &str = ".partial";

/// Writes a file whole, private to the user. `fill` writes into a new file beside it, which takes the name once it is on
/// the disk: what had the name until then is replaced, and stays as it is if anything fails. A killed process leaves a
/// hidden file that ends in [`PARTIAL`]; the next one to write the same file removes it.
///
/// `unwritable` says in a person's words what the system refused.
pub fn write_atomically<T>(
    path: &Path,
    unwritable: impl Fn(io::Error) -> Failure,
    fill: impl FnOnce(&File, &Path) -> Outcome<T>,
) -> Outcome<T> {
    let folder = folder_of(path);
    let prefix = partial_prefix(path);
    let _ = std::fs::remove_file(folder.join(format!("{prefix}{PARTIAL}")));
    let partial = tempfile::Builder::new()
        .prefix(&prefix)
        .suffix(PARTIAL)
        .rand_bytes(0)
        .tempfile_in(folder)
        .map_err(&unwritable)?;
    let filled = fill(partial.as_file(), partial.path())?;
    partial.as_file().sync_all().map_err(&unwritable)?;
    partial.persist(path).map_err(|error| unwritable(error.error))?;
    sync_folder(folder);
    Ok(filled)
}

/// The folder in which a file lies.
pub fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

fn partial_prefix(path: &Path) -> String {
    /// In bytes; file systems take names of 255, and the beginning and the end come on top.
    const LONGEST: usize = 240;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let end = (0..=LONGEST.min(name.len()))
        .rev()
        .find(|&end| name.is_char_boundary(end))
        .unwrap_or_default();
    format!(".{}", &name[..end])
}

/// Makes new names in a folder survive a power cut. Systems that cannot sync a folder see to it themselves.
pub fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// The path with something added to the name, as SQLite names its logs.
pub fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn private() -> OpenOptions {
    #[allow(unused_mut, reason = "only some systems have modes")]
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// What the system said, in words that a person knows.
pub fn plain_reason(error: &io::Error) -> Text {
    use io::ErrorKind;
    match error.kind() {
        ErrorKind::PermissionDenied => text!(reason_no_permission),
        ErrorKind::NotFound => text!(reason_missing),
        ErrorKind::AlreadyExists => text!(reason_exists),
        ErrorKind::NotADirectory => text!(reason_no_folder),
        ErrorKind::IsADirectory => text!(reason_folder),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => text!(reason_full),
        ErrorKind::FileTooLarge => text!(reason_too_large),
        ErrorKind::ReadOnlyFilesystem => text!(reason_read_only),
        _ => Text::as_it_is(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn names(folder: &Path) -> Vec<String> {
        std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    #[test]
    fn a_file_is_replaced_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("长".repeat(85));
        let write = |text: &str, fails: bool| {
            write_atomically(
                &path,
                |error| Failure::failed(plain_reason(&error)),
                |mut file, _| {
                    file.write_all(text.as_bytes()).unwrap();
                    if fails {
                        Err(Failure::failed(Text::as_it_is("不行。")))
                    } else {
                        Ok(())
                    }
                },
            )
        };
        write("一", false).unwrap();
        write("二", true).unwrap_err();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "一");
        // What a killed process left is no hindrance.
        let left = folder.path().join(format!("{}{PARTIAL}", partial_prefix(&path)));
        std::fs::write(left, "half").unwrap();
        write("三", false).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "三");
        assert_eq!(names(folder.path()).len(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}
