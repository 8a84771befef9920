//! Keyed draws of the simulator: a tree of keys, each child named by what it is for. Asking never changes
//! anything, so the order of questions does not matter.

use super::Plan;
use anlass_model::id::parts_hash;

/// Full scale of a chance, in hundredths of a percent.
const BASIS_POINTS: u64 = 10_000;

/// A node of the tree.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Draws(u128);

impl Draws {
    pub(crate) fn root(plan: &Plan) -> Draws {
        let seed = plan.seed.to_le_bytes();
        Draws(parts_hash(&[b"anlass-sim", &seed, &plan.vault.0.to_le_bytes()]))
    }

    /// The child for `key` among those for `what`.
    pub(crate) fn of(self, what: &str, key: &[u8]) -> Draws {
        Draws(parts_hash(&[&self.0.to_le_bytes(), what.as_bytes(), key]))
    }

    /// The `n`-th child for `what`.
    pub(crate) fn nth(self, what: &str, n: u64) -> Draws {
        self.of(what, &n.to_le_bytes())
    }

    /// A 128-bit id.
    pub(crate) fn hash(self, what: &str) -> u128 {
        self.of(what, b"").0
    }

    /// A uniform 64-bit number.
    pub(crate) fn number(self, what: &str) -> u64 {
        u64::try_from(self.hash(what) >> 64).unwrap_or(u64::MAX)
    }

    /// A uniform number below 10,000.
    pub(crate) fn basis_points(self, what: &str) -> u64 {
        self.number(what) % BASIS_POINTS
    }

    /// True in so many of 10,000 cases.
    pub(crate) fn chance(self, what: &str, basis_points: u64) -> bool {
        self.basis_points(what) < basis_points
    }

    /// A uniform number from `low` to `high`, both included; `low` if there is none.
    pub(crate) fn between(self, what: &str, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high.saturating_sub(low)).map_or(1, |span| span.saturating_add(1));
        let offset = i64::try_from(self.number(what) % width).unwrap_or(0);
        low.saturating_add(offset)
    }

    /// One of the given things, each equally likely.
    pub(crate) fn choice<'a, T>(self, what: &str, from: &'a [T]) -> Option<&'a T> {
        let count = u64::try_from(from.len()).ok().filter(|count| *count > 0)?;
        from.get(usize::try_from(self.number(what) % count).ok()?)
    }
}
