//! What was accepted but not yet processed, apart from the main store, so that answering a sender never
//! waits for the writer. Entries are sealed; their order is the order of acceptance. How far they are
//! applied is in the main store's commits ([`crate::inbox_applied`]), never here.

mod file;
mod record;

use crate::error::Error;
use anlass_model::id::VaultId;
use anlass_model::time::Timestamp;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

pub use file::{FileInbox, Recovered, SEGMENT_BYTES};

/// Extension of segment files.
pub(crate) const ENDING: &str = "inbox";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxEntry {
    /// Given by the inbox; ignored in [`Inbox::append`].
    pub seq: u64,
    pub vault: VaultId,
    pub received: Timestamp,
    pub sealed: Vec<u8>,
}

pub trait Inbox: Send + Sync {
    /// Accepts the entries, in order and numbered without gaps; returns the last one's number when all
    /// are durable. The number of the latest entry if there are none.
    ///
    /// # Errors
    /// If they may not be durable; they may still show up later.
    fn append(&self, entries: &[InboxEntry]) -> Result<u64, Error>;

    /// Durable entries after a sequence number, in order, at most `max`.
    ///
    /// # Errors
    /// If they cannot be read.
    fn read(&self, after: u64, max: usize) -> Result<Vec<InboxEntry>, Error>;

    /// Allows entries up to `applied` to be dropped; some of them may stay.
    ///
    /// # Errors
    /// If something could not be removed.
    fn trim(&self, applied: u64) -> Result<(), Error>;

    /// Later entries stand apart from those that are there now: after a [`Inbox::trim`] none of these stays, once they
    /// are applied.
    ///
    /// # Errors
    /// If the inbox failed.
    fn roll(&self) -> Result<(), Error> {
        Ok(())
    }

    /// The number of the latest durable entry: who has applied it lags behind nothing.
    ///
    /// # Errors
    /// If the inbox failed.
    fn last(&self) -> Result<u64, Error>;
}

/// An inbox without durability, for simulations and tests.
pub struct MemoryInbox {
    state: Mutex<Kept>,
}

struct Kept {
    last: u64,
    entries: VecDeque<InboxEntry>,
}

impl MemoryInbox {
    /// An empty inbox that goes on after `applied`, as [`FileInbox::open`] does.
    #[must_use]
    pub fn new(applied: u64) -> MemoryInbox {
        MemoryInbox { state: Mutex::new(Kept { last: applied, entries: VecDeque::new() }) }
    }

    fn state(&self) -> MutexGuard<'_, Kept> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inbox for MemoryInbox {
    fn append(&self, entries: &[InboxEntry]) -> Result<u64, Error> {
        let mut kept = self.state();
        for entry in entries {
            kept.last += 1;
            let seq = kept.last;
            kept.entries.push_back(InboxEntry { seq, ..entry.clone() });
        }
        Ok(kept.last)
    }

    fn read(&self, after: u64, max: usize) -> Result<Vec<InboxEntry>, Error> {
        let kept = self.state();
        let start = kept.entries.partition_point(|entry| entry.seq <= after);
        Ok(kept.entries.iter().skip(start).take(max).cloned().collect())
    }

    fn trim(&self, applied: u64) -> Result<(), Error> {
        let mut kept = self.state();
        let end = kept.entries.partition_point(|entry| entry.seq <= applied);
        kept.entries.drain(..end);
        Ok(())
    }

    fn last(&self) -> Result<u64, Error> {
        Ok(self.state().last)
    }
}
