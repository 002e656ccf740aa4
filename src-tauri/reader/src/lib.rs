//! From pictures to words with their places, in this process: PP-OCR's networks find the lines of a picture and read them. What
//! the words mean is found out in the core (`record::read_picture`).

mod boxes;
mod lines;
mod networks;
mod pixels;
mod reader;

pub use reader::Reader;
