//! After a crash, or after the store was opened anew: what stands as handed over and has no answer.

use super::{LEND_MAX, Live, receipt_work};
use crate::batch::{Extra, Mode};
use crate::error::Error;
use anlass_model::event::Receipt;
use anlass_model::id::IntentId;
use anlass_model::time::Timestamp;
use anlass_store::{IntentRow, Waiting};
use std::collections::BTreeSet;

impl Live {
    /// After a crash: what was handed and not answered is unknown, visible, and counts as sent.
    ///
    /// # Errors
    /// If it could not be committed.
    pub fn recover(&mut self, now: Timestamp) -> Result<u64, Error> {
        self.recover_by(0, &|_| Some(Receipt::Unknown), now)
    }

    /// As [`Live::recover`], by whoever knows more of what became of a delivery; `None`: it is still with its carrier
    /// and will be answered, which holds of so many at most.
    ///
    /// # Errors
    /// As [`Live::recover`].
    pub fn recover_by(
        &mut self,
        with_carrier_max: usize,
        receipt: &dyn Fn(IntentId) -> Option<Receipt>,
        now: Timestamp,
    ) -> Result<u64, Error> {
        let mut recovered = BTreeSet::new();
        loop {
            let asked = Waiting { states: &["handed"], class: None, upto: Timestamp::NEVER };
            let max = LEND_MAX.saturating_add(with_carrier_max);
            let rows = self.runtime.store.outbox(&self.runtime.custodian, &asked, max)?;
            let known = rows.into_iter().filter_map(|row| receipt(row.id).map(|receipt| (row, receipt)));
            let rows: Vec<(IntentRow, Receipt)> = known.collect();
            let Some((first, _)) = rows.first() else { break };
            let before = recovered.len();
            recovered.extend(rows.iter().map(|(row, _)| (row.vault, row.id)));
            if recovered.len() == before {
                return Err(Error::Unanswered { delivery: first.id, customer: first.customer });
            }
            let works = rows
                .iter()
                .map(|(row, receipt)| receipt_work(row.vault, row.customer, row.id, *receipt, now));
            self.runtime.run_works(works.collect(), Mode::Live, Extra::default())?;
        }
        Ok(u64::try_from(recovered.len()).unwrap_or(u64::MAX))
    }
}
