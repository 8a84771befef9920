//! Imports while everything else goes on: what was brought before adds nothing, and a killed one goes on where it was.

use super::{NOW, PARTS, SHOP, VAULT, definitions, event, history, identifier};
use anlass_engine::Dossier;
use anlass_model::event::{Arrival, Body, SourceId};
use anlass_model::id::{EntityKind, parts_hash};
use anlass_model::time::{DAY, HOUR, Timestamp};
use anlass_runtime::imported::Import;
use anlass_runtime::live::Live;
use anlass_runtime::{Runtime, rows};
use anlass_store::inbox::MemoryInbox;
use anlass_store::memory::MemoryStore;
use anlass_store::seal::{Associated, MasterKey, Purpose};
use anlass_store::{Commit, Document, IntentFilter, Store};
use std::sync::Arc;

const HEAPS: u64 = 3;
const SOURCE: SourceId = SourceId(1);

fn live_over(store: &Arc<MemoryStore>) -> Live {
    let master = MasterKey::from_bytes([7; 32]);
    if anlass_runtime::programs::current(&**store).unwrap().is_none() {
        Runtime::publish(&**store, &master, &definitions(SHOP), Some([3; 32])).unwrap();
    }
    let runtime = Runtime::open(Arc::clone(store) as Arc<dyn Store>, &master, "test", NOW).unwrap();
    Live::new(runtime, Arc::new(MemoryInbox::new(0))).unwrap()
}

fn store() -> Arc<MemoryStore> {
    Arc::new(MemoryStore::new(PARTS, 7))
}

/// What so many customers did, the way a reader of files hands it over.
fn heap(customers: u64, heap: u64) -> Vec<Arrival> {
    let people = (0..customers).filter(|number| number % HEAPS == heap);
    let arrivals = people.flat_map(|number| {
        let mut events = history(number);
        events.sort_by_key(|event| (event.received, event.message));
        events.into_iter().map(move |event| Arrival {
            vault: VAULT,
            identifiers: vec![identifier(number)],
            event,
        })
    });
    arrivals.collect()
}

/// What an import came to.
#[derive(Debug, Default, PartialEq, Eq)]
struct Came {
    new: usize,
    known: u64,
    applied: u64,
}

/// Imports so many customers; after `pieces` the process is gone.
fn import(store: &Arc<MemoryStore>, print: u128, customers: u64, mut pieces: usize) -> Came {
    let mut live = live_over(store);
    let import = Import::begin(&**store, VAULT, SOURCE, print).unwrap();
    let mut came = Came::default();
    for number in 0..HEAPS {
        let arrivals = heap(customers, number);
        let index = usize::try_from(number).unwrap();
        let news = import.news(&**store, &live.runtime.keyring, index, arrivals).unwrap();
        came.known += news.known;
        came.applied += news.applied;
        for slice in news.slices {
            if pieces == 0 {
                live.settle().unwrap();
                return came;
            }
            pieces -= 1;
            came.new += slice.arrivals.len();
            live.bring(slice, NOW).unwrap();
        }
    }
    live.settle().unwrap();
    import.end(&**store).unwrap();
    came
}

fn dossiers(store: &Arc<MemoryStore>) -> Vec<Dossier> {
    let live = live_over(store);
    let scope = live.runtime.custodian.scope(VAULT).unwrap();
    let key = live.runtime.keyring.vault(VAULT).unwrap();
    let rows = store.scan(&scope, EntityKind::Customer, None, usize::MAX).unwrap();
    let dossiers: Vec<Dossier> = rows.iter().map(|row| rows::open_dossier(key, row).unwrap()).collect();
    for dossier in &dossiers {
        live.runtime.verify(VAULT, dossier.hot.id).unwrap();
    }
    dossiers
}

fn events(customers: u64) -> usize {
    (0..HEAPS).map(|number| heap(customers, number).len()).sum()
}

#[test]
fn what_was_imported_before_adds_nothing() {
    let store = store();
    let came = import(&store, 1, 300, usize::MAX);
    assert_eq!(came, Came { new: events(300), known: 0, applied: 0 });
    let before = dossiers(&store);
    assert_eq!(before.len(), 300);
    // Whether it is the very same delivery or another one that holds the same.
    for print in [1, 2] {
        let came = import(&store, print, 300, usize::MAX);
        assert_eq!((came.new, came.known), (0, events(300) as u64), "{print}");
    }
    assert_eq!(dossiers(&store), before);
}

#[test]
fn a_list_that_has_grown_adds_only_what_is_new() {
    let store = store();
    for customers in [300, 310, 320, 700] {
        import(&store, u128::from(customers), customers, usize::MAX);
    }
    let again = import(&store, 5, 700, usize::MAX);
    assert_eq!((again.new, again.known), (0, events(700) as u64));
    let at_once = self::store();
    import(&at_once, 1, 700, usize::MAX);
    assert_eq!(facts(&dossiers(&store)), facts(&dossiers(&at_once)));
}

#[test]
fn what_was_imported_while_there_were_fewer_heaps_adds_nothing_either() {
    let (now, former) = (store(), store());
    import(&now, 1, 300, usize::MAX);
    let live = live_over(&former);
    let key = live.runtime.keyring.vault(VAULT).unwrap();
    let at = |name: &str| {
        let id = parts_hash(&[name.as_bytes()]);
        Associated { vault: VAULT, purpose: Purpose::Imported, id, seq: 0 }
    };
    for name in now.documents("imported").unwrap() {
        let body = now.document("imported", &name).unwrap().unwrap().body;
        let before = name.replace("/h", "/");
        let body = key.seal(&at(&before), &key.open(&at(&name), &body).unwrap());
        let documents = vec![Document { kind: "imported".into(), name: before, body }];
        former.commit(&Commit { documents, ..Commit::default() }).unwrap();
    }
    drop(live);
    // Then some that are new, so that both are written where they lie now.
    for (print, customers, new) in [(2, 300, 0), (3, 310, events(310) - events(300)), (4, 310, 0)] {
        assert_eq!(import(&former, print, customers, usize::MAX).new, new, "{print}");
    }
}

#[test]
fn an_import_goes_on_where_it_was_killed() {
    const CUSTOMERS: u64 = 6_000;
    let whole = store();
    import(&whole, 1, CUSTOMERS, usize::MAX);
    let expected = facts(&dossiers(&whole));
    let store = store();
    let mut came = Came::default();
    for pieces in [1, 1, 0, 2, usize::MAX] {
        let part = import(&store, 1, CUSTOMERS, pieces);
        assert_eq!(part.known, 0);
        assert_eq!(part.applied > 0, came.new > 0, "it goes on");
        came.new += part.new;
    }
    assert_eq!(came.new, events(CUSTOMERS), "each once");
    assert_eq!(facts(&dossiers(&store)), expected);
}

/// Without what differs by when it was heard.
fn facts(dossiers: &[Dossier]) -> Vec<String> {
    let facts = dossiers.iter().map(|dossier| {
        let hot = &dossier.hot;
        format!("{:?} {:?} {:?} {:?} {:?}", hot.id, hot.heads, hot.profile, hot.consents, hot.objection)
    });
    facts.collect()
}

#[test]
fn what_is_long_over_counts_and_nobody_is_spoken_to_about_it() {
    let store = store();
    let mut live = live_over(&store);
    let old = (1, NOW.minus(DAY.times(800)));
    let new = (2, NOW.minus(DAY));
    let arrivals = [old, new].map(|(number, at): (u64, Timestamp)| Arrival {
        vault: VAULT,
        identifiers: vec![identifier(number)],
        event: event(number, 7, at, super::ordered(number, 7)),
    });
    let import = Import::begin(&*store, VAULT, SOURCE, 9).unwrap();
    let news = import.news(&*store, &live.runtime.keyring, 0, arrivals.to_vec()).unwrap();
    for slice in news.slices {
        live.bring(slice, NOW).unwrap();
    }
    live.wake(NOW.plus(HOUR), 100).unwrap();
    live.settle().unwrap();
    let mut orders = Vec::new();
    for number in [1, 2] {
        let id = live.runtime.derived(VAULT, &identifier(number)).unwrap();
        let dossier = live.runtime.dossier(VAULT, id).unwrap().unwrap();
        orders.push((dossier.hot.heads.len(), dossier.runs.len()));
        let timeline = live.runtime.timeline(VAULT, id).unwrap();
        let received = timeline.iter().filter_map(|entry| match &entry.input {
            anlass_engine::Input::Event(event) if matches!(event.body, Body::Ordered(_)) => {
                Some(event.received.0)
            }
            _ => None,
        });
        assert_eq!(received.collect::<Vec<_>>(), [NOW], "it was heard when it was imported");
    }
    assert_eq!(orders, [(1, 0), (1, 1)], "both have bought, one of them is under way");
    let scope = live.runtime.custodian.scope(VAULT).unwrap();
    let filter = IntentFilter { max: usize::MAX, ..IntentFilter::default() };
    assert_eq!(store.intents(&scope, &filter).unwrap().len(), 0);
}
