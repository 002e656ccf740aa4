//! What a package for sharing shows of accounts, numbers, card keys, telephones, mail addresses and identity numbers in texts:
//! their first and last characters at most, however they are written.

use std::ops::Range;

/// So many digits in a row are a number that tells who or what; groups of them count together.
const TELLING_DIGITS: usize = 7;

/// So many letters and digits mixed are a key or an account.
const TELLING_MIXED: usize = 6;

/// So many letters and digits of a secret are a piece of it; of a name or an address in Chinese fewer.
const TELLING_PIECE: usize = 4;
const TELLING_PIECE_OF_ADDRESS: usize = 4;
const TELLING_PIECE_OF_NAME: usize = 2;

/// What stands for something of which nothing is shown.
const STARS: &str = "******";

/// So many letters and digits are a group of something longer at most.
const LONGEST_GROUP: usize = 4;

/// So many signs may stand between two groups of one number.
const LONGEST_GAP: usize = 5;

/// Behind these words stands what is not for everybody, however short it is.
const WORDS: [&str; 36] = [
    "卡号",
    "序列号",
    "账号",
    "帐号",
    "账户",
    "帐户",
    "用户名",
    "手机",
    "手机号",
    "电话",
    "尾号",
    "身份证",
    "证件号",
    "号码",
    "单号",
    "订单号",
    "编号",
    "流水号",
    "邮箱",
    "微信",
    "微信号",
    "号",
    "号是",
    "号为",
    "后四位",
    "qq",
    "id",
    "uid",
    "user",
    "account",
    "phone",
    "mobile",
    "tel",
    "email",
    "card",
    "sn",
];

/// Behind these stands what opens something: nothing of it is shown.
const OPENING_WORDS: [&str; 19] = [
    "卡密",
    "密码",
    "口令",
    "验证码",
    "校验码",
    "兑换码",
    "激活码",
    "充值码",
    "提货码",
    "支付码",
    "密钥",
    "key",
    "token",
    "pin",
    "pwd",
    "passwd",
    "password",
    "code",
    "secret",
];

/// What of a text is hidden.
struct Hidden {
    range: Range<usize>,
    /// Whether its first and last characters are hidden too.
    whole: bool,
}

/// Masks whatever in a text may be an account, a number, a card key, a telephone, a mail address or an identity number, and
/// `secrets` wherever and however they stand. Dates, times and amounts stay.
pub fn mask_text(text: &str, secrets: &[&str]) -> String {
    let chars: Vec<char> = text.chars().collect();
    let plain: Vec<char> = chars.iter().copied().map(plain).collect();
    let dates = dates(&plain);
    let at_edges = |ranges: Vec<Range<usize>>| ranges.into_iter().map(|range| Hidden { range, whole: false });
    let nowhere = |ranges: Vec<Range<usize>>| ranges.into_iter().map(|range| Hidden { range, whole: true });
    let mut hidden: Vec<Hidden> = at_edges(known(&plain, secrets))
        .chain(nowhere(pieces(&plain, secrets, &dates)))
        .chain(at_edges(addresses(&plain)))
        .chain(at_edges(grouped_addresses(&plain, &dates)))
        .chain(at_edges(queries(&plain)))
        .chain(at_edges(numbers(&plain, &dates)))
        .chain(at_edges(keys(&plain, &dates)))
        .chain(at_edges(named(&plain, &dates, &WORDS)))
        .chain(nowhere(named(&plain, &dates, &OPENING_WORDS)))
        .collect();
    hidden.sort_by_key(|hidden| (hidden.range.start, std::cmp::Reverse(hidden.range.end)));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut hidden = hidden.into_iter().peekable();
    while let Some(Hidden { mut range, mut whole }) = hidden.next() {
        while let Some(next) = hidden.next_if(|next| next.range.start <= range.end) {
            // A piece in the middle of something longer tells nothing of its ends.
            let is_within = next.range.end <= range.end && next.range.start > range.start;
            whole |= next.whole && !is_within;
            range.end = range.end.max(next.range.end);
        }
        out.extend(&chars[at..range.start]);
        out.push_str(&if whole {
            STARS.to_owned()
        } else {
            masked(&plain[range.clone()])
        });
        at = range.end;
    }
    out.extend(&chars[at..]);
    out
}

/// The same for something that is a secret as a whole.
pub fn mask_all(text: &str) -> String {
    masked(&text.chars().map(plain).collect::<Vec<_>>())
}

/// What of a secret is shown: of letters and digits the first and last, of a name or an address in Chinese nothing.
fn masked(secret: &[char]) -> String {
    const MOST_STARS: usize = 6;
    let counted: Vec<char> = secret.iter().copied().filter(|c| c.is_alphanumeric()).collect();
    let shown = match counted.len() {
        _ if !counted.iter().all(char::is_ascii) => 0,
        0..=3 => 0,
        4..=10 => 1,
        _ => 3,
    };
    let stars = (counted.len() - 2 * shown).clamp(1, MOST_STARS);
    let mut out: String = counted[..shown].iter().collect();
    out.push_str(&"*".repeat(stars));
    out.extend(&counted[counted.len() - shown..]);
    out
}

/// A character as it is compared: half as wide, and a digit of any kind as a digit.
fn plain(c: char) -> char {
    /// Where ten digits in a row begin.
    const DIGITS: [u32; 15] = [
        0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0e50, 0x0ed0, 0x1040, 0x17e0, 0x1d7ce, 0x1d7d8, 0x1d7e2,
        0x1d7ec, 0x1d7f6, 0x1fbf0,
    ];
    /// Where nine of them begin, from 1.
    const NINES: [u32; 10] = [
        0x2460, 0x2474, 0x2488, 0x24f5, 0x2776, 0x2780, 0x278a, 0x3021, 0x3220, 0x3280,
    ];
    const HAN: [&str; 10] = [
        "零〇○洞⓪⓿",
        "一壹幺",
        "二贰两",
        "三叁",
        "四肆",
        "五伍",
        "六陆",
        "七柒拐",
        "八捌",
        "九玖",
    ];
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    const LOWERED: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];
    let code = u32::from(c);
    let ascii = match code {
        // A Chinese comma parts two numbers, a small one the thousands of one.
        0xff0c => None,
        0xff01..=0xff5e => char::from_u32(code - 0xfee0),
        0x3000 => Some(' '),
        _ if c.is_ascii() => Some(c),
        _ => None,
    };
    if let Some(ascii) = ascii {
        return ascii;
    }
    let in_row = |starts: &[u32], first: u32, count: u32| {
        starts
            .iter()
            .find(|start| (**start..**start + count).contains(&code))
            .map(|start| code - start + first)
    };
    let of_ten = |rows: &[char; 10]| {
        rows.iter()
            .position(|one| *one == c)
            .and_then(|at| u32::try_from(at).ok())
    };
    let han = || {
        HAN.iter()
            .position(|row| row.contains(c))
            .and_then(|at| u32::try_from(at).ok())
    };
    in_row(&DIGITS, 0, 10)
        .or_else(|| in_row(&NINES, 1, 9))
        .or_else(|| of_ten(&RAISED))
        .or_else(|| of_ten(&LOWERED))
        .or_else(han)
        .and_then(|digit| char::from_digit(digit, 10))
        .unwrap_or(c)
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// A secret as it is compared: letters and digits alone, small.
fn squeezed(secret: &str) -> Vec<char> {
    let plain = secret.chars().map(plain).filter(|c| c.is_alphanumeric());
    plain.map(lower).collect()
}

/// Where the secrets stand, whatever stands between their letters and digits, in whatever case.
fn known(plain: &[char], secrets: &[&str]) -> Vec<Range<usize>> {
    /// A shorter one is only itself where it stands alone.
    const SHORT: usize = 4;
    /// So many words may stand between two parts of a long number.
    const WIDEST: usize = 12;
    let of = |counts: &dyn Fn(char) -> bool| -> Vec<(usize, char)> {
        let places = plain.iter().enumerate().filter(|(_, c)| counts(**c));
        places.map(|(at, c)| (at, lower(*c))).collect()
    };
    let all = of(&char::is_alphanumeric);
    let ascii = of(&|c| c.is_ascii_alphanumeric());
    let mut found = Vec::new();
    for secret in secrets.iter().map(|secret| squeezed(secret)) {
        if secret.is_empty() {
            continue;
        }
        let is_ascii = secret.iter().all(char::is_ascii);
        let is_short = secret.len() <= SHORT && is_ascii;
        // “138，然后 1234，最后 5678”: words between the parts of a number do not hide it.
        let is_long = is_ascii && secret.len() >= TELLING_DIGITS;
        let ways: Vec<&Vec<(usize, char)>> = if is_long { vec![&all, &ascii] } else { vec![&all] };
        for text in ways {
            for window in text.windows(secret.len()) {
                let (Some(first), Some(last)) = (window.first(), window.last()) else {
                    continue;
                };
                let is_it = window.iter().zip(&secret).all(|((_, c), own)| c == own)
                    && window.windows(2).all(|pair| pair[1].0 - pair[0].0 <= WIDEST);
                let beside = |at: Option<usize>| {
                    at.and_then(|at| plain.get(at))
                        .is_some_and(char::is_ascii_alphanumeric)
                };
                if is_it && !(is_short && (beside(first.0.checked_sub(1)) || beside(Some(last.0 + 1)))) {
                    found.push(first.0..last.0 + 1);
                }
            }
        }
    }
    found
}

/// Where pieces of the secrets stand: “尾数是 5678”, “小明”, “示例路 1 号”. Sums and counts are none.
fn pieces(plain: &[char], secrets: &[&str], dates: &[Range<usize>]) -> Vec<Range<usize>> {
    let places: Vec<(usize, char)> = plain
        .iter()
        .enumerate()
        .filter(|(at, c)| c.is_alphanumeric() && !within(*at, dates))
        .map(|(at, c)| (at, lower(*c)))
        .collect();
    let mut found: Vec<Range<usize>> = Vec::new();
    for secret in secrets.iter().map(|secret| squeezed(secret)) {
        let is_ascii = secret.iter().all(char::is_ascii);
        let least = match secret.len() {
            _ if is_ascii => TELLING_PIECE,
            0..=4 => TELLING_PIECE_OF_NAME,
            _ => TELLING_PIECE_OF_ADDRESS,
        };
        if secret.len() <= least {
            continue;
        }
        let mut at = 0;
        while at < places.len() {
            let own = |from: usize| {
                let alike = places[at..].iter().zip(&secret[from..]);
                alike.take_while(|((_, c), own)| c == *own).count()
            };
            let length = (0..secret.len()).map(own).max().unwrap_or_default();
            if length < least {
                at += 1;
                continue;
            }
            let range = places[at].0..places[at + length - 1].0 + 1;
            // All of it is no piece.
            let is_piece = length < secret.len();
            // Of letters and digits a piece stands alone: 1000 in 10000 is none.
            let beside = |at: Option<usize>| {
                at.and_then(|at| plain.get(at))
                    .is_some_and(char::is_ascii_alphanumeric)
            };
            let is_apart = !is_ascii || !(beside(range.start.checked_sub(1)) || beside(Some(range.end)));
            if is_piece && is_apart && !is_count(plain, &range) {
                found.push(range);
            }
            at += length;
        }
    }
    found
}

/// Whether a number in a text is a sum or a count, because a unit stands behind it, or a decimal point in it.
fn is_count(plain: &[char], range: &Range<usize>) -> bool {
    const UNITS: [&str; 24] = [
        "元", "块", "分", "小", "天", "次", "个", "张", "日", "月", "年", "点", "枚", "钻", "笔", "条", "件",
        "人", "Q", "q", "K", "k", "M", "G",
    ];
    let is_number = plain[range.clone()]
        .iter()
        .all(|c| c.is_ascii_digit() || *c == '.');
    let after: String = plain[range.end..].iter().take(2).collect();
    is_number && UNITS.iter().any(|unit| after.trim_start().starts_with(unit))
}

/// Dates and times of day that there are: `2026-11-20`, `2026/11/20 21:03:45`, `2026-11-20T21:03:45+08:00`.
fn dates(plain: &[char]) -> Vec<Range<usize>> {
    let number = |at: usize, most: usize| -> Option<(u32, usize)> {
        let digits = plain[at..]
            .iter()
            .take(most)
            .take_while(|c| c.is_ascii_digit())
            .count();
        let text: String = plain.get(at..at + digits)?.iter().collect();
        Some((text.parse().ok()?, at + digits))
    };
    let is = |at: usize, signs: &str| plain.get(at).is_some_and(|c| signs.contains(*c));
    let is_date = |start: usize| -> Option<usize> {
        let (year, at) = number(start, 4)?;
        let sign = *plain.get(at).filter(|c| "-/.年".contains(**c))?;
        let (month, at) = number(at + 1, 2)?;
        plain
            .get(at)
            .filter(|c| **c == if sign == '年' { '月' } else { sign })?;
        let (day, mut at) = number(at + 1, 2)?;
        if !(1990..2100).contains(&year)
            || chrono::NaiveDate::from_ymd_opt(year.try_into().ok()?, month, day).is_none()
        {
            return None;
        }
        // A time of day belongs to it.
        let clock = if is(at, " T日") { at + 1 } else { at };
        let mut end = clock;
        for part in 0..3 {
            if part > 0 && !is(end, ":") {
                break;
            }
            let Some((_, next)) =
                number(if part > 0 { end + 1 } else { end }, 2).filter(|(value, _)| *value < 60)
            else {
                break;
            };
            if part == 0 && !is(next, ":") {
                break;
            }
            end = next;
        }
        if end > clock {
            at = end;
        }
        Some(at)
    };
    let mut found: Vec<Range<usize>> = Vec::new();
    for start in 0..plain.len() {
        let is_apart = start == 0 || !(plain[start - 1].is_ascii_alphanumeric() || plain[start - 1] == '-');
        if !is_apart || found.last().is_some_and(|last| start < last.end) {
            continue;
        }
        if let Some(end) = is_date(start) {
            // What goes on is another kind of number.
            let goes_on = plain.get(end).is_some_and(|c| c.is_ascii_alphanumeric())
                || (is(end, "-/.") && plain.get(end + 1).is_some_and(char::is_ascii_digit));
            if !goes_on {
                found.push(start..end);
            }
        }
    }
    found
}

fn within(at: usize, ranges: &[Range<usize>]) -> bool {
    ranges.iter().any(|range| range.contains(&at))
}

/// Whether a sign may stand between two groups of one number or key.
fn is_gap(c: char) -> bool {
    c.is_whitespace() || "-_.·•‧・/\\,()（）+*#~—–‒―−'’|%".contains(c) || c.is_control() || is_invisible(c)
}

fn is_invisible(c: char) -> bool {
    matches!(u32::from(c), 0xad | 0x200b..=0x200f | 0x2028..=0x202f | 0x2060..=0x2069 | 0xfe00..=0xfe0f | 0xfeff | 0x300..=0x36f | 0x20d0..=0x20ff)
}

/// Where the next letter or digit stands behind a gap; `None` where something else stands between.
fn beyond(plain: &[char], end: usize) -> Option<usize> {
    let gap = plain[end..]
        .iter()
        .take(LONGEST_GAP + 1)
        .take_while(|c| is_gap(**c))
        .count();
    (gap <= LONGEST_GAP && end + gap < plain.len()).then_some(end + gap)
}

/// Numbers of many digits, in groups or in one.
fn numbers(plain: &[char], dates: &[Range<usize>]) -> Vec<Range<usize>> {
    let is_digit = |at: usize| plain.get(at).is_some_and(char::is_ascii_digit) && !within(at, dates);
    let mut found = Vec::new();
    let mut at = 0;
    while at < plain.len() {
        if !is_digit(at) {
            at += 1;
            continue;
        }
        let start = at;
        let mut end = at + 1;
        let mut digits = 1;
        while let Some(next) = beyond(plain, end).filter(|next| is_digit(*next)) {
            digits += 1;
            end = next + 1;
        }
        if digits >= TELLING_DIGITS {
            found.push(whole(plain, start..end));
        }
        at = end;
    }
    found.extend(spelled(plain, dates));
    found
}

/// Numbers and keys that are written one by one: `1、3、8、…`, `A B C D …`, `1%3%8`.
fn spelled(plain: &[char], dates: &[Range<usize>]) -> Vec<Range<usize>> {
    /// So many signs may stand between two of them.
    const WIDEST: usize = 3;
    let singles: Vec<usize> = tokens(plain, dates)
        .into_iter()
        .filter(|token| token.len() == 1)
        .map(|token| token.start)
        .collect();
    let is_next = |one: &usize, next: &usize| {
        next - one <= WIDEST + 1 && !plain[one + 1..*next].iter().any(|c| c.is_alphanumeric())
    };
    singles
        .chunk_by(is_next)
        .filter(|row| row.len() >= TELLING_MIXED)
        .map(|row| row[0]..row[row.len() - 1] + 1)
        .collect()
}

/// A range with the letters and digits that touch it: the X of an identity number, the letters of an order's.
fn whole(plain: &[char], range: Range<usize>) -> Range<usize> {
    let is_part = |c: &&char| c.is_ascii_alphanumeric();
    let before = plain[..range.start].iter().rev().take_while(is_part).count();
    let after = plain[range.end..].iter().take_while(is_part).count();
    range.start - before..range.end + after
}

/// Letters and digits one behind the other.
fn tokens(plain: &[char], dates: &[Range<usize>]) -> Vec<Range<usize>> {
    let is_part = |at: usize| plain[at].is_ascii_alphanumeric() && !within(at, dates);
    let mut all: Vec<Range<usize>> = Vec::new();
    for at in (0..plain.len()).filter(|at| is_part(*at)) {
        match all.last_mut().filter(|last| last.end == at) {
            Some(last) => last.end = at + 1,
            None => all.push(at..at + 1),
        }
    }
    all
}

/// Card keys, activation keys and accounts: by how letters and digits stand together.
fn keys(plain: &[char], dates: &[Range<usize>]) -> Vec<Range<usize>> {
    let tokens = tokens(plain, dates);
    let text = |range: &Range<usize>| &plain[range.clone()];
    let digits = |token: &[char]| token.iter().filter(|c| c.is_ascii_digit()).count();
    let mut found: Vec<Range<usize>> = tokens.iter().filter(|one| is_key(text(one))).cloned().collect();
    let mut from = 0;
    while from < tokens.len() {
        let mut to = from + 1;
        let between = |to: usize| &plain[tokens[to - 1].end..tokens[to].start];
        while to < tokens.len() && between(to).len() <= LONGEST_GAP && between(to).iter().all(|c| is_gap(*c))
        {
            to += 1;
        }
        // Every row of groups inside of what stands together: a word in front of a key is no part of it.
        for first in from..to {
            let groups = |fits: &dyn Fn(&[char]) -> bool| {
                tokens[first..to].iter().take_while(|one| fits(text(one))).count()
            };
            let is_large = |one: &[char]| one.len() >= 2 && !one.iter().any(char::is_ascii_lowercase);
            let is_mixed = |one: &[char]| one.len() >= 3 && digits(one) > 0;
            let length = tokens[first].len();
            let is_alike = |one: &[char]| one.len() == length && length >= 3;
            let count = |many: usize| {
                tokens[first..first + many]
                    .iter()
                    .map(ExactSizeIterator::len)
                    .sum::<usize>()
            };
            for (many, fewest, least) in [
                (groups(&is_large), 2, 8),
                (groups(&is_mixed), 2, 8),
                (groups(&is_alike), 4, 12),
            ] {
                if many >= fewest && count(many) >= least {
                    found.push(tokens[first].start..tokens[first + many - 1].end);
                }
            }
        }
        // Short groups in which letters and digits take turns are one too.
        let mut first = from;
        while first < to {
            let many = tokens[first..to]
                .iter()
                .take_while(|one| one.len() <= LONGEST_GROUP)
                .count();
            let row = &tokens[first..first + many];
            let turns: usize = row.iter().map(|one| turns(text(one))).sum();
            let length: usize = row.iter().map(ExactSizeIterator::len).sum();
            if many >= 4 && turns >= 3 && length >= 8 {
                found.push(row[0].start..row[many - 1].end);
            }
            first += many.max(1);
        }
        // Joined by hyphens they are one, of whatever letters.
        let mut first = from;
        while first < to {
            let mut last = first + 1;
            while last < to && matches!(between(last), ['-' | '_']) {
                last += 1;
            }
            let one = &tokens[first..last];
            let length = one.iter().map(ExactSizeIterator::len).sum::<usize>();
            let has_digits = one.iter().any(|token| digits(text(token)) > 0);
            if one.len() > 1 && (length >= 12 || (has_digits && length >= 8)) {
                found.push(one[0].start..one[one.len() - 1].end);
            }
            first = last;
        }
        from = to;
    }
    found
}

/// How often a letter stands beside a digit.
fn turns(token: &[char]) -> usize {
    let is_turn = |pair: &&[char]| pair[0].is_ascii_digit() != pair[1].is_ascii_digit();
    token.windows(2).filter(is_turn).count()
}

fn is_key(token: &[char]) -> bool {
    /// Words are shorter.
    const LONGEST_WORD: usize = 16;
    let digits = token.iter().filter(|c| c.is_ascii_digit()).count();
    let large = token.iter().filter(|c| c.is_ascii_uppercase()).count();
    let turns = token
        .windows(2)
        .filter(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
        .count();
    let is_mixed = digits >= 2 && digits < token.len() && token.len() >= TELLING_MIXED;
    is_mixed
        || (large == token.len() && large >= 8)
        || (token.len() >= 8 && turns >= 2)
        || token.len() >= LONGEST_WORD
        || is_unspeakable(token)
}

/// Whether letters are no word of any language: too many in a row that no vowel parts.
fn is_unspeakable(token: &[char]) -> bool {
    const SHORTEST: usize = 8;
    const MOST_IN_A_ROW: usize = 5;
    let is_vowel = |c: &char| "aeiouy".contains(c.to_ascii_lowercase());
    let vowels = token.iter().filter(|c| is_vowel(c)).count();
    let is_letters = token.iter().all(char::is_ascii_alphabetic);
    let longest = token.split(is_vowel).map(<[char]>::len).max().unwrap_or_default();
    is_letters && token.len() >= SHORTEST && (longest > MOST_IN_A_ROW || vowels * 6 < token.len())
}

/// Mail addresses, and what else stands around an `@`.
fn addresses(plain: &[char]) -> Vec<Range<usize>> {
    let is_part = |c: &&char| c.is_alphanumeric() && c.is_ascii() || "._%+-".contains(**c);
    let mut found = Vec::new();
    for at in (0..plain.len()).filter(|at| plain[*at] == '@') {
        let before = plain[..at].iter().rev().take_while(is_part).count();
        let after = plain[at + 1..].iter().take_while(is_part).count();
        if before > 0 && after > 0 {
            found.push(at - before..at + 1 + after);
        }
    }
    found
}

/// Mail addresses in groups, `zhan g.sa n@ex ampl e.co m`: what is short and stands beside is taken for a part of them.
fn grouped_addresses(plain: &[char], dates: &[Range<usize>]) -> Vec<Range<usize>> {
    let tokens = tokens(plain, dates);
    let is_gap_only =
        |range: Range<usize>| range.len() <= LONGEST_GAP && plain[range].iter().all(|c| is_gap(*c));
    let joins = |from: usize| is_gap_only(tokens[from].end..tokens[from + 1].start);
    let is_group = |at: usize| tokens[at].len() <= LONGEST_GROUP;
    let mut found = Vec::new();
    for at in (0..plain.len()).filter(|at| plain[*at] == '@') {
        let mut last = tokens.partition_point(|token| token.start < at);
        let Some(mut first) = last.checked_sub(1).filter(|_| last < tokens.len()) else {
            continue;
        };
        if !is_gap_only(tokens[first].end..at) || !is_gap_only(at + 1..tokens[last].start) {
            continue;
        }
        while first > 0 && joins(first - 1) && is_group(first - 1) {
            first -= 1;
        }
        while last + 1 < tokens.len() && joins(last) && is_group(last + 1) {
            last += 1;
        }
        found.push(tokens[first].start..tokens[last].end);
    }
    found
}

/// What an address of a page says besides the page.
fn queries(plain: &[char]) -> Vec<Range<usize>> {
    let is_part = |c: &&char| c.is_ascii_graphic() && !"\"'<>`".contains(**c);
    let mut found = Vec::new();
    let mut at = 0;
    while at + 3 < plain.len() {
        if plain[at..at + 3] != [':', '/', '/'] {
            at += 1;
            continue;
        }
        let end = at + plain[at..].iter().take_while(is_part).count();
        let tells = plain[at..end].iter().position(|c| "?#".contains(*c));
        found.extend(
            tells
                .map(|from| at + from + 1..end)
                .filter(|range| !range.is_empty()),
        );
        at = end;
    }
    found
}

/// What stands behind a word that says that it is a secret, if it is not an amount or a count.
fn named(plain: &[char], dates: &[Range<usize>], words: &[&str]) -> Vec<Range<usize>> {
    const SHORTEST: usize = 3;
    let lower: Vec<char> = plain.iter().map(char::to_ascii_lowercase).collect();
    let mut found = Vec::new();
    for word in words {
        let word: Vec<char> = word.chars().collect();
        for at in 0..lower.len().saturating_sub(word.len()) {
            let end = at + word.len();
            // “11 号” is a day, and “3 号” one of several.
            let is_apart = if word[0].is_ascii() {
                !(at > 0 && lower[at - 1].is_ascii_alphanumeric() || lower[end].is_ascii_alphabetic())
            } else {
                let before = lower[..at].iter().rev().find(|c| !c.is_whitespace());
                !(word[0] == '号' && before.is_some_and(char::is_ascii_digit))
            };
            if lower[at..end] != word[..] || !is_apart {
                continue;
            }
            let gap = lower[end..]
                .iter()
                .take(LONGEST_GAP)
                .take_while(|c| " :：=是为“\"「『(（[【号#*".contains(**c))
                .count();
            let start = end + gap;
            let is_part = |c: &&char| c.is_ascii_alphanumeric() || "-_.*".contains(**c);
            let length = lower[start..].iter().take_while(is_part).count();
            let is_count = is_count(plain, &(start..start + length));
            let has_digits = lower[start..start + length].iter().any(char::is_ascii_digit);
            // “key features” is none, “key: features” may be; “型号 Pro” is none.
            let is_said = match word[0] {
                '号' => has_digits,
                first if first.is_ascii() => {
                    has_digits || lower[end..start].iter().any(|c| ":：=是为".contains(*c))
                }
                _ => true,
            };
            if length >= SHORTEST && is_said && !is_count && !within(start, dates) {
                found.push(start..start + length);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_tells_who_somebody_is_is_masked_and_the_rest_stays() {
        for (text, shown) in [
            ("电话 13800000001，请回", "电话 138*****001，请回"),
            ("卡密 ABCD-1234-EFGH-5678", "卡密 ******"),
            ("卡密 ABCD EFGH 1234 5678", "卡密 ******"),
            ("ABCD-1234-EFGH-5678", "ABC******678"),
            ("身份证 11010119900101123X。", "身份证 110******23X。"),
            (
                "2026-11-20 21:03:45 付款 98.50 元",
                "2026-11-20 21:03:45 付款 98.50 元",
            ),
            ("100 Q币", "100 Q币"),
            (
                "2026年11月20日 21:03，100 Q币直充，98.50 元",
                "2026年11月20日 21:03，100 Q币直充，98.50 元",
            ),
            ("2026-11-20T21:03:45+08:00", "2026-11-20T21:03:45+08:00"),
            (
                "微信 98.50 元，等了 30 分钟，手机 2 台",
                "微信 98.50 元，等了 30 分钟，手机 2 台",
            ),
            ("Apple Music 会员 12 个月", "Apple Music 会员 12 个月"),
            ("please wait for the refund", "please wait for the refund"),
        ] {
            assert_eq!(mask_text(text, &[]), shown);
        }
        assert_eq!(
            mask_text("QQ 号：10001，10001", &["10001"]),
            "QQ 号：1***1，1***1"
        );
    }

    /// Ways to write what must not be read, with what must not be left of it.
    const WRITTEN: [(&str, &str); 51] = [
        ("1、3、8、1、2、3、4、5、6、7、8", "2、3"),
        ("1，3，8；1，2，3；4，5，6，7，8", "2，3"),
        ("A B C D E F G H", "D E"),
        ("%31%33%38%31%32%33%34", "%38%31"),
        ("https://pay.example.com/r?uid=zhang&name=san", "zhang"),
        ("密码 hunter2", "h"),
        ("验证码 482731", "4"),
        ("qwzxkpmvbn", "zxkpmv"),
        ("我的号是86868", "6868"),
        ("㈠㊂㊇〡〢〣〤〥㈥", "〢〣"),
        ("138 1234 5678", "1234"),
        ("138-1234-5678", "1234"),
        ("138.1234.5678", "1234"),
        ("1381234\n5678", "5678"),
        ("+86 (138) 1234-5678", "1234"),
        ("１３８１２３４５６７８", "１２３４"),
        ("13812\u{200b}345678", "345"),
        ("一三八一二三四五六七八", "二三四"),
        ("①③⑧①②③④⑤⑥⑦⑧", "②③④"),
        ("𝟏𝟑𝟖𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖", "𝟐𝟑𝟒"),
        ("6222 0200 0000 1234 567", "0200"),
        ("6222*0200*0000*1234", "0200"),
        ("*9876543210987654", "54321"),
        ("1234-56-7890123456", "7890123"),
        ("2026-11-2012345678", "12345678"),
        ("2026-11-20-12345678", "12345678"),
        ("2026-13-45-123", "13-45"),
        ("ABCD EFGH 1234 5678", "EFGH"),
        ("zhan g.sa n@ex ampl e.co m", "ampl"),
        ("zha\u{3000}ng.\u{3000}san\u{3000}@ex\u{3000}amp", "san"),
        ("li·.s·i@·ex·am·pl·e.·co·m", "am"),
        ("wxid _q7w 8e9r 0", "q7w"),
        ("wxi.d_q.7w8.e9r.0", "7w8"),
        ("wx·id·_q·7w·8e·9r·0", "7w"),
        ("qqrstuvwxyzabcde", "tuvw"),
        ("AB12CD34EF", "12CD34"),
        ("QQRS-TUVW-XYZA-BCDE", "TUVW"),
        ("abcd-efgh-ijkl-mnop", "efgh"),
        ("abcd efgh ijkl mnop", "efgh"),
        ("ab12 cd34 ef56", "cd34"),
        ("ＡＢ１２ＣＤ３４ＥＦ", "ＣＤ３４"),
        ("a1b2c3", "1b2"),
        ("XKQZPWMV", "QZPW"),
        ("aBcDeFgHiJ", "cDeF"),
        ("zhang.san@example.com", "san@"),
        ("ｚｈａｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ", "ｇ＠ｅ"),
        ("zhang_san99@mail.example.cn", "san99"),
        ("QQ：86868", "6868"),
        ("验证码是 4827", "4827"),
        ("密码:abc", "abc"),
        ("尾号 5678", "5678"),
    ];

    #[test]
    fn numbers_are_found_however_they_are_written() {
        for (text, left) in WRITTEN {
            for around in ["", "客服要", "。"] {
                let shown = mask_text(&format!("{around}{text}{around}"), &[]);
                assert!(!shown.contains(left) && shown.contains('*'), "{text}: {shown}");
            }
        }
    }

    #[test]
    fn secrets_are_found_in_any_case_and_spelling() {
        let secrets = ["Zhang.San@Example.com", "王小明", "player-one", "ab", "7788"];
        for text in [
            "ZHANG.SAN@EXAMPLE.COM",
            "zhang.san_example.com",
            "zhang san @ example . com",
            "ｚｈａｎｇ．ｓａｎ＠ｅｘａｍｐｌｅ．ｃｏｍ",
            "王 小 明",
            "Player One",
            "PLAYERONE",
            "账户 ab",
            "7788",
            "七七八八",
        ] {
            let shown = mask_text(&format!("“{text}”"), &secrets);
            assert!(!shown.contains(text) && shown.contains('*'), "{text}: {shown}");
        }
        assert_eq!(mask_text("table 77889", &secrets), "table 77889");
        assert_eq!(mask_all("player-one"), "p******e");
    }

    #[test]
    fn pieces_of_secrets_are_hidden_and_sums_and_counts_stay() {
        let secrets = [
            "13812345678",
            "王小明",
            "示例市示例路 1 号 302 室",
            "zhang.san@example.com",
        ];
        for (text, shown) in [
            ("尾数是 5678 的", "尾数是 ****** 的"),
            ("小明说", "******说"),
            ("在示例路 1 号等", "在******等"),
            ("1234 开头的那个", "****** 开头的那个"),
            ("ｚｈａｎｇ 这个名字", "****** 这个名字"),
            ("138，然后 1234，最后 5678", "******"),
            ("付了 1234 元，等了 5678 分钟", "付了 1234 元，等了 5678 分钟"),
            ("星河卡盟（示例）", "星河卡盟（示例）"),
            ("2026-11-20 12:34:56", "2026-11-20 12:34:56"),
        ] {
            assert_eq!(mask_text(text, &secrets), shown, "{text}");
        }
        // What opens something shows nothing, and an account inside of something longer its ends.
        assert_eq!(mask_text("密码：abcdefgh", &[]), "密码：******");
        assert_eq!(mask_text("号 13812345678", &secrets), "号 138*****678");
    }

    #[test]
    fn what_tells_nobody_apart_stays() {
        for text in [
            "100 Q币直充，98.50 元",
            "12 个月会员，1000 点券",
            "11 号说 3 天内到账，1 号店",
            "please wait for the refund, thanks",
            "Adobe Illustrator subscription",
            "https://www.example.com/help/refund",
            "第 3 条，共 5 条",
            "1. 付款 2. 催告 3. 退款",
            "ChatGPT Plus 1 month",
        ] {
            assert_eq!(mask_text(text, &[]), text);
        }
    }

    proptest! {
        #[test]
        fn no_secret_survives(secret in "[A-Za-z0-9]{8,30}", before in "[一-龥 ：]{0,5}") {
            let text = format!("{before}{secret}，{secret}");
            prop_assert!(!mask_text(&text, &[&secret]).contains(&secret));
        }

        #[test]
        fn any_text_can_be_masked(text in ".{0,200}", secret in ".{0,10}") {
            mask_text(&text, &[&secret]);
        }

        #[test]
        fn a_number_in_groups_is_found(groups in proptest::collection::vec("[0-9]{2,4}", 4..8), gap in "[ \\-.·]") {
            let text = groups.join(&gap);
            let digits = groups.concat();
            let is_date = !dates(&text.chars().collect::<Vec<_>>()).is_empty();
            let shown = mask_text(&text, &[]);
            let left = shown.chars().filter(char::is_ascii_digit).count();
            prop_assert!(is_date || left <= 6, "{text}: {shown} of {digits}");
        }
    }
}
