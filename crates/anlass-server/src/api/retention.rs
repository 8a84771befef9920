//! Rules of retention: what they come to before anything is done, doing it, and what the last run did.

use super::shape::{HeldCode, Moment, RetentionKind};
use super::{by_id, name};
use crate::access::Act;
use crate::call::{Call, Fault};
use crate::house::retention::{Did, Found, Ran, is_about};
use anlass_model::definition::Retention;
use anlass_model::time::{DAY, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

/// Some of the people whom a rule is about.
const SAMPLES_MAX: usize = 10;

/// What the rules come to now.
#[derive(Serialize, ToSchema)]
pub(crate) struct RetentionTold {
    /// The settings name rules.
    configured: bool,
    /// They run once a day by themselves.
    daily: bool,
    /// Nobody who ordered within so many days is erased by a rule; null: there are no rules.
    keep_orders_days: Option<i64>,
    rules: Vec<RuleTold>,
    last: Option<RunTold>,
}

/// What one rule would do now.
#[derive(Serialize, ToSchema)]
pub(crate) struct RuleTold {
    id: String,
    kind: RetentionKind,
    days: i64,
    /// Who would be erased.
    people: usize,
    /// Entries of their timelines.
    entries: u64,
    /// Letters that would be removed, of a rule about letters.
    letters: u64,
    samples: Vec<PersonTold>,
    /// Whose time has come and who stay.
    held: Vec<HeldTold>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct PersonTold {
    id: String,
    name: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct HeldTold {
    why: HeldCode,
    people: u64,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct RunTold {
    at: Moment,
    /// Null: by itself.
    by: Option<String>,
    rules: Vec<RuleDid>,
    /// More people were due than one run erases.
    more: bool,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct RuleDid {
    id: String,
    people: u64,
    entries: u64,
    letters: u64,
    /// A carrier had a letter of theirs: next time.
    put_off: u64,
}

impl From<Ran> for RunTold {
    fn from(ran: Ran) -> RunTold {
        let did = |did: Did| RuleDid {
            id: did.rule,
            people: did.people,
            entries: did.entries,
            letters: did.letters,
            put_off: did.put_off,
        };
        RunTold {
            at: Moment(Timestamp(ran.at)),
            by: Some(ran.by).filter(|by| !by.is_empty()),
            rules: ran.rules.into_iter().map(did).collect(),
            more: ran.more,
        }
    }
}

/// `GET /api/retention`: nothing is done.
pub(crate) fn show(call: &Call<'_>) -> Result<RetentionTold, Fault> {
    told(call, call.view().runtime.program.definitions.settings.retention.as_ref())
}

/// What rules come to now, live or not.
pub(super) fn told(call: &Call<'_>, retention: Option<&Retention>) -> Result<RetentionTold, Fault> {
    let view = call.view();
    let mut rules = Vec::new();
    let found = retention.map(|own| call.house().retention_by(own)).transpose()?;
    for found in found.unwrap_or_default() {
        let Found { rule, people, entries, letters, held } = found;
        let mut samples = Vec::new();
        for id in people.iter().take(SAMPLES_MAX) {
            // Whom a run takes meanwhile is no sample any more.
            if let Ok(dossier) = by_id(&view, *id) {
                samples.push(PersonTold { id: id.to_string(), name: name(&dossier) });
            }
        }
        let (kind, span) = is_about(&rule);
        rules.push(RuleTold {
            id: rule.id.to_string(),
            kind: RetentionKind::of(kind),
            days: span.map_or(0, |span| span.0.0 / DAY.0),
            people: people.len(),
            entries,
            letters,
            samples,
            held: held.into_iter().map(|(why, people)| HeldTold { why: why.into(), people }).collect(),
        });
    }
    Ok(RetentionTold {
        configured: retention.is_some(),
        daily: retention.is_some_and(|own| own.daily),
        keep_orders_days: retention.map(|own| own.keep_orders.0.0 / DAY.0),
        rules,
        last: call.house().retained()?.map(RunTold::from),
    })
}

/// `POST /api/retention`: answers once it is done. Each erasure has its proof.
pub(crate) fn run(call: &Call<'_>) -> Result<RunTold, Fault> {
    if call.view().runtime.program.definitions.settings.retention.is_none() {
        let cause = "the settings have no rules of retention; write them and publish the settings".to_owned();
        return Err(Fault::Unfit { cause });
    }
    let Some(ran) = call.desk.house.retain(call.who())? else {
        return Err(Fault::Unfit { cause: "another run is under way; wait until it has ended".into() });
    };
    let act = Act { what: "retention_ran", about: String::new(), program: None };
    call.desk.access.note((call.house().wall)(), call.who(), act)?;
    Ok(ran.into())
}
