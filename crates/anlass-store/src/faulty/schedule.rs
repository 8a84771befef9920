//! Which call fails how: a list, or a function of seed and call number.

use anlass_model::id::parts_hash;
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Fault {
    #[default]
    None,
    /// Nothing is written; the call fails.
    FailBefore,
    /// Everything is written; the call fails all the same: the caller cannot know.
    FailAfter,
    /// The call works; the simulator may read from the history that it took so long.
    Delay(u32),
    /// The store is down before anything is written, until it is revived.
    CrashBefore,
    /// The store is down after everything was written, until it is revived.
    CrashAfter,
}

/// Reads and writes are counted and planned apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    Read,
    /// Commit, compaction, lease.
    Write,
}

/// A fault that happened. Calls of one way are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Injected {
    pub way: Way,
    pub call: u64,
    pub fault: Fault,
}

/// The default schedule has no faults.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Schedule {
    pub reads: Plan,
    pub writes: Plan,
}

#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Plan {
    #[default]
    Empty,
    /// By call number, from 1.
    Listed(BTreeMap<u64, Fault>),
    Seeded {
        seed: u64,
        odds: Odds,
    },
}

/// Of 1,000 calls, how many fail in which way, on average.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Odds {
    pub fail_before: u32,
    pub fail_after: u32,
    pub delay: u32,
    pub crash_before: u32,
    pub crash_after: u32,
}

/// Seeded delays are 1 to this long.
const DELAY_MAX: u32 = 100;

impl Plan {
    /// The fault of a call; always the same for the same plan.
    #[must_use]
    pub fn fault(&self, way: Way, call: u64) -> Fault {
        match self {
            Plan::Empty => Fault::None,
            Plan::Listed(faults) => faults.get(&call).copied().unwrap_or_default(),
            Plan::Seeded { seed, odds } => odds.draw(*seed, way, call),
        }
    }
}

impl Odds {
    fn draw(&self, seed: u64, way: Way, call: u64) -> Fault {
        let way: &[u8] = match way {
            Way::Read => b"read",
            Way::Write => b"write",
        };
        let hash = parts_hash(&[&seed.to_le_bytes(), way, &call.to_le_bytes()]);
        let mut left = u32::try_from(hash % 1_000).expect("under 1,000");
        let delay = 1 + u32::try_from((hash >> 64) % u128::from(DELAY_MAX)).expect("under 100");
        let choices = [
            (self.fail_before, Fault::FailBefore),
            (self.fail_after, Fault::FailAfter),
            (self.delay, Fault::Delay(delay)),
            (self.crash_before, Fault::CrashBefore),
            (self.crash_after, Fault::CrashAfter),
        ];
        for (share, fault) in choices {
            if left < share {
                return fault;
            }
            left -= share;
        }
        Fault::None
    }
}
