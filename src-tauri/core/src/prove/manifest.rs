//! `manifest.json`: what a package holds, in a form that a program reads, and which edition it is.

use super::{Body, DossierCase, Entry};
use crate::order::{EventKind, Moment, Zone, adding_of, check_chain, undone};
use serde::{Deserialize, Serialize};

pub const MANIFEST: &str = "manifest.json";

/// The newest schema that this version writes and reads.
pub const SCHEMA: u32 = 1;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
pub struct ManifestOrder {
    /// Its number in the data file.
    pub id: i64,
    /// Where its `order.json` lies.
    pub path: String,
    /// How many events its timeline has.
    pub events: u32,
    /// The hash of the last one.
    pub chain_head: Option<String>,
    /// Whether the chain held when it was exported.
    pub chain_holds: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestFile {
    /// Where it lies: a path below the package's folder, with `/`.
    pub path: String,
    /// `original`, `written` (made for the package) or `masked`.
    pub kind: String,
    /// The hash of the original that it is or was made from; `None` for what was written.
    pub original_sha256: Option<String>,
}

/// Describes a package before it is written.
pub fn manifest(cases: &[DossierCase], entries: &[Entry], masked: bool, now: Moment, zone: Zone) -> Manifest {
    let exports = |case: &DossierCase| {
        case.events
            .iter()
            .filter(|event| event.what.kind == EventKind::Exported)
            .count()
    };
    let edition = cases.iter().map(exports).max().unwrap_or_default() + 1;
    Manifest {
        schema: SCHEMA,
        made_at: now.rfc3339(zone),
        edition: u32::try_from(edition).unwrap_or(u32::MAX),
        changed: cases.iter().filter_map(|case| changed(case, zone)).collect(),
        masked,
        orders: cases
            .iter()
            .map(|case| ManifestOrder {
                id: case.order.id.0,
                path: format!("{}order.json", case.folder),
                events: case.events.last().map_or(0, |event| event.seq),
                chain_head: case.events.last().map(|event| event.hash.to_string()),
                chain_holds: check_chain(&case.events).is_ok(),
            })
            .collect(),
        files: entries
            .iter()
            .map(|entry| ManifestFile {
                path: entry.path.clone(),
                kind: match &entry.body {
                    Body::Original(_) => "original",
                    Body::Masked { .. } => "masked",
                    Body::Text(_) | Body::Json(_) | Body::Bytes(_) => "written",
                }
                .to_owned(),
                original_sha256: match &entry.body {
                    Body::Original(hash) | Body::Masked { of: hash, .. } => Some(hash.to_string()),
                    Body::Text(_) | Body::Json(_) | Body::Bytes(_) => None,
                },
            })
            .collect(),
    }
}

/// What happened to an order since its last export.
fn changed(case: &DossierCase, zone: Zone) -> Option<String> {
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
        last.what.at.local(zone)
    ))
}

/// In plain words: what the package is, and how to check it without the app.
pub fn how_to_check(manifest: &Manifest) -> String {
    let mut lines = vec![
        "这个文件夹怎么核对".to_owned(),
        String::new(),
        format!("第 {} 版，{} 导出。", manifest.edition, manifest.made_at),
    ];
    lines.extend(manifest.changed.iter().cloned());
    if manifest.masked {
        lines.push(
            "这是遮盖版：账号、单号和电话等只留首尾，图片上遮盖的地方已经涂黑，不能用来核对时间线。"
                .to_owned(),
        );
    }
    lines.extend(
        [
            "",
            "里面有什么",
            "- 提交版：交给 12315 的文件。",
            "- 原件：截图和文件的原件，逐字节未改。",
            "- order.json：订单的全部信息和时间线；时间线.txt 是给人看的。",
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
            "时间线里每一条都含前一条的哈希，可以核对中间没有插入或删改；末条哈希写在 manifest.json 里。",
            "",
            "想证明导出的时间",
            "可以把 SHA256SUMS.tsq（时间戳请求，只含哈希）交给可信时间戳服务机构，换回的 .tsr 或 .tsa 文件",
            "用 daozhang stamp 加进来，核对时会一并检查它是不是对着这份 SHA256SUMS。",
        ]
        .map(str::to_owned),
    );
    lines.join("\n") + "\n"
}
