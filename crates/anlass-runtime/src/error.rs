//! What can go wrong in the loop.

use anlass_model::id::{EntityId, IntentId, VaultId};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Store(#[from] anlass_store::Error),
    #[error("a dossier could not be read")]
    Dossier(#[from] anlass_engine::codec::Error),
    #[error("vault {} has no key: it was never set up, or its key was dropped", .0.0)]
    NoKey(VaultId),
    #[error("program {0:016x} is not in the store, but the timeline names it")]
    NoProgram(u64),
    #[error("nothing is published yet")]
    NothingPublished,
    #[error("document \"{name}\" cannot be read: {cause}")]
    Document { name: String, cause: String },
    #[error("customer {customer}: running the timeline again does not give the stored dossier")]
    NotEqual { customer: EntityId },
    #[error("customer {customer} is not merged into anybody")]
    NotMerged { customer: EntityId },
    #[error(
        "customer {customer} was merged into {survivor}, and that one into {into} since: undo the later merge first"
    )]
    MergedOn { customer: EntityId, survivor: EntityId, into: EntityId },
    #[error("customer {customer} cannot be parted from whom it was merged into: {}", cannot_part(*.why))]
    CannotPart { customer: EntityId, why: anlass_engine::parting::CannotPart },
    #[error("an earlier commit failed, so what is in memory may be ahead of the store: open it anew")]
    Poisoned,
    #[error("the rule cannot be used: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Rule(Vec<anlass_engine::Problem>),
    #[error("the program has no mailing \"{0}\"")]
    NoMailing(String),
    #[error("the inbox has entries up to {last}, but none after {applied} can be read: restore its files")]
    InboxLost { applied: u64, last: u64 },
    #[error("following links and merges from {customer} comes to no end: the store is damaged")]
    Chain { customer: EntityId },
    #[error("a batch has more than {max} rounds: make it smaller")]
    Rounds { max: u64 },
    #[error(
        "delivery {delivery} is with a carrier, and {customer}, who should answer for it, does not know it"
    )]
    Unanswered { delivery: IntentId, customer: EntityId },
    #[error("a worker stopped: {0}")]
    Worker(String),
}

fn cannot_part(why: anlass_engine::parting::CannotPart) -> &'static str {
    use anlass_engine::parting::CannotPart;
    match why {
        CannotPart::NeverMerged => "the other one's timeline does not tell of the merge",
        CannotPart::Cut => {
            "the other one's timeline was cut since (imported or erased), so who contributed what is lost"
        }
    }
}
