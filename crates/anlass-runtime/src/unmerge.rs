//! Unmerge: somebody decides that two people who were taken for one are two. Each gets back what is theirs,
//! in one commit; no machine joins them again.

use crate::batch::{Extra, Mode, Round, Runtime, Stepped, Work};
use crate::error::Error;
use crate::fold::fold;
use anlass_engine::parting::{CannotPart, Merged, forwarded, part};
use anlass_engine::{Dossier, Entry, Input, Program, Tracing};
use anlass_model::id::{EntityId, VaultId};
use anlass_model::time::Timestamp;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Two people again.
#[derive(Debug)]
pub struct Unmerged {
    pub survivor: EntityId,
    pub loser: EntityId,
    pub stepped: Stepped,
}

impl Runtime {
    /// Undoes the merge by which `loser` became a tombstone, live.
    ///
    /// # Errors
    /// [`Error::NotMerged`] if it is none; [`Error::MergedOn`] if its survivor was merged into somebody else
    /// since: that merge has to be undone first; [`Error::CannotPart`]; as [`Runtime::run`].
    pub fn unmerge(&mut self, vault: VaultId, loser: EntityId, now: Timestamp) -> Result<Unmerged, Error> {
        let tombstone = self.dossier(vault, loser)?.ok_or(Error::NotMerged { customer: loser })?;
        let survivor = tombstone.hot.merged_into.ok_or(Error::NotMerged { customer: loser })?;
        // One moment for all that follows, also for whom a clock ran ahead: nothing may come due in between.
        let stepped = self.dossier(vault, survivor)?.map_or(now, |known| known.hot.stepped);
        let now = now.max(stepped).max(tombstone.hot.stepped);
        // What is due is decided about the person as they are known now, and under the program of now.
        let wake = Work { vault, customer: survivor, now, input: Input::Wake };
        let mut stepped = self.run_works(vec![wake], Mode::Live, Extra::default())?;
        let known = self.dossier(vault, survivor)?.ok_or(Error::NotMerged { customer: loser })?;
        if let Some(into) = known.hot.merged_into {
            return Err(Error::MergedOn { customer: loser, survivor, into });
        }
        let timeline = self.timeline_with_programs(vault, survivor)?;
        let (survivor_input, loser_input) = self.tell_apart(vault, &known, &tombstone, &timeline)?;
        let work = |customer, input| Work { vault, customer, now, input };
        let works = vec![work(survivor, survivor_input), work(loser, loser_input)];
        stepped.add(self.run(vec![Round::Works(works)], Mode::Live, Extra::default())?);
        Ok(Unmerged { survivor, loser, stepped })
    }

    fn tell_apart(
        &self,
        vault: VaultId,
        survivor: &Dossier,
        loser: &Dossier,
        timeline: &[(Arc<Program>, Entry)],
    ) -> Result<(Input, Input), Error> {
        let customer = loser.hot.id;
        let cannot = |why| Error::CannotPart { customer, why };
        let at = Merged::merged_at(timeline, customer).ok_or(cannot(CannotPart::NeverMerged))?;
        let entries = timeline.get(..at).unwrap_or_default();
        let before = fold(survivor.hot.id, entries, Tracing::Off).map(|folded| folded.dossier);
        let before = before.unwrap_or_else(|| survivor_at_birth(survivor));
        let mut family = BTreeSet::new();
        for (_, entry) in timeline {
            for (from, _) in forwarded(&entry.input) {
                if !family.contains(&from) && self.people(vault, from)?.contains(&customer) {
                    family.insert(from);
                }
            }
        }
        let (mut identifiers, mut noted) = (BTreeSet::new(), BTreeSet::new());
        for identifier in &survivor.hot.identifiers {
            let people = self.people(vault, self.derived(vault, identifier)?)?;
            if people.contains(&customer) {
                identifiers.insert(identifier.clone());
            } else if !people.contains(&survivor.hot.id) {
                noted.insert(identifier.clone());
            }
        }
        let (family, identifiers, noted) = (&family, &identifiers, &noted);
        let merged = Merged { survivor, loser, timeline, before: &before, family, identifiers, noted };
        let parting = part(&merged).map_err(cannot)?;
        Ok((parting.survivor, parting.loser))
    }
}

/// Nothing was known of the survivor before the merge.
fn survivor_at_birth(survivor: &Dossier) -> Dossier {
    Dossier::new(survivor.hot.id, survivor.hot.program, survivor.hot.created)
}
