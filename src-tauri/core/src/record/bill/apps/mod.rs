//! The apps whose bills are read, one file each. Reading a further app's bill is a file here and its line in [`APPS`].

mod abc;
mod alipay;
mod alipay_proof;
mod alipay_receipt;
mod bank;
mod boc;
mod bocom;
mod ccb;
mod cmb;
mod icbc;
mod jd;
mod meituan;
mod wechat;
mod wechat_proof;

use super::Direction;
use super::paper::PaperForm;
use crate::words::Text;

/// Every app, in the order in which they are named to the person.
pub const APPS: &[&App] = &[&alipay::APP, &wechat::APP, &jd::APP, &meituan::APP];

/// The banks, of which only papers are read.
const BANKS: &[&App] = &[
    &cmb::APP,
    &icbc::APP,
    &boc::APP,
    &bocom::APP,
    &abc::APP,
    &ccb::APP,
];

/// Words of a shop's bill for ways of paying that write no bill of their own, and their keys in the rules.
const OTHER_WAYS: &[(&str, &str)] = &[("云闪付", "unionpay")];

/// All that is known of one app's bills.
#[derive(Debug)]
pub struct App {
    /// Stands in the data file with every row that was taken over.
    pub key: &'static str,
    /// What a shop's bill calls a payment through it.
    pub name: &'static str,
    /// What the person is told.
    pub shown: fn() -> Text,
    /// The key of the payment channel in the rules; `None` for a shop, which is paid in many ways. The numbers in a
    /// shop's bill are its own, not those of the payment.
    pub channel: Option<&'static str>,
    /// Whether it is a bank: it tells of payments that were made by others, and the numbers in its papers are theirs.
    pub bank: bool,
    /// Where in the app a bill is exported, if that is short enough to be said in a refusal.
    pub help: Option<&'static str>,
    pub formats: &'static [Format],
    /// The names of columns without blanks and without `(元)`, whether a bill needs them or not.
    pub columns: &'static [(&'static str, Column)],
    pub directions: &'static [(&'static str, Direction)],
    pub statuses: &'static [(&'static str, Said)],
    /// What a category says became of a row, in bills that have no column for the status.
    pub by_category: &'static [(&'static str, Said)],
    /// What 资金状态 says became of the money, in bills that have such a column.
    pub funds: &'static [(&'static str, Direction)],
    /// How a title ends that is the name of a shop, in bills that have no column for the seller.
    pub shop_title: Option<&'static str>,
    /// Categories of rows that take money and buy nothing.
    pub not_bought: &'static [&'static str],
    /// How lines begin in which the bill speaks of itself, beyond those that every bill has.
    pub preamble: &'static [&'static str],
    /// Another export of the app that is often taken for the bill.
    pub mistaken: Option<Mistaken>,
}

/// One form of a bill, as its app wrote it for some years.
#[derive(Debug)]
pub struct Format {
    /// Goes out as JSON, and stands in the timeline with every row that was taken over.
    pub key: &'static str,
    pub name: fn() -> Text,
    /// Whether it is a workbook; `None` where both are the same form.
    pub workbook: Option<bool>,
    /// Column names that only this form has together. Of several that are complete, the longest counts.
    pub telling: &'static [&'static str],
    /// Whether the direction may be left empty; that is neutral then.
    pub direction_optional: bool,
    /// What it calls the total of the neutral rows.
    pub neutral: &'static str,
    pub sums: Sums,
    /// How it is laid out, where it is a paper and no file of rows.
    pub paper: Option<&'static PaperForm>,
}

impl Format {
    /// A form that is a paper: its titles tell it from others, and its sums are plain.
    pub const fn paper(
        key: &'static str,
        name: fn() -> Text,
        neutral: &'static str,
        paper: &'static PaperForm,
    ) -> Self {
        Self {
            key,
            name,
            workbook: None,
            telling: &[],
            direction_optional: true,
            neutral,
            sums: Sums::PLAIN,
            paper: Some(paper),
        }
    }
}

/// How a bill comes to the totals that it states of itself.
#[derive(Clone, Copy, Debug)]
pub struct Sums {
    /// What says under which total a row is counted.
    pub by: By,
    /// Whether what came back of a payment is taken off its amount.
    pub net: bool,
    /// Categories whose rows are counted and not summed.
    pub unsummed_categories: &'static [&'static str],
    /// Ways of paying whose rows are counted and not summed.
    pub unsummed_methods: &'static [&'static str],
}

impl Sums {
    /// Every row under its direction, with its amount.
    pub const PLAIN: Self = Self {
        by: By::Direction,
        net: false,
        unsummed_categories: &[],
        unsummed_methods: &[],
    };
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// 收/支.
    Direction,
    /// 资金状态.
    Funds,
}

/// An export that is no bill.
#[derive(Debug)]
pub struct Mistaken {
    /// Its columns, three of which give it away.
    pub columns: &'static [&'static str],
    /// A word that gives it away where no header is found.
    pub word: &'static str,
    pub refusal: fn() -> Text,
}

/// What a column holds, whatever a bill calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    At,
    CreatedAt,
    PaidAt,
    ChangedAt,
    Origin,
    Category,
    Counterparty,
    CounterpartyAccount,
    Item,
    Direction,
    Amount,
    ListPrice,
    Fee,
    Refunded,
    Method,
    Status,
    Funds,
    PaymentNo,
    MerchantOrderNo,
    Note,
}

/// What a status word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    Paid,
    /// Paid, and waiting for one of the two sides.
    Pending,
    /// Nobody has paid yet.
    AwaitsPayment,
    Closed,
    /// Money came back; the word does not say how much.
    Refunded,
    /// The whole amount came back.
    RefundedWhole,
}

/// A form of a bill and the app that writes it.
#[derive(Clone, Copy)]
pub struct BillFormat {
    pub(super) app: &'static App,
    pub(super) form: &'static Format,
}

impl BillFormat {
    /// Every form that is read.
    pub fn all() -> impl Iterator<Item = Self> {
        let apps = APPS.iter().chain(BANKS);
        apps.flat_map(|app| app.formats.iter().map(move |form| Self { app, form }))
    }

    /// Whether a bank wrote it; see [`App::bank`].
    pub fn is_bank(self) -> bool {
        self.app.bank
    }

    /// Whether it is a shop's own bill.
    pub fn is_shop(self) -> bool {
        self.app.channel.is_none() && !self.app.bank
    }

    /// Whether a source writes bills of a shop, whose numbers are its own.
    pub fn is_of_shop(source: &str) -> bool {
        Self::all().any(|format| format.source() == source && format.is_shop())
    }

    /// See [`Format::key`].
    pub fn key(self) -> &'static str {
        self.form.key
    }

    /// What the person is told.
    pub fn name(self) -> Text {
        (self.form.name)()
    }

    /// The key of the app.
    pub fn source(self) -> &'static str {
        self.app.key
    }

    /// Whom a shop's bill pays where it names nobody: the shop.
    pub fn seller(self) -> &'static str {
        self.app.name
    }

    /// See [`App::channel`].
    pub fn channel(self) -> Option<&'static str> {
        self.app.channel
    }

    /// Where a row was bought that names no seller: a shop's bill is of what was bought there. A payment app's bill says
    /// nothing of it.
    pub fn own_platform(self) -> Option<&'static str> {
        self.is_shop().then_some(self.app.name)
    }

    /// The channel of a row that was paid by this method: the bill's own, or what a shop's bill says.
    pub fn channel_of(self, method: &str) -> Option<&'static str> {
        let ways = APPS.iter().filter_map(|app| Some((app.name, app.channel?)));
        let mut ways = ways.chain(OTHER_WAYS.iter().copied());
        let mut named = || ways.find(|(word, _)| method.contains(word));
        if self.app.bank {
            return None;
        }
        self.app.channel.or_else(|| named().map(|(_, channel)| channel))
    }

    /// What is known of a word, by the app itself or else by any of the others: files are edited, and apps take over
    /// each other's words.
    pub(super) fn known<T: Copy + 'static>(
        self,
        list: impl Fn(&'static App) -> &'static [(&'static str, T)],
        word: &str,
    ) -> Option<T> {
        let apps = std::iter::once(self.app).chain(APPS.iter().copied());
        known_in(apps.flat_map(|app| list(app).iter()), word)
    }

    #[cfg(test)]
    pub(crate) fn of(key: &str) -> Self {
        Self::all().find(|format| format.key() == key).unwrap()
    }
}

impl PartialEq for BillFormat {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for BillFormat {}

impl std::fmt::Debug for BillFormat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.key())
    }
}

/// What the first entry for a word says.
fn known_in<T: Copy + 'static>(
    mut entries: impl Iterator<Item = &'static (&'static str, T)>,
    word: &str,
) -> Option<T> {
    entries.find(|(known, _)| *known == word).map(|(_, value)| *value)
}

/// What a column of this name holds, in any app's bill.
pub(super) fn column_named(name: &str) -> Option<Column> {
    known_in(APPS.iter().flat_map(|app| app.columns), name)
}

/// Every word for a direction, in any app's bill.
pub(super) fn directions() -> impl Iterator<Item = (&'static str, Direction)> {
    APPS.iter().flat_map(|app| app.directions).copied()
}

/// Every word for what became of the money, in any app's bill.
pub(super) fn funds() -> impl Iterator<Item = (&'static str, Direction)> {
    APPS.iter().flat_map(|app| app.funds).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;
    use std::fmt::Debug;

    fn means_one_thing<T: Copy + PartialEq + Debug + 'static>(
        list: impl Fn(&'static App) -> &'static [(&'static str, T)],
    ) {
        let mut known: HashMap<&str, T> = HashMap::new();
        for app in APPS {
            for (place, (word, meaning)) in list(app).iter().enumerate() {
                let twice = list(app).iter().take(place).any(|(earlier, _)| earlier == word);
                assert!(!twice, "{} {word}", app.key);
                assert_eq!(
                    known.insert(word, *meaning).unwrap_or(*meaning),
                    *meaning,
                    "{word}"
                );
            }
        }
    }

    #[test]
    fn a_word_means_the_same_in_every_app() {
        means_one_thing(|app| app.columns);
        means_one_thing(|app| app.directions);
        means_one_thing(|app| app.statuses);
    }

    #[test]
    fn every_app_is_whole() {
        let mut keys: Vec<&str> = APPS.iter().map(|app| app.key).collect();
        keys.extend(BillFormat::all().map(BillFormat::key));
        for app in APPS {
            for format in app.formats.iter().filter(|format| format.paper.is_none()) {
                let told = |column| {
                    format
                        .telling
                        .iter()
                        .any(|name| known_in(app.columns.iter(), name) == Some(column))
                };
                for name in format.telling {
                    assert!(
                        known_in(app.columns.iter(), name).is_some(),
                        "{} {name}",
                        format.key
                    );
                }
                assert!(told(Column::Amount) && told(Column::Direction), "{}", format.key);
                assert!(
                    format.sums.by == By::Direction || told(Column::Funds) && !app.funds.is_empty(),
                    "{}",
                    format.key
                );
                assert!(
                    told(Column::Status) || !app.by_category.is_empty(),
                    "{}",
                    format.key
                );
                assert_eq!(
                    known_in(app.directions.iter(), format.neutral),
                    Some(Direction::Neutral),
                    "{}",
                    format.key
                );
            }
        }
        let all = keys.len();
        keys.sort_unstable();
        keys.dedup();
        // 京东 and 美团 have one form each, which is called like the app.
        assert_eq!(keys.len(), all - 2, "{keys:?}");
    }

    #[test]
    fn only_a_shop_is_where_its_rows_were_bought() {
        for (key, platform) in [
            ("meituan", Some("美团")),
            ("jd", Some("京东")),
            ("alipay-app", None),
            ("wechat-xlsx", None),
        ] {
            assert_eq!(BillFormat::of(key).own_platform(), platform, "{key}");
        }
    }

    #[test]
    fn a_shop_says_how_it_was_paid() {
        let channel = |key: &str, method: &str| BillFormat::of(key).channel_of(method);
        for (method, paid_by) in [
            ("微信支付", Some("wechat")),
            ("支付宝", Some("alipay")),
            ("云闪付", Some("unionpay")),
            ("京东白条", None),
        ] {
            assert_eq!(channel("jd", method), paid_by, "{method}");
        }
        assert_eq!(channel("alipay-app", "微信"), Some("alipay"));
    }
}
