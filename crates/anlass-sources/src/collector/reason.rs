//! Why an event waits in quarantine, or a whole request is refused: stable code, cause and cure. Values that
//! people sent are not quoted, for they may be personal; names of events and currencies are.

use anlass_model::money::Currency;
use std::fmt;

/// Why one event was not taken. Its batch was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    NotUtf8,
    NotJson,
    NotAnObject,
    EventTooLong {
        max: usize,
    },
    TooDeep {
        max: usize,
    },
    TooManyValues {
        max: usize,
    },
    TextTooLong {
        max: usize,
    },
    /// It says neither by its type nor by its path what it is.
    UnknownKind,
    /// It says of nobody whose it is.
    Nobody,
    /// Something it needs is not there.
    Missing {
        place: &'static str,
    },
    /// Something is there that cannot be read.
    Unreadable {
        place: String,
        wanted: &'static str,
    },
    OtherCurrency {
        found: String,
        vault: Currency,
    },
    TooOld,
    TooNew,
    UnknownEvent {
        name: String,
        nearest: Option<String>,
    },
    /// Understood, but nothing is declared that could hold it.
    WithoutUse {
        cure: &'static str,
    },
    /// Only a server may say so: a key that stands in a web page proves nothing.
    NotTrusted,
}

impl Reason {
    /// Stable code; its page says what happened, why, and what to do.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Reason::NotUtf8 => "event_not_utf8",
            Reason::NotJson => "event_not_json",
            Reason::NotAnObject => "event_not_object",
            Reason::EventTooLong { .. } => "event_too_long",
            Reason::TooDeep { .. } => "event_too_deep",
            Reason::TooManyValues { .. } => "event_too_many_values",
            Reason::TextTooLong { .. } => "event_text_too_long",
            Reason::UnknownKind => "event_kind_unknown",
            Reason::Nobody => "event_of_nobody",
            Reason::Missing { .. } => "event_value_missing",
            Reason::Unreadable { .. } => "event_value_unreadable",
            Reason::OtherCurrency { .. } => "event_currency_other",
            Reason::TooOld => "event_too_old",
            Reason::TooNew => "event_too_new",
            Reason::UnknownEvent { .. } => "event_type_unknown",
            Reason::WithoutUse { .. } => "event_without_use",
            Reason::NotTrusted => "event_not_trusted",
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Reason::NotUtf8 => "send text as UTF-8".into(),
            Reason::NotJson => "let a JSON library write the event".into(),
            Reason::NotAnObject => "send each event as an object".into(),
            Reason::EventTooLong { .. } | Reason::TooManyValues { .. } | Reason::TextTooLong { .. } => {
                "leave out what no rule asks for, or split the event".into()
            }
            Reason::TooDeep { .. } => "send properties side by side instead of one in the other".into(),
            Reason::UnknownKind => "set \"type\" to identify, track, page, screen, group or alias".into(),
            Reason::Nobody => "send a userId or an anonymousId, or traits.email from a server".into(),
            Reason::Missing { place } => format!("send {place}"),
            Reason::Unreadable { wanted, .. } => format!("send {wanted}"),
            Reason::OtherCurrency { vault, .. } => format!("send amounts in {vault}"),
            Reason::TooOld => "load history as files; check the timestamp otherwise".into(),
            Reason::TooNew => "check the sender's clock, and send sentAt so that it can be corrected".into(),
            Reason::UnknownEvent { nearest: Some(name), .. } => {
                format!("did you mean \"{name}\"? Otherwise declare the event type in the settings")
            }
            Reason::UnknownEvent { nearest: None, .. } => {
                "declare the event type under \"events\" in the settings, or stop sending it".into()
            }
            Reason::WithoutUse { cure } => (*cure).into(),
            Reason::NotTrusted => "send it from a server with a key marked \"server\"".into(),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::NotUtf8 => f.write_str("the event holds bytes that are not UTF-8"),
            Reason::NotJson => f.write_str("the event is not well-formed JSON"),
            Reason::NotAnObject => f.write_str("the event is not an object"),
            Reason::EventTooLong { max } => write!(f, "the event is longer than {max} bytes"),
            Reason::TooDeep { max } => write!(f, "the event is nested deeper than {max} levels"),
            Reason::TooManyValues { max } => write!(f, "the event has more than {max} values"),
            Reason::TextTooLong { max } => write!(f, "a text of the event is longer than {max} bytes"),
            Reason::UnknownKind => f.write_str("the event does not say what kind it is"),
            Reason::Nobody => f.write_str("the event does not say whose it is"),
            Reason::Missing { place } => write!(f, "{place} is missing"),
            Reason::Unreadable { place, wanted } => write!(f, "{place} is not {wanted}"),
            Reason::OtherCurrency { found, vault } => {
                write!(f, "amounts are in \"{found}\", and the vault counts in {vault}")
            }
            Reason::TooOld => f.write_str("the event lies too far in the past"),
            Reason::TooNew => f.write_str("the event lies too far in the future"),
            Reason::UnknownEvent { name, .. } => write!(f, "unknown event type \"{name}\""),
            Reason::WithoutUse { .. } => f.write_str("nothing is declared that could hold this event"),
            Reason::NotTrusted => f.write_str("the key of a web page cannot say this"),
        }
    }
}

/// Why a whole request is refused. Sending it again would not help.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the body is larger than {max} bytes")]
    BodyTooLarge { max: usize },
    #[error("the unpacked body is larger than {max} bytes")]
    UnpackedTooLarge { max: usize },
    #[error("the batch has more than {max} events")]
    TooManyEvents { max: usize },
    #[error("the content encoding \"{0}\" is unknown")]
    Encoding(String),
    #[error("the body cannot be unpacked: it is cut off or damaged")]
    Damaged,
    #[error("the body is not JSON beyond byte {at}")]
    NotJson { at: usize },
    #[error("the body is not an event and not a batch of events")]
    NoEvents,
}

impl Refusal {
    /// Whether it is refused for its size alone.
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        matches!(
            self,
            Refusal::BodyTooLarge { .. } | Refusal::UnpackedTooLarge { .. } | Refusal::TooManyEvents { .. }
        )
    }

    /// Stable code; its page says what happened, why, and what to do.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::BodyTooLarge { .. } => "body_too_large",
            Refusal::UnpackedTooLarge { .. } => "body_unpacked_too_large",
            Refusal::TooManyEvents { .. } => "batch_too_large",
            Refusal::Encoding(_) => "body_encoding_unknown",
            Refusal::Damaged => "body_damaged",
            Refusal::NotJson { .. } => "body_not_json",
            Refusal::NoEvents => "body_without_events",
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Refusal::BodyTooLarge { .. }
            | Refusal::UnpackedTooLarge { .. }
            | Refusal::TooManyEvents { .. } => "send smaller batches",
            Refusal::Encoding(_) => "send the body as it is, or packed with gzip",
            Refusal::Damaged => "pack the whole body with gzip, or send it as it is",
            Refusal::NotJson { .. } => "let a JSON library write the body",
            Refusal::NoEvents => "send one event, or an object with a list named \"batch\"",
        }
    }
}
