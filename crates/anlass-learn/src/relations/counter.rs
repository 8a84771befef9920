//! Counts of pairs that follow each interaction. For every user the newest items count; what was counted is at
//! each moment what counting from the beginning would give, in whatever order the interactions came.

use super::{Cooccurrences, Partner};
use crate::error::Error;
use crate::place;
use std::collections::BTreeMap;

/// Bounds of a [`Counter`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Items of one user that count: the newest by their last moment.
    pub history_max: usize,
    /// Different pairs of items that are held.
    pub pairs_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { history_max: 100, pairs_max: 20_000_000 }
    }
}

/// Who had to do with what lately, and the pairs that follow from it.
///
/// Memory: 16 bytes for each item of a history, and about 35 for each pair of items that has users in common, of
/// which there are at most [`Limits::pairs_max`]. One interaction touches at most `2 × history_max` pairs.
#[derive(Clone, Debug, PartialEq)]
pub struct Counter {
    limits: Limits,
    /// Of each user, by moment, then by item.
    histories: BTreeMap<u32, Vec<Seen>>,
    users_of: Vec<u32>,
    /// By item: partners and how many users they share. Each pair stands here twice.
    pairs: Vec<BTreeMap<u32, u32>>,
    pairs_held: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Seen {
    at: i64,
    item: u32,
}

/// What became of an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// The item is new in the history; `instead_of` is the oldest one, where there was no room.
    Counted { instead_of: Option<u32> },
    /// The item counted already.
    Known,
    /// The history is full of newer items.
    TooOld,
}

impl Counter {
    /// For items `0..items`.
    pub fn new(items: u32, limits: Limits) -> Self {
        Self {
            limits,
            histories: BTreeMap::new(),
            users_of: vec![0; place(items)],
            pairs: vec![BTreeMap::new(); place(items)],
            pairs_held: 0,
        }
    }

    /// Room for items that came later. Never takes any away.
    pub fn grow(&mut self, items: u32) {
        let items = place(items).max(self.users_of.len());
        self.users_of.resize(items, 0);
        self.pairs.resize(items, BTreeMap::new());
    }

    /// One interaction of `user` with `item`; `at` is any number that grows with time.
    ///
    /// # Errors
    /// [`Error::UnknownItem`] above the items there is room for, [`Error::TooManyPairs`] where the limit could be passed. Nothing
    /// is changed then.
    pub fn add(&mut self, user: u32, item: u32, at: i64) -> Result<Added, Error> {
        if place(item) >= self.users_of.len() {
            return Err(Error::UnknownItem { item, items: self.items() });
        }
        let seen = Seen { at, item };
        let history = self.histories.get(&user).map_or(&[][..], |history| history);
        if let Some(position) = history.iter().position(|known| known.item == item) {
            if history[position].at < at {
                let history = self.histories.entry(user).or_default();
                let _earlier = history.remove(position);
                insert(history, seen);
            }
            return Ok(Added::Known);
        }
        let full = history.len() >= self.limits.history_max;
        if full && history.first().is_none_or(|oldest| seen < *oldest) {
            return Ok(Added::TooOld);
        }
        let others = &history[usize::from(full)..];
        let more = others.iter().filter(|other| !self.pairs[place(item)].contains_key(&other.item)).count();
        if self.pairs_held + more > self.limits.pairs_max {
            return Err(Error::TooManyPairs { held: self.pairs_held, more, max: self.limits.pairs_max });
        }
        let mut history = self.histories.remove(&user).unwrap_or_default();
        let instead_of = full.then(|| history.remove(0).item);
        if let Some(oldest) = instead_of {
            self.uncount(oldest, &history);
        }
        self.count(item, &history);
        insert(&mut history, seen);
        let _none = self.histories.insert(user, history);
        Ok(Added::Counted { instead_of })
    }

    /// Takes away all that came from `user`, as if they had never been here.
    pub fn forget(&mut self, user: u32) {
        let mut history = self.histories.remove(&user).unwrap_or_default();
        while let Some(seen) = history.pop() {
            self.uncount(seen.item, &history);
        }
    }

    /// Items of `user` that count, oldest first.
    pub fn history(&self, user: u32) -> impl Iterator<Item = u32> {
        self.histories.get(&user).into_iter().flatten().map(|seen| seen.item)
    }

    /// Different pairs of items held now.
    pub fn pairs_held(&self) -> usize {
        self.pairs_held
    }

    fn count(&mut self, item: u32, others: &[Seen]) {
        self.users_of[place(item)] += 1;
        for other in others {
            let shared = self.pairs[place(item)].entry(other.item).or_insert(0);
            *shared += 1;
            self.pairs_held += usize::from(*shared == 1);
            *self.pairs[place(other.item)].entry(item).or_insert(0) += 1;
        }
    }

    fn uncount(&mut self, item: u32, others: &[Seen]) {
        self.users_of[place(item)] -= 1;
        for other in others {
            let gone = take_one(&mut self.pairs[place(item)], other.item);
            let _same = take_one(&mut self.pairs[place(other.item)], item);
            self.pairs_held -= usize::from(gone);
        }
    }
}

fn insert(history: &mut Vec<Seen>, seen: Seen) {
    let position = history.partition_point(|known| *known < seen);
    history.insert(position, seen);
}

/// Whether it was the last one.
fn take_one(partners: &mut BTreeMap<u32, u32>, item: u32) -> bool {
    let shared = partners.get_mut(&item).expect("a pair of one history was counted");
    *shared -= 1;
    let gone = *shared == 0;
    if gone {
        let _zero = partners.remove(&item);
    }
    gone
}

impl Cooccurrences for Counter {
    fn items(&self) -> u32 {
        u32::try_from(self.users_of.len()).expect("made from a u32")
    }

    fn users(&self) -> u32 {
        u32::try_from(self.histories.len()).expect("users are numbered by a u32")
    }

    fn users_of(&self, item: u32) -> u32 {
        self.users_of[place(item)]
    }

    fn squares_of(&self, item: u32) -> f64 {
        f64::from(self.users_of(item))
    }

    fn each_item(&self, visit: &mut dyn FnMut(u32, &[Partner])) {
        let mut row = Vec::new();
        for (item, partners) in (0..).zip(&self.pairs) {
            row.clear();
            row.extend(partners.iter().map(|(item, users)| Partner {
                item: *item,
                users: *users,
                product: f64::from(*users),
            }));
            visit(item, &row);
        }
    }
}
