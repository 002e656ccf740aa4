//! Writing a letter out of its data file and a matter.

use super::Matter;
use super::fields::{Fields, fields, specimen};
use crate::order::{Moment, PLATFORM_BLANK, Status, excerpt, without_keys};
use crate::rules::{Certainty, Count, Join, LetterRule, Needed, Part, Records, Rules};
use crate::words::Text;
use crate::{Code, Failure, Outcome, text};
use minijinja::{Environment, UndefinedBehavior, Value};
use serde::Serialize;
use std::sync::{Arc, Mutex, PoisonError};
use ts_rs::TS;

/// A letter, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export, rename = "LetterView")]
pub struct Letter {
    /// The key of its rule.
    pub to: String,
    /// What it is called.
    pub name: Text,
    pub recipient: Text,
    /// The step of the ladder to which it belongs.
    pub step: String,
    /// What the timeline holds once it was sent.
    pub records: Records,
    /// Its text.
    pub text: String,
    /// Its length as the recipient counts.
    pub chars: usize,
    /// The recipient's limit, if there is one.
    pub limit: Option<usize>,
    /// How the recipient counts.
    pub count: Count,
    /// What the order does not say and would make the letter stronger, by name.
    pub missing: Vec<Text>,
    /// Fields that are left open in the text, where they stand as `【name】`.
    pub blanks: Vec<String>,
    /// Their names, one for each.
    pub blank_names: Vec<Text>,
    /// How many parts were left out to fit the limit.
    pub shortened: usize,
    /// The deadline that it names, RFC 3339, if it names one.
    pub answer_by: Option<String>,
    /// Whether 欺诈 can be claimed by opting in, and whether it is.
    pub fraud: FraudClaim,
    /// The articles that it cites.
    pub cites: Vec<Cited>,
    /// Why the person's own template was not used.
    pub broken: Option<Text>,
}

/// Whether a letter claims 欺诈. It has to be proved beyond reasonable doubt (民诉法解释 109), so nobody claims it for
/// the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum FraudClaim {
    /// It does not belong in this letter.
    Unsuited,
    /// The person did not opt in.
    Off,
    /// The person opted in.
    On,
}

/// An article that a letter cites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Cited {
    /// As it is cited.
    pub name: Text,
    /// What it says.
    pub gist: Text,
    /// How sure the row is.
    pub certainty: Certainty,
    /// Where it comes from.
    pub source: Text,
}

/// What the person wants of a letter besides its recipient.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// The deadline to name; `None` for the letter's own.
    pub answer_by: Option<Moment>,
    /// Whether to claim 欺诈.
    pub fraud: bool,
    /// Whether the person declares that it was bought for own use.
    pub own_use: bool,
}

/// The key of the letter that a word asks for: the key of a step with letters for payment channels is the one for the
/// order's own.
pub fn letter_key(matter: &Matter<'_>, to: &str) -> String {
    let own = matter.order.facts.channel.as_deref().unwrap_or("other");
    let of = |channel: &str| {
        let is_it = |letter: &&LetterRule| letter.step == to && letter.channel.as_deref() == Some(channel);
        matter.rules.letters.iter().find(is_it)
    };
    of(own)
        .or_else(|| of("other"))
        .map_or(to, |letter| &letter.key)
        .to_owned()
}

/// Writes the letter `to` a recipient about a matter.
///
/// Values are put into the parts as they are: a template in a product's name stays text. A text over the recipient's
/// limit loses its most spare parts until it fits.
///
/// # Errors
/// An unknown recipient, a settled order, card keys of which nobody said whether they are all, a template that cannot be rendered, and a text that cannot fit.
pub fn letter(matter: &Matter<'_>, to: &str, wish: Wish) -> Outcome<Letter> {
    let rule = matter.rules.letter(&letter_key(matter, to))?;
    let order = matter.order;
    if !order.status.is_open() {
        return Err(Failure::failed(text!(
            letter_settled,
            status = order.status.name()
        )));
    }
    matter.keys_are_told()?;
    let own = matter.now + rule.answer_within;
    // Before a promised time is over nobody has to have done anything.
    let own = if order.facts.window_promised && order.status != Status::Disputed {
        own.max(order.clock.due_at)
    } else {
        own
    };
    let answer_by = wish.answer_by.unwrap_or(own);
    let fields = fields(matter, rule, answer_by, wish)?;
    let rendered = render(rule, &fields, matter.rules)?;
    // What was told before a key was written down may hold it.
    let hiding = |(spare, text): (u8, String)| {
        let keys = matter.keys.iter().map(|kept| &kept.key);
        (spare, without_keys(&text, keys))
    };
    let parts = rendered.parts.into_iter().map(hiding).collect();
    let (text, shortened) = fitted(parts, rule, &fields.times)?;
    let facts = &order.facts;
    let channel = facts
        .channel
        .as_deref()
        .map(|key| matter.rules.channel(key))
        .transpose()?;
    let payment_no = channel.map_or_else(
        || Needed::PaymentNo.name(),
        |channel| (&channel.payment_no).into(),
    );
    let account = &matter.rules.kind(&facts.kind)?.account.name;
    let missing = [
        (Needed::OrderNo.name(), facts.order_no.is_none()),
        (Needed::Channel.name(), facts.channel.is_none()),
        (payment_no, facts.payment_no.is_none()),
        (account.into(), facts.account.is_none()),
    ];
    let blanks = open_blanks(rule, &text);
    Ok(Letter {
        to: rule.key.clone(),
        name: (&rule.name).into(),
        recipient: (&rule.recipient).into(),
        step: rule.step.clone(),
        records: matter.rules.step(&rule.step)?.records,
        chars: rule.count.of(&text),
        limit: rule.limit,
        count: rule.count,
        missing: missing
            .into_iter()
            .filter(|(_, gone)| *gone)
            .map(|(name, _)| name)
            .collect(),
        blank_names: blanks.iter().map(|words| matter.rules.blank(words)).collect(),
        blanks,
        shortened,
        answer_by: rule
            .parts
            .iter()
            .any(|part| part.text.contains("answer_by") || part.text.contains("answer_within"))
            .then(|| answer_by.rfc3339(matter.zone)),
        fraud: match (rule.may_claim_fraud(), wish.fraud) {
            (false, _) => FraudClaim::Unsuited,
            (true, false) => FraudClaim::Off,
            (true, true) => FraudClaim::On,
        },
        cites: cited(&rendered.cites, &text, matter.rules),
        text,
        broken: None,
    })
}

/// The fields that a text leaves open, of those that the letter knows.
pub fn open_blanks(rule: &LetterRule, text: &str) -> Vec<String> {
    let open = blanks_of(rule).into_iter();
    open.filter(|name| text.contains(&format!("【{name}】")))
        .map(str::to_owned)
        .collect()
}

/// The words of the fields that a letter may leave open, each once.
pub(super) fn blanks_of(rule: &LetterRule) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for part in &rule.parts {
        if part.text.contains("platform") && !names.contains(&PLATFORM_BLANK) {
            names.push(PLATFORM_BLANK);
        }
        for after in part.text.split("blank(\"").skip(1) {
            let name = after.split('"').next().unwrap_or_default();
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

/// Tries a letter as a person has written it: with all that an order can have, and with nothing.
///
/// # Errors
/// What is wrong, and in which line of theirs.
pub fn try_letter(rule: &LetterRule, rules: &Rules) -> Outcome<()> {
    for full in [true, false] {
        render(rule, &specimen(full), rules)?;
    }
    Ok(())
}

struct Rendered {
    /// How spare each part is, and its text; in order.
    parts: Vec<(u8, String)>,
    /// The keys of the articles that were named.
    cites: Vec<String>,
}

fn render(rule: &LetterRule, fields: &Fields, rules: &Rules) -> Outcome<Rendered> {
    let cites: Arc<Mutex<Vec<String>>> = Arc::default();
    let environment = environment(rules, Arc::clone(&cites));
    let mut parts = Vec::with_capacity(rule.parts.len());
    let mut fields = fields.clone();
    fields
        .argue(|words, fields| environment.render_str(words, minijinja::value::Serde(fields)))
        .map_err(|error| Failure::failed(text!(letter_unfilled)).because(error))?;
    for part in &rule.parts {
        let text = environment
            .render_str(&part.text, minijinja::value::Serde(&fields))
            .map_err(|error| broken(rule, part, &error))?;
        match text.trim() {
            "" => {}
            "~" => parts.push((part.spare, String::new())),
            text => parts.push((part.spare, text.to_owned())),
        }
    }
    // What was dropped of a letter cites nothing: the text decides in the end.
    let cites = std::mem::take(&mut *cites.lock().unwrap_or_else(PoisonError::into_inner));
    Ok(Rendered { parts, cites })
}

fn broken(rule: &LetterRule, part: &Part, error: &minijinja::Error) -> Failure {
    use minijinja::ErrorKind;
    let why = match error.kind() {
        ErrorKind::SyntaxError => text!(letter_syntax),
        ErrorKind::UndefinedError => text!(letter_name_unknown),
        ErrorKind::UnknownFilter | ErrorKind::UnknownFunction | ErrorKind::UnknownTest => {
            text!(letter_function_unknown)
        }
        _ => match std::error::Error::source(error).and_then(|source| source.downcast_ref::<Failure>()) {
            Some(failure) => failure.text.clone(),
            None => text!(letter_unfilled),
        },
    };
    Failure::new(
        Code::Text,
        text!(
            letter_line_broken,
            letter = &rule.name,
            line = part.line,
            why = why
        ),
    )
    .because(error)
}

pub(super) fn environment(rules: &Rules, cites: Arc<Mutex<Vec<String>>>) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    environment.add_filter("blank", |value: Value, name: String| -> String {
        match value.as_str() {
            Some(text) if !text.trim().is_empty() => text.to_owned(),
            _ => format!("【{name}】"),
        }
    });
    let articles: Vec<(String, String, String)> = rules
        .law
        .iter()
        .filter(|article| article.can_be_cited())
        .map(|article| {
            (
                article.key.clone(),
                article.short.chinese().to_owned(),
                article.article.chinese().to_owned(),
            )
        })
        .collect();
    environment.add_function(
        "law",
        move |keys: minijinja::value::Rest<String>| -> Result<String, minijinja::Error> {
            let mut text = String::new();
            let mut before = None;
            for key in keys.iter() {
                let Some((_, short, article)) = articles.iter().find(|(known, ..)| known == key) else {
                    return Err(minijinja::Error::new(
                        minijinja::ErrorKind::InvalidOperation,
                        "an article that cannot be cited",
                    )
                    .with_source(Failure::failed(text!(
                        letter_article_unknown,
                        article = excerpt(key)
                    ))));
                };
                if !text.is_empty() {
                    text.push('、');
                }
                if before != Some(short) {
                    text.push_str(&format!("《{short}》"));
                }
                text.push_str(article);
                before = Some(short);
                cites
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(key.clone());
            }
            Ok(text)
        },
    );
    environment
}

fn cited(keys: &[String], text: &str, rules: &Rules) -> Vec<Cited> {
    let mut cites: Vec<Cited> = Vec::new();
    for article in keys.iter().filter_map(|key| rules.citable(key)) {
        let name = article.cited();
        if text.contains(article.article.chinese()) && !cites.iter().any(|one| one.name == name) {
            cites.push(Cited {
                name,
                gist: (&article.gist).into(),
                certainty: article.provenance.certainty,
                source: (&article.provenance.source).into(),
            });
        }
    }
    cites
}

/// Says of the first of these times in a text whose time it is.
fn in_beijing(mut text: String, times: &[String]) -> String {
    const WHOSE: &str = "（北京时间，下同）";
    let first = times
        .iter()
        .filter_map(|time| Some((text.find(time)?, std::cmp::Reverse(time.len()))))
        .min();
    if let Some((at, length)) = first {
        text.insert_str(at + length.0, WHOSE);
    }
    text
}

/// Joins the parts and leaves out the most spare ones, the last first, until they fit. Returns the number of parts dropped.
/// The first of `times` in the text is said to be Beijing's.
fn fitted(mut parts: Vec<(u8, String)>, rule: &LetterRule, times: &[String]) -> Outcome<(String, usize)> {
    let separator = match rule.join {
        Join::Lines => "\n",
        Join::Sentences => "",
    };
    let mut dropped = 0;
    loop {
        let text = parts
            .iter()
            .map(|(_, text)| text.as_str())
            .collect::<Vec<_>>()
            .join(separator);
        let text = in_beijing(text, times);
        let length = rule.count.of(&text);
        let Some(limit) = rule.limit.filter(|limit| length > *limit) else {
            return Ok((text.trim().to_owned(), dropped));
        };
        let most_spare = parts.iter().map(|(spare, _)| *spare).max().unwrap_or_default();
        if most_spare == 0 {
            return Err(Failure::failed(text!(
                letter_too_long,
                to = &rule.recipient,
                length = length,
                limit = limit
            )));
        }
        let at = parts
            .iter()
            .rposition(|(spare, _)| *spare == most_spare)
            .unwrap_or_default();
        parts.remove(at);
        dropped += 1;
    }
}
