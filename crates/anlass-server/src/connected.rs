//! Sources that send by themselves, as they are kept: whose webhooks they are, the secret that proves it, how they are
//! understood, and which article the sender's own ids mean. Documents of their vault; nothing here is ever printed.

use crate::vaulted::{gone, opened, sealed};
use anlass_model::id::{VaultId, parts_hash};
use anlass_sources::shops::Vendor;
use anlass_store::seal::{Keyring, VaultKey};
use anlass_store::{Document, Store};
use anyhow::Result;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

const DOCUMENTS: &str = "connected-source";
const DOCUMENTS_OF_ARTICLES: &str = "connected-articles";
/// Ids of articles lie in so many documents: a new one writes one of them.
const SHARDS: u128 = 64;

/// Who sends, and how it is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SourceKind)]
pub(crate) enum Kind {
    Shopware,
    Shopify,
    Woocommerce,
    Cloudevents,
    /// Any system, by a form that says which place means what.
    Hook,
}

impl Kind {
    /// `None`: no shop's.
    pub(crate) fn vendor(self) -> Option<Vendor> {
        match self {
            Kind::Shopware => Some(Vendor::Shopware),
            Kind::Shopify => Some(Vendor::Shopify),
            Kind::Woocommerce => Some(Vendor::Woocommerce),
            Kind::Cloudevents | Kind::Hook => None,
        }
    }
}

/// One source. Without a way to be printed, because of its secret.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// As it is declared in the settings, and the last part of its address.
    pub(crate) name: String,
    pub(crate) number: u16,
    pub(crate) kind: Kind,
    pub(crate) secret: String,
    /// Stands before its customer and order numbers.
    pub(crate) prefix: Option<String>,
    /// The form of a [`Kind::Hook`].
    pub(crate) mapping: Option<String>,
}

/// The sender's own ids of articles and stock items → the article's number.
pub(crate) type Articles = BTreeMap<Box<str>, Box<str>>;

/// All that are kept, each with its vault; one that cannot be read says why.
pub(crate) fn list(store: &dyn Store, keys: &Keyring) -> Result<Vec<(VaultId, Result<Kept>)>> {
    let mut all = Vec::new();
    for place in store.documents(DOCUMENTS)? {
        let vault = place.split('/').next().and_then(|vault| vault.parse().ok());
        let Some(vault) = vault.map(VaultId) else { continue };
        let kept = opened(store, keys, vault, DOCUMENTS, &place);
        all.extend(kept.transpose().map(|kept| (vault, kept)));
    }
    Ok(all)
}

pub(crate) fn document(key: &VaultKey, vault: VaultId, kept: &Kept) -> Result<Document> {
    sealed(key, vault, DOCUMENTS, &place(vault, &kept.name), kept)
}

/// What takes a source away with everything it taught us.
pub(crate) fn without(store: &dyn Store, vault: VaultId, name: &str) -> Result<Vec<Document>> {
    let mut documents = vec![gone(DOCUMENTS, place(vault, name))];
    let articles = places_of_articles(store, vault, name)?;
    documents.extend(articles.into_iter().map(|place| gone(DOCUMENTS_OF_ARTICLES, place)));
    Ok(documents)
}

/// What a source taught us so far.
pub(crate) fn articles(store: &dyn Store, keys: &Keyring, vault: VaultId, name: &str) -> Result<Articles> {
    let mut all = Articles::new();
    for place in places_of_articles(store, vault, name)? {
        let shard: Option<Articles> = opened(store, keys, vault, DOCUMENTS_OF_ARTICLES, &place)?;
        all.extend(shard.unwrap_or_default());
    }
    Ok(all)
}

/// The documents in which these ids stand, as `all` knows them now.
pub(crate) fn documents_of_articles<'a>(
    key: &VaultKey,
    vault: VaultId,
    name: &str,
    all: &Articles,
    ids: impl Iterator<Item = &'a str>,
) -> Result<Vec<Document>> {
    let shards: std::collections::BTreeSet<u128> = ids.map(shard_of).collect();
    let documents = shards.into_iter().map(|shard| {
        let own: BTreeMap<&str, &str> = all
            .iter()
            .filter(|(id, _)| shard_of(id) == shard)
            .map(|(id, number)| (&**id, &**number))
            .collect();
        let place = format!("{}/{shard:02}", place(vault, name));
        sealed(key, vault, DOCUMENTS_OF_ARTICLES, &place, &own)
    });
    documents.collect()
}

fn shard_of(id: &str) -> u128 {
    parts_hash(&[id.as_bytes()]) % SHARDS
}

fn places_of_articles(store: &dyn Store, vault: VaultId, name: &str) -> Result<Vec<String>> {
    let own = format!("{}/", place(vault, name));
    Ok(store.documents(DOCUMENTS_OF_ARTICLES)?.into_iter().filter(|place| place.starts_with(&own)).collect())
}

fn place(vault: VaultId, name: &str) -> String {
    format!("{}/{name}", vault.0)
}
