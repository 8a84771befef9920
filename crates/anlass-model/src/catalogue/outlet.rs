//! Outlets: where they are, when they are open, and which one is nearest. Places are whole millionths of a degree, so
//! that everybody gets the same answer everywhere.

use crate::id::{NameId, OutletId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// An outlet (Standort).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlet {
    pub number: Box<str>,
    pub name: Box<str>,
    /// Its price zone.
    pub zone: Option<Arc<str>>,
    pub position: Option<Position>,
    pub hours: Vec<Hours>,
}

/// Millionths of a degree, north and east positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    pub latitude: i32,
    pub longitude: i32,
}

/// Open on a day of the week (1 = Monday) from one minute of the day up to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Hours {
    pub weekday: u8,
    pub from_minute: u16,
    pub until_minute: u16,
}

/// Metres of a degree of latitude.
const METRES_PER_DEGREE: i64 = 111_320;
const MILLION: i64 = 1_000_000;

impl Outlet {
    #[must_use]
    pub fn id(&self) -> OutletId {
        OutletId::of(&self.number)
    }

    #[must_use]
    pub fn zone_id(&self) -> Option<NameId> {
        self.zone.as_deref().map(NameId::of)
    }

    /// As a source tells it, laid over what is known: what it does not say stays.
    #[must_use]
    pub fn over(self, known: Option<&Outlet>) -> Outlet {
        let nothing = Outlet::default();
        let known = known.unwrap_or(&nothing);
        let name = [self.name, known.name.clone()].into_iter().find(|name| !name.is_empty());
        Outlet {
            name: name.unwrap_or_else(|| self.number.clone()),
            number: self.number,
            zone: self.zone.or_else(|| known.zone.clone()),
            position: self.position.or(known.position),
            hours: if self.hours.is_empty() { known.hours.clone() } else { self.hours },
        }
    }

    /// Whether it is open, by its own clock; `None` if nobody told its hours.
    #[must_use]
    pub fn is_open(&self, weekday: u8, minute: u16) -> Option<bool> {
        let open = |hours: &Hours| {
            hours.weekday == weekday && hours.from_minute <= minute && minute < hours.until_minute
        };
        (!self.hours.is_empty()).then(|| self.hours.iter().any(open))
    }
}

impl Position {
    /// Roughly how many metres apart, squared: for telling which is nearer, good to a few in a thousand within a country.
    #[must_use]
    pub fn apart_squared(self, other: Position) -> i64 {
        let north = (i64::from(self.latitude) - i64::from(other.latitude)) * METRES_PER_DEGREE / MILLION;
        let mut east = (i64::from(self.longitude) - i64::from(other.longitude)).abs();
        if east > 180 * MILLION {
            east = 360 * MILLION - east;
        }
        let middle = (i64::from(self.latitude) + i64::from(other.latitude)) / 2;
        let east = east * METRES_PER_DEGREE / MILLION * cosine_millionths(middle) / MILLION;
        north.saturating_mul(north).saturating_add(east.saturating_mul(east))
    }
}

/// The cosine of a latitude, by Bhaskara's formula: right to two in a thousand, and the same on every machine.
fn cosine_millionths(latitude: i64) -> i64 {
    let degrees = (latitude.abs() / 1_000).min(90_000);
    // sin(x) ≈ 4 x (180 − x) / (40500 − x (180 − x)) with x = 90 − |latitude|, in thousandths of a degree.
    let x = 90_000 - degrees;
    let product = x * (180_000 - x);
    MILLION * 4 * (product / 1_000) / ((40_500_000_000 - product) / 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(latitude: i32, longitude: i32) -> Position {
        Position { latitude, longitude }
    }

    #[test]
    fn distances_are_right_to_a_few_in_a_thousand() {
        let (cologne, bonn) = (at(50_937_500, 6_960_300), at(50_737_400, 7_098_200));
        let metres = cologne.apart_squared(bonn).isqrt();
        assert!((24_100..24_500).contains(&metres), "{metres}");
        let (fiji, samoa) = (at(-17_000_000, 179_900_000), at(-17_000_000, -179_900_000));
        assert!(fiji.apart_squared(samoa).isqrt() < 22_000, "across the date line");
        assert!((998_000..=1_002_000).contains(&cosine_millionths(0)));
        assert!((497_000..503_000).contains(&cosine_millionths(60_000_000)));
    }

    #[test]
    fn an_outlet_is_open_up_to_the_minute_it_closes() {
        let hours = vec![Hours { weekday: 1, from_minute: 540, until_minute: 1_080 }];
        let outlet = Outlet { hours, ..Outlet::default() };
        assert_eq!(outlet.is_open(1, 540), Some(true));
        assert_eq!(outlet.is_open(1, 1_080), Some(false));
        assert_eq!(outlet.is_open(2, 600), Some(false));
        assert_eq!(Outlet::default().is_open(1, 600), None);
    }
}
