//! `[exports]`: where scheduled exports are put.

use serde::Deserialize;
use std::path::PathBuf;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exports {
    /// Relative to the data directory; empty: there are none into files.
    pub folder: PathBuf,
}
