//! What analytics SDKs send, in Segment's form, becomes arrivals. Pure: bytes and a few headers in, arrivals
//! and a quarantine out. A request is decoded by its body and content encoding, never by its content type;
//! a bad event is set aside with a reason and never takes its batch along.
//!
//! Carts change by what was added and removed. `Cart Viewed` and `Checkout Started` are visits and change no
//! cart: shops send them beside `Product Added`, and counting both would double every line.

mod commerce;
mod consent;
mod envelope;
mod event;
mod identity;
mod location;
mod mention;
mod page;
mod person;
mod reason;
mod things;

pub use envelope::{Envelope, open, unpack};
pub use identity::IdentitySecret;
pub use location::Unplaced;
pub use page::number_of_url;
pub use reason::{Reason, Refusal};

use crate::json::{Bounds, Json};
use anlass_model::catalogue::{Catalogue, Mention};
use anlass_model::definition::Settings;
use anlass_model::event::{Arrival, SourceId};
use anlass_model::id::{MessageId, VaultId};
use anlass_model::time::{Received, Timestamp};

/// What a request is about, by the last part of its path; an event's own `type` says it more exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Identify,
    Track,
    Page,
    Screen,
    Group,
    Alias,
    Batch,
}

impl Kind {
    pub const ALL: [Kind; 7] =
        [Kind::Identify, Kind::Track, Kind::Page, Kind::Screen, Kind::Group, Kind::Alias, Kind::Batch];

    /// The long form of the path's last part.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Identify => "identify",
            Kind::Track => "track",
            Kind::Page => "page",
            Kind::Screen => "screen",
            Kind::Group => "group",
            Kind::Alias => "alias",
            Kind::Batch => "batch",
        }
    }

    /// The kind of a path's last part, long or of one letter.
    #[must_use]
    pub fn of_path(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == word || kind.as_str().get(..1) == Some(word))
    }
}

/// A request as far as the collector looks at it.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub kind: Kind,
    /// What follows the question mark; `writeKey` may stand there, for beacons cannot send headers.
    pub query: Option<&'a str>,
    pub authorization: Option<&'a str>,
    /// A header of its own for the write key.
    pub write_key: Option<&'a str>,
    pub content_encoding: Option<&'a str>,
    pub body: &'a [u8],
}

/// Bounds of a request and of each of its events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub body_bytes_max: usize,
    pub unpacked_bytes_max: usize,
    pub events_max: usize,
    pub event_bytes_max: usize,
    pub depth_max: usize,
    pub values_max: usize,
    pub text_bytes_max: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            body_bytes_max: 2 << 20,
            unpacked_bytes_max: 8 << 20,
            events_max: 5_000,
            event_bytes_max: 256 << 10,
            depth_max: 16,
            values_max: 5_000,
            text_bytes_max: 16 << 10,
        }
    }
}

impl Limits {
    fn bounds(&self) -> Bounds {
        Bounds { depth_max: self.depth_max, values_max: self.values_max, text_bytes_max: self.text_bytes_max }
    }
}

/// Who holds the write key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// It stands in a web page or an app, for everybody to read: what it claims proves nothing.
    Public,
    /// It stays on a server of the retailer: proof of consent may come with it.
    Server,
}

/// Where the events of a write key go, and what is known there.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    pub vault: VaultId,
    pub source: SourceId,
    pub trust: Trust,
    /// With which the retailer's server signs who somebody is for this key; `None`: nobody signs anything.
    pub identity: Option<&'a IdentitySecret>,
    pub settings: &'a Settings,
    pub catalogue: &'a Catalogue,
    pub limits: &'a Limits,
}

/// What became of a request's events: each is in exactly one of the two, or made several arrivals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decoded {
    pub write_key: Option<String>,
    pub events: usize,
    pub accepted: Vec<Arrival>,
    /// What the accepted ones name and no list does.
    pub mentions: Vec<Mention>,
    pub rejected: Vec<Rejected>,
    /// Events from clocks that run ahead, set back to the moment of reception.
    pub clipped: usize,
    /// Events whose `userId` nobody proved; they belong to whoever has their cookie.
    pub unproven: usize,
}

/// What an event means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meaning {
    pub arrivals: Vec<Arrival>,
    /// What it names and no list does.
    pub mentions: Vec<Mention>,
}

/// An event that was not taken, as it was sent, so that it can be read again when its reason is mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Position in its batch, from 0.
    pub index: usize,
    /// As far as it could be read.
    pub message_id: Option<String>,
    pub reason: Reason,
    pub kept: Kept,
}

/// An event with all that is needed to read it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub kind: Kind,
    pub received: Received,
    /// The sender's own clock when it sent the batch.
    pub sent_at: Option<Timestamp>,
    /// Of the key that brought it.
    pub trust: Trust,
    /// Its `userId` was believed: proof lasts some minutes, an event may wait for weeks.
    pub is_proven: bool,
    pub raw: Box<[u8]>,
}

impl Kept {
    /// Reads it again as it was received then and as its own key is trusted; for the day when its event type is
    /// declared.
    ///
    /// # Errors
    /// With the reason that still holds.
    pub fn again(&self, target: &Target<'_>) -> Result<Meaning, Reason> {
        let sent = event::Sent {
            kind: self.kind,
            received: self.received,
            sent_at: self.sent_at,
            is_proven: self.is_proven,
        };
        let target = Target { trust: self.trust, identity: None, ..*target };
        event::read(&self.raw, &sent, &target).map(|taken| taken.meaning).map_err(|failed| failed.reason)
    }
}

/// Opens a request and reads all of it. Where the write key decides on the target, [`open`] comes first.
///
/// # Errors
/// If the body as a whole cannot be read or is too large.
pub fn decode(request: &Request<'_>, received: Received, target: &Target<'_>) -> Result<Decoded, Refusal> {
    Ok(open(request, target.limits)?.decode(received, target))
}

/// An event that another way in has put into these words already.
pub(crate) fn understand(
    json: &Json<'_>,
    message: MessageId,
    received: Received,
    target: &Target<'_>,
) -> Result<Meaning, Reason> {
    let is_proven = target.trust == Trust::Server;
    let sent = event::Sent { kind: Kind::Track, received, sent_at: None, is_proven };
    event::understand(json, message, &sent, target).map(|taken| taken.meaning)
}

/// A moment as SDKs and shops write it; without a zone it is UTC.
pub(crate) fn moment(text: &str) -> Option<Timestamp> {
    event::moment(text)
}

/// The names of track events that have a meaning here whatever an organisation declares.
pub(crate) fn names() -> &'static [&'static str] {
    &commerce::NAMES
}

/// Names written by different hands compare by their letters and digits alone.
pub(crate) fn fold(text: &str) -> String {
    event::fold(text)
}
