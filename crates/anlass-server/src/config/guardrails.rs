//! `[guardrails]`: from which shares of complaints, bounces and withdrawals on somebody is warned or a programme pauses.

use crate::error::Error;
use anlass_channels::guardrail::{Limits, Share, Threshold};
use anlass_model::time::DAY;
use serde::Deserialize;

/// Counts are kept this long.
const WINDOW_DAYS_MAX: u32 = 90;
const WHOLE: u32 = 100_000;

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guardrails {
    pub window_days: u32,
    pub sample_min: u64,
    pub count_min: u64,
    pub complaints: Thresholds,
    pub hard_bounces: Thresholds,
    pub unsubscribes: Thresholds,
}

/// In 100,000.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    pub warn: u32,
    pub pause: u32,
}

impl Guardrails {
    pub(super) fn check(&self) -> Result<(), Error> {
        let fail = |place: &str, cause: &str, cure: &str| {
            Err(Error::Config {
                place: format!("guardrails.{place}"),
                cause: cause.into(),
                cure: cure.into(),
            })
        };
        if !(1..=WINDOW_DAYS_MAX).contains(&self.window_days) {
            return fail("window_days", "counts are kept for 1 to 90 days", "set it to 7");
        }
        for (place, Thresholds { warn, pause }) in [
            ("complaints", self.complaints),
            ("hard_bounces", self.hard_bounces),
            ("unsubscribes", self.unsubscribes),
        ] {
            if warn == 0 || warn > pause || pause > WHOLE {
                let cause = "warn must be above 0 and not above pause, which is 100000 at most";
                return fail(place, cause, "write shares in 100,000: 0.1 % is 100");
            }
        }
        Ok(())
    }

    pub(crate) fn limits(&self) -> Limits {
        let threshold = |own: Thresholds| Threshold { warn: Share(own.warn), pause: Share(own.pause) };
        Limits {
            window: DAY.times(i64::from(self.window_days)),
            sample_min: self.sample_min,
            count_min: self.count_min,
            complaints: threshold(self.complaints),
            hard_bounces: threshold(self.hard_bounces),
            unsubscribes: threshold(self.unsubscribes),
        }
    }
}
