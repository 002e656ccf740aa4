//! The ledger of an order's card keys (卡密): what came, and what became of each when it was tried.
//!
//! A key is a secret: whoever reads it has what was paid for. It stands in a table of its own in the data file and nowhere
//! else. Events, and whatever is made of them, name it by its last four, and no hash covers it: it could be guessed from one.

use super::event::told;
use super::{Event, EventKind, Moment, Sha256, undone};
use crate::text;
use crate::words::Text;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};
use ts_rs::TS;

/// A card key as a person can use it.
#[derive(Clone, PartialEq, Eq)]
pub struct CardKey {
    /// The card's number, where it came with one.
    pub number: Option<String>,
    /// What opens it: the key itself, or the number's password.
    pub key: String,
}

impl std::fmt::Debug for CardKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&shown(self.last4().as_deref()))
    }
}

impl CardKey {
    /// So many letters and digits are shown at most, and never more than a third of them.
    const SHOWN: usize = 4;
    const SHARE: usize = 3;

    /// The end by which it is named to others: of a card with a number that of the number. A short one shows nothing.
    pub fn last4(&self) -> Option<String> {
        let named = self.number.as_ref().unwrap_or(&self.key);
        let counted: Vec<char> = named.chars().filter(|c| c.is_alphanumeric()).collect();
        (counted.len() >= Self::SHOWN * Self::SHARE)
            .then(|| counted[counted.len() - Self::SHOWN..].iter().collect())
    }

    /// What makes it this one, however it is grouped.
    pub fn identity(&self) -> String {
        let squeezed = |text: &str| {
            text.chars()
                .filter(|c| !c.is_whitespace() && *c != '-')
                .collect::<String>()
        };
        let number = self.number.as_deref().map(squeezed).unwrap_or_default();
        format!("{number}\n{}", squeezed(&self.key))
    }

    /// Its parts, none of which may be read by others.
    pub fn secrets(&self) -> impl Iterator<Item = &str> {
        self.number.as_deref().into_iter().chain([self.key.as_str()])
    }
}

/// How a key is shown where it is not to be read.
pub fn shown(last4: Option<&str>) -> String {
    format!("****{}", last4.unwrap_or_default())
}

/// A key as the data file keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptKey {
    /// The event that wrote it down, and its place there from 0.
    pub seq: u32,
    pub place: u32,
    pub key: CardKey,
}

/// What became of a key.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum KeyState {
    /// 还没试.
    #[default]
    Untried,
    /// 可用.
    Works,
    /// 已使用.
    Used,
    /// 无效.
    Invalid,
    /// 已过期.
    Expired,
    /// It cannot be used, for another reason.
    Other,
}

impl KeyState {
    pub fn name(self) -> Text {
        match self {
            Self::Untried => text!(key_untried),
            Self::Works => text!(key_works),
            Self::Used => text!(key_used),
            Self::Invalid => text!(key_invalid),
            Self::Expired => text!(key_expired),
            Self::Other => text!(key_other),
        }
    }

    /// Whether it was tried and cannot be used.
    pub fn is_bad(self) -> bool {
        !matches!(self, Self::Untried | Self::Works)
    }
}

/// What an event that wrote keys down holds, as the text of its `facts`: none of the keys themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeysFacts {
    /// The number of the first of them in the order's ledger.
    pub first: u32,
    /// The end of each; none of a short one.
    pub last4: Vec<Option<String>>,
    /// Whether the person says that these and those before are all that came.
    #[serde(default, skip_serializing_if = "is_not")]
    pub all: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_not(all: &bool) -> bool {
    !*all
}

/// What an event of keys that were tried holds besides its time and the picture, as the text of its `facts`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TriedFacts {
    /// Their numbers in the ledger.
    pub keys: Vec<u32>,
    pub state: KeyState,
    /// The exact words of the page where they were tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub says: Option<String>,
}

/// A key as everybody may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerKey {
    /// Its number in the ledger, from 1.
    pub n: u32,
    /// Where its secret stands in the data file.
    pub seq: u32,
    pub place: u32,
    pub last4: Option<String>,
    pub state: KeyState,
    /// When it was tried first.
    pub tried_at: Option<Moment>,
    pub says: Option<String>,
    /// The picture of the page.
    pub piece: Option<Sha256>,
}

/// How many keys there are, and how they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeyTally {
    pub came: u32,
    pub works: u32,
    pub bad: u32,
    /// Whether the person said that all that came is written down.
    pub all: bool,
}

impl KeyTally {
    /// Those of which nothing bad is known.
    pub fn good(self) -> u32 {
        self.came - self.bad
    }

    /// Whether the ledger has all that came, of so many that were ordered.
    pub fn is_whole(self, quantity: u32) -> bool {
        self.came > 0 && (self.all || self.came >= quantity)
    }
}

/// The keys of an order, as its events say; undone ones left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    pub keys: Vec<LedgerKey>,
    all: bool,
}

impl Ledger {
    pub fn of(events: &[Event]) -> Self {
        let undone = undone(events);
        let mut ledger = Self::default();
        for event in events.iter().filter(|event| !undone.contains(&event.seq)) {
            ledger.happened(event);
        }
        ledger
    }

    /// Follows one event that was not taken back.
    pub(super) fn happened(&mut self, event: &Event) {
        let what = &event.what;
        match what.kind {
            EventKind::KeysAdded => {
                let Some(added) = told::<KeysFacts>(what) else {
                    return;
                };
                self.all |= added.all;
                for (n, (place, last4)) in (added.first..).zip((0..).zip(added.last4)) {
                    // A number that is taken was never given: the row is damaged.
                    if self.key(n).is_none() {
                        self.keys.push(LedgerKey {
                            n,
                            seq: event.seq,
                            place,
                            last4,
                            state: KeyState::Untried,
                            tried_at: None,
                            says: None,
                            piece: None,
                        });
                    }
                }
            }
            EventKind::KeyTried => {
                let Some(tried) = told::<TriedFacts>(what) else {
                    return;
                };
                for key in self.keys.iter_mut().filter(|key| tried.keys.contains(&key.n)) {
                    let untried = tried.state == KeyState::Untried;
                    let first = key.tried_at.map_or(what.at, |before| before.min(what.at));
                    key.state = tried.state;
                    key.tried_at = (!untried).then_some(first);
                    key.says.clone_from(&tried.says);
                    key.piece = what.shot;
                }
            }
            // All came after all: what was called all of it before was not.
            EventKind::Arrived => self.all = false,
            _ => {}
        }
    }

    pub fn key(&self, n: u32) -> Option<&LedgerKey> {
        self.keys.iter().find(|key| key.n == n)
    }

    /// The number that the next key gets.
    pub fn next(&self) -> u32 {
        self.keys.iter().map(|key| key.n).max().unwrap_or_default() + 1
    }

    pub fn bad(&self) -> impl Iterator<Item = &LedgerKey> {
        self.keys.iter().filter(|key| key.state.is_bad())
    }

    pub fn tally(&self) -> KeyTally {
        let count = |is: &dyn Fn(&LedgerKey) -> bool| {
            u32::try_from(self.keys.iter().filter(|key| is(key)).count()).unwrap_or(u32::MAX)
        };
        KeyTally {
            came: count(&|_| true),
            works: count(&|key| key.state == KeyState::Works),
            bad: count(&|key| key.state.is_bad()),
            all: self.all,
        }
    }
}

/// A text in which these keys cannot be read any more, however they are grouped and written wide.
pub fn without_keys<'a>(text: &str, keys: impl IntoIterator<Item = &'a CardKey>) -> String {
    /// So many signs may stand between two characters of a key.
    const WIDEST: usize = 5;
    let chars: Vec<char> = text.chars().collect();
    let plain = |c: char| match u32::from(c) {
        code @ 0xff01..=0xff5e => char::from_u32(code - 0xfee0).unwrap_or(c),
        _ => c,
    };
    let counted: Vec<(usize, char)> = chars
        .iter()
        .enumerate()
        .map(|(at, c)| (at, plain(*c).to_ascii_lowercase()))
        .filter(|(_, c)| c.is_ascii_alphanumeric())
        .collect();
    let mut hidden: Vec<(usize, usize, String)> = Vec::new();
    for key in keys {
        let instead = shown(key.last4().as_deref());
        for secret in key.secrets() {
            let own: Vec<char> = secret
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .map(|c| c.to_ascii_lowercase())
                .collect();
            if own.is_empty() {
                continue;
            }
            for window in counted.windows(own.len()) {
                let is_it = window.iter().zip(&own).all(|((_, c), own)| c == own)
                    && window.windows(2).all(|pair| pair[1].0 - pair[0].0 <= WIDEST + 1);
                let (Some(first), Some(last)) = (window.first(), window.last()) else {
                    continue;
                };
                let touches = |at: Option<usize>| {
                    at.and_then(|at| chars.get(at))
                        .is_some_and(|c| plain(*c).is_ascii_alphanumeric())
                };
                // A short one is only itself where it stands alone.
                let is_apart =
                    own.len() >= 8 || !(touches(first.0.checked_sub(1)) || touches(Some(last.0 + 1)));
                if is_it && is_apart {
                    hidden.push((first.0, last.0 + 1, instead.clone()));
                }
            }
        }
    }
    if hidden.is_empty() {
        return text.to_owned();
    }
    hidden.sort_by_key(|(from, to, _)| (*from, std::cmp::Reverse(*to)));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (from, to, instead) in hidden {
        if from >= at {
            out.extend(&chars[at..from]);
            out.push_str(&instead);
        }
        at = at.max(to);
    }
    out.extend(&chars[at..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key(number: Option<&str>, key: &str) -> CardKey {
        CardKey {
            number: number.map(str::to_owned),
            key: key.to_owned(),
        }
    }

    #[test]
    fn a_key_shows_its_last_four_and_a_short_one_nothing() {
        for (number, own, last4) in [
            (None, "ABCD-1234-EFGH-5678", Some("5678")),
            (None, "ABCDEFGH1234", Some("1234")),
            (None, "ABCDEFGH123", None),
            (None, "AB-CD-12", None),
            (Some("100200300400"), "778899", Some("0400")),
            (Some("1002003004"), "7788-9900-1122-3344", None),
        ] {
            let key = key(number, own);
            assert_eq!(key.last4().as_deref(), last4, "{own}");
            assert_eq!(format!("{key:?}"), shown(last4));
        }
    }

    #[test]
    fn one_key_is_the_same_however_it_is_grouped() {
        assert_eq!(
            key(None, "ABCD-1234 EF").identity(),
            key(None, "ABCD1234EF").identity()
        );
        assert_ne!(
            key(None, "ABCD1234EF").identity(),
            key(None, "abcd1234ef").identity()
        );
        assert_ne!(key(Some("12"), "34").identity(), key(None, "1234").identity());
    }

    #[test]
    fn a_key_is_found_in_a_text_however_it_stands_there() {
        let keys = [
            key(None, "ABCD-1234-EFGH-5678"),
            key(Some("900800700600"), "4455"),
        ];
        for (text, left) in [
            ("卡密 ABCD-1234-EFGH-5678 已被使用", "卡密 ****5678 已被使用"),
            ("abcd 1234 efgh 5678", "****5678"),
            ("ＡＢＣＤ１２３４ＥＦＧＨ５６７８。", "****5678。"),
            ("卡号 900800700600 密码 4455", "卡号 ****0600 密码 ****0600"),
            ("付了 44556 元", "付了 44556 元"),
            ("该卡已被使用（尾号 5678）", "该卡已被使用（尾号 5678）"),
        ] {
            assert_eq!(without_keys(text, &keys), left);
        }
    }

    proptest! {
        #[test]
        fn no_more_than_a_third_and_no_more_than_four_is_shown(own in "[A-Za-z0-9-]{1,40}") {
            let key = key(None, &own);
            let counted = own.chars().filter(|c| c.is_alphanumeric()).count();
            let seen = key.last4().map_or(0, |last4| last4.chars().count());
            prop_assert!(seen <= 4 && seen * 3 <= counted);
        }

        #[test]
        fn no_key_is_left_in_a_text(own in "[A-Z0-9]{4,30}", before in "[一-龥 ，]{0,6}", after in "[一-龥。]{0,6}") {
            let key = key(None, &own);
            let text = format!("{before}{own}{after}");
            prop_assert!(!without_keys(&text, [&key]).contains(&own));
        }
    }
}
