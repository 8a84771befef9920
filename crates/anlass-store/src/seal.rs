//! Envelope encryption. A master key (a local file, later a KMS) wraps one random key per vault; a vault's
//! key seals whatever is personal with AES-256-GCM-SIV, bound to the place it belongs to. Wrapped keys
//! are documents of the store: removing a vault's document makes everything sealed with it unreadable.
//!
//! The nonce is a hash of the place, not random: sealing is deterministic, so simulations repeat byte for
//! byte. GCM-SIV keeps its promises under repeated nonces; what shows is only whether a later version of
//! the same place has the same content.

mod keyring;
mod master;

use crate::error::Error;
use aes_gcm_siv::aead::AeadInOut;
use aes_gcm_siv::aes::Aes256Enc;
use aes_gcm_siv::{AesGcmSiv, KeyInit, Nonce, Tag};
use anlass_model::id::{EntityKind, IdentifierKey, VaultId, parts_hash};
use std::fmt;
use std::sync::Arc;

pub use keyring::{DOCUMENT_KIND, Keyring, random_key};
pub use master::MasterKey;

const FORMAT: u8 = 1;
const NONCE_BYTES: usize = 12;
const TAG_BYTES: usize = 16;
/// Sealing makes a value this much longer.
pub const OVERHEAD_BYTES: usize = 1 + NONCE_BYTES + TAG_BYTES;

/// What a sealed value is, so that it cannot pass for something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    Entity(EntityKind),
    /// A log block or a chunk of the timeline.
    Block,
    Ticket,
    Quarantine,
    Inbox,
    VaultKey,
    Webhook,
    /// A rendered letter that is kept for reading.
    Letter,
    /// Who may use the installation, and what they did.
    Access,
    /// A frozen list of customers.
    List,
    /// What imports of a source brought.
    Imported,
    /// A chunk of a file that holds a whole organisation.
    Archive,
}

impl Purpose {
    fn code(self) -> u8 {
        match self {
            Purpose::Entity(kind) => kind.code(),
            Purpose::Block => 32,
            Purpose::Ticket => 33,
            Purpose::Quarantine => 34,
            Purpose::Inbox => 35,
            Purpose::VaultKey => 36,
            Purpose::Webhook => 37,
            Purpose::Letter => 38,
            Purpose::Access => 39,
            Purpose::List => 40,
            Purpose::Imported => 41,
            Purpose::Archive => 42,
        }
    }
}

/// The place a sealed value belongs to; opening it anywhere else fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Associated {
    pub vault: VaultId,
    pub purpose: Purpose,
    /// Entity or intent, or 0.
    pub id: u128,
    /// Sequence number (with the part in its topmost byte where it counts per part), or 0.
    pub seq: u64,
}

impl Associated {
    fn bytes(&self) -> [u8; 30] {
        let mut bytes = [0u8; 30];
        bytes[0] = FORMAT;
        bytes[1] = self.purpose.code();
        bytes[2..6].copy_from_slice(&self.vault.0.to_le_bytes());
        bytes[6..22].copy_from_slice(&self.id.to_le_bytes());
        bytes[22..30].copy_from_slice(&self.seq.to_le_bytes());
        bytes
    }
}

/// One vault's key. Cheap to clone.
#[derive(Clone)]
pub struct VaultKey(Arc<Inner>);

struct Inner {
    /// The half of AES that encrypts is all the mode needs, and its keys are quicker to set up.
    cipher: AesGcmSiv<Aes256Enc>,
    identifier: [u8; 32],
    signing: [u8; 32],
}

impl fmt::Debug for VaultKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VaultKey(…)")
    }
}

impl VaultKey {
    pub(crate) fn new(material: &[u8; 32]) -> VaultKey {
        let sealing = blake3::derive_key("anlass 2026 vault sealing", material);
        let identifier = blake3::derive_key("anlass 2026 vault identifiers", material);
        let signing = blake3::derive_key("anlass 2026 vault signatures", material);
        VaultKey(Arc::new(Inner { cipher: AesGcmSiv::new(&sealing.into()), identifier, signing }))
    }

    /// `[format][nonce][ciphertext][tag]`.
    ///
    /// # Panics
    /// If `plain` is longer than 64 GiB.
    #[must_use]
    pub fn seal(&self, associated: &Associated, plain: &[u8]) -> Vec<u8> {
        let associated = associated.bytes();
        let hash = parts_hash(&[&associated]).to_le_bytes();
        let mut nonce = [0u8; NONCE_BYTES];
        nonce.copy_from_slice(&hash[..NONCE_BYTES]);
        let mut sealed = Vec::with_capacity(plain.len() + OVERHEAD_BYTES);
        sealed.push(FORMAT);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(plain);
        let tag = self
            .0
            .cipher
            .encrypt_inout_detached(&Nonce::from(nonce), &associated, (&mut sealed[1 + NONCE_BYTES..]).into())
            .expect("no value reaches the cipher's limit of 64 GiB");
        sealed.extend_from_slice(&tag);
        sealed
    }

    /// What was sealed at this place.
    ///
    /// # Errors
    /// [`Error::Sealed`] if it was sealed elsewhere, with another key, or changed since;
    /// [`Error::NewerFormat`].
    pub fn open(&self, associated: &Associated, sealed: &[u8]) -> Result<Vec<u8>, Error> {
        let mut copy = sealed.to_vec();
        let length = self.open_in_place(associated, &mut copy)?.len();
        copy.copy_within(1 + NONCE_BYTES..1 + NONCE_BYTES + length, 0);
        copy.truncate(length);
        Ok(copy)
    }

    /// What was sealed at this place, where its sealed form lay: passes over millions copy nothing.
    ///
    /// # Errors
    /// As [`VaultKey::open`]; the bytes are of no use then.
    pub fn open_in_place<'a>(
        &self,
        associated: &Associated,
        sealed: &'a mut [u8],
    ) -> Result<&'a [u8], Error> {
        let (Some(format), true) = (sealed.first(), sealed.len() >= OVERHEAD_BYTES) else {
            return Err(Error::Sealed);
        };
        if *format > FORMAT {
            return Err(Error::NewerFormat { found: u32::from(*format), known: u32::from(FORMAT) });
        }
        if *format != FORMAT {
            return Err(Error::Sealed);
        }
        let (nonce, rest) = sealed[1..].split_first_chunk_mut::<NONCE_BYTES>().ok_or(Error::Sealed)?;
        let (body, tag) = rest.split_last_chunk_mut::<TAG_BYTES>().ok_or(Error::Sealed)?;
        self.0
            .cipher
            .decrypt_inout_detached(
                &Nonce::from(*nonce),
                &associated.bytes(),
                (&mut *body).into(),
                &Tag::from(*tag),
            )
            .map_err(|_| Error::Sealed)?;
        Ok(body)
    }

    /// A signature under what this vault says to the outside, such as the links in its letters.
    #[must_use]
    pub fn sign(&self, bytes: &[u8]) -> [u8; 32] {
        *blake3::keyed_hash(&self.0.signing, bytes).as_bytes()
    }

    /// The key with which this vault turns identifiers into ids.
    #[must_use]
    pub fn identifier_key(&self) -> IdentifierKey {
        IdentifierKey(self.0.identifier)
    }
}
