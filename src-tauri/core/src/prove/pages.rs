//! What goes onto the pages of a submission, as plain values, and who sets them: the one that exports hands a
//! [`Typesetter`] in, so that the core knows neither fonts nor PDFs.

use crate::picture::is_too_large;
use crate::words::Text;
use crate::{Outcome, text};
use serde::Serialize;

pub use crate::picture::MOST_PIXELS;

/// Gives the bytes of an exhibit's picture (PNG, JPEG or WebP) by its place in the file's list.
pub type FetchPicture<'a> = dyn FnMut(usize) -> Outcome<Vec<u8>> + 'a;

/// Sets pages as PDFs. The same input gives the same file.
pub trait Typesetter {
    /// Sets the complaint. Set the evidence files first: its list names their pages.
    ///
    /// # Errors
    /// No font for Chinese; a character that no font has.
    fn complaint(&self, complaint: &Complaint, stamp: &Stamp) -> Outcome<Printed>;

    /// Sets an evidence file of at most `limit` bytes. `fetch` is called in order, and again from the first picture on
    /// where pictures have to be reduced; its failure ends the work, which is how to cancel it.
    ///
    /// # Errors
    /// As for the complaint; texts that alone are longer than `limit`; and what `fetch` says.
    fn evidence(
        &self,
        file: &EvidenceFile,
        limit: u64,
        stamp: &Stamp,
        fetch: &mut FetchPicture<'_>,
    ) -> Outcome<PrintedEvidence>;
}

/// The largest file that 12315 takes, counted in the stricter way: 5 MB are 5,000,000 bytes.
pub const LARGEST_UPLOAD: u64 = 5_000_000;

/// When a file is made, in the person's local time. It becomes part of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    pub year: i32,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day, 1 to 31.
    pub day: u8,
    /// The hour, 0 to 23.
    pub hour: u8,
    /// The minute, 0 to 59.
    pub minute: u8,
    /// The second, 0 to 59.
    pub second: u8,
    /// How far local time is ahead of UTC, in minutes.
    pub offset_minutes: i32,
}

/// A complaint to be set. What is not known stays blank, for a hand to fill in.
#[derive(Clone, Debug, Serialize)]
pub struct Complaint {
    /// The case's title, printed on top of every page.
    pub case_title: String,
    pub complainant: Complainant,
    pub respondent: Respondent,
    /// The facts in the form's own order.
    pub dispute: Dispute,
    /// What is asked for, one request each.
    pub requests: Vec<String>,
    /// 事实与理由: paragraphs, one a line.
    pub facts: String,
    /// The office that it goes to, where it is known.
    pub addressee: Option<String>,
    /// The orders; listed in a table of their own if there are several.
    pub orders: Vec<OrderLine>,
    pub evidence: Vec<EvidenceGroup>,
    /// What happened, oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// What is to be said below the timeline, such as the chain's last hash; one paragraph each.
    pub timeline_notes: Vec<String>,
}

/// The form's block 投诉人.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Complainant {
    /// 姓名
    pub name: Option<String>,
    /// 联系电话
    pub phone: Option<String>,
    /// 证件类型
    pub id_kind: Option<String>,
    /// 证件号码
    pub id_number: Option<String>,
    /// 联系地址
    pub address: Option<String>,
    /// 是否同意公示投诉信息
    pub publish: Option<bool>,
    /// 是否同意委托调解
    pub mediate: Option<bool>,
}

/// The form's block 被投诉人.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Respondent {
    /// 名称（姓名）
    pub name: Option<String>,
    /// 联系人
    pub contact: Option<String>,
    /// 联系电话
    pub phone: Option<String>,
    /// 地址
    pub address: Option<String>,
}

/// The form's block 消费者权益争议事实依据.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Dispute {
    /// 时间
    pub time: String,
    /// 地点: for what is bought online, the site or app.
    pub place: String,
    /// 内容: what was bought.
    pub content: String,
    /// 涉及金额
    pub amount: String,
    /// 争议情况, in short.
    pub situation: String,
}

/// An order in the list of several.
#[derive(Clone, Debug, Serialize)]
pub struct OrderLine {
    pub platform: String,
    pub product: String,
    pub order_no: String,
    pub paid_at: String,
    /// The amount in 元.
    pub amount: String,
    /// How it stands: `已逾期 3 天，未到账`.
    pub status: String,
}

/// The evidence for one fact to be proved.
#[derive(Clone, Debug, Serialize)]
pub struct EvidenceGroup {
    /// Its name with its number: `三、履行`.
    pub name: String,
    /// Its pieces, numbered `3-1`, `3-2` …
    pub items: Vec<Listed>,
}

/// A line of the evidence list.
#[derive(Clone, Debug, Serialize)]
pub struct Listed {
    /// 序号
    pub number: String,
    /// 证据名称
    pub name: String,
    /// 证据来源
    pub source: String,
    /// 证明对象和内容
    pub proves: String,
    /// 页码
    pub place: Reference,
    /// The SHA-256 of its file, where it is one.
    pub sha256: Option<String>,
}

/// Where a piece of evidence is found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Reference {
    /// On pages of an evidence file, as [`PrintedEvidence::places`] gives them.
    File { number: u8, first: u32, last: u32 },
    /// In this document's timeline; the page is found when it is set.
    Timeline,
    /// Somewhere without pages: `见留存版`.
    Elsewhere {
        /// Where, in a few words.
        text: String,
    },
}

#[derive(Clone, Debug, Serialize)]
pub struct TimelineEntry {
    pub time: String,
    /// What kind of thing happened: `催平台`.
    pub what: String,
    /// The details; may have several lines.
    pub text: String,
}

/// A complaint that was set.
#[derive(Clone, Debug)]
pub struct Printed {
    pub pdf: Vec<u8>,
    pub pages: u32,
}

/// An evidence file to be set.
#[derive(Clone, Debug)]
pub struct EvidenceFile {
    /// Its number in the package, as references name it: `文件2`.
    pub number: u8,
    /// Its title: `交易与支付凭证`.
    pub title: String,
    /// The case's title, printed on top of every page.
    pub case_title: String,
    /// What it shows, in order.
    pub exhibits: Vec<ShownExhibit>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ShownExhibit {
    /// The group that it belongs to, with its number: `三、履行`. Exhibits of one group follow each other.
    pub group: String,
    /// Its number: `3-1`.
    pub number: String,
    /// What it is: `微信支付账单详情截图`.
    pub name: String,
    /// Where it comes from: `本人手机，微信 App`.
    pub source: String,
    /// When it was made or kept, as a person reads it.
    pub time: String,
    /// The name of its file in the archive.
    pub file: String,
    /// The SHA-256 of that file, in hexadecimal digits.
    pub sha256: String,
    #[serde(skip)]
    pub shown: Shown,
}

/// What an evidence file shows of an exhibit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Its picture, which is asked for when its turn comes. Width and height in pixels, where they are known.
    Picture(Option<(u32, u32)>),
    /// A text: a bill's row, a letter that was sent, or where the original is.
    Text(String),
}

impl Shown {
    /// Whether it is a picture that no page shows because of its size.
    pub fn is_too_large(&self) -> bool {
        matches!(self, Self::Picture(Some(size)) if is_too_large(*size))
    }
}

/// An evidence file that was set.
#[derive(Clone, Debug)]
pub struct PrintedEvidence {
    pub pdf: Vec<u8>,
    pub pages: u32,
    /// The first and last page of each exhibit, in the order given; `None` for one that was left out.
    pub places: Vec<Option<(u32, u32)>>,
    /// The exhibits that had no room, by their place in the list: for a further file, or the archive alone.
    pub left_out: Vec<usize>,
    /// The exhibits whose picture cannot be opened, or is too large for that. Their page says so.
    pub unreadable: Vec<usize>,
    /// How many pictures were reduced, and how far.
    pub reduced: Option<Reduced>,
}

/// What was done to pictures to make them fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reduced {
    /// How many were encoded anew.
    pub pictures: usize,
    /// The lowest JPEG quality among them.
    pub quality: u8,
    /// How many of them also became narrower.
    pub narrowed: usize,
}

impl PrintedEvidence {
    /// What a person should know about this file before uploading it, one sentence each. What had no room is named unless
    /// it is in another file.
    pub fn warnings(&self, file: &EvidenceFile, in_another: bool) -> Vec<Text> {
        let named = |places: &[usize]| {
            let exhibits = places.iter().filter_map(|place| file.exhibits.get(*place));
            Text::list(exhibits.map(|exhibit| Text::as_it_is(&exhibit.number)))
        };
        let number = file.number;
        let mut warnings = Vec::new();
        if let Some(reduced) = self.reduced {
            let Reduced {
                pictures,
                quality,
                narrowed,
            } = reduced;
            warnings.push(if narrowed > 0 {
                text!(
                    pages_narrowed,
                    number = number,
                    count = pictures,
                    quality = quality,
                    narrowed = narrowed
                )
            } else {
                text!(
                    pages_reduced,
                    number = number,
                    count = pictures,
                    quality = quality
                )
            });
        }
        if !self.left_out.is_empty() && !in_another {
            warnings.push(text!(
                pages_left_out,
                number = number,
                count = self.left_out.len(),
                which = named(&self.left_out)
            ));
        }
        let too_large = |place: &usize| {
            file.exhibits
                .get(*place)
                .is_some_and(|exhibit| exhibit.shown.is_too_large())
        };
        let (large, damaged): (Vec<usize>, Vec<usize>) =
            self.unreadable.iter().partition(|place| too_large(place));
        if !large.is_empty() {
            warnings.push(text!(
                pages_too_large,
                number = number,
                count = large.len(),
                which = named(&large)
            ));
        }
        if !damaged.is_empty() {
            warnings.push(text!(
                pages_unreadable,
                number = number,
                count = damaged.len(),
                which = named(&damaged)
            ));
        }
        warnings
    }
}
