//! The commands of prove: what is proved and what is missing, packages, and checking them.

use super::Done;
use clap::{Args, Subcommand};
use daozhang_api::{ExportWish, Exported, Preflight, Session};
use daozhang_core::order::{OrderId, Person, excerpt};
use daozhang_core::prove::{Declared, MaskBox};
use daozhang_core::{Failure, Outcome};
use serde_json::json;
use std::path::{Path, PathBuf};

/// What the command line can do with evidence.
#[derive(Subcommand)]
pub enum Prove {
    /// 查看证据齐不齐，投诉前还缺什么
    Evidence {
        /// 订单编号
        #[arg(required = true)]
        ids: Vec<i64>,
    },
    /// 导出证据包：提交版和留存版
    Export(Box<Export>),
    /// 记下或忘掉投诉人自己的信息，只用来填投诉登记表
    Person(Box<PersonArguments>),
    /// 给一张截图画遮盖，只用于遮盖版，原图不动
    Mask {
        /// 订单编号
        id: i64,
        /// 截图的 SHA-256
        sha256: String,
        /// 遮盖的地方：左,上,宽,高（像素），可以写多个；不写就是去掉遮盖
        #[arg(long = "box", value_name = "X,Y,W,H")]
        boxes: Vec<String>,
    },
    /// 把可信时间戳（.tsr 或 .tsa）加进证据包
    Stamp {
        /// 证据包的文件夹
        dir: PathBuf,
        /// 时间戳文件
        token: PathBuf,
    },
}

/// An export on the command line.
#[derive(Args)]
pub struct Export {
    /// 订单编号，同一个平台的
    #[arg(required = true)]
    ids: Vec<i64>,
    /// 放在哪个文件夹里
    #[arg(long)]
    out: PathBuf,
    /// 只导出遮盖版：账号、单号、卡密、电话只留首尾，图片按画好的遮盖涂黑
    #[arg(long)]
    masked: bool,
    /// 只导出留存版，不排提交版的 PDF
    #[arg(long, conflicts_with = "masked")]
    archive_only: bool,
}

/// The complainant on the command line.
#[derive(Args)]
pub struct PersonArguments {
    /// 姓名
    #[arg(long, allow_hyphen_values = true)]
    name: Option<String>,
    /// 联系电话
    #[arg(long, allow_hyphen_values = true)]
    phone: Option<String>,
    /// 证件类型
    #[arg(long, allow_hyphen_values = true)]
    id_kind: Option<String>,
    /// 证件号码
    #[arg(long, allow_hyphen_values = true)]
    id_number: Option<String>,
    /// 联系地址
    #[arg(long, allow_hyphen_values = true)]
    address: Option<String>,
    /// 全部忘掉
    #[arg(long)]
    forget: bool,
}

/// Runs one of them.
pub fn perform(command: Prove, session: &Session) -> Outcome<Done> {
    match command {
        Prove::Evidence { ids } => {
            let found = session.preflight(ids, Declared::default())?;
            Ok(Done::new(
                evidence_text(&found),
                json!({ "groups": found.groups, "findings": found.findings }),
            ))
        }
        Prove::Export(export) => {
            let ids: Vec<OrderId> = export.ids.into_iter().map(OrderId).collect();
            let wish = ExportWish {
                masked: export.masked,
                archive_only: export.archive_only,
                ..ExportWish::default()
            };
            let exported = session.export_to(&ids, &export.out, &wish)?;
            Ok(exported_done(&exported))
        }
        Prove::Person(arguments) => person(*arguments, session),
        Prove::Mask { id, sha256, boxes } => {
            let boxes = boxes
                .iter()
                .map(|text| read_box(text))
                .collect::<Outcome<Vec<_>>>()?;
            session.set_mask(id, sha256.clone(), boxes.clone())?;
            Ok(Done::new(
                "已记下遮盖，原图没有改动。",
                json!({ "sha256": sha256, "boxes": boxes }),
            ))
        }
        Prove::Stamp { dir, token } => stamp(session, &dir, &token),
    }
}

/// Checks a package.
pub fn verified(session: &Session, folder: &Path) -> Outcome<Done> {
    let verdict = session.verify_package(folder)?;
    let notes = verdict.notes.join("\n");
    let text = if verdict.ok {
        format!("{} 个文件都与导出时一致。\n{notes}", verdict.files)
    } else {
        verdict.problems.join("\n")
    };
    Ok(Done {
        well: verdict.ok,
        ..Done::new(text.trim_end(), json!(verdict))
    })
}

fn exported_done(exported: &Exported) -> Done {
    let folder = exported.written.folder.to_string_lossy().into_owned();
    let warnings: String = exported
        .warnings
        .iter()
        .map(|warning| format!("\n注意：{warning}"))
        .collect();
    let text = format!("已导出 {} 个文件到 {folder}{warnings}", exported.written.files);
    let json = json!({
        "dir": folder,
        "submission": exported.submission,
        "archive": folder,
        "bytes": exported.written.bytes,
        "edition": exported.edition,
        "warnings": exported.warnings,
    });
    Done::new(text, json)
}

fn evidence_text(found: &Preflight) -> String {
    let mut lines = Vec::new();
    for group in &found.groups {
        let mark = if group.filled { "✓" } else { "×" };
        let items: Vec<String> = group
            .items
            .iter()
            .map(|item| format!("{} {}", item.number, item.name))
            .collect();
        let what = if items.is_empty() {
            group.missing.to_string()
        } else {
            items.join("、")
        };
        lines.push(format!("{mark} {}：{what}", group.name));
    }
    for finding in &found.findings {
        let asked = if finding.asked { "请确认：" } else { "" };
        lines.push(format!("- {asked}{}。{}", finding.text, finding.mend));
    }
    lines.join("\n")
}

fn person(arguments: PersonArguments, session: &Session) -> Outcome<Done> {
    if arguments.forget {
        session.keep_person(None)?;
        return Ok(Done::new("已忘掉投诉人的信息。", json!({ "person": null })));
    }
    let known = session.read(|data, _| data.person())?;
    let before = known.clone().unwrap_or_default();
    let wanted = Person {
        name: arguments.name.unwrap_or_else(|| before.name.clone()),
        phone: arguments.phone.unwrap_or_else(|| before.phone.clone()),
        id_kind: arguments.id_kind.unwrap_or_else(|| before.id_kind.clone()),
        id_number: arguments.id_number.unwrap_or_else(|| before.id_number.clone()),
        address: arguments.address.unwrap_or_else(|| before.address.clone()),
        ..before.clone()
    };
    if wanted != before {
        session.keep_person(Some(wanted))?;
    }
    let kept = session.read(|data, _| data.person())?;
    let text = if kept.is_some() {
        "已记下投诉人的信息，只用来填投诉登记表；用 --forget 可以忘掉。"
    } else {
        "没有记投诉人的信息。"
    };
    Ok(Done::new(text, json!({ "person": kept })))
}

fn read_box(text: &str) -> Outcome<MaskBox> {
    let numbers: Vec<u32> = text
        .split(',')
        .filter_map(|part| part.trim().parse().ok())
        .collect();
    match numbers.as_slice() {
        [x, y, width, height] if text.split(',').count() == 4 => Ok(MaskBox {
            x: *x,
            y: *y,
            width: *width,
            height: *height,
        }),
        _ => Err(Failure::failed(format!(
            "看不懂遮盖“{}”，请写成 左,上,宽,高，例如 10,200,300,40。",
            excerpt(text)
        ))),
    }
}

/// Adds a token to a package.
fn stamp(session: &Session, dir: &Path, token: &Path) -> Outcome<Done> {
    let stamped = session.stamp_package(dir, token)?;
    let place = stamped.file;
    Ok(Done::new(
        format!("已加进 {place}，时间戳的时间是 {}。", stamped.at),
        json!({ "file": place, "at": stamped.at }),
    ))
}
