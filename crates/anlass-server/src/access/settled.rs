//! What somebody found out about deliveries of which nobody knew whether they arrived. The ledger keeps what was known to the
//! machine; nothing is sent again for it.

use super::sealed::Sealed;
use anlass_model::id::{EntityId, IntentId, VaultId};
use anlass_model::time::Timestamp;
use anyhow::Result;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

const KIND: &str = "settled-delivery";

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Arrival {
    Arrived,
    /// It did not arrive, and is left at that.
    NotArrived,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Settled {
    pub(crate) arrival: Arrival,
    pub(crate) who: String,
    /// On the installation's clock.
    pub(crate) at: i64,
    /// Whose it is; the ledger is read by it.
    customer: String,
}

impl Settled {
    pub(crate) fn new(arrival: Arrival, who: &str, at: Timestamp, customer: EntityId) -> Settled {
        Settled { arrival, who: who.to_owned(), at: at.0, customer: customer.to_string() }
    }

    pub(crate) fn customer(&self) -> Option<EntityId> {
        self.customer.parse().ok()
    }
}

fn name(vault: VaultId, intent: IntentId) -> String {
    format!("{}-{:032x}", vault.0, intent.0)
}

/// `None` takes it back.
pub(super) fn put(
    sealed: &Sealed,
    vault: VaultId,
    intent: IntentId,
    settled: Option<&Settled>,
) -> Result<()> {
    let name = name(vault, intent);
    match settled {
        Some(settled) => sealed.put(KIND, &name, settled),
        None => sealed.remove(KIND, &[name]),
    }
}

/// All of a vault.
pub(super) fn all(sealed: &Sealed, vault: VaultId) -> Result<BTreeMap<IntentId, Settled>> {
    let prefix = format!("{}-", vault.0);
    let mut all = BTreeMap::new();
    for name in sealed.names(KIND)? {
        let Some(id) = name.strip_prefix(&prefix).and_then(|id| u128::from_str_radix(id, 16).ok()) else {
            continue;
        };
        if let Some(settled) = sealed.get(KIND, &name)? {
            all.insert(IntentId(id), settled);
        }
    }
    Ok(all)
}
