//! What would make 12315 refuse a complaint, looked at before it is handed in. It stops no one from going on.

use super::contents::bill_rows;
use super::{DossierCase, Exhibit};
use crate::order::{Filing, History, Moment, RefundedFacts, Seller, ShotRole, undone};
use crate::rules::{FindingKind, FindingRule, From, Place, Rules, end};
use crate::words::Text;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the person confirms, which the app cannot see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Declared {
    /// It was bought for own use, not for resale.
    pub own_use: bool,
    /// The complaint is made under the person's real identity.
    pub real_identity: bool,
    /// No court, association or office has handled the same dispute.
    pub not_elsewhere: bool,
}

/// Something to know before handing a complaint in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Finding {
    /// Its key.
    pub key: String,
    /// Whether the person is asked to confirm it; otherwise the app sees it.
    pub asked: bool,
    /// What is found, or what is to be confirmed.
    pub text: Text,
    /// How to mend it.
    pub mend: Text,
    /// Where in the app.
    pub place: Place,
    /// Where the rule comes from.
    pub source: Text,
}

/// The step for which a package is made.
const OFFICE: &str = "12315";

/// Looks at cases of one platform that are open. What the person declared is not found again.
pub fn preflight(
    cases: &[DossierCase],
    exhibits: &[Exhibit],
    seller: &Seller,
    declared: Declared,
    rules: &Rules,
    now: Moment,
) -> Vec<Finding> {
    if cases.is_empty() {
        return Vec::new();
    }
    rules
        .evidence
        .findings
        .iter()
        .filter(|rule| is_found(rule, cases, exhibits, seller, declared, rules, now))
        .map(|rule| Finding {
            key: rule.key.clone(),
            asked: rule.kind == FindingKind::Ask,
            text: (&rule.text).into(),
            mend: (&rule.mend).into(),
            place: rule.place,
            source: (&rule.provenance.source).into(),
        })
        .collect()
}

fn is_found(
    rule: &FindingRule,
    all: &[DossierCase],
    exhibits: &[Exhibit],
    seller: &Seller,
    declared: Declared,
    rules: &Rules,
    now: Moment,
) -> bool {
    let cases: Vec<&DossierCase> = all
        .iter()
        .filter(|case| rule.problems.is_empty() || rule.problems.contains(&case.problem()))
        .collect();
    if cases.is_empty() {
        return false;
    }
    let histories = || {
        cases
            .iter()
            .map(|case| History::of(&case.order.facts, &case.events))
    };
    let shots = |role: ShotRole| {
        cases
            .iter()
            .map(|case| case.shots.iter().filter(|shot| shot.role == role).count())
            .min()
            .unwrap_or_default()
    };
    let pieces = |key: &str, case: &DossierCase| {
        exhibits
            .iter()
            .filter(|one| {
                let group = rules.evidence.groups.get(one.group);
                one.order == case.order.id && group.is_some_and(|group| group.key == key)
            })
            .count()
    };
    match rule.key.as_str() {
        "own-use" => !declared.own_use,
        "real-identity" => !declared.real_identity,
        "not-elsewhere" => !declared.not_elsewhere,
        // Only what the office itself steps back for; a 黑猫 complaint or a report to the police is none of that.
        "accepted-elsewhere" => rules.step(OFFICE).is_ok_and(|step| {
            histories().any(|history| {
                let is_other = |filing: &&Filing| step.excludes.contains(&filing.to);
                history.filings.iter().filter(is_other).any(Filing::was_accepted)
            })
        }),
        "seller-named" => !seller.is_named(),
        "three-years" => rules
            .limits
            .iter()
            .find(|limit| limit.from == From::Due)
            .is_some_and(|limit| {
                cases.iter().any(|case| {
                    end(
                        case.order.clock.due_at,
                        limit.length,
                        limit.moves_on,
                        &rules.holidays,
                    )
                    .0 < now
                })
            }),
        "demanded" => histories().any(|history| history.demanded_at().is_none()),
        // Each order has to be proved: one's screenshot proves nothing of another.
        "payment-proof" => cases.iter().any(|case| {
            let has_shot = case.shots.iter().any(|shot| shot.role == ShotRole::Payment);
            !has_shot && bill_rows(&case.events).next().is_none()
        }),
        "order-proof" => shots(ShotRole::OrderPage) == 0,
        "two-sources-payment" => cases.iter().any(|case| pieces("performance", case) == 1),
        // What was looked at shows what came, where it went, or that nothing did.
        "two-sources-not-arrived"
        | "short-list"
        | "bad-key-page"
        | "wrong-item-picture"
        | "wrong-account-charged"
        | "balance-page"
        | "double-charge-once" => shots(ShotRole::ArrivalCheck) == 0,
        // That it came, and that it was lost.
        "lost-after-notice" => shots(ShotRole::ArrivalCheck) < 2,
        "lost-after-guarantee" => histories().any(|history| history.guarantee.is_none()),
        "bad-key-words" => histories().any(|history| !history.found_says_more()),
        "wrong-account-typed" => cases.iter().any(|case| case.order.facts.account.is_none()),
        "balance-accepted" => cases.iter().any(|case| accepts_a_balance(case)),
        "double-charge-both" => cases.iter().any(|case| pieces("performance", case) < 2),
        _ => false,
    }
}

/// Whether something that came back in another form than money is written down as accepted.
fn accepts_a_balance(case: &DossierCase) -> bool {
    let undone = undone(&case.events);
    let stands = case.events.iter().filter(|event| !undone.contains(&event.seq));
    let mut refunds = stands.filter_map(|event| RefundedFacts::of(&event.what));
    refunds.any(|refund| refund.accepted && !refund.to.is_money())
}
