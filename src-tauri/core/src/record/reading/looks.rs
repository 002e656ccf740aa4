//! Looking at a picture more than once, so that a misread figure is noticed.

use super::check::crossed;
use super::gathered::{Gathered, ReadAmount};
use super::page::gather;
use super::value;
use super::words::shipped;
use super::{Doubt, Field, Place, Prepared, ReadField, Reading, Seen, prepare};
use crate::Outcome;
use crate::order::Moment;

/// How an engine should look at a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// A page: lines of text in columns.
    Page,
    /// A page again: every piece of text by itself, wherever it stands.
    Pieces,
    /// Lines of digits with `.`, `,`, `-`, `:` and `/` and nothing else.
    Digits,
}

/// The machine's own OCR. Nothing leaves the machine.
pub trait Engine {
    /// Its name and version, as a person may see it.
    fn name(&self) -> &str;
    /// What it sees. Places are in the pixels of the picture. It fails with a sentence that says what to install if there is no
    /// engine.
    fn read(&self, picture: &Prepared, look: Look) -> Outcome<Vec<Seen>>;
}

/// The second look is at this size of the first.
const SECOND: f64 = 1.3;

/// Reads a picture: two looks at the page and one at its figures. What the looks agree on is sure; where they differ, the
/// likelier value is marked with the other one.
pub fn read_picture(engine: &dyn Engine, picture: &[u8], now: Moment) -> Outcome<Reading> {
    shipped()?;
    let page = prepare(picture)?;
    let first = gather(&engine.read(&page, Look::Page)?, now);
    let second = match page.scaled(SECOND) {
        Some(larger) => {
            let seen = engine.read(&larger, Look::Pieces)?;
            gather(&smaller(seen), now)
        }
        None => first.clone(),
    };
    let mut both = agreed(first, second);
    figures(engine, &page, &mut both)?;
    Ok(crossed(both, now))
}

/// The places of the second look in the pixels of the first.
fn smaller(seen: Vec<Seen>) -> Vec<Seen> {
    let scaled = |n: u32| (f64::from(n) / SECOND).round() as u32;
    seen.into_iter()
        .map(|word| Seen {
            left: scaled(word.left),
            top: scaled(word.top),
            width: scaled(word.width).max(1),
            height: scaled(word.height).max(1),
            ..word
        })
        .collect()
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

/// Looks at the figures by themselves: amounts and numbers that are digits only.
fn figures(engine: &dyn Engine, page: &Prepared, both: &mut Gathered) -> Outcome<()> {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let mut wanted: Vec<(Target, Vec<Place>)> = Vec::new();
    for read in &both.fields {
        let number = matches!(
            read.field,
            Field::PaymentNo | Field::MerchantOrderNo | Field::OrderNo
        );
        if number && digits(&read.value) {
            wanted.push((Target::Number(read.field), read.places.clone()));
        }
    }
    if let Some(amount) = &both.heading {
        wanted.push((Target::Heading, amount.places.clone()));
    }
    if let Some(amount) = both.paid.first() {
        wanted.push((Target::Paid, amount.places.clone()));
    } else if !both.unread.is_empty() {
        wanted.push((Target::Unread, both.unread.clone()));
    }
    let mut parts = Vec::new();
    let mut owners = Vec::new();
    for (target, places) in &wanted {
        for place in places {
            if let Some(part) = cut(page, *place) {
                parts.push(part);
                owners.push(*target);
            }
        }
    }
    let Some((strip, spans)) = Prepared::stacked(&parts) else {
        return Ok(());
    };
    let seen = engine.read(&strip, Look::Digits)?;
    for (target, _) in &wanted {
        let mut text = String::new();
        for ((from, to), _) in spans.iter().zip(&owners).filter(|(_, owner)| *owner == target) {
            let mut words: Vec<&Seen> = seen
                .iter()
                .filter(|word| (*from..*to).contains(&word.top.saturating_add(word.height / 2)))
                .collect();
            words.sort_by_key(|word| word.left);
            text.extend(words.iter().map(|word| word.text.as_str()));
        }
        both.third(*target, &text);
    }
    Ok(())
}

/// Which value a strip of figures shows.
#[derive(Clone, Copy, PartialEq)]
enum Target {
    Number(Field),
    Heading,
    Paid,
    Unread,
}

/// A value's part of the page with a little around it, in the common size of a line.
fn cut(page: &Prepared, place: Place) -> Option<Prepared> {
    let margin = place.height / 5;
    let place = Place {
        left: place.left.saturating_sub(margin),
        top: place.top.saturating_sub(margin),
        width: place.width + 2 * margin,
        height: place.height + 2 * margin,
    };
    let part = page.part(place)?;
    let scale = f64::from(page.line.max(8)) * 1.4 / f64::from(part.height.max(1));
    part.scaled(scale.min(1.5))
}

impl Gathered {
    /// Compares a value with what the third look says of it.
    fn third(&mut self, target: Target, text: &str) {
        match target {
            Target::Number(field) => {
                let Some((again, _)) = value::number(text, true) else {
                    return;
                };
                if let Some(read) = self.fields.iter_mut().find(|read| read.field == field) {
                    vote(&mut read.value, &mut read.doubt, again);
                }
            }
            Target::Heading => vote_amount(self.heading.as_mut(), text),
            Target::Paid => vote_amount(self.paid.first_mut(), text),
            Target::Unread => {
                self.paid
                    .extend(value::amount(text).map(|(fen, doubt)| ReadAmount {
                        fen,
                        doubt: Some(doubt.unwrap_or(Doubt::Faint)),
                        places: self.unread.clone(),
                        confidence: 0.0,
                    }));
            }
        }
    }
}

/// Two of three looks carry a value, but a mark stays where one differs.
fn vote(value: &mut String, doubt: &mut Option<Doubt>, third: String) {
    match doubt {
        Some(Doubt::Differs(second)) if *second == third => {
            std::mem::swap(value, second);
        }
        Some(Doubt::Faint | Doubt::Mended) if *value == third => *doubt = None,
        None if *value != third && value.len() == third.len() => *doubt = Some(Doubt::Differs(third)),
        _ => {}
    }
}

fn vote_amount(amount: Option<&mut ReadAmount>, text: &str) {
    let Some(amount) = amount else { return };
    let Some((third, None)) = value::amount(text) else {
        return;
    };
    if third == amount.fen {
        if matches!(amount.doubt, Some(Doubt::Faint | Doubt::Mended | Doubt::Shape)) {
            amount.doubt = None;
        }
        return;
    }
    match &mut amount.doubt {
        // The two looks differ, and this one knows nothing but digits.
        Some(Doubt::Differs(second)) => {
            *second = amount.fen.yuan();
            amount.fen = third;
        }
        // Here the currency sign may have become a digit before the others.
        _ if third.yuan().ends_with(&amount.fen.yuan()) => {}
        doubt => *doubt = Some(Doubt::Differs(third.yuan())),
    }
}
