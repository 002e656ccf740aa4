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

pub use fonts::Fonts;

use daozhang_core::Outcome;
use daozhang_core::prove::pages::{
    Complaint, EvidenceFile, FetchPicture, Printed, PrintedEvidence, Stamp, Typesetter,
};
use std::cell::OnceCell;

/// Typst with the machine's own fonts, which are looked for when the first page is set: without them an export still has
/// its archive. Make one for each export, so that a font installed since is found.
#[derive(Default)]
pub struct Typst {
    fonts: OnceCell<Fonts>,
}

impl Typst {
    fn fonts(&self) -> Outcome<&Fonts> {
        match self.fonts.get() {
            Some(fonts) => Ok(fonts),
            None => {
                let fonts = Fonts::of_this_machine()?;
                Ok(self.fonts.get_or_init(|| fonts))
            }
        }
    }
}

impl Typesetter for Typst {
    fn complaint(&self, complaint: &Complaint, stamp: &Stamp) -> Outcome<Printed> {
        complaint::complaint(self.fonts()?, complaint, stamp)
    }

    fn evidence(
        &self,
        file: &EvidenceFile,
        limit: u64,
        stamp: &Stamp,
        fetch: &mut FetchPicture<'_>,
    ) -> Outcome<PrintedEvidence> {
        evidence::evidence(self.fonts()?, file, limit, stamp, fetch)
    }
}
