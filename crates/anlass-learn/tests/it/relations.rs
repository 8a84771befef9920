//! Lists of related items: known values, ties, order of input, and what EASE solves.

use anlass_learn::relations::{
    Cooccurrences, Ease, Kept, Known, Lists, log_likelihood_ratio, most_popular, nearest_by_cosine,
    nearest_by_llr,
};
use anlass_learn::{Error, Interaction, Interactions, Weighted};
use proptest::prelude::*;

const USERS: u32 = 12;
const ITEMS: u32 = 8;

fn rows() -> impl Strategy<Value = Vec<Interaction>> {
    let row = (0..USERS, 0..ITEMS, 1..9u8).prop_map(|(user, item, weight)| Interaction {
        user,
        item,
        weight: f32::from(weight) / 7.0,
    });
    prop::collection::vec(row, 0..80)
}

fn dense(interactions: &Interactions) -> Vec<Vec<f64>> {
    let (users, items) = interactions.shape();
    let mut dense = vec![vec![0.0; items as usize]; users as usize];
    for user in 0..users {
        for held in interactions.history(user) {
            dense[user as usize][held.item as usize] = f64::from(held.weight);
        }
    }
    dense
}

fn items(list: &[Weighted]) -> Vec<u32> {
    list.iter().map(|entry| entry.item).collect()
}

#[test]
fn the_log_likelihood_ratio_is_dunnings() {
    for (table, expected) in [
        ([1, 0, 0, 1], 2.773),
        ([10, 0, 0, 10], 27.726),
        ([5, 1_995, 0, 100_000], 39.331),
        ([1_000, 1_995, 1_000, 100_000], 4_730.737),
        ([1_000, 1_000, 1_000, 100_000], 5_734.343),
        ([1, 1, 1, 1], 0.0),
        ([0, 0, 0, 0], 0.0),
    ] {
        let [both, first, second, neither] = table;
        let found = log_likelihood_ratio(both, first, second, neither);
        assert!((found - expected).abs() < 1e-3, "{table:?}: {found}");
    }
}

#[test]
fn what_goes_together_less_than_by_chance_is_in_no_list() {
    // 0 and 1 share one of six users although each has four; 2 goes with 3 only.
    let pairs = [0, 1, 2, 3].map(|user| (user, 0)).into_iter().chain([3, 4, 5, 6].map(|user| (user, 1)));
    let train = Interactions::binary(9, 4, pairs.chain([(7, 2), (7, 3), (8, 2), (8, 3)])).unwrap();
    let lists = nearest_by_llr(&train, 10);
    assert_eq!(items(lists.of(0)), [0; 0]);
    assert_eq!(items(lists.of(2)), [3]);
    assert_eq!(items(nearest_by_cosine(&train, 10).of(0)), [1]);
}

#[test]
fn ties_go_to_the_lower_item_and_lists_end_at_k() {
    let all = (0..3).flat_map(|user| (0..5).map(move |item| (user, item)));
    let train = Interactions::binary(3, 5, all).unwrap();
    let lists = nearest_by_cosine(&train, 3);
    assert_eq!(items(lists.of(0)), [1, 2, 3]);
    assert_eq!(items(lists.of(4)), [0, 1, 2]);
    assert_eq!(lists.entries(), 15);
    assert_eq!(most_popular(&train, 2, |item| item != 0), [1, 2]);
}

#[test]
fn lists_turned_hold_who_listed_an_item() {
    let train = Interactions::binary(3, 4, [(0, 0), (0, 1), (1, 0), (1, 1), (2, 1), (2, 2)]).unwrap();
    let lists = nearest_by_cosine(&train, 1);
    assert_eq!([0, 1, 2, 3].map(|item| items(lists.of(item))), [vec![1], vec![0], vec![1], vec![]]);
    let turned = lists.turned();
    assert_eq!([0, 1, 2, 3].map(|item| items(turned.of(item))), [vec![1], vec![0, 2], vec![], vec![]]);
}

#[test]
fn what_is_popular_in_a_group_leaves_out_what_nobody_has() {
    let train = Interactions::binary(3, 4, [(0, 3), (1, 3), (2, 1), (2, 1)]).unwrap();
    assert_eq!(most_popular(&train, 9, |_| true), [3, 1]);
    assert_eq!(most_popular(&train, 9, |item| item < 3), [1]);
}

#[test]
fn wrong_input_is_refused_with_its_place() {
    let refused = Interactions::binary(2, 2, [(0, 0), (0, 2)]).unwrap_err();
    assert_eq!(refused, Error::OutOfRange { row: 1, kind: "item", index: 2, count: 2 });
    for weight in [0.0, -1.0, f32::NAN, f32::INFINITY] {
        let refused = Interactions::weighted(2, 2, [Interaction { user: 0, item: 0, weight }]);
        assert!(matches!(refused, Err(Error::Weight { row: 0, .. })));
    }
    let train = Interactions::binary(2, 2, [(0, 0)]).unwrap();
    for lambda in [0.0, -1.0, f64::NAN] {
        assert!(matches!(Ease::fit(&train, lambda), Err(Error::NotPositive { name: "lambda", .. })));
    }
    let large = Interactions::binary(1, 10_001, []).unwrap();
    assert!(matches!(Ease::fit(&large, 1.0), Err(Error::TooManyItems { items: 10_001, max: 10_000 })));
    assert_eq!(Ease::fit(&Interactions::binary(0, 0, []).unwrap(), 1.0).unwrap().items(), 0);
}

proptest! {
    #[test]
    fn the_order_of_input_leaves_no_trace(rows in rows(), seed in any::<u64>()) {
        let mut other = rows.clone();
        let mut state = seed;
        for place in (1..other.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            other.swap(place, (state >> 33) as usize % (place + 1));
        }
        let [first, second] =
            [rows, other].map(|rows| Interactions::weighted(USERS, ITEMS, rows).unwrap());
        prop_assert_eq!(nearest_by_cosine(&first, 3), nearest_by_cosine(&second, 3));
        prop_assert_eq!(nearest_by_llr(&first, 3), nearest_by_llr(&second, 3));
        let lists = |train: &Interactions| Ease::fit(train, 5.0).unwrap().lists(3, Kept::Strongest);
        prop_assert_eq!(lists(&first), lists(&second));
        prop_assert_eq!(first, second);
    }

    #[test]
    fn cosine_is_the_cosine(rows in rows()) {
        let train = Interactions::weighted(USERS, ITEMS, rows).unwrap();
        let dense = dense(&train);
        let column = |item: u32| -> Vec<f64> { dense.iter().map(|row| row[item as usize]).collect() };
        let dot = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
        let lists = nearest_by_cosine(&train, usize::MAX);
        for from in 0..ITEMS {
            for to in (0..ITEMS).filter(|to| *to != from) {
                let (a, b) = (column(from), column(to));
                let both = dot(&a, &b);
                let listed = lists.of(from).iter().find(|entry| entry.item == to);
                match listed {
                    None => prop_assert_eq!(both, 0.0),
                    Some(entry) => {
                        let expected = both / (dot(&a, &a) * dot(&b, &b)).sqrt();
                        prop_assert!((f64::from(entry.weight) - expected).abs() < 1e-6);
                    }
                }
            }
        }
    }

    /// The weights to an item minimise |X_j − X·b|² + λ|b|² under b_j = 0: but for that place the slope is 0.
    #[test]
    fn ease_solves_its_problem(rows in rows(), lambda in 0.5..50.0) {
        let train = Interactions::weighted(USERS, ITEMS, rows).unwrap();
        let ease = Ease::fit(&train, lambda).unwrap();
        let dense = dense(&train);
        for to in 0..ITEMS {
            prop_assert_eq!(ease.weight(to, to), 0.0);
            let left: Vec<f64> = dense
                .iter()
                .map(|row| row[to as usize] - (0..ITEMS).map(|k| row[k as usize] * ease.weight(k, to)).sum::<f64>())
                .collect();
            for from in (0..ITEMS).filter(|from| *from != to) {
                let fit: f64 = dense.iter().zip(&left).map(|(row, left)| row[from as usize] * left).sum();
                prop_assert!((fit - lambda * ease.weight(from, to)).abs() < 1e-8);
            }
        }
    }

    #[test]
    fn lists_of_everything_rank_as_ease_does(rows in rows()) {
        let train = Interactions::weighted(USERS, ITEMS, rows).unwrap();
        let ease = Ease::fit(&train, 2.0).unwrap();
        let lists: Lists = ease.lists(usize::MAX, Kept::Strongest);
        for user in 0..USERS {
            let history = train.history(user);
            let scores = |ranked: Vec<anlass_learn::relations::Scored>| {
                let mut scores = vec![0.0; ITEMS as usize];
                ranked.into_iter().for_each(|scored| scores[scored.item as usize] = scored.score);
                scores
            };
            let whole = scores(ease.rank(history, Known::LeftOut));
            let listed = scores(anlass_learn::relations::rank(history, &lists, Known::LeftOut));
            for (a, b) in whole.iter().zip(&listed) {
                prop_assert!((a - b).abs() < 1e-5, "{:?} {:?}", whole, listed);
            }
        }
        prop_assert!((0..ITEMS).all(|item| ease.lists(4, Kept::Positive).of(item).iter().all(|e| e.weight > 0.0)));
        prop_assert_eq!(train.items(), ITEMS);
    }
}
