//! Properties that hold whatever people and authors do: another arrival order ends in the same facts, caps are
//! exact in true windows, bytes read back, and definitions are refused rather than met while running.

mod late_lines;

use crate::codec::{self, FORMAT, decode, decode_hot, encode};
use crate::io::{Effect, HandOver, Input, Release, Tracing};
use crate::{Dossier, Program, View, compile, open_lines, step};
use anlass_model::consent::{Channel, Class, ConsentAct, ObjectionAct, Proof, Said, SaidBy};
use anlass_model::correction::Correction;
use anlass_model::definition::{Definitions, Programme, Settings};
use anlass_model::event::{Body, Event, Item, Line, Order, Place, Receipt, SourceId};
use anlass_model::id::{CategoryId, EntityId, FamilyId, MessageId, Name, OrderId, OutletId, ProductId};
use anlass_model::outcome::State;
use anlass_model::restriction::{Ground, RestrictionAct};
use anlass_model::thing::{ThingAct, ThingSaid};
use anlass_model::time::{DAY, HOUR, MINUTE, Occurred, Received, Span, Timestamp};
use anlass_model::value::Value;
use proptest::prelude::*;
use std::collections::BTreeMap;

const RECIPES: [&str; 6] = [
    include_str!("../../../recipes/cart-abandoned.yaml"),
    include_str!("../../../recipes/first-purchase-thanks.yaml"),
    include_str!("../../../recipes/second-order.yaml"),
    include_str!("../../../recipes/review-request.yaml"),
    include_str!("../../../recipes/full-returner-care.yaml"),
    include_str!("../../../recipes/win-back.yaml"),
];
/// 2026-03-02 00:00 UTC.
const START: Timestamp = Timestamp(1_772_409_600_000);

fn settings() -> Settings {
    serde_saphyr::from_str(include_str!("../../../recipes/settings.yaml")).expect("shipped settings")
}

fn recipes() -> Vec<Programme> {
    RECIPES.iter().map(|text| serde_saphyr::from_str(text).expect("a shipped recipe")).collect()
}

fn shipped() -> Program {
    compile(Definitions { settings: settings(), programmes: recipes(), content: None, subtrees: vec![] })
        .unwrap_or_else(|problems| {
            panic!("the shipped recipes do not compile: {}", problems.first().expect("a problem"))
        })
}

/// Standing rules over facts that time changes, some of them by way of named values.
fn watchful() -> Program {
    let mut settings = settings();
    settings.traits = [
        ("silence", "since(orders.last)"),
        ("silence_left", "50h - traits.silence * 2"),
        ("looks", "views.count(within = 36h)"),
        ("very_silent", "traits.silence > 40h"),
    ]
    .map(|(id, text)| (name(id), text.to_string()))
    .into();
    settings.segments = [
        ("a", "traits.silence > 30h"),
        ("b", "traits.silence_left < 7h && traits.silence <= rhythm.inactive_after"),
        ("c", "traits.very_silent || traits.looks >= 2"),
        ("d", "orders.count(within = 2d) >= 2 || since(orders.first) == 51h"),
        ("e", "orders.value(within = 30h) > 50 && !segment(\"c\")"),
        ("f", "orders.full_returns > 0 || orders.kept(within = 3d) == 1"),
        ("g", "views.distinct(within = 40h) >= 2"),
        ("h", "lines.count(within = 35h) in [1, 3] && phase != \"top\""),
    ]
    .map(|(id, text)| (name(id), text.to_string()))
    .into();
    compile(Definitions { settings, programmes: vec![], content: None, subtrees: vec![] })
        .unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn name(text: &str) -> Name {
    Name::new(text).expect("a name")
}

fn dossier(program: &Program) -> Dossier {
    Dossier::new(EntityId::from_hash(7, 64), program.id, START)
}

fn event(number: usize, occurred: Timestamp, received: Timestamp, body: Body) -> Event {
    Event {
        message: MessageId::Hash(u128::try_from(number).expect("small")),
        source: SourceId(1),
        occurred: Occurred(occurred),
        received: Received(received),
        simulated: true,
        body,
    }
}

/// Six articles in three families.
fn line(article: u8, quantity: i32) -> Line {
    let article = article % 6;
    let item = Item {
        product: ProductId(u64::from(article)),
        family: FamilyId(u64::from(article / 2)),
        category: CategoryId(u64::from(article / 3)),
    };
    Line { item, quantity, value: i64::from(quantity) * (900 + i64::from(article)) }
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    prop::collection::vec((0..6u8, 1..4i32).prop_map(|(article, pieces)| line(article, pieces)), 1..4)
}

/// What can be said about a person. An order number is used by one event only: `order` is replaced by it.
fn body() -> impl Strategy<Value = Body> {
    let order = || (0..8u64).prop_map(OrderId);
    let channel = prop_oneof![Just(None), Just(Some(Channel::Email)), Just(Some(Channel::Sms))];
    prop_oneof![
        4 => (lines(), any::<bool>()).prop_map(|(lines, online)| {
            let place = if online { Place::Online } else { Place::Outlet(OutletId(1)) };
            Body::Ordered(Order { id: OrderId(0), place, lines })
        }),
        3 => (order(), lines()).prop_map(|(order, lines)| Body::Returned { order: Some(order), lines }),
        1 => order().prop_map(|order| Body::Returned { order: Some(order), lines: vec![] }),
        1 => lines().prop_map(|lines| Body::Returned { order: None, lines }),
        1 => (order(), lines()).prop_map(|(order, lines)| Body::Cancelled { order, lines }),
        1 => order().prop_map(|order| Body::Cancelled { order, lines: vec![] }),
        4 => (0..6u8, 1..4i32).prop_map(|(article, pieces)| Body::CartAdded(line(article, pieces))),
        2 => (0..6u8, 1..4i32).prop_map(|(article, pieces)| Body::CartRemoved(line(article, pieces))),
        1 => Just(Body::CartCleared),
        2 => (channel, any::<bool>(), any::<bool>()).prop_map(|(channel, granted, provable)| {
            let proof = if provable { Proof::DoubleOptIn { text: name("text"), asked: None } } else { Proof::None };
            Body::Consent(ConsentAct { channel, purpose: Some(name("offers")), granted, proof })
        }),
        1 => any::<bool>().prop_map(|lifted| Body::Objection(ObjectionAct::stated(lifted))),
        1 => (0..3u8, any::<bool>()).prop_map(|(case, lifted)| restriction(case, lifted)),
        1 => (0..3u8).prop_map(|city| {
            Body::Profile(vec![(name("city"), Some(Value::Text(format!("city {city}").into())))])
        }),
        1 => any::<bool>().prop_map(|delivered| Body::Listed { delivered }),
        1 => (0..3u8, 0..3u8).prop_map(|(value, wrong)| corrected(value, wrong)),
        2 => (0..3u8, 0..4u8).prop_map(|(key, said)| thing(key, said)),
        2 => (0..6u8).prop_map(|article| Body::Viewed(Some(line(article, 1).item))),
    ]
}

/// Of a vehicle: that it is gone, or its model.
fn thing(key: u8, said: u8) -> Body {
    let said = match said {
        0 => ThingSaid::Gone,
        model => ThingSaid::Is(vec![(name("model"), (model > 1).then(|| Value::Int(i64::from(model))))]),
    };
    Body::Thing(Box::new(ThingAct { entity: name("vehicle"), key: format!("k{key}").into(), said }))
}

fn city(number: u8) -> Option<Value> {
    Some(Value::Text(format!("city {number}").into()))
}

fn corrected(value: u8, wrong: u8) -> Body {
    let said = Said { how: SaidBy::Letter, by: None, note: None };
    // The last one is none at all.
    let value = if value == 2 { None } else { city(value) };
    Body::Corrected(Box::new(Correction { field: name("city"), value, wrong: city(wrong), said }))
}

/// By the book: the newest correction holds until a source says something newer that is not what was wrong.
fn city_by_the_book(events: &[Event]) -> Option<Value> {
    let key = |event: &&Event| (event.occurred, event.message);
    let corrections = events.iter().filter(|event| matches!(event.body, Body::Corrected(_)));
    let correction = corrections.max_by_key(key);
    let told = events.iter().filter_map(|event| match &event.body {
        Body::Profile(fields) => Some((event, fields.first()?.1.clone())),
        _ => None,
    });
    let (held, told) = match correction.map(|event| (event, &event.body)) {
        Some((event, Body::Corrected(correction))) => {
            let newer =
                told.filter(|(other, value)| other.occurred > event.occurred && *value != correction.wrong);
            (correction.value.clone(), newer.collect::<Vec<_>>())
        }
        _ => (None, told.collect()),
    };
    told.into_iter().max_by_key(|(event, _)| (event.occurred, event.message)).map_or(held, |(_, value)| value)
}

fn restriction(case: u8, lifted: bool) -> Body {
    let (case, said) = (name(&format!("case-{case}")), Said { how: SaidBy::Letter, by: None, note: None });
    Body::Restriction(Box::new(match lifted {
        true => RestrictionAct::Lifted { cases: vec![case], said },
        false => RestrictionAct::Restricted { case, ground: Ground::Contested, said },
    }))
}

/// Events within four days, at full hours so that ties happen, each with its number as message id.
fn events() -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec((0..96i64, body()), 1..24).prop_map(|said| {
        let mut orders = 0;
        let numbered = said.into_iter().enumerate().map(|(number, (hour, mut body))| {
            if let Body::Ordered(order) = &mut body {
                order.id = OrderId(orders);
                orders += 1;
            }
            event(number, START.plus(HOUR.times(hour)), START.plus(DAY.times(5)), body)
        });
        numbered.collect()
    })
}

/// Everything that must not depend on the order of arrival.
fn facts(dossier: &Dossier) -> impl PartialEq + std::fmt::Debug + use<> {
    let hot = &dossier.hot;
    let parts = (hot.heads.clone(), dossier.orders.clone(), open_lines(dossier), dossier.streams.clone());
    let said = (
        hot.consents.clone(),
        hot.objection.clone(),
        dossier.restrictions.clone(),
        dossier.lineage.clone(),
        dossier.listed.clone(),
        dossier.things.clone(),
    );
    (parts, said, hot.profile.clone(), hot.phase, hot.segments.clone())
}

fn told(program: &Program, events: &[Event]) -> Dossier {
    let mut dossier = dossier(program);
    let now = START.plus(DAY.times(5));
    for event in events {
        step(program, &mut dossier, &Input::Event(event.clone()), now, Tracing::Off);
    }
    dossier
}

/// Drives a dossier through events at their receipt; every carrier accepts at once.
fn driven(program: &Program, events: &[Event], until: Timestamp) -> (Dossier, Vec<(Timestamp, Effect)>) {
    let mut dossier = dossier(program);
    let mut effects = Vec::new();
    let mut waiting: Vec<Event> = events.to_vec();
    waiting.sort_by_key(|event| (event.received, event.message));
    waiting.reverse();
    loop {
        let wake = dossier.next_wake().map(|at| (at.max(dossier.hot.stepped), 0));
        let release = dossier.next_release().map(|(at, _)| (at.max(dossier.hot.stepped), 1));
        let next = waiting.last().map(|event| (event.received.0, 2));
        let Some((at, what)) = [wake, release, next].into_iter().flatten().min() else { break };
        if at > until {
            break;
        }
        let input = match (what, dossier.next_release()) {
            (0, _) => Input::Wake,
            (1, Some((_, intent))) => Input::Release(Release {
                intent,
                sold_out: vec![],
                sources: vec![(name("till").id(), at)],
                voucher: None,
                hand_over: HandOver::Answered(Receipt::Accepted),
            }),
            _ => Input::Event(waiting.pop().expect("an event is next")),
        };
        let out = step(program, &mut dossier, &input, at, Tracing::Off);
        effects.extend(out.effects.into_iter().map(|effect| (at, effect)));
    }
    (dossier, effects)
}

/// Programmes that speak at once, over e-mail and text messages, each with its own priority and dwell.
fn loud(programmes: &[(u8, i64, bool)], caps: &[(u32, i64, bool)]) -> Program {
    let mut settings = settings();
    settings.policy.caps = caps
        .iter()
        .enumerate()
        .map(|(number, (max, hours, email_only))| anlass_model::definition::Cap {
            less: None,
            id: name(&format!("cap-{number}")),
            max: *max,
            within: anlass_model::time::SpanText(HOUR.times(*hours)),
            channels: if *email_only { vec![Channel::Email] } else { vec![] },
        })
        .collect();
    let programme = |(number, (priority, dwell, sms)): (usize, &(u8, i64, bool))| {
        let channel = if *sms { "sms" } else { "email" };
        let text = format!(
            "{{ id: p-{number}, name: {{ de: a, en: a }}, aim: activation, priority: {priority}, \
             journeys: [{{ id: j-{number}, name: {{ de: a, en: a }}, entry: {{ event: product.viewed }}, \
             steps: [{{ id: say, message: m-{number} }}] }}], \
             messages: [{{ id: m-{number}, name: {{ de: a, en: a }}, class: advertising, purpose: offers, \
             channels: [{channel}], dwell: {dwell}m }}] }}"
        );
        serde_saphyr::from_str::<Programme>(&text).expect("a programme")
    };
    let programmes = programmes.iter().enumerate().map(programme).collect();
    compile(Definitions { settings, programmes, content: None, subtrees: vec![] })
        .unwrap_or_else(|problems| panic!("{:?}", problems.first()))
}

fn reachable() -> Vec<Event> {
    let profile = Body::Profile(vec![
        (name("email"), Some(Value::Text("a@example.org".into()))),
        (name("phone"), Some(Value::Text("+491700000001".into()))),
    ]);
    let proof = Proof::DoubleOptIn { text: name("text"), asked: None };
    let consent = Body::Consent(ConsentAct { channel: None, purpose: None, granted: true, proof });
    vec![event(9_001, START, START, profile), event(9_002, START, START, consent)]
}

/// Every leaf of a document, as a path.
fn leaves(value: &serde_json::Value, path: &str, found: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(map) => {
            map.iter().for_each(|(key, value)| leaves(value, &format!("{path}/{key}"), found));
        }
        serde_json::Value::Array(list) => {
            list.iter()
                .enumerate()
                .for_each(|(index, value)| leaves(value, &format!("{path}/{index}"), found));
        }
        _ => found.push(path.to_string()),
    }
}

fn hostile() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::json;
    prop::sample::select(vec![
        json!(null),
        json!(""),
        json!("end"),
        json!("-1h"),
        json!("0s"),
        json!("99999999d"),
        json!("9223372036854775807ms"),
        json!(-1),
        json!(0),
        json!(31),
        json!(255),
        json!(2_147_483_647),
        json!(-2_147_483_648i64),
        json!("true"),
        json!("1 == 1"),
        json!("((((("),
        json!("cart.value >="),
        json!("profile.email > 3"),
        json!("00:00"),
        json!("23:59:59.999999999"),
        json!("Mars/Olympus"),
        json!("order.placed"),
        json!("cart-reminder"),
        json!([]),
        json!({}),
        json!("segment(\"x\")"),
        json!("traits.x == 1"),
        json!("orders.count(within = 1ms) > 0"),
        json!(true),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    /// Law 6.
    #[test]
    fn another_arrival_order_ends_in_the_same_facts(
        (events, shuffled) in events().prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle()))
    ) {
        let program = compile(Definitions { settings: settings(), programmes: vec![], content: None, subtrees: vec![] }).map_err(|_| TestCaseError::fail("no program"))?;
        prop_assert_eq!(facts(&told(&program, &events)), facts(&told(&program, &shuffled)));
    }

    /// While nothing happens, every standing rule keeps its answer until it says, whether it names a value or
    /// spells it out.
    #[test]
    fn standing_rules_hold_until_they_say(events in events(), at in 0..240i64, steps in prop::collection::vec(0..10_000u32, 8)) {
        let program = watchful();
        let mut person = dossier(&program);
        let now = START.plus(HOUR.times(at));
        for event in events.iter().filter(|event| event.occurred.0 <= now.plus(DAY)) {
            step(&program, &mut person, &Input::Event(event.clone()), now, Tracing::Off);
        }
        for segment in &program.segments {
            let verdict = View::new(&program, &person, now).ask(&segment.rule);
            prop_assert!(verdict.until > now, "{}", segment.name);
            let room = verdict.until.0.min(now.plus(DAY.times(20)).0) - now.0;
            let between = steps.iter().map(|step| room * i64::from(*step) / 10_000);
            for later in between.chain([room - 1]) {
                let then = now.plus(Span(later));
                let again = View::new(&program, &person, then).ask(&segment.rule).value;
                prop_assert_eq!(again, verdict.value, "{} at {}, asked at {}", segment.name, then, now);
            }
        }
    }

    /// A wrong value told again does not come back, whatever arrives when, also with other people's words among them.
    #[test]
    fn a_correction_beats_what_was_wrong_in_any_order(
        said in prop::collection::vec((0..8i64, 0..3u8, 0..3u8, any::<bool>()), 1..12), turns in prop::collection::vec(any::<bool>(), 12)
    ) {
        let program = compile(Definitions { settings: settings(), programmes: vec![], content: None, subtrees: vec![] }).map_err(|_| TestCaseError::fail("no program"))?;
        let events: Vec<Event> = said.into_iter().enumerate().map(|(number, (hour, value, wrong, corrects))| {
            let body = match corrects {
                true => corrected(value, wrong),
                false => Body::Profile(vec![(name("city"), city(value))]),
            };
            let event = event(number, START.plus(HOUR.times(hour)), START.plus(DAY.times(5)), body);
            Event { source: SourceId(u16::from(number % 2 == 0)), ..event }
        }).collect();
        let wanted = city_by_the_book(&events);
        prop_assert_eq!(told(&program, &events).profile(name("city").id()).cloned(), wanted.clone());
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for (event, is_ours) in events.into_iter().zip(turns) {
            if is_ours { ours.push(event) } else { theirs.push(event) }
        }
        let (mut one, other) = (told(&program, &ours), told(&program, &theirs));
        step(&program, &mut one, &Input::Absorb(Box::new(other)), START.plus(DAY.times(5)), Tracing::Off);
        prop_assert_eq!(one.profile(name("city").id()).cloned(), wanted);
    }

    /// Two people who turn out to be one know the same, whoever of them survives.
    #[test]
    fn a_merge_ends_in_the_same_facts_either_way(events in events(), turns in prop::collection::vec(any::<bool>(), 24)) {
        let program = compile(Definitions { settings: settings(), programmes: vec![], content: None, subtrees: vec![] }).map_err(|_| TestCaseError::fail("no program"))?;
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for (event, is_ours) in events.into_iter().zip(turns) {
            if is_ours { ours.push(event) } else { theirs.push(event) }
        }
        let (one, other) = (told(&program, &ours), told(&program, &theirs));
        let joined = |survivor: &Dossier, loser: &Dossier| {
            let mut survivor = survivor.clone();
            let now = START.plus(DAY.times(5));
            step(&program, &mut survivor, &Input::Absorb(Box::new(loser.clone())), now, Tracing::Off);
            survivor
        };
        prop_assert_eq!(facts(&joined(&one, &other)), facts(&joined(&other, &one)));
    }

    /// However two people become one: as long as a case of either stands, nothing but what belongs to a contract is
    /// meant for them, and they stand nowhere.
    #[test]
    fn the_restricted_one_wins(events in events(), turns in prop::collection::vec(any::<bool>(), 24), at in 0..96i64) {
        let program = watchful();
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for (event, is_ours) in events.into_iter().zip(turns) {
            if is_ours { ours.push(event) } else { theirs.push(event) }
        }
        let at = START.plus(HOUR.times(at));
        ours.push(event(7_777, at, at, restriction(9, false)));
        let (mut one, other) = (told(&program, &ours), told(&program, &theirs));
        let now = START.plus(DAY.times(5));
        step(&program, &mut one, &Input::Absorb(Box::new(other)), now, Tracing::Off);
        prop_assert!(one.is_restricted());
        prop_assert_eq!((one.hot.phase, &one.hot.segments), (None, &vec![]));
        let lifts = Said { how: SaidBy::Letter, by: None, note: None };
        let cases = one.restrictions.iter().map(|own| own.case.clone()).collect();
        let body = Body::Restriction(Box::new(RestrictionAct::Lifted { cases, said: lifts }));
        step(&program, &mut one, &Input::Event(event(7_778, now, now, body)), now, Tracing::Off);
        prop_assert!(!one.is_restricted() && one.hot.phase.is_some());
    }

    /// A second report of orders, returns and cart changes moves nothing.
    #[test]
    fn what_is_known_is_not_news(events in events()) {
        let program = shipped();
        let money = |event: &&Event| matches!(event.body,
            Body::Ordered(_) | Body::Returned { .. } | Body::Cancelled { .. } | Body::CartAdded(_));
        let again: Vec<Event> = events.iter().filter(money).cloned().collect();
        let mut once = told(&program, &events);
        let effects: usize = again.iter().map(|event| {
            // A cart that was cleared after it has forgotten it.
            let forgotten = matches!(event.body, Body::CartAdded(_)) && event.occurred.0 <= once.cart.floor;
            let now = once.hot.stepped;
            let out = step(&program, &mut once, &Input::Event(event.clone()), now, Tracing::Off);
            if forgotten { 0 } else { out.effects.len() }
        }).sum();
        prop_assert_eq!(effects, 0);
        prop_assert_eq!(facts(&told(&program, &events)), facts(&once));
    }

    /// Law 4: never more than allowed in any window (t − within, t], and law 1: one outcome per intent.
    #[test]
    fn caps_are_exact(
        programmes in prop::collection::vec((0..100u8, 0..600i64, any::<bool>()), 1..12),
        caps in prop::collection::vec((1..4u32, 1..80i64, any::<bool>()), 1..4),
        views in prop::collection::vec(0..(14 * 24 * 60i64), 1..20),
    ) {
        let program = loud(&programmes, &caps);
        let mut events = reachable();
        for (number, minute) in views.iter().enumerate() {
            let at = START.plus(MINUTE.times(*minute));
            events.push(event(number, at, at, Body::Viewed(None)));
        }
        let (dossier, effects) = driven(&program, &events, START.plus(DAY.times(40)));
        let mut sent = Vec::new();
        let mut last: BTreeMap<_, State> = BTreeMap::new();
        for (at, effect) in &effects {
            if let Effect::Intent(intent) = effect {
                prop_assert!(last.get(&intent.id).is_none_or(State::is_open), "two outcomes");
                last.insert(intent.id, intent.state.clone());
                if intent.state == State::Delivered && intent.class == Class::Advertising {
                    sent.push((*at, intent.channel.expect("a channel")));
                }
            }
        }
        prop_assert!(!sent.is_empty());
        prop_assert_eq!(last.values().filter(|state| state.is_open()).count(), dossier.intents.len());
        for cap in &program.caps {
            let own: Vec<Timestamp> = sent.iter().filter(|(_, channel)| cap.covers(*channel)).map(|(at, _)| *at).collect();
            for end in &own {
                let inside = own.iter().filter(|at| *at <= end && **at > end.minus(cap.within)).count();
                prop_assert!(inside <= cap.max, "{inside} within {} up to {end}, allowed {}", cap.within, cap.max);
            }
        }
    }

    /// A dossier reads back as it was written, in part and as a whole.
    #[test]
    fn bytes_read_back(events in events()) {
        let program = shipped();
        let mut all = reachable();
        all.extend(events.into_iter().map(|event| Event { received: Received(event.occurred.0), ..event }));
        let (dossier, _) = driven(&program, &all, START.plus(DAY.times(5)));
        let bytes = encode(&dossier);
        prop_assert_eq!(decode_hot(&bytes).expect("hot"), dossier.hot.clone());
        prop_assert_eq!(encode(&decode(&bytes).expect("whole")), bytes);
    }

    /// Damaged and foreign bytes are refused, never met with a panic.
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200), at in 0..4_000usize, byte: u8) {
        drop(decode(&bytes));
        drop(codec::decode_pages(&bytes));
        let program = shipped();
        let (dossier, _) = driven(&program, &reachable(), START.plus(DAY));
        let mut damaged = encode(&dossier);
        let index = at % damaged.len();
        damaged[index] = byte;
        drop(decode(&damaged));
        damaged.truncate(index);
        prop_assert!(decode(&damaged).is_err() || index > dossier_hot_end(&encode(&dossier)));
        damaged = encode(&dossier);
        damaged[0] = FORMAT + 1;
        prop_assert_eq!(decode(&damaged).err(), Some(codec::Error::NewerFormat { found: FORMAT + 1 }));
    }

    /// Definitions with nonsense in them give problems; what compiles can be run.
    #[test]
    fn hostile_definitions_are_refused_or_run(
        which: prop::sample::Index, places in prop::collection::vec((any::<prop::sample::Index>(), hostile()), 1..4), events in events()
    ) {
        let recipe = recipes().swap_remove(which.index(RECIPES.len()));
        let definitions = Definitions { settings: settings(), programmes: vec![recipe], content: None, subtrees: vec![] };
        let mut document = serde_json::to_value(&definitions).expect("serialises");
        for (place, value) in places {
            let mut found = Vec::new();
            leaves(&document, "", &mut found);
            let path = &found[place.index(found.len())];
            *document.pointer_mut(path).expect("a leaf") = value;
        }
        let Ok(definitions) = serde_json::from_value::<Definitions>(document) else { return Ok(()) };
        let Ok(program) = compile(definitions) else { return Ok(()) };
        let mut all = reachable();
        all.extend(events.into_iter().map(|event| Event { received: Received(event.occurred.0), ..event }));
        driven(&program, &all, START.plus(DAY.times(60)));
    }
}

/// Where the hot part ends; what follows may be cut off section by section.
fn dossier_hot_end(bytes: &[u8]) -> usize {
    let length: [u8; 4] = bytes[1..5].try_into().expect("four bytes");
    5 + usize::try_from(u32::from_le_bytes(length)).expect("small") - 1
}

/// A person who does nothing is looked at when something may change, not all the time.
#[test]
fn a_named_silence_wakes_nobody_before_its_time() {
    let program = watchful();
    let mut person = dossier(&program);
    let order = Order { id: OrderId(1), place: Place::Online, lines: vec![line(1, 1)] };
    let ordered = event(1, START, START, Body::Ordered(order));
    step(&program, &mut person, &Input::Event(ordered), START, Tracing::Off);
    let mut wakes = Vec::new();
    while let Some(at) = person.next_wake() {
        wakes.push(at.since(START));
        assert!(wakes.len() < 40, "{wakes:?}");
        step(&program, &mut person, &Input::Wake, at, Tracing::Off);
    }
    assert!(wakes.contains(&Span(HOUR.times(30).0 + 1)), "silent for more than 30 hours: {wakes:?}");
}

#[test]
fn names_used_twice_and_endless_circles_are_refused() {
    let refused = |change: &dyn Fn(&mut Definitions), cause: &str| {
        let mut definitions =
            Definitions { settings: settings(), programmes: recipes(), content: None, subtrees: vec![] };
        change(&mut definitions);
        let problems = compile(definitions).err().unwrap_or_default();
        let found = problems.iter().any(|problem| problem.to_string().contains(cause));
        assert!(found, "{cause}: {problems:?}");
    };
    refused(&|all| all.programmes.push(all.programmes[0].clone()), "used twice");
    refused(
        &|all| {
            // The message would be made again the moment it is done.
            let steps = &mut all.programmes[0].journeys[0].steps;
            steps[1].next = Some(steps[1].id.clone());
        },
        "leads back to itself",
    );
    refused(&|all| all.programmes[0].journeys[0].steps[0].id = name("end"), "stands for the end");
    refused(&|all| all.settings.sources[1].number = 1, "two sources");
    refused(
        &|all| {
            let redirects = &mut all.programmes[0].journeys[0].redirects;
            redirects.insert(name("gone"), name("gone-too"));
            redirects.insert(name("gone-too"), name("gone"));
        },
        "leads back to itself over other redirects",
    );
    refused(&|all| all.settings.policy.caps[0].max = 500, "its max is 500");
    let kept =
        |rule: &str| serde_saphyr::from_str(&format!("{{ rules: [{{ id: r, {rule} }}] }}")).expect("rules");
    refused(&|all| all.settings.retention = Some(kept("silent_for: 1h")), "its time is 1h");
    let two = "silent_for: 9d, letters_for: 9d";
    refused(&|all| all.settings.retention = Some(kept(two)), "it is not clear what it is about");
    let law = |text: &str| serde_saphyr::from_str(text).expect("countries");
    refused(&|all| all.settings.countries = Some(law("{ home: FR }")), "no pack for home \"FR\"");
    let field = "{ home: DE, field: shoe_size }";
    refused(&|all| all.settings.countries = Some(law(field)), "\"shoe_size\" is no profile field");
    refused(
        &|all| {
            let messages = &mut all.programmes[1].messages;
            messages.iter_mut().for_each(|message| message.to_customers = true);
        },
        "no country's law lets it go",
    );
    refused(
        &|all| all.settings.interest.bought.half_life = anlass_model::time::SpanText(DAY.times(-1)),
        "half_life is -1d",
    );
    refused(
        &|all| all.settings.policy.dwell = anlass_model::time::SpanText(MINUTE.times(-1)),
        "dwell is -1m",
    );
}
