//! record (记) on the store: bills, and which of their rows become what.

mod import;
mod incoming;
mod opened;

pub(crate) use import::FILLED;
pub use incoming::{Incoming, IncomingKind, incoming};
pub use opened::{
    Agreement, BillDropped, BillRows, BillView, ColumnChoice, OpenedFile, SheetColumn, SheetOrder, SheetTwin,
    SheetView, TotalsView,
};

use crate::data_file::{AsOf, DataFile, Works};
use daozhang_core::order::{Attachment, BEIJING, Fen, Moment, Sha256, ShotRole, Span, Word, excerpt};
use daozhang_core::record::{
    Aside, Bill, BillRow, Judged, Logged, Purpose, Reason, Recharge, Recharges, Refunded, RowKind, RowStatus,
    Standing, inspect, match_bill, read_bill,
};
use daozhang_core::store::Store;
use daozhang_core::words::Text;
use daozhang_core::{Failure, Outcome, text};
use serde::Serialize;
use std::collections::HashSet;
use std::sync::Arc;
use ts_rs::TS;

/// How long before its payment-time range a bill can speak of: a refund comes months after its payment.
const BEFORE: Span = Span(200 * Span::DAY.0);

/// A bill that was read, with what can be done with its rows.
pub struct OpenedBill {
    pub name: String,
    pub sha256: Sha256,
    /// What it says.
    pub bill: Arc<Bill>,
    /// The paper that it is, to be attached as a proof.
    pub(crate) paper: Arc<[Attachment]>,
    /// What can be done with each row.
    pub candidates: Vec<Candidate>,
    /// What was written when that was found out.
    pub(crate) as_of: Option<AsOf>,
}

/// What can be done with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub standing: Standing,
    /// What speaks for that and against it.
    pub notes: Vec<Text>,
    /// Whether nothing of it is taken over before a person says yes.
    pub asks: bool,
    /// What is said of it even where it is left.
    pub said: Vec<Text>,
    /// Whether it looks like something that has to arrive.
    pub recharge: Option<Recharge>,
    /// Whether it is a payment that is no order of its own.
    pub aside: Option<Aside>,
}

impl Candidate {
    /// Whether it becomes an order without asking.
    fn is_sure(&self) -> bool {
        self.recharge.as_ref().is_some_and(|recharge| recharge.sure)
    }

    /// Why it looks like a recharge, or why it is none.
    fn why(&self) -> Option<Text> {
        let recharge = self
            .recharge
            .as_ref()
            .map(|recharge| Text::clauses(recharge.why.iter().map(Reason::text)));
        recharge.or_else(|| self.aside.as_ref().map(Aside::text))
    }
}

/// How a row stands, for the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum CandidateStanding {
    /// A recharge that is not logged yet.
    New,
    /// It may be a recharge: the person says so.
    Offered,
    /// It belongs to an order that is logged.
    Match,
    /// Money that came back.
    Refund,
    /// A payment that is no order of its own: a renewal, a transfer, a repayment.
    Aside,
    /// It was imported before.
    Known,
    /// Something else.
    Other,
}

impl CandidateStanding {
    /// In which order rows are shown where not all of them are.
    fn rank(self) -> u8 {
        match self {
            Self::New | Self::Offered | Self::Match | Self::Refund | Self::Other => 0,
            Self::Aside => 1,
            Self::Known => 2,
        }
    }
}

/// A row of a bill, for the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct BillCandidate {
    /// Its place among the rows, from 0.
    pub row: usize,
    /// Its line in the file, from 1.
    pub line: u32,
    /// When, in RFC 3339.
    pub at: String,
    /// To whom.
    pub merchant: String,
    /// For what.
    pub item: String,
    /// What was paid or came back, in 分.
    pub amount_fen: i64,
    /// What the row itself says came back of it, in 分.
    pub refunded_fen: Option<i64>,
    /// Its status in the words of the bill.
    pub status: String,
    /// What to know about it.
    pub flags: Vec<Text>,
    /// The product kind that it seems to be.
    pub kind: Option<String>,
    /// Why it looks like a recharge, or why it is none.
    pub why: Option<Text>,
    /// How it stands.
    pub standing: CandidateStanding,
    /// The order it belongs to.
    pub order_id: Option<i64>,
    /// What importing it does.
    pub proposal: Text,
    /// What disagrees or is unsure.
    pub notes: Vec<Text>,
    /// Whether nothing of it is taken over before the person says yes.
    pub asks: bool,
    /// The row of the payment without which it has nowhere to go: its `row`.
    pub needs: Option<usize>,
    /// Whether it is proposed for import.
    pub ticked: bool,
}

/// What was imported, or would be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Imported {
    /// The word of the bill's format, or `sheet`.
    pub format: String,
    /// How many rows the file has.
    pub rows: usize,
    /// How many of them could be read.
    pub read: usize,
    /// How many orders were logged.
    pub orders_created: usize,
    /// How many rows went to orders that were logged before.
    pub matched: usize,
    /// How many refunds were taken over.
    pub refunds: usize,
    /// How many rows were left.
    pub skipped: usize,
    /// The rows that may be orders and were left to the person.
    pub offered: Vec<LeftRow>,
    /// The payments that were left because they are no orders of their own.
    pub aside: Vec<LeftRow>,
    /// What to look at, one sentence each.
    pub flagged: Vec<Text>,
    /// Whether the totals that the bill states are those of its rows, if it states any.
    pub totals_agree: Option<bool>,
    /// What a paper says of itself; none for a bill or a spreadsheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub paper: Option<PaperView>,
}

/// What a paper says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PaperView {
    /// Its own number.
    pub number: Option<String>,
    /// From when until when it speaks, in RFC 3339 and Beijing's time.
    pub period: [Option<String>; 2],
    /// How many pages it has.
    pub pages: u32,
    /// What was found of a signature, which is not checked: `none`, `found` or `changed-after`.
    pub signature: String,
    /// What of it could not be read, one sentence each.
    pub unreadable: Vec<Text>,
}

impl PaperView {
    pub(crate) fn of(bill: &Bill) -> Option<Self> {
        let paper = bill.paper.as_ref()?;
        Some(Self {
            number: Some(paper.number.clone()).filter(|number| !number.is_empty()),
            period: [bill.from, bill.until].map(|at| at.map(|at| at.rfc3339(BEIJING))),
            pages: paper.pages,
            signature: paper.signature.word().to_owned(),
            unreadable: paper.unreadable.clone(),
        })
    }
}

/// A row that was left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct LeftRow {
    /// Its line in the file, from 1.
    pub line: u32,
    /// Why it was left, or why it is offered.
    pub why: Text,
    /// To whom.
    pub merchant: String,
    /// For what.
    pub item: String,
    /// What was paid, in 分.
    pub amount_fen: i64,
    /// The product kind that it seems to be, or which kind of payment it is.
    pub kind: String,
}

impl DataFile {
    /// Reads a bill and says what can be done with its rows. Nothing is stored.
    pub fn open_bill(&self, name: &str, bytes: &[u8], password: Option<&str>) -> Outcome<OpenedBill> {
        self.match_bill(
            name,
            Sha256::of(bytes),
            Arc::new(read_bill(name, bytes, password)?),
            Arc::new([]),
        )
    }

    /// What can be done with the rows of a bill or paper that came in.
    pub fn match_incoming(&self, incoming: &Incoming, bill: &Arc<Bill>) -> Outcome<OpenedBill> {
        let paper: Arc<[Attachment]> = match bill.paper {
            Some(_) => {
                let original = inspect(&incoming.file, incoming.bytes.clone())?;
                Arc::new([(original, Some(ShotRole::Payment))])
            }
            None => Arc::new([]),
        };
        self.match_bill(
            &incoming.name,
            Sha256::of(&incoming.bytes),
            Arc::clone(bill),
            paper,
        )
    }

    /// What can be done with the rows of a bill, once more.
    pub(crate) fn match_bill(
        &self,
        name: &str,
        sha256: Sha256,
        bill: Arc<Bill>,
        paper: Arc<[Attachment]>,
    ) -> Outcome<OpenedBill> {
        Ok(OpenedBill {
            name: name.to_owned(),
            sha256,
            paper,
            candidates: candidates(&self.store, &self.works, &bill)?,
            bill,
            as_of: self.as_of,
        })
    }

    /// Rows of an opened bill, for the page, at most `most`: those that are proposed for something, without the first `from`
    /// of them, or the others whose texts hold `search`, from the row `from` on.
    pub fn bill_rows(
        &self,
        opened: &OpenedBill,
        others: bool,
        search: &str,
        from: usize,
        most: usize,
        now: Moment,
    ) -> Vec<BillCandidate> {
        let search = search.trim().to_lowercase();
        let fits = |row: &BillRow| {
            search.is_empty()
                || row.counterparty.to_lowercase().contains(&search)
                || row.item.to_lowercase().contains(&search)
                || row.amount.yuan().contains(&search)
        };
        let of = |rank: u8| {
            let rows = opened.bill.rows.iter().enumerate();
            rows.skip(if others { from } else { 0 }).filter(move |(at, _)| {
                let standing = opened.standing(*at);
                (standing == CandidateStanding::Other) == others && standing.rank() == rank
            })
        };
        // What was imported before comes last, so that it never pushes out what can still be done.
        of(0)
            .chain(of(1))
            .chain(of(2))
            .filter(|(_, row)| fits(row))
            .skip(if others { 0 } else { from })
            .take(most)
            .map(|(at, _)| self.bill_candidate(opened, at, now))
            .collect()
    }

    fn bill_candidate(&self, opened: &OpenedBill, at: usize, now: Moment) -> BillCandidate {
        let (row, candidate) = (&opened.bill.rows[at], &opened.candidates[at]);
        let standing = opened.standing(at);
        let (order_id, proposal) = match &candidate.standing {
            Standing::Payment { of } => (Some(of.0), text!(bill_becomes_proof, order = of.0)),
            Standing::Refund { of, amount } => match of {
                Refunded::Order(of) => {
                    let proposal = if *amount == Fen(0) {
                        text!(bill_becomes_refund_proof, order = of.0)
                    } else {
                        text!(bill_becomes_refund, order = of.0, amount = *amount)
                    };
                    (Some(of.0), proposal)
                }
                Refunded::Row(of) => {
                    let line = opened.bill.rows[*of].line;
                    (None, text!(bill_becomes_refund_of, line = line))
                }
            },
            Standing::News { of, told } => {
                (Some(of.0), text!(bill_becomes_news, order = of.0, amount = *told))
            }
            Standing::Known(of) => (Some(of.0), text!(bill_is_known, order = of.0)),
            Standing::Repeated => (None, text!(bill_is_repeated)),
            Standing::Alone => {
                let proposal = match row.kind {
                    RowKind::Payment => text!(bill_becomes_order),
                    RowKind::Refund => text!(bill_without_order),
                    RowKind::Unpaid => text!(bill_unpaid),
                    RowKind::Other => text!(bill_no_payment),
                };
                (None, proposal)
            }
        };
        BillCandidate {
            row: at,
            line: row.line,
            at: row.at.rfc3339(self.works.zone),
            merchant: row.counterparty.clone(),
            item: row.item.clone(),
            amount_fen: row.amount.0,
            refunded_fen: row.refunded.map(|amount| amount.0),
            status: row.status_text.clone(),
            flags: row.flags.iter().map(|flag| flag.text()).collect(),
            kind: candidate.recharge.as_ref().map(|recharge| recharge.kind.clone()),
            why: candidate.why(),
            standing,
            order_id,
            proposal,
            notes: candidate.notes.clone(),
            asks: candidate.asks,
            needs: match &candidate.standing {
                Standing::Refund {
                    of: Refunded::Row(of),
                    ..
                } => Some(*of),
                _ => None,
            },
            ticked: !candidate.asks
                && match standing {
                    CandidateStanding::Match => true,
                    CandidateStanding::Refund => match &candidate.standing {
                        Standing::Refund {
                            of: Refunded::Row(of),
                            ..
                        } => {
                            let payment = &opened.candidates[*of];
                            is_recent(&opened.bill.rows[*of], now) && payment.is_sure() && !payment.asks
                        }
                        _ => true,
                    },
                    // What was paid long ago has most likely come: the person picks it if not.
                    CandidateStanding::New => is_recent(row, now),
                    CandidateStanding::Offered
                    | CandidateStanding::Aside
                    | CandidateStanding::Known
                    | CandidateStanding::Other => false,
                },
        }
    }
}

/// What can be done with each row of a bill.
fn candidates(store: &Store, works: &Works, bill: &Bill) -> Outcome<Vec<Candidate>> {
    let first = bill.rows.iter().map(|row| row.at).min().unwrap_or(Moment(0));
    let last = bill.rows.iter().map(|row| row.at).max().unwrap_or(Moment(0));
    let orders = store.logged(first - BEFORE, last + Span::DAY)?;
    works.stand(bill, &orders)
}

impl Works {
    fn stand(&self, bill: &Bill, orders: &[Logged]) -> Outcome<Vec<Candidate>> {
        let recharges = Recharges::shipped()?;
        let judged: Vec<Judged> = bill.rows.iter().map(|row| recharges.judge(row)).collect();
        let purposes: Vec<Purpose> = bill
            .rows
            .iter()
            .zip(&judged)
            .map(|(row, judged)| match judged {
                Judged::Recharge(recharge) if recharge.sure => Purpose::Recharge,
                Judged::Recharge(_) => Purpose::Payment,
                _ if row.kind == RowKind::Payment => Purpose::Payment,
                _ => Purpose::Nothing,
            })
            .collect();
        let candidates = match_bill(bill, &purposes, orders, &self.rules.sellers, self.zone)
            .into_iter()
            .zip(judged)
            .zip(&bill.rows)
            .map(|((matched, judged), row)| {
                let (recharge, aside) = match judged {
                    Judged::Recharge(recharge) => (Some(recharge), None),
                    Judged::Aside(aside) => (None, Some(aside)),
                    Judged::Neither => (None, None),
                };
                let gone = matches!(
                    row.status,
                    RowStatus::Closed | RowStatus::Refunded | RowStatus::Failed
                );
                Candidate {
                    standing: matched.standing,
                    notes: matched.notes,
                    asks: matched.asks,
                    said: matched.said,
                    // What does not count as spent and came back or never went through is nothing to wait for.
                    recharge: recharge.filter(|_| row.kind == RowKind::Payment || !gone),
                    aside,
                }
            })
            .collect();
        Ok(candidates)
    }
}

impl OpenedBill {
    pub fn standing(&self, at: usize) -> CandidateStanding {
        let candidate = &self.candidates[at];
        match candidate.standing {
            Standing::Payment { .. } => CandidateStanding::Match,
            Standing::Known(_) | Standing::Repeated => CandidateStanding::Known,
            Standing::News { .. }
            | Standing::Refund {
                of: Refunded::Order(_),
                ..
            } => CandidateStanding::Refund,
            Standing::Refund {
                of: Refunded::Row(of),
                ..
            } if self.candidates[of].recharge.is_some()
                || matches!(self.candidates[of].standing, Standing::Payment { .. }) =>
            {
                CandidateStanding::Refund
            }
            Standing::Alone if candidate.is_sure() => CandidateStanding::New,
            Standing::Alone if candidate.recharge.is_some() => CandidateStanding::Offered,
            Standing::Alone if candidate.aside.is_some() => CandidateStanding::Aside,
            Standing::Refund { .. } | Standing::Alone => CandidateStanding::Other,
        }
    }

    /// Rows, and those that tell what came back of their payments, as far as nothing of that is a question. What is left of
    /// them would be booked by the next import of the same file.
    pub fn with_refunds(&self, rows: &[usize]) -> Vec<usize> {
        let picked: HashSet<Refunded> = rows.iter().map(|at| self.payment_of(*at)).collect();
        let comes = |at: &usize| match &self.candidates[*at].standing {
            Standing::Refund { of, .. } => picked.contains(of) && !self.candidates[*at].asks,
            _ => false,
        };
        let refunds = (0..self.candidates.len()).filter(comes);
        rows.iter().copied().chain(refunds).collect()
    }

    /// What a row's refund would name as its payment: the order that has it, or the row itself.
    fn payment_of(&self, at: usize) -> Refunded {
        let candidate = &self.candidates[at];
        match candidate.standing {
            Standing::Payment { of } if !candidate.asks => Refunded::Order(of),
            Standing::Known(of) | Standing::News { of, .. } => Refunded::Order(of),
            _ => Refunded::Row(at),
        }
    }

    /// Whether a row is left to the person: it may be an order, or what it belongs to is a question.
    fn is_offered(&self, at: usize) -> bool {
        match self.standing(at) {
            CandidateStanding::Offered => true,
            CandidateStanding::Known | CandidateStanding::Other => false,
            _ => self.candidates[at].asks,
        }
    }

    /// Whether a row is a payment that is no order of its own, and nothing else.
    fn is_aside(&self, at: usize) -> bool {
        self.standing(at) == CandidateStanding::Aside && !self.candidates[at].asks
    }

    /// The rows that are such and that a plan leaves.
    fn left(&self, such: impl Fn(&Self, usize) -> bool, taken: &HashSet<usize>) -> Vec<LeftRow> {
        let rows = self.bill.rows.iter().zip(&self.candidates).enumerate();
        rows.filter(|(at, _)| such(self, *at) && !taken.contains(at))
            .map(|(_, (row, candidate))| LeftRow {
                line: row.line,
                why: if candidate.asks {
                    Text::sentences(candidate.notes.iter().cloned())
                } else {
                    candidate.why().unwrap_or_default()
                },
                merchant: row.counterparty.clone(),
                item: row.item.clone(),
                amount_fen: row.amount.0,
                kind: match (&candidate.recharge, &candidate.aside) {
                    (Some(recharge), _) => recharge.kind.clone(),
                    (None, Some(aside)) => aside.kind.word().to_owned(),
                    (None, None) => String::new(),
                },
            })
            .collect()
    }

    /// What is said of its rows, whatever is taken over of them: what nearly matched, refunds that found no order, sums that
    /// do not fit, payments that may have been charged twice.
    pub fn said(&self) -> impl Iterator<Item = &Text> {
        self.candidates.iter().flat_map(|candidate| &candidate.said)
    }

    /// How many rows are neither proposed nor known.
    pub fn others(&self) -> usize {
        (0..self.candidates.len())
            .filter(|at| self.standing(*at) == CandidateStanding::Other)
            .count()
    }
}

fn is_recent(row: &BillRow, now: Moment) -> bool {
    row.at >= now - Span(60 * Span::DAY.0)
}

/// The refusal of a file that is too large to be a bill, for callers that see the length before they read the bytes.
pub fn too_large_to_import(name: &str) -> Failure {
    Failure::failed(text!(bill_file_too_large, name = excerpt(name)))
}

/// The largest file that is read as a bill or a spreadsheet, in bytes.
pub const LARGEST_IMPORT: u64 = 200 * 1024 * 1024;
