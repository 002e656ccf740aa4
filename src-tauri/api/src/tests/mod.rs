//! Operations on real data files.

mod adding;
mod bills;
mod dispatch;
mod file;
mod journey;
mod store;
