//! What a page or a text says, value by value, before its parts are compared.

use super::value;
use super::words::{Meaning, words};
use super::{Doubt, Field, Layout, PageStatus, Place, ReadField};
use crate::order::{Fen, Moment};

/// Below this an engine's word is not to be trusted, and in an amount or a time even less.
pub(super) const FAINT: f32 = 45.0;
pub(super) const FAINT_FIGURE: f32 = 70.0;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Gathered {
    pub layout: Layout,
    /// How much speaks for the layout.
    pub score: u32,
    pub fields: Vec<ReadField>,
    /// How well each of the fields is known.
    ranks: Vec<(Field, Rank)>,
    /// Amounts that say they are what was paid.
    pub paid: Vec<ReadAmount>,
    /// Where a label says that an amount was paid, but it could not be read.
    pub unread: Vec<Place>,
    /// The large amount above the rows.
    pub heading: Option<ReadAmount>,
    /// What had to be paid after all discounts; a page may call it so before it is paid.
    pub payable: Vec<ReadAmount>,
    pub totals: Vec<ReadAmount>,
    pub discounts: Vec<Fen>,
    /// What one piece costs.
    pub unit_price: Option<ReadAmount>,
    pub quantity: Option<i64>,
    pub ordered_at: Option<ReadField>,
    pub status: Option<PageStatus>,
}

/// How well it is known that a value belongs to its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// From its place or its form, or concluded from another value.
    Guess,
    /// By a label with a misread character.
    Misread,
    /// By a label that may mean something else too.
    Wide,
    /// By a label that means this and nothing else.
    Narrow,
}

/// An amount somewhere on a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ReadAmount {
    pub fen: Fen,
    pub doubt: Option<Doubt>,
    pub places: Vec<Place>,
    pub confidence: f32,
}

/// A label's value: its text, line by line.
pub(super) struct Raw {
    pub meaning: Meaning,
    pub label: String,
    pub rank: Rank,
    pub text: String,
    pub places: Vec<Place>,
    pub confidence: f32,
    /// Whether it was typed, so that every character is meant.
    pub typed: bool,
    /// What is already known to speak against it.
    pub doubt: Option<Doubt>,
}

impl Raw {
    /// A value of pasted text.
    pub fn typed(meaning: Meaning, label: String, rank: Rank, text: String, doubt: Option<Doubt>) -> Self {
        Self {
            meaning,
            label,
            rank,
            text,
            places: Vec::new(),
            confidence: 100.0,
            typed: true,
            doubt,
        }
    }

    /// What can be a value of one word: all of what a page shows, and of what is typed the part before the sentence goes on.
    fn clause(&self) -> &str {
        if self.typed {
            value::clause(&self.text)
        } else {
            &self.text
        }
    }

    fn amount(&self) -> Option<ReadAmount> {
        let (fen, doubt) = if self.typed {
            value::typed_amount(&self.text)?
        } else {
            value::amount(&self.text)?
        };
        Some(ReadAmount {
            fen,
            doubt: doubt
                .or_else(|| self.doubt.clone())
                .or((self.confidence < FAINT_FIGURE).then_some(Doubt::Faint)),
            places: self.places.clone(),
            confidence: self.confidence,
        })
    }
}

impl Meaning {
    /// Whether a text has the form of such a value: a hint under a label has not.
    pub fn fits(self, text: &str, now: Moment) -> bool {
        let text = text.trim();
        if text.is_empty() || words().is_hint(text) {
            return false;
        }
        match self {
            Self::Total | Self::Payable | Self::Discount | Self::UnitPrice | Self::Field(Field::Amount) => {
                value::typed_amount(text).is_some()
            }
            Self::OrderedAt | Self::Field(Field::PaidAt) => value::time(value::clause(text), now).is_some(),
            Self::Field(field) if field.is_number() => value::number(text, true).is_some(),
            Self::Field(Field::Account) => value::account(text, false).is_some(),
            Self::Field(Field::Channel) => words().channel(text).is_some(),
            Self::Status => words().state(text).is_some(),
            Self::Quantity => value::quantity(text).is_some(),
            Self::Field(_) => value::name(text).is_some(),
            Self::Other => true,
        }
    }

    /// Whether a number of this meaning is whole: it has the length and the date of those of its app.
    pub fn is_whole(self, layout: Layout, text: &str) -> bool {
        self == Self::Field(Field::PaymentNo)
            && value::number(text, true).is_some_and(|(number, _)| match layout {
                Layout::Wechat => value::is_wechat_number(&number),
                Layout::Alipay => value::is_alipay_number(&number),
                Layout::Unionpay | Layout::OrderPage | Layout::Text => {
                    value::is_wechat_number(&number) || value::is_alipay_number(&number)
                }
            })
    }

    pub fn is_number(self) -> bool {
        matches!(self, Self::Field(field) if field.is_number())
    }
}

impl Gathered {
    pub fn new(layout: Layout, score: u32) -> Self {
        Self {
            layout,
            score,
            fields: Vec::new(),
            ranks: Vec::new(),
            paid: Vec::new(),
            unread: Vec::new(),
            heading: None,
            payable: Vec::new(),
            totals: Vec::new(),
            discounts: Vec::new(),
            unit_price: None,
            quantity: None,
            ordered_at: None,
            status: None,
        }
    }

    pub fn is_bill(&self) -> bool {
        matches!(self.layout, Layout::Wechat | Layout::Alipay | Layout::Unionpay)
    }

    /// Reads the value of a label as what the label announces.
    pub fn take(&mut self, raw: Raw, now: Moment) {
        let faint = |bound: f32| (raw.confidence < bound).then_some(Doubt::Faint);
        let read = |field: Field, value: String, doubt: Option<Doubt>| ReadField {
            field,
            value,
            doubt: doubt.or_else(|| raw.doubt.clone()),
            places: raw.places.clone(),
            confidence: raw.confidence,
        };
        let time = || value::time(raw.clause(), now);
        let field = match raw.meaning {
            Meaning::Other => {
                self.tells(words().told_state(&raw.text));
                return;
            }
            Meaning::Status => {
                self.tells(state_of(&raw));
                return;
            }
            Meaning::Total => {
                self.totals.extend(raw.amount());
                return;
            }
            Meaning::Payable => {
                self.payable.extend(raw.amount());
                return;
            }
            Meaning::UnitPrice => {
                self.unit_price = self.unit_price.take().or_else(|| raw.amount());
                return;
            }
            Meaning::Quantity => {
                self.quantity = self.quantity.or_else(|| value::quantity(&raw.text));
                return;
            }
            Meaning::Discount => {
                self.discounts.extend(raw.amount().map(|amount| amount.fen));
                return;
            }
            Meaning::OrderedAt => {
                if let Some((at, doubt)) = time() {
                    let doubt = doubt.or(faint(FAINT_FIGURE));
                    self.ordered_at.get_or_insert(read(Field::PaidAt, at, doubt));
                }
                return;
            }
            Meaning::Field(field) => field,
        };
        let read = match field {
            Field::Amount => {
                match raw.amount() {
                    Some(amount) => self.paid.push(amount),
                    None => self.unread.clone_from(&raw.places),
                }
                None
            }
            Field::PaidAt => time().map(|(at, doubt)| read(field, at, doubt.or(faint(FAINT_FIGURE)))),
            Field::OrderNo | Field::PaymentNo | Field::MerchantOrderNo => {
                value::number(raw.clause(), !raw.typed)
                    .map(|(number, doubt)| read(field, number, doubt.or(faint(FAINT))))
            }
            Field::Account => value::account(raw.clause(), raw.label.contains("手机"))
                .map(|(account, doubt)| read(field, account, doubt.or(faint(FAINT)))),
            Field::Merchant => value::company(&raw.text).map(|name| read(field, name, faint(FAINT))),
            Field::Channel => words()
                .channel(&raw.text)
                .filter(|_| matches!(self.layout, Layout::OrderPage | Layout::Text))
                .map(|key| read(field, key.to_owned(), None)),
            Field::Product => {
                let (name, times) = value::without_times(&raw.text);
                self.quantity = self.quantity.or(times);
                // An engine may lose the blank before it, and then it may be a part of the name.
                let glued =
                    (!raw.typed && times.is_none() && value::ends_in_times(name)).then_some(Doubt::Mended);
                named(name, raw.typed)
                    .map(|(name, doubt)| read(field, name, doubt.or(glued).or(faint(FAINT))))
            }
            Field::Platform => {
                named(&raw.text, raw.typed).map(|(name, doubt)| read(field, name, doubt.or(faint(FAINT))))
            }
            Field::Kind | Field::Quantity | Field::Requested | Field::Window | Field::Note => None,
        };
        if let Some(read) = read {
            self.add(read, raw.rank);
        }
    }

    /// Keeps the value of a field that is known best. A second one by as good a label is a reason to doubt the first.
    pub fn add(&mut self, read: ReadField, rank: Rank) {
        let Some(known) = self.fields.iter_mut().find(|known| known.field == read.field) else {
            self.ranks.push((read.field, rank));
            self.fields.push(read);
            return;
        };
        let Some((_, known_rank)) = self.ranks.iter_mut().find(|(field, _)| *field == read.field) else {
            return;
        };
        let labelled = Rank::Wide;
        let better = known.doubt.is_some() && read.doubt.is_none() && rank >= labelled;
        if known.value == read.value {
            if better {
                *known = read;
            }
            *known_rank = rank.max(*known_rank);
        } else if rank >= labelled && rank > *known_rank {
            // The contact's number beside the one that is charged is no contradiction.
            if better || *known_rank != Rank::Misread {
                *known = read;
                *known_rank = rank;
            }
        } else if rank == *known_rank && rank >= labelled {
            let other = if better {
                std::mem::replace(known, read).value
            } else {
                read.value
            };
            known.doubt.get_or_insert(Doubt::Another(other));
        }
    }

    /// Keeps the first state, but that the money is back says more than that it ended, and what a shop gave under 已发货 more
    /// than that it says it sent it.
    pub fn tells(&mut self, status: Option<PageStatus>) {
        let back = |status| matches!(status, PageStatus::Refunded | PageStatus::PartlyRefunded);
        let ended = |status| matches!(status, PageStatus::Closed | PageStatus::Failed);
        let wanting = |status| matches!(status, PageStatus::Partly | PageStatus::WithoutGoods);
        self.status = match (self.status, status) {
            (Some(known), Some(told)) if ended(known) && back(told) => Some(told),
            (Some(PageStatus::Success), Some(told)) if wanting(told) => Some(told),
            (known, told) => known.or(told),
        };
    }
}

/// A name, and a doubt where it may go on into the rest of a sentence.
fn named(text: &str, typed: bool) -> Option<(String, Option<Doubt>)> {
    if !typed {
        return value::name(text).map(|name| (name, None));
    }
    let name = value::typed_name(text)?;
    let sentence = name.contains(['，', '。', '；', '！', '？']);
    Some((name, sentence.then_some(Doubt::Sentence)))
}

/// The state in the words of a label's value, or of a line that is one; an amount beside a refund makes it a part.
fn state_of(raw: &Raw) -> Option<PageStatus> {
    let (status, _) = if raw.label.is_empty() {
        words().lone_state(&raw.text)?
    } else {
        words().state(&raw.text)?
    };
    let amount = raw.text.chars().any(|c| c.is_ascii_digit());
    Some(if status == PageStatus::Refunded && amount {
        PageStatus::PartlyRefunded
    } else {
        status
    })
}
