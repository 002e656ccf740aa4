//! Whether two accounts of an order are of the same one. Two orders in one form would be a false record.

use super::number::{is_whole, read_number, tells};
use super::{Field, Toward, read_amount, read_moment};
use crate::Code;
use crate::order::{Fen, Moment, Span, Word, Zone};
use serde::Serialize;
use std::collections::BTreeMap;
use ts_rs::TS;

/// How far apart two pages may date one order: it is placed, and then paid.
const ONE_ORDER: Span = Span::minutes(10);

/// What is typed or was read of an order: the values that each field may have, the likeliest first. Fields of which nothing
/// is known are left out.
pub type FieldValues = BTreeMap<Field, Vec<String>>;

/// Whether two accounts are of the same order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Identity {
    /// A number agrees, or the amount with its minute.
    Same,
    /// The amount or a number differs.
    Other,
    /// The time or both names differ, and nothing agrees that would outweigh it.
    Unlike,
    /// Nothing speaks for or against it.
    Unknown,
}

/// Compares two accounts; `now` is for times as a person types them.
pub fn identity(ours: &FieldValues, theirs: &FieldValues, now: Moment, zone: Zone) -> Identity {
    let numbers: Vec<Field> = Field::ALL
        .iter()
        .copied()
        .filter(|field| field.is_number())
        .collect();
    let told = |side, field: Field| -> Vec<String> {
        let numbers = values(side, field).filter_map(|value| read_number(value).ok().flatten());
        numbers.filter(|number| is_whole(number)).collect()
    };
    // One page calls the order's number what the other calls the merchant's.
    let all = |side| numbers.iter().flat_map(move |field| told(side, *field));
    if all(ours).any(|ours| tells(&ours) && all(theirs).any(|theirs| ours == theirs)) {
        return Identity::Same;
    }
    let differ = |field: &Field| {
        let (ours, theirs) = (told(ours, *field), told(theirs, *field));
        let agree = ours.iter().any(|number| theirs.contains(number));
        !ours.is_empty() && !theirs.is_empty() && !agree
    };
    if numbers.iter().any(differ) {
        return Identity::Other;
    }

    let (our_amounts, their_amounts) = (amounts(ours), amounts(theirs));
    let agree = our_amounts.iter().any(|amount| their_amounts.contains(amount));
    if !agree && !our_amounts.is_empty() && !their_amounts.is_empty() {
        return Identity::Other;
    }

    let paid_at = |side| {
        let text = values(side, Field::PaidAt).next()?;
        read_moment(text, now, zone, Toward::Past, Code::PaidAt).ok()
    };
    let apart = paid_at(ours)
        .zip(paid_at(theirs))
        .map(|(one, other)| Span((one - other).0.abs()));
    if agree && apart.is_some_and(|apart| apart < Span::MINUTE) {
        return Identity::Same;
    }
    let differs = |field| {
        let first = |side| values(side, field).next();
        let names = first(ours).zip(first(theirs));
        names.is_some_and(|(ours, theirs)| !ours.contains(theirs) && !theirs.contains(ours))
    };
    if apart.is_some_and(|apart| apart > ONE_ORDER) || differs(Field::Platform) && differs(Field::Product) {
        Identity::Unlike
    } else {
        Identity::Unknown
    }
}

fn values(side: &FieldValues, field: Field) -> impl Iterator<Item = &str> {
    let values = side.get(&field).map_or(&[][..], Vec::as_slice);
    values
        .iter()
        .map(|value| value.trim())
        .filter(|value| !value.is_empty())
}

fn amounts(side: &FieldValues) -> Vec<Fen> {
    let read = |value| read_amount(value, Code::Amount).ok();
    values(side, Field::Amount).filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(fields: &[(Field, &str)]) -> FieldValues {
        let values = |text: &str| text.split('|').map(str::to_owned).collect();
        fields
            .iter()
            .map(|(field, text)| (*field, values(text)))
            .collect()
    }

    #[test]
    fn a_number_decides_then_the_amount_with_its_minute_then_what_differs() {
        use Field::{Amount, MerchantOrderNo, OrderNo, PaidAt, PaymentNo, Platform, Product};
        let now = Moment(1_795_179_825_000);
        let at = "2026-11-20 21:03:45";
        for (ours, theirs, identity_found) in [
            (
                told(&[(OrderNo, "A00001")]),
                told(&[(MerchantOrderNo, "A00001")]),
                Identity::Same,
            ),
            (
                told(&[(OrderNo, "A00001"), (Amount, "1")]),
                told(&[(OrderNo, "A00001"), (Amount, "2")]),
                Identity::Same,
            ),
            (
                told(&[(PaymentNo, "400001|500001")]),
                told(&[(PaymentNo, "500001\u{200b}")]),
                Identity::Same,
            ),
            (
                told(&[(OrderNo, "订单号：A00001 复制")]),
                told(&[(OrderNo, "A00001")]),
                Identity::Same,
            ),
            // Too short, hidden or rounded: that tells nothing.
            (
                told(&[(OrderNo, "101")]),
                told(&[(OrderNo, "101")]),
                Identity::Unknown,
            ),
            (
                told(&[(PaymentNo, "4200****0001")]),
                told(&[(PaymentNo, "4200****0001")]),
                Identity::Unknown,
            ),
            (
                told(&[(PaymentNo, "4200****0001")]),
                told(&[(PaymentNo, "4200000000000001")]),
                Identity::Unknown,
            ),
            (
                told(&[(PaymentNo, "4.2E+27")]),
                told(&[(PaymentNo, "4200000000202611200000000001")]),
                Identity::Unknown,
            ),
            (
                told(&[(PaymentNo, "4")]),
                told(&[(PaymentNo, "5"), (Amount, "1")]),
                Identity::Other,
            ),
            (
                told(&[(OrderNo, "A00001"), (Amount, "1")]),
                told(&[(PaymentNo, "5")]),
                Identity::Unknown,
            ),
            (
                told(&[(Amount, "98.50")]),
                told(&[(Amount, "985.00|98.5")]),
                Identity::Unknown,
            ),
            (
                told(&[(Amount, "¥98.50")]),
                told(&[(Amount, "98.51")]),
                Identity::Other,
            ),
            (
                told(&[(Amount, "98.5"), (PaidAt, at)]),
                told(&[(Amount, "98.50"), (PaidAt, "2026-11-20 21:03")]),
                Identity::Same,
            ),
            (told(&[(PaidAt, at)]), told(&[(PaidAt, at)]), Identity::Unknown),
            (
                told(&[(PaidAt, at)]),
                told(&[(PaidAt, "2026-11-20 21:13:00")]),
                Identity::Unknown,
            ),
            (
                told(&[(Amount, "1"), (PaidAt, at)]),
                told(&[(Amount, "1"), (PaidAt, "2026-11-20 21:14:00")]),
                Identity::Unlike,
            ),
            (
                told(&[(PaidAt, "看不清")]),
                told(&[(PaidAt, at)]),
                Identity::Unknown,
            ),
            (
                told(&[(Platform, "云边卡盟"), (Product, "Q币")]),
                told(&[(Platform, "别家"), (Product, "1000 Q币")]),
                Identity::Unknown,
            ),
            (
                told(&[(Platform, "云边卡盟"), (Product, "Q币")]),
                told(&[(Platform, "别家"), (Product, "话费")]),
                Identity::Unlike,
            ),
            (
                told(&[(Platform, " ")]),
                told(&[(Platform, "别家")]),
                Identity::Unknown,
            ),
            (told(&[]), told(&[]), Identity::Unknown),
        ] {
            assert_eq!(
                identity(&ours, &theirs, now, Zone::Asia__Shanghai),
                identity_found,
                "{ours:?} {theirs:?}"
            );
        }
    }
}
