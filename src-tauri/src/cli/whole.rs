//! The commands on the data file as a whole: backing it up, restoring, locking, rescuing, everything in open formats.

use super::Done;
use clap::Subcommand;
use daozhang_api::{Session, files};
use daozhang_core::store::file::Passphrase;
use daozhang_core::{Failure, Outcome};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Where the passphrase of a locked data file is taken from when no file names it.
const PASSPHRASE: &str = "DAOZHANG_PASSPHRASE";

/// What the command line can do with the data file as a whole.
#[derive(Subcommand)]
pub enum Whole {
    /// 备份整个数据文件，程序开着也可以
    Backup {
        /// 写到哪个文件，不能已经存在
        #[arg(required_unless_present = "daily")]
        file: Option<PathBuf>,
        /// 像窗口那样：今天还没有备份、数据又有改动时备份一次，保留最近 7 份
        #[arg(long, conflicts_with = "file")]
        daily: bool,
    },
    /// 用备份（.db）或导出的全部数据（.zip）换下现在的数据文件，换下来的留着
    Restore {
        /// 备份文件
        file: PathBuf,
        /// 只看里面有什么，不恢复
        #[arg(long)]
        look: bool,
        /// 备份自己的口令放在哪个文件里，与现在的不同时才要
        #[arg(long, value_name = "FILE")]
        backup_passphrase_file: Option<PathBuf>,
    },
    /// 把全部内容用开放的格式写成一个 ZIP（JSON 和原件），可以再恢复
    Everything {
        /// 写到哪个文件
        file: PathBuf,
    },
    /// 给数据文件加锁、换口令，或去掉口令
    Protect {
        /// 新口令放在哪个文件里
        #[arg(long, value_name = "FILE", required_unless_present = "off")]
        new_passphrase_file: Option<PathBuf>,
        /// 去掉口令
        #[arg(long, conflicts_with = "new_passphrase_file")]
        off: bool,
    },
    /// 抢救损坏的数据文件：读得出来的放进新文件，坏的留着
    Rescue,
}

/// The passphrase that was given for the data file; none where none was.
pub fn given_passphrase(file: Option<&Path>) -> Outcome<Option<Passphrase>> {
    match file {
        Some(file) => Ok(Passphrase::typed(&line_of(file)?)),
        None => Ok(std::env::var(PASSPHRASE)
            .ok()
            .as_deref()
            .and_then(Passphrase::typed)),
    }
}

/// The first line of a file, without its end.
fn line_of(file: &Path) -> Outcome<String> {
    let text = files::read_text(file)?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

/// Carries out what works on the closed data file; gives the command back where it needs it open.
pub fn on_closed(
    command: Whole,
    session: &Session,
    passphrase: Option<&Passphrase>,
) -> Outcome<Result<Done, Whole>> {
    let done = match command {
        Whole::Restore {
            file,
            look,
            backup_passphrase_file,
        } => {
            let own = backup_passphrase_file.as_deref().map(line_of).transpose()?;
            let own = own.as_deref().and_then(Passphrase::typed);
            let of_backup = own.as_ref().or(passphrase);
            if look {
                looked(session, &file, of_backup)?
            } else {
                let restored = session.restore_from(&file, of_backup)?;
                let kept = Some(restored.kept).filter(|kept| !kept.is_empty());
                let mut text = format!("已恢复，现在有 {} 笔订单。", restored.orders);
                if let Some(kept) = &kept {
                    text.push_str(&format!("换下来的数据文件留在 {kept}。"));
                }
                Done::new(text, json!({ "orders": restored.orders, "kept": kept }))
            }
        }
        Whole::Protect {
            new_passphrase_file,
            off: _,
        } => {
            let wanted = new_passphrase_file.as_deref().map(line_of).transpose()?;
            let wanted = wanted.as_deref().map(Passphrase::chosen).transpose()?;
            session.open()?;
            let on = session.protect_with(wanted)?.on;
            let text = if on {
                "已加锁。忘了口令，谁也打不开，也没有找回的办法；请记在别处。"
            } else {
                "已去掉口令。"
            };
            Done::new(text, json!({ "on": on }))
        }
        Whole::Rescue => {
            let rescued = session.rescue()?;
            let kept = &rescued.kept;
            let mut lines = vec![format!(
                "抢救出 {} 笔订单、{} 个截图和文件；坏的数据文件留在 {kept}。",
                rescued.orders, rescued.files
            )];
            lines.extend(rescued.lost.clone());
            Done::new(
                lines.join("\n"),
                json!({ "orders": rescued.orders, "files": rescued.files, "lost": rescued.lost, "kept": kept }),
            )
        }
        open @ (Whole::Backup { .. } | Whole::Everything { .. }) => return Ok(Err(open)),
    };
    Ok(Ok(done))
}

fn looked(session: &Session, file: &Path, passphrase: Option<&Passphrase>) -> Outcome<Done> {
    let look = session.look(file, passphrase)?;
    let mut text = format!(
        "里面有 {} 笔订单（{} 笔还没到账）、{} 个截图和文件。",
        look.orders, look.open_orders, look.files
    );
    if let Some(newest) = &look.newest {
        text.push_str(&format!("最新一笔付款于 {newest}。"));
    }
    Ok(Done::new(
        text,
        json!({
            "orders": look.orders,
            "open_orders": look.open_orders,
            "files": look.files,
            "oldest": look.oldest,
            "newest": look.newest,
        }),
    ))
}

/// Carries out what works on the open data file.
pub fn perform(command: Whole, session: &Session) -> Outcome<Done> {
    let written = |file: &Path| file.to_string_lossy().into_owned();
    match command {
        Whole::Everything { file } => {
            let orders = session.beside(|data, _| data.everything_to(&file))?;
            let file = written(&file);
            Ok(Done::new(
                format!("{orders} 笔订单和全部原件已写到 {file}。里面没有加锁，请放在别人拿不到的地方。"),
                json!({ "file": file, "orders": orders }),
            ))
        }
        Whole::Backup { file: Some(file), .. } => {
            session.beside(|data, _| data.backup(&file))?;
            let file = written(&file);
            Ok(Done::new(format!("已备份到 {file}"), json!({ "file": file })))
        }
        Whole::Backup { file: None, .. } => {
            let Some(file) = session.daily_backup()? else {
                return Ok(Done::new("现在不用备份。", json!({ "file": null })));
            };
            let file = written(&file);
            Ok(Done::new(format!("已备份到 {file}"), json!({ "file": file })))
        }
        Whole::Restore { .. } | Whole::Protect { .. } | Whole::Rescue => {
            Err(Failure::failed("请先退出到账，再试一次。"))
        }
    }
}
