//! Rows that carry the same order number, put together: each row's fate, and the orders that they are.

use super::{Columns, Row};
use crate::error::Error;
use crate::import::events::{Collected, Draft, Item, key};
use crate::import::taken_back::TakenBack;
use crate::import::{NameCounts, Outcome, Unknown, note};
use crate::mapping::{Duplicates, FreeLines, Orders, PlaceColumn};
use crate::report::{Fate, FileReport, Flaw, Reason};
use anlass_model::catalogue::{Catalogue, Mention, Named, Outlet, Product};
use anlass_model::event::{Body, Line, Order, Place};
use anlass_model::id::{Identifier, OrderId, OutletId, ProductId};
use anlass_model::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// An order.
#[derive(Serialize, Deserialize)]
pub(in crate::import) struct Basket {
    pub(in crate::import) id: OrderId,
    pub(in crate::import) customer: Identifier,
    place: Place,
    pub(in crate::import) at: Timestamp,
    has_several_times: bool,
    is_cancelled: bool,
    pub(in crate::import) first_row: u64,
    pub(in crate::import) lines: Vec<Line>,
}

impl Basket {
    pub(in crate::import) fn drafts(self) -> impl Iterator<Item = Draft> {
        let Basket { id, customer, place, at, is_cancelled, lines, .. } = self;
        let draft = |kind: &str, body| {
            let key = key(kind, &customer, &[&id.0.to_le_bytes()]);
            Draft { key, at, identifiers: vec![customer.clone()], body }
        };
        let cancelled = Body::Cancelled { order: id, lines: Vec::new() };
        let cancelled = is_cancelled.then(|| draft("order cancelled", cancelled));
        let ordered = draft("order", Body::Ordered(Order { id, place, lines }));
        cancelled.into_iter().chain([ordered])
    }
}

/// Puts together heap after heap of rows; one order's are all in the same.
pub(super) struct Baskets<'a> {
    orders: &'a Orders,
    columns: &'a Columns,
    catalogue: &'a mut Catalogue,
    /// What is known of articles that no file here tells of.
    known: &'a Catalogue,
    names: NameCounts,
    outlets: HashSet<OutletId>,
    unknown: Unknown,
    of_several_times: u64,
    /// Rows that became nothing and are to be shown.
    pub(super) to_show: BTreeSet<u64>,
}

/// What one heap holds.
#[derive(Default)]
struct Heap<'r> {
    seen: HashSet<u128>,
    order_of_number: HashMap<&'r str, usize>,
    baskets: Vec<Basket>,
    taken: Vec<TakenBack>,
}

impl<'a> Baskets<'a> {
    pub(super) fn new(
        orders: &'a Orders,
        columns: &'a Columns,
        catalogue: &'a mut Catalogue,
        known: &'a Catalogue,
    ) -> Baskets<'a> {
        Baskets {
            orders,
            columns,
            catalogue,
            known,
            names: NameCounts::new(),
            outlets: HashSet::new(),
            unknown: Unknown::new(),
            of_several_times: 0,
            to_show: BTreeSet::new(),
        }
    }

    /// The rows of a heap, in the order of the file.
    ///
    /// # Errors
    /// If there is no room for what they are.
    pub(super) fn put_together(
        &mut self,
        rows: &[Row],
        report: &mut FileReport,
        collected: &mut Collected,
    ) -> Result<(), Error> {
        let mut heap = Heap::default();
        let mut of_heap = FileReport::new("", report.role);
        for row in rows {
            let taken = self.take(row, &mut heap);
            if note(&mut of_heap, row.row, taken, Vec::new) {
                self.to_show.insert(row.row);
            }
        }
        report.append(of_heap);
        for basket in heap.baskets {
            self.of_several_times += u64::from(basket.has_several_times);
            collected.put(&Item::Basket(basket))?;
        }
        heap.taken.into_iter().try_for_each(|taken| collected.put(&Item::TakenBack(taken)))
    }

    /// Once all heaps were put together.
    pub(super) fn finish(mut self, collected: &mut Collected) {
        self.name_articles();
        collected.unknown = self.unknown;
        collected.orders_of_several_times = self.of_several_times;
    }

    fn take<'r>(&mut self, row: &'r Row, heap: &mut Heap<'r>) -> Result<Outcome, Flaw> {
        let drops_duplicates = self.orders.exact_duplicates == Duplicates::Drop;
        if drops_duplicates && !heap.seen.insert(row.print) {
            return Ok(Outcome::Fate(Fate::Duplicate, row.value));
        }
        if self.orders.bookkeeping.iter().any(|pattern| pattern.matches(&row.number)) {
            return Ok(Outcome::Fate(Fate::Bookkeeping, row.value));
        }
        if self.orders.not_articles.iter().any(|pattern| pattern.matches(&row.article)) {
            self.bill(row, heap)?;
            return Ok(Outcome::Fate(Fate::NonArticle, row.value));
        }
        self.note_outlet(row);
        if row.quantity > 0 && row.value > 0 {
            self.note_name(row);
        }
        let Some(customer) = self.customer(row) else { return Ok(Outcome::Fate(Fate::Guest, row.value)) };
        if row.quantity == 0 {
            return Ok(Outcome::Fate(Fate::WithoutPieces, row.value));
        }
        self.note_number(row);
        if self.is_taking_back(row) {
            let taken = self.taken_back(row, customer)?;
            heap.taken.push(taken);
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
        let line = self.line(row);
        self.basket(row, customer, heap)?.lines.push(line);
        if self.range_of(line.item.product).product(line.item.product).is_none()
            && self.orders.article_name.is_none()
        {
            self.unknown.insert(line.item.product);
        }
        let fate = if row.is_cancelled { Fate::Cancelled } else { Fate::Accepted };
        Ok(Outcome::Fate(fate, row.value))
    }

    fn customer(&self, row: &Row) -> Option<Identifier> {
        let value = row.customer.clone()?;
        Some(Identifier { kind: self.orders.customer.kind, value })
    }

    fn line(&self, row: &Row) -> Line {
        let item = self.range_of(ProductId::of(&row.article)).item(&row.article);
        Line { item, quantity: row.quantity, value: row.value }
    }

    /// Where an article is looked up: what the files say of it comes before what was known.
    fn range_of(&self, product: ProductId) -> &Catalogue {
        if self.catalogue.product(product).is_some() { self.catalogue } else { self.known }
    }

    fn is_taking_back(&self, row: &Row) -> bool {
        self.orders.takes_back.as_ref().is_some_and(|rule| rule.numbers.matches(&row.number))
    }

    /// A customer who is charged for something that is no article has placed an order, be it one without lines.
    fn bill<'r>(&self, row: &'r Row, heap: &mut Heap<'r>) -> Result<(), Flaw> {
        let Some(customer) = self.customer(row) else { return Ok(()) };
        if row.quantity > 0 && row.value > 0 && !self.is_taking_back(row) {
            self.basket(row, customer, heap)?;
        }
        Ok(())
    }

    /// The order that the row belongs to, begun if the row is its first.
    fn basket<'h, 'r>(
        &self,
        row: &'r Row,
        customer: Identifier,
        heap: &'h mut Heap<'r>,
    ) -> Result<&'h mut Basket, Flaw> {
        let place = match &row.outlet {
            Some(outlet) => Place::Outlet(OutletId::of(outlet)),
            None => Place::Online,
        };
        let next = heap.baskets.len();
        let index = *heap.order_of_number.entry(&row.number).or_insert(next);
        if index == next {
            heap.baskets.push(Basket {
                id: OrderId::of(&row.number),
                customer: customer.clone(),
                place,
                at: row.at,
                has_several_times: false,
                is_cancelled: row.is_cancelled,
                first_row: row.row,
                lines: Vec::new(),
            });
        }
        let basket = &mut heap.baskets[index];
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

    /// A line that is taken back, with positive pieces and value.
    fn taken_back(&self, row: &Row, customer: Identifier) -> Result<TakenBack, Flaw> {
        if row.quantity > 0 || row.value > 0 {
            return Err(self.columns.quantity_flaw(Reason::TakesNothingBack, &row.quantity.to_string()));
        }
        let (Some(quantity), Some(value)) = (row.quantity.checked_neg(), row.value.checked_neg()) else {
            return Err(self.columns.quantity_flaw(Reason::TooLarge, &row.quantity.to_string()));
        };
        let line = Line { quantity, value, ..self.line(row) };
        Ok(TakenBack { document: row.number.clone(), customer, line, at: row.at, row: row.row })
    }

    fn note_outlet(&mut self, row: &Row) {
        let (Some(number), PlaceColumn::Outlet(column)) = (&row.outlet, &self.orders.place) else { return };
        let id = OutletId::of(number);
        if self.outlets.insert(id) && self.catalogue.outlet(id).is_none() {
            let name = format!("{}{number}", column.name_prefix).into();
            self.catalogue.put_outlet(Outlet { number: number.clone(), name, ..Outlet::default() });
        }
    }

    /// An article that no list names is called by its number, until an order says more.
    fn note_number(&mut self, row: &Row) {
        let product = ProductId::of(&row.article);
        if !self.catalogue.has_heard_of(product) && self.known.product(product).is_none() {
            let number = row.article.clone();
            self.catalogue.mention(&Mention::Article(Named { number, name: None }));
        }
    }

    fn note_name(&mut self, row: &Row) {
        let Some(name) = &row.article_name else { return };
        if !self.names.contains_key(&row.article) {
            self.names.insert(row.article.clone(), BTreeMap::new());
        }
        let Some(counts) = self.names.get_mut(&row.article) else { return };
        match counts.get_mut(name) {
            Some(count) => *count += 1,
            None => {
                counts.insert(name.clone(), 1);
            }
        }
    }

    /// Fills the catalogue with the most frequent name of each article; of two as frequent, the first in the
    /// alphabet. An article whose id another one has stays out; its lines stand for themselves.
    fn name_articles(&mut self) {
        for (number, counts) in std::mem::take(&mut self.names) {
            let most = counts.iter().max_by_key(|(name, count)| (**count, std::cmp::Reverse(*name)));
            let Some((name, _)) = most else { continue };
            // What a file of articles says of it is more.
            if self.catalogue.product(ProductId::of(&number)).is_some_and(|known| known.number == number) {
                continue;
            }
            let name = name.clone();
            let product = Product { number, name, ..Product::default() };
            if let Err(collision) = self.catalogue.put(product) {
                self.unknown.insert(ProductId::of(&collision.1));
            }
        }
    }
}
