//! What a product's name says of the account that is charged.

use super::super::super::money::money;
use crate::order::Fen;

/// The first mobile number in a text, whole or with its middle hidden.
pub fn phone(text: &str) -> Option<String> {
    const LENGTH: usize = 11;
    let part = |b: u8| b.is_ascii_digit() || b == b'*';
    let bytes = text.as_bytes();
    let mut start = 0;
    while start < bytes.len() {
        let length = bytes.iter().skip(start).take_while(|b| part(**b)).count();
        let run = text.get(start..start + length).unwrap_or_default();
        let hidden = run.bytes().filter(|b| *b == b'*').count();
        let shown = run.starts_with('1') && run.as_bytes().get(1).is_some_and(|b| (b'3'..=b'9').contains(b));
        if length == LENGTH && shown && hidden <= 6 {
            return Some(run.to_owned());
        }
        start += length + 1;
    }
    None
}

/// The first amount in 元 that is no rebate: `为155****0000交费20.00元`, `话费充值100元`.
pub fn face_value(text: &str) -> Option<Fen> {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('元') {
        let number = before
            .rfind(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))
            .map_or(before, |place| {
                let width = before
                    .get(place..)
                    .and_then(|tail| tail.chars().next())
                    .map_or(1, char::len_utf8);
                before.get(place + width..).unwrap_or_default()
            });
        let lead = before.strip_suffix(number).unwrap_or_default();
        let rebate = lead.ends_with(['满', '减', '省', '返', '送', '*', '券']);
        if let Some(amount) = money(number)
            && !rebate
            && amount > Fen(0)
        {
            return Some(amount);
        }
        rest = after;
    }
    None
}
