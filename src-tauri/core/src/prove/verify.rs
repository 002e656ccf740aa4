//! Checking a package against its own list of sums.

use super::SUMS;
use crate::order::Sha256;
use crate::store::plain_reason;
use crate::{Failure, Outcome};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Component, Path};

/// What a check of a package found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Whether everything is as it was exported.
    pub ok: bool,
    /// How many files were checked.
    pub files: usize,
    /// What differs, one sentence each.
    pub problems: Vec<String>,
}

/// The longest list of sums that is read, in bytes: a package of a hundred thousand files has a shorter one.
const LONGEST_LIST: u64 = 64 * 1024 * 1024;

/// Checks every file of a package: that it is listed, there, no link, and unchanged. Paths that leave the folder are
/// never opened. A folder without a list of sums is no package: that is a failure.
pub fn verify(folder: &Path) -> Outcome<Verdict> {
    let list = folder.join(SUMS);
    let unreadable = |error: &std::io::Error| {
        Failure::failed(format!(
            "{} 不是证据包：里面的 {SUMS} 读不出来（{}）。",
            folder.display(),
            plain_reason(error)
        ))
    };
    let metadata = fs::symlink_metadata(&list).map_err(|error| unreadable(&error))?;
    if !metadata.is_file() || metadata.len() > LONGEST_LIST {
        return Err(Failure::failed(format!(
            "{} 里的 {SUMS} 不是校验清单。",
            folder.display()
        )));
    }
    let list = fs::read(&list).map_err(|error| unreadable(&error))?;
    let list = String::from_utf8(list)
        .map_err(|_| Failure::failed(format!("{} 里的 {SUMS} 不是校验清单。", folder.display())))?;
    let mut problems = Vec::new();
    let mut listed = BTreeSet::from([SUMS.to_owned()]);
    let mut files = 0;
    for (i, line) in list.lines().enumerate() {
        let entry = line
            .split_once("  ")
            .and_then(|(sum, path)| Some((Sha256::from_hex(sum)?, path)));
        let Some((sum, path)) = entry else {
            problems.push(format!("{SUMS} 第 {} 行看不懂。", i + 1));
            continue;
        };
        files += 1;
        if !listed.insert(path.to_owned()) {
            problems.push(format!("{SUMS} 里 {path} 出现了两次。"));
        } else if let Some(problem) = differs(folder, path, sum) {
            problems.push(problem);
        }
    }
    if files == 0 {
        problems.push(format!("{SUMS} 里一个文件也没有，什么都没有核对。"));
    }
    for path in found(folder, folder, 0) {
        if !listed.contains(&path) {
            problems.push(format!("{path} 不在校验清单里，可能是后来放进去的。"));
        }
    }
    Ok(Verdict {
        ok: problems.is_empty(),
        files,
        problems,
    })
}

fn differs(folder: &Path, path: &str, sum: Sha256) -> Option<String> {
    let relative = Path::new(path);
    if path.contains('\\')
        || !relative
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
    {
        return Some(format!("{path} 指向证据包以外，没有打开它。"));
    }
    let mut walked = folder.to_owned();
    for part in relative.components() {
        walked.push(part);
        match fs::symlink_metadata(&walked) {
            Ok(metadata) if metadata.file_type().is_symlink() => {
                return Some(format!("{path} 是链接，没有打开它。"));
            }
            Ok(_) => {}
            Err(error) => return Some(format!("{path} 打不开：{}。", plain_reason(&error))),
        }
    }
    if !fs::symlink_metadata(&walked).is_ok_and(|metadata| metadata.is_file()) {
        return Some(format!("{path} 不是普通文件，没有打开它。"));
    }
    match hash_file(&walked) {
        Ok(actual) if actual == sum => None,
        Ok(_) => Some(format!("{path} 的内容与导出时不一致。")),
        Err(error) => Some(format!("{path} 打不开：{}。", plain_reason(&error))),
    }
}

fn hash_file(path: &Path) -> Result<Sha256, std::io::Error> {
    use sha2::Digest;
    let mut file = fs::File::open(path)?;
    let mut digest = sha2::Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(Sha256(digest.finalize().into()));
        }
        digest.update(&buffer[..read]);
    }
}

/// All paths below a folder, with `/`; links are named, not followed.
fn found(root: &Path, folder: &Path, depth: usize) -> Vec<String> {
    const DEEPEST: usize = 8;
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths = Vec::new();
    for entry in entries.flatten() {
        let path = entry.path();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && depth < DEEPEST {
            paths.extend(found(root, &path, depth + 1));
        } else if let Ok(relative) = path.strip_prefix(root) {
            let parts: Vec<_> = relative
                .components()
                .map(|part| part.as_os_str().to_string_lossy())
                .collect();
            paths.push(parts.join("/"));
        }
    }
    paths.sort();
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("原件")).unwrap();
        fs::write(folder.path().join("原件/1.png"), b"png").unwrap();
        fs::write(
            folder.path().join(SUMS),
            format!("{}  原件/1.png\n", Sha256::of(b"png")),
        )
        .unwrap();
        folder
    }

    #[test]
    fn a_package_as_exported_is_fine() {
        assert_eq!(
            verify(package().path()),
            Ok(Verdict {
                ok: true,
                files: 1,
                problems: vec![]
            })
        );
    }

    #[test]
    fn what_differs_is_named() {
        type Change<'a> = (&'a str, &'a dyn Fn(&Path));
        let change: [Change<'_>; 5] = [
            ("原件/1.png", &|folder| {
                fs::write(folder.join("原件/1.png"), b"pnG").unwrap()
            }),
            ("原件/1.png", &|folder| {
                fs::remove_file(folder.join("原件/1.png")).unwrap()
            }),
            ("2.txt", &|folder| {
                fs::write(folder.join("2.txt"), b"new").unwrap()
            }),
            ("第 1 行", &|folder| {
                fs::write(folder.join(SUMS), "x\n").unwrap()
            }),
            ("证据包以外", &|folder| {
                fs::write(folder.join(SUMS), format!("{}  ../x\n", Sha256::of(b""))).unwrap();
            }),
        ];
        for (name, change) in change {
            let folder = package();
            change(folder.path());
            let verdict = verify(folder.path()).unwrap();
            assert!(
                !verdict.ok && verdict.problems[0].contains(name),
                "{:?}",
                verdict.problems
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed() {
        let folder = package();
        fs::remove_file(folder.path().join("原件/1.png")).unwrap();
        std::os::unix::fs::symlink("/dev/zero", folder.path().join("原件/1.png")).unwrap();
        assert!(verify(folder.path()).unwrap().problems[0].contains("链接"));
    }

    #[test]
    fn a_folder_without_sums_is_no_package() {
        assert!(verify(tempfile::tempdir().unwrap().path()).is_err());
    }
}
