//! `[forms]`: how sign-up forms tell people from programs.

use crate::error::Error;
use serde::Deserialize;

/// More would keep a telephone busy for minutes.
const BITS_MAX: u8 = 24;
const WAIT_MAX_S: u32 = 600;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forms {
    /// Zero bits at the beginning of a SHA-256; 0: no work is asked for.
    pub work_bits: u8,
    pub work_bits_max: u8,
    /// Sign-ups by one form within ten minutes from which on the work grows.
    pub calm: u32,
    pub unproven_wait_s: u32,
    pub unproven_per_hour: u32,
}

impl Forms {
    pub(super) fn check(&self) -> Result<(), Error> {
        let fail = |place: &str, cause: &str, cure: &str| {
            Err(Error::Config { place: format!("forms.{place}"), cause: cause.into(), cure: cure.into() })
        };
        if self.work_bits > self.work_bits_max || self.work_bits_max > BITS_MAX {
            let cause = "it must be no more than work_bits_max, which is 24 at most";
            return fail("work_bits", cause, "leave both out to keep 16 and 21");
        }
        if self.calm == 0 {
            return fail("calm", "from no sign-up at all the work cannot grow", "set it to 20");
        }
        if self.unproven_wait_s > WAIT_MAX_S {
            return fail("unproven_wait_s", "nobody waits longer than ten minutes", "set it to 20");
        }
        Ok(())
    }
}
