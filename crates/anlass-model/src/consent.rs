//! Consent: per purpose and channel, with proof. Denied unless proven; the newest provable act of the
//! person wins; a tie denies. An objection (Werbewiderspruch) is absolute, has no expiry and is lifted
//! only by an explicit act.

use crate::id::{MessageId, Name};
use crate::time::Occurred;
use serde::{Deserialize, Serialize};

/// Ways to reach a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Email,
    Sms,
    Messenger,
    Push,
    Web,
    App,
    Letter,
    Call,
    Visit,
    Pos,
    Social,
    Signage,
}

impl Channel {
    pub const ALL: [Channel; 12] = [
        Channel::Email,
        Channel::Sms,
        Channel::Messenger,
        Channel::Push,
        Channel::Web,
        Channel::App,
        Channel::Letter,
        Channel::Call,
        Channel::Visit,
        Channel::Pos,
        Channel::Social,
        Channel::Signage,
    ];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Channel::Email => "email",
            Channel::Sms => "sms",
            Channel::Messenger => "messenger",
            Channel::Push => "push",
            Channel::Web => "web",
            Channel::App => "app",
            Channel::Letter => "letter",
            Channel::Call => "call",
            Channel::Visit => "visit",
            Channel::Pos => "pos",
            Channel::Social => "social",
            Channel::Signage => "signage",
        }
    }

    /// Whether advertising on it needs prior consent (post and the point of sale do not).
    #[must_use]
    pub fn needs_consent(self) -> bool {
        !matches!(self, Channel::Letter | Channel::Pos | Channel::Signage)
    }
}

/// How a consent can be proven; without proof there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// Double opt-in: the confirming click.
    DoubleOptIn { text: Name },
    /// Signed on paper or at the counter; `document` names the scan.
    Document { text: Name, document: Box<str> },
    /// Taken over from a former system with its recorded proof.
    Imported { text: Name, from: Name },
    /// A claim without evidence ("Newsletter = Ja"): recorded, never sufficient.
    None,
}

impl Proof {
    #[must_use]
    pub fn is_provable(&self) -> bool {
        !matches!(self, Proof::None)
    }
}

/// An act about consent. Withdrawals need no proof: they always count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentAct {
    /// `None`: all channels.
    pub channel: Option<Channel>,
    /// `None`: all purposes.
    pub purpose: Option<Name>,
    pub granted: bool,
    pub proof: Proof,
}

/// What a dossier remembers per (purpose, channel): the newest provable act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    pub act: ConsentAct,
    pub occurred: Occurred,
    pub message: MessageId,
}

impl Recorded {
    /// Whether this act beats `other` about the same thing: the later one; in a tie a withdrawal, then
    /// the greater message id, so that no order of arrival matters.
    #[must_use]
    pub fn beats(&self, other: &Recorded) -> bool {
        (self.occurred, !self.act.granted, self.message) > (other.occurred, !other.act.granted, other.message)
    }

    /// Whether the act counts at all.
    #[must_use]
    pub fn counts(&self) -> bool {
        !self.act.granted || self.act.proof.is_provable()
    }
}

/// Class of a message or of one of its blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Order, delivery, pickup: no consent, no cap, never held back.
    Contract,
    /// Everything else, also surveys, review requests, thanks with an offer, birthday.
    Advertising,
}

impl Class {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Class::Contract => "contract",
            Class::Advertising => "advertising",
        }
    }
}
