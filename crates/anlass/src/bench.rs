//! Benchmarks through the real, durable path. Each ends its output with one line holding one JSON object; one
//! that cannot reach its work fails instead of printing.

mod catalogue;
mod decide;
pub(crate) mod filled;
mod identity;
mod import;
mod ingest;
mod kill;
mod latency;
mod open;
pub(crate) mod post;
mod segment;
mod send;
mod sink;
mod soldout;
mod trigger;

use crate::arguments::Bench;
use crate::say::{self, Answer};
use anyhow::Result;
use std::time::Instant;

pub(crate) fn run(bench: &Bench) -> Result<Answer> {
    let spinner = say::spinner("measuring");
    let result = match bench {
        Bench::Trigger { file, data, kill_after } => {
            trigger::run(&trigger::Options { file, data, kill_after: *kill_after })?
        }
        Bench::Catalogue { data, products } => catalogue::run(data, *products)?,
        Bench::Identity { data, people } => identity::run(data, *people)?,
        Bench::Import { data, lines } => import::run(data, *lines)?,
        Bench::Soldout { data, customers } => soldout::run(data, *customers)?,
        Bench::Segment { data, customers } => segment::run(data, *customers)?,
        Bench::Open { data, customers, write_until_killed: false } => open::run(data, *customers)?,
        Bench::Open { data, customers, write_until_killed: true } => {
            open::write_until_killed(data, *customers)?
        }
        Bench::Ingest { data, connections, batch, seconds, customers, events_per_s } => {
            ingest::run(&ingest::Options {
                data,
                connections: *connections,
                batch: *batch,
                seconds: *seconds,
                customers: *customers,
                events_per_s: *events_per_s,
            })?
        }
        Bench::Send { data, customers, sink, signing, compare } => send::run(&send::Options {
            data,
            customers: *customers,
            sink: *sink,
            signing: *signing,
            compare: *compare,
        })?,
        Bench::Latency { data, customers, events_per_s, seconds, signing, mailing } => {
            latency::run(&latency::Options {
                data,
                customers: *customers,
                events_per_s: *events_per_s,
                seconds: *seconds,
                signing: *signing,
                mailing: *mailing,
            })?
        }
        Bench::Kill { data, customers, kills, signing } => {
            kill::run(&kill::Options { data, customers: *customers, kills: *kills, signing: *signing })?
        }
        Bench::Decide { data, customers, slice } => {
            decide::run(&decide::Options { data, customers: *customers, slice: *slice })?
        }
    };
    spinner.finish_and_clear();
    Ok(Answer::good(result.to_string(), result))
}

/// Wall and CPU seconds since a start, and the peak of resident memory.
pub(crate) struct Meter {
    wall: Instant,
    cpu: f64,
}

impl Meter {
    #[expect(clippy::disallowed_methods, reason = "measuring is what it is for")]
    pub(crate) fn start() -> Meter {
        Meter { wall: Instant::now(), cpu: cpu_seconds() }
    }

    pub(crate) fn seconds(&self) -> f64 {
        self.wall.elapsed().as_secs_f64()
    }

    pub(crate) fn cpu_seconds(&self) -> f64 {
        cpu_seconds() - self.cpu
    }
}

/// CPU seconds of this process so far, all threads.
fn cpu_seconds() -> f64 {
    cpu_seconds_in("/proc/self/stat")
}

/// The same of any process.
pub(crate) fn cpu_seconds_in(path: &str) -> f64 {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    // After the command's closing bracket: state is field 3; utime and stime are fields 14 and 15.
    let ticks: f64 = text
        .rsplit_once(')')
        .map(|(_, rest)| {
            rest.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum()
        })
        .unwrap_or(0.0);
    ticks / 100.0
}

/// Resident memory in MiB.
pub(crate) fn rss_mb() -> f64 {
    status_mb("/proc/self/status", "VmRSS:")
}

/// Its peak.
pub(crate) fn peak_rss_mb() -> f64 {
    peak_rss_mb_in("/proc/self/status")
}

/// The same of any process.
pub(crate) fn peak_rss_mb_in(path: &str) -> f64 {
    status_mb(path, "VmHWM:")
}

fn status_mb(path: &str, field: &str) -> f64 {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(field));
    line.and_then(|line| line.trim().split(' ').next()?.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}
