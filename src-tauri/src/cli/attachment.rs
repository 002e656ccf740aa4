//! Files that a call names, to be attached.

use super::answer::complain;
use daozhang_api::{Attachment, files};
use daozhang_core::order::{ShotRole, Word};
use daozhang_core::record::{damage, inspect};
use daozhang_core::{Code, Failure, Outcome, text};
use std::path::Path;

/// Reads `FILE[:ROLE]`: what follows the last colon is a role only if it is one, so that `C:\a.png` stays a path. What of one
/// cannot be seen is said on standard error.
pub fn read(shots: &[String]) -> Outcome<Vec<Attachment>> {
    shots
        .iter()
        .map(|shot| {
            let with_role = shot
                .rsplit_once(':')
                .and_then(|(file, role)| Some((file, ShotRole::from_word(role)?)));
            let (file, role) = match with_role {
                Some((file, role)) => (file, Some(role)),
                None => (shot.as_str(), None),
            };
            if file.is_empty() {
                return Err(Failure::new(Code::Shot, text!(cli_shot_unnamed)));
            }
            let (name, bytes) = files::read_to_attach(Path::new(file))?;
            let shot = inspect(&name, bytes)?;
            if let Some(damaged) = damage(&shot) {
                complain(&damaged);
            }
            Ok((shot, role))
        })
        .collect()
}
