//! The steps of `cargo xtask test` and `cargo xtask ci`: each runs even if one before it failed, so that one
//! run shows everything; a table with the times closes the run.

use crate::{arrows, binary, repository, tidy};
use anyhow::{Result, bail};
use std::time::{Duration, Instant};

#[derive(Clone, Copy)]
pub(crate) struct Step {
    name: &'static str,
    run: fn() -> Result<()>,
}

pub(crate) const FORMAT_AND_LINTS: [Step; 2] = [
    Step { name: "format", run: || cargo(&["fmt", "--all", "--check"]) },
    Step {
        name: "lints",
        run: || cargo(&["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]),
    },
];

pub(crate) const TEST: [Step; 6] = [
    Step { name: "arrows", run: arrows::run },
    Step { name: "tidy", run: tidy::run },
    Step { name: "tests", run: || cargo(&["test", "--workspace"]) },
    // Builds what the binary of the next two takes in.
    Step { name: "web app", run: binary::test_app },
    Step { name: "browser", run: binary::browse },
    Step { name: "simulation", run: binary::simulate_briefly },
];

fn cargo(arguments: &[&str]) -> Result<()> {
    repository::call("cargo", arguments)
}

struct Record {
    name: &'static str,
    took: Duration,
    result: Result<()>,
}

pub(crate) fn run(steps: &[Step]) -> Result<()> {
    let mut records = Vec::with_capacity(steps.len());
    for (number, step) in (1..).zip(steps) {
        eprintln!("\n[{number}/{}] {}", steps.len(), step.name);
        let start = now();
        let result = (step.run)();
        let took = start.elapsed();
        if let Err(error) = &result {
            eprintln!("error: {error:#}");
        }
        records.push(Record { name: step.name, took, result });
    }
    eprint!("\n{}", table(&records));
    close(&records)
}

fn table(records: &[Record]) -> String {
    let mut table = format!("{:<12}{:>9}  result\n", "step", "seconds");
    for Record { name, took, result } in records {
        let result = if result.is_ok() { "passed" } else { "failed" };
        table.push_str(&format!("{name:<12}{:>9.1}  {result}\n", took.as_secs_f64()));
    }
    table
}

fn close(records: &[Record]) -> Result<()> {
    let total: Duration = records.iter().map(|record| record.took).sum();
    let failed: Vec<&str> =
        records.iter().filter(|record| record.result.is_err()).map(|record| record.name).collect();
    if !failed.is_empty() {
        bail!("{} of {} steps failed: {}", failed.len(), records.len(), failed.join(", "));
    }
    eprintln!("{} steps passed in {:.1} s", records.len(), total.as_secs_f64());
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "how long a step takes is told to the person waiting")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(name: &'static str, result: Result<()>) -> Record {
        Record { name, took: Duration::from_millis(1_250), result }
    }

    #[test]
    fn the_table_names_every_step() {
        let records = [
            record("tidy", Ok(())),
            record("tests", Err(anyhow::anyhow!("broken"))),
            record("simulation", Ok(())),
        ];
        let expected = "\
step          seconds  result
tidy              1.2  passed
tests             1.2  failed
simulation        1.2  passed
";
        assert_eq!(table(&records), expected);
        assert_eq!(close(&records).unwrap_err().to_string(), "1 of 3 steps failed: tests");
    }
}
