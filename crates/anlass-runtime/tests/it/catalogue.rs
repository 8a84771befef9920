//! The catalogue in the live loop: its changes are applied in the order in which everything was accepted, reach those who
//! wait for them once, and hold for everything that has not yet left.

mod places;

use super::{NOW, PARTS, VAULT, event};
use anlass_model::catalogue::{CatalogueChange, Mention, Named, PriceRow, Product, Sphere};
use anlass_model::consent::Class;
use anlass_model::definition::Definitions;
use anlass_model::event::{Arrival, Body, Line, Receipt};
use anlass_model::id::{Identifier, IdentifierKind, Name, ProductId};
use anlass_model::time::{DAY, MINUTE, SECOND, Timestamp};
use anlass_model::value::Value;
use anlass_runtime::Runtime;
use anlass_runtime::live::{Live, Loan};
use anlass_runtime::virtual_time::Quiet;
use anlass_store::inbox::MemoryInbox;
use anlass_store::memory::MemoryStore;
use anlass_store::seal::MasterKey;
use anlass_store::{IntentFilter, Store};
use std::cell::Cell;
use std::sync::Arc;

const TEXT: &str = r#"
settings:
  name: Catalogue
  organisation: [{ id: headquarters, level: headquarters, vault: 1 }]
  currency: EUR
  time_zone: UTC
  sources: [{ id: shop, number: 1 }]
  events:
    stock.wanted: { fields: { product: text } }
    stock.back: { fields: { product: text, before: int } }
    price.dropped: { fields: { product: text, before: int } }
programmes:
  - id: all
    name: { de: Alles, en: All }
    aim: retention
    messages:
      - { id: back, name: { de: Wieder da, en: Back }, class: contract, purpose: service, channels: [email], items: occasion }
      - { id: cheaper, name: { de: Billiger, en: Cheaper }, class: contract, purpose: service, channels: [email], items: occasion }
      - id: deal
        name: { de: Angebot, en: Deal }
        class: contract
        purpose: service
        channels: [email]
        offers: { articles: [{ article: drill }, { article: saw }] }
      - id: reduced
        name: { de: Reduziert, en: Reduced }
        class: contract
        purpose: service
        channels: [email]
        offers: { articles: [{ article: drill, was: "199.00" }] }
    journeys:
      - { id: back, name: { de: Da, en: Back }, entry: { event: stock.back }, reentry: { after: 1h }, steps: [{ id: tell, message: back }] }
      - { id: cheaper, name: { de: Billiger, en: Cheaper }, entry: { event: price.dropped }, steps: [{ id: tell, message: cheaper }] }
      - { id: deal, name: { de: Angebot, en: Deal }, entry: { event: product.viewed }, steps: [{ id: tell, message: deal }] }
      - { id: reduced, name: { de: Reduziert, en: Reduced }, entry: { event: cart.cleared }, steps: [{ id: tell, message: reduced }] }
"#;

fn opened(store: &Arc<MemoryStore>, inbox: &Arc<MemoryInbox>) -> Live {
    opened_with(TEXT, store, inbox)
}

fn opened_with(text: &str, store: &Arc<MemoryStore>, inbox: &Arc<MemoryInbox>) -> Live {
    let master = MasterKey::from_bytes([1; 32]);
    if anlass_runtime::programs::current(&**store).unwrap().is_none() {
        let definitions: Definitions = serde_saphyr::from_str(text).unwrap();
        Runtime::publish(&**store, &master, &definitions, Some([2; 32])).unwrap();
    }
    let runtime = Runtime::open(Arc::clone(store) as Arc<dyn Store>, &master, "test", NOW).unwrap();
    Live::new(runtime, Arc::clone(inbox) as Arc<_>).unwrap()
}

/// Two articles at a price, one of them sold out.
fn live() -> Live {
    let live = opened(&Arc::new(MemoryStore::new(PARTS, 3)), &Arc::new(MemoryInbox::new(0)));
    stocked(&live);
    live
}

fn stocked(live: &Live) {
    for number in ["drill", "saw"] {
        let path = vec![Box::from("Werkzeug")].into();
        let product = Product { number: number.into(), name: number.into(), path, ..Product::default() };
        change(live, CatalogueChange::Loaded(Box::new(product)));
    }
    change(live, price("drill", NOW.minus(DAY.times(60)), 19_900));
}

fn change(live: &Live, change: CatalogueChange) {
    live.accept_changes(&[change], NOW).unwrap();
}

fn stock(number: &str, pieces: i64) -> CatalogueChange {
    CatalogueChange::Stock { product: ProductId::of(number), at: None, pieces }
}

fn price(number: &str, from: Timestamp, amount: i64) -> CatalogueChange {
    let row = PriceRow { sphere: Sphere::Everywhere, group: None, from, until: None, amount };
    CatalogueChange::Price { product: ProductId::of(number), row }
}

fn person(name: &str) -> Identifier {
    Identifier { kind: IdentifierKind::Email, value: format!("{name}@example.org").into() }
}

fn says(live: &Live, name: &str, number: u64, body: Body) {
    let event = event(1, number, NOW, body);
    live.accept(&[Arrival { vault: VAULT, identifiers: vec![person(name)], event }]).unwrap();
}

fn wants(live: &Live, name: &str, number: u64, article: &str) {
    let fields = vec![(Name::new("product").unwrap(), Value::Text(article.into()))];
    says(live, name, number, Body::Custom { name: Name::new("stock.wanted").unwrap(), value: 0, fields });
}

fn carts(live: &Live, name: &str, number: u64, article: &str) {
    let item = live.runtime.catalogue.item(article);
    says(live, name, number, Body::CartAdded(Line { item, quantity: 1, value: 19_900 }));
}

fn lent(live: &mut Live, now: Timestamp) -> Vec<Loan> {
    live.lend(&|| now, &Quiet, 100).unwrap()
}

/// Message, to whom, about what.
fn told(live: &Live, loans: &[Loan]) -> Vec<(String, String, Vec<ProductId>)> {
    let who = |loan: &Loan| {
        let names = ["anna", "ben", "carl", "dora"];
        let found = names
            .iter()
            .find(|name| live.runtime.find(VAULT, &person(name)).unwrap() == Some(loan.ticket.customer));
        found.map_or("somebody", |name| name).to_string()
    };
    let told =
        |loan: &Loan| (live.runtime.program.name(loan.ticket.message), who(loan), loan.ticket.items.clone());
    let mut all: Vec<_> = loans.iter().map(told).collect();
    all.sort();
    all
}

fn states(live: &Live, message: &str) -> Vec<String> {
    let scope = live.runtime.custodian.scope(VAULT).unwrap();
    let filter = IntentFilter { message: Some(message.into()), max: 100, ..IntentFilter::default() };
    let rows = live.runtime.store.intents(&scope, &filter).unwrap();
    rows.into_iter().map(|row| format!("{} {}", row.state, row.reason)).collect()
}

#[test]
fn stock_that_comes_back_reaches_those_who_wait_for_it_once_and_nobody_else() {
    let mut live = live();
    change(&live, stock("drill", 0));
    wants(&live, "anna", 1, "drill");
    carts(&live, "ben", 2, "drill");
    wants(&live, "carl", 3, "saw");
    says(&live, "dora", 4, Body::Identified(vec![person("dora")]));
    assert!(lent(&mut live, NOW).is_empty());
    change(&live, stock("drill", 5));
    let loans = lent(&mut live, NOW.plus(MINUTE));
    let taken: Vec<(Loan, Receipt)> = loans.iter().map(|loan| (loan.clone(), Receipt::Accepted)).collect();
    live.report(&taken, NOW.plus(MINUTE)).unwrap();
    // Asked only after it was there again.
    wants(&live, "dora", 5, "drill");
    let drill = vec![ProductId::of("drill")];
    let back = |who: &str| ("back".to_string(), who.to_string(), drill.clone());
    assert_eq!(told(&live, &loans), [back("anna"), back("ben")]);
    change(&live, stock("drill", 6));
    change(&live, stock("drill", 0));
    change(&live, stock("drill", 1));
    let again = lent(&mut live, NOW.plus(MINUTE.times(120)));
    // Anna's wish came true; in Ben's cart it still lies.
    assert_eq!(told(&live, &again), [back("ben"), back("dora")]);
    for name in ["anna", "ben", "carl", "dora"] {
        let customer = live.runtime.find(VAULT, &person(name)).unwrap().unwrap();
        live.runtime.verify(VAULT, customer).unwrap();
    }
}

#[test]
fn an_occasion_half_told_goes_on_after_a_restart() {
    let store = Arc::new(MemoryStore::new(PARTS, 3));
    let inbox = Arc::new(MemoryInbox::new(0));
    let mut live = opened(&store, &inbox);
    stocked(&live);
    change(&live, stock("drill", 0));
    for (number, name) in (1..).zip(["anna", "ben", "carl", "dora"]) {
        wants(&live, name, number, "drill");
    }
    change(&live, stock("drill", 5));
    live.timers_max = 3;
    let mut all = lent(&mut live, NOW);
    assert!(live.timers_wait() && all.len() == 3, "{}", all.len());
    live.settle().unwrap();
    drop(live);
    let mut live = opened(&store, &inbox);
    all.extend(lent(&mut live, NOW.plus(MINUTE)));
    all.extend(lent(&mut live, NOW.plus(MINUTE.times(2))));
    let who: Vec<String> = told(&live, &all).into_iter().map(|(_, who, _)| who).collect();
    assert_eq!(who, ["anna", "ben", "carl", "dora"]);
    assert!(!live.timers_wait());
}

/// D17: what sells out while a send is under way is offered in no later message; the next best fills its slot.
#[test]
fn what_sells_out_mid_send_is_offered_to_nobody_else() {
    let mut live = live();
    for number in 0..6 {
        says(&live, &format!("p{number}"), number, Body::Viewed(None));
    }
    let room = [(Class::Contract, 2)];
    let offered =
        |loans: &[Loan]| loans.iter().flat_map(|loan| loan.ticket.items.clone()).collect::<Vec<_>>();
    let (drill, saw) = (ProductId::of("drill"), ProductId::of("saw"));
    live.wake(NOW, 100).unwrap();
    let first = live.lend_to(&room, &|| NOW, &Quiet, 100).unwrap();
    assert_eq!(offered(&first), [drill, drill]);
    change(&live, stock("drill", 0));
    let second = live.lend_to(&room, &|| NOW, &Quiet, 100).unwrap();
    assert_eq!(offered(&second), [saw, saw]);
    change(&live, stock("saw", 0));
    assert!(live.lend_to(&room, &|| NOW, &Quiet, 100).unwrap().is_empty());
    let held = states(&live, "deal").into_iter().filter(|state| state == "suppressed out_of_stock");
    assert_eq!(held.count(), 2);
}

/// What is accepted between the Ticket and the wire counts as well.
#[test]
fn what_sells_out_after_the_ticket_is_kept_back_and_asked_anew() {
    let mut live = live();
    says(&live, "anna", 1, Body::Viewed(None));
    live.wake(NOW, 100).unwrap();
    let acceptor = live.acceptor();
    let asked = Cell::new(0);
    let clock = || {
        asked.set(asked.get() + 1);
        if asked.get() == 2 {
            acceptor.accept_changes(&[stock("drill", 0)], NOW).unwrap();
        }
        NOW
    };
    let room = [(Class::Contract, 9)];
    assert!(live.lend_to(&room, &clock, &Quiet, 100).unwrap().is_empty());
    let loans = live.lend_to(&room, &|| NOW.plus(SECOND), &Quiet, 100).unwrap();
    assert_eq!(loans.len(), 1);
    assert_eq!(loans[0].ticket.items, [ProductId::of("saw")]);
}

/// What events name is kept beside them, and parts no batch of them; a change of the catalogue does.
#[test]
fn what_is_named_between_events_is_known_with_them() {
    let mut live = live();
    live.wake(NOW, 100).unwrap();
    let named = |number: &str| Mention::Article(Named { number: number.into(), name: None });
    says(&live, "anna", 1, Body::Viewed(None));
    change(&live, CatalogueChange::Mentioned(named("glue")));
    says(&live, "ben", 2, Body::Viewed(None));
    change(&live, CatalogueChange::Mentioned(named("tape")));
    change(&live, stock("drill", 3));
    says(&live, "carl", 3, Body::Viewed(None));
    let processed = |live: &Live| {
        let counters = live.runtime.store.counters().unwrap();
        counters.iter().find(|(name, _)| name == "events.processed").map_or(0, |(_, count)| *count)
    };
    let before = processed(&live);
    live.pump(NOW, 100).unwrap();
    live.settle().unwrap();
    assert_eq!(processed(&live) - before, 2);
    for number in ["glue", "tape"] {
        assert_eq!(live.runtime.catalogue.called(ProductId::of(number)), Some(number));
    }
    assert_eq!(live.backlog().unwrap(), 2, "the change of stock, and what came after it");
    live.wake(NOW, 100).unwrap();
    assert_eq!((processed(&live) - before, live.backlog().unwrap()), (3, 0));

    // Who shops where is asked: an outlet is known from when it was named on.
    says(&live, "anna", 4, Body::Viewed(None));
    change(&live, CatalogueChange::Mentioned(Mention::Outlet("ulm".into())));
    says(&live, "ben", 5, Body::Viewed(None));
    live.pump(NOW, 100).unwrap();
    assert_eq!(live.backlog().unwrap(), 2);
}

/// D06: the price in a message is that of the moment of release.
#[test]
fn a_price_changed_after_planning_is_the_one_that_leaves() {
    let mut live = live();
    says(&live, "anna", 1, Body::Viewed(None));
    live.wake(NOW, 100).unwrap();
    change(&live, price("drill", NOW, 14_900));
    let loans = lent(&mut live, NOW);
    let offer = &loans[0].ticket.offers[0];
    assert_eq!((offer.price, offer.lowest_before, offer.percent), (14_900, Some(19_900), 25));
    let scope = live.runtime.custodian.scope(VAULT).unwrap();
    let customer = loans[0].ticket.customer;
    let row = live.runtime.store.intent(&scope, customer.part(), loans[0].ticket.intent).unwrap().unwrap();
    let key = live.runtime.keyring.vault(VAULT).unwrap();
    assert_eq!(anlass_runtime::rows::open_ticket(key, &row).unwrap(), loans[0].ticket);
}

/// D06: what is struck through must have been the lowest price of the last 30 days.
#[test]
fn a_false_strike_through_is_refused() {
    let mut live = live();
    change(&live, price("drill", NOW.minus(DAY.times(10)), 17_900));
    change(&live, price("drill", NOW.minus(DAY), 14_900));
    says(&live, "anna", 1, Body::CartCleared);
    assert!(lent(&mut live, NOW).is_empty());
    assert_eq!(states(&live, "reduced"), ["suppressed false_reduction"]);
    let mut live = self::live();
    change(&live, price("drill", NOW.minus(DAY), 14_900));
    says(&live, "anna", 1, Body::CartCleared);
    assert_eq!(lent(&mut live, NOW).len(), 1, "it was 199.00 for weeks");
}

#[test]
fn a_price_that_begins_tomorrow_is_told_tomorrow_to_those_who_wait() {
    let mut live = live();
    wants(&live, "anna", 1, "drill");
    wants(&live, "carl", 2, "saw");
    let tomorrow = NOW.plus(DAY);
    change(&live, price("drill", tomorrow, 9_900));
    assert!(lent(&mut live, NOW).is_empty());
    let loans = lent(&mut live, tomorrow);
    assert_eq!(told(&live, &loans), [("cheaper".into(), "anna".into(), vec![ProductId::of("drill")])]);
    assert!(lent(&mut live, tomorrow.plus(DAY)).is_empty());
}

#[test]
fn a_price_that_falls_when_a_dearer_row_ends_is_told_then_once_also_across_restarts() {
    let store = Arc::new(MemoryStore::new(PARTS, 3));
    let inbox = Arc::new(MemoryInbox::new(0));
    let mut live = opened(&store, &inbox);
    stocked(&live);
    let tomorrow = NOW.plus(DAY);
    let dear = |number: &str, amount| CatalogueChange::Price {
        product: ProductId::of(number),
        row: PriceRow {
            sphere: Sphere::Everywhere,
            group: None,
            from: NOW.minus(DAY),
            until: Some(tomorrow),
            amount,
        },
    };
    change(&live, dear("drill", 24_900));
    // Of the saw there is no other price: once this one ends, it has none.
    change(&live, dear("saw", 4_900));
    wants(&live, "anna", 1, "drill");
    wants(&live, "carl", 2, "saw");
    carts(&live, "ben", 3, "drill");
    assert!(lent(&mut live, NOW).is_empty());
    live.settle().unwrap();
    drop(live);
    let mut live = opened(&store, &inbox);
    assert!(lent(&mut live, tomorrow.minus(SECOND)).is_empty());
    let loans = lent(&mut live, tomorrow.plus(MINUTE));
    let cheaper = |who: &str| ("cheaper".to_string(), who.to_string(), vec![ProductId::of("drill")]);
    assert_eq!(told(&live, &loans), [cheaper("anna"), cheaper("ben")]);
    // It had cost so little within 30 days: nothing is reduced.
    assert!(loans.iter().all(|loan| loan.ticket.offers[0].lowest_before.is_none()));
    live.settle().unwrap();
    drop(live);
    let mut live = opened(&store, &inbox);
    assert!(lent(&mut live, tomorrow.plus(DAY)).is_empty());
}
