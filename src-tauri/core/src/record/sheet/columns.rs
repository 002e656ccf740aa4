//! What the columns of a list of orders hold, told by their names.

use super::super::Field;
use super::super::table::{Row, Table, plain};
use super::exported;
use crate::order::Word;
use crate::{Outcome, rules};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

/// How many rows may stand above the header.
const ROWS_ABOVE: usize = 50;
/// How many known names make a header.
const ENOUGH_NAMES: usize = 3;
/// The column that every bill has and no list of orders.
const DIRECTION: &str = "收/支";
/// By which the table that this app writes is known.
const OWN: [&str; 3] = [exported::NUMBER, exported::DUE_AT, exported::STATUS];
/// How much of a cell shows what its column holds, in characters.
const EXAMPLE: usize = 40;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Meaning {
    /// How the matter stands.
    State,
    Refunded,
    /// When the matter was settled.
    Settled,
    #[serde(untagged)]
    Field(Field),
}

#[derive(Debug, Deserialize)]
struct Named {
    field: Meaning,
    names: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Open {
    words: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Rows {
    column: Vec<Named>,
    open: Vec<Open>,
}

/// The names of the rules, without what does not count in them.
#[derive(Debug)]
struct Names {
    /// The meaning of each name, and how likely it is for that: 0 is the template's, then in the order of the rules.
    meanings: HashMap<String, (Meaning, usize)>,
    open: HashSet<String>,
}

fn names() -> Outcome<&'static Names> {
    static NAMES: LazyLock<Outcome<Names>> = LazyLock::new(|| {
        let rows: Rows = rules::list_columns()?;
        let mut meanings = HashMap::new();
        for column in &rows.column {
            for (rank, name) in (1..).zip(&column.names) {
                meanings.insert(bare(name), (column.field, rank));
            }
        }
        for field in Field::ALL {
            meanings.insert(field.name().to_owned(), (Meaning::Field(*field), 0));
        }
        let words = rows.open.iter().flat_map(|open| &open.words);
        let open = words.map(|word| bare(word)).collect();
        Ok(Names { meanings, open })
    });
    NAMES.as_ref().map_err(Clone::clone)
}

/// Whether a state says that the money is still waited for.
pub(super) fn is_open(state: &str) -> Outcome<bool> {
    let state = bare(state);
    Ok(state.is_empty() || names()?.open.contains(&state))
}

/// A name without what does not count.
fn bare(name: &str) -> String {
    let name: String = plain(name)
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect();
    let name = name.trim_end_matches([':', '*']).trim_start_matches('*');
    name.trim_end_matches("(必填)")
        .trim_end_matches("(元)")
        .trim_end_matches('*')
        .to_owned()
}

/// What the person decided about columns, by their names in the file: the field each holds, or none.
pub type Chosen = BTreeMap<String, Option<Field>>;

/// A column of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListColumn {
    /// Its name in the file.
    pub name: String,
    /// The field that it is taken for.
    pub field: Option<Field>,
    /// Whether it is called as in the template.
    pub exact: bool,
    /// What stands in its first row, to know it by.
    pub example: String,
}

/// The header of a list.
#[derive(Clone, Debug)]
pub(super) struct Header {
    /// The number of its row in the table.
    pub row: usize,
    /// The position and the name of the column that has each meaning.
    places: BTreeMap<Meaning, (usize, String)>,
    pub columns: Vec<ListColumn>,
}

impl Header {
    pub fn place(&self, meaning: Meaning) -> Option<usize> {
        self.places.get(&meaning).map(|(position, _)| *position)
    }

    /// How the column of a meaning is called in the file.
    pub fn name(&self, meaning: Meaning) -> &str {
        self.places.get(&meaning).map_or("", |(_, name)| name)
    }

    pub fn field(&self, field: Field) -> Option<usize> {
        self.place(Meaning::Field(field))
    }

    /// The fields that no column holds although no order is logged without them. The kind may be told by the product.
    pub fn missing(&self) -> Vec<Field> {
        let absent =
            |field: &&Field| field.is_required() && **field != Field::Kind && self.field(**field).is_none();
        Field::ALL.iter().filter(absent).copied().collect()
    }

    /// Whether this app wrote it.
    pub fn is_own(&self) -> bool {
        OWN.iter()
            .all(|own| self.columns.iter().any(|column| column.name == *own))
    }

    fn fields(&self) -> usize {
        let fields = self.places.keys();
        fields
            .filter(|meaning| matches!(meaning, Meaning::Field(_)))
            .count()
    }
}

fn header_in(row: Row<'_>, number: usize, chosen: &Chosen, names: &Names) -> Header {
    let mut best: BTreeMap<Meaning, (usize, usize)> = BTreeMap::new();
    let mut cells: Vec<(usize, &str)> = Vec::new();
    for (position, cell) in row.cells().enumerate().filter(|(_, cell)| !cell.is_empty()) {
        let known = names.meanings.get(&bare(cell)).copied();
        let told = match chosen.get(cell) {
            Some(Some(field)) => Some((Meaning::Field(*field), 0)),
            // A column that is left out of the orders still says that a matter is over.
            Some(None) => known.filter(|(meaning, _)| !matches!(meaning, Meaning::Field(_))),
            None => known,
        };
        if let Some((meaning, rank)) = told {
            let place = best.entry(meaning).or_insert((rank, position));
            // What the person chose wins over what the name says.
            let decided = chosen.contains_key(cell);
            if rank < place.0 || decided && rank == place.0 {
                *place = (rank, position);
            }
        }
        cells.push((position, cell));
    }
    let column = |(position, cell): &(usize, &str)| {
        let field = best.iter().find_map(|(meaning, (_, at))| match meaning {
            Meaning::Field(field) if at == position => Some(*field),
            _ => None,
        });
        ListColumn {
            name: (*cell).to_owned(),
            field,
            exact: field.is_some_and(|field| bare(cell) == field.name()),
            example: String::new(),
        }
    };
    Header {
        row: number,
        columns: cells.iter().map(column).collect(),
        places: best
            .into_iter()
            .map(|(meaning, (_, position))| (meaning, (position, row.cell(position).to_owned())))
            .collect(),
    }
}

/// The header of a table that looks like a list of orders, with an example of each column; none where it does not.
pub(super) fn header(table: &Table, chosen: &Chosen) -> Outcome<Option<Header>> {
    let names = names()?;
    let mut best: Option<Header> = None;
    for (number, row) in table.rows().take(ROWS_ABOVE).enumerate() {
        if row.cells().any(|cell| bare(cell) == DIRECTION) {
            return Ok(None);
        }
        let header = header_in(row, number, chosen, names);
        let enough = header.fields() >= ENOUGH_NAMES
            || header.field(Field::Platform).is_some() && header.field(Field::Kind).is_some();
        if enough && best.as_ref().is_none_or(|best| header.fields() > best.fields()) {
            best = Some(header);
        }
    }
    if let Some(header) = &mut best
        && let Some(named) = table.rows().nth(header.row)
        && let Some(first) = table.rows().nth(header.row + 1)
    {
        let filled = named.cells().enumerate().filter(|(_, cell)| !cell.is_empty());
        for (column, (position, _)) in header.columns.iter_mut().zip(filled) {
            column.example = first.cell(position).chars().take(EXAMPLE).collect();
        }
    }
    Ok(best)
}

/// Whether a table is a list of orders by the names of the template: no bill has 平台 or 品类.
pub(in super::super) fn tells_sheet(table: &Table) -> bool {
    table.rows().take(ROWS_ABOVE).any(|row| {
        let is = |field: Field| row.cells().any(|cell| bare(cell) == field.name());
        let (platform, kind) = (is(Field::Platform), is(Field::Kind));
        let known = || Field::ALL.iter().filter(|field| is(**field)).count();
        platform && kind || (platform || kind) && known() >= ENOUGH_NAMES
    })
}

/// Whether a table that is no bill is a list of orders whose columns are called otherwise, or one that lacks some of them.
pub(in super::super) fn resembles_sheet(table: &Table) -> bool {
    let header = header(table, &Chosen::new()).ok().flatten();
    header.is_some_and(|header| header.field(Field::Product).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_names_and_no_name_has_two_meanings() {
        let rows: Rows = rules::list_columns().unwrap();
        let mut seen = HashMap::new();
        for column in &rows.column {
            for name in &column.names {
                assert_eq!(seen.insert(bare(name), column.field), None, "{name}");
                let template = Field::ALL.iter().find(|field| field.name() == name);
                assert_eq!(template, None, "{name}");
            }
        }
        for field in Field::ALL {
            let named = |column: &Named| column.field == Meaning::Field(*field);
            assert!(rows.column.iter().any(named), "{}", field.word());
        }
    }

    #[test]
    fn states_that_leave_money_owed() {
        for (state, open) in [
            ("", true),
            ("待到账", true),
            ("已逾期", true),
            ("卖家已发货", true),
            ("已到账", false),
            ("已退款", false),
            ("已关闭", false),
            ("交易成功", false),
            ("交易关闭", false),
            ("等待买家付款", false),
            ("有争议", false),
        ] {
            assert_eq!(is_open(state), Ok(open), "{state}");
        }
    }
}
