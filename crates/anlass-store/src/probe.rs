//! How fast the disk makes writes durable: benchmarks print it beside their figures.

use crate::error::Error;
use std::fs::OpenOptions;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::time::Instant;

const ROUNDS: usize = 15;

/// Median milliseconds of writing 4 KiB and waiting until they are durable, in directory `dir`.
///
/// # Errors
/// If the directory cannot be written.
pub fn fsync_ms(dir: &Path) -> Result<f64, Error> {
    let path = dir.join(".anlass-fsync-probe");
    let wrong = |source| Error::io("write", &path, source);
    let mut file = OpenOptions::new().create(true).write(true).truncate(true).open(&path).map_err(wrong)?;
    let mut rounds = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        #[expect(
            clippy::disallowed_methods,
            reason = "to measure time is all it does; nothing decides by it"
        )]
        let start = Instant::now();
        file.seek(SeekFrom::Start(0)).map_err(wrong)?;
        file.write_all(&[0x41; 4096]).map_err(wrong)?;
        file.sync_all().map_err(wrong)?;
        rounds.push(start.elapsed().as_secs_f64() * 1_000.0);
    }
    drop(file);
    std::fs::remove_file(&path).map_err(wrong)?;
    rounds.sort_by(f64::total_cmp);
    Ok(rounds[ROUNDS / 2])
}
