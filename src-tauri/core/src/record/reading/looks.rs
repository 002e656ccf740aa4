//! Having an engine look at a picture, more than once, so that a misread figure is noticed.

use super::check::crossed;
use super::gathered::{Gathered, ReadAmount};
use super::page::gather;
use super::words::shipped;
use super::{Doubt, Field, ReadField, Reading, Seen, opened};
use crate::Outcome;
use crate::order::Moment;
use image::RgbImage;

/// What an engine saw of a picture, with places in the picture's pixels.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Looks {
    /// Word by word.
    pub first: Vec<Seen>,
    /// The same page looked at once more in another way; what is read otherwise now is doubtful.
    pub second: Vec<Seen>,
    /// How far lines of text fall: pixels down for each pixel to the right. 0 where the page lies level.
    pub slope: f32,
}

/// Whether anybody still waits for a reading; an engine asks it every now and then.
pub type Wanted<'a> = &'a (dyn Fn() -> bool + Sync);

/// The machine's own OCR. Nothing leaves the machine.
pub trait Engine {
    /// Its name and version, as a person may see it.
    fn name(&self) -> &str;
    /// What it sees of a picture. It fails with a sentence that says what to do.
    fn look(&self, picture: &RgbImage, wanted: Wanted) -> Outcome<Looks>;
}

/// Reads a picture. What both looks say is sure; where they differ, the likelier value is marked with the other one.
pub fn read_picture(engine: &dyn Engine, picture: &[u8], now: Moment, wanted: Wanted) -> Outcome<Reading> {
    shipped()?;
    let page = opened(picture)?;
    let looks = engine.look(&page, wanted)?;
    let slope = Slope::new(looks.slope, page.width());
    drop(page);
    let first = gather(&slope.levelled(looks.first), now);
    let second = gather(&slope.levelled(looks.second), now);
    let mut reading = crossed(agreed(first, second), now);
    for read in &mut reading.fields {
        for place in &mut read.places {
            place.top = slope.fallen(place.top, place.left, place.width);
        }
    }
    Ok(reading)
}

/// How a page lies. Its rows are found as if it were level.
struct Slope {
    slope: f32,
    /// What is added to all heights of a level page, so that none is negative.
    lower: f32,
}

impl Slope {
    fn new(slope: f32, width: u32) -> Self {
        let slope = if slope.is_finite() {
            slope.clamp(-1.0, 1.0)
        } else {
            0.0
        };
        Self {
            slope,
            lower: (slope * width as f32).max(0.0),
        }
    }

    fn levelled(&self, mut seen: Vec<Seen>) -> Vec<Seen> {
        if self.slope != 0.0 {
            for word in &mut seen {
                let fallen = self.slope * (word.left as f32 + word.width as f32 / 2.0);
                word.top = (word.top as f32 + self.lower - fallen).round().max(0.0) as u32;
            }
        }
        seen
    }

    /// Where on the picture the top of something is.
    fn fallen(&self, top: u32, left: u32, width: u32) -> u32 {
        let fallen = self.slope * (left as f32 + width as f32 / 2.0);
        (top as f32 - self.lower + fallen).round().max(0.0) as u32
    }
}

/// What two looks say together.
fn agreed(first: Gathered, second: Gathered) -> Gathered {
    let (mut base, other) = if second.score > first.score && second.layout != first.layout {
        (second, first)
    } else {
        (first, second)
    };
    let same_page = base.layout == other.layout;
    let mut fields: Vec<ReadField> = Vec::new();
    for read in base.fields {
        let again = other.fields.iter().find(|again| again.field == read.field);
        fields.push(match again {
            Some(again) => either(read, again.clone()),
            None => once(read),
        });
    }
    let more = other.fields.into_iter().filter(|_| same_page);
    for read in more {
        if !fields.iter().any(|known| known.field == read.field) {
            fields.push(once(read));
        }
    }
    base.fields = fields;
    base.heading = both_amounts(base.heading, other.heading);
    let paid = both_amounts(base.paid.first().cloned(), other.paid.first().cloned());
    base.paid = paid.into_iter().chain(base.paid.into_iter().skip(1)).collect();
    if base.unread.is_empty() {
        base.unread = other.unread;
    }
    base.payable = both_amounts(base.payable.into_iter().next(), other.payable.into_iter().next())
        .into_iter()
        .collect();
    base.unit_price = base.unit_price.or(other.unit_price);
    base.quantity = base.quantity.or(other.quantity);
    if base.totals.len() < other.totals.len() {
        base.totals = other.totals;
    }
    if base.discounts.len() < other.discounts.len() {
        base.discounts = other.discounts;
    }
    base.ordered_at = match (base.ordered_at, other.ordered_at) {
        (Some(read), Some(again)) => Some(either(read, again)),
        (read, again) => read.or(again).map(once),
    };
    base.status = base.status.or(other.status);
    base
}

/// A value that only one look saw. Figures that were seen once are marked.
fn once(mut read: ReadField) -> ReadField {
    if matches!(read.field, Field::Amount | Field::PaidAt) || read.confidence < 75.0 {
        read.doubt.get_or_insert(Doubt::Faint);
    }
    read
}

/// One of two values of a field: the one without a doubt, else the one of which the engine is surer.
fn either(first: ReadField, second: ReadField) -> ReadField {
    if first.value == second.value {
        let (mut kept, other) = if first.doubt.is_none() {
            (first, second)
        } else {
            (second, first)
        };
        // Twice the same is not faint any more.
        if kept.doubt == Some(Doubt::Faint) && kept.confidence.max(other.confidence) > 30.0 {
            kept.doubt = None;
        }
        return kept;
    }
    // A legal name ends in 公司 or the like far more often than in what that is misread as.
    let company = |read: &ReadField| read.field == Field::Merchant && read.value.ends_with("公司");
    let rank = |read: &ReadField| {
        (
            read.doubt.is_none(),
            company(read),
            read.value.chars().count().min(28),
            read.confidence,
        )
    };
    let (mut kept, other) = if rank(&second).partial_cmp(&rank(&first)) == Some(std::cmp::Ordering::Greater) {
        (second, first)
    } else {
        (first, second)
    };
    kept.doubt = Some(Doubt::Differs(other.value));
    kept
}

fn both_amounts(first: Option<ReadAmount>, second: Option<ReadAmount>) -> Option<ReadAmount> {
    let as_field = |amount: ReadAmount| ReadField {
        field: Field::Amount,
        value: amount.fen.yuan(),
        doubt: amount.doubt,
        places: amount.places,
        confidence: amount.confidence,
    };
    let (first_fen, second_fen) = (first.as_ref().map(|a| a.fen), second.as_ref().map(|a| a.fen));
    let read = match (first.map(as_field), second.map(as_field)) {
        (Some(first), Some(second)) => either(first, second),
        (first, second) => once(first.or(second)?),
    };
    let fen = [first_fen, second_fen]
        .into_iter()
        .flatten()
        .find(|fen| fen.yuan() == read.value)?;
    Some(ReadAmount {
        fen,
        doubt: read.doubt,
        places: read.places,
        confidence: read.confidence,
    })
}
