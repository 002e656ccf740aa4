//! Writes down what the engine sees on pictures, word by word, in the form of the lists on which the rules for pages are tested:
//! `words OUT PICTURE…` writes `OUT/<name>.tsv` for each. Another engine is compared by lists of its own.

use daozhang_core::Outcome;
use daozhang_core::order::Moment;
use daozhang_core::record::{Engine, Looks, RgbImage, Wanted, read_picture};
use daozhang_reader::Reader;
use std::cell::RefCell;
use std::error::Error;
use std::fmt::Write;
use std::path::Path;

/// An engine that remembers what the reader saw.
struct Written(RefCell<String>);

impl Engine for Written {
    fn name(&self) -> &str {
        Reader.name()
    }

    fn look(&self, picture: &RgbImage, wanted: Wanted) -> Outcome<Looks> {
        let looks = Reader.look(picture, wanted)?;
        let mut lists = self.0.borrow_mut();
        let _ = writeln!(*lists, "Slope\t{}", looks.slope);
        for (look, words) in [("First", &looks.first), ("Second", &looks.second)] {
            for word in words {
                let (block, paragraph, line) = word.line;
                let _ = writeln!(
                    *lists,
                    "{look}\t{}\t{}\t{}\t{}\t{:.0}\t{block}\t{paragraph}\t{line}\t{}",
                    word.left, word.top, word.width, word.height, word.confidence, word.text
                );
            }
        }
        Ok(looks)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let out = arguments.next().ok_or("words OUT PICTURE…")?;
    for picture in arguments {
        let written = Written(RefCell::default());
        let bytes = std::fs::read(&picture)?;
        read_picture(&written, &bytes, Moment(1_795_392_000_000), &|| true)
            .map_err(|failure| failure.message())?;
        let name = Path::new(&picture).file_stem().ok_or("a picture has a name")?;
        let list = Path::new(&out).join(name).with_extension("tsv");
        std::fs::write(list, written.0.into_inner())?;
    }
    Ok(())
}
