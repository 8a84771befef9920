//! Restriction of processing (GDPR, article 18): somebody's data are kept and used for nothing until that is lifted. Told
//! with who restricted or lifted it, when and why.

use super::objection::{ActSaid, taken_down};
use super::shape::{Moment, Nothing, RestrictionGround, SaidBy};
use super::{customer, events};
use crate::access::Act;
use crate::call::{Call, Fault};
use crate::house::View;
use anlass_engine::{Dossier, RESTRICTIONS_MAX};
use anlass_model::event::Body;
use anlass_model::id::{EntityId, Name};
use anlass_model::restriction::RestrictionAct;
use anlass_store::seal::random_key;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Of each random case, so many letters tell it apart.
const CASE_LETTERS: usize = 16;

/// A restriction that holds: of several the first one.
#[derive(Serialize, ToSchema)]
pub(crate) struct Restriction {
    since: Moment,
    /// Null: it came with a dossier whose timeline was cut.
    ground: Option<RestrictionGround>,
    said: Option<ActSaid>,
    /// Further ones beside it that hold.
    more: usize,
}

/// A restriction or a lifting, as it was recorded.
#[derive(Serialize, ToSchema)]
pub(crate) struct RestrictionTold {
    lifted: bool,
    occurred: Moment,
    /// Null for a lifting.
    ground: Option<RestrictionGround>,
    said: ActSaid,
    /// The case that it began, or the cases that it ended.
    cases: Vec<String>,
    simulated: bool,
}

/// Every restriction and lifting of somebody, the newest first.
pub(crate) fn told(view: &View, customer: EntityId) -> Result<Vec<RestrictionTold>> {
    let acts = events::of(view, customer, |body| matches!(body, Body::Restriction(_)))?;
    let told = acts.iter().filter_map(|event| {
        let Body::Restriction(act) = &event.body else { return None };
        let (ground, cases) = match &**act {
            RestrictionAct::Restricted { case, ground, .. } => {
                (Some((*ground).into()), vec![case.to_string()])
            }
            RestrictionAct::Lifted { cases, .. } => (None, cases.iter().map(ToString::to_string).collect()),
        };
        Some(RestrictionTold {
            lifted: act.is_lifting(),
            occurred: Moment(event.occurred.0),
            ground,
            said: act.said().into(),
            cases,
            simulated: event.simulated,
        })
    });
    Ok(told.collect())
}

/// The first case that stands.
pub(crate) fn holding(dossier: &Dossier, told: &[RestrictionTold]) -> Option<Restriction> {
    let standing: Vec<_> = dossier.restrictions.iter().filter(|own| !own.lifted).collect();
    let first = standing.iter().min_by_key(|own| (own.since, &own.case))?;
    let own =
        told.iter().rfind(|one| !one.lifted && one.cases.iter().any(|case| *case == first.case.as_str()));
    Some(Restriction {
        since: Moment(first.since.unwrap_or(first.occurred)),
        ground: first.ground.map(Into::into),
        said: own.map(|one| one.said.clone()),
        more: standing.len().saturating_sub(1),
    })
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct Restricting {
    lifted: bool,
    /// Why it is restricted; absent for a lifting.
    #[serde(default)]
    ground: Option<RestrictionGround>,
    /// How the person asked for it, or heard of the lifting.
    how: SaidBy,
    /// For a lifting: the person was told before (article 18 (3)).
    #[serde(default)]
    informed: bool,
    /// What else proves it.
    #[serde(default)]
    #[schema(max_length = 300)]
    note: Option<String>,
}

/// Heard at once: when this answers, nothing but contract messages leaves any more. A lifting ends every case that stands.
pub(crate) fn restrict(call: &Call<'_>) -> Result<Nothing, Fault> {
    let Restricting { lifted, ground, how, informed, note } = call.json()?;
    let said = taken_down(call, how, note)?;
    let unfit = |cause: &str| Err(Fault::Unfit { cause: cause.to_owned() });
    let view = call.view();
    let dossier = customer(call, &view)?;
    let standing: Vec<Name> =
        dossier.restrictions.iter().filter(|own| !own.lifted).map(|own| own.case.clone()).collect();
    let (what, act) = match (lifted, ground) {
        (false, None) => return unfit("a restriction needs its ground"),
        (false, Some(_)) if standing.len() >= RESTRICTIONS_MAX => {
            return unfit("no more restrictions can stand beside one another; lift them first");
        }
        (false, Some(ground)) => {
            let random = blake3::Hash::from_bytes(random_key()?).to_hex();
            let case = Name::new(random.split_at(CASE_LETTERS).0).ok().context("letters and digits")?;
            ("restricted", RestrictionAct::Restricted { case, ground: ground.into(), said })
        }
        (true, _) if !informed => {
            return unfit("the person has to be told before a restriction is lifted; say that they were");
        }
        (true, _) if standing.is_empty() => return Ok(Nothing),
        (true, _) => ("restriction_lifted", RestrictionAct::Lifted { cases: standing, said }),
    };
    let body = Body::Restriction(Box::new(act));
    if !call.house().take_act(view.scope.vault(), dossier.hot.id, what, body)? {
        return Err(Fault::NoIdentifier);
    }
    call.house().catch_up()?;
    let act = Act { what, about: dossier.hot.id.to_string(), program: None };
    call.desk.access.note((call.house().wall)(), call.who(), act)?;
    Ok(Nothing)
}
