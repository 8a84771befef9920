//! What people, or shops for them, ask for under data protection law: it is reported and waits for somebody, who decides
//! and does it; no machine acts upon it. The same request told again is one, also for some time after it was dealt with.

use super::connected::Source;
use super::{House, View};
use crate::vaulted::{gone, opened, sealed};
use anlass_model::id::{Identifier, VaultId, parts_hash};
use anlass_model::time::{DAY, Received, Span, Timestamp};
use anlass_sources::understood::PrivacyRequest;
use anlass_store::Document;
use anlass_store::seal::Keyring;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

const OPEN: &str = "privacy-request";
/// Of one that was dealt with only its id and when.
const DONE: &str = "privacy-request-done";
/// Shops repeat what was not answered for two days; after this the same words are a new request.
const REPEATED_WITHIN: Span = DAY.times(30);

/// A request that waits for somebody.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Asked {
    pub(crate) id: String,
    /// By the source's name.
    pub(crate) source: String,
    pub(crate) kind: String,
    /// Whom it is about; nobody in particular if it is about everybody.
    pub(crate) identifiers: Vec<Identifier>,
    /// The sender's own number of it.
    pub(crate) reference: Option<String>,
    pub(crate) received: i64,
}

/// What keeps requests that are not known yet.
pub(super) fn documents(
    house: &House,
    view: &View,
    source: &Source,
    requests: &[PrivacyRequest],
    received: Received,
) -> Result<Vec<Document>> {
    let vault = source.vault;
    let keys = &view.runtime.keyring;
    let key = keys.vault(vault).context("the vault has no key")?;
    let mut documents = Vec::new();
    for request in requests {
        let id = id_of(source, request);
        let name = place(vault, &id);
        let done: Option<i64> = opened(&*house.store, keys, vault, DONE, &name)?;
        let is_told_again = done.is_some_and(|at| received.0.since(Timestamp(at)) < REPEATED_WITHIN);
        if is_told_again || house.store.document(OPEN, &name)?.is_some() {
            continue;
        }
        let PrivacyRequest { kind, identifiers, reference } = request.clone();
        let asked = Asked {
            id,
            source: source.kept.name.clone(),
            kind: kind.as_str().to_owned(),
            identifiers,
            reference: reference.map(String::from),
            received: received.0.0,
        };
        documents.push(sealed(key, vault, OPEN, &name, &asked)?);
    }
    Ok(documents)
}

fn id_of(source: &Source, request: &PrivacyRequest) -> String {
    let PrivacyRequest { kind, identifiers, reference } = request;
    let who = identifiers.iter().flat_map(|one| [one.kind.as_str().as_bytes(), one.value.as_bytes()]);
    let number = source.kept.number.to_le_bytes();
    let parts = [&number[..], kind.as_str().as_bytes(), reference.as_deref().unwrap_or_default().as_bytes()];
    format!("{:032x}", parts_hash(&parts.into_iter().chain(who).collect::<Vec<_>>()))
}

fn place(vault: VaultId, id: &str) -> String {
    format!("{}/{id}", vault.0)
}

/// What takes away requests that are about nobody else than whoever is known by these: they were dealt with. Of others
/// only these are taken out.
pub(super) fn without(
    house: &House,
    keys: &Keyring,
    vault: VaultId,
    theirs: &[Identifier],
) -> Result<Vec<Document>> {
    let key = keys.vault(vault).context("the vault has no key")?;
    let mut documents = Vec::new();
    for name in house.places_of_privacy(vault)? {
        let Some(mut asked) = opened::<Asked>(&*house.store, keys, vault, OPEN, &name)? else { continue };
        let before = asked.identifiers.len();
        asked.identifiers.retain(|identifier| !theirs.contains(identifier));
        match (asked.identifiers.len(), before) {
            (left, before) if left == before => {}
            (0, _) => {
                documents.push(sealed(key, vault, DONE, &name, &house.now().0)?);
                documents.push(gone(OPEN, name));
            }
            _ => documents.push(sealed(key, vault, OPEN, &name, &asked)?),
        }
    }
    Ok(documents)
}

impl House {
    fn places_of_privacy(&self, vault: VaultId) -> Result<Vec<String>> {
        let own = place(vault, "");
        let all = self.store.documents(OPEN)?;
        Ok(all.into_iter().filter(|place| place.starts_with(&own)).collect())
    }

    /// How many wait.
    pub(crate) fn privacy_count(&self, vault: VaultId) -> Result<usize> {
        Ok(self.places_of_privacy(vault)?.len())
    }

    /// What waits for somebody, the oldest first.
    pub(crate) fn privacy(&self, vault: VaultId) -> Result<Vec<Asked>> {
        let view = self.view();
        let mut all = Vec::new();
        for name in self.places_of_privacy(vault)? {
            all.extend(opened::<Asked>(&*self.store, &view.runtime.keyring, vault, OPEN, &name)?);
        }
        all.sort_by(|one, other| (one.received, &one.id).cmp(&(other.received, &other.id)));
        Ok(all)
    }

    /// Somebody has dealt with it. `false`: none such waits.
    pub(crate) fn settle_privacy(&self, vault: VaultId, id: &str) -> Result<bool> {
        let name = place(vault, id);
        if self.store.document(OPEN, &name)?.is_none() {
            return Ok(false);
        }
        let view = self.view();
        let key = view.runtime.keyring.vault(vault).context("the vault has no key")?;
        let done = sealed(key, vault, DONE, &name, &self.now().0)?;
        self.put_documents(vec![gone(OPEN, name), done])?;
        Ok(true)
    }
}
