//! The commands of prove: what is proved and what is missing, packages, and checking them.

use super::answer::{Done, of_lines};
use clap::{Args, Subcommand};
use daozhang_api::{ExportWish, Exported, Preflight, Session};
use daozhang_core::order::{OrderId, Person, excerpt};
use daozhang_core::prove::{Declared, MaskBox};
use daozhang_core::words::Text;
use daozhang_core::{Failure, Outcome, text};
use serde_json::json;
use std::path::{Path, PathBuf};

/// What the command line can do with evidence.
#[derive(Subcommand)]
pub enum Prove {
    #[command(about = text!(help_evidence))]
    Evidence {
        #[arg(required = true, help = text!(help_order))]
        ids: Vec<i64>,
    },
    #[command(about = text!(help_export))]
    Export(Box<Export>),
    #[command(about = text!(help_person))]
    Person(Box<PersonArguments>),
    #[command(about = text!(help_mask))]
    Mask {
        #[arg(help = text!(help_order))]
        id: i64,
        #[arg(help = text!(help_mask_sha256))]
        sha256: String,
        #[arg(long = "box", value_name = "X,Y,W,H", help = text!(help_mask_boxes))]
        boxes: Vec<String>,
    },
    #[command(about = text!(help_verify))]
    Verify {
        #[arg(required = true, value_name = "DIR", help = text!(help_packages))]
        dirs: Vec<PathBuf>,
    },
    #[command(about = text!(help_stamp))]
    Stamp {
        #[arg(help = text!(help_package))]
        dir: PathBuf,
        #[arg(help = text!(help_stamp_token))]
        token: PathBuf,
    },
}

/// An export on the command line.
#[derive(Args)]
pub struct Export {
    #[arg(required = true, help = text!(help_export_orders))]
    ids: Vec<i64>,
    #[arg(long, help = text!(help_export_out))]
    out: PathBuf,
    #[arg(long, help = text!(help_masked))]
    masked: bool,
    #[arg(long, conflicts_with = "masked", help = text!(help_archive_only))]
    archive_only: bool,
    #[arg(long, conflicts_with_all = ["masked", "archive_only"], help = text!(help_claim_fraud))]
    claim_fraud: bool,
}

/// The complainant on the command line.
#[derive(Args)]
pub struct PersonArguments {
    #[arg(long, allow_hyphen_values = true, help = text!(help_person_name))]
    name: Option<String>,
    #[arg(long, allow_hyphen_values = true, help = text!(help_person_phone))]
    phone: Option<String>,
    #[arg(long, allow_hyphen_values = true, help = text!(help_person_id_kind))]
    id_kind: Option<String>,
    #[arg(long, allow_hyphen_values = true, help = text!(help_person_id_number))]
    id_number: Option<String>,
    #[arg(long, allow_hyphen_values = true, help = text!(help_person_address))]
    address: Option<String>,
    #[arg(long, help = text!(help_person_forget))]
    forget: bool,
}

impl Prove {
    /// Whether it needs no data file.
    pub fn is_on_closed(&self) -> bool {
        matches!(self, Self::Verify { .. })
    }
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
                fraud: export.claim_fraud,
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
                text!(cli_masked),
                json!({ "sha256": sha256, "boxes": boxes }),
            ))
        }
        Prove::Verify { dirs } => match &dirs[..] {
            [dir] => verified(session, dir),
            dirs => Ok(all_verified(session, dirs)),
        },
        Prove::Stamp { dir, token } => stamp(session, &dir, &token),
    }
}

/// Checks a package.
fn verified(session: &Session, folder: &Path) -> Outcome<Done> {
    let verdict = session.verify_package(folder)?;
    let text = if verdict.ok {
        let notes = verdict.notes.iter().cloned();
        of_lines(
            [text!(cli_verified, files = verdict.files)]
                .into_iter()
                .chain(notes),
        )
    } else {
        of_lines(verdict.problems.iter().cloned())
    };
    Ok(Done {
        well: verdict.ok,
        ..Done::new(text.trim_end(), json!(verdict))
    })
}

/// Checks several packages, each whatever the others are; one that is no package at all stands as one that is not right.
fn all_verified(session: &Session, folders: &[PathBuf]) -> Done {
    let mut lines = Vec::new();
    let mut all = Vec::new();
    let mut well = true;
    for folder in folders {
        let done = verified(session, folder).unwrap_or_else(|failure| Done {
            well: false,
            ..Done::new(
                &failure.text,
                json!({ "ok": false, "files": 0, "problems": [failure.text], "notes": [] }),
            )
        });
        let dir = folder.to_string_lossy();
        let mut one = done.json;
        one["dir"] = json!(dir);
        lines.push(format!("{dir}\n{}", done.text));
        all.push(one);
        well &= done.well;
    }
    Done {
        well,
        ..Done::new(lines.join("\n\n"), json!(all))
    }
}

fn exported_done(exported: &Exported) -> Done {
    let folder = exported.written.folder.to_string_lossy().into_owned();
    let written = text!(cli_exported, files = exported.written.files, folder = &folder);
    let said = exported.said();
    let warnings = said.iter().map(|warning| text!(cli_warning, warning = *warning));
    let text = of_lines([written].into_iter().chain(warnings));
    let json = json!({
        "dir": folder,
        "submission": exported.submission,
        "archive": folder,
        "bytes": exported.written.bytes,
        "edition": exported.edition,
        "warnings": said,
    });
    Done::new(text, json)
}

fn evidence_text(found: &Preflight) -> String {
    let mut lines = Vec::new();
    for group in &found.groups {
        let mark = if group.filled { "✓" } else { "×" };
        let what = if group.items.is_empty() {
            group.missing.clone()
        } else {
            let items = group.items.iter();
            Text::list(items.map(|item| Text::as_it_is(format!("{} {}", item.number, item.name))))
        };
        lines.push(text!(
            cli_evidence_group,
            mark = mark,
            name = &group.name,
            what = what
        ));
    }
    for finding in &found.findings {
        let (text, mend) = (&finding.text, &finding.mend);
        lines.push(if finding.asked {
            text!(cli_finding_asked, text = text, mend = mend)
        } else {
            text!(cli_finding, text = text, mend = mend)
        });
    }
    of_lines(lines)
}

fn person(arguments: PersonArguments, session: &Session) -> Outcome<Done> {
    if arguments.forget {
        session.keep_person(None)?;
        return Ok(Done::new(text!(cli_person_forgotten), json!({ "person": null })));
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
        text!(cli_person_kept)
    } else {
        text!(cli_person_none)
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
        _ => Err(Failure::failed(text!(cli_box_unread, cover = excerpt(text)))),
    }
}

/// Adds a token to a package.
fn stamp(session: &Session, dir: &Path, token: &Path) -> Outcome<Done> {
    let stamped = session.stamp_package(dir, token)?;
    let place = stamped.file;
    Ok(Done::new(
        text!(
            cli_stamped,
            file = &place,
            at = &stamped.at,
            signature = &stamped.signature
        ),
        json!({ "file": place, "at": stamped.at, "signature": stamped.signature }),
    ))
}
