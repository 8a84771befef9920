//! What is promised about whereabouts: one trigger per entry however much a position flutters, nothing without a proven
//! consent, nothing that an order of arrival could add, and nothing kept that nobody may know.

use super::*;
use crate::codec::{decode, encode};
use crate::io::{RunChange, Tracing};
use crate::{compile, step};
use anlass_model::catalogue::{Catalogue, Position};
use anlass_model::consent::{ConsentAct, ObjectionAct, Proof, Said, SaidBy};
use anlass_model::definition::{Definitions, Programme, Settings};
use anlass_model::id::{EntityId, Name, NameId};
use anlass_model::location::Located;
use anlass_model::restriction::{Ground, RestrictionAct};
use anlass_model::time::HOUR;
use proptest::prelude::*;

/// 2026-03-02 10:00 UTC.
const START: Timestamp = Timestamp(1_772_445_600_000);
/// Around the shop of these tests: 50.9413, 6.9583.
const RADIUS_M: i32 = 200;

const PROGRAMME: &str = "
id: near
name: { de: a, en: a }
aim: activation
journeys:
  - { id: came, name: { de: a, en: a }, entry: { event: location.entered, when: 'event.fence == \"shop\"' }, reentry: { after: 0s },
      steps: [{ id: stays, wait: { for: 1h } }], exit: [{ id: out, when: '!location.inside(fence = \"shop\")' }] }
  - { id: stayed, name: { de: a, en: a }, entry: { event: location.dwelt }, reentry: { after: 0s }, steps: [{ id: w, wait: { for: 1m } }] }
  - { id: went, name: { de: a, en: a }, entry: { event: location.exited }, reentry: { after: 0s }, steps: [{ id: w, wait: { for: 1m } }] }
  - { id: often, name: { de: a, en: a }, entry: { event: location.entered, when: 'events.count(\"location.entered\") >= 2' },
      reentry: { after: 0s }, steps: [{ id: w, wait: { for: 1m } }] }
messages: []
";

fn settings() -> Settings {
    let text = include_str!("../../../../recipes/settings.yaml");
    let mut settings: Settings = serde_saphyr::from_str(text).expect("shipped settings");
    let shop =
        "{ fences: [{ id: shop, name: { de: Laden, en: Shop }, place: '50.9413, 6.9583', radius_m: 200 },
        { id: mall, name: { de: Passage, en: Mall }, place: '50.9413, 6.9583', radius_m: 900 }] }";
    settings.location = Some(serde_saphyr::from_str(shop).expect("fences"));
    settings
}

fn program() -> Program {
    let programme: Programme = serde_saphyr::from_str(PROGRAMME).expect("a programme");
    compile(Definitions {
        settings: settings(),
        programmes: vec![programme],
        content: None,
        subtrees: vec![],
    })
    .unwrap_or_else(|problems| panic!("{problems:?}"))
}

struct Person {
    program: Program,
    dossier: Dossier,
    effects: Vec<Effect>,
    number: u128,
}

impl Person {
    fn new() -> Person {
        let program = program();
        let dossier = Dossier::new(EntityId::from_hash(7, 64), program.id, START);
        Person { program, dossier, effects: Vec::new(), number: 0 }
    }

    /// Somebody who agreed to it before anything else.
    fn agreed() -> Person {
        let mut person = Person::new();
        person.says(START, consent(Some("location"), true, true));
        person
    }

    fn hears(&mut self, at: Timestamp, now: Timestamp, message: u128, body: Body) {
        let event = Event {
            message: MessageId::Hash(message),
            source: SourceId(1),
            occurred: Occurred(at),
            received: Received(now),
            simulated: false,
            body,
        };
        if is_idle(&self.program, &self.dossier, &event) {
            let mut same = self.dossier.clone();
            let out = step(&self.program, &mut same, &Input::Event(event), now, Tracing::Off);
            self.wakes(now);
            assert!(
                !out.effects
                    .iter()
                    .any(|effect| matches!(effect, Effect::Crossed { crossing: Crossing::Entered, .. }))
            );
            assert_eq!(same.whereabouts, self.dossier.whereabouts, "what is idle changes nothing");
            return;
        }
        let out = step(&self.program, &mut self.dossier, &Input::Event(event), now, Tracing::Off);
        self.effects.extend(out.effects);
        assert_eq!(decode(&encode(&self.dossier)).as_ref(), Ok(&self.dossier));
    }

    fn says(&mut self, at: Timestamp, body: Body) {
        self.number += 1;
        self.hears(at, at, self.number, body);
    }

    fn wakes(&mut self, now: Timestamp) {
        let out = step(&self.program, &mut self.dossier, &Input::Wake, now, Tracing::Off);
        self.effects.extend(out.effects);
    }

    /// Crossings of the shop, in the order in which they were told.
    fn crossings(&self) -> Vec<(Crossing, i64)> {
        let told = |effect: &Effect| match effect {
            Effect::Crossed { fence, crossing, at, .. } if &**fence == "shop" => {
                Some((*crossing, minutes(*at)))
            }
            _ => None,
        };
        self.effects.iter().filter_map(told).collect()
    }

    fn count(&self, crossing: Crossing) -> usize {
        self.crossings().iter().filter(|(own, _)| *own == crossing).count()
    }

    fn entered(&self, journey: &str) -> usize {
        let is_meant = |effect: &&Effect| matches!(effect, Effect::Run { journey: own, change: RunChange::Entered, .. } if *own == NameId::of(journey));
        self.effects.iter().filter(is_meant).count()
    }
}

fn minutes(at: Timestamp) -> i64 {
    at.since(START).0 / MINUTE.0
}

fn at(minutes: i64) -> Timestamp {
    START.plus(MINUTE.times(minutes))
}

fn consent(purpose: Option<&str>, granted: bool, proven: bool) -> Body {
    let purpose = purpose.map(|purpose| Name::new(purpose).expect("a name"));
    let text = Name::new("v1").expect("a name");
    let proof = if proven { Proof::DoubleOptIn { text, asked: None } } else { Proof::None };
    Body::Consent(ConsentAct { channel: Some(Channel::App), purpose, granted, proof })
}

fn crossed(crossing: Crossing) -> Body {
    Body::Crossed(Box::new(Crossed { fence: "shop".into(), crossing }))
}

fn seen(inside: &[&str], near: &[&str]) -> Body {
    let all = |ids: &[&str]| ids.iter().map(|id| Box::from(*id)).collect();
    Body::Located(Box::new(Located { inside: all(inside), near: all(near) }))
}

#[test]
fn a_visit_is_told_once_and_in_order() {
    let mut person = Person::agreed();
    person.says(at(1), seen(&["shop"], &[]));
    person.says(at(2), seen(&[], &["shop"]));
    person.says(at(3), seen(&[], &[]));
    person.says(at(6), crossed(Crossing::Entered));
    person.says(at(20), crossed(Crossing::Exited));
    person.wakes(at(60));
    let told = [(Crossing::Entered, 1), (Crossing::Dwelt, 11), (Crossing::Exited, 20)];
    assert_eq!(person.crossings(), told);
    assert_eq!(["came", "stayed", "went", "often"].map(|journey| person.entered(journey)), [1, 1, 1, 0]);
    assert!(
        !person.dossier.runs.iter().any(|run| run.journey == NameId::of("came")),
        "its exit is asked when they go"
    );
    person.says(at(61), crossed(Crossing::Entered));
    assert_eq!(person.count(Crossing::Entered), 2, "who was gone comes anew");
    assert_eq!(person.entered("often"), 1, "rules count entries");
}

#[test]
fn whoever_leaves_sooner_did_not_dwell() {
    let mut person = Person::agreed();
    person.says(at(1), crossed(Crossing::Entered));
    person.says(at(9), crossed(Crossing::Exited));
    person.wakes(at(60));
    assert_eq!(person.crossings(), [(Crossing::Entered, 1), (Crossing::Exited, 9)]);
}

/// A phone without a net sends later what it noted.
#[test]
fn what_comes_late_and_at_once_is_told_as_it_was() {
    let mut person = Person::agreed();
    for (number, (minute, crossing)) in
        [(1, Crossing::Entered), (4, Crossing::Exited), (6, Crossing::Entered), (30, Crossing::Exited)]
            .into_iter()
            .enumerate()
    {
        person.hears(at(minute), at(90), 100 + u128::try_from(number).expect("small"), crossed(crossing));
    }
    person.wakes(at(200));
    assert_eq!(person.crossings(), [(Crossing::Entered, 1), (Crossing::Dwelt, 11), (Crossing::Exited, 30)]);
}

#[test]
fn nothing_is_taken_in_without_a_proven_consent_that_names_it() {
    let no = |before: Vec<Body>| {
        let mut person = Person::new();
        for body in before {
            person.says(at(0), body);
        }
        person.says(at(1), crossed(Crossing::Entered));
        person.says(at(2), seen(&["shop"], &[]));
        assert!(person.dossier.whereabouts.is_empty());
        assert!(person.crossings().is_empty());
    };
    no(vec![]);
    no(vec![consent(Some("location"), true, false)]);
    no(vec![consent(Some("offers"), true, true)]);
    no(vec![consent(None, true, true)]);
    no(vec![consent(Some("location"), true, true), Body::Objection(ObjectionAct::stated(false))]);
    let mut before = Person::new();
    before.says(at(5), consent(Some("location"), true, true));
    before.hears(at(4), at(6), 99, crossed(Crossing::Entered));
    assert!(before.dossier.whereabouts.is_empty(), "it was before they agreed");
}

#[test]
fn what_is_known_goes_with_the_consent() {
    let said = Said { how: SaidBy::Letter, by: None, note: None };
    let case = Name::new("case-1").expect("a name");
    let restricted = RestrictionAct::Restricted { case, ground: Ground::Contested, said };
    for end in [
        consent(Some("location"), false, false),
        consent(None, false, false),
        Body::Objection(ObjectionAct::stated(false)),
        Body::Restriction(Box::new(restricted)),
    ] {
        let mut person = Person::agreed();
        person.says(at(1), crossed(Crossing::Entered));
        assert!(person.dossier.whereabouts.is_in(Some("shop")));
        person.says(at(2), end);
        assert!(person.dossier.whereabouts.is_empty());
        person.says(at(3), crossed(Crossing::Exited));
        person.wakes(at(60));
        assert_eq!(
            person.crossings(),
            [(Crossing::Entered, 1)],
            "neither that they dwelt nor that they left"
        );
    }
}

#[test]
fn nobody_is_somewhere_for_ever() {
    let mut person = Person::agreed();
    person.says(at(1), crossed(Crossing::Entered));
    person.wakes(at(24 * 60));
    assert!(person.dossier.whereabouts.is_in(None));
    person.wakes(at(24 * 60 + 2));
    assert!(person.dossier.whereabouts.is_empty());
    assert_eq!(person.count(Crossing::Exited), 0, "nobody knows when they left");
    assert_eq!(person.dossier.whereabouts.due(), Timestamp::NEVER);
}

/// A phone that was off for a day tells of its user's morning.
#[test]
fn what_is_a_day_old_says_nothing_of_today() {
    let mut person = Person::agreed();
    person.hears(at(1), at(24 * 60 + 1), 99, crossed(Crossing::Entered));
    person.wakes(at(48 * 60));
    assert!(person.crossings().is_empty());
}

#[test]
fn what_is_far_from_everything_leaves_nothing() {
    let mut person = Person::agreed();
    let event = Event {
        message: MessageId::Hash(5),
        source: SourceId(1),
        occurred: Occurred(at(1)),
        received: Received(at(1)),
        simulated: false,
        body: seen(&[], &["shop"]),
    };
    assert!(is_idle(&person.program, &person.dossier, &event));
    person.says(at(1), crossed(Crossing::Entered));
    let again = Event { occurred: Occurred(at(2)), body: seen(&["shop"], &["mall"]), ..event };
    assert!(is_idle(&person.program, &person.dossier, &again), "they still are where they were");
}

#[test]
fn two_who_are_one_are_in_a_fence_once() {
    let mut phone = Person::agreed();
    phone.says(at(1), crossed(Crossing::Entered));
    let mut person = Person::new();
    let out = step(
        &person.program,
        &mut person.dossier,
        &Input::Absorb(Box::new(phone.dossier.clone())),
        at(2),
        Tracing::Off,
    );
    person.effects.extend(out.effects);
    person.number = 50;
    person.says(at(3), crossed(Crossing::Entered));
    assert!(person.dossier.whereabouts.is_in(Some("shop")));
    assert_eq!(person.count(Crossing::Entered), 0, "that was told of the phone");
    step(&phone.program, &mut phone.dossier, &Input::MergedInto(EntityId(9)), at(2), Tracing::Off);
    assert!(phone.dossier.whereabouts.is_empty());
}

#[test]
fn fences_are_checked_where_they_are_written() {
    let problems = |location: &str, rule: &str| {
        let mut settings = settings();
        settings.location = Some(serde_saphyr::from_str(location).expect("fences"));
        settings.segments = [(Name::new("there").expect("a name"), rule.to_owned())].into();
        let definitions = Definitions { settings, programmes: vec![], content: None, subtrees: vec![] };
        compile(definitions).err().unwrap_or_default().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let shop = "fences: [{ id: shop, name: { de: a, en: a }, place: '50, 7', radius_m: 200 }]";
    assert!(
        problems(
            &format!("{{ outlets_m: 100, {shop} }}"),
            "location.inside() || location.inside(fence = \"outlet/7\")"
        )
        .is_empty()
    );
    for (location, rule, cause) in [
        (shop, "location.inside(fence = \"shopp\")", "did you mean \"shop\"?"),
        (shop, "location.inside(fence = \"outlet/7\")", "there is no fence"),
        ("outlets_m: 20", "true", "its outlets_m is 20"),
        ("away: 1d", "true", "its away is 1d"),
        ("fences: [{ id: a, name: { de: a, en: a }, radius_m: 100 }]", "true", "where it is"),
        (
            "fences: [{ id: a, name: { de: a, en: a }, outlet: '7', radius_m: 60000 }]",
            "true",
            "its radius_m is 60000",
        ),
    ] {
        let found = problems(&format!("{{ {location} }}"), rule);
        assert!(found.iter().any(|problem| problem.contains(cause)), "{location}: {found:?}");
    }
}

/// A walk of a phone, each 10 s a position: from a kilometre away into the shop, there for a while, and away again. How wrong
/// each position is and how sure of itself, the numbers say: two thirds are wrong by less than they say.
fn track(noise: &[(u8, u8, u8)]) -> Vec<(Timestamp, Body)> {
    let location = settings().location.expect("fences");
    let catalogue = Catalogue::default();
    let steps = i32::try_from(noise.len()).expect("some");
    let third = steps / 3;
    let track = noise.iter().enumerate().map(|(index, (accuracy, north, east))| {
        let index = i32::try_from(index).expect("some");
        let away_m = match index {
            _ if index < third => 1_000 - 1_000 * index / third,
            _ if index < 2 * third => 0,
            _ => 1_000 * (index - 2 * third) / third,
        };
        let accuracy = 5 + i32::from(*accuracy) % 36;
        // From −1.5 to 1.5 times the accuracy.
        let wrong = |draw: u8| (i32::from(draw) - 128) * 3 * accuracy / 256;
        // A metre is 9 millionths of a degree, and 14 from west to east here.
        let position = Position {
            latitude: 50_941_300 + (away_m + wrong(*north)) * 9,
            longitude: 6_958_300 + wrong(*east) * 14,
        };
        let accuracy = u32::try_from(accuracy).expect("positive");
        let located = location.located(&catalogue, position, accuracy);
        (START.plus(Span(10_000 * i64::from(index + 1))), Body::Located(Box::new(located)))
    });
    track.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_noisy_track_triggers_once_per_entry(noise in prop::collection::vec(any::<(u8, u8, u8)>(), 360)) {
        let mut person = Person::agreed();
        for (at, body) in track(&noise) {
            person.says(at, body);
        }
        person.wakes(at(240));
        let told: Vec<Crossing> = person.crossings().into_iter().map(|(crossing, _)| crossing).collect();
        prop_assert_eq!(told, [Crossing::Entered, Crossing::Dwelt, Crossing::Exited]);
        prop_assert_eq!(["came", "stayed", "went"].map(|journey| person.entered(journey)), [1, 2, 1], "they dwelt in the mall, too");
    }

    /// Somebody stands on the border for an hour.
    #[test]
    fn the_border_triggers_no_more_than_once(noise in prop::collection::vec(any::<(u8, u8)>(), 360)) {
        let location = settings().location.expect("fences");
        let mut person = Person::agreed();
        for (index, (north, east)) in noise.iter().enumerate() {
            let wrong = |draw: u8| (i32::from(draw) - 128) * 45 / 128;
            let position = Position {
                latitude: 50_941_300 + (RADIUS_M + wrong(*north)) * 9,
                longitude: 6_958_300 + wrong(*east) * 14,
            };
            let located = location.located(&Catalogue::default(), position, 30);
            let at = START.plus(Span(10_000 * i64::try_from(index + 1).expect("some")));
            person.says(at, Body::Located(Box::new(located)));
        }
        prop_assert!(person.count(Crossing::Entered) <= 1);
        prop_assert_eq!(person.count(Crossing::Exited), 0);
    }

    /// However reports arrive and however often: never more entries than there were, and in the end the newest word holds.
    #[test]
    fn no_order_of_arrival_adds_an_entry(
        order in Just((0..6i64).collect::<Vec<_>>()).prop_shuffle(),
        again in prop::collection::vec(0..6usize, 0..6),
    ) {
        let mut person = Person::agreed();
        let repeated: Vec<i64> = again.iter().filter_map(|index| order.get(*index).copied()).collect();
        for number in order.iter().chain(&repeated) {
            // In and out by turns, an hour each.
            let crossing = if number % 2 == 0 { Crossing::Entered } else { Crossing::Exited };
            let message = 100 + u128::try_from(*number).expect("small");
            person.hears(START.plus(HOUR.times(1 + number)), START.plus(HOUR.times(8)), message, crossed(crossing));
        }
        prop_assert!(person.count(Crossing::Entered) <= 3);
        person.wakes(START.plus(HOUR.times(9)));
        prop_assert!(!person.dossier.whereabouts.is_in(None), "they left last");
        prop_assert!(person.count(Crossing::Exited) <= person.count(Crossing::Entered));
    }
}
