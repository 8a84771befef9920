//! Lists of related items, one per item.

use crate::rows::Rows;
use crate::{Weighted, place};
use std::cmp::Ordering;

/// For each item the items its presence speaks for, heaviest first. Memory: 8 bytes per entry and per item.
#[derive(Clone, Debug, PartialEq)]
pub struct Lists(Rows<Weighted>);

impl Lists {
    pub(crate) fn new() -> Self {
        Self(Rows::new())
    }

    /// Empty lists, as long as nothing was learned.
    pub fn empty(items: u32) -> Self {
        let mut lists = Self::new();
        for _ in 0..items {
            lists.0.push([]);
        }
        lists
    }

    /// Lists that were made before and kept, item by item, each heaviest first.
    pub fn of_rows(rows: impl IntoIterator<Item = Vec<Weighted>>) -> Self {
        let mut lists = Self::new();
        rows.into_iter().for_each(|row| lists.0.push(row));
        lists
    }

    /// The list of the next item: the first `k` of `found` in `order`, heaviest first.
    pub(crate) fn push(&mut self, mut found: Vec<(u32, f64)>, k: usize, order: Order) {
        if k < found.len() {
            found.select_nth_unstable_by(k, |a, b| order.compare(*a, *b));
            found.truncate(k);
        }
        found.sort_unstable_by(|a, b| Order::Heaviest.compare(*a, *b));
        self.0.push(found.into_iter().map(|(item, weight)| Weighted { item, weight: weight as f32 }));
    }

    pub fn items(&self) -> u32 {
        u32::try_from(self.0.len()).expect("one list per item")
    }

    /// Panics if `item` is not below [`Lists::items`].
    pub fn of(&self, item: u32) -> &[Weighted] {
        self.0.row(item)
    }

    /// All lists together.
    pub fn entries(&self) -> usize {
        self.0.entries().len()
    }

    /// The other way round: under each item those in whose lists it stood. Lists of the nearest are served
    /// turned: then each item that is offered is judged by its own nearest ones, instead of gathering from
    /// everybody's lists what is near to much.
    #[must_use]
    pub fn turned(&self) -> Self {
        let turned = self.0.turned(
            self.items(),
            |entry| entry.item,
            |item, entry| Weighted { item, weight: entry.weight },
        );
        let mut lists = Self::new();
        for (_, row) in turned.iter() {
            let found = row.iter().map(|entry| (entry.item, f64::from(entry.weight))).collect();
            lists.push(found, place(u32::MAX), Order::Heaviest);
        }
        lists
    }
}

/// In which order entries are kept; ties go to the lower item.
#[derive(Clone, Copy)]
pub(crate) enum Order {
    Heaviest,
    /// By magnitude, whatever the sign.
    Strongest,
}

impl Order {
    pub(crate) fn compare(self, a: (u32, f64), b: (u32, f64)) -> Ordering {
        let key = |weight: f64| match self {
            Self::Heaviest => weight,
            Self::Strongest => weight.abs(),
        };
        key(b.1).total_cmp(&key(a.1)).then(a.0.cmp(&b.0))
    }
}
