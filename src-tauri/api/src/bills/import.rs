//! Taking rows of an opened bill over.

use super::{CandidateStanding, Imported, OpenedBill, PaperView, candidates};
use crate::data_file::{AsOf, DataFile, Works, changed};
use daozhang_core::order::{
    BEIJING, Case, Change, Event, EventKind, Facts, Fen, Happening, Moment, NO_SELLER, Next, OrderId,
    Payment, Shot, Span, Word, Zone,
};
use daozhang_core::record::{
    BillRow, Direction, KnownBack, LARGEST_AMOUNT, Refunded, RowFlag, RowKey, RowKind, Standing, TotalsAgree,
    agree, is_whole, news_of, read_number, tells, told_refund, trimmed_field,
};
use daozhang_core::store::{Store, Tx};
use daozhang_core::words::Text;
use daozhang_core::{Outcome, text};
use serde_json::json;
use std::collections::{BTreeMap, HashMap, HashSet};
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
                    paper: Arc::clone(&opened.paper),
                    candidates: candidates(tx, works, &opened.bill)?,
                    bill: Arc::clone(&opened.bill),
                    as_of: None,
                };
                &anew
            };
            let plan = opened.plan(picked, tx, now)?;
            let windows = tx.platform_windows()?;
            let taking = Taking {
                tx,
                opened,
                works,
                now,
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
                    Standing::Refund { of, amount } => {
                        let of = match of {
                            Refunded::Order(of) => Some(*of),
                            Refunded::Row(row) => orders.get(row).copied(),
                        };
                        if let Some(of) = of {
                            taking.refund(*at, of, *amount)?;
                        }
                    }
                    Standing::News { of, .. } => {
                        orders.insert(*at, *of);
                    }
                    _ => {}
                }
            }
            // At last, because a refund's own row says more than the payment's.
            for (at, amount) in &plan.news {
                if let Some(of) = orders.get(at) {
                    taking.told(*at, *of, *amount)?;
                }
            }
            for (_, of) in &plan.proofs {
                taking.attach(*of)?;
            }
            Ok(opened.imported(&plan))
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
        Ok(opened.imported(&plan))
    }
}

/// Which rows are taken over, by their places.
struct Picked {
    payments: Vec<usize>,
    refunds: Vec<usize>,
    /// How much came back of a payment that only its own row tells of, by its place.
    news: BTreeMap<usize, Fen>,
    /// Rows that are known from elsewhere, and the orders that get this paper as a further proof of them.
    proofs: Vec<(usize, OrderId)>,
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
                    sure && !self.candidates[*at].asks || self.proves(*at).is_some()
                })
                .collect(),
        };
        rows.sort_unstable();
        rows.dedup();
        let mut plan = Picked {
            payments: Vec::new(),
            refunds: Vec::new(),
            news: BTreeMap::new(),
            proofs: Vec::new(),
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
                Standing::Known(of) if self.proves(at).is_some() => {
                    let has = |shots: &[Shot]| shots.iter().any(|shot| shot.sha256 == self.sha256);
                    let again = plan.proofs.iter().any(|(_, other)| other == of);
                    if !again && !has(&store.case(*of)?.shots) {
                        plan.proofs.push((at, *of));
                    }
                }
                Standing::Alone | Standing::Known(_) | Standing::Repeated => {}
            }
        }
        // A refund of a payment that is not taken over has nowhere to go.
        let payments: HashSet<usize> = plan.payments.iter().copied().collect();
        let (refunds, left) = plan
            .refunds
            .iter()
            .partition(|at| match self.candidates[**at].standing {
                Standing::Refund {
                    of: Refunded::Row(of),
                    ..
                } => payments.contains(&of),
                _ => true,
            });
        plan.refunds = refunds;
        if picked.is_some() {
            plan.left.extend(self.without_payments(left));
        }
        plan.news = self.news(&plan, store)?;
        Ok(plan)
    }

    /// What is to be said of refunds that were picked without their payments.
    fn without_payments(&self, refunds: Vec<usize>) -> impl Iterator<Item = Text> {
        refunds
            .into_iter()
            .filter_map(|at| match self.candidates[at].standing {
                Standing::Refund {
                    of: Refunded::Row(of),
                    ..
                } => Some(text!(
                    bill_row_refund_left,
                    line = self.bill.rows[at].line,
                    payment = self.bill.rows[of].line,
                )),
                _ => None,
            })
    }

    /// The order that a row of a paper is a proof for though it is known already, from a bill or another file.
    fn proves(&self, at: usize) -> Option<OrderId> {
        match self.candidates[at].standing {
            Standing::Known(of) if !self.paper.is_empty() => Some(of),
            _ => None,
        }
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

    /// How much came back of the payments of a plan that nothing else in it or in the data tells of, by their places.
    fn news(&self, plan: &Picked, store: &Store) -> Outcome<BTreeMap<usize, Fen>> {
        let payments: HashSet<usize> = plan.payments.iter().copied().collect();
        let mut booked: HashMap<Refunded, Fen> = HashMap::new();
        let mut taken = payments.clone();
        for at in &plan.refunds {
            match &self.candidates[*at].standing {
                Standing::Refund { of, amount } => {
                    let of = match of {
                        Refunded::Row(of) => self.paid_by(*of),
                        order @ Refunded::Order(_) => *order,
                    };
                    let sum = booked.entry(of).or_default();
                    *sum = *sum + *amount;
                }
                _ => {
                    taken.insert(*at);
                }
            }
        }
        // Those that were imported before come first: what is known is of them.
        let mut told: BTreeMap<Refunded, Vec<(bool, usize)>> = BTreeMap::new();
        for (at, row) in self.bill.rows.iter().enumerate() {
            if row.kind == RowKind::Refund || told_refund(row).is_none() {
                continue;
            }
            match self.candidates[at].standing {
                Standing::Known(of) | Standing::News { of, .. } => {
                    told.entry(Refunded::Order(of)).or_default().push((false, at));
                }
                _ if payments.contains(&at) => told.entry(self.paid_by(at)).or_default().push((true, at)),
                _ => {}
            }
        }
        told.retain(|_, places| places.iter().any(|(_, at)| taken.contains(at)));
        let mut found = BTreeMap::new();
        for (of, mut places) in told {
            places.sort_unstable();
            let rows: Vec<&BillRow> = places.iter().map(|(_, at)| &self.bill.rows[*at]).collect();
            let booked = booked.get(&of).copied().unwrap_or_default();
            let (amount, refunded, kept) = match of {
                Refunded::Row(at) => (self.bill.rows[at].amount, Fen(0), Vec::new()),
                Refunded::Order(of) => {
                    let order = store.case(of)?.order;
                    let kept = store.bill_rows(of)?;
                    (order.facts.amount, order.standing.refunded, kept)
                }
            };
            let known = KnownBack {
                amount,
                refunded: refunded + booked,
                rows: &kept,
            };
            let news = places.iter().zip(news_of(self.bill.format, &rows, known));
            found.extend(
                news.filter(|((_, at), news)| *news > Fen(0) && taken.contains(at))
                    .map(|((_, at), news)| (*at, news)),
            );
        }
        Ok(found)
    }

    /// What a row pays that is taken over as a payment: a logged order, or the one that it becomes.
    fn paid_by(&self, at: usize) -> Refunded {
        match self.candidates[at].standing {
            Standing::Payment { of } => Refunded::Order(of),
            _ => Refunded::Row(at),
        }
    }

    /// The counts of a plan.
    fn imported(&self, plan: &Picked) -> Imported {
        let matched = plan
            .payments
            .iter()
            .filter(|at| matches!(self.candidates[**at].standing, Standing::Payment { .. }))
            .count();
        let created = plan.payments.len() - matched;
        let matched = matched + plan.proofs.len();
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
        let own_rows = plan
            .refunds
            .iter()
            .filter(|at| matches!(self.candidates[**at].standing, Standing::Refund { .. }))
            .count();
        let agreed = agree(&self.bill);
        if let TotalsAgree::Differ(sentences) = &agreed {
            flagged.extend(sentences.iter().cloned());
        }
        Imported {
            format: self.bill.format.key().to_owned(),
            rows: self.bill.rows.len() + self.bill.faults.len(),
            read: self.bill.rows.len(),
            orders_created: created,
            matched,
            refunds: own_rows + plan.news.len(),
            skipped: self.bill.rows.len() - plan.payments.len() - plan.refunds.len() - plan.proofs.len(),
            offered: self.left(Self::is_offered, &taken),
            aside: self.left(Self::is_aside, &taken),
            flagged,
            totals_agree: match agreed {
                TotalsAgree::Agree => Some(true),
                TotalsAgree::Differ(_) => Some(false),
                TotalsAgree::NotStated => None,
            },
            paper: PaperView::of(&self.bill),
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
            "{}，{}：{} {} {}，{way} {} 元{}{}",
            self.bill.format.name().chinese(),
            match row.place {
                Some(place) => format!("第 {} 页第 {} 行（总第 {} 行）", place.page, place.nth, row.line),
                None => format!("第 {} 行", row.line),
            },
            match row.flags.contains(&RowFlag::DayOnly) {
                true => row.at.local(BEIJING).chars().take_while(|c| *c != ' ').collect(),
                false => row.at.local(zone),
            },
            row.counterparty,
            row.item,
            row.amount.yuan(),
            if self.paper.is_empty() { "，" } else { "" },
            row.status_text
        );
        let mut facts = json!({
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
        if let (Some(paper), Some(place)) = (&self.bill.paper, row.place) {
            facts["paper"] = json!({
                "number": paper.number,
                "from": self.bill.from.map(|at| at.0),
                "until": self.bill.until.map(|at| at.0),
                "pages": paper.pages,
                "signature": paper.signature.word(),
                "page": place.page,
                "nth": place.nth,
                "top": place.top,
                "bottom": place.bottom,
                "goes_on": place.goes_on,
            });
        }
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
        let own = self.bill.format.own_platform().unwrap_or(NO_SELLER);
        let platform = given(&row.counterparty).unwrap_or_else(|| own.to_owned());
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
            channel: match self.bill.format.is_bank() {
                true => Some("bank".to_owned()),
                false => self.bill.format.channel_of(&row.method).map(str::to_owned),
            },
            payment_no: self.payment_number(row),
            payments: Vec::new(),
            merchant_order_no: exact(&row.merchant_order_no),
            merchant: given(&row.counterparty),
            note: None,
            paid_at: row.at,
            quantity: 1,
            requested: None,
            window_promised: false,
        })
    }

    /// The number under which the payment app knows a payment.
    fn payment_number(&self, row: &BillRow) -> Option<String> {
        exact(&row.payment_no).filter(|_| self.bill.format.channel().is_some())
    }

    /// The number in a shop's bill: that of its order, of which no payment app knows.
    fn shop_number(&self, row: &BillRow) -> Option<String> {
        exact(&row.payment_no).filter(|_| self.bill.format.is_shop())
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
            // A bank names the app that passed the money on.
            merchant: known
                .merchant
                .clone()
                .or_else(|| given(&row.counterparty).filter(|_| !self.bill.format.is_bank())),
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
        let next = self
            .works
            .at(self.now)
            .log(facts, &platform, vec![billed], &self.opened.paper)?;
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

    /// What only the payment's own row tells of a refund, and not when it was.
    fn told(&self, at: usize, of: OrderId, amount: Fen) -> Outcome<()> {
        let row = &self.opened.bill.rows[at];
        let case = self.tx.case(of)?;
        let order = &case.order;
        let amount = amount.min(order.facts.amount - order.standing.refunded);
        let Some(told) = told_refund(row).filter(|_| amount > Fen(0)) else {
            return Ok(());
        };
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
        let change = Change::of(happening);
        // It said as much before, and what else told of it was taken back since.
        if self.tx.bill_rows(of)?.contains(&key) {
            changed(self.tx, &case, change, &self.works.at(self.now))?;
            return Ok(());
        }
        self.change(&case, change, &key)
    }

    /// Adds the paper as a further proof to an order that has its row already.
    fn attach(&self, of: OrderId) -> Outcome<()> {
        let case = self.tx.case(of)?;
        let change = Change {
            shots: &self.opened.paper,
            ..Change::default()
        };
        changed(self.tx, &case, change, &self.works.at(self.now)).map(drop)
    }

    fn change(&self, case: &Case, change: Change<'_>, key: &RowKey) -> Outcome<()> {
        let change = Change {
            shots: &self.opened.paper,
            ..change
        };
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
