//! The parts of a ZIP by name. Some programs write the names of a workbook's parts in other cases or with backslashes, so
//! neither counts.

use super::too_large;
use crate::order::excerpt;
use crate::{Failure, Outcome, text};
use encoding_rs::{Encoding, GB18030};
use std::collections::HashMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The most entries that an archive may have; a workbook has a dozen, a bill has one.
const MOST_ENTRIES: usize = 1_000;

/// An archive over bytes in memory.
pub(super) type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// An archive and the places of its entries.
pub(super) struct Package<'a> {
    pub archive: Archive<'a>,
    places: HashMap<String, usize>,
}

impl<'a> Package<'a> {
    /// Reads the directory of an archive; `name` is only for sentences.
    pub fn open(name: &str, bytes: &'a [u8]) -> Outcome<Self> {
        let mut archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(name).because(error))?;
        if archive.len() > MOST_ENTRIES {
            return Err(Failure::failed(text!(table_archive_crowded)));
        }
        let mut places = HashMap::new();
        for place in 0..archive.len() {
            if let Ok(entry) = archive.by_index_raw(place) {
                places
                    .entry(plain_name(&entry_name(entry.name_raw())))
                    .or_insert(place);
            }
        }
        Ok(Self { archive, places })
    }

    /// Whether there is an entry with this path from the root.
    pub fn has(&self, path: &str) -> bool {
        self.places.contains_key(&plain_name(path))
    }

    /// The text of a part of a workbook, if there is one with this path. What it unfolds to is taken off the budget, whatever size
    /// the archive states.
    pub fn text(&mut self, path: &str, budget: &mut u64) -> Outcome<Option<String>> {
        let Some(place) = self.places.get(&plain_name(path)) else {
            return Ok(None);
        };
        let broken = || Failure::failed(text!(table_workbook_damaged));
        let entry = self
            .archive
            .by_index(*place)
            .map_err(|error| broken().because(error))?;
        let mut bytes = Vec::new();
        entry
            .take(*budget + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| broken().because(error))?;
        *budget = budget.checked_sub(bytes.len() as u64).ok_or_else(too_large)?;
        let text = match Encoding::for_bom(&bytes) {
            Some((encoding, _)) => encoding.decode_with_bom_removal(&bytes).0.into_owned(),
            None => String::from_utf8(bytes).map_err(|error| broken().because(error))?,
        };
        Ok(Some(text))
    }
}

pub(super) fn damaged(name: &str) -> Failure {
    Failure::failed(text!(table_damaged, name = excerpt(name)))
}

/// The name of an entry: UTF-8, or what Chinese Windows writes.
pub(super) fn entry_name(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => GB18030.decode_without_bom_handling(raw).0.into_owned(),
    }
}

fn plain_name(path: &str) -> String {
    resolved("", path).to_lowercase()
}

/// The path from the root that a part of `folder` (`xl/`) means by `target`.
pub(super) fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let whole = match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{folder}{target}"),
    };
    let mut path: Vec<&str> = Vec::new();
    for step in whole.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_found_from_its_folder() {
        for (folder, target, path) in [
            ("xl/", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl/", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl/", "worksheets\\sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl/a/", "../b/./sheet1.xml", "xl/b/sheet1.xml"),
            ("", "../../book.xml", "book.xml"),
        ] {
            assert_eq!(resolved(folder, target), path);
        }
    }
}
