//! prove (证): lists and packs the evidence, and verifies a package.
//!
//! What goes into a package is planned by pure functions; writing and verifying touch only the package's own folder.

mod contents;
mod exhibits;
mod names;
mod preflight;
mod verify;
mod write;

pub use contents::{Body, Case, Entry, contents};
pub use exhibits::{Exhibit, ExhibitBody, ExhibitView, GroupView, exhibits, groups};
pub use names::safe_name;
pub use preflight::{Declared, Finding, preflight};
pub use verify::{Verdict, verify};
pub use write::{Written, write};

/// The file that lists the sums of all others, as `sha256sum -c` reads it.
pub const SUMS: &str = "SHA256SUMS";
