//! The store that fails by schedule.

use super::*;
use anlass_store::faulty::{CrashMode, Crashed, Fault, FaultyStore, Injected, Odds, Plan, Schedule, Way};
use anlass_store::memory::MemoryStore;
use anlass_store::{Error, Store};
use std::panic::{AssertUnwindSafe, catch_unwind};

fn store(writes: Plan, crash: CrashMode) -> FaultyStore<MemoryStore> {
    FaultyStore::new(MemoryStore::new(PARTS, 1), Schedule { writes, ..Schedule::default() }, crash)
}

fn listed(faults: &[(u64, Fault)]) -> Plan {
    Plan::Listed(faults.iter().copied().collect())
}

fn write(store: &dyn Store, number: u64) -> Result<(), Error> {
    store.commit(&entities(vec![entity(&hq(), customer(number), None, b"x")]))
}

fn count(store: &dyn Store) -> u64 {
    store.count(&hq(), EntityKind::Customer).unwrap()
}

#[test]
fn a_failure_before_writes_nothing_and_one_after_writes_all() {
    let faulty = store(
        listed(&[(1, Fault::FailBefore), (2, Fault::FailAfter), (3, Fault::Delay(9))]),
        CrashMode::Error,
    );
    assert!(matches!(write(&faulty, 1), Err(Error::Faulty { call: 1 })));
    assert_eq!(count(faulty.inner()), 0);
    assert!(matches!(write(&faulty, 1), Err(Error::Faulty { call: 2 })));
    assert_eq!(count(faulty.inner()), 1);
    write(&faulty, 2).unwrap();
    write(&faulty, 3).unwrap();
    assert_eq!(count(&faulty), 3);
    assert_eq!(faulty.history()[2], Injected { way: Way::Write, call: 3, fault: Fault::Delay(9) });
    assert_eq!(faulty.calls(), (1, 4));
}

#[test]
fn a_crash_lasts_until_revived() {
    let faulty = store(listed(&[(1, Fault::CrashBefore), (2, Fault::CrashAfter)]), CrashMode::Error);
    for written in [0, 1] {
        assert!(matches!(write(&faulty, 1), Err(Error::Crashed)));
        assert!(matches!(write(&faulty, 2), Err(Error::Crashed)));
        assert!(matches!(faulty.counters(), Err(Error::Crashed)));
        faulty.revive();
        assert_eq!(count(&faulty), written);
    }
}

#[test]
fn a_crash_may_panic_with_a_payload() {
    let faulty = store(listed(&[(1, Fault::CrashAfter)]), CrashMode::Panic);
    let payload = catch_unwind(AssertUnwindSafe(|| write(&faulty, 1))).unwrap_err();
    assert_eq!(payload.downcast_ref(), Some(&Crashed { way: Way::Write, call: 1 }));
    assert!(matches!(write(&faulty, 1), Err(Error::Crashed)));
    faulty.revive();
    assert_eq!(count(&faulty), 1);
}

#[test]
fn seeded_faults_repeat_and_keep_their_odds() {
    let odds = Odds { fail_before: 100, fail_after: 50, delay: 200, crash_before: 10, crash_after: 5 };
    let plan = |seed| Plan::Seeded { seed, odds };
    let faults = |seed| (1..=10_000).map(|call| plan(seed).fault(Way::Write, call)).collect::<Vec<_>>();
    assert_eq!(faults(1), faults(1));
    assert_ne!(faults(1), faults(2));
    let share = |wanted: fn(&Fault) -> bool| faults(1).into_iter().filter(wanted).count();
    assert!((900..1_100).contains(&share(|fault| *fault == Fault::FailBefore)));
    assert!((400..600).contains(&share(|fault| *fault == Fault::FailAfter)));
    assert!((1_800..2_200).contains(&share(|fault| matches!(fault, Fault::Delay(_)))));
    assert!((20..100).contains(&share(|fault| *fault == Fault::CrashAfter)));
}
