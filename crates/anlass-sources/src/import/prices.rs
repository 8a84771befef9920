//! Files of prices and of stock: each row says something of one article.

use super::columns::{Clock, CodeColumn};
use super::events::Collected;
use super::goods::{Before, Goods, Range, Seen, Told};
use super::{CODE_CHARS_MAX, Outcome, Progress, Refused, Source};
use crate::decimal;
use crate::error::Error;
use crate::mapping::{Pieces, Prices, Stocks};
use crate::report::{Fate, FileReport, Flaw, Reason, Role};
use crate::table::{Column, Fields};
use anlass_model::catalogue::{Catalogue, Sphere};
use anlass_model::id::NameId;

pub(super) fn read_prices(
    source: &Source<'_>,
    prices: &Prices,
    (files, goods): (&Catalogue, &mut Goods),
    collected: &mut Collected,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<(), Error> {
    let mapping = source.mapping;
    let mut table = source.open(&prices.file, &prices.beside)?;
    let article = CodeColumn::new(&mut table, &prices.article)?;
    let outlet = prices.outlet.as_ref().map(|code| CodeColumn::new(&mut table, code)).transpose()?;
    let mut column = |name: &String| table.column(name);
    let amounts = prices.amount.0.iter().map(&mut column).collect::<Result<Vec<_>, Error>>()?;
    let zone = prices.zone.as_ref().map(&mut column).transpose()?;
    let group = prices.group.as_ref().map(&mut column).transpose()?;
    let least = prices.pieces_from.as_ref().map(&mut column).transpose()?;
    let mut clock = |moment| Clock::new(&mut table, moment, mapping);
    let mut from = prices.from.as_ref().map(&mut clock).transpose()?;
    let mut until = prices.until.as_ref().map(&mut clock).transpose()?;
    let range = Range { files, known: source.known };
    let mut seen = Seen::default();
    let report = FileReport::new(&prices.file.0, Role::Prices);
    let report = source.each_row(&mut table, report, progress, &mut |_, fields| {
        let id = range.article(&article, fields)?;
        let Some((amount_column, text)) = first(&amounts, fields)? else { return Ok(without_content()) };
        if let Some(column) = &least
            && let Some(text) = column.optional(fields, CODE_CHARS_MAX)?
            && decimal::whole(text, mapping.decimal).map_err(|reason| column.flaw(reason, text))? > 1
        {
            return Ok(Outcome::Fate(Fate::SeveralPieces, 0));
        }
        let amount = decimal::amount(text, mapping.decimal, mapping.currency)
            .map_err(|reason| amount_column.flaw(reason, text))?;
        if amount <= 0 {
            return Err(amount_column.flaw(Reason::NoPrice, text).into());
        }
        let named = |column: &Option<Column>| -> Result<Option<NameId>, Flaw> {
            let Some(column) = column else { return Ok(None) };
            Ok(column.optional(fields, CODE_CHARS_MAX)?.map(NameId::of))
        };
        let sphere = match (range.outlet(outlet.as_ref(), fields)?, named(&zone)?) {
            (Some(outlet), _) => Sphere::Outlet(outlet),
            (None, Some(zone)) => Sphere::Zone(zone),
            (None, None) => Sphere::Everywhere,
        };
        let group = named(&group)?;
        let begins = from.as_mut().map(|clock| clock.optional(fields)).transpose()?.flatten();
        let ends = until.as_mut().map(|clock| clock.end(fields)).transpose()?.flatten();
        if let (Some(begins), Some(end), Some(clock)) = (begins, ends, &until)
            && end <= begins
        {
            return Err(clock.flaw(Reason::UntilBeforeFrom, fields).into());
        }
        let taken = judged(&mut seen, &(id, sphere, group, begins), &(amount, ends), || {
            amount_column.flaw(Reason::RepeatedKey, text)
        })?;
        if matches!(taken, Outcome::Fate(Fate::Accepted, _)) {
            goods.put(id, Told::Price { from: begins, until: ends, sphere, group, amount })?;
        }
        Ok(taken)
    })?;
    collected.reports.push(report);
    Ok(())
}

pub(super) fn read_stock(
    source: &Source<'_>,
    stock: &Stocks,
    (files, goods): (&Catalogue, &mut Goods),
    collected: &mut Collected,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<(), Error> {
    let mut table = source.open(&stock.file, &stock.beside)?;
    let article = CodeColumn::new(&mut table, &stock.article)?;
    let column = table.column(&stock.pieces.column)?;
    let outlet = stock.outlet.as_ref().map(|code| CodeColumn::new(&mut table, code)).transpose()?;
    let range = Range { files, known: source.known };
    let mut seen = Seen::default();
    let report = FileReport::new(&stock.file.0, Role::Stock);
    let report = source.each_row(&mut table, report, progress, &mut |_, fields| {
        let id = range.article(&article, fields)?;
        let Some(text) = column.optional(fields, CODE_CHARS_MAX)? else { return Ok(without_content()) };
        let pieces =
            pieces(text, &stock.pieces, source).map_err(|reason| Refused::from(column.flaw(reason, text)))?;
        let at = range.outlet(outlet.as_ref(), fields)?;
        let taken = judged(&mut seen, &(id, at), &pieces, || column.flaw(Reason::RepeatedKey, text))?;
        if matches!(taken, Outcome::Fate(Fate::Accepted, _)) {
            goods.put(id, Told::Stock { at, pieces })?;
        }
        Ok(taken)
    })?;
    collected.reports.push(report);
    Ok(())
}

/// Below nothing is what was sold and is not there yet.
fn pieces(text: &str, pieces: &Pieces, source: &Source<'_>) -> Result<i64, Reason> {
    match pieces.values.get(text) {
        Some(pieces) => Ok(*pieces),
        None => decimal::whole(text, source.mapping.decimal),
    }
}

fn first<'f, 'c>(columns: &'c [Column], fields: Fields<'f>) -> Result<Option<(&'c Column, &'f str)>, Flaw> {
    for column in columns {
        if let Some(text) = column.optional(fields, CODE_CHARS_MAX)? {
            return Ok(Some((column, text)));
        }
    }
    Ok(None)
}

fn without_content() -> Outcome {
    Outcome::Fate(Fate::WithoutContent, 0)
}

/// Whether a row says something that no earlier row of its file did.
fn judged(
    seen: &mut Seen,
    of: &impl serde::Serialize,
    says: &impl serde::Serialize,
    flaw: impl FnOnce() -> Flaw,
) -> Result<Outcome, Flaw> {
    match seen.before(of, says) {
        Before::Nothing => Ok(Outcome::accepted()),
        Before::Same => Ok(Outcome::Fate(Fate::Duplicate, 0)),
        Before::Other => Err(flaw()),
    }
}
