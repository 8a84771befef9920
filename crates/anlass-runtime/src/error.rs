//! What can go wrong in the loop.

use anlass_model::id::{EntityId, IntentId, VaultId};
use std::path::PathBuf;

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
    #[error("nobody is known by the id {customer}")]
    Unknown { customer: EntityId },
    #[error("both are {customer} already")]
    OnePerson { customer: EntityId },
    #[error("{one} and {other} were kept apart: somebody said that they are two")]
    Apart { one: EntityId, other: EntityId },
    #[error("an earlier commit failed, so what is in memory may be ahead of the store: open it anew")]
    Poisoned,
    #[error("the rule cannot be used: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Rule(Vec<anlass_engine::Problem>),
    #[error("the program has no mailing \"{0}\"")]
    NoMailing(String),
    #[error("mailing \"{0}\" is stopped")]
    MailingStopped(String),
    #[error("a list holds at most {max} customers, this one has {found}")]
    ListTooLong { found: usize, max: usize },
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
    #[error("delivery {delivery} to {customer} is with a carrier just now")]
    UnderWay { delivery: IntentId, customer: EntityId },
    #[error("{what} has format {found}, this program knows formats up to {known}")]
    NewerForm { what: &'static str, found: u8, known: u8 },
    #[error("{what} cannot be read: its bytes are damaged")]
    Unreadable { what: &'static str },
    #[error(
        "the history in \"{}\" ends at entry {last}, but the store knows of {expected}", dir.display()
    )]
    HistoryLost { dir: PathBuf, last: u64, expected: u64 },
    #[error("the history in \"{}\" lacks entry {missing}; the next one is {found}", dir.display())]
    HistoryGap { dir: PathBuf, missing: u64, found: u64 },
    #[error("the history's files in \"{}\" cannot be put in their place", dir.display())]
    HistoryFiles { dir: PathBuf, source: std::io::Error },
    #[error("a worker stopped: {0}")]
    Worker(String),
}

impl Error {
    /// What the operator can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Error::Store(error) => error.hint(),
            Error::Dossier(
                anlass_engine::codec::Error::NewerFormat { .. }
                | anlass_engine::codec::Error::NewerSection { .. },
            )
            | Error::NewerForm { .. } => "install the release that wrote this data, or a later release",
            Error::Dossier(_) | Error::Unreadable { .. } | Error::Document { .. } => {
                "check the disk, then restore the latest backup"
            }
            Error::NoKey(_) => {
                "publish the settings that name this vault; a key once dropped is gone for good"
            }
            Error::NoProgram(_) => {
                "restore the latest backup: definitions are kept as long as they are named"
            }
            Error::NothingPublished => "publish settings and programmes first",
            Error::NotEqual { .. } => "this is a fault of the program; please report it with the definitions",
            Error::NotMerged { .. } => "name the customer who was merged into another one",
            Error::MergedOn { .. } => "undo the later merge first, then this one",
            Error::CannotPart { .. } => "leave the merge as it is",
            Error::Unknown { .. } => "check the id, or find the customer by an identifier",
            Error::OnePerson { .. } => "name two people",
            Error::Apart { .. } => {
                "leave them as they are: two people who were told apart are not joined again"
            }
            Error::UnderWay { .. } => "try again once its carrier has answered",
            Error::HistoryFiles { .. } => {
                "check the disk and the permissions of the data directory, then try again"
            }
            Error::Poisoned => "start the command again: it goes on where the store stands",
            Error::Rule(_) => "correct the rule as its problems say",
            Error::NoMailing(_) => "name a mailing of a published programme",
            Error::MailingStopped(_) => "let it go on first, or choose another one",
            Error::ListTooLong { .. } => "use a rule as the audience, or several mailings",
            Error::InboxLost { .. } => {
                "bring the inbox's files back from the backup that the store belongs to"
            }
            Error::HistoryLost { .. } | Error::HistoryGap { .. } => {
                "bring all its files back, for example from the latest backup, before anything is imported or replayed"
            }
            Error::Chain { .. } | Error::Unanswered { .. } => {
                "restore the latest backup, and please report it"
            }
            Error::Rounds { .. } => "use smaller batches",
            Error::Worker(_) => "start the command again; if it stops again, please report it",
        }
    }
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
