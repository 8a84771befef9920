//! What differs between a feed and what is known, row by row, so that a feed of a million articles of which few changed
//! makes few changes. Of a whole feed that misses too many articles nothing is believed.

use super::shard::shard_of;
use super::{Catalogue, CatalogueChange, PriceRow, Product, Sphere};
use crate::id::{NameId, OutletId, ProductId};
use crate::time::Timestamp;
use std::collections::BTreeSet;

/// An article as a feed tells it at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedRow {
    pub product: Product,
    /// What is not told stays.
    pub prices: Vec<PriceNow>,
    pub stock: Vec<(Option<OutletId>, i64)>,
}

/// What something costs now, for whom and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceNow {
    pub sphere: Sphere,
    pub group: Option<NameId>,
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
    let is_first = catalogue.products.is_empty();
    let mut changes = Vec::new();
    let mut told: BTreeSet<ProductId> = BTreeSet::new();
    for row in rows {
        let id = row.product.id();
        told.insert(id);
        if catalogue.product(id) != Some(&row.product) {
            let product = Box::new(row.product);
            changes.push(match is_first {
                true => CatalogueChange::Loaded(product),
                false => CatalogueChange::Product(product),
            });
        }
        price_changes(catalogue, id, &row.prices, now, &mut changes);
        let stock = catalogue.stocks.get(id);
        for (at, pieces) in row.stock {
            let known = stock.and_then(|stock| match at {
                Some(outlet) => stock.at(outlet),
                None => stock.in_all,
            });
            if known != Some(pieces) {
                changes.push(CatalogueChange::Stock { product: id, at, pieces });
            }
        }
    }
    if let Feed::Whole { gone_percent_max } = feed {
        let missing = catalogue.products.iter().map(|(id, _)| id).filter(|id| !told.contains(id));
        let missing: Vec<ProductId> = missing.collect();
        let known = catalogue.products();
        if missing.len().saturating_mul(100) > known.saturating_mul(usize::from(gone_percent_max)) {
            return Err(TooManyGone { gone: missing.len(), known, percent_max: gone_percent_max });
        }
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
        | CatalogueChange::Stock { product, .. } => Some(*product),
        _ => None,
    }
}

fn price_changes(
    catalogue: &Catalogue,
    product: ProductId,
    told: &[PriceNow],
    now: Timestamp,
    changes: &mut Vec<CatalogueChange>,
) {
    if told.is_empty() {
        return;
    }
    let rows = catalogue.prices.get(product).map(super::Prices::rows).unwrap_or_default();
    for PriceNow { sphere, group, amount } in told {
        let own = rows.iter().filter(|row| row.sphere == *sphere && row.group == *group);
        let holding = own.filter(|row| row.from <= now && row.until.is_none_or(|until| now < until));
        let newest = holding.max_by_key(|row| (row.from, std::cmp::Reverse(row.amount)));
        if newest.is_none_or(|row| row.amount != *amount) {
            let row = PriceRow { sphere: *sphere, group: *group, from: now, until: None, amount: *amount };
            changes.push(CatalogueChange::Price { product, row });
        }
    }
}
