//! Which payments of a bill are recharges: something that has to arrive later.

use super::super::money::money;
use super::super::table::plain;
use super::{BillRow, Direction, RowKind};
use crate::order::Fen;
use crate::rules::{KindRule, Rules};

/// The product kind where nothing tells one.
const NO_KIND: &str = "other";

/// Why a payment counts as a recharge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The bill says so by its category.
    Category,
    /// The product has this word.
    Word(String),
    /// The person bought there before.
    KnownMerchant,
}

/// A payment for something that has to arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recharge {
    /// The key of the product kind.
    pub kind: String,
    /// Why it counts as one.
    pub why: Reason,
    /// The account that is charged, as the bill shows it: `155****2328`.
    pub account: Option<String>,
    /// What the account is charged with, which may be more than was paid.
    pub face: Option<Fen>,
}

/// Whether a row is a recharge. `known_merchants` says whether the person has bought from a counterparty before. Refunds and
/// orders that were never paid are none; a payment that came back is one, with its own status.
pub fn recharge(row: &BillRow, rules: &Rules, known_merchants: &dyn Fn(&str) -> bool) -> Option<Recharge> {
    let item = plain(&row.item).to_lowercase();
    let seller = plain(&row.counterparty).to_lowercase();
    let words = &rules.recharges;
    let category = words.categories.iter().find(|rule| rule.name == row.category);
    let paid = row.kind == RowKind::Payment
        // A person may have told the app not to count it.
        || row.kind == RowKind::Other && row.direction == Direction::Neutral && category.is_some();
    let excluded = |word: &String| {
        let word = word.to_lowercase();
        item.contains(&word) || seller.contains(&word) || row.category.contains(&word)
    };
    if !paid || words.excludes.iter().flat_map(|rule| &rule.words).any(excluded) {
        return None;
    }
    let by_word = kind_by_word(&item, &seller, &rules.kinds).or_else(|| {
        let word = words
            .words
            .iter()
            .flat_map(|rule| &rule.words)
            .find(|word| item.contains(&word.to_lowercase()))?;
        Some((NO_KIND, word))
    });
    let (kind, why) = match (category, by_word) {
        (Some(rule), word) => (
            word.map_or(rule.kind.as_str(), |(kind, _)| kind),
            Reason::Category,
        ),
        (None, Some((kind, word))) => (kind, Reason::Word(word.clone())),
        (None, None) if known_merchants(&row.counterparty) => (NO_KIND, Reason::KnownMerchant),
        (None, None) => return None,
    };
    Some(Recharge {
        kind: kind.to_owned(),
        why,
        account: phone(&item).or_else(|| phone(&plain(&row.note))),
        face: face_value(&item),
    })
}

/// The narrowest kind of which a word stands in the product, and the word. Both texts are in lower case.
fn kind_by_word<'a>(item: &str, seller: &str, kinds: &'a [KindRule]) -> Option<(&'a str, &'a String)> {
    let within = |text: &str, word: &String| text.contains(&word.to_lowercase());
    let word_of = |kind: &'a KindRule| {
        let sold = kind
            .words
            .sold
            .as_ref()
            .filter(|sold| sold.sellers.iter().any(|name| within(seller, name)));
        let sold = sold.into_iter().flat_map(|sold| &sold.words);
        kind.words.in_bill().chain(sold).find(|word| within(item, word))
    };
    let found = kinds.iter().filter_map(|kind| Some((kind, word_of(kind)?)));
    let (kind, word) = found.min_by_key(|(kind, _)| kind.words.breadth)?;
    Some((kind.key.as_str(), word))
}

/// The first mobile number in a text, whole or with its middle hidden.
fn phone(text: &str) -> Option<String> {
    const LENGTH: usize = 11;
    let part = |b: u8| b.is_ascii_digit() || b == b'*';
    let bytes = text.as_bytes();
    let mut start = 0;
    while start < bytes.len() {
        let length = bytes.iter().skip(start).take_while(|b| part(**b)).count();
        let run = text.get(start..start + length).unwrap_or_default();
        let hidden = run.bytes().filter(|b| *b == b'*').count();
        let shown = run.starts_with('1') && run.as_bytes().get(1).is_some_and(|b| (b'3'..=b'9').contains(b));
        if length == LENGTH && shown && hidden <= 6 {
            return Some(run.to_owned());
        }
        start += length + 1;
    }
    None
}

/// The first amount in 元 that is no rebate: `为155****0000交费20.00元`, `话费充值100元`.
fn face_value(text: &str) -> Option<Fen> {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('元') {
        let number = before
            .rfind(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))
            .map_or(before, |place| {
                let width = before
                    .get(place..)
                    .and_then(|tail| tail.chars().next())
                    .map_or(1, char::len_utf8);
                before.get(place + width..).unwrap_or_default()
            });
        let lead = before.strip_suffix(number).unwrap_or_default();
        let rebate = lead.ends_with(['满', '减', '省', '返', '送', '*', '券']);
        if let Some(amount) = money(number)
            && !rebate
            && amount > Fen(0)
        {
            return Some(amount);
        }
        rest = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(category: &str, counterparty: &str, item: &str) -> BillRow {
        BillRow {
            category: category.to_owned(),
            ..BillRow::sample(item, counterparty)
        }
    }

    fn kind(category: &str, counterparty: &str, item: &str) -> Option<String> {
        recharge(
            &row(category, counterparty, item),
            &Rules::shipped().unwrap(),
            &|_| false,
        )
        .map(|found| found.kind)
    }

    #[test]
    fn every_kind_of_a_category_is_a_product_kind() {
        let rules = Rules::shipped().unwrap();
        for rule in &rules.recharges.categories {
            assert!(rules.kind(&rule.kind).is_ok(), "{}", rule.kind);
        }
        assert!(rules.kind(NO_KIND).is_ok());
    }

    #[test]
    fn recharges_are_found_by_category_and_word() {
        for (category, counterparty, item, kind_found) in [
            (
                "充值缴费",
                "中国联通",
                "为155****0000交费20.00元",
                Some("phone-credit-fast"),
            ),
            ("充值缴费", "某充值专营店", "加油卡充值500元", Some("fuel-card")),
            ("充值缴费", "国网某省电力有限公司", "电费", Some("electricity")),
            ("充值缴费", "某水务公司", "水费缴纳", Some("other")),
            (
                "商户消费",
                "某话费店",
                "话费慢充 72小时到账 200元",
                Some("phone-credit-slow"),
            ),
            ("数码电器", "某店", "Q币直充100", Some("q-coin")),
            ("商户消费", "某店", "ｑ币 50个", Some("q-coin")),
            ("文化休闲", "某卡券旗舰店", "视频会员季卡激活码", Some("card-key")),
            ("文化休闲", "某卡券旗舰店", "音乐会员年卡", Some("membership")),
            ("商户消费", "某店", "全国流量包10GB", Some("data-plan")),
            ("商户消费", "某店", "点券6480", Some("game-points")),
            ("餐饮美食", "某会员官方旗舰店", "汉堡双人餐", None),
            ("日用百货", "某会员店", "会员店牛奶", None),
            ("投资理财", "某基金", "余额宝-单次转入", None),
            ("零钱充值", "某银行", "", None),
            ("转账红包", "朋友", "转账", None),
        ] {
            assert_eq!(
                kind(category, counterparty, item).as_deref(),
                kind_found,
                "{item}"
            );
        }
    }

    #[test]
    fn what_was_not_paid_is_no_recharge() {
        for kind in [RowKind::Refund, RowKind::Unpaid] {
            let row = BillRow {
                kind,
                direction: Direction::Neutral,
                ..row("充值缴费", "中国移动", "话费充值100元")
            };
            assert_eq!(
                recharge(&row, &Rules::shipped().unwrap(), &|_| true),
                None,
                "{kind:?}"
            );
        }
    }

    #[test]
    fn a_payment_that_the_app_does_not_count_is_one_by_its_category_only() {
        let neutral = |category: &str| BillRow {
            kind: RowKind::Other,
            direction: Direction::Neutral,
            ..row(category, "中国移动", "话费充值100元")
        };
        assert!(recharge(&neutral("充值缴费"), &Rules::shipped().unwrap(), &|_| false).is_some());
        assert_eq!(
            recharge(&neutral("其他"), &Rules::shipped().unwrap(), &|_| true),
            None
        );
    }

    #[test]
    fn a_known_merchant_is_enough() {
        let row = row("其他", "某小店", "订单 123");
        let found = recharge(&row, &Rules::shipped().unwrap(), &|name| name == "某小店").unwrap();
        assert_eq!((found.kind.as_str(), found.why), ("other", Reason::KnownMerchant));
    }

    #[test]
    fn account_and_face_value_come_from_the_product() {
        for (item, account, face) in [
            ("为155****0000交费20.00元", Some("155****0000"), Some(2000)),
            ("话费充值100元 13800000000", Some("13800000000"), Some(10_000)),
            ("满50元减5元 话费100元", None, Some(10_000)),
            ("订单 2026092822001414 话费1,000元", None, Some(100_000)),
            ("话费充值", None, None),
            ("话费 元元 .元 0元", None, None),
            ("话费 12345678901", None, None),
        ] {
            let found = recharge(
                &row("充值缴费", "中国移动", item),
                &Rules::shipped().unwrap(),
                &|_| false,
            )
            .unwrap();
            assert_eq!(
                (found.account.as_deref(), found.face),
                (account, face.map(Fen)),
                "{item}"
            );
        }
    }
}
