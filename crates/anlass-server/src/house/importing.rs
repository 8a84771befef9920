//! Imports of files beside the loop: one at a time, each on a thread of its own, its pieces applied between the loop's
//! rounds. What was ordered is written down beside the files, so that a process that ended goes on with it.

mod declaring;
mod newcomers;

pub(crate) use declaring::{declare, declared, number_of};
pub(crate) use newcomers::Newcomers;

use super::House;
use super::rounds::{Ask, Work};
use crate::access::Act;
use crate::brought::{self, Ran};
use crate::imports;
use crate::quality::Came;
use crate::refused;
use crate::uploads::Uploads;
use anlass_model::catalogue::Catalogue;
use anlass_model::event::Arrival;
use anlass_model::id::{VaultId, parts_hash};
use anlass_model::time::Timestamp;
use anlass_runtime::delivered::Delivered;
use anlass_runtime::imported::{Import as Bringing, Slice};
use anlass_sources::report::Refused;
use anlass_sources::{HEAPS, Import, Known, Mapping, Progress, Report};
use anlass_store::seal::Keyring;
use anlass_store::{Commit, Document};
use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Beside the files of a bundle: what is to be done with them.
pub(crate) const ORDER: &str = "import.json";
const ORDER_PART: &str = "import.json.part";
/// Arrivals of a trial that are shown.
const SAMPLES: usize = 12;
/// How long it waits after a fault of the store, at first and at most.
const PAUSE: Duration = Duration::from_secs(1);
const PAUSE_MAX: Duration = Duration::from_secs(60);
/// Pieces that are ready while one is applied.
const AHEAD: usize = 2;
/// Changes of the catalogue that are accepted before the loop has its turn.
pub(super) const CHANGES_AT_ONCE: usize = 5_000;
/// Imports remembered after they ended.
const KEPT_MAX: usize = 50;

/// What is to be done with a bundle.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) mapping: String,
    pub(crate) vault: u32,
    pub(crate) who: String,
    /// Only to see what would come of it.
    pub(crate) is_trial: bool,
    /// Of a database: what is stored once all of it is applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) then: Option<Then>,
}

/// A document that says how far a database was read; what it says is sealed, in base64.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Then {
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) body: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Another import is under way.
    Waiting,
    Reading,
    Applying,
    Done,
    Failed,
}

/// How far an import has come, and what it came to.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) phase: Phase,
    pub(crate) is_trial: bool,
    pub(crate) file: String,
    pub(crate) rows: u64,
    pub(crate) bytes: u64,
    pub(crate) bytes_total: u64,
    pub(crate) heaps: usize,
    /// Events that are new, and those that an earlier import brought.
    pub(crate) new: u64,
    pub(crate) known: u64,
    pub(crate) samples: Vec<Arrival>,
    /// Of a trial; `None`: there are too many people to ask for each.
    pub(crate) newcomers: Option<Newcomers>,
    /// What the samples speak of, as the files call it.
    pub(crate) catalogue: Option<Arc<Catalogue>>,
    pub(crate) report: Option<Arc<Report>>,
    /// Cause and cure.
    pub(crate) failed: Option<(String, String)>,
}

impl State {
    pub(crate) fn has_ended(&self) -> bool {
        matches!(self.phase, Phase::Done | Phase::Failed)
    }

    /// Of the whole, in thousandths.
    pub(crate) fn permille(&self) -> u64 {
        let share = |part: u64, whole: u64| part.saturating_mul(500).checked_div(whole).unwrap_or(0).min(500);
        match self.phase {
            Phase::Waiting => 0,
            Phase::Reading => share(self.bytes, self.bytes_total),
            Phase::Applying | Phase::Failed => 500 + share(self.heaps as u64, HEAPS as u64),
            Phase::Done => 1_000,
        }
    }
}

pub(super) type Job = Arc<Mutex<State>>;

pub(super) fn new_job(is_trial: bool) -> Job {
    Arc::new(Mutex::new(State::new(is_trial)))
}

/// By bundle.
#[derive(Default)]
pub(crate) struct Importing {
    jobs: Mutex<BTreeMap<String, Job>>,
    /// Whose turn it is.
    pub(super) turn: Mutex<()>,
}

impl Importing {
    fn jobs(&self) -> MutexGuard<'_, BTreeMap<String, Job>> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How far the last import of a bundle is.
    pub(crate) fn state(&self, bundle: &str) -> Option<State> {
        let job = self.jobs().get(bundle).cloned()?;
        let state = job.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Some(state)
    }
}

impl State {
    fn new(is_trial: bool) -> State {
        State {
            phase: Phase::Waiting,
            is_trial,
            file: String::new(),
            rows: 0,
            bytes: 0,
            bytes_total: 0,
            heaps: 0,
            new: 0,
            known: 0,
            samples: Vec::new(),
            newcomers: None,
            catalogue: None,
            report: None,
            failed: None,
        }
    }
}

impl House {
    fn uploads(&self) -> Uploads {
        Uploads::below(&self.dir)
    }

    /// Imports a bundle on this thread, and says how it ended. What is to be done is written down first, so that it can be
    /// asked for again by [`House::import_left`].
    ///
    /// # Errors
    /// If it could not be written down.
    pub(super) fn import_here(
        self: &Arc<House>,
        uploads: &Uploads,
        bundle: &str,
        order: &Order,
        job: &Job,
    ) -> Result<State> {
        let folder = uploads.folder(bundle).context("there is no such bundle")?;
        write_order(&folder, order)?;
        Ok(self.work(uploads, bundle, order, job))
    }

    /// Goes on with what was written down for a bundle; `None`: nothing was.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(super) fn import_left(
        self: &Arc<House>,
        uploads: &Uploads,
        bundle: &str,
        job: &Job,
    ) -> Result<Option<State>> {
        let Some(folder) = uploads.folder(bundle) else { return Ok(None) };
        let Ok(bytes) = fs::read(folder.join(ORDER)) else { return Ok(None) };
        let order: Order = serde_json::from_slice(&bytes)?;
        Ok(Some(self.work(uploads, bundle, &order, job)))
    }

    fn work(self: &Arc<House>, uploads: &Uploads, bundle: &str, order: &Order, job: &Job) -> State {
        let begun = State::new(order.is_trial);
        *job.lock().unwrap_or_else(PoisonError::into_inner) = begun;
        let turn = self.importing.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let done = Run { house: self, uploads, job, bundle, order }.run_until_done();
        drop(turn);
        let mut state = job.lock().unwrap_or_else(PoisonError::into_inner);
        state.phase = if done.is_ok() { Phase::Done } else { Phase::Failed };
        // They are kept by now, and the report of an ended import is told for as long as the process runs.
        for file in state.report.iter_mut().flat_map(|report| &mut Arc::make_mut(report).files) {
            file.refused = Refused::default();
        }
        if let Err(error) = done {
            state.failed = Some(told(&error, &uploads.files_folder(bundle).unwrap_or_default()));
        }
        state.clone()
    }

    /// Begins an import of a bundle. `false`: one of it is under way.
    ///
    /// # Errors
    /// If it could not be written down, or no thread could be started.
    pub(crate) fn import(self: &Arc<House>, bundle: &str, order: &Order) -> Result<bool> {
        let folder = self.uploads().folder(bundle).context("there is no such bundle")?;
        let job = new_job(order.is_trial);
        {
            let mut jobs = self.importing.jobs();
            let ended = |job: &Job| job.lock().unwrap_or_else(PoisonError::into_inner).has_ended();
            if jobs.get(bundle).is_some_and(|job| !ended(job)) {
                return Ok(false);
            }
            if jobs.len() >= KEPT_MAX {
                jobs.retain(|_, job| !ended(job));
            }
            jobs.insert(bundle.to_owned(), Arc::clone(&job));
        }
        let begun = self.start(bundle, order, &folder, job);
        if begun.is_err() {
            self.importing.jobs().remove(bundle);
        }
        begun.map(|()| true)
    }

    fn start(self: &Arc<House>, bundle: &str, order: &Order, folder: &Path, job: Job) -> Result<()> {
        if !order.is_trial {
            write_order(folder, order)?;
        }
        let (house, order, bundle) = (Arc::clone(self), order.clone(), bundle.to_owned());
        let work = move || drop(house.work(&house.uploads(), &bundle, &order, &job));
        std::thread::Builder::new().name("import".into()).spawn(work)?;
        Ok(())
    }

    /// Goes on with imports that were under way when the process ended.
    ///
    /// # Errors
    /// If the folder of bundles cannot be read.
    pub(crate) fn go_on_importing(self: &Arc<House>) -> Result<()> {
        for bundle in self.uploads().bundles()? {
            let Some(folder) = self.uploads().folder(&bundle) else { continue };
            let Ok(bytes) = fs::read(folder.join(ORDER)) else { continue };
            match serde_json::from_slice(&bytes) {
                Ok(order) => drop(self.import(&bundle, &order)?),
                // One that nobody can read keeps nothing else from starting.
                Err(error) => (self.tell)(&format!(
                    "{}: what to import cannot be read: {error}\n  help: delete the folder, and hand the files in again",
                    folder.join(ORDER).display()
                )),
            }
        }
        Ok(())
    }

    /// Has a piece of an import applied, between two rounds of the loop.
    pub(super) fn bring(&self, slice: Slice) -> Result<()> {
        let (answer, answered) = sync_channel(1);
        // Bounded, and slower than what it waits for: it may take its time.
        self.asks.send(Ask::Bring { slice, answer }).map_err(|_| anyhow::anyhow!("the loop has ended"))?;
        answered.recv().context("the loop stopped")?
    }
}

impl House {
    /// As the loop has it now.
    pub(super) fn known_catalogue(&self) -> Result<Arc<Catalogue>> {
        let (tell, told) = sync_channel(1);
        self.after_rounds(Box::new(move |live| Ok(tell.send(Arc::clone(&live.runtime.catalogue))?)))?;
        told.recv().context("the loop stopped")
    }

    /// Does something once the loop is through with what it was asked for before; it may take its time.
    pub(super) fn after_rounds(&self, work: Work) -> Result<()> {
        let (answer, answered) = sync_channel(1);
        self.asks.send(Ask::Do { work, answer }).map_err(|_| anyhow::anyhow!("the loop has ended"))?;
        answered.recv().context("the loop stopped")?
    }
}

/// One import.
struct Run<'a> {
    house: &'a Arc<House>,
    uploads: &'a Uploads,
    job: &'a Job,
    bundle: &'a str,
    order: &'a Order,
}

impl Run<'_> {
    fn tell(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.job.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// After a fault of the store it goes on behind the last piece that was applied; after one of the files somebody has
    /// to act.
    #[expect(
        clippy::disallowed_methods,
        reason = "a store that failed is given time; nobody waits for this thread"
    )]
    fn run_until_done(&self) -> Result<()> {
        let mut pause = PAUSE;
        loop {
            let Err(error) = self.run() else { return Ok(()) };
            let is_of_the_files = error.downcast_ref::<anlass_sources::Error>().is_some();
            if is_of_the_files && let Some(folder) = self.uploads.folder(self.bundle) {
                // It is not tried again by itself. A trial was never written down.
                let _never_written = fs::remove_file(folder.join(ORDER));
            }
            if is_of_the_files || self.order.is_trial || pause > PAUSE_MAX {
                return Err(error);
            }
            (self.house.tell)(&format!("an import was interrupted and goes on: {error:#}"));
            std::thread::sleep(pause);
            pause *= 2;
            self.tell(|state| (state.new, state.known, state.heaps) = (0, 0, 0));
        }
    }

    /// One thread reads, this one has the loop apply what was read: each piece once the one before it is applied.
    fn run(&self) -> Result<()> {
        let mapping = Mapping::read(&self.order.mapping, "mapping")?;
        let vault = VaultId(self.order.vault);
        let keyring = Keyring::open(&*self.house.store, &self.house.master)?;
        let then = self.order.then.as_ref().map_or("", |then| then.body.as_str());
        let print = parts_hash(&[self.bundle.as_bytes(), self.order.mapping.as_bytes(), then.as_bytes()]);
        let bringing = Bringing::begin(&*self.house.store, vault, mapping.source(), print)?;
        let (pieces, coming) = sync_channel(AHEAD);
        let mut delivered = match mapping.is_complete() && !self.order.is_trial {
            true => Some(Delivered::new(&*self.house.store, &keyring, vault, mapping.source())?),
            false => None,
        };
        let from = self.house.now();
        let report = std::thread::scope(|scope| {
            let delivered = &mut delivered;
            let reading =
                scope.spawn(|| self.read(&mapping, (&bringing, print), &keyring, (pieces, delivered)));
            let applied = coming.iter().try_for_each(|slice| self.house.bring(slice));
            // Whoever reads notices that nobody applies any more.
            drop(coming);
            let read = reading.join().map_err(|_| anyhow::anyhow!("reading stopped"));
            applied.and_then(|()| read?)
        })?;
        if let Some(delivered) = delivered {
            self.mark(delivered, &keyring, print, &report)?;
        }
        match self.order.is_trial {
            true => Ok(()),
            false => self.end(&bringing, &keyring, &mapping, from, &report),
        }
    }

    /// Whom a complete list no longer holds is marked so. A list of which too much could not be read tells of nobody.
    fn mark(&self, delivered: Delivered, keyring: &Keyring, print: u128, report: &Report) -> Result<()> {
        let house = self.house;
        if !report.tells_who_is_missing() {
            let (rows, unread) = report.rows_of_lists();
            (house.tell)(&format!(
                "{}: {unread} of {rows} rows of a complete list could not be read, so nobody is marked as missing\n  \
                 help: correct the rows or the mapping, and hand the list in again",
                report.mapping
            ));
            return Ok(());
        }
        let marks = delivered.marks(&*house.store, keyring, print, house.clock.now())?;
        if marks.doubted {
            (house.tell)(&format!(
                "{}: {} people, half of the list or more, would be missing, so nobody is marked\n  \
                 help: hand in the whole list; if it is whole, remove \"complete\" once",
                report.mapping, marks.gone
            ));
        }
        marks.slices.into_iter().try_for_each(|slice| house.bring(slice))
    }

    fn read(
        &self,
        mapping: &Mapping,
        (bringing, print): (&Bringing, u128),
        keyring: &Keyring,
        (pieces, delivered): (SyncSender<Slice>, &mut Option<Delivered>),
    ) -> Result<Arc<Report>> {
        let house = self.house;
        let folder = self.uploads.folder(self.bundle).context("the files are gone")?;
        let files = self.uploads.files_folder(self.bundle).context("the files are gone")?;
        self.tell(|state| state.phase = Phase::Reading);
        let vault = VaultId(self.order.vault);
        let (known, view) = (house.known_catalogue()?, house.view());
        let settings = Some(&view.runtime.program.definitions.settings);
        let known = Known { catalogue: &known, settings };
        let mut import =
            Import::read(mapping, &files, vault, &folder, known, &mut |progress: Progress<'_>| {
                self.tell(|state| {
                    progress.file.clone_into(&mut state.file);
                    (state.rows, state.bytes) = (progress.rows, progress.bytes);
                    state.bytes_total = progress.bytes_total;
                });
            })?;
        self.tell(|state| state.phase = Phase::Applying);
        if !self.order.is_trial {
            let (files, at, is_polled) = (import.files(), house.now(), self.order.then.is_some());
            let came = Came { files, mapping, print, at, is_polled };
            house.quality.keep(&*house.store, keyring, vault, came)?;
        }
        self.learn(&mut import)?;
        if self.order.is_trial {
            let catalogue = Arc::new(import.catalogue().clone());
            self.tell(|state| state.catalogue = Some(catalogue));
        }
        let mut heap = 0;
        let mut newcomers = self.order.is_trial.then(Newcomers::default);
        let view = house.view();
        while let Some(arrivals) = import.next_heap()? {
            let samples: Vec<Arrival> = match self.order.is_trial {
                true => arrivals.iter().take(SAMPLES).cloned().collect(),
                false => Vec::new(),
            };
            if let Some(delivered) = delivered {
                delivered.hear(&arrivals);
            }
            if let Some(counted) = newcomers {
                newcomers = counted.with(&view.runtime, vault, &arrivals)?;
            }
            let news = bringing.news(&*house.store, keyring, heap, arrivals)?;
            let new: usize = news.slices.iter().map(|slice| slice.arrivals.len()).sum();
            if !self.order.is_trial {
                for slice in news.slices {
                    pieces.send(slice).map_err(|_| anyhow::anyhow!("nothing is applied any more"))?;
                }
            }
            heap += 1;
            let new = u64::try_from(new)?;
            self.tell(|state| {
                state.heaps = heap;
                state.new += new + news.applied;
                state.known += news.known;
                let room = SAMPLES.saturating_sub(state.samples.len());
                state.samples.extend(samples.into_iter().take(room));
            });
        }
        let report = Arc::new(import.report());
        self.tell(|state| {
            state.newcomers = newcomers;
            state.report = Some(Arc::clone(&report));
        });
        Ok(report)
    }

    /// What the files say of articles, prices, stock and outlets is accepted as changes, in pieces between which everything
    /// else goes on. A trial only hears whether a whole list is one.
    fn learn(&self, import: &mut Import<'_>) -> Result<()> {
        let (known, now) = (self.house.known_catalogue()?, self.house.now());
        while let Some(changes) = import.next_changes(&known, now)? {
            if self.order.is_trial {
                break;
            }
            for piece in changes.chunks(CHANGES_AT_ONCE) {
                self.house.take_changes(piece)?;
                self.house.after_rounds(Box::new(|_| Ok(())))?;
            }
        }
        Ok(())
    }

    fn end(
        &self,
        bringing: &Bringing,
        keyring: &Keyring,
        mapping: &Mapping,
        from: Timestamp,
        report: &Report,
    ) -> Result<()> {
        let house = self.house;
        let vault = VaultId(self.order.vault);
        house.between_rounds(Box::new(|live| Ok(live.settle()?)))?;
        // A database is read again and again, and has no files.
        if self.order.then.is_none() {
            let files = report.files.iter().map(|file| file.file.clone()).collect();
            let ran = Ran { source: report.source, from: from.0, until: house.now().0, files };
            brought::note(&*house.store, keyring, vault, ran)?;
        }
        // Of a database, which is read again and again, only what somebody may want to look at.
        if self.order.then.is_none() || report.files.iter().any(|file| !file.left_out.is_empty()) {
            imports::keep(&*house.store, keyring, vault, (house.wall)(), report)?;
        }
        if let Some(scope) = house.view().runtime.custodian.scope(vault) {
            let by = (mapping, self.order.mapping.as_str());
            refused::keep(&*house.store, keyring, &scope, house.now(), by, report)?;
        }
        house.quality.note_applied(&*house.store, keyring, (vault, report.source), report.last)?;
        if let Some(Then { kind, name, body }) = self.order.then.clone() {
            let documents = vec![Document { kind, name, body: STANDARD.decode(body)? }];
            house.store.commit(&Commit { documents, ..Commit::default() })?;
        }
        bringing.end(&*house.store)?;
        if let Some(newest) = report.last {
            house.reach.note_import(report.source, newest, house.now());
        }
        house.reach.save(&*house.store)?;
        if self.order.then.is_none() {
            let act = Act { what: "imported", about: report.mapping.clone(), program: None };
            house.access.note((house.wall)(), &self.order.who, act)?;
        }
        // What is to be done goes first: a process that ends in between would do it again, and find everything known.
        let folder = self.uploads.folder(self.bundle).context("the files are gone")?;
        fs::remove_file(folder.join(ORDER))?;
        self.uploads.remove(self.bundle)?;
        Ok(())
    }
}

/// Whole or not at all, whenever the process ends.
fn write_order(folder: &Path, order: &Order) -> Result<()> {
    let part = folder.join(ORDER_PART);
    fs::write(&part, serde_json::to_vec(order)?)?;
    fs::rename(&part, folder.join(ORDER))?;
    Ok(())
}

/// What is said of files without where they lie on the server, which is nobody's business.
pub(crate) fn in_bundle(text: &str, folder: &Path) -> String {
    text.replace(&format!("{}/", folder.display()), "")
}

/// Cause and cure of what stopped an import of the files of this folder.
fn told(error: &anyhow::Error, folder: &Path) -> (String, String) {
    let cure = match error.downcast_ref::<anlass_sources::Error>() {
        Some(error) => error.hint(),
        None => "try it again; nothing of it is lost, and nothing of it counts twice".to_owned(),
    };
    (in_bundle(&format!("{error:#}"), folder), cure)
}
