//! Compaction moves entries and changes nothing that anybody reads.

use super::{NOW, PARTS, Shop, VAULT, customer, event, ordered};
use anlass_engine::Input;
use anlass_model::id::Part;
use anlass_model::time::MINUTE;
use anlass_runtime::compaction::Compaction;
use anlass_runtime::{Extra, Mode, Work};
use anlass_store::Store;

/// So many customers that a part holds more than one block's.
const PARTS_FULL: u64 = PARTS as u64 * 550;
/// Few, so that it goes in many steps.
const SLICE: Compaction = Compaction { customers_max: 20, ..Compaction::IDLE };
const BLOCKS_OPEN_MAX: u64 = SLICE.blocks_open_max;

#[test]
fn a_compacted_timeline_reads_the_same() {
    let mut shop = Shop::filled(30);
    for n in 0..BLOCKS_OPEN_MAX * 2 {
        let now = NOW.plus(MINUTE.times(n as i64));
        let works = (0..30u64)
            .filter(|number| (number + n) % 3 == 0)
            .map(|number| {
                let input = Input::Event(event(number, 100 + n, now, ordered(number, 100 + n)));
                Work { vault: VAULT, customer: customer(&shop, number), now, input }
            })
            .collect();
        shop.runtime.run_works(works, Mode::Live, Extra::default()).unwrap();
    }
    let timelines = |shop: &Shop| -> Vec<_> {
        (0..30).map(|number| shop.runtime.timeline(VAULT, customer(shop, number)).unwrap()).collect()
    };
    let summary = |shop: &Shop| serde_json::to_string(&shop.runtime.summary(&shop.scope).unwrap()).unwrap();
    let (before, told) = (timelines(&shop), summary(&shop));
    let mut writes = 0;
    assert!(
        !shop.runtime.compact(Compaction::BESIDE).unwrap(),
        "it can wait while there are other things to do"
    );
    while shop.runtime.compact(SLICE).unwrap() {
        writes += 1;
    }
    assert!(writes >= usize::from(PARTS) / 2, "{writes} writes");
    for part in (0..PARTS).map(Part) {
        let open = shop.store.log(&shop.runtime.custodian, part, 0, usize::MAX).unwrap().len() as u64;
        assert!((1..=BLOCKS_OPEN_MAX).contains(&open), "{open} blocks are open");
        assert!(shop.store.log_lengths().unwrap().contains(&(part, open)));
    }
    assert_eq!(timelines(&shop), before);
    assert_eq!(summary(&shop), told);
    shop.folds();
    let shop = shop.reopened();
    assert_eq!(timelines(&shop), before);
}

/// A year of everybody is written in a few batches; its blocks are small all the same.
#[test]
fn a_large_batch_is_written_in_small_blocks() {
    let shop = Shop::filled(PARTS_FULL);
    let log = |part| shop.store.log(&shop.runtime.custodian, part, 0, usize::MAX).unwrap();
    let blocks: Vec<_> = (0..PARTS).map(Part).flat_map(log).collect();
    assert!(blocks.iter().all(|block| (1..=500).contains(&block.customers.len())));
    assert_eq!(blocks.iter().map(|block| block.customers.len() as u64).sum::<u64>(), PARTS_FULL);
    for number in [0, PARTS_FULL / 2, PARTS_FULL - 1] {
        assert!(!shop.runtime.timeline(VAULT, customer(&shop, number)).unwrap().is_empty());
    }
}
