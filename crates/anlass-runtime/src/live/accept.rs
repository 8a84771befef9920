//! Taking in: arrivals are sealed and durable in the inbox before whoever sent them hears so.

use crate::error::Error;
use crate::forms;
use anlass_model::event::Arrival;
use anlass_model::id::VaultId;
use anlass_model::time::{Occurred, Received};
use anlass_store::inbox::{Inbox, InboxEntry};
use anlass_store::seal::{Associated, Keyring, Purpose};
use std::sync::Arc;

/// What takes in arrivals, from any thread and without waiting for the loop.
#[derive(Clone)]
pub struct Acceptor {
    pub(super) keyring: Keyring,
    pub(super) inbox: Arc<dyn Inbox>,
}

impl Acceptor {
    /// Accepts arrivals: when this returns, they are durable and will be applied, in this order. Clocks that
    /// run ahead are corrected here. Returns the number of the last one.
    ///
    /// # Errors
    /// If they may not be durable: the sender must try again, and duplicates are recognised.
    pub fn accept(&self, arrivals: &[Arrival]) -> Result<u64, Error> {
        accept(&self.keyring, &*self.inbox, arrivals)
    }
}

pub(super) fn accept(keyring: &Keyring, inbox: &dyn Inbox, arrivals: &[Arrival]) -> Result<u64, Error> {
    let mut entries = Vec::with_capacity(arrivals.len());
    for arrival in arrivals {
        let mut arrival = arrival.clone();
        let event = &mut arrival.event;
        (event.occurred, _) = Occurred::corrected(event.occurred.0, None, event.received);
        let key = keyring.vault(arrival.vault).ok_or(Error::NoKey(arrival.vault))?;
        let plain = forms::ARRIVAL.encode(&arrival);
        let place = inbox_place(arrival.vault, arrival.event.received);
        entries.push(InboxEntry {
            seq: 0,
            vault: arrival.vault,
            received: arrival.event.received.0,
            sealed: key.seal(&place, &plain),
        });
    }
    Ok(inbox.append(&entries)?)
}

/// Where changes of the catalogue are sealed: never taken for an arrival, nor the other way round.
pub(super) fn changes_place(vault: VaultId, received: Received) -> Associated {
    Associated { id: 1, ..inbox_place(vault, received) }
}

pub(super) fn inbox_place(vault: VaultId, received: Received) -> Associated {
    let seq = u64::try_from(received.0.0).unwrap_or(0);
    Associated { vault, purpose: Purpose::Inbox, id: 0, seq }
}
