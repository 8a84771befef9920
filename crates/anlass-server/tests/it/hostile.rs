//! Requests that nobody should send: a clear answer, bounded memory, and the next sender is served.

use super::Running;
use super::client::{Client, post};
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
    let mut slow = Client::connect(server.address);
    slow.write(b"POST /v1/page?writeKey=WRITEKEY HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{");
    // All room is taken until the slow one is given up.
    let mut client = Client::connect(server.address);
    let headers = [("x-write-key", "WRITEKEY")];
    while client.request("POST", "/v1/page", &headers, PAGE).status != 429 {}
    let answer = slow.answer().expect("an answer");
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
