//! What an evidence package would hold, and writing it.

use crate::complainant::complainant;
use crate::data_file::{DataFile, changed};
use daozhang_core::escalate::Wish;
use daozhang_core::order::view::OrderView;
use daozhang_core::order::{
    self, BEIJING, Change, EventKind, Happening, Media, Moment, OrderId, Person, Seller, Sha256, Shot,
    ShotRole, excerpt, named,
};
use daozhang_core::prove::pages::Typesetter;
use daozhang_core::prove::{
    self, Body, Brief, Declared, DossierCase, Entry, Exhibit, Finding, GroupView, HOW_TO_CHECK, Mask,
    SUBMISSION, Sharing, Written,
};
use daozhang_core::rules::InPackage;
use daozhang_core::words::Text;
use daozhang_core::{Code, Failure, Outcome, text};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use ts_rs::TS;

/// What the person wants of an export.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct ExportWish {
    /// Only an archive for sharing, with what identifies a person masked.
    pub masked: bool,
    /// Only the archive, without the files for 12315.
    pub archive_only: bool,
    /// What the person confirms.
    pub declared: Declared,
    /// Whether to claim 欺诈.
    pub fraud: bool,
    /// The complainant's own details for this export; `None` for those that are kept.
    pub person: Option<Person>,
}

/// What a package would hold, and what to know before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Preflight {
    /// The facts to be proved, with what proves them.
    pub groups: Vec<GroupView>,
    /// What would make 12315 refuse it, or weaken it.
    pub findings: Vec<Finding>,
    /// The complainant's own details, where they are kept.
    pub person: Option<Person>,
}

/// A package that was written, and what it could not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    pub written: Written,
    /// The files that go to 12315.
    pub submission: Vec<PathBuf>,
    /// Which edition of these orders' package it is, from 1.
    pub edition: u32,
    /// What the preflight finds.
    pub findings: Vec<FoundView>,
    /// What else the package could not hold, and what to know of it, one sentence each.
    pub warnings: Vec<Text>,
}

/// What would make 12315 refuse a complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FoundView {
    /// The key by which the preflight lists it.
    pub key: String,
    /// What it is, and how to mend it.
    pub sentence: Text,
}

impl Exported {
    /// All that is to be known of the package, one sentence each.
    pub fn said(&self) -> Vec<&Text> {
        let found = self.findings.iter().map(|one| &one.sentence);
        found.chain(&self.warnings).collect()
    }
}

struct Dossier {
    cases: Vec<DossierCase>,
    /// Those that are not settled: of the others nothing is claimed.
    open: Vec<DossierCase>,
    /// What proves the open ones, or, where all are settled, what is kept of them.
    exhibits: Vec<Exhibit>,
    seller: Seller,
}

impl DataFile {
    /// What a package of these orders would hold, and what to know before.
    pub fn preflight(&self, ids: &[OrderId], declared: Declared, now: Moment) -> Outcome<Preflight> {
        let dossier = self.dossier(ids)?;
        let rules = &self.works.rules;
        Ok(Preflight {
            groups: prove::groups(&dossier.cases, &dossier.exhibits, rules),
            findings: prove::preflight(
                &dossier.open,
                &dossier.exhibits,
                &dossier.seller,
                declared,
                rules,
                now,
            ),
            person: self.person()?,
        })
    }

    /// Writes an evidence package of these orders of one platform into a new folder below `target`, and notes it in their
    /// timelines. `typesetter` sets the PDFs for 12315. `progress` is told how many of how many steps are done, and says whether to go on.
    ///
    /// # Errors
    /// Orders of several platforms, an original that is not as it was kept, a place that cannot be written to, and
    /// [`Code::Cancelled`]; nothing is left behind then.
    pub fn export(
        &mut self,
        ids: &[OrderId],
        target: &Path,
        wish: &ExportWish,
        typesetter: &dyn Typesetter,
        now: Moment,
        mut progress: impl FnMut(usize, usize) -> bool,
    ) -> Outcome<Exported> {
        let mut dossier = self.dossier(ids)?;
        let mut warnings: Vec<Text> = Vec::new();
        let mut findings = Vec::new();
        if !wish.masked {
            let all = prove::preflight(
                &dossier.open,
                &dossier.exhibits,
                &dossier.seller,
                wish.declared,
                &self.works.rules,
                now,
            );
            findings.extend(all.into_iter().filter(|one| !one.asked).map(|one| FoundView {
                sentence: text!(package_finding, text = one.text, mend = one.mend),
                key: one.key,
            }));
        }
        if daozhang_core::store::file::is_synced(target) {
            warnings.push(text!(package_synced));
        }
        let secrets = prove::secrets(&dossier.cases, self.complaining(wish)?.as_ref());
        let sharing = wish.masked.then_some(secrets.as_slice());
        let mut entries = self.archive(&dossier, sharing, now, &mut warnings, || progress(0, 1))?;
        let steps = entries.len();
        let settled: Vec<&DossierCase> = dossier
            .cases
            .iter()
            .filter(|case| !case.order.status.is_open())
            .collect();
        if !wish.masked && !wish.archive_only && !settled.is_empty() {
            let which = Text::list(
                settled
                    .iter()
                    .map(|case| Text::as_it_is(case.order.id.0.to_string())),
            );
            warnings.push(if dossier.open.is_empty() {
                text!(package_all_settled, which = which)
            } else {
                text!(package_settled, which = which)
            });
        }
        if !wish.masked && !wish.archive_only && !dossier.open.is_empty() {
            let made = self.submission(&mut dossier, wish, typesetter, now, || progress(0, steps + 4));
            match made {
                Ok(made) => {
                    warnings.extend(made.warnings);
                    entries.extend(made.entries);
                }
                Err(failure) if failure.code == Code::Cancelled => return Err(failure),
                // Without its PDFs a package is still the evidence.
                Err(failure) => warnings.push(text!(package_no_pdf, why = failure.text)),
            }
        }
        let manifest = prove::manifest(&dossier.cases, wish.masked, now);
        let edition = manifest.edition;
        entries.push(text(HOW_TO_CHECK, prove::how_to_check(&manifest, &entries)));
        let written = prove::write(
            target,
            &name(&dossier, sharing, now),
            &entries,
            manifest,
            |sha256| self.fetch(sha256),
            progress,
        )?;
        let folder = written
            .folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let said = format!("{folder}（第 {} 版）", edition);
        let clockwork = self.works.at(now);
        let noted = self.store.write(|tx| {
            for case in &dossier.cases {
                let exported = Happening::new(EventKind::Exported, now).saying(said.clone());
                changed(tx, &tx.case(case.order.id)?, Change::of(exported), &clockwork)?;
            }
            Ok(())
        });
        if let Err(failure) = noted {
            // Every package is noted in the timelines of its orders.
            let _ = std::fs::remove_dir_all(&written.folder);
            return Err(failure);
        }
        let submission = entries
            .iter()
            .filter(|entry| entry.path.starts_with(SUBMISSION))
            .map(|entry| written.folder.join(&entry.path))
            .collect();
        Ok(Exported {
            written,
            submission,
            edition,
            findings,
            warnings,
        })
    }

    /// The other orders of an order's platform, those that are open first and the newest first; at most fifty.
    pub fn same_platform(&self, id: OrderId) -> Outcome<Vec<OrderView>> {
        const MOST: usize = 50;
        let order = self.store.case(id)?.order;
        let Some(platform) = named(&order.facts.platform) else {
            return Ok(Vec::new());
        };
        let mut others = self.store.orders_of(platform, MOST + 1)?;
        others.retain(|other| other.id != id);
        others.truncate(MOST);
        Ok(self.views(&others))
    }

    fn dossier(&self, ids: &[OrderId]) -> Outcome<Dossier> {
        let mut unique: Vec<OrderId> = Vec::new();
        for id in ids {
            if !unique.contains(id) {
                unique.push(*id);
            }
        }
        let mut cases = Vec::with_capacity(unique.len());
        for id in &unique {
            let order::Case {
                order,
                events,
                shots,
                keys,
                ..
            } = self.store.case(*id)?;
            let folder = if unique.len() == 1 {
                String::new()
            } else {
                format!("订单-{}/", order.id.0)
            };
            cases.push(DossierCase {
                order,
                events,
                shots,
                keys: keys.into_iter().map(|kept| kept.key).collect(),
                folder,
                long_text: String::new(),
                field_text: String::new(),
            });
        }
        let Some(first) = cases.first() else {
            return Err(Failure::failed(text!(package_no_order)));
        };
        let platform = first.order.facts.platform.clone();
        if cases.iter().any(|case| case.order.facts.platform != platform) {
            return Err(Failure::failed(text!(package_mixed)));
        }
        if cases.len() > 1 && named(&platform).is_none() {
            return Err(Failure::failed(text!(package_unnamed)));
        }
        let is_open = |case: &&DossierCase| case.order.status.is_open();
        let open: Vec<DossierCase> = cases.iter().filter(is_open).cloned().collect();
        Ok(Dossier {
            exhibits: prove::exhibits(if open.is_empty() { &cases } else { &open }, &self.works.rules),
            seller: self.store.platform(&platform)?.seller,
            open,
            cases,
        })
    }

    /// The archive's files, without `sharing` as they are and with it without these secrets; what stays out is said in
    /// `warnings`.
    fn archive(
        &self,
        dossier: &Dossier,
        sharing: Option<&[String]>,
        now: Moment,
        warnings: &mut Vec<Text>,
        mut go_on: impl FnMut() -> bool,
    ) -> Outcome<Vec<Entry>> {
        let mut entries = Vec::new();
        for case in &dossier.cases {
            let id = case.order.id;
            if case.shots.is_empty() {
                warnings.push(text!(package_no_shots, id = id.0));
            }
            let is_paper = |shot: &Shot| shot.media == Media::Pdf && shot.role == ShotRole::Payment;
            if sharing.is_none() && case.shots.iter().any(is_paper) {
                warnings.push(text!(package_paper, id = id.0));
            }
            let mut masks = self.masks(id)?;
            if sharing.is_some() {
                let pictures = || case.shots.iter().filter(|shot| shot.media.is_picture());
                let mut unopened = Vec::new();
                for shot in pictures().filter(|shot| masks.get(&shot.sha256) != Some(&Mask::Damaged)) {
                    if !go_on() {
                        return Err(prove::cancelled());
                    }
                    let bytes = prove::original(shot.sha256, &shot.name, |hash| self.fetch(hash))?;
                    if !prove::can_be_masked(&bytes) {
                        unopened.push(shot);
                    }
                }
                masks.extend(unopened.iter().map(|shot| (shot.sha256, Mask::Unopened)));
                if !unopened.is_empty() {
                    let names = unopened.iter().map(|shot| Text::as_it_is(excerpt(&shot.name)));
                    warnings.push(text!(
                        package_unopened,
                        id = id.0,
                        count = unopened.len(),
                        which = Text::list(names)
                    ));
                }
                let bare = pictures()
                    .filter(|shot| !masks.contains_key(&shot.sha256))
                    .count();
                let damaged = pictures()
                    .filter(|shot| masks.get(&shot.sha256) == Some(&Mask::Damaged))
                    .count();
                if damaged > 0 {
                    warnings.push(text!(package_masks_damaged, id = id.0, count = damaged));
                }
                if bare > 0 {
                    warnings.push(text!(package_unmasked, id = id.0, count = bare));
                }
                if case.shots.iter().any(|shot| !shot.media.is_picture()) {
                    warnings.push(text!(package_unmaskable, id = id.0));
                }
            }
            entries.extend(prove::contents(
                case,
                sharing.map(|secrets| Sharing {
                    masks: &masks,
                    secrets,
                }),
                &self.works.rules,
                now,
                self.works.zone,
            )?);
        }
        Ok(entries)
    }

    fn submission(
        &self,
        dossier: &mut Dossier,
        wish: &ExportWish,
        typesetter: &dyn Typesetter,
        now: Moment,
        mut go_on: impl FnMut() -> bool,
    ) -> Outcome<prove::Submission> {
        let letters = Wish {
            fraud: wish.fraud,
            own_use: wish.declared.own_use,
            ..Wish::default()
        };
        for case in &mut dossier.open {
            case.long_text = self.complaint_text(case, InPackage::Facts, letters, now)?;
            case.field_text = self.complaint_text(case, InPackage::Field, letters, now)?;
        }
        let person = self.complaining(wish)?.unwrap_or_default();
        let brief = Brief {
            cases: &dossier.open,
            exhibits: &dossier.exhibits,
            seller: &dossier.seller,
            complainant: &complainant(&person),
            fraud: wish.fraud,
            rules: &self.works.rules,
            now,
            zone: self.works.zone,
        };
        prove::submission(&brief, typesetter, |sha256| {
            if !go_on() {
                return Err(prove::cancelled());
            }
            prove::original(sha256, "原件", |hash| self.fetch(hash))
        })
    }

    /// Who complains, if that is known.
    fn complaining(&self, wish: &ExportWish) -> Outcome<Option<Person>> {
        match &wish.person {
            Some(person) => Ok(Some(person.clone())),
            None => self.person(),
        }
    }

    /// The text of a complaint about an open order.
    fn complaint_text(
        &self,
        case: &DossierCase,
        place: InPackage,
        wish: Wish,
        now: Moment,
    ) -> Outcome<String> {
        let letters = &self.works.rules.letters;
        let Some(letter) = letters.iter().find(|letter| letter.package == Some(place)) else {
            return Ok(String::new());
        };
        Ok(self.written(case.order.id, &letter.key, wish, now)?.text)
    }

    fn fetch(&self, sha256: Sha256) -> Outcome<Vec<u8>> {
        match self.store.file(sha256)? {
            Some((_, bytes)) => Ok(bytes),
            None => Err(Failure::failed(text!(
                package_original_lost,
                sha256 = sha256.to_string()
            ))),
        }
    }
}

fn text(path: &str, text: String) -> Entry {
    Entry {
        path: path.to_owned(),
        body: Body::Text(text),
    }
}

/// The name of a package's folder, in which no secret stands either.
fn name(dossier: &Dossier, sharing: Option<&[String]>, now: Moment) -> String {
    let order = &dossier.cases[0].order;
    let platform = match (named(&order.facts.platform), sharing) {
        (None, _) => "平台未填".to_owned(),
        (Some(platform), None) => platform.to_owned(),
        (Some(platform), Some(secrets)) => {
            let secrets: Vec<&str> = secrets.iter().map(String::as_str).collect();
            prove::mask_text(platform, &secrets)
        }
    };
    format!(
        "到账证据包{}-{}-{}-{}",
        if sharing.is_some() { "（遮盖版）" } else { "" },
        platform.chars().take(16).collect::<String>(),
        order.id.0,
        now.in_zone(BEIJING).format("%Y%m%d-%H%M%S")
    )
}
