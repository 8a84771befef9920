//! A brake for what strangers may do here: so often within a time, by address and by network. In memory only, and by
//! hash: nobody's network address is kept.

use anlass_model::id::parts_hash;
use anlass_model::time::{Span, Timestamp};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};

/// Remembered at once; beyond it those of whom nothing was heard for long go, and if there are none, all.
const KEYS_MAX: usize = 20_000;

#[derive(Default)]
pub(crate) struct Brake {
    tries: Mutex<BTreeMap<u128, VecDeque<i64>>>,
}

impl Brake {
    /// Whether somebody may once more; if so, it counts.
    pub(crate) fn lets(&self, who: &[&[u8]], max: usize, within: Span, now: Timestamp) -> bool {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        let is_over = |at: &i64| now.since(Timestamp(*at)) >= within;
        if tries.len() >= KEYS_MAX {
            tries.retain(|_, own| own.back().is_some_and(|at| !is_over(at)));
            if tries.len() >= KEYS_MAX {
                tries.clear();
            }
        }
        let own = tries.entry(parts_hash(who)).or_default();
        while own.front().is_some_and(is_over) {
            own.pop_front();
        }
        if own.len() >= max {
            return false;
        }
        own.push_back(now.0);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anlass_model::time::HOUR;

    #[test]
    fn so_often_within_a_time_and_no_more() {
        let brake = Brake::default();
        let now = Timestamp(1_790_000_000_000);
        let lets = |who: &str, at: Timestamp| brake.lets(&[who.as_bytes()], 2, HOUR, at);
        assert_eq!([0; 3].map(|_| lets("a", now)), [true, true, false]);
        assert!(lets("b", now));
        assert!(lets("a", now.plus(HOUR)));
    }
}
