//! How values of the order stand in columns.

use crate::order::{
    EventKind, Fen, Media, Moment, OrderId, SellerKind, Sha256, ShotRole, Span, Stage, Status, Topic, Word,
};
use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};

/// A cell that does not hold what this app writes.
#[derive(Debug)]
pub(super) struct Unreadable(pub(super) &'static str);

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "unreadable: {}", self.0)
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
    ($($type:ty => $what:literal),+ $(,)?) => {$(
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
    Status => "订单状态", Stage => "催办阶段", Topic => "提醒", EventKind => "时间线", ShotRole => "截图用途",
    Media => "截图类型",
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
