//! A pool of single-use codes (vouchers). The same delivery always gets the same code; a code is given to
//! one delivery only. It lies in parts, each an entity like a dossier: changed in one place at a time, committed with what
//! uses it.

use anlass_model::id::{EntityId, IntentId, parts_hash};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Format of a part's bytes.
const FORMAT: u8 = 1;
/// Codes of a part, free and given: it is written whole with each round of deliveries that uses it.
pub const PART_MAX: usize = 20_000;
/// Parts of a pool.
pub const PARTS_MAX: usize = 50;
/// Codes of a pool, free and given.
pub const CODES_MAX: usize = PART_MAX * PARTS_MAX;

/// Codes are given out part by part, the first ones first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pool {
    parts: Vec<Part>,
    changed: BTreeSet<usize>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Part {
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

impl Part {
    fn given_at(&self, intent: IntentId) -> Result<usize, usize> {
        self.given.binary_search_by_key(&intent, |(own, _)| *own)
    }

    fn codes(&self) -> impl Iterator<Item = &str> {
        let given = self.given.iter().map(|(_, code)| &**code);
        self.free.iter().map(|code| &**code).chain(given)
    }

    fn room(&self) -> usize {
        PART_MAX.saturating_sub(self.free.len() + self.given.len())
    }
}

impl Pool {
    /// The id of a part, by its number below [`PARTS_MAX`].
    #[must_use]
    pub fn id(name: &str, part: usize, partitions: u8) -> EntityId {
        let number = part.to_string();
        let words: [&[u8]; 3] = [b"pool", name.as_bytes(), number.as_bytes()];
        // The first one has the name alone.
        let words = if part == 0 { words.get(..2) } else { words.get(..) };
        EntityId::from_hash(parts_hash(words.unwrap_or_default()), partitions)
    }

    /// Adds codes behind those it has. Those it has or ever gave out are left out, and so are those beyond
    /// [`CODES_MAX`].
    pub fn fill(&mut self, codes: impl IntoIterator<Item = Box<str>>) -> Filled {
        let mut filled = Filled::default();
        let mut new = Vec::new();
        let mut all: BTreeSet<&str> = self.parts.iter().flat_map(Part::codes).collect();
        let codes: Vec<Box<str>> = codes.into_iter().collect();
        for code in &codes {
            if all.contains(&**code) {
                filled.known += 1;
            } else if all.len() >= CODES_MAX {
                filled.beyond += 1;
            } else {
                all.insert(code);
                new.push(code.clone());
            }
        }
        filled.new = new.len();
        let mut new = new.into_iter();
        while new.len() > 0 {
            if self.parts.last().is_none_or(|part| part.room() == 0) {
                self.parts.push(Part::default());
            }
            if let Some(part) = self.parts.last_mut() {
                let mut behind: Vec<Box<str>> = new.by_ref().take(part.room()).collect();
                behind.reverse();
                behind.append(&mut part.free);
                part.free = behind;
            }
            self.changed.insert(self.parts.len() - 1);
        }
        filled
    }

    /// The code of a delivery: the one it has, or the next free one.
    pub fn reserve(&mut self, intent: IntentId) -> Option<Box<str>> {
        for part in &self.parts {
            if let Ok(index) = part.given_at(intent) {
                return part.given.get(index).map(|(_, code)| code.clone());
            }
        }
        let (number, part) = self.parts.iter_mut().enumerate().find(|(_, part)| !part.free.is_empty())?;
        let code = part.free.pop()?;
        if let Err(index) = part.given_at(intent) {
            part.given.insert(index, (intent, code.clone()));
        }
        self.changed.insert(number);
        Some(code)
    }

    #[must_use]
    pub fn has_code(&self, intent: IntentId) -> bool {
        self.parts.iter().any(|part| part.given_at(intent).is_ok())
    }

    /// The delivery did not happen: its code is the next one of its part.
    pub fn give_back(&mut self, intent: IntentId) {
        for (number, part) in self.parts.iter_mut().enumerate() {
            if let Ok(index) = part.given_at(intent) {
                let (_, code) = part.given.remove(index);
                part.free.push(code);
                self.changed.insert(number);
            }
        }
    }

    #[must_use]
    pub fn free(&self) -> usize {
        self.parts.iter().map(|part| part.free.len()).sum()
    }

    /// Codes that deliveries have.
    #[must_use]
    pub fn given(&self) -> usize {
        self.parts.iter().map(|part| part.given.len()).sum()
    }

    /// The parts that changed since the pool was read, by number.
    pub fn changed(&self) -> impl Iterator<Item = (usize, Vec<u8>)> {
        let parts = self.changed.iter().filter_map(|number| Some((*number, self.parts.get(*number)?)));
        parts.map(|(number, part)| {
            let mut bytes = vec![FORMAT];
            bytes.extend(postcard::to_allocvec(part).expect("plain data always encodes"));
            (number, bytes)
        })
    }

    /// A pool by its parts, the first one first.
    ///
    /// # Errors
    /// For newer formats and damaged bytes.
    pub fn decode<Bytes: AsRef<[u8]>>(parts: &[Bytes]) -> Result<Pool, crate::codec::Error> {
        let part = |bytes: &Bytes| match bytes.as_ref() {
            [FORMAT, rest @ ..] => {
                postcard::from_bytes(rest).map_err(|_| crate::codec::Error::Damaged { place: "a pool" })
            }
            [found, ..] if *found > FORMAT => Err(crate::codec::Error::NewerFormat { found: *found }),
            _ => Err(crate::codec::Error::Damaged { place: "a pool" }),
        };
        Ok(Pool { parts: parts.iter().map(part).collect::<Result<_, _>>()?, changed: BTreeSet::new() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As it is after it was written and read; what changed is laid over what was there.
    fn stored(rows: &mut Vec<Vec<u8>>, pool: &Pool) -> Pool {
        for (number, bytes) in pool.changed() {
            rows.resize(rows.len().max(number + 1), Vec::new());
            rows[number] = bytes;
        }
        Pool::decode(rows).expect("read")
    }

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
        assert_eq!(stored(&mut Vec::new(), &pool).parts, pool.parts);
        assert!(Pool::decode(&[vec![FORMAT + 1]]).is_err());
    }

    #[test]
    fn a_large_pool_lies_in_parts_of_which_only_those_that_changed_are_written() {
        let mut rows = Vec::new();
        let mut pool = Pool::default();
        let code = |number: usize| Box::<str>::from(number.to_string());
        assert_eq!(pool.fill((0..2 * PART_MAX + 1).map(code)).new, 2 * PART_MAX + 1);
        assert_eq!(pool.changed().map(|(number, _)| number).collect::<Vec<_>>(), [0, 1, 2]);
        let mut pool = stored(&mut rows, &pool);
        // They go out in the order in which they came, and none twice.
        for number in 0..=PART_MAX {
            assert_eq!(pool.reserve(IntentId(number as u128)), Some(code(number)));
        }
        assert_eq!(pool.changed().map(|(number, _)| number).collect::<Vec<_>>(), [0, 1]);
        let mut pool = stored(&mut rows, &pool);
        assert_eq!((pool.free(), pool.given()), (PART_MAX, PART_MAX + 1));
        assert_eq!(pool.reserve(IntentId(7)), Some(code(7)));
        assert_eq!(pool.changed().count(), 0, "it had its code");
        // What comes back to the first part is the next one.
        pool.give_back(IntentId(7));
        assert_eq!(pool.reserve(IntentId(u128::MAX)), Some(code(7)));
        assert_eq!(
            pool.fill([code(3), code(2 * PART_MAX), "new".into()]),
            Filled { new: 1, known: 2, beyond: 0 }
        );
        assert_eq!(stored(&mut rows, &pool).parts, pool.parts);
    }

    #[test]
    fn a_pool_holds_no_more_than_its_bound() {
        let mut pool = Pool::default();
        let codes = (0..CODES_MAX + 2).map(|number| number.to_string().into());
        assert_eq!(pool.fill(codes), Filled { new: CODES_MAX, known: 0, beyond: 2 });
        assert_eq!(pool.fill(["1".into(), "new".into()]), Filled { new: 0, known: 1, beyond: 1 });
        assert_eq!(pool.parts.len(), PARTS_MAX);
    }
}
