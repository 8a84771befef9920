//! Requests that nobody should send: a clear answer, bounded memory, and the next sender is served.

use super::Running;
use super::client::{Client, get, post};
use super::shop::Shop;
use anlass_server::Role;
use serde_json::json;
use std::io::Write;

const PAGE: &[u8] = br#"{"type":"page","userId":"1"}"#;

#[test]
fn what_no_retry_mends_is_said_so() {
    let server = Running::start("");
    let deep = format!("{{\"batch\":[{}{}]}}", "[".repeat(100_000), "]".repeat(100_000));
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&vec![b' '; 64 << 20]).expect("in memory");
    let bomb = encoder.finish().expect("in memory");
    let cases: [(&[u8], u16, &str); 5] = [
        (b"", 400, "body_not_json"),
        (b"{\"batch\":[", 400, "body_not_json"),
        (b"\xff\xfe", 400, "body_not_json"),
        (b"\x1f\x8b\x08", 400, "body_damaged"),
        (&bomb, 413, "body_unpacked_too_large"),
    ];
    for (body, status, code) in cases {
        let answer = post(server.address, "/v1/batch", body);
        let json = answer.json();
        assert_eq!((answer.status, json["code"].as_str()), (status, Some(code)));
        assert!(json["hint"].as_str().is_some_and(|hint| !hint.is_empty()));
    }
    let answer = post(server.address, "/v1/batch", deep.as_bytes());
    assert_eq!((answer.status, &answer.json()["rejected"][0]["code"]), (200, &"event_too_deep".into()));
}

#[test]
fn a_body_that_is_too_large_is_refused_before_it_comes() {
    let server = Running::start("");
    let mut client = Client::connect(server.address);
    client
        .write(b"POST /v1/batch?writeKey=WRITEKEY HTTP/1.1\r\nhost: x\r\ncontent-length: 104857600\r\n\r\n");
    assert_eq!(client.answer().expect("an answer").status, 413);
    // Without a length it is cut off when it has become too large.
    let small = Running::start("[collector]\nbody_bytes_max = 1000");
    let mut client = Client::connect(small.address);
    client
        .write(b"POST /v1/batch?writeKey=WRITEKEY HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n");
    client.write(format!("3e9\r\n{}\r\n", "x".repeat(1_001)).as_bytes());
    assert_eq!(client.answer().expect("an answer").status, 413);
}

#[test]
fn slow_bodies_end_and_leave_room() {
    // Long enough that the other client comes in time, also on a busy machine.
    let own = "request_timeout_ms = 3000\n[collector]\nbody_bytes_max = 1000\nbodies_bytes_max = 1000";
    let server = Running::start(own);
    let mut client = Client::connect(server.address);
    let headers = [("x-write-key", "WRITEKEY")];
    // All room is taken until the slow one is given up. It may itself be put off, by a short one that has room just then.
    let mut slow = Vec::new();
    loop {
        let mut next = Client::connect(server.address);
        next.write(b"POST /v1/page?writeKey=WRITEKEY HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{");
        slow.push(next);
        if (0..100).any(|_| client.request("POST", "/v1/page", &headers, PAGE).status == 429) {
            break;
        }
    }
    let answers = slow.iter_mut().map(|slow| slow.answer().expect("an answer"));
    let given_up: Vec<_> = answers.filter(|answer| answer.status != 429).collect();
    assert_eq!(given_up.len(), 1, "one has all the room");
    let answer = &given_up[0];
    assert_eq!((answer.status, &answer.json()["code"]), (408, &"request_too_slow".into()));
    assert_eq!(client.request("POST", "/v1/page", &headers, PAGE).status, 200);
}

#[test]
fn a_client_that_says_nothing_is_cut_off() {
    let server = Running::start("header_timeout_ms = 200\nconnections_max = 1");
    let mut silent = Client::connect(server.address);
    silent.write(b"POST /v1/page HTTP/1.1\r\nho");
    // It held the only connection; the next one is served after it.
    assert_eq!(post(server.address, "/v1/page", PAGE).status, 200);
}

#[test]
fn absurd_moments_wait_in_quarantine_and_the_others_count() {
    let server = Running::start("");
    let absurd = [
        "-271821-04-20T00:00:00Z",
        "0000-00-00",
        "1602-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "+275760-09-13T00:00:00Z",
        "1e309",
    ];
    let events = absurd.iter().map(|at| format!(r#"{{"type":"page","userId":"1","timestamp":"{at}"}}"#));
    let events: Vec<String> = events.chain([String::from_utf8_lossy(PAGE).into_owned()]).collect();
    let body = format!(r#"{{"sentAt":"-999999-01-01T00:00:00Z","batch":[{}]}}"#, events.join(","));
    let answer = post(server.address, "/v1/batch", body.as_bytes());
    let json = answer.json();
    let (accepted, rejected) = (json["accepted"].as_u64(), json["rejected_total"].as_u64());
    assert_eq!(
        accepted.zip(rejected).map(|(taken, aside)| taken + aside),
        Some(7),
        "each has its place: {json}"
    );
    assert!(rejected.is_some_and(|rejected| rejected >= 4), "{json}");
    server.memory.with(|kept| {
        assert_eq!(Some(kept.rejected.len()), rejected.and_then(|count| usize::try_from(count).ok()));
        assert!(kept.arrivals.iter().all(|arrival| arrival.event.occurred.0.0.abs() < 5_000_000_000_000));
    });
}

/// Whoever is signed in, or a page that speaks in their name, can send anything.
#[test]
fn the_api_answers_whatever_it_is_sent_and_goes_on() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Admin);
    let headers = [("x-anlass", "1"), ("cookie", &*cookie)];
    let send = |method: &str, path: &str, body: &[u8]| {
        let answer = shop.client().request(method, path, &headers, body);
        (answer.status, answer.json()["code"].as_str().unwrap_or_default().to_owned())
    };
    let invalid = (400, "invalid".to_owned());
    let deep = "[".repeat(200_000);
    let yaml = format!("{{\"yaml\":\"{}\"}}", "[".repeat(50_000));
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&vec![b' '; 64 << 20]).expect("in memory");
    let bomb = encoder.finish().expect("in memory");
    let bodies: [&[u8]; 6] = [b"", b"{", b"\xff\xfe", deep.as_bytes(), &bomb, b"{\"lifted\":1e999}"];
    let customer = "/api/customers/00000000000000000000000000000000/objection";
    for body in bodies {
        assert_eq!(send("POST", customer, body), invalid, "{:?}", body.get(..20));
        assert_eq!(send("POST", "/api/programmes/cart/publish", body), invalid);
    }
    let (status, _) = send("POST", "/api/programmes/cart/publish", yaml.as_bytes());
    assert_eq!(status, 422, "a document that nests without end is a problem like any other");
    for path in [
        "/api/customers/%ff%fe",
        "/api/customers/%00",
        "/api/programmes/..%2f..%2fetc",
        "/api/jobs/99999999999999999999",
    ] {
        assert_eq!(send("GET", path, b"").0, 404, "{path}");
    }
    assert_eq!(send("GET", &format!("/api/customers?query={}", "x".repeat(300)), b""), invalid);
    assert_eq!(shop.client().request("GET", "/api/customers?query=%ff%00%f0", &headers, b"").status, 200);
    // A hundred megabytes are refused before they come.
    let mut client = shop.client();
    client.write(format!("POST /api/programmes/cart/check HTTP/1.1\r\nhost: x\r\nx-anlass: 1\r\ncookie: {cookie}\r\ncontent-length: 104857600\r\n\r\n").as_bytes());
    assert_eq!(client.answer().expect("an answer").status, 413);
    let wrong = shop.client().request("PUT", "/api/today", &headers, b"");
    assert_eq!((wrong.status, wrong.header("allow")), (405, Some("GET")));
    assert_eq!(get(shop.address, "/health").json(), json!({ "status": "ok" }));
    assert_eq!(shop.ask(&cookie, "GET", "/api/today", &json!(null)).status, 200);
}
