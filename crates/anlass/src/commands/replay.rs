//! `anlass replay`: the recorded history through the live loop in virtual time. It can be killed and goes on.

use crate::clock::Watch;
use crate::installation::Installation;
use crate::outside::Recorded;
use crate::say::{self, Answer};
use anlass_model::definition::Language;
use anlass_model::id::VaultId;
use anlass_runtime::history::{self, Plan};
use anlass_server::insight::words::pick;
use anyhow::{Result, ensure};
use std::path::Path;

/// Arrivals of one commit unless told otherwise, at least.
const BATCH_MIN: usize = 10_000;

#[derive(Default)]
pub(crate) struct Options {
    /// Arrivals in one commit; absent: a twentieth of the history, within bounds.
    pub(crate) batch: Option<usize>,
    /// Abort the process after this many commits were handed over: for tests of resuming.
    pub(crate) kill_after: Option<u64>,
    /// Of what is said while it works.
    pub(crate) language: Language,
}

pub(crate) fn run(data: &Path, options: &Options) -> Result<Answer> {
    ensure!(
        options.batch != Some(0),
        "a batch holds at least one arrival\n  help: write a number above 0 after --batch"
    );
    let installation = Installation::open(data)?;
    let mut runtime = installation.runtime()?;
    let history = installation.history()?;
    let vault = runtime.custodian.vaults().first().copied().unwrap_or(VaultId(1));
    let seed = installation.simulated()?;
    let outside = Recorded::new(&runtime.program.definitions.settings, vault, seed)?;
    let from = history::position(&*installation.store)?;
    let last = history.last()?;
    // Small enough to see it move and to lose little when killed, large enough to write each dossier seldom.
    let twentieth = usize::try_from(last / 20).unwrap_or(history::BATCH);
    let batch = options.batch.unwrap_or(twentieth.max(BATCH_MIN)).min(history::BATCH);
    let bar = say::bar(pick(options.language, "spielt nach", "replaying"), last.saturating_sub(from.entry));
    let watch = Watch::start();
    let mut commits = 0;
    let plan = Plan { outside: &outside, before: None, batch };
    let done = runtime.replay(&history, &plan, &mut |position| {
        bar.set_position(position.entry.saturating_sub(from.entry));
        commits += 1;
        if options.kill_after == Some(commits) {
            // Nothing is flushed or closed: what the operating system does to a killed process.
            std::process::abort();
        }
    })?;
    bar.finish_and_clear();
    let seconds = watch.elapsed().as_secs_f64();
    let text = format!(
        "replayed {} events in {seconds:.1} s{}, up to {}; what was still open then stays open",
        say::grouped(done.arrivals, ','),
        if done.from.entry > 0 {
            format!(", going on after event {}", done.from.entry)
        } else {
            String::new()
        },
        done.to.until,
    );
    let json = serde_json::json!({
        "from_entry": done.from.entry, "to_entry": done.to.entry, "arrivals": done.arrivals,
        "inputs": done.inputs, "until": done.to.until.to_string(), "seconds": seconds, "simulated_seed": seed,
    });
    Ok(Answer::good(text, json))
}
