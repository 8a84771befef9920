//! Closed timeline blocks hold many customers each; put together per customer, one person's timeline is a few
//! reads however long the log has grown. Entries are moved, never changed: readers see the same timeline before, meanwhile
//! and afterwards.

use crate::batch::Runtime;
use crate::error::Error;
use crate::rows;
use anlass_engine::Entry;
use anlass_engine::codec::Page;
use anlass_model::id::{EntityId, Part, VaultId};
use anlass_store::Block;
use std::collections::BTreeMap;

/// How much is compacted in one write, and when.
#[derive(Clone, Copy, Debug)]
pub struct Compaction {
    /// Customers whose entries are moved at once.
    pub customers_max: usize,
    /// A part is compacted when more closed blocks stand in its log: reading somebody's timeline looks through them all.
    pub blocks_open_max: u64,
}

impl Compaction {
    /// Where nobody waits.
    pub const ALL_AT_ONCE: Compaction = Compaction { customers_max: 50_000, ..Compaction::IDLE };
    /// While nothing else is to be done.
    pub const IDLE: Compaction = Compaction { customers_max: 5_000, blocks_open_max: 64 };
    /// While other things are: only that a log does not grow for ever.
    pub const BESIDE: Compaction = Compaction { customers_max: 100, blocks_open_max: 1_024 };
}

impl Runtime {
    /// Compacts the oldest blocks of the part with the longest log, if that has grown too long: one block, and more
    /// while they hold less than the slice's customers, or as many times that as the log is too long; `false` if no
    /// part's log is.
    ///
    /// # Errors
    /// If the store failed; nothing was moved then.
    pub fn compact(&mut self, slice: Compaction) -> Result<bool, Error> {
        let Compaction { customers_max, blocks_open_max } = slice;
        if self.log_lengths.is_empty() {
            self.settle()?;
            self.log_lengths = vec![0; usize::from(self.parts)];
            for (part, length) in self.store.log_lengths()? {
                self.lengthen_log(part, length);
            }
        }
        let longest = (0..self.parts).map(Part).zip(&self.log_lengths).max_by_key(|(_, length)| **length);
        let Some((part, length)) = longest.filter(|(_, length)| **length > blocks_open_max) else {
            return Ok(false);
        };
        // The more is left undone, the more is done at once: a log does not grow for ever beside steady work.
        let times = usize::try_from(length / blocks_open_max.max(1)).unwrap_or(usize::MAX);
        let customers_max = customers_max.saturating_mul(times);
        self.settle()?;
        let mut blocks: Vec<Block> = Vec::new();
        let mut customers = 0;
        while customers < customers_max {
            let after = blocks.last().map_or(0, |block| block.seq);
            // All vaults of a number go together, as they were written.
            let next = self.store.log(&self.custodian, part, after, 1)?;
            if next.is_empty() {
                break;
            }
            customers += next.iter().map(|block| block.customers.len()).sum::<usize>();
            blocks.extend(next);
        }
        let moved = blocks.len() as u64;
        self.compact_part(part, blocks)?;
        if let Some(length) = self.log_lengths.get_mut(usize::from(part.0)) {
            // Where none is found, what was counted belongs to vaults that are no longer in the organisation.
            *length = if moved == 0 { 0 } else { length.saturating_sub(moved) };
        }
        Ok(true)
    }

    /// So many blocks more stand in a part's log; not counted before somebody asked for the first time.
    pub(crate) fn lengthen_log(&mut self, part: Part, blocks: u64) {
        if let Some(length) = self.log_lengths.get_mut(usize::from(part.0)) {
            *length += blocks;
        }
    }

    fn compact_part(&self, part: Part, blocks: Vec<Block>) -> Result<(), Error> {
        let mut gathered: BTreeMap<(VaultId, EntityId), (u64, Vec<Entry>)> = BTreeMap::new();
        let mut remove = Vec::with_capacity(blocks.len());
        for block in blocks {
            let key = self.keyring.vault(block.vault).ok_or(Error::NoKey(block.vault))?;
            for page in rows::open_block(key, &block)? {
                let own = gathered.entry((block.vault, page.customer)).or_insert((block.seq, Vec::new()));
                own.1.extend(page.entries);
            }
            remove.push((part, block.vault, block.seq));
        }
        let mut chunks = Vec::with_capacity(gathered.len());
        for ((vault, customer), (seq, entries)) in gathered {
            let key = self.keyring.vault(vault).ok_or(Error::NoKey(vault))?;
            chunks.push(rows::block(part, vault, seq, key, &[Page { customer, entries }]));
        }
        Ok(self.store.compact(self.epoch, &remove, &chunks)?)
    }
}
