//! What a mapping needs to be known: its source, the profile fields it fills, the event types and
//! entities it tells of.

use anlass_model::definition::{Definitions, EntityType, Settings, Source};
use anlass_model::id::Name;
use anlass_model::value::Type;
use anlass_runtime::programs;
use anlass_sources::Mapping;
use anlass_store::Store;
use anyhow::{Result, bail, ensure};
use std::collections::BTreeMap;

/// Definitions in which a mapping's source, its profile fields, event types and entities are declared; `None` if they are already.
///
/// # Errors
/// If the organisation speaks of one of them in another way.
pub(crate) fn declared(definitions: &Definitions, mapping: &Mapping) -> Result<Option<Definitions>> {
    let settings = &definitions.settings;
    ensure!(
        mapping.currency() == settings.currency,
        "the files are in {}, the organisation counts in {}",
        mapping.currency(),
        settings.currency
    );
    let mut new = definitions.clone();
    let source = Source { id: mapping.name().clone(), number: mapping.source().0, delayed: true };
    if !settings.sources.iter().any(|known| known.number == source.number) {
        declare(&mut new, source)?;
    }
    for (name, kind) in mapping.fields() {
        let known = new.settings.fields.entry(name.clone()).or_insert(kind);
        ensure!(
            *known == kind,
            "the profile field \"{name}\" is of type {}, the mapping says {}",
            known,
            kind
        );
    }
    for (name, fields) in mapping.events() {
        let event = new.settings.events.entry(name.clone()).or_default();
        for (field, kind) in fields {
            let known = event.fields.entry(field.clone()).or_insert(kind);
            ensure!(
                *known == kind,
                "the field \"{field}\" of the event \"{name}\" is of type {known}, the mapping says {kind}"
            );
        }
    }
    for (name, fields) in mapping.entities() {
        let none = EntityType { key: Type::Text, label: None, fields: BTreeMap::new() };
        let entity = new.settings.entities.entry(name.clone()).or_insert(none);
        for (field, kind) in fields {
            let known = entity.fields.entry(field.clone()).or_insert(kind);
            ensure!(
                *known == kind,
                "the field \"{field}\" of the entity \"{name}\" is of type {known}, the mapping says {kind}"
            );
        }
    }
    Ok((new != *definitions).then_some(new))
}

/// Declares a source, if it is not declared yet.
///
/// # Errors
/// If its name stands for another number.
pub(crate) fn declare(definitions: &mut Definitions, source: Source) -> Result<()> {
    let sources = &mut definitions.settings.sources;
    match sources.iter().find(|known| known.id == source.id) {
        Some(known) if known.number == source.number => {}
        Some(other) => {
            bail!("the source \"{}\" has the number {}, and not {}", other.id, other.number, source.number)
        }
        None => sources.push(source),
    }
    Ok(())
}

/// The number of a declared source, or the next one that no source ever had.
///
/// # Errors
/// If the store cannot be read.
pub(crate) fn number_of(store: &dyn Store, settings: &Settings, name: &Name) -> Result<u16> {
    if let Some(known) = settings.sources.iter().find(|known| known.id == *name) {
        return Ok(known.number);
    }
    let declared = settings.sources.iter().map(|known| known.number).max().unwrap_or(0);
    Ok(declared.max(programs::highest_source(store)?).saturating_add(1))
}
