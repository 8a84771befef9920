//! Another system sends for us: it gets each job once whatever happens to either side, and what it says of them is heard.

use crate::receiver::{Call, Receiver};
use crate::shop::{SHOP, Setup, Shop};
use anlass_channels::webhook::Secret;
use anlass_server::Role;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

fn config(url: &str) -> String {
    format!(
        "[sender]\naddress = \"news@shop.example\"\n[webhooks]\nallow = [\"127.0.0.1\"]\n\
         [mail]\ncarrier = \"external\"\n[mail.external]\nurl = \"{url}\"\n"
    )
}

fn shop(receiver: &Receiver) -> (Shop, String) {
    let config = config(&format!("http://127.0.0.1:{}/jobs", receiver.port));
    let shop = Shop::with(&Setup { definitions: SHOP, config: &config, is_demo: false });
    let cookie = shop.cookie(Role::Admin);
    (shop, cookie)
}

fn secret(shop: &Shop) -> Secret {
    let text = std::fs::read_to_string(shop.dir().join("external.secret")).expect("it was made");
    Secret::parse(&text).expect("a key")
}

/// How many messages are in this state.
fn count(shop: &Shop, cookie: &str, state: &str) -> usize {
    let found = shop.json(cookie, &format!("/api/intents?state={state}"));
    found["rows"].as_array().expect("rows").len()
}

fn jobs(calls: &[Call]) -> BTreeSet<String> {
    calls.iter().map(|call| call.header("webhook-id").to_owned()).collect()
}

#[test]
fn d09_a_receiver_that_is_down_for_an_hour_gets_every_job_once() {
    let receiver = Receiver::open();
    receiver.answer(503);
    let (shop, cookie) = shop(&receiver);
    for (number, name) in [("17", "eva"), ("18", "ida"), ("19", "ada")] {
        shop.cart(number, name);
    }
    shop.pass(&cookie, 3_600);
    shop.pass_until(&cookie, 1, || !receiver.calls().is_empty());
    let shop = shop.restarted();
    for _ in 0..6 {
        shop.pass(&cookie, 600);
    }
    assert_eq!((count(&shop, &cookie, "delivered"), receiver.taken().len()), (0, 0));
    receiver.answer(202);
    shop.pass_until(&cookie, 600, || count(&shop, &cookie, "delivered") == 3);
    for _ in 0..5 {
        shop.pass(&cookie, 3_600);
    }
    let taken = receiver.taken();
    assert_eq!((taken.len(), jobs(&taken).len()), (3, 3), "each once");
    let secret = secret(&shop);
    let mut addresses = BTreeSet::new();
    for call in &taken {
        let (id, seconds) = (call.header("webhook-id"), call.header("webhook-timestamp"));
        let signed = secret.sign(id, seconds.parse().expect("seconds"), &call.body);
        assert_eq!(call.header("webhook-signature"), signed);
        let job = call.json()["data"].clone();
        assert_eq!(format!("job_{}", job["job"].as_str().expect("an id")), id);
        assert_eq!((&job["class"], &job["message"]), (&json!("contract"), &json!("confirmation")));
        assert_eq!((&job["blocks"], &job["voucher"]), (&json!(["greeting"]), &Value::Null));
        assert_eq!(job["from"]["address"], "news@shop.example");
        let html = job["html"].as_str().expect("HTML");
        let name = job["to"]["name"].as_str().expect("a name").split(' ').next().expect("a part");
        assert!(html.contains(name) && job["subject"].as_str().is_some_and(|text| !text.is_empty()));
        addresses.insert(job["to"]["address"].as_str().expect("an address").to_owned());
    }
    assert_eq!(addresses.len(), 3, "each person theirs");
    assert!(shop.store.documents("external-job").expect("readable").is_empty(), "nothing stays behind");
}

#[test]
fn a_job_whose_answer_was_lost_is_unknown_until_it_is_answered_and_never_another_one() {
    let receiver = Receiver::open();
    receiver.swallow(true);
    let (shop, cookie) = shop(&receiver);
    shop.cart("17", "eva");
    shop.pass(&cookie, 3_700);
    shop.pass_until(&cookie, 1, || count(&shop, &cookie, "unknown") == 1);
    let shop = shop.restarted();
    shop.pass_until(&cookie, 60, || receiver.calls().len() > 1);
    assert_eq!(count(&shop, &cookie, "unknown"), 1, "nobody knows yet");
    receiver.swallow(false);
    shop.pass_until(&cookie, 600, || count(&shop, &cookie, "delivered") == 1);
    let called = receiver.calls();
    assert_eq!(jobs(&called).len(), 1, "the same job");
    assert!(called.iter().all(|call| call.body == called[0].body), "in the same words");
    for _ in 0..5 {
        shop.pass(&cookie, 3_600);
    }
    assert_eq!(receiver.calls().len(), called.len(), "answered is answered");
    assert_eq!(receiver.taken().len(), 1);
    assert!(shop.store.documents("external-job").expect("readable").is_empty());
}

#[test]
fn a_wrong_set_up_needs_somebody_and_a_job_that_is_refused_has_failed() {
    let receiver = Receiver::open();
    receiver.answer(401);
    let (shop, cookie) = shop(&receiver);
    shop.cart("17", "eva");
    shop.pass(&cookie, 3_700);
    let is_told = || {
        let today = shop.json(&cookie, "/api/today");
        today["needs_me"].to_string().contains("carrier_needs_repair")
    };
    shop.pass_until(&cookie, 60, is_told);
    assert_eq!((count(&shop, &cookie, "failed"), count(&shop, &cookie, "planned")), (0, 1), "it is not lost");
    receiver.answer(422);
    shop.pass_until(&cookie, 600, || count(&shop, &cookie, "failed") == 1);
}

/// Says something of jobs, as the other system would.
fn react(shop: &Shop, secret: &Secret, body: &Value, late_s: i64) -> (u16, Value) {
    let seconds = shop.wall.load(Ordering::Relaxed).div_euclid(1_000) - late_s;
    let body = body.to_string();
    let (moment, signature) = (seconds.to_string(), secret.sign("msg_1", seconds, &body));
    let headers = [
        ("content-type", "application/json"),
        ("webhook-id", "msg_1"),
        ("webhook-timestamp", &*moment),
        ("webhook-signature", &*signature),
    ];
    let answer = shop.client().request("POST", "/v1/reactions", &headers, body.as_bytes());
    (answer.status, answer.json())
}

#[test]
fn what_it_says_of_its_jobs_is_heard_once_and_only_with_its_proof() {
    let receiver = Receiver::open();
    let (shop, cookie) = shop(&receiver);
    shop.cart("17", "eva");
    shop.cart("18", "ida");
    shop.pass(&cookie, 3_700);
    shop.pass_until(&cookie, 1, || count(&shop, &cookie, "delivered") == 2);
    let secret = secret(&shop);
    let job = |address: &str| {
        let taken = receiver.taken();
        let found = taken.iter().map(Call::json).find(|call| call["data"]["to"]["address"] == address);
        found.expect("a job")["data"]["job"].as_str().expect("an id").to_owned()
    };
    let (evas, idas) = (job("eva@example.org"), job("ida@example.org"));
    let clicked = json!({ "type": "message.clicked", "job": evas, "id": "c1" });
    let said = json!({ "reactions": [
        { "type": "message.delivered", "job": evas, "at": "2026-11-24T10:30:00Z" },
        clicked,
        { "type": "message.unsubscribed", "job": evas },
        { "type": "message.opened", "job": evas },
        { "type": "message.bounced", "job": idas, "reason": "550 5.1.1 nobody" },
        { "type": "message.eaten", "job": evas },
        { "type": "message.clicked", "job": "00000000000000000000000000000000" },
        { "type": "message.clicked", "job": evas, "at": "yesterday" },
    ] });
    for _ in 0..2 {
        let (status, answer) = react(&shop, &secret, &said, 0);
        assert_eq!((status, &answer["accepted"]), (200, &json!(4)), "{answer}");
        assert_eq!(answer["left_out"].as_array().map(Vec::len), Some(4), "{answer}");
    }
    assert_eq!(react(&shop, &secret, &clicked, 0).0, 200);
    shop.pass(&cookie, 60);
    assert_eq!((count(&shop, &cookie, "delivered"), count(&shop, &cookie, "failed")), (1, 1));
    let eva = shop.json(&cookie, "/api/customers?query=17")[0]["id"].as_str().expect("Eva").to_owned();
    let timeline = shop.json(&cookie, &format!("/api/customers/{eva}/timeline")).to_string();
    assert_eq!(timeline.matches("\"message.clicked\"").count(), 1, "{timeline}");
    let consents = shop.json(&cookie, &format!("/api/customers/{eva}"))["consents"].clone();
    assert_eq!((&consents[0]["channel"], &consents[0]["granted"]), (&json!("email"), &json!(false)));
    let before = shop.json(&cookie, &format!("/api/customers/{eva}/timeline"));
    let wrong = Secret::parse(&Secret::text_of(&[9; 32])).expect("a key");
    let more = json!({ "type": "message.complained", "job": evas });
    assert_eq!(react(&shop, &wrong, &more, 0).0, 401, "another key");
    assert_eq!(react(&shop, &secret, &more, 301).0, 401, "recorded and sent again");
    let bare = shop.client().request("POST", "/v1/reactions", &[], more.to_string().as_bytes());
    assert_eq!(bare.status, 401);
    assert_eq!(react(&shop, &secret, &json!({ "no": 1 }), 0).0, 400);
    shop.pass(&cookie, 60);
    assert_eq!(shop.json(&cookie, &format!("/api/customers/{eva}/timeline")), before, "nothing came of it");
}

/// A foreign sender tells of addresses, with a secret of its own and of nothing else.
#[test]
fn what_a_declared_foreign_sender_says_of_an_address_counts_and_unknown_ones_are_not_kept() {
    let config = "[returns]\nforeign_secret_file = \"foreign.secret\"\n";
    let shop = Shop::with(&Setup { definitions: SHOP, config, is_demo: false });
    let cookie = shop.cookie(Role::Admin);
    shop.cart("17", "eva");
    shop.cart("18", "ida");
    shop.pass_until(&cookie, 1, || {
        shop.json(&cookie, "/api/customers?query=18").as_array().is_some_and(|all| !all.is_empty())
    });
    let text = std::fs::read_to_string(shop.dir().join("foreign.secret")).expect("it was made");
    let secret = Secret::parse(&text).expect("a key");
    let said = json!({ "reactions": [
        { "type": "message.bounced", "address": "Eva@Example.org", "message": "n1" },
        { "type": "message.clicked", "address": "ida@example.org", "message": "n1", "at": "2026-11-24T10:30:00Z" },
        { "type": "message.complained", "address": "ida@example.org", "message": "n1" },
        { "type": "message.opened", "address": "ida@example.org", "message": "n1" },
        { "type": "message.bounced", "address": "stranger@example.org" },
        { "type": "message.bounced", "job": "00000000000000000000000000000000" },
    ] });
    for _ in 0..2 {
        let (status, answer) = react(&shop, &secret, &said, 0);
        assert_eq!((status, &answer["accepted"]), (200, &json!(3)), "{answer}");
        assert_eq!(answer["left_out"].as_array().map(Vec::len), Some(3), "{answer}");
    }
    shop.pass(&cookie, 60);
    let of = |number: &str| {
        let found = shop.json(&cookie, &format!("/api/customers?query={number}"));
        let id = found[0]["id"].as_str().expect("known").to_owned();
        let timeline = shop.json(&cookie, &format!("/api/customers/{id}/timeline")).to_string();
        (timeline, shop.json(&cookie, &format!("/api/customers/{id}"))["consents"].clone())
    };
    let (evas, idas) = (of("17"), of("18"));
    assert_eq!(evas.0.matches("\"address.bounced\"").count(), 1, "{}", evas.0);
    assert_eq!(idas.0.matches("\"message.clicked\"").count(), 1, "{}", idas.0);
    assert_eq!((&idas.1[0]["channel"], &idas.1[0]["granted"]), (&json!("email"), &json!(false)));
    assert_eq!(shop.json(&cookie, "/api/customers?query=stranger"), json!([]));
    let metrics = shop.client().request("GET", "/metrics", &[], b"");
    let metrics = String::from_utf8_lossy(&metrics.body).into_owned();
    assert!(metrics.contains("anlass_returns_total{fate=\"unknown_address\"} 2"), "{metrics}");
    // Nobody blocks an address with another key.
    let wrong = Secret::parse(&Secret::text_of(&[9; 32])).expect("a key");
    assert_eq!(react(&shop, &wrong, &said, 0).0, 401);
    assert_eq!(react(&shop, &secret, &said, 301).0, 401);
}

/// The system that our jobs are handed to is believed about them and about no address.
#[test]
fn who_takes_our_jobs_cannot_speak_of_addresses() {
    let receiver = Receiver::open();
    let (shop, cookie) = shop(&receiver);
    shop.cart("17", "eva");
    shop.pass(&cookie, 60);
    let said = json!({ "type": "message.bounced", "address": "eva@example.org" });
    let (status, answer) = react(&shop, &secret(&shop), &said, 0);
    assert_eq!((status, &answer["accepted"]), (200, &json!(0)), "{answer}");
}

#[test]
fn without_such_a_system_nobody_is_heard() {
    let shop = Shop::open();
    let answer = shop.client().request("POST", "/v1/reactions", &[], b"{}");
    assert_eq!(answer.status, 404, "{answer:?}");
}
