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

/// Digits behind the point that are kept of a degree.
const DIGITS: usize = 6;

/// Millionths of a degree out of `52.520008`; further digits are cut.
fn degrees(text: &str, max: i64) -> Option<i32> {
    let text = text.trim();
    let (is_south, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || !is_number(whole) || !is_number(part) {
        return None;
    }
    let part: String = part.chars().chain("000000".chars()).take(DIGITS).collect();
    let all = whole.parse::<i64>().ok()? * MILLION + part.parse::<i64>().ok()?;
    let signed = if is_south { -all } else { all };
    (all <= max * MILLION).then_some(signed).and_then(|all| i32::try_from(all).ok())
}

impl Position {
    /// A place as people write it: latitude and longitude in degrees, `52.520008, 13.404954`.
    #[must_use]
    pub fn read(text: &str) -> Option<Position> {
        let (latitude, longitude) = text.split_once([',', ';'])?;
        Some(Position { latitude: degrees(latitude, 90)?, longitude: degrees(longitude, 180)? })
    }

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
    fn a_place_is_read_as_people_write_it() {
        assert_eq!(Position::read("52.520008, 13.404954"), Some(at(52_520_008, 13_404_954)));
        assert_eq!(Position::read("-33.86;151.2"), Some(at(-33_860_000, 151_200_000)));
        assert_eq!(Position::read("7,8.12345678"), Some(at(7_000_000, 8_123_456)));
        for bad in ["", "52.5", "91,0", "0,181", "a,b", "1e3,2", "5.5.5,1", "--1,2", ",", "+1,2"] {
            assert_eq!(Position::read(bad), None, "{bad}");
        }
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
