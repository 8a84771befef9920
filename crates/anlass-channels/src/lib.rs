//! Ways out, one module each. A channel takes a parcel and says what became of it; it decides nothing, keeps
//! nothing and retries nothing. So far there is the sandbox.

pub mod sandbox;

use anlass_model::consent::Channel;
use anlass_model::event::Receipt;
use anlass_model::id::{EntityId, IntentId, NameId, VaultId};

/// What is handed over. `intent` is the idempotency key: it stays the same over all attempts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    pub intent: IntentId,
    pub vault: VaultId,
    pub customer: EntityId,
    pub message: NameId,
    pub channel: Channel,
    pub body: String,
}

/// The contract of a channel.
pub trait Carrier {
    /// Gives a parcel to the outside. MUST answer [`Receipt::Unknown`] if the answer was lost: never guess.
    fn hand_over(&mut self, parcel: &Parcel) -> Receipt;
}
