//! What is blacked out of pictures for sharing.

use crate::complainant::unwritten;
use crate::data_file::DataFile;
use daozhang_core::order::{OrderId, Sha256};
use daozhang_core::prove::{Mask, MaskBox, Masks};
use daozhang_core::{Code, Failure, Outcome, text};

impl DataFile {
    /// What is blacked out of an order's pictures for sharing.
    pub fn masks(&self, id: OrderId) -> Outcome<Masks> {
        let kept = self.store.masks(id)?;
        Ok(kept
            .into_iter()
            .map(|(sha256, boxes)| {
                let mask = serde_json::from_str(&boxes).map_or(Mask::Damaged, Mask::Boxes);
                (sha256, mask)
            })
            .collect())
    }

    /// Writes down what is blacked out of a picture for sharing; the original stays as it is. No boxes take it away.
    ///
    /// # Errors
    /// A file that the order does not have; more boxes than a picture can need.
    pub fn set_mask(&mut self, id: OrderId, sha256: &str, boxes: &[MaskBox]) -> Outcome<()> {
        const MOST: usize = 100;
        let hash =
            Sha256::from_hex(sha256).ok_or_else(|| Failure::new(Code::Shot, text!(shot_number_wrong)))?;
        if boxes.len() > MOST {
            return Err(Failure::new(Code::Shot, text!(masks_too_many)));
        }
        let boxes: Vec<&MaskBox> = boxes
            .iter()
            .filter(|one| one.width > 0 && one.height > 0)
            .collect();
        let text = serde_json::to_string(&boxes).map_err(unwritten)?;
        let attached = self
            .store
            .set_mask(id, hash, (!boxes.is_empty()).then_some(&text))?;
        if attached {
            Ok(())
        } else {
            Err(Failure::new(Code::Shot, text!(shot_of_another)))
        }
    }
}
