//! Time and memory at the size of a shop: 100,000 people with 20 made-up interactions each. `cargo bench -p
//! anlass-learn`, with `-- ITEMS` for another number of items than 5,000; without `--bench` (as under `cargo test --benches`) it
//! runs once on few items so that it does not rot.

use anlass_learn::Interactions;
use anlass_learn::relations::{Counter, Ease, LAMBDA, Limits, nearest_by_cosine, nearest_by_llr};
use std::hint::black_box;
use std::time::Instant;

const EACH: u32 = 20;

fn main() {
    let measuring = std::env::args().any(|argument| argument == "--bench");
    let asked = std::env::args().find_map(|argument| argument.parse().ok());
    let (users, items) = if measuring { (100_000, asked.unwrap_or(5_000)) } else { (200, 100) };
    let pairs = made_up(users, items);
    let train = Interactions::binary(users, items, pairs.iter().copied()).expect("within bounds");
    measure("cosine, k=100", || nearest_by_cosine(&train, 100).entries());
    measure("LLR, k=50", || nearest_by_llr(&train, 50).entries());
    let mut counter = Counter::new(items, Limits::default());
    measure("counter, one by one", || {
        for (at, (user, item)) in (0..).zip(&pairs) {
            let _added = counter.add(*user, *item, at).expect("within limits");
        }
        counter.pairs_held()
    });
    measure("EASE", || Ease::fit(&train, LAMBDA).expect("few enough").items());
}

/// Few items have most of them.
fn made_up(users: u32, items: u32) -> Vec<(u32, u32)> {
    let mut state = 1u64;
    let mut share = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1u32 << 31)
    };
    (0..users * EACH).map(|row| (row / EACH, (share().powi(3) * f64::from(items)) as u32)).collect()
}

#[expect(clippy::print_stdout, reason = "printing the measurement is what it is for")]
#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
fn measure<T: std::fmt::Display>(name: &str, run: impl FnOnce() -> T) {
    let (start, cpu_before_s) = (Instant::now(), cpu_s());
    let result = black_box(run());
    let (wall_s, cpu_s) = (start.elapsed().as_secs_f64(), cpu_s() - cpu_before_s);
    println!("{name}: {wall_s:.1} s, {cpu_s:.1} CPU-s, {result} (peak so far {})", peak());
}

fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |value| value.trim().to_owned())
}

/// Linux only: its clock ticks 100 times a second.
fn cpu_s() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = after_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u32>().ok());
    f64::from(ticks.sum::<u32>()) / 100.0
}
