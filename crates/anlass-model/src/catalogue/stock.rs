//! Pieces of an article: in all, and at each outlet. Of what nobody told a stock everything is available. Where pieces come
//! back or run low, somebody may be waiting: for those in all, or for those at their own outlet.

use super::{Catalogue, Occasion, OccasionKind, Turn};
use crate::id::{OutletId, ProductId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stock {
    /// As told; else the outlets are added up.
    pub in_all: Option<i64>,
    /// By outlet.
    outlets: Box<[(OutletId, i64)]>,
    /// When any of it was told last. `None`: earlier releases did not note it.
    pub told: Option<Timestamp>,
}

impl Stock {
    /// Pieces in all. `None`: nobody told.
    #[must_use]
    pub fn in_all(&self) -> Option<i64> {
        let summed = || self.outlets.iter().fold(0i64, |sum, (_, pieces)| sum.saturating_add(*pieces));
        self.in_all.or_else(|| (!self.outlets.is_empty()).then(summed))
    }

    /// Pieces at an outlet. `None`: nobody told.
    #[must_use]
    pub fn at(&self, outlet: OutletId) -> Option<i64> {
        let found = self.outlets.binary_search_by_key(&outlet, |(own, _)| *own).ok()?;
        self.outlets.get(found).map(|(_, pieces)| *pieces)
    }

    /// Pieces at each outlet that told any.
    pub fn outlets(&self) -> impl Iterator<Item = (OutletId, i64)> {
        self.outlets.iter().copied()
    }

    /// Pieces that somebody finds who is asked at an outlet, or at none. Where outlets told theirs, one that told none has
    /// none. `None`: nobody told.
    #[must_use]
    pub fn found(&self, outlet: Option<OutletId>) -> Option<i64> {
        match outlet.filter(|_| !self.outlets.is_empty()) {
            Some(outlet) => Some(self.at(outlet).unwrap_or(0)),
            None => self.in_all(),
        }
    }

    /// The same before the outlet told any: of what there was in all, nobody knows how much was there.
    fn found_before(&self, outlet: OutletId) -> Option<i64> {
        self.found(Some(outlet)).filter(|pieces| !self.outlets.is_empty() || *pieces <= 0)
    }

    pub(super) fn set(&mut self, at: Option<OutletId>, pieces: i64, now: Timestamp) {
        self.told = Some(now);
        let Some(outlet) = at else {
            self.in_all = Some(pieces);
            return;
        };
        let mut outlets = std::mem::take(&mut self.outlets).into_vec();
        match outlets.binary_search_by_key(&outlet, |(own, _)| *own) {
            Ok(found) => outlets[found].1 = pieces,
            Err(place) => outlets.insert(place, (outlet, pieces)),
        }
        self.outlets = outlets.into();
    }
}

/// Pieces before and after, where they make an occasion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    in_all: Option<(i64, i64)>,
    /// By outlet. `None`: no outlet tells its pieces, so what holds in all holds at each.
    outlets: Option<Box<[(OutletId, i64, i64)]>>,
}

impl Moved {
    /// Pieces before and after for somebody who is asked at an outlet, or at none; `None` if that is no occasion.
    #[must_use]
    pub fn found(&self, outlet: Option<OutletId>) -> Option<(i64, i64)> {
        let (Some(outlet), Some(outlets)) = (outlet, &self.outlets) else { return self.in_all };
        let place = outlets.binary_search_by_key(&outlet, |(own, ..)| *own).ok()?;
        outlets.get(place).map(|(_, before, after)| (*before, *after))
    }

    /// Whether it is an occasion for nobody but those who are asked at an outlet.
    #[must_use]
    pub fn is_at_outlets_only(&self) -> bool {
        self.in_all.is_none()
    }

    /// As those find it who are not asked at an outlet; else as the first does who is.
    fn first(&self) -> Option<(i64, i64)> {
        let at_first = || self.outlets.iter().flatten().map(|(_, before, after)| (*before, *after)).next();
        self.in_all.or_else(at_first)
    }
}

/// What pieces are before and after, if that is an occasion of this kind.
fn turned(kind: OccasionKind, before: Option<i64>, after: Option<i64>, low_at: i64) -> Option<(i64, i64)> {
    let (before, after) = (before?, after?);
    let is_one = match kind {
        OccasionKind::BackInStock => before <= 0 && after > 0,
        OccasionKind::LowStock => before > low_at && (1..=low_at).contains(&after),
        OccasionKind::PriceDropped | OccasionKind::NewInCategory => false,
    };
    is_one.then_some((before, after))
}

impl Catalogue {
    /// Pieces in all and at outlets that are told together, with what they are an occasion for: at most one of a kind.
    pub(super) fn set_stock(
        &mut self,
        product: ProductId,
        told: &[(Option<OutletId>, i64)],
        now: Timestamp,
    ) -> Vec<Occasion> {
        let before = self.stocks.get(product).cloned().unwrap_or_default();
        let mut after = before.clone();
        for (at, pieces) in told {
            after.set(*at, *pieces, now);
        }
        let mut outlets: Vec<OutletId> = told.iter().filter_map(|(at, _)| *at).collect();
        outlets.sort_unstable();
        outlets.dedup();
        let low_at = self.low_at();
        let occasion = |kind| {
            let at = |outlet: &OutletId| {
                let (before, after) = (before.found_before(*outlet), after.at(*outlet));
                turned(kind, before, after, low_at).map(|(before, after)| (*outlet, before, after))
            };
            let in_all = turned(kind, before.in_all(), after.in_all(), low_at);
            let tells_outlets = after.outlets().next().is_some();
            let moved =
                Moved { in_all, outlets: tells_outlets.then(|| outlets.iter().filter_map(at).collect()) };
            let occasion = self.occasion(kind, product, moved.first()?, now)?;
            Some(Occasion { turn: Some(Turn::Pieces(moved)), ..occasion })
        };
        let occasions = [OccasionKind::BackInStock, OccasionKind::LowStock].into_iter().filter_map(occasion);
        let occasions = occasions.collect();
        self.stocks.put(product, after);
        occasions
    }
}

/// As earlier releases stored it.
#[derive(Deserialize)]
pub struct Untimed {
    in_all: Option<i64>,
    outlets: Box<[(OutletId, i64)]>,
}

impl From<Untimed> for Stock {
    fn from(Untimed { in_all, outlets }: Untimed) -> Stock {
        Stock { in_all, outlets, told: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::tests::{NOW, applied, fed, heard, product, row, stock};
    use crate::catalogue::{CatalogueChange, Feed, FeedRow, diff};
    use proptest::prelude::{prop, prop_assert_eq, proptest};

    #[test]
    fn pieces_that_move_between_outlets_are_news_to_those_whose_outlet_got_some() {
        let mut catalogue = Catalogue::default();
        let mut told = |pieces: &[(&str, i64)]| {
            let stock = pieces.iter().map(|(outlet, pieces)| (Some(OutletId::of(outlet)), *pieces)).collect();
            let row = FeedRow { stock, prices: Vec::new(), ..row("saw", 0, 0) };
            let changes = diff(&catalogue, [row], Feed::Part, NOW).expect("a part");
            let occasions = applied(&mut catalogue, &changes, NOW);
            [None, Some("1"), Some("2"), Some("3")].map(|at| heard(&catalogue, &occasions, at))
        };
        let nobody = [const { Vec::new() }; 4];
        let (back, low) = (OccasionKind::BackInStock, OccasionKind::LowStock);
        assert_eq!(told(&[("1", 5), ("2", 0)]), nobody, "a first filling");
        assert_eq!(told(&[("1", 0), ("2", 5)]), [vec![], vec![], vec![(back, 0, 5)], vec![]]);
        // Of both kinds in one change; in all, seven are not few.
        let moved = told(&[("1", 6), ("2", 1)]);
        assert_eq!(moved, [vec![], vec![(back, 0, 6)], vec![(low, 5, 1)], vec![]]);
        assert_eq!(told(&[("1", 0), ("2", 0)]), nobody);
        let both = told(&[("1", 3), ("2", 2)]);
        assert_eq!(
            both,
            [vec![(back, 0, 5)], vec![(back, 0, 3)], vec![(back, 0, 2)], vec![]],
            "each their own"
        );
        // An outlet that told none had none, where others told theirs.
        assert_eq!(told(&[("3", 1)]), [vec![], vec![], vec![], vec![(back, 0, 1)]]);
        let stock = catalogue.stock_shards().get(ProductId::of("saw")).expect("told");
        assert_eq!((stock.in_all(), stock.at(OutletId::of("1"))), (Some(6), Some(3)));
        applied(&mut catalogue, &[CatalogueChange::ProductRemoved(ProductId::of("saw"))], NOW);
        fed(&mut catalogue, FeedRow { stock: Vec::new(), prices: Vec::new(), ..row("saw", 0, 0) }, NOW);
        assert!(catalogue.is_available(ProductId::of("saw")), "it is back, and nobody counts it");
    }

    #[test]
    fn what_is_told_in_all_holds_at_each_outlet_until_outlets_tell_theirs() {
        let mut catalogue = Catalogue::default();
        catalogue.put(product("saw", &["Werkzeug"])).expect("the only one");
        let mut told = |at, pieces| {
            let occasions = applied(&mut catalogue, &[stock("saw", at, pieces)], NOW);
            [None, Some("1"), Some("2")].map(|at| heard(&catalogue, &occasions, at))
        };
        let (back, low) = (OccasionKind::BackInStock, OccasionKind::LowStock);
        told(None, 0);
        assert_eq!(told(None, 9), [(); 3].map(|()| vec![(back, 0, 9)]));
        // Of nine in all, nobody knows how many were there: two are not few after many.
        assert_eq!(told(Some("1"), 2), [vec![], vec![], vec![]]);
        assert_eq!(told(None, 2), [vec![(low, 9, 2)], vec![], vec![]], "outlets tell theirs");
        told(Some("1"), 0);
        assert_eq!(told(Some("2"), 4), [vec![], vec![], vec![(back, 0, 4)]]);
    }

    proptest! {
        /// Whatever is told of pieces, together or one by one, and in whatever order: whoever finds some where there were none
        /// hears that they are back, whoever finds few where there were more hears that, and nobody else anything.
        #[test]
        fn pieces_are_an_occasion_for_exactly_those_who_find_them_otherwise(
            first in prop::collection::vec((0..4usize, 0..9i64), 1..9),
            then in prop::collection::vec((0..4usize, 0..9i64), 1..6),
        ) {
            let places = [None, Some("1"), Some("2"), Some("3")];
            let told = |told: &[(usize, i64)]| -> Box<[_]> {
                told.iter().map(|(at, pieces)| (places[*at].map(OutletId::of), *pieces)).collect()
            };
            let id = ProductId::of("saw");
            let mut catalogue = Catalogue::default();
            catalogue.put(product("saw", &["Werkzeug"])).expect("the only one");
            applied(&mut catalogue, &[CatalogueChange::Stocks { product: id, told: told(&first) }], NOW);
            let before = catalogue.stock_shards().get(id).expect("told").clone();
            let occasions = applied(&mut catalogue, &[CatalogueChange::Stocks { product: id, told: told(&then) }], NOW);
            let after = catalogue.stock_shards().get(id).expect("told").clone();
            // Pieces in all do not compare with those of an outlet: but none in all are none anywhere.
            let is_same = before.outlets().next().is_some() == after.outlets().next().is_some();
            for at in places {
                let outlet = at.map(OutletId::of);
                let before = before.found(outlet).filter(|own| is_same || at.is_none() || *own <= 0);
                let turned = before.zip(after.found(outlet)).and_then(|(before, after)| {
                    let is_low = before > catalogue.low_at() && (1..=catalogue.low_at()).contains(&after);
                    let low = is_low.then_some((OccasionKind::LowStock, before, after));
                    if before <= 0 && after > 0 { Some((OccasionKind::BackInStock, before, after)) } else { low }
                });
                prop_assert_eq!(heard(&catalogue, &occasions, at), turned.into_iter().collect::<Vec<_>>(), "{:?}", at);
            }
        }
    }
}
