//! The evidence of a case: sorted by the fact that it proves, numbered, with what is still missing.

use super::DossierCase;
use super::contents::{BILL_ROWS, EVIDENCE_LIST, TIMELINE, bill_rows, paths};
use super::texts::key_row;
use crate::order::{BEIJING, Event, EventKind, Ledger, Media, Moment, OrderId, Sha256, Shot, Status, undone};
use crate::rules::{GroupRule, Place, Rules};
use crate::text;
use crate::words::{RowText, Text};
use serde::Serialize;
use ts_rs::TS;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exhibit {
    /// The place of its group in the rules, from 0.
    pub group: usize,
    /// Its number in the list: `3-1`.
    pub number: String,
    /// The order to which it belongs.
    pub order: OrderId,
    pub name: Text,
    pub source: String,
    pub proves: RowText,
    /// When it was kept, or happened.
    pub at: Moment,
    /// Where it lies in the archive: its file, or the timeline that holds its text.
    pub path: String,
    /// What it is made of.
    pub body: ExhibitBody,
}

/// What a piece of evidence is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExhibitBody {
    /// An attached file, by its place among the order's files.
    Shot(Shot),
    /// A text out of the timeline: a letter as it was sent, a complaint that was filed.
    Text {
        /// The place of its event in the timeline.
        seq: u32,
        text: String,
    },
}

impl Exhibit {
    pub fn sha256(&self) -> Option<Sha256> {
        match &self.body {
            ExhibitBody::Shot(shot) => Some(shot.sha256),
            ExhibitBody::Text { .. } => None,
        }
    }
}

/// A fact to be proved, with what proves it, for the case page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct GroupView {
    /// Its key.
    pub key: String,
    pub name: Text,
    /// Its pieces.
    pub items: Vec<ExhibitView>,
    /// Whether there is anything, or a case can do without it.
    pub filled: bool,
    /// Whether a case can do without it.
    pub optional: bool,
    /// What to add.
    pub missing: Text,
    /// Where it can be added.
    pub place: Place,
}

/// A piece of evidence, for the case page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ExhibitView {
    /// Its number in the list.
    pub number: String,
    /// What it is.
    pub name: Text,
    /// The hash of its file; `None` for a text from the timeline.
    pub sha256: Option<String>,
}

/// Sorts the evidence of cases that are complained about together by the fact that it proves, in time order inside of each, and numbers it.
pub fn exhibits(cases: &[DossierCase], rules: &Rules) -> Vec<Exhibit> {
    let several = cases.len() > 1;
    let mut all = Vec::new();
    for (at, group) in rules.evidence.groups.iter().enumerate() {
        let mut of_group: Vec<Exhibit> = cases
            .iter()
            .enumerate()
            .flat_map(|(nth, case)| of_case(case, at, group, several.then_some(nth), rules))
            .collect();
        of_group.sort_by_key(|one| (one.order, one.at));
        for (i, one) in of_group.iter_mut().enumerate() {
            one.number = format!("{}-{}", at + 1, i + 1);
        }
        all.extend(of_group);
    }
    all
}

/// Which of several orders something belongs to, as their list counts them; nothing where there is one alone.
pub(super) fn of_which(nth: Option<usize>) -> Text {
    nth.map_or_else(Text::default, |nth| text!(exhibit_of_which, order = nth + 1))
}

fn of_case(
    case: &DossierCase,
    at: usize,
    group: &GroupRule,
    nth: Option<usize>,
    rules: &Rules,
) -> Vec<Exhibit> {
    let of_which = of_which(nth);
    let proves = match (
        rules.evidence.fact(case.problem(), group),
        &group.proves_of_arrived,
    ) {
        (Some(fact), _) => &fact.proves,
        (None, Some(proves)) if case.order.status == Status::Arrived => proves,
        (None, _) => &group.proves,
    };
    let exhibit = |name: Text, source: String, moment, path, body| Exhibit {
        group: at,
        number: String::new(),
        order: case.order.id,
        name: Text::joined([name, of_which.clone()]),
        source,
        proves: proves.clone(),
        at: moment,
        path,
        body,
    };
    let lies_in = |name: &str| format!("{}{name}", case.folder);
    let mut exhibits: Vec<Exhibit> = case
        .shots
        .iter()
        .zip(paths(case))
        .filter(|(shot, _)| group.roles.contains(&shot.role))
        .map(|(shot, path)| {
            exhibit(
                match shot.media {
                    Media::Pdf => text!(exhibit_document, role = shot.role.name()),
                    media => text!(exhibit_file, role = shot.role.name(), media = media.name()),
                },
                // Who made a picture is not to be seen in it.
                format!(
                    "本人保存，{} 加入，原文件名 {}",
                    shot.added_at.local(BEIJING),
                    shot.name
                ),
                shot.added_at,
                path,
                ExhibitBody::Shot(shot.clone()),
            )
        })
        .collect();
    if group.bill {
        exhibits.extend(bill_rows(&case.events).map(|event| {
            exhibit(
                text!(exhibit_bill_entry),
                format!(
                    "摘自本人从支付 App 导出的账单文件，{} 导入，见 {}",
                    event.recorded_at.local(BEIJING),
                    lies_in(BILL_ROWS)
                ),
                event.what.at,
                lies_in(BILL_ROWS),
                ExhibitBody::Text {
                    seq: event.seq,
                    text: event.what.text.clone().unwrap_or_default(),
                },
            )
        }));
    }
    if group.keys {
        exhibits.extend(key_table(case).map(|(event, table)| {
            exhibit(
                text!(exhibit_keys),
                format!("本人当时在本机记录，见 {}", lies_in(EVIDENCE_LIST)),
                event.what.at,
                lies_in(EVIDENCE_LIST),
                ExhibitBody::Text {
                    seq: event.seq,
                    text: table,
                },
            )
        }));
    }
    if group.key == "demand" {
        let undone = undone(&case.events);
        exhibits.extend(
            case.events
                .iter()
                .filter(|event| !undone.contains(&event.seq))
                .filter_map(|event| {
                    let what = &event.what;
                    let name = match what.kind {
                        EventKind::Demanded if what.until.is_some() => text!(exhibit_final_demand),
                        EventKind::Demanded => text!(exhibit_demand),
                        EventKind::Promised => text!(exhibit_promise),
                        EventKind::Refused => text!(exhibit_refusal),
                        EventKind::Filed => text!(exhibit_filing),
                        _ => return None,
                    };
                    Some(exhibit(
                        name,
                        format!(
                            "本人当时在本机记录，{} 记入时间线第 {} 条",
                            event.recorded_at.local(BEIJING),
                            event.seq
                        ),
                        what.at,
                        lies_in(TIMELINE),
                        ExhibitBody::Text {
                            seq: event.seq,
                            text: what.text.clone().unwrap_or_else(|| what.kind.name().chinese()),
                        },
                    ))
                }),
        );
    }
    exhibits
}

/// What to add to a group: in the words of the problem, or of the kind, where all cases have the same ones.
fn missing<'a>(group: &'a GroupRule, cases: &[DossierCase], rules: &'a Rules) -> &'a RowText {
    let of = |case: &DossierCase| {
        let of_problem = rules.evidence.fact(case.problem(), group);
        let of_kind = || {
            let kind = rules.kind(&case.order.facts.kind).ok();
            kind.and_then(|kind| kind.proof.as_ref())
                .filter(|_| group.by_kind)
        };
        of_problem
            .map(|fact| &fact.missing)
            .or_else(of_kind)
            .unwrap_or(&group.missing)
    };
    let mut said = cases.iter().map(of);
    let first = said.next().unwrap_or(&group.missing);
    if said.all(|other| other == first) {
        first
    } else {
        &group.missing
    }
}

/// The table of the card keys, where any was tried, with the event that tried one last.
fn key_table(case: &DossierCase) -> Option<(&Event, String)> {
    let undone = undone(&case.events);
    let last = case
        .events
        .iter()
        .rfind(|event| event.what.kind == EventKind::KeyTried && !undone.contains(&event.seq))?;
    let rows: Vec<String> = Ledger::of(&case.events)
        .keys
        .iter()
        .map(|key| {
            let tried = key
                .tried_at
                .map_or_else(|| "—".to_owned(), |at| at.local(BEIJING));
            let says = key.says.as_deref().unwrap_or("—");
            key_row(key.n.into(), key.last4.as_deref(), key.state, &tried, says)
        })
        .collect();
    let table = format!(
        "序号 | 后四位 | 状态 | 首次试用 | 页面的说法\n{}",
        rows.join("\n")
    );
    (!rows.is_empty()).then_some((last, table))
}

/// The groups with what is in them and what is missing, for the case page.
pub fn groups(cases: &[DossierCase], exhibits: &[Exhibit], rules: &Rules) -> Vec<GroupView> {
    rules
        .evidence
        .groups
        .iter()
        .enumerate()
        .map(|(at, group)| {
            let items: Vec<ExhibitView> = exhibits
                .iter()
                .filter(|one| one.group == at)
                .map(|one| ExhibitView {
                    number: one.number.clone(),
                    name: one.name.clone(),
                    sha256: one.sha256().map(|hash| hash.to_string()),
                })
                .collect();
            GroupView {
                key: group.key.clone(),
                name: (&group.name).into(),
                filled: !items.is_empty() || group.optional,
                optional: group.optional,
                items,
                missing: missing(group, cases, rules).into(),
                place: group.place,
            }
        })
        .collect()
}
