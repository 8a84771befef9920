//! Runs seeds by hand: `cargo run -p anlass-sim --example laws -- FIRST SEEDS DAYS [mutation]`.

use anlass_sim::laws::{Mutation, Options, run};

#[expect(clippy::print_stdout, reason = "an example talks")]
fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let number = |index: usize, default: u64| arguments.get(index).and_then(|text| text.parse().ok()).unwrap_or(default);
    let mutation = match arguments.get(4).map(String::as_str) {
        Some("hand-twice") => Mutation::HandTwice,
        Some("no-consent") => Mutation::NoConsent,
        Some("no-cap") => Mutation::NoCap,
        Some("no-exit") => Mutation::NoExit,
        Some("lose-timeline") => Mutation::LoseTimeline,
        Some("no-recovery") => Mutation::NoRecovery,
        Some("lose-inbox") => Mutation::LoseInbox,
        _ => Mutation::None,
    };
    let faults = !arguments.iter().any(|argument| argument == "quiet");
    for seed in number(1, 1)..number(1, 1) + number(2, 1) {
        let days = u32::try_from(number(3, 30)).unwrap_or(30);
        let report = run(&Options { seed, days, faults, batch: 200, mutation });
        println!("{report:?}");
    }
}
