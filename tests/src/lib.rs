//! What the black-box tests stand on: the app as a person has it, on a desktop of its own.
//!
//! Nothing here knows how the app is built. It is run as a program, looked at through its window, and its
//! bubbles are read from a notification daemon.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed expectation is how a test fails"
)]

pub mod app;
pub mod clock;
pub mod corpus;
pub mod desk;
pub mod fault;
pub mod order;
pub mod package;
pub mod pictures;
pub mod running;
pub mod waiting;
pub mod window;

pub use app::App;
pub use desk::Desk;
pub use window::Window;
