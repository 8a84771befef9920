//! The laws every scenario is checked against besides its own expectations: one outcome per intent, caps exact
//! in true windows, four decisions per delivery, and state = fold of the entries, however they are cut.

use crate::scenario::customer::Outcome;
use crate::scenario::expected::Finding;
use crate::scenario::programs::Programs;
use anlass_engine::codec::{decode, encode};
use anlass_engine::{Dossier, Effect, Entry, FREQUENCY_FIELD, FREQUENCY_LESS, Input, Tracing, step};
use anlass_model::consent::Class;
use anlass_model::id::{IntentId, NameId};
use anlass_model::outcome::State;
use anlass_model::time::Timestamp;
use anlass_model::value::Value;
use std::collections::BTreeMap;

pub(crate) fn check(programs: &Programs, outcome: &Outcome<'_>) -> Vec<Finding> {
    let mut broken = Vec::new();
    one_outcome(outcome, &mut broken);
    caps(programs, outcome, &mut broken);
    four_decisions(outcome, &mut broken);
    fold(programs, outcome, &mut broken);
    broken
        .into_iter()
        .map(|what| Finding { line: 0, what: format!("law broken for {}: {what}", outcome.name) })
        .collect()
}

/// Every intent has exactly one final state, or is still open in the dossier.
fn one_outcome(outcome: &Outcome<'_>, broken: &mut Vec<String>) {
    let mut last: BTreeMap<IntentId, (State, bool)> = BTreeMap::new();
    for (_, effect) in &outcome.driven.effects {
        let intent = match effect {
            Effect::Intent(intent) => intent,
            // Only what counts as a contact can come back.
            Effect::Returned { delivery, reason, .. } => {
                let before = last.insert(*delivery, (State::Failed(reason.clone()), false));
                if !matches!(before, Some((State::Delivered | State::Unknown, false))) {
                    broken.push(format!("{delivery} came back after it was {before:?}"));
                }
                continue;
            }
            _ => continue,
        };
        if let Some((State::Handed | State::Unknown, _)) = last.get(&intent.id)
            && matches!(intent.state, State::Claimed | State::Handed)
        {
            broken.push(format!("intent {} leaves again though it may have arrived", intent.id));
        }
        if let (Some((State::Unknown, _)), State::Planned) = (last.get(&intent.id), &intent.state) {
            broken.push(format!("intent {} is planned again though it may have arrived", intent.id));
        }
        if let Some((before, is_open)) = last.get(&intent.id)
            && !is_open
        {
            broken.push(format!("intent {} is {} after it was {before}", intent.id, intent.state));
        }
        last.insert(intent.id, (intent.state.clone(), intent.is_open()));
    }
    for (id, (state, is_open)) in &last {
        let open = outcome.end.intents.iter().find(|intent| intent.id == *id);
        match open {
            Some(intent) if intent.state == *state && *is_open => {}
            None if !is_open => {}
            _ => broken.push(format!("intent {id} is {state} in the ledger and {open:?} in the dossier")),
        }
    }
    if outcome.end.intents.iter().any(|intent| !last.contains_key(&intent.id)) {
        broken.push("an open intent never stood in the ledger".into());
    }
}

/// No window (t − within, t] holds more advertising than a cap allows.
fn caps(programs: &Programs, outcome: &Outcome<'_>, broken: &mut Vec<String>) {
    let Some(program) = programs.by_id(outcome.end.hot.program) else { return };
    let mut tickets = BTreeMap::new();
    let mut sent: BTreeMap<IntentId, (Timestamp, anlass_model::consent::Channel)> = BTreeMap::new();
    for (_, effect) in &outcome.driven.effects {
        match effect {
            Effect::Ticket(ticket) => {
                tickets.insert(ticket.intent, (ticket.at, ticket.channel));
            }
            // What came back was no contact.
            Effect::Returned { delivery, .. } => {
                sent.remove(delivery);
            }
            Effect::Intent(intent) if intent.class == Class::Advertising => {
                if matches!(intent.state, State::Delivered | State::Unknown)
                    && let Some(contact) = tickets.remove(&intent.id)
                {
                    sent.insert(intent.id, contact);
                }
            }
            _ => {}
        }
    }
    // Windows that end after somebody asked for less are theirs, whatever lies in them.
    let wish = outcome.end.hot.profile.iter().find(|(field, _)| *field == NameId::of(FREQUENCY_FIELD));
    let less_since = wish
        .filter(|(_, dated)| dated.value == Some(Value::Text(FREQUENCY_LESS.into())))
        .map(|(_, dated)| dated.occurred);
    for cap in &program.caps {
        let own = || sent.values().filter(|(_, channel)| cap.covers(*channel));
        for (end, _) in own() {
            let inside = own().filter(|(at, _)| at <= end && *at > end.minus(cap.within)).count();
            let max = if less_since.is_some_and(|since| *end >= since) { cap.max_less } else { cap.max };
            if inside > max && programs.all.len() == 1 {
                broken.push(format!("{inside} contacts within {} up to {end}: cap {}", cap.within, cap.name));
            }
        }
    }
}

fn four_decisions(outcome: &Outcome<'_>, broken: &mut Vec<String>) {
    for (_, effect) in &outcome.driven.effects {
        let Effect::Ticket(ticket) = effect else { continue };
        let decision = &ticket.decision;
        let four = [&decision.message, &decision.moment, &decision.frequency, &decision.recipient];
        if four.iter().any(|text| text.is_empty()) {
            broken.push(format!("delivery {} has an undecided field: {decision:?}", ticket.intent));
        }
    }
}

/// The same entries give the same bytes: as they are, through the codec after every step, and with timers
/// left to whatever comes next. Only looking at everybody after a publication cannot be left out: it is an input.
fn fold(programs: &Programs, outcome: &Outcome<'_>, broken: &mut Vec<String>) {
    let entries = &outcome.driven.entries;
    let wanted = encode(&outcome.end);
    let all: Vec<&Entry> = entries.iter().collect();
    let lazy: Vec<&Entry> = entries
        .iter()
        .enumerate()
        .filter(|(index, entry)| {
            let next = entries.get(index + 1);
            let before = index.checked_sub(1).and_then(|before| entries.get(before));
            let at_the_edge =
                |other: Option<&Entry>| other.is_none_or(|other| other.program != entry.program);
            entry.input != Input::Wake || at_the_edge(next) || at_the_edge(before)
        })
        .map(|(_, entry)| entry)
        .collect();
    for (what, entries, through_bytes) in
        [("replayed", &all, false), ("stored after every step", &all, true), ("woken late", &lazy, true)]
    {
        match refold(programs, outcome.start.clone(), entries, through_bytes) {
            Ok(dossier) if encode(&dossier) == wanted => {}
            Ok(dossier) => {
                broken.push(format!(
                    "{what}, the dossier differs: {}",
                    first_difference(&outcome.end, &dossier)
                ));
            }
            Err(error) => broken.push(format!("{what}: {error}")),
        }
    }
}

fn refold(
    programs: &Programs,
    mut dossier: Dossier,
    entries: &[&Entry],
    through_bytes: bool,
) -> Result<Dossier, String> {
    for entry in entries {
        let program = programs.by_id(entry.program).ok_or("an entry names an unknown program")?;
        let _out = step(program, &mut dossier, &entry.input, entry.now, Tracing::Off);
        if through_bytes {
            dossier = decode(&encode(&dossier)).map_err(|error| error.to_string())?;
        }
    }
    Ok(dossier)
}

fn first_difference(wanted: &Dossier, found: &Dossier) -> String {
    let (wanted, found) = (format!("{wanted:#?}"), format!("{found:#?}"));
    let mut lines = wanted.lines().zip(found.lines()).enumerate();
    match lines.find(|(_, (left, right))| left != right) {
        Some((number, (left, right))) => {
            let before: Vec<&str> = wanted.lines().skip(number.saturating_sub(6)).take(6).collect();
            format!("\n{}\n- {left}\n+ {right}", before.join("\n"))
        }
        None => "one is longer than the other".into(),
    }
}
