//! The live loop: what timers give out, and what a program change must not lose.

use super::{NOW, PARTS, VAULT, event, ordered};
use anlass_model::consent::{Channel, Class, ConsentAct, ObjectionAct, Proof};
use anlass_model::definition::Definitions;
use anlass_model::event::{Arrival, Body, Receipt};
use anlass_model::id::{Identifier, IdentifierKind, Name, NameId, VaultId};
use anlass_model::time::{DAY, HOUR, MINUTE, Span, Timestamp};
use anlass_model::value::{Day, Value};
use anlass_runtime::Runtime;
use anlass_runtime::live::{Answered, Live, Loan};
use anlass_runtime::virtual_time::Quiet;
use anlass_store::faulty::{CrashMode, Fault, FaultyStore, Plan, Schedule};
use anlass_store::inbox::{InboxEntry, MemoryInbox};
use anlass_store::memory::MemoryStore;
use anlass_store::seal::MasterKey;
use anlass_store::{IntentFilter, Store};
use std::sync::Arc;

const TEXT: &str = r#"
settings:
  name: Live
  organisation: [{ id: headquarters, level: headquarters, vault: 1 }]
  currency: EUR
  time_zone: UTC
  fields: { birthday: day }
  sources: [{ id: shop, number: 1 }]
programmes:
  - id: all
    name: { de: Alles, en: All }
    aim: retention
    messages:
      - { id: confirmation, name: { de: Bestätigung, en: Confirmation }, class: contract, purpose: service, channels: [email] }
      - { id: offer, name: { de: Angebot, en: Offer }, class: advertising, purpose: offers, channels: [email], dwell: 0s }
    journeys:
      - id: viewed
        name: { de: Angesehen, en: Viewed }
        entry: { event: product.viewed }
        steps:
          - { id: hour, wait: { for: 1h } }
          - { id: tell, webhook: { url: "https://example.org/viewed" } }
      - id: ordered
        name: { de: Bestellt, en: Ordered }
        entry: { event: order.placed }
        steps:
          - { id: confirm, message: confirmation }
          - { id: offer, message: offer }
      - id: birthday
        name: { de: Geburtstag, en: Birthday }
        entry: { date: { field: birthday, at: "09:00:00" } }
        steps:
          - { id: rest, wait: { for: 1d } }
"#;

fn definitions() -> Definitions {
    serde_saphyr::from_str(TEXT).unwrap()
}

fn live() -> Live {
    live_over(Arc::new(MemoryStore::new(PARTS, 3)))
}

fn live_over(store: Arc<dyn Store>) -> Live {
    let master = MasterKey::from_bytes([1; 32]);
    Runtime::publish(&*store, &master, &definitions(), Some([2; 32])).unwrap();
    let runtime = Runtime::open(store, &master, "test", NOW).unwrap();
    Live::new(runtime, Arc::new(MemoryInbox::new(0))).unwrap()
}

fn identifier() -> Identifier {
    Identifier { kind: IdentifierKind::Email, value: "anna@example.org".into() }
}

fn accept(live: &Live, number: u64, at: Timestamp, body: Body) {
    let arrival =
        Arrival { vault: VAULT, identifiers: vec![identifier()], event: event(1, number, at, body) };
    live.accept(&[arrival]).unwrap();
}

#[test]
fn webhooks_wait_in_the_store_until_they_are_answered() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new(PARTS, 3));
    let mut live = live_over(store.clone());
    accept(&live, 1, NOW, Body::Viewed(None));
    live.lend(&|| NOW, &Quiet, 100).unwrap();
    assert_eq!(live.webhooks(9).unwrap(), []);
    live.lend(&|| NOW.plus(HOUR), &Quiet, 100).unwrap();
    let calls = live.webhooks(9).unwrap();
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].webhook.url, "https://example.org/viewed");
    let customer = live.runtime.find(VAULT, &identifier()).unwrap().unwrap();
    assert_eq!(calls[0].webhook.customer, customer);

    // The process dies before it could call; another one takes over.
    drop(live);
    let master = MasterKey::from_bytes([1; 32]);
    let runtime = Runtime::open(store, &master, "next", NOW.plus(HOUR)).unwrap();
    let mut live = Live::new(runtime, Arc::new(MemoryInbox::new(1))).unwrap();
    live.lend(&|| NOW.plus(HOUR.times(2)), &Quiet, 100).unwrap();
    assert_eq!(live.webhooks(9).unwrap(), calls);
    live.called(&calls).unwrap();
    assert_eq!(live.webhooks(9).unwrap(), []);
}

/// D20: the birthday falls between the last step under the old program and the first under the new one.
#[test]
fn a_program_change_keeps_an_appointment_that_is_due() {
    let mut live = live();
    let zone = &live.runtime.program.zone.clone();
    let tomorrow = NOW.plus(DAY).in_zone(zone).date();
    let birthday = vec![(Name::new("birthday").unwrap(), Some(Value::Day(Day::from_date(tomorrow))))];
    accept(&live, 1, NOW, Body::Profile(birthday));
    live.lend(&|| NOW, &Quiet, 100).unwrap();
    let mut edited = definitions();
    edited.programmes[0].priority = 51;
    live.runtime.switch(edited).unwrap();
    let nine = Timestamp::from_zone(tomorrow.at(9, 0, 0, 0), zone);
    live.lend(&|| nine.plus(MINUTE.times(5)), &Quiet, 100).unwrap();
    let customer = live.runtime.find(VAULT, &identifier()).unwrap().unwrap();
    let dossier = live.runtime.dossier(VAULT, customer).unwrap().unwrap();
    assert!(dossier.runs.iter().any(|run| run.journey == NameId::of("birthday")), "{:?}", dossier.runs);
    live.runtime.verify(VAULT, customer).unwrap();
}

/// After a standstill a million timers may be due: who has just ordered does not wait for all of them.
#[test]
fn timers_of_many_hold_up_nobody() {
    const MANY: u64 = 1_200;
    let mut live = live();
    let viewed = |number: u64| Arrival {
        vault: VAULT,
        identifiers: vec![person(number)],
        event: event(1, number, NOW, Body::Viewed(None)),
    };
    live.accept(&(0..MANY).map(viewed).collect::<Vec<_>>()).unwrap();
    live.lend(&|| NOW, &Quiet, 10_000).unwrap();
    let later = NOW.plus(HOUR.times(2));
    let mut lends = 0;
    let mut calls = 0;
    loop {
        live.lend(&|| later, &Quiet, 10_000).unwrap();
        lends += 1;
        let fired = live.webhooks(10_000).unwrap().len();
        assert!(fired > calls && fired - calls <= 500, "{fired} after {calls}");
        calls = fired;
        if !live.timers_wait() {
            break;
        }
    }
    assert_eq!((lends, calls), (3, 1_200));
}

fn person(number: u64) -> Identifier {
    Identifier { kind: IdentifierKind::Email, value: format!("{number}@example.org").into() }
}

fn consent(granted: bool) -> Body {
    Body::Consent(ConsentAct {
        channel: Some(Channel::Email),
        purpose: Some(Name::new("offers").unwrap()),
        granted,
        proof: Proof::DoubleOptIn { text: Name::new("v1").unwrap(), asked: None },
    })
}

fn of(number: u64, n: u64, at: Timestamp, body: Body) -> Arrival {
    Arrival { vault: VAULT, identifiers: vec![person(number)], event: event(number, n, at, body) }
}

/// The moment changes between two looks at the clock.
fn ticking() -> impl Fn() -> Timestamp {
    let ticks = std::cell::Cell::new(0);
    move || {
        ticks.set(ticks.get() + 1);
        NOW.plus(Span(ticks.get()))
    }
}

/// D19: one entry that cannot be read holds up nobody else, and is kept.
#[test]
fn an_unreadable_entry_is_set_aside() {
    let mut live = live();
    let broken = InboxEntry { seq: 0, vault: VAULT, received: NOW, sealed: vec![7; 40] };
    let foreign = InboxEntry { seq: 0, vault: VaultId(9), received: NOW, sealed: vec![7; 40] };
    live.inbox.append(&[broken, foreign]).unwrap();
    accept(&live, 1, NOW, Body::Viewed(None));
    live.catch_up(NOW, 100).unwrap();
    live.settle().unwrap();
    assert!(live.runtime.find(VAULT, &identifier()).unwrap().is_some());
    let scope = live.runtime.custodian.scope(VAULT).unwrap();
    let aside = live.runtime.store.quarantine(&scope, 9).unwrap();
    assert_eq!(aside.len(), 1);
    assert_eq!(
        (aside[0].place.as_str(), aside[0].reason.as_str()),
        ("inbox 1", "it was not sealed for this vault")
    );
    let counters = live.runtime.store.counters().unwrap();
    assert!(counters.contains(&("events.quarantined".into(), 2)), "{counters:?}");
    assert!(counters.contains(&("events.processed".into(), 1)), "{counters:?}");
}

/// K05: confirmations go first, however many offers were due before them.
#[test]
fn contract_messages_do_not_queue_behind_advertising() {
    let mut live = live();
    let mut arrivals = Vec::new();
    for number in 0..600 {
        arrivals.push(of(number, 1, NOW, consent(true)));
        arrivals.push(of(number, 2, NOW, ordered(number, 3)));
    }
    live.accept(&arrivals).unwrap();
    // All confirmations leave; then all offers wait.
    let mut confirmed = 0;
    while confirmed < 600 {
        let loans = live.lend(&|| NOW, &Quiet, 10_000).unwrap();
        let of_contract = loans.iter().filter(|loan| loan.ticket.class == Class::Contract).count();
        confirmed += of_contract;
        let receipts = loans.into_iter().map(|loan| (loan, Receipt::Accepted)).collect::<Vec<_>>();
        assert!(!receipts.is_empty());
        live.report(&receipts, NOW).unwrap();
    }
    live.accept(&[of(900, 1, NOW, consent(true)), of(900, 2, NOW, ordered(900, 3))]).unwrap();
    let loans = live.lend(&|| NOW.plus(MINUTE), &Quiet, 10_000).unwrap();
    let (contract, offers): (Vec<Loan>, Vec<Loan>) =
        loans.into_iter().partition(|loan| loan.ticket.class == Class::Contract);
    assert_eq!(contract.len(), 1, "the confirmation does not wait for {} offers", offers.len());
    assert!(!offers.is_empty(), "offers leave as well");
}

/// Law 3: what is accepted while the claims are written counts before anything leaves.
#[test]
fn a_withdrawal_between_claim_and_hand_over_is_heard() {
    let mut live = live();
    live.accept(&[of(1, 1, NOW, consent(true)), of(1, 2, NOW, ordered(1, 3))]).unwrap();
    let loans = live.lend(&|| NOW, &Quiet, 100).unwrap();
    let receipts = loans.into_iter().map(|loan| (loan, Receipt::Accepted)).collect::<Vec<_>>();
    live.report(&receipts, NOW).unwrap();

    let acceptor = live.acceptor();
    let clock = ticking();
    let looks = std::cell::Cell::new(0);
    let withdraws = || {
        looks.set(looks.get() + 1);
        if looks.get() == 3 {
            acceptor.accept(&[of(1, 3, NOW, consent(false))]).unwrap();
        }
        clock()
    };
    let loans = live.lend(&withdraws, &Quiet, 100).unwrap();
    assert_eq!(looks.get(), 3, "the offer was claimed");
    assert!(loans.is_empty(), "{loans:?}");
    assert!(live.lend(&clock, &Quiet, 100).unwrap().is_empty());
    let scope = live.runtime.custodian.scope(VAULT).unwrap();
    let filter = IntentFilter { message: Some("offer".into()), max: 9, ..IntentFilter::default() };
    let rows = live.runtime.store.intents(&scope, &filter).unwrap();
    assert_eq!((rows[0].state.as_str(), rows[0].reason.as_str()), ("suppressed", "no_consent"));
}

/// Law 2: who is merged into somebody else between the commit of a release and the wire takes the delivery along.
#[test]
fn a_merge_between_claim_and_hand_over_loses_no_delivery() {
    let mut live = live();
    live.accept(&[of(1, 1, NOW.minus(HOUR), Body::Viewed(None))]).unwrap();
    live.accept(&[of(2, 1, NOW, ordered(1, 3))]).unwrap();
    let acceptor = live.acceptor();
    let clock = ticking();
    let looks = std::cell::Cell::new(0);
    let merges = || {
        looks.set(looks.get() + 1);
        if looks.get() == 3 {
            let identifiers = [of(1, 9, NOW, Body::Viewed(None)), of(2, 9, NOW, Body::Viewed(None))];
            let identifiers = identifiers.into_iter().flat_map(|arrival| arrival.identifiers).collect();
            acceptor.accept(&[Arrival { identifiers, ..of(1, 9, NOW, Body::Viewed(None)) }]).unwrap();
        }
        clock()
    };
    assert!(live.lend(&merges, &Quiet, 100).unwrap().is_empty(), "it is asked anew");
    let loans = live.lend(&clock, &Quiet, 100).unwrap();
    assert_eq!(loans.len(), 1, "whoever took the person in gets it");
}

/// MECHANICS of release: a Ticket older than a second is asked again, not handed over.
#[test]
fn an_old_ticket_is_asked_again() {
    let mut live = live();
    live.accept(&[of(1, 1, NOW, ordered(1, 3))]).unwrap();
    let looks = std::cell::Cell::new(0);
    let slow = || {
        looks.set(looks.get() + 1);
        NOW.plus(Span(2_000 * looks.get()))
    };
    assert!(live.lend(&slow, &Quiet, 100).unwrap().is_empty(), "two seconds passed while it was claimed");
    assert_eq!(live.lend(&|| NOW.plus(MINUTE), &Quiet, 100).unwrap().len(), 1);
}

/// A batch that could not be read changes nothing: neither memory nor store, and the next one goes on.
#[test]
fn a_failed_read_leaves_everything_as_it_was() {
    let master = MasterKey::from_bytes([1; 32]);
    for call in 1..400 {
        let reads = Plan::Listed([(call, Fault::FailBefore)].into());
        let schedule = Schedule { reads, ..Schedule::default() };
        let fresh = MemoryStore::new(PARTS, 3);
        Runtime::publish(&fresh, &master, &definitions(), Some([2; 32])).unwrap();
        let store: Arc<FaultyStore<MemoryStore>> =
            Arc::new(FaultyStore::new(fresh, schedule, CrashMode::Error));
        let opened = Runtime::open(Arc::clone(&store) as Arc<dyn Store>, &master, "test", NOW);
        let Ok(runtime) = opened else { continue };
        let Ok(mut live) = Live::new(runtime, Arc::new(MemoryInbox::new(0))) else { continue };
        live.accept(&[of(1, 1, NOW, consent(true)), of(2, 1, NOW, Body::Viewed(None))]).unwrap();
        live.accept(&[of(1, 2, NOW, ordered(1, 3)), of(2, 2, NOW, ordered(2, 3))]).unwrap();
        let mut sent = Vec::new();
        let mut failed = 0;
        for minute in 0..8 {
            let now = NOW.plus(MINUTE.times(minute));
            match live.lend(&|| now, &Quiet, 1) {
                Ok(loans) => {
                    sent.extend(loans.iter().map(|loan| loan.ticket.intent));
                    let receipts =
                        loans.into_iter().map(|loan| (loan, Receipt::Accepted)).collect::<Vec<_>>();
                    store.undisturbed(|| live.report(&receipts, now)).unwrap();
                }
                Err(_) => failed += 1,
            }
        }
        assert!(failed <= 1, "call {call}: the loop does not come back");
        sent.sort_unstable();
        let all = sent.len();
        sent.dedup();
        assert_eq!((all, sent.len()), (3, 3), "call {call}: two confirmations and one offer");
        let reads = store.calls().0;
        store.undisturbed(|| {
            for number in [1, 2] {
                let customer = live.runtime.find(VAULT, &person(number)).unwrap().unwrap();
                live.runtime.verify(VAULT, customer).unwrap();
            }
        });
        if reads < call {
            return;
        }
    }
    panic!("the reads never ended");
}

/// A letter that cannot be written must not count as one: no cap, no contact, and the reason is there to be mended.
#[test]
fn what_could_not_be_rendered_has_failed_for_that_reason_and_was_no_contact() {
    let mut live = live();
    accept(&live, 1, NOW, ordered(1, 1));
    let loans = live.lend(&|| NOW, &Quiet, 100).unwrap();
    assert_eq!(loans.len(), 1);
    let (customer, receipts) = (
        loans[0].ticket.customer,
        loans.into_iter().map(|loan| (loan, Receipt::Unrendered)).collect::<Vec<_>>(),
    );
    live.report(&receipts, NOW).unwrap();
    let scope = live.runtime.custodian.scope(VAULT).unwrap();
    let filter = IntentFilter { message: Some("confirmation".into()), max: 9, ..IntentFilter::default() };
    let rows = live.runtime.store.intents(&scope, &filter).unwrap();
    let fates: Vec<_> = rows.iter().map(|row| (&*row.state, &*row.reason, row.open)).collect();
    assert_eq!(fates, [("failed", "render", false)]);
    assert!(live.runtime.dossier(VAULT, customer).unwrap().unwrap().contacts.is_empty());
}

/// A code goes to somebody else if its delivery was put off and then withdrawn.
#[test]
fn a_code_whose_delivery_is_withdrawn_is_given_to_somebody_else() {
    let mut definitions = definitions();
    definitions.programmes[0].messages[1].voucher = Some(Name::new("spring").unwrap());
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new(PARTS, 3));
    let mut live = live_over(store);
    live.runtime.switch(definitions).unwrap();
    live.runtime.fill_pool(VAULT, "spring", vec!["ONLY".into()]).unwrap();
    // Whatever else leaves arrives.
    let lend = |live: &mut Live, at: Timestamp| {
        let mut offered = None;
        for _ in 0..3 {
            let loans = live.lend(&|| at, &Quiet, 100).unwrap();
            let (offers, others): (Vec<Loan>, Vec<Loan>) =
                loans.into_iter().partition(|loan| loan.ticket.class == Class::Advertising);
            let receipts: Vec<_> = others.into_iter().map(|loan| (loan, Receipt::Accepted)).collect();
            live.report(&receipts, at).unwrap();
            offered = offered.or(offers.into_iter().next());
        }
        offered
    };
    live.accept(&[of(1, 1, NOW, consent(true)), of(1, 2, NOW, ordered(1, 3))]).unwrap();
    let loan = lend(&mut live, NOW).expect("the offer leaves");
    assert_eq!(loan.ticket.voucher.as_deref(), Some("ONLY"));
    let again = NOW.plus(MINUTE.times(15));
    live.report(&[(loan, Receipt::NotTaken { again })], NOW).unwrap();
    // Before its time comes again, they object.
    live.accept(&[of(1, 3, NOW, Body::Objection(ObjectionAct::stated(false)))]).unwrap();
    assert!(lend(&mut live, again).is_none());

    live.accept(&[of(2, 4, again, consent(true)), of(2, 5, again, ordered(2, 3))]).unwrap();
    let loan = lend(&mut live, again).expect("the offer for somebody else");
    assert_eq!(loan.ticket.voucher.as_deref(), Some("ONLY"));
}

/// J11: what the carrier surely did not take is lent again when it may, with the same code; one that may have
/// arrived never is.
#[test]
fn what_was_not_taken_is_lent_again_with_its_code() {
    let mut definitions = definitions();
    definitions.programmes[0].messages[1].voucher = Some(Name::new("spring").unwrap());
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new(PARTS, 3));
    let mut live = live_over(store);
    live.runtime.switch(definitions).unwrap();
    live.runtime.fill_pool(VAULT, "spring", (1..9).map(|n| format!("CODE-{n}").into()).collect()).unwrap();
    live.accept(&[of(1, 1, NOW, consent(true)), of(1, 2, NOW, ordered(1, 3))]).unwrap();
    let offer = |loans: Vec<Loan>| loans.into_iter().find(|loan| loan.ticket.class == Class::Advertising);
    let loans = live.lend(&|| NOW, &Quiet, 100).unwrap();
    let receipts = loans.into_iter().map(|loan| (loan, Receipt::Accepted)).collect::<Vec<_>>();
    live.report(&receipts, NOW).unwrap();

    let again = NOW.plus(MINUTE.times(15));
    let loan = offer(live.lend(&|| NOW, &Quiet, 100).unwrap()).expect("the offer leaves");
    let code = loan.ticket.voucher.clone();
    assert!(code.is_some());
    let intent = loan.ticket.intent;
    live.report(&[(loan, Receipt::NotTaken { again })], NOW).unwrap();
    assert!(live.lend(&|| again.minus(MINUTE), &Quiet, 100).unwrap().is_empty(), "not before");
    let loan = offer(live.lend(&|| again, &Quiet, 100).unwrap()).expect("it leaves again");
    assert_eq!((loan.ticket.intent, &loan.ticket.voucher), (intent, &code));
    // Nobody knows whether it arrived: it stays away for good.
    live.report(&[(loan, Receipt::Unknown)], again).unwrap();
    assert!(live.lend(&|| again.plus(DAY), &Quiet, 100).unwrap().is_empty());
    let customer = live.runtime.find(VAULT, &person(1)).unwrap().unwrap();
    live.runtime.verify(VAULT, customer).unwrap();
}

/// F06: mail that comes back days later is no contact any more, and the ledger says so.
#[test]
fn what_comes_back_later_has_failed_in_the_ledger() {
    let mut live = live();
    live.accept(&[of(1, 1, NOW, ordered(1, 3))]).unwrap();
    let loans = live.lend(&|| NOW, &Quiet, 100).unwrap();
    let (customer, delivery) = (loans[0].ticket.customer, loans[0].ticket.intent);
    let receipts = loans.into_iter().map(|loan| (loan, Receipt::Accepted)).collect::<Vec<_>>();
    live.report(&receipts, NOW).unwrap();
    let scope = live.runtime.custodian.scope(VAULT).unwrap();
    let row = |live: &Live| live.runtime.store.intent(&scope, customer.part(), delivery).unwrap().unwrap();
    let before = row(&live);
    assert_eq!(before.state, "delivered");
    let later = NOW.plus(DAY);
    let answer = Answered { vault: VAULT, customer, delivery, receipt: Receipt::Bounced };
    live.hear(&[answer, answer], later).unwrap();
    let after = row(&live);
    assert_eq!((after.state.as_str(), after.reason.as_str(), after.open), ("failed", "bounced", false));
    assert_eq!((after.journey, after.created, after.changed), (before.journey, before.created, later));
    assert!(live.runtime.dossier(VAULT, customer).unwrap().unwrap().contacts.is_empty());
    live.runtime.verify(VAULT, customer).unwrap();
}
