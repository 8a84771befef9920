//! What became of the cart that the guided tour filled last: read from the person's own timeline, so that it is what
//! happened and not what was to happen.

use super::shape::{Localised, Moment, Reason, State};
use super::tour::Filled;
use crate::call::Call;
use crate::insight::{life, tour, words};
use anlass_model::event::Place;
use anyhow::Result;
use serde::Serialize;
use utoipa::ToSchema;

/// From filling the cart to what came of its reminder.
#[derive(Serialize, ToSchema)]
pub(crate) struct CartStory {
    /// The reminder.
    message: String,
    filled: Moment,
    /// When the reminder is due, or was.
    due: Moment,
    /// Whether that moment has come.
    over: bool,
    /// A purchase in an outlet since.
    booked: Option<Moment>,
    /// The exit by which the person left, so that nothing was to be sent any more.
    exit: Option<String>,
    /// Of the reminder, once it is wanted.
    state: Option<State>,
    reason: Option<Reason>,
    reason_words: Option<Localised>,
}

/// `None` where there is no such cart.
pub(crate) fn tell(call: &Call<'_>, filled: Option<Filled>) -> Result<Option<CartStory>> {
    let view = call.view();
    let program = &view.runtime.program;
    let (Some(Filled { customer, at, due: Some(due) }), Some((journey, message))) =
        (filled, tour::cart_journey(program))
    else {
        return Ok(None);
    };
    let Some(life) = life::of(&view.runtime, view.scope.vault(), customer)? else { return Ok(None) };
    let heads = life.dossier.hot.heads.iter();
    let mut bought = heads.filter(|head| head.occurred >= at && matches!(head.place, Place::Outlet(_)));
    let left = life.journeys.get(&journey.id).and_then(|own| own.left.iter().rev().find(|left| left.0 >= at));
    let mut intents = life.intents.iter().rev().filter(|one| one.was_wanted()).map(|one| &one.intent);
    let intent = intents.find(|intent| intent.message == message.id && intent.created >= at);
    let reason = intent.and_then(|intent| intent.state.reason()).map(|reason| reason.code());
    Ok(Some(CartStory {
        message: message.name.to_string(),
        filled: Moment(at),
        due: Moment(due),
        over: call.house().now() >= due,
        booked: bought.next().map(|head| Moment(head.occurred)),
        exit: left.map(|left| left.1.clone()),
        state: intent.map(|intent| State::of(intent.state.code())),
        reason: reason.map(Reason::of),
        reason_words: reason.map(|code| Localised::both(|language| words::reason(language, code).to_owned())),
    }))
}
