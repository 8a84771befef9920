//! Mailings on their day: due, in slices between the rounds, to a frozen list, stopped at any moment.

use crate::{SHOP, Shop, VAULT, customer, definitions, name};
use anlass_model::definition::Definitions;
use anlass_model::event::Receipt;
use anlass_model::id::{EntityId, NameId};
use anlass_model::time::{DAY, HOUR, MINUTE, Timestamp};
use anlass_runtime::live::Live;
use anlass_runtime::virtual_time::Quiet;
use anlass_store::inbox::MemoryInbox;
use anlass_store::{IntentFilter, Store};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The mailings' moment, on the organisation's clock.
fn day(shop: &Shop) -> Timestamp {
    let zone = shop.runtime.program.zone.clone();
    Timestamp::from_zone("2026-09-22T10:00:00".parse().unwrap(), &zone)
}

/// The first mailing on its day; the second one never.
fn of_the_day() -> Definitions {
    let mut definitions = definitions(SHOP);
    let [first, second, ..] = definitions.programmes[0].mailings.as_mut_slice() else {
        panic!("two mailings")
    };
    first.at = "2026-09-22T10:00:00".parse().unwrap();
    second.stopped = true;
    definitions
}

fn live(customers: u64, definitions: Definitions) -> (Shop, Live) {
    let mut shop = Shop::filled(customers);
    shop.publish(definitions.clone());
    let other = Shop::over(Arc::clone(&shop.store));
    let live = Live::new(other.runtime, Arc::new(MemoryInbox::new(0))).unwrap();
    (shop, live)
}

/// Passes everything that is due; the number of slices.
fn pass(live: &mut Live, now: Timestamp, budget: usize) -> usize {
    let mut slices = 0;
    while live.mail(now, budget).unwrap().mailing.is_some() {
        slices += 1;
    }
    slices
}

/// Lends until nothing is left, and hands everything over; how many letters of the mailings are among it.
fn send(live: &mut Live, now: Timestamp) -> usize {
    let mut sent = 0;
    // More rounds than are needed: in one of them nothing but refusals may come up.
    for _ in 0..20 {
        let loans = live.lend(&|| now, &Quiet, 10_000).unwrap();
        sent += loans.iter().filter(|loan| loan.ticket.message == NameId::of("newsletter")).count();
        let receipts: Vec<_> = loans.into_iter().map(|loan| (loan, Receipt::Accepted)).collect();
        live.report(&receipts, now).unwrap();
    }
    sent
}

#[test]
fn a_mailing_passes_on_its_day_and_comes_to_what_was_foretold() {
    let (shop, mut live) = live(2_000, of_the_day());
    let (at, first) = (day(&shop), NameId::of("first"));
    let scope = shop.scope;
    assert_eq!(live.runtime.due_mailings(at.minus(MINUTE)).unwrap(), []);
    assert_eq!(live.mail(at.minus(MINUTE), 500).unwrap().mailing, None);
    let before = live.runtime.mailing_progress(scope, first).unwrap();
    assert_eq!((before.passed, before.total, before.done, before.started), (0, 2_000, false, None));
    // Too late is never: the day is over, the message too old.
    assert_eq!(live.runtime.due_mailings(at.plus(DAY.times(4))).unwrap(), []);

    assert_eq!(live.runtime.due_mailings(at).unwrap(), [first]);
    let told = live.runtime.waterfall(scope, first, &Quiet, at).unwrap();
    let slice = live.mail(at, 300).unwrap();
    assert_eq!(slice.mailing, Some(first));
    live.settle().unwrap();
    let some = live.runtime.mailing_progress(scope, first).unwrap();
    assert_eq!((some.passed, some.done, some.started), (slice.passed, false, Some(at)));
    assert!(pass(&mut live, at.plus(MINUTE), 300) > 3);
    live.settle().unwrap();
    let whole = live.runtime.mailing_progress(scope, first).unwrap();
    assert_eq!((whole.passed, whole.total, whole.done), (2_000, 2_000, true));
    assert_eq!(live.runtime.due_mailings(at.plus(MINUTE)).unwrap(), []);

    let sent = send(&mut live, at.plus(MINUTE.times(2)));
    assert_eq!(u64::try_from(sent).unwrap(), told.recipients, "as foretold");
    let reached = live.runtime.mailing_reached(scope, first).unwrap();
    assert_eq!(reached.handed.len(), sent);
    assert_eq!(reached.counts.values().sum::<u64>(), told.audience);
    // After a restart it is still done.
    let again = Shop::over(shop.store);
    let mut live = Live::new(again.runtime, Arc::new(MemoryInbox::new(0))).unwrap();
    assert_eq!(live.mail(at.plus(HOUR), 300).unwrap().mailing, None);
}

/// F16: a stopped mailing plans nothing more, and what it planned does not leave.
#[test]
fn stopped_at_thirty_percent_none_leaves_after() {
    let (shop, mut live) = live(2_000, of_the_day());
    let (at, first) = (day(&shop), NameId::of("first"));
    // What journeys had planned before is out of the way.
    send(&mut live, at.minus(MINUTE));
    while live.runtime.mailing_progress(shop.scope, first).unwrap().passed < 600 {
        live.mail(at, 200).unwrap();
        live.settle().unwrap();
    }
    // Some have left, some are planned.
    let loans = live.lend(&|| at, &Quiet, 50).unwrap();
    let letters = loans.iter().filter(|loan| loan.ticket.message == NameId::of("newsletter"));
    let left: BTreeSet<_> = letters.map(|loan| loan.ticket.customer).collect();
    assert!(!left.is_empty());
    let receipts: Vec<_> = loans.into_iter().map(|loan| (loan, Receipt::Accepted)).collect();
    live.report(&receipts, at).unwrap();
    live.mail(at, 200).unwrap();

    let mut stopped = of_the_day();
    stopped.programmes[0].mailings[0].stopped = true;
    anlass_runtime::Runtime::publish(&*shop.store, &shop.master, &stopped, None).unwrap();
    live.runtime.switch(stopped).unwrap();
    assert_eq!(live.runtime.due_mailings(at).unwrap(), []);
    assert_eq!(live.mail(at, 200).unwrap().mailing, None);
    assert_eq!(send(&mut live, at.plus(MINUTE)), 0, "none leaves after it was stopped");
    let reached = live.runtime.mailing_reached(shop.scope, first).unwrap();
    let handed: BTreeSet<_> = reached.handed.iter().map(|(customer, ..)| *customer).collect();
    assert_eq!(handed, left, "a correction goes to exactly those");
    let filter =
        IntentFilter { message: Some("newsletter".into()), max: usize::MAX, ..IntentFilter::default() };
    let rows = shop.store.intents(&shop.scope, &filter).unwrap();
    assert!(rows.iter().all(|row| !row.open), "nothing waits any more");
    assert!(rows.iter().any(|row| row.reason == "stopped"), "and it says why");
    // Going on where it stood.
    live.runtime.switch(of_the_day()).unwrap();
    assert!(pass(&mut live, at.plus(MINUTE), 500) > 0);
    assert!(send(&mut live, at.plus(MINUTE)) > 0);
}

/// K14: a pasted list is frozen; with an audience both must hold.
#[test]
fn a_mailing_for_a_list_goes_to_those_on_it() {
    let mut definitions = of_the_day();
    let mailing = &mut definitions.programmes[0].mailings[0];
    mailing.audience = String::new();
    mailing.list = Some(name("guests"));
    let (shop, mut live) = live(1_000, definitions.clone());
    let (at, first) = (day(&shop), NameId::of("first"));
    let listed: Vec<EntityId> = (0..200).map(|number| customer(&shop, number)).collect();
    assert_eq!(live.runtime.due_mailings(at).unwrap(), [], "there is no such list yet");
    assert_eq!(live.mail(at, 500).unwrap().mailing, None);
    let twice = [listed.clone(), listed.clone()].concat();
    assert_eq!(live.runtime.put_list(VAULT, &name("guests"), twice).unwrap(), 200);
    let told = live.runtime.waterfall(shop.scope, first, &Quiet, at).unwrap();
    assert_eq!((told.scanned, told.audience), (200, 200));
    pass(&mut live, at, 500);
    live.settle().unwrap();
    let progress = live.runtime.mailing_progress(shop.scope, first).unwrap();
    assert_eq!(
        (progress.passed, progress.total, progress.done),
        (200, 200, true),
        "nobody else was looked at"
    );
    let sent = send(&mut live, at.plus(MINUTE));
    assert!(sent > 50, "{sent}");
    assert_eq!(u64::try_from(sent).unwrap(), told.recipients);
    let reached = live.runtime.mailing_reached(shop.scope, first).unwrap();
    assert!(reached.handed.iter().all(|(customer, ..)| listed.contains(customer)));
    assert_eq!(reached.counts.values().sum::<u64>(), 200);

    // With an audience beside it, both must hold.
    definitions.programmes[0].mailings[0].audience = "profile.city == \"Ulm\"".into();
    let again = Shop::filled(1_000);
    let mut runtime = again.runtime;
    runtime.switch(definitions).unwrap();
    runtime.put_list(VAULT, &name("guests"), listed).unwrap();
    let told = runtime.waterfall(again.scope, first, &Quiet, at).unwrap();
    assert!(told.audience > 20 && told.audience < 120, "{told:?}");
    runtime.drop_list(VAULT, &name("guests")).unwrap();
    assert_eq!(runtime.list(VAULT, &name("guests")).unwrap(), None);
}

/// However small the slices, and whoever on the list is nobody any more, those on it are passed once each.
#[test]
fn a_list_is_looked_up_in_slices_and_nobody_on_it_is_missed() {
    let mut definitions = of_the_day();
    let mailing = &mut definitions.programmes[0].mailings[0];
    mailing.list = Some(name("guests"));
    let (shop, mut live) = live(600, definitions);
    let (at, first) = (day(&shop), NameId::of("first"));
    let guests: BTreeSet<EntityId> = (0..150).map(|number| customer(&shop, number)).collect();
    let strangers = (1_000..1_050).map(|number| customer(&shop, number));
    let listed = guests.iter().copied().chain(strangers).collect();
    live.runtime.put_list(VAULT, &name("guests"), listed).unwrap();
    let program = Arc::clone(&live.runtime.program);
    let rule = &program.mailings.iter().find(|mailing| mailing.id == first).unwrap().audience;
    let wanted: BTreeSet<EntityId> = shop
        .dossiers()
        .into_iter()
        .filter(|dossier| guests.contains(&dossier.hot.id))
        .filter(|dossier| anlass_engine::View::new(&program, dossier, at).ask(rule).value)
        .map(|dossier| dossier.hot.id)
        .collect();
    assert!(wanted.len() > 20, "{}", wanted.len());
    let told = live.runtime.waterfall(shop.scope, first, &Quiet, at).unwrap();
    assert_eq!((told.scanned, told.audience), (150, u64::try_from(wanted.len()).unwrap()));
    assert!(pass(&mut live, at, 7) > 10, "in slices");
    live.settle().unwrap();
    let filter =
        IntentFilter { message: Some("newsletter".into()), max: usize::MAX, ..IntentFilter::default() };
    let rows = shop.store.intents(&shop.scope, &filter).unwrap();
    let told: Vec<EntityId> = rows.iter().map(|row| row.customer).collect();
    assert_eq!((told.len(), told.into_iter().collect::<BTreeSet<_>>()), (wanted.len(), wanted));
    assert_eq!(live.runtime.mailing_progress(shop.scope, first).unwrap().passed, 150);
}

/// A list is read with the vault's key only.
#[test]
fn a_list_lies_sealed_in_the_store() {
    let mut shop = Shop::filled(3);
    let listed: Vec<EntityId> = (0..3).map(|number| customer(&shop, number)).collect();
    shop.runtime.put_list(VAULT, &name("guests"), listed.clone()).unwrap();
    let document = shop.store.document("lists", "1/guests").unwrap().unwrap();
    let plain = listed[0].0.to_le_bytes();
    assert!(!document.body.windows(plain.len()).any(|some| some == plain));
    let mut sorted = listed;
    sorted.sort_unstable();
    assert_eq!(shop.runtime.list(VAULT, &name("guests")).unwrap(), Some(sorted));
}
