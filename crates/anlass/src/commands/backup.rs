//! `anlass backup` and `anlass restore`. What waits in logs first (the inbox, people's reactions), for it is in the store
//! as soon as it is not there any more; then the store, and the history after it, so that the history never lacks
//! what the store has applied. The master key is not in the backup: who finds one cannot read it.
//!
//! Both build the whole beside its place, check it, make it durable and only then give it its name: what is
//! interrupted or refused leaves nothing behind.

use crate::installation::{HISTORY_DIR, Installation, KEY_FILE, STORE_FILE};
use crate::say::{self, Answer};
use anlass_runtime::history;
use anlass_server::{ERASURES_FILE, INBOX_DIR, REACTIONS_DIR, copy_erasures};
use anlass_store::sqlite::SqliteStore;
use anyhow::{Context, Result, bail, ensure};
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Copies an installation into a new directory.
pub(crate) fn backup(data: &Path, target: &Path) -> Result<Answer> {
    let installation = Installation::open(data)?;
    ensure!(
        is_empty(target)?,
        "{} is not empty\n  help: name a new directory for every backup",
        target.display()
    );
    let spinner = say::spinner("copying and checking");
    let segments = aside(target, &mut |partial| copy_parts(&installation, partial))?;
    rename(&beside(target, PARTIAL), target)?;
    spinner.finish_and_clear();
    let key = data.join(KEY_FILE);
    let text = format!(
        "backed up to {}: the store (checked) and {segments} history files\n\
         The master key is not in it. Keep {} in another safe place: without it no backup can be read.",
        target.display(),
        key.display()
    );
    let json = serde_json::json!({
        "backup": target, "history_files": segments, "master_key_not_included": key,
    });
    Ok(Answer::good(text, json))
}

/// Copies what an installation keeps, in the order that lets nothing slip through, and checks the store; how many files the
/// history has.
pub(super) fn copy_parts(installation: &Installation, partial: &Path) -> Result<usize> {
    copy_waiting(&installation.dir, partial)?;
    let store = partial.join(STORE_FILE);
    installation.store.backup_to(&store)?;
    let segments = copy_segments(&installation.dir.join(HISTORY_DIR), &partial.join(HISTORY_DIR))?;
    SqliteStore::verify(&store)?;
    Ok(segments)
}

/// Brings a backup into a data directory that holds nothing but, at most, the master key and the file that remembers
/// who was erased: the newest one counts, wherever it lies, and whom it names are erased again when the server starts.
pub(crate) fn restore(from: &Path, data: &Path, master_key: Option<&Path>) -> Result<Answer> {
    let before = beside(data, BEFORE);
    if before.exists() && !data.exists() {
        // An earlier attempt was interrupted between its last two steps.
        rename(&before, data)?;
    }
    let key = choose_key(data, master_key)?;
    let found = aside(data, &mut |partial| {
        fill(from, partial, &key)?;
        // A longer one knows of more: lines are only added.
        let length = |dir: &Path| fs::metadata(dir.join(ERASURES_FILE)).map_or(0, |found| found.len());
        if length(data) > length(partial) {
            copy_erasures(data, partial)?;
        }
        verify(partial)
    })?;
    if data.exists() {
        rename(data, &before)?;
    }
    rename(&beside(data, PARTIAL), data)?;
    if before.exists() {
        fs::remove_dir_all(&before).with_context(|| format!("removing {}", before.display()))?;
    }
    let Found { vaults, last, applied } = found;
    let text = format!(
        "restored into {}: {vaults} vaults, history of {last} entries, {applied} of them replayed; all of it was read",
        data.display()
    );
    let json = serde_json::json!({ "data": data, "vaults": vaults, "entries": last, "applied": applied });
    Ok(Answer::good(text, json))
}

pub(super) const PARTIAL: &str = ".partial";
const BEFORE: &str = ".before-restore";

/// What a check of a restored installation found.
pub(super) struct Found {
    pub(super) vaults: usize,
    pub(super) last: u64,
    applied: u64,
}

/// The master key to restore with; refuses a directory that holds anything else.
fn choose_key(data: &Path, master_key: Option<&Path>) -> Result<PathBuf> {
    let own = data.join(KEY_FILE);
    for entry in list(data)? {
        ensure!(
            entry == own || entry == data.join(ERASURES_FILE),
            "{} exists: a backup is never restored over something else\n  help: name a new directory with --data, or move the old one away",
            entry.display()
        );
    }
    let read = |key: &Path| {
        fs::read_to_string(key).with_context(|| format!("reading the master key {}", key.display()))
    };
    match master_key {
        Some(named) if own.exists() && read(named)?.trim() != read(&own)?.trim() => bail!(
            "{} holds another key than {}\n  help: leave --master-key out to use it, or move it away",
            own.display(),
            named.display()
        ),
        Some(named) => Ok(named.to_owned()),
        None if own.exists() => Ok(own),
        None => bail!(
            "the master key is missing: it is never part of a backup\n  help: name it with --master-key FILE, or put it at {}",
            own.display()
        ),
    }
}

fn fill(from: &Path, partial: &Path, key: &Path) -> Result<()> {
    // `copy` keeps the tight permissions of the key.
    fs::copy(key, partial.join(KEY_FILE))
        .with_context(|| format!("copying the master key {}", key.display()))?;
    let spinner = say::spinner("copying the store");
    anlass_store::backup::restore(&from.join(STORE_FILE), &partial.join(STORE_FILE))?;
    spinner.finish_and_clear();
    copy_segments(&from.join(HISTORY_DIR), &partial.join(HISTORY_DIR))?;
    copy_waiting(from, partial)
}

/// Opens every vault with the key and reads the history to its end.
pub(super) fn verify(partial: &Path) -> Result<Found> {
    let installation = Installation::open(partial)?;
    let keyring = installation.keyring().context("opening the vaults with this master key")?;
    let history = installation.history().context("opening the history of the backup")?;
    let bar = say::bar("reading the history", history.last()?);
    let last = history
        .verify(&keyring, &mut |entry| bar.set_position(entry))
        .context("reading the history of the backup")?;
    bar.finish_and_clear();
    Ok(Found {
        vaults: keyring.vaults().count(),
        last,
        applied: history::position(&*installation.store)?.entry,
    })
}

/// Makes a directory beside `target`, durable when this returns, and nothing if it fails.
pub(super) fn aside<T>(target: &Path, make: &mut dyn FnMut(&Path) -> Result<T>) -> Result<T> {
    let partial = beside(target, PARTIAL);
    let clear = || match partial.exists() {
        true => fs::remove_dir_all(&partial).with_context(|| format!("removing {}", partial.display())),
        false => Ok(()),
    };
    // What a killed process left.
    clear()?;
    fs::create_dir_all(&partial).with_context(|| format!("creating {}", partial.display()))?;
    let made = make(&partial).and_then(|made| sync_all(&partial).map(|()| made));
    if made.is_err() {
        clear()?;
    }
    made
}

pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    // Without a slash at the end, which would make it a path inside.
    let mut name = path.components().collect::<PathBuf>().into_os_string();
    name.push(ending);
    name.into()
}

pub(super) fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).with_context(|| format!("renaming {} to {}", from.display(), to.display()))?;
    let parent = to.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    sync(parent)
}

fn sync(path: &Path) -> Result<()> {
    let sync = || File::open(path)?.sync_all();
    sync().with_context(|| format!("making {} durable", path.display()))
}

fn sync_all(dir: &Path) -> Result<()> {
    for path in list(dir)? {
        if path.is_dir() { sync_all(&path)? } else { sync(&path)? }
    }
    sync(dir)
}

/// What lies in a directory; nothing if there is none.
fn list(dir: &Path) -> Result<Vec<PathBuf>> {
    if !dir.exists() {
        return Ok(Vec::new());
    }
    let read = || fs::read_dir(dir)?.map(|entry| entry.map(|entry| entry.path())).collect();
    let entries: std::io::Result<Vec<PathBuf>> = read();
    entries.with_context(|| format!("listing {}", dir.display()))
}

pub(super) fn is_empty(dir: &Path) -> Result<bool> {
    Ok(list(dir)?.is_empty())
}

fn copy_waiting(from: &Path, to: &Path) -> Result<()> {
    for dir in [INBOX_DIR, REACTIONS_DIR] {
        copy_segments(&from.join(dir), &to.join(dir))?;
    }
    copy_erasures(from, to)
}

fn copy_segments(from: &Path, to: &Path) -> Result<usize> {
    let mut copied = 0;
    for path in list(from)? {
        let Some(name) = path.file_name() else { continue };
        if path.extension().is_none_or(|ending| ending != "inbox") {
            continue;
        }
        fs::create_dir_all(to).with_context(|| format!("creating {}", to.display()))?;
        match fs::copy(&path, to.join(name)) {
            Ok(_) => copied += 1,
            // A running server had no more use for it: all of it is in the store.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(|| format!("copying {}", path.display())),
        }
    }
    Ok(copied)
}
