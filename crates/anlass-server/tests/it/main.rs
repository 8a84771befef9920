//! The server as its clients meet it: real connections, and in place of the loop an intake that remembers; once
//! with the loop itself.

/// The organisation behind every shop of these tests; each says what else its settings have.
macro_rules! organisation {
    () => {
        "settings:
  name: Laden Müller
  organisation: [{ id: headquarters, level: headquarters, vault: 1 }]
  currency: EUR
  time_zone: Europe/Berlin
  region: none
  addresses: { email: email }
  policy: { dwell: 0s }
"
    };
}

mod access;
mod actions;
mod answers;
mod app;
mod catalogue;
mod client;
mod clock;
mod collector;
mod consents;
mod corrections;
mod databases;
mod delivered;
mod desk;
mod explained;
mod exports;
mod external;
mod feeds;
mod figures;
mod forms;
mod forms_told;
mod four_sources;
mod fulfilment;
mod goods;
mod hooks;
mod hostile;
mod identity;
mod letters;
mod lifetime;
mod location;
mod lookalikes;
mod looked_at;
mod loyalty;
mod mailings;
mod objections;
mod operated;
mod outside;
mod own_schema;
mod preferences;
mod privacy;
mod quality;
mod reactions;
mod readiness;
mod receiver;
mod recommendations;
mod refused;
mod rehearsal;
mod restrictions;
mod retention;
mod returns;
mod schema;
mod sdk;
mod settings_rules;
mod settlement;
mod shop;
mod subscriptions;
mod talk;
mod tour;
mod uploads;
mod whole_way;
mod why;

use anlass_model::catalogue::Catalogue;
use anlass_model::event::{Arrival, SourceId};
use anlass_model::id::{MessageId, VaultId};
use anlass_model::time::Timestamp;
use anlass_server::{Busy, Config, Intake, Knowledge, Server, hash_of_key};
use anlass_sources::collector::Rejected;
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::oneshot;

const SETTINGS: &str = "\
name: Test
organisation: [{ id: hq, level: headquarters, vault: 7 }]
currency: EUR
time_zone: Europe/Berlin
fields: { email: text, first_name: text, group: text }
events: { course_clicked: {} }
";

/// Nothing waits longer; tests fail then.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) arrivals: Vec<Arrival>,
    pub(crate) rejected: Vec<Rejected>,
    /// Answers busy so many times before it accepts.
    pub(crate) busy: u32,
    pub(crate) asked: u32,
}

/// An intake that remembers.
#[derive(Default)]
pub(crate) struct Memory {
    kept: Mutex<Kept>,
    news: Condvar,
    pub(crate) backlog: AtomicU64,
    /// Held by a test, it keeps the intake from returning.
    pub(crate) gate: Mutex<()>,
}

impl Memory {
    pub(crate) fn with<T>(&self, look: impl FnOnce(&mut Kept) -> T) -> T {
        look(&mut self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Waits until what was kept is as wanted.
    pub(crate) fn wait(&self, wanted: impl Fn(&Kept) -> bool) {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (kept, waited) =
            self.news.wait_timeout_while(kept, PATIENCE, |kept| !wanted(kept)).expect("sound");
        assert!(!waited.timed_out(), "{} arrivals, {} asked", kept.arrivals.len(), kept.asked);
    }

    pub(crate) fn messages(&self) -> BTreeSet<MessageId> {
        self.with(|kept| kept.arrivals.iter().map(|arrival| arrival.event.message).collect())
    }
}

impl Intake for Memory {
    fn knowledge(&self, vault: VaultId) -> Option<Arc<Knowledge>> {
        let settings = serde_saphyr::from_str(SETTINGS).expect("good settings");
        (vault == VaultId(7)).then(|| Arc::new(Knowledge { settings, catalogue: Catalogue::default() }))
    }

    fn backlog(&self) -> u64 {
        self.backlog.load(Ordering::Relaxed)
    }

    fn accept(&self, arrivals: Vec<Arrival>) -> Result<(), Busy> {
        let taken = self.with(|kept| {
            kept.asked += 1;
            if kept.busy > 0 {
                kept.busy -= 1;
                return Err(Busy { retry_after_s: Some(1) });
            }
            Ok(())
        });
        self.news.notify_all();
        taken?;
        drop(self.gate.lock().unwrap_or_else(PoisonError::into_inner));
        self.with(|kept| kept.arrivals.extend(arrivals));
        self.news.notify_all();
        Ok(())
    }

    fn set_aside(&self, vault: VaultId, source: SourceId, events: Vec<Rejected>) -> Result<(), Busy> {
        assert_eq!((vault, source), (VaultId(7), SourceId(3)));
        self.with(|kept| kept.rejected.extend(events));
        Ok(())
    }
}

/// A running server; dropped, it is stopped.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    pub(crate) memory: Arc<Memory>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    /// `own` comes on top of the defaults and a key `WRITEKEY`.
    pub(crate) fn start(own: &str) -> Running {
        let key = |key: &str, vault: u32, trust: &str| {
            let hash = hash_of_key(key);
            format!(
                "[[write_keys]]\nname = \"{key}\"\nhash = \"{hash}\"\nvault = {vault}\nsource = 3\ntrust = \"{trust}\"\n"
            )
        };
        let keys = [key("WRITEKEY", 7, "public"), key("SERVER", 7, "server"), key("LOST", 8, "public")];
        let config = format!("listen = \"127.0.0.1:0\"\n{own}\n{}", keys.concat());
        let config = Config::read(&config).expect("a good configuration");
        let memory = Arc::new(Memory::default());
        let intake: Arc<dyn Intake> = Arc::clone(&memory) as Arc<dyn Intake>;
        let (stop, stopped) = oneshot::channel();
        let (told, address) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
            runtime.expect("a runtime").block_on(async move {
                let server = Server::bind(config, intake, Arc::new(now)).await.expect("a free port");
                told.send(server.address()).expect("somebody waits");
                server.run(async move { drop(stopped.await) }).await;
            });
        });
        let address = address.recv().expect("it listens");
        Running { address, memory, stop: Some(stop), thread: Some(thread) }
    }

    /// Asks it to stop, without waiting for it.
    pub(crate) fn ask_to_stop(&mut self) {
        drop(self.stop.take());
    }

    /// Waits until it has ended.
    pub(crate) fn join(&mut self) {
        self.ask_to_stop();
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the server did not panic");
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.ask_to_stop();
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "unmodified SDKs send their own clock's time")]
fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    Timestamp(i64::try_from(since.as_millis()).expect("not that late"))
}
