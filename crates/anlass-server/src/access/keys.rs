//! Write keys that administrators gave out while the server runs, beside those of the configuration: of each only its
//! hash is kept, and what it may do.

use super::sealed::Sealed;
use crate::config::{KeyTrust, WriteKey, hash_of_key};
use anlass_model::time::Timestamp;
use anlass_store::seal::random_key;
use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};

const KIND: &str = "write-key";
/// Keys given out; who needs more has one per visitor.
const KEYS_MAX: usize = 500;
const NAME_CHARACTERS_MAX: usize = 100;

/// A key without itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Given {
    pub(crate) name: String,
    pub(crate) hash: String,
    pub(crate) vault: u32,
    pub(crate) source: u16,
    pub(crate) is_from_server: bool,
    pub(crate) by: String,
    /// On the installation's clock.
    pub(crate) at: i64,
}

impl Given {
    pub(crate) fn as_write_key(&self) -> WriteKey {
        let trust = if self.is_from_server { KeyTrust::Server } else { KeyTrust::Public };
        let Given { name, hash, vault, source, .. } = self.clone();
        WriteKey { name, hash, vault, source, trust }
    }
}

/// What somebody wants a key for.
pub(crate) struct Wanted {
    pub(crate) name: String,
    pub(crate) vault: u32,
    pub(crate) source: u16,
    pub(crate) trust: KeyTrust,
}

pub(super) fn all(sealed: &Sealed) -> Result<Vec<Given>> {
    let mut all = Vec::new();
    for name in sealed.names(KIND)? {
        all.extend(sealed.get::<Given>(KIND, &name)?);
    }
    all.sort_by(|one: &Given, other| (one.at, &one.hash).cmp(&(other.at, &other.hash)));
    Ok(all)
}

/// Makes one; the key itself is returned and kept nowhere.
pub(super) fn give(sealed: &Sealed, wanted: Wanted, who: &str, now: Timestamp) -> Result<(Given, String)> {
    let Wanted { name, vault, source, trust } = wanted;
    let name = name.trim().to_owned();
    if name.is_empty() || name.chars().count() > NAME_CHARACTERS_MAX {
        bail!(
            "a key needs a name of at most {NAME_CHARACTERS_MAX} characters\n  help: say what sends with it"
        );
    }
    if sealed.names(KIND)?.len() >= KEYS_MAX {
        bail!("there are {KEYS_MAX} keys\n  help: take away those that nobody uses");
    }
    let key = blake3::Hash::from_bytes(random_key()?).to_hex().to_string();
    let is_from_server = trust == KeyTrust::Server;
    let (hash, by) = (hash_of_key(&key), who.to_owned());
    let given = Given { name, hash, vault, source, is_from_server, by, at: now.0 };
    sealed.put(KIND, &given.hash, &given)?;
    Ok((given, key))
}

/// Whether there was one.
pub(super) fn take_away(sealed: &Sealed, hash: &str) -> Result<bool> {
    let was_there = sealed.get::<Given>(KIND, hash)?.is_some();
    sealed.remove(KIND, &[hash.to_owned()])?;
    Ok(was_there)
}
