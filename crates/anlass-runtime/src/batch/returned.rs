//! Deliveries that came back after they were settled: the dossier has let go of them, the ledger says so now.

use super::Runtime;
use super::part::Comeback;
use crate::error::Error;
use anlass_model::id::{EntityId, IntentId, Part, VaultId};
use anlass_model::outcome::State;
use anlass_store::{Commit, IntentRow};

impl Runtime {
    /// Ledger rows of settled deliveries that came back. Only what changes is known; the rest stands in the ledger.
    pub(super) fn come_back(&mut self, commit: &mut Commit, returned: Vec<Comeback>) -> Result<(), Error> {
        if returned.is_empty() {
            return Ok(());
        }
        // The row may be on its way to the store.
        self.writer.settle()?;
        for Comeback { vault, delivery, customer, reason, at } in returned {
            let same = |row: &&mut IntentRow| (row.vault, row.id) == (vault, delivery);
            let mut stored = match commit.intents.iter_mut().find(same) {
                Some(_) => None,
                None => self.ledger_row(vault, customer, delivery)?,
            };
            let fresh = commit.intents.iter_mut().find(same);
            let Some(row) = fresh.or(stored.as_mut()) else { continue };
            row.state = State::Failed(reason.clone()).code().into();
            row.reason = reason.code().into();
            row.detail = reason.detail().map(ToString::to_string).unwrap_or_default();
            row.open = false;
            row.changed = at;
            commit.intents.extend(stored);
        }
        Ok(())
    }

    /// The ledger row of a delivery; it lies with whom it was made for, who may have been merged since.
    fn ledger_row(
        &self,
        vault: VaultId,
        customer: EntityId,
        delivery: IntentId,
    ) -> Result<Option<IntentRow>, Error> {
        let scope = self.custodian.scope(vault).ok_or(Error::NoKey(vault))?;
        let own = customer.part();
        let others = (0..self.parts).map(Part).filter(|part| *part != own);
        for part in std::iter::once(own).chain(others) {
            if let Some(row) = self.store.intent(&scope, part, delivery)? {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }
}
