//! A brake on guessing passwords: after some failures an address has to wait, longer each time. In memory only:
//! who restarts the server owns it anyway.

use super::users;
use anlass_model::time::{MINUTE, SECOND, Timestamp};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Failures without a wait.
const FREE: u32 = 5;
/// The longest wait, in doublings of a second.
const DOUBLINGS_MAX: u32 = 10;
/// Without a failure for so long, all is forgotten.
const FORGOTTEN: anlass_model::time::Span = MINUTE.times(30);
/// Addresses remembered; beyond it the forgotten ones go, and if there are none, all.
const ADDRESSES_MAX: usize = 10_000;

#[derive(Clone, Copy, Default)]
struct Failures {
    count: u32,
    last: i64,
}

#[derive(Default)]
pub(super) struct Throttle {
    failures: Mutex<BTreeMap<String, Failures>>,
}

impl Throttle {
    fn failures(&self) -> MutexGuard<'_, BTreeMap<String, Failures>> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How long this address has to wait still, in seconds.
    pub(super) fn waits(&self, email: &str, now: Timestamp) -> Option<i64> {
        let failures = self.failures().get(&users::name(email)).copied()?;
        let over = failures.count.checked_sub(FREE)?;
        let wait = SECOND.times(1 << over.min(DOUBLINGS_MAX));
        let left = Timestamp(failures.last).plus(wait).since(now).0;
        (left > 0).then_some(left / SECOND.0 + 1)
    }

    pub(super) fn failed(&self, email: &str, now: Timestamp) {
        let mut all = self.failures();
        if all.len() >= ADDRESSES_MAX {
            all.retain(|_, one| now.since(Timestamp(one.last)) < FORGOTTEN);
            if all.len() >= ADDRESSES_MAX {
                all.clear();
            }
        }
        let one = all.entry(users::name(email)).or_default();
        if now.since(Timestamp(one.last)) >= FORGOTTEN {
            one.count = 0;
        }
        *one = Failures { count: one.count.saturating_add(1), last: now.0 };
    }

    pub(super) fn succeeded(&self, email: &str) {
        self.failures().remove(&users::name(email));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guessing_becomes_slow_and_the_right_password_ends_it() {
        let throttle = Throttle::default();
        let now = Timestamp(1_790_000_000_000);
        for _ in 0..FREE {
            assert_eq!(throttle.waits("eva@example.org", now), None);
            throttle.failed("Eva@example.org ", now);
        }
        let first = throttle.waits("eva@example.org", now).expect("it waits");
        throttle.failed("eva@example.org", now);
        assert!(throttle.waits("eva@example.org", now).is_some_and(|next| next > first));
        assert_eq!(throttle.waits("ben@example.org", now), None);
        assert_eq!(throttle.waits("eva@example.org", now.plus(MINUTE)), None);
        throttle.succeeded("eva@example.org");
        assert_eq!(throttle.waits("eva@example.org", now), None);
    }
}
