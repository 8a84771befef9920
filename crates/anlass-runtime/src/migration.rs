//! What publishing a program would do to those who stand in journeys now. Nothing is written.

use crate::batch::Runtime;
use crate::error::Error;
use crate::rows;
use anlass_engine::Program;
use anlass_engine::codec::{Sections, decode_some};
use anlass_model::id::NameId;
use serde::Serialize;
use std::collections::BTreeMap;

/// Runs that stand on one step now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    pub journey: String,
    pub step: String,
    pub runs: u64,
    pub fate: Fate,
}

/// What becomes of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// The step is still there; a wait keeps its due time unless the edit says otherwise.
    Stays,
    /// To the step of the declared redirect.
    Moves { to: String },
    /// Journey or step is gone or its programme is stopped: what was not sent is withdrawn.
    Leaves,
}

impl Runtime {
    /// How runs at rest would fare under another program, over all vaults, by journey and step.
    ///
    /// # Errors
    /// If a dossier cannot be read.
    pub fn migration(&self, to: &Program) -> Result<Vec<Standing>, Error> {
        let mut runs: BTreeMap<(NameId, NameId), u64> = BTreeMap::new();
        for vault in self.custodian.vaults() {
            let scope = self.custodian.scope(*vault).ok_or(Error::NoKey(*vault))?;
            let key = self.keyring.vault(*vault).ok_or(Error::NoKey(*vault))?;
            let sums = self.scan_all(&scope, |sum: &mut BTreeMap<(NameId, NameId), u64>, row| {
                let (dossier, _) = decode_some(rows::open_row_in_place(key, row)?, Sections::RUNS)?;
                for run in &dossier.runs {
                    *sum.entry((run.journey, run.step)).or_default() += 1;
                }
                Ok(())
            })?;
            for (place, count) in sums.into_iter().flatten() {
                *runs.entry(place).or_default() += count;
            }
        }
        let mut standing: Vec<Standing> = runs
            .into_iter()
            .map(|((journey, step), runs)| Standing {
                journey: self.program.name(journey),
                step: self.program.name(step),
                runs,
                fate: fate(to, journey, step),
            })
            .collect();
        standing.sort_by(|one, other| (&one.journey, &one.step).cmp(&(&other.journey, &other.step)));
        Ok(standing)
    }
}

fn fate(to: &Program, journey: NameId, step: NameId) -> Fate {
    let goes_on = |journey: &&anlass_engine::program::JourneyDef| {
        to.programmes.get(journey.programme).is_some_and(|programme| !programme.stopped)
    };
    let Some(journey) = to.journey(journey).filter(goes_on) else { return Fate::Leaves };
    if journey.step_index.contains_key(&step) {
        return Fate::Stays;
    }
    match journey.redirects.get(&step).filter(|target| journey.step_index.contains_key(target)) {
        Some(target) => Fate::Moves { to: to.name(*target) },
        None => Fate::Leaves,
    }
}
