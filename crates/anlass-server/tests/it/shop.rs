//! A small shop with its loop, users of every role and the whole server in front, on a clock moved by hand.

use crate::PATIENCE;
use crate::client::{Answer, Client, post};
use anlass_model::definition::Definitions;
use anlass_model::id::VaultId;
use anlass_model::time::Timestamp;
use anlass_runtime::Runtime;
use anlass_runtime::virtual_time::Quiet;
use anlass_server::{Access, Config, House, Opening, Pace, Role, hash_of_key};
use anlass_store::Store;
use anlass_store::memory::MemoryStore;
use anlass_store::seal::MasterKey;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// 2026-11-24T09:00:00Z, a Tuesday
pub(crate) const NOW: Timestamp = Timestamp(1_795_510_800_000);
pub(crate) const PASSWORD: &str = "a long enough password";
const VAULT: VaultId = VaultId(1);
/// The clock moves so far at once.
const AT_ONCE_S: i64 = 31 * 86_400;

pub(crate) const SHOP: &str = concat!(
    organisation!(),
    r#"  fields: { first_name: text, last_name: text, email: text, language: text }
  sources: [{ id: shop, number: 1 }, { id: till, number: 2, delayed: true }]
programmes:
  - id: cart
    name: { de: Warenkorb, en: Cart }
    aim: activation
    goal: orders.count(within = 7d) > 0
    messages:
      - id: confirmation
        name: { de: Merkzettel, en: Notes }
        class: contract
        purpose: service
        channels: [email]
        subject: { de: "Ihr Warenkorb", en: "Your cart" }
        blocks:
          - { id: greeting, text: { de: "{{ salutation }},\n\nwir haben ihn aufgehoben.", en: "{{ salutation }},\n\nwe kept it." } }
    mailings:
      - id: notes-for-all
        name: { de: Merkzettel für alle, en: Notes for all }
        audience: orders.count() > 0
        message: confirmation
        at: 2029-12-03T09:30:00
    journeys:
      - id: remind
        name: { de: Erinnern, en: Remind }
        entry: { event: cart.added }
        exit: [{ id: bought, when: "!cart.open && orders.last >= run.entered" }]
        steps:
          - { id: hour, wait: { for: 1h } }
          - { id: say, message: confirmation }
"#
);

pub(crate) struct Shop {
    pub(crate) address: SocketAddr,
    house: Option<Arc<House>>,
    pub(crate) store: Arc<dyn Store>,
    told: Arc<Mutex<Vec<String>>>,
    /// The data directory.
    dir: Arc<tempfile::TempDir>,
    config: Config,
    is_demo: bool,
    /// What the world's clock says.
    pub(crate) wall: Arc<AtomicI64>,
    /// How far each look at it moves it, in milliseconds.
    pub(crate) tick: Arc<AtomicI64>,
    pub(crate) is_quiet: bool,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

fn email(role: Role) -> String {
    format!("{}@example.org", role.as_str())
}

/// What a shop is opened with.
pub(crate) struct Setup<'a> {
    pub(crate) definitions: &'a str,
    /// On top of a public address and a write key; begins with a table.
    pub(crate) config: &'a str,
    pub(crate) is_demo: bool,
}

impl Shop {
    /// The shop as it is, which has nothing to complain about.
    pub(crate) fn open() -> Shop {
        let mut shop = Shop::with(&Setup { definitions: SHOP, config: "", is_demo: true });
        shop.is_quiet = true;
        shop
    }

    /// With more programmes than its own.
    pub(crate) fn open_with(programmes: &str) -> Shop {
        Shop::of(&format!("{SHOP}{}", programmes.trim_start_matches('\n')), "")
    }

    /// With definitions of its own, and `config` on top.
    pub(crate) fn of(definitions: &str, config: &str) -> Shop {
        Shop::with(&Setup { definitions, config, is_demo: true })
    }

    pub(crate) fn with(setup: &Setup<'_>) -> Shop {
        Shop::over(setup, Arc::new(MemoryStore::new(8, 3)))
    }

    /// Over a store of its own.
    pub(crate) fn over(setup: &Setup<'_>, store: Arc<dyn Store>) -> Shop {
        let dir = Arc::new(tempfile::tempdir().expect("a directory"));
        let definitions: Definitions = serde_saphyr::from_str(setup.definitions).expect("good definitions");
        let content = anlass_content::compile(&definitions);
        content.unwrap_or_else(|problems| {
            panic!("{:?}", problems.iter().map(ToString::to_string).collect::<Vec<_>>())
        });
        let master = MasterKey::from_bytes([1; 32]);
        Runtime::publish(&*store, &master, &definitions, Some([2; 32])).expect("published");
        let access = Access::open(Arc::clone(&store), &master).expect("opened");
        for role in Role::ALL {
            access.put_user(&email(role), role, PASSWORD, NOW).expect("added");
        }
        let config = Config::read(&format!(
            "listen = \"127.0.0.1:0\"\npublic_url = \"http://letters.example\"\n{}\n\
             [[write_keys]]\nname = \"shop\"\nhash = \"{}\"\nvault = 1\nsource = 1\ntrust = \"server\"\n\
             [[write_keys]]\nname = \"page\"\nhash = \"{}\"\nvault = 1\nsource = 1\ntrust = \"public\"\n",
            setup.config,
            hash_of_key("WRITEKEY"),
            hash_of_key("PAGEKEY"),
        ));
        let config = config.expect("a good configuration");
        Shop::start(dir, store, config, setup.is_demo, Arc::new(AtomicI64::new(NOW.0)))
    }

    /// The same shop after its process ended and began anew.
    pub(crate) fn restarted(self) -> Shop {
        self.restarted_after(|_| ())
    }

    /// The same, and in between somebody else had the loop.
    pub(crate) fn restarted_after(mut self, meanwhile: impl FnOnce(&mut Runtime)) -> Shop {
        self.end();
        let runtime = Runtime::open(Arc::clone(&self.store), &MasterKey::from_bytes([1; 32]), "test", NOW);
        meanwhile(&mut runtime.expect("opened"));
        let (dir, store, wall) = (Arc::clone(&self.dir), Arc::clone(&self.store), Arc::clone(&self.wall));
        let mut shop = Shop::start(dir, store, self.config.clone(), self.is_demo, wall);
        shop.is_quiet = self.is_quiet;
        shop
    }

    fn start(
        dir: Arc<tempfile::TempDir>,
        store: Arc<dyn Store>,
        config: Config,
        is_demo: bool,
        wall: Arc<AtomicI64>,
    ) -> Shop {
        let master = MasterKey::from_bytes([1; 32]);
        let access = Access::open(Arc::clone(&store), &master).expect("opened");
        let tick: Arc<AtomicI64> = Arc::default();
        let (clock, step) = (Arc::clone(&wall), Arc::clone(&tick));
        let told: Arc<Mutex<Vec<String>>> = Arc::default();
        let telling = Arc::clone(&told);
        let opening = Opening {
            store: Arc::clone(&store),
            master,
            dir: dir.path().to_owned(),
            config: config.clone(),
            wall: Arc::new(move || {
                Timestamp(clock.fetch_add(step.load(Ordering::Relaxed), Ordering::Relaxed))
            }),
            pace: Pace::Manual,
            is_demo,
            outside: Arc::new(|_, vault| {
                assert_eq!(vault, VAULT);
                Ok(Box::new(Quiet))
            }),
            tell: Arc::new(move |text| telling.lock().expect("sound").push(text.to_owned())),
        };
        let (stop, stopped) = oneshot::channel::<()>();
        let (tell, opened) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            let (house, running) = anlass_server::open(opening).expect("opened");
            let executor = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
            executor.expect("a runtime").block_on(async move {
                let server = anlass_server::bind(Arc::clone(&house), access).await.expect("a free port");
                tell.send((server.address(), house)).expect("somebody waits");
                server.run(async move { drop(stopped.await) }).await;
            });
            running.stop();
        });
        let (address, house) = opened.recv_timeout(PATIENCE).expect("it listens");
        let (stop, thread) = (Some(stop), Some(thread));
        let house = Some(house);
        Shop { address, house, store, told, dir, config, is_demo, wall, tick, is_quiet: false, stop, thread }
    }

    pub(crate) fn house(&self) -> &House {
        self.house.as_deref().expect("it is open")
    }

    #[expect(clippy::disallowed_methods, reason = "nothing tells when the last thread lets go")]
    fn end(&mut self) {
        let house = self.house.take().map(|house| Arc::downgrade(&house));
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(std::thread::panicking() || ended.is_ok(), "the server stopped badly");
            let told = self.told();
            assert!(std::thread::panicking() || !self.is_quiet || told.is_empty(), "it complains: {told}");
            // A process that ends lets go of its files; threads of this one may do so a moment later.
            let begun = Instant::now();
            while house.as_ref().is_some_and(|house| house.strong_count() > 0) && begun.elapsed() < PATIENCE {
                std::thread::sleep(Duration::from_millis(1));
            }
        }
    }

    pub(crate) fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// What the operator heard.
    pub(crate) fn told(&self) -> String {
        self.told.lock().expect("sound").join("\n")
    }

    /// Somebody puts something into their cart, a minute before the clock says now.
    pub(crate) fn cart(&self, number: &str, name: &str) {
        let known = format!(
            r#"{{"type":"identify","userId":"{number}","messageId":"who {number}","timestamp":"2026-11-24T08:59:00Z",
            "traits":{{"email":"{name}@example.org","firstName":"{name}","lastName":"Maier","language":"de"}}}}"#
        );
        let added = format!(
            r#"{{"type":"track","userId":"{number}","messageId":"cart {number}","timestamp":"2026-11-24T08:59:30Z",
            "event":"Product Added","properties":{{"product_id":"p1","price":19.99,"quantity":2}}}}"#
        );
        let answer = post(self.address, "/v1/batch", format!("{{\"batch\":[{known},{added}]}}").as_bytes());
        assert_eq!(answer.status, 200, "{answer:?}");
    }

    /// Moves the clock again and again until something has happened beside it; what takes longer is given time.
    #[expect(clippy::disallowed_methods, reason = "what happens on other threads happens by itself")]
    pub(crate) fn pass_until(&self, cookie: &str, seconds: i64, mut has_happened: impl FnMut() -> bool) {
        for tried in 0..2_000 {
            if has_happened() {
                return;
            }
            self.pass(cookie, seconds);
            if tried > 100 {
                std::thread::sleep(Duration::from_millis(5));
            }
        }
        panic!("it does not happen: {}", self.told());
    }

    pub(crate) fn client(&self) -> Client {
        Client::connect(self.address)
    }

    /// The cookie of somebody signed in.
    pub(crate) fn cookie(&self, role: Role) -> String {
        let body = serde_json::json!({ "email": email(role), "password": PASSWORD }).to_string();
        let answer = self.client().request("POST", "/api/session", &[("x-anlass", "1")], body.as_bytes());
        assert_eq!(answer.status, 200, "{answer:?}");
        let cookie = answer.header("set-cookie").expect("a cookie");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
        cookie.split(';').next().unwrap_or_default().to_owned()
    }

    /// What the app of somebody hears.
    pub(crate) fn ask(&self, cookie: &str, method: &str, path: &str, body: &serde_json::Value) -> Answer {
        let headers = [("x-anlass", "1"), ("cookie", cookie)];
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.client().request(method, path, &headers, body.as_bytes())
    }

    pub(crate) fn json(&self, cookie: &str, path: &str) -> serde_json::Value {
        let answer = self.ask(cookie, "GET", path, &serde_json::Value::Null);
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        serde_json::from_slice(&answer.body).expect("JSON")
    }

    /// Publishes other definitions into the store, beside the server.
    pub(crate) fn publish(&self, change: impl Fn(&str) -> String) {
        let definitions: Definitions = serde_saphyr::from_str(&change(SHOP)).expect("good definitions");
        let master = MasterKey::from_bytes([1; 32]);
        Runtime::publish(&*self.store, &master, &definitions, None).expect("published");
    }

    /// Moves the clock.
    pub(crate) fn pass(&self, cookie: &str, seconds: i64) {
        let mut left = seconds;
        while left > 0 {
            let some = left.min(AT_ONCE_S);
            let answer = self.ask(cookie, "POST", "/api/demo/clock", &serde_json::json!({ "seconds": some }));
            assert_eq!(answer.status, 200, "{answer:?}");
            left -= some;
        }
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        self.end();
    }
}
