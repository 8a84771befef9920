//! Other systems hear of what happens: everything, of each person in order, also after they were down and after this process
//! ended in between.

use crate::receiver::{Call, Receiver};
use crate::shop::{SHOP, Setup, Shop};
use anlass_channels::webhook::Secret;
use anlass_server::Role;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const ALLOW: &str = "[webhooks]\nallow = [\"127.0.0.1\"]\n";
const KINDS: [&str; 6] = [
    "customer.created",
    "profile.changed",
    "message.decided",
    "message.sent",
    "objection.changed",
    "customer.erased",
];

fn shop() -> (Shop, String) {
    let shop = Shop::with(&Setup { definitions: SHOP, config: ALLOW, is_demo: false });
    let cookie = shop.cookie(Role::Admin);
    (shop, cookie)
}

fn wish(port: u16) -> Value {
    json!({ "id": "crm", "url": format!("http://127.0.0.1:{port}/in?a=1"), "kinds": KINDS, "secret": null })
}

/// Subscribes; the secret that was made.
fn subscribe(shop: &Shop, cookie: &str, port: u16) -> Secret {
    let answer = shop.ask(cookie, "POST", "/api/subscriptions", &wish(port));
    assert_eq!(answer.status, 200, "{answer:?}");
    let secret = answer.json()["secret"].as_str().expect("a secret").to_owned();
    Secret::parse(&secret).expect("a key")
}

fn status(shop: &Shop, cookie: &str) -> Value {
    shop.json(cookie, "/api/subscriptions")[0].clone()
}

fn is_told(shop: &Shop, cookie: &str) -> bool {
    let status = status(shop, cookie);
    status["oldest"].is_null() && status["behind"] == 0
}

/// What each person's receiver heard, in the order in which it took it.
fn heard(calls: &[Call]) -> BTreeMap<String, Vec<String>> {
    let mut heard: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for call in calls {
        let told = call.json();
        let number = &told["data"]["identifiers"].as_array().expect("a list")[0]["value"];
        let kind = told["type"].as_str().expect("a type").to_owned();
        heard.entry(number.as_str().unwrap_or_default().to_owned()).or_default().push(kind);
    }
    heard
}

fn ids(calls: &[Call]) -> BTreeSet<String> {
    calls.iter().map(|call| call.header("webhook-id").to_owned()).collect()
}

const ONE_LIFE: [&str; 4] = ["customer.created", "profile.changed", "message.decided", "message.sent"];

#[test]
fn a_receiver_that_is_down_for_an_hour_loses_and_doubles_nothing_and_hears_of_each_person_in_order() {
    let receiver = Receiver::open();
    let (shop, cookie) = shop();
    let secret = subscribe(&shop, &cookie, receiver.port);
    shop.cart("17", "eva");
    shop.pass_until(&cookie, 1, || receiver.taken().len() == 2);
    receiver.answer(503);
    for (number, name) in [("18", "ida"), ("19", "ada"), ("20", "leo")] {
        shop.cart(number, name);
        shop.pass(&cookie, 600);
    }
    // Letters leave an hour after the cart; this process ends with the receiver still down.
    let shop = shop.restarted();
    for _ in 0..6 {
        shop.pass(&cookie, 600);
    }
    shop.pass_until(&cookie, 60, || !status(&shop, &cookie)["failing"].is_null());
    let while_down = receiver.calls().len();
    assert!(while_down < 80, "it is not pressed: {while_down} calls");
    receiver.answer(204);
    shop.pass_until(&cookie, 60, || is_told(&shop, &cookie));
    shop.pass(&cookie, 3_600);
    shop.pass_until(&cookie, 60, || is_told(&shop, &cookie));
    let taken = receiver.taken();
    assert_eq!(ids(&taken).len(), taken.len(), "nothing is doubled");
    let life = ONE_LIFE.map(str::to_owned).to_vec();
    let all = ["17", "18", "19", "20"].map(|number| (number.to_owned(), life.clone()));
    assert_eq!(heard(&taken), BTreeMap::from(all), "nothing is lost, and it comes in order");
    for call in receiver.calls() {
        let (id, seconds) = (call.header("webhook-id"), call.header("webhook-timestamp"));
        let signed = secret.sign(id, seconds.parse().expect("seconds"), &call.body);
        assert_eq!(call.header("webhook-signature"), signed);
        assert!(call.head.starts_with("POST /in?a=1 HTTP/1.1"), "{}", call.head);
    }
    let sent = taken.iter().map(Call::json).find(|told| told["type"] == "message.sent").expect("one");
    assert_eq!(
        (&sent["data"]["message"], &sent["data"]["programme"], &sent["data"]["channel"]),
        (&json!("confirmation"), &json!("cart"), &json!("email"))
    );
    let end = status(&shop, &cookie);
    assert_eq!((&end["told"], &end["failing"], &end["waiting"]), (&json!(16), &json!(null), &json!(0)));
    let left = shop.store.documents("notices").expect("readable");
    assert_eq!(left, Vec::<String>::new(), "what everybody was told is not kept");
}

#[test]
fn a_call_whose_answer_was_lost_comes_again_with_the_same_id() {
    let receiver = Receiver::open();
    let (shop, cookie) = shop();
    subscribe(&shop, &cookie, receiver.port);
    receiver.swallow(true);
    shop.cart("17", "eva");
    shop.pass_until(&cookie, 1, || receiver.calls().len() >= 2);
    receiver.swallow(false);
    shop.pass_until(&cookie, 60, || is_told(&shop, &cookie));
    let calls = receiver.calls();
    assert_eq!(calls[0].header("webhook-id"), calls[1].header("webhook-id"));
    assert_eq!(ids(&receiver.taken()).len(), receiver.taken().len());
    assert_eq!(ids(&calls), ids(&receiver.taken()), "each is taken in the end");
}

#[test]
fn who_wants_no_more_is_suspended_and_shown_until_somebody_drives_it_again() {
    let receiver = Receiver::open();
    let (shop, cookie) = shop();
    subscribe(&shop, &cookie, receiver.port);
    receiver.answer(410);
    shop.cart("17", "eva");
    shop.pass_until(&cookie, 60, || !status(&shop, &cookie)["suspended"].is_null());
    let called = receiver.calls().len();
    for _ in 0..3 {
        shop.pass(&cookie, 86_400);
    }
    assert_eq!(receiver.calls().len(), called, "nothing is called meanwhile");
    let needs = shop.json(&cookie, "/api/today")["needs_me"].clone();
    let codes: Vec<&Value> = needs.as_array().expect("a list").iter().map(|need| &need["code"]).collect();
    assert!(codes.contains(&&json!("subscription_suspended")), "{codes:?}");
    receiver.answer(200);
    let shop = shop.restarted();
    assert_eq!(shop.ask(&cookie, "POST", "/api/subscriptions/crm/redrive", &Value::Null).status, 204);
    shop.pass_until(&cookie, 60, || is_told(&shop, &cookie));
    assert_eq!(heard(&receiver.taken())["17"], ONE_LIFE);
}

#[test]
fn who_is_erased_is_told_of_by_their_id_alone_and_nothing_else_of_them_any_more() {
    let receiver = Receiver::open();
    let (shop, cookie) = shop();
    subscribe(&shop, &cookie, receiver.port);
    receiver.answer(500);
    shop.cart("17", "eva");
    shop.pass_until(&cookie, 1, || !receiver.calls().is_empty());
    let eva = shop.json(&cookie, "/api/customers?query=17")[0]["id"].as_str().expect("Eva").to_owned();
    let erase = format!("/api/customers/{eva}/erasure");
    let erased = shop.ask(&cookie, "POST", &erase, &json!({ "reason": "asked", "block": false }));
    assert_eq!(erased.status, 200, "{erased:?}");
    receiver.answer(200);
    shop.pass_until(&cookie, 60, || is_told(&shop, &cookie));
    let taken: Vec<Value> = receiver.taken().iter().map(Call::json).collect();
    assert_eq!(taken.len(), 1, "{taken:?}");
    let wanted = json!({ "customer": eva, "identifiers": [] });
    assert_eq!((&taken[0]["type"], &taken[0]["data"]), (&json!("customer.erased"), &wanted));
}

#[test]
fn what_may_not_be_called_is_refused_and_who_left_is_told_nothing() {
    let shop = Shop::with(&Setup { definitions: SHOP, config: "", is_demo: false });
    let cookie = shop.cookie(Role::Admin);
    let put = |change: Value| {
        let mut wish =
            json!({ "id": "crm", "url": "https://crm.example/in", "kinds": KINDS, "secret": null });
        let own = wish.as_object_mut().expect("an object");
        own.extend(change.as_object().expect("an object").clone());
        let answer = shop.ask(&cookie, "POST", "/api/subscriptions", &wish);
        (answer.status, String::from_utf8_lossy(&answer.body).into_owned())
    };
    for (change, wanted) in [
        (json!({ "url": "http://crm.example/in" }), "not https"),
        (json!({ "url": "https://127.0.0.1/in" }), "private"),
        (json!({ "url": "https://169.254.169.254/latest" }), "private"),
        (json!({ "url": "https://[::1]/in" }), "private"),
        (json!({ "url": "file:///etc/passwd" }), "neither https"),
        (json!({ "url": "https://me@crm.example/" }), "names a user"),
        (json!({ "kinds": ["message.eaten"] }), "message.eaten"),
        (json!({ "kinds": [] }), "asks for nothing"),
        (json!({ "secret": "whsec_c2hvcnQ=" }), "24 to 64 bytes"),
        (json!({ "id": "a b" }), "id:"),
    ] {
        let (status, text) = put(change.clone());
        assert_eq!(status, 422, "{change}");
        assert!(text.contains(wanted), "{change}: {text}");
    }
    assert_eq!(put(json!({})).0, 200);
    assert_eq!(put(json!({ "kinds": ["segment.left"] })).0, 200, "changed");
    assert_eq!(status(&shop, &cookie)["kinds"], json!(["segment.left"]));
    assert!(!shop.json(&cookie, "/api/subscriptions").to_string().contains("whsec_"), "secrets stay inside");
    shop.cart("17", "eva");
    shop.pass(&cookie, 60);
    let noted = shop.store.documents("notices").expect("readable");
    assert!(noted.is_empty(), "what nobody asked for is not noted: {noted:?}");
    assert_eq!(shop.ask(&cookie, "DELETE", "/api/subscriptions/crm", &Value::Null).status, 204);
    assert_eq!(shop.ask(&cookie, "DELETE", "/api/subscriptions/crm", &Value::Null).status, 404);
    let played = Shop::open();
    let cookie = played.cookie(Role::Admin);
    assert_eq!(
        played.ask(&cookie, "POST", "/api/subscriptions", &wish(9)).status,
        422,
        "a demo tells nobody"
    );
}
