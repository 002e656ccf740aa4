//! Chinese numerals: `二十三`, `一百零五`, `二〇二六`, and the `两三` of somebody who does not know exactly.

/// What a run of Chinese numerals says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numeral {
    Exact(u64),
    /// `两三`, `三五`: from, to.
    Between(u64, u64),
    /// `百`, `千`, `万`, `亿` behind digits: `1.5万`.
    Times(u64),
    /// A run that is no number, such as `十七八`.
    Unclear,
}

#[derive(Clone, Copy)]
enum Sign {
    Digit(u64),
    /// Ten, a hundred, a thousand.
    Rank(u64),
    /// Ten thousand and a hundred million, which multiply all before them.
    Myriad(u64),
}

fn sign(c: char) -> Option<Sign> {
    Some(match c {
        '零' | '〇' | '○' => Sign::Digit(0),
        '一' | '壹' => Sign::Digit(1),
        '二' | '两' | '贰' => Sign::Digit(2),
        '三' | '叁' => Sign::Digit(3),
        '四' | '肆' => Sign::Digit(4),
        '五' | '伍' => Sign::Digit(5),
        '六' | '陆' => Sign::Digit(6),
        '七' | '柒' => Sign::Digit(7),
        '八' | '捌' => Sign::Digit(8),
        '九' | '玖' => Sign::Digit(9),
        '十' | '拾' => Sign::Rank(10),
        '百' | '佰' => Sign::Rank(100),
        '千' | '仟' => Sign::Rank(1_000),
        '万' => Sign::Myriad(10_000),
        '亿' => Sign::Myriad(100_000_000),
        _ => return None,
    })
}

/// Whether a character is one of the numerals from one to nine.
pub(super) fn is_digit(c: char) -> bool {
    matches!(sign(c), Some(Sign::Digit(1..)))
}

/// The numerals at the start of a text and their length in bytes.
pub(super) fn leading(text: &str) -> Option<(Numeral, usize)> {
    /// No number that is written out in words is longer.
    const LONGEST: usize = 24;
    let end = text.find(|c| sign(c).is_none()).unwrap_or(text.len());
    let run: Vec<Sign> = text.get(..end)?.chars().filter_map(sign).collect();
    let numeral = match run[..] {
        [] => return None,
        [Sign::Rank(times @ 100..) | Sign::Myriad(times)] => Numeral::Times(times),
        _ if run.len() > LONGEST => Numeral::Unclear,
        _ => value(&run, text.get(..end)?.contains('两')).unwrap_or(Numeral::Unclear),
    };
    Some((numeral, end))
}

fn value(run: &[Sign], with_liang: bool) -> Option<Numeral> {
    let digits: Option<Vec<u64>> = run
        .iter()
        .map(|sign| match sign {
            Sign::Digit(digit) => Some(*digit),
            Sign::Rank(_) | Sign::Myriad(_) => None,
        })
        .collect();
    match digits.as_deref() {
        None => ranked(run).map(Numeral::Exact),
        Some([digit]) => Some(Numeral::Exact(*digit)),
        Some([few, more]) if *few > 0 && (*more == few + 1 || (*few, *more) == (3, 5)) => {
            Some(Numeral::Between(*few, *more))
        }
        // Digit by digit, as a year is read out; two of them might as well be "three or four".
        Some(digits) if !with_liang && (digits.len() == 4 || digits.contains(&0)) => {
            Some(Numeral::Exact(digits.iter().try_fold(0u64, |sum, digit| {
                sum.checked_mul(10)?.checked_add(*digit)
            })?))
        }
        Some(_) => None,
    }
}

fn ranked(run: &[Sign]) -> Option<u64> {
    let (mut total, mut section) = (0u64, 0u64);
    let mut digit: Option<u64> = None;
    let mut below = 10_000;
    let mut rank = 0;
    let mut zero = false;
    for (position, sign) in run.iter().enumerate() {
        match *sign {
            Sign::Digit(0) if digit.is_none() => zero = true,
            Sign::Digit(next) if digit.is_none() && next > 0 => digit = Some(next),
            Sign::Digit(_) => return None,
            Sign::Rank(this) => {
                // Only 十 may stand without a digit, and only where nothing larger went before.
                let times = match digit.take() {
                    Some(times) => times,
                    None if this == 10 && position == 0 => 1,
                    None => return None,
                };
                if this >= below {
                    return None;
                }
                section = section.checked_add(times * this)?;
                (below, rank, zero) = (this, this, false);
            }
            Sign::Myriad(this) => {
                section += digit.take().unwrap_or(0);
                if section == 0 {
                    return None;
                }
                total = total.checked_add(section)?.checked_mul(this)?;
                (section, below, rank, zero) = (0, 10_000, this, false);
            }
        }
    }
    // 一百五 is a hundred and fifty; a hundred and five has its 零.
    let last = match digit {
        Some(digit) if rank >= 100 && !zero => digit * (rank / 10),
        Some(digit) => digit,
        None if zero => return None,
        None => 0,
    };
    total.checked_add(section)?.checked_add(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_as_people_write_them() {
        for (text, numeral) in [
            ("零", Numeral::Exact(0)),
            ("一", Numeral::Exact(1)),
            ("两", Numeral::Exact(2)),
            ("十", Numeral::Exact(10)),
            ("十一", Numeral::Exact(11)),
            ("二十", Numeral::Exact(20)),
            ("二十三", Numeral::Exact(23)),
            ("零三", Numeral::Exact(3)),
            ("一百", Numeral::Exact(100)),
            ("一百零五", Numeral::Exact(105)),
            ("一百五", Numeral::Exact(150)),
            ("两百五十六", Numeral::Exact(256)),
            ("一千二", Numeral::Exact(1_200)),
            ("一千零二十", Numeral::Exact(1_020)),
            ("一万二", Numeral::Exact(12_000)),
            ("一万零二", Numeral::Exact(10_002)),
            ("十二万三千", Numeral::Exact(123_000)),
            ("玖拾捌", Numeral::Exact(98)),
            ("壹仟零玖拾捌", Numeral::Exact(1_098)),
            ("二〇二六", Numeral::Exact(2_026)),
            ("二零二六", Numeral::Exact(2_026)),
            ("两三", Numeral::Between(2, 3)),
            ("三五", Numeral::Between(3, 5)),
            ("万", Numeral::Times(10_000)),
            ("十七八", Numeral::Unclear),
            ("百千", Numeral::Unclear),
            ("五三", Numeral::Unclear),
            ("两百两千", Numeral::Unclear),
            ("一百零", Numeral::Unclear),
        ] {
            assert_eq!(leading(text), Some((numeral, text.len())), "{text}");
        }
        assert_eq!(leading("三天"), Some((Numeral::Exact(3), "三".len())));
        assert_eq!(leading("天"), None);
        assert_eq!(
            leading(&"九".repeat(100_000)).map(|(numeral, _)| numeral),
            Some(Numeral::Unclear)
        );
    }
}
