//! Taking rows of an opened bill over.

use super::super::facts::facts_json;
use super::super::{Journey, Works};
use super::{CandidateStanding, Imported, OpenedBill};
use crate::Outcome;
use crate::order::{EventKind, Facts, Fen, Happening, Moment, OrderId, Span, Word, Zone};
use crate::record::{
    BillRow, Direction, Refunded, RowFlag, RowKey, Standing, TotalsAgree, agree, told_refund, trimmed_field,
    unknown,
};
use crate::store::{Batch, Change};
use serde_json::json;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What is said of a correction that a bill made; taking the row back takes it back too.
pub(in super::super) const FILLED: &str = "按账单补全";

impl Journey {
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
        let mut done = opened.imported(&plan);
        self.store.together(|batch| {
            let mut taking = Taking {
                batch,
                opened,
                works,
                now,
                refunded: HashMap::new(),
            };
            let mut orders: HashMap<usize, OrderId> = HashMap::new();
            for at in &plan.payments {
                let of = match &opened.candidates[*at].standing {
                    Standing::Payment { of, .. } => taking.proof(*at, *of)?,
                    _ => taking.order(*at, &windows)?,
                };
                orders.insert(*at, of);
            }
            for at in &plan.refunds {
                match &opened.candidates[*at].standing {
                    Standing::Refund { of, before, .. } => {
                        let of = match of {
                            Refunded::Order(of) => Some(*of),
                            Refunded::Row(row) => orders.get(row).copied(),
                        };
                        if let Some(of) = of {
                            taking.refund(*at, of, *before)?;
                            done.refunds += 1;
                        }
                    }
                    Standing::News { of, .. } => {
                        orders.insert(*at, *of);
                    }
                    _ => {}
                }
            }
            // At last, because a refund's own row says more than the payment's.
            for (at, of) in orders {
                if taking.told(at, of)? {
                    done.refunds += 1;
                }
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
        done.refunds = opened.refunds(&plan);
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
            let (row, candidate) = (&self.bill.rows[at], &self.candidates[at]);
            match &candidate.standing {
                Standing::Payment { .. } => plan.payments.push(at),
                Standing::Alone if row.at > now + Span::DAY => plan.left.push(format!(
                    "第 {} 行的时间在以后，没有导入，请核对电脑的时间。",
                    row.line
                )),
                Standing::Alone if row.amount <= Fen(0) => plan
                    .left
                    .push(format!("第 {} 行的金额是 0，没有导入。", row.line)),
                Standing::Alone
                    if row.kind == crate::record::RowKind::Payment || candidate.recharge.is_some() =>
                {
                    plan.payments.push(at);
                }
                Standing::Refund { .. } | Standing::News { .. } => plan.refunds.push(at),
                Standing::Alone | Standing::Known(_) | Standing::Repeated => {}
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

    /// How many refunds a plan takes over: those with rows of their own, and those of which only the payment tells.
    fn refunds(&self, plan: &Picked) -> usize {
        let mut by_row: HashMap<usize, Fen> = HashMap::new();
        let mut by_order: HashMap<OrderId, Fen> = HashMap::new();
        for at in &plan.refunds {
            if let Standing::Refund { of, .. } = &self.candidates[*at].standing {
                let sum = match of {
                    Refunded::Row(row) => by_row.entry(*row).or_default(),
                    Refunded::Order(of) => by_order.entry(*of).or_default(),
                };
                *sum = *sum + self.bill.rows[*at].amount;
            }
        }
        let told = plan.payments.iter().filter(|at| {
            let rows = match &self.candidates[**at].standing {
                Standing::Payment { of, .. } => by_order.get(of),
                _ => by_row.get(*at),
            };
            told_refund(&self.bill.rows[**at]).is_some_and(|told| told > rows.copied().unwrap_or_default())
        });
        plan.refunds.len() + told.count()
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
                _ => &[],
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
    fn facts(&self, at: usize, works: &Works, windows: &HashMap<(String, String), Span>) -> Outcome<Facts> {
        let row = &self.bill.rows[at];
        let recharge = self.candidates[at].recharge.as_ref();
        let kind = works
            .rules
            .kind(recharge.map_or("other", |recharge| recharge.kind.as_str()))?;
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
            payment_no: exact(row, &row.payment_no),
            merchant_order_no: exact(row, &row.merchant_order_no),
            merchant: given(&row.counterparty),
            note: None,
            paid_at: row.at,
            window_promised: false,
        })
    }

    /// The proof of a payment, and what it knows better than the order.
    fn filled(&self, facts: &Facts, row: &BillRow, billed: Happening, now: Moment) -> Change {
        // A shop's own numbers are not those of the payment.
        let of_payment = self.bill.format.channel().is_some();
        let payment_no = exact(row, &row.payment_no).filter(|_| of_payment);
        let better = Facts {
            payment_no: facts.payment_no.clone().or(payment_no),
            merchant_order_no: facts
                .merchant_order_no
                .clone()
                .or_else(|| exact(row, &row.merchant_order_no)),
            merchant: facts.merchant.clone().or_else(|| given(&row.counterparty)),
            channel: facts.channel.clone().or_else(|| self.channel(row)),
            ..facts.clone()
        };
        if better == *facts {
            return Change::of(billed);
        }
        let edited = Happening {
            facts: Some(facts_json(&better)),
            ..Happening::new(EventKind::Edited, now).saying(FILLED)
        };
        Change {
            facts: Some(better),
            happenings: vec![billed, edited],
        }
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

fn given(text: &str) -> Option<String> {
    Some(trimmed_field(text)).filter(|text| !text.is_empty())
}

/// A number of a row; none where a spreadsheet has rounded it.
fn exact(row: &BillRow, number: &str) -> Option<String> {
    given(number).filter(|_| !row.flags.contains(&RowFlag::NumberRounded))
}

/// Rows on their way into the data file, inside of one transaction.
struct Taking<'a> {
    batch: &'a Batch<'a>,
    opened: &'a OpenedBill,
    works: &'a Works,
    now: Moment,
    /// What the refunds that were taken over so far come to for each order.
    refunded: HashMap<OrderId, Fen>,
}

impl Taking<'_> {
    /// A new order.
    fn order(&self, at: usize, windows: &HashMap<(String, String), Span>) -> Outcome<OrderId> {
        let facts = self.opened.facts(at, self.works, windows)?;
        let logged = Happening {
            facts: Some(facts_json(&facts)),
            ..Happening::new(EventKind::Logged, self.now)
        };
        let billed = self.opened.happening(EventKind::Billed, at, self.works.zone);
        let id = self
            .batch
            .insert(&facts, &[], vec![logged, billed], false, self.now, self.works)?;
        self.batch.keep_row(id, 2, &self.key(at))?;
        Ok(id)
    }

    /// A proof for a logged order.
    fn proof(&self, at: usize, of: OrderId) -> Outcome<OrderId> {
        let row = &self.opened.bill.rows[at];
        let billed = self.opened.happening(EventKind::Billed, at, self.works.zone);
        let mut seq = 0;
        self.batch.change(
            of,
            &[],
            self.now,
            |order, events| {
                seq = events.last().map_or(0, |event| event.seq) + 1;
                Ok(self.opened.filled(&order.facts, row, billed, self.now))
            },
            self.works,
        )?;
        self.batch.keep_row(of, seq, &self.key(at))?;
        Ok(of)
    }

    /// A refund's row: as much of it as the order does not know of, and a proof in any case.
    fn refund(&mut self, at: usize, of: OrderId, before: Fen) -> Outcome<()> {
        let row = &self.opened.bill.rows[at];
        let all = self.refunded.entry(of).or_insert(before);
        *all = *all + row.amount;
        let all = *all;
        let mut seq = 0;
        self.batch.change(
            of,
            &[],
            self.now,
            |order, events| {
                seq = events.last().map_or(0, |event| event.seq) + 1;
                let amount = unknown(all, row.amount, order.facts.amount, order.standing.refunded);
                let kind = if amount > Fen(0) {
                    EventKind::Refunded
                } else {
                    EventKind::Billed
                };
                Ok(Change::of(Happening {
                    amount: (amount > Fen(0)).then_some(amount),
                    ..self.opened.happening(kind, at, self.works.zone)
                }))
            },
            self.works,
        )?;
        self.batch.keep_row(of, seq, &self.key(at))
    }

    /// What only the payment's own row tells of a refund, and not when it was. Whether the order did not know of it.
    fn told(&self, at: usize, of: OrderId) -> Outcome<bool> {
        let Some(told) = told_refund(&self.opened.bill.rows[at]) else {
            return Ok(false);
        };
        let mut seq = None;
        self.batch.change(
            of,
            &[],
            self.now,
            |order, events| {
                let amount = unknown(told, told, order.facts.amount, order.standing.refunded);
                if amount == Fen(0) {
                    return Ok(Change::default());
                }
                seq = Some(events.last().map_or(0, |event| event.seq) + 1);
                let row = self.opened.happening(EventKind::Refunded, at, self.works.zone);
                let said = row.text.unwrap_or_default();
                let known_at = self.opened.bill.exported_at.unwrap_or(self.now).min(self.now);
                Ok(Change::of(Happening {
                    at: known_at.max(order.facts.paid_at),
                    amount: Some(amount),
                    text: Some(format!(
                        "账单显示这一笔共退款 {} 元，没有写退款时间，按导出账单的时间记。{said}",
                        told.yuan()
                    )),
                    ..row
                }))
            },
            self.works,
        )?;
        let Some(seq) = seq else { return Ok(false) };
        let (format, row) = (self.opened.bill.format, &self.opened.bill.rows[at]);
        self.batch
            .keep_row(of, seq, &RowKey::of_told_refund(format, row, told))?;
        Ok(true)
    }

    fn key(&self, at: usize) -> RowKey {
        RowKey::of(self.opened.bill.format, &self.opened.bill.rows[at])
    }
}
