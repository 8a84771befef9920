//! The ledger of consents: every act about being written to, also withdrawn, expired and never confirmed ones, each with the
//! words that were agreed to, where and how it came, and what proves it. And a consent that was given on paper.

use super::objection::ActSaid;
use super::proofs::ProofFile;
use super::shape::{Channel, ConsentActCode, ConsentState, Localised, Moment, Nothing, ProofKind};
use super::{customer, events};
use crate::access::Act;
use crate::call::{Call, Fault};
use crate::house::View;
use anlass_engine::{Dossier, requested};
use anlass_model::consent::{self, ConsentAct, Proof, Recorded};
use anlass_model::event::{Body, Event, Reaction};
use anlass_model::id::{MessageId, Name};
use anlass_model::time::Timestamp;
use anlass_runtime::programs;
use anyhow::Result;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The newest act about a purpose and a channel; null: all of them.
#[derive(Serialize, ToSchema)]
pub(crate) struct Consent {
    purpose: Option<String>,
    channel: Option<Channel>,
    granted: bool,
    proof: ConsentProof,
    occurred: Moment,
}

#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct ConsentProof {
    pub(crate) kind: ProofKind,
    pub(crate) text: Option<String>,
    pub(crate) document: Option<String>,
    pub(crate) from: Option<String>,
    /// When it was asked for, if that is known.
    pub(crate) asked: Option<Moment>,
    /// The delivery whose link was clicked.
    pub(crate) letter: Option<String>,
    /// Keyed hash of the network that the click came from.
    pub(crate) network: Option<String>,
}

/// One act.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct ConsentEntry {
    pub(crate) id: String,
    pub(crate) act: ConsentActCode,
    pub(crate) state: ConsentState,
    /// Null: all of them.
    pub(crate) purpose: Option<String>,
    pub(crate) channel: Option<Channel>,
    /// Who may write by it.
    pub(crate) controller: String,
    /// The declared source it came from; null: this house.
    pub(crate) source: Option<String>,
    pub(crate) occurred: Moment,
    pub(crate) received: Moment,
    pub(crate) proof: ConsentProof,
    /// The words that were agreed to; null: nobody has said which these are.
    pub(crate) words: Option<Localised>,
    /// The scan or mail that proves it, where it is kept here.
    pub(crate) file: Option<ProofFile>,
    /// How an objection was said, and who took it down.
    pub(crate) said: Option<ActSaid>,
    pub(crate) simulated: bool,
}

pub(crate) fn consent(recorded: &Recorded) -> Consent {
    Consent {
        purpose: recorded.act.purpose.as_ref().map(ToString::to_string),
        channel: recorded.act.channel.map(|channel| Channel::of(channel.as_str())),
        granted: recorded.act.granted,
        proof: proof(&recorded.act.proof),
        occurred: Moment(recorded.occurred.0),
    }
}

fn proof(proof: &Proof) -> ConsentProof {
    let kind = match proof {
        Proof::DoubleOptIn { .. } | Proof::Clicked(_) => ProofKind::DoubleOptIn,
        Proof::Document { .. } => ProofKind::Document,
        Proof::Imported { .. } => ProofKind::Imported,
        Proof::Requested { .. } => ProofKind::Requested,
        Proof::None => ProofKind::None,
    };
    let mut told = ConsentProof {
        kind,
        text: proof.text().map(ToString::to_string),
        document: None,
        from: None,
        asked: proof.asked().map(Moment),
        letter: None,
        network: None,
    };
    match proof {
        Proof::Document { document, .. } => told.document = Some(document.to_string()),
        Proof::Imported { from, .. } => told.from = Some(from.to_string()),
        Proof::Clicked(click) => {
            told.letter = Some(click.letter.to_string());
            told.network = click.network.as_deref().map(str::to_owned);
        }
        _ => {}
    }
    told
}

/// `GET /api/customers/{id}/consents`
pub(crate) fn list(call: &Call<'_>) -> Result<Vec<ConsentEntry>, Fault> {
    let view = call.view();
    let dossier = customer(call, &view)?;
    ledger(call, &view, &dossier)
}

/// Every act, the newest first.
pub(crate) fn ledger(call: &Call<'_>, view: &View, dossier: &Dossier) -> Result<Vec<ConsentEntry>, Fault> {
    let is_about = |body: &Body| {
        let leaves =
            matches!(body, Body::Reacted { reaction: Reaction::Unsubscribed | Reaction::Complained, .. });
        leaves || matches!(body, Body::Consent(_) | Body::Objection(_))
    };
    let events = events::of(view, dossier.hot.id, is_about)?;
    let files = super::proofs::of(call, view, dossier)?;
    let mut words = Words { view, customer: dossier, known: BTreeMap::new() };
    let mut ledger = Vec::with_capacity(events.len());
    for event in &events {
        let mut entry = entry(view, dossier, event, call.house().now());
        if let Body::Consent(act) = &event.body {
            entry.words = act.proof.text().map(|text| words.of(text)).transpose()?.flatten();
        }
        let document = entry.proof.document.as_deref();
        entry.file = files.iter().find(|file| Some(file.id.as_str()) == document).cloned();
        ledger.push(entry);
    }
    // Of a history that was cut, what is known is what the dossier kept.
    let known = |recorded: &&Recorded| !events.iter().any(|event| event.message == recorded.message);
    for recorded in dossier.hot.consents.iter().filter(known) {
        let Recorded { act, occurred, message } = recorded.clone();
        let mut entry = blank(view, message, occurred.0, occurred.0);
        fill(&mut entry, &act);
        entry.state = ConsentState::Holds;
        entry.words = act.proof.text().map(|text| words.of(text)).transpose()?.flatten();
        ledger.push(entry);
    }
    ledger.sort_by_key(|entry| std::cmp::Reverse(entry.occurred));
    Ok(ledger)
}

fn blank(view: &View, message: MessageId, occurred: Timestamp, received: Timestamp) -> ConsentEntry {
    ConsentEntry {
        id: id_of(message),
        act: ConsentActCode::Withdrawn,
        state: ConsentState::Replaced,
        purpose: None,
        channel: None,
        controller: view.runtime.program.definitions.settings.name.clone(),
        source: None,
        occurred: Moment(occurred),
        received: Moment(received),
        proof: proof(&Proof::None),
        words: None,
        file: None,
        said: None,
        simulated: false,
    }
}

fn fill(entry: &mut ConsentEntry, act: &ConsentAct) {
    entry.act = match (act.granted, &act.proof) {
        (false, _) => ConsentActCode::Withdrawn,
        (true, Proof::Requested { .. }) => ConsentActCode::Requested,
        (true, Proof::None) => ConsentActCode::Claimed,
        (true, _) => ConsentActCode::Granted,
    };
    entry.purpose = act.purpose.as_ref().map(ToString::to_string);
    entry.channel = act.channel.map(|channel| Channel::of(channel.as_str()));
    entry.proof = proof(&act.proof);
}

fn entry(view: &View, dossier: &Dossier, event: &Event, now: Timestamp) -> ConsentEntry {
    let sources = &view.runtime.program.definitions.settings.sources;
    let mut entry = blank(view, event.message, event.occurred.0, event.received.0);
    let source = sources.iter().find(|source| source.number == event.source.0);
    entry.source = source.map(|source| source.id.to_string());
    entry.simulated = event.simulated;
    let holds = dossier.hot.consents.iter().any(|own| own.message == event.message);
    match &event.body {
        Body::Objection(act) => {
            entry.act = if act.lifted { ConsentActCode::ObjectionLifted } else { ConsentActCode::Objected };
            entry.said = act.said.as_deref().map(ActSaid::from);
            let own = dossier.hot.objection.as_ref().filter(|own| own.message == event.message);
            entry.state = if own.is_some() { ConsentState::Holds } else { ConsentState::Replaced };
        }
        Body::Consent(act) => {
            fill(&mut entry, act);
            entry.state = state(view, dossier, event, act, now);
        }
        Body::Reacted { channel, .. } => {
            entry.channel = Some(Channel::of(channel.as_str()));
            entry.state = if holds { ConsentState::Holds } else { ConsentState::Replaced };
        }
        _ => {}
    }
    entry
}

fn state(view: &View, dossier: &Dossier, event: &Event, act: &ConsentAct, now: Timestamp) -> ConsentState {
    let recorded = Recorded { act: act.clone(), occurred: event.occurred, message: event.message };
    if dossier.hot.consents.iter().any(|own| own.message == event.message) {
        return ConsentState::Holds;
    }
    if let (true, Proof::Requested { .. }) = (act.granted, &act.proof) {
        let answered = dossier.hot.consents.iter().any(|own| own.act.proof.asked() == Some(event.occurred.0));
        let waits = requested(dossier, now, &view.runtime.program);
        return match (answered, waits.iter().any(|one| one.message == event.message)) {
            (true, _) => ConsentState::Replaced,
            (false, true) => ConsentState::Waiting,
            (false, false) => ConsentState::Expired,
        };
    }
    let within = view.runtime.program.definitions.settings.policy.opt_in_within.0;
    let is_late =
        act.proof.asked().is_some_and(|asked| act.granted && event.occurred.0 >= asked.plus(within));
    match (recorded.counts(), is_late) {
        (false, _) => ConsentState::Unproven,
        (true, true) => ConsentState::Expired,
        (true, false) => ConsentState::Replaced,
    }
}

/// How an act is named where it is asked for.
pub(crate) fn id_of(message: MessageId) -> String {
    match message {
        MessageId::Hash(hash) => format!("{hash:032x}"),
        MessageId::Row { file, row } => format!("{file}-{row}"),
    }
}

/// Words behind names of texts: of what is live, and of what was when somebody agreed.
struct Words<'a> {
    view: &'a View,
    customer: &'a Dossier,
    known: BTreeMap<Name, Option<Localised>>,
}

impl Words<'_> {
    fn of(&mut self, text: &Name) -> Result<Option<Localised>> {
        if let Some(known) = self.known.get(text) {
            return Ok(known.clone());
        }
        let settings = &self.view.runtime.program.definitions.settings;
        let mut words = settings.consent_text(text).map(Localised::from);
        if words.is_none() {
            for program in events::programs(self.view, self.customer.hot.id)? {
                // One that is not kept any more knows nothing.
                let Ok(before) = programs::definitions(&*self.view.runtime.store, program) else { continue };
                words = before.settings.consent_text(text).map(Localised::from);
                if words.is_some() {
                    break;
                }
            }
        }
        self.known.insert(text.clone(), words.clone());
        Ok(words)
    }
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct Consenting {
    channel: String,
    purpose: String,
    /// The name of the words that were agreed to: of a form, or of the settings.
    text: String,
    /// What proves it: a file that was handed in for this person before.
    document: String,
}

/// A consent that was signed, or written in a mail. It counts from now on.
pub(crate) fn record(call: &Call<'_>) -> Result<Nothing, Fault> {
    let Consenting { channel, purpose, text, document } = call.json()?;
    let unfit = |cause: String| Fault::Unfit { cause };
    let view = call.view();
    let dossier = customer(call, &view)?;
    let settings = &view.runtime.program.definitions.settings;
    let known = consent::Channel::ALL.into_iter().find(|known| known.as_str() == channel);
    let channel = known.ok_or_else(|| unfit(format!("there is no channel \"{channel}\"")))?;
    let purpose = Name::new(&purpose).map_err(|_| unfit(format!("\"{purpose}\" is no purpose")))?;
    let text = Name::new(&text).ok().filter(|text| settings.consent_text(text).is_some());
    let text =
        text.ok_or_else(|| unfit("no form and no consent_texts of the settings know this text".into()))?;
    let files = super::proofs::of(call, &view, &dossier)?;
    if !files.iter().any(|file| file.id == document) {
        return Err(unfit("no file of this person has this id; hand it in first".into()));
    }
    let act = ConsentAct {
        channel: Some(channel),
        purpose: Some(purpose),
        granted: true,
        proof: Proof::Document { text, document: document.into() },
    };
    if !call.house().take_act(view.scope.vault(), dossier.hot.id, "consent_recorded", Body::Consent(act))? {
        return Err(Fault::NoIdentifier);
    }
    call.house().catch_up()?;
    let act = Act { what: "consent_recorded", about: dossier.hot.id.to_string(), program: None };
    call.desk.access.note((call.house().wall)(), call.who(), act)?;
    Ok(Nothing)
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct Withdrawing {
    /// Absent: all channels.
    channel: Option<String>,
    /// Absent: all purposes.
    purpose: Option<String>,
}

/// Somebody said, by telephone or in a shop, that they do not want it any more: it counts at once, and needs no proof.
pub(crate) fn withdraw(call: &Call<'_>) -> Result<Nothing, Fault> {
    let Withdrawing { channel, purpose } = call.json()?;
    let unfit = |cause: String| Fault::Unfit { cause };
    let view = call.view();
    let dossier = customer(call, &view)?;
    let of_name = |name: &String| {
        let known = consent::Channel::ALL.into_iter().find(|known| known.as_str() == name);
        known.ok_or_else(|| unfit(format!("there is no channel \"{name}\"")))
    };
    let channel = channel.as_ref().map(of_name).transpose()?;
    let named = |name: &String| Name::new(name).map_err(|_| unfit(format!("\"{name}\" is no purpose")));
    let purpose = purpose.as_ref().map(named).transpose()?;
    let what =
        [Some("consent_withdrawn"), channel.map(|own| own.as_str()), purpose.as_ref().map(Name::as_str)];
    let what = what.map(Option::unwrap_or_default).join(" ");
    let act = ConsentAct { channel, purpose, granted: false, proof: Proof::None };
    if !call.house().take_act(view.scope.vault(), dossier.hot.id, &what, Body::Consent(act))? {
        return Err(Fault::NoIdentifier);
    }
    call.house().catch_up()?;
    let act = Act { what: "consent_withdrawn", about: dossier.hot.id.to_string(), program: None };
    call.desk.access.note((call.house().wall)(), call.who(), act)?;
    Ok(Nothing)
}
