//! Order lines: each row's fate, rows grouped to orders, names of articles, and what is taken back.

use super::columns::{Clock, CodeColumn};
use super::events::{self, Collected, Draft};
use super::taken_back::{self, Match, Purchase, Taken};
use super::{NameCounts, Outcome, Progress, Source, TEXT_CHARS_MAX, Unknown};
use crate::decimal;
use crate::error::Error;
use crate::mapping::{Duplicates, FreeLines, Mapping, Orders, OutletColumn, PlaceColumn, ValueColumn};
use crate::report::{Fate, FileReport, Flaw, Reason, Role};
use crate::table::{Column, Fields, Table};
use anlass_model::catalogue::{Catalogue, Outlet, Product};
use anlass_model::event::{Body, Line, Order, Place};
use anlass_model::id::{Identifier, OrderId, OutletId, ProductId};
use anlass_model::time::{Span, Timestamp};
use std::borrow::Cow;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};

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
struct Row<'a> {
    number: Cow<'a, str>,
    customer: Option<Cow<'a, str>>,
    article: Cow<'a, str>,
    article_name: Option<&'a str>,
    quantity: i32,
    value: i64,
    at: Timestamp,
    outlet: Option<Cow<'a, str>>,
    is_cancelled: bool,
}

/// An order being put together.
struct Basket {
    id: OrderId,
    customer: u32,
    place: Place,
    at: Timestamp,
    has_several_times: bool,
    is_cancelled: bool,
    first_row: u64,
    lines: Vec<Line>,
}

struct Reading<'a> {
    mapping: &'a Mapping,
    orders: &'a Orders,
    catalogue: &'a mut Catalogue,
    columns: Columns,
    seen: HashSet<u128>,
    customers: Interned,
    order_of_number: HashMap<Box<str>, usize>,
    baskets: Vec<Basket>,
    back_numbers: Interned,
    taken: Vec<Taken>,
    names: NameCounts,
    outlets: HashSet<OutletId>,
    unknown: Unknown,
}

/// Texts by small numbers.
#[derive(Default)]
struct Interned {
    number_of: HashMap<Box<str>, u32>,
    texts: Vec<Box<str>>,
}

impl Interned {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.number_of.get(text) {
            return *number;
        }
        let number = u32::try_from(self.texts.len()).expect("a file has fewer rows than 2^32");
        self.texts.push(text.into());
        self.number_of.insert(text.into(), number);
        number
    }

    fn text(&self, number: u32) -> &str {
        let index = usize::try_from(number).expect("numbers are places in a list");
        &self.texts[index]
    }
}

pub(super) fn read(
    source: &Source<'_>,
    orders: &Orders,
    catalogue: &mut Catalogue,
    collected: &mut Collected,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<(), Error> {
    let mut table = source.open(&orders.file, &orders.beside)?;
    let columns = Columns::new(&mut table, orders, source.mapping)?;
    let mut reading = Reading {
        mapping: source.mapping,
        orders,
        catalogue,
        columns,
        seen: HashSet::new(),
        customers: Interned::default(),
        order_of_number: HashMap::new(),
        baskets: Vec::new(),
        back_numbers: Interned::default(),
        taken: Vec::new(),
        names: NameCounts::new(),
        outlets: HashSet::new(),
        unknown: Unknown::new(),
    };
    let report = FileReport::new(&orders.file.0, Role::Orders);
    let mut report =
        source.each_row(&mut table, report, progress, &mut |row, fields| reading.take(row, fields))?;
    reading.name_articles();
    let mut drafts = reading.drafts_of_taken_back(&mut report);
    drafts.extend(reading.drafts_of_baskets());
    collected.unknown = reading.unknown;
    collected.outlets = u64::try_from(reading.outlets.len()).unwrap_or(u64::MAX);
    let several = reading.baskets.iter().filter(|basket| basket.has_several_times).count();
    collected.orders_of_several_times = u64::try_from(several).unwrap_or(u64::MAX);
    collected.add(drafts, report);
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

    fn read<'a>(&mut self, fields: Fields<'a>, orders: &Orders, mapping: &Mapping) -> Result<Row<'a>, Flaw> {
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
            number: self.number.needed(fields)?,
            customer: self.customer.optional(fields)?,
            article: self.article.needed(fields)?,
            article_name,
            quantity,
            value,
            at: self.occurred.read(fields)?,
            outlet,
            is_cancelled,
        })
    }
}

impl Reading<'_> {
    fn take(&mut self, number: u64, fields: Fields<'_>) -> Result<Outcome, Flaw> {
        let row = self.columns.read(fields, self.orders, self.mapping)?;
        let is_duplicate =
            self.orders.exact_duplicates == Duplicates::Drop && !self.seen.insert(fields.fingerprint());
        if is_duplicate {
            return Ok(Outcome::Fate(Fate::Duplicate, row.value));
        }
        if self.orders.bookkeeping.iter().any(|pattern| pattern.matches(&row.number)) {
            return Ok(Outcome::Fate(Fate::Bookkeeping, row.value));
        }
        if self.orders.not_articles.iter().any(|pattern| pattern.matches(&row.article)) {
            self.bill(number, &row)?;
            return Ok(Outcome::Fate(Fate::NonArticle, row.value));
        }
        self.note_outlet(&row);
        if row.quantity > 0 && row.value > 0 {
            self.note_name(&row);
        }
        let Some(customer) = &row.customer else { return Ok(Outcome::Fate(Fate::Guest, row.value)) };
        if row.quantity == 0 {
            return Ok(Outcome::Fate(Fate::WithoutPieces, row.value));
        }
        let customer = self.customers.number(customer);
        if self.is_taking_back(&row) {
            self.take_back(number, customer, &row)?;
            return Ok(Outcome::Later);
        }
        if row.quantity < 0 {
            return Err(self.columns.quantity_flaw(Reason::NegativeQuantity, &row.quantity.to_string()));
        }
        if row.value < 0 {
            return Err(self.columns.value.flaw(Reason::NegativeValue, &row.value.to_string()));
        }
        if row.value == 0 && self.orders.free_lines == FreeLines::Skip {
            return Ok(Outcome::Fate(Fate::Free, 0));
        }
        self.buy(number, customer, &row)?;
        let fate = if row.is_cancelled { Fate::Cancelled } else { Fate::Accepted };
        Ok(Outcome::Fate(fate, row.value))
    }

    fn line(&self, row: &Row<'_>) -> Line {
        Line { item: self.catalogue.item(&row.article), quantity: row.quantity, value: row.value }
    }

    fn is_taking_back(&self, row: &Row<'_>) -> bool {
        self.orders.takes_back.as_ref().is_some_and(|rule| rule.numbers.matches(&row.number))
    }

    /// A customer who is charged for something that is no article has placed an order, be it one without lines.
    fn bill(&mut self, row_number: u64, row: &Row<'_>) -> Result<(), Flaw> {
        let Some(customer) = &row.customer else { return Ok(()) };
        if row.quantity > 0 && row.value > 0 && !self.is_taking_back(row) {
            let customer = self.customers.number(customer);
            self.basket(row_number, customer, row)?;
        }
        Ok(())
    }

    /// Adds the row to its order.
    fn buy(&mut self, row_number: u64, customer: u32, row: &Row<'_>) -> Result<(), Flaw> {
        let line = self.line(row);
        self.basket(row_number, customer, row)?.lines.push(line);
        if self.catalogue.product(line.item.product).is_none() && self.orders.article_name.is_none() {
            self.unknown.insert(line.item.product);
        }
        Ok(())
    }

    /// The order that the row belongs to, begun if the row is its first.
    fn basket(&mut self, row_number: u64, customer: u32, row: &Row<'_>) -> Result<&mut Basket, Flaw> {
        let place = match &row.outlet {
            Some(outlet) => Place::Outlet(OutletId::of(outlet)),
            None => Place::Online,
        };
        let index = match self.order_of_number.get(row.number.as_ref()) {
            Some(index) => *index,
            None => {
                self.order_of_number.insert(row.number.as_ref().into(), self.baskets.len());
                self.baskets.push(Basket {
                    id: OrderId::of(&row.number),
                    customer,
                    place,
                    at: row.at,
                    has_several_times: false,
                    is_cancelled: row.is_cancelled,
                    first_row: row_number,
                    lines: Vec::new(),
                });
                self.baskets.len() - 1
            }
        };
        let basket = &mut self.baskets[index];
        if basket.customer != customer {
            return Err(self.columns.number.column.flaw(Reason::OtherCustomer, &row.number));
        }
        if basket.place != place {
            return Err(self.columns.number.column.flaw(Reason::OtherOutlet, &row.number));
        }
        basket.has_several_times |= basket.at != row.at;
        basket.at = basket.at.min(row.at);
        Ok(basket)
    }

    /// Remembers a line that is taken back, with positive pieces and value.
    fn take_back(&mut self, row_number: u64, customer: u32, row: &Row<'_>) -> Result<(), Flaw> {
        if row.quantity > 0 || row.value > 0 {
            return Err(self.columns.quantity_flaw(Reason::TakesNothingBack, &row.quantity.to_string()));
        }
        let line = self.line(row);
        let quantity = row.quantity.checked_neg();
        let value = row.value.checked_neg();
        let (Some(quantity), Some(value)) = (quantity, value) else {
            return Err(self.columns.quantity_flaw(Reason::TooLarge, &row.quantity.to_string()));
        };
        self.taken.push(Taken {
            document: self.back_numbers.number(&row.number),
            customer,
            line: Line { quantity, value, ..line },
            at: row.at,
            row: row_number,
        });
        Ok(())
    }

    fn note_outlet(&mut self, row: &Row<'_>) {
        let (Some(number), PlaceColumn::Outlet(column)) = (&row.outlet, &self.orders.place) else { return };
        if self.outlets.insert(OutletId::of(number)) {
            let name = format!("{}{number}", column.name_prefix).into();
            self.catalogue.put_outlet(Outlet { number: number.as_ref().into(), name, ..Outlet::default() });
        }
    }

    fn note_name(&mut self, row: &Row<'_>) {
        let Some(name) = row.article_name else { return };
        if !self.names.contains_key(row.article.as_ref()) {
            self.names.insert(row.article.as_ref().into(), BTreeMap::new());
        }
        let Some(counts) = self.names.get_mut(row.article.as_ref()) else { return };
        match counts.get_mut(name) {
            Some(count) => *count += 1,
            None => {
                counts.insert(name.into(), 1);
            }
        }
    }

    /// Fills the catalogue with the most frequent name of each article; of two as frequent, the first in the
    /// alphabet. An article whose id another one has stays out; its lines stand for themselves.
    fn name_articles(&mut self) {
        for (number, counts) in std::mem::take(&mut self.names) {
            let most = counts.iter().max_by_key(|(name, count)| (**count, std::cmp::Reverse(*name)));
            let Some((name, _)) = most else { continue };
            let name = name.clone();
            let product = Product { number, name, ..Product::default() };
            if let Err(collision) = self.catalogue.put(product) {
                self.unknown.insert(ProductId::of(&collision.1));
            }
        }
    }

    fn drafts_of_baskets(&mut self) -> Vec<Draft> {
        let mut drafts = Vec::with_capacity(self.baskets.len());
        for basket in &mut self.baskets {
            let lines = std::mem::take(&mut basket.lines);
            let identifier = identifier(self.orders, &self.customers, basket.customer);
            if basket.is_cancelled {
                drafts.push(Draft {
                    key: events::key("order cancelled", &identifier, &[&basket.id.0.to_le_bytes()]),
                    at: basket.at,
                    identifiers: vec![identifier.clone()],
                    body: Body::Cancelled { order: basket.id, lines: Vec::new() },
                });
            }
            drafts.push(Draft {
                key: events::key("order", &identifier, &[&basket.id.0.to_le_bytes()]),
                at: basket.at,
                identifiers: vec![identifier],
                body: Body::Ordered(Order { id: basket.id, place: basket.place, lines }),
            });
        }
        drafts
    }

    /// Matches what is taken back, counts the fates of its rows and makes one event per document, order and
    /// kind.
    fn drafts_of_taken_back(&mut self, report: &mut FileReport) -> Vec<Draft> {
        let Some(rule) = &self.orders.takes_back else { return Vec::new() };
        let mut purchases = Vec::new();
        for (index, basket) in self.baskets.iter().enumerate() {
            purchases.extend(basket.lines.iter().map(|line| Purchase {
                customer: basket.customer,
                product: line.item.product,
                order: index,
                at: basket.at,
                row: basket.first_row,
                left: i64::from(line.quantity),
            }));
        }
        let taken = std::mem::take(&mut self.taken);
        let matches = taken_back::last_sufficient(purchases, &taken);
        let mut drafts: BTreeMap<(u32, u32, Option<usize>, Fate), Draft> = BTreeMap::new();
        for (taken, found) in taken.iter().zip(matches) {
            let fate = fate_of(found, rule.cancelled_within.0);
            report.count(fate, -taken.line.value);
            let order = found.map(|found| found.order);
            match drafts.entry((taken.document, taken.customer, order, fate)) {
                Entry::Vacant(entry) => {
                    let body = match (fate, order.map(|index| self.baskets[index].id)) {
                        (Fate::Cancelled, Some(order)) => Body::Cancelled { order, lines: vec![taken.line] },
                        (_, order) => Body::Returned { order, lines: vec![taken.line] },
                    };
                    let identifier = identifier(self.orders, &self.customers, taken.customer);
                    let document = self.back_numbers.text(taken.document).as_bytes();
                    let of = order.map_or(0, |index| self.baskets[index].id.0);
                    let parts = [document, &of.to_le_bytes(), body.event_name().as_bytes()];
                    let key = events::key("taken back", &identifier, &parts);
                    entry.insert(Draft { key, at: taken.at, identifiers: vec![identifier], body });
                }
                Entry::Occupied(mut entry) => {
                    let draft = entry.get_mut();
                    draft.at = draft.at.min(taken.at);
                    match &mut draft.body {
                        Body::Cancelled { lines, .. } | Body::Returned { lines, .. } => {
                            lines.push(taken.line)
                        }
                        other => unreachable!("{} is nothing taken back", other.event_name()),
                    }
                }
            }
        }
        drafts.into_values().collect()
    }
}

fn fate_of(found: Option<Match>, cancelled_within: Span) -> Fate {
    match found {
        None => Fate::NotAssignable,
        Some(found) if found.after < cancelled_within => Fate::Cancelled,
        Some(_) => Fate::Returned,
    }
}

fn identifier(orders: &Orders, customers: &Interned, customer: u32) -> Identifier {
    Identifier { kind: orders.customer.kind, value: customers.text(customer).into() }
}
