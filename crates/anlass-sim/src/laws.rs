//! The laws under fire: a seeded town of customers lives through days of the live loop while stores fail and
//! crash, carriers lie, messages come twice, late and from the future, programs are edited, people merged
//! and clocks jump. What must always hold is checked by an oracle of its own that knows only what was
//! accepted and what left the house.

mod oracle;
mod programs;
mod town;

use anlass_channels::sandbox::{Behaviour, Sandbox};
use anlass_channels::{Carrier, Content, Parcel};
use anlass_engine::codec;
use anlass_model::draw::{Purpose, draw};
use anlass_model::event::{Arrival, Body, Event, Receipt, SourceId};
use anlass_model::id::{EntityKind, MessageId, VaultId, parts_hash};
use anlass_model::time::{DAY, HOUR, MINUTE, Occurred, Received, Span, Timestamp};
use anlass_runtime::compaction::Compaction;
use anlass_runtime::live::{Live, Loan};
use anlass_runtime::virtual_time::Quiet;
use anlass_runtime::{Error, Runtime};
use anlass_store::faulty::{CrashMode, FaultyStore, Odds, Plan, Schedule};
use anlass_store::inbox::{Inbox, MemoryInbox};
use anlass_store::memory::MemoryStore;
use anlass_store::seal::MasterKey;
use anlass_store::{IntentFilter, Store};
use oracle::Oracle;
use std::sync::Arc;
use town::{SPLIT_PEOPLE, Town};

/// Monday, 2 March 2026, 08:00 UTC.
const START: Timestamp = Timestamp(1_772_438_400_000);
const VAULTS: [VaultId; 2] = [VaultId(1), VaultId(2)];

/// There are a hundred times more reads than writes.
const READ_ODDS: Odds = Odds { fail_before: 1, fail_after: 0, delay: 0, crash_before: 1, crash_after: 0 };

/// A law broken on purpose, to see that it is noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutation {
    None,
    /// Every loan is given to the carrier twice.
    HandTwice,
    /// Advertising is published as contract: consent, caps and objection are not asked.
    NoConsent,
    /// The cap is taken out of the policy.
    NoCap,
    /// The reminder has no exit rule.
    NoExit,
    /// A piece of timeline is lost.
    LoseTimeline,
    /// After a crash nobody looks at what was handed.
    NoRecovery,
    /// What was accepted just before the crash is forgotten.
    LoseInbox,
}

/// What one seed is to live through.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub seed: u64,
    pub days: u32,
    pub faults: bool,
    /// Inputs per batch.
    pub batch: usize,
    /// Only what happens in this vault; the others live without it.
    pub only: Option<VaultId>,
    pub mutation: Mutation,
}

/// What happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub seed: u64,
    pub accepted: u64,
    pub handed: u64,
    pub crashes: u64,
    pub intents: u64,
    pub merges: u64,
    pub unmerges: u64,
    pub compactions: u64,
    /// Accepted, but nobody can tell whose they are.
    pub quarantined: u64,
    /// Hand-overs that the carrier surely did not take.
    pub put_off: u64,
    /// Answers of carriers that came long after the hand-over.
    pub late_receipts: u64,
    /// Errors after which the loop went on without being opened anew.
    pub survived: u64,
    pub violations: Vec<String>,
    /// Hash over all dossiers and ledger rows, per vault: equal lives have equal digests.
    pub digests: [u128; 2],
}

/// Lives through one seed.
#[must_use]
pub fn run(options: &Options) -> Report {
    let mut life = match Life::begin(options) {
        Ok(life) => life,
        Err(error) => {
            return Report {
                seed: options.seed,
                violations: vec![format!("it did not begin: {error}")],
                ..Report::default()
            };
        }
    };
    let end = START.plus(DAY.times(i64::from(options.days)));
    while life.now < end {
        life.tick();
    }
    life.finish()
}

struct Life<'a> {
    options: &'a Options,
    store: Arc<FaultyStore<MemoryStore>>,
    inbox: Arc<MemoryInbox>,
    master: MasterKey,
    live: Option<Live>,
    town: Town,
    oracle: Oracle,
    carrier: Sandbox,
    now: Timestamp,
    ticks: u64,
    edited: bool,
    /// What carriers will say later.
    late: Vec<(Timestamp, Arrival)>,
    report: Report,
}

impl<'a> Life<'a> {
    fn begin(options: &'a Options) -> Result<Life<'a>, Error> {
        let odds = Odds { fail_before: 4, fail_after: 4, delay: 10, crash_before: 4, crash_after: 4 };
        let schedule = match options.faults {
            true => Schedule {
                reads: Plan::Seeded { seed: options.seed, odds: READ_ODDS },
                writes: Plan::Seeded { seed: options.seed, odds },
            },
            false => Schedule::default(),
        };
        let inner = MemoryStore::new(4, u128::from(options.seed) + 1);
        let master = MasterKey::from_bytes([7; 32]);
        let definitions = programs::definitions(options.mutation, false);
        Runtime::publish(&inner, &master, &definitions, Some([9; 32]))?;
        let seed = options.seed;
        // By delivery, so that it does not depend on what else is sent.
        let script = move |parcel: &Parcel, _: usize| match draw(
            seed,
            parcel.intent.0,
            Purpose::Explore,
            "carrier",
            0,
        ) % 20
        {
            0 => Behaviour::Refuses,
            1 => Behaviour::TakesAndVanishes,
            2 => Behaviour::Vanishes,
            _ => Behaviour::Accepts,
        };
        Ok(Life {
            options,
            store: Arc::new(FaultyStore::new(inner, schedule, CrashMode::Error)),
            inbox: Arc::new(MemoryInbox::new(0)),
            master,
            live: None,
            town: Town::new(options.seed),
            oracle: Oracle::new(options.mutation),
            carrier: Sandbox { script: Some(Box::new(script)), ..Sandbox::default() },
            now: START,
            ticks: 0,
            edited: false,
            late: Vec::new(),
            report: Report { seed: options.seed, ..Report::default() },
        })
    }

    fn chance(&self, what: &str, of: u64) -> bool {
        draw(self.options.seed, u128::from(self.ticks), Purpose::Explore, what, 0).is_multiple_of(of)
    }

    fn tick(&mut self) {
        self.ticks += 1;
        let minutes = draw(self.options.seed, u128::from(self.ticks), Purpose::Explore, "tick", 0) % 75;
        self.now = self.now.plus(MINUTE.times(i64::try_from(minutes).unwrap_or(0) + 5));
        // A clock that jumps back for one tick; time goes on from where it was.
        let now = if self.options.faults && self.chance("clock", 60) {
            self.now.minus(HOUR.times(2))
        } else {
            self.now
        };
        match self.work(now) {
            Ok(()) => {}
            // A read that failed leaves everything as it was: the loop may go on.
            Err(error) if self.goes_on(&error) => self.report.survived += 1,
            Err(_) => self.crash(),
        }
    }

    fn goes_on(&self, error: &Error) -> bool {
        !self.store.is_down() && !matches!(error, Error::Poisoned) && self.chance("goes on", 2)
    }

    fn work(&mut self, now: Timestamp) -> Result<(), Error> {
        self.open()?;
        let mut arrivals = self.town.arrivals(self.ticks, now);
        let (due, later) = std::mem::take(&mut self.late).into_iter().partition(|(at, _)| *at <= now);
        self.late = later;
        let due: Vec<(Timestamp, Arrival)> = due;
        self.report.late_receipts += u64::try_from(due.len()).unwrap_or(0);
        arrivals.extend(due.into_iter().map(|(_, mut arrival)| {
            arrival.event.received = Received(now);
            arrival
        }));
        arrivals.retain(|arrival| self.options.only.is_none_or(|vault| arrival.vault == vault));
        let Some(live) = &mut self.live else { return Ok(()) };
        live.accept(&arrivals)?;
        self.oracle.accepted(&arrivals);
        self.report.accepted += u64::try_from(arrivals.len()).unwrap_or(0);
        if !self.edited && self.ticks == 40 + self.options.seed % 400 {
            self.edited = true;
            let definitions = programs::definitions(self.options.mutation, true);
            Runtime::publish(self.store.inner(), &self.master, &definitions, None)?;
            live.runtime.switch(definitions)?;
        }
        self.part(now)?;
        let tidies = self.chance("compaction", 20);
        let Some(live) = &mut self.live else { return Ok(()) };
        if tidies {
            self.report.compactions += u64::from(live.runtime.compact(COMPACTED)?);
        }
        let loans = live.lend(&|| now, &Quiet, self.options.batch)?;
        self.hand_over(loans, now)
    }

    /// Sometimes somebody finds that two people were taken for one.
    fn part(&mut self, now: Timestamp) -> Result<(), Error> {
        let Some(live) = &mut self.live else { return Ok(()) };
        for (vault, person) in
            VAULTS.into_iter().flat_map(|vault| (0..SPLIT_PEOPLE).map(move |person| (vault, person)))
        {
            let what = format!("unmerge {} {person}", vault.0);
            if !draw(self.options.seed, u128::from(self.ticks), Purpose::Explore, &what, 0)
                .is_multiple_of(200)
            {
                continue;
            }
            for identifier in [town::email(person), town::card(person)] {
                let id = live.runtime.derived(vault, &identifier)?;
                let is_merged =
                    live.runtime.dossier(vault, id)?.is_some_and(|known| known.hot.merged_into.is_some());
                if is_merged {
                    live.unmerge(vault, id, now, self.options.batch)?;
                    self.report.unmerges += 1;
                }
            }
        }
        Ok(())
    }

    fn hand_over(&mut self, loans: Vec<Loan>, now: Timestamp) -> Result<(), Error> {
        let mut receipts = Vec::new();
        for loan in loans {
            let Some(live) = &self.live else { return Ok(()) };
            let violations = self.store.undisturbed(|| self.oracle.leaves(&loan, &live.runtime, now));
            self.report.violations.extend(violations.into_iter().map(|text| format!("{now}: {text}")));
            let parcel = Parcel {
                intent: loan.ticket.intent,
                vault: loan.vault,
                customer: loan.ticket.customer,
                message: loan.ticket.message,
                channel: loan.ticket.channel,
                body: Content::Text(String::new()),
            };
            let receipt = match self.put_off(&loan, now) {
                Some(again) => Receipt::NotTaken { again },
                None => self.carrier.hand_over(&parcel),
            };
            if self.options.mutation == Mutation::HandTwice {
                self.carrier.hand_over(&parcel);
            }
            if receipt == Receipt::Rejected {
                self.oracle.refused(&loan);
            }
            match receipt {
                Receipt::Unknown => self.answer_later(&loan, now),
                Receipt::Accepted => self.come_back_later(&loan, now),
                _ => {}
            }
            self.report.handed += 1;
            receipts.push((loan, receipt));
        }
        if receipts.is_empty() {
            return Ok(());
        }
        if self.options.faults && self.chance("crash between wire and report", 25) {
            self.crash();
            return Ok(());
        }
        // Whose answers cannot be written are unknown, and only opening anew says so.
        if let Some(live) = &mut self.live
            && live.report(&receipts, now).is_err()
        {
            self.crash();
        }
        Ok(())
    }

    /// Some carriers do not take a stranger's parcel at once; when to try again. They have surely not taken it.
    fn put_off(&mut self, loan: &Loan, now: Timestamp) -> Option<Timestamp> {
        let times = u64::from(self.oracle.times(loan.ticket.intent));
        let dice = draw(self.options.seed, loan.ticket.intent.0, Purpose::Explore, "put off", times);
        if !dice.is_multiple_of(6) || self.options.mutation == Mutation::HandTwice {
            return None;
        }
        self.oracle.put_off(loan);
        self.report.put_off += 1;
        Some(now.plus(MINUTE.times(i64::try_from(dice % 600).unwrap_or(0))))
    }

    /// What arrived comes back after all, now and then.
    fn come_back_later(&mut self, loan: &Loan, now: Timestamp) {
        let dice = draw(self.options.seed, loan.ticket.intent.0, Purpose::Explore, "comes back", 0);
        let receipt = match dice % 12 {
            0 => Receipt::Bounced,
            1 => Receipt::BouncedSoft,
            _ => return,
        };
        self.tell_later(loan, receipt, now.plus(MINUTE.times(i64::try_from(dice % 3_000).unwrap_or(0))));
    }

    /// The carrier's answer was lost; sometimes a bounce or a receipt comes days after.
    fn answer_later(&mut self, loan: &Loan, now: Timestamp) {
        let intent = loan.ticket.intent;
        let dice = draw(self.options.seed, intent.0, Purpose::Explore, "late receipt", 0);
        let taken = self.carrier.mailbox.iter().any(|parcel| parcel.intent == intent);
        if !taken || !dice.is_multiple_of(2) {
            return;
        }
        let receipt = if dice.is_multiple_of(4) { Receipt::Bounced } else { Receipt::Delivered };
        self.tell_later(loan, receipt, now.plus(MINUTE.times(i64::try_from(dice % 5_000).unwrap_or(0))));
    }

    fn tell_later(&mut self, loan: &Loan, receipt: Receipt, at: Timestamp) {
        let intent = loan.ticket.intent;
        let Some(live) = &self.live else { return };
        let dossier = self.store.undisturbed(|| live.runtime.dossier(loan.vault, loan.ticket.customer));
        let Ok(Some(dossier)) = dossier else { return };
        if receipt != Receipt::Delivered {
            self.oracle.bounces(intent, at);
        }
        let event = Event {
            message: MessageId::Hash(parts_hash(&[b"late receipt", &intent.0.to_le_bytes()])),
            source: SourceId(1),
            occurred: Occurred(at),
            received: Received(at),
            simulated: true,
            body: Body::Receipt { delivery: intent, receipt },
        };
        let identifiers = dossier.hot.identifiers.into_iter().take(1).collect();
        self.late.push((at, Arrival { vault: loan.vault, identifiers, event }));
    }

    /// The process is gone; what is durable is there for the next one.
    fn crash(&mut self) {
        self.report.crashes += 1;
        self.live = None;
        self.store.revive();
        if self.options.mutation == Mutation::LoseInbox
            && let Ok(last) = self.inbox.last()
        {
            self.inbox = Arc::new(MemoryInbox::new(last));
        }
    }

    fn open(&mut self) -> Result<(), Error> {
        if self.live.is_some() {
            return Ok(());
        }
        let store: Arc<dyn Store> = Arc::clone(&self.store) as Arc<dyn Store>;
        let mut runtime = Runtime::open(store, &self.master, "sim", self.now)?;
        runtime.threads = 1;
        let inbox: Arc<dyn Inbox> = Arc::clone(&self.inbox) as Arc<dyn Inbox>;
        for vault in VAULTS {
            let codes = (0..12).map(|number| format!("SPRING-{number}").into());
            runtime.fill_pool(vault, "spring", codes.collect())?;
        }
        let mut live = Live::new(runtime, inbox)?;
        if self.options.mutation != Mutation::NoRecovery {
            live.recover(self.now)?;
        }
        self.live = Some(live);
        Ok(())
    }

    /// Everything at rest: the laws about the whole.
    fn finish(mut self) -> Report {
        for _ in 0..50 {
            let settled = self.open().and_then(|()| match &mut self.live {
                Some(live) => live.catch_up(self.now, self.options.batch).and_then(|_| live.settle()),
                None => Ok(()),
            });
            match settled {
                Ok(()) => break,
                Err(_) => self.crash(),
            }
        }
        let Some(live) = &self.live else {
            self.report.violations.push("it never came to rest".into());
            return self.report;
        };
        if self.options.mutation == Mutation::LoseTimeline {
            lose_timeline(self.store.inner(), &live.runtime);
        }
        let (oracle, report) = (&self.oracle, &mut self.report);
        if let Err(error) = self.store.undisturbed(|| oracle.at_rest(live, &self.carrier, report)) {
            self.report.violations.push(format!("it could not be checked: {error}"));
        }
        for (index, vault) in VAULTS.into_iter().enumerate() {
            match self.store.undisturbed(|| digest(&live.runtime, vault)) {
                Ok(digest) => self.report.digests[index] = digest,
                Err(error) => self.report.violations.push(format!("it could not be read: {error}")),
            }
        }
        self.report
    }
}

fn lose_timeline(store: &MemoryStore, runtime: &Runtime) {
    for part in 0..runtime.parts {
        let part = anlass_model::id::Part(part);
        if let Ok(blocks) = store.log(&runtime.custodian, part, 0, 3)
            && let Some(block) = blocks.last()
        {
            // Compacting a block away without putting anything in its place.
            let _gone = store.compact(runtime.epoch, &[(block.part, block.vault, block.seq)], &[]);
        }
    }
}

fn digest(runtime: &Runtime, vault: VaultId) -> Result<u128, Error> {
    let mut all: Vec<u8> = Vec::new();
    let Some(scope) = runtime.custodian.scope(vault) else { return Ok(0) };
    for row in runtime.store.scan(&scope, EntityKind::Customer, None, usize::MAX)? {
        if let Some(dossier) = runtime.dossier(vault, row.key.id())? {
            all.extend(codec::encode(&dossier));
        }
    }
    let filter = IntentFilter { max: usize::MAX, ..IntentFilter::default() };
    for row in runtime.store.intents(&scope, &filter)? {
        all.extend(row.id.0.to_le_bytes());
        all.extend(row.state.as_bytes());
        all.extend(row.reason.as_bytes());
        all.extend(row.changed.0.to_le_bytes());
    }
    Ok(parts_hash(&[&all]))
}

/// How far back late messages reach.
/// Customers whose entries a compaction moves, few enough that faults fall between its steps.
const COMPACTED: Compaction = Compaction { customers_max: 10, ..Compaction::IDLE };
const LATE_MAX: Span = DAY.times(3);
