//! What is kept per article, in shards that snapshots share: a copy of everything costs next to nothing, and a change
//! copies one shard.

use crate::id::ProductId;
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

/// A shard of a million articles holds about a thousand.
const SHARDS: u16 = 1_024;

/// What one shard holds.
type Entries<T> = BTreeMap<ProductId, T>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shards<T>(BTreeMap<u16, Arc<Entries<T>>>);

impl<T> Default for Shards<T> {
    fn default() -> Shards<T> {
        Shards(BTreeMap::new())
    }
}

pub(super) fn shard_of(id: ProductId) -> u16 {
    u16::try_from(id.0 % u64::from(SHARDS)).expect("less than the number of shards")
}

/// In which of so many groups an article lies. What changes group after group writes each shard once.
#[must_use]
pub fn group_of(id: ProductId, groups: usize) -> usize {
    usize::from(shard_of(id)) * groups / usize::from(SHARDS)
}

impl<T: Clone> Shards<T> {
    #[must_use]
    pub fn get(&self, id: ProductId) -> Option<&T> {
        self.0.get(&shard_of(id))?.get(&id)
    }

    pub(super) fn put(&mut self, id: ProductId, value: T) {
        Arc::make_mut(self.0.entry(shard_of(id)).or_default()).insert(id, value);
    }

    pub(super) fn remove(&mut self, id: ProductId) {
        let Some(shard) = self.0.get_mut(&shard_of(id)) else { return };
        if shard.contains_key(&id) {
            Arc::make_mut(shard).remove(&id);
        }
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.0.values().map(|shard| shard.len()).sum()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.values().all(|shard| shard.is_empty())
    }

    /// In no order that means anything, but always the same.
    pub fn iter(&self) -> impl Iterator<Item = (ProductId, &T)> {
        self.0.values().flat_map(|shard| shard.iter().map(|(id, value)| (*id, value)))
    }

    /// The same from behind an article on, whether it is there or not.
    pub fn iter_after(&self, after: Option<ProductId>) -> impl Iterator<Item = (ProductId, &T)> {
        let first = after.map_or(0, shard_of);
        self.0.range(first..).flat_map(move |(number, shard)| {
            let from = match after.filter(|_| *number == first) {
                Some(after) => Bound::Excluded(after),
                None => Bound::Unbounded,
            };
            shard.range((from, Bound::Unbounded)).map(|(id, value)| (*id, value))
        })
    }

    #[must_use]
    pub fn shard(&self, number: u16) -> Option<&Entries<T>> {
        self.0.get(&number).map(|shard| &**shard)
    }

    /// Takes over a shard as it was stored.
    pub fn put_shard(&mut self, number: u16, entries: Entries<T>) {
        self.0.insert(number, Arc::new(entries));
    }

    /// Shards that are not the very same as before.
    #[must_use]
    pub fn changed_since(&self, before: &Shards<T>) -> Vec<u16> {
        let same = |(number, shard): &(&u16, &Arc<Entries<T>>)| {
            before.0.get(number).is_some_and(|known| Arc::ptr_eq(known, shard))
        };
        self.0.iter().filter(|shard| !same(shard)).map(|(number, _)| *number).collect()
    }
}
