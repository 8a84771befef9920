//! The sandbox: a mailbox inside the house that keeps the same contract as a real carrier. What arrives lies
//! in `mailbox`; a script says which hand-overs are refused, lost on the way, or arrive although the answer
//! was lost.

use crate::{Carrier, Parcel};
use anlass_model::event::Receipt;

/// How the carrier behaves for one hand-over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaviour {
    Accepts,
    Refuses,
    /// It took the parcel, but its answer was lost.
    TakesAndVanishes,
    /// It never got the parcel, and nobody knows.
    Vanishes,
}

/// How the carrier behaves for a parcel that is the so-many-th attempt, counted from 0.
pub type Script = Box<dyn Fn(&Parcel, usize) -> Behaviour + Send>;

/// A carrier without an outside.
#[derive(Default)]
pub struct Sandbox {
    pub mailbox: Vec<Parcel>,
    /// Hand-overs, also those that did not arrive.
    pub attempts: Vec<Parcel>,
    /// Absent: it accepts everything.
    pub script: Option<Script>,
}

impl Carrier for Sandbox {
    fn hand_over(&mut self, parcel: &Parcel) -> Receipt {
        let number = self.attempts.len();
        self.attempts.push(parcel.clone());
        let behaviour = self.script.as_ref().map_or(Behaviour::Accepts, |script| script(parcel, number));
        if matches!(behaviour, Behaviour::Accepts | Behaviour::TakesAndVanishes) {
            self.mailbox.push(parcel.clone());
        }
        match behaviour {
            Behaviour::Accepts => Receipt::Accepted,
            Behaviour::Refuses => Receipt::Rejected,
            Behaviour::TakesAndVanishes | Behaviour::Vanishes => Receipt::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Content;
    use anlass_model::consent::Channel;
    use anlass_model::id::{EntityId, IntentId, NameId, VaultId};

    fn parcel(intent: u128) -> Parcel {
        Parcel {
            intent: IntentId(intent),
            vault: VaultId(1),
            customer: EntityId(7),
            message: NameId::of("hello"),
            channel: Channel::Email,
            body: Content::Text(String::new()),
        }
    }

    #[test]
    fn what_is_lost_is_unknown_and_not_guessed() {
        let mut sandbox = Sandbox {
            script: Some(Box::new(|_, number| match number {
                0 => Behaviour::Accepts,
                1 => Behaviour::Refuses,
                2 => Behaviour::TakesAndVanishes,
                _ => Behaviour::Vanishes,
            })),
            ..Sandbox::default()
        };
        let receipts: Vec<Receipt> = (0..4).map(|intent| sandbox.hand_over(&parcel(intent))).collect();
        assert_eq!(receipts, [Receipt::Accepted, Receipt::Rejected, Receipt::Unknown, Receipt::Unknown]);
        assert_eq!(sandbox.mailbox.len(), 2);
        assert_eq!(sandbox.attempts.len(), 4);
    }
}
