//! Writing a small file where the person asked for it.

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
