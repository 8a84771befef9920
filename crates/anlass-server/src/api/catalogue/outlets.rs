//! Outlets: where they are, when they are open, and which price zone is theirs; told one by one like a row of a file.

use super::telling::{TEXT_MAX, accepted, maybe, short, unfit};
use crate::api::shape::Nothing;
use crate::call::{Call, Fault};
use anlass_model::catalogue::{CatalogueChange, Hours, Outlet, Position};
use anlass_model::id::OutletId;
use serde::{Deserialize, Serialize};
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

/// What is said of an outlet. What is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutletTold {
    #[schema(max_length = 500)]
    name: Option<String>,
    /// Its price zone.
    zone: Option<String>,
    position: Option<OutletPosition>,
    /// All of the week.
    #[serde(default)]
    hours: Vec<OutletHours>,
}

/// `PUT /api/catalogue/outlets/{number}`
pub(crate) fn put(call: &Call<'_>) -> Result<Nothing, Fault> {
    let told: OutletTold = call.json()?;
    let number = short("number", call.part("number"), TEXT_MAX)?;
    let outlet = told.outlet(number)?;
    let catalogue = call.house().catalogue();
    let known = catalogue.outlet(outlet.id());
    if known.is_some_and(|known| known.number != outlet.number) {
        return Err(unfit("number: another outlet has the same 64-bit id; give one of them another number"));
    }
    if known.is_none() && catalogue.outlets().count() >= OUTLETS_MAX {
        return Err(unfit(format!("there are {OUTLETS_MAX} outlets already; take one away first")));
    }
    let outlet = outlet.over(known);
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
    fn outlet(self, number: Box<str>) -> Result<Outlet, Fault> {
        if self.hours.len() > HOURS_MAX {
            return Err(unfit(format!("hours: there are more than {HOURS_MAX}")));
        }
        let mut hours = Vec::with_capacity(self.hours.len());
        for OutletHours { weekday, from_minute, until_minute } in self.hours {
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
        let position =
            self.position.map(|OutletPosition { latitude, longitude }| Position { latitude, longitude });
        let is_on_earth = |at: &Position| {
            (-NORTH_MAX..=NORTH_MAX).contains(&at.latitude) && (-EAST_MAX..=EAST_MAX).contains(&at.longitude)
        };
        if position.as_ref().is_some_and(|at| !is_on_earth(at)) {
            return Err(unfit("position: it is in millionths of a degree, at most 90 north and 180 east"));
        }
        Ok(Outlet {
            number,
            name: maybe("name", self.name.as_ref())?.unwrap_or_default(),
            zone: maybe("zone", self.zone.as_ref())?.map(Arc::from),
            position,
            hours,
        })
    }
}
