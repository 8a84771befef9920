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

/// A part is compacted when so many closed blocks stand in its log: reading somebody's timeline looks through them all.
pub const BLOCKS_OPEN_MAX: usize = 64;
/// Blocks compacted in one write.
const BLOCKS_AT_ONCE: usize = 64;

impl Runtime {
    /// Compacts the oldest blocks of the first part whose log has grown too long; `false` if there is none.
    /// To be called when nothing else waits.
    ///
    /// # Errors
    /// If the store failed; nothing was moved then.
    pub fn compact(&mut self) -> Result<bool, Error> {
        self.settle()?;
        for part in (0..self.parts).map(Part) {
            let blocks = self.store.log(&self.custodian, part, 0, BLOCKS_OPEN_MAX + BLOCKS_AT_ONCE)?;
            if blocks.len() > BLOCKS_OPEN_MAX {
                // All vaults of a number go together, as they were written.
                let last = blocks.get(BLOCKS_AT_ONCE - 1).map_or(0, |block| block.seq);
                self.compact_part(part, blocks.into_iter().filter(|block| block.seq <= last).collect())?;
                return Ok(true);
            }
        }
        Ok(false)
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
