//! What comes in to be imported: a bill, a spreadsheet, a paper, or a mail with any of these.

mod mail;

use daozhang_core::order::excerpt;
use daozhang_core::record::{Bill, FileKind, PaperReader, kind_of, paper_in, read_bill, read_paper};
use daozhang_core::words::Text;
use daozhang_core::{Outcome, text};
use std::sync::Arc;

/// A file that was read and can be imported.
pub struct Incoming {
    /// Its name.
    pub file: String,
    /// What is kept of where its rows come from: its name, and which mail it came with.
    pub name: String,
    /// The file; of a paper in an archive the paper alone.
    pub bytes: Vec<u8>,
    pub kind: IncomingKind,
}

pub enum IncomingKind {
    Bill(Arc<Bill>),
    /// A person's own list, which is read when it is taken over.
    Sheet,
}

/// Reads a file before the data file is asked anything: it takes its time. A mail gives each of its attachments that can be
/// imported, every other file itself.
///
/// # Errors
/// Why nothing of it can be imported, with [`daozhang_core::Code::Password`] where a password is missing or wrong.
pub fn incoming(
    name: &str,
    bytes: Vec<u8>,
    password: Option<&str>,
    papers: &dyn PaperReader,
) -> Outcome<Vec<Incoming>> {
    if !mail::is_mail(name, &bytes) {
        return Ok(vec![one(name, bytes, password, papers)?]);
    }
    let mail = mail::read(&bytes)?;
    let (mut found, mut refused) = (Vec::new(), None);
    for (attachment, bytes) in mail.attachments {
        let said = text!(
            mail_attachment,
            subject = &mail.subject,
            name = excerpt(&attachment)
        );
        match one(&attachment, bytes, password, papers) {
            Ok(mut incoming) => {
                // What the timeline keeps of a file is Chinese.
                incoming.name = said.chinese();
                found.push(incoming);
            }
            Err(failure) => refused = refused.or(Some(failure)),
        }
    }
    match (found.is_empty(), refused) {
        (true, Some(failure)) => Err(failure),
        _ => Ok(found),
    }
}

fn one(name: &str, bytes: Vec<u8>, password: Option<&str>, papers: &dyn PaperReader) -> Outcome<Incoming> {
    if let Some((name, pdf)) = paper_in(name, &bytes, password)? {
        let bill = read_paper(papers, &pdf, password)?;
        return Ok(Incoming {
            name: name.clone(),
            file: name,
            bytes: pdf,
            kind: IncomingKind::Bill(Arc::new(bill)),
        });
    }
    let kind = match kind_of(name, &bytes, password)? {
        FileKind::Bill => IncomingKind::Bill(Arc::new(read_bill(name, &bytes, password)?)),
        FileKind::Sheet => IncomingKind::Sheet,
    };
    Ok(Incoming {
        name: name.to_owned(),
        file: name.to_owned(),
        bytes,
        kind,
    })
}

/// What is said of the files that a mail brings, where only one can be looked at.
pub(super) fn several(count: usize) -> Text {
    text!(mail_several, count = count)
}
