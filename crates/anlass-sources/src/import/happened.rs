//! What happened to people, as an event type of the organisation or as a rating that they gave: one event for each row of a
//! file.

use super::columns::{Clock, CodeColumn, FieldReader, PersonColumns};
use super::events::{self, Collected, Draft, Item};
use super::{CODE_CHARS_MAX, Outcome, Progress, Source};
use crate::decimal;
use crate::error::Error;
use crate::mapping::Events;
use crate::report::{Fate, FileReport, Role};
use anlass_model::action::{Action, ActionKind};
use anlass_model::event::Body;

pub(super) fn read(
    source: &Source<'_>,
    events: &Events,
    collected: &mut Collected,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<(), Error> {
    let mut table = source.open(&events.file, &events.beside)?;
    let person = PersonColumns::new(&mut table, &events.customer, &events.also)?;
    let mut clock = Clock::new(&mut table, &events.occurred, source.mapping)?;
    let only = match &events.only {
        Some(only) => Some((table.column(&only.column)?, &only.values)),
        None => None,
    };
    let number = events.number.as_ref().map(|number| CodeColumn::new(&mut table, number)).transpose()?;
    let amount = events.value.as_ref().map(|column| table.column(column)).transpose()?;
    let rating = events.rating.as_ref().map(|column| table.column(column)).transpose()?;
    let order = events.order.as_ref().map(|code| CodeColumn::new(&mut table, code)).transpose()?;
    let mut readers = Vec::with_capacity(events.fields.len());
    for (name, field) in &events.fields {
        readers.push(FieldReader::new(&mut table, name, field, source.mapping)?);
    }
    let (mark, currency) = (source.mapping.decimal, source.mapping.currency);
    let lookups = table.lookups();
    let report = FileReport::new(&events.file.0, Role::Events);
    let report = source.each_row(&mut table, report, progress, &mut |_, fields| {
        if let Some((column, values)) = &only {
            let said = column.optional(fields, CODE_CHARS_MAX)?.unwrap_or("");
            if !values.iter().any(|known| known == said) {
                return Ok(Outcome::Fate(Fate::WithoutContent, 0));
            }
        }
        let identifiers = person.read(fields)?;
        let Some(first) = identifiers.first() else {
            // Whom another file names is unknown where that has no row for it; nobody's is only what it knows.
            let lacking = person.lacking();
            return match lookups.iter().find_map(|lookup| lookup.missed(&lacking, fields)) {
                Some(missed) => Err(missed.into()),
                None => Ok(Outcome::Fate(Fate::Guest, 0)),
            };
        };
        let at = clock.read(fields)?;
        let mut said = Vec::with_capacity(readers.len());
        for reader in &readers {
            if let Some(value) = reader.read(fields)? {
                said.push((reader.name.clone(), value));
            }
        }
        let value = match &amount {
            None => 0,
            Some(column) => match column.optional(fields, CODE_CHARS_MAX)? {
                None => 0,
                Some(text) => {
                    decimal::amount(text, mark, currency).map_err(|reason| column.flaw(reason, text))?
                }
            },
        };
        let number = number.as_ref().map(|number| number.needed(fields)).transpose()?;
        let body = match &rating {
            None => Body::Custom { name: events.event.clone(), value, fields: said },
            Some(column) => {
                let Some(text) = column.optional(fields, CODE_CHARS_MAX)? else {
                    return Ok(Outcome::Fate(Fate::WithoutContent, 0));
                };
                let rating = decimal::rating(text).map_err(|reason| column.flaw(reason, text))?;
                let order = order.as_ref().map(|code| code.optional(fields)).transpose()?.flatten();
                let receipt = order.map(Box::from);
                Body::Acted(Box::new(Action {
                    rating: Some(rating),
                    receipt,
                    ..Action::of(ActionKind::Rated)
                }))
            }
        };
        let kind = events.event.as_str().as_bytes();
        let key = match &number {
            Some(number) => events::key("event", first, &[kind, b"number", number.as_bytes()]),
            None => {
                let print = events::print(&identifiers, &body);
                events::key("event", first, &[kind, &at.0.to_le_bytes(), &print])
            }
        };
        collected.put(&Item::Draft(Draft { key, at, identifiers, body }))?;
        Ok(Outcome::Fate(Fate::Accepted, value))
    })?;
    collected.reports.push(report);
    Ok(())
}
