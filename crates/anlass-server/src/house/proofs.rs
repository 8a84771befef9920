//! Files that prove consents, each sealed with its vault's key in a file below the data directory; what they are and whose
//! stands in a document of the store, which goes with its person. A file that no document knows is removed.

use super::House;
use crate::vaulted::{gone, opened, sealed};
use anlass_model::id::{EntityId, VaultId, parts_hash};
use anlass_store::Document;
use anlass_store::seal::{Associated, Keyring, Purpose, random_key};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Below the data directory; a backup copies it.
pub const PROOFS_DIR: &str = "proofs";
/// Of one file.
pub(crate) const PROOF_BYTES_MAX: usize = 10 << 20;
const KIND: &str = "consent-proof";
const ID_LETTERS: usize = 32;

/// What is known of a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) id: String,
    /// For whom it was handed in, as they were known then.
    pub(crate) customer: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) bytes: u64,
    pub(crate) by: String,
    /// By the real time.
    pub(crate) at: i64,
}

/// A file that comes in.
pub(crate) struct NewProof<'a> {
    pub(crate) vault: VaultId,
    pub(crate) customer: EntityId,
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) by: &'a str,
}

fn place(vault: VaultId, id: &str) -> String {
    format!("{}/{id}", vault.0)
}

fn seal_of(vault: VaultId, id: &str) -> Associated {
    let id = parts_hash(&[PROOFS_DIR.as_bytes(), id.as_bytes()]);
    Associated { vault, purpose: Purpose::Letter, id, seq: 0 }
}

impl House {
    fn proof_path(&self, vault: VaultId, id: &str) -> PathBuf {
        self.dir.join(PROOFS_DIR).join(format!("{}-{id}", vault.0))
    }

    /// Keeps a file, durable when this returns.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(crate) fn keep_proof(&self, new: NewProof<'_>, bytes: &[u8]) -> Result<Kept> {
        let NewProof { vault, customer, name, kind, by } = new;
        let view = self.view();
        let key = view.runtime.keyring.vault(vault).context("the vault has no key")?;
        let id = blake3::Hash::from_bytes(random_key()?).to_hex().split_at(ID_LETTERS).0.to_owned();
        let path = self.proof_path(vault, &id);
        let write = || {
            let dir = self.dir.join(PROOFS_DIR);
            DirBuilder::new().recursive(true).mode(0o700).create(&dir)?;
            let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
            file.write_all(&key.seal(&seal_of(vault, &id), bytes))?;
            file.sync_all()?;
            File::open(&dir)?.sync_all()
        };
        write()
            .with_context(|| format!("writing {}\n  help: check the disk, then try again", path.display()))?;
        let kept = Kept {
            id,
            customer: customer.to_string(),
            name,
            kind: kind.to_owned(),
            bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            by: by.to_owned(),
            at: (self.wall)().0,
        };
        self.put_documents(vec![sealed(key, vault, KIND, &place(vault, &kept.id), &kept)?])?;
        Ok(kept)
    }

    /// Files of somebody by all ids they are known by, the newest first.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub(crate) fn proofs_of(&self, vault: VaultId, ids: &BTreeSet<EntityId>) -> Result<Vec<Kept>> {
        let view = self.view();
        let mut theirs = proofs(self, &view.runtime.keyring, vault, ids)?;
        theirs.sort_by(|one, other| (other.at, &other.id).cmp(&(one.at, &one.id)));
        Ok(theirs)
    }

    /// A file with what is known of it.
    ///
    /// # Errors
    /// If it is there and cannot be read.
    pub(crate) fn proof(&self, vault: VaultId, id: &str) -> Result<Option<(Kept, Vec<u8>)>> {
        let view = self.view();
        let keys = &view.runtime.keyring;
        let Some(kept) = opened::<Kept>(&*self.store, keys, vault, KIND, &place(vault, id))? else {
            return Ok(None);
        };
        let path = self.proof_path(vault, &kept.id);
        let bytes = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
        let key = keys.vault(vault).context("the vault has no key")?;
        Ok(Some((kept, key.open(&seal_of(vault, id), &bytes)?)))
    }

    /// Removes files that no document knows: their person was erased, or they were never whole.
    ///
    /// # Errors
    /// If they cannot be removed.
    pub(crate) fn tidy_proofs(&self) -> Result<()> {
        let dir = self.dir.join(PROOFS_DIR);
        let entries = match fs::read_dir(&dir) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error).with_context(|| format!("listing {}", dir.display())),
        };
        let known: BTreeSet<String> = self.store.documents(KIND)?.into_iter().collect();
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().replacen('-', "/", 1);
            if !known.contains(&name) {
                fs::remove_file(entry.path())
                    .with_context(|| format!("removing {}", entry.path().display()))?;
            }
        }
        Ok(())
    }
}

fn proofs(house: &House, keys: &Keyring, vault: VaultId, ids: &BTreeSet<EntityId>) -> Result<Vec<Kept>> {
    let own = place(vault, "");
    let mut theirs = Vec::new();
    for name in house.store.documents(KIND)?.into_iter().filter(|name| name.starts_with(&own)) {
        let kept: Option<Kept> = opened(&*house.store, keys, vault, KIND, &name)?;
        theirs.extend(kept.filter(|kept| kept.customer.parse().is_ok_and(|id: EntityId| ids.contains(&id))));
    }
    Ok(theirs)
}

/// What takes away the files of somebody; [`House::tidy_proofs`] then removes them.
pub(super) fn without(
    house: &House,
    keys: &Keyring,
    vault: VaultId,
    ids: &BTreeSet<EntityId>,
) -> Result<Vec<Document>> {
    let theirs = proofs(house, keys, vault, ids)?;
    Ok(theirs.into_iter().map(|kept| gone(KIND, place(vault, &kept.id))).collect())
}

/// Copies the files, sealed as they are.
///
/// # Errors
/// If they cannot be read or written.
pub fn copy_proofs(from: &Path, to: &Path) -> Result<()> {
    let (from, to) = (from.join(PROOFS_DIR), to.join(PROOFS_DIR));
    let entries = match fs::read_dir(&from) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error).with_context(|| format!("listing {}", from.display())),
    };
    DirBuilder::new().recursive(true).mode(0o700).create(&to)?;
    for entry in entries {
        let entry = entry?;
        let copy = to.join(entry.file_name());
        match fs::copy(entry.path(), &copy) {
            Ok(_) => File::open(&copy)?.sync_all()?,
            // Its person was erased this very moment.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(|| format!("copying {}", entry.path().display())),
        }
    }
    Ok(())
}
