//! Running numbers of programmes: how many people are treated and left alone, and with how many of them the goal
//! was reached. Effects add to them in the commit that writes the dossiers, so they add up to what stands there.

use crate::batch::Runtime;
use crate::error::Error;
use anlass_engine::dossier::Arm;
use anlass_engine::{Effect, Program};
use anlass_model::id::{NameId, VaultId};
use anlass_model::org::TenantScope;
use serde::Serialize;
use std::collections::BTreeMap;

/// What a batch adds.
#[derive(Debug, Default)]
pub struct GoalCounts(BTreeMap<(VaultId, NameId, Arm, What), i64>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Exposed,
    Reached,
}

impl GoalCounts {
    pub(crate) fn add(&mut self, vault: VaultId, effect: &Effect) {
        match effect {
            Effect::Exposed { programme, arm } => self.count(vault, *programme, *arm, What::Exposed, 1),
            Effect::Goal { programme, arm, .. } => self.count(vault, *programme, *arm, What::Reached, 1),
            Effect::Unexposed { programme, arm, reached } => {
                self.count(vault, *programme, *arm, What::Exposed, -1);
                self.count(vault, *programme, *arm, What::Reached, -i64::from(*reached));
            }
            _ => {}
        }
    }

    fn count(&mut self, vault: VaultId, programme: NameId, arm: Arm, what: What, more: i64) {
        *self.0.entry((vault, programme, arm, what)).or_default() += more;
    }

    pub(crate) fn append(&mut self, more: &GoalCounts) {
        for ((vault, programme, arm, what), count) in &more.0 {
            self.count(*vault, *programme, *arm, *what, *count);
        }
    }

    pub(crate) fn counters(&self) -> impl Iterator<Item = (String, i64)> {
        let changed = self.0.iter().filter(|(_, count)| **count != 0);
        changed
            .map(|((vault, programme, arm, what), count)| (counter(*vault, *programme, *arm, *what), *count))
    }
}

/// By the programme's hash: a person of a programme that was taken out since can still leave its numbers.
fn counter(vault: VaultId, programme: NameId, arm: Arm, what: What) -> String {
    let what = match what {
        What::Exposed => "exposed",
        What::Reached => "reached",
    };
    format!("programme/{}/{:016x}/{}/{what}", vault.0, programme.0, arm.as_str())
}

/// People of one arm, and those of them with whom the goal was reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ArmCount {
    pub exposed: u64,
    pub reached: u64,
}

/// What a programme reached with those it treats and with those it leaves alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GoalCount {
    pub programme: String,
    pub treated: ArmCount,
    pub held_out: ArmCount,
}

/// The numbers of a vault by programme, in the order of the definitions; without those that have no goal or have
/// reached for nobody.
fn read(program: &Program, vault: VaultId, counters: &[(String, i64)]) -> Vec<GoalCount> {
    let counters: BTreeMap<&str, i64> =
        counters.iter().map(|(name, count)| (name.as_str(), *count)).collect();
    let arm = |programme: NameId, arm: Arm| {
        let count = |what| {
            let name = counter(vault, programme, arm, what);
            u64::try_from(counters.get(name.as_str()).copied().unwrap_or(0)).unwrap_or(0)
        };
        ArmCount { exposed: count(What::Exposed), reached: count(What::Reached) }
    };
    let with_goal = program.programmes.iter().filter(|programme| programme.goal.is_some());
    let all = with_goal.map(|programme| GoalCount {
        programme: programme.name.to_string(),
        treated: arm(programme.id, Arm::Treated),
        held_out: arm(programme.id, Arm::HeldOut),
    });
    all.filter(|count| count.treated.exposed + count.held_out.exposed > 0).collect()
}

impl Runtime {
    /// What programmes reached so far in one vault.
    ///
    /// # Errors
    /// If the counters cannot be read.
    pub fn goals(&self, scope: &TenantScope) -> Result<Vec<GoalCount>, Error> {
        Ok(read(&self.program, scope.vault(), &self.store.counters()?))
    }
}
