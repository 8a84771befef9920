//! The parts of an organisation's schema by name, each as one line of text: what there is, and what changed from one version
//! to the next.

mod rules;

use super::{Definitions, Signal};
use crate::id::IdentifierKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What kind of part it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ElementKind {
    /// Of the profile.
    Field,
    /// An own event type.
    Event,
    /// `event.field`.
    EventField,
    Entity,
    /// `entity.field`.
    EntityField,
    Identifier,
    Phase,
    Segment,
    /// What counts as interest in a node of the taxonomy.
    Interest,
    Source,
    /// By which fields people who look alike are compared.
    Matching,
    /// Points and tiers.
    Loyalty,
    /// Fences, and how crossings of them are told.
    Fence,
    /// What is erased by itself.
    Retention,
}

impl ElementKind {
    pub const ALL: [ElementKind; 14] = [
        ElementKind::Field,
        ElementKind::Event,
        ElementKind::EventField,
        ElementKind::Entity,
        ElementKind::EntityField,
        ElementKind::Identifier,
        ElementKind::Phase,
        ElementKind::Segment,
        ElementKind::Interest,
        ElementKind::Source,
        ElementKind::Matching,
        ElementKind::Loyalty,
        ElementKind::Fence,
        ElementKind::Retention,
    ];
}

/// A part of the schema: its kind and its name.
pub type Element = (ElementKind, String);

/// What became of a part. `before` is absent of a new one, `after` of one that is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElementChange {
    pub kind: ElementKind,
    pub name: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

impl Definitions {
    /// Every part of the schema with what it is: the type of a field, the rule of a segment, the number of a source.
    #[must_use]
    pub fn elements(&self) -> BTreeMap<Element, String> {
        let settings = &self.settings;
        let mut all = BTreeMap::new();
        let mut put = |kind, name: String, what: String| drop(all.insert((kind, name), what));
        for (name, kind) in &settings.fields {
            put(ElementKind::Field, name.to_string(), kind.as_str().to_owned());
        }
        for (event, own) in &settings.events {
            put(ElementKind::Event, event.to_string(), String::new());
            for (field, kind) in &own.fields {
                put(ElementKind::EventField, format!("{event}.{field}"), kind.as_str().to_owned());
            }
        }
        for (entity, own) in &settings.entities {
            put(ElementKind::Entity, entity.to_string(), format!("key: {}", own.key.as_str()));
            for (field, kind) in &own.fields {
                put(ElementKind::EntityField, format!("{entity}.{field}"), kind.as_str().to_owned());
            }
        }
        for kind in IdentifierKind::ALL {
            let strength = match settings.strength(kind) {
                super::Strength::Joins => "joins",
                super::Strength::Leads => "leads",
                super::Strength::Never => "never",
            };
            let one = if settings.has_one(kind) { ", one" } else { "" };
            put(ElementKind::Identifier, kind.as_str().to_owned(), format!("{strength}{one}"));
        }
        for phase in &settings.phases.0 {
            put(ElementKind::Phase, phase.id.to_string(), phase.when.clone());
        }
        let own = settings.segments.iter();
        for (name, rule) in own.chain(self.programmes.iter().flat_map(|programme| &programme.segments)) {
            put(ElementKind::Segment, name.to_string(), rule.clone());
        }
        let interest = &settings.interest;
        let signals = [
            ("viewed", interest.viewed),
            ("followed", interest.followed),
            ("carted", interest.carted),
            ("bought", interest.bought),
            ("returned", interest.returned),
        ];
        for (name, Signal { points, half_life }) in signals {
            put(ElementKind::Interest, name.to_owned(), format!("{points} points, half in {}", half_life.0));
        }
        for source in &settings.sources {
            put(ElementKind::Source, source.id.to_string(), format!("number {}", source.number));
        }
        rules::put(settings, put);
        all
    }
}

/// What changed from one schema to another, by kind and name.
#[must_use]
pub fn changes(before: &BTreeMap<Element, String>, after: &BTreeMap<Element, String>) -> Vec<ElementChange> {
    let mut changes = Vec::new();
    let gone = before.iter().filter(|(element, _)| !after.contains_key(*element));
    for ((kind, name), what) in gone {
        changes.push(ElementChange {
            kind: *kind,
            name: name.clone(),
            before: Some(what.clone()),
            after: None,
        });
    }
    for (element, what) in after {
        let old = before.get(element);
        if old != Some(what) {
            let (kind, name) = element.clone();
            changes.push(ElementChange { kind, name, before: old.cloned(), after: Some(what.clone()) });
        }
    }
    changes.sort_by(|one, other| (one.kind, &one.name).cmp(&(other.kind, &other.name)));
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definitions(more: &str) -> Definitions {
        let text = format!(
            "settings:\n  name: a\n  organisation: [{{ id: hq, level: headquarters, vault: 1 }}]\n  currency: EUR\n  \
             time_zone: UTC\n{more}"
        );
        serde_saphyr::from_str(&text).expect("definitions")
    }

    #[test]
    fn what_is_new_gone_or_another_is_told_once_each() {
        let before = definitions("  fields: { city: text, age: int }\n").elements();
        let after = definitions(
            "  fields: { city: text, age: day }\n  entities: { pet: { fields: { name: text } } }\n",
        )
        .elements();
        let told: Vec<(String, Option<String>, Option<String>)> =
            changes(&before, &after).into_iter().map(|own| (own.name, own.before, own.after)).collect();
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            told,
            [
                ("age".to_owned(), some("int"), some("day")),
                ("pet".to_owned(), None, some("key: text")),
                ("pet.name".to_owned(), None, some("text")),
            ]
        );
        assert_eq!(changes(&after, &after), []);
        let back = changes(&after, &before);
        assert!(back.iter().any(|own| own.name == "pet" && own.after.is_none()), "{back:?}");
    }
}
