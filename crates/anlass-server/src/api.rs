//! The API of the app: each module answers some routes of the table, reading beside the loop what it shows.

pub(crate) mod actions;
pub(crate) mod audit;
pub(crate) mod cart_story;
pub(crate) mod catalogue;
pub(crate) mod consents;
pub(crate) mod corrections;
pub(crate) mod customers;
pub(crate) mod data;
pub(crate) mod databases;
pub(crate) mod demo;
pub(crate) mod drafts;
pub(crate) mod evaluation;
pub(crate) mod events;
pub(crate) mod exports;
pub(crate) mod feeds;
pub(crate) mod forms;
pub(crate) mod glance;
pub(crate) mod identity;
pub(crate) mod imports;
pub(crate) mod intents;
pub(crate) mod jobs;
pub(crate) mod keys;
pub(crate) mod lists;
pub(crate) mod mailbox;
pub(crate) mod mailings;
pub(crate) mod messages;
pub(crate) mod names;
pub(crate) mod needs;
pub(crate) mod objection;
pub(crate) mod openapi;
pub(crate) mod opt_outs;
pub(crate) mod preview;
pub(crate) mod privacy;
pub(crate) mod programmes;
pub(crate) mod proofs;
pub(crate) mod quality;
pub(crate) mod quarantine;
pub(crate) mod readiness;
pub(crate) mod recommendations;
pub(crate) mod refused;
pub(crate) mod rehearsal;
pub(crate) mod requests;
pub(crate) mod restriction;
pub(crate) mod retention;
pub(crate) mod returns;
pub(crate) mod schema;
pub(crate) mod session;
pub(crate) mod settings;
pub(crate) mod settlement;
pub(crate) mod shape;
pub(crate) mod sources;
pub(crate) mod subscriptions;
pub(crate) mod timeline;
pub(crate) mod today;
pub(crate) mod tour;
pub(crate) mod uploads;
pub(crate) mod users;
pub(crate) mod versions;
pub(crate) mod why;

use crate::call::{Call, Fault};
use crate::house::View;
use crate::house::letters::text;
use crate::insight::words;
use anlass_engine::Dossier;
use anlass_model::id::{EntityId, IdentifierKind, NameId};
use shape::{Localised, Money, Named};

pub(crate) fn money(view: &View, minor: i64) -> Money {
    Money { minor, currency: view.runtime.program.definitions.settings.currency.to_string() }
}

pub(crate) fn reason_words(code: &str) -> Localised {
    Localised::both(|language| words::reason(language, code).to_owned())
}

pub(crate) fn message(view: &View, name: &str) -> Named {
    let known = view.runtime.program.message(NameId::of(name));
    let title = known.map_or_else(|| Localised::bare(name), |known| (&known.title).into());
    Named { id: name.to_owned(), name: title }
}

pub(crate) fn phase(view: &View, phase: Option<NameId>) -> Option<Named> {
    let known = view.runtime.program.phases.iter().find(|known| Some(known.id) == phase)?;
    Some(Named { id: known.name.to_string(), name: (&known.title).into() })
}

pub(crate) fn programme_name(view: &View, id: NameId) -> Localised {
    let known = view.runtime.program.programmes.iter().find(|known| known.id == id);
    known.map_or_else(|| Localised::bare(&view.runtime.program.name(id)), |known| (&known.title).into())
}

/// What somebody is called, or the first thing they are known by.
pub(crate) fn name(dossier: &Dossier) -> String {
    let parts = [text(dossier, "first_name"), text(dossier, "last_name")];
    let name = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    if !name.is_empty() {
        return name;
    }
    // What a browser is known by says nothing to anybody.
    let said = dossier.hot.identifiers.iter().find(|own| own.kind != IdentifierKind::Cookie);
    let said = said.map(|own| own.value.to_string()).or_else(|| text(dossier, "email"));
    let first = || dossier.hot.identifiers.first().map(|own| own.value.to_string());
    said.or_else(first).unwrap_or_else(|| dossier.hot.id.to_string())
}

/// The customer of the path; whom they were merged into, if they were.
pub(crate) fn customer(call: &Call<'_>, view: &View) -> Result<Dossier, Fault> {
    let id = call.part("id");
    let is_id = id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    by_id(view, id.parse().ok().filter(|_| is_id).ok_or(Fault::NotFound)?)
}

/// A customer; whom they were merged into, if they were.
pub(crate) fn by_id(view: &View, mut id: EntityId) -> Result<Dossier, Fault> {
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
