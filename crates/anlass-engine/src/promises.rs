//! What is promised to people and authors about exposures, mailings, contacts and redirects across merges and edits.

mod carriers;

use crate::dossier::{Arm, CONTACTS_MAX, Contact, Exposure, OrderEntered};
use crate::io::{Effect, HandOver, Input, Release, Tracing};
use crate::{Dossier, Program, compile, held_out, step, was_in_mailing};
use anlass_model::consent::{Channel, Class, ConsentAct, Proof};
use anlass_model::definition::{Definitions, Settings};
use anlass_model::event::{Body, Event, Receipt, SourceId};
use anlass_model::id::{EntityId, IntentId, MessageId, Name, NameId, OrderId};
use anlass_model::outcome::{Reason, State};
use anlass_model::time::{DAY, MINUTE, Occurred, Received, Timestamp};
use anlass_model::value::Value;

/// 2026-03-02 10:00 UTC.
const START: Timestamp = Timestamp(1_772_445_600_000);

const PROGRAMME: &str = "
id: spring
name: { de: a, en: a }
aim: activation
goal: orders.count > 0
journeys:
  - { id: look, name: { de: a, en: a }, entry: { event: product.viewed }, steps: [{ id: say, message: hello }],
      exit: [{ id: bought, when: 'orders.last >= run.entered' }] }
mailings:
  - { id: letter, name: { de: a, en: a }, audience: 'true', message: hello, at: 2026-03-02T10:00:00 }
messages:
  - { id: hello, name: { de: a, en: a }, class: advertising, purpose: offers, channels: [email] }
";

fn program(holdout_percent: u8) -> Program {
    let mut settings: Settings =
        serde_saphyr::from_str(include_str!("../../../recipes/settings.yaml")).expect("shipped settings");
    settings.policy.caps.clear();
    settings.policy.quiet_hours.clear();
    settings.policy.holdout_percent = 0;
    let mut programme: anlass_model::definition::Programme =
        serde_saphyr::from_str(PROGRAMME).expect("a programme");
    programme.holdout_percent = holdout_percent;
    compile(Definitions { settings, programmes: vec![programme], content: None, subtrees: vec![] })
        .unwrap_or_else(|problems| panic!("{:?}", problems.first().map(ToString::to_string)))
}

fn told(program: &Program, dossier: &mut Dossier, at: Timestamp, number: u128, body: Body) -> Vec<Effect> {
    let event = Event {
        message: MessageId::Hash(number),
        source: SourceId(1),
        occurred: Occurred(at),
        received: Received(at),
        simulated: true,
        body,
    };
    step(program, dossier, &Input::Event(event), at, Tracing::Off).effects
}

/// Somebody who may be written to, by the number of their id.
fn person(program: &Program, number: u128) -> Dossier {
    let mut dossier = Dossier::new(EntityId::from_hash(number, 64), program.id, START);
    let email = Name::new("email").expect("a name");
    let text = Value::Text(format!("p{number}@example.org").into());
    told(program, &mut dossier, START, number * 10 + 1, Body::Profile(vec![(email, Some(text))]));
    let proof = Proof::DoubleOptIn { text: Name::new("text").expect("a name"), asked: None };
    let act = ConsentAct { channel: None, purpose: None, granted: true, proof };
    told(program, &mut dossier, START, number * 10 + 2, Body::Consent(act));
    dossier
}

fn wake(program: &Program, dossier: &mut Dossier, at: Timestamp) -> Vec<Effect> {
    step(program, dossier, &Input::Wake, at, Tracing::Off).effects
}

fn absorb(program: &Program, survivor: &mut Dossier, loser: &Dossier, at: Timestamp) -> Vec<Effect> {
    step(program, survivor, &Input::Absorb(Box::new(loser.clone())), at, Tracing::Off).effects
}

/// The first person from a number on who is (not) drawn into the holdout.
fn drawn(program: &Program, from: u128, into: bool) -> u128 {
    let message = &program.messages[0];
    (from..from + 200)
        .find(|number| held_out(program, &person(program, *number), message).is_some() == into)
        .expect("half of them are")
}

fn exposed_at(program: &Program, number: u128, at: Timestamp) -> Dossier {
    let mut dossier = person(program, number);
    told(program, &mut dossier, at, number * 10 + 3, Body::Viewed(None));
    wake(program, &mut dossier, at.plus(MINUTE.times(10)));
    dossier
}

fn arm(dossier: &Dossier) -> Option<(Arm, bool)> {
    dossier.exposure(NameId::of("spring")).map(|exposure| (exposure.arm, exposure.mixed))
}

/// Whatever page or program let the click through.
#[test]
fn a_confirmation_after_its_time_is_no_consent() {
    let program = program(0);
    let within = program.definitions.settings.policy.opt_in_within.0;
    let offers = Name::new("offers").expect("a name");
    let confirmed_after = |span: anlass_model::time::Span, asked: Option<Timestamp>| {
        let mut dossier = Dossier::new(EntityId::from_hash(7, 64), program.id, START);
        let proof = Proof::DoubleOptIn { text: Name::new("form").expect("a name"), asked };
        let (channel, purpose) = (Some(Channel::Email), Some(offers.clone()));
        let act = ConsentAct { channel, purpose, granted: true, proof };
        told(&program, &mut dossier, START.plus(span), 1, Body::Consent(act));
        crate::allows(&dossier, Channel::Email, offers.id())
    };
    let last = anlass_model::time::Span(within.0 - 1);
    assert!(confirmed_after(last, Some(START)));
    assert!(!confirmed_after(within, Some(START)), "it had to be asked anew");
    assert!(
        confirmed_after(within, None),
        "a proof from elsewhere that says nothing of when it was asked for"
    );
}

#[test]
fn an_arm_stays_whatever_becomes_of_the_percentage() {
    let (none, half) = (program(0), program(50));
    let number = drawn(&half, 1, true);
    let mut treated = exposed_at(&none, number, START);
    assert_eq!(arm(&treated), Some((Arm::Treated, false)));
    wake(&half, &mut treated, START.plus(DAY));
    assert_eq!(held_out(&half, &treated, &half.messages[0]), None);

    let mut alone = exposed_at(&half, number, START);
    assert_eq!(arm(&alone), Some((Arm::HeldOut, false)));
    wake(&none, &mut alone, START.plus(DAY));
    assert!(held_out(&none, &alone, &none.messages[0]).is_some());
}

#[test]
fn a_merge_keeps_the_older_arm_and_two_arms_leave_the_analysis() {
    let program = program(50);
    let (left_alone, treated) = (drawn(&program, 1, true), drawn(&program, 300, false));
    let mut alone = exposed_at(&program, left_alone, START);
    let mut spoken_to = exposed_at(&program, treated, START.plus(DAY));
    let at = START.plus(DAY).plus(MINUTE.times(11));
    // The planned delivery of the younger one is not released any more.
    let (intent, planned) = {
        let (planned, intent) = spoken_to.next_release().expect("it is planned");
        (intent, planned)
    };
    let mut survivor = spoken_to.clone();
    let effects = absorb(&program, &mut survivor, &alone, at);
    assert_eq!(arm(&survivor), Some((Arm::HeldOut, true)));
    let told = Effect::Unexposed { programme: NameId::of("spring"), arm: Arm::Treated, reached: false };
    assert!(effects.contains(&told), "{effects:?}");
    let release = Release {
        intent,
        sold_out: vec![],
        sources: vec![],
        voucher: None,
        hand_over: HandOver::Answered(Receipt::Accepted),
    };
    let out = step(&program, &mut survivor, &Input::Release(release), planned.max(at), Tracing::Off);
    let last = out.effects.iter().rev().find_map(|effect| match effect {
        Effect::Intent(intent) => Some(intent.state.clone()),
        _ => None,
    });
    assert_eq!(last, Some(State::HeldOut));
    // The same from the other side, and the one who is gone counts no more.
    absorb(&program, &mut alone, &spoken_to, at);
    assert_eq!(arm(&alone), Some((Arm::HeldOut, true)));
    let survivor_id = alone.hot.id;
    let effects = step(&program, &mut spoken_to, &Input::MergedInto(survivor_id), at, Tracing::Off).effects;
    assert!(effects.contains(&told), "{effects:?}");
    assert!(spoken_to.exposures.is_empty());
}

#[test]
fn what_a_merge_teaches_is_not_reached_by_the_programme() {
    let program = program(0);
    let mut exposed = exposed_at(&program, 1, START);
    let mut buyer = person(&program, 2);
    let line = anlass_model::event::Line {
        item: anlass_model::event::Item {
            product: anlass_model::id::ProductId(1),
            family: anlass_model::id::FamilyId(1),
            category: anlass_model::id::CategoryId(1),
        },
        quantity: 1,
        value: 900,
    };
    let place = anlass_model::event::Place::Online;
    let order = |id| anlass_model::event::Order { id: OrderId(id), place, lines: vec![line] };
    told(&program, &mut buyer, START, 77, Body::Ordered(order(1)));
    let at = START.plus(DAY);
    let effects = absorb(&program, &mut exposed, &buyer, at);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Goal { .. })));
    let mut other = exposed_at(&program, 3, START);
    let effects = told(&program, &mut other, at, 78, Body::Ordered(order(2)));
    let goal = Effect::Goal { programme: NameId::of("spring"), arm: Arm::Treated, at };
    assert!(effects.contains(&goal), "{effects:?}");
    assert_eq!(other.exposure(NameId::of("spring")).and_then(|exposure| exposure.reached), Some(at));
}

#[test]
fn an_edited_goal_turns_nothing() {
    let before = program(0);
    let mut definitions = before.definitions.clone();
    definitions.programmes[0].goal = Some("has(profile.email)".into());
    let after = compile(definitions).unwrap_or_else(|problems| panic!("{:?}", problems.first()));
    let mut dossier = exposed_at(&before, 1, START);
    let effects = wake(&after, &mut dossier, START.plus(DAY));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Goal { .. })), "{effects:?}");
    assert_eq!(dossier.exposures[0].holds, Some(true));
}

#[test]
fn a_mailing_survives_a_merge() {
    let program = program(0);
    let mailing = NameId::of("letter");
    let mut loser = person(&program, 1);
    step(&program, &mut loser, &Input::Mailing(mailing), START, Tracing::Off);
    let open = |dossier: &Dossier| dossier.intents.iter().filter(|intent| !intent.state.has_left()).count();
    assert_eq!(open(&loser), 1);

    let mut survivor = person(&program, 2);
    absorb(&program, &mut survivor, &loser, START);
    let id = survivor.hot.id;
    let effects = step(&program, &mut loser, &Input::MergedInto(id), START, Tracing::Off).effects;
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Intent(intent)
        if intent.state == State::Suppressed(Reason::Merged))));
    assert_eq!(open(&survivor), 1);
    assert!(was_in_mailing(&survivor, mailing));

    // Who was in it already gets it once.
    let mut both = person(&program, 3);
    step(&program, &mut both, &Input::Mailing(mailing), START, Tracing::Off);
    let mut other = person(&program, 4);
    step(&program, &mut other, &Input::Mailing(mailing), START, Tracing::Off);
    absorb(&program, &mut both, &other, START);
    assert_eq!(open(&both), 1);
}

#[test]
fn contacts_of_contracts_go_first_and_the_last_of_a_channel_stays() {
    let program = program(0);
    let contact = |number: usize, channel, class| Contact {
        intent: IntentId(u128::try_from(number).expect("small")),
        message: NameId(1),
        at: START.plus(MINUTE.times(i64::try_from(number).expect("small"))),
        channel,
        class,
        address: 0,
    };
    let mut known = person(&program, 1);
    known.contacts.push(contact(0, Channel::Letter, Class::Advertising));
    known.contacts.extend((1..300).map(|number| contact(number, Channel::Email, Class::Advertising)));
    let mut other = person(&program, 2);
    other.contacts.extend((300..700).map(|number| contact(number, Channel::Sms, Class::Contract)));
    absorb(&program, &mut known, &other, START.plus(DAY));
    assert_eq!(known.contacts.len(), CONTACTS_MAX);
    let advertising = known.contacts.iter().filter(|contact| contact.class == Class::Advertising);
    assert_eq!(advertising.count(), 300);
    assert!(known.contacts.iter().any(|contact| contact.channel == Channel::Letter));
}

#[test]
fn unknown_deliveries_silence_nobody() {
    let program = program(0);
    let mut dossier = person(&program, 1);
    let mut at = START;
    for number in 0..40u128 {
        at = START.plus(MINUTE.times(20 * i64::try_from(number).expect("small")));
        told(&program, &mut dossier, at, 1_000 + number, Body::Viewed(None));
        wake(&program, &mut dossier, at.plus(MINUTE.times(10)));
        let (planned, intent) = dossier.next_release().expect("each one is planned");
        let hand_over = HandOver::Answered(Receipt::Unknown);
        let release = Release { intent, sold_out: vec![], sources: vec![], voucher: None, hand_over };
        step(&program, &mut dossier, &Input::Release(release), planned, Tracing::Off);
    }
    // Those settled early and the others count as sent.
    assert_eq!(dossier.intents.len() + dossier.contacts.len(), 40);
    let effects = wake(&program, &mut dossier, at.plus(DAY.times(31)));
    assert_eq!((dossier.intents.len(), dossier.contacts.len()), (0, 40));
    let closed = |effect: &&Effect| {
        matches!(effect, Effect::Intent(intent)
        if intent.closed && intent.state == State::Unknown)
    };
    assert_eq!(effects.iter().filter(closed).count(), 32);
}

#[test]
fn who_sleeps_through_two_edits_follows_both_redirects() {
    let definitions = |step: &str, redirects: &[(&str, &str)]| {
        let mut definitions = program(0).definitions;
        let journey = &mut definitions.programmes[0].journeys[0];
        journey.steps[0].id = Name::new(step).expect("a name");
        for (from, to) in redirects {
            journey.redirects.insert(Name::new(from).expect("a name"), Name::new(to).expect("a name"));
        }
        definitions
    };
    let first = compile(definitions("say", &[])).unwrap_or_else(|_| panic!("compiles"));
    let second = definitions("tell", &[("say", "tell")]);
    let mut third = definitions("speak", &[("tell", "speak")]);
    third.inherit_redirects(&second);
    let third = compile(third).unwrap_or_else(|problems| panic!("{:?}", problems.first()));
    let mut dossier = exposed_at(&first, 1, START);
    let before = dossier.next_release();
    wake(&third, &mut dossier, START.plus(MINUTE.times(10)));
    assert_eq!(dossier.next_release(), before);
    assert_eq!(dossier.runs[0].step, NameId::of("speak"));
}

#[test]
fn exposures_and_orders_read_back() {
    let program = program(0);
    let mut dossier = exposed_at(&program, 1, START);
    dossier.orders_entered.push(OrderEntered { at: START, journey: NameId(1), order: OrderId(2) });
    let read: Vec<Exposure> =
        crate::codec::decode(&crate::codec::encode(&dossier)).expect("reads back").exposures;
    assert_eq!(read, dossier.exposures);
    assert_eq!(read.len(), 1);
}
