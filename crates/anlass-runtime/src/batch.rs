//! One batch: works are grouped by part and customer, every dossier is loaded once, stepped through all its
//! inputs and written once, and everything goes into one commit. Parts are worked on side by side; the
//! result does not depend on it.

mod dossiers;
mod due;
mod part;
mod parts;
mod returned;
mod writer;

use crate::cache::PartCache;
use crate::error::Error;
use crate::goals::GoalCounts;
use crate::notices::{self, Notice, Noticed};
use crate::origin::Reacted;
use crate::pools::Withdrawn;
use crate::programs::{self, Programs};
use crate::sweep;
use crate::virtual_time::Outside;
use anlass_engine::codec::Page;
use anlass_engine::{Input, Program, Ticket};
use anlass_model::catalogue::Catalogue;
use anlass_model::definition::Definitions;
use anlass_model::id::{EntityId, EntityKind, IntentId, Part, VaultId};
use anlass_model::org::Custodian;
use anlass_model::outcome::State;
use anlass_model::time::Timestamp;
use anlass_store::seal::{Keyring, MasterKey};
use anlass_store::{Commit, Document, Epoch, IntentRow, Store};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use part::Comeback;
pub use part::{CATEGORY_INDEX, PRODUCT_INDEX, PartOutput, SEGMENT_INDEX};
use writer::Writer;

/// Position under which the number of the last batch is kept.
const SEQUENCE: &str = "timeline";
/// Rounds of one batch.
const ROUNDS_MAX: u64 = 1 << ROUND_BITS;
/// Of a block's sequence number, before those of [`PIECE_BITS`]; the others count batches.
const ROUND_BITS: u32 = 20;
/// Of a block's sequence number, the last ones: what one round writes of one part may be several blocks.
const PIECE_BITS: u32 = 10;
const PIECES_MAX: usize = 1 << PIECE_BITS;
/// Customers of one block, so that reading one person's timeline, or moving it, never means reading a whole part's.
const BLOCK_CUSTOMERS: usize = 500;
/// Decoded dossiers kept in memory unless told otherwise.
pub const CACHE_DEFAULT: usize = 300_000;

/// One input for one customer.
#[derive(Debug)]
pub struct Work {
    pub vault: VaultId,
    pub customer: EntityId,
    pub now: Timestamp,
    pub input: Input,
}

/// Two dossiers that turned out to be one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    pub vault: VaultId,
    pub survivor: EntityId,
    pub loser: EntityId,
    pub now: Timestamp,
}

/// Works of one round do not wait for one another; rounds do.
#[derive(Debug)]
pub enum Round {
    Works(Vec<Work>),
    /// Of different people each.
    Merges(Vec<Merge>),
}

impl Round {
    fn inputs(&self) -> u64 {
        match self {
            Round::Works(works) => u64::try_from(works.len()).unwrap_or(0),
            Round::Merges(merges) => u64::try_from(merges.len() * 2).unwrap_or(0),
        }
    }
}

/// Number of a batch and of a round in it.
#[derive(Clone, Copy, Debug)]
pub struct At {
    pub batch: u64,
    pub round: u64,
}

impl At {
    /// Sequence numbers of the timeline blocks of one part and vault written then, with the pages of each.
    pub(crate) fn blocks(self, pages: &[Page]) -> impl Iterator<Item = (u64, &[Page])> {
        let first = ((self.batch << ROUND_BITS) | self.round) << PIECE_BITS;
        let size = BLOCK_CUSTOMERS.max(pages.len().div_ceil(PIECES_MAX));
        (first..).zip(pages.chunks(size))
    }
}

/// How a batch runs.
#[derive(Clone, Copy)]
pub enum Mode<'a> {
    /// `now` is the real moment: deliveries are released by the lane in [`crate::live`].
    Live,
    /// Each input's own moment is now: see [`crate::virtual_time`].
    Virtual(&'a dyn Outside),
}

/// What a batch did.
#[derive(Debug, Default)]
pub struct Stepped {
    pub inputs: u64,
    pub customers: u64,
    pub tickets: Vec<(VaultId, Ticket)>,
    /// Deliveries committed as handed.
    pub handed: Vec<IntentId>,
    /// Last state per intent changed.
    pub intents: u64,
    /// Who was stepped; live only.
    pub touched: Vec<(VaultId, EntityId)>,
}

impl Stepped {
    /// Adds what another batch did.
    pub fn add(&mut self, more: Stepped) {
        self.inputs += more.inputs;
        self.customers += more.customers;
        self.intents += more.intents;
        self.handed.extend(more.handed);
        self.tickets.extend(more.tickets);
        self.touched.extend(more.touched);
    }
}

/// The loop of one process.
pub struct Runtime {
    pub store: Arc<dyn Store>,
    pub keyring: Keyring,
    pub custodian: Custodian,
    pub program: Arc<Program>,
    pub programs: Mutex<Programs>,
    pub catalogue: Arc<Catalogue>,
    pub epoch: Epoch,
    pub parts: u8,
    /// Dossiers kept decoded.
    pub cache_max: usize,
    /// Threads that step parts side by side.
    pub threads: usize,
    cache: Vec<Mutex<PartCache>>,
    sequence: u64,
    writer: Writer,
    /// Blocks in the log of each part, as far as anybody asked for them: see [`crate::compaction`].
    pub(crate) log_lengths: Vec<u64>,
    /// Deliveries with a code of a pool that were withdrawn, and whose code nobody has asked for since.
    pub(crate) withdrawn: Vec<Withdrawn>,
    /// Who was erased and is never written to again, by ids of identifiers: see [`crate::erase`].
    pub(crate) blocked: BTreeSet<(VaultId, EntityId)>,
    /// What other systems want to hear of: see [`crate::notices`].
    pub(crate) noticed: Noticed,
}

/// What else goes into a batch's commit.
#[derive(Debug, Default)]
pub struct Extra {
    pub positions: Vec<(String, String)>,
    pub counters: Vec<(String, i64)>,
    pub documents: Vec<Document>,
    pub quarantine: Vec<anlass_store::QuarantineRow>,
    /// Calls to other systems that were answered.
    pub webhooks_done: Vec<(anlass_model::id::Part, VaultId, u128)>,
    pub seen: Vec<anlass_store::Seen>,
    /// Dedupe entries received before this may go.
    pub forget_seen_before: Option<Timestamp>,
    pub inbox_applied: Option<u64>,
    pub rows: Vec<anlass_store::EntityRow>,
}

impl Extra {
    fn put(self, commit: &mut Commit) {
        commit.entities.extend(self.rows);
        commit.entities.sort_by_key(|row| row.key);
        commit.positions.extend(self.positions);
        commit.counters.extend(self.counters);
        commit.documents.extend(self.documents);
        commit.quarantine = self.quarantine;
        commit.webhooks_done = self.webhooks_done;
        commit.seen = self.seen;
        commit.forget_seen_before = self.forget_seen_before;
        commit.inbox_applied = self.inbox_applied;
    }
}

impl Runtime {
    /// Opens a store with what is published in it and takes the writer's lease.
    ///
    /// # Errors
    /// [`Error::NothingPublished`]; if the store cannot be read or its keys do not fit.
    pub fn open(
        store: Arc<dyn Store>,
        master: &MasterKey,
        owner: &str,
        now: Timestamp,
    ) -> Result<Runtime, Error> {
        let mut runtime = Runtime::without_catalogue(store, master)?;
        // The lease first: what is read below may no longer be changed by an older holder.
        runtime.epoch = runtime.store.lease(owner, now)?;
        crate::catalogue::renew(&*runtime.store, runtime.epoch)?;
        runtime.catalogue = Arc::new(crate::catalogue::read(&*runtime.store)?);
        crate::waiting::index_once(&runtime)?;
        runtime.sequence = runtime.store.position(SEQUENCE)?.and_then(|text| text.parse().ok()).unwrap_or(0);
        runtime.cache = part::open_caches(&*runtime.store, &runtime.keyring, runtime.parts)?;
        runtime.noticed = Noticed::open(&*runtime.store)?;
        Ok(runtime)
    }

    /// Opens a store to look at it beside the process that writes it: without the lease, so that a commit would
    /// be refused as fenced.
    ///
    /// # Errors
    /// As [`Runtime::open`].
    pub fn look(store: Arc<dyn Store>, master: &MasterKey) -> Result<Runtime, Error> {
        let mut runtime = Runtime::without_catalogue(store, master)?;
        runtime.catalogue = Arc::new(crate::catalogue::read(&*runtime.store)?);
        Ok(runtime)
    }

    /// As [`Runtime::look`], with the catalogue that the loop has in memory.
    ///
    /// # Errors
    /// As [`Runtime::open`].
    pub fn look_with(
        store: Arc<dyn Store>,
        master: &MasterKey,
        catalogue: Arc<Catalogue>,
    ) -> Result<Runtime, Error> {
        Ok(Runtime { catalogue, ..Runtime::without_catalogue(store, master)? })
    }

    fn without_catalogue(store: Arc<dyn Store>, master: &MasterKey) -> Result<Runtime, Error> {
        let definitions = programs::current(&*store)?.ok_or(Error::NothingPublished)?;
        let keyring = Keyring::open(&*store, master)?;
        let catalogue = Arc::new(Catalogue::default());
        let mut all = Programs::default();
        let program = all.add(definitions)?;
        let epoch = Epoch(0);
        let sequence = store.position(SEQUENCE)?.and_then(|text| text.parse().ok()).unwrap_or(0);
        let parts = store.settings().parts;
        let cache = part::open_caches(&*store, &keyring, parts)?;
        Ok(Runtime {
            custodian: program.definitions.settings.organisation.custodian(),
            writer: Writer::new(Arc::clone(&store)),
            withdrawn: Vec::new(),
            blocked: crate::erase::blocked(&*store, &keyring)?,
            store,
            keyring,
            program,
            programs: Mutex::new(all),
            catalogue,
            epoch,
            parts,
            cache_max: CACHE_DEFAULT,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            cache,
            sequence,
            log_lengths: Vec::new(),
            noticed: Noticed::default(),
        })
    }

    /// Publishes definitions (checked before) and makes them current for the next batch. Vaults that have no
    /// key yet get one.
    ///
    /// # Errors
    /// If nothing was written.
    pub fn publish(
        store: &dyn Store,
        master: &MasterKey,
        definitions: &Definitions,
        material: Option<[u8; 32]>,
    ) -> Result<(), Error> {
        let mut keyring = Keyring::open(store, master)?;
        let mut documents = programs::documents(definitions);
        for vault in definitions.settings.organisation.custodian().vaults() {
            match material {
                Some(mut material) if keyring.vault(*vault).is_none() => {
                    // Each vault its own key, also where keys are made for a simulation.
                    material[..4].copy_from_slice(&vault.0.to_le_bytes());
                    documents.push(keyring.create(*vault, &material));
                }
                _ => documents.extend(keyring.ensure(*vault)?),
            }
        }
        // Whatever was swept before, also for these very definitions: others may have been live in between.
        let mut positions = sweep::forgotten(definitions, store.settings().parts);
        positions.push(programs::numbered(store, definitions)?);
        store.commit(&Commit { documents, positions, ..Commit::default() })?;
        Ok(())
    }

    /// Runs a batch of one round; see [`Runtime::run`].
    ///
    /// # Errors
    /// If a dossier cannot be read or an earlier commit failed.
    pub fn run_works(&mut self, works: Vec<Work>, mode: Mode<'_>, extra: Extra) -> Result<Stepped, Error> {
        self.run(vec![Round::Works(works)], mode, extra)
    }

    /// Runs rounds one after the other and commits them as one. In virtual time the commit goes on in the
    /// background while the next batch is prepared; [`Runtime::settle`] waits for it. A failed commit fails
    /// every later call.
    ///
    /// # Errors
    /// If a dossier cannot be read or an earlier commit failed.
    pub fn run(&mut self, rounds: Vec<Round>, mode: Mode<'_>, extra: Extra) -> Result<Stepped, Error> {
        let stepped = self.run_ahead(rounds, mode, extra)?;
        if matches!(mode, Mode::Live) {
            self.writer.settle()?;
        }
        Ok(stepped)
    }

    /// As [`Runtime::run`], but what it gives out may be acted upon only after [`Runtime::settle`], also live.
    pub(crate) fn run_ahead(
        &mut self,
        rounds: Vec<Round>,
        mode: Mode<'_>,
        extra: Extra,
    ) -> Result<Stepped, Error> {
        self.run_with(rounds, mode, |_, _| Ok(extra))
    }

    /// As [`Runtime::run_ahead`], where what else is committed depends on which deliveries got their Ticket.
    pub(crate) fn run_with(
        &mut self,
        rounds: Vec<Round>,
        mode: Mode<'_>,
        extra: impl FnOnce(&Runtime, &[(VaultId, Ticket)]) -> Result<Extra, Error>,
    ) -> Result<Stepped, Error> {
        let batch = self.next_batch();
        let inputs = rounds.iter().map(Round::inputs).sum();
        let mut changed = false;
        let mut outputs = match self.step_rounds(rounds, mode, batch, &mut changed) {
            Ok(outputs) => outputs,
            Err(error) => {
                // Some dossiers in memory are ahead of the store, and their timelines know nothing of it.
                if changed {
                    self.writer.give_up();
                }
                return Err(error);
            }
        };
        let returned: Vec<Comeback> =
            outputs.iter_mut().flat_map(|output| std::mem::take(&mut output.returned)).collect();
        let noticed = outputs.iter_mut().flat_map(|output| std::mem::take(&mut output.notices)).collect();
        let (mut commit, mut stepped) = self.commit_of(outputs, batch);
        let completed = extra(self, &stepped.tickets).and_then(|extra| {
            extra.put(&mut commit);
            self.come_back(&mut commit, returned)?;
            self.noticed_in(batch, noticed, &mut commit)
        });
        match completed {
            Ok(vaults) => self.noticed.note(vaults.into_iter().map(|vault| (vault, batch))),
            Err(error) => {
                self.writer.give_up();
                return Err(error);
            }
        }
        stepped.inputs = inputs;
        if matches!(mode, Mode::Live) {
            let customers = commit.entities.iter().filter(|row| row.key.kind() == EntityKind::Customer);
            stepped.touched = customers.map(|row| (row.key.vault(), row.key.id())).collect();
        }
        let written: Vec<Part> = commit.blocks.iter().map(|block| block.part).collect();
        if matches!(mode, Mode::Live) {
            self.note_withdrawn(&commit);
        }
        self.writer.write(commit)?;
        written.into_iter().for_each(|part| self.lengthen_log(part, 1));
        self.sequence = batch;
        for part in &self.cache {
            if let Ok(mut part) = part.lock() {
                part.shrink(self.cache_max / usize::from(self.parts.max(1)), batch);
            }
        }
        Ok(stepped)
    }

    /// Puts notices into the commit; whose they are.
    fn noticed_in(
        &self,
        batch: u64,
        noticed: Vec<(VaultId, Notice)>,
        commit: &mut Commit,
    ) -> Result<Vec<VaultId>, Error> {
        let mut vaults: BTreeMap<VaultId, Vec<Notice>> = BTreeMap::new();
        for (vault, notice) in noticed {
            vaults.entry(vault).or_default().push(notice);
        }
        for (vault, notices) in &vaults {
            let key = self.keyring.vault(*vault).ok_or(Error::NoKey(*vault))?;
            commit.documents.push(notices::document(key, *vault, batch, notices));
        }
        Ok(vaults.into_keys().collect())
    }

    /// Number of a commit beside the batches, which takes the place of one.
    pub(crate) fn number_of_its_own(&mut self, commit: &mut Commit) -> u64 {
        let batch = self.next_batch();
        commit.positions.push((SEQUENCE.into(), batch.to_string()));
        self.sequence = batch;
        batch
    }

    /// What all rounds give, part by part. `changed` tells whether any dossier in memory may have changed.
    fn step_rounds(
        &mut self,
        rounds: Vec<Round>,
        mode: Mode<'_>,
        batch: u64,
        changed: &mut bool,
    ) -> Result<Vec<PartOutput>, Error> {
        let mut outputs: Vec<PartOutput> = Vec::new();
        for (number, round) in (0u64..).zip(rounds) {
            if number >= ROUNDS_MAX {
                return Err(Error::Rounds { max: ROUNDS_MAX });
            }
            let works = match round {
                Round::Works(works) => works,
                Round::Merges(merges) => {
                    *changed = true;
                    let mut works = Vec::with_capacity(merges.len() * 2);
                    for merge in &merges {
                        works.extend(self.merge_works(merge)?);
                    }
                    works
                }
            };
            let led = self.lead(works, batch)?;
            *changed = true;
            let more = self.step_parts(led, mode, At { batch, round: number })?;
            match outputs.is_empty() {
                true => outputs = more,
                false => outputs.iter_mut().zip(more).for_each(|(output, more)| output.append(more)),
            }
        }
        Ok(outputs)
    }

    /// Number of the last batch that the store holds for certain: later ones may be on their way to it.
    pub(crate) fn durable_batch(&mut self) -> u64 {
        self.sequence.saturating_sub(self.writer.under_way())
    }

    pub(crate) fn batches_since(&self, batch: u64) -> u64 {
        self.sequence.saturating_sub(batch)
    }

    pub(crate) fn last_batch(&self) -> u64 {
        self.sequence
    }

    pub(crate) fn next_batch(&self) -> u64 {
        self.sequence + 1
    }

    /// Both sides of a merge: the survivor takes the other's state as it is now, and what is still to come for
    /// them in virtual time; the other one stops.
    fn merge_works(&self, merge: &Merge) -> Result<Vec<Work>, Error> {
        let Merge { vault, survivor, loser, now } = *merge;
        let Some(dossier) = self.dossier(vault, loser)? else { return Ok(Vec::new()) };
        let pending = self.cached(loser, |part| part.pending.remove(&(vault, loser))).flatten();
        if let Some(pending) = pending {
            self.cached(survivor, |part| part.await_also((vault, survivor), pending));
        }
        let work = |customer, input| Work { vault, customer, now, input };
        Ok(vec![work(survivor, Input::Absorb(Box::new(dossier))), work(loser, Input::MergedInto(survivor))])
    }

    /// Waits until everything is durable.
    ///
    /// # Errors
    /// If a commit failed.
    pub fn settle(&mut self) -> Result<(), Error> {
        self.writer.settle()
    }

    fn commit_of(&self, outputs: Vec<PartOutput>, batch: u64) -> (Commit, Stepped) {
        let mut stepped = Stepped::default();
        let (mut goals, mut reacted) = (GoalCounts::default(), Reacted::default());
        let mut commit = Commit { epoch: Some(self.epoch), ..Commit::default() };
        for output in outputs {
            stepped.customers += u64::try_from(output.rows.len()).unwrap_or(0);
            stepped.tickets.extend(output.tickets);
            commit.webhooks.extend(output.webhooks);
            commit.entities.extend(output.rows);
            commit.blocks.extend(output.blocks);
            commit.intents.extend(output.intents);
            commit.index.extend(output.index);
            commit.documents.extend(output.pending_document);
            goals.append(&output.goals);
            reacted.append(&output.reacted);
        }
        let mut last: BTreeMap<_, IntentRow> = BTreeMap::new();
        for row in commit.intents.drain(..) {
            last.insert((row.part, row.vault, row.id), row);
        }
        commit.intents = last.into_values().collect();
        let handed = commit.intents.iter().filter(|row| row.state == State::Handed.code());
        stepped.handed = handed.map(|row| row.id).collect();
        stepped.intents = u64::try_from(commit.intents.len()).unwrap_or(0);
        commit.positions.push((SEQUENCE.into(), batch.to_string()));
        commit.counters.extend(goals.counters());
        commit.counters.extend(reacted.counters());
        (commit, stepped)
    }

    /// Swaps the program between two batches; dossiers follow lazily. Vaults that publishing set up are there
    /// from now on.
    ///
    /// # Errors
    /// If the definitions have problems, or the keys of new vaults cannot be read.
    pub fn switch(&mut self, definitions: Definitions) -> Result<(), Error> {
        self.keyring.take_in(&*self.store)?;
        let program = match self.programs.lock() {
            Ok(mut programs) => programs.add(definitions)?,
            Err(_) => return Err(Error::Poisoned),
        };
        self.custodian = program.definitions.settings.organisation.custodian();
        self.program = program;
        Ok(())
    }
}
