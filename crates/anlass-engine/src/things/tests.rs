//! What is known of things is what the newest words say, whatever order they came in; and what rules are answered about
//! them is what somebody would count who reads all words slowly.

use crate::io::{Input, Tracing};
use crate::{Dossier, Program, View, codec, compile, step};
use anlass_model::definition::{Definitions, Settings};
use anlass_model::event::{Body, Event, SourceId};
use anlass_model::id::{EntityId, MessageId, Name};
use anlass_model::thing::{ThingAct, ThingSaid};
use anlass_model::time::{DAY, HOUR, Occurred, Received, Timestamp};
use anlass_model::value::{Day, Value};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// 2026-03-02 00:00 UTC.
const START: Timestamp = Timestamp(1_772_409_600_000);

fn name(text: &str) -> Name {
    Name::new(text).expect("a name")
}

/// Days on the organisation's clock, which is UTC here.
fn program() -> Program {
    let text = include_str!("../../../../recipes/settings.yaml");
    let mut settings: Settings = serde_saphyr::from_str(text).expect("shipped settings");
    settings.time_zone = "UTC".into();
    let entities =
        "{ vehicle: { label: { de: Fahrzeug, en: vehicle }, fields: { model: text, km: int, due: day } } }";
    settings.entities = serde_saphyr::from_str(entities).expect("entities");
    settings.traits = RULES.iter().map(|(id, text, _)| (name(id), (*text).to_string())).collect();
    compile(Definitions { settings, programmes: vec![], content: None, subtrees: vec![] })
        .unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// What is known of a vehicle that is there.
type Fields = BTreeMap<String, Value>;
type ByTheBook = fn(&[Fields], Timestamp) -> Option<Value>;

fn count(vehicles: &[Fields], fits: impl Fn(&Fields) -> bool) -> Option<Value> {
    let fitting = vehicles.iter().filter(|own| fits(own)).count();
    Some(Value::Int(i64::try_from(fitting).expect("few")))
}

fn is(own: &Fields, field: &str, wanted: &str) -> bool {
    own.get(field) == Some(&Value::Text(wanted.into()))
}

fn begin(day: Day) -> Timestamp {
    Timestamp(i64::from(day.0) * DAY.0)
}

fn km(vehicles: &[Fields]) -> impl Iterator<Item = i64> {
    vehicles.iter().filter_map(|own| match own.get("km") {
        Some(Value::Int(km)) => Some(*km),
        _ => None,
    })
}

fn due(own: &Fields) -> Option<Timestamp> {
    match own.get("due") {
        Some(Value::Day(day)) => Some(begin(*day)),
        _ => None,
    }
}

/// Id, text, and the same by the book.
const RULES: [(&str, &str, ByTheBook); 8] = [
    ("all", "vehicle.count", |all, _| count(all, |_| true)),
    ("golfs", "vehicle.count(model = \"Golf\")", |all, _| count(all, |own| is(own, "model", "Golf"))),
    ("known", "vehicle.count(\"km\", model = \"Polo\")", |all, _| {
        count(all, |own| own.contains_key("km") && is(own, "model", "Polo"))
    }),
    ("most", "vehicle.max(\"km\")", |all, _| km(all).max().map(Value::Int)),
    ("least", "vehicle.min(\"due\")", |all, _| all.iter().filter_map(|own| own.get("due")).min().cloned()),
    ("far", "vehicle.sum(\"km\")", |all, _| Some(Value::Int(km(all).sum()))),
    ("soon", "vehicle.count(\"due\", ahead = 2d)", |all, now| {
        count(all, |own| due(own).is_some_and(|due| now < due.plus(DAY) && due.minus(DAY.times(2)) <= now))
    }),
    ("late", "vehicle.count(\"due\", within = 36h)", |all, now| {
        count(all, |own| due(own).is_some_and(|due| due <= now && now < due.plus(HOUR.times(36))))
    }),
];

fn said() -> impl Strategy<Value = ThingSaid> {
    let model = prop::option::of(prop::sample::select(vec!["Golf", "Polo"]));
    let model = model.prop_map(|model| (name("model"), model.map(|model| Value::Text(model.into()))));
    let km = prop::option::of(0..3_i64).prop_map(|km| (name("km"), km.map(Value::Int)));
    // Around the days that are looked at.
    let due = prop::option::of(20_514..20_522_i32)
        .prop_map(|day| (name("due"), day.map(|day| Value::Day(Day(day)))));
    let one = prop_oneof![model, km, due];
    prop_oneof![
        5 => prop::collection::vec(one, 0..3).prop_map(ThingSaid::Is),
        1 => Just(ThingSaid::Gone),
    ]
}

/// Who said it, of which vehicle, at which hour; ties happen.
fn words() -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec((0..48_i64, 0..4_u8, said()), 0..16).prop_map(|all| {
        let events = all.into_iter().enumerate().map(|(number, (hour, key, said))| {
            let entity = name("vehicle");
            Event {
                message: MessageId::Hash(u128::try_from(number).expect("small")),
                source: SourceId(1),
                occurred: Occurred(START.plus(HOUR.times(hour))),
                received: Received(START.plus(DAY.times(2))),
                simulated: true,
                body: Body::Thing(Box::new(ThingAct { entity, key: format!("k{key}").into(), said })),
            }
        });
        events.collect()
    })
}

fn told(program: &Program, events: &[Event]) -> Dossier {
    let now = START.plus(DAY.times(2));
    let mut dossier = Dossier::new(EntityId::from_hash(7, 64), program.id, now);
    for event in events {
        step(program, &mut dossier, &Input::Event(event.clone()), now, Tracing::Off);
    }
    dossier
}

/// The vehicles that are there, by reading all words in the order in which they were said.
fn by_the_book(events: &[Event]) -> Vec<Fields> {
    let mut sorted: Vec<&Event> = events.iter().collect();
    sorted.sort_by_key(|event| event.order_key());
    let mut fields: BTreeMap<&str, Fields> = BTreeMap::new();
    let mut there: BTreeSet<&str> = BTreeSet::new();
    for event in sorted {
        let Body::Thing(act) = &event.body else { continue };
        let own = fields.entry(&act.key).or_default();
        let ThingSaid::Is(said) = &act.said else {
            there.remove(&*act.key);
            continue;
        };
        there.insert(&act.key);
        let mut first: BTreeSet<&Name> = BTreeSet::new();
        for (field, value) in said {
            // Of a field that one word names twice, its first value.
            if first.insert(field) {
                match value {
                    Some(value) => own.insert(field.to_string(), value.clone()),
                    None => own.remove(field.as_str()),
                };
            }
        }
    }
    fields.into_iter().filter(|(key, _)| there.contains(key)).map(|(_, own)| own).collect()
}

fn answers(
    program: &Program,
    dossier: &Dossier,
    now: Timestamp,
) -> BTreeMap<String, (Option<Value>, Timestamp)> {
    let view = View::new(program, dossier, now);
    let answer = |(id, compiled): &(Name, anlass_rules::Compiled)| {
        let fact = compiled.eval(&view, now);
        (id.to_string(), (fact.value.map(|value| value.to_value()), fact.until))
    };
    program
        .traits
        .iter()
        .filter(|(id, _)| RULES.iter().any(|(own, ..)| *own == id.as_str()))
        .map(answer)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rules_are_answered_as_by_the_book(events in words(), hour in 48..240_i64) {
        let program = program_once();
        let dossier = told(program, &events);
        let vehicles = by_the_book(&events);
        let now = START.plus(HOUR.times(hour));
        for (id, (value, until)) in answers(program, &dossier, now) {
            let (_, text, book) = RULES.iter().find(|(own, ..)| *own == id).expect("one of them");
            prop_assert_eq!(&value, &book(&vehicles, now), "{} at {}", text, now);
            prop_assert!(until > now, "{} at {}", text, now);
            for later in (hour..480).map(|hour| START.plus(HOUR.times(hour))).filter(|later| *later < until) {
                prop_assert_eq!(&value, &book(&vehicles, later), "{} at {} until {}, differs at {}", text, now, until, later);
            }
        }
    }

    #[test]
    fn the_order_of_arrival_and_a_merge_leave_no_trace(events in words(), turned in any::<bool>(), cut in 0..16_usize) {
        let program = program_once();
        let whole = told(program, &events);
        let mut other = events.clone();
        if turned {
            other.reverse();
        } else {
            other.rotate_left(cut.min(events.len()));
        }
        prop_assert_eq!(&told(program, &other).things, &whole.things);
        let (one, two) = events.split_at(cut.min(events.len()));
        let (mut first, second) = (told(program, one), told(program, two));
        for thing in &second.things {
            super::absorb(&mut first, thing);
        }
        prop_assert_eq!(&first.things, &whole.things);
        let read = codec::decode(&codec::encode(&whole)).expect("its own bytes");
        prop_assert_eq!(read, whole);
    }
}

fn program_once() -> &'static Program {
    static PROGRAM: std::sync::OnceLock<Program> = std::sync::OnceLock::new();
    PROGRAM.get_or_init(program)
}

#[test]
fn what_cannot_be_asked_of_an_entity_is_refused_with_its_cure() {
    let text = include_str!("../../../../recipes/settings.yaml");
    let settings: Settings = serde_saphyr::from_str(text).expect("shipped settings");
    let check = |rule: &str, expected: &str| {
        let mut settings = settings.clone();
        let entities = "{ vehicle: { fields: { model: text, km: int, due: day } } }";
        settings.entities = serde_saphyr::from_str(entities).expect("entities");
        settings.traits = BTreeMap::from([(name("own"), rule.to_string())]);
        let definitions = Definitions { settings, programmes: vec![], content: None, subtrees: vec![] };
        let problems = compile(definitions).err().unwrap_or_default();
        assert_eq!(problems.len(), 1, "{rule}: {problems:?}");
        assert!(problems[0].to_string().contains(expected), "{rule}: {}", problems[0]);
    };
    check("vehicle.count(modell = \"Golf\")", "did you mean \"model\"?");
    check("vehicle.count(model = 3)", "of type");
    check("vehicle.max", "needs the argument \"field\"");
    check("vehicle.max(\"model\")", "no such fact");
    check("vehicle.count(\"km\", ahead = 3d)", "only a day or a moment");
    check("vehicle.count(\"due\", ahead = 3d, within = 3d)", "use one");
    check("vehicle.number", "there are: vehicle.count, vehicle.max, vehicle.min, vehicle.sum");
    check("run.entity.model", "there is no run here");
}

#[test]
fn a_thing_beyond_the_bound_makes_room_first_where_it_is_gone() {
    let program = program_once();
    let act = |key: usize, said| {
        Body::Thing(Box::new(ThingAct { entity: name("vehicle"), key: format!("{key}").into(), said }))
    };
    let event = |number: usize, body| Event {
        message: MessageId::Hash(u128::try_from(number).expect("small")),
        source: SourceId(1),
        occurred: Occurred(START.plus(HOUR.times(i64::try_from(number).expect("small")))),
        received: Received(START),
        simulated: true,
        body,
    };
    let mut events: Vec<Event> =
        (0..crate::dossier::THINGS_MAX).map(|key| event(key, act(key, ThingSaid::Is(vec![])))).collect();
    events.push(event(100, act(7, ThingSaid::Gone)));
    events.push(event(101, act(100, ThingSaid::Is(vec![]))));
    let dossier = told(program, &events);
    assert_eq!(dossier.things.len(), crate::dossier::THINGS_MAX);
    assert!(dossier.things.iter().all(|own| &*own.key != "7"), "what is gone went first");
    assert!(dossier.things.iter().any(|own| &*own.key == "0"));
}
