//! Readings as a whole: pages as an engine sees them, looks that differ, and pasted texts.

use super::*;
use crate::Outcome;
use crate::order::Moment;
use crate::rules::Rules;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// 2026-11-23 08:00 in Shanghai.
const NOW: Moment = Moment(1_795_392_000_000);

/// Words of a page: a line each, label and value parted by `|`; a word's mark `~` makes the engine unsure of it.
fn page(lines: &[&str]) -> Vec<Seen> {
    let mut seen = Vec::new();
    for (n, line) in (0u32..).zip(lines) {
        for (column, text) in (0u32..).zip(line.split('|').filter(|text| !text.is_empty())) {
            let (text, confidence) = match text.strip_prefix('~') {
                Some(text) => (text, 20.0),
                None => (text, 92.0),
            };
            let mut left = 20 + column * 250;
            for word in text.split_whitespace() {
                let width: u32 = word.chars().map(|c| if c.is_ascii() { 16 } else { 32 }).sum();
                seen.push(Seen {
                    text: word.into(),
                    left,
                    top: 20 + n * 80,
                    width,
                    height: 32,
                    confidence,
                    line: (1, 1, n),
                });
                left += width + 10;
            }
        }
    }
    seen
}

fn read(lines: &[&str]) -> Reading {
    read_page(&page(lines), NOW)
}

fn value(reading: &Reading, field: Field) -> Option<&str> {
    reading.field(field).map(|read| read.value.as_str())
}

fn doubt(reading: &Reading, field: Field) -> Option<&Doubt> {
    reading.field(field).and_then(|read| read.doubt.as_ref())
}

const WECHAT: [&str; 9] = [
    "全部账单",
    "星河卡盟",
    "-98.50",
    "当前状态|支付成功",
    "支付时间|2026年11月20日 21:03:45",
    "商品|100 Q币",
    "商户全称|星河网络科技(测试)有限公司",
    "交易单号|4200001234202611201234567890",
    "商户单号|XH2026112000001",
];

/// The page with one line changed.
fn with(line: usize, text: &'static str) -> Vec<&'static str> {
    let mut lines = WECHAT.to_vec();
    lines[line] = text;
    lines
}

#[test]
fn a_clean_bill_is_read_without_a_doubt() {
    let reading = read(&WECHAT);
    assert_eq!(
        (reading.layout, reading.status),
        (Layout::Wechat, Some(PageStatus::Success))
    );
    let expected = [
        (Field::Platform, "星河卡盟"),
        (Field::Product, "100 Q币"),
        (Field::Kind, "q-coin"),
        (Field::Amount, "98.50"),
        (Field::PaidAt, "2026-11-20 21:03:45"),
        (Field::Channel, "wechat"),
        (Field::PaymentNo, "4200001234202611201234567890"),
        (Field::MerchantOrderNo, "XH2026112000001"),
        (Field::Merchant, "星河网络科技（测试）有限公司"),
    ];
    let got: Vec<_> = reading
        .fields
        .iter()
        .map(|read| (read.field, read.value.as_str()))
        .collect();
    assert_eq!(got, expected);
    assert!(reading.fields.iter().all(|read| read.doubt.is_none()));
}

#[test]
fn what_is_misread_is_mended_or_marked() {
    use Doubt::*;
    for (line, text, field, expected, doubted) in [
        (2, "-9850", Field::Amount, Some("9850.00"), Some(NoPoint)),
        (2, "-98,50", Field::Amount, Some("98.50"), Some(NoPoint)),
        (2, "-羊98.50", Field::Amount, Some("98.50"), None),
        (2, "~-98.50", Field::Amount, Some("98.50"), Some(Faint)),
        (2, "", Field::Amount, None, None),
        (
            4,
            "支付时问|2026年11月20日 21:03:45",
            Field::PaidAt,
            Some("2026-11-20 21:03:45"),
            None,
        ),
        (
            4,
            "支付时间:|2026年11月20日21:03:45",
            Field::PaidAt,
            Some("2026-11-20 21:03:45"),
            None,
        ),
        (
            4,
            "支付时间|2026年11月26日 21:03:45",
            Field::PaidAt,
            Some("2026-11-26 21:03:45"),
            Some(Refused(text!(
                time_to_come,
                at = "2026-11-26 21:03:45",
                now = "2026-11-23 08:00:00"
            ))),
        ),
        (
            4,
            "支付时间|2026年11月21日 21:03:45",
            Field::PaidAt,
            Some("2026-11-21 21:03:45"),
            Some(Dates),
        ),
        (
            4,
            "支付时间|2026年11月20日 21;03:45",
            Field::PaidAt,
            Some("2026-11-20 21:03:45"),
            Some(Mended),
        ),
        (
            4,
            "支付时间|昨天 21:03",
            Field::PaidAt,
            Some("昨天 21:03"),
            Some(Dates),
        ),
        (
            7,
            "交易单号|42OOOO1234202611201234567890",
            Field::PaymentNo,
            Some("4200001234202611201234567890"),
            Some(Mended),
        ),
        (
            7,
            "交易单号|4200001234 202611201234567890",
            Field::PaymentNo,
            Some("4200001234202611201234567890"),
            None,
        ),
        (
            7,
            "交易单号|420000123420261120123456789",
            Field::PaymentNo,
            Some("420000123420261120123456789"),
            Some(Shape),
        ),
        (
            7,
            "交易单号|4200001234202611191234567890",
            Field::PaymentNo,
            Some("4200001234202611191234567890"),
            Some(Dates),
        ),
        (
            7,
            "二|4200001234202611201234567890",
            Field::PaymentNo,
            Some("4200001234202611201234567890"),
            Some(NoLabel),
        ),
        (
            6,
            "~商户全称|~星河网络",
            Field::Merchant,
            Some("星河网络"),
            Some(Faint),
        ),
    ] {
        let reading = read(&with(line, text));
        assert_eq!(value(&reading, field), expected, "{text}");
        assert_eq!(doubt(&reading, field), doubted.as_ref(), "{text}");
    }
}

#[test]
fn states_are_read_from_their_row_or_alone() {
    for (text, status) in [
        ("当前状态|已全额退款", PageStatus::Refunded),
        ("当前状态|已退款(￥5.00)", PageStatus::PartlyRefunded),
        ("当前伏态|支付成功", PageStatus::Success),
        ("|交易关闭", PageStatus::Closed),
        ("|等待对方发货", PageStatus::Processing),
    ] {
        assert_eq!(read(&with(3, text)).status, Some(status), "{text}");
    }
    assert_eq!(read(&with(3, "|星河")).status, None);
}

const ORDER: [&str; 9] = [
    "订单详情",
    "订单状态|充值中",
    "商品名称|话费慢充100元",
    "手机号|138 0000 0001",
    "商品总价|¥100.00",
    "优惠|-¥1.50",
    "实付款|¥98.50",
    "订单编号|202611200001234567",
    "付款时间|2026-11-20 21:03:45",
];

#[test]
fn an_order_page_adds_up_or_its_amount_is_marked() {
    let reading = read(&ORDER);
    assert_eq!(
        (reading.layout, reading.status),
        (Layout::OrderPage, Some(PageStatus::Processing))
    );
    assert_eq!(value(&reading, Field::Account), Some("13800000001"));
    assert_eq!(value(&reading, Field::Kind), Some("phone-credit-slow"));
    assert_eq!(value(&reading, Field::OrderNo), Some("202611200001234567"));
    assert_eq!(
        (value(&reading, Field::Amount), doubt(&reading, Field::Amount)),
        (Some("98.50"), None)
    );
    for (line, text, amount, why) in [
        (6, "实付款|¥90.50", "90.50", Doubt::Amounts("100.00".into())),
        (5, "", "98.50", Doubt::Amounts("100.00".into())),
        (6, "", "100.00", Doubt::NoLabel),
    ] {
        let mut lines = ORDER.to_vec();
        lines[line] = text;
        let reading = read(&lines);
        assert_eq!(value(&reading, Field::Amount), Some(amount), "{text}");
        assert_eq!(doubt(&reading, Field::Amount), Some(&why), "{text}");
    }
}

#[test]
fn the_time_of_the_order_stands_in_with_a_mark() {
    let mut lines = ORDER.to_vec();
    lines[8] = "下单时间|2026-11-20 21:03:45";
    assert_eq!(doubt(&read(&lines), Field::PaidAt), Some(&Doubt::Ordered));
}

#[test]
fn a_value_stands_under_its_label_or_goes_on_in_the_next_line() {
    let under = read(&[
        "订单详情",
        "订单状态",
        "充值中",
        "商品",
        "100 Q币",
        "充值账号",
        "10000001",
        "实付款",
        "¥98.50",
        "联系客服",
    ]);
    assert_eq!(value(&under, Field::Product), Some("100 Q币"));
    assert_eq!(value(&under, Field::Account), Some("10000001"));
    assert_eq!(
        (value(&under, Field::Amount), doubt(&under, Field::Amount)),
        (Some("98.50"), None)
    );
    // Two lines of one number, close to each other and the first one full.
    let mut seen = page(&WECHAT[..7]);
    for (n, (label, text)) in (0u32..).zip([("交易单号", "42000012342026112"), ("", "01234567890")]) {
        for (text, left) in [(label, 20), (text, 270)]
            .into_iter()
            .filter(|(text, _)| !text.is_empty())
        {
            seen.push(Seen {
                text: text.into(),
                left,
                top: 600 + n * 48,
                width: if left == 20 {
                    128
                } else {
                    26 * u32::try_from(text.len()).unwrap()
                },
                height: 32,
                confidence: 92.0,
                line: (2, 1, n),
            });
        }
    }
    let reading = read_page(&seen, NOW);
    assert_eq!(
        value(&reading, Field::PaymentNo),
        Some("4200001234202611201234567890")
    );
    assert_eq!(doubt(&reading, Field::PaymentNo), None);
}

#[test]
fn an_alipay_and_a_unionpay_bill_use_their_own_words() {
    let alipay = read(&[
        "账单详情",
        "小鹿充值",
        "-1,098.50",
        "交易成功",
        "订单金额|1,098.50",
        "商品说明|加油卡充值",
        "收款方全称|小鹿电子商务有限公司",
        "支付时间|2026-11-20 21:03:45",
        "订单号|2026112022001412341234567890",
        "商家订单号|T200P2026112000001",
    ]);
    assert_eq!(
        (alipay.layout, alipay.status),
        (Layout::Alipay, Some(PageStatus::Success))
    );
    assert_eq!(
        value(&alipay, Field::PaymentNo),
        Some("2026112022001412341234567890")
    );
    assert_eq!(value(&alipay, Field::MerchantOrderNo), Some("T200P2026112000001"));
    assert_eq!(
        (value(&alipay, Field::Amount), doubt(&alipay, Field::Amount)),
        (Some("1098.50"), None)
    );
    assert_eq!(value(&alipay, Field::OrderNo), None);
    let unionpay = read(&[
        "交易详情",
        "云闪付",
        "¥98.50",
        "交易成功",
        "商户名称|小鹿电子商务有限公司",
        "交易时间|2026-11-20 21:03:45",
        "付款卡|测试银行(1234)",
        "订单编号|1920261120789326526653",
        "商户订单号|2026112000001",
    ]);
    assert_eq!(unionpay.layout, Layout::Unionpay);
    assert_eq!(value(&unionpay, Field::PaymentNo), Some("1920261120789326526653"));
    assert_eq!(value(&unionpay, Field::Channel), Some("unionpay"));
}

/// An engine that sees what it is told, look by look.
struct Told(Looks);

impl Engine for Told {
    fn name(&self) -> &str {
        "told"
    }

    fn look(&self, _: &RgbImage, _: Wanted) -> Outcome<Looks> {
        Ok(self.0.clone())
    }
}

/// A blank square picture.
fn picture(side: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::GrayImage::from_pixel(side, side, image::Luma([255]))
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

fn looked(first: &[&str], second: &[&str]) -> Reading {
    let engine = Told(Looks {
        first: page(first),
        second: page(second),
        slope: 0.0,
    });
    read_picture(&engine, &picture(800), NOW, &|| true).unwrap()
}

#[test]
fn two_looks_that_agree_are_sure_and_two_that_differ_are_marked() {
    let same = looked(&WECHAT, &WECHAT);
    assert!(
        same.fields.iter().all(|read| read.doubt.is_none()),
        "{:?}",
        same.fields
    );
    let reading = looked(&WECHAT, &with(2, "-93.50"));
    assert!(matches!(doubt(&reading, Field::Amount), Some(Doubt::Differs(_))));
    let reading = looked(&WECHAT, &with(2, ""));
    assert_eq!(
        (value(&reading, Field::Amount), doubt(&reading, Field::Amount)),
        (Some("98.50"), Some(&Doubt::Faint))
    );
    let reading = looked(&WECHAT, &with(4, "支付时间|2026年11月20日 21:08:45"));
    assert!(matches!(doubt(&reading, Field::PaidAt), Some(Doubt::Differs(_))));
    let reading = looked(&with(7, ""), &WECHAT);
    assert_eq!(
        value(&reading, Field::PaymentNo),
        Some("4200001234202611201234567890")
    );
}

#[test]
fn a_page_that_lies_askew_is_read_by_rows_and_its_places_are_those_of_the_picture() {
    let level = page(&WECHAT);
    let upright = read_page(&level, NOW);
    for slope in [0.05f32, -0.05] {
        let askew: Vec<Seen> = level
            .iter()
            .map(|word| Seen {
                top: (word.top as f32 + 100.0 + slope * (word.left as f32 + word.width as f32 / 2.0)) as u32,
                ..word.clone()
            })
            .collect();
        let engine = Told(Looks {
            first: askew.clone(),
            second: askew.clone(),
            slope,
        });
        let reading = read_picture(&engine, &picture(800), NOW, &|| true).unwrap();
        assert_eq!(reading.fields.len(), upright.fields.len());
        for (read, known) in reading.fields.iter().zip(&upright.fields) {
            assert_eq!((&read.value, &read.doubt), (&known.value, &known.doubt));
            for place in &read.places {
                let is_there =
                    |word: &Seen| place.left.abs_diff(word.left) < 3 && place.top.abs_diff(word.top) < 8;
                assert!(askew.iter().any(is_there), "{} {place:?}", read.value);
            }
        }
    }
}

#[test]
fn a_time_that_the_form_would_refuse_says_why() {
    let reading = read(&with(4, "支付时间|2027年11月20日 21:03:45"));
    assert_eq!(
        doubt(&reading, Field::PaidAt)
            .map(|doubt| doubt.text().chinese())
            .as_deref(),
        Some("时间 2027-11-20 21:03:45 还没有到，请核对日期（现在是 2026-11-23 08:00:00）。")
    );
    // What could have been is doubted by the number.
    let reading = read(&with(4, "支付时间|2026年11月19日 21:03:45"));
    assert_eq!(doubt(&reading, Field::PaidAt), Some(&Doubt::Dates));
}

#[test]
fn the_number_under_the_bar_code_is_the_merchants() {
    let mut seen = page(&with(8, "商户单号|可在支持的商户扫码退款"));
    let mut below = page(&["|100020260605865797543231"]);
    for word in &mut below {
        word.top = 20 + 8 * 80 + 220;
        word.left = 400;
    }
    seen.extend(below);
    let reading = read_page(&seen, NOW);
    assert_eq!(
        value(&reading, Field::MerchantOrderNo),
        Some("100020260605865797543231")
    );
    // A word there is no number.
    let mut other = page(&with(8, "商户单号|可在支持的商户扫码退款"));
    let mut below = page(&["|对此订单有疑问"]);
    for word in &mut below {
        word.top = 20 + 8 * 80 + 220;
    }
    other.extend(below);
    assert_eq!(value(&read_page(&other, NOW), Field::MerchantOrderNo), None);
}

#[test]
fn the_round_icon_before_a_name_is_no_part_of_it() {
    let alipay = |name: &'static str| {
        read(&[
            "账单详情",
            name,
            "-98.50",
            "交易成功",
            "支付时间|2026-11-20 21:03:45",
            "付款方式|余额宝",
            "商品说明|100 Q币",
            "订单号|2026112022001400001234567890",
            "商家订单号|XH2026112000001",
        ])
    };
    for (shown, name, doubt) in [
        ("支南山数卡", "南山数卡", Some(Doubt::Mended)),
        ("支付通点卡", "支付通点卡", None),
        ("南山数卡", "南山数卡", None),
    ] {
        let reading = alipay(shown);
        assert_eq!(value(&reading, Field::Platform), Some(name));
        assert_eq!(self::doubt(&reading, Field::Platform), doubt.as_ref(), "{shown}");
    }
}

#[test]
fn a_doubt_says_what_to_do_in_one_sentence() {
    for doubt in [
        Doubt::Faint,
        Doubt::Differs("9".repeat(500)),
        Doubt::Mended,
        Doubt::Shape,
        Doubt::NoPoint,
        Doubt::Amounts("1\n2".into()),
        Doubt::Dates,
        Doubt::Refused(text!(
            time_to_come,
            at = "2027-11-20 21:03:45",
            now = "2026-11-23 08:00:00"
        )),
        Doubt::Ordered,
        Doubt::NoLabel,
        Doubt::Another("13800000001".into()),
        Doubt::Wrapped,
        Doubt::Starred,
        Doubt::Sentence,
        Doubt::Summed,
    ] {
        let text = doubt.text().chinese();
        assert!(
            text.ends_with('。') && text.chars().count() < 70 && !text.contains('\n'),
            "{text}"
        );
    }
}

proptest! {
    #[test]
    fn no_page_makes_it_panic(
        words in proptest::collection::vec(
            ("(支付时间|交易单号|实付款|商品|订单号|当前状态|¥?[0-9.,:-]{1,20}|\\PC{1,6})",
             0u32..2_000, 0u32..2_000, 1u32..500, 1u32..200, 0f32..100.0, 0u32..9),
            0..40,
        ),
        huge in any::<bool>(),
        slope in prop_oneof![Just(0.0f32), -2.0f32..2.0, Just(f32::NAN)],
    ) {
        let seen: Vec<Seen> = words
            .into_iter()
            .map(|(text, left, top, width, height, confidence, line)| Seen {
                text,
                left: if huge { u32::MAX - left } else { left },
                top: if huge { u32::MAX - top } else { top },
                width,
                height,
                confidence,
                line: (1, 1, line),
            })
            .collect();
        let reading = read_page(&seen, NOW);
        let engine = Told(Looks { first: seen.clone(), second: seen, slope });
        let _ = read_picture(&engine, &picture(80), NOW, &|| true);
        for (n, read) in reading.fields.iter().enumerate() {
            prop_assert!(!read.value.is_empty() && read.value.chars().count() <= 200);
            prop_assert!(reading.fields.iter().skip(n + 1).all(|other| other.field != read.field));
        }
    }
}

/// Every status of the programs that shops run is read as a state, and answers the question what the page shows.
#[test]
fn the_states_of_shop_programs_answer_what_the_page_shows() {
    let table = Rules::shipped().unwrap().diagnosis;
    let rows = include_str!("../../../tests/fixtures/shop-states.tsv");
    let mut programs = BTreeSet::new();
    for row in rows.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [program, _, _, _, constant, printed, state] = cells.as_slice() else {
            panic!("{row}");
        };
        programs.insert(*program);
        assert!(table.page_answer(state).is_some(), "{program} {constant}");
        if !printed.is_empty() {
            let text = format!("订单号：20261120001\n商品名称：月饼\n订单状态：{printed}");
            let status = read_text(&text, NOW).unwrap()[0].status;
            assert_eq!(status.map(PageStatus::word), Some(*state), "{program} {constant}");
        }
    }
    assert_eq!(programs.len(), 5);
}

/// What a shop writes in place of the goods is never read as delivered.
#[test]
fn a_sentence_in_place_of_the_goods_is_no_delivery() {
    for (text, status) in [
        (
            "#583920174628301745\n订单金额\n¥17.00\n宝贝内容\n已发货\n很抱歉，有人在你付款之前抢走了商品，请联系客服。",
            PageStatus::WithoutGoods,
        ),
        (
            "订单号：583920174628301745\n状态：已发货\n正在发货中，请耐心等待，如有疑问，请联系客服。",
            PageStatus::WithoutGoods,
        ),
        (
            "订单号：583920174628301745\n状态：已完成\n目前库存不足，您还有2件未发货，请联系商家客服发货\n已发货商品见下方：",
            PageStatus::Partly,
        ),
        (
            "订单号：583920174628301745\n订单状态：异常\n订单详情：库存可使用卡密不足",
            PageStatus::Abnormal,
        ),
    ] {
        let read = read_text(text, NOW).unwrap()[0].status;
        assert_eq!(read, Some(status), "{text}");
    }
}
