//! What is outside the house while recorded history is run again: nobody, or the simulated people.

use anlass_engine::Ticket;
use anlass_engine::dossier::Intent;
use anlass_model::definition::Settings;
use anlass_model::event::{Event, Receipt, SourceId};
use anlass_model::id::{IntentId, NameId, ProductId, VaultId};
use anlass_model::time::Timestamp;
use anlass_runtime::virtual_time::Outside;
use anlass_sim::shop::{People, Plan};
use anyhow::{Context, Result};

/// The declared source that simulated events name.
const SOURCE: &str = "simulated";

pub(crate) struct Recorded {
    people: Option<People>,
    sources: Vec<NameId>,
}

/// The plan of a simulation under these settings.
pub(crate) fn plan(settings: &Settings, vault: VaultId, seed: u64) -> Result<Plan> {
    let source = settings.sources.iter().find(|source| source.id.as_str() == SOURCE).with_context(|| {
        format!("no source is called \"{SOURCE}\"\n  help: declare {{ id: {SOURCE}, number: 9 }} under sources in the settings")
    })?;
    Ok(Plan { seed, vault, source: SourceId(source.number) })
}

impl Recorded {
    /// `seed` is the one the history was simulated with, if it was.
    pub(crate) fn new(settings: &Settings, vault: VaultId, seed: Option<u64>) -> Result<Recorded> {
        let people = seed.map(|seed| plan(settings, vault, seed)).transpose()?.map(|plan| People::new(&plan));
        Ok(Recorded { people, sources: settings.sources.iter().map(|source| source.id.id()).collect() })
    }
}

impl Outside for Recorded {
    fn sold_out(&self, products: &[ProductId], now: Timestamp) -> Vec<ProductId> {
        self.people.as_ref().map_or_else(Vec::new, |people| people.sold_out(products, now))
    }

    /// A history is complete: every source reaches up to the moment.
    fn sources(&self, now: Timestamp) -> Vec<(NameId, Timestamp)> {
        self.sources.iter().map(|source| (*source, now)).collect()
    }

    fn carrier(&self, intent: &Intent, _now: Timestamp) -> Receipt {
        self.people.as_ref().map_or(Receipt::Accepted, |people| people.carrier(intent.id))
    }

    fn reactions(&self, ticket: &Ticket) -> Vec<Event> {
        let Some(people) = &self.people else { return Vec::new() };
        people.reactions(ticket.customer, ticket.intent, ticket.channel, ticket.at)
    }

    fn voucher(&self, pool: &str, intent: IntentId) -> Option<Box<str>> {
        self.people.as_ref().map(|_| format!("{pool}-{:08x}", intent.0 >> 96).into())
    }
}
