//! Deliveries of which nobody knows whether they arrived, as somebody settles them: recorded by whom, taken back at will.
//! The ledger stays as it is and still counts them as sent; nothing is sent again.

use super::shape::{Moment, Nothing};
use crate::access::{Act, Arrival, Settled};
use crate::call::{Call, Fault};
use crate::house::View;
use anlass_model::id::IntentId;
use anlass_model::outcome::State;
use anlass_model::time::Timestamp;
use anlass_store::IntentRow;
use anyhow::Result;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What somebody found out about an uncertain delivery.
#[derive(Serialize, ToSchema)]
pub(crate) struct Settlement {
    arrival: Arrival,
    by: String,
    at: Moment,
}

impl From<&Settled> for Settlement {
    fn from(settled: &Settled) -> Settlement {
        let (arrival, by) = (settled.arrival, settled.who.clone());
        Settlement { arrival, by, at: Moment(Timestamp(settled.at)) }
    }
}

/// Of deliveries of which nobody knew whether they arrived: those that are open still, and those that somebody settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Uncertain {
    pub(crate) open: u64,
    pub(crate) settled: u64,
}

impl Uncertain {
    /// `all` is what the ledger counts: to it what somebody settled is still uncertain.
    pub(crate) fn of(all: u64, settled: usize) -> Uncertain {
        let settled = u64::try_from(settled).unwrap_or(u64::MAX).min(all);
        Uncertain { open: all - settled, settled }
    }
}

/// Settled deliveries whose fate is still uncertain to the ledger, with their rows.
pub(crate) fn settled(call: &Call<'_>, view: &View) -> Result<BTreeMap<IntentId, (Settled, IntentRow)>> {
    let mut all = BTreeMap::new();
    for (id, settled) in call.desk.access.settled(view.scope.vault())? {
        let Some(customer) = settled.customer() else { continue };
        let row = view.runtime.store.intent(&view.scope, customer.part(), id)?;
        if let Some(row) = row.filter(|row| row.state == State::Unknown.code()) {
            all.insert(id, (settled, row));
        }
    }
    Ok(all)
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct Settling {
    /// Null: it is open again.
    arrival: Option<Arrival>,
}

pub(crate) fn settle(call: &Call<'_>) -> Result<Nothing, Fault> {
    let Settling { arrival } = call.json()?;
    let (house, view) = (call.house(), call.view());
    let vault = view.scope.vault();
    let id = u128::from_str_radix(call.part("id"), 16).map_err(|_| Fault::NotFound)?;
    let row = house.ledger_row(vault, IntentId(id), None)?.ok_or(Fault::NotFound)?;
    if row.state != State::Unknown.code() {
        let cause = "only a delivery whose fate is uncertain can be settled".to_owned();
        return Err(Fault::Unfit { cause });
    }
    let settled = arrival.map(|arrival| Settled::new(arrival, call.who(), house.now(), row.customer));
    call.desk.access.settle(vault, row.id, settled.as_ref())?;
    let what = match arrival {
        Some(Arrival::Arrived) => "delivery_arrived",
        Some(Arrival::NotArrived) => "delivery_not_arrived",
        None => "delivery_unsettled",
    };
    let act = Act { what, about: row.id.to_string(), program: None };
    call.desk.access.note((house.wall)(), call.who(), act)?;
    Ok(Nothing)
}
