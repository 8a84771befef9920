//! Changes of the catalogue in the loop: accepted like everything else, applied between two batches, and told to those
//! who wait for them: found in the index, a bounded number at a time, each told once.

use super::accept::{Acceptor, changes_place};
use super::{Live, SOURCE_SELF};
use crate::batch::{CATEGORY_INDEX, Extra, Mode, PRODUCT_INDEX, Round, Stepped, Work};
use crate::error::Error;
use crate::{catalogue, forms};
use anlass_engine::Input;
use anlass_model::catalogue::{CatalogueChange, Occasion, OccasionKind, OccasionOfAll};
use anlass_model::id::{EntityId, VaultId};
use anlass_model::time::{Received, Timestamp};
use anlass_store::inbox::{Inbox, InboxEntry};
use anlass_store::seal::Keyring;
use anlass_store::{Document, Store};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::sync::Arc;

/// Changes in one entry of the inbox.
const CHANGES_AT_ONCE: usize = 500;
/// What is still to be told, beside the catalogue.
const TELLING: &str = "catalogue/telling";
const NAME: &str = "organisation";

/// An occasion on its way to those who wait for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Telling {
    vault: VaultId,
    occasion: Occasion,
    /// Entries of the index still to be read: nodes of something new, the article of everything else.
    entries: Vec<u64>,
    /// How far the last of them was read.
    after: Option<EntityId>,
}

/// The same as it was when prices fell for everyone everywhere only.
#[derive(Deserialize)]
struct TellingOfAll {
    vault: VaultId,
    occasion: OccasionOfAll,
    entries: Vec<u64>,
    after: Option<EntityId>,
}

impl From<TellingOfAll> for Telling {
    fn from(known: TellingOfAll) -> Telling {
        let TellingOfAll { vault, occasion, entries, after } = known;
        Telling { vault, occasion: occasion.into(), entries, after }
    }
}

impl Telling {
    fn index(&self) -> &'static str {
        match self.occasion.kind {
            OccasionKind::NewInCategory => CATEGORY_INDEX,
            _ => PRODUCT_INDEX,
        }
    }
}

impl Acceptor {
    /// Accepts changes of the catalogue: when this returns they are durable and will be applied, in this order, before
    /// anything is released. Returns the number of the last entry, or of none if there is no change.
    ///
    /// # Errors
    /// If they may not be durable: accepting them again does no harm.
    pub fn accept_changes(&self, changes: &[CatalogueChange], now: Timestamp) -> Result<Option<u64>, Error> {
        accept_changes(&self.keyring, &*self.inbox, changes, now)
    }
}

fn accept_changes(
    keyring: &Keyring,
    inbox: &dyn Inbox,
    changes: &[CatalogueChange],
    now: Timestamp,
) -> Result<Option<u64>, Error> {
    // The catalogue is the organisation's: whichever vault comes first carries it.
    let (vault, key) = keyring.vaults().next().ok_or(Error::NothingPublished)?;
    let entry = |changes: &[CatalogueChange]| InboxEntry {
        seq: 0,
        vault,
        received: now,
        sealed: key.seal(&changes_place(vault, Received(now)), &forms::CATALOGUE_CHANGES.encode(&changes)),
    };
    let mut last = None;
    for some in changes.chunks(CHANGES_AT_ONCE) {
        last = Some(inbox.append(&[entry(some)])?);
    }
    Ok(last)
}

/// What an earlier run of the loop left to be told.
pub(super) fn telling(store: &dyn Store) -> Result<VecDeque<Telling>, Error> {
    match store.document(TELLING, NAME)? {
        Some(document) if forms::TELLING.is_earlier(&document.body) => {
            let known: VecDeque<TellingOfAll> = forms::TELLING.decode(&document.body)?;
            Ok(known.into_iter().map(Telling::from).collect())
        }
        Some(document) => forms::TELLING.decode(&document.body),
        None => Ok(VecDeque::new()),
    }
}

impl Live {
    /// As [`Acceptor::accept_changes`].
    ///
    /// # Errors
    /// As [`Acceptor::accept_changes`].
    pub fn accept_changes(&self, changes: &[CatalogueChange], now: Timestamp) -> Result<Option<u64>, Error> {
        accept_changes(&self.runtime.keyring, &*self.inbox, changes, now)
    }

    /// Applies changes as one commit, and swaps the snapshot.
    pub(super) fn change(
        &mut self,
        changes: &[CatalogueChange],
        mut extra: Extra,
        now: Timestamp,
    ) -> Result<Stepped, Error> {
        // Who waits is looked for in the store.
        self.settle()?;
        let before = Arc::clone(&self.runtime.catalogue);
        let mut after = (*before).clone();
        let mut occasions = after.begun(now);
        let mut refused = 0;
        for change in changes {
            match after.apply(change, now) {
                Ok(occasion) => occasions.extend(occasion),
                Err(_) => refused += 1,
            }
        }
        extra.counters.push(("catalogue.changes".into(), i64::try_from(changes.len()).unwrap_or(i64::MAX)));
        extra.counters.push(("catalogue.refused".into(), refused));
        let catalogue::Written { documents, positions } = catalogue::written(&after, &before);
        extra.documents.extend(documents);
        extra.positions.extend(positions);
        let mut telling = self.telling.clone();
        for occasion in occasions {
            telling.extend(self.awaited(&occasion)?);
        }
        if telling.len() != self.telling.len() {
            extra.documents.push(telling_document(&telling));
        }
        let stepped = self.runtime.run_ahead(vec![Round::Works(Vec::new())], Mode::Live, extra)?;
        self.runtime.catalogue = Arc::new(after);
        self.telling = telling;
        Ok(stepped)
    }

    /// In each vault where somebody waits for it.
    fn awaited(&self, occasion: &Occasion) -> Result<Vec<Telling>, Error> {
        let entries = match occasion.kind {
            OccasionKind::NewInCategory => occasion.categories.iter().map(|node| node.0).collect(),
            _ => vec![occasion.item.product.0],
        };
        let mut awaited = Vec::new();
        for vault in self.runtime.custodian.vaults() {
            let mut telling =
                Telling { vault: *vault, occasion: occasion.clone(), entries: Vec::new(), after: None };
            for entry in &entries {
                if !self.waiting(&telling, *entry, 1)?.is_empty() {
                    telling.entries.push(*entry);
                }
            }
            if !telling.entries.is_empty() {
                awaited.push(telling);
            }
        }
        Ok(awaited)
    }

    fn waiting(&self, telling: &Telling, entry: u64, max: usize) -> Result<Vec<EntityId>, Error> {
        let scope = self.runtime.custodian.scope(telling.vault).ok_or(Error::NoKey(telling.vault))?;
        Ok(self.runtime.store.index(&scope, telling.index(), entry, telling.after, max)?)
    }

    /// Prices that begin by now are an occasion as well.
    pub(super) fn begin_prices(&mut self, now: Timestamp) -> Result<(), Error> {
        if self.runtime.catalogue.has_begun(now) {
            self.change(&[], Extra::default(), now)?;
        }
        Ok(())
    }

    /// Tells the next people, at most `max`, of the oldest occasion. Whether there are more.
    pub(super) fn tell(&mut self, now: Timestamp, max: usize) -> Result<bool, Error> {
        let Some(telling) = self.telling.front() else { return Ok(false) };
        let Some(entry) = telling.entries.last().copied() else {
            self.telling.pop_front();
            return Ok(!self.telling.is_empty());
        };
        self.settle()?;
        let Some(telling) = self.telling.front() else { return Ok(false) };
        let people = self.waiting(telling, entry, max)?;
        let works = self.concerned(telling, &people, now)?;
        let mut rest = self.telling.clone();
        if let Some(front) = rest.front_mut() {
            front.after = people.last().copied();
            if people.len() < max {
                front.entries.pop();
                front.after = None;
            }
            if front.entries.is_empty() {
                rest.pop_front();
            }
        }
        let extra = Extra { documents: vec![telling_document(&rest)], ..Extra::default() };
        // What it brings about may leave in this very round.
        self.runtime.run_works(works, Mode::Live, extra)?;
        self.telling = rest;
        Ok(!self.telling.is_empty())
    }
}

impl Live {
    /// Those of the people whom an occasion concerns, each with the event that tells them: a price is that of their own
    /// outlet, its zone and their group.
    fn concerned(&self, telling: &Telling, people: &[EntityId], now: Timestamp) -> Result<Vec<Work>, Error> {
        let runtime = &self.runtime;
        let vault = telling.vault;
        let kind = telling.occasion.kind;
        let mut works = Vec::with_capacity(people.len());
        if kind == OccasionKind::PriceDropped {
            runtime.bring_in(&people.iter().map(|customer| (vault, *customer)).collect::<Vec<_>>())?;
        }
        for customer in people {
            let occasion = match kind {
                OccasionKind::PriceDropped => runtime.ask(vault, *customer, |dossier| {
                    crate::nearest::felt(&runtime.program, dossier, &telling.occasion, &runtime.catalogue)
                })?,
                _ => Some(Some(telling.occasion.clone())),
            };
            let Some(Some(occasion)) = occasion else { continue };
            let input = Input::Event(occasion.event(SOURCE_SELF, now));
            works.push(Work { vault, customer: *customer, now, input });
        }
        Ok(works)
    }
}

/// Nothing left to tell removes it.
fn telling_document(telling: &VecDeque<Telling>) -> Document {
    let body = if telling.is_empty() { Vec::new() } else { forms::TELLING.encode(telling) };
    Document { kind: TELLING.into(), name: NAME.into(), body }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anlass_model::catalogue::{Asked, Catalogue};
    use anlass_store::Commit;
    use anlass_store::memory::MemoryStore;

    /// A price then fell for everyone everywhere, and everybody who waits still hears of it.
    #[test]
    fn occasions_that_an_earlier_release_left_are_told_as_they_were() {
        let memory = MemoryStore::new(4, 1);
        let mut item = Catalogue::default().item("drill");
        item.category = anlass_model::id::CategoryId(7);
        let at = Timestamp(5);
        let occasion =
            (OccasionKind::PriceDropped, item, "drill", vec![item.category], 19_900i64, 9_900i64, at);
        let left = vec![(VaultId(3), occasion, vec![item.product.0], None::<EntityId>)];
        let body = forms::PENDING.encode(&left);
        assert!(forms::TELLING.is_earlier(&body));
        let document = Document { kind: TELLING.into(), name: NAME.into(), body };
        memory.commit(&Commit { documents: vec![document], ..Commit::default() }).expect("writable");
        let found = telling(&memory).expect("readable");
        assert_eq!((found.len(), found[0].vault, &found[0].entries), (1, VaultId(3), &vec![item.product.0]));
        let told = &found[0].occasion;
        let heard = Catalogue::default().felt(told, Asked::default()).expect("everybody hears of it");
        assert_eq!((&*heard.number, heard.before, heard.after, heard.at), ("drill", 19_900, 9_900, at));
        let again = telling_document(&found);
        memory.commit(&Commit { documents: vec![again], ..Commit::default() }).expect("writable");
        assert_eq!(telling(&memory).expect("readable"), found);
    }
}
