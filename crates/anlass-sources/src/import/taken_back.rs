//! The last sufficient purchase: pure matching of what is taken back to what was bought, and the events that follow.

use super::Bought;
use super::events::{self, Draft};
use super::orders::Basket;
use crate::report::{Fate, FileReport};
use anlass_model::event::{Body, Line};
use anlass_model::id::{Identifier, OrderId, ProductId};
use anlass_model::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Pieces of an article in an order.
#[derive(Clone, Debug)]
struct Purchase {
    customer: u32,
    product: ProductId,
    order: usize,
    at: Timestamp,
    /// First row of the order; decides between orders of the same time.
    row: u64,
    left: i64,
}

/// A line taken back; pieces and value are positive.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct TakenBack {
    /// The number of what takes it back.
    pub(super) document: Box<str>,
    pub(super) customer: Identifier,
    pub(super) line: Line,
    pub(super) at: Timestamp,
    pub(super) row: u64,
}

/// The same with small numbers for texts.
#[derive(Clone, Debug)]
struct Taken {
    customer: u32,
    line: Line,
    at: Timestamp,
    row: u64,
}

/// Texts by small numbers.
#[derive(Default)]
struct Interned<'a>(HashMap<&'a Identifier, u32>);

impl<'a> Interned<'a> {
    fn number(&mut self, identifier: &'a Identifier) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(identifier).or_insert(next)
    }
}

/// Matches what is taken back, counts the fates of its rows and makes one event per document, order and kind. `bought` tells
/// what a person bought that is not among the baskets.
pub(super) fn drafts(
    cancelled_within: Span,
    baskets: &[Basket],
    bought: &mut dyn FnMut(&Identifier) -> Vec<Bought>,
    back: Vec<TakenBack>,
    report: &mut FileReport,
) -> Vec<Draft> {
    let mut customers = Interned::default();
    let mut purchases = Vec::new();
    let mut orders: Vec<OrderId> = baskets.iter().map(|basket| basket.id).collect();
    for customer in back.iter().map(|back| &back.customer).collect::<BTreeSet<_>>() {
        let number = customers.number(customer);
        for before in bought(customer) {
            let order = orders.len();
            purchases.extend(before.kept.iter().map(|(product, left)| Purchase {
                customer: number,
                product: *product,
                order,
                at: before.at,
                row: 0,
                left: *left,
            }));
            orders.push(before.order);
        }
    }
    for (index, basket) in baskets.iter().enumerate() {
        let customer = customers.number(&basket.customer);
        purchases.extend(basket.lines.iter().map(|line| Purchase {
            customer,
            product: line.item.product,
            order: index,
            at: basket.at,
            row: basket.first_row,
            left: i64::from(line.quantity),
        }));
    }
    let numbered = back.iter().map(|back| Taken {
        customer: customers.number(&back.customer),
        line: back.line,
        at: back.at,
        row: back.row,
    });
    let taken: Vec<Taken> = numbered.collect();
    let matches = last_sufficient(purchases, &taken);
    let mut drafts: BTreeMap<(&str, u32, Option<usize>, Fate), Draft> = BTreeMap::new();
    for ((back, taken), found) in back.iter().zip(&taken).zip(matches) {
        let fate = fate_of(found, cancelled_within);
        report.count(fate, -back.line.value);
        let order = found.map(|found| found.order);
        match drafts.entry((&back.document, taken.customer, order, fate)) {
            Entry::Vacant(entry) => {
                let lines = vec![back.line];
                let body = match (fate, order.map(|index| orders[index])) {
                    (Fate::Cancelled, Some(order)) => Body::Cancelled { order, lines },
                    (_, order) => Body::Returned { order, lines },
                };
                let of = order.map_or(0, |index| orders[index].0);
                let parts = [back.document.as_bytes(), &of.to_le_bytes(), body.event_name().as_bytes()];
                let key = events::key("taken back", &back.customer, &parts);
                entry.insert(Draft { key, at: back.at, identifiers: vec![back.customer.clone()], body });
            }
            Entry::Occupied(mut entry) => {
                let draft = entry.get_mut();
                draft.at = draft.at.min(back.at);
                match &mut draft.body {
                    Body::Cancelled { lines, .. } | Body::Returned { lines, .. } => {
                        lines.push(back.line);
                    }
                    other => unreachable!("{} is nothing taken back", other.event_name()),
                }
            }
        }
    }
    drafts.into_values().collect()
}

fn fate_of(found: Option<Match>, cancelled_within: Span) -> Fate {
    match found {
        None => Fate::NotAssignable,
        Some(found) if found.after < cancelled_within => Fate::Cancelled,
        Some(_) => Fate::Returned,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Match {
    order: usize,
    after: Span,
}

/// For each line taken back the order it goes to, if any.
fn last_sufficient(purchases: Vec<Purchase>, taken: &[Taken]) -> Vec<Option<Match>> {
    let mut bought: HashMap<(u32, ProductId), Vec<Purchase>> = HashMap::new();
    for purchase in purchases {
        let of_article = bought.entry((purchase.customer, purchase.product)).or_default();
        // Lines of the same article in one order are one purchase.
        match of_article.iter_mut().find(|known| known.order == purchase.order) {
            Some(known) => known.left = known.left.saturating_add(purchase.left),
            None => of_article.push(purchase),
        }
    }
    for of_article in bought.values_mut() {
        of_article.sort_by_key(|purchase| (purchase.at, purchase.row));
    }
    let mut in_time: Vec<usize> = (0..taken.len()).collect();
    in_time.sort_by_key(|index| (taken[*index].at, taken[*index].row));
    let mut matches = vec![None; taken.len()];
    for index in in_time {
        let back = &taken[index];
        let pieces = i64::from(back.line.quantity);
        let Some(of_article) = bought.get_mut(&(back.customer, back.line.item.product)) else { continue };
        let suffices = |purchase: &&mut Purchase| purchase.at < back.at && purchase.left >= pieces;
        let Some(purchase) = of_article.iter_mut().rev().find(suffices) else { continue };
        purchase.left -= pieces;
        matches[index] = Some(Match { order: purchase.order, after: back.at.since(purchase.at) });
    }
    matches
}

#[cfg(test)]
mod tests {
    use super::*;
    use anlass_model::catalogue::Catalogue;
    use proptest::prelude::{prop, prop_assert, prop_assert_eq, proptest};

    fn purchase(customer: u32, order: usize, at: i64, left: i64) -> Purchase {
        let product = ProductId::of("drill");
        Purchase {
            customer,
            product,
            order,
            at: Timestamp(at),
            row: u64::try_from(order).expect("small"),
            left,
        }
    }

    fn taken(customer: u32, at: i64, quantity: i32) -> Taken {
        let item = Catalogue::default().item("drill");
        let line = Line { item, quantity, value: 100 };
        Taken { customer, line, at: Timestamp(at), row: u64::try_from(at).expect("positive") }
    }

    /// Purchases as (order, at, pieces), things taken back as (at, pieces), all by one customer.
    fn check(bought: &[(usize, i64, i64)], back: &[(i64, i32)], expected: &[Option<usize>]) {
        let purchases = bought.iter().map(|(order, at, left)| purchase(1, *order, *at, *left)).collect();
        let taken: Vec<Taken> = back.iter().map(|(at, quantity)| taken(1, *at, *quantity)).collect();
        let orders: Vec<_> =
            last_sufficient(purchases, &taken).into_iter().map(|m| m.map(|m| m.order)).collect();
        assert_eq!(orders, expected, "bought {bought:?}, taken back {back:?}");
    }

    #[test]
    fn the_last_sufficient_purchase_gets_it() {
        check(&[(0, 10, 5), (1, 20, 5)], &[(30, 2)], &[Some(1)]);
        check(&[(0, 10, 5), (1, 20, 1)], &[(30, 2)], &[Some(0)]);
        check(&[(0, 10, 5), (1, 40, 5)], &[(30, 2)], &[Some(0)]);
        check(&[(0, 10, 5), (1, 20, 5)], &[(30, 4), (31, 4), (32, 4)], &[Some(1), Some(0), None]);
        check(&[(0, 10, 2), (0, 10, 3)], &[(30, 5)], &[Some(0)]);
    }

    #[test]
    fn what_no_single_purchase_covers_is_not_assigned() {
        check(&[], &[(30, 1)], &[None]);
        check(&[(0, 30, 5)], &[(30, 1)], &[None]);
        check(&[(0, 10, 2), (1, 20, 2)], &[(30, 3)], &[None]);
        let other_customer = last_sufficient(vec![purchase(2, 0, 10, 5)], &[taken(1, 30, 1)]);
        assert_eq!(other_customer, [None]);
    }

    proptest! {
        #[test]
        fn no_order_gives_back_more_than_it_had(
            bought in prop::collection::vec((0i64..50, 1i64..9), 0..12),
            back in prop::collection::vec((0i64..60, 1i32..9), 0..12),
        ) {
            let purchases: Vec<Purchase> =
                bought.iter().enumerate().map(|(order, (at, left))| purchase(1, order, *at, *left)).collect();
            let back: Vec<Taken> = back.iter().map(|(at, quantity)| taken(1, *at, *quantity)).collect();
            let matches = last_sufficient(purchases, &back);
            prop_assert_eq!(matches.len(), back.len());
            let mut left: Vec<i64> = bought.iter().map(|(_, left)| *left).collect();
            for (taken, found) in back.iter().zip(matches) {
                let Some(found) = found else { continue };
                prop_assert!(found.after > Span(0));
                left[found.order] -= i64::from(taken.line.quantity);
            }
            prop_assert!(left.iter().all(|left| *left >= 0));
        }
    }
}
