//! A pool of single-use codes (vouchers). The same delivery always gets the same code; a code is given to
//! one delivery only. Like a dossier it is an entity: changed in one place at a time, committed with what
//! uses it.

use anlass_model::id::{EntityId, IntentId, parts_hash};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Format of its bytes.
const FORMAT: u8 = 1;
/// Codes of a pool, free and given: it is written whole with each round of deliveries that uses it.
pub const CODES_MAX: usize = 100_000;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pool {
    /// Still to be given out, the next one last.
    free: Vec<Box<str>>,
    /// Given out, sorted by delivery.
    given: Vec<(IntentId, Box<str>)>,
}

/// What became of codes that were added, by count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    pub new: usize,
    /// The pool has them, or gave them out.
    pub known: usize,
    /// There was no room for them.
    pub beyond: usize,
}

impl Pool {
    /// The id of a pool by its name.
    #[must_use]
    pub fn id(name: &str, parts: u8) -> EntityId {
        EntityId::from_hash(parts_hash(&[b"pool", name.as_bytes()]), parts)
    }

    /// Adds codes behind those it has. Those it has or ever gave out are left out, and so are those beyond
    /// [`CODES_MAX`].
    pub fn fill(&mut self, codes: impl IntoIterator<Item = Box<str>>) -> Filled {
        let given = self.given.iter().map(|(_, code)| code);
        let mut all: BTreeSet<Box<str>> = self.free.iter().chain(given).cloned().collect();
        let mut filled = Filled::default();
        let mut new = Vec::new();
        for code in codes {
            if all.contains(&code) {
                filled.known += 1;
            } else if all.len() >= CODES_MAX {
                filled.beyond += 1;
            } else {
                all.insert(code.clone());
                new.push(code);
            }
        }
        filled.new = new.len();
        new.reverse();
        new.append(&mut self.free);
        self.free = new;
        filled
    }

    /// The code of a delivery: the one it has, or the next free one.
    pub fn reserve(&mut self, intent: IntentId) -> Option<Box<str>> {
        match self.given.binary_search_by_key(&intent, |(own, _)| *own) {
            Ok(index) => self.given.get(index).map(|(_, code)| code.clone()),
            Err(index) => {
                let code = self.free.pop()?;
                self.given.insert(index, (intent, code.clone()));
                Some(code)
            }
        }
    }

    #[must_use]
    pub fn has_code(&self, intent: IntentId) -> bool {
        self.given.binary_search_by_key(&intent, |(own, _)| *own).is_ok()
    }

    /// The delivery did not happen: its code is the next one.
    pub fn give_back(&mut self, intent: IntentId) {
        if let Ok(index) = self.given.binary_search_by_key(&intent, |(own, _)| *own) {
            let (_, code) = self.given.remove(index);
            self.free.push(code);
        }
    }

    #[must_use]
    pub fn free(&self) -> usize {
        self.free.len()
    }

    /// Codes that deliveries have.
    #[must_use]
    pub fn given(&self) -> usize {
        self.given.len()
    }

    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![FORMAT];
        bytes.extend(postcard::to_allocvec(self).expect("plain data always encodes"));
        bytes
    }

    /// # Errors
    /// For newer formats and damaged bytes.
    pub fn decode(bytes: &[u8]) -> Result<Pool, crate::codec::Error> {
        match bytes {
            [FORMAT, rest @ ..] => {
                postcard::from_bytes(rest).map_err(|_| crate::codec::Error::Damaged { place: "a pool" })
            }
            [found, ..] if *found > FORMAT => Err(crate::codec::Error::NewerFormat { found: *found }),
            _ => Err(crate::codec::Error::Damaged { place: "a pool" }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_given_once_and_a_delivery_keeps_its_own() {
        let mut pool = Pool::default();
        assert_eq!(pool.fill(["A".into(), "B".into(), "A".into()]), Filled { new: 2, known: 1, beyond: 0 });
        let first = pool.reserve(IntentId(1));
        assert_eq!(first.as_deref(), Some("A"));
        assert_eq!(pool.reserve(IntentId(1)), first);
        assert_eq!(pool.reserve(IntentId(2)).as_deref(), Some("B"));
        assert_eq!(pool.reserve(IntentId(3)), None);
        pool.give_back(IntentId(1));
        assert_eq!(pool.fill(["A".into(), "B".into(), "C".into()]), Filled { new: 1, known: 2, beyond: 0 });
        assert_eq!(pool.reserve(IntentId(3)).as_deref(), Some("A"));
        assert_eq!(Pool::decode(&pool.encode()), Ok(pool));
        assert!(Pool::decode(&[FORMAT + 1]).is_err());
    }

    #[test]
    fn a_pool_holds_no_more_than_its_bound() {
        let mut pool = Pool::default();
        let codes = (0..CODES_MAX + 2).map(|number| number.to_string().into());
        assert_eq!(pool.fill(codes), Filled { new: CODES_MAX, known: 0, beyond: 2 });
        assert_eq!(pool.fill(["1".into(), "new".into()]), Filled { new: 0, known: 1, beyond: 1 });
    }
}
