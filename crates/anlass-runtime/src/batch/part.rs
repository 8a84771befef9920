//! One part's share of a batch.

use super::parts::Placed;
use super::{At, Mode, Runtime, Work};
use crate::cache::{Cached, PartCache};
use crate::error::Error;
use crate::forms;
use crate::goals::GoalCounts;
use crate::notices::{self, Notice, What};
use crate::origin::Reacted;
use crate::rows;
use crate::virtual_time::{Drive, Driven};
use anlass_engine::codec::Page;
use anlass_engine::dossier::Intent;
use anlass_engine::{Dossier, Effect, Entry, Input, Ticket, Tracing, is_idle_input, step, watched};
use anlass_model::event::Event;
use anlass_model::id::{EntityId, EntityKind, IntentId, Key, NameId, Part, VaultId};
use anlass_model::org::TenantScope;
use anlass_model::outcome::{Reason, State};
use anlass_model::time::Timestamp;
use anlass_store::seal::{Associated, Keyring, Purpose, VaultKey};
use anlass_store::{Block, Document, EntityRow, IndexChange, IntentRow, Store, WebhookRow};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

/// Kind of the documents that hold reactions still to come in virtual time.
const PENDING: &str = "virtual-pending";
/// Index of those who wait for an article: see [`watched`].
pub const PRODUCT_INDEX: &str = "product";
/// Index of those who watch a node of the taxonomy.
pub const CATEGORY_INDEX: &str = "category";
/// Index of the members of standing segments.
pub const SEGMENT_INDEX: &str = "segment";

/// A settled delivery that came back: the rest of its row stands in the ledger.
#[derive(Debug)]
pub struct Comeback {
    pub vault: VaultId,
    pub delivery: IntentId,
    pub customer: EntityId,
    pub reason: Reason,
    pub at: Timestamp,
}

/// What one part's share gives.
#[derive(Debug, Default)]
pub struct PartOutput {
    pub rows: Vec<EntityRow>,
    pub blocks: Vec<Block>,
    pub intents: Vec<IntentRow>,
    /// Deliveries that came back after they had been settled.
    pub returned: Vec<Comeback>,
    pub index: Vec<IndexChange>,
    pub tickets: Vec<(VaultId, Ticket)>,
    pub webhooks: Vec<WebhookRow>,
    pub pending_document: Vec<Document>,
    /// What other systems want to hear of.
    pub notices: Vec<(VaultId, Notice)>,
    /// Running numbers of programmes.
    pub goals: GoalCounts,
    pub reacted: Reacted,
    /// Pages written in this batch, so that a second round adds to them.
    pages: BTreeMap<VaultId, Vec<Page>>,
}

impl PartOutput {
    /// Adds a second round of the same part: the newer rows and blocks replace the older ones.
    pub(super) fn append(&mut self, more: PartOutput) {
        if more.rows.is_empty() {
            return;
        }
        let newer: BTreeSet<Key> = more.rows.iter().map(|row| row.key).collect();
        self.rows.retain(|row| !newer.contains(&row.key));
        self.rows.extend(more.rows);
        self.blocks.extend(more.blocks);
        self.intents.extend(more.intents);
        self.returned.extend(more.returned);
        self.index.extend(more.index);
        self.tickets.extend(more.tickets);
        self.webhooks.extend(more.webhooks);
        self.notices.extend(more.notices);
        if !more.pending_document.is_empty() {
            self.pending_document = more.pending_document;
        }
        self.goals.append(&more.goals);
        self.reacted.append(&more.reacted);
    }
}

struct Share<'a> {
    runtime: &'a Runtime,
    cache: &'a mut PartCache,
    mode: Mode<'a>,
    at: At,
    output: PartOutput,
}

pub(super) fn step_part(
    runtime: &Runtime,
    cache: &mut PartCache,
    part: usize,
    mut works: Vec<Work>,
    mode: Mode<'_>,
    at: At,
) -> Result<PartOutput, Error> {
    if works.is_empty() {
        return Ok(PartOutput::default());
    }
    // Stable: one customer's inputs keep their order.
    works.sort_by_key(|work| (work.vault, work.customer));
    let part = Part(u8::try_from(part).unwrap_or(0));
    let mut share = Share { runtime, cache, mode, at, output: PartOutput::default() };
    let mut works = works.into_iter().peekable();
    while let Some(first) = works.next() {
        let (vault, customer) = (first.vault, first.customer);
        let mut own = vec![first];
        while let Some(next) = works.next_if(|next| next.vault == vault && next.customer == customer) {
            own.push(next);
        }
        share.customer(vault, customer, own)?;
    }
    share.finish(part)
}

/// Which of a part's works concern people of this part, and which are passed on.
pub(super) struct Whose {
    pub(super) own: Vec<Placed>,
    pub(super) passed_on: Vec<Placed>,
}

/// Reads whoever the works concern into memory, and finds what belongs to somebody else: an identifier's owner, or
/// the survivor of a merge.
pub(super) fn whose(
    runtime: &Runtime,
    cache: &mut PartCache,
    works: Vec<Placed>,
    batch: u64,
) -> Result<Whose, Error> {
    load(runtime, cache, works.iter().map(|(_, work)| (work.vault, work.customer)), batch)?;
    let revives = works.iter().filter(|(_, work)| matches!(work.input, Input::Revived(_)));
    let revived: BTreeSet<_> = revives.map(|(_, work)| (work.vault, work.customer)).collect();
    let mut whose = Whose { own: Vec::with_capacity(works.len()), passed_on: Vec::new() };
    for (place, work) in works {
        let id = (work.vault, work.customer);
        let merged = cache.dossiers.get(&id).and_then(|cached| cached.dossier.hot.merged_into);
        let elsewhere = merged.or_else(|| cache.links.get(&id).copied());
        match elsewhere.filter(|customer| *customer != work.customer && !revived.contains(&id)) {
            None => whose.own.push((place, work)),
            Some(customer) => {
                let from = work.customer;
                whose.passed_on.extend(forward(work, from, customer).map(|work| (place, work)));
            }
        }
    }
    Ok(whose)
}

/// Loads every dossier that is not in memory, once, and where identifiers of unknown people lead.
pub(super) fn load(
    runtime: &Runtime,
    cache: &mut PartCache,
    asked: impl Iterator<Item = (VaultId, EntityId)>,
    batch: u64,
) -> Result<(), Error> {
    let mut missing: Vec<(VaultId, EntityId)> =
        asked.filter(|id| !cache.dossiers.contains_key(id) && !cache.links.contains_key(id)).collect();
    missing.sort_unstable();
    missing.dedup();
    if missing.is_empty() {
        return Ok(());
    }
    let mut keys = Vec::with_capacity(missing.len());
    for (vault, id) in &missing {
        keys.push(key_of(runtime, *vault)?.0.key(EntityKind::Customer, *id));
    }
    let found = runtime.store.load(&keys)?;
    let mut unknown = Vec::new();
    for ((vault, id), row) in missing.iter().zip(found) {
        match row {
            Some(row) => {
                let dossier = rows::open_dossier(key_of(runtime, *vault)?.1, &row)?;
                cache.dossiers.insert((*vault, *id), Cached { dossier, used: batch });
            }
            None => unknown.push(key_of(runtime, *vault)?.0.key(EntityKind::Identifier, *id)),
        }
    }
    let links = if unknown.is_empty() { Vec::new() } else { runtime.store.load(&unknown)? };
    for row in links.into_iter().flatten() {
        let target = rows::open_link(key_of(runtime, row.key.vault())?.1, &row)?;
        cache.links.insert((row.key.vault(), row.key.id()), target);
    }
    Ok(())
}

fn key_of(runtime: &Runtime, vault: VaultId) -> Result<(TenantScope, &VaultKey), Error> {
    let scope = runtime.custodian.scope(vault).ok_or(Error::NoKey(vault))?;
    let key = runtime.keyring.vault(vault).ok_or(Error::NoKey(vault))?;
    Ok((scope, key))
}

impl Share<'_> {
    fn key(&self, vault: VaultId) -> Result<(TenantScope, &VaultKey), Error> {
        key_of(self.runtime, vault)
    }

    fn customer(&mut self, vault: VaultId, id: EntityId, mut works: Vec<Work>) -> Result<(), Error> {
        let runtime = self.runtime;
        let program = &*runtime.program;
        if !self.cache.dossiers.contains_key(&(vault, id)) {
            // Nobody begins with whereabouts that nobody may know.
            let nobody = Dossier::new(id, program.id, Timestamp(0));
            let is_told = |work: &Work| !is_idle_input(program, &nobody, &work.input);
            let first = works.iter().position(is_told).unwrap_or(works.len());
            works.drain(..first);
        }
        let Some(created) = works.first().map(|work| work.now) else { return Ok(()) };
        let batch = self.at.batch;
        let wanted = self.runtime.noticed.wanted(vault).filter(|_| matches!(self.mode, Mode::Live));
        let mut noticed: Vec<Notice> = Vec::new();
        if wanted.is_some_and(|wanted| wanted.contains(&notices::Kind::CustomerCreated))
            && !self.cache.dossiers.contains_key(&(vault, id))
        {
            noticed.push(Notice { customer: id, at: created, what: What::Created });
        }
        let cached = self
            .cache
            .dossiers
            .entry((vault, id))
            .or_insert_with(|| Cached { dossier: Dossier::new(id, program.id, created), used: batch });
        cached.used = batch;
        let before = watched(&cached.dossier);
        let looked = alike(runtime, vault, &cached.dossier);
        let mut driven = Driven::default();
        match self.mode {
            Mode::Live => {
                for work in works {
                    // What says nothing that may be known is not kept either.
                    if is_idle_input(program, &cached.dossier, &work.input) {
                        continue;
                    }
                    let out = step(program, &mut cached.dossier, &work.input, work.now, Tracing::Off);
                    if let Some(wanted) = wanted {
                        let told = (&work.input, &*out.effects);
                        notices::gather(wanted, program, (id, work.now), told, &mut noticed);
                    }
                    driven.entries.push(Entry { now: work.now, program: program.id, input: work.input });
                    driven.effects.extend(out.effects.into_iter().map(|effect| (work.now, effect)));
                }
            }
            Mode::Virtual(outside) => {
                let mut pending: Vec<Event> = self.cache.pending.remove(&(vault, id)).unwrap_or_default();
                let mut drive = Drive {
                    program,
                    outside,
                    dossier: &mut cached.dossier,
                    pending: &mut pending,
                    tracing: Tracing::Off,
                };
                for work in works {
                    let input = (work.input != Input::Wake).then_some(work.input);
                    drive.advance(work.now, input, &mut driven);
                }
                if !pending.is_empty() {
                    self.cache.pending.insert((vault, id), pending);
                }
            }
        }
        self.output.notices.extend(noticed.into_iter().map(|notice| (vault, notice)));
        let after = watched(&cached.dossier);
        self.output.index.extend(crate::waiting::index_changes((vault, id), &before, &after));
        let looks = alike(runtime, vault, &cached.dossier);
        self.output.index.extend(crate::alike::index_changes((vault, id), &looked, &looks));
        self.written(vault, id, driven)
    }

    /// Turns what happened into rows.
    fn written(&mut self, vault: VaultId, id: EntityId, driven: Driven) -> Result<(), Error> {
        let (scope, key) = self.key(vault)?;
        let key = key.clone();
        let program = &*self.runtime.program;
        let mut tickets: BTreeMap<_, Ticket> = BTreeMap::new();
        let mut intents: BTreeMap<_, (Timestamp, Box<Intent>)> = BTreeMap::new();
        let mut members: BTreeMap<NameId, bool> = BTreeMap::new();
        for (at, effect) in driven.effects {
            match effect {
                Effect::Intent(intent) => {
                    intents.insert(intent.id, (at, intent));
                }
                Effect::Returned { delivery, customer, reason, .. } => match intents.get_mut(&delivery) {
                    Some(own) => (own.0, own.1.state) = (at, State::Failed(reason)),
                    None => self.output.returned.push(Comeback { vault, delivery, customer, reason, at }),
                },
                Effect::Ticket(ticket) => {
                    tickets.insert(ticket.intent, *ticket);
                }
                // In virtual time nobody outside is called.
                Effect::Webhook(call) => {
                    if matches!(self.mode, Mode::Live) {
                        self.output.webhooks.push(rows::webhook_row(&scope, &key, id.part(), &call, at));
                    }
                }
                Effect::Segment { segment, member } => {
                    members.insert(segment, member);
                }
                Effect::Exposed { .. } | Effect::Goal { .. } | Effect::Unexposed { .. } => {
                    self.output.goals.add(vault, &effect);
                }
                Effect::Phase { .. } | Effect::Run { .. } | Effect::Crossed { .. } | Effect::Tier { .. } => {}
            }
        }
        for (intent, (at, state)) in intents {
            // That no answer is waited for any more changes nothing: it is as uncertain as it was when it left.
            let at = if state.closed { state.planned.min(at) } else { at };
            let ticket = tickets.get(&intent).map(|ticket| rows::seal_ticket(&scope, &key, ticket));
            self.output.intents.push(rows::intent_row(
                program,
                &scope,
                &state,
                at,
                ticket.unwrap_or_default(),
            ));
        }
        self.output.index.extend(members.into_iter().map(|(segment, put)| IndexChange {
            vault,
            name: SEGMENT_INDEX.into(),
            entry: segment.0,
            customer: id,
            put,
        }));
        self.output.tickets.extend(tickets.into_values().map(|ticket| (vault, ticket)));
        let Some(cached) = self.cache.dossiers.get(&(vault, id)) else { return Ok(()) };
        let mut wake = cached.dossier.next_wake();
        if matches!(self.mode, Mode::Virtual(_)) {
            // Nobody else asks for releases and reactions in virtual time; live, the ledger leads to them.
            let planned = cached.dossier.next_release().map(|(planned, _)| planned);
            let reaction = self.cache.pending.get(&(vault, id)).and_then(|pending| pending.first());
            wake = [wake, planned, reaction.map(|event| event.received.0)].into_iter().flatten().min();
        }
        self.output.rows.push(rows::dossier_row(&scope, &key, &cached.dossier, wake));
        self.output.reacted.add(&driven.entries);
        if !driven.entries.is_empty() {
            self.output.pages.entry(vault).or_default().push(Page { customer: id, entries: driven.entries });
        }
        Ok(())
    }

    fn finish(mut self, part: Part) -> Result<PartOutput, Error> {
        for (vault, pages) in std::mem::take(&mut self.output.pages) {
            let key = self.key(vault)?.1.clone();
            let blocks = self.at.blocks(&pages);
            self.output.blocks.extend(blocks.map(|(seq, pages)| rows::block(part, vault, seq, &key, pages)));
        }
        self.output.pending_document = self.pending_document(part)?;
        Ok(self.output)
    }

    /// Reactions still to come survive a restart beside the dossiers they will reach.
    fn pending_document(&mut self, part: Part) -> Result<Vec<Document>, Error> {
        if !matches!(self.mode, Mode::Virtual(_))
            || (self.cache.pending.is_empty() && !self.cache.pending_written)
        {
            return Ok(Vec::new());
        }
        self.cache.pending_written = !self.cache.pending.is_empty();
        let Some(vault) = self.runtime.custodian.vaults().first().copied() else { return Ok(Vec::new()) };
        let body = if self.cache.pending.is_empty() {
            Vec::new()
        } else {
            let plain = forms::PENDING.encode(&self.cache.pending);
            self.key(vault)?.1.seal(&pending_place(vault, part), &plain)
        };
        Ok(vec![Document { kind: PENDING.into(), name: part.0.to_string(), body }])
    }
}

fn pending_place(vault: VaultId, part: Part) -> Associated {
    Associated { vault, purpose: Purpose::Inbox, id: u128::from(part.0), seq: 0 }
}

/// Under which entries somebody stands in the index of those who look alike.
fn alike(runtime: &Runtime, vault: VaultId, dossier: &Dossier) -> BTreeSet<u64> {
    match (&runtime.program.definitions.settings.matching, runtime.keyring.vault(vault)) {
        (Some(_), Some(key)) => crate::alike::entries(&runtime.program, &key.identifier_key(), dossier),
        _ => BTreeSet::new(),
    }
}

/// Empty caches, with the reactions that were still to come when the store was last written.
pub(super) fn open_caches(
    store: &dyn Store,
    keyring: &Keyring,
    parts: u8,
) -> Result<Vec<Mutex<PartCache>>, Error> {
    let mut caches: Vec<PartCache> = (0..parts).map(|_| PartCache::default()).collect();
    for name in store.documents(PENDING)? {
        let Some(document) = store.document(PENDING, &name)? else { continue };
        let damaged =
            |cause: &str| Error::Document { name: format!("{PENDING} {name}"), cause: cause.into() };
        let part = Part(name.parse().map_err(|_| damaged("its name is no part"))?);
        let opened = keyring
            .vaults()
            .find_map(|(vault, key)| key.open(&pending_place(vault, part), &document.body).ok());
        let plain = opened.ok_or_else(|| damaged("no key opens it"))?;
        if let Some(cache) = caches.get_mut(usize::from(part.0)) {
            cache.pending = forms::PENDING.decode(&plain)?;
            cache.pending_written = true;
        }
    }
    Ok(caches.into_iter().map(Mutex::new).collect())
}

/// What reached an id that is no longer, or never was, a person of its own.
fn forward(work: Work, from: EntityId, customer: EntityId) -> Option<Work> {
    let input = match work.input {
        Input::Event(event) => Input::Forwarded { from, event },
        // Whose it was first.
        Input::Forwarded { from, event } => Input::Forwarded { from, event },
        // What was with its carrier went along under its own id.
        Input::KeptBack(intent) => Input::KeptBack(intent),
        _ => return None,
    };
    Some(Work { customer, input, ..work })
}
