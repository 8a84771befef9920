//! Which files brought what is known of somebody: when each import ran, by the installation's own clock, so that the moment at
//! which an event was received leads to its files. Sealed with the vault's key; the newest only.

use crate::house::View;
use crate::vaulted::{opened, sealed};
use anlass_model::event::SourceId;
use anlass_model::id::VaultId;
use anlass_model::time::Timestamp;
use anlass_store::seal::Keyring;
use anlass_store::{Commit, Store};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

const KIND: &str = "brought";
const KEPT_MAX: usize = 500;

/// One import.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Ran {
    pub(crate) source: u16,
    pub(crate) from: i64,
    pub(crate) until: i64,
    pub(crate) files: Vec<String>,
}

/// The imports of a vault, the newest first.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Brought(Vec<Ran>);

impl Brought {
    /// # Errors
    /// If they cannot be read.
    pub(crate) fn of(view: &View) -> Result<Brought> {
        let runtime = &view.runtime;
        read(&*runtime.store, &runtime.keyring, view.scope.vault())
    }

    /// The files of the imports that ran for the source at that moment; empty: none did.
    pub(crate) fn files(&self, source: SourceId, received: Timestamp) -> Vec<String> {
        let ran = self
            .0
            .iter()
            .filter(|ran| ran.source == source.0 && (ran.from..=ran.until).contains(&received.0));
        let mut files: Vec<String> = ran.flat_map(|ran| ran.files.iter().cloned()).collect();
        files.sort_unstable();
        files.dedup();
        files
    }
}

fn read(store: &dyn Store, keys: &Keyring, vault: VaultId) -> Result<Brought> {
    Ok(opened(store, keys, vault, KIND, &vault.0.to_string())?.unwrap_or_default())
}

/// Notes an import that has ended.
///
/// # Errors
/// If it cannot be sealed or stored.
pub(crate) fn note(store: &dyn Store, keys: &Keyring, vault: VaultId, ran: Ran) -> Result<()> {
    let key = keys.vault(vault).context("the vault has no key")?;
    let Brought(mut all) = read(store, keys, vault)?;
    all.insert(0, ran);
    all.truncate(KEPT_MAX);
    let documents = vec![sealed(key, vault, KIND, &vault.0.to_string(), &Brought(all))?];
    Ok(store.commit(&Commit { documents, ..Commit::default() })?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_ran_for_the_source_at_that_moment_counts() {
        let ran = |source, from, until, file: &str| Ran { source, from, until, files: vec![file.to_owned()] };
        let brought =
            Brought(vec![ran(3, 100, 200, "b.csv"), ran(3, 10, 20, "a.csv"), ran(4, 0, 900, "c.csv")]);
        let files = |source, at| brought.files(SourceId(source), Timestamp(at));
        assert_eq!(files(3, 20), ["a.csv"]);
        assert_eq!(files(3, 21), [""; 0]);
        assert_eq!(files(3, 150), ["b.csv"]);
    }
}
