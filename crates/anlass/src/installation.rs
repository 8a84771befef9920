//! The data directory of an installation: `master.key`, `store.sqlite`, `history/`.

use crate::clock;
use anlass_model::id::{PARTS_DEFAULT, VaultId};
use anlass_model::org::TenantScope;
use anlass_runtime::Runtime;
use anlass_runtime::history::History;
use anlass_server::drafts::{KIND_LEARNED, NAME_FILLED, NAME_GAPS};
use anlass_store::seal::{Keyring, MasterKey};
use anlass_store::sqlite::SqliteStore;
use anlass_store::{Commit, Document, Store};
use anyhow::{Context, Result, bail, ensure};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(crate) const KEY_FILE: &str = "master.key";
pub(crate) const STORE_FILE: &str = "store.sqlite";
pub(crate) const HISTORY_DIR: &str = "history";
const KIND_SIMULATED: &str = "simulated";
const NAME_SEED: &str = "seed";

pub(crate) struct Installation {
    pub(crate) dir: PathBuf,
    pub(crate) store: Arc<SqliteStore>,
    pub(crate) master: MasterKey,
}

impl Installation {
    /// Opens the installation in `dir` or sets up an empty one.
    pub(crate) fn open_or_create(dir: &Path) -> Result<Installation> {
        std::fs::create_dir_all(dir)
            .with_context(|| format!("creating the data directory {}", dir.display()))?;
        let master = MasterKey::load_or_create(&dir.join(KEY_FILE))?;
        let store = Arc::new(SqliteStore::open_or_create(&dir.join(STORE_FILE), PARTS_DEFAULT)?);
        Ok(Installation { dir: dir.to_owned(), store, master })
    }

    /// Opens the installation in `dir` if there is one.
    pub(crate) fn open_if_any(dir: &Path) -> Result<Option<Installation>> {
        if dir.join(STORE_FILE).exists() { Installation::open(dir).map(Some) } else { Ok(None) }
    }

    /// Opens an installation that must exist.
    pub(crate) fn open(dir: &Path) -> Result<Installation> {
        if !dir.join(STORE_FILE).exists() {
            bail!(
                "there is no installation in {}\n  help: set one up with `anlass new`, or name another directory with --data",
                dir.display()
            );
        }
        let master = MasterKey::load(&dir.join(KEY_FILE))?;
        let store = Arc::new(SqliteStore::open(&dir.join(STORE_FILE))?);
        Ok(Installation { dir: dir.to_owned(), store, master })
    }

    /// The loop over this installation; takes the writer's lease.
    pub(crate) fn runtime(&self) -> Result<Runtime> {
        let store: Arc<dyn Store> = Arc::clone(&self.store) as Arc<dyn Store>;
        Ok(Runtime::open(store, &self.master, "anlass command line", clock::now())?)
    }

    /// The same to look only, beside a process that may be running.
    pub(crate) fn look(&self) -> Result<Runtime> {
        let store: Arc<dyn Store> = Arc::clone(&self.store) as Arc<dyn Store>;
        Ok(Runtime::look(store, &self.master)?)
    }

    pub(crate) fn history(&self) -> Result<History> {
        Ok(History::open(&self.dir.join(HISTORY_DIR), &*self.store)?)
    }

    pub(crate) fn keyring(&self) -> Result<Keyring> {
        Ok(Keyring::open(&*self.store, &self.master)?)
    }

    /// The seed with which parts of the history were simulated, if any were.
    pub(crate) fn simulated(&self) -> Result<Option<u64>> {
        let Some(document) = self.store.document(KIND_SIMULATED, NAME_SEED)? else { return Ok(None) };
        let text = String::from_utf8_lossy(&document.body).into_owned();
        Ok(Some(text.parse().with_context(|| {
            format!("reading the simulation's seed \"{text}\"\n  help: restore the latest backup")
        })?))
    }

    /// Remembers that parts of the history are simulated. One installation has one seed.
    pub(crate) fn note_simulated(&self, seed: u64) -> Result<()> {
        let before = self.simulated()?;
        ensure!(
            before.is_none_or(|before| before == seed),
            "the history is simulated with seed {} already\n  help: use that seed, or another data directory",
            before.unwrap_or_default()
        );
        self.put(KIND_SIMULATED, NAME_SEED, seed.to_string().into_bytes())
    }

    pub(crate) fn put_learned_gaps(&self, gaps: &std::collections::BTreeMap<String, u32>) -> Result<()> {
        self.put(KIND_LEARNED, NAME_GAPS, serde_json::to_vec(gaps)?)
    }

    pub(crate) fn put_filled_gaps(&self, categories: &[String]) -> Result<()> {
        self.put(KIND_LEARNED, NAME_FILLED, serde_json::to_vec(categories)?)
    }

    pub(crate) fn put(&self, kind: &str, name: &str, body: Vec<u8>) -> Result<()> {
        let documents = vec![Document { kind: kind.into(), name: name.into(), body }];
        self.store.commit(&Commit { documents, ..Commit::default() })?;
        Ok(())
    }
}

/// The vault asked for, or the first one.
pub(crate) fn scope(runtime: &Runtime, vault: Option<u32>) -> Result<TenantScope> {
    let vaults = runtime.custodian.vaults();
    let vault = vault.map(VaultId).or_else(|| vaults.first().copied());
    let known = || vaults.iter().map(|vault| vault.0.to_string()).collect::<Vec<_>>().join(", ");
    vault.and_then(|vault| runtime.custodian.scope(vault)).with_context(|| {
        format!("there is no such vault\n  help: the organisation has the vaults {}", known())
    })
}
