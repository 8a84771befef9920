//! Where data come from, what waits, and what could not be taken in.

use super::{at, today::QUARANTINE_MAX};
use crate::call::{Call, Fault, Reply};
use anlass_model::time::{SECOND, Timestamp};
use serde_json::{Value, json};

/// Rows shown; the oldest first.
const SHOWN_MAX: usize = 200;
const STORE_FILE: &str = "store.sqlite";

pub(crate) fn show(call: &Call<'_>) -> Result<Reply, Fault> {
    let (house, view) = (call.house(), call.view());
    let now = house.now();
    let sources = view.runtime.program.definitions.settings.sources.iter().map(|source| {
        let received = house.reach.of(source.number);
        let last = received.map(|received| Timestamp(received.last));
        json!({
            "id": source.id, "number": source.number, "delayed": source.delayed,
            "events": received.map_or(0, |received| received.events),
            "last_received": last.map(at), "lag_seconds": last.map(|last| now.since(last).0.max(0) / SECOND.0),
        })
    });
    let settings = house.store.settings();
    let size = |name: &str| std::fs::metadata(house.dir.join(name)).map_or(0, |file| file.len());
    let bytes = size(STORE_FILE) + size(&format!("{STORE_FILE}-wal"));
    let quarantined = house.store.quarantine(&view.scope, QUARANTINE_MAX)?.len();
    let (last, applied) = (house.inbox.last()?, anlass_store::inbox_applied(&*house.store)?);
    Ok(Reply::json(json!({
        "sources": sources.collect::<Vec<_>>(), "inbox": { "last": last, "applied": applied },
        "store": { "format": settings.format, "parts": settings.parts, "file_bytes": bytes },
        "quarantine_count": quarantined,
    })))
}

pub(crate) fn quarantine(call: &Call<'_>) -> Result<Reply, Fault> {
    let view = call.view();
    let rows = call.house().store.quarantine(&view.scope, SHOWN_MAX)?;
    let sources = &view.runtime.program.definitions.settings.sources;
    let row = |row: &anlass_store::QuarantineRow| {
        let source = sources.iter().find(|source| source.number == row.source.0);
        let source = source.map_or_else(|| row.source.0.to_string(), |source| source.id.to_string());
        json!({ "place": row.place, "source": source, "reason": row.reason, "received": at(row.received) })
    };
    Ok(Reply::json(rows.iter().map(row).collect::<Value>()))
}
