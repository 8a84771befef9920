//! A small shop with its loop, users of every role and the whole server in front, on a clock moved by hand.

use crate::PATIENCE;
use crate::client::{Answer, Client};
use anlass_model::definition::Definitions;
use anlass_model::id::VaultId;
use anlass_model::time::Timestamp;
use anlass_runtime::Runtime;
use anlass_runtime::virtual_time::Quiet;
use anlass_server::{Access, Config, Opening, Pace, Role, hash_of_key};
use anlass_store::Store;
use anlass_store::memory::MemoryStore;
use anlass_store::seal::MasterKey;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// 2026-11-24T09:00:00Z, a Tuesday
pub(crate) const NOW: Timestamp = Timestamp(1_795_510_800_000);
pub(crate) const PASSWORD: &str = "a long enough password";
const VAULT: VaultId = VaultId(1);

const SHOP: &str = r#"
settings:
  name: Laden Müller
  organisation: [{ id: headquarters, level: headquarters, vault: 1 }]
  currency: EUR
  time_zone: Europe/Berlin
  region: none
  fields: { first_name: text, last_name: text, email: text, language: text }
  addresses: { email: email }
  sources: [{ id: shop, number: 1 }, { id: till, number: 2, delayed: true }]
  policy: { dwell: 0s }
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
"#;

pub(crate) struct Shop {
    pub(crate) address: SocketAddr,
    store: Arc<dyn Store>,
    /// Goes with the shop.
    _dir: tempfile::TempDir,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

fn email(role: Role) -> String {
    format!("{}@example.org", role.as_str())
}

impl Shop {
    pub(crate) fn open() -> Shop {
        Shop::open_with("")
    }

    /// With more programmes than its own.
    pub(crate) fn open_with(programmes: &str) -> Shop {
        let dir = tempfile::tempdir().expect("a directory");
        let text = format!("{SHOP}{}", programmes.trim_start_matches('\n'));
        let definitions: Definitions = serde_saphyr::from_str(&text).expect("good definitions");
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new(8, 3));
        let master = MasterKey::from_bytes([1; 32]);
        Runtime::publish(&*store, &master, &definitions, Some([2; 32])).expect("published");
        let access = Access::open(Arc::clone(&store), &master).expect("opened");
        for role in Role::ALL {
            access.put_user(&email(role), role, PASSWORD, NOW).expect("added");
        }
        let config = Config::read(&format!(
            "listen = \"127.0.0.1:0\"\npublic_url = \"http://letters.example\"\n\
             [[write_keys]]\nname = \"shop\"\nhash = \"{}\"\nvault = 1\nsource = 1\ntrust = \"server\"\n",
            hash_of_key("WRITEKEY")
        ));
        let opening = Opening {
            store: Arc::clone(&store),
            master,
            dir: dir.path().to_owned(),
            config: config.expect("a good configuration"),
            wall: Arc::new(|| NOW),
            pace: Pace::Manual,
            is_demo: true,
            outside: Arc::new(|_, vault| {
                assert_eq!(vault, VAULT);
                Ok(Box::new(Quiet))
            }),
            tell: Arc::new(|text| panic!("the loop complains: {text}")),
        };
        let (stop, stopped) = oneshot::channel::<()>();
        let (told, address) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            let (house, running) = anlass_server::open(opening).expect("opened");
            let executor = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
            executor.expect("a runtime").block_on(async move {
                let server = anlass_server::bind(house, access).await.expect("a free port");
                told.send(server.address()).expect("somebody waits");
                server.run(async move { drop(stopped.await) }).await;
            });
            running.stop();
        });
        let address = address.recv_timeout(PATIENCE).expect("it listens");
        Shop { address, store, _dir: dir, stop: Some(stop), thread: Some(thread) }
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
        let answer = self.ask(cookie, "POST", "/api/demo/clock", &serde_json::json!({ "seconds": seconds }));
        assert_eq!(answer.status, 200, "{answer:?}");
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(std::thread::panicking() || ended.is_ok(), "the server stopped badly");
        }
    }
}
