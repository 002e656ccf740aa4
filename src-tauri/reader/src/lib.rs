//! From pictures to words with their places, on the machine itself. What the words mean is found out in the core
//! (`record::read_picture`).

mod tesseract;
mod tsv;

pub use tesseract::Tesseract;
