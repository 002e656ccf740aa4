//! The command line: the same core as the window, with JSON for other programs. Exit code 0 done, 1 refused (one line on
//! standard error, nothing changed), 2 usage.

mod escalate;
mod prove;
mod record;
mod whole;

pub use whole::given_passphrase;

use crate::bubble::{self, Shown};
use crate::{clock, machine, stop};
use clap::{Args, Parser, Subcommand};
use daozhang_api::{Attachment, Machine, Session, Settings, files, inbox};
use daozhang_core::order::view::{OrderDetail, OrderView};
use daozhang_core::order::{Due, Moment, OrderId, ShotRole, Status, Word, Zone, excerpt};
use daozhang_core::prove::pages::Typesetter;
use daozhang_core::record::{Draft, Engine, Told, inspect};
use daozhang_core::store::Query;
use daozhang_core::store::file::Passphrase;
use daozhang_core::watch::notice;
use daozhang_core::{Code, Failure, Outcome};
use daozhang_typeset::Typst;
use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// 到账：盯住在网上付了款还没收到的东西。不带命令时打开窗口。
#[derive(Parser)]
#[command(version, disable_help_subcommand = true)]
pub struct Arguments {
    /// 数据文件夹
    #[arg(long, env = "DAOZHANG_DATA", global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// 数据文件的口令放在哪个文件里；也可以用环境变量 DAOZHANG_PASSPHRASE
    #[arg(long, global = true, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// 输出 JSON
    #[arg(long, global = true)]
    pub json: bool,
    /// 打开时收在托盘里
    #[arg(long)]
    pub hidden: bool,
    /// 命令
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What the command line can do.
#[derive(Subcommand)]
pub enum Command {
    /// 记一单
    Add(Box<Add>),
    /// 列出订单，最急的在前
    List {
        /// 只看某个状态：awaiting、overdue、arrived、refunded、closed
        #[arg(long)]
        status: Option<String>,
        /// 搜索，空格隔开多个词
        #[arg(long, default_value = "", allow_hyphen_values = true)]
        search: String,
        /// 最多几笔
        #[arg(long, default_value_t = 50)]
        limit: usize,
    },
    /// 查看一笔订单和它的时间线
    Show {
        /// 订单编号
        id: i64,
    },
    /// 记下发生的事：contacted、demanded、promised、refused、note、checked、snoozed
    Event(Event),
    /// 标记已到账
    Arrived {
        /// 订单编号
        id: i64,
        /// 什么时候，默认现在
        #[arg(long, default_value = "", allow_hyphen_values = true)]
        at: String,
    },
    /// 记下退款，可以是一部分
    Refunded {
        /// 订单编号
        id: i64,
        /// 退了多少元
        #[arg(long, allow_hyphen_values = true)]
        amount: String,
        /// 什么时候，默认现在
        #[arg(long, default_value = "", allow_hyphen_values = true)]
        at: String,
    },
    /// 关闭一笔订单
    Close {
        /// 订单编号
        id: i64,
        /// 原因
        #[arg(long, allow_hyphen_values = true)]
        reason: String,
    },
    #[command(flatten)]
    Record(record::Record),
    #[command(flatten)]
    Escalate(escalate::Escalate),
    /// 查看或设置平台固定的发货钟点
    Releases {
        /// 平台
        platform: String,
        /// 例如 10:00、22:00；留空表示随时发货
        #[arg(long)]
        set: Option<String>,
    },
    /// 查看或更改设置
    Settings {
        /// 不弹提醒的时段，例如 23:00-08:00；留空表示没有
        #[arg(long)]
        quiet_hours: Option<String>,
        /// 关闭窗口时收进托盘
        #[arg(long)]
        close_to_tray: Option<bool>,
    },
    #[command(flatten)]
    Whole(whole::Whole),
    /// 把所有期限写成日历文件（.ics）
    Calendar {
        /// 写到哪个文件
        #[arg(long)]
        out: PathBuf,
    },
    /// 检查一遍有没有逾期，发出提醒
    Check {
        /// 只打印，不弹出提醒；提醒仍会由窗口弹出
        #[arg(long)]
        no_notify: bool,
    },
    #[command(flatten)]
    Prove(prove::Prove),
    /// 核对一个证据包
    Verify {
        /// 证据包的文件夹
        dir: PathBuf,
    },
}

/// An order on the command line.
#[derive(Args)]
pub struct Add {
    #[command(flatten)]
    draft: Draft,
    /// 截图，可以写成 文件:用途，用途是 payment、order-page、chat、arrival-check、merchant-identity、other
    #[arg(long = "shot", value_name = "FILE[:ROLE]")]
    shots: Vec<String>,
}

/// An event on the command line.
#[derive(Args)]
pub struct Event {
    /// 订单编号
    id: i64,
    /// 发生了什么：contacted、demanded、promised、refused、note、checked、snoozed
    #[arg(long)]
    kind: String,
    /// 说明
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    text: String,
    /// 承诺到什么时候
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    until: String,
    /// 什么时候，默认现在
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    at: String,
    /// 截图，可以写成 文件:用途
    #[arg(long = "shot", value_name = "FILE[:ROLE]")]
    shots: Vec<String>,
}

/// Says why nothing was done.
pub fn refuse(failure: &Failure) -> ExitCode {
    let line: String = failure
        .message()
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let _ = writeln!(std::io::stderr(), "{line}");
    ExitCode::FAILURE
}

/// What a command did: the text for a person and the JSON for a program.
struct Done {
    text: String,
    json: Value,
    /// Whether it went well; a check that found a difference did not.
    well: bool,
}

impl Done {
    fn new(text: impl Into<String>, json: Value) -> Self {
        Self {
            text: text.into(),
            json,
            well: true,
        }
    }
}

/// Runs a command over a data folder.
pub fn run(command: Command, folder: &Path, passphrase: Option<&Passphrase>, json: bool) -> ExitCode {
    let done = match perform(command, folder, passphrase) {
        Ok(done) => done,
        Err(failure) => return refuse(&failure),
    };
    let text = if json {
        format!("{:#}", done.json)
    } else {
        done.text
    };
    // A reader that has seen enough closes its end: that is no failure of ours.
    let _ = writeln!(std::io::stdout(), "{text}");
    if done.well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The machine without a desktop: nobody is asked, and nobody told.
struct Console;

impl Machine for Console {
    fn now(&self) -> Moment {
        clock::now()
    }

    fn zone(&self) -> Zone {
        clock::zone()
    }

    fn documents(&self) -> Outcome<PathBuf> {
        clock::documents()
    }

    fn engine(&self) -> Outcome<Box<dyn Engine>> {
        machine::engine()
    }

    fn typesetter(&self) -> Box<dyn Typesetter> {
        Box::new(Typst::default())
    }
}

fn perform(command: Command, folder: &Path, passphrase: Option<&Passphrase>) -> Outcome<Done> {
    let session = &Session::new(folder.to_owned(), Arc::new(Console), passphrase.cloned());
    let command = match command {
        Command::Verify { dir } => return prove::verified(session, &dir),
        Command::Whole(command) => match whole::on_closed(command, session, passphrase)? {
            Ok(done) => return Ok(done),
            Err(command) => Command::Whole(command),
        },
        command => command,
    };
    session.open()?;
    // What is shown is how things stand now, also when no window has been running.
    if !matches!(command, Command::Check { .. }) {
        session.write(|data, now| data.sweep(now))?;
    }
    match command {
        Command::Add(add) => {
            let shots = attachments(&add.shots)?;
            let detail = session.write(|data, now| {
                let id = data.log(&add.draft, &shots, now)?;
                data.show(id)
            })?;
            let text = format!(
                "已记下，编号 {}，应在 {} 前到账。",
                detail.order.id, detail.order.due_at
            );
            Ok(Done::new(text, json!(detail)))
        }
        Command::List {
            status,
            search,
            limit,
        } => {
            let status = status.map(|word| {
                Status::from_word(&word)
                    .ok_or_else(|| Failure::failed(format!("没有“{}”这个状态。", excerpt(&word))))
            });
            let query = Query {
                status: status.transpose()?,
                search,
                limit,
                ..Query::default()
            };
            let orders: Vec<OrderView> = session.read(|data, _| {
                let page = data.page(&query)?;
                Ok(page.orders.iter().map(|order| data.view(order)).collect())
            })?;
            let lines: Vec<String> = orders.iter().map(line).collect();
            Ok(Done::new(
                if lines.is_empty() {
                    "没有订单。".to_owned()
                } else {
                    lines.join("\n")
                },
                json!(orders),
            ))
        }
        Command::Show { id } => Ok(shown(&session.show_order(id)?)),
        Command::Event(event) => {
            let id = OrderId(event.id);
            let shots = attachments(&event.shots)?;
            let told = Told {
                kind: event.kind,
                text: event.text,
                at: event.at,
                until: event.until,
            };
            session.write(|data, now| data.tell(id, &told, &shots, now))?;
            Ok(shown(&session.show_order(id.0)?))
        }
        Command::Arrived { id, at } => Ok(shown(&session.mark_arrived(id, at)?)),
        Command::Refunded { id, amount, at } => Ok(shown(&session.mark_refunded(id, amount, at)?)),
        Command::Close { id, reason } => Ok(shown(&session.close_order(id, reason)?)),
        Command::Record(command) => session.write(|data, now| record::perform(command, data, now)),
        Command::Escalate(command) => session.write(|data, now| escalate::perform(command, data, now)),
        Command::Releases { platform, set } => {
            if let Some(times) = set {
                session.set_release_times(platform.clone(), times)?;
            }
            let times = session.release_times(platform.clone())?;
            let text = if times.is_empty() {
                "随时发货。".to_owned()
            } else {
                format!("每天 {times} 发货。")
            };
            Ok(Done::new(
                text,
                json!({ "platform": platform, "release_times": times }),
            ))
        }
        Command::Settings {
            quiet_hours,
            close_to_tray,
        } => {
            let now_set = session.settings()?;
            let wanted = Settings {
                quiet_hours: quiet_hours.unwrap_or_else(|| now_set.quiet_hours.clone()),
                close_to_tray: close_to_tray.unwrap_or(now_set.close_to_tray),
                ..now_set.clone()
            };
            if wanted != now_set {
                session.set_settings(wanted)?;
            }
            let set = session.settings()?;
            let quiet = if set.quiet_hours.is_empty() {
                "没有"
            } else {
                &set.quiet_hours
            };
            let close = if set.close_to_tray {
                "收进托盘"
            } else {
                "退出"
            };
            Ok(Done::new(
                format!("不弹提醒的时段：{quiet}\n关闭窗口时：{close}"),
                json!(set),
            ))
        }
        Command::Whole(command) => whole::perform(command, session),
        Command::Calendar { out } => {
            let file = files::write_file(&out, session.read(|data, now| data.calendar(now))?.as_bytes())?;
            let file = file.to_string_lossy().into_owned();
            Ok(Done::new(format!("已写到 {file}"), json!({ "file": file })))
        }
        Command::Check { no_notify } => check(session, no_notify),
        Command::Prove(command) => prove::perform(command, session),
        Command::Verify { dir } => prove::verified(session, &dir),
    }
}

/// One sweep. Without `--no-notify` what is due is shown by the desktop in one bubble; what it did not take, or what has
/// to wait because its order had a bubble within the last hour, stays in the outbox.
fn check(session: &Session, no_notify: bool) -> Outcome<Done> {
    stop::here(stop::BEFORE_SWEEP);
    let now = clock::now();
    let due = session.write(|data, now| data.check(now, !no_notify))?.due;
    stop::here(stop::CLAIMED);
    let shown: Vec<Due> = due.iter().filter(|one| one.bubble).cloned().collect();
    let mut delivered = false;
    if !no_notify && let Some(merged) = notice(&shown, now) {
        let answer = bubble::show_and_leave(&merged);
        stop::here(stop::SHOWN);
        session.write(|data, now| bubble::write_down(data, &shown, answer, now))?;
        stop::here(stop::DELIVERED);
        delivered = answer == Shown::Accepted;
    }
    let zone = session.zone();
    let notices = due
        .iter()
        .filter_map(|one| Some((one, notice(std::slice::from_ref(one), now)?)));
    let (mut json, mut lines) = (Vec::new(), Vec::new());
    for (one, notice) in notices {
        json.push(json!({
            "order_id": one.order.0,
            "stage": one.stage.word(),
            "topic": one.topic.word(),
            "due_at": one.due_at.rfc3339(zone),
            "title": notice.title,
            "body": notice.body,
            "delivered": delivered && one.bubble,
        }));
        lines.push(format!("{}  {}：{}", one.order.0, notice.title, notice.body));
    }
    let text = if lines.is_empty() {
        "没有新的提醒。".to_owned()
    } else {
        lines.join("\n")
    };
    Ok(Done::new(text, json!(json)))
}

/// Reads `FILE[:ROLE]`: what follows the last colon is a role only if it is one, so that `C:\a.png` stays a path.
fn attachments(shots: &[String]) -> Outcome<Vec<Attachment>> {
    shots
        .iter()
        .map(|shot| {
            let with_role = shot
                .rsplit_once(':')
                .and_then(|(file, role)| Some((file, ShotRole::from_word(role)?)));
            let (file, role) = with_role.unwrap_or((shot, ShotRole::Payment));
            if file.is_empty() {
                return Err(Failure::new(Code::Shot, "截图的文件名是空的。"));
            }
            let (name, bytes) = inbox::read_file(Path::new(file))?;
            Ok((inspect(&name, bytes)?, role))
        })
        .collect()
}

fn shown(detail: &OrderDetail) -> Done {
    let mut lines = vec![line(&detail.order)];
    for event in detail.events.iter().filter(|event| !event.undone) {
        let text = event.text.as_deref().unwrap_or_default().replace('\n', " ");
        lines.push(format!(
            "  {}. {}  {}  {text}",
            event.seq,
            event.at,
            event.kind.name()
        ));
    }
    Done::new(lines.join("\n"), json!(detail))
}

fn line(order: &OrderView) -> String {
    format!(
        "{}  [{}]  {}  {}  {} 元  应到账 {}",
        order.id,
        order.status.name(),
        order.platform,
        order.product,
        daozhang_core::order::Fen(order.amount_fen).yuan(),
        order.due_at,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    /// Part of `cargo test adding`.
    #[test]
    fn adding_a_channel_puts_it_into_the_help() {
        let mut arguments = Arguments::command();
        let add = arguments.find_subcommand_mut("add");
        let help = add.map_or(String::new(), |add| add.render_long_help().to_string());
        let channels = daozhang_core::rules::Rules::shipped().map(|rules| rules.channels);
        assert!(channels.is_ok_and(|channels| channels.iter().all(|channel| help.contains(&channel.key))));
    }
}
