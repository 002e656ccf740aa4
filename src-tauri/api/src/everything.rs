//! Everything in open formats, or every order as a table, in one file.

use crate::backups::WrittenCopy;
use crate::files::{shown, write_with};
use crate::{DataFile, ExportFormat, Session};
use daozhang_core::store::file::Everything;
use daozhang_core::{Outcome, text};
use std::io::{BufWriter, Seek, Write};
use std::path::Path;

impl DataFile {
    /// Writes everything in open formats, as a ZIP.
    pub fn write_everything(&self, out: impl Write + Seek) -> Outcome<Everything> {
        self.store.write_everything(out)
    }

    /// Writes everything in open formats into a file.
    pub fn everything_to(&self, file: &Path) -> Outcome<Everything> {
        write_with(file, |out| self.write_everything(BufWriter::new(out)))
    }

    /// Writes all orders into a file; gives back how many.
    pub fn dump_to(&self, format: ExportFormat, file: &Path) -> Outcome<usize> {
        write_with(file, |file| {
            self.store
                .at_one_moment(|| self.write_all(format, &mut BufWriter::new(file)))
        })
    }
}

impl Session {
    pub(crate) fn everything_exported(&self) -> Outcome<Option<WrittenCopy>> {
        let name = format!("到账全部数据-{}.zip", self.stamp());
        let Some(file) = self.place(text!(dialog_everything), name, &["zip"]) else {
            return Ok(None);
        };
        let everything = self.beside(|data, _| data.everything_to(&file))?;
        Ok(Some(WrittenCopy::new(&file, &everything.lost)))
    }

    pub(crate) fn all_exported(&self, format: ExportFormat) -> Outcome<String> {
        let ending = match format {
            ExportFormat::Csv => "csv",
            ExportFormat::Json => "json",
        };
        let place = self.document(&format!("到账-全部订单-{}.{ending}", self.stamp()))?;
        self.beside(|data, _| data.dump_to(format, &place))?;
        Ok(shown(&place))
    }
}
