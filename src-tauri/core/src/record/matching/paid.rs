//! The payments that a refund may have given back, by what it may have in common with them.

use super::index::names;
use super::refunds::MOST_ALIKE;
use super::{Matching, Refunded, Standing, day, told_refund};
use crate::order::Fen;
use crate::record::bill::{BillRow, RowKind};
use crate::record::number::tells;
use std::collections::{HashMap, HashSet};

/// The payments of the bill by what a refund may have in common with them; each list by when they were paid.
pub(super) struct Payments<'a> {
    pub numbers: HashMap<&'a str, Vec<usize>>,
    /// By seller or, where the bill names none, by title, and by the amount or a part that the row says came back.
    pub sellers: HashMap<(Whom<'a>, Fen), Vec<usize>>,
    /// Those that say that some of them came back, by seller or title.
    pub told: HashMap<Whom<'a>, Vec<usize>>,
    /// The logged orders likewise.
    pub orders: HashMap<(Whom<'a>, Fen), Vec<usize>>,
    /// The numbers of the rows that pay orders, by the orders' places: they are the orders' own once they were imported.
    pub of_orders: HashMap<usize, Vec<&'a str>>,
}

/// By what a refund without a number finds its payment.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Whom<'a> {
    Seller(&'a str),
    Title(&'a str),
}

impl<'a> Payments<'a> {
    pub fn new(matching: &Matching<'a>) -> Self {
        let mut found = Self {
            numbers: HashMap::new(),
            sellers: HashMap::new(),
            told: HashMap::new(),
            orders: HashMap::new(),
            of_orders: HashMap::new(),
        };
        let mut rows: Vec<usize> = (0..matching.bill.rows.len())
            .filter(|at| {
                // What stands twice is taken over once, from its first row.
                matching.is_payment(*at)
                    && matching.row(*at).kind != RowKind::Refund
                    && matching.matched[*at].standing != Standing::Repeated
            })
            .collect();
        rows.sort_by_key(|at| (matching.paid_at(*at), &matching.row(*at).payment_no, *at));
        // Under which names the bill itself knows the sellers of orders.
        let mut also: HashMap<usize, Vec<Whom<'a>>> = HashMap::new();
        for at in rows {
            let row = matching.row(at);
            if let Refunded::Order(id) = matching.payee(at)
                && let Some(place) = matching.index.place(id)
            {
                also.entry(place).or_default().push(matching.whom(row));
                if matching.bill.format.channel().is_some() && tells(&row.payment_no) {
                    found.of_orders.entry(place).or_default().push(&row.payment_no);
                }
            }
            for number in [&row.payment_no, &row.merchant_order_no] {
                if tells(number) {
                    found.numbers.entry(number).or_default().push(at);
                }
            }
            let whom = matching.whom(row);
            found.sellers.entry((whom, row.amount)).or_default().push(at);
            if told_refund(row).is_some_and(|told| told < row.amount) {
                found.told.entry(whom).or_default().push(at);
            }
        }
        // A number that stands on very many rows tells none of them from the others.
        found.numbers.retain(|_, rows| rows.len() <= MOST_ALIKE);
        let mut places: Vec<usize> = (0..matching.index.orders.len()).collect();
        places.sort_by_key(|place| {
            (
                matching.index.orders[*place].paid_at,
                matching.index.orders[*place].id,
            )
        });
        let source = matching.bill.format.source();
        for place in places {
            let order = &matching.index.orders[place];
            let noted = order.returned.iter().filter(|one| {
                one.row
                    .as_ref()
                    .is_none_or(|row| row.source != source || row.is_told())
            });
            let mut amounts: Vec<Fen> = noted.map(|one| one.amount).chain([order.amount]).collect();
            amounts.sort();
            amounts.dedup();
            let own = matching.bill.format.is_shop() && order.rows.iter().any(|key| key.source == source);
            let titles = own.then_some(Whom::Title(title(&order.product)));
            let also = also.remove(&place).unwrap_or_default();
            let whom: HashSet<Whom<'a>> = names(order).map(Whom::Seller).chain(titles).chain(also).collect();
            for whom in whom {
                for amount in &amounts {
                    found.orders.entry((whom, *amount)).or_default().push(place);
                }
            }
        }
        found
    }

    /// The numbers of an order's payments, those that this bill brings among them.
    pub fn payment_numbers<'l>(
        &'l self,
        matching: &'l Matching<'a>,
        place: usize,
    ) -> impl Iterator<Item = &'a str> + 'l {
        let here = self.of_orders.get(&place).into_iter().flatten().copied();
        matching
            .index
            .payment_numbers(&matching.index.orders[place])
            .chain(here)
    }

    /// The places of the orders of a refund's seller that have some refund, for telling its own row again.
    pub fn refunded<'l>(
        &'l self,
        matching: &'l Matching<'a>,
        row: &'a BillRow,
    ) -> impl Iterator<Item = usize> + 'l {
        let whom = matching.whom(row);
        let orders = matching.index.orders;
        matching
            .index
            .refunded_on(row.amount, day(row.at))
            .filter(move |place| {
                let order = &orders[*place];
                match whom {
                    Whom::Seller(name) => names(order).any(|known| known == name),
                    Whom::Title(of) => title(&order.product) == of,
                }
            })
    }
}

/// What a refund is for, without the word that says that it is one.
pub(super) fn title(item: &str) -> &str {
    item.trim_start_matches("退款")
        .trim_start_matches(['-', '－', '—', ':', '：', ' '])
}
