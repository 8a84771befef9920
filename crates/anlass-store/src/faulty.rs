//! A store that fails by schedule, for the simulator: no threads, no clock, no generator. The schedule is
//! data, so a run repeats exactly. Also tears the files of an inbox, as a power cut does; a SQLite file
//! needs no such help, its atomicity is SQLite's promise.

mod schedule;

use crate::Store;
use crate::error::Error;
use crate::rows::{
    Block, Commit, Document, EntityRow, Epoch, IntentFilter, IntentRow, QuarantineRow, Settings, Tally,
    Waiting, WebhookRow,
};
use anlass_model::event::SourceId;
use anlass_model::id::{EntityId, EntityKind, IntentId, Key, Part, VaultId};
use anlass_model::org::{Custodian, TenantScope};
use anlass_model::time::Timestamp;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

pub use schedule::{Fault, Injected, Odds, Plan, Schedule, Way};

/// How a crash shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrashMode {
    /// The call panics with a [`Crashed`] as payload.
    Panic,
    /// The call returns [`Error::Crashed`].
    Error,
}

/// Payload of the panic that stands for a crash of the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crashed {
    pub way: Way,
    pub call: u64,
}

pub struct FaultyStore<S: Store> {
    inner: S,
    schedule: Schedule,
    crash: CrashMode,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    reads: u64,
    writes: u64,
    down: bool,
    paused: bool,
    history: Vec<Injected>,
}

impl<S: Store> FaultyStore<S> {
    #[must_use]
    pub fn new(inner: S, schedule: Schedule, crash: CrashMode) -> FaultyStore<S> {
        FaultyStore { inner, schedule, crash, state: Mutex::new(State::default()) }
    }

    /// The store as a new process finds it: what was written is there.
    pub fn revive(&self) {
        self.state().down = false;
    }

    /// Whether a crash took it down and nobody revived it.
    #[must_use]
    pub fn is_down(&self) -> bool {
        self.state().down
    }

    /// While `look` runs nothing fails: for whoever checks the laws, and is no part of what they hold for.
    pub fn undisturbed<T>(&self, look: impl FnOnce() -> T) -> T {
        let was = std::mem::replace(&mut self.state().paused, true);
        let seen = look();
        self.state().paused = was;
        seen
    }

    /// The store beneath, past all faults: for looking at what was really written.
    #[must_use]
    pub fn inner(&self) -> &S {
        &self.inner
    }

    /// Calls made so far, refused ones not counted: (reads, writes).
    #[must_use]
    pub fn calls(&self) -> (u64, u64) {
        let state = self.state();
        (state.reads, state.writes)
    }

    /// All faults so far, delays among them, in order.
    #[must_use]
    pub fn history(&self) -> Vec<Injected> {
        self.state().history.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn around<T>(&self, way: Way, call: impl FnOnce(&S) -> Result<T, Error>) -> Result<T, Error> {
        let (number, fault) = self.next(way)?;
        match fault {
            Fault::None | Fault::Delay(_) => call(&self.inner),
            Fault::FailBefore => Err(Error::Faulty { call: number }),
            Fault::FailAfter => {
                call(&self.inner)?;
                Err(Error::Faulty { call: number })
            }
            Fault::CrashBefore => self.go_down(way, number),
            Fault::CrashAfter => {
                call(&self.inner)?;
                self.go_down(way, number)
            }
        }
    }

    fn next(&self, way: Way) -> Result<(u64, Fault), Error> {
        let mut state = self.state();
        if state.paused {
            return Ok((0, Fault::None));
        }
        if state.down {
            return Err(Error::Crashed);
        }
        let (count, plan) = match way {
            Way::Read => (&mut state.reads, &self.schedule.reads),
            Way::Write => (&mut state.writes, &self.schedule.writes),
        };
        *count += 1;
        let call = *count;
        let fault = plan.fault(way, call);
        if fault != Fault::None {
            state.history.push(Injected { way, call, fault });
        }
        Ok((call, fault))
    }

    fn go_down<T>(&self, way: Way, call: u64) -> Result<T, Error> {
        self.state().down = true;
        match self.crash {
            CrashMode::Error => Err(Error::Crashed),
            CrashMode::Panic => std::panic::panic_any(Crashed { way, call }),
        }
    }
}

impl<S: Store> Store for FaultyStore<S> {
    fn settings(&self) -> Settings {
        self.inner.settings()
    }

    fn lease(&self, owner: &str, now: Timestamp) -> Result<Epoch, Error> {
        self.around(Way::Write, |store| store.lease(owner, now))
    }

    fn load(&self, keys: &[Key]) -> Result<Vec<Option<EntityRow>>, Error> {
        self.around(Way::Read, |store| store.load(keys))
    }

    fn commit(&self, commit: &Commit) -> Result<(), Error> {
        self.around(Way::Write, |store| store.commit(commit))
    }

    fn due(
        &self,
        custodian: &Custodian,
        upto: Timestamp,
        max: usize,
    ) -> Result<Vec<(Timestamp, Key)>, Error> {
        self.around(Way::Read, |store| store.due(custodian, upto, max))
    }

    fn scan(
        &self,
        scope: &TenantScope,
        kind: EntityKind,
        after: Option<EntityId>,
        max: usize,
    ) -> Result<Vec<EntityRow>, Error> {
        self.around(Way::Read, |store| store.scan(scope, kind, after, max))
    }

    fn count(&self, scope: &TenantScope, kind: EntityKind) -> Result<u64, Error> {
        self.around(Way::Read, |store| store.count(scope, kind))
    }

    fn intent(&self, scope: &TenantScope, part: Part, id: IntentId) -> Result<Option<IntentRow>, Error> {
        self.around(Way::Read, |store| store.intent(scope, part, id))
    }

    fn intents(&self, scope: &TenantScope, filter: &IntentFilter) -> Result<Vec<IntentRow>, Error> {
        self.around(Way::Read, |store| store.intents(scope, filter))
    }

    fn outbox(
        &self,
        custodian: &Custodian,
        asked: &Waiting<'_>,
        max: usize,
    ) -> Result<Vec<IntentRow>, Error> {
        self.around(Way::Read, |store| store.outbox(custodian, asked, max))
    }

    fn tally(&self, scope: &TenantScope) -> Result<Vec<Tally>, Error> {
        self.around(Way::Read, |store| store.tally(scope))
    }

    fn timeline(&self, scope: &TenantScope, customer: EntityId) -> Result<Vec<Block>, Error> {
        self.around(Way::Read, |store| store.timeline(scope, customer))
    }

    fn log(&self, custodian: &Custodian, part: Part, after: u64, max: usize) -> Result<Vec<Block>, Error> {
        self.around(Way::Read, |store| store.log(custodian, part, after, max))
    }

    fn log_lengths(&self) -> Result<Vec<(Part, u64)>, Error> {
        self.around(Way::Read, |store| store.log_lengths())
    }

    fn chunks(
        &self,
        scope: &TenantScope,
        part: Part,
        after: Option<(EntityId, u64)>,
        max: usize,
    ) -> Result<Vec<Block>, Error> {
        self.around(Way::Read, |store| store.chunks(scope, part, after, max))
    }

    fn compact(&self, epoch: Epoch, remove: &[(Part, VaultId, u64)], chunks: &[Block]) -> Result<(), Error> {
        self.around(Way::Write, |store| store.compact(epoch, remove, chunks))
    }

    fn seen(&self, asked: &[(Part, SourceId, u128)]) -> Result<Vec<bool>, Error> {
        self.around(Way::Read, |store| store.seen(asked))
    }

    fn position(&self, source: &str) -> Result<Option<String>, Error> {
        self.around(Way::Read, |store| store.position(source))
    }

    fn counters(&self) -> Result<Vec<(String, i64)>, Error> {
        self.around(Way::Read, Store::counters)
    }

    fn quarantine(&self, scope: &TenantScope, max: usize) -> Result<Vec<QuarantineRow>, Error> {
        self.around(Way::Read, |store| store.quarantine(scope, max))
    }

    fn webhooks(&self, custodian: &Custodian, max: usize) -> Result<Vec<WebhookRow>, Error> {
        self.around(Way::Read, |store| store.webhooks(custodian, max))
    }

    fn index(
        &self,
        scope: &TenantScope,
        name: &str,
        entry: u64,
        after: Option<EntityId>,
        max: usize,
    ) -> Result<Vec<EntityId>, Error> {
        self.around(Way::Read, |store| store.index(scope, name, entry, after, max))
    }

    fn index_entries(
        &self,
        scope: &TenantScope,
        name: &str,
        after: Option<u64>,
        max: usize,
    ) -> Result<Vec<(u64, EntityId)>, Error> {
        self.around(Way::Read, |store| store.index_entries(scope, name, after, max))
    }

    fn document(&self, kind: &str, name: &str) -> Result<Option<Document>, Error> {
        self.around(Way::Read, |store| store.document(kind, name))
    }

    fn documents(&self, kind: &str) -> Result<Vec<String>, Error> {
        self.around(Way::Read, |store| store.documents(kind))
    }
}

/// What a power cut did to the end of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tear {
    /// The last bytes never arrived.
    Truncate { bytes: u64 },
    /// The file grew, but its last bytes hold zeros.
    Zero { bytes: u64 },
    /// One byte is another, so many bytes before the end (1: the last one).
    Flip { from_end: u64 },
}

/// Tears the newest segment of the inbox in directory `dir`, which must not be open.
///
/// # Errors
/// If there is no segment or it cannot be changed.
pub fn tear_inbox(dir: &Path, tear: Tear) -> Result<(), Error> {
    let wrong = |source| Error::io("tearing of the inbox", dir, source);
    let mut segments = Vec::new();
    for found in std::fs::read_dir(dir).map_err(wrong)? {
        let path = found.map_err(wrong)?.path();
        if path.extension().is_some_and(|ending| ending == crate::inbox::ENDING) {
            segments.push(path);
        }
    }
    let newest = segments.into_iter().max().ok_or(Error::NotAStore { path: dir.to_owned() })?;
    let mut bytes = std::fs::read(&newest).map_err(wrong)?;
    let before_end = |count: u64| bytes.len().saturating_sub(usize::try_from(count).unwrap_or(usize::MAX));
    match tear {
        Tear::Truncate { bytes: count } => bytes.truncate(before_end(count)),
        Tear::Zero { bytes: count } => {
            let start = before_end(count);
            bytes[start..].fill(0);
        }
        Tear::Flip { from_end } => {
            let place = before_end(from_end);
            if let Some(byte) = bytes.get_mut(place) {
                *byte ^= 0xff;
            }
        }
    }
    std::fs::write(&newest, bytes).map_err(wrong)
}
