//! What senders may rely on.

use super::Running;
use super::client::{Client, get, post};
use anlass_model::id::MessageId;
use anlass_sources::collector::Reason;
use std::sync::atomic::Ordering;

const PAGE: &[u8] = br#"{"type":"page","userId":"1","messageId":"m1"}"#;

#[test]
fn all_routes_take_events_long_and_short() {
    let server = Running::start("");
    let mut client = Client::connect(server.address);
    let paths =
        ["identify", "track", "page", "screen", "group", "alias", "batch", "i", "t", "p", "s", "g", "a", "b"];
    for path in paths {
        let answer = client.request("POST", &format!("/v1/{path}?writeKey=WRITEKEY"), &[], PAGE);
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        assert_eq!(answer.json()["accepted"], 1, "{path}");
    }
    assert_eq!(server.memory.with(|kept| kept.arrivals.len()), paths.len());
    for unknown in ["/v1/dance", "/v2/page", "/", "/v1/"] {
        assert_eq!(post(server.address, unknown, PAGE).status, 404, "{unknown}");
    }
    assert_eq!(get(server.address, "/v1/page").status, 404);
}

#[test]
fn a_bad_event_waits_and_the_good_ones_count() {
    let server = Running::start("");
    let body = br#"{"batch":[{"type":"page","userId":"1","messageId":"m1"},
        {"type":"track","userId":"1","messageId":"m2","event":"Weather"},
        {"type":"page","userId":"1","messageId":"m3"}]}"#;
    let answer = post(server.address, "/v1/batch", body);
    let json = answer.json();
    assert_eq!((answer.status, &json["success"], &json["accepted"]), (200, &true.into(), &2.into()));
    assert_eq!(json["rejected"][0]["index"], 1);
    assert_eq!(json["rejected"][0]["messageId"], "m2");
    assert_eq!(json["rejected"][0]["code"], "event_type_unknown");
    server.memory.with(|kept| {
        assert_eq!(kept.rejected.len(), 1);
        assert!(matches!(&kept.rejected[0].reason, Reason::UnknownEvent { name, .. } if name == "Weather"));
    });
    let expected = ["m1", "m3"].map(MessageId::of).into();
    assert_eq!(server.memory.messages(), expected);
}

#[test]
fn two_hundred_means_durable() {
    let server = Running::start("");
    let held = server.memory.gate.lock().expect("sound");
    let mut client = Client::connect(server.address);
    client.write(b"POST /v1/page?writeKey=WRITEKEY HTTP/1.1\r\nhost: x\r\ncontent-length: 45\r\n\r\n");
    client.write(PAGE);
    server.memory.wait(|kept| kept.asked == 1);
    // Another sender hears that the server is well, while the first one hears nothing yet.
    assert_eq!(get(server.address, "/health").status, 200);
    assert!(server.memory.messages().is_empty());
    drop(held);
    assert_eq!(client.answer().expect("an answer").status, 200);
    assert_eq!(server.memory.messages().len(), 1);
}

#[test]
fn back_pressure_asks_to_come_again() {
    let server = Running::start("[collector]\nbacklog_max = 10\nretry_after_s = 7");
    server.memory.backlog.store(11, Ordering::Relaxed);
    let answer = post(server.address, "/v1/page", PAGE);
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("7")));
    server.memory.backlog.store(10, Ordering::Relaxed);
    server.memory.with(|kept| kept.busy = 1);
    let answer = post(server.address, "/v1/page", PAGE);
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("1")), "the intake knows better");
    assert!(server.memory.messages().is_empty());
    assert_eq!(post(server.address, "/v1/page", PAGE).status, 200);
    assert_eq!(server.memory.messages().len(), 1);
}

#[test]
fn only_known_keys_write() {
    let server = Running::start("");
    let send = |headers: &[(&str, &str)], body: &[u8]| {
        Client::connect(server.address).request("POST", "/v1/page", headers, body)
    };
    let code = |answer: super::client::Answer| (answer.status, answer.json()["code"].clone());
    assert_eq!(code(send(&[], PAGE)), (401, "write_key_missing".into()));
    assert_eq!(code(send(&[("x-write-key", "guess")], PAGE)), (401, "write_key_unknown".into()));
    let own = br#"{"writeKey":"WRITEKEY","type":"page","userId":"1"}"#;
    assert_eq!(send(&[("content-type", "text/plain")], own).status, 200);
    let lost = send(&[("x-write-key", "LOST")], PAGE);
    assert_eq!(
        (lost.status, lost.header("retry-after")),
        (503, Some("5")),
        "its events are kept by the sender"
    );
}

#[test]
fn a_server_key_may_bring_proof() {
    let server = Running::start("");
    let body = br#"{"userId":"1","event":"Newsletter Subscribed",
        "properties":{"proof":{"kind":"double_opt_in","text":"n1"}}}"#;
    let send =
        |key| Client::connect(server.address).request("POST", "/v1/track", &[("x-write-key", key)], body);
    assert_eq!(send("WRITEKEY").json()["rejected"][0]["code"], "event_not_trusted");
    assert_eq!(send("SERVER").json()["accepted"], 1);
}

#[test]
fn browsers_may_ask_and_see_when_to_come_again() {
    let server = Running::start("[collector]\nbacklog_max = 0");
    let mut client = Client::connect(server.address);
    let asked = [
        ("origin", "https://shop.example"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "anonymousid,authorization,content-type,sentat"),
    ];
    let answer = client.request("OPTIONS", "/v1/p", &asked, b"");
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert_eq!(answer.header("access-control-allow-headers"), Some(asked[2].1));
    assert_eq!(answer.header("access-control-max-age"), Some("86400"));
    server.memory.backlog.store(1, Ordering::Relaxed);
    let answer = client.request("POST", "/v1/p?writeKey=WRITEKEY", &asked[..1], PAGE);
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("5")));
    assert_eq!(answer.header("access-control-expose-headers"), Some("Retry-After"));
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
}

#[test]
fn other_shops_pages_are_kept_out() {
    let server = Running::start("[collector]\norigins = [\"https://shop.example\"]");
    let send = |method: &str, origin: &str| {
        let headers = [("origin", origin), ("x-write-key", "WRITEKEY")];
        Client::connect(server.address).request(method, "/v1/p", &headers, PAGE)
    };
    let own = send("POST", "https://shop.example");
    assert_eq!((own.status, own.header("access-control-allow-origin")), (200, Some("https://shop.example")));
    let other = send("POST", "https://other.example");
    assert_eq!((other.status, other.header("access-control-allow-origin")), (403, None));
    assert_eq!(send("OPTIONS", "https://other.example").header("access-control-allow-headers"), None);
    assert_eq!(post(server.address, "/v1/page", PAGE).status, 200, "a server sends no origin");
}

#[test]
fn metrics_tell_what_became_of_events() {
    let server = Running::start("");
    server.memory.backlog.store(4, Ordering::Relaxed);
    post(server.address, "/v1/page", PAGE);
    post(server.address, "/v1/track", br#"{"userId":"1","event":"Weather"}"#);
    post(server.address, "/v1/track", b"no json");
    let answer = get(server.address, "/metrics");
    let text = String::from_utf8(answer.body.clone()).expect("text");
    assert_eq!(answer.header("content-type"), Some("text/plain; version=0.0.4"));
    for line in [
        "anlass_requests_total{status=\"200\"} 2",
        "anlass_requests_total{status=\"400\"} 1",
        "anlass_collector_events_total{fate=\"accepted\"} 1",
        "anlass_collector_events_total{fate=\"rejected\"} 1",
        "anlass_collector_rejected_total{reason=\"event_type_unknown\"} 1",
        "anlass_inbox_backlog 4",
    ] {
        assert!(text.lines().any(|own| own == line), "{line} in\n{text}");
    }
}
