//! What the house does to the outside by itself, and what it does about people who go away: calls to other systems,
//! guardrails, and a store that somebody else takes over.

use crate::PATIENCE;
use crate::shop::{NOW, SHOP, Setup, Shop};
use anlass_channels::webhook::Secret;
use anlass_server::Role;
use anlass_store::Store;
use anlass_store::faulty::{CrashMode, Fault, FaultyStore, Plan, Schedule};
use anlass_store::memory::MemoryStore;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

/// A system that answers calls with these codes, the last one for ever, and tells of each.
fn system(codes: &'static [u16]) -> (u16, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let (tell, told) = channel();
    std::thread::spawn(move || {
        for (number, stream) in listener.incoming().enumerate() {
            let mut stream = stream.expect("a call");
            let mut call = String::new();
            let mut piece = [0; 4_096];
            while !is_whole(&call) {
                let length = stream.read(&mut piece).expect("more");
                call.push_str(std::str::from_utf8(&piece[..length]).expect("text"));
            }
            let code = codes[number.min(codes.len() - 1)];
            let answer =
                format!("HTTP/1.1 {code} So\r\nlocation: http://127.0.0.1/\r\ncontent-length: 0\r\n\r\n");
            stream.write_all(answer.as_bytes()).expect("it listens");
            if tell.send(call).is_err() {
                return;
            }
        }
    });
    (port, told)
}

/// Whether a call has come with its whole body.
fn is_whole(call: &str) -> bool {
    let Some((head, body)) = call.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    length.expect("a length").parse() == Ok(body.len())
}

/// A shop that calls a system when something lies in a cart.
fn calling(port: u16, config: &str) -> (Shop, String) {
    let step = format!("- {{ id: tell, webhook: {{ url: \"http://127.0.0.1:{port}/hook?a=1\" }} }}");
    let definitions = SHOP.replace("- { id: hour, wait: { for: 1h } }", &step);
    assert_ne!(definitions, SHOP);
    let config = format!("[webhooks]\nallow = [\"127.0.0.1\"]\n{config}");
    let shop = Shop::with(&Setup { definitions: &definitions, config: &config, is_demo: false });
    let cookie = shop.cookie(Role::Admin);
    shop.cart("17", "eva");
    shop.pass(&cookie, 60);
    (shop, cookie)
}

fn needs(shop: &Shop, cookie: &str, code: &str) -> Value {
    let today = shop.json(cookie, "/api/today");
    let needs = today["needs_me"].as_array().expect("a list").clone();
    needs.into_iter().find(|need| need["code"] == code).unwrap_or(Value::Null)
}

#[test]
fn a_call_is_signed_tried_again_and_made_once_it_was_answered() {
    let (port, told) = system(&[503, 429, 204]);
    let (shop, cookie) = calling(port, "");
    let mut calls = vec![told.recv_timeout(PATIENCE).expect("a call")];
    for _ in 0..2 {
        shop.pass_until(&cookie, 60, || match told.try_recv() {
            Ok(call) => {
                calls.push(call);
                true
            }
            Err(_) => false,
        });
    }
    for _ in 0..5 {
        shop.pass(&cookie, 3_600);
    }
    assert!(told.try_recv().is_err(), "answered is answered");
    let header = |call: &str, name: &str| {
        let line = call.lines().find_map(|line| line.strip_prefix(name)).expect("the header");
        line.trim_start_matches(": ").to_owned()
    };
    let secret = std::fs::read_to_string(shop.dir().join("webhook.secret")).expect("a secret was made");
    let secret = Secret::parse(&secret).expect("a key");
    for call in &calls {
        let (_, body) = call.split_once("\r\n\r\n").expect("a body");
        let id = header(call, "webhook-id");
        let seconds = header(call, "webhook-timestamp").parse().expect("seconds");
        assert_eq!(header(call, "webhook-signature"), secret.sign(&id, seconds, body));
        assert_eq!(id, header(&calls[0], "webhook-id"), "the same call");
        assert!(call.starts_with("POST /hook?a=1 HTTP/1.1\r\n"), "{call}");
        let body: Value = serde_json::from_str(body).expect("JSON");
        assert_eq!(
            (&body["type"], &body["data"]["journey"], &body["data"]["step"]),
            (&json!("journey.call"), &json!("remind"), &json!("tell"))
        );
    }
    assert_eq!(needs(&shop, &cookie, "webhooks_given_up"), Value::Null);
}

#[test]
fn a_call_that_nobody_wants_is_given_up_and_shown() {
    for (codes, config, attempts) in [(&[410][..], "", 1), (&[302], "", 1), (&[500], "attempts_max = 3\n", 3)]
    {
        let (port, told) = system(codes);
        let (shop, cookie) = calling(port, config);
        told.recv_timeout(PATIENCE).expect("a call");
        shop.pass_until(&cookie, 60, || needs(&shop, &cookie, "webhooks_given_up") != Value::Null);
        let need = needs(&shop, &cookie, "webhooks_given_up");
        assert_eq!(
            (&need["params"]["attempts"], &need["params"]["step"]),
            (&json!(attempts), &json!("tell"))
        );
        for _ in 0..3 {
            shop.pass(&cookie, 86_400);
        }
        assert_eq!(told.try_iter().count() + 1, attempts, "given up is given up");
        let metrics = shop.client().request("GET", "/metrics", &[], b"");
        let text = String::from_utf8(metrics.body).expect("text");
        assert!(text.contains("anlass_webhooks_given_up 1"), "{text}");
    }
}

#[test]
fn a_private_address_is_called_only_by_name_and_a_demo_calls_nobody() {
    let (port, told) = system(&[204]);
    let step = format!("- {{ id: tell, webhook: {{ url: \"http://127.0.0.1:{port}/\" }} }}");
    let definitions = SHOP.replace("- { id: hour, wait: { for: 1h } }", &step);
    for (config, is_demo) in [("", false), ("[webhooks]\nallow = [\"127.0.0.1\"]\n", true)] {
        let shop = Shop::with(&Setup { definitions: &definitions, config, is_demo });
        let cookie = shop.cookie(Role::Admin);
        shop.cart("17", "eva");
        if is_demo {
            shop.pass(&cookie, 7_200);
            continue;
        }
        shop.pass_until(&cookie, 60, || needs(&shop, &cookie, "webhooks_given_up") != Value::Null);
        let reason = needs(&shop, &cookie, "webhooks_given_up")["params"]["reason"].clone();
        assert!(reason.as_str().is_some_and(|reason| reason.contains("webhooks.allow")), "{reason}");
    }
    assert!(told.try_recv().is_err());
}

/// Three people got their letter.
fn reminded(config: &str) -> (Shop, String, Vec<String>) {
    let shop = Shop::with(&Setup { definitions: SHOP, config, is_demo: true });
    let cookie = shop.cookie(Role::Admin);
    for (number, name) in [("17", "eva"), ("18", "ida"), ("19", "ada")] {
        shop.cart(number, name);
    }
    shop.pass(&cookie, 3 * 3_600);
    let letters = shop.json(&cookie, "/api/mailbox")["rows"].clone();
    let ways = letters.as_array().expect("letters").iter().map(|letter| {
        let id = letter["id"].as_str().expect("an id");
        let text = shop.json(&cookie, &format!("/api/mailbox/{id}")).to_string();
        let start = text.find("http://letters.example/u/").expect("a way out");
        let path = text[start..].trim_start_matches("http://letters.example");
        path.chars().take_while(|letter| letter.is_ascii_alphanumeric() || "/-_".contains(*letter)).collect()
    });
    let ways: Vec<String> = ways.collect();
    assert_eq!(ways.len(), 3);
    (shop, cookie, ways)
}

#[test]
fn a_programme_that_drives_people_away_stops_by_itself_and_says_why() {
    let (shop, cookie, ways) = reminded("[guardrails]\nsample_min = 3\n");
    let leave = |way: &String| assert_eq!(shop.client().request("POST", way, &[], b"").status, 200);
    // Said twice by one person it is still one.
    leave(&ways[0]);
    leave(&ways[0]);
    shop.pass(&cookie, 120);
    assert_eq!(needs(&shop, &cookie, "guardrail_paused"), Value::Null, "a single person is an accident");
    let noted = shop.store.documents("audit").expect("readable").len();
    leave(&ways[1]);
    shop.pass(&cookie, 120);
    let need = needs(&shop, &cookie, "guardrail_paused");
    let wanted = json!({ "id": "cart", "signal": "unsubscribe", "count": 2, "delivered": 3 });
    assert_eq!(need["params"], wanted);
    assert_eq!(needs(&shop, &cookie, "programme_stopped"), Value::Null, "it is told once, with its figures");
    assert_eq!(shop.json(&cookie, "/api/programmes")[0]["stopped"], true);
    assert_eq!(shop.store.documents("audit").expect("readable").len(), noted + 1, "it is written down");
    assert!(shop.told().contains("stopped by its guardrail"), "{}", shop.told());
    // Started again it counts anew, or it would stop at once.
    let resumed = shop.ask(&cookie, "POST", "/api/programmes/cart/stop", &json!({ "stopped": false }));
    assert_eq!(resumed.status, 200, "{resumed:?}");
    shop.pass(&cookie, 7_200);
    assert_eq!(needs(&shop, &cookie, "guardrail_paused"), Value::Null);
    assert_eq!(needs(&shop, &cookie, "programme_stopped"), Value::Null);
}

#[test]
fn a_loop_whose_store_was_taken_over_ends_instead_of_taking_it_back() {
    let shop = Shop::with(&Setup { definitions: SHOP, config: "", is_demo: true });
    shop.store.lease("another process", NOW).expect("taken");
    shop.cart("17", "eva");
    let executor = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("an executor");
    let why = executor.block_on(async { tokio::time::timeout(PATIENCE, shop.house().ended()).await });
    assert!(why.expect("it ends").contains("help: let one `anlass serve` run"));
    let store: &dyn Store = &*shop.store;
    let held = store.lease("looked at", NOW).expect("ours");
    assert_eq!(held.0, 3, "opened, taken over, looked at: the loop has not taken it back");
}

/// Whoever watches the server hears that it takes in and does nothing with it, and that it goes on again.
#[test]
fn its_health_is_bad_while_the_loop_stands() {
    let writes = Plan::Listed(BTreeMap::from([(1, Fault::CrashBefore)]));
    let schedule = Schedule { writes, ..Schedule::default() };
    let store = Arc::new(FaultyStore::new(MemoryStore::new(8, 3), schedule, CrashMode::Error));
    let setup = Setup { definitions: SHOP, config: "", is_demo: true };
    let shop = store.undisturbed(|| Shop::over(&setup, Arc::clone(&store) as Arc<dyn Store>));
    // The disk is gone from the next write on.
    shop.cart("17", "eva");
    let health = || {
        let answer = shop.client().request("GET", "/health", &[], b"");
        (answer.status, answer.json())
    };
    let until = |status: u16| {
        let mut asked = (0..100_000).map(|_| health());
        asked.find(|(found, _)| *found == status).unwrap_or_else(|| panic!("never {status}")).1
    };
    let bad = until(503);
    assert_eq!(bad["status"], "loop_stands");
    assert!(bad["cause"].as_str().is_some_and(|cause| cause.contains("interrupted")), "{bad}");
    store.revive();
    assert_eq!(until(200)["status"], "ok");
    let cookie = shop.cookie(Role::Viewer);
    let found = || shop.json(&cookie, "/api/customers?query=17").as_array().map_or(0, Vec::len);
    assert!((0..10_000).any(|_| found() == 1), "what was accepted meanwhile is applied");
}
