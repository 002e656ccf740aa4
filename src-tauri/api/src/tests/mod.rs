//! Operations on real data files.

mod bills;
mod file;
mod journey;
mod store;
