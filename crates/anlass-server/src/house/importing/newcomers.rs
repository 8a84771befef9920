//! Of the people that files speak of those whom nobody knows yet: what a trial says before orders make customers without a
//! name.

use anlass_model::event::{Arrival, Body};
use anlass_model::id::VaultId;
use anlass_runtime::Runtime;
use anyhow::Result;

/// So many people are asked for; of more nobody waits for the answer.
const ASKED_MAX: u64 = 50_000;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Newcomers {
    asked: u64,
    pub(crate) new: u64,
    /// Of these, people of whom the files say nothing but what they did.
    pub(crate) nameless: u64,
}

impl Newcomers {
    /// With the people of a heap, in which each person's arrivals stand together. `None`: there are too many.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub(super) fn with(
        mut self,
        runtime: &Runtime,
        vault: VaultId,
        arrivals: &[Arrival],
    ) -> Result<Option<Newcomers>> {
        for person in arrivals.chunk_by(|one, next| one.identifiers.first() == next.identifiers.first()) {
            self.asked += 1;
            if self.asked > ASKED_MAX {
                return Ok(None);
            }
            // By any of them somebody may be known.
            let mut identifiers: Vec<_> = person.iter().flat_map(|arrival| &arrival.identifiers).collect();
            identifiers.sort();
            identifiers.dedup();
            let mut is_known = false;
            for identifier in identifiers {
                is_known = is_known || runtime.find(vault, identifier)?.is_some();
            }
            if !is_known {
                let is_told_of = person.iter().any(|arrival| matches!(arrival.event.body, Body::Profile(_)));
                self.new += 1;
                self.nameless += u64::from(!is_told_of);
            }
        }
        Ok(Some(self))
    }
}
