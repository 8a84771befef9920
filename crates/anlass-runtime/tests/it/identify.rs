//! Whose an event is does not depend on how arrivals are cut into batches.

use super::{NOW, PARTS, VAULT, event, ordered};
use anlass_model::definition::Definitions;
use anlass_model::event::{Arrival, Body, SourceId};
use anlass_model::id::{EntityId, EntityKind, Identifier, IdentifierKind};
use anlass_model::time::{DAY, HOUR, Timestamp};
use anlass_runtime::history::{History, Plan};
use anlass_runtime::virtual_time::Quiet;
use anlass_runtime::{Runtime, origin, rows};
use anlass_store::memory::MemoryStore;
use anlass_store::seal::MasterKey;
use anlass_store::{IntentFilter, Store};
use std::sync::Arc;

const TEXT: &str = r#"
settings:
  name: Two identifiers
  organisation: [{ id: headquarters, level: headquarters, vault: 1 }]
  currency: EUR
  time_zone: UTC
  fields: { first_name: text }
  sources: [{ id: shop, number: 1 }]
programmes:
  - id: cart
    name: { de: Warenkorb, en: Cart }
    aim: activation
    messages:
      - { id: reminder, name: { de: Erinnerung, en: Reminder }, class: contract, purpose: service, channels: [email] }
    journeys:
      - id: cart
        name: { de: Warenkorb, en: Cart }
        entry: { event: cart.added }
        exit: [{ id: bought, when: "orders.count >= 1" }]
        steps:
          - { id: day, wait: { for: 1d } }
          - { id: remind, message: reminder }
"#;

fn email() -> Identifier {
    Identifier { kind: IdentifierKind::Email, value: "anna@example.org".into() }
}

fn card() -> Identifier {
    Identifier { kind: IdentifierKind::Card, value: "4711".into() }
}

fn said(identifiers: &[Identifier], number: u64, at: Timestamp, body: Body) -> Arrival {
    Arrival { vault: VAULT, identifiers: identifiers.to_vec(), event: event(1, number, at, body) }
}

/// Each source of a history has its own number of events, however it is cut into commits.
#[test]
fn a_replayed_history_counts_for_the_sources_it_names() {
    let arrivals: Vec<Arrival> = (0..7u64)
        .map(|number| {
            let at = NOW.plus(HOUR.times(i64::try_from(number).unwrap()));
            let mut arrival = said(&[email()], number, at, added());
            arrival.event.source = SourceId(if number < 5 { 2 } else { 9 });
            arrival
        })
        .collect();
    for batch in [3, 100] {
        let (runtime, _, _) = play(&arrivals, batch);
        let counted = origin::replayed(&*runtime.store).unwrap();
        let of = |source: u16| (counted[&source].events, counted[&source].last);
        assert_eq!(of(2), (5, NOW.plus(HOUR.times(4))), "in commits of {batch}");
        assert_eq!(of(9), (2, NOW.plus(HOUR.times(6))));
    }
}

fn added() -> Body {
    let Body::Ordered(order) = ordered(1, 1) else { unreachable!("an order is an order") };
    Body::CartAdded(order.lines[0])
}

/// Plays arrivals in virtual time, so many in a batch; everybody's dossier and the ledger.
fn play(arrivals: &[Arrival], batch: usize) -> (Runtime, Vec<Vec<u8>>, Vec<String>) {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new(PARTS, 3));
    let master = MasterKey::from_bytes([1; 32]);
    let definitions: Definitions = serde_saphyr::from_str(TEXT).unwrap();
    Runtime::publish(&*store, &master, &definitions, Some([2; 32])).unwrap();
    let mut runtime = Runtime::open(store, &master, "test", NOW).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let history = History::open(folder.path(), &*runtime.store).unwrap();
    history.append(&runtime.keyring, arrivals).unwrap();
    let plan = Plan { outside: &Quiet, before: None, batch };
    runtime.replay(&history, &plan, &mut |_| {}).unwrap();
    runtime.settle().unwrap();
    let scope = runtime.custodian.scope(VAULT).unwrap();
    let key = runtime.keyring.vault(VAULT).unwrap();
    let people = runtime.store.scan(&scope, EntityKind::Customer, None, 99).unwrap();
    let dossiers = people.iter().map(|row| rows::open_row(key, row).unwrap()).collect();
    let filter = IntentFilter { max: 99, ..IntentFilter::default() };
    let ledger = runtime.store.intents(&scope, &filter).unwrap();
    let ledger =
        ledger.iter().map(|row| format!("{} {} {} {}", row.customer, row.state, row.reason, row.changed));
    let ledger = ledger.collect();
    (runtime, dossiers, ledger)
}

fn same_in_all_batches(arrivals: &[Arrival]) -> (Runtime, Vec<String>) {
    let (_, dossiers, ledger) = play(arrivals, 1);
    for batch in 2..=arrivals.len() {
        let (runtime, other, its_ledger) = play(arrivals, batch);
        assert_eq!(other, dossiers, "batches of {batch}");
        assert_eq!(its_ledger, ledger, "batches of {batch}");
        if batch == arrivals.len() {
            return (runtime, ledger);
        }
    }
    unreachable!("there are at least two arrivals")
}

/// Whether all that stands there is one run that ended before its message.
fn is_lapsed(ledger: &[String]) -> bool {
    matches!(ledger, [row] if row.contains(" lapsed exit "))
}

fn found(runtime: &Runtime, identifier: &Identifier) -> EntityId {
    runtime.find(VAULT, identifier).unwrap().unwrap()
}

/// F01: the purchase by a card that was named for the first time in the very same batch.
#[test]
fn a_card_named_a_moment_ago_leads_to_its_owner() {
    let arrivals = [
        said(&[email()], 1, NOW, added()),
        said(&[email(), card()], 2, NOW.plus(HOUR), Body::Viewed(None)),
        said(&[card()], 3, NOW.plus(HOUR.times(2)), ordered(1, 3)),
        said(&[email()], 4, NOW.plus(DAY.times(3)), Body::Viewed(None)),
    ];
    let (runtime, ledger) = same_in_all_batches(&arrivals);
    assert_eq!(found(&runtime, &email()), found(&runtime, &card()));
    assert!(is_lapsed(&ledger), "bought within the day, so nobody is reminded: {ledger:?}");
}

/// F01: a purchase by a card is decided at its own moment, not after all the owner's other events of a batch.
#[test]
fn a_purchase_by_card_comes_before_what_the_owner_does_later() {
    let arrivals = [
        said(&[email(), card()], 1, NOW, Body::Viewed(None)),
        said(&[email()], 2, NOW.plus(HOUR), added()),
        said(&[card()], 3, NOW.plus(HOUR.times(2)), ordered(1, 3)),
        said(&[email()], 4, NOW.plus(DAY.times(3)), Body::Viewed(None)),
        said(&[email()], 5, NOW.plus(DAY.times(4)), Body::Viewed(None)),
    ];
    let (_, ledger) = same_in_all_batches(&arrivals);
    assert!(is_lapsed(&ledger), "{ledger:?}");
}

/// D15: whoever was known first carries the other one on, also when both are born in one batch.
#[test]
fn the_older_one_survives_in_every_batch() {
    let arrivals = [
        said(&[card()], 1, NOW, Body::Viewed(None)),
        said(&[email()], 2, NOW.plus(DAY), Body::Viewed(None)),
        said(&[email(), card()], 3, NOW.plus(DAY.times(2)), Body::Viewed(None)),
        said(&[email()], 4, NOW.plus(DAY.times(3)), ordered(1, 4)),
    ];
    let (runtime, _) = same_in_all_batches(&arrivals);
    assert_eq!(found(&runtime, &email()), runtime.derived(VAULT, &card()).unwrap());
}

/// D15: all identifiers of a person are on the dossier, however they were told.
#[test]
fn every_identifier_is_remembered() {
    let arrivals = [
        said(&[email()], 1, NOW, Body::Viewed(None)),
        said(&[email(), card()], 2, NOW.plus(HOUR), Body::Viewed(None)),
        said(&[email(), card()], 3, NOW.plus(HOUR), Body::Viewed(None)),
    ];
    let (runtime, _) = same_in_all_batches(&arrivals);
    let dossier = runtime.dossier(VAULT, found(&runtime, &email())).unwrap().unwrap();
    let mut known = vec![email(), card()];
    known.sort();
    assert_eq!(dossier.hot.identifiers, known);
}

/// D19: an event that names nobody is kept with its reason, and what comes after it goes on.
#[test]
fn what_names_nobody_is_set_aside() {
    let arrivals = [said(&[], 1, NOW, ordered(1, 1)), said(&[email()], 2, NOW.plus(HOUR), ordered(1, 2))];
    let (runtime, _, _) = play(&arrivals, 9);
    let scope = runtime.custodian.scope(VAULT).unwrap();
    let aside = runtime.store.quarantine(&scope, 9).unwrap();
    assert_eq!(aside.len(), 1);
    assert_eq!(aside[0].reason, "it carries no identifier");
    assert_eq!(runtime.dossier(VAULT, found(&runtime, &email())).unwrap().unwrap().hot.heads.len(), 1);
}
