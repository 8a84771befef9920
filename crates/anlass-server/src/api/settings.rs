//! A change of one part of the settings: compiled together with everything else that is live, and published with it.

pub(crate) mod rules;
pub(crate) mod whole;

use crate::access::Act;
use crate::call::{Call, Fault};
use crate::drafts::{self, Authored, Draft, Others};
use crate::house::View;
use anlass_model::definition::Settings;

/// The settings as `change` leaves them.
///
/// # Errors
/// What speaks against them, problem by problem.
pub(super) fn draft(
    call: &Call<'_>,
    view: &View,
    change: impl FnOnce(&mut Settings) -> Result<(), Fault>,
) -> Result<Draft, Fault> {
    let store = &*call.house().store;
    let mut settings = drafts::as_written(store, view.runtime.program.definitions.settings.clone())?;
    change(&mut settings)?;
    let authored = Authored { settings: Some(settings), ..Authored::default() };
    drafts::draft(Some(store), authored, Others::Stay, |nodes| Ok(view.runtime.catalogue.subtrees(nodes)))?
        .map_err(Fault::Problems)
}

/// Live when this returns, and noted as `what` somebody did `about` something.
pub(super) fn publish(
    call: &Call<'_>,
    view: &View,
    draft: Draft,
    (what, about): (&'static str, &str),
) -> Result<(), Fault> {
    if draft.program.id != view.runtime.program.id {
        call.house().publish(draft.definitions, draft.filled)?;
    }
    let act = Act { what, about: about.to_owned(), program: None };
    Ok(call.desk.access.note((call.house().wall)(), call.who(), act)?)
}
