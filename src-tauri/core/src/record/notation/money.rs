//! Money: `98.50`, `¥1,098.50`, `98块5`, `RMB 98.50`, with the limits and the sentences of a form around it.

use super::Style;
use super::numerals::Numeral;
use super::tokens::{Cursor, Token, folded, tokens};
use super::words::Word;
use crate::order::{Fen, excerpt};
use crate::words::Text;
use crate::{Code, Failure, Outcome, text};

/// The largest amount that an order may have: 1,000,000 元.
pub const LARGEST_AMOUNT: Fen = Fen(100_000_000);
/// The largest number of 元 that is read at all.
const MOST_YUAN: u64 = 999_999_999_999;

/// Why a text is no money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NoMoney {
    Empty,
    /// It is money, and none.
    Zero,
    Unreadable,
    Negative,
    /// More than two decimals.
    TooFine,
    TooMuch,
}

impl NoMoney {
    /// What is said of it, under the name of the field in which it stands.
    fn said(self, code: Code, typed: String) -> Text {
        match code {
            Code::Requested => match self {
                Self::Empty => text!(requested_missing),
                Self::Zero => text!(requested_zero),
                Self::Unreadable => text!(requested_unreadable, typed = typed),
                Self::Negative => text!(requested_negative),
                Self::TooFine => text!(requested_too_fine, typed = typed),
                Self::TooMuch => text!(requested_too_large),
            },
            Code::RefundAmount => match self {
                Self::Empty => text!(refund_amount_missing),
                Self::Zero => text!(refund_amount_zero),
                Self::Unreadable => text!(refund_amount_unreadable, typed = typed),
                Self::Negative => text!(refund_amount_negative),
                Self::TooFine => text!(refund_amount_too_fine, typed = typed),
                Self::TooMuch => text!(refund_amount_too_large),
            },
            _ => match self {
                Self::Empty => text!(amount_missing),
                Self::Zero => text!(amount_zero),
                Self::Unreadable => text!(amount_unreadable, typed = typed),
                Self::Negative => text!(amount_negative),
                Self::TooFine => text!(amount_too_fine, typed = typed),
                Self::TooMuch => text!(amount_too_large),
            },
        }
    }
}

/// Money as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Written {
    fen: Fen,
    negative: bool,
    /// Whether it is written to the 分, as pages and bills do.
    to_the_fen: bool,
}

/// Reads an amount as people type or paste it: `98.5`, `￥98.50`, `1,098.50`, `98.5元`, `98。50`, `RMB 98.50`, `九十八块五`.
/// The minus of a page that shows what was paid, `-98.50`, is left out; a bare `-5` is refused, and so is anything negative
/// that came back. `code` says which field it stands in, and so what a refusal calls it.
pub fn read_amount(text: &str, code: Code) -> Outcome<Fen> {
    let why = match written(text, Style::Person) {
        Ok(Written { fen: Fen(0), .. }) => NoMoney::Zero,
        Ok(amount) if amount.negative && (!amount.to_the_fen || code != Code::Amount) => NoMoney::Negative,
        Ok(amount) if amount.fen <= LARGEST_AMOUNT => return Ok(amount.fen),
        Ok(_) => NoMoney::TooMuch,
        Err(why) => why,
    };
    let why = why.said(code, excerpt(text.trim()));
    Err(Failure::new(code, why))
}

/// Reads the money in a cell of a bill, to the 分 and without its sign, which the bill's other columns explain: `28.16`,
/// `￥1,028.16`, `28.1元`, `CNY 28.10`, `-28.10`, `(28.10)`, `28.100`. None for anything else.
pub fn money(text: &str) -> Option<Fen> {
    written(text, Style::Program).ok().map(|amount| amount.fen)
}

fn written(text: &str, style: Style) -> Result<Written, NoMoney> {
    if let Some(fen) = plain(text) {
        return Ok(Written {
            fen,
            negative: false,
            to_the_fen: true,
        });
    }
    let folded = folded(text);
    let tokens: Vec<Token<'_>> = tokens(&folded);
    if tokens.is_empty() {
        return Err(NoMoney::Empty);
    }
    Grammar {
        cursor: Cursor::new(&tokens),
        style,
    }
    .whole()
}

/// What nearly every cell says: a few digits, a point and two digits.
fn plain(text: &str) -> Option<Fen> {
    let bytes = text.as_bytes();
    let whole = bytes
        .len()
        .checked_sub(3)
        .filter(|whole| (1..=9).contains(whole))?;
    let (yuan, cents) = (bytes.get(..whole)?, bytes.get(whole + 1..)?);
    if bytes.get(whole) != Some(&b'.') {
        return None;
    }
    yuan.iter()
        .chain(cents)
        .try_fold(0i64, |sum, byte| {
            byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0'))
        })
        .map(Fen)
}

struct Grammar<'t> {
    cursor: Cursor<'t>,
    style: Style,
}

impl Grammar<'_> {
    /// `[(] [sign] [currency] [sign] sum [currency] [)] [remark] [。]`
    fn whole(mut self) -> Result<Written, NoMoney> {
        self.blank();
        let bracket = self.cursor.mark(&['(']).is_some();
        let before = self.sign();
        self.currency();
        let behind = self.sign();
        if before.is_some() && behind.is_some() {
            return Err(NoMoney::Unreadable);
        }
        let minus = before.or(behind) == Some('-');
        let (hundredths, to_the_fen) = match self.sum() {
            Ok(sum) => sum,
            // Whatever stands behind it, a minus says enough.
            Err(NoMoney::Unreadable) if minus && matches!(self.cursor.peek(), Some(Token::Digits(_))) => {
                return Err(NoMoney::Negative);
            }
            Err(why) => return Err(why),
        };
        self.blank();
        self.currency();
        if bracket && self.cursor.mark(&[')']).is_none() {
            return Err(NoMoney::Unreadable);
        }
        self.blank();
        if self.style == Style::Person {
            self.remark();
            if to_the_fen {
                self.cursor.mark(&['。']);
            }
        }
        self.blank();
        if !self.cursor.at_end() {
            return Err(NoMoney::Unreadable);
        }
        if hundredths > MOST_YUAN.saturating_mul(100).saturating_add(99) {
            return Err(NoMoney::TooMuch);
        }
        Ok(Written {
            fen: Fen(i64::try_from(hundredths).map_err(|_| NoMoney::TooMuch)?),
            negative: minus || bracket,
            to_the_fen,
        })
    }

    fn blank(&mut self) {
        self.cursor.take(|token| (token == Token::Blank).then_some(()));
    }

    fn sign(&mut self) -> Option<char> {
        let sign = self.cursor.mark(&['+', '-']);
        self.blank();
        sign
    }

    fn currency(&mut self) {
        self.cursor.is_word(Word::Currency);
        self.blank();
    }

    /// The sum in 分, and whether it was written to the 分.
    fn sum(&mut self) -> Result<(u64, bool), NoMoney> {
        let (whole, to_the_fen, digits) = self.number()?;
        self.blank();
        let unit = self.cursor.word(|word| match word {
            Word::Yuan => Some(100),
            Word::Jiao if self.style == Style::Person => Some(10),
            Word::Fen if self.style == Style::Person => Some(1),
            _ => None,
        });
        let unit = match unit {
            // A number in words is money only with its unit.
            None if !digits => return Err(NoMoney::Unreadable),
            None => return Ok((whole, to_the_fen)),
            Some(unit) => unit,
        };
        if unit < 100 {
            // 五毛, 5分: `whole` counts hundredths already.
            if to_the_fen || whole % 100 != 0 || whole / 100 > 99 {
                return Err(NoMoney::Unreadable);
            }
            let sum = whole / 100 * unit;
            return Ok((sum + self.smaller(unit)?, true));
        }
        let smaller = if self.style == Style::Person && whole % 100 == 0 {
            self.smaller(100)?
        } else {
            0
        };
        self.cursor.is_word(Word::Whole);
        Ok((whole.saturating_add(smaller), to_the_fen || smaller > 0))
    }

    /// What follows a unit of so many 分: `5毛3分`, `五角`, `零5分`, or the lone `5` of `98块5`.
    fn smaller(&mut self, than: u64) -> Result<u64, NoMoney> {
        let apart = self.cursor.is_word(Word::And);
        let Some(number) = self.cursor.small() else {
            return if apart { Err(NoMoney::Unreadable) } else { Ok(0) };
        };
        if number > 9 {
            return Err(NoMoney::Unreadable);
        }
        let number = u64::from(number);
        let unit = self.cursor.word(|word| match word {
            Word::Jiao if than > 10 => Some(10),
            Word::Fen if than > 1 => Some(1),
            _ => None,
        });
        match unit {
            Some(unit) => Ok(number * unit + if unit > 1 { self.smaller(unit)? } else { 0 }),
            // 九十八块五 is 98.50, 九十八块零五 is 98.05 to some and nothing to others.
            None if than > 1 && !apart => Ok(number * (than / 10)),
            None => Err(NoMoney::Unreadable),
        }
    }

    /// The number in hundredths, whether it has two decimals, and whether it is in digits.
    fn number(&mut self) -> Result<(u64, bool, bool), NoMoney> {
        if self.style == Style::Person
            && let Some(value) = self.cursor.take(|token| match token {
                Token::Numeral(Numeral::Exact(value)) => Some(value),
                _ => None,
            })
        {
            return Ok((value.saturating_mul(100), false, false));
        }
        let start = self.cursor;
        let number = self.in_digits();
        if number.is_err() {
            self.cursor = start;
        }
        number
    }

    fn in_digits(&mut self) -> Result<(u64, bool, bool), NoMoney> {
        let unreadable = NoMoney::Unreadable;
        let first = self.cursor.digits().ok_or(unreadable)?;
        let mut whole = digits(first);
        let mut groups = 0;
        while self.cursor.mark(&[',']).is_some() {
            let group = self.cursor.digits().filter(|group| group.len() == 3);
            whole = whole
                .saturating_mul(1_000)
                .saturating_add(digits(group.ok_or(unreadable)?));
            groups += 1;
        }
        if groups > 0 && !(1..=3).contains(&first.len()) {
            return Err(unreadable);
        }
        let point: &[char] = match self.style {
            Style::Person => &['.', '。'],
            Style::Program => &['.'],
        };
        let decimals = self.cursor.attempt(|cursor| {
            // A page whose 分 stand smaller beside the 元 is copied with a blank between.
            cursor.take(|token| (token == Token::Blank).then_some(()));
            cursor.mark(point)?;
            cursor.digits()
        });
        let times = self.cursor.attempt(|cursor| {
            cursor.take(|token| match token {
                Token::Numeral(Numeral::Times(times)) if self.style == Style::Person => Some(times),
                _ => None,
            })
        });
        let decimals = decimals.unwrap_or_default();
        if let Some(times) = times {
            let scale = 10u64.checked_pow(u32::try_from(decimals.len()).unwrap_or(u32::MAX));
            let scale = scale.filter(|scale| times % scale == 0).ok_or(unreadable)?;
            let fraction = digits(decimals) * (times / scale);
            let all = whole.saturating_mul(times).saturating_add(fraction);
            return Ok((all.saturating_mul(100), false, true));
        }
        let (cents, beyond) = decimals.split_at(decimals.len().min(2));
        if beyond.bytes().any(|digit| digit != b'0') {
            return Err(NoMoney::TooFine);
        }
        let cents = digits(cents) * if cents.len() == 1 { 10 } else { 1 };
        let all = whole.saturating_mul(100).saturating_add(cents);
        Ok((all, decimals.len() >= 2, true))
    }

    /// `(已优惠¥80.00)`, `(已优惠)`: what else stands in brackets, `(优惠后实付90元)` too, could be the amount that was
    /// really paid.
    fn remark(&mut self) {
        let start = self.cursor;
        if self.discount().is_none() {
            self.cursor = start;
        }
    }

    fn discount(&mut self) -> Option<()> {
        self.cursor.mark(&['('])?;
        self.cursor.is_word(Word::Discount).then_some(())?;
        self.blank();
        if self.cursor.mark(&[')']).is_none() {
            self.currency();
            self.sum().ok()?;
            self.blank();
            self.currency();
            self.cursor.mark(&[')'])?;
        }
        Some(())
    }
}

fn digits(digits: &str) -> u64 {
    digits.bytes().fold(0, |value: u64, digit| {
        value.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;
    use proptest::prelude::*;

    /// What a form, and then a cell of a bill, makes of a text; `None` where it is refused.
    const WRITTEN: &[(&str, Option<i64>, Option<i64>)] = &[
        ("98.5", Some(9850), Some(9850)),
        ("98.50", Some(9850), Some(9850)),
        ("98", Some(9800), Some(9800)),
        ("0.01", Some(1), Some(1)),
        ("007", Some(700), Some(700)),
        ("98.500", Some(9850), Some(9850)),
        ("69.8000", Some(6980), Some(6980)),
        ("14.95", Some(1495), Some(1495)),
        ("98.50 ", Some(9850), Some(9850)),
        ("\u{feff}98.50\u{200b}", Some(9850), Some(9850)),
        ("￥98.50", Some(9850), Some(9850)),
        ("¥98.50", Some(9850), Some(9850)),
        ("¥ 98.50", Some(9850), Some(9850)),
        ("98.50¥", Some(9850), Some(9850)),
        ("98元", Some(9800), Some(9800)),
        ("98.5元", Some(9850), Some(9850)),
        ("98.50 元", Some(9850), Some(9850)),
        ("98.50元整", Some(9850), Some(9850)),
        ("98元正", Some(9800), Some(9800)),
        ("¥98.50元", Some(9850), Some(9850)),
        ("RMB98.50", Some(9850), Some(9850)),
        ("RMB 98.50", Some(9850), Some(9850)),
        ("rmb 98.50", Some(9850), Some(9850)),
        ("98.50RMB", Some(9850), Some(9850)),
        ("CNY 49.80", Some(4980), Some(4980)),
        ("49.80 CNY", Some(4980), Some(4980)),
        ("CNY¥49.80", None, None),
        ("人民币98.50", Some(9850), Some(9850)),
        ("人民币 98.50元", Some(9850), Some(9850)),
        ("98.50元人民币", Some(9850), Some(9850)),
        ("98.50 yuan", Some(9850), Some(9850)),
        ("1,098.50", Some(109_850), Some(109_850)),
        ("1，098.50", Some(109_850), Some(109_850)),
        ("１，０９８．５０", Some(109_850), Some(109_850)),
        ("1,000,000.00", Some(100_000_000), Some(100_000_000)),
        ("1000000", Some(100_000_000), Some(100_000_000)),
        ("２０．５０元", Some(2050), Some(2050)),
        ("+79.80", Some(7980), Some(7980)),
        ("+5", Some(500), Some(500)),
        // A page shows what was paid with a minus; a bare one is refused.
        ("-98.50", Some(9850), Some(9850)),
        ("−98.50", Some(9850), Some(9850)),
        ("－98.50", Some(9850), Some(9850)),
        ("¥-98.50", Some(9850), Some(9850)),
        ("-¥98.50", Some(9850), Some(9850)),
        ("- 98.50", Some(9850), Some(9850)),
        ("-5", None, Some(500)),
        ("－5", None, Some(500)),
        ("(39.80)", Some(3980), Some(3980)),
        ("（39.80）", Some(3980), Some(3980)),
        ("(¥39.80)", Some(3980), Some(3980)),
        ("98。50", Some(9850), None),
        ("98．50", Some(9850), Some(9850)),
        ("98 .50", Some(9850), Some(9850)),
        ("98.50。", Some(9850), None),
        ("98块", Some(9800), Some(9800)),
        ("98块钱", Some(9800), Some(9800)),
        ("98块5", Some(9850), None),
        ("98块5毛", Some(9850), None),
        ("98元5角", Some(9850), None),
        ("98元5角3分", Some(9853), None),
        ("98元零5分", Some(9805), None),
        ("5毛", Some(50), None),
        ("5角5分", Some(55), None),
        ("5分", Some(5), None),
        ("十块", Some(1000), None),
        ("九十八元", Some(9800), None),
        ("九十八块五", Some(9850), None),
        ("九十八块五毛", Some(9850), None),
        ("九十八元零五分", Some(9805), None),
        ("一百五十块", Some(15_000), None),
        ("一百五块钱", Some(15_000), None),
        ("一百零五块", Some(10_500), None),
        ("两百块", Some(20_000), None),
        ("玖拾捌元伍角整", Some(9850), None),
        ("壹仟零玖拾捌元整", Some(109_800), None),
        ("三块二毛五", Some(325), None),
        ("1.5万", Some(1_500_000), None),
        ("2千元", Some(200_000), None),
        ("1万元", Some(1_000_000), None),
        ("¥238.00 (已优惠¥80.00)", Some(23_800), None),
        ("98.50（已优惠）", Some(9850), None),
        ("98.50(优惠1.50)", Some(9850), None),
        ("98.50(立减 1.50 元)", Some(9850), None),
        ("98.50(已省五块)", Some(9850), None),
        // What could mean another amount, or is none.
        ("", None, None),
        (" ", None, None),
        ("0", None, Some(0)),
        ("0.00", None, Some(0)),
        ("¥", None, None),
        ("元", None, None),
        ("元98", None, None),
        ("¥¥98", None, None),
        ("98.", None, None),
        (".5", None, None),
        ("98.505", None, None),
        ("98.5.0", None, None),
        ("98,50", None, None),
        ("1,09", None, None),
        ("1,0985", None, None),
        ("1098,5", None, None),
        ("10,98.50", None, None),
        (",098", None, None),
        ("1,,098", None, None),
        ("1 098.50", None, None),
        ("98 50", None, None),
        ("98·50", None, None),
        ("98、50", None, None),
        ("98块50", None, None),
        ("九十八块零五", None, None),
        ("98元零5", None, None),
        ("九十八", None, None),
        ("十七八块", None, None),
        ("两三块", None, None),
        ("一百多块", None, None),
        ("约98.50", None, None),
        ("98.50左右", None, None),
        ("98.50起", None, None),
        ("98.50-100", None, None),
        ("98.50~100.00", None, None),
        ("98.50/月", None, None),
        ("98.50(实付90.00)", None, None),
        ("98.50(已全额退款)", None, None),
        ("98元（优惠后实付90元）", None, None),
        ("98元(优惠后实付90)", None, None),
        ("98.50（优惠后88.50）", None, None),
        ("238.00 (优惠后158.00)", None, None),
        ("238元（优惠后实付158元）", None, None),
        ("98.50(已优惠10.00实付88.50)", None, None),
        ("98.50(优惠券抵扣前)", None, None),
        ("98.50(优惠¥)", None, None),
        ("98.50(优惠1.50", None, None),
        ("(98.50", None, None),
        ("98.50)", None, None),
        ("+-98.50", None, None),
        ("-¥-98.50", None, None),
        ("--98.50", None, None),
        ("$98.50", None, None),
        ("98.50美元", None, None),
        ("USD 98.50", None, None),
        ("1e5", None, None),
        ("9.85E+1", None, None),
        ("NaN", None, None),
        ("∞", None, None),
        ("98.5a", None, None),
        ("9B.5O", None, None),
        ("{{7*7}}", None, None),
        ("=98.50", None, None),
        ("支出", None, None),
        ("1000000.01", None, Some(100_000_001)),
        ("999999999999.99", None, Some(99_999_999_999_999)),
        ("9999999999999", None, None),
        ("12345678901234567890123", None, None),
    ];

    #[test]
    fn each_written_form_has_its_value_or_is_refused() {
        for (text, typed, cell) in WRITTEN {
            let read = read_amount(text, Code::Amount);
            assert_eq!(read.as_ref().ok().map(|fen| fen.0), *typed, "typed {text:?}");
            if let Err(refused) = read {
                assert_eq!(refused.code, Code::Amount);
                let said = refused.message();
                assert!(said.ends_with('。') && said.chars().count() < 80, "{said}");
                assert!(!said.contains('\n'), "{said}");
            }
            assert_eq!(money(text).map(|fen| fen.0), *cell, "cell {text:?}");
        }
    }

    #[test]
    fn what_came_back_has_no_minus() {
        assert_eq!(read_amount("98.50", Code::RefundAmount), Ok(Fen(9850)));
        assert!(read_amount("-98.50", Code::RefundAmount).is_err());
        assert!(read_amount("(98.50)", Code::RefundAmount).is_err());
    }

    /// Three fields hold money, and a form shows more than one of them.
    #[test]
    fn a_refusal_names_its_field() {
        for text in ["", "0", "-5", "几块钱", "￥98.505元", "99999999"] {
            for (code, name, english) in [
                (Code::Amount, "金额", "mount"),
                (Code::Requested, "应付金额", "mount asked for"),
                (Code::RefundAmount, "退款金额", "efund amount"),
            ] {
                let refused = read_amount(text, code).unwrap_err();
                assert_eq!(refused.code, code);
                let said = refused.text.chinese();
                assert!(said.contains(name), "{said}");
                assert_eq!(
                    said.contains("实际付"),
                    code == Code::Amount && said.contains("多少元")
                );
                let said = refused.text.said_in(Language::of("en").unwrap());
                assert!(said.contains(english), "{said}");
            }
        }
    }

    #[test]
    fn a_refusal_quotes_what_was_typed_in_every_language() {
        let refused = read_amount("几块钱", Code::Amount).unwrap_err().text;
        assert_eq!(refused.chinese(), "看不懂金额“几块钱”，请只填数字，例如 98.50。");
        assert_eq!(
            refused.said_in(Language::of("en").unwrap()),
            "The amount “几块钱” cannot be read. Enter digits only, such as 98.50."
        );
        let refused = read_amount("￥98.505元", Code::Amount).unwrap_err();
        assert!(
            refused.message().contains("“￥98.505元”"),
            "{}",
            refused.message()
        );
        let long = "9".repeat(100_000);
        assert!(read_amount(&long, Code::Amount).is_err() && money(&long).is_none());
    }

    proptest! {
        #[test]
        fn what_is_written_out_is_read_back(fen in 1i64..=100_000_000) {
            let written = Fen(fen).yuan();
            prop_assert_eq!(read_amount(&written, Code::Amount), Ok(Fen(fen)));
            for shown in [format!("¥{written}"), format!("{written} 元"), format!("-¥{written}"), format!("{written}0")] {
                prop_assert_eq!(read_amount(&shown, Code::Amount), Ok(Fen(fen)));
                prop_assert_eq!(money(&shown), Some(Fen(fen)));
            }
        }

        #[test]
        fn money_written_out_is_read_back(fen in 0i64..=99_999_999_999_999) {
            prop_assert_eq!(money(&Fen(fen).yuan()), Some(Fen(fen)));
        }

        /// The short way for the plainest cells says what the grammar says.
        #[test]
        fn the_short_way_agrees(text in "[0-9]{1,10}\\.[0-9]{0,3}") {
            prop_assert_eq!(money(&text), money(&format!("¥{text}")));
        }

        #[test]
        fn nothing_makes_it_panic(text in "\\PC{0,40}") {
            let _ = (read_amount(&text, Code::Amount), money(&text));
        }

        #[test]
        fn no_pieces_of_money_make_it_panic(text in "([0-9]{1,19}|[.,。+-]|[¥元块角毛分整万千百零一两十()]|已优惠| ){0,12}") {
            let _ = (read_amount(&text, Code::Amount), money(&text));
        }
    }
}
