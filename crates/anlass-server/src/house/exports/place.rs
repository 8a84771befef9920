//! Where files of exports lie: below one folder of the configuration, and nowhere else.

use anlass_model::time::Timestamp;
use anyhow::{Context, Result, bail};
use std::fs::{self, File, OpenOptions};
use std::path::{Component, Path, PathBuf};

/// Beginning of the names of files that are not whole yet.
const PARTIAL: &str = ".partial-";
const FOLDER_CHARACTERS_MAX: usize = 200;

/// Whether a text is the name of a folder inside another one: plain letters, and no way up or out.
pub(crate) fn is_folder(text: &str) -> bool {
    let is_plain = |letter: char| letter.is_alphanumeric() || "._-/ ".contains(letter);
    text.len() <= FOLDER_CHARACTERS_MAX
        && text.chars().all(is_plain)
        && Path::new(text).components().all(|part| matches!(part, Component::Normal(_)))
}

/// The folder of the configuration.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// # Errors
    /// If none is configured, or it cannot be used.
    pub(crate) fn open(dir: &Path, configured: &Path) -> Result<Folder> {
        if configured.as_os_str().is_empty() {
            bail!(
                "exports.folder: no folder is configured\n  help: name one in server.toml, and start the server again"
            );
        }
        let path = dir.join(configured);
        fs::create_dir_all(&path).with_context(|| told(&path))?;
        Ok(Folder(path.canonicalize().with_context(|| told(&path))?))
    }

    /// Where a file of an export will lie. Links that lead out of the folder are not followed.
    pub(super) fn place(&self, folder: &str, name: &str, ending: &str, now: Timestamp) -> Result<Place> {
        if !is_folder(folder) {
            bail!("\"{folder}\" does not lie below exports.folder\n  help: name a folder in it");
        }
        let mut dir = self.0.clone();
        for part in Path::new(folder).components() {
            dir.push(part);
            match fs::symlink_metadata(&dir) {
                Ok(found) if found.is_dir() => {}
                Ok(_) => {
                    bail!("{} is no folder, or a link that leads elsewhere\n  help: remove it", dir.display())
                }
                Err(_) => fs::create_dir(&dir).with_context(|| told(&dir))?,
            }
        }
        let moment = now.to_string().chars().filter(char::is_ascii_alphanumeric).collect::<String>();
        let file = format!("{name}-{moment}.{ending}");
        let shown = if folder.is_empty() { file.clone() } else { format!("{folder}/{file}") };
        Ok(Place { dir, prefix: format!("{name}-"), ending: format!(".{ending}"), file, shown })
    }
}

fn told(path: &Path) -> String {
    format!(
        "exports.folder: opening {}\n  help: make it writable for the user that runs this",
        path.display()
    )
}

/// One file that is to be.
pub(super) struct Place {
    dir: PathBuf,
    prefix: String,
    ending: String,
    file: String,
    shown: String,
}

impl Place {
    fn partial(&self) -> PathBuf {
        self.dir.join(format!("{PARTIAL}{}", self.file))
    }

    /// A file beside its place; what an earlier run left unfinished is gone.
    pub(super) fn begin(&self) -> Result<File> {
        let left = format!("{PARTIAL}{}", self.prefix);
        for name in self.names()?.iter().filter(|name| name.starts_with(&left)) {
            fs::remove_file(self.dir.join(name)).with_context(|| told(&self.dir))?;
        }
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o640);
        options.open(self.partial()).with_context(|| told(&self.partial()))
    }

    /// Gives it its name, durable when this returns; where it lies below the folder.
    pub(super) fn publish(&self) -> Result<String> {
        fs::rename(self.partial(), self.dir.join(&self.file)).with_context(|| told(&self.dir))?;
        File::open(&self.dir)?.sync_all().with_context(|| told(&self.dir))?;
        Ok(self.shown.clone())
    }

    /// Leaves the newest files of this export; their names sort by time.
    pub(super) fn prune(&self, files_max: u32) -> Result<()> {
        let mut own: Vec<String> = self.names()?;
        own.retain(|name| {
            let moment = name.strip_prefix(&self.prefix).and_then(|rest| rest.strip_suffix(&self.ending));
            moment.is_some_and(|moment| {
                moment.len() >= 15
                    && moment.bytes().all(|byte| byte.is_ascii_digit() || b"TZ".contains(&byte))
            })
        });
        own.sort();
        let left = usize::try_from(files_max).unwrap_or(usize::MAX).max(1);
        for name in own.iter().rev().skip(left) {
            fs::remove_file(self.dir.join(name)).with_context(|| told(&self.dir))?;
        }
        Ok(())
    }

    fn names(&self) -> Result<Vec<String>> {
        let entries = fs::read_dir(&self.dir).with_context(|| told(&self.dir))?;
        let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        names.collect::<std::io::Result<Vec<String>>>().with_context(|| told(&self.dir))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_795_510_800_000);

    #[test]
    fn nothing_leads_out_of_the_folder() {
        for bad in ["..", "../x", "a/../../b", "/etc", "a\\b", "./", "a/./..", "a\0b", "~root/../..", "C:x"] {
            assert!(!is_folder(bad), "{bad}");
        }
        for good in ["", "crm", "crm/daily", "Über uns", "2026-11"] {
            assert!(is_folder(good), "{good}");
        }
        let dir = tempfile::tempdir().expect("a directory");
        let folder = Folder::open(dir.path(), Path::new("out")).expect("made");
        assert!(folder.place("../x", "a", "csv", NOW).is_err());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("/", dir.path().join("out/away")).expect("linked");
            assert!(folder.place("away", "a", "csv", NOW).is_err(), "a link leads out");
            assert!(folder.place("away/tmp", "a", "csv", NOW).is_err());
        }
        assert!(Folder::open(dir.path(), Path::new("")).is_err(), "none is configured");
    }

    #[test]
    fn a_file_has_its_name_once_it_is_whole_and_the_newest_stay() {
        let dir = tempfile::tempdir().expect("a directory");
        let folder = Folder::open(dir.path(), Path::new("out")).expect("made");
        let listed = || {
            let entries = fs::read_dir(dir.path().join("out/crm")).expect("listed");
            let mut names: Vec<String> =
                entries.map(|entry| entry.expect("one").file_name().into_string().expect("text")).collect();
            names.sort();
            names
        };
        for number in 0..4 {
            let now = NOW.plus(anlass_model::time::DAY.times(number));
            let place = folder.place("crm", "all", "csv", now).expect("a place");
            drop(place.begin().expect("begun"));
            assert!(listed().iter().any(|name| name.starts_with(PARTIAL)), "not whole yet");
            // Interrupted once, and begun anew.
            drop(place.begin().expect("begun anew"));
            place.publish().expect("published");
            place.prune(2).expect("pruned");
        }
        File::create(dir.path().join("out/crm/all-other.csv")).expect("somebody else's");
        assert_eq!(listed(), ["all-20261126T090000Z.csv", "all-20261127T090000Z.csv", "all-other.csv"]);
    }
}
