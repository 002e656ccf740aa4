//! The complaint: 投诉登记表, facts and reasons, the list of orders, the evidence list and the timeline.

use super::Fonts;
use super::world::{Template, print};
use daozhang_core::Outcome;
use daozhang_core::prove::pages::{Complaint, Printed, Stamp};

const TEMPLATE: Template = ("complaint.typ", include_str!("templates/complaint.typ"));

pub(super) fn complaint(fonts: &Fonts, complaint: &Complaint, stamp: &Stamp) -> Outcome<Printed> {
    let set = print(fonts, TEMPLATE, complaint, Vec::new(), stamp)?;
    Ok(Printed {
        pages: set.pages,
        pdf: set.pdf,
    })
}
