//! record (记) on the store: bills, and which of their rows become what.

use super::Journey;
use super::record::facts_json;
use crate::order::{EventKind, Facts, Fen, Happening, Moment, OrderId, Sha256, Span, Word, Zone, excerpt};
use crate::record::{
    Bill, BillRow, Direction, Logged, Reason, Recharge, Refunded, RowKey, RowKind, Standing, TotalsAgree,
    agree, match_bill, read_bill, recharge, told_refunds, trimmed_field,
};
use crate::store::{Batch, Change};
use crate::{Failure, Outcome};
use serde::Serialize;
use serde_json::json;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use ts_rs::TS;

/// How long before its payment-time range a bill can speak of: a refund comes months after its payment.
const BEFORE: Span = Span(200 * Span::DAY.0);

/// A bill that was read, with what can be done with its rows.
pub struct OpenedBill {
    /// The name of its file.
    pub name: String,
    /// The hash of its file.
    pub sha256: Sha256,
    /// What it says.
    pub bill: Arc<Bill>,
    /// What can be done with each row.
    pub candidates: Vec<Candidate>,
}

/// What can be done with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Where it stands.
    pub standing: Standing,
    /// Whether it looks like something that has to arrive.
    pub recharge: Option<Recharge>,
}

/// How a row stands, for the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum CandidateStanding {
    /// A recharge that is not logged yet.
    New,
    /// It belongs to an order that is logged.
    Match,
    /// Money that came back.
    Refund,
    /// It was imported before.
    Known,
    /// Something else.
    Other,
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
    pub flags: Vec<String>,
    /// The product kind that it seems to be.
    pub kind: Option<String>,
    /// Why it looks like a recharge.
    pub why: Option<String>,
    /// How it stands.
    pub standing: CandidateStanding,
    /// The order it belongs to.
    pub order_id: Option<i64>,
    /// What importing it does.
    pub proposal: String,
    /// What disagrees or is unsure.
    pub notes: Vec<String>,
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
    /// What to look at, one sentence each.
    pub flagged: Vec<String>,
    /// Whether the totals that the bill states are those of its rows; none where it states none.
    pub totals_agree: Option<bool>,
}

impl Journey {
    /// Reads a bill and says what can be done with its rows. Nothing is stored.
    pub fn open_bill(&self, name: &str, bytes: &[u8], password: Option<&str>) -> Outcome<OpenedBill> {
        let bill = read_bill(name, bytes, password)?;
        let candidates = self.candidates(&bill)?;
        Ok(OpenedBill {
            name: name.to_owned(),
            sha256: Sha256::of(bytes),
            bill: Arc::new(bill),
            candidates,
        })
    }

    fn candidates(&self, bill: &Bill) -> Outcome<Vec<Candidate>> {
        let first = bill.rows.iter().map(|row| row.at).min().unwrap_or(Moment(0));
        let last = bill.rows.iter().map(|row| row.at).max().unwrap_or(Moment(0));
        let orders = self.store.logged(first - BEFORE, last + Span::DAY)?;
        Ok(self.stand(bill, &orders, &self.store.sellers_paid()?))
    }

    fn stand(&self, bill: &Bill, orders: &[Logged], paid: &HashSet<String>) -> Vec<Candidate> {
        let rules = &self.works.rules;
        let standings = match_bill(bill, orders, self.works.zone);
        let rows = bill.rows.iter().zip(standings);
        rows.map(|(row, standing)| Candidate {
            recharge: recharge(row, &rules.recharges, &|name| paid.contains(name)),
            standing,
        })
        .collect()
    }

    /// Rows of an opened bill, for the page: those that are proposed for something, or the others whose texts hold
    /// `search`, from a place on; at most `most`.
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
        let rows = opened.bill.rows.iter().enumerate().skip(from);
        rows.filter(|(at, row)| (opened.standing(*at) == CandidateStanding::Other) == others && fits(row))
            .take(most)
            .map(|(at, _)| self.bill_candidate(opened, at, now))
            .collect()
    }

    fn bill_candidate(&self, opened: &OpenedBill, at: usize, now: Moment) -> BillCandidate {
        let (row, candidate) = (&opened.bill.rows[at], &opened.candidates[at]);
        let standing = opened.standing(at);
        let (order_id, proposal, notes) = match &candidate.standing {
            Standing::Payment { of, notes } => {
                let proposal = format!("补进订单 {} 的付款凭证", of.0);
                (Some(of.0), proposal, notes.clone())
            }
            Standing::Refund { of, amount, notes } => match of {
                Refunded::Order(of) => {
                    let proposal = if *amount == Fen(0) {
                        format!("补进订单 {} 的退款凭证", of.0)
                    } else {
                        format!("订单 {} 退款 {} 元", of.0, amount.yuan())
                    };
                    (Some(of.0), proposal, notes.clone())
                }
                Refunded::Row(of) => {
                    let line = opened.bill.rows[*of].line;
                    (None, format!("第 {line} 行那一笔的退款"), notes.clone())
                }
            },
            Standing::Known(of) => (Some(of.0), format!("已经在订单 {} 里了", of.0), Vec::new()),
            Standing::Alone => {
                let proposal = match row.kind {
                    RowKind::Payment => "记成新订单",
                    RowKind::Refund => "没有找到对应的订单",
                    RowKind::Unpaid => "没有付款",
                    RowKind::Other => "不是付款",
                };
                (None, proposal.to_owned(), Vec::new())
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
            flags: row.flags.iter().map(|flag| flag.text().to_owned()).collect(),
            kind: candidate.recharge.as_ref().map(|recharge| recharge.kind.clone()),
            why: candidate.recharge.as_ref().map(|recharge| why(&recharge.why)),
            standing,
            order_id,
            proposal,
            notes,
            // What was paid long ago has most likely come: the person picks it if not.
            ticked: match standing {
                CandidateStanding::Match | CandidateStanding::Refund => true,
                CandidateStanding::New => row.at >= now - Span(60 * Span::DAY.0),
                CandidateStanding::Known | CandidateStanding::Other => false,
            },
        }
    }

    /// Takes rows of an opened bill over, all in one transaction: new orders, proofs for logged ones, refunds. `picked` are
    /// places among the rows; none for all that are proposed. Rows that were imported before change nothing.
    pub fn import_bill(
        &mut self,
        opened: &OpenedBill,
        picked: Option<&[usize]>,
        now: Moment,
    ) -> Outcome<Imported> {
        // Something may have been logged since the file was opened.
        let candidates = self.candidates(&opened.bill)?;
        let opened = &OpenedBill {
            name: opened.name.clone(),
            sha256: opened.sha256,
            bill: Arc::clone(&opened.bill),
            candidates,
        };
        let plan = opened.plan(picked, now);
        let works = &self.works;
        let windows = self.store.platform_windows()?;
        let told = told_refunds(&opened.bill);
        let mut done = opened.imported(&plan);
        self.store.together(|batch| {
            let mut created: HashMap<usize, OrderId> = HashMap::new();
            for at in &plan.payments {
                let row = &opened.bill.rows[*at];
                let key = RowKey::of(opened.bill.format, row);
                let of;
                let billed = opened.happening(EventKind::Billed, *at, works.zone);
                match &opened.candidates[*at].standing {
                    Standing::Payment { of: id, .. } => {
                        let mut seq = 0;
                        batch.change(
                            *id,
                            &[],
                            now,
                            |order, events| {
                                seq = events.last().map_or(0, |event| event.seq) + 1;
                                Ok(filled(&order.facts, opened, row, billed, now))
                            },
                            works,
                        )?;
                        batch.keep_row(*id, seq, &key)?;
                        of = *id;
                    }
                    _ => {
                        let facts = opened.facts(*at, works, &windows)?;
                        let logged = Happening {
                            facts: Some(facts_json(&facts)),
                            ..Happening::new(EventKind::Logged, now)
                        };
                        let id = batch.insert(&facts, &[], vec![logged, billed], false, now, works)?;
                        batch.keep_row(id, 2, &key)?;
                        created.insert(*at, id);
                        of = id;
                    }
                }
                if let Some(amount) = told.get(at) {
                    take_refund(batch, opened, *at, of, *amount, now, works)?;
                    done.refunds += 1;
                }
            }
            for at in &plan.refunds {
                let Standing::Refund { of, amount, .. } = &opened.candidates[*at].standing else {
                    continue;
                };
                let of = match of {
                    Refunded::Order(of) => *of,
                    Refunded::Row(row) => match created.get(row) {
                        Some(of) => *of,
                        None => continue,
                    },
                };
                take_refund(batch, opened, *at, of, *amount, now, works)?;
                done.refunds += 1;
            }
            Ok(())
        })?;
        done.skipped = done.read - plan.payments.len() - plan.refunds.len();
        Ok(done)
    }

    /// What [`Journey::import_bill`] would do.
    pub fn rehearse_bill(&self, opened: &OpenedBill, picked: Option<&[usize]>, now: Moment) -> Imported {
        let plan = opened.plan(picked, now);
        let mut done = opened.imported(&plan);
        let told = told_refunds(&opened.bill);
        let with_own = plan.payments.iter().filter(|at| told.contains_key(at)).count();
        done.refunds = plan.refunds.len() + with_own;
        done.skipped = done.read - plan.payments.len() - plan.refunds.len();
        done
    }
}

/// Which rows are taken over, by their places.
struct Picked {
    payments: Vec<usize>,
    refunds: Vec<usize>,
    /// Why a row that was picked is left.
    left: Vec<String>,
}

impl OpenedBill {
    /// How a row stands.
    pub fn standing(&self, at: usize) -> CandidateStanding {
        let candidate = &self.candidates[at];
        match candidate.standing {
            Standing::Payment { .. } => CandidateStanding::Match,
            Standing::Known(_) => CandidateStanding::Known,
            Standing::Refund {
                of: Refunded::Order(_),
                ..
            } => CandidateStanding::Refund,
            Standing::Refund {
                of: Refunded::Row(of),
                ..
            } if self.candidates[of].recharge.is_some() => CandidateStanding::Refund,
            Standing::Alone if candidate.recharge.is_some() => CandidateStanding::New,
            Standing::Refund { .. } | Standing::Alone => CandidateStanding::Other,
        }
    }

    fn plan(&self, picked: Option<&[usize]>, now: Moment) -> Picked {
        let mut rows: Vec<usize> = match picked {
            Some(rows) => rows
                .iter()
                .copied()
                .filter(|at| *at < self.bill.rows.len())
                .collect(),
            None => (0..self.bill.rows.len())
                .filter(|at| {
                    !matches!(
                        self.standing(*at),
                        CandidateStanding::Known | CandidateStanding::Other
                    )
                })
                .collect(),
        };
        rows.sort_unstable();
        rows.dedup();
        let mut plan = Picked {
            payments: Vec::new(),
            refunds: Vec::new(),
            left: Vec::new(),
        };
        for at in rows {
            let row = &self.bill.rows[at];
            match &self.candidates[at].standing {
                Standing::Payment { .. } => plan.payments.push(at),
                Standing::Alone if row.at > now + Span::DAY => plan.left.push(format!(
                    "第 {} 行的时间在以后，没有导入，请核对电脑的时间。",
                    row.line
                )),
                Standing::Alone if row.amount <= Fen(0) => plan
                    .left
                    .push(format!("第 {} 行的金额是 0，没有导入。", row.line)),
                Standing::Alone if row.kind == RowKind::Payment || self.candidates[at].recharge.is_some() => {
                    plan.payments.push(at);
                }
                Standing::Refund { .. } => plan.refunds.push(at),
                Standing::Alone | Standing::Known(_) => {}
            }
        }
        // A refund of a payment that is not taken over has nowhere to go.
        let payments: HashSet<usize> = plan.payments.iter().copied().collect();
        plan.refunds.retain(|at| match &self.candidates[*at].standing {
            Standing::Refund {
                of: Refunded::Row(of),
                ..
            } => payments.contains(of),
            _ => true,
        });
        plan
    }

    /// The counts of a plan, the refunds still open.
    fn imported(&self, plan: &Picked) -> Imported {
        let matched = plan
            .payments
            .iter()
            .filter(|at| matches!(self.candidates[**at].standing, Standing::Payment { .. }))
            .count();
        let mut flagged: Vec<String> = self
            .bill
            .faults
            .iter()
            .map(|fault| format!("第 {} 行：{}", fault.line, fault.message))
            .collect();
        flagged.extend(plan.left.iter().cloned());
        for at in plan.payments.iter().chain(&plan.refunds) {
            let row = &self.bill.rows[*at];
            let notes = match &self.candidates[*at].standing {
                Standing::Payment { notes, .. } | Standing::Refund { notes, .. } => notes.as_slice(),
                Standing::Known(_) | Standing::Alone => &[],
            };
            let flags = row.flags.iter().map(|flag| flag.text());
            let said = notes.iter().map(String::as_str).chain(flags);
            flagged.extend(said.map(|text| format!("第 {} 行：{text}", row.line)));
        }
        let agreed = agree(&self.bill);
        if let TotalsAgree::Differ(sentences) = &agreed {
            flagged.extend(sentences.iter().cloned());
        }
        Imported {
            format: self.bill.format.word().to_owned(),
            rows: self.bill.rows.len() + self.bill.faults.len(),
            read: self.bill.rows.len(),
            orders_created: plan.payments.len() - matched,
            matched,
            refunds: 0,
            skipped: 0,
            flagged,
            totals_agree: match agreed {
                TotalsAgree::Agree => Some(true),
                TotalsAgree::Differ(_) => Some(false),
                TotalsAgree::NotStated => None,
            },
        }
    }

    /// A row as an event of an order: in words, and whole, with the file that it stands in.
    fn happening(&self, kind: EventKind, at: usize, zone: Zone) -> Happening {
        let row = &self.bill.rows[at];
        let way = match row.direction {
            Direction::Out => "支出",
            Direction::In => "收入",
            Direction::Neutral => "不计收支",
        };
        let said = format!(
            "{}，第 {} 行：{} {} {}，{way} {} 元，{}",
            self.bill.format.name(),
            row.line,
            row.at.local(zone),
            row.counterparty,
            row.item,
            row.amount.yuan(),
            row.status_text
        );
        let facts = json!({
            "bill": {
                "format": self.bill.format.word(),
                "file": self.name,
                "sha256": self.sha256.to_string(),
                "line": row.line,
                "cells": row.raw,
            },
            "counterparty": row.counterparty,
            "item": row.item,
            "direction": row.direction.word(),
            "amount_fen": row.amount.0,
            "method": row.method,
            "status": row.status_text,
            "payment_no": row.payment_no,
            "merchant_order_no": row.merchant_order_no,
            "at": row.at.0,
        });
        Happening {
            facts: Some(facts.to_string()),
            ..Happening::new(kind, row.at).saying(said)
        }
    }

    /// The facts of a new order out of its row.
    fn facts(
        &self,
        at: usize,
        works: &super::Works,
        windows: &HashMap<(String, String), Span>,
    ) -> Outcome<Facts> {
        let row = &self.bill.rows[at];
        let recharge = self.candidates[at].recharge.as_ref();
        let kind = works
            .rules
            .kind(recharge.map_or("other", |recharge| recharge.kind.as_str()))?;
        let given = |text: &str| Some(trimmed_field(text)).filter(|text| !text.is_empty());
        let platform = given(&row.counterparty).unwrap_or_else(|| "账单没写商户".to_owned());
        let learned = windows.get(&(platform.clone(), kind.key.clone()));
        Ok(Facts {
            window: learned.copied().unwrap_or(kind.window),
            platform,
            product: given(&row.item).unwrap_or_else(|| "账单没写商品".to_owned()),
            kind: kind.key.clone(),
            // A bill shows some digits as stars: that is nobody's account.
            account: recharge
                .and_then(|recharge| recharge.account.clone())
                .filter(|account| !account.contains('*')),
            order_no: None,
            amount: row.amount,
            channel: self.channel(row),
            payment_no: given(&row.payment_no),
            merchant_order_no: given(&row.merchant_order_no),
            merchant: given(&row.counterparty),
            note: None,
            paid_at: row.at,
            window_promised: false,
        })
    }

    /// The channel through which a row was paid: the bill's own, or what a shop's bill says.
    fn channel(&self, row: &BillRow) -> Option<String> {
        let by_method = || {
            let known = [("微信", "wechat"), ("支付宝", "alipay"), ("云闪付", "unionpay")];
            known
                .iter()
                .find(|(word, _)| row.method.contains(word))
                .map(|(_, channel)| *channel)
        };
        self.bill.format.channel().or_else(by_method).map(str::to_owned)
    }
}

fn why(reason: &Reason) -> String {
    match reason {
        Reason::Category => "账单里的分类是充值".to_owned(),
        Reason::Word(word) => format!("商品里有“{}”", excerpt(word)),
        Reason::KnownMerchant => "以前在这里买过".to_owned(),
    }
}

/// The proof of a payment, and what it knows better than the order.
fn filled(facts: &Facts, opened: &OpenedBill, row: &BillRow, billed: Happening, now: Moment) -> Change {
    let fill = |own: &Option<String>, of_bill: &str| {
        own.clone()
            .or_else(|| Some(trimmed_field(of_bill)).filter(|text| !text.is_empty()))
    };
    let channel = facts.channel.clone().or_else(|| opened.channel(row));
    // A shop's own numbers are not those of the payment.
    let of_payment = opened.bill.format.channel().is_some();
    let better = Facts {
        payment_no: if of_payment {
            fill(&facts.payment_no, &row.payment_no)
        } else {
            facts.payment_no.clone()
        },
        merchant_order_no: fill(&facts.merchant_order_no, &row.merchant_order_no),
        merchant: fill(&facts.merchant, &row.counterparty),
        channel,
        ..facts.clone()
    };
    if better == *facts {
        return Change::of(billed);
    }
    let edited = Happening {
        facts: Some(facts_json(&better)),
        ..Happening::new(EventKind::Edited, now).saying("按账单补全")
    };
    Change {
        facts: Some(better),
        happenings: vec![billed, edited],
    }
}

fn take_refund(
    batch: &Batch<'_>,
    opened: &OpenedBill,
    at: usize,
    of: OrderId,
    amount: Fen,
    now: Moment,
    works: &super::Works,
) -> Outcome<()> {
    let row = &opened.bill.rows[at];
    let mut seq = 0;
    batch.change(
        of,
        &[],
        now,
        |order, events| {
            seq = events.last().map_or(0, |event| event.seq) + 1;
            let open = order.facts.amount - order.standing.refunded;
            let amount = Fen(amount.0.min(open.0));
            let kind = if amount > Fen(0) {
                EventKind::Refunded
            } else {
                EventKind::Billed
            };
            Ok(Change::of(Happening {
                amount: (amount > Fen(0)).then_some(amount),
                ..opened.happening(kind, at, works.zone)
            }))
        },
        works,
    )?;
    let key = match row.kind {
        RowKind::Refund => RowKey::of(opened.bill.format, row),
        _ => RowKey::of_told_refund(opened.bill.format, row, amount),
    };
    batch.keep_row(of, seq, &key)
}

/// The refusal of a file that is too large to be a bill, for callers that see the length before they read the bytes.
pub fn too_large_to_import(name: &str) -> Failure {
    Failure::failed(format!(
        "文件“{}”超过 200 MB，不像账单；请按月份分段导出后再导入。",
        excerpt(name)
    ))
}

/// The largest file that is read as a bill or a spreadsheet, in bytes.
pub const LARGEST_IMPORT: u64 = 200 * 1024 * 1024;
