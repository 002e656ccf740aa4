//! prove (证) on the store: evidence packages.

use super::{Journey, LetterWish};
use crate::order::{EventKind, Happening, Moment, OrderId, Zone};
use crate::prove::{self, Case, Written};
use crate::store::Change;
use crate::{Failure, Outcome};
use std::path::Path;

/// A package that was written, and what it could not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// What was written.
    pub written: Written,
    /// The files that go to 12315.
    pub submission: Vec<std::path::PathBuf>,
    /// What the package could not hold, one sentence each.
    pub warnings: Vec<String>,
}

impl Journey {
    /// Writes an evidence package of these orders into a new folder below `target`, and notes it in their timelines.
    /// `warnings` of the result say what the package could not hold.
    pub fn export(
        &mut self,
        ids: &[OrderId],
        target: &Path,
        now: Moment,
        progress: impl FnMut(usize, usize),
    ) -> Outcome<Exported> {
        let mut entries = Vec::new();
        let mut warnings = Vec::new();
        let mut name = String::new();
        let mut unique: Vec<OrderId> = Vec::new();
        for id in ids {
            if !unique.contains(id) {
                unique.push(*id);
            }
        }
        for id in &unique {
            let (order, events, shots) = self.store.order(*id)?;
            if name.is_empty() {
                name = format!(
                    "到账证据包-{}-{}-{}",
                    order.facts.platform.chars().take(16).collect::<String>(),
                    id.0,
                    file_time(now, self.works.zone)
                );
            }
            let prefix = if unique.len() == 1 {
                String::new()
            } else {
                format!("订单-{}/", id.0)
            };
            if shots.is_empty() {
                warnings.push(format!(
                    "订单 {} 没有截图，建议补上支付凭证和订单页面后再导出一次。",
                    id.0
                ));
            }
            let complaint = match self.letter(*id, "12315", &LetterWish::default(), now) {
                Ok(letter) => Some(letter.text),
                Err(failure) => {
                    warnings.push(format!("订单 {} 没有投诉内容：{}", id.0, failure.message));
                    None
                }
            };
            let case = Case { order, events, shots };
            entries.extend(prove::contents(
                &case,
                complaint.as_deref(),
                &self.works.rules,
                &prefix,
                now,
                self.works.zone,
            )?);
        }
        if entries.is_empty() {
            return Err(Failure::failed("没有选订单，请至少选一笔再导出。"));
        }
        let written = prove::write(
            target,
            &name,
            &entries,
            |sha256| match self.store.file(sha256)? {
                Some((_, bytes)) => Ok(bytes),
                None => Err(Failure::failed(format!(
                    "数据文件里缺少原件 {sha256}，已停止导出；请从备份恢复。"
                ))),
            },
            progress,
        )?;
        for id in &unique {
            let folder = written
                .folder
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            self.change(*id, &[], now, |_, _| {
                let exported = Happening::new(EventKind::Exported, now).saying(folder);
                Ok(Change::of(exported))
            })?;
        }
        let submission = entries
            .iter()
            .filter(|entry| entry.path.ends_with("投诉内容.txt"))
            .map(|entry| written.folder.join(&entry.path))
            .collect();
        Ok(Exported {
            written,
            submission,
            warnings,
        })
    }
}

fn file_time(now: Moment, zone: Zone) -> String {
    now.in_zone(zone).format("%Y%m%d-%H%M%S").to_string()
}
