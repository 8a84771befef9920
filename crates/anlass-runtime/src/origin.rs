//! Running numbers of where things came from: what a replayed history and what imports brought from each source, and what
//! simulated people did with their letters. They are part of the commits that apply it, so that nothing counts twice.

use crate::error::Error;
use anlass_engine::{Entry, Input};
use anlass_model::event::{Arrival, Body, Reaction};
use anlass_model::time::Timestamp;
use anlass_store::Store;
use std::collections::BTreeMap;

const REPLAYED: &str = "replayed/";
const IMPORTED: &str = "imported/";
const REACTED: &str = "simulated/";

/// What a replayed history, or imports, brought from one source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Replayed {
    pub events: u64,
    /// When the newest of it was received.
    pub last: Timestamp,
}

/// What a replayed history brought, by the number of the source.
///
/// # Errors
/// If the store cannot be read.
pub fn replayed(store: &dyn Store) -> Result<BTreeMap<u16, Replayed>, Error> {
    counted_from(store, REPLAYED)
}

/// What imports brought beside everything else, by the number of the source.
///
/// # Errors
/// If the store cannot be read.
pub fn imported(store: &dyn Store) -> Result<BTreeMap<u16, Replayed>, Error> {
    counted_from(store, IMPORTED)
}

fn counted_from(store: &dyn Store, way: &str) -> Result<BTreeMap<u16, Replayed>, Error> {
    let mut sources = BTreeMap::new();
    for (name, count) in store.counters()? {
        let Some(source) = name.strip_prefix(way).and_then(|number| number.parse::<u16>().ok()) else {
            continue;
        };
        let last = store.position(&name)?.and_then(|text| text.parse().ok()).map(Timestamp);
        let events = u64::try_from(count).unwrap_or(0);
        sources.insert(source, Replayed { events, last: last.unwrap_or_default() });
    }
    Ok(sources)
}

/// What simulated people did so often.
///
/// # Errors
/// If the store cannot be read.
pub fn simulated(store: &dyn Store, reaction: Reaction) -> Result<u64, Error> {
    let Some(wanted) = counted(reaction) else { return Ok(0) };
    let counters = store.counters()?;
    let found = counters.iter().find(|(name, _)| name.strip_prefix(REACTED) == Some(wanted));
    Ok(found.map_or(0, |(_, count)| u64::try_from(*count).unwrap_or(0)))
}

fn counted(reaction: Reaction) -> Option<&'static str> {
    match reaction {
        Reaction::Opened => Some("opened"),
        Reaction::Clicked => Some("clicked"),
        Reaction::Replied | Reaction::Complained | Reaction::Unsubscribed => None,
    }
}

/// Counters and positions for a commit that applies these of a history.
pub(crate) fn of_arrivals<'a>(
    arrivals: impl Iterator<Item = &'a Arrival>,
) -> (Vec<(String, i64)>, BTreeMap<String, Timestamp>) {
    counted_in(arrivals, REPLAYED)
}

/// Counters and positions for a commit that applies these of an import.
pub(crate) fn of_import(arrivals: &[Arrival]) -> (Vec<(String, i64)>, BTreeMap<String, Timestamp>) {
    counted_in(arrivals.iter(), IMPORTED)
}

fn counted_in<'a>(
    arrivals: impl Iterator<Item = &'a Arrival>,
    way: &str,
) -> (Vec<(String, i64)>, BTreeMap<String, Timestamp>) {
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    let mut newest: BTreeMap<String, Timestamp> = BTreeMap::new();
    for arrival in arrivals {
        let name = format!("{way}{}", arrival.event.source.0);
        *counts.entry(name.clone()).or_default() += 1;
        let last = newest.entry(name).or_default();
        *last = (*last).max(arrival.event.received.0);
    }
    (counts.into_iter().collect(), newest)
}

/// What simulated people did in a batch.
#[derive(Debug, Default)]
pub struct Reacted(BTreeMap<&'static str, i64>);

impl Reacted {
    pub(crate) fn add(&mut self, entries: &[Entry]) {
        for entry in entries {
            let (Input::Event(event) | Input::Forwarded { event, .. }) = &entry.input else { continue };
            if let (true, Body::Reacted { reaction, .. }) = (event.simulated, &event.body)
                && let Some(name) = counted(*reaction)
            {
                *self.0.entry(name).or_default() += 1;
            }
        }
    }

    pub(crate) fn append(&mut self, more: &Reacted) {
        for (name, count) in &more.0 {
            *self.0.entry(name).or_default() += count;
        }
    }

    pub(crate) fn counters(&self) -> impl Iterator<Item = (String, i64)> {
        self.0.iter().map(|(name, count)| (format!("{REACTED}{name}"), *count))
    }
}
