use super::*;
use crate::codec::{decode, encode};
use crate::compile::compile;
use crate::io::{Input, Tracing};
use crate::step::step;
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

fn event(number: usize, (source, hour, is_city, value): Said) -> Event {
    let field = Name::new(if is_city { "city" } else { "street" }).expect("a name");
    let value = value.map(|value| Value::Text(format!("{value}").into()));
    Event {
        message: MessageId::Hash(u128::try_from(number).expect("small")),
        source: SourceId(source),
        occurred: Occurred(START.plus(HOUR.times(hour))),
        received: Received(START),
        simulated: false,
        body: Body::Profile(vec![(field, value)]),
    }
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
    let one = (1..4u16, 0..6i64, any::<bool>(), prop_oneof![1 => Just(None), 4 => (0..5u8).prop_map(Some)]);
    prop::collection::vec(one, 1..16)
        .prop_map(|said| said.into_iter().enumerate().map(|(number, said)| event(number, said)).collect())
}

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
