//! Slots that are filled for each person (I04): by what people bought and looked at, never with what is sold out, bought already,
//! given back or in the cart; and counting that follows what people do.

use super::{NOW, PARTS, VAULT, event};
use anlass_engine::{Because, Input, Suggested, Wanted};
use anlass_model::catalogue::{Catalogue, CatalogueChange, Product};
use anlass_model::consent::{Said, SaidBy};
use anlass_model::definition::{Definitions, Relation};
use anlass_model::event::{Arrival, Body, Item, Line, Order, Place};
use anlass_model::id::{EntityId, Identifier, IdentifierKind, Name, NameId, OrderId, ProductId, VaultId};
use anlass_model::restriction::{Ground, RestrictionAct};
use anlass_model::time::{DAY, MINUTE, Timestamp};
use anlass_model::value::Value;
use anlass_runtime::Runtime;
use anlass_runtime::live::{Live, Surroundings};
use anlass_runtime::relations::{Counting, Had, Relations};
use anlass_store::Store;
use anlass_store::inbox::MemoryInbox;
use anlass_store::memory::MemoryStore;
use anlass_store::seal::MasterKey;
use proptest::prelude::*;
use std::sync::Arc;

const TEXT: &str = r#"
settings:
  name: Relations
  organisation: [{ id: headquarters, level: headquarters, vault: 1 }]
  currency: EUR
  time_zone: UTC
  fields: { tips: text }
  sources: [{ id: shop, number: 1 }]
programmes:
  - id: all
    name: { de: Alles, en: All }
    aim: retention
    messages:
      - id: tips
        name: { de: Tipps, en: Tips }
        class: contract
        purpose: service
        channels: [email]
        offers: { recommend: { field: tips, field_fresh: 3d }, show: 2 }
      - id: garden
        name: { de: Garten, en: Garden }
        class: contract
        purpose: service
        channels: [email]
        offers: { articles: [{ article: rose }], recommend: { category: Garten, popular: false }, show: 3 }
      - id: fresh
        name: { de: Neues, en: New }
        class: contract
        purpose: service
        channels: [email]
        offers: { recommend: { category: Garten, not_seen_within: 7d, popular: false }, show: 3, otherwise: without }
    journeys:
      - { id: fresh, name: { de: Neues, en: New }, entry: { event: voucher.redeemed }, steps: [{ id: tell, message: fresh }] }
      - { id: tips, name: { de: Tipps, en: Tips }, entry: { event: cart.cleared }, steps: [{ id: tell, message: tips }] }
      - { id: garden, name: { de: Garten, en: Garden }, entry: { event: product.viewed }, steps: [{ id: tell, message: garden }] }
"#;

/// What was learned of a vault, if anything was.
struct Learned(Option<Relations>);

impl Surroundings for Learned {
    fn sources(&self) -> Vec<(NameId, Timestamp)> {
        Vec::new()
    }

    fn suggested(&self, _: VaultId, wanted: &Wanted, catalogue: &Catalogue) -> Option<Vec<Suggested>> {
        Some(self.0.as_ref()?.suggest(wanted, catalogue))
    }
}

fn opened() -> Live {
    let store = Arc::new(MemoryStore::new(PARTS, 3));
    let master = MasterKey::from_bytes([1; 32]);
    let definitions: Definitions = serde_saphyr::from_str(TEXT).unwrap();
    Runtime::publish(&*store, &master, &definitions, Some([2; 32])).unwrap();
    let runtime = Runtime::open(store as Arc<dyn Store>, &master, "test", NOW).unwrap();
    let live = Live::new(runtime, Arc::new(MemoryInbox::new(0))).unwrap();
    for (number, node) in [
        ("rose", "Garten"),
        ("can", "Garten"),
        ("soil", "Garten"),
        ("drill", "Werkzeug"),
        ("dowel", "Werkzeug"),
    ] {
        let path = vec![Box::from(node)].into();
        let product = Product { number: number.into(), name: number.into(), path, ..Product::default() };
        live.accept_changes(&[CatalogueChange::Loaded(Box::new(product))], NOW).unwrap();
    }
    live
}

fn says(live: &Live, name: &str, number: u64, at: Timestamp, body: Body) {
    let person = Identifier { kind: IdentifierKind::Email, value: format!("{name}@example.org").into() };
    let event = event(1, number, at, body);
    live.accept(&[Arrival { vault: VAULT, identifiers: vec![person], event }]).unwrap();
}

fn item(live: &Live, article: &str) -> Item {
    live.runtime.catalogue.item(article)
}

fn buys(live: &Live, name: &str, number: u64, articles: &[&str]) {
    let line = |article: &&str| Line { item: item(live, article), quantity: 1, value: 1_000 };
    let order = Order {
        id: OrderId::of(&format!("o{number}")),
        lines: articles.iter().map(line).collect(),
        place: Place::Online,
    };
    says(live, name, number, NOW.minus(DAY.times(9)), Body::Ordered(order));
}

/// Gardeners buy a rose and a can, and some of them soil; makers a drill and dowels.
fn shop() -> Live {
    let mut live = opened();
    live.wake(NOW, 100).unwrap();
    for number in 0..20_u64 {
        let articles: &[&str] = match number {
            0..8 => &["rose", "can"],
            8..12 => &["rose", "can", "soil"],
            _ => &["drill", "dowel"],
        };
        buys(&live, &format!("p{number}"), 100 + number, articles);
    }
    live.wake(NOW, 100).unwrap();
    live
}

fn learned(live: &Live) -> Learned {
    let scope = live.runtime.custodian.scope(VAULT).unwrap();
    Learned(Some(Counting::all(&live.runtime, &scope).unwrap().relations(NOW)))
}

fn offered(live: &mut Live, around: &Learned) -> Vec<Vec<ProductId>> {
    let room = [(anlass_model::consent::Class::Contract, 100)];
    let loans = live.lend_to(&room, &|| NOW.plus(MINUTE), around, 100).unwrap();
    loans.into_iter().map(|loan| loan.ticket.items).collect()
}

fn products(numbers: &[&str]) -> Vec<ProductId> {
    numbers.iter().map(|number| ProductId::of(number)).collect()
}

#[test]
fn slots_are_filled_with_what_goes_with_what_somebody_bought() {
    let mut live = shop();
    buys(&live, "anna", 1, &["drill"]);
    says(&live, "anna", 2, NOW, Body::CartCleared);
    live.wake(NOW, 100).unwrap();
    let around = learned(&live);
    // Dowels go with it; then what sells best.
    assert_eq!(offered(&mut live, &around), [products(&["dowel", "can"])]);
    let anna = Identifier { kind: IdentifierKind::Email, value: "anna@example.org".into() };
    let anna = live.runtime.find(VAULT, &anna).unwrap().unwrap();
    live.runtime.verify(VAULT, anna).unwrap();
    let entries = live.runtime.timeline(VAULT, anna).unwrap();
    let told = entries.iter().find_map(|entry| match &entry.input {
        Input::Recommended { suggested, .. } => Some(suggested.clone()),
        _ => None,
    });
    let because = told.unwrap().into_iter().map(|suggested| suggested.because).next();
    assert_eq!(because, Some(Because::Bought(ProductId::of("drill"))), "and why stands on the timeline");
}

#[test]
fn nothing_is_recommended_that_is_sold_out_had_given_back_or_in_the_cart() {
    let mut live = shop();
    buys(&live, "anna", 1, &["rose"]);
    let line = Line { item: item(&live, "soil"), quantity: 1, value: 500 };
    says(&live, "anna", 2, NOW.minus(DAY), Body::CartAdded(line));
    // A rose is looked at, and the message of the garden offers one by name, and what goes with it under that node.
    says(&live, "anna", 3, NOW, Body::Viewed(Some(item(&live, "rose"))));
    live.wake(NOW, 100).unwrap();
    let around = learned(&live);
    assert_eq!(offered(&mut live, &around), [products(&["rose", "can"])]);

    let mut live = shop();
    let sold_out = CatalogueChange::Stock { product: ProductId::of("can"), at: None, pieces: 0 };
    live.accept_changes(&[sold_out], NOW).unwrap();
    buys(&live, "anna", 1, &["rose"]);
    says(&live, "anna", 3, NOW, Body::Viewed(Some(item(&live, "rose"))));
    live.wake(NOW, 100).unwrap();
    let around = learned(&live);
    assert_eq!(offered(&mut live, &around), [products(&["rose", "soil"])]);
}

#[test]
fn what_another_recommender_names_comes_first_as_long_as_it_is_fresh() {
    for (age, expected) in [(DAY, ["soil", "dowel"]), (DAY.times(9), ["dowel", "can"])] {
        let mut live = shop();
        buys(&live, "anna", 1, &["drill"]);
        let tips = (Name::new("tips").unwrap(), Some(Value::Text("soil, unknown".into())));
        says(&live, "anna", 2, NOW.minus(age), Body::Profile(vec![tips]));
        says(&live, "anna", 3, NOW, Body::CartCleared);
        live.wake(NOW, 100).unwrap();
        let around = learned(&live);
        assert_eq!(offered(&mut live, &around), [products(&expected)]);
    }
}

/// Article 18 GDPR: a message that belongs to a contract says what it would say to anybody.
#[test]
fn of_restricted_data_nothing_is_counted_and_nothing_suits() {
    let mut live = shop();
    buys(&live, "anna", 1, &["drill"]);
    let said = Said { how: SaidBy::Letter, by: None, note: None };
    let act = RestrictionAct::Restricted { case: Name::new("case").unwrap(), ground: Ground::Claims, said };
    says(&live, "anna", 2, NOW, Body::Restriction(Box::new(act)));
    says(&live, "anna", 3, NOW, Body::CartCleared);
    live.wake(NOW, 100).unwrap();
    let anna = Identifier { kind: IdentifierKind::Email, value: "anna@example.org".into() };
    let anna = live.runtime.find(VAULT, &anna).unwrap().unwrap();
    let dossier = live.runtime.dossier(VAULT, anna).unwrap().unwrap();
    assert_eq!(Had::of(&dossier), Had::default());
    let around = learned(&live);
    assert_eq!(offered(&mut live, &around), [products(&["can", "rose"])], "what sells best");
}

#[test]
fn as_long_as_nothing_was_learned_the_message_waits() {
    let mut live = shop();
    says(&live, "anna", 1, NOW, Body::CartCleared);
    live.wake(NOW, 100).unwrap();
    assert!(offered(&mut live, &Learned(None)).is_empty());
    let around = learned(&live);
    assert_eq!(offered(&mut live, &around).len(), 1, "nobody was forgotten");
}

#[test]
fn what_was_learned_is_the_same_after_it_was_stored() {
    let live = shop();
    let Learned(Some(relations)) = learned(&live) else { panic!("nothing") };
    let scope = live.runtime.custodian.scope(VAULT).unwrap();
    let key = live.runtime.keyring.vault(VAULT).unwrap();
    let documents = vec![relations.document(key, &scope).unwrap()];
    let commit = anlass_store::Commit { documents, ..anlass_store::Commit::default() };
    live.runtime.store.commit(&commit).unwrap();
    let stored = Relations::load(&*live.runtime.store, key, &scope).unwrap();
    assert_eq!(stored, Some(relations));
}

fn wanted(bought: &[ProductId]) -> Wanted {
    Wanted {
        by: Relation::Either,
        bought: bought.iter().map(|product| (*product, 1_000)).collect(),
        viewed: Vec::new(),
        named: Vec::new(),
        excluded: Vec::new(),
        category: None,
        popular: true,
        count: 10,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Whatever was counted of people before, and in whatever order: what counts is what they have now.
    #[test]
    fn counting_again_equals_counting_from_the_beginning(
        had in prop::collection::vec((0..6_u128, prop::collection::btree_set(0..8_u32, 0..5)), 1..30),
    ) {
        let numbers: Vec<String> = (0..8).map(|number| format!("a{number}")).collect();
        let product = |number: &u32| ProductId::of(&numbers[*number as usize]);
        let mut catalogue = Catalogue::default();
        for number in &numbers {
            let own = Product { number: number.as_str().into(), ..Product::default() };
            catalogue.put(own).unwrap();
        }
        let had: Vec<(EntityId, Had)> = had
            .into_iter()
            .map(|(who, what)| {
                let bought = what.iter().map(|number| (product(number), 1)).collect();
                (EntityId(who), Had { bought, viewed: Vec::new() })
            })
            .collect();
        let mut following = Counting::default();
        had.iter().for_each(|(who, had)| following.note(*who, had));
        let last: std::collections::BTreeMap<EntityId, Had> = had.into_iter().collect();
        let mut anew = Counting::default();
        last.iter().for_each(|(who, had)| anew.note(*who, had));
        let (following, anew) = (following.relations(NOW), anew.relations(NOW));
        for number in 0..8 {
            let sorted = |relations: &Relations| {
                let mut found = relations.suggest(&wanted(&[product(&number)]), &catalogue);
                found.sort_by_key(|suggested| suggested.product);
                found.into_iter().map(|suggested| suggested.product).collect::<Vec<_>>()
            };
            prop_assert_eq!(sorted(&following), sorted(&anew));
        }
    }
}

/// D13: what was seen in a letter counts as seen on the web and the other way round, and is not offered again for a while.
#[test]
fn what_was_seen_by_either_way_is_not_offered_again_for_a_while() {
    let redeemed = || Body::Voucher { code: "SPRING".into() };
    let seen_by = |look: &dyn Fn(&Live) -> Body, days: i64| {
        let mut live = shop();
        let around = learned(&live);
        buys(&live, "eva", 900, &["rose"]);
        says(&live, "eva", 901, NOW.minus(DAY.times(days)), look(&live));
        live.wake(NOW, 100).unwrap();
        // What the look itself led to.
        let _before = offered(&mut live, &around);
        says(&live, "eva", 902, NOW, redeemed());
        live.wake(NOW, 100).unwrap();
        offered(&mut live, &around).concat()
    };
    let (can, soil) = (ProductId::of("can"), ProductId::of("soil"));
    let web = |live: &Live| Body::Viewed(Some(item(live, "can")));
    let letter = |live: &Live| Body::Followed { delivery: None, item: item(live, "can") };
    let ways: [&dyn Fn(&Live) -> Body; 2] = [&web, &letter];
    for way in ways {
        let offers = seen_by(way, 1);
        assert!(offers.contains(&soil) && !offers.contains(&can), "{offers:?}");
        let offers = seen_by(way, 8);
        assert!(offers.contains(&soil) && offers.contains(&can), "seen long ago: {offers:?}");
    }
}
