//! The collector through its public boundary: what each kind of event becomes.

mod hostile;
mod identity;
mod location;
mod properties;
mod replay;
mod shop;

use anlass_model::catalogue::{Catalogue, Product};
use anlass_model::definition::Settings;
use anlass_model::event::{Arrival, Body, SourceId};
use anlass_model::id::{Identifier, IdentifierKind, VaultId};
use anlass_model::time::{Received, Timestamp};
use anlass_sources::collector::{Decoded, Kind, Limits, Reason, Refusal, Request, Target, Trust, decode};
use std::sync::LazyLock;

const SETTINGS: &str = "\
name: Test
organisation: [{ id: hq, level: headquarters, vault: 7 }]
currency: EUR
time_zone: Europe/Berlin
fields: { email: text, first_name: text, city: text, plz: text, born: day, loyal: bool, points: int }
events: { course_clicked: { fields: { title: text, seats: int } } }
";

pub(crate) static SETTINGS_OF_TEST: LazyLock<Settings> =
    LazyLock::new(|| serde_saphyr::from_str(SETTINGS).expect("good settings"));

pub(crate) static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let mut catalogue = Catalogue::default();
    for (number, path) in [("p1", vec!["Games"]), ("45790-32", vec!["Games", "Board"]), ("0815", vec![])] {
        let path: Vec<_> = path.into_iter().map(Box::from).collect();
        let product =
            Product { number: number.into(), name: number.into(), path: path.into(), ..Product::default() };
        catalogue.put(product).expect("different numbers");
    }
    catalogue
});

pub(crate) static LIMITS: LazyLock<Limits> = LazyLock::new(Limits::default);

/// 2026-11-21T20:20:00Z
pub(crate) const NOW: Received = Received(Timestamp(1_795_292_400_000));

pub(crate) fn target(trust: Trust) -> Target<'static> {
    Target {
        vault: VaultId(7),
        source: SourceId(3),
        trust,
        identity: None,
        settings: &SETTINGS_OF_TEST,
        catalogue: &CATALOGUE,
        limits: &LIMITS,
    }
}

pub(crate) fn request(kind: Kind, body: &[u8]) -> Request<'_> {
    Request { kind, query: None, authorization: None, write_key: None, content_encoding: None, body }
}

pub(crate) fn collect(kind: Kind, body: &[u8]) -> Result<Decoded, Refusal> {
    decode(&request(kind, body), NOW, &target(Trust::Public))
}

/// The bodies of one event of customer 17.
pub(crate) fn said(event: &str, trust: Trust) -> Result<Vec<Body>, Reason> {
    let event = event.replacen('{', "{\"userId\":\"17\",\"messageId\":\"m\",", 1);
    let decoded = decode(&request(Kind::Track, event.as_bytes()), NOW, &target(trust)).expect("readable");
    match decoded.rejected.into_iter().next() {
        Some(rejected) => Err(rejected.reason),
        None => Ok(decoded.accepted.into_iter().map(|arrival| arrival.event.body).collect()),
    }
}

pub(crate) fn only(decoded: Result<Decoded, Refusal>) -> Arrival {
    let decoded = decoded.expect("readable");
    let [arrival] = &decoded.accepted[..] else { panic!("one arrival: {decoded:?}") };
    arrival.clone()
}

pub(crate) fn id(kind: IdentifierKind, value: &str) -> Identifier {
    Identifier { kind, value: value.into() }
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut encoder, bytes).expect("in memory");
    encoder.finish().expect("in memory")
}
