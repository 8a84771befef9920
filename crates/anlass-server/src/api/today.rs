//! What happens now, and what needs somebody.

use super::settlement::Uncertain;
use super::shape::{Channel, Localised, Moment, Named, Reason, State};
use super::{data, glance, message, needs, quality, settlement};
use crate::call::{Call, Fault};
use crate::intake::Intake;
use anlass_runtime::history;
use serde::Serialize;
use utoipa::ToSchema;

/// Quarantined rows counted; more are told as this many.
pub(crate) const QUARANTINE_MAX: usize = 10_000;

#[derive(Serialize, ToSchema)]
pub(crate) struct Today {
    now: Moment,
    customers: u64,
    accepted_total: u64,
    backlog: u64,
    quarantined: usize,
    by_state: Vec<StateCount>,
    /// What is uncertain among them, as the list of it is counted.
    uncertain: Uncertain,
    phases: Vec<PhaseCount>,
    /// The newest first.
    deliveries: Vec<DeliveryRow>,
    needs_me: Vec<needs::Need>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct StateCount {
    state: State,
    reason: Option<Reason>,
    /// Of an exit: which one.
    detail: Option<String>,
    count: u64,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct PhaseCount {
    id: String,
    name: Localised,
    customers: u64,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct DeliveryRow {
    /// By which its letter is found.
    delivery: String,
    at: Moment,
    customer: String,
    customer_name: String,
    programme: String,
    message: Named,
    channel: Channel,
    state: State,
    simulated: bool,
}

pub(crate) fn show(call: &Call<'_>) -> Result<Today, Fault> {
    let (house, view) = (call.house(), call.view());
    let glance = glance::take(call)?;
    let quarantined = crate::refused::count(&*house.store, &view.scope, QUARANTINE_MAX)?;
    // The inbox holds changes of the catalogue as well.
    let came = house.reach.kinds(view.scope.vault()).into_values().fold(0, u64::saturating_add);
    let accepted = history::position(&*house.store)?.entry.saturating_add(came);
    let states = glance.states();
    let unknown: u64 =
        states.iter().filter(|((state, ..), _)| *state == "unknown").map(|(_, count)| *count).sum();
    let uncertain = Uncertain::of(unknown, settlement::settled(call, &view)?.len());
    let by_state = states.into_iter().map(|((state, reason, detail), count)| StateCount {
        state: State::of(state.to_owned()),
        reason: (!reason.is_empty()).then(|| Reason::of(reason.to_owned())),
        detail: (!detail.is_empty()).then(|| detail.to_owned()),
        count,
    });
    let phases = view.runtime.program.phases.iter().map(|phase| PhaseCount {
        id: phase.name.to_string(),
        name: (&phase.title).into(),
        customers: glance.census.phases.get(&Some(phase.id)).copied().unwrap_or(0),
    });
    let deliveries = glance.deliveries.iter().map(|(row, name)| DeliveryRow {
        delivery: row.id.to_string(),
        at: Moment(row.changed),
        customer: row.customer.to_string(),
        customer_name: name.clone(),
        programme: row.programme.clone(),
        message: message(&view, &row.message),
        channel: Channel::of(row.channel.clone()),
        state: State::of(row.state.clone()),
        simulated: house.is_simulated,
    });
    let backlog = house.backlog();
    let private = house.privacy_count(view.scope.vault())?;
    let of_data = needs::of_data(
        house,
        &data::sources(call, &view)?,
        quality::worse(call, &view)?,
        quarantined,
        private,
    );
    Ok(Today {
        now: Moment(house.now()),
        customers: glance.census.customers,
        accepted_total: accepted,
        backlog,
        quarantined,
        by_state: by_state.collect(),
        uncertain,
        phases: phases.collect(),
        deliveries: deliveries.collect(),
        needs_me: needs::of(call, &view, of_data, uncertain.open)?,
    })
}
