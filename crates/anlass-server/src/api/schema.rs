//! The schema of the organisation, part by part, and what each published version changed in it.

pub(crate) mod own;

use super::shape::{Localised, Moment};
use crate::call::{Call, Fault};
use crate::house::View;
use crate::schema::History;
use anlass_engine::asks;
use anlass_model::definition::{self, Element, ElementKind};
use anlass_model::event::CANONICAL;
use anlass_model::id::IdentifierKind;
use anlass_model::time::Timestamp;
use anlass_model::value::Type;
use anlass_sources::Mapping;
use anlass_sources::hook::Hook;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// Versions told of, the newest first.
const VERSIONS_MAX: usize = 100;

#[derive(Serialize, ToSchema)]
pub(crate) struct SchemaTold {
    /// The number of the version that is live.
    version: u64,
    parts: Vec<PartTold>,
    /// Event types that every organisation has.
    shipped: Vec<ShippedEvent>,
    /// The newest first.
    versions: Vec<SchemaVersion>,
    /// What the organisation declares itself, and may change.
    own: own::SchemaOwn,
}

/// What a part of the schema is.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SchemaPart {
    Field,
    Event,
    EventField,
    Entity,
    EntityField,
    Identifier,
    Phase,
    Segment,
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

impl SchemaPart {
    fn of(kind: ElementKind) -> SchemaPart {
        match kind {
            ElementKind::Field => SchemaPart::Field,
            ElementKind::Event => SchemaPart::Event,
            ElementKind::EventField => SchemaPart::EventField,
            ElementKind::Entity => SchemaPart::Entity,
            ElementKind::EntityField => SchemaPart::EntityField,
            ElementKind::Identifier => SchemaPart::Identifier,
            ElementKind::Phase => SchemaPart::Phase,
            ElementKind::Segment => SchemaPart::Segment,
            ElementKind::Interest => SchemaPart::Interest,
            ElementKind::Source => SchemaPart::Source,
            ElementKind::Matching => SchemaPart::Matching,
            ElementKind::Loyalty => SchemaPart::Loyalty,
            ElementKind::Fence => SchemaPart::Fence,
            ElementKind::Retention => SchemaPart::Retention,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct PartTold {
    part: SchemaPart,
    /// `city`; of a field of an event or an entity `vehicle.model`.
    id: String,
    name: Localised,
    /// The type of a field, the rule of a phase or segment, the strength of an identifier.
    is: String,
    /// Declared sources that are known to bring it, by their mappings and forms.
    sources: Vec<String>,
    /// Programmes that ask for it, in rules or as the way into a journey.
    programmes: Vec<String>,
    /// The settings themselves ask for it: a phase, a segment, a form.
    settings: bool,
    /// Since which version of the schema; null: it is not noted yet.
    since: Option<u64>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ShippedEvent {
    id: &'static str,
    about: &'static str,
    fields: Vec<ShippedField>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ShippedField {
    name: &'static str,
    is: &'static str,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct SchemaVersion {
    number: u64,
    at: Moment,
    /// The program by which it became live.
    program: String,
    changes: Vec<SchemaChange>,
}

/// `before` is null of what is new, `after` of what is gone.
#[derive(Serialize, ToSchema)]
pub(crate) struct SchemaChange {
    part: SchemaPart,
    id: String,
    before: Option<String>,
    after: Option<String>,
}

/// `GET /api/schema`
pub(crate) fn show(call: &Call<'_>) -> Result<SchemaTold, Fault> {
    let view = call.view();
    let history = History::of(&*call.house().store)?;
    let since = history.since();
    let program = &view.runtime.program;
    let asked = asks(program);
    let brought = brought(call, &view);
    let parts = program.definitions.elements().into_iter().map(|(element, is)| {
        let programmes = asked.get(&element);
        let asks = programmes.into_iter().flatten().filter(|id| !id.is_empty()).cloned();
        PartTold {
            part: SchemaPart::of(element.0),
            name: named(&program.definitions, &element),
            is,
            sources: brought.get(&element).into_iter().flatten().cloned().collect(),
            programmes: asks.collect(),
            settings: programmes.is_some_and(|programmes| programmes.contains("")),
            since: since.get(&element).copied(),
            id: element.1,
        }
    });
    let parts = parts.collect();
    let shipped = CANONICAL.iter().map(|event| ShippedEvent {
        id: event.name,
        about: event.about,
        fields: event.fields.iter().map(|(name, is)| ShippedField { name, is }).collect(),
    });
    let versions = history.versions.iter().rev().take(VERSIONS_MAX).map(|version| SchemaVersion {
        number: version.number,
        at: Moment(Timestamp(version.at)),
        program: version.program.clone(),
        changes: version
            .changes
            .iter()
            .map(|change| SchemaChange {
                part: SchemaPart::of(change.kind),
                id: change.name.clone(),
                before: change.before.clone(),
                after: change.after.clone(),
            })
            .collect(),
    });
    Ok(SchemaTold {
        version: history.versions.last().map_or(0, |last| last.number),
        parts,
        shipped: shipped.collect(),
        versions: versions.collect(),
        own: own::own(&program.definitions.settings),
    })
}

/// What people call a part: of a field the word behind the point.
fn named(definitions: &definition::Definitions, (kind, id): &Element) -> Localised {
    let own = match kind {
        ElementKind::EventField | ElementKind::EntityField => id.rsplit('.').next().unwrap_or(id),
        _ => id.as_str(),
    };
    let phase = definitions.settings.phases.0.iter().find(|phase| phase.id.as_str() == id);
    match phase.filter(|_| *kind == ElementKind::Phase) {
        Some(phase) => (&phase.name).into(),
        None => Localised::both(|language| definitions.title(own, language).to_owned()),
    }
}

type Brought = BTreeMap<Element, BTreeSet<String>>;

/// By part the sources that bring it: databases by their mappings, webhooks by their forms, sign-up forms. What files brought
/// is not known once they are read, and what a page or a server sends by itself is nowhere written down.
fn brought(call: &Call<'_>, view: &View) -> Brought {
    let (house, vault) = (call.house(), view.scope.vault());
    let mut all = Brought::new();
    for bound in house.databases.list(vault) {
        if let Ok(mapping) = Mapping::read(&bound.kept.mapping, "mapping") {
            of_mapping(&mapping, &bound.kept.name, &mut all);
        }
    }
    let settings = &view.runtime.program.definitions.settings;
    for source in house.connected.list(vault) {
        if let Some(form) = source.kept.mapping.as_deref().and_then(|text| Hook::read(text, "form").ok()) {
            of_hook(&form, settings, &source.kept.name, &mut all);
        }
    }
    for form in &settings.forms {
        for field in &form.fields {
            put(&mut all, ElementKind::Field, field.to_string(), form.source.as_str());
        }
        put(
            &mut all,
            ElementKind::Identifier,
            IdentifierKind::Email.as_str().to_owned(),
            form.source.as_str(),
        );
    }
    all
}

fn put(all: &mut Brought, kind: ElementKind, name: String, source: &str) {
    all.entry((kind, name)).or_default().insert(source.to_owned());
}

fn of_mapping(mapping: &Mapping, source: &str, all: &mut Brought) {
    for (field, _) in mapping.fields() {
        put(all, ElementKind::Field, field.to_string(), source);
    }
    let parts = [
        (ElementKind::Event, ElementKind::EventField, mapping.events()),
        (ElementKind::Entity, ElementKind::EntityField, mapping.entities()),
    ];
    for (whole, part, told) in parts {
        for (name, fields) in told {
            put(all, whole, name.to_string(), source);
            for (field, _) in fields {
                put(all, part, format!("{name}.{field}"), source);
            }
        }
    }
}

fn of_hook(form: &Hook, settings: &definition::Settings, source: &str, all: &mut Brought) {
    let fields: BTreeSet<&str> = form.fields().map(|field| field.as_str()).collect();
    if form.identifies() {
        for field in settings.fields.keys().filter(|field| fields.contains(field.as_str())) {
            put(all, ElementKind::Field, field.to_string(), source);
        }
    }
    for (event, kind) in &settings.events {
        let is_it =
            |name: &&str| name.to_lowercase().replace([' ', '_'], ".") == event.as_str().replace('_', ".");
        if !form.brings().iter().any(is_it) {
            continue;
        }
        put(all, ElementKind::Event, event.to_string(), source);
        let own: BTreeMap<_, Type> = kind.fields.iter().map(|(name, kind)| (name, *kind)).collect();
        for field in own.keys().filter(|field| fields.contains(field.as_str())) {
            put(all, ElementKind::EventField, format!("{event}.{field}"), source);
        }
    }
}
