//! `anlass bench kill`: a process that sends a mailing is killed again and again, without a word; in the end the ledger
//! and what a mail server took are compared letter by letter.

use super::filled::Filled;
use super::post::{self, Audience, Ledger, Signing};
use super::sink::Sink;
use super::{Meter, peak_rss_mb};
use anyhow::{Context, Result, bail, ensure};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const LOOK: Duration = Duration::from_millis(250);
/// Between two looks at the sink while a process is to send some more.
const STEP: Duration = Duration::from_millis(2);
/// A process that sends nothing for so many steps is stuck.
const STEPS_MAX: u32 = 30_000;

pub(crate) struct Options<'a> {
    pub(crate) data: &'a Path,
    pub(crate) customers: u64,
    pub(crate) kills: u64,
    pub(crate) signing: Signing,
}

pub(crate) fn run(options: &Options<'_>) -> Result<serde_json::Value> {
    let mut filled = Filled::open(options.data)?;
    filled.check(options.customers)?;
    let now = crate::clock::now();
    // Its day is today: the process that is killed lets it pass, too.
    let (_, letters) = post::publish(&mut filled, post::LETTER, Audience::Everybody, now)?;
    ensure!(letters > 0, "the mailing reaches nobody");
    drop(filled);
    let sink = Sink::start()?;
    let config = post::settings(options.data, sink.address, options.signing)?;
    std::fs::write(options.data.join("server.toml"), config).context("writing server.toml")?;
    let ledger = Ledger::open(options.data)?;
    let (before, over_before) = (ledger.rows()?, post::over(&ledger.states()?));
    drop(ledger);
    let meter = Meter::start();
    let each = letters / (options.kills + 1);
    for number in 1..=options.kills {
        let mut child = start(options.data)?;
        let reached = until(&sink, number * each, &mut child);
        child.kill().context("killing it")?;
        child.wait().context("waiting for its end")?;
        reached?;
    }
    let mut child = start(options.data)?;
    let ledger = Ledger::open(options.data)?;
    let states = ledger.wait(over_before + letters, LOOK, &|| sink.letters());
    child.kill().context("ending it")?;
    child.wait().context("waiting for its end")?;
    states?;
    let mut result = compare(&ledger, &before, &sink, letters)?;
    if let Some(result) = result.as_object_mut() {
        result.insert("kills".into(), options.kills.into());
        result.insert("seconds".into(), meter.seconds().into());
        result.insert("peak_rss_mb".into(), peak_rss_mb().round().into());
    }
    Ok(result)
}

fn start(data: &Path) -> Result<Child> {
    let program = std::env::current_exe().context("finding this program")?;
    let child = Command::new(program).arg("serve").arg("--data").arg(data).stdout(Stdio::null()).spawn();
    child.context("starting the process that sends")
}

/// Until the sink has taken so many.
fn until(sink: &Sink, letters: u64, child: &mut Child) -> Result<()> {
    let (mut last, mut still) = (sink.letters(), 0);
    while last < letters {
        post::pause(STEP);
        let now = sink.letters();
        still = if now == last { still + 1 } else { 0 };
        last = now;
        if let Some(status) = child.try_wait()? {
            bail!("the process that sends ended by itself: {status}");
        }
        ensure!(still < STEPS_MAX, "nothing was sent any more after {last} of {letters} letters");
    }
    Ok(())
}

/// Letter by letter: what the ledger says against what was taken.
fn compare(
    ledger: &Ledger,
    before: &BTreeMap<String, String>,
    sink: &Sink,
    letters: u64,
) -> Result<serde_json::Value> {
    let taken = sink.taken();
    let (mut delivered, mut unknown, mut unknown_arrived, mut lost, mut other) =
        (0_u64, 0_u64, 0_u64, 0_u64, 0_u64);
    for (id, state) in ledger.rows()? {
        if before.get(&id).is_some_and(|before| *before == state) {
            continue;
        }
        let has_arrived = taken.contains_key(&id);
        match (&*state, has_arrived) {
            ("delivered", true) => delivered += 1,
            ("delivered", false) => lost += 1,
            ("unknown", _) => {
                unknown += 1;
                unknown_arrived += u64::from(has_arrived);
            }
            // It arrived, and the ledger says that it did not.
            (_, true) => other += 1,
            (_, false) => {}
        }
    }
    let doubled = taken.values().filter(|copies| copies.len() > 1).count();
    let result = serde_json::json!({
        "letters": letters, "taken": sink.letters(), "delivered": delivered, "lost": lost, "doubled": doubled,
        "unknown": unknown, "unknown_arrived": unknown_arrived, "unaccounted": other,
    });
    let is_exact = lost == 0 && doubled == 0 && other == 0 && delivered + unknown == letters;
    match is_exact {
        true => Ok(result),
        false => bail!("ledger and mail server differ: {result}"),
    }
}
