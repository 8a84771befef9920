//! One event: when it happened, whose it is, what it says. A message may make several arrivals (an order and
//! the voucher it redeemed); the first keeps the sender's message id and the others have ids derived from it,
//! so that a repetition is recognised whole.

use super::{
    Kind, Limits, Meaning, Reason, Target, commerce, consent, identity, location, mention, page, person,
};
use crate::json::{self, Json, Unfit};
use anlass_model::event::{Arrival, Body, Event};
use anlass_model::id::{Identifier, MessageId, parts_hash};
use anlass_model::time::{DAY, Occurred, Received, Span, Timestamp};
use jiff::civil;
use jiff::tz::TimeZone;

/// Older things are history, which comes as files, or the year is a slip.
const PAST_MAX: Span = DAY.times(20 * 366);
/// A clock may be wrong by so much and is set right; beyond it the date is a slip.
const FUTURE_MAX: Span = DAY.times(366);
/// Numbers from this on are milliseconds since 1970, below it seconds.
const MILLISECONDS_FROM: i64 = 100_000_000_000;
/// Ids, numbers and codes are at most so long.
pub(super) const CODE_CHARS_MAX: usize = 200;

/// What the envelope says about each of its events.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sent {
    pub(super) kind: Kind,
    pub(super) received: Received,
    pub(super) sent_at: Option<Timestamp>,
    /// Who it is was proven when it was first received.
    pub(super) is_proven: bool,
}

pub(super) struct Taken {
    pub(super) meaning: Meaning,
    pub(super) is_clipped: bool,
    /// It names somebody without proof.
    pub(super) is_unproven: bool,
}

pub(super) struct Failed {
    pub(super) message_id: Option<String>,
    pub(super) reason: Reason,
    /// Its `userId` would have been believed.
    pub(super) is_proven: bool,
    /// What waits instead of it, where it says where somebody is: that is kept nowhere.
    pub(super) instead: Option<&'static [u8]>,
}

pub(super) fn read(raw: &[u8], sent: &Sent, target: &Target<'_>) -> Result<Taken, Failed> {
    let limits = target.limits;
    if raw.len() > limits.event_bytes_max {
        let reason = Reason::EventTooLong { max: limits.event_bytes_max };
        return Err(Failed { message_id: None, reason, is_proven: false, instead: None });
    }
    let json = json::read(raw, &limits.bounds()).map_err(|unfit| Failed {
        message_id: None,
        reason: reason_of(unfit, limits),
        is_proven: false,
        instead: None,
    })?;
    let message_id = json.get("messageId").and_then(Json::text).filter(|id| !id.is_empty());
    let message = message_of(message_id, raw, &json, sent.received);
    let user = person::user(&json).ok().flatten();
    let is_proven =
        sent.is_proven || user.is_some_and(|user| identity::is_proven(&json, user, sent.received, target));
    let sent = Sent { is_proven, ..*sent };
    understand(&json, message, &sent, target).map_err(|reason| {
        let message_id = message_id.map(|id| id.chars().take(CODE_CHARS_MAX).collect());
        Failed { message_id, reason, is_proven, instead: location::without_place(&json) }
    })
}

fn reason_of(unfit: Unfit, limits: &Limits) -> Reason {
    match unfit {
        Unfit::NotUtf8 => Reason::NotUtf8,
        Unfit::NotJson => Reason::NotJson,
        Unfit::TooDeep => Reason::TooDeep { max: limits.depth_max },
        Unfit::TooManyValues => Reason::TooManyValues { max: limits.values_max },
        Unfit::TextTooLong => Reason::TextTooLong { max: limits.text_bytes_max },
    }
}

/// Without an id the event's own bytes stand for it; without a time in them, so does the moment of reception,
/// for the same words may be said twice.
fn message_of(id: Option<&str>, raw: &[u8], json: &Json<'_>, received: Received) -> MessageId {
    match id {
        Some(id) => MessageId::of(id),
        None if own_time(json).is_some() => MessageId::Hash(parts_hash(&[b"event", raw])),
        None => MessageId::Hash(parts_hash(&[b"event", raw, &received.0.0.to_le_bytes()])),
    }
}

pub(super) fn understand(
    json: &Json<'_>,
    message: MessageId,
    sent: &Sent,
    target: &Target<'_>,
) -> Result<Taken, Reason> {
    if !matches!(json, Json::Object(_)) {
        return Err(Reason::NotAnObject);
    }
    let own_kind = json.get("type").or_else(|| json.get("action")).and_then(Json::text);
    let kind = match own_kind.map(Kind::of_path) {
        Some(kind) => kind,
        None => Some(sent.kind),
    };
    let kind = kind.filter(|kind| *kind != Kind::Batch).ok_or(Reason::UnknownKind)?;
    let (occurred, is_clipped) = occurred(json, sent)?;
    let person::Known { mut identifiers, claimed } = person::known(json, kind, target.trust, sent.is_proven)?;
    let is_unproven = claimed.is_some();
    let bodies = bodies(json, kind, &mut identifiers, target)?;
    if identifiers.is_empty() {
        identifiers.push(claimed.ok_or(Reason::Nobody)?);
    }
    let mentions = mention::of(json, &bodies, target);
    let arrivals = bodies.into_iter().enumerate().map(|(index, body)| Arrival {
        vault: target.vault,
        identifiers: identifiers.clone(),
        event: Event {
            message: message_of_part(message, index),
            source: target.source,
            occurred,
            received: sent.received,
            simulated: false,
            body,
        },
    });
    let meaning = Meaning { arrivals: arrivals.collect(), mentions };
    Ok(Taken { meaning, is_clipped, is_unproven })
}

fn message_of_part(message: MessageId, index: usize) -> MessageId {
    match (message, index) {
        (MessageId::Hash(hash), 1..) => {
            let index = u64::try_from(index).unwrap_or(u64::MAX);
            MessageId::Hash(parts_hash(&[b"part", &hash.to_le_bytes(), &index.to_le_bytes()]))
        }
        (whole, _) => whole,
    }
}

/// What the event says, at least one thing.
fn bodies(
    json: &Json<'_>,
    kind: Kind,
    identifiers: &mut Vec<Identifier>,
    target: &Target<'_>,
) -> Result<Vec<Body>, Reason> {
    match kind {
        Kind::Identify => {
            let fields = person::fields(json, target.settings)?;
            let mut bodies = Vec::new();
            if !fields.is_empty() {
                bodies.push(Body::Profile(fields));
            }
            bodies.extend(consent::stated(json)?);
            if bodies.is_empty() {
                bodies.push(Body::Identified(identifiers.clone()));
            }
            Ok(bodies)
        }
        Kind::Alias => {
            let previous = person::previous(json, target.trust)?;
            if !identifiers.contains(&previous) {
                identifiers.push(previous);
            }
            Ok(vec![Body::Identified(identifiers.clone())])
        }
        Kind::Page | Kind::Screen => Ok(vec![Body::Viewed(page::product(json, target.catalogue)?)]),
        Kind::Group => Ok(vec![person::group(json, target.settings)?]),
        Kind::Track => commerce::track(json, target),
        Kind::Batch => Err(Reason::UnknownKind),
    }
}

fn own_time<'j>(json: &'j Json<'_>) -> Option<(&'static str, &'j Json<'j>)> {
    let time = |name| json.get(name).filter(|value| !is_nothing(value)).map(|value| (name, value));
    time("timestamp").or_else(|| time("originalTimestamp"))
}

fn occurred(json: &Json<'_>, sent: &Sent) -> Result<(Occurred, bool), Reason> {
    let own_sent_at = json.get("sentAt").and_then(Json::text).and_then(moment);
    let sent_at = own_sent_at.or(sent.sent_at);
    let client = match own_time(json) {
        Some((name, value)) => {
            let wanted = "a moment such as 2026-11-21T20:19:54.682Z";
            let unreadable = || Reason::Unreadable { place: name.into(), wanted };
            value.text().and_then(moment).ok_or_else(unreadable)?
        }
        None => sent_at.unwrap_or(sent.received.0),
    };
    let shift = sent_at.map_or(Span(0), |sent_at| sent.received.0.since(sent_at));
    let (occurred, is_clipped) = Occurred::corrected(client, sent_at, sent.received);
    if sent.received.0.since(occurred.0) > PAST_MAX {
        return Err(Reason::TooOld);
    }
    if is_clipped && client.plus(shift).since(sent.received.0) > FUTURE_MAX {
        return Err(Reason::TooNew);
    }
    Ok((occurred, is_clipped))
}

/// A moment as SDKs write it; without a zone it is UTC.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    if let Ok(moment) = text.parse::<jiff::Timestamp>() {
        return Some(Timestamp(moment.as_millisecond()));
    }
    if let Ok(number) = text.parse::<i64>() {
        let is_seconds = number.checked_abs()? < MILLISECONDS_FROM;
        return Some(Timestamp(if is_seconds { number * 1_000 } else { number }));
    }
    text.parse::<civil::DateTime>().ok().map(|local| Timestamp::from_zone(local, &TimeZone::UTC))
}

pub(super) fn is_nothing(json: &Json<'_>) -> bool {
    match json {
        Json::Null => true,
        Json::Text(text) => text.trim().is_empty(),
        _ => false,
    }
}

/// An id, number or code; absent if it is missing, null or empty.
pub(super) fn code<'j>(parent: &'j Json<'_>, name: &str, place: &str) -> Result<Option<&'j str>, Reason> {
    let Some(value) = parent.get(name).filter(|value| !is_nothing(value)) else { return Ok(None) };
    let is_code = |text: &&str| text.chars().count() <= CODE_CHARS_MAX;
    let wanted = "a text of at most 200 characters";
    match value.text().map(str::trim).filter(is_code) {
        Some(text) => Ok(Some(text)),
        None => Err(Reason::Unreadable { place: format!("{place}{name}"), wanted }),
    }
}

/// Names written by different hands compare by their letters and digits alone.
pub(super) fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
