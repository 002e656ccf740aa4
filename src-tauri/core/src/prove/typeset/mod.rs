//! Setting the PDFs of a package with Typst: the complaint with its lists, and the evidence files.
//!
//! Plain values in, bytes out: the fonts are the machine's own, everything else comes from memory, and the
//! same input gives the same file. What a person typed or a screenshot is called reaches the templates as
//! data and is never read as markup.

mod complaint;
mod evidence;
mod fit;
mod fonts;
mod picture;
mod plain;
#[cfg(test)]
mod tests;
mod world;

pub use complaint::{
    Complainant, Complaint, Dispute, EvidenceGroup, Listed, OrderLine, Place, Respondent, TimelineEntry,
    complaint,
};
pub use evidence::{Evidence, EvidenceFile, Exhibit, Shown, evidence};
pub use fonts::Fonts;

/// The largest file that 12315 takes, counted in the stricter way: 5 MB are 5,000,000 bytes.
pub const LARGEST_UPLOAD: u64 = 5_000_000;

/// When a file is made, in the person's local time. It becomes part of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The year.
    pub year: i32,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day, 1 to 31.
    pub day: u8,
    /// The hour, 0 to 23.
    pub hour: u8,
    /// The minute, 0 to 59.
    pub minute: u8,
    /// The second, 0 to 59.
    pub second: u8,
    /// How far local time is ahead of UTC, in minutes.
    pub offset_minutes: i32,
}
