//! Whether two people look like one, with what speaks for it and against it: names and addresses after German
//! normalisation, how surnames sound, birthdays, telephone numbers. Nothing is joined by it: somebody looks and decides.
//! The points are set by hand, so that name and address suffice, name and postal code do not, and another given name
//! tells two people of one household apart; they are not learned.

mod german;

use crate::dossier::Dossier;
use anlass_model::definition::{Settings, Strength};
use anlass_model::id::{Identifier, IdentifierKind, Name};
use anlass_model::value::{Day, Value};
use german::{bare, family_name, given_name, phone, sound, street};
use std::collections::BTreeSet;

/// From so many points on two people are suggested to be one.
pub const SUGGESTED_FROM: i32 = 60;

/// What speaks for one person, or for two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    SameFamilyName,
    /// Written otherwise, sounding the same.
    SoundingFamilyName,
    /// One part of a double name.
    PartOfFamilyName,
    OtherFamilyName,
    SameGivenName,
    /// An initial, or one of several given names.
    PartOfGivenName,
    /// Written otherwise, sounding the same.
    SoundingGivenName,
    OtherGivenName,
    /// Street, house number and place.
    SameAddress,
    SamePostalCode,
    SameBirthday,
    OtherBirthday,
    SamePhone,
    /// An identifier that joins nobody, such as a device.
    SharedIdentifier,
    /// Different identifiers of a kind of which a person has one.
    OtherIdentifier,
}

impl Sign {
    pub const ALL: [Sign; 15] = [
        Sign::SameFamilyName,
        Sign::SoundingFamilyName,
        Sign::PartOfFamilyName,
        Sign::OtherFamilyName,
        Sign::SameGivenName,
        Sign::PartOfGivenName,
        Sign::SoundingGivenName,
        Sign::OtherGivenName,
        Sign::SameAddress,
        Sign::SamePostalCode,
        Sign::SameBirthday,
        Sign::OtherBirthday,
        Sign::SamePhone,
        Sign::SharedIdentifier,
        Sign::OtherIdentifier,
    ];

    /// Stable code.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Sign::SameFamilyName => "same_family_name",
            Sign::SoundingFamilyName => "sounding_family_name",
            Sign::PartOfFamilyName => "part_of_family_name",
            Sign::OtherFamilyName => "other_family_name",
            Sign::SameGivenName => "same_given_name",
            Sign::PartOfGivenName => "part_of_given_name",
            Sign::SoundingGivenName => "sounding_given_name",
            Sign::OtherGivenName => "other_given_name",
            Sign::SameAddress => "same_address",
            Sign::SamePostalCode => "same_postal_code",
            Sign::SameBirthday => "same_birthday",
            Sign::OtherBirthday => "other_birthday",
            Sign::SamePhone => "same_phone",
            Sign::SharedIdentifier => "shared_identifier",
            Sign::OtherIdentifier => "other_identifier",
        }
    }

    /// What it counts; below zero it speaks for two people.
    #[must_use]
    pub fn points(self) -> i32 {
        match self {
            Sign::SameFamilyName => 25,
            Sign::SoundingFamilyName => 18,
            Sign::PartOfFamilyName => 15,
            Sign::OtherFamilyName => -20,
            Sign::SameGivenName => 20,
            Sign::PartOfGivenName => 10,
            // As those of brothers and sisters may: it does not suffice with name and address alone.
            Sign::SoundingGivenName => 4,
            Sign::OtherGivenName => -40,
            Sign::SameAddress => 30,
            Sign::SamePostalCode => 8,
            Sign::SameBirthday => 35,
            Sign::SamePhone => 25,
            Sign::SharedIdentifier => 10,
            Sign::OtherBirthday | Sign::OtherIdentifier => -100,
        }
    }

    /// Whether nothing can outweigh it.
    #[must_use]
    pub fn refutes(self) -> bool {
        matches!(self, Sign::OtherBirthday | Sign::OtherIdentifier)
    }
}

/// How much two people look like one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likeness {
    pub points: i32,
    /// In the order of [`Sign`].
    pub signs: Vec<Sign>,
}

impl Likeness {
    #[must_use]
    pub fn is_refuted(&self) -> bool {
        self.signs.iter().any(|sign| sign.refutes())
    }

    /// Whether somebody should look at it.
    #[must_use]
    pub fn is_suggested(&self) -> bool {
        self.points >= SUGGESTED_FROM && !self.is_refuted()
    }
}

/// What of a person is compared, in the form in which it is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Portrait {
    given: Vec<String>,
    family: Vec<String>,
    sounds: BTreeSet<String>,
    street: String,
    house: String,
    postal_code: String,
    city: String,
    birthday: Option<Day>,
    phones: BTreeSet<String>,
    /// Those that join nobody.
    shared: BTreeSet<Identifier>,
    /// Those of which a person has one.
    ones: BTreeSet<Identifier>,
}

impl Portrait {
    /// `None` if the settings do not say by which fields people are compared, or somebody else carries the person on.
    #[must_use]
    pub fn of(settings: &Settings, dossier: &Dossier) -> Option<Portrait> {
        let matching = settings.matching.as_ref()?;
        if dossier.hot.merged_into.is_some() {
            return None;
        }
        let text = |field: Option<&Name>| match dossier.profile(field?.id()) {
            Some(Value::Text(text)) => Some(&**text),
            _ => None,
        };
        let family = text(Some(&matching.family_name)).map(family_name).unwrap_or_default();
        let house = text(matching.house_number.as_ref());
        let (street, house) =
            text(matching.street.as_ref()).map(|text| street(text, house)).unwrap_or_default();
        let known = dossier.hot.identifiers.iter();
        let numbers = known.clone().filter(|own| own.kind == IdentifierKind::Phone).map(|own| &*own.value);
        let numbers = numbers.chain(text(matching.phone.as_ref()));
        let birthday = matching.birthday.as_ref().and_then(|field| match dossier.profile(field.id()) {
            Some(Value::Day(day)) => Some(*day),
            _ => None,
        });
        let is_shared = |own: &&Identifier| {
            settings.strength(own.kind) != Strength::Joins
                && !matches!(own.kind, IdentifierKind::Phone | IdentifierKind::HashedEmail)
        };
        Some(Portrait {
            given: text(matching.given_name.as_ref()).map(given_name).unwrap_or_default(),
            sounds: family.iter().map(|part| sound(part)).filter(|sound| !sound.is_empty()).collect(),
            family,
            street,
            house,
            postal_code: text(matching.postal_code.as_ref()).map(bare).unwrap_or_default(),
            city: text(matching.city.as_ref()).map(bare).unwrap_or_default(),
            birthday,
            phones: numbers.filter_map(phone).collect(),
            shared: known.clone().filter(is_shared).cloned().collect(),
            ones: known.filter(|own| settings.has_one(own.kind)).cloned().collect(),
        })
    }

    /// The address of a household; `None` where street, house number or place is unknown.
    #[must_use]
    pub fn home(&self) -> Option<String> {
        let place = if self.postal_code.is_empty() { &self.city } else { &self.postal_code };
        let is_known = [&self.street, &self.house, place].iter().all(|part| !part.is_empty());
        is_known.then(|| format!("home {} {} {place}", self.street, self.house))
    }

    /// Texts that two people have in common if they look like one: only people who share one are compared.
    #[must_use]
    pub fn keys(&self) -> BTreeSet<String> {
        let mut keys: BTreeSet<String> = self.home().into_iter().collect();
        let place = if self.postal_code.is_empty() { &self.city } else { &self.postal_code };
        for sound in &self.sounds {
            if !place.is_empty() {
                keys.insert(format!("name {sound} {place}"));
            }
            if let Some(day) = self.birthday {
                keys.insert(format!("born {sound} {}", day.0));
            }
        }
        if let (Some(day), Some(given)) = (self.birthday, self.given.first()) {
            keys.insert(format!("given {given} {}", day.0));
        }
        keys.extend(self.phones.iter().map(|number| format!("phone {number}")));
        keys
    }

    /// How much two people look like one. Neither goes first: the answer is the same either way.
    #[must_use]
    pub fn likeness(&self, other: &Portrait) -> Likeness {
        let mut signs: Vec<Sign> = Vec::new();
        signs.extend(self.family_sign(other));
        signs.extend(self.given_sign(other));
        let same = |one: &str, other: &str| !one.is_empty() && one == other;
        match (self.home(), other.home()) {
            (Some(one), Some(other)) if one == other => signs.push(Sign::SameAddress),
            _ if same(&self.postal_code, &other.postal_code) => signs.push(Sign::SamePostalCode),
            _ => {}
        }
        match (self.birthday, other.birthday) {
            (Some(one), Some(other)) if one == other => signs.push(Sign::SameBirthday),
            (Some(_), Some(_)) => signs.push(Sign::OtherBirthday),
            _ => {}
        }
        if self.phones.intersection(&other.phones).next().is_some() {
            signs.push(Sign::SamePhone);
        }
        if self.shared.intersection(&other.shared).next().is_some() {
            signs.push(Sign::SharedIdentifier);
        }
        let is_other = |one: &Identifier| {
            let mut theirs = other.ones.iter().filter(|own| own.kind == one.kind).peekable();
            let mut ours = self.ones.iter().filter(|own| own.kind == one.kind);
            theirs.peek().is_some() && !ours.any(|own| other.ones.contains(own))
        };
        if self.ones.iter().any(is_other) {
            signs.push(Sign::OtherIdentifier);
        }
        signs.sort_unstable();
        Likeness { points: signs.iter().map(|sign| sign.points()).sum(), signs }
    }

    fn family_sign(&self, other: &Portrait) -> Option<Sign> {
        if self.family.is_empty() || other.family.is_empty() {
            return None;
        }
        let joined = |parts: &[String]| parts.concat();
        let shares = self.family.iter().any(|part| other.family.contains(part));
        Some(if joined(&self.family) == joined(&other.family) {
            Sign::SameFamilyName
        } else if self.sounds == other.sounds && !self.sounds.is_empty() {
            Sign::SoundingFamilyName
        } else if shares || self.sounds.intersection(&other.sounds).next().is_some() {
            Sign::PartOfFamilyName
        } else {
            Sign::OtherFamilyName
        })
    }

    fn given_sign(&self, other: &Portrait) -> Option<Sign> {
        if self.given.is_empty() || other.given.is_empty() {
            return None;
        }
        let initial = |one: &str, other: &str| one.len() == 1 && other.starts_with(one);
        let alike =
            |one: &String| other.given.iter().any(|own| one == own || initial(one, own) || initial(own, one));
        Some(if self.given.concat() == other.given.concat() {
            Sign::SameGivenName
        } else if self.given.iter().any(alike) {
            Sign::PartOfGivenName
        } else if self.given.iter().any(|one| {
            let heard = sound(one);
            !heard.is_empty() && other.given.iter().any(|own| sound(own) == heard)
        }) {
            Sign::SoundingGivenName
        } else {
            Sign::OtherGivenName
        })
    }
}

#[cfg(test)]
mod tests;
