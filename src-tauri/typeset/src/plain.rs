//! Text as it can be printed: what a person sees, without what only a machine reads.

use serde_json::Value;
use std::collections::BTreeSet;

/// Cleans every text in the data of a document and gives the characters that its fonts must be able to draw.
pub(super) fn clean(data: &mut Value, used: &mut BTreeSet<char>) {
    match data {
        Value::String(text) => {
            *text = plain(text);
            used.extend(text.chars().filter(|c| *c != '\n'));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| clean(item, used)),
        Value::Object(fields) => fields.values_mut().for_each(|field| clean(field, used)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Drops what draws nothing and could still change how a page reads: control characters, marks that turn the
/// direction of writing around, joiners and selectors. Every kind of blank becomes a plain one, every kind of
/// line end a `\n`; the wide Chinese blank stays.
pub(super) fn plain(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter_map(|c| match c {
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
            '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => Some(' '),
            c if c.is_control() || is_invisible(c) => None,
            c => Some(c),
        })
        .collect()
}

/// Whether a character belongs to Unicode's formatting characters or variation selectors.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_seen_is_left() {
        for (text, printed) in [
            ("订单\u{0}号\u{7f}", "订单号"),
            ("a\r\nb\rc\u{2028}d", "a\nb\nc\nd"),
            ("\t1\u{a0}2\u{3000}3", " 1 2\u{3000}3"),
            ("商家\u{202e}贷款\u{202c}", "商家贷款"),
            ("葛\u{e0100}❤\u{fe0f}", "葛❤"),
            ("零\u{200b}宽\u{feff}", "零宽"),
        ] {
            assert_eq!(plain(text), printed);
        }
    }

    #[test]
    fn every_text_is_cleaned_however_deep() {
        let mut data = serde_json::json!({"a": ["x\u{1}\ny"], "b": {"c": "z", "n": 1, "e": null}});
        let mut used = BTreeSet::new();
        clean(&mut data, &mut used);
        assert_eq!(data["a"][0], "x\ny");
        assert_eq!(used.into_iter().collect::<String>(), "xyz");
    }
}
