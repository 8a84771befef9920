//! What became of the cart that the guided tour filled last: read from the person's own timeline, so that it is what
//! happened and not what was to happen; and until when quiet hours hold the reminder, where they do.

use super::shape::{Localised, Moment, Reason, State};
use super::tour::Filled;
use crate::call::Call;
use crate::insight::life::IntentLife;
use crate::insight::{checks, life, tour, words};
use anlass_engine::program::MessageDef;
use anlass_engine::{Dossier, Program, after_quiet};
use anlass_model::consent::{Channel, Class};
use anlass_model::event::Place;
use anlass_model::outcome;
use anlass_model::time::Timestamp;
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
    /// When it came into this state.
    since: Option<Moment>,
    reason: Option<Reason>,
    reason_words: Option<Localised>,
    /// Quiet hours that hold the reminder; null: none do.
    quiet: Option<Held>,
}

/// What quiet hours hold, and how long.
#[derive(Serialize, ToSchema)]
pub(crate) struct Held {
    /// As they are agreed upon: `21:00–08:00`.
    hours: String,
    /// It leaves no sooner.
    until: Moment,
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
    let mut intents = life.intents.iter().rev().filter(|one| one.was_wanted());
    let one = intents.find(|one| one.intent.message == message.id && one.intent.created >= at);
    let intent = one.map(|one| &one.intent);
    let reason = intent.and_then(|intent| intent.state.reason()).map(|reason| reason.code());
    let now = call.house().now();
    let quiet = match (one, left) {
        (None, Some(_)) => None,
        _ => held(program, &life.dossier, message, one, due, now),
    };
    Ok(Some(CartStory {
        message: message.name.to_string(),
        filled: Moment(at),
        due: Moment(due),
        over: now >= due,
        booked: bought.next().map(|head| Moment(head.occurred)),
        exit: left.map(|left| left.1.clone()),
        state: intent.map(|intent| State::of(intent.state.code())),
        since: one.and_then(|one| one.states.last()).map(|(at, _)| Moment(*at)),
        reason: reason.map(Reason::of),
        reason_words: reason.map(|code| Localised::both(|language| words::reason(language, code).to_owned())),
        quiet,
    }))
}

/// Quiet hours in the way of a reminder that is still to leave: as it is planned, or as it would be.
fn held(
    program: &Program,
    dossier: &Dossier,
    message: &MessageDef,
    one: Option<&IntentLife>,
    due: Timestamp,
    now: Timestamp,
) -> Option<Held> {
    if message.class == Class::Contract || !one.is_none_or(|one| one.intent.is_open()) {
        return None;
    }
    // It has waited for its competitors when quiet hours are asked about.
    let (channel, from) = match one.map(|one| &one.intent) {
        None => (None, due.plus(message.dwell)),
        Some(own) if own.state == outcome::State::Planned => (own.channel, now),
        Some(own) => (own.channel, own.look_at.max(now)),
    };
    let channel = channel.or(message.channels.first().copied()).unwrap_or(Channel::Email);
    let until = after_quiet(program, dossier, channel, from);
    (until > from).then(|| Held { hours: checks::hours(program, channel), until: Moment(until) })
}
