//! Opt-outs on their way back: who withdrew a consent or objects, as far as a source does not know it, by the key that the
//! source knows them by. People of whom the source never told anything are no business of its.

use super::shape::{Channel, Moment, OptOutKind};
use crate::call::{Call, Fault, Reply};
use crate::connected;
use crate::house::View;
use anlass_engine::parting::forwarded;
use anlass_engine::{Dossier, Entry, Input};
use anlass_model::event::{Body, Event, SourceId};
use anlass_model::id::{EntityId, EntityKind, Identifier, IdentifierKind, MessageId};
use anlass_model::time::{BadMoment, Timestamp};
use anlass_runtime::rows;
use anyhow::Context;
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

const PAGE: usize = 1_000;
const COLUMNS: [&str; 7] = ["key_kind", "key", "what", "channel", "purpose", "occurred", "heard"];

/// Everybody of a source who said no since a moment, and still means it.
#[derive(Serialize, ToSchema)]
pub(crate) struct OptOuts {
    source: String,
    since: Moment,
    /// To be asked for next time: what was heard up to now is in here.
    until: Moment,
    rows: Vec<OptOut>,
}

/// A no.
#[derive(Serialize, ToSchema)]
pub(crate) struct OptOut {
    /// What kind of identifier the key is.
    key_kind: &'static str,
    /// By which the source knows the person.
    key: String,
    what: OptOutKind,
    /// Of a withdrawal; null: all channels.
    channel: Option<Channel>,
    /// Of a withdrawal; null: all purposes.
    purpose: Option<String>,
    /// When the person said so.
    occurred: Moment,
    /// When it was heard.
    heard: Moment,
}

/// A no that stands in a dossier.
struct No {
    message: MessageId,
    occurred: Timestamp,
    what: &'static str,
    channel: Option<&'static str>,
    purpose: Option<String>,
}

/// JSON, or CSV with `format=csv`.
pub(crate) fn list(call: &Call<'_>) -> Result<OptOuts, Fault> {
    let view = call.view();
    let until = call.house().now();
    let name = call.part("id");
    let sources = &view.runtime.program.definitions.settings.sources;
    let source = sources.iter().find(|source| source.id.as_str() == name).ok_or(Fault::NotFound)?;
    let since = match call.asked("since") {
        Some(text) => {
            text.parse().map_err(|error: BadMoment| Fault::Unreadable { cause: error.to_string() })?
        }
        None => Timestamp(0),
    };
    let connected = connected::list(&*view.runtime.store, &view.runtime.keyring)?;
    let own = connected.into_iter().filter(|(vault, _)| *vault == view.scope.vault());
    let own = own.filter_map(|(_, kept)| kept.ok()).find(|kept| kept.name == name);
    let prefix = own.and_then(|kept| kept.prefix).unwrap_or_default();
    let key = view.runtime.keyring.vault(view.scope.vault()).context("the vault has no key")?;
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = view.runtime.store.scan(&view.scope, EntityKind::Customer, after, PAGE)?;
        let Some(last) = page.last() else { break };
        after = Some(last.key.id());
        for row in &page {
            let dossier = rows::open_dossier(key, row)?;
            let nos = nos(&dossier);
            if dossier.hot.merged_into.is_none() && !nos.is_empty() {
                found.extend(of_person(&view, &dossier, &nos, (SourceId(source.number), &prefix), since)?);
            }
        }
    }
    found.sort_by(|one, other| {
        (one.heard, &one.key, &one.purpose).cmp(&(other.heard, &other.key, &other.purpose))
    });
    Ok(OptOuts { source: name.to_owned(), since: Moment(since), until: Moment(until), rows: found })
}

/// The same for spreadsheets and nightly jobs.
pub(crate) fn csv(answer: &OptOuts) -> Result<Reply, Fault> {
    let mut text = COLUMNS.join(",");
    for row in &answer.rows {
        let row = serde_json::to_value(row)?;
        let cells = COLUMNS.map(|column| quoted(row.get(column).and_then(Value::as_str).unwrap_or_default()));
        text.push_str("\r\n");
        text.push_str(&cells.join(","));
    }
    text.push_str("\r\n");
    Ok(Reply::bytes("text/csv; charset=utf-8", text.into_bytes()))
}

/// Nothing in a cell ends it, and no spreadsheet takes it for a formula.
fn quoted(cell: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '@' | '.' | '_' | ':');
    let is_number = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
    if cell.strip_prefix('+').is_some_and(is_number)
        || cell.chars().all(|letter| is_plain(letter) || letter == '-') && !cell.starts_with('-')
    {
        return cell.to_owned();
    }
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

/// What somebody said no to, as it stands.
fn nos(dossier: &Dossier) -> Vec<No> {
    let mut nos = Vec::new();
    if let Some(objection) = dossier.hot.objection.as_ref().filter(|objection| !objection.lifted) {
        let (message, occurred) = (objection.message, objection.occurred);
        nos.push(No { message, occurred, what: "objection", channel: None, purpose: None });
    }
    for recorded in dossier.hot.consents.iter().filter(|recorded| !recorded.act.granted) {
        nos.push(No {
            message: recorded.message,
            occurred: recorded.occurred.0,
            what: "withdrawal",
            channel: recorded.act.channel.map(|channel| channel.as_str()),
            purpose: recorded.act.purpose.as_ref().map(ToString::to_string),
        });
    }
    nos
}

/// A person's nos that a source has to hear of.
fn of_person(
    view: &View,
    dossier: &Dossier,
    nos: &[No],
    (source, prefix): (SourceId, &str),
    since: Timestamp,
) -> Result<Vec<OptOut>, Fault> {
    let mut heard: BTreeMap<MessageId, (Timestamp, SourceId)> = BTreeMap::new();
    let mut known: BTreeSet<Identifier> = BTreeSet::new();
    for entry in whole_timeline(view, dossier.hot.id)? {
        let own = match &entry.input {
            Input::Event(event) => Some(event),
            _ => None,
        };
        let events = own.into_iter().chain(forwarded(&entry.input).into_iter().map(|(_, event)| event));
        for Event { body, source: from, message, .. } in events {
            match body {
                Body::Identified(identifiers) if *from == source => known.extend(identifiers.iter().cloned()),
                Body::Consent(_) | Body::Objection(_) | Body::Reacted { .. } => {
                    heard.entry(*message).or_insert((entry.now, *from));
                }
                _ => {}
            }
        }
    }
    // Only what still belongs to the person, and what somebody outside can use.
    let usable = |own: &&Identifier| {
        dossier.hot.identifiers.contains(*own)
            && !matches!(own.kind, IdentifierKind::Cookie | IdentifierKind::Device)
            && (own.kind != IdentifierKind::CustomerNumber || own.value.starts_with(prefix))
    };
    let Some(key) = known.iter().find(usable) else { return Ok(Vec::new()) };
    let value = match key.kind {
        IdentifierKind::CustomerNumber => key.value.strip_prefix(prefix).unwrap_or(&key.value),
        _ => &key.value,
    };
    let told = nos.iter().filter_map(|no| {
        let (at, from) = heard.get(&no.message).copied().unwrap_or((no.occurred, SourceId::UNKNOWN));
        // It said so itself, or knows it.
        if from == source || at < since {
            return None;
        }
        Some(OptOut {
            key_kind: key.kind.as_str(),
            key: value.to_owned(),
            what: OptOutKind::of(no.what),
            channel: no.channel.map(Channel::of),
            purpose: no.purpose.clone(),
            occurred: Moment(no.occurred),
            heard: Moment(at),
        })
    });
    Ok(told.collect())
}

/// What happened to somebody and to those who were merged into them and still are.
fn whole_timeline(view: &View, customer: EntityId) -> Result<Vec<Entry>, Fault> {
    let vault = view.scope.vault();
    let (mut all, mut open, mut seen) = (Vec::new(), vec![customer], BTreeSet::new());
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        for entry in view.runtime.timeline(vault, id)? {
            if let Input::Absorb(other) = &entry.input
                && view.runtime.whom(vault, other.hot.id)? == Some(customer)
            {
                open.push(other.hot.id);
            }
            all.push(entry);
        }
    }
    Ok(all)
}
