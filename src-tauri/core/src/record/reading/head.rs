//! What a page says without labels: the large amount and the name over the rows, a state, a number by its form.

use super::super::squeezed;
use super::gathered::{FAINT, FAINT_FIGURE, Gathered, Rank, ReadAmount};
use super::rows::{Row, is_han};
use super::value;
use super::words::words;
use super::{Doubt, Field, Layout, ReadField};

impl Gathered {
    /// What stands above the rows: the large amount, the name over it, the state under it.
    pub fn head(&mut self, rows: &[Row]) {
        let amount = rows
            .iter()
            .enumerate()
            .filter_map(|(at, row)| Some((at, row.height(), heading_amount(row)?)))
            .max_by_key(|(_, height, _)| *height);
        let over = amount.as_ref().map_or(rows.len(), |(at, _, _)| *at);
        let names = rows.get(..over).unwrap_or_default().iter();
        let candidates: Vec<&Row> = names.filter(|row| is_name(row)).collect();
        // Over an amount the nearest name is meant, without one the first.
        let (name, doubt) = match amount {
            Some(_) => (candidates.last(), None),
            None => (candidates.first(), Some(Doubt::NoLabel)),
        };
        if let Some(row) = name
            && let Some(value) = value::name(&row.text())
            && self.layout != Layout::Unionpay
        {
            let confidence = row
                .glyphs
                .iter()
                .map(|glyph| glyph.confidence)
                .fold(100.0, f32::min);
            let (value, icon) = match without_icon(&value).filter(|_| self.layout == Layout::Alipay) {
                Some(rest) => (rest.to_owned(), Some(Doubt::Mended)),
                None => (value, None),
            };
            let (field, doubt) = self.headed(&value, doubt.or(icon));
            self.add(
                ReadField {
                    field,
                    value,
                    doubt: doubt.or((confidence < FAINT).then_some(Doubt::Faint)),
                    places: vec![row.place(&row.glyphs)],
                    confidence,
                },
                Rank::Guess,
            );
        }
        self.heading = amount.map(|(_, _, amount)| amount);
    }

    /// What a name at the head of a page names. On a bill it is who was paid; an order page may begin with its shop or with what
    /// was bought, so that it is never sure.
    pub fn headed(&self, name: &str, doubt: Option<Doubt>) -> (Field, Option<Doubt>) {
        if self.is_bill() {
            return (Field::Platform, doubt);
        }
        let known = |field: Field| self.fields.iter().any(|read| read.field == field);
        let shop = known(Field::Product) || words().is_shop(name);
        let field = if shop { Field::Platform } else { Field::Product };
        (field, Some(Doubt::NoLabel))
    }

    /// Rows without a label still tell the state, and a payment number by its form.
    pub fn unlabelled(&mut self, row: &Row) {
        let text = row.text();
        if let Some((status, true)) = words().lone_state(&text) {
            self.tells(Some(status));
        }
        self.tells(words().told_state(&text));
        let number = text
            .split_whitespace()
            .filter_map(|word| value::number(word, true))
            .find(|(number, _)| {
                number.len() == 28
                    && number.bytes().all(|b| b.is_ascii_digit())
                    && match self.layout {
                        Layout::Wechat => number.starts_with("42000"),
                        Layout::Alipay => number.starts_with("20"),
                        _ => false,
                    }
            });
        if let Some((number, _)) = number {
            self.add(
                ReadField {
                    field: Field::PaymentNo,
                    value: number,
                    doubt: Some(Doubt::NoLabel),
                    places: vec![row.place(&row.glyphs)],
                    confidence: row
                        .glyphs
                        .iter()
                        .map(|glyph| glyph.confidence)
                        .fold(100.0, f32::min),
                },
                Rank::Guess,
            );
        }
    }
}

/// A name without the app's round icon before it, in which an engine sees its character.
fn without_icon(name: &str) -> Option<&str> {
    let rest = name.strip_prefix('支')?.trim_start();
    let word = rest.starts_with([
        '付', '出', '持', '援', '点', '架', '票', '行', '部', '线', '柱', '教', '撑', '配', '流',
    ]);
    (!word && is_name_like(rest)).then_some(rest)
}

/// An amount that stands alone in a row.
fn heading_amount(row: &Row) -> Option<ReadAmount> {
    let text = row.text();
    let han = text.chars().filter(|c| is_han(*c)).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    // A clock or a battery is no amount.
    if han > 2 || digits < 2 || text.contains([':', '%']) || !text.contains(['.', ',']) && digits < 3 {
        return None;
    }
    let (fen, doubt) = value::amount(&text)?;
    let confidence = row
        .glyphs
        .iter()
        .map(|glyph| glyph.confidence)
        .fold(100.0, f32::min);
    Some(ReadAmount {
        fen,
        doubt: doubt.or((confidence < FAINT_FIGURE).then_some(Doubt::Faint)),
        places: vec![row.place(&row.glyphs)],
        confidence,
    })
}

/// Whether a row above the others may be the name of a shop.
fn is_name(row: &Row) -> bool {
    is_name_like(&row.text())
}

/// Whether a text may be the name of a shop or a product.
pub(super) fn is_name_like(text: &str) -> bool {
    let text = squeezed(text);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    (2..=40).contains(&letters)
        && !text.contains([':', '%'])
        && !words().is_title(&text)
        && !words().is_hint(&text)
        && !matches!(words().state(&text), Some((_, true)))
}
