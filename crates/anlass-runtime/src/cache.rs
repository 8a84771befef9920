//! Decoded dossiers, bounded. One map per part, so that parts can be worked on side by side.

use anlass_engine::Dossier;
use anlass_model::event::Event;
use anlass_model::id::{EntityId, VaultId};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, VecDeque};

/// What so many last batches used stays in memory in any case: their commits may still be under way.
pub const BATCHES_KEPT: u64 = 2;

/// A dossier in memory.
pub struct Cached {
    pub dossier: Dossier,
    /// Batch that used it last.
    pub used: u64,
}

/// What one part keeps in memory.
#[derive(Default)]
pub struct PartCache {
    pub dossiers: BTreeMap<(VaultId, EntityId), Cached>,
    /// Identifiers known to lead elsewhere.
    pub links: BTreeMap<(VaultId, EntityId), EntityId>,
    /// Virtual time: reactions still to come.
    pub pending: BTreeMap<(VaultId, EntityId), Vec<Event>>,
    /// The store holds some of them.
    pub pending_written: bool,
    /// In memory only because a pass over everybody, or an import, came by, with the batch in which it did.
    passing: VecDeque<(u64, (VaultId, EntityId))>,
}

impl PartCache {
    /// Takes in a dossier that a pass over everybody read from the store; one that is here already is newer.
    pub fn pass(&mut self, vault: VaultId, dossier: Dossier, batch: u64) {
        let id = (vault, dossier.hot.id);
        if let Entry::Vacant(place) = self.dossiers.entry(id) {
            place.insert(Cached { dossier, used: batch });
            self.passing.push_back((batch, id));
        }
    }

    /// Somebody was needed for what comes by once: nothing else may ask for them soon.
    pub fn pass_by(&mut self, id: (VaultId, EntityId), batch: u64) {
        self.passing.push_back((batch, id));
    }

    /// Further reactions that are still to come for somebody.
    pub fn await_also(&mut self, id: (VaultId, EntityId), more: Vec<Event>) {
        let pending = self.pending.entry(id).or_default();
        pending.extend(more);
        pending.sort_by_key(|event| (event.received, event.message));
    }

    /// Drops whom a pass brought in, once that is durable and if nothing else asked for them since.
    fn forget_passing(&mut self, batch: u64) {
        while let Some((used, id)) =
            self.passing.front().copied().filter(|(used, _)| used.saturating_add(1) < batch)
        {
            self.passing.pop_front();
            if self.dossiers.get(&id).is_some_and(|cached| cached.used == used) {
                self.dossiers.remove(&id);
            }
        }
    }

    /// Drops dossiers so that at most `max` stay, or those of the last batches: see [`BATCHES_KEPT`].
    pub fn shrink(&mut self, max: usize, batch: u64) {
        self.forget_passing(batch);
        if self.links.len() > max {
            self.links.clear();
        }
        if self.dossiers.len() > max {
            self.dossiers.retain(|_, cached| cached.used.saturating_add(BATCHES_KEPT) > batch);
        }
    }
}
