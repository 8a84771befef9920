//! `anlass export` and `anlass import-organisation`: everything an installation is, in one file that its passphrase opens, and
//! back into an empty directory. What comes out decides as what went in did: it has the same keys, ids, timelines and state.
//!
//! Who brings one in may still run the other one. So it says nothing to the outside by itself, unless it is to take over: its
//! configuration is put beside its place, and subscriptions of other systems stand still.

use super::backup::{aside, beside, copy_parts, is_empty, rename, verify};
use crate::archive;
use crate::commands::user::made_up;
use crate::installation::{Installation, KEY_FILE};
use crate::say::{self, Answer};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::Path;

const PASSPHRASE_CHARACTERS_MIN: usize = 12;
/// Larger files at the top of a data directory are neither configuration, nor keys.
const SMALL_BYTES_MAX: u64 = 1 << 20;
const CONFIG_FILE: &str = "server.toml";
const CONFIG_ASIDE: &str = "server.toml.imported";
/// What belongs to this machine, or is taken otherwise.
const NOT_TAKEN: [&str; 3] = ["wire.log", KEY_FILE, "erasures"];

fn from_stdin() -> Result<String> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).context("reading the passphrase from stdin")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// By which a new file is sealed, and whether it was made up here.
fn passphrase(is_from_stdin: bool) -> Result<(String, bool)> {
    if !is_from_stdin {
        return Ok((made_up()?, true));
    }
    let line = from_stdin()?;
    ensure!(
        line.chars().count() >= PASSPHRASE_CHARACTERS_MIN,
        "the passphrase has fewer than {PASSPHRASE_CHARACTERS_MIN} characters\n  help: whoever guesses it has everything; use a longer one"
    );
    Ok((line, false))
}

/// Puts an installation into a file; beside a server that runs, too.
pub(crate) fn export(data: &Path, target: &Path, is_from_stdin: bool) -> Result<Answer> {
    let installation = Installation::open(data)?;
    ensure!(!target.exists(), "{} exists\n  help: name a new file for every export", target.display());
    let (passphrase, is_made) = passphrase(is_from_stdin)?;
    let spinner = say::spinner("copying and sealing");
    let partial = beside(target, ".partial-file");
    if partial.exists() {
        fs::remove_file(&partial).with_context(|| format!("removing {}", partial.display()))?;
    }
    let packed = aside(target, &mut |dir| {
        copy_parts(&installation, dir)?;
        copy_small(data, dir)?;
        fs::copy(data.join(KEY_FILE), dir.join(KEY_FILE)).context("copying the master key")?;
        archive::pack(dir, &partial, &passphrase)
    });
    fs::remove_dir_all(beside(target, super::backup::PARTIAL)).or_else(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Ok(()),
        _ => Err(error),
    })?;
    let files = match packed {
        Ok(files) => files,
        Err(error) => {
            // Half an archive is none.
            drop(fs::remove_file(&partial));
            return Err(error);
        }
    };
    rename(&partial, target)?;
    spinner.finish_and_clear();
    let mut text = format!(
        "exported into {}: {files} files, with all keys and secrets, sealed with the passphrase",
        target.display()
    );
    let mut json = serde_json::json!({ "export": target, "files": files });
    if is_made {
        text.push_str(&format!("\n  passphrase, shown only now: {passphrase}"));
        json["passphrase"] = passphrase.into();
    }
    Ok(Answer::good(text, json))
}

/// Brings an exported organisation into a data directory that is empty or not there.
pub(crate) fn import(from: &Path, data: &Path, takes_over: bool) -> Result<Answer> {
    ensure!(
        is_empty(data)?,
        "{} is not empty\n  help: an organisation is never imported over another one; name a new directory with --data",
        data.display()
    );
    let passphrase = from_stdin()?;
    let spinner = say::spinner("opening and checking");
    let found = aside(data, &mut |dir| {
        let files = archive::unpack(from, dir, &passphrase)?;
        if !takes_over {
            stand_still(dir)?;
        }
        Ok((files, verify(dir)?))
    })?;
    if data.exists() {
        fs::remove_dir(data).with_context(|| format!("replacing {}", data.display()))?;
    }
    rename(&beside(data, super::backup::PARTIAL), data)?;
    spinner.finish_and_clear();
    let (files, found) = found;
    let mut text = format!(
        "imported into {}: {files} files, {} {}, history of {} entries; all of it was read",
        data.display(),
        found.vaults,
        if found.vaults == 1 { "vault" } else { "vaults" },
        found.last
    );
    if !takes_over {
        text.push_str(&format!(
            "\nIt says nothing to the outside by itself: its configuration lies in {CONFIG_ASIDE}, subscriptions of other \
             systems are suspended, and exports into tables run by hand only.\n  To let it take over, end the other one first, rename the file to {CONFIG_FILE}, drive the \
             subscriptions again, and say when those exports run."
        ));
    }
    let json = serde_json::json!({
        "data": data, "files": files, "vaults": found.vaults, "entries": found.last, "took_over": takes_over,
    });
    Ok(Answer::good(text, json))
}

fn stand_still(dir: &Path) -> Result<()> {
    if dir.join(CONFIG_FILE).exists() {
        rename(&dir.join(CONFIG_FILE), &dir.join(CONFIG_ASIDE))?;
    }
    let installation = Installation::open(dir)?;
    let keyring = installation.keyring()?;
    anlass_server::suspend_subscriptions(&*installation.store, &keyring)?;
    anlass_server::exports_by_hand_only(&*installation.store, &keyring)
}

/// Configuration, keys and secrets at the top of the data directory.
fn copy_small(data: &Path, dir: &Path) -> Result<()> {
    let entries = fs::read_dir(data).with_context(|| format!("listing {}", data.display()))?;
    for entry in entries {
        let entry = entry.with_context(|| format!("listing {}", data.display()))?;
        let (name, kind) = (entry.file_name(), entry.metadata()?);
        let shown = name.to_string_lossy();
        let is_of_store = shown.starts_with(crate::installation::STORE_FILE);
        if !kind.is_file() || is_of_store || kind.len() > SMALL_BYTES_MAX || NOT_TAKEN.contains(&&*shown) {
            continue;
        }
        let (from, to) = (entry.path(), dir.join(&name));
        fs::copy(&from, &to).with_context(|| format!("copying {}", from.display()))?;
    }
    Ok(())
}
