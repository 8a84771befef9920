//! Starting and stopping.

use super::client::{Client, get, post};
use super::{Memory, Running};
use anlass_model::time::Timestamp;
use anlass_server::{Config, Error, Server};
use std::sync::Arc;

const PAGE: &[u8] = br#"{"type":"page","userId":"1"}"#;

#[test]
fn a_running_request_ends_before_the_server_does() {
    let mut server = Running::start("");
    let memory = Arc::clone(&server.memory);
    let held = memory.gate.lock().expect("sound");
    let mut client = Client::connect(server.address);
    client.write(b"POST /v1/page?writeKey=WRITEKEY HTTP/1.1\r\nhost: x\r\ncontent-length: 28\r\n\r\n");
    client.write(PAGE);
    memory.wait(|kept| kept.asked == 1);
    // An idle connection does not hold it up.
    let mut idle = Client::connect(server.address);
    assert_eq!(idle.request("GET", "/health", &[], b"").status, 200);
    server.ask_to_stop();
    assert!(idle.answer().is_none(), "closed");
    drop(held);
    assert_eq!(client.answer().expect("an answer").status, 200);
    server.join();
    assert_eq!(memory.messages().len(), 1);
}

#[test]
fn a_request_that_does_not_end_does_not_keep_the_server() {
    let mut server = Running::start("shutdown_timeout_ms = 100");
    let mut client = Client::connect(server.address);
    client.write(b"POST /v1/page?writeKey=WRITEKEY HTTP/1.1\r\nhost: x\r\ncontent-length: 28\r\n\r\n{");
    assert_eq!(get(server.address, "/health").json()["status"], "ok");
    server.join();
    assert!(client.answer().is_none());
}

#[test]
fn many_senders_are_served_side_by_side() {
    let server = Running::start("");
    std::thread::scope(|scope| {
        for sender in 0..8 {
            let address = server.address;
            scope.spawn(move || {
                let mut client = Client::connect(address);
                for number in 0..25 {
                    let body = format!("{{\"userId\":\"{sender}\",\"messageId\":\"{sender}-{number}\"}}");
                    let headers = [("x-write-key", "WRITEKEY")];
                    assert_eq!(client.request("POST", "/v1/p", &headers, body.as_bytes()).status, 200);
                }
            });
        }
    });
    assert_eq!(server.memory.messages().len(), 200);
    assert_eq!(post(server.address, "/v1/page", PAGE).status, 200);
}

#[test]
fn an_address_in_use_is_told_with_its_cure() {
    let server = Running::start("");
    let config = Config::read(&format!("listen = \"{}\"", server.address)).expect("good");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let clock = Arc::new(|| Timestamp(0));
    let bound = runtime.block_on(Server::bind(config, Arc::new(Memory::default()), clock));
    let Err(error @ Error::Listen { .. }) = bound else { panic!("two listen at one address") };
    assert_eq!(error.to_string(), format!("cannot listen on {}", server.address));
    assert!(error.hint().contains("another port"));
}
