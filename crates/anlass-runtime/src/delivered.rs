//! Complete lists of people: whom a source delivered before and delivers no more is marked so, since when, and is not
//! erased; whoever is delivered again is marked so, too. What a list held lies in documents, sealed: hashes of identifiers
//! only.

use crate::error::Error;
use crate::forms;
use crate::imported::Slice;
use anlass_model::event::{Arrival, Body, Event, SourceId};
use anlass_model::id::{EntityId, Identifier, IdentifierKey, MessageId, VaultId, parts_hash};
use anlass_model::time::{Occurred, Received, Timestamp};
use anlass_store::seal::{Associated, Keyring, Purpose, VaultKey};
use anlass_store::{Document, Store};
use std::collections::{BTreeMap, BTreeSet};

/// Kind of the documents that hold whom a source delivered.
const KIND: &str = "delivered";
/// Documents of one source.
const PIECES: u128 = 16;
/// People marked in one commit.
const SLICE: usize = 2_000;

/// Whom a complete list delivers, collected while it is read.
#[derive(Debug)]
pub struct Delivered {
    vault: VaultId,
    source: SourceId,
    key: IdentifierKey,
    parts: u8,
    /// By what each person is known first.
    people: Vec<EntityId>,
    /// By whatever anybody of them is known.
    all: Vec<EntityId>,
}

/// A complete list beside what its source delivered before.
#[derive(Debug, Default)]
pub struct Compared {
    /// Delivered before, and no longer.
    pub gone: Vec<EntityId>,
    /// Delivered again.
    pub back: Vec<EntityId>,
    /// So many would be gone that the list is doubted: nobody is to be marked, and what was delivered before stays noted.
    pub doubted: bool,
    /// By what each person is known first, and whether they are gone.
    after: BTreeMap<EntityId, bool>,
}

/// What became of those who are no longer delivered.
#[derive(Debug, Default)]
pub struct Marks {
    /// To be applied in this order.
    pub slices: Vec<Slice>,
    pub gone: usize,
    pub back: usize,
    /// So many would be gone that the list is doubted: nobody is marked, and what was delivered before stays noted.
    pub doubted: bool,
}

impl Delivered {
    /// Nobody yet.
    ///
    /// # Errors
    /// [`Error::NoKey`] if the vault was never set up.
    pub fn new(
        store: &dyn Store,
        keyring: &Keyring,
        vault: VaultId,
        source: SourceId,
    ) -> Result<Delivered, Error> {
        let key = keyring.vault(vault).ok_or(Error::NoKey(vault))?.identifier_key();
        let parts = store.settings().parts;
        Ok(Delivered { vault, source, key, parts, people: Vec::new(), all: Vec::new() })
    }

    /// Takes in whom some arrivals of the list are about: profiles, identifiers and consents.
    pub fn hear(&mut self, arrivals: &[Arrival]) {
        for arrival in arrivals {
            if !matches!(arrival.event.body, Body::Profile(_) | Body::Identified(_) | Body::Consent(_)) {
                continue;
            }
            let ids = arrival.identifiers.iter().map(|identifier| self.key.entity(identifier, self.parts));
            let ids: Vec<EntityId> = ids.collect();
            self.people.extend(ids.first());
            self.all.extend(ids);
        }
    }

    /// Compares with what the source delivered before. Half of the people or more missing says more about the list than
    /// about them: then it is doubted.
    ///
    /// # Errors
    /// If what was delivered before cannot be read.
    pub fn compared(&mut self, store: &dyn Store, keyring: &Keyring) -> Result<Compared, Error> {
        let key = keyring.vault(self.vault).ok_or(Error::NoKey(self.vault))?;
        for list in [&mut self.people, &mut self.all] {
            list.sort_unstable();
            list.dedup();
        }
        let mut before: BTreeMap<EntityId, bool> = BTreeMap::new();
        for piece in 0..PIECES {
            before.extend(self.load(store, key, piece)?);
        }
        let is_here = |id: &EntityId| self.all.binary_search(id).is_ok();
        let was_here = before.values().filter(|gone| !**gone).count();
        let gone: Vec<EntityId> =
            before.iter().filter(|(id, gone)| !**gone && !is_here(id)).map(|(id, _)| *id).collect();
        let back: Vec<EntityId> =
            before.iter().filter(|(id, gone)| **gone && is_here(id)).map(|(id, _)| *id).collect();
        if gone.len() > 1 && gone.len() * 2 >= was_here {
            return Ok(Compared { gone, doubted: true, ..Compared::default() });
        }
        // Whoever is known first by something else by now is noted by that.
        let mut after: BTreeMap<EntityId, bool> = self.people.iter().map(|id| (*id, false)).collect();
        after.extend(before.keys().filter(|id| !is_here(id)).map(|id| (*id, true)));
        Ok(Compared { gone, back, doubted: false, after })
    }

    /// What is to be applied for whom the list leaves out, and who is in it again.
    ///
    /// # Errors
    /// If what was delivered before cannot be read.
    pub fn marks(
        mut self,
        store: &dyn Store,
        keyring: &Keyring,
        print: u128,
        at: Timestamp,
    ) -> Result<Marks, Error> {
        let key = keyring.vault(self.vault).ok_or(Error::NoKey(self.vault))?;
        let Compared { gone, back, doubted, after } = self.compared(store, keyring)?;
        if doubted {
            return Ok(Marks { gone: gone.len(), doubted, ..Marks::default() });
        }
        let mark = |id: &EntityId, delivered: bool| (*id, self.event(*id, delivered, print, at));
        let marked: Vec<(EntityId, Event)> =
            gone.iter().map(|id| mark(id, false)).chain(back.iter().map(|id| mark(id, true))).collect();
        let mut slices: Vec<Slice> = marked
            .chunks(SLICE)
            .map(|marks| Slice::of_marks(self.vault, marks.to_vec(), self.position(print), Vec::new()))
            .collect();
        let documents = (0..PIECES).map(|piece| self.document(key, piece, &after)).collect();
        slices.push(Slice::of_marks(self.vault, Vec::new(), self.position(print), documents));
        Ok(Marks { slices, gone: gone.len(), back: back.len(), doubted: false })
    }

    /// By what an identifier is noted in a list.
    #[must_use]
    pub fn id_of(&self, identifier: &Identifier) -> EntityId {
        self.key.entity(identifier, self.parts)
    }

    /// The same for a history, in which people are named by their identifiers: what is to be appended, and then stored. Whoever
    /// has none there stays noted as delivered, so that an import into the running installation marks them.
    ///
    /// # Errors
    /// [`Error::NoKey`] if the vault was never set up.
    pub fn told(
        &self,
        keyring: &Keyring,
        compared: Compared,
        (print, at): (u128, Timestamp),
        named: &BTreeMap<EntityId, Identifier>,
    ) -> Result<(Vec<Arrival>, Vec<Document>), Error> {
        let key = keyring.vault(self.vault).ok_or(Error::NoKey(self.vault))?;
        let Compared { gone, back, mut after, .. } = compared;
        let marked = gone.iter().map(|id| (id, false)).chain(back.iter().map(|id| (id, true)));
        let mut arrivals = Vec::new();
        for (id, delivered) in marked {
            let Some(identifier) = named.get(id) else {
                // As it was before this list.
                after.insert(*id, delivered);
                continue;
            };
            let event = self.event(*id, delivered, print, at);
            arrivals.push(Arrival { vault: self.vault, identifiers: vec![identifier.clone()], event });
        }
        Ok((arrivals, (0..PIECES).map(|piece| self.document(key, piece, &after)).collect()))
    }

    fn event(&self, id: EntityId, delivered: bool, print: u128, at: Timestamp) -> Event {
        let parts = [KIND.as_bytes(), &print.to_le_bytes(), &id.0.to_le_bytes(), &[u8::from(delivered)]];
        Event {
            message: MessageId::Hash(parts_hash(&parts)),
            source: self.source,
            occurred: Occurred(at),
            received: Received(at),
            simulated: false,
            body: Body::Listed { delivered },
        }
    }

    /// Of the last list that was compared.
    fn position(&self, print: u128) -> (String, String) {
        (format!("{KIND}/{}/{}", self.vault.0, self.source.0), format!("{print:032x}"))
    }

    fn name(&self, piece: u128) -> String {
        format!("{}/{}/{piece}", self.vault.0, self.source.0)
    }

    fn load(&self, store: &dyn Store, key: &VaultKey, piece: u128) -> Result<Vec<(EntityId, bool)>, Error> {
        match store.document(KIND, &self.name(piece))? {
            Some(document) => open(key, self.vault, &document),
            None => Ok(Vec::new()),
        }
    }

    fn document(&self, key: &VaultKey, piece: u128, all: &BTreeMap<EntityId, bool>) -> Document {
        let own = all.iter().filter(|(id, _)| id.0 % PIECES == piece).map(|(id, gone)| (*id, *gone));
        sealed(key, self.vault, self.name(piece), &own.collect::<Vec<_>>())
    }
}

/// The documents of a vault that name any of these ids, without them.
///
/// # Errors
/// If one cannot be read.
pub(crate) fn without(
    store: &dyn Store,
    key: &VaultKey,
    vault: VaultId,
    ids: &BTreeSet<EntityId>,
) -> Result<Vec<Document>, Error> {
    let mut changed = Vec::new();
    for name in store.documents(KIND)?.into_iter().filter(|name| name.starts_with(&format!("{}/", vault.0))) {
        let Some(document) = store.document(KIND, &name)? else { continue };
        let mut all = open(key, vault, &document)?;
        let before = all.len();
        all.retain(|(id, _)| !ids.contains(id));
        if all.len() < before {
            changed.push(sealed(key, vault, name, &all));
        }
    }
    Ok(changed)
}

fn place(vault: VaultId, name: &str) -> Associated {
    let id = parts_hash(&[KIND.as_bytes(), name.as_bytes()]);
    Associated { vault, purpose: Purpose::Imported, id, seq: 0 }
}

fn open(key: &VaultKey, vault: VaultId, document: &Document) -> Result<Vec<(EntityId, bool)>, Error> {
    forms::DELIVERED.decode(&key.open(&place(vault, &document.name), &document.body)?)
}

fn sealed(key: &VaultKey, vault: VaultId, name: String, all: &[(EntityId, bool)]) -> Document {
    let body = key.seal(&place(vault, &name), &forms::DELIVERED.encode(&all));
    Document { kind: KIND.into(), name, body }
}
