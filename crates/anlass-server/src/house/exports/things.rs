//! What customers have of the declared entities, in an export: a row for each thing, and a column for each field of an entity.

use super::tables::{Write, kind, value_cell, who};
use crate::house::View;
use anlass_engine::{Dossier, had};
use anlass_sources::writing::{Cell, Column, Kind};
use anyhow::Result;

/// The columns; or why there are none.
///
/// # Errors
/// The cause.
pub(super) fn columns(view: &View) -> Result<Vec<Column>, String> {
    let entities = &view.runtime.program.definitions.settings.entities;
    if entities.is_empty() {
        return Err("what: the settings declare no entities".into());
    }
    let text = |name: &str| Column { name: name.to_owned(), kind: Kind::Text };
    let mut columns: Vec<Column> = ["customer", "customer_number", "entity", "key"].map(text).into();
    columns.push(Column { name: "since".to_owned(), kind: Kind::Moment });
    for (entity, own) in entities {
        let fields = own.fields.iter();
        columns
            .extend(fields.map(|(field, of)| Column { name: format!("{entity}.{field}"), kind: kind(*of) }));
    }
    Ok(columns)
}

/// Hands a row to `write` for each thing that somebody has now.
pub(super) fn each(view: &View, dossier: &Dossier, write: Write<'_>) -> Result<()> {
    let program = &view.runtime.program;
    for thing in had(program, dossier) {
        let mut cells = Vec::from(who(dossier));
        cells.extend([
            Cell::Text(thing.entity.to_string()),
            Cell::Text(thing.key.to_owned()),
            Cell::Moment(thing.since),
        ]);
        for (entity, own) in &program.definitions.settings.entities {
            for field in own.fields.keys() {
                let told = thing.fields.iter().find(|(name, _)| entity == thing.entity && *name == field);
                cells.push(told.map_or(Cell::None, |(_, value)| value_cell(value)));
            }
        }
        write(cells)?;
    }
    Ok(())
}
