//! What the app says, as values until the last moment: a [`Text`] is a key with arguments, and becomes a sentence only where
//! it is shown, in the language that [`speaking`] sets there.
//!
//! The sentences are Fluent messages in `words/<language>/*.ftl`. The build compares the languages and makes a constructor of
//! each message, which [`text!`](crate::text) calls.

mod kept;
mod language;
mod row;
#[cfg(test)]
mod sources;
mod text;

pub use language::{Language, speaking};
pub use row::RowText;
pub(crate) use row::beside;
pub use text::{Arg, Text};

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// A message of the catalogues: `text!(order_not_found, number = id.0)`. A key or an argument that no catalogue has, or one
/// that is left out, does not compile.
#[macro_export]
macro_rules! text {
    ($key:ident $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::words::messages::$key { $($name: $crate::words::Arg::from($value)),* }.text()
    };
}
