//! Numbers that need a pass over everybody, taken once for all who ask until something changed. A glance is at most
//! some seconds old while much happens.

use crate::call::Call;
use anlass_engine::Dossier;
use anlass_model::id::{EntityId, NameId};
use anlass_model::time::{SECOND, Span, Timestamp};
use anlass_runtime::migration::Standing;
use anlass_runtime::summary::went_out;
use anlass_store::IntentRow;
use anyhow::Result;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// While things change, a glance serves this long.
const GOOD_FOR: Span = SECOND.times(3);
/// Deliveries shown.
const DELIVERIES_MAX: usize = 30;
/// The batch that the store knows last.
const SEQUENCE: &str = "timeline";

pub(crate) struct Glance {
    pub(crate) customers: u64,
    pub(crate) phases: BTreeMap<Option<NameId>, u64>,
    /// The newest first.
    pub(crate) deliveries: Vec<(IntentRow, String)>,
    /// Where runs stand.
    pub(crate) inside: Vec<Standing>,
    /// Some people to begin with.
    pub(crate) examples: Vec<Dossier>,
    taken: Timestamp,
    sequence: Option<String>,
    program: u64,
}

#[derive(Default)]
pub(crate) struct Glances {
    last: Mutex<Option<Arc<Glance>>>,
}

const EXAMPLES: usize = 20;

/// The numbers as they are now, or were a moment ago.
pub(crate) fn take(call: &Call<'_>) -> Result<Arc<Glance>> {
    let view = call.view();
    let wall = (call.house().wall)();
    let sequence = call.house().store.position(SEQUENCE)?;
    // Held while counting: a second caller waits for the first one's numbers instead of counting as well.
    let mut last = call.desk.glances.last.lock().unwrap_or_else(PoisonError::into_inner);
    let program = view.runtime.program.id.0;
    if let Some(glance) = &*last
        && glance.program == program
        && (glance.sequence == sequence || wall.since(glance.taken) < GOOD_FOR)
    {
        return Ok(Arc::clone(glance));
    }
    let (mut customers, mut phases, mut examples) = (0, BTreeMap::new(), Vec::new());
    view.runtime.each_dossier(&view.scope, &mut |dossier| {
        customers += 1;
        *phases.entry(dossier.hot.phase).or_insert(0) += 1;
        if examples.len() < EXAMPLES && !dossier.hot.heads.is_empty() {
            examples.push(dossier.clone());
        }
    })?;
    let mut newest: Vec<IntentRow> = Vec::new();
    view.runtime.each_intent(&view.scope, &mut |row| {
        if went_out(&row.state) || row.state == "failed" {
            newest.push(row.clone());
            if newest.len() > 4 * DELIVERIES_MAX {
                shorten(&mut newest);
            }
        }
    })?;
    shorten(&mut newest);
    let named = newest.into_iter().map(|row| {
        let name = name_of(call, row.customer).unwrap_or_default();
        (row, name)
    });
    let deliveries = named.collect();
    let inside = view.runtime.migration(&view.runtime.program)?;
    let glance =
        Arc::new(Glance { customers, phases, deliveries, inside, examples, taken: wall, sequence, program });
    *last = Some(Arc::clone(&glance));
    Ok(glance)
}

fn shorten(rows: &mut Vec<IntentRow>) {
    rows.sort_by_key(|row| (std::cmp::Reverse(row.changed), row.id));
    rows.truncate(DELIVERIES_MAX);
}

fn name_of(call: &Call<'_>, customer: EntityId) -> Option<String> {
    let view = call.view();
    let dossier = view.runtime.dossier(view.scope.vault(), customer).ok()??;
    Some(super::name(&dossier))
}
