//! The order in which the parcels of one hand-over leave: as given, except that a destination that is busy up to its
//! limit does not hold up the others.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// Letters under way per recipient domain, over all hand-overs.
pub(super) struct Destinations {
    limit: usize,
    busy: Mutex<BTreeMap<String, usize>>,
    /// Woken whenever a letter is through.
    pub freed: Notify,
}

/// A place at a destination; dropped when the letter is through.
pub(super) struct Place {
    destinations: Arc<Destinations>,
    domain: String,
}

impl Destinations {
    pub(super) fn new(limit: usize) -> Destinations {
        Destinations { limit: limit.max(1), busy: Mutex::default(), freed: Notify::new() }
    }

    fn enter(self: &Arc<Destinations>, domain: &str) -> Option<Place> {
        let mut busy = lock(&self.busy);
        let under_way = busy.get(domain).copied().unwrap_or(0);
        if under_way >= self.limit {
            return None;
        }
        busy.insert(domain.to_owned(), under_way + 1);
        Some(Place { destinations: Arc::clone(self), domain: domain.to_owned() })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut busy = lock(&self.destinations.busy);
        // Entries go with their last letter, so the table is no longer than there are connections.
        match busy.get_mut(&self.domain) {
            Some(under_way) if *under_way > 1 => *under_way -= 1,
            _ => drop(busy.remove(&self.domain)),
        }
        drop(busy);
        self.destinations.freed.notify_waiters();
    }
}

/// Poisoned or not: the tables are whole after every statement.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(super) enum Next {
    /// The parcel of this number.
    Parcel(usize, Place),
    /// All that are left go to busy destinations.
    Wait,
    Done,
}

/// What is left of a hand-over.
#[derive(Default)]
pub(super) struct Queue {
    by_domain: BTreeMap<String, VecDeque<usize>>,
    turns: VecDeque<String>,
}

impl Queue {
    pub(super) fn push(&mut self, domain: &str, number: usize) {
        let waiting = self.by_domain.entry(domain.to_owned()).or_default();
        if waiting.is_empty() {
            self.turns.push_back(domain.to_owned());
        }
        waiting.push_back(number);
    }

    pub(super) fn next(&mut self, destinations: &Arc<Destinations>) -> Next {
        for _ in 0..self.turns.len() {
            let Some(domain) = self.turns.pop_front() else { break };
            let place = destinations.enter(&domain);
            let waiting = self.by_domain.entry(domain.clone()).or_default();
            let number = if place.is_some() { waiting.pop_front() } else { None };
            if waiting.is_empty() {
                self.by_domain.remove(&domain);
            } else {
                self.turns.push_back(domain);
            }
            if let (Some(number), Some(place)) = (number, place) {
                return Next::Parcel(number, place);
            }
        }
        if self.turns.is_empty() { Next::Done } else { Next::Wait }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_destination_does_not_hold_up_the_others() {
        let destinations = Arc::new(Destinations::new(1));
        let mut queue = Queue::default();
        for (number, domain) in ["big.example", "big.example", "small.example"].into_iter().enumerate() {
            queue.push(domain, number);
        }
        let Next::Parcel(0, first) = queue.next(&destinations) else { panic!("the first leaves first") };
        let Next::Parcel(2, _second) = queue.next(&destinations) else {
            panic!("the other destination is free")
        };
        assert!(matches!(queue.next(&destinations), Next::Wait));
        drop(first);
        let Next::Parcel(1, last) = queue.next(&destinations) else { panic!("its turn has come") };
        assert!(matches!(queue.next(&destinations), Next::Done));
        drop(last);
        assert!(!lock(&destinations.busy).contains_key("big.example"));
    }
}
