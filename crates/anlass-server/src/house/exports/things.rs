//! What customers have of the declared entities, in an export: a row for each thing, and a column for each field of an entity.

use super::tables::{Write, kind, value_cell, who};
use crate::house::View;
use anlass_engine::{Dossier, had};
use anlass_model::definition::EntityType;
use anlass_model::id::Name;
use anlass_sources::writing::{Cell, Column, Kind};
use anyhow::Result;

/// The entities whose things are written: one, or all.
fn entities<'v>(view: &'v View, only: Option<&str>) -> impl Iterator<Item = (&'v Name, &'v EntityType)> {
    let all = view.runtime.program.definitions.settings.entities.iter();
    all.filter(move |(name, _)| only.is_none_or(|only| name.as_str() == only))
}

/// The columns; or why there are none.
///
/// # Errors
/// The cause.
pub(super) fn columns(view: &View, only: Option<&str>) -> Result<Vec<Column>, String> {
    if entities(view, only).next().is_none() {
        return Err(match only {
            None => "what: the settings declare no entities".into(),
            Some(only) => format!("entity: the settings have no entity \"{only}\""),
        });
    }
    let text = |name: &str| Column { name: name.to_owned(), kind: Kind::Text };
    let mut columns: Vec<Column> = ["customer", "customer_number", "entity", "key"].map(text).into();
    columns.push(Column { name: "since".to_owned(), kind: Kind::Moment });
    for (entity, own) in entities(view, only) {
        let fields = own.fields.iter();
        columns
            .extend(fields.map(|(field, of)| Column { name: format!("{entity}.{field}"), kind: kind(*of) }));
    }
    Ok(columns)
}

/// Hands a row to `write` for each thing that somebody has now.
pub(super) fn each(view: &View, only: Option<&str>, dossier: &Dossier, write: Write<'_>) -> Result<()> {
    for thing in had(&view.runtime.program, dossier) {
        if only.is_some_and(|only| thing.entity.as_str() != only) {
            continue;
        }
        let mut cells = Vec::from(who(dossier));
        cells.extend([
            Cell::Text(thing.entity.to_string()),
            Cell::Text(thing.key.to_owned()),
            Cell::Moment(thing.since),
        ]);
        for (entity, own) in entities(view, only) {
            for field in own.fields.keys() {
                let told = thing.fields.iter().find(|(name, _)| entity == thing.entity && *name == field);
                cells.push(told.map_or(Cell::None, |(_, value)| value_cell(value)));
            }
        }
        write(cells)?;
    }
    Ok(())
}
