//! Bringing a backup back. Taking one is [`SqliteStore::backup_to`]; the main store is copied first, the
//! inbox after it, so that the inbox never lacks what the store has not applied.

use crate::error::Error;
use crate::files;
use crate::sqlite::{SqliteStore, Verified};
use std::path::Path;

/// Checks the backup at `from`, copies it to `to`, which must not exist, and checks the copy.
///
/// # Errors
/// [`Error::Exists`] if there is a file at `to`; otherwise if the backup is not sound or cannot be
/// copied. Nothing is left at `to` then.
pub fn restore(from: &Path, to: &Path) -> Result<Verified, Error> {
    files::refuse_existing(to)?;
    // A log left by a removed store would be replayed into the restored one.
    files::refuse_existing(&beside(to, "-wal"))?;
    let verified = SqliteStore::verify(from)?;
    let partial = files::partial(to);
    std::fs::copy(from, &partial).map_err(|source| Error::io("copy", &partial, source))?;
    let copied = SqliteStore::verify(&partial)?;
    if copied != verified {
        return Err(Error::Damaged { what: "copy of the backup" });
    }
    for ending in ["-wal", "-shm"] {
        files::remove_left(&beside(&partial, ending))?;
    }
    files::publish(&partial, to)?;
    Ok(verified)
}

fn beside(path: &Path, ending: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
