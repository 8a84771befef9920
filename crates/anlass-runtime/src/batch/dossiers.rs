//! Dossiers as they are now: in memory, or else in the store.

use super::Runtime;
use crate::cache::{BATCHES_KEPT, PartCache};
use crate::error::Error;
use crate::rows;
use anlass_engine::Dossier;
use anlass_model::id::{EntityId, EntityKind, VaultId};

impl Runtime {
    /// The dossier as it is in memory, or else in the store.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn dossier(&self, vault: VaultId, customer: EntityId) -> Result<Option<Dossier>, Error> {
        match self.in_memory(vault, customer, Dossier::clone) {
            Some(dossier) => Ok(Some(dossier)),
            None => self.stored(vault, customer),
        }
    }

    /// What `ask` finds in a dossier, as [`Runtime::dossier`] gives it, without a copy of one that is in memory.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(crate) fn ask<T>(
        &self,
        vault: VaultId,
        customer: EntityId,
        ask: impl Fn(&Dossier) -> T,
    ) -> Result<Option<T>, Error> {
        match self.in_memory(vault, customer, &ask) {
            Some(answer) => Ok(Some(answer)),
            None => Ok(self.stored(vault, customer)?.as_ref().map(ask)),
        }
    }

    fn in_memory<T>(&self, vault: VaultId, customer: EntityId, ask: impl FnOnce(&Dossier) -> T) -> Option<T> {
        self.cached(customer, |part| part.dossiers.get(&(vault, customer)).map(|own| ask(&own.dossier)))?
    }

    fn stored(&self, vault: VaultId, customer: EntityId) -> Result<Option<Dossier>, Error> {
        let scope = self.custodian.scope(vault).ok_or(Error::NoKey(vault))?;
        let key = self.keyring.vault(vault).ok_or(Error::NoKey(vault))?;
        let rows = self.store.load(&[scope.key(EntityKind::Customer, customer)])?;
        rows.into_iter().flatten().next().map(|row| rows::open_dossier(key, &row)).transpose()
    }

    /// A dossier that the next batch will step, as a pass over everybody read it from the store.
    pub(crate) fn passing(&self, vault: VaultId, dossier: Dossier) {
        let batch = self.next_batch();
        self.cached(dossier.hot.id, |part| part.pass(vault, dossier, batch));
    }

    /// Somebody whom one of the last batches stepped: the store may not hold that yet.
    pub(crate) fn stepped_lately(&self, vault: VaultId, customer: EntityId) -> Option<Dossier> {
        self.cached(customer, |part| {
            let cached = part.dossiers.get(&(vault, customer))?;
            (cached.used.saturating_add(BATCHES_KEPT) > self.sequence).then(|| cached.dossier.clone())
        })?
    }

    /// What the memory of a customer's part says.
    pub(crate) fn cached<T>(&self, customer: EntityId, ask: impl FnOnce(&mut PartCache) -> T) -> Option<T> {
        let part = self.cache.get(usize::from(customer.part().0))?;
        part.lock().ok().map(|mut part| ask(&mut part))
    }
}
