//! Imports of sources that can be read again, while everything else goes on: they need no inbox, for how far one has come
//! stands in the commit that applies it, and what earlier ones brought is known by message id, for good. So a full list
//! delivered every night changes only what is new in it, and one that was killed goes on where it was.
//!
//! Whoever reads the source hands over heap by heap, each person in one of them (see `anlass_sources::Import`). The ids of a
//! heap lie in two documents, sealed: a large one, and a small one of what came since, so that a little news does not
//! write everything anew.

use crate::batch::{Extra, Mode, Round, Stepped, Work};
use crate::error::Error;
use crate::live::Live;
use crate::origin;
use anlass_engine::Input;
use anlass_model::event::{Arrival, Event, SourceId};
use anlass_model::id::{EntityId, MessageId, VaultId, parts_hash};
use anlass_model::time::{Occurred, Received, Timestamp};
use anlass_store::seal::{Associated, Keyring, Purpose, VaultKey};
use anlass_store::{Commit, Document, Store};
use std::collections::HashSet;

/// Kind of the documents that hold known message ids.
const KIND: &str = "imported";
/// Arrivals applied in one commit: what everything else waits for meanwhile.
const SLICE: usize = 5_000;
/// The small document goes into the large one when it has grown to this share of it.
const SMALL_SHARE: usize = 8;
const ID_BYTES: usize = 16;
/// What heaps were told apart by at first; their number now is a multiple of it.
const FORMER_HEAPS: usize = 64;

/// An import under way.
#[derive(Clone, Debug)]
pub struct Import {
    vault: VaultId,
    source: SourceId,
    /// Of everything it reads and how that is understood; another one begins anew.
    print: u128,
    /// Under this name stands how far it has come.
    position: String,
    /// Where it went on.
    begun: Reached,
}

/// Heaps done, and arrivals of the next one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Reached {
    heap: usize,
    arrivals: usize,
}

impl Reached {
    fn read(text: &str) -> Option<Reached> {
        let (heap, arrivals) = text.split_once('/')?;
        Some(Reached { heap: heap.parse().ok()?, arrivals: arrivals.parse().ok()? })
    }
}

/// What is new in a heap, to be applied piece by piece, in this order.
#[derive(Debug, Default)]
pub struct News {
    pub slices: Vec<Slice>,
    /// Arrivals that an earlier import brought.
    pub known: u64,
    /// Arrivals that this import had applied before it was interrupted.
    pub applied: u64,
}

/// What is applied as one.
#[derive(Debug)]
pub struct Slice {
    pub arrivals: Vec<Arrival>,
    /// What is said of people by an id of theirs; of ids that lead to nobody nothing is.
    marks: Vec<(VaultId, EntityId, Event)>,
    position: (String, String),
    documents: Vec<Document>,
}

impl Slice {
    /// What a complete list says of people by its gaps.
    pub(crate) fn of_marks(
        vault: VaultId,
        marks: Vec<(EntityId, Event)>,
        position: (String, String),
        documents: Vec<Document>,
    ) -> Slice {
        let marks = marks.into_iter().map(|(id, event)| (vault, id, event)).collect();
        Slice { arrivals: Vec::new(), marks, position, documents }
    }
}

/// Message ids of a heap that are known, sorted.
#[derive(Default)]
struct Known {
    large: Vec<u128>,
    small: Vec<u128>,
    /// They lie nowhere under the name of this heap.
    is_former: bool,
}

impl Import {
    /// Begins an import, or goes on with the same one that was interrupted.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn begin(store: &dyn Store, vault: VaultId, source: SourceId, print: u128) -> Result<Import, Error> {
        let position = store.position(&position_name(vault, source))?.unwrap_or_default();
        let mut words = position.split(' ');
        let is_same = words.next() == Some(format!("{print:032x}").as_str());
        let reached = words.next().filter(|_| is_same).and_then(Reached::read);
        let begun = reached.unwrap_or_default();
        Ok(Import { vault, source, print, position: position_name(vault, source), begun })
    }

    /// Begins with a few rows of a source that are let in beside its imports. What was applied is known, so they can be let in
    /// again after an interruption. While an import of the source [is under way](Import::is_under_way) nothing may be let in:
    /// what it skips when it goes on is counted by what was known when it began.
    #[must_use]
    pub fn beside(vault: VaultId, source: SourceId, print: u128) -> Import {
        let position = format!("let-in/{}/{}", vault.0, source.0);
        Import { vault, source, print, position, begun: Reached::default() }
    }

    /// Whether a part of an import of this source is applied, and the rest is not.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn is_under_way(store: &dyn Store, vault: VaultId, source: SourceId) -> Result<bool, Error> {
        Ok(store.position(&position_name(vault, source))?.is_some_and(|position| !position.is_empty()))
    }

    /// Whether an earlier try of the same import is gone on with.
    #[must_use]
    pub fn goes_on(&self) -> bool {
        self.begun != Reached::default()
    }

    /// What of a heap's arrivals is new. They must be the same, in the same order, in every try.
    ///
    /// # Errors
    /// If what is known cannot be read.
    pub fn news(
        &self,
        store: &dyn Store,
        keyring: &Keyring,
        heap: usize,
        mut arrivals: Vec<Arrival>,
    ) -> Result<News, Error> {
        let all = arrivals.len();
        if heap < self.begun.heap {
            return Ok(News { applied: number(all), ..News::default() });
        }
        let key = keyring.vault(self.vault).ok_or(Error::NoKey(self.vault))?;
        let mut known = Known::load(store, key, self.place(heap))?;
        let mut here = HashSet::with_capacity(all);
        arrivals.retain(|arrival| {
            let id = id(&arrival.event.message);
            !known.holds(id) && here.insert(id)
        });
        let before = if heap == self.begun.heap { self.begun.arrivals.min(arrivals.len()) } else { 0 };
        let mut news =
            News { known: number(all - arrivals.len()), applied: number(before), ..News::default() };
        if arrivals.is_empty() {
            return Ok(news);
        }
        let ids = arrivals.iter().map(|arrival| id(&arrival.event.message)).collect();
        let documents = known.with(ids).documents(key, self.place(heap));
        let mut rest = arrivals.split_off(before);
        let mut reached = before;
        while !rest.is_empty() {
            let after = rest.split_off(rest.len().min(SLICE));
            reached += rest.len();
            let to = Reached { heap, arrivals: reached };
            let position = self.reached(to);
            news.slices.push(Slice { arrivals: rest, marks: Vec::new(), position, documents: Vec::new() });
            rest = after;
        }
        let last = Slice {
            arrivals: Vec::new(),
            marks: Vec::new(),
            position: self.reached(Reached::default()),
            documents: Vec::new(),
        };
        let mut last = news.slices.pop().unwrap_or(last);
        last.position = self.reached(Reached { heap: heap + 1, arrivals: 0 });
        last.documents = documents;
        news.slices.push(last);
        Ok(news)
    }

    /// All of it is applied: the same import, begun again, begins anew.
    ///
    /// # Errors
    /// If it cannot be committed.
    pub fn end(&self, store: &dyn Store) -> Result<(), Error> {
        let positions = vec![(self.position.clone(), String::new())];
        Ok(store.commit(&Commit { positions, ..Commit::default() })?)
    }

    fn reached(&self, reached: Reached) -> (String, String) {
        let Reached { heap, arrivals } = reached;
        (self.position.clone(), format!("{:032x} {heap}/{arrivals}", self.print))
    }

    fn place(&self, heap: usize) -> Place {
        Place { vault: self.vault, source: self.source, heap }
    }
}

impl Live {
    /// Applies a piece of an import. Its commit may still be under way when this returns; see [`Live::settle`].
    ///
    /// # Errors
    /// If it could not be applied: the import goes on behind the last piece that was.
    pub fn bring(&mut self, slice: Slice, now: Timestamp) -> Result<Stepped, Error> {
        let Slice { mut arrivals, marks, position, documents } = slice;
        // Links made by the batch before are looked for in the store.
        self.settle()?;
        for arrival in &mut arrivals {
            let event = &mut arrival.event;
            event.received = Received(now);
            (event.occurred, _) = Occurred::corrected(event.occurred.0, None, event.received);
        }
        let (mut counters, newest) = origin::of_import(&arrivals);
        let mut positions: Vec<_> =
            newest.into_iter().map(|(name, last)| (name, last.0.to_string())).collect();
        positions.push(position);
        let total = arrivals.len();
        let identified = self.runtime.identify(arrivals, Some(now))?;
        let mut quarantine = Vec::with_capacity(identified.nobodys.len());
        for (arrival, reason) in &identified.nobodys {
            quarantine.push(self.runtime.quarantined(arrival, reason)?);
        }
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        counters.push(("events.processed".into(), count(total.saturating_sub(quarantine.len()))));
        counters.push(("events.quarantined".into(), count(quarantine.len())));
        let rows = identified.rows;
        let mut rounds = identified.rounds;
        let mut works = Vec::with_capacity(marks.len());
        for (vault, customer, mut event) in marks {
            // Whoever was erased since is not made anew by it.
            if self.runtime.whom(vault, customer)?.is_some() {
                event.received = Received(now);
                works.push(Work { vault, customer, now, input: Input::Event(event) });
            }
        }
        if !works.is_empty() {
            rounds.push(Round::Works(works));
        }
        let extra = Extra { positions, counters, documents, quarantine, rows, ..Extra::default() };
        let stepped = self.runtime.run_ahead(rounds, Mode::Live, extra)?;
        // An import brings everything of somebody at once: they need not stay in memory.
        let batch = self.runtime.last_batch();
        self.touched.note(&stepped.touched);
        for (vault, customer) in &stepped.touched {
            self.runtime.cached(*customer, |part| part.pass_by((*vault, *customer), batch));
        }
        Ok(stepped)
    }
}

/// Where known ids lie.
#[derive(Clone, Copy)]
struct Place {
    vault: VaultId,
    source: SourceId,
    heap: usize,
}

impl Place {
    fn name(self, size: &str) -> String {
        format!("{}/{}/h{}/{size}", self.vault.0, self.source.0, self.heap)
    }

    /// Where the ids of this heap and others lay when there were fewer heaps.
    fn former_name(self, size: &str) -> String {
        format!("{}/{}/{}/{size}", self.vault.0, self.source.0, self.heap % FORMER_HEAPS)
    }

    fn associated(self, name: &str) -> Associated {
        let id = parts_hash(&[name.as_bytes()]);
        Associated { vault: self.vault, purpose: Purpose::Imported, id, seq: 0 }
    }

    fn load(self, store: &dyn Store, key: &VaultKey, name: &str) -> Result<Option<Vec<u128>>, Error> {
        let Some(document) = store.document(KIND, name)? else { return Ok(None) };
        let plain = key.open(&self.associated(name), &document.body)?;
        let (ids, _) = plain.as_chunks::<ID_BYTES>();
        Ok(Some(ids.iter().map(|bytes| u128::from_le_bytes(*bytes)).collect()))
    }

    fn document(self, key: &VaultKey, size: &str, ids: &[u128]) -> Document {
        let plain: Vec<u8> = ids.iter().flat_map(|id| id.to_le_bytes()).collect();
        let name = self.name(size);
        let body = key.seal(&self.associated(&name), &plain);
        Document { kind: KIND.into(), name, body }
    }
}

const LARGE: &str = "large";
const SMALL: &str = "small";

impl Known {
    fn load(store: &dyn Store, key: &VaultKey, place: Place) -> Result<Known, Error> {
        let own = |name: &str| place.load(store, key, name);
        let (mut large, mut small) = (own(&place.name(LARGE))?, own(&place.name(SMALL))?);
        let is_former = large.is_none() && small.is_none();
        if is_former {
            (large, small) = (own(&place.former_name(LARGE))?, own(&place.former_name(SMALL))?);
        }
        Ok(Known { large: large.unwrap_or_default(), small: small.unwrap_or_default(), is_former })
    }

    fn holds(&self, id: u128) -> bool {
        self.large.binary_search(&id).is_ok() || self.small.binary_search(&id).is_ok()
    }

    fn with(&mut self, mut ids: Vec<u128>) -> Changed<'_> {
        self.small.append(&mut ids);
        self.small.sort_unstable();
        let is_full = self.is_former || self.small.len() * SMALL_SHARE > self.large.len();
        if is_full {
            self.large.append(&mut self.small);
            self.large.sort_unstable();
        }
        Changed { known: self, is_large: is_full }
    }
}

/// Known ids of which these documents are to be written.
struct Changed<'k> {
    known: &'k Known,
    is_large: bool,
}

impl Changed<'_> {
    fn documents(&self, key: &VaultKey, place: Place) -> Vec<Document> {
        let large = self.is_large.then(|| place.document(key, LARGE, &self.known.large));
        large.into_iter().chain([place.document(key, SMALL, &self.known.small)]).collect()
    }
}

fn id(message: &MessageId) -> u128 {
    match message {
        MessageId::Hash(hash) => *hash,
        MessageId::Row { file, row } => parts_hash(&[&file.to_le_bytes(), &row.to_le_bytes()]),
    }
}

fn position_name(vault: VaultId, source: SourceId) -> String {
    format!("import/{}/{}", vault.0, source.0)
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
