//! `anlass bench send`: personal letters to a local sink through the whole way out: ledger, rendering, signing, SMTP,
//! and what became of each back in the ledger.

use super::filled::Filled;
use super::post::{self, Audience, Ledger, Signing};
use super::sink::Sink;
use super::{Meter, peak_rss_mb};
use anyhow::{Context, Result, ensure};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// How often the ledger is looked at meanwhile.
const LOOK: Duration = Duration::from_millis(250);
/// Letters of the comparison, and sessions side by side: as many as the shipped settings open.
const COMPARED: u64 = 10_000;
const SESSIONS: u32 = 9;

pub(crate) struct Options<'a> {
    pub(crate) data: &'a Path,
    pub(crate) customers: u64,
    /// Absent: one in this process.
    pub(crate) sink: Option<SocketAddr>,
    pub(crate) signing: Signing,
    pub(crate) compare: bool,
}

pub(crate) fn run(options: &Options<'_>) -> Result<serde_json::Value> {
    let mut filled = Filled::open(options.data)?;
    filled.check(options.customers)?;
    let now = crate::clock::now();
    let (mailing, letters) = post::publish(&mut filled, post::LETTER, Audience::Everybody, now)?;
    ensure!(letters > 0, "the mailing reaches nobody");
    post::plan(&mut filled, &mailing, now)?;
    drop(filled);
    let own = match options.sink {
        Some(_) => None,
        None => Some(Sink::start()?),
    };
    let sink = match (&own, options.sink) {
        (Some(own), _) => own.address,
        (None, sink) => sink.context("a sink")?,
    };
    let config = post::settings(options.data, sink, options.signing)?;
    let before = Ledger::open(options.data)?.states()?;
    let meter = Meter::start();
    let (house, running) = post::open(options.data, &config)?;
    let ledger = Ledger::open(options.data)?;
    let states =
        ledger.wait(post::over(&before) + letters, LOOK, &|| own.as_ref().map_or(0, Sink::letters))?;
    let (seconds, cpu_s) = (meter.seconds(), meter.cpu_seconds());
    running.stop();
    drop(house);
    let of = |state: &str| {
        states.get(state).copied().unwrap_or(0).saturating_sub(before.get(state).copied().unwrap_or(0))
    };
    let delivered = of("delivered");
    ensure!(delivered == letters, "{delivered} of {letters} letters were delivered: {states:?}");
    let mut bytes = None;
    if let Some(own) = &own {
        ensure!(own.letters() == letters, "the sink took {} of {letters} letters", own.letters());
        bytes = Some(own.bytes() / letters.max(1));
    }
    let msgs_per_s = delivered as f64 / seconds;
    let source_per_s = match options.compare {
        true => compare(sink, bytes.unwrap_or(10_000))?,
        false => None,
    };
    Ok(serde_json::json!({
        "letters": delivered, "letter_bytes": bytes, "signing": options.signing.as_str(),
        "own_sink": own.is_some(), "msgs_per_s": msgs_per_s.round(), "smtp_source_per_s": source_per_s.map(f64::round),
        "ratio": source_per_s.map(|source| (msgs_per_s / source * 100.0).round() / 100.0),
        "seconds": seconds, "cpu_s": cpu_s, "peak_rss_mb": peak_rss_mb().round(),
        "fsync_ms": anlass_store::probe::fsync_ms(options.data)?,
    }))
}

/// What postfix's own load tool brings to the same sink with letters as long, unsigned and unchanging; `None` if it is
/// not installed.
fn compare(sink: SocketAddr, bytes: u64) -> Result<Option<f64>> {
    let meter = Meter::start();
    let ran = Command::new("smtp-source")
        .args(["-d", "-s", &SESSIONS.to_string(), "-m", &COMPARED.to_string(), "-l", &bytes.to_string()])
        .args(["-f", "news@bench.example", "-t", "first.1@example.org", &sink.to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status();
    match ran {
        Ok(status) => {
            ensure!(status.success(), "smtp-source failed: {status}");
            Ok(Some(COMPARED as f64 / meter.seconds()))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            crate::say::talk("smtp-source is not installed: nothing to compare with (it comes with postfix)");
            Ok(None)
        }
        Err(error) => Err(error).context("starting smtp-source"),
    }
}
