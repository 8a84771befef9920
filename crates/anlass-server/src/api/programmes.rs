//! Programmes with their numbers, and one of them whole.

use super::{at, glance, localised, reason_words};
use crate::call::{Call, Fault, Reply};
use crate::house::View;
use anlass_model::definition::Programme;
use anlass_model::time::Timestamp;
use anlass_runtime::goals::GoalCount;
use anlass_runtime::migration::Standing;
use anlass_runtime::summary::went_out;
use anlass_store::Tally;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const VERSIONS_MAX: usize = 50;

pub(crate) fn list(call: &Call<'_>) -> Result<Reply, Fault> {
    let view = call.view();
    let glance = glance::take(call)?;
    let tallies = call.house().store.tally(&view.scope)?;
    let goals = view.runtime.goals(&view.scope)?;
    let all = &view.runtime.program.definitions.programmes;
    let row = |programme: &Programme| {
        let journeys = programme.journeys.iter().map(|journey| {
            let inside = inside(&glance.inside, journey.id.as_str(), None);
            json!({ "id": journey.id, "name": localised(&journey.name), "inside": inside })
        });
        let mailings = programme.mailings.iter().map(|mailing| {
            let moment = Timestamp::from_zone(mailing.at, &view.runtime.program.zone);
            json!({ "id": mailing.id, "name": localised(&mailing.name), "at": at(moment) })
        });
        json!({
            "id": programme.id, "name": localised(&programme.name), "aim": programme.aim,
            "stopped": programme.stopped, "holdout_percent": programme.holdout_percent,
            "priority": programme.priority, "goal": programme.goal, "journeys": journeys.collect::<Vec<_>>(),
            "mailings": mailings.collect::<Vec<_>>(), "counts": counts(&tallies, programme.id.as_str()),
            "goals": goal(&goals, programme.id.as_str()),
        })
    };
    Ok(Reply::json(all.iter().map(row).collect()))
}

/// The programme of the path.
pub(crate) fn of_path<'a>(call: &Call<'_>, view: &'a View) -> Result<&'a Programme, Fault> {
    let id = call.part("id");
    let mut all = view.runtime.program.definitions.programmes.iter();
    all.find(|programme| programme.id.as_str() == id).ok_or(Fault::NotFound)
}

pub(crate) fn show(call: &Call<'_>) -> Result<Reply, Fault> {
    let view = call.view();
    let programme = of_path(call, &view)?;
    let glance = glance::take(call)?;
    let tallies = call.house().store.tally(&view.scope)?;
    let journeys = programme.journeys.iter().map(|journey| {
        let steps = journey.steps.iter().map(|step| {
            let inside = inside(&glance.inside, journey.id.as_str(), Some(step.id.as_str()));
            json!({ "id": step.id, "inside": inside })
        });
        json!({ "id": journey.id, "steps": steps.collect::<Vec<_>>() })
    });
    let mut reasons: BTreeMap<&str, u64> = BTreeMap::new();
    for tally in tallies.iter().filter(|tally| tally.programme == programme.id.as_str()) {
        if !tally.reason.is_empty() {
            *reasons.entry(&tally.reason).or_default() += tally.rows;
        }
    }
    let mut reasons: Vec<(&str, u64)> = reasons.into_iter().collect();
    reasons.sort_by_key(|(reason, count)| (std::cmp::Reverse(*count), *reason));
    let reasons = reasons
        .into_iter()
        .map(|(reason, count)| json!({ "reason": reason, "words": reason_words(reason), "count": count }));
    let versions = call.desk.access.published(programme.id.as_str())?;
    let versions = versions
        .iter()
        .take(VERSIONS_MAX)
        .map(|noted| json!({ "program": noted.program, "at": at(Timestamp(noted.at)), "by": noted.who }));
    Ok(Reply::json(json!({
        "definition": programme, "yaml": serde_saphyr::to_string(programme)?,
        "journeys": journeys.collect::<Vec<_>>(), "counts": counts(&tallies, programme.id.as_str()),
        "reasons": reasons.collect::<Vec<_>>(), "versions": versions.collect::<Vec<_>>(),
    })))
}

/// People in a journey, on one step or on all.
fn inside(all: &[Standing], journey: &str, step: Option<&str>) -> u64 {
    let here = all.iter().filter(|one| one.journey == journey && step.is_none_or(|step| one.step == step));
    here.map(|one| one.runs).sum()
}

fn counts(tallies: &[Tally], programme: &str) -> Value {
    let (mut delivered, mut suppressed, mut held_out, mut open) = (0, 0, 0, 0);
    for tally in tallies.iter().filter(|tally| tally.programme == programme) {
        match tally.state.as_str() {
            state if went_out(state) => delivered += tally.rows,
            "suppressed" | "expired" | "failed" => suppressed += tally.rows,
            "held_out" => held_out += tally.rows,
            _ => open += tally.rows,
        }
    }
    json!({ "delivered": delivered, "suppressed": suppressed, "held_out": held_out, "open": open })
}

pub(crate) fn goal(goals: &[GoalCount], programme: &str) -> Value {
    let known = goals.iter().find(|goal| goal.programme == programme);
    let count = |of: fn(&GoalCount) -> u64| known.map_or(0, of);
    json!({
        "treated": count(|goal| goal.treated.exposed), "treated_reached": count(|goal| goal.treated.reached),
        "held_out": count(|goal| goal.held_out.exposed), "held_out_reached": count(|goal| goal.held_out.reached),
    })
}
