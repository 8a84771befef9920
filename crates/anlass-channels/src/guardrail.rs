//! Guardrails: sliding counts per programme of what people answered by going away. Pure: the moment is an
//! argument, and what follows from a verdict (pausing the programme) is done elsewhere.

use anlass_model::time::{DAY, HOUR, Span, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Width of a bucket: the window slides in steps of it.
const BUCKET: Span = HOUR;
/// The window is cut to this many buckets.
const BUCKETS_MAX: i64 = 24 * 90;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    Delivered,
    HardBounce,
    Complaint,
    Unsubscribe,
}

/// Counts of one programme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub delivered: u64,
    pub hard_bounces: u64,
    pub complaints: u64,
    pub unsubscribes: u64,
}

impl Counts {
    fn of(self, signal: Signal) -> u64 {
        match signal {
            Signal::Delivered => self.delivered,
            Signal::HardBounce => self.hard_bounces,
            Signal::Complaint => self.complaints,
            Signal::Unsubscribe => self.unsubscribes,
        }
    }

    fn add(&mut self, signal: Signal, number: u64) {
        let count = match signal {
            Signal::Delivered => &mut self.delivered,
            Signal::HardBounce => &mut self.hard_bounces,
            Signal::Complaint => &mut self.complaints,
            Signal::Unsubscribe => &mut self.unsubscribes,
        };
        *count = count.saturating_add(number);
    }
}

/// A share in parts of 100,000: 0.1 % is 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(pub u32);

impl Share {
    /// Whether `part` of `whole` is this share or more, without rounding.
    fn is_reached(self, part: u64, whole: u64) -> bool {
        u128::from(part) * 100_000 >= u128::from(self.0) * u128::from(whole) && part > 0
    }
}

/// From which share on somebody is warned, and from which the programme pauses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threshold {
    pub warn: Share,
    pub pause: Share,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub window: Span,
    /// With fewer deliveries than this a share says nothing.
    pub sample_min: u64,
    /// A single complaint is an accident: fewer than this neither warn nor pause.
    pub count_min: u64,
    pub complaints: Threshold,
    pub hard_bounces: Threshold,
    pub unsubscribes: Threshold,
}

impl Default for Limits {
    /// What Gmail, Yahoo and the Certified Senders Alliance ask of senders.
    fn default() -> Limits {
        Limits {
            window: DAY.times(7),
            sample_min: 500,
            count_min: 2,
            complaints: Threshold { warn: Share(100), pause: Share(300) },
            hard_bounces: Threshold { warn: Share(1_000), pause: Share(3_000) },
            unsubscribes: Threshold { warn: Share(1_000), pause: Share(2_500) },
        }
    }
}

/// Why a guardrail speaks up, with the figures for the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    pub signal: Signal,
    pub count: u64,
    pub delivered: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Ok,
    Warn(Cause),
    Pause(Cause),
}

/// The sliding counts of one programme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guardrail {
    /// By number of the bucket since 1970.
    buckets: BTreeMap<i64, Counts>,
}

impl Guardrail {
    /// Counts something that happened at `at`; out of order is fine.
    pub fn record(&mut self, signal: Signal, number: u64, at: Timestamp) {
        let bucket = bucket_of(at);
        let newest = self.buckets.last_key_value().map_or(bucket, |(newest, _)| (*newest).max(bucket));
        let oldest = newest.saturating_sub(BUCKETS_MAX);
        if bucket > oldest {
            self.buckets.entry(bucket).or_default().add(signal, number);
            while self.buckets.first_key_value().is_some_and(|(first, _)| *first <= oldest) {
                self.buckets.pop_first();
            }
        }
    }

    /// Everything in the window that ends at `now`.
    #[must_use]
    pub fn counts(&self, window: Span, now: Timestamp) -> Counts {
        let mut sum = Counts::default();
        let (first, last) = (bucket_of(now.minus(window)).saturating_add(1), bucket_of(now));
        if first > last {
            return sum;
        }
        for counts in self.buckets.range(first..=last).map(|(_, counts)| *counts) {
            for signal in [Signal::Delivered, Signal::HardBounce, Signal::Complaint, Signal::Unsubscribe] {
                sum.add(signal, counts.of(signal));
            }
        }
        sum
    }

    /// The worst that is to say now. Pauses come before warnings, complaints before the rest.
    #[must_use]
    pub fn judge(&self, limits: &Limits, now: Timestamp) -> Verdict {
        let counts = self.counts(limits.window, now);
        let watched = [
            (Signal::Complaint, limits.complaints),
            (Signal::HardBounce, limits.hard_bounces),
            (Signal::Unsubscribe, limits.unsubscribes),
        ];
        let mut warning = None;
        for (signal, threshold) in watched {
            let count = counts.of(signal);
            // A bounce was never delivered, but it was tried.
            let tried = match signal {
                Signal::HardBounce => counts.delivered.saturating_add(counts.hard_bounces),
                _ => counts.delivered,
            };
            let cause = Cause { signal, count, delivered: counts.delivered };
            if tried < limits.sample_min || count < limits.count_min {
                continue;
            }
            if threshold.pause.is_reached(count, tried) {
                return Verdict::Pause(cause);
            }
            if warning.is_none() && threshold.warn.is_reached(count, tried) {
                warning = Some(cause);
            }
        }
        warning.map_or(Verdict::Ok, Verdict::Warn)
    }
}

fn bucket_of(at: Timestamp) -> i64 {
    at.0.div_euclid(BUCKET.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: Timestamp = Timestamp(1_795_599_000_000);

    fn verdict(delivered: u64, signal: Signal, number: u64) -> Verdict {
        let mut guardrail = Guardrail::default();
        guardrail.record(Signal::Delivered, delivered, NOW.minus(HOUR));
        guardrail.record(signal, number, NOW);
        guardrail.judge(&Limits::default(), NOW)
    }

    #[test]
    fn complaints_warn_from_one_and_pause_from_three_in_a_thousand() {
        let cause = |count| Cause { signal: Signal::Complaint, count, delivered: 10_000 };
        assert_eq!(verdict(10_000, Signal::Complaint, 9), Verdict::Ok);
        assert_eq!(verdict(10_000, Signal::Complaint, 10), Verdict::Warn(cause(10)));
        assert_eq!(verdict(10_000, Signal::Complaint, 29), Verdict::Warn(cause(29)));
        assert_eq!(verdict(10_000, Signal::Complaint, 30), Verdict::Pause(cause(30)));
    }

    #[test]
    fn few_deliveries_say_nothing_and_one_complaint_is_an_accident() {
        assert_eq!(verdict(499, Signal::Complaint, 400), Verdict::Ok);
        assert_eq!(verdict(500, Signal::Complaint, 1), Verdict::Ok);
        assert!(matches!(verdict(500, Signal::Complaint, 2), Verdict::Pause(_)));
    }

    #[test]
    fn bad_addresses_and_unsubscribing_pause_as_well() {
        assert!(matches!(verdict(1_000, Signal::HardBounce, 15), Verdict::Warn(_)));
        assert!(matches!(verdict(1_000, Signal::HardBounce, 40), Verdict::Pause(_)));
        assert!(matches!(verdict(1_000, Signal::Unsubscribe, 25), Verdict::Pause(_)));
    }

    #[test]
    fn what_is_older_than_the_window_is_forgotten() {
        let mut guardrail = Guardrail::default();
        guardrail.record(Signal::Delivered, 1_000, NOW);
        guardrail.record(Signal::Complaint, 10, NOW);
        let limits = Limits::default();
        assert!(matches!(guardrail.judge(&limits, NOW), Verdict::Pause(_)));
        assert!(matches!(guardrail.judge(&limits, NOW.plus(DAY.times(6))), Verdict::Pause(_)));
        assert_eq!(guardrail.judge(&limits, NOW.plus(DAY.times(7))), Verdict::Ok);
    }

    proptest! {
        #[test]
        fn the_order_in_which_things_are_told_leaves_no_trace(
            mut told in proptest::collection::vec((0..4usize, 0..5u64, 0..5_000i64), 0..40),
        ) {
            let all = [Signal::Delivered, Signal::HardBounce, Signal::Complaint, Signal::Unsubscribe];
            let tell = |told: &[(usize, u64, i64)]| {
                let mut guardrail = Guardrail::default();
                for &(signal, number, hours) in told {
                    guardrail.record(all[signal], number, Timestamp(hours * HOUR.0));
                }
                guardrail
            };
            let forwards = tell(&told);
            told.reverse();
            prop_assert_eq!(&forwards, &tell(&told));
            prop_assert!(forwards.buckets.len() <= usize::try_from(BUCKETS_MAX).unwrap());
        }
    }
}
