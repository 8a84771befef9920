//! Outlets: where they are, when they are open, and which price zone is theirs; told one by one like a row of a file.

use super::telling::{TEXT_MAX, accepted, maybe, short, unfit};
use crate::api::shape::Nothing;
use crate::call::{Call, Fault};
use anlass_model::catalogue::{CatalogueChange, Hours, Outlet, Position};
use anlass_model::id::OutletId;
use serde::{Deserialize, Deserializer, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// Of one outlet, over the whole week.
const HOURS_MAX: usize = 50;
const OUTLETS_MAX: usize = 20_000;
const MINUTES: u16 = 24 * 60;
/// Millionths of a degree.
const NORTH_MAX: i32 = 90_000_000;
const EAST_MAX: i32 = 180_000_000;

#[derive(Serialize, ToSchema)]
pub(crate) struct OutletShown {
    number: String,
    name: String,
    /// Its price zone.
    zone: Option<String>,
    position: Option<OutletPosition>,
    hours: Vec<OutletHours>,
}

/// Millionths of a degree, north and east positive.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutletPosition {
    latitude: i32,
    longitude: i32,
}

/// Open on a day of the week (1: Monday), in minutes of its day.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutletHours {
    weekday: u8,
    from_minute: u16,
    until_minute: u16,
}

/// When an outlet is open.
pub(crate) fn hours(outlet: &Outlet) -> Vec<OutletHours> {
    let told = outlet.hours.iter().map(|Hours { weekday, from_minute, until_minute }| OutletHours {
        weekday: *weekday,
        from_minute: *from_minute,
        until_minute: *until_minute,
    });
    told.collect()
}

/// `GET /api/catalogue/outlets`
pub(crate) fn list(call: &Call<'_>) -> Result<Vec<OutletShown>, Fault> {
    let catalogue = call.house().catalogue();
    let outlets = catalogue.outlets().map(|outlet| OutletShown {
        number: outlet.number.to_string(),
        name: outlet.name.to_string(),
        zone: outlet.zone.as_deref().map(str::to_owned),
        position: outlet.position.map(|at| OutletPosition { latitude: at.latitude, longitude: at.longitude }),
        hours: hours(outlet),
    });
    let mut outlets: Vec<OutletShown> = outlets.collect();
    outlets.sort_by(|one, other| one.number.cmp(&other.number));
    Ok(outlets)
}

/// What is said of an outlet. What is left out stays; null takes away what was said before.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutletTold {
    #[schema(max_length = 500)]
    name: Option<String>,
    /// Its price zone.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    zone: Option<Option<String>>,
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<OutletPosition>)]
    position: Option<Option<OutletPosition>>,
    /// All of the week. An empty list: nobody knows when it is open.
    hours: Option<Vec<OutletHours>>,
}

/// Tells null from what is left out.
fn said<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(from).map(Some)
}

/// `PUT /api/catalogue/outlets/{number}`
pub(crate) fn put(call: &Call<'_>) -> Result<Nothing, Fault> {
    let told: OutletTold = call.json()?;
    let number = short("number", call.part("number"), TEXT_MAX)?;
    let catalogue = call.house().catalogue();
    let known = catalogue.outlet(OutletId::of(&number));
    if known.is_some_and(|known| known.number != number) {
        return Err(unfit("number: another outlet has the same 64-bit id; give one of them another number"));
    }
    if known.is_none() && catalogue.outlets().count() >= OUTLETS_MAX {
        return Err(unfit(format!("there are {OUTLETS_MAX} outlets already; take one away first")));
    }
    let outlet = told.over(known, number)?;
    let changes: &[CatalogueChange] = match known == Some(&outlet) {
        true => &[],
        false => &[CatalogueChange::Outlet(Box::new(outlet))],
    };
    accepted(call, changes, ("outlet_changed", call.part("number")))
}

/// `DELETE /api/catalogue/outlets/{number}`: prices and pieces that were told of it stay, and are nobody's.
pub(crate) fn remove(call: &Call<'_>) -> Result<Nothing, Fault> {
    let number = call.part("number");
    let id = OutletId::of(number);
    let is_known = || call.house().catalogue().outlet(id).is_some_and(|outlet| *outlet.number == *number);
    if !is_known() {
        // One that was told a moment ago is waited for.
        call.house().catch_up()?;
        if !is_known() {
            return Err(Fault::NotFound);
        }
    }
    accepted(call, &[CatalogueChange::OutletRemoved(id)], ("outlet_removed", number))
}

impl OutletTold {
    /// Laid over what is known.
    fn over(self, known: Option<&Outlet>, number: Box<str>) -> Result<Outlet, Fault> {
        let mut outlet =
            known.cloned().unwrap_or_else(|| Outlet { name: number.clone(), number, ..Outlet::default() });
        if let Some(name) = maybe("name", self.name.as_ref())? {
            outlet.name = name;
        }
        if let Some(zone) = self.zone {
            outlet.zone = maybe("zone", zone.as_ref())?.map(Arc::from);
        }
        if let Some(position) = self.position {
            outlet.position = position.map(OutletPosition::read).transpose()?;
        }
        if let Some(hours) = self.hours {
            outlet.hours = OutletHours::read(hours)?;
        }
        Ok(outlet)
    }
}

impl OutletHours {
    fn read(told: Vec<OutletHours>) -> Result<Vec<Hours>, Fault> {
        if told.len() > HOURS_MAX {
            return Err(unfit(format!("hours: there are more than {HOURS_MAX}")));
        }
        let mut hours = Vec::with_capacity(told.len());
        for OutletHours { weekday, from_minute, until_minute } in told {
            if !(1..=7).contains(&weekday) {
                return Err(unfit("hours: a weekday is 1 (Monday) to 7 (Sunday)"));
            }
            if from_minute >= until_minute || until_minute > MINUTES {
                return Err(unfit(format!(
                    "hours: they begin before they end, within the {MINUTES} minutes of a day"
                )));
            }
            hours.push(Hours { weekday, from_minute, until_minute });
        }
        Ok(hours)
    }
}

impl OutletPosition {
    fn read(self) -> Result<Position, Fault> {
        let OutletPosition { latitude, longitude } = self;
        let is_on_earth =
            (-NORTH_MAX..=NORTH_MAX).contains(&latitude) && (-EAST_MAX..=EAST_MAX).contains(&longitude);
        match is_on_earth {
            true => Ok(Position { latitude, longitude }),
            false => Err(unfit("position: it is in millionths of a degree, at most 90 north and 180 east")),
        }
    }
}
