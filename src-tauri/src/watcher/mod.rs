//! Watches the clock beside a window, and shows what falls due, as a bubble of the desktop.

mod bubble;
mod delivery;
mod desk;
mod stop;
mod ticker;
mod wake;
mod watch;

pub use bubble::{prepare, show};
pub use delivery::{Told, check};
pub use desk::Desk;
pub use ticker::start;
pub use wake::Wake;
