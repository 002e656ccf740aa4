//! Mails (.eml): their attachments, one level deep. Nothing of a mail is shown as it is drawn, and nothing is fetched.

use daozhang_core::order::excerpt;
use daozhang_core::{Failure, Outcome, text};
use mail_parser::{MessageParser, MimeHeaders, PartType};

/// The most attachments of a mail, and the most that they come to, in bytes.
const MOST: usize = 20;
const LARGEST: usize = 30 * 1024 * 1024;
/// The largest mail that is read: its attachments, written out.
const LARGEST_MAIL: usize = 64 * 1024 * 1024;

pub(super) struct Mail {
    pub subject: String,
    /// The names and the bytes of the files that came with it.
    pub attachments: Vec<(String, Vec<u8>)>,
}

/// Whether a file is a mail: it is called so, or begins with the head of one.
pub(super) fn is_mail(name: &str, bytes: &[u8]) -> bool {
    if name.to_lowercase().ends_with(".eml") {
        return true;
    }
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(4096)).unwrap_or_default()).to_lowercase();
    let has = |field: &str| head.starts_with(field) || head.contains(&format!("\n{field}"));
    has("mime-version:") && has("content-type:") && has("from:")
}

/// # Errors
/// A mail without a file, with a link only, or with more or larger files than are read.
pub(super) fn read(bytes: &[u8]) -> Outcome<Mail> {
    if bytes.len() > LARGEST_MAIL {
        return Err(Failure::failed(text!(mail_too_large)));
    }
    let message = MessageParser::default()
        .parse(bytes)
        .ok_or_else(|| Failure::failed(text!(mail_unread)))?;
    if message.headers().is_empty() {
        return Err(Failure::failed(text!(mail_unread)));
    }
    let mut attachments = Vec::new();
    for part in message.attachments() {
        // A mail inside of the mail is not opened.
        if matches!(part.body, PartType::Message(_) | PartType::Multipart(_)) {
            continue;
        }
        let name = part.attachment_name().unwrap_or_default();
        let picture = part
            .content_type()
            .is_some_and(|kind| kind.ctype().eq_ignore_ascii_case("image"));
        if !picture {
            attachments.push((name.to_owned(), part.contents().to_vec()));
        }
    }
    if attachments.len() > MOST {
        return Err(Failure::failed(text!(mail_too_many, most = MOST)));
    }
    if attachments.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() > LARGEST {
        return Err(Failure::failed(text!(mail_too_large)));
    }
    if attachments.is_empty() {
        let bodies = [message.body_html(0), message.body_text(0)];
        let link = bodies
            .iter()
            .flatten()
            .any(|body| body.contains("http://") || body.contains("https://"));
        return Err(Failure::failed(if link {
            text!(mail_only_link)
        } else {
            text!(mail_without_files)
        }));
    }
    Ok(Mail {
        subject: excerpt(message.subject().unwrap_or_default()),
        attachments,
    })
}
