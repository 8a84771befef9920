//! The loop on a store in memory, through its public functions: previews, sweeps, broadcasts, live.

#![expect(clippy::unwrap_used, reason = "all of it is test; the lint knows only functions marked so")]

mod alike;
mod any_order;
mod broadcast;
mod catalogue;
mod census;
mod compaction;
mod delivered;
mod erase;
mod identify;
mod imported;
mod live;
mod location;
mod mailings;
mod migration;
mod preview;
mod relations;
mod sweep;
mod unmerge;

use anlass_engine::{Dossier, Input};
use anlass_model::consent::{Channel, ConsentAct, ObjectionAct, Proof};
use anlass_model::definition::Definitions;
use anlass_model::event::{Body, Event, Item, Line, Order, Place, SourceId};
use anlass_model::id::{
    CategoryId, EntityId, EntityKind, FamilyId, Identifier, IdentifierKind, MessageId, Name, OrderId,
    ProductId, VaultId, parts_hash,
};
use anlass_model::org::TenantScope;
use anlass_model::time::{DAY, HOUR, Occurred, Received, Timestamp};
use anlass_model::value::Value;
use anlass_runtime::{Extra, Mode, Runtime, Work, rows};
use anlass_store::Store;
use anlass_store::memory::MemoryStore;
use anlass_store::seal::MasterKey;
use std::sync::Arc;

const VAULT: VaultId = VaultId(1);
const PARTS: u8 = 8;
/// The newest fact of a filled shop.
const NOW: Timestamp = Timestamp(1_790_000_000_000);

const SHOP: &str = r#"
settings:
  name: Test shop
  organisation: [{ id: headquarters, level: headquarters, vault: 1 }]
  currency: EUR
  time_zone: Europe/Berlin
  fields: { city: text, email: text, club: bool }
  addresses: { email: email }
  sources: [{ id: shop, number: 1 }]
  segments:
    active: "orders.count(within = 90d) >= 1"
  policy:
    caps: [{ id: weekly, max: 1, within: 7d }]
    over_cap: drop
    dwell: 0s
programmes:
  - id: news
    name: { de: Neuigkeiten, en: News }
    aim: retention
    holdout_percent: 10
    messages:
      - { id: newsletter, name: { de: Brief, en: Letter }, class: advertising, purpose: offers, channels: [email] }
      - { id: welcome, name: { de: Willkommen, en: Welcome }, class: advertising, purpose: offers, channels: [email] }
    mailings:
      - id: first
        name: { de: Eins, en: One }
        audience: "orders.count >= 2"
        message: newsletter
        at: 2026-09-21T10:00:00
      - id: second
        name: { de: Zwei, en: Two }
        audience: "phase != \"prospect\" && (segment(\"active\") || contacts.count >= 1)"
        message: newsletter
        at: 2026-09-21T10:00:00
    journeys:
      - id: second-order
        name: { de: Zweitkauf, en: Second order }
        entry: { event: order.placed }
        exit: [{ id: bought, when: "orders.count >= 4" }]
        steps:
          - { id: settle, wait: { for: 20d } }
          - { id: greet, message: welcome }
"#;

fn definitions(text: &str) -> Definitions {
    serde_saphyr::from_str(text).unwrap()
}

fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}

struct Shop {
    store: Arc<MemoryStore>,
    master: MasterKey,
    runtime: Runtime,
    scope: TenantScope,
}

impl Shop {
    /// Customers with orders, addresses and consents of all kinds, some of them in journeys.
    fn filled(customers: u64) -> Shop {
        let shop = Shop::over(Arc::new(MemoryStore::new(PARTS, 7)));
        let Shop { store, master, mut runtime, scope } = shop;
        let mut works = Vec::new();
        for number in 0..customers {
            let id = runtime.derived(VAULT, &identifier(number)).unwrap();
            works.extend(history(number).into_iter().map(|event| Work {
                vault: VAULT,
                customer: id,
                now: event.received.0,
                input: Input::Event(event),
            }));
        }
        works.sort_by_key(|work| work.now);
        let quiet = anlass_runtime::virtual_time::Quiet;
        runtime.run_works(works, Mode::Virtual(&quiet), Extra::default()).unwrap();
        runtime.settle().unwrap();
        Shop { store, master, runtime, scope }
    }

    fn over(store: Arc<MemoryStore>) -> Shop {
        let master = MasterKey::from_bytes([7; 32]);
        if anlass_runtime::programs::current(&*store).unwrap().is_none() {
            Runtime::publish(&*store, &master, &definitions(SHOP), Some([3; 32])).unwrap();
        }
        let mut runtime = Runtime::open(Arc::clone(&store) as Arc<dyn Store>, &master, "test", NOW).unwrap();
        runtime.threads = 2;
        let scope = runtime.custodian.scope(VAULT).unwrap();
        Shop { store, master, runtime, scope }
    }

    /// What is left after the process died: the store alone.
    fn reopened(self) -> Shop {
        let Shop { store, runtime, .. } = self;
        drop(runtime);
        Shop::over(store)
    }

    fn publish(&mut self, definitions: Definitions) {
        Runtime::publish(&*self.store, &self.master, &definitions, None).unwrap();
        self.runtime.switch(definitions).unwrap();
    }

    /// Everybody, as stored.
    fn dossiers(&self) -> Vec<Dossier> {
        let key = self.runtime.keyring.vault(VAULT).unwrap();
        let rows = self.store.scan(&self.scope, EntityKind::Customer, None, usize::MAX).unwrap();
        rows.iter().map(|row| rows::open_dossier(key, row).unwrap()).collect()
    }

    fn folds(&self) {
        for dossier in self.dossiers() {
            self.runtime.verify(VAULT, dossier.hot.id).unwrap();
        }
    }

    fn steps(&self) -> u64 {
        self.dossiers()
            .iter()
            .map(|dossier| self.runtime.timeline(VAULT, dossier.hot.id).unwrap().len() as u64)
            .sum()
    }
}

fn identifier(number: u64) -> Identifier {
    Identifier { kind: IdentifierKind::CustomerNumber, value: number.to_string().into() }
}

fn draw(number: u64, what: &str) -> u64 {
    u64::try_from(parts_hash(&[what.as_bytes(), &number.to_le_bytes()]) >> 64).unwrap()
}

fn event(number: u64, n: u64, at: Timestamp, body: Body) -> Event {
    Event {
        message: MessageId::Row { file: 1, row: number * 100 + n },
        source: SourceId(1),
        occurred: Occurred(at),
        received: Received(at),
        simulated: true,
        body,
    }
}

fn ordered(number: u64, n: u64) -> Body {
    let item = Item { product: ProductId(n), family: FamilyId(n), category: CategoryId(1) };
    let value = i64::try_from(500 + draw(number, "value") % 9_000).unwrap();
    let lines = vec![Line { item, quantity: 1, value }];
    Body::Ordered(Order { id: OrderId(number * 100 + n), place: Place::Online, lines })
}

fn history(number: u64) -> Vec<Event> {
    let mut events = Vec::new();
    let start = NOW.minus(DAY.times(400));
    let city = ["Ulm", "Bern", "Graz"][usize::try_from(draw(number, "city") % 3).unwrap()];
    let mut fields = vec![(name("city"), Some(Value::Text(city.into())))];
    if draw(number, "email") % 10 < 9 {
        fields.push((name("email"), Some(Value::Text(format!("{number}@example.org").into()))));
    }
    events.push(event(number, 0, start, Body::Profile(fields)));
    if draw(number, "consent") % 10 < 8 {
        let act = ConsentAct {
            channel: Some(Channel::Email),
            purpose: Some(name("offers")),
            granted: !draw(number, "withdrawn").is_multiple_of(10),
            proof: Proof::DoubleOptIn { text: name("v1"), asked: None },
        };
        events.push(event(number, 1, start, Body::Consent(act)));
    }
    if draw(number, "objects").is_multiple_of(20) {
        events.push(event(number, 2, start, Body::Objection(ObjectionAct::stated(false))));
    }
    for n in 3..3 + draw(number, "orders") % 6 {
        let ago = HOUR.times(i64::try_from(draw(number * 100 + n, "ago") % (390 * 24)).unwrap());
        events.push(event(number, n, NOW.minus(ago), ordered(number, n)));
    }
    events
}

fn customer(shop: &Shop, number: u64) -> EntityId {
    shop.runtime.derived(VAULT, &identifier(number)).unwrap()
}
