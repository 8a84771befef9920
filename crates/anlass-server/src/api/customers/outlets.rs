//! Outlets of somebody: where they usually buy, and which one is theirs by what the settings say.

use crate::api::catalogue::outlets::{OutletHours, hours};
use crate::api::shape::Localised;
use crate::house::View;
use crate::house::letters::text;
use crate::insight::basket;
use anlass_engine::Dossier;
use anlass_model::catalogue::Outlet;
use anlass_model::event::Place;
use anlass_model::id::OutletId;
use anlass_model::time::Timestamp;
use anlass_runtime::nearest::{self, Why};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
pub(crate) struct UsualOutlet {
    name: Localised,
    /// Purchases made there.
    orders: usize,
}

/// Somebody's own outlet, and by what it is theirs.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnOutlet {
    number: String,
    name: Localised,
    why: OwnOutletWhy,
    /// The profile field that says so.
    field: String,
    /// What stands in it.
    value: Option<String>,
    /// How far it is from there as the crow flies; null: it was chosen.
    metres: Option<i64>,
    hours: Vec<OutletHours>,
}

/// Why an outlet is somebody's own.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OwnOutletWhy {
    /// They chose it.
    Chosen,
    /// It is the nearest to where they are.
    Position,
    /// It is the nearest to where they live.
    Place,
}

pub(super) fn outlet_name(outlet: &Outlet) -> Localised {
    Localised::both(|language| basket::outlet_name(outlet, language))
}

pub(super) fn own(view: &View, dossier: &Dossier) -> Option<OwnOutlet> {
    let (outlet, why) = nearest::found(&view.runtime.program, dossier, &view.runtime.catalogue)?;
    let (code, at) = match why {
        Why::Chosen(_) => (OwnOutletWhy::Chosen, None),
        Why::Position(_, at) => (OwnOutletWhy::Position, Some(at)),
        Why::Place(_, at) => (OwnOutletWhy::Place, Some(at)),
    };
    let metres = at.zip(outlet.position).map(|(at, own)| at.apart_squared(own).isqrt());
    Some(OwnOutlet {
        number: outlet.number.to_string(),
        name: outlet_name(outlet),
        why: code,
        field: why.field().to_string(),
        value: text(dossier, why.field().as_str()),
        metres,
        hours: hours(outlet),
    })
}

/// Of outlets with as many purchases the last one counts.
pub(super) fn usual(view: &View, dossier: &Dossier) -> Option<UsualOutlet> {
    let mut counts: BTreeMap<OutletId, (usize, Timestamp)> = BTreeMap::new();
    for head in dossier.hot.heads.iter().filter(|head| !head.cancelled) {
        if let Place::Outlet(outlet) = head.place {
            let (count, last) = counts.entry(outlet).or_insert((0, head.occurred));
            *count += 1;
            *last = head.occurred.max(*last);
        }
    }
    let (outlet, (orders, _)) = counts.into_iter().max_by_key(|(_, counted)| *counted)?;
    Some(UsualOutlet { name: outlet_name(view.runtime.catalogue.outlet(outlet)?), orders })
}
