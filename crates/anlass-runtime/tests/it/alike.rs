//! D15: people who look alike are found by what they have in common, page by page, and by nothing that a crowd shares.

use super::{NOW, PARTS, VAULT, definitions, event, identifier, name};
use anlass_model::event::{Arrival, Body};
use anlass_model::id::{EntityId, Identifier, IdentifierKind};
use anlass_model::org::TenantScope;
use anlass_model::time::HOUR;
use anlass_model::value::Value;
use anlass_runtime::alike::LIKENESS_INDEX;
use anlass_runtime::erase::Erasure;
use anlass_runtime::live::Live;
use anlass_runtime::virtual_time::Quiet;
use anlass_runtime::{Error, Runtime};
use anlass_store::Store;
use anlass_store::inbox::MemoryInbox;
use anlass_store::memory::MemoryStore;
use anlass_store::seal::MasterKey;
use std::collections::BTreeSet;
use std::sync::Arc;

const PLAIN: &str = r#"
settings:
  name: Lookalikes
  organisation: [{ id: headquarters, level: headquarters, vault: 1 }]
  currency: EUR
  time_zone: UTC
  fields: { first_name: text, last_name: text, street: text, postcode: text }
  identifiers: { phone: { strength: leads } }
  sources: [{ id: shop, number: 1 }]
"#;
const MATCHING: &str =
    "  matching: { given_name: first_name, family_name: last_name, street: street, postal_code: postcode }\n";

struct House {
    live: Live,
    store: Arc<dyn Store>,
    scope: TenantScope,
    number: u64,
}

impl House {
    fn over(store: Arc<dyn Store>, text: &str) -> House {
        let master = MasterKey::from_bytes([1; 32]);
        Runtime::publish(&*store, &master, &definitions(text), Some([2; 32])).unwrap();
        let runtime = Runtime::open(Arc::clone(&store), &master, "test", NOW).unwrap();
        let inbox = MemoryInbox::new(anlass_store::inbox_applied(&*store).unwrap());
        let scope = runtime.custodian.scope(VAULT).unwrap();
        House { live: Live::new(runtime, Arc::new(inbox)).unwrap(), store, scope, number: 0 }
    }

    fn new() -> House {
        House::over(Arc::new(MemoryStore::new(PARTS, 3)), &format!("{PLAIN}{MATCHING}"))
    }

    /// Whoever has the number is called so, lives there, and may be reached by a telephone that others have as well.
    fn says(&mut self, number: u64, names: [&str; 2], street: &str, phone: bool) -> EntityId {
        self.number += 1;
        let at = NOW.plus(HOUR.times(i64::try_from(self.number).unwrap()));
        let text = |value: &str| Some(Value::Text(value.into()));
        let fields = vec![
            (name("first_name"), text(names[0])),
            (name("last_name"), text(names[1])),
            (name("street"), text(street)),
            (name("postcode"), text("50667")),
        ];
        let mut identifiers = vec![identifier(number)];
        let shared = Identifier { kind: IdentifierKind::Phone, value: "+492215550001".into() };
        identifiers.extend(phone.then_some(shared));
        let event = event(9, self.number, at, Body::Profile(fields));
        self.live.accept(&[Arrival { vault: VAULT, identifiers, event }]).unwrap();
        self.live.lend(&|| at, &Quiet, 100).unwrap();
        self.live.runtime.find(VAULT, &identifier(number)).unwrap().unwrap()
    }

    /// Everybody who is suggested, looked for in pages of so many pairs.
    fn alike(&self, max: usize) -> BTreeSet<[EntityId; 2]> {
        let (mut all, mut after, mut told) = (BTreeSet::new(), None, 0);
        loop {
            let found = self.live.runtime.alike(&self.scope, after, max).unwrap();
            told += found.pairs.len();
            all.extend(found.pairs.into_iter().map(|pair| pair.people));
            match found.next {
                Some(next) => after = Some(next),
                None => break,
            }
        }
        assert_eq!(told, all.len(), "each pair is told once");
        all
    }
}

fn pair(one: EntityId, other: EntityId) -> [EntityId; 2] {
    [one.min(other), one.max(other)]
}

#[test]
fn each_pair_is_told_once_whatever_they_share_with_a_crowd() {
    let mut house = House::new();
    let anna = house.says(1, ["Anna", "Müller"], "Hauptstr. 1", false);
    let also = house.says(2, ["Anna", "Mueller-Schmidt"], "Hauptstraße 1", false);
    let eva = house.says(3, ["Eva", "Roth"], "Ringstr. 2", false);
    let too = house.says(4, ["Eva", "Roth"], "Ringstraße 2", false);
    for number in 100..160 {
        // The same surname and postal code sixty times, each at a house of its own.
        house.says(number, ["Kim", "Müller"], &format!("Seestr. {number}"), false);
    }
    let expected = BTreeSet::from([pair(anna, also), pair(eva, too)]);
    for max in [1, 2, 50] {
        assert_eq!(house.alike(max), expected, "pages of {max}");
    }
    let dossier = house.live.runtime.dossier(VAULT, anna).unwrap().unwrap();
    let own = house.live.runtime.alike_to(&house.scope, &dossier).unwrap();
    assert_eq!(own.iter().map(|found| found.people).collect::<Vec<_>>(), [pair(anna, also)]);
    assert_eq!(house.live.runtime.household(&house.scope, &dossier).unwrap(), [also]);
}

#[test]
fn whoever_was_there_before_is_entered_once_and_whoever_is_erased_is_in_no_index() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new(PARTS, 3));
    let mut house = House::over(Arc::clone(&store), PLAIN);
    let one = house.says(1, ["Anna", "Müller"], "Hauptstr. 1", true);
    let other = house.says(2, ["Anna", "Müller"], "Hauptstr. 1", false);
    assert_eq!(house.alike(9), BTreeSet::new(), "nobody is compared");
    drop(house);
    let mut house = House::over(store, &format!("{PLAIN}{MATCHING}"));
    assert!(!house.live.runtime.is_alike_entered().unwrap());
    while !house.live.runtime.enter_alike(1).unwrap() {}
    assert!(house.live.runtime.is_alike_entered().unwrap());
    assert_eq!(house.alike(9), BTreeSet::from([pair(one, other)]));
    house.live.runtime.merge(VAULT, other, one, NOW.plus(HOUR.times(90))).unwrap();
    let again = house.live.runtime.merge(VAULT, one, other, NOW.plus(HOUR.times(91)));
    assert!(matches!(again, Err(Error::OnePerson { customer }) if customer == one), "{again:?}");
    assert_eq!(house.alike(9), BTreeSet::new());
    house.live.runtime.verify(VAULT, one).unwrap();
    let erasure =
        Erasure { vault: VAULT, customer: one, blocks: false, quarantine: Vec::new(), documents: Vec::new() };
    house.live.erase(erasure, NOW.plus(HOUR.times(99)), 100).unwrap().expect("somebody");
    assert_eq!(house.store.index_entries(&house.scope, LIKENESS_INDEX, None, 99).unwrap(), []);
}

#[test]
fn entering_everybody_goes_on_where_it_was_while_people_change() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new(PARTS, 3));
    let mut house = House::over(Arc::clone(&store), PLAIN);
    let mut pairs = BTreeSet::new();
    for number in (0..20).map(|pair| 10 * pair) {
        let (name, street) = (format!("Roth{number}"), format!("Ringstr. {number}"));
        let one = house.says(number, ["Eva", &name], &street, false);
        let other = house.says(number + 1, ["Eva", &name], &street, false);
        pairs.insert(pair(one, other));
    }
    let text = format!("{PLAIN}{MATCHING}");
    drop(house);
    for _ in 0..3 {
        let house = House::over(Arc::clone(&store), &text);
        for _ in 0..5 {
            assert!(!house.live.runtime.enter_alike(2).unwrap(), "not all of forty");
        }
    }
    let mut house = House::over(Arc::clone(&store), &text);
    house.number = 1_000;
    // Somebody moves in with the first pair, whether or not the pass has come by.
    let third = house.says(5, ["Eva", "Roth0"], "Ringstr. 0", false);
    let moved = house.says(190, ["Kai", "Blum"], "Seestr. 7", false);
    while !house.live.runtime.enter_alike(2).unwrap() {}
    pairs.retain(|both| !both.contains(&moved));
    let found = |number: u64| house.live.runtime.find(VAULT, &identifier(number)).unwrap().unwrap();
    pairs.extend([pair(third, found(0)), pair(third, found(1))]);
    assert_eq!(house.alike(9), pairs);
}

#[test]
fn who_was_kept_apart_is_joined_by_nothing() {
    let mut house = House::new();
    let one = house.says(1, ["Anna", "Müller"], "Hauptstr. 1", false);
    let other = house.says(2, ["Anna", "Müller"], "Hauptstr. 1", false);
    house.live.keep_apart(VAULT, (one, other), NOW.plus(HOUR.times(50)), 100).unwrap();
    assert_eq!(house.alike(9), BTreeSet::new());
    let refused = house.live.merge(VAULT, (one, other), NOW.plus(HOUR.times(51)), 100);
    assert!(matches!(refused, Err(Error::Apart { .. })), "{refused:?}");
    let both = Arrival {
        vault: VAULT,
        identifiers: vec![identifier(1), identifier(2)],
        event: event(9, 99, NOW.plus(HOUR.times(52)), Body::Viewed(None)),
    };
    house.live.accept(&[both]).unwrap();
    house.live.lend(&|| NOW.plus(HOUR.times(52)), &Quiet, 100).unwrap();
    let found = |number| house.live.runtime.find(VAULT, &identifier(number)).unwrap();
    assert_eq!((found(1), found(2)), (Some(one), Some(other)));
    for customer in [one, other] {
        house.live.runtime.verify(VAULT, customer).unwrap();
    }
}
