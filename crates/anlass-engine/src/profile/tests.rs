//! What stands of what several sources and corrections say of a field, in whatever order they arrive.

use super::*;
use crate::codec::{decode, encode};
use crate::compile::compile;
use crate::io::{Input, Tracing};
use crate::step::step;
use anlass_model::consent::{Said as SaidHow, SaidBy};
use anlass_model::correction::Correction as Corrects;
use anlass_model::definition::{Definitions, Settings};
use anlass_model::event::{Body, Event};
use anlass_model::id::{EntityId, Name};
use anlass_model::time::{HOUR, Occurred, Received};
use proptest::prelude::*;

const START: Timestamp = Timestamp(1_772_409_600_000);

fn program(survivorship: &str) -> Program {
    let text = format!(
        "{{ name: a, organisation: [{{ id: hq, level: headquarters, vault: 1 }}], currency: EUR, time_zone: UTC, \
         fields: {{ city: text, street: text }}, \
         sources: [{{ id: crm, number: 1 }}, {{ id: shop, number: 2 }}, {{ id: till, number: 3 }}], \
         survivorship: {survivorship} }}"
    );
    let settings: Settings = serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
    compile(Definitions { settings, programmes: vec![], content: None, subtrees: vec![] })
        .unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// Source, hour, field and value; the place is the message's id.
type Said = (u16, i64, bool, Option<u8>);

fn text(value: u8) -> Value {
    Value::Text(format!("{value}").into())
}

fn event(number: usize, (source, hour, is_city, value): Said) -> Event {
    let field = Name::new(if is_city { "city" } else { "street" }).expect("a name");
    let value = value.map(text);
    Event {
        message: MessageId::Hash(u128::try_from(number).expect("small")),
        source: SourceId(source),
        occurred: Occurred(START.plus(HOUR.times(hour))),
        received: Received(START),
        simulated: false,
        body: Body::Profile(vec![(field, value)]),
    }
}

/// Somebody of the house puts a value in the place of a wrong one.
fn corrected(number: usize, said: Said, wrong: Option<u8>) -> Event {
    let told = event(number, (0, said.1, said.2, said.3));
    let Body::Profile(fields) = &told.body else { unreachable!("a profile") };
    let [(field, value)] = fields.as_slice() else { unreachable!("one field") };
    let said = SaidHow { how: SaidBy::Letter, by: None, note: None };
    let wrong = wrong.map(text);
    let body =
        Body::Corrected(Box::new(Corrects { field: field.clone(), value: value.clone(), wrong, said }));
    Event { source: SourceId::SELF, body, ..told }
}

fn dossier(program: &Program) -> Dossier {
    Dossier::new(EntityId::from_hash(7, 64), program.id, START)
}

fn heard(program: &Program, events: &[Event]) -> Dossier {
    let mut dossier = dossier(program);
    for event in events {
        step(program, &mut dossier, &Input::Event(event.clone()), START, Tracing::Off);
    }
    dossier
}

fn facts(dossier: &Dossier) -> (Vec<(NameId, Dated<Value>)>, Lineage) {
    (dossier.hot.profile.clone(), dossier.lineage.clone())
}

fn stands(dossier: &Dossier) -> Option<String> {
    match dossier.profile(NameId::of("city")) {
        Some(Value::Text(text)) => Some(text.to_string()),
        _ => None,
    }
}

fn said() -> impl Strategy<Value = Vec<Event>> {
    let value = || prop_oneof![1 => Just(None), 4 => (0..4u8).prop_map(Some)];
    let one = (1..4u16, 0..6i64, any::<bool>(), value());
    let correction = prop_oneof![4 => Just(None), 1 => value().prop_map(Some)];
    prop::collection::vec((one, correction), 1..16).prop_map(|said| {
        let events = said.into_iter().enumerate().map(|(number, (said, wrong))| match wrong {
            Some(wrong) => corrected(number, said, wrong),
            None => event(number, said),
        });
        events.collect()
    })
}

/// What stands of the city by the book: all that was ever said is at hand.
fn by_the_book(order: Option<&[u16]>, events: &[Event]) -> Option<String> {
    let key = |event: &Event| (event.occurred, event.message);
    let city = Name::new("city").expect("a name");
    let correction = events.iter().filter_map(|event| match &event.body {
        Body::Corrected(own) if own.field == city => Some((event, own)),
        _ => None,
    });
    let correction = correction.max_by_key(|(event, _)| key(event));
    let said = events.iter().filter_map(|event| match &event.body {
        Body::Profile(fields) => fields.iter().find(|(own, _)| *own == city).map(|(_, value)| (event, value)),
        _ => None,
    });
    let believed = said.filter(|(event, value)| {
        correction.is_none_or(|(at, own)| event.occurred > at.occurred && **value != own.wrong)
    });
    let mut newest: std::collections::BTreeMap<SourceId, (&Event, &Option<Value>)> = [].into();
    for (event, value) in believed {
        let own = newest.entry(event.source).or_insert((event, value));
        if key(event) > key(own.0) {
            *own = (event, value);
        }
    }
    let place = |event: &Event| {
        order.map(|order| order.iter().position(|own| *own == event.source.0).unwrap_or(order.len()))
    };
    let best = newest
        .values()
        .filter(|(_, value)| order.is_none() || value.is_some())
        .max_by_key(|(event, _)| (Reverse(place(event)), key(event)));
    let held = || correction.and_then(|(_, own)| own.value.clone());
    match best.map_or_else(held, |(_, value)| (*value).clone()) {
        Some(Value::Text(text)) => Some(text.to_string()),
        _ => None,
    }
}

/// What they say of the city.
const ORDERS: [Option<&[u16]>; 3] = [None, Some(&[3, 1]), Some(&[2])];
const RULES: [&str; 3] = ["{}", "{ city: [till, crm] }", "{ city: [shop], street: [crm, shop, till] }"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Neither the order in which values arrive, nor to which of two people, nor the rule that held meanwhile leaves a
    /// trace.
    #[test]
    fn what_stands_is_derived_from_what_was_told(
        (events, shuffled) in said().prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle())),
        rule in 0..3usize,
        earlier in 0..3usize,
        cut in 0..16usize,
    ) {
        let program = program(RULES[rule]);
        let once = heard(&program, &events);
        prop_assert_eq!(stands(&once), by_the_book(ORDERS[rule], &events));
        prop_assert_eq!(facts(&once), facts(&heard(&program, &shuffled)));
        let (ours, theirs) = shuffled.split_at(cut.min(shuffled.len()));
        let mut joined = heard(&program, ours);
        let absorb = Input::Absorb(Box::new(heard(&program, theirs)));
        step(&program, &mut joined, &absorb, START, Tracing::Off);
        prop_assert_eq!(facts(&once), facts(&joined));
        let mut moved = heard(&self::program(RULES[earlier]), &events);
        step(&program, &mut moved, &Input::Wake, START, Tracing::Off);
        prop_assert_eq!(facts(&once), facts(&moved));
        prop_assert_eq!(decode(&encode(&once)).expect("readable"), once);
    }
}

#[test]
fn the_newest_stands_unless_a_source_goes_first() {
    let said =
        [event(1, (1, 1, true, Some(1))), event(2, (2, 2, true, Some(2))), event(3, (3, 3, true, Some(3)))];
    assert_eq!(stands(&heard(&program("{}"), &said)).as_deref(), Some("3"));
    assert_eq!(stands(&heard(&program("{ city: [shop] }"), &said)).as_deref(), Some("2"));
    let order = program("{ city: [crm, shop] }");
    assert_eq!(stands(&heard(&order, &said)).as_deref(), Some("1"));
    let mut all = said.to_vec();
    all.push(event(4, (1, 4, true, None)));
    let cleared = heard(&order, &all);
    assert_eq!(stands(&cleared).as_deref(), Some("2"), "who has nothing to say any more stands back");
    assert_eq!(stands(&heard(&program("{}"), &all)), None, "the newest clears the field");
    let sources: Vec<u16> = told(&cleared, NameId::of("city")).map(|(source, _)| source.0).collect();
    assert_eq!(sources, [2, 1, 3], "what stands first");
}

/// Dossiers that an earlier release wrote have no section of it.
#[test]
fn of_earlier_values_the_source_is_unknown() {
    let program = program("{ city: [shop] }");
    let mut earlier = heard(&program, &[event(1, (1, 1, true, Some(1)))]);
    earlier.lineage = Lineage::default();
    let mut read = decode(&encode(&earlier)).expect("readable");
    assert_eq!(read.lineage.by, [SourceId::UNKNOWN]);
    assert_eq!(encode(&read), encode(&earlier), "it is written as it was read");
    step(&program, &mut read, &Input::Event(event(2, (2, 0, true, Some(2)))), START, Tracing::Off);
    assert_eq!(stands(&read).as_deref(), Some("2"), "the source that goes first");
    assert_eq!(told(&read, NameId::of("city")).count(), 2);
}

/// The first version of the section knew no corrections.
#[test]
fn lineage_of_an_earlier_release_is_read() {
    let program = program("{}");
    let said = [event(1, (1, 1, true, Some(1))), event(2, (2, 2, true, Some(2)))];
    let person = heard(&program, &said);
    let (bytes, lineage) = (encode(&person), &person.lineage);
    let [new, old] = [postcard::to_allocvec(lineage), postcard::to_allocvec(&(&lineage.by, &lineage.others))]
        .map(|bytes| bytes.expect("plain data"));
    let section = |version: u8, body: &[u8]| {
        let length = u32::try_from(body.len()).expect("small").to_le_bytes();
        [&[14, version][..], &length, body].concat()
    };
    let at = bytes.len() - section(2, &new).len();
    assert_eq!(bytes[at..], section(2, &new), "it comes last");
    assert_eq!(decode(&[&bytes[..at], &section(1, &old)].concat()), Ok(person));
}

/// Of a source that says something new and then the wrong value again, the new one is believed.
#[test]
fn a_correction_stands_until_a_source_says_something_new() {
    let program = program("{ city: [crm, shop] }");
    let mut said = vec![event(1, (1, 1, true, Some(1))), corrected(2, (0, 2, true, Some(2)), Some(1))];
    let stand = |said: &[Event]| {
        let person = heard(&program, said);
        let by = told(&person, NameId::of("city")).next().map(|(source, _)| source);
        (stands(&person), by, is_overtaken(&person, NameId::of("city")))
    };
    let ours = (Some("2".to_owned()), Some(SourceId::CORRECTION), false);
    assert_eq!(stand(&said), ours);
    said.push(event(3, (2, 3, true, Some(1))));
    assert_eq!(stand(&said), ours, "the same wrong value");
    said.push(event(4, (2, 4, true, None)));
    assert_eq!(stand(&said), ours, "who has nothing to say stands back");
    said.push(event(5, (2, 5, true, Some(3))));
    assert_eq!(stand(&said), (Some("3".to_owned()), Some(SourceId(2)), true));
    said.push(event(6, (1, 6, true, Some(1))));
    said.push(event(7, (2, 7, true, Some(1))));
    assert_eq!(stand(&said), (Some("3".to_owned()), Some(SourceId(2)), true), "the wrong value again");
}
