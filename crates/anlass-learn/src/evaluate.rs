//! How good a ranking is: what people did later is held out, and every method stands beside popularity, the plain
//! baseline that it has to beat.

mod report;

pub use report::{Report, Verdict};

use crate::place;
use std::collections::BTreeSet;

/// One interaction with its moment, for splitting. `at` is any number that grows with time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timed {
    pub user: u32,
    pub item: u32,
    pub at: i64,
}

/// What is learned from, and what is held out: of each user, ascending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    pub train: Vec<(u32, u32)>,
    pub held_out: Vec<Vec<u32>>,
}

/// Holds out the last `percent` (rounded down) of each user's rows by moment, then item. Users are `0..users`;
/// rows of others are left out.
pub fn hold_out_last(rows: &[Timed], users: u32, percent: usize) -> Split {
    let mut by_user: Vec<Vec<Timed>> = vec![Vec::new(); place(users)];
    for row in rows.iter().filter(|row| row.user < users) {
        by_user[place(row.user)].push(*row);
    }
    let mut split = Split { train: Vec::new(), held_out: Vec::new() };
    for mut own in by_user {
        own.sort_unstable_by_key(|row| (row.at, row.item));
        let kept = own.len() - own.len() * percent.min(100) / 100;
        let (train, held_out) = own.split_at(kept);
        split.train.extend(train.iter().map(|row| (row.user, row.item)));
        let held_out: BTreeSet<u32> = held_out.iter().map(|row| row.item).collect();
        split.held_out.push(held_out.into_iter().collect());
    }
    split
}

/// Figures of one user, or means over users. All from 0 to 1, higher is better.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// Found of what was held out.
    pub recall: f64,
    /// The same, of what a list of this length could find at most.
    pub capped_recall: f64,
    /// What was found, discounted by 1/log₂(rank + 1), of the best order possible (binary NDCG).
    pub ndcg: f64,
    /// Whether anything was found.
    pub hit: f64,
}

/// Of one user: the first `cutoff` of `ranked` beside what was held out. Zero where nothing was held out.
pub fn figures(ranked: &[u32], held_out: &[u32], cutoff: usize) -> Figures {
    let wanted: BTreeSet<u32> = held_out.iter().copied().collect();
    let possible = wanted.len().min(cutoff);
    if possible == 0 {
        return Figures::default();
    }
    let mut found = BTreeSet::new();
    let mut gain = 0.0;
    for (item, worth) in ranked.iter().zip(discounts(cutoff)) {
        if wanted.contains(item) && found.insert(*item) {
            gain += worth;
        }
    }
    let count = |set: usize| set as f64;
    Figures {
        recall: count(found.len()) / count(wanted.len()),
        capped_recall: count(found.len()) / count(possible),
        ndcg: gain / discounts(possible).sum::<f64>(),
        hit: f64::from(u8::from(!found.is_empty())),
    }
}

/// 1/log₂(rank + 1) for ranks 1, 2, … `length`.
fn discounts(length: usize) -> impl Iterator<Item = f64> {
    (0..length).map(|before| 1.0 / (before as f64 + 2.0).log2())
}

/// A method with its figures for everybody of whom something was held out.
#[derive(Clone, Debug, PartialEq)]
pub struct Tested {
    pub method: String,
    pub users: Vec<Figures>,
}

impl Tested {
    /// Asks `recommend` for the first `cutoff` items of every user of whom something was held out, best first.
    pub fn new(
        method: impl Into<String>,
        held_out: &[Vec<u32>],
        cutoff: usize,
        mut recommend: impl FnMut(u32) -> Vec<u32>,
    ) -> Self {
        let users = (0..)
            .zip(held_out)
            .filter(|(_, own)| !own.is_empty())
            .map(|(user, own)| figures(&recommend(user), own, cutoff))
            .collect();
        Self { method: method.into(), users }
    }

    /// Means over users; zero where there are none.
    pub fn mean(&self) -> Figures {
        let mean = |of: fn(&Figures) -> f64| mean(&self.users.iter().map(of).collect::<Vec<f64>>());
        Figures {
            recall: mean(|own| own.recall),
            capped_recall: mean(|own| own.capped_recall),
            ndcg: mean(|own| own.ndcg),
            hit: mean(|own| own.hit),
        }
    }
}

fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}
