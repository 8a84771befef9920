//! Databases of the company, as they are kept: where one is, as whom it is read, what is asked of it or listened to, how its
//! rows are understood, and how far it was read. Documents of their vault; nothing here is ever printed.

use crate::vaulted::{gone, opened, sealed};
use anlass_model::id::{VaultId, parts_hash};
use anlass_sources::sql::replication::{self, Capture};
use anlass_sources::sql::schedule::Schedule;
use anlass_sources::sql::{self, Database, Pull, Secret};
use anlass_store::seal::{Keyring, VaultKey};
use anlass_store::{Document, Store};
use anyhow::Result;
use serde::{Deserialize, Serialize};
use std::path::Path;

const DOCUMENTS: &str = "database";
const DOCUMENTS_OF_PLACES: &str = "database-position";

/// One database, or rather one question to it. Without a way to be printed, because of its password.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// As it is declared in the settings.
    pub(crate) name: String,
    pub(crate) number: u16,
    pub(crate) database: Database,
    /// Of its user there.
    pub(crate) password: String,
    pub(crate) reading: Reading,
    /// How its rows are understood; it reads one file.
    pub(crate) mapping: String,
}

/// How what is new is found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Reading {
    /// By asking again and again.
    Pull { pull: Pull, schedule: Schedule },
    /// By listening to the changes of a table.
    Capture(Capture),
}

/// How far it was read, and what it came to so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    pub(crate) position: Position,
    /// When it was last read to its end, by the real time.
    pub(crate) last: Option<i64>,
    /// Rows that were read, and those that were told as deleted.
    pub(crate) rows: u64,
    pub(crate) gone: u64,
    /// Events that were new.
    pub(crate) events: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Position {
    #[default]
    Beginning,
    Pull(Box<sql::Position>),
    Capture(replication::Position),
}

impl Kept {
    /// Where it is, with what opens it; files only in the folder that databases may be read from.
    pub(crate) fn opened(&self, folder: &Path) -> Database {
        self.database.clone().completed(Secret::new(self.password.as_str()), folder)
    }
}

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
    sealed(key, vault, DOCUMENTS, &name_of(vault, &kept.name), kept)
}

/// How far a database was read.
pub(crate) fn place(store: &dyn Store, keys: &Keyring, vault: VaultId, name: &str) -> Result<Place> {
    Ok(opened(store, keys, vault, DOCUMENTS_OF_PLACES, &name_of(vault, name))?.unwrap_or_default())
}

pub(crate) fn document_of_place(
    key: &VaultKey,
    vault: VaultId,
    name: &str,
    place: &Place,
) -> Result<Document> {
    sealed(key, vault, DOCUMENTS_OF_PLACES, &name_of(vault, name), place)
}

/// What makes it be read from the beginning.
pub(crate) fn without_place(vault: VaultId, name: &str) -> Document {
    gone(DOCUMENTS_OF_PLACES, name_of(vault, name))
}

/// What takes it away.
pub(crate) fn without(vault: VaultId, name: &str) -> Vec<Document> {
    vec![gone(DOCUMENTS, name_of(vault, name)), without_place(vault, name)]
}

/// Where its rows wait to be imported.
pub(crate) fn bundle(vault: VaultId, name: &str) -> u128 {
    parts_hash(&[DOCUMENTS.as_bytes(), name_of(vault, name).as_bytes()])
}

fn name_of(vault: VaultId, name: &str) -> String {
    format!("{}/{name}", vault.0)
}
