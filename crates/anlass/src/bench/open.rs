//! `anlass bench open`: how long until a filled store answers, after an ordinary end and after a process was
//! killed in the middle of writing.

use super::filled::Filled;
use super::{Meter, peak_rss_mb};
use anlass_engine::Input;
use anlass_model::event::{Body, Event, SourceId};
use anlass_model::id::{EntityKind, MessageId, VaultId, parts_hash};
use anlass_model::time::{HOUR, Occurred, Received};
use anlass_runtime::{Extra, Mode, Work};
use anlass_sim::fill::{NOW, identifier};
use anyhow::{Context, Result, ensure};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

/// Commits after which the writing process is killed.
const COMMITS: usize = 12;
/// Events of one commit of the writing process.
const EVENTS: u64 = 5_000;

pub(crate) fn run(data: &Path, customers: u64) -> Result<serde_json::Value> {
    let (seconds, cpu_s) = open(data)?;
    let mut filled = Filled::open(data)?;
    filled.check(customers)?;
    let dossiers = filled.dossiers;
    drop(filled);
    kill_while_writing(data, customers)?;
    let wal = std::fs::metadata(data.join("store.sqlite-wal")).map_or(0, |file| file.len());
    ensure!(wal > 0, "the killed process left nothing to recover");
    let (after_kill_s, after_kill_cpu_s) = open(data)?;
    let mut filled = Filled::open(data)?;
    filled.check(customers)?;
    ensure!(filled.dossiers == dossiers, "{dossiers} dossiers before the kill, {} after", filled.dossiers);
    for number in 0..20 {
        let id = filled.runtime.derived(VaultId(1), &identifier(number))?;
        filled.runtime.verify(VaultId(1), id).with_context(|| format!("customer {number} after the kill"))?;
    }
    Ok(serde_json::json!({
        "dossiers": dossiers, "seconds": seconds, "cpu_s": cpu_s, "after_kill_s": after_kill_s,
        "after_kill_cpu_s": after_kill_cpu_s, "wal_mb": wal / 1_048_576,
        "peak_rss_mb": peak_rss_mb().round(), "fsync_ms": anlass_store::probe::fsync_ms(data)?,
    }))
}

/// Until the loop stands and has read a dossier.
fn open(data: &Path) -> Result<(f64, f64)> {
    let meter = Meter::start();
    let filled = Filled::open(data)?;
    let first = filled.runtime.store.scan(&filled.scope, EntityKind::Customer, None, 1)?;
    let first = first.first().context("a store with a dossier")?;
    filled.runtime.dossier(VaultId(1), first.key.id())?.context("a dossier that opens")?;
    Ok((meter.seconds(), meter.cpu_seconds()))
}

fn kill_while_writing(data: &Path, customers: u64) -> Result<()> {
    let program = std::env::current_exe().context("finding this program")?;
    let mut child = Command::new(program)
        .args(["bench", "open", "--write-until-killed", "--data"])
        .arg(data)
        .arg("--customers")
        .arg(customers.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .context("starting the process that writes")?;
    let lines = BufReader::new(child.stdout.take().context("its output")?).lines();
    let commits = lines.take(COMMITS).filter(Result::is_ok).count();
    // It is within its next commit now.
    child.kill().context("killing it")?;
    child.wait().context("waiting for its end")?;
    ensure!(commits == COMMITS, "the process that writes ended after {commits} commits");
    Ok(())
}

/// Commits events without end, and says so after every commit.
pub(crate) fn write_until_killed(data: &Path, customers: u64) -> Result<serde_json::Value> {
    let mut filled = Filled::open(data)?;
    filled.runtime.cache_max = 0;
    let now = NOW.plus(HOUR);
    let mut number = 0;
    loop {
        let mut works = Vec::new();
        for _ in 0..EVENTS {
            number += 1;
            let draw = parts_hash(&[b"bench open", &u64::to_le_bytes(number)]);
            let customer = u64::try_from(draw % u128::from(customers.max(1))).unwrap_or(0);
            let event = Event {
                message: MessageId::Hash(draw),
                source: SourceId(2),
                occurred: Occurred(now),
                received: Received(now),
                simulated: true,
                body: Body::Viewed(None),
            };
            let customer = filled.runtime.derived(VaultId(1), &identifier(customer))?;
            works.push(Work { vault: VaultId(1), customer, now, input: Input::Event(event) });
        }
        filled.runtime.run_works(works, Mode::Live, Extra::default())?;
        crate::say::out(&number.to_string());
    }
}
