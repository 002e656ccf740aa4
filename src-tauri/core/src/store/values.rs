//! How values of the order stand in columns.

use crate::order::{
    EventKind, Fen, Media, Moment, OrderId, Problem, SellerKind, Sha256, ShotRole, Span, Stage, Status,
    Topic, Word,
};
use crate::text;
use crate::words::Text;
use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};

/// A cell that does not hold what this app writes.
#[derive(Debug)]
pub(super) struct Unreadable(pub(super) Text);

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "unreadable: {}", self.0.key().unwrap_or_default())
    }
}

impl std::error::Error for Unreadable {}

macro_rules! numbers {
    ($($type:ty),+) => {$(
        impl ToSql for $type {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                self.0.to_sql()
            }
        }
        impl FromSql for $type {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                FromSql::column_result(value).map(Self)
            }
        }
    )+};
}
numbers!(Moment, Span, Fen, OrderId, Sha256);

macro_rules! words {
    ($($type:ty => $what:expr),+ $(,)?) => {$(
        impl ToSql for $type {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.word().into())
            }
        }
        impl FromSql for $type {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                let word = value.as_str()?;
                Self::from_word(word).ok_or_else(|| FromSqlError::Other(Box::new(Unreadable($what))))
            }
        }
    )+};
}
words!(
    Status => text!(store_of_status), Stage => text!(store_of_stage), Topic => text!(store_of_topic),
    EventKind => text!(store_of_event), Problem => text!(store_of_problem), ShotRole => text!(store_of_role), Media => text!(store_of_media),
);

impl ToSql for SellerKind {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.word().into())
    }
}

/// A kind of seller that is not known any more is one that is not known yet.
impl FromSql for SellerKind {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Ok(Self::from_word(value.as_str()?).unwrap_or_default())
    }
}
