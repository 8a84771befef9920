//! Fences: circles around places, into which somebody's app says they come, and out of which they go. Where somebody is
//! never stands in an event: what an app says of a position becomes the fences it is surely in or near to, and the
//! position is let go. Distances are whole metres, so that everybody gets the same answer everywhere.

use crate::catalogue::{Catalogue, Outlet, Position};
use crate::definition::{Language, Localised};
use crate::id::{Name, OutletId};
use crate::time::{HOUR, MINUTE, SpanText};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The purpose that a consent to being located names; on the channel app.
pub const LOCATION_PURPOSE: &str = "location";
/// Fences told to an app at most: phones watch no more than that.
pub const NEAREST_MAX: usize = 20;
/// A smaller fence is lost in the error of a phone, a larger one is no place any more.
pub const RADIUS_MIN_M: u32 = 50;
pub const RADIUS_MAX_M: u32 = 50_000;
/// Nobody is taken to be in a fence any longer when nothing was heard for so long.
pub const STAY_MAX: crate::time::Span = HOUR.times(24);
/// Longest times for [`Location::dwell`] and [`Location::away`].
pub const DWELL_MAX: crate::time::Span = HOUR.times(12);
pub const AWAY_MAX: crate::time::Span = HOUR.times(2);
/// In front of an outlet's number, in the id of its fence.
const OUTLET: &str = "outlet/";
/// Outside a fence is who is further away than its radius and a quarter of it, and so many metres at least.
const BAND_MIN_M: u32 = 50;
const BAND_PARTS: u32 = 4;

/// What a crossing is. Kinds may only be added at the end: timelines hold their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Crossing {
    Entered,
    Exited,
    /// They stayed for as long as the settings say.
    Dwelt,
}

impl Crossing {
    pub const ALL: [Crossing; 3] = [Crossing::Entered, Crossing::Exited, Crossing::Dwelt];

    /// The name by which journeys and rules speak of it.
    #[must_use]
    pub const fn event_name(self) -> &'static str {
        match self {
            Crossing::Entered => "location.entered",
            Crossing::Exited => "location.exited",
            Crossing::Dwelt => "location.dwelt",
        }
    }
}

/// Somebody came into a fence, or left it: as an app says, or as it follows from what apps said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crossed {
    pub fence: Box<str>,
    pub crossing: Crossing,
}

/// What a position said. Fences in neither list are far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Located {
    /// Surely in these, sorted.
    pub inside: Vec<Box<str>>,
    /// Perhaps in these, or beside them; sorted.
    pub near: Vec<Box<str>>,
}

/// What the settings say of places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Location {
    /// Radius of the fences of all outlets whose place is known; absent: outlets have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlets_m: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fences: Vec<OwnFence>,
    /// How long somebody stays until it is told as [`Crossing::Dwelt`].
    pub dwell: SpanText,
    /// Who comes back sooner was never gone.
    pub away: SpanText,
}

impl Default for Location {
    fn default() -> Location {
        let (dwell, away) = (SpanText(MINUTE.times(10)), SpanText(MINUTE.times(5)));
        Location { outlets_m: None, fences: Vec::new(), dwell, away }
    }
}

/// A fence of its own: around a place, or around an outlet instead of the usual one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnFence {
    pub id: Name,
    pub name: Localised,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceText>,
    /// Number of an outlet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    pub radius_m: u32,
}

/// A place as people write it: degrees north, comma, degrees east: `50.9375, 6.9603`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PlaceText(pub Position);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no place: write degrees north, a comma and degrees east, such as \"50.9375, 6.9603\"")]
pub struct BadPlace(String);

impl TryFrom<String> for PlaceText {
    type Error = BadPlace;

    fn try_from(text: String) -> Result<PlaceText, BadPlace> {
        Position::read(&text).map(PlaceText).ok_or_else(|| BadPlace(text.chars().take(80).collect()))
    }
}

impl From<PlaceText> for String {
    fn from(PlaceText(position): PlaceText) -> String {
        let degrees = |millionths: i32| {
            let sign = if millionths < 0 { "-" } else { "" };
            let (whole, part) =
                (millionths.unsigned_abs() / 1_000_000, millionths.unsigned_abs() % 1_000_000);
            format!("{sign}{whole}.{part:06}")
        };
        format!("{}, {}", degrees(position.latitude), degrees(position.longitude))
    }
}

/// A fence of a vault.
#[derive(Clone, Copy, Debug)]
pub struct Fence<'a> {
    of: Of<'a>,
    pub position: Position,
    pub radius_m: u32,
}

#[derive(Clone, Copy, Debug)]
enum Of<'a> {
    Own(&'a OwnFence),
    Outlet(&'a Outlet),
}

impl<'a> Fence<'a> {
    #[must_use]
    pub fn id(&self) -> Box<str> {
        match self.of {
            Of::Own(own) => own.id.as_str().into(),
            Of::Outlet(outlet) => format!("{OUTLET}{}", outlet.number).into(),
        }
    }

    #[must_use]
    pub fn name(&self, language: Language) -> &'a str {
        match self.of {
            Of::Own(own) => own.name.text(language),
            Of::Outlet(outlet) => &outlet.name,
        }
    }

    fn is(&self, id: &str) -> bool {
        match self.of {
            Of::Own(own) => own.id.as_str() == id,
            Of::Outlet(outlet) => id.strip_prefix(OUTLET) == Some(&*outlet.number),
        }
    }

    fn distance_m(&self, position: Position) -> u32 {
        u32::try_from(self.position.apart_squared(position).isqrt()).unwrap_or(u32::MAX)
    }

    /// How far beyond the radius somebody is surely out.
    fn band_m(&self) -> u32 {
        (self.radius_m / BAND_PARTS).max(BAND_MIN_M)
    }
}

impl Location {
    /// All fences: those of the settings, and those of outlets.
    pub fn all<'a>(&'a self, catalogue: &'a Catalogue) -> impl Iterator<Item = Fence<'a>> {
        let own = self.fences.iter().filter_map(|own| {
            let outlet = || catalogue.outlet(OutletId::of(own.outlet.as_deref()?))?.position;
            let position = own.place.map(|PlaceText(position)| position).or_else(outlet)?;
            Some(Fence { of: Of::Own(own), position, radius_m: own.radius_m })
        });
        let taken: BTreeSet<&str> = self.fences.iter().filter_map(|own| own.outlet.as_deref()).collect();
        let outlets = self
            .outlets_m
            .into_iter()
            .flat_map(|radius_m| catalogue.outlets().map(move |outlet| (outlet, radius_m)));
        let outlets = outlets.filter(move |(outlet, _)| !taken.contains(&*outlet.number));
        own.chain(outlets.filter_map(|(outlet, radius_m)| {
            Some(Fence { of: Of::Outlet(outlet), position: outlet.position?, radius_m })
        }))
    }

    #[must_use]
    pub fn fence<'a>(&'a self, catalogue: &'a Catalogue, id: &str) -> Option<Fence<'a>> {
        self.all(catalogue).find(|fence| fence.is(id))
    }

    /// Whether a fence may have this id: of outlets only the catalogue knows which there are.
    #[must_use]
    pub fn may_be(&self, id: &str) -> bool {
        self.fences.iter().any(|own| own.id.as_str() == id)
            || (self.outlets_m.is_some() && id.strip_prefix(OUTLET).is_some_and(|number| !number.is_empty()))
    }

    /// The fences nearest to a place, each with how many metres its middle is away; [`NEAREST_MAX`] at most.
    #[must_use]
    pub fn nearest<'a>(&'a self, catalogue: &'a Catalogue, position: Position) -> Vec<(Fence<'a>, u32)> {
        let mut all: Vec<(Fence<'_>, u32)> =
            self.all(catalogue).map(|fence| (fence, fence.distance_m(position))).collect();
        all.sort_by_key(|(_, distance)| *distance);
        all.truncate(NEAREST_MAX);
        all
    }

    /// What a position says that is right to `accuracy_m` metres: in a fence is who is in it even if the position is
    /// wrong by so much, and far from it who is beyond it and its band even then.
    #[must_use]
    pub fn located(&self, catalogue: &Catalogue, position: Position, accuracy_m: u32) -> Located {
        let (mut inside, mut near) = (Vec::new(), Vec::new());
        for fence in self.all(catalogue) {
            let distance = fence.distance_m(position);
            if distance.saturating_add(accuracy_m) <= fence.radius_m {
                inside.push((distance, fence.id()));
            } else if distance.saturating_sub(accuracy_m) <= fence.radius_m.saturating_add(fence.band_m()) {
                near.push((distance, fence.id()));
            }
        }
        Located { inside: nearest_ids(inside), near: nearest_ids(near) }
    }
}

fn nearest_ids(mut found: Vec<(u32, Box<str>)>) -> Vec<Box<str>> {
    found.sort();
    found.truncate(NEAREST_MAX);
    let mut ids: Vec<Box<str>> = found.into_iter().map(|(_, id)| id).collect();
    ids.sort();
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str) -> Position {
        PlaceText::try_from(text.to_owned()).expect("a place").0
    }

    fn fences(radius_m: u32) -> Location {
        let name = Localised { de: "Dom".into(), en: "Cathedral".into() };
        let id = Name::new("dom").expect("a name");
        let place = Some(PlaceText(place("50.9413, 6.9583")));
        Location { fences: vec![OwnFence { id, name, place, outlet: None, radius_m }], ..Location::default() }
    }

    #[test]
    fn places_are_read_as_they_are_written() {
        assert_eq!(place("50.9375, 6.9603"), Position { latitude: 50_937_500, longitude: 6_960_300 });
        assert_eq!(place("-0.5,-179.99999999"), Position { latitude: -500_000, longitude: -179_999_999 });
        for bad in ["", "50.9", "91, 0", "0, 181", "a, b", "1.2.3, 4", "1e1, 2", "-, 2", "+1, 2"] {
            assert!(PlaceText::try_from(bad.to_owned()).is_err(), "{bad}");
        }
        let written = String::from(PlaceText(place("-0.5, 6.96")));
        assert_eq!(written, "-0.500000, 6.960000");
        assert_eq!(place(&written), place("-0.5, 6.96"));
    }

    /// 0.001 degrees north are 111 metres.
    #[test]
    fn a_position_says_no_more_than_it_is_accurate() {
        let (location, catalogue) = (fences(200), Catalogue::default());
        let told = |north: i32, accuracy| {
            let middle = place("50.9413, 6.9583");
            let position = Position { latitude: middle.latitude + north, ..middle };
            let Located { inside, near } = location.located(&catalogue, position, accuracy);
            (inside.len(), near.len())
        };
        assert_eq!(told(1_000, 20), (1, 0), "111 m away");
        assert_eq!(told(1_000, 100), (0, 1), "it may be 211 m");
        assert_eq!(told(2_100, 10), (0, 1), "233 m: out, but not beyond the band");
        assert_eq!(told(2_400, 10), (0, 0), "267 m");
        assert_eq!(told(2_400, 50), (0, 1), "it may be 217 m");
        assert_eq!(told(0, 5_000), (0, 1), "it says nothing");
    }

    #[test]
    fn an_outlet_with_a_fence_of_its_own_has_no_usual_one() {
        let mut catalogue = Catalogue::default();
        for (number, latitude) in [("7", 50_000_000), ("8", 51_000_000)] {
            let position = Some(Position { latitude, longitude: 7_000_000 });
            catalogue.put_outlet(Outlet {
                number: number.into(),
                name: number.into(),
                position,
                ..Outlet::default()
            });
        }
        let mut location = fences(100);
        location.outlets_m = Some(150);
        location.fences[0].place = None;
        location.fences[0].outlet = Some("7".into());
        let mut all: Vec<(Box<str>, u32)> =
            location.all(&catalogue).map(|fence| (fence.id(), fence.radius_m)).collect();
        all.sort();
        assert_eq!(all, [("dom".into(), 100), ("outlet/8".into(), 150)]);
        let nearest = location.nearest(&catalogue, place("50.9, 7"));
        assert_eq!(nearest.first().map(|(fence, _)| fence.id()).as_deref(), Some("outlet/8"));
        assert!(
            location.fence(&catalogue, "outlet/8").is_some()
                && location.fence(&catalogue, "outlet/7").is_none()
        );
    }
}
