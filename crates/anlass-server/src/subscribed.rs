//! Subscriptions of other systems as they are kept: where to, of what, with which secret, and how far each was told.
//! Documents of their vault, sealed; nothing here is ever printed.

use crate::vaulted::{gone, opened, sealed};
use anlass_model::id::{EntityId, VaultId};
use anlass_model::time::Timestamp;
use anlass_runtime::notices::Kind;
use anlass_store::seal::{Keyring, VaultKey};
use anlass_store::{Commit, Document, Store};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

const DOCUMENTS: &str = "subscription";
const DOCUMENTS_OF_PROGRESS: &str = "subscription-progress";

/// One subscription. Without a way to be printed, because of its secret.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) name: String,
    pub(crate) url: String,
    /// `whsec_` and base64.
    pub(crate) secret: String,
    pub(crate) kinds: BTreeSet<Kind>,
}

/// Where a notice stands: batch, and which one of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Place(pub(crate) u64, pub(crate) u32);

/// An attempt that failed.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Wait {
    pub(crate) attempts: u32,
    pub(crate) first: Timestamp,
    pub(crate) again: Timestamp,
}

/// What nobody tries to tell any more until somebody asks for it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct GivenUp {
    pub(crate) place: Place,
    pub(crate) kind: Kind,
    pub(crate) customer: EntityId,
    pub(crate) at: Timestamp,
    pub(crate) attempts: u32,
    pub(crate) reason: String,
}

/// The other side does not answer, or not as it should.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Failing {
    pub(crate) since: Timestamp,
    pub(crate) last: Timestamp,
    /// One after the other.
    pub(crate) times: u32,
    pub(crate) reason: String,
}

/// How far a subscription was told.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Progress {
    /// The first one that is not settled; everything before it is.
    pub(crate) from: Place,
    /// Settled behind it.
    pub(crate) settled: BTreeSet<Place>,
    #[serde(with = "pairs")]
    pub(crate) waits: BTreeMap<Place, Wait>,
    /// The newest last.
    pub(crate) given_up: VecDeque<GivenUp>,
    /// Given up before, and to be told after all.
    pub(crate) again: BTreeSet<Place>,
    pub(crate) told: u64,
    pub(crate) last_told: Option<Timestamp>,
    pub(crate) failing: Option<Failing>,
    /// Nothing is told until somebody says so; why.
    pub(crate) suspended: Option<String>,
    /// Too old to be told, or given up too long ago.
    pub(crate) dropped: u64,
}

/// JSON has no maps by places.
mod pairs {
    use super::{Place, Wait};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::collections::BTreeMap;

    pub(super) fn serialize<S: Serializer>(map: &BTreeMap<Place, Wait>, to: S) -> Result<S::Ok, S::Error> {
        map.iter().collect::<Vec<_>>().serialize(to)
    }

    pub(super) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<BTreeMap<Place, Wait>, D::Error> {
        Ok(Vec::<(Place, Wait)>::deserialize(from)?.into_iter().collect())
    }
}

/// One that is kept with how far it was told, or why it cannot be read.
type Listed = Result<(Kept, Progress)>;

/// All that are kept, each with its vault and how far it was told; one that cannot be read says why.
pub(crate) fn list(store: &dyn Store, keys: &Keyring) -> Result<Vec<(VaultId, Listed)>> {
    let mut all = Vec::new();
    for place in store.documents(DOCUMENTS)? {
        let vault = place.split('/').next().and_then(|vault| vault.parse().ok());
        let Some(vault) = vault.map(VaultId) else { continue };
        let read = || -> Result<Option<(Kept, Progress)>> {
            let Some(kept) = opened::<Kept>(store, keys, vault, DOCUMENTS, &place)? else { return Ok(None) };
            let progress = opened(store, keys, vault, DOCUMENTS_OF_PROGRESS, &place)?;
            Ok(Some((kept, progress.unwrap_or_default())))
        };
        all.extend(read().transpose().map(|read| (vault, read)));
    }
    Ok(all)
}

pub(crate) fn document(key: &VaultKey, vault: VaultId, kept: &Kept) -> Result<Document> {
    sealed(key, vault, DOCUMENTS, &place(vault, &kept.name), kept)
}

pub(crate) fn document_of_progress(
    key: &VaultKey,
    vault: VaultId,
    name: &str,
    progress: &Progress,
) -> Result<Document> {
    sealed(key, vault, DOCUMENTS_OF_PROGRESS, &place(vault, name), progress)
}

/// What takes a subscription away.
pub(crate) fn without(vault: VaultId, name: &str) -> Vec<Document> {
    vec![gone(DOCUMENTS, place(vault, name)), gone(DOCUMENTS_OF_PROGRESS, place(vault, name))]
}

/// Lets no subscription be told of anything until somebody drives it again.
///
/// # Errors
/// If they cannot be read or written.
pub fn suspend(store: &dyn Store, keys: &Keyring) -> Result<()> {
    let mut documents = Vec::new();
    for (vault, read) in list(store, keys)? {
        let (kept, mut progress) = read?;
        let key = keys.vault(vault).context("the vault has no key")?;
        progress.suspended = Some("it came with an imported organisation".into());
        documents.push(document_of_progress(key, vault, &kept.name, &progress)?);
    }
    Ok(store.commit(&Commit { documents, ..Commit::default() })?)
}

fn place(vault: VaultId, name: &str) -> String {
    format!("{}/{name}", vault.0)
}
