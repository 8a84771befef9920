//! Erasure: everything that is kept of a person goes in one commit, and no trace of it stays in the store's files. What
//! was delivered to them stays counted, under ids that lead to nobody. Who objected, or asked to be left alone for good,
//! is remembered by keyed hashes of their identifiers: should somebody be known by one of them again, they object.

use crate::batch::{Runtime, SEGMENT_INDEX};
use crate::error::Error;
use crate::history::History;
use crate::live::{Live, SOURCE_SELF};
use crate::notices::{self, Kind, Notice, What};
use crate::{forms, rows, waiting};
use anlass_engine::codec::Page;
use anlass_engine::{Dossier, Input, Program, watched};
use anlass_model::consent::ObjectionAct;
use anlass_model::event::{Body, Event};
use anlass_model::id::{EntityId, EntityKind, Identifier, IntentId, MessageId, Part, VaultId, parts_hash};
use anlass_model::org::TenantScope;
use anlass_model::outcome::{Reason, State};
use anlass_model::time::{Occurred, Received, Timestamp};
use anlass_store::seal::{Associated, Keyring, Purpose, VaultKey, random_key};
use anlass_store::{Block, Commit, Document, IndexChange, IntentFilter, IntentRow, QuarantineKey, Store};
use std::collections::{BTreeMap, BTreeSet};

/// Kind of the documents that hold who is never written to again, one for each vault.
const BLOCKED: &str = "blocked";
const ROWS_AT_ONCE: usize = 1_000;
const CALLS_MAX: usize = 100_000;
/// States in which a carrier has a delivery, or is about to get it.
const UNDER_WAY: [&str; 2] = ["claimed", "handed"];

/// Who is to be erased, and what else goes with them.
#[derive(Clone, Debug)]
pub struct Erasure {
    pub vault: VaultId,
    /// By any id that leads to them.
    pub customer: EntityId,
    /// They are never to be written to again, whether they objected before or not.
    pub blocks: bool,
    /// Rows that were set aside and name them.
    pub quarantine: Vec<QuarantineKey>,
    /// Written with it, or removed.
    pub documents: Vec<Document>,
}

/// What was found of somebody and is there no more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Ids they were known by, the person of now first; where they were merged, those of all.
    pub people: Vec<EntityId>,
    /// Ids of their identifiers.
    pub identifiers: Vec<EntityId>,
    /// Entries of their timelines.
    pub entries: u64,
    /// Rows of the ledger that lead to nobody any more.
    pub deliveries: u64,
    /// Calls to other systems about them that were not answered yet.
    pub calls: u64,
    /// They are never written to again.
    pub blocked: bool,
    /// Whether nothing is left in free space of the store's files either; otherwise it is overwritten with time.
    pub wiped: bool,
}

/// Who is never written to again, by what they were known.
pub(crate) fn blocked(store: &dyn Store, keyring: &Keyring) -> Result<BTreeSet<(VaultId, EntityId)>, Error> {
    let mut all = BTreeSet::new();
    for (vault, key) in keyring.vaults() {
        let Some(document) = store.document(BLOCKED, &vault.0.to_string())? else { continue };
        let ids: Vec<EntityId> = forms::LIST.decode(&key.open(&place(vault), &document.body)?)?;
        all.extend(ids.into_iter().map(|id| (vault, id)));
    }
    Ok(all)
}

fn place(vault: VaultId) -> Associated {
    Associated { vault, purpose: Purpose::List, id: parts_hash(&[BLOCKED.as_bytes()]), seq: 0 }
}

/// The objection of somebody who was erased and is heard of again.
pub(crate) fn objection(customer: EntityId, now: Timestamp) -> Event {
    Event {
        message: MessageId::Hash(parts_hash(&[BLOCKED.as_bytes(), &customer.0.to_le_bytes()])),
        source: SOURCE_SELF,
        occurred: Occurred(now),
        received: Received(now),
        simulated: false,
        body: Body::Objection(ObjectionAct::stated(false)),
    }
}

/// Everything that leads to one person.
struct Found {
    scope: TenantScope,
    key: VaultKey,
    /// The survivor first.
    people: Vec<Dossier>,
    identifiers: BTreeSet<EntityId>,
}

impl Found {
    fn is_theirs(&self, id: EntityId) -> bool {
        self.people.iter().any(|dossier| dossier.hot.id == id)
    }
}

impl Runtime {
    /// Erases a person, whoever was merged into them included; `None` if nobody is known by this id. The commit is
    /// durable when this returns.
    ///
    /// # Errors
    /// [`Error::UnderWay`] while a carrier has a delivery of theirs: it is to be tried again once that is answered. If
    /// nothing was erased.
    pub fn erase(&mut self, erasure: Erasure, now: Timestamp) -> Result<Option<Erased>, Error> {
        self.settle()?;
        let Some(found) = self.found(erasure.vault, erasure.customer)? else { return Ok(None) };
        let mut erased = Erased {
            people: found.people.iter().map(|dossier| dossier.hot.id).collect(),
            identifiers: found.identifiers.iter().copied().collect(),
            blocked: erasure.blocks || found.people.iter().any(Dossier::is_objecting),
            ..Erased::default()
        };
        let mut commit = Commit { epoch: Some(self.epoch), ..Commit::default() };
        self.take_ledger(&found, &mut commit, &mut erased, now)?;
        self.take_timelines(&found, &mut commit, &mut erased)?;
        self.take_calls(&found, &mut commit, &mut erased)?;
        take_state(&self.program, &found, &mut commit);
        commit.quarantine_done = erasure.quarantine;
        commit.documents = erasure.documents;
        let noticed = self.take_notices(&found, &mut commit, now)?;
        let lists = crate::delivered::without(&*self.store, &found.key, erasure.vault, &found.identifiers)?;
        commit.documents.extend(lists);
        let mut blocked = self.blocked.clone();
        if erased.blocked {
            blocked.extend(found.identifiers.iter().map(|id| (erasure.vault, *id)));
            commit.documents.push(self.blocked_document(&found, &blocked));
        }
        erased.wiped = match self.store.commit(&commit) {
            Ok(()) => true,
            Err(anlass_store::Error::NotWiped) => false,
            Err(error) => return Err(error.into()),
        };
        self.noticed.note(noticed);
        self.blocked = blocked;
        self.log_lengths.clear();
        self.forget(&found);
        Ok(Some(erased))
    }

    /// Who carries on for an id, be it a person's, of one who was merged, or an identifier's.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn whom(&self, vault: VaultId, id: EntityId) -> Result<Option<EntityId>, Error> {
        Ok(self.people(vault, id)?.last().copied())
    }

    /// Every id that leads to the person behind one: their own, of those who were merged into them, of identifiers.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn ids_of(&self, vault: VaultId, customer: EntityId) -> Result<BTreeSet<EntityId>, Error> {
        let found = self.found(vault, customer)?;
        let ids = found.into_iter().flat_map(|found| {
            let people: Vec<EntityId> = found.people.iter().map(|dossier| dossier.hot.id).collect();
            found.identifiers.into_iter().chain(people)
        });
        Ok(ids.collect())
    }

    /// Whether somebody could be erased just now.
    ///
    /// # Errors
    /// [`Error::UnderWay`] while a carrier has a delivery of theirs; if the store cannot be read.
    pub fn check_erasable(&self, vault: VaultId, customer: EntityId) -> Result<(), Error> {
        let scope = self.custodian.scope(vault).ok_or(Error::NoKey(vault))?;
        for state in UNDER_WAY {
            let filter = IntentFilter {
                customer: Some(customer),
                state: Some(state.to_owned()),
                max: 1,
                ..IntentFilter::default()
            };
            if let Some(row) = self.store.intents(&scope, &filter)?.first() {
                return Err(Error::UnderWay { delivery: row.id, customer });
            }
        }
        Ok(())
    }

    /// Takes people out of a history; returns how many entries were theirs.
    ///
    /// # Errors
    /// As [`History::erase`].
    pub fn erase_from(
        &self,
        history: History,
        vault: VaultId,
        ids: &BTreeSet<EntityId>,
    ) -> Result<u64, Error> {
        history.erase(&self.keyring, &|arrival| {
            if arrival.vault != vault {
                return Ok(false);
            }
            for identifier in &arrival.identifiers {
                if ids.contains(&self.derived(vault, identifier)?) {
                    return Ok(true);
                }
            }
            Ok(false)
        })
    }

    fn found(&self, vault: VaultId, customer: EntityId) -> Result<Option<Found>, Error> {
        let scope = self.custodian.scope(vault).ok_or(Error::NoKey(vault))?;
        let key = self.keyring.vault(vault).ok_or(Error::NoKey(vault))?.clone();
        let Some(survivor) = self.whom(vault, customer)? else { return Ok(None) };
        let mut people: Vec<Dossier> = Vec::new();
        let mut open = vec![survivor];
        while let Some(id) = open.pop() {
            if people.iter().any(|known| known.hot.id == id) {
                continue;
            }
            let Some(dossier) = self.dossier(vault, id)? else { continue };
            people.push(dossier);
            for entry in self.timeline(vault, id)? {
                let Input::Absorb(other) = entry.input else { continue };
                // Who was parted again is somebody else.
                if self.whom(vault, other.hot.id)? == Some(survivor) {
                    open.push(other.hot.id);
                }
            }
        }
        let known: BTreeSet<&Identifier> =
            people.iter().flat_map(|dossier| &dossier.hot.identifiers).collect();
        let mut identifiers = BTreeSet::new();
        for identifier in known {
            let id = self.derived(vault, identifier)?;
            if self.whom(vault, id)? == Some(survivor) {
                identifiers.insert(id);
            }
        }
        Ok(Some(Found { scope, key, people, identifiers }))
    }

    /// Rows of the ledger stay for the figures, as nobody's: under other ids, made of a secret that nobody keeps.
    fn take_ledger(
        &self,
        found: &Found,
        commit: &mut Commit,
        erased: &mut Erased,
        now: Timestamp,
    ) -> Result<(), Error> {
        let secret = random_key()?;
        for dossier in &found.people {
            let customer = dossier.hot.id;
            let mut after = None;
            loop {
                let filter = IntentFilter {
                    customer: Some(customer),
                    after,
                    max: ROWS_AT_ONCE,
                    ..IntentFilter::default()
                };
                let page = self.store.intents(&found.scope, &filter)?;
                let is_last = page.len() < ROWS_AT_ONCE;
                after = page.last().map(|row| (row.part, row.id));
                for row in page {
                    if row.open && UNDER_WAY.contains(&row.state.as_str()) {
                        return Err(Error::UnderWay { delivery: row.id, customer });
                    }
                    commit.gone.intents.push((row.part, row.vault, row.id));
                    commit.intents.push(nobodys(row, &secret, now));
                    erased.deliveries += 1;
                }
                if is_last {
                    break;
                }
            }
        }
        commit.intents.sort_by_key(|row| (row.part, row.vault, row.id));
        Ok(())
    }

    fn take_timelines(&self, found: &Found, commit: &mut Commit, erased: &mut Erased) -> Result<(), Error> {
        let vault = found.scope.vault();
        let mut shared: BTreeMap<(Part, u64), Block> = BTreeMap::new();
        for dossier in &found.people {
            let customer = dossier.hot.id;
            commit.gone.chunks.push((vault, customer));
            for block in self.store.timeline(&found.scope, customer)? {
                match block.customers.as_slice() {
                    [_] => {
                        erased.entries += entries(&rows::open_block(&found.key, &block)?);
                        commit.gone.blocks.push((block.part, vault, block.seq));
                    }
                    _ => drop(shared.insert((block.part, block.seq), block)),
                }
            }
        }
        for ((part, seq), block) in shared {
            let pages = rows::open_block(&found.key, &block)?;
            let (theirs, others): (Vec<Page>, Vec<Page>) =
                pages.into_iter().partition(|page| found.is_theirs(page.customer));
            erased.entries += entries(&theirs);
            match others.is_empty() {
                true => commit.gone.blocks.push((part, vault, seq)),
                false => commit.blocks.push(rows::block(part, vault, seq, &found.key, &others)),
            }
        }
        Ok(())
    }

    fn take_calls(&self, found: &Found, commit: &mut Commit, erased: &mut Erased) -> Result<(), Error> {
        let vault = found.scope.vault();
        for row in self.store.webhooks(&self.custodian, CALLS_MAX)? {
            if row.vault == vault && found.is_theirs(rows::open_webhook(&found.key, &row)?.customer) {
                commit.webhooks_done.push((row.part, vault, row.id));
                erased.calls += 1;
            }
        }
        Ok(())
    }

    /// What was still to be told of them goes; who listens hears that they are erased, so that it can do the same.
    fn take_notices(
        &mut self,
        found: &Found,
        commit: &mut Commit,
        at: Timestamp,
    ) -> Result<Option<(VaultId, u64)>, Error> {
        let vault = found.scope.vault();
        commit.documents.extend(self.notices_without(vault, |id| found.is_theirs(id))?);
        if !self.noticed.wanted(vault).is_some_and(|wanted| wanted.contains(&Kind::CustomerErased)) {
            return Ok(None);
        }
        let people = found.people.iter().map(|dossier| dossier.hot.id);
        let notices: Vec<Notice> =
            people.map(|customer| Notice { customer, at, what: What::Erased }).collect();
        let batch = self.number_of_its_own(commit);
        commit.documents.push(notices::document(&found.key, vault, batch, &notices));
        Ok(Some((vault, batch)))
    }

    fn blocked_document(&self, found: &Found, blocked: &BTreeSet<(VaultId, EntityId)>) -> Document {
        let vault = found.scope.vault();
        let ids: Vec<EntityId> = blocked.iter().filter(|(own, _)| *own == vault).map(|(_, id)| *id).collect();
        let body = found.key.seal(&place(vault), &forms::LIST.encode(&ids));
        Document { kind: BLOCKED.into(), name: vault.0.to_string(), body }
    }

    /// Nobody in memory may be written again.
    fn forget(&self, found: &Found) {
        let vault = found.scope.vault();
        for dossier in &found.people {
            let id = (vault, dossier.hot.id);
            self.cached(dossier.hot.id, |part| {
                part.dossiers.remove(&id);
                part.pending.remove(&id);
            });
        }
        for identifier in &found.identifiers {
            self.cached(*identifier, |part| part.links.remove(&(vault, *identifier)));
        }
    }
}

fn entries(pages: &[Page]) -> u64 {
    pages.iter().map(|page| u64::try_from(page.entries.len()).unwrap_or(0)).sum()
}

/// A row of the ledger that tells of nobody. What was still to come of it will not.
fn nobodys(row: IntentRow, secret: &[u8; 32], now: Timestamp) -> IntentRow {
    let hash = |what: &[u8]| parts_hash(&[secret, what, &row.id.0.to_le_bytes()]);
    let low = hash(b"customer") & ((1u128 << 120) - 1);
    let is_over = !row.open || row.state == State::Unknown.code();
    let erased = State::Suppressed(Reason::Erased);
    let (state, reason, detail, changed) = match is_over {
        true => (row.state.clone(), row.reason.clone(), row.detail.clone(), row.changed),
        false => (erased.code().to_owned(), Reason::Erased.code().to_owned(), String::new(), now),
    };
    IntentRow {
        id: IntentId(hash(b"delivery")),
        customer: EntityId((u128::from(row.part.0) << 120) | low),
        state,
        reason,
        detail,
        changed,
        open: false,
        ticket: Vec::new(),
        ..row
    }
}

/// Dossiers, what leads to them, and the indexes they stand in.
fn take_state(program: &Program, found: &Found, commit: &mut Commit) {
    let vault = found.scope.vault();
    for dossier in &found.people {
        let customer = dossier.hot.id;
        commit.deleted.push(found.scope.key(EntityKind::Customer, customer));
        commit.index.extend(waiting::index_changes((vault, customer), &watched(dossier), &[]));
        let looked = crate::alike::entries(program, &found.key.identifier_key(), dossier);
        commit.index.extend(crate::alike::index_changes((vault, customer), &looked, &BTreeSet::new()));
        commit.index.extend(dossier.hot.segments.iter().map(|segment| IndexChange {
            vault,
            name: SEGMENT_INDEX.into(),
            entry: segment.0,
            customer,
            put: false,
        }));
    }
    let links = found.identifiers.iter().map(|id| found.scope.key(EntityKind::Identifier, *id));
    commit.deleted.extend(links);
    commit.deleted.sort_unstable();
}

impl Live {
    /// Erases a person after everything accepted before is applied; the inbox lets go of it as well. See
    /// [`Runtime::erase`].
    ///
    /// # Errors
    /// As [`Runtime::erase`] and [`Live::catch_up`].
    pub fn erase(&mut self, erasure: Erasure, now: Timestamp, max: usize) -> Result<Option<Erased>, Error> {
        self.catch_up(now, max)?;
        self.settle()?;
        let erased = self.runtime.erase(erasure, now)?;
        if erased.is_some() {
            self.inbox.roll()?;
            self.inbox.trim(self.applied)?;
        }
        Ok(erased)
    }
}
