//! The API of the app: each module answers some routes of the table, reading beside the loop what it shows.

pub(crate) mod customers;
pub(crate) mod data;
pub(crate) mod demo;
pub(crate) mod drafts;
pub(crate) mod evaluation;
pub(crate) mod glance;
pub(crate) mod jobs;
pub(crate) mod mailbox;
pub(crate) mod openapi;
pub(crate) mod programmes;
pub(crate) mod returns;
pub(crate) mod session;
pub(crate) mod timeline;
pub(crate) mod today;
pub(crate) mod why;

use crate::call::{Call, Fault};
use crate::house::View;
use crate::house::letters::text;
use crate::insight::words;
use anlass_engine::Dossier;
use anlass_model::definition::{Language, Localised};
use anlass_model::id::{EntityId, NameId};
use anlass_model::time::Timestamp;
use serde_json::{Value, json};

pub(crate) fn at(at: Timestamp) -> String {
    at.to_string()
}

/// Absent where it never was.
pub(crate) fn maybe_at(at: Option<Timestamp>) -> Value {
    at.map_or(Value::Null, |at| json!(at.to_string()))
}

pub(crate) fn money(view: &View, minor: i64) -> Value {
    json!({ "minor": minor, "currency": view.runtime.program.definitions.settings.currency.to_string() })
}

/// The words for a code in both languages.
pub(crate) fn both(words: impl Fn(Language) -> String) -> Value {
    json!({ "de": words(Language::De), "en": words(Language::En) })
}

pub(crate) fn localised(text: &Localised) -> Value {
    json!({ "de": text.de, "en": text.en })
}

pub(crate) fn reason_words(code: &str) -> Value {
    match code {
        "" => Value::Null,
        code => both(|language| words::reason(language, code).to_owned()),
    }
}

/// Absent where nothing is said.
pub(crate) fn said(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { json!(text) }
}

pub(crate) fn message(view: &View, name: &str) -> Value {
    let known = view.runtime.program.message(NameId::of(name));
    let title = known.map_or_else(|| json!({ "de": name, "en": name }), |known| localised(&known.title));
    json!({ "id": name, "name": title })
}

pub(crate) fn phase(view: &View, phase: Option<NameId>) -> Value {
    let Some(phase) = phase else { return Value::Null };
    let known = view.runtime.program.phases.iter().find(|known| known.id == phase);
    known.map_or(Value::Null, |known| json!({ "id": known.name.as_str(), "name": localised(&known.title) }))
}

pub(crate) fn programme_name(view: &View, id: NameId) -> Value {
    let known = view.runtime.program.programmes.iter().find(|known| known.id == id);
    let name = view.runtime.program.name(id);
    known.map_or_else(|| json!({ "de": name, "en": name }), |known| localised(&known.title))
}

/// What somebody is called, or the first thing they are known by.
pub(crate) fn name(dossier: &Dossier) -> String {
    let parts = [text(dossier, "first_name"), text(dossier, "last_name")];
    let name = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    match (name.is_empty(), dossier.hot.identifiers.first()) {
        (false, _) => name,
        (true, Some(identifier)) => identifier.value.to_string(),
        (true, None) => dossier.hot.id.to_string(),
    }
}

/// The customer of the path; whom they were merged into, if they were.
pub(crate) fn customer(call: &Call<'_>, view: &View) -> Result<Dossier, Fault> {
    let id = call.part("id");
    let is_id = id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut id: EntityId = id.parse().ok().filter(|_| is_id).ok_or(Fault::NotFound)?;
    for _ in 0..MERGES_MAX {
        let dossier = view.runtime.dossier(view.scope.vault(), id)?.ok_or(Fault::NotFound)?;
        match dossier.hot.merged_into {
            Some(survivor) => id = survivor,
            None => return Ok(dossier),
        }
    }
    Err(Fault::NotFound)
}

/// Merges followed from one id.
const MERGES_MAX: usize = 16;
