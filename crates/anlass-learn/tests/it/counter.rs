//! The counter that follows each interaction holds at every moment what counting from the beginning gives.

use anlass_learn::relations::{Added, Cooccurrences, Counter, Limits, nearest_by_cosine, nearest_by_llr};
use anlass_learn::{Error, Interactions};
use proptest::prelude::*;
use std::collections::BTreeMap;

const USERS: u32 = 6;
const ITEMS: u32 = 9;
const HISTORY: usize = 4;

type Row = (u32, u32, i64);

fn rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec((0..USERS, 0..ITEMS, 0..20i64), 0..120)
}

fn limits() -> Limits {
    Limits { history_max: HISTORY, ..Limits::default() }
}

fn counted<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Counter {
    let mut counter = Counter::new(ITEMS, limits());
    for (user, item, at) in rows {
        counter.add(*user, *item, *at).expect("within limits");
    }
    counter
}

/// The newest items of each user by their last moment, counted at once.
fn from_the_beginning(rows: &[Row]) -> Interactions {
    let mut last: BTreeMap<(u32, u32), i64> = BTreeMap::new();
    for (user, item, at) in rows {
        let known = last.entry((*user, *item)).or_insert(*at);
        *known = *at.max(known);
    }
    let pairs = (0..USERS).flat_map(|user| {
        let own = last.iter().filter(|((of, _), _)| *of == user);
        let mut own: Vec<(i64, u32)> = own.map(|((_, item), at)| (*at, *item)).collect();
        own.sort();
        own.into_iter().rev().take(HISTORY).map(move |(_, item)| (user, item))
    });
    Interactions::binary(USERS, ITEMS, pairs.collect::<Vec<_>>()).expect("within bounds")
}

proptest! {
    #[test]
    fn counting_along_equals_counting_from_the_beginning(rows in rows()) {
        let counter = counted(&rows);
        let whole = from_the_beginning(&rows);
        prop_assert_eq!(counter.users(), whole.users());
        for item in 0..ITEMS {
            prop_assert_eq!(counter.users_of(item), whole.users_of(item));
        }
        let mut entries = 0;
        let mut expected = Vec::new();
        whole.each_item(&mut |_, partners| expected.push(partners.to_vec()));
        counter.each_item(&mut |item, partners| {
            entries += partners.len();
            assert_eq!(partners, expected[item as usize]);
        });
        prop_assert_eq!(counter.pairs_held() * 2, entries);
        prop_assert_eq!(nearest_by_cosine(&counter, 3), nearest_by_cosine(&whole, 3));
        prop_assert_eq!(nearest_by_llr(&counter, 3), nearest_by_llr(&whole, 3));
    }

    #[test]
    fn the_order_of_arrival_leaves_no_trace(rows in rows()) {
        prop_assert_eq!(counted(&rows), counted(rows.iter().rev()));
    }

    #[test]
    fn who_is_forgotten_was_never_here(rows in rows(), gone in 0..USERS) {
        let mut counter = counted(&rows);
        counter.forget(gone);
        prop_assert_eq!(counter, counted(rows.iter().filter(|(user, ..)| *user != gone)));
    }
}

#[test]
fn the_newest_items_count() {
    let mut counter = Counter::new(5, Limits { history_max: 2, ..Limits::default() });
    assert_eq!(counter.add(7, 0, 10), Ok(Added::Counted { instead_of: None }));
    assert_eq!(counter.add(7, 1, 20), Ok(Added::Counted { instead_of: None }));
    assert_eq!(counter.add(7, 2, 5), Ok(Added::TooOld));
    assert_eq!(counter.add(7, 0, 30), Ok(Added::Known));
    assert_eq!(counter.add(7, 3, 25), Ok(Added::Counted { instead_of: Some(1) }));
    assert_eq!(counter.history(7).collect::<Vec<_>>(), [3, 0]);
    assert_eq!([0, 1, 2, 3].map(|item| counter.users_of(item)), [1, 0, 0, 1]);
}

#[test]
fn a_full_counter_refuses_and_stays_as_it_was() {
    let mut counter = Counter::new(5, Limits { pairs_max: 3, ..Limits::default() });
    for item in 0..3 {
        counter.add(1, item, 0).unwrap();
    }
    let before = counter.clone();
    assert_eq!(counter.add(1, 3, 0), Err(Error::TooManyPairs { held: 3, more: 3, max: 3 }));
    assert_eq!(counter, before);
    // Pairs that are held already cost nothing.
    for item in 0..3 {
        counter.add(2, item, 0).unwrap();
    }
    assert_eq!(counter.pairs_held(), 3);
}

#[test]
fn items_that_came_later_need_room() {
    let mut counter = Counter::new(1, Limits::default());
    assert_eq!(counter.add(1, 1, 0), Err(Error::UnknownItem { item: 1, items: 1 }));
    counter.grow(2);
    counter.grow(1);
    assert!(counter.add(1, 1, 0).is_ok());
}

#[test]
fn what_was_seen_and_what_was_bought_are_kept_apart() {
    let [mut seen, mut bought] = [(); 2].map(|()| Counter::new(3, Limits::default()));
    for item in [0, 1, 2] {
        seen.add(1, item, 0).unwrap();
    }
    for item in [0, 2] {
        bought.add(1, item, 0).unwrap();
    }
    let of_first = |counter: &Counter| nearest_by_cosine(counter, 5).of(0).len();
    assert_eq!((of_first(&seen), of_first(&bought)), (2, 1));
}
