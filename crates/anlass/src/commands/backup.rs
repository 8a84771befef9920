//! `anlass backup` and `anlass restore`. The main store first, the history after it, so that the history never
//! lacks what the store has applied. The master key is not in the backup: who finds one cannot read it.

use crate::installation::{HISTORY_DIR, Installation, KEY_FILE, STORE_FILE};
use crate::say::Answer;
use anlass_runtime::history;
use anlass_store::sqlite::SqliteStore;
use anyhow::{Context, Result, bail, ensure};
use std::path::Path;

/// Copies an installation into a new directory.
pub(crate) fn backup(data: &Path, target: &Path) -> Result<Answer> {
    let installation = Installation::open(data)?;
    let store = target.join(STORE_FILE);
    if store.exists() {
        bail!("{} holds a backup already\n  help: name a new directory for every backup", target.display());
    }
    std::fs::create_dir_all(target).with_context(|| format!("creating {}", target.display()))?;
    installation.store.backup_to(&store)?;
    let segments = copy_history(&data.join(HISTORY_DIR), &target.join(HISTORY_DIR))?;
    SqliteStore::verify(&store)?;
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

/// Brings a backup into a data directory that holds no store.
pub(crate) fn restore(from: &Path, data: &Path, master_key: Option<&Path>) -> Result<Answer> {
    let key = data.join(KEY_FILE);
    std::fs::create_dir_all(data).with_context(|| format!("creating {}", data.display()))?;
    match master_key {
        Some(own) if !key.exists() => {
            // `copy` keeps the tight permissions of the key.
            std::fs::copy(own, &key).with_context(|| format!("copying the master key {}", own.display()))?;
        }
        Some(_) => bail!("{} exists already\n  help: leave --master-key out to use it", key.display()),
        None if key.exists() => {}
        None => bail!(
            "the master key is missing: it is never part of a backup\n  help: name it with --master-key FILE, or put it at {}",
            key.display()
        ),
    }
    anlass_store::backup::restore(&from.join(STORE_FILE), &data.join(STORE_FILE))?;
    let segments = copy_history(&from.join(HISTORY_DIR), &data.join(HISTORY_DIR))?;
    let installation = Installation::open(data)?;
    let vaults = installation.keyring().context("opening the vaults with this master key")?.vaults().count();
    let applied = history::position(&*installation.store)?.entry;
    let last = installation.history()?.last()?;
    ensure!(
        last >= applied,
        "the history ends at entry {last}, but the store has applied {applied}: it is no whole backup"
    );
    let text = format!(
        "restored into {}: {vaults} vaults, history of {last} entries, {applied} of them replayed",
        data.display()
    );
    let json = serde_json::json!({ "data": data, "vaults": vaults, "entries": last, "applied": applied, "history_files": segments });
    Ok(Answer::good(text, json))
}

fn copy_history(from: &Path, to: &Path) -> Result<usize> {
    if !from.exists() {
        return Ok(0);
    }
    std::fs::create_dir_all(to).with_context(|| format!("creating {}", to.display()))?;
    let mut copied = 0;
    for entry in std::fs::read_dir(from).with_context(|| format!("listing {}", from.display()))? {
        let path = entry?.path();
        let Some(name) = path.file_name() else { continue };
        if path.extension().is_none_or(|ending| ending != "inbox") {
            continue;
        }
        let target = to.join(name);
        ensure!(!target.exists(), "{} exists already", target.display());
        std::fs::copy(&path, &target).with_context(|| format!("copying {}", path.display()))?;
        copied += 1;
    }
    Ok(copied)
}
