//! What the imported purchases of a real chain lack, invented from a seed and marked as such: names and
//! consents, visits and carts before till purchases, carts left behind, online orders and what comes back,
//! and how people and carriers answer to deliveries.
//!
//! Every number is a keyed draw of (seed, vault, household, what for): no household's year depends on another
//! household, and no draw on an earlier one. Real arrivals are only read.

mod clock;
mod draws;
mod first_sight;
mod household;
mod names;
mod online;
mod people;
#[cfg(test)]
mod tests;
mod visits;

pub use people::People;

use anlass_model::catalogue::Catalogue;
use anlass_model::event::{Arrival, SourceId};
use anlass_model::id::{Identifier, VaultId};
use clock::Clock;
use draws::Draws;
use household::{Household, Told};
use std::collections::BTreeMap;

/// What a simulated shop depends on besides the real arrivals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    pub seed: u64,
    /// Only real arrivals of this vault are looked at.
    pub vault: VaultId,
    /// The declared source that simulated events name.
    pub source: SourceId,
}

/// Simulated arrivals around the real ones, sorted by (received, message id). They carry the identifiers of the
/// household's real arrivals; people are told apart by their strongest identifier, arrivals without any and
/// arrivals that are themselves simulated are passed over.
#[must_use]
pub fn around(plan: &Plan, catalogue: &Catalogue, real: &[Arrival]) -> Vec<Arrival> {
    let mut by_person: BTreeMap<&Identifier, Vec<&Arrival>> = BTreeMap::new();
    for arrival in real.iter().filter(|arrival| arrival.vault == plan.vault && !arrival.event.simulated) {
        if let Some(strongest) = arrival.identifiers.iter().min() {
            by_person.entry(strongest).or_default().push(arrival);
        }
    }
    let clock = Clock::new();
    let root = Draws::root(plan);
    let mut arrivals = Vec::new();
    for (person, mut own) in by_person {
        own.sort_by_key(|arrival| arrival.event.order_key());
        let draws = root.of(person.kind.as_str(), person.value.as_bytes());
        if let Some(household) = Household::new(person, draws, catalogue, &own) {
            arrivals.extend(year_of(plan, &clock, &household));
        }
    }
    arrivals.sort_by_key(|arrival| (arrival.event.received, arrival.event.message));
    arrivals
}

fn year_of(plan: &Plan, clock: &Clock, household: &Household<'_>) -> Vec<Arrival> {
    let mut told = Told::new(plan, household.identifiers);
    first_sight::tell(household, clock, &mut told);
    visits::before_purchases(household, clock, &mut told);
    // A cart left behind must not be followed by an invented purchase of the same family either.
    let ordered = online::orders(household, clock, &mut told);
    visits::left_behind(household, &ordered, clock, &mut told);
    told.arrivals
}
