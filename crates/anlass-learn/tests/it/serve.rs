//! What is offered from a history, and why.

use anlass_learn::relations::{Known, Lists, Reason, Recommended, Request, nearest_by_cosine, rank, serve};
use anlass_learn::{Interactions, Weighted};

/// 0 goes with 1 (three users) and 2 (two), 3 with 4 (one).
fn train() -> Interactions {
    let pairs = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (3, 3), (3, 4)];
    Interactions::binary(4, 6, pairs).expect("within bounds")
}

fn of(item: u32) -> Weighted {
    Weighted { item, weight: 1.0 }
}

fn items(offered: &[Recommended]) -> Vec<u32> {
    offered.iter().map(|offered| offered.item).collect()
}

fn request<'a>(history: &'a [Weighted], lists: &'a Lists, fallback: &'a [u32]) -> Request<'a> {
    Request { history, lists, known: Known::LeftOut, fallback, wanted: 3 }
}

#[test]
fn related_items_come_first_and_popular_ones_fill_up() {
    let lists = nearest_by_cosine(&train(), 5);
    let history = [of(0)];
    let offered = serve(&request(&history, &lists, &[0, 1, 5, 4]), |_| true);
    assert_eq!(items(&offered), [1, 2, 5]);
    assert!(matches!(offered[0].reason, Reason::Related { to: 0, score } if score > 0.9));
    assert_eq!(offered[2].reason, Reason::Popular);
}

#[test]
fn what_is_not_allowed_makes_room_for_the_next() {
    let lists = nearest_by_cosine(&train(), 5);
    let history = [of(0)];
    let mut asked = Vec::new();
    let offered = serve(&request(&history, &lists, &[1, 3, 4, 5]), |item| {
        asked.push(item);
        item != 1 && item != 3
    });
    assert_eq!(items(&offered), [2, 4, 5]);
    assert_eq!(asked, [1, 2, 3, 4, 5], "each once, best first");
}

#[test]
fn nobody_is_asked_about_more_than_is_wanted() {
    let lists = nearest_by_cosine(&train(), 5);
    let history = [of(0)];
    let mut asked = 0;
    let request = Request { wanted: 1, ..request(&history, &lists, &[3, 4, 5]) };
    let offered = serve(&request, |_| {
        asked += 1;
        true
    });
    assert_eq!((items(&offered), asked), (vec![1], 1));
    assert_eq!(serve(&Request { wanted: 0, ..request }, |_| true), []);
}

#[test]
fn who_has_no_history_gets_what_is_popular() {
    let lists = nearest_by_cosine(&train(), 5);
    assert_eq!(items(&serve(&request(&[], &lists, &[4, 4, 3]), |_| true)), [4, 3]);
    let nothing_learned = Lists::empty(6);
    assert_eq!(items(&serve(&request(&[of(0)], &nothing_learned, &[0, 4]), |_| true)), [4]);
    assert_eq!(items(&serve(&request(&[of(99)], &lists, &[4]), |_| true)), [4], "an item of tomorrow");
}

#[test]
fn what_is_known_may_be_offered_again() {
    let lists = nearest_by_cosine(&train(), 5);
    let history = [of(0), of(1)];
    let request = Request { known: Known::Kept, ..request(&history, &lists, &[]) };
    let mut offered = items(&serve(&request, |_| true));
    offered.sort();
    assert_eq!(offered, [0, 1, 2]);
}

#[test]
fn weights_of_the_history_count_and_the_strongest_reason_is_named() {
    let lists = nearest_by_cosine(&train(), 5);
    let history = [Weighted { item: 3, weight: 0.5 }, Weighted { item: 0, weight: 2.0 }, of(1)];
    let ranked = rank(&history, &lists, Known::LeftOut);
    assert_eq!(ranked.iter().map(|scored| scored.item).collect::<Vec<_>>(), [2, 4]);
    assert_eq!(ranked[0].because_of, 0);
    assert!((ranked[1].score - 0.5).abs() < 1e-6);
}

#[test]
fn of_equal_reasons_the_lower_item_is_named() {
    let lists = nearest_by_cosine(&train(), 5);
    for history in [[of(0), of(1)], [of(1), of(0)]] {
        assert_eq!(rank(&history, &lists, Known::LeftOut)[0].because_of, 0);
    }
}
