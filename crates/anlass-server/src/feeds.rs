//! Feeds of content as they are kept: where each is, how it is understood, which nodes its tags mean, and how it was read
//! last. Documents of their vault, sealed: an address may hold a secret, and so does what is sent with it.

use crate::vaulted::{gone, opened, sealed};
use anlass_model::id::VaultId;
use anlass_model::time::Timestamp;
use anlass_sources::content::JsonForm;
use anlass_sources::sql::schedule::Schedule;
use anlass_store::seal::{Keyring, VaultKey};
use anlass_store::{Document, Store};
use anyhow::Result;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

const DOCUMENTS: &str = "feed";
const DOCUMENTS_OF_READINGS: &str = "feed-reading";

/// What answers at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FeedKind {
    /// RSS or Atom.
    Rss,
    /// Posts of WordPress, by its REST interface.
    Wordpress,
    /// JSON by a form.
    Json,
}

/// One feed. Without a way to be printed, because of its secret.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) name: String,
    pub(crate) url: String,
    pub(crate) kind: FeedKind,
    /// Of a feed in JSON.
    pub(crate) form: Option<JsonForm>,
    /// The value of the header `authorization`.
    pub(crate) authorization: Option<String>,
    /// Tag, in lower case → paths of nodes in the shop's tree.
    pub(crate) nodes: BTreeMap<String, Vec<String>>,
    pub(crate) schedule: Schedule,
    /// Once it did not answer well for so long, letters show nothing of it any more. `None`: what it held stays.
    #[serde(default)]
    pub(crate) holds_hours: Option<u32>,
}

/// How a feed was read last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reading {
    /// When it was tried last, by the real time, and when it last answered well.
    pub(crate) tried: Option<i64>,
    pub(crate) good: Option<i64>,
    pub(crate) etag: Option<String>,
    pub(crate) modified: Option<String>,
    /// Items it holds, those that say nothing, and those beyond what is read.
    pub(crate) items: u64,
    pub(crate) empty: u64,
    pub(crate) cut: u64,
    /// Items whose id an earlier one has.
    #[serde(default)]
    pub(crate) repeated: u64,
    /// Tags that mean no node.
    pub(crate) unplaced: Vec<String>,
    pub(crate) failure: Option<Failure>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Failure {
    pub(crate) cause: String,
    /// Otherwise somebody has to mend it.
    pub(crate) is_passing: bool,
    pub(crate) tries: u32,
    pub(crate) since: Timestamp,
}

type Listed = Result<(Kept, Reading)>;

/// All that are kept; one that cannot be read says why.
pub(crate) fn list(store: &dyn Store, keys: &Keyring) -> Result<Vec<(VaultId, Listed)>> {
    let mut all = Vec::new();
    for place in store.documents(DOCUMENTS)? {
        let vault = place.split('/').next().and_then(|vault| vault.parse().ok());
        let Some(vault) = vault.map(VaultId) else { continue };
        let read = || -> Result<Option<(Kept, Reading)>> {
            let Some(kept) = opened::<Kept>(store, keys, vault, DOCUMENTS, &place)? else { return Ok(None) };
            let reading = opened(store, keys, vault, DOCUMENTS_OF_READINGS, &place)?;
            Ok(Some((kept, reading.unwrap_or_default())))
        };
        all.extend(read().transpose().map(|read| (vault, read)));
    }
    Ok(all)
}

pub(crate) fn document(key: &VaultKey, vault: VaultId, kept: &Kept) -> Result<Document> {
    sealed(key, vault, DOCUMENTS, &place(vault, &kept.name), kept)
}

pub(crate) fn document_of_reading(
    key: &VaultKey,
    vault: VaultId,
    name: &str,
    reading: &Reading,
) -> Result<Document> {
    sealed(key, vault, DOCUMENTS_OF_READINGS, &place(vault, name), reading)
}

pub(crate) fn without(vault: VaultId, name: &str) -> Vec<Document> {
    vec![gone(DOCUMENTS, place(vault, name)), gone(DOCUMENTS_OF_READINGS, place(vault, name))]
}

fn place(vault: VaultId, name: &str) -> String {
    format!("{}/{name}", vault.0)
}
