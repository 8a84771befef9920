//! Letters to a relay: a bounded pool of connections that are used again, commands in one write, a time limit for
//! every phase, a limit per destination. A letter that may have been taken is never given twice.

mod config;
mod connection;
mod queue;
mod reply;
mod trust;

pub use config::{Config, Login, Password, Security, SetupError, Timeouts};
pub use trust::Trust;
pub(crate) use trust::connector;

use super::compose::{self, Composed, compose};
use super::dkim::{self, Keyring};
use super::status::fault;
use crate::{Answer, Answers, BulkCarrier, Content, Fault, Outcome, Parcel, Retry, Watch};
use anlass_model::id::IntentId;
use connection::{Answered, Cause, Connection, Failed, Leaves, Pace, Stage};
use queue::{Destinations, Next, Queue, lock};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_rustls::TlsConnector;

/// Connections lost one after the other before a hand-over stops trying.
const LOSSES_MAX: usize = 3;
const CONNECTIONS_MAX: usize = 1_000;

/// A client of one relay. Cheap to clone; clones share connections and limits.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    config: Config,
    keyring: Option<Keyring>,
    tls: TlsConnector,
    idle: Mutex<Vec<(Connection, Instant)>>,
    connections: Semaphore,
    destinations: Arc<Destinations>,
    /// The relay offers pipelining, but swallows commands.
    swallows: AtomicBool,
}

impl Client {
    /// With a keyring every letter is signed, or not sent.
    pub fn new(config: Config, keyring: Option<Keyring>) -> Result<Client, SetupError> {
        if config.login.is_some() && config.security == Security::Plain {
            return Err(SetupError::LoginInClear);
        }
        if !(1..=CONNECTIONS_MAX).contains(&config.connections_max) {
            let value = config.connections_max.to_string();
            return Err(SetupError::Value { key: "connections_max", value, allowed: "1 to 1000" });
        }
        if config.hello.is_empty() || !config.hello.bytes().all(|byte| byte.is_ascii_graphic()) {
            let value = format!("\"{}\"", config.hello.escape_default());
            return Err(SetupError::Value { key: "hello", value, allowed: "the name of a machine" });
        }
        let tls = connector(&config.trust)?;
        let connections = Semaphore::new(config.connections_max);
        let destinations = Arc::new(Destinations::new(config.per_destination_max));
        let (idle, swallows) = (Mutex::default(), AtomicBool::new(false));
        let inner = Inner { config, keyring, tls, idle, connections, destinations, swallows };
        Ok(Client { inner: Arc::new(inner) })
    }

    /// As [`BulkCarrier::hand_over`], but `watch` hears of each parcel before it leaves, and its answer as soon as it is
    /// known: one recipient whose server hangs does not hold up what is known of the others.
    pub async fn hand_over_watched(&self, parcels: Vec<Arc<Parcel>>, watch: Arc<dyn Watch>) {
        Batch::run(Arc::clone(&self.inner), parcels, watch).await;
    }

    /// Says goodbye on all unused connections.
    pub async fn close(&self) {
        let idle = std::mem::take(&mut *lock(&self.inner.idle));
        for (connection, _) in idle {
            connection.quit().await;
        }
    }
}

impl BulkCarrier for Client {
    fn hand_over(&self, parcels: Vec<Parcel>) -> Answers<'_> {
        Box::pin(async move {
            let order: BTreeMap<IntentId, usize> =
                parcels.iter().enumerate().map(|(number, parcel)| (parcel.intent, number)).collect();
            let told: Arc<Collected> = Arc::default();
            let parcels = parcels.into_iter().map(Arc::new).collect();
            self.hand_over_watched(parcels, Arc::clone(&told) as Arc<dyn Watch>).await;
            let mut answers = std::mem::take(&mut *lock(&told.0));
            answers.sort_by_key(|answer| order.get(&answer.intent).copied());
            answers
        })
    }
}

/// Only keeps the answers.
#[derive(Default)]
struct Collected(Mutex<Vec<Answer>>);

impl Watch for Collected {
    fn holds(&self, _: IntentId) -> Result<(), String> {
        Ok(())
    }

    fn leaves(&self, _: IntentId) -> Result<(), String> {
        Ok(())
    }

    fn answered(&self, answer: Answer) {
        lock(&self.0).push(answer);
    }
}

/// What is known about a parcel of a batch.
#[derive(Clone, Copy)]
enum Fate {
    Waiting,
    UnderWay,
    Told,
}

/// One hand-over, shared by its workers.
struct Batch {
    inner: Arc<Inner>,
    parcels: Vec<Arc<Parcel>>,
    queue: Mutex<Queue>,
    fates: Mutex<Vec<Fate>>,
    watch: Arc<dyn Watch>,
    /// Why the last worker stopped early.
    trouble: Mutex<Option<(Retry, String)>>,
}

impl Batch {
    async fn run(inner: Arc<Inner>, parcels: Vec<Arc<Parcel>>, watch: Arc<dyn Watch>) {
        let mut queue = Queue::default();
        let mut texts = Vec::new();
        for (number, parcel) in parcels.iter().enumerate() {
            match &parcel.body {
                Content::Mail(letter) => queue.push(letter.to.address.domain(), number),
                Content::Text(_) => texts.push(number),
            }
        }
        let workers = inner.config.connections_max.min(parcels.len());
        let (queue, fates) = (Mutex::new(queue), Mutex::new(vec![Fate::Waiting; parcels.len()]));
        let batch = Arc::new(Batch { inner, parcels, queue, fates, watch, trouble: Mutex::default() });
        for number in texts {
            let reason = "only a letter can go by mail".to_owned();
            batch.told(number, Outcome::Rejected(Fault::Message), reason);
        }
        let mut running = JoinSet::new();
        for _ in 0..workers {
            running.spawn(Arc::clone(&batch).work());
        }
        // A worker that panicked leaves its parcel under way, and so unknown.
        while running.join_next().await.is_some() {}
        batch.tell_the_rest();
    }

    fn told(&self, number: usize, outcome: Outcome, reason: String) {
        lock(&self.fates)[number] = Fate::Told;
        self.watch.answered(Answer { intent: self.parcels[number].intent, outcome, reason });
    }

    async fn work(self: Arc<Batch>) {
        let mut losses = 0;
        loop {
            // Listened to before looking, so that no place becomes free in between unheard.
            let freed = self.inner.destinations.freed.notified();
            tokio::pin!(freed);
            freed.as_mut().enable();
            let next = lock(&self.queue).next(&self.inner.destinations);
            let (number, place) = match next {
                Next::Parcel(number, place) => (number, place),
                Next::Wait => {
                    freed.await;
                    continue;
                }
                Next::Done => return,
            };
            lock(&self.fates)[number] = Fate::UnderWay;
            let delivery = self.deliver(number).await;
            drop(place);
            self.told(number, delivery.outcome, delivery.reason.clone());
            losses = match delivery.trouble {
                None => 0,
                Some(Trouble::Lost) => losses + 1,
                Some(Trouble::NoConnection) => LOSSES_MAX,
            };
            if losses >= LOSSES_MAX {
                let retry = match delivery.outcome {
                    Outcome::NotHanded(retry) => retry,
                    _ => Retry::Later,
                };
                *lock(&self.trouble) = Some((retry, delivery.reason));
                return;
            }
        }
    }

    async fn deliver(self: &Arc<Batch>, number: usize) -> Delivery {
        let batch = Arc::clone(self);
        let prepared = match self.inner.keyring.as_ref().is_some_and(Keyring::is_slow) {
            true => tokio::task::spawn_blocking(move || batch.inner.prepare(&batch.parcels[number])).await,
            false => Ok(self.inner.prepare(&self.parcels[number])),
        };
        match prepared {
            Ok(Ok(letter)) => {
                let intent = self.parcels[number].intent;
                if let Err(reason) = self.watch.holds(intent) {
                    return Delivery::of(Outcome::NotHanded(Retry::Anew), reason);
                }
                self.inner.deliver(&letter, &|| self.watch.leaves(intent)).await
            }
            Ok(Err(delivery)) => delivery,
            Err(_) => Delivery::of(Outcome::NotHanded(Retry::AfterRepair), "the letter could not be written"),
        }
    }

    fn tell_the_rest(&self) {
        let trouble = lock(&self.trouble).clone();
        let (retry, cause) = trouble.unwrap_or((Retry::Later, "nobody carried it".to_owned()));
        let fates = lock(&self.fates).clone();
        for (number, fate) in fates.into_iter().enumerate() {
            match fate {
                Fate::Told => {}
                Fate::UnderWay => self.told(number, Outcome::Unknown, "the carrier broke down".to_owned()),
                Fate::Waiting => self.told(number, Outcome::NotHanded(retry), cause.clone()),
            }
        }
    }
}

/// What became of one letter.
struct Delivery {
    outcome: Outcome,
    reason: String,
    trouble: Option<Trouble>,
}

enum Trouble {
    /// The connection broke.
    Lost,
    /// There was none.
    NoConnection,
}

impl Delivery {
    fn of(outcome: Outcome, reason: impl Into<String>) -> Delivery {
        Delivery { outcome, reason: reason.into(), trouble: None }
    }

    fn answered(answered: &Answered) -> Delivery {
        let reply = &answered.reply;
        let outcome = match answered.stage {
            Stage::Answer if reply.is_positive() => Outcome::Accepted,
            // "Go on" after the end of the letter means nothing.
            Stage::Answer if !reply.is_temporary() && !reply.is_permanent() => Outcome::Unknown,
            _ if !reply.is_permanent() => Outcome::NotHanded(Retry::Later),
            Stage::Recipient => Outcome::Rejected(fault(reply.code, reply.status())),
            // A letter that is too large is refused with the sender's name already; everything else said there
            // is about us, not about the recipient.
            Stage::Sender if reply.code != 552 => Outcome::NotHanded(Retry::AfterRepair),
            Stage::Answer => match reply.status() {
                Some(status) if status.subject == 1 => Outcome::Rejected(fault(reply.code, Some(status))),
                _ => Outcome::Rejected(Fault::Message),
            },
            _ => Outcome::Rejected(Fault::Message),
        };
        Delivery::of(outcome, reply.text())
    }

    fn failed(failed: &Failed) -> Delivery {
        let outcome = match &failed.cause {
            _ if failed.stage == Stage::Answer => Outcome::Unknown,
            Cause::Setup(_) => Outcome::NotHanded(Retry::AfterRepair),
            // Before any letter: hello, encryption or login are refused for good.
            Cause::Refused(reply) if reply.is_permanent() => Outcome::NotHanded(Retry::AfterRepair),
            Cause::Refused(_) | Cause::Lost(_) => Outcome::NotHanded(Retry::Later),
        };
        let trouble = if failed.stage < Stage::Sender { Trouble::NoConnection } else { Trouble::Lost };
        Delivery { outcome, reason: failed.text(), trouble: Some(trouble) }
    }
}

impl Inner {
    fn prepare(&self, parcel: &Parcel) -> Result<Composed, Delivery> {
        let Content::Mail(letter) = &parcel.body else {
            return Err(Delivery::of(Outcome::Rejected(Fault::Message), "only a letter can go by mail"));
        };
        let mut composed = match compose(letter, parcel.intent, self.config.letter_bytes_max) {
            Ok(composed) => composed,
            Err(error @ compose::Error::TooLarge { .. }) => {
                return Err(Delivery::of(Outcome::Rejected(Fault::Message), error.to_string()));
            }
            Err(error) => {
                return Err(Delivery::of(Outcome::NotHanded(Retry::AfterRepair), error.to_string()));
            }
        };
        if let Some(keyring) = &self.keyring {
            keyring.sign(&mut composed).map_err(|error: dkim::Error| {
                Delivery::of(Outcome::NotHanded(Retry::AfterRepair), error.to_string())
            })?;
        }
        Ok(composed)
    }

    /// One letter over some connection. It is tried a second time, on a new one, only if the first broke before the
    /// letter itself was sent: an old connection may have been closed by the relay meanwhile, and some relays
    /// offer pipelining and swallow commands.
    async fn deliver(&self, letter: &Composed, leaves: Leaves<'_>) -> Delivery {
        let Ok(_permit) = self.connections.acquire().await else {
            return Delivery::of(Outcome::NotHanded(Retry::Later), "the client is closed");
        };
        let pace = if self.swallows.load(Ordering::Relaxed) { Pace::OneByOne } else { Pace::Together };
        let (mut connection, is_used) = match self.reuse().await {
            Some(connection) => (connection, true),
            None => match Connection::open(&self.config, &self.tls).await {
                Ok(connection) => (connection, false),
                Err(failed) => return Delivery::failed(&failed),
            },
        };
        if let Some(refusal) = refusal(&connection, letter) {
            self.give_back(connection).await;
            return refusal;
        }
        let was_together = pace == Pace::Together && connection.capabilities.pipelining;
        let first = connection.carry(letter, pace, leaves).await;
        let is_worth_another = is_used || was_together;
        let failed = match first {
            Ok(answered) if is_used && answered.reply.code == 421 && answered.stage < Stage::Body => None,
            Ok(answered) => return self.settle(connection, &answered).await,
            Err(failed) => Some(failed),
        };
        if let Some(failed) = failed
            && (failed.stage >= Stage::Body || !is_worth_another)
        {
            return Delivery::failed(&failed);
        }
        drop(connection);
        let mut connection = match Connection::open(&self.config, &self.tls).await {
            Ok(connection) => connection,
            Err(failed) => return Delivery::failed(&failed),
        };
        match connection.carry(letter, Pace::OneByOne, leaves).await {
            Ok(answered) => {
                if !is_used {
                    self.swallows.store(true, Ordering::Relaxed);
                }
                self.settle(connection, &answered).await
            }
            Err(failed) => Delivery::failed(&failed),
        }
    }

    async fn settle(&self, connection: Connection, answered: &Answered) -> Delivery {
        if answered.is_reusable {
            self.give_back(connection).await;
        }
        Delivery::answered(answered)
    }

    async fn reuse(&self) -> Option<Connection> {
        loop {
            let (connection, since) = lock(&self.idle).pop()?;
            if since.elapsed() < self.config.idle_max {
                return Some(connection);
            }
            connection.quit().await;
        }
    }

    async fn give_back(&self, connection: Connection) {
        if connection.carried >= self.config.letters_per_connection_max {
            connection.quit().await;
        } else {
            // No more than there are permits.
            lock(&self.idle).push((connection, Instant::now()));
        }
    }
}

/// What the relay said beforehand that it cannot take.
fn refusal(connection: &Connection, letter: &Composed) -> Option<Delivery> {
    let offers = &connection.capabilities;
    let refused = |text: String| Some(Delivery::of(Outcome::Rejected(Fault::Message), text));
    if letter.to.needs_utf8() && !(offers.utf8 && offers.eight_bit) {
        return refused("the relay takes no address with letters outside ASCII".to_owned());
    }
    match offers.size_max {
        Some(max) if letter.bytes.len() > max => {
            refused(format!("the letter has {} bytes, and the relay takes {max}", letter.bytes.len()))
        }
        _ => None,
    }
}
