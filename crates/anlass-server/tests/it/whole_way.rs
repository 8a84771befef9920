//! From the wire into dossiers: the server in front of the real loop.

use super::PATIENCE;
use super::client::Client;
use anlass_engine::{Dossier, open_lines};
use anlass_model::catalogue::Catalogue;
use anlass_model::definition::Definitions;
use anlass_model::event::{Arrival, SourceId};
use anlass_model::id::{EntityId, Identifier, IdentifierKind, VaultId};
use anlass_model::time::Timestamp;
use anlass_runtime::Runtime;
use anlass_runtime::live::Live;
use anlass_server::{Busy, Config, Intake, Knowledge, Server, hash_of_key};
use anlass_sources::collector::{IdentitySecret, Rejected};
use anlass_store::Store;
use anlass_store::inbox::MemoryInbox;
use anlass_store::memory::MemoryStore;
use anlass_store::seal::MasterKey;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::sync::oneshot;

const VAULT: VaultId = VaultId(1);
/// 2026-11-21T20:20:00Z
const NOW: Timestamp = Timestamp(1_795_292_400_000);

const SHOP: &str = "\
settings:
  name: Whole way
  organisation: [{ id: headquarters, level: headquarters, vault: 1 }]
  currency: EUR
  time_zone: Europe/Berlin
  fields: { first_name: text }
  sources: [{ id: shop, number: 1 }]
programmes: []
";

/// The loop behind the server.
struct Loop {
    live: Mutex<Live>,
    knowledge: Arc<Knowledge>,
}

impl Intake for Loop {
    fn knowledge(&self, vault: VaultId) -> Option<Arc<Knowledge>> {
        (vault == VAULT).then(|| Arc::clone(&self.knowledge))
    }

    fn identity(&self, _: VaultId, key_hash: &str) -> Option<IdentitySecret> {
        (key_hash == hash_of_key("WRITEKEY")).then(|| IdentitySecret::new(b"shop secret"))
    }

    fn backlog(&self) -> u64 {
        0
    }

    fn accept(&self, arrivals: Vec<Arrival>) -> Result<(), Busy> {
        let live = self.live.lock().expect("sound");
        live.accept(&arrivals).map(drop).map_err(|_| Busy::default())
    }

    fn set_aside(&self, _: VaultId, _: SourceId, events: Vec<Rejected>) -> Result<(), Busy> {
        panic!("nothing is to be set aside: {events:?}")
    }
}

impl Loop {
    fn new() -> Loop {
        let definitions: Definitions = serde_saphyr::from_str(SHOP).expect("good definitions");
        let knowledge = Knowledge { settings: definitions.settings.clone(), catalogue: Catalogue::default() };
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new(8, 3));
        let master = MasterKey::from_bytes([1; 32]);
        Runtime::publish(&*store, &master, &definitions, Some([2; 32])).expect("published");
        let runtime = Runtime::open(store, &master, "test", NOW).expect("opened");
        let live = Live::new(runtime, Arc::new(MemoryInbox::new(0))).expect("opened");
        Loop { live: Mutex::new(live), knowledge: Arc::new(knowledge) }
    }

    /// Applies what was accepted and tells who is known by an identifier now.
    fn customer(&self, kind: IdentifierKind, value: &str) -> (EntityId, Dossier) {
        let mut live = self.live.lock().expect("sound");
        live.catch_up(NOW, 1_000).expect("applied");
        live.settle().expect("durable");
        let identifier = Identifier { kind, value: value.into() };
        let id = live.runtime.find(VAULT, &identifier).expect("readable").expect("known");
        (id, live.runtime.dossier(VAULT, id).expect("readable").expect("there"))
    }
}

/// Runs `client` against a server in front of the loop.
fn with_server(intake: &Arc<Loop>, client: impl FnOnce(SocketAddr) + Send + 'static) {
    let hash = hash_of_key("WRITEKEY");
    let config = format!(
        "listen = \"127.0.0.1:0\"\n\
         [[write_keys]]\nname = \"shop\"\nhash = \"{hash}\"\nvault = 1\nsource = 1\ntrust = \"public\"\n"
    );
    let config = Config::read(&config).expect("a good configuration");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let intake: Arc<dyn Intake> = Arc::clone(intake) as Arc<dyn Intake>;
        let server = Server::bind(config, intake, Arc::new(|| NOW)).await.expect("a free port");
        let address = server.address();
        let (done, is_done) = oneshot::channel::<()>();
        let client = std::thread::spawn(move || {
            client(address);
            drop(done);
        });
        let run = server.run(async move { drop(is_done.await) });
        tokio::time::timeout(PATIENCE, run).await.expect("it ends");
        client.join().expect("the client is content");
    });
}

fn send(client: &mut Client, events: &str) {
    let body = format!("{{\"sentAt\":\"2026-11-21T20:20:00Z\",\"batch\":[{events}]}}");
    let answer = client.request("POST", "/v1/batch?writeKey=WRITEKEY", &[], body.as_bytes());
    assert_eq!(answer.status, 200, "{answer:?}");
}

const ADDED: &str = r#"{"type":"track","anonymousId":"a1","messageId":"m1","timestamp":"2026-11-21T20:00:00Z",
    "event":"Product Added","properties":{"product_id":"p1","price":19.99,"quantity":2}}"#;
const SIGNED_IN: &str = r#"{"type":"identify","anonymousId":"a1","userId":"17","messageId":"m2",
    "timestamp":"2026-11-21T20:01:00Z","traits":{"email":"eva@example.org","firstName":"Eva"},
    "context":{"identity_token":"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxNyIsImV4cCI6MTc5NTI5MjQ2MH0.qyQSpBVmMEAkSwqEj_6KT45TL3jiBNG0pQDyDP2F09M"}}"#;
/// The page proved once whose cookie it is.
const ORDERED: &str = r#"{"type":"track","userId":"17","anonymousId":"a1","messageId":"m3","timestamp":"2026-11-21T20:02:00Z",
    "event":"Order Completed","properties":{"order_id":"o1","products":[{"product_id":"p1","price":19.99}]}}"#;

#[test]
fn an_anonymous_cart_belongs_to_whoever_signs_in_and_an_order_empties_it() {
    let intake = Arc::new(Loop::new());
    with_server(&intake, |address| send(&mut Client::connect(address), ADDED));
    let (_, visitor) = intake.customer(IdentifierKind::Cookie, "a1");
    assert_eq!(open_lines(&visitor).iter().map(|line| line.value).collect::<Vec<_>>(), [3_998]);

    with_server(&intake, |address| {
        let mut client = Client::connect(address);
        send(&mut client, SIGNED_IN);
        // The SDK did not hear the first answer and sends everything again, cut differently.
        send(&mut client, &format!("{ADDED},{SIGNED_IN}"));
    });
    let (eva, dossier) = intake.customer(IdentifierKind::CustomerNumber, "17");
    assert_eq!(intake.customer(IdentifierKind::Cookie, "a1").0, eva);
    assert_eq!(open_lines(&dossier).iter().map(|line| line.value).collect::<Vec<_>>(), [3_998]);
    assert_eq!(dossier.hot.profile.len(), 1);

    with_server(&intake, |address| send(&mut Client::connect(address), ORDERED));
    let (_, dossier) = intake.customer(IdentifierKind::CustomerNumber, "17");
    assert!(open_lines(&dossier).is_empty());
    assert_eq!(dossier.hot.heads.len(), 1);
}
