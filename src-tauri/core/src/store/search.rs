//! Search: every word of the query must occur in the order's texts.
//!
//! People search for two Chinese characters as readily as for a number of 28 digits, so the index holds pieces of both
//! lengths: pairs from every Chinese character on, and up to four of letters and digits, of which each Latin one says
//! little. An index of pieces says where a word can be; that it is there is read in the text itself.

use super::Store;
use super::read::{events, order};
use crate::order::{Event, Facts, Fen, OrderId, undone};
use crate::record::{half_width, read_amount};
use crate::{Code, Outcome};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeSet, HashSet};
use std::fmt::Write;

/// How many letters, digits and signs make a piece.
const LATIN: usize = 4;
/// So many words are conditions of their own, which are the quickest; the others are looked for together.
const OWN_CONDITIONS: usize = 8;
/// The index is asked for so many pieces at most: it only narrows the search down.
const MOST_PIECES: usize = 64;
/// Up to so many finds are looked up and sorted.
const FEW: usize = 1_500;
/// Up to so many are kept in mind while the list's index is walked. Beyond, they lie so close that walking the list itself
/// meets a page of them sooner.
const MANY: usize = 20_000;

/// A query, split into words.
pub(super) struct Search {
    words: Vec<String>,
    /// Words that stand for an amount too: `¥1,098.5` and `98 元` are found where they stand and where that was paid. At most
    /// [`OWN_CONDITIONS`].
    amounts: Vec<Amount>,
}

struct Amount {
    words: Vec<String>,
    /// As it stands in an order's text.
    paid: String,
}

/// How the finds of a query are best reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// There is nothing to search for.
    All,
    /// These can be finds, by their place in the list: urgency and number.
    Few(Vec<(i64, i64)>),
    /// These can be finds, by their numbers.
    Many(HashSet<i64>),
    /// By walking the list in its order.
    Walk,
}

impl Search {
    /// Splits what a person typed.
    pub(super) fn new(text: &str) -> Self {
        let folded = folded(text);
        let mut rest: Vec<&str> = folded.split_whitespace().collect();
        rest.reverse();
        let (mut words, mut amounts) = (Vec::new(), Vec::new());
        while let Some(word) = rest.pop() {
            let pair = rest.last().map(|next| [word, next].concat());
            let read = |typed: &str| (amounts.len() < OWN_CONDITIONS).then(|| amount(typed)).flatten();
            let (paid, more) = match pair.as_deref().and_then(read) {
                Some(paid) => (Some(paid), rest.pop()),
                None => (read(word), None),
            };
            let all = std::iter::once(word).chain(more).map(str::to_owned);
            match paid {
                Some(paid) => amounts.push(Amount {
                    words: all.collect(),
                    paid,
                }),
                None => words.extend(all),
            }
        }
        Self { words, amounts }
    }

    fn is_empty(&self) -> bool {
        self.words.is_empty() && self.amounts.is_empty()
    }

    /// Which way is the shorter one.
    pub(super) fn way(&self, connection: &Connection) -> rusqlite::Result<Way> {
        if self.is_empty() {
            return Ok(Way::All);
        }
        let finds: Vec<i64> = connection
            .prepare_cached("SELECT rowid FROM order_pieces WHERE order_pieces MATCH ?1 LIMIT ?2")?
            .query_map(params![self.pieces(), MANY as i64 + 1], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        if finds.len() > MANY {
            return Ok(Way::Walk);
        }
        if finds.len() > FEW {
            return Ok(Way::Many(finds.into_iter().collect()));
        }
        // Out of an index that holds nothing else: the orders themselves lie far apart.
        let mut place = connection
            .prepare_cached("SELECT urgency FROM orders INDEXED BY orders_by_place WHERE id = ?1")?;
        let mut places = finds
            .into_iter()
            .map(|id| Ok((place.query_row([id], |row| row.get(0))?, id)))
            .collect::<rusqlite::Result<Vec<(i64, i64)>>>()?;
        places.sort_unstable();
        Ok(Way::Few(places))
    }

    /// Adds the condition that an order can be a find to those of a query over `orders`.
    pub(super) fn narrow_by_index(&self, wheres: &mut Vec<String>, values: &mut Vec<Value>) {
        if !self.is_empty() {
            wheres
                .push("orders.id IN (SELECT rowid FROM order_pieces WHERE order_pieces MATCH ?)".to_owned());
            values.push(self.pieces().into());
        }
    }

    /// Adds the conditions and their values to those of a query over `orders`.
    pub(super) fn narrow(&self, wheres: &mut Vec<String>, values: &mut Vec<Value>) {
        let (own, others) = self.words.split_at(self.words.len().min(OWN_CONDITIONS));
        for word in own {
            wheres.push("instr(search_text, ?) > 0".to_owned());
            values.push(word.clone().into());
        }
        if !others.is_empty() {
            wheres.push(
                "NOT EXISTS (SELECT 1 FROM json_each(?) AS word WHERE instr(search_text, word.value) = 0)"
                    .to_owned(),
            );
            values.push(serde_json::Value::from(others).to_string().into());
        }
        for amount in &self.amounts {
            let all = vec!["instr(search_text, ?) > 0"; amount.words.len()];
            wheres.push(format!(
                "({} OR instr(search_text, char(10) || ?) > 0)",
                all.join(" AND ")
            ));
            let typed = amount.words.iter().chain([&amount.paid]);
            values.extend(typed.map(|word| word.clone().into()));
        }
    }

    /// The pieces that a text must have to hold all words, as a query of the index.
    fn pieces(&self) -> String {
        let all = |words: &[String]| {
            let mut all = BTreeSet::new();
            for word in words {
                wanted(&word.chars().collect::<Vec<_>>(), &mut all);
            }
            all.into_iter()
                .take(MOST_PIECES)
                .collect::<Vec<_>>()
                .join(" AND ")
        };
        let either = |amount: &Amount| {
            let paid = all(std::slice::from_ref(&amount.paid));
            format!("(({}) OR ({paid}))", all(&amount.words))
        };
        let words = (!self.words.is_empty()).then(|| all(&self.words));
        let terms: Vec<String> = words.into_iter().chain(self.amounts.iter().map(either)).collect();
        terms.join(" AND ")
    }
}

/// Text as it is searched: in lower case and half width, so that `话费(快充)` finds `话费（快充）`.
fn folded(text: &str) -> String {
    half_width(text).to_lowercase()
}

/// The amount that is meant by a word beside what it says: with its currency, or parted in thousands. Where it is but a
/// number, that stands in the text of an order as well.
fn amount(word: &str) -> Option<String> {
    let is_number = word.chars().all(|c| c.is_ascii_digit() || c == '.');
    if is_number || !word.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    read_amount(word, Code::Amount).ok().map(Fen::yuan)
}

/// Everything in words that is found of an order: its facts, its amount in 元, what the person wrote down of it, and its tags.
pub(super) fn text_of(facts: &Facts, events: &[Event], tags: &[String]) -> String {
    let amount = facts.amount.yuan();
    let undone = undone(events);
    let notes = events
        .iter()
        .filter(|event| event.what.kind.tells_of_the_matter() && !undone.contains(&event.seq));
    let notes = notes.filter_map(|event| event.what.text.as_deref());
    let mut text = facts.texts();
    for part in std::iter::once(amount.as_str())
        .chain(notes)
        .chain(tags.iter().map(String::as_str))
    {
        text.push('\n');
        text.push_str(part);
    }
    folded(&text)
}

/// A piece as the index holds it: its characters by number, so that no rule for words of any language touches it.
fn piece(chars: &[char]) -> String {
    let mut piece = String::with_capacity(chars.len() * 5);
    for c in chars {
        // Writing to a text cannot fail.
        let _ = write!(piece, "{:x}x", u32::from(*c));
    }
    piece
}

fn is_latin(c: char) -> bool {
    c.is_ascii()
}

/// How many Latin characters stand from a place on, at most [`LATIN`].
fn stretch(chars: &[char], at: usize) -> usize {
    chars[at..]
        .iter()
        .take(LATIN)
        .take_while(|c| is_latin(**c))
        .count()
}

/// All pieces of a text, for the index.
fn pieces_of(text: &str) -> String {
    let mut all = BTreeSet::new();
    for word in text.split_whitespace() {
        let chars: Vec<char> = word.chars().collect();
        for at in 0..chars.len() {
            let next = chars.get(at + 1).copied();
            if !is_latin(chars[at]) {
                all.insert(piece(&chars[at..(at + 2).min(chars.len())]));
            } else {
                all.insert(piece(&chars[at..at + stretch(&chars, at)]));
                if next.is_some_and(|next| !is_latin(next)) {
                    all.insert(piece(&chars[at..at + 2]));
                }
            }
        }
    }
    all.into_iter().collect::<Vec<_>>().join(" ")
}

/// The pieces of which a text that holds `word` has all, each as a term of an index query.
fn wanted(word: &[char], all: &mut BTreeSet<String>) {
    let exact = |chars: &[char]| format!("\"{}\"", piece(chars));
    let beginning = |chars: &[char]| format!("\"{}\" *", piece(chars));
    let mut at = 0;
    while at < word.len() {
        if !is_latin(word[at]) {
            match word.get(at..at + 2) {
                Some(pair) => {
                    all.insert(exact(pair));
                }
                // The last character of more is in the pair before it.
                None if at == 0 => {
                    all.insert(beginning(&word[at..]));
                }
                None => {}
            }
            at += 1;
            continue;
        }
        let length = word[at..].iter().take_while(|c| is_latin(**c)).count();
        let end = at + length;
        if length < LATIN {
            all.insert(beginning(&word[at..end]));
        } else {
            for from in (at..=end - LATIN).step_by(LATIN).chain([end - LATIN]) {
                all.insert(exact(&word[from..from + LATIN]));
            }
        }
        if end < word.len() {
            all.insert(exact(&word[end - 1..=end]));
        }
        at = end;
    }
}

/// Puts an order's text into the index, in place of what was there of it.
pub(super) fn index(connection: &Connection, id: OrderId, text: &str) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO order_pieces (rowid, pieces) VALUES (?1, ?2)")?
        .execute(params![id, pieces_of(text)])?;
    Ok(())
}

impl Store {
    /// Rebuilds the search index after the database was edited outside the app.
    pub fn index_again(&mut self) -> Outcome<()> {
        self.write(|tx| Ok(index_all(&tx.connection)?))
    }
}

/// What is found of an order after its words have changed.
pub(super) fn find_anew(connection: &Connection, id: OrderId) -> rusqlite::Result<()> {
    let read = order(connection, id).and_then(|order| match order {
        Some(order) => Ok(Some(text_of(&order.facts, &events(connection, id)?, &order.tags))),
        None => Ok(None),
    });
    let text = match read {
        // In a file that was rescued a cell may be none that this app wrote: the order is found as before.
        Err(
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::IntegralValueOutOfRange(..),
        ) => connection
            .prepare_cached("SELECT search_text FROM orders WHERE id = ?1")?
            .query_row([id], |row| row.get(0))
            .optional()?,
        read => read?,
    };
    if let Some(text) = text {
        connection
            .prepare_cached("UPDATE orders SET search_text = ?2 WHERE id = ?1")?
            .execute(params![id, text])?;
        index(connection, id, &text)?;
    }
    Ok(())
}

/// Writes the texts of all orders anew, and the whole index.
pub(super) fn index_all(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM order_pieces", [])?;
    let ids = connection
        .prepare("SELECT id FROM orders")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<OrderId>>>()?;
    for id in ids {
        find_anew(connection, id)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str, query: &str) -> bool {
        let mut connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                "CREATE TABLE orders (id INTEGER PRIMARY KEY, search_text TEXT);
                 CREATE VIRTUAL TABLE order_pieces USING fts5 (pieces, content = '', contentless_delete = 1,
                     detail = none, tokenize = 'ascii');",
            )
            .unwrap();
        let transaction = connection.transaction().unwrap();
        transaction
            .execute("INSERT INTO orders VALUES (1, ?1)", [folded(text)])
            .unwrap();
        index(&transaction, OrderId(1), &folded(text)).unwrap();
        let (mut wheres, mut values) = (Vec::new(), Vec::new());
        let search = Search::new(query);
        search.narrow_by_index(&mut wheres, &mut values);
        search.narrow(&mut wheres, &mut values);
        transaction
            .prepare(&format!(
                "SELECT count(*) FROM orders WHERE {}",
                wheres.join(" AND ")
            ))
            .unwrap()
            .query_row(rusqlite::params_from_iter(values), |row| row.get::<_, i64>(0))
            .unwrap()
            == 1
    }

    #[test]
    fn a_word_of_any_length_is_found_where_it_stands() {
        let text = "星辰卡盟\n100 Q币 直充（官方）\nXC0000000000104729\n4200001\na\n\"甲\"乙%_\\'";
        for word in [
            "星",
            "盟",
            "辰卡",
            "星辰卡盟",
            "q币",
            "Q",
            "币",
            "1",
            "10",
            "100",
            "100 q币",
            "直充（官",
            "）",
            "xc00",
            "0104729",
            "00000104729",
            "9",
            "42000",
            "4200001",
            "a",
            "\"甲",
            "甲\"乙",
            "%_",
            "\\'",
            "乙%",
        ] {
            assert!(found(text, word), "{word}");
        }
        for word in [
            "辰星", "卡星", "币q", "1000", "xc1", "042", "乙甲", "丁", "*", "\"\"", "星盟",
        ] {
            assert!(!found(text, word), "{word}");
        }
    }

    #[test]
    fn width_and_case_make_no_difference() {
        let text = "话费（快充）\n１００ Ｑ币\nABC ９５％";
        for query in [
            "话费(快充)",
            "话费（快充）",
            "100 q币",
            "１００",
            "Ｑ币",
            "ａｂｃ",
            "abc",
            "95%",
            "95％",
        ] {
            assert!(found(text, query), "{query}");
        }
    }

    #[test]
    fn an_amount_is_found_however_it_is_written() {
        let text = "话费 50 元\n98.50\n换了 7元 渠道";
        for query in [
            "98.5",
            "98.50",
            "98.5元",
            "¥98.5",
            "￥98.50",
            "98.50 元",
            "¥ 98.5",
            "rmb 98.50",
            "98块5",
            "话费 98.5元",
            "-98.50元",
            "９８。５０元",
            "50 元",
            "7元",
            "¥98.5 渠道",
            "98.5元 50 元 7元",
        ] {
            assert!(found(text, query), "{query}");
        }
        for query in [
            "8.5元",
            "¥8.50",
            "98元",
            "¥50",
            "98.5元 没有",
            "98.5元 6元",
            "¥985",
        ] {
            assert!(!found(text, query), "{query}");
        }
        assert!(found("点券\n12345.00", "¥12,345"));
        assert!(found("点券\n12345.00", "12,345.00"));
        assert!(!found("点券\n12345.00", "¥2,345"));
        let many = "98.5元 ".repeat(50);
        assert!(
            found(text, &"50 元 ".repeat(50))
                && found("甲\n98.50", &"98.5元 ".repeat(8))
                && !found("甲", &many)
        );
    }

    #[test]
    fn every_word_counts_however_many_there_are() {
        let words: Vec<String> = (0..300).map(|n| format!("词{n}号")).collect();
        let text = words.join("\n");
        assert!(found(&text, &words.join(" ")));
        for missing in ["没有的词", "absent"] {
            assert!(
                !found(&text, &format!("{} {missing}", words.join(" "))),
                "{missing}"
            );
            assert!(
                !found(&text, &format!("{} {missing}", words[..8].join(" "))),
                "{missing}"
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn what_occurs_is_found_and_nothing_else(text in "[甲乙a1\"* ]{0,12}", word in "[甲乙a1\"*]{1,5}") {
            prop_assert_eq!(found(&text, &word), text.contains(&word));
        }
    }
}
