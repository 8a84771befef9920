//! M15: who is erased is nowhere any more, nobody else is touched, and an objection outlives its person.

use super::{NOW, PARTS, VAULT, event, name, ordered};
use anlass_model::consent::{Channel, ConsentAct, ObjectionAct, Proof};
use anlass_model::definition::Definitions;
use anlass_model::event::{Arrival, Body};
use anlass_model::id::{EntityId, EntityKind, Identifier, IdentifierKind};
use anlass_model::time::{DAY, HOUR, Timestamp};
use anlass_model::value::Value;
use anlass_runtime::erase::{Erased, Erasure};
use anlass_runtime::history::{History, Plan};
use anlass_runtime::live::Live;
use anlass_runtime::virtual_time::Quiet;
use anlass_runtime::{Error, Runtime};
use anlass_store::inbox::{FileInbox, Inbox, MemoryInbox};
use anlass_store::memory::MemoryStore;
use anlass_store::seal::MasterKey;
use anlass_store::sqlite::SqliteStore;
use anlass_store::{IntentFilter, Store};
use std::path::Path;
use std::sync::Arc;

const TEXT: &str = r#"
settings:
  name: Erasing
  organisation: [{ id: headquarters, level: headquarters, vault: 1 }]
  currency: EUR
  time_zone: UTC
  fields: { city: text, email: text }
  addresses: { email: email }
  sources: [{ id: shop, number: 1 }]
  segments: { looker: "views.count >= 1" }
  policy: { caps: [], dwell: 0s }
programmes:
  - id: care
    name: { de: Pflege, en: Care }
    aim: retention
    messages:
      - { id: parcel, name: { de: Paket, en: Parcel }, class: contract, purpose: service, channels: [email] }
      - { id: later, name: { de: Später, en: Later }, class: advertising, purpose: offers, channels: [email], dwell: 2d }
    journeys:
      - id: bought
        name: { de: Gekauft, en: Bought }
        entry: { event: order.placed }
        steps:
          - { id: tell, message: parcel }
          - { id: offer, message: later }
"#;

struct House {
    live: Live,
    master: MasterKey,
    number: u64,
}

fn identifier(kind: IdentifierKind, value: &str) -> Identifier {
    Identifier { kind, value: value.into() }
}

fn anna() -> Identifier {
    identifier(IdentifierKind::Email, "anna@example.org")
}

fn bert() -> Identifier {
    identifier(IdentifierKind::Email, "bert@example.org")
}

fn card() -> Identifier {
    identifier(IdentifierKind::Card, "4711")
}

impl House {
    fn over(store: Arc<dyn Store>, inbox: Arc<dyn Inbox>) -> House {
        let master = MasterKey::from_bytes([1; 32]);
        let definitions: Definitions = serde_saphyr::from_str(TEXT).unwrap();
        Runtime::publish(&*store, &master, &definitions, Some([2; 32])).unwrap();
        let runtime = Runtime::open(store, &master, "test", NOW).unwrap();
        House { live: Live::new(runtime, inbox).unwrap(), master, number: 0 }
    }

    fn new() -> House {
        House::over(Arc::new(MemoryStore::new(PARTS, 3)), Arc::new(MemoryInbox::new(0)))
    }

    fn says(&mut self, identifiers: &[Identifier], hours: i64, body: Body) {
        self.number += 1;
        let at = NOW.plus(HOUR.times(hours));
        let event = event(1, self.number, at, body);
        let arrival = Arrival { vault: VAULT, identifiers: identifiers.to_vec(), event };
        self.live.accept(&[arrival]).unwrap();
        self.live.lend(&|| at, &Quiet, 100).unwrap();
    }

    fn find(&self, who: &Identifier) -> Option<EntityId> {
        self.live.runtime.find(VAULT, who).unwrap()
    }

    fn erase(&mut self, customer: EntityId, blocks: bool) -> Result<Option<Erased>, Error> {
        let erasure =
            Erasure { vault: VAULT, customer, blocks, quarantine: Vec::new(), documents: Vec::new() };
        self.live.erase(erasure, NOW.plus(DAY), 100)
    }

    fn rows(&self) -> Vec<anlass_store::IntentRow> {
        let scope = self.live.runtime.custodian.scope(VAULT).unwrap();
        let filter = IntentFilter { max: 100, ..IntentFilter::default() };
        self.live.runtime.store.intents(&scope, &filter).unwrap()
    }

    fn objects(&self, who: &Identifier) -> bool {
        let customer = self.find(who).unwrap();
        self.live.runtime.verify(VAULT, customer).unwrap();
        self.live.runtime.dossier(VAULT, customer).unwrap().unwrap().is_objecting()
    }

    fn reopened(self, inbox: Arc<dyn Inbox>) -> House {
        let House { live, master, number } = self;
        let store = Arc::clone(&live.runtime.store);
        drop(live);
        let runtime = Runtime::open(store, &master, "next", NOW.plus(DAY)).unwrap();
        House { live: Live::new(runtime, inbox).unwrap(), master, number }
    }
}

fn profile(who: &Identifier) -> Body {
    Body::Profile(vec![(name("email"), Some(Value::Text(who.value.clone())))])
}

fn consent() -> Body {
    let proof = Proof::DoubleOptIn { text: name("v1"), asked: None };
    Body::Consent(ConsentAct {
        channel: Some(Channel::Email),
        purpose: Some(name("offers")),
        granted: true,
        proof,
    })
}

/// Two people with everything that can be kept of somebody.
fn filled(house: &mut House) {
    for (at, who) in (0..).zip([anna(), bert()]) {
        house.says(&[who.clone(), card()][..if at == 0 { 2 } else { 1 }], 0, profile(&who));
        house.says(std::slice::from_ref(&who), 0, consent());
        house.says(std::slice::from_ref(&who), 1, Body::Viewed(None));
        house.says(std::slice::from_ref(&who), 2, ordered(u64::try_from(at).unwrap(), 1));
    }
}

fn answer(house: &mut House, receipt: anlass_model::event::Receipt, at: Timestamp) {
    let loans = house.live.lend(&|| at, &Quiet, 100).unwrap();
    let answers: Vec<_> = loans.into_iter().map(|loan| (loan, receipt)).collect();
    house.live.report(&answers, at).unwrap();
}

#[test]
fn who_is_erased_is_nowhere_and_nobody_else_is_touched() {
    let mut house = House::new();
    filled(&mut house);
    house.live.recover(NOW.plus(DAY)).unwrap();
    house.live.lend(&|| NOW.plus(DAY), &Quiet, 100).unwrap();
    let (theirs, others) = (house.find(&anna()).unwrap(), house.find(&bert()).unwrap());
    let before = house.live.runtime.dossier(VAULT, others).unwrap();
    let rows = house.rows().len();
    let erased = house.erase(theirs, false).unwrap().expect("somebody");
    assert_eq!(erased.people, [theirs]);
    assert_eq!(erased.identifiers.len(), 2);
    assert!(erased.entries >= 4 && erased.deliveries >= 1 && erased.wiped && !erased.blocked);
    assert_eq!((house.find(&anna()), house.find(&card())), (None, None));
    let runtime = &house.live.runtime;
    assert_eq!(runtime.dossier(VAULT, theirs).unwrap(), None);
    assert!(runtime.timeline(VAULT, theirs).unwrap().is_empty());
    assert_eq!(runtime.dossier(VAULT, others).unwrap(), before);
    runtime.verify(VAULT, others).unwrap();
    assert_eq!(house.rows().len(), rows, "figures stay");
    assert!(house.rows().iter().all(|row| row.customer != theirs));
    let scope = runtime.custodian.scope(VAULT).unwrap();
    let looker = anlass_model::id::NameId::of("looker").0;
    assert_eq!(runtime.store.index(&scope, "segment", looker, None, 9).unwrap(), [others]);
    assert_eq!(runtime.store.count(&scope, EntityKind::Identifier).unwrap(), 0);
    assert_eq!(house.erase(theirs, false).unwrap(), None, "there is nobody any more");
    house.says(&[anna()], 30, profile(&anna()));
    assert!(!house.objects(&anna()), "somebody new");
}

#[test]
fn everybody_who_was_merged_into_one_goes_with_them() {
    let mut house = House::new();
    house.says(&[anna()], 0, profile(&anna()));
    house.says(&[card()], 1, Body::Viewed(None));
    let (first, second) = (house.find(&anna()).unwrap(), house.find(&card()).unwrap());
    house.says(&[anna(), card()], 2, Body::Viewed(None));
    let erased = house.erase(second, false).unwrap().expect("somebody");
    let mut people = erased.people.clone();
    people.sort();
    let mut both = [first, second];
    both.sort();
    assert_eq!(people, both);
    for id in both {
        assert_eq!(house.live.runtime.dossier(VAULT, id).unwrap(), None);
        assert!(house.live.runtime.timeline(VAULT, id).unwrap().is_empty());
    }
}

#[test]
fn an_objection_outlives_its_person() {
    let mut house = House::new();
    filled(&mut house);
    house.live.recover(NOW.plus(DAY)).unwrap();
    house.says(&[anna()], 25, Body::Objection(ObjectionAct::stated(false)));
    let erased = house.erase(house.find(&anna()).unwrap(), false).unwrap().expect("somebody");
    assert!(erased.blocked);
    let asked = house.erase(house.find(&bert()).unwrap(), true).unwrap().expect("somebody");
    assert!(asked.blocked, "asked for");
    let mut house = house.reopened(Arc::new(MemoryInbox::new(99)));
    house.says(&[card()], 30, consent());
    assert!(house.objects(&card()), "by any identifier");
    let carl = identifier(IdentifierKind::CustomerNumber, "9");
    house.says(std::slice::from_ref(&carl), 31, consent());
    assert!(!house.objects(&carl));
    house.says(&[carl.clone(), bert()], 32, profile(&bert()));
    assert!(house.objects(&carl), "whoever is known by it from now on");
    house.says(std::slice::from_ref(&carl), 33, Body::Objection(ObjectionAct::stated(true)));
    house.says(&[carl.clone(), bert()], 34, Body::Viewed(None));
    assert!(!house.objects(&carl), "who lifts it has lifted it");
}

#[test]
fn what_a_carrier_has_is_answered_before_its_person_is_erased() {
    let mut house = House::new();
    filled(&mut house);
    let handed = house.rows().into_iter().find(|row| row.state == "handed").expect("with a carrier");
    let refused = house.erase(handed.customer, false);
    assert!(matches!(refused, Err(Error::UnderWay { delivery, .. }) if delivery == handed.id));
    assert!(house.live.runtime.dossier(VAULT, handed.customer).unwrap().is_some(), "nothing was erased");
    house.live.recover(NOW.plus(DAY)).unwrap();
    answer(&mut house, anlass_model::event::Receipt::Accepted, NOW.plus(DAY));
    house.erase(handed.customer, false).unwrap().expect("somebody");
}

fn files_hold(dir: &Path, needle: &[u8]) -> bool {
    let mut open = vec![dir.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if std::fs::read(&path).unwrap().windows(needle.len()).any(|bytes| bytes == needle) {
                return true;
            }
        }
    }
    false
}

#[test]
fn not_even_sealed_bytes_stay_in_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(SqliteStore::create(&folder.path().join("store.db"), PARTS).unwrap());
    let inbox = Arc::new(FileInbox::open(&folder.path().join("inbox"), 0).unwrap());
    let mut house = House::over(store.clone(), inbox);
    house.says(&[anna()], 0, profile(&anna()));
    house.says(&[bert()], 0, profile(&bert()));
    house.live.settle().unwrap();
    let id = house.find(&anna()).unwrap();
    let scope = house.live.runtime.custodian.scope(VAULT).unwrap();
    let row = store.load(&[scope.key(EntityKind::Customer, id)]).unwrap().remove(0).expect("stored");
    let sealed = &row.sealed[row.sealed.len() - 24..];
    assert!(files_hold(folder.path(), sealed) && files_hold(folder.path(), &id.0.to_be_bytes()));
    let erased = house.erase(id, false).unwrap().expect("somebody");
    assert!(erased.wiped);
    assert!(!files_hold(folder.path(), sealed) && !files_hold(folder.path(), &id.0.to_be_bytes()));
    let kept: Vec<_> = std::fs::read_dir(folder.path().join("inbox")).unwrap().collect();
    assert_eq!(kept.len(), 2, "the lock, and a segment without entries");
    assert!(house.find(&bert()).is_some());
    house.says(&[bert()], 9, Body::Viewed(None));
    house.live.runtime.verify(VAULT, house.find(&bert()).unwrap()).unwrap();
}

/// What the command line imported for replays is written anew without them, and numbers stay.
#[test]
fn a_history_loses_who_is_erased_and_replays_as_before_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("history");
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new(PARTS, 3));
    let house = House::over(Arc::clone(&store), Arc::new(MemoryInbox::new(0)));
    let runtime = &house.live.runtime;
    let history = History::open(&dir, &*store).unwrap();
    let arrivals: Vec<Arrival> = (0..40)
        .map(|number| {
            let who = if number % 4 == 0 { vec![anna()] } else { vec![bert()] };
            let event =
                event(1, number, NOW.plus(HOUR.times(i64::try_from(number).unwrap())), Body::Viewed(None));
            Arrival { vault: VAULT, identifiers: who, event }
        })
        .collect();
    history.append(&runtime.keyring, &arrivals).unwrap();
    history.note_end(&*store).unwrap();
    let ids = [runtime.derived(VAULT, &anna()).unwrap()].into();
    assert_eq!(runtime.erase_from(history, VAULT, &ids).unwrap(), 10);
    let history = History::open(&dir, &*store).unwrap();
    assert_eq!(history.verify(&runtime.keyring, &mut |_| ()).unwrap(), 40);
    let left = history.read(&runtime.keyring, 0, 100).unwrap();
    assert!(left.iter().all(|(_, arrival)| !arrival.identifiers.contains(&anna())));
    assert_eq!(left.iter().filter(|(_, arrival)| arrival.identifiers == [bert()]).count(), 30);
    drop(house);
    let master = MasterKey::from_bytes([1; 32]);
    let mut runtime = Runtime::open(store, &master, "test", NOW).unwrap();
    let plan = Plan { outside: &Quiet, before: None, batch: 7 };
    let replayed = runtime.replay(&history, &plan, &mut |_| ()).unwrap();
    assert_eq!((replayed.arrivals, replayed.to.entry), (40, 40));
    assert_eq!(runtime.find(VAULT, &anna()).unwrap(), None);
    assert!(runtime.find(VAULT, &bert()).unwrap().is_some());
    let scope = runtime.custodian.scope(VAULT).unwrap();
    assert!(runtime.store.quarantine(&scope, 9).unwrap().is_empty(), "entries of nobody trouble nobody");

    // Interrupted after the old files made way: the next opening completes it.
    drop(history);
    std::fs::rename(&dir, dir.with_extension("erasing")).unwrap();
    std::fs::create_dir(dir.with_extension("erased")).unwrap();
    let history = History::open(&dir, &*runtime.store).unwrap();
    assert_eq!(history.verify(&runtime.keyring, &mut |_| ()).unwrap(), 40);
    assert!(!dir.with_extension("erased").exists());
}
