//! What stands behind the HTTP side: one thread owns the loop ([`rounds`]), everybody else reads beside it through a
//! [`View`] of what is live, accepts through the inbox, and asks the loop by a bounded queue. Knows no HTTP.

pub(crate) mod acts;
pub(crate) mod brake;
mod calls;
pub(crate) mod carriers;
pub(crate) mod clock;
pub(crate) mod connected;
pub(crate) mod data_pauses;
pub(crate) mod databases;
mod dispatch;
mod earlier;
pub(crate) mod erasures;
mod executors;
pub(crate) mod exports;
mod external;
pub(crate) mod feeds;
mod foreign;
mod gauges;
mod guardrails;
pub(crate) mod human;
pub(crate) mod importing;
pub(crate) mod letters;
pub(crate) mod letting_in;
pub(crate) mod mailbox;
mod mentions;
pub(crate) mod past;
pub(crate) mod privacy;
pub(crate) mod proofs;
pub(crate) mod reach;
pub(crate) mod reactions;
pub(crate) mod relating;
pub(crate) mod retention;
pub(crate) mod returns;
pub(crate) mod rounds;
pub(crate) mod said;
pub(crate) mod set_aside;
pub(crate) mod signed;
pub(crate) mod subscriptions;
pub(crate) mod suited;
mod taking_in;
pub(crate) mod tracking;
mod wire;

use crate::access::Access;
use crate::config::{Config, MailCarrier};
use crate::intake::Knowledge;
use crate::quality::Quality;
use crate::server::Clock;
use anlass_channels::webhook::Secret;
use anlass_channels::{Answer, Parcel, Retry};
use anlass_content::Content;
use anlass_model::catalogue::{Catalogue, CatalogueChange};
use anlass_model::consent::Class;
use anlass_model::definition::{Definitions, Settings};
use anlass_model::event::Arrival;
use anlass_model::id::VaultId;
use anlass_model::org::TenantScope;
use anlass_model::time::Timestamp;
use anlass_runtime::live::{Acceptor, Live};
use anlass_runtime::virtual_time::Outside;
use anlass_runtime::{Runtime, history};
use anlass_store::inbox::{FileInbox, Inbox};
use anlass_store::seal::MasterKey;
use anlass_store::{Commit, Document, Store};
use anyhow::{Context, Result, bail};
use calls::CallsView;
use carriers::Carriers;
use clock::HouseClock;
use connected::Connected;
use data_pauses::DataPauses;
use databases::Databases;
use dispatch::Dispatch;
use executors::Executors;
use exports::Exports;
use external::External;
use feeds::Feeds;
use guardrails::Guardrails;
use mailbox::Mailbox;
use reach::Reach;
use reactions::Reactions;
use relating::Relating;
use rounds::{Ask, Rounds, Work};
use said::Said;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::Duration;
use subscriptions::Subscriptions;
use tokio::runtime::Handle;
use tokio::sync::watch;
use wire::Wire;

/// Below the data directory.
pub const INBOX_DIR: &str = "inbox";
/// Questions to the loop that wait at once.
const ASKS_MAX: usize = 64;
/// Who asks for everything due to have happened waits this long for what is with a carrier.
const CATCH_UP_MAX: Duration = Duration::from_secs(20);
/// A letter outside the ledger may take so long.
const UNRECORDED_MAX: Duration = Duration::from_secs(25);
/// No link in a letter is signed with these words before it.
const IDENTITY: &[u8] = b"\0identity secret of a write key ";
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
    pub(crate) carriers: Carriers,
    /// Another system that sends e-mail for us, if one does.
    external: Option<External>,
    /// With which a foreign sender signs what it says of its letters.
    foreign: Option<Secret>,
    wire: Wire,
    earlier: earlier::Earlier,
    pub(crate) calls: CallsView,
    pub(crate) subscriptions: Subscriptions,
    pub(crate) exports: Exports,
    pub(crate) guardrails: Guardrails,
    /// To write down what the house does by itself.
    access: Access,
    /// Where the carriers work.
    handing_over: Handle,
    pub(crate) reach: Reach,
    pub(crate) quality: Quality,
    pub(crate) data_pauses: DataPauses,
    pub(crate) said: Said,
    pub(crate) reactions: Reactions,
    pub(crate) brake: brake::Brake,
    pub(crate) human: human::Human,
    pub(crate) returns: returns::Returns,
    pub(crate) importing: importing::Importing,
    pub(crate) connected: Connected,
    pub(crate) databases: Databases,
    pub(crate) feeds: Feeds,
    pub(crate) suited: suited::Suited,
    pub(crate) relating: Relating,
    pub(crate) retaining: retention::Retaining,
    pub(crate) inbox: Arc<dyn Inbox>,
    /// Numbers of the inbox's last entry and of the last one applied, to be had without waiting.
    accepted: AtomicU64,
    pub(crate) applied: AtomicU64,
    /// How often somebody was erased since the start: of them no batch tells.
    pub(crate) erased: AtomicU64,
    view: RwLock<Arc<View>>,
    /// As the loop has it, with the prices and stock of this moment.
    goods: RwLock<Arc<Catalogue>>,
    mentions: mentions::Mentions,
    acceptor: RwLock<Acceptor>,
    asks: SyncSender<Ask>,
    /// Why the loop does not run just now.
    pub(crate) trouble: Mutex<Option<String>>,
    /// Why nothing gets out just now.
    carrier_trouble: Mutex<Option<CarrierTrouble>>,
    /// Why the loop ended for good though nobody told it to.
    ended: watch::Sender<Option<String>>,
}

/// What a carrier says of itself when it takes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CarrierTrouble {
    /// Somebody has to act; otherwise it passes by itself.
    pub(crate) needs_repair: bool,
    pub(crate) reason: String,
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
    // The catalogue comes from the loop below: a large one is read once only.
    let view = view_with(&store, &master, Arc::default())?;
    let simulated = store.document(SIMULATED.0, SIMULATED.1)?.is_some();
    let history = history::position(&*store)?.until;
    let clock = HouseClock::open(&*store, Arc::clone(&wall), pace, history)?;
    erasures::forget_rehearsal(&dir)?;
    let mailbox = Mailbox::open(Arc::clone(&store), view.runtime.keyring.clone(), wall.clone())?;
    let reach = Reach::open(&*store)?;
    let data_pauses = DataPauses::open(&*store, &view.runtime.keyring, view.scope.vault())?;
    let said = Said::open(&*store, &view.runtime.keyring)?;
    let reactions = Reactions::open(&*store, &dir, &view.runtime.keyring)?;
    let connected = Connected::open(&*store, &view.runtime.keyring, &*tell)?;
    let relating = Relating::open(&*store, &view.runtime.keyring, &view)?;
    let databases = Databases::open(&*store, &view.runtime.keyring, &*tell)?;
    let feeds = Feeds::open(&*store, &view.runtime.keyring, &*tell)?;
    let subscriptions = Subscriptions::open(&*store, &view.runtime.keyring, &*tell)?;
    let exports = Exports::open(&*store, &view.runtime.keyring, &*tell)?;
    let applied = anlass_store::inbox_applied(&*store)?;
    if is_demo && config.mail.carrier != MailCarrier::Mailbox {
        bail!(
            "mail.carrier: a demo's people are played, and their letters must not leave the house\n  \
             help: set it to \"mailbox\", or serve without --demo"
        );
    }
    let carriers = Carriers::open(&config, &dir)?;
    let external = External::open(&*store, &view.runtime.keyring, &config, &dir)?;
    let foreign = foreign::open(&dir, &config.returns.foreign_secret_file)?;
    carriers.remarks(&config).into_iter().for_each(|remark| tell(remark));
    let executors =
        Executors::start().context("starting the carriers\n  help: allow this user more processes")?;
    let inbox: Arc<dyn Inbox> = Arc::new(FileInbox::open(&dir.join(INBOX_DIR), applied)?);
    let runtime = Runtime::open(Arc::clone(&store), &master, "anlass serve", clock.now())?;
    let live = Live::new(runtime, Arc::clone(&inbox))?;
    let mut looking = view.runtime;
    looking.catalogue = Arc::clone(&live.runtime.catalogue);
    let view = view_of(looking)?;
    let (asks, asked) = sync_channel(ASKS_MAX);
    let human = human::Human::since(wall());
    let house = Arc::new(House {
        accepted: AtomicU64::new(inbox.last()?),
        applied: AtomicU64::new(applied),
        erased: AtomicU64::new(0),
        acceptor: RwLock::new(live.acceptor()),
        view: RwLock::new(Arc::new(view)),
        goods: RwLock::new(Arc::clone(&live.runtime.catalogue)),
        mentions: mentions::Mentions::default(),
        asks: asks.clone(),
        trouble: Mutex::new(None),
        carrier_trouble: Mutex::new(None),
        ended: watch::Sender::new(None),
        calls: CallsView::open(&*store, &config.webhooks, &dir)?,
        subscriptions,
        exports,
        guardrails: Guardrails::open(&*store)?,
        access: Access::open(Arc::clone(&store), &master)?,
        carriers,
        external,
        foreign,
        wire: Wire::open(&dir)?,
        earlier: earlier::Earlier::default(),
        handing_over: executors.of(Class::Contract).clone(),
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
        quality: Quality::default(),
        data_pauses,
        said,
        reactions,
        brake: brake::Brake::default(),
        human,
        returns: returns::Returns::default(),
        importing: importing::Importing::default(),
        connected,
        databases,
        feeds,
        suited: suited::Suited::default(),
        relating,
        retaining: retention::Retaining::default(),
        inbox,
    });
    if is_demo {
        past::fill(&house, history)?;
    }
    let thread = start(Arc::clone(&house), live, asked, executors)?;
    house.tidy_proofs()?;
    house.go_on_importing()?;
    house.read_databases()?;
    house.relate()?;
    Ok((house, Loop { asks, thread }))
}

fn start(
    house: Arc<House>,
    live: Live,
    asked: Receiver<Ask>,
    executors: Executors,
) -> Result<JoinHandle<()>> {
    let rounds = Rounds::new(Arc::clone(&house), live, asked, Dispatch::new(house, executors));
    let thread = std::thread::Builder::new().name("loop".into()).spawn(move || rounds.run());
    thread.context("starting the loop's thread\n  help: allow this user more processes")
}

fn view_with(store: &Arc<dyn Store>, master: &MasterKey, catalogue: Arc<Catalogue>) -> Result<View> {
    view_of(Runtime::look_with(Arc::clone(store), master, catalogue)?)
}

/// What is live, as a runtime that looks at a store has it.
fn view_of(runtime: Runtime) -> Result<View> {
    let definitions = &runtime.program.definitions;
    let Ok(content) = anlass_content::compile(definitions) else {
        bail!("the content of what is live does not compile\n  help: run `anlass check` on its files")
    };
    let content = content.with_names(crate::first_names::installed(&*runtime.store)?);
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
        let view = view_with(&self.store, &self.master, Arc::clone(&self.view().runtime.catalogue))?;
        self.mailbox.renew(view.runtime.keyring.clone());
        *self.view.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(view);
        *self.acceptor.write().unwrap_or_else(PoisonError::into_inner) = acceptor;
        Ok(())
    }

    /// The catalogue as the loop has it. That of a [`View`] may be behind in prices and stock.
    pub(crate) fn catalogue(&self) -> Arc<Catalogue> {
        Arc::clone(&self.goods.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn note_catalogue(&self, catalogue: &Arc<Catalogue>) {
        if !Arc::ptr_eq(&self.catalogue(), catalogue) {
            *self.goods.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(catalogue);
            self.mentions.arrived(catalogue);
        }
    }

    /// Shows everybody the catalogue that the loop has now.
    pub(crate) fn show(&self, catalogue: Arc<Catalogue>) -> Result<()> {
        let view = view_with(&self.store, &self.master, catalogue)?;
        *self.view.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(view);
        Ok(())
    }

    /// Accepts: durable when it returns.
    pub(crate) fn take(&self, arrivals: &[Arrival]) -> Result<(), anlass_runtime::Error> {
        let acceptor = self.acceptor.read().unwrap_or_else(PoisonError::into_inner).clone();
        let last = acceptor.accept(arrivals)?;
        self.accepted.fetch_max(last, Ordering::Relaxed);
        self.reach.note(arrivals);
        self.quality.hear(arrivals);
        self.guardrails.listen(arrivals);
        self.wake();
        Ok(())
    }

    /// Accepts changes of the catalogue, in the order in which they are taken: durable when it returns.
    ///
    /// # Errors
    /// If they could not be made durable.
    pub fn take_changes(&self, changes: &[CatalogueChange]) -> Result<(), anlass_runtime::Error> {
        let acceptor = self.acceptor.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(last) = acceptor.accept_changes(changes, self.now())? {
            self.accepted.fetch_max(last, Ordering::Relaxed);
        }
        self.wake();
        Ok(())
    }

    /// The loop looks at once. If its queue is full it will anyway.
    pub(crate) fn wake(&self) {
        drop(self.asks.try_send(Ask::Wake));
    }

    /// Waits until everything accepted so far is applied and what is due has happened; what a carrier is slow with is
    /// not waited for.
    pub(crate) fn catch_up(&self) -> Result<()> {
        let (answer, answered) = sync_channel(1);
        self.ask(Ask::CatchUp { answer })?;
        match answered.recv_timeout(CATCH_UP_MAX) {
            Ok(()) | Err(RecvTimeoutError::Timeout) => Ok(()),
            Err(RecvTimeoutError::Disconnected) => bail!("the loop stopped"),
        }
    }

    /// Hands over letters that no ledger knows, to people of the house who try something out, and says what became of
    /// each.
    ///
    /// # Errors
    /// If the carrier did not answer in time.
    pub fn send_test(self: &Arc<House>, parcels: Vec<Parcel>) -> Result<Vec<Answer>> {
        dispatch::send_unrecorded(self, &self.handing_over, parcels, UNRECORDED_MAX)
    }

    fn carrier_fails(&self, retry: Retry, reason: &str) {
        let needs_repair = retry == Retry::AfterRepair;
        let trouble = CarrierTrouble { needs_repair, reason: reason.to_owned() };
        let mut known = self.carrier_trouble.lock().unwrap_or_else(PoisonError::into_inner);
        if known.as_ref() != Some(&trouble) {
            let cure =
                if needs_repair { "\n  help: correct the settings of [mail], and start again" } else { "" };
            (self.tell)(&format!("the carrier takes nothing: {reason}{cure}"));
            *known = Some(trouble);
        }
    }

    fn carrier_works(&self) {
        *self.carrier_trouble.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// What a carrier says of itself when it takes nothing.
    pub(crate) fn carrier_trouble(&self) -> Option<CarrierTrouble> {
        self.carrier_trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until the loop has ended for good though nobody told it to, and says why.
    pub async fn ended(&self) -> String {
        let mut ended = self.ended.subscribe();
        match ended.wait_for(Option::is_some).await {
            Ok(why) => why.clone().unwrap_or_default(),
            Err(_) => std::future::pending().await,
        }
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

    /// What the retailer's server signs identities with for a write key. It follows from the vault's own key, so that
    /// nothing has to be kept; another write key has another.
    pub(crate) fn identity_secret(&self, vault: VaultId, key_hash: &str) -> Option<String> {
        let hash = key_hash.to_ascii_lowercase();
        let view = self.view();
        let own = view.runtime.keyring.vault(vault)?.sign(&[IDENTITY, hash.as_bytes()].concat());
        Some(blake3::Hash::from_bytes(own).to_hex().to_string())
    }

    /// Why the loop does not run just now.
    pub(crate) fn trouble(&self) -> Option<String> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }
}
