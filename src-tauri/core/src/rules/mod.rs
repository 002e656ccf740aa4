//! The data files that a person may correct: product kinds, channels, the diagnosis table, the ladder, limits, law, the
//! calendar and letters, each row with its source, the day it was checked and its certainty. Code reads them; no fact of
//! theirs stands in code.

mod diagnosis;
mod ends;
mod evidence;
mod excuses;
mod forms;
mod law;
mod letters;
mod limits;
mod phones;
mod recharges;
mod reputation;
mod sellers;
mod steps;
mod story;

pub use diagnosis::{Act, DiagnosisRow, DiagnosisTable, Named, QuestionRule, Sign, SignValue, Who};
pub use ends::{LimitSet, end, filing_limits, kept, read_length, standing_limits};
pub use evidence::{EvidenceRules, FactRule, FindingKind, FindingRule, GroupRule, Place};
pub use excuses::{ExcuseRule, ExcuseRules};
pub use forms::{FieldRule, FormRule};
pub use law::Article;
pub use letters::{Count, InPackage, Join, LetterRule, Part, Records, read_parts};
pub use limits::{From, HolidayYear, Holidays, Length, LimitRule};
pub use phones::PhoneRange;
pub use recharges::{Alone, AsideKind, AsideRule, RechargeRules};
pub use reputation::{Enough, FirstOrder, ReputationRules, VerdictRule};
pub use sellers::{Payee, SellerWords};
pub use steps::{CaseSigns, Fit, Needed, SellerSign, StepRule, When};
use story::PromisesWords;
pub use story::{GuaranteeWords, NatureRule, PromiseWords, Say, StoryRule, three_times};

use crate::order::{Fen, History, Moment, Order, Problem, Said, Span, Standing, Topic, Word, excerpt};
use crate::words::{RowText, Text, beside};
use crate::{Code, Failure, Outcome, text};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::LazyLock;
use ts_rs::TS;

/// How sure a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, TS)]
#[ts(export)]
pub enum Certainty {
    /// The primary text was read.
    A,
    /// A secondary source.
    B,
    /// Inferred from what was found.
    C,
    /// The app's own starting value or wording: no claim about the world.
    #[serde(rename = "own")]
    Own,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Provenance {
    /// The source, in words or as an address; only what is no Chinese document has a translation.
    #[serde(deserialize_with = "RowText::of_document")]
    pub source: RowText,
    /// The day on which it was last checked.
    pub checked: chrono::NaiveDate,
    pub certainty: Certainty,
}

/// A product kind (品类).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct KindRule {
    /// Its key, as it stands in an order.
    pub key: String,
    pub name: RowText,
    /// The account to be charged.
    pub account: AccountRule,
    /// How long arrival may take when the platform promised nothing.
    #[serde(rename = "window_minutes", deserialize_with = "minutes")]
    pub window: Span,
    /// When the person is first asked whether it came, counted like the window.
    #[serde(rename = "remind_minutes", deserialize_with = "minutes")]
    pub remind: Span,
    /// More time for what was paid at the edge of a month.
    #[serde(
        rename = "month_edge_grace_minutes",
        default,
        deserialize_with = "some_minutes"
    )]
    pub month_edge_grace: Option<Span>,
    /// When the seller's after-sale service closes.
    #[serde(flatten)]
    pub after_sale: Option<AfterSale>,
    /// What to think of before paying for it.
    pub beware: Option<RowText>,
    /// How long it usually takes by its source, as a letter says it.
    pub usual: Option<String>,
    /// What has to be asked before an order counts as overdue.
    pub confirm: Option<RowText>,
    /// What shows whether it came, where that is not just a balance: what to take a picture of.
    pub proof: Option<RowText>,
    /// Whether the order number is often enough to look up what was bought, so that it is never published.
    #[serde(default)]
    pub order_no_opens: bool,
    /// Whether card keys are what comes.
    #[serde(default)]
    pub card_keys: bool,
    #[serde(default)]
    pub words: KindWords,
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// The words in a product's name that tell its kind, by the places where they count; the file says why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct KindWords {
    /// Where words of several kinds fit, the kind with the least counts.
    pub breadth: u8,
    all: Vec<String>,
    bill: Vec<String>,
    page: Vec<String>,
    form: Vec<String>,
    unsure: Vec<String>,
}

impl KindWords {
    /// Those that make a row of a bill a recharge.
    pub fn in_bill(&self) -> impl Iterator<Item = &String> {
        self.all.iter().chain(&self.bill)
    }

    /// Those for which a row of a bill is offered only.
    pub fn unsure_in_bill(&self) -> impl Iterator<Item = &String> {
        self.unsure.iter()
    }

    pub fn on_page(&self) -> impl Iterator<Item = &String> {
        [&self.all, &self.unsure, &self.page].into_iter().flatten()
    }

    pub fn in_form(&self) -> impl Iterator<Item = &String> {
        [&self.all, &self.unsure, &self.bill, &self.page, &self.form]
            .into_iter()
            .flatten()
    }
}

/// What the account to be charged is called, and what it looks like.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountRule {
    pub name: RowText,
    #[serde(default)]
    pub form: AccountForm,
    /// Whether it is only where the thing is sent, so that no account is charged.
    #[serde(default)]
    pub receives: bool,
}

impl AccountRule {
    /// Whether an account is charged, which a page can show right or wrong.
    pub fn is_charged(&self) -> bool {
        !self.receives
    }
}

/// What an account looks like, by which a slip in it is noticed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccountForm {
    #[default]
    Any,
    /// A mobile number of the mainland.
    Mobile,
    /// A QQ number.
    Qq,
}

/// When a seller's after-sale service closes, counted from the payment.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AfterSale {
    /// When the person is warned.
    #[serde(rename = "after_sale_warn_days", deserialize_with = "days")]
    pub warn: Span,
    #[serde(rename = "after_sale_days", deserialize_with = "days")]
    pub closes: Span,
    /// What is said of it.
    #[serde(rename = "after_sale_basis")]
    pub basis: RowText,
}

/// With what a case stands on the first page: what costs money soonest comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum TodoGroup {
    /// A page soon confirms receipt by itself, and then the seller has the money.
    AutoConfirm,
    Overdue,
    /// Something came that is not right.
    Disputed,
    PromiseBroken,
    NoReply,
    Refused,
    FinalDeadline,
    /// A dispute with the payment channel.
    Dispute,
    /// A complaint that was filed.
    Filing,
    /// A limit of the law or of a channel is close.
    Limit,
    Confirm,
    AfterSale,
    Remind,
}

/// When the app reminds of a topic, and how often.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct TopicRule {
    #[serde(rename = "key")]
    pub topic: Topic,
    /// How long after what the person did it begins.
    #[serde(rename = "after_minutes", default = "no_time", deserialize_with = "minutes")]
    pub after: Span,
    /// When it comes again if the person does nothing, counted from its beginning; the last step repeats.
    #[serde(rename = "again_minutes", deserialize_with = "all_minutes")]
    pub again: Vec<Span>,
    /// How long before its end it is told, once each, the earliest last; empty where a limit says so itself.
    #[serde(rename = "before_minutes", default, deserialize_with = "all_minutes")]
    pub before: Vec<Span>,
    /// With what it stands on the first page.
    pub group: TodoGroup,
    /// The steps to which it leads; the first that fits is taken.
    #[serde(default)]
    pub steps: Vec<String>,
    /// Why that step is taken then.
    pub why: Option<RowText>,
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// A payment channel (支付渠道).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ChannelRule {
    /// Its key, as it stands in an order.
    pub key: String,
    /// The words in a way of payment that tell it.
    #[serde(default)]
    pub words: Vec<String>,
    pub name: RowText,
    /// What its bills call the payment's own number.
    pub payment_no: RowText,
    /// What its bills call the merchant's number.
    pub merchant_order_no: RowText,
    #[serde(flatten)]
    pub provenance: Provenance,
}

#[derive(Clone, Debug)]
pub struct Rules {
    /// Product kinds in the order of the form.
    pub kinds: Vec<KindRule>,
    /// Payment channels in the order of the form.
    pub channels: Vec<ChannelRule>,
    pub letters: Vec<LetterRule>,
    /// What pages ask for that a complaint is handed in on.
    pub forms: Vec<FormRule>,
    /// What letters leave to the person to fill in.
    blanks: Vec<BlankRule>,
    /// What went wrong and what is asked for, in the words of letters.
    credited: String,
    promises: PromisesWords,
    guarantee: GuaranteeWords,
    bad_keys: String,
    stories: Vec<StoryRule>,
    natures: Vec<NatureRule>,
    /// What sellers say when they refuse.
    pub excuses: ExcuseRules,
    pub diagnosis: DiagnosisTable,
    pub law: Vec<Article>,
    /// The ladder, in its order.
    pub steps: Vec<StepRule>,
    pub limits: Vec<LimitRule>,
    /// What a demand asks for the money back with.
    pub refund_words: Vec<String>,
    pub holidays: Holidays,
    /// The facts to be proved, and what is checked before a complaint is handed in.
    pub evidence: EvidenceRules,
    /// The words that the names of sellers have in common.
    pub sellers: SellerWords,
    /// Which operator mobile numbers were first given to.
    pub phones: Vec<PhoneRange>,
    /// What it takes to say something about a platform.
    pub reputation: ReputationRules,
    /// One for every topic.
    topics: HashMap<Topic, TopicRule>,
}

#[derive(Deserialize)]
struct KindFile {
    kind: Vec<KindRule>,
}

#[derive(Deserialize)]
struct ChannelFile {
    channel: Vec<ChannelRule>,
}

#[derive(Deserialize)]
struct TopicFile {
    topic: Vec<TopicRule>,
}

#[derive(Deserialize)]
struct BlankFile {
    blank: Vec<BlankRule>,
}

#[derive(Deserialize)]
struct StoryFile {
    credited: String,
    promise: PromisesWords,
    guarantee: GuaranteeWords,
    bad_keys: String,
    story: Vec<StoryRule>,
    nature: Vec<NatureRule>,
}

#[derive(Clone, Debug, Deserialize)]
struct BlankRule {
    name: RowText,
}

#[derive(Deserialize)]
struct LawFile {
    article: Vec<Article>,
}

#[derive(Deserialize)]
struct PhoneFile {
    range: Vec<PhoneRange>,
}

#[derive(Deserialize)]
struct StepFile {
    step: Vec<StepRule>,
}

#[derive(Deserialize)]
struct LimitFile {
    refund_words: Vec<String>,
    limit: Vec<LimitRule>,
}

/// The shipped files, as they stand in `rules/`. A letter is a file of its own and needs no list.
static SHIPPED: include_dir::Dir<'_> = include_dir::include_dir!("$CARGO_MANIFEST_DIR/rules");

impl Rules {
    /// The rules that come with the app.
    pub fn shipped() -> Outcome<Self> {
        static SHIPPED: LazyLock<Outcome<Rules>> = LazyLock::new(Rules::read);
        SHIPPED.clone()
    }

    fn read() -> Outcome<Self> {
        let law: LawFile = file("law.toml")?;
        let blanks: BlankFile = file("blanks.toml")?;
        let stories: StoryFile = file("story.toml")?;
        let phones: PhoneFile = file("phone-ranges.toml")?;
        let steps: StepFile = file("steps.toml")?;
        let limits: LimitFile = file("limits.toml")?;
        let TopicFile { topic } = file("reminders.toml")?;
        let topics: HashMap<Topic, TopicRule> = topic.into_iter().map(|row| (row.topic, row)).collect();
        if let Some(topic) = Topic::ALL.iter().find(|topic| !topics.contains_key(topic)) {
            return Err(Failure::failed(text!(rule_topic_missing, topic = topic.word())));
        }
        Ok(Self {
            kinds: shipped_kinds()?,
            channels: shipped_channels()?,
            letters: shipped_letters(&steps.step)?,
            forms: shipped_forms()?,
            blanks: blanks.blank,
            credited: stories.credited,
            promises: stories.promise,
            guarantee: stories.guarantee,
            bad_keys: stories.bad_keys,
            stories: stories.story,
            natures: stories.nature,
            excuses: file("excuses.toml")?,
            diagnosis: file("diagnosis.toml")?,
            law: law.article,
            steps: steps.step,
            limits: limits.limit,
            refund_words: limits.refund_words,
            holidays: Holidays::shipped(file("holidays.toml")?)?,
            evidence: file("evidence.toml")?,
            sellers: file("sellers.toml")?,
            phones: phones.range,
            reputation: file("reputation.toml")?,
            topics,
        })
    }

    /// The words of a product's name that tell its kind in the form; those of the narrowest kinds come first.
    pub fn words_in_form(&self) -> impl Iterator<Item = (&String, &KindRule)> {
        let mut kinds: Vec<&KindRule> = self.kinds.iter().collect();
        kinds.sort_by_key(|kind| kind.words.breadth);
        kinds
            .into_iter()
            .flat_map(|kind| kind.words.in_form().map(move |word| (word, kind)))
    }

    /// The article of a key, if it is sure enough to be cited in a letter.
    pub fn citable(&self, key: &str) -> Option<&Article> {
        self.law
            .iter()
            .find(|article| article.key == key && article.can_be_cited())
    }

    /// The step of a key.
    ///
    /// # Errors
    /// An unknown step, with the known ones.
    pub fn step(&self, key: &str) -> Outcome<&StepRule> {
        self.steps.iter().find(|step| step.key == key).ok_or_else(|| {
            let known = keys(self.steps.iter().map(|step| &step.key));
            Failure::failed(text!(step_unknown, step = excerpt(key), known = known))
        })
    }

    /// The words for what went wrong with an order.
    ///
    /// # Errors
    /// A kind of trouble without words.
    pub fn say(&self, order: &Order) -> Outcome<Say> {
        let standing = &order.standing;
        let problem = standing.problem.unwrap_or(Problem::NotDelivered);
        let keys = standing.keys;
        let quantity = order.facts.quantity;
        let part = if problem == Problem::BadKey && keys.is_whole(quantity) && keys.came != quantity {
            "-counted"
        } else if problem.leaves_a_part() && standing.received > 0 && problem != Problem::Short {
            "-part"
        } else {
            ""
        };
        let key = format!("{}{part}", problem.word());
        let unread = |key: &str| Failure::failed(text!(rule_file_unread, file = "story.toml", why = key));
        let story = self.stories.iter().find(|story| story.key == key);
        let story = story.ok_or_else(|| unread(&key))?;
        let nature = self.natures.iter().find(|nature| nature.key == story.nature);
        Ok(story.say(nature.ok_or_else(|| unread(&story.nature))?, order))
    }

    /// What is said of money that came back in a form that nobody accepted; none where there is none or it is the trouble itself.
    pub fn credited(&self, standing: &Standing) -> Option<String> {
        let beside = standing.credited > Fen(0) && standing.problem != Some(Problem::ToBalance);
        beside.then(|| self.credited.replace("{sum}", &standing.credited.yuan()))
    }

    /// What is said of a promise.
    pub fn promise(&self, said: &Said) -> &PromiseWords {
        if said.refund {
            &self.promises.refund
        } else {
            &self.promises.anything
        }
    }

    /// What is said of the time until which the shop answers for what it sold, with `{until}` and `{still}` to be filled in; none
    /// where that says nothing of the trouble.
    pub fn guarantee(&self, order: &Order, history: &History, now: Moment) -> Option<(Moment, &str)> {
        let until = history.guarantee?;
        Some((until, self.guarantee.of(order, history, until, now)?))
    }

    /// The template by which letters name the keys that cannot be used.
    pub fn bad_keys(&self) -> &str {
        &self.bad_keys
    }

    /// Whether something that was said ends the contract by itself when its deadline passes.
    pub fn ends_contract(&self, said: &Said) -> bool {
        let text = said.text.as_deref().unwrap_or_default();
        let mut words = self
            .letters
            .iter()
            .filter_map(|letter| letter.ends_contract.as_deref());
        said.until.is_some() && words.any(|words| text.contains(words))
    }

    /// The text of all shipped files, by which a newer set is known from an older one.
    pub fn shipped_text() -> String {
        let files = SHIPPED.files().chain(files_in(LETTERS)).chain(files_in(FORMS));
        files.filter_map(|file| file.contents_utf8()).collect()
    }

    /// When the app reminds of a topic.
    pub fn topic(&self, topic: Topic) -> &TopicRule {
        // Loading refuses a file that lacks one.
        &self.topics[&topic]
    }

    /// The product kind of a key.
    pub fn kind(&self, key: &str) -> Outcome<&KindRule> {
        self.kinds.iter().find(|kind| kind.key == key).ok_or_else(|| {
            let known = keys(self.kinds.iter().map(|kind| &kind.key));
            Failure::new(
                Code::Kind,
                text!(kind_unknown, kind = excerpt(key), known = known),
            )
        })
    }

    /// The payment channel of a key.
    pub fn channel(&self, key: &str) -> Outcome<&ChannelRule> {
        self.channels
            .iter()
            .find(|channel| channel.key == key)
            .ok_or_else(|| {
                let known = keys(self.channels.iter().map(|channel| &channel.key));
                Failure::new(
                    Code::Channel,
                    text!(channel_unknown, channel = excerpt(key), known = known),
                )
            })
    }

    /// The name of an open field of a letter, by the words that stand in its text; those of the person's own letters are
    /// their name.
    pub fn blank(&self, words: &str) -> Text {
        let known = self.blanks.iter().find(|blank| blank.name.chinese() == words);
        known.map_or_else(|| Text::as_it_is(words), |blank| (&blank.name).into())
    }

    pub fn letter(&self, key: &str) -> Outcome<&LetterRule> {
        self.letters
            .iter()
            .find(|letter| letter.key == key)
            .ok_or_else(|| {
                let known = keys(self.letters.iter().map(|letter| &letter.key));
                Failure::failed(text!(letter_unknown, to = excerpt(key), known = known))
            })
    }
}

/// Keys as they are listed in a refusal.
fn keys<'a>(keys: impl Iterator<Item = &'a String>) -> Text {
    Text::list(keys.map(Text::as_it_is))
}

/// The labels and words that pages use, which `record` gives their meaning.
pub(crate) fn reading_words<T: serde::de::DeserializeOwned>() -> Outcome<T> {
    file("reading.toml")
}

/// How the columns of lists of orders are called, which `record` gives their meaning.
pub(crate) fn list_columns<T: serde::de::DeserializeOwned>() -> Outcome<T> {
    file("list-columns.toml")
}

/// By what `record` tells recharges from other payments.
pub(crate) fn recharge_rules() -> Outcome<RechargeRules> {
    file("recharges.toml")
}

pub(crate) fn shipped_kinds() -> Outcome<Vec<KindRule>> {
    file("product-kinds.toml").map(|KindFile { kind }| kind)
}

pub(crate) fn shipped_channels() -> Outcome<Vec<ChannelRule>> {
    file("channels.toml").map(|ChannelFile { channel }| channel)
}

/// The folder of the letters, and that of the forms.
const LETTERS: &str = "letters";
const FORMS: &str = "forms";

fn files_in(folder: &str) -> impl Iterator<Item = &'static include_dir::File<'static>> {
    let folder = SHIPPED.get_dir(folder);
    folder.into_iter().flat_map(|folder| folder.files())
}

/// A row that is a file by itself, with the name of the file, which is its key.
fn row<T: serde::de::DeserializeOwned>(file: &include_dir::File<'_>) -> Outcome<(T, String)> {
    let path = file.path();
    let key = path
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let row = parse(&path.to_string_lossy(), file.contents_utf8().unwrap_or_default())?;
    Ok((row, key))
}

/// The letters in the order in which they are offered: by step, and within one by their place.
fn shipped_letters(steps: &[StepRule]) -> Outcome<Vec<LetterRule>> {
    let mut letters = Vec::new();
    for file in files_in(LETTERS) {
        let (letter, key) = row(file)?;
        let letter = LetterRule { key, ..letter };
        let step = steps.iter().position(|step| step.key == letter.step);
        let step = step.ok_or_else(|| {
            let name = file.path().to_string_lossy();
            Failure::failed(text!(rule_step_missing, file = &*name, step = &letter.step))
        })?;
        letters.push((step, letter));
    }
    letters.sort_by(|(one, a), (other, b)| (one, a.place, &a.key).cmp(&(other, b.place, &b.key)));
    Ok(letters.into_iter().map(|(_, letter)| letter).collect())
}

fn shipped_forms() -> Outcome<Vec<FormRule>> {
    files_in(FORMS)
        .map(|file| {
            let (form, key) = row(file)?;
            Ok(FormRule { key, ..form })
        })
        .collect()
}

fn file<T: serde::de::DeserializeOwned>(name: &str) -> Outcome<T> {
    let text = SHIPPED.get_file(name).and_then(|file| file.contents_utf8());
    parse(name, text.unwrap_or_default())
}

fn parse<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> Outcome<T> {
    let unread = |why: &str| Failure::failed(text!(rule_file_unread, file = name, why = why));
    let rows = toml::from_str(text).map_err(|error| unread(error.message()))?;
    let rows: toml::Value = beside(rows).map_err(|why| unread(&why))?;
    rows.try_into().map_err(|error| unread(error.message()))
}

fn some_minutes<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Span>, D::Error> {
    minutes(deserializer).map(Some)
}

fn no_time() -> Span {
    Span(0)
}

fn all_minutes<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<Span>, D::Error> {
    let minutes = Vec::<u32>::deserialize(deserializer)?;
    if minutes.contains(&0) || !minutes.is_sorted() {
        return Err(serde::de::Error::custom("spans that do not grow"));
    }
    Ok(minutes
        .into_iter()
        .map(|minutes| Span(i64::from(minutes) * Span::MINUTE.0))
        .collect())
}

fn days<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Span, D::Error> {
    Ok(Span(i64::from(u32::deserialize(deserializer)?) * Span::DAY.0))
}

fn minutes<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Span, D::Error> {
    let minutes = u32::deserialize(deserializer)?;
    if minutes == 0 {
        return Err(serde::de::Error::custom("a span of 0 minutes"));
    }
    Ok(Span(i64::from(minutes) * Span::MINUTE.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provenances(rules: &Rules) -> Vec<(&str, &Provenance)> {
        let kinds = rules
            .kinds
            .iter()
            .map(|kind| (kind.key.as_str(), &kind.provenance));
        let channels = rules
            .channels
            .iter()
            .map(|channel| (channel.key.as_str(), &channel.provenance));
        let letters = rules
            .letters
            .iter()
            .map(|letter| (letter.key.as_str(), &letter.provenance));
        let topics = rules
            .topics
            .values()
            .map(|topic| (topic.topic.word(), &topic.provenance));
        let law = rules.law.iter().map(|row| (row.key.as_str(), &row.provenance));
        let steps = rules.steps.iter().map(|row| (row.key.as_str(), &row.provenance));
        let limits = rules.limits.iter().map(|row| (row.key.as_str(), &row.provenance));
        let groups = rules
            .evidence
            .groups
            .iter()
            .map(|row| (row.key.as_str(), &row.provenance));
        let findings = rules
            .evidence
            .findings
            .iter()
            .map(|row| (row.key.as_str(), &row.provenance));
        let facts = rules.evidence.facts.iter();
        let facts = facts.map(|row| (row.group.as_str(), &row.provenance));
        let excuses = rules.excuses.all.iter();
        let excuses = excuses.map(|row| (row.key.as_str(), &row.provenance));
        let table = ("diagnosis", &rules.diagnosis.provenance);
        kinds
            .chain(channels)
            .chain(letters)
            .chain(topics)
            .chain(law)
            .chain(steps)
            .chain(limits)
            .chain(groups)
            .chain(findings)
            .chain(facts)
            .chain(excuses)
            .chain([table])
            .collect()
    }

    #[test]
    fn every_row_has_a_source_and_a_day() {
        let rules = Rules::shipped().unwrap();
        for (key, provenance) in provenances(&rules) {
            assert!(
                provenance.source.chinese().chars().count() > 5,
                "{key} has no source"
            );
            assert!(
                provenance.checked.to_string().as_str() >= "2026-01-01",
                "{key} was not checked lately"
            );
        }
    }

    /// Whose account was charged is asked only where one is: the others are sent to somebody.
    #[test]
    fn what_is_sent_to_a_person_charges_no_account() {
        let rules = Rules::shipped().unwrap();
        let sent = rules.kinds.iter().filter(|kind| !kind.account.is_charged());
        assert_eq!(
            sent.map(|kind| kind.key.as_str()).collect::<Vec<_>>(),
            ["card-key", "gift-card", "account", "software-licence"]
        );
    }

    #[test]
    fn every_topic_has_its_own_row() {
        let rules = Rules::shipped().unwrap();
        for topic in Topic::ALL {
            assert_eq!(rules.topic(*topic).topic, *topic);
        }
    }

    #[test]
    fn keys_are_unique_and_an_unknown_one_is_refused_with_the_known_ones() {
        let rules = Rules::shipped().unwrap();
        let mut keys: Vec<&str> = rules.kinds.iter().map(|kind| kind.key.as_str()).collect();
        keys.sort_unstable();
        let all = keys.len();
        keys.dedup();
        assert_eq!(keys.len(), all);
        let refused = rules.kind("qcoin").unwrap_err();
        assert_eq!(refused.code, Code::Kind);
        assert!(refused.message().contains("q-coin"));
    }
}
