use super::*;
use crate::record::bill::{Direction, RowStatus, Totals};
use crate::record::number::tells;
use crate::rules::Rules;
use std::collections::HashSet;

mod properties;

const ZONE: Zone = Zone::Asia__Shanghai;
const PAID: Moment = Moment(1_795_179_825_000);
const P1: &str = "2026112022001400000001";
const P2: &str = "2026112022001400000002";

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
        place: None,
        raw: "".into(),
    }
}

/// A payment at another shop, of which nothing says that it is a recharge.
fn dinner(payment_no: &str, amount: i64, minutes: i64) -> BillRow {
    BillRow {
        counterparty: "老王烧烤店".into(),
        item: "烤串".into(),
        category: "餐饮美食".into(),
        ..row(payment_no, amount, minutes)
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

fn under(number: &str, row: BillRow) -> BillRow {
    BillRow {
        merchant_order_no: number.into(),
        ..row
    }
}

fn bill(format: BillFormat, mut rows: Vec<BillRow>) -> Bill {
    for (line, row) in (25..).zip(&mut rows) {
        row.line = line;
    }
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
        paper: None,
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
        merchant_order_no: None,
        payments: Vec::new(),
        amount: Fen(amount),
        refunded: Fen(0),
        paid_at: PAID,
        rows: Vec::new(),
        returned: Vec::new(),
    }
}

/// What an order says of a payment of which no number is known.
fn unnumbered(order: &Logged) -> Payment {
    Payment {
        amount: order.amount,
        app: order.channel.clone(),
        paid_at: order.paid_at,
        payment_no: None,
        whole: None,
    }
}

fn numbered(number: &str, order: Logged) -> Logged {
    Logged {
        payments: vec![Payment {
            payment_no: Some(number.into()),
            ..unnumbered(&order)
        }],
        ..order
    }
}

fn noted(amount: i64, minutes: i64, order: Logged) -> Logged {
    Logged {
        refunded: order.refunded + Fen(amount),
        returned: vec![Returned {
            amount: Fen(amount),
            at: PAID + Span::minutes(minutes),
            row: None,
        }],
        ..order
    }
}

fn alipay() -> BillFormat {
    BillFormat::of("alipay-app")
}

fn wechat() -> BillFormat {
    BillFormat::of("wechat-csv")
}

/// What taking a row over makes of an order, as the store would keep it.
fn taken(format: BillFormat, row: &BillRow, of: Option<Logged>) -> Logged {
    let fresh = || Logged {
        id: OrderId(0),
        platform: row.counterparty.clone(),
        product: row.item.clone(),
        merchant: Some(row.counterparty.clone()),
        amount: row.amount,
        paid_at: row.at,
        channel: format.channel_of(&row.method).map(str::to_owned),
        ..order(0, 0)
    };
    let mut order = of.unwrap_or_else(fresh);
    order.rows.push(RowKey::of(format, row));
    let own = !row.payment_no.is_empty() && tells(&row.payment_no);
    if own && format.channel().is_some() && order.payments.iter().all(|paid| paid.payment_no.is_none()) {
        order = numbered(&row.payment_no, order);
    } else if own && format.channel().is_none() {
        order.order_no.get_or_insert(row.payment_no.clone());
    }
    if tells(&row.merchant_order_no) {
        order
            .merchant_order_no
            .get_or_insert(row.merchant_order_no.clone());
    }
    order.merchant.get_or_insert(row.counterparty.clone());
    order
}

fn stand(rows: Vec<BillRow>, orders: &[Logged]) -> Vec<Matched> {
    stand_in(alipay(), rows, orders)
}

fn purpose(row: &BillRow) -> Purpose {
    match row.kind {
        RowKind::Payment | RowKind::Other if row.category == "充值缴费" => Purpose::Recharge,
        RowKind::Payment => Purpose::Payment,
        _ => Purpose::Nothing,
    }
}

fn stand_in(format: BillFormat, rows: Vec<BillRow>, orders: &[Logged]) -> Vec<Matched> {
    let purposes: Vec<Purpose> = rows.iter().map(purpose).collect();
    let rules = Rules::shipped().unwrap();
    match_bill(&bill(format, rows), &purposes, orders, &rules.sellers, ZONE)
}

fn notes_of(matched: &Matched) -> String {
    matched.notes.iter().map(Text::chinese).collect()
}

fn said_of(matched: &Matched) -> String {
    matched.said.iter().map(Text::chinese).collect()
}

fn pays(id: i64) -> Standing {
    Standing::Payment { of: OrderId(id) }
}

fn returns(id: i64, amount: i64) -> Standing {
    Standing::Refund {
        of: Refunded::Order(OrderId(id)),
        amount: Fen(amount),
    }
}

fn returns_row(at: usize, amount: i64) -> Standing {
    Standing::Refund {
        of: Refunded::Row(at),
        amount: Fen(amount),
    }
}

fn known(id: i64) -> Standing {
    Standing::Known(OrderId(id))
}

fn standings(matched: &[Matched]) -> Vec<Standing> {
    matched.iter().map(|matched| matched.standing.clone()).collect()
}

#[test]
fn a_number_in_common_decides_and_what_disagrees_is_said() {
    let own = numbered(P1, order(7, 9850));
    for (row, notes, asks) in [
        (row(P1, 9850, 1), "", false),
        (row(P1, 9650, 1), "96.50", true),
        (row(P1, 9850, 180), "时间不一致", false),
    ] {
        let matched = &stand(vec![row], &[order(6, 9850), own.clone()])[0];
        assert_eq!((&matched.standing, matched.asks), (&pays(7), asks), "{matched:?}");
        let said = notes_of(matched);
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
    let of_merchant = under("T200P3000000001", row("2026112022001400000009", 5800, 3));
    assert_eq!(stand(vec![of_merchant], &[by_platform])[0].standing, pays(8));
}

#[test]
fn the_strongest_number_of_all_rows_goes_first() {
    // The first row has the merchant's number only; the second is the payment itself.
    let own = Logged {
        merchant_order_no: Some("CONTRACT00001".into()),
        ..numbered(P1, order(1, 8000))
    };
    for rows in [
        [under("CONTRACT00001", row(P2, 8000, 1)), row(P1, 8000, 0)],
        [row(P1, 8000, 0), under("CONTRACT00001", row(P2, 8000, 1))],
    ] {
        let matched = stand(rows.to_vec(), std::slice::from_ref(&own));
        for (row, matched) in rows.iter().zip(&matched) {
            let right = if row.payment_no == P1 {
                pays(1)
            } else {
                Standing::Alone
            };
            assert_eq!(matched.standing, right, "{matched:?}");
        }
    }
}

#[test]
fn two_payments_under_one_merchant_number_are_two_and_said() {
    let by_hand = Logged {
        order_no: Some("T200P1000001".into()),
        ..order(1, 8000)
    };
    let first = under("T200P1000001", row(P1, 8000, 0));
    let second = BillRow {
        at: PAID + Span(70_000),
        ..under("T200P1000001", row(P2, 8000, 0))
    };
    for rows in [[first.clone(), second.clone()], [second.clone(), first.clone()]] {
        let matched = stand(rows.to_vec(), std::slice::from_ref(&by_hand));
        for (row, matched) in rows.iter().zip(&matched) {
            if row.payment_no == P1 {
                assert_eq!((&matched.standing, matched.asks), (&pays(1), false));
            } else {
                // It becomes an order of its own, and the person hears of it.
                assert_eq!((&matched.standing, matched.asks), (&Standing::Alone, false));
                assert!(said_of(matched).contains("同一个商户单号付了两次"), "{matched:?}");
            }
        }
    }
    // The same with nothing logged, and with the first payment logged by an earlier bill.
    let none = stand(vec![first.clone(), second.clone()], &[]);
    assert!(
        said_of(&none[0]).is_empty() && said_of(&none[1]).contains("第 25 行"),
        "{none:?}"
    );
    let logged = taken(alipay(), &first, Some(by_hand));
    let later = stand(vec![first.clone(), second.clone()], std::slice::from_ref(&logged));
    assert_eq!(standings(&later), [known(1), Standing::Alone]);
    assert!(said_of(&later[1]).contains("在订单 1 里"), "{later:?}");
    // A month later it is the next payment of a contract, and no double charge.
    let month = BillRow {
        at: PAID + Span::days(30),
        ..second.clone()
    };
    let next = &stand(vec![month], std::slice::from_ref(&logged))[0];
    assert_eq!(
        (&next.standing, next.asks, next.said.len()),
        (&Standing::Alone, false, 0)
    );
    // The refund of the second goes to the second.
    let other = Logged {
        id: OrderId(2),
        ..taken(alipay(), &second, None)
    };
    let back = under("T200P1000001", refund_row(&format!("{P2}_2"), 8000, 900));
    assert_eq!(stand(vec![back], &[logged, other])[0].standing, returns(2, 8000));
}

#[test]
fn parts_of_one_price_under_one_merchant_number_are_one_order() {
    let by_hand = Logged {
        order_no: Some("T200P1000001".into()),
        ..order(1, 10_000)
    };
    let rows = vec![
        under("T200P1000001", row(P1, 3000, 0)),
        under("T200P1000001", row(P2, 7000, 60)),
        under("T200P1000001", row("2026112022001400000003", 7000, 61)),
    ];
    let matched = stand(rows, &[by_hand]);
    assert_eq!(standings(&matched), [pays(1), pays(1), Standing::Alone]);
}

#[test]
fn a_short_number_of_another_shop_is_nothing_in_common() {
    let at_a = Logged {
        order_no: Some("100001".into()),
        ..order(1, 9850)
    };
    let fruit = |amount, minutes| under("100001", dinner(P1, amount, minutes));
    for (row, standing) in [
        (fruit(1200, 5), Standing::Alone),
        (fruit(1200, 300), Standing::Alone),
        (fruit(9850, 300), Standing::Alone),
        (under("100001", row(P1, 9850, 300)), pays(1)),
        (under("100001", row(P1, 1200, 300)), Standing::Alone),
    ] {
        let matched = &stand(vec![row.clone()], std::slice::from_ref(&at_a))[0];
        assert_eq!(matched.standing, standing, "{row:?}");
    }
}

#[test]
fn by_amount_and_time_alone_it_is_a_question() {
    let matched = &stand(vec![dinner(P1, 9850, 8)], &[order(1, 9850)])[0];
    assert_eq!((&matched.standing, matched.asks), (&pays(1), true));
    let said = said_of(matched);
    for part in [
        "第 25 行像订单 1",
        "金额相同，时间相差 8 分钟",
        "老王烧烤店",
        "看不出是充值",
    ] {
        assert!(said.contains(part), "{said}");
    }
    // A recharge of a company whose name tells nothing is one as well.
    let company = BillRow {
        counterparty: "深圳市某某有限公司".into(),
        ..row(P1, 9850, 2)
    };
    assert!(stand(vec![company.clone()], &[order(1, 9850)])[0].asks);
    // The true row goes before the stranger's, whichever is nearer.
    let matched = stand(vec![dinner(P2, 9850, 1), company], &[order(1, 9850)]);
    assert_eq!(standings(&matched), [Standing::Alone, pays(1)]);
    // A recharge of what may be the same seller is taken.
    let matched = &stand(vec![row(P1, 9850, 9)], &[order(1, 9850)])[0];
    assert_eq!((&matched.standing, matched.asks), (&pays(1), false));
    assert!(notes_of(matched).contains("按金额和时间"));
    for (row, orders) in [
        // Another amount, another channel, another number.
        (row(P1, 9850, 1), vec![order(1, 5000)]),
        (
            row(P1, 9850, 1),
            vec![Logged {
                channel: Some("wechat".into()),
                ..order(1, 9850)
            }],
        ),
        (row(P1, 9850, 1), vec![numbered(P2, order(1, 9850))]),
    ] {
        let matched = &stand(vec![row], &orders)[0];
        assert_eq!((&matched.standing, matched.asks), (&Standing::Alone, false));
    }
    // The same seller may be a few hours off; of two the nearer is taken, and the other is mentioned.
    let at_seller = |id| Logged {
        platform: "星河充值店".into(),
        ..order(id, 9850)
    };
    let found = &stand(vec![row(P1, 9850, 200)], &[at_seller(2)])[0];
    assert_eq!((&found.standing, found.asks), (&pays(2), false));
    let later = Logged {
        paid_at: PAID + Span::minutes(8),
        ..at_seller(4)
    };
    let found = &stand(vec![row(P1, 9850, 7)], &[at_seller(3), later])[0];
    assert_eq!(found.standing, pays(4));
    assert!(notes_of(found).contains("另有 1 笔"), "{found:?}");
    // What is no recharge has to be near there, too.
    let shampoo = BillRow {
        category: "日用百货".into(),
        ..row(P1, 9850, 200)
    };
    assert_eq!(stand(vec![shampoo], &[at_seller(2)])[0].standing, Standing::Alone);
}

#[test]
fn what_nearly_matched_is_said_and_not_logged_unasked() {
    let company = BillRow {
        counterparty: "深圳市某某有限公司".into(),
        ..row(P1, 9850, 17)
    };
    let matched = &stand(vec![company.clone()], &[order(1, 9850)])[0];
    assert_eq!((&matched.standing, matched.asks), (&Standing::Alone, true));
    assert!(
        said_of(matched).contains("第 25 行像订单 1：金额相同，时间相差 17 分钟"),
        "{matched:?}"
    );
    // A coupon.
    let cheaper = Logged {
        platform: "星河充值店".into(),
        ..order(2, 10_000)
    };
    let matched = &stand(vec![row(P1, 9500, 3)], &[cheaper])[0];
    assert!(
        matched.asks && said_of(matched).contains("95.00 元，订单是 100.00 元"),
        "{matched:?}"
    );
    // Two hours and an order that has its payment are no likeness.
    let late = BillRow {
        at: PAID + Span::hours(2),
        ..company.clone()
    };
    assert!(!stand(vec![late], &[order(1, 9850)])[0].asks);
    assert!(!stand(vec![company], &[numbered(P2, order(1, 9850))])[0].asks);
}

#[test]
fn a_row_that_was_imported_is_known_in_whichever_form_of_the_bill() {
    let first = row(P1, 9850, 0);
    let imported = taken(alipay(), &first, Some(order(5, 9850)));
    assert_eq!(
        stand(vec![first.clone()], std::slice::from_ref(&imported))[0].standing,
        known(5)
    );
    // The old web site states the moment at which it was made, not paid; a spreadsheet drops the seconds; the person told the
    // app not to count it.
    for other in [
        BillRow {
            at: first.at + Span(5_000),
            ..first.clone()
        },
        BillRow {
            at: Moment(minute(first.at) * 60_000),
            ..first.clone()
        },
        BillRow {
            kind: RowKind::Other,
            direction: Direction::Neutral,
            ..first.clone()
        },
    ] {
        let web = stand_in(
            BillFormat::of("alipay-web"),
            vec![other],
            std::slice::from_ref(&imported),
        );
        assert_eq!(web[0].standing, known(5));
    }
    // One number on another day with another amount is a mistake somewhere: neither merged nor taken.
    let another = &stand(vec![row(P1, 500, 60 * 24 * 3)], &[imported])[0];
    assert_eq!((&another.standing, another.asks), (&Standing::Alone, true));
}

/// Times lose their seconds, and long numbers their last digits.
fn resaved(row: &BillRow) -> BillRow {
    let rounded = |number: &str| {
        if number.len() > 15 && number.bytes().all(|b| b.is_ascii_digit()) {
            let (first, rest) = number.split_at(1);
            let digits = format!("{first}.{}E+{}", &rest[..5], number.len() - 1);
            digits
        } else {
            number.to_owned()
        }
    };
    BillRow {
        at: Moment(minute(row.at) * 60_000),
        payment_no: rounded(&row.payment_no),
        merchant_order_no: rounded(&row.merchant_order_no),
        ..row.clone()
    }
}

#[test]
fn a_re_saved_row_is_the_same_row_and_is_filled_in() {
    let payment = under("APP2600000000041", row("2026092822001400000000000041", 1495, 0));
    let bare = row("2026092322001400000000000046", 10_000, 70);
    for original in [payment, bare] {
        // The spreadsheet's form first: the original fills it in, once.
        let imported = Logged {
            id: OrderId(3),
            ..taken(alipay(), &resaved(&original), None)
        };
        assert!(imported.payments.iter().all(|paid| paid.payment_no.is_none()));
        let matched = &stand(vec![original.clone()], std::slice::from_ref(&imported))[0];
        assert_eq!(
            (&matched.standing, matched.asks),
            (&pays(3), false),
            "{matched:?}"
        );
        let filled = taken(alipay(), &original, Some(imported.clone()));
        for form in [original.clone(), resaved(&original)] {
            for order in [
                &filled,
                &Logged {
                    id: OrderId(3),
                    ..taken(alipay(), &original, None)
                },
            ] {
                let matched = &stand(vec![form.clone()], std::slice::from_ref(order))[0];
                assert_eq!(matched.standing, known(3), "{form:?}");
            }
        }
        assert_eq!(stand(vec![resaved(&original)], &[imported])[0].standing, known(3));
    }
    // Two purchases of one minute whose numbers are lost stay two.
    let twins = [
        row("2026092322001400000000000046", 10_000, 70),
        row("2026092322001400000000000047", 10_000, 70),
    ];
    let orders: Vec<Logged> = (1..)
        .zip(&twins)
        .map(|(id, row)| Logged {
            id: OrderId(id),
            ..taken(alipay(), &resaved(row), None)
        })
        .collect();
    let matched = stand(twins.to_vec(), &orders);
    let of: HashSet<String> = matched
        .iter()
        .map(|matched| format!("{:?}", matched.standing))
        .collect();
    assert_eq!(of.len(), 2, "{matched:?}");
    let again = stand(twins.iter().map(resaved).collect(), &orders);
    assert!(
        again
            .iter()
            .all(|matched| matches!(matched.standing, Standing::Known(_))),
        "{again:?}"
    );
    // They stay two by the merchant's numbers as well, and whichever was imported; what is the same in all stands twice.
    let twins = [
        under("APP2600000000041", twins[0].clone()),
        under("APP2600000000042", twins[1].clone()),
    ];
    let lost = twins.each_ref().map(resaved);
    assert_eq!(lost[0].payment_no, lost[1].payment_no);
    let elsewhere = BillRow {
        counterparty: "青橙话费店".into(),
        ..lost[0].clone()
    };
    let matched = stand(
        vec![lost[0].clone(), lost[1].clone(), elsewhere, lost[0].clone()],
        &[],
    );
    assert_eq!(
        standings(&matched),
        [
            Standing::Alone,
            Standing::Alone,
            Standing::Alone,
            Standing::Repeated
        ]
    );
    let kept = [1, 2].map(|id| Logged {
        id: OrderId(id),
        ..taken(alipay(), &lost[id as usize - 1], None)
    });
    assert_eq!(standings(&stand(lost.to_vec(), &kept)), [known(1), known(2)]);
    assert_eq!(standings(&stand(twins.to_vec(), &kept)), [pays(1), pays(2)]);
    assert_eq!(
        standings(&stand(lost.to_vec(), &kept[1..])),
        [Standing::Alone, known(2)]
    );
    // Another minute, another amount, a number that it cannot have been.
    for (number, amount, minutes) in [
        ("2026092322001400000000000046", 10_000, 71),
        ("2026092322001400000000000046", 10_001, 70),
        ("2027092322001400000000000046", 10_000, 70),
    ] {
        let matched = &stand(vec![row(number, amount, minutes)], &orders[..1])[0];
        assert_eq!(matched.standing, Standing::Alone, "{number} {amount} {minutes}");
    }
}

#[test]
fn a_row_that_lost_its_number_may_be_of_an_order_that_has_it() {
    let number = "2026112022001413000000000046";
    let by_hand = Logged {
        platform: "某某卡盟".into(),
        ..numbered(number, order(1, 9850))
    };
    let lost = resaved(&row(number, 9850, 0));
    let matched = &stand(vec![lost], std::slice::from_ref(&by_hand))[0];
    assert_eq!((&matched.standing, matched.asks), (&pays(1), true), "{matched:?}");
    // It cannot have been another one.
    let other = resaved(&row("2027112022001413000000000046", 9850, 0));
    let matched = &stand(vec![other], &[by_hand])[0];
    assert_eq!((&matched.standing, matched.asks), (&Standing::Alone, false));
}

#[test]
fn another_merchants_number_than_the_person_gave_is_asked_about() {
    let by_hand = Logged {
        merchant_order_no: Some("CONTRACT00002".into()),
        ..order(1, 300)
    };
    let bare = under("CONTRACT00001", row("", 300, 10));
    let matched = &stand(vec![bare.clone()], std::slice::from_ref(&by_hand))[0];
    assert_eq!((&matched.standing, matched.asks), (&pays(1), true));
    assert!(said_of(matched).contains("商户单号不一样"), "{matched:?}");
    // It makes no second order after a yes.
    let taken = taken(alipay(), &bare, Some(by_hand));
    let again = &stand(vec![bare], &[taken])[0];
    assert!(again.asks, "{again:?}");
}

#[test]
fn parts_whose_numbers_tell_nothing_are_parts_the_first_time_and_known_the_second() {
    let rounded = "2026112022001400000000";
    let by_hand = Logged {
        merchant_order_no: Some("CONTRACT00001".into()),
        ..numbered(rounded, order(1, 200))
    };
    let parts = [rounded, ""].map(|number| under("CONTRACT00001", row(number, 100, 0)));
    let matched = stand(parts.to_vec(), std::slice::from_ref(&by_hand));
    assert_eq!(standings(&matched), [pays(1), pays(1)]);
    let both = parts
        .iter()
        .fold(by_hand, |order, part| taken(alipay(), part, Some(order)));
    assert_eq!(standings(&stand(parts.to_vec(), &[both])), [known(1), known(1)]);
}

#[test]
fn a_refund_goes_to_its_payment_by_number_and_to_its_order() {
    let paid = row(P1, 9850, 0);
    let back = refund_row(&format!("{P1}_001"), 2000, 600);
    // The payment is not logged: the refund belongs to its row.
    let matched = stand(vec![back.clone(), paid.clone()], &[]);
    assert_eq!(matched[0].standing, returns_row(1, 2000));
    // It is logged, with or without its row in the bill.
    let logged = numbered(P1, order(3, 9850));
    for rows in [vec![back.clone(), paid.clone()], vec![back.clone()]] {
        let matched = &stand(rows, std::slice::from_ref(&logged))[0];
        assert_eq!(matched.standing, returns(3, 2000), "{matched:?}");
    }
    // Two parts of one purchase are both booked.
    let second = refund_row(&format!("{P1}_002"), 3000, 700);
    let matched = stand(vec![back, second], &[logged]);
    assert_eq!(standings(&matched), [returns(3, 2000), returns(3, 3000)]);
}

#[test]
fn what_was_noted_stands_for_a_row_only_if_it_fits() {
    let logged = numbered(P1, order(3, 8000));
    // Noted amount and minute, the row's amount at 600 minutes, what is booked, and whether both are said.
    for (amount, at, back, booked, both) in [
        (2000, 600, 2000, 0, false),
        (2000, 300, 2000, 0, false),
        (1500, 900, 2000, 500, false),
        (5000, 900, 2000, 0, false),
        (3000, 300, 2000, 2000, true),
        (7000, 300, 2000, 1000, true),
        (8000, 300, 2000, 0, true),
    ] {
        let order = noted(amount, at, logged.clone());
        let matched = &stand(vec![refund_row(&format!("{P1}_1"), back, 600)], &[order])[0];
        assert_eq!(matched.standing, returns(3, booked), "{amount} {at} {back}");
        assert_eq!(!matched.said.is_empty(), both, "{matched:?}");
    }
    // The payment's own row told of it, before or after the refund.
    let key = RowKey::of_told_refund(wechat(), &row(P1, 8000, 0), Fen(3000));
    let told = |minutes| Logged {
        returned: vec![Returned {
            amount: Fen(3000),
            at: PAID + Span::minutes(minutes),
            row: Some(key.clone()),
        }],
        refunded: Fen(3000),
        channel: Some("wechat".into()),
        ..logged.clone()
    };
    let refund = |amount| under(P1, refund_row("5030000000000000000052", amount, 600));
    for (minutes, amount, booked) in [
        (900, 2000, 0),
        (900, 3000, 0),
        (300, 3000, 0),
        (300, 2000, 2000),
        (900, 4000, 1000),
    ] {
        let matched = &stand_in(wechat(), vec![refund(amount)], &[told(minutes)])[0];
        assert_eq!(matched.standing, returns(3, booked), "{minutes} {amount}");
    }
    // What stood for a row stands for no second one.
    let first = refund_row(&format!("{P1}_1"), 3000, 600);
    let order = Logged {
        rows: vec![RowKey::of(alipay(), &first)],
        ..noted(3000, 900, logged)
    };
    let second = refund_row(&format!("{P1}_2"), 3000, 700);
    assert_eq!(
        standings(&stand(vec![first, second], &[order])),
        [known(3), returns(3, 3000)]
    );
}

#[test]
fn more_than_was_paid_is_said_and_counts_as_all() {
    let back = refund_row(&format!("{P1}_1"), 1000, 600);
    let matched = &stand(vec![back.clone(), row(P1, 10, 0)], &[])[0];
    assert_eq!(matched.standing, returns_row(1, 10));
    assert!(said_of(matched).contains("多出的 9.90 元没有记"), "{matched:?}");
    let matched = &stand(vec![back], &[numbered(P1, order(2, 10))])[0];
    assert_eq!(matched.standing, returns(2, 10));
}

#[test]
fn a_strong_number_in_the_data_goes_before_a_weak_one_in_the_file() {
    let october = Logged {
        merchant_order_no: Some("CONTRACT00001".into()),
        paid_at: PAID - Span::days(30),
        ..numbered(P1, order(1, 8000))
    };
    let rows = vec![
        under("CONTRACT00001", row(P2, 9000, 0)),
        under("CONTRACT00001", refund_row(&format!("{P1}_1"), 8000, 600)),
    ];
    let matched = stand(rows.clone(), &[october]);
    assert_eq!(standings(&matched), [Standing::Alone, returns(1, 8000)]);
    // A payment that is neither in the file nor in the data has no stand-in.
    let matched = stand(rows, &[]);
    assert_eq!(matched[1].standing, Standing::Alone);
    assert!(
        said_of(&matched[1]).contains("第 26 行的退款没找到订单"),
        "{matched:?}"
    );
}

#[test]
fn a_refund_that_comes_again_in_another_form_is_the_same() {
    let paid = under("M2026112000001", row(P1, 8000, 0));
    let own = under(
        "M2026112000001",
        refund_row("5030000000202611210000000002", 4000, 1441),
    );
    let with = |back: &BillRow, number: &str| {
        let order = taken(wechat(), &paid, Some(order(1, 8000)));
        let mut key = RowKey::of(wechat(), back);
        key.payment_no = number.to_owned();
        Logged {
            refunded: Fen(4000),
            returned: vec![Returned {
                amount: Fen(4000),
                at: back.at,
                row: Some(key.clone()),
            }],
            rows: [order.rows.clone(), vec![key]].concat(),
            ..order
        }
    };
    let lost = resaved(&own);
    for (kept, again) in [
        (with(&own, &own.payment_no), own.clone()),
        (
            with(&own, &own.payment_no),
            BillRow {
                at: lost.at,
                ..own.clone()
            },
        ),
        (with(&own, &own.payment_no), lost.clone()),
        (with(&lost, &lost.payment_no), own.clone()),
        (with(&own, ""), own.clone()),
        (
            with(&own, &own.payment_no),
            BillRow {
                merchant_order_no: String::new(),
                ..lost.clone()
            },
        ),
    ] {
        let matched = stand_in(
            wechat(),
            vec![again.clone(), paid.clone()],
            std::slice::from_ref(&kept),
        );
        assert_eq!(standings(&matched), [known(1), known(1)], "{again:?}");
    }
    // Another number of its own is another refund, of the same sum and day.
    let second = BillRow {
        payment_no: "5030000000202611210000000003".into(),
        ..own.clone()
    };
    let matched = stand_in(
        wechat(),
        vec![own.clone(), second],
        &[with(&own, &own.payment_no)],
    );
    assert_eq!(standings(&matched), [known(1), returns(1, 4000)]);
    // The same number with another sum is asked about.
    let other = BillRow {
        amount: Fen(3000),
        ..own.clone()
    };
    let matched = &stand_in(wechat(), vec![other], &[with(&own, &own.payment_no)])[0];
    assert_eq!((&matched.standing, matched.asks), (&Standing::Alone, true));
}

#[test]
fn a_refund_without_a_number_goes_by_seller_and_amount_in_the_file_as_in_the_data() {
    let card = |kind, item: &str, payment_no: &str, minutes| BillRow {
        counterparty: "某某皮具充值卡".into(),
        item: item.into(),
        kind,
        ..row(payment_no, 10_000, minutes)
    };
    let paid = card(RowKind::Payment, "某某皮具充值卡", P1, 0);
    let back = card(
        RowKind::Refund,
        "充值卡退卡",
        "20261122300002008100481201000001",
        2,
    );
    let matched = stand(vec![back.clone(), paid.clone()], &[]);
    assert_eq!(matched[0].standing, returns_row(1, 10_000));
    assert!(!matched[0].asks && notes_of(&matched[0]).contains("核对"));
    let logged = Logged {
        id: OrderId(1),
        ..taken(alipay(), &paid, None)
    };
    let matched = stand(vec![back.clone(), paid.clone()], std::slice::from_ref(&logged));
    assert_eq!(standings(&matched), [returns(1, 10_000), known(1)]);
    // Of two it cannot be told; both come back with two.
    let twin = card(RowKind::Payment, "某某皮具充值卡", P2, 1);
    let matched = stand(vec![back.clone(), paid.clone(), twin.clone()], &[]);
    assert!(
        matched[0].asks && said_of(&matched[0]).contains("第 25 行的退款分不清"),
        "{matched:?}"
    );
    let also = BillRow {
        payment_no: "20261122300002008100481201000002".into(),
        at: back.at + Span::MINUTE,
        ..back.clone()
    };
    let matched = stand(vec![back.clone(), also, paid.clone(), twin], &[]);
    let of: HashSet<_> = matched[..2]
        .iter()
        .map(|one| format!("{:?} {}", one.standing, one.asks))
        .collect();
    assert_eq!(
        of,
        HashSet::from([
            format!("{:?} false", returns_row(2, 10_000)),
            format!("{:?} false", returns_row(3, 10_000))
        ])
    );
    // A seller of everything gives back something else.
    let socks = card(
        RowKind::Refund,
        "运动长袜",
        "20261122300002008100481201000003",
        900,
    );
    let matched = &stand(vec![socks], std::slice::from_ref(&logged))[0];
    assert!(
        matched.asks && matched.standing == returns(1, 10_000),
        "{matched:?}"
    );
    // What the person noted is this refund, and nobody else's.
    let other = Logged {
        id: OrderId(2),
        paid_at: PAID + Span::hours(1),
        ..taken(alipay(), &card(RowKind::Payment, "某某皮具充值卡", P2, 60), None)
    };
    let late = BillRow {
        at: PAID + Span::hours(3),
        ..back
    };
    let matched = stand(vec![late], &[noted(10_000, 240, logged), other]);
    assert_eq!(matched[0].standing, returns(1, 0));
}

#[test]
fn a_bill_without_counterparties_matches_refunds_by_title_and_amount() {
    let format = BillFormat::of("meituan");
    let named = |item: &str, row: BillRow| BillRow {
        counterparty: String::new(),
        item: item.into(),
        ..row
    };
    let paid = named(
        "话费充值50元-13800000001",
        row("26112011100401670003864953265443", 4900, 0),
    );
    let back = named(
        "话费充值50元-13800000001",
        refund_row("2611200119979523443", 4900, 240),
    );
    let other = named(
        "话费充值50元-13800000002",
        row("26112011100401670003864953265444", 4900, 10),
    );
    let matched = stand_in(format, vec![back.clone(), other.clone(), paid.clone()], &[]);
    assert_eq!(
        standings(&matched),
        [returns_row(2, 4900), Standing::Alone, Standing::Alone]
    );
    let logged = |id, row: &BillRow| Logged {
        id: OrderId(id),
        platform: "美团".into(),
        ..taken(format, row, None)
    };
    let matched = stand_in(format, vec![back], &[logged(1, &paid), logged(2, &other)]);
    assert_eq!(matched[0].standing, returns(1, 4900));
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
    let matched = stand_in(
        wechat(),
        vec![back.clone(), same_price.clone(), part.clone()],
        &[],
    );
    assert_eq!(matched[0].standing, returns_row(2, 3000));
    assert!(notes_of(&matched[0]).contains("核对"));
    // Nothing in the bill says that money came back.
    let matched = &stand_in(wechat(), vec![back, same_price], &[])[0];
    assert_eq!(matched.standing, Standing::Alone);
    assert!(
        said_of(matched).contains("第 25 行的退款没找到订单"),
        "{matched:?}"
    );
}

#[test]
fn what_a_payment_says_later_of_its_refund_is_news_once() {
    let part = BillRow {
        refunded: Some(Fen(3000)),
        status: RowStatus::PartlyRefunded,
        ..row("4200000000000000000053", 8000, 0)
    };
    let imported = Logged {
        rows: vec![RowKey::of(wechat(), &part)],
        channel: Some("wechat".into()),
        ..order(9, 8000)
    };
    let news = Standing::News {
        of: OrderId(9),
        told: Fen(3000),
    };
    for (refunded, standing) in [(0, news.clone()), (2000, news), (3000, known(9))] {
        let order = noted(refunded, 900, imported.clone());
        assert_eq!(
            stand_in(wechat(), vec![part.clone()], &[order])[0].standing,
            standing
        );
    }
    // A refund's own row in the same bill tells of it already, and goes to the order.
    let back = refund_row("5030000000000000000052", 3000, 900);
    let matched = stand_in(
        wechat(),
        vec![back, part.clone()],
        std::slice::from_ref(&imported),
    );
    assert_eq!(standings(&matched), [returns(9, 3000), known(9)]);
}

#[test]
fn two_payments_never_fall_into_one_order() {
    let matched = stand(vec![row(P1, 9850, 4), row(P2, 9850, 1)], &[order(1, 9850)]);
    assert_eq!(standings(&matched), [Standing::Alone, pays(1)]);
}

#[test]
fn a_row_that_stands_twice_in_the_file_counts_once() {
    let one = row(P1, 9850, 4);
    let back = refund_row(&format!("{P1}_1"), 500, 9);
    for again in [
        one.clone(),
        resaved(&BillRow {
            payment_no: String::new(),
            ..one.clone()
        }),
    ] {
        // A spreadsheet's copy of a row, with its number whole.
        let again = BillRow {
            payment_no: P1.into(),
            ..again
        };
        let matched = stand(vec![one.clone(), back.clone(), again, back.clone()], &[]);
        assert_eq!(
            standings(&matched),
            [
                Standing::Alone,
                returns_row(0, 500),
                Standing::Repeated,
                Standing::Repeated
            ]
        );
    }
    // With another sum it is a question, and not merged.
    let matched = stand(vec![one.clone(), row(P1, 700, 4)], &[]);
    assert!(
        matched
            .iter()
            .all(|one| one.asks && one.standing == Standing::Alone),
        "{matched:?}"
    );
}

#[test]
fn what_does_not_count_as_spent_is_matched_like_any_payment() {
    let neutral = BillRow {
        kind: RowKind::Other,
        direction: Direction::Neutral,
        ..row(P1, 9850, 1)
    };
    assert_eq!(
        stand(vec![neutral.clone()], &[order(1, 9850)])[0].standing,
        pays(1)
    );
    let imported = taken(alipay(), &neutral, Some(order(2, 9850)));
    assert_eq!(stand(vec![neutral], &[imported])[0].standing, known(2));
}

#[test]
fn a_shops_bill_and_the_payment_apps_tell_of_one_purchase() {
    let jd = BillFormat::of("jd");
    let at_jd = BillRow {
        counterparty: "京东平台商户".into(),
        method: "微信支付".into(),
        ..under("1000345234234000001", row("308123456789", 9850, 0))
    };
    let at_wechat = BillRow {
        at: at_jd.at + Span(2_000),
        counterparty: "京东商城平台商户".into(),
        method: "零钱".into(),
        ..under("90112233445566778899", row("4200009999202611200001", 9850, 0))
    };
    let first = Logged {
        id: OrderId(1),
        ..taken(jd, &at_jd, None)
    };
    let matched = &stand_in(wechat(), vec![at_wechat.clone()], &[first])[0];
    assert_eq!(
        (&matched.standing, matched.asks),
        (&pays(1), false),
        "{matched:?}"
    );
    let first = Logged {
        id: OrderId(1),
        ..taken(wechat(), &at_wechat, None)
    };
    let matched = &stand_in(jd, vec![at_jd.clone()], std::slice::from_ref(&first))[0];
    assert_eq!(
        (&matched.standing, matched.asks),
        (&pays(1), false),
        "{matched:?}"
    );
    // Paid in another way it is another purchase.
    let other = BillRow {
        method: "支付宝".into(),
        ..at_jd
    };
    assert_eq!(stand_in(jd, vec![other], &[first])[0].standing, Standing::Alone);
}

#[test]
fn two_parts_that_look_alike_are_two_rows_the_second_time() {
    let by_hand = Logged {
        merchant_order_no: Some("CONTRACT00001".into()),
        ..order(1, 200)
    };
    let part = under("CONTRACT00001", row("", 100, 0));
    let parts = vec![part.clone(), part.clone()];
    let matched = stand(parts.clone(), std::slice::from_ref(&by_hand));
    assert_eq!(standings(&matched), [pays(1), pays(1)]);
    let first = taken(alipay(), &part, Some(by_hand));
    let both = taken(alipay(), &part, Some(first.clone()));
    assert_eq!(standings(&stand(parts.clone(), &[both])), [known(1), known(1)]);
    assert_eq!(standings(&stand(parts, &[first])), [known(1), pays(1)]);
}

#[test]
fn a_refund_that_lost_its_number_stands_for_one_row() {
    let back = under("CONTRACT00001", refund_row("", 2000, 600));
    let kept = Logged {
        merchant_order_no: Some("CONTRACT00001".into()),
        refunded: Fen(2000),
        rows: vec![RowKey::of(alipay(), &back)],
        returned: vec![Returned {
            amount: Fen(2000),
            at: back.at,
            row: Some(RowKey::of(alipay(), &back)),
        }],
        ..order(1, 9850)
    };
    let matched = stand(vec![back.clone(), back.clone()], std::slice::from_ref(&kept));
    assert_eq!(standings(&matched), [known(1), returns(1, 2000)]);
    // One of another seller, of the same sum and minute, is another one.
    let other = Logged {
        merchant_order_no: Some("CONTRACT00002".into()),
        platform: "老王烧烤店".into(),
        ..order(2, 9850)
    };
    let elsewhere = BillRow {
        counterparty: "老王烧烤店".into(),
        ..under("CONTRACT00002", back.clone())
    };
    let matched = stand(vec![elsewhere, back], &[kept, other]);
    assert_eq!(standings(&matched), [returns(2, 2000), known(1)]);
}

#[test]
fn a_refund_with_a_number_of_its_own_counts_once_whatever_time_it_says() {
    let paid = row(P1, 8000, 0);
    let back = |amount, minutes| refund_row("5030000000000000000052", amount, minutes);
    let matched = stand(
        vec![
            paid.clone(),
            under(P1, back(3000, 600)),
            under(P1, back(3000, 603)),
        ],
        &[],
    );
    assert_eq!(
        standings(&matched),
        [Standing::Alone, returns_row(0, 3000), Standing::Repeated]
    );
    // Two sums are a question, and count for nothing before it is answered.
    let rows = vec![
        paid,
        under(P1, back(3000, 600)),
        under(P1, back(2000, 600)),
        under(P1, refund_row("5030000000000000000053", 8000, 700)),
    ];
    let matched = stand(rows, &[]);
    assert!(matched[1].asks && matched[2].asks, "{matched:?}");
    assert_eq!(
        (&matched[3].standing, matched[3].asks),
        (&returns_row(0, 8000), false)
    );
}

#[test]
fn a_refund_may_lie_before_the_row_of_a_payment_that_its_order_knows_earlier() {
    let by_hand = Logged {
        order_no: Some("T200P1000001".into()),
        paid_at: PAID - Span::hours(3),
        ..order(1, 10_000)
    };
    let rows = vec![
        under("T200P1000001", row(P1, 3000, 0)),
        refund_row("5030000000000000000052", 3000, -60),
    ];
    assert_eq!(standings(&stand(rows, &[by_hand])), [pays(1), returns(1, 3000)]);
}

#[test]
fn refunds_that_find_their_payments_leave_fewer_to_the_others() {
    let named = |item: &str, row: BillRow| BillRow {
        item: item.into(),
        ..row
    };
    let rows = vec![
        named("甲乙丙丁", row("2026112022001400000011", 5000, 0)),
        named("甲乙丙丁与戊己庚辛", row("2026112022001400000012", 5000, 1)),
        named("戊己庚辛", row("2026112022001400000013", 5000, 2)),
        named("甲乙丙丁", refund_row("5030000000000000000051", 5000, 60)),
        named("戊己庚辛", refund_row("5030000000000000000052", 5000, 61)),
        named("戊己庚辛", refund_row("5030000000000000000053", 5000, 62)),
    ];
    let matched = stand(rows, &[]);
    assert!(matched.iter().all(|one| !one.asks), "{matched:?}");
    assert_eq!(matched[3].standing, returns_row(0, 5000));
    let others: HashSet<_> = matched[4..]
        .iter()
        .map(|one| format!("{:?}", one.standing))
        .collect();
    assert_eq!(
        others,
        HashSet::from([
            format!("{:?}", returns_row(1, 5000)),
            format!("{:?}", returns_row(2, 5000))
        ])
    );
}
