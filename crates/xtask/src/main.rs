//! The chores of this repository, as `cargo xtask <chore>`. Small on purpose, so that it starts at once: it
//! depends on no crate of Anlass and leaves the work to cargo, git and the `anlass` binary.

#![expect(clippy::print_stdout, reason = "findings and the usage text are what it is asked for")]
#![expect(clippy::print_stderr, reason = "it tells the person at the terminal what it does")]

mod arrows;
mod binary;
mod finding;
mod metadata;
mod purity;
mod repository;
mod steps;
mod tidy;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask <chore>

  demo [--once] [--data DIR] …   build web app and release binary, run `anlass demo`, then serve; also
                                 --language de|en, --seed N, --households N
  test                           everything that has to pass before a merge, except formatting and lints
  ci                             formatting and lints, then everything `test` does
  arrows                         which crate may use which, and that the deciding crates stay pure
  tidy                           headers, sizes, links, leftovers
  sim …                          build the release binary and run `anlass sim …`
  bench …                        build the release binary and run `anlass bench …`";

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let chore = arguments.next().unwrap_or_default();
    let rest: Vec<_> = arguments.collect();
    let chore = chore.to_string_lossy();
    let takes_more = matches!(&*chore, "demo" | "sim" | "bench");
    if let (false, Some(extra)) = (takes_more, rest.first()) {
        eprintln!("error: \"{chore}\" takes no arguments, given \"{}\"\n\n{USAGE}", extra.display());
        return ExitCode::from(2);
    }
    // Nobody waits for a build to read what it takes.
    if chore == "demo" && rest.iter().any(|own| own == "--help" || own == "-h") {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    let result = match &*chore {
        "demo" | "sim" | "bench" => binary::run(&chore, &rest),
        "test" => steps::run(&steps::TEST),
        "ci" => steps::run(&[steps::FORMAT_AND_LINTS.as_slice(), steps::TEST.as_slice()].concat()),
        "arrows" => arrows::run(),
        "tidy" => tidy::run(),
        "help" | "--help" | "-h" | "" => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        unknown => {
            eprintln!("error: there is no chore \"{unknown}\"\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
