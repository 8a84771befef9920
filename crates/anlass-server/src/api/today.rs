//! What happens now, and what needs somebody.

use super::{at, glance, message, said};
use crate::call::{Call, Fault, Reply};
use crate::house::View;
use crate::intake::Intake;
use anlass_runtime::history;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Quarantined rows counted; more are told as this many.
pub(crate) const QUARANTINE_MAX: usize = 10_000;
/// More accepted events than this that are not applied need somebody.
const BACKLOG: u64 = 10_000;

pub(crate) fn show(call: &Call<'_>) -> Result<Reply, Fault> {
    let (house, view) = (call.house(), call.view());
    let glance = glance::take(call)?;
    let quarantined = house.store.quarantine(&view.scope, QUARANTINE_MAX)?.len();
    let accepted = history::position(&*house.store)?.entry.saturating_add(house.inbox.last()?);
    let mut states: BTreeMap<(String, String), u64> = BTreeMap::new();
    for tally in house.store.tally(&view.scope)? {
        *states.entry((tally.state, tally.reason)).or_default() += tally.rows;
    }
    let unknown: u64 =
        states.iter().filter(|((state, _), _)| state == "unknown").map(|(_, count)| *count).sum();
    let by_state = states
        .iter()
        .map(|((state, reason), count)| json!({ "state": state, "reason": said(reason), "count": count }));
    let phases = view.runtime.program.phases.iter().map(|phase| {
        let customers = glance.phases.get(&Some(phase.id)).copied().unwrap_or(0);
        json!({ "id": phase.name.as_str(), "name": super::localised(&phase.title), "customers": customers })
    });
    let deliveries = glance.deliveries.iter().map(|(row, name)| {
        json!({
            "at": at(row.changed), "customer": row.customer.to_string(), "customer_name": name,
            "programme": row.programme, "message": message(&view, &row.message), "channel": row.channel,
            "state": row.state, "simulated": house.is_simulated,
        })
    });
    let backlog = house.backlog();
    let mut needs = needs(&view, quarantined, unknown, backlog);
    needs.extend(house.needs());
    Ok(Reply::json(json!({
        "now": at(house.now()), "customers": glance.customers, "accepted_total": accepted, "backlog": backlog,
        "quarantined": quarantined, "by_state": by_state.collect::<Vec<_>>(),
        "phases": phases.collect::<Vec<_>>(), "deliveries": deliveries.collect::<Vec<_>>(),
        "needs_me": needs,
    })))
}

fn needs(view: &View, quarantined: usize, unknown: u64, backlog: u64) -> Vec<Value> {
    let mut needs = Vec::new();
    if quarantined > 0 {
        needs.push(json!({ "code": "quarantine", "params": { "count": quarantined } }));
    }
    if unknown > 0 {
        needs.push(json!({ "code": "unknown_deliveries", "params": { "count": unknown } }));
    }
    if backlog > BACKLOG {
        needs.push(json!({ "code": "backlog", "params": { "count": backlog } }));
    }
    let stopped = view.runtime.program.programmes.iter().filter(|programme| programme.stopped);
    needs.extend(stopped.map(
        |programme| json!({ "code": "programme_stopped", "params": { "id": programme.name.as_str() } }),
    ));
    needs
}
