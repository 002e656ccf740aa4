//! Small files: written where the person asked for it, read where they pointed to.

use daozhang_core::{Failure, Outcome};
use std::path::{Path, PathBuf};

/// Writes a file whole: beside its place first, then renamed. An older file of that name is replaced.
pub fn write_new(path: &Path, bytes: &[u8]) -> Outcome<PathBuf> {
    let partial = path.with_extension("partial");
    let written = || {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&partial, bytes)?;
        std::fs::rename(&partial, path)
    };
    written().map_err(|_| {
        let _ = std::fs::remove_file(&partial);
        Failure::failed(format!("文件写不进去（{}），请换一个地方。", path.display()))
    })?;
    Ok(path.to_owned())
}

/// Reads a text file that the person pointed to.
///
/// # Errors
/// A file that cannot be read, is larger than a megabyte, or is not UTF-8.
pub fn read_text(path: &Path) -> Outcome<String> {
    const LARGEST: u64 = 1_000_000;
    let refused = |why: &str| Failure::failed(format!("{} {why}", path.display()));
    let length = std::fs::metadata(path)
        .map_err(|_| refused("打不开，请检查文件还在不在。"))?
        .len();
    if length > LARGEST {
        return Err(refused("太大了，不像放假安排文件。"));
    }
    let bytes = std::fs::read(path).map_err(|_| refused("打不开，请检查文件还在不在。"))?;
    String::from_utf8(bytes).map_err(|_| refused("不是文本文件，请换一个。"))
}
