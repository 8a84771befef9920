//! By what people are known: kinds of identifiers, and the ids that a vault derives from them.

use super::EntityId;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Kinds of identifiers. Their order is by what each says about who somebody is, the surest first: where several have
/// the same strength, the first one of an event decides where it enters. New kinds are declared last, for stored bytes go
/// by the place of declaration; the numbers give the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierKind {
    /// The number with a shop or a CRM.
    CustomerNumber = 0,
    Email = 10,
    Phone = 20,
    Card = 30,
    Device = 50,
    Cookie = 60,
    /// SHA-256 of an address in the form in which addresses are compared, in lower-case hexadecimal digits.
    HashedEmail = 15,
    /// By which a push service reaches an installation of an app.
    PushToken = 55,
}

impl IdentifierKind {
    /// All of them, the surest first.
    pub const ALL: [IdentifierKind; 8] = [
        IdentifierKind::CustomerNumber,
        IdentifierKind::Email,
        IdentifierKind::HashedEmail,
        IdentifierKind::Phone,
        IdentifierKind::Card,
        IdentifierKind::Device,
        IdentifierKind::PushToken,
        IdentifierKind::Cookie,
    ];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            IdentifierKind::CustomerNumber => "customer_number",
            IdentifierKind::Email => "email",
            IdentifierKind::HashedEmail => "hashed_email",
            IdentifierKind::Phone => "phone",
            IdentifierKind::Card => "card",
            IdentifierKind::Device => "device",
            IdentifierKind::PushToken => "push_token",
            IdentifierKind::Cookie => "cookie",
        }
    }
}

/// (kind, value) that leads to a customer; the value is already normalised.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Identifier {
    pub kind: IdentifierKind,
    pub value: Box<str>,
}

/// Key with which a vault turns identifiers into ids, so that an id does not betray the identifier.
#[derive(Clone)]
pub struct IdentifierKey(pub [u8; 32]);

impl fmt::Debug for IdentifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentifierKey(…)")
    }
}

impl IdentifierKey {
    /// A number that stands for a text, told apart by what it is for.
    #[must_use]
    pub fn word(&self, purpose: &str, text: &str) -> u64 {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        hasher.update(b"word\0");
        hasher.update(purpose.as_bytes());
        hasher.update(&[0]);
        hasher.update(text.as_bytes());
        let mut hash = [0u8; 8];
        hash.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
        u64::from_be_bytes(hash)
    }

    /// The id of an identifier, which is also the id of a customer first known by it.
    #[must_use]
    pub fn entity(&self, identifier: &Identifier, parts: u8) -> EntityId {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        hasher.update(identifier.kind.as_str().as_bytes());
        hasher.update(&[0]);
        hasher.update(identifier.value.as_bytes());
        let mut hash = [0u8; 16];
        hash.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        EntityId::from_hash(u128::from_be_bytes(hash), parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is stored goes by these numbers.
    #[test]
    fn kinds_keep_their_place_in_stored_bytes() {
        let place = |kind: IdentifierKind| postcard::to_allocvec(&kind).expect("a kind");
        let placed = [
            IdentifierKind::CustomerNumber,
            IdentifierKind::Email,
            IdentifierKind::Phone,
            IdentifierKind::Card,
            IdentifierKind::Device,
            IdentifierKind::Cookie,
            IdentifierKind::HashedEmail,
            IdentifierKind::PushToken,
        ];
        for (number, kind) in (0u8..).zip(placed) {
            assert_eq!(place(kind), [number], "{kind:?}");
        }
        assert!(IdentifierKind::ALL.is_sorted());
        assert_eq!(IdentifierKind::ALL.len(), placed.len());
    }
}
