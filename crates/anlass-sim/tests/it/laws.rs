//! The laws of the architecture, under faults; and that a law broken on purpose is noticed.

use anlass_model::id::VaultId;
use anlass_sim::laws::{Mutation, Options, Report, run};

fn options(seed: u64) -> Options {
    Options { seed, days: 8, faults: true, batch: 200, only: None, mutation: Mutation::None }
}

#[test]
fn law_1_to_5_hold_through_faults_crashes_and_lies() {
    let (mut crashes, mut survived, mut late, mut put_off) = (0, 0, 0, 0);
    for seed in 1..=12 {
        let report = run(&options(seed));
        assert_eq!(
            report.violations,
            Vec::<String>::new(),
            "seed {seed}: repeat with `anlass sim --first-seed {seed}`"
        );
        assert!(report.handed > 10, "seed {seed} must send something: {report:?}");
        assert!(report.quarantined > 0, "seed {seed} must set something aside: {report:?}");
        crashes += report.crashes;
        survived += report.survived;
        late += report.late_receipts;
        put_off += report.put_off;
    }
    assert!(put_off > 10, "carriers must put something off: {put_off}");
    assert!(crashes > 50 && survived > 5 && late > 0, "the faults must happen: {crashes} {survived} {late}");
}

#[test]
fn every_law_broken_on_purpose_is_noticed() {
    let all = [
        Mutation::HandTwice,
        Mutation::NoConsent,
        Mutation::NoCap,
        Mutation::NoExit,
        Mutation::LoseTimeline,
        Mutation::NoRecovery,
        Mutation::LoseInbox,
    ];
    for mutation in all {
        let noticed = (1..=4).any(|seed| !run(&Options { mutation, ..options(seed) }).violations.is_empty());
        assert!(noticed, "{mutation:?} went unnoticed");
    }
}

fn quiet(seed: u64, batch: usize) -> Report {
    run(&Options { faults: false, batch, days: 4, ..options(seed) })
}

#[test]
fn law_8_batches_change_nothing() {
    for seed in 1..=3 {
        let whole = quiet(seed, 1_000);
        assert_eq!(whole.violations, Vec::<String>::new());
        assert!(whole.merges > 0, "seed {seed} must merge somebody: {whole:?}");
        assert_eq!(whole.digests, quiet(seed, 1).digests, "seed {seed}: one input per batch");
        assert_eq!(whole.digests, quiet(seed, 3).digests, "seed {seed}: three inputs per batch");
        assert_eq!(whole.digests, quiet(seed, 1_000).digests, "seed {seed}: the same again");
    }
}

#[test]
fn law_7_one_vault_knows_nothing_of_the_other() {
    for seed in 1..=3 {
        let both = quiet(seed, 100);
        for (index, vault) in [VaultId(1), VaultId(2)].into_iter().enumerate() {
            let alone = run(&Options { only: Some(vault), faults: false, days: 4, ..options(seed) });
            assert_eq!(both.digests[index], alone.digests[index], "seed {seed}, vault {}", vault.0);
        }
    }
}
