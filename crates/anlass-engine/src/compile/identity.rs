//! How people are told apart: somebody must be found by something, and what is hashed is as sure as what it was made of.

use super::Compiler;
use anlass_model::definition::Strength;
use anlass_model::event::SourceId;
use anlass_model::id::{IdentifierKind, Name, NameId};
use anlass_model::value::Type;
use anlass_rules::nearest;
use std::collections::{BTreeMap, BTreeSet};

impl Compiler<'_> {
    pub(super) fn identity(&mut self) {
        let settings = self.settings;
        let of = |kind| settings.strength(kind);
        self.matching();
        if IdentifierKind::ALL.iter().all(|kind| of(*kind) != Strength::Joins) {
            let cure = Some("let at least one kind join, for example email: { strength: joins }".to_string());
            self.problem("settings › identifiers", "no kind of identifier joins", cure);
        }
        for (kind, rule) in &settings.identifiers {
            if rule.one && of(*kind) == Strength::Never {
                let cure = Some("let it lead or join, or leave one out".to_string());
                let cause = "one person has one of them, but they lead to nobody";
                self.problem(&format!("settings › identifiers › {}", kind.as_str()), cause, cure);
            }
        }
        let (plain, hashed) = (IdentifierKind::Email, IdentifierKind::HashedEmail);
        if settings.identifiers.contains_key(&hashed) {
            let place = "settings › identifiers › hashed_email";
            if of(plain) != of(hashed) {
                let cure = Some("give both the same strength".to_string());
                self.problem(place, "the address it is made of has another strength", cure);
            }
            if settings.has_one(plain) != settings.has_one(hashed) {
                let cure = Some("write one for both, or for neither".to_string());
                self.problem(place, "only one of the address and its hash is one per person", cure);
            }
        }
    }

    /// Which sources go first, by field.
    pub(super) fn survivorship(&mut self) -> BTreeMap<NameId, Vec<SourceId>> {
        let settings = self.settings;
        let mut orders = BTreeMap::new();
        for (field, names) in &settings.survivorship {
            let place = format!("settings › survivorship › {field}");
            if !settings.fields.contains_key(field) {
                let cure = Some(format!("declare \"{field}\" under fields"));
                self.problem(&place, format!("there is no profile field \"{field}\""), cure);
            }
            if names.is_empty() {
                let cure = Some("name the source that goes first, or leave the field out".to_string());
                self.problem(&place, "it names no source", cure);
            }
            let mut seen = BTreeSet::new();
            let mut order = Vec::with_capacity(names.len());
            for name in names {
                if !seen.insert(name) {
                    let cure = Some("name each source once".to_string());
                    self.problem(&place, format!("the source \"{name}\" is named twice"), cure);
                }
                match settings.sources.iter().find(|source| source.id == *name) {
                    Some(source) => order.push(SourceId(source.number)),
                    None => {
                        let known = || settings.sources.iter().map(|source| source.id.as_str());
                        let cure = match nearest(name.as_str(), known()) {
                            Some(near) => format!("did you mean \"{near}\"?"),
                            None => format!("use one of {}", known().collect::<Vec<_>>().join(", ")),
                        };
                        self.problem(&place, format!("there is no source \"{name}\""), Some(cure));
                    }
                }
            }
            orders.insert(field.id(), order);
        }
        orders
    }

    /// People can be compared by fields that there are, and by more than their surnames.
    fn matching(&mut self) {
        let settings = self.settings;
        let Some(matching) = &settings.matching else { return };
        let birthday = matching.birthday.iter().map(|field| ("birthday", field, Type::Day));
        let texts = matching.texts().map(|(key, field)| (key, field, Type::Text));
        for (key, field, kind) in texts.chain(birthday) {
            let place = format!("settings › matching › {key}");
            match settings.fields.get(field) {
                Some(own) if *own == kind => {}
                Some(own) => {
                    let cure = Some(format!("name a field that is a {kind}"));
                    self.problem(&place, format!("the field \"{field}\" is a {own}"), cure);
                }
                None => {
                    let cure = match nearest(field.as_str(), settings.fields.keys().map(Name::as_str)) {
                        Some(near) => format!("did you mean \"{near}\"?"),
                        None => format!("declare \"{field}\" under fields"),
                    };
                    self.problem(&place, format!("there is no profile field \"{field}\""), Some(cure));
                }
            }
        }
        let has_more = [&matching.postal_code, &matching.city, &matching.birthday, &matching.phone];
        if has_more.iter().all(|field| field.is_none()) {
            let cure = Some(
                "name the field of postal codes, of birthdays or of telephone numbers as well".to_string(),
            );
            self.problem("settings › matching", "a surname alone finds nobody", cure);
        }
        if matching.house_number.is_some() && matching.street.is_none() {
            let cure = Some("name the field of streets, or leave the house number out".to_string());
            self.problem("settings › matching", "a house number needs a street", cure);
        }
    }
}
