//! What the form can choose from, and lists of orders.

use crate::DataFile;
use daozhang_core::Outcome;
use daozhang_core::order::view::OrderView;
use daozhang_core::order::{KeyState, Problem, RefundTo, ShotRole, Status, Word};
use daozhang_core::store::Query;
use daozhang_core::words::Text;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A product kind in the form.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct KindOption {
    key: String,
    name: Text,
    window_seconds: i64,
    window_text: Text,
    /// When the person is first asked whether it came.
    remind_text: Text,
    account_label: Text,
    /// Whether card keys are what comes.
    card_keys: bool,
}

/// A payment channel in the form.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ChannelOption {
    key: String,
    name: Text,
    payment_no_label: Text,
    merchant_order_no_label: Text,
}

/// What a file can show.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct RoleOption {
    key: ShotRole,
    name: Text,
}

/// What may be wrong.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ProblemOption {
    key: Problem,
    name: Text,
    /// Whether a part may have come as it should.
    in_part: bool,
}

/// What may have become of a card key.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct KeyStateOption {
    key: KeyState,
    name: Text,
}

/// Where money may have gone that came back.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct RefundOption {
    key: RefundTo,
    name: Text,
    /// Whether it is money; what is not asks whether it was accepted.
    money: bool,
}

/// Why a seller may have refused.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ExcuseOption {
    key: String,
    name: Text,
}

/// What the form can choose from; platforms with the most used first.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct FormOptions {
    kinds: Vec<KindOption>,
    channels: Vec<ChannelOption>,
    roles: Vec<RoleOption>,
    problems: Vec<ProblemOption>,
    key_states: Vec<KeyStateOption>,
    refund_ways: Vec<RefundOption>,
    excuses: Vec<ExcuseOption>,
    platforms: Vec<String>,
}

/// Which orders to list.
#[derive(Clone, Debug, Deserialize, TS)]
#[ts(export)]
pub struct OrderQuery {
    pub status: Option<Status>,
    /// Only those with this tag.
    pub tag: Option<String>,
    pub search: String,
    /// What `next` of the page before said.
    pub after: Option<String>,
    pub limit: usize,
}

/// A page of a list.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct OrderPage {
    pub orders: Vec<OrderView>,
    /// Where the next page begins; none on the last one.
    pub next: Option<String>,
}

impl DataFile {
    pub(crate) fn form_options(&self) -> Outcome<FormOptions> {
        let rules = self.rules();
        let kinds = rules.kinds.iter().map(|kind| KindOption {
            key: kind.key.clone(),
            name: (&kind.name).into(),
            window_seconds: kind.window.0 / 1000,
            window_text: kind.window.in_hours(i64::MAX),
            remind_text: kind.remind.in_hours(i64::MAX),
            account_label: (&kind.account.name).into(),
            card_keys: kind.card_keys,
        });
        let channels = rules.channels.iter().map(|channel| ChannelOption {
            key: channel.key.clone(),
            name: (&channel.name).into(),
            payment_no_label: (&channel.payment_no).into(),
            merchant_order_no_label: (&channel.merchant_order_no).into(),
        });
        let roles = ShotRole::ALL.iter().map(|role| RoleOption {
            key: *role,
            name: role.name(),
        });
        let problems = Problem::ALL.iter().map(|problem| ProblemOption {
            key: *problem,
            name: problem.name(),
            in_part: problem.leaves_a_part(),
        });
        let key_states = KeyState::ALL.iter().map(|state| KeyStateOption {
            key: *state,
            name: state.name(),
        });
        let refund_ways = RefundTo::ALL.iter().map(|to| RefundOption {
            key: *to,
            name: to.name(),
            money: to.is_money(),
        });
        let excuses = rules.excuses.all.iter().map(|excuse| ExcuseOption {
            key: excuse.key.clone(),
            name: (&excuse.name).into(),
        });
        Ok(FormOptions {
            kinds: kinds.collect(),
            channels: channels.collect(),
            roles: roles.collect(),
            problems: problems.collect(),
            key_states: key_states.collect(),
            refund_ways: refund_ways.collect(),
            excuses: excuses.collect(),
            platforms: self.platform_names()?,
        })
    }

    /// A page of a list, as it is shown.
    pub(crate) fn order_page(&self, query: OrderQuery) -> Outcome<OrderPage> {
        let page = self.page(&Query {
            status: query.status,
            tag: query.tag,
            search: query.search,
            after: query.after,
            limit: query.limit,
            ..Query::default()
        })?;
        Ok(OrderPage {
            orders: self.views(&page.orders),
            next: page.next,
        })
    }
}
