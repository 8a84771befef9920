//! `anlass bench decide`: a mailing passes over everybody: the audience is asked, then reach, consent, holdout
//! and caps decide at once (dwell 0); every decision stands in the ledger. What it comes to is predicted
//! before by the waterfall, and must be what then happens.

use super::filled::Filled;
use super::{Meter, peak_rss_mb};
use anlass_model::definition::{Localised, Mailing};
use anlass_model::id::Name;
use anlass_model::time::{HOUR, Timestamp};
use anlass_runtime::Mode;
use anlass_runtime::virtual_time::Quiet;
use anlass_sim::fill::NOW;
use anyhow::{Context, Result, ensure};
use std::path::Path;

/// Almost everybody: the most that a mailing can cost.
const AUDIENCE: &str = "orders.count >= 1";

pub(crate) struct Options<'a> {
    pub(crate) data: &'a Path,
    pub(crate) customers: u64,
    /// Customers of one commit.
    pub(crate) slice: usize,
}

pub(crate) fn run(options: &Options<'_>) -> Result<serde_json::Value> {
    let mut filled = Filled::open(options.data)?;
    filled.check(options.customers)?;
    let now = NOW.plus(HOUR.times(2));
    let mailing = publish(&mut filled, now)?;
    let meter = Meter::start();
    let waterfall = filled.runtime.waterfall(filled.scope, mailing.id(), &Quiet, now)?;
    let waterfall_s = meter.seconds();
    let (planned_before, _) = decided(&filled)?;

    let meter = Meter::start();
    let mut cursor = filled.runtime.broadcast_cursor(filled.scope, mailing.id())?;
    let (mut passed, mut intents, mut done) = (0, 0, false);
    let mut worst_slice_s: f64 = 0.0;
    while !done {
        let begun = meter.seconds();
        let slice = filled.runtime.broadcast(&mut cursor, options.slice, Mode::Live, now)?;
        worst_slice_s = worst_slice_s.max(meter.seconds() - begun);
        passed += slice.passed;
        intents += slice.stepped.intents;
        done = slice.done;
    }
    filled.runtime.settle()?;
    let (seconds, cpu_s) = (meter.seconds(), meter.cpu_seconds());
    ensure!(passed >= options.customers, "the mailing passed {passed} customers only");
    ensure!(intents == waterfall.audience, "{intents} decisions for an audience of {}", waterfall.audience);
    let (planned, reasons) = decided(&filled)?;
    ensure!(
        planned - planned_before == waterfall.recipients,
        "{} recipients were planned, {} predicted",
        planned - planned_before,
        waterfall.recipients
    );
    Ok(serde_json::json!({
        "customers": passed, "audience": waterfall.audience, "recipients": waterfall.recipients,
        "no_consent": waterfall.lost_by("no_consent"), "unreachable": waterfall.lost_by("unreachable"),
        "cap": waterfall.lost_by("cap"), "held_out": waterfall.lost_by("held_out"), "ledger": reasons,
        "waterfall_s": waterfall_s, "customers_per_s": (passed as f64 / seconds).round(), "slice": options.slice,
        "worst_slice_ms": (worst_slice_s * 1_000.0).round(), "seconds": seconds, "cpu_s": cpu_s,
        "peak_rss_mb": peak_rss_mb().round(), "fsync_ms": anlass_store::probe::fsync_ms(options.data)?,
    }))
}

/// Adds a mailing of its own to what is published, so that the benchmark can be run again.
fn publish(filled: &mut Filled, now: Timestamp) -> Result<Name> {
    let mut definitions = filled.runtime.program.definitions.clone();
    let programme = definitions.programmes.iter_mut().find(|programme| !programme.messages.is_empty());
    let programme = programme.context("a programme with a message")?;
    let message = programme.messages.first().context("a programme with a message")?.id.clone();
    let id = Name::new(&format!("bench-mailing-{}", programme.mailings.len()))?;
    programme.mailings.push(Mailing {
        id: id.clone(),
        name: Localised { de: "Messung".into(), en: "Measurement".into() },
        audience: AUDIENCE.into(),
        message,
        at: now.in_zone(&filled.runtime.program.zone),
        list: None,
        stopped: false,
    });
    filled.publish(definitions)?;
    Ok(id)
}

/// Planned deliveries in the ledger, and rows by state and reason.
fn decided(filled: &Filled) -> Result<(u64, std::collections::BTreeMap<String, u64>)> {
    let mut planned = 0;
    let mut rows = std::collections::BTreeMap::new();
    for tally in filled.runtime.store.tally(&filled.scope)? {
        if tally.state == "planned" {
            planned += tally.rows;
        }
        *rows.entry(format!("{} {}", tally.state, tally.reason).trim_end().to_string()).or_default() +=
            tally.rows;
    }
    Ok((planned, rows))
}
