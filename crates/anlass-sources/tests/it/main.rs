//! Imports and the collector through the public boundary: real data sets, recorded SDKs, hostile files.

mod analytics;
mod cloudevents;
mod collector;
mod complete_journey;
mod content;
mod contract;
mod files;
mod goods;
mod hook;
mod hostile;
mod online_retail;
mod own_events;
mod people;
mod proposed;
mod proposed_acts;
mod proposed_rough;
mod proposed_shop;
mod shops;
mod sql;
mod writing;

use anlass_model::event::{Arrival, Body};
use anlass_model::id::{OrderId, VaultId};
use anlass_sources::report::{Fate, FileReport};
use anlass_sources::{Error, Imported, Mapping, import};
use std::path::{Path, PathBuf};

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub(crate) fn shipped_mapping(name: &str) -> Mapping {
    let path = root().join("mappings").join(name);
    let text = std::fs::read_to_string(&path).expect("a shipped mapping");
    Mapping::read(&text, name).expect("a good mapping")
}

pub(crate) fn import_quietly(mapping: &Mapping, folder: &Path) -> Result<Imported, Error> {
    import(mapping, folder, VaultId(7), &mut |_| {})
}

pub(crate) fn rows(report: &FileReport, fate: Fate) -> u64 {
    report.tally(fate).rows
}

/// What must hold of every import.
pub(crate) fn check_sound(imported: &Imported) {
    for file in &imported.report.files {
        assert_eq!(file.rows_read, file.rows_with_a_fate(), "{}", file.file);
    }
    let keys: Vec<_> =
        imported.arrivals.iter().map(|arrival| (arrival.event.received, arrival.event.message)).collect();
    assert!(keys.is_sorted(), "arrivals come in the order of (received, message)");
    let mut messages: Vec<_> = imported.arrivals.iter().map(|arrival| arrival.event.message).collect();
    messages.sort_unstable();
    messages.dedup();
    assert_eq!(messages.len(), imported.arrivals.len(), "each event has its own message id");
    assert_eq!(imported.report.events, u64::try_from(messages.len()).expect("small"));
    for arrival in &imported.arrivals {
        assert_eq!(arrival.vault, VaultId(7));
        assert_eq!(arrival.event.occurred.0, arrival.event.received.0);
        let is_empty = match &arrival.event.body {
            // An empty list means the whole order, which is so only where its own row says it.
            Body::Cancelled { lines, order } => {
                lines.is_empty() && !is_placed_then(imported, *order, arrival)
            }
            Body::Returned { lines, .. } => lines.is_empty(),
            _ => false,
        };
        assert!(!is_empty, "{:?}", arrival.event);
    }
}

fn is_placed_then(imported: &Imported, wanted: OrderId, then: &Arrival) -> bool {
    let mut same = imported.arrivals.iter().filter(|arrival| arrival.event.occurred == then.event.occurred);
    same.any(|arrival| matches!(&arrival.event.body, Body::Ordered(order) if order.id == wanted))
}

pub(crate) fn of_customer<'a>(imported: &'a Imported, number: &str) -> Vec<&'a Arrival> {
    imported.arrivals.iter().filter(|arrival| &*arrival.identifiers[0].value == number).collect()
}
