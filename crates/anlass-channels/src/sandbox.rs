//! The sandbox: a mailbox inside the house that keeps the same contract as a real carrier. What arrives lies
//! in `mailbox`; a script says which hand-overs are refused, lost on the way, or arrive although the answer
//! was lost.

use crate::{Answer, Answers, BulkCarrier, Carrier, Fault, Outcome, Parcel, Retry};
use anlass_model::event::Receipt;
use std::sync::{Mutex, PoisonError};

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

/// Shared, it keeps the contract for many parcels as well.
impl BulkCarrier for Mutex<Sandbox> {
    fn hand_over(&self, parcels: Vec<Parcel>) -> Answers<'_> {
        Box::pin(async move {
            let mut sandbox = self.lock().unwrap_or_else(PoisonError::into_inner);
            let answer = |parcel: &Parcel| {
                let (outcome, reason) = match sandbox.hand_over(parcel) {
                    Receipt::Accepted | Receipt::Delivered => (Outcome::Accepted, "it lies in the mailbox"),
                    Receipt::Rejected | Receipt::BouncedSoft | Receipt::Unrendered => {
                        (Outcome::Rejected(Fault::Message), "the script refuses it")
                    }
                    Receipt::Bounced => (Outcome::Rejected(Fault::Address), "the script knows nobody there"),
                    Receipt::NotTaken { .. } => (Outcome::NotHanded(Retry::Later), "the script puts it off"),
                    Receipt::Unknown => (Outcome::Unknown, "the script loses the answer"),
                };
                Answer { intent: parcel.intent, outcome, reason: reason.to_owned() }
            };
            parcels.iter().map(answer).collect()
        })
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

    #[tokio::test]
    async fn many_parcels_are_answered_in_their_order() {
        let sandbox = Mutex::new(Sandbox {
            script: Some(Box::new(|parcel, _| match parcel.intent.0 {
                1 => Behaviour::Refuses,
                2 => Behaviour::Vanishes,
                _ => Behaviour::Accepts,
            })),
            ..Sandbox::default()
        });
        let answers = BulkCarrier::hand_over(&sandbox, (0..3).map(parcel).collect()).await;
        let outcomes: Vec<_> = answers.iter().map(|answer| (answer.intent.0, answer.outcome)).collect();
        let refused = Outcome::Rejected(Fault::Message);
        assert_eq!(outcomes, [(0, Outcome::Accepted), (1, refused), (2, Outcome::Unknown)]);
        assert_eq!(answers[2].outcome.receipt(), Some(Receipt::Unknown));
    }
}
