//! From what a person typed to checked facts.

use super::notation::{not_in_the_future, read_promise, read_until};
use super::table::has_lost_digits;
use super::{Field, Toward, half_width, number::visible, read_amount, read_moment, read_number, squeezed};
use crate::order::{
    BEIJING, EventKind, Facts, Happening, Moment, Person, PromisedFacts, RefusedFacts, Seller, Sha256,
    ShotRole, Span, Word, Zone, excerpt, given, named, written,
};
use crate::rules::{ExcuseRule, Rules};
use crate::words::Text;
use crate::{Code, Failure, Outcome, text};
use serde::Deserialize;
use ts_rs::TS;

/// The longest text of a field in characters, and of a note or an event.
const LONGEST_FIELD: usize = 200;
pub(super) const LONGEST_TEXT: usize = 2000;
/// The most equal things of one order.
const MOST: u32 = 100_000;

/// A form as it was filled in: every field as typed, empty where nothing was given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, TS)]
#[cfg_attr(feature = "clap", derive(clap::Args))]
#[serde(default)]
#[ts(export)]
pub struct Draft {
    #[cfg_attr(feature = "clap", arg(long, allow_hyphen_values = true, help = text!(help_draft_platform)))]
    pub platform: String,
    #[cfg_attr(feature = "clap", arg(long, allow_hyphen_values = true, help = text!(help_draft_product)))]
    pub product: String,
    #[cfg_attr(feature = "clap", arg(long, allow_hyphen_values = true, help = text!(help_draft_kind)))]
    pub kind: String,
    #[cfg_attr(feature = "clap", arg(long, allow_hyphen_values = true, help = text!(help_draft_amount)))]
    pub amount: String,
    #[cfg_attr(feature = "clap", arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_draft_quantity)))]
    pub quantity: String,
    #[cfg_attr(feature = "clap", arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_draft_requested)))]
    pub requested: String,
    #[cfg_attr(feature = "clap", arg(long, allow_hyphen_values = true, help = text!(help_draft_paid_at)))]
    pub paid_at: String,
    #[cfg_attr(feature = "clap", arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_draft_account)))]
    pub account: String,
    #[cfg_attr(feature = "clap", arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_draft_order_no)))]
    pub order_no: String,
    #[cfg_attr(feature = "clap", arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_draft_window)))]
    pub window: String,
    #[cfg_attr(feature = "clap", arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_draft_channel)))]
    pub channel: String,
    #[cfg_attr(feature = "clap", arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_draft_payment_no)))]
    pub payment_no: String,
    #[cfg_attr(feature = "clap", arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_draft_merchant_order_no)))]
    pub merchant_order_no: String,
    #[cfg_attr(feature = "clap", arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_draft_merchant)))]
    pub merchant: String,
    #[cfg_attr(feature = "clap", arg(long, default_value = "", allow_hyphen_values = true, help = text!(help_draft_note)))]
    pub note: String,
    // Files that were staged before and are attached with the order.
    #[cfg_attr(feature = "clap", arg(skip))]
    pub shots: Vec<DraftShot>,
    #[cfg_attr(feature = "clap", arg(long, help = text!(help_draft_force)))]
    pub force: bool,
}

/// A field of a form, whether it is only read or written as well.
macro_rules! field {
    ($field:expr, $draft:expr $(, $mutable:tt)?) => {
        match $field {
            Field::Platform => &$($mutable)? $draft.platform,
            Field::Product => &$($mutable)? $draft.product,
            Field::Kind => &$($mutable)? $draft.kind,
            Field::Amount => &$($mutable)? $draft.amount,
            Field::Quantity => &$($mutable)? $draft.quantity,
            Field::Requested => &$($mutable)? $draft.requested,
            Field::PaidAt => &$($mutable)? $draft.paid_at,
            Field::Account => &$($mutable)? $draft.account,
            Field::OrderNo => &$($mutable)? $draft.order_no,
            Field::Channel => &$($mutable)? $draft.channel,
            Field::PaymentNo => &$($mutable)? $draft.payment_no,
            Field::MerchantOrderNo => &$($mutable)? $draft.merchant_order_no,
            Field::Merchant => &$($mutable)? $draft.merchant,
            Field::Window => &$($mutable)? $draft.window,
            Field::Note => &$($mutable)? $draft.note,
        }
    };
}

impl Draft {
    pub fn field(&self, field: Field) -> &str {
        field!(field, self)
    }

    pub fn field_mut(&mut self, field: Field) -> &mut String {
        field!(field, self, mut)
    }
}

/// A staged file in a form.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, TS)]
#[ts(export)]
pub struct DraftShot {
    /// The hash of its bytes in hexadecimal.
    pub sha256: String,
    /// What it shows.
    pub role: ShotRole,
}

/// Facts that were checked, with the files to attach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOrder {
    pub facts: Facts,
    /// The files by hash, each with its role.
    pub shots: Vec<(Sha256, ShotRole)>,
}

/// Checks a form. The first field that is wrong is refused with its code. The time of payment is Beijing's, because it is
/// copied from a payment page or a list made in China, wherever the computer stands.
pub fn check(draft: &Draft, rules: &Rules, now: Moment) -> Outcome<NewOrder> {
    let platform = platform(&draft.platform, text!(platform_missing))?;
    let product = optional(&draft.product, Code::Product, text!(name_product))?
        .ok_or_else(|| Failure::new(Code::Product, text!(product_missing)))?;
    if draft.kind.trim().is_empty() {
        return Err(Failure::new(Code::Kind, text!(kind_missing)));
    }
    let kind = rules.kind(draft.kind.trim())?;
    let amount = read_amount(&draft.amount, Code::Amount)?;
    let requested = given(&draft.requested)
        .map(|typed| read_amount(&typed, Code::Requested))
        .transpose()?;
    let paid_at = read_moment(&draft.paid_at, now, BEIJING, Toward::Past, Code::PaidAt)?;
    let paid_at = not_in_the_future(paid_at, now, BEIJING, Code::PaidAt)?;
    let promised = match draft.window.trim() {
        "" => None,
        _ => Some(read_promise(&draft.window, paid_at, rules)?),
    };
    let channel = match draft.channel.trim() {
        "" => None,
        key => Some(rules.channel(key)?.key.clone()),
    };
    let facts = Facts {
        platform,
        product,
        kind: kind.key.clone(),
        account: optional(&draft.account, Code::Account, text!(name_account))?,
        order_no: number(&draft.order_no, Code::OrderNo, text!(name_order_no))?,
        amount,
        channel,
        payment_no: number(&draft.payment_no, Code::PaymentNo, text!(name_payment_no))?,
        payments: Vec::new(),
        merchant_order_no: number(
            &draft.merchant_order_no,
            Code::MerchantOrderNo,
            text!(name_merchant_order_no),
        )?,
        merchant: optional(&draft.merchant, Code::Merchant, text!(name_merchant))?,
        note: limited(&draft.note, Code::Note, text!(name_note), LONGEST_TEXT)?,
        paid_at,
        quantity: quantity(&draft.quantity)?,
        requested: requested.filter(|requested| *requested != amount),
        window: promised.unwrap_or(kind.window),
        window_promised: promised.is_some(),
    };
    let shots = draft.shots.iter().map(staged).collect::<Outcome<_>>()?;
    Ok(NewOrder { facts, shots })
}

/// How many were ordered, as typed; one where the field was left empty.
fn quantity(typed: &str) -> Outcome<u32> {
    let Some(typed) = given(typed) else {
        return Ok(1);
    };
    count(&typed)
        .filter(|count| (1..=MOST).contains(count))
        .ok_or_else(|| {
            Failure::new(
                Code::Quantity,
                text!(quantity_wrong, typed = excerpt(&typed), most = MOST),
            )
        })
}

/// A whole number as people type it: full-width, and with the word that counts things behind it.
pub(super) fn count(typed: &str) -> Option<u32> {
    let narrow = half_width(typed);
    let digits = narrow
        .trim()
        .trim_end_matches(['份', '张', '个', '件', '笔', '次', '条']);
    let digits = digits.trim_end();
    digits
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| digits.parse().ok())?
}

/// Reads a staged file's hash and role.
pub fn staged(shot: &DraftShot) -> Outcome<(Sha256, ShotRole)> {
    let hash =
        Sha256::from_hex(&shot.sha256).ok_or_else(|| Failure::new(Code::Shot, text!(shot_id_wrong)))?;
    Ok((hash, shot.role))
}

/// What a person tells of an order, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Told {
    /// The word of the event kind.
    pub kind: String,
    pub text: String,
    /// When it happened; empty for now.
    pub at: String,
    /// Until when something was promised, or the time that a page shows; empty for none.
    pub until: String,
    /// The key of the reason of a refusal; empty where none was named.
    #[ts(as = "Option<String>", optional)]
    pub reason: String,
    /// Whether it is a refund that was promised.
    #[ts(as = "Option<bool>", optional)]
    pub refund: bool,
}

/// Checks what a person tells of an order that was paid at `paid_at`.
pub fn check_told(
    draft: &Told,
    paid_at: Moment,
    rules: &Rules,
    now: Moment,
    zone: Zone,
) -> Outcome<Happening> {
    let kind = EventKind::from_word(draft.kind.trim())
        .filter(|kind| kind.is_told())
        .ok_or_else(|| {
            let known = EventKind::ALL.iter().filter(|kind| kind.is_told());
            let known = Text::list(known.map(|kind| Text::as_it_is(kind.word())));
            Failure::failed(text!(told_unknown, typed = excerpt(&draft.kind), known = known))
        })?;
    let at = read_at(&draft.at, paid_at, now, zone)?;
    let until = match draft.until.trim() {
        "" => None,
        _ => {
            // Who says "tomorrow" has all of tomorrow to keep it; a reminder needs its hour.
            let whole_days = kind != EventKind::Snoozed;
            // An hour that a shop names is Beijing's; one at which to be reminded is the person's own.
            let named_in = if kind == EventKind::Snoozed { zone } else { BEIJING };
            let until = read_until(&draft.until, at, now, named_in, whole_days, rules)?;
            if kind.is_page_time() {
                check_page_time(kind, until, paid_at, now)?;
            } else if until <= at {
                return Err(Failure::new(Code::Until, text!(promise_before_itself)));
            } else if until > now + Span::days(366) {
                return Err(Failure::new(Code::Until, text!(until_too_far)));
            }
            Some(until)
        }
    };
    if kind.is_page_time() && until.is_none() {
        return Err(Failure::new(Code::Until, text!(page_time_missing)));
    }
    if kind == EventKind::Snoozed && until.is_none_or(|until| until <= now) {
        return Err(Failure::new(Code::Until, text!(snooze_without_end)));
    }
    let text = limited(&draft.text, Code::Text, text!(name_text), LONGEST_TEXT)?;
    if text.is_none() && kind == EventKind::Note {
        return Err(Failure::new(Code::Text, text!(note_empty)));
    }
    let told = Happening {
        text,
        until,
        ..Happening::new(kind, at)
    };
    if draft.refund {
        return promised_refund(told);
    }
    match draft.reason.trim() {
        "" => Ok(told),
        key if kind == EventKind::Refused => refused_for(rules.excuse(key)?, told),
        _ => Err(Failure::new(Code::Reason, text!(reason_of_no_refusal))),
    }
}

/// Checks a time that a page shows of an order: it lies ahead, and a guarantee may be long.
fn check_page_time(kind: EventKind, until: Moment, paid_at: Moment, now: Moment) -> Outcome<()> {
    const LONGEST_GUARANTEE: Span = Span::days(20 * 366);
    let at = until.local(BEIJING);
    let why = if until <= paid_at {
        text!(page_time_before_payment, at = at, paid = paid_at.local(BEIJING))
    } else if until <= now {
        text!(page_time_over, at = at)
    } else if kind == EventKind::Guarantee && until > now + LONGEST_GUARANTEE {
        text!(guarantee_too_far)
    } else if kind == EventKind::AutoConfirm && until > now + Span::days(366) {
        text!(until_too_far)
    } else {
        return Ok(());
    };
    Err(Failure::new(Code::Until, why))
}

/// The promise of a refund.
fn promised_refund(told: Happening) -> Outcome<Happening> {
    if told.kind != EventKind::Promised {
        return Err(Failure::failed(text!(refund_of_no_promise)));
    }
    // It stands in the timeline, which is Chinese.
    let name = text!(promise_of_refund).chinese();
    let words = match &told.text {
        Some(said) => format!("{name}：{said}"),
        None => name,
    };
    Ok(Happening {
        facts: Some(written(&PromisedFacts { refund: true })?),
        ..told.saying(words)
    })
}

/// A refusal with the reason that the person named.
fn refused_for(excuse: &ExcuseRule, told: Happening) -> Outcome<Happening> {
    // It stands in the timeline, which is Chinese.
    let name = excuse.name.chinese();
    let words = match &told.text {
        Some(said) => format!("{name}：{said}"),
        None => name.to_owned(),
    };
    let reason = excuse.key.clone();
    Ok(Happening {
        facts: Some(written(&RefusedFacts { reason })?),
        ..told.saying(words)
    })
}

/// When something happened to an order that was paid at `paid_at`, as typed; empty for now. Neither before the payment
/// nor in the future.
pub fn read_at(text: &str, paid_at: Moment, now: Moment, zone: Zone) -> Outcome<Moment> {
    if text.trim().is_empty() {
        return Ok(now.max(paid_at));
    }
    let at = not_in_the_future(
        read_moment(text, now, zone, Toward::Past, Code::At)?,
        now,
        zone,
        Code::At,
    )?;
    if at < paid_at {
        return Err(Failure::new(
            Code::At,
            text!(
                time_before_payment,
                at = at.local(zone),
                paid = paid_at.local(zone)
            ),
        ));
    }
    Ok(at)
}

/// Reads a deadline that the person sets in a letter, in the letter's own time, which is Beijing's: `24小时`, `明天 18:00`, a
/// moment. It lies ahead, and not further than a month.
pub fn read_deadline(text: &str, rules: &Rules, now: Moment) -> Outcome<Moment> {
    let until = read_until(text, now, now, BEIJING, true, rules)?;
    if until <= now {
        return Err(Failure::new(Code::Until, text!(deadline_over)));
    }
    if until > now + Span::days(31) {
        return Err(Failure::new(Code::Until, text!(deadline_too_far)));
    }
    Ok(until)
}

/// Checks who is behind a platform, as typed.
pub fn check_seller(typed: &Seller) -> Outcome<Seller> {
    let platform = platform(&typed.platform, text!(platform_of_seller_missing))?;
    check_named(&platform)?;
    let line = |text: &str, code, name| Outcome::Ok(optional(text, code, name)?.unwrap_or_default());
    Ok(Seller {
        platform,
        kind: typed.kind,
        vanished: typed.vanished,
        legal_name: line(&typed.legal_name, Code::LegalName, text!(name_legal_name))?,
        address: line(&typed.address, Code::Address, text!(name_merchant_address))?,
        phone: line(&typed.phone, Code::Phone, text!(name_merchant_phone))?,
        marketplace: line(&typed.marketplace, Code::Marketplace, text!(name_marketplace))?,
        contact: line(&typed.contact, Code::Contact, text!(name_contact))?,
        icp: line(&typed.icp, Code::Icp, text!(name_icp))?,
        notes: limited(&typed.notes, Code::Notes, text!(name_note), LONGEST_TEXT)?.unwrap_or_default(),
    })
}

/// Checks the complainant's own details, as typed.
pub fn check_person(typed: &Person) -> Outcome<Person> {
    let line = |text: &str, code, name| Outcome::Ok(optional(text, code, name)?.unwrap_or_default());
    Ok(Person {
        name: line(&typed.name, Code::Text, text!(name_person))?,
        phone: line(&typed.phone, Code::Phone, text!(name_person_phone))?,
        id_kind: line(&typed.id_kind, Code::Text, text!(name_id_kind))?,
        id_number: line(&typed.id_number, Code::Text, text!(name_id_number))?,
        address: line(&typed.address, Code::Address, text!(name_person_address))?,
        publish: typed.publish,
        mediate: typed.mediate,
    })
}

/// Refuses to note anything of what only stands for a platform: its orders may be of different shops.
pub fn check_named(platform: &str) -> Outcome<()> {
    match named(platform) {
        Some(_) => Ok(()),
        None => Err(Failure::new(
            Code::Platform,
            text!(platform_unnamed, platform = platform),
        )),
    }
}

/// A platform's name, as typed.
pub fn check_platform(text: &str) -> Outcome<String> {
    platform(text, text!(platform_new_name_missing))
}

/// A tag, as typed.
pub fn check_tag(text: &str) -> Outcome<String> {
    const LONGEST_TAG: usize = 20;
    let tag = limited(text, Code::Text, text!(name_tag), LONGEST_TAG)?.unwrap_or_default();
    let tag = tag.split_whitespace().collect::<Vec<_>>().join("");
    if tag.is_empty() {
        return Err(Failure::new(Code::Text, text!(tag_empty)));
    }
    Ok(tag)
}

/// A text out of a file as a field of one line: without control and invisible characters, and no longer than a field may be.
pub fn trimmed_field(text: &str) -> String {
    let line = visible(text).split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars()
        .filter(|c| !c.is_control())
        .take(LONGEST_FIELD)
        .collect()
}

/// The reason for closing an order, as typed.
pub fn check_reason(text: &str) -> Outcome<String> {
    limited(text, Code::Reason, text!(name_reason), LONGEST_TEXT)?
        .ok_or_else(|| Failure::new(Code::Reason, text!(reason_empty)))
}

/// The number that a recipient gave a filing, if any.
pub fn check_filing_number(text: &str) -> Outcome<Option<String>> {
    Ok(optional(text, Code::Text, text!(name_filing_number))?.map(|no| squeezed(&no)))
}

/// The text of a letter that the person is about to send.
pub fn check_letter(text: &str) -> Outcome<String> {
    const LONGEST_LETTER: usize = 10_000;
    limited(text, Code::Text, text!(name_letter), LONGEST_LETTER)?
        .ok_or_else(|| Failure::new(Code::Text, text!(letter_text_empty)))
}

fn platform(text: &str, missing: Text) -> Outcome<String> {
    optional(text, Code::Platform, text!(name_platform))?.ok_or_else(|| Failure::new(Code::Platform, missing))
}

/// A field of one line: line breaks become blanks, other control characters and what nobody sees go.
fn optional(text: &str, code: Code, name: Text) -> Outcome<Option<String>> {
    let limited = limited(text, code, name, LONGEST_FIELD)?;
    let line = limited.map(|text| visible(&text).split_whitespace().collect::<Vec<_>>().join(" "));
    Ok(line.filter(|line| !line.is_empty()))
}

/// A number, without what was copied with it.
fn number(text: &str, code: Code, name: Text) -> Outcome<Option<String>> {
    let Some(line) = optional(text, code, name.clone())? else {
        return Ok(None);
    };
    let typed = excerpt(&line);
    match read_number(&line) {
        // Noughts at the end may be its own; an exponent never is.
        Ok(Some(number)) if has_lost_digits(&number) && number.contains(['E', 'e']) => Err(Failure::new(
            code,
            text!(number_rounded, typed = typed, name = name),
        )),
        Ok(number) => Ok(number),
        Err(_) => Err(Failure::new(
            code,
            text!(number_several, typed = typed, name = name),
        )),
    }
}

pub(super) fn limited(text: &str, code: Code, name: Text, longest: usize) -> Outcome<Option<String>> {
    let text = text.trim();
    let chars = text.chars().count();
    if chars > longest {
        return Err(Failure::new(
            code,
            text!(text_too_long, name = name, chars = chars, longest = longest),
        ));
    }
    let plain: String = text
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect();
    Ok((!plain.is_empty()).then_some(plain))
}

#[cfg(test)]
mod tests;
