//! The keys of all vaults, wrapped for the store and unwrapped in memory.

use super::{Associated, MasterKey, Purpose, VaultKey};
use crate::Store;
use crate::error::Error;
use crate::rows::Document;
use anlass_model::id::VaultId;
use std::collections::BTreeMap;

/// Kind of the documents that hold wrapped vault keys; their names are vault numbers.
pub const DOCUMENT_KIND: &str = "vault-key";

/// 32 random bytes from the operating system.
///
/// # Errors
/// If it has none.
pub fn random_key() -> Result<[u8; 32], Error> {
    let mut key = [0u8; 32];
    getrandom::fill(&mut key).map_err(|source| Error::backend("draw of a key", source))?;
    Ok(key)
}

#[derive(Clone, Debug)]
pub struct Keyring {
    /// Wraps and unwraps the others; depends on master key and store, so that a wrapped key is of no use
    /// in another store.
    wrapping: VaultKey,
    store_id: u128,
    vaults: BTreeMap<VaultId, VaultKey>,
}

impl Keyring {
    /// An empty ring.
    #[must_use]
    pub fn new(master: &MasterKey, store_id: u128) -> Keyring {
        let mut material = [0u8; 48];
        material[..32].copy_from_slice(&master.0);
        material[32..].copy_from_slice(&store_id.to_le_bytes());
        let wrapping = VaultKey::new(&blake3::derive_key("anlass 2026 vault key envelope", &material));
        Keyring { wrapping, store_id, vaults: BTreeMap::new() }
    }

    /// The ring with the keys of all vaults in `store`.
    ///
    /// # Errors
    /// [`Error::Sealed`] if the master key is not the one they were wrapped with; if the store cannot
    /// be read.
    pub fn open(store: &dyn Store, master: &MasterKey) -> Result<Keyring, Error> {
        let mut ring = Keyring::new(master, store.settings().store_id);
        ring.take_in(store)?;
        Ok(ring)
    }

    /// The keys of vaults that were set up in `store` since.
    ///
    /// # Errors
    /// As [`Keyring::open`].
    pub fn take_in(&mut self, store: &dyn Store) -> Result<(), Error> {
        for name in store.documents(DOCUMENT_KIND)? {
            let damaged = || Error::Damaged { what: "vault key" };
            let document = store.document(DOCUMENT_KIND, &name)?.ok_or_else(damaged)?;
            let vault = VaultId(name.parse().map_err(|_| damaged())?);
            if self.vaults.contains_key(&vault) {
                continue;
            }
            let material = self.wrapping.open(&self.place(vault), &document.body)?;
            let material: [u8; 32] = material.try_into().map_err(|_| damaged())?;
            self.vaults.insert(vault, VaultKey::new(&material));
        }
        Ok(())
    }

    /// Makes a random key for `vault` if it has none; the document must be committed before anything that
    /// is sealed with it.
    ///
    /// # Errors
    /// If the operating system has no random bytes.
    pub fn ensure(&mut self, vault: VaultId) -> Result<Option<Document>, Error> {
        if self.vaults.contains_key(&vault) {
            return Ok(None);
        }
        Ok(Some(self.create(vault, &random_key()?)))
    }

    /// Gives `vault` a key made of `material`, for simulations that must repeat. Replaces its old key.
    pub fn create(&mut self, vault: VaultId, material: &[u8; 32]) -> Document {
        self.vaults.insert(vault, VaultKey::new(material));
        let body = self.wrapping.seal(&self.place(vault), material);
        Document { kind: DOCUMENT_KIND.to_owned(), name: vault.0.to_string(), body }
    }

    /// Forgets the key of `vault`. Once the document is committed, what was sealed with the key can no
    /// longer be read by anyone (but see old backups: they hold the wrapped key until they expire).
    pub fn shred(&mut self, vault: VaultId) -> Document {
        self.vaults.remove(&vault);
        Document { kind: DOCUMENT_KIND.to_owned(), name: vault.0.to_string(), body: Vec::new() }
    }

    #[must_use]
    pub fn vault(&self, vault: VaultId) -> Option<&VaultKey> {
        self.vaults.get(&vault)
    }

    /// The installation's own key, for what belongs to no vault: its users and what they did.
    #[must_use]
    pub fn own(&self) -> &VaultKey {
        &self.wrapping
    }

    /// All vaults with their keys.
    pub fn vaults(&self) -> impl Iterator<Item = (VaultId, &VaultKey)> {
        self.vaults.iter().map(|(vault, key)| (*vault, key))
    }

    fn place(&self, vault: VaultId) -> Associated {
        Associated { vault, purpose: Purpose::VaultKey, id: self.store_id, seq: 0 }
    }
}
