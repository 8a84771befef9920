//! Consent: per purpose and channel, with proof. Denied unless proven; the newest provable act of the
//! person wins; a tie denies. An objection (Werbewiderspruch) is absolute, has no expiry and is lifted
//! only by an explicit act.

use crate::id::{MessageId, Name};
use crate::time::{Occurred, Timestamp};
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
#[serde(from = "StoredProof", into = "StoredProof")]
pub enum Proof {
    /// Double opt-in: the confirming click, and when it was asked for, if that is known.
    DoubleOptIn { text: Name, asked: Option<Timestamp> },
    /// Signed on paper or at the counter; `document` names the scan.
    Document { text: Name, document: Box<str> },
    /// Taken over from a former system with its recorded proof.
    Imported { text: Name, from: Name },
    /// A claim without evidence ("Newsletter = Ja"): recorded, never sufficient.
    None,
    /// Asked for, and not yet confirmed by a click: never sufficient.
    Requested { text: Name },
    /// Double opt-in on pages of ours, with what proves the click.
    Clicked(Box<Click>),
}

/// The click that confirmed what was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Click {
    pub text: Name,
    pub asked: Timestamp,
    /// The delivery whose link was clicked, as it is written elsewhere.
    pub letter: Box<str>,
    /// Keyed hash of the network that the click came from: an address that is claimed can be compared with it.
    pub network: Option<Box<str>>,
}

impl Proof {
    #[must_use]
    pub fn is_provable(&self) -> bool {
        !matches!(self, Proof::None | Proof::Requested { .. })
    }

    /// The name of the words that were agreed to.
    #[must_use]
    pub fn text(&self) -> Option<&Name> {
        match self {
            Proof::DoubleOptIn { text, .. }
            | Proof::Document { text, .. }
            | Proof::Imported { text, .. }
            | Proof::Requested { text } => Some(text),
            Proof::Clicked(click) => Some(&click.text),
            Proof::None => None,
        }
    }

    /// When it was asked for, if a click confirmed it and that is known.
    #[must_use]
    pub fn asked(&self) -> Option<Timestamp> {
        match self {
            Proof::DoubleOptIn { asked, .. } => *asked,
            Proof::Clicked(click) => Some(click.asked),
            _ => None,
        }
    }
}

/// As it is stored. Kinds may only be added at the end: timelines and dossiers hold their numbers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredProof {
    DoubleOptIn { text: Name },
    Document { text: Name, document: Box<str> },
    Imported { text: Name, from: Name },
    None,
    Requested { text: Name },
    Confirmed { text: Name, asked: Timestamp },
    Clicked(Box<Click>),
}

impl From<StoredProof> for Proof {
    fn from(stored: StoredProof) -> Proof {
        match stored {
            StoredProof::DoubleOptIn { text } => Proof::DoubleOptIn { text, asked: None },
            StoredProof::Document { text, document } => Proof::Document { text, document },
            StoredProof::Imported { text, from } => Proof::Imported { text, from },
            StoredProof::None => Proof::None,
            StoredProof::Requested { text } => Proof::Requested { text },
            StoredProof::Confirmed { text, asked } => Proof::DoubleOptIn { text, asked: Some(asked) },
            StoredProof::Clicked(click) => Proof::Clicked(click),
        }
    }
}

impl From<Proof> for StoredProof {
    fn from(proof: Proof) -> StoredProof {
        match proof {
            Proof::DoubleOptIn { text, asked: None } => StoredProof::DoubleOptIn { text },
            Proof::DoubleOptIn { text, asked: Some(asked) } => StoredProof::Confirmed { text, asked },
            Proof::Document { text, document } => StoredProof::Document { text, document },
            Proof::Imported { text, from } => StoredProof::Imported { text, from },
            Proof::None => StoredProof::None,
            Proof::Requested { text } => StoredProof::Requested { text },
            Proof::Clicked(click) => StoredProof::Clicked(click),
        }
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

/// An objection to advertising, or its lifting, which only an explicit act of the person can be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredObjection", into = "StoredObjection")]
pub struct ObjectionAct {
    pub lifted: bool,
    /// `None`: it came from a system that does not tell.
    pub said: Option<Box<Said>>,
}

impl ObjectionAct {
    /// As a system states it that does not tell how it was said.
    #[must_use]
    pub fn stated(lifted: bool) -> ObjectionAct {
        ObjectionAct { lifted, said: None }
    }
}

/// How somebody said something, and who wrote it down for them: what proves it later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub how: SaidBy,
    /// Who is signed in with us; `None`: the person themselves.
    pub by: Option<Box<str>>,
    pub note: Option<Box<str>>,
}

/// Kinds may only be added at the end: timelines hold their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SaidBy {
    Phone,
    Email,
    InPerson,
    Letter,
    /// On a page that a letter leads to.
    Page,
    /// Not said at all: what was written down before was a mistake.
    Correction,
}

/// As it is stored: the first two have the bytes of the truth that stood here alone at first.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredObjection {
    Objected,
    Lifted,
    ObjectedSo(Said),
    LiftedSo(Said),
}

impl From<StoredObjection> for ObjectionAct {
    fn from(stored: StoredObjection) -> ObjectionAct {
        let (lifted, said) = match stored {
            StoredObjection::Objected => (false, None),
            StoredObjection::Lifted => (true, None),
            StoredObjection::ObjectedSo(said) => (false, Some(said)),
            StoredObjection::LiftedSo(said) => (true, Some(said)),
        };
        ObjectionAct { lifted, said: said.map(Box::new) }
    }
}

impl From<ObjectionAct> for StoredObjection {
    fn from(act: ObjectionAct) -> StoredObjection {
        match (act.lifted, act.said) {
            (false, None) => StoredObjection::Objected,
            (true, None) => StoredObjection::Lifted,
            (false, Some(said)) => StoredObjection::ObjectedSo(*said),
            (true, Some(said)) => StoredObjection::LiftedSo(*said),
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Timelines and dossiers hold proofs as bytes.
    #[test]
    fn proofs_keep_the_bytes_they_are_stored_in() {
        let text = || Name::new("v1").expect("a name");
        let click = Click { text: text(), asked: Timestamp(1), letter: "l".into(), network: None };
        let kept = [
            (Proof::Clicked(Box::new(click)), &b"\x06\x02v1\x02\x01l\x00"[..]),
            (Proof::DoubleOptIn { text: text(), asked: None }, &b"\x00\x02v1"[..]),
            (Proof::Document { text: text(), document: "d".into() }, b"\x01\x02v1\x01d"),
            (Proof::Imported { text: text(), from: text() }, b"\x02\x02v1\x02v1"),
            (Proof::None, b"\x03"),
            (Proof::Requested { text: text() }, b"\x04\x02v1"),
            (Proof::DoubleOptIn { text: text(), asked: Some(Timestamp(1)) }, b"\x05\x02v1\x02"),
        ];
        for (proof, bytes) in kept {
            assert_eq!(postcard::to_allocvec(&proof).expect("plain data"), bytes, "{proof:?}");
            assert_eq!(postcard::from_bytes::<Proof>(bytes).expect("its own bytes"), proof);
        }
    }
    /// What was recorded before anybody asked how it was said is read as it was.
    #[test]
    fn objections_keep_the_bytes_they_are_stored_in() {
        let said = Said { how: SaidBy::Phone, by: Some("m@x".into()), note: None };
        let kept = [
            (ObjectionAct::stated(false), &b"\x00"[..]),
            (ObjectionAct::stated(true), b"\x01"),
            (ObjectionAct { lifted: false, said: Some(Box::new(said.clone())) }, b"\x02\x00\x01\x03m@x\x00"),
            (ObjectionAct { lifted: true, said: Some(Box::new(said)) }, b"\x03\x00\x01\x03m@x\x00"),
        ];
        for (act, bytes) in kept {
            assert_eq!(postcard::to_allocvec(&act).expect("plain data"), bytes, "{act:?}");
            assert_eq!(postcard::from_bytes::<ObjectionAct>(bytes).expect("its own bytes"), act);
        }
        assert_eq!(postcard::from_bytes::<bool>(b"\x01"), Ok(true), "as a truth was written");
    }
}
