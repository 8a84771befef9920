//! A pass over everybody of a vault by headers alone: how many there are, in which phases, and where they stand in
//! journeys. Sections that say more about somebody stay closed.

use crate::batch::Runtime;
use crate::error::Error;
use crate::rows;
use anlass_engine::codec::{Sections, decode_some};
use anlass_model::id::{EntityId, NameId};
use anlass_model::org::TenantScope;
use std::collections::BTreeMap;

/// Some people who have bought, to begin with.
const EXAMPLES_MAX: usize = 20;

/// Everybody, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Census {
    pub customers: u64,
    pub phases: BTreeMap<Option<NameId>, u64>,
    /// Runs by journey and step.
    pub runs: BTreeMap<(NameId, NameId), u64>,
    pub examples: Vec<EntityId>,
}

impl Runtime {
    /// # Errors
    /// If a dossier cannot be read.
    pub fn census(&self, scope: &TenantScope) -> Result<Census, Error> {
        let key = self.keyring.vault(scope.vault()).ok_or(Error::NoKey(scope.vault()))?;
        let sums = self.scan_all(scope, |sum: &mut Census, row| {
            let (dossier, _) = decode_some(rows::open_row_in_place(key, row)?, Sections::RUNS)?;
            if dossier.hot.merged_into.is_some() {
                return Ok(());
            }
            sum.customers += 1;
            *sum.phases.entry(dossier.hot.phase).or_default() += 1;
            for run in &dossier.runs {
                *sum.runs.entry((run.journey, run.step)).or_default() += 1;
            }
            let shows = !dossier.hot.heads.is_empty() && !dossier.is_restricted();
            if sum.examples.len() < EXAMPLES_MAX && shows {
                sum.examples.push(dossier.hot.id);
            }
            Ok(())
        })?;
        let mut census = Census::default();
        for sum in sums {
            census.customers += sum.customers;
            for (phase, count) in sum.phases {
                *census.phases.entry(phase).or_default() += count;
            }
            for (place, count) in sum.runs {
                *census.runs.entry(place).or_default() += count;
            }
            census.examples.extend(sum.examples);
        }
        census.examples.truncate(EXAMPLES_MAX);
        Ok(census)
    }
}
