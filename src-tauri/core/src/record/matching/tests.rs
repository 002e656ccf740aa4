use super::*;
use crate::record::bill::{Direction, Totals};
use proptest::prelude::*;

const ZONE: Zone = Zone::Asia__Shanghai;
const PAID: Moment = Moment(1_795_179_825_000);

fn row(payment_no: &str, amount: i64, minutes: i64) -> BillRow {
    BillRow {
        line: 25,
        at: PAID + Span::minutes(minutes),
        counterparty: "星河充值店".into(),
        counterparty_account: String::new(),
        item: "100 Q币".into(),
        category: "充值缴费".into(),
        direction: Direction::Out,
        amount: Fen(amount),
        refunded: None,
        method: "余额".into(),
        status_text: "交易成功".into(),
        status: RowStatus::Paid,
        kind: RowKind::Payment,
        payment_no: payment_no.into(),
        merchant_order_no: String::new(),
        funds: String::new(),
        note: String::new(),
        flags: Vec::new(),
        raw: "".into(),
    }
}

fn refund_row(payment_no: &str, amount: i64, minutes: i64) -> BillRow {
    BillRow {
        kind: RowKind::Refund,
        status: RowStatus::Refunded,
        direction: Direction::Neutral,
        ..row(payment_no, amount, minutes)
    }
}

fn bill(format: BillFormat, rows: Vec<BillRow>) -> Bill {
    Bill {
        format,
        read: Totals {
            rows: rows.len() as u64,
            income: None,
            expense: None,
            neutral: None,
        },
        rows,
        stated: None,
        faults: Vec::new(),
        exported_at: None,
        from: None,
        until: None,
    }
}

fn order(id: i64, amount: i64) -> Logged {
    Logged {
        id: OrderId(id),
        platform: "星河卡盟".into(),
        product: "100 Q币".into(),
        merchant: None,
        channel: Some("alipay".into()),
        order_no: None,
        payment_no: None,
        payments: Vec::new(),
        merchant_order_no: None,
        amount: Fen(amount),
        refunded: Fen(0),
        paid_at: PAID,
        rows: Vec::new(),
    }
}

fn stand(rows: Vec<BillRow>, orders: &[Logged]) -> Vec<Standing> {
    stand_in(BillFormat::of("alipay-app"), rows, orders)
}

fn stand_in(format: BillFormat, rows: Vec<BillRow>, orders: &[Logged]) -> Vec<Standing> {
    let payments: Vec<bool> = rows
        .iter()
        .map(|row| matches!(row.kind, RowKind::Payment | RowKind::Other))
        .collect();
    match_bill(&bill(format, rows), &payments, orders, ZONE)
}

fn notes_of(standing: &Standing) -> String {
    match standing {
        Standing::Payment { notes, .. } | Standing::Refund { notes, .. } => {
            notes.iter().map(Text::chinese).collect()
        }
        _ => String::new(),
    }
}

#[test]
fn a_number_in_common_decides_and_what_disagrees_is_said() {
    let numbered = Logged {
        payment_no: Some("2026112022001400000001".into()),
        ..order(7, 9850)
    };
    for (row, notes) in [
        (row("2026112022001400000001", 9850, 1), ""),
        (row("2026112022001400000001", 9650, 1), "96.50"),
        (row("2026112022001400000001", 9850, 180), "时间不一致"),
    ] {
        let standing = &stand(vec![row], &[order(6, 9850), numbered.clone()])[0];
        assert!(
            matches!(standing, Standing::Payment { of: OrderId(7), .. }),
            "{standing:?}"
        );
        let said = notes_of(standing);
        assert!(
            if notes.is_empty() {
                said.is_empty()
            } else {
                said.contains(notes)
            },
            "{said}"
        );
    }
    // The merchant's number counts as well, also where the order has it as the platform's.
    let by_platform = Logged {
        order_no: Some("T200P3000000001".into()),
        ..order(8, 5800)
    };
    let of_merchant = BillRow {
        merchant_order_no: "T200P3000000001".into(),
        ..row("2026112022001400000009", 5800, 3)
    };
    let standing = &stand(vec![of_merchant], &[by_platform])[0];
    assert!(matches!(standing, Standing::Payment { of: OrderId(8), .. }));
}

#[test]
fn without_a_number_the_amount_and_a_near_time_decide_and_the_person_is_told() {
    let near = &stand(vec![row("2026112022001400000001", 9850, 9)], &[order(1, 9850)])[0];
    assert!(matches!(near, Standing::Payment { of: OrderId(1), .. }));
    assert!(notes_of(near).contains("按金额和时间"));
    for (row, orders) in [
        // Too far away, another amount, another channel, another number.
        (row("2026112022001400000001", 9850, 11), vec![order(1, 9850)]),
        (row("2026112022001400000001", 9850, 1), vec![order(1, 9851)]),
        (
            row("2026112022001400000001", 9850, 1),
            vec![Logged {
                channel: Some("wechat".into()),
                ..order(1, 9850)
            }],
        ),
        (
            row("2026112022001400000001", 9850, 1),
            vec![Logged {
                payment_no: Some("2026112022001400000002".into()),
                ..order(1, 9850)
            }],
        ),
    ] {
        assert_eq!(stand(vec![row], &orders)[0], Standing::Alone);
    }
    // The same seller may be a few hours off; of two the nearer is taken, and the other is mentioned.
    let at_seller = Logged {
        platform: "星河充值店".into(),
        ..order(2, 9850)
    };
    let found = &stand(vec![row("2026112022001400000001", 9850, 200)], &[at_seller])[0];
    assert!(matches!(found, Standing::Payment { of: OrderId(2), .. }));
    let later = Logged {
        paid_at: PAID + Span::minutes(8),
        ..order(4, 9850)
    };
    let found = &stand(
        vec![row("2026112022001400000001", 9850, 7)],
        &[order(3, 9850), later],
    )[0];
    assert!(matches!(found, Standing::Payment { of: OrderId(4), .. }));
    assert!(notes_of(found).contains("另有 1 笔"));
}

#[test]
fn a_row_that_was_imported_is_known_in_whichever_form_of_the_bill() {
    let first = row("2026112022001400000001", 9850, 0);
    let imported = Logged {
        payment_no: Some(first.payment_no.clone()),
        rows: vec![RowKey::of(BillFormat::of("alipay-app"), &first)],
        ..order(5, 9850)
    };
    let known = Standing::Known(OrderId(5));
    assert_eq!(
        stand(vec![first.clone()], std::slice::from_ref(&imported))[0],
        known
    );
    // The old web site states the moment at which it was made, not paid.
    let other_form = BillRow {
        at: first.at + Span(5_000),
        ..first.clone()
    };
    let web = stand_in(
        BillFormat::of("alipay-web"),
        vec![other_form],
        std::slice::from_ref(&imported),
    );
    assert_eq!(web[0], known);
    // One number on another day with another amount is another purchase.
    let another = row("2026112022001400000001", 500, 60 * 24 * 3);
    assert_eq!(stand(vec![another], &[imported])[0], Standing::Alone);
}

#[test]
fn a_refund_goes_to_its_payment_by_number_and_to_its_order() {
    let paid = row("2026112022001400000001", 9850, 0);
    let back = refund_row("2026112022001400000001_001", 2000, 600);
    // The payment is not logged: the refund belongs to its row.
    let standings = stand(vec![back.clone(), paid.clone()], &[]);
    assert!(matches!(
        standings[0],
        Standing::Refund {
            of: Refunded::Row(1),
            amount: Fen(2000),
            ..
        }
    ));
    // It is logged, with or without its row in the bill.
    let logged = Logged {
        payment_no: Some(paid.payment_no.clone()),
        ..order(3, 9850)
    };
    for rows in [vec![back.clone(), paid.clone()], vec![back.clone()]] {
        let standing = &stand(rows, std::slice::from_ref(&logged))[0];
        assert!(
            matches!(
                standing,
                Standing::Refund {
                    of: Refunded::Order(OrderId(3)),
                    amount: Fen(2000),
                    ..
                }
            ),
            "{standing:?}"
        );
    }
    // What the person noted by hand is not booked again, and never more than was paid.
    for (refunded, amount, booked) in [
        (2000, 2000, 0),
        (1500, 2000, 500),
        (9000, 2000, 0),
        (0, 9850, 9850),
    ] {
        let noted = Logged {
            refunded: Fen(refunded),
            ..logged.clone()
        };
        let back = BillRow {
            amount: Fen(amount),
            ..back.clone()
        };
        let standing = &stand(vec![back], &[noted])[0];
        assert!(
            matches!(standing, Standing::Refund { amount, .. } if *amount == Fen(booked)),
            "{refunded} {amount}: {standing:?}"
        );
    }
    // Two parts of one purchase are both booked.
    let second = refund_row("2026112022001400000001_002", 3000, 700);
    let standings = stand(vec![back, second], &[logged]);
    let amounts: Vec<_> = standings
        .iter()
        .map(|standing| match standing {
            Standing::Refund { amount, .. } => amount.0,
            _ => -1,
        })
        .collect();
    assert_eq!(amounts, [2000, 3000]);
}

#[test]
fn a_refund_without_a_number_goes_by_what_the_payments_own_row_says() {
    let part = BillRow {
        refunded: Some(Fen(3000)),
        status: RowStatus::PartlyRefunded,
        ..row("4200000000000000000053", 8000, 0)
    };
    let same_price = row("4200000000000000000054", 8000, 30);
    let back = refund_row("5030000000000000000052", 3000, 900);
    let wechat = |rows| stand_in(BillFormat::of("wechat-csv"), rows, &[]);
    let standings = wechat(vec![back.clone(), same_price.clone(), part.clone()]);
    assert!(matches!(
        standings[0],
        Standing::Refund {
            of: Refunded::Row(2),
            ..
        }
    ));
    assert!(notes_of(&standings[0]).contains("核对"));
    // Nothing in the bill says that money came back.
    assert_eq!(wechat(vec![back, same_price])[0], Standing::Alone);
}

#[test]
fn what_a_payment_says_later_of_its_refund_is_news_once() {
    let part = BillRow {
        refunded: Some(Fen(3000)),
        status: RowStatus::PartlyRefunded,
        ..row("4200000000000000000053", 8000, 0)
    };
    let imported = Logged {
        rows: vec![RowKey::of(BillFormat::of("wechat-csv"), &part)],
        channel: Some("wechat".into()),
        ..order(9, 8000)
    };
    let news = Standing::News {
        of: OrderId(9),
        told: Fen(3000),
    };
    for (refunded, standing) in [
        (0, news.clone()),
        (2000, news),
        (3000, Standing::Known(OrderId(9))),
    ] {
        let order = Logged {
            refunded: Fen(refunded),
            ..imported.clone()
        };
        assert_eq!(
            stand_in(BillFormat::of("wechat-csv"), vec![part.clone()], &[order])[0],
            standing
        );
    }
    // A refund's own row in the same bill tells of it already, and goes to the order.
    let back = BillRow {
        item: part.item.clone(),
        ..refund_row("5030000000000000000052", 3000, 900)
    };
    let standings = stand_in(
        BillFormat::of("wechat-csv"),
        vec![back, part.clone()],
        std::slice::from_ref(&imported),
    );
    assert!(matches!(
        standings[0],
        Standing::Refund {
            of: Refunded::Order(OrderId(9)),
            amount: Fen(3000),
            ..
        }
    ));
    assert_eq!(standings[1], Standing::Known(OrderId(9)));
    // It came only with the next bill, after the payment's row had told of it: it is a proof and no second refund.
    let told = Logged {
        payment_no: Some(part.payment_no.clone()),
        refunded: Fen(3000),
        rows: vec![
            RowKey::of(BillFormat::of("wechat-csv"), &part),
            RowKey::of_told_refund(BillFormat::of("wechat-csv"), &part, Fen(3000)),
        ],
        ..imported
    };
    let late = BillRow {
        merchant_order_no: part.payment_no.clone(),
        ..refund_row("5030000000000000000052", 3000, 900)
    };
    let standing = &stand_in(BillFormat::of("wechat-csv"), vec![late], &[told])[0];
    assert!(
        matches!(
            standing,
            Standing::Refund {
                of: Refunded::Order(OrderId(9)),
                amount: Fen(0),
                ..
            }
        ),
        "{standing:?}"
    );
}

#[test]
fn two_payments_never_fall_into_one_order() {
    let rows = vec![
        row("2026112022001400000001", 9850, 4),
        row("2026112022001400000002", 9850, 1),
    ];
    let standings = stand(rows, &[order(1, 9850)]);
    assert_eq!(standings[0], Standing::Alone);
    assert!(matches!(standings[1], Standing::Payment { of: OrderId(1), .. }));
}

#[test]
fn a_row_that_stands_twice_in_the_file_counts_once() {
    let one = row("2026112022001400000001", 9850, 4);
    let back = refund_row("2026112022001400000001_1", 500, 9);
    let standings = stand(vec![one.clone(), back.clone(), one, back], &[]);
    assert_eq!(standings[0], Standing::Alone);
    assert!(
        matches!(
            standings[1],
            Standing::Refund {
                of: Refunded::Row(0),
                ..
            }
        ),
        "{standings:?}"
    );
    assert_eq!(standings[2..], [Standing::Repeated, Standing::Repeated]);
}

#[test]
fn what_does_not_count_as_spent_is_matched_like_any_payment() {
    let neutral = BillRow {
        kind: RowKind::Other,
        direction: Direction::Neutral,
        ..row("2026112022001400000001", 9850, 1)
    };
    let key = RowKey::of(BillFormat::of("alipay-app"), &neutral);
    assert!(matches!(
        stand(vec![neutral.clone()], &[order(1, 9850)])[0],
        Standing::Payment { .. }
    ));
    let imported = Logged {
        rows: vec![key],
        ..order(2, 9850)
    };
    assert_eq!(stand(vec![neutral], &[imported])[0], Standing::Known(OrderId(2)));
}

#[test]
fn a_number_that_a_spreadsheet_rounded_tells_nothing() {
    let rounded = |minutes| row("2.02609E+27", 9850, minutes);
    let imported = Logged {
        payment_no: Some("2.02609E+27".into()),
        rows: vec![RowKey::of(BillFormat::of("alipay-app"), &rounded(0))],
        ..order(1, 9850)
    };
    assert_eq!(
        stand(vec![rounded(60 * 30)], std::slice::from_ref(&imported))[0],
        Standing::Alone
    );
    assert_eq!(
        stand(vec![rounded(0)], &[imported])[0],
        Standing::Known(OrderId(1))
    );
}

prop_compose! {
    fn any_row()(
        no in 0u8..4, amount in 1i64..5, minutes in -2000i64..2000, refund in any::<bool>(), back in prop::option::of(1i64..5)
    ) -> BillRow {
        let mut row = row(&format!("202611202200140000000{no}"), amount * 100, minutes);
        if refund {
            row.kind = RowKind::Refund;
            row.payment_no.push_str("_1");
        } else {
            row.refunded = back.map(|back| Fen(back.min(amount) * 100));
        }
        row
    }
}

prop_compose! {
    fn any_order()(id in 1i64..9, no in prop::option::of(0u8..4), amount in 1i64..5, refunded in 0i64..3, minutes in -2000i64..2000)
        -> Logged {
        Logged {
            payment_no: no.map(|no| format!("202611202200140000000{no}")),
            refunded: Fen(refunded.min(amount) * 100),
            paid_at: PAID + Span::minutes(minutes),
            ..order(id, amount * 100)
        }
    }
}

proptest! {
    #[test]
    fn no_more_comes_back_than_was_paid_and_payments_become_no_refunds(
        rows in prop::collection::vec(any_row(), 0..12), mut orders in prop::collection::vec(any_order(), 0..8)
    ) {
        for (at, order) in orders.iter_mut().enumerate() {
            order.id = OrderId(at as i64 + 1);
        }
        let standings = stand(rows.clone(), &orders);
        prop_assert_eq!(standings.len(), rows.len());
        let mut back: HashMap<OrderId, Fen> = HashMap::new();
        for (row, standing) in rows.iter().zip(&standings) {
            match standing {
                Standing::Refund { of, amount, .. } => {
                    prop_assert!(*amount <= row.amount.max(row.refunded.unwrap_or_default()) && amount.0 >= 0);
                    match of {
                        Refunded::Order(of) => {
                            let sum = back.entry(*of).or_default();
                            *sum = *sum + *amount;
                        }
                        Refunded::Row(at) => prop_assert!(rows[*at].kind == RowKind::Payment),
                    }
                }
                Standing::Payment { .. } => prop_assert!(row.kind == RowKind::Payment),
                Standing::News { .. } | Standing::Known(_) | Standing::Repeated | Standing::Alone => {}
            }
        }
        for (of, sum) in back {
            let order = orders.iter().find(|order| order.id == of).unwrap();
            prop_assert!(order.refunded + sum <= order.amount, "{:?}", of);
        }
    }
}
