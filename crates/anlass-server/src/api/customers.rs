//! Finding customers, their profile, and their objection.

use super::{at, customer, glance, localised, maybe_at, money, name, phase, programme_name};
use crate::access::Act;
use crate::call::{Call, Fault, Reply};
use crate::house::View;
use crate::house::letters::text;
use crate::insight::explain;
use crate::insight::life::{self, Life};
use anlass_engine::Dossier;
use anlass_engine::dossier::OrderHead;
use anlass_model::consent::{Proof, Recorded};
use anlass_model::definition::Localised;
use anlass_model::event::{Body, Place};
use anlass_model::id::{EntityKind, NameId};
use anlass_model::value::Value as Fact;
use anlass_runtime::rows;
use anyhow::Context;
use serde::Deserialize;
use serde_json::{Value, json};

const FOUND_MAX: usize = 50;
/// People looked at for a name; beyond it only exact matches are found.
const SCANNED_MAX: usize = 20_000;
const PAGE: usize = 1_000;
const ORDERS_MAX: usize = 50;

pub(crate) fn find(call: &Call<'_>) -> Result<Reply, Fault> {
    let view = call.view();
    let Some(query) = call.asked("query") else {
        let glance = glance::take(call)?;
        return Ok(Reply::json(glance.examples.iter().map(|dossier| row(call, &view, dossier)).collect()));
    };
    let query = query.trim();
    let mut found = Vec::new();
    if let Ok(id) = explain::find(&view.runtime, &view.scope, query) {
        found.extend(view.runtime.dossier(view.scope.vault(), id)?);
    }
    if found.is_empty() && !query.is_empty() {
        found = by_name(&view, &query.to_lowercase())?;
    }
    Ok(Reply::json(found.iter().map(|dossier| row(call, &view, dossier)).collect()))
}

/// Whose name, or one part of it, begins like this.
fn by_name(view: &View, wanted: &str) -> Result<Vec<Dossier>, Fault> {
    let vault = view.scope.vault();
    let key = view.runtime.keyring.vault(vault).context("the vault has no key")?;
    let (mut found, mut after, mut scanned) = (Vec::new(), None, 0);
    while scanned < SCANNED_MAX && found.len() < FOUND_MAX {
        let page = view.runtime.store.scan(&view.scope, EntityKind::Customer, after, PAGE)?;
        let Some(last) = page.last() else { break };
        after = Some(last.key.id());
        scanned += page.len();
        for row in &page {
            let dossier = rows::open_dossier(key, row)?;
            let name = name(&dossier).to_lowercase();
            let begins = name.starts_with(wanted) || name.split(' ').any(|part| part.starts_with(wanted));
            if begins && dossier.hot.merged_into.is_none() {
                found.push(dossier);
            }
        }
    }
    found.truncate(FOUND_MAX);
    Ok(found)
}

fn row(call: &Call<'_>, view: &View, dossier: &Dossier) -> Value {
    let last = dossier.hot.heads.iter().map(|head| head.occurred).max();
    json!({
        "id": dossier.hot.id.to_string(), "name": name(dossier), "email": text(dossier, "email"),
        "city": text(dossier, "city"), "phase": phase(view, dossier.hot.phase),
        "orders": dossier.hot.heads.len(), "last_order": maybe_at(last),
        "simulated": call.house().is_simulated,
    })
}

pub(crate) fn show(call: &Call<'_>) -> Result<Reply, Fault> {
    let view = call.view();
    let dossier = customer(call, &view)?;
    let life = life::of(&view.runtime, view.scope.vault(), dossier.hot.id)?;
    let hot = &dossier.hot;
    let mut own_phase = phase(&view, hot.phase);
    if !own_phase.is_null() {
        own_phase["since"] = json!(at(hot.phase_since));
    }
    let objection = hot.objection.as_ref().filter(|objection| !objection.lifted);
    let segments: Vec<String> = hot.segments.iter().map(|id| view.runtime.program.name(*id)).collect();
    let identifiers: Vec<Value> =
        hot.identifiers.iter().map(|one| json!({ "kind": one.kind.as_str(), "value": one.value })).collect();
    Ok(Reply::json(json!({
        "id": hot.id.to_string(), "name": name(&dossier), "profile": profile(&view, &dossier, life.as_ref()),
        "identifiers": identifiers, "phase": own_phase, "segments": segments,
        "consents": hot.consents.iter().map(consent).collect::<Vec<_>>(),
        "objection": objection.map(|objection| json!({ "since": at(objection.occurred) })),
        "orders": orders(&view, &dossier), "contacts": contacts(&view, &dossier), "runs": runs(&view, &dossier),
        "programmes": programmes(&view, &dossier),
    })))
}

fn profile(view: &View, dossier: &Dossier, life: Option<&Life>) -> Vec<Value> {
    let fields = dossier.hot.profile.iter().filter_map(|(field, dated)| {
        let value = match dated.value.as_ref()? {
            Fact::Bool(yes) => json!(yes),
            Fact::Int(number) => json!(number),
            Fact::Money(minor) => json!(minor),
            Fact::Span(span) => json!(span.to_string()),
            Fact::Time(moment) => json!(at(*moment)),
            Fact::Day(day) => json!(day.to_string()),
            Fact::Text(text) => json!(text),
        };
        let simulated = life.is_some_and(|life| life.simulated_fields.contains(field));
        Some(json!({
            "field": field_name(view, *field), "value": value, "occurred": at(dated.occurred),
            "simulated": simulated,
        }))
    });
    fields.collect()
}

fn field_name(view: &View, field: NameId) -> String {
    let fields = &view.runtime.program.definitions.settings.fields;
    let known = fields.keys().find(|name| name.id() == field);
    known.map_or_else(|| view.runtime.program.name(field), ToString::to_string)
}

fn consent(recorded: &Recorded) -> Value {
    let proof = match &recorded.act.proof {
        Proof::DoubleOptIn { text, asked } => {
            json!({ "kind": "double_opt_in", "text": text, "asked": asked.map(at) })
        }
        Proof::Requested { text } => json!({ "kind": "requested", "text": text }),
        Proof::Document { text, document } => {
            json!({ "kind": "document", "text": text, "document": document })
        }
        Proof::Imported { text, from } => json!({ "kind": "imported", "text": text, "from": from }),
        Proof::None => json!({ "kind": "none" }),
    };
    json!({
        "purpose": recorded.act.purpose, "channel": recorded.act.channel.map(|channel| channel.as_str()),
        "granted": recorded.act.granted, "proof": proof, "occurred": at(recorded.occurred.0),
    })
}

fn orders(view: &View, dossier: &Dossier) -> Value {
    let heads = &dossier.hot.heads;
    let kept: Vec<&OrderHead> = heads.iter().filter(|head| !head.cancelled && head.kept_lines > 0).collect();
    let value = kept.iter().fold(0i64, |sum, head| sum.saturating_add(head.kept_value));
    let list = heads.iter().zip(&dossier.orders.lines).rev().take(ORDERS_MAX).map(|(head, lines)| {
        let whole = lines.iter().fold(0i64, |sum, line| sum.saturating_add(line.value));
        let returned: i64 = lines.iter().map(|line| i64::from(line.returned)).sum();
        let (place, outlet) = match head.place {
            Place::Online => ("online", None),
            Place::Outlet(outlet) => ("outlet", view.runtime.catalogue.outlet(outlet)),
        };
        json!({
            "id": format!("{:016x}", head.id.0), "occurred": at(head.occurred), "place": place,
            "outlet": outlet.map(|outlet| outlet.name.to_string()),
            "value": money(view, if lines.is_empty() { head.kept_value } else { whole }),
            "kept_value": money(view, head.kept_value), "lines": head.lines, "returned": returned,
            "cancelled": head.cancelled,
        })
    });
    json!({
        "count": heads.len(), "kept": kept.len(), "value": money(view, value),
        "first": maybe_at(heads.iter().map(|head| head.occurred).min()),
        "last": maybe_at(heads.iter().map(|head| head.occurred).max()), "list": list.collect::<Vec<_>>(),
    })
}

fn contacts(view: &View, dossier: &Dossier) -> Vec<Value> {
    let newest = dossier.contacts.iter().rev().map(|contact| {
        json!({
            "at": at(contact.at), "message": view.runtime.program.name(contact.message),
            "channel": contact.channel.as_str(), "class": contact.class.as_str(),
        })
    });
    newest.collect()
}

fn runs(view: &View, dossier: &Dossier) -> Vec<Value> {
    let program = &view.runtime.program;
    let journeys = || program.definitions.programmes.iter().flat_map(|programme| &programme.journeys);
    let runs = dossier.runs.iter().map(|run| {
        let id = program.name(run.journey);
        let known = journeys().find(|journey| journey.id.id() == run.journey);
        let bare = Localised { de: id.clone(), en: id.clone() };
        json!({
            "journey": id, "name": localised(known.map_or(&bare, |journey| &journey.name)),
            "step": program.name(run.step), "since": at(run.since), "due": maybe_at(run.due),
        })
    });
    runs.collect()
}

fn programmes(view: &View, dossier: &Dossier) -> Vec<Value> {
    let exposures = dossier.exposures.iter().map(|exposure| {
        json!({
            "id": view.runtime.program.name(exposure.programme), "name": programme_name(view, exposure.programme),
            "arm": exposure.arm.as_str(), "at": at(exposure.at), "reached": maybe_at(exposure.reached),
        })
    });
    exposures.collect()
}

#[derive(Deserialize)]
struct Objection {
    lifted: bool,
}

/// Heard at once: when this answers, no advertising leaves any more.
pub(crate) fn object(call: &Call<'_>) -> Result<Reply, Fault> {
    let Objection { lifted } = call.json()?;
    let view = call.view();
    let dossier = customer(call, &view)?;
    let what = if lifted { "objection_lifted" } else { "objected" };
    let body = Body::Objection { lifted };
    if !call.house().take_act(view.scope.vault(), dossier.hot.id, what, body)? {
        return Err(Fault::NoIdentifier);
    }
    call.house().catch_up()?;
    let act = Act { what, about: dossier.hot.id.to_string(), program: None };
    call.desk.access.note((call.house().wall)(), call.who(), act)?;
    Ok(Reply::nothing())
}
