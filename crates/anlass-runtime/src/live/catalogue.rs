//! Changes of the catalogue in the loop: accepted like everything else, applied between two batches, and told to those
//! who wait for them: found in the index, a bounded number at a time, each told once.

use super::accept::{Acceptor, changes_place};
use super::{Live, SOURCE_SELF};
use crate::batch::{CATEGORY_INDEX, Extra, Mode, PRODUCT_INDEX, Round, Stepped, Work};
use crate::error::Error;
use crate::{catalogue, forms, nearest};
use anlass_engine::Input;
use anlass_model::catalogue::{
    Asked, CatalogueChange, Occasion, OccasionKind, OccasionOfAll, OccasionOfPrices,
};
use anlass_model::id::{EntityId, VaultId};
use anlass_model::time::{Received, Timestamp};
use anlass_store::inbox::{Inbox, InboxEntry};
use anlass_store::seal::Keyring;
use anlass_store::{Document, Store};
use serde::de::DeserializeOwned;
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

/// The same with an occasion as earlier releases knew it.
#[derive(Deserialize)]
struct TellingOf<O> {
    vault: VaultId,
    occasion: O,
    entries: Vec<u64>,
    after: Option<EntityId>,
}

impl<O: Into<Occasion>> From<TellingOf<O>> for Telling {
    fn from(known: TellingOf<O>) -> Telling {
        let TellingOf { vault, occasion, entries, after } = known;
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
    let Some(Document { body, .. }) = store.document(TELLING, NAME)? else { return Ok(VecDeque::new()) };
    match forms::format_of(&body) {
        Some(1) => earlier::<OccasionOfAll>(&body),
        Some(2) => earlier::<OccasionOfPrices>(&body),
        _ => forms::TELLING.decode(&body),
    }
}

fn earlier<O: Into<Occasion> + DeserializeOwned>(body: &[u8]) -> Result<VecDeque<Telling>, Error> {
    let known: VecDeque<TellingOf<O>> = forms::TELLING.decode(body)?;
    Ok(known.into_iter().map(Telling::from).collect())
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
        let mut occasions = after.turned(now);
        let mut refused = 0;
        for change in changes {
            match after.apply(change, now) {
                Ok(told) => occasions.extend(told),
                Err(_) => refused += 1,
            }
        }
        extra.counters.push(("catalogue.changes".into(), i64::try_from(changes.len()).unwrap_or(i64::MAX)));
        extra.counters.push(("catalogue.refused".into(), refused));
        let catalogue::Written { documents, positions } = catalogue::written(&after, &before);
        extra.documents.extend(documents);
        extra.positions.extend(positions);
        let mut telling = self.telling.clone();
        occasions.retain(|occasion| nearest::may_concern(&self.runtime.program, occasion));
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

    /// Prices that fall by time alone are an occasion as well.
    pub(super) fn turn_prices(&mut self, now: Timestamp) -> Result<(), Error> {
        if self.runtime.catalogue.has_turned(now) {
            self.change(&[], Extra::default(), now)?;
        }
        Ok(())
    }

    /// Tells the next people, at most `max`, of the oldest occasions: what is left is written once for all of them. Whether
    /// there are more.
    pub(super) fn tell(&mut self, now: Timestamp, max: usize) -> Result<bool, Error> {
        if self.telling.is_empty() {
            return Ok(false);
        }
        self.settle()?;
        let mut rest = self.telling.clone();
        let mut works = Vec::new();
        let mut left = max;
        while let Some(telling) = rest.front_mut().filter(|_| left > 0) {
            let Some(entry) = telling.entries.last().copied() else {
                rest.pop_front();
                continue;
            };
            let people = self.waiting(telling, entry, left)?;
            works.extend(self.concerned(telling, &people, now)?);
            telling.after = people.last().copied();
            if people.len() < left {
                telling.entries.pop();
                telling.after = None;
            }
            left -= people.len();
        }
        let extra = Extra { documents: vec![telling_document(&rest)], ..Extra::default() };
        // What it brings about may leave in this very round.
        self.runtime.run_works(works, Mode::Live, extra)?;
        self.telling = rest;
        Ok(!self.telling.is_empty())
    }
}

impl Live {
    /// Those of the people whom an occasion concerns, each with the event that tells them: of a price and of pieces it says
    /// those of their own outlet, its zone and their group.
    fn concerned(&self, telling: &Telling, people: &[EntityId], now: Timestamp) -> Result<Vec<Work>, Error> {
        let runtime = &self.runtime;
        let Telling { vault, occasion, .. } = telling;
        let is_personal = nearest::is_personal(&runtime.program, occasion);
        if is_personal {
            runtime.bring_in(&people.iter().map(|customer| (*vault, *customer)).collect::<Vec<_>>())?;
        }
        let for_all = runtime.catalogue.felt(occasion, Asked::default());
        let mut works = Vec::with_capacity(people.len());
        for customer in people {
            let own = match is_personal {
                true => runtime.ask(*vault, *customer, |dossier| {
                    nearest::felt(&runtime.program, dossier, occasion, &runtime.catalogue)
                })?,
                false => Some(for_all.clone()),
            };
            let Some(Some(own)) = own else { continue };
            let input = Input::Event(own.event(SOURCE_SELF, now));
            works.push(Work { vault: *vault, customer: *customer, now, input });
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
    use anlass_model::catalogue::{Catalogue, Fall, PriceRow, Sphere, Turn};
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
        assert_eq!(forms::format_of(&body), Some(1));
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

    /// Pieces were then those in all, and prices as they are now.
    #[test]
    fn occasions_that_the_last_release_left_keep_by_what_a_price_fell() {
        let memory = MemoryStore::new(4, 1);
        let item = Catalogue::default().item("drill");
        let row =
            PriceRow { sphere: Sphere::Everywhere, group: None, from: Timestamp(5), until: None, amount: 9 };
        let occasion = |kind, fall: Option<Fall>| {
            (kind, item, "drill", vec![item.category], 0i64, 9i64, Timestamp(5), fall)
        };
        let left = [
            occasion(OccasionKind::PriceDropped, Some(Fall::Told(row))),
            occasion(OccasionKind::PriceDropped, Some(Fall::ByTime)),
            occasion(OccasionKind::BackInStock, None),
        ];
        let left: Vec<_> =
            left.into_iter().map(|own| (VaultId(3), own, vec![7u64], None::<EntityId>)).collect();
        let mut body = forms::PENDING.encode(&left);
        body[0] = 2;
        let document = Document { kind: TELLING.into(), name: NAME.into(), body };
        memory.commit(&Commit { documents: vec![document], ..Commit::default() }).expect("writable");
        let found = telling(&memory).expect("readable");
        let turns: Vec<Option<Turn>> = found.iter().map(|own| own.occasion.turn.clone()).collect();
        let prices = [Fall::Told(row), Fall::ByTime].map(|fall| Some(Turn::Price(fall)));
        assert_eq!(turns, [&prices[..], &[None]].concat());
        assert!(Catalogue::default().felt(&found[2].occasion, Asked::default()).is_some(), "for everybody");
    }
}
