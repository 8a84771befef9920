//! `anlass sim`: seeds of the law simulator, one after the other. Ends well only without any violation.

use crate::say::{self, Answer};
use anlass_sim::laws::{self, Mutation};
use anyhow::Result;

pub(crate) struct Options {
    pub(crate) first_seed: u64,
    pub(crate) seeds: u64,
    pub(crate) days: u32,
}

pub(crate) fn run(options: &Options) -> Result<Answer> {
    let bar = say::bar("seeds", options.seeds);
    let mut total = laws::Report::default();
    let mut violations = Vec::new();
    for seed in options.first_seed..options.first_seed.saturating_add(options.seeds) {
        let life = laws::Options {
            seed,
            days: options.days,
            faults: true,
            batch: 200,
            only: None,
            mutation: Mutation::None,
        };
        let report = laws::run(&life);
        for violation in report.violations {
            violations.push(format!("seed {seed}: {violation}"));
        }
        total.accepted += report.accepted;
        total.handed += report.handed;
        total.crashes += report.crashes;
        total.intents += report.intents;
        total.merges += report.merges;
        total.unmerges += report.unmerges;
        total.compactions += report.compactions;
        total.quarantined += report.quarantined;
        total.late_receipts += report.late_receipts;
        total.put_off += report.put_off;
        total.survived += report.survived;
        bar.inc(1);
    }
    bar.finish_and_clear();
    let json = serde_json::json!({
        "violations": violations.len(), "seeds": options.seeds, "first_seed": options.first_seed,
        "days": options.days, "accepted": total.accepted, "intents": total.intents, "handed": total.handed,
        "crashes": total.crashes, "merges": total.merges, "unmerges": total.unmerges, "compactions": total.compactions,
        "quarantined": total.quarantined, "late_receipts": total.late_receipts,
        "put_off": total.put_off, "errors_survived": total.survived,
    });
    let mut text = format!(
        "{} seeds × {} days: {} events accepted, {} intents, {} handed over, {} crashes survived, {} merges undone, \
         {} people still merged\n",
        options.seeds,
        options.days,
        total.accepted,
        total.intents,
        total.handed,
        total.crashes,
        total.unmerges,
        total.merges
    );
    match violations.len() {
        0 => text.push_str("all laws held"),
        count => {
            text.push_str(&format!("{count} violations; repeat one with --first-seed SEED --seeds 1\n"));
            text.push_str(&violations.join("\n"));
        }
    }
    // The violations themselves go to people; the JSON line is for programs and says how many.
    if !violations.is_empty() {
        say::talk(&violations.join("\n"));
    }
    Ok(Answer { text, json, good: violations.is_empty() })
}
