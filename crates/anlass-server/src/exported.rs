//! Exports as they are kept: what is written where and when, and what became of each run. Documents of their vault, sealed.

use crate::vaulted::{gone, opened, sealed};
use anlass_model::id::VaultId;
use anlass_model::time::Timestamp;
use anlass_sources::sql::schedule::Schedule;
use anlass_sources::writing::Format;
use anlass_store::seal::{Keyring, VaultKey};
use anlass_store::{Document, Store};
use anyhow::Result;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const DOCUMENTS: &str = "export";
const DOCUMENTS_OF_RUNS: &str = "export-runs";
/// Runs kept of each.
pub(crate) const RUNS_MAX: usize = 30;

/// What the rows of an export are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ExportWhat {
    /// One for each customer, with chosen fields.
    Customers,
    /// One for each recorded act.
    Consents,
    /// One for each customer who objects to advertising or has withdrawn a consent.
    OptOuts,
    /// One for each line of an order.
    Orders,
    /// One for each message of the ledger.
    Messages,
}

/// One export.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) name: String,
    pub(crate) what: ExportWhat,
    /// Of customers: which columns.
    pub(crate) fields: Vec<String>,
    /// Of customers: only those in this standing segment.
    pub(crate) segment: Option<String>,
    /// Of acts, orders and messages: only those of so many last days.
    pub(crate) days: Option<u32>,
    pub(crate) format: Format,
    /// Below the folder of exports; empty: there.
    pub(crate) folder: String,
    /// So many files of it are left there.
    pub(crate) files_max: u32,
    pub(crate) schedule: Option<Schedule>,
    /// When it was made or changed last: what was due before is not made up for.
    pub(crate) made: Timestamp,
}

/// One run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Run {
    pub(crate) at: i64,
    pub(crate) rows: u64,
    /// Below the folder of exports; absent: it failed, and nothing was left there.
    pub(crate) file: Option<String>,
    pub(crate) failed: Option<String>,
}

/// One that is kept with its runs, or why it cannot be read.
type Listed = Result<(Kept, Vec<Run>)>;

/// All that are kept with their runs, the newest run first; one that cannot be read says why.
pub(crate) fn list(store: &dyn Store, keys: &Keyring) -> Result<Vec<(VaultId, Listed)>> {
    let mut all = Vec::new();
    for place in store.documents(DOCUMENTS)? {
        let vault = place.split('/').next().and_then(|vault| vault.parse().ok());
        let Some(vault) = vault.map(VaultId) else { continue };
        let read = || -> Result<Option<(Kept, Vec<Run>)>> {
            let Some(kept) = opened::<Kept>(store, keys, vault, DOCUMENTS, &place)? else { return Ok(None) };
            let runs = opened(store, keys, vault, DOCUMENTS_OF_RUNS, &place)?;
            Ok(Some((kept, runs.unwrap_or_default())))
        };
        all.extend(read().transpose().map(|read| (vault, read)));
    }
    Ok(all)
}

pub(crate) fn document(key: &VaultKey, vault: VaultId, kept: &Kept) -> Result<Document> {
    sealed(key, vault, DOCUMENTS, &place(vault, &kept.name), kept)
}

pub(crate) fn document_of_runs(key: &VaultKey, vault: VaultId, name: &str, runs: &[Run]) -> Result<Document> {
    sealed(key, vault, DOCUMENTS_OF_RUNS, &place(vault, name), &runs)
}

/// What takes an export away; its files stay.
pub(crate) fn without(vault: VaultId, name: &str) -> Vec<Document> {
    vec![gone(DOCUMENTS, place(vault, name)), gone(DOCUMENTS_OF_RUNS, place(vault, name))]
}

fn place(vault: VaultId, name: &str) -> String {
    format!("{}/{name}", vault.0)
}
