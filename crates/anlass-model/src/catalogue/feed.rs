//! What differs between a feed and what is known, row by row, so that a feed of a million articles of which few changed
//! makes few changes. Of a whole feed that misses too many articles nothing is believed.

use super::shard::shard_of;
use super::{Catalogue, CatalogueChange, PriceRow, Prices, Product, Sphere, Stock};
use crate::id::{NameId, OutletId, ProductId};
use crate::time::Timestamp;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// An article as a feed tells it at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedRow {
    pub product: Product,
    /// What is not told stays.
    pub prices: Vec<PriceNow>,
    /// Prices that are told with the moment from which on they hold. They win over those in `prices`.
    pub dated: Vec<PriceRow>,
    /// Pieces at outlets, or in all.
    pub stock: Vec<(Option<OutletId>, i64)>,
}

/// What something costs now, for whom and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceNow {
    pub sphere: Sphere,
    pub group: Option<NameId>,
    pub until: Option<Timestamp>,
    pub amount: i64,
}

/// How a feed is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feed {
    /// Only what changed.
    Part,
    /// Everything: what is not in it is gone, as long as that is at most so many percent of what is known.
    Whole { gone_percent_max: u8 },
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error(
    "the feed misses {gone} of {known} articles, more than the {percent_max} % that may go at once; \
     send it whole, or raise the share if they are really gone"
)]
pub struct TooManyGone {
    pub gone: usize,
    pub known: usize,
    pub percent_max: u8,
}

impl TooManyGone {
    /// # Errors
    /// If so many of those that are known may not go at once.
    pub fn check(gone: usize, known: usize, percent_max: u8) -> Result<(), TooManyGone> {
        match gone.saturating_mul(100) > known.saturating_mul(usize::from(percent_max)) {
            true => Err(TooManyGone { gone, known, percent_max }),
            false => Ok(()),
        }
    }
}

/// The changes that make what is known what the feed tells; none where both agree.
///
/// # Errors
/// [`TooManyGone`] if a whole feed misses more than it may.
pub fn diff(
    catalogue: &Catalogue,
    rows: impl IntoIterator<Item = FeedRow>,
    feed: Feed,
    now: Timestamp,
) -> Result<Vec<CatalogueChange>, TooManyGone> {
    let is_first = !catalogue.has_range();
    let mut changes = Vec::new();
    let mut told: BTreeSet<ProductId> = BTreeSet::new();
    for FeedRow { product, prices, dated, stock } in rows {
        let id = product.id();
        told.insert(id);
        if catalogue.product(id) != Some(&product) {
            let product = Box::new(product);
            changes.push(match is_first {
                true => CatalogueChange::Loaded(product),
                false => CatalogueChange::Product(product),
            });
            // Nothing was left of it when it went; nobody counts it now that it is back.
            if catalogue.is_gone(id) && stock.is_empty() {
                changes.push(CatalogueChange::StockUncounted(id));
            }
        }
        price_changes(catalogue, id, (&prices, dated), now, &mut changes);
        stock_changes(catalogue, id, &stock, &mut changes);
    }
    if let Feed::Whole { gone_percent_max } = feed {
        let missing = catalogue.products.iter().map(|(id, _)| id).filter(|id| !told.contains(id));
        let missing: Vec<ProductId> = missing.collect();
        TooManyGone::check(missing.len(), catalogue.products(), gone_percent_max)?;
        changes.extend(missing.into_iter().map(CatalogueChange::ProductRemoved));
    }
    // Side by side what lies in one shard: so each of the batches they are applied in writes few of them. What is said
    // of one article keeps its order.
    changes.sort_by_key(|change| concerned(change).map(shard_of));
    Ok(changes)
}

fn concerned(change: &CatalogueChange) -> Option<ProductId> {
    match change {
        CatalogueChange::Product(product) | CatalogueChange::Loaded(product) => Some(product.id()),
        CatalogueChange::ProductRemoved(product)
        | CatalogueChange::StockUncounted(product)
        | CatalogueChange::Price { product, .. }
        | CatalogueChange::PriceRemoved { product, .. }
        | CatalogueChange::Stock { product, .. }
        | CatalogueChange::Stocks { product, .. } => Some(*product),
        _ => None,
    }
}

fn price_changes(
    catalogue: &Catalogue,
    product: ProductId,
    (told, mut dated): (&[PriceNow], Vec<PriceRow>),
    now: Timestamp,
    changes: &mut Vec<CatalogueChange>,
) {
    if told.is_empty() && dated.is_empty() {
        return;
    }
    let known = catalogue.prices.get(product).map(Prices::rows).unwrap_or_default();
    let with_days = dated.clone();
    // One that has ended is nothing that holds now.
    let holding = told.iter().filter(|own| own.until.is_none_or(|until| now < until));
    for PriceNow { sphere, group, until, amount } in holding.copied() {
        let is_same = |row: &&PriceRow| row.sphere == sphere && row.group == group;
        // What holds at a moment, beside what the feed tells with its days.
        let else_holding = |at: Timestamp| {
            let own = known.iter().filter(is_same).filter(|row| !with_days.contains(row));
            own.filter(|row| row.holds(at)).max_by_key(|row| (row.from, Reverse(row.amount)))
        };
        let meanwhile = with_days.iter().filter(is_same).filter(|row| row.holds(now));
        match meanwhile.max_by_key(|row| row.from) {
            None => {
                if else_holding(now).is_none_or(|row| (row.amount, row.until) != (amount, until)) {
                    let row = PriceRow { sphere, group, from: now, until, amount };
                    changes.push(CatalogueChange::Price { product, row });
                }
            }
            // It holds again when the one with its days has ended.
            Some(PriceRow { until: Some(end), .. }) if until.is_none_or(|until| *end < until) => {
                if else_holding(*end).is_none_or(|row| row.amount != amount) {
                    dated.push(PriceRow { sphere, group, from: *end, until, amount });
                }
            }
            Some(_) => {}
        }
    }
    for row in &dated {
        if known.contains(row) {
            continue;
        }
        changes.push(CatalogueChange::Price { product, row: *row });
        // Told otherwise from the same moment on: the earlier word was wrong. The new one comes first, so that a drop is
        // seen as one.
        let begins_alike = |old: &&PriceRow| {
            (old.sphere, old.group, old.from) == (row.sphere, row.group, row.from) && !dated.contains(old)
        };
        let wrong = known.iter().filter(begins_alike);
        changes.extend(wrong.map(|old| CatalogueChange::PriceRemoved { product, row: *old }));
    }
}

/// What outlets tell is added up, together with what the others told, and said in one change: pieces that only move between
/// them are news to those alone whose outlet got some.
fn stock_changes(
    catalogue: &Catalogue,
    product: ProductId,
    told: &[(Option<OutletId>, i64)],
    changes: &mut Vec<CatalogueChange>,
) {
    let nothing = Stock::default();
    let known = catalogue.stocks.get(product).unwrap_or(&nothing);
    let mut outlets: BTreeMap<OutletId, i64> = known.outlets().collect();
    let mut differing = Vec::new();
    let mut in_all = None;
    for (at, pieces) in told.iter().copied() {
        match at {
            None => in_all = Some(pieces),
            Some(outlet) if outlets.insert(outlet, pieces) != Some(pieces) => {
                differing.push((outlet, pieces))
            }
            Some(_) => {}
        }
    }
    if in_all.is_none() && !differing.is_empty() {
        in_all = Some(outlets.values().fold(0i64, |sum, pieces| sum.saturating_add(*pieces)));
    }
    let in_all = in_all.filter(|pieces| known.in_all != Some(*pieces)).map(|pieces| (None, pieces));
    let differing = differing.into_iter().map(|(outlet, pieces)| (Some(outlet), pieces));
    let told: Box<[_]> = in_all.into_iter().chain(differing).collect();
    match *told {
        [] => {}
        [(at, pieces)] => changes.push(CatalogueChange::Stock { product, at, pieces }),
        _ => changes.push(CatalogueChange::Stocks { product, told }),
    }
}
