//! What became of an event or an intent: exactly one outcome, with a reason that people can branch on.

use crate::id::Name;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Outcome of an event that was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventOutcome {
    Processed,
    Duplicate,
    Quarantined,
}

/// Why an intent did not (yet) become a delivery.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Reason {
    NoConsent,
    Objection,
    /// No address for any of the message's channels.
    Unreachable,
    QuietHours,
    /// The contact-pressure limit, by its name.
    Cap(Name),
    /// Another message was worth more at this moment.
    Outranked(Name),
    /// An exit rule of its journey came true, by its name ("bought", "returned" …).
    Exit(Name),
    /// The message's own last-moment rule was false.
    NotRelevant,
    OutOfStock,
    /// A source was older than the message accepts ("waits for till data"), by the source's name.
    WaitsFor(Name),
    TooOld,
    /// More than the allowed number of open intents; the weakest one left.
    Displaced,
    /// The person was merged into another one, who carries on.
    Merged,
    /// It belonged to somebody who was taken for this person and was parted again.
    Parted,
    /// The programme was stopped, or the step or message was taken out.
    Stopped,
    /// Every block of it was taken out.
    NothingLeft,
    /// No voucher left in the pool.
    PoolEmpty(Name),
    /// The carrier refused it.
    Rejected,
    Bounced,
    /// It could not be rendered.
    Render,
    /// Its step was edited: the run goes on at another one, or the step says something else now.
    Superseded,
    /// It would call something reduced that is not.
    FalseReduction,
    /// Whoever it was for was erased.
    Erased,
    /// Processing of the person's data is restricted.
    Restricted,
    /// A former system had said it.
    SaidFormerly,
}

impl Reason {
    /// Stable code for stores, reports and translations.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Reason::NoConsent => "no_consent",
            Reason::Objection => "objection",
            Reason::Unreachable => "unreachable",
            Reason::QuietHours => "quiet_hours",
            Reason::Cap(_) => "cap",
            Reason::Outranked(_) => "outranked",
            Reason::Exit(_) => "exit",
            Reason::NotRelevant => "not_relevant",
            Reason::OutOfStock => "out_of_stock",
            Reason::WaitsFor(_) => "waits_for",
            Reason::TooOld => "too_old",
            Reason::Displaced => "displaced",
            Reason::Merged => "merged",
            Reason::Parted => "parted",
            Reason::Stopped => "stopped",
            Reason::NothingLeft => "nothing_left",
            Reason::PoolEmpty(_) => "pool_empty",
            Reason::Rejected => "rejected",
            Reason::Bounced => "bounced",
            Reason::Render => "render",
            Reason::Superseded => "superseded",
            Reason::FalseReduction => "false_reduction",
            Reason::Erased => "erased",
            Reason::Restricted => "restricted",
            Reason::SaidFormerly => "said_formerly",
        }
    }

    /// The name inside, if any: which cap, which exit, which source.
    #[must_use]
    pub fn detail(&self) -> Option<&Name> {
        match self {
            Reason::Cap(name)
            | Reason::Outranked(name)
            | Reason::Exit(name)
            | Reason::WaitsFor(name)
            | Reason::PoolEmpty(name) => Some(name),
            _ => None,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.detail() {
            Some(name) => write!(f, "{}({name})", self.code()),
            None => f.write_str(self.code()),
        }
    }
}

/// State of an intent and of the delivery it becomes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum State {
    /// Waits for competing intents.
    Dwelling,
    /// Put off, with the reason of the last time.
    Deferred(Reason),
    /// Won; its cap is reserved at its planned time.
    Planned,
    /// Released with a Ticket; nothing has left yet.
    Claimed,
    /// Given to the carrier; no answer yet.
    Handed,
    /// The answer was lost. Counted as sent, resolved by policy.
    Unknown,
    /// The carrier accepted it.
    Delivered,
    Suppressed(Reason),
    HeldOut,
    Failed(Reason),
    Expired(Reason),
    /// Never became more than a plan of its journey: the run was left before it wanted to say anything.
    Lapsed(Reason),
}

impl State {
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(
            self,
            State::Dwelling
                | State::Deferred(_)
                | State::Planned
                | State::Claimed
                | State::Handed
                | State::Unknown
        )
    }

    /// Whether it counts against caps: reserved, in flight, or arrived.
    #[must_use]
    pub fn counts_as_contact(&self) -> bool {
        matches!(self, State::Planned | State::Claimed | State::Handed | State::Unknown | State::Delivered)
    }

    /// Whether the outside world may have seen it.
    #[must_use]
    pub fn has_left(&self) -> bool {
        matches!(self, State::Handed | State::Unknown | State::Delivered)
    }

    /// Stable code for stores, reports and translations.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            State::Dwelling => "dwelling",
            State::Deferred(_) => "deferred",
            State::Planned => "planned",
            State::Claimed => "claimed",
            State::Handed => "handed",
            State::Unknown => "unknown",
            State::Delivered => "delivered",
            State::Suppressed(_) => "suppressed",
            State::HeldOut => "held_out",
            State::Failed(_) => "failed",
            State::Expired(_) => "expired",
            State::Lapsed(_) => "lapsed",
        }
    }

    #[must_use]
    pub fn reason(&self) -> Option<&Reason> {
        match self {
            State::Deferred(reason)
            | State::Suppressed(reason)
            | State::Failed(reason)
            | State::Expired(reason)
            | State::Lapsed(reason) => Some(reason),
            _ => None,
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.reason() {
            Some(reason) => write!(f, "{} {reason}", self.code()),
            None => f.write_str(self.code()),
        }
    }
}
