//! What the collector and connected sources hand over, taken in.

use super::{House, set_aside};
use crate::intake::{Busy, Delivery, Heard, Intake, Knowledge, REACTIONS, Unheard};
use anlass_model::catalogue::Mention;
use anlass_model::event::{Arrival, SourceId};
use anlass_model::id::VaultId;
use anlass_sources::collector::{IdentitySecret, Rejected};
use std::sync::Arc;
use std::sync::atomic::Ordering;

impl Intake for House {
    fn knowledge(&self, vault: VaultId) -> Option<Arc<Knowledge>> {
        let view = self.view();
        view.runtime.custodian.scope(vault).map(|_| Arc::clone(&view.knowledge))
    }

    fn identity(&self, vault: VaultId, key_hash: &str) -> Option<IdentitySecret> {
        Some(IdentitySecret::new(self.identity_secret(vault, key_hash)?.as_bytes()))
    }

    fn backlog(&self) -> u64 {
        self.accepted.load(Ordering::Relaxed).saturating_sub(self.applied.load(Ordering::Relaxed))
    }

    fn figures(&self) -> String {
        self.reactions.figures() + &self.returns.figures()
    }

    fn trouble(&self) -> Option<String> {
        House::trouble(self)
    }

    fn accept(&self, arrivals: Vec<Arrival>) -> Result<(), Busy> {
        self.take(&arrivals).map_err(|_| Busy::default())
    }

    fn mention(&self, mentions: Vec<Mention>) -> Result<(), Busy> {
        self.take_mentions(mentions).map_err(|_| Busy::default())
    }

    fn gauges(&self) -> Vec<(&'static str, &'static str, u64)> {
        House::gauges(self)
    }

    fn set_aside(&self, vault: VaultId, source: SourceId, events: Vec<Rejected>) -> Result<(), Busy> {
        set_aside::keep(self, vault, source, &events).map_err(|_| Busy::default())?;
        self.quality.hear_rejected(vault, source.0, &events);
        Ok(())
    }

    fn knows_source(&self, source: &str) -> bool {
        self.connected.find(source).is_some()
    }

    fn hear(&self, source: &str, delivery: &Delivery<'_>) -> Result<Heard, Unheard> {
        if source == REACTIONS {
            return self.hear_reactions(delivery);
        }
        self.hear_source(source, delivery)
    }
}
