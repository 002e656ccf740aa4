//! How people and programs write times, spans and money: one grammar for each, over the same tokens.
//!
//! A text is folded (width, case, traditional characters, kinds of dashes), cut into tokens and read by a grammar. A grammar
//! never guesses: what could mean two things is refused with a sentence that asks. [`Style`] says how much it may take for
//! granted. Which day a time without one means is decided apart from the grammar, in [`moment`].

mod moment;
pub(super) mod money;
mod numerals;
mod span;
mod time;
mod tokens;
mod words;

pub use moment::{Toward, read_moment, read_release_times};
pub(super) use moment::{not_in_the_future, read_until};
pub use money::{LARGEST_AMOUNT, read_amount};
pub(super) use span::read_promise;
pub use span::{read_window, read_windows};
pub use time::{NoTime, wall_clock};

/// Who wrote a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// A person, who may say what is meant in words and leave out what goes without saying: `昨晚9点`, `两小时`, `九十八块五`.
    Person,
    /// A program, whose cells say all there is to say: `2026-11-20 21:03:45`, `¥1,098.50`.
    Program,
}
