//! What somebody may ask for about themselves: a copy of everything that is kept of them, for people and for machines
//! (GDPR, articles 15 and 20), and to be erased (article 17), with a proof that names nobody.

use super::consents::{self, ConsentEntry};
use super::customer;
use super::customers::{self, Customer};
use super::mailbox::{self, LetterRow};
use super::shape::{Channel, ErasureReason, Moment, Reason, State};
use super::timeline::{self, Happened};
use crate::access::Act;
use crate::call::{Call, Fault};
use crate::house::erasures::{Asked, Proof};
use anlass_engine::Input;
use anlass_model::event::{Body, Event};
use anlass_model::id::{EntityId, MessageId};
use anlass_model::time::Timestamp;
use anlass_store::IntentFilter;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

/// Deliveries of one person in a copy; nobody gets as many.
const DELIVERIES_MAX: usize = 100_000;

/// Everything that is kept of somebody.
#[derive(Serialize, ToSchema)]
pub(crate) struct Copy {
    made: Moment,
    /// Who keeps it, and answers for it.
    controller: String,
    customer: Customer,
    /// Every act about being written to, the newest first.
    consents: Vec<ConsentEntry>,
    /// What happened, in words, the oldest first.
    timeline: Vec<Happened>,
    /// What was meant to be said to them, and what became of it.
    deliveries: Vec<CopiedDelivery>,
    /// Letters that are kept, or were written again from what was decided.
    letters: Vec<LetterRow>,
    /// The facts behind the timeline, as they are kept, the oldest first.
    facts: Vec<CopiedFact>,
}

/// An event with all its values.
#[derive(Serialize, ToSchema)]
pub(crate) struct CopiedFact {
    id: String,
    kind: String,
    /// The declared source it came from.
    source: Option<String>,
    occurred: Moment,
    received: Moment,
    simulated: bool,
    /// As the program keeps them; articles and nodes by their ids.
    #[schema(value_type = Object)]
    values: Value,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct CopiedDelivery {
    id: String,
    created: Moment,
    message: String,
    programme: String,
    channel: Option<Channel>,
    state: State,
    reason: Option<Reason>,
    changed: Moment,
}

/// A proof that somebody was erased.
#[derive(Serialize, ToSchema)]
pub(crate) struct Erased {
    id: String,
    at: Moment,
    /// Who did it; null: the server itself, after a backup was brought back.
    by: Option<String>,
    reason: ErasureReason,
    /// Profiles; several where people had been merged.
    people: u64,
    identifiers: u64,
    /// Entries of timelines.
    entries: u64,
    /// They stay counted, and lead to nobody.
    deliveries: u64,
    letters: u64,
    /// Rows that had been set aside, or left out by imports.
    rows: u64,
    calls: u64,
    /// Entries of the history of a replay that the command line imported.
    history: u64,
    /// Whoever is known by one of the identifiers again objects to advertising.
    blocked: bool,
    /// Nothing is left in free space of the store's files either; otherwise it is overwritten with time.
    wiped: bool,
}

impl From<Proof> for Erased {
    fn from(proof: Proof) -> Erased {
        let Proof { id, at, by, reason, people, identifiers, entries, .. } = proof;
        Erased {
            id,
            at: Moment(Timestamp(at)),
            by: Some(by).filter(|by| !by.is_empty()),
            reason: ErasureReason::of(&reason),
            people,
            identifiers,
            entries,
            deliveries: proof.deliveries,
            letters: proof.letters,
            rows: proof.rows,
            calls: proof.calls,
            history: proof.history,
            blocked: proof.blocked,
            wiped: proof.wiped,
        }
    }
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct Erasing {
    reason: ErasureReason,
    /// They are never to be written to again: an objection outlives its person in any case.
    #[serde(default)]
    block: bool,
}

pub(crate) fn copy(call: &Call<'_>) -> Result<Copy, Fault> {
    let view = call.view();
    let dossier = customer(call, &view)?;
    let id = dossier.hot.id;
    let entries = view.runtime.timeline(view.scope.vault(), id)?;
    let events = entries.iter().filter_map(|entry| match &entry.input {
        Input::Event(event) | Input::Forwarded { event, .. } => Some(event),
        _ => None,
    });
    let sources = &view.runtime.program.definitions.settings.sources;
    let mut facts = Vec::new();
    for event in events {
        let source = sources.iter().find(|source| source.number == event.source.0);
        facts.push(fact(event, source.map(|source| source.id.to_string()))?);
    }
    let copy = Copy {
        made: Moment((call.house().wall)()),
        controller: view.runtime.program.definitions.settings.name.clone(),
        customer: customers::show(call)?,
        consents: consents::ledger(call, &view, &dossier)?,
        timeline: timeline::whole(&view, id)?,
        deliveries: deliveries(call, id)?,
        letters: mailbox::of_customer(call, id)?,
        facts,
    };
    let act = Act { what: "copy_given", about: id.to_string(), program: None };
    call.desk.access.note((call.house().wall)(), call.who(), act)?;
    Ok(copy)
}

fn fact(event: &Event, source: Option<String>) -> Result<CopiedFact, Fault> {
    let id = match event.message {
        MessageId::Hash(hash) => format!("{hash:032x}"),
        MessageId::Row { file, row } => format!("{file}/{row}"),
    };
    // JSON knows no numbers as long as a delivery's.
    let values = match &event.body {
        Body::Receipt { delivery, receipt } => {
            json!({ "Receipt": { "delivery": delivery.to_string(), "receipt": receipt } })
        }
        Body::Reacted { delivery, channel, reaction } => {
            let delivery = delivery.map(|delivery| delivery.to_string());
            json!({ "Reacted": { "delivery": delivery, "channel": channel, "reaction": reaction } })
        }
        Body::Followed { delivery, item } => {
            let delivery = delivery.map(|delivery| delivery.to_string());
            json!({ "Followed": { "delivery": delivery, "item": item } })
        }
        body => serde_json::to_value(body)?,
    };
    Ok(CopiedFact {
        id,
        kind: event.body.event_name().to_owned(),
        source,
        occurred: Moment(event.occurred.0),
        received: Moment(event.received.0),
        simulated: event.simulated,
        values,
    })
}

fn deliveries(call: &Call<'_>, customer: EntityId) -> Result<Vec<CopiedDelivery>, Fault> {
    let view = call.view();
    let filter = IntentFilter { customer: Some(customer), max: DELIVERIES_MAX, ..IntentFilter::default() };
    let mut rows = view.runtime.store.intents(&view.scope, &filter)?;
    rows.sort_by_key(|row| (row.created, row.id));
    let delivery = |row: anlass_store::IntentRow| CopiedDelivery {
        id: row.id.to_string(),
        created: Moment(row.created),
        message: row.message,
        programme: row.programme,
        channel: Some(row.channel).filter(|one| !one.is_empty()).map(Channel::of),
        state: State::of(row.state),
        reason: Some(row.reason).filter(|one| !one.is_empty()).map(Reason::of),
        changed: Moment(row.changed),
    };
    Ok(rows.into_iter().map(delivery).collect())
}

/// Answers once it is done. The act is written down without whom it was about.
pub(crate) fn erase(call: &Call<'_>) -> Result<Erased, Fault> {
    let Erasing { reason, block } = call.json()?;
    let view = call.view();
    let dossier = customer(call, &view)?;
    let asked = Asked {
        vault: view.scope.vault(),
        customer: dossier.hot.id,
        by: call.who().to_owned(),
        reason: reason.as_str().to_owned(),
        blocks: block,
    };
    let proof = match call.desk.house.erase(asked) {
        Ok(Some(proof)) => proof,
        Ok(None) => return Err(Fault::NotFound),
        Err(error) => {
            let cause = error.downcast_ref::<anlass_runtime::Error>();
            let is_under_way = matches!(cause, Some(anlass_runtime::Error::UnderWay { .. }));
            let is_busy =
                matches!(cause, Some(anlass_runtime::Error::Store(anlass_store::Error::InUse { .. })));
            return Err(match (is_under_way, is_busy) {
                (true, _) => Fault::LetterUnderWay,
                // The history can be open once only.
                (_, true) => Fault::Busy,
                _ => Fault::Failed(error),
            });
        }
    };
    let act = Act { what: "erased", about: proof.id.clone(), program: None };
    call.desk.access.note((call.house().wall)(), call.who(), act)?;
    Ok(proof.into())
}

pub(crate) fn list(call: &Call<'_>) -> Result<Vec<Erased>, Fault> {
    let proofs = call.house().erasures(call.view().scope.vault())?;
    Ok(proofs.into_iter().map(Erased::from).collect())
}
