//! The machine without a desktop around it.

use crate::env;
use daozhang_api::Machine;
use daozhang_core::Outcome;
use daozhang_core::order::{Moment, Zone};
use daozhang_core::prove::pages::Typesetter;
use daozhang_core::record::Engine;
use daozhang_reader::Reader;
use daozhang_typeset::Typst;
use std::path::PathBuf;

/// Nobody is asked there, and nobody told.
pub struct Console;

impl Machine for Console {
    fn now(&self) -> Moment {
        env::now()
    }

    fn zone(&self) -> Zone {
        env::zone()
    }

    fn documents(&self) -> Outcome<PathBuf> {
        env::documents()
    }

    fn engine(&self) -> Outcome<Box<dyn Engine>> {
        Ok(Box::new(Reader))
    }

    fn typesetter(&self) -> Box<dyn Typesetter> {
        Box::new(Typst::default())
    }
}
