//! What callers hand to a store and get back: rows with sealed payloads, and the one [`Commit`].

pub(crate) mod check;

use anlass_model::consent::Class;
use anlass_model::event::SourceId;
use anlass_model::id::{EntityId, IntentId, Key, Part, VaultId};
use anlass_model::time::Timestamp;

/// Fixed at initialisation, kept for the store's life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    pub format: u32,
    pub parts: u8,
    /// Random id of this store; keys the vault keys' envelopes and backups.
    pub store_id: u128,
}

/// Fencing number of a writer's lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Epoch(pub u64);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityRow {
    pub key: Key,
    /// When the entity wants to be stepped next.
    pub wake: Option<Timestamp>,
    pub sealed: Vec<u8>,
}

/// A piece of timeline: a log block of one vault and part (many customers), or a compacted chunk (one).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub part: Part,
    pub vault: VaultId,
    /// Ascending per part; a chunk carries the first sequence it replaces. Writing the same (part, vault,
    /// sequence) again replaces the block.
    pub seq: u64,
    /// Customers with entries in it, sorted and distinct, all of this part.
    pub customers: Vec<EntityId>,
    pub sealed: Vec<u8>,
}

/// One row of the ledger of intents and deliveries. Plain columns hold names of definitions, codes and
/// times only; the ticket is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntentRow {
    pub part: Part,
    pub vault: VaultId,
    pub id: IntentId,
    pub customer: EntityId,
    pub programme: String,
    pub journey: String,
    pub message: String,
    pub class: String,
    /// Channel chosen at arbitration; empty before.
    pub channel: String,
    /// `State::code()`.
    pub state: String,
    /// `Reason::code()` or empty.
    pub reason: String,
    /// The name inside the reason or empty.
    pub detail: String,
    pub open: bool,
    pub created: Timestamp,
    /// When the state last changed.
    pub changed: Timestamp,
    pub planned: Timestamp,
    /// The released Ticket, sealed; empty before release.
    pub ticket: Vec<u8>,
}

/// Which ledger rows to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IntentFilter {
    pub customer: Option<EntityId>,
    pub message: Option<String>,
    pub state: Option<String>,
    pub after: Option<(Part, IntentId)>,
    pub max: usize,
}

/// Which open ledger rows to read: in one of these states, of one class or of all, planned up to a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting<'a> {
    pub states: &'a [&'a str],
    pub class: Option<Class>,
    pub upto: Timestamp,
}

impl Waiting<'_> {
    pub(crate) fn classes(&self) -> &[Class] {
        match &self.class {
            Some(class) => std::slice::from_ref(class),
            None => &[Class::Contract, Class::Advertising],
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tally {
    pub programme: String,
    pub message: String,
    pub channel: String,
    pub state: String,
    pub reason: String,
    pub detail: String,
    pub rows: u64,
}

/// A processed message of a source that is not replayable, for dedupe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    pub part: Part,
    pub source: SourceId,
    pub message: u128,
    pub received: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexChange {
    pub vault: VaultId,
    pub name: String,
    pub entry: u64,
    pub customer: EntityId,
    pub put: bool,
}

/// A call to another system that a journey asked for; it stays until the call was answered. What is called, and
/// about whom, is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookRow {
    pub part: Part,
    pub vault: VaultId,
    /// Of the run's visit to the step: the same call always has the same id.
    pub id: u128,
    pub created: Timestamp,
    pub sealed: Vec<u8>,
}

/// Input that could not be processed, with the reason; the input itself is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantineRow {
    pub vault: VaultId,
    pub source: SourceId,
    /// Row number or message hash, as text.
    pub place: String,
    pub reason: String,
    pub received: Timestamp,
    pub sealed: Vec<u8>,
}

/// What orders quarantined rows and tells them apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct QuarantineKey {
    pub vault: VaultId,
    pub received: Timestamp,
    pub source: SourceId,
    pub place: String,
}

impl QuarantineRow {
    #[must_use]
    pub fn key(&self) -> QuarantineKey {
        let QuarantineRow { vault, received, source, .. } = *self;
        QuarantineKey { vault, received, source, place: self.place.clone() }
    }
}

/// A document of the control plane. The store seals none of them: what is personal in one has to be sealed by
/// whoever commits it. Committing one with an empty
/// body removes it; of a vault's key no trace may stay in the store's files then, and it is never replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub kind: String,
    pub name: String,
    pub body: Vec<u8>,
}

/// Everything that one batch changes. Entities, blocks and intents are sorted by key by the caller.
/// Deletions are applied after entities. Without an epoch a commit is not fenced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Commit {
    pub epoch: Option<Epoch>,
    pub entities: Vec<EntityRow>,
    pub deleted: Vec<Key>,
    pub blocks: Vec<Block>,
    pub intents: Vec<IntentRow>,
    pub index: Vec<IndexChange>,
    pub seen: Vec<Seen>,
    /// Dedupe entries received before this may go.
    pub forget_seen_before: Option<Timestamp>,
    pub positions: Vec<(String, String)>,
    /// Added to the running numbers.
    pub counters: Vec<(String, i64)>,
    pub quarantine: Vec<QuarantineRow>,
    /// Rows that were taken in after all; applied after `quarantine`.
    pub quarantine_done: Vec<QuarantineKey>,
    pub webhooks: Vec<WebhookRow>,
    /// Answered calls; applied after `webhooks`.
    pub webhooks_done: Vec<(Part, VaultId, u128)>,
    pub documents: Vec<Document>,
    /// The inbox is applied up to this sequence number.
    pub inbox_applied: Option<u64>,
    pub gone: Gone,
}

/// What somebody who is erased leaves behind: removed after everything else of the commit was written, and so that no
/// trace of it stays in the store's files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gone {
    /// Of the log.
    pub blocks: Vec<(Part, VaultId, u64)>,
    /// All chunks of these customers.
    pub chunks: Vec<(VaultId, EntityId)>,
    /// Rows of the ledger.
    pub intents: Vec<(Part, VaultId, IntentId)>,
}

impl Gone {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Gone::default()
    }
}
