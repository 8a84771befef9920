//! D04: whom a complete list leaves out is marked, comes back, and is not brought back from an erasure by it.

use super::{NOW, PARTS, SHOP, VAULT, definitions, event, identifier, name};
use anlass_model::event::{Arrival, Body, SourceId};
use anlass_model::time::{DAY, Timestamp};
use anlass_model::value::Value;
use anlass_runtime::Runtime;
use anlass_runtime::delivered::{Delivered, Marks};
use anlass_runtime::erase::Erasure;
use anlass_runtime::live::Live;
use anlass_runtime::virtual_time::Quiet;
use anlass_store::Store;
use anlass_store::inbox::MemoryInbox;
use anlass_store::memory::MemoryStore;
use anlass_store::seal::MasterKey;
use std::sync::Arc;

const LIST: SourceId = SourceId(1);

struct House {
    live: Live,
    store: Arc<dyn Store>,
}

impl House {
    fn new() -> House {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new(PARTS, 3));
        let master = MasterKey::from_bytes([1; 32]);
        Runtime::publish(&*store, &master, &definitions(SHOP), Some([2; 32])).unwrap();
        let runtime = Runtime::open(Arc::clone(&store), &master, "test", NOW).unwrap();
        House { live: Live::new(runtime, Arc::new(MemoryInbox::new(0))).unwrap(), store }
    }

    /// What a list of these people says of those it leaves out.
    fn marks(&mut self, day: i64, people: &[u64]) -> Marks {
        let at = self.at(day);
        let city = vec![(name("city"), Some(Value::Text("Ulm".into())))];
        let arrivals: Vec<Arrival> = people
            .iter()
            .map(|number| Arrival {
                vault: VAULT,
                identifiers: vec![identifier(*number)],
                event: event(*number, u64::try_from(day).unwrap(), at, Body::Profile(city.clone())),
            })
            .collect();
        let keyring = &self.live.runtime.keyring;
        let mut delivered = Delivered::new(&*self.store, keyring, VAULT, LIST).unwrap();
        delivered.hear(&arrivals);
        let marks = delivered.marks(&*self.store, keyring, u128::try_from(day).unwrap(), at).unwrap();
        self.live.accept(&arrivals).unwrap();
        self.live.lend(&|| at, &Quiet, 100).unwrap();
        marks
    }

    fn at(&self, day: i64) -> Timestamp {
        NOW.plus(DAY.times(day))
    }

    fn bring(&mut self, day: i64, marks: Marks) {
        for slice in marks.slices {
            let at = self.at(day);
            self.live.bring(slice, at).unwrap();
        }
        self.live.settle().unwrap();
    }

    /// Since when the list does not hold somebody; `None`: it does, or nobody is known.
    fn missing(&self, number: u64) -> Option<Timestamp> {
        let customer = self.live.runtime.find(VAULT, &identifier(number)).unwrap()?;
        self.live.runtime.verify(VAULT, customer).unwrap();
        let dossier = self.live.runtime.dossier(VAULT, customer).unwrap().unwrap();
        dossier.listed.iter().find(|own| own.source == LIST && !own.delivered).map(|own| own.at)
    }
}

#[test]
fn whoever_is_left_out_is_marked_until_they_are_delivered_again() {
    let mut house = House::new();
    for (day, people, gone) in
        [(1, [1u64, 2, 3, 4].as_slice(), 0), (2, &[1, 2, 4], 1), (3, &[1, 2, 4], 0), (4, &[1, 2, 3, 4, 5], 0)]
    {
        let marks = house.marks(day, people);
        assert_eq!((marks.gone, marks.doubted), (gone, false), "day {day}");
        house.bring(day, marks);
        let since = [2, 3].contains(&day).then(|| house.at(2));
        assert_eq!(house.missing(3), since, "day {day}");
        assert_eq!(house.missing(1), None);
    }
    let marks = house.marks(5, &[1]);
    assert!(marks.doubted && marks.slices.is_empty(), "{marks:?}");
}

#[test]
fn nobody_comes_back_from_an_erasure_by_a_list() {
    let mut house = House::new();
    let marks = house.marks(1, &[1, 2, 3, 4]);
    house.bring(1, marks);
    // Decided before the erasure, applied after it.
    let marks = house.marks(2, &[1, 2, 4]);
    let customer = house.live.runtime.find(VAULT, &identifier(3)).unwrap().unwrap();
    let erasure =
        Erasure { vault: VAULT, customer, blocks: false, quarantine: Vec::new(), documents: Vec::new() };
    let at = house.at(2);
    house.live.erase(erasure, at, 100).unwrap().expect("somebody");
    house.bring(2, marks);
    assert_eq!(house.live.runtime.find(VAULT, &identifier(3)).unwrap(), None);

    let customer = house.live.runtime.find(VAULT, &identifier(4)).unwrap().unwrap();
    let erasure =
        Erasure { vault: VAULT, customer, blocks: false, quarantine: Vec::new(), documents: Vec::new() };
    house.live.erase(erasure, at, 100).unwrap().expect("somebody");
    assert_eq!(house.marks(3, &[1, 2]).gone, 0, "who was erased is missed by nobody");
}
