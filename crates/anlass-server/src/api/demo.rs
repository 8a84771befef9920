//! What only a demonstration has: the guided tour, a cart and a purchase to book, and a clock to move.

use super::cart_story::{self, CartStory};
use super::shape::{Localised, Moment, Nothing, whole};
use super::tour::Found;
use super::{name, tour, why};
use crate::call::{Call, Fault};
use crate::insight::tour::Which;
use anlass_engine::program::JourneyDef;
use anlass_engine::{Dossier, open_lines};
use anlass_model::event::{Arrival, Body, Event, Line, Order, Place, SourceId};
use anlass_model::id::{EntityId, MessageId, OrderId, OutletId, parts_hash};
use anlass_model::time::{DAY, HOUR, Occurred, Received, SECOND, Span, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The declared source of what is bought in outlets, and of what is invented.
const TILL: &str = "till";
pub(super) const SIMULATED: &str = "simulated";
/// A clock is moved this far at once.
const DAYS_MAX: i64 = 31;
const STRIDES_MAX: i64 = 500;
/// So long somebody waits for it to arrive.
const PATIENCE: Span = SECOND.times(8);

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
    let dossier = view.runtime.dossier(view.scope.vault(), id)?.ok_or(Fault::NotFound)?;
    let lines: Vec<Line> = open_lines(&dossier)
        .iter()
        .map(|line| Line { item: line.item, quantity: line.quantity, value: line.value })
        .collect();
    if lines.is_empty() {
        return Err(Fault::Unfit { cause: "nothing lies in this cart".into() });
    }
    let outlet = dossier.hot.heads.iter().rev().find_map(|head| match head.place {
        Place::Outlet(outlet) => Some(outlet),
        Place::Online => None,
    });
    let now = house.now();
    let hash = parts_hash(&[b"till purchase", &id.0.to_le_bytes(), &now.0.to_le_bytes()]);
    let order = Order {
        id: OrderId::of(&format!("{hash:032x}")),
        place: Place::Outlet(outlet.unwrap_or(OutletId::of("1"))),
        lines,
    };
    book(call, &dossier, TILL, hash, Body::Ordered(order))?;
    Ok(Nothing)
}

/// Takes in something invented about somebody; it is applied when this returns.
fn book(call: &Call<'_>, dossier: &Dossier, source: &str, hash: u128, body: Body) -> Result<(), Fault> {
    let (house, view) = (call.house(), call.view());
    if dossier.hot.identifiers.is_empty() {
        return Err(Fault::NoIdentifier);
    }
    let now = house.now();
    let sources = &view.runtime.program.definitions.settings.sources;
    let source = sources.iter().find(|own| own.id.as_str() == source).map_or(0, |source| source.number);
    let event = Event {
        message: MessageId::Hash(hash),
        source: SourceId(source),
        occurred: Occurred(now),
        received: Received(now),
        simulated: true,
        body,
    };
    let identifiers = dossier.hot.identifiers.clone();
    house.take(&[Arrival { vault: view.scope.vault(), identifiers, event }])?;
    house.catch_up()?;
    Ok(())
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct Moved {
    #[schema(minimum = 1, maximum = 2_678_400)]
    #[serde(deserialize_with = "whole")]
    seconds: i64,
    /// Whether it stands still then; otherwise a demonstration's clock goes on.
    #[serde(default)]
    hold: bool,
}

/// Where the clock stands, and how much of the way is left: whoever wants to arrive asks again for that.
#[derive(Serialize, ToSchema)]
pub(crate) struct Now {
    now: Moment,
    left_seconds: i64,
}

pub(crate) fn clock(call: &Call<'_>) -> Result<Now, Fault> {
    let Moved { seconds, hold } = call.json()?;
    let house = call.house();
    if !house.clock.is_movable() {
        return Err(Fault::NotHere);
    }
    if seconds <= 0 || seconds > DAY.times(DAYS_MAX).0 / SECOND.0 {
        let cause = format!("seconds must be positive and at most {DAYS_MAX} days");
        return Err(Fault::Unreadable { cause });
    }
    if hold {
        house.clock.hold();
    }
    let left = advance(call, SECOND.times(seconds))?;
    if !hold {
        house.clock.let_go();
    }
    Ok(Now { now: Moment(house.now()), left_seconds: left.0 / SECOND.0 })
}

/// In strides, so that what is due on the way happens about when it was to, and not all at the end, maybe at night.
/// Whoever asked hears something in reasonable time: what is left then is told. At least one stride is made.
fn advance(call: &Call<'_>, by: Span) -> Result<Span, Fault> {
    let house = call.house();
    let begun = (house.wall)();
    let stride = HOUR.0.max(by.0 / STRIDES_MAX / SECOND.0 * SECOND.0);
    let mut left = by.0;
    while left > 0 {
        house.clock.advance(Span(stride.min(left)));
        house.catch_up()?;
        left -= stride.min(left);
        if (house.wall)().since(begun) >= PATIENCE {
            break;
        }
    }
    Ok(Span(left))
}

/// Chapters of the guided tour.
#[derive(Serialize, ToSchema)]
pub(crate) struct Tour {
    stops: Vec<TourStop>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct TourStop {
    kind: ChapterKind,
    customers: Vec<Guest>,
    /// When the reminder of the cart is due, where one is.
    due: Option<Moment>,
    /// What became of the cart that was filled last.
    story: Option<CartStory>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ChapterKind {
    /// A cart filled online, whose reminder a recorded purchase at the till stopped.
    TillPurchase,
    /// The same kind of person; what becomes of the cart is still to be decided.
    LastSecond,
    /// Sent everything back, so that nobody asked for a review.
    Returner,
    /// Two silent people: the first was won back, the second is left in peace.
    SilentPair,
}

/// Somebody to look at; what is said of them holds simulated things that are marked as such.
#[derive(Serialize, ToSchema)]
pub(crate) struct Guest {
    id: String,
    name: String,
    note: Option<Localised>,
    simulated: bool,
    /// The message that this is about.
    message: Option<String>,
    /// Which intent, or time in a journey, of those that the question why is answered with.
    which: Option<String>,
}

pub(crate) fn tour(call: &Call<'_>) -> Result<Tour, Fault> {
    let house = call.house();
    if !house.is_demo {
        return Err(Fault::NotHere);
    }
    let found = tour::take(call)?;
    let stop = |kind, people: Vec<&tour::Found>| {
        let customers = people.iter().map(|found| guest(call, found.customer, Some(found)));
        Ok::<_, Fault>(TourStop {
            kind,
            customers: customers.collect::<Result<_, _>>()?,
            due: None,
            story: None,
        })
    };
    let mut stops = Vec::new();
    if let Some(one) = &found.people.till_purchase {
        stops.push(stop(ChapterKind::TillPurchase, vec![one])?);
    }
    if let Some(customer) = found.buyer(call)? {
        let due = due(call, customer)?.map(Moment);
        let customers = vec![guest(call, customer, None)?];
        let story = cart_story::tell(call, found.filled())?;
        stops.push(TourStop { kind: ChapterKind::LastSecond, customers, due, story });
    }
    if let Some(one) = &found.people.returner {
        stops.push(stop(ChapterKind::Returner, vec![one])?);
    }
    if let Some((won, left)) = &found.people.silent_pair {
        stops.push(stop(ChapterKind::SilentPair, vec![won, left])?);
    }
    Ok(Tour { stops })
}

/// Whoever was not found but chosen has a cart that is, or is to be, reminded of.
fn guest(call: &Call<'_>, customer: EntityId, found: Option<&tour::Found>) -> Result<Guest, Fault> {
    let view = call.view();
    let program = &view.runtime.program;
    let dossier = view.runtime.dossier(view.scope.vault(), customer)?.ok_or(Fault::NotFound)?;
    let (message, which) = match found {
        Some(found) => (Some(found.about.message.clone()), found.about.which.clone()),
        None => {
            let cart = crate::insight::tour::cart_journey(program);
            let last = |journey: &JourneyDef| {
                let mut entered = dossier.hot.entered.iter();
                let (_, _, run) = entered
                    .find(|(entered, at, _)| *entered == journey.id && call.house().now().since(*at) < DAY)?;
                Some(Which::Run { journey: journey.name.to_string(), run: *run })
            };
            (cart.map(|(_, message)| message.name.to_string()), cart.and_then(|(journey, _)| last(journey)))
        }
    };
    let which = which.map(|which| match which {
        Which::Intent(intent) => intent.to_string(),
        Which::Run { journey, run } => why::run_id(&journey, run),
    });
    let note = found.map(|Found { note: [de, en], .. }| Localised { de: de.clone(), en: en.clone() });
    let simulated = call.house().is_simulated || note.is_none();
    Ok(Guest { id: customer.to_string(), name: name(&dossier), note, simulated, message, which })
}

/// When the reminder of somebody's cart is due.
fn due(call: &Call<'_>, customer: EntityId) -> Result<Option<Timestamp>, Fault> {
    let view = call.view();
    let Some((journey, _)) = crate::insight::tour::cart_journey(&view.runtime.program) else {
        return Ok(None);
    };
    let dossier = view.runtime.dossier(view.scope.vault(), customer)?.ok_or(Fault::NotFound)?;
    Ok(dossier.runs.iter().find(|run| run.journey == journey.id).and_then(|run| run.due))
}

/// A cart whose reminder is due in a second.
#[derive(Serialize, ToSchema)]
pub(crate) struct LastSecond {
    customer: Guest,
    due: Moment,
    now: Moment,
}

/// Fills somebody's cart, moves the clock to one second before its reminder, and lets it stand there: there is all
/// the time in the world to book a purchase, or not to. The next move of the clock lets it go on.
pub(crate) fn last_second(call: &Call<'_>) -> Result<LastSecond, Fault> {
    let house = call.house();
    if !house.is_demo || !house.clock.is_movable() {
        return Err(Fault::NotHere);
    }
    let nobody = || Fault::Unfit { cause: "nobody is left who would be reminded of a cart just now".into() };
    let kept = tour::take(call)?;
    let (customer, line) = kept.next_buyer(call)?.ok_or_else(nobody)?;
    let view = call.view();
    let dossier = view.runtime.dossier(view.scope.vault(), customer)?.ok_or(Fault::NotFound)?;
    house.clock.hold();
    let hash = parts_hash(&[b"demo cart", &customer.0.to_le_bytes(), &house.now().0.to_le_bytes()]);
    book(call, &dossier, SIMULATED, hash, Body::CartAdded(line))?;
    let due = due(call, customer)?.ok_or_else(nobody)?;
    kept.note_due(due);
    while advance(call, due.minus(SECOND).since(house.now()))?.0 > 0 {}
    Ok(LastSecond { customer: guest(call, customer, None)?, due: Moment(due), now: Moment(house.now()) })
}

/// The chapter begins anew, with somebody else: nothing is told of the last cart any more, and nothing is filled yet.
pub(crate) fn begin_anew(call: &Call<'_>) -> Result<Nothing, Fault> {
    let house = call.house();
    if !house.is_demo {
        return Err(Fault::NotHere);
    }
    tour::take(call)?.begin_anew();
    house.clock.let_go();
    Ok(Nothing)
}
