//! D15: no order of arrival changes who is one person and what is known of them, for every kind of identifier, through shared
//! devices, anonymous history, merges and unmerges. What is compared with is the union of all identifiers that were named
//! together, found here without any dossier.

use super::unmerge::House;
use super::{NOW, PARTS, VAULT, event, name, ordered};
use anlass_engine::{Dossier, open_lines};
use anlass_model::consent::{Channel, ConsentAct, Proof};
use anlass_model::definition::Definitions;
use anlass_model::event::{Arrival, Body, Item, Line, SourceId};
use anlass_model::id::{CategoryId, FamilyId, Identifier, IdentifierKind, ProductId};
use anlass_model::time::HOUR;
use anlass_model::value::Value;
use anlass_runtime::Runtime;
use anlass_runtime::history::{History, Plan};
use anlass_runtime::identify::hashed_email;
use anlass_runtime::virtual_time::Quiet;
use anlass_store::Store;
use anlass_store::memory::MemoryStore;
use anlass_store::seal::MasterKey;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Every kind is in use, each as strong as usual.
const TEXT: &str = r#"
settings:
  name: Any order
  organisation: [{ id: headquarters, level: headquarters, vault: 1 }]
  currency: EUR
  time_zone: UTC
  fields: { city: text }
  survivorship: { city: [till] }
  identifiers: { hashed_email: {} }
  sources: [{ id: shop, number: 1 }, { id: till, number: 2 }]
  segments: { looker: "views.count >= 1", buyer: "orders.count >= 2" }
programmes: []
"#;

const KINDS: [IdentifierKind; 8] = [
    IdentifierKind::CustomerNumber,
    IdentifierKind::Email,
    IdentifierKind::HashedEmail,
    IdentifierKind::Phone,
    IdentifierKind::Card,
    IdentifierKind::Device,
    IdentifierKind::PushToken,
    IdentifierKind::Cookie,
];

fn joins(identifier: &Identifier) -> bool {
    !matches!(identifier.kind, IdentifierKind::Device | IdentifierKind::PushToken | IdentifierKind::Cookie)
}

fn address(number: u8) -> String {
    format!("p{number}@example.org")
}

fn identifier(kind: usize, number: u8) -> Identifier {
    match KINDS[kind] {
        IdentifierKind::HashedEmail => hashed_email(&address(number)),
        IdentifierKind::Email => Identifier { kind: IdentifierKind::Email, value: address(number).into() },
        kind => Identifier { kind, value: format!("{kind:?}-{number}").into() },
    }
}

/// The plain address stands for its hash.
fn plain(identifier: &Identifier) -> Identifier {
    let plain = (0..NUMBERS).map(|number| self::identifier(1, number));
    let found = plain.into_iter().find(|plain| hashed_email(&plain.value) == *identifier);
    found.unwrap_or_else(|| identifier.clone())
}

/// Of each kind there are so many: few enough that people meet.
const NUMBERS: u8 = 3;

/// One thing that was told: by which identifiers, and what.
type Told = (Vec<(usize, u8)>, u8);

fn told() -> impl Strategy<Value = Vec<Told>> {
    let named = prop::collection::vec((0..KINDS.len(), 0..NUMBERS), 1..4);
    prop::collection::vec((named, any::<u8>()), 2..14)
}

fn arrivals(told: &[Told]) -> Vec<Arrival> {
    let arrival = |(index, (named, what)): (usize, &Told)| {
        let number = u64::try_from(index).unwrap();
        let identifiers: BTreeSet<Identifier> =
            named.iter().map(|(kind, number)| identifier(*kind, *number)).collect();
        let at = NOW.plus(HOUR.times(i64::try_from(index).unwrap()));
        let mut event = event(1, number, at, body(identifiers.iter().any(joins), *what, number));
        event.source = SourceId(1 + u16::from(what % 2));
        Arrival { vault: VAULT, identifiers: identifiers.into_iter().collect(), event }
    };
    told.iter().enumerate().map(arrival).collect()
}

fn line(article: u64) -> Line {
    let item = Item { product: ProductId(article), family: FamilyId(article), category: CategoryId(1) };
    Line { item, quantity: 1, value: 500 }
}

/// Whoever is named does all but look; whoever is not only looks, so that it can be told whose looks they are.
fn body(is_named: bool, what: u8, number: u64) -> Body {
    match what % 8 {
        _ if !is_named => Body::Viewed(Some(line(100 + number).item)),
        0..=2 => ordered(1, number),
        3 => Body::CartAdded(line(number)),
        4 | 5 => Body::Profile(vec![(
            name("city"),
            (what < 200).then(|| Value::Text(["Ulm", "Bonn", "Kiel"][usize::from(what % 3)].into())),
        )]),
        _ => Body::Consent(ConsentAct {
            channel: Some(Channel::Email),
            purpose: Some(name("news")),
            granted: !what.is_multiple_of(3),
            proof: Proof::DoubleOptIn { text: name("words"), asked: None },
        }),
    }
}

fn played(arrivals: &[Arrival], batch: usize) -> Runtime {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new(PARTS, 3));
    let master = MasterKey::from_bytes([1; 32]);
    let definitions: Definitions = serde_saphyr::from_str(TEXT).unwrap();
    Runtime::publish(&*store, &master, &definitions, Some([2; 32])).unwrap();
    let mut runtime = Runtime::open(store, &master, "test", NOW).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let history = History::open(folder.path(), &*runtime.store).unwrap();
    history.append(&runtime.keyring, arrivals).unwrap();
    runtime.replay(&history, &Plan { outside: &Quiet, before: None, batch }, &mut |_| {}).unwrap();
    runtime.settle().unwrap();
    runtime
}

/// Whoever is one by what hangs together: groups of identifiers, found by joining sets until none meet.
#[derive(Debug)]
struct Groups {
    /// By identifiers that join.
    people: Vec<BTreeSet<Identifier>>,
    /// Devices and cookies that were used together by nobody named, with the people they were used by.
    devices: Vec<(BTreeSet<Identifier>, BTreeSet<usize>)>,
}

fn hang_together(sets: impl Iterator<Item = BTreeSet<Identifier>>) -> Vec<BTreeSet<Identifier>> {
    let mut groups: Vec<BTreeSet<Identifier>> = Vec::new();
    for mut set in sets.filter(|set| !set.is_empty()) {
        let (met, rest): (Vec<_>, Vec<_>) = groups.into_iter().partition(|group| !group.is_disjoint(&set));
        set.extend(met.into_iter().flatten());
        groups = rest;
        groups.push(set);
    }
    groups
}

impl Groups {
    fn of(arrivals: &[Arrival]) -> Groups {
        let named = |arrival: &Arrival| -> BTreeSet<Identifier> {
            arrival.identifiers.iter().filter(|own| joins(own)).map(plain).collect()
        };
        let leading = |arrival: &Arrival| -> BTreeSet<Identifier> {
            arrival.identifiers.iter().filter(|own| !joins(own)).cloned().collect()
        };
        let people = hang_together(arrivals.iter().map(named));
        // A device alone is a group of its own; several at once are one only where nobody is named.
        let alone = arrivals.iter().flat_map(leading).map(|own| BTreeSet::from([own]));
        let together = arrivals.iter().filter(|arrival| named(arrival).is_empty()).map(leading);
        let devices = hang_together(alone.chain(together)).into_iter().map(|group| {
            let users =
                arrivals.iter().filter(|arrival| arrival.identifiers.iter().any(|own| group.contains(own)));
            let users = users.filter_map(|arrival| {
                let named = named(arrival);
                people.iter().position(|person| !person.is_disjoint(&named))
            });
            let users = users.collect();
            (group, users)
        });
        let devices = devices.collect();
        Groups { people, devices }
    }
}

/// What somebody did and said, without where looks went that devices of several people tell of.
fn facts(dossier: &Dossier) -> String {
    let hot = &dossier.hot;
    format!(
        "{:#?}",
        (&hot.heads, &dossier.orders, open_lines(dossier), &hot.consents, &hot.profile, &dossier.lineage)
    )
}

/// What a history came to, in words that no order of arrival may change.
#[derive(Debug, PartialEq)]
struct Came {
    /// For each person their facts, and, where none of their devices is somebody else's too, all they are known by, their
    /// segments and looks. When they were first heard of is when that arrived.
    people: Vec<(String, Option<String>)>,
    /// Of devices that nobody is named with.
    strangers: Vec<Option<String>>,
    /// All looks of all people: none is lost, none counted twice.
    looks: u64,
}

fn came(runtime: &Runtime, groups: &Groups) -> Result<Came, TestCaseError> {
    let who = |identifier: &Identifier| -> Option<Dossier> {
        // Whoever was only ever named by the hash of an address is found by it.
        let hashed = (identifier.kind == IdentifierKind::Email).then(|| hashed_email(&identifier.value));
        let mut known = [Some(identifier.clone()), hashed].into_iter().flatten();
        let customer = known.find_map(|own| runtime.find(VAULT, &own).unwrap())?;
        runtime.verify(VAULT, customer).unwrap();
        runtime.dossier(VAULT, customer).unwrap()
    };
    let whole = |dossier: &Dossier| {
        let hot = &dossier.hot;
        format!("{:#?}", (&hot.identifiers, &hot.segments, &dossier.streams, &dossier.interests))
    };
    let mut ids = BTreeSet::new();
    let mut people = Vec::new();
    for (index, group) in groups.people.iter().enumerate() {
        let dossiers: Vec<Dossier> = group.iter().filter_map(who).collect();
        prop_assert_eq!(dossiers.len(), group.len(), "everybody named is known: {:?}", group);
        let first = &dossiers[0];
        prop_assert!(dossiers.iter().all(|own| own.hot.id == first.hot.id), "{:?} are one person", group);
        prop_assert!(ids.insert(first.hot.id), "{:?} are nobody else", group);
        let own: BTreeSet<Identifier> =
            first.hot.identifiers.iter().filter(|own| joins(own)).map(plain).collect();
        prop_assert_eq!(&own, group, "known by exactly these");
        let is_shared = groups.devices.iter().any(|(_, users)| users.contains(&index) && users.len() > 1);
        people.push((facts(first), (!is_shared).then(|| whole(first))));
    }
    let mut strangers = Vec::new();
    for (group, users) in &groups.devices {
        let dossiers: Vec<Dossier> = group.iter().filter_map(who).collect();
        prop_assert_eq!(dossiers.len(), group.len(), "every device leads somewhere: {:?}", group);
        let own = |index: &usize| who(groups.people[*index].iter().next().unwrap()).unwrap().hot.id;
        let users: BTreeSet<_> = users.iter().map(own).collect();
        match users.len() {
            // A stranger of their own.
            0 => {
                prop_assert!(dossiers.iter().all(|one| one.hot.id == dossiers[0].hot.id), "{:?}", group);
                prop_assert!(ids.insert(dossiers[0].hot.id), "{:?}", group);
                strangers.push(Some(facts(&dossiers[0]) + &whole(&dossiers[0])));
            }
            // It leads to those who used it, and joins none of them.
            _ => prop_assert!(dossiers.iter().all(|one| users.contains(&one.hot.id)), "{:?}", group),
        }
    }
    let everybody = ids.iter().map(|id| runtime.dossier(VAULT, *id).unwrap().unwrap());
    let looks = everybody.map(|dossier| looks(&dossier)).sum();
    Ok(Came { people, strangers, looks })
}

fn looks(dossier: &Dossier) -> u64 {
    let viewed = name("product.viewed").id();
    dossier.streams.iter().filter(|stream| stream.event == viewed).map(|stream| stream.count).sum()
}

fn permuted<T: Clone>(all: &[T], turns: &[u32]) -> Vec<T> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|index| (turns[index % turns.len()], *index));
    order.into_iter().map(|index| all[index].clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn no_order_of_arrival_changes_who_is_one_and_what_is_known(
        told in told(),
        turns in prop::collection::vec(any::<u32>(), 14),
        batch in 1..14usize,
    ) {
        let arrivals = arrivals(&told);
        let groups = Groups::of(&arrivals);
        let one = came(&played(&arrivals, 1), &groups)?;
        let looked = arrivals.iter().filter(|own| matches!(own.event.body, Body::Viewed(_))).count() as u64;
        prop_assert_eq!(one.looks, looked, "no look is lost");
        let other = came(&played(&permuted(&arrivals, &turns), batch), &groups)?;
        prop_assert_eq!(&one, &other);
    }
}

/// Who says something: somebody with a card, somebody with an address and a browser, or what joins the two.
#[derive(Clone, Copy, Debug)]
enum By {
    Card,
    Address,
    AddressAndBrowser,
    Browser,
    Both,
}

impl By {
    fn identifiers(self) -> Vec<Identifier> {
        let [card, address, browser] = [4, 1, 7].map(|kind| identifier(kind, 0));
        match self {
            By::Card => vec![card],
            By::Address => vec![address],
            By::AddressAndBrowser => vec![address, browser],
            By::Browser => vec![browser],
            By::Both => vec![card, address],
        }
    }
}

fn by() -> impl Strategy<Value = By> {
    prop_oneof![
        Just(By::Card),
        Just(By::Address),
        Just(By::AddressAndBrowser),
        Just(By::Browser),
        Just(By::Both)
    ]
}

/// How two come to be taken for one.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Joined {
    /// Something names both.
    ByWhatIsTold,
    ByHand,
    /// What names both names the address alone, which is the stronger: they are never joined.
    Never,
}

/// The lives of two, who may be taken for one and are parted again. `before` and `after` tell the order in which things arrive
/// before and after they are parted; when they happened does not change.
fn parted(said: &[(By, u8)], cut: usize, turns: [&[u32]; 2], joined: Joined) -> [String; 2] {
    let arrival = |(index, (by, what)): (usize, &(By, u8))| {
        let by = match (joined, by) {
            (Joined::Never | Joined::ByHand, By::Both) if index < cut => By::Address,
            _ => *by,
        };
        let number = u64::try_from(index).unwrap();
        let identifiers = by.identifiers();
        let at = NOW.plus(HOUR.times(i64::try_from(index).unwrap()));
        let event = event(1, number, at, body(identifiers.iter().any(joins), *what, number));
        Arrival { vault: VAULT, identifiers, event }
    };
    let arrivals: Vec<Arrival> = said.iter().enumerate().map(arrival).collect();
    let mut house = House::with(TEXT);
    let mut now = NOW.plus(HOUR.times(100));
    let mut told = |house: &mut House, arrivals: &[Arrival]| {
        for arrival in arrivals {
            now = now.plus(HOUR);
            house.live.accept(std::slice::from_ref(arrival)).unwrap();
            house.live.lend(&|| now, &Quiet, 100).unwrap();
        }
        now
    };
    // Both are known before anything joins them, the one with their browser: what nobody named was seen with before both were
    // one, and is named only then, stays with whoever carries on (docs/identity.md).
    told(&mut house, &arrivals[..2]);
    let now = told(&mut house, &permuted(&arrivals[2..cut], turns[0]));
    let runtime = &house.live.runtime;
    let [card, address] = [4, 1].map(|kind| runtime.derived(VAULT, &identifier(kind, 0)).unwrap());
    if joined == Joined::ByHand {
        house.live.merge(VAULT, (card, address), now, 100).unwrap();
    }
    let is_gone = |id| house.live.runtime.dossier(VAULT, id).unwrap().unwrap().hot.merged_into.is_some();
    if let Some(loser) = [card, address].into_iter().find(|id| is_gone(*id)) {
        house.live.runtime.unmerge(VAULT, loser, now).unwrap();
    }
    told(&mut house, &permuted(&arrivals[cut..], turns[1]));
    [4, 1].map(|kind| {
        let dossier = house.who(&identifier(kind, 0));
        let hot = &dossier.hot;
        format!(
            "{}{:#?}",
            facts(&dossier),
            (&hot.identifiers, &hot.segments, &dossier.streams, &dossier.interests)
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn whoever_was_parted_has_exactly_what_is_theirs_in_any_order(
        is_card_first in any::<bool>(),
        said in prop::collection::vec((by(), any::<u8>()), 1..10),
        cut in any::<prop::sample::Index>(),
        first in prop::collection::vec(any::<u32>(), 10),
        second in prop::collection::vec(any::<u32>(), 10),
    ) {
        let born = match is_card_first {
            true => [(By::Card, 0), (By::AddressAndBrowser, 0)],
            false => [(By::AddressAndBrowser, 0), (By::Card, 0)],
        };
        let cut = 2 + cut.index(said.len() + 1);
        let said: Vec<(By, u8)> = born.into_iter().chain(said).collect();
        // Parted once, they are kept apart; without that, what names both would join them later.
        let is_joined = said[..cut].iter().any(|(by, _)| matches!(by, By::Both));
        let later: Vec<(By, u8)> = said.iter().enumerate().map(|(index, (by, what))| match by {
            By::Both if index >= cut && !is_joined => (By::Address, *what),
            by => (*by, *what),
        }).collect();
        let never: Vec<(By, u8)> = later.iter().map(|(by, what)| match by {
            By::Both => (By::Address, *what),
            by => (*by, *what),
        }).collect();
        let straight: [&[u32]; 2] = [&[0], &[0]];
        let wanted = parted(&never, cut, straight, Joined::Never);
        for turns in [straight, [&first, &second]] {
            prop_assert_eq!(&wanted, &parted(&later, cut, turns, Joined::ByWhatIsTold), "joined by what is told");
            prop_assert_eq!(&wanted, &parted(&never, cut, turns, Joined::ByHand), "joined by hand");
        }
    }
}
