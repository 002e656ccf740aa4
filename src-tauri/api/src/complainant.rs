//! Who complains: kept only where the person wants that.

use crate::data_file::DataFile;
use daozhang_core::order::{Person, given};
use daozhang_core::prove::pages::Complainant;
use daozhang_core::{Failure, Outcome, text};

/// The setting that holds the complainant's own details, where the person wants them kept.
const PERSON: &str = "complainant";

impl DataFile {
    /// The complainant's own details, where the person wants them kept.
    pub fn person(&self) -> Outcome<Option<Person>> {
        let kept = self.store.setting(PERSON)?.filter(|text| !text.is_empty());
        Ok(kept.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Keeps the complainant's own details, or forgets them.
    pub fn keep_person(&mut self, person: Option<&Person>) -> Outcome<()> {
        let text = match person {
            Some(person) => {
                serde_json::to_string(&daozhang_core::record::check_person(person)?).map_err(unwritten)?
            }
            None => String::new(),
        };
        self.store.set(&[(PERSON, text)])
    }
}

/// A fault of the program: what it holds cannot be written as JSON.
pub(crate) fn unwritten(error: serde_json::Error) -> Failure {
    Failure::failed(text!(prove_unwritten)).because(error)
}

pub(crate) fn complainant(person: &Person) -> Complainant {
    Complainant {
        name: given(&person.name),
        phone: given(&person.phone),
        id_kind: given(&person.id_kind),
        id_number: given(&person.id_number),
        address: given(&person.address),
        publish: person.publish,
        mediate: person.mediate,
    }
}
