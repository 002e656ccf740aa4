//! The data folder as the system knows it: each has an app of its own running on it, and its own start entry.

use daozhang_core::order::Sha256;
use std::path::{Path, PathBuf};

/// A data folder.
pub struct Place {
    folder: PathBuf,
    /// What tells it from the others; nothing for the user's own, which `daozhang` opens by itself.
    mark: Option<String>,
}

impl Place {
    /// `own` is the user's own data folder.
    pub fn new(folder: &Path, own: Option<&Path>) -> Self {
        let folder = as_it_is(folder);
        let mark = (own.map(as_it_is).as_ref() != Some(&folder)).then(|| {
            let hash = Sha256::of(folder.as_os_str().as_encoded_bytes()).to_string();
            // A part of a name on the bus begins with a letter.
            format!("f{}", &hash[..8])
        });
        Self { folder, mark }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A name that only this folder has, made of one that the app has for all.
    pub fn called(&self, name: &str, between: &str) -> String {
        match &self.mark {
            Some(mark) => format!("{name}{between}{mark}"),
            None => name.to_owned(),
        }
    }
}

/// The same path whichever way leads to the folder.
fn as_it_is(folder: &Path) -> PathBuf {
    dunce::canonicalize(folder)
        .or_else(|_| std::path::absolute(folder))
        .unwrap_or_else(|_| folder.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_folder_has_a_name_of_its_own_whichever_way_leads_to_it() {
        let around = tempfile::tempdir().unwrap();
        let (own, other) = (around.path().join("own"), around.path().join("other"));
        std::fs::create_dir(&own).unwrap();
        std::fs::create_dir(&other).unwrap();
        let called = |folder: &Path| Place::new(folder, Some(&own)).called("daozhang", "-");
        assert_eq!(called(&own), "daozhang");
        assert_eq!(called(&other.join("../own")), "daozhang");
        let name = called(&other);
        assert!(name.starts_with("daozhang-") && name.len() == 18, "{name}");
        assert_eq!(called(&own.join("../other/.")), name);
        assert_ne!(called(around.path()), name);
    }
}
