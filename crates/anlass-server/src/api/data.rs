//! Where data come from, what waits, and what could not be taken in.

use super::shape::{Moment, QuarantineCode};
use super::today::QUARANTINE_MAX;
use crate::access::Act;
use crate::call::{Call, Fault};
use crate::house::set_aside::{self, Driven};
use crate::insight::problems::{QUARANTINE, coded};
use anlass_model::event::SourceId;
use anlass_model::id::parts_hash;
use anlass_model::time::{SECOND, Timestamp};
use anlass_runtime::origin;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Rows shown; the oldest first.
const SHOWN_MAX: usize = 200;
const STORE_FILE: &str = "store.sqlite";

#[derive(Serialize, ToSchema)]
pub(crate) struct Data {
    sources: Vec<Source>,
    inbox: InboxState,
    store: StoreState,
    quarantine_count: usize,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Source {
    id: String,
    number: u16,
    delayed: bool,
    events: u64,
    /// Those of them that came with the replayed history.
    replayed: u64,
    last_received: Option<Moment>,
    lag_seconds: Option<i64>,
}

/// Numbers of the last entry that was accepted, and of the last one applied.
#[derive(Serialize, ToSchema)]
pub(crate) struct InboxState {
    last: u64,
    applied: u64,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct StoreState {
    format: u32,
    parts: u8,
    file_bytes: u64,
}

pub(crate) fn show(call: &Call<'_>) -> Result<Data, Fault> {
    let (house, view) = (call.house(), call.view());
    let now = house.now();
    let replayed = origin::replayed(&*house.store)?;
    let sources = view.runtime.program.definitions.settings.sources.iter().map(|source| {
        let received = house.reach.of(source.number);
        let before = replayed.get(&source.number);
        let last = received.map(|received| Timestamp(received.last)).max(before.map(|before| before.last));
        let replayed = before.map_or(0, |before| before.events);
        Source {
            id: source.id.to_string(),
            number: source.number,
            delayed: source.delayed,
            events: received.map_or(0, |received| received.events).saturating_add(replayed),
            replayed,
            last_received: last.map(Moment),
            // A past that was replayed is complete; only what comes by itself can be late.
            lag_seconds: received.and(last).map(|last| now.since(last).0.max(0) / SECOND.0),
        }
    });
    let settings = house.store.settings();
    let size = |name: &str| std::fs::metadata(house.dir.join(name)).map_or(0, |file| file.len());
    let file_bytes = size(STORE_FILE) + size(&format!("{STORE_FILE}-wal"));
    Ok(Data {
        sources: sources.collect(),
        inbox: InboxState { last: house.inbox.last()?, applied: anlass_store::inbox_applied(&*house.store)? },
        store: StoreState { format: settings.format, parts: settings.parts, file_bytes },
        quarantine_count: house.store.quarantine(&view.scope, QUARANTINE_MAX)?.len(),
    })
}

/// Something that could not be taken in.
#[derive(Serialize, ToSchema)]
pub(crate) struct Quarantined {
    id: String,
    place: String,
    source: String,
    reason: String,
    /// The reason for whoever has words of their own; null: only the sentence says it.
    code: Option<QuarantineCode>,
    /// Values in the reason, by name.
    values: BTreeMap<String, String>,
    received: Moment,
}

pub(crate) fn quarantine(call: &Call<'_>) -> Result<Vec<Quarantined>, Fault> {
    let view = call.view();
    let rows = call.house().store.quarantine(&view.scope, SHOWN_MAX)?;
    let sources = &view.runtime.program.definitions.settings.sources;
    let row = |row: anlass_store::QuarantineRow| {
        let source = sources.iter().find(|source| source.number == row.source.0);
        let source = source.map_or_else(|| row.source.0.to_string(), |source| source.id.to_string());
        let parts = [row.place.as_bytes(), &row.source.0.to_le_bytes(), &row.received.0.to_le_bytes()];
        let (code, values) = coded(QUARANTINE, &row.reason)
            .map_or_else(Default::default, |coded| (Some(QuarantineCode::of(coded.code)), coded.values));
        Quarantined {
            id: format!("{:032x}", parts_hash(&parts)),
            place: row.place,
            source,
            reason: row.reason,
            code,
            values,
            received: Moment(row.received),
        }
    };
    Ok(rows.into_iter().map(row).collect())
}

/// Which rows; without a source all of them.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Redrive {
    source: Option<String>,
}

/// Rows that were taken in now, and rows that wait on.
#[derive(Serialize, ToSchema)]
pub(crate) struct Redriven {
    driven: u64,
    left: u64,
}

/// Takes in what was mended meanwhile; when this answers, it is applied.
pub(crate) fn redrive(call: &Call<'_>) -> Result<Redriven, Fault> {
    let Redrive { source } = call.json()?;
    let (house, view) = (call.house(), call.view());
    let mut sources = view.runtime.program.definitions.settings.sources.iter();
    let source = match source {
        None => None,
        Some(id) => {
            let known = sources.find(|source| source.id.as_str() == id).ok_or(Fault::NotFound)?;
            Some(SourceId(known.number))
        }
    };
    let Driven { driven, left } = set_aside::again(house, source)?;
    house.catch_up()?;
    let act = Act { what: "redriven", about: driven.to_string(), program: None };
    call.desk.access.note((house.wall)(), call.who(), act)?;
    Ok(Redriven { driven, left })
}
