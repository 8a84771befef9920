//! The numbers of a pass over everybody are those that counting one by one gives.

use crate::{NOW, SHOP, Shop, VAULT, customer, definitions};
use anlass_engine::Dossier;
use anlass_model::time::{DAY, HOUR};
use anlass_runtime::census::Census;
use anlass_runtime::virtual_time::Quiet;
use anlass_runtime::{Extra, Merge, Mode, Round};

/// One by one, of whole dossiers.
fn counted(dossiers: &[Dossier]) -> Census {
    let mut census = Census::default();
    for dossier in dossiers.iter().filter(|dossier| dossier.hot.merged_into.is_none()) {
        census.customers += 1;
        *census.phases.entry(dossier.hot.phase).or_default() += 1;
        for run in &dossier.runs {
            *census.runs.entry((run.journey, run.step)).or_default() += 1;
        }
    }
    census
}

fn check(shop: &Shop) -> Census {
    let census = shop.runtime.census(&shop.scope).unwrap();
    let wanted = counted(&shop.dossiers());
    assert_eq!(
        (census.customers, &census.phases, &census.runs),
        (wanted.customers, &wanted.phases, &wanted.runs)
    );
    for id in &census.examples {
        assert!(
            !shop.runtime.dossier(VAULT, *id).unwrap().unwrap().hot.heads.is_empty(),
            "somebody who bought"
        );
    }
    census
}

#[test]
fn people_phases_and_places_in_journeys_are_those_of_the_dossiers() {
    let shop = Shop::filled(700);
    let census = check(&shop);
    assert_eq!((census.customers, census.examples.len()), (700, 20));
    assert!(census.phases.len() >= 3 && !census.runs.is_empty(), "{census:?}");
    // A vault in which nobody is.
    assert_eq!(check(&Shop::filled(0)), Census::default());
}

#[test]
fn whoever_was_merged_counts_once_and_who_left_a_journey_is_not_in_it() {
    let mut shop = Shop::filled(300);
    let inside = check(&shop).runs.values().sum::<u64>();
    let (one, other) = (customer(&shop, 1), customer(&shop, 2));
    let merge = Round::Merges(vec![Merge { vault: VAULT, survivor: one, loser: other, now: NOW.plus(HOUR) }]);
    shop.runtime.run(vec![merge], Mode::Virtual(&Quiet), Extra::default()).unwrap();
    shop.runtime.settle().unwrap();
    assert_eq!(check(&shop).customers, 299);
    // Everybody's wait is over.
    shop.runtime.run_due(NOW.plus(DAY.times(40)), Mode::Virtual(&Quiet), 1_000).unwrap();
    shop.runtime.settle().unwrap();
    assert!(check(&shop).runs.values().sum::<u64>() < inside);
    // Another program: still the dossiers as they are.
    let mut other = definitions(SHOP);
    other.programmes[0].stopped = true;
    shop.publish(other);
    check(&shop);
}
