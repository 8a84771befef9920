//! Prices that fall: whether one fell for anybody, and whether it did for those who are asked at an outlet, in a zone, for a
//! customer group. Told by the rows of prices alone, so nobody has to be remembered with a price of their own.

use super::price::price_at;
use super::{Asked, Catalogue, Occasion, OccasionKind, PriceRow, Prices, Sphere, Turn};
use crate::id::{NameId, OutletId, ProductId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// By what a price fell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fall {
    /// This row was told: before it, all others held.
    Told(PriceRow),
    /// Rows that were known began or ended.
    ByTime,
}

impl Fall {
    /// The price before and at a moment, where it fell for those who are asked.
    fn felt(self, rows: &[PriceRow], others: &[PriceRow], asked: Asked, at: Timestamp) -> Option<(i64, i64)> {
        let before = match self {
            Fall::Told(_) => price_at(others, asked, at),
            Fall::ByTime => price_at(rows, asked, Timestamp(at.0.saturating_sub(1))),
        };
        let (before, after) = (before?.amount, price_at(rows, asked, at)?.amount);
        (after < before).then_some((before, after))
    }

    /// The rows without the one that was told.
    fn others(self, rows: &[PriceRow]) -> Vec<PriceRow> {
        match self {
            Fall::Told(told) => rows.iter().copied().filter(|row| *row != told).collect(),
            Fall::ByTime => Vec::new(),
        }
    }

    /// The rows that people find otherwise than before.
    fn causes(self, rows: &[PriceRow], at: Timestamp) -> Vec<PriceRow> {
        match self {
            Fall::Told(told) if told.from <= at => vec![told],
            Fall::Told(_) => Vec::new(),
            Fall::ByTime => {
                rows.iter().copied().filter(|row| row.from == at || row.until == Some(at)).collect()
            }
        }
    }
}

impl Catalogue {
    /// What those who are asked so paid before and pay at a moment, if it fell for them.
    pub(super) fn fell(
        &self,
        product: ProductId,
        fall: Fall,
        asked: Asked,
        at: Timestamp,
    ) -> Option<(i64, i64)> {
        let rows = self.prices.get(product).map(Prices::rows)?;
        fall.felt(&rows, &fall.others(&rows), asked, at)
    }

    /// An occasion, if the price fell for anybody: everyone first, then each place and group of which there are prices.
    pub(super) fn fallen(&self, product: ProductId, fall: Fall, at: Timestamp) -> Option<Occasion> {
        let rows = self.prices.get(product).map(Prices::rows)?;
        let others = fall.others(&rows);
        let mut causes = fall.causes(&rows, at);
        // One that ends makes room for a lower one, any other is itself lower than another one.
        causes.retain(|cause| match cause.until == Some(at) {
            true => rows.iter().any(|row| row.amount < cause.amount),
            false => rows.iter().any(|row| row.amount > cause.amount),
        });
        let mut all = causes.iter().flat_map(|cause| self.all_asked(&rows, cause));
        let (before, after) = all.find_map(|asked| fall.felt(&rows, &others, asked, at))?;
        let occasion = self.occasion(OccasionKind::PriceDropped, product, (before, after), at)?;
        Some(Occasion { turn: Some(Turn::Price(fall)), ..occasion })
    }

    /// Everybody for whom a row may hold, as far as the rows tell people apart; the least particular first.
    fn all_asked(&self, rows: &[PriceRow], cause: &PriceRow) -> Vec<Asked> {
        let mut places: Vec<(Option<OutletId>, Option<NameId>)> = match cause.sphere {
            Sphere::Everywhere => vec![(None, None)],
            Sphere::Zone(zone) => vec![(None, Some(zone))],
            Sphere::Outlet(_) => Vec::new(),
        };
        for row in rows {
            match row.sphere {
                Sphere::Everywhere => {}
                Sphere::Zone(zone) => places.push((None, Some(zone))),
                Sphere::Outlet(outlet) => {
                    places.push((Some(outlet), self.outlet(outlet).and_then(super::Outlet::zone_id)));
                }
            }
        }
        places.retain(|(outlet, zone)| match cause.sphere {
            Sphere::Everywhere => true,
            Sphere::Zone(own) => *zone == Some(own),
            Sphere::Outlet(own) => *outlet == Some(own),
        });
        let mut groups: Vec<Option<NameId>> = match cause.group {
            None => std::iter::once(None).chain(rows.iter().map(|row| row.group)).collect(),
            own => vec![own],
        };
        places.sort_unstable();
        places.dedup();
        groups.sort_unstable();
        groups.dedup();
        let of_place = |(outlet, zone): &(Option<OutletId>, Option<NameId>)| {
            let (outlet, zone) = (*outlet, *zone);
            groups.iter().map(move |group| Asked { outlet, zone, group: *group }).collect::<Vec<_>>()
        };
        places.iter().flat_map(of_place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::tests::restored;
    use crate::catalogue::{CatalogueChange, Outlet, Product};
    use proptest::prelude::{Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};

    const NOW: Timestamp = Timestamp(50);
    const OUTLETS: [&str; 3] = ["1", "2", "3"];
    const GROUPS: [&str; 2] = ["club", "trade"];

    /// Two outlets of one zone, one of none.
    fn catalogue() -> Catalogue {
        let mut catalogue = Catalogue::default();
        for (number, zone) in OUTLETS.into_iter().zip([Some("north"), Some("north"), None]) {
            let zone = zone.map(Into::into);
            catalogue.put_outlet(Outlet { number: number.into(), zone, ..Outlet::default() });
        }
        catalogue.put(Product { number: "saw".into(), ..Product::default() }).expect("new");
        catalogue
    }

    fn everybody(catalogue: &Catalogue) -> Vec<Asked> {
        let outlets = std::iter::once(None).chain(OUTLETS.map(|number| Some(OutletId::of(number))));
        let groups = || std::iter::once(None).chain(GROUPS.map(|group| Some(NameId::of(group))));
        outlets.flat_map(|outlet| groups().map(move |group| catalogue.asked(outlet, group))).collect()
    }

    fn any_row() -> impl Strategy<Value = PriceRow> {
        let sphere = prop_oneof![
            Just(Sphere::Everywhere),
            Just(Sphere::Zone(NameId::of("north"))),
            (0..OUTLETS.len()).prop_map(|at| Sphere::Outlet(OutletId::of(OUTLETS[at]))),
        ];
        let group = prop_oneof![Just(None), (0..GROUPS.len()).prop_map(|at| Some(NameId::of(GROUPS[at])))];
        let long = prop_oneof![Just(None), (0..30i64).prop_map(Some)];
        (sphere, group, 30..70i64, long, 1..9i64).prop_map(|(sphere, group, from, long, amount)| PriceRow {
            sphere,
            group,
            from: Timestamp(from),
            until: long.map(|long| Timestamp(from + long)),
            amount,
        })
    }

    fn set(catalogue: &mut Catalogue, row: PriceRow) -> Vec<Occasion> {
        let change = CatalogueChange::Price { product: ProductId::of("saw"), row };
        catalogue.apply(&change, NOW).expect("a price is never refused")
    }

    proptest! {
        /// Whoever's price is lower than before hears of it, nobody else does, and what they hear is their own price: when a
        /// row is told, and then whenever rows begin or end, whether or not the catalogue was stored and read meanwhile.
        #[test]
        fn a_fall_is_felt_by_exactly_those_whose_price_fell(
            rows in prop::collection::vec(any_row(), 1..9),
            told in any_row(),
            wrong in any::<prop::sample::Index>(),
            restarts in any::<u64>(),
        ) {
            let mut catalogue = catalogue();
            for row in &rows {
                set(&mut catalogue, *row);
            }
            let before = catalogue.clone();
            let occasions = set(&mut catalogue, told);
            check((&before, NOW), (&catalogue, NOW), &occasions)?;
            let row = *wrong.get(&rows);
            let taken_back = CatalogueChange::PriceRemoved { product: ProductId::of("saw"), row };
            prop_assert_eq!(catalogue.apply(&taken_back, NOW), Ok(Vec::new()));
            for moment in 51..105 {
                if (restarts >> (moment % 64)) & 1 == 1 {
                    catalogue = restored(&catalogue);
                }
                let occasions = catalogue.turned(Timestamp(moment));
                prop_assert!(occasions.len() <= 1 && catalogue.turned(Timestamp(moment)).is_empty());
                check((&catalogue, Timestamp(moment - 1)), (&catalogue, Timestamp(moment)), &occasions)?;
            }
        }

        /// What is looked forward to does not depend on when the catalogue was stored and read.
        #[test]
        fn only_moments_at_which_a_price_may_fall_are_looked_forward_to(
            rows in prop::collection::vec(any_row(), 1..9),
        ) {
            let mut catalogue = catalogue();
            for row in &rows {
                set(&mut catalogue, *row);
            }
            catalogue.turned(NOW);
            let again = restored(&catalogue);
            let cheapest = rows.iter().map(|row| row.amount).min();
            let ends = |at: &Timestamp| rows.iter().any(|row| row.until == Some(*at) && Some(row.amount) > cheapest);
            for (at, _) in again.derived.coming.iter() {
                prop_assert!(rows.iter().any(|row| row.from == *at) || ends(at), "{:?} of {:?}", at, rows);
            }
            // Rows that came later may have made others of no use.
            prop_assert!(again.derived.coming.is_subset(&catalogue.derived.coming));
        }

        #[test]
        fn what_is_told_again_is_news_to_nobody(
            rows in prop::collection::vec(any_row(), 1..9),
            at in any::<prop::sample::Index>(),
        ) {
            let mut catalogue = catalogue();
            let again = *at.get(&rows);
            for row in rows {
                set(&mut catalogue, row);
            }
            prop_assert_eq!(set(&mut catalogue, again), Vec::new());
        }
    }

    fn check(
        (before, then): (&Catalogue, Timestamp),
        (after, now): (&Catalogue, Timestamp),
        occasions: &[Occasion],
    ) -> Result<(), proptest::test_runner::TestCaseError> {
        let product = ProductId::of("saw");
        for asked in everybody(after) {
            let (was, is) = (before.price(product, asked, then), after.price(product, asked, now));
            let fell = was.zip(is).filter(|(was, is)| is < was);
            let felt = occasions.iter().find_map(|occasion| after.felt(occasion, asked));
            prop_assert_eq!(felt.map(|own| (own.before, own.after)), fell, "{:?}", asked);
        }
        Ok(())
    }
}
