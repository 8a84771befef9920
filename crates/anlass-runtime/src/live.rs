//! The live loop: what was accepted waits in the inbox, is applied in batches, timers fire, and the release
//! lane lends out what is due. The lane's order is the ledger's law: planned → claimed with its Ticket → handed
//! (one commit) → everything accepted meanwhile → the wire → what the carrier said (committed). After a crash whatever was
//! handed is unknown; it is never handed again knowingly.

mod accept;
mod catalogue;
mod lane;
mod recovery;

pub use accept::Acceptor;
use accept::{accept, changes_place, inbox_place};
use catalogue::Telling;

use crate::batch::{Extra, Mode, Runtime, Stepped, Work};
use crate::broadcast::Cursor;
use crate::error::Error;
use crate::forms;
use crate::rows;
use crate::unmerge::Unmerged;
use crate::virtual_time::Quiet;
use anlass_engine::{Input, Suggested, Ticket, Wanted, Webhook};
use anlass_model::catalogue::{Catalogue, CatalogueChange, Mention};
use anlass_model::consent::Class;
use anlass_model::event::{Arrival, Body, Event, Receipt, SourceId};
use anlass_model::id::{
    EntityId, IntentId, MessageId, NameId, OutletId, Part, ProductId, ProgramId, VaultId, parts_hash,
};
use anlass_model::time::{DAY, HOUR, Occurred, Received, Span, Timestamp};
use anlass_store::inbox::{Inbox, InboxEntry};
use anlass_store::{QuarantineRow, Seen, WebhookRow, inbox_applied};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// Source number of what the loop itself reports (receipts of its own hand-overs).
pub const SOURCE_SELF: SourceId = SourceId::SELF;
/// Deliveries of a class lent out at once.
const LEND_MAX: usize = 500;
/// See [`Live::timers_max`].
const TIMERS_MAX: usize = 500;
/// Changes of the catalogue from which on a batch takes no more: each may write a shard.
const CHANGES_MAX: usize = 2_000;
/// How long it is remembered which messages were processed.
const SEEN_KEPT: Span = DAY.times(30);
const FORGET_EVERY: Span = HOUR;

/// Facts about the outside that a release needs.
pub trait Surroundings {
    /// What is sold out beside what the catalogue says.
    fn sold_out(&self, _: &[ProductId]) -> Vec<ProductId> {
        Vec::new()
    }
    fn sources(&self) -> Vec<(NameId, Timestamp)>;
    /// What suits somebody. `None`: it is not known yet, and the delivery waits until it is.
    fn suggested(&self, _: VaultId, _: &Wanted, _: &Catalogue) -> Option<Vec<Suggested>> {
        Some(Vec::new())
    }
}

impl Surroundings for Quiet {
    fn sources(&self) -> Vec<(NameId, Timestamp)> {
        Vec::new()
    }
}

/// Whose facts changed.
#[derive(Clone, Debug, Default)]
pub struct Touched {
    pub people: BTreeSet<(VaultId, EntityId)>,
    /// So many that nobody counted them.
    pub is_everybody: bool,
}

/// More people are everybody.
const TOUCHED_MAX: usize = 50_000;

impl Touched {
    pub(crate) fn note(&mut self, people: &[(VaultId, EntityId)]) {
        self.people.extend(people);
        if self.people.len() > TOUCHED_MAX {
            self.people.clear();
            self.is_everybody = true;
        }
    }

    /// As far as it is not known already.
    pub fn add(&mut self, more: Touched) {
        self.is_everybody |= more.is_everybody;
        let more: Vec<_> = more.people.into_iter().collect();
        self.note(&more);
    }

    #[must_use]
    pub fn is_nobody(&self) -> bool {
        self.people.is_empty() && !self.is_everybody
    }
}

/// A delivery on loan to a channel: committed as handed before it is given out.
#[derive(Clone, Debug)]
pub struct Loan {
    pub vault: VaultId,
    pub ticket: Ticket,
    /// Of which its offers were chosen: there what it speaks of must still be when it leaves.
    pub outlet: Option<OutletId>,
}

/// What a carrier says of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answered {
    pub vault: VaultId,
    /// Whom it went to.
    pub customer: EntityId,
    pub delivery: IntentId,
    pub receipt: Receipt,
}

/// A call to another system that waits for its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    part: Part,
    pub vault: VaultId,
    pub webhook: Webhook,
}

/// The loop with its inbox.
pub struct Live {
    pub runtime: Runtime,
    pub inbox: Arc<dyn Inbox>,
    pub(crate) applied: u64,
    /// Occasions of the catalogue still on their way to those who wait for them, as the store knows as well.
    telling: VecDeque<Telling>,
    /// The inbox still holds what is applied: that commit may be under way.
    untrimmed: bool,
    timers_wait: bool,
    /// People whose timers fire between two looks at what may leave: after hours of standstill there may be a million.
    pub timers_max: usize,
    /// Committed as handed, and not yet given out.
    given_out: Vec<Loan>,
    /// When dedupe entries that are too old were dropped last.
    forgot: Option<Timestamp>,
    /// Whose facts changed since somebody looked.
    pub touched: Touched,
    /// How far the mailings of these days came under this program, as the store knows as well.
    pub(crate) cursors: (ProgramId, BTreeMap<(NameId, VaultId), Cursor>),
}

impl Live {
    /// Takes up the loop where it was left.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn new(runtime: Runtime, inbox: Arc<dyn Inbox>) -> Result<Live, Error> {
        let applied = inbox_applied(&*runtime.store)?;
        let cursors = (runtime.program.id, BTreeMap::new());
        let telling = catalogue::telling(&*runtime.store)?;
        Ok(Live {
            runtime,
            inbox,
            applied,
            telling,
            untrimmed: false,
            timers_wait: false,
            timers_max: TIMERS_MAX,
            given_out: Vec::new(),
            forgot: None,
            touched: Touched::default(),
            cursors,
        })
    }

    /// Accepts on other threads, while this one works. A vault that is set up later needs a new one.
    #[must_use]
    pub fn acceptor(&self) -> Acceptor {
        Acceptor { keyring: self.runtime.keyring.clone(), inbox: Arc::clone(&self.inbox) }
    }

    /// As [`Acceptor::accept`].
    ///
    /// # Errors
    /// As [`Acceptor::accept`].
    pub fn accept(&self, arrivals: &[Arrival]) -> Result<u64, Error> {
        accept(&self.runtime.keyring, &*self.inbox, arrivals)
    }

    /// How many accepted entries are not yet applied.
    ///
    /// # Errors
    /// If the inbox failed.
    pub fn backlog(&self) -> Result<u64, Error> {
        Ok(self.inbox.last()?.saturating_sub(self.applied))
    }

    /// Applies the next accepted entries, at most `max`, as one batch. Its commit goes on while other work is
    /// prepared: whatever acts on it waits for it first.
    ///
    /// # Errors
    /// If nothing was applied, or an earlier commit failed; the entries stay accepted.
    pub fn pump(&mut self, now: Timestamp, max: usize) -> Result<Stepped, Error> {
        let entries = self.inbox.read(self.applied, max)?;
        let Some(last) = entries.last().map(|entry| entry.seq) else { return Ok(Stepped::default()) };
        // Duplicates and links of the batch before are looked for in the store.
        self.settle()?;
        let Opened { mentions, arrivals, changes, last, quarantine } = self.open_some(&entries, last);
        if !mentions.is_empty() {
            // Applied again after a crash they are no news.
            self.change(&mentions, Extra::default(), now)?;
        }
        let mut extra = Extra { inbox_applied: Some(last), quarantine, ..Extra::default() };
        if !changes.is_empty() {
            let stepped = self.change(&changes, extra, now)?;
            self.applied = last;
            self.untrimmed = true;
            return Ok(stepped);
        }
        let total = arrivals.len();
        let fresh = self.without_duplicates(arrivals, &mut extra)?;
        let duplicates = total - fresh.len();
        let identified = self.runtime.identify(fresh, Some(now))?;
        for (arrival, reason) in &identified.nobodys {
            extra.quarantine.push(self.runtime.quarantined(arrival, reason)?);
        }
        let processed = total.saturating_sub(identified.nobodys.len()).saturating_sub(duplicates);
        let quarantined = extra.quarantine.len();
        let count = |name: &str, count: usize| (name.to_string(), i64::try_from(count).unwrap_or(i64::MAX));
        extra.counters = vec![
            count("events.processed", processed),
            count("events.duplicate", duplicates),
            count("events.quarantined", quarantined),
        ];
        if self.forgot.is_none_or(|last| now.since(last) >= FORGET_EVERY) {
            extra.forget_seen_before = Some(now.minus(SEEN_KEPT));
            self.forgot = Some(now);
        }
        extra.rows = identified.rows;
        let stepped = self.runtime.run_ahead(identified.rounds, Mode::Live, extra)?;
        self.applied = last;
        self.untrimmed = true;
        Ok(stepped)
    }

    /// Waits until everything applied is durable; the inbox lets go of it.
    ///
    /// # Errors
    /// If a commit failed.
    pub fn settle(&mut self) -> Result<(), Error> {
        self.runtime.settle()?;
        if std::mem::take(&mut self.untrimmed) {
            self.inbox.trim(self.applied)?;
        }
        Ok(())
    }

    /// Calls to other systems that journeys asked for and nobody has answered yet, oldest first. They are in the
    /// commit of the step that asked, so a crash loses none; a call that was answered just before one comes again,
    /// with the same id.
    ///
    /// # Errors
    /// If a commit failed or the store cannot be read.
    pub fn webhooks(&mut self, max: usize) -> Result<Vec<Call>, Error> {
        self.settle()?;
        let rows = self.runtime.store.webhooks(&self.runtime.custodian, max)?;
        let call = |row: &WebhookRow| {
            let key = self.runtime.keyring.vault(row.vault).ok_or(Error::NoKey(row.vault))?;
            Ok(Call { part: row.part, vault: row.vault, webhook: rows::open_webhook(key, row)? })
        };
        rows.iter().map(call).collect()
    }

    /// These calls were answered, or given up for good: they do not come again.
    ///
    /// # Errors
    /// If it could not be committed.
    pub fn called(&mut self, calls: &[Call]) -> Result<(), Error> {
        let done = calls.iter().map(|call| (call.part, call.vault, call.webhook.id)).collect();
        self.runtime.run_works(Vec::new(), Mode::Live, Extra { webhooks_done: done, ..Extra::default() })?;
        Ok(())
    }

    /// Undoes a merge, after everything accepted before is applied: see [`Runtime::unmerge`].
    ///
    /// # Errors
    /// As [`Runtime::unmerge`] and [`Live::catch_up`].
    pub fn unmerge(
        &mut self,
        vault: VaultId,
        loser: EntityId,
        now: Timestamp,
        max: usize,
    ) -> Result<Unmerged, Error> {
        self.catch_up(now, max)?;
        self.runtime.unmerge(vault, loser, now)
    }

    /// The first entries that can be applied as one: arrivals up to a change of the catalogue, or changes up to an
    /// arrival. So everything is applied in the order in which it was accepted; but what events call articles comes first,
    /// for no step asks for it.
    fn open_some(&self, entries: &[InboxEntry], last: u64) -> Opened {
        let mut opened = Opened { last, ..Opened::default() };
        let mut before = 0;
        for entry in entries {
            match self.open(entry) {
                Ok(Accepted::Arrival(arrival)) if opened.changes.is_empty() => opened.arrivals.push(*arrival),
                Ok(Accepted::Changes(changes))
                    if opened.mentions.len() < CHANGES_MAX && changes.iter().all(is_mention) =>
                {
                    opened.mentions.extend(changes);
                }
                Ok(Accepted::Changes(changes))
                    if opened.arrivals.is_empty() && opened.changes.len() < CHANGES_MAX =>
                {
                    opened.changes.extend(changes);
                }
                Ok(_) => {
                    opened.last = before;
                    return opened;
                }
                // One that cannot be read holds up nobody else; it is kept as it came.
                Err(reason) => opened.quarantine.push(set_aside(entry, reason)),
            }
            before = entry.seq;
        }
        opened
    }

    /// What was accepted, or why it cannot be applied.
    fn open(&self, entry: &InboxEntry) -> Result<Accepted, &'static str> {
        if self.runtime.custodian.scope(entry.vault).is_none() {
            return Err("its vault is no longer in the organisation");
        }
        let key = self.runtime.keyring.vault(entry.vault).ok_or("its vault has no key")?;
        let place = inbox_place(entry.vault, Received(entry.received));
        let unreadable = "it is damaged, or of a newer format";
        let Ok(plain) = key.open(&place, &entry.sealed) else {
            let place = changes_place(entry.vault, Received(entry.received));
            let plain = key.open(&place, &entry.sealed).map_err(|_| "it was not sealed for this vault")?;
            let changes = forms::CATALOGUE_CHANGES.decode(&plain).map_err(|_| unreadable)?;
            return Ok(Accepted::Changes(changes));
        };
        let arrival = forms::ARRIVAL.decode(&plain).map_err(|_| unreadable)?;
        Ok(Accepted::Arrival(Box::new(arrival)))
    }

    /// Drops what was processed before, in this batch or an earlier one; remembers the rest.
    fn without_duplicates(&self, arrivals: Vec<Arrival>, extra: &mut Extra) -> Result<Vec<Arrival>, Error> {
        let mut keys = Vec::with_capacity(arrivals.len());
        for arrival in &arrivals {
            let strongest = arrival.identifiers.iter().min();
            let part = match strongest {
                Some(identifier) => self.runtime.derived(arrival.vault, identifier)?.part(),
                None => Part(0),
            };
            // The vault is mixed in: two controllers may use the same message ids.
            let hash = match arrival.event.message {
                MessageId::Hash(hash) => parts_hash(&[&arrival.vault.0.to_le_bytes(), &hash.to_le_bytes()]),
                MessageId::Row { file, row } => {
                    parts_hash(&[&arrival.vault.0.to_le_bytes(), &file.to_le_bytes(), &row.to_le_bytes()])
                }
            };
            keys.push((part, arrival.event.source, hash));
        }
        let seen = self.runtime.store.seen(&keys)?;
        let mut now_seen = BTreeSet::new();
        let mut fresh = Vec::with_capacity(arrivals.len());
        for ((arrival, key), seen) in arrivals.into_iter().zip(keys).zip(seen) {
            if seen || !now_seen.insert(key) {
                continue;
            }
            let (part, source, message) = key;
            extra.seen.push(Seen { part, source, message, received: arrival.event.received.0 });
            fresh.push(arrival);
        }
        Ok(fresh)
    }

    /// Applies everything accepted so far: the barrier before a release.
    ///
    /// # Errors
    /// As [`Live::pump`].
    pub fn catch_up(&mut self, now: Timestamp, max: usize) -> Result<Stepped, Error> {
        let barrier = self.inbox.last()?;
        let mut total = Stepped::default();
        while self.applied < barrier {
            let before = self.applied;
            let stepped = self.pump(now, max)?;
            self.touched.note(&stepped.touched);
            total.add(stepped);
            if self.applied == before {
                return Err(Error::InboxLost { applied: before, last: barrier });
            }
        }
        Ok(total)
    }

    /// Whether timers were due that the last call of [`Live::lend`] left to the next one.
    #[must_use]
    pub fn timers_wait(&self) -> bool {
        self.timers_wait
    }

    /// Fires timers that are due, of a bounded number of people, and lends out what may leave now: see [`Live::wake`]
    /// and [`Live::lend_to`].
    ///
    /// # Errors
    /// As both of them.
    pub fn lend(
        &mut self,
        clock: &dyn Fn() -> Timestamp,
        around: &dyn Surroundings,
        max: usize,
    ) -> Result<Vec<Loan>, Error> {
        let room = [(Class::Contract, LEND_MAX), (Class::Advertising, LEND_MAX)];
        self.wake(clock(), max)?;
        self.lend_to(&room, clock, around, max)
    }

    /// Applies what was accepted, and fires timers that are due, of at most [`Live::timers_max`] people, `max` in one
    /// batch: see [`Live::timers_wait`].
    ///
    /// # Errors
    /// If something could not be committed.
    pub fn wake(&mut self, now: Timestamp, max: usize) -> Result<(), Error> {
        self.catch_up(now, max)?;
        let mut left = self.timers_max;
        self.timers_wait = true;
        while self.timers_wait && left > 0 {
            let people = max.min(left);
            self.timers_wait = self.runtime.run_some_due(now, Mode::Live, people)?.1;
            left -= people;
        }
        self.turn_prices(now)?;
        let mut is_told = self.telling.is_empty();
        let mut left = self.timers_max;
        while !is_told && left > 0 {
            let people = max.min(left);
            is_told = !self.tell(now, people)?;
            left -= people;
        }
        self.timers_wait |= !is_told;
        self.runtime.take_codes_back()
    }

    /// What the carrier said about a loan. Saying it twice changes nothing. One that was surely not taken comes
    /// again by [`Live::lend`] when its moment has come.
    ///
    /// # Errors
    /// If it could not be committed: after a restart the delivery counts as unknown.
    pub fn report(&mut self, receipts: &[(Loan, Receipt)], now: Timestamp) -> Result<(), Error> {
        let receipts = receipts.iter().map(|(loan, receipt)| Answered {
            vault: loan.vault,
            customer: loan.ticket.customer,
            delivery: loan.ticket.intent,
            receipt: *receipt,
        });
        self.hear(&receipts.collect::<Vec<_>>(), now)
    }

    /// What was heard of deliveries, also long after the hand-over.
    ///
    /// # Errors
    /// If it could not be committed.
    pub fn hear(&mut self, answers: &[Answered], now: Timestamp) -> Result<(), Error> {
        let works = answers
            .iter()
            .map(|answer| receipt_work(answer.vault, answer.customer, answer.delivery, answer.receipt, now));
        self.runtime.run_works(works.collect(), Mode::Live, Extra::default())?;
        Ok(())
    }
}

/// What the inbox holds.
enum Accepted {
    Arrival(Box<Arrival>),
    Changes(Vec<CatalogueChange>),
}

/// Entries of the inbox that are applied as one.
#[derive(Default)]
struct Opened {
    /// What events call articles.
    mentions: Vec<CatalogueChange>,
    arrivals: Vec<Arrival>,
    changes: Vec<CatalogueChange>,
    last: u64,
    quarantine: Vec<QuarantineRow>,
}

fn is_mention(change: &CatalogueChange) -> bool {
    matches!(change, CatalogueChange::Mentioned(Mention::Article(_)))
}

/// An inbox entry that cannot be applied, as it came.
fn set_aside(entry: &InboxEntry, reason: &str) -> QuarantineRow {
    QuarantineRow {
        vault: entry.vault,
        source: SOURCE_SELF,
        place: format!("inbox {}", entry.seq),
        reason: reason.to_string(),
        received: entry.received,
        sealed: entry.sealed.clone(),
    }
}

fn receipt_work(
    vault: VaultId,
    customer: EntityId,
    delivery: IntentId,
    receipt: Receipt,
    now: Timestamp,
) -> Work {
    // What comes back, or is put off, is told of a delivery beside what was told before.
    let told = match receipt {
        Receipt::NotTaken { again } => again.0,
        Receipt::Bounced | Receipt::BouncedSoft => -1,
        _ => 0,
    };
    let event = Event {
        message: MessageId::Hash(parts_hash(&[b"receipt", &delivery.0.to_le_bytes(), &told.to_le_bytes()])),
        source: SOURCE_SELF,
        occurred: Occurred(now),
        received: Received(now),
        simulated: false,
        body: Body::Receipt { delivery, receipt },
    };
    Work { vault, customer, now, input: Input::Event(event) }
}
