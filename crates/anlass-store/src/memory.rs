//! A store in memory for simulations and tests: same promises as the durable ones, except durability.

use crate::Store;
use crate::error::Error;
use crate::rows::{
    Block, Commit, Document, EntityRow, Epoch, IntentFilter, IntentRow, QuarantineKey, QuarantineRow,
    Settings, Tally, Waiting, WebhookRow, check,
};
use crate::seal::DOCUMENT_KIND;
use anlass_model::event::SourceId;
use anlass_model::id::{EntityId, EntityKind, IntentId, Key, Part, VaultId};
use anlass_model::org::{Custodian, TenantScope};
use anlass_model::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A block without what its key says.
type Piece = (Vec<EntityId>, Vec<u8>);

#[derive(Default)]
struct State {
    epoch: u64,
    entities: BTreeMap<Key, (Option<Timestamp>, Vec<u8>)>,
    wakes: BTreeSet<(Timestamp, Key)>,
    blocks: BTreeMap<(Part, u64, VaultId), Piece>,
    chunks: BTreeMap<(Part, VaultId, EntityId, u64), Vec<u8>>,
    intents: BTreeMap<(VaultId, Part, IntentId), IntentRow>,
    open: BTreeSet<(Timestamp, Part, VaultId, IntentId)>,
    index: BTreeSet<(VaultId, String, u64, EntityId)>,
    seen: BTreeMap<(Part, SourceId, u128), Timestamp>,
    positions: BTreeMap<String, String>,
    counters: BTreeMap<String, i64>,
    quarantine: BTreeMap<QuarantineKey, QuarantineRow>,
    webhooks: BTreeMap<(Part, VaultId, u128), (Timestamp, Vec<u8>)>,
    documents: BTreeMap<(String, String), Vec<u8>>,
}

pub struct MemoryStore {
    settings: Settings,
    state: Mutex<State>,
}

impl MemoryStore {
    /// The format is 1: memory has no history.
    #[must_use]
    pub fn new(parts: u8, store_id: u128) -> MemoryStore {
        MemoryStore { settings: Settings { format: 1, parts, store_id }, state: Mutex::new(State::default()) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Changes are checked before the first one is made, so a panic leaves no half of them.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn fence(&self, held: Epoch) -> Result<(), Error> {
        let newest = Epoch(self.epoch);
        if held == newest { Ok(()) } else { Err(Error::Fenced { held, newest }) }
    }

    fn apply(&mut self, commit: &Commit) {
        for row in &commit.entities {
            self.remove(&row.key);
            self.entities.insert(row.key, (row.wake, row.sealed.clone()));
            if let Some(wake) = row.wake {
                self.wakes.insert((wake, row.key));
            }
        }
        for key in &commit.deleted {
            self.remove(key);
        }
        for block in &commit.blocks {
            let piece = (block.customers.clone(), block.sealed.clone());
            self.blocks.insert((block.part, block.seq, block.vault), piece);
        }
        for row in &commit.intents {
            self.put_intent(row);
        }
        for change in &commit.index {
            let entry = (change.vault, change.name.clone(), change.entry, change.customer);
            if change.put {
                self.index.insert(entry);
            } else {
                self.index.remove(&entry);
            }
        }
        if let Some(before) = commit.forget_seen_before {
            self.seen.retain(|_, received| *received >= before);
        }
        for seen in &commit.seen {
            self.seen.insert((seen.part, seen.source, seen.message), seen.received);
        }
        for (part, vault, seq) in &commit.gone.blocks {
            self.blocks.remove(&(*part, *seq, *vault));
        }
        for (vault, customer) in &commit.gone.chunks {
            let part = customer.part();
            self.chunks.retain(|(own, of, who, _), _| (*own, *of, *who) != (part, *vault, *customer));
        }
        for (part, vault, id) in &commit.gone.intents {
            if let Some(old) = self.intents.remove(&(*vault, *part, *id)) {
                self.open.remove(&(old.planned, old.part, old.vault, old.id));
            }
        }
        self.apply_control(commit);
    }

    fn apply_control(&mut self, commit: &Commit) {
        self.positions.extend(commit.positions.iter().cloned());
        if let Some(applied) = commit.inbox_applied {
            self.positions.insert(crate::INBOX_POSITION.to_owned(), applied.to_string());
        }
        for (name, value) in &commit.counters {
            let sum = self.counters.entry(name.clone()).or_default();
            *sum = sum.saturating_add(*value);
        }
        for row in &commit.quarantine {
            self.quarantine.insert(row.key(), row.clone());
        }
        for done in &commit.quarantine_done {
            self.quarantine.remove(done);
        }
        for row in &commit.webhooks {
            self.webhooks.insert((row.part, row.vault, row.id), (row.created, row.sealed.clone()));
        }
        for done in &commit.webhooks_done {
            self.webhooks.remove(done);
        }
        for document in &commit.documents {
            let key = (document.kind.clone(), document.name.clone());
            if document.body.is_empty() {
                self.documents.remove(&key);
            } else {
                self.documents.insert(key, document.body.clone());
            }
        }
    }

    /// A vault's key is never replaced.
    fn keep_keys(&self, commit: &Commit) -> Result<(), Error> {
        let mut keys: BTreeSet<&str> = self
            .documents
            .keys()
            .filter(|(kind, _)| kind == DOCUMENT_KIND)
            .map(|(_, name)| name.as_str())
            .collect();
        for document in commit.documents.iter().filter(|document| document.kind == DOCUMENT_KIND) {
            if document.body.is_empty() {
                keys.remove(document.name.as_str());
            } else if !keys.insert(&document.name) {
                return Err(Error::KeyExists);
            }
        }
        Ok(())
    }

    fn remove(&mut self, key: &Key) {
        if let Some((Some(wake), _)) = self.entities.remove(key) {
            self.wakes.remove(&(wake, *key));
        }
    }

    fn put_intent(&mut self, row: &IntentRow) {
        if let Some(old) = self.intents.insert((row.vault, row.part, row.id), row.clone()) {
            self.open.remove(&(old.planned, old.part, old.vault, old.id));
        }
        if row.open {
            self.open.insert((row.planned, row.part, row.vault, row.id));
        }
    }
}

impl Store for MemoryStore {
    fn settings(&self) -> Settings {
        self.settings.clone()
    }

    fn lease(&self, _owner: &str, _now: Timestamp) -> Result<Epoch, Error> {
        let mut state = self.state();
        state.epoch += 1;
        Ok(Epoch(state.epoch))
    }

    fn load(&self, keys: &[Key]) -> Result<Vec<Option<EntityRow>>, Error> {
        let state = self.state();
        let row = |key: &Key| {
            let (wake, sealed) = state.entities.get(key)?;
            Some(EntityRow { key: *key, wake: *wake, sealed: sealed.clone() })
        };
        Ok(keys.iter().map(row).collect())
    }

    fn commit(&self, commit: &Commit) -> Result<(), Error> {
        check::commit(commit, self.settings.parts)?;
        let mut state = self.state();
        if let Some(held) = commit.epoch {
            state.fence(held)?;
        }
        state.keep_keys(commit)?;
        state.apply(commit);
        Ok(())
    }

    fn due(
        &self,
        custodian: &Custodian,
        upto: Timestamp,
        max: usize,
    ) -> Result<Vec<(Timestamp, Key)>, Error> {
        let state = self.state();
        let ours = state.wakes.iter().filter(|(_, key)| custodian.vaults().contains(&key.vault()));
        Ok(ours.take_while(|(wake, _)| *wake <= upto).take(max).copied().collect())
    }

    fn scan(
        &self,
        scope: &TenantScope,
        kind: EntityKind,
        after: Option<EntityId>,
        max: usize,
    ) -> Result<Vec<EntityRow>, Error> {
        let state = self.state();
        let mut found = Vec::new();
        // Part by part, because other vaults and kinds lie between.
        for part in after.map_or(0, |id| id.part().0)..self.settings.parts {
            let (first, last) = ids_of(part);
            let start = match after {
                Some(id) if id.part().0 == part => Bound::Excluded(scope.key(kind, id)),
                _ => Bound::Included(scope.key(kind, first)),
            };
            let rows = state.entities.range((start, Bound::Included(scope.key(kind, last))));
            found.extend(rows.take(max - found.len()).map(|(key, (wake, sealed))| EntityRow {
                key: *key,
                wake: *wake,
                sealed: sealed.clone(),
            }));
        }
        Ok(found)
    }

    fn count(&self, scope: &TenantScope, kind: EntityKind) -> Result<u64, Error> {
        let state = self.state();
        let mut total = 0u64;
        for part in 0..self.settings.parts {
            let (first, last) = ids_of(part);
            for _ in state.entities.range(scope.key(kind, first)..=scope.key(kind, last)) {
                total += 1;
            }
        }
        Ok(total)
    }

    fn intent(&self, scope: &TenantScope, part: Part, id: IntentId) -> Result<Option<IntentRow>, Error> {
        Ok(self.state().intents.get(&(scope.vault(), part, id)).cloned())
    }

    fn intents(&self, scope: &TenantScope, filter: &IntentFilter) -> Result<Vec<IntentRow>, Error> {
        let state = self.state();
        let vault = scope.vault();
        let start = match filter.after {
            Some((part, id)) => Bound::Excluded((vault, part, id)),
            None => Bound::Included((vault, Part(0), IntentId(0))),
        };
        let end = Bound::Included((vault, Part(u8::MAX), IntentId(u128::MAX)));
        let matches = |row: &&IntentRow| {
            filter.customer.is_none_or(|customer| row.customer == customer)
                && filter.message.as_ref().is_none_or(|message| row.message == *message)
                && filter.state.as_ref().is_none_or(|state| row.state == *state)
        };
        let rows = state.intents.range((start, end)).map(|(_, row)| row);
        Ok(rows.filter(matches).take(filter.max).cloned().collect())
    }

    fn outbox(
        &self,
        custodian: &Custodian,
        asked: &Waiting<'_>,
        max: usize,
    ) -> Result<Vec<IntentRow>, Error> {
        let state = self.state();
        let mut found = Vec::new();
        let matches = |row: &IntentRow| {
            asked.states.contains(&row.state.as_str())
                && asked.class.is_none_or(|class| row.class == class.as_str())
        };
        for (planned, part, vault, id) in &state.open {
            if *planned > asked.upto || found.len() >= max {
                break;
            }
            let Some(row) = state.intents.get(&(*vault, *part, *id)) else { continue };
            if custodian.vaults().contains(vault) && matches(row) {
                found.push(row.clone());
            }
        }
        Ok(found)
    }

    fn tally(&self, scope: &TenantScope) -> Result<Vec<Tally>, Error> {
        let mut sums: BTreeMap<Tally, u64> = BTreeMap::new();
        for row in self.state().intents.values().filter(|row| row.vault == scope.vault()) {
            let key = Tally {
                programme: row.programme.clone(),
                message: row.message.clone(),
                channel: row.channel.clone(),
                state: row.state.clone(),
                reason: row.reason.clone(),
                detail: row.detail.clone(),
                rows: 0,
            };
            *sums.entry(key).or_default() += 1;
        }
        Ok(sums.into_iter().map(|(key, rows)| Tally { rows, ..key }).collect())
    }

    fn timeline(&self, scope: &TenantScope, customer: EntityId) -> Result<Vec<Block>, Error> {
        let state = self.state();
        let (vault, part) = (scope.vault(), customer.part());
        let chunks = state.chunks.range((part, vault, customer, 0)..=(part, vault, customer, u64::MAX));
        let mut found: Vec<Block> = chunks
            .map(|((.., seq), sealed)| Block {
                part,
                vault,
                seq: *seq,
                customers: vec![customer],
                sealed: sealed.clone(),
            })
            .collect();
        for (key, piece) in state.blocks.range((part, 0, VaultId(0))..=(part, u64::MAX, VaultId(u32::MAX))) {
            if key.2 == vault && piece.0.binary_search(&customer).is_ok() {
                found.push(block_from(*key, piece));
            }
        }
        found.sort_by_key(|block| block.seq);
        Ok(found)
    }

    fn log(&self, custodian: &Custodian, part: Part, after: u64, max: usize) -> Result<Vec<Block>, Error> {
        let state = self.state();
        let start = Bound::Excluded((part, after, VaultId(u32::MAX)));
        let end = Bound::Included((part, u64::MAX, VaultId(u32::MAX)));
        let mut found: Vec<Block> = Vec::new();
        for (key, piece) in state.blocks.range((start, end)) {
            // Vaults that share a sequence number are never cut apart.
            if found.len() >= max && found.last().is_none_or(|block| block.seq != key.1) {
                break;
            }
            if custodian.vaults().contains(&key.2) {
                found.push(block_from(*key, piece));
            }
        }
        Ok(found)
    }

    fn log_lengths(&self) -> Result<Vec<(Part, u64)>, Error> {
        let mut lengths: BTreeMap<Part, u64> = BTreeMap::new();
        for (part, _, _) in self.state().blocks.keys() {
            *lengths.entry(*part).or_default() += 1;
        }
        Ok(lengths.into_iter().collect())
    }

    fn chunks(
        &self,
        scope: &TenantScope,
        part: Part,
        after: Option<(EntityId, u64)>,
        max: usize,
    ) -> Result<Vec<Block>, Error> {
        let state = self.state();
        let vault = scope.vault();
        let start = match after {
            Some((customer, seq)) => Bound::Excluded((part, vault, customer, seq)),
            None => Bound::Included((part, vault, EntityId(0), 0)),
        };
        let end = Bound::Included((part, vault, EntityId(u128::MAX), u64::MAX));
        let some = state.chunks.range((start, end)).take(max);
        let block =
            |((part, vault, customer, seq), sealed): (&(Part, VaultId, EntityId, u64), &Vec<u8>)| Block {
                part: *part,
                vault: *vault,
                seq: *seq,
                customers: vec![*customer],
                sealed: sealed.clone(),
            };
        Ok(some.map(block).collect())
    }

    fn compact(&self, epoch: Epoch, remove: &[(Part, VaultId, u64)], chunks: &[Block]) -> Result<(), Error> {
        check::chunks(chunks, remove, self.settings.parts)?;
        let mut state = self.state();
        state.fence(epoch)?;
        for (part, vault, seq) in remove {
            state.blocks.remove(&(*part, *seq, *vault));
        }
        for chunk in chunks {
            for customer in &chunk.customers {
                let key = (chunk.part, chunk.vault, *customer, chunk.seq);
                state.chunks.insert(key, chunk.sealed.clone());
            }
        }
        Ok(())
    }

    fn seen(&self, asked: &[(Part, SourceId, u128)]) -> Result<Vec<bool>, Error> {
        let state = self.state();
        Ok(asked.iter().map(|key| state.seen.contains_key(key)).collect())
    }

    fn position(&self, source: &str) -> Result<Option<String>, Error> {
        Ok(self.state().positions.get(source).cloned())
    }

    fn counters(&self) -> Result<Vec<(String, i64)>, Error> {
        Ok(self.state().counters.iter().map(|(name, value)| (name.clone(), *value)).collect())
    }

    fn quarantine(&self, scope: &TenantScope, max: usize) -> Result<Vec<QuarantineRow>, Error> {
        let state = self.state();
        let ours = state.quarantine.values().filter(|row| row.vault == scope.vault());
        Ok(ours.take(max).cloned().collect())
    }

    fn webhooks(&self, custodian: &Custodian, max: usize) -> Result<Vec<WebhookRow>, Error> {
        let state = self.state();
        let ours = state.webhooks.iter().filter(|((_, vault, _), _)| custodian.vaults().contains(vault));
        let row = |(key, content): (&(Part, VaultId, u128), &(Timestamp, Vec<u8>))| WebhookRow {
            part: key.0,
            vault: key.1,
            id: key.2,
            created: content.0,
            sealed: content.1.clone(),
        };
        let mut rows: Vec<WebhookRow> = ours.map(row).collect();
        rows.sort_by_key(|row| (row.created, row.part, row.vault, row.id));
        rows.truncate(max);
        Ok(rows)
    }

    fn index(
        &self,
        scope: &TenantScope,
        name: &str,
        entry: u64,
        after: Option<EntityId>,
        max: usize,
    ) -> Result<Vec<EntityId>, Error> {
        let place = |id: EntityId| (scope.vault(), name.to_owned(), entry, id);
        let start = match after {
            Some(id) => Bound::Excluded(place(id)),
            None => Bound::Included(place(EntityId(0))),
        };
        let state = self.state();
        let rows = state.index.range((start, Bound::Included(place(EntityId(u128::MAX)))));
        Ok(rows.take(max).map(|(.., customer)| *customer).collect())
    }

    fn index_entries(
        &self,
        scope: &TenantScope,
        name: &str,
        after: Option<u64>,
        max: usize,
    ) -> Result<Vec<(u64, EntityId)>, Error> {
        let state = self.state();
        let first = (scope.vault(), name.to_owned(), 0, EntityId(0));
        let own = state.index.range(first..);
        let own = own.take_while(|(vault, index, ..)| *vault == scope.vault() && index == name);
        let mut found: Vec<(i64, EntityId)> =
            own.map(|(.., entry, customer)| (entry.cast_signed(), *customer)).collect();
        found.sort_unstable();
        found.drain(
            ..found.partition_point(|(entry, _)| after.is_some_and(|after| *entry <= after.cast_signed())),
        );
        if let Some((last, _)) = found.get(max.max(1)).copied() {
            let whole = found.partition_point(|(entry, _)| *entry < last);
            found.truncate(if whole > 0 { whole } else { max.max(1) });
        }
        Ok(found.into_iter().map(|(entry, customer)| (entry.cast_unsigned(), customer)).collect())
    }

    fn document(&self, kind: &str, name: &str) -> Result<Option<Document>, Error> {
        let key = (kind.to_owned(), name.to_owned());
        let found = self.state().documents.get(&key).cloned();
        Ok(found.map(|body| Document { kind: key.0, name: key.1, body }))
    }

    fn documents(&self, kind: &str) -> Result<Vec<String>, Error> {
        let state = self.state();
        let names = state.documents.keys().filter(|(other, _)| other == kind);
        Ok(names.map(|(_, name)| name.clone()).collect())
    }
}

/// The smallest and the greatest id of a part.
fn ids_of(part: u8) -> (EntityId, EntityId) {
    let first = u128::from(part) << 120;
    (EntityId(first), EntityId(first | ((1 << 120) - 1)))
}

fn block_from(key: (Part, u64, VaultId), piece: &Piece) -> Block {
    let (part, seq, vault) = key;
    Block { part, vault, seq, customers: piece.0.clone(), sealed: piece.1.clone() }
}
