//! State = fold(timeline): running a customer's entries again from the last checkpoint gives the byte-equal
//! dossier, and, with reasons switched on, the explanation of every decision with the values of its moment.

use crate::batch::Runtime;
use crate::error::Error;
use crate::rows;
use anlass_engine::io::Reasoned;
use anlass_engine::{Dossier, Effect, Entry, Input, Program, Tracing, codec, step};
use anlass_model::id::{EntityId, VaultId};
use anlass_model::time::Timestamp;
use std::sync::Arc;

/// A timeline run again.
#[derive(Debug)]
pub struct Folded {
    pub dossier: Dossier,
    pub trace: Vec<Reasoned>,
    pub effects: Vec<(Timestamp, Effect)>,
}

impl Runtime {
    /// All entries of a customer, oldest first.
    ///
    /// # Errors
    /// If they cannot be read.
    pub fn timeline(&self, vault: VaultId, customer: EntityId) -> Result<Vec<Entry>, Error> {
        let scope = self.custodian.scope(vault).ok_or(Error::NoKey(vault))?;
        let key = self.keyring.vault(vault).ok_or(Error::NoKey(vault))?;
        let mut entries = Vec::new();
        for block in self.store.timeline(&scope, customer)? {
            for page in rows::open_block(key, &block)? {
                if page.customer == customer {
                    entries.extend(page.entries);
                }
            }
        }
        Ok(entries)
    }

    /// Runs a customer's timeline again.
    ///
    /// # Errors
    /// If entries or the programs they name cannot be read.
    pub fn fold(
        &self,
        vault: VaultId,
        customer: EntityId,
        tracing: Tracing,
    ) -> Result<Option<Folded>, Error> {
        Ok(fold(customer, &self.timeline_with_programs(vault, customer)?, tracing))
    }

    /// All entries of a customer, oldest first, each with the program it names.
    ///
    /// # Errors
    /// If entries or programs cannot be read.
    pub fn timeline_with_programs(
        &self,
        vault: VaultId,
        customer: EntityId,
    ) -> Result<Vec<(Arc<Program>, Entry)>, Error> {
        let Ok(mut programs) = self.programs.lock() else { return Err(Error::Poisoned) };
        let entries = self.timeline(vault, customer)?.into_iter();
        entries.map(|entry| Ok((programs.get(&*self.store, entry.program)?, entry))).collect()
    }

    /// Checks that the stored dossier is the fold of its timeline, byte for byte.
    ///
    /// # Errors
    /// [`Error::NotEqual`] if it is not.
    pub fn verify(&self, vault: VaultId, customer: EntityId) -> Result<(), Error> {
        let stored = self.dossier(vault, customer)?;
        let folded = self.fold(vault, customer, Tracing::Off)?;
        match (stored, folded) {
            (Some(stored), Some(folded)) if codec::encode(&stored) == codec::encode(&folded.dossier) => {
                Ok(())
            }
            (None, None) => Ok(()),
            _ => Err(Error::NotEqual { customer }),
        }
    }
}

/// Runs entries again, from nothing or from the checkpoint they begin with; `None` if there are none.
pub(crate) fn fold(
    customer: EntityId,
    entries: &[(Arc<Program>, Entry)],
    tracing: Tracing,
) -> Option<Folded> {
    let (_, first) = entries.first()?;
    let dossier = Dossier::new(customer, first.program, first.now);
    let mut folded = Folded { dossier, trace: Vec::new(), effects: Vec::new() };
    for (program, entry) in entries {
        let out = step(program, &mut folded.dossier, &entry.input, entry.now, tracing);
        folded.trace.extend(out.trace);
        folded.effects.extend(out.effects.into_iter().map(|effect| (entry.now, effect)));
    }
    Some(folded)
}

/// What an entry was, in words, for timelines shown to people.
#[must_use]
pub fn input_name(input: &Input) -> &str {
    match input {
        Input::Event(event) | Input::Forwarded { event, .. } => event.body.event_name(),
        Input::Wake => "timer",
        Input::Release(_) | Input::Offered { .. } | Input::Recommended { .. } => "release",
        Input::Handed(_) => "handed",
        Input::KeptBack(_) => "kept.back",
        Input::Mailing(_) => "mailing",
        Input::Absorb(_) => "merged",
        Input::MergedInto(_) => "merged.away",
        Input::Parted(_) => "parted",
        Input::Revived(_) => "parted.away",
        Input::Checkpoint(_) => "checkpoint",
        Input::KeptApart(_) => "kept.apart",
    }
}
