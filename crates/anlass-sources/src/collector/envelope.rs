//! The outside of a request: unpacking within bounds, the write key, and where each event begins and ends.

use super::{Decoded, Kept, Kind, Limits, Refusal, Rejected, Request, Target, Unplaced, event, location};
use crate::json::{self, Broken, Json, Walk};
use anlass_model::catalogue::Position;
use anlass_model::time::{Received, Timestamp};
use std::borrow::Cow;
use std::io::Read;
use std::ops::Range;

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// Keys are shorter than this.
const KEY_CHARS_MAX: usize = 200;

/// A request unpacked and cut into events, none of them read yet.
#[derive(Clone, Debug)]
pub struct Envelope<'a> {
    bytes: Cow<'a, [u8]>,
    events: Vec<Range<usize>>,
    kind: Kind,
    write_key: Option<String>,
    sent_at: Option<Timestamp>,
}

/// Unpacks a request and finds its key and its events.
///
/// # Errors
/// If the body as a whole cannot be read or is too large.
pub fn open<'a>(request: &Request<'a>, limits: &Limits) -> Result<Envelope<'a>, Refusal> {
    if request.body.len() > limits.body_bytes_max {
        return Err(Refusal::BodyTooLarge { max: limits.body_bytes_max });
    }
    let bytes = without_mark(unpack(request.body, request.content_encoding, limits)?);
    let outline = Outline::of(&bytes, limits)?;
    let write_key = request.key_outside_body().or(outline.write_key.filter(|key| is_key(key)));
    let (kind, events) = match outline.batch {
        Some(events) => (Kind::Batch, events),
        None if outline.is_event || request.kind != Kind::Batch => (request.kind, vec![outline.whole]),
        None => return Err(Refusal::NoEvents),
    };
    Ok(Envelope { events, kind, write_key, sent_at: outline.sent_at, bytes })
}

fn is_key(key: &str) -> bool {
    !key.is_empty() && key.chars().count() <= KEY_CHARS_MAX
}

impl Request<'_> {
    /// The key as far as it does not stand in the body: who has a wrong one need not be read.
    #[must_use]
    pub fn key_outside_body(&self) -> Option<String> {
        let basic = self.authorization.and_then(basic_user);
        let header = || self.write_key.map(str::to_owned);
        let query = || self.query.and_then(key_of_query);
        basic.filter(|key| is_key(key)).or_else(header).or_else(query).filter(|key| is_key(key))
    }
}

impl Envelope<'_> {
    /// The key, from Basic authentication, its own header, the query or the body, in this order.
    #[must_use]
    pub fn write_key(&self) -> Option<&str> {
        self.write_key.as_deref()
    }

    /// How many events there are.
    #[must_use]
    pub fn events(&self) -> usize {
        self.events.len()
    }

    /// The place that a question is about.
    ///
    /// # Errors
    /// If it says none.
    pub fn place(&self, limits: &Limits) -> Result<Position, Unplaced> {
        let raw = self.events.first().and_then(|range| self.bytes.get(range.clone()));
        let json = json::read(raw.unwrap_or_default(), &limits.bounds()).map_err(|_| Unplaced)?;
        location::place(&json).map_err(|_| Unplaced)
    }

    /// Reads every event.
    #[must_use]
    pub fn decode(&self, received: Received, target: &Target<'_>) -> Decoded {
        let mut decoded = Decoded {
            write_key: self.write_key.clone(),
            events: self.events.len(),
            accepted: Vec::with_capacity(self.events.len()),
            ..Decoded::default()
        };
        let sent = event::Sent { kind: self.kind, received, sent_at: self.sent_at, is_proven: false };
        for (index, range) in self.events.iter().enumerate() {
            let raw = self.bytes.get(range.clone()).unwrap_or_default();
            match event::read(raw, &sent, target) {
                Ok(taken) => {
                    decoded.clipped += usize::from(taken.is_clipped);
                    decoded.unproven += usize::from(taken.is_unproven);
                    decoded.accepted.extend(taken.meaning.arrivals);
                    decoded.mentions.extend(taken.meaning.mentions);
                }
                Err(failed) => decoded.rejected.push(Rejected {
                    index,
                    message_id: failed.message_id,
                    reason: failed.reason,
                    kept: Kept {
                        kind: self.kind,
                        received,
                        sent_at: self.sent_at,
                        trust: target.trust,
                        is_proven: failed.is_proven,
                        raw: failed.instead.unwrap_or(raw).into(),
                    },
                }),
            }
        }
        decoded
    }
}

/// The members that the envelope itself has.
struct Outline {
    whole: Range<usize>,
    batch: Option<Vec<Range<usize>>>,
    /// It has a member that only events have.
    is_event: bool,
    write_key: Option<String>,
    sent_at: Option<Timestamp>,
}

impl Outline {
    fn of(bytes: &[u8], limits: &Limits) -> Result<Outline, Refusal> {
        let not_json = |broken: Broken| Refusal::NotJson { at: broken.at };
        let mut outline =
            Outline { whole: 0..bytes.len(), batch: None, is_event: false, write_key: None, sent_at: None };
        let mut batch_at = None;
        let text =
            |value: Range<usize>| match json::read(bytes.get(value).unwrap_or_default(), &limits.bounds()) {
                Ok(Json::Text(text)) => Some(text.into_owned()),
                _ => None,
            };
        let mut walk = Walk::new(bytes);
        let walked = walk.members(&mut |name, value| {
            match name {
                b"batch" if bytes.get(value.start) == Some(&b'[') => batch_at = Some(value.start),
                b"writeKey" => outline.write_key = text(value),
                b"sentAt" => outline.sent_at = text(value).and_then(|text| event::moment(&text)),
                b"type" | b"action" | b"event" => outline.is_event = true,
                _ => {}
            }
            Ok(())
        });
        walked.and_then(|()| walk.end()).map_err(not_json)?;
        if let Some(from) = batch_at {
            let mut events = Vec::new();
            let mut is_full = false;
            let cut = Walk::elements(bytes, from, &mut |range| {
                is_full = events.len() == limits.events_max;
                if is_full {
                    return Err(Broken { at: range.start });
                }
                events.push(range);
                Ok(())
            });
            match cut {
                Err(_) if is_full => return Err(Refusal::TooManyEvents { max: limits.events_max }),
                other => other.map_err(not_json)?,
            }
            outline.batch = Some(events);
        }
        Ok(outline)
    }
}

/// A body as it was before it was packed, of any size on the wire. What begins like gzip is gzip, whatever the header
/// says; what does not was unpacked on its way, whatever the header says.
///
/// # Errors
/// If it cannot be unpacked, or only to something too large.
pub fn unpack<'a>(
    body: &'a [u8],
    content_encoding: Option<&str>,
    limits: &Limits,
) -> Result<Cow<'a, [u8]>, Refusal> {
    if body.starts_with(&GZIP_MAGIC) {
        let max = limits.unpacked_bytes_max;
        let bound = u64::try_from(max).unwrap_or(u64::MAX).saturating_add(1);
        let mut unpacked = Vec::new();
        let read = flate2::read::MultiGzDecoder::new(body).take(bound).read_to_end(&mut unpacked);
        if unpacked.len() > max {
            return Err(Refusal::UnpackedTooLarge { max });
        }
        read.map_err(|_| Refusal::Damaged)?;
        return Ok(Cow::Owned(unpacked));
    }
    let encoding = content_encoding.unwrap_or("").trim().to_ascii_lowercase();
    if !matches!(&*encoding, "" | "identity" | "gzip" | "x-gzip") {
        return Err(Refusal::Encoding(encoding.chars().take(40).collect()));
    }
    Ok(Cow::Borrowed(body))
}

fn without_mark(bytes: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    match bytes {
        Cow::Borrowed(bytes) => Cow::Borrowed(bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes)),
        Cow::Owned(mut bytes) if bytes.starts_with(BYTE_ORDER_MARK) => {
            Cow::Owned(bytes.split_off(BYTE_ORDER_MARK.len()))
        }
        owned => owned,
    }
}

/// The user name of Basic authentication, which is where SDKs put the write key.
fn basic_user(authorization: &str) -> Option<String> {
    let (scheme, credentials) = authorization.trim().split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let bytes = base64(credentials.trim())?;
    let user = bytes.split(|byte| *byte == b':').next()?;
    String::from_utf8(user.to_vec()).ok()
}

fn key_of_query(query: &str) -> Option<String> {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(name, _)| *name == "writeKey").map(|(_, key)| key.to_owned())
}

fn base64(text: &str) -> Option<Vec<u8>> {
    if text.len() > 4 * KEY_CHARS_MAX * 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len());
    let (mut bits, mut count) = (0u32, 0u32);
    for character in text.trim_end_matches('=').bytes() {
        let value = match character {
            b'A'..=b'Z' => character - b'A',
            b'a'..=b'z' => character - b'a' + 26,
            b'0'..=b'9' => character - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            let [.., byte] = (bits >> count).to_be_bytes();
            bytes.push(byte);
            bits &= (1 << count) - 1;
        }
    }
    Some(bytes)
}
