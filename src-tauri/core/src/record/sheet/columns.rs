//! What the columns of a list of orders hold, told by their names.

use super::super::table::{Row, Table, plain};
use super::super::Field;
use crate::{Outcome, rules};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How many rows may stand above the header.
const ROWS_ABOVE: usize = 50;
/// How many known names make a header.
const ENOUGH_NAMES: usize = 3;
/// The column that every bill has and no list of orders.
const DIRECTION: &str = "收/支";

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

/// The names of the rules.
#[derive(Debug, Deserialize)]
struct Names {
    column: Vec<Named>,
    open: Vec<Open>,
}

fn names() -> Outcome<&'static Names> {
    static NAMES: LazyLock<Outcome<Names>> = LazyLock::new(rules::list_columns);
    NAMES.as_ref().map_err(Clone::clone)
}

/// Whether a state says that the money is still waited for.
pub(super) fn is_open(state: &str) -> Outcome<bool> {
    let state = bare(state);
    let mut words = names()?.open.iter().flat_map(|open| &open.words);
    Ok(state.is_empty() || words.any(|word| bare(word) == state))
}

/// A name without what does not count.
fn bare(name: &str) -> String {
    let name: String = plain(name)
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect();
    let name = name.trim_end_matches([':', '*']);
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
        let absent = |field: &&Field| {
            field.is_required() && **field != Field::Kind && self.field(**field).is_none()
        };
        Field::ALL.iter().filter(absent).copied().collect()
    }

    fn fields(&self) -> usize {
        let fields = self.places.keys();
        fields.filter(|meaning| matches!(meaning, Meaning::Field(_))).count()
    }
}

/// How well a column's name fits a meaning: the name of the template before all others, then in the order of the rules.
fn fitting(name: &str, names: &Names) -> Option<(Meaning, usize)> {
    let name = bare(name);
    if let Some(field) = Field::ALL.iter().find(|field| field.name() == name) {
        return Some((Meaning::Field(*field), 0));
    }
    names.column.iter().find_map(|column| {
        let rank = column.names.iter().position(|known| bare(known) == name)?;
        Some((column.field, rank + 1))
    })
}

fn header_in(row: Row<'_>, number: usize, chosen: &Chosen, names: &Names) -> Header {
    let mut best: BTreeMap<Meaning, (usize, usize)> = BTreeMap::new();
    let mut columns: Vec<(usize, ListColumn)> = Vec::new();
    for (position, cell) in row.cells().enumerate() {
        if cell.is_empty() {
            continue;
        }
        let told = match chosen.get(cell) {
            Some(Some(field)) => Some((Meaning::Field(*field), 0)),
            // A column that is left out of the orders still says that a matter is over.
            Some(None) => fitting(cell, names).filter(|(meaning, _)| !matches!(meaning, Meaning::Field(_))),
            None => fitting(cell, names),
        };
        if let Some((meaning, rank)) = told {
            let known = best.entry(meaning).or_insert((rank, position));
            // What the person chose wins over what the name says.
            let decided = chosen.contains_key(cell);
            if rank < known.0 || decided && rank == known.0 {
                *known = (rank, position);
            }
        }
        columns.push((
            position,
            ListColumn {
                name: cell.to_owned(),
                field: None,
                exact: false,
                example: String::new(),
            },
        ));
    }
    for (meaning, (rank, position)) in &best {
        if let Meaning::Field(field) = meaning
            && let Some((_, column)) = columns.iter_mut().find(|(at, _)| at == position)
        {
            column.field = Some(*field);
            column.exact = *rank == 0 && bare(&column.name) == field.name();
        }
    }
    Header {
        row: number,
        places: best
            .into_iter()
            .map(|(meaning, (_, position))| (meaning, (position, row.cell(position).to_owned())))
            .collect(),
        columns: columns.into_iter().map(|(_, column)| column).collect(),
    }
}

/// The header of a table that looks like a list of orders, with an example of each column.
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
        && let Some(first) = table.rows().nth(header.row + 1)
    {
        let named = table.rows().nth(header.row);
        let filled = named.into_iter().flat_map(|row| {
            let cells = row.cells().enumerate();
            cells.filter(|(_, cell)| !cell.is_empty()).map(|(position, _)| position).collect::<Vec<_>>()
        });
        for (column, position) in header.columns.iter_mut().zip(filled) {
            column.example = first.cell(position).chars().take(40).collect();
        }
    }
    Ok(best)
}

/// Whether a table is a list of orders by the names of the template: no bill has 平台 or 品类.
pub(in super::super) fn tells_sheet(table: &Table) -> bool {
    table.rows().take(ROWS_ABOVE).any(|row| {
        let is = |field: Field| row.cells().any(|cell| bare(cell) == field.name());
        let known = Field::ALL.iter().filter(|field| is(**field)).count();
        let (platform, kind) = (is(Field::Platform), is(Field::Kind));
        platform && kind || known >= ENOUGH_NAMES && (platform || kind)
    })
}

/// Whether a table that is no bill is a list of orders whose columns are called otherwise.
pub(in super::super) fn resembles_sheet(table: &Table) -> bool {
    let header = header(table, &Chosen::new()).ok().flatten();
    header.is_some_and(|header| {
        [Field::Platform, Field::Product, Field::Amount]
            .iter()
            .all(|field| header.field(*field).is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::Word;

    #[test]
    fn every_field_has_names_and_no_name_has_two_meanings() {
        let names = names().unwrap();
        let mut seen = std::collections::HashMap::new();
        for column in &names.column {
            for name in &column.names {
                assert_eq!(seen.insert(bare(name), column.field), None, "{name}");
                let template = Field::ALL.iter().find(|field| field.name() == name);
                assert_eq!(template, None, "{name}");
            }
        }
        for field in Field::ALL {
            assert!(
                names.column.iter().any(|column| column.field == Meaning::Field(*field)),
                "{}",
                field.word()
            );
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
