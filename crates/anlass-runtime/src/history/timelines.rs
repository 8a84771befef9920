//! A history made of timelines, for a rehearsal where none was recorded: what is known of people, as if each thing had
//! been told in the moment in which it happened.

use super::{APPEND_MAX, History};
use crate::batch::Runtime;
use crate::error::Error;
use crate::rows;
use anlass_engine::Input;
use anlass_model::event::{Arrival, Body, Event, Reaction};
use anlass_model::id::{EntityId, EntityKind, Identifier};
use anlass_model::org::TenantScope;
use anlass_model::time::Received;
use anlass_store::Store;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Entities read at once.
const SCAN: usize = 5_000;

/// Of whom a history was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    pub people: u64,
    /// Everybody there is.
    pub of: u64,
}

impl History {
    /// Writes what stands on the timelines of at most `people_max` people into files of its own. Whoever is among
    /// them is drawn by their id, the same ones each time. What carriers reported and what answered letters of ours
    /// is left out: a rehearsal finds it for its own letters.
    ///
    /// # Errors
    /// If the store cannot be read or the files cannot be written.
    pub fn of_timelines(
        dir: &Path,
        runtime: &Runtime,
        scope: &TenantScope,
        people_max: usize,
    ) -> Result<(History, Sample), Error> {
        let survivors = survivors(runtime, scope)?;
        let everybody: BTreeSet<EntityId> = survivors.values().copied().collect();
        let of = everybody.len();
        // Ids are keyed hashes: the smallest rests are a draw. The parts of the store stand in the first byte.
        let mut drawn: Vec<EntityId> = everybody.into_iter().collect();
        drawn.sort_by_key(|id| id.0 << 8);
        drawn.truncate(people_max);
        let drawn: BTreeSet<EntityId> = drawn.into_iter().collect();

        let mut arrivals: Vec<Arrival> = Vec::new();
        for (id, survivor) in survivors.iter().filter(|(_, survivor)| drawn.contains(survivor)) {
            let Some(identifier) = known_by(runtime, scope, *survivor)? else { continue };
            for entry in runtime.timeline(scope.vault(), *id)? {
                let (Input::Event(event) | Input::Forwarded { event, .. }) = entry.input else { continue };
                if is_told(&event.body) {
                    let received = Received(event.occurred.0.min(event.received.0));
                    let event = Event { received, ..event };
                    arrivals.push(Arrival {
                        vault: scope.vault(),
                        identifiers: vec![identifier.clone()],
                        event,
                    });
                }
            }
        }
        arrivals.sort_by_key(|arrival| (arrival.event.received.0, arrival.event.message));
        let store = anlass_store::memory::MemoryStore::new(runtime.parts, 0);
        let history = History::open(dir, &store as &dyn Store)?;
        for some in arrivals.chunks(APPEND_MAX) {
            history.append(&runtime.keyring, some)?;
        }
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        Ok((history, Sample { people: count(drawn.len()), of: count(of) }))
    }
}

/// Everybody, with who carries on for them.
fn survivors(runtime: &Runtime, scope: &TenantScope) -> Result<BTreeMap<EntityId, EntityId>, Error> {
    let key = runtime.keyring.vault(scope.vault()).ok_or(Error::NoKey(scope.vault()))?;
    let mut next: BTreeMap<EntityId, Option<EntityId>> = BTreeMap::new();
    let mut after = None;
    loop {
        let some = runtime.store.scan(scope, EntityKind::Customer, after, SCAN)?;
        let Some(last) = some.last() else { break };
        after = Some(last.key.id());
        for row in &some {
            let dossier = rows::open_dossier(key, row)?;
            next.insert(dossier.hot.id, dossier.hot.merged_into);
        }
    }
    let survivor = |id: EntityId| {
        let mut at = id;
        // A chain is as long as there are people at most.
        for _ in 0..next.len() {
            match next.get(&at) {
                Some(Some(further)) => at = *further,
                _ => break,
            }
        }
        at
    };
    Ok(next.keys().map(|id| (*id, survivor(*id))).collect())
}

/// The identifier that leads to a person without any link.
fn known_by(runtime: &Runtime, scope: &TenantScope, id: EntityId) -> Result<Option<Identifier>, Error> {
    let Some(dossier) = runtime.dossier(scope.vault(), id)? else { return Ok(None) };
    for identifier in &dossier.hot.identifiers {
        if runtime.derived(scope.vault(), identifier)? == id {
            return Ok(Some(identifier.clone()));
        }
    }
    Ok(dossier.hot.identifiers.first().cloned())
}

/// Whether it was told to us, and did not only answer what we had said.
fn is_told(body: &Body) -> bool {
    match body {
        Body::Receipt { .. } => false,
        Body::Reacted { delivery: Some(_), reaction, .. } => {
            matches!(reaction, Reaction::Unsubscribed | Reaction::Complained)
        }
        _ => true,
    }
}
