//! The machine without a desktop around it.

use crate::env;
use daozhang_api::Machine;
use daozhang_core::Outcome;
use daozhang_core::order::{Moment, Zone};
use daozhang_core::prove::pages::Typesetter;
use daozhang_core::record::{Engine, PaperReader};
use daozhang_paper::Apart;
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

    fn papers(&self) -> Box<dyn PaperReader> {
        // Where the system does not say which program this is, the name that it has as a rule is tried.
        let program = std::env::current_exe().unwrap_or_else(|_| "daozhang".into());
        Box::new(Apart { program })
    }

    fn typesetter(&self) -> Box<dyn Typesetter> {
        Box::new(Typst::default())
    }
}
