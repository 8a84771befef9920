//! `anlass names`: the table of first names by which letters greet.

use crate::installation::Installation;
use crate::say::Answer;
use anyhow::{Context, Result};
use std::path::Path;

pub(crate) fn install(data: &Path, file: &Path) -> Result<Answer> {
    let csv = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let installation = Installation::open(data)?;
    let count = anlass_server::install_first_names(&*installation.store, &csv)
        .with_context(|| format!("installing {}", file.display()))?;
    let text =
        format!("{count} first names installed\n  a server that runs uses them once something is published");
    Ok(Answer::good(text, serde_json::json!({ "names": count })))
}
