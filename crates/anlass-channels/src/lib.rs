//! Ways out, one module each. A channel takes parcels and says what became of them; it decides nothing, keeps
//! nothing and retries nothing that may have arrived. [`machine`] and [`guardrail`] judge what comes back.

pub mod fetch;
pub mod guardrail;
pub mod machine;
pub mod mail;
pub mod sandbox;
#[cfg(test)]
mod shared;
pub mod webhook;

use anlass_model::consent::Channel;
use anlass_model::event::Receipt;
use anlass_model::id::{EntityId, IntentId, NameId, VaultId};
use mail::compose::Letter;
use std::pin::Pin;

/// What is handed over. `intent` is the idempotency key: it stays the same over all attempts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    pub intent: IntentId,
    pub vault: VaultId,
    pub customer: EntityId,
    pub message: NameId,
    pub channel: Channel,
    pub body: Content,
}

/// What is in a parcel, in the form its channel needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    Mail(Box<Letter>),
    Text(String),
}

/// What became of a hand-over. The ledger needs to know whether the outside may have seen the parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The carrier took it.
    Accepted,
    /// The carrier refused it for good.
    Rejected(Fault),
    /// It has surely not been taken: the same intent may be handed over again.
    NotHanded(Retry),
    /// The answer was lost: it may have arrived.
    Unknown,
}

/// What a refusal for good is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Nobody is reachable there: a hard bounce.
    Address,
    /// This message, or its sender, is not wanted there; the address may be sound.
    Message,
}

/// When another attempt makes sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Retry {
    /// It is the other side's state, and it passes.
    Later,
    /// It is our set-up (login, certificate, key, sender): somebody has to act first.
    AfterRepair,
    /// What it says does not hold any more: it is to be asked for anew, at once.
    Anew,
}

impl Outcome {
    /// As the ledger takes it; `None`: nothing has happened, and who hands over says when to try again
    /// ([`Receipt::NotTaken`]).
    #[must_use]
    pub fn receipt(self) -> Option<Receipt> {
        match self {
            Outcome::Accepted => Some(Receipt::Accepted),
            Outcome::Rejected(Fault::Address) => Some(Receipt::Bounced),
            Outcome::Rejected(Fault::Message) => Some(Receipt::Rejected),
            Outcome::Unknown => Some(Receipt::Unknown),
            Outcome::NotHanded(_) => None,
        }
    }
}

/// The answer for one parcel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub intent: IntentId,
    pub outcome: Outcome,
    /// One line for the operator, without the address.
    pub reason: String,
}

/// What [`BulkCarrier::hand_over`] returns.
pub type Answers<'a> = Pin<Box<dyn Future<Output = Vec<Answer>> + Send + 'a>>;

/// The contract of a channel, one parcel at a time.
pub trait Carrier {
    /// Gives a parcel to the outside. MUST answer [`Receipt::Unknown`] if the answer was lost: never guess.
    fn hand_over(&mut self, parcel: &Parcel) -> Receipt;
}

/// The contract of a channel that takes many parcels at once.
pub trait BulkCarrier: Send + Sync {
    /// Gives parcels to the outside. MUST return one answer per parcel, in their order, within a bounded time.
    /// MUST answer [`Outcome::Unknown`] if a parcel may have arrived, and [`Outcome::NotHanded`] only if it
    /// surely has not. MUST NOT hand one over twice. Dropping the future leaves what was under way unknown.
    fn hand_over(&self, parcels: Vec<Parcel>) -> Answers<'_>;
}

/// Hears what happens to parcels, from any thread.
pub trait Watch: Send + Sync {
    /// Asked right before a parcel's turn: whether what it says still holds. It does not leave otherwise
    /// ([`Retry::Anew`]), for the reason that is given.
    fn holds(&self, intent: IntentId) -> Result<(), String>;

    /// From now on it may arrive. If this cannot be noted, it must not leave.
    fn leaves(&self, intent: IntentId) -> Result<(), String>;

    /// What became of it, once for each.
    fn answered(&self, answer: Answer);
}
