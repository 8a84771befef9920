//! Small duties around files: refuse to overwrite, write aside and rename, make names durable.

use crate::error::Error;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

pub(crate) fn refuse_existing(path: &Path) -> Result<(), Error> {
    let there = path.try_exists().map_err(|source| Error::io("look-up", path, source))?;
    if there { Err(Error::Exists { path: path.to_owned() }) } else { Ok(()) }
}

/// Where a file is written before it gets its name.
pub(crate) fn partial(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".partial");
    PathBuf::from(name)
}

/// Removes what a killed process left under this name.
pub(crate) fn remove_left(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(source) if source.kind() != ErrorKind::NotFound => Err(Error::io("removal", path, source)),
        _ => Ok(()),
    }
}

/// Makes a written file durable and gives it its name.
pub(crate) fn publish(partial: &Path, path: &Path) -> Result<(), Error> {
    let sync = || File::open(partial)?.sync_all();
    sync().map_err(|source| Error::io("write", partial, source))?;
    fs::rename(partial, path).map_err(|source| Error::io("rename", path, source))?;
    sync_parent(path)
}

/// Makes the name of a new or removed file durable.
pub(crate) fn sync_parent(path: &Path) -> Result<(), Error> {
    let parent = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let sync = || File::open(parent)?.sync_all();
    sync().map_err(|source| Error::io("write", parent, source))
}
