//! `manifest.json`: what a package holds, in a form that a program reads, and which edition it is.

use super::contents::ORIGINALS;
use super::{Body, DossierCase, Entry, SUBMISSION};
use crate::order::{BEIJING, Event, EventKind, Moment, Sha256, adding_of, check_chain, undone};
use serde::{Deserialize, Serialize};

pub const MANIFEST: &str = "manifest.json";

/// The file that tells a person how to check a package.
pub const HOW_TO_CHECK: &str = "怎么核对.txt";

/// How that file says that an edition is masked.
pub(super) const MASKED_LINE: &str = "这是遮盖版：";

/// What kinds of file a package holds.
pub(super) mod kind {
    /// An original, byte for byte.
    pub const ORIGINAL: &str = "original";
    /// Made for the package.
    pub const WRITTEN: &str = "written";
    /// Made of an original, with boxes blacked out.
    pub const MASKED: &str = "masked";
}

/// The newest schema that this version writes and reads. Whatever else a package comes to hold, files or keys of its
/// documents, needs a new one: a check takes what it does not know for something that was put in.
pub const SCHEMA: u32 = 2;

/// The schema of a package with a ledger of card keys, and of one without: every version reads that.
const WITH_KEYS: u32 = 2;
pub(super) const WITHOUT_KEYS: u32 = 1;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Its schema; a later one than [`SCHEMA`] is not read.
    pub schema: u32,
    /// When the package was made, RFC 3339.
    pub made_at: String,
    /// Which edition of these orders' package it is, from 1.
    pub edition: u32,
    /// What changed since the edition before, one sentence each.
    pub changed: Vec<String>,
    /// Whether account numbers and the like are masked.
    pub masked: bool,
    pub orders: Vec<ManifestOrder>,
    /// The files, without this one and the list of sums.
    pub files: Vec<ManifestFile>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestOrder {
    /// Its number in the data file.
    pub id: i64,
    /// Where its `order.json` lies.
    pub path: String,
    /// How many events its timeline has.
    pub events: u32,
    /// The hash of the last one; not in a masked edition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain_head: Option<String>,
    /// Whether the chain held when it was exported.
    pub chain_holds: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestFile {
    /// Where it lies: a path below the package's folder, with `/`.
    pub path: String,
    /// `original`, `written` (made for the package) or `masked`.
    pub kind: String,
    /// The hash of an original. Masked editions of earlier versions said it of what they were made from.
    pub original_sha256: Option<String>,
    /// The hash of the file itself, as in the list of sums; earlier versions did not say it here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Its length in bytes; earlier versions did not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
}

impl Manifest {
    /// Whether it is of a version that did not yet say the sums of the files here.
    pub(super) fn is_earlier(&self) -> bool {
        self.files.iter().all(|file| file.sha256.is_none())
    }
}

impl ManifestOrder {
    /// Its folder in the package, with `/`; empty for one order alone.
    pub fn folder(&self) -> &str {
        self.path.strip_suffix("order.json").unwrap_or_default()
    }
}

impl ManifestFile {
    /// Describes a file that was written with these bytes.
    pub fn of(entry: &Entry, bytes: &[u8]) -> Self {
        let (kind, original) = match &entry.body {
            Body::Original(hash) => (kind::ORIGINAL, Some(hash)),
            // Whoever has the hash can try what was blacked out.
            Body::Masked { .. } => (kind::MASKED, None),
            Body::Text(_) | Body::Json(_) | Body::Bytes(_) => (kind::WRITTEN, None),
        };
        Self {
            path: entry.path.clone(),
            kind: kind.to_owned(),
            original_sha256: original.map(ToString::to_string),
            sha256: Some(Sha256::of(bytes).to_string()),
            bytes: Some(bytes.len() as u64),
        }
    }
}

/// Describes a package before it is written: its files are named as they are.
pub fn manifest(cases: &[DossierCase], masked: bool, now: Moment) -> Manifest {
    let exports = |case: &DossierCase| {
        case.events
            .iter()
            .filter(|event| event.what.kind == EventKind::Exported)
            .count()
    };
    let edition = cases.iter().map(exports).max().unwrap_or_default() + 1;
    let tells_keys = |case: &DossierCase| {
        let of_keys = |event: &Event| matches!(event.what.kind, EventKind::KeysAdded | EventKind::KeyTried);
        case.events.iter().any(of_keys)
    };
    Manifest {
        schema: if cases.iter().any(tells_keys) {
            WITH_KEYS
        } else {
            WITHOUT_KEYS
        },
        made_at: now.rfc3339(BEIJING),
        edition: u32::try_from(edition).unwrap_or(u32::MAX),
        changed: cases.iter().filter_map(changed).collect(),
        masked,
        orders: cases
            .iter()
            .map(|case| ManifestOrder {
                id: case.order.id.0,
                path: format!("{}order.json", case.folder),
                events: case.events.last().map_or(0, |event| event.seq),
                chain_head: case
                    .events
                    .last()
                    .filter(|_| !masked)
                    .map(|event| event.hash.to_string()),
                chain_holds: check_chain(&case.events).is_ok(),
            })
            .collect(),
        files: Vec::new(),
    }
}

/// What happened to an order since its last export.
fn changed(case: &DossierCase) -> Option<String> {
    let last = case
        .events
        .iter()
        .rfind(|event| event.what.kind == EventKind::Exported)?;
    let (before, since) = case
        .events
        .split_at(case.events.partition_point(|event| event.seq <= last.seq));
    let gone = undone(&case.events);
    // Under another role a file is added anew, and is none the less the one that the edition before had.
    let files = since
        .iter()
        .filter(|event| event.what.kind == EventKind::ShotAdded && !gone.contains(&event.seq))
        .filter(|event| {
            event
                .what
                .shot
                .is_some_and(|shot| adding_of(before, shot).is_none())
        })
        .count();
    let told = since.len() - files;
    Some(format!(
        "订单 {}：自 {} 的上一版以来，新增 {told} 条记录、{files} 个文件。",
        case.order.id.0,
        last.what.at.local(BEIJING)
    ))
}

/// Which edition it is and when it was made, as a person reads it.
pub(super) fn edition_line(manifest: &Manifest) -> String {
    format!("第 {} 版，{} 导出。", manifest.edition, manifest.made_at)
}

/// In plain words: what the package is, and how to check it without the app. `entries` are its other files.
pub fn how_to_check(manifest: &Manifest, entries: &[Entry]) -> String {
    let holds = |part: &str| {
        entries
            .iter()
            .any(|entry| entry.path.split('/').any(|one| one == part))
    };
    let mut lines = vec![
        "这个文件夹怎么核对".to_owned(),
        String::new(),
        edition_line(manifest),
    ];
    lines.extend(manifest.changed.iter().cloned());
    if manifest.masked {
        lines.push(format!(
            "{MASKED_LINE}账号、单号和电话等只留首尾，图片上遮盖的地方已经涂黑，不能用来核对时间线。"
        ));
    }
    let mut say = |line: &str| lines.push(line.to_owned());
    say("");
    say("里面有什么");
    if holds(SUBMISSION) {
        say("- 提交版：交给 12315 的文件。");
    }
    if holds(ORIGINALS) {
        say(match manifest.masked {
            true => "- 原件：由原件遮盖后另存的图片。",
            false => "- 原件：截图和文件的原件，逐字节未改。",
        });
    }
    say(match manifest.masked {
        true => "- order.json：遮盖后的订单信息和时间线；时间线.txt 是给人看的。",
        false => "- order.json：订单的全部信息和时间线；时间线.txt 是给人看的。",
    });
    for line in [
        "- manifest.json：文件清单；SHA256SUMS：每个文件的 SHA-256。",
        "",
        "不用这个软件怎么核对",
        "- Linux：在这个文件夹里运行 sha256sum -c SHA256SUMS",
        "- macOS：运行 shasum -a 256 -c SHA256SUMS",
        "- Windows：用 certutil -hashfile 文件名 SHA256，和 SHA256SUMS 里的对比",
        "每一行都显示 OK（或一致），说明文件自导出后未被更改。",
        "",
        "哈希说明什么",
        "本清单中的哈希值用于核对文件自导出后未被更改。它不说明截图是什么时候、怎样得到的。",
        "清单本身没有签名：有人把整个文件夹重做一遍，连同清单一起，只有当时的时间戳能看出来。",
    ] {
        say(line);
    }
    if !manifest.masked {
        say("时间线里每一条都含前一条的哈希，可以核对中间没有插入或删改；末条哈希写在 manifest.json 里。");
    }
    for line in [
        "",
        "想证明导出的时间",
        "可以把 SHA256SUMS.tsq（时间戳请求，只含哈希）交给可信时间戳服务机构，换回的 .tsr 或 .tsa 文件",
        "用 daozhang stamp 加进来，核对时会一并检查它是不是对着这份 SHA256SUMS、签名对不对、写的是谁签的。",
    ] {
        say(line);
    }
    lines.join("\n") + "\n"
}
