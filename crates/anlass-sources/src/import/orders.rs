//! Order lines: read in the order of the file, then put together order by order.

mod baskets;

pub(super) use baskets::Basket;

use super::columns::{Clock, CodeColumn};
use super::events::Collected;
use super::heaps::{HEAPS, Heaps, heap_of};
use super::{Outcome, Progress, Source, TEXT_CHARS_MAX};
use crate::decimal;
use crate::error::Error;
use crate::mapping::{Mapping, Orders, OutletColumn, PlaceColumn, ValueColumn};
use crate::report::{FileReport, Flaw, Reason, Role};
use crate::table::{Column, Fields, Found, Table};
use anlass_model::catalogue::Catalogue;
use anlass_model::time::Timestamp;
use baskets::Baskets;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The columns of the file.
struct Columns {
    number: CodeColumn,
    customer: CodeColumn,
    article: CodeColumn,
    article_name: Option<Column>,
    /// Absent: each row is one piece.
    quantity: Option<Column>,
    value: Column,
    occurred: Clock,
    outlet: Option<CodeColumn>,
    /// What a whole order's being cancelled can be told by.
    state: Option<Column>,
}

/// One readable row.
#[derive(Serialize, Deserialize)]
struct Row {
    /// Its number in the file.
    row: u64,
    /// Of all its fields.
    print: u128,
    number: Box<str>,
    customer: Option<Box<str>>,
    article: Box<str>,
    article_name: Option<Box<str>>,
    quantity: i32,
    value: i64,
    at: Timestamp,
    outlet: Option<Box<str>>,
    is_cancelled: bool,
}

pub(super) fn read(
    source: &Source<'_>,
    orders: &Orders,
    catalogue: &mut Catalogue,
    collected: &mut Collected,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<(), Error> {
    let mut table = source.open(&orders.file, &orders.beside)?;
    let mut columns = Columns::new(&mut table, orders, source.mapping)?;
    let mut by_order = Heaps::<Row>::new(&source.room);
    let report = FileReport::new(&orders.file.0, Role::Orders);
    let mut report = source.each_row(&mut table, report, progress, &mut |row, fields| {
        let row = columns.read(row, fields, orders, source.mapping)?;
        by_order.put(heap_of([b"order", row.number.as_bytes()]), &row)?;
        Ok(Outcome::Later)
    })?;
    let mut baskets = Baskets::new(orders, &columns, catalogue, source.known);
    for heap in 0..HEAPS {
        baskets.put_together(&by_order.take(heap)?, &mut report, collected)?;
    }
    let to_show = report.left_out_among(&std::mem::take(&mut baskets.to_show));
    baskets.finish(collected);
    if !to_show.is_empty() {
        show(source, orders, &to_show, &mut report)?;
    }
    collected.reports.push(report);
    Ok(())
}

/// Looks up once more what these rows say: it was not kept while the file was read.
fn show(
    source: &Source<'_>,
    orders: &Orders,
    rows: &BTreeSet<u64>,
    report: &mut FileReport,
) -> Result<(), Error> {
    let mut table = source.open_again(&orders.file, &orders.beside)?;
    // So that the same columns stand beside its own.
    Columns::new(&mut table, orders, source.mapping)?;
    table.load_beside()?;
    let last = rows.last().copied().unwrap_or(0);
    while let Some((row, found)) = table.next()? {
        if let (true, Found::Row(fields)) = (rows.contains(&row), found) {
            report.show(row, fields.cells());
        }
        if row >= last {
            break;
        }
    }
    Ok(())
}

impl Columns {
    fn new(table: &mut Table, orders: &Orders, mapping: &Mapping) -> Result<Columns, Error> {
        let value = match &orders.value {
            ValueColumn::Total(column) | ValueColumn::UnitPrice(column) => column,
        };
        let article_name = match &orders.article_name {
            Some(column) => Some(table.column(column)?),
            None => None,
        };
        let outlet = match &orders.place {
            PlaceColumn::Online => None,
            PlaceColumn::Outlet(OutletColumn { column, canonical, .. }) => {
                Some(CodeColumn { column: table.column(column)?, canonical: *canonical })
            }
        };
        Ok(Columns {
            number: CodeColumn::new(table, &orders.number)?,
            customer: CodeColumn::of_person(table, &orders.customer)?,
            article: CodeColumn::new(table, &orders.article)?,
            article_name,
            quantity: orders.quantity.as_ref().map(|name| table.column(name)).transpose()?,
            value: table.column(value)?,
            occurred: Clock::new(table, &orders.occurred, mapping)?,
            outlet,
            state: orders.cancelled.as_ref().map(|says| table.column(&says.column)).transpose()?,
        })
    }

    fn quantity_flaw(&self, reason: Reason, text: &str) -> Flaw {
        self.quantity.as_ref().unwrap_or(&self.value).flaw(reason, text)
    }

    fn read(
        &mut self,
        row: u64,
        fields: Fields<'_>,
        orders: &Orders,
        mapping: &Mapping,
    ) -> Result<Row, Flaw> {
        let quantity = match &self.quantity {
            Some(column) => {
                let text = column.needed(fields, super::CODE_CHARS_MAX)?;
                decimal::pieces(text).map_err(|reason| column.flaw(reason, text))?
            }
            None => 1,
        };
        let value_text = self.value.needed(fields, super::CODE_CHARS_MAX)?;
        let amount = decimal::amount(value_text, mapping.decimal, mapping.currency)
            .map_err(|reason| self.value.flaw(reason, value_text))?;
        let value = match orders.value {
            ValueColumn::Total(_) => amount,
            ValueColumn::UnitPrice(_) => amount
                .checked_mul(i64::from(quantity))
                .ok_or_else(|| self.value.flaw(Reason::TooLarge, value_text))?,
        };
        let article_name = match &self.article_name {
            Some(column) => column.optional(fields, TEXT_CHARS_MAX)?,
            None => None,
        };
        let outlet = match &self.outlet {
            Some(column) => Some(column.needed(fields)?),
            None => None,
        };
        let is_cancelled = match (&self.state, &orders.cancelled) {
            (Some(column), Some(says)) => {
                let state = column.optional(fields, super::CODE_CHARS_MAX)?.unwrap_or("");
                says.values.iter().any(|value| value == state)
            }
            _ => false,
        };
        Ok(Row {
            row,
            print: fields.fingerprint(),
            number: self.number.needed(fields)?.into(),
            customer: self.customer.optional(fields)?.map(Box::from),
            article: self.article.needed(fields)?.into(),
            article_name: article_name.map(Box::from),
            quantity,
            value,
            at: self.occurred.read(fields)?,
            outlet: outlet.map(Box::from),
            is_cancelled,
        })
    }
}
