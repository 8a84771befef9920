//! A mailing passes everybody once, whatever happens to the process, and comes to what was foretold.

use crate::{NOW, Shop};
use anlass_engine::Ticket;
use anlass_engine::dossier::Intent;
use anlass_model::event::{Event, Receipt};
use anlass_model::id::{IntentId, NameId, ProductId};
use anlass_model::time::{DAY, HOUR, Timestamp};
use anlass_runtime::virtual_time::{Outside, Quiet};
use anlass_runtime::{Error, Mode};
use anlass_store::{IntentFilter, Store};
use std::collections::BTreeMap;

/// Final states of a mailing's intents in the ledger, as a waterfall counts them.
fn ledger(shop: &Shop, since: Timestamp) -> BTreeMap<(String, String), u64> {
    let filter =
        IntentFilter { message: Some("newsletter".into()), max: usize::MAX, ..IntentFilter::default() };
    let rows = shop.store.intents(&shop.scope, &filter).unwrap();
    let mut counts = BTreeMap::new();
    for row in rows.into_iter().filter(|row| row.created >= since) {
        *counts.entry((row.state, row.reason)).or_default() += 1;
    }
    counts
}

fn broadcast(shop: &mut Shop, mailing: &str, slice: usize, mode: Mode<'_>, now: Timestamp) -> u64 {
    let mut cursor = shop.runtime.broadcast_cursor(shop.scope, NameId::of(mailing)).unwrap();
    let mut passed = 0;
    while !cursor.is_done() {
        passed += shop.runtime.broadcast(&mut cursor, slice, mode, now).unwrap().passed;
    }
    passed
}

#[test]
fn the_waterfall_is_what_is_then_sent() {
    let mut shop = Shop::filled(2_000);
    let mut now = NOW.plus(HOUR);
    let mut reasons = BTreeMap::new();
    // The second one meets the first one's contacts: its audience and the cap depend on them.
    for mailing in ["first", "second"] {
        now = now.plus(DAY);
        let told = shop.runtime.waterfall(shop.scope, NameId::of(mailing), &Quiet, now).unwrap();
        assert_eq!(told.scanned, 2_000);
        assert_eq!(told.open, 0);
        assert_eq!(told.audience, told.recipients + told.lost.values().sum::<u64>());
        assert!(told.audience > 300 && told.recipients > 100, "{told:?}");
        let passed = broadcast(&mut shop, mailing, 700, Mode::Virtual(&Quiet), now);
        assert_eq!(passed, 2_000);
        shop.runtime.run_due(now.plus(DAY.times(3)), Mode::Virtual(&Quiet), 1_000).unwrap();
        shop.runtime.settle().unwrap();
        let mut sent = ledger(&shop, now);
        assert_eq!(sent.remove(&("delivered".into(), String::new())), Some(told.recipients), "{mailing}");
        let mut lost = BTreeMap::new();
        for ((state, reason, named), count) in &told.lost {
            assert_eq!(*reason == "cap", !named.is_empty(), "which cap: {told:?}");
            *lost.entry((state.to_string(), reason.to_string())).or_default() += *count;
        }
        assert_eq!(sent, lost, "{mailing}");
        for reason in ["no_consent", "unreachable", "objection", "cap", "held_out"] {
            *reasons.entry(reason).or_insert(0) += told.lost_by(reason);
        }
        now = now.plus(DAY.times(3));
    }
    assert!(reasons.values().all(|count| *count > 0), "{reasons:?}");
    shop.folds();
}

/// A carrier that refuses everybody, which nobody can know before.
struct Refusing;

impl Outside for Refusing {
    fn sold_out(&self, products: &[ProductId], now: Timestamp) -> Vec<ProductId> {
        Quiet.sold_out(products, now)
    }
    fn sources(&self, now: Timestamp) -> Vec<(NameId, Timestamp)> {
        Quiet.sources(now)
    }
    fn carrier(&self, _: &Intent, _: Timestamp) -> Receipt {
        Receipt::Rejected
    }
    fn reactions(&self, ticket: &Ticket) -> Vec<Event> {
        Quiet.reactions(ticket)
    }
    fn voucher(&self, pool: &str, intent: IntentId) -> Option<Box<str>> {
        Quiet.voucher(pool, intent)
    }
}

#[test]
fn what_carriers_will_answer_is_not_foretold() {
    let shop = Shop::filled(500);
    let ask = |outside: &dyn Outside| {
        let told = shop.runtime.waterfall(shop.scope, NameId::of("first"), outside, NOW.plus(DAY));
        told.unwrap()
    };
    let told = ask(&Refusing);
    assert!(told.recipients > 0 && told.lost_by("rejected") == 0, "{told:?}");
    assert_eq!(told, ask(&Quiet));
}

#[test]
fn a_killed_broadcast_goes_on_and_tells_nobody_twice() {
    let now = NOW.plus(HOUR);
    let mut whole = Shop::filled(1_500);
    assert_eq!(broadcast(&mut whole, "first", 10_000, Mode::Live, now), 1_500);

    let mut shop = Shop::filled(1_500);
    let mut passed = 0;
    // Killed after every slice; once the process even forgets that it had begun.
    for kill in 0.. {
        let mut cursor = shop.runtime.broadcast_cursor(shop.scope, NameId::of("first")).unwrap();
        if cursor.is_done() {
            break;
        }
        let stale = cursor.clone();
        passed += shop.runtime.broadcast(&mut cursor, 130, Mode::Live, now).unwrap().passed;
        if kill == 3 {
            let again = shop.runtime.broadcast(&mut stale.clone(), 130, Mode::Live, now).unwrap();
            assert_eq!(again.stepped.intents, 0, "the same people are not told twice");
        }
        shop = shop.reopened();
    }
    assert_eq!(passed, 1_500);
    assert_eq!(ledger(&shop, now), ledger(&whole, now));
    let told: u64 = ledger(&shop, now).values().sum();
    assert_eq!(
        u64::try_from(shop.store.intents(&shop.scope, &all()).unwrap().len()).unwrap(),
        told + before(&shop, now)
    );
    shop.folds();
}

fn all() -> IntentFilter {
    IntentFilter { max: usize::MAX, ..IntentFilter::default() }
}

/// Intents that were there before: those of journeys.
fn before(shop: &Shop, now: Timestamp) -> u64 {
    let rows = shop.store.intents(&shop.scope, &all()).unwrap();
    u64::try_from(rows.iter().filter(|row| row.created < now || row.message != "newsletter").count()).unwrap()
}

#[test]
fn an_unknown_mailing_is_refused() {
    let shop = Shop::filled(1);
    let answer = shop.runtime.broadcast_cursor(shop.scope, NameId::of("nothing"));
    assert!(matches!(answer, Err(Error::NoMailing(_))));
}
