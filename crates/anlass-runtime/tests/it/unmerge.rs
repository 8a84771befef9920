//! D15: two people who were taken for one are two again, each with exactly their own facts.

use super::{NOW, PARTS, VAULT, event, name};
use anlass_engine::{Dossier, open_lines};
use anlass_model::consent::{Channel, ConsentAct, Proof, Said, SaidBy};
use anlass_model::correction::Correction;
use anlass_model::definition::Definitions;
use anlass_model::event::{Arrival, Body, Item, Line, Order, Place};
use anlass_model::id::{CategoryId, FamilyId, Identifier, IdentifierKind, OrderId, ProductId};
use anlass_model::restriction::{Ground, RestrictionAct};
use anlass_model::time::{DAY, HOUR};
use anlass_model::value::Value;
use anlass_runtime::live::Live;
use anlass_runtime::virtual_time::Quiet;
use anlass_runtime::{Error, Runtime};
use anlass_store::inbox::MemoryInbox;
use anlass_store::memory::MemoryStore;
use anlass_store::seal::MasterKey;
use anlass_store::{IntentFilter, Store};
use std::sync::Arc;

const TEXT: &str = r#"
settings:
  name: Parting
  organisation: [{ id: headquarters, level: headquarters, vault: 1 }]
  currency: EUR
  time_zone: UTC
  fields: { city: text, email: text, seen: bool }
  addresses: { email: email }
  sources: [{ id: shop, number: 1 }]
  segments: { looker: "views.count >= 1" }
  policy: { caps: [{ id: weekly, max: 9, within: 7d }], dwell: 0s }
programmes:
  - id: care
    name: { de: Pflege, en: Care }
    aim: retention
    goal: orders.count >= 2
    messages:
      - { id: look, name: { de: Blick, en: Look }, class: advertising, purpose: offers, channels: [email], dwell: 5d }
      - { id: thanks, name: { de: Danke, en: Thanks }, class: advertising, purpose: offers, channels: [email] }
    journeys:
      - id: looked
        name: { de: Angesehen, en: Looked }
        entry: { event: product.viewed }
        steps:
          - { id: mark, attribute: { field: seen, flag: true } }
          - { id: tell, message: look }
      - id: bought
        name: { de: Gekauft, en: Bought }
        entry: { event: order.placed }
        reentry: { after: 0s }
        key: order
        steps:
          - { id: thank, message: thanks }
"#;

pub(crate) struct House {
    pub(crate) live: Live,
    number: u64,
}

fn email() -> Identifier {
    Identifier { kind: IdentifierKind::Email, value: "anna@example.org".into() }
}

fn card() -> Identifier {
    Identifier { kind: IdentifierKind::Card, value: "4711".into() }
}

fn cookie() -> Identifier {
    Identifier { kind: IdentifierKind::Cookie, value: "c-1".into() }
}

impl House {
    fn new() -> House {
        House::with(TEXT)
    }

    pub(crate) fn with(text: &str) -> House {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new(PARTS, 3));
        let master = MasterKey::from_bytes([1; 32]);
        let definitions: Definitions = serde_saphyr::from_str(text).unwrap();
        Runtime::publish(&*store, &master, &definitions, Some([2; 32])).unwrap();
        let runtime = Runtime::open(store, &master, "test", NOW).unwrap();
        House { live: Live::new(runtime, Arc::new(MemoryInbox::new(0))).unwrap(), number: 0 }
    }

    fn says(&mut self, identifiers: &[Identifier], hours: i64, body: Body) {
        self.number += 1;
        let at = NOW.plus(HOUR.times(hours));
        let event = event(1, self.number, at, body);
        let arrival = Arrival { vault: VAULT, identifiers: identifiers.to_vec(), event };
        self.live.accept(&[arrival]).unwrap();
        self.live.lend(&|| at, &Quiet, 100).unwrap();
    }

    pub(crate) fn who(&self, identifier: &Identifier) -> Dossier {
        let customer = self.live.runtime.find(VAULT, identifier).unwrap().unwrap();
        self.live.runtime.verify(VAULT, customer).unwrap();
        self.live.runtime.dossier(VAULT, customer).unwrap().unwrap()
    }

    fn intents(&self, state: &str) -> Vec<String> {
        let scope = self.live.runtime.custodian.scope(VAULT).unwrap();
        let all =
            self.live.runtime.store.intents(&scope, &IntentFilter { max: 100, ..IntentFilter::default() });
        let mut some: Vec<String> = all
            .unwrap()
            .into_iter()
            .filter(|row| row.state == state)
            .map(|row| format!("{} {}", row.message, row.reason))
            .collect();
        some.sort();
        some
    }
}

fn line(article: u64, quantity: i32, value: i64) -> Line {
    let item = Item { product: ProductId(article), family: FamilyId(article), category: CategoryId(1) };
    Line { item, quantity, value }
}

fn consent(granted: bool) -> Body {
    let (channel, purpose) = (Some(Channel::Email), Some(name("offers")));
    Body::Consent(ConsentAct {
        channel,
        purpose,
        granted,
        proof: Proof::DoubleOptIn { text: name("v1"), asked: None },
    })
}

fn order(number: u64) -> Body {
    Body::Ordered(Order { id: OrderId(number), place: Place::Online, lines: vec![line(1, 1, 900)] })
}

fn city(value: &str) -> Body {
    Body::Profile(vec![(name("city"), Some(Value::Text(value.into())))])
}

fn said() -> Said {
    Said { how: SaidBy::Letter, by: None, note: None }
}

fn corrected(value: &str, wrong: &str) -> Body {
    let [value, wrong] = [value, wrong].map(|city| Some(Value::Text(city.into())));
    Body::Corrected(Box::new(Correction { field: name("city"), value, wrong, said: said() }))
}

fn restricted(case: &str) -> Body {
    let restricts = RestrictionAct::Restricted { case: name(case), ground: Ground::Claims, said: said() };
    Body::Restriction(Box::new(restricts))
}

fn facts(dossier: &Dossier) -> impl PartialEq + std::fmt::Debug + use<> {
    let hot = &dossier.hot;
    let facts = (hot.heads.clone(), dossier.orders.clone(), open_lines(dossier), dossier.streams.clone());
    (
        facts,
        hot.consents.clone(),
        (hot.profile.clone(), dossier.lineage.clone(), dossier.restrictions.clone()),
        hot.segments.clone(),
        hot.created,
        hot.draw_id,
    )
}

/// A life of two; `joint` is said at hour 10 and is what joins them, if it names both.
fn live_on(house: &mut House, joint: &[Identifier]) {
    house.says(&[card()], 0, order(1));
    house.says(&[card()], 1, Body::CartAdded(line(2, 1, 500)));
    house.says(&[email()], 2, consent(true));
    house.says(&[email()], 3, order(2));
    house.says(&[cookie()], 4, Body::Viewed(None));
    house.says(&[email(), cookie()], 5, city("Ulm"));
    house.says(joint, 10, order(3));
    house.says(&[card()], 12, city("Bonn"));
    house.says(&[card()], 13, order(4));
    house.says(&[email()], 14, order(5));
    house.says(&[cookie()], 15, Body::CartAdded(line(4, 2, 700)));
}

#[test]
fn d15_three_identifiers_are_one_person_and_an_unmerge_restores_both() {
    let mut house = House::new();
    live_on(&mut house, &[card(), email()]);
    let one = house.who(&email());
    assert_eq!((one.hot.id, one.hot.id), (house.who(&card()).hot.id, house.who(&cookie()).hot.id));
    assert_eq!(one.hot.heads.len(), 5);
    let loser = house.live.runtime.derived(VAULT, &email()).unwrap();
    house.live.runtime.unmerge(VAULT, loser, NOW.plus(HOUR.times(20))).unwrap();

    let mut never = House::new();
    live_on(&mut never, &[email()]);
    for identifier in [card(), email(), cookie()] {
        let (was, is) = (never.who(&identifier), house.who(&identifier));
        assert_eq!(facts(&was), facts(&is), "{identifier:?}");
        assert_eq!(was.hot.identifiers, is.hot.identifiers, "{identifier:?}");
        assert_eq!(is.hot.merged_into, None);
    }
    assert_eq!(house.who(&email()).hot.id, house.who(&cookie()).hot.id);
    assert_ne!(house.who(&email()).hot.id, house.who(&card()).hot.id);
}

#[test]
fn parted_people_are_never_joined_again_by_a_machine() {
    let mut house = House::new();
    live_on(&mut house, &[card(), email()]);
    let loser = house.live.runtime.derived(VAULT, &email()).unwrap();
    house.live.runtime.unmerge(VAULT, loser, NOW.plus(HOUR.times(20))).unwrap();
    house.says(&[card(), email()], 30, order(6));
    let (by_card, by_email) = (house.who(&card()), house.who(&email()));
    assert_ne!(by_card.hot.id, by_email.hot.id);
    assert!(!by_card.hot.identifiers.contains(&email()));
    let orders = |dossier: &Dossier| dossier.hot.heads.iter().map(|head| head.id.0).collect::<Vec<_>>();
    let with_new = [orders(&by_card), orders(&by_email)].into_iter().filter(|orders| orders.contains(&6));
    assert_eq!(with_new.count(), 1);
}

/// J05: a run that began with the one goes back to them; what was planned for it and had not left is withdrawn
/// and wished anew by whom it belongs to; nothing is said twice.
#[test]
fn runs_go_back_to_whom_they_began_with() {
    let mut house = House::new();
    house.says(&[card()], 0, city("Bonn"));
    house.says(&[email()], 1, consent(true));
    house.says(&[email()], 2, Body::Viewed(None));
    house.says(&[card(), email()], 3, city("Ulm"));
    let one = house.who(&card());
    assert_eq!(one.runs.len(), 1, "the survivor carries on the run");
    assert_eq!(house.intents("dwelling"), ["look "]);
    let loser = house.live.runtime.derived(VAULT, &email()).unwrap();
    house.live.runtime.unmerge(VAULT, loser, NOW.plus(DAY)).unwrap();
    assert_eq!(house.who(&card()).runs, []);
    assert_eq!(house.who(&email()).runs.len(), 1);
    assert_eq!(house.intents("suppressed"), ["look merged", "look parted"]);
    assert_eq!(house.intents("dwelling"), ["look "]);
}

#[test]
fn what_cannot_be_parted_says_why() {
    let mut house = House::new();
    live_on(&mut house, &[card(), email()]);
    let survivor = house.who(&card()).hot.id;
    let refused = house.live.runtime.unmerge(VAULT, survivor, NOW.plus(DAY));
    assert!(matches!(refused, Err(Error::NotMerged { customer }) if customer == survivor));
    // The survivor is merged into an older one: that has to be undone first.
    let loser = house.live.runtime.derived(VAULT, &email()).unwrap();
    let phone = Identifier { kind: IdentifierKind::Phone, value: "+49301234".into() };
    let mut early = House::new();
    early.says(std::slice::from_ref(&phone), -50, city("Kiel"));
    live_on(&mut early, &[card(), email()]);
    early.says(&[card(), phone], 16, city("Kiel"));
    let refused = early.live.runtime.unmerge(VAULT, loser, NOW.plus(DAY));
    assert!(matches!(refused, Err(Error::MergedOn { .. })), "{refused:?}");
    early.live.runtime.unmerge(VAULT, survivor, NOW.plus(DAY)).unwrap();
    early.live.runtime.unmerge(VAULT, loser, NOW.plus(DAY)).unwrap();
    let orders: Vec<u64> = early.who(&email()).hot.heads.iter().map(|head| head.id.0).collect();
    assert_eq!(orders, [2, 3, 5]);
}

/// Law 1: what is with a carrier when its customer is merged keeps its one row, whoever answers for it.
#[test]
fn a_delivery_on_its_way_through_a_merge_has_one_row() {
    let mut house = House::new();
    house.says(&[card()], 0, city("Bonn"));
    house.says(&[email()], 1, consent(true));
    let address = Some(Value::Text("anna@example.org".into()));
    house.says(&[email()], 1, Body::Profile(vec![(name("email"), address)]));
    house.says(&[email()], 2, order(1));
    assert_eq!(house.intents("handed"), ["thanks "]);
    house.says(&[card(), email()], 3, city("Ulm"));
    assert_eq!(house.who(&card()).intents.len(), 1, "the survivor answers for it");
    house.live.recover(NOW.plus(HOUR.times(4))).unwrap();
    assert_eq!((house.intents("handed"), house.intents("unknown")), (vec![], vec!["thanks ".to_string()]));
    let loser = house.live.runtime.derived(VAULT, &email()).unwrap();
    house.live.runtime.unmerge(VAULT, loser, NOW.plus(DAY)).unwrap();
    assert_eq!(house.who(&email()).intents.len(), 1);
    assert_eq!(house.who(&card()).intents, []);
    assert_eq!(house.intents("unknown"), ["thanks "]);
}

/// What counters say of a programme is what stands in the dossiers, through merges and unmerges.
#[test]
fn numbers_of_programmes_add_up_to_the_people() {
    let mut house = House::new();
    let agree = |house: &House| {
        let runtime = &house.live.runtime;
        let scope = runtime.custodian.scope(VAULT).unwrap();
        let (mut exposed, mut reached) = (0, 0);
        runtime
            .each_dossier(&scope, &mut |dossier| {
                let counted = dossier.exposures.iter().filter(|exposure| !exposure.mixed);
                exposed += u64::try_from(counted.clone().count()).unwrap();
                reached += u64::try_from(counted.filter(|own| own.reached.is_some()).count()).unwrap();
            })
            .unwrap();
        let goals = runtime.summary(&scope).unwrap().goals;
        let treated = goals.first().unwrap().treated;
        assert_eq!((treated.exposed, treated.reached), (exposed, reached));
        (exposed, reached)
    };
    house.says(&[card()], 0, consent(true));
    house.says(&[card()], 0, profile_email());
    house.says(&[email()], 1, consent(true));
    house.says(&[email()], 1, profile_email());
    house.says(&[card()], 2, order(1));
    house.says(&[email()], 3, order(2));
    assert_eq!(agree(&house), (2, 0));
    house.says(&[email()], 4, order(3));
    assert_eq!(agree(&house), (2, 1));
    house.says(&[card(), email()], 10, city("Ulm"));
    assert_eq!(agree(&house), (1, 1));
    let loser = house.live.runtime.derived(VAULT, &email()).unwrap();
    house.live.runtime.unmerge(VAULT, loser, NOW.plus(HOUR.times(20))).unwrap();
    assert_eq!(agree(&house), (2, 1));
}

fn profile_email() -> Body {
    Body::Profile(vec![(name("email"), Some(Value::Text("anna@example.org".into())))])
}

/// An identifier that leads to nobody goes back to whoever was noted with it, or stays with both.
#[test]
fn what_was_only_noted_goes_back_to_whom_it_was_noted_with() {
    let phone = |number: &str| Identifier { kind: IdentifierKind::Phone, value: number.into() };
    let (hers, his, theirs) = (phone("+4930001"), phone("+4930002"), phone("+4930003"));
    let mut house = House::with(
        &TEXT.replace("  fields: {", "  identifiers: { phone: { strength: never } }\n  fields: {"),
    );
    house.says(&[card(), his.clone(), theirs.clone()], 0, city("Bonn"));
    house.says(&[email(), hers.clone(), theirs.clone()], 1, city("Ulm"));
    house.says(&[card(), email()], 2, order(1));
    house.says(&[email(), phone("+4930004")], 3, order(2));
    assert_eq!(house.who(&card()).hot.identifiers.len(), 6);
    let loser = house.live.runtime.derived(VAULT, &email()).unwrap();
    house.live.runtime.unmerge(VAULT, loser, NOW.plus(DAY)).unwrap();
    assert_eq!(house.who(&card()).hot.identifiers, [his, theirs.clone(), card()]);
    assert_eq!(house.who(&email()).hot.identifiers, [email(), hers, theirs, phone("+4930004")]);
}

/// Whoever of two was corrected or restricted is so again, and nobody else, whatever was said while they were one.
#[test]
fn corrections_and_restrictions_go_back_to_whom_they_concern() {
    let both = [card(), email()];
    let live = |joint: &[Identifier]| {
        let mut house = House::new();
        house.says(&[card()], 0, city("Ulm"));
        house.says(&[email()], 1, city("Ulm"));
        house.says(&[email()], 2, corrected("Bonn", "Ulm"));
        house.says(&[card()], 3, restricted("case-1"));
        house.says(joint, 4, order(1));
        house.says(&[email()], 5, city("Ulm"));
        house.says(&[email()], 6, restricted("case-2"));
        house.says(&[card()], 7, city("Kiel"));
        house.says(&[card()], 8, corrected("Jena", "Kiel"));
        house.says(&[email()], 9, city("Ulm"));
        house
    };
    let mut house = live(&both);
    let one = house.who(&email());
    assert_eq!(
        one.profile(name("city").id()),
        Some(&Value::Text("Ulm".into())),
        "newer than the last correction"
    );
    assert_eq!(one.restrictions.len(), 2);
    let loser = house.live.runtime.derived(VAULT, &email()).unwrap();
    house.live.runtime.unmerge(VAULT, loser, NOW.plus(DAY)).unwrap();
    let never = live(&[email()]);
    for (identifier, standing) in [(card(), "Jena"), (email(), "Bonn")] {
        let (was, is) = (never.who(&identifier), house.who(&identifier));
        assert_eq!(facts(&was), facts(&is), "{identifier:?}");
        assert_eq!(is.profile(name("city").id()), Some(&Value::Text(standing.into())));
    }
}
