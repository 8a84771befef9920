//! `cargo bench -p anlass-sources --bench trigger [-- FILE]`: lines per second of the trigger reader.

use anlass_sources::trigger::{Position, read_trigger_csv};
use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

const ROWS: u64 = 5_000_000;
const ROUNDS: u32 = 5;

fn main() {
    let given = std::env::args().skip(1).find(|argument| !argument.starts_with("--")).map(PathBuf::from);
    let made = tempfile::NamedTempFile::new().expect("a temporary file");
    let path = given.unwrap_or_else(|| {
        let mut text = std::io::BufWriter::new(made.as_file());
        for row in 0..ROWS {
            let kind = char::from(anlass_sources::trigger::KINDS[usize::try_from(row % 6).expect("small")]);
            writeln!(text, "{},{},{kind},{}", 1_767_225_600_000 + row * 120, row % 200_000, row % 20_000)
                .expect("written");
        }
        text.flush().expect("written");
        made.path().to_path_buf()
    });
    let mut out = std::io::stdout();
    for _ in 0..ROUNDS {
        let mut rows = Vec::new();
        let mut sum = 0i64;
        let start = now();
        let mut reader = read_trigger_csv(&path, Position::default()).expect("opens");
        loop {
            reader.chunk(&mut rows, 8_192).expect("good lines");
            if rows.is_empty() {
                break;
            }
            sum = rows.iter().fold(sum, |sum, row| sum.wrapping_add(row.value));
        }
        let seconds = start.elapsed().as_secs_f64();
        let count = reader.position().row;
        writeln!(out, "{count} lines in {seconds:.3} s (sum {sum})").expect("stdout is open");
    }
}

#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn now() -> Instant {
    Instant::now()
}
