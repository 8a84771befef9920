//! Bytes of a dossier: `[format u8]`, then length and bytes of the hot part, then sections, each with its own
//! version. The hot part can be read without decoding the rest. Newer formats are refused.

mod earlier;

use crate::dossier::{
    Cart, Contact, Dossier, Exposure, Hot, Intent, Interests, Listed, OrderEntered, Orders, Requested,
    Restriction, Returned, Run, Stream, Thing, TierHeld, Wishes,
};
use crate::io::Entry;
use crate::location::Whereabouts;
use crate::profile::Lineage;
use anlass_model::id::EntityId;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Format of the whole.
pub const FORMAT: u8 = 1;
/// Most dossiers are shorter.
const ENCODED_USUAL: usize = 2_048;
/// Longest dossier, in bytes.
pub const DOSSIER_MAX: usize = 64 * 1024;

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Error {
    #[error("the dossier has format {found}, this program knows up to {FORMAT}: use a newer release")]
    NewerFormat { found: u8 },
    #[error("section {section} has version {found}, this program knows up to {known}: use a newer release")]
    NewerSection { section: u8, found: u8, known: u8 },
    #[error("the dossier's bytes are damaged at {place}")]
    Damaged { place: &'static str },
}

/// Sections after the hot part, in order: id, version.
const SECTIONS: [(u8, u8); 19] = [
    (1, 1),
    (2, 1),
    (3, 1),
    (4, 1),
    (5, 2),
    (6, 2),
    (7, 1),
    (8, 1),
    (9, 1),
    (10, 1),
    (11, 1),
    (12, 1),
    (13, 1),
    (14, 2),
    (15, 1),
    (16, 1),
    (17, 1),
    (18, 1),
    (19, 1),
];

/// The bytes of a dossier; the same dossier always gives the same ones.
#[must_use]
pub fn encode(dossier: &Dossier) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(ENCODED_USUAL);
    bytes.push(FORMAT);
    put(&mut bytes, &dossier.hot);
    let Dossier {
        hot: _,
        orders,
        cart,
        streams,
        runs,
        intents,
        contacts,
        apart,
        exposures,
        orders_entered,
        returned,
        requested,
        wishes,
        interests,
        lineage,
        listed,
        restrictions,
        things,
        whereabouts,
        tier,
    } = dossier;
    section(&mut bytes, 0, orders, orders.lines.is_empty() && orders.backs.is_empty());
    section(&mut bytes, 1, cart, *cart == Cart::default());
    section(&mut bytes, 2, streams, streams.is_empty());
    section(&mut bytes, 3, runs, runs.is_empty());
    section(&mut bytes, 4, intents, intents.is_empty());
    section(&mut bytes, 5, contacts, contacts.is_empty());
    section(&mut bytes, 6, apart, apart.is_empty());
    section(&mut bytes, 7, exposures, exposures.is_empty());
    section(&mut bytes, 8, orders_entered, orders_entered.is_empty());
    section(&mut bytes, 9, returned, returned.is_empty());
    section(&mut bytes, 10, requested, requested.is_empty());
    section(&mut bytes, 11, wishes, *wishes == Wishes::default());
    section(&mut bytes, 12, interests, *interests == Interests::default());
    section(&mut bytes, 13, lineage, lineage.says_nothing());
    section(&mut bytes, 14, listed, listed.is_empty());
    section(&mut bytes, 15, restrictions, restrictions.is_empty());
    section(&mut bytes, 16, things, things.is_empty());
    section(&mut bytes, 17, whereabouts, whereabouts.is_empty());
    section(&mut bytes, 18, tier, tier.is_none());
    bytes
}

fn section<T: Serialize>(bytes: &mut Vec<u8>, index: usize, value: &T, is_empty: bool) {
    if is_empty {
        return;
    }
    if let Some((id, version)) = SECTIONS.get(index) {
        bytes.push(*id);
        bytes.push(*version);
        put(bytes, value);
    }
}

/// Length and body, written in place: scans and broadcasts encode hundreds of thousands.
fn put<T: Serialize>(bytes: &mut Vec<u8>, value: &T) {
    const LENGTH: usize = size_of::<u32>();
    let start = bytes.len();
    bytes.extend_from_slice(&[0; LENGTH]);
    *bytes = postcard::to_extend(value, std::mem::take(bytes)).expect("plain data always encodes");
    let length = u32::try_from(bytes.len() - start - LENGTH).unwrap_or(u32::MAX);
    if let Some(place) = bytes.get_mut(start..start + LENGTH) {
        place.copy_from_slice(&length.to_le_bytes());
    }
}

/// Parts of a dossier beside the hot one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sections(u32);

impl Sections {
    pub const NONE: Sections = Sections(0);
    pub const ORDERS: Sections = Sections(1);
    pub const CART: Sections = Sections(2);
    pub const STREAMS: Sections = Sections(4);
    pub const RUNS: Sections = Sections(8);
    pub const INTENTS: Sections = Sections(16);
    pub const CONTACTS: Sections = Sections(32);
    pub const APART: Sections = Sections(64);
    pub const EXPOSURES: Sections = Sections(128);
    pub const ORDERS_ENTERED: Sections = Sections(256);
    pub const RETURNED: Sections = Sections(512);
    pub const REQUESTED: Sections = Sections(1024);
    pub const WISHES: Sections = Sections(2048);
    pub const INTERESTS: Sections = Sections(4096);
    pub const LINEAGE: Sections = Sections(8192);
    pub const LISTED: Sections = Sections(16384);
    /// Always decoded: whoever asks anything of somebody has to know whether they may.
    pub const RESTRICTIONS: Sections = Sections(32768);
    pub const THINGS: Sections = Sections(65536);
    pub const WHEREABOUTS: Sections = Sections(131_072);
    pub const TIER: Sections = Sections(262_144);
    pub const ALL: Sections = Sections(524_287);

    #[must_use]
    pub const fn and(self, other: Sections) -> Sections {
        Sections(self.0 | other.0)
    }

    #[must_use]
    pub const fn meets(self, other: Sections) -> bool {
        self.0 & other.0 != 0
    }

    /// The section of this number in a dossier's bytes.
    fn of(id: u8) -> Option<Sections> {
        SECTIONS.iter().any(|(known, _)| *known == id).then(|| Sections(1 << (id - 1)))
    }
}

/// A dossier from its bytes.
///
/// # Errors
/// [`Error`] for newer formats and damaged bytes.
pub fn decode(bytes: &[u8]) -> Result<Dossier, Error> {
    decode_some(bytes, Sections::ALL).map(|(dossier, _)| dossier)
}

/// The hot part and some sections; the others are left empty. Also tells which sections hold something.
///
/// # Errors
/// [`Error`] for newer formats and damaged bytes.
pub fn decode_some(bytes: &[u8], wanted: Sections) -> Result<(Dossier, Sections), Error> {
    let (hot, mut rest) = split_hot(bytes)?;
    let hot: Hot = body(hot, "hot part")?;
    let mut orders = Orders::default();
    let mut cart = Cart::default();
    let mut streams: Vec<Stream> = Vec::new();
    let mut runs: Vec<Run> = Vec::new();
    let mut intents: Vec<Intent> = Vec::new();
    let mut contacts: Vec<Contact> = Vec::new();
    let mut apart: Vec<EntityId> = Vec::new();
    let mut exposures: Vec<Exposure> = Vec::new();
    let mut orders_entered: Vec<OrderEntered> = Vec::new();
    let mut returned: Vec<Returned> = Vec::new();
    let mut requested: Vec<Requested> = Vec::new();
    let mut wishes = Wishes::default();
    let mut interests = Interests::default();
    let mut lineage = Lineage::default();
    let mut listed: Vec<Listed> = Vec::new();
    let mut restrictions: Vec<Restriction> = Vec::new();
    let mut things: Vec<Thing> = Vec::new();
    let mut whereabouts = Whereabouts::default();
    let mut tier: Option<TierHeld> = None;
    let wanted = wanted.and(Sections::RESTRICTIONS);
    let mut present = Sections::NONE;
    while let [id, version, tail @ ..] = rest {
        let known = SECTIONS.iter().find(|(known, _)| known == id).map_or(0, |(_, version)| *version);
        if *version > known {
            return Err(Error::NewerSection { section: *id, found: *version, known });
        }
        let section = Sections::of(*id).ok_or(Error::Damaged { place: "a section's number" })?;
        let (bytes, tail) = take(tail, "a section")?;
        rest = tail;
        present = present.and(section);
        if !wanted.meets(section) {
            continue;
        }
        match section {
            Sections::ORDERS => orders = body(bytes, "orders")?,
            Sections::CART => cart = body(bytes, "cart")?,
            Sections::STREAMS => streams = body(bytes, "streams")?,
            Sections::RUNS => runs = body(bytes, "runs")?,
            Sections::INTENTS if *version == 1 => intents = earlier::never_withdrawn(bytes)?,
            Sections::INTENTS => intents = body(bytes, "intents")?,
            Sections::CONTACTS if *version == 1 => contacts = earlier::without_addresses(bytes)?,
            Sections::CONTACTS => contacts = body(bytes, "contacts")?,
            Sections::EXPOSURES => exposures = body(bytes, "exposures")?,
            Sections::ORDERS_ENTERED => orders_entered = body(bytes, "orders entered for")?,
            Sections::RETURNED => returned = body(bytes, "what came back")?,
            Sections::REQUESTED => requested = body(bytes, "consents asked for")?,
            Sections::WISHES => wishes = body(bytes, "wishes")?,
            Sections::INTERESTS => interests = body(bytes, "interests")?,
            Sections::LINEAGE if *version == 1 => lineage = earlier::never_corrected(bytes)?,
            Sections::LINEAGE => lineage = body(bytes, "lineage")?,
            Sections::LISTED => listed = body(bytes, "complete lists")?,
            Sections::RESTRICTIONS => restrictions = body(bytes, "restrictions")?,
            Sections::THINGS => things = body(bytes, "things")?,
            Sections::WHEREABOUTS => whereabouts = body(bytes, "whereabouts")?,
            Sections::TIER => tier = body(bytes, "tier")?,
            _ => apart = body(bytes, "people kept apart")?,
        }
    }
    if !rest.is_empty() {
        return Err(Error::Damaged { place: "the end" });
    }
    if wanted.meets(Sections::ORDERS) && orders.lines.len() != hot.heads.len() {
        return Err(Error::Damaged { place: "orders" });
    }
    if wanted.meets(Sections::LINEAGE) {
        if !lineage.by.is_empty() && lineage.by.len() != hot.profile.len() {
            return Err(Error::Damaged { place: "lineage" });
        }
        lineage.fit(hot.profile.len());
    }
    let dossier = Dossier {
        hot,
        orders,
        cart,
        streams,
        runs,
        intents,
        contacts,
        apart,
        exposures,
        orders_entered,
        returned,
        requested,
        wishes,
        interests,
        lineage,
        listed,
        restrictions,
        things,
        whereabouts,
        tier,
    };
    Ok((dossier, present))
}

/// Only the hot part: for scans and previews.
///
/// # Errors
/// [`Error`] for newer formats and damaged bytes.
pub fn decode_hot(bytes: &[u8]) -> Result<Hot, Error> {
    let (hot, _) = split_hot(bytes)?;
    body(hot, "hot part")
}

fn split_hot(bytes: &[u8]) -> Result<(&[u8], &[u8]), Error> {
    match bytes {
        [FORMAT, rest @ ..] => take(rest, "hot part"),
        [found, ..] if *found > FORMAT => Err(Error::NewerFormat { found: *found }),
        _ => Err(Error::Damaged { place: "the beginning" }),
    }
}

fn take<'a>(bytes: &'a [u8], place: &'static str) -> Result<(&'a [u8], &'a [u8]), Error> {
    let damaged = Error::Damaged { place };
    let Some((length, rest)) = bytes.split_first_chunk::<4>() else { return Err(damaged) };
    let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
    rest.split_at_checked(length).ok_or(damaged)
}

fn body<T: DeserializeOwned>(bytes: &[u8], place: &'static str) -> Result<T, Error> {
    match postcard::take_from_bytes::<T>(bytes) {
        Ok((value, [])) => Ok(value),
        _ => Err(Error::Damaged { place }),
    }
}

/// A dossier inside another thing, such as a timeline's entry, is its bytes: so each of its sections keeps its version
/// there, too.
impl Serialize for Dossier {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&encode(self))
    }
}

impl<'de> Deserialize<'de> for Dossier {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Dossier, D::Error> {
        let bytes = <&[u8]>::deserialize(deserializer)?;
        decode(bytes).map_err(serde::de::Error::custom)
    }
}

/// Entries of one customer inside a timeline block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    pub customer: EntityId,
    pub entries: Vec<Entry>,
}

/// The bytes of timeline pages.
#[must_use]
pub fn encode_pages(pages: &[Page]) -> Vec<u8> {
    let mut bytes = vec![FORMAT];
    bytes.extend(postcard::to_allocvec(pages).expect("plain data always encodes"));
    bytes
}

/// Timeline pages from their bytes.
///
/// # Errors
/// [`Error`] for newer formats and damaged bytes.
pub fn decode_pages(bytes: &[u8]) -> Result<Vec<Page>, Error> {
    match bytes {
        [FORMAT, rest @ ..] => body(rest, "timeline"),
        [found, ..] if *found > FORMAT => Err(Error::NewerFormat { found: *found }),
        _ => Err(Error::Damaged { place: "timeline" }),
    }
}
