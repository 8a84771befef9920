//! What people have, as things of an entity of the settings: one word about one thing for each row of a file.

use super::columns::{Clock, CodeColumn, FieldReader, FlagReader, PersonColumns};
use super::events::{self, Collected, Draft, Item};
use super::{Outcome, Progress, Source};
use crate::error::Error;
use crate::mapping::Entities;
use crate::report::{Fate, FileReport, Role};
use anlass_model::event::Body;
use anlass_model::thing::{ThingAct, ThingSaid};
use anlass_model::time::Timestamp;
use jiff::civil;

pub(super) fn read(
    source: &Source<'_>,
    entities: &Entities,
    collected: &mut Collected,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<(), Error> {
    let mut table = source.open(&entities.file, &entities.beside)?;
    let person = PersonColumns::new(&mut table, &entities.customer, &entities.also)?;
    let key = CodeColumn::new(&mut table, &entities.key)?;
    let gone = FlagReader::new(&mut table, &entities.gone)?;
    let mut readers = Vec::with_capacity(entities.fields.len());
    for (name, field) in &entities.fields {
        readers.push(FieldReader::new(&mut table, name, field, source.mapping)?);
    }
    let mut changed = match &entities.changed {
        Some(moment) => Some(Clock::new(&mut table, moment, source.mapping)?),
        None => None,
    };
    let midnight = |day: civil::Date| {
        Timestamp::from_zone(day.to_datetime(civil::Time::midnight()), &source.mapping.time_zone.0)
    };
    let since = entities.on.map_or(Timestamp(0), midnight);
    let report = FileReport::new(&entities.file.0, Role::Entities);
    let report = source.each_row(&mut table, report, progress, &mut |_, fields| {
        let identifiers = person.read(fields)?;
        let Some(first) = identifiers.first() else { return Ok(Outcome::Fate(Fate::Guest, 0)) };
        let key = key.needed(fields)?;
        let at = match &mut changed {
            Some(clock) => clock.read(fields)?,
            None => since,
        };
        let said = match gone.read(fields)? {
            true => ThingSaid::Gone,
            false => {
                let mut said = Vec::with_capacity(readers.len());
                for reader in &readers {
                    if let Some(value) = reader.read(fields)? {
                        said.push((reader.name.clone(), Some(value)));
                    }
                }
                ThingSaid::Is(said)
            }
        };
        let act = ThingAct { entity: entities.entity.clone(), key: key.as_ref().into(), said };
        let body = Body::Thing(Box::new(act));
        let print = events::print(&identifiers, &body);
        let parts = [entities.entity.as_str().as_bytes(), key.as_bytes(), &at.0.to_le_bytes(), &print];
        let key = events::key("thing", first, &parts);
        collected.put(&Item::Draft(Draft { key, at, identifiers, body }))?;
        Ok(Outcome::accepted())
    })?;
    collected.reports.push(report);
    Ok(())
}
