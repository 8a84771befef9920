//! What the identifiers of an arrival may do, as the settings say: those that lead to people, the surest first, and those
//! that are only noted.

use crate::batch::Runtime;
use crate::error::Error;
use anlass_model::definition::{Settings, Strength};
use anlass_model::id::{EntityId, Identifier, IdentifierKind, VaultId};
use ring::digest;
use std::fmt::Write as _;

/// An identifier that leads to people.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) strength: Strength,
    pub(super) identifier: Identifier,
    pub(super) id: EntityId,
}

/// The identifiers of one arrival, told apart.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The surest first.
    pub(super) leading: Vec<Named>,
    /// They lead to nobody.
    pub(super) noted: Vec<(EntityId, Identifier)>,
}

/// Tells the identifiers of an arrival apart. A second one of a kind of which a person has one is left out.
///
/// # Errors
/// [`Error::NoKey`] if its vault was never set up.
pub(super) fn names(
    runtime: &Runtime,
    settings: &Settings,
    vault: VaultId,
    mut identifiers: Vec<Identifier>,
) -> Result<Names, Error> {
    if settings.strength(IdentifierKind::HashedEmail) != Strength::Never {
        let plain = identifiers.iter().filter(|own| own.kind == IdentifierKind::Email);
        let hashed: Vec<Identifier> = plain.map(|own| hashed_email(&own.value)).collect();
        identifiers.extend(hashed);
    }
    identifiers.sort();
    identifiers.dedup();
    let mut last = None;
    identifiers.retain(|own| {
        let is_second = settings.has_one(own.kind) && last == Some(own.kind);
        last = Some(own.kind);
        !is_second
    });
    let mut names = Names { leading: Vec::with_capacity(identifiers.len()), noted: Vec::new() };
    for identifier in identifiers {
        let id = runtime.derived(vault, &identifier)?;
        match settings.strength(identifier.kind) {
            Strength::Never => names.noted.push((id, identifier)),
            strength => names.leading.push(Named { strength, identifier, id }),
        }
    }
    names.leading.sort_by_key(|own| own.strength);
    Ok(names)
}

/// SHA-256 of an address in the form in which addresses are compared.
#[must_use]
pub fn hashed_email(address: &str) -> Identifier {
    let hash = digest::digest(&digest::SHA256, address.as_bytes());
    let mut value = String::with_capacity(2 * hash.as_ref().len());
    for byte in hash.as_ref() {
        write!(value, "{byte:02x}").expect("a text takes every word");
    }
    Identifier { kind: IdentifierKind::HashedEmail, value: value.into() }
}
