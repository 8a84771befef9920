//! Of a person who was known as several customers, the story of each until they were merged.

use crate::call::Fault;
use crate::house::View;
use crate::insight::life::{self, Life};
use anlass_engine::{Entry, Input};
use anlass_model::id::EntityId;
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// A customer who was merged into another one.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct Other {
    /// By which they are parted again.
    id: String,
    name: String,
}

pub(super) struct Story {
    /// Whose it is, where it is of somebody who was merged in.
    pub(super) other: Option<Other>,
    /// The oldest first.
    pub(super) entries: Vec<Entry>,
    pub(super) life: Life,
}

/// The person's own story first, then those of whoever was merged in and not parted again.
pub(super) fn of(view: &View, id: EntityId) -> Result<Vec<Story>, Fault> {
    let (runtime, vault) = (&view.runtime, view.scope.vault());
    let mut stories = Vec::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![(id, None)];
    while let Some((id, other)) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let Some(life) = life::of(runtime, vault, id)? else {
            // Of somebody merged in there may be nothing but what was carried over.
            if stories.is_empty() {
                return Err(Fault::NotFound);
            }
            continue;
        };
        let entries = runtime.timeline(vault, id)?;
        let mut merged: Vec<(EntityId, Other)> = Vec::new();
        for entry in &entries {
            match &entry.input {
                Input::Absorb(dossier) => {
                    let id = dossier.hot.id;
                    merged.push((id, Other { id: id.to_string(), name: super::super::name(dossier) }));
                }
                Input::Parted(parted) => merged.retain(|(id, _)| *id != parted.from),
                _ => {}
            }
        }
        open.extend(merged.into_iter().map(|(id, other)| (id, Some(other))));
        stories.push(Story { other, entries, life });
    }
    Ok(stories)
}
