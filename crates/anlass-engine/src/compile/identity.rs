//! How people are told apart: somebody must be found by something, and what is hashed is as sure as what it was made of.

use super::Compiler;
use anlass_model::definition::Strength;
use anlass_model::id::IdentifierKind;

impl Compiler<'_> {
    pub(super) fn identity(&mut self) {
        let settings = self.settings;
        let of = |kind| settings.strength(kind);
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
}
