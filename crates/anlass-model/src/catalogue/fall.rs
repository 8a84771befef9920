//! Prices that fall: whether one fell for anybody, and whether it did for those who are asked at an outlet, in a zone, for a
//! customer group. Told by the rows of prices alone, so nobody has to be remembered with a price of their own.

use super::price::price_at;
use super::{Asked, Catalogue, Occasion, OccasionKind, PriceRow, Prices, Sphere};
use crate::id::{NameId, OutletId, ProductId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// By what a price fell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fall {
    /// This row was told: before it, all others held.
    Told(PriceRow),
    /// Rows that were known began.
    Begun,
}

impl Fall {
    /// The price before and at a moment, where it fell for those who are asked.
    fn felt(self, rows: &[PriceRow], others: &[PriceRow], asked: Asked, at: Timestamp) -> Option<(i64, i64)> {
        let before = match self {
            Fall::Told(_) => price_at(others, asked, at),
            Fall::Begun => price_at(rows, asked, Timestamp(at.0.saturating_sub(1))),
        };
        let (before, after) = (before?.amount, price_at(rows, asked, at)?.amount);
        (after < before).then_some((before, after))
    }

    /// The rows without the one that was told.
    fn others(self, rows: &[PriceRow]) -> Vec<PriceRow> {
        match self {
            Fall::Told(told) => rows.iter().copied().filter(|row| *row != told).collect(),
            Fall::Begun => Vec::new(),
        }
    }

    /// The rows that people find otherwise than before.
    fn causes(self, rows: &[PriceRow], at: Timestamp) -> Vec<PriceRow> {
        match self {
            Fall::Told(told) if told.from <= at => vec![told],
            Fall::Told(_) => Vec::new(),
            Fall::Begun => rows.iter().copied().filter(|row| row.from == at).collect(),
        }
    }
}

impl Catalogue {
    /// The occasion as it is for somebody who is asked so; `None` if their price did not fall. What is no price is the
    /// same for everybody.
    #[must_use]
    pub fn felt(&self, occasion: &Occasion, asked: Asked) -> Option<Occasion> {
        let (OccasionKind::PriceDropped, Some(fall)) = (occasion.kind, occasion.fall) else {
            return Some(occasion.clone());
        };
        let rows = self.prices.get(occasion.item.product).map(Prices::rows)?;
        let (before, after) = fall.felt(&rows, &fall.others(&rows), asked, occasion.at)?;
        Some(Occasion { before, after, ..occasion.clone() })
    }

    /// An occasion, if the price fell for anybody: everyone first, then each place and group of which there are prices.
    pub(super) fn fallen(&self, product: ProductId, fall: Fall, at: Timestamp) -> Option<Occasion> {
        let rows = self.prices.get(product).map(Prices::rows)?;
        let others = fall.others(&rows);
        let causes = fall.causes(&rows, at);
        let is_higher = |row: &&PriceRow| causes.iter().any(|cause| row.amount > cause.amount);
        if !rows.iter().any(|row| is_higher(&row)) {
            return None;
        }
        let mut all = causes.iter().flat_map(|cause| self.all_asked(&rows, cause));
        let (before, after) = all.find_map(|asked| fall.felt(&rows, &others, asked, at))?;
        let occasion = self.occasion(OccasionKind::PriceDropped, product, (before, after), at)?;
        Some(Occasion { fall: Some(fall), ..occasion })
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
    use crate::catalogue::{CatalogueChange, Outlet, Product};
    use proptest::prelude::{Just, Strategy, any, prop, prop_assert_eq, prop_oneof, proptest};

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
        (sphere, group, 30..70i64, 1..9i64).prop_map(|(sphere, group, from, amount)| PriceRow {
            sphere,
            group,
            from: Timestamp(from),
            until: None,
            amount,
        })
    }

    fn set(catalogue: &mut Catalogue, row: PriceRow) -> Option<Occasion> {
        let change = CatalogueChange::Price { product: ProductId::of("saw"), row };
        catalogue.apply(&change, NOW).expect("a price is never refused")
    }

    proptest! {
        /// Whoever's price is lower than before hears of it, nobody else does, and what they hear is their own price.
        #[test]
        fn a_fall_is_felt_by_exactly_those_whose_price_fell(
            rows in prop::collection::vec(any_row(), 1..9),
            told in any_row(),
        ) {
            let mut catalogue = catalogue();
            for row in rows {
                set(&mut catalogue, row);
            }
            let before = catalogue.clone();
            let occasion = set(&mut catalogue, told);
            check((&before, NOW), (&catalogue, NOW), occasion.as_slice())?;
            for moment in 51..70 {
                let occasions = catalogue.begun(Timestamp(moment));
                check((&catalogue, Timestamp(moment - 1)), (&catalogue, Timestamp(moment)), &occasions)?;
            }
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
            prop_assert_eq!(set(&mut catalogue, again), None);
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
