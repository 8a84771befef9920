//! What is remembered of forms that were sent, so that each challenge counts once and many sign-ups at once cost more work.
//! In memory only, and by hash: challenges shown before what is remembered begins do not count, so none counts twice after a
//! restart either.

use crate::config::Forms;
use anlass_model::time::{HOUR, MINUTE, Span, Timestamp};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Mutex, PoisonError};

/// A challenge counts for so long after it was shown.
pub(crate) const LIFE: Span = HOUR.times(2);
/// Over so long sign-ups are counted.
const WINDOW: Span = MINUTE.times(10);
/// Challenges remembered at once; beyond it the oldest are forgotten, and as old ones count no more.
const USED_MAX: usize = 200_000;
/// More sign-ups within the window cost no more work.
const COUNTED_MAX: usize = 20_000;

pub(crate) struct Human {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// By form: when somebody signed up.
    sent: BTreeMap<u128, VecDeque<i64>>,
    /// When a challenge was shown, and its hash.
    used: BTreeSet<(i64, u128)>,
    /// Of challenges shown before it nobody knows whether they were used.
    since: i64,
}

impl Human {
    /// From a moment on.
    pub(crate) fn since(now: Timestamp) -> Human {
        Human { state: Mutex::new(State { since: now.0, ..State::default() }) }
    }

    /// Whether it is not known any more if a challenge shown at a moment was used.
    pub(crate) fn has_forgotten(&self, shown: Timestamp) -> bool {
        shown.0 < self.state.lock().unwrap_or_else(PoisonError::into_inner).since
    }

    /// How much work a form asks for now: zero bits at the beginning of a hash. Each doubling of the sign-ups beyond the
    /// calm number doubles the work.
    pub(crate) fn bits(&self, form: u128, config: &Forms, now: Timestamp) -> u8 {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if config.work_bits == 0 {
            return 0;
        }
        let sent = state.sent.entry(form).or_default();
        while sent.front().is_some_and(|at| now.since(Timestamp(*at)) >= WINDOW) {
            sent.pop_front();
        }
        let times = sent.len() / usize::try_from(config.calm.max(1)).unwrap_or(usize::MAX);
        let more = u8::try_from(usize::BITS - times.leading_zeros()).unwrap_or(u8::MAX);
        if sent.is_empty() {
            state.sent.remove(&form);
        }
        config.work_bits.saturating_add(more).min(config.work_bits_max)
    }

    /// Whether a challenge is sent for the first time; if so, it counts as a sign-up.
    pub(crate) fn takes(&self, form: u128, (shown, challenge): (Timestamp, u128), now: Timestamp) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.used = state.used.split_off(&(now.0.saturating_sub(LIFE.0), 0));
        if !state.used.insert((shown.0, challenge)) {
            return false;
        }
        if state.used.len() > USED_MAX
            && let Some((oldest, _)) = state.used.pop_first()
        {
            state.since = oldest + 1;
        }
        let sent = state.sent.entry(form).or_default();
        sent.push_back(now.0);
        if sent.len() > COUNTED_MAX {
            sent.pop_front();
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_790_000_000_000);
    const CONFIG: Forms =
        Forms { work_bits: 16, work_bits_max: 19, calm: 10, unproven_wait_s: 20, unproven_per_hour: 5 };

    #[test]
    fn a_challenge_counts_once_while_it_holds() {
        let human = Human::since(NOW);
        assert!(
            human.has_forgotten(NOW.minus(MINUTE)) && !human.has_forgotten(NOW),
            "of before nothing is known"
        );
        assert!(human.takes(1, (NOW, 7), NOW));
        assert!(!human.takes(1, (NOW, 7), NOW.plus(HOUR)));
        assert!(human.takes(1, (NOW, 8), NOW.plus(HOUR)));
        assert!(human.takes(1, (NOW.plus(LIFE), 9), NOW.plus(LIFE.times(2))));
        let used = human.state.lock().expect("nobody broke down").used.len();
        assert_eq!(used, 1, "what holds no longer is forgotten");
    }

    #[test]
    fn work_doubles_with_the_rate_of_one_form_and_falls_back() {
        let human = Human::since(NOW);
        let bits = |form: u128, now: Timestamp| human.bits(form, &CONFIG, now);
        let expected = [(9, 16), (10, 17), (19, 17), (20, 18), (40, 19), (200, 19)];
        let mut sent = 0;
        for (count, wanted) in expected {
            while sent < count {
                sent += 1;
                assert!(human.takes(1, (NOW, sent), NOW));
            }
            assert_eq!(bits(1, NOW), wanted, "{count}");
        }
        assert_eq!(bits(2, NOW), 16, "another form");
        assert_eq!(bits(1, NOW.plus(WINDOW)), 16);
        assert_eq!(human.bits(1, &Forms { work_bits: 0, ..CONFIG }, NOW), 0, "none is asked for");
    }
}
