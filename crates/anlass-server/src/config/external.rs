//! `[mail.external]`: another system that writes and sends our e-mail, job by job.

use crate::error::Error;
use serde::Deserialize;
use std::path::PathBuf;

const TIMEOUT_MS_MAX: u64 = 120_000;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct External {
    pub url: String,
    /// Relative to the data directory; made at the first start.
    pub secret_file: PathBuf,
    pub timeout_ms: u64,
    pub connections_max: usize,
}

impl External {
    pub(super) fn check(&self) -> Result<(), Error> {
        let fail = |place: &str, cause: &str, cure: &str| {
            let place = format!("mail.external.{place}");
            Err(Error::Config { place, cause: cause.into(), cure: cure.into() })
        };
        let keep = "leave the key out to keep its default";
        if !["https://", "http://"].iter().any(|scheme| self.url.starts_with(scheme)) {
            let cure = "write it as \"https://sender.example/jobs\"";
            return fail("url", "it begins with neither https:// nor http://", cure);
        }
        if self.secret_file.as_os_str().is_empty() {
            return fail("secret_file", "jobs are always signed", keep);
        }
        if !(1..=TIMEOUT_MS_MAX).contains(&self.timeout_ms) {
            return fail("timeout_ms", "allowed is 1 to 120000", keep);
        }
        if self.connections_max < 2 {
            let cause = "it is less than 2, and one is kept for contract messages";
            return fail("connections_max", cause, keep);
        }
        Ok(())
    }
}
