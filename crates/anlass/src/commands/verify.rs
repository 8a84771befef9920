//! `anlass verify`: every stored dossier is the fold of its timeline, byte for byte.

use crate::installation::{self, Installation};
use crate::say::{self, Answer};
use anlass_model::id::{EntityId, EntityKind};
use anlass_runtime::Error;
use anlass_store::Store;
use anyhow::Result;
use std::path::Path;

const SCAN: usize = 10_000;

/// How many customers to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Share {
    All,
    /// So many, spread evenly over all.
    Sample(usize),
}

pub(crate) fn run(data: &Path, vault: Option<u32>, share: Share) -> Result<Answer> {
    let installation = Installation::open(data)?;
    let runtime = installation.look()?;
    let scope = installation::scope(&runtime, vault)?;
    let mut customers: Vec<EntityId> = Vec::new();
    let mut after = None;
    loop {
        let some = installation.store.scan(&scope, EntityKind::Customer, after, SCAN)?;
        let Some(last) = some.last() else { break };
        after = Some(last.key.id());
        customers.extend(some.iter().map(|row| row.key.id()));
    }
    let all = customers.len();
    if let Share::Sample(count) = share {
        let every = all.div_ceil(count.max(1)).max(1);
        customers = customers.into_iter().step_by(every).collect();
    }
    let bar = say::bar("verifying", u64::try_from(customers.len())?);
    let mut differing: Vec<String> = Vec::new();
    for customer in &customers {
        match runtime.verify(scope.vault(), *customer) {
            Ok(()) => {}
            Err(Error::NotEqual { customer }) => differing.push(customer.to_string()),
            Err(error) => return Err(error.into()),
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    let good = differing.is_empty();
    let text = match good {
        true => {
            format!("✓ {} of {all} dossiers are the fold of their timelines, byte for byte", customers.len())
        }
        false => format!(
            "✗ {} of {} dossiers differ from the fold of their timelines:\n  {}\n  help: this is a fault of the program; please report it",
            differing.len(),
            customers.len(),
            differing.join("\n  ")
        ),
    };
    let json = serde_json::json!({ "customers": all, "verified": customers.len(), "differing": differing });
    Ok(Answer { text, json, good })
}
