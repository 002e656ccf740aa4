//! Checking a package against itself: its list of sums, its manifest, its originals, its timelines and its timestamps.
//!
//! Nothing in a package is signed by this app, so that one that was written anew from one end to the other cannot be told
//! from a true one; a timestamp is what stands against that. All that is less, one place changed and another forgotten, is
//! found here, because each fact stands in more than one place.

mod files;
mod json;
mod timeline;

use super::contents::{BILL_ROWS, EVIDENCE_LIST, LETTERS, ORIGINALS, TIMELINE};
use super::manifest::{HOW_TO_CHECK, MANIFEST, Manifest, ManifestOrder, SCHEMA, WITHOUT_KEYS, kind};
use super::submission::{FIELD, FIELD_LIMIT, GUIDE, ORDER_NOS, attached, each, product_line};
use super::texts::{ABOVE_ROWS, ABOVE_ROWS_BEFORE};
use super::timestamp::{REQUEST, TOKEN_ENDINGS, Token, asks_for, read_token};
use super::{SUBMISSION, SUMS};
use crate::disk::plain_reason;
use crate::order::{Moment, Sha256};
use crate::words::Text;
use crate::{Failure, Outcome, text};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

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

/// Checks every file of a package: that it is listed, there, no link, and unchanged; that the manifest names the same
/// files; that the originals are those of the timelines, whose chains hold; that what a person reads is what the chains
/// cover; and that timestamps are over this list. Paths that leave the folder are never opened.
///
/// # Errors
/// A folder without a list of sums, which is no package; a manifest of a later schema.
pub fn verify(folder: &Path) -> Outcome<Verification> {
    let mut check = Check::begin(folder)?;
    check.sums();
    check.request();
    let tokens = check.unlisted();
    let made_at = check.manifest()?;
    check.tokens(&tokens, made_at);
    Ok(Verification {
        ok: check.problems.is_empty(),
        files: check.files,
        problems: check.problems,
        notes: check.notes,
    })
}

/// A check as far as it has come.
struct Check<'a> {
    folder: &'a Path,
    sums: Vec<u8>,
    /// The sums by path, as they are listed.
    listed: BTreeMap<String, Sha256>,
    /// The lengths in bytes of the files that are as they are listed.
    lengths: BTreeMap<String, u64>,
    files: usize,
    problems: Vec<Text>,
    notes: Vec<Text>,
}

impl<'a> Check<'a> {
    fn begin(folder: &'a Path) -> Outcome<Self> {
        let unreadable = |error: &std::io::Error| {
            Failure::failed(text!(
                package_no_sums,
                folder = folder.display().to_string(),
                sums = SUMS,
                why = plain_reason(error)
            ))
        };
        let no_list = || {
            Failure::failed(text!(
                package_bad_sums,
                folder = folder.display().to_string(),
                sums = SUMS
            ))
        };
        let metadata = fs::symlink_metadata(folder.join(SUMS)).map_err(|error| unreadable(&error))?;
        if !metadata.is_file() {
            return Err(no_list());
        }
        let sums = files::read(folder, SUMS, files::LONGEST_TEXT).map_err(|why| no_list().because(why))?;
        if std::str::from_utf8(&sums).is_err() {
            return Err(no_list());
        }
        Ok(Self {
            folder,
            sums,
            listed: BTreeMap::new(),
            lengths: BTreeMap::new(),
            files: 0,
            problems: Vec::new(),
            notes: Vec::new(),
        })
    }

    /// Whether a file is listed and as it is listed.
    fn is_whole(&self, path: &str) -> bool {
        self.lengths.contains_key(path)
    }

    /// What is in a listed text that is as it is listed.
    fn text(&self, path: &str) -> Option<String> {
        let sum = self.listed.get(path)?;
        let bytes = files::read(self.folder, path, files::LONGEST_TEXT).ok()?;
        // It was hashed before; whoever changes it in between is not believed either.
        (Sha256::of(&bytes) == *sum).then_some(())?;
        String::from_utf8(bytes).ok()
    }

    /// The list itself, and every file in it.
    fn sums(&mut self) {
        let list = String::from_utf8_lossy(&self.sums).into_owned();
        // It was written with one line for each file and nothing else.
        if list.starts_with('\u{feff}') || list.contains('\r') || !list.ends_with('\n') {
            self.problems.push(text!(verify_sums_form, sums = SUMS));
        }
        for (i, line) in list.trim_start_matches('\u{feff}').lines().enumerate() {
            let entry = line.split_once("  ").and_then(|(hex, path)| {
                let sum = Sha256::from_hex(hex)?;
                (sum.to_string() == hex).then_some((sum, path))
            });
            let Some((sum, path)) = entry else {
                self.problems.push(text!(verify_line, sums = SUMS, line = i + 1));
                continue;
            };
            self.files += 1;
            if path == SUMS || path == REQUEST || self.listed.insert(path.to_owned(), sum).is_some() {
                self.problems.push(text!(verify_twice, sums = SUMS, path = path));
                continue;
            }
            match files::hash(self.folder, path) {
                Ok((actual, length)) if actual == sum => {
                    self.lengths.insert(path.to_owned(), length);
                }
                Ok(_) => self.problems.push(text!(verify_changed, path = path)),
                Err(why) => self.problems.push(why),
            }
        }
        if self.files == 0 {
            self.problems.push(text!(verify_none, sums = SUMS));
        }
    }

    /// The request for a timestamp is over this list, or somebody would have another one stamped.
    fn request(&mut self) {
        /// No request comes near it.
        const LONGEST: u64 = 64 * 1024;
        match files::read(self.folder, REQUEST, LONGEST) {
            Ok(request) if asks_for(&request, &self.sums) => {}
            Ok(_) => self
                .problems
                .push(text!(verify_request, request = REQUEST, sums = SUMS)),
            Err(why) => self.problems.push(why),
        }
    }

    /// What lies there and is not listed; gives back the timestamps, which are added later, by name.
    fn unlisted(&mut self) -> Vec<(String, Vec<u8>)> {
        let found = files::found(self.folder);
        if found.more {
            self.problems.push(text!(verify_more));
        }
        let own = [SUMS, REQUEST];
        let mut tokens = Vec::new();
        for path in found.paths {
            if own.contains(&path.as_str()) || self.listed.contains_key(&path) {
                continue;
            }
            match token(self.folder, &path) {
                Some(token) => tokens.push((path, token)),
                None => self.problems.push(text!(verify_unlisted, path = path)),
            }
        }
        let dropped = || {
            found
                .dropped
                .iter()
                .filter(|path| !self.listed.contains_key(*path))
        };
        if dropped().next().is_some() {
            self.notes.push(text!(
                verify_dropped,
                count = dropped().count(),
                files = Text::list(dropped().take(5).map(Text::as_it_is))
            ));
        }
        tokens
    }

    /// The manifest, and all that it names; gives back when the package says that it was made.
    fn manifest(&mut self) -> Outcome<Option<Moment>> {
        // What is listed was found to be a plain file inside of the folder, or is among the problems.
        let Some(text) = self.text(MANIFEST) else {
            self.problems
                .push(text!(verify_manifest_missing, manifest = MANIFEST, sums = SUMS));
            return Ok(None);
        };
        let json = json::read(text.as_bytes());
        let schema = json.as_ref().and_then(|json| json["schema"].as_u64());
        if schema.is_some_and(|schema| schema > u64::from(SCHEMA)) {
            return Err(Failure::failed(text!(verify_later)));
        }
        let Some(manifest) = json.and_then(|json| serde_json::from_value::<Manifest>(json).ok()) else {
            self.problems
                .push(text!(verify_manifest_unread, manifest = MANIFEST));
            return Ok(None);
        };
        self.notes.push(text!(
            verify_edition,
            edition = manifest.edition,
            at = &manifest.made_at
        ));
        self.named(&manifest);
        self.kinds(&manifest);
        self.how_to_check(&manifest);
        self.unknown(&manifest);
        let documents = self.orders(&manifest);
        // A schema that the orders do not ask for was put there.
        let tells_keys = documents.iter().any(timeline::Document::tells_keys);
        if manifest.schema > WITHOUT_KEYS && !tells_keys {
            self.problems
                .push(text!(verify_odd, path = MANIFEST, key = "schema"));
        }
        self.submission(&manifest, &documents);
        let made_at = chrono::DateTime::parse_from_rfc3339(&manifest.made_at).ok();
        if made_at.is_none() {
            self.problems
                .push(text!(verify_manifest_unread, manifest = MANIFEST));
        }
        Ok(made_at.map(Moment::from))
    }

    /// The list and the manifest name the same files, with the same sums.
    fn named(&mut self, manifest: &Manifest) {
        let mut named = BTreeSet::new();
        for file in &manifest.files {
            let path = file.path.as_str();
            if !named.insert(path) {
                self.problems
                    .push(text!(verify_twice, sums = MANIFEST, path = path));
            }
            let Some(sum) = self.listed.get(path) else {
                self.problems
                    .push(text!(verify_not_in_list, manifest = MANIFEST, path = path));
                continue;
            };
            let sum = sum.to_string();
            let other_sum = file.sha256.as_ref().is_some_and(|own| *own != sum);
            let other_length =
                file.bytes.is_some() && self.is_whole(path) && file.bytes.as_ref() != self.lengths.get(path);
            let is_unsaid = !manifest.is_earlier() && (file.sha256.is_none() || file.bytes.is_none());
            if other_sum || other_length || is_unsaid {
                self.problems.push(text!(
                    verify_other_sum,
                    path = path,
                    manifest = MANIFEST,
                    sums = SUMS
                ));
            }
        }
        for path in self.listed.keys() {
            // Earlier versions did not name what explains the check.
            let own = path == MANIFEST || (manifest.is_earlier() && path == HOW_TO_CHECK);
            if !own && !named.contains(path.as_str()) {
                self.problems
                    .push(text!(verify_not_in_manifest, path = path, manifest = MANIFEST));
            }
        }
    }

    /// Originals are what they were when they were kept, and an edition is either masked or not.
    fn kinds(&mut self, manifest: &Manifest) {
        for file in &manifest.files {
            let path = file.path.as_str();
            let sum = self.listed.get(path).map(ToString::to_string);
            let fits = match file.kind.as_str() {
                kind::ORIGINAL => {
                    !manifest.masked && file.original_sha256.is_some() && file.original_sha256 == sum
                }
                kind::MASKED => manifest.masked,
                kind::WRITTEN => {
                    file.original_sha256.is_none() && !(manifest.masked && path.starts_with(SUBMISSION))
                }
                _ => false,
            };
            if !fits && sum.is_some() {
                self.problems
                    .push(text!(verify_original, path = path, manifest = MANIFEST));
            }
        }
        if manifest.masked {
            self.notes.push(text!(verify_masked));
        }
    }

    /// Files that no version of this app writes, whatever the list and the manifest say. A version that writes others says
    /// so by the schema of its manifest.
    fn unknown(&mut self, manifest: &Manifest) {
        let folders: BTreeSet<&str> = manifest.orders.iter().map(ManifestOrder::folder).collect();
        let is_of_order = |below: &str| match below.split_once('/') {
            None => ["order.json", TIMELINE, EVIDENCE_LIST, BILL_ROWS].contains(&below),
            Some((folder, name)) => [ORIGINALS, LETTERS].contains(&folder) && !name.contains('/'),
        };
        let is_known = |path: &str| {
            let below = path.find('/').map(|at| path.split_at(at + 1));
            [MANIFEST, HOW_TO_CHECK].contains(&path)
                || path.starts_with(&format!("{SUBMISSION}/"))
                || (folders.contains("") && is_of_order(path))
                || below.is_some_and(|(folder, below)| folders.contains(folder) && is_of_order(below))
        };
        let unknown: Vec<Text> = self
            .listed
            .keys()
            .filter(|path| !is_known(path))
            .map(|path| text!(verify_unknown, path = path))
            .collect();
        self.problems.extend(unknown);
    }

    /// The files for the upload are those that the guide for the form names, and the texts for the form say of the orders
    /// what the timelines say.
    fn submission(&mut self, manifest: &Manifest, documents: &[timeline::Document]) {
        let folder = format!("{SUBMISSION}/");
        let (texts, files): (Vec<&str>, Vec<&str>) = self
            .listed
            .keys()
            .filter_map(|path| path.strip_prefix(&folder))
            .partition(|file| file.ends_with(".txt"));
        if texts.is_empty() && files.is_empty() {
            return;
        }
        let mut wrong: Vec<Text> = texts
            .iter()
            .filter(|text| ![GUIDE, FIELD].contains(*text))
            .map(|text| text!(verify_unknown, path = format!("{folder}{text}")))
            .collect();
        let path = format!("{folder}{GUIDE}");
        let guide = self.text(&path).unwrap_or_default();
        let mut named = attached(&guide);
        named.sort_unstable();
        // The list is in order.
        if files != named {
            wrong.push(text!(verify_differs, path = &path, other = SUBMISSION));
        }
        // Earlier versions spoke of settled orders too.
        let all: Vec<&timeline::Document> = documents.iter().collect();
        let open: Vec<&timeline::Document> = documents.iter().filter(|one| one.is_open()).collect();
        let sets = if manifest.is_earlier() {
            vec![open, all]
        } else {
            vec![open]
        };
        let says = |set: &Vec<&timeline::Document>| {
            let products = each(set.iter().map(|one| one.word("product")));
            let numbers = each(set.iter().filter_map(|one| one.given("order_no")));
            // What was bought may have several lines.
            let product = format!("\n{}\n", product_line(&products));
            guide.split_once(&product).is_some_and(|(_, rest)| {
                if format!("\n{rest}").contains(&product) {
                    return false;
                }
                let told = rest.lines().filter(|line| line.starts_with(ORDER_NOS));
                match numbers.is_empty() {
                    true => told.count() == 0,
                    false => told.count() == 1 && rest.contains(&format!("\n{ORDER_NOS}{numbers}\n")),
                }
            })
        };
        if files.iter().any(|file| file.ends_with(".pdf")) {
            self.notes.push(text!(verify_printed));
        }
        if !sets.iter().any(says) || guide.contains(FIELD) != texts.contains(&FIELD) {
            wrong.push(text!(verify_differs, path = &path, other = "order.json"));
        }
        let path = format!("{folder}{FIELD}");
        let text = self.text(&path).unwrap_or_default();
        if text.encode_utf16().count() > FIELD_LIMIT + 1 {
            wrong.push(text!(verify_differs, path = path, other = SUBMISSION));
        } else if let Some(odd) = timeline::said_otherwise(&text, documents) {
            // The words of a complaint are the person's own, and may ask for more than the orders say.
            self.notes.push(text!(verify_said, path = path, what = odd));
        }
        self.problems.extend(wrong);
    }

    /// What tells a person how to check says of the package what the manifest says.
    fn how_to_check(&mut self, manifest: &Manifest) {
        let edition = super::manifest::edition_line(manifest);
        let fits = self.text(HOW_TO_CHECK).is_some_and(|text| {
            let mut lines = text.lines().skip_while(|line| *line != edition).skip(1);
            let changed = lines.by_ref().take(manifest.changed.len());
            let masked = |line: &str| line.starts_with(super::manifest::MASKED_LINE);
            changed.eq(manifest.changed.iter())
                && (!manifest.masked || lines.next().is_some_and(masked))
                && lines.next() == Some("")
        });
        if !fits {
            self.problems
                .push(text!(verify_differs, path = HOW_TO_CHECK, other = MANIFEST));
        }
    }

    /// Each order of the package, and that there is none besides.
    fn orders(&mut self, manifest: &Manifest) -> Vec<timeline::Document> {
        if manifest.orders.is_empty() {
            self.problems.push(text!(verify_no_orders, manifest = MANIFEST));
        }
        let mut documents = Vec::new();
        let mut paths = BTreeSet::new();
        let mut ids = BTreeSet::new();
        for order in &manifest.orders {
            if !paths.insert(order.path.as_str()) || !ids.insert(order.id) {
                self.problems
                    .push(text!(verify_twice, sums = MANIFEST, path = &order.path));
                continue;
            }
            documents.extend(self.order(manifest, order));
        }
        let exports = documents.iter().map(timeline::Document::exports).max();
        if exports.is_some_and(|exports| exports as u64 + 1 != u64::from(manifest.edition)) {
            self.problems.push(text!(
                verify_visible_manifest,
                path = "order.json",
                key = "edition",
                manifest = MANIFEST
            ));
        }
        let further: Vec<Text> = self
            .listed
            .keys()
            .filter(|path| path.rsplit('/').next() == Some("order.json") && !paths.contains(path.as_str()))
            .map(|path| text!(verify_not_in_manifest, path = path, manifest = MANIFEST))
            .collect();
        self.problems.extend(further);
        let folders: BTreeSet<&str> = manifest.orders.iter().map(ManifestOrder::folder).collect();
        // An original lies with its order, and one that is a recording goes to 12315 besides.
        let astray: Vec<Text> = manifest
            .files
            .iter()
            .filter(|file| {
                let originals = file.path.split_once(&format!("{ORIGINALS}/"));
                let is_with_order = originals.is_some_and(|(folder, _)| folders.contains(folder));
                let hash = file.original_sha256.as_deref().and_then(Sha256::from_hex);
                let is_known = hash.is_some_and(|hash| {
                    file.path.starts_with(SUBMISSION)
                        && documents.iter().any(|one| one.is_attached(hash, None))
                });
                let is_original =
                    file.kind == kind::ORIGINAL || file.path.split('/').any(|part| part == ORIGINALS);
                is_original && !is_with_order && !is_known
            })
            .map(|file| text!(verify_not_in_timeline, path = &file.path))
            .collect();
        self.problems.extend(astray);
        documents
    }

    fn order(&mut self, manifest: &Manifest, order: &ManifestOrder) -> Option<timeline::Document> {
        let document = self
            .text(&order.path)
            .and_then(|text| json::read(text.as_bytes()))
            .and_then(|json| timeline::Document::read(json, manifest));
        let Some(document) = document else {
            self.problems
                .push(text!(verify_timeline_unread, path = &order.path));
            return None;
        };
        self.problems.extend(document.check(order, manifest));
        let folder = order.folder();
        let mut wrong = Vec::new();
        let differs = |name: &str| {
            text!(
                verify_differs,
                path = format!("{folder}{name}"),
                other = &order.path
            )
        };
        let written = |name: &str| self.text(&format!("{folder}{name}")).unwrap_or_default();
        if document.can_be_told() {
            if !document.is_told(&written(TIMELINE)) {
                wrong.push(differs(TIMELINE));
            }
            let originals = Originals::of(manifest, folder);
            let paths: Vec<Option<&str>> = document.shown().map(|shown| originals.lies(&shown)).collect();
            let there: BTreeSet<&str> = paths.iter().flatten().copied().collect();
            if !document.is_in_list(&written(EVIDENCE_LIST), &paths) {
                wrong.push(differs(EVIDENCE_LIST));
            }
            let unshown = self.listed.keys().filter(|path| {
                let below = path.strip_prefix(folder).unwrap_or_default();
                below.starts_with(&format!("{ORIGINALS}/")) && !there.contains(below)
            });
            wrong.extend(unshown.map(|path| text!(verify_not_in_timeline, path = path)));
        }
        if manifest.masked {
            self.problems.extend(wrong);
            return Some(document);
        }
        // The first versions had no such text.
        let above: &[&str] = if manifest.is_earlier() {
            &[ABOVE_ROWS, ABOVE_ROWS_BEFORE]
        } else {
            &[ABOVE_ROWS]
        };
        let rows = written(BILL_ROWS);
        let fits = |above: &&str| document.bill_rows(above).unwrap_or_default() == rows;
        let has_rows = self.listed.contains_key(&format!("{folder}{BILL_ROWS}"));
        if (has_rows || !manifest.is_earlier()) && !above.iter().any(fits) {
            wrong.push(differs(BILL_ROWS));
        }
        let letters = document.letters(folder);
        for (path, words) in &letters {
            if self.text(path).as_ref() != Some(words) {
                wrong.push(text!(verify_differs, path = path, other = &order.path));
            }
        }
        let sent = format!("{folder}{LETTERS}/");
        let unsent = self
            .listed
            .keys()
            .filter(|path| path.starts_with(&sent) && !letters.contains_key(*path));
        wrong.extend(unsent.map(|path| text!(verify_not_in_timeline, path = path)));
        let originals = manifest
            .files
            .iter()
            .filter(|file| file.path.starts_with(&format!("{folder}{ORIGINALS}/")));
        let mut there = BTreeSet::new();
        for file in originals {
            let hash = file.original_sha256.as_deref().and_then(Sha256::from_hex);
            match hash.filter(|hash| document.is_attached(*hash, self.lengths.get(&file.path).copied())) {
                Some(hash) => drop(there.insert(hash)),
                None => wrong.push(text!(verify_not_in_timeline, path = &file.path)),
            }
        }
        for (seq, hash) in document.attached() {
            if !there.contains(&hash) {
                wrong.push(text!(
                    verify_original_missing,
                    path = &order.path,
                    entry = seq,
                    sha256 = hash.to_string()
                ));
            }
        }
        self.problems.extend(wrong);
        Some(document)
    }

    /// What timestamps say of the list.
    fn tokens(&mut self, tokens: &[(String, Vec<u8>)], made_at: Option<Moment>) {
        for (path, bytes) in tokens {
            match read_token(bytes, &self.sums).and_then(|token| in_time(token, made_at)) {
                Ok(token) => self.notes.push(text!(
                    verify_stamped,
                    path = path,
                    at = &token.at,
                    sums = SUMS,
                    signature = token.signature
                )),
                Err(failure) => self
                    .problems
                    .push(text!(verify_file, path = path, why = failure.text)),
            }
        }
    }
}

/// The originals of an order as the manifest names them, below the order's folder.
struct Originals<'a> {
    paths: BTreeSet<&'a str>,
    /// The same by their hashes.
    by_hash: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> Originals<'a> {
    fn of(manifest: &'a Manifest, folder: &str) -> Self {
        let mut originals = Self {
            paths: BTreeSet::new(),
            by_hash: BTreeMap::new(),
        };
        for file in &manifest.files {
            let below = file.path.strip_prefix(folder);
            let Some(below) = below.filter(|below| below.starts_with(ORIGINALS)) else {
                continue;
            };
            originals.paths.insert(below);
            if let Some(hash) = &file.original_sha256 {
                originals.by_hash.entry(hash).or_default().push(below);
            }
        }
        originals
    }

    /// Where a file lies under its own name.
    fn lies(&self, shown: &timeline::Shown) -> Option<&'a str> {
        let begins = format!("{ORIGINALS}/{}", shown.begins);
        let Some(hash) = shown.hash else {
            return self.paths.get(format!("{begins}.png").as_str()).copied();
        };
        let named = self.by_hash.get(hash.to_string().as_str())?;
        let is_it = |path: &&&str| path.starts_with(&format!("{begins}-")) && path.ends_with(&shown.ends);
        named.iter().find(is_it).copied()
    }
}

/// A list that names a manifest that says when it was made cannot have been stamped before.
pub(super) fn in_time(token: Token, made_at: Option<Moment>) -> Outcome<Token> {
    /// By how much two clocks may differ.
    const CLOCKS_DIFFER: crate::order::Span = crate::order::Span::minutes(10);
    match made_at.filter(|made_at| token.moment + CLOCKS_DIFFER < *made_at) {
        Some(_) => Err(Failure::failed(text!(timestamp_before, at = token.at))),
        None => Ok(token),
    }
}

/// When the package in a folder says that it was made.
pub(super) fn made_at(folder: &Path) -> Option<Moment> {
    let manifest = files::read(folder, MANIFEST, files::LONGEST_TEXT).ok()?;
    let json = json::read(&manifest)?;
    let made_at = chrono::DateTime::parse_from_rfc3339(json["made_at"].as_str()?).ok()?;
    Some(made_at.into())
}

/// The bytes of a file that lies where a timestamp does: beside the list, a plain file, not too large.
fn token(folder: &Path, path: &str) -> Option<Vec<u8>> {
    const LARGEST: u64 = 1024 * 1024;
    let ending = path.rsplit_once('.')?.1.to_lowercase();
    if path.contains('/') || !TOKEN_ENDINGS.contains(&ending.as_str()) {
        return None;
    }
    files::read(folder, path, LARGEST).ok()
}
