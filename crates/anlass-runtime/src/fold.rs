//! State = fold(timeline): running a customer's entries again from the last checkpoint gives the byte-equal
//! dossier, and, with reasons switched on, the explanation of every decision with the values of its moment.

use crate::batch::Runtime;
use crate::error::Error;
use crate::rows;
use anlass_engine::io::Reasoned;
use anlass_engine::{Dossier, Effect, Entry, Input, Tracing, codec, step};
use anlass_model::id::{EntityId, VaultId};
use anlass_model::time::Timestamp;

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
        let entries = self.timeline(vault, customer)?;
        let Some(first) = entries.first() else { return Ok(None) };
        let mut folded = Folded {
            dossier: Dossier::new(customer, first.program, first.now),
            trace: Vec::new(),
            effects: Vec::new(),
        };
        for entry in &entries {
            let program = match self.programs.lock() {
                Ok(mut programs) => programs.get(&*self.store, entry.program)?,
                Err(_) => return Err(Error::Poisoned),
            };
            let out = step(&program, &mut folded.dossier, &entry.input, entry.now, tracing);
            folded.trace.extend(out.trace);
            folded.effects.extend(out.effects.into_iter().map(|effect| (entry.now, effect)));
        }
        Ok(Some(folded))
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

/// What an entry was, in words, for timelines shown to people.
#[must_use]
pub fn input_name(input: &Input) -> &str {
    match input {
        Input::Event(event) | Input::Forwarded { event, .. } => event.body.event_name(),
        Input::Wake => "timer",
        Input::Release(_) => "release",
        Input::Handed(_) => "handed",
        Input::Mailing(_) => "mailing",
        Input::Absorb(_) => "merged",
        Input::MergedInto(_) => "merged.away",
        Input::Checkpoint(_) => "checkpoint",
    }
}
