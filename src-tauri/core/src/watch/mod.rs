//! watch (盯): the clockwork. Pure functions over an order's facts and `now`; what they decide is written by the store.

mod notice;
mod plan;

pub use notice::{Notice, notice};
pub use plan::plan;
