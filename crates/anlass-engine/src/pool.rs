//! A pool of single-use codes (vouchers). The same delivery always gets the same code; a code is given to
//! one delivery only. Like a dossier it is an entity: changed in one place at a time, committed with what
//! uses it.

use anlass_model::id::{EntityId, IntentId, parts_hash};
use serde::{Deserialize, Serialize};

/// Format of its bytes.
const FORMAT: u8 = 1;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pool {
    /// Still to be given out, the next one last.
    free: Vec<Box<str>>,
    /// Given out, sorted by delivery.
    given: Vec<(IntentId, Box<str>)>,
}

impl Pool {
    /// The id of a pool by its name.
    #[must_use]
    pub fn id(name: &str, parts: u8) -> EntityId {
        EntityId::from_hash(parts_hash(&[b"pool", name.as_bytes()]), parts)
    }

    /// Adds codes; those it has or ever gave out are left out. Returns how many were new.
    pub fn fill(&mut self, codes: impl IntoIterator<Item = Box<str>>) -> usize {
        let before = self.free.len();
        for code in codes {
            let known = self.free.contains(&code) || self.given.iter().any(|(_, given)| *given == code);
            if !known {
                self.free.insert(0, code);
            }
        }
        self.free.len() - before
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
        assert_eq!(pool.fill(["A".into(), "B".into(), "A".into()]), 2);
        let first = pool.reserve(IntentId(1));
        assert_eq!(first.as_deref(), Some("A"));
        assert_eq!(pool.reserve(IntentId(1)), first);
        assert_eq!(pool.reserve(IntentId(2)).as_deref(), Some("B"));
        assert_eq!(pool.reserve(IntentId(3)), None);
        pool.give_back(IntentId(1));
        assert_eq!(pool.fill(["A".into(), "B".into()]), 0);
        assert_eq!(pool.reserve(IntentId(3)).as_deref(), Some("A"));
        assert_eq!(Pool::decode(&pool.encode()), Ok(pool));
        assert!(Pool::decode(&[FORMAT + 1]).is_err());
    }
}
