//! Files of outlets: their names, price zones, places and opening hours.

use super::columns::CodeColumn;
use super::events::Collected;
use super::goods::{Before, Goods, Seen};
use super::{CODE_CHARS_MAX, Outcome, Progress, Source, TEXT_CHARS_MAX, measures};
use crate::error::Error;
use crate::mapping::Outlets;
use crate::report::{Fate, FileReport, Flaw, Reason, Role};
use crate::table::{Column, Fields};
use anlass_model::catalogue::{Catalogue, Outlet, Position};

const LATITUDE_MAX: u64 = 90;
const LONGITUDE_MAX: u64 = 180;

pub(super) fn read(
    source: &Source<'_>,
    outlets: &Outlets,
    (files, goods): (&mut Catalogue, &mut Goods),
    collected: &mut Collected,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<(), Error> {
    let mut table = source.open(&outlets.file, &outlets.beside)?;
    let number = CodeColumn::new(&mut table, &outlets.number)?;
    let name = outlets.name.as_ref().map(|name| table.column(name)).transpose()?;
    let zone = outlets.zone.as_ref().map(|name| table.column(name)).transpose()?;
    let position = match &outlets.position {
        Some(columns) => Some((table.column(&columns.latitude)?, table.column(&columns.longitude)?)),
        None => None,
    };
    let mut days = Vec::with_capacity(outlets.hours.len());
    for (weekday, column) in &outlets.hours {
        days.push((weekday.number(), table.column(column)?));
    }
    let mut seen = Seen::default();
    let report = FileReport::new(&outlets.file.0, Role::Outlets);
    let report = source.each_row(&mut table, report, progress, &mut |_, fields| {
        let number_text = number.needed(fields)?;
        let text = |column: &Option<Column>, max| -> Result<Option<&str>, Flaw> {
            column.as_ref().map_or(Ok(None), |column| column.optional(fields, max))
        };
        let mut outlet = Outlet {
            number: number_text.clone().into(),
            name: text(&name, TEXT_CHARS_MAX)?.unwrap_or_default().into(),
            zone: text(&zone, CODE_CHARS_MAX)?.map(Into::into),
            position: position.as_ref().map_or(Ok(None), |columns| place(columns, fields))?,
            hours: Vec::new(),
        };
        for (weekday, column) in &days {
            let text = column.optional(fields, CODE_CHARS_MAX)?.unwrap_or("");
            let spans = measures::hours(text, *weekday).ok_or_else(|| column.flaw(Reason::NotHours, text))?;
            outlet.hours.extend(spans);
        }
        match seen.before(&outlet.id(), &outlet) {
            Before::Nothing => {}
            Before::Same => return Ok(Outcome::Fate(Fate::Duplicate, 0)),
            Before::Other => return Err(number.column.flaw(Reason::RepeatedKey, &number_text).into()),
        }
        goods.outlets.insert(outlet.id(), outlet.clone());
        files.put_outlet(outlet);
        Ok(Outcome::accepted())
    })?;
    collected.reports.push(report);
    Ok(())
}

/// Nothing where both are empty.
fn place((latitude, longitude): &(Column, Column), fields: Fields<'_>) -> Result<Option<Position>, Flaw> {
    let (north, east) =
        (latitude.optional(fields, CODE_CHARS_MAX)?, longitude.optional(fields, CODE_CHARS_MAX)?);
    if north.is_none() && east.is_none() {
        return Ok(None);
    }
    let degrees = |column: &Column, text: Option<&str>, max| {
        let text = text.unwrap_or("");
        measures::degrees(text, max).ok_or_else(|| column.flaw(Reason::NotPosition, text))
    };
    let latitude = degrees(latitude, north, LATITUDE_MAX)?;
    Ok(Some(Position { latitude, longitude: degrees(longitude, east, LONGITUDE_MAX)? }))
}
