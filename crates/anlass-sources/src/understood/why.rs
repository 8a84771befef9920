//! Why something of a delivery was left out, and why a whole delivery is refused: stable code, cause and cure. Values
//! that people sent are not quoted; names of topics, headers and fields are.

use crate::collector::Reason;
use std::fmt;

/// A part of a delivery that became nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// What it was about, in the sender's words: a topic, a place.
    pub about: Box<str>,
    pub why: Why,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The vendor may send it; here it means nothing.
    UnknownTopic { topic: String, nearest: Option<&'static str> },
    /// Understood, and the event cannot be taken: as for an event of the collector.
    Unfit(Reason),
    /// Only an event type of the organisation could hold it, and none is declared.
    NotDeclared { event: String },
    /// It says that something changed, not how.
    OnlyNamed { cure: &'static str },
    /// It says nothing that could matter here.
    WithoutUse { cause: &'static str, cure: &'static str },
}

impl Why {
    /// Stable code; its page says what happened, why, and what to do.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Why::UnknownTopic { .. } => "topic_unknown",
            Why::Unfit(reason) => reason.code(),
            Why::NotDeclared { .. } => "event_type_not_declared",
            Why::OnlyNamed { .. } => "change_only_named",
            Why::WithoutUse { .. } => "delivery_without_use",
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Why::UnknownTopic { nearest: Some(topic), .. } => {
                format!("subscribe to \"{topic}\" if that is what you meant; otherwise end this subscription")
            }
            Why::UnknownTopic { nearest: None, .. } => "end this subscription: nothing comes of it".into(),
            Why::Unfit(reason) => reason.hint(),
            Why::NotDeclared { event } => {
                format!(
                    "declare the event type \"{event}\" under \"events\" in the settings, if rules shall ask for it"
                )
            }
            Why::OnlyNamed { cure } | Why::WithoutUse { cure, .. } => (*cure).into(),
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::UnknownTopic { topic, .. } => write!(f, "the topic \"{topic}\" has no meaning here"),
            Why::Unfit(reason) => write!(f, "{reason}"),
            Why::NotDeclared { event } => write!(f, "no event type \"{event}\" is declared"),
            Why::OnlyNamed { .. } => f.write_str("it says that something changed, but not how"),
            Why::WithoutUse { cause, .. } => f.write_str(cause),
        }
    }
}

/// Why a whole delivery is refused. Nothing of it was taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("the header \"{header}\" with the signature is missing")]
    SignatureMissing { header: &'static str },
    #[error("the header \"{header}\" is not a signature in {form}")]
    SignatureUnreadable { header: &'static str, form: &'static str },
    #[error("the signature in \"{header}\" does not belong to this body and secret")]
    SignatureWrong { header: &'static str },
    #[error("nothing proves who sent it: neither \"Authorization\" nor \"{header}\" is there")]
    ProofMissing { header: &'static str },
    #[error("no secret is set for this source")]
    SecretMissing,
    #[error("\"{place}\", which says what the delivery is about, is missing")]
    TopicMissing { place: &'static str },
    #[error("{place} is missing or is not {wanted}")]
    Malformed { place: String, wanted: &'static str },
    #[error("the body is larger than {max} bytes")]
    TooLarge { max: usize },
    #[error("the body holds bytes that are not UTF-8")]
    NotUtf8,
    #[error("the body is not well-formed JSON")]
    NotJson,
    #[error("the body is nested deeper than {max} levels")]
    TooDeep { max: usize },
    #[error("the body has more than {max} values")]
    TooManyValues { max: usize },
    #[error("a text of the body is longer than {max} bytes")]
    TextTooLong { max: usize },
}

impl Refused {
    /// Stable code; its page says what happened, why, and what to do.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Refused::SignatureMissing { .. } | Refused::ProofMissing { .. } => "signature_missing",
            Refused::SignatureUnreadable { .. } => "signature_unreadable",
            Refused::SignatureWrong { .. } => "signature_wrong",
            Refused::SecretMissing => "signature_secret_missing",
            Refused::TopicMissing { .. } => "delivery_topic_missing",
            Refused::Malformed { .. } => "delivery_malformed",
            Refused::TooLarge { .. } => "body_too_large",
            Refused::NotUtf8 => "body_not_utf8",
            Refused::NotJson => "body_not_json",
            Refused::TooDeep { .. } => "body_too_deep",
            Refused::TooManyValues { .. } => "body_too_many_values",
            Refused::TextTooLong { .. } => "body_text_too_long",
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Refused::SignatureMissing { .. } | Refused::SignatureUnreadable { .. } => {
                "let the shop send its own webhooks here, and no proxy change their headers"
            }
            Refused::ProofMissing { .. } => {
                "send the source's secret as a bearer token, or sign the body with it (HMAC-SHA256)"
            }
            Refused::SignatureWrong { .. } => "let both sides know the same secret, letter by letter",
            Refused::SecretMissing => "enter the secret that the shop shows for this webhook",
            Refused::TopicMissing { .. } => "let no proxy remove headers on the way",
            Refused::Malformed { .. } => {
                "send what the vendor's documentation describes, or state a mapping of your own"
            }
            Refused::TooLarge { .. } | Refused::TooManyValues { .. } | Refused::TextTooLong { .. } => {
                "subscribe to fewer fields, or send less at once"
            }
            Refused::NotUtf8 | Refused::NotJson => "send JSON in UTF-8, as a JSON library writes it",
            Refused::TooDeep { .. } => "send values side by side instead of one in the other",
        }
    }

    /// Whether it is about who sent it, not about what was sent.
    #[must_use]
    pub fn is_about_signature(&self) -> bool {
        matches!(
            self,
            Refused::SignatureMissing { .. }
                | Refused::SignatureUnreadable { .. }
                | Refused::SignatureWrong { .. }
                | Refused::ProofMissing { .. }
                | Refused::SecretMissing
        )
    }
}
