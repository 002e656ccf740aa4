//! The complaint: 投诉登记表, facts and reasons, the list of orders, the evidence list and the timeline.

use super::world::{Template, print};
use super::{Fonts, Stamp};
use crate::Outcome;
use serde::Serialize;

const TEMPLATE: Template = ("complaint.typ", include_str!("templates/complaint.typ"));

/// A complaint to be set. What is not known stays blank, for a hand to fill in.
#[derive(Clone, Debug, Serialize)]
pub struct Complaint {
    /// The case's title, printed on top of every page.
    pub case_title: String,
    /// Who complains.
    pub complainant: Complainant,
    /// About whom.
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
    /// The evidence list.
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
    /// The platform.
    pub platform: String,
    /// What was bought.
    pub product: String,
    /// The platform's order number.
    pub order_no: String,
    /// When it was paid.
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
    pub place: Place,
    /// The SHA-256 of its file, where it is one.
    pub sha256: Option<String>,
}

/// Where a piece of evidence is found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Place {
    /// On pages of an evidence file, as [`super::Evidence::places`] gives them.
    File {
        /// The file's number.
        number: u8,
        /// The first page.
        first: u32,
        /// The last page.
        last: u32,
    },
    /// In this document's timeline; the page is found when it is set.
    Timeline,
    /// Somewhere without pages: `见留存版`.
    Elsewhere {
        /// Where, in a few words.
        text: String,
    },
}

/// A line of the timeline.
#[derive(Clone, Debug, Serialize)]
pub struct TimelineEntry {
    /// When it happened.
    pub time: String,
    /// What kind of thing happened: `催平台`.
    pub what: String,
    /// The details; may have several lines.
    pub text: String,
}

/// A complaint that was set.
#[derive(Clone, Debug)]
pub struct Printed {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: u32,
}

/// Sets the complaint. Set the evidence files first: the list names their pages.
pub fn complaint(fonts: &Fonts, complaint: &Complaint, stamp: &Stamp) -> Outcome<Printed> {
    let set = print(fonts, TEMPLATE, complaint, Vec::new(), stamp)?;
    Ok(Printed {
        pages: set.pages,
        pdf: set.pdf,
    })
}
