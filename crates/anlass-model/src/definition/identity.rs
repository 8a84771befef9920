//! How people are told apart: what each kind of identifier may do.

use super::Settings;
use crate::id::{IdentifierKind, Name};
use serde::{Deserialize, Serialize};

/// What an identifier does where it meets others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Whoever it leads to is the person: two people behind two such identifiers of one event are merged.
    Joins,
    /// It leads to whom it was first seen with, and joins only somebody who is known by nothing that joins.
    Leads,
    /// Noted with the person that the event's other identifiers lead to; it leads to nobody.
    Never,
}

/// What the settings say about a kind of identifier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentifierRule {
    /// Absent: as usual for the kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strength: Option<Strength>,
    /// A person has at most one of the kind: two people who have different ones are never merged.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub one: bool,
}

/// The profile fields by which people who look alike are found; nothing is joined by them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matching {
    pub family_name: Name,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_name: Option<Name>,
    /// With or without the house number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub street: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub house_number: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birthday: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Name>,
}

impl Matching {
    /// Its keys with the fields they name, the birthday aside.
    pub fn texts(&self) -> impl Iterator<Item = (&'static str, &Name)> {
        let all = [
            ("family_name", Some(&self.family_name)),
            ("given_name", self.given_name.as_ref()),
            ("street", self.street.as_ref()),
            ("house_number", self.house_number.as_ref()),
            ("postal_code", self.postal_code.as_ref()),
            ("city", self.city.as_ref()),
            ("phone", self.phone.as_ref()),
        ];
        all.into_iter().filter_map(|(key, field)| Some((key, field?)))
    }
}

impl Settings {
    /// What identifiers of a kind do. Hashed addresses lead to nobody unless the settings declare them: it costs a link
    /// for every address.
    #[must_use]
    pub fn strength(&self, kind: IdentifierKind) -> Strength {
        let declared = self.identifiers.get(&kind);
        let usual = match kind {
            IdentifierKind::HashedEmail if declared.is_none() => Strength::Never,
            IdentifierKind::CustomerNumber
            | IdentifierKind::Email
            | IdentifierKind::HashedEmail
            | IdentifierKind::Phone
            | IdentifierKind::Card => Strength::Joins,
            IdentifierKind::Device | IdentifierKind::PushToken | IdentifierKind::Cookie => Strength::Leads,
        };
        declared.and_then(|rule| rule.strength).unwrap_or(usual)
    }

    /// Whether a person has at most one identifier of a kind.
    #[must_use]
    pub fn has_one(&self, kind: IdentifierKind) -> bool {
        self.identifiers.get(&kind).is_some_and(|rule| rule.one)
    }
}
