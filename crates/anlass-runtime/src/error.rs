//! What can go wrong in the loop.

use anlass_model::id::{EntityId, VaultId};

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
    #[error("an earlier commit failed, so what is in memory may be ahead of the store: open it anew")]
    Poisoned,
    #[error("the rule cannot be used: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Rule(Vec<anlass_engine::Problem>),
    #[error("the program has no mailing \"{0}\"")]
    NoMailing(String),
    #[error("the inbox has entries up to {last}, but none after {applied} can be read: restore its files")]
    InboxLost { applied: u64, last: u64 },
    #[error("a worker stopped: {0}")]
    Worker(String),
}
