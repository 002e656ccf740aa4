//! What a person locks the data file with.

use crate::words::Text;
use crate::{Code, Failure, Outcome, text};
use zeroize::Zeroizing;

/// How many characters a new passphrase has at least.
const SHORTEST: usize = 6;
/// How many bytes a passphrase has at most.
const LONGEST: usize = 1_000;

/// Wiped from memory when it is dropped, and never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Passphrase(Zeroizing<String>);

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase")
    }
}

impl Passphrase {
    /// A passphrase as it was typed; `None` for an empty field.
    pub fn typed(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self(Zeroizing::new(text.to_owned())))
    }

    /// A passphrase that a person wants to lock the file with from now on.
    ///
    /// # Errors
    /// One that is too short, too long, or holds signs that no keyboard types.
    pub fn chosen(text: &str) -> Outcome<Self> {
        let refused = |message: Text| Err(Failure::new(Code::Passphrase, message));
        if text.chars().count() < SHORTEST {
            return refused(text!(passphrase_short));
        }
        if text.len() > LONGEST {
            return refused(text!(passphrase_long));
        }
        if text.chars().any(char::is_control) {
            return refused(text!(passphrase_signs));
        }
        Ok(Self(Zeroizing::new(text.to_owned())))
    }

    /// The characters themselves, for SQLCipher alone.
    pub(in crate::store) fn expose(&self) -> &str {
        &self.0
    }
}
