//! A rehearsal (Probelauf): definitions over the recorded history, in a store of their own in memory, with the
//! keys of the live installation so that everybody has the same id and draws. Nothing live is touched.

use crate::batch::Runtime;
use crate::error::Error;
use crate::history::{BATCH, History, Plan, Position};
use crate::summary::{lapsed, went_out};
use crate::virtual_time::Outside;
use anlass_model::definition::Definitions;
use anlass_model::id::{EntityId, NameId};
use anlass_model::org::TenantScope;
use anlass_model::time::{Span, Timestamp};
use anlass_model::value::Day;
use anlass_store::memory::MemoryStore;
use anlass_store::seal::MasterKey;
use anlass_store::{IntentRow, Store};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What definitions would have done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rehearsal {
    /// Of the stretch that is counted.
    pub events: u64,
    #[serde(serialize_with = "text")]
    pub from: Timestamp,
    #[serde(serialize_with = "text")]
    pub until: Timestamp,
    /// By journey.
    pub entered: BTreeMap<String, u64>,
    /// By message and channel.
    pub sent: BTreeMap<String, u64>,
    pub sent_by_channel: BTreeMap<String, u64>,
    /// What was still to be decided or sent at the end, by state: neither sent nor not.
    pub still_open: BTreeMap<String, u64>,
    /// By state and reason.
    pub not_sent: BTreeMap<String, u64>,
    /// The same by reason alone.
    pub suppressed_by_reason: BTreeMap<String, u64>,
    /// What its journey was left before, by the exit's name: no message was wanted, so it is neither sent nor not sent.
    pub lapsed_by_exit: BTreeMap<String, u64>,
    /// Person-days on which more than one message was wanted.
    pub collisions: u64,
    #[serde(serialize_with = "maybe_text")]
    pub busiest_day: Option<Day>,
    pub busiest_day_sent: u64,
    /// What went out, day by day.
    #[serde(serialize_with = "days_text")]
    pub sent_by_day: BTreeMap<Day, u64>,
    /// The same for each programme that wanted or let in anybody.
    pub programmes: BTreeMap<String, OfProgramme>,
}

/// What came of one programme in the stretch that is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OfProgramme {
    pub entered: u64,
    /// By message and channel's code.
    #[serde(serialize_with = "sent_text")]
    pub sent: BTreeMap<(String, String), u64>,
    /// What became of messages, by state, reason and what the reason names, with the ledger's codes.
    #[serde(serialize_with = "outcomes_text")]
    pub outcomes: BTreeMap<(String, String, String), u64>,
    #[serde(serialize_with = "days_text")]
    pub sent_by_day: BTreeMap<Day, u64>,
    /// Who got something; told as a number.
    #[serde(serialize_with = "number")]
    pub people: BTreeSet<EntityId>,
}

impl OfProgramme {
    /// Everything that went out.
    #[must_use]
    pub fn sent_in_all(&self) -> u64 {
        self.sent.values().sum()
    }
}

fn text<T: std::fmt::Display, S: serde::Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

fn maybe_text<S: serde::Serializer>(day: &Option<Day>, serializer: S) -> Result<S::Ok, S::Error> {
    match day {
        Some(day) => serializer.collect_str(day),
        None => serializer.serialize_none(),
    }
}

fn days_text<S: serde::Serializer>(days: &BTreeMap<Day, u64>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(days.iter().map(|(day, count)| (day.to_string(), count)))
}

fn sent_text<S: serde::Serializer>(
    sent: &BTreeMap<(String, String), u64>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(sent.iter().map(|((message, channel), count)| (place(message, channel), count)))
}

fn outcomes_text<S: serde::Serializer>(
    outcomes: &BTreeMap<(String, String, String), u64>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(outcomes.iter().map(|(what, count)| (outcome([&what.0, &what.1, &what.2]), count)))
}

/// State, reason and detail in one text, as far as there are any.
fn outcome(parts: [&str; 3]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn number<S: serde::Serializer>(people: &BTreeSet<EntityId>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(u64::try_from(people.len()).unwrap_or(u64::MAX))
}

fn place(message: &str, channel: &str) -> String {
    format!("{message} ({channel})")
}

/// Rehearses definitions. `since`: count only this last stretch of the history; what came before it is run all
/// the same, because dossiers stand on it.
///
/// # Errors
/// If the definitions have problems or the history cannot be read.
pub fn rehearse(
    live: &Runtime,
    scope: &TenantScope,
    definitions: Definitions,
    history: &History,
    outside: &dyn Outside,
    since: Option<Span>,
    tell: &mut dyn FnMut(Position),
) -> Result<Rehearsal, Error> {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new(live.parts, 0));
    // Keys of no meaning: the live ones are taken over below, in memory only.
    let master = MasterKey::from_bytes([0; 32]);
    Runtime::publish(&*store, &master, &definitions, Some([0; 32]))?;
    let mut runtime = Runtime::open(store, &master, "rehearsal", Timestamp(0))?;
    runtime.keyring = live.keyring.clone();
    runtime.catalogue = Arc::clone(&live.catalogue);

    let (first, last) = ends(live, history)?;
    let from = since.map_or(first, |since| last.minus(since).max(first));
    let plan = |before| Plan { outside, before, batch: BATCH };
    let mut before = BTreeMap::new();
    if from > first {
        runtime.replay(history, &plan(Some(from)), tell)?;
        before = entered(&runtime, scope)?;
    }
    let rest = runtime.replay(history, &plan(None), tell)?;
    let mut entered = entered(&runtime, scope)?;
    for (journey, count) in &mut entered {
        *count -= before.get(journey).copied().unwrap_or(0).min(*count);
    }
    let programmes = by_programme(&runtime, &entered);
    let mut rehearsal = Rehearsal {
        events: rest.arrivals,
        from,
        until: rest.to.until,
        entered: entered.into_iter().map(|(journey, count)| (runtime.program.name(journey), count)).collect(),
        sent: BTreeMap::new(),
        sent_by_channel: BTreeMap::new(),
        still_open: BTreeMap::new(),
        not_sent: BTreeMap::new(),
        suppressed_by_reason: BTreeMap::new(),
        lapsed_by_exit: BTreeMap::new(),
        collisions: 0,
        busiest_day: None,
        busiest_day_sent: 0,
        sent_by_day: BTreeMap::new(),
        programmes,
    };
    rehearsal.count(&runtime, scope)?;
    Ok(rehearsal)
}

/// First and last recorded moment.
fn ends(live: &Runtime, history: &History) -> Result<(Timestamp, Timestamp), Error> {
    let last = history.last()?;
    let at = |found: Vec<(u64, anlass_model::event::Arrival)>| {
        found.first().map_or(Timestamp(0), |(_, arrival)| arrival.event.received.0)
    };
    let first_at = at(history.read(&live.keyring, 0, 1)?);
    let last_at = at(history.read(&live.keyring, last.saturating_sub(1), 1)?);
    Ok((first_at, last_at))
}

fn entered(runtime: &Runtime, scope: &TenantScope) -> Result<BTreeMap<NameId, u64>, Error> {
    let mut counts = BTreeMap::new();
    runtime.each_dossier(scope, &mut |dossier| {
        for (journey, _, count) in &dossier.hot.entered {
            *counts.entry(*journey).or_default() += u64::from(*count);
        }
    })?;
    Ok(counts)
}

/// Entries of journeys as entries of their programmes.
fn by_programme(runtime: &Runtime, entered: &BTreeMap<NameId, u64>) -> BTreeMap<String, OfProgramme> {
    let mut all: BTreeMap<String, OfProgramme> = BTreeMap::new();
    for programme in &runtime.program.definitions.programmes {
        let journeys = programme.journeys.iter().map(|journey| NameId::of(journey.id.as_str()));
        let entered = journeys.filter_map(|journey| entered.get(&journey)).sum();
        if entered > 0 {
            all.insert(programme.id.to_string(), OfProgramme { entered, ..OfProgramme::default() });
        }
    }
    all
}

impl OfProgramme {
    fn count(&mut self, row: &IntentRow, planned: Day) {
        let outcome = (row.state.clone(), row.reason.clone(), row.detail.clone());
        *self.outcomes.entry(outcome).or_default() += 1;
        if went_out(&row.state) {
            *self.sent.entry((row.message.clone(), row.channel.clone())).or_default() += 1;
            *self.sent_by_day.entry(planned).or_default() += 1;
            self.people.insert(row.customer);
        }
    }
}

/// Why something was not sent: what has no reason says it by its state.
fn reason(row: &IntentRow) -> &str {
    if row.reason.is_empty() { &row.state } else { &row.reason }
}

impl Rehearsal {
    fn count(&mut self, runtime: &Runtime, scope: &TenantScope) -> Result<(), Error> {
        let day = |at: Timestamp| Day::from_date(at.in_zone(&runtime.program.zone).date());
        let mut wanted: BTreeMap<(EntityId, Day), BTreeSet<String>> = BTreeMap::new();
        let mut sent: BTreeMap<Day, u64> = BTreeMap::new();
        let from = self.from;
        runtime.each_intent(scope, &mut |row| {
            if row.created < from {
                return;
            }
            self.programmes.entry(row.programme.clone()).or_default().count(row, day(row.planned));
            if lapsed(&row.state) {
                *self.lapsed_by_exit.entry(row.detail.clone()).or_default() += 1;
                return;
            }
            wanted.entry((row.customer, day(row.created))).or_default().insert(row.message.clone());
            if went_out(&row.state) {
                *self.sent.entry(place(&row.message, &row.channel)).or_default() += 1;
                *self.sent_by_channel.entry(row.channel.clone()).or_default() += 1;
                *sent.entry(day(row.planned)).or_default() += 1;
                return;
            }
            if row.open {
                *self.still_open.entry(row.state.clone()).or_default() += 1;
                return;
            }
            *self.suppressed_by_reason.entry(reason(row).to_owned()).or_default() += 1;
            *self.not_sent.entry(outcome([&row.state, &row.reason, &row.detail])).or_default() += 1;
        })?;
        let collisions = wanted.values().filter(|messages| messages.len() > 1).count();
        self.collisions = u64::try_from(collisions).unwrap_or(u64::MAX);
        let busiest = sent.iter().max_by_key(|(day, count)| (**count, std::cmp::Reverse(**day)));
        if let Some((day, count)) = busiest {
            (self.busiest_day, self.busiest_day_sent) = (Some(*day), *count);
        }
        self.sent_by_day = sent;
        Ok(())
    }
}
