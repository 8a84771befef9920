//! How far the data of each source reach: what a message that waits for till data asks, and what operators watch.

use anlass_model::definition::Settings;
use anlass_model::event::Arrival;
use anlass_model::id::{NameId, VaultId};
use anlass_model::time::Timestamp;
use anlass_store::{Commit, Document, Store};
use anyhow::Result;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

const KIND: &str = "sources";
const NAME: &str = "reach";
/// Beside it: how many events of each kind came.
const NAME_KINDS: &str = "kinds";

/// What came from one source, as far as this store remembers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Received {
    pub(crate) events: u64,
    /// How far its data reach.
    pub(crate) last: i64,
    /// When its files were last taken in, by the installation's clock: a file may tell of what is long past.
    #[serde(default)]
    pub(crate) delivered: i64,
}

impl Received {
    /// When something last came from it.
    pub(crate) fn newest(&self) -> Timestamp {
        Timestamp(self.last.max(self.delivered))
    }
}

/// Events of each kind by vault.
pub(crate) struct Kinds(BTreeMap<u32, BTreeMap<String, u64>>);

impl Kinds {
    pub(crate) fn of(arrivals: &[Arrival]) -> Kinds {
        let mut all: BTreeMap<u32, BTreeMap<String, u64>> = BTreeMap::new();
        for arrival in arrivals {
            let kinds = all.entry(arrival.vault.0).or_default();
            let name = arrival.event.body.event_name();
            match kinds.get_mut(name) {
                Some(count) => *count += 1,
                None => drop(kinds.insert(name.to_owned(), 1)),
            }
        }
        Kinds(all)
    }
}

#[derive(Default)]
pub(crate) struct Reach {
    sources: Mutex<BTreeMap<u16, Received>>,
    /// By vault and the name of the kind.
    kinds: Mutex<BTreeMap<u32, BTreeMap<String, u64>>>,
}

impl Reach {
    pub(crate) fn open(store: &dyn Store) -> Result<Reach> {
        let document = store.document(KIND, NAME)?;
        let sources = document.and_then(|document| serde_json::from_slice(&document.body).ok());
        let document = store.document(KIND, NAME_KINDS)?;
        let kinds = document.and_then(|document| serde_json::from_slice(&document.body).ok());
        Ok(Reach {
            sources: Mutex::new(sources.unwrap_or_default()),
            kinds: Mutex::new(kinds.unwrap_or_default()),
        })
    }

    fn sources(&self) -> MutexGuard<'_, BTreeMap<u16, Received>> {
        self.sources.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn known_kinds(&self) -> MutexGuard<'_, BTreeMap<u32, BTreeMap<String, u64>>> {
        self.kinds.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Events of each kind that came for a vault, by themselves or in files, by its name.
    pub(crate) fn kinds(&self, vault: VaultId) -> BTreeMap<String, u64> {
        self.known_kinds().get(&vault.0).cloned().unwrap_or_default()
    }

    /// Counts what came of each kind.
    pub(crate) fn add(&self, came: Kinds) {
        let mut known = self.known_kinds();
        for (vault, kinds) in came.0 {
            let own = known.entry(vault).or_default();
            for (name, count) in kinds {
                *own.entry(name).or_default() += count;
            }
        }
    }

    pub(crate) fn note(&self, arrivals: &[Arrival]) {
        self.add(Kinds::of(arrivals));
        let mut sources = self.sources();
        for arrival in arrivals {
            let one = sources.entry(arrival.event.source.0).or_default();
            one.events += 1;
            one.last = one.last.max(arrival.event.received.0.0);
        }
    }

    /// An import of a source has ended at `now`; `newest`: until when its events reach.
    pub(crate) fn note_import(&self, source: u16, newest: Timestamp, now: Timestamp) {
        let mut sources = self.sources();
        let one = sources.entry(source).or_default();
        one.last = one.last.max(newest.0);
        one.delivered = one.delivered.max(now.0);
    }

    pub(crate) fn of(&self, source: u16) -> Option<Received> {
        self.sources().get(&source).copied()
    }

    /// What a release is told. Sources that deliver at once reach up to now, and so does a demo's history.
    pub(crate) fn told(
        &self,
        settings: &Settings,
        now: Timestamp,
        is_demo: bool,
    ) -> Vec<(NameId, Timestamp)> {
        let sources = settings.sources.iter().map(|source| {
            let last = self.of(source.number).map_or(Timestamp(0), |received| Timestamp(received.last));
            (source.id.id(), if source.delayed && !is_demo { last } else { now })
        });
        sources.collect()
    }

    pub(crate) fn save(&self, store: &dyn Store) -> Result<()> {
        let body = serde_json::to_vec(&*self.sources())?;
        let kinds = serde_json::to_vec(&*self.known_kinds())?;
        let documents = vec![
            Document { kind: KIND.into(), name: NAME.into(), body },
            Document { kind: KIND.into(), name: NAME_KINDS.into(), body: kinds },
        ];
        Ok(store.commit(&Commit { documents, ..Commit::default() })?)
    }
}
