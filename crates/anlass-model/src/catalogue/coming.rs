//! Prices that turn by time alone: rows that begin, and rows that end where a lower one then decides. Only moments at which a
//! price may fall are looked forward to, so articles without any take no memory; each is told once, also across a restart.

use super::price::kept;
use super::{Catalogue, Fall, Occasion, PriceRow, Prices, Sphere};
use crate::id::ProductId;
use crate::time::Timestamp;
use std::sync::Arc;

/// Moments after another one at which an article's price may fall for somebody, of rows as they are kept.
fn moments(rows: &[PriceRow], after: Timestamp) -> impl Iterator<Item = Timestamp> {
    let begins = rows.iter().map(|row| row.from).filter(move |from| *from > after);
    let ends = rows.iter().filter_map(move |row| {
        let until = row.until.filter(|until| *until > after)?;
        gives_way(row, until, rows).then_some(until)
    });
    begins.chain(ends)
}

/// Whether a lower row may decide once this one has ended: one that lies below it, that somebody finds who finds this one,
/// and that is the first of its place and group.
fn gives_way(ending: &PriceRow, until: Timestamp, rows: &[PriceRow]) -> bool {
    let mut places = rows.chunk_by(|one, next| (one.sphere, one.group) == (next.sphere, next.group));
    places.any(|place| {
        let next = place.iter().filter(|row| row.holds(until)).max_by_key(|row| row.rank());
        next.is_some_and(|next| {
            next.amount < ending.amount && next.rank() < ending.rank() && may_meet(next, ending)
        })
    })
}

/// Whether there may be somebody for whom both hold.
fn may_meet(one: &PriceRow, other: &PriceRow) -> bool {
    let is_same_place = match (one.sphere, other.sphere) {
        (Sphere::Zone(one), Sphere::Zone(other)) => one == other,
        (Sphere::Outlet(one), Sphere::Outlet(other)) => one == other,
        _ => true,
    };
    is_same_place && (one.group.is_none() || other.group.is_none() || one.group == other.group)
}

impl Catalogue {
    /// Whether a price may have fallen by time alone between the last look and now.
    #[must_use]
    pub fn has_turned(&self, now: Timestamp) -> bool {
        self.derived.coming.first().is_some_and(|(at, _)| *at <= now)
    }

    /// Prices that fell by time alone since the last look, each at its moment.
    pub fn turned(&mut self, now: Timestamp) -> Vec<Occasion> {
        let mut turned = Vec::new();
        if self.has_turned(now) {
            let coming = Arc::make_mut(&mut self.derived.coming);
            while let Some(first) = coming.first().copied().filter(|(at, _)| *at <= now) {
                coming.remove(&first);
                turned.push(first);
            }
        }
        self.told_upto = self.told_upto.max(now);
        turned.into_iter().filter_map(|(at, product)| self.fallen(product, Fall::ByTime, at)).collect()
    }

    /// Looks forward to the moments of an article's rows that were not told yet.
    pub(super) fn await_moments(&mut self, product: ProductId, rows: &[PriceRow]) {
        let mut moments = moments(rows, self.told_upto).map(|at| (at, product)).peekable();
        if moments.peek().is_some() {
            Arc::make_mut(&mut self.derived.coming).extend(moments);
        }
    }

    pub(super) fn set_price(
        &mut self,
        product: ProductId,
        row: &PriceRow,
        now: Timestamp,
    ) -> Option<Occasion> {
        let mut rows = self.prices.get(product).map(Prices::rows).unwrap_or_default();
        let is_known = rows.contains(row);
        rows.push(*row);
        // Told right here, or too late.
        let told = [Some(row.from), row.until].into_iter().flatten().filter(|at| *at <= now);
        self.told_upto = told.fold(self.told_upto, Timestamp::max);
        self.put_prices(product, rows);
        if is_known { None } else { self.fallen(product, Fall::Told(*row), now) }
    }

    /// It was wrong: that others hold instead is news to nobody now, but may be once they turn.
    pub(super) fn remove_price(&mut self, product: ProductId, row: &PriceRow) {
        let mut rows = self.prices.get(product).map(Prices::rows).unwrap_or_default();
        rows.retain(|known| known != row);
        self.put_prices(product, rows);
    }

    fn put_prices(&mut self, product: ProductId, rows: Vec<PriceRow>) {
        let rows = kept(rows);
        self.prices.put(product, Prices::packed(&rows));
        self.await_moments(product, &rows);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::tests::{NOW, applied, heard, kinds, product, restored};
    use crate::catalogue::{CatalogueChange, OccasionKind};
    use crate::id::OutletId;
    use crate::time::DAY;

    #[test]
    fn a_price_that_falls_when_a_row_ends_is_an_occasion_then_once_also_after_a_restart() {
        let mut catalogue = Catalogue::default();
        catalogue.put(product("saw", &["Werkzeug"])).expect("the only one");
        let day = |days: i64| NOW.plus(DAY.times(days));
        let at = |outlet: &str| Sphere::Outlet(OutletId::of(outlet));
        let until = |sphere, amount, until| CatalogueChange::Price {
            product: ProductId::of("saw"),
            row: PriceRow { sphere, group: None, from: NOW, until, amount },
        };
        let dear = [until(at("1"), 120, Some(day(2))), until(at("2"), 90, Some(day(3)))];
        assert!(applied(&mut catalogue, &[until(Sphere::Everywhere, 100, None)], NOW).is_empty());
        // It is cheaper at the second outlet, as long as that holds.
        assert_eq!(kinds(&applied(&mut catalogue, &dear, NOW)), [(OccasionKind::PriceDropped, "saw")]);
        assert!(!catalogue.has_turned(day(1)) && catalogue.has_turned(day(2)));
        let told = catalogue.clone().turned(day(2));
        assert_eq!(heard(&catalogue, &told, Some("1")), [(OccasionKind::PriceDropped, 120, 100)]);
        assert!([None, Some("2")].iter().all(|at| heard(&catalogue, &told, *at).is_empty()));
        // Found out late, it is what it was at its moment.
        let mut again = restored(&catalogue);
        assert_eq!(again.turned(day(9)), told);
        assert!(!again.has_turned(day(9)) && !restored(&again).has_turned(day(9)));
    }
}
