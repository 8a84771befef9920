//! Whose an event is does not depend on how arrivals are cut into batches.

use super::{NOW, PARTS, VAULT, event, ordered};
use anlass_model::definition::Definitions;
use anlass_model::event::{Arrival, Body, SourceId};
use anlass_model::id::{EntityId, EntityKind, Identifier, IdentifierKind};
use anlass_model::time::{DAY, HOUR, Timestamp};
use anlass_runtime::history::{History, Plan};
use anlass_runtime::identify::hashed_email;
use anlass_runtime::virtual_time::Quiet;
use anlass_runtime::{Runtime, origin, rows};
use anlass_store::memory::MemoryStore;
use anlass_store::seal::MasterKey;
use anlass_store::{IntentFilter, Store};
use proptest::prelude::*;
use std::collections::BTreeMap;
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
    play_with(TEXT, arrivals, batch)
}

fn play_with(text: &str, arrivals: &[Arrival], batch: usize) -> (Runtime, Vec<Vec<u8>>, Vec<String>) {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new(PARTS, 3));
    let master = MasterKey::from_bytes([1; 32]);
    let definitions: Definitions = serde_saphyr::from_str(text).unwrap();
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

fn declared(identifiers: &str) -> String {
    TEXT.replace("  fields: {", &format!("  identifiers: {identifiers}\n  fields: {{"))
}

fn of(kind: IdentifierKind, value: &str) -> Identifier {
    Identifier { kind, value: value.into() }
}

fn cookie() -> Identifier {
    of(IdentifierKind::Cookie, "c-1")
}

fn bert() -> Identifier {
    of(IdentifierKind::Email, "bert@example.org")
}

/// Two people at one device, or one who forwards a letter to the other, stay two.
#[test]
fn a_shared_device_joins_nobody() {
    let arrivals = [
        said(&[cookie()], 1, NOW, added()),
        said(&[email(), cookie()], 2, NOW.plus(HOUR), Body::Viewed(None)),
        said(&[bert(), cookie()], 3, NOW.plus(HOUR.times(2)), ordered(1, 5)),
        said(&[cookie()], 4, NOW.plus(HOUR.times(3)), Body::Viewed(None)),
        said(&[card(), cookie()], 5, NOW.plus(HOUR.times(4)), Body::Viewed(None)),
    ];
    let (runtime, _) = same_in_all_batches(&arrivals);
    let [anna, bert, card] = [email(), bert(), card()].map(|own| found(&runtime, &own));
    assert!(anna != bert && bert != card && card != anna, "three people at one device");
    assert_eq!(found(&runtime, &cookie()), anna, "it leads to whom it was first seen with");
    let his = runtime.dossier(VAULT, bert).unwrap().unwrap();
    assert_eq!(his.hot.identifiers, [self::bert()]);
    assert_eq!(his.hot.heads.len(), 1, "what he did is his");
}

/// A stranger's device used together with one that is somebody's is that person's, whichever was seen first.
#[test]
fn a_strangers_device_beside_a_known_one_is_the_known_persons_in_any_order() {
    let (device, token) = (of(IdentifierKind::Device, "d-1"), of(IdentifierKind::PushToken, "t-1"));
    let mut arrivals = [
        said(std::slice::from_ref(&device), 1, NOW, Body::Viewed(None)),
        said(&[email(), token.clone()], 2, NOW.plus(HOUR), ordered(1, 5)),
        said(&[device.clone(), token.clone()], 3, NOW.plus(HOUR.times(2)), Body::Viewed(None)),
        said(&[bert(), device.clone()], 4, NOW.plus(HOUR.times(3)), Body::Viewed(None)),
    ];
    for _ in 0..3 {
        for batch in 1..=arrivals.len() {
            let (runtime, _, _) = play(&arrivals, batch);
            assert_eq!(found(&runtime, &device), found(&runtime, &email()), "batches of {batch}");
            assert_ne!(found(&runtime, &bert()), found(&runtime, &email()), "and nobody else's");
        }
        arrivals[..3].rotate_left(1);
    }
}

/// What the settings say of a kind holds in every batch: a telephone that only leads does not merge two people, one that
/// never joins is noted with both.
#[test]
fn a_shared_telephone_is_as_strong_as_declared() {
    let phone = of(IdentifierKind::Phone, "+4930123456");
    let arrivals = [
        said(&[email(), phone.clone()], 1, NOW, Body::Viewed(None)),
        said(&[bert(), phone.clone()], 2, NOW.plus(HOUR), ordered(1, 5)),
        said(&[bert()], 3, NOW.plus(HOUR.times(2)), Body::Viewed(None)),
    ];
    let with = |text: &str, batch| play_with(text, &arrivals, batch).0;
    for batch in 1..=arrivals.len() {
        let joined = with(TEXT, batch);
        assert_eq!(found(&joined, &email()), found(&joined, &bert()), "usually it joins");
        let led = with(&declared("{ phone: { strength: leads } }"), batch);
        assert_ne!(found(&led, &email()), found(&led, &bert()));
        assert_eq!(found(&led, &phone), found(&led, &email()));
        let noted = with(&declared("{ phone: { strength: never } }"), batch);
        assert_eq!(noted.find(VAULT, &phone).unwrap(), None);
        for own in [email(), bert()] {
            let dossier = noted.dossier(VAULT, found(&noted, &own)).unwrap().unwrap();
            assert_eq!(dossier.hot.identifiers, [own, phone.clone()]);
        }
    }
}

/// Whoever has one number is not merged with somebody who has another, whatever else they share.
#[test]
fn people_with_different_numbers_stay_two() {
    let number = |value| of(IdentifierKind::CustomerNumber, value);
    let text = declared("{ customer_number: { one: true } }");
    let arrivals = [
        said(&[number("1"), email()], 1, NOW, Body::Viewed(None)),
        said(&[number("2"), email()], 2, NOW.plus(HOUR), ordered(1, 5)),
        said(&[number("2"), card()], 3, NOW.plus(HOUR.times(2)), Body::Viewed(None)),
        said(&[email(), card()], 4, NOW.plus(HOUR.times(3)), Body::Viewed(None)),
        said(&[email(), number("3")], 5, NOW.plus(HOUR.times(4)), Body::Viewed(None)),
    ];
    for batch in 1..=arrivals.len() {
        let (runtime, _, _) = play_with(&text, &arrivals, batch);
        let [one, two, three] = ["1", "2", "3"].map(|value| found(&runtime, &number(value)));
        assert!(one != two && two != three && three != one, "batches of {batch}");
        assert_eq!((found(&runtime, &email()), found(&runtime, &card())), (one, two));
        assert_eq!(runtime.dossier(VAULT, two).unwrap().unwrap().hot.heads.len(), 1);
    }
    let (runtime, _, _) = play(&arrivals, 9);
    assert_eq!(found(&runtime, &number("1")), found(&runtime, &number("3")), "usually they may have several");
}

/// Whoever is known by the hash of an address is whoever is known by the address, whichever came first.
#[test]
fn a_hashed_address_is_the_address() {
    let hashed = hashed_email("anna@example.org");
    assert_eq!(&*hashed.value, "a3bf86238a1c59bd2f0a648af9293620f90d18dad133d8fe2341cf9664a5d6d0");
    let mut arrivals = [
        said(&[email()], 1, NOW, Body::Viewed(None)),
        said(std::slice::from_ref(&hashed), 2, NOW.plus(HOUR), ordered(1, 5)),
        said(&[email()], 3, NOW.plus(HOUR.times(2)), Body::Viewed(None)),
    ];
    let text = declared("{ hashed_email: {} }");
    for _ in 0..2 {
        for batch in 1..=arrivals.len() {
            let (runtime, _, _) = play_with(&text, &arrivals, batch);
            assert_eq!(found(&runtime, &email()), found(&runtime, &hashed), "batches of {batch}");
            let dossier = runtime.dossier(VAULT, found(&runtime, &email())).unwrap().unwrap();
            assert_eq!(dossier.hot.heads.len(), 1);
        }
        arrivals.swap(0, 1);
    }
    let (runtime, _, _) = play(&arrivals, 9);
    let scope = runtime.custodian.scope(VAULT).unwrap();
    let aside = runtime.store.quarantine(&scope, 9).unwrap();
    assert_eq!(aside.len(), 1, "nobody declared hashed addresses");
    assert!(aside[0].reason.contains("see identifiers in the settings"), "{}", aside[0].reason);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Who is one person does not depend on the order in which joining identifiers are named together, nor on batches:
    /// the people are what hangs together.
    #[test]
    fn people_are_what_hangs_together(
        pairs in prop::collection::vec((0..4u8, 0..4u8), 1..10),
        turns in prop::collection::vec(0..100u8, 10),
        batch in 1..11usize,
    ) {
        let number = |value: u8| of(IdentifierKind::CustomerNumber, &value.to_string());
        let card = |value: u8| of(IdentifierKind::Card, &value.to_string());
        let arrivals: Vec<Arrival> = pairs.iter().enumerate().map(|(index, (one, other))| {
            let place = u64::try_from(index).unwrap();
            said(&[number(*one), card(*other)], place, NOW.plus(HOUR.times(i64::try_from(index).unwrap())), ordered(place, 1))
        }).collect();
        let mut order: Vec<usize> = (0..arrivals.len()).collect();
        order.sort_by_key(|index| turns[*index]);
        let other: Vec<Arrival> = order.iter().map(|index| arrivals[*index].clone()).collect();
        let groups = |arrivals: &[Arrival], batch| {
            let (runtime, _, _) = play(arrivals, batch);
            let all = (0..4).map(number).chain((0..4).map(card));
            let known = all.filter_map(|own| Some((runtime.find(VAULT, &own).unwrap()?, own)));
            let mut groups: BTreeMap<EntityId, Vec<Identifier>> = BTreeMap::new();
            for (customer, own) in known {
                groups.entry(customer).or_default().push(own);
            }
            let people = groups.into_iter().map(|(customer, own)| {
                let dossier = runtime.dossier(VAULT, customer).unwrap().unwrap();
                let orders: Vec<_> = dossier.hot.heads.iter().map(|head| head.id).collect();
                assert_eq!(dossier.hot.identifiers, own);
                (own, orders)
            });
            people.collect::<BTreeMap<_, _>>()
        };
        prop_assert_eq!(groups(&arrivals, 1), groups(&other, batch));
    }
}
