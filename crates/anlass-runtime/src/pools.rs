//! Pools of single-use codes in the live loop. A code is taken in memory when a release is asked, and
//! becomes the delivery's for good in the very commit that says *handed*: a crash before that leaves it free,
//! a crash after that leaves it used, and never can two deliveries leave with the same one.

use crate::batch::{Extra, Mode, Runtime};
use crate::error::Error;
use crate::rows;
use anlass_engine::pool::{Filled, PARTS_MAX, Pool};
use anlass_model::id::{EntityId, EntityKind, IntentId, Name, VaultId};
use anlass_model::outcome::{Reason, State};
use anlass_store::{Commit, EntityRow, IntentRow};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// The pools that one round of lending uses.
#[derive(Default)]
pub(crate) struct Pools {
    open: BTreeMap<(VaultId, Box<str>), Pool>,
    reserved: BTreeMap<IntentId, Reserved>,
}

struct Reserved {
    pool: (VaultId, Box<str>),
    customer: EntityId,
    /// The delivery has it from an earlier hand-over that the carrier did not take.
    is_kept: bool,
}

impl Pools {
    /// The code for a delivery; `None` if the pool is empty.
    pub(crate) fn reserve(
        &mut self,
        runtime: &Runtime,
        (vault, customer): (VaultId, EntityId),
        name: &str,
        intent: IntentId,
    ) -> Result<Option<Box<str>>, Error> {
        let at: (VaultId, Box<str>) = (vault, name.into());
        let pool = match self.open.entry(at.clone()) {
            Entry::Occupied(open) => open.into_mut(),
            Entry::Vacant(closed) => closed.insert(runtime.pool(vault, name)?),
        };
        let is_kept = pool.has_code(intent);
        let code = pool.reserve(intent);
        if code.is_some() {
            self.reserved.insert(intent, Reserved { pool: at, customer, is_kept });
        }
        Ok(code)
    }

    /// Deliveries that were not released give their codes back, unless they had them before and may still leave;
    /// the pools as they are then, as rows.
    pub(crate) fn settle(
        mut self,
        runtime: &Runtime,
        released: impl Fn(&IntentId) -> bool,
    ) -> Result<Vec<EntityRow>, Error> {
        for (intent, Reserved { pool, customer, is_kept }) in &self.reserved {
            let may_leave = || -> Result<bool, Error> {
                let dossier = runtime.dossier(pool.0, *customer)?;
                Ok(dossier.is_some_and(|dossier| dossier.intents.iter().any(|own| own.id == *intent)))
            };
            let keeps = released(intent) || (*is_kept && may_leave()?);
            if !keeps && let Some(pool) = self.open.get_mut(pool) {
                pool.give_back(*intent);
            }
        }
        let mut rows = Vec::new();
        for ((vault, name), pool) in &self.open {
            rows.extend(runtime.pool_rows(*vault, name, pool)?);
        }
        Ok(rows)
    }
}

/// A delivery that was withdrawn, with the pool that its message takes codes from.
pub(crate) struct Withdrawn {
    vault: VaultId,
    pool: Name,
    intent: IntentId,
}

impl Runtime {
    /// Remembers deliveries that will never leave: they may have a code from an attempt that no carrier took.
    pub(crate) fn note_withdrawn(&mut self, commit: &Commit) {
        let message =
            |row: &IntentRow| self.program.messages.iter().find(|own| own.name.as_str() == row.message);
        if self.program.messages.iter().all(|message| message.voucher.is_none()) {
            return;
        }
        let never = State::Suppressed(Reason::Stopped).code();
        for row in commit.intents.iter().filter(|row| row.state == never) {
            if let Some(pool) = message(row).and_then(|message| message.voucher.clone()) {
                self.withdrawn.push(Withdrawn { vault: row.vault, pool, intent: row.id });
            }
        }
    }

    /// Gives the codes of withdrawn deliveries back to their pools, for somebody else.
    ///
    /// # Errors
    /// If nothing was written; the codes then stay with deliveries that never leave.
    pub(crate) fn take_codes_back(&mut self) -> Result<(), Error> {
        let mut open: BTreeMap<(VaultId, Name), Pool> = BTreeMap::new();
        for Withdrawn { vault, pool: name, intent } in std::mem::take(&mut self.withdrawn) {
            let pool = match open.entry((vault, name.clone())) {
                Entry::Occupied(open) => open.into_mut(),
                Entry::Vacant(closed) => closed.insert(self.pool(vault, name.as_str())?),
            };
            pool.give_back(intent);
        }
        let mut rows = Vec::new();
        for ((vault, name), pool) in &open {
            rows.extend(self.pool_rows(*vault, name.as_str(), pool)?);
        }
        if !rows.is_empty() {
            self.run_works(Vec::new(), Mode::Live, Extra { rows, ..Extra::default() })?;
        }
        Ok(())
    }

    /// A pool as it is stored; an empty one if there is none.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn pool(&self, vault: VaultId, name: &str) -> Result<Pool, Error> {
        let scope = self.custodian.scope(vault).ok_or(Error::NoKey(vault))?;
        let key = self.keyring.vault(vault).ok_or(Error::NoKey(vault))?;
        let ids = (0..PARTS_MAX).map(|part| Pool::id(name, part, self.parts));
        let keys: Vec<_> = ids.map(|id| scope.key(EntityKind::Pool, id)).collect();
        // There is none behind one that is missing.
        let rows = self.store.load(&keys)?.into_iter().map_while(|row| row);
        let parts = rows.map(|row| rows::open_row(key, &row)).collect::<Result<Vec<_>, _>>()?;
        Ok(Pool::decode(&parts)?)
    }

    /// What changed of a pool, as rows.
    fn pool_rows(&self, vault: VaultId, name: &str, pool: &Pool) -> Result<Vec<EntityRow>, Error> {
        let scope = self.custodian.scope(vault).ok_or(Error::NoKey(vault))?;
        let key = self.keyring.vault(vault).ok_or(Error::NoKey(vault))?;
        let row = |(part, bytes): (usize, Vec<u8>)| {
            rows::pool_row(&scope, key, Pool::id(name, part, self.parts), &bytes)
        };
        Ok(pool.changed().map(row).collect())
    }

    /// Adds codes to a pool, and tells what became of them and how many are free now.
    ///
    /// # Errors
    /// If nothing was written.
    pub fn fill_pool(
        &mut self,
        vault: VaultId,
        name: &str,
        codes: Vec<Box<str>>,
    ) -> Result<(Filled, usize), Error> {
        let mut pool = self.pool(vault, name)?;
        let filled = pool.fill(codes);
        if filled.new > 0 {
            let rows = self.pool_rows(vault, name, &pool)?;
            self.run_works(Vec::new(), Mode::Live, Extra { rows, ..Extra::default() })?;
        }
        Ok((filled, pool.free()))
    }
}
