//! Taking rows of an opened bill over.

use super::{CandidateStanding, Imported, OpenedBill, candidates};
use crate::data_file::{AsOf, DataFile, Works, changed};
use daozhang_core::order::{
    Case, Change, Event, EventKind, Facts, Fen, Happening, Moment, Next, OrderId, Payment, Span, Word, Zone,
};
use daozhang_core::record::{
    BillRow, Direction, LARGEST_AMOUNT, Refunded, RowKey, RowKind, Standing, TotalsAgree, agree, is_whole,
    read_number, tells, told_refund, trimmed_field,
};
use daozhang_core::store::{Store, Tx};
use daozhang_core::words::Text;
use daozhang_core::{Code, Failure, Outcome, text};
use serde_json::json;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What is said of a correction that a bill made; taking the row back takes it back too.
pub(crate) const FILLED: &str = "按账单补全";

impl DataFile {
    /// Takes rows of an opened bill over, all in one transaction: new orders, proofs for logged ones, refunds. `picked` are
    /// places among the rows; none for all that are proposed without asking. Rows that were imported before change nothing.
    pub fn import_bill(
        &mut self,
        opened: &OpenedBill,
        picked: Option<&[usize]>,
        now: Moment,
    ) -> Outcome<Imported> {
        self.import_bill_in_steps(opened, picked, now, |_, _| true)
    }

    /// The same, for which `progress` is told now and then how many of how many rows are taken over, and says whether to go on.
    ///
    /// # Errors
    /// Also [`Code::Cancelled`]: nothing of it is written then.
    pub fn import_bill_in_steps(
        &mut self,
        opened: &OpenedBill,
        picked: Option<&[usize]>,
        now: Moment,
        mut progress: impl FnMut(usize, usize) -> bool,
    ) -> Outcome<Imported> {
        let (works, as_of) = (&self.works, self.as_of);
        self.store.write(|tx| {
            let version = tx.version()?;
            let now_written = as_of.map(|as_of| AsOf { version, ..as_of });
            // Something may have been logged since the file was opened.
            let anew;
            let opened = if opened.as_of.is_some() && opened.as_of == now_written {
                opened
            } else {
                anew = OpenedBill {
                    name: opened.name.clone(),
                    sha256: opened.sha256,
                    candidates: candidates(tx, works, &opened.bill)?,
                    bill: Arc::clone(&opened.bill),
                    as_of: None,
                };
                &anew
            };
            let plan = opened.plan(picked, tx, now)?;
            let windows = tx.platform_windows()?;
            let mut done = opened.imported(&plan);
            let taking = Taking {
                tx,
                opened,
                works,
                now,
            };
            let mut steps = Steps::new(plan.payments.len() + plan.refunds.len(), &mut progress);
            let mut orders: HashMap<usize, OrderId> = HashMap::new();
            for at in &plan.payments {
                steps.next()?;
                let of = match &opened.candidates[*at].standing {
                    Standing::Payment { of, .. } => taking.proof(*at, *of)?,
                    _ => taking.order(*at, &windows)?,
                };
                orders.insert(*at, of);
            }
            for at in &plan.refunds {
                steps.next()?;
                match &opened.candidates[*at].standing {
                    Standing::Refund { of, amount } => {
                        let of = match of {
                            Refunded::Order(of) => Some(*of),
                            Refunded::Row(row) => orders.get(row).copied(),
                        };
                        if let Some(of) = of {
                            taking.refund(*at, of, *amount)?;
                            done.refunds += 1;
                        }
                    }
                    Standing::News { of, .. } => {
                        orders.insert(*at, *of);
                    }
                    _ => {}
                }
            }
            steps.next()?;
            // At last, because a refund's own row says more than the payment's.
            for (at, of) in orders {
                if taking.told(at, of)? {
                    done.refunds += 1;
                }
            }
            done.skipped = done.read - plan.payments.len() - plan.refunds.len();
            Ok(done)
        })
    }

    /// What [`DataFile::import_bill`] would do.
    pub fn rehearse_bill(
        &self,
        opened: &OpenedBill,
        picked: Option<&[usize]>,
        now: Moment,
    ) -> Outcome<Imported> {
        let plan = opened.plan(picked, &self.store, now)?;
        let mut done = opened.imported(&plan);
        done.refunds = opened.refunds(&plan);
        done.skipped = done.read - plan.payments.len() - plan.refunds.len();
        Ok(done)
    }
}

/// The rows of an import on their way, one after the other.
struct Steps<'a> {
    done: usize,
    total: usize,
    progress: &'a mut dyn FnMut(usize, usize) -> bool,
}

impl<'a> Steps<'a> {
    fn new(total: usize, progress: &'a mut dyn FnMut(usize, usize) -> bool) -> Self {
        Self {
            done: 0,
            total,
            progress,
        }
    }

    /// Before each row, and once behind the last.
    fn next(&mut self) -> Outcome<()> {
        /// How often it is told: whoever looks sees no more than that, and each time costs something.
        const TIMES: usize = 200;
        let told = self.done == self.total || self.done.is_multiple_of((self.total / TIMES).max(1));
        if told && !(self.progress)(self.done, self.total) {
            return Err(Failure::new(Code::Cancelled, text!(import_cancelled)));
        }
        self.done += 1;
        Ok(())
    }
}

/// Which rows are taken over, by their places.
struct Picked {
    payments: Vec<usize>,
    refunds: Vec<usize>,
    /// Why a row that was picked is left.
    left: Vec<Text>,
}

impl OpenedBill {
    /// A payment whose number stands for another one already is left, and said: it would be counted twice.
    fn plan(&self, picked: Option<&[usize]>, store: &Store, now: Moment) -> Outcome<Picked> {
        let mut rows: Vec<usize> = match picked {
            Some(rows) => rows
                .iter()
                .copied()
                .filter(|at| *at < self.bill.rows.len())
                .collect(),
            None => (0..self.bill.rows.len())
                .filter(|at| {
                    // What only a person can say is left to them.
                    let sure = matches!(
                        self.standing(*at),
                        CandidateStanding::New | CandidateStanding::Match | CandidateStanding::Refund
                    );
                    sure && !self.candidates[*at].asks
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
        let mut numbered = HashSet::new();
        for at in rows {
            let (row, candidate) = (&self.bill.rows[at], &self.candidates[at]);
            match &candidate.standing {
                Standing::Payment { .. } => plan.payments.push(at),
                Standing::Alone if row.at > now + Span::DAY => {
                    plan.left.push(text!(bill_row_of_future, line = row.line))
                }
                Standing::Alone if row.amount > LARGEST_AMOUNT => {
                    plan.left.push(text!(bill_row_too_large, line = row.line))
                }
                Standing::Alone if row.amount <= Fen(0) => {
                    plan.left.push(text!(bill_row_of_nothing, line = row.line))
                }
                Standing::Alone if row.kind == RowKind::Payment || candidate.recharge.is_some() => {
                    match self.paid_already(row, store, &mut numbered)? {
                        Some(said) => plan.left.push(said),
                        None => plan.payments.push(at),
                    }
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
        Ok(plan)
    }

    /// What is to be said of a row whose payment number is logged already, though nothing else agrees, or stands in a row
    /// above, whose numbers are in `numbered`.
    fn paid_already(
        &self,
        row: &BillRow,
        store: &Store,
        numbered: &mut HashSet<String>,
    ) -> Outcome<Option<Text>> {
        let Some(number) = self.payment_number(row).filter(|number| tells(number)) else {
            return Ok(None);
        };
        let payment = Payment {
            amount: row.amount,
            app: self.bill.format.channel().map(str::to_owned),
            paid_at: row.at,
            payment_no: Some(number.clone()),
            whole: None,
        };
        if let Some(same) = store.same_payment(&payment, None)? {
            return Ok(Some(text!(bill_row_paid, line = row.line, order = same.of.0)));
        }
        let first = numbered.insert(number);
        Ok((!first).then(|| text!(bill_row_paid_above, line = row.line)))
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
        let line_says = |line: u32, said: &Text| text!(bill_row_says, line = line, text = said);
        let mut flagged: Vec<Text> = self
            .bill
            .faults
            .iter()
            .map(|fault| line_says(fault.line, &fault.message))
            .collect();
        flagged.extend(plan.left.iter().cloned());
        for at in plan.payments.iter().chain(&plan.refunds) {
            let row = &self.bill.rows[*at];
            let flags = row.flags.iter().map(|flag| flag.text());
            let said = self.candidates[*at].notes.iter().cloned().chain(flags);
            flagged.extend(said.map(|said| line_says(row.line, &said)));
        }
        let taken: HashSet<usize> = plan.payments.iter().chain(&plan.refunds).copied().collect();
        let left = self
            .candidates
            .iter()
            .enumerate()
            .filter(|(at, _)| !taken.contains(at));
        flagged.extend(left.flat_map(|(_, candidate)| candidate.said.iter().cloned()));
        let agreed = agree(&self.bill);
        if let TotalsAgree::Differ(sentences) = &agreed {
            flagged.extend(sentences.iter().cloned());
        }
        Imported {
            format: self.bill.format.key().to_owned(),
            rows: self.bill.rows.len() + self.bill.faults.len(),
            read: self.bill.rows.len(),
            orders_created: plan.payments.len() - matched,
            matched,
            refunds: 0,
            skipped: 0,
            offered: self.left(Self::is_offered, &taken),
            aside: self.left(Self::is_aside, &taken),
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
            self.bill.format.name().chinese(),
            row.line,
            row.at.local(zone),
            row.counterparty,
            row.item,
            row.amount.yuan(),
            row.status_text
        );
        let facts = json!({
            "bill": {
                "format": self.bill.format.key(),
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
            // A bill shows some digits as stars: that is no account.
            account: recharge
                .and_then(|recharge| recharge.account.clone())
                .filter(|account| !account.contains('*')),
            order_no: self.shop_number(row),
            amount: row.amount,
            channel: self.bill.format.channel_of(&row.method).map(str::to_owned),
            payment_no: self.payment_number(row),
            payments: Vec::new(),
            merchant_order_no: exact(&row.merchant_order_no),
            merchant: given(&row.counterparty),
            note: None,
            paid_at: row.at,
            window_promised: false,
        })
    }

    /// The number under which the payment app knows a payment.
    fn payment_number(&self, row: &BillRow) -> Option<String> {
        exact(&row.payment_no).filter(|_| self.bill.format.channel().is_some())
    }

    /// The number in a shop's bill: that of its order, of which no payment app knows.
    fn shop_number(&self, row: &BillRow) -> Option<String> {
        exact(&row.payment_no).filter(|_| self.bill.format.channel().is_none())
    }

    /// The proof of a payment, and what it knows better than the order. `known` is what of the order's `facts` counts.
    fn filled(&self, facts: &Facts, known: &Facts, row: &BillRow, billed: Happening) -> Change<'static> {
        let better = Facts {
            order_no: known.order_no.clone().or_else(|| self.shop_number(row)),
            payment_no: known.payment_no.clone().or_else(|| self.payment_number(row)),
            merchant_order_no: known
                .merchant_order_no
                .clone()
                .or_else(|| exact(&row.merchant_order_no)),
            merchant: known.merchant.clone().or_else(|| given(&row.counterparty)),
            channel: known
                .channel
                .clone()
                .or_else(|| self.bill.format.channel_of(&row.method).map(str::to_owned)),
            ..known.clone()
        };
        let better = self.paid(better.with_payments_of(known), row);
        if better == *facts {
            return Change::of(billed);
        }
        Change {
            why: Some(FILLED.to_owned()),
            happenings: vec![billed],
            ..Change::correcting(better)
        }
    }

    /// The same order with this row among its payments: the one that has its number, or a further one for what no payment is
    /// known for.
    fn paid(&self, facts: Facts, row: &BillRow) -> Facts {
        let Some(number) = self.payment_number(row).filter(|number| tells(number)) else {
            return facts;
        };
        let mut payments = facts.paid();
        match payments.as_mut_slice() {
            [one] if one.payment_no.as_ref() == Some(&number) => {
                one.amount = row.amount;
                one.whole = None;
            }
            all if all.iter().any(|one| one.payment_no.as_ref() == Some(&number)) => return facts,
            _ if facts.unpaid() == Fen(0) => return facts,
            _ => payments.push(Payment {
                amount: row.amount,
                app: self.bill.format.channel().map(str::to_owned),
                paid_at: row.at,
                payment_no: Some(number),
                whole: None,
            }),
        }
        facts.paid_by(payments)
    }
}

fn given(text: &str) -> Option<String> {
    Some(trimmed_field(text)).filter(|text| !text.is_empty())
}

/// A number of a row; `None` if a spreadsheet has rounded it or stars hide it, whatever became of the row's other one.
fn exact(number: &str) -> Option<String> {
    let number = read_number(&given(number)?).ok().flatten()?;
    Some(number).filter(|number| is_whole(number))
}

/// Rows on their way into the data file, inside of one transaction.
struct Taking<'a> {
    tx: &'a Tx<'a>,
    opened: &'a OpenedBill,
    works: &'a Works,
    now: Moment,
}

impl Taking<'_> {
    fn order(&self, at: usize, windows: &HashMap<(String, String), Span>) -> Outcome<OrderId> {
        let facts = self.opened.facts(at, self.works, windows)?;
        let billed = self.opened.happening(EventKind::Billed, at, self.works.zone);
        let platform = self.tx.platform(&facts.platform)?;
        let next = self.works.at(self.now).log(facts, &platform, vec![billed], &[])?;
        let id = self.tx.insert(&next)?;
        self.keep(id, &next, &self.key(at))?;
        Ok(id)
    }

    /// A proof for a logged order.
    fn proof(&self, at: usize, of: OrderId) -> Outcome<OrderId> {
        let case = self.tx.case(of)?;
        let billed = self.opened.happening(EventKind::Billed, at, self.works.zone);
        let facts = &case.order.facts;
        let known = self.tx.without_shop_number(of, facts)?;
        let change = self
            .opened
            .filled(facts, &known, &self.opened.bill.rows[at], billed);
        self.change(&case, change, &self.key(at))?;
        Ok(of)
    }

    /// A refund's row: as much of it as the order does not know of, and a proof in any case.
    fn refund(&self, at: usize, of: OrderId, amount: Fen) -> Outcome<()> {
        let case = self.tx.case(of)?;
        let order = &case.order;
        let amount = amount.min(order.facts.amount - order.standing.refunded);
        let kind = if amount > Fen(0) {
            EventKind::Refunded
        } else {
            EventKind::Billed
        };
        let happening = Happening {
            amount: (amount > Fen(0)).then_some(amount),
            ..self.opened.happening(kind, at, self.works.zone)
        };
        self.change(&case, Change::of(happening), &self.key(at))
    }

    /// What only the payment's own row tells of a refund, and not when it was. Whether the order did not know of it.
    fn told(&self, at: usize, of: OrderId) -> Outcome<bool> {
        let row = &self.opened.bill.rows[at];
        let Some(told) = told_refund(row) else {
            return Ok(false);
        };
        let case = self.tx.case(of)?;
        let order = &case.order;
        let amount = told.min(order.facts.amount) - order.standing.refunded;
        if amount <= Fen(0) {
            return Ok(false);
        }
        let happening = self.opened.happening(EventKind::Refunded, at, self.works.zone);
        let said = happening.text.unwrap_or_default();
        let known_at = self.opened.bill.exported_at.unwrap_or(self.now).min(self.now);
        let happening = Happening {
            at: known_at.max(order.facts.paid_at),
            amount: Some(amount),
            text: Some(format!(
                "账单显示这一笔共退款 {} 元，没有写退款时间，按导出账单的时间记。{said}",
                told.yuan()
            )),
            ..happening
        };
        let key = RowKey::of_told_refund(self.opened.bill.format, row, told);
        self.change(&case, Change::of(happening), &key)?;
        Ok(true)
    }

    fn change(&self, case: &Case, change: Change<'_>, key: &RowKey) -> Outcome<()> {
        let next = changed(self.tx, case, change, &self.works.at(self.now))?;
        self.keep(case.order.id, &next, key)
    }

    /// Writes down which event of an order holds a row.
    fn keep(&self, id: OrderId, next: &Next<'_>, key: &RowKey) -> Outcome<()> {
        let holds = |event: &&Event| matches!(event.what.kind, EventKind::Billed | EventKind::Refunded);
        match next.events.iter().find(holds) {
            Some(event) => self.tx.keep_row(id, event.seq, key),
            None => Ok(()),
        }
    }

    fn key(&self, at: usize) -> RowKey {
        RowKey::of(self.opened.bill.format, &self.opened.bill.rows[at])
    }
}
