//! What people call things that have only an id in answers: exits, purposes, own fields and events.

use super::shape::Named;
use crate::call::{Call, Fault};

/// `GET /api/names`
pub(crate) fn list(call: &Call<'_>) -> Result<Vec<Named>, Fault> {
    let view = call.view();
    let titles = view.runtime.program.definitions.titles();
    Ok(titles.into_iter().map(|(id, title)| Named { id: id.to_string(), name: title.into() }).collect())
}
