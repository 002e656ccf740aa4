//! Writes down what the machine's engine sees on pictures, word by word, as the lists on which the rules for pages are tested:
//! `words OUT PICTURE…` writes `OUT/<name>.tsv` for each. Another engine is compared by lists of its own.

use daozhang_core::Outcome;
use daozhang_core::order::Moment;
use daozhang_core::record::{Engine, Look, Prepared, Seen, read_picture};
use daozhang_reader::Tesseract;
use std::cell::RefCell;
use std::error::Error;
use std::fmt::Write;
use std::path::Path;

/// An engine that remembers what another one saw.
struct Written<'a> {
    engine: &'a dyn Engine,
    lists: RefCell<String>,
}

impl Engine for Written<'_> {
    fn name(&self) -> &str {
        self.engine.name()
    }

    fn read(&self, picture: &Prepared, look: Look) -> Outcome<Vec<Seen>> {
        let seen = self.engine.read(picture, look)?;
        // The look at the figures depends on what was cut out for it.
        if look != Look::Digits {
            let mut lists = self.lists.borrow_mut();
            for word in &seen {
                let (block, paragraph, line) = word.line;
                let _ = writeln!(
                    *lists,
                    "{look:?}\t{}\t{}\t{}\t{}\t{:.0}\t{block}\t{paragraph}\t{line}\t{}",
                    word.left, word.top, word.width, word.height, word.confidence, word.text
                );
            }
        }
        Ok(seen)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let out = arguments.next().ok_or("words OUT PICTURE…")?;
    let engine = Tesseract::find().map_err(|failure| failure.message())?;
    for picture in arguments {
        let written = Written {
            engine: &engine,
            lists: RefCell::new(String::new()),
        };
        let bytes = std::fs::read(&picture)?;
        read_picture(&written, &bytes, Moment(1_795_392_000_000)).map_err(|failure| failure.message())?;
        let name = Path::new(&picture).file_stem().ok_or("a picture has a name")?;
        let list = Path::new(&out).join(name).with_extension("tsv");
        std::fs::write(list, written.lists.into_inner())?;
    }
    Ok(())
}
