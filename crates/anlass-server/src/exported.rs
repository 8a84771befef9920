//! Exports as they are kept: what is written where and when, and what became of each run. Documents of their vault, sealed.

use crate::vaulted::{gone, opened, sealed};
use anlass_model::id::{VaultId, parts_hash};
use anlass_model::time::Timestamp;
use anlass_sources::sql::schedule::Schedule;
use anlass_sources::sql::{Database, Secret, Target};
use anlass_sources::writing::Format;
use anlass_store::seal::{Keyring, VaultKey};
use anlass_store::{Commit, Document, Store};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::path::Path;
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
    /// One for each thing that customers have of the declared entities.
    Things,
}

/// Where an export goes. Documents of former days have no other than a folder, whose entries stand as they did.
#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Destination {
    Table(Box<IntoTable>),
    Folder(IntoFolder),
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct IntoFolder {
    pub(crate) format: Format,
    /// Below the folder of exports; empty: there.
    pub(crate) folder: String,
    /// So many files of it are left there.
    pub(crate) files_max: u32,
}

/// A table of a database. Without a way to be printed, because of its password.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct IntoTable {
    pub(crate) database: Database,
    /// Of its user there.
    pub(crate) password: String,
    pub(crate) schema: Option<String>,
    pub(crate) table: String,
}

impl IntoTable {
    /// Where it is, with what opens it; files only in the folder of databases.
    pub(crate) fn opened(&self, folder: &Path) -> Database {
        self.database.clone().completed(Secret::new(self.password.as_str()), folder)
    }

    /// The table as that of an export: no other export, also of another installation, may fill it.
    pub(crate) fn target(&self, vault: VaultId, name: &str) -> Target {
        let of = parts_hash(&[DOCUMENTS.as_bytes(), &vault.0.to_be_bytes()]);
        let owner = format!("{name} ({:016x})", of >> 64);
        Target { schema: self.schema.clone(), table: self.table.clone(), owner }
    }
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
    /// Of things: only those of this entity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) entity: Option<String>,
    /// Of acts, orders and messages: only those of so many last days.
    pub(crate) days: Option<u32>,
    #[serde(flatten)]
    pub(crate) to: Destination,
    pub(crate) schedule: Option<Schedule>,
    /// When it was made or changed last: what was due before is not made up for.
    pub(crate) made: Timestamp,
}

/// One run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Run {
    pub(crate) at: i64,
    pub(crate) rows: u64,
    /// Below the folder of exports, or the table; absent: it failed, and what was there before is as it was.
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

/// Lets exports that replace something outside of this installation run by hand only: another one may still run that fills
/// the same tables.
///
/// # Errors
/// If they cannot be read or written.
pub fn by_hand_only(store: &dyn Store, keys: &Keyring) -> Result<()> {
    let mut documents = Vec::new();
    for (vault, read) in list(store, keys)? {
        let (mut kept, _) = read?;
        if let (Destination::Table(_), Some(_)) = (&kept.to, kept.schedule.take()) {
            let key = keys.vault(vault).context("the vault has no key")?;
            documents.push(document(key, vault, &kept)?);
        }
    }
    Ok(store.commit(&Commit { documents, ..Commit::default() })?)
}

fn place(vault: VaultId, name: &str) -> String {
    format!("{}/{name}", vault.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use anlass_store::memory::MemoryStore;
    use anlass_store::seal::MasterKey;

    #[test]
    fn what_fills_a_table_elsewhere_waits_for_somebody_in_an_imported_organisation() {
        let (store, vault) = (MemoryStore::new(8, 3), VaultId(1));
        let mut keys = Keyring::new(&MasterKey::from_bytes([1; 32]), 7);
        keys.create(vault, &[2; 32]);
        let folder = r#""format":"csv","folder":"","files_max":3"#;
        let table = r#""database":{"kind":"sqlite","file":"a.db"},"password":"","schema":null,"table":"t""#;
        for (name, to) in [("file", folder), ("table", table)] {
            let kept = format!(
                r#"{{"name":"{name}","what":"orders","fields":[],"segment":null,"days":null,{to},
                "schedule":{{"every_minutes":60}},"made":0}}"#
            );
            let kept: Kept = serde_json::from_str(&kept).expect("read");
            let key = keys.vault(vault).expect("made");
            let documents = vec![document(key, vault, &kept).expect("sealed")];
            store.commit(&Commit { documents, ..Commit::default() }).expect("written");
        }
        by_hand_only(&store, &keys).expect("done");
        let read = list(&store, &keys).expect("listed").into_iter().map(|(_, read)| read.expect("read").0);
        let scheduled: Vec<(String, bool)> = read.map(|kept| (kept.name, kept.schedule.is_some())).collect();
        assert_eq!(scheduled, [("file".to_owned(), true), ("table".to_owned(), false)]);
    }

    #[test]
    fn a_document_of_former_days_goes_into_its_folder() {
        let former = r#"{"name":"all","what":"customers","fields":["id"],"segment":null,"days":null,"format":"csv",
            "folder":"crm","files_max":3,"schedule":null,"made":0}"#;
        let kept: Kept = serde_json::from_str(former).expect("read");
        let Destination::Folder(into) = &kept.to else { panic!("another destination") };
        assert_eq!((into.folder.as_str(), into.files_max), ("crm", 3));
        let written = serde_json::to_value(&kept).expect("written");
        let was: serde_json::Value = serde_json::from_str(former).expect("read");
        assert_eq!(written, was);
    }
}
