//! Files that people hand in to be imported: each bundle in a folder of its own below the data directory, which only this
//! user can read, until the import has used them or nobody came back for them.

use anlass_model::time::{DAY, Span, Timestamp};
use anlass_store::seal::random_key;
use anyhow::{Context, Result};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// Below the data directory.
const DIR: &str = "uploads";
/// Beside it: rows of databases, until they are imported.
const DIR_OF_DATABASES: &str = "from-databases";
/// Below a bundle's folder.
const FILES: &str = "files";
/// While a file comes in it is called so; no finished one can be.
const PART: &str = ".part";
const NAME_CHARS_MAX: usize = 200;
const BUNDLES_MAX: usize = 20;
const FILES_MAX: usize = 50;
/// Whoever has not come back after this starts again.
const KEPT: Span = DAY.times(2);

/// The bundles of an installation.
#[derive(Clone, Debug)]
pub(crate) struct Uploads(PathBuf);

/// A file of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Uploaded {
    pub(crate) name: String,
    pub(crate) bytes: u64,
}

/// A file that is coming in. Dropped unfinished, it was never there.
#[derive(Debug)]
pub(crate) struct Incoming {
    pub(crate) file: File,
    part: PathBuf,
    whole: PathBuf,
    is_done: bool,
}

/// Why a bundle or a file cannot be taken.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// There is no such bundle.
    Unknown,
    Name(&'static str),
    TooMany(&'static str),
}

impl Uploads {
    pub(crate) fn below(data: &Path) -> Uploads {
        Uploads(data.join(DIR))
    }

    /// What databases gave; each has one bundle.
    pub(crate) fn of_databases(data: &Path) -> Uploads {
        Uploads(data.join(DIR_OF_DATABASES))
    }

    /// Makes the bundle of this id anew, empty, and says where its files go.
    ///
    /// # Errors
    /// If its folder cannot be made.
    pub(crate) fn anew(&self, id: u128) -> Result<(String, PathBuf)> {
        let id = format!("{id:032x}");
        self.remove(&id)?;
        let folder = self.0.join(&id).join(FILES);
        private_folder(&folder).with_context(|| format!("making the folder {}", folder.display()))?;
        Ok((id, folder))
    }

    /// Begins a bundle.
    ///
    /// # Errors
    /// If its folder cannot be made. The inner one: if there are too many already.
    pub(crate) fn begin(&self, now: Timestamp) -> Result<Result<String, Refused>> {
        self.tidy(now)?;
        if self.bundles()?.len() >= BUNDLES_MAX {
            return Ok(Err(Refused::TooMany(
                "too many bundles of files wait to be imported: import or delete some",
            )));
        }
        let id: String = random_key()?[..16].iter().map(|byte| format!("{byte:02x}")).collect();
        let folder = self.0.join(&id).join(FILES);
        private_folder(&folder).with_context(|| format!("making the folder {}", folder.display()))?;
        Ok(Ok(id))
    }

    /// The folder of a bundle, if there is one of this id.
    pub(crate) fn folder(&self, id: &str) -> Option<PathBuf> {
        let is_id = id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        let folder = self.0.join(id);
        (is_id && folder.is_dir()).then_some(folder)
    }

    /// The folder of its files.
    pub(crate) fn files_folder(&self, id: &str) -> Option<PathBuf> {
        Some(self.folder(id)?.join(FILES))
    }

    /// # Errors
    /// If the folder cannot be read. The inner one: if there is no such bundle.
    pub(crate) fn files(&self, id: &str) -> Result<Result<Vec<Uploaded>, Refused>> {
        let Some(folder) = self.files_folder(id) else { return Ok(Err(Refused::Unknown)) };
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            // It was imported this very moment.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Err(Refused::Unknown)),
            Err(error) => return Err(error.into()),
        };
        let mut files = Vec::new();
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if let (false, Ok(data)) = (name.ends_with(PART), entry.metadata()) {
                files.push(Uploaded { name, bytes: data.len() });
            }
        }
        files.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(Ok(files))
    }

    /// Takes in a file, which takes the place of an older one of its name once it is whole.
    ///
    /// # Errors
    /// If it cannot be made. The inner one: if it may not be.
    pub(crate) fn take(&self, id: &str, name: &str) -> Result<Result<Incoming, Refused>> {
        if let Some(why) = bad_name(name) {
            return Ok(Err(Refused::Name(why)));
        }
        let files = match self.files(id)? {
            Ok(files) => files,
            Err(refused) => return Ok(Err(refused)),
        };
        if files.len() >= FILES_MAX && files.iter().all(|file| file.name != name) {
            return Ok(Err(Refused::TooMany("a bundle has at most 50 files")));
        }
        let Some(folder) = self.files_folder(id) else { return Ok(Err(Refused::Unknown)) };
        let whole = folder.join(name);
        let part = folder.join(format!("{name}{PART}"));
        let options = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).clone();
        let file = options.open(&part).with_context(|| format!("writing {}", part.display()))?;
        Ok(Ok(Incoming { file, part, whole, is_done: false }))
    }

    /// Takes a bundle away; whether there was one.
    ///
    /// # Errors
    /// If it could not be removed.
    pub(crate) fn remove(&self, id: &str) -> Result<bool> {
        let Some(folder) = self.folder(id) else { return Ok(false) };
        fs::remove_dir_all(&folder).with_context(|| format!("removing {}", folder.display()))?;
        Ok(true)
    }

    /// All ids.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub(crate) fn bundles(&self) -> Result<Vec<String>> {
        let entries = match fs::read_dir(&self.0) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error.into()),
        };
        let mut ids = Vec::new();
        for entry in entries {
            let name = entry?.file_name().to_string_lossy().into_owned();
            ids.extend(self.folder(&name).map(|_| name));
        }
        ids.sort();
        Ok(ids)
    }

    fn tidy(&self, now: Timestamp) -> Result<()> {
        for id in self.bundles()? {
            let Some(folder) = self.folder(&id) else { continue };
            let touched = fs::metadata(folder.join(FILES)).and_then(|data| data.modified());
            let touched = touched.ok().and_then(|moment| moment.duration_since(UNIX_EPOCH).ok());
            let at = touched.and_then(|since| i64::try_from(since.as_millis()).ok()).map_or(now, Timestamp);
            let is_waiting = folder.join(super::house::importing::ORDER).exists();
            if !is_waiting && now.since(at) > KEPT {
                self.remove(&id)?;
            }
        }
        Ok(())
    }
}

impl Incoming {
    /// It is whole now, and durable.
    ///
    /// # Errors
    /// If it could not be made durable.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.file.sync_all()?;
        fs::rename(&self.part, &self.whole)?;
        self.is_done = true;
        Ok(())
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        if !self.is_done {
            // What is left behind goes with its bundle.
            let _left = fs::remove_file(&self.part);
        }
    }
}

fn private_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Why a name cannot be a file's here.
fn bad_name(name: &str) -> Option<&'static str> {
    let is_strange = |letter: char| letter.is_control() || matches!(letter, '/' | '\\' | ':');
    match name {
        _ if name.trim().is_empty() => Some("the file has no name"),
        _ if name.chars().count() > NAME_CHARS_MAX => Some("the file's name is longer than 200 characters"),
        _ if name.chars().any(is_strange) => {
            Some("the file's name holds a slash, a colon or an unprintable character")
        }
        _ if name.starts_with('.') || name.ends_with(PART) => Some("a file cannot be called so: rename it"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_file_is_there_once_it_is_whole_and_nobody_else_can_read_it() {
        let data = tempfile::tempdir().expect("a folder");
        let uploads = Uploads::below(data.path());
        let id = uploads.begin(Timestamp(0)).expect("a folder").expect("room");
        let files = || uploads.files(&id).expect("readable").expect("known");
        let mut incoming = uploads.take(&id, "Kunden 2026.csv").expect("writable").expect("a good name");
        incoming.file.write_all(b"a;b").expect("written");
        assert_eq!(files(), []);
        incoming.finish().expect("durable");
        assert_eq!(files(), [Uploaded { name: "Kunden 2026.csv".into(), bytes: 3 }]);
        drop(uploads.take(&id, "broken.csv").expect("writable").expect("a good name"));
        assert_eq!(files().len(), 1, "what broke off was never there");
        let folder = uploads.files_folder(&id).expect("known");
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&folder.join("Kunden 2026.csv"))), (0o700, 0o600));
        assert!(uploads.remove(&id).expect("removable") && uploads.folder(&id).is_none());
    }

    #[test]
    fn nothing_leads_out_of_the_folder() {
        let data = tempfile::tempdir().expect("a folder");
        let uploads = Uploads::below(data.path());
        let id = uploads.begin(Timestamp(0)).expect("a folder").expect("room");
        for name in ["", "  ", "../a.csv", "a/b.csv", "..", ".hidden", "C:\\a.csv", "a\0.csv", "a.csv.part"] {
            assert!(matches!(uploads.take(&id, name).expect("asked"), Err(Refused::Name(_))), "{name:?}");
        }
        for id in ["..", "../..", "", "0", &"g".repeat(32)] {
            assert_eq!(uploads.folder(id), None, "{id:?}");
            assert!(matches!(uploads.take(id, "a.csv").expect("asked"), Err(Refused::Unknown)));
        }
    }

    #[test]
    fn bundles_that_nobody_came_back_for_go() {
        let data = tempfile::tempdir().expect("a folder");
        let uploads = Uploads::below(data.path());
        let now = Timestamp(4_000_000_000_000);
        let old = uploads.begin(Timestamp(0)).expect("a folder").expect("room");
        let new = uploads.begin(now).expect("a folder").expect("room");
        assert_eq!((uploads.folder(&old).is_some(), uploads.folder(&new).is_some()), (false, true));
    }
}
