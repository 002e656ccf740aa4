//! Before it goes wrong: what to know of an order while it is being logged.

use crate::data_file::DataFile;
use daozhang_core::order::{BEIJING, Facts, Moment, ShotRole, Span, excerpt, named};
use daozhang_core::record::{
    AccountCheck, Draft, Likeness, Toward, check_account, guess_kind, operator, read_amount, read_moment,
    read_number, trimmed_field,
};
use daozhang_core::rules::AccountForm;
use daozhang_core::store::{Same, SameBy};
use daozhang_core::words::Text;
use daozhang_core::{Code, Outcome, text};
use serde::Serialize;
use ts_rs::TS;

/// How far apart two payments may lie that could be one.
const TWICE: Span = Span(10 * Span::MINUTE.0);

/// An order that is logged and looks like the one in the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct LikelyDuplicate {
    /// Its number.
    pub id: i64,
    /// Why it looks like it.
    pub sentence: Text,
}

/// What to know of an order before it is logged. Nothing of it refuses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct DraftCheck {
    /// An order that may be the same.
    pub duplicate: Option<LikelyDuplicate>,
    /// What to look at in the account.
    pub account: Option<AccountCheck>,
    /// What else to think of, one sentence each.
    pub advice: Vec<Text>,
}

impl DataFile {
    pub(crate) fn guessed_kind(&self, product: &str) -> Option<String> {
        guess_kind(product, &self.works.rules).map(|kind| kind.key.clone())
    }

    /// Looks at a form while it is being filled in; fields that cannot be read yet are passed over.
    pub fn check_draft(&self, draft: &Draft, now: Moment) -> Outcome<DraftCheck> {
        let rules = &self.works.rules;
        let amount = read_amount(&draft.amount, Code::Amount).ok();
        let paid_at = read_moment(&draft.paid_at, now, BEIJING, Toward::Past, Code::PaidAt).unwrap_or(now);
        let platform = trimmed_field(&draft.platform);
        let platform = platform.as_str();
        let kind = rules.kind(draft.kind.trim()).ok();
        let form = kind.map(|kind| kind.account.form).unwrap_or_default();
        let mut check = DraftCheck {
            account: check_account(&draft.account, form, &rules.phones),
            ..DraftCheck::default()
        };
        if form == AccountForm::Mobile
            && let Some(account) = &check.account
            && account.faults.is_empty()
            && let Some(operator) = operator(&draft.account, &rules.phones)
            && let Some(named) = [
                ("移动", "mobile"),
                ("联通", "unicom"),
                ("电信", "telecom"),
                ("广电", "broadnet"),
            ]
            .into_iter()
            .find(|(name, _)| draft.product.contains(name))
            && !operator.chinese().contains(named.0)
        {
            check
                .advice
                .push(text!(advice_operator, named = named.1, operator = operator));
        }
        check
            .advice
            .extend(kind.and_then(|kind| kind.beware.as_ref()).map(Text::from));
        let number = |typed: &str| read_number(typed).ok().flatten();
        let like = Likeness {
            platform: platform.to_owned(),
            product: trimmed_field(&draft.product),
            account: Some(trimmed_field(&draft.account)).filter(|account| !account.is_empty()),
            order_no: number(&draft.order_no),
            channel: Some(draft.channel.trim().to_owned()).filter(|key| !key.is_empty()),
            payment_no: number(&draft.payment_no),
            merchant_order_no: number(&draft.merchant_order_no),
            amount,
            paid_at,
        };
        let same = self.store.same_purchase(&like, None)?;
        let alike = match same {
            Some(Same { of, by }) => Some((of, Some(by))),
            None if platform.is_empty() => None,
            None => self.store.alike(&like, TWICE)?.map(|of| (of, None)),
        };
        if let Some((id, by)) = alike {
            let order = self.store.case(id)?.order;
            check.duplicate = Some(LikelyDuplicate {
                id: id.0,
                sentence: duplicate_sentence(&order.facts, by),
            });
        }
        if platform.is_empty() || named(platform).is_none() {
            return Ok(check);
        }
        let paid = draft.shots.iter().any(|shot| shot.role == ShotRole::Payment);
        let (known, overdue) = self.store.platform_standing(platform)?;
        let small = rules.reputation.first_order.small_fen;
        if overdue > 0 {
            check.advice.push(text!(advice_overdue, count = overdue));
        } else if !known && !paid && amount.is_some_and(|amount| amount.0 > small) {
            check.advice.push(text!(advice_first));
        }
        if draft.shots.is_empty() {
            check.advice.push(text!(advice_shot));
        }
        Ok(check)
    }
}

fn duplicate_sentence(known: &Facts, by: Option<SameBy>) -> Text {
    let (platform, product) = (excerpt(&known.platform), excerpt(&known.product));
    match by {
        Some(SameBy::Payment | SameBy::PartOfPayment) => {
            text!(order_paid_alike, platform = platform, product = product)
        }
        Some(SameBy::MerchantNumber) => {
            text!(order_of_merchant_alike, platform = platform, product = product)
        }
        Some(SameBy::OrderNumber) => {
            text!(order_numbered_alike, platform = platform, product = product)
        }
        None => text!(order_alike, platform = platform, product = product),
    }
}
