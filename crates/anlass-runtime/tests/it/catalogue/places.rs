//! Prices and stock by outlet, zone and price group in the live loop: whom a price that falls reaches, whom pieces that come
//! back or run low, and which stock keeps back what was offered.

use super::{change, lent, opened_with, person, says};
use crate::{NOW, PARTS, VAULT};
use anlass_model::catalogue::{CatalogueChange, Outlet, PriceRow, Product, Sphere};
use anlass_model::consent::Class;
use anlass_model::event::Body;
use anlass_model::id::{Name, NameId, OutletId, ProductId};
use anlass_model::time::{DAY, MINUTE, SECOND, Timestamp};
use anlass_model::value::Value;
use anlass_runtime::live::{Live, Loan};
use anlass_runtime::virtual_time::Quiet;
use anlass_store::inbox::MemoryInbox;
use anlass_store::memory::MemoryStore;
use std::cell::Cell;
use std::sync::Arc;

const TEXT: &str = r#"
settings:
  name: Places
  organisation: [{ id: headquarters, level: headquarters, vault: 1 }]
  currency: EUR
  time_zone: UTC
  sources: [{ id: shop, number: 1 }]
  fields: { store: text, price_group: text }
  nearest: { chosen: store, group: price_group }
  events:
    price.watched: { fields: { product: text } }
    price.dropped: { fields: { product: text, before: int } }
    stock.back: { fields: { product: text, before: int } }
    stock.low: { fields: { product: text, before: int } }
programmes:
  - id: all
    name: { de: Alles, en: All }
    aim: retention
    messages:
      - { id: cheaper, name: { de: Billiger, en: Cheaper }, class: contract, purpose: service, channels: [email], items: occasion, at_outlet: AT_OUTLET }
      - { id: back, name: { de: Da, en: Back }, class: contract, purpose: service, channels: [email], items: occasion, at_outlet: AT_OUTLET }
      - { id: few, name: { de: Wenige, en: Few }, class: contract, purpose: service, channels: [email], items: occasion, at_outlet: AT_OUTLET }
      - id: deal
        name: { de: Angebot, en: Deal }
        class: contract
        purpose: service
        channels: [email]
        at_outlet: true
        offers: { articles: [{ article: drill }, { article: saw }], show: 1 }
    journeys:
      - { id: cheaper, name: { de: Billiger, en: Cheaper }, entry: { event: price.dropped }, reentry: { after: 1h }, steps: [{ id: tell, message: cheaper }] }
      - { id: back, name: { de: Da, en: Back }, entry: { event: stock.back }, reentry: { after: 1h }, steps: [{ id: tell, message: back }] }
      - { id: few, name: { de: Wenige, en: Few }, entry: { event: stock.low }, reentry: { after: 1h }, steps: [{ id: tell, message: few }] }
      - { id: deal, name: { de: Angebot, en: Deal }, entry: { event: product.viewed }, steps: [{ id: tell, message: deal }] }
"#;

/// Everybody who waits for the drill: with a store, and a price group.
const PEOPLE: [(&str, &str, &str); 6] = [
    ("anna", "kiel", ""),
    ("ben", "husum", ""),
    ("carl", "ulm", ""),
    ("dora", "", "club"),
    ("eva", "kiel", "club"),
    ("fred", "", ""),
];

fn row(sphere: Sphere, group: Option<&str>, from: Timestamp, amount: i64) -> PriceRow {
    PriceRow { sphere, group: group.map(NameId::of), from, until: None, amount }
}

fn north() -> Sphere {
    Sphere::Zone(NameId::of("north"))
}

fn at(outlet: &str) -> Sphere {
    Sphere::Outlet(OutletId::of(outlet))
}

fn costs(live: &Live, row: PriceRow) {
    change(live, CatalogueChange::Price { product: ProductId::of("drill"), row });
}

fn pieces(article: &str, outlet: &str, pieces: i64) -> CatalogueChange {
    CatalogueChange::Stock { product: ProductId::of(article), at: Some(OutletId::of(outlet)), pieces }
}

fn live(is_at_outlet: &str) -> Live {
    let (store, inbox) = (Arc::new(MemoryStore::new(PARTS, 3)), Arc::new(MemoryInbox::new(0)));
    let live = opened_with(&TEXT.replace("AT_OUTLET", is_at_outlet), &store, &inbox);
    for number in ["drill", "saw"] {
        let product = Product { number: number.into(), name: number.into(), ..Product::default() };
        change(&live, CatalogueChange::Loaded(Box::new(product)));
    }
    for (number, zone) in [("kiel", "north"), ("husum", "north"), ("ulm", "south")] {
        let zone = Some(zone.into());
        let outlet = Outlet { number: number.into(), name: number.into(), zone, ..Outlet::default() };
        change(&live, CatalogueChange::Outlet(Box::new(outlet)));
    }
    let before = NOW.minus(DAY.times(60));
    costs(&live, row(Sphere::Everywhere, None, before, 12_900));
    costs(&live, row(north(), None, before, 12_500));
    costs(&live, row(at("husum"), None, before, 11_900));
    costs(&live, row(Sphere::Everywhere, Some("club"), before, 11_000));
    for (number, (name, store, group)) in (0..).zip(PEOPLE) {
        let field = |name: &str, value: &str| (Name::new(name).unwrap(), Some(Value::Text(value.into())));
        let fields = [("store", store), ("price_group", group)];
        let fields = fields.into_iter().filter(|(_, value)| !value.is_empty());
        let fields = fields.map(|(name, value)| field(name, value)).collect();
        says(&live, name, 2 * number, Body::Profile(fields));
        let product = (Name::new("product").unwrap(), Value::Text("drill".into()));
        let watched = Name::new("price.watched").unwrap();
        says(&live, name, 2 * number + 1, Body::Custom { name: watched, value: 0, fields: vec![product] });
    }
    live
}

fn who(live: &Live, loan: &Loan) -> &'static str {
    let is_it = |name: &&str| live.runtime.find(VAULT, &person(name)).unwrap() == Some(loan.ticket.customer);
    PEOPLE.into_iter().map(|(name, ..)| name).find(is_it).unwrap()
}

/// What was told, and to whom.
fn heard(live: &Live, loans: &[Loan]) -> Vec<(String, &'static str)> {
    let heard = |loan: &Loan| (live.runtime.program.name(loan.ticket.message), who(live, loan));
    let mut all: Vec<_> = loans.iter().map(heard).collect();
    all.sort_unstable();
    all
}

/// Pieces at outlets, told together.
fn stocked(live: &Live, told: &[(&str, i64)]) {
    let told = told.iter().map(|(outlet, pieces)| (Some(OutletId::of(outlet)), *pieces)).collect();
    change(live, CatalogueChange::Stocks { product: ProductId::of("drill"), told });
}

/// Who is told, at what price, instead of which.
fn told(live: &Live, loans: &[Loan]) -> Vec<(&'static str, i64, Option<i64>)> {
    let said = |loan: &Loan| {
        let offer = loan.ticket.offers.first().unwrap();
        (who(live, loan), offer.price, offer.lowest_before)
    };
    let mut all: Vec<_> = loans.iter().map(said).collect();
    all.sort_unstable();
    all
}

#[test]
fn a_price_that_falls_reaches_those_for_whom_it_holds_and_says_what_it_cost_there_before() {
    let mut live = live("true");
    assert!(lent(&mut live, NOW).is_empty());
    costs(&live, row(north(), None, NOW, 9_900));
    let loans = lent(&mut live, NOW);
    // An outlet's own price goes before its zone's, and the zone's before the group's price of everywhere.
    assert_eq!(told(&live, &loans), [("anna", 9_900, Some(12_500)), ("eva", 9_900, Some(12_500))]);
    let later = NOW.plus(MINUTE);
    costs(&live, row(Sphere::Everywhere, Some("club"), NOW, 8_900));
    let loans = lent(&mut live, later);
    assert_eq!(told(&live, &loans), [("dora", 8_900, Some(11_000))]);
    costs(&live, row(at("husum"), None, NOW, 10_500));
    let loans = lent(&mut live, later);
    assert_eq!(told(&live, &loans), [("ben", 10_500, Some(11_900))]);
    costs(&live, row(Sphere::Everywhere, None, NOW, 12_100));
    let loans = lent(&mut live, later);
    assert_eq!(told(&live, &loans), [("carl", 12_100, Some(12_900)), ("fred", 12_100, Some(12_900))]);
    // Told again, or dearer, it is news to nobody.
    costs(&live, row(Sphere::Everywhere, None, NOW, 12_100));
    costs(&live, row(north(), None, later, 9_950));
    assert!(lent(&mut live, later).is_empty());
    for (name, ..) in PEOPLE {
        let customer = live.runtime.find(VAULT, &person(name)).unwrap().unwrap();
        live.runtime.verify(VAULT, customer).unwrap();
    }
}

#[test]
fn a_zones_price_that_begins_tomorrow_is_told_there_tomorrow() {
    let mut live = live("true");
    let tomorrow = NOW.plus(DAY);
    costs(&live, row(north(), None, tomorrow, 9_900));
    assert!(lent(&mut live, NOW).is_empty());
    let loans = lent(&mut live, tomorrow);
    assert_eq!(told(&live, &loans), [("anna", 9_900, Some(12_500)), ("eva", 9_900, Some(12_500))]);
    assert!(lent(&mut live, tomorrow.plus(DAY)).is_empty());
}

#[test]
fn pieces_that_come_back_or_run_low_reach_those_whose_outlet_they_are_at() {
    let mut live = live("true");
    stocked(&live, &[("kiel", 0), ("ulm", 5)]);
    assert!(lent(&mut live, NOW).is_empty());
    stocked(&live, &[("kiel", 4)]);
    let loans = lent(&mut live, NOW);
    let told = |live: &Live, loans: &[Loan]| {
        heard(live, loans).into_iter().map(|(message, who)| format!("{message} {who}")).collect::<Vec<_>>()
    };
    assert_eq!(told(&live, &loans), ["back anna", "back eva"], "in all there always were some");
    // Their wishes came true. Of what moves, those hear whose outlet got some, and those where few are left.
    stocked(&live, &[("ulm", 1), ("husum", 4)]);
    let loans = lent(&mut live, NOW.plus(MINUTE));
    assert_eq!(told(&live, &loans), ["back ben", "few carl"]);
    stocked(&live, &[("kiel", 0), ("ulm", 0), ("husum", 0)]);
    assert!(lent(&mut live, NOW.plus(MINUTE.times(2))).is_empty());
    stocked(&live, &[("ulm", 2)]);
    let loans = lent(&mut live, NOW.plus(MINUTE.times(3)));
    assert_eq!(told(&live, &loans), ["back dora", "back fred"], "their outlet nobody knows");
    for (name, ..) in PEOPLE {
        let customer = live.runtime.find(VAULT, &person(name)).unwrap().unwrap();
        live.runtime.verify(VAULT, customer).unwrap();
    }
}

#[test]
fn where_messages_speak_of_everywhere_pieces_count_in_all() {
    let mut live = live("false");
    stocked(&live, &[("kiel", 0), ("ulm", 9)]);
    stocked(&live, &[("kiel", 4)]);
    stocked(&live, &[("kiel", 0), ("husum", 4)]);
    assert!(lent(&mut live, NOW).is_empty());
    stocked(&live, &[("ulm", 0), ("husum", 0)]);
    change(&live, pieces("drill", "ulm", 1));
    let loans = lent(&mut live, NOW);
    let everybody: Vec<(String, &str)> = PEOPLE.iter().map(|(name, ..)| ("back".to_owned(), *name)).collect();
    assert_eq!(heard(&live, &loans), everybody);
}

/// A message that speaks of prices everywhere must not be led to by a price of one zone.
#[test]
fn where_messages_speak_of_everywhere_only_that_price_is_an_occasion() {
    let mut live = live("false");
    costs(&live, row(north(), None, NOW, 9_900));
    assert!(lent(&mut live, NOW).is_empty());
    costs(&live, row(Sphere::Everywhere, None, NOW, 11_500));
    let loans = lent(&mut live, NOW);
    let names: Vec<&str> = told(&live, &loans).into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["anna", "ben", "carl", "fred"], "the club still pays 110.00");
}

/// J13: the loan carries the outlet of its offers, and what another outlet sells does not keep it back.
#[test]
fn only_stock_of_the_outlet_that_an_offer_was_made_for_keeps_it_back() {
    let mut live = live("true");
    for (article, outlet) in [("drill", "kiel"), ("drill", "ulm"), ("saw", "kiel")] {
        change(&live, pieces(article, outlet, 2));
    }
    says(&live, "anna", 90, Body::Viewed(None));
    live.wake(NOW, 100).unwrap();
    let acceptor = live.acceptor();
    let sold = Cell::new(pieces("drill", "ulm", 0));
    let asked = Cell::new(0);
    let clock = || {
        asked.set(asked.get() + 1);
        if asked.get() == 2 {
            acceptor.accept_changes(&[sold.replace(CatalogueChange::LowAt(1))], NOW).unwrap();
        }
        NOW
    };
    let room = [(Class::Contract, 9)];
    let loans = live.lend_to(&room, &clock, &Quiet, 100).unwrap();
    let found = |loans: &[Loan]| {
        loans.iter().map(|loan| (loan.outlet, loan.ticket.items.clone())).collect::<Vec<_>>()
    };
    let kiel = Some(OutletId::of("kiel"));
    assert_eq!(found(&loans), [(kiel, vec![ProductId::of("drill")])]);
    says(&live, "eva", 91, Body::Viewed(None));
    live.wake(NOW, 100).unwrap();
    sold.set(pieces("drill", "kiel", 0));
    asked.set(0);
    assert!(live.lend_to(&room, &clock, &Quiet, 100).unwrap().is_empty());
    let loans = live.lend_to(&room, &|| NOW.plus(SECOND), &Quiet, 100).unwrap();
    assert_eq!(found(&loans), [(kiel, vec![ProductId::of("saw")])]);
}
