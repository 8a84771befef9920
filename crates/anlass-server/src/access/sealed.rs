//! Documents of the control plane that hold something personal, sealed with the installation's own key.

use anlass_model::id::{VaultId, parts_hash};
use anlass_store::seal::{Associated, Purpose, VaultKey};
use anlass_store::{Commit, Document, Store};
use anyhow::{Context, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;

pub(super) struct Sealed {
    pub(super) store: Arc<dyn Store>,
    pub(super) key: VaultKey,
}

impl Sealed {
    pub(super) fn names(&self, kind: &str) -> Result<Vec<String>> {
        let mut names = self.store.documents(kind)?;
        names.sort();
        Ok(names)
    }

    pub(super) fn get<T: DeserializeOwned>(&self, kind: &str, name: &str) -> Result<Option<T>> {
        let Some(document) = self.store.document(kind, name)? else { return Ok(None) };
        let plain = self.key.open(&place(kind, name), &document.body)?;
        let value = serde_json::from_slice(&plain);
        value.map(Some).with_context(|| format!("reading {kind} {name}\n  help: restore the latest backup"))
    }

    pub(super) fn put<T: Serialize>(&self, kind: &str, name: &str, value: &T) -> Result<()> {
        let body = self.key.seal(&place(kind, name), &serde_json::to_vec(value)?);
        self.commit(vec![Document { kind: kind.into(), name: name.into(), body }])
    }

    pub(super) fn remove(&self, kind: &str, names: &[String]) -> Result<()> {
        let gone = |name: &String| Document { kind: kind.into(), name: name.clone(), body: Vec::new() };
        self.commit(names.iter().map(gone).collect())
    }

    fn commit(&self, documents: Vec<Document>) -> Result<()> {
        if documents.is_empty() {
            return Ok(());
        }
        Ok(self.store.commit(&Commit { documents, ..Commit::default() })?)
    }
}

fn place(kind: &str, name: &str) -> Associated {
    let id = parts_hash(&[kind.as_bytes(), name.as_bytes()]);
    Associated { vault: VaultId(0), purpose: Purpose::Access, id, seq: 0 }
}
