//! escalate (催): the letter for the next step. Pure functions over an order, its events and `now`.

mod letter;

pub use letter::{Letter, letter};
