//! Decoded dossiers, bounded. One map per part, so that parts can be worked on side by side.

use anlass_engine::Dossier;
use anlass_model::event::Event;
use anlass_model::id::{EntityId, VaultId};
use std::collections::BTreeMap;

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
}

impl PartCache {
    /// Drops dossiers so that at most `max` stay; what the last two batches used stays in any case, because
    /// their commit may still be under way.
    pub fn shrink(&mut self, max: usize, batch: u64) {
        if self.dossiers.len() <= max {
            return;
        }
        self.dossiers.retain(|_, cached| cached.used.saturating_add(1) >= batch);
        if self.links.len() > max {
            self.links.clear();
        }
    }
}
