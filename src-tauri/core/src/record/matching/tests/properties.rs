//! What holds of any bill and any orders.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Where not everything is `apart`, often the very minute of another one.
fn any_minute(apart: bool) -> BoxedStrategy<i64> {
    if apart {
        (-900i64..900).boxed()
    } else {
        prop_oneof![-2i64..3, -900i64..900].boxed()
    }
}

prop_compose! {
    fn any_row(apart: bool)(
        no in 0u8..4, shop in 0u8..3, contract in 0u8..3, amount in 1i64..4, minutes in any_minute(apart), what in 0u8..5,
        back in prop::option::of(1i64..4), saved in any::<bool>(),
    ) -> BillRow {
        let number = format!("202611202200140000000{no}");
        let mut row = if shop == 0 { dinner(&number, amount * 100, minutes) } else { row(&number, amount * 100, minutes) };
        if contract > 0 {
            let seller = if apart && shop == 0 { "DINNER" } else { "CONTRACT" };
            row.merchant_order_no = format!("{seller}0000{contract}");
        }
        match what {
            0 => {
                row.kind = RowKind::Refund;
                row.payment_no.push_str("_1");
            }
            1 => {
                row.kind = RowKind::Refund;
                row.payment_no = format!("503000000000000000{no}");
            }
            2 => row.payment_no = String::new(),
            _ => row.refunded = back.map(|back| Fen(back.min(amount) * 100)),
        }
        if saved { resaved(&row) } else { row }
    }
}

/// Rows of which some stand in the file again, as they are or saved by a spreadsheet. Where they are `apart`, none does, and no
/// two sellers number their orders alike.
fn any_rows(most: usize, apart: bool) -> impl Strategy<Value = Vec<BillRow>> {
    let again = if apart { 2u8..8 } else { 0..8 };
    prop::collection::vec((any_row(apart), again), 0..most).prop_map(|rows| {
        let again: Vec<BillRow> = rows
            .iter()
            .filter_map(|(row, again)| match again {
                0 => Some(row.clone()),
                1 => Some(resaved(row)),
                _ => None,
            })
            .collect();
        rows.into_iter().map(|(row, _)| row).chain(again).collect()
    })
}

prop_compose! {
    fn any_order(apart: bool)(
        no in prop::option::of(0u8..4), contract in 0u8..3, amount in 1i64..4, refunded in 0i64..3, minutes in any_minute(apart),
        back in any_minute(apart),
    ) -> Logged {
        let mut order = Logged {
            paid_at: PAID + Span::minutes(minutes),
            ..order(0, amount * 100)
        };
        if contract > 0 {
            order.merchant_order_no = Some(format!("CONTRACT0000{contract}"));
        }
        if let Some(no) = no {
            order = numbered(&format!("202611202200140000000{no}"), order);
        }
        if refunded > 0 { noted(refunded.min(amount) * 100, back, order) } else { order }
    }
}

/// Takes over what a bare import does, as the store would keep it, with or without what only payments tell of refunds; gives
/// back what is left of the orders.
fn take_all(rows: &[BillRow], orders: &[Logged], told: bool) -> Vec<Logged> {
    let matched = stand(rows.to_vec(), orders);
    let mut orders = orders.to_vec();
    let mut of_row: HashMap<usize, usize> = HashMap::new();
    for (at, (row, matched)) in rows.iter().zip(&matched).enumerate() {
        if matched.asks {
            continue;
        }
        match matched.standing {
            Standing::Payment { of } => {
                let place = orders.iter().position(|order| order.id == of).unwrap();
                orders[place] = taken(alipay(), row, Some(orders[place].clone()));
                of_row.insert(at, place);
            }
            Standing::Alone if purpose(row) == Purpose::Recharge => {
                let id = orders.iter().map(|order| order.id.0).max().unwrap_or(0) + 1;
                of_row.insert(at, orders.len());
                orders.push(Logged {
                    id: OrderId(id),
                    ..taken(alipay(), row, None)
                });
            }
            _ => {}
        }
    }
    for (row, matched) in rows.iter().zip(&matched) {
        let (of, amount) = match matched.standing {
            Standing::Refund {
                of: Refunded::Order(of),
                amount,
            } if !matched.asks => (orders.iter().position(|order| order.id == of), amount),
            Standing::Refund {
                of: Refunded::Row(at),
                amount,
            } if !matched.asks => (of_row.get(&at).copied(), amount),
            _ => continue,
        };
        let Some(place) = of else { continue };
        let order = &mut orders[place];
        let key = RowKey::of(alipay(), row);
        order.rows.push(key.clone());
        if amount > Fen(0) {
            order.refunded = order.refunded + amount;
            order.returned.push(Returned {
                amount,
                at: row.at,
                row: Some(key),
            });
        }
    }
    if told {
        tell_all(rows, &matched, &of_row, &mut orders);
    }
    orders
}

/// Takes over what only payments' own rows tell of their refunds; `of_row` are the orders of the rows that were taken over.
fn tell_all(rows: &[BillRow], matched: &[Matched], of_row: &HashMap<usize, usize>, orders: &mut [Logged]) {
    let mut told: BTreeMap<usize, Vec<(bool, usize)>> = BTreeMap::new();
    for (at, (row, matched)) in rows.iter().zip(matched).enumerate() {
        if row.kind == RowKind::Refund || told_refund(row).is_none() {
            continue;
        }
        match (matched.standing.clone(), of_row.get(&at)) {
            (Standing::Known(of) | Standing::News { of, .. }, _) => {
                let place = orders.iter().position(|order| order.id == of).unwrap();
                told.entry(place).or_default().push((false, at));
            }
            (_, Some(place)) => told.entry(*place).or_default().push((true, at)),
            _ => {}
        }
    }
    for (place, mut places) in told {
        places.sort_unstable();
        let order = &mut orders[place];
        let payments: Vec<&BillRow> = places.iter().map(|(_, at)| &rows[*at]).collect();
        let known = KnownBack {
            amount: order.amount,
            refunded: order.refunded,
            rows: &order.rows,
        };
        let news = news_of(alipay(), &payments, known);
        for ((new, at), news) in places.into_iter().zip(news) {
            let is_news = matches!(matched[at].standing, Standing::News { .. });
            let amount = news.min(order.amount - order.refunded);
            if amount <= Fen(0) || !new && !is_news {
                continue;
            }
            let key = told_refund(&rows[at]).map(|told| RowKey::of_told_refund(alipay(), &rows[at], told));
            let key = key.filter(|key| !order.rows.contains(key));
            order.rows.extend(key.clone());
            order.refunded = order.refunded + amount;
            order.returned.push(Returned {
                amount,
                at: order.paid_at.max(PAID + Span::days(30)),
                row: key,
            });
        }
    }
}

/// What is owed for each amount that was paid.
fn sums(orders: &[Logged]) -> BTreeMap<(i64, i64), usize> {
    let mut sums = BTreeMap::new();
    for order in orders {
        *sums.entry((order.amount.0, order.refunded.0)).or_default() += 1;
    }
    sums
}

fn with_ids(mut orders: Vec<Logged>) -> Vec<Logged> {
    for (id, order) in (1..).zip(&mut orders) {
        order.id = OrderId(id);
    }
    orders
}

proptest! {
    /// Of the rows and orders of one seller and one price the nearest two belong together, then the nearest two of the others.
    #[test]
    fn equal_prices_are_paired_nearest_first(
        rows in prop::collection::vec(0i64..4_000, 0..40), orders in prop::collection::vec(0i64..4_000, 0..40)
    ) {
        // No two of them at one moment.
        let rows: Vec<BillRow> = (0..)
            .zip(rows)
            .map(|(at, minutes)| BillRow {
                at: PAID + Span::minutes(minutes) + Span(1 + at),
                ..row(&format!("2026112022001400{at:04}1"), 8000, 0)
            })
            .collect();
        let orders: Vec<Logged> = (1..)
            .zip(orders)
            .map(|(id, minutes)| Logged {
                platform: "星河充值店".into(),
                paid_at: PAID + Span::minutes(minutes) + Span(1_000 * id),
                ..order(id, 8000)
            })
            .collect();
        let mut pairs: Vec<(Span, Moment, OrderId, usize)> = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            pairs.extend(orders.iter().map(|order| (distance(order.paid_at, row.at), row.at, order.id, at)));
        }
        pairs.retain(|(apart, ..)| *apart <= SAME_DAY);
        pairs.sort();
        let mut expected = vec![Standing::Alone; rows.len()];
        let mut taken: HashSet<OrderId> = HashSet::new();
        for (.., of, at) in pairs {
            if expected[at] == Standing::Alone && taken.insert(of) {
                expected[at] = Standing::Payment { of };
            }
        }
        prop_assert_eq!(standings(&stand(rows, &orders)), expected);
    }

    #[test]
    fn no_more_comes_back_than_was_paid_and_payments_become_no_refunds(
        rows in any_rows(10, false), orders in prop::collection::vec(any_order(false), 0..8)
    ) {
        let orders = with_ids(orders);
        let matched = stand(rows.clone(), &orders);
        prop_assert_eq!(matched.len(), rows.len());
        for (row, matched) in rows.iter().zip(&matched) {
            match &matched.standing {
                Standing::Refund { of, amount } => {
                    prop_assert!(*amount <= row.amount && amount.0 >= 0 && row.kind == RowKind::Refund);
                    if let Refunded::Row(at) = of {
                        prop_assert!(rows[*at].kind != RowKind::Refund);
                    }
                }
                Standing::Payment { .. } | Standing::News { .. } => prop_assert!(row.kind != RowKind::Refund),
                Standing::Known(_) | Standing::Repeated | Standing::Alone => {}
            }
        }
        for order in take_all(&rows, &orders, true) {
            prop_assert!(order.refunded <= order.amount, "{:?}", order);
        }
    }

    /// Whatever was taken over is known the second time, and what was left is left again.
    #[test]
    fn importing_again_changes_nothing(
        rows in any_rows(12, true), orders in prop::collection::vec(any_order(true), 0..6)
    ) {
        let once = take_all(&rows, &with_ids(orders), false);
        prop_assert_eq!(&take_all(&rows, &once, false), &once);
    }

    #[test]
    #[ignore = "does not hold yet: rows of one minute and one merchant's number at two sellers"]
    fn importing_again_changes_nothing_however_much_is_alike(
        rows in any_rows(10, false), orders in prop::collection::vec(any_order(false), 0..6)
    ) {
        let once = take_all(&rows, &with_ids(orders), true);
        prop_assert_eq!(&take_all(&rows, &once, true), &once);
    }

    /// The order of the rows in the file is nothing that anything is told by.
    #[test]
    fn the_order_of_the_rows_changes_no_sum(
        rows in any_rows(10, true), orders in prop::collection::vec(any_order(true), 0..5), turn in any::<u64>()
    ) {
        let orders = with_ids(orders);
        prop_assert_eq!(sums(&take_all(&rows, &orders, false)), sums(&take_all(&turned(&rows, turn), &orders, false)));
    }

    #[test]
    #[ignore = "does not hold yet: rows of one minute and one merchant's number at two sellers"]
    fn the_order_of_the_rows_changes_no_sum_however_much_is_alike(
        rows in any_rows(8, false), orders in prop::collection::vec(any_order(false), 0..5), turn in any::<u64>()
    ) {
        let orders = with_ids(orders);
        prop_assert_eq!(sums(&take_all(&rows, &orders, true)), sums(&take_all(&turned(&rows, turn), &orders, true)));
    }
}

/// The rows in another order.
fn turned(rows: &[BillRow], turn: u64) -> Vec<BillRow> {
    let mut rows = rows.to_vec();
    let mut state = turn;
    for at in (1..rows.len()).rev() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        rows.swap(at, (state >> 33) as usize % (at + 1));
    }
    rows
}
