//! 到账 (Daozhang): the core of an app that keeps watch over what was paid for online and has not arrived.
//!
//! An order walks one way through four rooms, [`record`] (记) → [`watch`] (盯) → [`escalate`] (催) → [`prove`] (证).
//! [`order`] is the floor under all of them and imports none of them; [`rules`] reads the data files that a person
//! may correct; [`store`] is the only place that knows SQL. A room takes plain values and
//! `now`, and gives plain values back: there is no window, no clock and no network in this crate. The crate
//! `daozhang-api` walks an order through the rooms and has the store write down what they decide.

pub mod disk;
pub mod escalate;
mod failure;
#[cfg(test)]
mod how_to_add;
pub mod order;
mod picture;
pub mod prove;
pub mod record;
pub mod rules;
pub mod store;
pub mod watch;
pub mod words;

pub use failure::{Code, Failure, Outcome};
