//! Operations on real data files.

mod adding;
mod bills;
mod data_file;
mod dispatch;
mod rooms;
mod store;
