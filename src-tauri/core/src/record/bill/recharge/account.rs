//! What a product's name says of the account that is charged.

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
