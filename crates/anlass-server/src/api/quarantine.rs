//! What could not be taken in: why, whose it is and what was sent, and the decision that nobody wants it.

use super::shape::{Moment, Nothing, QuarantineCode};
use crate::access::Act;
use crate::call::{Call, Fault};
use crate::house::View;
use crate::house::set_aside;
use crate::insight::problems::{QUARANTINE, coded};
use crate::refused;
use anlass_model::id::parts_hash;
use anlass_store::QuarantineRow;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Rows shown; the oldest first.
const SHOWN_MAX: usize = 200;
/// Rows of files lie between them.
const LOOKED_AT_MAX: usize = SHOWN_MAX + 2 * refused::WAITING_MAX;
/// Of what was sent so many values are shown, and of each so many characters.
const FIELDS_MAX: usize = 12;
const VALUE_CHARS_MAX: usize = 120;
/// Where an event says whose it is, and where what it says stands.
const PERSON: [&str; 2] = ["userId", "anonymousId"];
const PARTS: [&str; 3] = ["properties", "traits", "data"];

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
    /// The declared event that may have been meant.
    meant: Option<String>,
    /// Whose it is, as it was sent: the user id, else the anonymous one; null: it does not say so in a way known here.
    person: Option<String>,
    /// The first values of what was sent.
    sent: Vec<SentValue>,
    received: Moment,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct SentValue {
    name: String,
    /// As it was written; what is long is cut.
    value: String,
}

fn id_of(row: &QuarantineRow) -> String {
    let parts = [row.place.as_bytes(), &row.source.0.to_le_bytes(), &row.received.0.to_le_bytes()];
    format!("{:032x}", parts_hash(&parts))
}

/// `GET /api/quarantine`
pub(crate) fn list(call: &Call<'_>) -> Result<Vec<Quarantined>, Fault> {
    let view = call.view();
    let rows = events(call, &view)?;
    Ok(rows.into_iter().map(|row| told(call, &view, row)).collect())
}

/// What is no row of a file: those are shown on their own ([`super::refused`]).
fn events(call: &Call<'_>, view: &View) -> Result<Vec<QuarantineRow>, Fault> {
    let mut all = call.house().store.quarantine(&view.scope, LOOKED_AT_MAX)?;
    all.retain(|row| !refused::is_row(row));
    all.truncate(SHOWN_MAX);
    Ok(all)
}

fn told(call: &Call<'_>, view: &View, row: QuarantineRow) -> Quarantined {
    let mut sources = view.runtime.program.definitions.settings.sources.iter();
    let source = sources.find(|source| source.number == row.source.0);
    let source = source.map_or_else(|| row.source.0.to_string(), |source| source.id.to_string());
    let (code, values) = coded(QUARANTINE, &row.reason)
        .map_or_else(Default::default, |coded| (Some(QuarantineCode::of(coded.code)), coded.values));
    let sent = set_aside::sent(view, &row).and_then(|raw| serde_json::from_slice(&raw).ok());
    let sent: Map<String, Value> = sent.unwrap_or_default();
    Quarantined {
        id: id_of(&row),
        source,
        code,
        values,
        meant: set_aside::meant(call.house(), view, &row),
        person: PERSON.iter().find_map(|name| sent.get(*name)).and_then(written),
        sent: values_of(&sent),
        place: row.place,
        reason: row.reason,
        received: Moment(row.received),
    }
}

/// What it says, without what every event has around it.
fn values_of(sent: &Map<String, Value>) -> Vec<SentValue> {
    let parts = PARTS.iter().filter_map(|name| sent.get(*name)?.as_object());
    let values = parts
        .flatten()
        .filter_map(|(name, value)| Some(SentValue { name: cut(name), value: written(value)? }));
    values.take(FIELDS_MAX).collect()
}

fn written(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(cut(text)),
        other => Some(cut(&other.to_string())),
    }
}

pub(super) fn cut(text: &str) -> String {
    match text.char_indices().nth(VALUE_CHARS_MAX) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Which row.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Discard {
    id: String,
}

/// `POST /api/quarantine/discard`: it is not taken in, and forgotten.
pub(crate) fn discard(call: &Call<'_>) -> Result<Nothing, Fault> {
    let Discard { id } = call.json()?;
    let (house, view) = (call.house(), call.view());
    let rows = events(call, &view)?;
    let row = rows.iter().find(|row| id_of(row) == id).ok_or(Fault::NotFound)?;
    set_aside::discard(house, row)?;
    let act = Act { what: "quarantine_discarded", about: row.place.clone(), program: None };
    call.desk.access.note((house.wall)(), call.who(), act)?;
    Ok(Nothing)
}
