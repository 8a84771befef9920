//! Databases of the company, each read by a thread of its own: on its schedule, or as its changes come. What was read is
//! imported like a file; how far it was read is stored once everything before is applied, and only then confirmed.

mod feed;
mod reader;

use super::House;
use super::importing::{Job, Phase, new_job};
use crate::databases::{self, Kept, Place, Reading};
use crate::uploads::Uploads;
use anlass_model::id::VaultId;
use anlass_model::time::Timestamp;
use anlass_sources::sql::Database;
use anlass_sources::sql::replication::{self, Capture, Lag};
use anlass_store::Store;
use anlass_store::seal::Keyring;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

/// Below the data directory, unless the settings name another: files of databases may be read from here.
const FOLDER: &str = "databases";

/// What passes by itself is told after so many tries: some minutes.
const TRIES_MAX: u32 = 7;
/// The rows came, but could not be imported.
pub(crate) const NOT_IMPORTED: &str = "sql_not_imported";

/// A database that is read.
pub(crate) struct Bound {
    pub(crate) vault: VaultId,
    pub(crate) kept: Kept,
    status: Mutex<Status>,
    told: Mutex<Told>,
    bell: Condvar,
    /// What is imported of it.
    job: Job,
}

/// What somebody wants of the thread that reads.
#[derive(Clone, Copy, Debug, Default)]
struct Told {
    /// To end.
    stop: bool,
    /// To read at once.
    now: bool,
    /// To begin anew.
    anew: bool,
    /// It has ended.
    is_gone: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doing {
    /// For its time, or for changes.
    Waiting,
    Connecting,
    Reading,
    Importing,
    Failing,
}

/// How it is, since this process began.
#[derive(Clone, Debug)]
pub(crate) struct Status {
    pub(crate) doing: Doing,
    pub(crate) place: Place,
    /// When it is asked again.
    pub(crate) next: Option<Timestamp>,
    pub(crate) failure: Option<Failure>,
    /// More was changed at once than could be remembered: what was written that late before may be missing.
    pub(crate) looked_back: Option<String>,
    pub(crate) lag: Option<Lag>,
    /// Rows of the last import that became nothing because something is wrong with them.
    pub(crate) wrong: u64,
}

/// Why it cannot be read.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) code: &'static str,
    pub(crate) cause: String,
    pub(crate) cure: String,
    /// It is tried again soon; otherwise somebody has to act.
    pub(crate) is_passing: bool,
    pub(crate) tries: u32,
    pub(crate) since: Timestamp,
}

impl Bound {
    fn new(vault: VaultId, kept: Kept, place: Place) -> Bound {
        let status = Status {
            doing: Doing::Waiting,
            place,
            next: None,
            failure: None,
            looked_back: None,
            lag: None,
            wrong: 0,
        };
        Bound {
            vault,
            kept,
            status: Mutex::new(status),
            told: Mutex::default(),
            bell: Condvar::new(),
            job: new_job(false),
        }
    }

    pub(crate) fn status(&self) -> Status {
        let mut status = self.at_work().clone();
        let job = self.job.lock().unwrap_or_else(PoisonError::into_inner);
        if status.doing == Doing::Importing && job.phase == Phase::Waiting {
            // Another import has its turn first.
            status.doing = Doing::Waiting;
        }
        status
    }

    fn at_work(&self) -> MutexGuard<'_, Status> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn does(&self, doing: Doing) {
        self.at_work().doing = doing;
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, change: impl FnOnce(&mut Told)) {
        change(&mut self.told());
        self.bell.notify_all();
    }

    fn is_stopped(&self) -> bool {
        self.told().stop
    }

    /// Until it is told something, or for so long.
    fn wait(&self, long: Duration) {
        let told = self.told();
        if !(told.stop || told.now || told.anew) {
            drop(self.bell.wait_timeout(told, long).unwrap_or_else(PoisonError::into_inner));
        }
    }

    /// Until its thread has ended; it may be in the middle of a question.
    fn wait_for_its_end(&self, long: Duration) -> bool {
        let told = self.told();
        let waited = self.bell.wait_timeout_while(told, long, |told| !told.is_gone);
        waited.unwrap_or_else(PoisonError::into_inner).0.is_gone
    }
}

/// All databases by their names.
#[derive(Default)]
pub(crate) struct Databases {
    all: RwLock<BTreeMap<String, Arc<Bound>>>,
}

impl Databases {
    /// One that cannot be read keeps nothing else from starting.
    pub(crate) fn open(store: &dyn Store, keys: &Keyring, tell: &dyn Fn(&str)) -> Result<Databases> {
        let databases = Databases::default();
        for (vault, kept) in databases::list(store, keys)? {
            let read = kept.and_then(|kept| {
                let place = databases::place(store, keys, vault, &kept.name)?;
                Ok(Bound::new(vault, kept, place))
            });
            match read {
                Ok(bound) => databases.put(Arc::new(bound)),
                Err(error) => tell(&format!("a database cannot be read: {error:#}")),
            }
        }
        Ok(databases)
    }

    pub(crate) fn find(&self, name: &str) -> Option<Arc<Bound>> {
        self.all.read().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    pub(crate) fn list(&self, vault: VaultId) -> Vec<Arc<Bound>> {
        let all = self.all.read().unwrap_or_else(PoisonError::into_inner);
        all.values().filter(|bound| bound.vault == vault).cloned().collect()
    }

    /// Those that somebody has to act upon, or that have not answered for long.
    pub(crate) fn failing(&self) -> Vec<(String, Failure)> {
        let failing = self.every().into_iter().filter_map(|bound| {
            let failure = bound.at_work().failure.clone()?;
            let is_for_somebody = !failure.is_passing || failure.tries >= TRIES_MAX;
            is_for_somebody.then(|| (bound.kept.name.clone(), failure))
        });
        failing.collect()
    }

    fn every(&self) -> Vec<Arc<Bound>> {
        self.all.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    fn put(&self, bound: Arc<Bound>) {
        let mut all = self.all.write().unwrap_or_else(PoisonError::into_inner);
        all.insert(bound.kept.name.clone(), bound);
    }

    fn remove(&self, name: &str) {
        self.all.write().unwrap_or_else(PoisonError::into_inner).remove(name);
    }
}

impl Drop for Databases {
    fn drop(&mut self) {
        for bound in self.every() {
            bound.tell(|told| told.stop = true);
        }
    }
}

/// How long somebody who changes a database waits for its thread; a question to it may take longer, then it is refused.
const END_MAX: Duration = Duration::from_secs(15);
/// How often, and after what pause, it is tried to take down what was set up at a server.
const TORN_DOWN_MAX: u32 = 10;
const TORN_DOWN_AGAIN: Duration = Duration::from_millis(500);

impl House {
    /// The folder from which files of databases may be read.
    pub(crate) fn folder_of_databases(&self) -> PathBuf {
        match self.config.databases.folder.as_str() {
            "" => self.dir.join(FOLDER),
            folder => PathBuf::from(folder),
        }
    }

    /// Where rows of databases wait for their import.
    fn rows_of_databases(&self) -> Uploads {
        Uploads::of_databases(&self.dir)
    }

    /// Begins to read all that are kept.
    ///
    /// # Errors
    /// If no thread can be started.
    pub(crate) fn read_databases(self: &Arc<House>) -> Result<()> {
        self.databases.every().into_iter().try_for_each(|bound| reader::start(self, bound))
    }

    /// From now on this database is read, or read in this way. `anew`: from its beginning. `false`: it is busy just now.
    ///
    /// # Errors
    /// If it could not be written down, or no thread could be started.
    pub(crate) fn bind(self: &Arc<House>, vault: VaultId, kept: Kept, anew: bool) -> Result<bool> {
        let name = kept.name.clone();
        if self.databases.find(&name).is_some_and(|known| !ends(&known)) {
            return Ok(false);
        }
        let view = self.view();
        let key = view.runtime.keyring.vault(vault).context("the vault has no key")?;
        let mut documents = vec![databases::document(key, vault, &kept)?];
        if anew {
            documents.push(databases::without_place(vault, &name));
        }
        self.put_documents(documents)?;
        let place = databases::place(&*self.store, &view.runtime.keyring, vault, &name)?;
        let bound = Arc::new(Bound::new(vault, kept, place));
        self.databases.put(Arc::clone(&bound));
        reader::start(self, bound)?;
        Ok(true)
    }

    /// From now on it is no longer read; what came from it stays. At the server, what was set up for change capture is taken
    /// down; if that fails, why is said. `None`: it is busy just now.
    ///
    /// # Errors
    /// If it could not be written down.
    pub(crate) fn unbind(&self, bound: &Bound) -> Result<Option<Option<anlass_sources::sql::Error>>> {
        if !ends(bound) {
            return Ok(None);
        }
        let name = &bound.kept.name;
        self.put_documents(databases::without(bound.vault, name))?;
        self.rows_of_databases().remove(&format!("{:032x}", databases::bundle(bound.vault, name)))?;
        self.databases.remove(name);
        let torn_down = match &bound.kept.reading {
            Reading::Pull { .. } => Ok(()),
            Reading::Capture(capture) => tear_down(&bound.kept.opened(&self.folder_of_databases()), capture),
        };
        Ok(Some(torn_down.err()))
    }

    /// It is read at once; `anew`: from its beginning.
    pub(crate) fn read_now(&self, bound: &Bound, anew: bool) {
        bound.tell(|told| {
            told.now = true;
            told.anew |= anew;
        });
    }
}

/// The server may need a moment to notice that nobody reads the slot any more.
#[expect(
    clippy::disallowed_methods,
    reason = "the other side is given time, and whoever removes a source waits for it"
)]
fn tear_down(database: &Database, capture: &Capture) -> Result<(), anlass_sources::sql::Error> {
    let mut tried = 0;
    loop {
        let torn_down = replication::tear_down(database, capture);
        tried += 1;
        match torn_down {
            Err(_) if tried < TORN_DOWN_MAX => std::thread::sleep(TORN_DOWN_AGAIN),
            torn_down => return torn_down,
        }
    }
}

fn ends(bound: &Bound) -> bool {
    bound.tell(|told| told.stop = true);
    bound.wait_for_its_end(END_MAX)
}
