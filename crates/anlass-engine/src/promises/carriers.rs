//! What is promised about carriers: what was surely not taken may leave again, what may have arrived never does;
//! what came back was no contact, and an address at which nobody is counts as none.

use super::*;
use crate::dossier::Returned;
use crate::{came_back, codec};
use anlass_model::event::{Item, Line, Order, Place};
use anlass_model::id::{CategoryId, FamilyId, ProductId};

/// Somebody with one planned delivery.
fn planned(program: &Program) -> (Dossier, Timestamp, IntentId) {
    let mut dossier = person(program, 1);
    told(program, &mut dossier, START, 50, Body::Viewed(None));
    wake(program, &mut dossier, START.plus(MINUTE.times(10)));
    let (at, intent) = dossier.next_release().expect("it is planned");
    (dossier, at, intent)
}

fn release(intent: IntentId) -> Input {
    Input::Release(Release {
        intent,
        sold_out: vec![],
        sources: vec![],
        voucher: None,
        hand_over: HandOver::Later,
    })
}

fn state(dossier: &Dossier, intent: IntentId) -> Option<State> {
    dossier.intents.iter().find(|own| own.id == intent).map(|own| own.state.clone())
}

/// Releases it and gives it to the carrier.
fn hand(program: &Program, dossier: &mut Dossier, intent: IntentId, at: Timestamp) {
    step(program, dossier, &release(intent), at, Tracing::Off);
    step(program, dossier, &Input::Handed(intent), at, Tracing::Off);
    assert_eq!(state(dossier, intent), Some(State::Handed));
}

fn hear(
    program: &Program,
    dossier: &mut Dossier,
    delivery: IntentId,
    at: Timestamp,
    receipt: Receipt,
) -> Vec<Effect> {
    let number = 1_000 + u128::try_from(at.0).expect("after 1970");
    told(program, dossier, at, number, Body::Receipt { delivery, receipt })
}

#[test]
fn what_was_surely_not_taken_leaves_again_when_it_may() {
    let program = program(0);
    let (mut dossier, at, intent) = planned(&program);
    hand(&program, &mut dossier, intent, at);
    let again = at.plus(MINUTE.times(15));
    hear(&program, &mut dossier, intent, at.plus(MINUTE), Receipt::NotTaken { again });
    assert_eq!(state(&dossier, intent), Some(State::Planned));
    assert_eq!(dossier.next_release(), Some((again, intent)));
    // Not before a second is over, whatever the carrier says.
    hand(&program, &mut dossier, intent, again);
    hear(&program, &mut dossier, intent, again, Receipt::NotTaken { again: START });
    assert!(dossier.next_release().is_some_and(|(next, _)| next > again));
    let next = again.plus(MINUTE);
    hand(&program, &mut dossier, intent, next);
    hear(&program, &mut dossier, intent, next, Receipt::Accepted);
    assert_eq!((state(&dossier, intent), dossier.contacts.len()), (None, 1));
}

/// Somebody buys while a slow carrier has the reminder: it does not come again when that one gives it back.
#[test]
fn what_was_withdrawn_while_its_carrier_had_it_does_not_leave_again() {
    let program = program(0);
    let bought = Reason::Exit(Name::new("bought").expect("a name"));
    for is_taken in [true, false] {
        for input in [Input::KeptBack as fn(IntentId) -> Input, not_taken] {
            let (mut dossier, at, intent) = planned(&program);
            hand(&program, &mut dossier, intent, at);
            if is_taken {
                hear(&program, &mut dossier, intent, at, Receipt::Accepted);
            }
            told(&program, &mut dossier, at.plus(MINUTE), 77, ordered());
            assert!(dossier.runs.is_empty(), "who bought is out");
            let stored = codec::decode(&codec::encode(&dossier)).expect("reads back");
            assert_eq!(stored, dossier);
            let effects = step(&program, &mut dossier, &input(intent), at.plus(MINUTE), Tracing::Off).effects;
            let ended = effects.iter().find_map(|effect| match effect {
                Effect::Intent(intent) => Some(intent.state.clone()),
                _ => None,
            });
            let wanted = (!is_taken).then(|| State::Suppressed(bought.clone()));
            assert_eq!((ended, dossier.next_release()), (wanted, None));
        }
    }
}

fn not_taken(delivery: IntentId) -> Input {
    let receipt = Receipt::NotTaken { again: START };
    Input::Event(Event {
        message: MessageId::Hash(78),
        source: SourceId(1),
        occurred: Occurred(START),
        received: Received(START),
        simulated: true,
        body: Body::Receipt { delivery, receipt },
    })
}

fn ordered() -> Body {
    let item = Item { product: ProductId(1), family: FamilyId(1), category: CategoryId(1) };
    let lines = vec![Line { item, quantity: 1, value: 100 }];
    Body::Ordered(Order { id: OrderId::of("1"), place: Place::Online, lines })
}

/// Nobody but us knows of it, so it may leave in the same moment.
#[test]
fn what_was_kept_back_is_asked_anew_at_once() {
    let program = program(0);
    let (mut dossier, at, intent) = planned(&program);
    hand(&program, &mut dossier, intent, at);
    step(&program, &mut dossier, &Input::KeptBack(intent), at, Tracing::Off);
    assert_eq!((state(&dossier, intent), dossier.next_release()), (Some(State::Planned), Some((at, intent))));
    hand(&program, &mut dossier, intent, at);
    hear(&program, &mut dossier, intent, at, Receipt::Accepted);
    step(&program, &mut dossier, &Input::KeptBack(intent), at, Tracing::Off);
    assert_eq!((state(&dossier, intent), dossier.contacts.len()), (None, 1));
}

#[test]
fn what_may_have_arrived_never_leaves_again() {
    let program = program(0);
    let (mut dossier, at, intent) = planned(&program);
    let again = at.plus(MINUTE.times(15));
    let not_taken = Receipt::NotTaken { again };
    // Neither what was not given to the carrier yet …
    hear(&program, &mut dossier, intent, at, not_taken);
    assert_eq!(dossier.next_release(), Some((at, intent)));
    hand(&program, &mut dossier, intent, at);
    hear(&program, &mut dossier, intent, at.plus(MINUTE), Receipt::Unknown);
    // … nor what nobody knows of goes back.
    hear(&program, &mut dossier, intent, at.plus(MINUTE.times(2)), not_taken);
    assert_eq!(state(&dossier, intent), Some(State::Unknown));
    step(&program, &mut dossier, &release(intent), again, Tracing::Off);
    step(&program, &mut dossier, &Input::Handed(intent), again, Tracing::Off);
    assert_eq!(state(&dossier, intent), Some(State::Unknown));
    hear(&program, &mut dossier, intent, again, Receipt::Accepted);
    hear(&program, &mut dossier, intent, again.plus(MINUTE), not_taken);
    assert_eq!((state(&dossier, intent), dossier.contacts.len()), (None, 1));
}

#[test]
fn what_came_back_was_no_contact_and_is_told_once() {
    let program = program(0);
    let (mut dossier, at, intent) = planned(&program);
    hand(&program, &mut dossier, intent, at);
    hear(&program, &mut dossier, intent, at, Receipt::Accepted);
    let later = at.plus(DAY);
    let effects = hear(&program, &mut dossier, intent, later, Receipt::Bounced);
    let told = |effect: &Effect| matches!(effect, Effect::Returned { delivery, .. } if *delivery == intent);
    assert_eq!(effects.iter().filter(|effect| told(effect)).count(), 1);
    assert!(dossier.contacts.is_empty());
    assert_eq!(came_back(&program, &dossier, Channel::Email), Some(later));
    let effects = hear(&program, &mut dossier, intent, later.plus(DAY), Receipt::Bounced);
    assert!(!effects.iter().any(told));
    assert_eq!(dossier.returned.len(), 1);
    // Told again the same address is as bad; another one is a new one.
    let email = |text: &str| {
        let name = Name::new("email").expect("a name");
        Body::Profile(vec![(name, Some(Value::Text(text.into())))])
    };
    super::told(&program, &mut dossier, later, 90, email(" P1@example.org"));
    assert!(came_back(&program, &dossier, Channel::Email).is_some());
    super::told(&program, &mut dossier, later, 91, email("new@example.org"));
    assert_eq!(came_back(&program, &dossier, Channel::Email), None);
}

#[test]
fn what_came_back_is_remembered_within_a_bound_and_reads_back() {
    let program = program(0);
    let mut dossier = person(&program, 1);
    for number in 0..40u32 {
        let at = START.plus(DAY.times(i64::from(number)));
        let back = Returned { at, channel: Channel::Email, address: number + 1, for_good: false };
        crate::returned::remember(&mut dossier, back);
    }
    assert_eq!(dossier.returned.len(), 16);
    assert_eq!(codec::decode(&codec::encode(&dossier)).expect("reads back"), dossier);
}

#[test]
fn contacts_stored_before_addresses_were_read_back() {
    let program = program(0);
    let (mut dossier, at, intent) = planned(&program);
    hand(&program, &mut dossier, intent, at);
    hear(&program, &mut dossier, intent, at, Receipt::Accepted);
    dossier.contacts.iter_mut().for_each(|contact| contact.address = 0);
    let bytes = codec::encode(&dossier);
    // Version 1 of the section is the same without the number of the address, which comes last.
    let contact = dossier.contacts.first().expect("one");
    let old = postcard::to_allocvec(
        &[(contact.intent, contact.message, contact.at, contact.channel, contact.class)][..],
    );
    let old = old.expect("plain data");
    let new = postcard::to_allocvec(&dossier.contacts).expect("plain data");
    let place = bytes.windows(new.len()).rposition(|some| some == new).expect("the section stands there");
    let mut before = bytes.get(..place - 5).expect("a head").to_vec();
    before.push(1);
    before.extend(u32::try_from(old.len()).expect("short").to_le_bytes());
    before.extend(&old);
    before.extend(bytes.get(place + new.len()..).expect("a tail"));
    assert_eq!(codec::decode(&before).expect("an older version"), dossier);
}
