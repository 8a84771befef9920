//! From a history and lists to what is offered. Who may get what (stock, returns, exclusions) is the caller's
//! question, asked only as long as places are free.

use super::lists::{Lists, Order};
use crate::{Weighted, place};
use std::collections::BTreeSet;

/// What happens to items that stand in the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    LeftOut,
    /// For what is bought again and again.
    Kept,
}

/// An item that the history speaks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    pub item: u32,
    /// Sum over the history of its weight times the weight in the list; above 0.
    pub score: f64,
    /// The item of the history that adds most to it, of equals the lower one.
    pub because_of: u32,
}

/// Items that `history` speaks for, best first, ties by index. An item of the history without a list adds nothing.
/// Lists of the nearest are handed over [turned](Lists::turned), those of [`Ease`](super::Ease) as they are.
/// Work: the lists of the history, and one pass over 24 bytes per item.
pub fn rank(history: &[Weighted], lists: &Lists, known: Known) -> Vec<Scored> {
    let mut scores = Scores::new(lists.items());
    for held in history.iter().filter(|held| held.item < lists.items()) {
        for entry in lists.of(held.item) {
            scores.add(held, entry.item, f64::from(entry.weight));
        }
    }
    scores.ranked(history, known)
}

/// What is asked of [`serve`].
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub history: &'a [Weighted],
    pub lists: &'a Lists,
    pub known: Known,
    /// What fills places that the history leaves free, best first:
    /// [`most_popular`](super::most_popular) of a group, for example.
    pub fallback: &'a [u32],
    pub wanted: usize,
}

/// Why an item is offered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reason {
    /// It goes with an item of the history.
    Related { to: u32, score: f64 },
    /// Many have it.
    Popular,
}

/// What is offered, and why.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recommended {
    pub item: u32,
    pub reason: Reason,
}

/// At most `wanted` items, none twice: first what [`rank`] says, then the fallback; of both only what `allowed` lets
/// pass. It is asked at most once for each item, best first, until enough are found.
pub fn serve(request: &Request<'_>, mut allowed: impl FnMut(u32) -> bool) -> Vec<Recommended> {
    let mut asked: BTreeSet<u32> = match request.known {
        Known::LeftOut => request.history.iter().map(|held| held.item).collect(),
        Known::Kept => BTreeSet::new(),
    };
    let related = rank(request.history, request.lists, request.known).into_iter().map(|scored| Recommended {
        item: scored.item,
        reason: Reason::Related { to: scored.because_of, score: scored.score },
    });
    let popular = request.fallback.iter().map(|item| Recommended { item: *item, reason: Reason::Popular });
    related
        .chain(popular)
        .filter(|offered| asked.insert(offered.item) && allowed(offered.item))
        .take(request.wanted)
        .collect()
}

/// Sums by item while a history is walked.
pub(super) struct Scores {
    sums: Vec<Sum>,
    touched: Vec<u32>,
}

#[derive(Clone, Copy)]
struct Sum {
    score: f64,
    /// What added most, and how much; nobody before the first.
    most: Option<(u32, f64)>,
}

impl Scores {
    pub(super) fn new(items: u32) -> Self {
        Self { sums: vec![Sum { score: 0.0, most: None }; place(items)], touched: Vec::new() }
    }

    pub(super) fn add(&mut self, held: &Weighted, to: u32, weight: f64) {
        let more = f64::from(held.weight) * weight;
        let sum = &mut self.sums[place(to)];
        sum.score += more;
        match sum.most {
            None => self.touched.push(to),
            Some((item, most)) if more < most || (more == most && item <= held.item) => return,
            Some(_) => {}
        }
        sum.most = Some((held.item, more));
    }

    pub(super) fn ranked(mut self, history: &[Weighted], known: Known) -> Vec<Scored> {
        if known == Known::LeftOut {
            for held in history {
                if let Some(sum) = self.sums.get_mut(place(held.item)) {
                    sum.score = 0.0;
                }
            }
        }
        let mut ranked: Vec<Scored> = Vec::new();
        for item in self.touched {
            if let Sum { score, most: Some((because_of, _)) } = self.sums[place(item)]
                && score > 0.0
            {
                ranked.push(Scored { item, score, because_of });
            }
        }
        ranked.sort_unstable_by(|a, b| Order::Heaviest.compare((a.item, a.score), (b.item, b.score)));
        ranked
    }
}
