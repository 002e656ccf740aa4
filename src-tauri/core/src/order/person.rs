//! Who complains, as far as the person wants to say.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The complainant's own details, as typed; empty where they were not given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Person {
    /// 姓名
    pub name: String,
    /// 联系电话
    pub phone: String,
    /// 证件类型
    pub id_kind: String,
    /// 证件号码
    pub id_number: String,
    /// 联系地址
    pub address: String,
    /// 是否同意公示投诉信息
    pub publish: Option<bool>,
    /// 是否同意委托调解
    pub mediate: Option<bool>,
}
