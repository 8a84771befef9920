//! What can go wrong with a store, sorted by whose turn it is. Messages say what was attempted and carry
//! keys and paths only, never a person's data.

use crate::rows::Epoch;
use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("commit with lease {} was refused: lease {} is the newest", held.0, newest.0)]
    Fenced { held: Epoch, newest: Epoch },
    #[error("open of format {found} was refused: this program knows formats up to {known}")]
    NewerFormat { found: u32, known: u32 },
    #[error(
        "open of format {found} was refused: it is older than {oldest}, the first format that was released"
    )]
    OlderFormat { found: u32, oldest: u32 },
    #[error("\"{}\" does not hold what was to be opened", path.display())]
    NotAStore { path: PathBuf },
    #[error("writing to \"{}\" was refused: it exists", path.display())]
    Exists { path: PathBuf },
    #[error("open of \"{}\" was refused: another process has it open", path.display())]
    InUse { path: PathBuf },
    #[error("a sealed value could not be opened: wrong key, wrong place or damaged")]
    Sealed,
    #[error("master key \"{}\" could not be used: {problem}", path.display())]
    MasterKey { path: PathBuf, problem: &'static str },
    /// The caller's rows break a promise of [`crate::rows`]; nothing was written.
    #[error("commit was refused: {0}")]
    Invalid(&'static str),
    #[error("{what} failed at \"{}\"", path.display())]
    Io { what: &'static str, path: PathBuf, source: std::io::Error },
    #[error("{what} failed in the store")]
    Backend { what: &'static str, source: Box<dyn std::error::Error + Send + Sync> },
    #[error("stored {what} cannot be read back")]
    Damaged { what: &'static str },
    /// Confirmed entries stand behind the damage, so it is no torn write and nothing is cut off.
    #[error(
        "\"{}\" is damaged after entry {sound}, but entry {follows} behind it is sound", path.display()
    )]
    DamagedInside { path: PathBuf, sound: u64, follows: u64 },
    #[error("the commit would have replaced the key of a vault; it has one already")]
    KeyExists,
    #[error(
        "a vault's key was removed, but its old place could not be wiped: somebody still reads the store"
    )]
    NotWiped,
    /// Only from [`crate::faulty`].
    #[error("fault was injected into call {call}")]
    Faulty { call: u64 },
    /// Only from [`crate::faulty`]: the store is down until it is revived.
    #[error("call was refused: the store crashed by schedule")]
    Crashed,
}

impl Error {
    pub(crate) fn backend(
        what: &'static str,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Error {
        Error::Backend { what, source: source.into() }
    }

    pub(crate) fn io(what: &'static str, path: &std::path::Path, source: std::io::Error) -> Error {
        Error::Io { what, path: path.to_owned(), source }
    }

    /// What the operator can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Error::Fenced { .. } => {
                "another process took over; stop this one, or start it again to take the lease"
            }
            Error::NewerFormat { .. } => "install the release that wrote this data, or a later one",
            Error::OlderFormat { .. } => {
                "begin with a new data directory and import again, or use the program that wrote this one"
            }
            Error::NotAStore { .. } => "check the path; if there is no store yet, create one first",
            Error::Exists { .. } => "choose another path, or move the old file away first",
            Error::InUse { .. } => "stop the other process first",
            Error::Sealed => {
                "check that the master key belongs to this store; if it does, restore the latest backup"
            }
            Error::MasterKey { .. } => {
                "the file must hold 64 hexadecimal digits and be readable by its owner only (chmod 600)"
            }
            Error::Io { .. } | Error::Backend { .. } => {
                "check free space, permissions and the health of the disk"
            }
            Error::DamagedInside { .. } => {
                "keep this file, check the disk, then restore the latest backup; what came after the damage is still in the file"
            }
            Error::KeyExists => "try again: another process set the vault up in the meantime",
            Error::NotWiped => "remove the key once more when other processes have closed the store",
            Error::Damaged { .. } => "check the disk, then restore the latest backup",
            Error::Invalid(_) => "this is a fault of the program; please report it",
            Error::Faulty { .. } | Error::Crashed => "only simulations see this",
        }
    }

    /// Whether the attempt certainly left nothing behind. Otherwise the caller has to look before it
    /// tries again.
    #[must_use]
    pub fn nothing_written(&self) -> bool {
        !matches!(
            self,
            Error::Io { .. }
                | Error::Backend { .. }
                | Error::NotWiped
                | Error::Faulty { .. }
                | Error::Crashed
        )
    }
}
