//! What is promised about points and tiers: they follow from the orders alone, in whatever order these arrive, and each tier
//! that is reached is an occasion once.

use super::*;
use crate::codec::{decode, encode};
use crate::io::{Input, RunChange, Tracing};
use crate::{compile, step};
use anlass_model::definition::{Definitions, Programme, Settings};
use anlass_model::event::{Item, Line, Order};
use anlass_model::id::{CategoryId, EntityId, FamilyId, OrderId, OutletId, ProductId};
use anlass_model::time::{DAY, Span};
use proptest::prelude::*;

/// 2026-03-02 10:00 UTC.
const START: Timestamp = Timestamp(1_772_445_600_000);

const PROGRAMME: &str = "
id: club
name: { de: a, en: a }
aim: emotional_bond
journeys:
  - { id: up, name: { de: a, en: a }, entry: { event: loyalty.tier_reached, when: 'event.tier == \"silver\"' }, reentry: { after: 0s },
      steps: [{ id: w, wait: { for: 1m } }] }
  - { id: down, name: { de: a, en: a }, entry: { event: loyalty.tier_lost }, reentry: { after: 0s }, steps: [{ id: w, wait: { for: 1m } }] }
messages: []
";
const CLUB: &str = "
{ tiers: [{ id: silver, name: { de: Silber, en: Silver }, from: 100, within: 365d },
          { id: gold, name: { de: Gold, en: Gold }, from: 500, within: 365d }] }";

fn program_of(loyalty: Option<&str>) -> Result<Program, Vec<crate::Problem>> {
    let text = include_str!("../../../../recipes/settings.yaml");
    let mut settings: Settings = serde_saphyr::from_str(text).expect("shipped settings");
    for (field, kind) in [("club_points", "int"), ("club_tier", "text")] {
        settings
            .fields
            .insert(Name::new(field).expect("a name"), serde_saphyr::from_str(kind).expect("a type"));
    }
    settings.loyalty = loyalty.map(|text| serde_saphyr::from_str(text).expect("loyalty"));
    let programme: Programme = serde_saphyr::from_str(PROGRAMME).expect("a programme");
    let has_silver = loyalty.is_some_and(|text| text.contains("silver"));
    let programmes = if has_silver { vec![programme] } else { Vec::new() };
    compile(Definitions { settings, programmes, content: None, subtrees: vec![] })
}

fn program(loyalty: &str) -> Program {
    program_of(Some(loyalty)).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn day(days: i64) -> Timestamp {
    START.plus(DAY.times(days))
}

fn lines(value: i64) -> Vec<Line> {
    let item = Item { product: ProductId(1), family: FamilyId(1), category: CategoryId(1) };
    vec![Line { item, quantity: 1, value }]
}

fn buys(order: u64, place: Place, value: i64) -> Body {
    Body::Ordered(Order { id: OrderId(order), place, lines: lines(value) })
}

fn returns(order: Option<u64>, value: i64) -> Body {
    let lines = if order.is_some() { Vec::new() } else { lines(value) };
    Body::Returned { order: order.map(OrderId), lines }
}

fn says(field: &str, value: Value) -> Body {
    Body::Profile(vec![(Name::new(field).expect("a name"), Some(value))])
}

const TILL: Place = Place::Outlet(OutletId(7));

struct Person {
    program: Program,
    dossier: Dossier,
    effects: Vec<Effect>,
    number: u128,
}

impl Person {
    fn new(loyalty: &str) -> Person {
        Person::of(program(loyalty), 7)
    }

    fn of(program: Program, seed: u128) -> Person {
        let dossier = Dossier::new(EntityId::from_hash(seed, 64), program.id, START);
        Person { program, dossier, effects: Vec::new(), number: seed * 1_000 }
    }

    fn hears(&mut self, at: Timestamp, now: Timestamp, body: Body) {
        self.number += 1;
        let (message, source) = (MessageId::Hash(self.number), SourceId(1));
        let (occurred, received) = (Occurred(at), Received(now));
        self.takes(Input::Event(Event { message, source, occurred, received, simulated: false, body }), now);
    }

    fn does(&mut self, at: Timestamp, body: Body) {
        self.hears(at, at, body);
    }

    fn takes(&mut self, input: Input, now: Timestamp) {
        let out = step(&self.program, &mut self.dossier, &input, now, Tracing::Off);
        self.effects.extend(out.effects);
        assert_eq!(decode(&encode(&self.dossier)).as_ref(), Ok(&self.dossier));
        let held = self.state(now).and_then(|state| state.tier).map(|tier| tier.id.id());
        assert_eq!(self.dossier.tier.map(|own| own.tier), held, "what was told is what they hold");
    }

    fn state(&self, now: Timestamp) -> Option<LoyaltyState<'_>> {
        loyalty(&self.program, &self.dossier, now)
    }

    /// Balance, tier, and what is missing to the next.
    fn has(&self, now: Timestamp) -> (i64, String, Option<i64>) {
        let state = self.state(now).expect("a loyalty programme");
        (state.points, state.tier.map_or(String::new(), |tier| tier.id.to_string()), state.to_next)
    }

    fn told(&self) -> Vec<(String, TierChange)> {
        let of = |effect: &Effect| match effect {
            Effect::Tier { tier, change, .. } => Some((self.program.name(*tier), *change)),
            _ => None,
        };
        self.effects.iter().filter_map(of).collect()
    }

    fn entered(&self, journey: &str) -> usize {
        let is_meant = |effect: &&Effect| matches!(effect, Effect::Run { journey: own, change: RunChange::Entered, .. } if *own == NameId::of(journey));
        self.effects.iter().filter(is_meant).count()
    }
}

fn reached(tier: &str) -> (String, TierChange) {
    (tier.to_string(), TierChange::Reached)
}

fn lost(tier: &str) -> (String, TierChange) {
    (tier.to_string(), TierChange::Lost)
}

#[test]
fn full_amounts_of_what_was_kept_give_points_order_by_order() {
    let mut person = Person::new("{ points_per: { amount: 2, points: 5 } }");
    person.does(day(1), buys(1, Place::Online, 199));
    person.does(day(2), buys(2, TILL, 780));
    assert_eq!(person.has(day(2)), (15, String::new(), None));
    person.does(day(3), returns(Some(2), 0));
    assert_eq!(person.has(day(3)).0, 0, "what comes back takes its points along");
}

#[test]
fn what_comes_back_without_its_order_lowers_the_balance_and_never_below_zero() {
    let mut person = Person::new("{}");
    person.does(day(1), buys(1, TILL, 5000));
    person.does(day(2), returns(None, 2050));
    assert_eq!(person.has(day(2)).0, 30);
    person.does(day(3), returns(None, 9000));
    assert_eq!(person.has(day(3)).0, 0);
}

#[test]
fn purchases_count_where_the_settings_say_and_points_expire() {
    let mut person = Person::new("{ counts: [outlet], expire_after: 30d }");
    person.does(day(1), buys(1, Place::Online, 8000));
    person.does(day(2), buys(2, TILL, 3000));
    assert_eq!(person.has(day(31)).0, 30);
    assert_eq!(person.has(day(32)).0, 0);
}

#[test]
fn a_tier_is_an_occasion_once_and_falling_back_one_of_its_own() {
    let mut person = Person::new(CLUB);
    person.does(day(1), buys(1, TILL, 6000));
    assert_eq!(person.has(day(1)), (60, String::new(), Some(40)));
    person.does(day(2), buys(2, TILL, 6000));
    assert_eq!(person.has(day(2)), (120, "silver".to_string(), Some(380)));
    person.does(day(3), buys(3, TILL, 6000));
    assert_eq!(
        (person.told(), person.entered("up"), person.entered("down")),
        (vec![reached("silver")], 1, 0)
    );
    // The first two orders leave the window of a year.
    person.takes(Input::Wake, day(380));
    assert_eq!(person.told(), [reached("silver"), lost("silver")]);
    assert_eq!(person.entered("down"), 1);
    person.does(day(381), buys(4, TILL, 90_000));
    assert_eq!(person.told(), [reached("silver"), lost("silver"), reached("gold")], "no tier in between");
    assert_eq!(person.has(day(381)).2, None, "there is none above");
}

#[test]
fn a_return_takes_the_tier_away_and_who_reaches_it_anew_is_told_anew() {
    let mut person = Person::new(CLUB);
    person.does(day(1), buys(1, TILL, 15_000));
    person.does(day(2), returns(Some(1), 0));
    person.does(day(3), buys(2, TILL, 15_000));
    assert_eq!(person.told(), [reached("silver"), lost("silver"), reached("silver")]);
    assert_eq!(person.entered("up"), 2);
}

#[test]
fn it_happened_when_the_points_came_and_not_when_the_file_did() {
    let mut person = Person::new(CLUB);
    person.hears(day(1), day(90), buys(1, TILL, 15_000));
    let at = person.effects.iter().find_map(|effect| match effect {
        Effect::Tier { at, .. } => Some(*at),
        _ => None,
    });
    assert_eq!(at, Some(day(1)));
    assert_eq!(person.dossier.tier.map(|held| held.since), Some(day(1)));
}

#[test]
fn what_the_till_tells_goes_before_what_is_counted() {
    let mut person = Person::new(
        "{ told: { points: club_points, tier: club_tier }, tiers: [
            { id: silver, name: { de: a, en: a }, from: 100 }, { id: gold, name: { de: a, en: a }, from: 500 }] }",
    );
    person.does(day(1), buys(1, TILL, 2000));
    person.does(day(2), says("club_points", Value::Int(170)));
    assert_eq!(
        person.has(day(2)),
        (170, "silver".to_string(), Some(330)),
        "a tier of the balance follows it"
    );
    person.does(day(3), says("club_tier", Value::Text("GOLD".into())));
    assert_eq!(person.has(day(3)), (170, "gold".to_string(), None));
    person.does(day(4), says("club_tier", Value::Text("Basis".into())));
    assert_eq!(person.has(day(4)), (170, String::new(), Some(0)), "another word is no tier");
    assert_eq!(person.told(), [reached("silver"), reached("gold"), lost("gold")]);
}

#[test]
fn who_had_the_points_before_there_was_a_programme_hears_of_the_next_tier_only() {
    let without = program_of(None).unwrap_or_else(|problems| panic!("{problems:?}"));
    let mut person = Person::of(without, 7);
    person.does(day(1), buys(1, TILL, 15_000));
    person.program = program(CLUB);
    person.takes(Input::Wake, day(2));
    assert_eq!(person.has(day(2)).1, "silver");
    assert!(person.told().is_empty(), "{:?}", person.told());
    person.does(day(3), buys(2, TILL, 40_000));
    assert_eq!(person.told(), [reached("gold")]);
}

#[test]
fn a_card_and_an_address_that_are_one_person_reach_a_tier_together_and_none_twice() {
    let (mut card, mut address) = (Person::of(program(CLUB), 7), Person::of(program(CLUB), 8));
    card.does(day(1), buys(1, TILL, 9000));
    address.does(day(1), buys(2, Place::Online, 9000));
    card.takes(Input::Absorb(Box::new(address.dossier.clone())), day(2));
    assert_eq!(card.told(), [reached("silver")]);
    let mut known = Person::of(program(CLUB), 9);
    known.does(day(1), buys(3, Place::Online, 11_000));
    known.takes(Input::Absorb(Box::new(card.dossier.clone())), day(3));
    assert_eq!(known.told(), [reached("silver")], "before they were one");
    assert_eq!(known.has(day(3)).0, 290);
}

#[test]
fn tiers_that_cannot_be_reached_one_after_the_other_are_refused() {
    let tier = |id: &str, from: u32| format!("{{ id: {id}, name: {{ de: a, en: a }}, from: {from} }}");
    for (loyalty, cause) in [
        ("{ points_per: { amount: 0 } }".to_string(), "nothing would ever give points"),
        ("{ expire_after: 0s }".to_string(), "expire_after has no length"),
        (format!("{{ tiers: [{}, {}] }}", tier("gold", 500), tier("silver", 100)), "no later than \"gold\""),
        (format!("{{ tiers: [{}] }}", tier("silver", 0)), "from the beginning"),
        (
            format!("{{ tiers: [{}, {}] }}", tier("silver", 1), tier("silver", 2)),
            "the name \"silver\" is used twice",
        ),
        ("{ told: { points: club_tier } }".to_string(), "not a profile field of type int"),
        ("{ told: { tier: nothing } }".to_string(), "not a profile field of type text"),
    ] {
        let problems = program_of(Some(&loyalty)).err().expect(&loyalty);
        assert!(
            problems.iter().any(|problem| problem.to_string().contains(cause)),
            "{loyalty}: {problems:?}"
        );
    }
}

#[test]
fn rules_ask_for_tiers_that_there_are_and_only_where_there_is_a_programme() {
    let (club, none) = (program(CLUB), program_of(None).unwrap_or_else(|problems| panic!("{problems:?}")));
    for (program, rule, cause) in [
        (&club, "loyalty.tier == \"silvr\"", "did you mean \"silver\""),
        (&club, "loyalty.level == 1", "loyalty.level"),
        (&none, "loyalty.points > 3", "there is no loyalty programme"),
    ] {
        let problems = crate::fresh_rule(program, rule).err().expect(rule);
        let text: String = problems.iter().map(ToString::to_string).collect();
        assert!(text.contains(cause), "{rule}: {text}");
    }
}

/// Which order, on which day, for how much, and whether all of it came back.
type Bought = (u64, i64, i64, bool);

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Orders and returns in any order and told again end in the same points and tier.
    #[test]
    fn another_order_of_arrival_ends_in_the_same_points(
        (all, shuffled) in prop::collection::vec((0..8u64, 0..400i64, 0..70_000_i64, any::<bool>()), 1..16)
            .prop_flat_map(|all| {
                let all: Vec<_> = all.into_iter().enumerate().collect();
                (Just(all.clone()), Just(all).prop_shuffle())
            }),
    ) {
        let end = day(500);
        let last = |order: &[(usize, Bought)]| {
            let mut person = Person::new(CLUB);
            for (index, (order, days, value, comes_back)) in order {
                let body = if *comes_back { returns(Some(*order), 0) } else { buys(u64::try_from(*index).expect("few"), TILL, *value) };
                person.number = u128::try_from(*index).expect("few");
                person.hears(day(*days), end, body);
            }
            (person.has(end), person.dossier.tier.map(|held| held.tier))
        };
        prop_assert_eq!(last(&all), last(&shuffled));
    }

    /// While nothing happens, points and tier stay until the moment that is told.
    #[test]
    fn points_stay_until_they_say(orders in prop::collection::vec((0..400i64, 0..30_000_i64), 1..12), at in 0..500i64, part in 0..1_000i64) {
        let mut person = Person::new(&CLUB.replacen('{', "{ expire_after: 90d,", 1));
        for (order, (days, value)) in (0u64..).zip(orders) {
            person.hears(day(days), day(400), buys(order, TILL, value));
        }
        let now = day(at);
        let until = person.state(now).expect("a programme").until;
        prop_assert!(until > now);
        let room = until.0.min(now.plus(DAY.times(400)).0) - now.0 - 1;
        for later in [room * part / 1_000, room] {
            let then = now.plus(Span(later));
            prop_assert_eq!(person.has(then), person.has(now));
        }
    }
}
