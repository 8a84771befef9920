//! Documents about a vault that hold something personal or secret, sealed with the vault's own key: who may not read
//! the vault cannot read them.

use anlass_model::id::{VaultId, parts_hash};
use anlass_store::seal::{Associated, Keyring, Purpose, VaultKey};
use anlass_store::{Document, Store};
use anyhow::{Context, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub(crate) fn sealed<T: Serialize>(
    key: &VaultKey,
    vault: VaultId,
    kind: &str,
    name: &str,
    value: &T,
) -> Result<Document> {
    let body = key.seal(&place(vault, kind, name), &serde_json::to_vec(value)?);
    Ok(Document { kind: kind.into(), name: name.into(), body })
}

pub(crate) fn opened<T: DeserializeOwned>(
    store: &dyn Store,
    keys: &Keyring,
    vault: VaultId,
    kind: &str,
    name: &str,
) -> Result<Option<T>> {
    let key = keys.vault(vault).context("the vault has no key")?;
    let Some(document) = store.document(kind, name)? else { return Ok(None) };
    let plain = key.open(&place(vault, kind, name), &document.body)?;
    let value = serde_json::from_slice(&plain);
    value.map(Some).with_context(|| format!("reading {kind} {name}\n  help: restore the latest backup"))
}

/// What takes a document away.
pub(crate) fn gone(kind: &str, name: String) -> Document {
    Document { kind: kind.into(), name, body: Vec::new() }
}

fn place(vault: VaultId, kind: &str, name: &str) -> Associated {
    let id = parts_hash(&[kind.as_bytes(), name.as_bytes()]);
    Associated { vault, purpose: Purpose::Quarantine, id, seq: 0 }
}
