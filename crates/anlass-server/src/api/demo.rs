//! What only a demonstration has: a purchase at the till of what lies in somebody's cart, and a clock to move.

use super::shape::{Moment, Nothing};
use crate::call::{Call, Fault};
use anlass_engine::open_lines;
use anlass_model::event::{Arrival, Body, Event, Line, Order, Place, SourceId};
use anlass_model::id::{EntityId, MessageId, OrderId, OutletId, parts_hash};
use anlass_model::time::{DAY, HOUR, Occurred, Received, SECOND, Span};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The declared source of what is bought in outlets.
const TILL: &str = "till";
/// A clock is moved this far at once.
const DAYS_MAX: i64 = 400;
const STRIDES_MAX: i64 = 500;

#[derive(Deserialize, ToSchema)]
pub(crate) struct Buyer {
    #[schema(pattern = "^[0-9a-f]{32}$")]
    customer: String,
}

pub(crate) fn till_purchase(call: &Call<'_>) -> Result<Nothing, Fault> {
    let Buyer { customer } = call.json()?;
    let (house, view) = (call.house(), call.view());
    if !house.is_demo {
        return Err(Fault::NotHere);
    }
    let id: EntityId = customer.parse().map_err(|_| Fault::NotFound)?;
    let vault = view.scope.vault();
    let dossier = view.runtime.dossier(vault, id)?.ok_or(Fault::NotFound)?;
    let lines: Vec<Line> = open_lines(&dossier)
        .iter()
        .map(|line| Line { item: line.item, quantity: line.quantity, value: line.value })
        .collect();
    if lines.is_empty() {
        return Err(Fault::Unreadable { cause: "nothing lies in this cart".into() });
    }
    if dossier.hot.identifiers.is_empty() {
        return Err(Fault::NoIdentifier);
    }
    let now = house.now();
    let sources = &view.runtime.program.definitions.settings.sources;
    let source = sources.iter().find(|source| source.id.as_str() == TILL).map_or(0, |source| source.number);
    let hash = parts_hash(&[b"till purchase", &id.0.to_le_bytes(), &now.0.to_le_bytes()]);
    let outlet = dossier.hot.heads.iter().rev().find_map(|head| match head.place {
        Place::Outlet(outlet) => Some(outlet),
        Place::Online => None,
    });
    let order = Order {
        id: OrderId::of(&format!("{hash:032x}")),
        place: Place::Outlet(outlet.unwrap_or(OutletId::of("1"))),
        lines,
    };
    let event = Event {
        message: MessageId::Hash(hash),
        source: SourceId(source),
        occurred: Occurred(now),
        received: Received(now),
        simulated: true,
        body: Body::Ordered(order),
    };
    house.take(&[Arrival { vault, identifiers: dossier.hot.identifiers.clone(), event }])?;
    house.catch_up()?;
    Ok(Nothing)
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct Moved {
    #[schema(minimum = 1, maximum = 34_560_000)]
    seconds: i64,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Now {
    now: Moment,
}

pub(crate) fn clock(call: &Call<'_>) -> Result<Now, Fault> {
    let Moved { seconds } = call.json()?;
    let house = call.house();
    if !house.clock.is_manual() {
        return Err(Fault::NotHere);
    }
    if seconds <= 0 || seconds > DAY.times(DAYS_MAX).0 / SECOND.0 {
        let cause = format!("seconds must be positive and at most {DAYS_MAX} days");
        return Err(Fault::Unreadable { cause });
    }
    let by = SECOND.times(seconds);
    // In strides, so that what is due on the way happens about when it was to, and not all at the end, maybe at night.
    let stride = HOUR.0.max(by.0 / STRIDES_MAX);
    let mut left = by.0;
    while left > 0 {
        house.clock.advance(Span(stride.min(left)));
        house.catch_up()?;
        left -= stride;
    }
    Ok(Now { now: Moment(house.now()) })
}
