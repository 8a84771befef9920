//! Finding customers, and their profile.

mod interests;
mod orders;
mod outlets;

use super::consents::{self, Consent};
use super::corrections::{self, CorrectionTold};
use super::demo::SIMULATED;
use super::objection::{self, Objection, ObjectionTold};
use super::restriction::{self, Restriction, RestrictionTold};
use super::shape::{Channel, Class, Localised, Moment, Named};
use super::timeline::{self, Origin, source};
use super::{customer, glance, name, phase, programme_name};
use crate::brought::Brought;
use crate::call::{Call, Fault};
use crate::house::View;
use crate::house::letters::text;
use crate::insight::explain;
use crate::insight::life::{self, Life};
use crate::insight::story;
use anlass_engine::dossier;
use anlass_engine::profile::told;
use anlass_engine::{Dossier, had};
use anlass_model::definition;
use anlass_model::event::SourceId;
use anlass_model::id::{EntityKind, MessageId, NameId};
use anlass_model::time::Timestamp;
use anlass_model::value::Value as Fact;
use anlass_runtime::rows;
use anyhow::Context;
use interests::{Interest, ViewedLately};
use orders::Orders;
use outlets::{OwnOutlet, UsualOutlet};
use serde::Serialize;
use utoipa::ToSchema;

const FOUND_MAX: usize = 50;
/// People looked at for a name; beyond it only exact matches are found.
const SCANNED_MAX: usize = 20_000;
const PAGE: usize = 1_000;

/// One line of a list of customers.
#[derive(Serialize, ToSchema)]
pub(crate) struct CustomerRow {
    id: String,
    name: String,
    email: Option<String>,
    city: Option<String>,
    phase: Option<Named>,
    orders: usize,
    last_order: Option<Moment>,
    /// The demonstration invented something of their profile.
    simulated: bool,
    /// Their data are kept and used for nothing.
    restricted: bool,
}

pub(crate) fn find(call: &Call<'_>) -> Result<Vec<CustomerRow>, Fault> {
    let view = call.view();
    let Some(query) = call.asked("query") else {
        let glance = glance::take(call)?;
        let mut rows = Vec::with_capacity(glance.examples.len());
        // As they are now: who was erased since they were counted is nobody.
        for example in &glance.examples {
            let known = view.runtime.dossier(view.scope.vault(), example.hot.id)?;
            rows.extend(known.map(|dossier| row(call, &view, &dossier)));
        }
        return Ok(rows);
    };
    let query = query.trim();
    let mut found = Vec::new();
    if let Ok(id) = explain::find(&view.runtime, &view.scope, query) {
        found.extend(view.runtime.dossier(view.scope.vault(), id)?);
    }
    if found.is_empty() && !query.is_empty() {
        found = by_name(&view, &query.to_lowercase())?;
    }
    Ok(found.iter().map(|dossier| row(call, &view, dossier)).collect())
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

fn row(call: &Call<'_>, view: &View, dossier: &Dossier) -> CustomerRow {
    // As rules count them.
    let counted = || dossier.hot.heads.iter().filter(|head| !head.cancelled);
    CustomerRow {
        id: dossier.hot.id.to_string(),
        name: name(dossier),
        email: text(dossier, "email"),
        city: text(dossier, "city"),
        phase: phase(view, dossier.hot.phase),
        orders: counted().count(),
        last_order: counted().map(|head| Moment(head.occurred)).max(),
        simulated: call.house().is_simulated && is_invented(view, dossier),
        restricted: dossier.is_restricted(),
    }
}

/// Whether a value of the profile stands that the demonstration invented. Who was imported or signed up is real.
fn is_invented(view: &View, dossier: &Dossier) -> bool {
    let sources = &view.runtime.program.definitions.settings.sources;
    let Some(invented) = sources.iter().find(|source| source.id.as_str() == SIMULATED) else { return false };
    let mut stands = dossier.hot.profile.iter().filter(|(_, dated)| dated.value.is_some());
    stands.any(|(field, _)| told(dossier, *field).next().is_some_and(|(by, _)| by.0 == invented.number))
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Customer {
    id: String,
    name: String,
    profile: Vec<ProfileField>,
    identifiers: Vec<Identifier>,
    phase: Option<PhaseSince>,
    segments: Vec<String>,
    consents: Vec<Consent>,
    objection: Option<Objection>,
    /// When the first thing happened that is known of them.
    since: Option<Moment>,
    /// Where most of their purchases were made, if they were made in outlets.
    usual_outlet: Option<UsualOutlet>,
    /// Theirs by what the settings say under `nearest`: chosen, or nearest to where they are or live.
    own_outlet: Option<OwnOutlet>,
    /// Objections and liftings, the newest first.
    objections: Vec<ObjectionTold>,
    /// Corrections of the profile, the newest first.
    corrections: Vec<CorrectionTold>,
    /// Their data are kept and used for nothing; null: they may be used.
    restriction: Option<Restriction>,
    /// Restrictions and liftings, the newest first.
    restrictions: Vec<RestrictionTold>,
    orders: Orders,
    contacts: Vec<Contact>,
    runs: Vec<Run>,
    programmes: Vec<Exposure>,
    /// In nodes of the taxonomy, most first.
    interests: Vec<Interest>,
    /// What they looked at on the web of late.
    viewed: ViewedLately,
    /// Sources that deliver complete lists and no longer deliver the person; nothing is erased by it.
    no_longer_delivered: Vec<NoLongerDelivered>,
    /// What they have of the declared entities, by entity and key.
    things: Vec<Thing>,
    /// Fences they are in, as their phone says.
    whereabouts: Vec<InFence>,
    /// Points and tier; null: the settings declare no loyalty programme.
    loyalty: Option<Loyalty>,
}

/// What somebody has in the loyalty programme.
#[derive(Serialize, ToSchema)]
pub(crate) struct Loyalty {
    points: i64,
    tier: Option<LoyaltyTier>,
    /// The tier above; null: there is none.
    next: Option<NextTier>,
}

/// A tier that somebody holds.
#[derive(Serialize, ToSchema)]
pub(crate) struct LoyaltyTier {
    id: String,
    name: Localised,
    /// Null: nothing happened to them since the settings declare it.
    since: Option<Moment>,
}

/// The tier above, and how many points are missing to it.
#[derive(Serialize, ToSchema)]
pub(crate) struct NextTier {
    id: String,
    name: Localised,
    missing: i64,
}

/// Something that somebody has: a vehicle, a contract.
#[derive(Serialize, ToSchema)]
pub(crate) struct Thing {
    /// The entity's name; what people call it, its label says.
    entity: String,
    key: String,
    /// Since when it is known to be there.
    since: Moment,
    fields: Vec<ThingField>,
}

/// A truth, a number, an amount in minor units, or a text.
#[derive(Serialize, ToSchema)]
pub(crate) struct ThingField {
    field: String,
    value: Scalar,
}

/// A fence that somebody is in.
#[derive(Serialize, ToSchema)]
pub(crate) struct InFence {
    fence: String,
    name: Localised,
    since: Moment,
}

/// A source whose complete list no longer holds somebody.
#[derive(Serialize, ToSchema)]
pub(crate) struct NoLongerDelivered {
    /// Null: it is no longer declared.
    source: Option<String>,
    since: Moment,
}

/// A value of the profile: a truth, a number, an amount in minor units, or a text.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProfileField {
    field: String,
    value: Scalar,
    occurred: Moment,
    /// The declared source that told it; null: a correction, Anlass itself, or nobody noted it.
    source: Option<String>,
    /// When and in which files the source brought it; null: no declared source did.
    origin: Option<Origin>,
    /// Somebody of the house corrected it, and it holds; why, `corrections` tells.
    corrected: bool,
    simulated: bool,
    /// What other sources say of the field, and a correction that a source has overtaken, the newest first.
    others: Vec<ToldValue>,
}

/// What a source says of a field beside the value that stands; a null value: that there is none.
#[derive(Serialize, ToSchema)]
pub(crate) struct ToldValue {
    value: Option<Scalar>,
    occurred: Moment,
    source: Option<String>,
    origin: Option<Origin>,
    /// It is a correction.
    corrected: bool,
}

#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum Scalar {
    Truth(bool),
    Number(i64),
    Text(String),
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Identifier {
    kind: &'static str,
    value: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct PhaseSince {
    id: String,
    name: Localised,
    since: Moment,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Contact {
    /// By which its letter is found.
    delivery: String,
    at: Moment,
    message: String,
    channel: Channel,
    class: Class,
}

/// Where somebody stands in a journey.
#[derive(Serialize, ToSchema)]
pub(crate) struct Run {
    journey: String,
    name: Localised,
    step: String,
    since: Moment,
    due: Option<Moment>,
}

/// How a programme reached for somebody.
#[derive(Serialize, ToSchema)]
pub(crate) struct Exposure {
    id: String,
    name: Localised,
    arm: Arm,
    at: Moment,
    reached: Option<Moment>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Arm {
    HeldOut,
    Treated,
}

pub(crate) fn show(call: &Call<'_>) -> Result<Customer, Fault> {
    let view = call.view();
    let dossier = customer(call, &view)?;
    let life = life::of(&view.runtime, view.scope.vault(), dossier.hot.id)?;
    let hot = &dossier.hot;
    let own_phase = phase(&view, hot.phase);
    let now = call.house().now();
    let objections = objection::told(&view, hot.id)?;
    let restrictions = restriction::told(&view, hot.id)?;
    let objection = hot.objection.as_ref().filter(|objection| !objection.lifted);
    let identifiers = hot.identifiers.iter();
    let identifiers =
        identifiers.map(|one| Identifier { kind: one.kind.as_str(), value: one.value.to_string() });
    Ok(Customer {
        id: hot.id.to_string(),
        name: name(&dossier),
        profile: profile(&view, &dossier, life.as_ref())?,
        identifiers: identifiers.collect(),
        phase: own_phase.map(|Named { id, name }| PhaseSince { id, name, since: Moment(hot.phase_since) }),
        segments: hot.segments.iter().map(|id| view.runtime.program.name(*id)).collect(),
        consents: hot.consents.iter().map(consents::consent).collect(),
        objection: objection.map(|objection| objection::holding(Moment(objection.occurred), &objections)),
        objections,
        corrections: corrections::told(&view, &dossier)?,
        restriction: restriction::holding(&dossier, &restrictions),
        restrictions,
        since: life.as_ref().and_then(|life| life.first).map(Moment),
        usual_outlet: outlets::usual(&view, &dossier),
        own_outlet: outlets::own(&view, &dossier),
        orders: orders::told(&view, &dossier),
        contacts: contacts(&view, &dossier),
        runs: runs(&view, &dossier),
        programmes: programmes(&view, &dossier),
        interests: interests::told(&view, &dossier, now),
        viewed: interests::viewed(&view, &dossier, now),
        no_longer_delivered: no_longer_delivered(&view, &dossier),
        things: things(&view, &dossier),
        whereabouts: whereabouts(&view, &dossier),
        loyalty: loyalty(&view, &dossier, call.house().now()),
    })
}

fn things(view: &View, dossier: &Dossier) -> Vec<Thing> {
    let told = |own: anlass_engine::Had<'_>| Thing {
        entity: own.entity.to_string(),
        key: own.key.to_owned(),
        since: Moment(own.since),
        fields: own
            .fields
            .iter()
            .map(|(field, value)| ThingField { field: field.to_string(), value: scalar(value) })
            .collect(),
    };
    had(&view.runtime.program, dossier).into_iter().map(told).collect()
}

fn whereabouts(view: &View, dossier: &Dossier) -> Vec<InFence> {
    let stays = dossier.whereabouts.stays.iter().filter(|stay| stay.holds());
    let told = stays.map(|stay| InFence {
        fence: stay.fence.to_string(),
        name: Localised::both(|language| timeline::fence_name(view, &stay.fence, language)),
        since: Moment(stay.since),
    });
    told.collect()
}

fn loyalty(view: &View, dossier: &Dossier, now: Timestamp) -> Option<Loyalty> {
    let own = anlass_engine::loyalty(&view.runtime.program, dossier, now)?;
    let named = |tier: &definition::Tier| (tier.id.to_string(), Localised::from(&tier.name));
    let tier = own.tier.map(|tier| {
        let (id, name) = named(tier);
        let told = dossier.tier.filter(|held| held.tier == tier.id.id());
        LoyaltyTier { id, name, since: told.map(|held| Moment(held.since)) }
    });
    let next = own.next.map(|tier| {
        let (id, name) = named(tier);
        NextTier { id, name, missing: own.to_next.unwrap_or_default() }
    });
    Some(Loyalty { points: own.points, tier, next })
}

fn no_longer_delivered(view: &View, dossier: &Dossier) -> Vec<NoLongerDelivered> {
    let gone = dossier.listed.iter().filter(|own| !own.delivered);
    gone.map(|own| NoLongerDelivered { source: source(view, own.source), since: Moment(own.at) }).collect()
}

fn profile(view: &View, dossier: &Dossier, life: Option<&Life>) -> Result<Vec<ProfileField>, Fault> {
    let brought = Brought::of(view)?;
    let origin = |by: SourceId, message: &MessageId| {
        let received = life?.received.get(message)?;
        source(view, by).map(|_| Origin::of(&brought, by, *received))
    };
    let fields = dossier.hot.profile.iter().filter_map(|(field, dated)| {
        let value = scalar(dated.value.as_ref()?);
        let mut told = told(dossier, *field);
        let by = told.next().map_or(SourceId::UNKNOWN, |(source, _)| source);
        let mut others: Vec<ToldValue> = told
            .map(|(by, dated)| ToldValue {
                value: dated.value.as_ref().map(scalar),
                occurred: Moment(dated.occurred),
                source: source(view, by),
                origin: origin(by, &dated.message),
                corrected: by == SourceId::CORRECTION,
            })
            .collect();
        others.sort_by_key(|other| std::cmp::Reverse(other.occurred));
        let simulated = life.is_some_and(|life| life.simulated_fields.contains(field));
        Some(ProfileField {
            field: field_name(view, *field),
            value,
            occurred: Moment(dated.occurred),
            source: source(view, by),
            origin: origin(by, &dated.message),
            corrected: by == SourceId::CORRECTION,
            simulated,
            others,
        })
    });
    Ok(fields.collect())
}

/// A value as answers hold it.
pub(super) fn scalar(value: &Fact) -> Scalar {
    match value {
        Fact::Bool(yes) => Scalar::Truth(*yes),
        Fact::Int(number) | Fact::Money(number) => Scalar::Number(*number),
        Fact::Span(span) => Scalar::Text(span.to_string()),
        Fact::Time(moment) => Scalar::Text(moment.to_string()),
        Fact::Day(day) => Scalar::Text(day.to_string()),
        Fact::Text(text) => Scalar::Text(text.to_string()),
    }
}

fn field_name(view: &View, field: NameId) -> String {
    let fields = &view.runtime.program.definitions.settings.fields;
    let known = fields.keys().find(|name| name.id() == field);
    known.map_or_else(|| view.runtime.program.name(field), ToString::to_string)
}

fn contacts(view: &View, dossier: &Dossier) -> Vec<Contact> {
    let newest = dossier.contacts.iter().rev().map(|contact| Contact {
        delivery: contact.intent.to_string(),
        at: Moment(contact.at),
        message: view.runtime.program.name(contact.message),
        channel: Channel::of(contact.channel.as_str()),
        class: Class::of(contact.class.as_str()),
    });
    newest.collect()
}

fn runs(view: &View, dossier: &Dossier) -> Vec<Run> {
    let program = &view.runtime.program;
    let runs = dossier.runs.iter().map(|run| {
        let id = program.name(run.journey);
        let known = story::journey_name(program, run.journey);
        Run {
            name: known.map_or_else(|| Localised::bare(&id), |name| (&name).into()),
            journey: id,
            step: program.name(run.step),
            since: Moment(run.since),
            due: run.due.map(Moment),
        }
    });
    runs.collect()
}

fn programmes(view: &View, dossier: &Dossier) -> Vec<Exposure> {
    let exposures = dossier.exposures.iter().map(|exposure| Exposure {
        id: view.runtime.program.name(exposure.programme),
        name: programme_name(view, exposure.programme),
        arm: match exposure.arm {
            dossier::Arm::HeldOut => Arm::HeldOut,
            dossier::Arm::Treated => Arm::Treated,
        },
        at: Moment(exposure.at),
        reached: exposure.reached.map(Moment),
    });
    exposures.collect()
}
