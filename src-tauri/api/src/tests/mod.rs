//! Operations on real data files.

mod bills;
mod dispatch;
mod file;
mod journey;
mod store;
