//! Before it goes wrong: what to know of an order while it is being logged.

use crate::data_file::DataFile;
use daozhang_core::order::{Facts, Moment, ShotRole, Span, excerpt};
use daozhang_core::record::{
    AccountCheck, Draft, Likeness, Toward, check_account, guess_kind, operator, read_amount, read_moment,
};
use daozhang_core::rules::AccountForm;
use daozhang_core::{Code, Outcome};
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
    pub sentence: String,
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
    pub advice: Vec<String>,
}

impl DataFile {
    pub(crate) fn guessed_kind(&self, product: &str) -> Option<String> {
        guess_kind(product, &self.works.rules).map(|kind| kind.key.clone())
    }

    /// Looks at a form while it is being filled in; fields that cannot be read yet are passed over.
    pub fn check_draft(&self, draft: &Draft, now: Moment) -> Outcome<DraftCheck> {
        let zone = self.works.zone;
        let rules = &self.works.rules;
        let amount = read_amount(&draft.amount, Code::Amount).ok();
        let paid_at = read_moment(&draft.paid_at, now, zone, Toward::Past, Code::PaidAt).unwrap_or(now);
        let platform = draft.platform.trim();
        let form = rules
            .kind(draft.kind.trim())
            .map(|kind| kind.account.form)
            .unwrap_or_default();
        let mut check = DraftCheck {
            account: check_account(&draft.account, form, &rules.phones),
            ..DraftCheck::default()
        };
        if form == AccountForm::Mobile
            && let Some(account) = &check.account
            && account.faults.is_empty()
            && let Some(operator) = operator(&draft.account, &rules.phones)
            && let Some(named) = ["移动", "联通", "电信", "广电"]
                .into_iter()
                .find(|name| draft.product.contains(name))
            && !operator.chinese().contains(named)
        {
            check.advice.push(format!(
                "商品写的是{named}，这个号段原属{}；没有携号转网的话请核对号码。",
                operator.chinese()
            ));
        }
        if platform.is_empty() {
            return Ok(check);
        }
        let like = Likeness {
            platform: platform.to_owned(),
            product: draft.product.trim().to_owned(),
            account: Some(draft.account.trim().to_owned()).filter(|account| !account.is_empty()),
            order_no: Some(draft.order_no.trim().to_owned()).filter(|no| !no.is_empty()),
            amount,
            paid_at,
        };
        if let Some((id, numbered)) = self.store.alike(&like, TWICE)? {
            let order = self.store.case(id)?.order;
            check.duplicate = Some(LikelyDuplicate {
                id: id.0,
                sentence: duplicate_sentence(&order.facts, numbered),
            });
        }
        let paid = draft.shots.iter().any(|shot| shot.role == ShotRole::Payment);
        let (known, overdue) = self.store.platform_standing(platform)?;
        let small = rules.memory.first_order.small_fen;
        if overdue > 0 {
            check.advice.push(format!(
                "这个平台还有 {overdue} 笔逾期没到账，先别在这里再买大额。"
            ));
        } else if !known && !paid && amount.is_some_and(|amount| amount.0 > small) {
            check
                .advice
                .push("第一次在这里买：还没付款的话，先买一笔小额试试到账，再买大额。".to_owned());
        }
        if draft.shots.is_empty() {
            check
                .advice
                .push("还没有付款截图，最好现在就截一张支付详情页粘贴进来。".to_owned());
        }
        Ok(check)
    }
}

fn duplicate_sentence(known: &Facts, numbered: bool) -> String {
    let name = format!("{}的“{}”", excerpt(&known.platform), excerpt(&known.product));
    if numbered {
        format!("这个平台的同一个订单号已经记过了：{name}。")
    } else {
        format!("和{name}很像：差不多的时间、同样的商品或金额；确认不是同一笔再记。")
    }
}
