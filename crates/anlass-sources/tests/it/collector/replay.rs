//! Every recorded request of a real SDK, as it stood on the wire: nothing is refused, nothing is lost, and a
//! repetition is recognised.

use super::{NOW, gzip, target};
use crate::root;
use anlass_model::event::{Arrival, Body};
use anlass_model::id::{IdentifierKind, MessageId};
use anlass_model::time::{Received, Timestamp};
use anlass_model::value::Value;
use anlass_sources::collector::{Decoded, Kind, Reason, Request, Trust, decode};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

struct Recorded {
    path: String,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
    answered: u64,
    events: Vec<Json>,
}

fn recordings() -> Vec<(String, Vec<Recorded>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/collector");
    let mut recordings = Vec::new();
    for entry in std::fs::read_dir(&folder).expect("recordings are shipped") {
        let path = entry.expect("a readable folder").path();
        if path.extension().is_some_and(|ending| ending == "json") {
            let text = std::fs::read_to_string(&path).expect("a readable file");
            let requests: Vec<Json> = serde_json::from_str(&text).expect("a list of requests");
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            let posts = requests.iter().filter(|request| request["method"] == "POST");
            recordings.push((name, posts.map(recorded).collect()));
        }
    }
    recordings.sort_by(|a, b| a.0.cmp(&b.0));
    recordings
}

fn recorded(request: &Json) -> Recorded {
    let raw = request["rawHeaders"].as_array().expect("headers");
    let text = |json: &Json| json.as_str().expect("a text").to_owned();
    let headers = raw.chunks(2).map(|pair| (text(&pair[0]).to_lowercase(), text(&pair[1]))).collect();
    let plain = request["body"].to_string().into_bytes();
    let is_packed = request["gzip_on_wire"].as_bool().expect("told");
    let events = match request["body"]["batch"].as_array() {
        Some(events) => events.clone(),
        None => vec![request["body"].clone()],
    };
    Recorded {
        path: text(&request["url"]),
        headers,
        body: if is_packed { gzip(&plain) } else { plain },
        answered: request["answered"].as_u64().expect("a status"),
        events,
    }
}

fn play(recorded: &Recorded, received: Received, trust: Trust) -> Decoded {
    let header = |name: &str| recorded.headers.get(name).map(String::as_str);
    let kind = recorded.path.rsplit('/').next().and_then(Kind::of_path).expect("a known path");
    let request = Request {
        kind,
        query: None,
        authorization: header("authorization"),
        write_key: None,
        content_encoding: header("content-encoding"),
        body: &recorded.body,
    };
    decode(&request, received, &target(trust)).expect("recorded bodies are readable")
}

fn messages(arrivals: &[Arrival]) -> BTreeSet<MessageId> {
    arrivals.iter().map(|arrival| arrival.event.message).collect()
}

#[test]
fn every_recorded_event_is_accepted_or_waits_with_a_reason() {
    let (mut files, mut events) = (0, 0);
    for (name, requests) in recordings() {
        files += 1;
        for recorded in &requests {
            let decoded = play(recorded, NOW, Trust::Public);
            assert_eq!(decoded.write_key.as_deref(), Some("WRITEKEY"), "{name}");
            assert_eq!(decoded.events, recorded.events.len(), "{name}");
            events += decoded.events;
            let rejected: BTreeSet<usize> = decoded.rejected.iter().map(|event| event.index).collect();
            assert_eq!(rejected.len(), decoded.rejected.len(), "{name}");
            let accepted = messages(&decoded.accepted);
            for (index, event) in recorded.events.iter().enumerate() {
                let id = MessageId::of(event["messageId"].as_str().expect("SDKs send one"));
                assert_ne!(accepted.contains(&id), rejected.contains(&index), "{name}, {event}");
            }
            for rejected in &decoded.rejected {
                let event = &recorded.events[rejected.index];
                check_reason(event, &rejected.reason, &name);
                assert_eq!(rejected.message_id.as_deref(), event["messageId"].as_str(), "{name}");
                let raw: Json = serde_json::from_slice(&rejected.kept.raw).expect("kept as it was sent");
                assert_eq!(&raw, event, "{name}");
            }
        }
    }
    assert_eq!(files, 27);
    assert!(events > 200, "{events}");
}

/// What the recordings hold that has no meaning here.
fn check_reason(event: &Json, reason: &Reason, name: &str) {
    match event["type"].as_str() {
        Some("group") => assert!(matches!(reason, Reason::WithoutUse { .. }), "{name}: {reason}"),
        _ if event["event"] == "Product Viewed" => {
            assert!(event["properties"]["product_id"].is_null(), "{name}: {reason}");
            assert_eq!(*reason, Reason::Missing { place: "properties.product_id" }, "{name}");
        }
        _ => panic!("{name}: {reason} in {event}"),
    }
}

#[test]
fn what_is_sent_again_has_the_same_ids() {
    let mut repeated = 0;
    for (name, requests) in recordings() {
        for (index, first) in requests.iter().enumerate().filter(|(_, request)| request.answered >= 429) {
            let ids = |recorded: &Recorded| -> BTreeSet<String> {
                recorded.events.iter().map(|event| event["messageId"].to_string()).collect()
            };
            let Some(again) = requests[index + 1..].iter().find(|later| ids(later) == ids(first)) else {
                continue;
            };
            repeated += 1;
            let later = Received(Timestamp(NOW.0.0 + 4_000));
            let messages = messages(&play(first, NOW, Trust::Public).accepted);
            assert_eq!(messages, self::messages(&play(again, later, Trust::Public).accepted), "{name}");
        }
    }
    assert!(repeated >= 10, "{repeated}");
}

#[test]
fn all_sdks_tell_of_the_same_person() {
    for (name, requests) in recordings() {
        if !name.ends_with("-ok") {
            continue;
        }
        let played = |trust| -> Vec<Arrival> {
            requests.iter().flat_map(|request| play(request, NOW, trust).accepted).collect()
        };
        let has = |arrivals: &[Arrival], kind, value: &str| {
            arrivals
                .iter()
                .flat_map(|arrival| &arrival.identifiers)
                .any(|identifier| identifier.kind == kind && &*identifier.value == value)
        };
        let by_server = played(Trust::Server);
        assert!(has(&by_server, IdentifierKind::CustomerNumber, "u1"), "{name}");
        assert!(has(&by_server, IdentifierKind::Email, "eva@example.org"), "{name}");
        // The key may stand in a web page: all of it is kept, and leads to nobody but who has the cookie.
        let arrivals = played(Trust::Public);
        assert_eq!(messages(&arrivals), messages(&by_server), "{name}");
        let is_weak = |arrival: &Arrival| {
            arrival.identifiers.iter().all(|identifier| identifier.kind == IdentifierKind::Cookie)
        };
        assert!(arrivals.iter().all(is_weak), "{name}");
        let email = Some(Value::Text("eva@example.org".into()));
        let is_told = |body: &Body| matches!(body, Body::Profile(fields) if fields.iter().any(|(_, value)| *value == email));
        assert!(arrivals.iter().any(|arrival| is_told(&arrival.event.body)), "{name}");
        if name != "analytics-node-legacy-ok" {
            assert!(has(&arrivals, IdentifierKind::Cookie, "a1"), "{name}: the alias");
            assert!(arrivals.iter().any(|arrival| matches!(arrival.event.body, Body::Viewed(_))), "{name}");
        }
    }
}

/// The specification's own examples lie beside the checkout and are not part of it.
#[test]
fn the_examples_of_the_specification_are_understood() {
    let path = root().join("../shared/fixtures/collector/segment-spec-examples.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        let reason =
            "skipped: ../shared/fixtures/collector/segment-spec-examples.json is not beside the checkout";
        writeln!(std::io::stderr(), "{reason}").expect("stderr is open");
        return;
    };
    let examples: Json = serde_json::from_str(&text).expect("examples");
    let mut understood: BTreeMap<String, bool> = BTreeMap::new();
    for item in examples["items"].as_array().expect("items") {
        for call in item["calls"].as_array().expect("calls") {
            let Some(mut event) = call.get("json").cloned().or_else(|| from_call(call)) else { continue };
            event["anonymousId"] = "a1".into();
            event["timestamp"] = "2026-11-21T20:00:00Z".into();
            event["sentAt"] = Json::Null;
            if let Some(properties) =
                event.get_mut("properties").filter(|json| json.get("currency").is_some())
            {
                properties["currency"] = "EUR".into();
            }
            let body = event.to_string();
            let decoded = super::collect(Kind::Track, body.as_bytes()).expect("readable");
            assert_eq!(decoded.events, 1);
            let is_taken = decoded.rejected.is_empty();
            if let Some(name) = event["event"].as_str() {
                understood.insert(name.to_owned(), is_taken);
            }
        }
    }
    for name in [
        "Product Viewed",
        "Product Clicked",
        "Product Added",
        "Product Removed",
        "Cart Viewed",
        "Wishlist Product Added to Cart",
        "Checkout Started",
        "Order Completed",
        "Order Refunded",
        "Order Cancelled",
        "Unsubscribed",
        "Email Marked as Spam",
    ] {
        assert_eq!(understood.get(name), Some(&true), "{name}: {understood:?}");
    }
}

fn from_call(call: &Json) -> Option<Json> {
    let arguments = call["args"].as_array()?;
    let kind = call["type"].as_str()?;
    (kind == "track").then(
        || serde_json::json!({ "type": kind, "event": arguments.first(), "properties": arguments.get(1) }),
    )
}
