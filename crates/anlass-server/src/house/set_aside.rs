//! Events the collector could not take, and deliveries of connected sources of which something could not, wait in
//! quarantine, sealed, as they were sent. Once what they lacked is declared they are driven again: taken in like any
//! others, once, or kept with the reason that still holds. Of deliveries only events are: what they say of articles was
//! taken at once or is old by then.

use super::connected::{Source, can_be_mended};
use super::{House, View};
use crate::intake::Delivery;
use anlass_model::event::{Arrival, SourceId};
use anlass_model::id::{MessageId, VaultId, parts_hash};
use anlass_model::time::{Received, Timestamp};
use anlass_sources::collector::{Kept, Kind, Limits, Meaning, Reason, Rejected, Target, Trust};
use anlass_sources::understood::Understood;
use anlass_store::seal::{Associated, Purpose, VaultKey};
use anlass_store::{Commit, QuarantineKey, QuarantineRow};
use anyhow::{Context, Result};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};

/// Rows driven again in one go; the oldest first.
const DRIVEN_MAX: usize = 100_000;
/// Events accepted, and rows dropped, in one commit.
const SLICE: usize = 1_000;

/// What is sealed.
#[derive(Serialize, Deserialize)]
struct Plain {
    kind: String,
    received: i64,
    sent_at: Option<i64>,
    message_id: Option<String>,
    /// Without it nobody is known to have been trusted.
    #[serde(default)]
    is_from_server: bool,
    #[serde(default)]
    is_proven: bool,
    /// Base64.
    raw: String,
}

/// Places of deliveries begin with it.
const DELIVERY: &str = "delivery ";
/// Headers without which a delivery cannot be read again; nothing that proves who sent it is kept.
const HEADERS: [&str; 3] = ["content-type", "x-shopify-topic", "x-wc-webhook-topic"];
const HEADERS_BEGIN: &str = "ce-";

/// What is sealed of a delivery.
#[derive(Serialize, Deserialize)]
struct PlainDelivery {
    /// The source's name.
    source: String,
    headers: Vec<(String, String)>,
    received: i64,
    /// Ids of the events that were taken in already.
    taken: Vec<String>,
    /// Base64.
    raw: String,
}

/// A delivery of which something waits.
pub(super) struct Waiting<'a> {
    pub(super) source: &'a Source,
    pub(super) delivery: &'a Delivery<'a>,
    pub(super) reason: String,
    /// What was taken of it at once.
    pub(super) taken: &'a [Arrival],
}

impl Waiting<'_> {
    pub(super) fn row(self, view: &View) -> Result<QuarantineRow> {
        let Waiting { source, delivery, reason, taken } = self;
        let is_kept = |name: &str| {
            let name = name.to_ascii_lowercase();
            HEADERS.contains(&&*name) || name.starts_with(HEADERS_BEGIN)
        };
        let headers = delivery.headers.iter().filter(|(name, _)| is_kept(name));
        let headers: Vec<(String, String)> =
            headers.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let parts = headers.iter().flat_map(|(name, value)| [name.as_bytes(), value.as_bytes()]);
        let hash = parts_hash(&std::iter::once(delivery.body).chain(parts).collect::<Vec<_>>());
        let plain = PlainDelivery {
            source: source.kept.name.clone(),
            headers,
            received: delivery.received.0.0,
            taken: ids_of(taken),
            raw: BASE64_STANDARD.encode(delivery.body),
        };
        let key = view.runtime.keyring.vault(source.vault).context("the vault has no key")?;
        let place = format!("{DELIVERY}{hash:032x}");
        let received = delivery.received.0;
        let sealed = key.seal(&sealed_at(source.vault, &place, received), &serde_json::to_vec(&plain)?);
        Ok(QuarantineRow { vault: source.vault, source: source.id(), place, reason, received, sealed })
    }
}

fn ids_of(arrivals: &[Arrival]) -> Vec<String> {
    arrivals.iter().map(|arrival| id_of(&arrival.event.message)).collect()
}

fn id_of(message: &MessageId) -> String {
    match message {
        MessageId::Hash(hash) => format!("{hash:032x}"),
        MessageId::Row { file, row } => format!("{file}/{row}"),
    }
}

/// What became of rows that were driven again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Driven {
    pub(crate) driven: u64,
    pub(crate) left: u64,
}

/// Keeps them; the same ones again are the same rows.
pub(super) fn keep(house: &House, vault: VaultId, source: SourceId, events: &[Rejected]) -> Result<()> {
    let view = house.view();
    let key = view.runtime.keyring.vault(vault).context("the vault has no key")?;
    let row = |event: &Rejected| {
        let Rejected { message_id, reason, kept, .. } = event;
        let place = match message_id {
            Some(id) => format!("event {:032x}", parts_hash(&[id.as_bytes()])),
            None => format!("event {:032x}", parts_hash(&[&*kept.raw])),
        };
        let received = kept.received.0;
        let plain = serde_json::to_vec(&Plain {
            kind: kept.kind.as_str().to_owned(),
            received: received.0,
            sent_at: kept.sent_at.map(|at| at.0),
            message_id: message_id.clone(),
            is_from_server: kept.trust == Trust::Server,
            is_proven: kept.is_proven,
            raw: BASE64_STANDARD.encode(&kept.raw),
        })?;
        let sealed = key.seal(&sealed_at(vault, &place, received), &plain);
        Ok(QuarantineRow { vault, source, place, reason: told(reason), received, sealed })
    };
    let quarantine = events.iter().map(row).collect::<Result<Vec<_>>>()?;
    Ok(house.store.commit(&Commit { quarantine, ..Commit::default() })?)
}

fn told(reason: &Reason) -> String {
    format!("{}: {reason}", reason.code())
}

pub(crate) fn sealed_at(vault: VaultId, place: &str, received: Timestamp) -> Associated {
    let seq = u64::try_from(received.0).unwrap_or(0);
    Associated { vault, purpose: Purpose::Quarantine, id: parts_hash(&[place.as_bytes()]), seq }
}

/// What a row holds, whoever set it aside.
pub(super) fn plain(key: &VaultKey, row: &QuarantineRow) -> Option<Vec<u8>> {
    let plain = key.open(&sealed_at(row.vault, &row.place, row.received), &row.sealed).ok()?;
    let event = serde_json::from_slice::<Plain>(&plain).map(|kept| kept.raw);
    let raw = event.or_else(|_| serde_json::from_slice::<PlainDelivery>(&plain).map(|kept| kept.raw));
    let raw = raw.ok().and_then(|raw| BASE64_STANDARD.decode(raw).ok());
    Some(raw.unwrap_or(plain))
}

/// Reads what waits once more, of one source or of all. What was accepted is durable before its row goes; if both
/// do not happen, the event comes again, and its message id tells that it was there.
pub(crate) fn again(house: &House, source: Option<SourceId>) -> Result<Driven> {
    let view = house.view();
    let mut rows = house.store.quarantine(&view.scope, DRIVEN_MAX)?;
    // Of files they are read again by their mapping ([`super::letting_in`]).
    rows.retain(|row| !crate::refused::is_row(row));
    let mut told = Driven::default();
    for slice in rows.chunks(SLICE) {
        let (mut accepted, mut done, mut changed) = (Vec::new(), Vec::new(), Vec::new());
        for row in slice.iter().filter(|row| source.is_none_or(|source| row.source == source)) {
            match reread(house, &view, row)? {
                Reread::Arrives(Meaning { arrivals, mentions }) => {
                    accepted.extend(arrivals);
                    house.take_mentions(mentions)?;
                    done.push(row.key());
                }
                Reread::Waits { reason } if reason == row.reason => told.left += 1,
                Reread::Waits { reason } => {
                    changed.push(QuarantineRow { reason, ..row.clone() });
                    told.left += 1;
                }
                Reread::Partly { meaning: Meaning { arrivals, mentions }, row } => {
                    accepted.extend(arrivals);
                    house.take_mentions(mentions)?;
                    changed.push(row);
                    told.left += 1;
                }
            }
        }
        // Rows have lost the order in which their batch was sent.
        accepted.sort_by_key(|arrival: &Arrival| arrival.event.occurred);
        told.driven += u64::try_from(done.len()).unwrap_or(u64::MAX);
        drive(house, &accepted, done, changed)?;
    }
    Ok(told)
}

fn drive(
    house: &House,
    accepted: &[Arrival],
    quarantine_done: Vec<QuarantineKey>,
    quarantine: Vec<QuarantineRow>,
) -> Result<()> {
    if !accepted.is_empty() {
        house.take(accepted)?;
    }
    if quarantine_done.is_empty() && quarantine.is_empty() {
        return Ok(());
    }
    Ok(house.store.commit(&Commit { quarantine, quarantine_done, ..Commit::default() })?)
}

enum Reread {
    Arrives(Meaning),
    Waits {
        reason: String,
    },
    /// More of a delivery is understood, and something of it still waits.
    Partly {
        meaning: Meaning,
        row: QuarantineRow,
    },
}

/// What was sent; null where it cannot be opened.
pub(crate) fn sent(view: &View, row: &QuarantineRow) -> Option<Vec<u8>> {
    plain(view.runtime.keyring.vault(row.vault)?, row)
}

/// The event that whoever sent an unknown one may have meant, as the settings are now.
pub(crate) fn meant(house: &House, view: &View, row: &QuarantineRow) -> Option<String> {
    match collected(house, view, row)? {
        Err(Reason::UnknownEvent { nearest, .. }) => nearest,
        _ => None,
    }
}

/// Nobody wants it: it is forgotten, and cannot be taken in any more.
pub(crate) fn discard(house: &House, row: &QuarantineRow) -> Result<()> {
    Ok(house.store.commit(&Commit { quarantine_done: vec![row.key()], ..Commit::default() })?)
}

/// Reads one again, as the settings are now. What the collector never set aside stays as it is: nothing that could be
/// declared mends it.
fn reread(house: &House, view: &View, row: &QuarantineRow) -> Result<Reread> {
    if row.place.starts_with(DELIVERY) {
        return reread_delivery(house, view, row);
    }
    Ok(match collected(house, view, row) {
        Some(Ok(meaning)) => Reread::Arrives(meaning),
        Some(Err(reason)) => Reread::Waits { reason: told(&reason) },
        None => Reread::Waits { reason: row.reason.clone() },
    })
}

/// What the collector makes of it now; null: it did not set it aside.
fn collected(house: &House, view: &View, row: &QuarantineRow) -> Option<Result<Meaning, Reason>> {
    let key = view.runtime.keyring.vault(row.vault)?;
    let plain = key.open(&sealed_at(row.vault, &row.place, row.received), &row.sealed).ok()?;
    let kept = kept(&plain)?;
    let limits: Limits = house.config.limits();
    let target = Target {
        vault: row.vault,
        source: row.source,
        trust: kept.trust,
        identity: None,
        settings: &view.knowledge.settings,
        catalogue: &view.knowledge.catalogue,
        limits: &limits,
    };
    Some(kept.again(&target))
}

/// Reads a delivery again, as its source is understood now. It was proven to be its own when it came.
fn reread_delivery(house: &House, view: &View, row: &QuarantineRow) -> Result<Reread> {
    let key = view.runtime.keyring.vault(row.vault).context("the vault has no key")?;
    let as_it_is = || Ok(Reread::Waits { reason: row.reason.clone() });
    let Ok(plain) = key.open(&sealed_at(row.vault, &row.place, row.received), &row.sealed) else {
        return as_it_is();
    };
    let plain: PlainDelivery = serde_json::from_slice(&plain)?;
    let Some(source) = house.connected.find(&plain.source).filter(|source| source.vault == row.vault) else {
        return as_it_is();
    };
    let headers: Vec<(&str, &str)> =
        plain.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let body = BASE64_STANDARD.decode(&plain.raw)?;
    let received = Received(Timestamp(plain.received));
    let understood = match source.understand(view, &headers, &body, received) {
        Ok(understood) => understood,
        Err(refused) => return Ok(Reread::Waits { reason: format!("{}: {refused}", refused.code()) }),
    };
    let Understood { mut arrivals, mentions, left_out, .. } = understood;
    let waits = left_out.iter().find(|omitted| can_be_mended(&omitted.why));
    let waits = waits.map(|omitted| format!("{}: {}", omitted.why.code(), omitted.why));
    // What was taken long ago would not be recognised any more.
    arrivals.retain(|arrival| !plain.taken.contains(&id_of(&arrival.event.message)));
    let Some(reason) = waits else { return Ok(Reread::Arrives(Meaning { arrivals, mentions })) };
    if arrivals.is_empty() {
        return Ok(Reread::Waits { reason });
    }
    let taken = [plain.taken.as_slice(), &ids_of(&arrivals)].concat();
    let plain = serde_json::to_vec(&PlainDelivery { taken, ..plain })?;
    let sealed = key.seal(&sealed_at(row.vault, &row.place, row.received), &plain);
    Ok(Reread::Partly {
        meaning: Meaning { arrivals, mentions },
        row: QuarantineRow { reason, sealed, ..row.clone() },
    })
}

fn kept(plain: &[u8]) -> Option<Kept> {
    let plain: Plain = serde_json::from_slice(plain).ok()?;
    Some(Kept {
        kind: Kind::of_path(&plain.kind)?,
        received: Received(Timestamp(plain.received)),
        sent_at: plain.sent_at.map(Timestamp),
        trust: if plain.is_from_server { Trust::Server } else { Trust::Public },
        is_proven: plain.is_proven,
        raw: BASE64_STANDARD.decode(&plain.raw).ok()?.into(),
    })
}
