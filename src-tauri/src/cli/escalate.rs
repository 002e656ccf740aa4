//! The commands of escalate: whose problem it is, the ladder, letters, filings, sellers, corrections.

use super::Done;
use clap::{Args, Subcommand};
use daozhang_api::{DataFile, Filed, LetterWish, RuleBook, files};
use daozhang_core::escalate::{Answers, DiagnosisTurn, Escalation, FilingView, LimitView, StepState};
use daozhang_core::order::{Moment, OrderId, Seller, SellerKind, Word, excerpt};
use daozhang_core::record::same_account;
use daozhang_core::words::Text;
use daozhang_core::{Failure, Outcome};
use serde_json::json;
use std::path::PathBuf;

/// What the command line can do to escalate an order.
#[derive(Subcommand)]
pub enum Escalate {
    /// 看问题出在哪，该由谁处理
    Diagnose(Box<Diagnose>),
    /// 列出能走的途径、现在该做的一件事和各项期限
    Ladder {
        /// 订单编号
        id: i64,
    },
    /// 写话术并打印
    Letter {
        /// 订单编号
        id: i64,
        /// 写给谁，例如 platform、payment、12315；没有的会列出现有的
        #[arg(long)]
        to: String,
        /// 限期到什么时候，例如 24小时、明天 18:00
        #[arg(long, default_value = "", allow_hyphen_values = true)]
        answer_by: String,
        /// 主张欺诈：须能证明到排除合理怀疑
        #[arg(long)]
        claim_fraud: bool,
    },
    /// 记下提交出去的投诉，打印它的期限
    File {
        /// 订单编号
        id: i64,
        /// 提交给谁，例如 payment、12315、telecom；没有的会列出现有的
        #[arg(long)]
        to: String,
        /// 投诉编号
        #[arg(long, default_value = "", allow_hyphen_values = true)]
        number: String,
        /// 什么时候，默认现在
        #[arg(long, default_value = "", allow_hyphen_values = true)]
        at: String,
    },
    /// 记下投诉的答复
    Answer {
        /// 订单编号
        id: i64,
        /// 是哪一处的投诉，同 file 的 --to
        #[arg(long)]
        to: String,
        /// 答复：accepted 已受理、refused 不予受理、ended 已办结
        #[arg(long)]
        answer: String,
        /// 什么时候，默认现在
        #[arg(long, default_value = "", allow_hyphen_values = true)]
        at: String,
    },
    /// 查看或记下平台背后的卖家
    Seller(Box<SellerArguments>),
    /// 查看或改动话术、时限和期限，导入放假安排
    Rules {
        /// 改哪一条，例如 letter:platform、window:q-coin、limit:12315-acceptance
        #[arg(long, value_name = "GROUP:KEY", requires = "text")]
        set: Option<String>,
        /// 改成什么；留空回到原样
        #[arg(long, allow_hyphen_values = true)]
        text: Option<String>,
        /// 放假安排文件（JSON）
        #[arg(long)]
        holidays: Option<PathBuf>,
    },
}

/// What the person can see.
#[derive(Args)]
pub struct Diagnose {
    /// 订单编号
    id: i64,
    /// 平台页面：processing 充值中、success 成功、failed 失败、missing 查不到
    #[arg(long)]
    page: String,
    /// 付款账单：paid 已扣款、pending 支付中、failed 失败、missing 无记录、refunded 已退款
    #[arg(long)]
    bill: String,
    /// 支付渠道要求过验证身份
    #[arg(long)]
    identity_check: bool,
    /// 付完马上离开了页面
    #[arg(long)]
    left_early: bool,
    /// 页面上的账号和要充的：same 一样、different 不一样、unseen 看不到
    #[arg(long)]
    account: Option<String>,
    /// 页面上显示的账号，由程序来比
    #[arg(long, conflicts_with = "account", allow_hyphen_values = true)]
    account_shown: Option<String>,
    /// 几分钟内下过同样的订单
    #[arg(long)]
    repeat: bool,
    /// 只看，不记进时间线
    #[arg(long)]
    dry_run: bool,
}

/// Who is behind a platform.
#[derive(Args)]
pub struct SellerArguments {
    /// 平台
    platform: String,
    /// company 公司自营、shop 平台里的店铺、operator 运营商、nobody 找不到是谁
    #[arg(long)]
    kind: Option<String>,
    /// 商家全称
    #[arg(long, allow_hyphen_values = true)]
    name: Option<String>,
    /// 地址
    #[arg(long, allow_hyphen_values = true)]
    address: Option<String>,
    /// 电话
    #[arg(long, allow_hyphen_values = true)]
    phone: Option<String>,
    /// 店铺所在的电商平台
    #[arg(long, allow_hyphen_values = true)]
    marketplace: Option<String>,
    /// 客服的联系方式
    #[arg(long, allow_hyphen_values = true)]
    contact: Option<String>,
    /// 网站的备案号
    #[arg(long, allow_hyphen_values = true)]
    icp: Option<String>,
    /// 自己的备注
    #[arg(long, allow_hyphen_values = true)]
    notes: Option<String>,
    /// 是不是已经联系不上
    #[arg(long)]
    vanished: Option<bool>,
}

/// Runs one of them.
pub fn perform(command: Escalate, data: &mut DataFile, now: Moment) -> Outcome<Done> {
    match command {
        Escalate::Diagnose(signs) => diagnose(*signs, data, now),
        Escalate::Ladder { id } => {
            let all = data.escalation(OrderId(id), now)?;
            Ok(Done::new(ladder_text(&all), json!(all)))
        }
        Escalate::Letter {
            id,
            to,
            answer_by,
            claim_fraud,
        } => {
            let wish = LetterWish {
                answer_by,
                fraud: claim_fraud,
            };
            let letter = data.letter(OrderId(id), &to, &wish, now)?;
            Ok(Done::new(letter.text.clone(), json!(letter)))
        }
        Escalate::File { id, to, number, at } => {
            let filed = data.file_complaint(OrderId(id), &to, &number, &at, now)?;
            Ok(filed_done(id, &filed))
        }
        Escalate::Answer { id, to, answer, at } => {
            let id = OrderId(id);
            let filing = last_filing(data.escalation(id, now)?, &to)?;
            data.answer_filing(id, filing, &answer, &at, now)?;
            let filings = data.escalation(id, now)?.filings;
            let text = filings
                .iter()
                .filter(|one| one.id == filing)
                .map(filing_text)
                .collect::<Vec<_>>()
                .join("\n");
            Ok(Done::new(
                format!("已记下。\n{text}"),
                json!({ "filings": filings }),
            ))
        }
        Escalate::Seller(arguments) => seller(*arguments, data, now),
        Escalate::Rules { set, text, holidays } => {
            if let Some(file) = holidays {
                data.import_holidays(&files::read_text(&file)?, now)?;
            }
            if let (Some(rule), Some(text)) = (set, text) {
                let (group, key) = rule.split_once(':').ok_or_else(|| {
                    Failure::failed(format!(
                        "看不懂“{}”，请写成 letter:platform、window:q-coin 这样。",
                        excerpt(&rule)
                    ))
                })?;
                data.set_rule(group, key, &text, now)?;
            }
            let book = data.rule_book(now)?;
            Ok(Done::new(book_text(&book), json!(book)))
        }
    }
}

fn diagnose(signs: Diagnose, data: &mut DataFile, now: Moment) -> Outcome<Done> {
    let id = OrderId(signs.id);
    let account = match (signs.account, signs.account_shown) {
        (Some(said), _) => Some(said),
        (None, Some(shown)) => {
            let ordered = data.show(id)?.order.account;
            let same = ordered.is_some_and(|ordered| same_account(&ordered, &shown));
            Some(if same { "same" } else { "different" }.to_owned())
        }
        (None, None) => None,
    };
    let paying = match (signs.identity_check, signs.repeat, signs.left_early) {
        (true, ..) => Some("identity"),
        (_, true, _) => Some("twice"),
        (_, _, true) => Some("left"),
        _ => None,
    };
    let mut answers = Answers {
        page: Some(signs.page),
        bill: Some(signs.bill),
        account: account.or_else(|| Some("unseen".to_owned())),
        paying: paying.map(str::to_owned),
    };
    // Whether something was ordered twice the app may see by itself; where nothing says anything, nothing was odd.
    if data.diagnosis(id, &answers, now)?.question.is_some() {
        answers.paying = Some("smooth".to_owned());
    }
    let turn = if signs.dry_run {
        data.diagnosis(id, &answers, now)?
    } else {
        data.diagnose(id, &answers, now)?
    };
    let Some(found) = &turn.found else {
        return Err(Failure::failed(
            "这些情况还看不出问题在哪，请把页面和账单再看一遍。",
        ));
    };
    let text = format!(
        "{}\n由谁处理：{}\n因为：{}\n先查：{}\n下一步：{}",
        found.cause_name,
        found.who_name,
        Text::clauses(found.reasons.clone()),
        found.check,
        found.next
    );
    Ok(Done::new(text, found_json(signs.id, &turn)))
}

fn found_json(id: i64, turn: &DiagnosisTurn) -> serde_json::Value {
    let mut json = json!(turn.found);
    if let Some(object) = json.as_object_mut() {
        object.insert("order_id".to_owned(), json!(id));
        object.insert("known".to_owned(), json!(turn.known));
    }
    json
}

fn last_filing(all: Escalation, to: &str) -> Outcome<u32> {
    all.filings
        .iter()
        .rfind(|filing| filing.to == to)
        .map(|filing| filing.id)
        .ok_or_else(|| Failure::failed(format!("这笔订单没有记过提交给“{}”的投诉。", excerpt(to))))
}

fn filed_done(id: i64, filed: &Filed) -> Done {
    let filing = &filed.filing;
    let warnings: String = filed
        .warnings
        .iter()
        .map(|warning| format!("\n注意：{warning}"))
        .collect();
    let json = json!({
        "filing": {
            "order_id": id,
            "id": filing.id,
            "to": filing.to,
            "number": filing.number,
            "filed_at": filing.filed_at,
        },
        "deadlines": filing.deadlines,
        "warnings": filed.warnings,
    });
    Done::new(format!("已记下。\n{}{warnings}", filing_text(filing)), json)
}

fn filing_text(filing: &FilingView) -> String {
    let number = filing
        .number
        .as_deref()
        .map(|number| format!("，编号 {number}"))
        .unwrap_or_default();
    let answer = filing
        .answer
        .map(|answer| format!("，{}", answer.name()))
        .unwrap_or_default();
    let mut lines = vec![format!("{}{number}{answer}", filing.name)];
    lines.extend(filing.deadlines.iter().map(limit_text));
    lines.join("\n")
}

fn limit_text(limit: &LimitView) -> String {
    let guessed = if limit.guessed {
        "；那一年的放假安排还没有公布，按周末推算"
    } else {
        ""
    };
    let over = if limit.over { "（已过）" } else { "" };
    let basis = limit.basis.to_string();
    let basis = basis.trim_end_matches('。');
    format!("{}  {}{over}（{basis}{guessed}）", limit.due_at, limit.name)
}

fn ladder_text(all: &Escalation) -> String {
    let mut lines = Vec::new();
    if let Some(main) = &all.main {
        lines.push(format!("现在：{}。{}", main.label, main.why));
    }
    for step in &all.steps {
        let mark = match step.state {
            StepState::Done => "✓",
            StepState::Now => "→",
            StepState::Later => "…",
            StepState::Open => "○",
            StepState::Unfit => "×",
        };
        lines.push(format!("{mark} {}（{}）：{}", step.name, step.key, step.why));
    }
    lines.extend(all.filings.iter().map(filing_text));
    lines.extend(all.limits.iter().map(limit_text));
    lines.join("\n")
}

fn seller(arguments: SellerArguments, data: &mut DataFile, now: Moment) -> Outcome<Done> {
    let known = data.seller(&arguments.platform)?;
    let kind = match &arguments.kind {
        None => known.kind,
        Some(word) => SellerKind::from_word(word).ok_or_else(|| {
            let all: Vec<&str> = SellerKind::ALL
                .iter()
                .map(|kind| kind.word())
                .filter(|word| !word.is_empty())
                .collect();
            Failure::failed(format!(
                "没有“{}”这种卖家，请从这些里选一个：{}。",
                excerpt(word),
                all.join("、")
            ))
        })?,
    };
    let wanted = Seller {
        platform: arguments.platform,
        kind,
        vanished: arguments.vanished.unwrap_or(known.vanished),
        legal_name: arguments.name.unwrap_or_else(|| known.legal_name.clone()),
        address: arguments.address.unwrap_or_else(|| known.address.clone()),
        phone: arguments.phone.unwrap_or_else(|| known.phone.clone()),
        marketplace: arguments.marketplace.unwrap_or_else(|| known.marketplace.clone()),
        contact: arguments.contact.unwrap_or_else(|| known.contact.clone()),
        icp: arguments.icp.unwrap_or_else(|| known.icp.clone()),
        notes: arguments.notes.unwrap_or_else(|| known.notes.clone()),
    };
    let seller = if wanted == known {
        known
    } else {
        data.set_seller(&wanted, now)?
    };
    let line =
        |name: &str, value: &str| format!("{name}：{}", if value.is_empty() { "还不知道" } else { value });
    let text = [
        line("商家全称", &seller.legal_name),
        line("地址", &seller.address),
        line("电话", &seller.phone),
    ]
    .join("\n");
    Ok(Done::new(text, json!(seller)))
}

fn book_text(book: &RuleBook) -> String {
    let mut lines: Vec<String> = book
        .rules
        .iter()
        .map(|rule| {
            let own = if rule.trouble.is_some() {
                "（自己的用不了，用的是原样）"
            } else if rule.own.is_some() {
                "（自己的）"
            } else {
                ""
            };
            format!("{}:{}  {}{own}", rule.group, rule.key, rule.name)
        })
        .collect();
    lines.extend(book.holidays.iter().map(|year| {
        let how = if year.announced {
            "放假安排已公布"
        } else {
            "按周末推算"
        };
        format!("{} 年：{how}", year.year)
    }));
    lines.join("\n")
}
