//! Keys and ids. A key is (`part`, `vault`, `id`), in this order, everywhere; the part is contained in
//! the 128-bit id. Ids that stand for personal identifiers are keyed hashes (see [`IdentifierKey`]);
//! ids minted inside the core are plain hashes of what they stand for, so every node mints the same.

mod identifier;

pub use identifier::{Identifier, IdentifierKey, IdentifierKind};

use serde::{Deserialize, Serialize};
use std::fmt;
use xxhash_rust::xxh3::{xxh3_64_with_seed, xxh3_128_with_seed};

/// Number of partitions of a store unless it was initialised otherwise.
pub const PARTS_DEFAULT: u8 = 64;

/// One of the fixed slices into which all entities hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Part(pub u8);

/// One controller's vault (Datentresor).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct VaultId(pub u32);

/// 128-bit entity id; the topmost byte is its partition.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntityId(pub u128);

impl EntityId {
    /// An id from a 128-bit hash, placed into one of `parts` partitions.
    #[must_use]
    pub fn from_hash(hash: u128, parts: u8) -> EntityId {
        let low = hash & ((1u128 << 120) - 1);
        let part = (hash >> 120) % u128::from(parts.max(1));
        EntityId((part << 120) | low)
    }

    #[must_use]
    pub fn part(self) -> Part {
        Part(self.0.to_be_bytes()[0])
    }
}

impl fmt::Debug for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Display for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl std::str::FromStr for EntityId {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u128::from_str_radix(text, 16).map(EntityId)
    }
}

/// What kind of state an entity row holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EntityKind {
    /// A dossier.
    Customer,
    /// Leads from an identifier to a customer other than the one derived from it.
    Identifier,
    /// Vouchers, capacities, budgets, guardrail counters.
    Pool,
    /// One cursor of a broadcast in one part.
    Broadcast,
}

impl EntityKind {
    pub const ALL: [EntityKind; 4] =
        [EntityKind::Customer, EntityKind::Identifier, EntityKind::Pool, EntityKind::Broadcast];

    /// Stable number used in stores.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            EntityKind::Customer => 1,
            EntityKind::Identifier => 2,
            EntityKind::Pool => 3,
            EntityKind::Broadcast => 4,
        }
    }

    #[must_use]
    pub fn from_code(code: u8) -> Option<EntityKind> {
        EntityKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Full key of an entity. Only [`crate::org::TenantScope::key`] makes one for callers, so holding a key
/// is holding the authority of a scope; stores rebuild keys they wrote with [`Key::from_stored`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    part: Part,
    vault: VaultId,
    kind: EntityKind,
    id: EntityId,
}

impl Key {
    pub(crate) fn new(vault: VaultId, kind: EntityKind, id: EntityId) -> Key {
        Key { part: id.part(), vault, kind, id }
    }

    /// For store implementations only: a key read back from a row written earlier.
    #[must_use]
    pub fn from_stored(vault: VaultId, kind: EntityKind, id: EntityId) -> Key {
        Key::new(vault, kind, id)
    }

    #[must_use]
    pub fn part(&self) -> Part {
        self.part
    }
    #[must_use]
    pub fn vault(&self) -> VaultId {
        self.vault
    }
    #[must_use]
    pub fn kind(&self) -> EntityKind {
        self.kind
    }
    #[must_use]
    pub fn id(&self) -> EntityId {
        self.id
    }
}

/// Seed of all hashes that are not personal. Changing it changes every minted id.
const ID_SEED: u64 = 0x416e_6c61_7373_0001;

/// Stable 64-bit hash of a name (product number, order number, category …).
#[must_use]
pub fn name_hash(text: &str) -> u64 {
    xxh3_64_with_seed(text.as_bytes(), ID_SEED)
}

/// Stable 128-bit hash of byte parts; lengths are mixed in so that parts cannot run together.
#[must_use]
pub fn parts_hash(parts: &[&[u8]]) -> u128 {
    let mut buffer = Vec::with_capacity(parts.iter().map(|part| part.len() + 4).sum());
    for part in parts {
        let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
        buffer.extend_from_slice(&length.to_le_bytes());
        buffer.extend_from_slice(part);
    }
    xxh3_128_with_seed(&buffer, ID_SEED)
}

macro_rules! hashed_name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub u64);
        impl $name {
            /// The id of the thing with this number or name.
            #[must_use]
            pub fn of(text: &str) -> $name {
                $name(name_hash(text))
            }
        }
    };
}
hashed_name!(
    /// Hash of an article number; the catalogue leads back to the article.
    ProductId
);
hashed_name!(
    /// Equivalence class of a product, its variants and its declared substitutes.
    FamilyId
);
hashed_name!(
    /// Hash of a taxonomy node's path.
    CategoryId
);
hashed_name!(
    /// Hash of an order number within a vault.
    OrderId
);
hashed_name!(
    /// Hash of an outlet's number.
    OutletId
);
hashed_name!(
    /// Hash of an authored name (journey, step, message, field, segment …): what dossiers hold.
    NameId
);
hashed_name!(
    /// Hash of the canonical form of a whole program.
    ProgramId
);

/// An intent: (customer, journey run, step, visit) or (customer, mailing). Its delivery has the same id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct IntentId(pub u128);

impl fmt::Display for IntentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl std::str::FromStr for IntentId {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u128::from_str_radix(text, 16).map(IntentId)
    }
}

/// 128-bit hash of a source's message id, or (file, row) of a replayable source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MessageId {
    Hash(u128),
    Row { file: u32, row: u64 },
}

impl MessageId {
    #[must_use]
    pub fn of(text: &str) -> MessageId {
        MessageId::Hash(parts_hash(&[text.as_bytes()]))
    }
}

/// A stable name that authors write (journey, step, message, segment, field …): letters, digits, `-_.`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(Box<str>);

#[derive(Debug, thiserror::Error)]
#[error("\"{0}\" is not a name: use 1 to 64 letters, digits and -_. only")]
pub struct BadName(String);

impl Name {
    /// # Errors
    /// If the text is empty, longer than 64 characters or holds others than letters, digits and `-_.`.
    pub fn new(text: &str) -> Result<Name, BadName> {
        Name::check(text)?;
        Ok(Name(text.into()))
    }

    fn check(text: &str) -> Result<(), BadName> {
        let allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        if text.is_empty() || text.chars().count() > 64 || !text.chars().all(allowed) {
            return Err(BadName(text.chars().take(80).collect()));
        }
        Ok(())
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    #[must_use]
    pub fn id(&self) -> NameId {
        NameId::of(&self.0)
    }
}

impl TryFrom<String> for Name {
    type Error = BadName;
    fn try_from(text: String) -> Result<Name, BadName> {
        // Dossiers are full of names: the text is taken over, not copied.
        Name::check(&text)?;
        Ok(Name(text.into_boxed_str()))
    }
}

impl From<Name> for String {
    fn from(name: Name) -> String {
        name.0.into()
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::borrow::Borrow<str> for Name {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_fixed_by_golden_vectors() {
        assert_eq!(name_hash("drill"), GOLDEN_NAME);
        assert_eq!(parts_hash(&[b"a", b"bc"]), GOLDEN_PARTS);
        assert_ne!(parts_hash(&[b"ab", b"c"]), parts_hash(&[b"a", b"bc"]));
    }
    const GOLDEN_NAME: u64 = 15_778_455_804_593_944_728;
    const GOLDEN_PARTS: u128 = 236_665_804_079_375_678_206_700_054_123_205_696_573;

    #[test]
    fn an_id_contains_its_part() {
        for hash in [0, 1, u128::MAX, 0xab << 120] {
            assert!(EntityId::from_hash(hash, 64).part().0 < 64);
        }
    }

    #[test]
    fn names_refuse_what_could_not_be_typed_back() {
        assert!(Name::new("cart-abandoned").is_ok());
        assert!(Name::new("größe_1").is_ok());
        for bad in ["", "two words", "a\"b", &"x".repeat(65)] {
            assert!(Name::new(bad).is_err(), "{bad:?}");
        }
    }
}
