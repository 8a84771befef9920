//! An objection to advertising, and its lifting: taken down with what proves it later, and told with that.

use super::shape::{Moment, Nothing, SaidBy};
use super::{customer, events};
use crate::access::Act;
use crate::call::{Call, Fault};
use crate::house::View;
use anlass_model::consent::{ObjectionAct, Said};
use anlass_model::event::Body;
use anlass_model::id::EntityId;
use anyhow::Result;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Characters of a note: it says how something was said, not what the person is like.
const NOTE_MAX: usize = 300;

/// An objection that holds.
#[derive(Serialize, ToSchema)]
pub(crate) struct Objection {
    since: Moment,
    /// Null: it came from a system that does not tell.
    said: Option<ActSaid>,
}

/// An objection or its lifting, as it was recorded.
#[derive(Serialize, ToSchema)]
pub(crate) struct ObjectionTold {
    lifted: bool,
    occurred: Moment,
    said: Option<ActSaid>,
    simulated: bool,
}

/// What proves it: how it was said, and who took it down.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct ActSaid {
    how: SaidBy,
    /// Null: the person themselves.
    by: Option<String>,
    note: Option<String>,
}

impl From<&Said> for ActSaid {
    fn from(said: &Said) -> ActSaid {
        let text = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
        ActSaid { how: said.how.into(), by: text(&said.by), note: text(&said.note) }
    }
}

/// Every objection and lifting of somebody, the newest first, also of those who were merged into them.
pub(crate) fn told(view: &View, customer: EntityId) -> Result<Vec<ObjectionTold>> {
    let said = events::of(view, customer, |body| matches!(body, Body::Objection(_)))?;
    let acts = said.iter().filter_map(|event| match &event.body {
        Body::Objection(act) => Some((event, act)),
        _ => None,
    });
    let told = acts.map(|(event, act)| ObjectionTold {
        lifted: act.lifted,
        occurred: Moment(event.occurred.0),
        said: act.said.as_deref().map(ActSaid::from),
        simulated: event.simulated,
    });
    Ok(told.collect())
}

/// The one that holds among what was told.
pub(crate) fn holding(since: Moment, told: &[ObjectionTold]) -> Objection {
    let own = told.iter().find(|one| !one.lifted && one.occurred == since);
    Objection { since, said: own.and_then(|one| one.said.clone()) }
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct Objecting {
    lifted: bool,
    /// How the person said it. A page is where they say it themselves, so that cannot be said for them.
    how: SaidBy,
    /// What else proves it: a number of a letter, who was at the till.
    #[serde(default)]
    #[schema(max_length = 300)]
    note: Option<String>,
}

/// Heard at once: when this answers, no advertising leaves any more.
pub(crate) fn object(call: &Call<'_>) -> Result<Nothing, Fault> {
    let Objecting { lifted, how, note } = call.json()?;
    let said = taken_down(call, how, note)?;
    let view = call.view();
    let dossier = customer(call, &view)?;
    let what = if lifted { "objection_lifted" } else { "objected" };
    let body = Body::Objection(ObjectionAct { lifted, said: Some(Box::new(said)) });
    if !call.house().take_act(view.scope.vault(), dossier.hot.id, what, body)? {
        return Err(Fault::NoIdentifier);
    }
    call.house().catch_up()?;
    let act = Act { what, about: dossier.hot.id.to_string(), program: None };
    call.desk.access.note((call.house().wall)(), call.who(), act)?;
    Ok(Nothing)
}

/// What somebody of the house takes down for a person.
///
/// # Errors
/// [`Fault::Unfit`] for a note that is too long, and for a page: what is said there is said by the person.
pub(super) fn taken_down(call: &Call<'_>, how: SaidBy, note: Option<String>) -> Result<Said, Fault> {
    let note = note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty());
    if note.as_ref().is_some_and(|note| note.chars().count() > NOTE_MAX) {
        return Err(Fault::Unfit { cause: format!("the note is longer than {NOTE_MAX} characters") });
    }
    if how == SaidBy::Page {
        let cause = "what is said on a page is said by the person; name how it reached you".to_owned();
        return Err(Fault::Unfit { cause });
    }
    Ok(Said { how: how.into(), by: Some(call.who().into()), note: note.map(Into::into) })
}
