//! From text to tokens, and a cursor over them.

use super::numerals::{self, Numeral};
use super::words::{self, Word};
use crate::record::half_width;

/// A piece of a text whose width, case and variants were folded away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// ASCII digits as they stand.
    Digits(&'a str),
    Numeral(Numeral),
    Word(Word),
    Mark(char),
    Blank,
    /// What no grammar knows.
    Strange,
}

/// The text in half width and lower case, simplified, without invisible characters, and with one sign for each kind of dash,
/// colon and point.
pub(super) fn folded(text: &str) -> String {
    half_width(text)
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(plain)
        .flat_map(char::to_lowercase)
        .collect()
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}' | '\u{fe0e}' | '\u{fe0f}' | '\u{feff}'
    )
}

fn plain(c: char) -> char {
    match c {
        '–' | '—' | '―' | '−' | '‐' | '‑' | '﹣' | '─' | '－' => '-',
        '～' | '〜' | '∼' => '~',
        '：' | '∶' | '︰' | '﹕' => ':',
        '．' | '﹒' => '.',
        '￥' => '¥',
        '【' | '〔' => '[',
        '】' | '〕' => ']',
        '點' => '点',
        '時' => '时',
        '個' => '个',
        '鐘' | '鍾' => '钟',
        '週' => '周',
        '後' => '后',
        '內' => '内',
        '兩' => '两',
        '圓' => '圆',
        '塊' => '块',
        '錢' => '钱',
        '號' => '号',
        '剛' => '刚',
        '現' => '现',
        '過' => '过',
        '萬' => '万',
        '億' => '亿',
        '貳' => '贰',
        '參' | '叄' => '叁',
        '陸' => '陆',
        '禮' => '礼',
        '間' => '间',
        '淩' => '凌',
        '這' => '这',
        '幣' => '币',
        c => c,
    }
}

/// The tokens of a folded text.
pub(super) fn tokens(folded: &str) -> Vec<Token<'_>> {
    /// What is longer is no money, no time and no span.
    const MOST: usize = 60;
    let mut tokens = Vec::new();
    let mut rest = folded.trim();
    while let Some(first) = rest.chars().next()
        && tokens.len() <= MOST
    {
        let (token, length) = next(rest, first);
        tokens.push(token);
        rest = rest.get(length..).unwrap_or_default();
    }
    if !rest.is_empty() {
        tokens.push(Token::Strange);
    }
    tokens
}

fn next(rest: &str, first: char) -> (Token<'_>, usize) {
    let run = |fits: fn(char) -> bool| rest.find(|c| !fits(c)).unwrap_or(rest.len());
    if first.is_ascii_digit() {
        let length = run(|c| c.is_ascii_digit());
        return (Token::Digits(rest.get(..length).unwrap_or_default()), length);
    }
    if first.is_whitespace() {
        return (Token::Blank, run(char::is_whitespace));
    }
    // 1小时零5分, 九点零三分
    if matches!(first, '零' | '〇')
        && let Some(rest) = rest.get(first.len_utf8()..)
        && rest.starts_with(|c: char| c.is_ascii_digit() || numerals::is_digit(c))
    {
        return (Token::Word(Word::And), first.len_utf8());
    }
    if let Some((word, length)) = words::longest(rest) {
        return (Token::Word(word), length);
    }
    if let Some((numeral, length)) = numerals::leading(rest) {
        return (Token::Numeral(numeral), length);
    }
    if first.is_ascii_alphabetic() {
        return (Token::Strange, run(|c| c.is_ascii_alphabetic()));
    }
    if first.is_ascii_punctuation() || matches!(first, '¥' | '。' | '、') {
        return (Token::Mark(first), first.len_utf8());
    }
    (Token::Strange, first.len_utf8())
}

/// A whole number as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub value: u64,
    /// How many digits it has; none in Chinese numerals.
    pub digits: usize,
}

/// A place among tokens. A reader that fails leaves it where it was.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'t> {
    rest: &'t [Token<'t>],
}

impl<'t> Cursor<'t> {
    pub fn new(tokens: &'t [Token<'t>]) -> Self {
        Self { rest: tokens }
    }

    pub fn at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub fn peek(&self) -> Option<Token<'t>> {
        self.rest.first().copied()
    }

    pub fn skip(&mut self) {
        self.rest = self.rest.get(1..).unwrap_or_default();
    }

    /// Takes the next token if the reader makes something of it.
    pub fn take<T>(&mut self, read: impl FnOnce(Token<'t>) -> Option<T>) -> Option<T> {
        let read = self.peek().and_then(read)?;
        self.skip();
        Some(read)
    }

    /// Goes back to where it was if the reader fails.
    pub fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let before = *self;
        let read = read(self);
        if read.is_none() {
            *self = before;
        }
        read
    }

    pub fn mark(&mut self, marks: &[char]) -> Option<char> {
        self.take(|token| match token {
            Token::Mark(mark) if marks.contains(&mark) => Some(mark),
            _ => None,
        })
    }

    pub fn is_word(&mut self, word: Word) -> bool {
        self.word(|this| (this == word).then_some(())).is_some()
    }

    pub fn word<T>(&mut self, read: impl FnOnce(Word) -> Option<T>) -> Option<T> {
        self.take(|token| match token {
            Token::Word(word) => read(word),
            _ => None,
        })
    }

    pub fn digits(&mut self) -> Option<&'t str> {
        self.take(|token| match token {
            Token::Digits(digits) => Some(digits),
            _ => None,
        })
    }

    /// A whole number in digits or in Chinese numerals.
    pub fn number(&mut self) -> Option<Number> {
        self.take(|token| match token {
            Token::Digits(digits) => Some(Number {
                value: digits.parse().ok()?,
                digits: digits.len(),
            }),
            Token::Numeral(Numeral::Exact(value)) => Some(Number { value, digits: 0 }),
            _ => None,
        })
    }

    /// A number of at most two digits, or in Chinese numerals.
    pub fn small(&mut self) -> Option<u32> {
        self.attempt(|cursor| {
            let number = cursor.number()?;
            (number.digits <= 2 && number.value < 100)
                .then(|| u32::try_from(number.value).ok())
                .flatten()
        })
    }
}
