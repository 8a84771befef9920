//! What stands behind the HTTP side: one thread owns the loop ([`rounds`]), everybody else reads beside it through a
//! [`View`] of what is live, accepts through the inbox, and asks the loop by a bounded queue. Knows no HTTP.

pub(crate) mod clock;
pub(crate) mod letters;
pub(crate) mod mailbox;
pub(crate) mod reach;
pub(crate) mod rounds;
pub(crate) mod set_aside;
pub(crate) mod signed;

use crate::config::Config;
use crate::intake::{Busy, Intake, Knowledge};
use crate::server::Clock;
use anlass_content::Content;
use anlass_model::definition::{Definitions, Settings};
use anlass_model::event::{Arrival, Body, Event, SourceId};
use anlass_model::id::{EntityId, MessageId, VaultId, parts_hash};
use anlass_model::org::TenantScope;
use anlass_model::time::{Occurred, Received, Timestamp};
use anlass_runtime::live::{Acceptor, Live, SOURCE_SELF};
use anlass_runtime::virtual_time::Outside;
use anlass_runtime::{Runtime, history};
use anlass_sources::collector::Rejected;
use anlass_store::inbox::{FileInbox, Inbox};
use anlass_store::seal::MasterKey;
use anlass_store::{Commit, Document, Store};
use anyhow::{Context, Result, bail};
use clock::HouseClock;
use mailbox::Mailbox;
use reach::Reach;
use rounds::{Ask, Rounds, Work};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;

/// Below the data directory.
pub const INBOX_DIR: &str = "inbox";
/// Questions to the loop that wait at once.
const ASKS_MAX: usize = 64;
/// Document that says that parts of the history were invented.
const SIMULATED: (&str, &str) = ("simulated", "seed");

/// What is outside while a rehearsal runs; the simulator's people live in a crate that this one may not know.
pub type OutsideOf = Arc<dyn Fn(&Settings, VaultId) -> Result<Box<dyn Outside>> + Send + Sync>;

/// How the house's own time runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// As everybody's.
    Real,
    /// As fast, but from where the recorded history ends: else years would pass at the start.
    FromHistory,
    /// It stands still until somebody moves it.
    Manual,
}

/// What a house is opened with; every field is said.
pub struct Opening {
    pub store: Arc<dyn Store>,
    pub master: MasterKey,
    /// The data directory.
    pub dir: PathBuf,
    pub config: Config,
    /// The real time.
    pub wall: Clock,
    pub pace: Pace,
    pub is_demo: bool,
    pub outside: OutsideOf,
    /// One line for the operator.
    pub tell: Arc<dyn Fn(&str) + Send + Sync>,
}

/// What is live, to read beside the loop.
pub(crate) struct View {
    pub(crate) runtime: Runtime,
    pub(crate) content: Content,
    pub(crate) knowledge: Arc<Knowledge>,
    /// The vault that the app shows.
    pub(crate) scope: TenantScope,
}

pub struct House {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) master: MasterKey,
    pub(crate) dir: PathBuf,
    pub(crate) config: Config,
    pub(crate) wall: Clock,
    pub(crate) clock: HouseClock,
    pub(crate) is_demo: bool,
    pub(crate) is_simulated: bool,
    pub(crate) outside: OutsideOf,
    pub(crate) tell: Arc<dyn Fn(&str) + Send + Sync>,
    pub(crate) mailbox: Mailbox,
    pub(crate) reach: Reach,
    pub(crate) inbox: Arc<dyn Inbox>,
    /// Numbers of the inbox's last entry and of the last one applied, to be had without waiting.
    accepted: AtomicU64,
    pub(crate) applied: AtomicU64,
    view: RwLock<Arc<View>>,
    acceptor: RwLock<Acceptor>,
    asks: SyncSender<Ask>,
    /// Why the loop does not run just now.
    pub(crate) trouble: Mutex<Option<String>>,
}

/// The thread of the loop; it ends when told to.
pub struct Loop {
    asks: SyncSender<Ask>,
    thread: JoinHandle<()>,
}

impl Loop {
    /// Lets the loop end what it has begun, and settle.
    pub fn stop(self) {
        drop(self.asks.send(Ask::Stop));
        drop(self.thread.join());
    }
}

/// Opens a house over what is published and starts its loop.
///
/// # Errors
/// If nothing is published, or store, inbox or content cannot be read.
pub fn open(opening: Opening) -> Result<(Arc<House>, Loop)> {
    let Opening { store, master, dir, config, wall, pace, is_demo, outside, tell } = opening;
    let view = view(&store, &master)?;
    let simulated = store.document(SIMULATED.0, SIMULATED.1)?.is_some();
    let history = history::position(&*store)?.until;
    let clock = HouseClock::open(&*store, Arc::clone(&wall), pace, history)?;
    let mailbox = Mailbox::open(Arc::clone(&store), view.runtime.keyring.clone(), wall.clone())?;
    let reach = Reach::open(&*store)?;
    let applied = anlass_store::inbox_applied(&*store)?;
    let inbox: Arc<dyn Inbox> = Arc::new(FileInbox::open(&dir.join(INBOX_DIR), applied)?);
    let runtime = Runtime::open(Arc::clone(&store), &master, "anlass serve", clock.now())?;
    let live = Live::new(runtime, Arc::clone(&inbox))?;
    let (asks, asked) = sync_channel(ASKS_MAX);
    let house = Arc::new(House {
        accepted: AtomicU64::new(inbox.last()?),
        applied: AtomicU64::new(applied),
        acceptor: RwLock::new(live.acceptor()),
        view: RwLock::new(Arc::new(view)),
        asks: asks.clone(),
        trouble: Mutex::new(None),
        is_simulated: simulated,
        store,
        master,
        dir,
        config,
        wall,
        clock,
        is_demo,
        outside,
        tell,
        mailbox,
        reach,
        inbox,
    });
    let thread = start(Arc::clone(&house), live, asked)?;
    Ok((house, Loop { asks, thread }))
}

fn start(house: Arc<House>, live: Live, asked: Receiver<Ask>) -> Result<JoinHandle<()>> {
    let executor = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let rounds = Rounds::new(house, live, asked, executor);
    let thread = std::thread::Builder::new().name("loop".into()).spawn(move || rounds.run());
    thread.context("starting the loop's thread\n  help: allow this user more processes")
}

fn view(store: &Arc<dyn Store>, master: &MasterKey) -> Result<View> {
    let runtime = Runtime::look(Arc::clone(store), master)?;
    let definitions = &runtime.program.definitions;
    let Ok(content) = anlass_content::compile(definitions) else {
        bail!("the content of what is live does not compile\n  help: run `anlass check` on its files")
    };
    let knowledge =
        Knowledge { settings: definitions.settings.clone(), catalogue: (*runtime.catalogue).clone() };
    let vault = runtime.custodian.vaults().first().copied();
    let Some(scope) = vault.and_then(|vault| runtime.custodian.scope(vault)) else {
        bail!("no part of the organisation has a vault\n  help: give headquarters one in the settings")
    };
    Ok(View { runtime, content, knowledge: Arc::new(knowledge), scope })
}

impl House {
    pub(crate) fn view(&self) -> Arc<View> {
        Arc::clone(&self.view.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Shows everybody what is live now.
    pub(crate) fn renew(&self, acceptor: Acceptor) -> Result<()> {
        let view = view(&self.store, &self.master)?;
        self.mailbox.renew(view.runtime.keyring.clone());
        *self.view.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(view);
        *self.acceptor.write().unwrap_or_else(PoisonError::into_inner) = acceptor;
        Ok(())
    }

    /// Accepts: durable when it returns.
    pub(crate) fn take(&self, arrivals: &[Arrival]) -> Result<(), anlass_runtime::Error> {
        let acceptor = self.acceptor.read().unwrap_or_else(PoisonError::into_inner).clone();
        let last = acceptor.accept(arrivals)?;
        self.accepted.fetch_max(last, Ordering::Relaxed);
        self.reach.note(arrivals);
        self.wake();
        Ok(())
    }

    /// Accepts what a person, or somebody for them, has just said here. Two same acts at one moment are one.
    pub(crate) fn take_act(
        &self,
        vault: VaultId,
        customer: EntityId,
        what: &str,
        body: Body,
    ) -> Result<bool> {
        let view = self.view();
        let Some(dossier) = view.runtime.dossier(vault, customer)? else { return Ok(false) };
        if dossier.hot.identifiers.is_empty() {
            return Ok(false);
        }
        let now = self.clock.now();
        let parts = [what.as_bytes(), &customer.0.to_le_bytes(), &now.0.to_le_bytes()];
        let event = Event {
            message: MessageId::Hash(parts_hash(&parts)),
            source: SOURCE_SELF,
            occurred: Occurred(now),
            received: Received(now),
            simulated: false,
            body,
        };
        let identifiers = dossier.hot.identifiers.clone();
        self.take(&[Arrival { vault, identifiers, event }])?;
        Ok(true)
    }

    /// The loop looks at once. If its queue is full it will anyway.
    pub(crate) fn wake(&self) {
        drop(self.asks.try_send(Ask::Wake));
    }

    /// Waits until everything accepted so far is applied and what is due has happened.
    pub(crate) fn catch_up(&self) -> Result<()> {
        let (answer, answered) = sync_channel(1);
        self.ask(Ask::CatchUp { answer })?;
        answered.recv().context("the loop stopped")
    }

    /// Makes definitions live that were checked before.
    pub(crate) fn publish(&self, definitions: Definitions, filled: Vec<String>) -> Result<()> {
        let (answer, answered) = sync_channel(1);
        self.ask(Ask::Publish { definitions: Box::new(definitions), filled, answer })?;
        answered.recv().context("the loop stopped")?
    }

    /// Does something short between two rounds of the loop, which alone writes what it owns.
    pub(crate) fn between_rounds(&self, work: Work) -> Result<()> {
        let (answer, answered) = sync_channel(1);
        self.ask(Ask::Do { work, answer })?;
        answered.recv().context("the loop stopped")?
    }

    fn ask(&self, ask: Ask) -> Result<()> {
        match self.asks.try_send(ask) {
            Ok(()) => Ok(()),
            Err(TrySendError::Full(_)) => bail!("too much waits for the loop\n  help: try again"),
            Err(TrySendError::Disconnected(_)) => bail!("the loop has ended\n  help: start the server again"),
        }
    }

    /// Commits documents of the control plane.
    pub(crate) fn put(&self, kind: &str, name: &str, body: Vec<u8>) -> Result<()> {
        let documents = vec![Document { kind: kind.into(), name: name.into(), body }];
        Ok(self.store.commit(&Commit { documents, ..Commit::default() })?)
    }

    /// Why the loop does not run just now.
    pub(crate) fn trouble(&self) -> Option<String> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

impl Intake for House {
    fn knowledge(&self, vault: VaultId) -> Option<Arc<Knowledge>> {
        let view = self.view();
        view.runtime.custodian.scope(vault).map(|_| Arc::clone(&view.knowledge))
    }

    fn backlog(&self) -> u64 {
        self.accepted.load(Ordering::Relaxed).saturating_sub(self.applied.load(Ordering::Relaxed))
    }

    fn trouble(&self) -> Option<String> {
        House::trouble(self)
    }

    fn accept(&self, arrivals: Vec<Arrival>) -> Result<(), Busy> {
        self.take(&arrivals).map_err(|_| Busy::default())
    }

    fn set_aside(&self, vault: VaultId, source: SourceId, events: Vec<Rejected>) -> Result<(), Busy> {
        set_aside::keep(self, vault, source, &events).map_err(|_| Busy::default())
    }
}
