//! Checking a package against its own list of sums, its manifest, and the chains of its timelines.

use super::SUMS;
use super::manifest::{MANIFEST, Manifest, SCHEMA};
use super::timestamp::{REQUEST, TOKEN_ENDINGS, check_token};
use crate::disk::plain_reason;
use crate::order::{Event, EventKind, Fen, Happening, Moment, Sha256, Word, check_chain};
use crate::words::Text;
use crate::{Failure, Outcome, text};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Component, Path};

/// What a check of a package found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// Whether everything is as it was exported.
    pub ok: bool,
    /// How many files were checked.
    pub files: usize,
    /// What differs, one sentence each; the first is what was found first.
    pub problems: Vec<Text>,
    /// What else was found: the edition, the timestamps, one sentence each.
    pub notes: Vec<Text>,
}

/// The longest list of sums that is read, in bytes: a package of a hundred thousand files has a shorter one.
const LONGEST_LIST: u64 = 64 * 1024 * 1024;

/// Checks every file of a package: that it is listed, there, no link, and unchanged; that the manifest names the same
/// files, that the timelines' chains hold, and that timestamps are over this list. Paths that leave the folder are never
/// opened.
///
/// # Errors
/// A folder without a list of sums, which is no package; a manifest of a later schema.
pub fn verify(folder: &Path) -> Outcome<Verification> {
    let list = folder.join(SUMS);
    let unreadable = |error: &std::io::Error| {
        Failure::failed(text!(
            package_no_sums,
            folder = shown(folder),
            sums = SUMS,
            why = plain_reason(error)
        ))
    };
    let no_list = || Failure::failed(text!(package_bad_sums, folder = shown(folder), sums = SUMS));
    let metadata = fs::symlink_metadata(&list).map_err(|error| unreadable(&error))?;
    if !metadata.is_file() || metadata.len() > LONGEST_LIST {
        return Err(no_list());
    }
    let sums = fs::read(&list).map_err(|error| unreadable(&error))?;
    let list = String::from_utf8(sums.clone()).map_err(|error| no_list().because(error))?;
    let mut problems = Vec::new();
    let mut notes = Vec::new();
    let mut listed = BTreeSet::from([SUMS.to_owned(), REQUEST.to_owned()]);
    let mut files = 0;
    for (i, line) in list.lines().enumerate() {
        let entry = line
            .split_once("  ")
            .and_then(|(sum, path)| Some((Sha256::from_hex(sum)?, path)));
        let Some((sum, path)) = entry else {
            problems.push(text!(verify_line, sums = SUMS, line = i + 1));
            continue;
        };
        files += 1;
        if !listed.insert(path.to_owned()) {
            problems.push(text!(verify_twice, sums = SUMS, path = path));
        } else if let Some(problem) = differs(folder, path, sum) {
            problems.push(problem);
        }
    }
    if files == 0 {
        problems.push(text!(verify_none, sums = SUMS));
    }
    for path in found(folder, folder, 0) {
        if listed.contains(&path) {
            continue;
        }
        match token(folder, &path) {
            Some(token) => match check_token(&token, &sums) {
                Ok(at) => notes.push(text!(verify_stamped, path = path, at = at, sums = SUMS)),
                Err(failure) => problems.push(text!(verify_file, path = path, why = failure.text)),
            },
            None => problems.push(text!(verify_unlisted, path = path)),
        }
    }
    // What is listed was found to be a plain file inside of the folder, or is among the problems.
    match fs::read(folder.join(MANIFEST)) {
        Ok(text) if listed.contains(MANIFEST) => {
            check_manifest(folder, &text, &listed, &mut problems, &mut notes)?;
        }
        _ => problems.push(text!(verify_manifest_missing, manifest = MANIFEST, sums = SUMS)),
    }
    Ok(Verification {
        ok: problems.is_empty(),
        files,
        problems,
        notes,
    })
}

fn shown(folder: &Path) -> String {
    folder.display().to_string()
}

/// The bytes of a file that lies where a timestamp does: beside the list, a plain file, not too large.
fn token(folder: &Path, path: &str) -> Option<Vec<u8>> {
    const LARGEST: u64 = 1024 * 1024;
    let ending = path.rsplit_once('.')?.1.to_lowercase();
    if path.contains('/') || !TOKEN_ENDINGS.contains(&ending.as_str()) {
        return None;
    }
    let path = folder.join(path);
    let metadata = fs::symlink_metadata(&path).ok()?;
    (metadata.is_file() && metadata.len() <= LARGEST)
        .then(|| fs::read(&path).ok())
        .flatten()
}

fn check_manifest(
    folder: &Path,
    text: &[u8],
    listed: &BTreeSet<String>,
    problems: &mut Vec<Text>,
    notes: &mut Vec<Text>,
) -> Outcome<()> {
    let schema = serde_json::from_slice::<serde_json::Value>(text)
        .ok()
        .and_then(|json| json["schema"].as_u64());
    if schema.is_some_and(|schema| schema > u64::from(SCHEMA)) {
        return Err(Failure::failed(text!(verify_later)));
    }
    let Ok(manifest) = serde_json::from_slice::<Manifest>(text) else {
        problems.push(text!(verify_manifest_unread, manifest = MANIFEST));
        return Ok(());
    };
    notes.push(text!(
        verify_edition,
        edition = manifest.edition,
        at = &manifest.made_at
    ));
    for file in &manifest.files {
        if !listed.contains(&file.path) {
            problems.push(text!(verify_not_in_list, manifest = MANIFEST, path = &file.path));
        }
    }
    let named: BTreeSet<&str> = manifest.files.iter().map(|file| file.path.as_str()).collect();
    let own = [SUMS, REQUEST, MANIFEST, "怎么核对.txt"];
    for path in listed.iter().filter(|path| !own.contains(&path.as_str())) {
        if !named.contains(path.as_str()) {
            problems.push(text!(verify_not_in_manifest, path = path, manifest = MANIFEST));
        }
    }
    for order in manifest.orders.iter().filter(|_| !manifest.masked) {
        // The list of sums was checked before: this path does not leave the folder, and is no link.
        let chain = listed
            .contains(&order.path)
            .then(|| fs::read(folder.join(&order.path)).ok())
            .flatten()
            .and_then(|text| events_of(&text));
        let Some(events) = chain else {
            problems.push(text!(verify_timeline_unread, path = &order.path));
            continue;
        };
        if let Err(fault) = check_chain(&events) {
            problems.push(text!(verify_chain, path = &order.path, entry = fault.seq));
        } else if events.last().map(|event| event.hash.to_string()) != order.chain_head {
            problems.push(text!(verify_chain_head, path = &order.path, manifest = MANIFEST));
        }
    }
    Ok(())
}

/// Reads a timeline back out of an `order.json`; `None` if it is not one.
fn events_of(text: &[u8]) -> Option<Vec<Event>> {
    let json: serde_json::Value = serde_json::from_slice(text).ok()?;
    let words = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    json["order"]["events"]
        .as_array()?
        .iter()
        .map(|event| {
            let ms = &event["hashed_ms"];
            Some(Event {
                seq: u32::try_from(event["seq"].as_u64()?).ok()?,
                what: Happening {
                    kind: EventKind::from_word(event["kind"].as_str()?)?,
                    at: Moment(ms[0].as_i64()?),
                    text: words(&event["text"]),
                    until: ms[2].as_i64().map(Moment),
                    amount: event["amount_fen"].as_i64().map(Fen),
                    shot: event["shot_sha256"].as_str().and_then(Sha256::from_hex),
                    undoes: event["undoes"].as_u64().and_then(|seq| u32::try_from(seq).ok()),
                    facts: words(&event["facts"]),
                },
                recorded_at: Moment(ms[1].as_i64()?),
                hash: Sha256::from_hex(event["hash"].as_str()?)?,
            })
        })
        .collect()
}

fn differs(folder: &Path, path: &str, sum: Sha256) -> Option<Text> {
    let relative = Path::new(path);
    if path.contains('\\')
        || !relative
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
    {
        return Some(text!(verify_outside, path = path));
    }
    let mut walked = folder.to_owned();
    for part in relative.components() {
        walked.push(part);
        match fs::symlink_metadata(&walked) {
            Ok(metadata) if metadata.file_type().is_symlink() => {
                return Some(text!(verify_link, path = path));
            }
            Ok(_) => {}
            Err(error) => return Some(text!(verify_unopened, path = path, why = plain_reason(&error))),
        }
    }
    if !fs::symlink_metadata(&walked).is_ok_and(|metadata| metadata.is_file()) {
        return Some(text!(verify_no_file, path = path));
    }
    match hash_file(&walked) {
        Ok(actual) if actual == sum => None,
        Ok(_) => Some(text!(verify_changed, path = path)),
        Err(error) => Some(text!(verify_unopened, path = path, why = plain_reason(&error))),
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
        let manifest = r#"{"schema":1,"made_at":"2026-11-23T08:00:00+08:00","edition":1,"changed":[],"masked":false,
            "orders":[],"files":[{"path":"原件/1.png","kind":"original","original_sha256":null}]}"#;
        with_manifest(folder.path(), manifest);
        folder
    }

    fn with_manifest(folder: &Path, manifest: &str) {
        fs::write(folder.join(MANIFEST), manifest).unwrap();
        let sums = format!(
            "{}  原件/1.png\n{}  {MANIFEST}\n",
            Sha256::of(b"png"),
            Sha256::of(manifest.as_bytes())
        );
        fs::write(folder.join(SUMS), sums).unwrap();
    }

    #[test]
    fn a_package_as_exported_is_fine() {
        assert_eq!(
            verify(package().path()),
            Ok(Verification {
                ok: true,
                files: 2,
                problems: vec![],
                notes: vec![text!(
                    verify_edition,
                    edition = 1,
                    at = "2026-11-23T08:00:00+08:00"
                )]
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
                !verdict.ok && verdict.problems[0].chinese().contains(name),
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
        assert!(
            verify(folder.path()).unwrap().problems[0]
                .chinese()
                .contains("链接")
        );
    }

    #[test]
    fn a_manifest_that_is_later_broken_or_names_other_files_is_told() {
        let folder = package();
        with_manifest(folder.path(), r#"{"schema":2,"new":true}"#);
        assert!(verify(folder.path()).unwrap_err().message().contains("更新版本"));
        for manifest in ["{", "[]", r#"{"schema":1}"#] {
            with_manifest(folder.path(), manifest);
            assert!(!verify(folder.path()).unwrap().ok, "{manifest}");
        }
        with_manifest(
            folder.path(),
            r#"{"schema":1,"made_at":"","edition":1,"changed":[],"masked":false,"orders":[],
                "files":[{"path":"../../x","kind":"original","original_sha256":null}]}"#,
        );
        let found = verify(folder.path()).unwrap();
        let problems: Vec<_> = found.problems.iter().map(Text::chinese).collect();
        assert!(
            problems.iter().any(|one| one.contains("../../x"))
                && problems.iter().any(|one| one.contains("1.png"))
        );
        fs::remove_file(folder.path().join(MANIFEST)).unwrap();
        assert!(!verify(folder.path()).unwrap().ok);
    }

    #[test]
    fn a_folder_without_sums_is_no_package() {
        assert!(verify(tempfile::tempdir().unwrap().path()).is_err());
    }
}
