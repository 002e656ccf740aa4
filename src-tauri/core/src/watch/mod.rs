//! watch (盯): the clockwork. Pure functions over an order's facts, its events and `now`; what they decide is written by
//! the store.

mod calendar;
mod clock;
mod course;
mod next;
mod notice;
mod plan;
mod quiet;

pub use calendar::{Ahead, CalendarEntry, Handed, Matter, ahead, calendar, hand};
pub use clock::{clock, release_times};
pub use course::course;
pub use next::Clockwork;
pub use notice::{Notice, discreet_notice, notice};
pub use plan::plan;
pub use quiet::{QuietHours, until_morning};
