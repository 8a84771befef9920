//! `[webhooks]`: how other systems are called where a journey says so.

use crate::error::Error;
use serde::Deserialize;
use std::path::PathBuf;

const TIMEOUT_MS_MAX: u64 = 120_000;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhooks {
    /// Relative to the data directory; made at the first start.
    pub secret_file: PathBuf,
    pub timeout_ms: u64,
    pub attempts_max: u32,
    /// Hosts; empty: every public one.
    pub allow: Vec<String>,
}

impl Webhooks {
    pub(super) fn check(&self) -> Result<(), Error> {
        let fail = |place: &str, cause: &str, cure: &str| {
            Err(Error::Config { place: format!("webhooks.{place}"), cause: cause.into(), cure: cure.into() })
        };
        if self.secret_file.as_os_str().is_empty() {
            return fail("secret_file", "calls are always signed", "leave the key out to keep its default");
        }
        if !(1..=TIMEOUT_MS_MAX).contains(&self.timeout_ms) {
            return fail("timeout_ms", "allowed is 1 to 120000", "leave the key out to keep its default");
        }
        if self.attempts_max == 0 {
            return fail("attempts_max", "0 would call nobody", "leave the key out to keep its default");
        }
        let is_host = |host: &String| !host.is_empty() && !host.contains(['/', '@', ' ']);
        if !self.allow.iter().all(is_host) {
            let cure = "write hosts alone, such as \"crm.shop.example\"";
            return fail("allow", "one of them is not a host", cure);
        }
        Ok(())
    }
}
