//! The live loop: what timers give out, and what a program change must not lose.

use super::{NOW, PARTS, VAULT, event};
use anlass_model::definition::Definitions;
use anlass_model::event::{Arrival, Body};
use anlass_model::id::{Identifier, IdentifierKind, Name, NameId};
use anlass_model::time::{DAY, HOUR, MINUTE, Timestamp};
use anlass_model::value::{Day, Value};
use anlass_runtime::Runtime;
use anlass_runtime::live::Live;
use anlass_runtime::virtual_time::Quiet;
use anlass_store::Store;
use anlass_store::inbox::MemoryInbox;
use anlass_store::memory::MemoryStore;
use anlass_store::seal::MasterKey;
use std::sync::Arc;

const TEXT: &str = r#"
settings:
  name: Live
  organisation: [{ id: headquarters, level: headquarters, vault: 1 }]
  currency: EUR
  time_zone: UTC
  fields: { birthday: day }
  sources: [{ id: shop, number: 1 }]
programmes:
  - id: all
    name: { de: Alles, en: All }
    aim: retention
    journeys:
      - id: viewed
        name: { de: Angesehen, en: Viewed }
        entry: { event: product.viewed }
        steps:
          - { id: hour, wait: { for: 1h } }
          - { id: tell, webhook: { url: "https://example.org/viewed" } }
      - id: birthday
        name: { de: Geburtstag, en: Birthday }
        entry: { date: { field: birthday, at: "09:00:00" } }
        steps:
          - { id: rest, wait: { for: 1d } }
"#;

fn definitions() -> Definitions {
    serde_saphyr::from_str(TEXT).unwrap()
}

fn live() -> Live {
    live_over(Arc::new(MemoryStore::new(PARTS, 3)))
}

fn live_over(store: Arc<dyn Store>) -> Live {
    let master = MasterKey::from_bytes([1; 32]);
    Runtime::publish(&*store, &master, &definitions(), Some([2; 32])).unwrap();
    let runtime = Runtime::open(store, &master, "test", NOW).unwrap();
    Live::new(runtime, Arc::new(MemoryInbox::new(0))).unwrap()
}

fn identifier() -> Identifier {
    Identifier { kind: IdentifierKind::Email, value: "anna@example.org".into() }
}

fn accept(live: &Live, number: u64, at: Timestamp, body: Body) {
    let arrival =
        Arrival { vault: VAULT, identifiers: vec![identifier()], event: event(1, number, at, body) };
    live.accept(&[arrival]).unwrap();
}

#[test]
fn webhooks_wait_in_the_store_until_they_are_answered() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new(PARTS, 3));
    let mut live = live_over(store.clone());
    accept(&live, 1, NOW, Body::Viewed(None));
    live.lend(NOW, &Quiet, 100).unwrap();
    assert_eq!(live.webhooks(9).unwrap(), []);
    live.lend(NOW.plus(HOUR), &Quiet, 100).unwrap();
    let calls = live.webhooks(9).unwrap();
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].webhook.url, "https://example.org/viewed");
    let customer = live.runtime.find(VAULT, &identifier()).unwrap().unwrap();
    assert_eq!(calls[0].webhook.customer, customer);

    // The process dies before it could call; another one takes over.
    drop(live);
    let master = MasterKey::from_bytes([1; 32]);
    let runtime = Runtime::open(store, &master, "next", NOW.plus(HOUR)).unwrap();
    let mut live = Live::new(runtime, Arc::new(MemoryInbox::new(1))).unwrap();
    live.lend(NOW.plus(HOUR.times(2)), &Quiet, 100).unwrap();
    assert_eq!(live.webhooks(9).unwrap(), calls);
    live.called(&calls).unwrap();
    assert_eq!(live.webhooks(9).unwrap(), []);
}

/// D20: the birthday falls between the last step under the old program and the first under the new one.
#[test]
fn a_program_change_keeps_an_appointment_that_is_due() {
    let mut live = live();
    let zone = &live.runtime.program.zone.clone();
    let tomorrow = NOW.plus(DAY).in_zone(zone).date();
    let birthday = vec![(Name::new("birthday").unwrap(), Some(Value::Day(Day::from_date(tomorrow))))];
    accept(&live, 1, NOW, Body::Profile(birthday));
    live.lend(NOW, &Quiet, 100).unwrap();
    let mut edited = definitions();
    edited.programmes[0].priority = 51;
    live.runtime.switch(edited).unwrap();
    let nine = Timestamp::from_zone(tomorrow.at(9, 0, 0, 0), zone);
    live.lend(nine.plus(MINUTE.times(5)), &Quiet, 100).unwrap();
    let customer = live.runtime.find(VAULT, &identifier()).unwrap().unwrap();
    let dossier = live.runtime.dossier(VAULT, customer).unwrap().unwrap();
    assert!(dossier.runs.iter().any(|run| run.journey == NameId::of("birthday")), "{:?}", dossier.runs);
    live.runtime.verify(VAULT, customer).unwrap();
}
