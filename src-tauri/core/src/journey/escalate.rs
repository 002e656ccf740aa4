//! escalate (催) on the store: letters, and that they were sent.

use super::Journey;
use super::settle::still_open;
use crate::escalate::{self, Letter};
use crate::order::{EventKind, Happening, Moment, OrderId};
use crate::record;
use crate::store::Change;
use crate::{Failure, Outcome};

impl Journey {
    /// The letter about an order to a recipient.
    pub fn letter(&self, id: OrderId, to: &str, now: Moment) -> Outcome<Letter> {
        let (order, events, _) = self.store.order(id)?;
        escalate::letter(&self.works.rules, to, &order, &events, now, self.works.zone)
    }

    /// Writes down that a letter was sent, as the person sent it.
    pub fn sent(&mut self, id: OrderId, to: &str, text: &str, now: Moment) -> Outcome<()> {
        let recipient = self.works.rules.letter(to)?.recipient.clone();
        if to != "platform" {
            return Err(Failure::failed(
                "这里只记发给平台客服的消息；提交给支付渠道的投诉请用“已投诉”记录。",
            ));
        }
        let text = record::check_letter(text)?;
        self.change(id, &[], now, |order, _| {
            still_open(order)?;
            let sent = Happening::new(EventKind::Demanded, now).saying(format!("发给{recipient}：\n{text}"));
            Ok(Change::of(sent))
        })
    }
}
