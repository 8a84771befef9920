//! Prices of an article: each row says for where, for whom and from when on until when. The most specific row
//! wins, and history stays: what is called reduced is measured by the lowest price of the last 30 days.

use crate::id::{NameId, OutletId};
use crate::time::{DAY, Span, Timestamp};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// How far back the lowest price is looked for before something may be called reduced.
pub const LOWEST_WITHIN: Span = DAY.times(30);
/// Rows kept of one article; of those that a later one follows the oldest go first.
const ROWS_MAX: usize = 400;

/// Where a price holds; an outlet is more specific than its zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Sphere {
    Everywhere,
    Zone(NameId),
    Outlet(OutletId),
}

/// One price: minor units from `from` on, up to but not at `until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PriceRow {
    pub sphere: Sphere,
    /// `None`: for everyone.
    pub group: Option<NameId>,
    pub from: Timestamp,
    pub until: Option<Timestamp>,
    pub amount: i64,
}

impl PriceRow {
    #[must_use]
    pub fn holds(&self, at: Timestamp) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }

    /// Whether it holds for those who are asked so.
    fn is_for(&self, asked: Asked) -> bool {
        let is_there = match self.sphere {
            Sphere::Everywhere => true,
            Sphere::Zone(zone) => asked.zone == Some(zone),
            Sphere::Outlet(outlet) => asked.outlet == Some(outlet),
        };
        is_there && (self.group.is_none() || self.group == asked.group)
    }

    /// Of the rows that hold for somebody the greatest decides: the most specific place, then the customer group, then the
    /// newest, then the one that ends first, then the lowest.
    pub(super) fn rank(&self) -> impl Ord + use<> {
        let place = match self.sphere {
            Sphere::Everywhere => 0,
            Sphere::Zone(_) => 1,
            Sphere::Outlet(_) => 2,
        };
        let until = self.until.unwrap_or(Timestamp::NEVER);
        (place, self.group.is_some(), self.from, Reverse(until), Reverse(self.amount))
    }
}

/// For whom and where a price is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    pub outlet: Option<OutletId>,
    pub zone: Option<NameId>,
    pub group: Option<NameId>,
}

/// A price that is truly lower than the lowest one of the 30 days before it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reduction {
    pub price: i64,
    /// The only price that may be struck through.
    pub lowest_before: i64,
    /// Whole percent, rounded down: never more than it is.
    pub percent: u8,
}

/// Whether a price may be struck through beside the one that holds, and why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strike {
    Allowed(Reduction),
    /// Nothing holds at that moment.
    NoPrice,
    /// What held in the 30 days before the present price began is not known, or not from their beginning on: it may have
    /// cost less then.
    NoPriceBefore,
    /// The lowest price of the 30 days before was not higher.
    NotLower {
        lowest_before: i64,
    },
}

/// All prices of an article ever told, packed: a large catalogue has millions of rows. The order in which
/// they came leaves no trace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<PriceRow>", into = "Vec<PriceRow>")]
pub struct Prices(Box<[u8]>);

impl From<Vec<PriceRow>> for Prices {
    fn from(rows: Vec<PriceRow>) -> Prices {
        Prices::packed(&kept(rows))
    }
}

/// Those of the rows that are kept of an article, sorted.
pub(super) fn kept(mut rows: Vec<PriceRow>) -> Vec<PriceRow> {
    rows.sort_unstable();
    rows.dedup();
    while rows.len() > ROWS_MAX && drop_oldest(&mut rows) {}
    rows
}

impl From<Prices> for Vec<PriceRow> {
    fn from(prices: Prices) -> Vec<PriceRow> {
        prices.rows()
    }
}

/// The oldest row that a later one for the same follows. Without such a row nothing is dropped.
fn drop_oldest(rows: &mut Vec<PriceRow>) -> bool {
    let followed = |(at, row): &(usize, &PriceRow)| {
        rows.get(at + 1).is_some_and(|next| (next.sphere, next.group) == (row.sphere, row.group))
    };
    let oldest = rows.iter().enumerate().filter(followed).min_by_key(|(_, row)| row.from).map(|(at, _)| at);
    oldest.map(|at| rows.remove(at)).is_some()
}

impl Prices {
    /// Of rows as they are kept.
    pub(super) fn packed(rows: &[PriceRow]) -> Prices {
        if rows.is_empty() {
            return Prices::default();
        }
        Prices(postcard::to_stdvec(rows).expect("plain data always encodes").into())
    }

    /// Sorted.
    #[must_use]
    pub fn rows(&self) -> Vec<PriceRow> {
        if self.0.is_empty() {
            return Vec::new();
        }
        postcard::from_bytes(&self.0).expect("packed from rows, never from elsewhere")
    }

    /// What is asked for costs at a moment.
    #[must_use]
    pub fn at(&self, asked: Asked, at: Timestamp) -> Option<i64> {
        price_at(&self.rows(), asked, at).map(|row| row.amount)
    }

    /// The lowest price at any moment of (`upto` − `within`, `upto`].
    #[must_use]
    pub fn lowest(&self, asked: Asked, within: Span, upto: Timestamp) -> Option<i64> {
        lowest(&self.rows(), asked, within, upto)
    }

    /// What may be said of a reduction at a moment, and what stands against it. Of an article that was offered for less than
    /// the 30 days before, since it `came`, its prices since then are all there are.
    #[must_use]
    pub fn strike(&self, asked: Asked, now: Timestamp, came: Option<Timestamp>) -> Strike {
        let rows = self.rows();
        let Some(price) = price_at(&rows, asked, now).map(|row| row.amount) else { return Strike::NoPrice };
        let mut since = now;
        for moment in turns(&rows, Timestamp(i64::MIN), now).into_iter().rev() {
            if price_at(&rows, asked, moment).map(|row| row.amount) != Some(price) {
                break;
            }
            since = moment;
        }
        let upto = since.minus(Span(1));
        let first = upto.minus(LOWEST_WITHIN).plus(Span(1));
        let is_known = price_at(&rows, asked, first).is_some() || came.is_some_and(|came| first <= came);
        let Some(lowest_before) = lowest(&rows, asked, LOWEST_WITHIN, upto).filter(|_| is_known) else {
            return Strike::NoPriceBefore;
        };
        if price < 0 || lowest_before <= price {
            return Strike::NotLower { lowest_before };
        }
        let percent = (i128::from(lowest_before) - i128::from(price)) * 100 / i128::from(lowest_before);
        Strike::Allowed(Reduction { price, lowest_before, percent: u8::try_from(percent).unwrap_or(100) })
    }
}

/// The row that decides.
pub(super) fn price_at(rows: &[PriceRow], asked: Asked, at: Timestamp) -> Option<&PriceRow> {
    rows.iter().filter(|row| row.holds(at) && row.is_for(asked)).max_by_key(|row| row.rank())
}

/// Moments in (after, upto] at which a price may change, in order.
fn turns(rows: &[PriceRow], after: Timestamp, upto: Timestamp) -> Vec<Timestamp> {
    let ends = rows.iter().flat_map(|row| [Some(row.from), row.until]).flatten();
    let mut turns: Vec<Timestamp> = ends.filter(|at| after < *at && *at <= upto).collect();
    turns.sort_unstable();
    turns.dedup();
    turns
}

fn lowest(rows: &[PriceRow], asked: Asked, within: Span, upto: Timestamp) -> Option<i64> {
    let first = upto.minus(within).plus(Span(1));
    let moments = std::iter::once(first).chain(turns(rows, first, upto));
    moments.filter_map(|at| price_at(rows, asked, at)).map(|row| row.amount).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};

    const EVERYONE: Asked = Asked { outlet: None, zone: None, group: None };
    const ASKED: Asked = Asked { outlet: Some(OutletId(7)), zone: Some(NameId(1)), group: Some(NameId(2)) };

    fn row(from: i64, until: Option<i64>, amount: i64) -> PriceRow {
        let (from, until) = (Timestamp(from), until.map(Timestamp));
        PriceRow { sphere: Sphere::Everywhere, group: None, from, until, amount }
    }

    fn days(day: i64) -> i64 {
        DAY.0 * day
    }

    fn any_row() -> impl Strategy<Value = PriceRow> {
        let sphere = prop_oneof![
            Just(Sphere::Everywhere),
            (0..3u64).prop_map(|zone| Sphere::Zone(NameId(zone))),
            (6..9u64).prop_map(|outlet| Sphere::Outlet(OutletId(outlet))),
        ];
        let group = prop_oneof![Just(None), (1..4u64).prop_map(|group| Some(NameId(group)))];
        (sphere, group, 0..60i64, prop_oneof![Just(None), (0..60i64).prop_map(Some)], 1..20i64).prop_map(
            |(sphere, group, from, long, amount)| PriceRow {
                sphere,
                group,
                from: Timestamp(from),
                until: long.map(|long| Timestamp(from + long)),
                amount,
            },
        )
    }

    fn reduced(prices: &Prices, now: i64) -> Option<Reduction> {
        match prices.strike(EVERYONE, Timestamp(now), None) {
            Strike::Allowed(reduction) => Some(reduction),
            _ => None,
        }
    }

    proptest! {
        #[test]
        fn the_most_specific_price_wins_and_the_order_of_arrival_does_not_matter(
            rows in prop::collection::vec(any_row(), 0..12),
            order in any::<prop::sample::Index>(),
            at in 0..80i64,
        ) {
            let at = Timestamp(at);
            let prices = Prices::from(rows.clone());
            let mut turned = rows.clone();
            turned.reverse();
            if !turned.is_empty() {
                let middle = order.index(turned.len());
                turned.rotate_left(middle);
            }
            let mut one_by_one = Prices::default();
            for row in turned {
                one_by_one = Prices::from([one_by_one.rows(), vec![row]].concat());
            }
            prop_assert_eq!(&one_by_one, &prices);
            let holding = |place: &dyn Fn(Sphere) -> bool, group: bool| rows.iter().any(|row| {
                row.from <= at && row.until.is_none_or(|until| at < until)
                    && place(row.sphere) && row.group == ASKED.group.filter(|_| group)
            });
            let places: [&dyn Fn(Sphere) -> bool; 3] = [
                &|sphere| sphere == Sphere::Outlet(OutletId(7)),
                &|sphere| sphere == Sphere::Zone(NameId(1)),
                &|sphere| sphere == Sphere::Everywhere,
            ];
            let expected = places.iter().flat_map(|place| [(place, true), (place, false)])
                .find(|(place, group)| holding(place, *group));
            let won = price_at(&rows, ASKED, at);
            prop_assert_eq!(won.is_some(), expected.is_some());
            if let (Some(won), Some((place, group))) = (won, expected) {
                prop_assert!(place(won.sphere) && won.group.is_some() == group, "{won:?}");
            }
        }

        #[test]
        fn the_lowest_price_is_that_of_any_moment_of_the_half_open_window(
            rows in prop::collection::vec(any_row(), 0..12),
            within in 1..30i64,
            upto in 0..90i64,
        ) {
            let prices = Prices::from(rows);
            let moments = (upto - within + 1)..=upto;
            let slow = moments.filter_map(|at| prices.at(ASKED, Timestamp(at))).min();
            prop_assert_eq!(prices.lowest(ASKED, Span(within), Timestamp(upto)), slow);
        }
    }

    #[test]
    fn a_price_raised_for_a_day_does_not_make_the_old_one_a_reduction() {
        let raised = Prices::from(vec![
            row(days(0), None, 10_000),
            row(days(50), Some(days(51)), 20_000),
            row(days(51), None, 10_000),
        ]);
        assert_eq!(reduced(&raised, days(52)), None);
        let lowered = Prices::from(vec![row(days(0), None, 10_000), row(days(50), None, 7_550)]);
        let told = Reduction { price: 7_550, lowest_before: 10_000, percent: 24 };
        assert_eq!(reduced(&lowered, days(52)), Some(told));
    }

    #[test]
    fn only_the_thirty_days_before_the_reduction_count() {
        let rows = |cheap_until: i64| {
            Prices::from(vec![
                row(days(0), Some(cheap_until), 5_000),
                row(cheap_until, None, 10_000),
                row(days(100), None, 8_000),
            ])
        };
        assert_eq!(reduced(&rows(days(70)), days(120)).map(|told| told.lowest_before), Some(10_000));
        // Up to the first moment of the window it cost less: at 8,000 nothing is reduced.
        assert_eq!(reduced(&rows(days(70) + 1), days(120)), None);
    }

    #[test]
    fn a_price_that_is_known_for_a_part_of_the_thirty_days_is_struck_through_only_where_the_article_is_new() {
        let young = |known: i64| Prices::from(vec![row(days(known), None, 900), row(days(100), None, 800)]);
        assert_eq!(reduced(&young(70), days(101)).map(|told| told.lowest_before), Some(900));
        assert_eq!(reduced(&young(71), days(101)), None, "nobody knows what it cost on the first day");
        let came = |day: i64| young(95).strike(EVERYONE, Timestamp(days(101)), Some(Timestamp(days(day))));
        assert!(matches!(came(95), Strike::Allowed(Reduction { lowest_before: 900, .. })));
        assert_eq!(came(69), Strike::NoPriceBefore);
    }

    #[test]
    fn what_had_no_price_before_is_not_reduced() {
        let new = Prices::from(vec![row(days(5), None, 999)]);
        assert_eq!(reduced(&new, days(6)), None);
        assert_eq!(new.at(EVERYONE, Timestamp(days(4))), None);
    }

    #[test]
    fn of_too_many_rows_the_oldest_go_and_never_the_one_that_holds() {
        let rows: Vec<PriceRow> = (0..600).map(|day| row(days(day), None, 100 + day)).collect();
        let zone = PriceRow { sphere: Sphere::Zone(NameId(1)), ..row(-1, None, 7) };
        let prices = Prices::from([rows, vec![zone]].concat());
        assert_eq!(prices.rows().len(), ROWS_MAX);
        assert_eq!(prices.at(EVERYONE, Timestamp(days(700))), Some(699));
        assert_eq!(prices.at(ASKED, Timestamp(days(700))), Some(7));
    }
}
