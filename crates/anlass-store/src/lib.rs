//! Where state lives. One batch trait for all stores: callers load many entities at once and commit once;
//! there are no interactive transactions. What a person's data is reaches a store only sealed (see
//! [`seal`]); plain columns are keys, times, states and reason codes.

pub mod backup;
pub mod error;
pub mod faulty;
mod files;
pub mod inbox;
pub mod memory;
pub mod probe;
pub mod rows;
pub mod seal;
pub mod sqlite;

use anlass_model::event::SourceId;
use anlass_model::id::{EntityId, EntityKind, IntentId, Key, Part, VaultId};
use anlass_model::org::{Custodian, TenantScope};
use anlass_model::time::Timestamp;

pub use error::Error;
pub use rows::{
    Block, Commit, Document, EntityRow, Epoch, Gone, IndexChange, IntentFilter, IntentRow, QuarantineKey,
    QuarantineRow, Seen, Settings, Tally, Waiting, WebhookRow,
};

/// Under this name [`Store::position`] tells up to where the inbox is applied ([`Commit::inbox_applied`]).
pub const INBOX_POSITION: &str = "inbox";

/// The sequence number up to which the inbox is applied in `store`; 0 if nothing is.
///
/// # Errors
/// If the store cannot be read.
pub fn inbox_applied(store: &dyn Store) -> Result<u64, Error> {
    match store.position(INBOX_POSITION)? {
        None => Ok(0),
        Some(text) => text.parse().map_err(|_| Error::Damaged { what: "inbox position" }),
    }
}

/// A store of one installation. All methods are batch calls; `commit` is one durable, atomic write.
pub trait Store: Send + Sync {
    /// Format, number of parts and the store's own id, fixed when it was initialised.
    fn settings(&self) -> Settings;

    /// Takes the writer's lease for all parts and returns its fencing epoch; an older holder's commits
    /// fail from then on with [`Error::Fenced`].
    ///
    /// # Errors
    /// If the store cannot be written.
    fn lease(&self, owner: &str, now: Timestamp) -> Result<Epoch, Error>;

    /// The entities of `keys`, in the same order; absent ones are `None`.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn load(&self, keys: &[Key]) -> Result<Vec<Option<EntityRow>>, Error>;

    /// Writes everything in `commit` or nothing.
    ///
    /// # Errors
    /// [`Error::Fenced`] if the epoch is no longer the newest; otherwise if nothing was written.
    fn commit(&self, commit: &Commit) -> Result<(), Error>;

    /// Entities whose wake is due at `upto`, earliest first (ties by key), at most `max`.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn due(&self, custodian: &Custodian, upto: Timestamp, max: usize)
    -> Result<Vec<(Timestamp, Key)>, Error>;

    /// Entities of one vault and kind in id order after `after`, at most `max`: resumable.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn scan(
        &self,
        scope: &TenantScope,
        kind: EntityKind,
        after: Option<EntityId>,
        max: usize,
    ) -> Result<Vec<EntityRow>, Error>;

    /// Number of entities of one vault and kind.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn count(&self, scope: &TenantScope, kind: EntityKind) -> Result<u64, Error>;

    /// The ledger row of an intent.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn intent(&self, scope: &TenantScope, part: Part, id: IntentId) -> Result<Option<IntentRow>, Error>;

    /// Ledger rows of one vault that match, in (part, id) order after the filter's cursor.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn intents(&self, scope: &TenantScope, filter: &IntentFilter) -> Result<Vec<IntentRow>, Error>;

    /// Open ledger rows of all vaults that wait as asked, by planned time: what the release lane or the recovery
    /// after a crash has to look at.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn outbox(&self, custodian: &Custodian, asked: &Waiting<'_>, max: usize)
    -> Result<Vec<IntentRow>, Error>;

    /// Counts of ledger rows of one vault by (message, state, reason, detail).
    ///
    /// # Errors
    /// If the store cannot be read.
    fn tally(&self, scope: &TenantScope) -> Result<Vec<Tally>, Error>;

    /// Timeline blocks and chunks that hold entries of one customer, by (sequence) order.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn timeline(&self, scope: &TenantScope, customer: EntityId) -> Result<Vec<Block>, Error>;

    /// The log of one part after a sequence number (blocks not yet compacted), at most `max` blocks.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn log(&self, custodian: &Custodian, part: Part, after: u64, max: usize) -> Result<Vec<Block>, Error>;

    /// How many blocks stand in the log of each part that has any, of whatever vault.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn log_lengths(&self) -> Result<Vec<(Part, u64)>, Error>;

    /// What was compacted of one part and vault, in (customer, sequence) order after a chunk, at most `max`.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn chunks(
        &self,
        scope: &TenantScope,
        part: Part,
        after: Option<(EntityId, u64)>,
        max: usize,
    ) -> Result<Vec<Block>, Error>;

    /// Replaces the log blocks `remove` of one part by per-customer chunks (same sequence range), atomically.
    ///
    /// # Errors
    /// If nothing was replaced.
    fn compact(&self, epoch: Epoch, remove: &[(Part, VaultId, u64)], chunks: &[Block]) -> Result<(), Error>;

    /// Which of these (part, source, message hash) were processed already.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn seen(&self, asked: &[(Part, SourceId, u128)]) -> Result<Vec<bool>, Error>;

    /// Where a replayable source stands.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn position(&self, source: &str) -> Result<Option<String>, Error>;

    /// Running numbers kept inside commits (events processed, duplicates …), by name.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn counters(&self) -> Result<Vec<(String, i64)>, Error>;

    /// Quarantined input of one vault, oldest first.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn quarantine(&self, scope: &TenantScope, max: usize) -> Result<Vec<QuarantineRow>, Error>;

    /// Calls to other systems that are not answered yet, of all vaults, oldest first (ties by key).
    ///
    /// # Errors
    /// If the store cannot be read.
    fn webhooks(&self, custodian: &Custodian, max: usize) -> Result<Vec<WebhookRow>, Error>;

    /// Members of an index entry (for instance product → waiting customers), in order after `after`.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn index(
        &self,
        scope: &TenantScope,
        name: &str,
        entry: u64,
        after: Option<EntityId>,
        max: usize,
    ) -> Result<Vec<EntityId>, Error>;

    /// Members of the next entries of an index behind `after`, about `max` of them, entry by entry, in an order of entries
    /// that is the same in every call. Entries are whole; of one that alone has more than `max` members some are left
    /// out. Empty: there are no more.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn index_entries(
        &self,
        scope: &TenantScope,
        name: &str,
        after: Option<u64>,
        max: usize,
    ) -> Result<Vec<(u64, EntityId)>, Error>;

    /// A document of the control plane (program, definitions, catalogue, settings).
    ///
    /// # Errors
    /// If the store cannot be read.
    fn document(&self, kind: &str, name: &str) -> Result<Option<Document>, Error>;

    /// Names of all documents of a kind.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn documents(&self, kind: &str) -> Result<Vec<String>, Error>;
}
