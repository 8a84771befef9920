//! The `anlass` binary: command line over the runtime and the simulator.

mod bench;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::path::PathBuf;

#[derive(Parser)]
#[command(name = "anlass", version, about = "One-to-one marketing: from occasion to decision")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measure through the real, durable path.
    Bench {
        #[command(subcommand)]
        bench: Bench,
    },
}

#[derive(Subcommand)]
enum Bench {
    /// Cart abandoned over a file of five million events.
    Trigger {
        file: PathBuf,
        /// Where the store is kept; the run goes on where an earlier one stopped.
        #[arg(long)]
        data: PathBuf,
        /// Abort the process after this many batches.
        #[arg(long)]
        kill_after: Option<u64>,
        #[arg(long)]
        json: bool,
    },
}

#[expect(clippy::print_stdout, reason = "the command line talks to people here and nowhere else")]
fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::Bench { bench: Bench::Trigger { file, data, kill_after, json: _ } } => {
            let result = bench::trigger::run(&bench::trigger::Options { file: &file, data: &data, kill_after })?;
            println!("{result}");
        }
    }
    Ok(())
}
