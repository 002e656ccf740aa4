//! prove (证): lists and packs the evidence, and verifies a package.
//!
//! What goes into a package is planned by pure functions; writing and verifying touch only the package's own folder.

mod contents;
mod exhibits;
mod manifest;
mod mask;
mod names;
pub mod pages;
mod preflight;
mod secrets;
mod submission;
mod texts;
mod timestamp;
mod verify;
mod write;

pub use contents::{BILL_ROWS, Body, DossierCase, Entry, Mask, Masks, Sharing, bill_rows, contents, secrets};
pub use exhibits::{Exhibit, ExhibitBody, ExhibitView, GroupView, exhibits, groups};
pub use manifest::{HOW_TO_CHECK, MANIFEST, Manifest, how_to_check, manifest};
pub use mask::{MaskBox, can_be_masked, mask_picture};
pub use names::safe_name;
pub use preflight::{Declared, Finding, preflight};
pub use secrets::mask_text;
pub use submission::{Brief, SUBMISSION, Submission, submission};
pub use timestamp::{REQUEST, Stamped, TOKEN_ENDINGS, add_token};
pub use verify::{Verification, verify};
pub use write::{Written, cancelled, original, write};

/// The file that lists the sums of all others, as `sha256sum -c` reads it.
pub const SUMS: &str = "SHA256SUMS";
