//! A synthetic chain: households that buy once a week at a till.

use super::*;
use anlass_model::catalogue::Product;
use anlass_model::consent::{Channel, Proof};
use anlass_model::event::{Body, Event, Line, Order, Place, Reaction, Receipt};
use anlass_model::id::{EntityId, IdentifierKind, IntentId, MessageId, Name, OrderId, OutletId, ProductId};
use anlass_model::time::{DAY, HOUR, MINUTE, Occurred, Received, SECOND, Span, Timestamp};
use anlass_model::value::{Day, Value};
use std::collections::BTreeSet;

const HOUSEHOLDS: u64 = 600;
const WEEKS: i64 = 52;
const FAMILIES: u64 = 90;
const LINES: i64 = 5;
/// 2017-01-01 in New York.
const START: Timestamp = Timestamp(1_483_246_800_000);

fn plan(seed: u64) -> Plan {
    Plan { seed, vault: VaultId(7), source: SourceId(9) }
}

fn catalogue() -> Catalogue {
    let mut catalogue = Catalogue::default();
    for number in 0..FAMILIES * 3 {
        let department = if number < 6 { "FUEL" } else { "GROCERY" };
        let kind: Box<str> = format!("type {}", number / 3).into();
        catalogue
            .put(Product {
                number: number.to_string().into(),
                name: "an article".into(),
                path: vec![department.into(), kind.clone()].into(),
                substitutes: Some(kind),
                ..Product::default()
            })
            .expect("no collision");
    }
    catalogue
}

fn card(number: u64) -> Identifier {
    Identifier { kind: IdentifierKind::Card, value: number.to_string().into() }
}

fn arrival(number: u64, at: Timestamp, body: Body) -> Arrival {
    let message = MessageId::of(&format!("{number} {at} {}", body.event_name()));
    let event = Event {
        message,
        source: SourceId(1),
        occurred: Occurred(at),
        received: Received(at),
        simulated: false,
        body,
    };
    Arrival { vault: VaultId(7), identifiers: vec![card(number)], event }
}

fn real(catalogue: &Catalogue) -> Vec<Arrival> {
    let root = Draws::root(&plan(0));
    let mut arrivals = Vec::new();
    for number in 0..HOUSEHOLDS {
        if number % 3 == 0 {
            let band = Some(Value::Text("25-34".into()));
            let fields = vec![(Name::new("age_band").expect("a name"), band)];
            arrivals.push(arrival(number, START, Body::Profile(fields)));
        }
        for week in 0..WEEKS {
            let draws = root.nth("household", number).of("week", &week.to_le_bytes());
            let at =
                START.plus(DAY.times(7 * week)).plus(SECOND.times(draws.between("at", 0, 7 * 86_400 - 1)));
            let line = |n: i64| {
                let own = draws.of("line", &n.to_le_bytes());
                let product = own.number("product") % (FAMILIES * 3);
                let item = catalogue.item(&product.to_string());
                let quantity = i32::try_from(own.between("quantity", 1, 4)).expect("small");
                Line { item, quantity, value: own.between("value", 50, 900) }
            };
            let lines = (0..LINES).map(line).collect();
            let place = Place::Outlet(OutletId::of("1"));
            let id = OrderId::of(&format!("{number}/{week}"));
            arrivals.push(arrival(number, at, Body::Ordered(Order { id, place, lines })));
        }
    }
    arrivals
}

struct World {
    real: Vec<Arrival>,
    simulated: Vec<Arrival>,
}

fn world() -> World {
    let catalogue = catalogue();
    let real = real(&catalogue);
    let simulated = around(&plan(1), &catalogue, &real);
    World { real, simulated }
}

impl World {
    fn count(&self, is_meant: impl Fn(&Body) -> bool) -> u64 {
        u64::try_from(self.simulated.iter().filter(|arrival| is_meant(&arrival.event.body)).count())
            .expect("small")
    }

    /// Orders of a household (simulated ones only if asked for) with their times.
    fn orders<'a>(&'a self, person: &Identifier, with_simulated: bool) -> Vec<(Timestamp, &'a Order)> {
        let simulated = self.simulated.iter().filter(|_| with_simulated);
        let own = self.real.iter().chain(simulated).filter(|arrival| arrival.identifiers[0] == *person);
        let order = |arrival: &'a Arrival| match &arrival.event.body {
            Body::Ordered(order) => Some((arrival.event.occurred.0, order)),
            _ => None,
        };
        own.filter_map(order).collect()
    }
}

fn check_rate(what: &str, count: u64, of: u64, basis_points: std::ops::RangeInclusive<u64>) {
    let rate = count * 10_000 / of;
    assert!(basis_points.contains(&rate), "{what}: {count} of {of} = {rate} bp, expected {basis_points:?}");
}

#[test]
fn the_same_input_yields_the_same_whatever_its_order() {
    let catalogue = catalogue();
    let mut real = real(&catalogue);
    let first = around(&plan(1), &catalogue, &real);
    real.reverse();
    assert_eq!(first, around(&plan(1), &catalogue, &real));
    assert_ne!(first, around(&plan(2), &catalogue, &real));
    let keys = first.iter().map(|arrival| (arrival.event.received, arrival.event.message));
    assert!(keys.is_sorted_by(|a, b| a < b), "sorted, no message id twice at a moment");
    let messages: BTreeSet<MessageId> = first.iter().map(|arrival| arrival.event.message).collect();
    assert_eq!(messages.len(), first.len());
}

#[test]
fn a_household_does_not_depend_on_another() {
    let catalogue = catalogue();
    let World { mut real, mut simulated } = world();
    real.retain(|arrival| arrival.identifiers[0] != card(17));
    simulated.retain(|arrival| arrival.identifiers[0] != card(17));
    assert_eq!(around(&plan(1), &catalogue, &real), simulated);
}

#[test]
fn everything_is_marked_and_named_like_the_household() {
    let world = world();
    let persons: BTreeSet<&[Identifier]> = world.real.iter().map(|arrival| &*arrival.identifiers).collect();
    for arrival in &world.simulated {
        let event = &arrival.event;
        assert!(event.simulated && event.source == SourceId(9) && arrival.vault == VaultId(7));
        assert!(persons.contains(&*arrival.identifiers));
        assert_eq!(event.occurred.0, event.received.0);
    }
    let again = around(&plan(1), &catalogue(), &world.simulated);
    assert_eq!(again, [], "nothing is made up around what was made up");
    let elsewhere = Plan { vault: VaultId(8), ..plan(1) };
    assert_eq!(around(&elsewhere, &catalogue(), &world.real), []);
}

#[test]
fn people_do_things_by_day_and_after_first_sight() {
    let world = world();
    let clock = Clock::new();
    let mut seen: BTreeSet<&Identifier> = BTreeSet::new();
    for arrival in &world.simulated {
        let (person, at) = (&arrival.identifiers[0], arrival.event.occurred.0);
        match &arrival.event.body {
            Body::Profile(_) => assert!(seen.insert(person), "one profile, before all else"),
            body => {
                assert!(seen.contains(person));
                let is_taken_over = matches!(body, Body::Consent(_) | Body::Objection(_));
                assert!(is_taken_over || clock.is_up(at), "{body:?} at {at}");
            }
        }
    }
    assert_eq!(seen.len(), usize::try_from(HOUSEHOLDS).expect("small"));
    for arrival in &world.simulated {
        if let Body::Profile(_) = arrival.event.body {
            let own = world.real.iter().filter(|real| real.identifiers == arrival.identifiers);
            assert!(own.into_iter().all(|real| real.event.occurred > arrival.event.occurred));
        }
    }
}

fn field<'a>(fields: &'a [(Name, Option<Value>)], name: &str) -> Option<&'a Value> {
    fields.iter().find(|(known, _)| known.as_str() == name).and_then(|(_, value)| value.as_ref())
}

#[test]
fn profiles_are_plausible() {
    let world = world();
    let (mut emails, mut phones, mut leap_days) = (BTreeSet::new(), 0, 0);
    for arrival in &world.simulated {
        let Body::Profile(fields) = &arrival.event.body else { continue };
        assert_eq!(field(fields, "time_zone"), Some(&Value::Text("America/New_York".into())));
        if let Some(Value::Text(email)) = field(fields, "email") {
            let suffix = format!(".{}@example.org", arrival.identifiers[0].value);
            assert!(email.ends_with(&suffix) && email.is_ascii() && *email.to_lowercase() == **email);
            emails.insert(email);
        }
        if let Some(Value::Text(phone)) = field(fields, "phone") {
            assert!(phone.starts_with("+1") && phone.len() == 12, "{phone}");
            phones += 1;
        }
        let Some(Value::Day(born)) = field(fields, "birth_date") else { panic!("a birthday") };
        let number: u64 = arrival.identifiers[0].value.parse().expect("a number");
        let (born, today) = (born.date(), Clock::new().day(arrival.event.occurred.0).date());
        let age = today.since((jiff::Unit::Year, born)).expect("in range").get_years();
        let ages = if number.is_multiple_of(3) { 25..=34 } else { 19..=87 };
        assert!(ages.contains(&age), "{age} of {number}");
        leap_days += u64::from((born.month(), born.day()) == (2, 29));
    }
    check_rate("e-mail", u64::try_from(emails.len()).expect("small"), HOUSEHOLDS, 9_350..=9_850);
    check_rate("phone", phones, HOUSEHOLDS, 4_400..=5_600);
    assert!((1..=15).contains(&leap_days), "{leap_days}");
}

#[test]
fn consents_have_the_planned_rates() {
    let world = world();
    let granted_for = |purpose: &str, channel: Channel, is_proven: bool| {
        world.count(|body| match body {
            Body::Consent(act) => {
                act.granted
                    && act.channel == Some(channel)
                    && act.purpose.as_ref().is_some_and(|own| own.as_str() == purpose)
                    && act.proof.is_provable() == is_proven
            }
            _ => false,
        })
    };
    let granted = |channel: Channel, is_proven: bool| granted_for("offers", channel, is_proven);
    check_rate("feedback", granted_for("feedback", Channel::Email, true), HOUSEHOLDS, 3_000..=4_400);
    check_rate("e-mail", granted(Channel::Email, true), HOUSEHOLDS, 5_600..=6_800);
    check_rate("e-mail claimed", granted(Channel::Email, false), HOUSEHOLDS, 500..=1_150);
    check_rate("sms", granted(Channel::Sms, true), HOUSEHOLDS, 1_500..=2_500);
    check_rate("push", granted(Channel::Push, true), HOUSEHOLDS, 2_000..=3_000);
    let withdrawn = world.count(|body| matches!(body, Body::Consent(act) if !act.granted));
    check_rate("withdrawn", withdrawn, HOUSEHOLDS, 250..=850);
    let objected = world.count(|body| matches!(body, Body::Objection(act) if !act.lifted));
    check_rate("objected", objected, HOUSEHOLDS, 50..=300);
    for arrival in &world.simulated {
        let Body::Consent(act) = &arrival.event.body else { continue };
        assert!(matches!(act.purpose.as_ref().map(Name::as_str), Some("offers" | "feedback")));
        assert!(act.granted || act.proof == Proof::None);
    }
}

/// Carts of a world by what follows: bought at a till, ordered online, or nothing.
struct Carts {
    bought: u64,
    left: BTreeSet<(Identifier, Day)>,
}

fn carts(world: &World) -> Carts {
    let (mut bought, mut left) = (0, BTreeSet::new());
    for number in 0..HOUSEHOLDS {
        let person = card(number);
        let (tills, all) = (world.orders(&person, false), world.orders(&person, true));
        for arrival in world.simulated.iter().filter(|arrival| arrival.identifiers[0] == person) {
            let Body::CartAdded(cart) = &arrival.event.body else { continue };
            let at = arrival.event.occurred.0;
            assert!((1..=3).contains(&cart.quantity) && cart.value > 0);
            let follows = |orders: &[(Timestamp, &Order)], within: Span| {
                orders.iter().any(|(moment, order)| {
                    (1..=within.0).contains(&moment.since(at).0)
                        && order.lines.iter().any(|line| line.item.family == cart.item.family)
                })
            };
            let is_soon_online = all.iter().any(|(moment, order)| {
                order.place == Place::Online
                    && (1..=HOUR.0).contains(&moment.since(at).0)
                    && order.lines.contains(cart)
            });
            if is_soon_online {
                continue;
            }
            if follows(&tills, HOUR.times(30)) {
                bought += 1;
            } else {
                // Neither kind of cart may be half-hearted: nothing of the family comes for days.
                assert!(!follows(&all, DAY.times(5)), "household {number} at {at}");
                left.insert((person.clone(), Clock::new().day(at)));
            }
        }
    }
    Carts { bought, left }
}

#[test]
fn carts_are_bought_at_a_till_or_left_behind() {
    let world = world();
    let Carts { bought, left } = carts(&world);
    let is_suitable = |line: &Line| line.value >= 300 && !is_fuel(line);
    let baskets = world.real.iter().filter(|arrival| match &arrival.event.body {
        Body::Ordered(order) => order.lines.iter().any(is_suitable),
        _ => false,
    });
    check_rate("looked up", bought, u64::try_from(baskets.count()).expect("small"), 540..=660);
    let weeks = HOUSEHOLDS * u64::try_from(WEEKS).expect("small");
    check_rate("left behind", u64::try_from(left.len()).expect("small"), weeks, 160..=240);
    assert_eq!(world.count(|body| matches!(body, Body::CartAdded(line) if is_fuel(line))), 0);
    let views = world.count(|body| matches!(body, Body::Viewed(Some(_))));
    let orders = world.count(|body| matches!(body, Body::Ordered(order) if order.place == Place::Online));
    let visits = bought + u64::try_from(left.len()).expect("small") + orders;
    check_rate("views per visit", views, visits, 23_000..=27_000);
}

fn is_fuel(line: &Line) -> bool {
    (0..6).any(|number| line.item.product == ProductId::of(&number.to_string()))
}

#[test]
fn online_orders_come_back_as_planned() {
    let world = world();
    let (mut orders, mut partly, mut fully, mut exchanged, mut cancelled) = (0, 0, 0, 0, 0);
    for number in 0..HOUSEHOLDS {
        let person = card(number);
        let own: Vec<&Event> = world
            .simulated
            .iter()
            .filter(|arrival| arrival.identifiers[0] == person)
            .map(|arrival| &arrival.event)
            .collect();
        let all = world.orders(&person, true);
        let online: Vec<_> = all.iter().filter(|(_, order)| order.place == Place::Online).collect();
        orders += u64::try_from(online.len()).expect("small");
        for event in own {
            let at = event.occurred.0;
            let of = |id: OrderId| online.iter().find(|(_, order)| order.id == id).expect("a known order");
            match &event.body {
                Body::Cancelled { order, lines } => {
                    let (placed, order) = of(*order);
                    assert!((0..=HOUR.times(2).0).contains(&at.since(*placed).0));
                    assert!(lines.iter().all(|line| order.lines.contains(line)));
                    cancelled += 1;
                }
                Body::Returned { order: Some(order), lines } => {
                    let (placed, order) = of(*order);
                    assert!((DAY.times(3).0..=DAY.times(20).0).contains(&at.since(*placed).0));
                    let is_replaced = online.iter().any(|(moment, other)| {
                        (0..=DAY.0).contains(&moment.since(at).0)
                            && other.lines[0].item.family == lines[0].item.family
                            && other.lines[0].item.product != lines[0].item.product
                    });
                    exchanged += u64::from(is_replaced);
                    fully += u64::from(!is_replaced && *lines == order.lines);
                    partly += u64::from(!is_replaced && *lines != order.lines);
                }
                Body::Ordered(order) => {
                    assert!((1..=5).contains(&order.lines.len()) && order.place == Place::Online);
                }
                _ => {}
            }
        }
    }
    check_rate("ordered", orders, HOUSEHOLDS * u64::try_from(WEEKS).expect("small"), 110..=180);
    check_rate("partly", partly, orders, 1_300..=2_300);
    check_rate("fully", fully, orders, 300..=900);
    check_rate("exchanged", exchanged, orders, 50..=400);
    check_rate("cancelled", cancelled, orders, 100..=500);
}

#[test]
fn what_is_ordered_online_was_bought_before() {
    let world = world();
    for number in 0..50 {
        let person = card(number);
        let tills = world.orders(&person, false);
        for (at, order) in world.orders(&person, true) {
            let was_bought = |line: &Line| {
                let mut before = tills.iter().filter(|(moment, _)| *moment < at);
                before.any(|(_, old)| old.lines.iter().any(|other| other.item.family == line.item.family))
            };
            assert!(order.place != Place::Online || order.lines.iter().all(was_bought));
        }
    }
}

#[test]
fn a_household_seen_once_gets_no_year() {
    let catalogue = catalogue();
    let line = Line { item: catalogue.item("20"), quantity: 1, value: 500 };
    let order = Order { id: OrderId::of("1"), place: Place::Outlet(OutletId::of("1")), lines: vec![line] };
    for number in 0..200 {
        let real = [arrival(number, START, Body::Ordered(order.clone()))];
        for arrival in around(&plan(1), &catalogue, &real) {
            let since = START.since(arrival.event.occurred.0);
            assert!((1..=SECOND.times(3).0).contains(&since.0), "{arrival:?}");
        }
    }
    assert_eq!(around(&plan(1), &catalogue, &[]), []);
}

#[test]
fn people_react_in_order_and_by_day() {
    let people = People::new(&plan(1));
    let clock = Clock::new();
    let count = 20_000u32;
    let mut tally = [0u64; 4];
    for n in 0..count {
        let customer = EntityId(u128::from(n % 500) + 1);
        let intent = IntentId(u128::from(n));
        let at = START.plus(MINUTE.times(i64::from(n)));
        let events = people.reactions(customer, intent, Channel::Email, at);
        assert_eq!(events, people.reactions(customer, intent, Channel::Email, at));
        assert!(events.is_sorted_by_key(|event| event.occurred));
        for event in &events {
            assert!(event.simulated && event.occurred.0 > at && clock.is_up(event.occurred.0));
            assert!(event.occurred.0.since(at) < DAY.times(3));
            match &event.body {
                Body::Reacted { delivery, reaction, .. } => {
                    assert_eq!(*delivery, Some(intent));
                    match reaction {
                        Reaction::Opened => tally[0] += 1,
                        Reaction::Clicked => tally[1] += 1,
                        _ => tally[2] += 1,
                    }
                }
                Body::Consent(act) => {
                    assert!(!act.granted && act.channel == Some(Channel::Email));
                    tally[3] += 1;
                }
                other => panic!("{other:?}"),
            }
        }
    }
    check_rate("opened", tally[0], u64::from(count), 2_500..=3_500);
    check_rate("clicked", tally[1], tally[0], 1_000..=1_400);
    check_rate("left", tally[2], tally[0], 25..=95);
    assert_eq!(tally[2], tally[3], "who leaves withdraws");
    assert_eq!(people.reactions(EntityId(3), IntentId(1), Channel::Letter, START), []);
}

#[test]
fn carriers_mostly_accept_and_shelves_are_mostly_full() {
    let people = People::new(&plan(1));
    let answers: Vec<Receipt> = (0..20_000).map(|n| people.carrier(IntentId(n))).collect();
    let of =
        |receipt| u64::try_from(answers.iter().filter(|answer| **answer == receipt).count()).expect("small");
    check_rate("rejected", of(Receipt::Rejected), 20_000, 75..=125);
    check_rate("unknown", of(Receipt::Unknown), 20_000, 35..=65);
    assert_eq!(of(Receipt::Accepted) + of(Receipt::Rejected) + of(Receipt::Unknown), 20_000);

    let products: Vec<ProductId> = (0..20_000u32).map(|n| ProductId::of(&n.to_string())).collect();
    let now = people.sold_out(&products, START);
    check_rate("sold out", u64::try_from(now.len()).expect("small"), 20_000, 170..=230);
    let soon = people.sold_out(&products, START.plus(HOUR));
    let lasting = now.iter().filter(|product| soon.contains(product)).count();
    assert!(lasting * 10 > now.len() * 9, "spells last");
    let later = people.sold_out(&products, START.plus(DAY.times(4)));
    assert!(now.iter().filter(|product| later.contains(product)).count() * 10 < now.len(), "spells end");
}
